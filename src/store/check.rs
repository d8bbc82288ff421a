//! Every file of a project held to its rules, and mended where that needs no guess.
//!
//! What cannot be mended is treated by whose it is. A file of annotations that cannot be read or
//! trusted is set aside, with a note, for the annotator could not work with it either. One that is
//! whole in itself, and only disagrees with what people keep (the scheme, the article, the wording),
//! stays where it is, and so do articles and `project.toml`: to move them would take work from others.
//!
//! Others than owner and group must not write anywhere in a project. The group may: that is how a
//! team shares a folder.

use std::collections::{HashMap, HashSet};
use std::fs::{self, FileType, Metadata, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::atomic::{self, Durability};
use super::format::{self, Flaw, place};
use super::{
    Access, Holder, StoreError, batch, check_annotator, claim, is_id, places, project,
    read_article, read_if_there, reason, sha256,
};
use crate::model::Time;
use crate::model::adjudication::GOLD;
use crate::model::annotation::{Annotations, FORMAT};
use crate::model::article::Article;
use crate::model::check::{At, Fault, Kind, faults, mend};
use crate::model::topic_change::TopicChanges;

/// What is to be looked at, and whether it is to be mended.
#[derive(Debug, Clone)]
pub struct Asked<'a> {
    /// Only the annotations of this annotator; everything where there is none.
    pub annotator: Option<&'a str>,
    /// Who mends, and when; nobody where there is none.
    pub repair: Option<(Holder, Time)>,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Checked {
    /// In the order of files, and in a file of lines.
    pub problems: Vec<Problem>,
    /// How many articles and files of annotations were read.
    pub files: usize,
    /// Whose files were not mended, and why: a sentence each.
    pub skipped: Vec<String>,
    /// Where that is what was set aside or mended, as it was before.
    pub aside: Option<PathBuf>,
}

/// Something that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file or folder.
    pub path: PathBuf,
    /// From 1; 0 if there is no line to name.
    pub line: usize,
    /// In characters from 1; 0 if there is no line to name.
    pub column: usize,
    /// Of which kind it is: a word that stays what it is.
    pub kind: &'static str,
    /// What it is, and what to do.
    pub what: String,
    /// What was done about it, if anything.
    pub repaired: Option<Repaired>,
}

/// What was done about a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repaired {
    /// It is as it should be now.
    Mended,
    /// The file is in the folder of what was set aside.
    SetAside,
    /// The file was left by a killed program, and is gone.
    Removed,
}

impl Repaired {
    /// As it is printed.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Mended => "mended",
            Self::SetAside => "set-aside",
            Self::Removed => "removed",
        }
    }
}

/// Where files are kept that were set aside.
const ASIDE: &str = ".set-aside";
/// Files that other programs keep in folders, and that are in nobody's way.
const HARMLESS: [&str; 3] = [".gitkeep", ".gitignore", ".gitattributes"];
/// A file that was written aside as long ago as that is not being written now.
const STALE: Duration = Duration::from_secs(60);

const GOOD_COPY: &str = "put back a good copy, or let --repair set it aside";
const LET_REPAIR: &str = "let --repair mend it";

/// Looks at the project at `root`.
pub fn check(root: &Path, asked: &Asked) -> Checked {
    let mut look = Look {
        root,
        inside: root.canonicalize().unwrap_or_else(|_| root.to_owned()),
        aside: asked.repair.as_ref().map(|(_, at)| Aside::new(root, *at)),
        scheme: TopicChanges::default(),
        wordings: HashSet::new(),
        checked: Checked::default(),
    };
    look.scheme();
    if asked.annotator.is_none() {
        look.articles();
        look.guidelines();
    }
    look.annotations(asked);
    let mut checked = look.checked;
    checked.aside = look.aside.and_then(|aside| aside.folder);
    checked
}

struct Look<'a> {
    root: &'a Path,
    /// The project's folder without symbolic links.
    inside: PathBuf,
    aside: Option<Aside>,
    /// Empty where `project.toml` cannot be read: then topics are not looked at.
    scheme: TopicChanges,
    /// The hashes of wordings that were looked for.
    wordings: HashSet<String>,
    checked: Checked,
}

