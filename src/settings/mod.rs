//! What belongs to the user and not to a project: `config.toml`, which people write, and
//! `terminals.json`, which the program does, both in the configuration folder.

mod config;
mod terminals;

use std::path::PathBuf;

use directories::ProjectDirs;

pub use config::{Colours, Config, Digits, Ground, Language, Problem, Theme};
pub use terminals::{Choice, Seen, Terminals, TerminalsError};

/// The user's configuration folder.
#[derive(Debug, Clone)]
pub struct Folder {
    path: PathBuf,
}

impl Folder {
    /// Where the system has it; none for a user without a home.
    pub fn of_user() -> Option<Self> {
        let path = ProjectDirs::from("", "", "hashiya")?
            .config_dir()
            .to_owned();
        Some(Self { path })
    }

    /// The user's own lines of the keymap.
    pub fn keymap(&self) -> PathBuf {
        self.path.join("keymap.toml")
    }

    /// The user's settings.
    pub fn config(&self) -> PathBuf {
        self.path.join("config.toml")
    }

    /// The profiles of terminals.
    pub fn terminals(&self) -> PathBuf {
        self.path.join("terminals.json")
    }
}
