//! UAX #9 by `unicode-bidi`, and the two rules it leaves to the one who draws: L1 and L2 over
//! cells, and L4, mirroring.
//!
//! The crate's own `reorder_line` is not used: it neither mirrors nor keeps marks with their
//! letters, and it copies the levels of the whole text for each line.

use unicode_bidi::{BidiClass, BidiInfo, Level, ParagraphBidiInfo, bidi_class};

use super::shape::Shaped;

/// The base direction of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// Left to right.
    Ltr,
    /// Right to left.
    Rtl,
}

/// The direction that most letters of `text` have.
///
/// First-strong (UAX #9 P2) is wrong for news that begins with `CNN:` or `«Apple»`, and the whole
/// article rarely is.
pub fn direction(text: &str) -> Direction {
    let balance = text.chars().fold(0i64, |balance, c| match class(c) {
        BidiClass::L => balance - 1,
        BidiClass::R | BidiClass::AL => balance + 1,
        _ => balance,
    });
    if balance > 0 {
        Direction::Rtl
    } else {
        Direction::Ltr
    }
}

/// The class of `c`, of what most texts are made of without a search in the table.
fn class(c: char) -> BidiClass {
    match c {
        'A'..='Z' | 'a'..='z' => BidiClass::L,
        '\u{0620}'..='\u{064A}' => BidiClass::AL,
        '\u{064B}'..='\u{065F}' => BidiClass::NSM,
        ' ' => BidiClass::WS,
        c => bidi_class(c),
    }
}

/// The embedding levels of one paragraph.
pub(super) struct Levels {
    /// A level a byte.
    levels: Vec<Level>,
    base: Level,
    /// The marks and isolates, each with its byte.
    unseen: Vec<(usize, char)>,
}

impl Levels {
    /// The levels of `paragraph` in an article whose majority is `article`.
    ///
    /// In a right-to-left article a paragraph is right-to-left unless it has no such letter; in a
    /// left-to-right one its first strong character decides.
    pub(super) fn new(paragraph: &str, article: Direction) -> Self {
        let base = match article {
            Direction::Rtl if paragraph.chars().any(is_rtl_letter) => Some(Level::rtl()),
            Direction::Rtl => Some(Level::ltr()),
            Direction::Ltr => None,
        };
        Self::with_base(paragraph, base)
    }

    /// The levels of `paragraph` at the level `base`, or at that of its first strong character.
    pub(super) fn with_base(paragraph: &str, base: Option<Level>) -> Self {
        let info = ParagraphBidiInfo::new(paragraph, base);
        Self {
            base: info.paragraph_level,
            levels: info.levels,
            unseen: unseen(paragraph),
        }
    }

    pub(super) fn is_rtl(&self) -> bool {
        self.base.is_rtl()
    }

    /// The level of the paragraph.
    pub(super) fn base(&self) -> Level {
        self.base
    }

    /// The level of the character at `byte`, before it has a line.
    pub(super) fn at(&self, byte: usize) -> Level {
        self.levels.get(byte).copied().unwrap_or(self.base)
    }

    /// The level of `cell`, before it has a line.
    pub(super) fn level(&self, cell: &Shaped) -> Level {
        let level = self.at(cell.byte);
        // The letters of a phrase that is one character run to the left wherever that stands.
        if cell.spelled && level.is_ltr() {
            Level::new(level.number() + 1).unwrap_or(level)
        } else {
            level
        }
    }

    /// The order of the cells of one line from left to right, after L1 and L2: the index of each in
    /// `cells`, and its level.
    pub(super) fn visual(&self, cells: &[Shaped]) -> Vec<(usize, Level)> {
        let mut entries: Vec<Entry> = Vec::with_capacity(cells.len());
        let mut unseen = self.unseen_between(cells).iter().peekable();
        for (index, cell) in cells.iter().enumerate() {
            while let Some(&(byte, source)) = unseen.next_if(|&&(byte, _)| byte < cell.byte) {
                let level = self.levels[byte];
                entries.push((None, level, source));
            }
            // A mark on a blank ends the white space that L1 is about.
            let marked = cell.source == ' ' && !cell.blank;
            let source = if marked { '\u{A0}' } else { cell.source };
            entries.push((Some(index), self.level(cell), source));
        }
        let mut levels: Vec<Level> = entries.iter().map(|&(_, level, _)| level).collect();
        let sources = entries.iter().map(|&(_, _, source)| source);
        white_space_levels(sources, &mut levels, self.base);
        let order = visual_order(&levels).into_iter();
        order
            .filter_map(|at| Some((entries[at].0?, levels[at])))
            .collect()
    }

