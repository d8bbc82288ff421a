//! Agreement on made-up decisions, for comparison with other programs (`agreement.py` beside it):
//!
//! - `cargo bench --bench agreement -- cases FILE` writes many small projects, and what Hashiya says of
//!   them;
//! - `cargo bench --bench agreement -- large FILE` writes a large one, and prints how long its figures
//!   take: alpha of every topic, and all of them with a thousand rounds.
//!
//! The same numbers make the same files.

use std::fs::File;
use std::hint::black_box;
use std::io::{BufWriter, Write};

use hashiya::model::Unknown;
use hashiya::model::agreement::bootstrap::Sampling;
use hashiya::model::agreement::coefficient::Figure;
use hashiya::model::agreement::{Agreement, Ratings};
use hashiya::model::annotation::{Annotated, Annotations, Decision, Overall, State, Status};
use serde_json::{Value, json};

/// Knuth's MMIX generator.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }

    /// Whether something happens that happens so often in a hundred.
    fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }
}

/// How the decisions of a project are made up.
struct Shape {
    articles: usize,
    sentences: usize,
    people: usize,
    topics: usize,
    missing: u64,
    common: u64,
    slips: u64,
}

/// What everybody says: for each sentence the truth, from which each slips now and then.
fn ratings(shape: &Shape, random: &mut Random) -> Ratings {
    let names = |prefix: &str, count| -> Vec<String> {
        (0..count).map(|it| format!("{prefix}{it}")).collect()
    };
    let (people, topics) = (names("p", shape.people), names("t", shape.topics));
    let mut ratings = Ratings::new(&people, &topics, None);
    for article in 0..shape.articles {
        let id = format!("a{article}");
        let mut said: Vec<Annotations> = people.iter().map(|name| empty(&id, name)).collect();
        for sentence in 0..shape.sentences {
            let truth: Vec<bool> = topics.iter().map(|_| random.chance(shape.common)).collect();
            for annotations in &mut said {
                let has = truth.iter().map(|it| *it != random.chance(shape.slips));
                let chosen = topics.iter().zip(has).filter(|(_, has)| *has);
                let topics: Vec<String> = chosen.map(|(id, _)| id.clone()).collect();
                let state = match topics.is_empty() {
                    _ if random.chance(shape.missing) => State::Undecided,
                    true => State::None,
                    false => State::Tagged,
                };
                let is_decided = state != State::Undecided;
                annotations.sentences.push(Annotated {
                    id: format!("s{sentence}"),
                    start: 10 * sentence,
                    end: 10 * sentence + 9,
                    text: String::new(),
                    decision: Decision {
                        state,
                        topics: if is_decided { topics } else { Vec::new() },
                        ..Decision::default()
                    },
                });
            }
        }
        let said: Vec<Option<Annotations>> = said.into_iter().map(Some).collect();
        ratings.add(&id, &said, None);
    }
    ratings
}

fn empty(article: &str, annotator: &str) -> Annotations {
    Annotations {
        format: 1,
        revision: 0,
        article: article.to_owned(),
        text_sha256: String::new(),
        segmentation: 1,
        annotator: annotator.to_owned(),
        status: Status::Done,
        overall: Overall::default(),
        sentences: Vec::new(),
        history: Vec::new(),
        unknown: Unknown::new(),
    }
}

/// For each sentence what each said: the topics as bits, or null.
fn units(ratings: &Ratings) -> Vec<Vec<Option<u64>>> {
    let bits = |value: u32| {
        ratings
            .set(value)
            .iter()
            .fold(0, |bits, topic| bits | 1 << topic)
    };
    let unit = |unit: &[Option<u32>]| unit.iter().map(|it| it.map(bits)).collect();
    ratings.units().map(unit).collect()
}

fn or_null(figure: Figure) -> Value {
    figure.map_or(Value::Null, |it| json!(it))
}

fn case(ratings: &Ratings) -> Value {
    let sampling = Sampling { rounds: 0, seed: 1 };
    let agreement = Agreement::of(ratings, sampling);
    let topics = agreement
        .topics
        .iter()
        .map(|it| or_null(it.alpha.alpha.value()));
    let pairs = agreement.pairs.iter().map(|pair| {
        let topics = pair.topics.iter().map(|it| or_null(it.cohen()));
        json!({
            "who": pair.who,
            "sets": or_null(pair.sets.cohen()),
            "topics": topics.collect::<Vec<_>>(),
        })
    });
    json!({
        "topics": ratings.topics.len(),
        "units": units(ratings),
        "alpha": {
            "topics": topics.collect::<Vec<_>>(),
            "nominal": or_null(agreement.sets.tally.alpha().value()),
            "masi": or_null(agreement.sets.masi.alpha.value()),
            "jaccard": or_null(agreement.sets.jaccard.alpha.value()),
        },
        "cohen": pairs.collect::<Vec<_>>(),
    })
}

/// The time that this process, which has one thread, had of a processor, in seconds; none where the
/// system does not say.
fn processor() -> Option<f64> {
    let told = std::fs::read_to_string("/proc/self/schedstat").ok()?;
    let nanoseconds: f64 = told.split_whitespace().next()?.parse().ok()?;
    Some(nanoseconds / 1e9)
}

fn measure(out: &mut impl Write, what: &str, work: impl Fn()) -> std::io::Result<()> {
    work();
    let before = processor();
    const TIMES: u32 = 5;
    (0..TIMES).for_each(|_| work());
    if let (Some(before), Some(after)) = (before, processor()) {
        writeln!(out, "{what} {:.6}", (after - before) / f64::from(TIMES))?;
    }
    Ok(())
}

fn main() -> std::io::Result<()> {
    let mut arguments = std::env::args().skip(1).filter(|it| !it.starts_with("--"));
    let (Some(mode), Some(path)) = (arguments.next(), arguments.next()) else {
        return Ok(());
    };
    let mut random = Random(1);
    let mut file = BufWriter::new(File::create(path)?);
    if mode == "cases" {
        for nth in 0..400 {
            let shape = Shape {
                articles: 1 + nth % 4,
                sentences: 1 + nth % 23,
                people: 2 + nth % 5,
                topics: 2 + nth % 11,
                missing: 10 * (nth as u64 % 7),
                common: [2, 10, 25, 50, 90][nth % 5],
                slips: [0, 5, 15, 40][nth % 4],
            };
            writeln!(file, "{}", case(&ratings(&shape, &mut random)))?;
        }
        return file.flush();
    }
    let number = |text: Option<String>| text.and_then(|it| it.parse().ok());
    let sentences = number(arguments.next()).unwrap_or(20);
    let ratings = ratings(
        &Shape {
            articles: 100_000 / sentences,
            sentences,
            people: 3,
            topics: 10,
            missing: 5,
            common: 15,
            slips: 4,
        },
        &mut random,
    );
    writeln!(
        file,
        "{}",
        json!({ "topics": 10, "units": units(&ratings) })
    )?;
    file.flush()?;
    let mut out = std::io::stdout().lock();
    measure(&mut out, "topics", || {
        let tallies = Agreement::tallies(&ratings);
        black_box(
            tallies
                .iter()
                .map(|it| it.alpha().value())
                .collect::<Vec<_>>(),
        );
    })?;
    for (what, rounds) in [("all", 0), ("all-and-1000-rounds", 1000)] {
        measure(&mut out, what, || {
            black_box(Agreement::of(&ratings, Sampling { rounds, seed: 1 }));
        })?;
    }
    Ok(())
}
