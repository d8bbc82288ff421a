//! A text with something else in the place of some of its words, and every position in it moved
//! along: sentences, the words that topics rest on, quotes, whole histories.
//!
//! What is masked is never cut: a range that touches a mask has all of it. A mask never reaches over
//! the end of a sentence or a line: what does is masked in parts, one for each side.

use std::ops::Range;

use serde_json::Value;
use unicode_segmentation::GraphemeCursor;

use super::Unknown;
use super::annotation::{Annotated, Annotations, Decision, Evidence, Overall};
use super::article::{Article, CodePoints, Metadata, Sentence, locate_sentences};
use super::privacy::{Found, Kind};

/// What is masked in one text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Masks {
    /// In order, none in two.
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Piece {
    bytes: Range<usize>,
    /// The same in code points.
    points: Range<usize>,
    /// Code points in the masked text.
    masked: Range<usize>,
    kind: Kind,
    with: String,
}

impl Masks {
    /// What masks `found` in `text`. What overlaps is masked as one, as the longest of it would be;
    /// at the bytes `cuts` nothing is masked across.
    pub fn new(text: &str, found: Vec<Found>, cuts: impl IntoIterator<Item = usize>) -> Self {
        let mut cuts: Vec<usize> = cuts.into_iter().collect();
        cuts.extend(text.match_indices('\n').flat_map(|(at, _)| [at, at + 1]));
        cuts.sort_unstable();
        cuts.dedup();
        let mut masks = Self::default();
        let mut points = CodePoints::new(text);
        let mut moved = 0_isize;
        for found in merged(text, found) {
            let first = cuts.partition_point(|cut| *cut <= found.bytes.start);
            let inside = cuts.get(first..).unwrap_or_default().iter().copied();
            let inside = inside.take_while(|cut| *cut < found.bytes.end);
            let mut start = found.bytes.start;
            for end in inside.chain([found.bytes.end]) {
                let part = text.get(start..end).unwrap_or_default();
                let trimmed = part.trim();
                let before = part.len() - part.trim_start().len();
                let bytes = start + before..start + before + trimmed.len();
                start = end;
                if trimmed.is_empty() {
                    continue;
                }
                let points = points.before(bytes.start)..points.before(bytes.end);
                let new = points.start.saturating_add_signed(moved);
                let masked = new..new + found.with.chars().count();
                moved += masked.len() as isize - points.len() as isize;
                masks.pieces.push(Piece {
                    bytes,
                    points,
                    masked,
                    kind: found.kind,
                    with: found.with.clone(),
                });
            }
        }
        masks
    }

    /// Whether nothing is masked.
    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// What each mask is for.
    pub fn kinds(&self) -> impl Iterator<Item = Kind> {
        self.pieces.iter().map(|piece| piece.kind)
    }

    /// The bytes of each mask in the text, and what it is for.
    pub fn places(&self) -> impl Iterator<Item = (Range<usize>, Kind)> {
        self.pieces.iter().map(|it| (it.bytes.clone(), it.kind))
    }

    /// The masked text of `text`.
    pub fn apply(&self, text: &str) -> String {
        let mut masked = String::with_capacity(text.len());
        let mut end = 0;
        for piece in &self.pieces {
            masked += text.get(end..piece.bytes.start).unwrap_or_default();
            masked += &piece.with;
            end = piece.bytes.end;
        }
        masked + text.get(end..).unwrap_or_default()
    }

    /// Where the code points `start` to `end` are in the masked text, with all of each mask that they
    /// touch.
    pub fn range(&self, start: usize, end: usize) -> (usize, usize) {
        (
            self.moved(start, |masked| masked.start),
            self.moved(end, |masked| masked.end),
        )
    }

    fn moved(&self, point: usize, inside: impl Fn(&Range<usize>) -> usize) -> usize {
        let next = self
            .pieces
            .partition_point(|piece| piece.points.end <= point);
        match self.pieces.get(next) {
            Some(piece) if piece.points.start < point => return inside(&piece.masked),
            _ => {}
        }
        match next.checked_sub(1).and_then(|last| self.pieces.get(last)) {
            Some(last) => last.masked.end + (point - last.points.end),
            None => point,
        }
    }
}

