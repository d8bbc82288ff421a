//! What is on the screen, as state: which article, which sentence, what was decided, what a key
//! does. No file, no clock, no terminal: the time comes in with the key, and what is to be done
//! outside goes out as an [`Effect`].

pub mod agreement;
pub mod article;
pub mod calibration;
pub mod change;
mod cutting;
mod deciding;
pub mod evidence;
mod extending;
pub mod frame;
pub mod legend;
pub mod library;
pub mod list;
mod mouse;
pub mod page;
pub mod palette;
pub mod prompt;
pub mod queue;
pub mod reader;
pub mod rewording;
mod rules;
pub mod said;
pub mod settling;
mod typing;

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use agreement::Comparison;
use calibration::Calibration;
use change::{Change, Proposal, flag};
use cutting::Recut;
use evidence::Choosing;
use extending::Case;
use frame::{Area, LibraryFrame, ReaderFrame, Size};
use library::Library;
use list::{Content, Filter, List};
use page::{Entry, Kind, Page};
use palette::Palette;
use prompt::Prompt;
use reader::Reader;
use rewording::Reworded;
use typing::Typed;

use crate::keys::{Action, Context, Key, Keymap};
use crate::lang::{Words, say};
use crate::model::annotation::{Annotations, Decision, Status};
use crate::model::article::{Article, Id};
use crate::model::extension::Extension;
use crate::model::flag::Flag;
use crate::model::history::Journal;
use crate::model::pace::{Session, Today};
use crate::model::progress::Progress;
use crate::model::project::{Project, Way};
use crate::model::question::{Answer, Question};
use crate::model::{Span, Time, Zone};
use crate::text::{Direction, Display, Rendition};

/// Everything that is on the screen.
#[derive(Debug)]
pub struct App {
    desk: Desk,
    keymap: Keymap,
    words: Words,
    library: Library,
    reader: Option<Reader>,
    dialog: Option<Dialog>,
    message: Option<String>,
    saving: Saving,
    size: Size,
    side_card: SideCard,
    rendition: Rendition,
    /// Whether characters without a shape of their own are shown.
    shows_invisible: bool,
    /// The last decision that was made since the start, to be repeated.
    last: Option<Decision>,
    typed: Typed,
    /// What was last looked for in the whole project.
    sought: Option<String>,
    /// Since when she works without a break; from the first key on.
    session: Option<Session>,
    /// What the day came to, while that is shown.
    today: Today,
    /// How far people are, while that is shown.
    progress: Progress,
    /// The last cut or merge of sentences.
    recut: Option<Recut>,
    /// What a lead is answering.
    asked: Option<Question>,
    /// Whether it is not shown who said what.
    hides_names: bool,
    /// What is on its way to a guideline card.
    case: Option<Case>,
    /// The wordings that ask for another look, of those that decisions on the open article name.
    older: BTreeSet<String>,
    /// What annotators decided, once that was compared.
    comparison: Option<Comparison>,
}

/// The guideline card beside the article, where the window has room for it.
#[derive(Debug, Default)]
struct SideCard {
    topic: usize,
    rows: Vec<Entry>,
}

/// Who works here, on what.
#[derive(Debug)]
pub struct Desk {
    /// The project.
    pub project: Project,
    /// The hash of the guideline's wording.
    pub guideline: String,
    /// The annotator's name.
    pub annotator: String,
    /// Who settles what annotators disagree on, if that is what is done here.
    pub settler: Option<String>,
    /// Why nothing can be written, if so.
    pub read_only: Option<String>,
    /// What can be undone and redone.
    pub journal: Journal,
    /// Whether a key that decides goes on to the next undecided sentence.
    pub advance: bool,
    /// In which zone it is what hour: read from the system when that is first asked.
    pub zone: LazyLock<Zone>,
    /// After how much work without a break one is suggested, if so.
    pub break_after: Option<Span>,
}

/// Which way the program's own words run.
pub fn own_direction(words: &Words) -> Direction {
    if words.is_rtl() {
        Direction::Rtl
    } else {
        Direction::Ltr
    }
}

impl Desk {
    /// Whether it is shown here what others say: to who settles, and to leads.
    pub fn hears_others(&self) -> bool {
        self.settler.is_some() || self.project.is_led_by(&self.annotator)
    }
}

