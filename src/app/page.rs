//! A text to read over the article: help, guideline cards. It takes the whole text column.

use std::ops::Range;

use super::frame::{Area, ReaderFrame};
use super::rewording::change_rows;
use super::{App, Desk, Dialog, own_direction};
use crate::keys::{Action, Context, Key, Keymap};
use crate::lang::{Words, say};
use crate::model::Span;
use crate::model::extension::Part;
use crate::model::flag::Flag;
use crate::model::pace::Today;
use crate::model::progress::Progress;
use crate::model::project::{Card, Language, Project};
use crate::text::{Display, Layout, Line, direction};

/// A text to read.
#[derive(Debug)]
pub struct Page {
    kind: Kind,
    rows: Vec<Entry>,
    top: usize,
    height: usize,
}

/// What a page is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Every key of the screen below.
    Help,
    /// What else can be done there, by a letter.
    Menu,
    /// What would change in several sentences.
    Preview,
    /// What the day came to.
    Pace,
    /// How far people are.
    Progress,
    /// The card of the topic with this index.
    Card(usize),
}

/// A row of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// Set off from what follows.
    Heading(Line),
    /// Running text.
    Text(Line),
    /// What stands beside it.
    Dim(Line),
    /// Text that was taken away or added; some of its words differ, by their bytes.
    Change {
        /// Whether it was added.
        added: bool,
        /// A line of it.
        line: Line,
        /// The words.
        words: Vec<Range<usize>>,
    },
    /// Keys and what they do.
    Keys(Line, Line),
    /// Nothing.
    Blank,
}

/// The keys of a help row take this many of `width` cells.
pub fn keys_width(width: u16) -> u16 {
    (width * 2 / 5).min(20)
}

impl Page {
    /// What it is about.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The rows in view.
    pub fn rows(&self) -> &[Entry] {
        let end = (self.top + self.height).min(self.rows.len());
        &self.rows[self.top.min(end)..end]
    }

    /// Whether there is more above, and below.
    pub fn more(&self) -> (bool, bool) {
        (self.top > 0, self.top + self.height < self.rows.len())
    }

    pub(super) fn new(kind: Kind, rows: Vec<Entry>, height: u16, top: usize) -> Self {
        let height = usize::from(height);
        let top = top.min(rows.len().saturating_sub(height));
        Self {
            kind,
            rows,
            top,
            height,
        }
    }

    pub(super) fn top(&self) -> usize {
        self.top
    }

    pub(super) fn act(&mut self, action: Action) {
        let last = self.rows.len().saturating_sub(self.height);
        let step = self.height.saturating_sub(1).max(1);
        let top = match action {
            Action::Next => self.top + 1,
            Action::Back => self.top.saturating_sub(1),
            Action::PageDown => self.top + step,
            Action::PageUp => self.top.saturating_sub(step),
            Action::First => 0,
            Action::Last => last,
            _ => self.top,
        };
        self.top = top.min(last);
    }
}

impl App {
    pub(super) fn lay_side_card(&mut self) {
        let frame = self.reader.as_ref().map(|reader| self.reader_frame(reader));
        self.side_card.rows = match frame {
            Some(ReaderFrame {
                panel: Some(panel),
                card: true,
                ..
            }) => card(
                &self.desk.project,
                &self.words,
                (self.side_card.topic, self.words.language()),
                None,
                panel.width,
                self.display(),
            ),
            _ => Vec::new(),
        };
    }

    pub(super) fn open_page(&mut self, kind: Kind) {
        if let Kind::Card(topic) = kind {
            self.side_card.topic = topic;
            self.lay_side_card();
        }
        let context = match kind {
            Kind::Menu => Context::Menu,
            _ => self.below(),
        };
        let inside = inside(self.overlay());
        let display = self.display();
        let rows = match kind {
            Kind::Help | Kind::Menu => help(
                &self.desk.project,
                &self.keymap,
                &self.words,
                context,
                &|action| self.offers(action),
                inside.width,
                display,
            ),
            Kind::Preview => return,
            Kind::Pace => {
                let worked = self.session.map_or(Span::ZERO, |it| it.worked());
                pace(&self.words, &self.today, worked, inside.width, display)
            }
            Kind::Progress => progress(
                &self.words,
                &self.desk.project,
                &self.progress,
                inside.width,
                display,
            ),
            Kind::Card(topic) => card(
                &self.desk.project,
                &self.words,
                (topic, self.words.language()),
                None,
                inside.width,
                display,
            ),
        };
        let top = match &self.dialog {
            Some(Dialog::Page(page)) if page.kind() == kind => page.top(),
            _ => 0,
        };
        self.dialog = Some(Dialog::Page(Page::new(kind, rows, inside.height, top)));
    }

