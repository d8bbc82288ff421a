//! Lines for spaCy's text categorizer (`textcat_multilabel`): every topic is there, with 1.0 or 0.0.
//! What else is known is in `meta`, which spaCy leaves alone.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Row;
use crate::model::project::Project;

/// A line.
#[derive(Debug, Serialize)]
pub(super) struct Line<'a> {
    text: &'a str,
    cats: BTreeMap<&'a str, f64>,
    meta: Meta<'a>,
}

/// Where a sentence is from, for tools that keep what they do not know in `meta`.
#[derive(Debug, Serialize)]
pub(super) struct Meta<'a> {
    id: String,
    article: &'a str,
    sentence: &'a str,
    start: usize,
    end: usize,
    annotator: &'a str,
    source: Option<&'a str>,
    split: Option<&'a str>,
}

pub(super) fn line<'r>(project: &'r Project, row: &'r Row<'_>) -> Line<'r> {
    let holds = |id: &String| f64::from(u8::from(row.decision.topics.contains(id)));
    let topics = project.topics.iter();
    Line {
        text: row.text(),
        cats: topics.map(|it| (it.id.as_str(), holds(&it.id))).collect(),
        meta: meta(row),
    }
}

pub(super) fn meta<'r>(row: &'r Row<'_>) -> Meta<'r> {
    let article = &row.said.article;
    Meta {
        id: row.id(),
        article: &article.id,
        sentence: row.sentence(),
        start: row.offsets.code_points.0,
        end: row.offsets.code_points.1,
        annotator: row.by,
        source: article.metadata.source.as_deref(),
        split: row.said.part.as_deref(),
    }
}
