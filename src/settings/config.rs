//! `config.toml`: what a user wants otherwise.

use std::ops::RangeInclusive;

use serde::Deserialize;
use serde::de::{Deserializer, Error};

/// Between how many minutes of work a reminder of a break may be wanted.
const BREAK_AFTER: RangeInclusive<u8> = 5..=240;

/// The user's settings. What is not there is as the program finds it out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Config {
    /// Whether a click focuses a sentence. While it does, a terminal's own selection needs Shift.
    pub mouse: bool,
    /// Whether a key that decides a sentence goes on to the next undecided one.
    pub advance: bool,
    /// What the program speaks.
    pub language: Option<Language>,
    /// Which digits numbers have where it speaks Arabic.
    pub digits: Option<Digits>,
    /// How many colours to use.
    pub colours: Option<Colours>,
    /// What the terminal's letters stand on.
    pub ground: Option<Ground>,
    /// How things look. A ground that it names is stronger than [`Self::ground`].
    pub theme: Option<Theme>,
    /// After how many minutes of work a break is suggested; none: never.
    #[serde(deserialize_with = "break_after")]
    pub break_after: Option<u8>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            mouse: true,
            advance: false,
            language: None,
            digits: None,
            colours: None,
            ground: None,
            theme: None,
            break_after: None,
        }
    }
}

/// How many colours to use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Colours {
    #[serde(rename = "none")]
    None,
    #[serde(rename = "16")]
    Sixteen,
    #[serde(rename = "256")]
    Indexed,
    #[serde(rename = "truecolor")]
    Truecolor,
}

/// What the program speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Language {
    /// Arabic.
    #[serde(rename = "ar")]
    Arabic,
    /// English.
    #[serde(rename = "en")]
    English,
}

/// Which digits numbers have where it speaks Arabic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Digits {
    /// `١٢٣`.
    Arabic,
    /// `123`.
    European,
}

/// What letters stand on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Ground {
    Dark,
    Light,
}

/// How things look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Theme {
    /// On a dark ground.
    Dark,
    /// On a light ground.
    Light,
    /// Nothing faint.
    HighContrast,
    /// Without colour.
    #[serde(rename = "none")]
    Plain,
}

fn break_after<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u8>, D::Error> {
    let minutes = i64::deserialize(deserializer).ok();
    let minutes = minutes.and_then(|minutes| u8::try_from(minutes).ok());
    match minutes.filter(|minutes| BREAK_AFTER.contains(minutes)) {
        Some(minutes) => Ok(Some(minutes)),
        None => Err(D::Error::custom(format!(
            "break-after is a whole number of minutes from {} to {}",
            BREAK_AFTER.start(),
            BREAK_AFTER.end()
        ))),
    }
}

/// What is wrong with a file, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// From 1.
    pub line: usize,
    /// What it is.
    pub what: String,
}

impl Config {
    /// Reads `text`.
    pub fn read(text: &str) -> Result<Self, Problem> {
        toml::from_str(text).map_err(|error| {
            let byte = error.span().map_or(0, |span| span.start);
            let before = text.get(..byte).unwrap_or_default();
            Problem {
                line: before.matches('\n').count() + 1,
                what: error.message().trim().replace('\n', "; "),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_there_is_found_out() {
        assert_eq!(Config::read(""), Ok(Config::default()));
        let config = Config::read(
            "mouse = false\nadvance = true\nlanguage = \"ar\"\ndigits = \"european\"\n\
             colours = \"256\"\nground = \"light\"\ntheme = \"high-contrast\"\nbreak-after = 50\n",
        );
        let expected = Config {
            mouse: false,
            advance: true,
            language: Some(Language::Arabic),
            digits: Some(Digits::European),
            colours: Some(Colours::Indexed),
            ground: Some(Ground::Light),
            theme: Some(Theme::HighContrast),
            break_after: Some(50),
        };
        assert_eq!(config, Ok(expected));
    }

    #[test]
    fn a_mistake_has_its_line() {
        let problem = Config::read("mouse = true\ncolors = \"256\"\n").unwrap_err();
        assert_eq!(problem.line, 2);
        assert!(problem.what.contains("colors") && problem.what.contains("colours"));
        let problem = Config::read("\ncolours = \"8\"\n").unwrap_err();
        assert_eq!(problem.line, 2);
        assert!(problem.what.contains("truecolor"), "{problem:?}");
    }

    #[test]
    fn a_theme_has_one_of_four_names() {
        let theme = |name| Config::read(&format!("theme = \"{name}\"")).map(|it| it.theme);
        assert_eq!(theme("dark"), Ok(Some(Theme::Dark)));
        assert_eq!(theme("light"), Ok(Some(Theme::Light)));
        assert_eq!(theme("none"), Ok(Some(Theme::Plain)));
        let problem = theme("sepia").unwrap_err();
        assert!(problem.what.contains("high-contrast"), "{problem:?}");
    }

    #[test]
    fn a_break_is_wanted_after_a_sane_time() {
        let read = |value| Config::read(&format!("mouse = true\nbreak-after = {value}\n"));
        assert_eq!(read("5").map(|it| it.break_after), Ok(Some(5)));
        assert_eq!(read("240").map(|it| it.break_after), Ok(Some(240)));
        for value in ["4", "241", "-50", "261", "50.5", "\"50\"", "99999999999999"] {
            let problem = read(value).unwrap_err();
            assert_eq!(problem.line, 2, "{value}: {problem:?}");
            assert!(problem.what.contains("from 5 to 240"), "{problem:?}");
        }
    }
}