/// `found` in order, with what overlaps as one, and no cluster cut.
fn merged(text: &str, mut found: Vec<Found>) -> Vec<Found> {
    found.retain(|it| text.get(it.bytes.clone()).is_some_and(|it| !it.is_empty()));
    for it in &mut found {
        it.bytes = whole_clusters(text, &it.bytes);
    }
    found.sort_by_key(|it| (it.bytes.start, std::cmp::Reverse(it.bytes.end), it.kind));
    let mut merged: Vec<(Found, usize)> = Vec::new();
    for it in found {
        let length = it.bytes.len();
        match merged.last_mut() {
            Some((last, longest)) if it.bytes.start < last.bytes.end => {
                last.bytes.end = last.bytes.end.max(it.bytes.end);
                if length > *longest {
                    (last.kind, last.with, *longest) = (it.kind, it.with, length);
                }
            }
            _ => merged.push((it, length)),
        }
    }
    merged.into_iter().map(|(it, _)| it).collect()
}

fn whole_clusters(text: &str, bytes: &Range<usize>) -> Range<usize> {
    let boundary = |at: usize, is_start: bool| {
        let mut cursor = GraphemeCursor::new(at, text.len(), true);
        if cursor.is_boundary(text, 0).unwrap_or(true) {
            return at;
        }
        let next = match is_start {
            true => cursor.prev_boundary(text, 0),
            false => cursor.next_boundary(text, 0),
        };
        next.ok().flatten().unwrap_or(at)
    };
    boundary(bytes.start, true)..boundary(bytes.end, false)
}

/// The text of code points.
struct Slices<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Slices<'a> {
    fn new(text: &'a str) -> Self {
        let starts = text.char_indices().map(|(byte, _)| byte);
        Self {
            text,
            starts: starts.chain([text.len()]).collect(),
        }
    }

    fn get(&self, start: usize, end: usize) -> Option<&'a str> {
        self.text
            .get(*self.starts.get(start)?..*self.starts.get(end)?)
    }
}

/// How an article and what is said of it are masked.
pub struct Masking<'a> {
    /// In the text.
    pub masks: &'a Masks,
    /// In every other string: titles, notes, names of files.
    pub other: &'a dyn Fn(&str) -> String,
    /// The hash of the wording that takes the place of one, if any does.
    pub wording: &'a dyn Fn(&str) -> Option<String>,
    /// The hash of a text.
    pub sha256: &'a dyn Fn(&str) -> String,
}

