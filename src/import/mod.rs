//! Foreign files to articles.
//!
//! ```text
//! bytes → decode → text → plain · html · markdown            one article a file
//!                       → records (JSON, JSONL, CSV, TSV)    one article a record
//!                         └ labels: what another tool's users had decided
//! ```
//!
//! Whatever the bytes are, what comes out is a [`Draft`] or one sentence that says what is wrong.
//! Records are read one by one, so that a file may be larger than the memory.

pub mod decode;
pub mod html;
mod json;
pub mod labels;
pub mod markdown;
pub mod plain;
pub mod records;

use std::borrow::Cow;
use std::collections::{HashMap, VecDeque};

use thiserror::Error;

use crate::model::Unknown;
use crate::model::annotation::FORMAT;
use crate::model::article::{Article, Metadata, Source, number_sentences};
use crate::text::is_visible;
use crate::text::paragraph::normalise;
use crate::text::sentence::sentences;

/// The longest text of an article, in bytes of UTF-8.
pub const LONGEST: usize = 10_000_000;

/// What a file or record has to say, before it is an article.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Draft {
    /// Becomes the first paragraph, where the text does not begin with it.
    pub title: Option<String>,
    /// As it was found.
    pub text: String,
    /// What is known of its publication.
    pub metadata: Metadata,
}

/// Why a draft is no article.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum Unfit {
    /// Nothing in it, or nothing but blanks.
    #[error("it holds no text")]
    Empty,
    /// So many megabytes.
    #[error("its text has {0} MB, and an article has at most 10: cut it into several")]
    Long(usize),
}

impl Draft {
    /// The article called `id`, cut into sentences. Its text has no control character but `\n`.
    pub fn article(self, id: &str, source: Source) -> Result<Article, Unfit> {
        let long = |text: &str| {
            (text.len() > LONGEST).then(|| Unfit::Long(text.len().div_ceil(1_000_000)))
        };
        // Before anything is copied.
        if let Some(unfit) = long(&self.text) {
            return Err(unfit);
        }
        let mut text = clean(&self.text).into_owned();
        let title = self.title.as_deref().map(one_line).unwrap_or_default();
        if is_visible(&title) && !begins_with(&text, &title) {
            text = format!("{title}\n{text}");
        }
        match long(&text) {
            Some(unfit) => Err(unfit),
            None => cut(id, text, source, self.metadata).ok_or(Unfit::Empty),
        }
    }
}

/// `new`, cut anew, in the place of `old`, whose text it changed: a sentence of the same words keeps
/// its id, wherever it stands now; every other one has an id that no sentence ever had there.
pub fn realigned(old: &Article, new: Article) -> Article {
    let mut kept: HashMap<&str, VecDeque<&str>> = HashMap::new();
    for (index, sentence) in old.sentences.iter().enumerate() {
        let ids = kept.entry(old.quote(index)).or_default();
        ids.push_back(&sentence.id);
    }
    let segmentation = old.segmentation.saturating_add(1);
    let mut fresh = 0_usize;
    let mut ids = Vec::new();
    for index in 0..new.sentences.len() {
        let id = kept.get_mut(new.quote(index)).and_then(VecDeque::pop_front);
        ids.push(id.map(str::to_owned).unwrap_or_else(|| {
            fresh += 1;
            // The number of a segmentation is used once, and so are ids with it.
            format!("r{segmentation}s{fresh}")
        }));
    }
    let mut new = Article {
        id: old.id.clone(),
        segmentation,
        unknown: old.unknown.clone(),
        ..new
    };
    for (sentence, id) in new.sentences.iter_mut().zip(ids) {
        sentence.id = id;
    }
    new
}

/// `article`, just cut into sentences, with whole paragraphs instead, for a project that wants these.
pub fn by_paragraphs(article: Article) -> Article {
    let mut ranges: Vec<_> = crate::text::paragraph::paragraphs(&article.text).collect();
    for range in &mut ranges {
        let text = article.text.get(range.clone()).unwrap_or_default();
        let start = range.start + (text.len() - text.trim_start().len());
        *range = start..start + text.trim().len();
    }
    ranges.retain(|range| article.text.get(range.clone()).is_some_and(is_visible));
    Article {
        sentences: number_sentences(&article.text, &ranges),
        ..article
    }
}

