//! The files that an import is given: which there are, what form they have, and their bytes.

use std::fs::{self, File};
use std::io::{self, Cursor, Read, Seek, stdin};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use anyhow::{anyhow, bail};
use clap::ValueEnum;
use indicatif::ProgressBar;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::flag;

use crate::import::decode::{Decoding, Encoding, WINDOW, detect};
use crate::import::records::Form;
use crate::store::{Store, reason};

/// A file format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Plain text, a paragraph a line.
    Txt,
    /// A web page.
    Html,
    /// Markdown.
    Md,
    /// An array of objects, or one.
    Json,
    /// An object a line.
    Jsonl,
    /// Fields between commas, their names in the first row.
    Csv,
    /// Fields between tabs, their names in the first row.
    Tsv,
}

impl Format {
    /// The format that a file of this name has.
    fn of(path: &Path) -> Option<Self> {
        let extension = path.extension()?.to_str()?.to_ascii_lowercase();
        Some(match extension.as_str() {
            "txt" => Self::Txt,
            "html" | "htm" => Self::Html,
            "md" | "markdown" => Self::Md,
            "json" => Self::Json,
            "jsonl" | "ndjson" => Self::Jsonl,
            "csv" => Self::Csv,
            "tsv" => Self::Tsv,
            _ => return None,
        })
    }

    /// The form of its records, if it has any.
    pub(super) fn records(self) -> Option<Form> {
        match self {
            Self::Json => Some(Form::Json),
            Self::Jsonl => Some(Form::Lines),
            Self::Csv => Some(Form::Table(b',')),
            Self::Tsv => Some(Form::Table(b'\t')),
            Self::Txt | Self::Html | Self::Md => None,
        }
    }
}

/// A file to import.
#[derive(Debug)]
pub(super) struct Given {
    /// Nothing for standard input.
    pub(super) path: Option<PathBuf>,
    pub(super) format: Format,
}

impl Given {
    /// What it is called in messages.
    pub(super) fn shown(&self) -> String {
        match &self.path {
            Some(path) => path.display().to_string(),
            None => "standard input".to_owned(),
        }
    }

    /// What ids are made of.
    pub(super) fn stem(&self) -> String {
        let stem = self.path.as_deref().and_then(Path::file_stem);
        stem.map_or("stdin".into(), |stem| stem.to_string_lossy())
            .into_owned()
    }

    fn length(&self) -> Option<u64> {
        Some(fs::metadata(self.path.as_ref()?).ok()?.len())
    }
}

/// How many bytes `files` have, if that is known.
pub(super) fn length(files: &[Given]) -> Option<u64> {
    files.iter().map(Given::length).sum()
}

/// The files that `paths` mean: a folder, all below it whose format their names tell, in order.
pub(super) fn find(paths: &[PathBuf], format: Option<Format>) -> anyhow::Result<Vec<Given>> {
    let mut files = Vec::new();
    for path in paths {
        if path.as_os_str() == "-" {
            let Some(format) = format else {
                bail!(
                    "say with --format what standard input is: txt, html, md, json, jsonl, csv or tsv"
                );
            };
            if files.iter().any(|file: &Given| file.path.is_none()) {
                bail!("standard input (-) is given twice: it can be read once");
            }
            files.push(Given { path: None, format });
            continue;
        }
        let shown = path.display();
        let metadata = fs::metadata(path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => anyhow!("there is no file or folder {shown}"),
            _ => anyhow!("cannot read {shown}: {}", reason(&error)),
        })?;
        if metadata.is_dir() {
            let before = files.len();
            walk(path, format, &mut files)?;
            if files.len() == before {
                bail!(
                    "{shown} has no files to import (*.txt, *.html, *.md, *.json, *.jsonl, *.csv, *.tsv)"
                );
            }
        } else if let Some(format) = format.or_else(|| Format::of(path)) {
            let path = Some(path.clone());
            files.push(Given { path, format });
        } else {
            bail!("{shown}: its name does not say what it is: give --format");
        }
    }
    Ok(files)
}

fn walk(folder: &Path, format: Option<Format>, files: &mut Vec<Given>) -> anyhow::Result<()> {
    let cannot = |error: io::Error| anyhow!("cannot read {}: {}", folder.display(), reason(&error));
    if Store::is_project(folder) {
        // What is in a project came from somewhere else.
        return Ok(());
    }
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(cannot)? {
        let entry = entry.map_err(cannot)?;
        if !entry.file_name().to_string_lossy().starts_with('.') {
            paths.push((entry.path(), entry.file_type().map_err(cannot)?));
        }
    }
    paths.sort_by(|a, b| a.0.cmp(&b.0));
    for (path, kind) in paths {
        // A link to a folder may lead round in a circle.
        if kind.is_dir() {
            walk(&path, format, files)?;
        } else if let Some(found) = Format::of(&path)
            && path.is_file()
        {
            let format = format.unwrap_or(found);
            files.push(Given {
                path: Some(path),
                format,
            });
        }
    }
    Ok(())
}

