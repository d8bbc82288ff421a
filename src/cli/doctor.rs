//! `hashiya doctor`: what this terminal is, how Arabic is drawn on it and why, and what is wrong with
//! the user's settings.

use std::io::Write as _;

use clap::Args;
use serde::Serialize;
use serde_json::json;

use super::{preferences, read_own_lines, say, visible};
use crate::keys::Keymap;
use crate::lang::Words;
use crate::model::project::Language;
use crate::settings::{Folder, Terminals};
use crate::terminal::detect::{Answers, Environment};
use crate::terminal::{self, Calibrated, Ending, Examination, Finish, Width};
use crate::text::{Letters, Profile, Rendition, unicode_versions};
use crate::ui::theme::Ground;

/// How to look at the terminal.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// Print JSON.
    #[arg(long, conflicts_with = "calibrate")]
    json: bool,

    /// Show lines to choose from: which one reads right? The answer is kept for this terminal.
    #[arg(long)]
    calibrate: bool,

    /// Look at this profile instead of the one that is found out.
    #[arg(long, value_name = "PROFILE", env = "HASHIYA_PROFILE")]
    profile: Option<Profile>,
}

/// Looks at the terminal, and says what there is to say.
pub(super) fn run(options: Options) -> anyhow::Result<Finish> {
    let mut keymap = Keymap::built_in();
    let keymap_problems = read_own_lines(&mut keymap);
    let (preferences, config_problem) = preferences(options.profile);
    if options.calibrate {
        super::check_terminal()?;
        let words = super::words(&preferences.config, Language::English);
        return calibrate(preferences, &keymap, &words);
    }
    let environment = preferences.environment.clone();
    let examination = match super::check_terminal_type() {
        Ok(()) => terminal::examine(preferences)?,
        Err(_) => None,
    };
    let report = Report {
        version: env!("CARGO_PKG_VERSION"),
        environment,
        terminal: examination.map(Terminal),
        settings: Settings::new(keymap_problems, config_problem),
        unicode: unicode_versions(),
    };
    let text = if options.json {
        serde_json::to_string_pretty(&report.json())?
    } else {
        report.text()
    };
    // Whoever closed standard output does not want to read it.
    let _ = writeln!(std::io::stdout(), "{text}");
    Ok(Finish::Left(Ending::Saved))
}

fn calibrate(
    preferences: terminal::Preferences,
    keymap: &Keymap,
    words: &Words,
) -> anyhow::Result<Finish> {
    Ok(match terminal::calibrate(preferences, keymap, words)? {
        Calibrated::Signal(signal) => Finish::Signal(signal),
        Calibrated::Nothing => {
            say("Nothing was chosen: Arabic is drawn as before.");
            Finish::Left(Ending::Saved)
        }
        Calibrated::Chosen(rendition, problem) => {
            say(&format!(
                "On this terminal Arabic is drawn so from now on: {}.",
                described(rendition)
            ));
            if let Some(problem) = problem {
                anyhow::bail!("it could not be remembered: {problem}");
            }
            Finish::Left(Ending::Saved)
        }
    })
}

