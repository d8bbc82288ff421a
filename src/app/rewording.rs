//! Decisions that were made under an older wording: what changed since, and whether they stay.

use std::collections::BTreeSet;

use super::change::change;
use super::list::{Content, List, Place};
use super::page::{self, Entry, Page};
use super::{App, Dialog, Effect, own_direction};
use crate::keys::{Action, Context};
use crate::lang::{Words, say};
use crate::model::Time;
use crate::model::annotation::{Circumstances, Decision, Edit};
use crate::model::project::Language;
use crate::model::wording_diff::{About, Changed, Field, Rewording};
use crate::text::{Display, Layout, Line, direction};

/// What changed in the wording, over what it was asked from.
#[derive(Debug)]
pub struct Reworded {
    /// None where the older wording is not known, and why it is not.
    what: Result<Rewording, String>,
    page: Page,
    below: Option<Box<Dialog>>,
}

impl Reworded {
    /// As rows.
    pub fn page(&self) -> &Page {
        &self.page
    }

    pub(super) fn page_mut(&mut self) -> &mut Page {
        &mut self.page
    }
}

impl App {
    /// Takes which wordings ask for another look, of those that decisions on the open article name.
    pub fn set_older(&mut self, wordings: BTreeSet<String>) {
        self.older = wordings;
    }

    /// How many decisions on the open article ask for another look.
    pub fn older_here(&self) -> usize {
        let Some(reader) = self.reader.as_ref().filter(|_| !self.older.is_empty()) else {
            return 0;
        };
        let decisions = reader.annotations().sentences.iter();
        decisions.filter(|it| self.is_older(&it.decision)).count()
    }

    /// Whether `decision` was made under a wording that asks for another look.
    pub(super) fn is_older(&self, decision: &Decision) -> bool {
        let hash = decision.guideline.as_ref();
        decision.is_decided() && hash.is_some_and(|hash| self.older.contains(hash))
    }

    /// What is said of the sentence in focus where its decision asks for another look; where nobody ever
    /// raised the revision, that would be said of too many.
    pub(super) fn told_older(&self) -> Option<String> {
        let reader = self.reader.as_ref()?;
        let decision = reader.decision(reader.focus())?;
        let is_asked = self.desk.project.revision > 0 && self.is_older(decision);
        is_asked.then(|| {
            let key = page::all_key_names(&self.keymap, Context::Reader, Action::OlderWording);
            say!(self.words, "older-here", key = &key)
        })
    }

    /// Shows decisions that ask for another look, from the one in focus on if it is among them.
    pub fn show_older(&mut self, places: Vec<Place>, now: Time) {
        let here = self.reader.as_ref().and_then(|reader| {
            let id = &reader.article().id;
            let is_here = |it: &Place| it.article == *id && it.sentence == reader.focus();
            places.iter().position(is_here)
        });
        if places.is_empty() {
            self.tell_of("no-older");
            return;
        }
        let mut list = List::new(Content::Older(places), self.list_height(), now);
        list.select(here.unwrap_or_default());
        self.dialog = Some(Dialog::List(list));
    }

    /// Asks whether the decision on the sentence in focus stays.
    pub fn ask_again(&mut self) {
        self.dialog = Some(Dialog::Again);
    }

    /// What is asked, in words; what is said now, once that was decided under the present wording.
    pub fn asks_again(&self) -> String {
        let reader = self.reader.as_ref();
        let decision = reader.and_then(|it| it.decision(it.focus()));
        let nothing = Decision::default();
        let decision = decision.unwrap_or(&nothing);
        let plain = Decision {
            note: String::new(),
            flags: Vec::new(),
            evidence: Vec::new(),
            ..decision.clone()
        };
        let change = change(&self.words, &self.desk.project, &nothing, &plain);
        let key = |action| {
            let keys = self.keymap.keys(Context::Again, action).first();
            let name = keys.map(|&key| super::legend::key_name(&self.keymap, &self.words, key));
            name.unwrap_or_default()
        };
        let next = key(Action::Next);
        if self.is_older(decision) {
            let (yes, wording) = (key(Action::Confirm), key(Action::Wording));
            let no = key(Action::Close);
            say!(
                self.words,
                "older-question",
                change = &change,
                yes = &yes,
                next = &next,
                wording = &wording,
                no = &no
            )
        } else if !decision.is_decided() {
            say!(self.words, "older-undecided", next = &next)
        } else {
            say!(self.words, "older-decided", change = &change, next = &next)
        }
    }

