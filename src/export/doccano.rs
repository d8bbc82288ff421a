//! Lines for a text classification project of doccano; it keeps the fields that it does not know
//! beside the text.

use serde::Serialize;

use super::spacy::{Meta, meta};
use super::{Choice, Row};

/// A line.
#[derive(Debug, Serialize)]
pub(super) struct Line<'a> {
    text: &'a str,
    label: &'a [String],
    #[serde(rename = "Comments")]
    comments: Vec<&'a str>,
    #[serde(flatten)]
    meta: Meta<'a>,
}

pub(super) fn line<'r>(row: &'r Row<'_>, choice: &Choice) -> Line<'r> {
    let note = row.decision.note.as_str();
    Line {
        text: row.text(),
        label: &row.decision.topics,
        comments: match choice.notes && !note.is_empty() {
            true => vec![note],
            false => Vec::new(),
        },
        meta: meta(row),
    }
}
