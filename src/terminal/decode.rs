//! Bytes from the terminal to keys, clicks and answers.
//!
//! Our own, because what goes wrong here decides sentences: crossterm's reader waits on half a
//! sequence and is deaf until the other half comes, spins when the terminal is gone, and turns a
//! terminal's late answer (`CSI > 0;136;0 c`) into digits. Here an escape sequence is a key or a
//! click that this file knows, or it is a terminal's answer, and never a key.

use std::time::Duration;

use crate::keys::{Code, Key};

/// Something the terminal sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Event {
    /// A key.
    Key(Key),
    /// A button or the wheel of a mouse.
    Mouse(Mouse),
    /// A text that was pasted at once, or dropped.
    Paste(String),
    /// A sequence that is neither, as it came: an answer, if it was asked for.
    Reply(Vec<u8>),
}

/// What a mouse did, and the column and row of the window where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mouse {
    Click(u16, u16),
    WheelUp,
    WheelDown,
}

/// Splits what the terminal sends, however the line cuts it.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    /// What is not yet known to be anything.
    rest: Vec<u8>,
    /// What was pasted so far, inside a paste.
    pasted: Option<Vec<u8>>,
    /// Whether the terminal owes an answer.
    expecting: bool,
}

/// How long the rest of an escape sequence may take: over a slow line an arrow key comes in two
/// parts, and the first alone is Esc.
const SEQUENCE: Duration = Duration::from_millis(60);
/// The same while an answer is due: the digits in the rest of one must not become keys.
const ANSWER: Duration = Duration::from_millis(1000);
/// How long a paste may pause.
const PASTE: Duration = Duration::from_secs(2);

const PASTE_END: &[u8] = b"\x1b[201~";
/// What is longer is cut: nobody types a book into a note.
const LONGEST_PASTE: usize = 1 << 16;

/// What stands at the start of some bytes.
enum Start {
    /// A key, and how many bytes it takes.
    Key(Key, usize),
    /// The mouse.
    Mouse(Mouse, usize),
    /// A sequence that is none of these.
    Reply(usize),
    /// Bytes that are no key.
    Nothing(usize),
    /// The start of a paste.
    Paste(usize),
    /// It cannot be told yet.
    Unfinished,
}

impl Decoder {
    /// Says whether the terminal owes an answer.
    pub(super) fn expect_answers(&mut self, expecting: bool) {
        self.expecting = expecting;
    }

    /// Takes `bytes`, and gives what is complete.
    pub(super) fn feed(&mut self, bytes: &[u8]) -> Vec<Event> {
        self.rest.extend_from_slice(bytes);
        let mut events = Vec::new();
        let mut at = 0;
        while at < self.rest.len() {
            if let Some(pasted) = &mut self.pasted {
                // A paste is not a row of keys: its digits would decide sentences.
                let rest = &self.rest[at..];
                let end = find(rest, PASTE_END);
                // Its end may have come in part.
                let length = end.unwrap_or(rest.len().saturating_sub(PASTE_END.len() - 1));
                let room = LONGEST_PASTE.saturating_sub(pasted.len());
                pasted.extend_from_slice(&rest[..length.min(room)]);
                at += length;
                if end.is_none() {
                    break;
                }
                at += PASTE_END.len();
                let pasted = self.pasted.take().unwrap_or_default();
                events.push(Event::Paste(String::from_utf8_lossy(&pasted).into_owned()));
                continue;
            }
            match start(&self.rest[at..]) {
                Start::Key(key, length) => {
                    events.push(Event::Key(key));
                    at += length;
                }
                Start::Mouse(mouse, length) => {
                    events.push(Event::Mouse(mouse));
                    at += length;
                }
                Start::Reply(length) => {
                    events.push(Event::Reply(self.rest[at..at + length].to_vec()));
                    at += length;
                }
                Start::Nothing(length) => at += length,
                Start::Paste(length) => {
                    self.pasted = Some(Vec::new());
                    at += length;
                }
                Start::Unfinished => break,
            }
        }
        self.rest.drain(..at);
        join_lam_alef(&mut events);
        events
    }

    /// How long to wait for more before [`Decoder::give_up`].
    pub(super) fn patience(&self) -> Option<Duration> {
        match (self.pasted.is_some(), self.rest.is_empty()) {
            (true, _) => Some(PASTE),
            (false, false) if self.expecting => Some(ANSWER),
            (false, false) => Some(SEQUENCE),
            (false, true) => None,
        }
    }

