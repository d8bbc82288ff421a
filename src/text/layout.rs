//! Lines of cells in visual order, and the way between a cell and its byte.
//!
//! The only road from a text to the screen.

use std::ops::Range;

use compact_str::CompactString;
use unicode_bidi::Level;

use super::bidi::{Direction, Levels, direction, mirrored, visual_order};
use super::paragraph::paragraphs;
use super::shape::{Shaped, shape};
use super::wrap::{opportunities, wrap};

/// A text as lines of at most `width` cells.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    lines: Vec<Line>,
}

/// One line: its cells from left to right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The bytes it shows, the blanks that hang at its end and its `\n` included.
    pub bytes: Range<usize>,
    /// From left to right, without the blanks that hang.
    pub cells: Vec<Cell>,
    /// Whether its paragraph runs from right to left, and so begins at the right edge.
    pub rtl: bool,
}

/// One spacing character with its marks: what a terminal can show in one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// To be sent as it is: no control and no format character, `width` cells wide.
    pub symbol: CompactString,
    /// 1 or 2.
    pub width: u8,
    /// Where its characters start in the text.
    pub byte: usize,
}

/// A place on the grid of a layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    /// Index of the line.
    pub line: usize,
    /// Cells from the left end of the line's own text, before any alignment.
    pub column: usize,
}

impl Layout {
    /// Lays out `text`, a line per paragraph at least, and begins a new line at each of `cuts`
    /// (bytes, in order).
    pub fn new(text: &str, width: u16, article: Direction, cuts: &[usize]) -> Self {
        let mut lines = Vec::new();
        let mut cuts = cuts.iter().copied().peekable();
        for range in paragraphs(text) {
            let paragraph = Paragraph::new(&text[range.clone()], article);
            let allowed = opportunities(&text[range.clone()], &paragraph.cells);
            let first_line = lines.len();
            // A stretch is what lies between two cuts; it begins at its byte even where its first
            // characters are not drawn.
            let mut stretch = (0, range.start);
            while stretch.0 < paragraph.cells.len() {
                let cell_of = |cut| {
                    paragraph
                        .cells
                        .partition_point(|cell| range.start + cell.byte < cut)
                };
                let cut = loop {
                    match cuts.next_if(|&cut| cut <= range.end) {
                        Some(cut) if cell_of(cut) > stretch.0 => break cut,
                        Some(_) => {}
                        None => break range.end,
                    }
                };
                let cells = stretch.0..cell_of(cut);
                let top = lines.len();
                for line in wrap(
                    &paragraph.cells[cells.clone()],
                    &allowed[cells.clone()],
                    usize::from(width),
                ) {
                    let line = cells.start + line.start..cells.start + line.end;
                    lines.push(paragraph.line(line, range.start));
                }
                lines[top].bytes.start = stretch.1;
                stretch = (cells.end, cut);
            }
            if lines.len() == first_line {
                lines.push(Line {
                    bytes: range.clone(),
                    cells: Vec::new(),
                    rtl: paragraph.levels.is_rtl(),
                });
            }
            // The lines share the bytes of their paragraph without a gap, its `\n` included.
            let end = (range.end + 1).min(text.len());
            for index in first_line..lines.len() {
                lines[index].bytes.end = lines.get(index + 1).map_or(end, |next| next.bytes.start);
            }
        }
        Self { lines }
    }

    /// The lines from top to bottom.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The lines that show any of `bytes`, as indices.
    pub fn rows(&self, bytes: Range<usize>) -> Range<usize> {
        let start = self
            .lines
            .partition_point(|line| line.bytes.end <= bytes.start);
        let end = self
            .lines
            .partition_point(|line| line.bytes.start < bytes.end);
        start..end.max(start)
    }