    fn unseen_between(&self, cells: &[Shaped]) -> &[(usize, char)] {
        let place = |byte: usize| self.unseen.partition_point(|&(at, _)| at < byte);
        match (cells.first(), cells.last()) {
            (Some(first), Some(last)) => &self.unseen[place(first.byte)..place(last.byte)],
            _ => &[],
        }
    }
}

/// What a line has in logical order: the index of a cell or nothing that is seen, its level, and
/// its character.
type Entry = (Option<usize>, Level, char);

/// The characters of `paragraph` that have no cell and yet a place in the order of a line, each with
/// its byte: they part what is at their sides (L2).
///
/// These are the marks of direction and the isolates. Embeddings and overrides are not (X9), but a
/// combining mark behind one is: it has the level that they set, and the cell of a letter before.
fn unseen(paragraph: &str) -> Vec<(usize, char)> {
    let mut found = Vec::new();
    let mut behind_embedding = false;
    for (byte, c) in paragraph.char_indices() {
        let parts = match c {
            '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{2066}'..='\u{2069}' => true,
            _ => behind_embedding && bidi_class(c) == BidiClass::NSM,
        };
        if parts {
            found.push((byte, c));
        }
        behind_embedding = matches!(c, '\u{202A}'..='\u{202E}');
    }
    found
}

/// L1: separators, and the blanks before them or at the end of a line, take the level of their
/// paragraph.
pub(super) fn white_space_levels(
    line: impl DoubleEndedIterator<Item = char> + ExactSizeIterator,
    levels: &mut [Level],
    base: Level,
) {
    let mut trailing = true;
    for (c, level) in line.zip(levels).rev() {
        trailing = match bidi_class(c) {
            BidiClass::B | BidiClass::S => true,
            BidiClass::WS => trailing,
            _ => false,
        };
        if trailing {
            *level = base;
        }
    }
}

/// L2: the order of the cells of a line from left to right, as indices into `levels`.
pub(super) fn visual_order(levels: &[Level]) -> Vec<usize> {
    BidiInfo::reorder_visual(levels)
}

/// L4: what stands for `c` in right-to-left text.
pub fn mirrored(c: char) -> char {
    // Nearly every cell of a right-to-left line is one of these; none of them is mirrored.
    let plain = matches!(c, ' ' | '\u{0600}'..='\u{06FF}' | '\u{2500}'..='\u{25FF}' | '\u{FE70}'..='\u{FEFF}');
    if plain || c.is_ascii_alphanumeric() {
        return c;
    }
    let code = u32::from(c);
    let by_first = MIRRORED.binary_search_by_key(&code, |&(first, _)| first);
    let pair = match by_first {
        Ok(index) => Some(MIRRORED[index].1),
        Err(_) => MIRRORED
            .iter()
            .find(|&&(_, second)| second == code)
            .map(|&(first, _)| first),
    };
    pair.and_then(char::from_u32).unwrap_or(c)
}

fn is_rtl_letter(c: char) -> bool {
    matches!(bidi_class(c), BidiClass::R | BidiClass::AL)
}

