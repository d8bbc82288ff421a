//! An article: a text cut into sentences once, at import.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::Unknown;
use super::annotation::Status;

/// The id of an article, as it is listed. A project has hundreds of thousands: one of at most 24 bytes
/// lies in the list itself.
pub type Id = compact_str::CompactString;

/// An article as it is stored, with the byte ranges of its sentences beside the stored offsets.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Article {
    /// Version of the file format.
    pub format: u32,
    /// The stem of its file; `[a-z0-9._-]{1,64}`.
    pub id: String,
    /// Its first sentence.
    pub title: String,
    /// Where it came from.
    pub source: Source,
    /// What is known of its publication.
    #[serde(default, skip_serializing_if = "Metadata::is_empty")]
    pub metadata: Metadata,
    /// Counts splits and merges; the first segmentation is 1.
    pub segmentation: u32,
    /// In order, never overlapping.
    pub sentences: Vec<Sentence>,
    /// Ids of sentences that were split or merged, in the order in which they went.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub retired: Vec<String>,
    /// The whole text, title paragraph included, with `\n` at line ends.
    pub text: String,
    /// What a newer version wrote.
    #[serde(flatten)]
    pub unknown: Unknown,
    /// SHA-256 of `text` in UTF-8, in hexadecimal.
    #[serde(skip)]
    pub text_sha256: String,
}

/// The file that an article was imported from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Its name, as it was given.
    pub file: String,
    /// SHA-256 of its bytes before decoding, in hexadecimal.
    pub sha256: String,
}

/// What is known of an article's publication, as it was given: nothing here is checked.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Metadata {
    /// The publisher's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Who wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// When it was published, in whatever form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Where it was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Under which terms it may be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// What a newer version wrote.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// A sentence of an article.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sentence {
    /// Never reused in its article.
    pub id: String,
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// Ids of the sentences that it was made of by a split or a merge.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parents: Vec<String>,
    /// The same range in bytes of the text.
    #[serde(skip)]
    pub bytes: Range<usize>,
    /// What a newer version wrote.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// What the library shows of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The article's title.
    pub title: String,
    /// How many sentences it has, without those that are not part of it.
    pub sentences: usize,
    /// How many of them the annotator is done with.
    pub finished: usize,
    /// How far she says she is.
    pub status: Status,
    /// The ids of articles that are the same text, as far as that was looked for.
    pub also: Vec<String>,
}

