//! Which wordings of the guideline are older than that in force, so that what was decided under them asks
//! for another look, and how much of that an annotator has left.

use std::collections::{BTreeSet, HashMap};
use std::{fs, io};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::atomic::{self, Durability};
use super::{Claim, Store};
use crate::model::annotation::{Annotations, Decision};

/// How much an annotator had left to look at again when that was last known. It spares the start from
/// reading all that she wrote, and can be counted anew at any time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Looked {
    /// The revision of the guideline.
    pub revision: u64,
    /// How many decisions.
    pub left: usize,
}

/// The wordings that decisions name, each looked up once.
pub(super) struct Wordings<'a> {
    store: &'a Store,
    known: HashMap<String, bool>,
}

impl<'a> Wordings<'a> {
    pub(super) fn of(store: &'a Store) -> Self {
        let known = HashMap::new();
        Self { store, known }
    }

    /// Whether a decision made under the wording called `hash` asks for another look.
    pub(super) fn is_older(&mut self, hash: &str) -> bool {
        if let Some(&older) = self.known.get(hash) {
            return older;
        }
        let older = self.store.is_older(hash);
        self.known.insert(hash.to_owned(), older);
        older
    }
}

impl Store {
    /// Whether a decision made under the wording called `hash` asks for another look: it is of an older
    /// revision, or, where none was ever raised, another than that in force. One that cannot be read may
    /// have said anything.
    pub fn is_older(&self, hash: &str) -> bool {
        if hash == self.guideline() {
            return false;
        }
        let revision = self.project().revision;
        if revision == 0 {
            return true;
        }
        let wording = self.wording(hash).ok().flatten();
        let of = |wording: Value| wording.get("revision").and_then(Value::as_u64).unwrap_or(0);
        wording.is_none_or(|it| of(it) < revision)
    }

    /// Those of the wordings that `annotations` name that are older.
    pub fn older_wordings(&self, annotations: &Annotations) -> BTreeSet<String> {
        // What stands in the history may be put back by undo.
        let past = annotations.history.iter().flat_map(|it| [&it.from, &it.to]);
        let decided = annotations.sentences.iter().map(|it| &it.decision);
        let named = decided.chain(past).filter_map(|it| it.guideline.as_ref());
        let named: BTreeSet<&String> = named.collect();
        let older = named.into_iter().filter(|hash| self.is_older(hash));
        older.cloned().collect()
    }

    /// The first article behind `here`, in the order of ids, in which `annotator` has something to look at
    /// again, and the index of its sentence. One that cannot be read is passed over.
    pub fn next_older(&self, annotator: &str, here: &str) -> Option<(String, usize)> {
        let mut wordings = Wordings::of(self);
        let ids = self.annotated(annotator).into_iter();
        ids.filter(|id| id.as_str() > here && self.has(id))
            .find_map(|id| {
                let own = self.own(annotator, &id).ok()??;
                let mut older = |decision: &Decision| {
                    let hash = decision.guideline.as_deref();
                    decision.is_decided() && hash.is_some_and(|hash| wordings.is_older(hash))
                };
                let sentence = own.sentences.iter().position(|it| older(&it.decision))?;
                Some((id.into(), sentence))
            })
    }

    /// How much `annotator` had left when that was last known.
    pub fn looked(&self, annotator: &str) -> Option<Looked> {
        let json = fs::read(self.looked_path(annotator)).ok()?;
        serde_json::from_slice(&json).ok()
    }

    /// Remembers how much is left. Best effort, as it can be counted anew.
    pub fn remember_looked(&self, claim: &Claim, looked: Looked) {
        let write = || {
            let json = serde_json::to_vec(&looked)?;
            let folder = self.root().join(".cache");
            claim.check_folder()?;
            atomic::check_inside(self.root(), &folder)?;
            atomic::create_folder(&folder)?;
            let path = self.looked_path(&claim.annotator);
            atomic::replace(&path, &json, Durability::System, |_| {})
        };
        let _: io::Result<()> = write();
    }

    fn looked_path(&self, annotator: &str) -> std::path::PathBuf {
        let name = format!("looked-{annotator}.json");
        self.root().join(".cache").join(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn store(folder: &std::path::Path, revision: &str) -> Store {
        Store::create(folder).unwrap();
        let path = folder.join("project.toml");
        let text = fs::read_to_string(&path).unwrap();
        let text = text.replacen("[guideline]\n", &format!("[guideline]\n{revision}\n"), 1);
        fs::write(path, text).unwrap();
        Store::open(folder).unwrap()
    }

    #[test]
    fn the_revision_says_which_wordings_are_older_where_it_was_ever_raised() {
        let folder = tempfile::tempdir().unwrap();
        let never = store(folder.path(), "");
        assert!(never.is_older("000000000000") && !never.is_older(never.guideline()));
        let folder = tempfile::tempdir().unwrap();
        let raised = store(folder.path(), "revision = 2");
        let keep = |hash: &str, json: &str| {
            fs::create_dir_all(folder.path().join("guidelines")).unwrap();
            fs::write(folder.path().join(format!("guidelines/{hash}.json")), json).unwrap();
        };
        keep("aaaaaaaaaaaa", "{\"topics\":[]}");
        keep("bbbbbbbbbbbb", "{\"topics\":[],\"revision\":1}");
        keep("cccccccccccc", "{\"topics\":[],\"revision\":2}");
        keep("dddddddddddd", "{ torn");
        let older = ["a", "b", "c", "d", "e"].map(|it| raised.is_older(&it.repeat(12)));
        assert_eq!(older, [true, true, false, true, true]);
        assert!(!raised.is_older(raised.guideline()));
        assert_ne!(
            never.guideline(),
            raised.guideline(),
            "raising it alone is another wording"
        );
    }
}
