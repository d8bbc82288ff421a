//! From a gap in the guideline straight to the card: which card takes the case that was just settled, as
//! what, in which words, and whether others look again. Nothing is written before the last answer.

use super::list::{Content, List};
use super::page::{self, Entry, Page};
use super::prompt::Kind;
use super::{App, Dialog, Effect};
use crate::keys::{Code, Key};
use crate::lang::say;
use crate::model::Time;
use crate::model::adjudication::Settlement;
use crate::model::annotation::Decision;
use crate::model::extension::{Extension, Part};
use crate::model::project::{Bilingual, Language};
use crate::text::{Direction, Layout, direction};

/// A case on its way to a card.
#[derive(Debug)]
pub(super) struct Case {
    /// The index of its sentence in the open article.
    sentence: usize,
    /// In which language the sentence is: its card is asked for first.
    language: Language,
    extension: Extension,
}

impl App {
    /// Asks which card takes the sentence in focus, and as what. `topic` is the index of the one that is
    /// proposed; without it, that which was decided.
    pub(super) fn open_card_for_case(&mut self, topic: Option<usize>, now: Time) {
        let Some(settler) = self.desk.settler.clone() else {
            self.tell_of("not-settling");
            return;
        };
        if self.refuses_to_write() {
            return;
        }
        if !self.desk.project.may_reword(&settler) {
            self.tell_of("leads-reword");
            return;
        }
        let Some(reader) = &self.reader else { return };
        let sentence = reader.focus();
        let Some(decision) = reader.decision(sentence).filter(|it| it.is_decided()) else {
            self.tell_of("no-case-yet");
            return;
        };
        let topics = &self.desk.project.topics;
        let position = |id: &String| topics.iter().position(|it| it.id == *id);
        let decided = decision.topics.iter().find_map(position);
        // Of what belongs nowhere: the card of what somebody took it for.
        let heard = reader.heard(sentence);
        let said = heard.into_iter().flat_map(|it| &it.said);
        let mut said = said.flat_map(|(_, decision)| &decision.topics);
        let topic = topic.or(decided).or_else(|| said.find_map(position));
        self.show_parts(topic.unwrap_or_default(), sentence, 0, now);
    }

    /// Shows as what the card of a topic can take a sentence; one of them is chosen.
    pub(super) fn show_parts(&mut self, topic: usize, sentence: usize, chosen: usize, now: Time) {
        let language = self.language_of(sentence);
        let parts = Part::ALL.map(|part| (part, self.worded(part, topic, sentence, language)));
        let content = Content::Parts {
            topic,
            sentence,
            parts: parts.into(),
        };
        let mut list = List::new(content, self.list_height(), now);
        list.select(chosen);
        self.dialog = Some(Dialog::List(list));
    }

    /// Takes the part that was chosen, and asks for the words.
    pub(super) fn choose_part(&mut self, topic: usize, sentence: usize, part: Part) {
        let Some(id) = self.desk.project.topics.get(topic).map(|it| it.id.clone()) else {
            return;
        };
        let language = self.language_of(sentence);
        let text = self.worded(part, topic, sentence, language);
        let extension = Extension {
            topic: id,
            part,
            texts: Bilingual::default(),
            raises: false,
        };
        self.case = Some(Case {
            sentence,
            language,
            extension,
        });
        self.open_prompt(Kind::Case(language), &text);
    }

    /// Takes the words for the card in `language`; asks for those in the other one, where the topic has a
    /// card in it, and then shows what the card will be.
    pub(super) fn typed_case(&mut self, language: Language, text: &str) {
        let Some(case) = &mut self.case else { return };
        *case.extension.texts.in_language(language) = text.to_owned();
        let other = case.language.other();
        if language == other {
            self.preview_card();
            return;
        }
        if text.is_empty() {
            self.case = None;
            self.tell_of("no-case-written");
            return;
        }
        let topic = self.desk.project.topic(&case.extension.topic);
        let card = topic.map(|topic| topic.card.get_only(other));
        if card.is_some_and(|card| !card.is_empty()) {
            self.open_prompt(Kind::OtherCase(other), "");
        } else {
            self.preview_card();
        }
    }

    /// Shows the card as it will be, and asks whether it is to be.
    pub(super) fn preview_card(&mut self) {
        let Some(case) = &self.case else { return };
        let extended = case.extension.of(&self.desk.project);
        let topics = self.desk.project.topics.iter();
        let index = topics
            .map(|it| &it.id)
            .position(|it| *it == case.extension.topic);
        let inside = page::inside(self.overlay());
        let mut rows = Vec::new();
        let (Some(extended), Some(index)) = (extended, index) else {
            // It is not closed under a key that would then mean something else.
            let gone = self.words.get("card-gone");
            let layout = Layout::new(&gone, inside.width, direction(&gone), &[], self.display());
            rows.extend(layout.lines().iter().cloned().map(Entry::Text));
            let page = Page::new(page::Kind::Preview, rows, inside.height, 0);
            self.dialog = Some(Dialog::Extension(page));
            return;
        };
        for language in [case.language, case.language.other()] {
            let text = case.extension.texts.get_only(language);
            if text.is_empty() {
                continue;
            }
            let new = Some((case.extension.part, text));
            let card = page::card(
                &extended,
                &self.words,
                (index, language),
                new,
                inside.width,
                self.display(),
            );
            if !rows.is_empty() {
                rows.push(Entry::Blank);
            }
            rows.extend(card);
        }
        // What is new is in view, with some of what stands before it.
        let is_new = |entry: &Entry| matches!(entry, Entry::Change { .. });
        let first = rows.iter().position(is_new).unwrap_or_default();
        let top = match &self.dialog {
            Some(Dialog::Extension(page)) => page.top(),
            _ if first < usize::from(inside.height) => 0,
            _ => first.saturating_sub(usize::from(inside.height) / 2),
        };
        let page = Page::new(page::Kind::Preview, rows, inside.height, top);
        self.dialog = Some(Dialog::Extension(page));
    }

