//! Everybody's claim at once: nobody works in a project while something is forgotten there.

use std::fs::{File, TryLockError};
use std::io;
use std::path::Path;

use super::super::{
    Access, Claim, Holder, Intake, IntakeError, Store, StoreError, check_annotator, reason,
};
use super::ForgetError;

/// What is held until it is dropped.
pub(super) struct Held {
    _claims: Vec<Claim>,
    _locks: Vec<File>,
    _intake: Option<Intake>,
    /// As whom somebody might have worked.
    pub(super) names: Vec<String>,
}

impl Store {
    /// Holds the claim of everybody who has a folder, and the right to write articles.
    pub(super) fn hold(&self, me: &Holder) -> Result<Held, ForgetError> {
        let mut claims = Vec::new();
        let mut locks = Vec::new();
        let intake = match self.intake(false) {
            Ok(intake) => Some(intake),
            // Another account made the lock, and kept it to itself.
            Err(IntakeError::Store(_)) => {
                let path = self.root().join("articles").join(".lock");
                locks.extend(lock_to_read(&path, "the one who imports")?);
                None
            }
            Err(error) => return Err(error.into()),
        };
        let names = self.writers();
        for name in &names {
            match self.claim(name, me)? {
                Access::Write(claim) => claims.push(claim),
                Access::Held(holder) => {
                    let name = name.clone();
                    return Err(ForgetError::Held { name, holder });
                }
                // Another account's: nothing is written there, but she must not be writing either.
                Access::ReadOnly(_) => {
                    let path = self.annotator_folder(name).join(".lock");
                    locks.extend(lock_to_read(&path, name)?);
                }
            }
        }
        Ok(Held {
            _claims: claims,
            _locks: locks,
            _intake: intake,
            names,
        })
    }

    /// Names of files of answers whose leads have no folder, and so no claim.
    pub(super) fn answered_by(&self) -> Result<Vec<String>, StoreError> {
        let folder = self.root().join("answers");
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        let names = entries.filter_map(|it| it.file_name().into_string().ok());
        let names = names.filter_map(|it| Some(it.strip_suffix(".json")?.to_owned()));
        let mut names: Vec<String> = names.filter(|it| check_annotator(it).is_ok()).collect();
        names.sort_unstable();
        Ok(names)
    }
}

/// The lock at `path`, which may only be read, of `name`; none where nobody ever worked.
fn lock_to_read(path: &Path, name: &str) -> Result<Option<File>, ForgetError> {
    let unknown = |error: &io::Error| ForgetError::Unknown {
        name: name.to_owned(),
        reason: reason(error),
    };
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unknown(&error)),
    };
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Err(ForgetError::Held {
            name: name.to_owned(),
            holder: None,
        }),
        Err(TryLockError::Error(error)) => Err(unknown(&error)),
    }
}
