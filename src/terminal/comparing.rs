//! Reading what annotators say of every article, to compare it: at a stretch for `hashiya agreement`,
//! and between two keys for a lead at the screen.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use super::search::OFTEN;
use super::told::told;
use super::work::Work;
use crate::app::agreement::Compared;
use crate::model::adjudication::{GOLD, Stand, stands};
use crate::model::agreement::bootstrap::Sampling;
use crate::model::agreement::notes::Nothing;
use crate::model::agreement::{Agreement, Ratings};
use crate::model::annotation::Annotations;
use crate::model::article::Id;
use crate::store::{Store, StoreError};

/// What was read of it so far.
#[derive(Debug)]
pub struct Gathering {
    /// What annotators decided.
    pub ratings: Ratings,
    /// For each sentence of these how what is settled stands; empty where that was not asked for.
    pub stands: Vec<Stand>,
    /// What could not be read and is left out.
    pub unreadable: Vec<StoreError>,
    /// For each annotator the articles with a file of hers.
    files: Vec<Vec<Id>>,
    /// Whose decisions are the settled ones, if how they stand is asked for.
    gold: Option<(String, Vec<Id>)>,
    /// The ids that were not looked at, the next one last.
    left: Vec<Id>,
    /// How many articles there are.
    pub all: usize,
    /// When was last said how far it is.
    said: Option<Instant>,
}

/// Everybody who has written something: who only opened the project has a folder, too.
pub fn people(store: &Store) -> Vec<String> {
    let mut people = store.annotators();
    people.retain(|name| !store.annotated(name).is_empty());
    people
}

impl Gathering {
    /// Nothing yet of what `people` say; with `only` of these topics alone.
    pub fn new(store: &Store, people: &[String], only: Option<&[String]>) -> Self {
        let topics = store.project().topics.iter();
        let scheme: Vec<String> = topics.map(|it| it.id.clone()).collect();
        Self {
            ratings: Ratings::new(people, &scheme, only),
            stands: Vec::new(),
            unreadable: Vec::new(),
            files: people.iter().map(|name| store.annotated(name)).collect(),
            gold: None,
            left: store.ids().iter().rev().cloned().collect(),
            all: store.ids().len(),
            said: None,
        }
    }

    /// The same, and how what the annotator called `gold` settled stands to it.
    pub fn with_settled(mut self, store: &Store, gold: &str) -> Self {
        self.gold = Some((gold.to_owned(), store.annotated(gold)));
        self
    }

    /// How many articles were looked at.
    pub fn seen(&self) -> usize {
        self.all - self.left.len()
    }

    /// Reads one more article; whether there was one.
    pub fn go_on(&mut self, store: &Store) -> bool {
        let Some(id) = self.left.pop() else {
            return false;
        };
        let people = self.ratings.annotators.clone();
        let mut said: Vec<Option<Annotations>> = Vec::new();
        for (name, ids) in people.iter().zip(&self.files) {
            let has_said = ids.binary_search(&id).is_ok();
            let read = if has_said {
                store.own_said(name, &id)
            } else {
                Ok(None)
            };
            said.push(read.unwrap_or_else(|error| {
                self.unreadable.push(error);
                None
            }));
        }
        let mut texts = said.iter().flatten().map(|it| &it.text_sha256);
        let Some(first) = texts.next() else {
            return true;
        };
        if texts.all(|text| text == first) {
            self.ratings.add(&id, &said, None);
        } else {
            match store.article(&id) {
                Ok(article) => self.ratings.add(&id, &said, Some(&article.text_sha256)),
                Err(error) => self.unreadable.push(error),
            }
        }
        self.settle(store, &id, said.into_iter().flatten().collect());
        true
    }

