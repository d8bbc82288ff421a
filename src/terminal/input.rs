//! What comes in: keys, the window's size, and signals, waited for in one place.

use std::io;
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use rustix::stdio::stdin;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::backend::SignalDelivery;
use signal_hook::iterator::exfiltrator::SignalOnly;

use super::decode::Decoder;
use crate::keys::Key;

/// Something that came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Input {
    /// A key was pressed.
    Key(Key),
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
}

impl Inputs {
    pub(super) fn new() -> io::Result<Self> {
        let (read, write) = UnixStream::pair()?;
        let watched = [SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGCONT, SIGWINCH];
        let signals = SignalDelivery::with_pipe(read, write, SignalOnly, watched)?;
        Ok(Self {
            signals,
            decoder: Decoder::default(),
        })
    }

    /// Waits until something comes in, and takes all that is there: a key held down is drawn once
    /// for many of its repetitions.
    pub(super) fn wait(&mut self) -> io::Result<Vec<Input>> {
        loop {
            let ready = self.ready(self.decoder.patience())?;
            let mut inputs = match ready {
                Ready::Nothing => self.decoder.give_up().map(Input::Key).into_iter().collect(),
                Ready::Signal => Vec::new(),
                Ready::Bytes => self.read()?,
            };
            // What was typed before the end was asked for still counts.
            inputs.extend(self.signals());
            if !inputs.is_empty() {
                return Ok(inputs);
            }
        }
    }

    /// Whether a key is there already.
    pub(super) fn has_keys(&self) -> bool {
        let stdin = stdin();
        let mut fds = [PollFd::new(&stdin, PollFlags::IN)];
        poll(&mut fds, Some(&Timespec::default())).is_ok_and(|ready| ready > 0)
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
                .map(Input::Key)
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
