//! From what was given on the command line to a project: open one, or make one of texts.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow, bail};
use tempfile::TempDir;

use super::say;
use crate::import::{by_paragraphs, plain};
use crate::lang::{Words, say};
use crate::model::article::Article;
use crate::model::project::Unit;
use crate::store::{Store, StoreError, distinct_id, id_for, reason, sha256};

/// A project, ready to work on.
#[derive(Debug)]
pub(super) struct Opened {
    pub(super) store: Store,
    /// The article to open at once.
    pub(super) article: Option<String>,
    /// Why nothing can be written, if that is known already.
    pub(super) read_only: Option<String>,
    /// What the annotator is to be told.
    pub(super) messages: Vec<Message>,
    /// The project's folder where it is needed only for this run; gone when dropped.
    pub(super) scratch: Option<TempDir>,
}

/// What the annotator is to be told when the screen comes.
#[derive(Debug)]
pub(super) enum Message {
    /// The project was made in this folder.
    KeptIn(String),
    /// So many articles are new.
    Added(usize),
    /// A file was changed since it was added, and so many others.
    Changed(String, usize),
    /// A file was left out for this reason, and so many others.
    LeftOut(String, usize),
    /// Nothing will be saved, because this folder cannot be written for this reason.
    NothingSaved(String, String),
}

impl Message {
    /// In the words of the interface.
    pub(super) fn told(&self, words: &Words) -> String {
        match self {
            Self::KeptIn(folder) => say!(words, "kept-in", folder = folder),
            Self::Added(count) => say!(words, "articles-added", count = *count),
            Self::Changed(file, more) => say!(words, "file-changed", file = file, more = *more),
            Self::LeftOut(what, more) => say!(words, "left-out", what = what, more = *more),
            Self::NothingSaved(folder, why) => {
                say!(words, "nothing-saved", folder = folder, why = why)
            }
        }
    }
}

/// Where a project is kept that was not asked for by name.
pub(super) const FOLDER: &str = "hashiya";

/// Finds the project that `paths` mean, and adds the texts among them to it.
pub(super) fn open(paths: &[PathBuf], project: Option<&Path>) -> anyhow::Result<Opened> {
    let here = [PathBuf::from(".")];
    let paths = if paths.is_empty() && project.is_none() {
        &here
    } else {
        paths
    };
    let mut root = project.map(Path::to_owned);
    let mut texts = Vec::new();
    for path in paths {
        match Meaning::of(path)? {
            Meaning::Texts(found) => texts.extend(found),
            Meaning::Project(folder) => match &root {
                Some(root) if !same(root, &folder) => bail!(
                    "{} and {} are two projects: give one",
                    root.display(),
                    folder.display()
                ),
                _ => root = Some(folder),
            },
        }
    }
    if !texts.is_empty() {
        let root = root.map_or_else(|| beside(&texts), Ok)?;
        return add(&root, &texts);
    }
    let root = root.unwrap_or_default();
    if !Store::is_project(&root) {
        let root = root.display();
        bail!("{root} is no project (it has no project.toml): give the texts to put there");
    }
    let store = Store::open(&root)?;
    Ok(Opened {
        store,
        article: None,
        read_only: None,
        messages: Vec::new(),
        scratch: None,
    })
}

/// What a path on the command line is.
enum Meaning {
    Project(PathBuf),
    Texts(Vec<PathBuf>),
}

impl Meaning {
    fn of(path: &Path) -> anyhow::Result<Self> {
        let metadata = fs::metadata(path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => anyhow!("there is no file or folder {}", path.display()),
            _ => anyhow!("cannot read {}: {}", path.display(), reason(&error)),
        })?;
        if !metadata.is_dir() {
            return Ok(Self::Texts(vec![path.to_owned()]));
        }
        if Store::is_project(path) {
            return Ok(Self::Project(path.to_owned()));
        }
        let texts = texts_in(path)?;
        if !texts.is_empty() {
            return Ok(Self::Texts(texts));
        }
        if Store::is_project(&path.join(FOLDER)) {
            return Ok(Self::Project(path.join(FOLDER)));
        }
        bail!(
            "{} has no project.toml and no text files (*.txt): give a project, or texts",
            path.display()
        );
    }
}

fn texts_in(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let cannot = |error: io::Error| anyhow!("cannot read {}: {}", folder.display(), reason(&error));
    let mut texts = Vec::new();
    for entry in fs::read_dir(folder).map_err(cannot)? {
        let path = entry.map_err(cannot)?.path();
        let is_text = path
            .extension()
            .is_some_and(|it| it.eq_ignore_ascii_case("txt"));
        if is_text && path.is_file() {
            texts.push(path);
        }
    }
    texts.sort();
    Ok(texts)
}

