//! `config.toml`: what a user wants otherwise.

use serde::Deserialize;

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
             colours = \"256\"\nground = \"light\"\n",
        );
        let expected = Config {
            mouse: false,
            advance: true,
            language: Some(Language::Arabic),
            digits: Some(Digits::European),
            colours: Some(Colours::Indexed),
            ground: Some(Ground::Light),
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
}
