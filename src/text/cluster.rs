//! What one character looks like on a grid of cells: a spacing glyph, a mark, or nothing.
//!
//! This is the gate that keeps the terminal safe: a control or format character never leaves it
//! as itself, and a glyph is one or two cells wide in every terminal that was measured.

use unicode_width::UnicodeWidthChar;

/// How a character is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Glyph {
    /// A cell of its own: the character to send, and its width in cells (1 or 2).
    Spacing(char, u8),
    /// Drawn over the character before it.
    Mark(char),
    /// Not drawn: format characters and other default ignorable ones.
    Silent,
}

pub(super) fn glyph(c: char) -> Glyph {
    if (' '..='~').contains(&c) || ('\u{0621}'..='\u{064A}').contains(&c) {
        return Glyph::Spacing(c, 1);
    }
    match c {
        '\t' => Glyph::Spacing(' ', 1),
        // Control pictures: U+241B stands for ESC, U+2421 for DEL.
        '\0'..='\u{1F}' => Glyph::Spacing(offset(c, '\0', '\u{2400}'), 1),
        '\u{7F}' => Glyph::Spacing('\u{2421}', 1),
        '\u{80}'..='\u{9F}' => Glyph::Spacing(char::REPLACEMENT_CHARACTER, 1),
        // Prepended signs have no width in half of the terminals; END OF AYAH is a ring.
        '\u{06DD}' => Glyph::Spacing('○', 1),
        '\u{0600}'..='\u{0605}'
        | '\u{070F}'
        | '\u{0890}'
        | '\u{0891}'
        | '\u{08E2}'
        | '\u{110BD}'
        | '\u{110CD}' => Glyph::Spacing('#', 1),
        // Hangul fillers: terminals disagree whether they are 0, 1 or 2 wide.
        '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}' => Glyph::Spacing(' ', 1),
        // Regional indicators: a flag needs two in one cell, so it is shown as its letters.
        '\u{1F1E6}'..='\u{1F1FF}' => Glyph::Spacing(offset(c, '\u{1F1E6}', 'A'), 1),
        // Two- and three-em dashes are as wide as their name says only in some terminals.
        '\u{2E3A}' | '\u{2E3B}' => Glyph::Spacing('—', 1),
        c if is_ignorable(c) => Glyph::Silent,
        c if is_noncharacter(c) => Glyph::Spacing(char::REPLACEMENT_CHARACTER, 1),
        c if c.is_whitespace() && c.width() == Some(1) => Glyph::Spacing(' ', 1),
        c => match c.width() {
            Some(0) => Glyph::Mark(c),
            Some(1) => Glyph::Spacing(c, 1),
            Some(2) => Glyph::Spacing(c, 2),
            _ => Glyph::Spacing(char::REPLACEMENT_CHARACTER, 1),
        },
    }
}

/// What stands for a character that is not drawn, where the annotator wants to see it.
pub(super) fn picture(c: char) -> Option<char> {
    Some(match c {
        // Marks: a half arrow in their direction.
        '\u{200E}' => '⇀', // LEFT-TO-RIGHT MARK
        '\u{200F}' => '↼', // RIGHT-TO-LEFT MARK
        '\u{061C}' => '↽', // ARABIC LETTER MARK
        // Embeddings: an arrow from a bar, and down for their end.
        '\u{202A}' => '↦', // LEFT-TO-RIGHT EMBEDDING
        '\u{202B}' => '↤', // RIGHT-TO-LEFT EMBEDDING
        '\u{202C}' => '↧', // POP DIRECTIONAL FORMATTING
        // Overrides: a double arrow.
        '\u{202D}' => '⇒', // LEFT-TO-RIGHT OVERRIDE
        '\u{202E}' => '⇐', // RIGHT-TO-LEFT OVERRIDE
        // Isolates: a dashed arrow, up for the direction of the first letter, down for their end.
        '\u{2066}' => '⇢', // LEFT-TO-RIGHT ISOLATE
        '\u{2067}' => '⇠', // RIGHT-TO-LEFT ISOLATE
        '\u{2068}' => '⇡', // FIRST STRONG ISOLATE
        '\u{2069}' => '⇣', // POP DIRECTIONAL ISOLATE
        '\u{200C}' => '┆', // ZERO WIDTH NON-JOINER
        '\u{200D}' => '‿', // ZERO WIDTH JOINER
        '\u{200B}' => '␣', // ZERO WIDTH SPACE
        '\u{AD}' => '¬',   // SOFT HYPHEN
        '\u{2060}' => '⌒', // WORD JOINER
        '\u{FEFF}' => '⌂', // ZERO WIDTH NO-BREAK SPACE, the byte order mark
        '\u{034F}' => '∘', // COMBINING GRAPHEME JOINER
        // Selectors choose among glyphs, and are part of nearly every emoji.
        '\u{180B}'..='\u{180D}'
        | '\u{180F}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{E0100}'..='\u{E01EF}' => {
            return None;
        }
        c if is_ignorable(c) => '¤',
        _ => return None,
    })
}

/// Whether `c` is a blank on the screen, so that it may hang at the end of a line.
pub(super) fn is_blank(c: char) -> bool {
    // NO-BREAK SPACE and NARROW NO-BREAK SPACE are white space too, but hold words together.
    c.is_whitespace() && !matches!(c, '\u{A0}' | '\u{202F}')
}

fn offset(c: char, from: char, to: char) -> char {
    char::from_u32(u32::from(c) - u32::from(from) + u32::from(to))
        .unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// Format characters (General_Category Cf) and Default_Ignorable_Code_Point, Unicode 15.
fn is_ignorable(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{034F}' | '\u{061C}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}'
        | '\u{FFF0}'..='\u{FFFB}' | '\u{13430}'..='\u{13455}' | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{FDD0}'..='\u{FDEF}') || u32::from(c) & 0xFFFE == 0xFFFE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_become_pictures_and_never_themselves() {
        assert_eq!(glyph('\u{1B}'), Glyph::Spacing('␛', 1));
        assert_eq!(glyph('\u{7F}'), Glyph::Spacing('␡', 1));
        assert_eq!(glyph('\u{9B}'), Glyph::Spacing('\u{FFFD}', 1));
        assert_eq!(glyph('\t'), Glyph::Spacing(' ', 1));
        assert_eq!(glyph('\u{202E}'), Glyph::Silent);
        assert_eq!(glyph('\u{064E}'), Glyph::Mark('\u{064E}'));
    }

    /// The promise of this file, for every character there is.
    #[test]
    fn every_character_is_safe_to_send() {
        for c in '\0'..=char::MAX {
            match glyph(c) {
                Glyph::Spacing(shown, width) => {
                    assert!(
                        !shown.is_control() && !is_ignorable(shown),
                        "{c:?} as {shown:?}"
                    );
                    assert_eq!(
                        shown.width(),
                        Some(usize::from(width)),
                        "{c:?} as {shown:?}"
                    );
                }
                Glyph::Mark(mark) => {
                    assert!(!mark.is_control() && !is_ignorable(mark), "{c:?}");
                    assert_eq!(mark.width(), Some(0), "{c:?}");
                }
                Glyph::Silent => {}
            }
        }
    }
}
