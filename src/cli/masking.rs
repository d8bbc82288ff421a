//! How what is given away is masked: by the `[privacy]` of `project.toml`, in the texts with every
//! offset moved along, and in all that goes with them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use anyhow::bail;

use super::say;
use crate::export::Said;
use crate::export::card::Facts;
use crate::export::manifest::Masked;
use crate::model::article::Id;
use crate::model::mask::{Masking, Masks};
use crate::model::privacy::Kind;
use crate::model::project::Project;
use crate::privacy::{BadPattern, Rules};
use crate::store::{NO_TEXTS, Store, change_strings, is_id, sha256};

/// The rules of a project, and what they do to what is the same for all articles.
pub(super) struct Masker {
    rules: Rules,
    project: Project,
    /// Whether nothing is masked.
    is_off: bool,
    /// Whether no text goes along: its offsets are those of the text as it was published.
    stand_off: bool,
    /// Whether it is counted what looks personal and is not masked.
    counts_left: bool,
    /// Ids that have a name in them, and what they are called instead.
    ids: BTreeMap<String, String>,
    /// Wordings that have a name in them, by hash: the hash and the bytes of what takes their place.
    wordings: BTreeMap<String, (String, Vec<u8>)>,
    names: Rules,
}

/// What was masked in an article, and what was not though it looks personal.
#[derive(Debug, Clone, Default)]
pub(super) struct Tally {
    pub(super) masked: BTreeMap<Kind, usize>,
    pub(super) left: usize,
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        for (kind, count) in other.masked {
            *self.masked.entry(kind).or_default() += count;
        }
        self.left += other.left;
    }
}

/// The rules of `store`'s project; a pattern that is none is an error with its place.
pub(super) fn rules(store: &Store) -> anyhow::Result<Rules> {
    Rules::new(store.project()).map_err(|bad| told(store, &bad))
}

fn told(store: &Store, bad: &BadPattern) -> anyhow::Error {
    let (line, column) = bad.place;
    let path = store.root().join("project.toml");
    anyhow::anyhow!(
        "{}:{line}:{column}: the pattern cannot be used: {}; mend it",
        path.display(),
        bad.what
    )
}

impl Masker {
    /// For `store`; it masks nothing where that `is_off`.
    pub(super) fn new(
        store: &Store,
        is_off: bool,
        stand_off: bool,
        counts_left: bool,
    ) -> anyhow::Result<Self> {
        let mut rules = rules(store)?;
        if is_off {
            rules = rules.off();
        }
        let names = Rules::only_names(store.project()).map_err(|bad| told(store, &bad))?;
        let mut masker = Self {
            is_off: rules.is_empty(),
            rules,
            names,
            project: store.project().clone(),
            stand_off,
            counts_left,
            ids: BTreeMap::new(),
            wordings: BTreeMap::new(),
        };
        if is_off && !store.project().privacy.is_empty() {
            say("Nothing is masked, as --no-mask says.");
        }
        if masker.is_off {
            return Ok(masker);
        }
        masker.mask_project();
        masker.mask_ids(store.ids());
        masker.mask_wordings(store)?;
        Ok(masker)
    }

    /// What people wrote to publish it: only names are masked there, and no address to write to.
    fn mask_project(&mut self) {
        let names = &self.names;
        let mask = |text: &mut String| *text = names.mask(text);
        let project = &mut self.project;
        mask(&mut project.name);
        for topic in &mut project.topics {
            let cards = [&mut topic.card.ar, &mut topic.card.en];
            for card in cards {
                mask(&mut card.definition);
            }
            mask(&mut topic.name.ar);
            mask(&mut topic.name.en);
        }
    }

    fn mask_ids(&mut self, ids: &[Id]) {
        let mut taken: BTreeSet<String> = ids.iter().map(Id::to_string).collect();
        for id in ids {
            let found = self.names.find(id);
            if found.is_empty() {
                continue;
            }
            let mut base = String::new();
            let mut end = 0;
            for it in found {
                base += id.get(end..it.bytes.start).unwrap_or_default();
                base.push('x');
                end = end.max(it.bytes.end);
            }
            base += id.get(end..).unwrap_or_default();
            let numbered = (2..).map(|number| format!("{base}-{number}"));
            let mut candidates = std::iter::once(base.clone()).chain(numbered);
            if let Some(new) = candidates.find(|it| !taken.contains(it)) {
                taken.insert(new.clone());
                self.ids.insert(id.to_string(), new);
            }
        }
    }

