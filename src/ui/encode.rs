//! The last step of a drawing: the rows of the buffer as the terminal has to get them.
//!
//! Everything is laid out once, in visual order. A terminal that reorders Arabic by itself needs
//! each row in another order to show that same row; this is the one place that knows. It works on
//! whole rows, all that stands in them, so that ratatui's comparison of two frames is one of what
//! is sent, and a partial repaint is as right as a whole one.

use compact_str::CompactString;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

use super::theme::Ground;
use crate::text::reorder::{Strength, mirrored, shown, strength};
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
        if !row.has_arabic() {
            continue;
        }
        match profile {
            Profile::Words => {
                let wanted = cfg!(debug_assertions).then(|| cells.to_vec());
                let (columns, certain) = row.words(cells);
                if let Some(wanted) = wanted.filter(|_| certain) {
                    check_words(&wanted, cells);
                }
                order.rows.push((y, columns));
            }
            Profile::Runs => row.runs(cells),
            Profile::Cells => row.cells(cells, ground),
            Profile::Visual | Profile::Bdsm | Profile::CtlOff => {}
        }
    }
    order
}

/// Strong from left to right, and blank in a font: what parts words for a terminal that reorders.
const STRONG_BLANK: &str = "\u{2800}";

/// What the encodings have to know of the cells of a row.
#[derive(Debug, Default)]
struct Row {
    places: Vec<Place>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    base: char,
    strength: Strength,
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
        Self {
            base,
            strength: strength(base),
            kind,
        }
    }

    /// Another character in its place that looks the same and does not reorder, if there is one.
    fn weaker(self) -> Option<Self> {
        let twin = WEAK_TWINS.iter().find(|(strong, _)| *strong == self.base);
        twin.map(|&(_, base)| Self {
            base,
            strength: Strength::Neutral,
            ..self
        })
    }

    fn is_letter(self) -> bool {
        self.strength == Strength::Rtl
    }

    /// Whether it makes a terminal reorder what is around it.
    fn reorders(self) -> bool {
        matches!(self.strength, Strength::Rtl | Strength::ArabicNumber)
    }
}

/// The Arabic question mark and semicolon are strong (AL) as letters are, and where one comes to
/// stand left of a number (`شاهد 3D Max؟`), no order of the two shows them so.
const WEAK_TWINS: [(char, char); 2] = [('؟', '⸮'), ('؛', '⁏')];

