//! State to cells: pure drawing of an [`App`] into a ratatui frame.

pub mod encode;
mod library;
mod page;
mod paint;
mod reader;
mod status;
pub mod theme;

use ratatui::buffer::Buffer;

use crate::app::frame::{Area, Size};
use crate::app::{App, Dialog};
use crate::text::{Direction, Display, Layout};
use encode::Profile;
use paint::Canvas;
use theme::Theme;

/// How the screen is to look, which is not the state's business.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Colours.
    pub theme: Theme,
    /// What the terminal does with Arabic.
    pub profile: Profile,
}

/// Draws what is on the screen.
pub fn draw(app: &App, look: Look, buffer: &mut Buffer) {
    // The buffer may be one resize ahead of the state: only what both know is drawn.
    let window = Size {
        columns: buffer.area.width,
        rows: buffer.area.height,
    };
    let canvas = &mut Canvas::new(buffer, look.theme);
    if window.is_enough() && window == app.size() {
        draw_screen(app, canvas);
    } else if !window.is_enough() {
        draw_too_small(app, window, canvas);
    }
    encode::encode(buffer, look.profile);
}

fn draw_screen(app: &App, canvas: &mut Canvas<'_>) {
    let (group, column, hints) = match app.reader() {
        Some(reader) => {
            let frame = app.reader_frame(reader);
            reader::draw(app, reader, &frame, canvas);
            (frame.group, frame.overlay(), frame.hints)
        }
        None => {
            let frame = app.library_frame();
            library::draw(app, &frame, canvas);
            (frame.group, frame.list, frame.hints)
        }
    };
    if let Some(Dialog::Page(page)) = app.dialog() {
        page::draw(page, column, canvas);
    }
    let last = Area {
        y: hints,
        height: 1,
        ..group
    };
    match (app.dialog(), app.message()) {
        (Some(Dialog::LeaveUnsaved), _) => {
            status::message(&status::leave_unsaved(app), last, canvas);
        }
        (_, Some(message)) => status::message(message, last, canvas),
        _ => status::hints(app, last, canvas),
    }
}

fn draw_too_small(app: &App, window: Size, canvas: &mut Canvas<'_>) {
    let text = match app.dialog() {
        Some(Dialog::LeaveUnsaved) => status::leave_unsaved(app),
        _ => {
            let Size { columns, rows } = Size::LEAST;
            let there = format!("this window is {}×{}.", window.columns, window.rows);
            format!("Hashiya needs {columns}×{rows};\n{there}")
        }
    };
    let layout = Layout::new(
        &text,
        window.columns.max(1),
        Direction::Ltr,
        &[],
        Display::default(),
    );
    for (y, line) in (0..window.rows).zip(layout.lines()) {
        canvas.line(0, y, line, canvas.theme.text());
    }
}