/// What was found in a folder.
#[derive(Default)]
struct Listing {
    /// Of files that can be the project's.
    ids: Vec<String>,
    folders: Vec<String>,
    leftovers: Vec<PathBuf>,
}

impl Look<'_> {
    fn add(&mut self, path: &Path, kind: &'static str, what: impl Into<String>) {
        self.add_done_at(path, (0, 0), kind, what, None);
    }

    fn add_at(
        &mut self,
        path: &Path,
        place: (usize, usize),
        kind: &'static str,
        what: impl Into<String>,
    ) {
        self.add_done_at(path, place, kind, what, None);
    }

    fn add_done(
        &mut self,
        path: &Path,
        kind: &'static str,
        what: impl Into<String>,
        repaired: Option<Repaired>,
    ) {
        self.add_done_at(path, (0, 0), kind, what, repaired);
    }

    fn add_done_at(
        &mut self,
        path: &Path,
        (line, column): (usize, usize),
        kind: &'static str,
        what: impl Into<String>,
        repaired: Option<Repaired>,
    ) {
        self.checked.problems.push(Problem {
            path: path.to_owned(),
            line,
            column,
            kind,
            what: what.into(),
            repaired,
        });
    }

    /// Adds what the store says of a file.
    fn add_error(&mut self, error: StoreError, path: &Path) {
        let (place, what) = told(error);
        self.add_at(path, place, "unreadable", what);
    }

    /// Sets the file at `path` aside, if that was asked for and can be done.
    fn set_aside(&mut self, path: &Path, why: &str) -> Option<Repaired> {
        let aside = self.aside.as_mut()?;
        match aside.take(path, why) {
            Ok(()) => Some(Repaired::SetAside),
            Err(error) => {
                self.cannot(path, &error);
                None
            }
        }
    }

    fn cannot(&mut self, path: &Path, error: &io::Error) {
        let (path, why) = (path.display(), reason(error));
        let sentence = format!("{path} could not be mended or set aside ({why}): it is as it was");
        self.checked.skipped.push(sentence);
    }

    /// What is at `path`, with its rights looked at; none if it is not to be looked into.
    fn entry(&mut self, path: &Path) -> Option<FileType> {
        let mut metadata = fs::symlink_metadata(path).ok()?;
        if metadata.is_symlink() {
            let inside = path
                .canonicalize()
                .is_ok_and(|it| it.starts_with(&self.inside));
            let Some(target) = fs::metadata(path).ok().filter(|_| inside) else {
                let what = "it is a symbolic link that leads out of the project, or nowhere, and was not \
                            followed: put the file or folder itself here";
                self.add(path, "link", what);
                return None;
            };
            metadata = target;
        }
        self.rights(path, &metadata);
        Some(metadata.file_type())
    }

    fn rights(&mut self, path: &Path, metadata: &Metadata) {
        let mode = metadata.permissions().mode();
        if mode & 0o002 == 0 {
            return;
        }
        let what = format!(
            "everybody on this machine may write here: chmod o-w \"{}\", or {LET_REPAIR}",
            path.display()
        );
        let mended = self.aside.is_some().then(|| {
            let permissions = Permissions::from_mode(mode & 0o7775);
            fs::set_permissions(path, permissions)
        });
        if let Some(Err(error)) = &mended {
            self.cannot(path, error);
        }
        let repaired = mended.and_then(Result::ok).map(|()| Repaired::Mended);
        self.add_done(path, "permissions", what, repaired);
    }

    /// The project's own folder and file.
    fn scheme(&mut self) {
        let (root, path) = (self.root, self.root.join("project.toml"));
        // The folder may well be reached by a link.
        if let Ok(metadata) = fs::metadata(root) {
            self.rights(root, &metadata);
        }
        let mut is_whole = false;
        if self.entry(&path).is_some() {
            let text = fs::read_to_string(&path).map_err(|error| StoreError::read(&path, &error));
            let read = text.and_then(|text| {
                project::read(&text).map_err(|flaw| StoreError::flawed(&path, flaw))
            });
            match read {
                Ok((_, scheme)) => (self.scheme, is_whole) = (scheme, true),
                Err(error) => self.add_error(error, &path),
            }
        }
        for folder in [root.to_owned(), root.join(".cache")] {
            let leftovers = names(&folder).filter(|name| atomic::is_leftover(name));
            for name in leftovers.collect::<Vec<_>>() {
                self.leftover(&folder.join(name), is_whole, true);
            }
        }
    }

    /// What is in `folder`, if it is there and can be looked into.
    fn listing(&mut self, folder: &Path) -> Listing {
        if self.entry(folder).is_some_and(|it| it.is_dir()) {
            self.contents(folder)
        } else {
            Listing::default()
        }
    }

    /// What is in `folder`, whose own rights were looked at.
    fn contents(&mut self, folder: &Path) -> Listing {
        let mut listing = Listing::default();
        let mut all: Vec<_> = match fs::read_dir(folder) {
            Ok(entries) => entries.flatten().map(|entry| entry.file_name()).collect(),
            Err(error) => {
                self.add_error(StoreError::read(folder, &error), folder);
                return listing;
            }
        };
        all.sort_unstable();
        for name in all {
            let path = folder.join(&name);
            let name = name.to_string_lossy();
            // A file that is open though it is removed (NFS).
            if HARMLESS.contains(&name.as_ref()) || name.starts_with(".nfs") {
                continue;
            }
            if atomic::is_leftover(&name) {
                listing.leftovers.push(path);
                continue;
            }
            let Some(kind) = self.entry(&path) else {
                continue;
            };
            if kind.is_dir() {
                listing.folders.push(name.into_owned());
                continue;
            }
            match name.strip_suffix(".json") {
                Some(id) if is_id(id) && kind.is_file() => listing.ids.push(id.to_owned()),
                _ if name == ".lock" => {}
                _ => {
                    let what = "it is no file of Hashiya's: move it out of this folder, or let --repair set it \
                                aside";
                    let repaired = self.set_aside(&path, what);
                    self.add_done(&path, "foreign", what, repaired);
                }
            }
        }
        listing
    }

    /// A folder where none should be. It may hold anything, so it stays.
    fn foreign_folders(&mut self, folder: &Path, names: &[String]) {
        for name in names {
            let what = "no folder should be here: move it out of the project";
            self.add(&folder.join(name), "foreign", what);
        }
    }

    /// A file that a killed program wrote aside. Where what it was to become is whole, nothing was
    /// saved in it that is not there; else it may be the better one.
    fn leftover(&mut self, path: &Path, is_final_whole: bool, is_shared: bool) {
        let age = fs::metadata(path).and_then(|it| it.modified());
        let age = age.ok().and_then(|modified| modified.elapsed().ok());
        // Where no lock keeps others out, it may be written just now.
        if is_shared && age.is_none_or(|age| age < STALE) {
            return;
        }
        let what =
            "it was left by a program that was killed while it wrote: let --repair take it away";
        let repaired = if is_final_whole && self.aside.is_some() {
            match fs::remove_file(path) {
                Ok(()) => Some(Repaired::Removed),
                Err(error) => {
                    self.cannot(path, &error);
                    None
                }
            }
        } else {
            self.set_aside(path, what)
        };
        self.add_done(path, "leftover", what, repaired);
    }

    fn articles(&mut self) {
        let folder = self.root.join("articles");
        let listing = self.listing(&folder);
        let of_import = |name: &String| batch::is_leftover(name);
        let (imports, foreign): (Vec<_>, _) = listing.folders.into_iter().partition(of_import);
        self.foreign_folders(&folder, &foreign);
        self.imports(&folder, &imports);
        let mut unreadable = HashSet::new();
        for id in &listing.ids {
            let path = folder.join(format!("{id}.json"));
            self.checked.files += 1;
            match read_article(&path, id) {
                Ok(article) => self.article(&path, &article),
                Err(error) => {
                    unreadable.insert(id.clone());
                    self.add_error(error, &path);
                }
            }
        }
        for path in &listing.leftovers {
            let named = fs::read(path).ok().and_then(|json| {
                let article: Article = serde_json::from_slice(&json).ok()?;
                Some(article.id)
            });
            let is_whole = match named {
                Some(id) => listing.ids.contains(&id) && !unreadable.contains(&id),
                None => unreadable.is_empty(),
            };
            self.leftover(path, is_whole, true);
        }
    }

    /// Folders of imports, in which nothing belongs to the project yet.
    fn imports(&mut self, folder: &Path, names: &[String]) {
        if names.is_empty() {
            return;
        }
        let lock = atomic::open_lock_to_read(&folder.join(".lock"));
        if lock.as_ref().is_ok_and(|lock| lock.try_lock().is_err()) {
            // One is going on.
            return;
        }
        for name in names {
            let path = folder.join(name);
            let what = "it was left by an import that was killed: import again, or let --repair set it aside";
            let repaired = self.set_aside(&path, what);
            self.add_done(&path, "leftover", what, repaired);
        }
    }

    fn article(&mut self, path: &Path, article: &Article) {
        let mut seen = HashSet::new();
        for (index, sentence) in article.sentences.iter().enumerate() {
            if seen.insert(&sentence.id) {
                continue;
            }
            let json = fs::read(path).unwrap_or_default();
            let at = line_of(&json, "sentences", index);
            let id = &sentence.id;
            let what = format!("a sentence {id} stands above already: put back a good copy");
            self.add_at(path, at, "sentence", what);
        }
    }

    fn guidelines(&mut self) {
        let folder = self.root.join("guidelines");
        let listing = self.listing(&folder);
        self.foreign_folders(&folder, &listing.folders);
        let mut is_whole = true;
        for hash in &listing.ids {
            let path = folder.join(format!("{hash}.json"));
            match fs::read(&path) {
                Ok(json) => {
                    if !sha256(&json).starts_with(hash.as_str()) || hash.len() != 12 {
                        is_whole = false;
                        let what =
                            "it is not the wording that its name stands for: put back a good copy";
                        self.add(&path, "wording", what);
                    }
                }
                Err(error) => self.add_error(StoreError::read(&path, &error), &path),
            }
        }
        for path in &listing.leftovers {
            self.leftover(path, is_whole, true);
        }
    }

    fn annotations(&mut self, asked: &Asked) {
        let folder = self.root.join("annotations");
        let Listing {
            ids,
            folders,
            leftovers,
        } = self.listing(&folder);
        for path in leftovers {
            self.leftover(&path, false, true);
        }
        for id in ids {
            let path = folder.join(format!("{id}.json"));
            let what = "annotations are in the folder of an annotator: move it there, or let --repair set it aside";
            let repaired = self.set_aside(&path, what);
            self.add_done(&path, "foreign", what, repaired);
        }
        for name in folders {
            if asked.annotator.is_some_and(|only| only != name) {
                continue;
            }
            let path = folder.join(&name);
            if name.to_lowercase() == GOLD && name != GOLD {
                let what =
                    "gold, in lower case, is where adjudicated decisions are: rename this folder";
                self.add(&path, "gold", what);
            } else if name != GOLD
                && let Err(error) = check_annotator(&name)
            {
                let what = format!("{error}: rename or move this folder");
                self.add(&path, "foreign", what);
            } else {
                self.annotator(&path, &name, asked);
            }
        }
    }

    fn annotator(&mut self, folder: &Path, name: &str, asked: &Asked) {
        let Some((holder, _)) = &asked.repair else {
            return self.files_of(folder, name, false);
        };
        let why = match claim::lock(self.root, folder, name, holder) {
            Ok(Access::Write(_claim)) => return self.files_of(folder, name, true),
            Ok(Access::Held(Some(Holder { host, pid, since }))) => {
                format!("somebody works as {name} (on {host}, process {pid}, since {since})")
            }
            Ok(Access::Held(None)) => format!("somebody works as {name}"),
            Ok(Access::ReadOnly(why)) => why.replace(['\u{2068}', '\u{2069}'], ""),
            Err(error) => error.to_string(),
        };
        self.checked.skipped.push(format!(
            "{why}: nothing of {name}'s was mended; try again later"
        ));
        // So nothing of hers is set aside.
        let aside = self.aside.take();
        self.files_of(folder, name, false);
        self.aside = aside;
    }

    /// Looks at everything that `name` has said. Where it `is_held`, nobody else writes there.
    fn files_of(&mut self, folder: &Path, name: &str, is_held: bool) {
        let listing = self.contents(folder);
        self.foreign_folders(folder, &listing.folders);
        let mut numbers = Numbers::default();
        let mut broken = HashSet::new();
        for id in &listing.ids {
            let path = folder.join(format!("{id}.json"));
            self.checked.files += 1;
            if !self.file(&path, name, id, &mut numbers) {
                broken.insert(id.clone());
            }
        }
        for path in &listing.leftovers {
            let named = fs::read(path).ok().and_then(|json| {
                let annotations: Annotations = serde_json::from_slice(&json).ok()?;
                Some(annotations.article)
            });
            let is_whole = match named {
                Some(id) => listing.ids.contains(&id) && !broken.contains(&id),
                None => broken.is_empty(),
            };
            self.leftover(path, is_whole, !is_held);
        }
        // What cannot be read may have the entries that are missed.
        if broken.is_empty() {
            self.taken_back(&numbers);
        }
    }

    /// Looks at a file of annotations; whether it was whole.
    fn file(&mut self, path: &Path, name: &str, id: &str, numbers: &mut Numbers) -> bool {
        let json = match read_if_there(path) {
            Ok(Some(json)) => json,
            // It was there a moment ago: somebody took it away.
            Ok(None) => return true,
            Err(error) => {
                self.add_error(error, path);
                return false;
            }
        };
        let annotations = match read(&json) {
            Ok(annotations) => annotations,
            Err((flaw, is_newer)) => {
                let repaired = match is_newer {
                    true => None,
                    false => self.set_aside(path, &flaw.what),
                };
                let at = (flaw.line, flaw.column);
                self.add_done_at(path, at, "unreadable", flaw.what, repaired);
                return false;
            }
        };
        if annotations.article != id || annotations.annotator != name {
            let (article, annotator) = (&annotations.article, &annotations.annotator);
            let what = format!("it says that it is {annotator}'s and about {article}: {GOOD_COPY}");
            let repaired = self.set_aside(path, &what);
            self.add_done(path, "name", what, repaired);
            return false;
        }
        let of = self.root.join("articles").join(format!("{id}.json"));
        let article = read_article(&of, id).ok();
        if article.is_none() && !of.exists() {
            let what = "its article is not there: put the article back, or move this file away";
            self.add(path, "orphan", what);
        }
        let found = faults(&annotations, article.as_ref(), &self.scheme);
        let done = self.repair(path, &annotations, article.as_ref(), &found);
        for fault in &found {
            let at = match fault.at {
                At::File => (0, 0),
                At::Sentence(index) => line_of(&json, "sentences", index),
                At::Entry(index) => line_of(&json, "history", index),
            };
            let what = format!("{}: {}", fault.what, to_do(fault.kind));
            let repaired = match done {
                Done::Mended(ref left) if left.contains(fault) => None,
                Done::Mended(_) => Some(Repaired::Mended),
                Done::SetAside => Some(Repaired::SetAside),
                Done::Nothing => None,
            };
            self.add_done_at(path, at, fault.kind.name(), what, repaired);
        }
        if let Done::SetAside = done {
            return false;
        }
        self.named_wordings(path, &json, &annotations);
        self.numbered(path, &json, &annotations, numbers);
        !found.iter().any(|fault| fault.kind.is_broken()) || matches!(done, Done::Mended(_))
    }

    fn repair(
        &mut self,
        path: &Path,
        annotations: &Annotations,
        article: Option<&Article>,
        found: &[Fault],
    ) -> Done {
        if found.is_empty() || self.aside.is_none() {
            return Done::Nothing;
        }
        let mended = mend(annotations, article, &self.scheme);
        let left = faults(&mended, article, &self.scheme);
        if let Some(fault) = left.iter().find(|fault| fault.kind.is_broken()) {
            let why = format!("{}: {GOOD_COPY}", fault.what);
            return match self.set_aside(path, &why) {
                Some(_) => Done::SetAside,
                None => Done::Nothing,
            };
        }
        if mended == *annotations {
            return Done::Nothing;
        }
        let Some(aside) = &mut self.aside else {
            return Done::Nothing;
        };
        let written = aside
            .keep(path, "as it was before it was mended")
            .and_then(|()| {
                let json = format::to_json(&mended)?;
                atomic::replace(path, &json, Durability::Disk, |_| {})
            });
        match written {
            Ok(()) => Done::Mended(left),
            Err(error) => {
                self.cannot(path, &error);
                Done::Nothing
            }
        }
    }

    /// Whether the wordings are there that decisions were made under. One that is missing is named
    /// where it is missed first: there may be a hundred thousand decisions under it.
    fn named_wordings(&mut self, path: &Path, json: &[u8], annotations: &Annotations) {
        for (index, sentence) in annotations.sentences.iter().enumerate() {
            let Some(hash) = &sentence.decision.guideline else {
                continue;
            };
            if self.wordings.contains(hash) {
                continue;
            }
            self.wordings.insert(hash.clone());
            let file = self.root.join("guidelines").join(format!("{hash}.json"));
            if !is_id(hash) || !file.is_file() {
                let what = format!(
                    "the wording {hash}, under which this and maybe more was decided, is not in guidelines: \
                     put it back"
                );
                let at = line_of(json, "sentences", index);
                self.add_at(path, at, "wording", what);
            }
        }
    }

    fn numbered(&mut self, path: &Path, json: &[u8], annotations: &Annotations, all: &mut Numbers) {
        let file = all.files.len();
        all.files.push(path.to_owned());
        for (index, entry) in annotations.history.iter().enumerate() {
            let at = || line_of(json, "history", index);
            if let Some(undone) = entry.undoes {
                all.undone.push((file, at(), entry.n, undone));
            }
            let Some(&other) = all.known.get(&entry.n) else {
                all.known.insert(entry.n, file);
                continue;
            };
            if other == file {
                continue;
            }
            let other = all.files.get(other).and_then(|it| it.file_name());
            let (n, other) = (entry.n, other.unwrap_or_default().to_string_lossy());
            let what = format!(
                "the entry {n} is in {other} too, and numbers count over all articles: put back a good copy \
                 of one of the two"
            );
            self.add_at(path, at(), "number", what);
        }
    }

    /// Whether what was taken back is there.
    fn taken_back(&mut self, numbers: &Numbers) {
        for (file, at, n, undone) in &numbers.undone {
            let Some(path) = numbers.files.get(*file) else {
                continue;
            };
            if !numbers.known.contains_key(undone) || undone >= n {
                let what = format!(
                    "the entry {n} takes back the entry {undone}, which is not there: put back the file that \
                     had it"
                );
                self.add_at(path, *at, "undoes", what);
            }
        }
    }
}