/// What was drawn where `weak` is sent.
fn strong_twin(weak: char) -> Option<char> {
    let twin = WEAK_TWINS.iter().find(|(_, it)| *it == weak);
    twin.map(|&(strong, _)| strong)
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

    fn has_arabic(&self) -> bool {
        self.places.iter().any(|place| place.reorders())
    }

    /// The stretches of cells that `ends` does not end, as ranges with Arabic in each.
    fn stretches(&self, ends: impl Fn(Kind) -> bool) -> Vec<std::ops::Range<usize>> {
        let mut found = Vec::new();
        let mut start = 0;
        for end in 0..=self.places.len() {
            if self.places.get(end).is_none_or(|place| ends(place.kind)) {
                if self.places[start..end].iter().any(|place| place.reorders()) {
                    found.push(start..end);
                }
                start = end + 1;
            }
        }
        found
    }

    /// For a terminal that applies UAX #9 to a row: the words in logical order, a strong blank at
    /// each side. Colours go with their letters. Returns the column of the drawing at each place,
    /// and whether every word will certainly be shown as it was drawn.
    fn words(&self, cells: &mut [Cell]) -> (Vec<u16>, bool) {
        let mut certain = true;
        let mut columns: Vec<u16> = (0..).take(cells.len()).collect();
        for word in self.stretches(|kind| kind == Kind::Blank) {
            for beside in [word.start.checked_sub(1), Some(word.end)] {
                if let Some(blank) = beside.and_then(|at| cells.get_mut(at)) {
                    blank.set_symbol(STRONG_BLANK);
                }
            }
            let mut places = self.places[word.clone()].to_vec();
            let (mut order, mut is_certain) = logical(&places);
            if !is_certain && places.iter().any(|place| place.weaker().is_some()) {
                for place in &mut places {
                    *place = place.weaker().unwrap_or(*place);
                }
                for (cell, place) in cells[word.clone()].iter_mut().zip(&places) {
                    if let Some(strong) = strong_twin(place.base) {
                        debug_assert_eq!(cell.symbol().chars().next(), Some(strong));
                        cell.set_char(place.base);
                    }
                }
                (order, is_certain) = logical(&places);
            }
            certain &= is_certain;
            let drawn: Vec<Cell> = cells[word.clone()].to_vec();
            for (to, (from, turned)) in word.clone().zip(order) {
                cells[to] = drawn[from].clone();
                if turned {
                    turn(&mut cells[to]);
                }
                columns[to] = u16::try_from(word.start + from).unwrap_or(u16::MAX);
            }
        }
        (columns, certain)
    }

    /// For a terminal that shows a run back to front: so it gets it. Colours stay where they are.
    fn runs(&self, cells: &mut [Cell]) {
        for run in self.stretches(|kind| matches!(kind, Kind::Blank | Kind::Line)) {
            let drawn: Vec<CompactString> = cells[run.clone()]
                .iter()
                .map(|cell| CompactString::from(cell.symbol()))
                .collect();
            let order = reversed(&self.places[run.clone()]);
            for (to, from) in run.clone().zip(order) {
                let covered = self.places[run.start + from].kind == Kind::Covered;
                let cell = &mut cells[to];
                cell.set_symbol(&drawn[from]);
                cell.modifier.set(Modifier::HIDDEN, covered);
                turn(cell);
            }
        }
    }

    /// For a terminal that reorders a stretch of one colour: no two neighbours have one.
    fn cells(&self, cells: &mut [Cell], ground: Ground) {
        // Over blanks too, and not by the column: nobody sends the colour of a blank's letter, so
        // letters at both sides of one would meet in it.
        let mut odd = false;
        for word in self.stretches(|kind| kind == Kind::Blank) {
            for cell in &mut cells[word] {
                if odd {
                    cell.fg = twin(cell.fg, ground);
                } else if cell.fg == Color::Reset {
                    cell.fg = Color::Indexed(default_pair(ground).0);
                }
                odd = !odd;
            }
        }
    }
}

/// Shows the symbol of `cell` mirrored, if it is a bracket or another character of a pair.
fn turn(cell: &mut Cell) {
    let mut symbol = cell.symbol().chars();
    let Some(base) = symbol.next() else {
        return;
    };
    let turned = mirrored(base);
    if turned != base {
        let marks: CompactString = symbol.collect();
        cell.set_char(turned);
        if !marks.is_empty() {
            let whole = format!("{turned}{marks}");
            cell.set_symbol(&whole);
        }
    }
}

/// The places of a run from its end to its start; a wide character stays before its second half.
fn reversed(places: &[Place]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..places.len()).rev().collect();
    keep_halves_together(places, &mut order);
    order
}

fn keep_halves_together(places: &[Place], order: &mut [usize]) {
    let mut at = 0;
    while at + 1 < order.len() {
        if places[order[at]].kind == Kind::Covered && order[at + 1] + 1 == order[at] {
            order.swap(at, at + 1);
            at += 1;
        }
        at += 1;
    }
}

/// A word in the order in which UAX #9, from left to right between two strong blanks, shows it as
/// it is: for each place the index of its cell, and whether that is to be mirrored. And whether
/// it certainly does.
///
/// There is none for a number right of the letters it is glued to (1445هـ): the layout parts these
/// ([`crate::text::Gap::Numbers`]). A bracket between letters of one word whose other one is in
/// another word, or nowhere, may make a pair (N0) with one that stands elsewhere in the row, and
/// then is shown astray.
fn logical(places: &[Place]) -> (Vec<(usize, bool)>, bool) {
    let plain = |place: &Place| match place.strength {
        Strength::Rtl => true,
        Strength::Neutral => mirrored(place.base) == place.base,
        Strength::Ltr | Strength::Number | Strength::ArabicNumber => false,
    };
    let order = turned_around(places, Place::reorders, &SEPARATORS);
    if places.iter().all(plain) {
        return (order, true);
    }
    // European numbers beside Hebrew keep their currency and their percent sign (W5), and beside
    // Arabic, where they are Arabic numbers (W2), do not.
    let others = [
        turned_around(places, Place::is_letter, &SEPARATORS),
        turned_around(places, Place::reorders, &TERMINATORS),
    ];
    for order in [&order].into_iter().chain(&others) {
        if shows_itself(places, order) {
            return (order.clone(), has_whole_pairs(places, order));
        }
    }
    (order, false)
}