/// What is said.
struct Report {
    version: &'static str,
    environment: Environment,
    terminal: Option<Terminal>,
    settings: Settings,
    unicode: [(&'static str, String); 5],
}

/// What is said of the terminal.
struct Terminal(Examination);

/// What is said of the user's files.
#[derive(Serialize)]
struct Settings {
    keymap: File,
    config: File,
    terminals: File,
}

/// A file of the user's, and what is wrong with it.
#[derive(Serialize)]
struct File {
    path: Option<String>,
    exists: bool,
    problems: Vec<String>,
}

impl File {
    fn new(path: Option<std::path::PathBuf>, problems: Vec<String>) -> Self {
        let plain = |problem: String| problem.replace(['\u{2068}', '\u{2069}'], "");
        Self {
            exists: path.as_ref().is_some_and(|path| path.exists()),
            path: path.map(|path| path.display().to_string()),
            problems: problems.into_iter().map(plain).collect(),
        }
    }
}

impl Settings {
    fn new(keymap: Vec<String>, config: Option<String>) -> Self {
        let folder = Folder::of_user();
        let path = |file: fn(&Folder) -> std::path::PathBuf| folder.as_ref().map(file);
        let terminals = path(Folder::terminals);
        let problem = terminals
            .as_ref()
            .and_then(|path| Terminals::read(path).err());
        Self {
            keymap: File::new(path(Folder::keymap), keymap),
            config: File::new(path(Folder::config), config.into_iter().collect()),
            terminals: File::new(terminals, problem.iter().map(ToString::to_string).collect()),
        }
    }
}

impl Terminal {
    fn why(&self) -> &str {
        if self.0.is_chosen {
            "chosen by eye"
        } else {
            self.0.identity.why
        }
    }

    /// The samples that the terminal does not measure as the program does.
    fn other_widths(&self) -> impl Iterator<Item = &Width> {
        let widths = self.0.widths.iter();
        widths.filter(|width| width.theirs.is_some_and(|theirs| theirs != width.ours))
    }

    /// What may help where Arabic reads wrong.
    fn advice(&self) -> Vec<&'static str> {
        let identity = &self.0.identity;
        let mut advice = Vec::new();
        if identity.name.starts_with("PuTTY") {
            advice.push(
                "Where “Disable Arabic text shaping” and “Disable bidirectional text display” are \
                 both ticked (Terminal > Features), choose line 1 of the calibration.",
            );
        }
        if identity.name.starts_with("kitty") {
            advice.push("With “force_ltr yes” in kitty.conf, choose line 1 of the calibration.");
        }
        if identity.profile == Profile::Cells && identity.ground == Ground::Unknown {
            advice.push(
                "This terminal does not say whether its ground is light or dark; with \
                 ground = \"light\" or \"dark\" in config.toml the letters have more contrast.",
            );
        }
        advice.push("Arabic reads wrong? hashiya doctor --calibrate, or t in the program.");
        advice
    }
}

fn described(rendition: Rendition) -> String {
    let letters = match rendition.letters {
        Letters::Forms => "joined letters",
        Letters::Base => "unjoined letters",
    };
    let harakat = if rendition.harakat {
        "with harakat"
    } else {
        "without harakat"
    };
    format!("profile {}, {letters}, {harakat}", rendition.profile.name())
}

/// The answers in words, those that came.
fn answers(answers: &Answers) -> String {
    let mode = |name: &str, value: Option<u8>| Some(format!("{name} {}", value?));
    let text = |name: &str, value: &Option<String>| Some(format!("{name} {}", value.as_ref()?));
    let said: Vec<String> = [
        text("XTVERSION", &answers.version),
        text("DA1", &answers.da1),
        text("DA2", &answers.da2),
        text("DA3", &answers.da3),
        mode("mode 8", answers.bdsm),
        mode("mode ?8428", answers.ctl),
        mode("mode ?2026", answers.sync),
        text("OSC 11", &answers.ground),
    ]
    .into_iter()
    .flatten()
    .collect();
    if said.is_empty() {
        "none".to_owned()
    } else {
        said.join(", ")
    }
}

impl Report {
    fn text(&self) -> String {
        let mut rows: Vec<(&str, String)> = vec![("hashiya", self.version.to_owned())];
        let Environment { term, client, .. } = &self.environment;
        rows.push(("TERM", format!("{term} {client}").trim_end().to_owned()));
        match &self.terminal {
            None => rows.push((
                "terminal",
                "none to ask: standard input is no terminal, or TERM names none with a screen"
                    .to_owned(),
            )),
            Some(terminal) => terminal.rows(&mut rows),
        }
        let Settings {
            keymap,
            config,
            terminals,
        } = &self.settings;
        for (name, file) in [
            ("keymap", keymap),
            ("settings", config),
            ("terminals", terminals),
        ] {
            let path = file.path.as_deref().unwrap_or("no home to keep it in");
            let there = if file.exists {
                ""
            } else {
                " (not there, and needs not be)"
            };
            rows.push((name, format!("{path}{there}")));
            rows.extend(file.problems.iter().map(|problem| ("", problem.clone())));
        }
        let unicode = self
            .unicode
            .iter()
            .map(|(name, version)| format!("{name} {version}"));
        rows.push(("Unicode", unicode.collect::<Vec<_>>().join(", ")));
        let row = |(name, what): &(&str, String)| format!("{name:<12}{}", visible(what));
        rows.iter().map(row).collect::<Vec<_>>().join("\n")
    }

