//! One writer for each annotator: a kernel lock on the annotator's folder, which dies with the
//! process however it ends.

use std::collections::HashMap;
use std::fs::{self, File, Metadata, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{StoreError, atomic, error::reason};
use crate::model::Time;

/// Who works as an annotator right now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// The machine.
    pub host: String,
    /// The process on it.
    pub pid: u32,
    /// Since when.
    pub since: Time,
}

/// The right to write an annotator's files, held until it is dropped or the process ends.
#[derive(Debug)]
pub struct Claim {
    pub(super) annotator: String,
    /// Each file as it was when it was last read or written, so that no other hand is overwritten.
    pub(super) seen: HashMap<PathBuf, Option<Stamp>>,
    folder: PathBuf,
    lock: File,
}

impl Claim {
    /// Whether the folder that is held is the one where files are written: it may have been deleted,
    /// moved or replaced, and then another program may hold what is there now.
    pub(super) fn check_folder(&self) -> io::Result<()> {
        let held = self.lock.metadata()?;
        match fs::symlink_metadata(self.folder.join(".lock")) {
            Ok(there) if (there.dev(), there.ino()) == (held.dev(), held.ino()) => Ok(()),
            _ => {
                let folder = self.folder.display();
                let what = format!(
                    "the folder {folder} was deleted, moved or replaced while Hashiya ran: put it back, or \
                     start again"
                );
                Err(io::Error::other(what))
            }
        }
    }
}

/// Whether an annotator's files can be written, and if not, why.
#[derive(Debug)]
pub enum Access {
    /// They can.
    Write(Claim),
    /// Another program holds the claim; nothing is known of it if it has not said so yet.
    Held(Option<Holder>),
    /// The folder cannot be written; which one, and why.
    ReadOnly(String),
}

/// What tells one version of a file from another without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    inode: u64,
    length: u64,
    modified: (i64, i64),
}

impl Stamp {
    /// The stamp of the file at `path`, if there is one.
    pub(super) fn of(path: &Path) -> Option<Self> {
        fs::metadata(path).ok().as_ref().map(Self::from)
    }
}

impl From<&Metadata> for Stamp {
    fn from(metadata: &Metadata) -> Self {
        let modified = (metadata.mtime(), metadata.mtime_nsec());
        Self {
            inode: metadata.ino(),
            length: metadata.len(),
            modified,
        }
    }
}

/// Claims `folder` of the project at `root`, which is made if need be, for `annotator`, and removes
/// what a killed program left there.
pub(super) fn claim(
    root: &Path,
    folder: &Path,
    annotator: &str,
    holder: &Holder,
) -> Result<Access, StoreError> {
    let access = lock(root, folder, annotator, holder)?;
    if let Access::Write(_) = access {
        atomic::sweep(folder);
    }
    Ok(access)
}

/// Claims `folder` of the project at `root`, which is made if need be, for `annotator`, and touches
/// nothing else there.
pub(super) fn lock(
    root: &Path,
    folder: &Path,
    annotator: &str,
    holder: &Holder,
) -> Result<Access, StoreError> {
    let path = folder.join(".lock");
    let open = || {
        // Another annotator's folder is not this one's, even if it is in the project.
        if folder.is_symlink() {
            return Err(atomic::leads_out());
        }
        atomic::check_inside(root, atomic::folder_of(folder))?;
        atomic::create_folder(folder)?;
        atomic::open_lock(&path)
    };
    let mut file = match open() {
        Ok(file) => file,
        Err(error) if is_refusal(&error) => {
            // Of another account's folder it is said who works there, if somebody does.
            if let Some(holder) = atomic::open_lock_to_read(&path).ok().and_then(holder_of) {
                return Ok(Access::Held(holder));
            }
            let place = if path.is_symlink() { &path } else { folder };
            let (folder, reason) = (place.display(), reason(&error));
            let why = format!("\u{2068}{folder}\u{2069} cannot be written ({reason})");
            return Ok(Access::ReadOnly(why));
        }
        Err(error) => return Err(StoreError::write(&path, &error)),
    };
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Ok(Access::Held(said_in(file))),
        Err(TryLockError::Error(error)) => return Err(StoreError::write(&path, &error)),
    }
    let mut say = || {
        let mut json = serde_json::to_vec(holder)?;
        json.push(b'\n');
        file.set_len(0)?;
        file.rewind()?;
        file.write_all(&json)
    };
    // Who holds the lock is for the next one to read; without it the lock holds all the same.
    let _: io::Result<()> = say();
    Ok(Access::Write(Claim {
        annotator: annotator.to_owned(),
        seen: HashMap::new(),
        folder: folder.to_owned(),
        lock: file,
    }))
}

/// Who holds the lock `file`, if somebody does, and has said who it is.
fn holder_of(file: File) -> Option<Option<Holder>> {
    match file.try_lock_shared() {
        Err(TryLockError::WouldBlock) => Some(said_in(file)),
        _ => None,
    }
}

/// Who a held lock `file` says that holds it: nobody yet between the taking and the saying.
fn said_in(mut file: File) -> Option<Holder> {
    let mut said = String::new();
    let _ = file.read_to_string(&mut said);
    serde_json::from_str(&said).ok()
}

fn is_refusal(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::PermissionDenied
            | io::ErrorKind::ReadOnlyFilesystem
            | io::ErrorKind::StorageFull
            | io::ErrorKind::QuotaExceeded
    )
}
