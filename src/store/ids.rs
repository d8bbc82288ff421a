//! The ids that files are named by, of which a large project has hundreds of thousands.

use std::fs::{self, DirEntry};
use std::io;
use std::path::Path;
use std::sync::mpsc;
use std::thread;

use super::is_id;
use crate::model::article::Id;

/// So many entries of a folder are put in order at once.
const PORTION: usize = 4096;

/// The ids that the files in `folder` are named by, in order; none if it is not there.
pub(super) fn ids_in(folder: &Path) -> io::Result<Vec<Id>> {
    let mut entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut portion = || -> io::Result<Vec<DirEntry>> { entries.by_ref().take(PORTION).collect() };
    let first = portion()?;
    let is_all = first.len() < PORTION;
    let mut ids = ids_of(first);
    if is_all {
        return Ok(ids);
    }
    // What the system found is put in order while it reads on.
    thread::scope(|scope| {
        let (found, portions) = mpsc::channel();
        let reads = move || {
            loop {
                let next = portion();
                let is_last = next.as_ref().map_or(true, |next| next.len() < PORTION);
                if found.send(next).is_err() || is_last {
                    break;
                }
            }
        };
        thread::Builder::new().spawn_scoped(scope, reads)?;
        for portion in portions {
            ids.extend(ids_of(portion?));
        }
        Ok::<(), io::Error>(())
    })?;
    // Of runs that are in order this sort makes use.
    ids.sort();
    Ok(ids)
}

/// The ids that files are named by, in order.
fn ids_of(entries: Vec<DirEntry>) -> Vec<Id> {
    let id = |entry: DirEntry| {
        let name = entry.file_name();
        let id = name.to_str()?.strip_suffix(".json")?;
        is_id(id).then(|| Id::new(id))
    };
    let mut ids: Vec<Id> = entries.into_iter().filter_map(id).collect();
    ids.sort_unstable();
    ids
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_a_large_folder_are_all_there_and_in_order() {
        for count in [0, PORTION, PORTION + 1] {
            let folder = tempfile::tempdir().unwrap();
            for number in 0..count {
                fs::write(folder.path().join(format!("a{number:05}.json")), "").unwrap();
            }
            fs::write(folder.path().join(".lock"), "").unwrap();
            let expected: Vec<String> = (0..count).map(|it| format!("a{it:05}")).collect();
            assert_eq!(ids_in(folder.path()).unwrap(), expected);
        }
    }
}