/// What lies over the screen.
#[derive(Debug)]
pub enum Dialog {
    /// A text to read.
    Page(Page),
    /// Whether to leave though the last decisions could not be saved.
    LeaveUnsaved,
    /// Which line reads right?
    Terminal(Calibration),
    /// What is known and said of the article, with the bar on this row.
    Article(usize),
    /// A list to choose from.
    List(List),
    /// How far annotators agree.
    Agreement,
    /// The sentences behind a figure of that.
    Queue,
    /// Whether to go back to after the step with this number, though so many sentences change.
    BackTo(u64, usize),
    /// Which flag?
    Flags,
    /// Why was it settled so?
    Why,
    /// The guideline card as it will be: is it to be?
    Extension(Page),
    /// Does what was decided under an older wording stay?
    Again,
    /// What changed in the wording of the guideline.
    Reworded(Reworded),
    /// Words of the sentence in focus, as the reason for a topic.
    Evidence(Choosing),
    /// What is to be done to several sentences.
    Proposal(Proposal),
    /// Whether the article is done though so many of its sentences are undecided.
    Done(usize),
    /// A line to type in.
    Prompt(Prompt),
    /// Every action by name.
    Palette(Palette),
}

/// How the disk stands to what is on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saving {
    /// Everything is on the disk.
    Saved,
    /// Something is on its way.
    Pending,
    /// The last attempt failed, for this reason.
    Failed(String),
}

/// What is to be done outside.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Read an article and give it to [`App::opened`]; then do the action, if there is one.
    Open(String, Option<Action>),
    /// Save the open article's annotations.
    Save,
    /// Open the article that the annotator is to take up next.
    NextArticle,
    /// Show what is asked, or what was answered, by [`App::show_list`].
    Questions,
    /// Keep what a lead answers to a question.
    Answer(Question, String),
    /// Open an article at the sentence with an id.
    GoTo(String, String),
    /// Show what was done, by [`App::show_list`].
    Timeline,
    /// Make everything as it was after the step with this number.
    BackTo(u64),
    /// Show the decisions that were made under an older wording, by [`App::show_older`].
    Older,
    /// Open an article at the sentence with an index, and call [`App::ask_again`].
    LookAgain(String, usize),
    /// The same with the next sentence that was decided under an older wording, in a later article.
    NextOlder,
    /// Find out what changed since the wording with this hash, for [`App::show_reworded`].
    Reworded(String),
    /// Write a case onto a guideline card of the project, for [`App::card_extended`].
    Extend(Box<Extension>),
    /// Look for this text in the whole project, and give what is found to [`App::found`].
    Search(String),
    /// Show these articles in the library alone, by [`App::show_articles`].
    Filter(Filter),
    /// Open an article at the sentence with an index, in which a text may be looked for.
    Go(String, usize, Option<String>),
    /// Leave the open article by [`App::to_library`], if nothing in it is unsaved.
    Library,
    /// Give the terminal back for a while.
    Suspend,
    /// Put an article with other sentences in the place of the open one, and open that at the sentence
    /// with an index.
    Resegment(Box<Article>, usize),
    /// Put a text into the clipboard of the terminal.
    Copy(String),
    /// Render Arabic so from now on, and call [`App::adapt`].
    Adopt(Rendition),
    /// Have clicks reported, or no longer.
    Mouse,
    /// Have things look otherwise.
    Look,
    /// Have the program that works as the annotator leave, and write in its place.
    TakeOver,
    /// Count what the day came to, for [`App::show_pace`].
    Pace,
    /// Count how far people are, for [`App::show_progress`].
    Progress,
    /// Compare what annotators decided, for [`App::show_agreement`].
    Agreement,
    /// Draw everything anew, and ask the terminal again what it is.
    Redraw,
    /// Leave, if everything is saved.
    Quit,
    /// Leave, though something could not be saved.
    QuitUnsaved,
}

