//! Articles on their way into a project.
//!
//! The cost of an article does not grow with the project: of one that is there, the hash of its id is
//! known, and the rest is asked of the file system.

use std::collections::{HashMap, HashSet, VecDeque};
use std::fs::{self, File, TryLockError};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::batch::{Batches, Coming, sweep};
use super::{Claim, IntakeError, Store, StoreError, atomic, format, ids_in};
use crate::model::annotation::Annotations;
use crate::model::article::{Article, Source};

/// How many files, and how many bytes of them, are made durable at once.
const BATCH: usize = 2048;
const BATCH_BYTES: usize = 16 << 20;

/// The right to bring articles into a project, held until it is dropped or the process ends.
#[derive(Debug)]
pub struct Intake {
    root: PathBuf,
    /// Hashes of the ids of all articles, also of those that come: there may be millions.
    taken: HashSet<u64>,
    /// What brings them in; nothing in a rehearsal.
    batches: Option<Batches>,
    /// The batch that is being put together.
    batch: Batch,
    /// Those that were ended, and are not yet known to have arrived.
    ended: VecDeque<Batch>,
    /// How many of them are.
    arrived: usize,
    brought: Brought,
    /// In a rehearsal, the same of all that were put, and hashes of their sources.
    rehearsed: HashMap<u64, u64>,
    _lock: Option<File>,
}

/// How much was brought in and is on the disk; in a rehearsal, how much would be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Brought {
    /// New articles.
    pub added: usize,
    /// Articles that took the place of others.
    pub updated: usize,
    /// Articles with annotations.
    pub annotated: usize,
}

/// How an article that comes in stands to what is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// Its id is free.
    New,
    /// It is there, of the same source.
    Same,
    /// Its id belongs to an article of another source: of this file, if that is known.
    Other(Option<String>),
}

/// What comes in at once.
#[derive(Debug, Default)]
struct Batch {
    brings: Brought,
    bytes: usize,
    /// Its articles, by their ids.
    sources: HashMap<String, Source>,
    /// Hashes of the ids of the articles that it has annotations of.
    annotated: HashSet<u64>,
}

impl Batch {
    fn is_full(&self) -> bool {
        self.sources.len() + self.annotated.len() >= BATCH || self.bytes >= BATCH_BYTES
    }
}

#[derive(Deserialize)]
struct SourceOnly {
    source: Source,
}

impl Store {
    /// Begins to bring articles in; in a rehearsal, nothing is written. What this store knows of
    /// its articles is from before.
    pub fn intake(&self, is_rehearsal: bool) -> Result<Intake, IntakeError> {
        let articles = self.root.join("articles");
        check_inside(&self.root, &articles)?;
        let mut intake = Intake {
            root: self.root.clone(),
            taken: HashSet::new(),
            batches: None,
            batch: Batch::default(),
            ended: VecDeque::new(),
            arrived: 0,
            brought: Brought::default(),
            rehearsed: HashMap::new(),
            _lock: None,
        };
        let taken = || match ids_in(&articles) {
            Ok(ids) => Ok(ids.iter().map(|id| short(id)).collect()),
            Err(error) => Err(StoreError::read(&articles, &error)),
        };
        if is_rehearsal {
            intake.taken = taken()?;
            return Ok(intake);
        }
        let wrong = |error: io::Error| StoreError::write(&articles, &error);
        atomic::create_folder(&articles).map_err(wrong)?;
        let path = articles.join(".lock");
        let lock = atomic::open_lock(&path).map_err(|error| StoreError::write(&path, &error))?;
        match lock.try_lock() {
            Ok(()) => intake._lock = Some(lock),
            Err(TryLockError::WouldBlock) => {
                let folder = self.root.clone();
                return Err(IntakeError::Importing { folder });
            }
            Err(TryLockError::Error(error)) => return Err(StoreError::write(&path, &error).into()),
        }
        sweep(&articles);
        intake.taken = taken()?;
        intake.batches = Some(Batches::begin(&articles).map_err(wrong)?);
        Ok(intake)
    }
}

