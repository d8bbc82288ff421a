//! Whether what was read is still what is on the disk, told without reading it: others import, split
//! sentences and edit the scheme while a program runs.

use std::mem;

use super::claim::Stamp;
use super::{Claim, Store, StoreError, hash_of, read_project};

/// The files of an article as they were at a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    id: String,
    annotator: String,
    article: Option<Stamp>,
    own: Option<Stamp>,
}

/// What changed on the disk since it was read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stale {
    /// The article: its text, or where its sentences are cut.
    pub article: bool,
    /// What the annotator says of it.
    pub own: bool,
}

/// What became of `project.toml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refreshed {
    /// It is as it was.
    Same,
    /// It was changed, and what it says is in force.
    Changed,
    /// It was changed and cannot be read: what it said before stays in force, and
    /// [`Store::flaw`] says why.
    Flawed,
}

impl Stale {
    /// Whether anything changed.
    pub fn is_any(self) -> bool {
        self.article || self.own
    }
}

impl Store {
    /// Takes note of how the files of an article stand, before they are read.
    pub fn see(&self, annotator: &str, id: &str) -> Seen {
        Seen {
            article: Stamp::of(&self.article_path(id)),
            own: Stamp::of(&self.annotations_path(annotator, id)),
            annotator: annotator.to_owned(),
            id: id.to_owned(),
        }
    }

    /// What changed on the disk since `seen`. What was saved by `claim` is no change.
    pub fn stale(&self, seen: &Seen, claim: Option<&Claim>) -> Stale {
        let now = self.see(&seen.annotator, &seen.id);
        let path = self.annotations_path(&seen.annotator, &seen.id);
        let saved = claim.and_then(|claim| claim.seen.get(&path));
        Stale {
            article: now.article != seen.article,
            own: now.own != *saved.unwrap_or(&seen.own),
        }
    }

    /// Reads `project.toml` again if it changed. With a mistake in it, what it said before stays in
    /// force until it is mended.
    pub fn refresh_project(&mut self) -> Refreshed {
        let path = self.root.join("project.toml");
        let stamp = Stamp::of(&path);
        if mem::replace(&mut self.stamp, stamp) == stamp {
            return Refreshed::Same;
        }
        match read_project(&path) {
            Ok((project, changes)) => {
                self.guideline = hash_of(&project);
                (self.project, self.changes, self.flaw) = (project, changes, None);
                Refreshed::Changed
            }
            Err(error) => {
                self.flaw = Some(error);
                Refreshed::Flawed
            }
        }
    }

    /// What is wrong with `project.toml` since it was last good, if anything.
    pub fn flaw(&self) -> Option<&StoreError> {
        self.flaw.as_ref()
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;
    use crate::model::Time;
    use crate::model::annotation::Annotations;
    use crate::model::article::{Article, Metadata, Source, number_sentences};
    use crate::store::{Access, Holder, sha256};

    fn article() -> Article {
        let text = "They raided it. They left.";
        Article {
            format: 1,
            id: "a".into(),
            title: "They raided it.".into(),
            source: Source {
                file: "a.txt".into(),
                sha256: sha256(b""),
            },
            metadata: Metadata::default(),
            segmentation: 1,
            sentences: number_sentences(text, &[0..15, 16..26]),
            retired: Vec::new(),
            text: text.into(),
            unknown: crate::model::Unknown::new(),
            text_sha256: sha256(text.as_bytes()),
        }
    }

    fn project(folder: &Path) -> Store {
        Store::create(folder).unwrap();
        let mut store = Store::open(folder).unwrap();
        store.add(&article()).unwrap();
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
            access => panic!("{access:?}"),
        }
    }

    #[test]
    fn ones_own_saves_are_no_change_and_another_hands_are() {
        let folder = tempfile::tempdir().unwrap();
        let store = project(folder.path());
        let mut claim = claim(&store);
        store.watch(&mut claim, "a");
        let seen = store.see("sara", "a");
        assert!(!store.stale(&seen, Some(&claim)).is_any());
        store
            .save(&mut claim, &Annotations::new(&article(), "sara"))
            .unwrap();
        assert!(!store.stale(&seen, Some(&claim)).is_any());
        // Who only reads is told of it.
        let (own, other) = (
            Stale {
                own: true,
                ..Stale::default()
            },
            Stale {
                article: true,
                ..Stale::default()
            },
        );
        assert_eq!(store.stale(&seen, None), own);
        let path = folder.path().join("annotations/sara/a.json");
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, text + "\n").unwrap();
        assert_eq!(store.stale(&seen, Some(&claim)), own);
        let seen = store.see("sara", "a");
        drop(claim);
        let path = folder.path().join("articles/a.json");
        let json = fs::read(&path).unwrap();
        fs::remove_file(&path).unwrap();
        assert_eq!(store.stale(&seen, None), other, "it is gone");
        // In the place of the old one, as it was.
        fs::write(folder.path().join("new"), json).unwrap();
        fs::rename(folder.path().join("new"), &path).unwrap();
        assert_eq!(store.stale(&seen, None), other);
        assert!(!store.stale(&store.see("sara", "a"), None).is_any());
    }

    #[test]
    fn a_changed_scheme_is_read_again_and_a_mistake_leaves_the_last_good_one_in_force() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = project(folder.path());
        let path = folder.path().join("project.toml");
        let good = fs::read_to_string(&path).unwrap();
        let guideline = store.guideline().to_owned();
        assert_eq!(store.refresh_project(), Refreshed::Same);
        fs::write(&path, good.replacen("Prevention", "Awareness", 1)).unwrap();
        assert_eq!(store.refresh_project(), Refreshed::Changed);
        assert_eq!(store.project().topics[0].name.en, "Awareness");
        assert_ne!(store.guideline(), guideline);
        let changed = store.guideline().to_owned();
        fs::write(&path, good.replacen("colour", "color", 1)).unwrap();
        assert_eq!(store.refresh_project(), Refreshed::Flawed);
        assert!(store.flaw().unwrap().to_string().contains("project.toml:"));
        assert_eq!(
            (
                store.project().topics[0].name.en.as_str(),
                store.guideline()
            ),
            ("Awareness", changed.as_str())
        );
        assert_eq!(store.refresh_project(), Refreshed::Same, "it is said once");
        assert!(store.flaw().is_some());
        fs::remove_file(&path).unwrap();
        assert_eq!(store.refresh_project(), Refreshed::Flawed, "it is gone");
        fs::write(&path, &good).unwrap();
        assert_eq!(store.refresh_project(), Refreshed::Changed);
        assert_eq!(
            (store.flaw().is_none(), store.guideline()),
            (true, &*guideline)
        );
    }
}
