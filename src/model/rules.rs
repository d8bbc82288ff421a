//! The rules of a project on the topics of a sentence.
//!
//! They are of two kinds. What is too much is known at once and only taking away mends it, so it
//! can be refused as it is made. What is missing may be what the annotator is about to add, so it
//! can only be said.

use serde::Serialize;

use super::annotation::Decision;
use super::flag::Flag;
use super::project::{Project, Topic};

/// A rule. Topics stand in it by their ids.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// At most one of these stands on a sentence.
    Exclusive(Vec<String>),
    /// So many topics stand on a sentence at most.
    AtMost {
        /// How many.
        count: usize,
        /// Which are counted; all where it is empty.
        of: Vec<String>,
    },
    /// A tagged sentence has at least one of these.
    Required(Vec<String>),
    /// A sentence with a topic has others too.
    Implies {
        /// The topic.
        topic: String,
        /// The others.
        also: Vec<String>,
    },
}

/// A rule that the topics of a sentence do not keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken<'a> {
    /// The rule.
    pub rule: &'a Rule,
    /// The topics that it is about here, in the order of the scheme: of an exclusive rule and of a
    /// number those that are there and are too many, of a required one those of which one is
    /// missing, of an implied one those that are missing.
    pub topics: Vec<&'a Topic>,
}

impl Project {
    /// The topic with this id.
    pub fn topic(&self, id: &str) -> Option<&Topic> {
        self.topics.iter().find(|topic| topic.id == id)
    }

