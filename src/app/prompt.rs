//! A line to type in: a note, a search, a number.

use crate::keys::Action;
use crate::model::project::Language;
use crate::text::edit::Edit;

/// A line to type in.
#[derive(Debug)]
pub struct Prompt {
    kind: Kind,
    edit: Edit,
}

/// What is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A note on the sentence with this index.
    Note(usize),
    /// What to look for.
    Search,
    /// What to look for in the whole project.
    SearchAll,
    /// What is in the articles that the library is to show.
    Filter,
    /// A note on the article.
    ArticleNote,
    /// The field of the article with this index.
    Field(usize),
    /// An answer to an annotator.
    Answer,
    /// The words of a case for the guideline card in the language of its sentence.
    Case(Language),
    /// The same for the card in the other language, which may do without.
    OtherCase(Language),
    /// The number of a sentence.
    Number,
}

impl Prompt {
    pub(super) fn new(kind: Kind, edit: Edit) -> Self {
        Self { kind, edit }
    }

    /// What is typed.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The line.
    pub fn edit(&self) -> &Edit {
        &self.edit
    }

    /// Takes a character, or a text that was pasted.
    pub(super) fn insert(&mut self, text: &str) {
        if self.kind == Kind::Number {
            let digits: String = text.chars().filter_map(digit).collect();
            self.edit.insert(&digits);
        } else {
            self.edit.insert(text);
        }
    }

    /// Does `action`; whether it was one of typing.
    pub(super) fn act(&mut self, action: Action) -> bool {
        match action {
            Action::Older => self.edit.previous(),
            Action::Newer => self.edit.next(),
            _ => return move_in(&mut self.edit, action),
        }
        true
    }
}

/// Does `action` in a line; whether it was one of typing.
pub(super) fn move_in(edit: &mut Edit, action: Action) -> bool {
    match action {
        Action::Left => edit.left(),
        Action::Right => edit.right(),
        Action::WordLeft => edit.word_left(),
        Action::WordRight => edit.word_right(),
        Action::First => edit.start(),
        Action::Last => edit.end(),
        Action::DeleteBack => edit.delete_back(),
        Action::DeleteForward => edit.delete_forward(),
        Action::DeleteWord => edit.delete_word_back(),
        Action::KillEnd => edit.kill_to_end(),
        Action::KillStart => edit.kill_to_start(),
        Action::Yank => drop(edit.yank()),
        _ => return false,
    }
    true
}

/// The European digit that `c` is in one of the scripts of Arabic.
fn digit(c: char) -> Option<char> {
    let value = match c {
        '0'..='9' => u32::from(c) - u32::from('0'),
        '٠'..='٩' => u32::from(c) - u32::from('٠'),
        '۰'..='۹' => u32::from(c) - u32::from('۰'),
        _ => return None,
    };
    char::from_digit(value, 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_every_layout_are_digits() {
        let digits: String = "12٣۴x٠".chars().filter_map(digit).collect();
        assert_eq!(digits, "12340");
    }
}
