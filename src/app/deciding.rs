//! What the annotator decides: topics, flags, notes, the article's status, and the way back.

use super::{App, Dialog, Effect, Saving, rules};
use crate::keys::{Action, Code, Key};
use crate::lang::{Words, say};
use crate::model::Time;
use crate::model::annotation::{Circumstances, Decision, Edit, State, Status};
use crate::model::flag::Flag;
use crate::model::history::Step;
use crate::model::project::Topic;

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
        let reader = self.reader.as_ref()?;
        let topics = &reader.decision(reader.focus())?.topics;
        if !topics.contains(&id)
            && let Some(broken) = (self.desk.project)
                .excess_with_implied(&[topics.as_slice(), std::slice::from_ref(&id)].concat())
        {
            // Which one is to go is the annotator's choice.
            let told = rules::told(&self.words, &self.desk.project, &broken);
            self.tell(told);
            return None;
        }
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
            && let Some(decision) = reader.decision(reader.focus())
            && decision.is_decided()
            && self.desk.project.is_finished(decision)
        {
            reader.next_undecided(&self.desk.project, now);
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
            self.tell_of("nothing-to-repeat");
            return None;
        };
        let (number, before) = (reader.focus() + 1, reader.decision(reader.focus())?.clone());
        if before.decides_like(&last) {
            self.tell(say!(self.words, "decided-alike", sentence = number));
            return None;
        }
        if let Some(broken) = self.desk.project.excess_with_implied(&last.topics) {
            let told = rules::told(&self.words, &self.desk.project, &broken);
            self.tell(told);
            return None;
        }
        let effect = self.decide(now, |decision, now| decision.repeat(&last, now))?;
        let change = change(&self.words, &self.desk.project.topics, &before, &last);
        self.tell(say!(
            self.words,
            "sentence-changed",
            sentence = number,
            change = &change
        ));
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
            Action::Redo => (journal.redoable(), "nothing-to-redo"),
            _ => (journal.undoable(), "nothing-to-undo"),
        };
        let Some(step) = step.cloned() else {
            self.tell_of(nothing);
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
            let number = step.n.to_string();
            let told = say!(
                self.words,
                "step-gone",
                step = &number,
                article = &step.article
            );
            self.tell(told);
            self.leave_out_step(Some(action));
            return None;
        };
        let decision = entry.from.clone();
        let change = change(&self.words, &self.desk.project.topics, &entry.to, &decision);
        let (number, variables) = (sentence + 1, &change);
        let told = if action == Action::Redo {
            say!(self.words, "redone", sentence = number, change = variables)
        } else {
            say!(self.words, "undone", sentence = number, change = variables)
        };
        reader.go_to(sentence, now);
        let effect = self.write(Edit { sentence, decision }, now, Some(step.n));
        self.tell(told);
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
fn change(words: &Words, topics: &[Topic], from: &Decision, to: &Decision) -> String {
    let topic = |id: &String| {
        let topic = topics.iter().find(|topic| topic.id == *id);
        topic.map_or_else(
            || id.clone(),
            |topic| topic.name.get(words.language()).to_owned(),
        )
    };
    let flag = |id: &String| {
        let flag = Flag::with_id(id);
        flag.map_or_else(|| id.clone(), |flag| words.flag(flag).into_owned())
    };
    let none = |decision: &Decision| {
        let says = decision.state == State::None;
        Vec::from_iter(says.then(|| words.get("change-none").into_owned()))
    };
    let mut changes = Changes::new(words);
    changes.compare(&from.topics, &to.topics, topic);
    changes.compare(&from.flags, &to.flags, flag);
    changes.compare(&none(from), &none(to), String::clone);
    let note = words.get("note");
    match (from.note.is_empty(), to.note.is_empty()) {
        (true, false) => changes.add(&note),
        (false, true) => changes.take(&note),
        _ if from.note != to.note => changes.all.push(words.get("another-note").into_owned()),
        _ => {}
    }
    changes.listed()
}

/// What is added and what is taken away, in words.
struct Changes<'a> {
    words: &'a Words,
    all: Vec<String>,
}

impl<'a> Changes<'a> {
    fn new(words: &'a Words) -> Self {
        let all = Vec::new();
        Self { words, all }
    }

    fn add(&mut self, what: &str) {
        self.all.push(say!(self.words, "added", what = what));
    }

    fn take(&mut self, what: &str) {
        self.all.push(say!(self.words, "taken", what = what));
    }

    fn compare(&mut self, from: &[String], to: &[String], name: impl Fn(&String) -> String) {
        to.iter()
            .filter(|it| !from.contains(it))
            .for_each(|it| self.add(&name(it)));
        from.iter()
            .filter(|it| !to.contains(it))
            .for_each(|it| self.take(&name(it)));
    }

    fn listed(self) -> String {
        if self.all.is_empty() {
            return self.words.get("no-change").into_owned();
        }
        let comma = self.words.get("list-comma");
        self.all.join(&format!("{comma} "))
    }
}