impl App {
    /// The library of a project.
    pub fn new(desk: Desk, keymap: Keymap, words: Words, ids: Arc<Vec<Id>>, size: Size) -> Self {
        let library = Library::new(ids);
        let mut app = Self {
            desk,
            keymap,
            words,
            library,
            reader: None,
            dialog: None,
            message: None,
            saving: Saving::Saved,
            size,
            side_card: SideCard::default(),
            rendition: Rendition::default(),
            shows_invisible: false,
            last: None,
            typed: Typed::default(),
            sought: None,
            session: None,
            today: Today::default(),
            progress: Progress::default(),
            recut: None,
            asked: None,
            hides_names: false,
            case: None,
            older: BTreeSet::new(),
            comparison: None,
        };
        app.resize(size);
        app
    }

    /// Who works here, on what.
    pub fn desk(&self) -> &Desk {
        &self.desk
    }

    /// Which key does what.
    pub fn keymap(&self) -> &Keymap {
        &self.keymap
    }

    /// What the program says, in which language.
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// The list of articles.
    pub fn library(&self) -> &Library {
        &self.library
    }

    /// The list of articles, to fill it in.
    pub fn library_mut(&mut self) -> &mut Library {
        &mut self.library
    }

    /// The open article.
    pub fn reader(&self) -> Option<&Reader> {
        self.reader.as_ref()
    }

    /// What lies over the screen.
    pub fn dialog(&self) -> Option<&Dialog> {
        self.dialog.as_ref()
    }

    /// What the annotator is to be told, until the next key.
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// How the disk stands.
    pub fn saving(&self) -> &Saving {
        &self.saving
    }

    /// The card of the topic that was looked up last, as wide as the panel.
    pub fn side_card(&self) -> &[Entry] {
        &self.side_card.rows
    }

    /// How Arabic is rendered.
    pub fn rendition(&self) -> Rendition {
        self.rendition
    }

    /// How text has to be laid out for that.
    pub fn display(&self) -> Display {
        self.rendition.display(self.shows_invisible)
    }

    /// The window.
    pub fn size(&self) -> Size {
        self.size
    }

    /// The measures of the open article's page.
    pub fn reader_frame(&self, reader: &Reader) -> ReaderFrame {
        frame::reader(
            self.size,
            reader.article().sentences.len(),
            self.desk.project.topics.len(),
            reader.most_heard(),
        )
    }

    /// The measures of the library's page.
    pub fn library_frame(&self) -> LibraryFrame {
        frame::library(self.size)
    }

    /// Where keys have their meaning now.
    pub fn context(&self) -> Context {
        match (&self.dialog, &self.reader) {
            (Some(Dialog::Page(page)), _) if page.kind() == Kind::Menu => Context::Menu,
            (Some(Dialog::Page(_) | Dialog::Reworded(_)), _) => Context::Page,
            (Some(Dialog::Again), _) => Context::Again,
            (
                Some(
                    Dialog::LeaveUnsaved
                    | Dialog::Extension(_)
                    | Dialog::Done(_)
                    | Dialog::Proposal(_)
                    | Dialog::BackTo(..),
                ),
                _,
            ) => Context::Question,
            (Some(Dialog::Terminal(_)), _) => Context::Terminal,
            (Some(Dialog::Article(_)), _) => Context::Article,
            (Some(Dialog::List(_) | Dialog::Agreement | Dialog::Queue), _) => Context::List,
            (Some(Dialog::Flags | Dialog::Why), _) => Context::Flags,
            (Some(Dialog::Evidence(_)), _) => Context::Evidence,
            (Some(Dialog::Prompt(_) | Dialog::Palette(_)), _) => Context::Prompt,
            (None, _) => self.below(),
        }
    }

    /// The same without what lies over the screen.
    pub fn below(&self) -> Context {
        match &self.reader {
            Some(_) => Context::Reader,
            None => Context::Library,
        }
    }

    /// What is to be said of the sentence in focus while there is nothing else to say: what is still
    /// missing there, or the note on it. In the library, as what else the selected article is there.
    pub fn remark(&self) -> Option<String> {
        let Some(reader) = &self.reader else {
            let also = self.library.selected_also().join(" · ");
            return (!also.is_empty())
                .then(|| say!(self.words, "also-published", articles = &also));
        };
        let chosen = reader.chosen();
        if !chosen.is_empty() {
            return Some(say!(self.words, "chosen", count = chosen.len()));
        }
        let decision = reader.decision(reader.focus())?;
        let note = (!decision.note.is_empty()).then(|| decision.note.clone());
        let answer = reader.answer_here().map(|answer| {
            let (by, answer) = (&answer.by, &answer.answer);
            say!(self.words, "answered", by = by, answer = answer)
        });
        let lack = rules::lack(&self.words, &self.desk.project, decision);
        lack.or_else(|| self.told_said())
            .or_else(|| self.told_older())
            .or(answer)
            .or(note)
    }