/// In each stretch without a left-to-right letter, which needs no help, the part from the first
/// cell that `reaches` to the last: back to front but for its numbers, with what belongs to them.
fn turned_around(
    places: &[Place],
    reaches: impl Fn(Place) -> bool,
    belongs: &[char],
) -> Vec<(usize, bool)> {
    let mut order: Vec<(usize, bool)> = (0..places.len()).map(|at| (at, false)).collect();
    let mut start = 0;
    for stretch in places.split(|place| place.strength == Strength::Ltr) {
        let first = stretch.iter().position(|&place| reaches(place));
        let last = stretch.iter().rposition(|&place| reaches(place));
        if let (Some(first), Some(last)) = (first, last) {
            let part = start + first..start + last + 1;
            let mut back: Vec<usize> = part.clone().rev().collect();
            let mut at = 0;
            while at < back.len() {
                let end = at + number_length(places, &back[at..], belongs);
                back[at..end].reverse();
                at = end.max(at + 1);
            }
            keep_halves_together(places, &mut back);
            for (to, from) in part.zip(back) {
                order[to] = (from, is_turned(places[from]));
            }
        }
        start += stretch.len() + 1;
    }
    order
}

/// Whether each bracket that is turned has its other one beside it in the word.
fn has_whole_pairs(places: &[Place], order: &[(usize, bool)]) -> bool {
    let mut open = Vec::new();
    let turned = order.iter().filter(|&&(_, turned)| turned);
    for &(from, _) in turned {
        // Drawn mirrored, so that a closing one opens.
        match places[from].base {
            closing @ (')' | ']' | '}') => open.push(mirrored(closing)),
            opening @ ('(' | '[' | '{') if open.pop() != Some(opening) => return false,
            _ => {}
        }
    }
    open.is_empty()
}

fn is_turned(place: Place) -> bool {
    place.strength == Strength::Neutral
}

/// What is part of a number between two digits (W4).
const SEPARATORS: [char; 5] = [',', '.', ':', '/', '\u{60C}'];
/// What is part of a number at its ends (W5), or between digits: the commonest.
const TERMINATORS: [char; 9] = [',', '.', ':', '/', '+', '-', '$', '%', '#'];

/// How many of the cells at `back`, a stretch read from its end, are one number: digits and what
/// `belongs` to them.
fn number_length(places: &[Place], back: &[usize], belongs: &[char]) -> usize {
    let is_digit = |at: usize| {
        let strength = back.get(at).map(|&index| places[index].strength);
        matches!(strength, Some(Strength::Number | Strength::ArabicNumber))
    };
    let belongs_at = |at: usize| {
        let base = back.get(at).map(|&index| places[index].base);
        base.is_some_and(|base| belongs.contains(&base))
    };
    let at_ends = belongs.len() == TERMINATORS.len();
    let mut start = 0;
    while at_ends && belongs_at(start) {
        start += 1;
    }
    if !is_digit(start) {
        return 0;
    }
    let mut end = start + 1;
    loop {
        if is_digit(end) || at_ends && belongs_at(end) {
            end += 1;
        } else if belongs_at(end) && is_digit(end + 1) {
            end += 2;
        } else {
            return end;
        }
    }
}

