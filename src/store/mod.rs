//! The project's folder: the only place that knows its files.
//!
//! ```text
//! project.toml                        written by people, by `hashiya topic`, and where a card takes a case
//! articles/<id>.json                  written by import, and by split and merge
//! articles/.lock                      held by import, and for the moment of a split or merge
//! annotations/<annotator>/<id>.json   written by who holds annotations/<annotator>/.lock
//! answers/<lead>.json                 written by who holds annotations/<lead>/.lock
//! guidelines/<hash>.json              written once: the wording that decisions were made under
//! duplicates.json                     written by `hashiya duplicates`; can always be made again
//! .set-aside/<time>/…                 what `hashiya check --repair` took away, with a note
//! .set-aside/forgotten/…              the last number of entries that `hashiya forget` took away
//! .cache/                             can always be made again
//! ```
//!
//! The cost of opening a project grows with what one annotator decided, not with the corpus: ids
//! are file names, and an article is read when it is shown.

mod answers;
mod atomic;
mod batch;
mod check;
mod claim;
mod duplicates;
mod error;
mod extending;
mod forget;
mod format;
mod found;
mod ids;
mod intake;
mod look;
mod names;
mod people;
mod places;
mod project;
mod rewording;
mod said;
mod segmentation;
mod stale;
mod strings;
mod take_over;
mod texts;
mod topics;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

pub use check::{Asked, Checked, Problem, Repaired, check};
pub use claim::{Access, Claim, Holder};
pub use error::{IntakeError, StoreError, reason};
pub use forget::{Done, FORGOTTEN, Find, ForgetError, Forgotten, Left};
pub use found::{Founding, Scheme};
pub use intake::{Brought, Intake, Standing};
pub use look::{Decided, OlderWording, Timeline};
pub use names::{check_annotator, distinct_id, id_for, is_id};
pub use rewording::Looked;
pub use stale::{Refreshed, Seen, Stale};
pub use strings::{NO_TEXTS, change_strings};
pub use take_over::NotTaken;
pub use texts::Texts;
pub use topics::{Otherwise, SchemeChange, TopicPlan};

use crate::model::annotation::Annotations;
use crate::model::article::{Article, Id, locate_sentences};
use crate::model::history::{Journal, Step};
use crate::model::project::Project;
use crate::model::topic_change::TopicChanges;
use atomic::Durability;
use claim::Stamp;
use ids::ids_in;

/// The project that a folder becomes if it has none: the scheme of the samples.
const DEFAULT_PROJECT: &str = include_str!("../../samples/project.toml");

/// A project's folder.
#[derive(Debug)]
pub struct Store {
    root: PathBuf,
    project: Project,
    changes: TopicChanges,
    guideline: String,
    ids: Arc<Vec<Id>>,
    /// `project.toml` as it was when it was last read.
    stamp: Option<Stamp>,
    /// What is wrong with it since, if anything.
    flaw: Option<StoreError>,
}

/// Where an annotator was last, for the next start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// Id of the article.
    pub article: String,
    /// Id of the sentence.
    pub sentence: String,
    /// The number of the next history entry at that time: a decision made since is the later place.
    pub next: u64,
}

/// SHA-256 in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    format!("{:x}", Sha256::digest(bytes))
}

impl Store {
    /// Whether `folder` is a project.
    pub fn is_project(folder: &Path) -> bool {
        folder.join("project.toml").is_file()
    }

    /// Makes `folder` a project with the default scheme, if it is none.
    pub fn create(folder: &Path) -> Result<(), StoreError> {
        let path = folder.join("project.toml");
        let made = atomic::create_folder(&folder.join("articles"))
            .and_then(|()| atomic::create(&path, DEFAULT_PROJECT.as_bytes()));
        match made {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            made => made.map_err(|error| StoreError::write(folder, &error)),
        }
    }