    fn mask_wordings(&mut self, store: &Store) -> anyhow::Result<()> {
        let folder = store.root().join("guidelines");
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let Some(hash) = name.strip_suffix(".json").filter(|hash| is_id(hash)) else {
                continue;
            };
            let json = match fs::read(entry.path()) {
                Ok(json) => json,
                Err(error) => bail!("cannot read {}: {error}", entry.path().display()),
            };
            let masked = change_strings(&json, NO_TEXTS, |text| self.names.mask(text));
            if masked != json {
                let new = sha256(&masked).chars().take(12).collect();
                self.wordings.insert(hash.to_owned(), (new, masked));
            }
        }
        Ok(())
    }

    /// The project as it may be shown.
    pub(super) fn project(&self) -> &Project {
        &self.project
    }

    /// What people say of the project, as it may be shown.
    pub(super) fn facts(&self, mut facts: Facts) -> Facts {
        if !self.is_off {
            for text in facts.texts_mut() {
                *text = self.names.mask(text);
            }
        }
        facts
    }

    /// What the article `id` is called.
    pub(super) fn id<'a>(&'a self, id: &'a str) -> &'a str {
        self.ids.get(id).map_or(id, String::as_str)
    }

    /// The wording that is called `hash` since a name was masked in it.
    pub(super) fn wording(&self, hash: &str) -> Option<&[u8]> {
        let mut all = self.wordings.values();
        let found = all.find(|(new, _)| new == hash);
        found.map(|(_, json)| json.as_slice())
    }

    /// `said`, masked.
    pub(super) fn mask(&self, said: Said) -> (Said, Tally) {
        let mut tally = Tally::default();
        let text = &said.article.text;
        if self.counts_left && !self.stand_off {
            tally.left = self.left_in(text);
        }
        if self.is_off {
            return (said, tally);
        }
        let sentences = said.article.sentences.iter();
        let cuts = sentences.flat_map(|it| [it.bytes.start, it.bytes.end]);
        let masks = match self.stand_off {
            true => Masks::default(),
            false => Masks::new(text, self.rules.find(text), cuts),
        };
        for kind in masks.kinds() {
            *tally.masked.entry(kind).or_default() += 1;
        }
        let masking = Masking {
            masks: &masks,
            other: &|text| self.rules.mask(text),
            wording: &|hash| Some(self.wordings.get(hash)?.0.clone()),
            sha256: &|text| sha256(text.as_bytes()),
        };
        let mut article = masking.article(&said.article);
        let people = said.people.iter();
        let masked = Said {
            people: people.map(|it| masking.annotations(it, &article)).collect(),
            gold: (said.gold.as_ref()).map(|it| masking.annotations(it, &article)),
            outside: said.outside,
            part: said.part,
            article: {
                article.id = self.id(&article.id).to_owned();
                article
            },
        };
        (masked, tally)
    }

    /// How much of `text` looks personal, though it is not masked.
    fn left_in(&self, text: &str) -> usize {
        self.rules.left(text).len()
    }

    /// What the manifest and the card say of it; nothing where nothing is masked.
    pub(super) fn told(&self, tally: &Tally) -> Option<Masked> {
        if self.is_off {
            return None;
        }
        let mut rules: Vec<Kind> = self.project.privacy.mask.clone();
        if !self.project.privacy.patterns.is_empty() {
            rules.push(Kind::Pattern);
        }
        rules.sort_unstable();
        let count = |kind: &Kind| tally.masked.get(kind).copied().unwrap_or_default();
        let rules = rules.iter();
        Some(Masked {
            counts: rules.map(|it| (it.id().to_owned(), count(it))).collect(),
        })
    }

    /// Says what was masked.
    pub(super) fn tell(&self, tally: &Tally) {
        let Some(masked) = self.told(tally) else {
            return;
        };
        if self.stand_off {
            return say("No text goes along; names, links and ids of articles are masked.");
        }
        let counts = masked.counts.iter();
        let counts: Vec<String> = counts
            .map(|(rule, count)| format!("{rule} {count}"))
            .collect();
        say(&format!("Masked in the articles: {}.", counts.join(", ")));
    }
}
