//! Choosing words of a sentence by keys that follow the eye: what a topic rests on.
//!
//! What is chosen is one range of the text, from an anchor to a head. Both are units: words or
//! grapheme clusters. An arrow moves the head to the unit that is next on the screen, wherever its
//! bytes are, and at the end of a row to where reading goes on. So the units of a sentence have one
//! order, that of the eye: row by row, and in each from the edge at which its paragraph begins.
//!
//! A unit that two directions tear apart is where its leftmost cell is, one that is broken between
//! rows where it begins. A cluster without a cell of its own, as the ALEF of a lam-alef, is one unit
//! with the cluster before it; blanks and what is not seen are none.

use std::cmp::Reverse;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::cluster::{Glyph, glyph};
use super::is_visible;
use super::layout::Layout;

/// Words that are being chosen in one sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pick {
    sentence: Range<usize>,
    /// In logical order.
    words: Vec<Range<usize>>,
    /// The clusters that are seen, in logical order.
    letters: Vec<Range<usize>>,
    unit: Unit,
    anchor: Range<usize>,
    head: Range<usize>,
    /// Where [`Pick::up`] and [`Pick::down`] want to be, as in [`Place::distance`].
    goal: Option<usize>,
}

/// What an arrow passes over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// What stands between white space, without the punctuation around it.
    Word,
    /// A grapheme cluster that is seen.
    Letter,
}

/// A unit on the screen.
#[derive(Debug, Clone)]
struct Place {
    row: usize,
    /// Columns of the row, from its left end.
    columns: Range<usize>,
    /// Columns of the row, from the edge at which its paragraph begins.
    reading: Range<usize>,
    bytes: Range<usize>,
}

/// A way through the units in the order of the eye.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    On,
    Back,
}

impl Pick {
    /// Chooses the word of `sentence` (bytes of `text`, in one paragraph) that is first to the eye,
    /// in the rows in which `layout` shows `text`. Nothing, if it has no word.
    pub fn new(text: &str, layout: &Layout, sentence: Range<usize>) -> Option<Self> {
        let mut pick = Self::unset(text, sentence)?;
        let first = pick.places(layout).into_iter().next()?;
        pick.anchor = first.bytes.clone();
        pick.head = first.bytes;
        Some(pick)
    }

    /// Chooses `bytes` in `sentence`, and what is missing of the clusters at their ends: by words,
    /// if they are whole words, else by letters. Nothing, if nothing of the sentence is seen there.
    pub fn from_bytes(
        text: &str,
        layout: &Layout,
        sentence: Range<usize>,
        bytes: Range<usize>,
    ) -> Option<Self> {
        let mut pick = Self::unset(text, sentence)?;
        let begins = pick.words.iter().any(|word| word.start == bytes.start);
        let ends = pick.words.iter().any(|word| word.end == bytes.end);
        if !(begins && ends) {
            pick.unit = Unit::Letter;
        }
        let units = pick.units().iter();
        let mut chosen = units.filter(|unit| overlap(unit, &bytes));
        let first = chosen.next()?.clone();
        let last = chosen.next_back().unwrap_or(&first).clone();
        (pick.anchor, pick.head) = (first, last);
        // Of a lam-alef, both or none.
        pick.settle(layout);
        Some(pick)
    }

