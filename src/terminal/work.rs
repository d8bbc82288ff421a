//! The state and the project it works on: what a key asks for outside of the state is done here,
//! without a terminal, so that a test can do a day's work.

use std::cell::OnceCell;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use super::comparing::{Comparing, people};
use super::rewording::Left;
use super::search::Search;
use super::told::{held, told};
use crate::app::frame::Size;
use crate::app::library;
use crate::app::reader::Reader;
use crate::app::{App, Desk, Effect, Saving};
use crate::keys::{Action, Code, Key, Keymap};
use crate::lang::{Words, say};
use crate::model::article::{Article, Summary};
use crate::model::duplicates::Duplicates;
use crate::model::{Span, Time, Zone};
use crate::store::{Access, Claim, Holder, Place, Seen, Store, StoreError};
use crate::text::Rendition;

/// What the work starts from.
#[derive(Debug)]
pub struct Start {
    /// The project.
    pub store: Store,
    /// Who works.
    pub annotator: String,
    /// Who settles what annotators disagree on; the annotator is `gold` then.
    pub settler: Option<String>,
    /// This program, as others are told.
    pub me: Holder,
    /// Whether the annotator's files may be written.
    pub access: Access,
    /// Which key does what.
    pub keymap: Keymap,
    /// What the program says, in which language.
    pub words: Words,
    /// The article to open at once.
    pub open: Option<String>,
    /// What the annotator is to be told at the start.
    pub message: Option<String>,
    /// Whether a key that decides goes on to the next undecided sentence.
    pub advance: bool,
    /// In which zone it is what hour.
    pub zone: LazyLock<Zone>,
    /// After how much work without a break one is suggested, if so.
    pub break_after: Option<Span>,
}

/// The state and the project it works on.
#[derive(Debug)]
pub struct Work {
    pub(super) app: App,
    pub(super) store: Store,
    pub(super) claim: Option<Claim>,
    /// How long the last save took.
    last_save: Duration,
    /// How long it took to remember the place.
    last_note: Duration,
    /// Where the annotator was when that was last remembered.
    place: Option<Place>,
    /// This program, as others are told.
    pub(super) me: Holder,
    /// The files of the open article as they were when they were read.
    pub(super) seen: Option<Seen>,
    /// What others did, to be told behind what the next key says.
    pub(super) remark: Option<String>,
    /// When the disk was last looked at for what others did.
    pub(super) looked: Time,
    /// Which articles are the same text, once that was asked.
    duplicates: OnceCell<Duplicates>,
    /// What is looked for in the whole project.
    pub(super) search: Option<Search>,
    /// How much is to be looked at again, because the guideline was revised.
    pub(super) left: Left,
    /// What is read to be compared.
    pub(super) comparing: Option<Comparing>,
}

/// What only the one who has the terminal can do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Request {
    /// Put a text into the terminal's clipboard.
    Copy(String),
    /// Remember that Arabic is to be rendered so at this terminal.
    Adopt(Rendition),
    /// Turn the mouse on or off.
    Mouse,
    /// Have things look otherwise.
    Look,
    /// Draw everything anew, and ask the terminal again.
    Redraw,
    /// Give the terminal back for a while.
    Suspend,
    /// End.
    End(Ending),
    /// Drop the keys that came at once with this one: the screen they were meant for did not come.
    Stay,
}

/// How the work ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Everything that was decided is on the disk.
    Saved,
    /// The annotator left though the last decisions could not be saved.
    Unsaved,
}

/// A save faster than this is not worth a frame of its own.
const FAST: Duration = Duration::from_millis(20);
/// What is said of so many sentences takes longer to write down than to draw.
const LONG: usize = 500;

impl Work {
    /// Begins where the annotator stopped.
    pub fn new(start: Start, size: Size, now: Time) -> Self {
        let Start {
            store,
            annotator,
            settler,
            me,
            access,
            keymap,
            words,
            open,
            message,
            advance,
            zone,
            break_after,
        } = start;
        let (claim, read_only) = match access {
            Access::Write(claim) => (Some(claim), None),
            Access::Held(holder) => (None, Some(held(&words, &annotator, holder.as_ref()))),
            Access::ReadOnly(why) => (None, Some(say!(words, "for-reading-only", why = &why))),
        };
        let desk = Desk {
            project: store.project().clone(),
            guideline: store.guideline().to_owned(),
            journal: store.journal(&annotator),
            read_only,
            annotator,
            settler,
            advance,
            zone,
            break_after,
        };
        let app = App::new(desk, keymap, words, store.shared_ids(), size);
        let (last_save, last_note) = (Duration::ZERO, Duration::ZERO);
        let mut work = Self {
            app,
            store,
            claim,
            last_save,
            last_note,
            place: None,
            me,
            seen: None,
            remark: None,
            looked: now,
            duplicates: OnceCell::new(),
            search: None,
            left: Left::default(),
            comparing: None,
        };
        work.show_own();
        work.find_place();
        if let Some(id) = open {
            work.open(&id, None, now);
        }
        let read_only = work.app.desk().read_only.clone();
        // An article that could not be opened has said so, and comes first.
        if work.app.message().is_none()
            && let Some(message) = message.or(read_only)
        {
            work.app.tell(message);
        }
        work.tell_of_answers();
        work.tell_of_older();
        work
    }