impl Masking<'_> {
    /// `article`, masked. What it was read from is no longer told by its hash, which would let one
    /// guess.
    pub fn article(&self, article: &Article) -> Article {
        let text = self.masks.apply(&article.text);
        let sentence = |sentence: &Sentence| {
            let (start, end) = self.masks.range(sentence.start, sentence.end);
            Sentence {
                start,
                end,
                unknown: self.unknown(&sentence.unknown),
                ..sentence.clone()
            }
        };
        let mut sentences: Vec<Sentence> = article.sentences.iter().map(sentence).collect();
        // A mask is in one sentence, so these lie where they did.
        let located = locate_sentences(&text, &mut sentences);
        debug_assert_eq!(located, Ok(()), "a mask reached over the end of a sentence");
        let mut source = article.source.clone();
        source.file = (self.other)(&source.file);
        if text != article.text {
            source.sha256 = String::new();
        }
        Article {
            title: (self.other)(&article.title),
            source,
            metadata: self.metadata(&article.metadata),
            sentences,
            text_sha256: (self.sha256)(&text),
            text,
            unknown: self.unknown(&article.unknown),
            ..article.clone()
        }
    }

    fn metadata(&self, metadata: &Metadata) -> Metadata {
        let other = |known: &Option<String>| known.as_deref().map(|it| (self.other)(it));
        Metadata {
            source: other(&metadata.source),
            author: other(&metadata.author),
            date: other(&metadata.date),
            url: other(&metadata.url),
            licence: other(&metadata.licence),
            unknown: self.unknown(&metadata.unknown),
        }
    }

    /// `annotations` on the article whose masked form is `article`, masked: history and state alike, so
    /// that one still adds up to the other.
    pub fn annotations(&self, annotations: &Annotations, article: &Article) -> Annotations {
        let slices = Slices::new(&article.text);
        let sentence = |it: &Annotated| {
            let (start, end) = self.masks.range(it.start, it.end);
            let text = slices.get(start, end);
            Annotated {
                id: it.id.clone(),
                start,
                end,
                text: text.map_or_else(|| (self.other)(&it.text), str::to_owned),
                decision: self.decision(&it.decision, &slices),
            }
        };
        let mut masked = annotations.clone();
        masked.text_sha256.clone_from(&article.text_sha256);
        masked.sentences = annotations.sentences.iter().map(sentence).collect();
        masked.overall = self.overall(&annotations.overall);
        masked.unknown = self.unknown(&annotations.unknown);
        for entry in &mut masked.history {
            entry.from = self.decision(&entry.from, &slices);
            entry.to = self.decision(&entry.to, &slices);
            entry.unknown = self.unknown(&entry.unknown);
        }
        masked
    }

    /// `annotations` on a text that is not known, masked: their ranges stay as they are.
    pub fn strings_of(&self, annotations: &Annotations) -> Annotations {
        let nothing = Slices::new("");
        let mut masked = annotations.clone();
        for it in &mut masked.sentences {
            it.text = (self.other)(&it.text);
            it.decision = self.decision(&it.decision, &nothing);
        }
        masked.overall = self.overall(&annotations.overall);
        masked.unknown = self.unknown(&annotations.unknown);
        for entry in &mut masked.history {
            entry.from = self.decision(&entry.from, &nothing);
            entry.to = self.decision(&entry.to, &nothing);
            entry.unknown = self.unknown(&entry.unknown);
        }
        masked
    }

    fn overall(&self, overall: &Overall) -> Overall {
        let fields = overall.fields.iter();
        Overall {
            topics: overall.topics.clone(),
            fields: fields
                .map(|(id, value)| (id.clone(), (self.other)(value)))
                .collect(),
            note: (self.other)(&overall.note),
            unknown: self.unknown(&overall.unknown),
        }
    }

    fn decision(&self, decision: &Decision, slices: &Slices<'_>) -> Decision {
        let mut evidence: Vec<Evidence> = Vec::new();
        for words in &decision.evidence {
            let (start, end) = self.masks.range(words.start, words.end);
            let text = slices.get(start, end);
            let words = Evidence {
                topic: words.topic.clone(),
                start,
                end,
                text: text.map_or_else(|| (self.other)(&words.text), str::to_owned),
                unknown: self.unknown(&words.unknown),
            };
            // Two parts of one mask are the same words now.
            if !evidence.contains(&words) {
                evidence.push(words);
            }
        }
        let guideline = decision.guideline.as_ref();
        Decision {
            note: (self.other)(&decision.note),
            evidence,
            guideline: guideline.map(|hash| (self.wording)(hash).unwrap_or_else(|| hash.clone())),
            unknown: self.unknown(&decision.unknown),
            ..decision.clone()
        }
    }

    fn unknown(&self, unknown: &Unknown) -> Unknown {
        let pairs = unknown.iter();
        pairs
            .map(|(key, value)| {
                // Names of people who work here, a reason and a digest: nothing of the text.
                let is_ours = key == super::adjudication::SETTLEMENT;
                let value = match is_ours {
                    true => value.clone(),
                    false => strings(value, self.other),
                };
                (key.clone(), value)
            })
            .collect()
    }
}

