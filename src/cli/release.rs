//! `hashiya release`: everything that was decided in one folder that says what it is; and what changed
//! from one to the next.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use clap::{Args, Subcommand};
use serde_json::json;

use super::dataset::{self, Parts, People, Shelf, Wanted};
use super::masking::{Masker, Tally};
use super::split::{self, Asked, Made};
use super::{isolated, print, project_folder, say, visible};
use crate::export::card::{Filled, card, part_file};
use crate::export::manifest::{Listed, Manifest, Summed};
use crate::export::release::{Change, Decided, Making, Tables, changes, tables};
use crate::export::{Choice, Counts};
use crate::model::annotation::FORMAT;
use crate::model::pseudonym::Pseudonyms;
use crate::model::split::Splits;
use crate::store::{self, Store, is_id};

/// What to release.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, after_help = AFTER_HELP)]
pub(super) struct Options {
    #[command(subcommand)]
    other: Option<Other>,

    /// Its name: the folder releases/NAME of the project, unless --output says otherwise.
    #[arg(value_name = "NAME", required = true)]
    name: Option<String>,

    /// The project's folder, instead of the one here.
    #[arg(long, value_name = "FOLDER")]
    project: Option<PathBuf>,

    /// Make this folder.
    #[arg(long, short, value_name = "FOLDER")]
    output: Option<PathBuf>,

    /// Replace what is there, all of it.
    #[arg(long)]
    force: bool,

    /// Nothing of the texts: ids, offsets and topics, for articles that must not be copied.
    #[arg(long)]
    stand_off: bool,

    /// Make none where anything looks personal in the texts and is not masked.
    #[arg(long)]
    strict: bool,

    #[command(flatten)]
    wanted: Wanted,

    /// Split by article, as hashiya split does: 80/10/10. Parts that are kept are used without it.
    #[arg(long, value_name = "PARTS")]
    split: Option<String>,

    #[command(flatten)]
    asked: Asked,
}

/// What can be done with releases.
#[derive(Debug, Subcommand)]
enum Other {
    /// Say which decisions changed from one release to another, whose, and under which wording.
    Diff(Compared),
}

/// The releases that are compared.
#[derive(Debug, Args)]
pub(super) struct Compared {
    /// The earlier one: a name, or a folder.
    #[arg(value_name = "A")]
    old: PathBuf,

    /// The later one.
    #[arg(value_name = "B")]
    new: PathBuf,

    /// The project's folder, instead of the one here.
    #[arg(long, value_name = "FOLDER")]
    project: Option<PathBuf>,

    /// Print JSON.
    #[arg(long)]
    json: bool,
}

const AFTER_HELP: &str = "\
In the folder: README.md, the card, filled from the project and from card.toml beside project.toml; data, a file \
for each part, for datasets.load_dataset; raw.jsonl, everybody's decisions; soft.jsonl, their shares; gold.jsonl, the \
adjudicated ones; articles.jsonl; splits.json; guidelines, each wording that was decided under, by its hash; \
manifest.json, with the SHA-256 of each file. The same project gives the same bytes.

Annotators are pseudonyms; pseudonyms.json of the project, which only you can read, says who is who. Notes stay \
out unless --notes says so. In the texts is masked what [privacy] in project.toml says, offsets and hashes \
follow, and manifest and card say how often; what looks personal all the same is counted, and hashiya \
privacy lists it.";

/// Where the key to the pseudonyms is.
const KEY: &str = "pseudonyms.json";

