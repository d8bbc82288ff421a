//! Where text is typed: a note, a search, a number; and what becomes of it.

use super::list::Filter;
use super::prompt::{Kind, Prompt, move_in};
use super::{App, Dialog, Effect};
use crate::keys::{Action, Code, Context, Key};
use crate::lang::say;
use crate::model::Time;
use crate::model::project::Language;
use crate::text::Direction;
use crate::text::edit::Edit;

/// What was typed since the start, to be typed again.
#[derive(Debug, Default)]
pub(super) struct Typed {
    notes: Vec<String>,
    searches: Vec<String>,
}

impl App {
    pub(super) fn open_prompt(&mut self, kind: Kind, text: &str) {
        let history = match kind {
            Kind::Note(_) | Kind::Answer | Kind::ArticleNote | Kind::Field(_) => &self.typed.notes,
            Kind::Search | Kind::SearchAll | Kind::Filter => &self.typed.searches,
            Kind::Number | Kind::Case(_) | Kind::OtherCase(_) => &Vec::new(),
        };
        let direction = match kind {
            Kind::Case(language) | Kind::OtherCase(language) => match language {
                Language::Arabic => Direction::Rtl,
                Language::English => Direction::Ltr,
            },
            _ => self.typing_direction(),
        };
        let mut edit = Edit::new(direction, history.clone());
        edit.set(text);
        self.dialog = Some(Dialog::Prompt(Prompt::new(kind, edit)));
    }

    /// The direction of a line that has no letter yet: that of the article, or of the interface.
    fn typing_direction(&self) -> Direction {
        match &self.reader {
            Some(reader) => reader.direction(),
            None if self.words.is_rtl() => Direction::Rtl,
            None => Direction::Ltr,
        }
    }

    /// Opens the note on the sentence in focus.
    pub(super) fn open_note(&mut self) {
        if self.refuses_to_write() {
            return;
        }
        let Some(reader) = &self.reader else { return };
        let sentence = reader.focus();
        let note = reader.decision(sentence).map(|it| it.note.clone());
        self.open_prompt(Kind::Note(sentence), &note.unwrap_or_default());
    }

    /// Takes a key where text is typed: a character is a character, whatever it means elsewhere.
    pub(super) fn type_key(&mut self, key: Key, now: Time) -> Option<Effect> {
        if let Key {
            code: Code::Char(c),
            ctrl: false,
            alt: false,
            ..
        } = key
        {
            self.insert(c.encode_utf8(&mut [0; 4]));
            return None;
        }
        let action = self.keymap.pressed(Context::Prompt, key)?;
        match (action, &mut self.dialog) {
            (Action::Accept, Some(Dialog::Palette(palette))) => {
                let chosen = palette.chosen();
                self.dialog = None;
                return self.act(chosen?, now);
            }
            (Action::Accept, _) => return self.accept(now),
            (Action::Close, _) => self.give_up(),
            (Action::Older, Some(Dialog::Palette(palette))) => palette.move_by(-1),
            (Action::Newer, Some(Dialog::Palette(palette))) => palette.move_by(1),
            (action, Some(Dialog::Palette(palette))) => {
                if !move_in(palette.edit_mut(), action) {
                    return self.act(action, now);
                }
                palette.narrow(&self.words);
            }
            (action, Some(Dialog::Prompt(prompt))) => {
                if !prompt.act(action) {
                    return self.act(action, now);
                }
                self.search_as_typed();
            }
            (action, _) => return self.act(action, now),
        }
        None
    }

    /// Takes a character, or a text that was pasted, where text is typed.
    pub fn insert(&mut self, text: &str) {
        match &mut self.dialog {
            Some(Dialog::Prompt(prompt)) => {
                prompt.insert(text);
                self.search_as_typed();
            }
            Some(Dialog::Palette(palette)) => {
                palette.edit_mut().insert(text);
                palette.narrow(&self.words);
            }
            _ => {}
        }
    }

    /// Takes a key while the line cannot be seen: it may be closed.
    pub(super) fn close_unseen(&mut self, key: Key) {
        if self.keymap.pressed(Context::Prompt, key) == Some(Action::Close) {
            self.give_up();
        }
    }

    /// Highlights what is found of what was typed so far.
    fn search_as_typed(&mut self) {
        if let Some(Dialog::Prompt(prompt)) = &self.dialog
            && prompt.kind() == Kind::Search
            && let Some(reader) = &mut self.reader
        {
            reader.look_for(prompt.edit().text());
        }
    }

    /// Closes the line without taking what was typed.
    fn give_up(&mut self) {
        let searched =
            matches!(&self.dialog, Some(Dialog::Prompt(prompt)) if prompt.kind() == Kind::Search);
        self.dialog = None;
        if searched && let Some(reader) = &mut self.reader {
            reader.look_for("");
        }
    }

    /// Takes what was typed.
    fn accept(&mut self, now: Time) -> Option<Effect> {
        let Some(Dialog::Prompt(prompt)) = self.dialog.take() else {
            return None;
        };
        let text = prompt.edit().text().trim().to_owned();
        match prompt.kind() {
            Kind::Note(sentence) => {
                remember(&mut self.typed.notes, &text);
                return self.note(sentence, text, now);
            }
            Kind::Search => {
                remember(&mut self.typed.searches, &text);
                self.search(&text, now);
            }
            Kind::SearchAll => {
                remember(&mut self.typed.searches, &text);
                self.sought = Some(text.clone());
                return (!text.is_empty()).then_some(Effect::Search(text));
            }
            Kind::Filter => {
                remember(&mut self.typed.searches, &text);
                let filter = if text.is_empty() {
                    Filter::All
                } else {
                    Filter::Text(text)
                };
                return Some(Effect::Filter(filter));
            }
            kind @ (Kind::ArticleNote | Kind::Field(_)) => {
                remember(&mut self.typed.notes, &text);
                return self.typed_of_article(kind, &text, now);
            }
            Kind::Answer => {
                remember(&mut self.typed.notes, &text);
                let asked = self.asked.take()?;
                return (!text.is_empty()).then_some(Effect::Answer(asked, text));
            }
            Kind::Case(language) | Kind::OtherCase(language) => self.typed_case(language, &text),
            Kind::Number => {
                let reader = self.reader.as_mut()?;
                let last = reader.article().sentences.len();
                match text.parse::<usize>() {
                    Ok(number) if (1..=last).contains(&number) => {
                        reader.leap_to(number - 1, now);
                    }
                    _ if text.is_empty() => {}
                    _ => {
                        let told = say!(self.words, "no-such-sentence", typed = &text, last = last);
                        self.tell(told);
                    }
                }
            }
        }
        None
    }

    /// Goes to the first place behind the focus where `text` is found.
    fn search(&mut self, text: &str, now: Time) {
        let Some(reader) = &mut self.reader else {
            return;
        };
        reader.look_for(text);
        if text.is_empty() {
            return;
        }
        self.next_found(now);
    }

    pub(super) fn next_found(&mut self, now: Time) {
        let Some(reader) = &mut self.reader else {
            return;
        };
        let told = match reader.next_found(now) {
            Some((index, all)) => say!(self.words, "found", index = index, all = all),
            None => self.words.get("nothing-found").into_owned(),
        };
        self.tell(told);
    }
}

/// Keeps what was typed, the latest last, each once.
fn remember(history: &mut Vec<String>, text: &str) {
    if !text.is_empty() {
        history.retain(|it| it != text);
        history.push(text.to_owned());
    }
}
