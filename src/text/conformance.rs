//! The text engine against Unicode's own data, and against fribidi.
//!
//! `cargo test` reads the excerpts in `tests/unicode`. With `HASHIYA_UNICODE` set to a folder of
//! the Unicode Character Database it reads the whole files there. The comparison with fribidi
//! needs that program, and takes the samples and the files that `HASHIYA_TEXTS` lists.

use std::collections::HashMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use unicode_bidi::Level;

use super::bidi::Levels;
use super::cluster::{Glyph, glyph};
use super::joining::{self, Joins};
use super::layout::{Line, Paragraph};
use super::paragraph::{normalise, paragraphs};
use super::{Display, Letters, direction};

/// The file `name` of the Unicode Character Database, or the excerpt of it.
fn data(name: &str) -> String {
    let folder = std::env::var_os("HASHIYA_UNICODE").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/unicode"),
        PathBuf::from,
    );
    let path = folder.join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The lines of a file of the database without comments and blank ones, split into fields.
fn fields(data: &str) -> impl Iterator<Item = Vec<&str>> {
    data.lines()
        .map(|line| line.split('#').next().unwrap_or_default().trim())
        .filter(|line| !line.is_empty())
        .map(|line| line.split(';').map(str::trim).collect())
}

fn code(hexadecimal: &str) -> char {
    let code = u32::from_str_radix(hexadecimal, 16).expect("a code point");
    char::from_u32(code).expect("a character")
}

/// `text` as one line in a paragraph of the level `base`, nothing spelled out.
fn line(text: &str, base: Option<Level>, letters: Letters) -> Line {
    let display = Display {
        letters,
        ..Display::default()
    };
    let paragraph = Paragraph::with_levels(text, Levels::with_base(text, base), display, 0);
    paragraph.line(0..paragraph.cells.len(), 0)
}

/// Checks the order of the cells of `text` against `expected`, the indices of its characters from
/// left to right as the test files have them.
///
/// A mark stands in the cell of its letter, a format character in none, and blanks at the end of a
/// line hang: what has no cell of its own is left out of the comparison.
fn check_order(text: &str, base: Option<Level>, expected: &[usize]) {
    let starts: HashMap<usize, usize> =
        text.char_indices().map(|(byte, _)| byte).zip(0..).collect();
    let line = line(text, base, Letters::Base);
    let order: Vec<usize> = line.cells.iter().map(|cell| starts[&cell.byte]).collect();
    let expected: Vec<usize> = expected
        .iter()
        .copied()
        .filter(|index| order.contains(index))
        .collect();
    assert_eq!(
        order,
        expected,
        "{:?} in a paragraph of {base:?}",
        text.escape_unicode().to_string()
    );
}

/// Says how much was looked at.
#[expect(clippy::print_stdout, reason = "for whoever runs the whole files")]
fn report(what: &str, cases: usize) {
    println!("{what}: {cases} cases");
}

fn indices(list: &str) -> Vec<usize> {
    let numbers = list.split_whitespace();
    numbers.map(|it| it.parse().expect("an index")).collect()
}

/// BidiTest: every sequence of up to four Bidi_Class values, at the levels that its bits name.
#[test]
fn cells_stand_in_the_order_of_bidi_test() {
    let data = data("BidiTest.txt");
    let mut order = Vec::new();
    let mut cases = 0;
    for line in data.lines() {
        let line = line.trim();
        if let Some(list) = line.strip_prefix("@Reorder:") {
            order = indices(list);
        } else if let Some((classes, bits)) = line.split_once(';')
            && !line.starts_with(['#', '@'])
        {
            // The end of a paragraph is the end of a line here, and no part of it.
            let classes = classes.trim().trim_end_matches(" B");
            let text: String = classes
                .split_whitespace()
                .filter(|&class| class != "B")
                .map(representative)
                .collect();
            let bits: u32 = bits.trim().parse().expect("a bit set");
            let levels = [None, Some(Level::ltr()), Some(Level::rtl())];
            for (bit, base) in levels.into_iter().enumerate() {
                if bits & 1 << bit != 0 {
                    check_order(&text, base, &order);
                    cases += 1;
                }
            }
        }
    }
    assert!(cases >= 5000, "only {cases} cases were read");
    report("BidiTest", cases);
}

