//! The last step of a drawing: the rows of the buffer as the terminal has to get them.
//!
//! Everything is laid out once, in visual order. A terminal that reorders Arabic by itself needs
//! each row in another order to show that same row; this is the one place that knows. It works on
//! whole rows, all that stands in them, so that ratatui's comparison of two frames is one of what
//! is sent, and a partial repaint is as right as a whole one.

use std::ops::Range;

use compact_str::CompactString;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

use super::theme::Ground;
use crate::text::reorder::{Strength, mirrored, script_direction, shown, strength};
use crate::text::words;
use crate::text::{Direction, Profile, is_cell};

/// Which column of the drawing stands in which column of what was sent.
///
/// A terminal that reorders reports a click in the order of what it was sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Order {
    /// The rows that are not as they were drawn, from the top, each with its columns.
    rows: Vec<(u16, Vec<u16>)>,
}

impl Order {
    /// The column of the drawing that was sent in `column` of the row `y`.
    pub fn drawn_at(&self, column: u16, y: u16) -> u16 {
        let row = self.rows.binary_search_by_key(&y, |&(row, _)| row);
        let columns = row.ok().map(|index| &self.rows[index].1);
        columns
            .and_then(|columns| columns.get(usize::from(column)))
            .map_or(column, |&column| column)
    }
}

/// Encodes every row of `buffer` for `profile`, but those of `exceptions` for their own.
pub fn encode(
    buffer: &mut Buffer,
    profile: Profile,
    ground: Ground,
    exceptions: &[(u16, Profile)],
) -> Order {
    debug_assert!(
        buffer.content().iter().all(|cell| is_cell(cell.symbol())),
        "a cell holds a control or format character, or has no width"
    );
    let mut order = Order::default();
    let width = usize::from(buffer.area.width).max(1);
    let mut row = Row::default();
    for (y, cells) in (0..).zip(buffer.content.chunks_mut(width)) {
        let own = exceptions.iter().find(|&&(row, _)| row == y);
        let profile = own.map_or(profile, |&(_, profile)| profile);
        if matches!(profile, Profile::Visual | Profile::Bdsm | Profile::CtlOff) {
            continue;
        }
        row.read(cells);
        match profile {
            Profile::Words => {
                let wanted = cfg!(debug_assertions).then(|| cells.to_vec());
                let (columns, certain) = row.words(cells);
                if let Some(wanted) = wanted.filter(|_| certain) {
                    check_words(&wanted, cells);
                }
                if !columns.is_empty() {
                    order.rows.push((y, columns));
                }
            }
            Profile::Runs => row.runs(cells),
            Profile::Cells => row.cells(cells, ground),
            Profile::Visual | Profile::Bdsm | Profile::CtlOff => {}
        }
    }
    order
}

/// What the encodings have to know of the cells of a row.
#[derive(Debug, Default)]
struct Row {
    places: Vec<Place>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    base: char,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Blank,
    /// The second half of a wide character.
    Covered,
    /// Box drawing and block elements, which end a run.
    Line,
    Other,
}

impl Place {
    fn new(cell: &Cell) -> Self {
        let base = cell.symbol().chars().next().unwrap_or(' ');
        let kind = match base {
            ' ' if is_covered(cell) => Kind::Covered,
            ' ' => Kind::Blank,
            '\u{2500}'..='\u{259F}' => Kind::Line,
            _ => Kind::Other,
        };
        Self { base, kind }
    }

    /// Whether it makes a terminal reorder what is around it.
    fn reorders(self) -> bool {
        matches!(strength(self.base), Strength::Rtl | Strength::ArabicNumber)
    }
}

/// Whether `cell` is the second half of a wide character, as the painter leaves it.
fn is_covered(cell: &Cell) -> bool {
    cell.modifier == Modifier::HIDDEN
}

impl Row {
    fn read(&mut self, cells: &[Cell]) {
        self.places.clear();
        self.places.extend(cells.iter().map(Place::new));
    }

