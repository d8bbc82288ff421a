//! Which form a letter takes: the joining rules of the Unicode standard, section 9.2, and the
//! presentation forms that show their result in a terminal that does not join.
//!
//! A letter without presentation forms (Kurdish `ڵ`, Pashto `ښ`) is sent as itself, and its
//! neighbours still join to it: the dots are the meaning, so no other letter stands in for it.

use unicode_joining_type::{JoiningType, get_joining_type};

/// Whether a letter joins the letter before and after it, in logical order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Joins {
    pub(super) before: bool,
    pub(super) after: bool,
}

pub(super) const LAM: char = '\u{0644}';

/// Whether the joining rules look through `c` as if it were not there (rule R1).
pub(super) fn is_transparent(c: char) -> bool {
    // ASCII is the common case of what never joins, and needs no look-up.
    !c.is_ascii() && get_joining_type(c) == JoiningType::Transparent
}

/// Whether `before` and `after`, neighbours but for transparent characters, are joined (R2–R7).
pub(super) fn joined(before: char, after: char) -> bool {
    use JoiningType::{DualJoining, JoinCausing, LeftJoining, RightJoining};
    if before.is_ascii() || after.is_ascii() {
        return false;
    }
    matches!(
        get_joining_type(before),
        DualJoining | LeftJoining | JoinCausing
    ) && matches!(
        get_joining_type(after),
        DualJoining | RightJoining | JoinCausing
    )
}

/// The character that shows `letter` joined like this; the letter itself if there is no form.
pub(super) fn form(letter: char, joins: Joins) -> char {
    let Ok(row) = FORMS.binary_search_by_key(&letter, |&(letter, _)| letter) else {
        return letter;
    };
    let column = match (joins.before, joins.after) {
        (false, false) => 0,
        (true, false) => 1,
        (false, true) => 2,
        (true, true) => 3,
    };
    match FORMS[row].1[column] {
        0 => letter,
        code => char::from_u32(u32::from(code)).unwrap_or(letter),
    }
}

/// The letter that `form` shows, if it is a form of one letter.
pub(super) fn letter(form: char) -> Option<char> {
    let nth = u32::from(form).checked_sub(FIRST_FORM.into())?;
    let letter = LETTERS.get(usize::try_from(nth).ok()?);
    letter.copied().filter(|&letter| letter != NO_LETTER)
}

/// The ligature of LAM and `alef`, one cell, if `alef` is one of the four that make it.
pub(super) fn lam_alef(alef: char, lam_joined_before: bool) -> Option<char> {
    let (isolated, fin) = match alef {
        '\u{0622}' => ('\u{FEF5}', '\u{FEF6}'), // ALEF WITH MADDA ABOVE
        '\u{0623}' => ('\u{FEF7}', '\u{FEF8}'), // ALEF WITH HAMZA ABOVE
        '\u{0625}' => ('\u{FEF9}', '\u{FEFA}'), // ALEF WITH HAMZA BELOW
        '\u{0627}' => ('\u{FEFB}', '\u{FEFC}'), // ALEF
        _ => return None,
    };
    Some(if lam_joined_before { fin } else { isolated })
}

