//! Arabic text on a grid of cells: from a paragraph to rows that any terminal can show.
//!
//! The phases, in order, each in its own file:
//!
//! 1. [`paragraph`]: line ends, paragraphs; [`sentence`]: where sentences end;
//! 2. `bidi`: the embedding levels of a paragraph (UAX #9), once, before any width is known;
//! 3. `shape`: characters to cells, each one spacing character with its marks (`cluster` says
//!    what a character looks like, `joining` which form a letter takes, `spelled` what is written
//!    out, `gap` where a blank is put in), as [`display`] asks for it;
//! 4. `wrap`: cells to lines, in logical order, at the opportunities of UAX #14;
//! 5. [`layout`]: the cells of each line in visual order (UAX #9 L1, L2, L4), and the way back
//!    from a cell to its byte.
//!
//! [`edit`] is one line of typing, in the same cells: its caret goes where the eye does; and so does
//! [`pick`], which chooses words of a sentence in the rows of its layout.
//!
//! [`profile`] is what families of terminals do with Arabic, [`reorder`] what one that reorders by
//! itself would make of a row of cells, and [`words`] what it has to get instead.
//!
//! Beside the way to the screen: [`fold`] is how a text is searched, [`boilerplate`] which of its
//! paragraphs are the web page's and not the article's.
//!
//! Positions are bytes of the text that was given. Nothing here fails, reads a file or knows a
//! terminal: whatever the text holds, what comes out can be sent as it is.

mod bidi;
pub mod boilerplate;
mod cluster;
#[cfg(test)]
mod conformance;
pub mod display;
pub mod edit;
pub mod fold;
mod gap;
mod joining;
pub mod layout;
pub mod paragraph;
pub mod pick;
pub mod profile;
pub mod reorder;
pub mod sentence;
mod shape;
mod spelled;
pub mod words;
mod wrap;

use unicode_width::UnicodeWidthStr;

pub use bidi::{Direction, direction};
pub use display::{Display, Gap, Letters};
pub use layout::{Cell, Layout, Line, Spot};
pub use profile::{Profile, Rendition};

/// The crates that know Unicode, each with the version of it that it knows.
pub fn unicode_versions() -> [(&'static str, String); 5] {
    let version = |(major, minor, patch)| format!("{major}.{minor}.{patch}");
    let wide = |(major, minor, patch): (u64, u64, u64)| version((major, minor, patch));
    let small =
        |(major, minor, patch): (u8, u8, u8)| version((major.into(), minor.into(), patch.into()));
    [
        ("unicode-bidi", wide(unicode_bidi::UNICODE_VERSION)),
        (
            "unicode-joining-type",
            wide(unicode_joining_type::UNICODE_VERSION),
        ),
        (
            "unicode-linebreak",
            small(unicode_linebreak::UNICODE_VERSION),
        ),
        (
            "unicode-segmentation",
            wide(unicode_segmentation::UNICODE_VERSION),
        ),
        ("unicode-width", small(unicode_width::UNICODE_VERSION)),
    ]
}

/// Whether `symbol` is what a cell may hold: one or two columns wide, without a control or format
/// character but ZWNJ and ZWJ at its end.
pub fn is_cell(symbol: &str) -> bool {
    use cluster::{Glyph, glyph};
    let symbol = symbol.trim_end_matches(['\u{200C}', '\u{200D}']);
    let unchanged =
        |c| matches!(glyph(c), Glyph::Spacing(same, _) | Glyph::Mark(same) if same == c);
    symbol.chars().all(|c| c == '\u{A0}' || unchanged(c)) && (1..=2).contains(&symbol.width())
}

/// Whether anything of `text` is seen on a screen: neither blanks nor format characters are.
pub fn is_visible(text: &str) -> bool {
    text.chars()
        .any(|c| !c.is_whitespace() && cluster::glyph(c) != cluster::Glyph::Silent)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_holds_joiners_at_its_end_only() {
        for symbol in [
            "ب",
            "\u{A0}\u{64E}",
            "ﺏ\u{64E}\u{200C}",
            "ب\u{200D}\u{200C}",
            "漢",
        ] {
            assert!(is_cell(symbol), "{symbol:?}");
        }
        for symbol in [
            "",
            "\u{200C}",
            "ب\u{200C}\u{64E}",
            "\u{200D}ب",
            "ب\u{200F}",
            "\u{1B}",
        ] {
            assert!(!is_cell(symbol), "{symbol:?}");
        }
    }
}