impl Intake {
    /// How an article called `id`, of a source with this hash, stands to what is there.
    pub fn standing(&self, id: &str, sha256: &str) -> Result<Standing, StoreError> {
        if let Some(&source) = self.rehearsed.get(&short(id)) {
            return Ok(match source == short(sha256) {
                true => Standing::Same,
                false => Standing::Other(None),
            });
        }
        let there = match self.coming().find_map(|batch| batch.sources.get(id)) {
            Some(source) => Some(source.clone()),
            None => self.source(id)?,
        };
        Ok(match there {
            None => Standing::New,
            Some(source) if source.sha256 == sha256 => Standing::Same,
            Some(source) => Standing::Other(Some(source.file)),
        })
    }

    /// Where the article called `id` came from, if there is one.
    fn source(&self, id: &str) -> Result<Option<Source>, StoreError> {
        if !self.taken.contains(&short(id)) {
            return Ok(None);
        }
        let path = self.article_path(id);
        // Of the name itself: a link to nothing holds it all the same.
        let read = match path.symlink_metadata() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            there => there.and_then(|_| fs::read(&path)),
        };
        let json = read.map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => StoreError::Taken { path: path.clone() },
            _ => StoreError::read(&path, &error),
        })?;
        let SourceOnly { source } =
            format::from_json(&json).map_err(|flaw| StoreError::flawed(&path, flaw))?;
        Ok(Some(source))
    }

    /// The ids of the articles whose ids begin with `prefix`, by the hashes of their sources.
    pub fn sources_of(&self, prefix: &str) -> Result<HashMap<String, String>, StoreError> {
        let articles = self.root.join("articles");
        let ids = ids_in(&articles).map_err(|error| StoreError::read(&articles, &error))?;
        let mut found = HashMap::new();
        for id in ids.into_iter().filter(|id| id.starts_with(prefix)) {
            // What cannot be read is found out where it is asked for by its id.
            if let Ok(Some(source)) = self.source(&id) {
                found.insert(source.sha256, id.into());
            }
        }
        Ok(found)
    }

    /// Brings in an article, under an id that is free.
    pub fn put(&mut self, article: &Article) -> Result<(), StoreError> {
        self.put_article(article, false)?;
        self.batch.brings.added += 1;
        Ok(())
    }

    /// Brings in an article that takes the place of the one that is there.
    pub fn replace(&mut self, article: &Article) -> Result<(), StoreError> {
        self.await_article(&article.id)?;
        self.put_article(article, true)?;
        self.batch.brings.updated += 1;
        Ok(())
    }

    fn put_article(&mut self, article: &Article, replaces: bool) -> Result<(), StoreError> {
        // Not behind it: what is said of it belongs to the same batch.
        if self.batch.is_full() {
            self.end_batch()?;
        }
        let Article { id, source, .. } = article;
        if self.batches.is_none() {
            self.rehearsed.insert(short(id), short(&source.sha256));
            return Ok(());
        }
        let path = self.article_path(id);
        self.taken.insert(short(id));
        self.batch.sources.insert(id.clone(), source.clone());
        self.send(format!("{id}.json"), path, article, replaces)
    }

    /// Brings in an annotator's first annotations of an article; whether there were none yet. Only a
    /// rehearsal needs no claim.
    pub fn annotate(
        &mut self,
        store: &Store,
        claim: Option<&Claim>,
        annotations: &Annotations,
    ) -> Result<bool, IntakeError> {
        let Annotations {
            annotator, article, ..
        } = annotations;
        let folder = self.root.join("annotations").join(annotator);
        check_inside(&self.root, &folder)?;
        let path = folder.join(format!("{article}.json"));
        let is_there = |batch: &Batch| batch.annotated.contains(&short(article));
        if self.coming().any(is_there) || path.symlink_metadata().is_ok() {
            return Ok(false);
        }
        if self.batches.is_some() {
            if claim.is_none_or(|claim| claim.annotator != *annotator) {
                return Ok(false);
            }
            store.keep_wording()?;
            if self.batch.is_full() && !self.batch.sources.contains_key(article) {
                self.end_batch()?;
            }
            self.send(format!("{article}.annotations"), path, annotations, false)?;
        }
        self.batch.annotated.insert(short(article));
        self.batch.brings.annotated += 1;
        Ok(true)
    }

    fn send(
        &mut self,
        name: String,
        path: PathBuf,
        value: &impl Serialize,
        replaces: bool,
    ) -> Result<(), StoreError> {
        let Some(batches) = &mut self.batches else {
            return Ok(());
        };
        let contents =
            format::to_json(value).map_err(|error| StoreError::write(&path, &error.into()))?;
        self.batch.bytes += contents.len();
        batches.add(Coming {
            name,
            path,
            contents,
            replaces,
        })
    }

    /// Waits until the article called `id` is in, if it is on its way.
    pub fn await_article(&mut self, id: &str) -> Result<(), StoreError> {
        let comes = self.coming().any(|batch| batch.sources.contains_key(id));
        if comes { self.commit() } else { Ok(()) }
    }

    /// Waits until all that was put is in the project, and on the disk.
    pub fn commit(&mut self) -> Result<(), StoreError> {
        self.end_batch()?;
        self.batches.as_mut().map_or(Ok(()), Batches::wait)
    }

    /// Ends it: leaves out what was put since the last commit, as far as it is not in; how much is.
    pub fn close(mut self) -> Brought {
        if let Some(batches) = &mut self.batches {
            batches.close();
        }
        self.brought()
    }

    /// How much is in by now.
    pub fn brought(&mut self) -> Brought {
        let Some(batches) = &mut self.batches else {
            return self.batch.brings;
        };
        while self.arrived < batches.arrived() {
            self.arrived += 1;
            if let Some(Batch { brings, .. }) = self.ended.pop_front() {
                self.brought.added += brings.added;
                self.brought.updated += brings.updated;
                self.brought.annotated += brings.annotated;
            }
        }
        self.brought
    }

    fn end_batch(&mut self) -> Result<(), StoreError> {
        if let Some(batches) = &mut self.batches
            && self.batch.bytes > 0
        {
            batches.end()?;
            self.ended.push_back(std::mem::take(&mut self.batch));
        }
        // What has arrived is asked of the file system from now on.
        self.brought();
        Ok(())
    }

    /// What is on its way.
    fn coming(&self) -> impl Iterator<Item = &Batch> {
        self.ended.iter().chain([&self.batch])
    }

    fn article_path(&self, id: &str) -> PathBuf {
        self.root.join("articles").join(format!("{id}.json"))
    }
}

