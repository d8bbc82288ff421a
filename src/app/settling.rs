//! Settling what annotators disagree on: the article as `gold` has it, with what everybody said of the
//! sentence in focus. A decision names who settled it, why, and what it rests on.

use std::collections::BTreeSet;

use super::{App, Dialog, Effect};
use crate::keys::{Code, Key};
use crate::lang::say;
use crate::model::Time;
use crate::model::adjudication::{Reason, Settlement, Stand, Standing, cases};
use crate::model::annotation::{Annotations, Decision, Edit};
use crate::model::article::Article;

/// What was said of a sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct Heard {
    /// Whether all say the same.
    pub standing: Standing,
    /// What a decision that rests on it names it by.
    pub digest: String,
    /// Who says what.
    pub said: Vec<(String, Decision)>,
    /// Who decides nothing, but has a flag or a note on it.
    pub beside: Vec<(String, Decision)>,
}

/// The reasons that are chosen from a list, in the order of their digits.
pub const REASONS: [Reason; 4] = [
    Reason::Slip,
    Reason::GuidelineGap,
    Reason::Ambiguous,
    Reason::Segmentation,
];

/// What `annotations` say of each sentence of `article`.
pub(super) fn heard(article: &Article, annotations: &[Annotations]) -> Vec<Heard> {
    let cases = cases(article, annotations).into_iter();
    let heard = cases.map(|case| Heard {
        standing: case.standing(),
        digest: case.digest(),
        said: case
            .decided()
            .map(|said| (said.annotator.to_owned(), said.decision.clone()))
            .collect(),
        beside: case
            .said
            .iter()
            .filter(|said| !said.counts() && has_said(said.decision))
            .map(|said| (said.annotator.to_owned(), said.decision.clone()))
            .collect(),
    });
    heard.collect()
}

fn has_said(decision: &Decision) -> bool {
    !decision.note.is_empty() || !decision.flags.is_empty()
}

impl Heard {
    /// Whether `gold` settles it: it is decided, on what is said now, and it is said why.
    pub fn is_settled(&self, gold: &Decision) -> bool {
        Stand::of(gold, &self.digest) == Stand::Settled
    }
}

impl App {
    /// Takes what annotators say of the open article, which is to be settled; `people` are all there are.
    pub fn has_heard(&mut self, people: Vec<String>, annotations: &[Annotations]) {
        if let Some(reader) = &mut self.reader {
            let heard = heard(reader.article(), annotations);
            reader.set_heard(people, heard);
        }
        // There is less room for the text now.
        self.resize(self.size);
    }

    /// `decision`, which was just made, with who settled it and what it rests on, where decisions are
    /// settled here. Why is to be said where somebody says otherwise.
    pub(super) fn settled(&self, sentence: usize, decision: Decision) -> Decision {
        let (Some(by), Some(reader)) = (&self.desk.settler, &self.reader) else {
            return decision;
        };
        let Some(heard) = reader.heard(sentence).filter(|_| decision.is_decided()) else {
            return Settlement::without(decision);
        };
        // Whoever reordered the topics of the project changed no decision.
        let topics = |it: &Decision| BTreeSet::from_iter(it.topics.clone());
        let agrees = |(_, said): &(String, Decision)| topics(said) == topics(&decision);
        let why = heard.said.iter().all(agrees).then_some(Reason::Unanimous);
        let (by, rests_on) = (by.clone(), heard.digest.clone());
        Settlement { by, why, rests_on }.put(decision)
    }

    /// Whether it is still to be said why the sentence in focus was settled as it was; it is asked then.
    pub(super) fn asks_why(&mut self) -> bool {
        let Some(reader) = self.reader.as_ref().filter(|_| self.desk.settler.is_some()) else {
            return false;
        };
        let settlement = reader.decision(reader.focus()).and_then(Settlement::of);
        let unsaid = settlement.is_some_and(|it| it.why.is_none());
        if unsaid {
            self.dialog = Some(Dialog::Why);
        }
        unsaid
    }

    /// Takes the digit of a reason, and goes on to what is to be settled next.
    pub(super) fn say_why(&mut self, key: Key, now: Time) -> Option<Option<Effect>> {
        let Code::Char(digit) = key.code else {
            return None;
        };
        let index = digit.to_digit(10)?.checked_sub(1)?;
        let why = REASONS.get(usize::try_from(index).ok()?).cloned();
        why.as_ref()?;
        self.dialog = None;
        if self.refuses_to_write() {
            return Some(None);
        }
        let is_gap = why == Some(Reason::GuidelineGap);
        let write = || {
            let reader = self.reader.as_ref()?;
            let sentence = reader.focus();
            let decision = reader.decision(sentence)?;
            let settlement = Settlement::of(decision)?;
            let decision = Settlement { why, ..settlement }.put(decision.clone());
            Some(Edit { sentence, decision })
        };
        let effect = write().map(|edit| self.write(edit, now, None, None));
        if is_gap && effect.is_some() {
            // Straight to the card, which is to say it from now on.
            self.open_card_for_case(None, now);
            return Some(effect);
        }
        Some(self.go_on(now).or(effect))
    }

    /// Settles every sentence of which all say the same, as they do, as one step.
    pub(super) fn accept_unanimous(&mut self, now: Time) -> Option<Effect> {
        if self.refuses_to_write() {
            return None;
        }
        let reader = self.reader.as_ref()?;
        let circumstances = self.circumstances(now, None);
        let count = reader.article().sentences.len();
        let edits: Vec<Edit> = (0..count)
            .filter_map(|sentence| {
                let heard = reader.heard(sentence)?;
                let gold = reader.decision(sentence)?;
                let is_due = heard.standing == Standing::Unanimous && !heard.is_settled(gold);
                let (_, said) = heard.said.first().filter(|_| is_due)?;
                let decision = gold.repeat(said, &circumstances);
                let decision = self.settled(sentence, decision);
                Some(Edit { sentence, decision })
            })
            .collect();
        if edits.is_empty() {
            self.tell_of("nothing-unanimous");
            return None;
        }
        let told = say!(self.words, "accepted-unanimous", count = edits.len());
        let effect = self.write_all(edits, now);
        self.tell(told);
        Some(effect)
    }
}