    /// Does what a key means while that is asked.
    pub(super) fn act_again(&mut self, action: Action, now: Time) -> Option<Effect> {
        let reader = self.reader.as_ref()?;
        let (sentence, seconds) = (reader.focus(), reader.seconds());
        let decision = reader.decision(sentence)?.clone();
        match action {
            Action::Confirm if self.is_older(&decision) => {
                if self.refuses_to_write() {
                    return None;
                }
                self.confirm(sentence, Some(seconds), now);
                return self.next_older(now);
            }
            Action::Confirm | Action::Next => return self.next_older(now),
            Action::NoneApplies => return self.say(super::change::Change::None, now),
            Action::Undo => return self.take_back(action, now),
            Action::Wording => return decision.guideline.map(Effect::Reworded),
            _ => {}
        }
        None
    }

    /// Says the same again, under the present wording, as a step of its own: undo takes it back.
    pub(super) fn confirm(&mut self, sentence: usize, seconds: Option<f64>, now: Time) {
        let circumstances = Circumstances {
            seconds,
            ..self.circumstances(now, None)
        };
        let reader = self.reader.as_ref();
        let decision = reader.and_then(|it| it.decision(sentence));
        if let Some(decision) = decision.map(|it| it.confirmed(&circumstances)) {
            self.write(Edit { sentence, decision }, now, None, None);
        }
    }

    /// Goes to the next sentence that asks for another look: here, or in another article.
    fn next_older(&mut self, now: Time) -> Option<Effect> {
        let reader = self.reader.as_ref()?;
        let mut behind = (reader.focus() + 1..reader.article().sentences.len())
            .filter(|&it| reader.decision(it).is_some_and(|it| self.is_older(it)));
        let Some(next) = behind.next() else {
            self.dialog = None;
            return Some(Effect::NextOlder);
        };
        self.reader.as_mut()?.leap_to(next, now);
        Some(Effect::Save)
    }

    /// Asks what changed since the row of a list was decided.
    pub(super) fn reworded_in_list(&mut self) -> Option<Effect> {
        let Some(Dialog::List(list)) = &self.dialog else {
            return None;
        };
        let Content::Older(places) = list.content() else {
            self.tell_of("wording-of-older");
            return None;
        };
        let super::list::Label::Decision(decision) = &places.get(list.selected())?.label else {
            return None;
        };
        decision.guideline.clone().map(Effect::Reworded)
    }

    /// Shows what changed in the wording, or says why that is not known. What lies below comes back.
    pub fn show_reworded(&mut self, what: Result<Rewording, String>) {
        let below = self.dialog.take().map(Box::new);
        self.lay_reworded(what, below, 0);
    }

    fn lay_reworded(
        &mut self,
        what: Result<Rewording, String>,
        below: Option<Box<Dialog>>,
        top: usize,
    ) {
        let inside = page::inside(self.overlay());
        let rows = rows(&self.words, &what, inside.width, self.display());
        let page = Page::new(page::Kind::Preview, rows, inside.height, top);
        self.dialog = Some(Dialog::Reworded(Reworded { what, page, below }));
    }

    /// Lays it out again: the window or the language is another one.
    pub(super) fn lay_reworded_again(&mut self) {
        if let Some(Dialog::Reworded(Reworded { what, page, below })) = self.dialog.take() {
            self.lay_reworded(what, below, page.top());
        }
    }

