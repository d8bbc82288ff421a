//! Parts of a dataset: what is trained on, and what is tested with.
//!
//! Never a sentence by itself: all sentences of an article, and all articles of a cluster of
//! duplicates, are in one part. Iterative stratification (Sechidis, Tsoumakas and Vlahavas, 2011)
//! keeps the shares of the topics; everything is counted in whole numbers, so that nothing hangs on
//! rounding.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use super::annotation::FORMAT;
use super::hash::hash;

/// What stays together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unit {
    /// How many sentences it has.
    pub size: u64,
    /// How many of them have each topic; as many entries in every unit.
    pub labels: Vec<u64>,
    /// The part that it is in already, which it never leaves.
    pub fixed: Option<usize>,
}

/// A part, and how much of all it is to have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Its name; that of its file.
    pub name: String,
    /// Its share, in relation to the others' shares, or how many sentences it is to have; none: the
    /// rest, where the others have numbers of sentences.
    pub share: Option<u64>,
}

/// What is kept together beside duplicates, or in which order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum By {
    /// Nothing.
    #[default]
    Article,
    /// All articles of a publisher are in one part.
    Source,
    /// The oldest articles are in the first part, the newest in the last.
    Date,
}

/// Which article is in which part, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Splits {
    /// Version of the file format.
    pub format: u32,
    /// The parts, in order.
    pub parts: Vec<Part>,
    /// Decides the order in which articles of one size are looked at.
    pub seed: u64,
    /// What they were made by.
    pub by: By,
    /// By date: the first day of each part but the first.
    #[serde(default)]
    pub days: Vec<String>,
    /// The name of the part of each article.
    pub articles: BTreeMap<String, String>,
}

/// An article that is to be in a part.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Member {
    /// Its id.
    pub id: String,
    /// How many of its sentences go along.
    pub size: u64,
    /// How many of them have each topic.
    pub labels: Vec<u64>,
    /// Its publisher.
    pub source: Option<String>,
    /// When it was published; only a day as `2026-11-24`, whatever follows, can be sorted by.
    pub date: Option<String>,
}

/// Why there are no parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// There are fewer units than parts: so many.
    Few(usize),
    /// The parts are to have more sentences than there are: so many.
    Scarce(u64),
    /// So many articles have no day; the id of the first.
    Undated(usize, String),
}

/// The parts that `text` asks for: `80/10/10`, `train=90/test=10`, or `rest/500/500`, where numbers
/// are of sentences. Why it does not, in words.
pub fn parts(text: &str) -> Result<Vec<Part>, String> {
    let example = "as in 80/10/10, train=90/test=10, or rest/500/500 for numbers of sentences";
    let fields: Vec<&str> = text.split('/').map(str::trim).collect();
    let names: &[&str] = match fields.len() {
        2 => &["train", "test"],
        3 => &["train", "validation", "test"],
        _ => &[],
    };
    let mut parts: Vec<Part> = Vec::new();
    for (index, field) in fields.iter().enumerate() {
        let (name, share) = match field.split_once('=') {
            Some((name, share)) => (name, share),
            None => match names.get(index) {
                Some(name) => (*name, *field),
                None => return Err(format!("name the parts, {example}")),
            },
        };
        let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        if name.is_empty() || !name.chars().all(is_name) || name.len() > 64 {
            return Err(format!(
                "a part's name is made of a-z, 0-9 and _, {example}"
            ));
        }
        if parts.iter().any(|part| part.name == name) {
            return Err(format!("two parts are called {name}"));
        }
        let share = match share {
            "rest" => None,
            share => match share.parse::<u32>() {
                Ok(share) if share > 0 => Some(share.into()),
                _ => return Err(format!("a share is a whole number above 0, {example}")),
            },
        };
        parts.push(Part {
            name: name.to_owned(),
            share,
        });
    }
    if parts.len() < 2 {
        return Err(format!("two parts are needed at least, {example}"));
    }
    if parts.iter().filter(|part| part.share.is_none()).count() > 1 {
        return Err(format!("only one part can be the rest, {example}"));
    }
    Ok(parts)
}

