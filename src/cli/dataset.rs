//! What `export` and `release` share: which decisions go along, the articles with what is said of
//! them, and files that are whole or not there.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::Args;
use rayon::prelude::*;
use tempfile::{NamedTempFile, TempDir};

use super::masking::Masker;
use super::{isolated, say};
use crate::export::card::Facts;
use crate::export::{Choice, Counts, GOLD, MAJORITY, Said, Who};
use crate::model::article::{Article, Id};
use crate::model::pseudonym::Pseudonyms;
use crate::store::{self, Store};
use crate::text::boilerplate::boilerplate;

/// Which decisions go along.
#[derive(Debug, Clone, Args)]
pub(super) struct Wanted {
    /// Whose decisions: an annotator's name; majority, what more than half of those say who decided;
    /// gold, the adjudicated ones; or all, everybody's.
    #[arg(long, value_name = "WHO", default_value = MAJORITY)]
    who: String,

    /// Only this article, by its id; may be given several times.
    #[arg(long, value_name = "ID")]
    article: Vec<String>,

    /// Sentences without a decision, too.
    #[arg(long)]
    undecided: bool,

    /// Sentences that are flagged as unsure, for review, broken or cut wrongly, too.
    #[arg(long)]
    flagged: bool,

    /// Sentences that somebody passed on, too.
    #[arg(long)]
    passed_on: bool,

    /// Sentences that are not part of their article, such as what a web page left in it, too.
    #[arg(long)]
    boilerplate: bool,

    /// Notes, too.
    #[arg(long)]
    notes: bool,

    /// Mask nothing, whatever the block privacy of project.toml says.
    #[arg(long)]
    no_mask: bool,
}

/// Who annotates, and which articles they have files on.
#[derive(Debug)]
pub(super) struct People {
    names: Vec<(String, Vec<Id>)>,
    gold: Vec<Id>,
}

/// How many articles are worked on at once: all cores have enough to do, and few are in memory.
const CHUNK: usize = 256;

impl Wanted {
    /// The choice that this is; nobody of that name annotates, says an error.
    pub(super) fn choice(&self, people: &People) -> anyhow::Result<Choice> {
        let who = match self.who.as_str() {
            MAJORITY => Who::Majority,
            GOLD => Who::Gold,
            "all" => Who::All,
            name if people.names.iter().any(|(it, _)| it == name) => Who::One(name.to_owned()),
            name => {
                let names = people.names.iter().map(|(it, _)| isolated(it));
                let names: Vec<String> =
                    names.chain(["majority, gold or all".to_owned()]).collect();
                bail!(
                    "nobody called {} annotates here: --who takes {}",
                    isolated(name),
                    names.join(", ")
                );
            }
        };
        Ok(Choice {
            who,
            undecided: self.undecided,
            flagged: self.flagged,
            passed_on: self.passed_on,
            boilerplate: self.boilerplate,
            notes: self.notes,
        })
    }

    /// What masks what goes along, of an export.
    pub(super) fn masker(&self, store: &Store) -> anyhow::Result<Masker> {
        Masker::new(store, self.no_mask, false, false)
    }

    /// The same of a release, where it is counted, too, what looks personal all the same.
    pub(super) fn masker_of_release(
        &self,
        store: &Store,
        stand_off: bool,
    ) -> anyhow::Result<Masker> {
        Masker::new(store, self.no_mask, stand_off, true)
    }

    /// Whose decisions, with a pseudonym for a name.
    pub(super) fn who(&self, pseudonyms: &Pseudonyms) -> String {
        pseudonyms.of(&self.who).to_owned()
    }

    /// The ids of the articles that are meant, in order.
    pub(super) fn articles(&self, store: &Store) -> anyhow::Result<Vec<String>> {
        if self.article.is_empty() {
            return Ok(store.ids().iter().map(Id::to_string).collect());
        }
        if let Some(unknown) = self.article.iter().find(|id| !store.has(id)) {
            bail!(
                "there is no article {}: --article takes the name of a file in {} without .json",
                isolated(unknown),
                store.root().join("articles").display()
            );
        }
        let mut ids = self.article.clone();
        ids.sort_unstable();
        ids.dedup();
        Ok(ids)
    }
}

impl People {
    /// Reads names only.
    pub(super) fn of(store: &Store) -> Self {
        let names = store.annotators().into_iter();
        Self {
            names: names
                .map(|name| (name.clone(), store.annotated(&name)))
                .collect(),
            gold: store.annotated(GOLD),
        }
    }

