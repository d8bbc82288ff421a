//! A list to choose from, over the text column: what was done, where something is found, which
//! articles to show. Rows are put into words when they are drawn: a timeline may have a hundred
//! thousand.

use std::collections::BTreeSet;
use std::ops::Range;

use super::change::change;
use super::{App, Dialog, Effect, page, prompt};
use crate::keys::Action;
use crate::lang::{Value, Words, say};
use crate::model::annotation::{ARTICLE, Decision};
use crate::model::extension::Part;
use crate::model::flag::Flag;
use crate::model::history::Past;
use crate::model::project::Project;
use crate::model::question::{Answer, Question};
use crate::model::{Time, hour};

/// A list to choose from.
#[derive(Debug)]
pub struct List {
    content: Content,
    bar: Bar,
    /// When it was opened.
    now: Time,
}

/// Which row of a list is chosen, and how many have room.
#[derive(Debug, Clone, Copy)]
pub struct Bar {
    selected: usize,
    height: usize,
}

/// What there is to choose.
#[derive(Debug)]
pub enum Content {
    /// What was done, the oldest first; shown from the latest.
    Timeline(Vec<Past>),
    /// Sentences in which something is found.
    Places(Vec<Place>),
    /// Decisions that were made under an older wording.
    Older(Vec<Place>),
    /// What annotators ask, for a lead to answer.
    Questions(Vec<Question>),
    /// What leads answered, the latest first; those from the index on were seen.
    Answers(Vec<Answer>, usize),
    /// Which articles the library shows.
    Filters(Vec<Filter>),
    /// As what the card of a topic takes a sentence, both by their index, and in which words.
    Parts {
        /// Of which topic.
        topic: usize,
        /// Which sentence.
        sentence: usize,
        /// Each part of a card with the words that are proposed for it.
        parts: Vec<(Part, String)>,
    },
}

/// A sentence of the project.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// The article's id.
    pub article: String,
    /// What stands before it: a title, a decision.
    pub label: Label,
    /// Index of the sentence.
    pub sentence: usize,
    /// Its text.
    pub text: String,
    /// What is found in it, in bytes.
    pub found: Vec<Range<usize>>,
}

/// What stands before a sentence in a list.
#[derive(Debug, Clone, PartialEq)]
pub enum Label {
    /// A title.
    Text(String),
    /// What was decided.
    Decision(Decision),
}

/// Which articles the library shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filter {
    /// All of them.
    All,
    /// Those that are for the annotator, in her order.
    Mine,
    /// Those in which nothing is decided.
    New,
    /// Those in which something is decided, and not all.
    Begun,
    /// Those that the annotator is done with.
    Done,
    /// Those that she put aside.
    Later,
    /// Those with a note.
    Note,
    /// Those with this flag.
    Flag(Flag),
    /// Those with this topic, by its id.
    Topic(String),
    /// Those with a sentence that was decided otherwise elsewhere.
    Disagreement,
    /// Those in which this text is found.
    Text(String),
}

/// A row in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What stands before.
    pub label: String,
    /// What it is.
    pub text: String,
    /// What is found in the text, in bytes.
    pub found: Vec<Range<usize>>,
    /// Whether it no longer counts.
    pub dim: bool,
}

impl List {
    pub(super) fn new(content: Content, height: u16, now: Time) -> Self {
        Self {
            content,
            bar: Bar::new(height.into()),
            now,
        }
    }

    /// What there is to choose.
    pub fn content(&self) -> &Content {
        &self.content
    }

