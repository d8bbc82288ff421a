//! `hashiya status`: what it counts in a real project, and how that looks.

use std::fs;

use serde_json::Value;

use super::check::{hashiya, project, text};
use super::desk::Desk;

#[test]
fn the_table_says_how_far_everybody_is() {
    let desk = project();
    let output = hashiya(desk.root(), &["status", "--since", "2026-11-24"]);
    assert_eq!(
        (text(&output.stderr), output.status.code()),
        (String::new(), Some(0))
    );
    let said = text(&output.stdout);
    for row in [
        "2 articles, 2 of them begun; 5 sentences",
        "topics",
        "(none applies)",
    ] {
        assert!(said.contains(row), "{row} in\n{said}");
    }
    assert!(
        said.lines().all(|line| line.chars().count() <= 80),
        "{said}"
    );
    assert!(said.lines().any(|line| line.ends_with(" sara")), "{said}");
}

#[test]
fn json_has_what_the_table_has_and_more() {
    let desk = project();
    fs::write(desk.root().join("annotations/sara/b.json"), "{ torn").expect("a file");
    let output = hashiya(desk.root(), &["status", "--json"]);
    let json: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(
        (&json["articles"], &json["sentences"]),
        (&2.into(), &5.into())
    );
    let sara = &json["people"][0];
    assert_eq!(sara["annotator"], "sara");
    assert_eq!(
        (&sara["in_progress"], &sara["finished"]),
        (&1.into(), &2.into())
    );
    assert_eq!(
        (&sara["unreadable"], &sara["decisions"]["count"]),
        (&1.into(), &2.into())
    );
    assert!(
        sara["decisions"]["per_hour"]
            .as_f64()
            .is_some_and(|it| it > 0.0),
        "{sara}"
    );
    assert_eq!(json["topics"][0]["id"], "prevention");
    assert_eq!(json["topics"][0]["share"], 0.5);
    assert_eq!(json["none"]["count"], 1);
    assert_eq!(json["begun"][0]["people"][0]["of"], 3);
    let later = hashiya(desk.root(), &["status", "--json", "--since", "2999-01-01"]);
    let json: Value = serde_json::from_slice(&later.stdout).expect("JSON");
    assert_eq!(
        (&json["decided"], &json["since"]),
        (&0.into(), &"2999-01-01".into())
    );
    let wrong = hashiya(desk.root(), &["status", "--since", "soon"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(text(&wrong.stderr).contains("a day is needed, such as 2026-11-24"));
}

#[test]
fn a_name_cannot_turn_a_row_around() {
    let desk = Desk::with(&[("a", "One.\n")]);
    let path = desk.root().join("annotations/سارة");
    fs::create_dir_all(path).expect("a folder");
    let project = desk.root().join("project.toml");
    let toml = fs::read_to_string(&project).expect("a file");
    let toml = toml.replacen("name = \"", "name = \"\\u202E\\u001B[31m", 1);
    fs::write(project, toml).expect("a file");
    let said = text(&hashiya(desk.root(), &["status"]).stdout);
    assert!(said.contains("  \u{2068}سارة\u{2069}\n"), "{said}");
    assert!(!said.contains(['\u{202E}', '\u{1b}']), "{said:?}");
}
