//! How far annotators agree, and where they do not.
//!
//! What is compared is a sentence on which two of them or more decided: *tagged* with a set of topics,
//! or *none*, the empty set. Undecided, passed on and not part of the article are missing, which is
//! something else than *none*. A sentence is one range of a text: where annotators have an article cut
//! differently, the ranges that are equal are compared, and the others counted.
//!
//! | figure | of what |
//! |---|---|
//! | observed agreement | topic sets, and each topic; all, pairs, articles |
//! | Krippendorff's alpha, nominal | each topic (said or not); topic sets |
//! | the same by MASI and by Jaccard distance | topic sets; by MASI articles, too |
//! | Cohen's kappa | pairs: topic sets, plain and weighted by MASI, and each topic |
//! | Fleiss' kappa, Gwet's AC1, Bennett's S | topic sets, and each topic |
//!
//! A figure that has no value says why ([`coefficient::Undefined`]); it is never NaN, and never 1 because nobody
//! could disagree. What one says as `gold` is no annotator's: who gathers the [`Ratings`] leaves it out.

pub mod behind;
pub mod bootstrap;
pub mod coefficient;
pub mod confusion;
pub mod labels;
pub mod notes;

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use super::annotation::{Annotations, Decision};
use super::flag::Flag;
use bootstrap::{Interval, MOST_VALUES, Samples, Sampling};
use coefficient::{Alpha, Figure, Pair, Tally, Value, among, distances};
use labels::{Distance, Labels, Measure};

/// What annotators decided on the same sentences.
#[derive(Debug, Clone, Default)]
pub struct Ratings {
    /// Who decides; their order is that of the values of a sentence.
    pub annotators: Vec<String>,
    /// Ids of topics: those of the scheme, and behind them those it no longer has.
    pub topics: Vec<String>,
    /// The articles of which at least one sentence is decided.
    pub articles: Vec<Rated>,
    /// What is not compared, for each annotator.
    pub missing: Vec<Missing>,
    /// How many decisions name each wording of the guideline.
    pub wordings: BTreeMap<String, usize>,
    /// How many sentences were decided by two or more, but not all under one wording.
    pub mixed_wordings: usize,
    /// Ids of articles that annotators have cut differently.
    pub cut_otherwise: Vec<String>,
    /// Ids of topics that were left out because there are more than [`Labels::MOST`].
    pub too_many: Vec<String>,
    /// Whether other topics than these count.
    closed: bool,
    /// Every set of topics that was decided, once.
    sets: Vec<Labels>,
    index: HashMap<Labels, u32>,
    /// For each sentence what each annotator decided: an index of `sets`.
    values: Vec<Value>,
    places: Vec<Place>,
}

/// An article that somebody decided in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rated {
    /// Its id.
    pub id: String,
    /// Its sentences, among all.
    pub units: Range<usize>,
}

/// Where a sentence is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The index of its article.
    pub article: usize,
    /// Its id, as the first annotator who decided on it has it.
    pub sentence: String,
}

/// What of an annotator is not compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Missing {
    /// Sentences without a decision.
    pub undecided: usize,
    /// Sentences that she passed on.
    pub passed_on: usize,
    /// Sentences that she says are not part of the article.
    pub outside: usize,
    /// Decisions on sentences that all the others have cut differently.
    pub cut_otherwise: usize,
    /// Ids of articles on another text of which she decided.
    pub other_text: Vec<String>,
}

impl Ratings {
    /// Nothing yet. `scheme` has the ids of the project's topics; with `only` some of these, or of those
    /// that the scheme no longer has, a decision counts as far as it speaks of them.
    pub fn new(annotators: &[String], scheme: &[String], only: Option<&[String]>) -> Self {
        let topics = only.unwrap_or(scheme);
        Self {
            annotators: annotators.to_vec(),
            topics: topics.iter().take(Labels::MOST).cloned().collect(),
            too_many: topics.iter().skip(Labels::MOST).cloned().collect(),
            missing: vec![Missing::default(); annotators.len()],
            closed: only.is_some(),
            ..Self::default()
        }
    }