    /// Opens the project at `root`.
    pub fn open(root: &Path) -> Result<Self, StoreError> {
        let path = root.join("project.toml");
        // Before it is read: what is written meanwhile is found to be new then.
        let stamp = Stamp::of(&path);
        let (project, changes) = read_project(&path)?;
        let guideline = hash_of(&project);
        let articles = root.join("articles");
        let ids = ids_in(&articles).map_err(|error| StoreError::read(&articles, &error))?;
        Ok(Self {
            root: root.to_owned(),
            project,
            changes,
            guideline,
            ids: Arc::new(ids),
            stamp,
            flaw: None,
        })
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// What `project.toml` says.
    pub fn project(&self) -> &Project {
        &self.project
    }

    /// How topics were renamed, merged and split. What [`Self::own`] and whatever reads annotations
    /// hands over is mapped by it already.
    pub fn topic_changes(&self) -> &TopicChanges {
        &self.changes
    }

    /// The hash of the guideline's wording, twelve digits.
    pub fn guideline(&self) -> &str {
        &self.guideline
    }

    /// The ids of all articles, in order.
    pub fn ids(&self) -> &[Id] {
        &self.ids
    }

    /// The same, for who keeps them.
    pub fn shared_ids(&self) -> Arc<Vec<Id>> {
        Arc::clone(&self.ids)
    }

    /// Reads an article.
    pub fn article(&self, id: &str) -> Result<Article, StoreError> {
        read_article(&self.article_path(id), id)
    }

    /// Whether there is an article called `id`.
    pub fn has(&self, id: &str) -> bool {
        self.ids
            .binary_search_by(|known| known.as_str().cmp(id))
            .is_ok()
    }

    /// Adds an article, under an id that is free.
    pub fn add(&mut self, article: &Article) -> Result<(), StoreError> {
        let path = self.article_path(&article.id);
        let id = Id::new(&article.id);
        let Err(at) = self.ids.binary_search(&id) else {
            return Err(StoreError::Taken { path });
        };
        let made = format::to_json(article)
            .map_err(io::Error::from)
            .and_then(|json| {
                let articles = self.root.join("articles");
                atomic::check_inside(&self.root, &articles)?;
                atomic::create_folder(&articles)?;
                atomic::create(&path, &json)
            });
        match made {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                return Err(StoreError::Taken { path });
            }
            made => made.map_err(|error| StoreError::write(&path, &error))?,
        }
        Arc::make_mut(&mut self.ids).insert(at, id);
        Ok(())
    }

    /// Reads what `annotator` says of `article`; nothing yet if there is no file.
    ///
    /// What was said before sentences were split or merged is carried over in memory, as by
    /// [`Self::realigned`], with numbers that no entry on the disk has. Who is about to write gives
    /// numbers of her own journal there, or lets it catch up.
    pub fn annotations(
        &self,
        annotator: &str,
        article: &Article,
    ) -> Result<Annotations, StoreError> {
        let Some(annotations) = self.own(annotator, &article.id)? else {
            return Ok(Annotations::new(article, annotator));
        };
        if annotations.fits(article) {
            return Ok(annotations);
        }
        // No decision is made by this: it is as old as the last one that was.
        let at = annotations.history.last().map(|entry| entry.at);
        let carry_over = |n| self.carry_over(&annotations, article, n, at.unwrap_or_default());
        let realigned = carry_over(0)?.annotations;
        if realigned.history.len() == annotations.history.len() {
            return Ok(realigned);
        }
        // Which numbers are free over all articles, all files say.
        Ok(carry_over(self.journal(annotator).next_number())?.annotations)
    }

    /// Claims the right to write as `annotator`, if nobody holds it.
    pub fn claim(&self, annotator: &str, me: &Holder) -> Result<Access, StoreError> {
        claim::claim(&self.root, &self.annotator_folder(annotator), annotator, me)
    }

    /// Takes note of how the file of an article stands, before its annotations are read in order
    /// to be written.
    pub fn watch(&self, claim: &mut Claim, article: &str) {
        let path = self.annotations_path(&claim.annotator, article);
        let stamp = Stamp::of(&path);
        claim.seen.insert(path, stamp);
    }

    /// Writes `annotations` to the disk, unless another hand wrote there since they were read.
    pub fn save(&self, claim: &mut Claim, annotations: &Annotations) -> Result<(), StoreError> {
        let path = self.annotations_path(&claim.annotator, &annotations.article);
        claim
            .check_folder()
            .map_err(|error| StoreError::write(&path, &error))?;
        if claim.seen.get(&path).copied().flatten() != Stamp::of(&path) {
            return Err(StoreError::Conflict { path });
        }
        self.keep_wording()?;
        let json = match self.as_written(annotations)? {
            Some(restored) => format::to_json(&restored),
            None => format::to_json(annotations),
        };
        let json = json.map_err(io::Error::from);
        let mut stamp = None;
        let written = json.and_then(|json| {
            atomic::replace(&path, &json, Durability::Disk, |new| {
                stamp = Some(Stamp::from(new))
            })
        });
        let written = written.map_err(|error| StoreError::write(&path, &error));
        if stamp.is_some() {
            claim.seen.insert(path, stamp);
        }
        written
    }