    /// Tells the annotator something, until the next key.
    pub fn tell(&mut self, message: impl Into<String>) {
        self.message = Some(message.into());
    }

    /// Tells the annotator the message called `name`, until the next key.
    fn tell_of(&mut self, name: &str) {
        let told = self.words.get(name).into_owned();
        self.tell(told);
    }

    /// Puts the bar of the library on the article called `id`.
    pub fn select(&mut self, id: &str) {
        self.library.select(id);
    }

    /// Renders Arabic so from now on.
    pub fn adapt(&mut self, rendition: Rendition) {
        self.rendition = rendition;
        self.resize(self.size);
    }

    /// Takes the size of the window.
    pub fn resize(&mut self, size: Size) {
        self.size = size;
        if !size.is_enough() {
            return;
        }
        self.library.arrange(frame::library(size).list.height);
        if let Some(mut reader) = self.reader.take() {
            reader.arrange(self.reader_frame(&reader).text, self.display());
            self.reader = Some(reader);
            self.lay_side_card();
        }
        match &self.dialog {
            Some(Dialog::Page(page)) => self.open_page(page.kind()),
            Some(Dialog::Terminal(_)) => self.calibrate(),
            Some(Dialog::Extension(_)) => self.preview_card(),
            Some(Dialog::Reworded(_)) => self.lay_reworded_again(),
            Some(Dialog::Agreement | Dialog::Queue) => self.resize_agreement(),
            Some(Dialog::List(_)) => {
                let height = self.list_height();
                if let Some(Dialog::List(list)) = &mut self.dialog {
                    list.resize(height);
                }
            }
            Some(_) | None => {}
        }
    }

    /// Takes the article that [`Effect::Open`] asked for, with the focus on `sentence` or where
    /// its last decision was made.
    pub fn opened(
        &mut self,
        article: Article,
        annotations: Annotations,
        sentence: Option<&str>,
        now: Time,
    ) {
        let last = annotations
            .history
            .last()
            .map(|entry| entry.sentence.as_str());
        let position = |id: &str| {
            article
                .sentences
                .iter()
                .position(|sentence| sentence.id == id)
        };
        let focus = sentence.or(last).and_then(position).unwrap_or(0);
        self.desk.journal.catch_up(&annotations);
        self.to_library();
        self.library.select(&article.id);
        let direction = self.desk.project.direction.map(|way| match way {
            Way::Rtl => Direction::Rtl,
            Way::Ltr => Direction::Ltr,
        });
        self.reader = Some(Reader::new(article, annotations, direction, focus, now));
        self.resize(self.size);
    }

    /// Says why the article that [`Effect::Open`] asked for could not be opened. If a step was to
    /// be undone or redone there, it is left out from now on: it would stand in the way of others.
    pub fn not_opened(&mut self, why: &str, then: Option<Action>) {
        self.tell(why);
        self.leave_out_step(then);
    }

    fn leave_out_step(&mut self, action: Option<Action>) {
        match action {
            Some(Action::Undo) => self.desk.journal.leave_out_undoable(),
            Some(Action::Redo) => self.desk.journal.leave_out_redoable(),
            _ => {}
        }
    }

    /// Says what leads answered about sentences of the open article.
    pub fn has_answers(&mut self, answers: Vec<Answer>) {
        if let Some(reader) = &mut self.reader {
            reader.set_answers(answers);
        }
    }

    /// Says which articles are the same text as the open one.
    pub fn is_also(&mut self, also: Vec<String>) {
        if let Some(reader) = &mut self.reader {
            reader.set_also(also);
        }
    }