    /// Their names, in order.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(|(name, _)| name.as_str())
    }

    /// The article `id` with what is said of it; none where nobody has a file on it.
    fn said(&self, store: &Store, id: &String, parts: &Parts) -> anyhow::Result<Option<Said>> {
        let has = |ids: &[Id]| ids.binary_search_by(|it| it.as_str().cmp(id)).is_ok();
        let article = store.article(id)?;
        let people = self.names.iter().filter(|(_, ids)| has(ids));
        let people = people.map(|(name, _)| store.said(name, &article));
        let people = people.collect::<Result<Vec<_>, _>>()?;
        let gold = has(&self.gold).then(|| store.said(GOLD, &article));
        Ok(Some(Said {
            outside: outside(&article),
            people,
            gold: gold.transpose()?,
            part: parts.get(id).cloned(),
            article,
        }))
    }
}

/// The part of the dataset that each article is in, by its id.
pub(super) type Parts = BTreeMap<String, String>;

/// Goes over the articles `ids`: `make` makes something of each, on all cores, and `take` gets that
/// in the order of `ids`. A file that cannot be read ends it: a dataset from which something is
/// missing looks like one that is whole.
pub(super) fn each<Made: Send>(
    store: &Store,
    people: &People,
    parts: &Parts,
    ids: &[String],
    make: impl Fn(Said) -> anyhow::Result<Made> + Sync,
    mut take: impl FnMut(Made) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    for ids in ids.chunks(CHUNK) {
        let one = |id: &String| match people.said(store, id, parts)? {
            Some(said) => make(said).map(Some),
            None => Ok(None),
        };
        let made: Vec<anyhow::Result<Option<Made>>> = ids.par_iter().map(one).collect();
        for made in made {
            if let Some(made) = made? {
                take(made)?;
            }
        }
    }
    Ok(())
}

/// For each sentence of `article`, whether it is taken for what a web page left in it.
fn outside(article: &Article) -> Vec<bool> {
    let left = boilerplate(&article.text);
    let is_outside = |start: usize| {
        let next = left.partition_point(|bytes| bytes.end <= start);
        left.get(next).is_some_and(|bytes| bytes.contains(&start))
    };
    let sentences = article.sentences.iter();
    sentences.map(|it| is_outside(it.bytes.start)).collect()
}

/// Says what went along, and what did not and how to take it along.
pub(super) fn tell(counts: &Counts, choice: &Choice) {
    let rows = match choice.who {
        Who::All => "decisions",
        _ => "sentences",
    };
    let articles = match counts.articles {
        1 => "1 article".to_owned(),
        count => format!("{count} articles"),
    };
    say(&format!("{} {rows} of {articles}.", counts.rows));
    for (count, why) in [
        (
            counts.undecided,
            "are not decided (--undecided takes them along)",
        ),
        (
            counts.divided,
            "have no majority (--undecided takes them along, --who gold what was decided in the end)",
        ),
        (counts.flagged, "are flagged (--flagged takes them along)"),
        (
            counts.passed_on,
            "were passed on (--passed-on takes them along)",
        ),
        (
            counts.boilerplate,
            "are not part of their article (--boilerplate takes them along)",
        ),
    ] {
        if count > 0 {
            say(&format!("Left out: {count} {rows} {why}."));
        }
    }
}

/// Nothing to export is an error that says what to do.
pub(super) fn check_any(counts: &Counts, choice: &Choice) -> anyhow::Result<()> {
    if counts.rows > 0 {
        return Ok(());
    }
    match &choice.who {
        Who::Gold if counts.undecided > 0 => bail!(
            "no sentence has an adjudicated decision: adjudicate first, or take --who majority"
        ),
        Who::One(name) if counts.flagged == 0 => bail!(
            "{} has decided nothing here that can go along: annotate first, or choose with --who whose decisions to take",
            isolated(name)
        ),
        _ if counts.divided + counts.flagged > 0 => bail!(
            "nothing is left of what was decided: see above, and take along with --flagged or --undecided, or --who all"
        ),
        _ => bail!("nothing is decided yet: annotate first, with hashiya in this folder"),
    }
}

