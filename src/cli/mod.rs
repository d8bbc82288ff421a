//! The command line: what is asked for, and the project that it means.

mod adjudicate;
mod agreement;
mod check;
mod dataset;
mod doctor;
mod duplicates;
mod export;
mod forget;
mod import;
mod init;
mod masking;
mod open;
mod privacy;
mod release;
mod sources;
mod split;
mod status;
mod topic;

use std::ffi::OsString;
use std::io::{IsTerminal, stderr, stdin, stdout};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::LazyLock;

use anyhow::{Context as _, bail};
use clap::{Parser, Subcommand};

use crate::keys::{Context, Key, Keymap, Problem};
use crate::lang::{self, Words};
use crate::model::project::Language;
use crate::model::{Span, Time, Zone};
use crate::settings::{self, Config, Folder};
use crate::store::{self, Holder, Store};
use crate::terminal::Preferences;
use crate::terminal::detect::Environment;
use crate::terminal::{self, Ending, Finish, Start};
use crate::text::Profile;

/// Annotate articles sentence by sentence in a terminal; Arabic reads right in every one of them.
#[derive(Debug, Parser)]
#[command(version, after_help = AFTER_HELP, args_conflicts_with_subcommands = true)]
#[command(disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,

    /// A project's folder, or text files in UTF-8, or a folder of them (*.txt). Texts are copied
    /// into a project, the folder "hashiya" beside them; the files themselves are never changed.
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// Keep the project in this folder.
    #[arg(long, value_name = "FOLDER")]
    project: Option<PathBuf>,

    /// Work as this annotator instead of the account's name.
    #[arg(long, value_name = "NAME")]
    annotator: Option<String>,

    /// Draw Arabic for this kind of terminal instead of the one that is found out: visual, bdsm,
    /// words, runs, ctl-off or cells.
    #[arg(long, value_name = "PROFILE", env = "HASHIYA_PROFILE")]
    profile: Option<Profile>,
}

/// What can be done beside annotating.
#[derive(Debug, Subcommand)]
enum Command {
    /// Say what this terminal is, how Arabic is drawn on it and why, and what is wrong with the
    /// settings.
    Doctor(doctor::Options),

    /// Make a folder a project: its topics and guideline cards in project.toml, for you to edit.
    Init(init::Options),

    /// Bring texts into a project: plain text, HTML, Markdown, JSON, JSONL, CSV, TSV, in any encoding.
    Import(import::Options),

    /// Find articles that are the same text twice, exactly or nearly, and keep in duplicates.json of
    /// the project which they are. Spelling counts as little as in a search; headlines and what web
    /// pages leave in a text do not count.
    Duplicates(duplicates::Options),
    /// Settle what annotators disagree on: the articles with what everybody said, and decisions as gold.
    Adjudicate(adjudicate::Options),

    /// Write what was decided in the form that another tool reads: jsonl, csv, huggingface, spacy,
    /// prodigy, doccano, label-studio.
    Export(export::Options),
    /// Divide the articles into parts to train on and to test with, so that nothing of one is in another.
    ///
    Split(split::Options),
    /// Put everything that was decided into one folder that says what it is, with checksums; say what
    /// changed from one to the next.
    Release(release::Options),
    /// List what looks personal in texts and notes, and is not masked: telephones, mail, ids, names
    /// behind titles.
    Privacy(privacy::Options),
    /// Take words, or an article, out of a project everywhere, out of everybody's notes and histories too,
    /// and say what was done.
    Forget(forget::Options),
    /// Print the JSON Schema of the lines of hashiya export jsonl. A folder of this name is opened as
    /// ./schema.
    Schema,
    /// Look at every file of a project, and say what is wrong and what to do; mend it where that needs
    /// no guess.
    Check(check::Options),
    /// Say how far the work on a project is: of people, topics and articles.
    Status(status::Options),
    /// Say how far annotators agree, how sure that is, and which sentences they differ on.
    Agreement(agreement::Options),
    /// Rename, merge or split topics without losing a decision.
    Topic(topic::Options),
}

const AFTER_HELP: &str = "\
In the program: j and k move, 1 2 3 … toggle topics, 0 says that none applies, Enter goes to the next \
undecided sentence, u undoes, r redoes, Tab shows what else there is, ? every key, q leaves. The same \
keys work with the Arabic layout on. Everything is saved as you go.