    /// The question that stands below the card.
    pub fn asks_to_extend(&self) -> String {
        let keys = [1, 2].map(|digit| self.words.number(digit));
        let revision = self.desk.project.revision.saturating_add(1);
        let revision = usize::try_from(revision).unwrap_or(usize::MAX);
        let no = super::legend::key_name(&self.keymap, &self.words, Code::Esc.into());
        say!(
            self.words,
            "extend-question",
            only = &keys[0],
            raise = &keys[1],
            revision = revision,
            no = &no
        )
    }

    /// The question that stands below the parts of a card.
    pub fn asks_part(&self, topic: usize) -> String {
        let topic = self.desk.project.topics.get(topic);
        let name = topic.map_or("", |it| it.name.get(self.words.language()));
        say!(self.words, "extend-which", topic = name)
    }

    /// Takes the digit of an answer to it.
    pub(super) fn answer_extension(&mut self, key: Key) -> Option<Effect> {
        let Code::Char(digit @ ('1' | '2')) = key.code else {
            return None;
        };
        self.dialog = None;
        let case = self.case.as_ref()?;
        let mut extension = case.extension.clone();
        extension.raises = digit == '2';
        Some(Effect::Extend(Box::new(extension)))
    }

    /// Says that `project.toml` has the case now: it was decided with the new wording.
    pub fn card_extended(&mut self, extension: &Extension, now: Time) {
        let Some(case) = self.case.take() else { return };
        let is_about_it = |it: &&Decision| Settlement::of(it).is_some();
        let reader = self.reader.as_ref();
        let decision = reader.and_then(|it| it.decision(case.sentence));
        if let Some(seconds) = decision.filter(is_about_it).map(|it| it.seconds) {
            self.confirm(case.sentence, seconds, now);
        }
        let words = &self.words;
        let topic = self.desk.project.topic(&extension.topic);
        let name = topic.map_or("", |it| it.name.get(words.language()));
        let mut told = say!(words, "card-extended", topic = name);
        let is_there = |language| !extension.texts.get_only(language).is_empty();
        for (language, lack) in [
            (Language::Arabic, "card-lacks-arabic"),
            (Language::English, "card-lacks-english"),
        ] {
            if !is_there(language) {
                told = format!("{told} {}", words.get(lack));
            }
        }
        if extension.raises {
            let revision = usize::try_from(self.desk.project.revision).unwrap_or(usize::MAX);
            told = format!("{told} {}", say!(words, "card-raised", revision = revision));
        }
        self.tell(told);
    }

    /// Shows the card again, because `project.toml` was changed meanwhile.
    pub fn card_changed_meanwhile(&mut self) {
        self.preview_card();
        self.tell_of("card-changed");
    }

    /// Says why the card could not be written. What was typed is kept, and the question stands again.
    pub fn card_not_extended(&mut self, why: &str) {
        self.preview_card();
        let told = say!(self.words, "card-not-extended", why = why);
        self.tell(told);
    }

    fn language_of(&self, sentence: usize) -> Language {
        let reader = self.reader.as_ref();
        let text = reader.map_or("", |it| it.article().quote(sentence));
        match direction(text) {
            Direction::Rtl => Language::Arabic,
            Direction::Ltr => Language::English,
        }
    }

    /// A sentence as it is proposed for a part of a card, in the form of the samples.
    fn worded(&self, part: Part, topic: usize, sentence: usize, language: Language) -> String {
        let Some(reader) = &self.reader else {
            return String::new();
        };
        let text = reader.article().quote(sentence);
        let project = &self.desk.project;
        let nothing = Decision::default();
        let decision = reader.decision(sentence).unwrap_or(&nothing);
        let names = decision.topics.iter().map(|id| {
            let topic = project.topic(id);
            topic.map_or(id.as_str(), |it| it.name.get(language))
        });
        let mut decided = names.collect::<Vec<_>>().join(" + ");
        if decided.is_empty() {
            let none = if language == self.words.language() {
                self.words.get("none-of-them").into_owned()
            } else {
                self.words.other().get("none-of-them").into_owned()
            };
            decided = none;
        }
        let id = project.topics.get(topic).map(|it| &it.id);
        let belongs = id.is_some_and(|id| decision.topics.contains(id));
        let mark = if belongs { '✓' } else { '✗' };
        match (part, language) {
            (Part::Example, Language::Arabic) => format!("{mark} «{text}» ← {decided}"),
            (Part::Example, Language::English) => format!("{mark} “{text}” → {decided}"),
            (Part::Borderline, Language::Arabic) => format!("«{text}»: {decided}."),
            (Part::Borderline, Language::English) => format!("“{text}”: {decided}."),
            (Part::Belongs | Part::Excludes, _) => text.to_owned(),
        }
    }
}
