//! What the tmux that this runs in knows of its own terminal, and leave to send that terminal a
//! sequence through it.

use std::process::{Command, Stdio};

/// A tmux that hands sequences on for this pane, until it is dropped.
#[derive(Debug)]
pub(super) struct Tmux {
    /// TERM of the client's terminal.
    pub(super) name: String,
    /// What that terminal answered to XTVERSION.
    pub(super) kind: String,
    /// Whether handing on was off before.
    was_off: bool,
}

const ASK: [&str; 3] = [
    "display-message",
    "-p",
    "#{client_termname}\t#{client_termtype}",
];

impl Tmux {
    /// Asks the tmux that this runs in; none if there is no such program, or no such tmux.
    pub(super) fn enter() -> Option<Self> {
        // The option is there from 3.3 on; before, sequences were always handed on.
        let allow = [";", "show", "-pv", "allow-passthrough", ";", "set", "-p"];
        let on = ["allow-passthrough", "on"];
        let said = tmux(&[&ASK[..], &allow, &on].concat())?;
        let mut lines = said.lines();
        let (name, kind) = client(lines.next()?)?;
        Some(Self {
            name,
            kind,
            was_off: lines.next().is_none_or(str::is_empty),
        })
    }

    /// Asks again: another terminal may have been attached.
    pub(super) fn client(&mut self) -> Option<(String, String)> {
        let (name, kind) = client(tmux(&ASK)?.lines().next()?)?;
        (self.name, self.kind) = (name.clone(), kind.clone());
        Some((name, kind))
    }
}

impl Drop for Tmux {
    fn drop(&mut self) {
        if self.was_off {
            // Left on, any program in this pane could send the terminal anything.
            let _ = tmux(&["set", "-pu", "allow-passthrough"]);
        }
    }
}

fn client(line: &str) -> Option<(String, String)> {
    let (name, kind) = line.split_once('\t')?;
    Some((name.to_owned(), kind.to_owned()))
}

fn tmux(arguments: &[&str]) -> Option<String> {
    let output = Command::new("tmux")
        .args(arguments)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    String::from_utf8(output.stdout).ok()
}