    /// Closes what lies over the screen; what changed in the wording gives back what it lay on.
    pub(super) fn close_dialog(&mut self) {
        self.dialog = match self.dialog.take() {
            Some(Dialog::Reworded(reworded)) => reworded.below.map(|it| *it),
            _ => None,
        };
        let height = self.list_height();
        if let Some(Dialog::List(list)) = &mut self.dialog {
            list.resize(height);
        }
    }
}

/// What changed, topic by topic and field by field.
fn rows(
    words: &Words,
    what: &Result<Rewording, String>,
    width: u16,
    display: Display,
) -> Vec<Entry> {
    let own = own_direction(words);
    let heading = |text: &str| Entry::Heading(Line::new(text, usize::from(width), display));
    let told = |text: &str| {
        let layout = Layout::new(text, width, own, &[], display);
        layout.lines().iter().cloned().map(Entry::Text).collect()
    };
    let mut rows = vec![heading(&words.get("action-wording"))];
    let rewording = match what {
        Ok(rewording) => rewording,
        Err(why) => {
            rows.push(Entry::Blank);
            rows.extend::<Vec<Entry>>(told(why));
            return rows;
        }
    };
    let number = |revision: u64| usize::try_from(revision).unwrap_or(usize::MAX);
    let (old, new) = rewording.revisions;
    if old != new {
        let revisions = say!(
            words,
            "wording-revisions",
            old = number(old),
            new = number(new)
        );
        rows.extend::<Vec<Entry>>(told(&revisions));
    }
    if rewording.changes.is_empty() {
        rows.push(Entry::Blank);
        rows.extend::<Vec<Entry>>(told(&words.get("wording-same")));
    }
    let mut about = None;
    for changed in &rewording.changes {
        if about != Some(&changed.about) {
            about = Some(&changed.about);
            let name = match &changed.about {
                About::Always => words.get("card-always").into_owned(),
                About::Topic(name) => name.get(words.language()).to_owned(),
                About::Rules => words.get("wording-rules").into_owned(),
                About::Article => words.get("wording-article").into_owned(),
            };
            rows.extend([Entry::Blank, heading(&name)]);
        }
        let field = field(words, changed);
        if !field.is_empty() {
            rows.push(Entry::Dim(Line::new(&field, usize::from(width), display)));
        }
        for row in &changed.rows {
            rows.extend(change_rows(
                &row.text, &row.words, row.added, width, display,
            ));
        }
    }
    rows
}

/// The part of a card that changed, and in which language.
fn field(words: &Words, changed: &Changed) -> String {
    let name = match changed.field {
        Field::Text => "",
        Field::Name => "wording-name",
        Field::Definition => "wording-definition",
        Field::Belongs => "card-belongs",
        Field::Excludes => "card-excludes",
        Field::Examples => "card-examples",
        Field::Borderlines => "card-borderlines",
    };
    let language = match changed.language {
        None => return String::new(),
        Some(Language::Arabic) => words.get("in-arabic"),
        Some(Language::English) => words.get("in-english"),
    };
    if name.is_empty() {
        return language.into_owned();
    }
    let field = words.get(name);
    say!(
        words,
        "wording-field",
        field = &*field,
        language = &*language
    )
}

/// Some words that were taken away or added, behind their sign; `changed` are those that differ, in bytes.
pub(super) fn change_rows(
    text: &str,
    changed: &[std::ops::Range<usize>],
    added: bool,
    width: u16,
    display: Display,
) -> Vec<Entry> {
    let sign = if added { "+ " } else { "− " };
    let signed = format!("{sign}{text}");
    let moved = changed.iter();
    let words: Vec<_> = moved
        .map(|it| it.start + sign.len()..it.end + sign.len())
        .collect();
    // Which way it runs, its letters say, and not the sign.
    let layout = Layout::new(&signed, width, direction(text), &[], display);
    let lines = layout.lines().iter().cloned();
    lines
        .map(|line| Entry::Change {
            added,
            line,
            words: words.clone(),
        })
        .collect()
}