    /// Nothing more came: a lone ESC was the key, and half a sequence is nothing.
    pub(super) fn give_up(&mut self) -> Option<Key> {
        self.pasted = None;
        let rest = std::mem::take(&mut self.rest);
        (rest == [ESC]).then(|| Code::Esc.into())
    }
}

const ESC: u8 = 0x1B;

fn start(bytes: &[u8]) -> Start {
    match bytes {
        [] | [ESC] => Start::Unfinished,
        [ESC, b'[', rest @ ..] => control_sequence(rest),
        [ESC, b'O'] => Start::Unfinished,
        [ESC, b'O', last, ..] => {
            named(*last, &[]).map_or(Start::Nothing(3), |key| Start::Key(key, 3))
        }
        // DCS, OSC, SOS, PM, APC.
        [ESC, b'P' | b']' | b'X' | b'^' | b'_', rest @ ..] => control_string(rest),
        [ESC, ESC, ..] => Start::Key(Code::Esc.into(), 1),
        [ESC, rest @ ..] => match start(rest) {
            Start::Key(key, length) => Start::Key(Key { alt: true, ..key }, length + 1),
            Start::Nothing(length) | Start::Mouse(_, length) | Start::Reply(length) => {
                Start::Nothing(length + 1)
            }
            other => other,
        },
        [b'\r' | b'\n', ..] => Start::Key(Code::Enter.into(), 1),
        [b'\t', ..] => Start::Key(Code::Tab.into(), 1),
        // Whichever of the two the key sends.
        [0x7F | 0x08, ..] => Start::Key(Code::Backspace.into(), 1),
        [control @ 0x01..=0x1A, ..] => {
            let letter = char::from(control + b'a' - 1);
            Start::Key(
                Key {
                    ctrl: true,
                    ..letter.into()
                },
                1,
            )
        }
        [0x00..=0x1F, ..] => Start::Nothing(1),
        _ => character(bytes),
    }
}

fn character(bytes: &[u8]) -> Start {
    let near = &bytes[..bytes.len().min(4)];
    let valid = match std::str::from_utf8(near) {
        Ok(text) => text,
        Err(error) => match (error.valid_up_to(), error.error_len()) {
            (0, None) if bytes.len() < 4 => return Start::Unfinished,
            (0, length) => return Start::Nothing(length.unwrap_or(near.len())),
            (end, _) => std::str::from_utf8(&near[..end]).unwrap_or_default(),
        },
    };
    match valid.chars().next() {
        // C1 controls are no keys.
        Some(c) if c.is_control() => Start::Nothing(c.len_utf8()),
        Some(c) => Start::Key(c.into(), c.len_utf8()),
        None => Start::Nothing(1),
    }
}

/// What the start of a control string and `rest` are: a terminal's answer, up to ST or BEL.
fn control_string(rest: &[u8]) -> Start {
    let Some(end) = rest.iter().position(|byte| !(0x20..=0x7E).contains(byte)) else {
        return if rest.len() < LONGEST_ANSWER {
            Start::Unfinished
        } else {
            Start::Nothing(2 + rest.len())
        };
    };
    match rest[end..] {
        [0x07, ..] => Start::Reply(2 + end + 1),
        [ESC, b'\\', ..] => Start::Reply(2 + end + 2),
        [ESC] => Start::Unfinished,
        // Cut short: what cut it is looked at by itself.
        _ => Start::Nothing(2 + end),
    }
}

/// What is longer is none.
const LONGEST_ANSWER: usize = 256;

/// What `CSI` and `rest` are: parameters, intermediates, a final byte (ECMA-48, 5.4).
fn control_sequence(rest: &[u8]) -> Start {
    let Some(end) = rest.iter().position(|byte| !(0x20..=0x3F).contains(byte)) else {
        return Start::Unfinished;
    };
    let length = 2 + end + 1;
    // The Linux console's function keys are `CSI [ A`.
    if rest[end] == b'[' {
        return if rest.len() > end + 1 {
            Start::Nothing(length + 1)
        } else {
            Start::Unfinished
        };
    }
    if !(0x40..=0x7E).contains(&rest[end]) {
        // Cut short: what cut it is looked at by itself.
        return Start::Nothing(length - 1);
    }
    let parameters = &rest[..end];
    match (rest[end], parameters) {
        (b'~', b"200") => Start::Paste(length),
        // A mouse as the oldest protocol reports it, in three more bytes that must not be keys.
        (b'M', b"") => match rest.get(end + 1..end + 4) {
            Some(_) => Start::Nothing(length + 3),
            None => Start::Unfinished,
        },
        (last @ (b'M' | b'm'), [b'<', report @ ..]) => {
            mouse(last, report).map_or(Start::Nothing(length), |mouse| Start::Mouse(mouse, length))
        }
        (last, parameters) => {
            named(last, parameters).map_or(Start::Reply(length), |key| Start::Key(key, length))
        }
    }
}