/// Says which topics have no positive example, in all or in a part.
pub(super) fn tell_missing(store: &Store, counts: &Counts) {
    for topic in &store.project().topics {
        if !counts.topics.contains_key(&topic.id) {
            say(&format!(
                "No sentence has the topic {}: a classifier cannot learn it. Annotate some, or take it out of project.toml.",
                topic.id
            ));
        }
    }
}

/// What people say of the project, in `card.toml`; nothing where there is none.
pub(super) fn facts(store: &Store) -> anyhow::Result<Facts> {
    let path = store.root().join("card.toml");
    match fs::read_to_string(&path) {
        Ok(text) => {
            let facts = Facts::read(&text);
            facts.map_err(|what| anyhow::anyhow!("{}:{what}; mend it", path.display()))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            say(
                "There is no card.toml beside project.toml: what only people know is missing in the card (README.md says where).",
            );
            Ok(Facts::default())
        }
        Err(error) => bail!("cannot read {}: {}", path.display(), store::reason(&error)),
    }
}

/// A file that takes its place only when it is whole, or standard output.
pub(super) enum Sink {
    /// Written aside, in the folder of `path`.
    Aside {
        /// Where it is to be.
        path: PathBuf,
        /// Where it is.
        file: BufWriter<NamedTempFile>,
        /// Whether a file there is replaced.
        force: bool,
    },
    /// Standard output, or a device: written as it comes.
    Through(BufWriter<Box<dyn Write>>),
}

impl Sink {
    /// For the file `path`, or standard output where it is none or `-`.
    pub(super) fn open(path: Option<&Path>, force: bool) -> anyhow::Result<Self> {
        let Some(path) = path.filter(|path| *path != Path::new("-")) else {
            return Ok(Self::Through(BufWriter::new(Box::new(io::stdout()))));
        };
        let there = fs::metadata(path);
        if there.as_ref().is_ok_and(|it| it.is_dir()) {
            bail!("{} is a folder: name a file", path.display());
        }
        if there.as_ref().is_ok_and(|it| !it.is_file()) {
            let file = File::options().write(true).open(path);
            let file = file.map_err(|error| unwritten(path, &error))?;
            return Ok(Self::Through(BufWriter::new(Box::new(file))));
        }
        if there.is_ok() && !force {
            bail!(
                "{} is there already, and was not touched: give another name, or --force to replace it",
                path.display()
            );
        }
        let file = tempfile::Builder::new()
            .prefix(".hashiya-")
            .suffix(".tmp")
            .permissions(plain())
            .tempfile_in(folder_of(path))
            .map_err(|error| unwritten(path, &error))?;
        Ok(Self::Aside {
            path: path.to_owned(),
            file: BufWriter::new(file),
            force,
        })
    }

    /// Writes more. A reader who closed a pipe has read enough: then it is false.
    pub(super) fn write(&mut self, bytes: &[u8]) -> anyhow::Result<bool> {
        match self {
            Self::Aside { path, file, .. } => {
                file.write_all(bytes)
                    .map_err(|error| unwritten(path, &error))?;
                Ok(true)
            }
            Self::Through(out) => through(out.write_all(bytes)),
        }
    }

    /// Puts the file into its place.
    pub(super) fn finish(self) -> anyhow::Result<()> {
        match self {
            Self::Aside { path, file, force } => {
                let file = file
                    .into_inner()
                    .map_err(|error| unwritten(&path, error.error()))?;
                file.as_file()
                    .sync_all()
                    .map_err(|error| unwritten(&path, &error))?;
                let put = match force {
                    true => file.persist(&path),
                    // Somebody may have made one meanwhile.
                    false => file.persist_noclobber(&path),
                };
                put.map_err(|error| unwritten(&path, &error.error))?;
                Ok(())
            }
            Self::Through(mut out) => through(out.flush()).map(drop),
        }
    }
}

/// Puts `contents` in the place of the file at `path`, whole; with these permissions, if any.
pub(super) fn replace(path: &Path, contents: &[u8], mode: Option<u32>) -> anyhow::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let failed = |error: io::Error| unwritten(path, &error);
    let mut file = tempfile::Builder::new()
        .prefix(".hashiya-")
        .suffix(".tmp")
        .permissions(mode.map_or_else(plain, fs::Permissions::from_mode))
        .tempfile_in(folder_of(path))
        .map_err(failed)?;
    file.write_all(contents).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    file.persist(path).map_err(|error| failed(error.error))?;
    Ok(())
}

