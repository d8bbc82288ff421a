//! Doubles of terminals: what each family makes of the rows that it has stored.
//!
//! An emulator keeps what was sent; a double shows it as the real terminal was seen to. They are written
//! from what was observed, and share nothing with the encoder but UAX #9 itself.

use std::collections::HashMap;
use std::sync::LazyLock;

use hashiya::text::reorder::{mirrored, shown};
use hashiya::text::{Direction, Display, Layout, Profile};
use ratatui::style::Color;

use super::screen::Screen;

/// A family of terminals.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Double {
    pub(crate) name: &'static str,
    pub(crate) term: &'static str,
    /// What it answers to each batch of questions.
    pub(crate) answers: &'static [&'static str],
    /// What it has to be taken for.
    pub(crate) profile: Profile,
    /// Whether it draws harakat where they belong.
    pub(crate) harakat: bool,
    /// Whether it says that its ground is light.
    pub(crate) is_light: bool,
    pub(crate) shows: Shows,
}

/// What a family does with a row.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Shows {
    /// Nothing.
    AsStored,
    /// UAX #9 from left to right, unless BDSM was off when the screen was cleared.
    Bdsm,
    /// UAX #9 from left to right, and letters joined anew.
    FromTheLeft,
    /// UAX #9 in the direction of the first strong character of the row.
    FirstStrong,
    /// Each run without a blank or a line back to front, if its first letter or Arabic digit is of a
    /// right-to-left script; colours stay.
    Runs,
    /// UAX #9 unless OSC 5379 turned it off.
    CtlOff,
    /// UAX #9 on each stretch of one colour.
    Colours,
}

pub(crate) const DOUBLES: [Double; 8] = [
    Double {
        name: "xterm",
        term: "xterm",
        answers: &[
            "\x1bP>|XTerm(379)\x1b\\\x1b[8;0$y\x1b[?2026;0$y\x1b]11;rgb:ffff/ffff/ffff\x1b\\\x1b[>41;379;0c\x1b[?64;1c",
        ],
        profile: Profile::Visual,
        harakat: true,
        is_light: true,
        shows: Shows::AsStored,
    },
    Double {
        name: "VTE",
        term: "xterm-256color",
        answers: &[
            "\x1bP!|7E565445\x1b\\\x1b[8;1$y\x1b[?2026;4$y\x1b]11;rgb:ffff/ffff/ffff\x1b\\\x1b[>65;7006;1c\x1b[?65;1;9c",
        ],
        profile: Profile::Bdsm,
        harakat: true,
        is_light: true,
        shows: Shows::Bdsm,
    },
    Double {
        name: "Konsole",
        term: "xterm-256color",
        answers: &[
            "\x1bP>|Konsole 22.12.3\x1b\\\x1bP!|7E4B4445\x1b\\\x1b]11;rgb:ffff/ffff/ffff\x1b\\\x1b[>1;115;0c\x1b[?62;1;4c",
        ],
        profile: Profile::Words,
        harakat: true,
        is_light: true,
        shows: Shows::FromTheLeft,
    },
    Double {
        name: "PuTTY",
        term: "xterm",
        answers: &["\x1b[>0;136;0c\x1b[?6c"],
        profile: Profile::Words,
        harakat: true,
        is_light: false,
        shows: Shows::FirstStrong,
    },
    Double {
        name: "VTE behind a tmux by SSH",
        term: "tmux-256color",
        answers: &[
            "\x1bP>|tmux 3.3a\x1b\\\x1b[>84;0;0c\x1b[?1;2c",
            "\x1bP!|7E565445\x1b\\\x1b[8;1$y\x1b]11;rgb:ffff/ffff/ffff\x1b\\\x1b[>65;7006;1c\x1b[?65;1;9c",
        ],
        profile: Profile::Words,
        harakat: true,
        is_light: true,
        shows: Shows::FromTheLeft,
    },
    Double {
        name: "kitty",
        term: "xterm-kitty",
        answers: &[
            "\x1bP>|kitty(0.26.5)\x1b\\\x1b[8;0$y\x1b[?2026;2$y\x1b]11;rgb:ffff/ffff/ffff\x1b\\\x1b[>1;4000;26c\x1b[?62;c",
        ],
        profile: Profile::Runs,
        harakat: false,
        is_light: true,
        shows: Shows::Runs,
    },
    Double {
        name: "mlterm",
        term: "mlterm",
        answers: &[
            "\x1bP!|000000\x1b\\\x1b[8;0$y\x1b[?8428;1$y\x1b[?2026;0$y\x1b]11;rgb:ffff/ffff/ffff\x1b\\\x1b[>24;279;0c\x1b[?63;1c",
        ],
        profile: Profile::CtlOff,
        harakat: true,
        is_light: true,
        shows: Shows::CtlOff,
    },
    Double {
        name: "QTerminal",
        term: "xterm-256color",
        answers: &["\x1b[>0;115;0c\x1b[?1;2c"],
        profile: Profile::Cells,
        harakat: true,
        is_light: false,
        shows: Shows::Colours,
    },
];

