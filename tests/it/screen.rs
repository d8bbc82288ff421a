//! The real program in a pseudo-terminal, its bytes read by a terminal emulator.

use std::collections::VecDeque;
use std::ffi::OsStr;
use std::fs;
use std::io::{Read, Write};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};

/// A running program and what its terminal shows.
pub(crate) struct Screen {
    master: Box<dyn MasterPty + Send>,
    child: Box<dyn Child + Send + Sync>,
    writer: Box<dyn Write + Send>,
    bytes: Receiver<Vec<u8>>,
    parser: vt100::Parser,
    /// Everything that was sent, as it was sent.
    pub(crate) raw: Vec<u8>,
    /// What the terminal answers to the program's questions, a batch of them after the other.
    answers: Vec<&'static str>,
    /// How long each answer takes.
    delay: Duration,
    /// What was asked, and when it is to be answered.
    owed: VecDeque<(Instant, &'static str)>,
    /// How much of what was sent has been looked at for questions.
    looked_at: usize,
}

/// The last of the questions: every terminal answers it.
const FENCE: &[u8] = b"\x1b[c";
/// Where is the cursor?
const CURSOR: &[u8] = b"\x1b[6n";
/// A terminal that says as little as can be.
const TACITURN: &str = "\x1b[?6c";

/// Generous: a busy machine is no fault of the program.
const PATIENCE: Duration = Duration::from_secs(20);

fn cells(count: u16) -> NonZero<u16> {
    NonZero::new(count).expect("a size")
}

/// The program with a terminal, an empty configuration and nothing else from outside.
pub(crate) fn command(arguments: &[&OsStr], home: &Path) -> CommandBuilder {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_hashiya"));
    command.args(arguments);
    if !arguments.contains(&OsStr::new("--annotator")) {
        command.args(["--annotator", "sara"]);
    }
    command.env_clear();
    command.env("TERM", "xterm-256color");
    command.env("LANG", "en_US.UTF-8");
    command.env("HOME", home);
    command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
    command
}

/// The same with arguments in which `@name` is the path of `name` in `folder`, which is also home.
pub(crate) fn command_in(folder: &Path, arguments: &[&str]) -> CommandBuilder {
    let paths: Vec<PathBuf> = arguments
        .iter()
        .map(|argument| match argument.strip_prefix('@') {
            Some(name) => folder.join(name),
            None => PathBuf::from(argument),
        })
        .collect();
    let arguments: Vec<&OsStr> = paths.iter().map(|path| path.as_os_str()).collect();
    command(&arguments, folder)
}

impl Screen {
    pub(crate) fn start(command: CommandBuilder, columns: u16, rows: u16) -> Self {
        Self::start_at(command, columns, rows, &[TACITURN], Duration::ZERO)
    }

    /// At a terminal that answers the first batch of questions by the first of `answers` after
    /// `delay`, and so on, the last one again and again. Without any it is silent.
    pub(crate) fn start_at(
        command: CommandBuilder,
        columns: u16,
        rows: u16,
        answers: &[&'static str],
        delay: Duration,
    ) -> Self {
        let size = PtySize {
            rows,
            cols: columns,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system()
            .openpty(size)
            .expect("a pseudo-terminal");
        let child = pair.slave.spawn_command(command).expect("the program");
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().expect("a reader");
        let (sender, bytes) = channel();
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            let mut unsent = Vec::new();
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                unsent.extend_from_slice(&buffer[..count]);
                // vte 0.15 loses a blank behind a character that comes in two parts.
                let whole = match std::str::from_utf8(&unsent) {
                    Err(error) if error.error_len().is_none() => error.valid_up_to(),
                    _ => unsent.len(),
                };
                let rest = unsent.split_off(whole);
                if sender.send(std::mem::replace(&mut unsent, rest)).is_err() {
                    break;
                }
            }
        });
        let writer = pair.master.take_writer().expect("a writer");
        let parser = vt100::Parser::new(cells(rows), cells(columns), 0);
        Self {
            master: pair.master,
            child,
            writer,
            bytes,
            parser,
            raw: Vec::new(),
            answers: answers.to_vec(),
            delay,
            owed: VecDeque::new(),
            looked_at: 0,
        }
    }

    /// Types `keys` at once.
    pub(crate) fn send(&mut self, keys: &str) {
        self.writer
            .write_all(keys.as_bytes())
            .expect("a listening program");
    }

    /// Types `keys`, and waits for `text` on the screen.
    pub(crate) fn type_until(&mut self, keys: &str, text: &str) {
        self.send(keys);
        self.wait_for(text);
    }

    /// Waits for `text`, however it is wrapped.
    pub(crate) fn wait_for(&mut self, text: &str) {
        self.wait_until(text, |screen| screen.says(text));
    }

    /// Whether `text` is on the screen, however it is wrapped.
    pub(crate) fn says(&self, text: &str) -> bool {
        let squeeze = |text: &str| text.split_whitespace().collect::<String>();
        squeeze(&self.text()).contains(&squeeze(text))
    }

    pub(crate) fn wait_until(&mut self, what: &str, mut done: impl FnMut(&mut Self) -> bool) {
        let started = Instant::now();
        loop {
            self.take(Duration::from_millis(20));
            if done(self) {
                return;
            }
            assert!(
                started.elapsed() < PATIENCE,
                "no {what:?} on the screen:\n{}",
                self.text()
            );
        }
    }

    /// Waits until `done`; whether that came.
    pub(crate) fn waits(&mut self, mut done: impl FnMut(&Self) -> bool) -> bool {
        let started = Instant::now();
        while !done(self) {
            if started.elapsed() > PATIENCE {
                return false;
            }
            self.take(Duration::from_millis(20));
        }
        true
    }