/// Whether UAX #9 over `order` shows `places` from left to right. The second half of a wide
/// character goes where the first one goes.
fn shows_itself(places: &[Place], order: &[(usize, bool)]) -> bool {
    let is_seen = |place: &Place| place.kind != Kind::Covered;
    let sent = order.iter().filter(|&&(from, _)| is_seen(&places[from]));
    let sent = sent.map(|&(from, turned)| {
        let base = places[from].base;
        if turned { mirrored(base) } else { base }
    });
    let blank = STRONG_BLANK.chars();
    let row: Vec<char> = blank.clone().chain(sent).chain(blank).collect();
    let shown = shown(&row, Direction::Ltr);
    let inner = shown[1..shown.len() - 1].iter();
    let there = inner.map(|&(at, turned)| if turned { mirrored(row[at]) } else { row[at] });
    let wanted = places.iter().filter(|place| is_seen(place));
    there.eq(wanted.map(|place| place.base))
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
            '\u{2800}' => ' ',
            base => strong_twin(base).unwrap_or(base),
        })
        .collect();
    debug_assert_eq!(
        wanted.iter().collect::<String>(),
        there.iter().collect::<String>(),
        "a row would be shown in another order"
    );
}

/// Two colours that look like the terminal's own letters.
fn default_pair(ground: Ground) -> (u8, u8) {
    match ground {
        Ground::Light => (16, 232),
        Ground::Dark => (231, 255),
        // Readable on either.
        Ground::Unknown => (244, 102),
    }
}

/// Another colour that looks like `colour`.
fn twin(colour: Color, ground: Ground) -> Color {
    match colour {
        Color::Reset => Color::Indexed(default_pair(ground).1),
        Color::Rgb(red, green, blue) => Color::Rgb(red, green, blue ^ 1),
        // A step of blue in the colour cube, or the next grey.
        Color::Indexed(index @ 16..=231) if (index - 16) % 6 == 5 => Color::Indexed(index - 1),
        Color::Indexed(255) => Color::Indexed(254),
        Color::Indexed(index @ 16..) => Color::Indexed(index + 1),
        // One of the sixteen: the same by another sequence.
        Color::Indexed(index) => sixteen(index),
        colour => SIXTEEN
            .iter()
            .zip(0..)
            .find(|&(&it, _)| it == colour)
            .map_or(colour, |(_, index)| Color::Indexed(index)),
    }
}

const SIXTEEN: [Color; 16] = [
    Color::Black,
    Color::Red,
    Color::Green,
    Color::Yellow,
    Color::Blue,
    Color::Magenta,
    Color::Cyan,
    Color::Gray,
    Color::DarkGray,
    Color::LightRed,
    Color::LightGreen,
    Color::LightYellow,
    Color::LightBlue,
    Color::LightMagenta,
    Color::LightCyan,
    Color::White,
];

fn sixteen(index: u8) -> Color {
    SIXTEEN.get(usize::from(index)).copied().unwrap_or_default()
}

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
        for colour in SIXTEEN.into_iter().chain((0..=255).map(Color::Indexed)) {
            assert_ne!(twin(colour, Ground::Light), colour);
        }
    }

    /// What a terminal that reorders each run without a blank makes of a row.
    fn shown_by_runs(buffer: &Buffer) -> Vec<String> {
        let mut shown = Vec::new();
        let mut row = Row::default();
        row.read(buffer.content());
        let cells = buffer.content();
        let mut order: Vec<usize> = (0..cells.len()).collect();
        for run in row.stretches(|kind| matches!(kind, Kind::Blank | Kind::Line)) {
            let places = reversed(&row.places[run.clone()]);
            for (to, from) in run.clone().zip(places) {
                order[to] = run.start + from;
            }
            shown.push(run);
        }
        let in_run = |at: usize| shown.iter().any(|run| run.contains(&at));
        order
            .into_iter()
            .map(|at| {
                let mut cell = cells[at].clone();
                if in_run(at) {
                    turn(&mut cell);
                }
                cell.symbol().to_owned()
            })
            .collect()
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
        #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2000, ..ProptestConfig::default() })]

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
                    base => base.map_or(' ', |base| strong_twin(base).unwrap_or(base)),
                };
                prop_assert!([base(drawn), mirrored(base(drawn))].contains(&base(sent)));
            }
        }
    }
}
