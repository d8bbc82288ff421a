//! Lines of cells in visual order, and the way between a cell and its byte.
//!
//! The only road from a text to the screen.

use std::ops::Range;

use compact_str::CompactString;
use unicode_bidi::Level;

use super::bidi::{Direction, Levels, direction, mirrored};
use super::display::Display;
use super::gap;
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
    /// To be sent as it is: no control character, no format character but ZWNJ and ZWJ at its end
    /// where [`Display::joiners`] asks for them, `width` cells wide.
    pub symbol: CompactString,
    /// 1 or 2.
    pub width: u8,
    /// Where its characters start in the text.
    pub byte: usize,
    /// Whether they are shown from here on; see [`Shaped::begins`].
    pub(super) begins: bool,
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
    pub fn new(
        text: &str,
        width: u16,
        article: Direction,
        cuts: &[usize],
        display: Display,
    ) -> Self {
        let width = usize::from(width);
        let mut lines = Vec::new();
        let mut cuts = cuts.iter().copied().peekable();
        for range in paragraphs(text) {
            let paragraph = Paragraph::new(&text[range.clone()], article, display, width);
            let allowed = opportunities(&text[range.clone()], &paragraph.cells);
            let first_line = lines.len();
            // A stretch is what lies between two cuts; it begins at its byte even where its first
            // characters are not drawn.
            let mut stretch = (0, range.start);
            while stretch.0 < paragraph.cells.len() {
                let cell_of = |cut| {
                    let cells = &paragraph.cells;
                    let cell = cells.partition_point(|cell| range.start + cell.byte < cut);
                    cell + usize::from(cells.get(cell).is_some_and(Shaped::is_gap))
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
                    width,
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
    /// and for what is not drawn, the cell before it in logical order. Of a character that is
    /// spelled out, its first letter.
    pub fn spot_of(&self, byte: usize) -> Spot {
        let index = self.lines.partition_point(|line| line.bytes.end <= byte);
        let index = index.min(self.lines.len().saturating_sub(1));
        let Some(line) = self.lines.get(index) else {
            return Spot { line: 0, column: 0 };
        };
        let mut best: Option<((usize, bool), usize)> = None;
        let mut first: Option<((usize, bool), usize)> = None;
        let mut column = 0;
        for cell in &line.cells {
            let latest = (cell.byte, cell.begins);
            if cell.byte <= byte && best.is_none_or(|(at, _)| at < latest) {
                best = Some((latest, column));
            }
            let earliest = (cell.byte, !cell.begins);
            if first.is_none_or(|(at, _)| earliest < at) {
                first = Some((earliest, column));
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
    pub fn new(text: &str, width: usize, display: Display) -> Self {
        let text = text.split('\n').next().unwrap_or_default();
        // A title may be a whole book: what cannot come into view is not looked at.
        let near = width.saturating_add(1).saturating_mul(MARKS_PER_CELL);
        let end = text
            .char_indices()
            .nth(near)
            .map_or(text.len(), |(byte, _)| byte);
        let text = &text[..end];
        let paragraph = Paragraph::new(text, direction(text), display, width);
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
                begins: true,
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
pub(super) struct Paragraph {
    pub(super) cells: Vec<Shaped>,
    levels: Levels,
}

impl Paragraph {
    /// `room` is the width of a line, which decides what can be spelled out.
    fn new(text: &str, article: Direction, display: Display, room: usize) -> Self {
        Self::with_levels(text, Levels::new(text, article), display, room)
    }

    pub(super) fn with_levels(text: &str, levels: Levels, display: Display, room: usize) -> Self {
        let mut cells = shape(text, display, room);
        gap::insert(&mut cells, &levels, display.gap);
        Self { cells, levels }
    }

    /// The line of `range` of the cells, in visual order; `offset` is the paragraph's own place.
    pub(super) fn line(&self, range: Range<usize>, offset: usize) -> Line {
        let bytes = |index: usize| self.cells.get(index).map_or(0, |cell| offset + cell.byte);
        let start = bytes(range.start);
        let cells = &self.cells[range];
        let hanging = cells.iter().rev().take_while(|cell| cell.blank).count();
        let shown = &cells[..cells.len() - hanging];
        let visual = self.levels.visual(shown).into_iter();
        let cells = visual.map(|(index, level)| drawn(&shown[index], level, offset));
        Line {
            bytes: start..start,
            cells: cells.collect(),
            rtl: self.levels.is_rtl(),
        }
    }
}

/// `cell` as it is drawn at `level`.
pub(super) fn drawn(cell: &Shaped, level: Level, offset: usize) -> Cell {
    let base = if level.is_rtl() {
        mirrored(cell.base)
    } else {
        cell.base
    };
    Cell {
        symbol: cell.symbol(base),
        width: cell.width,
        byte: offset + cell.byte,
        begins: cell.begins,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_width::UnicodeWidthStr;

    use super::super::display::{Gap, Letters};
    use super::super::is_cell;
    use super::*;

    /// The lines of `text`, their cells written from left to right as a terminal shows them.
    fn check(text: &str, width: u16, expected: &[&str]) {
        let layout = Layout::new(text, width, direction(text), &[], Display::default());
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
        let layout = Layout::new(text, 40, Direction::Rtl, &[0, 4], Display::default());
        assert_eq!(layout.rows(0..3), 0..1);
        assert_eq!(layout.rows(4..text.len()), 1..2);
    }

    #[test]
    fn a_wide_character_takes_two_cells() {
        let layout = Layout::new("漢字", 3, Direction::Ltr, &[], Display::default());
        assert_eq!(layout.lines().len(), 2);
        assert_eq!(layout.lines()[0].width(), 2);
    }

    #[test]
    fn one_line_ends_in_an_ellipsis_where_it_does_not_fit() {
        let line = |text, width| written(&Line::new(text, width, Display::default()));
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

    /// The cells of `text` on one line from left to right, drawn as `display` has it.
    fn drawn_as(display: Display, text: &str) -> String {
        let layout = Layout::new(text, 80, direction(text), &[], display);
        written(&layout.lines()[0])
    }

    #[test]
    fn letters_without_forms_are_those_of_the_text() {
        let display = Display {
            letters: Letters::Base,
            ..Display::default()
        };
        assert_eq!(drawn_as(display, "سلام"), "مالس");
    }

    #[test]
    fn hidden_marks_move_nothing() {
        let display = Display {
            harakat: false,
            ..Display::default()
        };
        assert_eq!(drawn_as(display, "بَتِ"), "ﺖﺑ");
        assert_eq!(drawn_as(display, "\u{64E}ب \u{64E}"), " ﺏ\u{A0}");
    }

    #[test]
    fn joiners_stay_with_letters_and_not_with_emoji() {
        let display = Display {
            joiners: true,
            ..Display::default()
        };
        assert_eq!(drawn_as(display, "می\u{200C}تو"), "ﻮﺗﯽ\u{200C}ﻣ");
        assert_eq!(
            drawn_as(display, "ب\u{200C}\u{200D}\u{200C}\u{64E}"),
            "ﺏ\u{64E}\u{200C}\u{200D}"
        );
        assert_eq!(drawn_as(display, "👨\u{200D}👩"), "👨👩");
    }

    #[test]
    fn controls_are_seen_and_change_nothing_else() {
        let display = Display {
            controls: true,
            ..Display::default()
        };
        assert_eq!(drawn_as(display, "ب\u{200F}ت"), "ﺖ↼ﺑ");
        assert_eq!(drawn_as(display, "م\u{200C}ت"), "ﺕ┆ﻡ");
        assert_eq!(drawn_as(display, "ab\u{202E}cd\u{202C}e"), "ab⇐↧dce");
    }

    #[test]
    fn a_number_before_letters_gets_a_gap_where_it_cannot_be_sent() {
        let display = Display {
            gap: Gap::Numbers,
            ..Display::default()
        };
        let check = |text: &str, expected: &str| {
            let text = format!("ب {text} ب");
            let layout = Layout::new(&text, 80, Direction::Rtl, &[], display);
            let line = layout.lines()[0].cells.iter().rev();
            let logical: Vec<usize> = {
                let mut bytes: Vec<(usize, bool)> =
                    line.map(|cell| (cell.byte, cell.begins)).collect();
                bytes.sort_unstable();
                bytes
                    .iter()
                    .filter(|(_, begins)| !begins)
                    .map(|&(byte, _)| byte)
                    .collect()
            };
            let mut spaced = text.clone();
            for byte in logical.into_iter().rev() {
                spaced.insert(byte, '|');
            }
            assert_eq!(spaced, format!("ب {expected} ب"));
        };
        check("1445هـ", "1445|هـ");
        check("15%من", "15%|من");
        check("1-سلام", "1-|سلام");
        check("1.المقدمة", "1.|المقدمة");
        check("٢٠٢٤م", "٢٠٢٤|م");
        check("3/أبريل", "3/|أبريل");
        check("(1445هـ)", "(1445|هـ)");
        check("AI2ب", "AI2ب");
        check("2AIب", "2AI|ب");
        check("س2AIب", "س2AI|ب");
        check("م2024", "م2024");
        check("م2024م", "م2024م");
        check("2024 م", "2024 م");
        assert_eq!(drawn_as(display, "عام 1445هـ"), "ـﻫ 1445 ﻡﺎﻋ");
        // On the left, where it is sent.
        assert_eq!(drawn_as(display, "the year 1445هـ."), "the year 1445ـﻫ.");
    }

    #[test]
    fn a_gap_hangs_and_begins_no_line() {
        let display = Display {
            gap: Gap::Numbers,
            ..Display::default()
        };
        let lines = |width, cuts: &[usize]| -> Vec<String> {
            Layout::new("1.ببب", width, Direction::Rtl, cuts, display)
                .lines()
                .iter()
                .map(written)
                .collect()
        };
        assert_eq!(lines(3, &[]), [".1", "ﺐﺒﺑ"]);
        assert_eq!(lines(2, &[]), [".1", "ﺒﺑ", "ﺐ"]);
        assert_eq!(lines(20, &[2]), [".1", "ﺐﺒﺑ"]);
    }

    #[test]
    fn wide_characters_and_letters_do_not_touch() {
        let display = Display {
            gap: Gap::Runs,
            ..Display::default()
        };
        assert_eq!(drawn_as(display, "ب漢ت"), "ﺕ 漢 ﺏ");
        assert_eq!(drawn_as(display, "ب漢aت"), "ﺕ 漢a ﺏ");
        assert_eq!(drawn_as(display, "بت😀"), "😀 ﺖﺑ");
        assert_eq!(drawn_as(display, "abc بت漢"), "abc ﺖﺑ 漢");
        assert_eq!(drawn_as(display, "ب 漢 ت"), "ﺕ 漢 ﺏ");
    }

    #[test]
    fn the_scripts_of_a_word_stand_apart_where_it_cannot_be_turned_around() {
        let display = Display {
            gap: Gap::Runs,
            ..Display::default()
        };
        assert_eq!(drawn_as(display, "قرأ AIبت"), "ﺖﺑ AI ﺃﺮﻗ");
        assert_eq!(drawn_as(display, "قرأ الAI"), "AIﻝﺍ ﺃﺮﻗ");
        assert_eq!(drawn_as(display, "قرأ (AI)"), "(AI) ﺃﺮﻗ");
    }

    #[test]
    fn a_phrase_in_one_character_is_spelled_out_where_it_fits() {
        let text = "محمد ﷺ.";
        assert_eq!(
            drawn_as(Display::default(), text),
            ".ﻢﻠﺳﻭ ﻪﻴﻠﻋ ﻪﻠﻟﺍ ﻰﻠﺻ ﺪﻤﺤﻣ"
        );
        check(text, 19, &["ﺪﻤﺤﻣ", ".ﻢﻠﺳﻭ ﻪﻴﻠﻋ ﻪﻠﻟﺍ ﻰﻠﺻ"]);
        check(text, 17, &[".ﷺ ﺪﻤﺤﻣ"]);
        let layout = Layout::new(text, 80, Direction::Rtl, &[], Display::default());
        let sign = text.find('ﷺ').unwrap();
        let spot = |line, column| Spot { line, column };
        assert_eq!(layout.spot_of(sign), spot(0, 18), "the first letter");
        assert_eq!(layout.byte_at(spot(0, 1)), sign);
        // No word is glued to it, and it runs to the left in left-to-right text, too.
        assert_eq!(drawn_as(Display::default(), "النبيﷲ"), "ﻪﻠﻟﺍ ﻲﺒﻨﻟﺍ");
        assert_eq!(
            drawn_as(Display::default(), "a ﷽ b"),
            "a ﻢﻴﺣﺮﻟﺍ ﻦﻤﺣﺮﻟﺍ ﻪﻠﻟﺍ ﻢﺴﺑ b"
        );
    }

    /// Arabic, Latin, digits, brackets, marks, joiners, bidi controls, controls, wide characters.
    const ALPHABET: &str = "[a-c0-9٠-٢ .,،؟()«»ابتلمهڵیَُّﷺﷲ\u{200C}\u{200D}\u{200F}\u{202B}\u{202E}\u{2066}-\u{2069}\u{202C}\u{1B}\t漢😀\u{34F}\n]{0,60}";

    /// Every way to draw.
    fn any_display() -> impl Strategy<Value = Display> {
        let letters = prop_oneof![Just(Letters::Forms), Just(Letters::Base)];
        let gap = prop_oneof![Just(Gap::Nowhere), Just(Gap::Numbers), Just(Gap::Runs)];
        (letters, any::<[bool; 3]>(), gap).prop_map(
            |(letters, [harakat, joiners, controls], gap)| Display {
                letters,
                harakat,
                joiners,
                controls,
                gap,
            },
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn lines_fit_and_cover_the_text(text in ALPHABET, width in 2u16..30, display in any_display()) {
            let layout = Layout::new(&text, width, direction(&text), &[], display);
            let mut next = 0;
            for line in layout.lines() {
                prop_assert!(line.width() <= usize::from(width));
                prop_assert_eq!(line.bytes.start, next);
                next = line.bytes.end;
            }
            prop_assert_eq!(next, text.len());
        }

        #[test]
        fn the_cells_are_a_permutation_of_the_shaped_clusters(text in ALPHABET, width in 2u16..30, display in any_display()) {
            let layout = Layout::new(&text, width, direction(&text), &[], display);
            let mut shaped = Vec::new();
            for range in paragraphs(&text) {
                let paragraph = &text[range.clone()];
                let paragraph = Paragraph::new(paragraph, direction(&text), display, width.into());
                let cells = paragraph.cells.iter();
                shaped.extend(cells.map(|cell| (range.start + cell.byte, cell.blank)));
            }
            // Only blanks may be missing: those that hang.
            shaped.sort_unstable();
            for cell in layout.lines().iter().flat_map(|line| &line.cells) {
                let place = shaped.iter().position(|&(byte, _)| byte == cell.byte);
                prop_assert!(place.is_some());
                shaped.remove(place.unwrap_or_default());
            }
            prop_assert!(shaped.iter().all(|&(_, blank)| blank));
        }

        #[test]
        fn a_cell_and_its_byte_find_each_other(text in ALPHABET, width in 2u16..30, display in any_display()) {
            let layout = Layout::new(&text, width, direction(&text), &[], display);
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
        fn whatever_comes_in_a_cell_is_safe_to_send(text in any::<String>(), display in any_display()) {
            for line in Layout::new(&text, 20, direction(&text), &[], display).lines() {
                for cell in &line.cells {
                    prop_assert!(is_cell(&cell.symbol), "{:?}", cell.symbol);
                    prop_assert!(!cell.symbol.contains(char::is_control));
                    prop_assert_eq!(cell.symbol.width(), usize::from(cell.width));
                }
            }
        }

        #[test]
        fn a_cut_always_begins_a_line(text in ALPHABET, width in 2u16..30, display in any_display(), at in any::<prop::sample::Index>()) {
            let starts: Vec<usize> = text.char_indices().map(|(byte, _)| byte).collect();
            prop_assume!(!starts.is_empty());
            let cut = starts[at.index(starts.len())];
            let layout = Layout::new(&text, width, direction(&text), &[cut], display);
            for line in layout.lines() {
                let sides = (line.cells.iter().any(|cell| cell.byte < cut),
                    line.cells.iter().any(|cell| cell.byte >= cut));
                prop_assert_ne!(sides, (true, true));
            }
        }

        #[test]
        fn a_line_begins_with_no_gap(text in ALPHABET, width in 2u16..30, display in any_display()) {
            let article = direction(&text);
            for range in paragraphs(&text) {
                let paragraph = Paragraph::new(&text[range.clone()], article, display, width.into());
                let allowed = opportunities(&text[range], &paragraph.cells);
                for line in wrap(&paragraph.cells, &allowed, width.into()) {
                    prop_assert!(!paragraph.cells[line.start].is_gap());
                }
            }
        }

        #[test]
        fn hidden_marks_leave_every_cell_in_its_place(text in ALPHABET, width in 2u16..30, display in any_display()) {
            let places = |harakat| {
                let layout = Layout::new(&text, width, direction(&text), &[], Display { harakat, ..display });
                layout.lines().iter().map(|line| {
                    let places: Vec<_> = line.cells.iter().map(|cell| (cell.byte, cell.width)).collect();
                    (line.bytes.clone(), places)
                }).collect::<Vec<_>>()
            };
            prop_assert_eq!(places(true), places(false));
        }
    }
}
