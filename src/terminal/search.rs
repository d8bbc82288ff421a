//! Looking for a text in the whole project, on all cores, while keys are answered.
//!
//! The threads take articles in the order of their ids, whichever is next; what they find comes out
//! through one channel, and is put back in that order. It holds only so much: they wait for whoever
//! reads it, and end when that is gone.

use std::any::Any;
use std::collections::BTreeMap;
use std::io;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use super::told::told;
use super::work::Work;
use crate::app::list::{Label, Place};
use crate::lang::say;
use crate::model::article::Article;
use crate::store::{StoreError, Texts, reason};
use crate::text::fold::Query;

/// A search that is not at its end. Dropping it ends its threads.
#[derive(Debug)]
pub(super) struct Search {
    looked: Receiver<(usize, Looked)>,
    /// What was found before what comes first was.
    early: BTreeMap<usize, Looked>,
    /// How many articles were looked at, the first ones.
    seen: usize,
    all: usize,
    found: usize,
    /// What was found and not handed over yet.
    places: Vec<Place>,
    /// What could not be looked at, and why.
    failed: Vec<(usize, Failure)>,
    /// When was last said how far it is.
    said: Instant,
}

/// What an article came to.
type Looked = Result<Vec<Place>, Failure>;

/// Why an article was not looked at.
#[derive(Debug)]
enum Failure {
    /// It cannot be read.
    Store(StoreError),
    /// The search broke off in it, saying this.
    Panic(String),
}

/// What there is to show of a search.
#[derive(Debug)]
struct News {
    places: Vec<Place>,
    /// Of the articles, how many were looked at.
    seen: usize,
    /// Whether more would be found than is listed.
    full: bool,
    ended: bool,
}

/// More sentences than this are not listed: nobody reads them, and each is kept.
const MOST: usize = 5_000;
/// How many articles may wait to be handed over.
const AHEAD: usize = 1_024;
/// How many threads search at most: a host is shared by many annotators.
const THREADS: usize = 8;
/// How often is told how far the search is: the line may be slow.
pub(super) const OFTEN: Duration = Duration::from_millis(250);
/// How long a key may have to wait for what was found to be taken.
const SLICE: Duration = Duration::from_millis(4);

impl Search {
    /// Begins to look at `all` articles, each by `look`, with as many threads as there are cores.
    fn begin(
        all: usize,
        look: impl Fn(usize) -> Result<Vec<Place>, StoreError> + Send + Sync + 'static,
    ) -> io::Result<Self> {
        let (sender, looked) = sync_channel(AHEAD);
        let work = Arc::new((AtomicUsize::new(0), look));
        let cores = thread::available_parallelism().map_or(1, usize::from);
        for nth in 0..cores.min(THREADS) {
            let (work, sender) = (Arc::clone(&work), sender.clone());
            let thread = thread::Builder::new().name("search".to_owned());
            let started = thread.spawn(move || look_at_all(&work.0, all, &work.1, &sender));
            // Fewer are slower, and no thread at all finds nothing.
            match started {
                Err(error) if nth == 0 => return Err(error),
                Err(_) => break,
                Ok(_) => {}
            }
        }
        Ok(Self {
            looked,
            early: BTreeMap::new(),
            seen: 0,
            all,
            found: 0,
            places: Vec::new(),
            failed: Vec::new(),
            said: Instant::now(),
        })
    }

    /// What there is to show, if it is time for that: what is found first at once, and the end.
    fn news(&mut self, now: Instant) -> Option<News> {
        let gone = self.take(now);
        let full = self.found >= MOST && self.seen < self.all;
        let ended = full || gone || self.seen == self.all;
        let is_first = self.found > 0 && self.found == self.places.len();
        if !ended && !is_first && now.duration_since(self.said) < OFTEN {
            return None;
        }
        self.said = now;
        Some(News {
            places: std::mem::take(&mut self.places),
            seen: self.seen,
            full,
            ended,
        })
    }

    /// Takes what came in until now; whether nobody is left who would send more.
    fn take(&mut self, now: Instant) -> bool {
        while self.found < MOST {
            match self.looked.try_recv() {
                Ok((nth, looked)) => drop(self.early.insert(nth, looked)),
                Err(TryRecvError::Empty) => return false,
                Err(TryRecvError::Disconnected) => return true,
            }
            while self.found < MOST
                && let Some(looked) = self.early.remove(&self.seen)
            {
                match looked {
                    Ok(places) => {
                        self.found += places.len();
                        self.places.extend(places);
                    }
                    Err(failure) => self.failed.push((self.seen, failure)),
                }
                self.seen += 1;
            }
            if now.elapsed() > SLICE {
                return false;
            }
        }
        false
    }
}

