//! Looking over all that an annotator did: nothing here is written, and a file that cannot be read
//! is counted and left out. Opening its article says what is wrong with it.

use std::collections::HashMap;

use serde_json::Value;

use super::rewording::Wordings;
use super::{Store, StoreError, format, ids_in, is_id, read_annotations, read_if_there};
use crate::model::annotation::{Annotations, Decision};
use crate::model::article::Id;
use crate::model::history::{Entry, Past};

/// Everything that an annotator decided, in the order in which she did.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Timeline {
    /// The oldest first.
    pub steps: Vec<Past>,
    /// How many files could not be read.
    pub unreadable: usize,
}

/// The decisions that ask for another look by what the guideline says now.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct OlderWording {
    /// In the order of articles and sentences.
    pub decisions: Vec<Decided>,
    /// How many files could not be read.
    pub unreadable: usize,
}

/// A decision, and where it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Decided {
    /// The article's id.
    pub article: String,
    /// The sentence's id.
    pub sentence: String,
    /// The index of the sentence in its article.
    pub index: usize,
    /// The text of the sentence.
    pub text: String,
    /// Hash of the wording that it was made under, for [`Store::wording`].
    pub hash: String,
    /// What was decided, and when.
    pub decision: Decision,
}

impl Store {
    /// The ids of the articles that `annotator` has a file on, in order. Reads names only: the
    /// article may be gone.
    pub fn annotated(&self, annotator: &str) -> Vec<Id> {
        ids_in(&self.annotator_folder(annotator)).unwrap_or_default()
    }

    /// Reads what `annotator` says of the article called `id`, without the article: whether it is
    /// about that one's text is not known. None if there is no file.
    pub fn own(&self, annotator: &str, id: &str) -> Result<Option<Annotations>, StoreError> {
        let path = self.annotations_path(annotator, id);
        let Some(mut annotations) = read_annotations(&path)? else {
            return Ok(None);
        };
        if annotations.article != id || annotations.annotator != annotator {
            let (id, name) = (&annotations.article, &annotations.annotator);
            let what = format!("it says that it is {name}'s and about {id}");
            return Err(StoreError::flawed(&path, format::Flaw::at((0, 0), &what)));
        }
        self.topic_changes().apply(&mut annotations);
        Ok(Some(annotations))
    }

    /// Everything that `annotator` decided, over all articles.
    pub fn timeline(&self, annotator: &str) -> Timeline {
        let mut timeline = Timeline::default();
        timeline.unreadable = self.look_over(annotator, |id, annotations| {
            let sentences = annotations.sentences.iter().enumerate();
            let places: HashMap<&str, usize> = sentences.map(|(at, it)| (&*it.id, at)).collect();
            let past = |entry: Entry| Past {
                article: id.to_owned(),
                sentence: places.get(&*entry.sentence).copied(),
                entry,
            };
            timeline
                .steps
                .extend(annotations.history.into_iter().map(past));
        });
        timeline.steps.sort_by_key(|past| past.entry.n);
        timeline
    }

    /// What `annotator` decided under an older revision of the guideline, in articles that are still
    /// there; under another wording than that in force, where nobody ever raised the revision. A decision
    /// that names no wording is not among them.
    pub fn under_older_wording(&self, annotator: &str) -> OlderWording {
        let mut found = OlderWording::default();
        let mut wordings = Wordings::of(self);
        found.unreadable = self.look_over(annotator, |id, annotations| {
            if !self.has(id) {
                return;
            }
            for (index, sentence) in annotations.sentences.into_iter().enumerate() {
                let decision = sentence.decision;
                if let Some(hash) = decision.guideline.clone()
                    && decision.is_decided()
                    && wordings.is_older(&hash)
                {
                    found.decisions.push(Decided {
                        article: id.to_owned(),
                        sentence: sentence.id,
                        text: sentence.text,
                        index,
                        hash,
                        decision,
                    });
                }
            }
        });
        found
    }

    /// The wording called `hash`, as it was kept when decisions were made under it; none if it is
    /// not there. `hash` may come from a file: nothing outside the folder of wordings is read.
    pub fn wording(&self, hash: &str) -> Result<Option<Value>, StoreError> {
        if !is_id(hash) {
            return Ok(None);
        }
        let path = self.root().join("guidelines").join(format!("{hash}.json"));
        let json = read_if_there(&path)?;
        let read = json.map(|json| format::from_json(&json)).transpose();
        read.map_err(|flaw| StoreError::flawed(&path, flaw))
    }