/// Releases, or compares releases.
pub(super) fn run(options: &Options) -> anyhow::Result<ExitCode> {
    if let Some(Other::Diff(compared)) = &options.other {
        return diff(compared);
    }
    let store = Store::open(&project_folder(options.project.as_deref())?)?;
    let name = options.name.as_deref().unwrap_or_default();
    if !is_id(name) {
        bail!(
            "a release cannot be called {}: use a-z, 0-9, dot, _ and -, 64 at most",
            isolated(name)
        );
    }
    let path = match &options.output {
        Some(path) => path.clone(),
        None => {
            let folder = store.root().join("releases");
            let made = fs::create_dir_all(&folder);
            made.map_err(|error| dataset::unwritten(&folder, &error))?;
            folder.join(name)
        }
    };
    let shelf = Shelf::open(&path, options.force)?;
    let people = People::of(&store);
    let mut choice = options.wanted.choice(&people)?;
    if choice.undecided {
        say(
            "Sentences without a decision do not go along: they would look like those to which nothing applies.",
        );
        choice.undecided = false;
    }
    let ids = options.wanted.articles(&store)?;
    let made = match options.split.as_deref() {
        Some(parts) => split::make(
            &store,
            &people,
            &choice,
            &ids,
            Some(parts),
            &options.asked,
            false,
        )?,
        None if options.asked.is_any() => {
            bail!("say which parts are meant, as in --split 80/10/10")
        }
        None => None,
    };
    let kept = match &made {
        Some(made) => Some(made.splits.clone()),
        None => split::read(&store)?,
    };
    let pseudonyms = pseudonyms(&store, &people)?;
    let masker = options
        .wanted
        .masker_of_release(&store, options.stand_off)?;
    let release = Release {
        store: &store,
        name,
        kept: kept.as_ref(),
        choice: &choice,
        masker: &masker,
        who: options.wanted.who(&pseudonyms),
        making: Making {
            project: masker.project(),
            choice: &choice,
            pseudonyms: &pseudonyms,
            stand_off: options.stand_off,
        },
    };
    let (counts, tally) = release.write(&people, &ids, &shelf)?;
    let left = match tally.left {
        0 => None,
        1 => Some("1 thing in the texts looks personal and is not masked".to_owned()),
        count => Some(format!(
            "{count} things in the texts look personal and are not masked"
        )),
    };
    if let Some(left) = left.as_ref().filter(|_| options.strict) {
        bail!("{left}: hashiya privacy lists them; no release was made, as --strict says");
    }
    shelf.finish()?;
    dataset::tell(&counts, &choice);
    masker.tell(&tally);
    match &made {
        Some(made) => made.warnings(&store).iter().for_each(|line| say(line)),
        None => dataset::tell_missing(&store, &counts),
    }
    if kept.is_none() {
        say("There are no parts: all of it is in train. Say which, as in --split 80/10/10.");
    }
    if let Some(left) = left {
        say(&format!("{left}: hashiya privacy lists them."));
    }
    if options.stand_off && choice.notes {
        say("Notes do not go along: they may say what the text says.");
    }
    let missing = store.ids().len().saturating_sub(counts.articles);
    if missing > 0 {
        say(&format!("Nothing of {missing} articles is in data."));
    }
    print(&format!(
        "{} is ready.",
        visible(&path.display().to_string())
    ));
    Ok(ExitCode::SUCCESS)
}

/// Who is who: as it is kept, and whoever is new. Only the owner can read the file.
fn pseudonyms(store: &Store, people: &People) -> anyhow::Result<Pseudonyms> {
    let path = store.root().join(KEY);
    let mut pseudonyms = match fs::read(&path) {
        Ok(json) => serde_json::from_slice(&json).with_context(|| {
            format!(
                "{} is damaged: put back a good copy, or people get other pseudonyms",
                path.display()
            )
        })?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Pseudonyms::default(),
        Err(error) => bail!("cannot read {}: {}", path.display(), store::reason(&error)),
    };
    if pseudonyms.format > FORMAT {
        bail!(
            "{} has format {} and this Hashiya reads up to {FORMAT}: update Hashiya",
            path.display(),
            pseudonyms.format
        );
    }
    if pseudonyms.add(people.names()) {
        let mut json = serde_json::to_vec_pretty(&pseudonyms)?;
        json.push(b'\n');
        dataset::replace(&path, &json, Some(0o600))?;
    }
    Ok(pseudonyms)
}

/// All that a release is made of.
struct Release<'a> {
    store: &'a Store,
    name: &'a str,
    kept: Option<&'a Splits>,
    choice: &'a Choice,
    masker: &'a Masker,
    who: String,
    making: Making<'a>,
}

/// Its files while they are written, by name.
struct Files<'a> {
    shelf: &'a Shelf,
    open: BTreeMap<String, Summed<BufWriter<File>>>,
    done: Vec<Listed>,
}

impl Files<'_> {
    /// Adds `bytes` to the file called `name`, which is there even if they are none.
    fn add(&mut self, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
        if !self.open.contains_key(name) {
            let file = Summed::new(self.shelf.file(name)?);
            self.open.insert(name.to_owned(), file);
        }
        if let Some(file) = self.open.get_mut(name) {
            let written = file.write_all(bytes);
            written.map_err(|error| self.shelf.unwritten(name, &error))?;
        }
        Ok(())
    }

    /// What was written, in the order of paths.
    fn finish(mut self) -> anyhow::Result<Vec<Listed>> {
        for (name, file) in self.open {
            let (file, listed) = file.finish(&name);
            self.shelf.close(&name, file)?;
            self.done.push(listed);
        }
        self.done.sort();
        Ok(self.done)
    }
}