/// Looks at one article after the other, until there are no more or nobody waits for them.
fn look_at_all(
    next: &AtomicUsize,
    all: usize,
    look: impl Fn(usize) -> Result<Vec<Place>, StoreError>,
    sender: &SyncSender<(usize, Looked)>,
) {
    loop {
        let nth = next.fetch_add(1, Ordering::Relaxed);
        if nth >= all {
            return;
        }
        // One article that breaks the search is not to hide what is found in the others.
        let looked = panic::catch_unwind(AssertUnwindSafe(|| look(nth)));
        let looked = match looked {
            Ok(looked) => looked.map_err(Failure::Store),
            Err(panic) => Err(Failure::Panic(message_of(&*panic))),
        };
        if sender.send((nth, looked)).is_err() {
            return;
        }
    }
}

fn message_of(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|it| (*it).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_default()
}

/// The sentences of `article` in which `query` is found; only the first one if it is looked for
/// `by_article`. What is found between two sentences is in neither.
fn places(article: &Article, query: &Query, by_article: bool) -> Vec<Place> {
    let mut found = query.find_all(&article.text).into_iter().peekable();
    let mut places = Vec::new();
    for (index, sentence) in article.sentences.iter().enumerate() {
        let start = sentence.bytes.start;
        let mut here = Vec::new();
        while let Some(place) = found.next_if(|it| it.start < sentence.bytes.end) {
            if place.start >= start {
                here.push(place.start - start..place.end.min(sentence.bytes.end) - start);
            }
        }
        if here.is_empty() {
            continue;
        }
        places.push(Place {
            article: article.id.clone(),
            label: Label::Text(article.title.clone()),
            sentence: index,
            text: article.quote(index).to_owned(),
            found: here,
        });
        if by_article {
            break;
        }
    }
    places
}

/// Begins to look for `query` in `texts`.
fn begin(texts: Texts, query: Query, by_article: bool) -> io::Result<Search> {
    Search::begin(texts.ids().len(), move |nth| {
        let Some(id) = texts.ids().get(nth) else {
            return Ok(Vec::new());
        };
        let article = texts.article_if(id, |text| query.is_in(text))?;
        Ok(article.map_or_else(Vec::new, |it| places(&it, &query, by_article)))
    })
}

impl Work {
    /// Whether a search goes on, so that there is something to do while no key comes.
    pub fn searches(&self) -> bool {
        self.search.is_some()
    }

    /// Takes what a search has found since, if one goes on; whether there is anything new to show.
    pub fn search_on(&mut self) -> bool {
        let Some(mut search) = self.search.take() else {
            return false;
        };
        if !self.app.awaits_found() {
            // Its list was closed.
            return false;
        }
        let Some(news) = search.news(Instant::now()) else {
            self.search = Some(search);
            return false;
        };
        self.app
            .found(news.places, news.seen, search.all, news.full);
        if news.ended {
            self.tell_what_was_left_out(&search);
        } else {
            self.search = Some(search);
        }
        true
    }

    /// Names the first of what could not be looked at: it may be what was looked for.
    fn tell_what_was_left_out(&mut self, search: &Search) {
        let Some((nth, failure)) = search.failed.first() else {
            return;
        };
        let words = self.app.words();
        let why = match failure {
            Failure::Store(error) => told(words, error),
            Failure::Panic(message) => {
                let article = self.store.ids().get(*nth).map_or("", |id| id.as_str());
                say!(words, "search-broke-off", article = article, what = message)
            }
        };
        let left_out = say!(
            words,
            "search-left-out",
            count = search.failed.len(),
            why = &why
        );
        self.tell_too(&left_out);
    }

