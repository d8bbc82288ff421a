//! `hashiya agreement`: what it says of real files, and what to do where it cannot.

use std::fs;
use std::path::Path;

use hashiya::model::Time;
use hashiya::model::annotation::{Circumstances, Edit};
use hashiya::model::flag::Flag;
use hashiya::store::{Access, Holder, Store};
use serde_json::Value;

use super::check::{hashiya, text};
use super::desk::Desk;

const TOPICS: [&str; 3] = ["prevention", "protection", "prosecution"];

/// A project with the articles `a` and `b` of four sentences each.
fn project() -> Desk {
    let mut desk = Desk::with(&[
        (
            "a",
            "The raid freed them. We shall see. They left. Nobody spoke.\n",
        ),
        (
            "b",
            "المحكمة أدانته. ثم رفعت الجلسة. وعادوا. وانتهى اليوم.\n",
        ),
    ]);
    desk.restart_held();
    desk
}

/// Decides as `name` on the sentences of an article: digits of topics, `0` none applies, `p` passed on,
/// `.` nothing.
pub(crate) fn decide(root: &Path, name: &str, article: &str, said: &str) {
    let store = Store::open(root).expect("a project");
    let me = Holder {
        host: "desk".to_owned(),
        pid: 1,
        since: Time::UNIX_EPOCH,
    };
    // A program that another test starts at this moment holds the lock that was just given away, until
    // it runs.
    let mut claims = (0..500).filter_map(|_| match store.claim(name, &me).expect("a claim") {
        Access::Write(claim) => Some(claim),
        Access::Held(_) | Access::ReadOnly(_) => {
            std::thread::sleep(std::time::Duration::from_millis(10));
            None
        }
    });
    let mut claim = claims.next().expect("nobody else is there");
    store.watch(&mut claim, article);
    let article = store.article(article).expect("an article");
    let mut annotations = store.annotations(name, &article).expect("annotations");
    let now = Circumstances {
        at: Time::UNIX_EPOCH,
        seconds: None,
        guideline: store.guideline().to_owned(),
    };
    let mut n = store.journal(name).next_number();
    for (sentence, drawn) in said.split(' ').enumerate() {
        for key in drawn.chars().filter(|it| *it != '.') {
            let before = &annotations.sentences[sentence].decision;
            let decision = match key {
                '0' => before.toggle_none(&now),
                'p' => before.toggle_flag(Flag::PassOn),
                digit => {
                    let topic = digit.to_digit(10).expect("a topic") as usize - 1;
                    before.toggle(TOPICS[topic], TOPICS.into_iter(), &now)
                }
            };
            annotations.decide(Edit { sentence, decision }, n, now.at, None, None);
            n += 1;
        }
    }
    store.save(&mut claim, &annotations).expect("a file");
}

/// Three annotators over two articles.
fn three() -> Desk {
    let desk = project();
    for (name, a, b) in [
        ("sara", "1 12 0 3", "1 3 0 2"),
        ("omar", "1 2 0 3", "2 3 0 2"),
        ("سارة", "1 1 . p", "1 3 0 ."),
    ] {
        decide(desk.root(), name, "a", a);
        decide(desk.root(), name, "b", b);
    }
    desk
}

/// What is said, and the exit code.
fn said(root: &Path, arguments: &[&str]) -> (String, String, Option<i32>) {
    let output = hashiya(root, &[&["agreement"], arguments].concat());
    let said = |bytes| text(bytes).replace(&root.display().to_string(), "@");
    (
        said(&output.stdout),
        said(&output.stderr),
        output.status.code(),
    )
}

fn json(root: &Path, arguments: &[&str]) -> Value {
    let (out, err, _) = said(root, &[&["--json"], arguments].concat());
    serde_json::from_str(&out).unwrap_or_else(|_| panic!("{out}{err}"))
}

/// What it says where nothing can be compared.
fn refused(root: &Path, arguments: &[&str], expected: &str) {
    let (out, err, code) = said(root, arguments);
    assert_eq!(
        (out.as_str(), err.trim_end(), code),
        ("", expected, Some(2))
    );
}

