//! `hashiya topic`: topics are renamed, merged and split without losing a decision.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};

use super::{isolated, print, project_folder};
use crate::keys::{Context, Key, Keymap};
use crate::model::Time;
use crate::store::{Otherwise, SchemeChange, Store};

/// What to do with topics, which are named by their ids.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP, disable_help_subcommand = true)]
pub(super) struct Options {
    #[command(subcommand)]
    change: Change,

    /// The project's folder, instead of the one here.
    #[arg(long, value_name = "FOLDER", global = true)]
    project: Option<PathBuf>,

    /// Change nothing; say whose decisions would be read otherwise.
    #[arg(long, global = true)]
    dry_run: bool,
}

#[derive(Debug, Subcommand)]
enum Change {
    /// Give a topic another id. What it is called on the screen stays.
    Rename {
        /// The id that it has.
        #[arg(value_name = "OLD")]
        old: String,
        /// The id that it gets.
        #[arg(value_name = "NEW")]
        new: String,
    },
    /// Make topics a part of another one: a sentence with any of them has that one.
    Merge {
        /// The ids that are no more, and then the one that they become.
        #[arg(value_name = "FROM... INTO", required = true, num_args = 2..)]
        ids: Vec<String>,
    },
    /// Put new topics in the place of one: a sentence with it is flagged for review, and undecided
    /// where it has no other topic.
    Split {
        /// The id that is no more.
        #[arg(value_name = "OLD")]
        old: String,
        /// The ids of the new ones.
        #[arg(value_name = "NEW", required = true, num_args = 2..)]
        new: Vec<String>,
    },
}

const AFTER_HELP: &str = "\
The change is noted at the end of project.toml, and applied whenever annotations are read; what was \
decided stays on the disk as it was. Everything else that stands in project.toml stays, comments too.";

/// Plans the change, and makes it if that was asked for.
pub(super) fn run(options: Options) -> anyhow::Result<ExitCode> {
    let root = project_folder(options.project.as_deref())?;
    let store = Store::open(&root)?;
    let change = match options.change {
        Change::Rename { old, new } => SchemeChange::Rename { old, new },
        Change::Merge { ids: mut from } => {
            let into = from.pop().unwrap_or_default();
            SchemeChange::Merge { from, into }
        }
        Change::Split { old, new } => SchemeChange::Split { old, new },
    };
    let keymap = Keymap::built_in();
    let topics = &store.project().topics;
    let is_free = |key: char| {
        let twin = keymap.twin(Key::from(key));
        let is_taken = topics
            .iter()
            .any(|topic| Some(Key::from(topic.key)) == twin);
        !is_taken && keymap.action(Context::Reader, Key::from(key)).is_none()
    };
    let today = Time::now().strftime("%Y-%m-%d").to_string();
    let plan = store.plan_topics(&change, &today, is_free)?;
    for one in &plan.otherwise {
        print(&told(one, options.dry_run));
    }
    if plan.otherwise.is_empty() {
        print("No decision is read otherwise.");
    }
    if options.dry_run {
        print("Nothing was changed.");
        return Ok(ExitCode::SUCCESS);
    }
    store.change_topics(&plan)?;
    let path = root.join("project.toml");
    let shown = isolated(&path.to_string_lossy());
    print(&format!(
        "{shown} is changed; programs that run see it when they start anew."
    ));
    for line in &plan.to_edit {
        print(&format!(
            "{shown}:{line}: edit the names, letters and card of this topic, which are those of the old one"
        ));
    }
    Ok(ExitCode::SUCCESS)
}

fn told(one: &Otherwise, would: bool) -> String {
    let of = |count: usize, what: &str| {
        let plural = if count == 1 { "" } else { "s" };
        format!("{count} {what}{plural}")
    };
    let (decisions, articles) = (of(one.decisions, "decision"), of(one.articles, "article"));
    let read = match (would, one.decisions) {
        (true, _) => "would be read otherwise",
        (false, 1) => "is read otherwise",
        (false, _) => "are read otherwise",
    };
    let mut line = format!(
        "{}: {decisions} in {articles} {read}",
        isolated(&one.annotator)
    );
    if one.undecided > 0 {
        line += &format!(", {} as undecided", one.undecided);
    }
    if one.unreadable > 0 {
        let files = of(one.unreadable, "file");
        line += &format!("; {files} could not be read: see hashiya check");
    }
    line
}