/// The numbers of an annotator's entries.
#[derive(Default)]
struct Numbers {
    files: Vec<PathBuf>,
    /// The file of each.
    known: HashMap<u64, usize>,
    /// The file, the place, the number, and the number of what is taken back.
    undone: Vec<(usize, (usize, usize), u64, u64)>,
}

/// What was done with a file of annotations.
enum Done {
    Nothing,
    /// These are left.
    Mended(Vec<Fault>),
    SetAside,
}

/// What to do about a fault of this kind.
const fn to_do(kind: Kind) -> &'static str {
    match kind {
        Kind::History | Kind::Sentence | Kind::Decision => GOOD_COPY,
        Kind::State | Kind::Quote => LET_REPAIR,
        Kind::Text => "put that text of the article back, or move this file away",
        Kind::Evidence => "take these words out and choose them again, in the program",
        Kind::Topic => {
            "put the topic back into project.toml, or make it a part of another with hashiya topic merge"
        }
        Kind::Flag => "update Hashiya if a newer one wrote it, or take it out",
    }
}

/// The annotations in `json`, or what is wrong with it, and whether only a newer program knows it.
fn read(json: &[u8]) -> Result<Annotations, (Flaw, bool)> {
    let annotations: Annotations = format::from_json(json).map_err(|flaw| {
        let is_newer = flaw.what == Flaw::newer((0, 0), format_of(json)).what;
        (flaw, is_newer)
    })?;
    format::check_format(annotations.format, json).map_err(|flaw| (flaw, true))?;
    Ok(annotations)
}

