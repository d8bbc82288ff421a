//! Articles that are the same text twice, exactly or nearly: which they are, and what is kept of
//! that.
//!
//! Two texts are as similar as the Jaccard coefficient of their shingles, the runs of so many words
//! that they have (Broder, "On the resemblance and containment of documents", 1997). Which pairs are
//! worth comparing is found by MinHash and banding (Leskovec, Rajaraman and Ullman, "Mining of
//! Massive Datasets", §3.3–3.4); whether they are duplicates is then counted exactly. Duplicates of
//! duplicates are in one cluster.
//!
//! Texts come folded, as [`Finder::sketch`] says. Nothing here hangs on the order of articles, on the
//! machine or on chance.

use std::collections::{BTreeMap, HashMap};
use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use super::Unknown;
use super::annotation::FORMAT;
use super::hash::{hash, mix};

/// How similar duplicates are at least, if nobody says otherwise.
pub const THRESHOLD: f64 = 0.8;

/// Thresholds that can be asked for. Below, texts of one topic are duplicates.
pub const THRESHOLDS: RangeInclusive<f64> = 0.3..=1.0;

/// Words in a shingle.
const SHINGLE: usize = 5;

/// Words in a shingle of a short text, where one changed word would spoil too many of five.
const SHORT_SHINGLE: usize = 3;

/// A text is short that has fewer different shingles of `SHORT_SHINGLE` words. Of two texts the
/// shorter one says how both are compared.
const SHORT_BELOW: usize = 48;

/// Values of a MinHash, 64 bits each.
const PERMUTATIONS: usize = 128;

/// How probable it is at least that a pair just at the threshold is compared.
const RECALL: f64 = 0.999;

/// What the permutations are made of.
const SEED: u64 = 0x6861_7368_6979_6101;

/// The clusters of a project's articles, as they are kept.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Duplicates {
    /// Version of the file format.
    pub format: u32,
    /// How they were found.
    pub made_by: MadeBy,
    /// In the order of their first articles. No article is in two.
    clusters: Vec<Cluster>,
    /// What a newer version wrote.
    #[serde(flatten)]
    pub unknown: Unknown,
    /// Why what is kept could not be read, in a sentence; there are no clusters then.
    #[serde(skip)]
    pub problem: Option<String>,
    /// The index of each article's cluster.
    #[serde(skip)]
    places: BTreeMap<String, usize>,
}

/// How duplicates were found.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct MadeBy {
    /// How similar duplicates are at least: 0 to 1.
    pub threshold: f64,
    /// Words in a shingle.
    pub shingle: usize,
    /// Words in a shingle of a short text.
    pub short_shingle: usize,
    /// Fewer different shingles make a text short.
    pub short_below: usize,
    /// Values of a MinHash.
    pub permutations: usize,
    /// Groups of them that are compared.
    pub bands: usize,
    /// Values in a group.
    pub rows: usize,
    /// What the permutations are made of.
    pub seed: u64,
    /// How many articles were compared.
    pub articles: usize,
    /// How many could not be read.
    pub unreadable: usize,
    /// What a newer version wrote.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// Articles that are duplicates of each other.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Cluster {
    /// In the order of their ids; two or more.
    pub articles: Vec<Member>,
    /// What a newer version wrote.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// An article of a cluster.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Member {
    /// The article's id.
    pub id: String,
    /// How similar it is to the first of its cluster: 0 to 1, where 1 is the same words; four
    /// digits, the rest cut off. Below the threshold where another article stands between them.
    pub similarity: f64,
    /// What a newer version wrote.
    #[serde(flatten)]
    pub unknown: Unknown,
}

impl Duplicates {
    /// What is to be kept.
    pub fn new(made_by: MadeBy, clusters: Vec<Cluster>) -> Self {
        let duplicates = Self {
            format: FORMAT,
            made_by,
            clusters,
            ..Self::default()
        };
        duplicates.indexed()
    }

    /// What stands for a file that could not be read, and why.
    pub fn unreadable(problem: String) -> Self {
        Self {
            problem: Some(problem),
            ..Self::default()
        }
    }

