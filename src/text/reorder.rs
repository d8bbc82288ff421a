//! UAX #9 over a row of cells, as a terminal that reorders by itself applies it.
//!
//! For the encoder of a screen, which has to know what such a terminal makes of a row, and for
//! tests that ask whether it made the right one.

use unicode_bidi::{BidiClass, Level, ParagraphBidiInfo, bidi_class};

use super::bidi::{Direction, visual_order, white_space_levels};

pub use super::bidi::mirrored;

/// How a character behaves in UAX #9, as far as an encoder has to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strength {
    /// Strong, left to right: Bidi_Class L.
    Ltr,
    /// Strong, right to left: Bidi_Class R or AL, presentation forms included.
    Rtl,
    /// A European number: Bidi_Class EN.
    Number,
    /// An Arabic number: Bidi_Class AN.
    ArabicNumber,
    /// Anything else: separators and terminators of numbers, blanks, marks, symbols, formats.
    Neutral,
}

/// How `c` behaves.
pub fn strength(c: char) -> Strength {
    // Nearly every cell of a screen is one of these, and needs no look-up.
    match c {
        'A'..='Z' | 'a'..='z' | '\u{2800}' => Strength::Ltr,
        '0'..='9' => Strength::Number,
        '\0'..='\u{7F}' | '\u{2010}'..='\u{2027}' | '\u{2190}'..='\u{21FF}' => Strength::Neutral,
        '\u{2500}'..='\u{25FF}' => Strength::Neutral,
        '\u{0620}'..='\u{064A}' | '\u{FE76}'..='\u{FEFC}' => Strength::Rtl,
        '\u{0660}'..='\u{0669}' => Strength::ArabicNumber,
        _ => match bidi_class(c) {
            BidiClass::L => Strength::Ltr,
            BidiClass::R | BidiClass::AL => Strength::Rtl,
            BidiClass::EN => Strength::Number,
            BidiClass::AN => Strength::ArabicNumber,
            _ => Strength::Neutral,
        },
    }
}

/// The direction of the script of `c`, for a terminal that goes by scripts and not by UAX #9: none
/// for what several scripts share, the Arabic comma, semicolon, question mark and tatweel among it.
/// All Arabic digits have that of Arabic letters.
pub fn script_direction(c: char) -> Option<Direction> {
    match c {
        '\u{060C}' | '\u{061B}' | '\u{061F}' | '\u{0640}' => None,
        '\u{0660}'..='\u{066D}' | '\u{06F0}'..='\u{06F9}' => Some(Direction::Rtl),
        _ => match strength(c) {
            Strength::Ltr => Some(Direction::Ltr),
            Strength::Rtl => Some(Direction::Rtl),
            Strength::Number | Strength::ArabicNumber | Strength::Neutral => None,
        },
    }
}

/// UAX #9 over a row of cells, each given by its base character, in a paragraph of `direction`
/// (HL1): for each place from left to right the index of the cell that a terminal shows there, and
/// whether it shows it mirrored (L4: at an odd level).
pub fn shown(row: &[char], direction: Direction) -> Vec<(usize, bool)> {
    let text: String = row.iter().collect();
    let base = match direction {
        Direction::Ltr => Level::ltr(),
        Direction::Rtl => Level::rtl(),
    };
    let info = ParagraphBidiInfo::new(&text, Some(base));
    let mut levels: Vec<Level> = text
        .char_indices()
        .map(|(byte, _)| info.levels[byte])
        .collect();
    white_space_levels(row.iter().copied(), &mut levels, base);
    let place = |index: usize| (index, levels[index].is_rtl());
    visual_order(&levels).into_iter().map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_short_cuts_agree_with_the_bidi_class() {
        for c in '\0'..=char::MAX {
            let expected = match bidi_class(c) {
                BidiClass::L => Strength::Ltr,
                BidiClass::R | BidiClass::AL => Strength::Rtl,
                BidiClass::EN => Strength::Number,
                BidiClass::AN => Strength::ArabicNumber,
                _ => Strength::Neutral,
            };
            assert_eq!(strength(c), expected, "U+{:04X}", u32::from(c));
        }
    }

    /// What a terminal shows for `row`, mirrored characters as such.
    fn seen(row: &str, direction: Direction) -> String {
        let row: Vec<char> = row.chars().collect();
        shown(&row, direction)
            .into_iter()
            .map(|(index, odd)| {
                if odd {
                    mirrored(row[index])
                } else {
                    row[index]
                }
            })
            .collect()
    }

    #[test]
    fn a_row_is_shown_as_a_terminal_would() {
        assert_eq!(seen("سلام abc", Direction::Ltr), "مالس abc");
        assert_eq!(seen("سلام abc", Direction::Rtl), "abc مالس");
        assert_eq!(seen("(ب) 12", Direction::Rtl), "12 (ب)");
        assert_eq!(seen("ب 12", Direction::Ltr), "12 ب");
    }

    #[test]
    fn blanks_at_the_end_of_a_row_stay_there() {
        assert_eq!(seen("ab ", Direction::Rtl), " ab");
        assert_eq!(seen("بت ", Direction::Ltr), "تب ");
    }

    #[test]
    fn a_strong_blank_parts_words() {
        assert_eq!(seen("بت\u{2800}جح", Direction::Ltr), "تب\u{2800}حج");
    }
}