/// The weights of `parts` among `size` sentences.
fn weights(parts: &[Part], size: u64) -> Result<Vec<u64>, Refused> {
    let asked: u64 = parts.iter().filter_map(|part| part.share).sum();
    let is_counted = parts.iter().any(|part| part.share.is_none());
    if is_counted && asked >= size {
        return Err(Refused::Scarce(size));
    }
    let rest = size.saturating_sub(asked);
    Ok(parts
        .iter()
        .map(|part| part.share.unwrap_or(rest))
        .collect())
}

/// The part of each of `units`, by iterative stratification: the rarest topic first, each unit that
/// has it to the part that lacks most of it, then most sentences, then to the first. Units are looked at in
/// their order; those that are fixed stay. A topic that as many units have as there are parts is in
/// every part if moving units can bring that about.
pub fn stratify(units: &[Unit], weights: &[u64]) -> Vec<usize> {
    let labels = units.iter().map(|it| it.labels.len());
    let topics = labels.max().unwrap_or_default();
    let mut balance = Balance::new(units, weights, topics);
    let mut found: Vec<Option<usize>> = units.iter().map(|unit| unit.fixed).collect();
    for unit in units {
        if let Some(part) = unit.fixed {
            balance.give(unit, part);
        }
    }
    let free = units.iter().zip(&mut found);
    let mut free: Vec<(&Unit, &mut Option<usize>)> =
        free.filter(|(_, place)| place.is_none()).collect();
    loop {
        let topic = balance.rarest();
        free.retain_mut(|(unit, place)| {
            // At last, those without a topic, whatever their size.
            let is_next = topic == topics || count(unit, topic, topics) > 0;
            if is_next {
                let part = balance.neediest(topic);
                balance.give(unit, part);
                **place = Some(part);
            }
            !is_next
        });
        if topic == topics {
            break;
        }
    }
    let mut found: Vec<usize> = found.into_iter().flatten().collect();
    fill(units, weights.len(), topics, &mut found);
    found
}

/// How many sentences of `unit` have the topic at the index `topic`; at `topics`, how many there are.
fn count(unit: &Unit, topic: usize, topics: usize) -> i128 {
    match topic == topics {
        true => unit.size.into(),
        false => unit.labels.get(topic).copied().unwrap_or_default().into(),
    }
}

/// What is still to be given, and to which part. The column behind those of the topics is of
/// sentences.
struct Balance {
    topics: usize,
    /// The sum of the weights.
    scale: i128,
    /// Of what is in no part yet.
    remaining: Vec<i128>,
    /// For each part, what it lacks, times the scale: so it is a whole number.
    wanted: Vec<Vec<i128>>,
}

impl Balance {
    fn new(units: &[Unit], weights: &[u64], topics: usize) -> Self {
        // Unit by unit: they lie far apart in memory.
        let mut remaining = vec![0_i128; topics + 1];
        for unit in units {
            for (topic, all) in remaining.iter_mut().enumerate() {
                *all += count(unit, topic, topics);
            }
        }
        let wanted = |weight: &u64| {
            remaining
                .iter()
                .map(|it| it * i128::from(*weight))
                .collect()
        };
        Self {
            topics,
            scale: weights.iter().map(|it| i128::from(*it)).sum(),
            wanted: weights.iter().map(wanted).collect(),
            remaining,
        }
    }

    fn give(&mut self, unit: &Unit, part: usize) {
        let Some(wanted) = self.wanted.get_mut(part) else {
            return;
        };
        let columns = self.remaining.iter_mut().zip(wanted);
        for (topic, (left, wanted)) in columns.enumerate() {
            let count = count(unit, topic, self.topics);
            if count != 0 {
                *left -= count;
                *wanted -= count * self.scale;
            }
        }
    }