    /// Whether there is something to do by `action` here, and for who works here.
    fn offers(&self, action: Action) -> bool {
        let Desk {
            project, annotator, ..
        } = &self.desk;
        match action {
            Action::AcceptUnanimous | Action::HideNames => {
                self.desk.settler.is_some() && self.reader.is_some()
            }
            Action::Agreement => self.desk.hears_others(),
            Action::Progress => project.is_led_by(annotator),
            _ => self.reader.is_some() || !action.needs_article(),
        }
    }

    /// Shows how far people are.
    pub fn show_progress(&mut self, progress: Progress) {
        self.progress = progress;
        self.open_page(Kind::Progress);
    }

    /// Shows what the day came to.
    pub fn show_pace(&mut self, today: Today) {
        self.today = today;
        self.open_page(Kind::Pace);
    }
}

/// The inside of the box that a page is drawn in: a border, and a blank beside it.
pub fn inside(text: Area) -> Area {
    Area {
        x: text.x + 2,
        y: text.y + 1,
        width: text.width.saturating_sub(4),
        height: text.height.saturating_sub(2),
    }
}

/// Every key that works in `context`, its Arabic twin beside it.
fn help(
    project: &Project,
    keymap: &Keymap,
    words: &Words,
    context: Context,
    offers: &dyn Fn(Action) -> bool,
    width: u16,
    display: Display,
) -> Vec<Entry> {
    let keys_width = keys_width(width);
    let line = |keys: &str, what: &str| {
        let keys = Line::new(keys, usize::from(keys_width.saturating_sub(2)), display);
        Entry::Keys(
            keys,
            Line::new(what, usize::from(width - keys_width), display),
        )
    };
    let mut rows = Vec::new();
    if context == Context::Reader {
        for topic in &project.topics {
            let name = topic.name.get(words.language());
            let what = say!(words, "again-off", topic = name);
            rows.push(line(&both(keymap, topic.key.into()), &what));
        }
    }
    let contexts: &[Context] = match context {
        Context::Menu => &[Context::Menu],
        Context::Reader | Context::Library => &[context, Context::Anywhere, Context::Menu],
        context => &[context, Context::Anywhere],
    };
    for &context in contexts {
        // Whoever reads this has found the key of help.
        let listed = |&&action: &&Action| action != Action::Help && offers(action);
        for &action in Action::ALL.iter().filter(listed) {
            let keys = key_names(keymap, context, action);
            if !keys.is_empty() {
                rows.push(line(&keys, &words.action(action)));
            }
        }
    }
    rows
}

/// The keys of `action` in `context`, each with its Arabic twin; or those that do it from the menu.
pub fn all_key_names(keymap: &Keymap, context: Context, action: Action) -> String {
    let there = key_names(keymap, context, action);
    let in_menu = keymap.keys(Context::Menu, action);
    match (keymap.keys(context, Action::Menu), in_menu) {
        ([menu, ..], [key, ..]) if there.is_empty() => {
            format!("{} {}", both(keymap, *menu), both(keymap, *key))
        }
        _ => there,
    }
}

/// The keys of `action` in `context`, each with its Arabic twin.
pub fn key_names(keymap: &Keymap, context: Context, action: Action) -> String {
    let keys = keymap.keys(context, action).iter();
    let keys: Vec<String> = keys.map(|&key| both(keymap, key)).collect();
    keys.join("  ")
}

/// A key, and what is typed in its place under the Arabic layout. The mark (LRM) and the isolates
/// keep Arabic keys from being read as a right-to-left phrase.
fn both(keymap: &Keymap, key: Key) -> String {
    match keymap.arabic(key) {
        Some(arabic) => format!("\u{200E}{key} \u{2068}{arabic}\u{2069}"),
        None => format!("\u{200E}{key}"),
    }
}

/// What the day came to, for the annotator's own eyes.
fn pace(words: &Words, today: &Today, worked: Span, width: u16, display: Display) -> Vec<Entry> {
    let minutes = |seconds: f64| Span::try_from_secs_f64(seconds).map_or(0, |it| it.as_mins());
    let number = |count: i64| usize::try_from(count).unwrap_or_default();
    let took = number(minutes(today.seconds));
    let mut told = vec![say!(
        words,
        "pace-today",
        count = today.decided,
        minutes = took
    )];
    if let Some(median) = today.median {
        let seconds = words.digits(&format!("{median:.1}"));
        told.push(say!(words, "pace-median", seconds = &seconds));
    }
    told.push(say!(
        words,
        "pace-worked",
        minutes = number(worked.as_mins())
    ));
    told.push(words.get("pace-private").into_owned());
    let base = own_direction(words);
    let mut rows = vec![Entry::Heading(Line::new(
        &words.get("action-pace"),
        width.into(),
        display,
    ))];
    for paragraph in told {
        rows.push(Entry::Blank);
        let layout = Layout::new(&paragraph, width, base, &[], display);
        rows.extend(layout.lines().iter().cloned().map(Entry::Text));
    }
    rows
}