    /// Takes what `project.toml` says now, and the hash of its wording.
    pub fn take_project(&mut self, project: Project, guideline: String) {
        self.side_card.topic = self
            .side_card
            .topic
            .min(project.topics.len().saturating_sub(1));
        (self.desk.project, self.desk.guideline) = (project, guideline);
        if let Some(reader) = &mut self.reader {
            reader.count_anew();
        }
        self.resize(self.size);
    }

    /// Writes from now on, from where `journal` says that work stopped.
    pub fn can_write(&mut self, journal: Journal) {
        (self.desk.read_only, self.desk.journal) = (None, journal);
    }

    /// Says that something is not on the disk yet, though no key did it.
    pub fn is_to_be_saved(&mut self) {
        self.saving = Saving::Pending;
    }

    /// Says how saving went.
    pub fn saved(&mut self, saving: Saving) {
        if let Saving::Failed(why) = &saving {
            self.message = Some(why.clone());
        }
        self.saving = saving;
    }

    /// Asks whether to leave though something could not be saved.
    pub fn ask_to_leave(&mut self) {
        self.dialog = Some(Dialog::LeaveUnsaved);
    }

    /// The key that came right behind Esc, if `key` is a chord with Alt that means nothing.
    pub fn behind_esc(&self, key: Key) -> Option<Key> {
        let is_chord = key.alt && self.keymap.action(self.context(), key).is_none();
        is_chord.then_some(Key { alt: false, ..key })
    }

    /// Takes note that she is at work.
    fn is_worked_on(&mut self, now: Time) {
        self.reader.iter_mut().for_each(|it| it.is_worked_on(now));
        self.session
            .get_or_insert_with(|| Session::new(now))
            .press(now);
    }

    /// Says when a break would be good, where that is wanted and can be seen.
    fn remind_of_break(&mut self) {
        if let (Some(every), Some(session), None) =
            (self.desk.break_after, &mut self.session, &self.dialog)
            && session.due(every)
        {
            let minutes = usize::try_from(session.worked().as_mins()).unwrap_or_default();
            self.tell(say!(self.words, "break-is-due", minutes = minutes));
        }
    }

    /// Does what `key` means here and now.
    pub fn press(&mut self, key: Key, now: Time) -> Option<Effect> {
        if !self.size.is_enough() {
            if let Some(Dialog::Prompt(_) | Dialog::Palette(_)) = self.dialog {
                // Nor is anything typed: a letter that is not seen could leave the program.
                self.close_unseen(key);
                return None;
            }
            // Nothing is decided on what cannot be seen; the one question that may be asked is.
            let context = match self.dialog {
                Some(Dialog::LeaveUnsaved) => Context::Question,
                _ => Context::Anywhere,
            };
            let action = self.keymap.action(context, key);
            return action
                .filter(|&action| action != Action::Help)
                .and_then(|it| self.act(it, now));
        }
        self.message = None;
        self.is_worked_on(now);
        let effect = self.press_seen(key, now);
        self.remind_of_break();
        effect
    }

    fn press_seen(&mut self, key: Key, now: Time) -> Option<Effect> {
        if let Some(Dialog::Prompt(_) | Dialog::Palette(_)) = self.dialog {
            return self.type_key(key, now);
        }
        // As it was pressed, then as its Latin twin: topics and actions alike.
        for key in [Some(key), self.keymap.twin(key)].into_iter().flatten() {
            let topics = &self.desk.project.topics;
            if let Some(topic) = topics.iter().position(|topic| Key::from(topic.key) == key) {
                match &self.dialog {
                    None if self.reader.is_some() => return self.toggle(topic, now),
                    Some(Dialog::Again) => return self.toggle(topic, now),
                    Some(Dialog::List(list)) => {
                        if let Content::Parts { sentence, .. } = list.content() {
                            let (sentence, chosen) = (*sentence, list.selected());
                            self.show_parts(topic, sentence, chosen, now);
                            return None;
                        }
                    }
                    Some(Dialog::Evidence(_)) => return self.because(topic, now),
                    Some(Dialog::Article(_)) => {
                        return self.say_of_article(article::Entry::Topic(topic), now);
                    }
                    Some(Dialog::Page(page)) if matches!(page.kind(), Kind::Card(_)) => {
                        self.open_page(Kind::Card(topic));
                        return None;
                    }
                    _ => {}
                }
            }
            if let Some(Dialog::Terminal(calibration)) = &mut self.dialog
                && calibration.choose(key)
            {
                return Some(Effect::Adopt(calibration.rendition()));
            }
            if let Some(Dialog::Why) = self.dialog
                && let Some(effect) = self.say_why(key, now)
            {
                return effect;
            }
            if let Some(Dialog::Extension(_)) = self.dialog
                && let Some(effect) = self.answer_extension(key)
            {
                return Some(effect);
            }
            if let (Some(Dialog::Flags), Some(flag)) = (&self.dialog, flag(&self.desk.project, key))
            {
                self.dialog = None;
                return self.say(Change::Flag(flag), now);
            }
            if let Some(action) = self.keymap.pressed(self.context(), key) {
                return self.act(action, now);
            }
        }
        None
    }