    /// Adds what each annotator says of the article called `id`, in the order of the annotators. Where
    /// they are not all about one text, `text` is the hash of the one that counts.
    pub fn add(&mut self, id: &str, said: &[Option<Annotations>], text: Option<&str>) {
        let people = self.annotators.len();
        let mut places: BTreeMap<(usize, usize), Vec<Option<&super::annotation::Annotated>>> =
            BTreeMap::new();
        let mut files = 0;
        for (nth, annotations) in said.iter().enumerate().take(people) {
            let Some(annotations) = annotations else {
                continue;
            };
            if text.is_some_and(|text| text != annotations.text_sha256) {
                if let Some(missing) = self.missing.get_mut(nth) {
                    missing.other_text.push(id.to_owned());
                }
                continue;
            }
            files += 1;
            for sentence in &annotations.sentences {
                let place = places.entry((sentence.start, sentence.end));
                let place = place.or_insert_with(|| vec![None; people]);
                if let Some(place) = place.get_mut(nth) {
                    *place = Some(sentence);
                }
            }
        }
        let (article, start) = (self.articles.len(), self.places.len());
        let mut is_cut_otherwise = false;
        for sentences in places.into_values() {
            let is_alone = files > 1 && sentences.iter().flatten().count() == 1;
            let mut values = Vec::with_capacity(people);
            let mut wordings: Vec<&str> = Vec::new();
            for (nth, sentence) in sentences.iter().enumerate() {
                let value = sentence.and_then(|it| self.value(nth, &it.decision));
                if let (Some(sentence), Some(_)) = (sentence, value) {
                    wordings.extend(sentence.decision.guideline.as_deref());
                    if let Some(missing) = self.missing.get_mut(nth).filter(|_| is_alone) {
                        missing.cut_otherwise += 1;
                        is_cut_otherwise = true;
                    }
                }
                values.push(value);
            }
            for wording in &wordings {
                match self.wordings.get_mut(*wording) {
                    Some(count) => *count += 1,
                    None => drop(self.wordings.insert((*wording).to_owned(), 1)),
                }
            }
            let mut decided = sentences.iter().zip(&values).filter(|(_, it)| it.is_some());
            let Some((Some(first), _)) = decided.next() else {
                continue;
            };
            let differ = wordings.windows(2).any(|pair| pair.first() != pair.last());
            self.mixed_wordings += usize::from(differ);
            self.places.push(Place {
                article,
                sentence: first.id.clone(),
            });
            self.values.extend(values);
        }
        if is_cut_otherwise {
            self.cut_otherwise.push(id.to_owned());
        }
        if self.places.len() > start {
            self.articles.push(Rated {
                id: id.to_owned(),
                units: start..self.places.len(),
            });
        }
    }

    /// What a decision of the annotator at `nth` counts as; why it does not is counted.
    fn value(&mut self, nth: usize, decision: &Decision) -> Value {
        let outside = decision.is_outside(false);
        if !decision.is_decided() || decision.has(Flag::PassOn) {
            if let Some(missing) = self.missing.get_mut(nth) {
                *match decision.has(Flag::PassOn) {
                    true => &mut missing.passed_on,
                    false if outside => &mut missing.outside,
                    false => &mut missing.undecided,
                } += 1;
            }
            return None;
        }
        for id in &decision.topics {
            if !self.closed && !self.topics.contains(id) && !self.too_many.contains(id) {
                let is_full = self.topics.len() == Labels::MOST;
                let topics = if is_full {
                    &mut self.too_many
                } else {
                    &mut self.topics
                };
                topics.push(id.clone());
            }
        }
        let place = |id: &String| self.topics.iter().position(|topic| topic == id);
        let set = Labels::of(decision.topics.iter().filter_map(place));
        let next = u32::try_from(self.sets.len()).ok()?;
        let value = *self.index.entry(set).or_insert(next);
        if value == next {
            self.sets.push(set);
        }
        Some(value)
    }

    /// For each sentence what each annotator decided: an index for [`Self::set`], or nothing.
    pub fn units(&self) -> impl ExactSizeIterator<Item = &[Value]> {
        self.values.chunks_exact(self.annotators.len().max(1))
    }

    /// What was decided at the sentence at `unit`.
    pub fn unit(&self, unit: usize) -> &[Value] {
        let people = self.annotators.len();
        let start = unit * people;
        self.values.get(start..start + people).unwrap_or_default()
    }

    /// The topics that a value stands for.
    pub fn set(&self, value: u32) -> Labels {
        self.sets.get(value as usize).copied().unwrap_or_default()
    }

    /// Where the sentence at `unit` is: its article's id, and its own.
    pub fn place(&self, unit: usize) -> Option<(&str, &str)> {
        let place = self.places.get(unit)?;
        let article = self.articles.get(place.article)?;
        Some((&article.id, &place.sentence))
    }

    /// How many sentences two annotators or more decided on.
    pub fn compared(&self) -> usize {
        self.units().filter(|unit| decided(unit) > 1).count()
    }

    /// How many decisions are on sentences that all the others have cut differently.
    fn cut_otherwise(&self) -> usize {
        self.missing.iter().map(|it| it.cut_otherwise).sum()
    }

    /// The articles in which just one annotator decided, though there are more.
    pub fn by_one(&self) -> impl Iterator<Item = &Rated> {
        self.articles.iter().filter(|article| {
            let mut who: Vec<bool> = vec![false; self.annotators.len()];
            for unit in article.units.clone() {
                for (who, value) in who.iter_mut().zip(self.unit(unit)) {
                    *who |= value.is_some();
                }
            }
            who.into_iter().filter(|it| *it).count() == 1
        })
    }

    /// The distance of any two values.
    fn distance(&self, measure: Measure) -> Distance {
        let most = self.sets.iter().map(|set| set.len()).max().unwrap_or(0);
        let union = (2 * most).min(self.topics.len());
        Distance::new(measure, union, self.values.len() as u64)
    }

    fn between(&self, distance: &Distance, one: usize, other: usize) -> u64 {
        let set = |at: usize| self.sets.get(at).copied().unwrap_or_default();
        distance.between(set(one), set(other))
    }
}

fn decided(unit: &[Value]) -> usize {
    unit.iter().flatten().count()
}

