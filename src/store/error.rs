//! What can go wrong with a project's folder, each as one sentence that says what to do now.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::format::Flaw;

/// Why the store could not do what it was asked to.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The system refused to read.
    #[error("cannot read {}: {reason}", path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// In the system's words.
        reason: String,
    },
    /// The system refused to write.
    #[error("cannot write {}: {reason}", path.display())]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// In the system's words.
        reason: String,
    },
    /// A file is not what it should be.
    #[error("{}{}: {what} (nothing was overwritten)", path.display(), place(*line, *column))]
    Flawed {
        /// The file.
        path: PathBuf,
        /// From 1; 0 if there is no line to name.
        line: usize,
        /// From 1.
        column: usize,
        /// The mistake, and what to do.
        what: String,
    },
    /// Annotations of another text.
    #[error("{} was made on another text of its article: put that text back into {}, or move the \
        annotations away (nothing was overwritten)", annotations.display(), article.display())]
    Mismatch {
        /// The annotations.
        annotations: PathBuf,
        /// The article.
        article: PathBuf,
    },
    /// Another hand wrote the file that was about to be saved.
    #[error("{} was changed by another program since Hashiya read it, and was not overwritten: \
        leave, look at it, and start again", path.display())]
    Conflict {
        /// The file.
        path: PathBuf,
    },
    /// An article with that id is there already.
    #[error("{} is there already: give the new text another file name", path.display())]
    Taken {
        /// The article.
        path: PathBuf,
    },
    /// Not a name that can be a folder.
    #[error("\"{name}\" cannot be an annotator's name: {why}")]
    Name {
        /// What was given.
        name: String,
        /// What is wrong with it.
        why: &'static str,
    },
}

/// Why a project is not made, or takes nothing in.
#[derive(Debug, Error)]
pub enum IntakeError {
    /// The folder is a project.
    #[error("{} is a project already, and was not touched: open it with hashiya {}", folder.display(), folder.display())]
    Project {
        /// The folder.
        folder: PathBuf,
    },
    /// Another program brings articles in.
    #[error("another program is importing into {}: wait for it to end", folder.display())]
    Importing {
        /// The project's folder.
        folder: PathBuf,
    },
    /// A folder of the project leads out of it.
    #[error("{} is a link that leads out of the project: put a folder in its place", path.display())]
    Outside {
        /// The link.
        path: PathBuf,
    },
    /// The store could not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn place(line: usize, column: usize) -> String {
    if line == 0 {
        String::new()
    } else {
        format!(":{line}:{column}")
    }
}

impl StoreError {
    pub(super) fn read(path: &Path, error: &io::Error) -> Self {
        Self::Read {
            path: path.to_owned(),
            reason: reason(error),
        }
    }

    pub(super) fn write(path: &Path, error: &io::Error) -> Self {
        Self::Write {
            path: path.to_owned(),
            reason: reason(error),
        }
    }

    pub(super) fn flawed(path: &Path, flaw: Flaw) -> Self {
        let Flaw { line, column, what } = flaw;
        Self::Flawed {
            path: path.to_owned(),
            line,
            column,
            what,
        }
    }
}

/// The system's words without its number: "Permission denied (os error 13)" is for programmers.
pub fn reason(error: &io::Error) -> String {
    let reason = error.to_string();
    reason
        .split(" (os error")
        .next()
        .unwrap_or(&reason)
        .to_lowercase()
}
