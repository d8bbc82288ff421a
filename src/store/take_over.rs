//! Taking an annotator's files over from one's own program that still runs: mostly one at the other
//! end of a line that was dropped.
//!
//! It is asked to save and leave, and what it holds is claimed when it is gone. Nothing is taken by
//! force: what was not saved is nowhere but in that program.

use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, geteuid, kill_process};
use thiserror::Error;

use super::{Access, Holder, Store, StoreError};

/// Why an annotator's files could not be taken over.
#[derive(Debug, Error)]
pub enum NotTaken {
    /// The program runs on another host, or in a container of this one.
    #[error("the program runs on {}: end it there", .0.host)]
    Elsewhere(Holder),
    /// The program is another account's.
    #[error("process {} is another account's: only they can end it", .0.pid)]
    OtherAccount(Holder),
    /// It is not known which program it is.
    #[error("it is not known which program holds the files: end it where it was started")]
    Unknown,
    /// The program was asked to leave, and is still there.
    #[error("process {} was asked to save and leave, and has not done so: end it where it was started", .0.pid)]
    Stays(Holder),
    /// The store could not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// How long the other program has to save and leave.
const PATIENCE: Duration = Duration::from_secs(3);
/// How often is looked whether it has.
const PAUSE: Duration = Duration::from_millis(10);

impl Store {
    /// Claims the right to write as `annotator`, also where another program of the same account on
    /// this host holds it: that one is asked to save and leave, and waited for, three seconds at
    /// most. What was read before is to be read again: she may have gone on with it there.
    pub fn take_over(&self, annotator: &str, me: &Holder) -> Result<Access, NotTaken> {
        let holder = match self.claim(annotator, me)? {
            Access::Held(holder) => holder.ok_or(NotTaken::Unknown)?,
            access => return Ok(access),
        };
        let lock = self.annotator_folder(annotator).join(".lock");
        let process = process_of(&holder, me, &lock)?;
        let asked = kill_process(process, Signal::HUP);
        // One that is stopped hears that only when it goes on.
        if asked.and_then(|()| kill_process(process, Signal::CONT)) == Err(rustix::io::Errno::PERM)
        {
            return Err(NotTaken::OtherAccount(holder));
        }
        let end = Instant::now() + PATIENCE;
        loop {
            match self.claim(annotator, me)? {
                Access::Held(_) if Instant::now() < end => thread::sleep(PAUSE),
                Access::Held(now) => return Err(NotTaken::Stays(now.unwrap_or(holder))),
                access => return Ok(access),
            }
        }
    }
}

/// The process that is `holder`, if it is one that may be asked to leave. Whoever may write the lock
/// file can write any number there, and a number may be given to another process by now.
fn process_of(holder: &Holder, me: &Holder, lock: &Path) -> Result<Pid, NotTaken> {
    let pid = i32::try_from(holder.pid).ok().and_then(Pid::from_raw);
    let Some(pid) = pid.filter(|_| holder.host == me.host && holder.pid != std::process::id())
    else {
        return Err(NotTaken::Elsewhere(holder.clone()));
    };
    match opened_by(holder.pid, lock) {
        Opened::Ours => Ok(pid),
        Opened::Theirs => Err(NotTaken::OtherAccount(holder.clone())),
        Opened::No => Err(NotTaken::Elsewhere(holder.clone())),
    }
}

/// Whether a process has a file open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Opened {
    /// It has, and is our account's.
    Ours,
    /// It is another account's, which does not say what it has open.
    Theirs,
    /// It has not, or is not on this host.
    No,
}

#[cfg(target_os = "linux")]
fn opened_by(pid: u32, file: &Path) -> Opened {
    use std::fs;
    use std::os::unix::fs::MetadataExt;

    let folder = format!("/proc/{pid}");
    let (Ok(process), Ok(file)) = (fs::metadata(&folder), fs::metadata(file)) else {
        return Opened::No;
    };
    // The superuser may look into every process, and shall not end another's.
    if process.uid() != geteuid().as_raw() {
        return Opened::Theirs;
    }
    let Ok(entries) = fs::read_dir(format!("{folder}/fd")) else {
        return Opened::Theirs;
    };
    let mut opened = entries
        .flatten()
        .filter_map(|entry| fs::metadata(entry.path()).ok());
    if opened.any(|it| (it.dev(), it.ino()) == (file.dev(), file.ino())) {
        Opened::Ours
    } else {
        Opened::No
    }
}

/// Elsewhere the system does not say so by files; `lsof` comes with macOS.
#[cfg(not(target_os = "linux"))]
fn opened_by(pid: u32, file: &Path) -> Opened {
    let pid = pid.to_string();
    let uid = geteuid().as_raw().to_string();
    let mut lsof = std::process::Command::new("lsof");
    lsof.args(["-a", "-t", "-p", &pid, "-u", &uid, "--"])
        .arg(file);
    match lsof.output() {
        Ok(said) if String::from_utf8_lossy(&said.stdout).trim() == pid => Opened::Ours,
        _ => Opened::No,
    }
}
