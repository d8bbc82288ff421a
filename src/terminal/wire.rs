//! The terminal as it is talked with: taken, asked what it is, listened to.

use std::io;
use std::time::{Duration, Instant};

use super::input::{Input, Inputs};
use super::link::{Link, Preferences};
use super::session::Session;
use crate::settings::TerminalsError;

/// A terminal that is taken.
pub(super) struct Wire {
    /// What is known of it.
    pub(super) link: Link,
    /// What comes from it, and from the system.
    pub(super) inputs: Inputs,
    /// What goes to it beside frames. It is given back when this is dropped.
    pub(super) session: Session,
}

/// How long a terminal that was not seen before may take to say what it is.
const PATIENCE: Duration = Duration::from_secs(1);

impl Wire {
    /// Takes the terminal and asks it what it is; also what is wrong with what is remembered of
    /// terminals.
    pub(super) fn open(preferences: Preferences) -> io::Result<(Self, Option<TerminalsError>)> {
        let mut inputs = Inputs::new()?;
        let (mut link, problem) = Link::new(preferences);
        let session = Session::enter(&link.questions(), link.own_bidi(), link.mouse())?;
        inputs.expect_answers();
        let wire = Self {
            link,
            inputs,
            session,
        };
        Ok((wire, problem))
    }

    /// Takes an answer; whether it was the last one.
    pub(super) fn take(&mut self, reply: &[u8]) -> io::Result<bool> {
        let complete = self.link.take(reply);
        self.session.ask(&self.link.questions())?;
        if complete {
            self.inputs.has_answers();
        }
        Ok(complete)
    }

    /// Waits until all is answered or a signal asks for the end, but not for long. Returns what
    /// else came in.
    pub(super) fn wait_for_answers(&mut self) -> io::Result<Vec<Input>> {
        let end = Instant::now() + PATIENCE;
        let mut others = Vec::new();
        while self.inputs.expects_answers() && Instant::now() < end {
            for input in self.inputs.wait_until(end)? {
                match input {
                    Input::Reply(reply) => {
                        self.take(&reply)?;
                    }
                    other => others.push(other),
                }
            }
            if others.iter().any(|input| matches!(input, Input::End(_))) {
                break;
            }
        }
        Ok(others)
    }

    /// Takes what was answered as the truth: half of it only where nothing is known from before.
    pub(super) fn find_out(&mut self) {
        if !self.inputs.expects_answers() || !self.link.is_known() {
            self.link.find_out();
        }
    }

    /// Takes the terminal again after it was given back, and asks it again.
    pub(super) fn take_again(&mut self) -> io::Result<()> {
        self.link.again();
        self.session.take(&self.link.questions())?;
        self.inputs.expect_answers();
        Ok(())
    }

    /// Asks the terminal again what it is.
    pub(super) fn ask_again(&mut self) -> io::Result<()> {
        self.link.again();
        self.session.ask(&self.link.questions())?;
        self.inputs.expect_answers();
        Ok(())
    }
}
