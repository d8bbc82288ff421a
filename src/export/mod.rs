//! Decisions to datasets: whose decisions, on which sentences, in which format.
//!
//! An article at a time, so that the memory needed hangs on the longest article and not on the corpus.
//! Nothing here reads a file or asks for the time: the same project gives the same bytes.

pub mod card;
pub mod doccano;
pub mod hugging_face;
pub mod label_studio;
pub mod manifest;
pub mod prodigy;
pub mod record;
pub mod release;
pub mod spacy;
pub mod table;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;
use std::ops::AddAssign;

use serde::Serialize;

use crate::model::annotation::{Annotations, Decision, Evidence, State};
use crate::model::article::Article;
use crate::model::flag::Flag;
use crate::model::project::Project;
use crate::model::votes::Votes;

pub use crate::model::adjudication::GOLD;
/// The name that what more than half say goes by.
pub const MAJORITY: &str = "majority";

/// A form that a dataset is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Everything that is known, a sentence a line: see [`record`].
    Jsonl,
    /// A table: see [`table`].
    Csv,
    /// Lines for `datasets.load_dataset`: see [`hugging_face`].
    HuggingFace,
    /// Lines for spaCy's text categorizer: see [`spacy`].
    Spacy,
    /// Lines for `prodigy db-in`: see [`prodigy`].
    Prodigy,
    /// Lines for a text classification project: see [`doccano`].
    Doccano,
    /// An array of tasks, each an article: see [`label_studio`].
    LabelStudio,
}

/// Whose decisions go along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    /// This annotator's.
    One(String),
    /// What more than half of those say who decided.
    Majority,
    /// The adjudicated ones.
    Gold,
    /// Everybody's, each by itself.
    All,
}

/// What goes along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Whose decisions.
    pub who: Who,
    /// Sentences without a decision, too.
    pub undecided: bool,
    /// Sentences with a flag that asks for another look, too.
    pub flagged: bool,
    /// Sentences that somebody did not want to work on, too.
    pub passed_on: bool,
    /// Sentences that are not part of their article, too.
    pub boilerplate: bool,
    /// Notes, too.
    pub notes: bool,
}

/// An article, and what is said of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    /// The article.
    pub article: Article,
    /// For each sentence, whether it is taken for what a web page left in the text.
    pub outside: Vec<bool>,
    /// What annotators say, in the order of their names. Theirs are the sentences of the article.
    pub people: Vec<Annotations>,
    /// What was decided in the end.
    pub gold: Option<Annotations>,
    /// The part of the dataset that it is in.
    pub part: Option<String>,
}

/// What went along, and what did not. A sentence that was left out is counted once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Articles with a sentence that went along.
    pub articles: usize,
    /// What went along: sentences, or decisions of everybody.
    pub rows: usize,
    /// Of them, those with a decision that no topic applies.
    pub none: usize,
    /// How often each topic is in them.
    pub topics: BTreeMap<String, usize>,
    /// How many rows each part has; those of no part under an empty name.
    pub parts: BTreeMap<String, usize>,
    /// Left out: not part of their article.
    pub boilerplate: usize,
    /// Left out: passed on.
    pub passed_on: usize,
    /// Left out: not decided.
    pub undecided: usize,
    /// Left out: decided, but nothing by more than half.
    pub divided: usize,
    /// Left out: flagged.
    pub flagged: usize,
    /// Rows that rest on words of their sentence.
    pub evidence: usize,
    /// Rows with a note.
    pub notes: usize,
    /// Articles that somebody said something of as a whole.
    pub overall: usize,
    /// Rows with a topic that the project no longer has.
    pub foreign: usize,
}

/// A place in the article's text, end exclusive, as programming languages count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Offsets {
    /// Unicode code points: Python.
    pub code_points: (usize, usize),
    /// Bytes of UTF-8: Rust, Go, C.
    pub bytes: (usize, usize),
    /// Units of UTF-16: JavaScript, Java.
    pub utf16: (usize, usize),
}

