//! `hashiya export`: what was decided, in the form that another tool reads; and `hashiya schema`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::bail;
use clap::{Args, ValueEnum};

use super::dataset::{self, Parts, People, Shelf, Sink, Wanted};
use super::masking::{Masker, Tally};
use super::split::{self, Asked, Made};
use super::{print, project_folder, say};
use crate::export::card::{Filled, card, part_file};
use crate::export::record::SCHEMA;
use crate::export::{self, Choice, Counts, Format};
use crate::model::split::Splits;
use crate::store::Store;

/// What to export, and whereto.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Options {
    /// The form.
    #[arg(value_name = "FORMAT")]
    format: Name,

    /// The project's folder, instead of the one here.
    #[arg(long, value_name = "FOLDER")]
    project: Option<PathBuf>,

    /// Write to this file (of huggingface: to this folder), instead of standard output.
    #[arg(long, short, value_name = "PATH")]
    output: Option<PathBuf>,

    /// Replace what is there.
    #[arg(long)]
    force: bool,

    #[command(flatten)]
    wanted: Wanted,

    /// Split by article, as hashiya split does: 80/10/10. Parts that are kept are used without it.
    #[arg(long, value_name = "PARTS")]
    split: Option<String>,

    /// Only the articles of this part, such as train.
    #[arg(long, value_name = "NAME")]
    part: Option<String>,

    #[command(flatten)]
    asked: Asked,
}

const AFTER_HELP: &str = "\
Standard error says how many sentences went along, how many were left out and why, and what the form \
cannot carry. A sentence goes along if it is decided, without a flag that asks for another look, and part \
of its article. What [privacy] in project.toml says is masked, and counted.

jsonl has everything: hashiya schema prints what a line looks like. csv has a column for each topic. \
huggingface is a folder for datasets.load_dataset. spacy has lines of text and cats. Label Studio needs \
this interface for label-studio: <View><Labels name=\"sent\" toName=\"text\"><Label value=\"Sentence\"/></Labels>\
<Choices name=\"topic\" toName=\"text\" perRegion=\"true\" choice=\"multiple\"><Choice value=\"TOPIC\"/>…</Choices>\
<Labels name=\"evidence\" toName=\"text\"><Label value=\"TOPIC\"/>…</Labels><Text name=\"text\" value=\"$text\"/></View>";

/// A form, as it is written on the command line.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Name {
    Jsonl,
    Csv,
    #[value(name = "huggingface")]
    HuggingFace,
    Spacy,
    Prodigy,
    Doccano,
    LabelStudio,
}

impl From<Name> for Format {
    fn from(name: Name) -> Self {
        match name {
            Name::Jsonl => Self::Jsonl,
            Name::Csv => Self::Csv,
            Name::HuggingFace => Self::HuggingFace,
            Name::Spacy => Self::Spacy,
            Name::Prodigy => Self::Prodigy,
            Name::Doccano => Self::Doccano,
            Name::LabelStudio => Self::LabelStudio,
        }
    }
}

/// Prints what a line of `jsonl` looks like.
pub(super) fn schema() -> ExitCode {
    print(SCHEMA.trim_end());
    ExitCode::SUCCESS
}

/// Exports, and says what went along.
pub(super) fn run(options: &Options) -> anyhow::Result<ExitCode> {
    let store = Store::open(&project_folder(options.project.as_deref())?)?;
    let people = People::of(&store);
    let format = Format::from(options.format);
    let mut choice = options.wanted.choice(&people)?;
    if choice.undecided && !format.has_undecided() {
        say(
            "Sentences without a decision do not go along: this form cannot tell them from those to which nothing applies.",
        );
        choice.undecided = false;
    }
    let masker = options.wanted.masker(&store)?;
    let mut ids = options.wanted.articles(&store)?;
    let made = match options.split.as_deref() {
        Some(parts) => {
            let asked = &options.asked;
            split::make(&store, &people, &choice, &ids, Some(parts), asked, false)?
        }
        None if options.asked.is_any() => {
            bail!("say which parts are meant, as in --split 80/10/10")
        }
        None => None,
    };
    let kept = match &made {
        Some(made) => Some(made.splits.clone()),
        None => split::read(&store)?,
    };
    let none = Parts::new();
    let parts = kept.as_ref().map_or(&none, |kept| &kept.articles);
    if let Some(part) = &options.part {
        ids.retain(|id| parts.get(id) == Some(part));
        if ids.is_empty() {
            let names: BTreeSet<&str> = parts.values().map(String::as_str).collect();
            let names: Vec<&str> = names.into_iter().collect();
            match names.is_empty() {
                true => bail!("there are no parts yet: say which, as in --split 80/10/10"),
                false => bail!(
                    "no article is in a part of that name: there are {}",
                    names.join(", ")
                ),
            }
        }
    }
    let all = Export {
        store: &store,
        people: &people,
        choice: &choice,
        masker: &masker,
        ids: &ids,
        parts,
        kept: kept.as_ref(),
        format,
    };
    let counts = match (format, options.output.as_deref()) {
        (Format::HuggingFace, None) => {
            bail!("huggingface is a folder: name it with --output FOLDER")
        }
        (Format::HuggingFace, Some(path)) => all.folder(path, options.force)?,
        (_, path) => all.file(path, options.force)?,
    };
    let Some((counts, tally)) = counts else {
        // Whoever closed the pipe has read what they wanted.
        return Ok(ExitCode::SUCCESS);
    };
    dataset::tell(&counts, &choice);
    match &made {
        Some(made) => made.warnings(&store).iter().for_each(|line| say(line)),
        None => dataset::tell_missing(&store, &counts),
    }
    masker.tell(&tally);
    for lost in format.loses(&counts, &choice) {
        say(&format!("Not in this form: {lost}."));
    }
    Ok(ExitCode::SUCCESS)
}

