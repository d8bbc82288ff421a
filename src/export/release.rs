//! The tables of a release: everybody's decisions, soft labels, what was decided in the end, and the
//! articles. Annotators are pseudonyms. A stand-off release has no word of the texts.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use serde::{Deserialize, Serialize};

use super::hugging_face::line;
use super::{Choice, Counts, Offsets, Row, Said, Who, rows};
use crate::model::Time;
use crate::model::annotation::{Annotations, Overall, State};
use crate::model::article::Metadata;
use crate::model::project::Project;
use crate::model::pseudonym::Pseudonyms;

/// How a release is made.
#[derive(Debug, Clone, Copy)]
pub struct Making<'a> {
    /// The project.
    pub project: &'a Project,
    /// Which sentences are in `data`, and whether notes and what was passed on go along at all.
    pub choice: &'a Choice,
    /// Who is who.
    pub pseudonyms: &'a Pseudonyms,
    /// Whether no word of the texts goes along.
    pub stand_off: bool,
}

/// What becomes of an article: lines of each table.
#[derive(Debug, Default)]
pub struct Tables {
    /// The chosen decisions.
    pub data: Vec<u8>,
    /// Everybody's.
    pub raw: Vec<u8>,
    /// Shares.
    pub soft: Vec<u8>,
    /// What was decided in the end.
    pub gold: Vec<u8>,
    /// The article itself.
    pub articles: Vec<u8>,
    /// What went along in `data`.
    pub counts: Counts,
    /// How many decisions of each annotator are in `raw`, by pseudonym.
    pub people: BTreeMap<String, usize>,
    /// The wordings that were decided under.
    pub wordings: BTreeSet<String>,
}

/// A decision in `raw.jsonl` or `gold.jsonl`.
#[derive(Debug, Serialize)]
struct Raw<'a> {
    article: &'a str,
    sentence: &'a str,
    offsets: Offsets,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    annotator: &'a str,
    state: State,
    topics: &'a [String],
    flags: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    evidence: Option<Vec<Words<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
    decided: Option<Time>,
    seconds: Option<f64>,
    guideline: Option<&'a str>,
    split: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct Words<'a> {
    topic: &'a str,
    text: &'a str,
    offsets: Offsets,
}

/// A line of `soft.jsonl`.
#[derive(Debug, Serialize)]
struct Soft<'a> {
    article: &'a str,
    sentence: &'a str,
    annotators: usize,
    none: f64,
    /// Every topic of the scheme.
    topics: BTreeMap<&'a str, f64>,
    split: Option<&'a str>,
}

/// A line of `articles.jsonl`.
#[derive(Debug, Serialize)]
struct About<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text_sha256: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    metadata: Option<&'a Metadata>,
    source: Option<&'a str>,
    date: Option<&'a str>,
    url: Option<&'a str>,
    licence: Option<&'a str>,
    segmentation: u32,
    overall: Vec<Whole<'a>>,
    split: Option<&'a str>,
}

/// What somebody says of an article as a whole.
#[derive(Debug, Serialize)]
struct Whole<'a> {
    annotator: &'a str,
    topics: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    fields: Option<&'a BTreeMap<String, String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
}

/// The lines of an article; no line of any table where nothing of it goes along.
pub fn tables(said: &Said, making: &Making<'_>) -> io::Result<Tables> {
    let Making {
        project,
        choice,
        pseudonyms,
        stand_off,
    } = *making;
    let mut tables = Tables::default();
    for row in named(rows(said, project, choice, &mut tables.counts), pseudonyms) {
        let line = line(project, &row);
        let line = if stand_off { line.without_text() } else { line };
        push(&mut tables.data, &line)?;
        tables.wordings.extend(row.decision.guideline.clone());
    }
    // Everything that was decided: what its flags say is for the reader to judge.
    let all = |who| Choice {
        who,
        undecided: false,
        flagged: true,
        ..choice.clone()
    };
    let mut ignored = Counts::default();
    let mut last = None;
    let everybody = rows(said, project, &all(Who::All), &mut ignored);
    for row in named(everybody, pseudonyms) {
        push(&mut tables.raw, &raw(&row, making))?;
        *tables.people.entry(row.by.to_owned()).or_default() += 1;
        tables.wordings.extend(row.decision.guideline.clone());
        if last != Some(row.index) && row.votes.of > 0 {
            let topics = project.topics.iter().map(|it| &it.id);
            let topics = topics.chain(row.votes.topics.keys());
            push(
                &mut tables.soft,
                &Soft {
                    article: &said.article.id,
                    sentence: row.sentence(),
                    annotators: row.votes.of,
                    none: row.votes.share_of_none(),
                    topics: topics
                        .map(|id| (id.as_str(), row.votes.share(id)))
                        .collect(),
                    split: said.part.as_deref(),
                },
            )?;
        }
        last = Some(row.index);
    }
    for row in rows(said, project, &all(Who::Gold), &mut ignored) {
        push(&mut tables.gold, &raw(&row, making))?;
        tables.wordings.extend(row.decision.guideline.clone());
    }
    if !(tables.data.is_empty() && tables.raw.is_empty() && tables.gold.is_empty()) {
        push(&mut tables.articles, &about(said, making))?;
    }
    Ok(tables)
}