    /// The units of a sentence, none of them chosen.
    fn unset(text: &str, sentence: Range<usize>) -> Option<Self> {
        let quote = text.get(sentence.clone())?;
        let mut words: Vec<Range<usize>> = Vec::new();
        let mut letters: Vec<Range<usize>> = Vec::new();
        // Whether a word goes on here, and whether a blank is before.
        let (mut goes_on, mut parted) = (false, false);
        for (start, cluster) in quote.grapheme_indices(true) {
            let start = sentence.start + start;
            let bytes = start..start + cluster.len();
            if cluster.starts_with(char::is_whitespace) {
                (goes_on, parted) = (false, true);
                continue;
            }
            // A mark behind a mark of direction is a cluster, but drawn on the letter before both.
            if cluster.contains(is_mark)
                && !cluster.contains(is_spacing)
                && let Some(letter) = letters.last_mut()
            {
                let word = words.last_mut().filter(|word| word.end == letter.end);
                if !parted {
                    letter.end = bytes.end;
                    word.into_iter().for_each(|word| word.end = bytes.end);
                }
                continue;
            }
            if cluster.contains(is_of_word) {
                match words.last_mut() {
                    Some(word) if goes_on => word.end = bytes.end,
                    _ => words.push(bytes.clone()),
                }
                goes_on = true;
            }
            if is_visible(cluster) {
                letters.push(bytes);
                parted = false;
            }
        }
        let at = sentence.start..sentence.start;
        Some(Self {
            sentence,
            words,
            letters,
            unit: Unit::Word,
            anchor: at.clone(),
            head: at,
            goal: None,
        })
    }

    /// What is chosen: bytes of the text, in the sentence, between grapheme clusters.
    pub fn bytes(&self) -> Range<usize> {
        self.anchor.start.min(self.head.start)..self.anchor.end.max(self.head.end)
    }

    /// The unit that an arrow moves, and that has to be in view.
    pub fn head(&self) -> Range<usize> {
        self.head.clone()
    }

    /// What an arrow passes over.
    pub fn unit(&self) -> Unit {
        self.unit
    }

    /// To the unit on the left; with `extend`, the one that was chosen first stays chosen.
    pub fn left(&mut self, layout: &Layout, extend: bool) {
        let way = if self.is_rtl(layout) {
            Way::On
        } else {
            Way::Back
        };
        self.step(layout, way, extend);
    }

    /// To the unit on the right; `extend` as for [`Pick::left`].
    pub fn right(&mut self, layout: &Layout, extend: bool) {
        let way = if self.is_rtl(layout) {
            Way::Back
        } else {
            Way::On
        };
        self.step(layout, way, extend);
    }

    /// To the nearest unit of the row above; `extend` as for [`Pick::left`].
    pub fn up(&mut self, layout: &Layout, extend: bool) {
        self.climb(layout, Way::Back, extend);
    }

    /// To the nearest unit of the row below; `extend` as for [`Pick::left`].
    pub fn down(&mut self, layout: &Layout, extend: bool) {
        self.climb(layout, Way::On, extend);
    }

    /// Goes by `unit` from now on; nothing that is chosen is lost. Words are taken as a whole. By
    /// letters, the head is the last of them, so that the next arrow takes one away or adds one.
    pub fn set_unit(&mut self, layout: &Layout, unit: Unit) {
        if unit == self.unit {
            return;
        }
        let before = self.unit;
        let chosen = self.bytes();
        let backwards = self.head.start < self.anchor.start;
        self.unit = unit;
        let mut places = self.places(layout);
        places.sort_by_key(|place| place.bytes.start);
        let within = |place: &&Place| overlap(&place.bytes, &chosen);
        let first = places.iter().find(within);
        let last = places.iter().rfind(within);
        // Of punctuation alone, the word next to it.
        let next = || {
            let after = places.iter().find(|it| it.bytes.start >= chosen.end);
            after.or(places.last())
        };
        let Some((first, last)) = first.zip(last).or_else(|| next().map(|it| (it, it))) else {
            self.unit = before;
            return;
        };
        let first = first.bytes.start.min(chosen.start)..first.bytes.end;
        let last = last.bytes.start..last.bytes.end.max(chosen.end);
        (self.anchor, self.head) = if backwards && unit == Unit::Word {
            (last, first)
        } else {
            (first, last)
        };
        self.goal = None;
    }

    fn units(&self) -> &[Range<usize>] {
        match self.unit {
            Unit::Word => &self.words,
            Unit::Letter => &self.letters,
        }
    }

    fn is_rtl(&self, layout: &Layout) -> bool {
        let row = layout.rows(self.sentence.clone()).start;
        layout.lines().get(row).is_some_and(|line| line.rtl)
    }