    /// The topic that the fewest sentences have that are in no part yet; the column of sentences where
    /// none has any.
    fn rarest(&self) -> usize {
        let left = self.remaining.iter().take(self.topics).enumerate();
        let left = left.filter(|(_, count)| **count > 0);
        left.min_by_key(|(_, count)| **count)
            .map_or(self.topics, |(topic, _)| topic)
    }

    /// The part that lacks most of `topic`, then most sentences, then the first.
    fn neediest(&self, topic: usize) -> usize {
        let lacks = |(part, wanted): &(usize, &Vec<i128>)| {
            let lack = |topic: usize| wanted.get(topic).copied();
            (lack(topic), lack(self.topics), std::cmp::Reverse(*part))
        };
        let parts = self.wanted.iter().enumerate();
        parts.max_by_key(lacks).map_or(0, |(part, _)| part)
    }
}

/// Moves units that are not fixed so that no part is empty, and none without a topic that enough units
/// have, where that takes nothing of the kind from another part.
fn fill(units: &[Unit], parts: usize, topics: usize, found: &mut [usize]) {
    let has = |unit: &Unit, topic: usize| topic == topics || count(unit, topic, topics) > 0;
    // How many units of each part have each topic; the last column is of all.
    let mut counts = vec![vec![0_usize; topics + 1]; parts];
    let add = |unit: &Unit, part: usize, more: bool, counts: &mut Vec<Vec<usize>>| {
        for (topic, count) in counts.get_mut(part).into_iter().flatten().enumerate() {
            if has(unit, topic) {
                *count = if more {
                    *count + 1
                } else {
                    count.saturating_sub(1)
                };
            }
        }
    };
    for (unit, part) in units.iter().zip(&*found) {
        add(unit, *part, true, &mut counts);
    }
    let number = |counts: &[Vec<usize>], part: usize, topic: usize| {
        counts
            .get(part)
            .and_then(|it| it.get(topic))
            .copied()
            .unwrap_or_default()
    };
    for topic in (0..=topics).rev() {
        for part in 0..parts {
            if number(&counts, part, topic) > 0 {
                continue;
            }
            // Whether the part that it is in keeps something of each topic.
            let takes_none = |unit: &Unit, from: usize| {
                (0..topics).all(|it| !has(unit, it) || number(&counts, from, it) > 1)
            };
            // An empty part is worse than one without a topic.
            let can_go = |unit: &Unit, from: usize| {
                unit.fixed.is_none()
                    && has(unit, topic)
                    && number(&counts, from, topics) > 1
                    && (topic == topics || takes_none(unit, from))
            };
            let places = units.iter().zip(&*found).enumerate();
            let small = places
                .filter(|(_, (unit, from))| can_go(unit, **from))
                .min_by_key(|(_, (unit, from))| (!takes_none(unit, **from), unit.size))
                .map(|(index, _)| index);
            let Some(index) = small else { continue };
            if let (Some(unit), Some(place)) = (units.get(index), found.get_mut(index)) {
                add(unit, *place, false, &mut counts);
                *place = part;
                add(unit, part, true, &mut counts);
            }
        }
    }
}

/// The deviation of the topics' ratios (LD) and of the sizes (ED) from what was asked for, as the paper
/// has them; a part in which every sentence has a topic, or all have, counts for nothing in LD.
pub fn deviation(units: &[Unit], weights: &[u64], found: &[usize]) -> (f64, f64) {
    let topics = units
        .iter()
        .map(|it| it.labels.len())
        .max()
        .unwrap_or_default();
    let in_part = |part: Option<usize>| {
        let units = units.iter().zip(found);
        units
            .filter(move |(_, it)| part.is_none_or(|part| **it == part))
            .map(|(unit, _)| unit)
    };
    let size = |part| in_part(part).map(|unit| unit.size).sum::<u64>() as f64;
    let ratio = |part, topic: usize| {
        let with = in_part(part).filter_map(|unit| unit.labels.get(topic));
        let with = with.sum::<u64>() as f64;
        let without = size(part) - with;
        (without > 0.0).then(|| with / without)
    };
    let parts = weights.len();
    let mut labels = 0.0;
    for topic in 0..topics {
        let all = ratio(None, topic);
        let differs = |part| Some((ratio(Some(part), topic)? - all?).abs());
        labels += (0..parts).filter_map(differs).sum::<f64>() / parts as f64;
    }
    let sum = weights.iter().sum::<u64>() as f64;
    let off = weights
        .iter()
        .enumerate()
        .map(|(part, weight)| (size(Some(part)) - size(None) * *weight as f64 / sum).abs());
    let examples = off.sum::<f64>() / parts as f64;
    (labels / topics.max(1) as f64, examples)
}

