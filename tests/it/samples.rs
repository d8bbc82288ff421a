//! The sample project is what it says, and what the import makes of its texts.

use std::fs;
use std::path::{Path, PathBuf};

use hashiya::import::plain;
use hashiya::store::{Store, sha256};
use hashiya::text::sentence::sentences;
use hashiya::text::{Direction, direction};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples")
}

fn texts() -> Vec<(String, String)> {
    let mut texts: Vec<_> = fs::read_dir(root().join("texts"))
        .expect("the samples")
        .flatten()
        .map(|entry| {
            let stem = entry
                .path()
                .file_stem()
                .expect("a name")
                .to_string_lossy()
                .into_owned();
            (stem, fs::read_to_string(entry.path()).expect("a text"))
        })
        .collect();
    texts.sort();
    texts
}

fn text(stem: &str) -> String {
    texts()
        .into_iter()
        .find(|(name, _)| name == stem)
        .expect("a sample")
        .1
}

#[test]
fn every_text_is_an_article_just_as_the_import_makes_it() {
    let store = Store::open(&root()).expect("the sample project");
    let stems: Vec<String> = texts().into_iter().map(|(stem, _)| stem).collect();
    assert_eq!(store.ids(), stems);
    for (stem, text) in texts() {
        let name = format!("samples/texts/{stem}.txt");
        let mut fresh =
            plain::article(&stem, &name, text.as_bytes(), sha256(text.as_bytes())).expect("a text");
        fresh.text_sha256 = sha256(fresh.text.as_bytes());
        assert_eq!(store.article(&stem).expect("an article"), fresh, "{stem}");
    }
}

#[test]
fn the_scheme_has_three_topics_with_cards_in_both_languages() {
    let store = Store::open(&root()).expect("the sample project");
    let topics = &store.project().topics;
    let ids: Vec<&str> = topics.iter().map(|topic| topic.id.as_str()).collect();
    assert_eq!(ids, ["prevention", "protection", "prosecution"]);
    for card in topics
        .iter()
        .flat_map(|topic| [&topic.card.ar, &topic.card.en])
    {
        assert!(
            [&card.definition, &card.belongs, &card.excludes]
                .iter()
                .all(|text| !text.is_empty())
        );
        assert!(!card.examples.is_empty() && !card.borderlines.is_empty());
    }
}

#[test]
fn there_is_a_sample_of_every_kind() {
    assert!(texts().len() >= 7);
    assert_eq!(sentences(&text("annual-report-long")).len(), 300);
    let numbers = text("court-verdict-numbers");
    for kind in ["(", "[", "«", "“", "3.5%", "٪", "2024–2026", "@", "http"] {
        assert!(numbers.contains(kind), "{kind}");
    }
    let harakat = text("shelter-story-vocalised");
    let marks = harakat
        .chars()
        .filter(|c| ('\u{064B}'..='\u{0652}').contains(c))
        .count();
    assert!(marks * 3 > harakat.chars().count(), "{marks} marks");
    assert!(text("persian-hotline").contains('\u{200C}'));
    assert_eq!(direction(&text("english-supply-chains")), Direction::Ltr);
    assert!(
        text("raid-with-boilerplate")
            .lines()
            .last()
            .is_some_and(|line| line.is_ascii())
    );
}

/// Boundaries that were read and found right, one sample each.
#[test]
fn the_samples_are_cut_where_a_reader_would() {
    let counts: Vec<(String, usize)> = texts()
        .into_iter()
        .map(|(stem, text)| (stem, sentences(&text).len()))
        .collect();
    let counts: Vec<(&str, usize)> = counts
        .iter()
        .map(|(stem, count)| (stem.as_str(), *count))
        .collect();
    assert_eq!(
        counts,
        [
            ("annual-report-long", 300),
            ("court-verdict-numbers", 18),
            ("english-supply-chains", 16),
            ("kurdish-awareness", 8),
            ("labour-inspection-brief", 7),
            ("persian-hotline", 14),
            ("raid-with-boilerplate", 19),
            ("shelter-story-vocalised", 14),
            ("workers-contracts-campaign", 16),
        ]
    );
}