/// The double called `name`.
pub(crate) fn double(name: &str) -> Double {
    let double = DOUBLES.iter().find(|double| double.name == name);
    *double.expect("a double")
}

/// One place on the screen, as it is seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) text: String,
    pub(crate) fg: Color,
    pub(crate) bg: Color,
    pub(crate) inverse: bool,
    /// Columns.
    width: usize,
}

impl Seen {
    pub(crate) fn new(text: &str, fg: Color, bg: Color, inverse: bool) -> Self {
        let is_blank = matches!(text, "" | " " | "\u{2800}");
        Self {
            text: if is_blank { " " } else { text }.to_owned(),
            // Nobody sees the colour of a blank's letter.
            fg: if is_blank { Color::Reset } else { fg },
            bg,
            inverse,
            width: 1,
        }
    }

    pub(crate) fn of_width(self, width: usize) -> Self {
        Self { width, ..self }
    }

    fn base(&self) -> char {
        self.text.chars().next().unwrap_or(' ')
    }

    /// The same shown mirrored.
    fn mirrored(mut self) -> Self {
        let base = self.base();
        let marks = self.text.split_off(base.len_utf8());
        self.text = format!("{}{marks}", mirrored(base));
        self
    }

    fn is_drawn_alike(&self, other: &Self) -> bool {
        (self.fg, self.bg, self.inverse) == (other.fg, other.bg, other.inverse)
    }
}

impl Double {
    /// The rows of `screen` as this terminal shows them.
    pub(crate) fn rows(self, screen: &Screen) -> Vec<Vec<Seen>> {
        let raw = String::from_utf8_lossy(&screen.raw);
        let reorders = match self.shows {
            Shows::AsStored => false,
            Shows::Bdsm => {
                let cleared = raw.rfind("\x1b[2J").unwrap_or(0);
                let (off, on) = (
                    raw[..cleared].rfind("\x1b[8l"),
                    raw[..cleared].rfind("\x1b[8h"),
                );
                off <= on
            }
            Shows::CtlOff => {
                let last = |value| raw.rfind(&format!("\x1b]5379;use_ctl={value}\x1b\\"));
                last("false") <= last("true")
            }
            _ => true,
        };
        let rows = stored(screen.stored()).into_iter();
        rows.map(|row| if reorders { self.row(row) } else { row })
            .map(|row| row.into_iter().map(Seen::settled).collect())
            .collect()
    }

    fn row(self, row: Vec<Seen>) -> Vec<Seen> {
        match self.shows {
            Shows::Runs => runs(&row),
            Shows::Colours => {
                let mut shown = Vec::new();
                for stretch in row.chunk_by(Seen::is_drawn_alike) {
                    shown.extend(reordered(stretch.to_vec(), Direction::Ltr));
                }
                shown
            }
            Shows::FirstStrong => {
                let text: String = row.iter().map(Seen::base).collect();
                let direction = first_strong(&text);
                reordered(row, direction)
            }
            Shows::FromTheLeft => reordered(rejoined(row), Direction::Ltr),
            Shows::AsStored | Shows::Bdsm | Shows::CtlOff => reordered(row, Direction::Ltr),
        }
    }
}

impl Seen {
    /// A strong blank is as blank as any, and what was sent for the Arabic question mark looks like
    /// it; joiners are not seen.
    fn settled(mut self) -> Self {
        let text: String = self
            .text
            .chars()
            .filter(|c| !matches!(c, '\u{200C}' | '\u{200D}'))
            .collect();
        self.text = match text.as_str() {
            "\u{2800}" => " ".to_owned(),
            "⸮" => "؟".to_owned(),
            "⁏" => "؛".to_owned(),
            _ => text,
        };
        self
    }
}

/// What the emulator has, a wide character as one place.
fn stored(screen: &vt100::Screen) -> Vec<Vec<Seen>> {
    let (rows, columns) = screen.size();
    let row = |row: u16| {
        let mut places = Vec::new();
        for column in 0..columns.get() {
            let cell = screen.cell(row, column).expect("a cell");
            if cell.is_wide_continuation() {
                continue;
            }
            let contents = if cell.has_contents() {
                cell.contents()
            } else {
                " "
            };
            let blank = matches!(contents, " " | "\u{2800}");
            places.push(Seen {
                text: contents.to_owned(),
                fg: if blank {
                    Color::Reset
                } else {
                    colour(cell.fgcolor())
                },
                bg: colour(cell.bgcolor()),
                inverse: cell.inverse(),
                width: if cell.is_wide() { 2 } else { 1 },
            });
        }
        places
    };
    (0..rows.get()).map(row).collect()
}

