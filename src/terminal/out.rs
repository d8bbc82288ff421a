//! The way out to the terminal, which does not wait for ever: where a line was dropped nobody may read
//! what is sent any more, and a program that waits for that could neither save nor leave.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock, OnceLock};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::OFlags;
use rustix::io::Errno;
use rustix::stdio::stdout;
use rustix::termios::ttyname;
use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
use signal_hook::flag;

/// The terminal's end of standard output, without a buffer: a frame is one write.
#[derive(Debug, Clone, Copy)]
pub(super) struct Out;

/// The terminal, opened once more: whether writing waits is said of an open file, and standard output
/// is the shell's as well. Where it cannot be opened (another account's, by `su`), none.
static OWN: OnceLock<Option<File>> = OnceLock::new();
/// Whether the program was asked to end.
static ENDS: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);
/// When writing first had to wait after that.
static WAITED: OnceLock<Instant> = OnceLock::new();
/// Whether the terminal is no longer waited for.
static GIVEN_UP: AtomicBool = AtomicBool::new(false);

/// How long a terminal is waited for when the program is to end: a slow line is to be left as it was
/// found.
const PATIENCE: Duration = Duration::from_millis(500);
/// How long it takes at most to notice that the program is to end. The signal interrupts the waiting,
/// unless it comes just before.
const PAUSE: Timespec = Timespec {
    tv_sec: 0,
    tv_nsec: 200_000_000,
};

impl Out {
    /// Opens the terminal, and takes note from now on when the program is asked to end.
    pub(super) fn open() -> io::Result<Self> {
        OWN.get_or_init(|| {
            let name = ttyname(stdout(), Vec::new()).ok()?;
            let name = Path::new(std::ffi::OsStr::from_bytes(name.to_bytes()));
            let flags = (OFlags::NONBLOCK | OFlags::NOCTTY).bits().cast_signed();
            let mut options = OpenOptions::new();
            options.write(true).custom_flags(flags).open(name).ok()
        });
        for signal in [SIGHUP, SIGINT, SIGQUIT, SIGTERM] {
            flag::register(signal, Arc::clone(&ENDS))?;
        }
        Ok(Self)
    }
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let out = match OWN.get() {
            Some(Some(own)) => own.as_fd(),
            _ => stdout(),
        };
        loop {
            if GIVEN_UP.load(Ordering::Relaxed) {
                return Ok(bytes.len());
            }
            match rustix::io::write(out, bytes) {
                Err(Errno::AGAIN) => wait_for_room(out)?,
                written => return Ok(written?),
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Waits until the terminal may take more; an error once the program is to end and has waited long
/// enough. What is written after that goes nowhere.
fn wait_for_room(out: BorrowedFd<'_>) -> io::Result<()> {
    if ENDS.load(Ordering::Relaxed) && WAITED.get_or_init(Instant::now).elapsed() > PATIENCE {
        GIVEN_UP.store(true, Ordering::Relaxed);
        return Err(io::Error::new(
            io::ErrorKind::TimedOut,
            "the terminal takes nothing any more",
        ));
    }
    match poll(&mut [PollFd::new(&out, PollFlags::OUT)], Some(&PAUSE)) {
        Ok(_) | Err(Errno::INTR) => Ok(()),
        Err(error) => Err(error.into()),
    }
}