    fn json(&self) -> serde_json::Value {
        let Environment {
            term,
            client,
            multiplexer,
            truecolor,
            ..
        } = &self.environment;
        json!({
            "version": self.version,
            "environment": {
                "term": term,
                "client": client,
                "multiplexer": multiplexer.map(|it| it.name()),
                "truecolor": truecolor,
            },
            "terminal": self.terminal.as_ref().map(Terminal::json),
            "settings": self.settings,
            "unicode": self.unicode.iter().cloned().collect::<std::collections::BTreeMap<_, _>>(),
        })
    }
}

impl Terminal {
    fn rows(&self, rows: &mut Vec<(&str, String)>) {
        let Examination {
            identity,
            answers: (near, outer),
            answered_in,
            rendition,
            theme,
            widths,
            ..
        } = &self.0;
        rows.push(("terminal", identity.name.clone()));
        rows.push(("answers", answers(near)));
        if let Some(outer) = outer {
            rows.push(("  behind it", answers(outer)));
        }
        rows.push((
            "",
            match answered_in {
                Some(time) => format!("complete after {} ms", time.as_millis()),
                None => "not complete after 1 s; what comes later still counts".to_owned(),
            },
        ));
        rows.push((
            "Arabic",
            format!("{}: {}", described(*rendition), self.why()),
        ));
        rows.push((
            "colours",
            format!(
                "{}, on a ground that is {}",
                theme.depth.name(),
                theme.ground.name()
            ),
        ));
        let sync = if identity.sync {
            "shown at once (mode ?2026)"
        } else {
            "shown as they come"
        };
        rows.push(("frames", sync.to_owned()));
        let measured = widths.iter().filter(|width| width.theirs.is_some()).count();
        let others: Vec<&Width> = self.other_widths().collect();
        rows.push((
            "widths",
            format!(
                "{} of {measured} samples are as wide as Hashiya counts",
                measured - others.len()
            ),
        ));
        for Width {
            what, ours, theirs, ..
        } in others
        {
            let theirs = theirs.unwrap_or_default();
            rows.push((
                "",
                format!("{what}: {theirs} instead of {ours}; rows with it are shifted"),
            ));
        }
        rows.extend(
            self.advice()
                .into_iter()
                .map(|advice| ("advice", advice.to_owned())),
        );
    }

    fn json(&self) -> serde_json::Value {
        let Examination {
            identity,
            answers: (near, outer),
            answered_in,
            rendition,
            is_chosen,
            theme,
            widths,
        } = &self.0;
        json!({
            "name": identity.name,
            "fingerprint": identity.fingerprint,
            "answers": near,
            "answers_behind": outer,
            "answered_ms": answered_in.map(|time| time.as_secs_f64() * 1000.0),
            "profile": rendition.profile.name(),
            "why": self.why(),
            "chosen": is_chosen,
            "joined": rendition.letters == Letters::Forms,
            "harakat": rendition.harakat,
            "colours": theme.depth.name(),
            "ground": theme.ground.name(),
            "synchronized_output": identity.sync,
            "widths": widths,
        })
    }
}