    /// The byte at which the characters of the cell at `spot` start; the nearest cell of the line
    /// if there is none, and the line's own start if it shows nothing.
    ///
    /// A lam-alef cell covers two letters: the answer is the LAM.
    pub fn byte_at(&self, spot: Spot) -> usize {
        let Some(line) = self
            .lines
            .get(spot.line.min(self.lines.len().saturating_sub(1)))
        else {
            return 0;
        };
        let mut column = 0;
        for cell in &line.cells {
            column += usize::from(cell.width);
            if spot.column < column {
                return cell.byte;
            }
        }
        line.cells.last().map_or(line.bytes.start, |cell| cell.byte)
    }

    /// Where the character at `byte` is shown: the cell that covers it, or for a blank that hangs
    /// and for what is not drawn, the cell before it in logical order.
    pub fn spot_of(&self, byte: usize) -> Spot {
        let index = self.lines.partition_point(|line| line.bytes.end <= byte);
        let index = index.min(self.lines.len().saturating_sub(1));
        let Some(line) = self.lines.get(index) else {
            return Spot { line: 0, column: 0 };
        };
        let mut best: Option<(usize, usize)> = None;
        let mut first: Option<(usize, usize)> = None;
        let mut column = 0;
        for cell in &line.cells {
            if cell.byte <= byte && best.is_none_or(|(at, _)| at < cell.byte) {
                best = Some((cell.byte, column));
            }
            if first.is_none_or(|(at, _)| cell.byte < at) {
                first = Some((cell.byte, column));
            }
            column += usize::from(cell.width);
        }
        Spot {
            line: index,
            column: best.or(first).map_or(0, |(_, column)| column),
        }
    }
}

impl Line {
    /// `text` on one line of at most `width` cells: a title, a name, a message. What does not fit
    /// is left out at its end, with an ellipsis.
    pub fn new(text: &str, width: usize) -> Self {
        let text = text.split('\n').next().unwrap_or_default();
        // A title may be a whole book: what cannot come into view is not looked at.
        let near = width.saturating_add(1).saturating_mul(MARKS_PER_CELL);
        let end = text
            .char_indices()
            .nth(near)
            .map_or(text.len(), |(byte, _)| byte);
        let text = &text[..end];
        let paragraph = Paragraph::new(text, direction(text));
        if paragraph
            .cells
            .iter()
            .map(|cell| usize::from(cell.width))
            .sum::<usize>()
            <= width
        {
            return paragraph.line(0..paragraph.cells.len(), 0);
        }
        let mut room = width.saturating_sub(1);
        let fitting = paragraph.cells.iter().take_while(|cell| {
            let fits = usize::from(cell.width) <= room;
            room = room.saturating_sub(usize::from(cell.width));
            fits
        });
        let end = word_end(&paragraph.cells, fitting.count());
        let blanks = paragraph.cells[..end]
            .iter()
            .rev()
            .take_while(|cell| cell.blank)
            .count();
        let mut line = paragraph.line(0..end - blanks, 0);
        if width > 0 {
            let byte = paragraph
                .cells
                .get(end)
                .map_or(text.len(), |cell| cell.byte);
            let ellipsis = Cell {
                symbol: CompactString::const_new("…"),
                width: 1,
                byte,
            };
            let at = if line.rtl { 0 } else { line.cells.len() };
            line.cells.insert(at, ellipsis);
        }
        line.bytes = 0..text.len();
        line
    }

    /// Its width in cells.
    pub fn width(&self) -> usize {
        self.cells.iter().map(|cell| usize::from(cell.width)).sum()
    }
}

/// More characters than this to a cell are not looked at in a text of one line.
const MARKS_PER_CELL: usize = 16;

/// The end of the last whole word in the first `end` of `cells`, or `end` in a very long word.
fn word_end(cells: &[Shaped], end: usize) -> usize {
    if cells.get(end).is_none_or(|next| next.blank) {
        return end;
    }
    let blank = cells[..end].iter().rposition(|cell| cell.blank);
    blank.filter(|&blank| blank >= end / 2).unwrap_or(end)
}

/// A paragraph before any width is known.
struct Paragraph {
    cells: Vec<Shaped>,
    levels: Levels,
}