    /// Does `action`.
    pub fn act(&mut self, action: Action, now: Time) -> Option<Effect> {
        if let Some(Dialog::Page(page)) = &self.dialog
            && page.kind() == Kind::Menu
        {
            self.dialog = None;
        }
        match action {
            Action::Quit => return Some(Effect::Quit),
            Action::Suspend => return Some(Effect::Suspend),
            Action::Mouse => return Some(Effect::Mouse),
            Action::Redraw => return Some(Effect::Redraw),
            Action::Look => return Some(Effect::Look),
            Action::Pace => return Some(Effect::Pace),
            Action::NextArticle => return Some(Effect::NextArticle),
            Action::Questions => return Some(Effect::Questions),
            Action::Timeline => return Some(Effect::Timeline),
            Action::OlderWording => return Some(Effect::Older),
            Action::SearchAll => self.open_prompt(prompt::Kind::SearchAll, ""),
            Action::TakeOver if self.desk.read_only.is_some() => return Some(Effect::TakeOver),
            Action::TakeOver => self.tell_of("nothing-to-take-over"),
            Action::Progress => return Some(Effect::Progress),
            Action::Agreement if self.show_queue() => {}
            Action::Agreement => return Some(Effect::Agreement),
            Action::Help => self.open_page(Kind::Help),
            Action::Menu => self.open_page(Kind::Menu),
            Action::Language => {
                self.words = self.words.other();
                self.resize(self.size);
                self.tell_of("language-is");
            }
            Action::Palette => {
                let palette = Palette::new(&self.keymap, self.below(), self.words.is_rtl());
                self.dialog = Some(Dialog::Palette(palette));
            }
            Action::Terminal => self.calibrate(),
            Action::Close if matches!(self.dialog, Some(Dialog::Queue)) => {
                return self.act_on_queue(action);
            }
            Action::Close if self.dialog.is_some() => self.close_dialog(),
            Action::Invisible => {
                self.shows_invisible = !self.shows_invisible;
                self.resize(self.size);
            }
            _ => match (&mut self.dialog, &mut self.reader) {
                (Some(Dialog::Page(page)), _) if action == Action::ExtendCard => {
                    let topic = match page.kind() {
                        Kind::Card(topic) => Some(topic),
                        _ => None,
                    };
                    self.open_card_for_case(topic, now);
                }
                (Some(Dialog::Page(page) | Dialog::Extension(page)), _) => page.act(action),
                (Some(Dialog::Reworded(reworded)), _) => reworded.page_mut().act(action),
                (Some(Dialog::Again), _) => return self.act_again(action, now),
                (Some(Dialog::LeaveUnsaved), _) if action == Action::Confirm => {
                    return Some(Effect::QuitUnsaved);
                }
                (Some(Dialog::Done(_)), _) if action == Action::Confirm => {
                    self.dialog = None;
                    return self.set_status(Status::Done);
                }
                (Some(Dialog::Article(row)), _) => {
                    let row = *row;
                    return self.act_on_article(row, action, now);
                }
                (Some(Dialog::List(_)), _) if action == Action::Open => return self.choose(),
                (Some(Dialog::List(_)), _) if action == Action::Wording => {
                    return self.reworded_in_list();
                }
                (Some(Dialog::List(list)), _) => list.act(action),
                (Some(Dialog::Agreement), _) => self.act_on_agreement(action),
                (Some(Dialog::Queue), _) => return self.act_on_queue(action),
                (Some(Dialog::BackTo(n, _)), _) if action == Action::Confirm => {
                    let n = *n;
                    self.dialog = None;
                    return Some(Effect::BackTo(n));
                }
                (Some(Dialog::Evidence(_)), _) => return self.act_on_words(action, now),
                (Some(Dialog::Proposal(_)), _) if action == Action::Confirm => {
                    return self.accept_proposal(now);
                }
                (Some(Dialog::Proposal(proposal)), _) => proposal.page_mut().act(action),
                (Some(Dialog::Terminal(calibration)), _) => {
                    let changed = calibration.act(action);
                    return changed.then(|| Effect::Adopt(calibration.rendition()));
                }
                (Some(_), _) => {}
                (None, Some(_)) => return self.act_in_reader(action, now),
                (None, None) => return self.act_in_library(action, now),
            },
        }
        None
    }