    /// The units that are seen, in the order of the eye.
    fn places(&self, layout: &Layout) -> Vec<Place> {
        let units = self.units();
        let mut seen: Vec<Option<Place>> = vec![None; units.len()];
        for row in layout.rows(self.sentence.clone()) {
            let line = &layout.lines()[row];
            let mut column = 0;
            for cell in &line.cells {
                let columns = column..column + usize::from(cell.width);
                column = columns.end;
                let unit = units.partition_point(|unit| unit.end <= cell.byte);
                let starts = |unit: &Range<usize>| cell.begins && unit.start <= cell.byte;
                if !units.get(unit).is_some_and(starts) {
                    continue;
                }
                match &mut seen[unit] {
                    Some(place) if place.row == row => place.columns.end = columns.end,
                    Some(_) => {}
                    place => {
                        *place = Some(Place {
                            row,
                            columns,
                            reading: 0..0,
                            bytes: units[unit].clone(),
                        });
                    }
                }
            }
        }
        let mut places: Vec<Place> = Vec::new();
        for (unit, place) in units.iter().zip(seen) {
            match (place, places.last_mut()) {
                (Some(place), _) => places.push(place),
                (None, Some(before)) if self.unit == Unit::Letter => before.bytes.end = unit.end,
                (None, _) => {}
            }
        }
        for place in &mut places {
            let line = &layout.lines()[place.row];
            let Range { start, end } = place.columns;
            place.reading = if line.rtl {
                let width = line.width();
                width - end..width - start
            } else {
                start..end
            };
        }
        if self.is_rtl(layout) {
            places.sort_by_key(|place| (place.row, Reverse(place.columns.start)));
        } else {
            places.sort_by_key(|place| (place.row, place.columns.start));
        }
        places
    }

    /// Which of `places` has the head.
    fn current(&self, places: &[Place]) -> Option<usize> {
        let mut all = places.iter();
        all.position(|place| overlap(&place.bytes, &self.head))
            .or_else(|| {
                let distance = |&index: &usize| places[index].bytes.start.abs_diff(self.head.start);
                (0..places.len()).min_by_key(distance)
            })
    }

    fn step(&mut self, layout: &Layout, way: Way, extend: bool) {
        let places = self.places(layout);
        let Some(current) = self.current(&places) else {
            return;
        };
        let next = match way {
            Way::On => current.checked_add(1),
            Way::Back => current.checked_sub(1),
        };
        if let Some(place) = next.and_then(|next| places.get(next)) {
            self.go_to(place, extend);
            self.goal = None;
        }
    }

    fn climb(&mut self, layout: &Layout, way: Way, extend: bool) {
        let places = self.places(layout);
        let Some(current) = self.current(&places).map(|index| &places[index]) else {
            return;
        };
        let goal = self.goal.unwrap_or_else(|| current.centre());
        let rows = places.iter().map(|place| place.row);
        let row = match way {
            Way::On => rows.filter(|&row| row > current.row).min(),
            Way::Back => rows.filter(|&row| row < current.row).max(),
        };
        let on_row = places.iter().filter(|place| Some(place.row) == row);
        if let Some(place) = on_row.min_by_key(|place| place.distance(goal)) {
            self.go_to(place, extend);
            self.goal = Some(goal);
        }
    }

    fn go_to(&mut self, place: &Place, extend: bool) {
        self.head = place.bytes.clone();
        if !extend {
            self.anchor = place.bytes.clone();
        }
    }

    /// Makes the anchor and the head whole, where they share a cell with what is not chosen.
    fn settle(&mut self, layout: &Layout) {
        for place in self.places(layout) {
            for end in [&mut self.anchor, &mut self.head] {
                if overlap(&place.bytes, end) {
                    *end = place.bytes.clone();
                }
            }
        }
    }
}

impl Place {
    /// Half columns from the edge at which the paragraph begins.
    fn centre(&self) -> usize {
        self.reading.start + self.reading.end
    }

    /// How far the unit is from `goal`, in half columns.
    fn distance(&self, goal: usize) -> usize {
        let (start, end) = (2 * self.reading.start, 2 * self.reading.end);
        start.saturating_sub(goal) + goal.saturating_sub(end)
    }
}

