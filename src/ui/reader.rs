//! The reader: the article as a page with a margin, at its right edge where the eye starts. A
//! topic is a column of chips that can be scanned.

use ratatui::style::Modifier;

use super::paint::{Canvas, Flow};
use super::{page, status};
use crate::app::frame::{Area, ReaderFrame};
use crate::app::reader::Reader;
use crate::app::{App, Dialog};
use crate::keys::{Action, Context, Key};
use crate::lang::say;
use crate::model::annotation::{Decision, State, Status};
use crate::model::flag::Flag;
use crate::model::project::{Language, Topic};

/// Draws the open article.
pub(super) fn draw(app: &App, reader: &Reader, frame: &ReaderFrame, canvas: &mut Canvas<'_>) {
    header(app, reader, frame, canvas);
    text(app, reader, frame, canvas);
    // A long sentence that began on the page before has its number here too.
    for row in reader.page().iter().filter(|row| row.first || row.y == 0) {
        let y = frame.text.y + row.y;
        if let Some(decision) = reader.decision(row.sentence) {
            let project = &app.desk().project;
            let is_open = !project.is_finished(decision) && !reader.is_outside(row.sentence);
            let style = if is_open {
                canvas.theme.rubric()
            } else {
                canvas.theme.dim()
            };
            let number = app.words().number(row.sentence + 1);
            let number = canvas.text(&number, usize::from(frame.number.width));
            canvas.flush_right(frame.number.right(), y, &number, style);
            margin(app, frame, decision, y, canvas);
        }
    }
    match (frame.panel, frame.strip) {
        (Some(area), _) => panel(app, area, frame.card, canvas),
        (None, Some(y)) => strip(app, Area { y, ..frame.group }, canvas),
        (None, None) => {}
    }
}

/// How many cells of the progress bar a sentence takes at most: each new decision sends as many.
const BAR_PER_SENTENCE: usize = 3;

fn header(app: &App, reader: &Reader, frame: &ReaderFrame, canvas: &mut Canvas<'_>) {
    let group = frame.group;
    let (decided, all) = reader.progress(&app.desk().project);
    let words = app.words();
    let mut flow = canvas.flow(group);
    status::saved_mark(app, &mut flow, canvas);
    flow.skip(2);
    // As wide for one digit as for two, so that what follows stays where it is.
    let width = all.to_string().len();
    let decided_text = words.digits(&format!("{decided:>width$}"));
    canvas.put(&mut flow, &decided_text, canvas.theme.text());
    flow.skip(1);
    let of = match reader.annotations().status {
        Status::Done => say!(words, "of-all-done", all = all),
        Status::Later => say!(words, "of-all-later", all = all),
        Status::InProgress | Status::Other(_) => say!(words, "of-all", all = all),
    };
    canvas.put(&mut flow, &of, canvas.theme.dim());
    flow.skip(3);
    canvas.put_within(&mut flow, &app.desk().annotator, 20, canvas.theme.dim());
    flow.skip(3);
    // The title is the first sentence: while that is in view, it need not be said twice.
    let titled = reader.page().first().is_some_and(|row| row.sentence > 0);
    let title = if titled {
        &reader.article().title
    } else {
        &app.desk().project.name
    };
    canvas.put_last(&flow, title, canvas.theme.dim());
    // The rule is the progress bar; in a short article its first part is, up to the gap.
    let bar = usize::from(group.width).min(all * BAR_PER_SENTENCE);
    let filled = (decided * bar).checked_div(all).unwrap_or_default();
    let [bar, filled] = [bar, filled].map(|cells| u16::try_from(cells).unwrap_or(group.width));
    canvas.rule(group, 1, filled);
    if bar < group.width {
        let mut flow = canvas.flow(group);
        flow.skip(bar);
        canvas.symbol(flow.take(1), 1, " ", canvas.theme.text());
    }
}