    /// Begins to look for `text` in the whole project; whether it could.
    pub(super) fn begin_search(&mut self, text: &str, by_article: bool) -> bool {
        self.search = None;
        let Some(query) = Query::new(text) else {
            self.tell_of("nothing-found");
            return false;
        };
        match begin(self.store.texts(), query, by_article) {
            Ok(search) => self.search = Some(search),
            Err(error) => {
                let reason = reason(&error);
                let told = say!(self.app.words(), "no-search", reason = &reason);
                self.app.tell(told);
            }
        }
        self.search.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(nth: usize) -> Place {
        Place {
            article: nth.to_string(),
            label: Label::Text(String::new()),
            sentence: 0,
            text: String::new(),
            found: Vec::new(),
        }
    }

    /// All that `search` has to say, each with whether it was the end.
    fn told(mut search: Search) -> (Vec<String>, Search, News) {
        let mut articles = Vec::new();
        loop {
            let Some(mut news) = search.news(Instant::now()) else {
                thread::yield_now();
                continue;
            };
            articles.extend(news.places.drain(..).map(|it| it.article));
            if news.ended {
                return (articles, search, news);
            }
        }
    }

    #[test]
    fn what_is_found_comes_in_the_order_of_the_articles() {
        let search = Search::begin(3_000, |nth| {
            // Whoever is first here is not the first that is done.
            if nth % 7 == 0 {
                thread::sleep(Duration::from_micros(50));
            }
            Ok((nth % 3 == 0).then(|| place(nth)).into_iter().collect())
        });
        let (articles, search, news) = told(search.unwrap());
        let expected = (0..3_000).step_by(3).map(|nth| nth.to_string());
        assert!(articles.into_iter().eq(expected));
        assert!(!news.full && search.failed.is_empty());
        assert_eq!(news.seen, 3_000);
    }

    #[test]
    fn nothing_to_look_at_is_an_end() {
        let (articles, _, news) = told(Search::begin(0, |_| unreachable!()).unwrap());
        assert_eq!((articles.len(), news.seen), (0, 0));
    }

    #[test]
    fn one_that_cannot_be_looked_at_is_named_and_hides_no_other() {
        let search = Search::begin(90, |nth| match nth {
            7 => panic!("as asked"),
            // Neither of the two is the last.
            50 => Err(StoreError::Taken { path: "b".into() }),
            nth => Ok(vec![place(nth)]),
        });
        let (articles, search, news) = told(search.unwrap());
        assert_eq!((articles.len(), news.seen), (88, 90));
        let failed: Vec<_> = search.failed.iter().collect();
        assert!(
            matches!(
                failed[..],
                [(7, Failure::Panic(why)), (50, Failure::Store(StoreError::Taken { .. }))] if why == "as asked"
            ),
            "{failed:?}"
        );
    }

    #[test]
    fn a_search_ends_when_enough_is_found() {
        let search = Search::begin(usize::MAX, |nth| Ok(vec![place(nth)])).unwrap();
        let (articles, _, news) = told(search);
        assert_eq!(articles.len(), MOST);
        assert!(news.full && news.ended);
    }

    #[test]
    fn the_threads_end_with_the_search() {
        let alive = Arc::new(());
        let held = Arc::clone(&alive);
        // There is no end to it, and nobody takes what is found.
        let search = Search::begin(usize::MAX, move |_| {
            let _held = &held;
            Ok(Vec::new())
        });
        drop(search.unwrap());
        let started = Instant::now();
        while Arc::strong_count(&alive) > 1 {
            assert!(started.elapsed() < Duration::from_secs(20), "they go on");
            thread::yield_now();
        }
    }

    #[test]
    fn what_is_found_first_is_told_at_once_and_the_rest_from_time_to_time() {
        let allowed = Arc::new(AtomicUsize::new(0));
        let gate = Arc::clone(&allowed);
        let search = Search::begin(10, move |nth| {
            while nth >= gate.load(Ordering::Relaxed) {
                thread::yield_now();
            }
            Ok((nth >= 2).then(|| place(nth)).into_iter().collect())
        });
        let mut search = search.unwrap();
        let start = search.said;
        let soon = start + OFTEN / 2;
        let later = |search: &mut Search, count: usize| {
            let seen = allowed.fetch_add(count, Ordering::Relaxed) + count;
            while search.seen < seen {
                search.take(Instant::now());
            }
        };
        assert!(search.news(soon).is_none(), "nothing was looked at");
        later(&mut search, 2);
        assert!(search.news(soon).is_none(), "nothing was found");
        later(&mut search, 2);
        assert_eq!(search.news(soon).map(|it| it.places.len()), Some(2));
        later(&mut search, 2);
        assert!(search.news(soon + OFTEN / 2).is_none(), "it was just told");
        assert_eq!(search.news(soon + OFTEN).map(|it| it.places.len()), Some(2));
        later(&mut search, 4);
        let end = search
            .news(soon + OFTEN)
            .map(|it| (it.places.len(), it.ended));
        assert_eq!(end, Some((4, true)), "the end is told at once");
    }
}