/// A sentence that goes along, and the decision on it.
#[derive(Debug, Clone, PartialEq)]
pub struct Row<'a> {
    /// Its article.
    pub said: &'a Said,
    /// Its index there.
    pub index: usize,
    /// Its place there.
    pub offsets: Offsets,
    /// Who decided: a name, or [`GOLD`], or [`MAJORITY`].
    pub by: &'a str,
    /// What was decided.
    pub decision: Cow<'a, Decision>,
    /// What everybody says.
    pub votes: Votes,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Jsonl,
        Self::Csv,
        Self::HuggingFace,
        Self::Spacy,
        Self::Prodigy,
        Self::Doccano,
        Self::LabelStudio,
    ];

    /// Writes `rows`, all of one article, as they stand among others. There is nothing of an article
    /// without rows.
    pub fn write(
        self,
        out: &mut Vec<u8>,
        project: &Project,
        rows: &[Row<'_>],
        choice: &Choice,
    ) -> io::Result<()> {
        match self {
            Self::Jsonl => lines(out, rows, |row| record::record(row, choice)),
            Self::Csv => table::write(out, project, rows, choice.notes),
            Self::HuggingFace => lines(out, rows, |row| hugging_face::line(project, row)),
            Self::Spacy => lines(out, rows, |row| spacy::line(project, row)),
            Self::Prodigy => lines(out, rows, |row| prodigy::line(project, row)),
            Self::Doccano => lines(out, rows, |row| doccano::line(row, choice)),
            Self::LabelStudio => label_studio::write(out, rows),
        }
    }

    /// What stands before the first article, between two, and behind the last one.
    pub fn frame(self, project: &Project) -> io::Result<(Vec<u8>, &'static str, &'static str)> {
        Ok(match self {
            Self::Csv => (table::header(project)?, "", ""),
            Self::LabelStudio => (b"[\n".to_vec(), ",\n", "\n]\n"),
            _ => (Vec::new(), "", ""),
        })
    }

    /// Whether it can say that a sentence is not decided yet. Where it cannot, no such sentence goes
    /// along: it would look like one to which nothing applies.
    pub const fn has_undecided(self) -> bool {
        !matches!(
            self,
            Self::Spacy | Self::Doccano | Self::HuggingFace | Self::LabelStudio
        )
    }

    /// What of `counts` it cannot carry, a sentence each.
    pub fn loses(self, counts: &Counts, choice: &Choice) -> Vec<String> {
        let mut lost = Vec::new();
        let mut say = |count: usize, what: &str| {
            if count > 0 {
                lost.push(format!("{what} ({count})"));
            }
        };
        if !matches!(self, Self::Jsonl | Self::Prodigy | Self::LabelStudio) {
            say(
                counts.evidence,
                "the words that a decision rests on do not go along",
            );
        }
        if choice.notes && !matches!(self, Self::Jsonl | Self::Csv | Self::Doccano) {
            say(counts.notes, "notes do not go along");
        }
        say(
            counts.overall,
            "what was said of articles as a whole does not go along",
        );
        if !matches!(self, Self::Jsonl) && choice.who != Who::All {
            say(
                counts.rows,
                "what each annotator said by herself goes along in jsonl only",
            );
        }
        if matches!(self, Self::Doccano | Self::LabelStudio) && choice.who == Who::All {
            say(
                counts.rows,
                "it has no place for the annotator: the name is beside the text only",
            );
        }
        if matches!(
            self,
            Self::Csv | Self::HuggingFace | Self::Spacy | Self::Prodigy
        ) {
            say(
                counts.foreign,
                "topics that project.toml no longer has are in no column or category of their own",
            );
        }
        lost
    }
}

/// A line of JSON for each row.
fn lines<'r, 'a, Line: Serialize>(
    out: &mut Vec<u8>,
    rows: &'r [Row<'a>],
    line: impl Fn(&'r Row<'a>) -> Line,
) -> io::Result<()> {
    for row in rows {
        serde_json::to_writer(&mut *out, &line(row))?;
        out.push(b'\n');
    }
    Ok(())
}