/// The format that `json` says it has.
fn format_of(json: &[u8]) -> u32 {
    #[derive(serde::Deserialize)]
    struct Versioned {
        format: u32,
    }
    serde_json::from_slice(json).map_or(FORMAT, |Versioned { format }| format)
}

/// The line and column of an entry of a list in `json`.
fn line_of(json: &[u8], list: &str, index: usize) -> (usize, usize) {
    let text = String::from_utf8_lossy(json);
    match places::entries(text.as_bytes(), list).get(index) {
        Some(&byte) => place(&text, byte),
        None => (0, 0),
    }
}

/// The place and the words of what the store says of a file.
fn told(error: StoreError) -> ((usize, usize), String) {
    match error {
        StoreError::Flawed {
            line, column, what, ..
        } => ((line, column), what),
        StoreError::Read { reason, .. } => (
            (0, 0),
            format!("it cannot be read ({reason}): give yourself the right to"),
        ),
        error => ((0, 0), error.to_string()),
    }
}

fn names(folder: &Path) -> impl Iterator<Item = String> + use<> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.file_name().into_string().ok())
}

/// The greatest number in what was set aside of `annotator`'s: it is not given again, for the file may
/// be put back.
pub(super) fn last_number_aside(root: &Path, annotator: &str) -> u64 {
    let all = root.join(ASIDE);
    let folders = names(&all).map(|time| all.join(time).join("annotations").join(annotator));
    let files = folders.flat_map(|folder| names(&folder).map(move |name| folder.join(name)));
    let numbers = files.filter_map(|path| Some(super::last_number(&fs::read(path).ok()?)));
    numbers.max().unwrap_or_default()
}

