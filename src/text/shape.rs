//! Characters to cells, in logical order: joining, lam-alef, marks in the cell of their letter.
//!
//! Joining is decided on the whole paragraph, before wrapping: where a word is broken, its halves
//! keep the forms that say that the word goes on.

use compact_str::CompactString;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::cluster::{self, Glyph, glyph, is_blank};
use super::display::{Display, Letters};
use super::joining::{self, Joins, LAM};
use super::reorder::{Strength, strength};
use super::spelled;

/// A cell in logical order, before its line and so its mirrored shape are known.
#[derive(Debug, Clone)]
pub(super) struct Shaped {
    /// The spacing character to send.
    pub(super) base: char,
    /// The marks drawn over it.
    pub(super) marks: CompactString,
    /// ZWNJ and ZWJ after it, for a terminal that joins again.
    joiners: CompactString,
    /// Cells: 1 or 2.
    pub(super) width: u8,
    /// Where its characters start in the paragraph.
    pub(super) byte: usize,
    /// The first of its characters.
    pub(super) source: char,
    /// Whether it may hang at the end of a line.
    pub(super) blank: bool,
    /// Whether a grapheme cluster (UAX #29) starts here, so that a long word may be broken before.
    pub(super) cluster: bool,
    /// Whether `byte` is shown from here on: neither in a gap nor in the second letter of a
    /// character that is spelled out.
    pub(super) begins: bool,
    /// Whether it is part of a character that is spelled out.
    pub(super) spelled: bool,
    joins: Joins,
}

/// As many as a person can tell apart; a thousand on one letter would freeze some terminals.
const MARKS_AT_MOST: usize = 8;

/// More than these in a row say nothing that these do not.
const JOINERS_AT_MOST: usize = 2;

/// The cells of `paragraph`, in logical order, to be drawn as `display` has it. A character is
/// spelled out only where it then fits into `room` cells.
pub(super) fn shape(paragraph: &str, display: Display, room: usize) -> Vec<Shaped> {
    let forms = display.letters == Letters::Forms;
    let mut cells: Vec<Shaped> = Vec::with_capacity(paragraph.len() / 2);
    // The last character that the joining rules see, and the cell that shows it, if any does.
    let mut neighbour: Option<(char, Option<usize>)> = None;
    // The cell that takes marks.
    let mut carrier: Option<usize> = None;
    for (byte, c) in paragraph.char_indices() {
        if let Some(letters) = spelled::letters(c) {
            let letters = shape(letters, display, 0);
            if letters.len() <= room {
                cells.extend(letters.into_iter().map(|cell| cell.part_of(byte, c)));
                carrier = Some(cells.len() - 1);
                neighbour = Some((c, None));
                continue;
            }
        }
        let transparent = joining::is_transparent(c);
        let joined =
            !transparent && neighbour.is_some_and(|(before, _)| joining::joined(before, c));
        if joined {
            if forms
                && let Some((LAM, Some(lam))) = neighbour
                && let Some(ligature) = joining::lam_alef(c, cells[lam].joins.before)
            {
                cells[lam].base = ligature;
                neighbour = Some((c, None));
                continue;
            }
            if let Some((_, Some(before))) = neighbour {
                cells[before].joins.after = true;
            }
        }
        let mut shown_in = None;
        match glyph(c) {
            Glyph::Spacing(base, width) => {
                shown_in = Some(cells.len());
                carrier = shown_in;
                let joins = Joins {
                    before: joined,
                    after: false,
                };
                cells.push(Shaped::new(base, width, byte, c, joins));
            }
            Glyph::Mark(mark) => {
                let carrier = *carrier.get_or_insert_with(|| {
                    cells.push(Shaped::new('\u{A0}', 1, byte, c, Joins::default()));
                    cells.len() - 1
                });
                cells[carrier].add_mark(mark, display.harakat);
            }
            Glyph::Silent => {
                if display.joiners
                    && matches!(c, '\u{200C}' | '\u{200D}')
                    && let Some(carrier) = carrier
                {
                    cells[carrier].add_joiner(c);
                }
                if display.controls
                    && let Some(picture) = cluster::picture(c)
                {
                    cells.push(Shaped::new(picture, 1, byte, c, Joins::default()));
                }
            }
        }
        if !transparent {
            neighbour = Some((c, shown_in));
        }
    }
    if forms {
        for cell in &mut cells {
            cell.base = joining::form(cell.base, cell.joins);
        }
    }
    mark_clusters(paragraph, &mut cells);
    cells
}

impl Shaped {
    fn new(base: char, width: u8, byte: usize, source: char, joins: Joins) -> Self {
        let marks = CompactString::const_new("");
        let blank = is_blank(source);
        Self {
            base,
            marks,
            joiners: CompactString::const_new(""),
            width,
            byte,
            source,
            blank,
            cluster: false,
            begins: true,
            spelled: false,
            joins,
        }
    }

    /// A blank cell that the text has not, which goes with `neighbour`.
    pub(super) fn gap(neighbour: &Self) -> Self {
        Self {
            begins: false,
            ..Self::new(' ', 1, neighbour.byte, ' ', Joins::default())
        }
    }

    /// Whether this is such a cell.
    pub(super) fn is_gap(&self) -> bool {
        self.blank && !self.begins
    }

    /// A letter of the spelling of `source`, which is at `byte`. None of it hangs or breaks.
    fn part_of(self, byte: usize, source: char) -> Self {
        Self {
            begins: self.byte == 0,
            spelled: true,
            blank: false,
            byte,
            source,
            ..self
        }
    }