#[test]
fn the_table_leads_from_figures_to_sentences() {
    let desk = three();
    let (out, err, code) = said(desk.root(), &[]);
    assert_eq!((err.as_str(), code), ("", Some(0)));
    for row in [
        "3 annotators; 8 sentences decided on by two or more, in 2 articles",
        "topic sets, by MASI",
        "omar \u{2068}سارة\u{2069}",
        "sentences that cost most agreement, in alpha by MASI",
        "a s2",
        "prevention+protection",
        "Low prevalence",
        "Only 2 articles are compared",
    ] {
        assert!(out.contains(row), "{row} in\n{out}");
    }
    let width = |line: &str| {
        line.chars()
            .filter(|c| !('\u{2066}'..='\u{2069}').contains(c))
            .count()
    };
    assert!(out.lines().all(|line| width(line) <= 80), "{out}");
    assert_eq!(said(desk.root(), &[]).0, out, "the same every time");
}

#[test]
fn json_has_every_figure_or_why_there_is_none() {
    let desk = three();
    let json = json(desk.root(), &[]);
    assert_eq!(
        (&json["sentences"], &json["decisions"]),
        (&8.into(), &21.into())
    );
    let people: Vec<&str> = json["people"]
        .as_array()
        .expect("people")
        .iter()
        .filter_map(|it| it["annotator"].as_str())
        .collect();
    assert_eq!(people, ["omar", "sara", "سارة"]);
    let last = &json["people"][2];
    assert_eq!(
        (&last["undecided"], &last["passed_on"]),
        (&2.into(), &1.into())
    );
    let masi = &json["sets"]["alpha"]["masi"];
    assert!(
        masi["value"]
            .as_f64()
            .is_some_and(|it| it > 0.0 && it < 1.0),
        "{masi}"
    );
    assert!(
        masi["interval"][0].as_f64() <= masi["value"].as_f64(),
        "{masi}"
    );
    assert_eq!(json["topics"][2]["alpha"]["value"], 1.0);
    assert_eq!(json["topics"][2]["alpha"]["exact"], "1/1");
    assert_eq!(
        json["pairs"][1]["annotators"],
        serde_json::json!(["omar", "سارة"])
    );
    assert_eq!(json["costs"].as_array().map(Vec::len), Some(2));
    assert_eq!(json["costs"][0]["article"], "a");
    assert!(json.get("confusion").is_none());
    let other = &self::json(desk.root(), &["--seed", "2", "--rounds", "50"]);
    assert_eq!((&other["seed"], &other["rounds"]), (&2.into(), &50.into()));
    assert_eq!(other["sets"]["alpha"]["masi"]["value"], masi["value"]);
    let none = &self::json(desk.root(), &["--rounds", "0"]);
    assert_eq!(none["sets"]["alpha"]["masi"]["interval"], Value::Null);
}

#[test]
fn a_script_is_told_whether_agreement_is_enough() {
    let desk = three();
    assert_eq!(said(desk.root(), &["--at-least", "0.1"]).2, Some(0));
    let (_, err, code) = said(desk.root(), &["--at-least", "0.99"]);
    assert_eq!(code, Some(1));
    assert!(
        err.contains("hashiya: alpha of topic sets (MASI) is 0."),
        "{err}"
    );
    assert!(
        err.contains("alpha of protection is 0.") && !err.contains("prosecution"),
        "{err}"
    );
    assert_eq!(
        said(
            desk.root(),
            &["--at-least", "0.99", "--topic", "prosecution"]
        )
        .2,
        Some(0)
    );
    let (_, err, code) = said(desk.root(), &["--at-least", "67"]);
    assert_eq!(code, Some(2));
    assert!(
        err.contains("a number from -1 to 1 is needed, such as 0.67"),
        "{err}"
    );
}

