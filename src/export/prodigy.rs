//! Lines for `prodigy db-in`, as its `choice` interface makes them. The words that a topic rests on are
//! `spans`, counted in code points of the sentence. Prodigy makes its own hashes when it reads them.

use serde::Serialize;
use serde_json::{Value, json};

use super::spacy::{Meta, meta};
use super::{MAJORITY, Row};
use crate::model::annotation::State;
use crate::model::project::Project;

/// A line.
#[derive(Debug, Serialize)]
pub(super) struct Line<'a> {
    text: &'a str,
    options: Vec<Value>,
    accept: &'a [String],
    answer: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    spans: Vec<Span<'a>>,
    _view_id: &'static str,
    config: Value,
    meta: Meta<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    _timestamp: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    _annotator_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    _session_id: Option<&'a str>,
}

#[derive(Debug, Serialize)]
struct Span<'a> {
    start: usize,
    end: usize,
    label: &'a str,
}

pub(super) fn line<'r>(project: &'r Project, row: &'r Row<'_>) -> Line<'r> {
    let decision = &row.decision;
    let topics = project.topics.iter();
    let name = |ar: &str, en: &str| {
        if ar.is_empty() {
            en.to_owned()
        } else {
            ar.to_owned()
        }
    };
    let first = row.offsets.code_points.0;
    let spans = decision.evidence.iter().map(|it| Span {
        start: it.start.saturating_sub(first),
        end: it.end.saturating_sub(first),
        label: &it.topic,
    });
    let by = (row.by != MAJORITY).then_some(row.by);
    Line {
        text: row.text(),
        options: topics
            .map(|it| json!({ "id": it.id, "text": name(&it.name.ar, &it.name.en) }))
            .collect(),
        accept: &decision.topics,
        answer: match decision.state {
            State::Undecided => "ignore",
            _ => "accept",
        },
        spans: spans.collect(),
        _view_id: "choice",
        config: json!({ "choice_style": "multiple" }),
        meta: meta(row),
        _timestamp: decision.decided.map(|it| it.as_second()),
        _annotator_id: by,
        _session_id: by,
    }
}