impl Release<'_> {
    fn write(
        &self,
        people: &People,
        ids: &[String],
        shelf: &Shelf,
    ) -> anyhow::Result<(Counts, Tally)> {
        let mut files = Files {
            shelf,
            open: BTreeMap::new(),
            done: Vec::new(),
        };
        let mut counts = Counts::default();
        let mut tally = Tally::default();
        let mut wordings = BTreeSet::new();
        let mut by: BTreeMap<String, usize> = BTreeMap::new();
        let mut sources: BTreeMap<String, usize> = BTreeMap::new();
        let mut released = BTreeSet::new();
        let mut has_gold = false;
        let none = Parts::new();
        let parts = self.kept.map_or(&none, |kept| &kept.articles);
        for name in ["raw.jsonl", "soft.jsonl", "gold.jsonl", "articles.jsonl"] {
            files.add(name, b"")?;
        }
        let make = |said: crate::export::Said| {
            let (said, tally) = self.masker.mask(said);
            let tables = tables(&said, &self.making)?;
            let source = said.article.metadata.source.clone();
            Ok((said.article.id, said.part, source, tables, tally))
        };
        type One = (String, Option<String>, Option<String>, Tables, Tally);
        let take = |(id, part, source, tables, of): One| {
            if tables.articles.is_empty() {
                counts += tables.counts;
                return Ok(());
            }
            tally += of;
            files.add("raw.jsonl", &tables.raw)?;
            files.add("soft.jsonl", &tables.soft)?;
            files.add("gold.jsonl", &tables.gold)?;
            has_gold |= !tables.gold.is_empty();
            files.add("articles.jsonl", &tables.articles)?;
            if !tables.data.is_empty() {
                files.add(&part_file(&part.unwrap_or_default()), &tables.data)?;
                *sources.entry(source.unwrap_or_default()).or_default() += 1;
            }
            counts += tables.counts;
            wordings.extend(tables.wordings);
            for (name, count) in tables.people {
                *by.entry(name).or_default() += count;
            }
            released.insert(id);
            Ok(())
        };
        dataset::each(self.store, people, parts, ids, make, take)?;
        dataset::check_any(&counts, self.choice)?;
        let wordings: Vec<String> = wordings.into_iter().collect();
        let wordings = self.wordings(&wordings, &mut files)?;
        if let Some(kept) = self.kept {
            let mut kept = kept.clone();
            let parts = std::mem::take(&mut kept.articles).into_iter();
            let parts = parts.map(|(id, part)| (self.masker.id(&id).to_owned(), part));
            kept.articles = parts.filter(|(id, _)| released.contains(id)).collect();
            let mut json = serde_json::to_vec_pretty(&kept)?;
            json.push(b'\n');
            files.add("splits.json", &json)?;
        }
        let facts = self.masker.facts(dataset::facts(self.store)?);
        let masked = self.masker.told(&tally);
        let names = self.kept.map_or_else(Vec::new, Splits::names);
        let told = match self.kept {
            Some(kept) => Made::method(kept),
            None => "All of it is one part.".to_owned(),
        };
        let mut listed = vec![
            ("raw", "raw.jsonl"),
            ("soft", "soft.jsonl"),
            ("articles", "articles.jsonl"),
        ];
        if has_gold {
            // load_dataset fails on a table without a row.
            listed.push(("gold", "gold.jsonl"));
        }
        let text = card(&Filled {
            project: self.making.project,
            facts: &facts,
            counts: &counts,
            choice: self.choice,
            parts: &names,
            sources: &sources,
            people: &by,
            wordings: &wordings,
            tables: &listed,
            stand_off: self.making.stand_off,
            split: &told,
            masked: masked.as_ref(),
        });
        files.add("README.md", text.as_bytes())?;
        let manifest = Manifest {
            format: FORMAT,
            release: self.name.to_owned(),
            project: self.making.project.name.clone(),
            who: self.who.clone(),
            stand_off: self.making.stand_off,
            masked,
            files: files.finish()?,
        };
        let mut json = serde_json::to_vec_pretty(&manifest)?;
        json.push(b'\n');
        let mut file = shelf.file("manifest.json")?;
        let written = file.write_all(&json);
        written.map_err(|error| shelf.unwritten("manifest.json", &error))?;
        shelf.close("manifest.json", file)?;
        Ok((counts, tally))
    }

    /// Copies the wordings called `hashes`; those that are there.
    fn wordings(&self, hashes: &[String], files: &mut Files<'_>) -> anyhow::Result<Vec<String>> {
        let mut found = Vec::new();
        for hash in hashes {
            // A hash comes from a file: nothing outside the folder of wordings is read.
            let name = format!("guidelines/{hash}.json");
            let wording = match (self.masker.wording(hash), is_id(hash)) {
                (Some(masked), _) => Some(masked.to_owned()),
                (None, true) => fs::read(self.store.root().join(&name)).ok(),
                (None, false) => None,
            };
            match wording {
                Some(wording) => {
                    files.add(&name, &wording)?;
                    found.push(hash.clone());
                }
                None => say(&format!(
                    "The wording {} that was decided under is not in guidelines of the project: put it back if you have it.",
                    isolated(hash)
                )),
            }
        }
        Ok(found)
    }
}

