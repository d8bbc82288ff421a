//! How sure a figure is: the same figure of many samples of articles, drawn with replacement.
//!
//! Articles are drawn and not sentences, because the sentences of an article are not independent of
//! each other: an interval over sentences is too narrow. An interval is the same on every machine: the
//! generator is our own, every round has its own stream, and sums are added in one order.

use super::super::hash::mix;
use super::coefficient::{Figure, Undefined};

/// How many rounds are counted at once: as many sums fit into the registers of a processor.
const LANES: usize = 8;

/// A number for each of the rounds that are counted at once.
type Lanes = [f64; LANES];

/// With more different values than this, the distances of all to all are not kept, and there is no
/// interval.
pub const MOST_VALUES: usize = 2048;

/// How the samples are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sampling {
    /// How many samples.
    pub rounds: u32,
    /// The same seed draws the same samples.
    pub seed: u64,
}

/// Between which values a figure lies in 95 of a hundred samples.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The 2.5th percentile.
    pub low: f64,
    /// The 97.5th percentile.
    pub high: f64,
    /// In how many samples the figure was undefined; they are left out.
    pub undefined: u32,
}

/// Sebastiano Vigna's SplitMix64 (Steele, Lea and Flood 2014), with the constants of his reference
/// code.
#[derive(Debug)]
struct SplitMix64(u64);

impl SplitMix64 {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut value = self.0;
        value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        value ^ (value >> 31)
    }

    /// A number below `bound`. Some are likelier than others by one in 2⁶⁴ / `bound`, which nobody
    /// can notice.
    fn below(&mut self, bound: usize) -> usize {
        let product = u128::from(self.next()) * bound as u128;
        usize::try_from(product >> 64).unwrap_or_default()
    }
}

/// The sample of a round: as many articles as there are, each by its place among those that are
/// compared.
pub(super) fn drawn(seed: u64, round: u64, articles: usize) -> impl Iterator<Item = usize> {
    let mut random = SplitMix64(mix(seed) ^ mix(round.wrapping_add(1)));
    (0..articles).map(move |_| random.below(articles))
}

/// What alpha is made of, by article.
#[derive(Debug, Default)]
pub(super) struct Samples {
    /// For each article: how many values it has; for each figure of two categories how often the
    /// second one was said, and the distances within units; for each other figure these distances.
    rows: Vec<f64>,
    articles: usize,
    /// How many figures have two categories, and come first.
    binary: usize,
    /// The distances of all values to those before them, for each of the other figures, row by row.
    distances: Vec<Vec<f64>>,
    /// How often an article says each value, article by article.
    said: Vec<(u32, f64)>,
    /// Where in these each article ends.
    ends: Vec<usize>,
    values: usize,
}

impl Samples {
    /// No article yet, for `binary` figures of two categories and others of `values` categories,
    /// with their distances: of the second value to the first, of the third to the first and second,
    /// and so on.
    pub(super) fn new(binary: usize, values: usize, distances: Vec<Vec<f64>>) -> Self {
        Self {
            binary,
            values,
            distances,
            ..Self::default()
        }
    }

    /// Adds an article of so many values: for each figure of two categories how often the second one
    /// was said and the distances within units, weighed; for each of the others these distances; and
    /// how often each value was said.
    pub(super) fn add(
        &mut self,
        values: u64,
        binary: &[(u64, f64)],
        others: &[f64],
        said: impl Iterator<Item = (u32, u64)>,
    ) {
        self.rows.push(values as f64);
        let binary = binary.iter().map(|&(times, within)| [times as f64, within]);
        self.rows.extend(binary.flatten());
        self.rows.extend(others);
        self.said
            .extend(said.map(|(value, times)| (value, times as f64)));
        self.ends.push(self.said.len());
        self.articles += 1;
    }

    /// How many figures have more than two categories.
    pub(super) fn others(&self) -> usize {
        self.distances.len()
    }

    /// The interval of each figure; none where less than two articles were added, or where the figure
    /// has no value in any sample.
    pub(super) fn intervals(&self, sampling: Sampling) -> Vec<Option<Interval>> {
        let figures = self.binary + self.distances.len();
        let mut found: Vec<Vec<Figure>> = vec![Vec::new(); figures];
        if self.articles < 2 {
            return vec![None; figures];
        }
        let mut weights = vec![[0.0; LANES]; self.articles];
        let rounds: Vec<u64> = (0..u64::from(sampling.rounds)).collect();
        for batch in rounds.chunks(LANES) {
            weights.fill([0.0; LANES]);
            for (lane, round) in batch.iter().enumerate() {
                for article in drawn(sampling.seed, *round, self.articles) {
                    let weight = weights.get_mut(article);
                    if let Some(weight) = weight.and_then(|it| it.get_mut(lane)) {
                        *weight += 1.0;
                    }
                }
            }
            let values = self.batch(&weights);
            for (found, values) in found.iter_mut().zip(values) {
                found.extend(values.into_iter().take(batch.len()));
            }
        }
        found.into_iter().map(interval).collect()
    }