impl Splits {
    /// Nothing in any of `parts`.
    pub fn new(parts: Vec<Part>, seed: u64, by: By) -> Self {
        Self {
            format: FORMAT,
            parts,
            seed,
            by,
            days: Vec::new(),
            articles: BTreeMap::new(),
        }
    }

    /// The names of the parts, in order.
    pub fn names(&self) -> Vec<String> {
        self.parts.iter().map(|part| part.name.clone()).collect()
    }

    /// Gives each of `members` that has none yet a part; no article leaves its own. `clusters` are the
    /// ids of articles that are the same text. How many are new.
    pub fn add(&mut self, members: &[Member], clusters: &[Vec<String>]) -> Result<usize, Refused> {
        let groups = together(members, clusters, self.by);
        let place = |name: &String| self.parts.iter().position(|part| part.name == *name);
        let mut units: Vec<(Unit, Vec<&Member>)> = Vec::new();
        for group in groups {
            let mut unit = Unit::default();
            for member in &group {
                unit.size += member.size;
                unit.labels.resize(member.labels.len(), 0);
                for (all, more) in unit.labels.iter_mut().zip(&member.labels) {
                    *all += more;
                }
            }
            // Where old ones of it are in several parts, the new ones go to the first of them.
            unit.fixed = group
                .iter()
                .filter_map(|member| place(self.articles.get(&member.id)?))
                .min();
            units.push((unit, group));
        }
        let size = units.iter().map(|(unit, _)| unit.size).sum();
        let is_new = self.articles.is_empty();
        let weights = match weights(&self.parts, size) {
            // Once there are parts, articles may be fewer than they were.
            Err(_) if !is_new => self.parts.iter().map(|it| it.share.unwrap_or(1)).collect(),
            weights => weights?,
        };
        if is_new && units.len() < self.parts.len() {
            return Err(Refused::Few(units.len()));
        }
        // The large ones first: what they upset, the small ones even out.
        units.sort_by_cached_key(|(unit, group)| {
            let first = group.first().map_or("", |member| &member.id);
            (
                std::cmp::Reverse(unit.size),
                hash(self.seed, &[first]),
                first.to_owned(),
            )
        });
        let found = match self.by {
            By::Date => self.by_day(&units, &weights)?,
            By::Article | By::Source => {
                let units: Vec<Unit> = units.iter().map(|(unit, _)| unit.clone()).collect();
                stratify(&units, &weights)
            }
        };
        let mut new = 0;
        for ((_, group), part) in units.iter().zip(found) {
            let Some(part) = self.parts.get(part) else {
                continue;
            };
            for member in group {
                if !self.articles.contains_key(&member.id) {
                    self.articles.insert(member.id.clone(), part.name.clone());
                    new += 1;
                }
            }
        }
        Ok(new)
    }