/// Isolated, final, initial, medial form; 0 where there is none. From the one-letter compatibility
/// decompositions of UnicodeData in U+FB50–FDFF and U+FE70–FEFF, in order of the letter.
const FORMS: [(char, [u16; 4]); 76] = [
    ('\u{0621}', [0xFE80, 0x0000, 0x0000, 0x0000]), // HAMZA
    ('\u{0622}', [0xFE81, 0xFE82, 0x0000, 0x0000]), // ALEF WITH MADDA ABOVE
    ('\u{0623}', [0xFE83, 0xFE84, 0x0000, 0x0000]), // ALEF WITH HAMZA ABOVE
    ('\u{0624}', [0xFE85, 0xFE86, 0x0000, 0x0000]), // WAW WITH HAMZA ABOVE
    ('\u{0625}', [0xFE87, 0xFE88, 0x0000, 0x0000]), // ALEF WITH HAMZA BELOW
    ('\u{0626}', [0xFE89, 0xFE8A, 0xFE8B, 0xFE8C]), // YEH WITH HAMZA ABOVE
    ('\u{0627}', [0xFE8D, 0xFE8E, 0x0000, 0x0000]), // ALEF
    ('\u{0628}', [0xFE8F, 0xFE90, 0xFE91, 0xFE92]), // BEH
    ('\u{0629}', [0xFE93, 0xFE94, 0x0000, 0x0000]), // TEH MARBUTA
    ('\u{062A}', [0xFE95, 0xFE96, 0xFE97, 0xFE98]), // TEH
    ('\u{062B}', [0xFE99, 0xFE9A, 0xFE9B, 0xFE9C]), // THEH
    ('\u{062C}', [0xFE9D, 0xFE9E, 0xFE9F, 0xFEA0]), // JEEM
    ('\u{062D}', [0xFEA1, 0xFEA2, 0xFEA3, 0xFEA4]), // HAH
    ('\u{062E}', [0xFEA5, 0xFEA6, 0xFEA7, 0xFEA8]), // KHAH
    ('\u{062F}', [0xFEA9, 0xFEAA, 0x0000, 0x0000]), // DAL
    ('\u{0630}', [0xFEAB, 0xFEAC, 0x0000, 0x0000]), // THAL
    ('\u{0631}', [0xFEAD, 0xFEAE, 0x0000, 0x0000]), // REH
    ('\u{0632}', [0xFEAF, 0xFEB0, 0x0000, 0x0000]), // ZAIN
    ('\u{0633}', [0xFEB1, 0xFEB2, 0xFEB3, 0xFEB4]), // SEEN
    ('\u{0634}', [0xFEB5, 0xFEB6, 0xFEB7, 0xFEB8]), // SHEEN
    ('\u{0635}', [0xFEB9, 0xFEBA, 0xFEBB, 0xFEBC]), // SAD
    ('\u{0636}', [0xFEBD, 0xFEBE, 0xFEBF, 0xFEC0]), // DAD
    ('\u{0637}', [0xFEC1, 0xFEC2, 0xFEC3, 0xFEC4]), // TAH
    ('\u{0638}', [0xFEC5, 0xFEC6, 0xFEC7, 0xFEC8]), // ZAH
    ('\u{0639}', [0xFEC9, 0xFECA, 0xFECB, 0xFECC]), // AIN
    ('\u{063A}', [0xFECD, 0xFECE, 0xFECF, 0xFED0]), // GHAIN
    ('\u{0641}', [0xFED1, 0xFED2, 0xFED3, 0xFED4]), // FEH
    ('\u{0642}', [0xFED5, 0xFED6, 0xFED7, 0xFED8]), // QAF
    ('\u{0643}', [0xFED9, 0xFEDA, 0xFEDB, 0xFEDC]), // KAF
    ('\u{0644}', [0xFEDD, 0xFEDE, 0xFEDF, 0xFEE0]), // LAM
    ('\u{0645}', [0xFEE1, 0xFEE2, 0xFEE3, 0xFEE4]), // MEEM
    ('\u{0646}', [0xFEE5, 0xFEE6, 0xFEE7, 0xFEE8]), // NOON
    ('\u{0647}', [0xFEE9, 0xFEEA, 0xFEEB, 0xFEEC]), // HEH
    ('\u{0648}', [0xFEED, 0xFEEE, 0x0000, 0x0000]), // WAW
    ('\u{0649}', [0xFEEF, 0xFEF0, 0xFBE8, 0xFBE9]), // ALEF MAKSURA
    ('\u{064A}', [0xFEF1, 0xFEF2, 0xFEF3, 0xFEF4]), // YEH
    ('\u{0671}', [0xFB50, 0xFB51, 0x0000, 0x0000]), // ALEF WASLA
    ('\u{0677}', [0xFBDD, 0x0000, 0x0000, 0x0000]), // U WITH HAMZA ABOVE
    ('\u{0679}', [0xFB66, 0xFB67, 0xFB68, 0xFB69]), // TTEH
    ('\u{067A}', [0xFB5E, 0xFB5F, 0xFB60, 0xFB61]), // TTEHEH
    ('\u{067B}', [0xFB52, 0xFB53, 0xFB54, 0xFB55]), // BEEH
    ('\u{067E}', [0xFB56, 0xFB57, 0xFB58, 0xFB59]), // PEH
    ('\u{067F}', [0xFB62, 0xFB63, 0xFB64, 0xFB65]), // TEHEH
    ('\u{0680}', [0xFB5A, 0xFB5B, 0xFB5C, 0xFB5D]), // BEHEH
    ('\u{0683}', [0xFB76, 0xFB77, 0xFB78, 0xFB79]), // NYEH
    ('\u{0684}', [0xFB72, 0xFB73, 0xFB74, 0xFB75]), // DYEH
    ('\u{0686}', [0xFB7A, 0xFB7B, 0xFB7C, 0xFB7D]), // TCHEH
    ('\u{0687}', [0xFB7E, 0xFB7F, 0xFB80, 0xFB81]), // TCHEHEH
    ('\u{0688}', [0xFB88, 0xFB89, 0x0000, 0x0000]), // DDAL
    ('\u{068C}', [0xFB84, 0xFB85, 0x0000, 0x0000]), // DAHAL
    ('\u{068D}', [0xFB82, 0xFB83, 0x0000, 0x0000]), // DDAHAL
    ('\u{068E}', [0xFB86, 0xFB87, 0x0000, 0x0000]), // DUL
    ('\u{0691}', [0xFB8C, 0xFB8D, 0x0000, 0x0000]), // RREH
    ('\u{0698}', [0xFB8A, 0xFB8B, 0x0000, 0x0000]), // JEH
    ('\u{06A4}', [0xFB6A, 0xFB6B, 0xFB6C, 0xFB6D]), // VEH
    ('\u{06A6}', [0xFB6E, 0xFB6F, 0xFB70, 0xFB71]), // PEHEH
    ('\u{06A9}', [0xFB8E, 0xFB8F, 0xFB90, 0xFB91]), // KEHEH
    ('\u{06AD}', [0xFBD3, 0xFBD4, 0xFBD5, 0xFBD6]), // NG
    ('\u{06AF}', [0xFB92, 0xFB93, 0xFB94, 0xFB95]), // GAF
    ('\u{06B1}', [0xFB9A, 0xFB9B, 0xFB9C, 0xFB9D]), // NGOEH
    ('\u{06B3}', [0xFB96, 0xFB97, 0xFB98, 0xFB99]), // GUEH
    ('\u{06BA}', [0xFB9E, 0xFB9F, 0x0000, 0x0000]), // NOON GHUNNA
    ('\u{06BB}', [0xFBA0, 0xFBA1, 0xFBA2, 0xFBA3]), // RNOON
    ('\u{06BE}', [0xFBAA, 0xFBAB, 0xFBAC, 0xFBAD]), // HEH DOACHASHMEE
    ('\u{06C0}', [0xFBA4, 0xFBA5, 0x0000, 0x0000]), // HEH WITH YEH ABOVE
    ('\u{06C1}', [0xFBA6, 0xFBA7, 0xFBA8, 0xFBA9]), // HEH GOAL
    ('\u{06C5}', [0xFBE0, 0xFBE1, 0x0000, 0x0000]), // KIRGHIZ OE
    ('\u{06C6}', [0xFBD9, 0xFBDA, 0x0000, 0x0000]), // OE
    ('\u{06C7}', [0xFBD7, 0xFBD8, 0x0000, 0x0000]), // U
    ('\u{06C8}', [0xFBDB, 0xFBDC, 0x0000, 0x0000]), // YU
    ('\u{06C9}', [0xFBE2, 0xFBE3, 0x0000, 0x0000]), // KIRGHIZ YU
    ('\u{06CB}', [0xFBDE, 0xFBDF, 0x0000, 0x0000]), // VE
    ('\u{06CC}', [0xFBFC, 0xFBFD, 0xFBFE, 0xFBFF]), // FARSI YEH
    ('\u{06D0}', [0xFBE4, 0xFBE5, 0xFBE6, 0xFBE7]), // E
    ('\u{06D2}', [0xFBAE, 0xFBAF, 0x0000, 0x0000]), // YEH BARREE
    ('\u{06D3}', [0xFBB0, 0xFBB1, 0x0000, 0x0000]), // YEH BARREE WITH HAMZA ABOVE
];