/// Compares two releases.
fn diff(compared: &Compared) -> anyhow::Result<ExitCode> {
    let place = |given: &Path| {
        if given.join("manifest.json").is_file() {
            return Ok(given.to_owned());
        }
        let root = project_folder(compared.project.as_deref());
        let named = root.ok().map(|root| root.join("releases").join(given));
        match named {
            Some(named) if named.join("manifest.json").is_file() => Ok(named),
            _ => bail!(
                "{} is no release (it has no manifest.json): give its folder, or its name and --project",
                visible(&given.display().to_string())
            ),
        }
    };
    let (old, new) = (place(&compared.old)?, place(&compared.new)?);
    let changes = changes(decided(&old)?, decided(&new)?);
    let (before, after) = (parts(&old)?, parts(&new)?);
    let moved = before.iter().filter_map(|(id, from)| {
        let to = after.get(id)?;
        (to != from).then_some((id, from, to))
    });
    let moved: Vec<(&String, &String, &String)> = moved.collect();
    if compared.json {
        let moved = moved.iter();
        let moved = moved.map(|(id, from, to)| json!({ "article": id, "from": from, "to": to }));
        let told = json!({ "decisions": changes, "moved": moved.collect::<Vec<_>>() });
        print(&serde_json::to_string_pretty(&told)?);
        return Ok(ExitCode::SUCCESS);
    }
    for change in &changes {
        print(&line(change));
    }
    for (id, from, to) in &moved {
        print(&format!("{id}: {from} → {to}"));
    }
    let count = |is: fn(&Change) -> bool| changes.iter().filter(|it| is(it)).count();
    print(&format!(
        "{} decisions changed, {} are new, {} are gone; {} articles are in another part.",
        count(|it| it.from.is_some() && it.to.is_some()),
        count(|it| it.from.is_none()),
        count(|it| it.to.is_none()),
        moved.len()
    ));
    Ok(ExitCode::SUCCESS)
}

/// A change in a line: where, whose, what, when, and why as far as it is known.
fn line(change: &Change) -> String {
    let said = |topics: &Option<Vec<String>>| match topics {
        None => "nothing".to_owned(),
        Some(topics) if topics.is_empty() => "none applies".to_owned(),
        Some(topics) => topics.join(" + "),
    };
    let when = change
        .decided
        .map(|it| format!(", {it}"))
        .unwrap_or_default();
    let why = match &change.guideline {
        Some((old, new)) => {
            let told = |it: &Option<String>| it.clone().unwrap_or_else(|| "none".to_owned());
            format!(", under another wording ({} → {})", told(old), told(new))
        }
        None => String::new(),
    };
    visible(&format!(
        "{} {}: {} → {}{when}{why}",
        change.id,
        change.annotator,
        said(&change.from),
        said(&change.to)
    ))
}

/// The decisions of the release in `folder`.
fn decided(folder: &Path) -> anyhow::Result<Vec<Decided>> {
    let mut all = Vec::new();
    for name in ["raw.jsonl", "gold.jsonl"] {
        let path = folder.join(name);
        let failed = |error: &io::Error| {
            anyhow::anyhow!("cannot read {}: {}", path.display(), store::reason(error))
        };
        let file = File::open(&path).map_err(|error| failed(&error))?;
        for (number, line) in (1..).zip(BufReader::new(file).lines()) {
            let line = line.map_err(|error| failed(&error))?;
            let decided = serde_json::from_str(&line);
            all.push(decided.map_err(|error| {
                anyhow::anyhow!(
                    "{}:{number}: {error}; take a whole copy of the release",
                    path.display()
                )
            })?);
        }
    }
    Ok(all)
}

/// The parts of the release in `folder`; none where it has none.
fn parts(folder: &Path) -> anyhow::Result<Parts> {
    let path = folder.join("splits.json");
    match fs::read(&path) {
        Ok(json) => {
            let splits: Splits = serde_json::from_slice(&json).with_context(|| {
                format!(
                    "{} is damaged: take a whole copy of the release",
                    path.display()
                )
            })?;
            Ok(splits.articles)
        }
        Err(_) => Ok(Parts::new()),
    }
}