    pub(super) fn content_mut(&mut self) -> &mut Content {
        &mut self.content
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        match &self.content {
            Content::Timeline(steps) => steps.len(),
            Content::Places(places) | Content::Older(places) => places.len(),
            Content::Questions(questions) => questions.len(),
            Content::Answers(answers, _) => answers.len(),
            Content::Filters(filters) => filters.len(),
            Content::Parts { parts, .. } => parts.len(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Which one is chosen, from 0.
    pub fn selected(&self) -> usize {
        self.bar.selected
    }

    /// The indices of those in view, the chosen one among them.
    pub fn page(&self) -> Range<usize> {
        self.bar.page(self.len())
    }

    pub(super) fn select(&mut self, index: usize) {
        self.bar.put(index.min(self.len().saturating_sub(1)));
    }

    pub(super) fn resize(&mut self, height: u16) {
        self.bar.resize(height.into());
    }

    /// Moves what is chosen.
    pub(super) fn act(&mut self, action: Action) {
        self.bar.act(action, self.len());
    }

    /// The step of a timeline that stands in the row `index`.
    pub(super) fn step(&self, index: usize) -> Option<&Past> {
        match &self.content {
            Content::Timeline(steps) => steps.iter().rev().nth(index),
            _ => None,
        }
    }
}

impl Bar {
    /// On the first of rows of which so many have room.
    pub(super) fn new(height: usize) -> Self {
        Self {
            selected: 0,
            height,
        }
    }

    /// Which row it is on, from 0.
    pub fn selected(self) -> usize {
        self.selected
    }

    /// The rows in view, of so many.
    pub fn page(self, len: usize) -> Range<usize> {
        let height = self.height.max(1);
        let top = self.selected / height * height;
        top.min(len)..(top + height).min(len)
    }

    pub(super) fn resize(&mut self, height: usize) {
        self.height = height;
    }

    /// Puts it on another row.
    pub(super) fn put(&mut self, row: usize) {
        self.selected = row;
    }

    /// Moves it over so many rows.
    pub(super) fn act(&mut self, action: Action, len: usize) {
        let last = len.saturating_sub(1);
        let step = self.height.max(1);
        let to = match action {
            Action::Next => self.selected + 1,
            Action::Back => self.selected.saturating_sub(1),
            Action::PageDown => self.selected + step,
            Action::PageUp => self.selected.saturating_sub(step),
            Action::First => 0,
            Action::Last => last,
            _ => return,
        };
        self.selected = to.min(last);
    }
}

impl App {
    /// Does what the chosen row of a list stands for.
    pub(super) fn choose(&mut self) -> Option<Effect> {
        let Some(Dialog::List(list)) = &self.dialog else {
            return None;
        };
        match list.content() {
            Content::Timeline(steps) => {
                let n = list.step(list.selected())?.entry.n;
                // What came after it, each sentence once.
                let after = steps.iter().filter(|it| it.entry.n > n);
                let changed: BTreeSet<_> =
                    after.map(|it| (&it.article, &it.entry.sentence)).collect();
                let count = changed.len();
                if !self.refuses_to_write() {
                    self.dialog = Some(Dialog::BackTo(n, count));
                }
                None
            }
            Content::Older(places) => {
                let Place {
                    article, sentence, ..
                } = places.get(list.selected())?.clone();
                self.dialog = None;
                Some(Effect::LookAgain(article, sentence))
            }
            Content::Parts {
                topic,
                sentence,
                parts,
            } => {
                let (topic, sentence) = (*topic, *sentence);
                let part = parts.get(list.selected())?.0;
                self.choose_part(topic, sentence, part);
                None
            }
            Content::Places(places) => {
                let place = places.get(list.selected())?;
                let sought = self.sought.clone().filter(|_| !place.found.is_empty());
                let effect = Effect::Go(place.article.clone(), place.sentence, sought);
                self.dialog = None;
                Some(effect)
            }
            Content::Questions(questions) => {
                let question = questions.get(list.selected())?.clone();
                if !self.refuses_to_write() {
                    self.asked = Some(question);
                    self.open_prompt(prompt::Kind::Answer, "");
                }
                None
            }
            Content::Answers(answers, _) => {
                let answer = answers.get(list.selected())?;
                let effect = Effect::GoTo(answer.article.clone(), answer.sentence.clone());
                self.dialog = None;
                Some(effect)
            }
            Content::Filters(filters) => {
                let filter = filters.get(list.selected())?.clone();
                self.dialog = None;
                Some(Effect::Filter(filter))
            }
        }
    }

    /// Whether what is found of the last search over the project still has a place on the screen.
    pub fn awaits_found(&self) -> bool {
        match &self.dialog {
            Some(Dialog::List(list)) => matches!(list.content(), Content::Places(_)),
            _ => matches!(self.library.filter(), Some(Filter::Text(_))),
        }
    }

    /// Takes what was found of the last search over the project, and how far it is: articles that were
    /// looked at, of how many; `full`, if no more will be listed.
    pub fn found(&mut self, places: Vec<Place>, seen: usize, all: usize, full: bool) {
        let found = match &mut self.dialog {
            Some(Dialog::List(list)) => match list.content_mut() {
                Content::Places(there) => {
                    there.extend(places);
                    there.len()
                }
                _ => return,
            },
            _ => {
                for place in places {
                    self.library.show_too(&place.article, Some(place.sentence));
                }
                self.library.len()
            }
        };
        let name = match seen {
            _ if full => "search-full",
            _ if seen < all => "search-goes-on",
            _ => "search-ended",
        };
        let numbers = [("found", found), ("seen", seen), ("all", all)];
        let told = self
            .words
            .with(name, &numbers.map(|(name, it)| (name, Value::from(it))));
        self.tell(told);
    }

    /// Opens the list of what will be found.
    pub fn show_places(&mut self, now: Time) {
        let list = List::new(Content::Places(Vec::new()), self.list_height(), now);
        self.dialog = Some(Dialog::List(list));
    }

    pub(super) fn list_height(&self) -> u16 {
        page::inside(self.overlay()).height
    }

    /// Shows a list, or says by the message called `otherwise` that there is nothing to show.
    pub fn show_list(&mut self, content: Content, otherwise: &str, now: Time) {
        let list = List::new(content, self.list_height(), now);
        if list.is_empty() {
            self.tell_of(otherwise);
        } else {
            self.dialog = Some(Dialog::List(list));
        }
    }

    /// The rows of `list` in view, in words.
    pub fn rows_of(&self, list: &List) -> Vec<Row> {
        let (words, project) = (&self.words, &self.desk.project);
        let row = |index: usize| match list.content() {
            Content::Timeline(_) => Some(self.row_of_step(list.step(index)?, list.now)),
            Content::Places(places) | Content::Older(places) => {
                places.get(index).map(|place| place.row(words, project))
            }
            Content::Questions(questions) => {
                let Question {
                    annotator,
                    note,
                    text,
                    ..
                } = questions.get(index)?;
                let text = if note.is_empty() {
                    text.clone()
                } else {
                    say!(words, "question", note = note, text = text)
                };
                Some(Row::plain(annotator.clone(), text))
            }
            Content::Answers(answers, seen) => {
                let Answer {
                    by,
                    answer,
                    question,
                    ..
                } = answers.get(index)?;
                let text = if question.is_empty() {
                    answer.clone()
                } else {
                    say!(words, "question", note = answer, text = question)
                };
                Some(Row {
                    dim: index >= *seen,
                    ..Row::plain(by.clone(), text)
                })
            }
            Content::Parts { parts, .. } => {
                let (part, text) = parts.get(index)?;
                let name = match part {
                    Part::Example => "part-example",
                    Part::Borderline => "part-borderline",
                    Part::Belongs => "part-belongs",
                    Part::Excludes => "part-excludes",
                };
                Some(Row::plain(words.get(name).into_owned(), text.clone()))
            }
            Content::Filters(filters) => {
                let text = filters.get(index)?.name(words, project);
                Some(Row::plain(String::new(), text))
            }
        };
        list.page().filter_map(row).collect()
    }

    fn row_of_step(&self, past: &Past, now: Time) -> Row {
        let Past {
            article,
            sentence,
            entry,
        } = past;
        let words = &self.words;
        let change = change(words, &self.desk.project, &entry.from, &entry.to);
        let name = match sentence {
            _ if entry.sentence == ARTICLE => "step-article",
            _ if entry.undoes.is_some() => "step-undone",
            _ => "step",
        };
        let number = sentence.map_or_else(|| "?".to_owned(), |it| words.number(it + 1));
        let variables = [
            ("sentence", &number),
            ("change", &change),
            ("article", article),
        ];
        let text = words.with(
            name,
            &variables.map(|(name, value)| (name, Value::from(value))),
        );
        Row {
            dim: entry.undoes.is_some(),
            ..Row::plain(words.digits(&hour(entry.at, now, &self.desk.zone)), text)
        }
    }
}

impl Row {
    fn plain(label: String, text: String) -> Self {
        Self {
            label,
            text,
            found: Vec::new(),
            dim: false,
        }
    }
}

/// This many characters stand before what is found in a row, if there are so many.
const BEFORE: usize = 24;

impl Place {
    fn row(&self, words: &Words, project: &Project) -> Row {
        let label = match &self.label {
            Label::Text(text) => text.clone(),
            Label::Decision(decision) => change(
                words,
                project,
                &Decision::default(),
                &Decision {
                    note: String::new(),
                    flags: Vec::new(),
                    evidence: Vec::new(),
                    ..decision.clone()
                },
            ),
        };
        // What is found has to be in view, with some of what comes before.
        let first = self.found.first().map_or(0, |it| it.start);
        let before = self.text.get(..first).unwrap_or_default();
        let cut = before
            .char_indices()
            .rev()
            .nth(BEFORE)
            .map_or(0, |(byte, _)| byte);
        let cut = before[cut..].find(' ').map_or(0, |blank| cut + blank + 1);
        let cut = if before.chars().count() > BEFORE {
            cut
        } else {
            0
        };
        let (text, mark) = match self.text.get(cut..) {
            Some(rest) if cut > 0 => (format!("… {rest}"), "… ".len()),
            _ => (self.text.clone(), 0),
        };
        let moved = |it: &Range<usize>| it.start + mark - cut..it.end + mark - cut;
        Row {
            found: self.found.iter().map(moved).collect(),
            ..Row::plain(label, text)
        }
    }
}

impl Filter {
    /// All that can be chosen in `project`.
    pub(super) fn all(project: &Project) -> Vec<Self> {
        let mut all = vec![Self::All];
        all.extend(project.assignment.is_some().then_some(Self::Mine));
        all.extend([Self::New, Self::Begun, Self::Done, Self::Later, Self::Note]);
        all.extend(project.flags.iter().copied().map(Self::Flag));
        let topics = project.topics.iter();
        all.extend(topics.map(|topic| Self::Topic(topic.id.clone())));
        all.push(Self::Disagreement);
        all
    }

    /// In words.
    pub fn name(&self, words: &Words, project: &Project) -> String {
        let name = match self {
            Self::All => "filter-all",
            Self::Mine => "filter-mine",
            Self::New => "filter-new",
            Self::Begun => "filter-begun",
            Self::Done => "filter-done",
            Self::Later => "filter-later",
            Self::Note => "filter-note",
            Self::Disagreement => "filter-disagreement",
            Self::Flag(flag) => return words.flag(*flag).into_owned(),
            Self::Topic(id) => {
                let topic = project.topic(id);
                return topic
                    .map_or(id.as_str(), |it| it.name.get(words.language()))
                    .to_owned();
            }
            Self::Text(text) => return say!(words, "filter-text", text = text),
        };
        words.get(name).into_owned()
    }
}
