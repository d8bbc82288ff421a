//! The library: a row an article, its progress at the left, its title at the right.

use super::paint::Canvas;
use super::status;
use crate::app::App;
use crate::app::frame::{Area, LibraryFrame};
use crate::app::library::Row;
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
            row,
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
        let text = "No articles yet. Start Hashiya with text files to add them.";
        canvas.words(
            frame.list.x,
            frame.list.y,
            text,
            frame.list.width,
            canvas.theme.text(),
        );
    }
}

fn header(app: &App, group: Area, canvas: &mut Canvas<'_>) {
    let x = status::saved_mark(app, group, canvas) + 2;
    let count = match app.library().len() {
        1 => "1 article".to_owned(),
        count => format!("{count} articles"),
    };
    let x = canvas.words(x, 0, &count, group.width, canvas.theme.dim()) + 3;
    let x = canvas.words(x, 0, &app.desk().annotator, 20, canvas.theme.dim()) + 2;
    let name = canvas.text(
        &app.desk().project.name,
        usize::from(group.right().saturating_sub(x)),
    );
    canvas.flush_right(group.right(), 0, &name, canvas.theme.text());
    canvas.rule(group, 1, 0);
}

fn row(row: &Row, area: Area, canvas: &mut Canvas<'_>) {
    let width = usize::from(area.width.saturating_sub(PROGRESS));
    let Some(Ok(summary)) = &row.summary else {
        let why = match &row.summary {
            Some(Err(_)) => "cannot be read",
            _ => "",
        };
        canvas.words(area.x, area.y, why, PROGRESS, canvas.theme.alarm());
        canvas.flush_right(
            area.right(),
            area.y,
            &canvas.text(&row.id, width),
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
    let bar = Area { width: BAR, ..area };
    canvas.rule(bar, area.y, filled);
    let (progress, style) = match decided {
        _ if summary.status == Status::Done => (format!("✓ {sentences} done"), canvas.theme.dim()),
        _ if summary.status == Status::Later => ("later".to_owned(), canvas.theme.dim()),
        0 => (format!("{sentences} new"), canvas.theme.text()),
        all if all == sentences => (format!("✓ {sentences}"), canvas.theme.dim()),
        some => (format!("{some} of {sentences}"), canvas.theme.text()),
    };
    let x = area.x + BAR + 1;
    canvas.words(x, area.y, &progress, PROGRESS - BAR - 3, style);
    canvas.flush_right(
        area.right(),
        area.y,
        &canvas.text(&summary.title, width),
        style,
    );
}