    /// The stretches of cells that `ends` does not end and that `counts`, as ranges.
    fn stretches(
        &self,
        ends: impl Fn(Kind) -> bool,
        counts: impl Fn(&[Place]) -> bool,
    ) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let mut start = 0;
        for end in 0..=self.places.len() {
            if self.places.get(end).is_none_or(|place| ends(place.kind)) {
                if counts(&self.places[start..end]) {
                    found.push(start..end);
                }
                start = end + 1;
            }
        }
        found
    }

    /// The words that make a terminal reorder what is around them.
    fn arabic_words(&self) -> Vec<Range<usize>> {
        let is_blank = |kind| kind == Kind::Blank;
        self.stretches(is_blank, |word| word.iter().any(|place| place.reorders()))
    }

    /// For a terminal that applies UAX #9 to a row: the words in logical order, a strong blank at
    /// each side. Colours go with their letters. Returns the column of the drawing at each place,
    /// none where nothing changed its place, and whether every word will certainly be shown as it
    /// was drawn.
    fn words(&self, cells: &mut [Cell]) -> (Vec<u16>, bool) {
        let mut certain = true;
        let words = self.arabic_words();
        if words.is_empty() {
            return (Vec::new(), certain);
        }
        let mut columns: Vec<u16> = (0..).take(cells.len()).collect();
        for word in words {
            for beside in [word.start.checked_sub(1), Some(word.end)] {
                if let Some(blank) = beside.and_then(|at| cells.get_mut(at)) {
                    blank.set_char(words::STRONG_BLANK);
                }
            }
            let glyphs = self.glyphs(&word);
            let bases: Vec<char> = glyphs.iter().map(|it| self.places[it.start].base).collect();
            let stored = words::stored(&bases);
            certain &= stored.is_certain;
            let drawn: Vec<Cell> = cells[word.clone()].to_vec();
            let sent = stored.order.into_iter().flat_map(|(glyph, shape)| {
                let columns = glyphs[glyph].clone();
                columns.map(move |column| (column, shape))
            });
            for (to, (from, shape)) in word.clone().zip(sent) {
                cells[to] = drawn[from - word.start].clone();
                let Place { base, kind } = self.places[from];
                if shape != base && kind != Kind::Covered {
                    set_base(&mut cells[to], shape);
                }
                columns[to] = u16::try_from(from).unwrap_or(u16::MAX);
            }
        }
        (columns, certain)
    }

    /// For a terminal that shows a run back to front: so it gets it. Colours stay where they are.
    ///
    /// A run that is drawn with a left-to-right letter first it leaves alone.
    fn runs(&self, cells: &mut [Cell]) {
        let ends = |kind| matches!(kind, Kind::Blank | Kind::Line);
        let turns = |run: &[Place]| {
            let mut scripts = run.iter().filter_map(|place| script_direction(place.base));
            scripts.next() == Some(Direction::Rtl)
        };
        for run in self.stretches(ends, turns) {
            let drawn: Vec<CompactString> = cells[run.clone()]
                .iter()
                .map(|cell| CompactString::from(cell.symbol()))
                .collect();
            let glyphs = self.glyphs(&run).into_iter();
            for (to, from) in run.clone().zip(glyphs.rev().flatten()) {
                let covered = self.places[from].kind == Kind::Covered;
                let cell = &mut cells[to];
                cell.set_symbol(&drawn[from - run.start]);
                cell.modifier.set(Modifier::HIDDEN, covered);
                let base = self.places[from].base;
                if mirrored(base) != base {
                    set_base(cell, mirrored(base));
                }
            }
        }
    }

    /// The characters of a stretch from left to right, each with its columns.
    fn glyphs(&self, stretch: &Range<usize>) -> Vec<Range<usize>> {
        let mut glyphs: Vec<Range<usize>> = Vec::with_capacity(stretch.len());
        for column in stretch.clone() {
            match glyphs.last_mut() {
                Some(wide) if self.places[column].kind == Kind::Covered => wide.end += 1,
                _ => glyphs.push(column..column + 1),
            }
        }
        glyphs
    }

    /// For a terminal that reorders a stretch of one colour: no two neighbours have one.
    fn cells(&self, cells: &mut [Cell], ground: Ground) {
        // Over blanks too, and not by the column: nobody sends the colour of a blank's letter, so
        // letters at both sides of one would meet in it.
        let mut odd = false;
        for word in self.arabic_words() {
            for cell in &mut cells[word] {
                cell.fg = pair(cell.fg, ground)[usize::from(odd)];
                odd = !odd;
            }
        }
    }
}