/// How far people, topics and flags are, for a lead.
fn progress(
    words: &Words,
    project: &Project,
    progress: &Progress,
    width: u16,
    display: Display,
) -> Vec<Entry> {
    let keys = keys_width(width);
    let row = |name: &str, what: &str| {
        let name = Line::new(name, usize::from(keys.saturating_sub(2)), display);
        Entry::Keys(name, Line::new(what, usize::from(width - keys), display))
    };
    let heading =
        |name: &str| Entry::Heading(Line::new(&words.get(name), usize::from(width), display));
    let mut rows = vec![heading("action-progress")];
    for (name, person) in &progress.people {
        let hour = person.all.per_hour().map_or(0.0, f64::round);
        let hour = words.digits(&format!("{hour:.0}"));
        let bar = bar(person.finished, progress.sentences);
        let told = say!(
            words,
            "progress-person",
            finished = person.finished,
            done = person.done,
            hour = &hour
        );
        rows.push(row(name, &format!("{bar} {told}")));
    }
    rows.extend([Entry::Blank, heading("topics")]);
    let topics = project.topics.iter();
    let topics = topics.map(|it| (it.name.get(words.language()), progress.topics.get(&it.id)));
    let none = words.get("none-applies");
    for (name, count) in topics.chain([(&*none, Some(&progress.none))]) {
        let count = count.copied().unwrap_or_default();
        let bar = bar(count, progress.decided);
        rows.push(row(name, &format!("{bar} {}", words.number(count))));
    }
    if !progress.flags.is_empty() {
        rows.extend([Entry::Blank, heading("flags-heading")]);
    }
    for (id, count) in &progress.flags {
        let name = Flag::with_id(id).map(|flag| words.flag(flag));
        rows.push(row(name.as_deref().unwrap_or(id), &words.number(*count)));
    }
    rows
}

/// How much of ten cells `part` of `all` is: a begun bar shows that it is, and a full one that all is
/// there.
fn bar(part: usize, all: usize) -> String {
    let filled = (part * 10).checked_div(all).unwrap_or_default().min(10);
    let filled = if part > 0 { filled.max(1) } else { 0 };
    "━".repeat(filled) + &"─".repeat(10 - filled)
}

/// The guideline card of the topic with an index, in a language, `width` cells wide; what is new on it is
/// marked.
pub(super) fn card(
    project: &Project,
    words: &Words,
    (topic, language): (usize, Language),
    new: Option<(Part, &str)>,
    width: u16,
    display: Display,
) -> Vec<Entry> {
    let Some(topic) = project.topics.get(topic) else {
        return Vec::new();
    };
    let Card {
        definition,
        belongs,
        excludes,
        examples,
        borderlines,
    } = match new {
        // It may have nothing but that.
        Some(_) => topic.card.get_only(language),
        None => topic.card.get(language),
    };
    let mut rows = vec![Entry::Heading(Line::new(
        topic.name.get(language),
        usize::from(width),
        display,
    ))];
    let mut section = |part: Option<Part>, heading: &str, paragraphs: &[&str]| {
        if paragraphs.iter().all(|paragraph| paragraph.is_empty()) {
            return;
        }
        rows.push(Entry::Blank);
        if !heading.is_empty() {
            rows.push(Entry::Heading(Line::new(
                heading,
                usize::from(width),
                display,
            )));
        }
        let new = new.filter(|(it, _)| part == Some(*it));
        for (nth, paragraph) in paragraphs.iter().enumerate() {
            if let Some((_, new)) = new.filter(|_| nth + 1 == paragraphs.len()) {
                let words = paragraph.len().saturating_sub(new.len())..paragraph.len();
                rows.extend(change_rows(paragraph, &[words], true, width, display));
                continue;
            }
            let layout = Layout::new(paragraph, width, direction(paragraph), &[], display);
            rows.extend(layout.lines().iter().cloned().map(Entry::Text));
        }
    };
    fn list(texts: &[String]) -> Vec<&str> {
        texts.iter().map(String::as_str).collect()
    }
    let heading = |name| words.get(name);
    section(None, "", &[definition]);
    section(Some(Part::Belongs), &heading("card-belongs"), &[belongs]);
    section(Some(Part::Excludes), &heading("card-excludes"), &[excludes]);
    section(
        Some(Part::Example),
        &heading("card-examples"),
        &list(examples),
    );
    section(
        Some(Part::Borderline),
        &heading("card-borderlines"),
        &list(borderlines),
    );
    section(
        None,
        &heading("card-always"),
        &[project.guideline.get(language)],
    );
    rows
}
