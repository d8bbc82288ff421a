//! The native form, which loses nothing: a sentence a line, with everybody's decisions, soft labels
//! and what was decided in the end. `hashiya schema` prints what it looks like.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Choice, GOLD, Offsets, Row};
use crate::model::Time;
use crate::model::annotation::{Decision, State};
use crate::model::article::Metadata;
use crate::model::flag::Flag;
use crate::model::votes::Votes;

/// What a line looks like, as JSON Schema (draft 2020-12).
pub const SCHEMA: &str = include_str!("record.schema.json");

/// A line. Every key is always written.
#[derive(Debug, Serialize)]
pub struct Record<'a> {
    id: String,
    article: About<'a>,
    sentence: &'a str,
    index: usize,
    text: &'a str,
    offsets: Offsets,
    boilerplate: bool,
    decision: Voice<'a>,
    annotators: Vec<Voice<'a>>,
    soft: Soft<'a>,
    gold: Option<Voice<'a>>,
    split: Option<&'a str>,
}

/// The article of a sentence.
#[derive(Debug, Serialize)]
struct About<'a> {
    id: &'a str,
    title: &'a str,
    segmentation: u32,
    text_sha256: &'a str,
    file: &'a str,
    metadata: &'a Metadata,
}

/// A decision, and whose it is.
#[derive(Debug, Serialize)]
pub(super) struct Voice<'a> {
    annotator: &'a str,
    state: State,
    topics: &'a [String],
    flags: &'a [String],
    evidence: Vec<Words<'a>>,
    note: Option<&'a str>,
    decided: Option<Time>,
    seconds: Option<f64>,
    guideline: Option<&'a str>,
}

/// The words that a topic rests on.
#[derive(Debug, Serialize)]
struct Words<'a> {
    topic: &'a str,
    text: &'a str,
    offsets: Offsets,
}

/// The shares of those who decided: what to train on where people differ.
#[derive(Debug, Serialize)]
pub(super) struct Soft<'a> {
    annotators: usize,
    none: f64,
    topics: BTreeMap<&'a str, f64>,
}

/// The line of `row`.
pub fn record<'r>(row: &'r Row<'_>, choice: &Choice) -> Record<'r> {
    let said = row.said;
    let article = &said.article;
    let at = |annotations: &'r crate::model::annotation::Annotations| {
        annotations.sentences.get(row.index).map(|it| &it.decision)
    };
    let goes_along = |it: &Decision| it.is_decided() && (choice.passed_on || !it.has(Flag::PassOn));
    let people = said.people.iter().filter_map(|it| {
        let decision = at(it).filter(|it| goes_along(it))?;
        Some(voice(row, &it.annotator, decision, choice.notes))
    });
    let gold = said.gold.as_ref().and_then(at).filter(|it| goes_along(it));
    Record {
        id: row.id(),
        article: About {
            id: &article.id,
            title: &article.title,
            segmentation: article.segmentation,
            text_sha256: &article.text_sha256,
            file: &article.source.file,
            metadata: &article.metadata,
        },
        sentence: row.sentence(),
        index: row.index,
        text: row.text(),
        offsets: row.offsets,
        boilerplate: said.outside.get(row.index).is_some_and(|it| *it),
        decision: voice(row, row.by, &row.decision, choice.notes),
        annotators: people.collect(),
        soft: soft(&row.votes),
        gold: gold.map(|it| voice(row, GOLD, it, choice.notes)),
        split: said.part.as_deref(),
    }
}

fn voice<'r>(row: &Row<'_>, annotator: &'r str, decision: &'r Decision, notes: bool) -> Voice<'r> {
    let words = decision.evidence.iter().map(|it| Words {
        topic: &it.topic,
        text: &it.text,
        offsets: row.offsets_of(it),
    });
    Voice {
        annotator,
        state: decision.state,
        topics: &decision.topics,
        flags: &decision.flags,
        evidence: words.collect(),
        note: notes.then_some(&decision.note),
        decided: decision.decided,
        seconds: decision.seconds,
        guideline: decision.guideline.as_deref(),
    }
}

/// Soft labels; a topic that nobody gave is not among them.
pub(super) fn soft(votes: &Votes) -> Soft<'_> {
    let topics = votes.topics.keys();
    Soft {
        annotators: votes.of,
        none: votes.share_of_none(),
        topics: topics.map(|id| (id.as_str(), votes.share(id))).collect(),
    }
}
