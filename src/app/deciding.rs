//! What is written: decisions, notes, the article's status, and the way back.

use super::change::change;
use super::{App, Dialog, Effect, Saving};
use crate::keys::Action;
use crate::lang::{Value, say};
use crate::model::Time;
use crate::model::annotation::{ARTICLE, Decision, Edit, Overall, Status};
use crate::model::history::Step;

impl App {
    /// Goes on to the next undecided sentence, where the annotator wants that of a key that decides.
    pub(super) fn advance(&mut self, now: Time) -> Option<Effect> {
        // Who looks again goes on by a key of its own.
        let advances = self.desk.advance && !matches!(self.dialog, Some(Dialog::Again));
        let reader = self.reader.as_ref().filter(|_| advances)?;
        let decision = reader.decision(reader.focus())?;
        let is_finished = reader.is_finished(reader.focus(), &self.desk.project);
        if decision.is_decided() && is_finished {
            return self.go_on(now);
        }
        None
    }

    /// Writes a note on a sentence.
    pub(super) fn note(&mut self, sentence: usize, note: String, now: Time) -> Option<Effect> {
        let decision = self.reader.as_ref()?.decision(sentence)?;
        if decision.note == note {
            return None;
        }
        let decision = Decision {
            note,
            ..decision.clone()
        };
        Some(self.write(Edit { sentence, decision }, now, None, None))
    }

    /// Says that the article is done; asks first if it is not.
    pub(super) fn done(&mut self) -> Option<Effect> {
        let reader = self.reader.as_ref()?;
        let (finished, all) = reader.progress(&self.desk.project);
        let undecided = all - finished;
        if reader.annotations().status == Status::Done || undecided == 0 {
            return self.set_status(Status::Done);
        }
        if !self.refuses_to_write() {
            self.dialog = Some(Dialog::Done(undecided));
        }
        None
    }

    /// Says that the article has `status`; in progress, if it has that already.
    pub(super) fn set_status(&mut self, status: Status) -> Option<Effect> {
        if self.refuses_to_write() {
            return None;
        }
        let annotations = self.reader.as_mut()?.annotations_mut();
        let status = if annotations.status == status {
            Status::InProgress
        } else {
            status
        };
        let told = match status {
            Status::Done => "article-done",
            Status::Later => "article-later",
            Status::InProgress | Status::Other(_) => "article-again",
        };
        annotations.set_status(status);
        self.saving = Saving::Pending;
        self.tell_of(told);
        Some(Effect::Save)
    }

    /// Undoes or redoes one step, or all of a group. In another article: asks for that one first, then
    /// comes back.
    pub(super) fn take_back(&mut self, action: Action, now: Time) -> Option<Effect> {
        if self.refuses_to_write() {
            return None;
        }
        let journal = &self.desk.journal;
        let (steps, nothing) = match action {
            Action::Redo => (journal.redoable_batch(), "nothing-to-redo"),
            _ => (journal.undoable_batch(), "nothing-to-undo"),
        };
        let Some(first) = steps.first().cloned() else {
            self.tell_of(nothing);
            return None;
        };
        let reader = match &self.reader {
            Some(reader) if reader.article().id == first.article => reader,
            _ => return Some(Effect::Open(first.article, Some(action))),
        };
        let (mut sentences, mut told) = (Vec::new(), Vec::new());
        let here = steps.iter().take_while(|it| it.article == first.article);
        let mut edits = Vec::new();
        for step in here {
            let mut history = reader.annotations().history.iter();
            let entry = history.find(|entry| entry.n == step.n);
            let Some(entry) = entry.filter(|it| reader.has(&it.sentence)) else {
                break;
            };
            let decision = entry.from.clone();
            told.push(change(
                &self.words,
                &self.desk.project,
                &entry.to,
                &decision,
            ));
            sentences.extend(reader.sentence(&step.sentence));
            edits.push((decision, step.clone()));
        }
        if edits.is_empty() {
            let number = first.n.to_string();
            let told = say!(
                self.words,
                "step-gone",
                step = &number,
                article = &first.article
            );
            self.tell(told);
            self.leave_out_step(Some(action));
            return None;
        }
        let last = edits.len() == steps.len();
        for (decision, step) in edits {
            self.write_of(&step.sentence, decision, now, Some(step.n), step.batch);
        }
        if let Some(&focus) = sentences.iter().min() {
            self.reader.as_mut()?.go_to(focus, now);
        }
        self.tell_taken_back(action, &sentences, &told);
        match steps.into_iter().find(|it| it.article != first.article) {
            // The group goes on there.
            Some(next) if !last => Some(Effect::Open(next.article, Some(action))),
            _ => Some(Effect::Save),
        }
    }

