//! The terminal while the program has it: taken in one order, given back in the other, however the
//! program ends.

use std::io::{self, Write};
use std::panic;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use ratatui::layout::Size;
use rustix::stdio::stdout;
use rustix::termios::tcgetwinsize;

use super::detect::Questions;
use super::out::Out;

/// Clears the screen with the terminal's own bidi off.
///
/// `CSI 8 l` (BDSM, explicit mode) comes before the clear: VTE applies it to a row when the row is
/// cleared, so after the clear it would be too late.
pub(super) const CLEAR: &str = "\x1b[8l\x1b[m\x1b[2J";

const ALTERNATE: &str = "\x1b[?1049h";
/// Explicit bidi, a clear screen, no cursor; pasted text marked as such.
const ENTER: &str = "\x1b[8l\x1b[2J\x1b[?25l\x1b[?2004h";
const LEAVE: &str = "\x1b[?2004l\x1b[m\x1b[?25h\x1b[8h\x1b[?1049l";
/// Clicks and the wheel (1000), in the form without limits (1006).
const MOUSE: [&str; 2] = ["\x1b[?1000h\x1b[?1006h", "\x1b[?1006l\x1b[?1000l"];

/// The terminal, taken. Dropping it gives it back.
#[derive(Debug, Default)]
pub(super) struct Session {
    mouse: bool,
}

/// What turns a terminal's own bidi off, and on again: some have a sequence of their own.
static OWN_BIDI: Mutex<Option<[String; 2]>> = Mutex::new(None);

/// Whether the terminal is taken: a panic gives it back before the session is dropped, and leaving
/// the alternate screen twice would put the cursor onto the panic's message.
static TAKEN: AtomicBool = AtomicBool::new(false);

impl Session {
    /// Takes the terminal, and sees to it that a panic gives it back before it speaks. What is
    /// asked is `questions`.
    pub(super) fn enter(
        questions: &Questions,
        own_bidi: Option<[String; 2]>,
        mouse: bool,
    ) -> io::Result<Self> {
        let session = Self { mouse };
        *own() = own_bidi;
        Out::open()?;
        session.take(questions)?;
        let report = panic::take_hook();
        let main = thread::current().id();
        panic::set_hook(Box::new(move |info| {
            // Another thread's end is not the program's: who waits for it says what happened.
            if thread::current().id() == main {
                give_back();
                report(info);
            }
        }));
        Ok(session)
    }

    /// Takes the terminal again, and asks it `questions`: before the screen is cleared, so that
    /// nothing is left of them where they are not understood.
    pub(super) fn take(&self, questions: &Questions) -> io::Result<()> {
        TAKEN.store(true, Ordering::Relaxed);
        enable_raw_mode()?;
        let off = own().as_ref().map(|[off, _]| off.clone());
        let off = off.as_deref().unwrap_or_default();
        let mouse = if self.mouse { MOUSE[0] } else { "" };
        let Questions { behind, near } = questions;
        Out.write_all(
            [behind, off, ALTERNATE, near, ENTER, mouse]
                .concat()
                .as_bytes(),
        )
    }

    /// Asks the terminal `questions`.
    pub(super) fn ask(&self, questions: &Questions) -> io::Result<()> {
        self.send(&[questions.behind.as_str(), &questions.near].concat())
    }

    /// Turns the terminal's own bidi off by the first of `own_bidi`, and in the end on by the
    /// second; whether that changed anything, and the screen has to be cleared.
    pub(super) fn own_bidi(&self, own_bidi: Option<[String; 2]>) -> io::Result<bool> {
        let mut own = own();
        if *own == own_bidi {
            return Ok(false);
        }
        let before = own.as_ref().map(|[_, on]| on.as_str()).unwrap_or_default();
        let after = own_bidi.as_ref().map(|[off, _]| off.as_str());
        Out.write_all([before, after.unwrap_or_default()].concat().as_bytes())?;
        *own = own_bidi;
        Ok(true)
    }

    /// Has clicks reported, or no longer; whether they are now.
    pub(super) fn toggle_mouse(&mut self) -> io::Result<bool> {
        self.mouse = !self.mouse;
        Out.write_all(MOUSE[usize::from(!self.mouse)].as_bytes())?;
        Ok(self.mouse)
    }

    /// Sends the terminal a sequence that changes nothing on the screen.
    pub(super) fn send(&self, sequence: &str) -> io::Result<()> {
        Out.write_all(sequence.as_bytes())
    }

    /// Gives the terminal back for a while.
    pub(super) fn give_back(&self) {
        give_back();
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        give_back();
    }
}

/// Also after a panic that held it.
fn own() -> MutexGuard<'static, Option<[String; 2]>> {
    OWN_BIDI.lock().unwrap_or_else(PoisonError::into_inner)
}

fn give_back() {
    if TAKEN.swap(false, Ordering::Relaxed) {
        let on = own().as_ref().map(|[_, on]| on.clone());
        let leave = [MOUSE[1], on.as_deref().unwrap_or_default(), LEAVE].concat();
        // The terminal may be gone (SIGHUP), and there is nobody left to tell.
        let _ = Out.write_all(leave.as_bytes());
        let _ = disable_raw_mode();
    }
}

/// The size of the window. Some serial lines do not know theirs.
pub(super) fn window() -> Size {
    match tcgetwinsize(stdout()) {
        Ok(window) if window.ws_col > 0 && window.ws_row > 0 => Size {
            width: window.ws_col,
            height: window.ws_row,
        },
        _ => Size {
            width: 80,
            height: 24,
        },
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use portable_pty::{CommandBuilder, PtySize, native_pty_system};

    use super::*;

    const PANICS: &str = "HASHIYA_TEST_PANICS";

    /// Not a test by itself: what the test below runs in a pseudo-terminal.
    #[test]
    fn panics_when_asked_to() {
        if std::env::var_os(PANICS).is_some() {
            let _session = Session::enter(&Questions::default(), None, true).unwrap();
            let other = thread::spawn(|| panic!("of a search"));
            assert!(other.join().is_err());
            Out.write_all(b"still here").unwrap();
            panic!("as asked");
        }
    }

    #[test]
    fn a_panic_gives_the_terminal_back_before_it_speaks() {
        let pair = native_pty_system().openpty(PtySize::default()).unwrap();
        let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
        command.args([
            "--exact",
            "terminal::session::tests::panics_when_asked_to",
            "--nocapture",
        ]);
        command.env(PANICS, "1");
        let mut child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let mut said = Vec::new();
        let mut buffer = [0; 1024];
        // The terminal ends with an error (EIO) when its last program does.
        while let Ok(count @ 1..) = reader.read(&mut buffer) {
            said.extend_from_slice(&buffer[..count]);
        }
        assert!(!child.wait().unwrap().success());
        let said = String::from_utf8_lossy(&said);
        let place = |text: &str| {
            said.find(text)
                .unwrap_or_else(|| panic!("no {text:?} in {said:?}"))
        };
        assert_eq!(said.matches("\x1b[?1049l").count(), 1, "{said:?}");
        assert!(place(ENTER) < place(LEAVE));
        assert!(
            place(LEAVE) < place("as asked"),
            "the panic speaks on the shell's screen"
        );
        assert!(
            place("still here") < place(LEAVE) && !said.contains("of a search"),
            "another thread's panic is not the program's: {said:?}"
        );
        // ICANON and ECHO, as Linux numbers them.
        assert_eq!(
            pair.master.get_termios().unwrap().local_flags.bits() & 0o12,
            0o12
        );
    }
}