    /// What is on the screen.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// Whether saving is slow enough for the screen to be drawn before it.
    pub fn saves_slowly(&self) -> bool {
        let is_long = |reader: &Reader| reader.article().sentences.len() >= LONG;
        let is_slow = self.last_save >= FAST || self.app.reader().is_some_and(is_long);
        is_slow && *self.app.saving() == Saving::Pending
    }

    /// Tells the annotator the message called `name`, until the next key.
    pub(super) fn tell_of(&mut self, name: &str) {
        let told = self.app.words().get(name).into_owned();
        self.app.tell(told);
    }

    /// Tells something less important, behind what is to be told already.
    pub fn tell_too(&mut self, message: &str) {
        match self.app.message() {
            Some(first) => self.app.tell(format!("{first} {message}")),
            None => self.app.tell(message),
        }
    }

    /// Takes the size of the window.
    pub fn resize(&mut self, size: Size) {
        self.app.resize(size);
    }

    /// Does what `key` means.
    pub fn press(&mut self, key: Key, now: Time) -> Option<Request> {
        // Esc and the next key in one read look like a chord with Alt.
        if let Some(key) = self.app.behind_esc(key) {
            let esc = self.press_one(Code::Esc.into(), now);
            return esc.or_else(|| self.press_one(key, now));
        }
        self.press_one(key, now)
    }

    fn press_one(&mut self, key: Key, now: Time) -> Option<Request> {
        self.look_around(now);
        let effect = self.app.press(key, now);
        let request = effect.and_then(|effect| self.act(effect, now));
        if let Some(remark) = self.remark.take() {
            self.tell_too(&remark);
        }
        request
    }

    /// Takes a text that was pasted.
    pub fn paste(&mut self, text: &str) {
        self.app.insert(text);
    }

    /// Does what a click on the cell at `x` and `y` means.
    pub fn click(&mut self, x: u16, y: u16, now: Time) -> Option<Request> {
        let effect = self.app.click(x, y, now)?;
        self.act(effect, now)
    }

    /// Does what a turn of the wheel means.
    pub fn wheel(&mut self, action: Action, now: Time) -> Option<Request> {
        let effect = self.app.wheel(action, now)?;
        self.act(effect, now)
    }

    /// Renders Arabic so from now on; whether that is anything new.
    pub fn adapt(&mut self, rendition: Rendition) -> bool {
        let is_new = rendition != self.app.rendition();
        if is_new {
            self.app.adapt(rendition);
        }
        is_new
    }

