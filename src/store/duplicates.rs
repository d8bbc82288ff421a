//! `duplicates.json`: which articles are the same text twice, as `hashiya duplicates` found them.
//! It can always be made again.

use std::io;
use std::path::PathBuf;

use super::atomic::{self, Durability};
use super::{Store, StoreError, format, read_if_there};
use crate::model::duplicates::Duplicates;

impl Store {
    /// The duplicates among the articles, as they were kept; none if they were never looked for. A
    /// file that cannot be read counts for nothing, and [`Duplicates::problem`] says why.
    pub fn duplicates(&self) -> Duplicates {
        let read = self.read_duplicates();
        read.unwrap_or_else(|error| Duplicates::unreadable(error.to_string()))
    }

    /// Keeps `duplicates` in the place of those that were kept. A file of that name that is none of
    /// these is not overwritten.
    pub fn keep_duplicates(&self, duplicates: &Duplicates) -> Result<(), StoreError> {
        self.read_duplicates()?;
        let path = self.duplicates_path();
        let json = format::to_json(duplicates).map_err(io::Error::from);
        json.and_then(|json| atomic::replace(&path, &json, Durability::Disk, |_| {}))
            .map_err(|error| StoreError::write(&path, &error))
    }

    fn read_duplicates(&self) -> Result<Duplicates, StoreError> {
        let path = self.duplicates_path();
        let Some(json) = read_if_there(&path)? else {
            return Ok(Duplicates::default());
        };
        let flawed = |flaw| StoreError::flawed(&path, flaw);
        let duplicates: Duplicates = format::from_json(&json).map_err(flawed)?;
        format::check_format(duplicates.format, &json).map_err(flawed)?;
        Ok(duplicates.indexed())
    }

    fn duplicates_path(&self) -> PathBuf {
        self.root().join("duplicates.json")
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::model::duplicates::{Finder, THRESHOLD};

    fn found() -> Duplicates {
        let finder = Finder::new(THRESHOLD).unwrap();
        let article = |id: &str| (id.to_owned(), finder.sketch("they raided it at dawn"));
        let clusters = finder.clusters(&[article("a"), article("b")]);
        Duplicates::new(finder.made_by(2, 0), clusters)
    }

    #[test]
    fn what_was_found_is_kept_a_cluster_a_line() {
        let folder = tempfile::tempdir().unwrap();
        Store::create(folder.path()).unwrap();
        let store = Store::open(folder.path()).unwrap();
        assert_eq!(store.duplicates(), Duplicates::default());
        store.keep_duplicates(&found()).unwrap();
        assert_eq!(store.duplicates(), found());
        assert_eq!(
            store.duplicates().cluster_of("b").unwrap().articles.len(),
            2
        );
        let json = fs::read_to_string(folder.path().join("duplicates.json")).unwrap();
        assert!(json.contains(
            "\n    { \"articles\": [{ \"id\": \"a\", \"similarity\": 1.0 }, { \"id\": \"b\", \"similarity\": 1.0 }] }\n"
        ), "{json}");
        store
            .keep_duplicates(&Duplicates::new(found().made_by, Vec::new()))
            .unwrap();
        assert_eq!(store.duplicates().clusters(), []);
    }

    #[test]
    fn what_is_torn_foreign_or_newer_is_named_and_neither_read_nor_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        Store::create(folder.path()).unwrap();
        let store = Store::open(folder.path()).unwrap();
        let path = folder.path().join("duplicates.json");
        store.keep_duplicates(&found()).unwrap();
        let whole = fs::read_to_string(&path).unwrap();
        let torn = &whole[..whole.len() / 2];
        let newer = whole.replace("\"format\": 1", "\"format\": 9");
        for (text, said) in [
            (torn, "EOF"),
            ("", "EOF"),
            ("[1, 2]", "invalid"),
            ("{\"duplicates\": []}", "missing field"),
            (newer.as_str(), "format 9"),
        ] {
            fs::write(&path, text).unwrap();
            let read = store.duplicates();
            assert_eq!((read.clusters(), read.cluster_of("a")), (&[][..], None));
            let problem = read.problem.unwrap();
            assert!(
                problem.contains("duplicates.json") && problem.contains(said),
                "{problem}"
            );
            assert!(store.keep_duplicates(&found()).is_err(), "{text}");
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
    }
}
