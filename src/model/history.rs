//! The history of decisions, and what can be undone and redone from it.
//!
//! Undoing appends an entry that names the entry it takes back; so undo and redo reach across
//! articles and restarts, and nothing that happened is ever removed.
//!
//! Decisions that were made at once are taken back at once, but one by one, each with an entry of
//! its own: wherever a program is killed, the rest of a group can still be taken back, and what was
//! taken back of it can be put in place again.

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
    /// The number of the first entry of the group that was decided at once; none for a decision by
    /// itself. What takes an entry back is of that one's group, and so is what takes this back.
    #[serde(default)]
    pub batch: Option<u64>,
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
    /// The group that it is of, as in [`Entry::batch`].
    pub batch: Option<u64>,
}

/// An entry, and where it is for people.
#[derive(Debug, Clone, PartialEq)]
pub struct Past {
    /// The article's id.
    pub article: String,
    /// Index of the sentence in the article, if it is still there.
    pub sentence: Option<usize>,
    /// What happened.
    pub entry: Entry,
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

    /// The step that undo takes back, and those of its group that come with it, in the order in
    /// which they are taken back.
    pub fn undoable_batch(&self) -> Vec<Step> {
        batch(&self.done)
    }

    /// The undoing that redo takes back, and those of its group that come with it, in the order in
    /// which they are taken back.
    pub fn redoable_batch(&self) -> Vec<Step> {
        batch(&self.undone)
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

/// The last of `steps` and those right before it that are of its group, the last one first.
fn batch(steps: &[Step]) -> Vec<Step> {
    let last = steps.last().and_then(|step| step.batch);
    let together =
        |&(nth, step): &(usize, &Step)| nth == 0 || (step.batch.is_some() && step.batch == last);
    let steps = steps.iter().rev().enumerate().take_while(together);
    steps.map(|(_, step)| step.clone()).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Decides one sentence (`d`) or three at once (`b`), undoes (`u`) and redoes (`r`) one step, or
    /// all that go together (`U` and `R`): each step through a journal made anew from all those
    /// before, as after a restart.
    fn steps(script: &str) -> Vec<Step> {
        let mut steps: Vec<Step> = Vec::new();
        for action in script.chars() {
            let journal = Journal::new(steps.clone(), 0);
            let n = journal.next_number();
            match action {
                'd' => steps.push(decided(n, None)),
                'b' => steps.extend((n..n + 3).map(|number| decided(number, Some(n)))),
                'u' => take_back(&mut steps, journal.undoable().cloned()),
                'r' => take_back(&mut steps, journal.redoable().cloned()),
                'U' => take_back(&mut steps, journal.undoable_batch()),
                _ => take_back(&mut steps, journal.redoable_batch()),
            }
        }
        steps
    }

    /// A decision on a sentence that no other step is about, in one of two articles.
    fn decided(n: u64, batch: Option<u64>) -> Step {
        Step {
            n,
            article: ["a", "b"][usize::from(n.is_multiple_of(2))].to_owned(),
            sentence: format!("s{n}"),
            undoes: None,
            batch,
        }
    }

    fn take_back(steps: &mut Vec<Step>, taken: impl IntoIterator<Item = Step>) {
        for step in taken {
            let n = Journal::new(steps.clone(), 0).next_number();
            let undoes = Some(step.n);
            steps.push(Step { n, undoes, ..step });
        }
    }

    /// The journal after a script, made of its steps in any order.
    fn journal(script: &str) -> Journal {
        let mut steps = steps(script);
        steps.reverse();
        Journal::new(steps, 0)
    }

    /// The numbers that can be undone and redone after a script.
    fn check(script: &str, undoable: Option<u64>, redoable: Option<u64>) {
        let journal = journal(script);
        let number = |step: Option<&Step>| step.map(|step| step.n);
        assert_eq!(
            (number(journal.undoable()), number(journal.redoable())),
            (undoable, redoable),
            "{script}"
        );
    }

    /// The numbers that are undone and redone at once after a script.
    fn check_batch(script: &str, undoable: &[u64], redoable: &[u64]) {
        let journal = journal(script);
        let numbers = |steps: Vec<Step>| steps.iter().map(|step| step.n).collect::<Vec<_>>();
        assert_eq!(numbers(journal.undoable_batch()), undoable, "{script}");
        assert_eq!(numbers(journal.redoable_batch()), redoable, "{script}");
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

    #[test]
    fn what_was_decided_at_once_is_taken_back_at_once() {
        check_batch("", &[], &[]);
        check_batch("dd", &[2], &[]);
        check_batch("db", &[4, 3, 2], &[]);
        check_batch("bb", &[6, 5, 4], &[]);
        check_batch("bd", &[4], &[]);
        check_batch("dbU", &[1], &[7, 6, 5]);
        check_batch("dbUU", &[], &[8]);
        check_batch("dbUR", &[10, 9, 8], &[]);
        check_batch("dbURU", &[1], &[13, 12, 11]);
        check_batch("bbUU", &[], &[12, 11, 10]);
        check_batch("bbUUR", &[15, 14, 13], &[9, 8, 7]);
        check_batch("bUd", &[7], &[]);
    }

    #[test]
    fn a_group_that_was_taken_back_halfway_is_whole_again_either_way() {
        check_batch("dbu", &[3, 2], &[5]);
        check_batch("dbuU", &[1], &[7, 6, 5]);
        check_batch("dbuUR", &[10, 9, 8], &[]);
        check_batch("dbuuR", &[8, 7, 2], &[]);
        check_batch("dbUr", &[8], &[6, 5]);
        check_batch("dbUrU", &[1], &[9, 6, 5]);
        check_batch("dbud", &[6], &[]);
        check_batch("dbudU", &[3, 2], &[7]);
    }

    #[test]
    fn an_entry_of_before_there_were_groups_is_by_itself() {
        let decision = serde_json::to_value(Decision::default()).unwrap();
        let mut json = serde_json::json!({
            "n": 1, "at": "1970-01-01T00:00:00Z", "sentence": "s1", "undoes": null,
            "from": decision, "to": decision,
        });
        let entry: Entry = serde_json::from_value(json.clone()).unwrap();
        assert_eq!((entry.batch, entry.unknown.len()), (None, 0));
        json["batch"] = serde_json::Value::Null;
        assert_eq!(
            serde_json::to_value(entry).unwrap(),
            json,
            "every key is written"
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn undoing_everything_and_redoing_it_is_nothing(script in "[dbuUrR]{0,15}") {
            let before = journal(&script);
            let again = before.done.iter().chain(before.undone.iter().rev());
            let again: Vec<_> = again.map(shape).collect();
            let undone = script.clone() + &"U".repeat(again.len());
            prop_assert_eq!(journal(&undone).done, []);
            let redone = journal(&(undone + &"R".repeat(again.len())));
            prop_assert_eq!(&redone.undone, &[]);
            prop_assert_eq!(redone.done.iter().map(shape).collect::<Vec<_>>(), again);
        }
    }

    /// What a step is, whatever number it has.
    fn shape(step: &Step) -> (String, String, Option<u64>) {
        (step.article.clone(), step.sentence.clone(), step.batch)
    }
}