/// The mouse of an SGR report (xterm's mode 1006), if it is about something that counts here.
fn mouse(last: u8, report: &[u8]) -> Option<Mouse> {
    let mut numbers = std::str::from_utf8(report).ok()?.split(';');
    let mut number = || numbers.next()?.parse::<u16>().ok();
    let (button, column, row) = (number()?, number()?, number()?);
    // Shift 4, Alt 8 and Control 16 are in the button too.
    match (button & !0b1_1100, last) {
        (0, b'M') => Some(Mouse::Click(column.checked_sub(1)?, row.checked_sub(1)?)),
        (64, b'M') => Some(Mouse::WheelUp),
        (65, b'M') => Some(Mouse::WheelDown),
        _ => None,
    }
}

/// The named key of a sequence with these parameters and this final byte.
fn named(last: u8, parameters: &[u8]) -> Option<Key> {
    let mut numbers = parameters.split(|&byte| byte == b';').map(|number| {
        std::str::from_utf8(number)
            .ok()
            .filter(|number| !number.is_empty())?
            .parse::<u8>()
            .ok()
    });
    let (first, modifiers) = (numbers.next().flatten(), numbers.next().flatten());
    let code = match (last, first) {
        (b'A', _) => Code::Up,
        (b'B', _) => Code::Down,
        (b'C', _) => Code::Right,
        (b'D', _) => Code::Left,
        (b'H', _) | (b'~', Some(1 | 7)) => Code::Home,
        (b'F', _) | (b'~', Some(4 | 8)) => Code::End,
        (b'~', Some(3)) => Code::Delete,
        (b'~', Some(5)) => Code::PageUp,
        (b'~', Some(6)) => Code::PageDown,
        (b'Z', _) => {
            return Some(Key {
                shift: true,
                ..Code::Tab.into()
            });
        }
        // Enter of the keypad in application mode.
        (b'M', None) => Code::Enter,
        _ => return None,
    };
    // 1 and the sum of Shift 1, Alt 2, Control 4.
    let held = modifiers.unwrap_or(1).saturating_sub(1);
    Some(Key {
        code,
        shift: held & 1 != 0,
        alt: held & 2 != 0,
        ctrl: held & 4 != 0,
    })
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes
        .windows(wanted.len())
        .position(|window| window == wanted)
}

