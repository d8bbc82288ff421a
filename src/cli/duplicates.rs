//! `hashiya duplicates`: which articles are the same text twice.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::Args;
use rayon::prelude::*;

use super::say;
use crate::model::article::{Article, Id};
use crate::model::duplicates::{Cluster, Duplicates, Finder, Member, THRESHOLD, THRESHOLDS};
use crate::store::Store;
use crate::terminal::{Ending, Finish};
use crate::text::boilerplate::boilerplate;
use crate::text::fold::fold;
use crate::text::paragraph::paragraphs;

/// How many words a headline has at most.
const HEADLINE: usize = 20;

/// How to look for duplicates.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// The project's folder: the one you are in, or "hashiya" in it, if this says nothing.
    #[arg(long, value_name = "FOLDER")]
    project: Option<PathBuf>,

    /// How similar two articles are at least, from 0.3 to 1: the share of their runs of five words
    /// (three in short ones) that they have in common.
    #[arg(long, value_name = "SHARE", default_value_t = THRESHOLD)]
    threshold: f64,

    /// Print JSON, the same as in duplicates.json.
    #[arg(long)]
    json: bool,

    /// Write nothing.
    #[arg(long)]
    dry_run: bool,
}

/// Looks for duplicates, keeps them and says which they are.
pub(super) fn run(options: &Options) -> anyhow::Result<Finish> {
    let Some(finder) = Finder::new(options.threshold) else {
        let (least, most) = (THRESHOLDS.start(), THRESHOLDS.end());
        let threshold = options.threshold;
        bail!(
            "--threshold {threshold} is none: give a number from {least} to {most}, as in {THRESHOLD}"
        );
    };
    let store = Store::open(&folder(options.project.as_deref())?)?;
    // Each by itself, and reading waits for the disk: all cores are worth it here.
    let read = |id: &Id| match store.article(id) {
        Ok(article) => Ok((id.to_string(), finder.sketch(&compared(&article)))),
        Err(error) => Err(error),
    };
    let read: Vec<_> = store.ids().par_iter().map(read).collect();
    let mut articles = Vec::with_capacity(read.len());
    let mut unreadable = 0;
    for article in read {
        match article {
            Ok(article) => articles.push(article),
            Err(error) => {
                unreadable += 1;
                say(&format!("hashiya: {error}; it is left out"));
            }
        }
    }
    let made_by = finder.made_by(articles.len(), unreadable);
    let found = Duplicates::new(made_by, finder.clusters(&articles));
    if !options.dry_run {
        store.keep_duplicates(&found)?;
    }
    let text = if options.json {
        serde_json::to_string_pretty(&found)?
    } else {
        told(&found, options.dry_run)
    };
    // Whoever closed standard output does not want to read it.
    let _ = writeln!(std::io::stdout(), "{text}");
    Ok(Finish::Left(Ending::Saved))
}

/// The project that is meant.
fn folder(given: Option<&Path>) -> anyhow::Result<PathBuf> {
    let places = match given {
        Some(folder) => vec![folder.to_owned()],
        None => vec![PathBuf::from("."), PathBuf::from("hashiya")],
    };
    if let Some(project) = places.into_iter().find(|place| Store::is_project(place)) {
        return Ok(project);
    }
    match given {
        Some(folder) => bail!(
            "{} has no project.toml: give the folder of a project",
            folder.display()
        ),
        None => bail!(
            "there is no project.toml here: start it in the folder of a project, or name that with \
             --project FOLDER"
        ),
    }
}

/// What is said of `found`: a line a cluster, and one that sums up.
fn told(found: &Duplicates, dry_run: bool) -> String {
    let member = |member: &Member| format!("{} ({:.2})", member.id, member.similarity);
    let line = |cluster: &Cluster| {
        let (first, others) = cluster.articles.split_first()?;
        let others: Vec<String> = others.iter().map(member).collect();
        Some(format!("{}: {}", first.id, others.join(", ")))
    };
    let mut lines: Vec<String> = found.clusters().iter().filter_map(line).collect();
    let all = found.made_by.articles;
    let inside: usize = found.clusters().iter().map(|it| it.articles.len()).sum();
    let kept = if dry_run {
        "; nothing was written"
    } else {
        "; kept in duplicates.json"
    };
    lines.push(match found.clusters().len() {
        0 => format!("No duplicates among {all} articles{kept}."),
        1 => format!("1 cluster: {inside} of {all} articles{kept}."),
        count => format!("{count} clusters: {inside} of {all} articles{kept}."),
    });
    lines.join("\n")
}

/// What is compared of an article, folded: all but what a web page left in it, and the headline,
/// which every publisher words anew.
fn compared(article: &Article) -> String {
    let text = article.text.as_str();
    let left = boilerplate(text);
    let parts = paragraphs(text).filter(|bytes| !left.contains(bytes));
    let mut parts: Vec<&str> = parts.filter_map(|bytes| text.get(bytes)).collect();
    parts.retain(|part| words(part) > 0);
    if let Some((first, rest)) = parts.split_first() {
        let more: usize = rest.iter().map(|part| words(part)).sum();
        // The first of several short paragraphs is one of them, not a headline.
        if words(first) <= HEADLINE && words(first) < more {
            parts.remove(0);
        }
    }
    fold(&parts.join("\n")).text
}

fn words(text: &str) -> usize {
    let words = text.split_whitespace();
    words
        .filter(|word| word.contains(char::is_alphanumeric))
        .count()
}