/// What is between the forms: ligatures and signs.
const NO_LETTER: char = '\0';

const FIRST_FORM: u16 = 0xFB50;
const LAST_FORM: u16 = 0xFEF4;

/// The letter of each form from the first to the last: [`FORMS`] the other way round.
static LETTERS: [char; (LAST_FORM - FIRST_FORM) as usize + 1] = {
    let mut letters = [NO_LETTER; (LAST_FORM - FIRST_FORM) as usize + 1];
    let mut row = 0;
    while row < FORMS.len() {
        let (letter, forms) = FORMS[row];
        let mut column = 0;
        while column < forms.len() {
            if forms[column] != 0 {
                letters[(forms[column] - FIRST_FORM) as usize] = letter;
            }
            column += 1;
        }
        row += 1;
    }
    letters
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_in_order_for_the_search() {
        assert!(FORMS.is_sorted_by_key(|&(letter, _)| letter));
    }

    #[test]
    fn a_letter_takes_its_form_from_both_neighbours() {
        let beh = |before, after| form('ب', Joins { before, after });
        assert_eq!(
            [
                beh(false, false),
                beh(true, false),
                beh(false, true),
                beh(true, true)
            ],
            ['\u{FE8F}', '\u{FE90}', '\u{FE91}', '\u{FE92}'],
        );
    }

    #[test]
    fn a_letter_without_forms_stays_itself_but_joins() {
        assert_eq!(
            form(
                'ڵ',
                Joins {
                    before: true,
                    after: true
                }
            ),
            'ڵ'
        );
        assert!(joined('ڵ', 'ی') && joined('ک', 'ڵ'));
        assert!(
            !joined('ڕ', 'ی'),
            "REH WITH SMALL V BELOW joins only what is before it"
        );
    }

    #[test]
    fn a_form_leads_back_to_its_letter() {
        for (letter, forms) in FORMS {
            for code in forms.into_iter().filter(|&code| code != 0) {
                let form = char::from_u32(code.into()).expect("a character");
                assert_eq!(super::letter(form), Some(letter), "{form:?}");
            }
        }
        for none in ['ب', 'a', '\u{FBB2}', '\u{FDF2}', '\u{FEFB}', char::MAX] {
            assert_eq!(letter(none), None, "{none:?}");
        }
    }
}
