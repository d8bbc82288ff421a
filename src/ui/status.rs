//! The header and the last line: how the disk stands, and the keys of the moment.

use super::paint::{Canvas, Flow, columns};
use crate::app::change::Proposal;
use crate::app::evidence::Purpose;
use crate::app::frame::Area;
use crate::app::legend::key_name;
use crate::app::list::Content;
use crate::app::page::Kind;
use crate::app::reader::Reader;
use crate::app::{App, Dialog, Saving};
use crate::keys::{Action, Context, Keymap};
use crate::lang::{Words, say};
use crate::text::{Direction, Layout};

/// Draws the mark that says whether everything is on the disk.
pub(super) fn saved_mark(app: &App, flow: &mut Flow, canvas: &mut Canvas<'_>) {
    let (mark, style) = match app.saving() {
        _ if app.desk().read_only.is_some() => ("read-only", canvas.theme.alarm()),
        Saving::Saved => ("saved", canvas.theme.text()),
        Saving::Pending => ("saving", canvas.theme.text()),
        Saving::Failed(_) => ("not-saved", canvas.theme.alarm()),
    };
    // What follows stays where it is while something is saved.
    let widths =
        ["saved", "saving"].map(|it| columns(&canvas.text(&app.words().get(it), usize::MAX)));
    let room = flow.room();
    canvas.put(flow, &app.words().get(mark), style);
    let width = widths.into_iter().max().unwrap_or_default();
    flow.skip(width.saturating_sub(room - flow.room()));
}

/// A message may take this many rows; what is longer than that is cut.
const MESSAGE_ROWS: usize = 6;

/// Draws what the annotator is to be told, above the end of `area` where it needs several rows.
pub(super) fn message(text: &str, base: Direction, area: Area, canvas: &mut Canvas<'_>) {
    let layout = Layout::new(text, area.width, base, &[], canvas.display);
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
    say!(app.words(), "leave-unsaved", yes = &yes, no = &no)
}

/// The question whether an article is done of which `undecided` sentences are not.
pub(super) fn done_undecided(app: &App, undecided: usize) -> String {
    let [yes, no] = answers(app);
    say!(
        app.words(),
        "done-undecided",
        count = undecided,
        yes = &yes,
        no = &no
    )
}

/// The question whether to go back, though `count` sentences change by that.
pub(super) fn back_to(app: &App, count: usize) -> String {
    let [yes, no] = answers(app);
    say!(
        app.words(),
        "back-to-question",
        count = count,
        yes = &yes,
        no = &no
    )
}

/// The question whether to do what is proposed for several sentences.
pub(super) fn proposed(app: &App, proposal: &Proposal) -> String {
    let [yes, no] = answers(app);
    let told = proposal.told();
    say!(
        app.words(),
        "proposed-question",
        told = told,
        yes = &yes,
        no = &no
    )
}

/// The keys that say yes and no.
fn answers(app: &App) -> [String; 2] {
    let key = |action| first_key(app.keymap(), app.words(), Context::Question, action);
    [key(Action::Confirm), key(Action::Close)]
}

/// Draws the flags to choose from, each with its digit, and those that the sentence has.
pub(super) fn flags(app: &App, area: Area, canvas: &mut Canvas<'_>) {
    let reader = app.reader();
    let decision = reader.and_then(|reader| reader.decision(reader.focus()));
    let mut flow = canvas.flow(area);
    for (digit, flag) in (1..).zip(app.desk().project.flags.iter().copied()) {
        let is_set = decision.is_some_and(|decision| decision.has(flag));
        let sign = if is_set {
            '−'
        } else {
            flag.mark().unwrap_or('+')
        };
        let words = app.words();
        let style = canvas.theme.text();
        canvas.put(&mut flow, &words.number(digit), style);
        flow.skip(1);
        canvas.put(&mut flow, &sign.to_string(), style);
        flow.skip(1);
        canvas.put(&mut flow, &words.flag(flag), style);
        flow.skip(2);
    }
}

/// Draws the reasons to choose from, each with its digit.
pub(super) fn reasons(area: Area, canvas: &mut Canvas<'_>) {
    let mut flow = canvas.flow(area);
    let names = ["why", "why-slip", "why-gap", "why-ambiguous", "why-cut"];
    for (digit, name) in (0..).zip(names) {
        let (text, dim) = (canvas.theme.text(), canvas.theme.dim());
        if digit > 0 {
            canvas.put(&mut flow, &canvas.words.number(digit), text);
            flow.skip(1);
        }
        canvas.put(
            &mut flow,
            &canvas.words.get(name),
            if digit > 0 { text } else { dim },
        );
        flow.skip(2);
    }
}

