//! What the store could not do, in the language of the interface. What it says of itself in English
//! is for the command line.

use std::path::Path;

use crate::lang::{Words, say};
use crate::store::{Holder, NotTaken, StoreError};

/// Why the store could not do what it was asked to, as one sentence that says what to do now.
pub(super) fn told(words: &Words, error: &StoreError) -> String {
    let shown = |path: &Path| path.display().to_string();
    match error {
        StoreError::Read { path, reason } => {
            say!(words, "cannot-read", path = &shown(path), reason = reason)
        }
        StoreError::Write { path, reason } => {
            say!(words, "cannot-write", path = &shown(path), reason = reason)
        }
        StoreError::Flawed {
            path,
            line,
            column,
            what,
        } => {
            let place = match line {
                0 => shown(path),
                _ => format!("{}:{line}:{column}", shown(path)),
            };
            say!(words, "flawed", place = &place, what = what)
        }
        StoreError::Mismatch {
            annotations,
            article,
        } => {
            let [annotations, article] = [annotations, article].map(|path| shown(path));
            say!(
                words,
                "mismatch",
                annotations = &annotations,
                article = &article
            )
        }
        StoreError::Conflict { path } => say!(words, "conflict", path = &shown(path)),
        StoreError::Taken { path } => say!(words, "taken-id", path = &shown(path)),
        StoreError::Name { name, why } => say!(words, "bad-name", name = name, why = *why),
    }
}

/// Why an annotator's files could not be taken over.
pub(super) fn not_taken(words: &Words, why: &NotTaken) -> String {
    match why {
        NotTaken::Elsewhere(holder) => say!(words, "held-elsewhere", host = &holder.host),
        NotTaken::OtherAccount(holder) => {
            say!(words, "held-by-account", pid = &holder.pid.to_string())
        }
        NotTaken::Unknown => words.get("held-by-unknown").into_owned(),
        NotTaken::Stays(holder) => say!(words, "held-still", pid = &holder.pid.to_string()),
        NotTaken::Store(error) => told(words, error),
    }
}

/// Why nothing can be written, where another program does.
pub(super) fn held(words: &Words, annotator: &str, holder: Option<&Holder>) -> String {
    let Some(Holder { host, pid, since }) = holder else {
        return say!(words, "held-by-another", annotator = annotator);
    };
    let (pid, since) = (pid.to_string(), since.to_string());
    say!(
        words,
        "held",
        pid = &pid,
        host = host,
        since = &since,
        annotator = annotator
    )
}