    /// Takes what the program sends until it is silent for a moment.
    pub(crate) fn settle(&mut self) {
        while self.take(Duration::from_millis(150)) || self.is_busy() {}
    }

    /// Whether the program runs, would run if others let it, or waits for the disk: its silence says
    /// nothing then. Not known without `/proc`.
    fn is_busy(&self) -> bool {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.pid()));
        // The state is behind the name, which is in parentheses and may be anything.
        let state = stat
            .ok()
            .and_then(|it| it.rsplit_once(") ").map(|it| it.1.to_owned()));
        state.is_some_and(|it| it.starts_with(['R', 'D']))
    }

    /// Takes the next of what the program sends, if that comes soon enough.
    pub(crate) fn take(&mut self, patience: Duration) -> bool {
        self.answer();
        let Ok(bytes) = self.bytes.recv_timeout(patience) else {
            return false;
        };
        self.show(&bytes);
        self.raw.extend(bytes);
        let asked = &self.raw[self.looked_at..];
        if let Some(fence) = asked.windows(FENCE.len()).position(|it| it == FENCE) {
            self.looked_at += fence + FENCE.len();
            let answer = match self.answers.len() {
                0 => None,
                1 => self.answers.first().copied(),
                _ => Some(self.answers.remove(0)),
            };
            self.owed
                .extend(answer.map(|answer| (Instant::now() + self.delay, answer)));
        }
        self.answer();
        true
    }

    /// Shows `bytes`, and says where the cursor is wherever they ask for that.
    fn show(&mut self, bytes: &[u8]) {
        let mut rest = bytes;
        while let Some(at) = rest.windows(CURSOR.len()).position(|it| it == CURSOR) {
            let (before, after) = rest.split_at(at + CURSOR.len());
            self.parser.process(before);
            let (row, column) = self.parser.screen().cursor_position();
            let report = format!("\x1b[{};{}R", row + 1, column + 1);
            let _ = self.writer.write_all(report.as_bytes());
            rest = after;
        }
        self.parser.process(rest);
    }

    /// Answers what is due.
    fn answer(&mut self) {
        while let Some(&(due, answer)) = self.owed.front()
            && due <= Instant::now()
        {
            self.owed.pop_front();
            // The program may have ended by now.
            let _ = self.writer.write_all(answer.as_bytes());
        }
    }

    pub(crate) fn text(&self) -> String {
        self.parser.screen().contents()
    }

    /// What the terminal has stored.
    pub(crate) fn stored(&self) -> &vt100::Screen {
        self.parser.screen()
    }

    /// Each cell with its colours.
    pub(crate) fn cells(&self) -> Vec<(String, vt100::Color, vt100::Color, bool)> {
        let screen = self.parser.screen();
        let (rows, columns) = screen.size();
        let (rows, columns) = (rows.get(), columns.get());
        let places = (0..rows).flat_map(|row| (0..columns).map(move |column| (row, column)));
        let cell = |(row, column)| {
            let cell = screen.cell(row, column).expect("a cell");
            let text = if cell.has_contents() {
                cell.contents().to_owned()
            } else {
                " ".to_owned()
            };
            // The colour of a blank's letter is not seen.
            let fg = if text == " " {
                vt100::Color::Default
            } else {
                cell.fgcolor()
            };
            (text, fg, cell.bgcolor(), cell.inverse())
        };
        places.map(cell).collect()
    }

    pub(crate) fn is_alternate(&self) -> bool {
        self.parser.screen().alternate_screen()
    }

    pub(crate) fn hides_cursor(&self) -> bool {
        self.parser.screen().hide_cursor()
    }

    pub(crate) fn resize(&mut self, columns: u16, rows: u16) {
        let size = PtySize {
            rows,
            cols: columns,
            pixel_width: 0,
            pixel_height: 0,
        };
        self.parser
            .screen_mut()
            .set_size(cells(rows), cells(columns));
        self.master.resize(size).expect("a resize");
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.process_id().expect("a process")
    }

    /// Sends a signal to the program.
    pub(crate) fn signal(&mut self, signal: Signal) {
        send(self.pid(), signal);
    }

    /// Sends a signal to the program that the shell runs.
    pub(crate) fn signal_below_shell(&mut self, signal: Signal) {
        let pid = self.pid();
        let children = std::fs::read_to_string(format!("/proc/{pid}/task/{pid}/children"));
        let children = children.expect("a shell");
        let child = children
            .split_whitespace()
            .next()
            .expect("a program below the shell");
        send(child.parse().expect("a process"), signal);
    }

    /// Waits for the end, and takes the rest of what was sent.
    pub(crate) fn end(&mut self) -> ExitStatus {
        let started = Instant::now();
        let status = loop {
            if let Some(status) = self.child.try_wait().expect("a child") {
                break status;
            }
            self.take(Duration::from_millis(20));
            assert!(
                started.elapsed() < PATIENCE,
                "the program does not end:\n{}",
                self.text()
            );
        };
        while self.take(Duration::from_millis(100)) {}
        status
    }

    /// Whether the terminal is in the state in which a shell wants it.
    pub(crate) fn is_cooked(&self) -> bool {
        // ISIG, ICANON and ECHO, as Linux numbers them.
        let wanted = 0o1 | 0o2 | 0o10;
        let termios = self.master.get_termios().expect("attributes");
        termios.local_flags.bits() & wanted == wanted
    }
}

fn send(pid: u32, signal: Signal) {
    let pid = i32::try_from(pid)
        .ok()
        .and_then(Pid::from_raw)
        .expect("a process");
    kill_process(pid, signal).expect("a running program");
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