/// Every figure of agreement.
#[derive(Debug, Clone)]
pub struct Agreement {
    /// How many sentences two annotators or more decided on.
    pub units: usize,
    /// How many decisions that are.
    pub values: u64,
    /// How many articles they are in.
    pub articles_compared: usize,
    /// Of whole sets of topics.
    pub sets: SetFigures,
    /// Of each topic, in the order of [`Ratings::topics`].
    pub topics: Vec<TopicFigures>,
    /// Of each two annotators who decided on the same sentences.
    pub pairs: Vec<PairFigures>,
    /// Of each article that is compared.
    pub articles: Vec<ArticleFigures>,
    /// The sentences that cost agreement, the worst first; sentences on which all agree cost nothing.
    pub costs: Vec<Cost>,
}

/// Alpha, and how sure it is.
#[derive(Debug, Clone)]
pub struct Estimate {
    /// What it is made of.
    pub alpha: Alpha,
    /// Where it lies; none for a single article, or where it is never defined.
    pub interval: Option<Interval>,
}

/// Agreement on sets of topics.
#[derive(Debug, Clone)]
pub struct SetFigures {
    /// The counts of the same sets: observed agreement, and what is made of it.
    pub tally: Tally,
    /// Alpha by MASI distance.
    pub masi: Estimate,
    /// Alpha by Jaccard distance.
    pub jaccard: Estimate,
    /// What everybody said, where nothing else was.
    pub only: Option<Labels>,
}

/// Agreement on whether a topic applies.
#[derive(Debug, Clone)]
pub struct TopicFigures {
    /// The counts of the topic not said (0) and said (1): how common it is, observed agreement, and
    /// what is made of it.
    pub tally: Tally,
    /// Alpha.
    pub alpha: Estimate,
}

/// Agreement of two annotators.
#[derive(Debug, Clone)]
pub struct PairFigures {
    /// Indices of the annotators.
    pub who: [usize; 2],
    /// Of the same sets.
    pub sets: Pair,
    /// Of sets by MASI distance.
    pub masi: Pair,
    /// Of each topic.
    pub topics: Vec<Pair>,
}

/// Agreement in one article.
#[derive(Debug, Clone)]
pub struct ArticleFigures {
    /// The index of the article.
    pub article: usize,
    /// How many of its sentences are compared.
    pub units: u64,
    /// How often two of its annotators say the same set.
    pub observed: Figure,
    /// Alpha by MASI distance, with chance as in this article alone.
    pub masi: Alpha,
    /// Its share of all that alpha by MASI lacks to 1.
    pub cost: f64,
}

/// What a sentence costs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cost {
    /// The index of the sentence.
    pub unit: usize,
    /// How much less alpha by MASI is for it; these add up to what alpha lacks to 1.
    pub alpha: f64,
}

impl TopicFigures {
    /// How often it was said, of how many decisions.
    pub fn said(&self) -> (u64, u64) {
        (self.tally.said(1), self.tally.values())
    }

    /// Whether it was said so rarely, or left out so rarely, that a coefficient hangs on few decisions:
    /// less than ten, or one in twenty. High agreement with a low coefficient is common then
    /// (Feinstein & Cicchetti 1990).
    pub fn is_rare(&self) -> bool {
        let (said, values) = self.said();
        let rarer = said.min(values - said);
        said > 0 && rarer > 0 && (rarer < 10 || rarer * 20 < values)
    }
}

/// How often so many of so many annotators said a topic.
struct Histogram {
    people: usize,
    topics: usize,
    /// Sentences by how many annotators decided.
    decided: Vec<u64>,
    /// For each topic, for each number of annotators who decided, and for each number of these who
    /// said it.
    said: Vec<u64>,
}

impl Histogram {
    fn new(people: usize, topics: usize) -> Self {
        Self {
            people,
            topics,
            decided: vec![0; people + 1],
            said: vec![0; topics * (people + 1) * (people + 1)],
        }
    }

    fn clear(&mut self) {
        self.decided.fill(0);
        self.said.fill(0);
    }

    fn add(&mut self, unit: &[Value], sets: &[Labels]) {
        let raters = decided(unit);
        if let Some(count) = self.decided.get_mut(raters) {
            *count += 1;
        }
        let labels = |value: &u32| sets.get(*value as usize).copied().unwrap_or_default();
        let any = unit.iter().flatten().map(labels);
        for topic in any.fold(Labels::default(), Labels::or).iter() {
            let said = unit.iter().flatten().filter(|it| labels(it).has(topic));
            let place = (topic * (self.people + 1) + raters) * (self.people + 1) + said.count();
            if let Some(count) = self.said.get_mut(place) {
                *count += 1;
            }
        }
    }

    fn merge(&mut self, other: &Self) {
        let sums = self.decided.iter_mut().chain(&mut self.said);
        let more = other.decided.iter().chain(&other.said);
        sums.zip(more).for_each(|(sum, more)| *sum += more);
    }

    /// For each topic: how many sentences there are of so many annotators of whom so many said it.
    fn topics(&self) -> impl Iterator<Item = impl Iterator<Item = (u64, usize, usize)>> {
        let width = self.people + 1;
        self.said
            .chunks(width * width)
            .take(self.topics)
            .map(move |topic| {
                let rows = topic.chunks(width).zip(&self.decided).enumerate();
                rows.flat_map(|(raters, (row, decided))| {
                    let said: u64 = row.iter().sum();
                    let never = (decided - said, raters, 0);
                    let row = row.iter().enumerate().skip(1);
                    std::iter::once(never)
                        .chain(row.map(move |(times, count)| (*count, raters, times)))
                })
                .filter(|(units, ..)| *units > 0)
            })
    }