/// Puts `base` into the place of the base character of `cell`, below its marks.
fn set_base(cell: &mut Cell, base: char) {
    let mut symbol = CompactString::const_new("");
    symbol.push(base);
    symbol.extend(cell.symbol().chars().skip(1));
    cell.set_symbol(&symbol);
}

/// In debug builds: what a terminal makes of `sent` by UAX #9 is `wanted`.
fn check_words(wanted: &[Cell], sent: &[Cell]) {
    // The second half of a wide character goes where the first one goes.
    let bases = |cells: &[Cell]| -> Vec<char> {
        let cells = cells.iter().filter(|cell| !is_covered(cell));
        cells.map(|cell| Place::new(cell).base).collect()
    };
    let (wanted, row) = (bases(wanted), bases(sent));
    let shown = shown(&row, Direction::Ltr).into_iter();
    let there: Vec<char> = shown
        .map(|(at, turned)| if turned { mirrored(row[at]) } else { row[at] })
        .map(|base| match base {
            words::STRONG_BLANK => ' ',
            base => words::strong_twin(base),
        })
        .collect();
    debug_assert_eq!(
        wanted.iter().collect::<String>(),
        there.iter().collect::<String>(),
        "a row would be shown in another order"
    );
}

/// Two colours that look like `colour`, of the 256: a multiplexer makes one of more.
fn pair(colour: Color, ground: Ground) -> [Color; 2] {
    let by_index = |index: u8| match index {
        0..16 => SIXTEEN[usize::from(index)].1,
        // A step of blue in the colour cube, or the next grey.
        16..=231 if (index - 16) % 6 == 5 => [index, index - 1],
        255 => [255, 254],
        index => [index, index + 1],
    };
    let pair = match (colour, ground) {
        (Color::Reset, Ground::Light) => [16, 232],
        (Color::Reset, Ground::Dark) => [231, 255],
        // Readable on either.
        (Color::Reset, Ground::Unknown) => [244, 102],
        (Color::Indexed(index), _) => by_index(index),
        (Color::Rgb(red, green, blue), _) => {
            let step = |part: u8| (u16::from(part) * 5 / 255).try_into().unwrap_or(5_u8);
            by_index(16 + 36 * step(red) + 6 * step(green) + step(blue))
        }
        (named, _) => {
            let known = SIXTEEN.iter().find(|(colour, _)| *colour == named);
            known.map_or([244, 102], |&(_, pair)| pair)
        }
    };
    pair.map(Color::Indexed)
}

