//! What somebody says of an article, for who only reads: the history, which is most of a file, is
//! passed over.

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::{Store, StoreError, read_if_there};
use crate::model::annotation::{
    Annotated, Annotations, Decision, Evidence, FORMAT, Overall, State, Status,
};
use crate::model::article::Article;
use crate::model::{Time, Unknown};

impl Store {
    /// What `annotator` says of `article`, as [`Self::annotations`] has it but without the history.
    pub fn said(&self, annotator: &str, article: &Article) -> Result<Annotations, StoreError> {
        match self.without_history(annotator, &article.id)? {
            Some(annotations) if annotations.fits(article) => Ok(annotations),
            _ => self.annotations(annotator, article),
        }
    }

    /// What `annotator` says of the article called `id`, as [`Self::own`] has it but without the history.
    pub fn own_said(&self, annotator: &str, id: &str) -> Result<Option<Annotations>, StoreError> {
        match self.without_history(annotator, id)? {
            Some(annotations) => Ok(Some(annotations)),
            None => self.own(annotator, id),
        }
    }

    /// None where there is no file, and where it is not as files mostly are: the longer way finds out
    /// about that.
    fn without_history(
        &self,
        annotator: &str,
        id: &str,
    ) -> Result<Option<Annotations>, StoreError> {
        let path = self.annotations_path(annotator, id);
        let json = read_if_there(&path)?.unwrap_or_default();
        let Ok(read) = serde_json::from_slice::<WithoutHistory>(&json) else {
            return Ok(None);
        };
        if read.format > FORMAT || read.article != id || read.annotator != annotator {
            return Ok(None);
        }
        let mut annotations = Annotations::from(read);
        self.topic_changes().apply(&mut annotations);
        Ok(Some(annotations))
    }
}

/// An annotations file of which the history is passed over.
#[derive(Deserialize)]
struct WithoutHistory {
    format: u32,
    revision: u64,
    article: String,
    text_sha256: String,
    segmentation: u32,
    annotator: String,
    status: Status,
    #[serde(default)]
    overall: Overall,
    sentences: Vec<Sentence>,
    #[serde(rename = "history")]
    _history: IgnoredAny,
}

/// An [`Annotated`] that is read key by key: what is flattened into another is read twice.
#[derive(Deserialize)]
struct Sentence {
    id: String,
    start: usize,
    end: usize,
    text: String,
    state: State,
    topics: Vec<String>,
    flags: Vec<String>,
    note: String,
    evidence: Vec<Evidence>,
    decided: Option<Time>,
    seconds: Option<f64>,
    guideline: Option<String>,
    #[serde(flatten)]
    unknown: Unknown,
}

impl From<WithoutHistory> for Annotations {
    fn from(read: WithoutHistory) -> Self {
        let sentence = |it: Sentence| Annotated {
            id: it.id,
            start: it.start,
            end: it.end,
            text: it.text,
            decision: Decision {
                state: it.state,
                topics: it.topics,
                flags: it.flags,
                note: it.note,
                evidence: it.evidence,
                decided: it.decided,
                seconds: it.seconds,
                guideline: it.guideline,
                unknown: it.unknown,
            },
        };
        Self {
            format: read.format,
            revision: read.revision,
            article: read.article,
            text_sha256: read.text_sha256,
            segmentation: read.segmentation,
            annotator: read.annotator,
            status: read.status,
            overall: read.overall,
            sentences: read.sentences.into_iter().map(sentence).collect(),
            history: Vec::new(),
            unknown: Unknown::new(),
        }
    }
}