/// All that an export is made of.
struct Export<'a> {
    store: &'a Store,
    people: &'a People,
    choice: &'a Choice,
    masker: &'a Masker,
    ids: &'a [String],
    parts: &'a Parts,
    kept: Option<&'a Splits>,
    format: Format,
}

/// What becomes of an article.
struct Written {
    bytes: Vec<u8>,
    part: String,
    source: String,
    counts: Counts,
    tally: Tally,
}

impl Export<'_> {
    /// Goes over the articles.
    fn each(
        &self,
        mut take: impl FnMut(Written) -> anyhow::Result<bool>,
    ) -> anyhow::Result<Option<(Counts, Tally)>> {
        let project = self.masker.project();
        let mut counts = Counts::default();
        let mut tally = Tally::default();
        let make = |said: export::Said| {
            let (said, tally) = self.masker.mask(said);
            let mut counts = Counts::default();
            let rows = export::rows(&said, project, self.choice, &mut counts);
            let mut bytes = Vec::new();
            self.format.write(&mut bytes, project, &rows, self.choice)?;
            Ok(Written {
                bytes,
                counts,
                tally,
                part: said.part.clone().unwrap_or_default(),
                source: said.article.metadata.source.clone().unwrap_or_default(),
            })
        };
        let mut is_open = true;
        dataset::each(
            self.store,
            self.people,
            self.parts,
            self.ids,
            make,
            |made| {
                counts += made.counts.clone();
                if !made.bytes.is_empty() {
                    tally += made.tally.clone();
                }
                if is_open && !made.bytes.is_empty() {
                    is_open = take(made)?;
                }
                Ok(())
            },
        )?;
        if is_open {
            dataset::check_any(&counts, self.choice)?;
        }
        Ok(is_open.then_some((counts, tally)))
    }

    /// To a file or to standard output; none where that was closed.
    fn file(&self, path: Option<&Path>, force: bool) -> anyhow::Result<Option<(Counts, Tally)>> {
        let mut sink = Sink::open(path, force)?;
        let (opening, between, closing) = self.format.frame(self.masker.project())?;
        let mut is_first = true;
        let counts = self.each(|made| {
            let before = if is_first {
                &*opening
            } else {
                between.as_bytes()
            };
            is_first = false;
            Ok(sink.write(before)? && sink.write(&made.bytes)?)
        })?;
        if counts.is_some() && sink.write(closing.as_bytes())? {
            sink.finish()?;
        }
        Ok(counts)
    }

    /// To a folder with a card and a file for each part.
    fn folder(&self, path: &Path, force: bool) -> anyhow::Result<Option<(Counts, Tally)>> {
        let facts = self.masker.facts(dataset::facts(self.store)?);
        let shelf = Shelf::open(path, force)?;
        let mut files: BTreeMap<String, BufWriter<File>> = BTreeMap::new();
        let mut sources = BTreeMap::new();
        let counts = self.each(|made| {
            let name = part_file(&made.part);
            *sources.entry(made.source).or_default() += 1;
            let file = match files.entry(name.clone()) {
                std::collections::btree_map::Entry::Occupied(file) => file.into_mut(),
                std::collections::btree_map::Entry::Vacant(place) => {
                    place.insert(shelf.file(&name)?)
                }
            };
            let written = file.write_all(&made.bytes);
            written.map_err(|error| shelf.unwritten(&name, &error))?;
            Ok(true)
        })?;
        for (name, file) in files {
            shelf.close(&name, file)?;
        }
        let (all, tally) = counts.clone().unwrap_or_default();
        let masked = self.masker.told(&tally);
        let names = self.kept.map_or_else(Vec::new, Splits::names);
        let told = match self.kept {
            Some(kept) => Made::method(kept),
            None => "All of it is one part.".to_owned(),
        };
        let text = card(&Filled {
            project: self.masker.project(),
            facts: &facts,
            counts: &all,
            choice: self.choice,
            parts: &names,
            sources: &sources,
            people: &BTreeMap::new(),
            wordings: &[],
            tables: &[],
            stand_off: false,
            split: &told,
            masked: masked.as_ref(),
        });
        let mut file = shelf.file("README.md")?;
        let written = file.write_all(text.as_bytes());
        written.map_err(|error| shelf.unwritten("README.md", &error))?;
        shelf.close("README.md", file)?;
        shelf.finish()?;
        Ok(counts)
    }
}