fn same(a: &Path, b: &Path) -> bool {
    matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

/// The folder `hashiya` in the folder that holds `texts`.
fn beside(texts: &[PathBuf]) -> anyhow::Result<PathBuf> {
    let mut folders = texts.iter().map(|path| folder_of(path));
    let first = folders.next().unwrap_or(Path::new("."));
    if let Some(other) = folders.find(|folder| *folder != first && !same(folder, first)) {
        bail!(
            "the files are in several folders ({} and {}): say with --project where to keep the project",
            first.display(),
            other.display()
        );
    }
    Ok(first.join(FOLDER))
}

fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Adds `texts` to the project at `root`, which is made if it is not there.
fn add(root: &Path, texts: &[PathBuf]) -> anyhow::Result<Opened> {
    // All are read before anything is written: what is no text makes no project.
    let mut sources = Vec::new();
    let mut left_out = Vec::new();
    for path in texts {
        match Source::read(path, root) {
            Ok(source) => sources.push(source),
            Err(error) => left_out.push(format!("{error:#}")),
        }
    }
    if sources.is_empty() {
        bail!("{}", left_out.join("\nhashiya: "));
    }
    let shown = root.display();
    let mut messages = Vec::new();
    if !Store::is_project(root) {
        say(&format!("hashiya: keeping the project in {shown}"));
        messages.push(Message::KeptIn(shown.to_string()));
    }
    let mut read_only = None;
    let mut scratch = None;
    let (store, added) = match fill(root, &sources) {
        Err(StoreError::Write { reason, .. }) => {
            // Reading needs no project of its own: this one is gone when the program ends.
            let folder = tempfile::tempdir().context("cannot make a folder to read from")?;
            let filled = fill(folder.path(), &sources)?;
            scratch = Some(folder);
            let why = format!("\u{2068}{shown}\u{2069} cannot be written ({reason})");
            messages = vec![Message::NothingSaved(shown.to_string(), reason)];
            read_only = Some(why);
            filled
        }
        filled => filled?,
    };
    if read_only.is_none() {
        messages.extend(tell(&sources, &added));
    }
    for error in &left_out {
        say(&format!("hashiya: left out: {error}"));
    }
    messages.extend(match left_out.as_slice() {
        [] => None,
        [one, others @ ..] => Some(Message::LeftOut(one.clone(), others.len())),
    });
    let article = added
        .into_iter()
        .next()
        .map(|(id, _)| id)
        .filter(|_| texts.len() == 1);
    Ok(Opened {
        store,
        article,
        read_only,
        messages,
        scratch,
    })
}

/// What became of a text that was to be added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Added {
    New,
    Known,
    /// It is there with the text that it had before.
    Changed,
}

/// Adds `sources` to the project at `root`; for each its id, and what became of it.
fn fill(root: &Path, sources: &[Source]) -> Result<(Store, Vec<(String, Added)>), StoreError> {
    if !Store::is_project(root) {
        Store::create(root)?;
    }
    let mut store = Store::open(root)?;
    let added = sources.iter().map(|source| source.add(&mut store));
    let added = added.collect::<Result<_, _>>()?;
    Ok((store, added))
}

fn tell(sources: &[Source], added: &[(String, Added)]) -> Vec<Message> {
    let mut messages = Vec::new();
    match added
        .iter()
        .filter(|(_, added)| *added == Added::New)
        .count()
    {
        0 => {}
        count => messages.push(Message::Added(count)),
    }
    let mut changed = sources
        .iter()
        .zip(added)
        .filter(|(_, (_, added))| *added == Added::Changed);
    if let Some((source, _)) = changed.next() {
        let file = source.article.source.file.clone();
        messages.push(Message::Changed(file, changed.count()));
    }
    messages
}

/// A text that was read and found to be an article, as yet without an id.
struct Source {
    stem: String,
    article: Article,
}

impl Source {
    fn read(path: &Path, root: &Path) -> anyhow::Result<Self> {
        let shown = path.display();
        let bytes =
            fs::read(path).map_err(|error| anyhow!("cannot read {shown}: {}", reason(&error)))?;
        let stem = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let article = plain::article("", &name(path, root), &bytes, sha256(&bytes))
            .with_context(|| shown.to_string())?;
        Ok(Self { stem, article })
    }

    /// Adds the text to `store`, if it is not there already.
    fn add(&self, store: &mut Store) -> Result<(String, Added), StoreError> {
        let from = &self.article.source;
        // Another file of the same name may have the first id.
        let mut ids = [id_for(&self.stem), distinct_id(&self.stem, &from.file)].into_iter();
        let (id, known) = loop {
            let Some(id) = ids.next() else {
                let id = distinct_id(&self.stem, &from.sha256);
                break (id.clone(), store.has(&id));
            };
            if !store.has(&id) {
                break (id, false);
            }
            let there = store.article(&id)?.source;
            if there.sha256 == from.sha256 {
                break (id, true);
            }
            if there.file == from.file {
                return Ok((id, Added::Changed));
            }
        };
        if known {
            return Ok((id, Added::Known));
        }
        let article = Article {
            id: id.clone(),
            ..self.article.clone()
        };
        store.add(&match store.project().unit {
            Unit::Sentence => article,
            Unit::Paragraph => by_paragraphs(article),
        })?;
        Ok((id, Added::New))
    }
}

/// What `path` is called in the project at `root`: relative to the folder that holds the project
/// where it lies in there, so that both can be moved together.
pub(super) fn name(path: &Path, root: &Path) -> String {
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let folder = folder_of(root).canonicalize().unwrap_or_default();
    path.strip_prefix(folder)
        .unwrap_or(&path)
        .to_string_lossy()
        .into_owned()
}