    fn tallies(&self) -> impl Iterator<Item = Tally> {
        self.topics().map(|cells| {
            let mut tally = Tally::new(2);
            for (units, raters, said) in cells {
                tally.add(units, &[(0, (raters - said) as u64), (1, said as u64)]);
            }
            tally
        })
    }

    /// For each topic how often it was said in sentences that two or more decided on, and the
    /// distances within these, weighed as alpha has it.
    fn weighted(&self) -> impl Iterator<Item = (u64, f64)> {
        self.topics().map(|cells| {
            let paired = cells.filter(|(_, raters, _)| *raters > 1);
            paired.fold((0, 0.0), |(times, within), (units, raters, said)| {
                let apart = (2 * said * (raters - said)) as f64 / (raters - 1) as f64;
                (times + units * said as u64, within + units as f64 * apart)
            })
        })
    }
}

/// How often each value was said, with those that were said at hand.
struct Counts {
    counts: Vec<u64>,
    said: Vec<usize>,
}

impl Counts {
    fn add(&mut self, value: usize, times: u64) {
        if let Some(count) = self.counts.get_mut(value) {
            if *count == 0 {
                self.said.push(value);
            }
            *count += times;
        }
    }

    /// What was said and how often, in order.
    fn sorted(&mut self) -> Vec<(usize, u64)> {
        self.said.sort_unstable();
        let count = |value: &usize| self.counts.get(*value).copied().unwrap_or_default();
        self.said.iter().map(|it| (*it, count(it))).collect()
    }

    fn clear(&mut self) {
        for value in self.said.drain(..) {
            if let Some(count) = self.counts.get_mut(value) {
                *count = 0;
            }
        }
    }
}

impl Agreement {
    /// The counts of each topic not said (0) and said (1), and no more: what alpha of topics needs.
    pub fn tallies(ratings: &Ratings) -> Vec<Tally> {
        let (people, topics) = (ratings.annotators.len(), ratings.topics.len());
        let mut histogram = Histogram::new(people, topics);
        let units = ratings.units();
        units.for_each(|unit| histogram.add(unit, &ratings.sets));
        histogram.tallies().collect()
    }

    /// Every figure of `ratings`, with intervals as `sampling` has them.
    pub fn of(ratings: &Ratings, sampling: Sampling) -> Self {
        let (people, topics) = (ratings.annotators.len(), ratings.topics.len());
        let measures = [Measure::Masi, Measure::Jaccard].map(|it| ratings.distance(it));
        let counts = || Counts {
            counts: vec![0; ratings.sets.len()],
            said: Vec::new(),
        };
        let scaled = |measure: &Distance| Alpha {
            scale: measure.scale(),
            ..Alpha::default()
        };
        let mut all = measures.each_ref().map(scaled);
        let (mut here, mut everywhere) = (counts(), counts());
        let mut histogram = Histogram::new(people, topics);
        let mut sum = Histogram::new(people, topics);
        let mut samples = Samples::new(topics, ratings.sets.len(), ratings.triangles(&measures));
        let mut articles = Vec::new();
        let mut costs = Vec::new();
        for (article, rated) in ratings.articles.iter().enumerate() {
            here.clear();
            histogram.clear();
            let [by_masi, by_jaccard] = &measures;
            let (mut masi, mut jaccard) = (scaled(by_masi), scaled(by_jaccard));
            let (mut units, mut agreed) = (0_u64, 0.0);
            for at in rated.units.clone() {
                let unit = ratings.unit(at);
                histogram.add(unit, &ratings.sets);
                let Some((raters, differing)) = distances(unit, |_, _| 1) else {
                    continue;
                };
                let pairs = (raters * (raters - 1)) as f64;
                units += 1;
                agreed += 1.0 - differing as f64 / pairs;
                let within = |measure: &Distance| {
                    let between = |one, other| ratings.between(measure, one, other);
                    distances(unit, between).map_or(0, |it| it.1)
                };
                let apart = within(by_masi);
                masi.add_unit(raters, apart);
                jaccard.add_unit(raters, within(by_jaccard));
                if apart > 0 {
                    let alpha = apart as f64 / (raters - 1) as f64;
                    costs.push(Cost { unit: at, alpha });
                }
                unit.iter()
                    .flatten()
                    .for_each(|value| here.add(*value as usize, 1));
            }
            sum.merge(&histogram);
            if units == 0 {
                continue;
            }
            let said = here.sorted();
            masi.among = among(&said, |one, other| ratings.between(by_masi, one, other));
            masi.used = said.first().map_or(0, |it| it.0);
            let binary: Vec<(u64, f64)> = histogram.weighted().collect();
            let others = [masi.weighted(), jaccard.weighted()];
            let others = others.get(..samples.others()).unwrap_or_default();
            let values = said
                .iter()
                .map(|&(value, times)| (u32::try_from(value).unwrap_or(u32::MAX), times));
            samples.add(masi.values, &binary, others, values);
            said.iter()
                .for_each(|&(value, times)| everywhere.add(value, times));
            for (all, alpha) in all.iter_mut().zip([&masi, &jaccard]) {
                all.values += alpha.values;
                all.add_within(alpha);
            }
            articles.push(ArticleFigures {
                article,
                units,
                observed: Ok(agreed / units as f64),
                cost: masi.weighted(),
                masi,
            });
        }
        let said = everywhere.sorted();
        for (alpha, measure) in all.iter_mut().zip(&measures) {
            alpha.among = among(&said, |one, other| ratings.between(measure, one, other));
            alpha.used = said.first().map_or(0, |it| it.0);
        }
        let mut intervals = samples.intervals(sampling).into_iter();
        let mut estimate = |alpha| Estimate {
            alpha,
            interval: intervals.next().flatten(),
        };
        let topics: Vec<TopicFigures> = sum
            .tallies()
            .map(|tally| TopicFigures {
                alpha: estimate(tally.alpha()),
                tally,
            })
            .collect();
        let [masi, jaccard] = all.map(&mut estimate);
        price(&mut costs, &mut articles, &masi.alpha);
        let only = match *said {
            [(value, _)] => ratings.sets.get(value).copied(),
            _ => None,
        };
        Self {
            units: articles
                .iter()
                .map(|it| usize::try_from(it.units).unwrap_or(0))
                .sum(),
            values: masi.alpha.values,
            articles_compared: articles.len(),
            sets: SetFigures {
                tally: Tally::count(ratings.units(), ratings.sets.len()),
                masi,
                jaccard,
                only,
            },
            topics,
            pairs: ratings.pairs(),
            articles,
            costs,
        }
    }
}

