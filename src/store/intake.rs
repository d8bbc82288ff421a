//! Articles on their way into a project, batch by batch: written aside, made durable by one sync,
//! then renamed to where they belong. Whenever it ends, the project has whole articles only.
//!
//! The cost of an article does not grow with the project: whether an id is taken is asked of the
//! file system, and nothing is kept of what was brought in.

use std::collections::HashMap;
use std::fs::{self, File, TryLockError};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, RenameFlags, renameat_with};
use serde::Deserialize;
use tempfile::TempDir;

use super::{Claim, IntakeError, Store, StoreError, atomic, format, ids_in};
use crate::model::annotation::Annotations;
use crate::model::article::{Article, Source};

const PREFIX: &str = ".import-";

/// The right to bring articles into a project, held until it is dropped or the process ends.
#[derive(Debug)]
pub struct Intake {
    root: PathBuf,
    /// Where the batch waits; nothing in a rehearsal.
    aside: Option<TempDir>,
    waiting: Vec<Waiting>,
    /// Sources of what waits.
    sources: HashMap<String, Source>,
    /// In a rehearsal, hashes of all ids that were put, and of their sources: a file may have
    /// millions.
    rehearsed: HashMap<u64, u64>,
    _lock: Option<File>,
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

/// A file that waits aside.
#[derive(Debug)]
struct Waiting {
    aside: PathBuf,
    path: PathBuf,
    /// Takes the place of the one that is there.
    replaces: bool,
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
            aside: None,
            waiting: Vec::new(),
            sources: HashMap::new(),
            rehearsed: HashMap::new(),
            _lock: None,
        };
        if is_rehearsal {
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
        let aside = tempfile::Builder::new()
            .prefix(PREFIX)
            .tempdir_in(&articles);
        intake.aside = Some(aside.map_err(wrong)?);
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
        let there = match self.sources.get(id) {
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
        let path = self.article_path(id);
        let json = match fs::read(&path) {
            Ok(json) => json,
            // A link to nothing holds the name all the same.
            Err(error) if error.kind() == io::ErrorKind::NotFound && path.is_symlink() => {
                return Err(StoreError::Taken { path });
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(StoreError::read(&path, &error)),
        };
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
                found.insert(source.sha256, id);
            }
        }
        Ok(found)
    }

    /// Writes an article aside, under an id that is free.
    pub fn put(&mut self, article: &Article) -> Result<(), StoreError> {
        self.put_article(article, false)
    }

    /// Writes an article aside that will take the place of the one that is there.
    pub fn replace(&mut self, article: &Article) -> Result<(), StoreError> {
        // The one that is there may still wait.
        if self.sources.contains_key(&article.id) {
            self.commit()?;
        }
        self.put_article(article, true)
    }

    fn put_article(&mut self, article: &Article, replaces: bool) -> Result<(), StoreError> {
        let Article { id, source, .. } = article;
        let path = self.article_path(id);
        self.set_aside(&format!("{id}.json"), path, article, replaces)?;
        if self.aside.is_some() {
            self.sources.insert(id.clone(), source.clone());
        } else {
            self.rehearsed.insert(short(id), short(&source.sha256));
        }
        Ok(())
    }

    /// Writes an annotator's first annotations of an article aside; whether there were none yet.
    pub fn annotate(
        &mut self,
        store: &Store,
        claim: &Claim,
        annotations: &Annotations,
    ) -> Result<bool, IntakeError> {
        if claim.annotator != annotations.annotator {
            return Ok(false);
        }
        store.keep_wording()?;
        let folder = self.root.join("annotations").join(&annotations.annotator);
        check_inside(&self.root, &folder)?;
        let path = folder.join(format!("{}.json", annotations.article));
        if fs::symlink_metadata(&path).is_ok() {
            return Ok(false);
        }
        let name = format!("{}.annotations", annotations.article);
        self.set_aside(&name, path, annotations, false)?;
        Ok(true)
    }

    fn set_aside(
        &mut self,
        name: &str,
        path: PathBuf,
        value: &impl serde::Serialize,
        replaces: bool,
    ) -> Result<(), StoreError> {
        let Some(folder) = &self.aside else {
            return Ok(());
        };
        let aside = folder.path().join(name);
        let written = format::to_json(value)
            .map_err(io::Error::from)
            .and_then(|json| write(&aside, &json));
        written.map_err(|error| StoreError::write(&path, &error))?;
        self.waiting.push(Waiting {
            aside,
            path,
            replaces,
        });
        Ok(())
    }

    /// Makes what waits a part of the project; when this returns, it is on the disk.
    pub fn commit(&mut self) -> Result<(), StoreError> {
        let Some(folder) = &self.aside else {
            return Ok(());
        };
        if self.waiting.is_empty() {
            return Ok(());
        }
        sync(folder.path()).map_err(|error| StoreError::write(folder.path(), &error))?;
        let mut folders: Vec<PathBuf> = Vec::new();
        for Waiting {
            aside,
            path,
            replaces,
        } in self.waiting.drain(..)
        {
            let renamed = if replaces {
                fs::rename(&aside, &path)
            } else {
                rename_new(&aside, &path)
            };
            renamed.map_err(|error| match error.kind() {
                io::ErrorKind::AlreadyExists => StoreError::Taken { path: path.clone() },
                _ => StoreError::write(&path, &error),
            })?;
            let folder = atomic::folder_of(&path);
            if folders.last().is_none_or(|last| last != folder)
                && !folders.iter().any(|it| it == folder)
            {
                folders.push(folder.to_owned());
            }
        }
        self.sources.clear();
        for folder in folders {
            let synced = atomic::sync_folder(&folder);
            synced.map_err(|error| StoreError::write(&folder, &error))?;
        }
        Ok(())
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

/// Removes what a killed import left behind. Only for who holds its lock.
fn sweep(articles: &Path) {
    for entry in fs::read_dir(articles).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(PREFIX) {
            // What cannot be removed is litter and no loss. A link is not followed.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

/// Renames a file to a name that is free. Some file systems cannot say whether it is (NFS, FUSE):
/// there a second name is given instead, which fails where there is one.
fn rename_new(from: &Path, to: &Path) -> io::Result<()> {
    match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
        Err(error) if [rustix::io::Errno::INVAL, rustix::io::Errno::NOSYS].contains(&error) => {
            fs::hard_link(from, to)?;
            fs::remove_file(from)
        }
        renamed => Ok(renamed?),
    }
}

/// Linux syncs a file system at once, which is one wait for the disk instead of thousands.
#[cfg(target_os = "linux")]
fn write(path: &Path, contents: &[u8]) -> io::Result<()> {
    fs::write(path, contents)
}

#[cfg(target_os = "linux")]
fn sync(folder: &Path) -> io::Result<()> {
    Ok(rustix::fs::syncfs(File::open(folder)?)?)
}

#[cfg(not(target_os = "linux"))]
fn write(path: &Path, contents: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    io::Write::write_all(&mut file, contents)?;
    file.sync_all()
}

#[cfg(not(target_os = "linux"))]
fn sync(folder: &Path) -> io::Result<()> {
    atomic::sync_folder(folder)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Unknown;
    use crate::model::article::{Metadata, number_sentences};

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
