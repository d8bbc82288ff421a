//! Files on their way into a project, batch by batch: written aside, made durable by one sync, then
//! renamed to where they belong. Whenever it ends, the project has whole files only.
//!
//! ```text
//! who makes the files → a thread that writes them aside → a thread that syncs a batch and renames it
//! ```
//!
//! So the next files are made and written while the disk takes those before.

use std::fs::{self, File};
use std::io;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender, SyncSender};
use std::thread::{self, JoinHandle};

use rustix::fs::{CWD, RenameFlags, renameat_with};
use tempfile::TempDir;

use super::{StoreError, atomic};

const PREFIX: &str = ".import-";

/// How many bytes are handed on at once, so that threads seldom wake each other.
const PORTION: usize = 256 << 10;

/// A file that is to be in the project.
#[derive(Debug)]
pub(super) struct Coming {
    /// What it is called while it waits, which no other file of its batch is.
    pub(super) name: String,
    /// Where it belongs.
    pub(super) path: PathBuf,
    /// All of it.
    pub(super) contents: Vec<u8>,
    /// Takes the place of the one that is there.
    pub(super) replaces: bool,
}

/// The files, and the threads that bring them in.
#[derive(Debug)]
pub(super) struct Batches {
    portion: Vec<Coming>,
    bytes: usize,
    writer: Option<SyncSender<Message>>,
    done: Receiver<()>,
    ended: usize,
    arrived: usize,
    threads: Vec<JoinHandle<Result<(), StoreError>>>,
    /// Where they are written; removed when the threads have ended.
    aside: TempDir,
}

#[derive(Debug)]
enum Message {
    Write(Vec<Coming>),
    /// What was written is a batch.
    End,
}

/// A batch that waits aside.
#[derive(Debug)]
struct Written {
    /// One of its own: the system lets a folder be changed by one thread at a time.
    folder: PathBuf,
    files: Vec<Waiting>,
}

/// A file that waits aside.
#[derive(Debug)]
struct Waiting {
    aside: PathBuf,
    path: PathBuf,
    replaces: bool,
}

impl Written {
    fn begin(folder: PathBuf) -> Result<Self, StoreError> {
        fs::create_dir(&folder).map_err(|error| StoreError::write(&folder, &error))?;
        let files = Vec::new();
        Ok(Self { folder, files })
    }

    fn write(&mut self, file: Coming) -> Result<(), StoreError> {
        let (aside, path) = (self.folder.join(&file.name), file.path);
        write(&aside, &file.contents).map_err(|error| StoreError::write(&path, &error))?;
        let replaces = file.replaces;
        self.files.push(Waiting {
            aside,
            path,
            replaces,
        });
        Ok(())
    }
}

impl Batches {
    /// For files that belong into `folder`, or elsewhere on its file system.
    pub(super) fn begin(folder: &Path) -> io::Result<Self> {
        let aside = tempfile::Builder::new().prefix(PREFIX).tempdir_in(folder)?;
        // A portion waits while one is written, and a whole batch while one is renamed.
        let (writer, messages) = mpsc::sync_channel(1);
        let (renamer, batches) = mpsc::sync_channel(0);
        let (says, done) = mpsc::channel();
        let to = aside.path().to_owned();
        let threads = vec![
            thread::Builder::new().spawn(move || write_all(&to, &messages, &renamer))?,
            thread::Builder::new().spawn(move || rename_all(&batches, &says))?,
        ];
        Ok(Self {
            portion: Vec::new(),
            bytes: 0,
            writer: Some(writer),
            done,
            ended: 0,
            arrived: 0,
            threads,
            aside,
        })
    }

    /// Adds a file to the batch. What went wrong may be another one, or a batch before.
    pub(super) fn add(&mut self, file: Coming) -> Result<(), StoreError> {
        self.bytes += file.contents.len();
        self.portion.push(file);
        if self.bytes >= PORTION {
            self.hand_on()?;
        }
        Ok(())
    }

    /// Ends the batch, which has arrived some time later.
    pub(super) fn end(&mut self) -> Result<(), StoreError> {
        self.hand_on()?;
        self.ended += 1;
        self.send(Message::End)
    }

    /// How many batches have arrived: they are in the project, and on the disk.
    pub(super) fn arrived(&mut self) -> usize {
        self.arrived += self.done.try_iter().count();
        self.arrived
    }

    /// Waits for all batches that were ended.
    pub(super) fn wait(&mut self) -> Result<(), StoreError> {
        while self.arrived < self.ended {
            match self.done.recv() {
                Ok(()) => self.arrived += 1,
                Err(_) => return Err(self.give_up()),
            }
        }
        Ok(())
    }

    /// Takes no more: what was ended arrives yet, and the rest never. Whoever wants to know what went
    /// wrong waits before.
    pub(super) fn close(&mut self) {
        let _ = self.end_threads();
    }

