//! The history of decisions, and what can be undone and redone from it.
//!
//! Undoing appends an entry that names the entry it takes back; so undo and redo reach across
//! articles and restarts, and nothing that happened is ever removed.

use serde::{Deserialize, Serialize};

use super::annotation::Decision;
use super::{Time, Unknown};

/// One change of one sentence: the whole decision before and after.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// Counts an annotator's entries over all articles; never goes back, whatever the clock does.
    pub n: u64,
    /// When.
    pub at: Time,
    /// Id of the sentence.
    pub sentence: String,
    /// The number of the entry that this one takes back.
    pub undoes: Option<u64>,
    /// The decision before.
    pub from: Decision,
    /// The decision after.
    pub to: Decision,
    /// What a newer version wrote.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// An entry, and the article it is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The entry's number.
    pub n: u64,
    /// The article's id.
    pub article: String,
    /// The sentence's id.
    pub sentence: String,
    /// The number of the entry that it takes back.
    pub undoes: Option<u64>,
}

/// What an annotator can undo and redo, over all articles.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Journal {
    last: u64,
    done: Vec<Step>,
    undone: Vec<Step>,
    latest: Option<(String, String)>,
}

impl Journal {
    /// The journal of `steps`, whatever their order. Numbers up to `used` are taken, even if their
    /// steps are not among them.
    pub fn new(mut steps: Vec<Step>, used: u64) -> Self {
        steps.sort_by_key(|step| step.n);
        let mut journal = Self {
            last: used,
            ..Self::default()
        };
        for step in steps {
            journal.record(step);
        }
        journal
    }

    /// The number of the next entry.
    pub fn next_number(&self) -> u64 {
        self.last.saturating_add(1)
    }

    /// The step that undo takes back.
    pub fn undoable(&self) -> Option<&Step> {
        self.done.last()
    }

    /// The undoing that redo takes back.
    pub fn redoable(&self) -> Option<&Step> {
        self.undone.last()
    }

    /// Leaves out the step that undo would take back, because it cannot be found.
    pub fn leave_out_undoable(&mut self) {
        self.done.pop();
    }

    /// Leaves out the step that redo would take back, because it cannot be found.
    pub fn leave_out_redoable(&mut self) {
        self.undone.pop();
    }

    /// The article and the sentence of the latest entry: where work stopped.
    pub fn latest(&self) -> Option<(&str, &str)> {
        self.latest
            .as_ref()
            .map(|(article, sentence)| (article.as_str(), sentence.as_str()))
    }

    /// Takes note of an entry that was written.
    pub fn record(&mut self, step: Step) {
        self.last = self.last.max(step.n);
        self.latest = Some((step.article.clone(), step.sentence.clone()));
        let takes_back =
            |steps: &[Step]| steps.last().is_some_and(|top| step.undoes == Some(top.n));
        if takes_back(&self.done) {
            self.done.pop();
            self.undone.push(step);
        } else if takes_back(&self.undone) {
            self.undone.pop();
            self.done.push(step);
        } else {
            self.undone.clear();
            self.done.push(step);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Decides (`d`), undoes (`u`) and redoes (`r`), each time through a journal made anew from
    /// all the steps, as after a restart; then the numbers that can be undone and redone.
    fn check(script: &str, undoable: Option<u64>, redoable: Option<u64>) {
        let mut steps: Vec<Step> = Vec::new();
        for action in script.chars() {
            let journal = Journal::new(steps.clone(), 0);
            let undoes = match action {
                'u' => journal.undoable().map(|step| step.n),
                'r' => journal.redoable().map(|step| step.n),
                _ => None,
            };
            if action != 'd' && undoes.is_none() {
                continue;
            }
            let (article, sentence) = ("a".to_owned(), "s1".to_owned());
            steps.push(Step {
                n: journal.next_number(),
                article,
                sentence,
                undoes,
            });
        }
        steps.reverse();
        let journal = Journal::new(steps, 0);
        let number = |step: Option<&Step>| step.map(|step| step.n);
        assert_eq!(
            (number(journal.undoable()), number(journal.redoable())),
            (undoable, redoable),
            "{script}"
        );
    }

    #[test]
    fn undo_and_redo_go_back_and_forth() {
        check("", None, None);
        check("u", None, None);
        check("ddd", Some(3), None);
        check("dddu", Some(2), Some(4));
        check("ddduu", Some(1), Some(5));
        check("dddur", Some(5), None);
        check("dddurr", Some(5), None);
        check("dddurur", Some(7), None);
        check("ddduuu", None, Some(6));
        check("dduurr", Some(6), None);
    }

    #[test]
    fn a_new_decision_forgets_what_was_undone() {
        check("dduud", Some(5), None);
        check("dud", Some(3), None);
    }
}