fn text(app: &App, reader: &Reader, frame: &ReaderFrame, canvas: &mut Canvas<'_>) {
    for &row in reader.page() {
        let y = frame.text.y + row.y;
        if let Some(line) = reader.line(row) {
            let theme = canvas.theme;
            let is_outside = reader.is_outside(row.sentence);
            let evidence = reader.evidence(row);
            let picked = match app.dialog() {
                Some(Dialog::Evidence(choosing)) if row.sentence == reader.focus() => {
                    choosing.bytes()
                }
                _ => 0..0,
            };
            canvas.aligned_cells(frame.text, y, line, |cell| {
                let is_reason = evidence.iter().any(|it| it.contains(&cell.byte));
                let style = if reader.is_found(row, cell.byte) || picked.contains(&cell.byte) {
                    theme.found()
                } else if is_outside {
                    theme.dim()
                } else {
                    theme.text()
                };
                if is_reason {
                    style.add_modifier(Modifier::UNDERLINED)
                } else {
                    style
                }
            });
        }
        if row.sentence == 0 && reader.ends_at(row) && y + 1 < frame.text.bottom() {
            let byline = reader.article().metadata.byline();
            let line = canvas.text(&byline, frame.text.width.into());
            canvas.aligned(frame.text, y + 1, &line, canvas.theme.dim());
        }
        if row.sentence == reader.focus() {
            canvas.symbol(frame.bar, y, "▐", canvas.theme.text());
        } else if reader.is_chosen(row.sentence) {
            canvas.symbol(frame.bar, y, "│", canvas.theme.text());
        }
    }
}

fn margin(app: &App, frame: &ReaderFrame, decision: &Decision, y: u16, canvas: &mut Canvas<'_>) {
    let lacks = app.desk().project.lack(&decision.topics).is_some();
    if let Some(mark) = mark(decision, lacks) {
        let mut symbol = [0; 4];
        let symbol = mark.encode_utf8(&mut symbol);
        canvas.symbol(frame.number.right(), y, symbol, canvas.theme.text());
    }
    if decision.state == State::None {
        canvas.symbol(frame.chips + 1, y, "—", canvas.theme.dim());
    }
    let topics = &app.desk().project.topics;
    let language = app.words().language();
    if decision.state == State::Tagged && !topics.iter().any(|it| decision.topics.contains(&it.id))
    {
        // Tagged with what the scheme no longer has: decided, though by no topic there is.
        canvas.symbol(frame.chips + 1, y, "?", canvas.theme.text());
    }
    if topics.len() <= usize::from(frame.slots) {
        for (x, topic) in (frame.chips..).step_by(3).zip(topics) {
            if decision.topics.contains(&topic.id) {
                chip(topic, language, x, y, canvas);
            }
        }
        return;
    }
    // More topics than columns: they stand side by side, and "+" says that there are more.
    let mut chosen = topics
        .iter()
        .filter(|topic| decision.topics.contains(&topic.id));
    let last = frame.slots.saturating_sub(1);
    for slot in 0..last {
        if let Some(topic) = chosen.next() {
            chip(topic, language, frame.chips + 3 * slot, y, canvas);
        }
    }
    let x = frame.chips + 3 * last;
    match (chosen.next(), chosen.next()) {
        (Some(topic), None) => chip(topic, language, x, y, canvas),
        (Some(_), Some(_)) => drop(canvas.words(x, y, " + ", 3, canvas.theme.text())),
        (None, _) => {}
    }
}

/// What stands behind the number of a sentence: the mark of its flag or its note, that a topic is
/// missing, or that it has several.
fn mark(decision: &Decision, lacks: bool) -> Option<char> {
    let lack = lacks.then_some('…');
    let note = (!decision.note.is_empty()).then_some('*');
    let flags = decision.flags.iter();
    let flags = flags.filter_map(|id| Flag::with_id(id).map_or(Some('+'), Flag::mark));
    let mut marks = lack.into_iter().chain(flags).chain(note);
    match (marks.next(), marks.next()) {
        (Some(_), Some(_)) => Some('+'),
        (mark, _) => mark,
    }
}

fn chip(topic: &Topic, language: Language, x: u16, y: u16, canvas: &mut Canvas<'_>) {
    let style = canvas.theme.chip(topic.colour);
    for x in [x, x + 2] {
        canvas.symbol(x, y, " ", style);
    }
    canvas.words(x + 1, y, topic.letter.get(language), 1, style);
}