It speaks Arabic or English: by config.toml, else by the locale (LANG), else as the project does; Tab, \
then l turns to the other.

Decisions are in annotations/NAME/ARTICLE.json of the project's folder. Keys can be changed in \
keymap.toml of your configuration folder. NO_COLOR=1 turns colours off. Where Arabic reads wrong, t in \
the program or hashiya doctor --calibrate sets it right. A folder that is called like a command is \
opened as ./doctor.";

/// Runs the program with `arguments`, the name of the program first.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        // Help and version are no errors, and go to standard output.
        Err(error) if !error.use_stderr() => {
            let _ = error.print();
            return ExitCode::SUCCESS;
        }
        Err(error) => {
            error.to_string().lines().for_each(say);
            return ExitCode::from(2);
        }
    };
    let ended = match arguments.command {
        Some(Command::Doctor(options)) => doctor::run(options).map(code),
        Some(Command::Duplicates(options)) => duplicates::run(&options).map(code),
        Some(Command::Init(options)) => init::run(options).map(|()| ExitCode::SUCCESS),
        Some(Command::Import(options)) => import::run(options).map(|ended| match ended {
            import::Ended::Whole => ExitCode::SUCCESS,
            import::Ended::LeftOut => ExitCode::from(1),
            import::Ended::Signal(signal) => code(Finish::Signal(signal)),
        }),
        Some(Command::Adjudicate(options)) => adjudicate::run(options).map(code),
        Some(Command::Export(options)) => export::run(&options),
        Some(Command::Split(options)) => split::run(&options),
        Some(Command::Release(options)) => release::run(&options),
        Some(Command::Privacy(options)) => privacy::run(&options),
        Some(Command::Forget(options)) => forget::run(&options),
        Some(Command::Schema) => Ok(export::schema()),
        Some(Command::Check(options)) => check::run(options),
        Some(Command::Status(options)) => status::run(options),
        Some(Command::Agreement(options)) => agreement::run(options),
        Some(Command::Topic(options)) => topic::run(options),
        None => work(arguments).map(code),
    };
    ended.unwrap_or_else(|error| {
        // Several files may be wrong, each with a line of its own.
        format!("hashiya: {error:#}").lines().for_each(say);
        ExitCode::from(2)
    })
}

/// How the program ends after the screen is gone.
fn code(finish: Finish) -> ExitCode {
    match finish {
        Finish::Signal(signal) => {
            terminal::end_by(signal);
            // Not reached, but by a signal that its receiver outlives.
            ExitCode::from(128_u8.saturating_add(u8::try_from(signal).unwrap_or_default()))
        }
        Finish::Left(Ending::Saved) => ExitCode::SUCCESS,
        Finish::Left(Ending::Unsaved) => {
            say("hashiya: the last decisions were not saved");
            ExitCode::from(1)
        }
    }
}

/// The project that a command without a screen is about: the one that is asked for, the one here, or
/// the one beside the texts here.
fn project_folder(asked: Option<&Path>) -> anyhow::Result<PathBuf> {
    let root = asked.unwrap_or(Path::new("."));
    let beside = root.join(open::FOLDER);
    if Store::is_project(root) || !root.is_dir() || !Store::is_project(&beside) {
        if !Store::is_project(root) {
            let root = root.display();
            bail!("{root} is no project (it has no project.toml): say with --project where it is");
        }
        return Ok(root.to_owned());
    }
    Ok(beside)
}

/// This program, as others are told who holds an annotator's files.
fn me() -> anyhow::Result<Holder> {
    Ok(Holder {
        host: whoami::hostname().unwrap_or_else(|_| "this machine".to_owned()),
        pid: std::process::id(),
        since: Time::from_second(Time::now().as_second())?,
    })
}

/// Prints a line of an answer. What comes from outside was made visible before, where it stands.
fn print(line: &str) {
    use std::io::Write as _;
    // Whoever closed standard output does not want to read it.
    let _ = writeln!(stdout(), "{line}");
}

/// Text from outside as a part of a line that reads from the left, which it cannot turn around.
fn isolated(text: &str) -> String {
    let text = visible(text);
    if text.is_ascii() {
        text
    } else {
        format!("\u{2068}{text}\u{2069}")
    }
}

