//! Settling what annotators disagree on: the queues of a lead, and what a settled decision rests on.
//!
//! A settled decision is one of `gold`, with a [`Settlement`] beside it: by whom, why, and a digest of
//! the decisions that it rests on. When one of these changes, the digest does, and the sentence comes
//! back to the queue.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::annotation::{Annotated, Annotations, Decision};
use super::article::Article;
use super::flag::Flag;
use super::hash::hash;

/// The annotator whose decisions are the settled ones; nobody else's name.
pub const GOLD: &str = "gold";

/// What everybody said of one sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct Case<'a> {
    /// The index of the sentence in its article.
    pub index: usize,
    /// Its id.
    pub sentence: &'a str,
    /// One for each annotator who has the sentence as it is cut now, by name.
    pub said: Vec<Said<'a>>,
}

/// What one annotator said of a sentence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Said<'a> {
    /// Who.
    pub annotator: &'a str,
    /// State, topics, flags, note and evidence.
    pub decision: &'a Decision,
}

/// Where a sentence stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Less than two decided.
    Open,
    /// All who decided say the same.
    Unanimous,
    /// They do not.
    Disputed,
}

/// What two annotators took for each other: ids of topics, or nothing; the lesser one first, so that
/// it is the same whoever said which.
pub type Kind<'a> = [Option<&'a str>; 2];

/// Why a decision was settled as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// They agreed.
    Unanimous,
    /// Somebody slipped.
    Slip,
    /// The guideline does not say.
    GuidelineGap,
    /// The sentence can be read both ways.
    Ambiguous,
    /// It is no sentence, or several.
    Segmentation,
    /// What a newer version wrote.
    #[serde(untagged)]
    Other(String),
}

/// What stands beside a settled decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settlement {
    /// Who settled it.
    pub by: String,
    /// Why so; nothing before that is said.
    pub why: Option<Reason>,
    /// [`Case::digest`] of what it rests on.
    pub rests_on: String,
}

/// The key under which it stands in a decision.
pub(super) const SETTLEMENT: &str = "settlement";

impl Settlement {
    /// What stands beside `decision`; none where it was not settled, or says so in another way.
    pub fn of(decision: &Decision) -> Option<Self> {
        let value = decision.unknown.get(SETTLEMENT)?;
        serde_json::from_value(value.clone()).ok()
    }

    /// `decision` with this beside it.
    pub fn put(&self, mut decision: Decision) -> Decision {
        if let Ok(value) = serde_json::to_value(self) {
            decision.unknown.insert(SETTLEMENT.to_owned(), value);
        }
        decision
    }

    /// `decision` with none beside it.
    pub fn without(mut decision: Decision) -> Decision {
        decision.unknown.remove(SETTLEMENT);
        decision
    }
}

impl<'a> Said<'a> {
    /// Whether it counts: who passes a sentence on says nothing of it.
    pub fn counts(&self) -> bool {
        self.decision.is_decided() && !self.decision.has(Flag::PassOn)
    }

    /// The topics, in an order that no scheme changes.
    fn topics(&self) -> BTreeSet<&'a str> {
        self.decision.topics.iter().map(String::as_str).collect()
    }
}

/// Sentences by their first code point and the one past their last.
type Ranges<'a> = BTreeMap<(usize, usize), &'a Annotated>;

/// What everybody says of each sentence of `article`, in order. Annotations of another cut of the article
/// are realigned before, as [`Store::annotations`](crate::store::Store::annotations) does; a sentence
/// that somebody has not as it is cut now is none that she said something of.
pub fn cases<'a>(article: &'a Article, annotations: &'a [Annotations]) -> Vec<Case<'a>> {
    let sentences = article.sentences.iter();
    let sentences = sentences.map(|it| (it.id.as_str(), (it.start, it.end)));
    cases_of(&article.text_sha256, sentences, annotations)
}