    /// The same, ready for [`Self::cluster_of`] after it was read.
    pub fn indexed(mut self) -> Self {
        let of = |(index, cluster): (usize, &Cluster)| {
            let ids = cluster.articles.iter().map(|member| member.id.clone());
            ids.map(|id| (id, index)).collect::<Vec<_>>()
        };
        self.places = self.clusters.iter().enumerate().flat_map(of).collect();
        self
    }

    /// The clusters, in the order of their first articles.
    pub fn clusters(&self) -> &[Cluster] {
        &self.clusters
    }

    /// The cluster that the article called `id` is in.
    pub fn cluster_of(&self, id: &str) -> Option<&Cluster> {
        self.clusters.get(*self.places.get(id)?)
    }
}

/// Finds duplicates.
#[derive(Debug, Clone)]
pub struct Finder {
    threshold: f64,
    bands: usize,
    rows: usize,
    /// Factor and summand of each; the factors are odd.
    permutations: Vec<(u64, u64)>,
}

/// What is compared of a text. Hashes stand for shingles: that two of a pair's have the same one has
/// a chance of one to 10¹² in texts of a thousand words.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Sketch {
    /// Shingles of `SHORT_SHINGLE` words, in order.
    short: Box<[u64]>,
    /// Shingles of `SHINGLE` words, in order; none of a short text.
    long: Box<[u64]>,
    /// A value for each band of the short ones; none of a text that no short one can be like.
    short_bands: Box<[u64]>,
    /// The same of the long ones.
    long_bands: Box<[u64]>,
}

impl Finder {
    /// For duplicates that are as similar as `threshold` at least, one of [`THRESHOLDS`]; none for
    /// another one.
    pub fn new(threshold: f64) -> Option<Self> {
        if !THRESHOLDS.contains(&threshold) {
            return None;
        }
        // The longest bands that miss next to nothing: they let through the fewest pairs in vain.
        let rows = (1..=PERMUTATIONS / 4).rfind(|&rows| recall(threshold, rows) >= RECALL)?;
        // SplitMix64 (Steele, Lea and Flood, 2014).
        let mut state = SEED;
        let mut next = || {
            state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
            mix(state)
        };
        let permutations = (0..PERMUTATIONS).map(|_| (next() | 1, next())).collect();
        Some(Self {
            threshold,
            bands: PERMUTATIONS / rows,
            rows,
            permutations,
        })
    }

    /// How duplicates are found among so many articles.
    pub fn made_by(&self, articles: usize, unreadable: usize) -> MadeBy {
        MadeBy {
            threshold: self.threshold,
            shingle: SHINGLE,
            short_shingle: SHORT_SHINGLE,
            short_below: SHORT_BELOW,
            permutations: PERMUTATIONS,
            bands: self.bands,
            rows: self.rows,
            seed: SEED,
            articles,
            unreadable,
            unknown: Unknown::new(),
        }
    }

    /// What is compared of a text that is folded already: its words, letters and digits only, in
    /// their order.
    pub fn sketch(&self, folded: &str) -> Sketch {
        let words = folded.split(|c: char| !c.is_alphanumeric());
        let words = words.filter(|word| !word.is_empty());
        let words: Vec<u64> = words.map(|word| hash(SEED, &[word])).collect();
        let short = shingles(&words, SHORT_SHINGLE);
        let is_short = short.len() < SHORT_BELOW;
        let long = match is_short {
            true => Box::default(),
            false => shingles(&words, SHINGLE),
        };
        let is_like_a_short_one = to_f64(short.len()) * self.threshold < to_f64(SHORT_BELOW);
        Sketch {
            short_bands: match is_like_a_short_one {
                true => self.bands(&short),
                false => Box::default(),
            },
            long_bands: self.bands(&long),
            short,
            long,
        }
    }

