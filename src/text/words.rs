//! Words as a terminal has to get them that applies UAX #9 by itself, so that it shows them as they
//! were laid out.

use std::iter::once;

use super::bidi::Direction;
use super::reorder::{Strength, mirrored, shown, strength};

/// Strong from left to right, and blank in a font: it parts words for such a terminal.
pub const STRONG_BLANK: char = '\u{2800}';

/// A word as it is to be sent between two strong blanks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// For each place from left to right the index of a character of the word, and the character to
    /// send for it: mirrored, perhaps, or a weaker twin.
    pub order: Vec<(usize, char)>,
    /// Whether the word is then shown as it was laid out.
    pub is_shown: bool,
    /// Whether it is whatever else stands in the row. A bracket between letters of one word whose
    /// other one is in another word, or nowhere, may make a pair (N0) with one that stands elsewhere.
    pub is_certain: bool,
}

/// The order in which UAX #9, from left to right between two strong blanks, shows `word`, given by
/// its base characters from left to right, as it is.
///
/// There is none for a number right of the letters it is glued to (`1445هـ`): the layout parts these
/// ([`super::Gap::Numbers`]).
pub fn stored(word: &[char]) -> Stored {
    let places: Vec<Place> = word.iter().copied().map(Place::new).collect();
    let as_it_is = find_order(&places);
    if as_it_is.is_certain || !places.iter().any(|place| place.weaker().is_some()) {
        return as_it_is;
    }
    let weaker = places.iter().map(|place| place.weaker().unwrap_or(*place));
    let weaker = find_order(&weaker.collect::<Vec<_>>());
    if weaker.is_shown { weaker } else { as_it_is }
}

/// The Arabic question mark and semicolon are strong (AL) as letters are, and where one comes to
/// stand left of a number (`شاهد 3D Max؟`), no order of the two shows them so. Twins of theirs from
/// other scripts look the same and are neutral.
const WEAK_TWINS: [(char, char); 2] = [('؟', '⸮'), ('؛', '⁏')];

/// What was drawn where `sent` is sent.
pub fn strong_twin(sent: char) -> char {
    let twin = WEAK_TWINS.iter().find(|(_, it)| *it == sent);
    twin.map_or(sent, |&(strong, _)| strong)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    base: char,
    strength: Strength,
}

impl Place {
    fn new(base: char) -> Self {
        let strength = strength(base);
        Self { base, strength }
    }

    fn weaker(self) -> Option<Self> {
        let twin = WEAK_TWINS.iter().find(|(strong, _)| *strong == self.base);
        twin.map(|&(_, twin)| Self::new(twin))
    }

    fn is_letter(self) -> bool {
        self.strength == Strength::Rtl
    }

    /// Whether it makes a terminal reorder what is around it.
    fn reorders(self) -> bool {
        matches!(self.strength, Strength::Rtl | Strength::ArabicNumber)
    }

    fn is_digit(self) -> bool {
        matches!(self.strength, Strength::Number | Strength::ArabicNumber)
    }
}

fn find_order(places: &[Place]) -> Stored {
    let plain = |place: &Place| match place.strength {
        Strength::Rtl => true,
        Strength::Neutral => mirrored(place.base) == place.base,
        Strength::Ltr | Strength::Number | Strength::ArabicNumber => false,
    };
    let first = turned_around(places, Place::reorders, &SEPARATORS);
    if places.iter().all(plain) {
        return Stored {
            order: first,
            is_shown: true,
            is_certain: true,
        };
    }
    // European numbers beside Hebrew keep their currency and their percent sign (W5), and beside
    // Arabic, where they are Arabic numbers (W2), do not.
    let others = [
        turned_around(places, Place::is_letter, &SEPARATORS),
        turned_around(places, Place::reorders, &TERMINATORS),
    ];
    let mut orders = once(first.clone()).chain(others);
    match orders.find(|order| shows_itself(places, order)) {
        Some(order) => Stored {
            is_certain: has_whole_pairs(places, &order),
            is_shown: true,
            order,
        },
        None => Stored {
            order: first,
            is_shown: false,
            is_certain: false,
        },
    }
}

/// In each stretch without a left-to-right letter, which needs no help, the part from the first
/// place that `reaches` to the last: back to front but for its numbers, with what belongs to them.
fn turned_around(
    places: &[Place],
    reaches: impl Fn(Place) -> bool,
    belongs: &[char],
) -> Vec<(usize, char)> {
    let as_drawn = |at: usize| (at, places[at].base);
    let mut order: Vec<(usize, char)> = (0..places.len()).map(as_drawn).collect();
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
            for (to, from) in part.zip(back) {
                let Place { base, strength } = places[from];
                let is_turned = strength == Strength::Neutral;
                order[to] = (from, if is_turned { mirrored(base) } else { base });
            }
        }
        start += stretch.len() + 1;
    }
    order
}

/// Whether each bracket that is turned has its other one beside it in the word.
fn has_whole_pairs(places: &[Place], order: &[(usize, char)]) -> bool {
    let mut open = Vec::new();
    let turned = order
        .iter()
        .filter(|&&(from, sent)| sent != places[from].base);
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

/// What is part of a number between two digits (W4).
const SEPARATORS: [char; 5] = [',', '.', ':', '/', '\u{60C}'];
/// What is part of a number at its ends (W5), or between digits: the commonest.
const TERMINATORS: [char; 9] = [',', '.', ':', '/', '+', '-', '$', '%', '#'];

/// How many of the places at `back`, a stretch read from its end, are one number: digits and what
/// `belongs` to them.
fn number_length(places: &[Place], back: &[usize], belongs: &[char]) -> usize {
    let is_digit = |at: usize| back.get(at).is_some_and(|&index| places[index].is_digit());
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

/// Whether UAX #9 over `order` shows `places` from left to right.
fn shows_itself(places: &[Place], order: &[(usize, char)]) -> bool {
    let sent = order.iter().map(|&(_, sent)| sent);
    let row: Vec<char> = once(STRONG_BLANK)
        .chain(sent)
        .chain(once(STRONG_BLANK))
        .collect();
    let shown = shown(&row, Direction::Ltr);
    let inner = shown[1..shown.len() - 1].iter();
    let there = inner.map(|&(at, turned)| if turned { mirrored(row[at]) } else { row[at] });
    there.eq(places.iter().map(|place| place.base))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `word`, written from left to right as it is seen, to what is sent for it.
    fn check(word: &str, expected: &str, is_shown: bool) {
        let word: Vec<char> = word.chars().collect();
        let stored = stored(&word);
        let sent: String = stored.order.iter().map(|&(_, sent)| sent).collect();
        assert_eq!((sent.as_str(), stored.is_shown), (expected, is_shown));
    }

    #[test]
    fn letters_are_sent_in_logical_order_and_numbers_as_they_are() {
        check("تب", "بت", true);
        check("ت12ب", "ب12ت", true);
        check("(ت)ب", "(ب(ت", true);
        check("٢٠٢٦–٢٠٢٤", "٢٠٢٤–٢٠٢٦", true);
    }

    #[test]
    fn a_number_right_of_its_letters_cannot_be_sent() {
        check("ه1445", "ه1445", false);
    }

    #[test]
    fn a_strong_sign_left_of_a_number_is_sent_as_its_weak_twin() {
        check("؟3D", "⸮3D", true);
        assert_eq!(strong_twin('⸮'), '؟');
    }
}
