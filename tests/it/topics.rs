//! `hashiya topic`: what is read after topics were changed, and what stands on the disk.

use std::fs;
use std::path::Path;

use hashiya::model::annotation::{Annotations, Decision, State};
use hashiya::store::Store;

use super::check::{hashiya, project, text};

/// What sara says of an article, as it is read.
fn read(root: &Path, article: &str) -> Vec<Decision> {
    let store = Store::open(root).expect("a project");
    let annotations = store.own("sara", article).expect("annotations");
    let sentences = annotations.expect("a file").sentences;
    sentences.into_iter().map(|it| it.decision).collect()
}

fn topics(decisions: &[Decision]) -> Vec<String> {
    decisions.iter().map(|it| it.topics.join("+")).collect()
}

fn said(root: &Path, arguments: &[&str]) -> String {
    let output = hashiya(root, &[&["topic"], arguments].concat());
    let said = text(&output.stdout) + &text(&output.stderr);
    said.replace(&root.display().to_string(), "@")
}

#[test]
fn a_topic_is_renamed_and_every_decision_follows() {
    let mut desk = project();
    let root = desk.root().to_owned();
    let before = topics(&read(&root, "b"));
    let file = root.join("annotations/sara/b.json");
    let (toml, json) = (
        fs::read(root.join("project.toml")).expect("a file"),
        fs::read(&file).expect("a file"),
    );
    let dry = said(&root, &["rename", "prosecution", "pursuit", "--dry-run"]);
    assert_eq!(
        dry,
        "sara: 1 decision in 1 article would be read otherwise\nNothing was changed.\n"
    );
    assert_eq!(fs::read(root.join("project.toml")).expect("a file"), toml);
    let done = said(&root, &["rename", "prosecution", "pursuit"]);
    assert_eq!(
        done,
        "sara: 1 decision in 1 article is read otherwise\n\
         @/project.toml is changed; programs that run see it when they start anew.\n"
    );
    let after: Vec<String> = before
        .iter()
        .map(|it| it.replace("prosecution", "pursuit"))
        .collect();
    assert_eq!(topics(&read(&root, "b")), after);
    assert_eq!(
        fs::read(&file).expect("a file"),
        json,
        "nothing that was decided is written anew"
    );
    assert_eq!(hashiya(&root, &["check"]).status.code(), Some(0));
    // Who goes on decides with the new one, and what she decided before stays as it was.
    desk.restart().keys("end enter 2");
    desk.restart_held();
    let old: Annotations = serde_json::from_slice(&json).expect("annotations");
    let new = desk.saved("b");
    assert_eq!(new.history.len(), old.history.len() + 1);
    assert_eq!(new.history[..old.history.len()], old.history);
    let checked = hashiya(&root, &["check"]);
    assert_eq!(
        (text(&checked.stdout), checked.status.code()),
        (String::new(), Some(0))
    );
}

#[test]
fn undo_goes_back_over_a_change_of_topics() {
    let mut desk = project();
    let root = desk.root().to_owned();
    said(&root, &["rename", "prosecution", "pursuit"]);
    let before = read(&root, "b");
    desk.restart().keys("u u u");
    let after = read(&root, "b");
    assert!(after.iter().all(|it| !it.is_decided()), "{after:?}");
    desk.keys("r r r");
    desk.restart_held();
    let again = read(&root, "b");
    assert_eq!(topics(&again), topics(&before));
    let checked = hashiya(&root, &["check"]);
    assert_eq!(
        (text(&checked.stdout), checked.status.code()),
        (String::new(), Some(0))
    );
}

#[test]
fn merged_topics_are_one() {
    let desk = project();
    let root = desk.root();
    let done = said(root, &["merge", "prosecution", "protection", "prevention"]);
    assert!(
        done.starts_with("sara: 1 decision in 1 article is read otherwise\n"),
        "{done}"
    );
    assert_eq!(topics(&read(root, "b"))[0], "prevention");
    let store = Store::open(root).expect("a project");
    assert_eq!(store.project().topics.len(), 1);
    assert_eq!(hashiya(root, &["check"]).status.code(), Some(0));
}

#[test]
fn a_split_topic_leaves_a_sentence_to_be_looked_at_again() {
    let desk = project();
    let root = desk.root();
    let done = said(root, &["split", "prevention", "awareness", "strategy"]);
    assert!(
        done.starts_with("sara: 2 decisions in 2 articles are read otherwise, 1 as undecided\n"),
        "{done}"
    );
    assert!(done.contains("@/project.toml:18: edit the names"), "{done}");
    let [alone, other] = [&read(root, "a")[0], &read(root, "b")[0]];
    assert_eq!(
        (alone.state, alone.flags.concat()),
        (State::Undecided, "review".to_owned())
    );
    assert_eq!(
        (other.topics.concat(), other.flags.concat()),
        ("prosecution".to_owned(), "review".to_owned())
    );
    assert_eq!(hashiya(root, &["check"]).status.code(), Some(0));
    // It opens, with keys for both.
    let store = Store::open(root).expect("a project");
    let keys: String = store.project().topics.iter().map(|it| it.key).collect();
    assert_eq!(keys, "1423");
}

#[test]
fn changes_follow_each_other() {
    let desk = project();
    let root = desk.root();
    said(root, &["rename", "prosecution", "pursuit"]);
    said(root, &["merge", "pursuit", "protection"]);
    said(root, &["rename", "protection", "care"]);
    assert_eq!(topics(&read(root, "b"))[0], "prevention+care");
    let toml = fs::read_to_string(root.join("project.toml")).expect("a file");
    assert_eq!(toml.matches("[[topic-change]]").count(), 3);
    let refused = hashiya(root, &["topic", "rename", "pursuit", "x"]);
    assert_eq!(refused.status.code(), Some(2));
    let refused = text(&refused.stderr);
    assert!(
        refused.contains("no topic has the id \"pursuit\": there are prevention, care"),
        "{refused}"
    );
}