/// Where files go that cannot be mended, under their own paths, with a note.
struct Aside {
    root: PathBuf,
    name: String,
    /// Made with the first file.
    folder: Option<PathBuf>,
}

impl Aside {
    fn new(root: &Path, at: Time) -> Self {
        let name = at.strftime("%Y-%m-%dT%H%M%SZ").to_string();
        let root = root.to_owned();
        Self {
            root,
            name,
            folder: None,
        }
    }

    /// Moves the file at `path` here.
    fn take(&mut self, path: &Path, why: &str) -> io::Result<()> {
        let to = self.place(path)?;
        self.note(path, &format!("set aside: {why}"))?;
        fs::rename(path, to)
    }

    /// Keeps a copy of the file at `path` here.
    fn keep(&mut self, path: &Path, why: &str) -> io::Result<()> {
        let to = self.place(path)?;
        self.note(path, why)?;
        fs::copy(path, to).map(drop)
    }

    /// Where the file at `path` goes, which nothing else has gone to.
    fn place(&mut self, path: &Path) -> io::Result<PathBuf> {
        let inside = path.strip_prefix(&self.root).map_err(io::Error::other)?;
        let to = self.folder()?.join(inside);
        if let Some(above) = to.parent() {
            fs::create_dir_all(above)?;
        }
        Ok(to)
    }