#[test]
fn people_and_topics_are_chosen() {
    let desk = three();
    let root = desk.root();
    let json = json(
        root,
        &[
            "--annotator",
            "sara",
            "--annotator",
            "omar",
            "--topic",
            "protection",
        ],
    );
    assert_eq!(json["pairs"].as_array().map(Vec::len), Some(1));
    assert_eq!(json["topics"].as_array().map(Vec::len), Some(1));
    assert_eq!(json["topics"][0]["id"], "protection");
    refused(
        root,
        &["--annotator", "nobody", "--annotator", "sara"],
        "hashiya: there are no decisions by nobody: there are some by omar, sara, سارة",
    );
    refused(
        root,
        &["--annotator", "sara"],
        "hashiya: agreement of sara with whom? Name another one with --annotator, or nobody, to compare all: omar, sara, سارة",
    );
    refused(
        root,
        &["--annotator", "Gold"],
        "hashiya: \"Gold\" cannot be an annotator's name: gold is reserved for adjudicated decisions",
    );
    refused(
        root,
        &["--topic", "health"],
        "hashiya: no topic has the id \"health\": there are prevention, protection, prosecution",
    );
}

#[test]
fn gold_is_nobodys() {
    let desk = three();
    let before = said(desk.root(), &["--json"]).0;
    for name in ["gold", "Gold"] {
        let folder = desk.root().join("annotations").join(name);
        fs::create_dir_all(&folder).expect("a folder");
        let theirs =
            fs::read_to_string(desk.root().join("annotations/sara/a.json")).expect("a file");
        let gold = theirs
            .replace("\"sara\"", &format!("\"{name}\""))
            .replace("\"none\"", "\"tagged\"");
        fs::write(folder.join("a.json"), gold).expect("a file");
    }
    assert_eq!(said(desk.root(), &["--json"]).0, before);
}

#[test]
fn confusion_is_counted_and_leads_to_its_sentences() {
    let desk = three();
    let (out, _, _) = said(desk.root(), &["--confusion"]);
    assert!(
        out.contains("rows: what omar chose; columns: what sara chose in its place"),
        "{out}"
    );
    assert!(
        out.contains("     1  omar: protection; sara: prevention\n        b s1\n"),
        "{out}"
    );
    let json = json(desk.root(), &["--confusion"]);
    let pair = &json["confusion"][0];
    assert_eq!(pair["annotators"], serde_json::json!(["omar", "sara"]));
    let cells = pair["cells"].as_array().expect("cells");
    let of = |chose: Value| {
        cells
            .iter()
            .find(|it| it["chose"] == chose)
            .cloned()
            .unwrap_or_default()
    };
    let taken = of(serde_json::json!(["protection", "prevention"]));
    assert_eq!(taken["sentences"], serde_json::json!([["b", "s1"]]));
    let more = of(serde_json::json!([null, "prevention"]));
    assert_eq!(
        (&more["count"], &more["sentences"][0][1]),
        (&1.into(), &"s2".into())
    );
    assert_eq!(of(serde_json::json!([null, null]))["count"], 2);
}

#[test]
fn what_cannot_be_compared_says_what_to_do() {
    let desk = project();
    let root = desk.root();
    let nobody = "hashiya: nobody has decided anything: start hashiya --annotator NAME in the project, and compare when two people have decided on the same sentences";
    // Whoever opened the project has a folder, but no decision.
    let _ = fs::remove_dir_all(root.join("annotations"));
    refused(root, &[], nobody);
    decide(root, "sara", "a", "1 2 . .");
    refused(
        root,
        &[],
        "hashiya: only sara has decided anything, and agreement needs two people: let another one decide on the same articles, with hashiya --annotator NAME",
    );
    decide(root, "omar", "b", "1 2 . .");
    refused(
        root,
        &[],
        "hashiya: no sentence was decided on by two of omar, sara: give them the same articles, such as with overlap in [assignment] of project.toml",
    );
    let desk = project();
    decide(desk.root(), "sara", "a", ". . . .");
    decide(desk.root(), "omar", "a", ". p . .");
    refused(
        desk.root(),
        &[],
        "hashiya: nobody of omar, sara has decided anything yet: compare when two people have decided on the same sentences",
    );
}

