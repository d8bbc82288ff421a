//! What the tmux that this runs in knows of its own terminal, and leave to send that terminal a
//! sequence through it.

use std::process::{Command, Stdio};

use super::detect::Client;

/// A tmux that hands sequences on for this pane, until it is dropped.
#[derive(Debug)]
pub(super) struct Tmux {
    /// Its client, as it was when it was last asked.
    pub(super) client: Client,
    /// What the pane itself said of handing on before, if anything.
    before: Option<String>,
}

const ASK: [&str; 3] = [
    "display-message",
    "-p",
    "#{client_termname}\t#{client_termtype}\t#{client_termfeatures}",
];

impl Tmux {
    /// Asks the tmux that this runs in; none if there is no such program, or no such tmux.
    pub(super) fn enter() -> Option<Self> {
        // The option is there from 3.3 on; before, sequences were always handed on.
        let allow = [";", "show", "-pv", "allow-passthrough", ";", "set", "-p"];
        let on = ["allow-passthrough", "on"];
        let said = tmux(&[&ASK[..], &allow, &on].concat())?;
        let mut lines = said.lines();
        let client = client(lines.next()?)?;
        Some(Self {
            client,
            before: lines.next().filter(|it| !it.is_empty()).map(str::to_owned),
        })
    }

    /// Asks again: another terminal may have been attached.
    pub(super) fn ask_again(&mut self) {
        let client = tmux(&ASK).and_then(|said| client(said.lines().next()?));
        self.client = client.unwrap_or_else(|| self.client.clone());
    }
}

impl Drop for Tmux {
    fn drop(&mut self) {
        // Left on, any program in this pane could send the terminal anything.
        let _ = match &self.before {
            Some(before) => tmux(&["set", "-p", "allow-passthrough", before]),
            None => tmux(&["set", "-pu", "allow-passthrough"]),
        };
    }
}

fn client(line: &str) -> Option<Client> {
    let mut fields = line.split('\t').map(str::to_owned);
    Some(Client {
        term: fields.next()?,
        version: fields.next()?,
        features: fields.next()?,
    })
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
