//! Line ends and paragraphs.
//!
//! Bidi has its own idea of a paragraph end (CR and LF are two of them in UAX #9), so line ends
//! are made one `\n` before anything else looks at the text.

use std::borrow::Cow;
use std::ops::Range;

/// `text` with every line end as `\n` and without a byte order mark.
///
/// Line ends are the newline function of the Unicode standard, section 5.8: CRLF, CR, LF, NEL,
/// VT, FF, LINE SEPARATOR and PARAGRAPH SEPARATOR.
pub fn normalise(text: &str) -> Cow<'_, str> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    if !text.contains(is_foreign_line_end) {
        return Cow::Borrowed(text);
    }
    let mut normal = String::with_capacity(text.len());
    let mut after_cr = false;
    for c in text.chars() {
        match c {
            '\n' if after_cr => {}
            c if is_foreign_line_end(c) => normal.push('\n'),
            c => normal.push(c),
        }
        after_cr = c == '\r';
    }
    Cow::Owned(normal)
}

fn is_foreign_line_end(c: char) -> bool {
    matches!(
        c,
        '\r' | '\u{0B}' | '\u{0C}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// The paragraphs of `text` as byte ranges without their `\n`, empty ones included.
pub fn paragraphs(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut start = 0;
    text.split('\n').map(move |paragraph| {
        let range = start..start + paragraph.len();
        start = range.end + 1;
        range
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_end_becomes_one_newline() {
        assert_eq!(
            normalise("a\r\nb\rc\u{85}d\u{2028}e\u{2029}f\u{0C}g\n\r\nh"),
            "a\nb\nc\nd\ne\nf\ng\n\nh"
        );
        assert_eq!(normalise("\u{FEFF}سلام"), "سلام");
        assert!(matches!(normalise("plain\ntext"), Cow::Borrowed(_)));
    }

    #[test]
    fn paragraphs_are_ranges_without_their_end() {
        assert_eq!(
            paragraphs("ab\n\nc").collect::<Vec<_>>(),
            [0..2, 3..3, 4..5]
        );
        assert!(paragraphs("").eq(std::iter::once(0..0)));
    }
}