    fn act(&mut self, effect: Effect, now: Time) -> Option<Request> {
        match effect {
            // Saving waits for the end of what came in, so that keys held down are saved once.
            Effect::Save => None,
            Effect::Open(id, then) => (!self.open(&id, then, now)).then_some(Request::Stay),
            Effect::Library => {
                if !self.save_everything() {
                    return Some(Request::Stay);
                }
                self.note_place();
                self.app.to_library();
                None
            }
            Effect::NextArticle => {
                let opened = self.next_article(now);
                (!opened).then_some(Request::Stay)
            }
            Effect::Questions => {
                self.questions(now);
                None
            }
            Effect::Answer(question, answer) => {
                self.answer(question, answer, now);
                None
            }
            Effect::GoTo(id, sentence) => {
                let opened = self.go_to(&id, &sentence, now);
                if !opened && *self.app.saving() == Saving::Saved {
                    self.app.pass_over(&id);
                }
                (!opened).then_some(Request::Stay)
            }
            Effect::Timeline => {
                self.timeline(now);
                None
            }
            Effect::BackTo(n) => {
                self.back_to(n, now);
                None
            }
            Effect::Older => {
                self.older(now);
                None
            }
            Effect::LookAgain(id, sentence) => {
                let opened = self.look_again(&id, sentence, now);
                (!opened).then_some(Request::Stay)
            }
            Effect::NextOlder => {
                let opened = self.next_older(now);
                (!opened).then_some(Request::Stay)
            }
            Effect::Reworded(hash) => {
                self.reworded(&hash);
                None
            }
            Effect::Extend(extension) => {
                self.extend(&extension, now);
                None
            }
            Effect::Search(text) => {
                self.search(&text, now);
                None
            }
            Effect::Filter(filter) => {
                self.filter(filter);
                None
            }
            Effect::Go(id, sentence, text) => {
                let opened = self.go(&id, sentence, text.as_deref(), now);
                (!opened).then_some(Request::Stay)
            }
            Effect::Resegment(article, focus) => {
                let done = self.resegment(&article, focus, now);
                (!done).then_some(Request::Stay)
            }
            Effect::Suspend => Some(Request::Suspend),
            Effect::Copy(text) => Some(Request::Copy(text)),
            Effect::Adopt(rendition) => {
                self.app.adapt(rendition);
                Some(Request::Adopt(rendition))
            }
            Effect::Mouse => Some(Request::Mouse),
            Effect::Look => Some(Request::Look),
            Effect::Progress => {
                self.show_progress(now);
                None
            }
            Effect::Agreement => {
                self.compare();
                None
            }
            Effect::TakeOver => {
                self.take_over(now);
                None
            }
            Effect::Pace => {
                self.pace(now);
                None
            }
            Effect::Redraw => Some(Request::Redraw),
            Effect::Quit => self.quit(false).map(Request::End),
            Effect::QuitUnsaved => self.quit(true).map(Request::End),
        }
    }

    /// Reads what has come into view in a list.
    pub fn fill(&mut self) {
        self.fill_library();
        self.fill_queue();
    }

    fn fill_library(&mut self) {
        if self.app.reader().is_some() {
            return;
        }
        for id in self.app.library().unread() {
            let summary = self.summary(&id);
            let summary = summary.map_err(|error| told(self.app.words(), &error));
            self.app.library_mut().fill(&id, summary);
        }
    }

    /// What the library shows of an article.
    pub(super) fn summary(&self, id: &str) -> Result<Summary, StoreError> {
        let article = self.store.article(id)?;
        let annotations = self
            .store
            .annotations(&self.app.desk().annotator, &article)?;
        let mut summary = library::summary(&article, &annotations, self.store.project());
        summary.also = self.also(id);
        Ok(summary)
    }

    /// Hands over what annotators say of the open article, where that is settled. Who cannot be read is
    /// left out, and named.
    fn hear(&mut self, id: &str) {
        if self.app.desk().settler.is_none() {
            return;
        }
        let Some(article) = self.app.reader().map(|it| it.article().clone()) else {
            return;
        };
        let mut all = Vec::new();
        let people = people(&self.store);
        for annotator in &people {
            if self.store.annotated(annotator).iter().all(|it| it != id) {
                continue;
            }
            match self.store.annotations(annotator, &article) {
                Ok(annotations) => all.push(annotations),
                Err(error) => {
                    let why = told(self.app.words(), &error);
                    self.tell_too(&why);
                }
            }
        }
        self.app.has_heard(people, &all);
    }

    /// The ids of articles that are the same text as that called `id`, as `hashiya duplicates` found.
    fn also(&self, id: &str) -> Vec<String> {
        let duplicates = self.duplicates.get_or_init(|| self.store.duplicates());
        let cluster = duplicates.cluster_of(id);
        let articles = cluster.into_iter().flat_map(|it| &it.articles);
        let others = articles.filter(|it| it.id != id);
        others.map(|it| it.id.clone()).collect()
    }

    /// Saves what changed since it was last tried. What could not be saved waits for the next
    /// change, or for the end.
    pub fn save(&mut self) {
        if *self.app.saving() == Saving::Pending {
            self.try_to_save();
        }
    }

    /// Saves what is not on the disk, also what could not be saved before; whether it is there now.
    pub fn save_everything(&mut self) -> bool {
        if *self.app.saving() != Saving::Saved {
            self.try_to_save();
        }
        *self.app.saving() == Saving::Saved
    }

    fn try_to_save(&mut self) {
        let (Some(claim), Some(reader)) = (&mut self.claim, self.app.reader()) else {
            return;
        };
        let started = Instant::now();
        let saving = match self.store.save(claim, reader.annotations()) {
            Ok(()) => Saving::Saved,
            Err(error) => Saving::Failed(told(self.app.words(), &error)),
        };
        self.last_save = started.elapsed();
        self.app.saved(saving);
        if *self.app.saving() == Saving::Saved {
            self.count_older();
        }
    }