/// BidiMirroring 15.0: each pair once, the lower code point first.
const MIRRORED: [(u32, u32); 214] = [
    (0x0028, 0x0029),
    (0x003C, 0x003E),
    (0x005B, 0x005D),
    (0x007B, 0x007D),
    (0x00AB, 0x00BB),
    (0x0F3A, 0x0F3B),
    (0x0F3C, 0x0F3D),
    (0x169B, 0x169C),
    (0x2039, 0x203A),
    (0x2045, 0x2046),
    (0x207D, 0x207E),
    (0x208D, 0x208E),
    (0x2208, 0x220B),
    (0x2209, 0x220C),
    (0x220A, 0x220D),
    (0x2215, 0x29F5),
    (0x221F, 0x2BFE),
    (0x2220, 0x29A3),
    (0x2221, 0x299B),
    (0x2222, 0x29A0),
    (0x2224, 0x2AEE),
    (0x223C, 0x223D),
    (0x2243, 0x22CD),
    (0x2245, 0x224C),
    (0x2252, 0x2253),
    (0x2254, 0x2255),
    (0x2264, 0x2265),
    (0x2266, 0x2267),
    (0x2268, 0x2269),
    (0x226A, 0x226B),
    (0x226E, 0x226F),
    (0x2270, 0x2271),
    (0x2272, 0x2273),
    (0x2274, 0x2275),
    (0x2276, 0x2277),
    (0x2278, 0x2279),
    (0x227A, 0x227B),
    (0x227C, 0x227D),
    (0x227E, 0x227F),
    (0x2280, 0x2281),
    (0x2282, 0x2283),
    (0x2284, 0x2285),
    (0x2286, 0x2287),
    (0x2288, 0x2289),
    (0x228A, 0x228B),
    (0x228F, 0x2290),
    (0x2291, 0x2292),
    (0x2298, 0x29B8),
    (0x22A2, 0x22A3),
    (0x22A6, 0x2ADE),
    (0x22A8, 0x2AE4),
    (0x22A9, 0x2AE3),
    (0x22AB, 0x2AE5),
    (0x22B0, 0x22B1),
    (0x22B2, 0x22B3),
    (0x22B4, 0x22B5),
    (0x22B6, 0x22B7),
    (0x22B8, 0x27DC),
    (0x22C9, 0x22CA),
    (0x22CB, 0x22CC),
    (0x22D0, 0x22D1),
    (0x22D6, 0x22D7),
    (0x22D8, 0x22D9),
    (0x22DA, 0x22DB),
    (0x22DC, 0x22DD),
    (0x22DE, 0x22DF),
    (0x22E0, 0x22E1),
    (0x22E2, 0x22E3),
    (0x22E4, 0x22E5),
    (0x22E6, 0x22E7),
    (0x22E8, 0x22E9),
    (0x22EA, 0x22EB),
    (0x22EC, 0x22ED),
    (0x22F0, 0x22F1),
    (0x22F2, 0x22FA),
    (0x22F3, 0x22FB),
    (0x22F4, 0x22FC),
    (0x22F6, 0x22FD),
    (0x22F7, 0x22FE),
    (0x2308, 0x2309),
    (0x230A, 0x230B),
    (0x2329, 0x232A),
    (0x2768, 0x2769),
    (0x276A, 0x276B),
    (0x276C, 0x276D),
    (0x276E, 0x276F),
    (0x2770, 0x2771),
    (0x2772, 0x2773),
    (0x2774, 0x2775),
    (0x27C3, 0x27C4),
    (0x27C5, 0x27C6),
    (0x27C8, 0x27C9),
    (0x27CB, 0x27CD),
    (0x27D5, 0x27D6),
    (0x27DD, 0x27DE),
    (0x27E2, 0x27E3),
    (0x27E4, 0x27E5),
    (0x27E6, 0x27E7),
    (0x27E8, 0x27E9),
    (0x27EA, 0x27EB),
    (0x27EC, 0x27ED),
    (0x27EE, 0x27EF),
    (0x2983, 0x2984),
    (0x2985, 0x2986),
    (0x2987, 0x2988),
    (0x2989, 0x298A),
    (0x298B, 0x298C),
    (0x298D, 0x2990),
    (0x298E, 0x298F),
    (0x2991, 0x2992),
    (0x2993, 0x2994),
    (0x2995, 0x2996),
    (0x2997, 0x2998),
    (0x29A4, 0x29A5),
    (0x29A8, 0x29A9),
    (0x29AA, 0x29AB),
    (0x29AC, 0x29AD),
    (0x29AE, 0x29AF),
    (0x29C0, 0x29C1),
    (0x29C4, 0x29C5),
    (0x29CF, 0x29D0),
    (0x29D1, 0x29D2),
    (0x29D4, 0x29D5),
    (0x29D8, 0x29D9),
    (0x29DA, 0x29DB),
    (0x29E8, 0x29E9),
    (0x29F8, 0x29F9),
    (0x29FC, 0x29FD),
    (0x2A2B, 0x2A2C),
    (0x2A2D, 0x2A2E),
    (0x2A34, 0x2A35),
    (0x2A3C, 0x2A3D),
    (0x2A64, 0x2A65),
    (0x2A79, 0x2A7A),
    (0x2A7B, 0x2A7C),
    (0x2A7D, 0x2A7E),
    (0x2A7F, 0x2A80),
    (0x2A81, 0x2A82),
    (0x2A83, 0x2A84),
    (0x2A85, 0x2A86),
    (0x2A87, 0x2A88),
    (0x2A89, 0x2A8A),
    (0x2A8B, 0x2A8C),
    (0x2A8D, 0x2A8E),
    (0x2A8F, 0x2A90),
    (0x2A91, 0x2A92),
    (0x2A93, 0x2A94),
    (0x2A95, 0x2A96),
    (0x2A97, 0x2A98),
    (0x2A99, 0x2A9A),
    (0x2A9B, 0x2A9C),
    (0x2A9D, 0x2A9E),
    (0x2A9F, 0x2AA0),
    (0x2AA1, 0x2AA2),
    (0x2AA6, 0x2AA7),
    (0x2AA8, 0x2AA9),
    (0x2AAA, 0x2AAB),
    (0x2AAC, 0x2AAD),
    (0x2AAF, 0x2AB0),
    (0x2AB1, 0x2AB2),
    (0x2AB3, 0x2AB4),
    (0x2AB5, 0x2AB6),
    (0x2AB7, 0x2AB8),
    (0x2AB9, 0x2ABA),
    (0x2ABB, 0x2ABC),
    (0x2ABD, 0x2ABE),
    (0x2ABF, 0x2AC0),
    (0x2AC1, 0x2AC2),
    (0x2AC3, 0x2AC4),
    (0x2AC5, 0x2AC6),
    (0x2AC7, 0x2AC8),
    (0x2AC9, 0x2ACA),
    (0x2ACB, 0x2ACC),
    (0x2ACD, 0x2ACE),
    (0x2ACF, 0x2AD0),
    (0x2AD1, 0x2AD2),
    (0x2AD3, 0x2AD4),
    (0x2AD5, 0x2AD6),
    (0x2AEC, 0x2AED),
    (0x2AF7, 0x2AF8),
    (0x2AF9, 0x2AFA),
    (0x2E02, 0x2E03),
    (0x2E04, 0x2E05),
    (0x2E09, 0x2E0A),
    (0x2E0C, 0x2E0D),
    (0x2E1C, 0x2E1D),
    (0x2E20, 0x2E21),
    (0x2E22, 0x2E23),
    (0x2E24, 0x2E25),
    (0x2E26, 0x2E27),
    (0x2E28, 0x2E29),
    (0x2E55, 0x2E56),
    (0x2E57, 0x2E58),
    (0x2E59, 0x2E5A),
    (0x2E5B, 0x2E5C),
    (0x3008, 0x3009),
    (0x300A, 0x300B),
    (0x300C, 0x300D),
    (0x300E, 0x300F),
    (0x3010, 0x3011),
    (0x3014, 0x3015),
    (0x3016, 0x3017),
    (0x3018, 0x3019),
    (0x301A, 0x301B),
    (0xFE59, 0xFE5A),
    (0xFE5B, 0xFE5C),
    (0xFE5D, 0xFE5E),
    (0xFE64, 0xFE65),
    (0xFF08, 0xFF09),
    (0xFF1C, 0xFF1E),
    (0xFF3B, 0xFF3D),
    (0xFF5B, 0xFF5D),
    (0xFF5F, 0xFF60),
    (0xFF62, 0xFF63),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_majority_decides_and_not_the_first_letter() {
        assert_eq!(direction("CNN: قال الوزير إن الخطة جاهزة"), Direction::Rtl);
        assert_eq!(direction("The word سلام means peace"), Direction::Ltr);
        assert_eq!(direction("12/10/2025"), Direction::Ltr);
    }

    #[test]
    fn what_needs_no_search_has_the_class_that_the_table_has() {
        for c in '\0'..=char::MAX {
            assert_eq!(class(c), bidi_class(c), "{c:?}");
        }
    }

    #[test]
    fn a_paragraph_without_right_to_left_letters_is_left_to_right() {
        assert!(!Levels::new("Powered By : XYZ", Direction::Rtl).is_rtl());
        assert!(Levels::new("CNN: قال", Direction::Rtl).is_rtl());
        assert!(Levels::new("سلام", Direction::Ltr).is_rtl());
    }

    #[test]
    fn brackets_mirror_both_ways_and_quotation_marks_in_curls_do_not() {
        assert!(MIRRORED.is_sorted());
        for (left, right) in [('(', ')'), ('[', ']'), ('«', '»'), ('≤', '≥'), ('<', '>')] {
            assert_eq!((mirrored(left), mirrored(right)), (right, left));
        }
        assert_eq!(
            [mirrored('“'), mirrored('م'), mirrored('a')],
            ['“', 'م', 'a']
        );
    }
}
