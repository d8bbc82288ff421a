//! From a figure to the sentences behind it, the worst first.

use std::collections::{BTreeMap, BTreeSet};

use super::confusion::{Choice, choices};
use super::{Agreement, Ratings, Value};

/// What a figure is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Behind {
    /// Sets of topics, of everybody: all that is disagreed on.
    Sets,
    /// Whether this topic applies.
    Topic(usize),
    /// Two annotators.
    Pair([usize; 2]),
    /// An article.
    Article(usize),
    /// What any two took for each other, whoever said which; the lesser topic first, nothing last.
    Taken([Choice; 2]),
    /// What the first of two annotators chose, where the second one chose the other.
    TakenBy([usize; 2], [Choice; 2]),
}

impl Agreement {
    /// The sentences that `figure` is lower for, those that cost most first.
    pub fn behind(&self, ratings: &Ratings, figure: Behind) -> Vec<usize> {
        let units = self.costs.iter().map(|cost| cost.unit);
        units
            .filter(|unit| ratings.is_behind(*unit, figure))
            .collect()
    }
}

impl Ratings {
    /// Whether those whom `figure` is about disagree on the sentence at `unit` in what it is about.
    fn is_behind(&self, unit: usize, figure: Behind) -> bool {
        let values = self.unit(unit);
        let both = |who: [usize; 2]| {
            let [one, other] = who.map(|nth| values.get(nth).copied().flatten());
            Some([self.set(one?), self.set(other?)])
        };
        match figure {
            Behind::Sets => differ(values.iter().flatten()),
            Behind::Topic(topic) => {
                let has = |value: &u32| self.set(*value).has(topic);
                differ(values.iter().flatten().map(has))
            }
            Behind::Pair(who) => both(who).is_some_and(|[one, other]| one != other),
            Behind::Article(article) => {
                let units = self.articles.get(article).map(|it| it.units.clone());
                units.is_some_and(|it| it.contains(&unit)) && differ(values.iter().flatten())
            }
            Behind::Taken(taken) => self.taken(values).contains(&taken),
            Behind::TakenBy(who, taken) => {
                both(who).is_some_and(|[one, other]| choices(one, other).contains(&taken))
            }
        }
    }

    /// What any two of those who said `values` took for each other.
    fn taken(&self, values: &[Value]) -> BTreeSet<[Choice; 2]> {
        let sets: BTreeSet<_> = values.iter().flatten().map(|it| self.set(*it)).collect();
        let mut taken = BTreeSet::new();
        for one in &sets {
            let others = sets.iter().filter(|other| *other > one);
            let each = others.flat_map(|other| choices(*one, *other));
            taken.extend(each.filter(|[a, b]| a != b).map(turned));
        }
        taken
    }

    /// What was taken for what by any two, and in how many sentences, the most frequent first.
    pub fn taken_for_each_other(&self, agreement: &Agreement) -> Vec<([Choice; 2], usize)> {
        let mut counts: BTreeMap<[Choice; 2], usize> = BTreeMap::new();
        for cost in &agreement.costs {
            for taken in self.taken(self.unit(cost.unit)) {
                *counts.entry(taken).or_default() += 1;
            }
        }
        let mut counts: Vec<_> = counts.into_iter().collect();
        counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        counts
    }
}

fn differ<T: PartialEq>(mut said: impl Iterator<Item = T>) -> bool {
    let first = said.next();
    said.any(|it| Some(it) != first)
}

/// The same whoever said which.
fn turned([one, other]: [Choice; 2]) -> [Choice; 2] {
    match (one, other) {
        (Some(a), Some(b)) => [Some(a.min(b)), Some(a.max(b))],
        (one, other) => [one.or(other), None],
    }
}

#[cfg(test)]
mod tests {
    use super::super::bootstrap::Sampling;
    use super::super::tests::ratings;
    use super::*;

    const NONE: Sampling = Sampling { rounds: 0, seed: 1 };

    /// Checks which sentences are behind a figure, in which order.
    fn check(rows: &[&[&str]], figure: Behind, expected: &[usize]) {
        let ratings = ratings(rows);
        let agreement = Agreement::of(&ratings, NONE);
        assert_eq!(agreement.behind(&ratings, figure), expected, "{figure:?}");
    }

    #[test]
    fn a_figure_leads_to_the_sentences_it_is_lower_for_the_worst_first() {
        // V, R and P are the topics at 0, 1 and 2.
        let rows: &[&[&str]] = &[
            &["V VR R 0", "V V  P V", "V V  V ."],
            &["P 0", "P R", "V ."],
        ];
        // Three who all say something else cost most; a set in another costs least.
        check(rows, Behind::Sets, &[2, 3, 4, 5, 1]);
        check(rows, Behind::Topic(0), &[2, 3, 4]);
        check(rows, Behind::Topic(1), &[2, 5, 1]);
        check(rows, Behind::Pair([0, 1]), &[2, 3, 5, 1]);
        check(rows, Behind::Pair([1, 2]), &[2, 4]);
        check(rows, Behind::Article(1), &[4, 5]);
        check(rows, Behind::Article(7), &[]);
        check(rows, Behind::Taken([Some(0), Some(2)]), &[2, 4]);
        check(rows, Behind::Taken([Some(1), None]), &[5, 1]);
        check(rows, Behind::TakenBy([0, 1], [None, Some(0)]), &[3]);
        check(rows, Behind::TakenBy([0, 1], [Some(0), None]), &[]);
    }

    #[test]
    fn what_is_taken_for_each_other_is_counted_once_a_sentence() {
        let ratings = ratings(&[&["V V 0 V", "R R V .", "V R 0 ."]]);
        let agreement = Agreement::of(&ratings, NONE);
        let taken = ratings.taken_for_each_other(&agreement);
        assert_eq!(taken, [([Some(0), Some(1)], 2), ([Some(0), None], 1)]);
        for (kind, count) in taken {
            let behind = agreement.behind(&ratings, Behind::Taken(kind));
            assert_eq!(behind.len(), count, "a count leads to as many");
        }
    }
}