fn work(arguments: Arguments) -> anyhow::Result<Finish> {
    check_terminal()?;
    let annotator = match arguments.annotator {
        Some(name) => name,
        None => account(),
    };
    store::check_annotator(&annotator)?;
    let opened = open::open(&arguments.paths, arguments.project.as_deref())?;
    work_on(opened, annotator, None, arguments.profile)
}

/// Works on a project as `annotator`; as `gold`, where `settler` settles what annotators disagree on.
fn work_on(
    opened: open::Opened,
    annotator: String,
    settler: Option<String>,
    profile: Option<Profile>,
) -> anyhow::Result<Finish> {
    let mut keymap = Keymap::built_in();
    check_topic_keys(&opened.store, &keymap)?;
    keymap.reserve(
        opened
            .store
            .project()
            .topics
            .iter()
            .map(|topic| Key::from(topic.key)),
    );
    let problems = read_own_lines(&mut keymap);
    let (preferences, problem) = preferences(profile);
    let words = words(&preferences.config, opened.store.project().language);
    let told = opened.messages.iter().map(|message| message.told(&words));
    let mut messages: Vec<String> = told.collect();
    messages.extend(told_keymap(&problems));
    let me = me()?;
    let access = match opened.read_only {
        Some(why) => store::Access::ReadOnly(why),
        None => opened.store.claim(&annotator, &me)?,
    };
    if let Some(problem) = problem {
        say_told(&problem);
        messages.push(problem);
    }
    let message = (!messages.is_empty()).then(|| messages.join(" "));
    let (store, open) = (opened.store, opened.article);
    let start = Start {
        store,
        annotator,
        settler,
        me,
        access,
        keymap,
        words,
        open,
        message,
        advance: preferences.config.advance,
        zone: LazyLock::new(Zone::system),
        break_after: preferences
            .config
            .break_after
            .map(|minutes| Span::from_mins(minutes.into())),
    };
    let finish = terminal::run(start, preferences).context("cannot use the terminal");
    drop(opened.scratch);
    finish
}

fn check_terminal() -> anyhow::Result<()> {
    if !stdout().is_terminal() || !stdin().is_terminal() {
        bail!("it needs a terminal for its input and output: start it without redirecting them");
    }
    check_terminal_type()
}

fn check_terminal_type() -> anyhow::Result<()> {
    match std::env::var("TERM") {
        Ok(term) if term == "dumb" => {
            bail!(
                "TERM is \"dumb\", which has no screen: start it in a terminal, or set TERM, as in TERM=xterm"
            );
        }
        Ok(term) if !term.is_empty() => Ok(()),
        _ => bail!("TERM is not set: start it in a terminal, or set TERM, as in TERM=xterm"),
    }
}

/// The account's name, as far as it can name a folder.
fn account() -> String {
    let name = whoami::username().unwrap_or_default();
    let allowed = |c: &char| c.is_alphanumeric() || "._-".contains(*c);
    let name: String = name.chars().filter(allowed).take(64).collect();
    let name = name.trim_start_matches(['.', '-']);
    if store::check_annotator(name).is_ok() {
        name.to_owned()
    } else {
        "annotator".to_owned()
    }
}

/// Puts the user's own lines into `keymap`; what is wrong with them, in words.
fn read_own_lines(keymap: &mut Keymap) -> Vec<String> {
    match own_file(Folder::keymap) {
        None => Vec::new(),
        Some((_, Err(problem))) => vec![problem],
        Some((path, Ok(text))) => {
            let told = |Problem { line, column, what }| {
                let path = path.display();
                format!("\u{2068}{path}:{line}:{column}\u{2069}: {what}; the line is left out")
            };
            keymap.read(&text).into_iter().map(told).collect()
        }
    }
}

/// Says what is wrong with the keymap before the screen comes; what of that is to stand on it.
fn told_keymap(problems: &[String]) -> Option<String> {
    problems.iter().for_each(|problem| say_told(problem));
    let more = match problems.len() {
        0 | 1 => String::new(),
        count => format!(" (and {} more)", count - 1),
    };
    problems.first().map(|problem| format!("{problem}{more}."))
}

