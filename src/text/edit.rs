//! One line of typing, right for bidirectional text: a note, a search.
//!
//! The text is kept in logical order and the caret is one of its bytes, but the hand that moves it
//! follows the eye. Where two directions meet, one byte has two places on the screen, and one
//! place on the screen has two bytes. So the caret is also attached to one of the grapheme clusters
//! at its sides, the one that it touched last: it stands at that one's edge, and what is typed in
//! the direction of that one appears there. What is typed in the other direction appears at the
//! other one's edge, which [`View::second`] shows.
//!
//! The clusters stand from left to right as UAX #9 orders them; an arrow passes over one of them,
//! wherever its bytes are. Both the arrows and the picture use that one order, so they cannot
//! disagree.

use std::ops::Range;

use unicode_bidi::{BidiClass, Level, bidi_class};
use unicode_segmentation::UnicodeSegmentation;

use super::bidi::{Direction, Levels, direction, visual_order, white_space_levels};
use super::cluster::{Glyph, glyph};
use super::display::Display;
use super::gap;
use super::layout::{Cell, drawn};
use super::shape::{Shaped, shape};

/// A line takes no more characters than this.
pub const MAX: usize = 4000;

/// A line that is being typed.
#[derive(Debug, Clone)]
pub struct Edit {
    text: String,
    caret: Caret,
    /// The direction of a line that has no letter.
    base: Direction,
    killed: String,
    /// The lines of before and, as the last, the unfinished one. The one at `at` is in `text`.
    lines: Vec<String>,
    at: usize,
}

/// What is seen of a line in a field of some width.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View {
    /// From left to right, an ellipsis where the line goes on beyond the field.
    pub cells: Vec<Cell>,
    /// The columns of the field on the left of them: a right-to-left line ends at its right edge.
    pub left: usize,
    /// The column of the field with the caret: of the cell that it stands before, as the line is
    /// read. It stands at the left edge of this cell in a left-to-right line, and at the right edge
    /// in a right-to-left one; every place has a column of its own.
    pub caret: usize,
    /// Where directions meet, and if it is in view: the column of the other place of the caret, at
    /// which appears what is typed in the other direction.
    pub second: Option<usize>,
    /// Whether the line runs from right to left.
    pub rtl: bool,
}

/// A byte between two grapheme clusters, and which of them the caret is attached to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Caret {
    byte: usize,
    side: Side,
}

/// Where in the text the cluster is that the caret is attached to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    /// It ends at the caret. At the start of the text, this is the edge at which the line begins.
    Before,
    /// It starts at the caret. At the end of the text, this is the edge at which the line ends.
    After,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Left,
    Right,
}

impl Edit {
    /// An empty line, which runs in the direction `base` until it has a letter. Of `history`, the
    /// last is the latest.
    ///
    /// The direction is not for [`Edit::view`] alone: the arrows follow the eye, and so they have to
    /// know which way a line of digits runs.
    pub fn new(base: Direction, history: Vec<String>) -> Self {
        let mut lines = history;
        lines.push(String::new());
        Self {
            text: String::new(),
            caret: Caret::START,
            base,
            killed: String::new(),
            at: lines.len() - 1,
            lines,
        }
    }

    /// The text, in logical order.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether nothing is typed.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The byte of the text at which the caret is, between two grapheme clusters.
    pub fn caret(&self) -> usize {
        self.caret.byte
    }

    /// Puts `text` in the place of what is typed, and the caret at its end.
    pub fn set(&mut self, text: &str) {
        self.text.clear();
        self.caret = Caret::START;
        self.insert(text);
        self.end();
    }

    /// Removes all that is typed.
    pub fn clear(&mut self) {
        self.set("");
    }

    /// Puts what was typed or pasted where the caret is. Whether all of it had room.
    ///
    /// Line ends and tabs become one blank, and those at the end of a paste nothing; characters that
    /// are not seen are left out but those that Arabic and Persian are typed with (ZWNJ, ZWJ, LRM,
    /// RLM, ALM) and those that belong to the character before them.
    pub fn insert(&mut self, typed: &str) -> bool {
        let typed = one_line(typed);
        let room = MAX.saturating_sub(self.text.chars().count());
        let end = typed.char_indices().nth(room);
        let end = end.map_or(typed.len(), |(byte, _)| byte);
        if end > 0 {
            self.text.insert_str(self.caret.byte, &typed[..end]);
            self.caret = Caret {
                byte: self.boundary(self.caret.byte + end),
                side: Side::Before,
            };
        }
        end == typed.len()
    }

    /// One grapheme cluster to the left.
    pub fn left(&mut self) {
        self.step(Way::Left);
    }

    /// One grapheme cluster to the right.
    pub fn right(&mut self) {
        self.step(Way::Right);
    }

    /// To the left end of a word.
    pub fn word_left(&mut self) {
        self.step_word(Way::Left);
    }

    /// To the right end of a word.
    pub fn word_right(&mut self) {
        self.step_word(Way::Right);
    }

    /// To where the line begins: the right edge if it runs from right to left.
    pub fn start(&mut self) {
        self.caret = Caret::START;
    }

    /// To where the line ends: the left edge if it runs from right to left.
    pub fn end(&mut self) {
        self.caret = Caret::end(&self.text);
    }

    /// Removes the grapheme cluster before the caret in logical order; of one that is made of several
    /// letters, marks and joiners, the last of these, as it was typed.
    pub fn delete_back(&mut self) {
        let before = &self.text[..self.caret.byte];
        let Some((start, cluster)) = before.grapheme_indices(true).next_back() else {
            return;
        };
        let last = cluster.char_indices().next_back();
        let alone = last.filter(|&(_, c)| is_typed_alone(c));
        let start = start + alone.map_or(0, |(byte, _)| byte);
        self.remove(start..self.caret.byte);
    }

    /// Removes the grapheme cluster after the caret in logical order.
    pub fn delete_forward(&mut self) {
        let after = &self.text[self.caret.byte..];
        let end = self.caret.byte + after.graphemes(true).next().map_or(0, str::len);
        self.remove(self.caret.byte..end);
    }

