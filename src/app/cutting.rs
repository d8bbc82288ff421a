//! Where sentences begin and end: one that is cut in two, two that become one. Each makes a new
//! segmentation of the article, and what was said of the old sentences is carried over.

use super::evidence::{Choosing, Purpose};
use super::{App, Dialog, Effect};
use crate::lang::say;
use crate::model::article::Article;
use crate::model::segmentation::Refusal;

/// A cut or a merge that was just made, and what takes it back.
#[derive(Debug)]
pub(super) struct Recut {
    article: String,
    /// The number of the next entry then: with another one, something else came after it.
    next: u64,
    back: Back,
}

/// What takes a cut or a merge back.
#[derive(Debug, Clone, Copy)]
enum Back {
    /// To merge the sentence with this index and the next.
    Merge(usize),
    /// To cut the sentence with this index before a code point of the text.
    Split(usize, usize),
}

impl App {
    /// Begins to choose the word before which the sentence in focus is cut.
    pub(super) fn choose_cut(&mut self) {
        if self.may_cut() {
            self.choose_words_for(Purpose::Cut);
        }
    }

    /// Cuts the sentence in focus before the word that is chosen.
    pub(super) fn cut(&mut self) -> Option<Effect> {
        let Some(Dialog::Evidence(choosing)) = &self.dialog else {
            return None;
        };
        let start = Choosing::bytes(choosing).start;
        let reader = self.reader.as_mut()?;
        let sentence = reader.focus();
        let at = reader.point_of(sentence, start)?;
        let cut = reader.article().split(reader.focus_id(), at);
        self.resegment(cut, sentence, Back::Merge(sentence))
    }

    /// Makes one sentence of the one in focus and the next.
    pub(super) fn join(&mut self) -> Option<Effect> {
        if !self.may_cut() {
            return None;
        }
        let reader = self.reader.as_ref()?;
        let sentence = reader.focus();
        let sentences = &reader.article().sentences;
        let Some(next) = sentences.get(sentence + 1) else {
            self.tell_of("nothing-to-join");
            return None;
        };
        let joined = reader.article().merge(reader.focus_id(), &next.id);
        let at = next.start;
        self.resegment(joined, sentence, Back::Split(sentence, at))
    }

    /// Takes back the cut or the merge that was made last, if nothing came after it.
    pub(super) fn take_back_cut(&mut self) -> Option<Effect> {
        let reader = self.reader.as_ref()?;
        let article = reader.article();
        let recut = self.recut.as_ref()?;
        if recut.article != article.id || recut.next != self.desk.journal.next_number() {
            return None;
        }
        let id = |index: usize| article.sentences.get(index).map(|it| it.id.as_str());
        match recut.back {
            Back::Merge(first) => {
                let second = article.sentences.get(first + 1)?.start;
                let joined = article.merge(id(first)?, id(first + 1)?);
                self.resegment(joined, first, Back::Split(first, second))
            }
            Back::Split(sentence, at) => {
                let cut = article.split(id(sentence)?, at);
                self.resegment(cut, sentence, Back::Merge(sentence))
            }
        }
    }

    /// Says that the open article was cut anew, after it was opened again.
    pub fn was_cut(&mut self) {
        let (Some(reader), Some(recut)) = (&self.reader, &mut self.recut) else {
            return;
        };
        if recut.article == reader.article().id {
            // What was carried over is part of it.
            recut.next = self.desk.journal.next_number();
        }
        self.tell_of("cut-anew");
    }

    fn may_cut(&mut self) -> bool {
        if self.refuses_to_write() {
            return false;
        }
        let may = self.desk.project.may_cut(&self.desk.annotator);
        if !may {
            self.tell_of("leads-cut");
        }
        may
    }

    fn resegment(
        &mut self,
        article: Result<Article, Refusal>,
        focus: usize,
        back: Back,
    ) -> Option<Effect> {
        match article {
            Ok(article) => {
                self.dialog = None;
                self.recut = Some(Recut {
                    article: article.id.clone(),
                    next: self.desk.journal.next_number(),
                    back,
                });
                Some(Effect::Resegment(Box::new(article), focus))
            }
            Err(refusal) => {
                let why = match refusal {
                    Refusal::Unknown(_) => "cut-unknown",
                    Refusal::Outside | Refusal::Letter | Refusal::Blank => "cut-blank",
                    Refusal::Apart => "nothing-to-join",
                    Refusal::Paragraphs => "join-paragraphs",
                };
                let why = self.words.get(why).into_owned();
                self.tell(say!(self.words, "not-cut", why = &why));
                None
            }
        }
    }
}