fn cases_of<'a>(
    text: &str,
    sentences: impl Iterator<Item = (&'a str, (usize, usize))>,
    annotations: &'a [Annotations],
) -> Vec<Case<'a>> {
    let mut people: Vec<(&str, Ranges)> = annotations
        .iter()
        .filter(|it| it.text_sha256 == text)
        .map(|it| {
            let ranges = it.sentences.iter().map(|it| ((it.start, it.end), it));
            (it.annotator.as_str(), ranges.collect())
        })
        .collect();
    people.sort_by_key(|(name, _)| *name);
    let case = |(index, (sentence, range)): (usize, (&'a str, _))| Case {
        index,
        sentence,
        said: people
            .iter()
            .filter_map(|(annotator, ranges)| {
                let annotated = ranges.get(&range)?;
                Some(Said {
                    annotator,
                    decision: &annotated.decision,
                })
            })
            .collect(),
    };
    sentences.enumerate().map(case).collect()
}

/// How what is settled of a sentence stands to what is said of it now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Stand {
    /// It is not settled, or it is not said why; or they are too few.
    #[default]
    Open,
    /// It is settled.
    Settled,
    /// It was settled, on decisions that have changed since.
    Returned,
}

impl Stand {
    /// How `gold` stands to what has the digest `rests_on` now.
    pub fn of(gold: &Decision, rests_on: &str) -> Self {
        match Settlement::of(gold) {
            _ if !gold.is_decided() => Self::Open,
            Some(it) if it.rests_on != rests_on => Self::Returned,
            Some(it) if it.why.is_none() => Self::Open,
            _ => Self::Settled,
        }
    }
}

/// How each sentence that `gold` has stands to what is `said` of the same text, with its id.
pub fn stands<'a>(
    gold: &'a Annotations,
    said: &'a [Annotations],
) -> impl Iterator<Item = (&'a str, Stand)> {
    let sentences = gold.sentences.iter();
    let ranges = sentences.map(|it| (it.id.as_str(), (it.start, it.end)));
    let cases = cases_of(&gold.text_sha256, ranges, said);
    let stands = cases.into_iter().zip(&gold.sentences);
    stands.map(|(case, gold)| (case.sentence, case.stand(&gold.decision)))
}

impl<'a> Case<'a> {
    /// Those who decided.
    pub fn decided(&self) -> impl Iterator<Item = &Said<'a>> {
        self.said.iter().filter(|it| it.counts())
    }

    /// Where it stands.
    pub fn standing(&self) -> Standing {
        let mut decided = self.decided().map(|it| it.topics());
        let Some(first) = decided.next() else {
            return Standing::Open;
        };
        let others: Vec<_> = decided.collect();
        if others.is_empty() {
            Standing::Open
        } else if others.iter().all(|it| *it == first) {
            Standing::Unanimous
        } else {
            Standing::Disputed
        }
    }

    /// What was taken for what, each once.
    pub fn kinds(&self) -> BTreeSet<Kind<'a>> {
        let said: Vec<BTreeSet<&'a str>> = self.decided().map(|it| it.topics()).collect();
        let mut kinds = BTreeSet::new();
        for (nth, one) in said.iter().enumerate() {
            for other in said.iter().skip(nth + 1).filter(|it| *it != one) {
                let others = rest(other, one);
                for first in rest(one, other) {
                    kinds.extend(others.iter().map(|second| {
                        // Nothing stands last, whichever way they are ordered.
                        match first.zip(*second) {
                            Some(_) => [first.min(*second), first.max(*second)],
                            None => [first.or(*second), None],
                        }
                    }));
                }
            }
        }
        kinds
    }

    /// How far apart they are: the mean of the MASI distances of each two, from 0 to 1.
    pub fn distance(&self) -> f64 {
        let said: Vec<BTreeSet<&'a str>> = self.decided().map(|it| it.topics()).collect();
        let (mut sum, mut pairs) = (0.0, 0_u32);
        for (nth, one) in said.iter().enumerate() {
            for other in said.iter().skip(nth + 1) {
                sum += masi(one, other);
                pairs += 1;
            }
        }
        if pairs == 0 {
            0.0
        } else {
            sum / f64::from(pairs)
        }
    }

    /// Tells what was decided from anything else that could be: who decided, in which state, and which
    /// topics. Notes, flags and evidence change it as little as those who did not decide, or the order of
    /// anything; that somebody passes on counts as that she did not decide. Sixteen hexadecimal digits,
    /// the same in every version.
    pub fn digest(&self) -> String {
        let mut said: Vec<&Said> = self.decided().collect();
        said.sort_by_key(|it| it.annotator);
        let mut parts = Vec::new();
        for said in said {
            let topics = said.topics();
            // Topics are as many as there are until the next annotator: `/` is in no id and no name.
            let state = if topics.is_empty() { "none" } else { "tagged" };
            parts.extend([said.annotator, state]);
            parts.extend(topics);
            parts.push("/");
        }
        format!("{:016x}", hash(1, &parts))
    }

    /// How `gold` stands to it.
    pub fn stand(&self, gold: &Decision) -> Stand {
        match self.standing() {
            Standing::Open => Stand::Open,
            _ => Stand::of(gold, &self.digest()),
        }
    }

    /// Whether `gold` was settled on other decisions than there are now. What says nothing of what it
    /// rests on is not stale.
    pub fn is_stale(&self, gold: &Decision) -> bool {
        let settled = Settlement::of(gold).filter(|_| gold.is_decided());
        settled.is_some_and(|it| it.rests_on != self.digest())
    }
}