    /// Whether it is to be remembered where the annotator is: not if that is known, nor on a slow disk,
    /// as it is only a convenience.
    pub fn has_moved(&self) -> bool {
        let place = self.here();
        let keeps = self.claim.is_some() && self.last_note < FAST;
        keeps && place.is_some() && place != self.place
    }

    /// Remembers where the annotator is, if that is worth it.
    pub fn remember_place(&mut self) {
        if self.has_moved() {
            self.note_place();
        }
    }

    fn here(&self) -> Option<Place> {
        let reader = self.app.reader()?;
        Some(Place {
            article: reader.article().id.clone(),
            sentence: reader.focus_id().to_owned(),
            next: self.app.desk().journal.next_number(),
        })
    }

    fn note_place(&mut self) {
        let (Some(claim), Some(place)) = (&self.claim, self.here()) else {
            return;
        };
        if self.place.as_ref() != Some(&place) {
            let started = Instant::now();
            self.store.remember(claim, &place);
            self.last_note = started.elapsed();
            self.place = Some(place);
        }
    }

    fn quit(&mut self, anyway: bool) -> Option<Ending> {
        let saved = self.save_everything();
        self.note_place();
        match (saved, anyway) {
            (true, _) => Some(Ending::Saved),
            (false, true) => Some(Ending::Unsaved),
            (false, false) => {
                self.app.ask_to_leave();
                None
            }
        }
    }

    /// Opens an article, and then does `then` in it; whether it could be opened.
    pub(super) fn open(&mut self, id: &str, then: Option<Action>, now: Time) -> bool {
        // An article whose last change is not on the disk stays open.
        if !self.save_everything() {
            return false;
        }
        self.note_place();
        if let Some(claim) = &mut self.claim {
            self.store.watch(claim, id);
        }
        let annotator = &self.app.desk().annotator;
        let next = self.app.desk().journal.next_number();
        let seen = self.store.see(annotator, id);
        let read = self.store.article(id).and_then(|article| {
            let own = self.store.realigned(annotator, &article, next, now)?;
            Ok((article, own))
        });
        match read {
            Ok((article, own)) => {
                let place = self.place.as_ref().filter(|place| place.article == id);
                let sentence = place.map(|place| place.sentence.as_str());
                // What is carried over to sentences that were cut anew is written as what was decided.
                let news = own.annotations.history.last().filter(|it| it.n >= next);
                let (is_new, kept, inherited) =
                    (news.is_some(), own.kept.len(), own.inherited.len());
                self.app.opened(article, own.annotations, sentence, now);
                self.seen = Some(seen);
                self.app.is_also(self.also(id));
                self.app.has_answers(self.answers_on(id));
                self.hear(id);
                self.mark_older();
                if is_new && self.claim.is_some() {
                    self.app.is_to_be_saved();
                }
                if inherited > 0 {
                    let words = self.app.words();
                    let told = say!(words, "was-cut-anew", kept = kept, inherited = inherited);
                    self.app.tell(told);
                }
                if let Some(effect) = then.and_then(|action| self.app.act(action, now)) {
                    // A save, which comes anyway; or another article, where a group goes on.
                    let _ = self.act(effect, now);
                }
                true
            }
            Err(error) => {
                let why = told(self.app.words(), &error);
                self.app.not_opened(&why, then);
                false
            }
        }
    }

    /// Puts an article with other sentences in the place of the open one; whether that was done.
    fn resegment(&mut self, article: &Article, focus: usize, now: Time) -> bool {
        if !self.save_everything() {
            return false;
        }
        if let Err(error) = self.store.resegment(article) {
            let why = told(self.app.words(), &error);
            self.app.tell(why);
            return false;
        }
        let opened = self.open(&article.id, None, now);
        if opened {
            self.app.go_to(focus, None, now);
            self.app.was_cut();
        }
        opened
    }

    /// Finds out where the annotator was: where the program was last, unless a decision was made
    /// after that.
    fn find_place(&mut self) {
        let journal = &self.app.desk().journal;
        let next = journal.next_number();
        let remembered = self.store.place(&self.app.desk().annotator);
        self.place = match (remembered, journal.latest()) {
            (Some(place), _) if place.next == next => Some(place),
            (_, Some((article, sentence))) => {
                let (article, sentence) = (article.to_owned(), sentence.to_owned());
                Some(Place {
                    article,
                    sentence,
                    next,
                })
            }
            (_, None) => None,
        };
        if let Some(place) = &self.place {
            self.app.select(&place.article);
        }
    }
}

impl Drop for Work {
    /// However the work ends, a decision that can be saved is, and where the annotator was is known.
    fn drop(&mut self) {
        self.save_everything();
        self.note_place();
    }
}