/// Enough of a hash to tell millions of names apart.
fn short(name: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    hasher.finish()
}

/// Refuses a folder of the project at `root` that is a link to somewhere else.
fn check_inside(root: &Path, folder: &Path) -> Result<(), IntakeError> {
    match (root.canonicalize(), folder.canonicalize()) {
        (Ok(root), Ok(real)) if !real.starts_with(&root) => Err(IntakeError::Outside {
            path: folder.to_owned(),
        }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::super::{Access, Holder};
    use super::*;
    use crate::model::article::{Metadata, number_sentences};
    use crate::model::{Time, Unknown};

    fn article(id: &str, sha256: &str) -> Article {
        Article {
            format: 1,
            id: id.into(),
            title: "ab".into(),
            source: Source {
                file: "f".into(),
                sha256: sha256.into(),
            },
            metadata: Metadata::default(),
            segmentation: 1,
            sentences: number_sentences("ab", std::slice::from_ref(&(0..2))),
            retired: Vec::new(),
            text: "ab".into(),
            unknown: Unknown::new(),
            text_sha256: super::super::sha256(b"ab"),
        }
    }

    fn project() -> (TempDir, Store) {
        let folder = tempfile::tempdir().unwrap();
        Store::create(folder.path()).unwrap();
        let store = Store::open(folder.path()).unwrap();
        (folder, store)
    }

    fn names(folder: &TempDir) -> Vec<String> {
        let entries = fs::read_dir(folder.path().join("articles")).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    }

    #[test]
    fn a_batch_is_there_when_it_is_committed_and_not_before() {
        let (folder, store) = project();
        let mut intake = store.intake(false).unwrap();
        intake.put(&article("a", "1")).unwrap();
        assert!(!folder.path().join("articles/a.json").exists());
        assert_eq!(intake.standing("a", "1").unwrap(), Standing::Same);
        assert!(matches!(
            store.intake(false),
            Err(IntakeError::Importing { .. })
        ));
        intake.commit().unwrap();
        intake.put(&article("b", "2")).unwrap();
        assert_eq!(
            intake.standing("a", "2").unwrap(),
            Standing::Other(Some("f".into()))
        );
        assert_eq!(intake.standing("c", "2").unwrap(), Standing::New);
        drop(intake);
        assert_eq!(names(&folder), [".lock", "a.json"]);
        let store = Store::open(folder.path()).unwrap();
        assert_eq!(store.article("a").unwrap(), article("a", "1"));
    }

    #[test]
    fn what_is_said_of_articles_that_are_there_comes_in_batches_too() {
        let (folder, store) = project();
        let me = Holder {
            host: "desk".into(),
            pid: 1,
            since: Time::UNIX_EPOCH,
        };
        let Access::Write(claim) = store.claim("sara", &me).unwrap() else {
            panic!("nobody else is there");
        };
        let mut intake = store.intake(false).unwrap();
        for number in 0..=BATCH {
            let annotations = Annotations::new(&article(&format!("a{number}"), "1"), "sara");
            let mut annotate = || intake.annotate(&store, Some(&claim), &annotations).unwrap();
            assert!(annotate() && !annotate());
        }
        // The batch that was not full is left out.
        assert_eq!(intake.close().annotated, BATCH);
        let there = fs::read_dir(folder.path().join("annotations/sara")).unwrap();
        assert_eq!(there.count(), BATCH + 1); // the lock, too
    }

    #[test]
    fn a_rehearsal_writes_nothing() {
        let (folder, store) = project();
        let mut intake = store.intake(true).unwrap();
        intake.put(&article("a", "1")).unwrap();
        assert_eq!(intake.standing("a", "1").unwrap(), Standing::Same);
        assert_eq!(intake.standing("a", "2").unwrap(), Standing::Other(None));
        intake.commit().unwrap();
        assert!(names(&folder).is_empty());
    }

    #[test]
    fn nothing_is_written_through_a_link() {
        use std::os::unix::fs::symlink;
        let (folder, store) = project();
        let elsewhere = tempfile::tempdir().unwrap();
        let target = elsewhere.path().join("target.json");
        let articles = folder.path().join("articles");
        symlink(&target, articles.join("a.json")).unwrap();
        let mut intake = store.intake(false).unwrap();
        assert!(matches!(
            intake.standing("a", "1"),
            Err(StoreError::Taken { .. })
        ));
        intake.put(&article("a", "1")).unwrap();
        assert!(matches!(intake.commit(), Err(StoreError::Taken { .. })));
        assert!(intake.put(&article("b", "1")).and(intake.commit()).is_err());
        assert_eq!(intake.close(), Brought::default());
        let mut intake = store.intake(false).unwrap();
        intake.replace(&article("a", "1")).unwrap();
        intake.commit().unwrap();
        assert!(!target.exists() && !articles.join("a.json").is_symlink());
        drop(intake);
        fs::remove_dir_all(&articles).unwrap();
        symlink(elsewhere.path(), &articles).unwrap();
        assert!(matches!(
            store.intake(false),
            Err(IntakeError::Outside { .. })
        ));
        assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
    }

    #[test]
    fn what_a_killed_import_left_is_swept() {
        let (folder, store) = project();
        let left = folder.path().join("articles/.import-x1");
        fs::create_dir(&left).unwrap();
        fs::write(left.join("a.json"), "torn").unwrap();
        drop(store.intake(false).unwrap());
        assert_eq!(names(&folder), [".lock"]);
    }
}
