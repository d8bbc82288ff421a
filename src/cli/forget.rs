//! `hashiya forget`: words or an article, taken out of a project everywhere.

use std::io::{IsTerminal as _, Write as _, stderr, stdin};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;
use clap::Args;

use super::{isolated, me, print, project_folder, say, visible};
use crate::privacy::words::Words;
use crate::store::{Forgotten, Store};

/// What to forget.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Options {
    /// A word, or several in quotes, such as a name; several of them are forgotten each by itself. A
    /// number of a telephone or of a person is one, too.
    #[arg(
        value_name = "WORD",
        required_unless_present = "article",
        conflicts_with = "article"
    )]
    words: Vec<String>,

    /// Forget this article, by its id, and all that was said of it.
    #[arg(long, value_name = "ID")]
    article: Option<String>,

    /// The project's folder, instead of the one here.
    #[arg(long, value_name = "FOLDER")]
    project: Option<PathBuf>,

    /// Change nothing; say what would be done.
    #[arg(long)]
    dry_run: bool,

    /// Do not ask.
    #[arg(long)]
    yes: bool,
}

const AFTER_HELP: &str = "\
A word is found however it is spelled (hamzas, harakat, tatweel, digits, case, and و ب ل ك ال in front of it), \
and [***] takes its place: in the texts, titles, sources and authors of articles, in everybody's notes, quotes, \
histories and answers, in old wordings and in what was set aside; an article whose id has it gets another id. Offsets are moved along, so that hashiya check \
finds nothing wrong. This cannot be undone.

It needs the project to itself: where somebody works, it says who, and changes nothing. It may be killed at any \
moment; to run it again is to finish. What it must not change it names, and ends with 1: project.toml and \
card.toml, releases, files of another account, names of annotators. What git, backups, exports and \
other copies have is out of its reach.";

/// Says what would be forgotten, asks, and forgets it.
pub(super) fn run(options: &Options) -> anyhow::Result<ExitCode> {
    let store = Store::open(&project_folder(options.project.as_deref())?)?;
    let is_nothing = |word: &&String| !word.chars().any(char::is_alphanumeric);
    if let Some(word) = options.words.iter().find(is_nothing) {
        bail!(
            "{} is no word: give one with a letter or a digit",
            isolated(word)
        );
    }
    let words = Words::new(&options.words);
    let find = |text: &str| {
        words
            .find(text)
            .into_iter()
            .map(|(bytes, _)| bytes)
            .collect()
    };
    let me = me()?;
    let forget = |is_rehearsal: bool| match &options.article {
        Some(id) => store.forget_article(id, &me, is_rehearsal),
        None => store.forget_words(&find, &me, is_rehearsal),
    };
    if options.dry_run || !options.yes {
        let would = forget(true)?;
        tell(&store, &would, true);
        if would.done.is_empty() {
            print("There is nothing to be changed.");
            return Ok(ended(&would));
        }
        if options.dry_run {
            print("Nothing was changed.");
            return Ok(ended(&would));
        }
        if !stdin().is_terminal() || !stderr().is_terminal() {
            bail!("it cannot ask here, and nothing was changed: say --yes if you mean it");
        }
        if !is_meant()? {
            print("Nothing was changed.");
            return Ok(ExitCode::from(1));
        }
    }
    let done = forget(false)?;
    tell(&store, &done, false);
    let files = match done.done.len() {
        0 => "Nothing was there to be changed.".to_owned(),
        1 => "1 file is changed.".to_owned(),
        count => format!("{count} files are changed."),
    };
    print(&files);
    if store.root().join(".git").exists() {
        say("git still has it in its history: see README.md, \"Privacy\".");
    }
    Ok(ended(&done))
}

fn ended(told: &Forgotten) -> ExitCode {
    ExitCode::from(u8::from(!told.left.is_empty()))
}

fn is_meant() -> anyhow::Result<bool> {
    let mut error = stderr();
    write!(error, "This cannot be undone. Forget it? [y/N] ")?;
    error.flush()?;
    let mut line = String::new();
    stdin().read_line(&mut line)?;
    Ok(["y", "yes", "ن", "نعم"].contains(&line.trim().to_lowercase().as_str()))
}

fn tell(store: &Store, told: &Forgotten, would: bool) {
    let shown = |path: &std::path::Path| {
        let inside = path.strip_prefix(store.root()).unwrap_or(path);
        isolated(&inside.to_string_lossy())
    };
    for done in &told.done {
        let when = if would { "would be changed: " } else { "" };
        print(&format!(
            "{}: {when}{}",
            shown(&done.path),
            visible(&done.what)
        ));
    }
    for left in &told.left {
        let line = match left.line {
            0 => String::new(),
            line => format!(":{line}"),
        };
        say(&format!("{}{line}: {}", shown(&left.path), left.what));
    }
    let mut sources = told.sources.clone();
    sources.sort_unstable();
    sources.dedup();
    if !sources.is_empty() && !would {
        let count = sources.len();
        let files = if count == 1 { "file" } else { "files" };
        say(&format!(
            "The {count} {files} that these articles came from may still have it ({}): importing again brings it back.",
            sources
                .iter()
                .map(|it| isolated(it))
                .take(3)
                .collect::<Vec<_>>()
                .join(", ")
        ));
    }
}
