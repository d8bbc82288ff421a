//! Articles whose sentences were split or merged, and the annotations that were made before that.

use std::io;

use super::atomic::{self, Durability};
use super::format::{self, Flaw};
use super::{Store, StoreError};
use crate::model::Time;
use crate::model::annotation::Annotations;
use crate::model::article::{Article, locate_sentences};
use crate::model::realign::{Realigned, realign};

impl Store {
    /// Puts `article`, which was split or merged once, in the place of its file; a conflict if that is
    /// not the segmentation right before it, or has another text. Nobody's annotations are touched.
    pub fn resegment(&self, article: &Article) -> Result<(), StoreError> {
        let path = self.article_path(&article.id);
        let written = |error: io::Error| StoreError::write(&path, &error);
        // Two who split at once would each find the segmentation that they started from.
        let articles = self.root().join("articles");
        let lock = atomic::check_inside(self.root(), &articles)
            .and_then(|()| atomic::open_lock(&articles.join(".lock")));
        let lock = lock.map_err(written)?;
        lock.lock().map_err(written)?;
        let before = self.article(&article.id)?;
        let is_next = before.segmentation.checked_add(1) == Some(article.segmentation);
        if !is_next || before.text != article.text {
            return Err(StoreError::Conflict { path });
        }
        if locate_sentences(&article.text, &mut article.sentences.clone()).is_err() {
            let what = "a split or merge put a sentence out of its paragraph";
            return Err(StoreError::flawed(&path, Flaw::at((0, 0), what)));
        }
        let json = format::to_json(article).map_err(io::Error::from);
        json.and_then(|json| atomic::replace(&path, &json, Durability::Disk, |_| {}))
            .map_err(written)
    }

    /// Reads what `annotator` says of `article`, carried over if that was split or merged since: its
    /// new history entries are numbered from `n` on and made at `at`. Nothing is written; saving is
    /// for who holds the claim.
    pub fn realigned(
        &self,
        annotator: &str,
        article: &Article,
        n: u64,
        at: Time,
    ) -> Result<Realigned, StoreError> {
        let own = self.own(annotator, &article.id)?;
        let own = own.unwrap_or_else(|| Annotations::new(article, annotator));
        self.carry_over(&own, article, n, at)
    }

    /// `annotations` on the sentences of `article`; refused where they are of another text, or of a
    /// segmentation that this one was not made from.
    pub(super) fn carry_over(
        &self,
        annotations: &Annotations,
        article: &Article,
        n: u64,
        at: Time,
    ) -> Result<Realigned, StoreError> {
        if !annotations.fits(article) && !annotations.precede(article) {
            return Err(StoreError::Mismatch {
                annotations: self.annotations_path(&annotations.annotator, &article.id),
                article: self.article_path(&article.id),
            });
        }
        let scheme = self.project().topics.iter().map(|topic| topic.id.as_str());
        Ok(realign(annotations, article, scheme, n, at))
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::{Access, Claim, Holder, sha256};
    use super::*;
    use crate::model::Unknown;
    use crate::model::annotation::{Circumstances, Edit};
    use crate::model::article::{Metadata, Source, number_sentences};
    use crate::model::flag::Flag;

    /// A project with the articles `a` and `b`, of two sentences each.
    fn project(folder: &std::path::Path) -> Store {
        Store::create(folder).unwrap();
        let mut store = Store::open(folder).unwrap();
        for id in ["a", "b"] {
            let text = "They raided it.\nWe shall see.\n";
            let article = Article {
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
            };
            store.add(&article).unwrap();
        }
        store
    }

    fn claim(store: &Store) -> Claim {
        let me = Holder {
            host: "desk".into(),
            pid: 1,
            since: Time::UNIX_EPOCH,
        };
        match store.claim("sara", &me).unwrap() {
            Access::Write(claim) => claim,
            other => panic!("{other:?}"),
        }
    }

    /// Decides as sara on the first sentence of an article, as her entry `n`.
    fn decide(store: &Store, claim: &mut Claim, id: &str, n: u64) {
        store.watch(claim, id);
        let article = store.article(id).unwrap();
        let mut annotations = store.annotations("sara", &article).unwrap();
        let now = Circumstances {
            at: Time::UNIX_EPOCH,
            seconds: None,
            guideline: "g".into(),
        };
        let decision = annotations.sentences[0].decision.toggle_none(&now);
        annotations.decide(
            Edit {
                sentence: 0,
                decision,
            },
            n,
            now.at,
            None,
            None,
        );
        store.save(claim, &annotations).unwrap();
    }

    #[test]
    fn a_split_is_written_and_decisions_are_carried_over_when_they_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let store = project(folder.path());
        let mut claim = claim(&store);
        decide(&store, &mut claim, "a", 1);
        decide(&store, &mut claim, "b", 2);
        let file = folder.path().join("annotations/sara/a.json");
        let before = fs::read(&file).unwrap();
        let split = store.article("a").unwrap().split("s1", 4).unwrap();
        store.resegment(&split).unwrap();
        assert_eq!(store.article("a").unwrap(), split);
        assert_eq!(store.ids(), ["a", "b"]);

        store.watch(&mut claim, "a");
        let read = store.annotations("sara", &split).unwrap();
        let flagged = read
            .sentences
            .iter()
            .filter(|it| it.decision.has(Flag::Review));
        assert_eq!(
            (flagged.count(), read.sentences.len(), read.segmentation),
            (2, 3, 2)
        );
        let numbers: Vec<_> = read.history.iter().map(|it| it.n).collect();
        assert_eq!(numbers, [1, 3, 4], "2 is in the other article");
        assert_eq!(fs::read(&file).unwrap(), before, "reading writes nothing");
        let at = Time::from_second(9).unwrap();
        let realigned = store.realigned("sara", &split, 7, at).unwrap();
        assert_eq!(realigned.annotations.history[2].n, 8);
        assert_eq!(
            (realigned.inherited.join(" "), realigned.kept.join(" ")),
            ("s3 s4".into(), "s2".into())
        );

        store.save(&mut claim, &read).unwrap();
        assert_eq!(store.annotations("sara", &split).unwrap(), read);
        assert_eq!(store.journal("sara").next_number(), 5);
    }

