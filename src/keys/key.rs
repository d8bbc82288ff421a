//! A key as it was pressed, and how it is written in a keymap.

use std::fmt;
use std::str::FromStr;

/// A key with its modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    /// Which key.
    pub code: Code,
    /// With Control.
    pub ctrl: bool,
    /// With Alt.
    pub alt: bool,
    /// With Shift; never for characters, which are what Shift made of them.
    pub shift: bool,
}

/// A key without its modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Code {
    Char(char),
    Enter,
    Tab,
    Esc,
    Up,
    Down,
    Left,
    Right,
    PageUp,
    PageDown,
    Home,
    End,
    Backspace,
    Delete,
}

const NAMES: [(&str, Code); 14] = [
    ("enter", Code::Enter),
    ("tab", Code::Tab),
    ("esc", Code::Esc),
    ("space", Code::Char(' ')),
    ("up", Code::Up),
    ("down", Code::Down),
    ("left", Code::Left),
    ("right", Code::Right),
    ("pageup", Code::PageUp),
    ("pagedown", Code::PageDown),
    ("home", Code::Home),
    ("end", Code::End),
    ("backspace", Code::Backspace),
    ("delete", Code::Delete),
];

impl Key {
    /// Its name, or its sign where it has one that says more than a name.
    pub fn sign(self) -> String {
        let sign = match self.code {
            Code::Left => "←",
            Code::Right => "→",
            Code::Up => "↑",
            Code::Down => "↓",
            _ => return self.to_string(),
        };
        if self == Self::from(self.code) {
            sign.to_owned()
        } else {
            self.to_string()
        }
    }
}

impl From<Code> for Key {
    fn from(code: Code) -> Self {
        Self {
            code,
            ctrl: false,
            alt: false,
            shift: false,
        }
    }
}

impl From<char> for Key {
    fn from(c: char) -> Self {
        Code::Char(c).into()
    }
}

impl FromStr for Key {
    type Err = ();

    fn from_str(mut name: &str) -> Result<Self, ()> {
        let (mut ctrl, mut alt, mut shift) = (false, false, false);
        loop {
            let (held, rest) = match name.split_once('-') {
                Some(("ctrl", rest)) => (&mut ctrl, rest),
                Some(("alt", rest)) => (&mut alt, rest),
                Some(("shift", rest)) => (&mut shift, rest),
                _ => break,
            };
            if rest.is_empty() || *held {
                return Err(());
            }
            *held = true;
            name = rest;
        }
        let named = NAMES
            .iter()
            .find(|&&(known, _)| known == name)
            .map(|&(_, code)| code);
        let mut characters = name.chars();
        let code = match (named, characters.next(), characters.next()) {
            (Some(code), ..) => code,
            (None, Some(c), None) if !c.is_control() => Code::Char(c),
            _ => return Err(()),
        };
        // A terminal sends the character that Shift made.
        if shift && matches!(code, Code::Char(_)) {
            return Err(());
        }
        Ok(Self {
            code,
            ctrl,
            alt,
            shift,
        })
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, name) in [
            (self.ctrl, "ctrl-"),
            (self.alt, "alt-"),
            (self.shift, "shift-"),
        ] {
            if held {
                f.write_str(name)?;
            }
        }
        match (
            NAMES.iter().find(|&&(_, code)| code == self.code),
            self.code,
        ) {
            (Some((name, _)), _) => f.write_str(name),
            (None, Code::Char(c)) => write!(f, "{c}"),
            (None, _) => Err(fmt::Error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_written_as_it_is_read() {
        for name in [
            "j",
            "ت",
            "?",
            "-",
            "ctrl-c",
            "pagedown",
            "shift-tab",
            "ctrl-alt-up",
            "space",
        ] {
            assert_eq!(
                name.parse::<Key>().map(|key| key.to_string()),
                Ok(name.to_owned())
            );
        }
        for name in [
            "",
            "jj",
            "ctrl-",
            "ctrl-ctrl-c",
            "shift-a",
            "page",
            "\u{1B}",
        ] {
            assert_eq!(name.parse::<Key>(), Err(()), "{name:?}");
        }
    }
}
