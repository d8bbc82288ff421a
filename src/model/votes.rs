//! What several annotators say of one sentence, counted: the majority, and soft labels.

use std::collections::BTreeMap;

use super::annotation::{Decision, State};

/// How many of those who decided on a sentence say what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Votes {
    /// How many decided.
    pub of: usize,
    /// How many of them say that none applies.
    pub none: usize,
    /// How many of them gave a topic, by its id; without those that nobody gave.
    pub topics: BTreeMap<String, usize>,
}

impl Votes {
    /// Counts `decisions`, one of each annotator. Who has not decided has no vote.
    pub fn count<'a>(decisions: impl IntoIterator<Item = &'a Decision>) -> Self {
        let mut votes = Self::default();
        for decision in decisions {
            match decision.state {
                State::Undecided => continue,
                State::None => votes.none += 1,
                State::Tagged => {}
            }
            votes.of += 1;
            for topic in &decision.topics {
                *votes.topics.entry(topic.clone()).or_default() += 1;
            }
        }
        votes
    }

    /// The topics that more than half gave, in the order of `scheme`, with those that it no longer
    /// has behind them; empty where more than half say that none applies. None where neither is so,
    /// for which an empty set would put words into people's mouths, or nobody decided.
    pub fn majority<'a>(&self, scheme: impl IntoIterator<Item = &'a str>) -> Option<Vec<String>> {
        let order: Vec<&str> = scheme.into_iter().collect();
        let is_most = |count: usize| count * 2 > self.of;
        let most = self.topics.iter().filter(|(_, count)| is_most(**count));
        let mut topics: Vec<String> = most.map(|(id, _)| id.clone()).collect();
        topics.sort_by_key(|id| order.iter().position(|it| it == id).unwrap_or(order.len()));
        (!topics.is_empty() || is_most(self.none)).then_some(topics)
    }

    /// The share of those who decided that gave the topic `id`, from 0 to 1; 0 where nobody decided.
    pub fn share(&self, id: &str) -> f64 {
        self.part(self.topics.get(id).copied().unwrap_or_default())
    }

    /// The share of those who decided that say that none applies.
    pub fn share_of_none(&self) -> f64 {
        self.part(self.none)
    }

    fn part(&self, count: usize) -> f64 {
        match self.of {
            0 => 0.0,
            of => count as f64 / of as f64,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each a word: the first letters of topics, `0` for none, `.` for no decision.
    fn votes(said: &str) -> Votes {
        let decision = |word: &str| Decision {
            state: match word {
                "." => State::Undecided,
                "0" => State::None,
                _ => State::Tagged,
            },
            topics: word
                .chars()
                .filter(|c| c.is_alphabetic())
                .map(String::from)
                .collect(),
            ..Decision::default()
        };
        let decisions: Vec<Decision> = said.split(' ').map(decision).collect();
        Votes::count(&decisions)
    }

    fn check(said: &str, expected: Option<&str>) {
        let majority = votes(said).majority(["V", "R", "P"]);
        assert_eq!(
            majority.map(|it| it.concat()).as_deref(),
            expected,
            "{said}"
        );
    }

    #[test]
    fn the_majority_is_what_more_than_half_say() {
        // ML-1 of the reference, its eight sentences.
        for (said, expected) in [
            ("P P P", "P"),
            ("PR P PR", "RP"),
            ("R R VR", "R"),
            ("V V V", "V"),
            ("VR V R", "VR"),
            ("P P .", "P"),
            ("V VR V", "V"),
            ("R R P", "R"),
        ] {
            check(said, Some(expected));
        }
        check("0 0 V", Some(""));
        check("0", Some(""));
    }

    #[test]
    fn where_people_are_divided_there_is_no_majority() {
        check("V R", None);
        check("V 0", None);
        check("V R P", None);
        check(". .", None);
        check("Z Z V", Some("Z"));
    }

    #[test]
    fn soft_labels_are_shares_of_those_who_decided() {
        let votes = votes("VR V R .");
        assert_eq!(votes.of, 3);
        assert_eq!((votes.share("V"), votes.share("P")), (2.0 / 3.0, 0.0));
        assert_eq!((votes.share("R"), votes.share_of_none()), (2.0 / 3.0, 0.0));
        assert_eq!(Votes::default().share("V"), 0.0);
    }
}