/// The sentences of `said` that `choice` takes along, in order, and with all annotators in the order of
/// their names. What is left out is added to `counts`.
pub fn rows<'a>(
    said: &'a Said,
    project: &Project,
    choice: &Choice,
    counts: &mut Counts,
) -> Vec<Row<'a>> {
    let mut rows = Vec::new();
    let mut utf16 = Utf16::new(&said.article.text);
    for (index, sentence) in said.article.sentences.iter().enumerate() {
        let offsets = Offsets {
            code_points: (sentence.start, sentence.end),
            bytes: (sentence.bytes.start, sentence.bytes.end),
            utf16: (
                utf16.before(sentence.bytes.start),
                utf16.before(sentence.bytes.end),
            ),
        };
        let all = said.people.iter().filter_map(|it| decision(it, index));
        // Who did not want to work on it has no say.
        let votes = Votes::count(all.clone().filter(|it| !it.has(Flag::PassOn)));
        let taken = said.outside.get(index).is_some_and(|it| *it);
        let mut add = |by: &'a str, decision: Cow<'a, Decision>, is_outside: bool, is_divided| {
            let left_out = match () {
                () if is_outside && !choice.boilerplate => Some(&mut counts.boilerplate),
                () if decision.has(Flag::PassOn) && !choice.passed_on => {
                    Some(&mut counts.passed_on)
                }
                () if !decision.is_decided() && !choice.undecided => match is_divided {
                    true => Some(&mut counts.divided),
                    false => Some(&mut counts.undecided),
                },
                () if asks(&decision) && !choice.flagged => Some(&mut counts.flagged),
                () => None,
            };
            match left_out {
                Some(count) => *count += 1,
                None => rows.push(Row {
                    said,
                    index,
                    offsets,
                    by,
                    decision,
                    votes: votes.clone(),
                }),
            }
        };
        match &choice.who {
            Who::One(name) => {
                let own = said.people.iter().find(|it| it.annotator == *name);
                let own = own.and_then(|it| decision(it, index));
                let own = own.map_or_else(Cow::default, Cow::Borrowed);
                let is_outside = own.is_outside(taken);
                let by = said.people.iter().find(|it| it.annotator == *name);
                add(by.map_or("", |it| &it.annotator), own, is_outside, false);
            }
            Who::Gold => {
                let own = said.gold.as_ref().and_then(|it| decision(it, index));
                let own = own.map_or_else(Cow::default, Cow::Borrowed);
                let is_outside = own.is_outside(taken);
                add(GOLD, own, is_outside, false);
            }
            Who::All => {
                for it in &said.people {
                    let own = decision(it, index).map_or_else(Cow::default, Cow::Borrowed);
                    let is_outside = own.is_outside(taken);
                    add(&it.annotator, own, is_outside, false);
                }
            }
            Who::Majority => {
                let merged = merged(all.clone(), &votes, project);
                let is_inside = |it: &Decision| it.is_decided() || it.has(Flag::Inside);
                let is_outside = !all.clone().any(is_inside)
                    && (taken || all.clone().any(|it| it.has(Flag::Outside)));
                let is_divided = votes.of > 0;
                add(MAJORITY, Cow::Owned(merged), is_outside, is_divided);
            }
        }
    }
    count(said, project, &rows, counts);
    rows
}

fn decision(annotations: &Annotations, index: usize) -> Option<&Decision> {
    annotations.sentences.get(index).map(|it| &it.decision)
}

/// Whether a flag says that somebody should look at it before anything is learnt from it.
fn asks(decision: &Decision) -> bool {
    let flags = [Flag::Unsure, Flag::Review, Flag::Broken, Flag::Segmentation];
    flags.into_iter().any(|flag| decision.has(flag))
}

