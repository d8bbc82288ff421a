//! Sets of topics, and how far two of them are apart.

use super::coefficient::lcm;

/// A set of topics: what a decision says, each topic by its index among those of the
/// [`Ratings`](super::Ratings). The empty one is "none applies".
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Labels(u128);

impl Labels {
    /// How many topics can be told apart.
    pub const MOST: usize = 128;

    /// The set of these indices; those from [`Self::MOST`] on are left out.
    pub fn of(topics: impl IntoIterator<Item = usize>) -> Self {
        let bit = |topic: usize| {
            let shift = u32::try_from(topic).ok();
            shift.and_then(|it| 1_u128.checked_shl(it)).unwrap_or(0)
        };
        Self(topics.into_iter().fold(0, |set, topic| set | bit(topic)))
    }

    /// Whether no topic is in it.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many topics are in it.
    pub const fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Whether the topic at this index is in it.
    pub fn has(self, topic: usize) -> bool {
        !self.and(Self::of([topic])).is_empty()
    }

    /// The topics of both.
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// The topics of either.
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// The topics that the other does not have.
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// The indices of its topics, in order.
    pub fn iter(self) -> impl Iterator<Item = usize> {
        let mut left = self.0;
        std::iter::from_fn(move || {
            let topic = left.trailing_zeros() as usize;
            (left != 0).then(|| {
                left &= left - 1;
                topic
            })
        })
    }
}

/// How far two sets of topics are apart, from 0 (the same) to 1 (nothing in common).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// 0 for the same set, else 1.
    Nominal,
    /// 1 less the share of common topics among all of both (Jaccard 1912).
    Jaccard,
    /// The same share weighted by 1 for the same set, 2/3 where one contains the other, 1/3 where
    /// they overlap otherwise (Passonneau 2006), with exact thirds.
    Masi,
}

/// A measure in whole numbers, so that sums of distances are exact: a distance is a number of parts
/// of which [`Self::scale`] are 1.
///
/// "None applies" and any other set are 1 apart, and 0 from itself.
#[derive(Debug, Clone)]
pub struct Distance {
    measure: Measure,
    scale: u64,
}

impl Distance {
    /// The measure for sets that together never have more than `union` topics, for sums of at most
    /// `values` distances.
    ///
    /// Exact while the sums fit: for 20 topics and sixty thousand million values. Beyond that a
    /// distance is rounded to a power of two.
    pub fn new(measure: Measure, union: usize, values: u64) -> Self {
        let sizes = (1..=union as u64).try_fold(1, lcm);
        let parts = sizes.and_then(|it| it.checked_mul(3));
        let fits = |scale: &u64| scale.checked_mul(values.max(1)).is_some();
        let rounded = || 1 << (u64::MAX / values.max(1)).ilog2().min(52);
        let scale = match measure {
            Measure::Nominal => 1,
            Measure::Jaccard | Measure::Masi => parts.filter(fits).unwrap_or_else(rounded),
        };
        Self { measure, scale }
    }

    /// How many parts are 1.
    pub const fn scale(&self) -> u64 {
        self.scale
    }

    /// How many parts `one` and `other` are apart.
    pub fn between(&self, one: Labels, other: Labels) -> u64 {
        if one == other {
            return 0;
        }
        let (common, all) = (one.and(other), one.or(other).len() as u64);
        // In thirds.
        let weight = match self.measure {
            Measure::Nominal => return self.scale,
            Measure::Jaccard => 3,
            Measure::Masi if common == one || common == other => 2,
            Measure::Masi => 1,
        };
        let parts = 3 * all - common.len() as u64 * weight;
        if self.scale.is_multiple_of(3 * all) {
            return parts * (self.scale / (3 * all));
        }
        let parts = 2 * u128::from(parts) * u128::from(self.scale) / u128::from(3 * all);
        u64::try_from(parts.div_ceil(2)).unwrap_or(self.scale)
    }
}

#[cfg(test)]
mod tests {
    use super::super::coefficient::Fraction;
    use super::*;

    /// A set by the letters of its topics.
    fn set(letters: &str) -> Labels {
        Labels::of(letters.bytes().map(|it| usize::from(it - b'A')))
    }

    fn check(one: &str, other: &str, masi: (i128, i128), jaccard: (i128, i128)) {
        for (one, other) in [(set(one), set(other)), (set(other), set(one))] {
            for (measure, expected) in [(Measure::Masi, masi), (Measure::Jaccard, jaccard)] {
                let distance = Distance::new(measure, 4, 1_000_000);
                let parts = distance.between(one, other);
                let exact = Fraction::new(parts.into(), distance.scale().into());
                assert_eq!(exact, Fraction::new(expected.0, expected.1), "{measure:?}");
            }
        }
    }

    #[test]
    fn distances_are_exact_thirds() {
        check("V", "V", (0, 1), (0, 1));
        check("V", "VR", (2, 3), (1, 2));
        check("VR", "RP", (8, 9), (2, 3));
        check("V", "R", (1, 1), (1, 1));
        check("VR", "VRP", (5, 9), (1, 3));
        check("VRP", "V", (7, 9), (2, 3));
        check("", "", (0, 1), (0, 1));
        check("", "V", (1, 1), (1, 1));
        check("AB", "ABCD", (2, 3), (1, 2));
    }

    #[test]
    fn distances_of_very_many_topics_are_rounded_and_stay_in_order() {
        let distance = Distance::new(Measure::Masi, 128, 1 << 30);
        let all = Labels::of(0..128);
        let apart = |topics: usize| distance.between(all, Labels::of(0..topics));
        assert!((0..127).all(|it| apart(it) > apart(it + 1)));
        assert_eq!((apart(0), apart(128)), (distance.scale(), 0));
        let half = apart(64) as f64 / distance.scale() as f64;
        assert!((half - 2.0 / 3.0).abs() < 1e-9);
        assert_eq!(
            Labels::of([127, 128, usize::MAX])
                .iter()
                .collect::<Vec<_>>(),
            [127]
        );
    }
}