#[test]
fn what_never_varies_is_said_in_words() {
    let desk = project();
    for name in ["sara", "omar"] {
        decide(desk.root(), name, "a", "0 0 0 0");
    }
    let (out, _, code) = said(desk.root(), &["--at-least", "0"]);
    assert!(
        out.contains("no variation: everyone always said none"),
        "{out}"
    );
    assert!(out.contains("no variation: nobody ever chose it"), "{out}");
    assert!(
        out.contains("! Nobody chose prevention: take it out of the scheme"),
        "{out}"
    );
    assert!(out.contains("All say the same of every sentence."), "{out}");
    assert!(!out.contains("NaN") && !out.contains("1.000"), "{out}");
    assert_eq!(code, Some(1), "nothing is reached where nothing is known");
    let json = json(desk.root(), &[]);
    assert_eq!(
        json["sets"]["alpha"]["masi"]["value"]["undefined"],
        "no variation: everyone always said none"
    );
    assert_eq!(
        json["topics"][0]["fleiss"]["undefined"],
        "no variation: nobody ever chose it"
    );
    assert_eq!(
        json["pairs"][0]["kappa"]["undefined"],
        "no variation: both always said none"
    );
}

#[test]
fn files_that_do_not_count_are_named_and_left_out() {
    let desk = three();
    let root = desk.root();
    fs::write(root.join("annotations/omar/b.json"), "{ torn").expect("a file");
    let (out, err, code) = said(root, &[]);
    assert_eq!(code, Some(0));
    assert!(
        err.starts_with("hashiya: left out: @/annotations/omar/b.json:1:3: "),
        "{err}"
    );
    assert!(
        out.contains("! 1 file could not be read and left out: see hashiya check."),
        "{out}"
    );

    let desk = three();
    let path = desk.root().join("annotations/omar/b.json");
    let file = fs::read_to_string(&path).expect("a file");
    let hash = file.split("\"text_sha256\": \"").nth(1).expect("a hash")[..64].to_owned();
    fs::write(&path, file.replace(&hash, &"0".repeat(64))).expect("a file");
    let (out, _, _) = said(desk.root(), &[]);
    assert!(
        out.contains("! omar decided on another text of b: put that text back"),
        "{out}"
    );
}

#[test]
fn an_article_of_one_and_other_wordings_and_cuts_are_told() {
    let desk = project();
    let root = desk.root();
    decide(root, "sara", "b", "1 1 2 0");
    decide(root, "sara", "a", "1 2 0 3");
    let store = Store::open(root).expect("a project");
    let article = store.article("a").expect("an article");
    let split = article
        .split("s2", article.sentences[1].start + 3)
        .expect("a split");
    store.resegment(&split).expect("a segmentation");
    decide(root, "omar", "a", "1 1 2 0 3");
    let project = root.join("project.toml");
    let toml = fs::read_to_string(&project).expect("a file");
    let [first, second] = ["definition = \"", "definition = \"Otherwise: "];
    fs::write(&project, toml.replacen(first, second, 1)).expect("a file");
    let (out, err, code) = said(root, &[]);
    assert_eq!((err.as_str(), code), ("", Some(0)));
    let out = out.replace("\n  ", " ");
    for note in [
        "! 1 article was decided on by one person only and not compared: b.",
        "! 3 decisions are on sentences that the others have cut differently, in a: let each open",
        "decisions were made under another wording of the guideline than the one in force",
        "! There is no interval, as only one article is compared",
    ] {
        assert!(out.contains(note), "{note} in\n{out}");
    }
    assert!(
        out.contains("3 sentences decided on by two or more"),
        "{out}"
    );
    decide(root, "omar", "a", "0 . . . .");
    let json = json(root, &[]);
    assert_eq!(json["mixed_wordings"], 1);
}