    /// Shows the articles that `filter` lets through in the library: their ids, each with the sentence
    /// for which it is shown.
    pub fn show_articles(&mut self, filter: Filter, ids: &[(String, Option<usize>)]) {
        self.library.show(filter, ids);
    }

    /// Puts the focus on a sentence of the open article, and looks for `text` in there.
    pub fn go_to(&mut self, sentence: usize, text: Option<&str>, now: Time) {
        if let Some(reader) = &mut self.reader {
            if let Some(text) = text {
                reader.look_for(text);
            }
            reader.leap_to(sentence, now);
        }
    }

    /// Makes decisions of the open article what they were, as part of the group `batch`.
    pub fn restore(&mut self, decisions: Vec<(String, Decision)>, batch: Option<u64>, now: Time) {
        for (sentence, decision) in decisions {
            self.write_of(&sentence, decision, now, None, batch);
        }
    }

    fn act_in_library(&mut self, action: Action, now: Time) -> Option<Effect> {
        match action {
            Action::Next => self.library.move_by(1),
            Action::Back => self.library.move_by(-1),
            Action::PageDown => self.library.page_by(1),
            Action::PageUp => self.library.page_by(-1),
            Action::First => self.library.first(),
            Action::Last => self.library.last(),
            Action::Open => {
                let id = self.library.selected_id()?.to_owned();
                let text = match self.library.filter() {
                    Some(Filter::Text(text)) => Some(text.clone()),
                    _ => None,
                };
                return Some(match self.library.selected_sentence() {
                    Some(sentence) => Effect::Go(id, sentence, text),
                    None => Effect::Open(id, None),
                });
            }
            Action::Undo | Action::Redo => return self.take_back(action, now),
            Action::Search => self.open_prompt(prompt::Kind::Filter, ""),
            Action::Close => return Some(Effect::Filter(Filter::All)),
            Action::Filter => {
                let filters = Filter::all(&self.desk.project);
                self.show_list(Content::Filters(filters), "nothing-found", now);
            }
            _ => {}
        }
        None
    }

