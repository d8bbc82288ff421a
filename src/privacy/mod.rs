//! What is personal in a text: names of a list however they are spelled, numbers and addresses by
//! their form, and what only looks personal, for people to look at.
//!
//! - `page`: a text as it is searched: folded, with lines and words;
//! - [`words`]: names of a list, in it;
//! - `numbers`: telephones, mail, ids, pages on social networks;
//! - `looks`: names that stand behind a title or a word such as *victim*.
//!
//! Every search takes time linear in the text. What is found is bytes of the text as it is written.

mod looks;
mod numbers;
mod page;
pub mod words;

use std::ops::Range;

use regex::{Regex, RegexBuilder};

use crate::model::mask::Masks;
use crate::model::privacy::{Found, Kind, Pattern};
use crate::model::project::{Language, Project};
use page::Page;
use words::Words;

/// What a project masks, ready to search with.
#[derive(Debug)]
pub struct Rules {
    mask: Vec<Kind>,
    names: Words,
    keep: Words,
    patterns: Vec<Regex>,
    numbered: bool,
    language: Language,
}

/// A pattern of a project that is none, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadPattern {
    /// Line and column in `project.toml`.
    pub place: (usize, usize),
    /// What is wrong with it.
    pub what: String,
}

/// How large a pattern of a project may become in memory.
const PATTERN_SIZE: usize = 1 << 20;

impl Rules {
    /// The rules of `project`.
    pub fn new(project: &Project) -> Result<Self, BadPattern> {
        let privacy = &project.privacy;
        let patterns = privacy.patterns.iter().map(compile);
        Ok(Self {
            mask: privacy.mask.clone(),
            names: Words::new(&privacy.names),
            keep: Words::new(&privacy.keep),
            patterns: patterns.collect::<Result<_, _>>()?,
            numbered: privacy.numbered,
            language: privacy.language.unwrap_or(project.language),
        })
    }

    /// The names of the list alone: for what people wrote in order to publish it, such as how to reach
    /// them.
    pub fn only_names(project: &Project) -> Result<Self, BadPattern> {
        let mut rules = Self::new(project)?;
        rules.mask.retain(|kind| *kind == Kind::Name);
        rules.patterns.clear();
        Ok(rules)
    }

    /// The same without a thing to mask; what is nobody's secret stays so.
    pub fn off(mut self) -> Self {
        self.mask.clear();
        self.patterns.clear();
        self
    }

    /// Whether they mask nothing.
    pub fn is_empty(&self) -> bool {
        self.mask.is_empty() && self.patterns.is_empty()
    }

    /// What they mask in `text`, as it is found; what overlaps is not sorted out.
    pub fn find(&self, text: &str) -> Vec<Found> {
        if self.is_empty() || text.is_empty() {
            return Vec::new();
        }
        let page = Page::new(text);
        let mut found = Vec::new();
        let mut add = |bytes: Range<usize>, kind: Kind, number: Option<usize>| {
            let name = kind.placeholder(self.language);
            let with = match number.filter(|_| self.numbered) {
                Some(number) => format!("[{name}-{number}]"),
                None => format!("[{name}]"),
            };
            found.push(Found { bytes, kind, with });
        };
        if self.mask.contains(&Kind::Name) {
            for (bytes, entry) in self.names.find_in(&page) {
                add(bytes, Kind::Name, Some(entry + 1));
            }
        }
        for (bytes, kind) in numbers::find(&page) {
            if self.mask.contains(&kind) {
                add(bytes, kind, None);
            }
        }
        for pattern in &self.patterns {
            for it in pattern.find_iter(text).filter(|it| !it.is_empty()) {
                add(it.range(), Kind::Pattern, None);
            }
        }
        self.without_kept(found, &page)
    }

    /// `found` without what lies in something that is nobody's secret. A name of the list is masked all
    /// the same where it is more than that.
    fn without_kept(&self, mut found: Vec<Found>, page: &Page<'_>) -> Vec<Found> {
        if found.is_empty() || self.keep.is_empty() {
            return found;
        }
        let kept: Vec<Range<usize>> = self.kept(page);
        found.retain(|it| !kept.iter().any(|kept| contains(kept, &it.bytes)));
        found
    }

    fn kept(&self, page: &Page<'_>) -> Vec<Range<usize>> {
        let found = self.keep.find_in(page).into_iter();
        found.map(|(bytes, _)| bytes).collect()
    }

    /// `text` masked.
    pub fn mask(&self, text: &str) -> String {
        let found = self.find(text);
        match found.is_empty() {
            true => text.to_owned(),
            false => Masks::new(text, found, []).apply(text),
        }
    }