    /// The clusters of `articles`, each an id and the sketch of its text, whatever their order. A
    /// text without a word is like no other.
    ///
    /// Costs as much as sorting them once a band, and comparing those that fall together: at worst,
    /// where very many are alike but no duplicates, the square of their number.
    pub fn clusters(&self, articles: &[(String, Sketch)]) -> Vec<Cluster> {
        // By their ids, so that the first of a cluster is the first of its ids.
        let mut articles: Vec<&(String, Sketch)> = articles.iter().collect();
        articles.sort_unstable_by(|one, other| one.0.cmp(&other.0));
        let mut sets = Sets::new(articles.len());
        // Copies are joined first: however many there are of a text, one is compared.
        let mut known: HashMap<&Sketch, usize> = HashMap::new();
        let mut distinct = Vec::new();
        for (index, (_, sketch)) in articles.iter().enumerate() {
            if sketch.short.is_empty() {
                continue;
            }
            match known.get(sketch) {
                Some(&first) => sets.join(first, index),
                None => {
                    known.insert(sketch, index);
                    distinct.push((index, sketch));
                }
            }
        }
        self.join_alike(&distinct, |sketch| &sketch.short_bands, &mut sets);
        self.join_alike(&distinct, |sketch| &sketch.long_bands, &mut sets);
        let mut clusters: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for index in 0..articles.len() {
            clusters.entry(sets.first(index)).or_default().push(index);
        }
        let cluster = |(first, members): (usize, Vec<usize>)| {
            let member = |index: usize| Member {
                id: articles[index].0.clone(),
                similarity: cut(similarity(&articles[first].1, &articles[index].1)),
                unknown: Unknown::new(),
            };
            Cluster {
                articles: members.into_iter().map(member).collect(),
                unknown: Unknown::new(),
            }
        };
        let of_several = clusters
            .into_iter()
            .filter(|(_, members)| members.len() > 1);
        of_several.map(cluster).collect()
    }

    /// Joins those of `sketches` that have a band in common and are similar enough.
    fn join_alike(
        &self,
        sketches: &[(usize, &Sketch)],
        bands: impl Fn(&Sketch) -> &[u64],
        sets: &mut Sets,
    ) {
        for band in 0..self.bands {
            let value = |place: usize| bands(sketches[place].1).get(band).copied();
            let places = 0..sketches.len();
            let values = places.filter_map(|place| Some((value(place)?, place)));
            let mut values: Vec<(u64, usize)> = values.collect();
            values.sort_unstable();
            for alike in values.chunk_by(|one, other| one.0 == other.0) {
                for (one, other) in pairs(alike) {
                    let ((one, sketch), (two, with)) = (sketches[one.1], sketches[other.1]);
                    // What met in an earlier band was compared there.
                    let earlier = bands(sketch).iter().zip(bands(with)).take(band);
                    if !sets.are_joined(one, two)
                        && !earlier.into_iter().any(|(one, other)| one == other)
                        && similarity(sketch, with) >= self.threshold
                    {
                        sets.join(one, two);
                    }
                }
            }
        }
    }

    /// The MinHash of `shingles`, a value for each band; none if there are no shingles.
    ///
    /// A permutation is x ↦ ax + b modulo 2⁶⁴ (Dietzfelbinger and others, 1997): the shingles are
    /// mixed already.
    fn bands(&self, shingles: &[u64]) -> Box<[u64]> {
        if shingles.is_empty() {
            return Box::default();
        }
        let mut least = [u64::MAX; PERMUTATIONS];
        for shingle in shingles {
            for (least, (factor, summand)) in least.iter_mut().zip(&self.permutations) {
                *least = (*least).min(shingle.wrapping_mul(*factor).wrapping_add(*summand));
            }
        }
        let bands = least.chunks_exact(self.rows).take(self.bands);
        bands.map(together).collect()
    }
}

/// All pairs of different ones of `values`, tile by tile: what is compared stays in the processor's
/// cache.
fn pairs<T>(values: &[T]) -> impl Iterator<Item = (&T, &T)> {
    const TILE: usize = 128;
    let tiles = || values.chunks(TILE).enumerate();
    let both = tiles().flat_map(move |it| tiles().take(it.0 + 1).map(move |other| (it, other)));
    both.flat_map(|((nth, ones), (place, others))| {
        let below = move |at| if nth == place { at } else { others.len() };
        let one = move |(at, one)| others.iter().take(below(at)).map(move |other| (one, other));
        ones.iter().enumerate().flat_map(one)
    })
}

/// The probability that a pair as similar as `threshold` has one of the bands of so many rows in
/// common: 1 − (1 − sʳ)ᵇ. By multiplication alone, which is the same on every machine.
fn recall(threshold: f64, rows: usize) -> f64 {
    let power = |base: f64, times: usize| (0..times).fold(1.0, |product, _| product * base);
    1.0 - power(1.0 - power(threshold, rows), PERMUTATIONS / rows)
}

