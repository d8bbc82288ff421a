//! Lines for `datasets.load_dataset`: flat, every field in every line, labels as the numbers of their
//! classes. [`super::card`] says what they are.

use serde::Serialize;

use super::Row;
use crate::model::project::Project;

/// The fields of a line and their types, as a card has them; `labels` stands by itself there.
pub(super) const FEATURES: [(&str, &str); 21] = [
    ("id", "string"),
    ("article", "string"),
    ("sentence", "string"),
    ("text", "string"),
    ("topics", "list: string"),
    ("state", "string"),
    ("soft", "list: float64"),
    ("annotators", "int64"),
    ("by", "string"),
    ("start", "int64"),
    ("end", "int64"),
    ("start_byte", "int64"),
    ("end_byte", "int64"),
    ("start_utf16", "int64"),
    ("end_utf16", "int64"),
    ("guideline", "string"),
    ("source", "string"),
    ("date", "string"),
    ("url", "string"),
    ("licence", "string"),
    ("title", "string"),
];

/// The fields that a release without texts does not have.
pub(super) const TEXTS: [&str; 2] = ["text", "title"];

/// A line.
#[derive(Debug, Serialize)]
pub(super) struct Line<'a> {
    id: String,
    article: &'a str,
    sentence: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
    /// The numbers of the topics in the scheme.
    labels: Vec<usize>,
    topics: &'a [String],
    state: crate::model::annotation::State,
    /// The share of each topic of the scheme, in order.
    soft: Vec<f64>,
    annotators: usize,
    by: &'a str,
    start: usize,
    end: usize,
    start_byte: usize,
    end_byte: usize,
    start_utf16: usize,
    end_utf16: usize,
    guideline: Option<&'a str>,
    source: Option<&'a str>,
    date: Option<&'a str>,
    url: Option<&'a str>,
    licence: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
}

pub(super) fn line<'r>(project: &'r Project, row: &'r Row<'_>) -> Line<'r> {
    let article = &row.said.article;
    let topics = || project.topics.iter().enumerate();
    let holds = |id: &String| row.decision.topics.contains(id);
    let (points, bytes, utf16) = (
        row.offsets.code_points,
        row.offsets.bytes,
        row.offsets.utf16,
    );
    let metadata = &article.metadata;
    Line {
        id: row.id(),
        article: &article.id,
        sentence: row.sentence(),
        text: Some(row.text()),
        labels: topics()
            .filter(|(_, topic)| holds(&topic.id))
            .map(|(number, _)| number)
            .collect(),
        topics: &row.decision.topics,
        state: row.decision.state,
        soft: topics()
            .map(|(_, topic)| row.votes.share(&topic.id))
            .collect(),
        annotators: row.votes.of,
        by: row.by,
        start: points.0,
        end: points.1,
        start_byte: bytes.0,
        end_byte: bytes.1,
        start_utf16: utf16.0,
        end_utf16: utf16.1,
        guideline: row.decision.guideline.as_deref(),
        source: metadata.source.as_deref(),
        date: metadata.date.as_deref(),
        url: metadata.url.as_deref(),
        licence: metadata.licence.as_deref(),
        title: Some(&article.title),
    }
}

impl Line<'_> {
    /// The same without a word of the article.
    pub(super) fn without_text(self) -> Self {
        Self {
            text: None,
            title: None,
            ..self
        }
    }
}
