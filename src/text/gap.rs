//! Blanks that the text has not, between what some terminals cannot show side by side.

use super::bidi::{Direction, Levels, mirrored};
use super::display::Gap;
use super::reorder::{Strength, script_direction, strength};
use super::shape::Shaped;
use super::words;

/// Puts the blanks of `gap` into `cells`, and those that part what is spelled out from other words.
pub(super) fn insert(cells: &mut Vec<Shaped>, levels: &Levels, gap: Gap) {
    put(cells, levels, beside_spelled(cells));
    match gap {
        Gap::Nowhere => {}
        Gap::Numbers => {
            put(cells, levels, between_numbers(cells));
            put(cells, levels, beside_embedded_words(cells, levels));
            let mut places = after_numbers(cells, levels);
            places.extend(beside_turned_numbers(cells, levels));
            put(cells, levels, places);
            put(cells, levels, inside_unsendable(cells, levels));
            put(cells, levels, beside_embedded_words(cells, levels));
        }
        Gap::Runs => {
            put(cells, levels, beside_wide(cells));
            put(cells, levels, beside_embedded_words(cells, levels));
            // What is one word depends on the blanks that are there by now.
            put(cells, levels, between_scripts(cells, levels));
            put(cells, levels, beside_embedded_words(cells, levels));
        }
    }
}

/// Puts a blank before each of the cells at `places`.
fn put(cells: &mut Vec<Shaped>, levels: &Levels, mut places: Vec<usize>) {
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

/// Between European and Arabic digits: which of them they are to a terminal depends on what it has
/// met before (W2, W7), so it may part what is one number here.
fn between_numbers(cells: &[Shaped]) -> Vec<usize> {
    let touch = |pair: &[Shaped]| {
        let [before, after] = [&pair[0], &pair[1]].map(|cell| strength(cell.base));
        matches!(
            (before, after),
            (Strength::Number, Strength::ArabicNumber) | (Strength::ArabicNumber, Strength::Number)
        )
    };
    let pairs = cells.windows(2).enumerate();
    pairs
        .filter(|(_, pair)| touch(pair))
        .map(|(index, _)| index + 1)
        .collect()
}

/// Where letters or numbers are glued to a stretch of several words that run the other way: on the
/// screen they touch the word at its other end.
fn beside_embedded_words(cells: &[Shaped], levels: &Levels) -> Vec<usize> {
    let mut places = Vec::new();
    let level = |index: usize| levels.level(&cells[index]);
    let is_word = |&index: &usize| {
        let base = cells[index].base;
        script_direction(base).is_some() || strength(base) == Strength::Number
    };
    let is_between = |index: &usize| !is_word(index) && !is_space(&cells[*index]);
    for start in 0..cells.len() {
        // The level of what is around the stretch.
        let outer = match start.checked_sub(1) {
            Some(before) => level(before),
            None => levels.base(),
        };
        if level(start) <= outer {
            continue;
        }
        let embedded = (start..cells.len()).take_while(|&index| level(index) > outer);
        let end = start + embedded.count();
        if !cells[start..end].iter().any(is_space) {
            continue;
        }
        let before = (0..start).rev().find(|index| !is_between(index));
        let after = (end..cells.len()).find(|index| !is_between(index));
        places.extend(before.filter(is_word).map(|_| start));
        places.extend(after.filter(is_word).map(|_| end));
    }
    places
}

/// Where numbers touch anything that are at an odd level: by an override, which the text has and
/// the terminal gets none of.
fn beside_turned_numbers(cells: &[Shaped], levels: &Levels) -> Vec<usize> {
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
        .filter_map(|(index, pair)| {
            let touches = turned(&pair[0]) != turned(&pair[1]) && !pair.iter().any(is_space);
            touches.then_some(index + 1)
        })
        .collect()
}

/// Between all that runs differently in a word that cannot be sent for a reason that none of the above
/// knows: mixtures that no text has but one that was made to have them.
fn inside_unsendable(cells: &[Shaped], levels: &Levels) -> Vec<usize> {
    let mut places = Vec::new();
    let mut start = 0;
    for word in cells.split(is_space) {
        let visual = levels.visual(word).into_iter();
        let seen: Vec<char> = visual
            .map(|(index, level)| {
                let base = word[index].base;
                if level.is_rtl() { mirrored(base) } else { base }
            })
            .collect();
        if !words::stored(&seen).is_shown {
            let differ = |&at: &usize| levels.level(&word[at - 1]) != levels.level(&word[at]);
            places.extend((1..word.len()).filter(differ).map(|at| start + at));
        }
        start += word.len() + 1;
    }
    places
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

/// Between the scripts of each word that has a right-to-left letter at its left end and a
/// left-to-right one at its right end: turned around or not, it would be shown the wrong way.
fn between_scripts(cells: &[Shaped], levels: &Levels) -> Vec<usize> {
    let mut places = Vec::new();
    let mut start = 0;
    for word in cells.split(is_space) {
        let visual = levels.visual(word).into_iter();
        let mut scripts = visual.filter_map(|(index, _)| script_direction(word[index].base));
        let ends = (scripts.next(), scripts.next_back());
        if ends == (Some(Direction::Rtl), Some(Direction::Ltr)) {
            let mut before = None;
            for (index, cell) in word.iter().enumerate() {
                let script = script_direction(cell.base);
                if before.is_some() && script.is_some() && script != before {
                    places.push(start + index);
                }
                before = script.or(before);
            }
        }
        start += word.len() + 1;
    }
    places
}

/// Where what is spelled out touches another word: the eye would read the two as one.
fn beside_spelled(cells: &[Shaped]) -> Vec<usize> {
    let touch = |pair: &[Shaped]| {
        let parts = (pair[0].spelled || pair[1].spelled) && pair[1].begins;
        let is_word = |cell: &Shaped| strength(cell.base) != Strength::Neutral;
        parts && pair.iter().all(is_word)
    };
    let pairs = cells.windows(2).enumerate();
    let touching = pairs.filter(|(_, pair)| touch(pair));
    touching.map(|(index, _)| index + 1).collect()
}

fn is_space(cell: &Shaped) -> bool {
    cell.base == ' '
}