/// What more than half say, as a decision: decided when the last of them did, under a wording only
/// where it was the same for all. It has the flags of everybody, but `pass-on` only where nobody is
/// left who decided.
fn merged<'a>(
    all: impl Iterator<Item = &'a Decision> + Clone,
    votes: &Votes,
    project: &Project,
) -> Decision {
    let voters = all
        .clone()
        .filter(|it| it.is_decided() && !it.has(Flag::PassOn));
    let has = |flag: &Flag| match flag {
        Flag::PassOn => votes.of == 0 && all.clone().any(|it| it.has(Flag::PassOn)),
        flag => all.clone().any(|it| it.has(*flag)),
    };
    let flags = Flag::ALL.iter().filter(|flag| has(flag));
    let mut decision = Decision {
        flags: flags.map(|flag| flag.id().to_owned()).collect(),
        ..Decision::default()
    };
    if let Some(topics) = votes.majority(project.topics.iter().map(|it| it.id.as_str())) {
        decision.state = match topics.is_empty() {
            true => State::None,
            false => State::Tagged,
        };
        decision.topics = topics;
        decision.decided = voters.clone().filter_map(|it| it.decided).max();
        let mut wordings = voters.map(|it| it.guideline.as_ref());
        let first = wordings.next().flatten();
        if wordings.all(|it| it == first) {
            decision.guideline = first.cloned();
        }
    }
    decision
}

fn count(said: &Said, project: &Project, rows: &[Row<'_>], counts: &mut Counts) {
    counts.articles += usize::from(!rows.is_empty());
    counts.rows += rows.len();
    if !rows.is_empty() {
        let part = said.part.clone().unwrap_or_default();
        *counts.parts.entry(part).or_default() += rows.len();
        let says = |it: &Annotations| it.overall != Default::default();
        let somebody = said.people.iter().chain(&said.gold).any(says);
        counts.overall += usize::from(somebody);
    }
    for row in rows {
        counts.none += usize::from(row.decision.state == State::None);
        for topic in &row.decision.topics {
            *counts.topics.entry(topic.clone()).or_default() += 1;
        }
        let is_known = |id: &String| project.topic(id).is_some();
        counts.foreign += usize::from(!row.decision.topics.iter().all(is_known));
        let all = said.people.iter().filter_map(|it| decision(it, row.index));
        let all = all.chain([&*row.decision]);
        counts.evidence += usize::from(all.clone().any(|it| !it.evidence.is_empty()));
        counts.notes += usize::from(all.clone().any(|it| !it.note.is_empty()));
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        for (topic, count) in other.topics {
            *self.topics.entry(topic).or_default() += count;
        }
        for (part, count) in other.parts {
            *self.parts.entry(part).or_default() += count;
        }
        self.articles += other.articles;
        self.rows += other.rows;
        self.none += other.none;
        self.boilerplate += other.boilerplate;
        self.passed_on += other.passed_on;
        self.undecided += other.undecided;
        self.divided += other.divided;
        self.flagged += other.flagged;
        self.evidence += other.evidence;
        self.notes += other.notes;
        self.overall += other.overall;
        self.foreign += other.foreign;
    }
}

impl<'a> Row<'a> {
    /// The article and the sentence: no other row has it, but those of other annotators.
    pub fn id(&self) -> String {
        format!("{}/{}", self.said.article.id, self.sentence())
    }

    /// The sentence's id.
    pub fn sentence(&self) -> &'a str {
        let sentence = self.said.article.sentences.get(self.index);
        sentence.map_or("", |it| &it.id)
    }

    /// The sentence's text.
    pub fn text(&self) -> &'a str {
        self.said.article.quote(self.index)
    }

    /// The place of words of the sentence in the article.
    pub fn offsets_of(&self, words: &Evidence) -> Offsets {
        let (first, text) = (self.offsets, self.text());
        let place = |point: usize| {
            let before = text.chars().take(point.saturating_sub(first.code_points.0));
            before.fold((first.bytes.0, first.utf16.0), |(bytes, units), c| {
                (bytes + c.len_utf8(), units + c.len_utf16())
            })
        };
        let (start, end) = (place(words.start), place(words.end));
        Offsets {
            code_points: (words.start, words.end),
            bytes: (start.0, end.0),
            utf16: (start.1, end.1),
        }
    }
}

/// Counts units of UTF-16 up to a byte, forwards only.
struct Utf16<'a> {
    text: &'a str,
    byte: usize,
    units: usize,
}

impl<'a> Utf16<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            byte: 0,
            units: 0,
        }
    }

    fn before(&mut self, byte: usize) -> usize {
        let passed = self.text.get(self.byte..byte).unwrap_or_default();
        self.units += passed.chars().map(char::len_utf16).sum::<usize>();
        self.byte = byte.max(self.byte);
        self.units
    }
}