    fn act_in_reader(&mut self, action: Action, now: Time) -> Option<Effect> {
        if action == Action::NextUndecided && self.asks_why() {
            return None;
        }
        if action == Action::NextUndecided {
            return self.go_on(now);
        }
        // What is chosen is let go of first.
        let has_chosen = |reader: &Reader| !reader.chosen().is_empty();
        let lets_go = self.reader.as_ref().is_some_and(has_chosen);
        if action == Action::Close && !lets_go && self.leave_queue() {
            self.tell_of("queue-left-behind");
        }
        let reader = self.reader.as_mut()?;
        match action {
            Action::Next => reader.next(now),
            Action::Back => reader.back(now),
            Action::PageDown => reader.page_down(now),
            Action::PageUp => reader.page_up(now),
            Action::First => reader.first(now),
            Action::Last => reader.last(now),
            Action::NoneApplies => return self.say(Change::None, now),
            Action::Repeat => return self.repeat(now),
            Action::Outside
                if reader.chosen().is_empty()
                    && reader
                        .decision(reader.focus())
                        .is_some_and(Decision::is_decided) =>
            {
                // Who decides on a sentence says that it is part of the article.
                self.tell_of("decided-is-inside");
            }
            Action::Outside => {
                let taken = reader.is_taken_for_outside(reader.focus());
                let flag = if taken { Flag::Inside } else { Flag::Outside };
                return self.say(Change::Flag(flag), now);
            }
            Action::Mark => reader.mark(),
            Action::Close => reader.choose_nothing(),
            Action::Evidence => self.choose_words(),
            Action::ArticlePage => self.open_article_page(),
            Action::AcceptUnanimous if self.desk.settler.is_some() => {
                return self.accept_unanimous(now);
            }
            Action::HideNames if self.desk.settler.is_some() => {
                self.hides_names = !self.hides_names;
            }
            Action::AcceptUnanimous | Action::HideNames => self.tell_of("not-settling"),
            Action::Cut => self.choose_cut(),
            Action::Join => return self.join(),
            Action::ChooseFound if reader.choose_found() => {}
            Action::ChooseFound => self.tell_of("nothing-found"),
            Action::Note => self.open_note(),
            Action::Search => self.open_prompt(prompt::Kind::Search, ""),
            Action::NextFound => self.next_found(now),
            Action::NextFlagged if reader.next_flagged(now) => {}
            Action::NextFlagged => self.tell_of("no-flags"),
            Action::Number => self.open_prompt(prompt::Kind::Number, ""),
            Action::Return if reader.go_back(now) => {}
            Action::Return => self.tell_of("nowhere-else"),
            Action::Done => return self.done(),
            Action::Later => return self.set_status(Status::Later),
            Action::Flags if !self.refuses_to_write() => self.dialog = Some(Dialog::Flags),
            Action::Guideline => self.open_page(Kind::Card(self.side_card.topic)),
            Action::Copy => return self.copy(),
            Action::Library => {
                self.leave_queue();
                return Some(Effect::Library);
            }
            Action::Undo => {
                let cut = self.take_back_cut();
                return cut.or_else(|| self.take_back(action, now));
            }
            Action::Redo => return self.take_back(action, now),
            _ => {}
        }
        None
    }

    fn tell_all_decided(&mut self) {
        let keys = self.keymap.keys(Context::Reader, Action::Done).first();
        let key = keys.map(|&key| legend::key_name(&self.keymap, &self.words, key));
        let told = say!(self.words, "all-decided", key = &key.unwrap_or_default());
        self.tell(told);
    }

    /// The sentence in focus as it stands in the text. A terminal's own selection would copy
    /// presentation forms, in the order in which they were sent.
    fn copy(&mut self) -> Option<Effect> {
        let reader = self.reader.as_ref()?;
        let sentence = reader.article().sentences.get(reader.focus())?;
        let text = reader.article().text.get(sentence.bytes.clone())?;
        let (text, number) = (text.to_owned(), reader.focus() + 1);
        self.tell(say!(self.words, "copied", sentence = number));
        Some(Effect::Copy(text))
    }

    /// Leaves the open article. Whoever calls this has saved it.
    pub fn to_library(&mut self) {
        self.note_settled();
        if let Some(reader) = self.reader.take() {
            let article = reader.article();
            let mut summary = library::summary(article, reader.annotations(), &self.desk.project);
            summary.also = reader.also().to_vec();
            self.library.fill(&article.id, Ok(summary));
            self.library.select(&article.id);
        }
    }

    /// Asks which line reads right.
    fn calibrate(&mut self) {
        let width = match &self.reader {
            Some(reader) => self.reader_frame(reader).group.width,
            None => self.library_frame().group.width,
        };
        self.dialog = Some(Dialog::Terminal(Calibration::new(self.rendition, width)));
    }

    /// Whether a box lies over the text column.
    pub fn is_covered(&self) -> bool {
        use Dialog::{
            Agreement, Article, Extension, List, Page, Palette, Proposal, Queue, Reworded,
        };
        matches!(
            self.dialog,
            Some(
                Page(_)
                    | Extension(_)
                    | Reworded(_)
                    | Article(_)
                    | List(_)
                    | Agreement
                    | Queue
                    | Proposal(_)
                    | Palette(_)
            )
        )
    }

    /// What a dialog covers.
    pub fn overlay(&self) -> Area {
        match &self.reader {
            Some(reader) => self.reader_frame(reader).overlay(),
            None => self.library_frame().list,
        }
    }
}