impl Metadata {
    /// Who published it, who wrote it, when and where, on one line; empty where nothing is known.
    pub fn byline(&self) -> String {
        let parts = [&self.source, &self.author, &self.date, &self.url];
        let parts = parts.into_iter().flatten();
        // Between isolates: each may run either way.
        let parts = parts.map(|part| format!("\u{2068}{part}\u{2069}"));
        parts.collect::<Vec<_>>().join(" · ")
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Article {
    /// The text of the sentence at `index`.
    pub fn quote(&self, index: usize) -> &str {
        self.sentences
            .get(index)
            .and_then(|sentence| self.text.get(sentence.bytes.clone()))
            .unwrap_or_default()
    }
}

/// The sentences of `text` at `ranges` (bytes, in order), numbered from `s1`.
pub fn number_sentences(text: &str, ranges: &[Range<usize>]) -> Vec<Sentence> {
    let mut points = CodePoints::new(text);
    let sentence = |(index, range): (usize, &Range<usize>)| Sentence {
        id: format!("s{}", index + 1),
        start: points.before(range.start),
        end: points.before(range.end),
        parents: Vec::new(),
        bytes: range.clone(),
        unknown: Unknown::new(),
    };
    ranges.iter().enumerate().map(sentence).collect()
}

/// Fills in the byte ranges of `sentences` from their code points; the index of the first sentence
/// that does not lie in one paragraph of `text`, behind the sentence before it, if there is one.
pub fn locate_sentences(text: &str, sentences: &mut [Sentence]) -> Result<(), usize> {
    let mut starts = text
        .char_indices()
        .map(|(byte, _)| byte)
        .chain([text.len()])
        .enumerate();
    let mut at = (0, 0);
    let mut byte_of = |point: usize| {
        if at.0 != point || point == 0 {
            at = starts.find(|&(index, _)| index == point)?;
        }
        Some(at.1)
    };
    let mut end = None;
    for (index, sentence) in sentences.iter_mut().enumerate() {
        if sentence.start >= sentence.end || end.is_some_and(|end| sentence.start < end) {
            return Err(index);
        }
        let (Some(first), Some(last)) = (byte_of(sentence.start), byte_of(sentence.end)) else {
            return Err(index);
        };
        if text
            .get(first..last)
            .is_none_or(|quote| quote.contains('\n'))
        {
            return Err(index);
        }
        sentence.bytes = first..last;
        end = Some(sentence.end);
    }
    Ok(())
}

/// Counts code points up to a byte, forwards only.
pub(super) struct CodePoints<'a> {
    text: &'a str,
    byte: usize,
    points: usize,
}

impl<'a> CodePoints<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            byte: 0,
            points: 0,
        }
    }

    pub(super) fn before(&mut self, byte: usize) -> usize {
        let passed = self.text.get(self.byte..byte).unwrap_or_default();
        self.points += passed.chars().count();
        self.byte = byte.max(self.byte);
        self.points
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_offsets_are_code_points_and_find_their_bytes_again() {
        let text = "سلام. 😀 ok.\nنعم";
        let ranges = [0..9, 10..18, 19..25];
        let mut sentences = number_sentences(text, &ranges);
        let stored: Vec<_> = sentences
            .iter()
            .map(|s| (s.id.as_str(), s.start, s.end))
            .collect();
        assert_eq!(stored, [("s1", 0, 5), ("s2", 6, 11), ("s3", 12, 15)]);
        for sentence in &mut sentences {
            sentence.bytes = 0..0;
        }
        assert_eq!(locate_sentences(text, &mut sentences), Ok(()));
        let found: Vec<_> = sentences.iter().map(|s| s.bytes.clone()).collect();
        assert_eq!(found, ranges);
    }

    #[test]
    fn an_article_has_its_publication_only_where_it_is_known() {
        let json = r#"{"format":1,"id":"a","title":"t","source":{"file":"a.txt","sha256":""},"segmentation":1,"sentences":[],"text":"t"}"#;
        let article: Article = serde_json::from_str(json).unwrap();
        assert!(article.metadata.is_empty());
        assert_eq!(serde_json::to_string(&article).unwrap(), json);
        let json = json.replace(
            r#""segmentation""#,
            r#""metadata":{"source":"الأهرام","date":"٣ مايو ٢٠٢٤","desk":"local"},"segmentation""#,
        );
        let article: Article = serde_json::from_str(&json).unwrap();
        assert_eq!(article.metadata.source.as_deref(), Some("الأهرام"));
        assert_eq!(article.metadata.author, None);
        assert_eq!(article.metadata.unknown["desk"], "local");
        assert_eq!(serde_json::to_string(&article).unwrap(), json);
    }

    #[test]
    fn adjacent_sentences_without_a_space_are_found() {
        let text = "أب.جد.";
        let mut sentences = number_sentences(text, &[0..5, 5..10]);
        sentences[1].bytes = 0..0;
        assert_eq!(locate_sentences(text, &mut sentences), Ok(()));
        assert_eq!(sentences[1].bytes, 5..10);
    }

    #[test]
    fn a_sentence_outside_the_text_is_named() {
        let sentence = |start, end| Sentence {
            id: "s1".into(),
            start,
            end,
            parents: Vec::new(),
            bytes: 0..0,
            unknown: Unknown::new(),
        };
        assert_eq!(
            locate_sentences("abc", &mut [sentence(0, 2), sentence(1, 3)]),
            Err(1)
        );
        assert_eq!(locate_sentences("abc", &mut [sentence(0, 4)]), Err(0));
        assert_eq!(locate_sentences("abc", &mut [sentence(2, 2)]), Err(0));
        assert_eq!(locate_sentences("a\nb", &mut [sentence(0, 3)]), Err(0));
    }
}
