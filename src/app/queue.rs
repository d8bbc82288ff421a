//! A queue: the sentences behind a figure, one after the other, from article to article. While it is in
//! force, the key that goes on goes to the next one of it.

use std::collections::BTreeSet;

use super::agreement::{About, Compared};
use super::list::Bar;
use super::page::inside;
use super::reader::Reader;
use super::{App, Dialog, Effect};
use crate::keys::Action;
use crate::lang::say;
use crate::model::Time;
use crate::model::adjudication::Stand;
use crate::model::agreement::Ratings;

/// The sentences behind a figure.
#[derive(Debug)]
pub struct Queue {
    about: About,
    places: Vec<Place>,
    bar: Bar,
    /// Whether the key that goes on goes on in it.
    is_in_force: bool,
}

/// A sentence of a queue.
#[derive(Debug)]
pub struct Place {
    /// Which one it is of those that are compared.
    pub unit: usize,
    /// The article's id.
    pub article: String,
    /// Its own.
    pub sentence: String,
    /// Its text, once it was in view; or why that cannot be read.
    pub text: Option<String>,
    /// Whether it is settled.
    pub is_settled: bool,
    /// Whether it cannot be gone to: its article cannot be read, or was cut anew.
    pub is_gone: bool,
}

impl Place {
    fn is_open(&self) -> bool {
        !self.is_settled && !self.is_gone
    }
}

impl Queue {
    /// Of these `units`, in this order.
    pub(super) fn new(about: About, units: &[usize], ratings: &Ratings, stands: &[Stand]) -> Self {
        let place = |unit: &usize| {
            let (article, sentence) = ratings.place(*unit)?;
            Some(Place {
                unit: *unit,
                article: article.to_owned(),
                sentence: sentence.to_owned(),
                text: None,
                is_settled: stands.get(*unit) == Some(&Stand::Settled),
                is_gone: false,
            })
        };
        Self {
            about,
            places: units.iter().filter_map(place).collect(),
            bar: Bar::new(1),
            is_in_force: false,
        }
    }

    pub(super) fn resize(&mut self, height: usize) {
        self.bar.resize(height);
    }

    /// How many sentences there are, and how many of them are not settled.
    pub fn count(&self) -> (usize, usize) {
        let all = self.places.iter().filter(|it| !it.is_gone);
        let open = self.places.iter().filter(|it| it.is_open());
        (all.count(), open.count())
    }

    /// The sentences in view, and which of them the bar is on.
    pub fn page(&self) -> (&[Place], usize) {
        let page = self.bar.page(self.places.len());
        let selected = self.bar.selected() - page.start;
        (self.places.get(page).unwrap_or_default(), selected)
    }

    /// Puts the bar on the sentence in focus, if it is one of these, and not on one that could not be
    /// gone to from there.
    fn follow(&mut self, reader: &Reader) {
        if self.place().is_some_and(|it| it.is_gone) {
            return;
        }
        let (article, sentence) = (&reader.article().id, reader.focus_id());
        let is_it = |it: &Place| it.article == *article && it.sentence == sentence;
        if let Some(at) = self.places.iter().position(is_it) {
            self.bar.put(at);
        }
    }

    /// Puts the bar on the next sentence that is not settled, from the end on to the beginning; whether
    /// there is one.
    fn go_to_open(&mut self) -> bool {
        let from = self.bar.selected();
        let round = (from + 1..self.places.len()).chain(0..=from);
        let open = |at: &usize| self.places.get(*at).is_some_and(Place::is_open);
        let next = { round }.find(open);
        next.into_iter().for_each(|at| self.bar.put(at));
        next.is_some()
    }

    /// Puts the bar on the next sentence, if there is one.
    fn go_to_next(&mut self) -> bool {
        let mut rest = self.bar.selected() + 1..self.places.len();
        let next = rest.find(|at| self.places.get(*at).is_some_and(|it| !it.is_gone));
        next.into_iter().for_each(|at| self.bar.put(at));
        next.is_some()
    }

    fn place(&self) -> Option<&Place> {
        self.places.get(self.bar.selected())
    }
}

impl App {
    /// The queue that was gone to, in force or not.
    pub(super) fn queue_mut(&mut self) -> Option<&mut Queue> {
        self.comparison.as_mut()?.queue.as_mut()
    }

    fn queue_in_force(&mut self) -> Option<&mut Queue> {
        self.queue_mut().filter(|queue| queue.is_in_force)
    }

    /// Whether the key that goes on goes on in a queue.
    pub fn is_in_queue(&self) -> bool {
        let queue = self.comparison.as_ref().and_then(|it| it.queue.as_ref());
        queue.is_some_and(|queue| queue.is_in_force)
    }

    /// How many sentences of a queue have room: two rows each, below what it is about.
    pub(super) fn queue_height(&self) -> usize {
        usize::from(inside(self.overlay()).height.saturating_sub(2) / 2)
    }

    /// Shows the queue that was left; whether there was one.
    pub(super) fn show_queue(&mut self) -> bool {
        self.note_settled();
        self.follow();
        let height = self.queue_height();
        let is_one = self.queue_mut().map(|queue| queue.resize(height)).is_some();
        if is_one {
            self.dialog = Some(Dialog::Queue);
        }
        is_one
    }

