//! State to cells: pure drawing of an [`App`] into a ratatui frame.

mod agreement;
mod article;
mod calibration;
pub mod encode;
mod library;
mod list;
mod page;
mod paint;
mod palette;
mod prompt;
mod reader;
mod said;
mod status;
pub mod theme;

use ratatui::buffer::Buffer;

use crate::app::calibration::Calibration;
use crate::app::frame::{self, Area, Size};
use crate::app::list::Content;
use crate::app::{App, Dialog, own_direction};
use crate::keys::{Action, Context, Keymap};
use crate::lang::{Words, say};
use crate::text::{Layout, Profile, direction};
use encode::Order;
use paint::Canvas;
use theme::Theme;

/// Draws what is on the screen, and says where that is in what is sent.
pub fn draw(app: &App, theme: Theme, buffer: &mut Buffer) -> Order {
    let exceptions = lay(app, theme, buffer);
    encode::encode(buffer, app.rendition().profile, theme.ground, &exceptions)
}

/// Lays out what is on the screen, as the annotator is to see it. Returns the rows that are not to
/// be encoded for the terminal but for a profile of their own.
pub fn lay(app: &App, theme: Theme, buffer: &mut Buffer) -> Vec<(u16, Profile)> {
    // The buffer may be one resize ahead of the state: only what both know is drawn.
    let window = Size {
        columns: buffer.area.width,
        rows: buffer.area.height,
    };
    let canvas = &mut Canvas::new(buffer, theme, app.display(), app.words());
    if window.is_enough() && window == app.size() {
        return draw_screen(app, canvas);
    }
    if !window.is_enough() {
        draw_too_small(app, window, canvas);
    }
    Vec::new()
}

/// Draws the question which line reads right, asked without a project.
pub fn draw_calibration(
    calibration: &Calibration,
    keymap: &Keymap,
    words: &Words,
    theme: Theme,
    buffer: &mut Buffer,
) {
    let rendition = calibration.rendition();
    let size = Size {
        columns: buffer.area.width,
        rows: buffer.area.height,
    };
    let frame = frame::library(size);
    let canvas = &mut Canvas::new(buffer, theme, rendition.display(false), words);
    let (area, last) = (frame.group.above(frame.hints), frame.group.row(frame.hints));
    let exceptions = calibration::draw(calibration, area, canvas);
    let actions = &[
        (Action::Joined, "hint-joined"),
        (Action::Harakat, "hint-harakat"),
        (Action::Close, "hint-close"),
    ];
    status::keys(keymap, Context::Terminal, actions, last, canvas);
    encode::encode(buffer, rendition.profile, theme.ground, &exceptions);
}

fn draw_screen(app: &App, canvas: &mut Canvas<'_>) -> Vec<(u16, Profile)> {
    let (group, hints) = match app.reader() {
        Some(reader) => {
            let frame = app.reader_frame(reader);
            reader::draw(app, reader, &frame, canvas);
            (frame.group, frame.hints)
        }
        None => {
            let frame = app.library_frame();
            library::draw(app, &frame, canvas);
            (frame.group, frame.hints)
        }
    };
    let mut exceptions = Vec::new();
    match app.dialog() {
        Some(Dialog::Page(page) | Dialog::Extension(page)) => {
            page::draw(page, app.overlay(), canvas);
        }
        Some(Dialog::Reworded(reworded)) => page::draw(reworded.page(), app.overlay(), canvas),
        Some(&Dialog::Article(row)) => article::draw(app, row, app.overlay(), canvas),
        Some(Dialog::List(list)) => list::draw(app, list, app.overlay(), canvas),
        Some(Dialog::Agreement) => agreement::draw(app, app.overlay(), canvas),
        Some(Dialog::Queue) => {
            if let Some(comparison) = app.comparison()
                && let Some(queue) = comparison.queue()
            {
                agreement::queue(app, comparison, queue, app.overlay(), canvas);
            }
        }
        Some(Dialog::Proposal(proposal)) => page::draw(proposal.page(), app.overlay(), canvas),
        Some(Dialog::Terminal(calibration)) => {
            exceptions = calibration::draw(calibration, group.above(hints), canvas);
        }
        Some(_) | None => {}
    }
    let last = group.row(hints);
    let own = own_direction(canvas.words);
    match (app.dialog(), app.message()) {
        (Some(Dialog::Prompt(prompt)), _) => prompt::draw(app, prompt, last, canvas),
        (Some(Dialog::Palette(palette)), _) => {
            palette::draw(app, palette, app.overlay(), last, canvas);
        }
        (Some(Dialog::Proposal(proposal)), _) => {
            let question = status::proposed(app, proposal);
            status::message(&question, own, last, canvas);
        }
        (Some(&Dialog::BackTo(_, count)), _) => {
            status::message(&status::back_to(app, count), own, last, canvas);
        }
        (Some(Dialog::Why), _) => status::reasons(last, canvas),
        (Some(Dialog::Extension(_)), None) => {
            status::message(&app.asks_to_extend(), own, last, canvas);
        }
        (Some(Dialog::Again), None) => status::message(&app.asks_again(), own, last, canvas),
        (Some(Dialog::List(list)), None) => match list.content() {
            Content::Parts { topic, .. } => {
                status::message(&app.asks_part(*topic), own, last, canvas);
            }
            _ => status::hints(app, last, canvas),
        },
        (Some(Dialog::Flags), _) => status::flags(app, last, canvas),
        (Some(Dialog::LeaveUnsaved), _) => {
            status::message(&status::leave_unsaved(app), own, last, canvas);
        }
        (Some(&Dialog::Done(undecided)), _) => {
            let question = status::done_undecided(app, undecided);
            status::message(&question, own, last, canvas);
        }
        (_, Some(message)) => status::message(message, own, last, canvas),
        (None, None) => match app.remark() {
            Some(remark) => status::message(&remark, direction(&remark), last, canvas),
            None => status::hints(app, last, canvas),
        },
        _ => status::hints(app, last, canvas),
    }
    exceptions
}

fn draw_too_small(app: &App, window: Size, canvas: &mut Canvas<'_>) {
    let text = match app.dialog() {
        Some(Dialog::LeaveUnsaved) => status::leave_unsaved(app),
        _ => {
            let number = |cells: u16| app.words().number(cells.into());
            say!(
                app.words(),
                "too-small",
                columns = &number(Size::LEAST.columns),
                rows = &number(Size::LEAST.rows),
                width = &number(window.columns),
                height = &number(window.rows),
            )
        }
    };
    let layout = Layout::new(
        &text,
        window.columns.max(1),
        own_direction(canvas.words),
        &[],
        canvas.display,
    );
    let area = Area {
        width: window.columns,
        height: window.rows,
        ..Area::default()
    };
    for (y, line) in (0..window.rows).zip(layout.lines()) {
        canvas.aligned(area, y, line, canvas.theme.text());
    }
}