    /// `annotations` with what was written before topics were changed as it was written then; none
    /// where that is what they are.
    fn as_written(&self, annotations: &Annotations) -> Result<Option<Annotations>, StoreError> {
        if self.changes.is_empty() {
            return Ok(None);
        }
        let path = self.annotations_path(&annotations.annotator, &annotations.article);
        let written = read_annotations(&path)?;
        Ok(written.map(|written| self.changes.restore(annotations, &written)))
    }

    /// Writes the wording that decisions name by its hash, once.
    fn keep_wording(&self) -> Result<(), StoreError> {
        let folder = self.root.join("guidelines");
        let path = folder.join(format!("{}.json", self.guideline));
        if path.exists() {
            return Ok(());
        }
        let made = atomic::check_inside(&self.root, &folder)
            .and_then(|()| atomic::create_folder(&folder))
            .and_then(|()| atomic::create(&path, &wording(&self.project)));
        match made {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            made => made.map_err(|error| StoreError::write(&path, &error)),
        }
    }

    /// What `annotator` can undo and redo, over all articles.
    ///
    /// A file that cannot be read is left out, but for the numbers in it, which are not given
    /// again: opening its article says what is wrong with it.
    pub fn journal(&self, annotator: &str) -> Journal {
        let mut steps = Vec::new();
        let mut used = check::last_number_aside(&self.root, annotator);
        for id in ids_in(&self.annotator_folder(annotator)).unwrap_or_default() {
            let Ok(json) = fs::read(self.annotations_path(annotator, &id)) else {
                continue;
            };
            let Ok(HistoryOnly { history }) = format::from_json(&json) else {
                used = used.max(last_number(&json));
                continue;
            };
            steps.extend(history.into_iter().map(|entry| Step {
                n: entry.n,
                article: id.to_string(),
                sentence: entry.sentence,
                undoes: entry.undoes,
                batch: entry.batch,
            }));
        }
        Journal::new(steps, used)
    }

    /// Where `annotator` was last, if that is known.
    pub fn place(&self, annotator: &str) -> Option<Place> {
        let json = fs::read(self.place_path(annotator)).ok()?;
        serde_json::from_slice(&json).ok()
    }

    /// Remembers where the annotator is. Best effort: it is a convenience, and decisions are kept
    /// elsewhere.
    pub fn remember(&self, claim: &Claim, place: &Place) {
        let path = self.place_path(&claim.annotator);
        let write = || {
            let json = serde_json::to_vec(place)?;
            let folder = self.root.join(".cache");
            // A project that was deleted is not begun again by this.
            claim.check_folder()?;
            atomic::check_inside(&self.root, &folder)?;
            atomic::create_folder(&folder)?;
            atomic::replace(&path, &json, Durability::System, |_| {})
        };
        let _: io::Result<()> = write();
    }

    fn article_path(&self, id: &str) -> PathBuf {
        self.root.join("articles").join(format!("{id}.json"))
    }

    fn annotator_folder(&self, annotator: &str) -> PathBuf {
        self.root.join("annotations").join(annotator)
    }

    fn annotations_path(&self, annotator: &str, id: &str) -> PathBuf {
        self.annotator_folder(annotator).join(format!("{id}.json"))
    }

    fn place_path(&self, annotator: &str) -> PathBuf {
        self.root
            .join(".cache")
            .join(format!("place-{annotator}.json"))
    }
}

fn read_project(path: &Path) -> Result<(Project, TopicChanges), StoreError> {
    let text = fs::read_to_string(path).map_err(|error| StoreError::read(path, &error))?;
    project::read(&text).map_err(|flaw| StoreError::flawed(path, flaw))
}

fn wording(project: &Project) -> Vec<u8> {
    format::to_json(&project.wording()).unwrap_or_default()
}

/// The hash by which decisions name the wording, twelve digits.
fn hash_of(project: &Project) -> String {
    let mut hash = sha256(&wording(project));
    hash.truncate(12);
    hash
}

/// Reads the article called `id`, which is at `path`.
fn read_article(path: &Path, id: &str) -> Result<Article, StoreError> {
    let json = fs::read(path).map_err(|error| StoreError::read(path, &error))?;
    parse_article(&json, path, id)
}