    /// Finds out how what is settled of the article called `id` stands to what is `said` of it.
    fn settle(&mut self, store: &Store, id: &str, said: Vec<Annotations>) {
        let Some((gold, ids)) = &self.gold else {
            return;
        };
        let has_settled = ids.binary_search_by(|it| it.as_str().cmp(id)).is_ok();
        let read = if has_settled {
            store.own_said(gold, id)
        } else {
            Ok(None)
        };
        let gold = read.unwrap_or_else(|error| {
            self.unreadable.push(error);
            None
        });
        let settled: HashMap<&str, Stand> =
            gold.iter().flat_map(|gold| stands(gold, &said)).collect();
        for unit in self.stands.len()..self.ratings.units().len() {
            let place = self.ratings.place(unit);
            let stand = place.and_then(|(_, sentence)| settled.get(sentence));
            self.stands.push(stand.copied().unwrap_or_default());
        }
    }
}

/// What is compared for the screen, and how far that is.
#[derive(Debug)]
pub(super) enum Comparing {
    /// Articles are read.
    Reads(Box<Gathering>),
    /// The figures are shown; the intervals, which cost more than all of them, are still to come.
    Samples,
}

/// How long is read at a stretch: then a key may have come.
const SLICE: Duration = Duration::from_millis(30);
/// Those of `hashiya agreement`, so that the figures are the same.
const SAMPLING: Sampling = Sampling {
    rounds: 1000,
    seed: 1,
};

impl Work {
    /// Begins to compare what annotators decided, for a lead; who says what is nobody else's business.
    pub(super) fn compare(&mut self) {
        self.save_everything();
        let desk = self.app.desk();
        if !desk.hears_others() {
            self.tell_of("agreement-is-the-leads");
            return;
        }
        let people = people(&self.store);
        if let Some(why) = Nothing::among(&people) {
            self.app.cannot_compare(&why);
            return;
        }
        let gathering = Gathering::new(&self.store, &people, None).with_settled(&self.store, GOLD);
        self.comparing = Some(Comparing::Reads(Box::new(gathering)));
        self.app.expect_agreement();
    }

    /// Whether something is compared, so that there is something to do while no key comes.
    pub fn compares(&self) -> bool {
        self.comparing.is_some()
    }

    /// Goes on with that for a moment, if its screen is still there.
    pub fn compare_on(&mut self) {
        let Some(comparing) = self.comparing.take() else {
            return;
        };
        if !self.app.awaits_agreement() {
            return;
        }
        let Comparing::Reads(mut gathering) = comparing else {
            if let Some(comparison) = self.app.comparison() {
                let agreement = Agreement::of(&comparison.compared().ratings, SAMPLING);
                self.app.take_intervals(agreement);
            }
            return;
        };
        let started = Instant::now();
        while gathering.go_on(&self.store) {
            if started.elapsed() >= SLICE {
                if gathering.said.is_none_or(|it| it.elapsed() > OFTEN) {
                    gathering.said = Some(Instant::now());
                    self.app.tell_compared(gathering.seen(), gathering.all);
                }
                self.comparing = Some(Comparing::Reads(gathering));
                return;
            }
        }
        if let Some(why) = Nothing::of(&gathering.ratings) {
            self.app.cannot_compare(&why);
            return;
        }
        let Gathering {
            ratings,
            stands,
            unreadable,
            ..
        } = *gathering;
        let words = self.app.words();
        let unreadable = unreadable.iter().map(|error| told(words, error)).collect();
        let none = Sampling {
            rounds: 0,
            ..SAMPLING
        };
        self.app.show_agreement(Compared {
            agreement: Agreement::of(&ratings, none),
            ratings,
            stands,
            unreadable,
        });
        self.comparing = Some(Comparing::Samples);
    }

    /// Reads the sentences that have come into view in a queue.
    pub(super) fn fill_queue(&mut self) {
        for id in self.app.unread_places() {
            match self.store.article(&id) {
                Ok(article) => self.app.fill_places(&id, |sentence| {
                    let index = article.sentences.iter().position(|it| it.id == sentence);
                    index.map_or("…", |index| article.quote(index)).to_owned()
                }),
                Err(error) => {
                    let why = told(self.app.words(), &error);
                    self.app.fill_places(&id, |_| why.clone());
                }
            }
        }
    }
}