    /// The part of each unit by its newest day: nothing newer is in an earlier part. The days between
    /// the parts stay what they were, where there are any.
    fn by_day(
        &mut self,
        units: &[(Unit, Vec<&Member>)],
        weights: &[u64],
    ) -> Result<Vec<usize>, Refused> {
        let mut undated = Vec::new();
        let mut days: Vec<&str> = Vec::new();
        for (_, group) in units {
            let dated = group
                .iter()
                .filter_map(|it| it.date.as_deref().and_then(day));
            let newest = dated.max();
            let missing = group
                .iter()
                .filter(|it| it.date.as_deref().and_then(day).is_none());
            undated.extend(missing.map(|member| member.id.clone()));
            days.push(newest.unwrap_or_default());
        }
        undated.sort_unstable();
        if let Some(first) = undated.first() {
            return Err(Refused::Undated(undated.len(), first.clone()));
        }
        if self.days.is_empty() {
            let mut sorted: Vec<(&str, u64)> = days
                .iter()
                .zip(units)
                .map(|(day, (unit, _))| (*day, unit.size))
                .collect();
            sorted.sort_unstable();
            let size: u128 = sorted.iter().map(|(_, size)| u128::from(*size)).sum();
            let sum: u128 = weights.iter().map(|it| u128::from(*it)).sum();
            let mut until = 0_u128;
            for weight in weights.iter().take(weights.len().saturating_sub(1)) {
                until += u128::from(*weight);
                let mut before = 0_u128;
                let first = sorted.iter().find(|(_, size_of_one)| {
                    // The day on which a part ends belongs to it if more than half of it fits.
                    let middle = before * 2 + u128::from(*size_of_one);
                    before += u128::from(*size_of_one);
                    middle * sum > until * size * 2
                });
                let first = first.or(sorted.last()).map_or("", |(day, _)| *day);
                self.days.push(first.to_owned());
            }
        }
        let part = |day: &&str| {
            self.days
                .iter()
                .filter(|first| first.as_str() <= *day)
                .count()
        };
        Ok(units
            .iter()
            .zip(&days)
            .map(|((unit, _), day)| unit.fixed.unwrap_or_else(|| part(day)))
            .collect())
    }
}

/// The day at the beginning of `date`, as `2026-11-24`.
fn day(date: &str) -> Option<&str> {
    let day = date.trim().get(..10)?;
    let is_digit = |(at, byte): (usize, u8)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    day.bytes().enumerate().all(is_digit).then_some(day)
}

