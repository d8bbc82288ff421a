//! What comes in: keys, clicks, answers, the window's size, and signals, waited for in one place.

use std::io;
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::stdio::stdin;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::backend::SignalDelivery;
use signal_hook::iterator::exfiltrator::SignalOnly;

use super::decode::{Decoder, Event, Mouse};
use crate::keys::Key;

/// Something that came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Input {
    /// A key was pressed.
    Key(Key),
    /// A mouse was used.
    Mouse(Mouse),
    /// A text was pasted.
    Paste(String),
    /// The terminal answered, or sent something that is no key.
    Reply(Vec<u8>),
    /// The window may have another size.
    Resized,
    /// The program is asked to give the terminal back for a while.
    Suspend,
    /// The terminal is ours again.
    Continued,
    /// The program is asked to end, by this signal.
    End(i32),
}

/// Waits for keys and signals.
pub(super) struct Inputs {
    signals: SignalDelivery<UnixStream, SignalOnly>,
    decoder: Decoder,
    /// Until when an answer of the terminal may come.
    due: Option<Instant>,
}

/// A terminal that has not answered after this long is not going to.
const ANSWERS: Duration = Duration::from_secs(5);

impl Inputs {
    pub(super) fn new() -> io::Result<Self> {
        let (read, write) = UnixStream::pair()?;
        let watched = [SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGCONT, SIGWINCH];
        let signals = SignalDelivery::with_pipe(read, write, SignalOnly, watched)?;
        Ok(Self {
            signals,
            decoder: Decoder::default(),
            due: None,
        })
    }

    /// Says that the terminal was asked something.
    pub(super) fn expect_answers(&mut self) {
        self.due = Some(Instant::now() + ANSWERS);
    }

    /// Says that it has answered everything.
    pub(super) fn has_answers(&mut self) {
        self.due = None;
    }

    /// Whether an answer of the terminal may still come.
    pub(super) fn expects_answers(&self) -> bool {
        self.due.is_some_and(|due| Instant::now() < due)
    }

    /// Waits until something comes in, and takes all that is there: a key held down is drawn once
    /// for many of its repetitions.
    pub(super) fn wait(&mut self) -> io::Result<Vec<Input>> {
        loop {
            let inputs = self.wait_for(None)?;
            if !inputs.is_empty() {
                return Ok(inputs);
            }
        }
    }

    /// The same, but not longer than until `end`, when there may be nothing.
    pub(super) fn wait_until(&mut self, end: Instant) -> io::Result<Vec<Input>> {
        loop {
            let left = end.saturating_duration_since(Instant::now());
            let inputs = self.wait_for(Some(left))?;
            if !inputs.is_empty() || left.is_zero() {
                return Ok(inputs);
            }
        }
    }

    /// Waits for one thing to happen, at most for `limit`; it may have been nothing that counts.
    fn wait_for(&mut self, limit: Option<Duration>) -> io::Result<Vec<Input>> {
        self.decoder.expect_answers(self.expects_answers());
        let patience = self.decoder.patience();
        let is_limited = limit.is_some_and(|limit| patience.is_none_or(|it| limit < it));
        let mut inputs = match self.ready(if is_limited { limit } else { patience })? {
            Ready::Nothing if is_limited => Vec::new(),
            Ready::Nothing => self.decoder.give_up().map(Input::Key).into_iter().collect(),
            Ready::Signal => Vec::new(),
            Ready::Bytes => self.read()?,
        };
        // What was typed before the end was asked for still counts.
        inputs.extend(self.signals());
        Ok(inputs)
    }

    /// The signals that came since they were last asked for.
    pub(super) fn signals(&mut self) -> Vec<Input> {
        let input = |signal| match signal {
            SIGWINCH => Input::Resized,
            SIGTSTP => Input::Suspend,
            SIGCONT => Input::Continued,
            signal => Input::End(signal),
        };
        self.signals.pending().map(input).collect()
    }

    fn ready(&self, patience: Option<Duration>) -> io::Result<Ready> {
        let stdin = stdin();
        let mut fds = [
            PollFd::new(&stdin, PollFlags::IN),
            PollFd::from_borrowed_fd(self.signals.get_read().as_fd(), PollFlags::IN),
        ];
        let patience = patience.and_then(|patience| Timespec::try_from(patience).ok());
        match poll(&mut fds, patience.as_ref()) {
            Ok(0) => Ok(Ready::Nothing),
            Ok(_) if fds[0].revents().is_empty() => Ok(Ready::Signal),
            Ok(_) => Ok(Ready::Bytes),
            Err(Errno::INTR) => Ok(Ready::Signal),
            Err(error) => Err(error.into()),
        }
    }

    fn read(&mut self) -> io::Result<Vec<Input>> {
        let mut buffer = [0; 4096];
        match rustix::io::read(stdin(), &mut buffer) {
            // The terminal is gone, whether or not the system says so by a signal.
            Ok(0) | Err(Errno::IO) => Ok(vec![Input::End(SIGHUP)]),
            Ok(count) => Ok(self
                .decoder
                .feed(&buffer[..count])
                .into_iter()
                .map(|event| match event {
                    Event::Key(key) => Input::Key(key),
                    Event::Mouse(mouse) => Input::Mouse(mouse),
                    Event::Paste(text) => Input::Paste(text),
                    Event::Reply(reply) => Input::Reply(reply),
                })
                .collect()),
            Err(Errno::INTR | Errno::AGAIN) => Ok(Vec::new()),
            Err(error) => Err(error.into()),
        }
    }
}

/// What there is to look at.
enum Ready {
    Nothing,
    Signal,
    Bytes,
}