/// What `one` has and `other` has not; nothing where that is all.
fn rest<'a>(one: &BTreeSet<&'a str>, other: &BTreeSet<&'a str>) -> Vec<Option<&'a str>> {
    let rest: Vec<_> = one.difference(other).copied().map(Some).collect();
    if rest.is_empty() { vec![None] } else { rest }
}

/// The MASI distance of two sets (Passonneau 2006), as that of
/// [`Distance`](super::agreement::labels::Distance).
fn masi(one: &BTreeSet<&str>, other: &BTreeSet<&str>) -> f64 {
    if one == other {
        return 0.0;
    }
    let common = one.intersection(other).count();
    let all = one.union(other).count();
    let is_nested = common == one.len() || common == other.len();
    let weight = if is_nested { 2 } else { 1 };
    (3 * all - common * weight) as f64 / (3 * all) as f64
}

/// What is to be settled in an article, by the index of the sentence.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Queue<'a> {
    /// Disputed and not settled, the worst first.
    pub disputed: Vec<usize>,
    /// Settled, on decisions that have changed since, in order.
    pub stale: Vec<usize>,
    /// All say the same, and it is not settled, in order.
    pub unanimous: Vec<usize>,
    /// Settled, in order.
    pub settled: Vec<usize>,
    /// The disputed and the stale ones by what was taken for what, in the order of `disputed` and then
    /// of `stale`. A sentence may be of several kinds.
    pub kinds: BTreeMap<Kind<'a>, Vec<usize>>,
}

