//! The terminal while the program has it: taken in one order, given back in the other, however the
//! program ends.

use std::io::{self, Write};
use std::panic;
use std::sync::atomic::{AtomicBool, Ordering};

use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use ratatui::layout::Size;
use rustix::stdio::stdout;
use rustix::termios::tcgetwinsize;

/// Clears the screen with the terminal's own bidi off.
///
/// `CSI 8 l` (BDSM, explicit mode) comes before the clear: VTE applies it to a row when the row is
/// cleared, so after the clear it would be too late.
pub(super) const CLEAR: &str = "\x1b[8l\x1b[m\x1b[2J";

/// Alternate screen, explicit bidi, a clear screen, no cursor; pasted text marked as such.
const ENTER: &str = "\x1b[?1049h\x1b[8l\x1b[2J\x1b[?25l\x1b[?2004h";
const LEAVE: &str = "\x1b[?2004l\x1b[m\x1b[?25h\x1b[8h\x1b[?1049l";

/// The terminal, taken. Dropping it gives it back.
#[derive(Debug)]
pub(super) struct Session;

/// Whether the terminal is taken: a panic gives it back before the session is dropped, and leaving
/// the alternate screen twice would put the cursor onto the panic's message.
static TAKEN: AtomicBool = AtomicBool::new(false);

impl Session {
    /// Takes the terminal, and sees to it that a panic gives it back before it speaks.
    pub(super) fn enter() -> io::Result<Self> {
        let session = Self;
        session.take()?;
        let report = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            give_back();
            report(info);
        }));
        Ok(session)
    }

    /// Takes the terminal again.
    pub(super) fn take(&self) -> io::Result<()> {
        TAKEN.store(true, Ordering::Relaxed);
        enable_raw_mode()?;
        Out.write_all(ENTER.as_bytes())
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

fn give_back() {
    if TAKEN.swap(false, Ordering::Relaxed) {
        // The terminal may be gone (SIGHUP), and there is nobody left to tell.
        let _ = Out.write_all(LEAVE.as_bytes());
        let _ = disable_raw_mode();
    }
}

/// The terminal's end of standard output, without a buffer: a frame is one write.
#[derive(Debug, Clone, Copy)]
pub(super) struct Out;

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Ok(rustix::io::write(stdout(), bytes)?)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
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
            let _session = Session::enter().unwrap();
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
        // ICANON and ECHO, as Linux numbers them.
        assert_eq!(
            pair.master.get_termios().unwrap().local_flags.bits() & 0o12,
            0o12
        );
    }
}
