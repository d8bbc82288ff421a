//! Names that stand for annotators in what is given away.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::annotation::FORMAT;
use super::hash::hash;

/// The key to the pseudonyms of a project. It stays with it: whoever has it knows who is who.
///
/// Where there is no key, the same people get the same pseudonyms, so that a release can be made again
/// anywhere; so who knows the names of all can find out who is who without it, too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pseudonyms {
    /// Version of the file format.
    pub format: u32,
    /// The pseudonym of each annotator, by name. None is ever given again.
    pub annotators: BTreeMap<String, String>,
}

impl Default for Pseudonyms {
    fn default() -> Self {
        Self {
            format: FORMAT,
            annotators: BTreeMap::new(),
        }
    }
}

impl Pseudonyms {
    /// Gives a pseudonym to each of `names` that has none. Their order says nothing of their names.
    /// Whether there was one.
    pub fn add<'a>(&mut self, names: impl Iterator<Item = &'a str>) -> bool {
        let mut new: Vec<&str> = names
            .filter(|it| !self.annotators.contains_key(*it))
            .collect();
        new.sort_unstable_by_key(|name| (hash(0, &["pseudonym", name]), *name));
        let known = self.annotators.len();
        for (number, name) in (known + 1..).zip(&new) {
            let pseudonym = format!("annotator-{number}");
            self.annotators.insert((*name).to_owned(), pseudonym);
        }
        !new.is_empty()
    }

    /// What stands for `name`; the name of nobody stays, such as that of adjudicated decisions.
    pub fn of<'a>(&'a self, name: &'a str) -> &'a str {
        self.annotators.get(name).map_or(name, String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_comes_later_changes_nobodys_pseudonym() {
        let mut pseudonyms = Pseudonyms::default();
        assert!(pseudonyms.add(["sara", "omar"].into_iter()));
        let before = pseudonyms.clone();
        assert!(!pseudonyms.add(["omar"].into_iter()));
        assert_eq!(pseudonyms, before);
        assert!(pseudonyms.add(["aisha", "omar", "sara"].into_iter()));
        assert_eq!(pseudonyms.of("aisha"), "annotator-3");
        assert_eq!(pseudonyms.of("sara"), before.of("sara"));
        assert_eq!(pseudonyms.of("gold"), "gold");
    }
}