    /// Kills the word before the caret in logical order, with what is between the two.
    pub fn delete_word_back(&mut self) {
        let before = &self.text[..self.caret.byte];
        let mut pieces = before.split_word_bound_indices();
        let word = pieces.rfind(|(_, piece)| is_word(piece));
        self.kill(word.map_or(0, |(start, _)| start)..self.caret.byte);
    }

    /// Kills what is after the caret in logical order.
    pub fn kill_to_end(&mut self) {
        self.kill(self.caret.byte..self.text.len());
    }

    /// Kills what is before the caret in logical order.
    pub fn kill_to_start(&mut self) {
        self.kill(0..self.caret.byte);
    }

    /// Inserts what was killed last. Whether all of it had room.
    pub fn yank(&mut self) -> bool {
        let killed = self.killed.clone();
        self.insert(&killed)
    }

    /// Shows the line of history before this one. What is typed here, even into a line of history,
    /// is kept for [`Edit::next`].
    pub fn previous(&mut self) {
        if let Some(before) = self.at.checked_sub(1) {
            self.show(before);
        }
    }

    /// Shows the line of history after this one, the unfinished one at last.
    pub fn next(&mut self) {
        if self.at + 1 < self.lines.len() {
            self.show(self.at + 1);
        }
    }

    /// What is seen in a field of `width` columns, which always has the caret in it.
    ///
    /// A long line moves on by half a field when the caret leaves it, not with every key: over a slow
    /// line, each move is a field to send.
    pub fn view(&self, width: usize, display: Display) -> View {
        let order = self.order();
        let row = Row::new(&self.text, &order, width, display);
        let next = row.next(&order, self.caret);
        let other = row.next(&order, self.caret.other());
        let field = Field::new(width, row.width, row.distance(next));
        let column = |next| field.column(row.distance(next), row.rtl);
        let mut cells = field.cells(&row);
        let mut left = 0;
        if row.rtl {
            cells.reverse();
            let used = cells.iter().map(|cell| usize::from(cell.width));
            left = width - used.sum::<usize>();
        }
        View {
            cells,
            left,
            caret: column(next).unwrap_or(0),
            second: Some(other).filter(|&other| other != next).and_then(column),
            rtl: row.rtl,
        }
    }

    fn order(&self) -> Order {
        Order::new(&self.text, self.base)
    }

    /// The first boundary between grapheme clusters that is not before `byte`.
    fn boundary(&self, byte: usize) -> usize {
        let mut starts = self.text.grapheme_indices(true).map(|(start, _)| start);
        starts
            .find(|&start| start >= byte)
            .unwrap_or(self.text.len())
    }

    /// Passes over what is next on the screen, and what is not seen before it; behind the last, the
    /// caret is attached to the edge of the line.
    fn step(&mut self, way: Way) {
        let order = self.order();
        let mut ahead = order.ahead(self.caret, way);
        let passed = ahead.find(|&cluster| order.clusters[cluster].seen);
        self.caret = passed.map_or(order.edge(way), |cluster| order.beyond(cluster, way));
    }

    /// Passes over what is no word, and the word behind it; without one, to the edge of the line.
    fn step_word(&mut self, way: Way) {
        let order = self.order();
        let words = order.words(&self.text);
        let mut ahead = order.ahead(self.caret, way).peekable();
        self.caret = order.edge(way);
        while let Some(cluster) = ahead.next() {
            let goes_on = ahead.peek().is_some_and(|&it| words[it] == words[cluster]);
            if words[cluster].is_some() && !goes_on {
                self.caret = order.beyond(cluster, way);
                break;
            }
        }
    }

    fn kill(&mut self, bytes: Range<usize>) {
        if !bytes.is_empty() {
            self.killed = self.text[bytes.clone()].to_owned();
            self.remove(bytes);
        }
    }

    /// Removes `bytes`, at one end of which is the caret. It is then attached to what runs as the
    /// removed did: that is where the eye is, and where the same would appear if it were typed again.
    fn remove(&mut self, bytes: Range<usize>) {
        if bytes.is_empty() {
            return;
        }
        let stays = self.caret.byte == bytes.start && self.caret.side == Side::Before;
        let touched = if self.caret.byte == bytes.start {
            self.caret.on(Side::After)
        } else {
            self.caret.on(Side::Before)
        };
        let rtl = self.order().is_rtl_at(touched);
        let byte = bytes.start;
        self.text.drain(bytes);
        let caret = Caret {
            byte: self.boundary(byte),
            side: Side::Before,
        };
        let order = self.order();
        let after = caret.on(Side::After);
        let alike = |caret| order.is_rtl_at(caret) == rtl;
        self.caret = if !stays && !alike(caret) && alike(after) {
            after
        } else {
            caret
        };
    }

    fn show(&mut self, line: usize) {
        self.lines[self.at] = std::mem::take(&mut self.text);
        self.at = line;
        let text = std::mem::take(&mut self.lines[line]);
        self.set(&text);
    }
}

impl Caret {
    const START: Self = Self {
        byte: 0,
        side: Side::Before,
    };

    fn end(text: &str) -> Self {
        Self {
            byte: text.len(),
            side: Side::After,
        }
    }

    fn on(self, side: Side) -> Self {
        Self { side, ..self }
    }

    fn other(self) -> Self {
        match self.side {
            Side::Before => self.on(Side::After),
            Side::After => self.on(Side::Before),
        }
    }
}

/// `typed` as it may stand in a line.
fn one_line(typed: &str) -> String {
    let mut line = String::with_capacity(typed.len());
    let mut blank = false;
    for c in typed.trim_end_matches(is_line_end).chars() {
        let separates = c == '\t' || is_line_end(c);
        if separates && !blank {
            line.push(' ');
        }
        blank = separates;
        match c {
            // The lam-alef key of the Arabic layout is one character: LAM and its ALEF.
            '\u{FEF5}' => line.push_str("\u{0644}\u{0622}"),
            '\u{FEF7}' => line.push_str("\u{0644}\u{0623}"),
            '\u{FEF9}' => line.push_str("\u{0644}\u{0625}"),
            '\u{FEFB}' => line.push_str("\u{0644}\u{0627}"),
            c if c.is_control() || separates || is_stray(c) => {}
            c => line.push(c),
        }
    }
    line
}

