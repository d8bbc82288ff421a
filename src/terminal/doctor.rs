//! What can be found out about the terminal by asking it, for `hashiya doctor`.

use std::fs::File;
use std::io::{self, IsTerminal};
use std::os::fd::AsFd;
use std::time::{Duration, Instant};

use rustix::io::dup;
use rustix::stdio::{dup2_stdout, stdin, stdout};
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use super::detect::{Answers, Identity};
use super::input::Input;
use super::link::Preferences;
use super::wire::Wire;
use crate::text::Rendition;
use crate::ui::theme::Theme;

/// What was found out.
#[derive(Debug)]
pub struct Examination {
    /// What the terminal is.
    pub identity: Identity,
    /// What answered, and what answered through it if it is a multiplexer.
    pub answers: (Answers, Option<Answers>),
    /// How long the last answer took, if it came.
    pub answered_in: Option<Duration>,
    /// How Arabic is rendered on it.
    pub rendition: Rendition,
    /// Whether somebody chose that by eye.
    pub is_chosen: bool,
    /// The colours it is drawn on with.
    pub theme: Theme,
    /// What each sample of text measures.
    pub widths: Vec<Width>,
}

/// How wide a text is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Width {
    /// What it is.
    pub what: &'static str,
    /// The text.
    pub text: &'static str,
    /// The cells that the program counts on.
    pub ours: usize,
    /// The cells by which the cursor moved, if the terminal said.
    pub theirs: Option<usize>,
}

/// What the program sends, of every kind.
const SAMPLES: [(&str, &str); 18] = [
    ("a letter in its final form", "\u{FE90}"),
    ("LAM-ALEF", "\u{FEFB}"),
    ("a letter of the text", "\u{0628}"),
    ("a letter without forms", "\u{06B5}"),
    ("a form with two marks", "\u{FE92}\u{064E}\u{0651}"),
    ("TATWEEL with a mark", "\u{0640}\u{0651}"),
    ("a blank with a mark", "\u{A0}\u{064E}"),
    ("a form with ZWNJ", "\u{FBFD}\u{200C}"),
    ("an Arabic digit", "\u{0663}"),
    ("the Arabic question mark", "\u{061F}"),
    ("its twin", "\u{2E2E}"),
    ("a strong blank", "\u{2800}"),
    ("an ellipsis", "\u{2026}"),
    ("a line", "\u{2501}\u{2502}"),
    ("the focus bar", "\u{2590}"),
    ("a picture of a control", "\u{241B}"),
    ("an ideograph", "\u{6F22}"),
    ("an emoji", "\u{1F600}"),
];

/// How long the terminal may take to say where its cursor is.
const PATIENCE: Duration = Duration::from_secs(1);

/// Asks the terminal what it is and measures it; nothing if there is none to ask.
pub fn examine(preferences: Preferences) -> io::Result<Option<Examination>> {
    if !stdin().is_terminal() {
        return Ok(None);
    }
    if stdout().is_terminal() {
        return ask(preferences).map(Some);
    }
    // The report goes elsewhere; the terminal is asked all the same.
    let Ok(terminal) = File::options().write(true).open("/dev/tty") else {
        return Ok(None);
    };
    let report = dup(stdout())?;
    dup2_stdout(&terminal)?;
    let examination = ask(preferences);
    dup2_stdout(report.as_fd())?;
    examination.map(Some)
}

fn ask(preferences: Preferences) -> io::Result<Examination> {
    let (mut wire, _) = Wire::open(preferences)?;
    let asked = Instant::now();
    give_up_at_a_signal(wire.wait_for_answers()?)?;
    let is_answered = !wire.inputs.expects_answers();
    let answered_in = is_answered.then(|| asked.elapsed());
    wire.find_out();
    let widths = measure(&mut wire)?;
    let Wire { link, session, .. } = wire;
    drop(session);
    let (near, outer) = link.detection().answers();
    Ok(Examination {
        answers: (near.clone(), outer.cloned()),
        answered_in,
        rendition: link.rendition(),
        is_chosen: link.chosen().is_some(),
        theme: link.theme(),
        widths,
        identity: link.identity().clone(),
    })
}

fn give_up_at_a_signal(inputs: Vec<Input>) -> io::Result<()> {
    match inputs.iter().any(|input| matches!(input, Input::End(_))) {
        true => Err(io::ErrorKind::Interrupted.into()),
        false => Ok(()),
    }
}

/// Sends each sample and asks where the cursor is behind it.
fn measure(wire: &mut Wire) -> io::Result<Vec<Width>> {
    let probes = SAMPLES.map(|(_, text)| format!("\r\x1b[K{text}\x1b[6n"));
    wire.session.send(&probes.concat())?;
    let mut columns = Vec::new();
    let end = Instant::now() + PATIENCE;
    while columns.len() < SAMPLES.len() && Instant::now() < end {
        let mut others = Vec::new();
        for input in wire.inputs.wait_until(end)? {
            match input {
                Input::Reply(reply) => columns.extend(column(&reply)),
                other => others.push(other),
            }
        }
        give_up_at_a_signal(others)?;
    }
    let mut columns = columns.into_iter();
    let width = |(what, text): (&'static str, &'static str)| Width {
        what,
        text,
        ours: text.width(),
        theirs: columns.next(),
    };
    Ok(SAMPLES.map(width).into())
}

/// The column of a cursor report (CPR), from 0.
fn column(reply: &[u8]) -> Option<usize> {
    let report = std::str::from_utf8(reply).ok()?;
    let (_, column) = report
        .strip_prefix("\x1b[")?
        .strip_suffix('R')?
        .split_once(';')?;
    column.parse::<usize>().ok()?.checked_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::is_cell;

    #[test]
    fn a_sample_is_what_cells_hold() {
        for (what, text) in SAMPLES {
            // A pair of lines is two cells.
            let is_line = text.starts_with('\u{2501}');
            assert!(is_cell(text) || is_line, "{what}");
        }
    }

    #[test]
    fn a_cursor_report_has_a_column() {
        assert_eq!(column(b"\x1b[24;3R"), Some(2));
        for other in [&b"\x1b[24R"[..], b"\x1b[?1;2c", b"\x1b[1;0R"] {
            assert_eq!(column(other), None);
        }
    }
}