/// A character of the Bidi_Class `class`.
fn representative(class: &str) -> char {
    match class {
        "L" => 'a',
        "R" => '\u{05D0}',  // HEBREW LETTER ALEF
        "AL" => '\u{0630}', // ARABIC LETTER THAL
        "EN" => '1',
        "ES" => '+',
        "ET" => '$',
        "AN" => '\u{0661}', // ARABIC-INDIC DIGIT ONE
        "CS" => ',',
        "NSM" => '\u{064E}', // ARABIC FATHA
        "BN" => '\u{AD}',    // SOFT HYPHEN
        "S" => '\t',
        "WS" => ' ',
        "ON" => '!',
        "LRE" => '\u{202A}',
        "RLE" => '\u{202B}',
        "PDF" => '\u{202C}',
        "LRO" => '\u{202D}',
        "RLO" => '\u{202E}',
        "LRI" => '\u{2066}',
        "RLI" => '\u{2067}',
        "FSI" => '\u{2068}',
        "PDI" => '\u{2069}',
        other => panic!("{other} is no Bidi_Class of a line"),
    }
}

/// BidiCharacterTest: brackets, and longer lines.
#[test]
fn cells_stand_in_the_order_of_bidi_character_test() {
    let data = data("BidiCharacterTest.txt");
    let mut cases = 0;
    for case in fields(&data) {
        let [text, base, _, _, order] = case[..] else {
            panic!("{case:?}");
        };
        let text: String = text.split(' ').map(code).collect();
        let base = match base {
            "0" => Some(Level::ltr()),
            "1" => Some(Level::rtl()),
            _ => None,
        };
        check_order(&text, base, &indices(order));
        cases += 1;
    }
    assert!(cases >= 400, "only {cases} cases were read");
    report("BidiCharacterTest", cases);
}

/// What UnicodeData calls the four forms of a letter, in the order of the contexts below.
const FORMS: [&str; 4] = ["<isolated>", "<final>", "<initial>", "<medial>"];

/// Every character of ArabicShaping in the blocks of the Arabic script that joins or does not (D, R,
/// U), alone, after BEH, before it and between two.
///
/// The forms are those of UnicodeData, so that this asks whether the table in `joining` is whole
/// and right; that each neighbour joins follows from the joining types of ArabicShaping.
#[test]
fn every_letter_joins_in_every_context() {
    const BEH: char = '\u{0628}';
    let (shaping, characters) = (data("ArabicShaping.txt"), data("UnicodeData.txt"));
    let mut forms: HashMap<(char, &str), char> = HashMap::new();
    for field in fields(&characters) {
        if let Some((tag, letters)) = field[5].split_once(' ')
            && let (Some(&tag), false) =
                (FORMS.iter().find(|&&it| it == tag), letters.contains(' '))
        {
            forms.insert((code(letters), tag), code(field[0]));
        }
    }
    let form = |letter: char, before: bool, after: bool| {
        let tag = FORMS[usize::from(before) + 2 * usize::from(after)];
        forms.get(&(letter, tag)).copied().unwrap_or(letter)
    };
    let mut cases = 0;
    let mut with_forms = 0;
    for field in fields(&shaping) {
        let (letter, joining) = (code(field[0]), field[2]);
        if !is_arabic(letter) || !matches!(joining, "D" | "R" | "U") {
            continue;
        }
        let joins_before = joining != "U";
        let joins_after = joining == "D";
        with_forms += usize::from(FORMS.iter().any(|&tag| forms.contains_key(&(letter, tag))));
        for (before, after) in [(false, false), (true, false), (false, true), (true, true)] {
            let mut text = String::new();
            let mut expected = Vec::new();
            if before {
                text.push(BEH);
                expected.push(Some(form(BEH, false, joins_before)));
            }
            text.push(letter);
            let shape = form(letter, before && joins_before, after && joins_after);
            // Signs over numbers are no letters, and another sign stands in for them.
            expected.push(Some(shape).filter(|_| letter.is_alphabetic()));
            if after {
                text.push(BEH);
                expected.push(Some(form(BEH, joins_after, false)));
            }
            let line = line(&text, Some(Level::rtl()), Letters::Forms);
            let shown = line.cells.iter().rev();
            let shown = shown.map(|cell| cell.symbol.chars().next());
            let agree = expected
                .iter()
                .zip(shown.clone())
                .all(|(&it, shown)| it.is_none() || it == shown);
            assert!(
                agree && shown.len() == expected.len(),
                "{:?}: {:?} instead of {expected:?}",
                text.escape_unicode().to_string(),
                shown.collect::<Vec<_>>()
            );
            cases += 1;
        }
    }
    report("ArabicShaping", cases);
    assert_eq!((cases, with_forms), (4 * 279, 76));
}