    /// The first rule by which `topics`, the ids on a sentence, are too many. Those that the scheme
    /// no longer has are not counted.
    pub fn excess(&self, topics: &[String]) -> Option<Broken<'_>> {
        let mut rules = self.rules.iter();
        rules.find_map(|rule| self.excess_by(rule, topics))
    }

    /// The first rule by which something is missing beside `topics`, the ids on a tagged sentence;
    /// none where there are no ids. Those that the scheme no longer has stand for nothing, but who
    /// has nothing else is tagged nevertheless.
    pub fn lack(&self, topics: &[String]) -> Option<Broken<'_>> {
        let mut rules = self.rules.iter();
        rules.find_map(|rule| self.lack_by(rule, topics))
    }

    /// The first rule by which `topics` will be too many once all is there that follows from them.
    pub fn excess_with_implied(&self, topics: &[String]) -> Option<Broken<'_>> {
        let implied = topics.iter().flat_map(|id| self.implied(id));
        self.excess(&implied.collect::<Vec<_>>())
    }

    /// Whether the annotator is done with a sentence: it is passed on, or decided, and no topic is
    /// missing.
    pub fn is_finished(&self, decision: &Decision) -> bool {
        let is_complete = || self.lack(&decision.topics).is_none();
        decision.is_finished() && (decision.has(Flag::PassOn) || is_complete())
    }

    /// The ids that stand on a sentence with the topic `id` when nothing is missing that follows
    /// from it: itself, what it implies, and what that implies.
    pub fn implied(&self, id: &str) -> Vec<String> {
        let mut all = vec![id.to_owned()];
        let mut next = 0;
        while let Some(id) = all.get(next).cloned() {
            for rule in &self.rules {
                if let Rule::Implies { topic, also } = rule
                    && *topic == id
                {
                    let new: Vec<_> = also.iter().filter(|id| !all.contains(id)).collect();
                    all.extend(new.into_iter().cloned());
                }
            }
            next += 1;
        }
        all
    }

    fn excess_by<'a>(&'a self, rule: &'a Rule, topics: &[String]) -> Option<Broken<'a>> {
        let (most, there) = match rule {
            Rule::Exclusive(of) => (1, self.which(|id| of.contains(id) && topics.contains(id))),
            Rule::AtMost { count, of } => {
                let counted = |id: &String| of.is_empty() || of.contains(id);
                (*count, self.which(|id| counted(id) && topics.contains(id)))
            }
            Rule::Required(_) | Rule::Implies { .. } => return None,
        };
        (there.len() > most).then_some(Broken {
            rule,
            topics: there,
        })
    }

    fn lack_by<'a>(&'a self, rule: &'a Rule, topics: &[String]) -> Option<Broken<'a>> {
        if topics.is_empty() {
            return None;
        }
        let missing = match rule {
            Rule::Required(any) => {
                let any = self.which(|id| any.contains(id));
                if any.iter().any(|topic| topics.contains(&topic.id)) {
                    return None;
                }
                any
            }
            Rule::Implies { topic, also } => {
                if !topics.contains(topic) || self.topic(topic).is_none() {
                    return None;
                }
                self.which(|id| also.contains(id) && !topics.contains(id))
            }
            Rule::Exclusive(_) | Rule::AtMost { .. } => return None,
        };
        (!missing.is_empty()).then_some(Broken {
            rule,
            topics: missing,
        })
    }

    /// The topics whose ids are such, in the order of the scheme.
    fn which(&self, is_such: impl Fn(&String) -> bool) -> Vec<&Topic> {
        let topics = self.topics.iter();
        topics.filter(|topic| is_such(&topic.id)).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn ids(letters: &str) -> Vec<String> {
        letters.chars().map(String::from).collect()
    }

    fn project(rules: Vec<Rule>) -> Project {
        Project {
            rules,
            ..Project::with_topics('a'..='e')
        }
    }

    fn implies(topic: &str, also: &str) -> Rule {
        let (topic, also) = (topic.to_owned(), ids(also));
        Rule::Implies { topic, also }
    }

    fn at_most(count: usize, of: &str) -> Rule {
        let of = ids(of);
        Rule::AtMost { count, of }
    }

    fn letters(broken: Option<Broken<'_>>) -> Option<String> {
        broken.map(|broken| broken.topics.iter().map(|topic| topic.key).collect())
    }

    /// The topics of the rule that `topics` break by being too many, and of that by which something
    /// is missing.
    fn check(rule: Rule, topics: &str, excess: Option<&str>, lack: Option<&str>) {
        let project = project(vec![rule]);
        let topics = ids(topics);
        assert_eq!(
            (
                letters(project.excess(&topics)).as_deref(),
                letters(project.lack(&topics)).as_deref()
            ),
            (excess, lack),
            "{topics:?} under {:?}",
            project.rules
        );
    }

    #[test]
    fn of_exclusive_topics_at_most_one_stands_there() {
        let rule = || Rule::Exclusive(ids("cab"));
        check(rule(), "", None, None);
        check(rule(), "ade", None, None);
        check(rule(), "cda", Some("ac"), None);
        check(rule(), "aa", None, None);
    }

    #[test]
    fn topics_are_counted_all_or_those_that_the_rule_names() {
        check(at_most(2, ""), "ab", None, None);
        check(at_most(2, ""), "cab", Some("abc"), None);
        check(at_most(1, "ab"), "acde", None, None);
        check(at_most(1, "ab"), "abc", Some("ab"), None);
    }

    #[test]
    fn a_tagged_sentence_has_one_of_the_required_topics() {
        let rule = || Rule::Required(ids("ba"));
        check(rule(), "", None, None);
        check(rule(), "c", None, Some("ab"));
        check(rule(), "cb", None, None);
    }

    #[test]
    fn what_a_topic_implies_is_missing_where_it_is_not() {
        check(implies("a", "cb"), "", None, None);
        check(implies("a", "cb"), "d", None, None);
        check(implies("a", "cb"), "a", None, Some("bc"));
        check(implies("a", "cb"), "ac", None, Some("b"));
        check(implies("a", "cb"), "abc", None, None);
    }

    #[test]
    fn topics_that_the_scheme_no_longer_has_are_counted_by_nothing() {
        check(at_most(2, ""), "abxy", None, None);
        check(Rule::Required(ids("ab")), "x", None, Some("ab"));
        check(Rule::Exclusive(ids("ax")), "ax", None, None);
        check(Rule::Required(ids("x")), "a", None, None);
        check(implies("x", "a"), "x", None, None);
        check(implies("a", "x"), "a", None, None);
    }

    #[test]
    fn the_first_broken_rule_is_named() {
        let rules = vec![
            implies("a", "b"),
            at_most(2, ""),
            Rule::Exclusive(ids("cd")),
            Rule::Required(ids("e")),
        ];
        let project = project(rules);
        let rule = |broken: Option<Broken<'_>>| broken.map(|broken| broken.rule.clone());
        assert_eq!(rule(project.excess(&ids("acd"))), Some(at_most(2, "")));
        assert_eq!(
            rule(project.excess(&ids("cd"))),
            Some(project.rules[2].clone())
        );
        assert_eq!(rule(project.lack(&ids("a"))), Some(implies("a", "b")));
        assert_eq!(
            rule(project.lack(&ids("ab"))),
            Some(project.rules[3].clone())
        );
    }

    #[test]
    fn implications_are_followed_to_their_end_and_in_circles() {
        let project = project(vec![
            implies("a", "b"),
            implies("b", "ca"),
            implies("d", "e"),
        ]);
        assert_eq!(project.implied("a"), ids("abc"));
        assert_eq!(project.implied("b"), ids("bca"));
        assert_eq!(project.implied("e"), ids("e"));
    }

    fn some_rule() -> impl Strategy<Value = Rule> {
        let list =
            |least: usize| prop::sample::subsequence(ids("abcdex"), least..=6).prop_shuffle();
        prop_oneof![
            list(2).prop_map(Rule::Exclusive),
            (1usize..4, list(0)).prop_map(|(count, of)| Rule::AtMost { count, of }),
            list(1).prop_map(Rule::Required),
            ("[a-ex]", list(1)).prop_map(|(topic, also)| Rule::Implies { topic, also }),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        /// So a topic can always be taken away.
        #[test]
        fn what_is_not_too_much_is_not_too_much_without_some_of_it(
            rules in prop::collection::vec(some_rule(), 0..5),
            topics in prop::sample::subsequence(ids("abcdexy"), 0..=7),
            kept in prop::collection::vec(any::<bool>(), 7),
        ) {
            let project = project(rules);
            let fewer: Vec<String> =
                topics.iter().zip(kept).filter(|(_, kept)| *kept).map(|(id, _)| id.clone()).collect();
            prop_assert!(project.excess(&topics).is_some() || project.excess(&fewer).is_none());
        }

        #[test]
        fn what_is_missing_is_missing_no_more_once_it_is_added(
            rules in prop::collection::vec(some_rule(), 0..5),
            topics in prop::sample::subsequence(ids("abcdexy"), 0..=7),
        ) {
            let project = project(rules);
            let mut topics = topics;
            // Each rule is mended once, so this ends.
            for _ in 0..=project.rules.len() {
                let Some(broken) = project.lack(&topics) else { break };
                prop_assert!(broken.topics.iter().all(|topic| !topics.contains(&topic.id)));
                topics.extend(broken.topics.iter().map(|topic| topic.id.clone()));
                prop_assert_eq!(project.lack_by(broken.rule, &topics), None);
            }
            prop_assert_eq!(project.lack(&topics), None);
        }

        #[test]
        fn the_order_of_topics_changes_nothing(
            rules in prop::collection::vec(some_rule(), 0..5),
            topics in prop::sample::subsequence(ids("abcdexy"), 0..=7),
        ) {
            let project = project(rules);
            let mut turned = topics.clone();
            turned.reverse();
            prop_assert_eq!(project.excess(&topics), project.excess(&turned));
            prop_assert_eq!(project.lack(&topics), project.lack(&turned));
        }
    }
}
