//! Cells to lines, in logical order: UAX #14 opportunities, blanks that hang, and an emergency
//! break at grapheme clusters for a word wider than the line.
//!
//! LAM and its ALEF are one cell, so no break can part them.

use std::ops::Range;

use super::shape::Shaped;

/// For each cell whether a line may start with it.
pub(super) fn opportunities(paragraph: &str, cells: &[Shaped]) -> Vec<bool> {
    let mut allowed = vec![false; cells.len()];
    let mut next = 0;
    for (byte, _) in unicode_linebreak::linebreaks(paragraph) {
        // No hyphen is drawn, so a word does not break at a soft one.
        if paragraph[..byte].ends_with('\u{AD}') {
            continue;
        }
        // A break inside the characters of one cell (before a format character) is one after it.
        while next < cells.len() && cells[next].byte < byte {
            next += 1;
        }
        // A gap before a letter stays with what is before it.
        if cells.get(next).is_some_and(Shaped::is_gap) {
            next += 1;
        }
        if let Some(allowed) = allowed.get_mut(next) {
            *allowed = true;
        }
    }
    // The crate's LB15 predates Unicode 15.1: `«نعم» (أمس)` may break at the space.
    for (index, trio) in cells.windows(3).enumerate() {
        if closes_quotation(trio[0].source) && trio[1].blank && opens(trio[2].source) {
            allowed[index + 2] = true;
        }
    }
    allowed
}

fn closes_quotation(c: char) -> bool {
    matches!(c, '»' | '”' | '’' | '›' | '"')
}

fn opens(c: char) -> bool {
    matches!(c, '(' | '[' | '{')
}

/// The lines of `cells` at `width` cells each, as ranges that touch.
///
/// Blanks at the end of a line hang: they belong to it and take no room. No line is empty, so a
/// two-cell character in one column is a line that is too wide.
pub(super) fn wrap(cells: &[Shaped], allowed: &[bool], width: usize) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut start = 0;
    while start < cells.len() {
        let end = line_end(cells, allowed, start, width);
        lines.push(start..end);
        start = end;
    }
    lines
}

fn line_end(cells: &[Shaped], allowed: &[bool], start: usize, width: usize) -> usize {
    let mut column = 0;
    let mut last_allowed = None;
    for index in start..cells.len() {
        if index > start && allowed[index] {
            last_allowed = Some(index);
        }
        column += usize::from(cells[index].width);
        if column > width && !cells[index].blank && index > start {
            return last_allowed.unwrap_or_else(|| emergency(cells, start, index));
        }
    }
    cells.len()
}

/// The last cluster boundary of `start..=index`, or `index` in the middle of an endless cluster.
fn emergency(cells: &[Shaped], start: usize, index: usize) -> usize {
    (start + 1..=index)
        .rev()
        .find(|&at| cells[at].cluster)
        .unwrap_or(index)
}

#[cfg(test)]
mod tests {
    use super::super::display::Display;
    use super::super::shape::shape;
    use super::*;

    /// `text` wrapped at `width`, a line per item, without the blanks that hang.
    fn check(text: &str, width: usize, expected: &[&str]) {
        let cells = shape(text, Display::default(), width);
        let lines = wrap(&cells, &opportunities(text, &cells), width);
        let byte = |index: usize| cells.get(index).map_or(text.len(), |cell| cell.byte);
        let lines: Vec<&str> = lines
            .iter()
            .map(|line| text[byte(line.start)..byte(line.end)].trim_end())
            .collect();
        assert_eq!(lines, expected, "{text:?} at {width}");
    }

    #[test]
    fn words_move_to_the_next_line_whole() {
        check("زار الوفد المدينة", 10, &["زار الوفد", "المدينة"]);
    }

    #[test]
    fn widths_are_those_of_the_shaped_text() {
        // Eight letters, but lam-alef is one cell: the word fits into six.
        check("الاحتلال", 6, &["الاحتلال"]);
        check("الاحتلال", 4, &["الاحت", "لال"]);
    }

    #[test]
    fn a_long_word_breaks_between_clusters_and_never_inside_lam_alef() {
        check("ببببلابب", 5, &["ببببلا", "بب"]);
        check("ببببلابب", 4, &["بببب", "لابب"]);
        check("بَبَبَبَ", 2, &["بَبَ", "بَبَ"]);
    }

    #[test]
    fn blanks_hang() {
        check("ab cd", 2, &["ab", "cd"]);
        check("ab     cd", 3, &["ab", "cd"]);
    }

    #[test]
    fn a_closing_quotation_mark_does_not_glue_the_bracket_after_the_space() {
        check("«نعم» (أمس)", 6, &["«نعم»", "(أمس)"]);
    }

    #[test]
    fn no_break_where_the_text_forbids_one() {
        check("10\u{A0}كيلو متر", 8, &["10\u{A0}كيلو", "متر"]);
        check("مكتبة، نعم", 6, &["مكتبة،", "نعم"]);
    }

    #[test]
    fn dashes_and_slashes_break_after_them_and_joiners_do_not() {
        check("2024–2026", 6, &["2024–", "2026"]);
        check("الوطني/الدولي", 9, &["الوطني/", "الدولي"]);
        check("…وزارة", 4, &["…", "وزار", "ة"]);
        check("می\u{200C}توان گفت", 7, &["می\u{200C}توان", "گفت"]);
        check("50٪ من", 4, &["50٪", "من"]);
        check("نعم؟ لا", 4, &["نعم؟", "لا"]);
        // Inside of curly quotation marks nothing breaks, and outside of them at blanks only.
        check("قال“نعم”ثم", 12, &["قال“نعم”ثم"]);
        check("ب ب\u{AD}ت", 3, &["ب", "ب\u{AD}ت"]);
    }

    #[test]
    fn a_url_breaks_after_a_slash() {
        check(
            "https://example.org/a/b",
            12,
            &["https://", "example.org/", "a/b"],
        );
    }
}
