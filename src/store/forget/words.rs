//! Words are forgotten: a mask stands in their place, and every offset is moved along.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::super::{
    Holder, NO_TEXTS, Store, change_strings, format, ids_in, is_id, read_annotations, read_article,
    sha256,
};
use super::{FORGOTTEN, Find, ForgetError, Forgotten, Pass};
use crate::model::annotation::Annotations;
use crate::model::article::Article;
use crate::model::mask::{Masking, Masks};
use crate::model::privacy::{Found, Kind};

impl Store {
    /// Forgets what `find` finds, everywhere; in a rehearsal it is only said what that would be. `me`
    /// is who holds everybody's claim meanwhile.
    pub fn forget_words(
        &self,
        find: Find<'_>,
        me: &Holder,
        is_rehearsal: bool,
    ) -> Result<Forgotten, ForgetError> {
        let held = match is_rehearsal {
            true => None,
            false => Some(self.hold(me)?),
        };
        let told = Forgotten::default();
        let pass = Pass {
            store: self,
            is_rehearsal,
            told,
        };
        let mut words = Words {
            pass,
            find,
            wordings: BTreeMap::new(),
            waits: false,
        };
        words.everything();
        let mut pass = words.pass;
        if let Some(held) = held {
            for name in self.writers() {
                if !held.names.contains(&name) {
                    let folder = self.annotator_folder(&name);
                    pass.leave(
                        &folder,
                        "somebody began to work here meanwhile: run this again",
                    );
                }
            }
        }
        Ok(pass.told)
    }
}

pub(super) struct Words<'a> {
    pub(super) pass: Pass<'a>,
    pub(super) find: Find<'a>,
    /// What takes the place of a wording: hashes.
    wordings: BTreeMap<String, String>,
    /// Whether a file could not be written that may name an old wording.
    waits: bool,
}

/// How the text of some annotations is masked.
enum On<'a> {
    /// They are about the text as it was.
    Old(&'a Masks, &'a Article),
    /// They are about the text as it is to be: a run before this one was killed.
    New(&'a Article),
    /// They are about another one.
    Other,
}