    fn folder(&mut self) -> io::Result<PathBuf> {
        if let Some(folder) = &self.folder {
            return Ok(folder.clone());
        }
        let all = self.root.join(ASIDE);
        if fs::symlink_metadata(&all).is_ok_and(|it| !it.is_dir()) {
            return Err(io::Error::other(format!("{ASIDE} is no folder")));
        }
        fs::create_dir_all(&all)?;
        let mut nth = 1;
        loop {
            let name = match nth {
                1 => self.name.clone(),
                nth => format!("{}-{nth}", self.name),
            };
            let folder = all.join(name);
            match fs::create_dir(&folder) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => nth += 1,
                made => {
                    made?;
                    self.folder = Some(folder.clone());
                    return Ok(folder);
                }
            }
        }
    }

    fn note(&mut self, path: &Path, what: &str) -> io::Result<()> {
        let path = path
            .strip_prefix(&self.root)
            .unwrap_or(path)
            .display()
            .to_string();
        let note = self.folder()?.join("NOTE.txt");
        let is_new = !note.exists();
        let mut note = fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(note)?;
        if is_new {
            note.write_all(
                b"hashiya check --repair put these files here. Nothing was deleted: to put one back, move it \
                  to\nthe same path in the project's folder.\n\n",
            )?;
        }
        writeln!(note, "{path}: {what}")
    }
}