/// The article of `text`, whose line ends are `\n`; none if there is nothing to see in it.
fn cut(id: &str, text: String, source: Source, metadata: Metadata) -> Option<Article> {
    let mut ranges = sentences(&text);
    // A paragraph of direction marks is nothing to decide on.
    ranges.retain(|range| text.get(range.clone()).is_some_and(is_visible));
    let title = text.get(ranges.first()?.clone())?.to_owned();
    Some(Article {
        format: FORMAT,
        id: id.to_owned(),
        title,
        source,
        metadata,
        segmentation: 1,
        sentences: number_sentences(&text, &ranges),
        retired: Vec::new(),
        unknown: Unknown::new(),
        text_sha256: String::new(),
        text,
    })
}

/// `text` with `\n` at line ends and a blank for every other control character.
fn clean(text: &str) -> Cow<'_, str> {
    let is_control = |c: char| c.is_control() && c != '\n';
    let text = normalise(text);
    if text.contains(is_control) {
        Cow::Owned(text.replace(is_control, " "))
    } else {
        text
    }
}

/// `text` in one line, with single blanks.
fn one_line(text: &str) -> String {
    let words: Vec<&str> = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

/// Whether `text` begins with `title`, however the blanks stand in it, and the title ends there
/// where a word does.
fn begins_with(text: &str, title: &str) -> bool {
    let mut rest = text.chars();
    let mut letters = title.chars().filter(|c| !c.is_whitespace());
    letters.all(|c| rest.find(|it| !it.is_whitespace()) == Some(c))
        && !rest.next().is_some_and(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn source() -> Source {
        Source {
            file: "a".into(),
            sha256: String::new(),
        }
    }

    fn draft(title: &str, text: &str) -> Draft {
        Draft {
            title: Some(title.into()),
            text: text.into(),
            ..Draft::default()
        }
    }

    #[test]
    fn a_title_is_the_first_paragraph_unless_the_text_begins_with_it() {
        let text =
            |title: &str, text: &str| draft(title, text).article("a", source()).unwrap().text;
        assert_eq!(text("خبر", "نص."), "خبر\nنص.");
        assert_eq!(
            text("خبر  عاجل", "خبر\u{A0}عاجل\nنص."),
            "خبر\u{A0}عاجل\nنص."
        );
        assert_eq!(text("خبر", "خبراء."), "خبر\nخبراء.");
        assert_eq!(text(" \r\n", "نص."), "نص.");
        assert_eq!(text("two\r\nlines", "x"), "two lines\nx");
        assert_eq!(text("only a title", ""), "only a title\n");
    }

    #[test]
    fn what_is_too_long_or_empty_is_no_article() {
        assert_eq!(draft("", " \t\n").article("a", source()), Err(Unfit::Empty));
        let long = "x".repeat(LONGEST + 1);
        assert_eq!(
            draft("", &long).article("a", source()),
            Err(Unfit::Long(11))
        );
        let just = "x".repeat(LONGEST - 1);
        assert_eq!(
            draft("ab", &just).article("a", source()),
            Err(Unfit::Long(11))
        );
    }

    #[test]
    fn a_changed_text_keeps_the_ids_of_the_sentences_that_stayed() {
        let article = |text: &str| draft("", text).article("a", source()).unwrap();
        let ids = |article: &Article| {
            let ids: Vec<String> = article.sentences.iter().map(|it| it.id.clone()).collect();
            ids.join(" ")
        };
        let old = article("أولى.\nثانية.\nثانية.\nثالثة.");
        assert_eq!(ids(&old), "s1 s2 s3 s4");
        let new = realigned(&old, article("جديدة.\nأولى.\nثانية.\nثانية."));
        assert_eq!((ids(&new).as_str(), new.segmentation), ("r2s1 s1 s2 s3", 2));
        // s4 is gone, and comes back as another one.
        let again = realigned(&new, article("أولى.\nثالثة."));
        assert_eq!((ids(&again).as_str(), again.segmentation), ("s1 r3s1", 3));
    }

    /// What every article promises: no control character but the line's end, and offsets that
    /// find their sentences.
    pub(super) fn check(article: Article) {
        use crate::model::article::locate_sentences;
        assert!(!article.text.contains(|c: char| c.is_control() && c != '\n'));
        let mut found = article.sentences.clone();
        found.iter_mut().for_each(|sentence| sentence.bytes = 0..0);
        assert_eq!(locate_sentences(&article.text, &mut found), Ok(()));
        assert_eq!(found, article.sentences);
        assert_eq!(article.quote(0), article.title);
    }

    /// Holds a draft that was made of anything to what every article promises.
    pub(super) fn check_draft(draft: Draft) {
        if let Ok(article) = draft.article("a", source()) {
            check(article);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_draft_makes_a_sound_article(title in any::<String>(), text in "[\\x00-\\x20a.؟\u{85}\u{2028}\u{FEFF}\u{200F}ب]{0,40}") {
            check_draft(draft(&title, &text));
        }
    }
}