    #[test]
    fn who_has_said_nothing_has_nothing_to_carry_over() {
        let folder = tempfile::tempdir().unwrap();
        let store = project(folder.path());
        let split = store.article("a").unwrap().split("s1", 4).unwrap();
        store.resegment(&split).unwrap();
        let read = store.annotations("omar", &split).unwrap();
        assert_eq!(read, Annotations::new(&split, "omar"));
        assert_eq!(
            store
                .realigned("omar", &split, 1, Time::UNIX_EPOCH)
                .unwrap()
                .annotations,
            read
        );
    }

    #[test]
    fn a_segmentation_that_is_not_the_next_one_is_a_conflict() {
        let folder = tempfile::tempdir().unwrap();
        let store = project(folder.path());
        let first = store.article("a").unwrap();
        let (one, other) = (
            first.split("s1", 4).unwrap(),
            first.split("s2", 18).unwrap(),
        );
        let twice = one.split("s2", 18).unwrap();
        let refused = |article: &Article| {
            let before = fs::read(folder.path().join("articles/a.json")).unwrap();
            let error = store.resegment(article).unwrap_err();
            assert!(matches!(error, StoreError::Conflict { .. }), "{error}");
            assert_eq!(
                fs::read(folder.path().join("articles/a.json")).unwrap(),
                before
            );
        };
        refused(&first);
        refused(&twice);
        store.resegment(&one).unwrap();
        refused(&other);
        refused(&one);
        refused(&Article {
            text: "Another.\n".into(),
            ..twice.clone()
        });
        store.resegment(&twice).unwrap();
        assert_eq!(store.article("a").unwrap().retired, ["s1", "s2"]);
    }

    #[test]
    fn of_several_who_split_at_once_one_does() {
        let folder = tempfile::tempdir().unwrap();
        let store = project(folder.path());
        let first = store.article("a").unwrap();
        let split = [
            first.split("s1", 4).unwrap(),
            first.split("s2", 18).unwrap(),
        ];
        let done: Vec<bool> = std::thread::scope(|scope| {
            let store = &store;
            let threads = (0..8).map(|nth| {
                let article = &split[nth % 2];
                scope.spawn(move || store.resegment(article).is_ok())
            });
            let threads: Vec<_> = threads.collect();
            threads
                .into_iter()
                .map(|thread| thread.join().unwrap())
                .collect()
        });
        assert_eq!(done.iter().filter(|done| **done).count(), 1);
        assert_eq!(store.article("a").unwrap().segmentation, 2);
    }

    #[test]
    fn an_article_that_could_not_be_read_again_is_not_written() {
        let folder = tempfile::tempdir().unwrap();
        let store = project(folder.path());
        let mut split = store.article("a").unwrap().split("s1", 4).unwrap();
        split.sentences[1].end = 20;
        assert!(matches!(
            store.resegment(&split),
            Err(StoreError::Flawed { .. })
        ));
        assert_eq!(store.article("a").unwrap().segmentation, 1);
    }

    #[test]
    fn annotations_of_another_text_or_a_later_segmentation_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let store = project(folder.path());
        let first = store.article("a").unwrap();
        let mut claim = claim(&store);
        let split = first.split("s1", 4).unwrap();
        store.resegment(&split).unwrap();
        decide(&store, &mut claim, "a", 1);
        let refused = |article: &Article| {
            let error = store.annotations("sara", article).unwrap_err();
            assert!(matches!(error, StoreError::Mismatch { .. }), "{error}");
        };
        // The article was put back to what it was before the split.
        refused(&first);
        // Somebody else's split of the same number.
        refused(&first.split("s1", 11).unwrap());
        // The same segmentation of another text.
        refused(&Article {
            text_sha256: sha256(b"x"),
            ..split
        });
    }
}