    /// What looks personal in `text` and is neither masked nor nobody's secret, in order.
    pub fn left(&self, text: &str) -> Vec<(Range<usize>, Kind)> {
        let page = Page::new(text);
        let mut left = numbers::find(&page);
        left.extend(looks::find(&page).into_iter().map(|it| (it, Kind::Name)));
        if left.is_empty() {
            return left;
        }
        let masked = self.find(text);
        let kept = self.kept(&page);
        left.retain(|(bytes, _)| {
            !masked.iter().any(|it| contains(&it.bytes, bytes))
                && !kept.iter().any(|it| contains(it, bytes))
        });
        left.sort_by_key(|(bytes, kind)| (bytes.start, bytes.end, *kind));
        left.dedup();
        left
    }
}

fn contains(outer: &Range<usize>, inner: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

fn compile(pattern: &Pattern) -> Result<Regex, BadPattern> {
    let built = RegexBuilder::new(&pattern.regex)
        .size_limit(PATTERN_SIZE)
        .dfa_size_limit(PATTERN_SIZE)
        .build();
    let built = built.map_err(|error| {
        let text = error.to_string();
        // The last line of a message says what; those before draw the place.
        let what = text.lines().last().unwrap_or_default();
        what.trim_start_matches("error: ").to_owned()
    });
    let regex = built.and_then(|regex| match regex.is_match("") {
        true => Err("it is found in nothing, and so everywhere".to_owned()),
        false => Ok(regex),
    });
    regex.map_err(|what| BadPattern {
        place: pattern.place,
        what,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn privacy(kinds: &[Kind], names: &[&str], patterns: &[&str], keep: &[&str]) -> Rules {
        let own = |list: &[&str]| list.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
        let patterns = patterns.iter().map(|it| Pattern {
            regex: (*it).into(),
            place: (1, 1),
        });
        let patterns: Vec<Pattern> = patterns.collect();
        Rules {
            mask: kinds.to_vec(),
            names: Words::new(&own(names)),
            keep: Words::new(&own(keep)),
            patterns: patterns
                .iter()
                .map(|it| compile(it).expect("a pattern"))
                .collect(),
            numbered: false,
            language: Language::English,
        }
    }

    #[test]
    fn what_is_asked_for_is_masked_and_nothing_else() {
        let text = "Layla (layla@example.org, +20 100 123 4567) in file 12/b";
        let rules = privacy(
            &[Kind::Name, Kind::Email],
            &["Layla"],
            &["file [0-9]+/[a-z]"],
            &[],
        );
        assert_eq!(
            rules.mask(text),
            "[NAME] ([EMAIL], +20 100 123 4567) in [MASKED]"
        );
        assert_eq!(privacy(&[], &[], &[], &[]).mask(text), text);
    }

    #[test]
    fn what_is_nobodys_secret_is_kept() {
        let rules = privacy(&[Kind::Phone, Kind::Email], &[], &[], &["+20 100 123 4567"]);
        assert_eq!(
            rules.mask("+201001234567 and +201001234568"),
            "+201001234567 and [PHONE]"
        );
        // What only may be a name in a longer word.
        let rules = privacy(&[Kind::Name], &["أمل"], &[], &["كامل"]);
        assert_eq!(rules.mask("كامل وأمل"), "كامل و[NAME]");
        let left = privacy(&[], &[], &[], &["help@example.org"]);
        let text = "help@example.org, me@example.org";
        assert_eq!(left.left(text), [(18..32, Kind::Email)]);
    }

    #[test]
    fn a_masked_thing_no_longer_looks_personal() {
        let rules = privacy(&[Kind::Phone, Kind::Name], &["Layla"], &[], &[]);
        let text = "Ms Layla, Mrs Huda, 0501234567, a@b.org";
        let left = rules.left(text);
        let left: Vec<&str> = left.iter().map(|(bytes, _)| &text[bytes.clone()]).collect();
        assert_eq!(left, ["Huda", "a@b.org"]);
    }

    #[test]
    fn a_bad_pattern_is_named() {
        for (regex, said) in [
            ("a(", "unclosed group"),
            ("a*", "found in nothing"),
            ("(a{900}){900}", "size limit"),
        ] {
            let pattern = Pattern {
                regex: regex.into(),
                place: (3, 5),
            };
            let bad = compile(&pattern).expect_err("a bad pattern");
            assert!(bad.place == (3, 5) && bad.what.contains(said), "{bad:?}");
        }
    }
}
