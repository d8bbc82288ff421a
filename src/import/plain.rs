//! Plain text: a paragraph a line, the first sentence is the title.

use thiserror::Error;

use super::{Draft, LONGEST, cut};
use crate::model::article::{Article, Metadata, Source};
use crate::text::paragraph::normalise;

/// Why a file is no article.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum PlainError {
    /// Nothing in it, or nothing but blanks.
    #[error("it holds no text")]
    Empty,
    /// It has NUL bytes.
    #[error("byte {0} is NUL: it is not a text file")]
    Binary(usize),
    /// It is text in another encoding, or damaged.
    #[error("byte {0} (0x{1:02X}) is not UTF-8: convert the file to UTF-8")]
    Encoding(usize, u8),
    /// So many megabytes.
    #[error("its text has {0} MB, and an article has at most 10: cut it into several")]
    Long(usize),
}

/// The article in `bytes`, the contents of the file `name`, which are UTF-8; `sha256` is their hash.
///
/// Offsets in [`PlainError`] count from 0.
pub fn article(id: &str, name: &str, bytes: &[u8], sha256: String) -> Result<Article, PlainError> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let at = error.valid_up_to();
            // What is not UTF-8 and has a NUL somewhere is no text in any of its encodings.
            return Err(match bytes.iter().position(|&byte| byte == 0) {
                Some(nul) => PlainError::Binary(nul),
                None => PlainError::Encoding(at, bytes.get(at).copied().unwrap_or_default()),
            });
        }
    };
    if let Some(nul) = text.find('\0') {
        return Err(PlainError::Binary(nul));
    }
    if text.len() > LONGEST {
        return Err(PlainError::Long(text.len().div_ceil(1_000_000)));
    }
    let text = normalise(text).into_owned();
    let source = Source {
        file: name.to_owned(),
        sha256,
    };
    cut(id, text, source, Metadata::default()).ok_or(PlainError::Empty)
}

/// What `text`, decoded, has to say.
pub fn draft(text: String) -> Result<Draft, PlainError> {
    match text.find('\0') {
        Some(nul) => Err(PlainError::Binary(nul)),
        None => Ok(Draft {
            text,
            ..Draft::default()
        }),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{decode, tests::check_draft};
    use super::*;

    fn import(bytes: &[u8]) -> Result<Article, PlainError> {
        article("a", "a.txt", bytes, String::new())
    }

    #[test]
    fn the_first_sentence_is_the_title_and_part_of_the_text() {
        let article = import("عنوان الخبر\r\nجملة أولى.\r\n".as_bytes()).unwrap();
        assert_eq!(article.title, "عنوان الخبر");
        assert_eq!(article.text, "عنوان الخبر\nجملة أولى.\n");
        assert_eq!(article.sentences.len(), 2);
        assert_eq!(
            (article.sentences[1].start, article.sentences[1].end),
            (12, 22)
        );
    }

    #[test]
    fn what_is_no_text_is_named_with_its_byte() {
        assert_eq!(import(b""), Err(PlainError::Empty));
        assert_eq!(import(b" \r\n\t "), Err(PlainError::Empty));
        assert_eq!(
            import("\u{200F}\n\u{200B}".as_bytes()),
            Err(PlainError::Empty)
        );
        assert_eq!(import(b"ab\0c"), Err(PlainError::Binary(2)));
        assert_eq!(import(b"\x89PNG\r\n\x1A\n\0\0"), Err(PlainError::Binary(8)));
        assert_eq!(import(b"ab\xC7\xE1"), Err(PlainError::Encoding(2, 0xC7)));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_bytes_make_a_sound_article_or_none(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            let text = decode::decode(&bytes, decode::detect(&bytes, true)).0;
            if let Ok(draft) = draft(text) {
                check_draft(draft);
            }
        }
    }
}