/// The hashes of the runs of `length` words, in order and each once; of fewer words that of all.
fn shingles(words: &[u64], length: usize) -> Box<[u64]> {
    let mut shingles: Vec<u64> = match words.len() {
        0 => Vec::new(),
        count if count < length => vec![together(words)],
        _ => words.windows(length).map(together).collect(),
    };
    shingles.sort_unstable();
    shingles.dedup();
    shingles.into()
}

fn together(values: &[u64]) -> u64 {
    values.iter().fold(SEED, |all, value| mix(all ^ value))
}

/// The Jaccard coefficient of the shingles of two texts: 0 to 1.
fn similarity(one: &Sketch, other: &Sketch) -> f64 {
    let (one, other) = match one.long.is_empty() || other.long.is_empty() {
        true => (&one.short, &other.short),
        false => (&one.long, &other.long),
    };
    let both = common(one, other);
    let all = one.len() + other.len() - both;
    if all == 0 {
        return 0.0;
    }
    to_f64(both) / to_f64(all)
}

/// How many values two lists in order have in common. Without a branch on the values, which no
/// processor could foresee: where very many are alike but no duplicates, all time is spent here.
fn common(one: &[u64], other: &[u64]) -> usize {
    let (mut nth, mut place, mut count) = (0, 0, 0);
    while let (Some(first), Some(second)) = (one.get(nth), other.get(place)) {
        count += usize::from(first == second);
        nth += usize::from(first <= second);
        place += usize::from(second <= first);
    }
    count
}

/// Exact below 2⁵³.
#[expect(clippy::cast_precision_loss, reason = "no text has so many words")]
fn to_f64(count: usize) -> f64 {
    count as f64
}

/// The first four digits after the point.
fn cut(similarity: f64) -> f64 {
    (similarity * 10_000.0).floor() / 10_000.0
}

/// Which of the numbers below a limit are together (union-find). The first of a set stands for it.
struct Sets {
    above: Vec<usize>,
}

impl Sets {
    fn new(count: usize) -> Self {
        Self {
            above: (0..count).collect(),
        }
    }

    fn first(&mut self, mut number: usize) -> usize {
        while self.above[number] != number {
            self.above[number] = self.above[self.above[number]];
            number = self.above[number];
        }
        number
    }

    fn are_joined(&mut self, one: usize, other: usize) -> bool {
        self.first(one) == self.first(other)
    }

    fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.first(one), self.first(other));
        self.above[one.max(other)] = one.min(other);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn finder() -> Finder {
        Finder::new(THRESHOLD).unwrap()
    }

    /// So many words, `w0` to …, where those that `change` names are others.
    fn text(words: usize, change: impl Fn(usize) -> bool) -> String {
        let word = |nth| {
            if change(nth) {
                format!("x{nth}")
            } else {
                format!("w{nth}")
            }
        };
        (0..words).map(word).collect::<Vec<_>>().join(" ")
    }

    fn clusters(texts: &[(&str, String)]) -> Vec<Cluster> {
        let sketch = |(id, text): &(&str, String)| ((*id).to_owned(), finder().sketch(text));
        finder().clusters(&texts.iter().map(sketch).collect::<Vec<_>>())
    }

    /// The clusters of texts called a, b, …: their letters.
    fn check(texts: &[String], expected: &[&str]) {
        let named: Vec<_> = (b'a'..)
            .map(|it| char::from(it).to_string())
            .zip(texts)
            .collect();
        let named: Vec<_> = named
            .iter()
            .map(|(id, it)| (id.as_str(), (*it).clone()))
            .collect();
        let letters = |cluster: &Cluster| {
            cluster
                .articles
                .iter()
                .map(|it| it.id.as_str())
                .collect::<String>()
        };
        let found: Vec<_> = clusters(&named).iter().map(letters).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn copies_are_found_at_every_length() {
        for words in [
            1, 2, 3, 4, 5, 47, 48, 49, 50, 51, 52, 60, 61, 62, 63, 64, 300,
        ] {
            let copy = text(words, |_| false);
            check(&[copy.clone(), text(words, |_| true), copy], &["ac"]);
        }
        check(&[String::new(), " … ".to_owned(), String::new()], &[]);
    }

    #[test]
    fn a_changed_word_makes_no_other_text_of_a_long_one() {
        let original = text(200, |_| false);
        check(&[original.clone(), text(200, |nth| nth == 100)], &["ab"]);
        // Of 196 shingles on each side 4 × 5 are others.
        check(
            &[
                original.clone(),
                text(200, |nth| [20, 60, 100, 140].contains(&nth)),
            ],
            &["ab"],
        );
        // 5 × 5: 171 of 221.
        check(
            &[
                original,
                text(200, |nth| [20, 60, 100, 140, 180].contains(&nth)),
            ],
            &[],
        );
    }

    #[test]
    fn where_short_ends_pairs_are_found_across() {
        for (short, long) in [(49, 50), (40, 48), (48, 58), (47, 57), (50, 61)] {
            check(&[text(short, |_| false), text(long, |_| false)], &["ab"]);
        }
        check(&[text(40, |_| false), text(60, |_| false)], &[]);
    }

    #[test]
    fn duplicates_of_duplicates_are_together_and_say_how_far_they_are_apart() {
        let change = |count: usize| text(60, |nth| nth % 10 == 5 && nth < count * 10);
        let texts = [
            ("c", change(2)),
            ("a", change(0)),
            ("b", change(1)),
            ("d", text(9, |_| false)),
        ];
        let clusters = clusters(&texts);
        assert_eq!(clusters.len(), 1);
        let members = clusters[0]
            .articles
            .iter()
            .map(|it| (it.id.as_str(), it.similarity));
        // 56 shingles: 51 of 61, and 46 of 66.
        let expected = [("a", 1.0), ("b", 0.836), ("c", 0.6969)];
        assert_eq!(members.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn what_is_between_long_and_short_still_has_a_similarity() {
        let texts: Vec<_> = [45, 55, 66].map(|words| text(words, |_| false)).into();
        let of = |nth: usize| finder().sketch(&texts[nth]);
        assert!(of(0).long.is_empty() && of(2).short_bands.is_empty());
        assert!((similarity(&of(0), &of(2)) - 43.0 / 64.0).abs() < 1e-9);
        check(&texts, &["abc"]);
    }

    #[test]
    fn the_longest_bands_that_miss_next_to_nothing_are_taken() {
        let of = |threshold| {
            let finder = Finder::new(threshold).unwrap();
            (finder.bands, finder.rows)
        };
        assert_eq!(of(0.8), (25, 5));
        assert_eq!(of(1.0), (4, 32));
        assert_eq!(of(0.3), (128, 1));
        for threshold in [0.0, 0.29, 1.01, -1.0, f64::NAN, f64::INFINITY] {
            assert!(Finder::new(threshold).is_none(), "{threshold}");
        }
    }

    #[test]
    fn each_pair_is_there_once() {
        for count in [0, 1, 2, 127, 128, 129, 300] {
            let values: Vec<usize> = (0..count).collect();
            let mut found: Vec<_> = pairs(&values).map(|(one, other)| (*one, *other)).collect();
            found.sort_unstable();
            let all = (0..count).flat_map(|one| (0..one).map(move |other| (one, other)));
            assert_eq!(found, all.collect::<Vec<_>>(), "{count}");
        }
    }

    #[test]
    fn next_to_no_pair_at_the_threshold_is_missed() {
        // 60 words, one of them changed: 51 of 61 shingles, 0.836.
        let pair = |nth: usize| {
            let word = |changed: bool, at: usize| match changed && at == 30 {
                true => format!("x{nth}"),
                false => format!("w{nth}-{at}w"),
            };
            [false, true].map(|it| (0..60).map(|at| word(it, at)).collect::<Vec<_>>().join(" "))
        };
        let texts = (0..2000).flat_map(|nth| {
            pair(nth)
                .into_iter()
                .enumerate()
                .map(move |(side, it)| (format!("{nth}-{side}"), it))
        });
        let finder = finder();
        let sketched: Vec<_> = texts.map(|(id, text)| (id, finder.sketch(&text))).collect();
        let found = finder.clusters(&sketched);
        assert!((1998..=2000).contains(&found.len()), "{}", found.len());
        assert!(found.iter().all(|cluster| cluster.articles.len() == 2));
    }

    #[test]
    fn a_hundred_thousand_copies_are_one_comparison_each() {
        let sketch = finder().sketch("they raided the workshop at dawn");
        let articles: Vec<_> = (0..100_000)
            .map(|nth| (format!("{nth:06}"), sketch.clone()))
            .collect();
        let clusters = finder().clusters(&articles);
        assert_eq!((clusters.len(), clusters[0].articles.len()), (1, 100_000));
    }

    #[test]
    fn a_cluster_is_found_by_each_of_its_articles() {
        let texts = [
            ("a", text(9, |_| false)),
            ("b", text(9, |_| true)),
            ("c", text(9, |_| false)),
        ];
        let duplicates = Duplicates::new(finder().made_by(3, 0), clusters(&texts));
        assert_eq!(duplicates.cluster_of("a"), duplicates.clusters().first());
        assert_eq!(duplicates.cluster_of("c"), duplicates.clusters().first());
        assert_eq!(
            (duplicates.cluster_of("b"), duplicates.cluster_of("x")),
            (None, None)
        );
        let json = serde_json::to_string(&duplicates).unwrap();
        let read: Duplicates = serde_json::from_str(&json).unwrap();
        assert_eq!(read.indexed(), duplicates);
    }

    /// Texts of few words, so that they are alike by chance.
    fn some_texts() -> impl Strategy<Value = Vec<String>> {
        prop::collection::vec("([ab] ){0,6}(c d e f g h i ){0,8}[ab]?", 0..12)
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn similarity_is_symmetric_and_1_for_a_text_with_itself(one in "([a-d] ){1,80}", other in "([a-d] ){1,80}") {
            let [one, other] = [one, other].map(|text| finder().sketch(&text));
            prop_assert_eq!(similarity(&one, &other).to_bits(), similarity(&other, &one).to_bits());
            prop_assert_eq!(cut(similarity(&one, &one)).to_bits(), 1f64.to_bits());
            prop_assert!((0.0..=1.0).contains(&similarity(&one, &other)));
        }

        #[test]
        fn the_order_of_articles_changes_nothing(texts in some_texts(), seed in any::<u64>()) {
            let finder = finder();
            let sketch = |(nth, text): (usize, &String)| (format!("{nth:02}"), finder.sketch(text));
            let mut articles: Vec<_> = texts.iter().enumerate().map(sketch).collect();
            let clusters = finder.clusters(&articles);
            articles.sort_by_key(|(id, _)| hash(seed, &[id]));
            prop_assert_eq!(finder.clusters(&articles), clusters);
        }

        /// Nothing is in a cluster that is not as similar to another there as was asked for.
        #[test]
        fn what_is_together_is_alike(texts in some_texts()) {
            let finder = finder();
            let sketch = |(nth, text): (usize, &String)| (nth.to_string(), finder.sketch(text));
            let articles: HashMap<String, Sketch> = texts.iter().enumerate().map(sketch).collect();
            let list: Vec<_> = articles.clone().into_iter().collect();
            let mut seen = std::collections::BTreeSet::new();
            for cluster in finder.clusters(&list) {
                let ids: Vec<&String> = cluster.articles.iter().map(|it| &it.id).collect();
                prop_assert!(ids.len() > 1 && ids.is_sorted());
                for id in &ids {
                    prop_assert!(seen.insert((*id).clone()), "in two clusters");
                    let alike = |other: &&&String| {
                        *other != id && similarity(&articles[*id], &articles[**other]) >= THRESHOLD
                    };
                    prop_assert!(ids.iter().any(|other| alike(&other)));
                }
            }
        }

        #[test]
        fn a_minhash_estimates_the_similarity(shared in 20usize..200, apart in 0usize..60) {
            let finder = Finder { rows: 1, bands: PERMUTATIONS, ..finder() };
            let shingles = |from: u64| {
                let own = (0..apart as u64).map(move |it| mix(from + it));
                (0..shared as u64).map(mix).chain(own).collect::<Vec<_>>()
            };
            let [one, other] = [1 << 20, 1 << 30].map(|from| finder.bands(&shingles(from)));
            let equal = one.iter().zip(&other).filter(|(one, other)| one == other).count();
            let estimate = to_f64(equal) / to_f64(PERMUTATIONS);
            let exact = to_f64(shared) / to_f64(shared + 2 * apart);
            // Six standard deviations.
            prop_assert!((estimate - exact).abs() < 6.0 * (0.25 / to_f64(PERMUTATIONS)).sqrt());
        }
    }
}