impl Words<'_> {
    fn everything(&mut self) {
        let old_wordings = self.add_wordings();
        let root = self.pass.store.root().to_owned();
        let articles = root.join("articles");
        for id in ids_in(&articles).unwrap_or_default() {
            if self.article(&id) && self.is_in(&id) {
                self.rename(&id);
            }
        }
        self.orphans();
        self.answers();
        self.set_aside();
        if !self.waits {
            for hash in old_wordings {
                let path = root.join("guidelines").join(format!("{hash}.json"));
                self.pass
                    .remove(&path, "gone: decisions name the wording without it");
            }
        }
        let find = self.find;
        self.pass
            .leftovers(|bytes| !find(&String::from_utf8_lossy(bytes)).is_empty());
        self.name_the_rest();
    }

    fn other(&self, text: &str) -> String {
        let found = self.found(text);
        match found.is_empty() {
            true => text.to_owned(),
            false => Masks::new(text, found, []).apply(text),
        }
    }

    fn found(&self, text: &str) -> Vec<Found> {
        let found = (self.find)(text).into_iter();
        let found = found.map(|bytes| Found {
            bytes,
            kind: Kind::Name,
            with: FORGOTTEN.to_owned(),
        });
        found.collect()
    }

    pub(super) fn is_in(&self, text: &str) -> bool {
        !(self.find)(text).is_empty()
    }

    /// Writes wordings without the word beside those with it, whose hashes it gives.
    fn add_wordings(&mut self) -> Vec<String> {
        let folder = self.pass.path("guidelines");
        let mut old = Vec::new();
        for id in ids_in(&folder).unwrap_or_default() {
            let path = folder.join(format!("{id}.json"));
            let Ok(json) = fs::read(&path) else { continue };
            let masked = change_strings(&json, NO_TEXTS, |text| self.other(text));
            if masked == json {
                continue;
            }
            if id == self.pass.store.guideline() {
                let what =
                    "it is the wording of project.toml: take it out there, and run this again";
                self.pass.leave(&path, what);
                continue;
            }
            let hash: String = sha256(&masked).chars().take(12).collect();
            let new = folder.join(format!("{hash}.json"));
            if !self.pass.is_rehearsal && !new.exists() {
                if let Err(error) = super::atomic::create(&new, &masked) {
                    self.pass.unwritten(&new, &error);
                    continue;
                }
                self.pass.done(&new, format!("the wording {id} without it"));
            }
            self.wordings.insert(id.to_string(), hash);
            old.push(id.into());
        }
        old
    }

    /// An article and all that is said of it; the article comes last. Whether nothing of it waits.
    fn article(&mut self, id: &str) -> bool {
        let store = self.pass.store;
        let path = store.article_path(id);
        let article = match read_article(&path, id) {
            Ok(article) => article,
            Err(error) => {
                let holds =
                    fs::read(&path).is_ok_and(|it| self.is_in(&String::from_utf8_lossy(&it)));
                if holds {
                    self.waits = true;
                    let what = format!("it cannot be read ({error}): mend it, and run this again");
                    self.pass.leave(&path, what);
                }
                return false;
            }
        };
        let sentences = article.sentences.iter();
        let cuts = sentences.flat_map(|it| [it.bytes.start, it.bytes.end]);
        let masks = Masks::new(&article.text, self.found(&article.text), cuts);
        let new = self.masking(&masks, |masking| masking.article(&article));
        let mut waits = false;
        for name in store.writers() {
            waits |= !self.annotations(&name, id, &masks, &article, &new);
        }
        if new == article {
            return !waits;
        }
        if waits && new.text != article.text {
            let what =
                "it waits for annotations that could not be written: see there, and run this again";
            self.pass.leave(&path, what);
            return false;
        }
        let Ok(json) = format::to_json(&new) else {
            return false;
        };
        let places = masks.kinds().count();
        let what = match (places, new.text != article.text) {
            (_, false) => "masked in what is known of it".to_owned(),
            (1, _) => "1 place of the text is masked".to_owned(),
            (places, _) => format!("{places} places of the text are masked"),
        };
        let is_done = self.pass.replace(&path, &json, what);
        if is_done {
            self.pass.told.sources.push(article.source.file);
        }
        is_done && !waits
    }

    /// What `name` says of the article `id`; whether nothing of it waits.
    fn annotations(
        &mut self,
        name: &str,
        id: &str,
        masks: &Masks,
        old: &Article,
        new: &Article,
    ) -> bool {
        let path = self.pass.store.annotations_path(name, id);
        let own = match read_annotations(&path) {
            Ok(None) => return true,
            Ok(Some(own)) => own,
            Err(error) => {
                self.waits = true;
                let what = format!(
                    "it cannot be read ({error}): let hashiya check --repair set it aside, and run this again"
                );
                self.pass.leave(&path, what);
                return false;
            }
        };
        let on = if own.text_sha256 == old.text_sha256 {
            On::Old(masks, new)
        } else if own.text_sha256 == new.text_sha256 {
            On::New(new)
        } else {
            let what = "it was made on another text of its article; in its words it is masked, its offsets are as they \
                        were: see hashiya check";
            self.pass.leave(&path, what);
            On::Other
        };
        self.write_annotations(&path, &own, &on)
    }

    fn write_annotations(&mut self, path: &Path, own: &Annotations, on: &On<'_>) -> bool {
        let none = Masks::default();
        let mut masked = match on {
            On::Old(masks, new) => self.masking(masks, |masking| masking.annotations(own, new)),
            On::New(new) => self.masking(&none, |masking| masking.annotations(own, new)),
            On::Other => self.masking(&none, |masking| masking.strings_of(own)),
        };
        if masked == *own {
            return true;
        }
        masked.revision += 1;
        let (Ok(before), Ok(json)) = (format::to_json(own), format::to_json(&masked)) else {
            return false;
        };
        let what = match count(&json).saturating_sub(count(&before)) {
            0 if own.text_sha256 == masked.text_sha256 => "names the wording without it".to_owned(),
            0 => "follows the text".to_owned(),
            1 => "1 place is masked".to_owned(),
            places => format!("{places} places are masked, history included"),
        };
        let is_done = self.pass.replace(path, &json, what);
        self.waits |= !is_done;
        is_done
    }

    /// Annotations of articles that are not there.
    fn orphans(&mut self) {
        for name in self.pass.store.writers() {
            for id in self.pass.store.annotated(&name) {
                let path = self.pass.store.annotations_path(&name, &id);
                if self.pass.store.article_path(&id).exists() {
                    continue;
                }
                if let Ok(Some(own)) = read_annotations(&path) {
                    self.write_annotations(&path, &own, &On::Other);
                }
            }
        }
    }

    fn answers(&mut self) {
        for lead in self.pass.store.answered_by().unwrap_or_default() {
            let path = self.pass.path("answers").join(format!("{lead}.json"));
            let Ok(json) = fs::read(&path) else { continue };
            let but = ["annotator", "article", "sentence", "by", "at"];
            let masked = change_strings(&json, &but, |text| self.other(text));
            self.put(&path, &json, &masked);
        }
    }

    /// What `hashiya check --repair` set aside, in whatever state.
    fn set_aside(&mut self) {
        for path in self.pass.files_below(&self.pass.path(".set-aside")) {
            let Ok(bytes) = fs::read(&path) else { continue };
            let is_json = path.extension().is_some_and(|it| it == "json");
            let but = [
                "annotator",
                "article",
                "sentence",
                "at",
                "id",
                "topics",
                "topic",
                "flags",
                "state",
                "status",
                "decided",
            ];
            let masked = match is_json {
                true => change_strings(&bytes, &but, |text| self.other(text)),
                false => self.other(&String::from_utf8_lossy(&bytes)).into_bytes(),
            };
            let is_left = is_json && {
                let free = change_strings(&masked, &but, |_| String::new());
                self.is_in(&String::from_utf8_lossy(&free))
            };
            if masked != bytes {
                self.put(&path, &bytes, &masked);
            }
            if is_left {
                self.pass
                    .leave(&path, "it has it where no text should be: delete this file");
            }
        }
    }

    fn put(&mut self, path: &Path, before: &[u8], masked: &[u8]) {
        if before != masked {
            let what = match count(masked).saturating_sub(count(before)) {
                1 => "1 place is masked".to_owned(),
                places => format!("{places} places are masked"),
            };
            self.pass.replace(path, masked, what);
        }
    }

    fn masking<T>(&self, masks: &Masks, make: impl FnOnce(&Masking<'_>) -> T) -> T {
        make(&Masking {
            masks,
            other: &|text| self.other(text),
            wording: &|hash| is_id(hash).then(|| self.wordings.get(hash).cloned())?,
            sha256: &|text| sha256(text.as_bytes()),
        })
    }
}

/// How often something is forgotten in `json`.
fn count(json: &[u8]) -> usize {
    String::from_utf8_lossy(json).matches(FORGOTTEN).count()
}
