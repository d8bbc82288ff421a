//! Which topics are taken for which.
//!
//! What two annotators decided on a sentence is compared topic by topic: what both say is said alike;
//! of the rest, each topic of the one was taken for each of the other, and where the other has none
//! left, for nothing.

use std::collections::BTreeMap;

use super::Ratings;
use super::labels::Labels;

/// A topic by its index, or nothing in its place.
pub type Choice = Option<usize>;

/// What two annotators took for what, on the sentences that both decided on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confusion {
    /// Indices of the annotators.
    pub who: [usize; 2],
    /// For what the first one chose and what the second one did, the sentences where it was so, in
    /// order. That both said "none applies" is nothing for nothing.
    pub cells: BTreeMap<[Choice; 2], Vec<usize>>,
}

/// What was taken for what, where one decided `one` and another `other`: the same choice twice for
/// what both have.
pub fn choices(one: Labels, other: Labels) -> Vec<[Choice; 2]> {
    if one.is_empty() && other.is_empty() {
        return vec![[None, None]];
    }
    let alike = one.and(other).iter().map(|topic| [Some(topic); 2]);
    let rest = |set: Labels| -> Vec<Choice> {
        let topics: Vec<Choice> = set.iter().map(Some).collect();
        if topics.is_empty() {
            vec![None]
        } else {
            topics
        }
    };
    let (first, second) = (one.without(other), other.without(one));
    let taken = first.is_empty() && second.is_empty();
    let (first, second) = (rest(first), rest(second));
    let each = first
        .iter()
        .flat_map(|one| second.iter().map(|other| [*one, *other]));
    alike.chain(each.filter(|_| !taken)).collect()
}

impl Confusion {
    /// What was taken for something else, the most frequent first, each with its sentences.
    pub fn worst(&self) -> Vec<([Choice; 2], &[usize])> {
        let cells = self.cells.iter().filter(|([one, other], _)| one != other);
        let mut cells: Vec<_> = cells
            .map(|(taken, units)| (*taken, units.as_slice()))
            .collect();
        cells.sort_by_key(|(_, units)| std::cmp::Reverse(units.len()));
        cells
    }

    /// How often the first annotator chose the one where the second one chose the other.
    pub fn count(&self, taken: [Choice; 2]) -> usize {
        self.cells.get(&taken).map_or(0, Vec::len)
    }
}

impl Ratings {
    /// What each two annotators took for what; those who decided on no sentence together are left out.
    pub fn confusions(&self) -> Vec<Confusion> {
        let people = self.annotators.len();
        let each = (0..people).flat_map(|one| (one + 1..people).map(move |other| [one, other]));
        let confusion = |who: [usize; 2]| {
            let mut cells: BTreeMap<[Choice; 2], Vec<usize>> = BTreeMap::new();
            for (unit, one, other) in self.both(who) {
                for taken in choices(self.set(one), self.set(other)) {
                    cells.entry(taken).or_default().push(unit);
                }
            }
            Confusion { who, cells }
        };
        let confusions = each.map(confusion);
        confusions.filter(|it| !it.cells.is_empty()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(one: &[usize], other: &[usize], expected: &[[Choice; 2]]) {
        let set = |topics: &[usize]| Labels::of(topics.iter().copied());
        assert_eq!(choices(set(one), set(other)), expected, "{one:?} {other:?}");
        let turned: Vec<_> = choices(set(other), set(one))
            .into_iter()
            .map(|[a, b]| [b, a])
            .collect();
        let (mut turned, mut expected) = (turned, expected.to_vec());
        turned.sort();
        expected.sort();
        assert_eq!(turned, expected, "the other way round");
    }

    #[test]
    fn what_is_left_of_both_was_taken_for_each_other() {
        check(&[], &[], &[[None, None]]);
        check(&[1], &[1], &[[Some(1), Some(1)]]);
        check(&[1], &[2], &[[Some(1), Some(2)]]);
        check(&[1], &[], &[[Some(1), None]]);
        check(&[0, 1], &[0], &[[Some(0), Some(0)], [Some(1), None]]);
        check(&[0, 1], &[0, 2], &[[Some(0), Some(0)], [Some(1), Some(2)]]);
        check(&[0, 1], &[2], &[[Some(0), Some(2)], [Some(1), Some(2)]]);
    }
}
