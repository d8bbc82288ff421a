//! How far annotators agree, and the sentences behind a figure, in a box over the text column.

use ratatui::style::Style;

use super::paint::{Canvas, Flow, columns};
use super::reader::chip;
use crate::app::App;
use crate::app::agreement::{Comparison, Shown};
use crate::app::frame::Area;
use crate::app::page::inside;
use crate::app::queue::{Place, Queue};
use crate::model::agreement::Ratings;
use crate::model::agreement::labels::Labels;

const BAR: u16 = 8;
/// A coefficient, a count.
const FIGURE: u16 = 6;
/// An interval, sentences.
const MIDDLE: u16 = 13;
/// Observed agreement.
const LAST: u16 = 7;
/// Wider than this and the eye loses the row between a name and its figures.
const NAME: u16 = 34;

/// Draws the figures over `area`.
pub(super) fn draw(app: &App, area: Area, canvas: &mut Canvas<'_>) {
    canvas.frame(area, canvas.theme.dim());
    let inside = inside(area);
    let Some(comparison) = app.comparison() else {
        return;
    };
    let rows = app.agreement_rows();
    for (index, (y, row)) in (inside.y..inside.bottom()).zip(&rows).enumerate() {
        let row_area = inside.row(y);
        if index == comparison.selected() {
            bar(row_area, canvas);
        }
        figure(row, row_area, canvas);
    }
}

/// The bar beside the chosen row.
fn bar(row: Area, canvas: &mut Canvas<'_>) {
    let x = canvas.flow(row).take(1);
    canvas.symbol(x, row.y, "▐", canvas.theme.text());
}

fn figure(row: &Shown<'_>, area: Area, canvas: &mut Canvas<'_>) {
    let (text, dim) = (canvas.theme.text(), canvas.theme.dim());
    let mut flow = canvas.flow(area);
    flow.skip(2);
    // Of the columns as many as have room.
    let least = BAR + FIGURE + 3;
    let (middle, last) = match flow.room() {
        50.. => (MIDDLE, LAST),
        _ => (0, 0),
    };
    let name = flow.room().saturating_sub(least + middle + last).min(NAME);
    match row {
        Shown::Blank => {}
        Shown::Text(line) => canvas.aligned(flow.rest(), area.y, line, text),
        Shown::Undefined(title, why) => {
            let why_width = columns(&canvas.text(why, usize::from(area.width)));
            let name = name.min(flow.room().saturating_sub(why_width + 1)).max(10);
            let mut before = flow;
            canvas.put_within(&mut before, title, name, text);
            flow.skip(name + 1);
            canvas.put(&mut flow, why, dim);
        }
        Shown::Heading(title, figures) => {
            let name = name_width(figures, name, flow.room().saturating_sub(least));
            let mut before = flow;
            // There is no bar in this row.
            canvas.put_within(&mut before, title, name + 1 + BAR, canvas.theme.rubric());
            flow.skip(name + 1 + BAR + 1);
            for (figure, width) in figures.iter().zip([FIGURE, middle, last]) {
                column(&mut flow, figure, width, canvas, dim);
            }
        }
        Shown::Figure(title, part, figures) => {
            let name = name_width(figures, name, flow.room().saturating_sub(least));
            let mut before = flow;
            canvas.put_within(&mut before, title, name, text);
            flow.skip(name + 1);
            let filled = filled(*part);
            for at in 0..BAR {
                let (glyph, style) = if at < filled {
                    ("━", text)
                } else {
                    ("─", dim)
                };
                canvas.symbol(flow.take(1), area.y, glyph, style);
            }
            flow.skip(1);
            for (figure, (width, style)) in
                figures
                    .iter()
                    .zip([(FIGURE, text), (middle, dim), (last, dim)])
            {
                column(&mut flow, figure, width, canvas, style);
            }
        }
    }
}

/// How wide a name is before `figures`: where these are only counts and `usual` is scarce, it may have
/// `all` that they leave.
fn name_width(figures: &[String; 3], usual: u16, all: u16) -> u16 {
    let has_more = figures.iter().skip(1).any(|it| !it.is_empty());
    if has_more || usual >= NAME {
        usual
    } else {
        all
    }
}