/// `members` in groups that stay together, each in the order of `members`.
fn together<'a>(members: &'a [Member], clusters: &[Vec<String>], by: By) -> Vec<Vec<&'a Member>> {
    let places: HashMap<&str, usize> = members
        .iter()
        .enumerate()
        .map(|(at, it)| (it.id.as_str(), at))
        .collect();
    let mut above: Vec<usize> = (0..members.len()).collect();
    fn root(above: &mut [usize], mut at: usize) -> usize {
        while let Some(&next) = above.get(at)
            && next != at
        {
            let far = above.get(next).copied().unwrap_or(next);
            if let Some(it) = above.get_mut(at) {
                *it = far;
            }
            at = far;
        }
        at
    }
    let mut join = |one: usize, other: usize| {
        let (one, other) = (root(&mut above, one), root(&mut above, other));
        if let Some(it) = above.get_mut(one.max(other)) {
            *it = one.min(other);
        }
    };
    for cluster in clusters {
        let mut inside = cluster
            .iter()
            .filter_map(|id| places.get(id.as_str()).copied());
        if let Some(first) = inside.next() {
            inside.for_each(|other| join(first, other));
        }
    }
    if by == By::Source {
        let mut firsts: HashMap<&str, usize> = HashMap::new();
        for (at, member) in members.iter().enumerate() {
            if let Some(source) = &member.source {
                join(*firsts.entry(source).or_insert(at), at);
            }
        }
    }
    let mut groups: BTreeMap<usize, Vec<&Member>> = BTreeMap::new();
    for (at, member) in members.iter().enumerate() {
        groups.entry(root(&mut above, at)).or_default().push(member);
    }
    groups.into_values().collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Each sample a word: the letters of its topics, `-` without one.
    fn samples(topics: &str, words: &str) -> Vec<Unit> {
        let unit = |word: &str| Unit {
            size: 1,
            labels: topics.chars().map(|c| word.contains(c).into()).collect(),
            fixed: None,
        };
        words.split(' ').map(unit).collect()
    }

    fn check(words: &str, weights: &[u64], expected: &str, deviations: (f64, f64)) {
        let units = samples("VRP", words);
        let found = stratify(&units, weights);
        let told: Vec<String> = found.iter().map(usize::to_string).collect();
        assert_eq!(told.join(" "), expected);
        let (labels, examples) = deviation(&units, weights, &found);
        assert!((labels - deviations.0).abs() < 1e-12, "LD {labels}");
        assert!((examples - deviations.1).abs() < 1e-12, "ED {examples}");
    }

    const IS_20: &str = "V R P VR P V R P RP VRP - V R P VP - R V P P";

    #[test]
    fn the_vectors_of_the_reference_hold() {
        check(
            IS_20,
            &[70, 15, 15],
            "0 0 0 0 0 0 0 0 1 0 0 1 2 0 2 2 0 0 0 1",
            (9041.0 / 46332.0, 0.0),
        );
        check(
            IS_20,
            &[80, 10, 10],
            "0 0 0 0 0 0 0 0 0 0 0 0 1 0 1 0 2 2 0 2",
            (623.0 / 3432.0, 2.0 / 3.0),
        );
        // IS-8.
        let units = samples("ab", "- - b b ab ab a a");
        assert_eq!(stratify(&units, &[1, 1]), [0, 1, 0, 1, 0, 1, 0, 1]);
    }

    #[test]
    fn what_is_asked_for_is_read_or_refused() {
        let told = |text: &str| {
            let parts = parts(text)?;
            let told = parts
                .iter()
                .map(|part| format!("{} {:?}", part.name, part.share));
            Ok::<_, String>(told.collect::<Vec<_>>().join(", "))
        };
        assert_eq!(
            told("80/10/10").unwrap(),
            "train Some(80), validation Some(10), test Some(10)"
        );
        assert_eq!(told("rest/500").unwrap(), "train None, test Some(500)");
        assert_eq!(
            told("a=1/b=2/c=3/d=4").unwrap(),
            "a Some(1), b Some(2), c Some(3), d Some(4)"
        );
        for wrong in [
            "80",
            "80/0",
            "1/2/3/4",
            "a=1/a=2",
            "rest/rest",
            "../x=1/2",
            "",
            "8.5/1",
        ] {
            assert!(told(wrong).is_err(), "{wrong}");
        }
    }

    fn member(id: &str, labels: &[u64]) -> Member {
        Member {
            id: id.to_owned(),
            size: 10,
            labels: labels.to_vec(),
            ..Member::default()
        }
    }

    fn split(text: &str, by: By) -> Splits {
        Splits::new(parts(text).unwrap(), 0, by)
    }

    #[test]
    fn duplicates_and_publishers_stay_together() {
        let mut members: Vec<Member> = (0..20)
            .map(|n| member(&format!("a{n}"), &[n % 3, 1]))
            .collect();
        let clusters = [vec!["a1".to_owned(), "a7".to_owned(), "a9".to_owned()]];
        let mut splits = split("60/20/20", By::Article);
        assert_eq!(splits.add(&members, &clusters), Ok(20));
        assert_eq!(splits.articles["a1"], splits.articles["a9"]);
        assert_eq!(splits.articles["a1"], splits.articles["a7"]);
        for (n, member) in members.iter_mut().enumerate() {
            member.source = Some(format!("source {}", n % 5));
        }
        let mut splits = split("60/20/20", By::Source);
        splits.add(&members, &clusters).unwrap();
        for (n, member) in members.iter().enumerate() {
            assert_eq!(
                splits.articles[&member.id],
                splits.articles[&format!("a{}", n % 5)]
            );
        }
    }

    #[test]
    fn new_articles_move_no_old_ones() {
        let members: Vec<Member> = (0..40)
            .map(|n| member(&format!("a{n}"), &[n % 3]))
            .collect();
        let mut splits = split("80/10/10", By::Article);
        splits.add(&members[..20], &[]).unwrap();
        let before = splits.articles.clone();
        assert_eq!(splits.add(&members, &[]), Ok(20));
        assert!(before.iter().all(|(id, part)| splits.articles[id] == *part));
        let count = |part: &str| splits.articles.values().filter(|it| *it == part).count();
        assert_eq!(
            (count("train"), count("validation"), count("test")),
            (32, 4, 4)
        );
        // A copy goes where the first one is.
        let mut members = members;
        members.push(member("copy", &[0]));
        splits
            .add(&members, &[vec!["a3".to_owned(), "copy".to_owned()]])
            .unwrap();
        assert_eq!(splits.articles["copy"], splits.articles["a3"]);
    }

    #[test]
    fn by_date_nothing_newer_is_in_an_earlier_part() {
        let mut members: Vec<Member> = (0..10).map(|n| member(&format!("a{n}"), &[1])).collect();
        for (n, member) in members.iter_mut().enumerate() {
            member.date = Some(format!("2026-01-{:02}T00:00:00Z", n * 3 % 10 + 1));
        }
        let mut splits = split("80/10/10", By::Date);
        splits.add(&members, &[]).unwrap();
        assert_eq!(splits.days, ["2026-01-09", "2026-01-10"]);
        assert_eq!(splits.articles["a9"], "train");
        let mut later = member("later", &[1]);
        later.date = Some("2027-01-01".into());
        splits
            .add(
                &[later.clone(), members[0].clone(), members[1].clone()],
                &[],
            )
            .unwrap();
        assert_eq!(splits.articles["later"], "test");
        later.date = Some("٣ مايو ٢٠٢٤".into());
        members.push(later);
        let refused = split("80/10/10", By::Date).add(&members, &[]);
        assert_eq!(refused, Err(Refused::Undated(1, "later".into())));
    }

    #[test]
    fn too_little_is_refused() {
        let members = [member("a", &[1]), member("b", &[1])];
        let cluster = [vec!["a".to_owned(), "b".to_owned()]];
        assert_eq!(
            split("80/10/10", By::Article).add(&members, &[]),
            Err(Refused::Few(2))
        );
        assert_eq!(
            split("80/20", By::Article).add(&members, &cluster),
            Err(Refused::Few(1))
        );
        assert_eq!(
            split("rest/20", By::Article).add(&members, &[]),
            Err(Refused::Scarce(20))
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn parts_are_whole_and_the_same_again(
            labels in prop::collection::vec(prop::collection::vec(0_u64..4, 3), 3..40),
            seed in any::<u64>(),
        ) {
            let members: Vec<Member> = labels.iter().enumerate()
                .map(|(n, labels)| member(&format!("a{n}"), labels)).collect();
            let clusters: Vec<Vec<String>> = (0..labels.len() / 10)
                .map(|n| vec![format!("a{n}"), format!("a{}", n + 2)]).collect();
            let make = || {
                let mut splits = Splits::new(parts("70/15/15").unwrap(), seed, By::Article);
                splits.add(&members, &clusters).map(|_| splits)
            };
            let splits = make().unwrap();
            prop_assert_eq!(splits.articles.len(), members.len());
            prop_assert_eq!(&splits, &make().unwrap());
            for part in ["train", "validation", "test"] {
                prop_assert!(splits.articles.values().any(|it| it == part));
            }
            for cluster in &clusters {
                prop_assert_eq!(&splits.articles[&cluster[0]], &splits.articles[&cluster[1]]);
            }
        }

        #[test]
        fn a_topic_of_its_own_units_is_in_every_part(
            topics in prop::collection::vec(0_usize..3, 9..60),
        ) {
            let unit = |topic: &usize| Unit {
                size: 1,
                labels: (0..3).map(|it| (it == *topic).into()).collect(),
                fixed: None,
            };
            let units: Vec<Unit> = topics.iter().map(unit).collect();
            let found = stratify(&units, &[80, 10, 10]);
            for topic in 0..3 {
                let of = |part: usize| topics.iter().zip(&found).any(|it| it == (&topic, &part));
                if topics.iter().filter(|it| **it == topic).count() >= 3 {
                    prop_assert!((0..3).all(of));
                }
            }
        }
    }
}
