//! `terminals.json`: what is known of the terminals that were used, so that the first frame need
//! not wait for a terminal's answers, and what was chosen for each by the calibration.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The terminals that were used.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terminals {
    format: u32,
    /// By TERM and client, the last one used last.
    #[serde(default)]
    seen: Vec<Seen>,
    /// By fingerprint.
    #[serde(default)]
    chosen: BTreeMap<String, Choice>,
}

const FORMAT: u32 = 1;
/// A laptop has a new address every day: what was not used for this many others is forgotten.
const SEEN_AT_MOST: usize = 64;

/// What a terminal turned out to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// TERM, and where it came from.
    pub client: String,
    /// What it is recognised by.
    pub fingerprint: String,
    /// A name for people.
    pub name: String,
    /// What it does with Arabic, by name.
    pub profile: String,
    /// Whether it draws harakat where they belong.
    pub harakat: bool,
    /// Whether it can draw a frame at once.
    pub sync: bool,
    /// How many colours it has: `16`, `256` or `truecolor`.
    pub colours: String,
    /// What its letters stand on: `dark`, `light` or `unknown`.
    pub ground: String,
}

/// What a user chose for a terminal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// What it does with Arabic, by name.
    pub profile: String,
    /// Whether its font has joined letters.
    pub joined: bool,
    /// Whether harakat are drawn.
    pub harakat: bool,
}

/// What is wrong with the file.
#[derive(Debug, Error)]
#[expect(missing_docs, reason = "the messages say it")]
pub enum TerminalsError {
    #[error("cannot read {path}: {source}; terminals are found out anew", path = path.display())]
    Read { path: PathBuf, source: io::Error },
    #[error(
        "{path}:{line} is not what Hashiya wrote; terminals are found out anew",
        path = path.display()
    )]
    Form { path: PathBuf, line: usize },
    #[error(
        "{path} is of format {format}, which a newer Hashiya wrote; terminals are found out anew",
        path = path.display()
    )]
    Newer { path: PathBuf, format: u32 },
    #[error("cannot write {path}: {source}; the terminal will be found out anew", path = path.display())]
    Write { path: PathBuf, source: io::Error },
}

impl Terminals {
    /// Reads the file at `path`; nothing is known if there is none.
    pub fn read(path: &Path) -> Result<Self, TerminalsError> {
        let at = || path.to_owned();
        let text = match std::fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(source) => return Err(TerminalsError::Read { path: at(), source }),
        };
        let read: Self = serde_json::from_str(&text).map_err(|error| {
            let line = error.line();
            TerminalsError::Form { path: at(), line }
        })?;
        if read.format > FORMAT {
            let format = read.format;
            return Err(TerminalsError::Newer { path: at(), format });
        }
        Ok(read)
    }

    /// What the terminal turned out to be that is recognised by `client` before it answers.
    pub fn seen(&self, client: &str) -> Option<&Seen> {
        self.seen.iter().find(|seen| seen.client == client)
    }

    /// What was chosen for the terminal with this fingerprint.
    pub fn chosen(&self, fingerprint: &str) -> Option<&Choice> {
        self.chosen.get(fingerprint)
    }

    /// Remembers what a terminal turned out to be; whether that is news.
    pub fn see(&mut self, seen: Seen) -> bool {
        let known = self.seen(&seen.client) == Some(&seen);
        self.seen.retain(|it| it.client != seen.client);
        self.seen.push(seen);
        let too_many = self.seen.len().saturating_sub(SEEN_AT_MOST);
        self.seen.drain(..too_many);
        !known
    }

    /// Remembers what was chosen for a terminal.
    pub fn choose(&mut self, fingerprint: String, choice: Choice) {
        self.chosen.insert(fingerprint, choice);
    }

    /// Replaces the file at `path`. Two programs may write at once: the last one's file stands,
    /// whole, and the other's news is found out again.
    pub fn write(&mut self, path: &Path) -> Result<(), TerminalsError> {
        self.format = FORMAT;
        self.replace(path).map_err(|source| TerminalsError::Write {
            path: path.to_owned(),
            source,
        })
    }

    fn replace(&self, path: &Path) -> io::Result<()> {
        let folder = path.parent().unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder)?;
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        let mut json = serde_json::to_vec_pretty(self)?;
        json.push(b'\n');
        file.write_all(&json)?;
        file.persist(path)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(client: &str, profile: &str) -> Seen {
        Seen {
            client: client.to_owned(),
            fingerprint: "||0;136;0||xterm".to_owned(),
            name: "PuTTY".to_owned(),
            profile: profile.to_owned(),
            harakat: true,
            sync: false,
            colours: "truecolor".to_owned(),
            ground: "dark".to_owned(),
        }
    }

    #[test]
    fn what_was_written_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/terminals.json");
        let mut terminals = Terminals::read(&path).unwrap();
        assert!(terminals.see(seen("xterm 10.0.0.5", "words")));
        let choice = Choice {
            profile: "visual".to_owned(),
            joined: false,
            harakat: true,
        };
        terminals.choose("x".to_owned(), choice.clone());
        terminals.write(&path).unwrap();
        let read = Terminals::read(&path).unwrap();
        assert_eq!(read, terminals);
        assert_eq!(read.chosen("x"), Some(&choice));
        assert_eq!(
            read.seen("xterm 10.0.0.5").map(|it| it.profile.as_str()),
            Some("words")
        );
    }

    #[test]
    fn the_same_again_is_no_news_and_too_many_are_forgotten() {
        let mut terminals = Terminals::default();
        assert!(terminals.see(seen("a", "words")));
        assert!(!terminals.see(seen("a", "words")));
        assert!(terminals.see(seen("a", "visual")));
        for index in 0..SEEN_AT_MOST {
            terminals.see(seen(&format!("b{index}"), "words"));
        }
        assert_eq!(terminals.seen("a"), None);
        assert_eq!(terminals.seen.len(), SEEN_AT_MOST);
    }

    #[test]
    fn a_foreign_file_is_named_with_its_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("terminals.json");
        std::fs::write(&path, "{\n  \"format\": x\n}").unwrap();
        let error = Terminals::read(&path).unwrap_err().to_string();
        assert!(error.contains("terminals.json:2 is not what"), "{error}");
        std::fs::write(&path, "{\"format\": 2}").unwrap();
        let error = Terminals::read(&path).unwrap_err().to_string();
        assert!(error.contains("format 2"), "{error}");
    }
}