impl Paragraph {
    fn new(text: &str, article: Direction) -> Self {
        Self {
            cells: shape(text),
            levels: Levels::new(text, article),
        }
    }

    /// The line of `range` of the cells, in visual order; `offset` is the paragraph's own place.
    fn line(&self, range: Range<usize>, offset: usize) -> Line {
        let bytes = |index: usize| self.cells.get(index).map_or(0, |cell| offset + cell.byte);
        let start = bytes(range.start);
        let cells = &self.cells[range];
        let hanging = cells.iter().rev().take_while(|cell| cell.blank).count();
        let shown = &cells[..cells.len() - hanging];
        let levels = self.levels.of_line(shown);
        let visual = visual_order(&levels);
        let cells = visual
            .into_iter()
            .map(|index| drawn(&shown[index], levels[index], offset));
        Line {
            bytes: start..start,
            cells: cells.collect(),
            rtl: self.levels.is_rtl(),
        }
    }
}

fn drawn(cell: &Shaped, level: Level, offset: usize) -> Cell {
    let base = if level.is_rtl() {
        mirrored(cell.base)
    } else {
        cell.base
    };
    Cell {
        symbol: cell.symbol(base),
        width: cell.width,
        byte: offset + cell.byte,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_width::UnicodeWidthStr;

    use super::*;

    /// The lines of `text`, their cells written from left to right as a terminal shows them.
    fn check(text: &str, width: u16, expected: &[&str]) {
        let layout = Layout::new(text, width, direction(text), &[]);
        let lines: Vec<String> = layout.lines().iter().map(written).collect();
        assert_eq!(lines, expected, "{text:?}");
    }

    fn written(line: &Line) -> String {
        line.cells.iter().map(|cell| cell.symbol.as_str()).collect()
    }

    #[test]
    fn right_to_left_text_is_written_from_the_right() {
        check("سلام", 10, &["ﻡﻼﺳ"]);
    }

    #[test]
    fn numbers_and_latin_words_keep_their_own_order() {
        check("ب 12 ت", 10, &["ﺕ 12 ﺏ"]);
        check("ب OpenAI ت", 12, &["ﺕ OpenAI ﺏ"]);
        // After Arabic letters the digits are Arabic numbers (W2): a range runs from the right.
        check("ب 2024–2026 ت", 13, &["ﺕ 2026–2024 ﺏ"]);
    }

    #[test]
    fn brackets_open_towards_the_reader() {
        check("ب (ت) [ث] «ج»", 20, &["«ﺝ» [ﺙ] (ﺕ) ﺏ"]);
    }

    #[test]
    fn marks_stay_with_their_letter() {
        check("بَتِ", 10, &["ﺖِﺑَ"]);
    }

    #[test]
    fn blanks_at_the_end_of_a_line_are_not_drawn() {
        check("ب ت", 1, &["ﺏ", "ﺕ"]);
        check("ab ", 5, &["ab"]);
    }

    #[test]
    fn escape_sequences_are_shown_and_not_sent() {
        check("\u{1B}[31m\u{7}ok\u{9B}0m", 20, &["␛[31m␇ok\u{FFFD}0m"]);
        check("ab\u{202E}cd\u{202C}\u{2066}", 20, &["abdc"]);
    }

    #[test]
    fn a_cut_begins_a_line_even_before_a_format_character() {
        let text = "ab. \u{200F}سلام.";
        let layout = Layout::new(text, 40, Direction::Rtl, &[0, 4]);
        assert_eq!(layout.rows(0..3), 0..1);
        assert_eq!(layout.rows(4..text.len()), 1..2);
    }

    #[test]
    fn a_wide_character_takes_two_cells() {
        let layout = Layout::new("漢字", 3, Direction::Ltr, &[]);
        assert_eq!(layout.lines().len(), 2);
        assert_eq!(layout.lines()[0].width(), 2);
    }

    #[test]
    fn one_line_ends_in_an_ellipsis_where_it_does_not_fit() {
        let line = |text, width| written(&Line::new(text, width));
        assert_eq!(line("abc def", 7), "abc def");
        assert_eq!(line("abc def", 5), "abc…");
        assert_eq!(line("بتث جحخ", 5), "…ﺚﺘﺑ");
        assert_eq!(
            line("abcd efgh ijkl", 12),
            "abcd efgh…",
            "a word is not cut"
        );
        assert_eq!(line("a bcdefghijkl", 8), "a bcdef…", "a long one is");
        assert_eq!(line("abc", 0), "");
    }

    /// Arabic, Latin, digits, brackets, marks, joiners, bidi controls, controls, wide characters.
    const ALPHABET: &str = "[a-c0-9٠-٢ .,،؟()«»ابتلمهڵیَُّ\u{200C}\u{200D}\u{200F}\u{202B}\u{202E}\u{2066}-\u{2069}\u{202C}\u{1B}\t漢😀\u{34F}\n]{0,60}";

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn lines_fit_and_cover_the_text(text in ALPHABET, width in 2u16..30) {
            let layout = Layout::new(&text, width, direction(&text), &[]);
            let mut next = 0;
            for line in layout.lines() {
                prop_assert!(line.width() <= usize::from(width));
                prop_assert_eq!(line.bytes.start, next);
                next = line.bytes.end;
            }
            prop_assert_eq!(next, text.len());
        }

        #[test]
        fn the_cells_are_a_permutation_of_the_shaped_clusters(text in ALPHABET, width in 2u16..30) {
            let layout = Layout::new(&text, width, direction(&text), &[]);
            let mut drawn: Vec<usize> =
                layout.lines().iter().flat_map(|line| &line.cells).map(|cell| cell.byte).collect();
            drawn.sort_unstable();
            let mut shaped = Vec::new();
            for range in paragraphs(&text) {
                let cells = shape(&text[range.clone()]);
                shaped.extend(cells.iter().map(|cell| (range.start + cell.byte, cell.blank)));
            }
            // Only blanks may be missing: those that hang.
            let missing = shaped.iter().filter(|(byte, _)| !drawn.contains(byte));
            prop_assert!(missing.clone().all(|&(_, blank)| blank));
            prop_assert_eq!(drawn.len() + missing.count(), shaped.len());
        }

        #[test]
        fn a_cell_and_its_byte_find_each_other(text in ALPHABET, width in 2u16..30) {
            let layout = Layout::new(&text, width, direction(&text), &[]);
            for line in layout.lines() {
                for cell in &line.cells {
                    prop_assert_eq!(layout.byte_at(layout.spot_of(cell.byte)), cell.byte);
                }
            }
            for (byte, _) in text.char_indices() {
                let spot = layout.spot_of(byte);
                prop_assert!(layout.lines()[spot.line].bytes.contains(&byte));
            }
        }

        #[test]
        fn whatever_comes_in_a_cell_is_safe_to_send(text in any::<String>()) {
            for line in Layout::new(&text, 20, direction(&text), &[]).lines() {
                for cell in &line.cells {
                    prop_assert!(!cell.symbol.contains(char::is_control));
                    prop_assert_eq!(cell.symbol.width(), usize::from(cell.width));
                }
            }
        }

        #[test]
        fn a_cut_always_begins_a_line(text in ALPHABET, width in 2u16..30, at in any::<prop::sample::Index>()) {
            let starts: Vec<usize> = text.char_indices().map(|(byte, _)| byte).collect();
            prop_assume!(!starts.is_empty());
            let cut = starts[at.index(starts.len())];
            let layout = Layout::new(&text, width, direction(&text), &[cut]);
            for line in layout.lines() {
                let sides = (line.cells.iter().any(|cell| cell.byte < cut),
                    line.cells.iter().any(|cell| cell.byte >= cut));
                prop_assert_ne!(sides, (true, true));
            }
        }
    }
}
