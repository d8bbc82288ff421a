//! Where an annotator decided otherwise on the same words.

use std::borrow::Borrow;
use std::collections::HashMap;

use super::annotation::{Annotations, Decision};

/// Shorter texts say too little without what is around them: "he said", "read more".
const WORDS_AT_LEAST: usize = 3;

/// Sentences with the same words, each by its article's id and its index there.
pub type Alike = Vec<(String, usize)>;

/// The sentences that are the same text after `fold`, and are decided in different ways: each text
/// with all the places where it is decided, in the order of `annotations`.
///
/// Costs as much as folding every decided sentence once; one file at a time need be in memory.
pub fn disagreements<Id: Into<String>, Of: Borrow<Annotations>>(
    annotations: impl IntoIterator<Item = (Id, Of)>,
    fold: impl Fn(&str) -> String,
) -> Vec<Alike> {
    let mut known: HashMap<String, usize> = HashMap::new();
    let mut texts: Vec<Text> = Vec::new();
    for (article, annotations) in annotations {
        let article = article.into();
        for (index, sentence) in annotations.borrow().sentences.iter().enumerate() {
            if !sentence.decision.is_decided() {
                continue;
            }
            let text = fold(&sentence.text);
            if words(&text) < WORDS_AT_LEAST {
                continue;
            }
            let place = (article.clone(), index);
            let new = texts.len();
            match texts.get_mut(*known.entry(text).or_insert(new)) {
                Some(text) => text.add(place, &sentence.decision),
                None => texts.push(Text {
                    places: vec![place],
                    said: said(&sentence.decision),
                    differs: false,
                }),
            }
        }
    }
    let differing = texts.into_iter().filter(|text| text.differs);
    differing.map(|text| text.places).collect()
}

/// A text and what was said of it.
struct Text {
    places: Alike,
    /// What was said in the first place.
    said: Vec<String>,
    /// Whether something else was said in another one.
    differs: bool,
}

impl Text {
    fn add(&mut self, place: (String, usize), decision: &Decision) {
        self.places.push(place);
        self.differs |= said(decision) != self.said;
    }
}

/// The topics, in an order that a change of the scheme does not touch; nothing for "none applies".
fn said(decision: &Decision) -> Vec<String> {
    let mut topics = decision.topics.clone();
    topics.sort_unstable();
    topics
}

fn words(text: &str) -> usize {
    let is_word = |word: &&str| word.contains(char::is_alphanumeric);
    text.split_whitespace().filter(is_word).count()
}

#[cfg(test)]
mod tests {
    use super::super::annotation::{FORMAT, State};
    use super::super::article::{Article, Metadata, Source, number_sentences};
    use super::super::{Time, Unknown};
    use super::*;

    /// What an annotator says of sentences, each a text and `?`, `0` or letters of topics.
    fn annotations(sentences: &[(&str, &str)]) -> Annotations {
        let mut text = String::new();
        let mut cuts = Vec::new();
        for (sentence, _) in sentences {
            cuts.push(text.len()..text.len() + sentence.len());
            text = text + sentence + "\n";
        }
        let article = Article {
            format: FORMAT,
            id: String::new(),
            title: String::new(),
            source: Source {
                file: String::new(),
                sha256: String::new(),
            },
            metadata: Metadata::default(),
            segmentation: 1,
            sentences: number_sentences(&text, &cuts),
            retired: Vec::new(),
            text,
            unknown: Unknown::new(),
            text_sha256: String::new(),
        };
        let mut annotations = Annotations::new(&article, "sara");
        for (sentence, (_, said)) in annotations.sentences.iter_mut().zip(sentences) {
            let (state, topics) = match *said {
                "?" => (State::Undecided, ""),
                "0" => (State::None, ""),
                topics => (State::Tagged, topics),
            };
            sentence.decision = Decision {
                state,
                topics: topics.chars().map(String::from).collect(),
                decided: Some(Time::UNIX_EPOCH),
                ..Decision::default()
            };
        }
        annotations
    }

    /// The groups in two articles, each place as `a0`.
    fn check(one: &[(&str, &str)], other: &[(&str, &str)], expected: &[&str]) {
        let articles = [("a", annotations(one)), ("b", annotations(other))];
        let groups = disagreements(articles, str::to_lowercase);
        let group = |alike: &Alike| {
            let places = alike.iter().map(|(id, index)| format!("{id}{index}"));
            places.collect::<Vec<_>>().join(" ")
        };
        assert_eq!(groups.iter().map(group).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn the_same_words_that_are_decided_otherwise_are_found() {
        check(
            &[("They raided it.", "p"), ("We shall see.", "0")],
            &[("we shall see.", "x"), ("they raided it.", "pq")],
            &["a0 b1", "a1 b0"],
        );
        let twice = [("They raided it.", "p"), ("They raided it.", "0")];
        check(&twice, &[], &["a0 a1"]);
        check(&twice, &[("they raided it.", "p")], &["a0 a1 b0"]);
    }

    #[test]
    fn what_agrees_is_undecided_or_short_is_left_out() {
        check(
            &[
                ("They raided it.", "pq"),
                ("We shall see.", "?"),
                ("He said:", "p"),
                ("— He said —", "p"),
            ],
            &[
                ("They raided it.", "qp"),
                ("We shall see.", "0"),
                ("He said:", "0"),
                ("— He said —", "0"),
            ],
            &[],
        );
    }

    #[test]
    fn annotations_may_be_lent() {
        let kept = annotations(&[("They raided it.", "p"), ("They raided it.", "q")]);
        let groups = disagreements([("a", &kept)], str::to_owned);
        assert_eq!(groups, [[("a".to_owned(), 0), ("a".to_owned(), 1)]]);
    }
}
