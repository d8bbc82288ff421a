//! Choosing words of a sentence as what a topic rests on.

use super::change::{Change, change};
use super::{App, Dialog, Effect};
use crate::keys::Action;
use crate::lang::say;
use crate::model::Time;
use crate::model::annotation::{Edit, Evidence};
use crate::text::pick::{Pick, Unit};

/// Words that are being chosen in the sentence in focus.
#[derive(Debug)]
pub struct Choosing {
    pick: Pick,
    /// Whether an arrow adds to what is chosen.
    extends: bool,
    purpose: Purpose,
}

/// What words are chosen for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// They are the reason for a topic.
    Evidence,
    /// The sentence is cut before them.
    Cut,
}

impl Choosing {
    /// What is chosen, as bytes of the paragraph.
    pub fn bytes(&self) -> std::ops::Range<usize> {
        self.pick.bytes()
    }

    /// What it is chosen for.
    pub fn purpose(&self) -> Purpose {
        self.purpose
    }
}

impl App {
    /// Begins to choose words in the sentence in focus.
    pub(super) fn choose_words(&mut self) {
        if !self.refuses_to_write() {
            self.choose_words_for(Purpose::Evidence);
        }
    }

    pub(super) fn choose_words_for(&mut self, purpose: Purpose) {
        let Some(reader) = &mut self.reader else {
            return;
        };
        reader.choose_nothing();
        let sentence = reader.focus();
        let laid = reader.laid_out(sentence);
        let pick = laid.and_then(|laid| Pick::new(laid.text, laid.layout, laid.sentence));
        match pick {
            Some(pick) => {
                self.dialog = Some(Dialog::Evidence(Choosing {
                    pick,
                    extends: false,
                    purpose,
                }));
                self.show_head();
            }
            None => self.tell_of("no-words"),
        }
    }

    /// Does `action` while words are chosen.
    pub(super) fn act_on_words(&mut self, action: Action, now: Time) -> Option<Effect> {
        let (Some(Dialog::Evidence(choosing)), Some(reader)) = (&mut self.dialog, &mut self.reader)
        else {
            return None;
        };
        let sentence = reader.focus();
        let layout = reader.laid_out(sentence)?.layout;
        let Choosing {
            pick,
            extends,
            purpose,
        } = choosing;
        let mut told = None;
        match action {
            Action::Left => pick.left(layout, *extends),
            Action::Right => pick.right(layout, *extends),
            Action::Up => pick.up(layout, *extends),
            Action::Down => pick.down(layout, *extends),
            Action::ExtendLeft => pick.left(layout, true),
            Action::ExtendRight => pick.right(layout, true),
            Action::Extend => {
                *extends = !*extends;
                told = Some(if *extends { "extends" } else { "extends-not" });
            }
            Action::Letters if pick.unit() == Unit::Word => {
                pick.set_unit(layout, Unit::Letter);
                told = Some("by-letters");
            }
            Action::Letters => {
                pick.set_unit(layout, Unit::Word);
                told = Some("by-words");
            }
            Action::Accept if *purpose == Purpose::Cut => return self.cut(),
            Action::Accept => return self.because_of_the_one(now),
            _ => {}
        }
        if let Some(told) = told {
            self.tell_of(told);
        }
        self.show_head();
        None
    }

    /// Names what is chosen as the reason for the topic with this index, or no longer. A topic that the
    /// sentence has not yet is added.
    pub(super) fn because(&mut self, topic: usize, now: Time) -> Option<Effect> {
        let id = self.desk.project.topics.get(topic)?.id.clone();
        let Some(Dialog::Evidence(choosing)) = &mut self.dialog else {
            return None;
        };
        if choosing.purpose == Purpose::Cut {
            return None;
        }
        choosing.extends = false;
        let bytes = choosing.bytes();
        let reader = self.reader.as_mut()?;
        let (sentence, seconds) = (reader.focus(), reader.seconds());
        let (start, text) = reader.quote_of(sentence, bytes)?;
        let words = Evidence {
            topic: id.clone(),
            start,
            end: start + text.chars().count(),
            text,
            unknown: crate::model::Unknown::new(),
        };
        let before = reader.decision(sentence)?.clone();
        let with_topic = if before.topics.contains(&id) {
            before.clone()
        } else {
            let now = self.circumstances(now, Some(seconds));
            match self.after(sentence, &before, &Change::Topic(id), &now) {
                Ok(decision) => decision,
                Err(told) => {
                    self.tell(told);
                    return None;
                }
            }
        };
        let project = &self.desk.project;
        let scheme = project.topics.iter().map(|topic| topic.id.as_str());
        let decision = with_topic.toggle_evidence(words, scheme);
        let told = change(&self.words, project, &before, &decision);
        let effect = self.write(Edit { sentence, decision }, now, None, None);
        self.tell(say!(
            self.words,
            "sentence-changed",
            sentence = sentence + 1,
            change = &told
        ));
        Some(effect)
    }

    /// The same for the one topic that the sentence has.
    fn because_of_the_one(&mut self, now: Time) -> Option<Effect> {
        let reader = self.reader.as_ref()?;
        let decision = reader.decision(reader.focus())?;
        let topics = &self.desk.project.topics;
        let index = match decision.topics.as_slice() {
            [id] => topics.iter().position(|topic| topic.id == *id),
            _ => None,
        };
        if index.is_none() {
            self.tell_of("reason-for-which");
        }
        self.because(index?, now)
    }

    /// Turns the page to the word that an arrow moves.
    fn show_head(&mut self) {
        if let (Some(Dialog::Evidence(choosing)), Some(reader)) = (&self.dialog, &mut self.reader) {
            let sentence = reader.focus();
            reader.show(sentence, choosing.pick.head());
        }
    }
}
