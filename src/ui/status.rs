//! The header and the last line: how the disk stands, and the keys of the moment.

use super::paint::{Canvas, columns};
use crate::app::frame::Area;
use crate::app::page::Kind;
use crate::app::{App, Dialog, Saving};
use crate::keys::{Action, Context, Keymap};
use crate::model::flag::Flag;
use crate::text::{Direction, Layout};

/// Draws the mark that says whether everything is on the disk, and returns the column behind it.
pub(super) fn saved_mark(app: &App, area: Area, canvas: &mut Canvas<'_>) -> u16 {
    let (mark, style) = match app.saving() {
        _ if app.desk().read_only.is_some() => ("read-only", canvas.theme.alarm()),
        Saving::Saved => ("✓ saved", canvas.theme.text()),
        Saving::Pending => ("… saving", canvas.theme.text()),
        Saving::Failed(_) => ("✗ not saved", canvas.theme.alarm()),
    };
    canvas.words(area.x, area.y, mark, area.width, style)
}

/// A message may take this many rows; what is longer than that is cut.
const MESSAGE_ROWS: usize = 6;

/// Draws what the annotator is to be told, above the end of `area` where it needs several rows.
pub(super) fn message(text: &str, area: Area, canvas: &mut Canvas<'_>) {
    let layout = Layout::new(text, area.width, Direction::Ltr, &[], canvas.display);
    let rows = layout.lines().len().min(MESSAGE_ROWS);
    let top = area.y.saturating_sub(u16::try_from(rows).unwrap_or(1) - 1);
    for (y, line) in (top..=area.y).zip(layout.lines()) {
        canvas.blank(area, y);
        canvas.aligned(area, y, line, canvas.theme.text());
    }
}

/// The question whether to leave without saving.
pub(super) fn leave_unsaved(app: &App) -> String {
    let [yes, no] = answers(app);
    format!("Not saved. {yes} leaves and loses the last decisions, {no} stays.")
}

/// The question whether an article is done of which `undecided` sentences are not.
pub(super) fn done_undecided(app: &App, undecided: usize) -> String {
    let [yes, no] = answers(app);
    let are = match undecided {
        1 => "1 sentence is".to_owned(),
        several => format!("{several} sentences are"),
    };
    format!("{are} undecided. {yes} marks it done all the same, {no} does not.")
}

/// The note on the sentence in focus.
pub(super) fn note(app: &App) -> Option<&str> {
    let reader = app.reader()?;
    let note = &reader.decision(reader.focus())?.note;
    (!note.is_empty()).then_some(note)
}

/// The keys that say yes and no.
fn answers(app: &App) -> [String; 2] {
    let key = |action| first_key(app.keymap(), Context::Question, action);
    [key(Action::Confirm), key(Action::Close)]
}

/// Draws the flags to choose from, each with its digit, and those that the sentence has.
pub(super) fn flags(app: &App, area: Area, canvas: &mut Canvas<'_>) {
    let reader = app.reader();
    let decision = reader.and_then(|reader| reader.decision(reader.focus()));
    let mut x = area.x;
    for (digit, flag) in (1..).zip(Flag::LISTED) {
        let is_set = decision.is_some_and(|decision| decision.has(flag));
        let sign = if is_set {
            '−'
        } else {
            flag.mark().unwrap_or('+')
        };
        let text = format!("{digit} {sign} {}", flag.name());
        x = canvas.words(
            x,
            area.y,
            &text,
            area.right().saturating_sub(x),
            canvas.theme.text(),
        ) + 2;
    }
}

/// Draws the keys of the moment.
pub(super) fn hints(app: &App, area: Area, canvas: &mut Canvas<'_>) {
    let context = app.context();
    let hints: &[(Action, &str)] = match context {
        Context::Library => &[
            (Action::Next, "next"),
            (Action::Back, "back"),
            (Action::Open, "open"),
            (Action::Undo, "undo"),
            (Action::Help, "every key"),
            (Action::Quit, "leave"),
        ],
        Context::Terminal => &[
            (Action::Joined, "joined letters"),
            (Action::Harakat, "harakat"),
            (Action::Mouse, "mouse"),
            (Action::Redraw, "ask again"),
            (Action::Close, "close"),
        ],
        Context::Page => &[
            (Action::Next, "on"),
            (Action::Back, "back"),
            (Action::Close, "close"),
        ],
        _ => &[
            (Action::Next, "next"),
            (Action::Back, "back"),
            (Action::NextUndecided, "undecided"),
            (Action::Undo, "undo"),
            (Action::Guideline, "guide"),
            (Action::Library, "library"),
            (Action::Help, "keys"),
            (Action::Quit, "leave"),
        ],
    };
    let mut x = area.x;
    if let Some(Dialog::Page(page)) = app.dialog()
        && page.kind() != Kind::Help
    {
        let keys: Vec<String> = app
            .desk()
            .project
            .topics
            .iter()
            .map(|topic| topic.key.to_string())
            .collect();
        let after = canvas.words(x, area.y, &keys.join(" "), area.width, canvas.theme.text());
        x = canvas.words(after + 1, area.y, "topics", area.width, canvas.theme.dim()) + 2;
    }
    let area = Area {
        x,
        width: area.right().saturating_sub(x),
        ..area
    };
    keys(app.keymap(), context, hints, area, canvas);
}

/// Draws the first key of each of `actions`, and what it does, as far as there is room.
pub(super) fn keys(
    keymap: &Keymap,
    context: Context,
    actions: &[(Action, &str)],
    area: Area,
    canvas: &mut Canvas<'_>,
) {
    let mut x = area.x;
    for &(action, what) in actions {
        let key = first_key(keymap, context, action);
        let width = [&key, what].map(|text| columns(&canvas.text(text, usize::MAX)));
        let width = width[0] + 1 + width[1];
        if key.is_empty() || x.saturating_add(width) > area.right() {
            continue;
        }
        let after = canvas.words(x, area.y, &key, area.width, canvas.theme.text());
        x = canvas.words(after + 1, area.y, what, area.width, canvas.theme.dim()) + 2;
    }
}

fn first_key(keymap: &Keymap, context: Context, action: Action) -> String {
    let keys = keymap.keys(context, action).iter();
    let mut keys = keys.chain(keymap.keys(Context::Anywhere, action));
    keys.next().map_or_else(String::new, ToString::to_string)
}
