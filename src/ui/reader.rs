//! The reader: the article as a page with a margin, at its right edge where the eye starts. A
//! topic is a column of chips that can be scanned.

use ratatui::style::Modifier;

use super::paint::{Canvas, Flow};
use super::{page, said, status};
use crate::app::frame::{Area, ReaderFrame};
use crate::app::legend::Item;
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
            let is_open =
                !reader.is_finished(row.sentence, project) && !reader.is_outside(row.sentence);
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
    // A box hides its text, and topics beside that would be nobody's.
    if !app.is_covered() {
        said::draw(app, frame, canvas);
    }
    match (frame.panel, frame.strip) {
        (Some(area), _) => panel(app, frame, area, canvas),
        (None, Some(y)) => strip(app, frame, y, canvas),
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

pub(super) fn margin(
    app: &App,
    frame: &ReaderFrame,
    decision: &Decision,
    y: u16,
    canvas: &mut Canvas<'_>,
) {
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

pub(super) fn chip(topic: &Topic, language: Language, x: u16, y: u16, canvas: &mut Canvas<'_>) {
    let style = canvas.theme.chip(topic.colour);
    for x in [x, x + 2] {
        canvas.symbol(x, y, " ", style);
    }
    canvas.words(x + 1, y, topic.letter.get(language), 1, style);
}

fn strip(app: &App, frame: &ReaderFrame, y: u16, canvas: &mut Canvas<'_>) {
    canvas.rule(frame.group, y, 0);
    for item in app.legend(frame) {
        let mut flow = canvas.flow(item.area);
        sign(app, &item, &mut flow, canvas);
        if item.width > 0 {
            canvas.put_within(&mut flow, &item.name, item.width, canvas.theme.dim());
            flow.skip(1);
        }
        canvas.put(&mut flow, &item.key, canvas.theme.text());
    }
}

fn panel(app: &App, frame: &ReaderFrame, area: Area, canvas: &mut Canvas<'_>) {
    let project = &app.desk().project;
    let mut flow = canvas.flow(area);
    canvas.put(&mut flow, &app.words().get("topics"), canvas.theme.dim());
    let legend = app.legend(frame);
    if legend.len() <= project.topics.len() {
        let mut flow = canvas.flow(area.row(area.bottom() - 1));
        canvas.put(&mut flow, "…", canvas.theme.dim());
    }
    for item in legend.iter().filter(|it| it.area.y + 1 < area.bottom()) {
        let mut flow = canvas.flow(item.area);
        sign(app, item, &mut flow, canvas);
        let topic = item.topic.and_then(|index| project.topics.get(index));
        let keys = app.keymap().keys(Context::Reader, Action::NoneApplies);
        let key = topic.map(|it| it.key.into()).or(keys.first().copied());
        entry(app, flow, item, key, canvas);
        let other = topic.map_or("", |it| it.name.get(app.words().other_language()));
        if app.is_airy(area) && other != item.name {
            let mut flow = canvas.flow(area.row(item.area.y + 1));
            flow.skip(4);
            canvas.put_within(&mut flow, other, item.width, canvas.theme.dim());
        }
    }
    let y = legend.last().map_or(area.bottom(), |it| it.area.y + 2);
    if frame.card && y + 3 < area.bottom() {
        canvas.rule(area, y, 0);
        for (y, entry) in (y + 2..area.bottom()).zip(app.side_card()) {
            page::entry(entry, area, y, canvas);
        }
    }
}

/// The chip of a topic, or of "none applies", and a blank.
fn sign(app: &App, item: &Item, flow: &mut Flow, canvas: &mut Canvas<'_>) {
    let (x, y) = (flow.take(3), item.area.y);
    flow.skip(1);
    match item
        .topic
        .and_then(|index| app.desk().project.topics.get(index))
    {
        Some(topic) => chip(topic, app.words().language(), x, y, canvas),
        None => none_chip(x, y, canvas),
    }
}

/// A line of the panel: a name, and at its end the key and its Arabic twin.
fn entry(app: &App, mut flow: Flow, item: &Item, key: Option<Key>, canvas: &mut Canvas<'_>) {
    let mut keys = flow;
    canvas.put_within(&mut flow, &item.name, item.width, canvas.theme.text());
    keys.skip(item.width + 2);
    if let Some(key) = key {
        canvas.put_within(&mut keys, &key.to_string(), 3, canvas.theme.text());
        if let Some(arabic) = app.keymap().arabic(key) {
            canvas.put_last(&keys, &arabic.to_string(), canvas.theme.dim());
        }
    }
}

pub(super) fn none_chip(x: u16, y: u16, canvas: &mut Canvas<'_>) {
    for (x, symbol) in (x..).zip([" ", "—", " "]) {
        canvas.symbol(x, y, symbol, canvas.theme.none_chip());
    }
}