/// Whether `c` makes what it stands in a word: marks alone do not.
fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() && !is_mark(c)
}

fn is_mark(c: char) -> bool {
    matches!(glyph(c), Glyph::Mark(_))
}

fn is_spacing(c: char) -> bool {
    matches!(glyph(c), Glyph::Spacing(..))
}

fn overlap(one: &Range<usize>, other: &Range<usize>) -> bool {
    one.start < other.end && other.start < one.end
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::bidi::{Direction, direction};
    use super::super::display::Display;
    use super::*;

    fn laid_out(text: &str, width: u16) -> Layout {
        Layout::new(text, width, direction(text), &[], Display::default())
    }

    /// Presses `keys`: arrows, double arrows that extend, `l` for letters and `w` for words.
    fn press(pick: &mut Pick, layout: &Layout, keys: &str) {
        for key in keys.chars() {
            match key {
                '←' => pick.left(layout, false),
                '→' => pick.right(layout, false),
                '↑' => pick.up(layout, false),
                '↓' => pick.down(layout, false),
                '⇐' => pick.left(layout, true),
                '⇒' => pick.right(layout, true),
                '⇑' => pick.up(layout, true),
                '⇓' => pick.down(layout, true),
                'l' => pick.set_unit(layout, Unit::Letter),
                _ => pick.set_unit(layout, Unit::Word),
            }
        }
    }

    /// What is chosen in `text` at `width` after each of `keys`.
    fn check(text: &str, width: u16, keys: &str, expected: &[&str]) {
        let layout = laid_out(text, width);
        let mut pick = Pick::new(text, &layout, 0..text.len()).unwrap();
        let mut chosen = vec![&text[pick.bytes()]];
        for key in keys.chars() {
            press(&mut pick, &layout, key.encode_utf8(&mut [0; 4]));
            chosen.push(&text[pick.bytes()]);
        }
        assert_eq!(chosen, expected, "{text:?} {keys}");
    }

    #[test]
    fn words_are_without_the_punctuation_around_them() {
        check(
            "قال: «وَلِلعمّال (حقوق)».",
            40,
            "←←←",
            &["قال", "وَلِلعمّال", "حقوق", "حقوق"],
        );
        check(
            "The anti-trafficking unit, 3.5 %",
            40,
            "→→→→",
            &["The", "anti-trafficking", "unit", "3.5", "3.5"],
        );
        check("كتـــاب ، نعم", 40, "←", &["كتـــاب", "نعم"]);
    }

    #[test]
    fn arrows_follow_the_eye_through_latin_and_digits() {
        check(
            "قالت Open AI Lab في 2024 نعم",
            60,
            "←←←←←←←",
            &["قالت", "Lab", "AI", "Open", "في", "2024", "نعم", "نعم"],
        );
        check(
            "He said وزير العمل here",
            60,
            "→→→→→",
            &["He", "said", "العمل", "وزير", "here", "here"],
        );
    }

    #[test]
    fn the_first_word_is_the_first_to_the_eye() {
        check("Open AI قالت نعم", 40, "←→→", &["AI", "Open", "AI", "AI"]);
    }

    #[test]
    fn a_row_goes_on_where_reading_does() {
        // قال الوزير / إن العمل / نعم
        let text = "قال الوزير إن العمل نعم";
        check(
            text,
            11,
            "←←→→→",
            &["قال", "الوزير", "إن", "الوزير", "قال", "قال"],
        );
        check("one two three", 8, "→→←", &["one", "two", "three", "two"]);
    }

    #[test]
    fn up_and_down_keep_the_place_in_the_row() {
        let text = "قال الوزير إن العمل نعم لا";
        check(
            text,
            11,
            "←↓↓↑↑",
            &["قال", "الوزير", "العمل", "لا", "العمل", "الوزير"],
        );
        // A long word in between does not lead away.
        check(
            "aaa bbb ccccccccc ddd eee",
            9,
            "→↓↓",
            &["aaa", "bbb", "ccccccccc", "eee"],
        );
    }

    #[test]
    fn what_is_chosen_grows_and_shrinks_from_its_anchor() {
        check(
            "قال الوزير إن العمل حق",
            60,
            "←⇐⇐⇒⇒⇒←",
            &[
                "قال",
                "الوزير",
                "الوزير إن",
                "الوزير إن العمل",
                "الوزير إن",
                "الوزير",
                "قال الوزير",
                "الوزير",
            ],
        );
        check(
            "one two three",
            4,
            "⇓⇓⇑",
            &["one", "one two", "one two three", "one two"],
        );
    }

    #[test]
    fn letters_begin_at_the_last_one() {
        check(
            "نعم بِها كله",
            40,
            "←l⇒⇐⇐w",
            &["نعم", "بِها", "بِها", "بِه", "بِها", "بِها ك", "بِها كله"],
        );
        // The other end of what was chosen backwards stays where it was.
        check(
            "نعم قال كله",
            40,
            "←⇒lw",
            &["نعم", "قال", "نعم قال", "نعم قال", "نعم قال"],
        );
    }

    #[test]
    fn a_lam_alef_is_one_unit_and_blanks_are_none() {
        check(
            "سلام نعم",
            40,
            "l→→←←←",
            &["سلام", "سلام", "لا", "س", "لا", "م", "ن"],
        );
    }

    #[test]
    fn a_mark_behind_a_mark_of_direction_stays_with_its_letter() {
        let text = "ab\u{200E}\u{301}, c";
        check(text, 40, "→", &["ab\u{200E}\u{301}", "c"]);
        check(
            text,
            40,
            "l→",
            &["ab\u{200E}\u{301}", "ab\u{200E}\u{301}", ","],
        );
        check("a \u{200E}\u{301} c", 40, "l→", &["a", "a", "c"]);
    }

    #[test]
    fn words_lose_no_punctuation_that_letters_chose() {
        check(
            "قال. نعم",
            40,
            "l⇐w⇐",
            &["قال", "قال", "قال.", "قال.", "قال. نعم"],
        );
        // From the full stop alone to the word after it.
        check("قال. نعم", 40, "l←w", &["قال", "قال", ".", ". نعم"]);
    }

    #[test]
    fn what_was_stored_is_chosen_again() {
        let text = "قال الوزير: سلام نعم";
        let layout = laid_out(text, 40);
        let chosen = |quote: &str| {
            let start = text.find(quote).unwrap();
            let pick = Pick::from_bytes(text, &layout, 0..text.len(), start..start + quote.len());
            pick.map(|pick| (&text[pick.bytes()], pick.unit()))
        };
        assert_eq!(chosen("الوزير: سلام"), Some(("الوزير: سلام", Unit::Word)));
        assert_eq!(chosen("الوزير:"), Some(("الوزير:", Unit::Letter)));
        assert_eq!(chosen("وزير"), Some(("وزير", Unit::Letter)));
        assert_eq!(chosen("ا"), Some(("ا", Unit::Letter)));
        assert_eq!(
            chosen("ام"),
            Some(("لام", Unit::Letter)),
            "a cell is not cut"
        );
        assert_eq!(chosen(" "), None);
        assert!(Pick::from_bytes(text, &layout, 0..6, 7..19).is_none());
    }

    #[test]
    fn a_sentence_without_a_word_has_nothing_to_choose() {
        for text in ["", " ", "…", "😀", "«»"] {
            assert!(Pick::new(text, &laid_out(text, 10), 0..text.len()).is_none());
        }
        assert!(Pick::new("ab", &laid_out("ab", 10), 0..9).is_none());
    }

    const TEXT: &str = "[a-c0-9٠-٢ .,،()«»ابلاملَُّﷺ\u{200C}-\u{200F}\u{61C}\u{301}漢😀]{0,40}";
    const KEYS: &str = "[←→↑↓⇐⇒⇑⇓lw]{0,30}";

    /// A text and where its second part is in it.
    fn any_text() -> impl Strategy<Value = (String, Range<usize>)> {
        (TEXT, TEXT, TEXT).prop_map(|(before, sentence, after)| {
            let start = before.len() + 1;
            let bytes = start..start + sentence.len();
            (format!("{before} {sentence} {after}"), bytes)
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn every_word_is_reached_in_the_direction_of_reading((text, sentence) in any_text(), width in 1u16..40, base in prop_oneof![Just(Direction::Ltr), Just(Direction::Rtl)]) {
            let layout = Layout::new(&text, width, base, &[], Display::default());
            let is_word = |it: &&str| it.contains(is_of_word);
            let words = text[sentence.clone()].split_whitespace().filter(is_word).count();
            let Some(mut pick) = Pick::new(&text, &layout, sentence.clone()) else {
                prop_assert_eq!(words, 0);
                return Ok(());
            };
            let key = if layout.lines()[0].rtl { "←" } else { "→" };
            let mut reached = vec![pick.bytes()];
            for _ in 1..words {
                press(&mut pick, &layout, key);
                reached.push(pick.bytes());
            }
            reached.sort_by_key(|bytes| bytes.start);
            reached.dedup();
            prop_assert_eq!(&reached, &pick.words);
            prop_assert_eq!(reached.len(), words);
        }

        #[test]
        fn left_goes_left_and_right_comes_back((text, sentence) in any_text(), width in 1u16..40, keys in KEYS) {
            let layout = laid_out(&text, width);
            let Some(mut pick) = Pick::new(&text, &layout, sentence) else { return Ok(()) };
            press(&mut pick, &layout, &keys);
            press(&mut pick, &layout, "←→");
            let before = pick.clone();
            let place = |pick: &Pick| {
                let places = pick.places(&layout);
                let place = &places[pick.current(&places).unwrap()];
                (place.row, place.columns.start)
            };
            press(&mut pick, &layout, "←");
            let ((row, column), (to_row, to_column)) = (place(&before), place(&pick));
            if row == to_row && pick.head() != before.head() {
                prop_assert!(to_column < column);
                press(&mut pick, &layout, "→");
                prop_assert_eq!(pick.bytes(), before.bytes());
            }
        }

        #[test]
        fn what_is_chosen_is_in_the_sentence_and_cuts_no_cluster((text, sentence) in any_text(), width in 1u16..40, other in 1u16..40, keys in KEYS, more in KEYS) {
            let layout = laid_out(&text, width);
            let Some(mut pick) = Pick::new(&text, &layout, sentence.clone()) else { return Ok(()) };
            let check = |pick: &Pick| {
                let bytes = pick.bytes();
                let within = sentence.start <= bytes.start && bytes.end <= sentence.end;
                let starts = text[sentence.clone()].grapheme_indices(true).map(|(at, _)| sentence.start + at);
                let starts: Vec<usize> = starts.chain([sentence.end]).collect();
                within && !bytes.is_empty() && starts.contains(&bytes.start) && starts.contains(&bytes.end)
            };
            for (keys, width) in [(keys, width), (more, other)] {
                let layout = laid_out(&text, width);
                for key in keys.chars() {
                    let before = pick.bytes();
                    press(&mut pick, &layout, key.encode_utf8(&mut [0; 4]));
                    prop_assert!(check(&pick), "{:?}", pick);
                    if "lw".contains(key) {
                        prop_assert!(pick.bytes().start <= before.start && before.end <= pick.bytes().end);
                    }
                }
                let again = Pick::from_bytes(&text, &layout, sentence.clone(), pick.bytes());
                prop_assert_eq!(again.map(|it| it.bytes()), Some(pick.bytes()));
            }
        }

        #[test]
        fn whatever_range_is_stored_nothing_panics(text in any::<String>(), start in 0usize..60, end in 0usize..60, keys in KEYS) {
            let layout = laid_out(&text, 10);
            if let Some(mut pick) = Pick::from_bytes(&text, &layout, 0..text.len(), start..end) {
                press(&mut pick, &layout, &keys);
                prop_assert!(text.get(pick.bytes()).is_some());
            }
        }
    }
}
