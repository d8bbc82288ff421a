//! Makes a project in which every sentence is decided, to measure exports and releases with:
//! `cargo bench --bench decided -- FOLDER [SENTENCES [PEOPLE [PER-ARTICLE]]]`, 100,000 by one, 20 in an
//! article without them. The same numbers make the same project.

use std::error::Error;
use std::io::Write as _;
use std::path::PathBuf;

use hashiya::import::plain;
use hashiya::model::annotation::{Annotations, Circumstances, Decision, Edit, Status};
use hashiya::store::{Access, Holder, Store, sha256};

const TEXT: &str = include_str!("../samples/texts/annual-report-long.txt");
/// How many articles come in at once.
const BATCH: usize = 500;

/// Knuth's MMIX generator.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % bound
    }
}

/// A title and five sentences a paragraph, of eight to thirty words each.
fn text(sentences: usize, words: &[&str], random: &mut Random) -> String {
    let mut text = String::new();
    for sentence in 0..sentences {
        let length = 8 + random.below(23);
        let chosen: Vec<&str> = (0..length)
            .map(|_| words[random.below(words.len())])
            .collect();
        text.push_str(&chosen.join(" "));
        let ends_paragraph = sentence % 5 == 0;
        text.push_str(if ends_paragraph { ".\n" } else { ". " });
    }
    text
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1).filter(|it| !it.starts_with("--"));
    let Some(folder) = arguments.next().map(PathBuf::from) else {
        return Ok(());
    };
    let mut number = |default| {
        let given = arguments.next().and_then(|it| it.parse().ok());
        given.unwrap_or(default)
    };
    let (sentences, people, each): (usize, usize, usize) = (number(100_000), number(1), number(20));
    let is_letter = |c: char| c.is_alphabetic() || !c.is_ascii() && !c.is_numeric();
    let words = TEXT
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| "«».:؛،؟!()".contains(c)))
        .filter(|word| word.chars().count() > 1 && word.chars().all(is_letter));
    let words: Vec<&str> = words.collect();
    Store::create(&folder)?;
    let store = Store::open(&folder)?;
    let topics: Vec<&str> = store.project().topics.iter().map(|it| &*it.id).collect();
    let me = Holder {
        host: "bench".to_owned(),
        pid: std::process::id(),
        since: "2026-11-24T08:00:00Z".parse()?,
    };
    let mut claims = Vec::new();
    for person in 1..=people {
        match store.claim(&format!("person-{person}"), &me)? {
            Access::Write(claim) => claims.push((format!("person-{person}"), claim, 0)),
            other => return Err(format!("no claim: {other:?}").into()),
        }
    }
    let mut random = Random(1);
    let mut intake = store.intake(false)?;
    let mut decided = 0;
    for number in 0..sentences.div_ceil(each) {
        let text = text(each, &words, &mut random);
        let id = format!("a-{number:06}");
        let sum = sha256(text.as_bytes());
        let mut article = plain::article(&id, &format!("{id}.txt"), text.as_bytes(), sum)?;
        article.text_sha256 = sha256(article.text.as_bytes());
        intake.put(&article)?;
        // What each is about, from which everybody slips now and then.
        let truths: Vec<usize> = article.sentences.iter().map(|_| random.below(8)).collect();
        for (name, claim, n) in &mut claims {
            let mut annotations = Annotations::new(&article, name);
            for (sentence, truth) in truths.iter().enumerate() {
                let chosen = match random.below(10) {
                    0 => random.below(8),
                    _ => *truth,
                };
                *n += 1;
                let now = Circumstances {
                    at: me.since,
                    seconds: Some(2.5),
                    guideline: store.guideline().into(),
                };
                let mut decision = Decision::default();
                for (bit, topic) in topics.iter().enumerate() {
                    if chosen >> bit & 1 == 1 {
                        decision = decision.toggle(topic, topics.iter().copied(), &now);
                    }
                }
                if !decision.is_decided() {
                    decision = decision.toggle_none(&now);
                }
                annotations.decide(Edit { sentence, decision }, *n, now.at, None, None);
            }
            annotations.set_status(Status::Done);
            decided += truths.len();
            intake.annotate(&store, Some(claim), &annotations)?;
        }
        if number % BATCH == BATCH - 1 {
            intake.commit()?;
        }
    }
    intake.commit()?;
    let folder = folder.display();
    let mut out = std::io::stdout().lock();
    writeln!(out, "{decided} decisions of {people} in {folder}")?;
    Ok(())
}
