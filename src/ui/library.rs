//! The library: a row an article, its progress at the left, its title at the right.

use ratatui::buffer::Buffer;

use super::theme::Theme;
use super::{paint, status};
use crate::app::App;
use crate::app::frame::{Area, LibraryFrame};
use crate::app::library::Row;
use crate::text::Line;

/// The little bar, "300 of 300" and a gap take this much of a row.
const PROGRESS: u16 = 22;
const BAR: u16 = 8;

/// Draws the library.
pub(super) fn draw(app: &App, frame: &LibraryFrame, theme: Theme, buffer: &mut Buffer) {
    header(app, frame.group, theme, buffer);
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
            theme,
            buffer,
        );
        if first + index == app.library().selected() {
            paint::symbol(buffer, frame.bar, y, "▐", theme.text());
        }
    }
    if app.library().is_empty() {
        let text = "No articles yet. Start Hashiya with text files to add them.";
        paint::words(
            buffer,
            frame.list.x,
            frame.list.y,
            text,
            frame.list.width,
            theme.text(),
        );
    }
}

fn header(app: &App, group: Area, theme: Theme, buffer: &mut Buffer) {
    let x = status::saved_mark(app, group, theme, buffer) + 2;
    let count = match app.library().len() {
        1 => "1 article".to_owned(),
        count => format!("{count} articles"),
    };
    let x = paint::words(buffer, x, 0, &count, group.width, theme.dim()) + 3;
    let x = paint::words(buffer, x, 0, &app.desk().annotator, 20, theme.dim()) + 2;
    let name = Line::new(
        &app.desk().project.name,
        usize::from(group.right().saturating_sub(x)),
    );
    paint::flush_right(buffer, group.right(), 0, &name, theme.text());
    paint::rule(buffer, group, 1, 0, theme.text(), theme.dim());
}

fn row(row: &Row, area: Area, theme: Theme, buffer: &mut Buffer) {
    let width = usize::from(area.width.saturating_sub(PROGRESS));
    let Some(Ok(summary)) = &row.summary else {
        let why = match &row.summary {
            Some(Err(_)) => "cannot be read",
            _ => "",
        };
        paint::words(buffer, area.x, area.y, why, PROGRESS, theme.alarm());
        paint::flush_right(
            buffer,
            area.right(),
            area.y,
            &Line::new(&row.id, width),
            theme.dim(),
        );
        return;
    };
    let (decided, sentences) = (summary.decided, summary.sentences);
    let filled = (decided * usize::from(BAR))
        .checked_div(sentences)
        .unwrap_or_default();
    // A started bar shows that it is.
    let filled = if decided > 0 { filled.max(1) } else { 0 };
    let filled = u16::try_from(filled).unwrap_or(BAR);
    let bar = Area { width: BAR, ..area };
    paint::rule(buffer, bar, area.y, filled, theme.text(), theme.dim());
    let (progress, style) = match decided {
        0 => (format!("{sentences} new"), theme.text()),
        all if all == sentences => (format!("✓ {sentences}"), theme.dim()),
        some => (format!("{some} of {sentences}"), theme.text()),
    };
    let x = area.x + BAR + 1;
    paint::words(buffer, x, area.y, &progress, PROGRESS - BAR - 3, style);
    paint::flush_right(
        buffer,
        area.right(),
        area.y,
        &Line::new(&summary.title, width),
        style,
    );
}