/// Draws the keys of the moment.
pub(super) fn hints(app: &App, area: Area, canvas: &mut Canvas<'_>) {
    let context = app.context();
    let hints: &[(Action, &str)] = match context {
        Context::Library => &[
            (Action::Next, ""),
            (Action::Back, "hint-move"),
            (Action::Open, "hint-open"),
            (Action::Search, "hint-search"),
            (Action::Filter, "hint-filter"),
            (Action::Undo, "hint-undo"),
            (Action::Menu, "hint-menu"),
            (Action::Help, "hint-keys"),
            (Action::Quit, "hint-quit"),
        ],
        Context::Terminal => &[
            (Action::Joined, "hint-joined"),
            (Action::Harakat, "hint-harakat"),
            (Action::Mouse, "hint-mouse"),
            (Action::Redraw, "hint-redraw"),
            (Action::Close, "hint-close"),
        ],
        Context::Evidence if is_cut(app) => &[
            (Action::Right, ""),
            (Action::Left, "hint-words"),
            (Action::Letters, "hint-letters"),
            (Action::Accept, "hint-cut"),
            (Action::Close, "hint-close"),
        ],
        Context::Evidence => &[
            (Action::Right, ""),
            (Action::Left, "hint-words"),
            (Action::Extend, "hint-extend"),
            (Action::Letters, "hint-letters"),
            (Action::Close, "hint-close"),
        ],
        Context::Article => &[
            (Action::Next, ""),
            (Action::Back, "hint-move"),
            (Action::Open, "hint-say"),
            (Action::Note, "hint-note"),
            (Action::Close, "hint-close"),
        ],
        Context::List if is_older(app) => &[
            (Action::Next, ""),
            (Action::Back, "hint-move"),
            (Action::Open, "hint-go"),
            (Action::Wording, "hint-wording"),
            (Action::Close, "hint-close"),
        ],
        Context::List => &[
            (Action::Next, ""),
            (Action::Back, "hint-move"),
            (Action::Open, "hint-go"),
            (Action::Close, "hint-close"),
        ],
        Context::Menu => &[(Action::Close, "hint-close")],
        Context::Page => &[
            (Action::Next, ""),
            (Action::Back, "hint-move"),
            (Action::Close, "hint-close"),
        ],
        _ if app.is_in_queue() => &[
            (Action::Next, ""),
            (Action::Back, "hint-move"),
            (Action::NextUndecided, "hint-queue"),
            (Action::Close, "hint-leave-queue"),
            (Action::Undo, "hint-undo"),
            (Action::Menu, "hint-menu"),
            (Action::Help, "hint-keys"),
            (Action::Quit, "hint-quit"),
        ],
        _ if is_complete(app) => &[
            (Action::Next, ""),
            (Action::Back, "hint-move"),
            (Action::Done, "hint-done"),
            (Action::NextArticle, "hint-next-article"),
            (Action::Undo, "hint-undo"),
            (Action::Menu, "hint-menu"),
            (Action::Library, "hint-library"),
            (Action::Help, "hint-keys"),
            (Action::Quit, "hint-quit"),
        ],
        _ => &[
            (Action::Next, ""),
            (Action::Back, "hint-move"),
            (Action::NextUndecided, "hint-next-undecided"),
            (Action::Undo, "hint-undo"),
            (Action::Guideline, "hint-guideline"),
            (Action::Menu, "hint-menu"),
            (Action::Library, "hint-library"),
            (Action::Help, "hint-keys"),
            (Action::Quit, "hint-quit"),
        ],
    };
    let mut flow = canvas.flow(area);
    let with_topics = match app.dialog() {
        Some(Dialog::Page(page)) if matches!(page.kind(), Kind::Card(_)) => Some("hint-topics"),
        Some(Dialog::Evidence(_)) if !is_cut(app) => Some("hint-reason"),
        _ => None,
    };
    if let Some(what) = with_topics {
        for topic in &app.desk().project.topics {
            let key = key_name(app.keymap(), app.words(), topic.key.into());
            canvas.put(&mut flow, &key, canvas.theme.text());
            flow.skip(1);
        }
        canvas.put(&mut flow, &app.words().get(what), canvas.theme.dim());
        flow.skip(2);
    }
    keys(app.keymap(), context, hints, flow.rest(), canvas);
}

/// Whether decisions under an older wording are listed.
fn is_older(app: &App) -> bool {
    matches!(app.dialog(), Some(Dialog::List(list)) if matches!(list.content(), Content::Older(_)))
}

/// Whether words are chosen to cut a sentence before them.
fn is_cut(app: &App) -> bool {
    matches!(app.dialog(), Some(Dialog::Evidence(words)) if words.purpose() == Purpose::Cut)
}

/// Whether every sentence of the open article is done with.
fn is_complete(app: &App) -> bool {
    let progress = |reader: &Reader| reader.progress(&app.desk().project);
    app.reader()
        .map(progress)
        .is_some_and(|(done, all)| done == all)
}

/// Draws the first key of each of `actions`, and the message that says what it does, as far as there
/// is room. One without a message shares that of the next.
pub(super) fn keys(
    keymap: &Keymap,
    context: Context,
    actions: &[(Action, &str)],
    area: Area,
    canvas: &mut Canvas<'_>,
) {
    let mut flow = canvas.flow(area);
    for &(action, what) in actions {
        let key = first_key(keymap, canvas.words, context, action);
        let shared = what.is_empty();
        let what = if shared {
            "".into()
        } else {
            canvas.words.get(what)
        };
        let lines = [&*key, &*what].map(|text| canvas.text(text, usize::MAX));
        let width: u16 = lines.iter().map(columns).sum();
        if key.is_empty() || width + 1 > flow.room() {
            continue;
        }
        let [key, what] = lines;
        canvas.put_line(&mut flow, &key, canvas.theme.text());
        flow.skip(1);
        if shared {
            continue;
        }
        canvas.put_line(&mut flow, &what, canvas.theme.dim());
        flow.skip(2);
    }
}

fn first_key(keymap: &Keymap, words: &Words, context: Context, action: Action) -> String {
    let keys = keymap.keys(context, action).iter();
    let mut keys = keys.chain(keymap.keys(Context::Anywhere, action));
    keys.next()
        .map_or_else(String::new, |&key| key_name(keymap, words, key))
}
