//! `hashiya adjudicate`: settling what annotators disagree on, in the same screen in which they decide.

use std::path::PathBuf;

use anyhow::bail;
use clap::Args;

use super::{account, check_terminal, open, project_folder, work_on};
use crate::model::adjudication::GOLD;
use crate::store;
use crate::terminal::Finish;
use crate::text::Profile;

/// Whose decisions are settled, and who does it.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// The project's folder; the one that is worked in, without it.
    #[arg(long, value_name = "FOLDER")]
    project: Option<PathBuf>,

    /// Settle as this person instead of the account's name.
    #[arg(long = "as", value_name = "NAME")]
    by: Option<String>,

    /// Draw Arabic for this kind of terminal instead of the one that is found out.
    #[arg(long, value_name = "PROFILE", env = "HASHIYA_PROFILE")]
    profile: Option<Profile>,
}

/// Opens the project as `gold` has it.
pub(super) fn run(options: Options) -> anyhow::Result<Finish> {
    check_terminal()?;
    let by = options.by.unwrap_or_else(account);
    store::check_annotator(&by)?;
    let root = project_folder(options.project.as_deref())?;
    let opened = open::open(&[], Some(&root))?;
    let leads = &opened.store.project().people.leads;
    if !leads.is_empty() && !leads.contains(&by) {
        bail!(
            "{by} is no lead of this project ({}): say with --as who settles, or add the name to leads in project.toml",
            leads.join(", ")
        );
    }
    work_on(opened, GOLD.to_owned(), Some(by), options.profile)
}