/// One of the columns, flush with its far edge.
fn column(flow: &mut Flow, figure: &str, width: u16, canvas: &mut Canvas<'_>, style: Style) {
    let line = canvas.text(figure, usize::from(width));
    flow.skip(width.saturating_sub(columns(&line)));
    let x = flow.take(columns(&line));
    canvas.line(x, flow.rest().y, &line, style);
}

/// How many cells of a bar `part` of 1 fills: something where there is something, all only where it is.
fn filled(part: f64) -> u16 {
    let cells = (part.clamp(0.0, 1.0) * f64::from(BAR)).floor();
    let cells = (0..=BAR)
        .rev()
        .find(|it| f64::from(*it) <= cells)
        .unwrap_or(0);
    if part > 0.0 { cells.max(1) } else { 0 }
}

/// Draws the sentences of `queue` over `area`.
pub(super) fn queue(
    app: &App,
    comparison: &Comparison,
    queue: &Queue,
    area: Area,
    canvas: &mut Canvas<'_>,
) {
    canvas.frame(area, canvas.theme.dim());
    let inside = inside(area);
    let compared = comparison.compared();
    let title = app.queue_title(compared, queue);
    let mut flow = canvas.flow(inside.row(inside.y));
    flow.skip(2);
    canvas.put(&mut flow, &title, canvas.theme.rubric());
    let (places, selected) = queue.page();
    let rows = (inside.y + 2..inside.bottom()).step_by(2);
    for (index, (y, place)) in rows.zip(places).enumerate() {
        if index == selected {
            bar(inside.row(y), canvas);
            bar(inside.row(y + 1), canvas);
        }
        let mut flow = canvas.flow(inside.row(y));
        flow.skip(2);
        let rest = flow.rest();
        let text = place.text.as_deref().unwrap_or("…");
        let line = canvas.text(text, usize::from(rest.width));
        let style = if place.is_settled || place.is_gone {
            canvas.theme.dim()
        } else {
            canvas.theme.text()
        };
        canvas.aligned(rest, y, &line, style);
        said(app, &compared.ratings, place, inside.row(y + 1), canvas);
    }
}

/// Who said what of a sentence, by the chips of topics, and where it is.
fn said(app: &App, ratings: &Ratings, place: &Place, row: Area, canvas: &mut Canvas<'_>) {
    let (text, dim) = (canvas.theme.text(), canvas.theme.dim());
    let mut flow = canvas.flow(row);
    flow.skip(2);
    if place.is_settled {
        canvas.put(&mut flow, "✓", text);
        flow.skip(1);
    }
    let values = ratings.unit(place.unit).iter().enumerate();
    let said: Vec<(String, Labels)> = values
        .filter_map(|(nth, value)| Some((app.name_of(ratings, nth), ratings.set((*value)?))))
        .collect();
    // A third of the row is the article's, and the names share what the chips leave.
    let chips: usize = said.iter().map(|(_, set)| 3 * set.len().max(1) + 3).sum();
    let chips = u16::try_from(chips).unwrap_or(u16::MAX);
    let people = u16::try_from(said.len()).unwrap_or(1).max(1);
    let room = (flow.room() * 2 / 3).saturating_sub(chips) / people;
    for (name, set) in &said {
        canvas.put_within(&mut flow, name, room.clamp(2, 12), dim);
        flow.skip(1);
        if flow.room() < 12 {
            canvas.put(&mut flow, "…", dim);
            break;
        }
        topics(app, ratings, *set, &mut flow, row.y, canvas);
        flow.skip(2);
    }
    canvas.put_last(&flow, &place.article, dim);
}

fn topics(
    app: &App,
    ratings: &Ratings,
    set: Labels,
    flow: &mut Flow,
    y: u16,
    canvas: &mut Canvas<'_>,
) {
    if set.is_empty() {
        super::reader::none_chip(flow.take(3), y, canvas);
    }
    for id in set.iter().filter_map(|at| ratings.topics.get(at)) {
        let x = flow.take(3);
        match app.desk().project.topic(id) {
            Some(topic) => chip(topic, app.words().language(), x, y, canvas),
            // One that the scheme no longer has.
            None => drop(canvas.words(x, y, " ? ", 3, canvas.theme.text())),
        }
    }
}
