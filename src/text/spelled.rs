//! Characters that are a whole phrase, spelled out: a grid of cells has no room for their glyph.
//!
//! Every terminal that was measured gives `ﷺ` one cell, and a font draws it four to twelve cells
//! wide, or not at all.

/// The letters of `c`, if it is a ligature of a word or more.
///
/// U+FDF0 to U+FDFC by their compatibility decompositions; the others have none, and are spelled
/// as their names are written.
pub(super) fn letters(c: char) -> Option<&'static str> {
    if !('\u{FD40}'..='\u{FDFF}').contains(&c) {
        return None;
    }
    Some(match c {
        '\u{FD40}' => "رحمه الله",
        '\u{FD41}' => "رضي الله عنه",
        '\u{FD42}' => "رضي الله عنها",
        '\u{FD43}' => "رضي الله عنهم",
        '\u{FD44}' => "رضي الله عنهما",
        '\u{FD45}' => "رضي الله عنهن",
        '\u{FD46}' => "صلى الله عليه وآله",
        '\u{FD47}' => "عليه السلام",
        '\u{FD48}' => "عليهم السلام",
        '\u{FD49}' => "عليهما السلام",
        '\u{FD4A}' => "عليه الصلاة والسلام",
        '\u{FD4B}' => "قدس سره",
        '\u{FD4C}' => "صلى الله عليه وآله وسلم",
        '\u{FD4D}' => "عليها السلام",
        '\u{FD4E}' => "تبارك وتعالى",
        '\u{FD4F}' => "رحمهم الله",
        '\u{FDCF}' => "سلامه علينا",
        '\u{FDF0}' => "صلے",
        '\u{FDF1}' => "قلے",
        '\u{FDF2}' => "الله",
        '\u{FDF3}' => "اكبر",
        '\u{FDF4}' => "محمد",
        '\u{FDF5}' => "صلعم",
        '\u{FDF6}' => "رسول",
        '\u{FDF7}' => "عليه",
        '\u{FDF8}' => "وسلم",
        '\u{FDF9}' => "صلى",
        '\u{FDFA}' => "صلى الله عليه وسلم",
        '\u{FDFB}' => "جل جلاله",
        '\u{FDFC}' => "ریال",
        '\u{FDFD}' => "بسم الله الرحمن الرحيم",
        '\u{FDFE}' => "سبحانه وتعالى",
        '\u{FDFF}' => "عز وجل",
        _ => return None,
    })
}
