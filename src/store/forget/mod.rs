//! Taking a word or an article out of a project everywhere, histories and what was set aside
//! included.
//!
//! The one place where files of annotators are written by somebody else: a name that must not be kept
//! cannot wait for each of them to open her files. So everybody's claim is held meanwhile, and nothing
//! is done while anybody works.
//!
//! It may be killed at any moment. Each file is replaced whole, what others rest on comes last (an
//! article after its annotations, an old wording after the decisions that name it), and what a file
//! becomes follows from the word alone: to run it again is to finish it.
//!
//! A file of another account is not written, for it would no longer be hers, but named; the
//! superuser's is the account of everybody, and owners stay. What depends on such a file waits.

mod article;
mod hold;
mod rename;
mod rest;
mod words;

use std::fs;
use std::io;
use std::ops::Range;
use std::os::unix::fs::{MetadataExt, chown};
use std::path::{Path, PathBuf};
use std::time::Duration;

use thiserror::Error;

use super::atomic::{self, Durability};
use super::{Holder, IntakeError, Store, StoreError, reason};

/// What stands where a forgotten word was. It has no letter, so that no word is in it.
pub const FORGOTTEN: &str = "[***]";

/// How old a file that was written aside must be, so that nobody is writing it now.
const STALE: Duration = Duration::from_secs(60);

/// Finds what is to be forgotten in a text: bytes.
pub type Find<'a> = &'a (dyn Fn(&str) -> Vec<Range<usize>> + Sync);

/// What was done, or would be.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Forgotten {
    /// By file.
    pub done: Vec<Done>,
    /// What still holds it, and what to do.
    pub left: Vec<Left>,
    /// Files outside that articles came from: to import them again is to bring it back.
    pub sources: Vec<String>,
}

/// What was done to a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// The file.
    pub path: PathBuf,
    /// What.
    pub what: String,
}

/// What still holds what was to be forgotten.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// The file or folder.
    pub path: PathBuf,
    /// The line, from 1; 0 if there is none to name.
    pub line: usize,
    /// Why, and what to do.
    pub what: String,
}

/// Why nothing was forgotten.
#[derive(Debug, Error)]
pub enum ForgetError {
    /// Somebody works there.
    #[error("{}: ask for the program to be ended, and run this again; nothing was changed", held(.name, .holder.as_ref()))]
    Held {
        /// As whom.
        name: String,
        /// With which program, if that is known.
        holder: Option<Holder>,
    },
    /// Whether somebody works there cannot be found out.
    #[error(
        "it cannot be found out whether somebody works as {name} ({reason}): let {name} run this, or the superuser; nothing was changed"
    )]
    Unknown {
        /// As whom.
        name: String,
        /// Why not.
        reason: String,
    },
    /// Articles are being brought in.
    #[error(transparent)]
    Intake(#[from] IntakeError),
    /// The store could not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn held(name: &str, holder: Option<&Holder>) -> String {
    match holder {
        Some(Holder { host, pid, since }) => {
            format!("somebody works as {name} (on {host}, process {pid}, since {since})")
        }
        None => format!("somebody works as {name}"),
    }
}

/// A pass over a project: what it does, or would do.
struct Pass<'a> {
    store: &'a Store,
    is_rehearsal: bool,
    told: Forgotten,
}

