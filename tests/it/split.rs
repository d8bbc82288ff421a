//! `hashiya split`: parts that hold, what is told of them, and what is refused.

use std::fs;
use std::path::Path;

use hashiya::import::plain;
use hashiya::store::{Store, sha256};
use serde_json::Value;

use super::check::{hashiya, text};
use super::export::{decide, make};

/// Ten articles of two sentences; sara decided on both.
fn ten(root: &Path) -> Store {
    let texts: Vec<(String, String)> = (0..10)
        .map(|n| {
            (
                format!("a{n}"),
                format!("Raid number {n} freed them all. Court number {n} sat in the morning.\n"),
            )
        })
        .collect();
    let texts: Vec<(&str, &str)> = texts.iter().map(|(id, text)| (&**id, &**text)).collect();
    let store = make(root, &texts);
    for (id, _) in &texts {
        decide(&store, "sara", id, "pv+pt ps");
    }
    store
}

fn parts(root: &Path) -> Value {
    let json = fs::read(root.join("splits.json")).expect("splits.json");
    serde_json::from_slice(&json).expect("JSON")
}

fn split(root: &Path, arguments: &[&str]) -> (String, String, Option<i32>) {
    let output = hashiya(root, &[&["split"], arguments].concat());
    (
        text(&output.stdout),
        text(&output.stderr),
        output.status.code(),
    )
}

#[test]
fn parts_are_kept_and_new_articles_move_no_old_ones() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    ten(root);
    let (said, warned, code) = split(root, &["60/20/20"]);
    assert_eq!(code, Some(0), "{warned}");
    assert!(
        said.contains("train: 6 articles, 12 sentences (60.0 %); "),
        "{said}"
    );
    assert!(
        said.contains("test: 2 articles, 4 sentences (20.0 %); "),
        "{said}"
    );
    assert!(warned.contains("run hashiya duplicates first"), "{warned}");
    let before = parts(root);
    let (_, _, code) = split(root, &["60/20/20"]);
    assert_eq!((code, parts(root)), (Some(0), before.clone()));
    let mut store = Store::open(root).expect("a project");
    let source = store.article("a0").expect("an article");
    let mut copy = source.clone();
    copy.id = "copy".into();
    store.add(&copy).expect("an article");
    decide(&store, "sara", "copy", "pt ps");
    hashiya(root, &["duplicates"]);
    let (said, _, code) = split(root, &[]);
    assert_eq!(code, Some(0));
    assert!(
        said.contains("1 articles are new in splits.json."),
        "{said}"
    );
    let after = parts(root);
    for (id, part) in before["articles"].as_object().expect("an object") {
        assert_eq!(&after["articles"][id], part);
    }
    assert_eq!(after["articles"]["copy"], after["articles"]["a0"]);
    let (_, warned, code) = split(root, &["80/10/10"]);
    assert_eq!(code, Some(2));
    assert!(
        warned.contains("splits.json has other parts (train=60/validation=20/test=20, seed 0)"),
        "{warned}"
    );
    let (said, warned, code) = split(root, &["70/30", "--resplit", "--seed", "7"]);
    assert_eq!(code, Some(0), "{said}{warned}");
    assert_eq!(parts(root)["seed"], 7);
}

#[test]
fn exports_name_the_part_and_can_be_of_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    ten(root);
    let all = hashiya(root, &["export", "jsonl", "--split", "60/20/20"]);
    assert_eq!(all.status.code(), Some(0), "{}", text(&all.stderr));
    let count =
        |out: &[u8], part: &str| text(out).matches(&format!("\"split\":\"{part}\"")).count();
    assert_eq!(
        (count(&all.stdout, "train"), count(&all.stdout, "test")),
        (12, 4)
    );
    let one = hashiya(root, &["export", "spacy", "--part", "test"]);
    assert_eq!(
        (
            count(&one.stdout, "test"),
            text(&one.stdout).lines().count()
        ),
        (4, 4)
    );
    let path = root.join("hub");
    let hub = hashiya(
        root,
        &[
            "export",
            "huggingface",
            "-o",
            path.to_str().expect("a name"),
        ],
    );
    assert_eq!(hub.status.code(), Some(0), "{}", text(&hub.stderr));
    for part in ["train", "validation", "test"] {
        assert!(path.join(format!("data/{part}.jsonl")).is_file(), "{part}");
    }
    let card = fs::read_to_string(path.join("README.md")).expect("a card");
    assert!(
        card.contains("  - split: validation\n    path: data/validation.jsonl"),
        "{card}"
    );
    let wrong = hashiya(root, &["export", "jsonl", "--part", "dev"]);
    assert!(
        text(&wrong.stderr)
            .contains("no article is in a part of that name: there are test, train, validation")
    );
}

