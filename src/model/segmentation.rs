//! Splitting and merging sentences: each makes another segmentation of the same text.
//!
//! Nothing is changed in place. A sentence that was split or merged is gone for good, and what takes
//! its place has ids that no sentence of the article ever had; to take a split back is to merge,
//! which makes a new sentence again. So an id always means the same range.

use std::fmt;

use unicode_segmentation::UnicodeSegmentation;

use super::Unknown;
use super::article::{Article, Sentence};

/// Why sentences are not split or merged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The article has no sentence with this id, or no longer.
    Unknown(String),
    /// The place is not inside of the sentence.
    Outside,
    /// The place is inside of what is one letter to a reader.
    Letter,
    /// A part would have nothing in it that is seen.
    Blank,
    /// The second is not the one right after the first.
    Apart,
    /// They are in different paragraphs.
    Paragraphs,
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Unknown(id) => {
                return write!(
                    formatter,
                    "there is no sentence {id} in this article: it may have been split or merged since"
                );
            }
            Self::Outside => "a sentence can be split inside of it only",
            Self::Letter => "a letter cannot be split from its marks: choose the place before or after",
            Self::Blank => "one of the parts would be empty: choose a place between words",
            Self::Apart => "only sentences that follow each other can be merged",
            Self::Paragraphs => "sentences of different paragraphs cannot be merged",
        })
    }
}

impl std::error::Error for Refusal {}

impl Article {
    /// The article with a sentence split before the code point `at` of the text. White space at the
    /// cut belongs to neither part.
    pub fn split(&self, sentence: &str, at: usize) -> Result<Self, Refusal> {
        let (index, old) = self.find(sentence)?;
        let quote = self.quote(index);
        if at <= old.start || at >= old.end {
            return Err(Refusal::Outside);
        }
        let cut = quote.char_indices().nth(at - old.start);
        let (cut, _) = cut.ok_or(Refusal::Outside)?;
        let (first, second) = quote.split_at_checked(cut).ok_or(Refusal::Outside)?;
        let (first, second) = (first.trim_end(), second.trim_start());
        if is_blank(first) || is_blank(second) {
            return Err(Refusal::Blank);
        }
        let (end, start) = (first.len(), quote.len() - second.len());
        let letters = quote.grapheme_indices(true).map(|(byte, _)| byte);
        // Both, for a mark may stand on a blank.
        if ![end, cut, start]
            .iter()
            .all(|byte| letters.clone().any(|it| it == *byte))
        {
            return Err(Refusal::Letter);
        }
        let ids = self.next_ids();
        let parts = [(0, first), (start, second)];
        let part = |((offset, part), id): ((usize, &str), String)| {
            let before = quote.get(..offset).unwrap_or_default();
            let start = old.start + before.chars().count();
            let byte = old.bytes.start + offset;
            Sentence {
                id,
                start,
                end: start + part.chars().count(),
                parents: vec![old.id.clone()],
                bytes: byte..byte + part.len(),
                unknown: Unknown::new(),
            }
        };
        let parts = parts.into_iter().zip(ids).map(part);
        Ok(self.with(index, 1, parts.collect()))
    }

    /// The article with a sentence and the one right after it, in one paragraph, merged, and with
    /// what is between them.
    pub fn merge(&self, first: &str, second: &str) -> Result<Self, Refusal> {
        let (index, one) = self.find(first)?;
        let (next, other) = self.find(second)?;
        if next != index + 1 {
            return Err(Refusal::Apart);
        }
        let between = self.text.get(one.bytes.end..other.bytes.start);
        if between.is_none_or(|between| between.contains('\n')) {
            return Err(Refusal::Paragraphs);
        }
        let merged = self.next_ids().next().map(|id| Sentence {
            id,
            start: one.start,
            end: other.end,
            parents: vec![one.id.clone(), other.id.clone()],
            bytes: one.bytes.start..other.bytes.end,
            unknown: Unknown::new(),
        });
        Ok(self.with(index, 2, merged.into_iter().collect()))
    }

    fn find(&self, id: &str) -> Result<(usize, &Sentence), Refusal> {
        let mut sentences = self.sentences.iter().enumerate();
        let found = sentences.find(|(_, sentence)| sentence.id == id);
        found.ok_or_else(|| Refusal::Unknown(id.to_owned()))
    }

    /// The article with `new` in the place of `count` sentences from `index` on, which are there.
    fn with(&self, index: usize, count: usize, new: Vec<Sentence>) -> Self {
        let mut article = self.clone();
        let old = article.sentences.splice(index..index + count, new);
        let old: Vec<String> = old.map(|sentence| sentence.id).collect();
        article.retired.extend(old);
        article.segmentation = self.segmentation.saturating_add(1);
        article
    }