/// Whether a signal asked for the end. A second one ends the program at once.
#[derive(Debug, Clone)]
pub(super) struct Stop(Arc<AtomicUsize>);

impl Stop {
    pub(super) fn listen() -> io::Result<Self> {
        let signal = Arc::new(AtomicUsize::new(0));
        let again = Arc::new(AtomicBool::new(false));
        for number in [SIGINT, SIGTERM, SIGHUP] {
            flag::register_conditional_default(number, again.clone())?;
            flag::register(number, again.clone())?;
            let value = usize::try_from(number).unwrap_or_default();
            flag::register_usize(number, signal.clone(), value)?;
        }
        Ok(Self(signal))
    }

    /// The signal, if one came.
    pub(super) fn signal(&self) -> Option<i32> {
        let signal = self.0.load(Ordering::Relaxed);
        i32::try_from(signal).ok().filter(|&signal| signal != 0)
    }
}

/// Where bytes come from.
#[derive(Debug)]
enum Origin {
    File(File),
    /// Waited for in pieces, so that a signal is not left waiting.
    Standard(Stop),
}

/// The bytes of a file, and the bar that shows how many were read.
#[derive(Debug)]
pub(super) struct Bytes {
    origin: Origin,
    bar: ProgressBar,
}

impl Read for Bytes {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = match &mut self.origin {
            Origin::File(file) => file.read(buffer)?,
            Origin::Standard(stop) => {
                let input = stdin();
                loop {
                    if stop.signal().is_some() {
                        return Err(io::Error::other("a signal asked for the end"));
                    }
                    let mut awaited = [PollFd::new(&input, PollFlags::IN)];
                    let moment = Timespec {
                        tv_sec: 0,
                        tv_nsec: 100_000_000,
                    };
                    match poll(&mut awaited, Some(&moment)) {
                        Ok(0) | Err(rustix::io::Errno::INTR) => {}
                        Ok(_) => break,
                        Err(error) => return Err(error.into()),
                    }
                }
                rustix::io::read(&input, buffer)?
            }
        };
        self.bar.inc(u64::try_from(count).unwrap_or_default());
        Ok(count)
    }
}

/// What was read to tell the encoding, and the rest.
pub(super) type Rest = io::Chain<Cursor<Vec<u8>>, Bytes>;

/// Opens `file`; its encoding is `encoding`, or else found out.
pub(super) fn open(
    file: &Given,
    encoding: Option<&'static Encoding>,
    bar: &ProgressBar,
    stop: &Stop,
) -> io::Result<(Rest, &'static Encoding)> {
    let origin = match &file.path {
        Some(path) => Origin::File(File::open(path)?),
        None => Origin::Standard(stop.clone()),
    };
    let bar = bar.clone();
    let mut bytes = Bytes { origin, bar };
    if let Some(encoding) = encoding {
        return Ok((Cursor::new(Vec::new()).chain(bytes), encoding));
    }
    let mut head = window(&mut bytes)?;
    let mut encoding = detect(&head, head.len() < WINDOW);
    if let Origin::File(file) = &mut bytes.origin {
        // A file that begins with pages of ASCII is told by what comes behind.
        let mut later = head.clone();
        while later.len() == WINDOW && later.is_ascii() && !later.iter().any(|&byte| byte < 8) {
            later.clear();
            file.take(WINDOW as u64).read_to_end(&mut later)?;
            encoding = detect(&later, later.len() < WINDOW);
        }
        let was_read = file.stream_position()?;
        if was_read > head.len() as u64 && file.rewind().is_ok() {
            bytes
                .bar
                .set_position(bytes.bar.position().saturating_sub(head.len() as u64));
            head.clear();
        }
    }
    Ok((Cursor::new(head).chain(bytes), encoding))
}

fn window(bytes: &mut Bytes) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    bytes.take(WINDOW as u64).read_to_end(&mut head)?;
    Ok(head)
}

/// The records' text, decoded as it is read.
pub(super) fn decoding(rest: Rest, encoding: &'static Encoding) -> Decoding<Rest> {
    Decoding::new(rest, encoding)
}
