//! Who is in a project.

use std::fs;

use super::{Store, check_annotator};
use crate::model::adjudication::GOLD;

impl Store {
    /// The names of the annotators who have a folder, in order, without the adjudicated decisions.
    /// Reads names only.
    pub fn annotators(&self) -> Vec<String> {
        let mut names = self.writers();
        names.retain(|name| name != GOLD);
        names
    }

    /// The same with the adjudicated decisions.
    pub(super) fn writers(&self) -> Vec<String> {
        let entries = fs::read_dir(self.root().join("annotations"));
        let entries = entries.into_iter().flatten().flatten();
        let folders = entries.filter(|entry| entry.path().is_dir());
        let names = folders.filter_map(|entry| entry.file_name().into_string().ok());
        let is_one = |name: &String| check_annotator(name).is_ok() || name == GOLD;
        let mut names: Vec<String> = names.filter(is_one).collect();
        names.sort_unstable();
        names
    }
}