/// `rows` under pseudonyms, and in their order: that of names would tell something of them.
fn named<'a>(mut rows: Vec<Row<'a>>, pseudonyms: &'a Pseudonyms) -> Vec<Row<'a>> {
    for row in &mut rows {
        row.by = pseudonyms.of(row.by);
    }
    rows.sort_by_key(|row| (row.index, row.by));
    rows
}

fn push(out: &mut Vec<u8>, line: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    out.push(b'\n');
    Ok(())
}

fn raw<'r>(row: &'r Row<'_>, making: &Making<'_>) -> Raw<'r> {
    let decision = &row.decision;
    let words = decision.evidence.iter().map(|it| Words {
        topic: &it.topic,
        text: &it.text,
        offsets: row.offsets_of(it),
    });
    let has_text = !making.stand_off;
    Raw {
        article: &row.said.article.id,
        sentence: row.sentence(),
        offsets: row.offsets,
        text: has_text.then(|| row.text()),
        annotator: row.by,
        state: decision.state,
        topics: &decision.topics,
        flags: &decision.flags,
        evidence: has_text.then(|| words.collect()),
        note: (has_text && making.choice.notes).then_some(&decision.note),
        decided: decision.decided,
        seconds: decision.seconds,
        guideline: decision.guideline.as_deref(),
        split: row.said.part.as_deref(),
    }
}

fn about<'a>(said: &'a Said, making: &Making<'a>) -> About<'a> {
    let article = &said.article;
    let metadata = &article.metadata;
    let has_text = !making.stand_off;
    let whole = |annotations: &'a Annotations| {
        let overall = &annotations.overall;
        let whole = Whole {
            annotator: making.pseudonyms.of(&annotations.annotator),
            topics: &overall.topics,
            fields: has_text.then_some(&overall.fields),
            note: (has_text && making.choice.notes).then_some(&overall.note),
        };
        (*overall != Overall::default()).then_some(whole)
    };
    let people = said.people.iter().chain(&said.gold).filter_map(whole);
    let mut overall: Vec<Whole<'_>> = people.collect();
    overall.sort_by_key(|it| it.annotator);
    About {
        id: &article.id,
        title: has_text.then_some(&article.title),
        text: has_text.then_some(&article.text),
        text_sha256: has_text.then_some(&article.text_sha256),
        metadata: has_text.then_some(metadata),
        source: metadata.source.as_deref(),
        date: metadata.date.as_deref(),
        url: metadata.url.as_deref(),
        licence: metadata.licence.as_deref(),
        segmentation: article.segmentation,
        overall,
        split: said.part.as_deref(),
    }
}

/// What of a line of `raw.jsonl` or `gold.jsonl` says whether a decision changed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Decided {
    /// The article's id.
    pub article: String,
    /// The sentence's id.
    pub sentence: String,
    /// A pseudonym, or `gold`.
    pub annotator: String,
    /// What was decided.
    pub topics: Vec<String>,
    /// When.
    pub decided: Option<Time>,
    /// Under which wording.
    pub guideline: Option<String>,
}

/// A decision that is not the same in two releases.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The article and the sentence.
    pub id: String,
    /// A pseudonym, or `gold`.
    pub annotator: String,
    /// The topics before; null where it is new.
    pub from: Option<Vec<String>>,
    /// The topics after; null where it is gone.
    pub to: Option<Vec<String>>,
    /// When the later one was decided.
    pub decided: Option<Time>,
    /// The wordings, where they differ.
    pub guideline: Option<(Option<String>, Option<String>)>,
}

/// What changed from `old` to `new`, in the order of articles, sentences and annotators.
pub fn changes(old: Vec<Decided>, new: Vec<Decided>) -> Vec<Change> {
    type Both = (Option<Decided>, Option<Decided>);
    let mut both: BTreeMap<(String, String, String), Both> = BTreeMap::new();
    let key = |it: &Decided| {
        (
            it.article.clone(),
            it.sentence.clone(),
            it.annotator.clone(),
        )
    };
    for it in old {
        let key = key(&it);
        both.entry(key).or_default().0 = Some(it);
    }
    for it in new {
        let key = key(&it);
        both.entry(key).or_default().1 = Some(it);
    }
    let change =
        |((article, sentence, annotator), (old, new)): ((String, String, String), Both)| {
            let is_same =
                matches!((&old, &new), (Some(old), Some(new)) if old.topics == new.topics);
            let wording = |it: &Option<Decided>| it.as_ref().and_then(|it| it.guideline.clone());
            let wordings = (wording(&old), wording(&new));
            let change = Change {
                id: format!("{article}/{sentence}"),
                annotator,
                decided: new.as_ref().or(old.as_ref()).and_then(|it| it.decided),
                guideline: (old.is_some() && new.is_some() && wordings.0 != wordings.1)
                    .then_some(wordings),
                from: old.map(|it| it.topics),
                to: new.map(|it| it.topics),
            };
            (!is_same).then_some(change)
        };
    both.into_iter().filter_map(change).collect()
}