#[test]
fn what_leaks_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    let shared = "The same words stand in both of them.";
    let texts: Vec<(String, String)> = (0..4)
        .map(|n| {
            (
                format!("a{n}"),
                format!("{shared} Something of its own is number {n} here.\n"),
            )
        })
        .collect();
    let texts: Vec<(&str, &str)> = texts.iter().map(|(id, text)| (&**id, &**text)).collect();
    let store = make(root, &texts);
    for (id, _) in &texts {
        decide(&store, "sara", id, "pv pt");
    }
    let (said, warned, code) = split(root, &["50/50", "--dry-run"]);
    assert_eq!(code, Some(0), "{warned}");
    assert!(
        said.contains("1 sentences are in several parts.\n  The same words"),
        "{said}"
    );
    assert!(
        said.contains("No sentence has the topic prosecution"),
        "{said}"
    );
    assert!(!root.join("splits.json").exists());
}

#[test]
fn what_cannot_be_split_says_what_to_do() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    ten(root);
    for (arguments, expected) in [
        (
            vec!["80/10/10", "--article", "a1", "--article", "a2"],
            "there are 2 articles or clusters of duplicates with decisions that can go along, and 3 parts",
        ),
        (
            vec!["80"],
            "cannot split so: name the parts, as in 80/10/10",
        ),
        (vec!["rest/30"], "there are 20 sentences in all"),
        (
            vec!["80/20", "--by", "date"],
            "10 articles have no date as 2026-11-24 (the first is a0)",
        ),
        (
            vec![],
            "there are no parts yet: say which, as in hashiya split 80/10/10",
        ),
    ] {
        let (_, warned, code) = split(root, &arguments);
        assert_eq!(code, Some(2));
        assert!(warned.contains(expected), "{warned}");
    }
}

#[test]
fn nothing_decided_is_nothing_to_split() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    make(root, &[("a", "Nothing is decided here.\n")]);
    let (said, warned, code) = split(root, &["80/20"]);
    assert_eq!((said.as_str(), code), ("", Some(2)));
    assert!(
        warned.contains("nothing is decided yet: annotate first, with hashiya in this folder"),
        "{warned}"
    );
    assert!(!root.join("splits.json").exists());
}

#[test]
fn a_cluster_of_duplicates_stays_in_one_part_however_large_it_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    let copied = "The raid of that night freed them all. The court sat in the morning of Sunday.\n";
    let texts: Vec<(String, &str)> = (0..20).map(|n| (format!("copy{n}"), copied)).collect();
    let texts: Vec<(&str, &str)> = texts.iter().map(|(id, text)| (&**id, *text)).collect();
    let mut store = make(root, &texts);
    for (id, _) in &texts {
        decide(&store, "sara", id, "pv+pt ps");
    }
    hashiya(root, &["duplicates"]);
    let (_, warned, code) = split(root, &["80/10/10"]);
    assert_eq!(code, Some(2));
    assert!(
        warned.contains(
            "there are 1 articles or clusters of duplicates with decisions that can go along, and 3 parts: annotate more articles, or ask for fewer parts"
        ),
        "{warned}"
    );
    assert!(!root.join("splits.json").exists());
    for (id, text) in [
        (
            "other1",
            "A shelter was opened in the north. Its doors stay open at night.\n",
        ),
        (
            "other2",
            "Ministers met about visas for workers. Nothing was said of wages there.\n",
        ),
    ] {
        let bytes = text.as_bytes();
        let article = plain::article(id, &format!("{id}.txt"), bytes, sha256(bytes));
        store.add(&article.expect("a text")).expect("an article");
        decide(&store, "sara", id, "pv+pt ps");
    }
    hashiya(root, &["duplicates"]);
    let (said, warned, code) = split(root, &["50/50"]);
    assert_eq!(code, Some(0), "{warned}");
    assert!(said.contains("train: 20 articles, 40 sentences"), "{said}");
    assert!(
        said.contains(
            "test has 4 sentences where 22 were asked for: a long article or a large cluster of duplicates stays in one part; take some of it out with --article, or annotate more."
        ),
        "{said}"
    );
    assert!(
        said.contains("0 clusters of duplicates are in several parts"),
        "{said}"
    );
}