/// What an ordinary new file gets: the umask takes its share.
fn plain() -> fs::Permissions {
    use std::os::unix::fs::PermissionsExt as _;
    fs::Permissions::from_mode(0o666)
}

fn through(written: io::Result<()>) -> anyhow::Result<bool> {
    match written {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(false),
        Err(error) => Err(unwritten(Path::new("the output"), &error)),
    }
}

/// That `path` could not be written, and what to do.
pub(super) fn unwritten(path: &Path, error: &io::Error) -> anyhow::Error {
    let advice = match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::FileTooLarge | io::ErrorKind::QuotaExceeded => {
            ": make room, and run it again; what was there before is untouched"
        }
        io::ErrorKind::NotFound => ": make the folder first",
        _ => "",
    };
    anyhow::anyhow!(
        "cannot write {}: {}{advice}",
        path.display(),
        store::reason(error)
    )
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// A folder that takes its place only when all of it is there.
pub(super) struct Shelf {
    path: PathBuf,
    aside: TempDir,
    force: bool,
}

impl Shelf {
    /// For the folder `path`, which `force` replaces if it is there.
    pub(super) fn open(path: &Path, force: bool) -> anyhow::Result<Self> {
        if path.symlink_metadata().is_ok() && !force {
            bail!(
                "{} is there already, and was not touched: give another name, or --force to replace all of it",
                path.display()
            );
        }
        if path.symlink_metadata().is_ok() && !is_dataset(path) {
            bail!(
                "{} holds no dataset of Hashiya, and is not replaced: give another name, or take it away yourself",
                path.display()
            );
        }
        let aside = tempfile::Builder::new()
            .prefix(".hashiya-")
            .suffix(".tmp")
            .permissions(open_folder())
            .tempdir_in(folder_of(path))
            .map_err(|error| unwritten(path, &error))?;
        Ok(Self {
            path: path.to_owned(),
            aside,
            force,
        })
    }

    /// A new file of it; `name` may lead into folders.
    pub(super) fn file(&self, name: &str) -> anyhow::Result<BufWriter<File>> {
        let path = self.aside.path().join(name);
        let made = fs::create_dir_all(folder_of(&path)).and_then(|()| File::create_new(&path));
        let file = made.map_err(|error| self.unwritten(name, &error))?;
        Ok(BufWriter::with_capacity(1 << 16, file))
    }

    /// That `name` of it could not be written.
    pub(super) fn unwritten(&self, name: &str, error: &io::Error) -> anyhow::Error {
        unwritten(&self.path.join(name), error)
    }

    /// Makes `file` durable.
    pub(super) fn close(&self, name: &str, file: BufWriter<File>) -> anyhow::Result<()> {
        let file = file
            .into_inner()
            .map_err(|error| self.unwritten(name, error.error()))?;
        file.sync_all()
            .map_err(|error| self.unwritten(name, &error))
    }

    /// Puts the folder into its place, whole; the old one goes after that.
    pub(super) fn finish(self) -> anyhow::Result<()> {
        let Self { path, aside, force } = self;
        let failed = |error: io::Error| unwritten(&path, &error);
        let old = match force && path.symlink_metadata().is_ok() {
            true => {
                let old = tempfile::Builder::new()
                    .prefix(".hashiya-")
                    .suffix(".tmp")
                    .tempdir_in(folder_of(&path))
                    .map_err(failed)?;
                fs::rename(&path, old.path().join("old")).map_err(failed)?;
                Some(old)
            }
            false => None,
        };
        let put = fs::rename(aside.path(), &path);
        if let (Err(_), Some(old)) = (&put, &old) {
            // Back to where it was: there is nothing else to be done about it.
            let _ = fs::rename(old.path().join("old"), &path);
        }
        put.map_err(failed)?;
        // It is somewhere else by now.
        let _ = aside.keep();
        Ok(())
    }
}

fn open_folder() -> fs::Permissions {
    use std::os::unix::fs::PermissionsExt as _;
    fs::Permissions::from_mode(0o777)
}

/// Whether `folder` looks like what is written here: nobody's other files are replaced.
fn is_dataset(folder: &Path) -> bool {
    let is_empty = fs::read_dir(folder).is_ok_and(|mut it| it.next().is_none());
    is_empty || (folder.join("README.md").is_file() && folder.join("data").is_dir())
}