/// Turns distances into what they cost, and puts the worst first.
fn price(costs: &mut [Cost], articles: &mut [ArticleFigures], masi: &Alpha) {
    let pairs = masi.values as f64 - 1.0;
    let each = if masi.among == 0 {
        0.0
    } else {
        pairs / masi.among as f64
    };
    costs.iter_mut().for_each(|cost| cost.alpha *= each);
    costs.sort_by(|one, other| {
        let worse = other.alpha.total_cmp(&one.alpha);
        worse.then(one.unit.cmp(&other.unit))
    });
    let all: f64 = articles.iter().map(|it| it.cost).sum();
    for article in articles {
        article.cost = if all == 0.0 { 0.0 } else { article.cost / all };
    }
}

impl Ratings {
    /// The distances of all sets to those before them, for each measure; none where there are too
    /// many.
    fn triangles(&self, measures: &[Distance]) -> Vec<Vec<f64>> {
        if self.sets.len() > MOST_VALUES {
            return Vec::new();
        }
        let triangle = |measure: &Distance| {
            let rows = self.sets.iter().enumerate();
            rows.flat_map(|(nth, set)| {
                let before = self.sets.iter().take(nth);
                before.map(|other| measure.between(*set, *other) as f64)
            })
            .collect()
        };
        measures.iter().map(triangle).collect()
    }

    /// The figures of each two annotators who decided on the same sentences.
    fn pairs(&self) -> Vec<PairFigures> {
        let people = self.annotators.len();
        let each = (0..people).flat_map(|one| (one + 1..people).map(move |other| [one, other]));
        each.map(|who| self.pair(who))
            .filter(|pair| pair.sets.units > 0)
            .collect()
    }

    fn pair(&self, who: [usize; 2]) -> PairFigures {
        let both = || {
            self.both(who)
                .map(|(_, one, other)| (one as usize, other as usize))
        };
        let masi = self.distance(Measure::Masi);
        let between = |one, other| self.between(&masi, one, other);
        let has = |value: usize, topic| {
            let set = self.sets.get(value).copied().unwrap_or_default();
            usize::from(set.has(topic))
        };
        let topic = |topic| {
            let said = both().map(|(one, other)| (has(one, topic), has(other, topic)));
            Pair::count(said, 2, None)
        };
        PairFigures {
            who,
            sets: Pair::count(both(), self.sets.len(), None),
            masi: Pair::count(both(), self.sets.len(), Some((masi.scale(), &between))),
            topics: (0..self.topics.len()).map(topic).collect(),
        }
    }