    /// Ids that no sentence of the article ever had: s and a number beyond the greatest.
    fn next_ids(&self) -> impl Iterator<Item = String> {
        let sentences = self.sentences.iter();
        // Parents are retired; where somebody took them from that list, they are still parents.
        let used = sentences.flat_map(|it| std::iter::once(&it.id).chain(&it.parents));
        let used: Vec<&String> = used.chain(&self.retired).collect();
        let number = |id: &&String| id.strip_prefix('s')?.parse::<u64>().ok();
        let greatest = used.iter().filter_map(number).max().unwrap_or_default();
        // Beyond the greatest nothing is used, but where the numbers come to their end.
        let numbers = (1..).map(move |more| greatest.wrapping_add(more));
        let ids = numbers.map(|number| format!("s{number}"));
        let used: Vec<String> = used.into_iter().cloned().collect();
        ids.filter(move |id| !used.contains(id))
    }
}

/// Whether nothing of `text` is seen: white space, controls, marks of direction and joiners.
fn is_blank(text: &str) -> bool {
    let is_unseen = |c: char| {
        matches!(
            c,
            '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        ) || matches!(c, '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
    };
    text.chars()
        .all(|c| c.is_whitespace() || c.is_control() || is_unseen(c))
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::super::annotation::FORMAT;
    use super::super::article::{Metadata, Source, locate_sentences, number_sentences};
    use super::*;

    /// An article whose sentences are between bars, and whose paragraphs are lines.
    pub(in super::super) fn article(drawn: &str) -> Article {
        let (mut text, mut ranges) = (String::new(), Vec::new());
        for line in drawn.lines() {
            for (nth, sentence) in line.split('|').enumerate() {
                text += if nth == 0 { "" } else { " " };
                ranges.push(text.len()..text.len() + sentence.len());
                text += sentence;
            }
            text.push('\n');
        }
        Article {
            format: FORMAT,
            id: "a".into(),
            title: "a".into(),
            source: Source {
                file: "a.txt".into(),
                sha256: String::new(),
            },
            metadata: Metadata::default(),
            segmentation: 1,
            sentences: number_sentences(&text, &ranges),
            retired: Vec::new(),
            text,
            unknown: Unknown::new(),
            text_sha256: "0".into(),
        }
    }

    /// Ids and quotes.
    fn drawn(article: &Article) -> String {
        let sentence = |(index, sentence): (usize, &Sentence)| {
            format!("{} {}", sentence.id, article.quote(index))
        };
        let sentences: Vec<_> = article.sentences.iter().enumerate().map(sentence).collect();
        sentences.join("|")
    }

    /// The sentences after s2 of `text` was split before its code point `at`.
    fn check(text: &str, at: usize, expected: &str) {
        let article = article(text);
        let split = article.split("s2", article.sentences[1].start + at);
        let said = split.map_or_else(|refusal| format!("{refusal:?}"), |it| drawn(&it));
        assert_eq!(said, expected, "{text:?} at {at}");
    }

    #[test]
    fn a_split_leaves_white_space_out_and_gives_new_ids() {
        check("t|a b|c", 1, "s1 t|s4 a|s5 b|s3 c");
        check("t|a b|c", 2, "s1 t|s4 a|s5 b|s3 c");
        check("t|a  \u{A0} b|c", 3, "s1 t|s4 a|s5 b|s3 c");
        check("t\nسُلام عليكم\nc", 6, "s1 t|s4 سُلام|s5 عليكم|s3 c");
        check("t|😀ab|c", 1, "s1 t|s4 😀|s5 ab|s3 c");
    }

    #[test]
    fn a_split_needs_two_parts_and_whole_letters() {
        check("t|a b|c", 0, "Outside");
        check("t|a b|c", 3, "Outside");
        check("t|a b|c", 90, "Outside");
        check("t|سُلام|c", 1, "Letter");
        check("t|سُلام|c", 2, "s1 t|s4 سُ|s5 لام|s3 c");
        check("t|a🇪🇬b|c", 2, "Letter");
        check("t|a \u{301}b|c", 2, "Letter");
        check("t|a \u{301}b|c", 1, "Letter");
        check("t| a|c", 1, "Blank");
        check("t|\u{200F}a|c", 1, "Blank");
        check("t|a\u{200B}|c", 1, "Blank");
    }

    #[test]
    fn offsets_of_parts_are_code_points_of_the_article() {
        let article = article("😀 عنوان|مرحبا  بكم");
        let split = article.split("s2", article.sentences[1].start + 6).unwrap();
        let ranges: Vec<_> = split
            .sentences
            .iter()
            .map(|it| (it.start, it.end))
            .collect();
        assert_eq!(ranges, [(0, 7), (8, 13), (15, 18)]);
        let mut located = split.sentences.clone();
        locate_sentences(&split.text, &mut located).unwrap();
        assert_eq!(located, split.sentences);
        assert_eq!(
            (split.segmentation, &split.retired),
            (2, &vec!["s2".to_owned()])
        );
        assert_eq!(split.sentences[1].parents, ["s2"]);
    }

    #[test]
    fn neighbours_of_one_paragraph_are_merged() {
        let article = article("a|b|c\nd");
        assert_eq!(
            drawn(&article.merge("s1", "s2").unwrap()),
            "s5 a b|s3 c|s4 d"
        );
        assert_eq!(
            article.merge("s1", "s2").unwrap().sentences[0].parents,
            ["s1", "s2"]
        );
        for (first, second, refusal) in [
            ("s1", "s3", Refusal::Apart),
            ("s2", "s1", Refusal::Apart),
            ("s1", "s1", Refusal::Apart),
            ("s3", "s4", Refusal::Paragraphs),
            ("s4", "s5", Refusal::Unknown("s5".into())),
            ("x", "s1", Refusal::Unknown("x".into())),
        ] {
            assert_eq!(
                article.merge(first, second),
                Err(refusal),
                "{first} {second}"
            );
        }
    }

    #[test]
    fn to_take_a_split_back_is_to_merge() {
        let article = article("t|a b|c");
        let split = article.split("s2", article.sentences[1].start + 1).unwrap();
        let back = split.merge("s4", "s5").unwrap();
        assert_eq!(drawn(&back), "s1 t|s6 a b|s3 c");
        assert_eq!(
            (back.segmentation, back.retired.join(" ")),
            (3, "s2 s4 s5".to_owned())
        );
        assert_eq!(split.split("s2", 3), Err(Refusal::Unknown("s2".into())));
    }

    #[test]
    fn ids_of_other_kinds_and_the_greatest_number_are_no_trap() {
        let mut article = article("a b|c");
        article.sentences[1].id = "lead".into();
        assert_eq!(drawn(&article.split("s1", 1).unwrap()), "s2 a|s3 b|lead c");
        article.retired = vec![format!("s{}", u64::MAX), "s0".into()];
        assert_eq!(drawn(&article.split("s1", 1).unwrap()), "s2 a|s3 b|lead c");
        article.retired = vec!["s7".into()];
        assert_eq!(drawn(&article.split("s1", 1).unwrap()), "s8 a|s9 b|lead c");
    }

    #[test]
    fn the_file_says_parents_and_retired_ids_only_where_there_are_any() {
        let article = article("a b|c");
        let json = serde_json::to_string(&article).unwrap();
        assert!(
            !json.contains("parents") && !json.contains("retired"),
            "{json}"
        );
        let split = article.split("s1", 1).unwrap();
        let json = serde_json::to_string(&split).unwrap();
        assert!(
            json.contains(r#"{"id":"s3","start":0,"end":1,"parents":["s1"]}"#),
            "{json}"
        );
        assert!(json.contains(r#""retired":["s1"]"#), "{json}");
        let read: Article = serde_json::from_str(&json).unwrap();
        assert_eq!(
            (read.retired, &read.sentences[0].parents),
            (split.retired, &split.sentences[0].parents)
        );
    }

    #[test]
    fn what_a_newer_version_wrote_of_a_sentence_stays() {
        let json = r#"{"id":"s1","start":0,"end":1,"mood":"calm"}"#;
        let sentence: Sentence = serde_json::from_str(json).unwrap();
        assert_eq!(serde_json::to_string(&sentence).unwrap(), json);
    }

    /// `article` after changes, each a sentence and a place in it: split there, or merged with the
    /// next where it cannot be.
    pub(in super::super) fn change(mut article: Article, changes: &[(usize, usize)]) -> Article {
        for &(nth, at) in changes {
            let index = nth % article.sentences.len();
            let sentence = &article.sentences[index];
            let (id, at) = (sentence.id.clone(), sentence.start + at);
            let next = article
                .sentences
                .get(index + 1)
                .map(|it| it.id.clone())
                .unwrap_or_default();
            if let Ok(changed) = article
                .split(&id, at)
                .or_else(|_| article.merge(&id, &next))
            {
                article = changed;
            }
        }
        article
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn whatever_is_split_and_merged_is_an_article_and_no_id_comes_again(
            text in "[سa\u{64F} ]{0,3}ل([|\n]?[سab\u{64F}]{1,4}( [سل]{1,3}){0,2}){0,5}",
            changes in prop::collection::vec((0usize..9, 0usize..9), 0..12),
        ) {
            let mut known = std::collections::BTreeMap::new();
            let mut current = article(&text);
            for step in changes {
                for sentence in &current.sentences {
                    let range = (sentence.start, sentence.end);
                    prop_assert_eq!(*known.entry(sentence.id.clone()).or_insert(range), range);
                }
                let next = change(current.clone(), &[step]);
                prop_assert_eq!(&next.text, &current.text);
                prop_assert!(next.segmentation <= current.segmentation + 1);
                let mut located = next.sentences.clone();
                prop_assert_eq!(locate_sentences(&next.text, &mut located), Ok(()));
                prop_assert_eq!(&located, &next.sentences);
                current = next;
            }
        }
    }
}