fn strip(app: &App, area: Area, canvas: &mut Canvas<'_>) {
    canvas.rule(area, area.y, 0);
    let topics = &app.desk().project.topics;
    let language = app.words().language();
    let none = app.words().get("none");
    let width = |text: &str| canvas.text(text, usize::MAX).width();
    let longest: usize = topics
        .iter()
        .map(|topic| width(topic.name.get(language)))
        .sum();
    // Chip, blank, name, blank, key, and two between the topics; then [—], "none", and its key.
    let around = topics.len() * (3 + 1 + 1 + 1 + 2) + 3 + 1 + width(&none) + 1 + 1;
    let room = usize::from(area.width).saturating_sub(around);
    let each = if longest <= room {
        usize::MAX
    } else {
        room / topics.len().max(1)
    };
    // Less than a few letters say nothing: the chip alone says more.
    let each = if each < 4 {
        0
    } else {
        u16::try_from(each).unwrap_or(u16::MAX)
    };
    let mut flow = canvas.flow(area.row(area.y + 1));
    for topic in topics {
        chip(topic, language, flow.take(3), area.y + 1, canvas);
        flow.skip(1);
        if each > 0 {
            let name = topic.name.get(language);
            canvas.put_within(&mut flow, name, each, canvas.theme.dim());
            flow.skip(1);
        }
        let key = status::key_name(app.keymap(), app.words(), topic.key.into());
        canvas.put(&mut flow, &key, canvas.theme.text());
        flow.skip(2);
    }
    none_chip(flow.take(3), area.y + 1, canvas);
    flow.skip(1);
    canvas.put(&mut flow, &none, canvas.theme.dim());
    flow.skip(1);
    canvas.put(&mut flow, &none_key(app), canvas.theme.text());
}

fn panel(app: &App, area: Area, with_card: bool, canvas: &mut Canvas<'_>) {
    let project = &app.desk().project;
    let (words, language) = (app.words(), app.words().language());
    let mut flow = canvas.flow(area);
    canvas.put(&mut flow, &words.get("topics"), canvas.theme.dim());
    // Three rows a topic, or one where there are too many.
    let airy = 2 + 3 * project.topics.len() < usize::from(area.height);
    let mut y = area.y + 2;
    for topic in &project.topics {
        if y + 1 >= area.bottom() {
            let mut flow = canvas.flow(area.row(y));
            canvas.put(&mut flow, "…", canvas.theme.dim());
            return;
        }
        let mut flow = canvas.flow(area.row(y));
        chip(topic, language, flow.take(3), y, canvas);
        flow.skip(1);
        let name = topic.name.get(language);
        entry(app, flow, name, topic.key.into(), canvas);
        let other = topic.name.get(words.other_language());
        if airy && other != name {
            let mut flow = canvas.flow(area.row(y + 1));
            flow.skip(4);
            let width = flow.room().saturating_sub(6);
            canvas.put_within(&mut flow, other, width, canvas.theme.dim());
        }
        y += if airy { 3 } else { 1 };
    }
    let mut flow = canvas.flow(area.row(y));
    none_chip(flow.take(3), y, canvas);
    flow.skip(1);
    let keys = app.keymap().keys(Context::Reader, Action::NoneApplies);
    if let Some(&key) = keys.first() {
        entry(app, flow, &words.get("none-applies"), key, canvas);
    }
    y += 2;
    if with_card && y + 3 < area.bottom() {
        canvas.rule(area, y, 0);
        for (y, entry) in (y + 2..area.bottom()).zip(app.side_card()) {
            page::entry(entry, area, y, canvas);
        }
    }
}

/// A line of the panel: a name, and at its end the key and its Arabic twin.
fn entry(app: &App, mut flow: Flow, name: &str, key: Key, canvas: &mut Canvas<'_>) {
    let width = flow.room().saturating_sub(6);
    let mut keys = flow;
    canvas.put_within(&mut flow, name, width, canvas.theme.text());
    keys.skip(width + 2);
    canvas.put_within(&mut keys, &key.to_string(), 3, canvas.theme.text());
    if let Some(arabic) = app.keymap().arabic(key) {
        canvas.put_last(&keys, &arabic.to_string(), canvas.theme.dim());
    }
}

fn none_chip(x: u16, y: u16, canvas: &mut Canvas<'_>) {
    for (x, symbol) in (x..).zip([" ", "—", " "]) {
        canvas.symbol(x, y, symbol, canvas.theme.none_chip());
    }
}

fn none_key(app: &App) -> String {
    let keys = app.keymap().keys(Context::Reader, Action::NoneApplies);
    let name = |&key| status::key_name(app.keymap(), app.words(), key);
    keys.first().map_or_else(String::new, name)
}