    /// The sentences on which both of two annotators decided, with what they did.
    fn both(&self, who: [usize; 2]) -> impl Iterator<Item = (usize, u32, u32)> {
        let [one, other] = who;
        let units = self.units().enumerate();
        units.filter_map(move |(at, unit)| {
            let of = |nth: usize| unit.get(nth).copied().flatten();
            Some((at, of(one)?, of(other)?))
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::coefficient::{Fraction, Undefined};
    use super::*;
    use crate::model::Time;
    use crate::model::annotation::{Circumstances, Edit};
    use crate::model::article::Article;
    use crate::model::segmentation::tests::article;

    const SCHEME: [&str; 3] = ["V", "R", "P"];
    const SAMPLING: Sampling = Sampling {
        rounds: 200,
        seed: 1,
    };

    /// A decision by its topics: `0` none applies, `.` undecided, `p` passed on, `o` not part of the
    /// article.
    fn decision(drawn: &str) -> Decision {
        let now = Circumstances {
            at: Time::UNIX_EPOCH,
            seconds: None,
            guideline: "g".into(),
        };
        drawn.chars().fold(Decision::default(), |it, c| match c {
            '.' => it,
            '0' => it.toggle_none(&now),
            'p' => it.toggle_flag(Flag::PassOn),
            'o' => it.toggle_flag(Flag::Outside),
            topic => it.toggle(&topic.to_string(), SCHEME.into_iter(), &now),
        })
    }

    fn annotate(article: &Article, name: &str, said: &str) -> Annotations {
        let mut annotations = Annotations::new(article, name);
        for (sentence, drawn) in said.split_whitespace().enumerate() {
            let decision = decision(drawn);
            annotations.apply(Edit { sentence, decision });
        }
        annotations
    }

    fn strings(ids: &[&str]) -> Vec<String> {
        ids.iter().map(|it| (*it).to_owned()).collect()
    }

    /// What is said of articles: for each a row for each annotator, a word for each sentence.
    pub(super) fn ratings(articles: &[&[&str]]) -> Ratings {
        let people = articles.iter().map(|it| it.len()).max().unwrap_or(0);
        let names: Vec<String> = (0..people).map(|it| format!("p{it}")).collect();
        let mut ratings = Ratings::new(&names, &strings(&SCHEME), None);
        for (nth, rows) in articles.iter().enumerate() {
            let sentences = rows.iter().map(|it| it.split_whitespace().count()).max();
            let text = vec!["x"; sentences.unwrap_or(1)].join("|");
            let said: Vec<_> = rows
                .iter()
                .zip(&names)
                .map(|(row, name)| Some(annotate(&article(&text), name, row)))
                .collect();
            ratings.add(&format!("a{nth}"), &said, None);
        }
        ratings
    }

    fn of(ratings: &Ratings) -> Agreement {
        Agreement::of(ratings, SAMPLING)
    }

    /// Three annotators, eight sentences, one decision missing.
    fn ml_1() -> Ratings {
        ratings(&[&["P PR R V VR P V R", "P P R V V P VR R", "P PR VR V R . V P"]])
    }

    #[test]
    fn sets_of_topics_agree_as_the_reference_has_it() {
        let ratings = ml_1();
        let agreement = of(&ratings);
        let fraction = Fraction::new;
        assert_eq!((agreement.units, agreement.values), (8, 23));
        let sets = &agreement.sets;
        assert_eq!(sets.tally.alpha().exact(), fraction(82, 203));
        assert_eq!(sets.jaccard.alpha.exact(), fraction(191, 345));
        assert_eq!(sets.masi.alpha.exact(), fraction(1, 2));
        assert!((sets.masi.alpha.observed() - 25.0 / 69.0).abs() < 1e-15);
        assert!((sets.masi.alpha.expected() - 50.0 / 69.0).abs() < 1e-15);
        let topics = agreement.topics.iter().map(|it| it.alpha.alpha.exact());
        let expected = [fraction(41, 63), fraction(21, 65), fraction(52, 63)];
        assert_eq!(topics.collect::<Vec<_>>(), expected);
        for (value, expected) in [
            (sets.tally.alpha().value(), 0.403_940_886_7),
            (sets.jaccard.alpha.value(), 0.553_623_188_4),
            (sets.masi.alpha.value(), 0.5),
        ] {
            assert!((value.unwrap() - expected).abs() < 1e-9);
        }
        let pair = &agreement.pairs[0];
        assert_eq!(pair.who, [0, 1]);
        let kappas = pair.topics.iter().map(Pair::exact);
        assert_eq!(
            kappas.collect::<Vec<_>>(),
            [fraction(1, 1), fraction(1, 4), fraction(1, 1)]
        );
        assert_eq!(pair.topics[1].observed(), Ok(5.0 / 8.0));
        // The unanimous ones cost nothing, and the others all that is lacking.
        let costly: Vec<usize> = agreement.costs.iter().map(|it| it.unit + 1).collect();
        assert!([1, 4, 6].iter().all(|it| !costly.contains(it)) && costly.len() == 5);
        let lost: f64 = agreement.costs.iter().map(|it| it.alpha).sum();
        assert!((lost - 0.5).abs() < 1e-12);
        assert!(
            sets.masi.interval.is_none(),
            "one article says nothing of others"
        );
    }

    #[test]
    fn masi_with_rounded_thirds_is_what_others_print() {
        let ratings = ml_1();
        let masi = |one: usize, other: usize| {
            let (one, other) = (ratings.sets[one], ratings.sets[other]);
            let (common, all) = (one.and(other), one.or(other));
            let weight = match common {
                _ if one == other => 100,
                _ if common.is_empty() => 0,
                _ if common == one || common == other => 67,
                _ => 33,
            };
            (600 - 600 * common.len() / all.len().max(1) * weight / 100) as u64
        };
        let alpha = Alpha::count(ratings.units(), ratings.sets.len(), masi, 600);
        assert!((alpha.value().unwrap() - 0.500_559_360_4).abs() < 1e-9);
    }

    #[test]
    fn what_nobody_decided_is_missing_and_told() {
        let ratings = ratings(&[&["V . p o 0 V", "V V V V 0 ."]]);
        assert_eq!((ratings.compared(), ratings.units().len()), (2, 6));
        let missing = &ratings.missing[0];
        assert_eq!(
            (missing.undecided, missing.passed_on, missing.outside),
            (1, 1, 1)
        );
        assert_eq!(ratings.missing[1].undecided, 1);
        assert_eq!(of(&ratings).values, 4);
        let tagged = decision("V").toggle_flag(Flag::PassOn);
        let mut ratings = Ratings::new(&strings(&["sara"]), &[], None);
        assert_eq!(
            ratings.value(0, &tagged),
            None,
            "what is passed on is missing"
        );
    }

    #[test]
    fn what_has_no_value_says_why() {
        let never = of(&ratings(&[&["0 0", "0 0"]]));
        assert_eq!(
            never.sets.masi.alpha.value(),
            Err(Undefined::NoVariation(0))
        );
        assert_eq!(never.sets.only, Some(Labels::default()));
        assert_eq!(
            never.topics[0].alpha.alpha.value(),
            Err(Undefined::NoVariation(0))
        );
        let always = of(&ratings(&[&["V V", "V V"]]));
        assert_eq!(
            always.topics[0].alpha.alpha.value(),
            Err(Undefined::NoVariation(1))
        );
        assert_eq!(
            always.pairs[0].topics[0].cohen(),
            Err(Undefined::NoVariation(1))
        );
        let apart = of(&ratings(&[&["V .", ". V"]]));
        assert_eq!(apart.sets.masi.alpha.value(), Err(Undefined::NoPairs));
        assert!(apart.pairs.is_empty() && apart.articles.is_empty());
        let nothing = of(&Ratings::new(&[], &[], None));
        assert_eq!(nothing.sets.tally.fleiss(), Err(Undefined::NoPairs));
    }

    #[test]
    fn ranges_that_are_equal_are_compared_and_the_others_counted() {
        let first = article("t|ab cd|e");
        let second = first.split("s2", first.sentences[1].start + 2).unwrap();
        let mut ratings = Ratings::new(&strings(&["a", "b", "c"]), &strings(&SCHEME), None);
        let said = [
            Some(annotate(&first, "a", "V V P")),
            Some(annotate(&second, "b", "V V R P")),
            Some(annotate(&second, "c", "V V R .")),
        ];
        ratings.add("a", &said, None);
        assert_eq!(ratings.compared(), 4);
        assert_eq!(ratings.missing[0].cut_otherwise, 1);
        assert_eq!(ratings.missing[1].cut_otherwise, 0);
        assert_eq!(ratings.cut_otherwise, ["a"]);
    }

    #[test]
    fn decisions_on_another_text_are_left_out() {
        let one = article("t|a");
        let mut other = annotate(&one, "b", "V V");
        other.text_sha256 = "other".into();
        let mut ratings = Ratings::new(&strings(&["a", "b"]), &strings(&SCHEME), None);
        ratings.add(
            "x",
            &[Some(annotate(&one, "a", "V V")), Some(other)],
            Some("0"),
        );
        assert_eq!(ratings.compared(), 0);
        assert_eq!(ratings.missing[1].other_text, ["x"]);
        assert_eq!(ratings.by_one().count(), 1);
    }

    #[test]
    fn topics_that_are_asked_for_are_all_that_counts() {
        let one = article("t|a");
        let only = strings(&["V"]);
        let mut ratings = Ratings::new(&strings(&["a", "b"]), &strings(&SCHEME), Some(&only));
        let said = [
            Some(annotate(&one, "a", "VR R")),
            Some(annotate(&one, "b", "V P")),
        ];
        ratings.add("x", &said, None);
        assert_eq!(ratings.topics, ["V"]);
        assert_eq!(of(&ratings).sets.masi.alpha.value(), Ok(1.0));
        let mut open = Ratings::new(&strings(&["a", "b"]), &only, None);
        open.add("x", &said, None);
        assert_eq!(
            open.topics,
            ["V", "R", "P"],
            "what the scheme no longer has is compared"
        );
    }

    #[test]
    fn an_interval_is_the_same_on_every_machine() {
        let rows: [&[&str]; 4] = [
            &["V V R 0", "V R R 0"],
            &["P 0 0 V", "P 0 V V"],
            &["R VR 0", "R R 0"],
            &["P P 0 0 V", "R P 0 0 V"],
        ];
        let agreement = of(&ratings(&rows));
        let Interval {
            low,
            high,
            undefined,
        } = agreement.sets.masi.interval.unwrap();
        let value = agreement.sets.masi.alpha.value().unwrap();
        assert!(low < value && value < high);
        assert_eq!(
            (low.to_bits(), high.to_bits(), undefined),
            (LOW, HIGH, 0),
            "{low} {high}"
        );
    }
    const LOW: u64 = 4_603_962_881_209_260_285;
    const HIGH: u64 = 4_604_680_419_007_033_799;

    #[test]
    fn confusion_leads_to_its_sentences() {
        let ratings = ratings(&[&["V V R 0 VR", "R R R V V"], &["V", "R"]]);
        let confusions = ratings.confusions();
        assert_eq!(confusions.len(), 1);
        let worst = confusions[0].worst();
        assert_eq!(worst[0], ([Some(0), Some(1)], &[0, 1, 5][..]));
        assert_eq!(ratings.place(5), Some(("a1", "s1")));
        assert_eq!(confusions[0].count([Some(1), Some(1)]), 1);
        assert_eq!(confusions[0].count([None, Some(0)]), 1);
        assert_eq!(confusions[0].count([Some(1), None]), 1);
    }

    /// Every figure, as text: equal text, equal figures.
    fn told(agreement: &Agreement) -> String {
        let estimate = |it: &Estimate| {
            format!(
                "{:?} {:?} {:?}",
                it.alpha.value(),
                it.alpha.exact(),
                it.interval
            )
        };
        let sets = &agreement.sets;
        let mut told = vec![
            estimate(&sets.masi),
            estimate(&sets.jaccard),
            format!("{:?}", sets.tally.observed()),
        ];
        for topic in &agreement.topics {
            told.push(estimate(&topic.alpha));
            told.push(format!(
                "{:?} {:?}",
                topic.tally.fleiss(),
                topic.tally.gwet()
            ));
        }
        told.extend(agreement.costs.iter().map(|it| format!("{it:?}")));
        told.join("\n")
    }

    fn some_rows() -> impl Strategy<Value = Vec<Vec<String>>> {
        let word = prop::sample::select(vec![".", "0", "V", "R", "P", "VR", "RP", "VRP", "p"]);
        let row = prop::collection::vec(word, 4).prop_map(|it| it.join(" "));
        prop::collection::vec(prop::collection::vec(row, 3), 1..5)
    }

    fn drawn(rows: &[Vec<String>]) -> Ratings {
        let rows: Vec<Vec<&str>> = rows
            .iter()
            .map(|it| it.iter().map(String::as_str).collect())
            .collect();
        let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
        ratings(&rows)
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

        #[test]
        fn who_comes_first_changes_no_figure(rows in some_rows(), turn in 0usize..3) {
            let turned: Vec<Vec<String>> = rows.iter().map(|article| {
                let mut article = article.clone();
                article.rotate_left(turn);
                article
            }).collect();
            prop_assert_eq!(told(&of(&drawn(&rows))), told(&of(&drawn(&turned))));
        }

        #[test]
        fn who_decided_nothing_changes_no_figure(rows in some_rows()) {
            let more: Vec<Vec<String>> = rows.iter().map(|article| {
                let silent = ". ".repeat(4);
                article.iter().cloned().chain([silent]).collect()
            }).collect();
            prop_assert_eq!(told(&of(&drawn(&rows))), told(&of(&drawn(&more))));
        }

        #[test]
        fn an_interval_is_that_of_the_figures_of_samples(rows in some_rows()) {
            let ratings = drawn(&rows);
            let agreement = of(&ratings);
            let compared: Vec<Range<usize>> = agreement.articles.iter()
                .map(|it| ratings.articles[it.article].units.clone())
                .collect();
            let distance = ratings.distance(Measure::Masi);
            let between = |one, other| ratings.between(&distance, one, other);
            let figure = |round| {
                let articles = bootstrap::drawn(SAMPLING.seed, round, compared.len());
                let units = articles.flat_map(|it| compared[it].clone()).map(|it| ratings.unit(it));
                Alpha::count(units, ratings.sets.len(), between, distance.scale()).value()
            };
            let mut figures: Vec<f64> = (0..SAMPLING.rounds.into()).flat_map(figure).collect();
            figures.sort_unstable_by(f64::total_cmp);
            let ends = [0.025, 0.975].map(|part| bootstrap::percentile(&figures, part));
            match agreement.sets.masi.interval {
                None => prop_assert!(compared.len() < 2 || figures.is_empty()),
                Some(Interval { low, high, undefined }) => {
                    prop_assert_eq!(undefined as usize, SAMPLING.rounds as usize - figures.len());
                    let [Some(lowest), Some(highest)] = ends else { panic!("no figure") };
                    prop_assert!((low - lowest).abs() < 1e-12 && (high - highest).abs() < 1e-12);
                }
            }
        }

        #[test]
        fn every_alpha_is_what_its_definition_says(rows in some_rows()) {
            let ratings = drawn(&rows);
            let agreement = of(&ratings);
            for (measure, estimate) in [(Measure::Masi, &agreement.sets.masi), (Measure::Jaccard, &agreement.sets.jaccard)] {
                let distance = ratings.distance(measure);
                let between = |one, other| ratings.between(&distance, one, other);
                let alpha = Alpha::count(ratings.units(), ratings.sets.len(), between, distance.scale());
                prop_assert_eq!(alpha.exact(), estimate.alpha.exact());
            }
            for (topic, figures) in agreement.topics.iter().enumerate() {
                let units: Vec<Vec<Value>> = ratings.units()
                    .map(|unit| unit.iter().map(|it| it.map(|it| u32::from(ratings.set(it).has(topic)))).collect())
                    .collect();
                let units = || units.iter().map(Vec::as_slice);
                prop_assert_eq!(Alpha::count(units(), 2, |_, _| 1, 1).exact(), figures.alpha.alpha.exact());
                prop_assert_eq!(Tally::count(units(), 2).fleiss(), figures.tally.fleiss());
            }
            // What the samples are made of adds up to the same.
            let lacking = agreement.costs.iter().map(|it| it.alpha).sum::<f64>();
            if let Ok(value) = agreement.sets.masi.alpha.value() {
                prop_assert!((1.0 - value - lacking).abs() < 1e-12);
                if let Some(interval) = agreement.sets.masi.interval {
                    prop_assert!(interval.low <= interval.high && interval.high <= 1.0 + 1e-12);
                }
            }
        }
    }
}