/// Makes one key of LAM and ALEF that came in one read: some systems send the two letters for the
/// lam-alef key of the Arabic layout, others the ligature.
fn join_lam_alef(events: &mut Vec<Event>) {
    let key = |c: char| Event::Key(c.into());
    let mut index = 0;
    while index + 1 < events.len() {
        // LAM, ALEF
        if events[index] == key('\u{0644}') && events[index + 1] == key('\u{0627}') {
            events[index] = key('\u{FEFB}');
            events.remove(index + 1);
        }
        index += 1;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The keys of `events`, answers and the mouse between angle brackets.
    fn names(events: &[Event]) -> String {
        let name = |event: &Event| match event {
            Event::Key(key) => key.to_string(),
            Event::Mouse(mouse) => format!("<{mouse:?}>"),
            Event::Paste(text) => format!("<{text:?}>"),
            Event::Reply(_) => "<reply>".to_owned(),
        };
        events.iter().map(name).collect::<Vec<_>>().join(" ")
    }

    /// What `bytes` are, however the line cuts them.
    fn check(bytes: &[u8], expected: &str) {
        assert_eq!(
            names(&Decoder::default().feed(bytes)),
            expected,
            "{bytes:?}"
        );
        let mut decoder = Decoder::default();
        let one_by_one: Vec<Event> = bytes
            .iter()
            .flat_map(|&byte| decoder.feed(&[byte]))
            .collect();
        assert_eq!(names(&one_by_one), expected, "{bytes:?} byte by byte");
    }

    #[test]
    fn characters_and_named_keys() {
        check("j?١ت".as_bytes(), "j ? ١ ت");
        check(b"\r\t\x03\x1a ", "enter tab ctrl-c ctrl-z space");
        check(
            b"\x1b[A\x1bOB\x1b[H\x1b[4~\x1b[5~\x1b[6~\x1b[Z",
            "up down home end pageup pagedown shift-tab",
        );
        check(b"\x1b[1;5A\x1bj", "ctrl-up alt-j");
        check(
            b"\x7f\x08\x1b[3~\x1b\x7f",
            "backspace backspace delete alt-backspace",
        );
    }

    #[test]
    fn what_a_terminal_answers_is_no_key() {
        check(b"j\x1b[>0;136;0ck", "j <reply> k");
        check(b"j\x1b[?2026;2$yk", "j <reply> k");
        check(b"j\x1b[24;80Rk", "j <reply> k");
        check(b"j\x1bP>|XTerm(379)\x1b\\k", "j <reply> k");
        check(b"j\x1b]11;rgb:0000/0000/0000\x07k", "j <reply> k");
        check(b"j\x1b[[A\x1b[15~k", "j <reply> k");
    }

    #[test]
    fn an_answer_that_is_cut_short_takes_no_key_with_it() {
        check(b"\x1bP>|rub\rj", "enter j");
        check("\x1b]11;rgbت".as_bytes(), "ت");
        check(b"\x1bP>|rub\x1b[Bj", "down j");
        let mut endless = b"\x1bP".to_vec();
        endless.extend([b'1'; LONGEST_ANSWER]);
        endless.push(b'j');
        assert_eq!(names(&Decoder::default().feed(&endless)), "");
    }

    #[test]
    fn while_an_answer_is_due_its_first_byte_is_waited_on() {
        let mut decoder = Decoder::default();
        decoder.expect_answers(true);
        assert_eq!(names(&decoder.feed(b"\x1b")), "");
        assert_eq!(decoder.patience(), Some(ANSWER));
        assert_eq!(names(&decoder.feed(b"[>0;136;0c")), "<reply>");
    }

    #[test]
    fn the_mouse_clicks_and_turns_its_wheel() {
        check(
            b"\x1b[<0;3;5M\x1b[<0;3;5mj\x1b[<64;1;1M\x1b[<65;1;1M",
            "<Click(2, 4)> j <WheelUp> <WheelDown>",
        );
        check(b"\x1b[<2;3;5M\x1b[<35;3;5M\x1b[<0;0;0Mj", "j");
        // The oldest protocol: "0" would be a key.
        check(b"\x1b[M 00j", "j");
    }

    #[test]
    fn a_paste_is_no_row_of_keys() {
        check(
            b"j\x1b[200~1 2 0\r\x1b[A\x1b[201~k",
            "j <\"1 2 0\\r\\u{1b}[A\"> k",
        );
        check("\x1b[200~نص\x1b[201~".as_bytes(), "<\"نص\">");
    }

    #[test]
    fn what_is_not_utf_8_is_left_out() {
        check(b"j\xFFk\xD8j\xC2\x9Bk", "j k j k");
    }

    #[test]
    fn half_a_sequence_is_waited_for_and_then_given_up() {
        let mut decoder = Decoder::default();
        assert_eq!(names(&decoder.feed(b"j\x1b")), "j");
        assert_eq!(decoder.patience(), Some(SEQUENCE));
        assert_eq!(decoder.give_up(), Some(Code::Esc.into()));
        assert_eq!(decoder.patience(), None);
        for half in [&b"\x1b["[..], b"\x1bO", b"\xD8", b"\x1bP1", b"\x1b[1;"] {
            assert!(decoder.feed(half).is_empty());
            assert_eq!(
                (decoder.give_up(), decoder.patience()),
                (None, None),
                "{half:?}"
            );
            assert_eq!(names(&decoder.feed(b"j")), "j");
        }
    }

    #[test]
    fn the_lam_alef_key_is_one_key_however_it_comes() {
        assert_eq!(
            names(&Decoder::default().feed("تلالتا".as_bytes())),
            "ت ﻻ ل ت ا"
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_bytes_are_survived_and_hold_up_nothing(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            let mut decoder = Decoder::default();
            decoder.feed(&bytes);
            decoder.give_up();
            prop_assert_eq!(names(&decoder.feed(b"j")), "j");
        }
    }
}