    fn hand_on(&mut self) -> Result<(), StoreError> {
        self.bytes = 0;
        let portion = std::mem::take(&mut self.portion);
        self.send(Message::Write(portion))
    }

    fn send(&mut self, message: Message) -> Result<(), StoreError> {
        match self.writer.as_ref().map(|writer| writer.send(message)) {
            Some(Ok(())) => Ok(()),
            // It ended early, and knows why.
            _ => Err(self.give_up()),
        }
    }

    /// Ends the threads, of which one could not go on; why.
    fn give_up(&mut self) -> StoreError {
        let results = self.end_threads();
        let error = results.into_iter().find_map(|result| match result {
            Ok(result) => result.err(),
            Err(panic) => resume_unwind(panic),
        });
        error.unwrap_or_else(|| {
            let given_up = io::Error::other("it was given up before");
            StoreError::write(self.aside.path(), &given_up)
        })
    }

    fn end_threads(&mut self) -> Vec<thread::Result<Result<(), StoreError>>> {
        self.writer = None;
        let results = self.threads.drain(..).map(JoinHandle::join).collect();
        self.arrived();
        results
    }
}

impl Drop for Batches {
    fn drop(&mut self) {
        self.close();
    }
}

/// Writes the files of each batch into a folder in `aside`, and sends the batch on when it ends.
fn write_all(
    aside: &Path,
    messages: &Receiver<Message>,
    renamer: &SyncSender<Written>,
) -> Result<(), StoreError> {
    let mut numbers = 0_u64..;
    let mut begin = || Written::begin(aside.join(numbers.next().unwrap_or_default().to_string()));
    let mut batch = begin()?;
    for message in messages {
        match message {
            Message::Write(files) => {
                for file in files {
                    batch.write(file)?;
                }
            }
            Message::End => {
                let written = std::mem::replace(&mut batch, begin()?);
                if renamer.send(written).is_err() {
                    // The other thread could not go on, and says why.
                    break;
                }
            }
        }
    }
    Ok(())
}

/// Makes each batch durable and a part of the project, and says when it is.
fn rename_all(batches: &Receiver<Written>, done: &Sender<()>) -> Result<(), StoreError> {
    for Written { folder, files } in batches {
        sync(&folder).map_err(|error| StoreError::write(&folder, &error))?;
        let mut changed: Vec<PathBuf> = Vec::new();
        for Waiting {
            aside,
            path,
            replaces,
        } in files
        {
            let renamed = match replaces {
                true => fs::rename(&aside, &path),
                false => rename_new(&aside, &path),
            };
            renamed.map_err(|error| match error.kind() {
                io::ErrorKind::AlreadyExists => StoreError::Taken { path: path.clone() },
                _ => StoreError::write(&path, &error),
            })?;
            let folder = atomic::folder_of(&path);
            if !changed.iter().any(|it| it == folder) {
                changed.push(folder.to_owned());
            }
        }
        for folder in changed {
            let synced = atomic::sync_folder(&folder);
            synced.map_err(|error| StoreError::write(&folder, &error))?;
        }
        // It would be removed at the end in any case.
        let _ = fs::remove_dir(&folder);
        // Who does not listen has given up.
        let _ = done.send(());
    }
    Ok(())
}

/// Renames a file to a name that is free. Some file systems cannot say whether it is (NFS, FUSE):
/// there a second name is given instead, which fails where there is one.
fn rename_new(from: &Path, to: &Path) -> io::Result<()> {
    match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
        Err(error) if [rustix::io::Errno::INVAL, rustix::io::Errno::NOSYS].contains(&error) => {
            fs::hard_link(from, to)?;
            fs::remove_file(from)
        }
        renamed => Ok(renamed?),
    }
}

/// Linux syncs a file system at once, which is one wait for the disk instead of thousands.
#[cfg(target_os = "linux")]
fn write(path: &Path, contents: &[u8]) -> io::Result<()> {
    fs::write(path, contents)
}

#[cfg(target_os = "linux")]
fn sync(folder: &Path) -> io::Result<()> {
    Ok(rustix::fs::syncfs(File::open(folder)?)?)
}

#[cfg(not(target_os = "linux"))]
fn write(path: &Path, contents: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    io::Write::write_all(&mut file, contents)?;
    file.sync_all()
}

#[cfg(not(target_os = "linux"))]
fn sync(folder: &Path) -> io::Result<()> {
    atomic::sync_folder(folder)
}

/// Whether a folder called `name` was left by an import that was killed, or is one's that goes on.
pub(super) fn is_leftover(name: &str) -> bool {
    name.starts_with(PREFIX)
}

/// Removes what a killed import left behind in `folder`. Only for who holds its lock.
pub(super) fn sweep(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if is_leftover(&entry.file_name().to_string_lossy()) {
            // What cannot be removed is litter and no loss. A link is not followed.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}
