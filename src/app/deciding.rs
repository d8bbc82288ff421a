//! What the annotator decides: topics, flags, notes, the article's status, and the way back.

use super::{App, Dialog, Effect, Saving};
use crate::keys::{Action, Code, Key};
use crate::model::Time;
use crate::model::annotation::{Circumstances, Decision, Edit, State, Status};
use crate::model::flag::Flag;
use crate::model::history::Step;
use crate::model::project::{Language, Topic};

impl App {
    pub(super) fn toggle(&mut self, topic: usize, now: Time) -> Option<Effect> {
        let scheme: Vec<String> = self
            .desk
            .project
            .topics
            .iter()
            .map(|it| it.id.clone())
            .collect();
        let id = scheme.get(topic)?.clone();
        let effect = self.decide(now, |decision, circumstances| {
            decision.toggle(&id, scheme.iter().map(String::as_str), circumstances)
        });
        self.advance(effect, now)
    }

    /// Goes on to the next undecided sentence, where the annotator wants that of a key that decides.
    pub(super) fn advance(&mut self, effect: Option<Effect>, now: Time) -> Option<Effect> {
        if self.desk.advance
            && effect.is_some()
            && let Some(reader) = &mut self.reader
            && reader
                .decision(reader.focus())
                .is_some_and(Decision::is_decided)
        {
            reader.next_undecided(now);
        }
        effect
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
        Some(self.write(Edit { sentence, decision }, now, None))
    }