fn is_line_end(c: char) -> bool {
    matches!(
        c,
        '\n' | '\r' | '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// Whether `c` would be a grapheme cluster that is not seen: embeddings, overrides and isolates,
/// which leave the order of a line to what nobody sees, and what a paste brings along.
fn is_stray(c: char) -> bool {
    let kept = matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}'); // ALM, LRM, RLM
    let extends = || [' ', c].iter().collect::<String>().graphemes(true).count() == 1;
    !kept && glyph(c) == Glyph::Silent && !extends()
}

/// Whether `c`, at the end of a cluster, was typed after the rest of it and goes alone: harakat, a
/// digit after END OF AYAH, a vowel of Hindi or Thai, but no part of an emoji.
fn is_typed_alone(c: char) -> bool {
    let joins = matches!(c, '\u{200C}' | '\u{200D}'); // ZWNJ, ZWJ
    joins || c.is_alphanumeric() || matches!(glyph(c), Glyph::Mark(_))
}

/// Whether a piece between two boundaries of UAX #29 is a word, and not what is between words.
fn is_word(piece: &str) -> bool {
    piece.contains(char::is_alphanumeric)
}

/// The grapheme clusters of a line, and their order from left to right.
struct Order {
    /// In logical order.
    clusters: Vec<Cluster>,
    /// From left to right, as indices into `clusters`.
    visual: Vec<usize>,
    /// For each cluster its index in `visual`.
    places: Vec<usize>,
    levels: Levels,
    rtl: bool,
    end: Caret,
}

struct Cluster {
    bytes: Range<usize>,
    /// What it is to rule L1 of UAX #9.
    source: char,
    /// Whether it is anything to the eye: not a mark of direction.
    seen: bool,
    rtl: bool,
}

impl Order {
    fn new(text: &str, base: Direction) -> Self {
        let base = base_level(text, base);
        let levels = Levels::with_base(text, Some(base));
        let mut clusters = clusters(text);
        let at_start = |cluster: &Cluster| levels.at(cluster.bytes.start);
        let mut on_line: Vec<Level> = clusters.iter().map(at_start).collect();
        let sources = clusters.iter().map(|cluster| cluster.source);
        white_space_levels(sources, &mut on_line, base);
        for (cluster, level) in clusters.iter_mut().zip(&on_line) {
            cluster.rtl = level.is_rtl();
        }
        let visual = visual_order(&on_line);
        let mut places = vec![0; visual.len()];
        for (place, &cluster) in visual.iter().enumerate() {
            places[cluster] = place;
        }
        Self {
            clusters,
            visual,
            places,
            levels,
            rtl: base.is_rtl(),
            end: Caret::end(text),
        }
    }

    /// The cluster that `caret` is attached to, if it is not an edge of the line.
    fn attached(&self, caret: Caret) -> Option<usize> {
        let starts_before = |cluster: &Cluster| cluster.bytes.start < caret.byte;
        let after = self.clusters.partition_point(starts_before);
        match caret.side {
            Side::Before => after.checked_sub(1),
            Side::After => Some(after).filter(|&after| after < self.clusters.len()),
        }
    }

    /// The direction of what `caret` is attached to.
    fn is_rtl_at(&self, caret: Caret) -> bool {
        let attached = self.attached(caret);
        attached.map_or(self.rtl, |cluster| self.clusters[cluster].rtl)
    }

    /// How many clusters are on the left of `caret`.
    fn gap(&self, caret: Caret) -> usize {
        let ends_there = caret.side == Side::Before;
        match self.attached(caret) {
            Some(cluster) => {
                let on_its_right = self.clusters[cluster].rtl != ends_there;
                self.places[cluster] + usize::from(on_its_right)
            }
            None if self.rtl == ends_there => self.visual.len(),
            None => 0,
        }
    }

    /// The clusters that are on the way from `caret`, from the nearest to the edge of the line.
    fn ahead(&self, caret: Caret, way: Way) -> impl Iterator<Item = usize> {
        let gap = self.gap(caret);
        let count = match way {
            Way::Left => gap,
            Way::Right => self.visual.len() - gap,
        };
        (0..count).map(move |passed| match way {
            Way::Left => self.visual[gap - 1 - passed],
            Way::Right => self.visual[gap + passed],
        })
    }

    /// The caret that has just passed over `cluster`, and is attached to it.
    fn beyond(&self, cluster: usize, way: Way) -> Caret {
        let Cluster { bytes, rtl, .. } = &self.clusters[cluster];
        if *rtl == (way == Way::Left) {
            Caret {
                byte: bytes.end,
                side: Side::Before,
            }
        } else {
            Caret {
                byte: bytes.start,
                side: Side::After,
            }
        }
    }

    fn edge(&self, way: Way) -> Caret {
        if self.rtl == (way == Way::Left) {
            self.end
        } else {
            Caret::START
        }
    }

    /// For each cluster the start of the word that it is in, if it is in one.
    fn words(&self, text: &str) -> Vec<Option<usize>> {
        let mut pieces = text.split_word_bound_indices().peekable();
        let mut word = None;
        let of_cluster = |cluster: &Cluster| {
            let begun = |(start, _): &(usize, &str)| *start <= cluster.bytes.start;
            while let Some((start, piece)) = pieces.next_if(begun) {
                word = is_word(piece).then_some(start);
            }
            word
        };
        self.clusters.iter().map(of_cluster).collect()
    }
}

/// The clusters of `text` in logical order, before it is known which way they run.
fn clusters(text: &str) -> Vec<Cluster> {
    let mut has_carrier = false;
    let cluster = |(byte, cluster): (usize, &str)| {
        // A mark is seen on the letter before it, but the first one gets a cell.
        let seen = cluster.chars().any(|c| match glyph(c) {
            Glyph::Spacing(..) => true,
            Glyph::Mark(_) => !has_carrier,
            Glyph::Silent => false,
        });
        has_carrier |= seen;
        // As for the layout: a mark on a blank ends the white space that L1 is about.
        let marked = || cluster.chars().any(|c| matches!(glyph(c), Glyph::Mark(_)));
        let source = match cluster.chars().next() {
            Some(' ') if marked() => '\u{A0}',
            first => first.unwrap_or(' '),
        };
        Cluster {
            bytes: byte..byte + cluster.len(),
            source,
            seen,
            rtl: false,
        }
    };
    text.grapheme_indices(true).map(cluster).collect()
}

/// The level of a line: of the majority of its letters, or `base` if it has none.
fn base_level(text: &str, base: Direction) -> Level {
    let is_letter = |c| matches!(bidi_class(c), BidiClass::L | BidiClass::R | BidiClass::AL);
    let has_letters = text.contains(is_letter);
    let line = if has_letters { direction(text) } else { base };
    level(line == Direction::Rtl)
}

fn level(rtl: bool) -> Level {
    if rtl { Level::rtl() } else { Level::ltr() }
}

/// The cells of a whole line.
struct Row {
    /// In logical order.
    shaped: Vec<Shaped>,
    /// From left to right.
    places: Vec<Place>,
    /// Which of the places show each cluster.
    of: Vec<Range<usize>>,
    width: usize,
    rtl: bool,
}

/// Where a cell is on the screen.
struct Place {
    /// The columns on the left of it.
    column: usize,
    /// Its index in logical order.
    cell: usize,
    rtl: bool,
}

impl Row {
    fn new(text: &str, order: &Order, width: usize, display: Display) -> Self {
        let mut shaped = shape(text, display, width);
        gap::insert(&mut shaped, &order.levels, display.gap);
        let mut row = Self {
            places: Vec::with_capacity(shaped.len()),
            of: vec![0..0; order.clusters.len()],
            width: 0,
            rtl: order.rtl,
            shaped,
        };
        let cells = row.cells_of(order);
        for &cluster in &order.visual {
            let start = row.places.len();
            let cells = cells[cluster].clone();
            // A phrase that is one character runs to the left wherever that stands.
            let rtl = order.clusters[cluster].rtl;
            if rtl || row.shaped[cells.clone()].iter().any(|cell| cell.spelled) {
                cells.rev().for_each(|cell| row.put(cell, rtl));
            } else {
                cells.for_each(|cell| row.put(cell, rtl));
            }
            row.of[cluster] = start..row.places.len();
        }
        row
    }

    /// For each cluster its cells in logical order: none for what is not seen, or shares that of the
    /// one before.
    fn cells_of(&self, order: &Order) -> Vec<Range<usize>> {
        let mut end = 0;
        let cells = |cluster: &Cluster| {
            let start = end;
            let rest = self.shaped[start..].iter();
            let own = rest.take_while(|cell| cell.byte < cluster.bytes.end);
            end += own.count();
            start..end
        };
        order.clusters.iter().map(cells).collect()
    }

    /// Puts a cell on the right of those that are there.
    fn put(&mut self, cell: usize, rtl: bool) {
        let column = self.width;
        self.places.push(Place { column, cell, rtl });
        self.width += usize::from(self.shaped[cell].width);
    }

    /// The place that `caret` stands before as the line is read, if it does not stand at its end.
    fn next(&self, order: &Order, caret: Caret) -> Option<usize> {
        let way = if self.rtl { Way::Left } else { Way::Right };
        let is_shown = |&cluster: &usize| order.clusters[cluster].seen || self.has_cell(cluster);
        let next = order.ahead(caret, way).find(is_shown)?;
        // The ALEF of a LAM is in the cell of that.
        let cluster = (0..=next).rev().find(|&cluster| self.has_cell(cluster))?;
        let Range { start, end } = self.of[cluster];
        Some(if self.rtl { end - 1 } else { start })
    }

    fn has_cell(&self, cluster: usize) -> bool {
        !self.of[cluster].is_empty()
    }

    /// The columns from where the line begins to that of a caret before the place `next`.
    fn distance(&self, next: Option<usize>) -> usize {
        match next.map(|place| self.places[place].column) {
            Some(column) if self.rtl => self.width - 1 - column,
            Some(column) => column,
            None => self.width,
        }
    }

    /// The places in the order in which the line is read, each with its columns counted from where
    /// it begins.
    fn as_read(&self) -> impl Iterator<Item = (Range<usize>, &Place)> {
        let count = self.places.len();
        (0..count).map(move |index| {
            let index = if self.rtl { count - 1 - index } else { index };
            let place = &self.places[index];
            let width = usize::from(self.shaped[place.cell].width);
            let start = if self.rtl {
                self.width - place.column - width
            } else {
                place.column
            };
            (start..start + width, place)
        })
    }

    fn byte(&self, place: &Place) -> usize {
        self.shaped[place.cell].byte
    }
}

/// The columns of a line that are in view, counted from where the line begins.
struct Field {
    start: usize,
    width: usize,
    /// The columns at each end that the caret keeps off where the line is cut: for the ellipsis, and
    /// for the second half of a wide character.
    margin: usize,
}

impl Field {
    /// Of a line of `line` columns, with the caret at `caret` of them.
    fn new(width: usize, line: usize, caret: usize) -> Self {
        let margin = match width {
            0..=2 => 0,
            3..=6 => 1,
            _ => 2,
        };
        let start = if line < width {
            0
        } else {
            let step = (width / 2).max(1);
            let last = width.saturating_sub(1 + margin);
            caret.saturating_sub(last).div_ceil(step) * step
        };
        Self {
            start,
            width,
            margin,
        }
    }

    /// The cells in view, from where the line begins. Where a wide one is cut, half of it is blank.
    fn cells(&self, row: &Row) -> Vec<Cell> {
        let end = self.start + self.width;
        let is_cut = [self.start > 0, end < row.width];
        let [cut_before, cut_after] = is_cut.map(|is_cut| is_cut && self.margin > 0);
        let inner = self.start + usize::from(cut_before)..end - usize::from(cut_after);
        let is_seen = |(columns, _): &(Range<usize>, &Place)| {
            inner.start <= columns.start && columns.end <= inner.end
        };
        let places: Vec<_> = row.as_read().filter(is_seen).collect();
        let byte = |end: Option<&(Range<usize>, &Place)>| end.map_or(0, |(_, it)| row.byte(it));
        let mut cells = Vec::with_capacity(self.width);
        if cut_before {
            cells.extend(sign("…", byte(places.first())));
        }
        let mut column = inner.start;
        for (columns, place) in &places {
            if column < columns.start {
                cells.extend(sign(" ", row.byte(place)));
            }
            cells.push(drawn(&row.shaped[place.cell], level(place.rtl), 0));
            column = columns.end;
        }
        if cut_after {
            if column < inner.end {
                cells.extend(sign(" ", byte(places.last())));
            }
            cells.extend(sign("…", byte(places.last())));
        }
        cells
    }

    /// The column of the field that is `distance` columns from where the line begins.
    fn column(&self, distance: usize, rtl: bool) -> Option<usize> {
        let column = distance.checked_sub(self.start)?;
        let back = self.width.checked_sub(column + 1)?;
        Some(if rtl { back } else { column })
    }
}

/// A cell that the text has not, which goes with the character at `byte`.
fn sign(symbol: &str, byte: usize) -> Option<Cell> {
    let cells = shape(symbol, Display::default(), 1);
    cells.first().map(|cell| drawn(cell, level(false), byte))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::display::{Gap, Letters};
    use super::super::is_cell;
    use super::super::layout::Line;
    use super::*;

    /// `edit` after `keys`: the arrows, `⇠` `⇢` by word, `⇤` `⇥` to the start and end of the line,
    /// `⌫` `⌦` `⌧` delete back, forward and a word, `⌞` `⌟` kill to the start and to the end, `⎀`
    /// yanks, `↑` `↓` walk in history; anything else is typed.
    fn press(edit: &mut Edit, keys: &str) {
        for key in keys.chars() {
            match key {
                '←' => edit.left(),
                '→' => edit.right(),
                '⇠' => edit.word_left(),
                '⇢' => edit.word_right(),
                '⇤' => edit.start(),
                '⇥' => edit.end(),
                '⌫' => edit.delete_back(),
                '⌦' => edit.delete_forward(),
                '⌧' => edit.delete_word_back(),
                '⌞' => edit.kill_to_start(),
                '⌟' => edit.kill_to_end(),
                '↑' => edit.previous(),
                '↓' => edit.next(),
                '⎀' => assert!(edit.yank()),
                c => assert!(edit.insert(c.encode_utf8(&mut [0; 4]))),
            }
        }
    }

    fn edit(base: Direction, text: &str) -> Edit {
        let mut edit = Edit::new(base, vec!["قبل".to_owned(), "before".to_owned()]);
        edit.set(text);
        edit
    }

    /// The text after `keys` were pressed at the end of `text`, `|` where the caret is.
    fn check(text: &str, keys: &str, expected: &str) {
        let mut edit = edit(Direction::Rtl, text);
        press(&mut edit, keys);
        let mut marked = edit.text().to_owned();
        marked.insert(edit.caret(), '|');
        assert_eq!(marked, expected, "{text:?} {keys:?}");
    }

    /// A field of `width` columns after `keys` were pressed at the end of `text`: `[ ]` around the
    /// column of the caret, `{ }` around that of the other place.
    fn picture(text: &str, keys: &str, width: usize, expected: &str) {
        let mut edit = edit(Direction::Rtl, text);
        press(&mut edit, keys);
        assert_eq!(drawn_in(&edit, width), expected, "{text:?} {keys:?}");
    }

    fn drawn_in(edit: &Edit, width: usize) -> String {
        let view = edit.view(width, Display::default());
        let mut columns = vec![" ".to_owned(); width];
        let mut column = view.left;
        for cell in &view.cells {
            columns[column] = cell.symbol.to_string();
            if cell.width == 2 {
                columns[column + 1].clear();
            }
            column += usize::from(cell.width);
        }
        columns[view.caret] = format!("[{}]", columns[view.caret]);
        if let Some(second) = view.second {
            columns[second] = format!("{{{}}}", columns[second]);
        }
        columns.concat()
    }

    #[test]
    fn arrows_follow_the_eye_in_one_direction() {
        check("abc", "←", "ab|c");
        check("abc", "←←→", "ab|c");
        check("سلام", "→", "سلا|م");
        check("سلام", "→→←", "سلا|م");
        check("سلام", "←", "سلام|");
        check("abc", "→", "abc|");
    }

    #[test]
    fn arrows_follow_the_eye_through_a_number_in_arabic() {
        for (keys, expected) in [
            ("", "|عام 2024 م"),
            ("←", "ع|ام 2024 م"),
            ("←←←←", "عام |2024 م"),
            ("←←←←←", "عام 202|4 م"),
            ("←←←←←←", "عام 20|24 م"),
            ("←←←←←←←←", "عام |2024 م"),
            ("←←←←←←←←←", "عام 2024 |م"),
            ("←←←←←←←←←←", "عام 2024 م|"),
            ("←←←←←←←←←←←", "عام 2024 م|"),
            ("←←←←←←←←→", "عام 2|024 م"),
            ("←←←←←←←←→→→→", "عام 2024| م"),
        ] {
            check("عام 2024 م", &format!("⇤{keys}"), expected);
        }
        check("عام 2024 م", "⇤←←←←←9", "عام 2029|4 م");
    }

    #[test]
    fn arrows_follow_the_eye_through_latin_in_arabic() {
        check("قال abc ثم نعم", "⇤←←←←←", "قال ab|c ثم نعم");
        check("قال abc ثم نعم", "⇤←←←←←←←", "قال |abc ثم نعم");
        check("قال abc ثم نعم", "⇤←←←←←←←←", "قال abc |ثم نعم");
        check("قال abc ثم نعم", "⇤←←←←←←←←→", "قال abc| ثم نعم");
        check("قال abc ثم نعم", "⇤←←←←←←←←→→", "قال a|bc ثم نعم");
    }

    #[test]
    fn arrows_follow_the_eye_through_arabic_in_latin() {
        check("abc بتث def", "⇤→→→→", "abc |بتث def");
        check("abc بتث def", "⇤→→→→→", "abc بت|ث def");
        check("abc بتث def", "⇤→→→→→→→", "abc |بتث def");
        check("abc بتث def", "⇤→→→→→→→→", "abc بتث |def");
        check("abc بتث def", "←←←←←", "abc ب|تث def");
    }

    #[test]
    fn brackets_are_passed_where_they_are_seen() {
        check("بتثج (abc) ت", "⇤←←←←←", "بتثج |(abc) ت");
        check("بتثج (abc) ت", "⇤←←←←←←", "بتثج (|abc) ت");
        check("بتثج (abc) ت", "⇤←←←←←←←", "بتثج (ab|c) ت");
        check("بتثج (abc) ت", "⇤←←←←←←←←←←", "بتثج (abc)| ت");
        picture("ب (ت)", "", 7, " [ ](ﺕ) ﺏ");
    }

    #[test]
    fn a_cluster_is_passed_whole() {
        check("بَتِ", "→", "بَ|تِ");
        check("بَتِ", "→→", "|بَتِ");
        check(
            "a👨\u{200D}👩\u{200D}👧b",
            "←←",
            "a|👨\u{200D}👩\u{200D}👧b",
        );
        check("a👨\u{200D}👩b", "←⌫", "a|b");
        check("a🇸🇦b", "←←", "a|🇸🇦b");
        check("a❤\u{FE0F}b", "←⌫", "a|b");
        check("می\u{200C}توان", "→→→→", "می\u{200C}|توان");
        check("می\u{200C}توان", "→→→→→", "م|ی\u{200C}توان");
        check("a\u{200E}b", "←←", "|a\u{200E}b");
        check("a\u{200E}b", "⇤→→", "a\u{200E}b|");
    }

    #[test]
    fn the_caret_stands_between_lam_and_alef_in_their_cell() {
        check("سلام", "→→", "سل|ام");
        check("سلام", "→→ب", "سلب|ام");
        picture("سلام", "→", 5, "  [ﻡ]ﻼﺳ");
        picture("سلام", "→→", 5, "  ﻡ[ﻼ]ﺳ");
        picture("سلام", "→→→", 5, "  ﻡ[ﻼ]ﺳ");
        picture("سلام", "→→→→", 5, "  ﻡﻼ[ﺳ]");
        picture("abc سلام cd", "⇤→→→→→→", 11, "abc ﻡ[ﻼ]ﺳ cd ");
        check("", "سلام", "سلام|");
        check("س", "ﻻم", "سلام|");
        check("", "ﻵﻷﻹ", "لآلألإ|");
        check("", "ﻻ⌫", "ل|");
    }

    #[test]
    fn words_are_passed_in_the_direction_of_the_eye() {
        check("قال الوزير نعم.", "⇢", "قال الوزير |نعم.");
        check("قال الوزير نعم.", "⇢⇢", "قال |الوزير نعم.");
        check("قال الوزير نعم.", "⇢⇢⇢⇢", "|قال الوزير نعم.");
        check("قال الوزير نعم.", "⇤⇠", "قال| الوزير نعم.");
        check("one two, three", "⇠⇠", "one |two, three");
        check("one two, three", "⇤⇢⇢", "one two|, three");
        check("قالت open ai نعم", "⇤⇠⇠", "قالت open |ai نعم");
        check("قالت open ai نعم", "⇤⇠⇠⇠", "قالت |open ai نعم");
        check("قالت open ai نعم", "⇤⇠⇠⇠⇠", "قالت open ai نعم|");
        check("كَتَبَ", "⇢", "|كَتَبَ");
    }

    #[test]
    fn what_is_typed_stands_where_the_caret_was() {
        // The caret came over ABC: it is at its edge, and Latin goes on there.
        check("قالوا abc", "→x", "قالوا ax|bc");
        check("قالوا abc", "→→→x", "قالوا abcx|");
        // It came over the blank: Arabic goes on there.
        picture("قالوا abc", "⇤←←←←←←", 11, " { }ab[c] ﺍﻮﻟﺎﻗ");
        picture("قالوا abc", "⇤←←←←←←ب", 11, "{ }ab[c]ﺏ ﺍﻮﻟﺎﻗ");
        picture("قالوا abc", "→→→d", 11, "{ }abc[d] ﺍﻮﻟﺎﻗ");
        // At the end of the line, it goes on in both directions.
        picture("قالوا abc", "", 11, " [ ]ab{c} ﺍﻮﻟﺎﻗ");
        check("قالوا abc", "→→→←←←ب", "قالوا ب|abc");
    }

    #[test]
    fn the_other_place_is_shown_where_directions_meet() {
        picture("قال ", "a", 7, " { }[a] ﻝﺎﻗ");
        picture("قال ", "ab", 7, "{ }a[b] ﻝﺎﻗ");
        picture("قال ", "12", 7, "{ }1[2] ﻝﺎﻗ");
        picture("قال a", "→→", 7, "  a[ ]ﻝﺎﻗ");
        picture("abc ", "ب", 7, "abc [ﺏ]{ } ");
        picture("abc", "", 5, "abc[ ] ");
        picture("ابت", "", 5, " [ ]ﺖﺑﺍ");
    }

    #[test]
    fn the_line_runs_as_most_of_its_letters() {
        picture("", "", 4, "   [ ]");
        picture("12", "", 4, " [ ]1{2}");
        picture("a", "", 4, "a[ ]  ");
        picture("", "ب", 4, "  [ ]ﺏ");
        assert_eq!(drawn_in(&edit(Direction::Ltr, ""), 4), "[ ]   ");
        assert_eq!(drawn_in(&edit(Direction::Ltr, "12"), 4), "12[ ] ");
        assert_eq!(drawn_in(&edit(Direction::Ltr, "12 ب"), 6), " [ ]ﺏ 12");
    }

    #[test]
    fn letters_join_as_they_are_typed() {
        picture("", "ب", 4, "  [ ]ﺏ");
        picture("", "بت", 4, " [ ]ﺖﺑ");
        picture("", "بتث", 4, "[ ]ﺚﺘﺑ");
        picture("", "بتث→ ", 6, "  [ﺙ] ﺖﺑ");
    }

    #[test]
    fn blanks_at_the_end_are_seen() {
        picture("ab  ", "", 6, "ab  [ ] ");
        picture("ب  ", "", 6, "  [ ]  ﺏ");
    }

    #[test]
    fn a_long_line_is_cut_around_the_caret() {
        picture("abcdefghij", "", 6, "…hij[ ] ");
        picture("abcdefghij", "←", 6, "…hi[j]  ");
        picture("abcdefghij", "⇤", 6, "[a]bcde…");
        picture("abcdefghij", "⇤→→→→→", 6, "…e[f]gh…");
        picture("بتثجحخدذرز", "", 6, " [ ]ﺯﺭﺫ…");
        picture("بتثجحخدذرز", "⇤", 6, "…ﺤﺠﺜﺘ[ﺑ]");
        picture("abc", "", 1, "[ ]");
        picture("abc", "←", 1, "[c]");
        picture("ابت", "→", 1, "[ﺖ]");
        picture("漢字漢字漢字", "⇤→→", 7, "漢字[漢]…");
        picture("漢字漢字漢字", "⇤→→", 6, "漢字[ ]…");
        picture("漢字漢字漢字", "⇤→", 1, "[ ]");
    }

    #[test]
    fn marks_are_deleted_one_by_one() {
        check("شَدَّ", "⌫", "شَدَ|");
        check("شَدَّ", "⌫⌫", "شَد|");
        check("شَدَّ", "⌫⌫⌫", "شَ|");
        check("شَدَّ", "⇤⌦", "|دَّ");
        check("می\u{200C}", "⌫", "می|");
        check("\u{6DD}١", "⌫", "\u{6DD}|");
    }

    #[test]
    fn deleting_leaves_the_caret_where_the_same_would_be_typed_again() {
        picture("قالوا abc", "⇤←←←←←←ب⌫", 11, " { }ab[c] ﺍﻮﻟﺎﻗ");
        picture("قالوا abc", "→→→x⌫", 11, " { }ab[c] ﺍﻮﻟﺎﻗ");
        check("قالوا abc", "⇤⌦⌦⌦⌦⌦⌦", "|abc");
        check("abc", "⌦", "abc|");
        check("abc", "⇤⌫", "|abc");
    }

    #[test]
    fn words_and_halves_of_a_line_are_killed_and_yanked() {
        check("قال الوزير، ", "⌧", "قال |");
        check("one two", "⌧⌧⎀", "one |");
        check("one two", "←←←⌟⇤⎀", "two|one ");
        check("one two", "←←←⌞⇥⎀", "twoone |");
        check("one", "⇤⌧⌞⎀", "|one");
        check("one", "⌟⎀", "one|");
    }

    #[test]
    fn history_keeps_the_unfinished_line() {
        check("new", "↑", "before|");
        check("new", "↑↑", "قبل|");
        check("new", "↑↑↑↑↓", "before|");
        check("new", "↑↑↓↓", "new|");
        check("new", "↓", "new|");
        check("new", "↑x↑↓", "beforex|");
    }

    #[test]
    fn a_paste_becomes_one_line() {
        let pasted = |text: &str| {
            let mut edit = Edit::new(Direction::Ltr, Vec::new());
            assert!(edit.insert(text));
            edit.text().to_owned()
        };
        assert_eq!(pasted("a\r\nb\n\n\tc\n"), "a b c");
        assert_eq!(pasted("a\u{2028}b\tc"), "a b c");
        assert_eq!(pasted("\u{1B}[31ma\u{7F}\u{9B}\0"), "[31ma");
        assert_eq!(pasted("a\u{202E}b\u{2066}c\u{FEFF}\u{AD}"), "abc");
        let kept = "می\u{200C}ر\u{200D}\u{200E}\u{200F}\u{61C}❤\u{FE0F}";
        assert_eq!(pasted(kept), kept);
    }

    #[test]
    fn a_full_line_takes_nothing_more() {
        let mut edit = Edit::new(Direction::Ltr, Vec::new());
        assert!(edit.insert(&"ب".repeat(MAX - 1)));
        assert!(!edit.insert("تث"));
        assert!(edit.text().ends_with("بت"));
        assert!(!edit.insert("ث"));
        assert!(edit.insert(""));
        assert_eq!(edit.text().chars().count(), MAX);
        edit.clear();
        assert!(edit.is_empty());
    }

    /// Letters, digits, blanks, brackets, marks, joiners, marks of direction, wide characters, emoji
    /// and what they are made of, phrases in one character.
    const TEXT: &str =
        "[a-c0-9٠-٢ .,،()«»ابلاملَُّﷺ﷽\u{200C}-\u{200F}\u{61C}\u{301}漢😀👨👩🇸🇦\u{FE0F}\u{6DD}]{0,40}";
    const KEYS: &str =
        "[←→⇠⇢⇤⇥⌫⌦⌧⌞⌟⎀↑↓ab1٢ .(ابلامَ\u{200C}-\u{200F}\u{301}ﷺ漢👨👩🇸🇦\u{FE0F}\u{6DD}ﻻ\t]{0,40}";
    const MOVES: &str = "[←→⇠⇢⇤⇥]{0,40}";

    fn any_base() -> impl Strategy<Value = Direction> {
        prop_oneof![Just(Direction::Ltr), Just(Direction::Rtl)]
    }

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

    /// How much is seen on the left of the caret: its place, to the eye.
    fn place(edit: &Edit) -> usize {
        let order = edit.order();
        let left = order.visual[..order.gap(edit.caret)].iter();
        left.filter(|&&cluster| order.clusters[cluster].seen)
            .count()
    }

    fn places(edit: &Edit) -> usize {
        let clusters = &edit.order().clusters;
        clusters.iter().filter(|cluster| cluster.seen).count()
    }

    fn is_boundary(text: &str, byte: usize) -> bool {
        let mut starts = text.grapheme_indices(true).map(|(start, _)| start);
        byte == text.len() || starts.any(|start| start == byte)
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_caret_is_always_between_clusters(base in any_base(), text in TEXT, keys in KEYS) {
            let mut edit = edit(base, &text);
            for key in keys.chars() {
                press(&mut edit, key.encode_utf8(&mut [0; 4]));
                prop_assert!(is_boundary(edit.text(), edit.caret()), "{:?}", edit);
            }
        }

        #[test]
        fn whatever_is_pasted_is_a_line(base in any_base(), text in any::<String>(), keys in KEYS, pasted in any::<String>(), width in 0usize..30, display in any_display()) {
            let mut edit = edit(base, &text);
            press(&mut edit, &keys);
            edit.insert(&pasted);
            prop_assert!(is_boundary(edit.text(), edit.caret()));
            prop_assert!(!edit.text().contains(char::is_control));
            for cell in edit.view(width, display).cells {
                prop_assert!(is_cell(&cell.symbol), "{:?}", cell.symbol);
            }
        }

        #[test]
        fn left_and_right_undo_each_other(base in any_base(), text in TEXT, moves in MOVES) {
            let mut edit = edit(base, &text);
            press(&mut edit, &moves);
            let before = place(&edit);
            if before > 0 {
                press(&mut edit, "←");
                prop_assert_eq!(place(&edit), before - 1);
                press(&mut edit, "→");
                prop_assert_eq!(place(&edit), before);
            }
            if before < places(&edit) {
                press(&mut edit, "→");
                prop_assert_eq!(place(&edit), before + 1);
                press(&mut edit, "←");
                prop_assert_eq!(place(&edit), before);
            }
        }

        #[test]
        fn arrows_pass_every_place_once(base in any_base(), text in TEXT) {
            let mut edit = edit(base, &text);
            for (to_edge, back) in [('←', '→'), ('→', '←')] {
                let (to_edge, back) = (to_edge.to_string(), back.to_string());
                press(&mut edit, &to_edge.repeat(50));
                let mut seen = vec![place(&edit)];
                for _ in 0..places(&edit) {
                    press(&mut edit, &back);
                    seen.push(place(&edit));
                }
                if back == "←" {
                    seen.reverse();
                }
                prop_assert!(seen.iter().copied().eq(0..=places(&edit)), "{:?}", seen);
            }
        }

        #[test]
        fn every_arrow_is_seen(base in any_base(), text in TEXT, display in any_display()) {
            let display = Display { letters: Letters::Base, ..display };
            let mut edit = edit(base, &text);
            press(&mut edit, &"←".repeat(50));
            let mut column = edit.view(500, display).caret;
            for _ in 0..places(&edit) {
                press(&mut edit, "→");
                let next = edit.view(500, display).caret;
                prop_assert!(column < next, "{} {} {:?}", column, next, edit);
                column = next;
            }
        }

        #[test]
        fn words_lead_to_the_edges(base in any_base(), text in TEXT, moves in MOVES) {
            let mut edit = edit(base, &text);
            press(&mut edit, &moves);
            for (key, edge) in [("⇠", 0), ("⇢", places(&edit))] {
                for _ in 0..50 {
                    let before = place(&edit);
                    press(&mut edit, key);
                    let forward = if edge == 0 { place(&edit) <= before } else { place(&edit) >= before };
                    prop_assert!(forward);
                }
                prop_assert_eq!(place(&edit), edge);
            }
        }

        #[test]
        fn what_is_typed_stands_at_the_place_of_its_direction(base in any_base(), text in TEXT, moves in MOVES) {
            let mut edit = edit(base, &text);
            press(&mut edit, &moves);
            for caret in [edit.caret, edit.caret.other()] {
                let order = edit.order();
                let neighbour = order.attached(caret).map(|cluster| order.clusters[cluster].source);
                let is_letter = |c| matches!(bidi_class(c), BidiClass::L | BidiClass::AL);
                if !neighbour.is_none_or(is_letter) {
                    continue;
                }
                // Typing looks at neither of the two places: the text alone decides.
                let mut typed = Edit { caret, ..edit.clone() };
                let before = place(&typed);
                let rtl = order.is_rtl_at(caret);
                typed.insert(if rtl { "س" } else { "x" });
                // The line has not turned around, and the letter is seen beside what was there.
                if typed.order().rtl == order.rtl && places(&typed) == places(&edit) + 1 {
                    prop_assert_eq!(place(&typed), before + usize::from(!rtl), "{:?}", typed);
                }
            }
        }

        #[test]
        fn deleting_back_undoes_typing(base in any_base(), text in TEXT, moves in MOVES, typed in "[a1٢ .(اب漢َ\u{200C}\u{200E}\u{200F}]") {
            // END OF AYAH makes one cluster with whatever is typed after it.
            let mut edit = edit(base, &text.replace('\u{6DD}', ""));
            press(&mut edit, &moves);
            let before = edit.clone();
            edit.insert(&typed);
            // What glues the characters at its sides together is no cluster of its own.
            prop_assume!(edit.caret() == before.caret() + typed.len());
            press(&mut edit, "⌫");
            prop_assert_eq!(edit.text(), before.text());
            prop_assert_eq!(edit.caret(), before.caret());
        }

        #[test]
        fn the_view_fits_and_the_caret_is_in_it(base in any_base(), text in TEXT, keys in KEYS, width in 1usize..50, display in any_display()) {
            let mut edit = edit(base, &text);
            press(&mut edit, &keys);
            let view = edit.view(width, display);
            let used: usize = view.cells.iter().map(|cell| usize::from(cell.width)).sum();
            prop_assert!(view.left + used <= width);
            prop_assert!(view.caret < width);
            prop_assert!(view.second.is_none_or(|second| second < width && second != view.caret));
            for cell in &view.cells {
                prop_assert!(is_cell(&cell.symbol), "{:?}", cell.symbol);
            }
        }

        #[test]
        fn a_part_of_a_line_is_seen_as_in_the_whole(base in any_base(), text in TEXT, moves in MOVES, width in 7usize..50, display in any_display()) {
            // A phrase is spelled out only where there is room.
            let mut edit = edit(base, &text.replace(['ﷺ', '﷽'], ""));
            press(&mut edit, &moves);
            let at_caret = |width| {
                let view = edit.view(width, display);
                let mut column = view.left;
                let cell = view.cells.iter().find(|cell| {
                    column += usize::from(cell.width);
                    column > view.caret
                });
                cell.filter(|_| view.left <= view.caret).map(|cell| (cell.byte, cell.symbol.clone()))
            };
            prop_assert_eq!(at_caret(width), at_caret(500));
        }

        #[test]
        fn a_line_is_drawn_as_a_title_is(text in "[a-c0-9٠-٢ .,،()«»ابلاملَُّﷺ\u{200C}-\u{200F}\u{61C}漢😀]{0,40}", display in any_display()) {
            let text = text + &"ب".repeat(41);
            let title = Line::new(&text, 500, display);
            prop_assert_eq!(edit(Direction::Ltr, &text).view(500, display).cells, title.cells);
        }
    }
}