    /// Hands over what `annotator` says of each article, in order; how many files could not be read.
    fn look_over(&self, annotator: &str, mut take: impl FnMut(&str, Annotations)) -> usize {
        let mut unreadable = 0;
        for id in self.annotated(annotator) {
            match self.own(annotator, &id) {
                Ok(Some(annotations)) => take(&id, annotations),
                // It was there a moment ago: somebody took it away.
                Ok(None) => {}
                Err(_) => unreadable += 1,
            }
        }
        unreadable
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::super::{Access, Holder, sha256};
    use super::*;
    use crate::model::annotation::{Circumstances, Edit};
    use crate::model::article::{Article, Metadata, Source, number_sentences};
    use crate::model::{Time, Unknown};

    /// A project with the articles `a`, `b` and `c` of two sentences each.
    fn project(folder: &Path) -> Store {
        Store::create(folder).unwrap();
        let mut store = Store::open(folder).unwrap();
        for id in ["a", "b", "c"] {
            let text = "They raided it.\nWe shall see.\n";
            store
                .add(&Article {
                    format: 1,
                    id: id.into(),
                    title: "They raided it.".into(),
                    source: Source {
                        file: "a.txt".into(),
                        sha256: sha256(b""),
                    },
                    metadata: Metadata::default(),
                    segmentation: 1,
                    sentences: number_sentences(text, &[0..15, 16..29]),
                    retired: Vec::new(),
                    text: text.into(),
                    unknown: Unknown::new(),
                    text_sha256: sha256(text.as_bytes()),
                })
                .unwrap();
        }
        store
    }

    /// Decides as sara, each an article, a sentence and the wording's hash.
    fn decide(store: &Store, decisions: &[(&str, usize, &str)]) {
        let me = Holder {
            host: "desk".into(),
            pid: 1,
            since: Time::UNIX_EPOCH,
        };
        let Access::Write(mut claim) = store.claim("sara", &me).unwrap() else {
            panic!("nobody else is there");
        };
        for (n, &(id, sentence, hash)) in (1..).zip(decisions) {
            store.watch(&mut claim, id);
            let article = store.article(id).unwrap();
            let mut annotations = store.annotations("sara", &article).unwrap();
            let now = Circumstances {
                at: Time::UNIX_EPOCH,
                seconds: Some(0.3),
                guideline: hash.into(),
            };
            let decision = annotations.sentences[sentence].decision.toggle_none(&now);
            annotations.decide(Edit { sentence, decision }, n, now.at, None, None);
            store.save(&mut claim, &annotations).unwrap();
        }
    }

    fn break_file(store: &Store, id: &str) {
        fs::write(store.annotations_path("sara", id), "{ torn").unwrap();
    }

    #[test]
    fn a_timeline_goes_over_all_articles_and_counts_what_it_cannot_read() {
        let folder = tempfile::tempdir().unwrap();
        let store = project(folder.path());
        assert_eq!(store.timeline("sara"), Timeline::default());
        decide(
            &store,
            &[("b", 0, "g"), ("a", 0, "g"), ("b", 1, "g"), ("c", 0, "g")],
        );
        break_file(&store, "c");
        let Timeline { steps, unreadable } = store.timeline("sara");
        let steps: Vec<_> = steps
            .iter()
            .map(|it| (it.entry.n, it.article.as_str()))
            .collect();
        assert_eq!(steps, [(1, "b"), (2, "a"), (3, "b")]);
        assert_eq!(unreadable, 1);
        assert_eq!(store.annotated("sara"), ["a", "b", "c"]);
        assert_eq!(store.annotated("nobody"), [""; 0]);
    }

    #[test]
    fn annotations_are_read_without_their_article() {
        let folder = tempfile::tempdir().unwrap();
        let store = project(folder.path());
        decide(&store, &[("a", 0, "g")]);
        fs::remove_file(folder.path().join("articles/a.json")).unwrap();
        assert_eq!(store.own("sara", "a").unwrap().unwrap().history.len(), 1);
        assert_eq!(store.own("sara", "b").unwrap(), None);
        let (of_a, of_b) = (
            store.annotations_path("sara", "a"),
            store.annotations_path("sara", "b"),
        );
        fs::rename(of_a, of_b).unwrap();
        assert!(
            store.own("sara", "b").is_err(),
            "it says that it is about a"
        );
    }

    #[test]
    fn what_was_decided_under_another_wording_is_found_in_order() {
        let folder = tempfile::tempdir().unwrap();
        let store = project(folder.path());
        let current = store.guideline().to_owned();
        decide(
            &store,
            &[
                ("b", 1, "old"),
                ("b", 0, "older"),
                ("a", 0, &current),
                ("a", 1, "old"),
                ("a", 1, "old"),
                ("c", 0, "old"),
            ],
        );
        break_file(&store, "c");
        let found = store.under_older_wording("sara");
        let places = found.decisions.iter().map(|it| {
            (
                it.article.as_str(),
                it.sentence.as_str(),
                it.index,
                it.hash.as_str(),
            )
        });
        // The second sentence of a is undecided again.
        assert_eq!(
            places.collect::<Vec<_>>(),
            [("b", "s1", 0, "older"), ("b", "s2", 1, "old")]
        );
        assert_eq!(found.decisions[0].decision.decided, Some(Time::UNIX_EPOCH));
        assert_eq!(found.unreadable, 1);
    }

    #[test]
    fn a_wording_is_read_from_its_folder_only() {
        let folder = tempfile::tempdir().unwrap();
        let store = project(folder.path());
        decide(&store, &[("a", 0, "g")]);
        let wording = store.wording(store.guideline()).unwrap().unwrap();
        assert_eq!(wording["topics"][0]["id"], "prevention");
        assert_eq!(store.wording("000000000000").unwrap(), None);
        for outside in ["../articles/a", "..", "", "/etc/passwd", "a/b"] {
            assert_eq!(store.wording(outside).unwrap(), None, "{outside}");
        }
        fs::write(folder.path().join("guidelines/torn.json"), "{").unwrap();
        assert!(store.wording("torn").is_err());
    }
}
