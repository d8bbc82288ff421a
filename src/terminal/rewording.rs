//! The guideline changes while people work: a card takes a case, and who decided under an older wording is
//! told, sees what changed, and looks again.

use super::told::told;
use super::work::Work;
use crate::app::list::{Label, Place};
use crate::lang::say;
use crate::model::Time;
use crate::model::extension::Extension;
use crate::model::wording_diff::compare;
use crate::store::{Looked, Refreshed, StoreError};

/// How much is left to be looked at again.
#[derive(Debug, Default)]
pub(super) struct Left {
    /// In all articles, once that is known.
    all: Option<usize>,
    /// In the open one.
    here: usize,
}

impl Work {
    /// Shows the decisions that were made under an older wording.
    pub(super) fn older(&mut self, now: Time) {
        self.save_everything();
        let annotator = &self.app.desk().annotator;
        let decisions = self.store.under_older_wording(annotator).decisions;
        self.has_left(decisions.len());
        let places = decisions.into_iter().map(|it| Place {
            label: Label::Decision(it.decision),
            article: it.article,
            sentence: it.index,
            text: it.text,
            found: Vec::new(),
        });
        self.app.show_older(places.collect(), now);
    }

    /// Opens an article at a sentence, and asks whether what was decided on it stays.
    pub(super) fn look_again(&mut self, id: &str, sentence: usize, now: Time) -> bool {
        let opened = self.go(id, sentence, None, now);
        if opened {
            self.app.ask_again();
        }
        opened
    }

    /// Goes on to the next article in which something asks for another look; behind the last one, shows
    /// what was passed over.
    pub(super) fn next_older(&mut self, now: Time) -> bool {
        if !self.save_everything() {
            return false;
        }
        let here = self.app.reader().map(|it| it.article().id.clone());
        let annotator = self.app.desk().annotator.clone();
        match self
            .store
            .next_older(&annotator, here.as_deref().unwrap_or(""))
        {
            Some((id, sentence)) => self.look_again(&id, sentence, now),
            None => {
                self.older(now);
                true
            }
        }
    }

    /// Shows what changed since the wording called `hash`.
    pub(super) fn reworded(&mut self, hash: &str) {
        let words = self.app.words();
        let what = match self.store.wording(hash) {
            Ok(Some(old)) => compare(&old, self.store.project())
                .ok_or_else(|| say!(words, "wording-unreadable", hash = hash)),
            Ok(None) => Err(say!(words, "wording-gone", hash = hash)),
            Err(StoreError::Flawed { .. }) => Err(say!(words, "wording-unreadable", hash = hash)),
            Err(error) => Err(told(words, &error)),
        };
        self.app.show_reworded(what);
    }

    /// Writes a case onto a card, and works on by what that says.
    pub(super) fn extend(&mut self, extension: &Extension, now: Time) {
        // What was decided until now keeps its wording.
        if !self.save_everything() {
            let why = self.app.words().get("not-saved").into_owned();
            self.app.card_not_extended(&why);
            return;
        }
        match self.store.extend_card(extension) {
            Ok(()) => {
                self.store.refresh_project();
                self.take_project();
                self.app.card_extended(extension, now);
            }
            Err(StoreError::Conflict { .. }) => match self.store.refresh_project() {
                Refreshed::Flawed => self.says_flaw(),
                Refreshed::Same | Refreshed::Changed => {
                    self.take_project();
                    self.app.card_changed_meanwhile();
                }
            },
            Err(error) => {
                let why = told(self.app.words(), &error);
                self.app.card_not_extended(&why);
            }
        }
    }

    fn says_flaw(&mut self) {
        let why = self.store.flaw().map(|flaw| told(self.app.words(), flaw));
        self.app.card_not_extended(&why.unwrap_or_default());
    }

    /// Has the state work by the project as it was read.
    pub(super) fn take_project(&mut self) {
        let revision = self.app.desk().project.revision;
        let project = self.store.project().clone();
        let guideline = self.store.guideline().to_owned();
        self.app.take_project(project, guideline);
        if self.store.project().revision != revision {
            self.left.all = None;
        }
        self.mark_older();
    }

    /// Finds out which decisions on the open article ask for another look.
    pub(super) fn mark_older(&mut self) {
        let annotations = self.app.reader().map(|it| it.annotations());
        let older = annotations.map(|it| self.store.older_wordings(it));
        self.app.set_older(older.unwrap_or_default());
        self.left.here = self.app.older_here();
    }

    /// Tells the annotator at the start that something asks for another look. All that she wrote is read
    /// for that once for each revision; then it is kept how much is left.
    pub(super) fn tell_of_older(&mut self) {
        let revision = self.store.project().revision;
        if revision == 0 {
            return;
        }
        let annotator = &self.app.desk().annotator;
        let known = self.store.looked(annotator);
        let left = match known.filter(|it| it.revision == revision) {
            Some(looked) => {
                self.left.all = Some(looked.left);
                looked.left
            }
            None => {
                let found = self.store.under_older_wording(annotator).decisions.len();
                self.has_left(found);
                found
            }
        };
        if left > 0 {
            let told = say!(self.app.words(), "older-left", count = left);
            self.tell_too(&told);
        }
    }

    /// Counts on after a save.
    pub(super) fn count_older(&mut self) {
        let here = self.app.older_here();
        let before = std::mem::replace(&mut self.left.here, here);
        if let Some(all) = self.left.all.filter(|_| here != before) {
            self.has_left((all + here).saturating_sub(before));
        }
    }

    fn has_left(&mut self, left: usize) {
        let revision = self.store.project().revision;
        let is_new = self.left.all.replace(left) != Some(left);
        if let Some(claim) = self.claim.as_ref().filter(|_| is_new && revision > 0) {
            self.store.remember_looked(claim, Looked { revision, left });
        }
    }
}
