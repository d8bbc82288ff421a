//! `hashiya init`: a folder becomes a project.

use std::io::Write as _;
use std::path::PathBuf;

use anyhow::bail;
use clap::{Args, ValueEnum};

use super::visible;
use crate::model::project::Language;
use crate::store::{Founding, Scheme, Store};

/// What project to make, and where.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// The project's folder; made if it is not there.
    #[arg(value_name = "FOLDER", default_value = ".")]
    folder: PathBuf,

    /// Without topics, and with an example to begin with, instead of the topics on combating
    /// trafficking in persons.
    #[arg(long)]
    empty: bool,

    /// The language of the project.
    #[arg(long, value_name = "LANGUAGE")]
    language: Option<Code>,

    /// The name of the project, shown at the top of the screen.
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
}

/// A language, as it is written on the command line.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Code {
    Ar,
    En,
}

/// Makes the project, and says what to do next.
pub(super) fn run(options: Options) -> anyhow::Result<()> {
    if options
        .name
        .as_deref()
        .is_some_and(|name| name.trim().is_empty())
    {
        bail!("the name is empty: leave --name out, or give it a name");
    }
    let scheme = if options.empty {
        Scheme::Empty
    } else {
        Scheme::Trafficking
    };
    let language = options.language.map(|code| match code {
        Code::Ar => Language::Arabic,
        Code::En => Language::English,
    });
    let founding = Founding {
        scheme,
        language,
        name: options.name,
    };
    founding.found(&options.folder)?;
    let folder = options.folder.display().to_string();
    let file = options.folder.join("project.toml").display().to_string();
    let here = options.folder.as_os_str() == ".";
    let project = if here {
        String::new()
    } else {
        format!("--project {folder} ")
    };
    let mut said = vec![format!(
        "Made {file} and {}",
        options.folder.join("articles").display()
    )];
    if options.empty {
        said.push(format!(
            "It opens once it has a topic: take \"#> \" away from the example in {file}, and put in your own."
        ));
    } else if let Ok(store) = Store::open(&options.folder) {
        let topics = store.project().topics.iter().map(|topic| topic.id.as_str());
        let topics: Vec<&str> = topics.collect();
        said.push(format!(
            "Its topics are {}; change them in {file}.",
            topics.join(", ")
        ));
    }
    said.push(format!("Next: hashiya import {project}TEXTS"));
    for line in said {
        // Whoever closed standard output does not want to read it.
        let _ = writeln!(std::io::stdout(), "{}", visible(&line));
    }
    Ok(())
}