/// `value` with every string in it masked.
fn strings(value: &Value, other: &dyn Fn(&str) -> String) -> Value {
    match value {
        Value::String(text) => Value::String(other(text)),
        Value::Array(list) => list.iter().map(|it| strings(it, other)).collect(),
        Value::Object(map) => {
            let pairs = map.iter();
            pairs
                .map(|(key, it)| (key.clone(), strings(it, other)))
                .collect()
        }
        value => value.clone(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::annotation::State;
    use crate::model::article::{Source, number_sentences};
    use crate::model::check::faults;
    use crate::model::history::Entry;
    use crate::model::topic_change::TopicChanges;

    fn found(bytes: Range<usize>, with: &str) -> Found {
        Found {
            bytes,
            kind: Kind::Name,
            with: with.into(),
        }
    }

    /// Masks each of `words` in `text`, where a `|` is a cut.
    #[track_caller]
    fn check(text: &str, words: &[&str], expected: &str) {
        let cut = text.find('|');
        let text = text.replace('|', "");
        let all = words.iter().flat_map(|word| {
            let places = text.match_indices(word);
            places.map(|(at, _)| found(at..at + word.len(), "[N]"))
        });
        let masks = Masks::new(&text, all.collect(), cut);
        assert_eq!(masks.apply(&text), expected);
    }

    #[test]
    fn what_overlaps_is_masked_as_one_and_nothing_across_a_cut() {
        check("with Layla Hassan.", &["Layla"], "with [N] Hassan.");
        check("Layla Hassan Ali", &["Layla Hassan", "Hassan Ali"], "[N]");
        check("LaylaHassan", &["Layla", "Hassan"], "[N][N]");
        check("Layla |Hassan", &["Layla Hassan"], "[N] [N]");
        check("Layla\nHassan", &["Layla\nHassan"], "[N]\n[N]");
        check("Layla \n Hassan", &["Layla \n Hassan"], "[N] \n [N]");
        check("a \n b", &[" \n "], "a \n b");
    }

    #[test]
    fn no_cluster_is_cut() {
        check("👩‍👧 x", &["👩"], "[N] x");
        check("بٌّ x", &["ب"], "[N] x");
        check("e\u{301}", &["\u{301}"], "[N]");
    }

    #[test]
    fn a_range_has_all_of_each_mask_that_it_touches() {
        let text = "ab Layla cd";
        let masks = Masks::new(text, vec![found(3..8, "[NAME]")], []);
        for ((start, end), expected) in [
            ((0, 2), (0, 2)),
            ((0, 3), (0, 3)),
            ((3, 8), (3, 9)),
            ((4, 5), (3, 9)),
            ((0, 4), (0, 9)),
            ((7, 11), (3, 12)),
            ((8, 11), (9, 12)),
            ((9, 11), (10, 12)),
            ((11, 11), (12, 12)),
        ] {
            assert_eq!(masks.range(start, end), expected, "{start}..{end}");
        }
    }

    /// An article of `parts`, a sentence each, on which somebody rests on the words `evidence`
    /// (sentence, first code point there, how many).
    fn annotated(parts: &[String], evidence: &[(usize, usize, usize)]) -> (Article, Annotations) {
        let mut text = String::new();
        let mut cuts = Vec::new();
        for (index, part) in parts.iter().enumerate() {
            cuts.push(text.len()..text.len() + part.len());
            text += part;
            text += ["", " ", "\n"][index % 3];
        }
        let article = Article {
            format: 1,
            id: "a".into(),
            title: parts[0].clone(),
            source: Source {
                file: "a.txt".into(),
                sha256: "f".into(),
            },
            metadata: Metadata::default(),
            segmentation: 1,
            sentences: number_sentences(&text, &cuts),
            retired: Vec::new(),
            text_sha256: sum(&text),
            text,
            unknown: Unknown::new(),
        };
        let mut annotations = Annotations::new(&article, "sara");
        let slices = Slices::new(&article.text);
        for (n, &(sentence, first, length)) in (1..).zip(evidence) {
            let index = sentence % parts.len();
            let at = &article.sentences[index];
            let start = at.start + first % (at.end - at.start);
            let end = (start + 1 + length).min(at.end);
            let from = annotations.sentences[index].decision.clone();
            let to = Decision {
                state: State::Tagged,
                topics: vec!["t".into()],
                note: slices.get(start, end).unwrap().into(),
                evidence: vec![Evidence {
                    topic: "t".into(),
                    start,
                    end,
                    text: slices.get(start, end).unwrap().into(),
                    unknown: Unknown::new(),
                }],
                decided: Some(crate::model::Time::UNIX_EPOCH),
                guideline: Some("g".into()),
                ..Decision::default()
            };
            annotations.sentences[index].decision = to.clone();
            annotations.history.push(Entry {
                n,
                at: crate::model::Time::UNIX_EPOCH,
                sentence: at.id.clone(),
                undoes: None,
                batch: None,
                from,
                to,
                unknown: Unknown::new(),
            });
        }
        (article, annotations)
    }

    /// Tells texts apart, as a hash does.
    fn sum(text: &str) -> String {
        format!("sum of {text}")
    }

    fn masked(
        article: &Article,
        annotations: &Annotations,
        all: Vec<Found>,
    ) -> (Article, Annotations) {
        let sentences = article.sentences.iter();
        let cuts = sentences.flat_map(|it| [it.bytes.start, it.bytes.end]);
        let masks = Masks::new(&article.text, all, cuts);
        let masking = Masking {
            masks: &masks,
            other: &|text| text.replace("Layla", "[N]"),
            wording: &|hash| (hash == "g").then(|| "h".into()),
            sha256: &sum,
        };
        let new = masking.article(article);
        let annotations = masking.annotations(annotations, &new);
        (new, annotations)
    }

    #[test]
    fn every_string_is_masked_and_hashes_are_those_of_the_masked_text() {
        let parts = ["😀 Layla left.".to_owned(), "They met Layla.".to_owned()];
        let (mut article, mut annotations) = annotated(&parts, &[(0, 2, 3), (1, 0, 2)]);
        article.metadata.author = Some("Layla".into());
        article.metadata.unknown = [("x".into(), serde_json::json!([{ "y": "Layla" }]))].into();
        article.source.file = "Layla.txt".into();
        annotations.overall.note = "of Layla".into();
        annotations.overall.fields = [("who".into(), "Layla".into())].into();
        let places = article.text.match_indices("Layla");
        let all = places.map(|(at, _)| found(at..at + 5, "[NAME]")).collect();
        let (new, said) = masked(&article, &annotations, all);
        assert_eq!(new.text, "😀 [NAME] left.They met [NAME]. ");
        assert_eq!(new.quote(1), "They met [NAME].");
        assert_eq!(
            (new.text_sha256.as_str(), new.source.sha256.as_str()),
            (&*sum(&new.text), "")
        );
        let all = serde_json::to_string(&(&new, &said)).unwrap();
        assert!(!all.contains("Layla"), "{all}");
        let words = &said.sentences[0].decision.evidence[0];
        assert_eq!(
            (words.start, words.end, words.text.as_str()),
            (2, 8, "[NAME]")
        );
        assert_eq!(said.sentences[0].decision.guideline.as_deref(), Some("h"));
        assert_eq!(faults(&said, Some(&new), &TopicChanges::default()), []);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        /// Whatever is masked, every range and its quote are those of the masked text, in code points,
        /// bytes and UTF-16.
        #[test]
        fn every_range_finds_its_quote_again(
            parts in prop::collection::vec("[a-c 😀👩\u{200D}\u{200C}بٌّ\u{64B}é\u{301}🇪🇬]{1,12}", 1..5),
            masks in prop::collection::vec((0usize..200, 1usize..30, "\\[[A-Z]{0,8}\\]"), 0..6),
            evidence in prop::collection::vec((0usize..5, 0usize..12, 0usize..6), 0..6),
        ) {
            let (article, annotations) = annotated(&parts, &evidence);
            prop_assume!(faults(&annotations, Some(&article), &TopicChanges::default()).is_empty());
            let text = &article.text;
            let all = masks.iter().filter_map(|(start, length, with)| {
                let start = text.floor_char_boundary(start % text.len());
                let end = text.ceil_char_boundary((start + length).min(text.len()));
                (start < end).then(|| found(start..end, with))
            });
            let all: Vec<Found> = all.collect();
            let (new, said) = masked(&article, &annotations, all.clone());
            prop_assert_eq!(faults(&said, Some(&new), &TopicChanges::default()), vec![]);
            let points: Vec<char> = new.text.chars().collect();
            let units: Vec<u16> = new.text.encode_utf16().collect();
            let bytes_at = |point: usize| points[..point].iter().map(|c| c.len_utf8()).sum::<usize>();
            let units_at = |point: usize| points[..point].iter().map(|c| c.len_utf16()).sum::<usize>();
            for (index, it) in said.sentences.iter().enumerate() {
                let words = it.decision.evidence.iter().map(|it| (it.start, it.end, &it.text));
                for (start, end, quote) in words.chain([(it.start, it.end, &it.text)]) {
                    prop_assert_eq!(&points[start..end].iter().collect::<String>(), quote);
                    prop_assert_eq!(&new.text[bytes_at(start)..bytes_at(end)], quote);
                    prop_assert_eq!(&String::from_utf16(&units[units_at(start)..units_at(end)]).unwrap(), quote);
                    prop_assert!(it.start <= start && end <= it.end);
                }
                let at = &new.sentences[index];
                prop_assert_eq!(&new.text[at.bytes.clone()], &it.text);
            }
            // Nothing that was masked is there any more, and all else is.
            let kept: usize = text.char_indices().filter(|(at, c)| {
                let is_masked = all.iter().any(|it| {
                    let whole = whole_clusters(text, &it.bytes);
                    whole.contains(at)
                });
                !is_masked && !c.is_whitespace()
            }).count();
            prop_assert!(new.text.chars().filter(|c| !c.is_whitespace()).count() >= kept);
            if all.is_empty() {
                prop_assert_eq!(&new.text, text);
            }
        }
    }
}