    /// Says what was taken back; of several sentences, how many.
    fn tell_taken_back(&mut self, action: Action, sentences: &[usize], changes: &[String]) {
        let [one, several, article] = if action == Action::Redo {
            ["redone", "redone-several", "redone-article"]
        } else {
            ["undone", "undone-several", "undone-article"]
        };
        let change = changes.first().map_or("", String::as_str);
        let told = match sentences {
            [sentence] => {
                let sentence = Value::from(sentence + 1);
                let variables = [("sentence", sentence), ("change", change.into())];
                self.words.with(one, &variables)
            }
            [] => self.words.with(article, &[("change", change.into())]),
            _ => {
                let same = changes.iter().all(|it| it == change);
                let change = if same { change } else { "…" };
                let count = Value::from(sentences.len());
                let variables = [("count", count), ("change", change.into())];
                self.words.with(several, &variables)
            }
        };
        self.tell(told);
    }

    /// Writes `edits` as a group that is undone as one.
    pub(super) fn write_all(&mut self, edits: Vec<Edit>, now: Time) -> Effect {
        let batch = (edits.len() > 1).then(|| self.desk.journal.next_number());
        for edit in edits {
            self.write(edit, now, None, batch);
        }
        Effect::Save
    }

    /// Writes what is said of the sentence with the id `sentence`, or of the article.
    pub(super) fn write_of(
        &mut self,
        sentence: &str,
        decision: Decision,
        now: Time,
        undoes: Option<u64>,
        batch: Option<u64>,
    ) {
        if sentence == ARTICLE {
            self.write_overall(Overall::of_decision(&decision), now, undoes, batch);
        } else if let Some(reader) = &self.reader
            && let Some(sentence) = reader.sentence(sentence)
        {
            self.write(Edit { sentence, decision }, now, undoes, batch);
        }
    }

    /// Writes what is said of the article as a whole.
    pub(super) fn write_overall(
        &mut self,
        overall: Overall,
        now: Time,
        undoes: Option<u64>,
        batch: Option<u64>,
    ) -> Effect {
        if let Some(reader) = &mut self.reader {
            let article = reader.article().id.clone();
            let n = self.desk.journal.next_number();
            let annotations = reader.annotations_mut();
            annotations.decide_overall(overall, n, whole_second(now), undoes, batch);
            self.desk.journal.record(Step {
                n,
                article,
                sentence: ARTICLE.to_owned(),
                undoes,
                batch,
            });
            self.saving = Saving::Pending;
        }
        Effect::Save
    }

    pub(super) fn write(
        &mut self,
        edit: Edit,
        now: Time,
        undoes: Option<u64>,
        batch: Option<u64>,
    ) -> Effect {
        if let Some(reader) = &mut self.reader {
            let sentence = reader.annotations().sentences.get(edit.sentence);
            let sentence = sentence.map_or_else(String::new, |it| it.id.clone());
            let article = reader.article().id.clone();
            let n = self.desk.journal.next_number();
            let entry = (n, whole_second(now), undoes, batch);
            reader.decide(edit, entry, &self.desk.project);
            if reader.annotations().status == Status::Later {
                reader.annotations_mut().status = Status::InProgress;
            }
            self.desk.journal.record(Step {
                n,
                article,
                sentence,
                undoes,
                batch,
            });
            self.saving = Saving::Pending;
        }
        Effect::Save
    }

    pub(super) fn refuses_to_write(&mut self) -> bool {
        self.message = self.desk.read_only.clone();
        self.message.is_some()
    }
}

pub(super) fn whole_second(now: Time) -> Time {
    Time::from_second(now.as_second()).unwrap_or(now)
}
