//! `hashiya check`: what is wrong with the files of a project, and what to do about it.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde_json::json;

use super::{isolated, me, print, project_folder, say, visible};
use crate::model::Time;
use crate::model::adjudication::GOLD;
use crate::store::{self, Asked, Problem};

/// How to look at a project.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Options {
    /// The project's folder, instead of the one here.
    #[arg(long, value_name = "FOLDER")]
    project: Option<PathBuf>,

    /// Print a JSON array of objects with path, line, column, kind, what and repaired.
    #[arg(long)]
    json: bool,

    /// Mend what can be mended without guessing, and set the rest aside; nothing is deleted that
    /// anybody wrote.
    #[arg(long)]
    repair: bool,

    /// Look only at what this annotator decided.
    #[arg(long, value_name = "NAME")]
    annotator: Option<String>,
}

const AFTER_HELP: &str = "\
A line for each problem: PATH:LINE:COLUMN: what is wrong: what to do. The exit code is 0 where nothing is \
wrong any more, 1 where something is or was set aside, 2 where there is no project.

--repair makes the sentences of a file from its history again, and ranges and quotes from the article; \
the file as it was goes to .set-aside of the project, and so does a file that cannot be read or trusted. \
It takes away what killed programs left, and the right of everybody to write. It mends nothing of an \
annotator as whom somebody works at the moment. Articles, project.toml, and annotations that are whole \
but disagree with these are only named.

In JSON, line and column are null where there is no line, and repaired is null, \"mended\", \"set-aside\" \
or \"removed\".";

/// Looks at the project, and says what is wrong.
pub(super) fn run(options: Options) -> anyhow::Result<ExitCode> {
    let root = project_folder(options.project.as_deref())?;
    if let Some(name) = options.annotator.as_deref().filter(|name| *name != GOLD) {
        store::check_annotator(name)?;
    }
    let repair = options.repair.then(me).transpose()?;
    let asked = Asked {
        annotator: options.annotator.as_deref(),
        repair: repair.map(|me| (me, Time::now())),
    };
    let checked = store::check(&root, &asked);
    if options.json {
        let problems: Vec<_> = checked.problems.iter().map(object).collect();
        print(&serde_json::to_string_pretty(&problems)?);
    } else {
        for problem in &checked.problems {
            print(&line(problem));
        }
    }
    for sentence in &checked.skipped {
        say(&format!("hashiya: {sentence}"));
    }
    if let Some(folder) = &checked.aside {
        let folder = folder.display();
        say(&format!(
            "hashiya: what was set aside, or changed, is in {folder}, with a note"
        ));
    }
    let is_mended = |problem: &Problem| {
        use store::Repaired::{Mended, Removed};
        matches!(problem.repaired, Some(Mended | Removed))
    };
    if !options.json {
        say(&summary(checked.files, &checked.problems));
    }
    let is_well = checked.problems.iter().all(is_mended);
    Ok(ExitCode::from(u8::from(!is_well)))
}

fn object(problem: &Problem) -> serde_json::Value {
    let place = |number: usize| (number > 0).then_some(number);
    json!({
        "path": problem.path.to_string_lossy(),
        "line": place(problem.line),
        "column": place(problem.column),
        "kind": problem.kind,
        "what": problem.what,
        "repaired": problem.repaired.map(|it| it.name()),
    })
}

fn line(problem: &Problem) -> String {
    let path = isolated(&problem.path.to_string_lossy());
    let place = match (problem.line, problem.column) {
        (0, _) => String::new(),
        (line, column) => format!(":{line}:{column}"),
    };
    let what = visible(&problem.what);
    let done = problem.repaired.map_or("", |it| it.name());
    if done.is_empty() {
        format!("{path}{place}: {what}")
    } else {
        format!("{path}{place}: {what} ({done})")
    }
}

fn summary(files: usize, problems: &[Problem]) -> String {
    let files = match files {
        1 => "1 file".to_owned(),
        files => format!("{files} files"),
    };
    match problems.len() {
        0 => format!("{files}: nothing is wrong"),
        1 => format!("{files}: 1 problem"),
        count => format!("{files}: {count} problems"),
    }
}