/// Sorts `cases` into queues; `gold` has what is settled of each, as far as something is.
pub fn queue<'a>(cases: &'a [Case<'a>], gold: &[Option<&Decision>]) -> Queue<'a> {
    let mut queue = Queue::default();
    let mut disputed: Vec<(f64, &Case)> = Vec::new();
    let mut stale: Vec<&Case> = Vec::new();
    let gold = gold.iter().copied().chain(std::iter::repeat(None));
    for (case, gold) in cases.iter().zip(gold) {
        match gold.filter(|it| it.is_decided()) {
            Some(gold) if case.is_stale(gold) => stale.push(case),
            Some(_) => queue.settled.push(case.index),
            None => match case.standing() {
                Standing::Open => {}
                Standing::Unanimous => queue.unanimous.push(case.index),
                Standing::Disputed => disputed.push((case.distance(), case)),
            },
        }
    }
    disputed.sort_by(|one, other| {
        other
            .0
            .total_cmp(&one.0)
            .then(one.1.index.cmp(&other.1.index))
    });
    let disputed: Vec<&Case> = disputed.into_iter().map(|it| it.1).collect();
    for case in disputed.iter().chain(&stale) {
        for kind in case.kinds() {
            queue.kinds.entry(kind).or_default().push(case.index);
        }
    }
    queue.disputed = disputed.iter().map(|it| it.index).collect();
    queue.stale = stale.iter().map(|it| it.index).collect();
    queue
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::Time;
    use super::super::annotation::{Circumstances, Edit};
    use super::super::segmentation::tests::article;
    use super::*;

    const SCHEME: [&str; 3] = ["a", "b", "c"];

    fn now() -> Circumstances {
        Circumstances {
            at: Time::UNIX_EPOCH,
            seconds: None,
            guideline: "g".into(),
        }
    }

    /// A decision by its topics: `0` none applies, empty undecided, `p` passed on.
    fn decision(drawn: &str) -> Decision {
        drawn.chars().fold(Decision::default(), |it, c| match c {
            '0' => it.toggle_none(&now()),
            'p' => it.toggle_flag(Flag::PassOn),
            topic => it.toggle(&topic.to_string(), SCHEME.into_iter(), &now()),
        })
    }

    /// What each annotator says of the sentences of `article`, with a blank between.
    fn annotate(article: &Article, said: &[(&str, &str)]) -> Vec<Annotations> {
        let annotate = |&(name, drawn): &(&str, &str)| {
            let mut annotations = Annotations::new(article, name);
            for (sentence, drawn) in drawn.split(' ').enumerate() {
                let decision = decision(drawn);
                annotations.apply(Edit { sentence, decision });
            }
            annotations
        };
        said.iter().map(annotate).collect()
    }

    #[test]
    fn cases_are_queued_worst_first_and_by_what_was_taken_for_what() {
        let article = article("t|u|v|w|x|y");
        let annotations = annotate(
            &article,
            &[
                ("sara", "a a ab 0  ap"),
                ("omar", "a ab c 0 b b"),
                ("huda", "a b c  b b"),
            ],
        );
        let cases = cases(&article, &annotations);
        assert_eq!(
            cases[0]
                .said
                .iter()
                .map(|it| it.annotator)
                .collect::<Vec<_>>(),
            ["huda", "omar", "sara"]
        );
        let queue = queue(&cases, &[]);
        assert_eq!(queue.disputed, [1, 2]);
        // Two of three pairs of the third sentence are 1 apart; of the second one 1, 2/3 and 2/3.
        assert!((cases[1].distance() - 7.0 / 9.0).abs() < 1e-15);
        assert!((cases[2].distance() - 2.0 / 3.0).abs() < 1e-15);
        assert_eq!(queue.unanimous, [0, 3, 4, 5]);
        let kinds: Vec<_> = queue
            .kinds
            .iter()
            .map(|(kind, at)| (*kind, at.clone()))
            .collect();
        assert_eq!(
            kinds,
            [
                ([Some("a"), None], vec![1]),
                ([Some("a"), Some("b")], vec![1]),
                ([Some("a"), Some("c")], vec![2]),
                ([Some("b"), None], vec![1]),
                ([Some("b"), Some("c")], vec![2]),
            ]
        );
    }

    #[test]
    fn a_settled_decision_is_stale_when_one_that_it_rests_on_changes() {
        let article = article("t");
        let said = |sara, omar| annotate(&article, &[("sara", sara), ("omar", omar)]);
        let before = said("a", "b");
        let case = &cases(&article, &before)[0];
        let settlement = Settlement {
            by: "lead".into(),
            why: Some(Reason::GuidelineGap),
            rests_on: case.digest(),
        };
        let gold = settlement.put(decision("a"));
        let read: Decision = serde_json::from_str(&serde_json::to_string(&gold).unwrap()).unwrap();
        assert_eq!(Settlement::of(&read), Some(settlement));
        assert!(!case.is_stale(&gold));
        assert_eq!(
            queue(std::slice::from_ref(case), &[Some(&gold)]).settled,
            [0]
        );
        for (sara, omar) in [("a", "a"), ("a", ""), ("0", "b"), ("ac", "b"), ("a", "bp")] {
            let after = said(sara, omar);
            let cases = cases(&article, &after);
            assert!(cases[0].is_stale(&gold), "{sara} {omar}");
            assert_eq!(queue(&cases, &[Some(&gold)]).stale, [0]);
        }
        assert!(
            !cases(&article, &said("c", "c"))[0].is_stale(&decision("a")),
            "it says nothing"
        );
    }

    #[test]
    fn what_is_settled_stands_or_has_returned() {
        let article = article("t|u|v|w|x");
        let said = |omar| annotate(&article, &[("sara", "a b c a a"), ("omar", omar)]);
        let before = said("a c c b ");
        let cases = cases(&article, &before);
        let mut gold = Annotations::new(&article, "gold");
        let whys = [Some(Reason::Unanimous), Some(Reason::Slip), None];
        for (case, why) in cases.iter().zip(whys) {
            let (by, rests_on) = ("lead".into(), case.digest());
            let decision = Settlement { by, why, rests_on }.put(decision("a"));
            let sentence = case.index;
            gold.apply(Edit { sentence, decision });
        }
        let told = |said: &[Annotations]| -> Vec<(String, Stand)> {
            let stands = stands(&gold, said);
            stands.map(|(id, it)| (id.to_owned(), it)).collect()
        };
        let expected = |drawn: [Stand; 5]| -> Vec<(String, Stand)> {
            let ids = article.sentences.iter().map(|it| it.id.clone());
            ids.zip(drawn).collect()
        };
        use Stand::{Open, Returned, Settled};
        assert_eq!(
            told(&before),
            expected([Settled, Settled, Open, Open, Open])
        );
        // Another decision brings a sentence back; that one who decided is left does not.
        assert_eq!(
            told(&said("a b c b ")),
            expected([Settled, Returned, Open, Open, Open])
        );
        assert_eq!(
            told(&said("a  c b ")),
            expected([Settled, Open, Open, Open, Open])
        );
    }

    #[test]
    fn a_digest_is_what_it_always_was() {
        let article = article("t");
        let annotations = annotate(&article, &[("sara", "ab"), ("omar", "0"), ("huda", "")]);
        let digest = cases(&article, &annotations)[0].digest();
        let parts = ["omar", "none", "/", "sara", "tagged", "a", "b", "/"];
        assert_eq!(digest, format!("{:016x}", hash(1, &parts)));
        assert_eq!(digest, "d34f6f32843a79c9");
    }

    #[test]
    fn a_sentence_that_somebody_has_cut_differently_is_none_of_hers() {
        let first = article("t|ab cd");
        let annotations = annotate(&first, &[("sara", "a b")]);
        let second = first
            .split("s2", 2)
            .unwrap_or_else(|_| first.split("s2", 4).unwrap());
        let cases = cases(&second, &annotations);
        assert_eq!(
            cases.iter().map(|it| it.said.len()).collect::<Vec<_>>(),
            [1, 0, 0]
        );
        assert_eq!(cases[0].standing(), Standing::Open);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn order_and_silence_change_no_digest(
            said in prop::collection::vec("(0|a?b?c?)", 1..5),
            turn in 0usize..5,
        ) {
            let article = article("t");
            let names = ["ali", "bana", "dina", "omar", "sara"];
            let mut people: Vec<(&str, &str)> = names.into_iter().zip(said.iter().map(String::as_str)).collect();
            let before = annotate(&article, &people);
            let before = &cases(&article, &before)[0];
            let people_len = people.len();
            people.rotate_left(turn % people_len);
            people.push(("zain", ""));
            let after = annotate(&article, &people);
            let after = &cases(&article, &after)[0];
            prop_assert_eq!(before.digest(), after.digest());
            prop_assert_eq!(before.standing(), after.standing());
            prop_assert_eq!(before.kinds(), after.kinds());
            prop_assert_eq!(before.kinds().is_empty(), before.standing() != Standing::Disputed);
            prop_assert_eq!(before.distance() > 0.0, before.standing() == Standing::Disputed);
        }
    }
}