impl Pass<'_> {
    fn path(&self, name: &str) -> PathBuf {
        self.store.root().join(name)
    }

    fn leave(&mut self, path: &Path, what: impl Into<String>) {
        self.leave_at(path, 0, what);
    }

    fn leave_at(&mut self, path: &Path, line: usize, what: impl Into<String>) {
        let path = path.to_owned();
        let what = what.into();
        self.told.left.push(Left { path, line, what });
    }

    /// Whether the file at `path` may be written; why it is not is said.
    fn may_write(&mut self, path: &Path) -> bool {
        let owner = fs::symlink_metadata(path).map(|it| (it.uid(), it.is_symlink()));
        let me = rustix::process::geteuid();
        let what = match owner {
            Ok((_, true)) => "it is a symbolic link, and was not followed: put the file itself here, and run this again".to_owned(),
            Ok((uid, _)) if uid == me.as_raw() || me.is_root() => return true,
            Ok((uid, _)) => format!(
                "it is another account's (user id {uid}), and was not written: let that account, or the superuser, run this too"
            ),
            Err(error) => format!("it cannot be read ({})", reason(&error)),
        };
        self.leave(path, what);
        false
    }

    /// Puts `contents` in the place of the file at `path`; whether that is done, or would be.
    fn replace(&mut self, path: &Path, contents: &[u8], what: impl Into<String>) -> bool {
        if !self.may_write(path) {
            return false;
        }
        if !self.is_rehearsal {
            let owner = fs::metadata(path).map(|it| (it.uid(), it.gid()));
            let written = atomic::check_inside(self.store.root(), atomic::folder_of(path))
                .and_then(|()| atomic::replace(path, contents, Durability::Disk, |_| {}));
            if let Err(error) = written {
                self.unwritten(path, &error);
                return false;
            }
            // The superuser's replacement is hers who had the file.
            if let (Ok((uid, gid)), true) = (owner, rustix::process::geteuid().is_root()) {
                let _ = chown(path, Some(uid), Some(gid));
            }
        }
        self.done(path, what);
        true
    }

    /// Takes the file at `path` away; whether that is done, or would be.
    fn remove(&mut self, path: &Path, what: impl Into<String>) -> bool {
        if !self.may_write(path) {
            return false;
        }
        if !self.is_rehearsal {
            let removed = atomic::check_inside(self.store.root(), atomic::folder_of(path))
                .and_then(|()| fs::remove_file(path))
                .and_then(|()| atomic::sync_folder(atomic::folder_of(path)));
            if let Err(error) = removed {
                self.unwritten(path, &error);
                return false;
            }
        }
        self.done(path, what);
        true
    }

    fn done(&mut self, path: &Path, what: impl Into<String>) {
        let (path, what) = (path.to_owned(), what.into());
        self.told.done.push(Done { path, what });
    }

    fn unwritten(&mut self, path: &Path, error: &io::Error) {
        let what = format!(
            "it cannot be written ({}): make that possible, and run this again",
            reason(error)
        );
        self.leave(path, what);
    }

    /// Files and folders in `folder`, in the order of names; none if it is not there.
    fn entries(&self, folder: &Path) -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        let mut paths: Vec<PathBuf> = entries.map(|it| it.path()).collect();
        paths.sort_unstable();
        paths
    }

    /// Files below `folder`, links not followed.
    fn files_below(&self, folder: &Path) -> Vec<PathBuf> {
        let mut files = Vec::new();
        let mut folders = vec![folder.to_owned()];
        while let Some(next) = folders.pop() {
            for path in self.entries(&next) {
                match path.symlink_metadata() {
                    Ok(it) if it.is_dir() => folders.push(path),
                    Ok(it) if it.is_file() => files.push(path),
                    _ => {}
                }
            }
        }
        files.sort_unstable();
        files
    }

    /// What killed programs left, where `holds` says that it holds what is to be forgotten.
    fn leftovers(&mut self, holds: impl Fn(&[u8]) -> bool) {
        let mut folders = vec![self.store.root().to_owned()];
        folders.extend(
            [".cache", "articles", "answers", "guidelines", "annotations"].map(|it| self.path(it)),
        );
        folders.extend(
            self.store
                .writers()
                .iter()
                .map(|it| self.store.annotator_folder(it)),
        );
        for folder in folders {
            for path in self.entries(&folder) {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                if !atomic::is_leftover(&name) || !fs::read(&path).is_ok_and(|it| holds(&it)) {
                    continue;
                }
                let age = fs::metadata(&path).and_then(|it| it.modified());
                let age = age.ok().and_then(|it| it.elapsed().ok());
                // Everybody's lock is held: only into the project's own folder may somebody write now.
                let is_held = folder != self.store.root();
                if is_held || age.is_some_and(|age| age >= STALE) {
                    self.remove(&path, "was left by a killed program, and is gone");
                } else {
                    let what =
                        "it was written aside less than a minute ago: run this again in a minute";
                    self.leave(&path, what);
                }
            }
        }
    }
}
