//! Blanks that the text has not, between what some terminals cannot show side by side.

use super::bidi::Levels;
use super::display::Gap;
use super::reorder::{Strength, strength};
use super::shape::Shaped;

/// Puts the blanks of `gap` into `cells`, and those that part what is spelled out from other words.
pub(super) fn insert(cells: &mut Vec<Shaped>, levels: &Levels, gap: Gap) {
    let mut places = match gap {
        Gap::Nowhere => Vec::new(),
        Gap::Numbers => {
            let mut places = after_numbers(cells, levels);
            places.extend(beside_turned_numbers(cells, levels));
            places
        }
        Gap::Wide => beside_wide(cells),
    };
    places.extend(beside_spelled(cells));
    if places.is_empty() {
        return;
    }
    places.sort_unstable();
    places.dedup();
    let mut places = places.into_iter().peekable();
    let mut spaced = Vec::with_capacity(cells.len() + places.len());
    for (index, cell) in std::mem::take(cells).into_iter().enumerate() {
        if places.next_if_eq(&index).is_some()
            && let Some(before) = spaced.last()
        {
            // Of two runs that meet, the one with the lower level holds the other: a blank of
            // that level stands between them on the screen, too.
            let holds = levels.level(before) < levels.level(&cell);
            spaced.push(Shaped::gap(if holds { before } else { &cell }));
        }
        spaced.push(cell);
    }
    *cells = spaced;
}

/// The letters between which and a number before them no terminal that reorders each word by
/// itself can tell the order.
///
/// Such a terminal reads a word from left to right. A number that it meets after a right-to-left
/// letter becomes one of the run of that letter (UAX #9 W2), and one that it meets before stays on
/// the left: so a number on the right of letters with nothing right-to-left on its own right
/// cannot be sent. That is a number with which the word begins, or one between right-to-left and
/// Latin letters; after Latin letters it counts as one of them (W7).
fn after_numbers(cells: &[Shaped], levels: &Levels) -> Vec<usize> {
    let mut places = Vec::new();
    let mut strong = None;
    // The first number since the last strong character, and one that cannot be sent.
    let (mut number, mut exposed) = (None, None);
    for (index, cell) in cells.iter().enumerate() {
        if is_space(cell) {
            (strong, number, exposed) = (None, None, None);
            continue;
        }
        match strength(cell.base) {
            Strength::Number | Strength::ArabicNumber => {
                number.get_or_insert(index);
            }
            Strength::Ltr => {
                if strong != Some(Strength::Ltr) {
                    exposed = exposed.or(number);
                }
                (strong, number) = (Some(Strength::Ltr), None);
            }
            Strength::Rtl => {
                let begins = number.filter(|_| strong.is_none());
                // L2 reverses a stretch at its lowest level: at an even one the number is on the
                // left, where it is sent.
                let on_the_right = |number: usize| {
                    let levels = cells[number..=index].iter().map(|cell| levels.level(cell));
                    levels.min().is_some_and(|lowest| lowest.is_rtl())
                };
                if exposed.or(begins).is_some_and(on_the_right) {
                    places.push(index);
                }
                (strong, number, exposed) = (Some(Strength::Rtl), None, None);
            }
            Strength::Neutral => {}
        }
    }
    places
}

/// Where numbers touch anything that are at an odd level: by an override, which the text has and
/// the terminal gets none of.
fn beside_turned_numbers(cells: &[Shaped], levels: &Levels) -> impl Iterator<Item = usize> {
    let turned = |cell: &Shaped| {
        let number = matches!(
            strength(cell.base),
            Strength::Number | Strength::ArabicNumber
        );
        number && levels.level(cell).is_rtl()
    };
    cells
        .windows(2)
        .enumerate()
        .filter_map(move |(index, pair)| {
            let touches = turned(&pair[0]) != turned(&pair[1]) && !pair.iter().any(is_space);
            touches.then_some(index + 1)
        })
}

/// Where right-to-left letters touch a stretch of other characters with a two-cell one in it.
///
/// The whole stretch counts and not the neighbour alone: its far end may come to stand beside the
/// letters.
fn beside_wide(cells: &[Shaped]) -> Vec<usize> {
    let mut places = Vec::new();
    let mut start = 0;
    while start < cells.len() {
        let is_letter = |cell: &Shaped| strength(cell.base) == Strength::Rtl;
        let length = cells[start..]
            .iter()
            .position(is_letter)
            .unwrap_or(cells.len() - start);
        let end = start + length;
        if cells[start..end].iter().any(|cell| cell.width > 1) {
            if start > 0 && !is_space(&cells[start]) {
                places.push(start);
            }
            if end < cells.len() && !is_space(&cells[end - 1]) {
                places.push(end);
            }
        }
        start = end + 1;
    }
    places
}

/// Where what is spelled out touches another word: the eye would read the two as one.
fn beside_spelled(cells: &[Shaped]) -> impl Iterator<Item = usize> {
    cells.windows(2).enumerate().filter_map(|(index, pair)| {
        let touches = (pair[0].spelled || pair[1].spelled)
            && pair[1].begins
            && pair
                .iter()
                .all(|cell| strength(cell.base) != Strength::Neutral);
        touches.then_some(index + 1)
    })
}

fn is_space(cell: &Shaped) -> bool {
    cell.base == ' '
}