    /// What the queue is about, and what is left of it.
    pub fn queue_title(&self, compared: &Compared, queue: &Queue) -> String {
        let name = self.name_in_full(compared, queue.about);
        let (all, left) = queue.count();
        if self.desk.settler.is_some() {
            say!(
                self.words,
                "queue-to-settle",
                name = &name,
                left = left,
                all = all
            )
        } else {
            say!(self.words, "queue-of", name = &name, count = all)
        }
    }

    /// The articles of sentences in view whose text was not read.
    pub fn unread_places(&self) -> BTreeSet<String> {
        let queue = self.comparison.as_ref().and_then(|it| it.queue.as_ref());
        let is_shown = matches!(self.dialog, Some(Dialog::Queue));
        let Some(queue) = queue.filter(|_| is_shown) else {
            return BTreeSet::new();
        };
        let unread = queue.page().0.iter().filter(|it| it.text.is_none());
        unread.map(|it| it.article.clone()).collect()
    }

    /// Takes the texts of the sentences in view that are of `article`.
    pub fn fill_places(&mut self, article: &str, text: impl Fn(&str) -> String) {
        if let Some(queue) = self.queue_mut() {
            let page = queue.bar.page(queue.places.len());
            let places = queue.places.get_mut(page).unwrap_or_default().iter_mut();
            let places = places.filter(|it| it.article == article);
            places.for_each(|it| it.text = Some(text(&it.sentence)));
        }
    }

    pub(super) fn act_on_queue(&mut self, action: Action) -> Option<Effect> {
        let queue = self.queue_mut()?;
        match action {
            Action::Open => {
                queue.is_in_force = true;
                self.dialog = None;
                return self.open_place();
            }
            // Back to the figures.
            Action::Close => {
                self.comparison.as_mut()?.queue = None;
                self.dialog = Some(Dialog::Agreement);
                self.resize_agreement();
            }
            action => queue.bar.act(action, queue.places.len()),
        }
        None
    }

    /// Goes on in the queue that is in force; in the article, if none is.
    pub(super) fn go_on(&mut self, now: Time) -> Option<Effect> {
        self.note_settled();
        self.follow();
        let settles = self.desk.settler.is_some();
        if let Some(queue) = self.queue_in_force() {
            let found = if settles {
                queue.go_to_open()
            } else {
                queue.go_to_next()
            };
            if found {
                return self.open_place();
            }
            queue.is_in_force = false;
            let (all, _) = queue.count();
            let name = if settles {
                "queue-settled"
            } else {
                "queue-ended"
            };
            let variables = [("all", all.into())];
            let told = self.words.with(name, &variables);
            self.tell(told);
            if !settles {
                return None;
            }
        }
        let project = &self.desk.project;
        let reader = self.reader.as_mut()?;
        if !reader.next_undecided(project, now) && self.message.is_none() {
            self.tell_all_decided();
        }
        None
    }

    /// Opens the article of the place that the bar is on there, and says how much is left.
    fn open_place(&mut self) -> Option<Effect> {
        let comparison = self.comparison.as_ref()?;
        let queue = comparison.queue.as_ref()?;
        let place = queue.place()?;
        let (all, left) = queue.count();
        let told = if self.desk.settler.is_some() {
            say!(self.words, "queue-left", left = left, all = all)
        } else {
            let ratings = &comparison.compared().ratings;
            let said = ratings.unit(place.unit).iter().enumerate();
            let said = said.filter_map(|(nth, value)| {
                let set = self.set_name(ratings, ratings.set((*value)?));
                let name = self.name_of(ratings, nth);
                Some(say!(self.words, "said", name = &name, change = &set))
            });
            let said = said.collect::<Vec<_>>().join(" · ");
            let at = queue.bar.selected() + 1;
            say!(self.words, "queue-at", at = at, all = all, said = &said)
        };
        let effect = Effect::GoTo(place.article.clone(), place.sentence.clone());
        self.tell(told);
        Some(effect)
    }

    /// Leaves the queue that is in force; whether one was.
    pub(super) fn leave_queue(&mut self) -> bool {
        let was_in_force = self.queue_in_force().map(|it| it.is_in_force = false);
        was_in_force.is_some()
    }

    /// Puts the bar of the queue that is in force on the sentence in focus, if it is one of these.
    fn follow(&mut self) {
        if let (Some(reader), Some(comparison)) = (&self.reader, &mut self.comparison)
            && let Some(queue) = comparison.queue.as_mut().filter(|it| it.is_in_force)
        {
            queue.follow(reader);
        }
    }

    /// Leaves the sentences of `article` out of the queue, as it cannot be opened.
    pub fn pass_over(&mut self, article: &str) {
        if let Some(queue) = self.queue_mut() {
            let there = queue.places.iter_mut().filter(|it| it.article == article);
            there.for_each(|it| it.is_gone = true);
        }
    }

    /// Takes note in the queue of what is settled in the open article.
    pub(super) fn note_settled(&mut self) {
        let (Some(reader), Some(comparison)) = (&self.reader, &mut self.comparison) else {
            return;
        };
        let Some(queue) = &mut comparison.queue else {
            return;
        };
        let settles = self.desk.settler.is_some();
        let here = |it: &&mut Place| it.article == reader.article().id;
        for place in queue.places.iter_mut().filter(here) {
            let index = reader.sentence(&place.sentence);
            place.is_gone = index.is_none();
            let is_settled = |index| settles && reader.is_finished(index, &self.desk.project);
            place.is_settled = index.is_some_and(is_settled);
        }
    }
}