    fn add_mark(&mut self, mark: char, drawn: bool) {
        // A blank with a mark is seen, and does not hang; nor does it move when marks are hidden.
        self.blank = false;
        if !drawn || self.marks.chars().count() >= MARKS_AT_MOST {
            return;
        }
        self.marks.push(mark);
        // A few marks change the width of what they stand on (emoji, some Indic signs): the grid
        // counts on the width of the base alone, so they are left out.
        if self.symbol(self.base).width() != usize::from(self.width) {
            self.marks.pop();
        }
    }

    fn add_joiner(&mut self, joiner: char) {
        // Only between letters that a terminal may join: it makes one picture of two emoji.
        let joins = self.width == 1 && strength(self.base) == Strength::Rtl;
        if joins && self.joiners.chars().count() < JOINERS_AT_MOST {
            self.joiners.push(joiner);
        }
    }

    /// What is sent for the cell when its base is drawn as `base`.
    pub(super) fn symbol(&self, base: char) -> CompactString {
        let mut symbol = CompactString::const_new("");
        symbol.push(base);
        symbol.push_str(&self.marks);
        symbol.push_str(&self.joiners);
        symbol
    }
}

fn mark_clusters(paragraph: &str, cells: &mut [Shaped]) {
    let mut starts = paragraph
        .grapheme_indices(true)
        .map(|(byte, _)| byte)
        .peekable();
    for cell in cells {
        while starts.next_if(|&start| start < cell.byte).is_some() {}
        cell.cluster = cell.begins && starts.peek() == Some(&cell.byte);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `text` to the characters of its cells, marks included, in logical order.
    fn check(text: &str, expected: &str) {
        let shown: String = shape(text, Display::default(), 80)
            .iter()
            .map(|cell| cell.symbol(cell.base))
            .collect();
        assert_eq!(
            shown.escape_unicode().to_string(),
            expected.escape_unicode().to_string(),
            "{text:?}"
        );
    }

    #[test]
    fn lam_alef_is_one_cell_with_all_its_marks() {
        check("\u{0644}\u{0627}", "\u{FEFB}");
        check("\u{0644}\u{064E}\u{0627}", "\u{FEFB}\u{064E}");
        check(
            "\u{0644}\u{064E}\u{0651}\u{0627}",
            "\u{FEFB}\u{064E}\u{0651}",
        );
        check("\u{0628}\u{0644}\u{0622}", "\u{FE91}\u{FEF6}");
        assert_eq!(
            shape("\u{0644}\u{064E}\u{0627}", Display::default(), 80).len(),
            1
        );
    }

    #[test]
    fn format_characters_act_on_joining_and_are_not_drawn() {
        check("\u{0644}\u{034F}\u{0627}", "\u{FEFB}");
        check("\u{0644}\u{200C}\u{0627}", "\u{FEDD}\u{FE8D}");
        check("\u{0644}\u{200D}", "\u{FEDF}");
        check("\u{0644}\u{200D}\u{0627}", "\u{FEDF}\u{FE8E}");
        check("\u{0644}\u{2066}\u{0627}", "\u{FEDD}\u{FE8D}");
        check("\u{0628}\u{200F}\u{0628}", "\u{FE91}\u{FE90}");
    }

    #[test]
    fn tatweel_joins_both_sides() {
        check("\u{0644}\u{0640}\u{0627}", "\u{FEDF}\u{0640}\u{FE8E}");
    }

    #[test]
    fn letters_of_other_languages_join() {
        // Kurdish, with a letter that has no forms; Persian; Urdu; Uyghur.
        check(
            "\u{0633}\u{0627}\u{06B5}\u{06CC}",
            "\u{FEB3}\u{FE8E}\u{06B5}\u{FBFD}",
        );
        check(
            "\u{06AF}\u{067E}\u{0698}\u{06CC}\u{06A9}",
            "\u{FB94}\u{FB59}\u{FB8B}\u{FBFE}\u{FB8F}",
        );
        check(
            "\u{0679}\u{0688}\u{0691}\u{06BA}\u{06D2}\u{06C1}\u{06BE}",
            "\u{FB68}\u{FB89}\u{FB8C}\u{06BA}\u{FBAF}\u{FBA8}\u{FBAB}",
        );
        check("\u{0628}\u{0649}\u{0628}", "\u{FE91}\u{FBE9}\u{FE90}");
    }

    #[test]
    fn a_leading_mark_gets_a_carrier() {
        check("\u{064E}\u{0628}", "\u{A0}\u{064E}\u{FE8F}");
    }

    #[test]
    fn a_mark_on_a_blank_does_not_hang() {
        let blanks: Vec<bool> = shape("ا \u{064E} ", Display::default(), 80)
            .iter()
            .map(|cell| cell.blank)
            .collect();
        assert_eq!(blanks, [false, false, true]);
    }

    #[test]
    fn the_odd_text_that_makes_reshapers_panic() {
        check(
            "\u{0644}\u{200D} \u{0645}\u{0644}\u{0627}",
            "\u{FEDF} \u{FEE3}\u{FEFC}",
        );
    }

    #[test]
    fn prepended_signs_and_their_digits_are_cells_of_their_own() {
        assert_eq!(
            shape("\u{06DD}\u{0661}\u{0662}", Display::default(), 80).len(),
            3
        );
    }

    #[test]
    fn a_thousand_marks_are_eight() {
        let text = format!("ب{}", "\u{064E}".repeat(1000));
        assert_eq!(
            shape(&text, Display::default(), 80)[0]
                .symbol('ب')
                .chars()
                .count(),
            1 + MARKS_AT_MOST
        );
    }
}