    /// Says that the article is done; asks first if it is not.
    pub(super) fn done(&mut self) -> Option<Effect> {
        let reader = self.reader.as_ref()?;
        let (finished, all) = reader.progress();
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
            Status::Done => "The article is done.",
            Status::Later => "The article is put aside.",
            Status::InProgress | Status::Other(_) => "The article is in progress again.",
        };
        annotations.set_status(status);
        self.saving = Saving::Pending;
        self.tell(told);
        Some(Effect::Save)
    }

    /// Decides as the last time, in whichever article that was.
    pub(super) fn repeat(&mut self, now: Time) -> Option<Effect> {
        let reader = self.reader.as_ref()?;
        let here = || {
            let mut history = reader.annotations().history.iter().rev();
            history.find(|entry| entry.undoes.is_none() && entry.to.is_decided())
        };
        let last = self
            .last
            .clone()
            .or_else(|| here().map(|entry| entry.to.clone()));
        let Some(last) = last else {
            self.tell("There is no decision to repeat yet.");
            return None;
        };
        let (number, before) = (reader.focus() + 1, reader.decision(reader.focus())?.clone());
        if before.decides_like(&last) {
            self.tell(format!("Sentence {number} is decided like that already."));
            return None;
        }
        let effect = self.decide(now, |decision, now| decision.repeat(&last, now))?;
        let told = change(&self.desk.project.topics, &before, &last);
        self.tell(format!("Sentence {number}: {told}"));
        self.advance(Some(effect), now)
    }

    pub(super) fn decide(
        &mut self,
        now: Time,
        change: impl FnOnce(&Decision, &Circumstances) -> Decision,
    ) -> Option<Effect> {
        if self.refuses_to_write() {
            return None;
        }
        let reader = self.reader.as_mut()?;
        let circumstances = Circumstances {
            at: whole_second(now),
            seconds: reader.seconds(now),
            guideline: self.desk.guideline.clone(),
        };
        let sentence = reader.focus();
        let before = reader.decision(sentence)?;
        let decision = change(before, &circumstances);
        // A flag on a decided sentence is no decision.
        let decides = !before.decides_like(&decision);
        if decides && decision.is_decided() {
            self.last = Some(decision.clone());
        }
        Some(self.write(Edit { sentence, decision }, now, None))
    }

    /// Undoes or redoes one step. In another article: asks for that one first, then comes back.
    pub(super) fn take_back(&mut self, action: Action, now: Time) -> Option<Effect> {
        if self.refuses_to_write() {
            return None;
        }
        let journal = &self.desk.journal;
        let (step, nothing) = match action {
            Action::Redo => (journal.redoable(), "Nothing to redo."),
            _ => (journal.undoable(), "Nothing to undo."),
        };
        let Some(step) = step.cloned() else {
            self.tell(nothing);
            return None;
        };
        let reader = match &mut self.reader {
            Some(reader) if reader.article().id == step.article => reader,
            _ => return Some(Effect::Open(step.article, Some(action))),
        };
        let entry = reader
            .annotations()
            .history
            .iter()
            .find(|entry| entry.n == step.n);
        let (Some(entry), Some(sentence)) = (entry, reader.sentence(&step.sentence)) else {
            self.tell(format!(
                "Step {} is no longer in the history of {}.",
                step.n, step.article
            ));
            self.leave_out_step(Some(action));
            return None;
        };
        let decision = entry.from.clone();
        let told = change(&self.desk.project.topics, &entry.to, &decision);
        let verb = if action == Action::Redo {
            "Redone"
        } else {
            "Undone"
        };
        reader.go_to(sentence, now);
        let effect = self.write(Edit { sentence, decision }, now, Some(step.n));
        self.tell(format!("{verb}, sentence {}: {told}", sentence + 1));
        Some(effect)
    }

    fn write(&mut self, edit: Edit, now: Time, undoes: Option<u64>) -> Effect {
        if let Some(reader) = &mut self.reader {
            let sentence = reader.annotations().sentences.get(edit.sentence);
            let sentence = sentence.map_or_else(String::new, |it| it.id.clone());
            let article = reader.article().id.clone();
            let n = self.desk.journal.next_number();
            let annotations = reader.annotations_mut();
            annotations.decide(edit, n, whole_second(now), undoes, None);
            if annotations.status == Status::Later {
                annotations.status = Status::InProgress;
            }
            self.desk.journal.record(Step {
                n,
                article,
                sentence,
                undoes,
                batch: None,
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

/// The flag that has the digit `key`.
pub(super) fn flag(key: Key) -> Option<Flag> {
    let Code::Char(digit) = key.code else {
        return None;
    };
    let index = digit.to_digit(10)?.checked_sub(1)?;
    Flag::LISTED.get(usize::try_from(index).ok()?).copied()
}

fn whole_second(now: Time) -> Time {
    Time::from_second(now.as_second()).unwrap_or(now)
}

/// What changes from one decision to another, in words.
fn change(topics: &[Topic], from: &Decision, to: &Decision) -> String {
    let name = |id: &str| {
        let topic = topics.iter().find(|topic| topic.id == id);
        topic.map_or_else(
            || id.to_owned(),
            |topic| topic.name.get(Language::English).to_owned(),
        )
    };
    let mut changes = Vec::new();
    let only = |a: &Decision, b: &Decision, sign: char| {
        let missing = a.topics.iter().filter(|topic| !b.topics.contains(topic));
        missing
            .map(|topic| format!("{sign} {}", name(topic)))
            .collect::<Vec<_>>()
    };
    changes.extend(only(to, from, '+'));
    changes.extend(only(from, to, '−'));
    let flags = |a: &Decision, b: &Decision, sign: char| {
        let missing = a.flags.iter().filter(|flag| !b.flags.contains(flag));
        let name =
            |id: &String| Flag::with_id(id).map_or_else(|| id.clone(), |it| it.name().into());
        missing
            .map(|id| format!("{sign} {}", name(id)))
            .collect::<Vec<_>>()
    };
    changes.extend(flags(to, from, '+'));
    changes.extend(flags(from, to, '−'));
    for (state, sign) in [(from.state, '−'), (to.state, '+')] {
        if state == State::None && from.state != to.state {
            changes.push(format!("{sign} none applies"));
        }
    }
    match (from.note.is_empty(), to.note.is_empty()) {
        (true, false) => changes.push("+ note".to_owned()),
        (false, true) => changes.push("− note".to_owned()),
        _ if from.note != to.note => changes.push("another note".to_owned()),
        _ => {}
    }
    if changes.is_empty() {
        "no change".to_owned()
    } else {
        changes.join(", ")
    }
}
