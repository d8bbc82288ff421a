//! The library: a row an article, its progress at the left, its title at the right.

use super::paint::Canvas;
use super::status;
use crate::app::App;
use crate::app::frame::{Area, LibraryFrame};
use crate::app::library::Row;
use crate::lang::say;
use crate::model::annotation::Status;

/// The little bar, "300 of 300" and a gap take this much of a row.
const PROGRESS: u16 = 22;
const BAR: u16 = 8;

/// Draws the library.
pub(super) fn draw(app: &App, frame: &LibraryFrame, canvas: &mut Canvas<'_>) {
    header(app, frame.group, canvas);
    let (first, rows) = app.library().page();
    for (index, row) in rows.iter().enumerate() {
        let y = frame.list.y + u16::try_from(index).unwrap_or(u16::MAX);
        self::row(
            *row,
            Area {
                y,
                height: 1,
                ..frame.list
            },
            canvas,
        );
        if first + index == app.library().selected() {
            canvas.symbol(frame.bar, y, "▐", canvas.theme.text());
        }
    }
    if app.library().is_empty() {
        let empty = match app.library().filter() {
            Some(_) => "no-articles-shown",
            None => "no-articles",
        };
        let mut flow = canvas.flow(frame.list);
        canvas.put(&mut flow, &app.words().get(empty), canvas.theme.text());
    }
}

fn header(app: &App, group: Area, canvas: &mut Canvas<'_>) {
    let mut flow = canvas.flow(group);
    status::saved_mark(app, &mut flow, canvas);
    flow.skip(2);
    let library = app.library();
    let count = match library.filter() {
        Some(filter) => {
            let filter = filter.name(app.words(), &app.desk().project);
            let (shown, all) = (library.len(), library.all());
            say!(
                app.words(),
                "articles-shown",
                shown = shown,
                all = all,
                filter = &filter
            )
        }
        None => say!(app.words(), "articles", count = library.len()),
    };
    canvas.put(&mut flow, &count, canvas.theme.dim());
    flow.skip(3);
    canvas.put_within(&mut flow, &app.desk().annotator, 20, canvas.theme.dim());
    flow.skip(2);
    canvas.put_last(&flow, &app.desk().project.name, canvas.theme.text());
    canvas.rule(group, 1, 0);
}

fn row(row: Row<'_>, area: Area, canvas: &mut Canvas<'_>) {
    let width = usize::from(area.width.saturating_sub(PROGRESS));
    let progress = Area {
        width: PROGRESS - 2,
        ..area
    };
    let Some(Ok(summary)) = row.summary else {
        if let Some(Err(_)) = row.summary {
            let mut flow = canvas.flow(progress);
            let why = canvas.words.get("unreadable");
            canvas.put(&mut flow, &why, canvas.theme.alarm());
        }
        canvas.flush_right(
            area.right(),
            area.y,
            &canvas.text(row.id, width),
            canvas.theme.dim(),
        );
        return;
    };
    let (decided, sentences) = (summary.finished, summary.sentences);
    let filled = (decided * usize::from(BAR))
        .checked_div(sentences)
        .unwrap_or_default();
    // A started bar shows that it is.
    let filled = if decided > 0 { filled.max(1) } else { 0 };
    let filled = u16::try_from(filled).unwrap_or(BAR);
    let mut flow = canvas.flow(progress);
    let bar = Area {
        x: flow.take(BAR),
        width: BAR,
        ..area
    };
    canvas.rule(bar, area.y, filled);
    flow.skip(1);
    let (words, plain, dim) = (canvas.words, canvas.theme.text(), canvas.theme.dim());
    let (text, style) = match decided {
        _ if summary.status == Status::Done => (say!(words, "row-done", all = sentences), dim),
        _ if summary.status == Status::Later => (words.get("row-later").into_owned(), dim),
        0 => (say!(words, "row-new", all = sentences), plain),
        all if all == sentences => (say!(words, "row-all", all = sentences), dim),
        some => (say!(words, "row-some", some = some, all = sentences), plain),
    };
    canvas.put(&mut flow, &text, style);
    if !summary.also.is_empty() {
        // Also published elsewhere: which these are, the article's page says.
        canvas.put_last(&flow, "≈", dim);
    }
    canvas.flush_right(
        area.right(),
        area.y,
        &canvas.text(&summary.title, width),
        style,
    );
}