/// What is known and wanted of the terminal, and what is wrong with the user's settings.
fn preferences(profile: Option<Profile>) -> (Preferences, Option<String>) {
    let (config, problem) = match own_file(Folder::config) {
        None => (Config::default(), None),
        Some((_, Err(problem))) => (
            Config::default(),
            Some(format!("{problem}; it is left out.")),
        ),
        Some((path, Ok(text))) => match Config::read(&text) {
            Ok(config) => (config, None),
            Err(problem) => {
                let settings::Problem { line, what } = problem;
                let path = path.display();
                let told = format!("\u{2068}{path}:{line}\u{2069}: {what}; the file is left out.");
                (Config::default(), Some(told))
            }
        },
    };
    let preferences = Preferences {
        environment: Environment::read(|name| std::env::var_os(name)),
        config,
        profile,
        plain: std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()),
        terminals: Folder::of_user().map(|folder| folder.terminals()),
    };
    (preferences, problem)
}

/// The program's words as the user wants them: by the settings, by the locale, or else as the
/// project has it.
fn words(config: &Config, project: Language) -> Words {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].map(|name| std::env::var(name).ok());
    let set = set.into_iter().flatten().find(|value| !value.is_empty());
    let locale = set.and_then(|name| lang::of_locale(&name));
    let language = match config.language {
        Some(settings::Language::Arabic) => Language::Arabic,
        Some(settings::Language::English) => Language::English,
        None => locale.map_or(project, |(language, _)| language),
    };
    let digits = match config.digits {
        Some(settings::Digits::Arabic) => lang::Digits::Arabic,
        Some(settings::Digits::European) => lang::Digits::European,
        None => locale.map_or_else(lang::Digits::default, |(_, digits)| digits),
    };
    Words::new(language, digits)
}

/// A file of the user's configuration, if there is one: its path, and its text or why that cannot
/// be read.
fn own_file(path: impl Fn(&Folder) -> PathBuf) -> Option<(PathBuf, Result<String, String>)> {
    let path = path(&Folder::of_user()?);
    match std::fs::read_to_string(&path) {
        Ok(text) => Some((path, Ok(text))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => {
            let reason = store::reason(&error);
            let problem = format!("cannot read \u{2068}{}\u{2069}: {reason}", path.display());
            Some((path, Err(problem)))
        }
    }
}

/// Says before the screen comes what will also stand on it, without the isolates it needs there.
fn say_told(told: &str) {
    say(&format!(
        "hashiya: {}",
        told.replace(['\u{2068}', '\u{2069}'], "")
    ));
}

/// A topic's key must have no other meaning in the reader, under no layout.
fn check_topic_keys(store: &Store, keymap: &Keymap) -> anyhow::Result<()> {
    let topics = &store.project().topics;
    for topic in topics {
        let key = Key::from(topic.key);
        let (line, column) = topic.key_place;
        let place = format!(
            "{}:{line}:{column}",
            store.root().join("project.toml").display()
        );
        if let Some(action) = keymap.action(Context::Reader, key) {
            bail!(
                "{place}: the key \"{key}\" of the topic {} means \"{}\" already: choose another, such as a digit",
                topic.id,
                action.name(),
            );
        }
        let twin = keymap.twin(key);
        if let Some(other) = topics
            .iter()
            .find(|other| Some(Key::from(other.key)) == twin)
        {
            bail!(
                "{place}: the key \"{key}\" of the topic {} is \"{}\" on another layout, the key of {}: choose another",
                topic.id,
                other.key,
                other.id,
            );
        }
    }
    Ok(())
}

/// Says something before or after the screen. What comes from outside is made visible first.
fn say(text: &str) {
    use std::io::Write as _;
    // A closed standard error is no reason to stop.
    let _ = writeln!(stderr(), "{}", visible(text));
}

/// `text` without a character that a terminal would act on: controls and bidi controls.
fn visible(text: &str) -> String {
    let acts = |c: char| {
        c.is_control()
            || matches!(
                c,
                '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}'
            )
            || matches!(c, '\u{2066}'..='\u{2069}')
    };
    text.chars()
        .map(|c| {
            if acts(c) {
                char::REPLACEMENT_CHARACTER
            } else {
                c
            }
        })
        .collect()
}