/// Whether `c` is in a block of the Arabic script whose letters ArabicShaping 15.0 has: Arabic,
/// Supplement, Extended-A, Extended-B.
fn is_arabic(c: char) -> bool {
    matches!(c, '\u{0600}'..='\u{06FF}' | '\u{0750}'..='\u{077F}' | '\u{0870}'..='\u{08FF}')
}

/// Every paragraph as fribidi lays it out, but for what fribidi does not do: a ligature of LAM and
/// ALEF across a mark.
#[test]
#[ignore = "needs the program fribidi; .ci/run has it"]
fn paragraphs_look_as_fribidi_lays_them_out() {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/texts");
    let samples = std::fs::read_dir(samples).expect("the samples").flatten();
    let mut files: Vec<PathBuf> = samples.map(|entry| entry.path()).collect();
    let more = std::env::var_os("HASHIYA_TEXTS").unwrap_or_default();
    files.extend(std::env::split_paths(&more).filter(|path| path.as_os_str() != ""));
    let mut compared = 0;
    for file in files {
        let text = std::fs::read_to_string(&file).expect("a text");
        let text = without_marks_in_lam_alef(&normalise(&text));
        let article = direction(&text);
        for base in [Level::ltr(), Level::rtl()] {
            let texts: Vec<&str> = paragraphs(&text)
                .map(|range| text[range].trim_end())
                .filter(|it| Levels::new(it, article).is_rtl() == base.is_rtl() && !it.is_empty())
                .collect();
            let visual = fribidi(&texts.join("\n"), base);
            assert_eq!(visual.lines().count(), texts.len(), "{}", file.display());
            for (text, theirs) in texts.iter().zip(visual.lines()) {
                let ours = line(text, Some(base), Letters::Forms);
                let ours: String = ours.cells.iter().map(|cell| cell.symbol.as_str()).collect();
                assert_eq!(ours, as_cells(theirs), "{text:?} in {}", file.display());
                compared += 1;
            }
        }
    }
    report("fribidi", compared);
}

fn fribidi(text: &str, base: Level) -> String {
    let direction = if base.is_rtl() { "--rtl" } else { "--ltr" };
    let mut child = Command::new("fribidi")
        .args(["--nopad", "--nobreak", "--reordernsm", direction])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("fribidi");
    let mut input = child.stdin.take().expect("its input");
    let text = text.to_owned();
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let output = child.wait_with_output().expect("its output");
    writer.join().expect("a writer").expect("all of the text");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// What fribidi gives, each character as a cell shows it: it leaves U+FEFF behind in the place of
/// an ALEF that is part of a ligature, format characters where they were, and letters that join
/// nothing as they are.
fn as_cells(visual: &str) -> String {
    let shown = |c| match glyph(c) {
        Glyph::Spacing(shown, _) => Some(joining::form(shown, Joins::default())),
        Glyph::Mark(shown) => Some(shown),
        Glyph::Silent => None,
    };
    visual.chars().filter_map(shown).collect()
}

fn without_marks_in_lam_alef(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(lam) = rest.find('\u{0644}') {
        let (before, after) = rest.split_at(lam + '\u{0644}'.len_utf8());
        kept.push_str(before);
        let bare = after.trim_start_matches(|c| matches!(glyph(c), Glyph::Mark(_)));
        let makes_ligature = bare.starts_with(['\u{0622}', '\u{0623}', '\u{0625}', '\u{0627}']);
        rest = if makes_ligature { bare } else { after };
    }
    kept + rest
}