fn colour(colour: vt100::Color) -> Color {
    match colour {
        vt100::Color::Default => Color::Reset,
        vt100::Color::Idx(index) => Color::Indexed(index),
        vt100::Color::Rgb(red, green, blue) => Color::Rgb(red, green, blue),
    }
}

fn reordered(row: Vec<Seen>, direction: Direction) -> Vec<Seen> {
    let bases: Vec<char> = row.iter().map(Seen::base).collect();
    let order = shown(&bases, direction).into_iter();
    order
        .map(|(from, odd)| {
            let seen = row[from].clone();
            if odd { seen.mirrored() } else { seen }
        })
        .collect()
}

fn first_strong(text: &str) -> Direction {
    // A paragraph of its own in a left-to-right article: P2 and P3.
    let layout = Layout::new(text, u16::MAX, Direction::Ltr, &[], Display::default());
    match layout.lines().first() {
        Some(line) if line.rtl => Direction::Rtl,
        _ => Direction::Ltr,
    }
}

fn runs(row: &[Seen]) -> Vec<Seen> {
    let ends = |seen: &Seen| matches!(seen.base(), ' ' | '\u{2500}'..='\u{259F}');
    // By script: digits of Arabic count, and what other scripts share does not.
    let script = |seen: &Seen| match seen.base() {
        '\u{060C}' | '\u{061B}' | '\u{061F}' | '\u{0640}' => None,
        '\u{0590}'..='\u{08FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFE}' => {
            Some(Direction::Rtl)
        }
        c => c.is_alphabetic().then_some(Direction::Ltr),
    };
    let mut shown = Vec::new();
    for run in row.chunk_by(|a, b| ends(a) == ends(b)) {
        if run.iter().find_map(script) != Some(Direction::Rtl) {
            shown.extend_from_slice(run);
            continue;
        }
        // The glyphs change places, the colours do not.
        let columns: Vec<&Seen> = run
            .iter()
            .flat_map(|seen| std::iter::repeat_n(seen, seen.width))
            .collect();
        let mut column = 0;
        for glyph in run.iter().rev() {
            let Seen {
                fg, bg, inverse, ..
            } = *columns[column];
            column += glyph.width;
            let glyph = glyph.clone().mirrored();
            shown.push(Seen {
                fg,
                bg,
                inverse,
                ..glyph
            });
        }
    }
    shown
}

/// The letters that a presentation form stands for, by UnicodeData.
static LETTERS: LazyLock<HashMap<char, String>> = LazyLock::new(|| {
    let code = |text: &str| u32::from_str_radix(text, 16).ok().and_then(char::from_u32);
    let form = |line: &str| {
        let fields: Vec<&str> = line.split(';').collect();
        let letters = fields[5].split(' ').skip(1).filter_map(code).collect();
        Some((code(fields[0])?, letters))
    };
    include_str!("../unicode/UnicodeData.txt")
        .lines()
        .filter_map(form)
        .collect()
});

/// A row whose letters are joined anew, each by those that are stored beside it.
fn rejoined(mut row: Vec<Seen>) -> Vec<Seen> {
    let is_letter = |seen: &Seen| {
        LETTERS.contains_key(&seen.base()) || seen.base().is_alphabetic() && !seen.base().is_ascii()
    };
    let mut start = 0;
    while start < row.len() {
        let length = row[start..]
            .iter()
            .take_while(|seen| is_letter(seen))
            .count();
        let word = &mut row[start..start + length];
        let letters = |seen: &Seen| -> String {
            let letter = |c: char| LETTERS.get(&c).cloned().unwrap_or_else(|| c.to_string());
            seen.text.chars().map(letter).collect()
        };
        let text: String = word.iter().map(letters).collect();
        let layout = Layout::new(&text, u16::MAX, Direction::Ltr, &[], Display::default());
        let mut cells: Vec<_> = layout.lines()[0].cells.iter().collect();
        cells.sort_by_key(|cell| cell.byte);
        // In another order, LAM and ALEF may become one letter or two: then nothing fits.
        if cells.len() == word.len() {
            for (seen, cell) in word.iter_mut().zip(cells) {
                seen.text = cell.symbol.to_string();
            }
        }
        start += length + 1;
    }
    row
}