    /// Each figure when each article counts as often as `weights` has it.
    fn batch(&self, weights: &[Lanes]) -> Vec<[Figure; LANES]> {
        let width = 1 + 2 * self.binary + self.distances.len();
        let mut sums = vec![[0.0; LANES]; width];
        for (row, weight) in self.rows.chunks_exact(width).zip(weights) {
            for (sum, value) in sums.iter_mut().zip(row) {
                add(sum, *value, weight);
            }
        }
        let mut said = vec![[0.0; LANES]; self.values];
        let mut start = 0;
        for (end, weight) in self.ends.iter().zip(weights) {
            for &(value, times) in self.said.get(start..*end).unwrap_or_default() {
                if let Some(sum) = said.get_mut(value as usize) {
                    add(sum, times, weight);
                }
            }
            start = *end;
        }
        let Some((values, sums)) = sums.split_first() else {
            return Vec::new();
        };
        let (binary, others) = sums.split_at(2 * self.binary);
        let pairs = binary
            .chunks_exact(2)
            .filter_map(|it| it.first().zip(it.last()));
        let binary = pairs.map(|(times, within)| {
            std::array::from_fn(|lane| {
                let [values, times, within] = [values, times, within].map(|it| at(it, lane));
                alpha(values, within, 2.0 * times * (values - times))
            })
        });
        let others = others
            .iter()
            .zip(&self.distances)
            .map(|(within, distances)| {
                let among = among(&said, distances);
                std::array::from_fn(|lane| {
                    alpha(at(values, lane), at(within, lane), at(&among, lane))
                })
            });
        binary.chain(others).collect()
    }
}

fn at(lanes: &Lanes, lane: usize) -> f64 {
    lanes.get(lane).copied().unwrap_or_default()
}

fn add(sum: &mut Lanes, value: f64, weight: &Lanes) {
    for (sum, weight) in sum.iter_mut().zip(weight) {
        *sum += value * weight;
    }
}

/// The distances of all ordered pairs of values.
fn among(said: &[Lanes], distances: &[f64]) -> Lanes {
    let mut sum = [0.0; LANES];
    let mut rest = distances;
    for (nth, times) in said.iter().enumerate() {
        let Some((row, after)) = rest.split_at_checked(nth) else {
            break;
        };
        rest = after;
        let mut apart = [0.0; LANES];
        for (distance, other) in row.iter().zip(said) {
            add(&mut apart, *distance, other);
        }
        for ((sum, apart), times) in sum.iter_mut().zip(apart).zip(times) {
            *sum += 2.0 * apart * times;
        }
    }
    sum
}

fn alpha(values: f64, within: f64, among: f64) -> Figure {
    if values == 0.0 {
        Err(Undefined::NoPairs)
    } else if among == 0.0 {
        Err(Undefined::NoVariation(0))
    } else {
        Ok(1.0 - within * (values - 1.0) / among)
    }
}

fn interval(values: Vec<Figure>) -> Option<Interval> {
    let all = values.len();
    let mut defined: Vec<f64> = values.into_iter().flatten().collect();
    defined.sort_unstable_by(f64::total_cmp);
    Some(Interval {
        low: percentile(&defined, 0.025)?,
        high: percentile(&defined, 0.975)?,
        undefined: u32::try_from(all - defined.len()).unwrap_or(u32::MAX),
    })
}

/// Between the two values nearest to `part` of the way through `sorted`, as NumPy has it.
pub(super) fn percentile(sorted: &[f64], part: f64) -> Option<f64> {
    let place = part * sorted.len().checked_sub(1)? as f64;
    let low = *sorted.get(place.floor() as usize)?;
    let high = *sorted.get(place.ceil() as usize)?;
    Some(low + (high - low) * place.fract())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generator_is_the_one_it_is_called_after() {
        // The first numbers of Vigna's splitmix64.c from the seed 1234567.
        let mut random = SplitMix64(1_234_567);
        let numbers = [random.next(), random.next(), random.next()];
        let expected = [
            6_457_827_717_110_365_317,
            3_203_168_211_198_807_973,
            9_817_491_932_198_370_423,
        ];
        assert_eq!(numbers, expected);
        let mut seen = [0; 5];
        (0..5000).for_each(|_| seen[random.below(5)] += 1);
        assert!(seen.iter().all(|it| (900..1100).contains(it)), "{seen:?}");
    }

    #[test]
    fn percentiles_are_those_of_numpy() {
        let sorted = [1.0, 2.0, 3.0, 4.0];
        assert_eq!(percentile(&sorted, 0.025), Some(1.075));
        assert_eq!(percentile(&sorted, 0.5), Some(2.5));
        assert_eq!(percentile(&sorted, 1.0), Some(4.0));
        assert_eq!(percentile(&[], 0.5), None);
    }

    #[test]
    fn undefined_samples_are_left_out_and_counted() {
        let undefined = Err(Undefined::NoVariation(0));
        let found = interval(vec![Ok(0.5), undefined, Ok(0.5), undefined]);
        let expected = Interval {
            low: 0.5,
            high: 0.5,
            undefined: 2,
        };
        assert_eq!(found, Some(expected));
        assert_eq!(interval(vec![undefined]), None);
    }
}