/// The article called `id` of the `json` that is at `path`.
fn parse_article(json: &[u8], path: &Path, id: &str) -> Result<Article, StoreError> {
    let flawed = |flaw| StoreError::flawed(path, flaw);
    let mut article: Article = format::from_json(json).map_err(flawed)?;
    format::check_format(article.format, json).map_err(flawed)?;
    let wrong = |what: &str| Err(flawed(format::Flaw::at((0, 0), what)));
    if article.id != id {
        return wrong(&format!("it says that its id is \"{}\"", article.id));
    }
    if article.sentences.is_empty() {
        return wrong("it has no sentences");
    }
    if let Err(index) = locate_sentences(&article.text, &mut article.sentences) {
        let id = article.sentences.get(index).map_or("", |it| it.id.as_str());
        return wrong(&format!(
            "the sentence {id} does not lie in a paragraph of the text, behind the one before it"
        ));
    }
    article.text_sha256 = sha256(article.text.as_bytes());
    Ok(article)
}

fn read_annotations(path: &Path) -> Result<Option<Annotations>, StoreError> {
    let Some(json) = read_if_there(path)? else {
        return Ok(None);
    };
    let flawed = |flaw| StoreError::flawed(path, flaw);
    let annotations: Annotations = format::from_json(&json).map_err(flawed)?;
    format::check_format(annotations.format, &json).map_err(flawed)?;
    Ok(Some(annotations))
}

/// The part of an annotations file that the journal is made of.
#[derive(Deserialize)]
struct HistoryOnly {
    history: Vec<Numbered>,
}

#[derive(Deserialize)]
struct Numbered {
    n: u64,
    sentence: String,
    undoes: Option<u64>,
    #[serde(default)]
    batch: Option<u64>,
}

/// The greatest number of a history entry in `json`, which may be torn or unknown.
fn last_number(json: &[u8]) -> u64 {
    let text = String::from_utf8_lossy(json);
    let numbers = text.split("\"n\":").skip(1).filter_map(|rest| {
        let rest = rest.trim_start();
        let end = rest
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(rest.len());
        rest.get(..end)?.parse().ok()
    });
    numbers.max().unwrap_or_default()
}

fn read_if_there(path: &Path) -> Result<Option<Vec<u8>>, StoreError> {
    match fs::read(path) {
        Ok(json) => Ok(Some(json)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(StoreError::read(path, &error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Time;
    use crate::model::annotation::{Circumstances, Edit, Overall};
    use crate::model::article::{Metadata, Source, number_sentences};
    use proptest::prelude::*;

    fn article(text: &str, cuts: &[std::ops::Range<usize>]) -> Article {
        Article {
            format: 1,
            id: "a".into(),
            title: "عنوان".into(),
            source: Source {
                file: "a.txt".into(),
                sha256: sha256(b""),
            },
            metadata: Metadata::default(),
            segmentation: 1,
            sentences: number_sentences(text, cuts),
            retired: Vec::new(),
            text: text.into(),
            unknown: crate::model::Unknown::new(),
            text_sha256: sha256(text.as_bytes()),
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, cases: 32, ..ProptestConfig::default() })]

        /// What is saved is what is read again, whatever the text holds.
        #[test]
        fn reading_gives_back_what_was_written(
            texts in prop::collection::vec("[^\n]{1,20}", 2..5),
            keys in prop::collection::vec((0usize..5, 0usize..4), 0..8),
        ) {
            let mut cuts = Vec::new();
            let mut text = String::new();
            for part in &texts {
                cuts.push(text.len()..text.len() + part.len());
                text += part;
                text.push('\n');
            }
            let folder = tempfile::tempdir().unwrap();
            Store::create(folder.path()).unwrap();
            let mut store = Store::open(folder.path()).unwrap();
            let article = article(&text, &cuts);
            store.add(&article).unwrap();
            prop_assert_eq!(store.article("a").unwrap(), article.clone());

            let me = Holder { host: "desk".into(), pid: 1, since: Time::UNIX_EPOCH };
            let Access::Write(mut claim) = store.claim("sara", &me).unwrap() else {
                panic!("nobody else is there");
            };
            let mut annotations = store.annotations("sara", &article).unwrap();
            let topics = ["prevention", "protection", "prosecution"];
            let now = Circumstances { at: Time::UNIX_EPOCH, seconds: Some(0.3), guideline: "g".into() };
            for (n, &(sentence, key)) in keys.iter().enumerate() {
                let Some(annotated) = annotations.sentences.get(sentence) else { continue };
                let decision = match topics.get(key) {
                    Some(topic) => annotated.decision.toggle(topic, topics.into_iter(), &now),
                    None => annotated.decision.toggle_none(&now),
                };
                annotations.decide(Edit { sentence, decision }, n as u64 + 1, Time::UNIX_EPOCH, None, None);
            }
            annotations.set_overall(Overall::default().set_field("country", &texts.concat()));
            store.save(&mut claim, &annotations).unwrap();
            prop_assert_eq!(store.annotations("sara", &article).unwrap(), annotations);
        }
    }
}