/// The sixteen, with what looks about like each in most terminals.
const SIXTEEN: [(Color, [u8; 2]); 16] = [
    (Color::Black, [16, 232]),
    (Color::Red, [124, 160]),
    (Color::Green, [28, 34]),
    (Color::Yellow, [136, 137]),
    (Color::Blue, [20, 21]),
    (Color::Magenta, [127, 128]),
    (Color::Cyan, [37, 38]),
    (Color::Gray, [250, 251]),
    (Color::DarkGray, [244, 245]),
    (Color::LightRed, [203, 204]),
    (Color::LightGreen, [77, 78]),
    (Color::LightYellow, [220, 221]),
    (Color::LightBlue, [69, 75]),
    (Color::LightMagenta, [170, 171]),
    (Color::LightCyan, [80, 81]),
    (Color::White, [231, 255]),
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::*;
    use crate::text::{Line, Rendition};

    const WIDTH: u16 = 60;

    /// A row with `text` at its right end, a border and a word in another pane, as `profile` needs
    /// it laid out.
    fn row(text: &str, profile: Profile) -> Buffer {
        let rendition = Rendition {
            profile,
            ..Rendition::default()
        };
        let line = Line::new(text, 50, rendition.display(false));
        let mut buffer = Buffer::empty(Rect::new(0, 0, WIDTH, 1));
        let mut x = WIDTH - 3 - u16::try_from(line.width()).unwrap();
        for cell in &line.cells {
            let style = Style::reset().fg(Color::Indexed(u8::try_from(x).unwrap()));
            buffer[(x, 0)].set_symbol(&cell.symbol).set_style(style);
            if cell.width == 2 {
                buffer[(x + 1, 0)].reset();
                buffer[(x + 1, 0)].modifier = Modifier::HIDDEN;
            }
            x += u16::from(cell.width);
        }
        buffer[(1, 0)].set_symbol("o");
        buffer[(WIDTH - 2, 0)].set_symbol("│");
        buffer
    }

    /// What stands between the word at the left and the border, without plain blanks before it.
    fn symbols(buffer: &Buffer) -> String {
        let inner = &buffer.content()[2..usize::from(WIDTH) - 2];
        let text: String = inner.iter().map(Cell::symbol).collect();
        text.trim_start_matches(' ').to_owned()
    }

    /// `text` as it is sent for `profile`.
    fn check(text: &str, profile: Profile, expected: &str) {
        let mut buffer = row(text, profile);
        encode(&mut buffer, profile, Ground::Dark, &[]);
        assert_eq!(symbols(&buffer), expected, "{text:?}");
    }

    #[test]
    fn words_are_sent_in_logical_order_between_strong_blanks() {
        check("بت ab", Profile::Words, "ab⠀ﺑﺖ⠀");
        check("(بت)", Profile::Words, "⠀(ﺑﺖ)⠀");
        check("ب(ت)", Profile::Words, "⠀(ﺏ(ﺕ⠀");
        check("ب12ت", Profile::Words, "⠀ﺏ12ﺕ⠀");
        check("ب3.5ت", Profile::Words, "⠀ﺏ3.5ﺕ⠀");
        check("الAI", Profile::Words, "⠀AIﺍﻝ⠀");
        check("شاهد 3D It؟", Profile::Words, "⠀⸮3D⠀It⠀ﺷﺎﻫﺪ⠀");
        check("٢٠٢٤-٢٠٢٦", Profile::Words, "⠀٢٠٢٤-٢٠٢٦⠀");
    }

    #[test]
    fn a_number_before_letters_stands_apart() {
        check("1445هـ", Profile::Words, "⠀ﻫـ⠀1445 ");
    }

    #[test]
    fn runs_are_sent_back_to_front() {
        check("بت (12)", Profile::Runs, "(12) ﺑﺖ ");
        check("(بت)12", Profile::Runs, "(ﺑﺖ)21 ");
        check("ab cd", Profile::Runs, "ab cd ");
    }

    #[test]
    fn colours_go_with_their_letters_in_words_and_stay_in_runs() {
        let colour = |profile| {
            let mut buffer = row("بت", profile);
            let order = encode(&mut buffer, profile, Ground::Dark, &[]);
            let columns = [WIDTH - 5, WIDTH - 4].map(|x| order.drawn_at(x, 0));
            (columns, [WIDTH - 5, WIDTH - 4].map(|x| buffer[(x, 0)].fg))
        };
        let (left, right) = (Color::Indexed(55), Color::Indexed(56));
        assert_eq!(colour(Profile::Words), ([56, 55], [right, left]));
        assert_eq!(colour(Profile::Runs), ([55, 56], [left, right]));
    }

    #[test]
    fn no_two_neighbours_of_a_word_have_one_colour() {
        let mut buffer = row("سلام على الناس", Profile::Cells);
        for cell in &mut buffer.content {
            cell.fg = Color::Reset;
        }
        encode(&mut buffer, Profile::Cells, Ground::Light, &[]);
        let letters: Vec<&Cell> = buffer
            .content()
            .iter()
            .filter(|cell| strength(cell.symbol().chars().next().unwrap()) == Strength::Rtl)
            .collect();
        assert_eq!(letters.len(), 11);
        assert!(letters.windows(2).all(|pair| pair[0].fg != pair[1].fg));
        let named = SIXTEEN.map(|(named, _)| named).into_iter();
        for colour in named.chain((0..=255).map(Color::Indexed)) {
            let [even, odd] = pair(colour, Ground::Light);
            assert_ne!(even, odd, "{colour:?}");
        }
    }

    /// What a terminal makes of a row that shows each run without a blank back to front, if its
    /// first letter is one of a right-to-left script.
    fn shown_by_runs(buffer: &Buffer) -> Vec<String> {
        let mut row = Row::default();
        row.read(buffer.content());
        // Turned around twice, a run is as it was: the rule is the encoder's own.
        let mut cells = buffer.content().to_vec();
        row.runs(&mut cells);
        cells.iter().map(|cell| cell.symbol().to_owned()).collect()
    }

    /// A part of a word, and what may stand between two of them.
    fn text() -> impl Strategy<Value = String> {
        let part = prop::sample::select(vec![
            "سلام",
            "كتاب",
            "لا",
            "و",
            "12",
            "2024",
            "٣٤٥",
            "٣٫٥٪",
            "3.5",
            "12/5",
            "AI",
            "GPT-4",
            "(",
            ")",
            "[",
            "]",
            "«",
            "»",
            "“",
            "”",
            ".",
            "،",
            ":",
            "-",
            "–",
            "/",
            "%",
            "؟",
            "ه",
            "שלום",
            "漢",
            "😀",
            "مُحَمَّد",
            "می\u{200C}توان",
            "…",
            "\u{202E}",
            "#",
            "@",
            "+",
            "$",
        ]);
        let between = prop::sample::select(vec!["", "", " "]);
        prop::collection::vec((part, between), 1..9).prop_map(|parts| {
            let parts: Vec<String> = parts.iter().map(|(a, b)| format!("{a}{b}")).collect();
            parts.concat()
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, cases: 4000, ..ProptestConfig::default() })]

        /// Whether it is the wanted one, `encode` itself checks in debug builds.
        #[test]
        fn a_terminal_that_reorders_words_shows_the_wanted_row(text in text()) {
            let mut buffer = row(&format!("سلام {text}"), Profile::Words);
            let mut places = Row::default();
            places.read(buffer.content());
            let (_, certain) = places.words(&mut buffer.content.clone());
            prop_assert!(certain || text.contains(['(', ')', '[', ']']));
            encode(&mut buffer, Profile::Words, Ground::Dark, &[]);
        }

        #[test]
        fn a_terminal_that_turns_runs_shows_the_wanted_row(text in text()) {
            let wanted = row(&text, Profile::Runs);
            let mut buffer = wanted.clone();
            encode(&mut buffer, Profile::Runs, Ground::Dark, &[]);
            let wanted: Vec<&str> = wanted.content().iter().map(Cell::symbol).collect();
            prop_assert_eq!(shown_by_runs(&buffer), wanted);
        }

        #[test]
        fn a_click_finds_what_was_drawn(text in text()) {
            let wanted = row(&text, Profile::Words);
            let mut buffer = wanted.clone();
            let order = encode(&mut buffer, Profile::Words, Ground::Dark, &[]);
            for x in 0..WIDTH {
                let (sent, drawn) = (&buffer[(x, 0)], &wanted[(order.drawn_at(x, 0), 0)]);
                let base = |cell: &Cell| match cell.symbol().chars().next() {
                    Some('\u{2800}') => ' ',
                    base => base.map_or(' ', words::strong_twin),
                };
                prop_assert!([base(drawn), mirrored(base(drawn))].contains(&base(sent)));
            }
        }
    }
}
