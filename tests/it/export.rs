//! `hashiya export`: what goes along, in every form, read back; and outputs that do not work out.

use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};

use hashiya::import::plain;
use hashiya::model::Unknown;
use hashiya::model::annotation::{Circumstances, Edit, Evidence, State};
use hashiya::store::{Store, sha256};
use serde_json::Value;

use super::check::{hashiya, project, text};

/// With an emoji of two units of UTF-16, harakat, a line's end of Windows and a ZWNJ.
const HARD: &str =
    "😀 أَطْلَقَتِ الوِزارةُ حملةً. می\u{200c}خواهیم 🇪🇬 بدانیم.\r\nحُكِمَ عليه بالسجن. بقي الأمر.\r\n";

pub(crate) fn make(root: &Path, articles: &[(&str, &str)]) -> Store {
    Store::create(root).expect("a project");
    let mut store = Store::open(root).expect("a project");
    for (id, text) in articles {
        let bytes = text.as_bytes();
        let article =
            plain::article(id, &format!("{id}.txt"), bytes, sha256(bytes)).expect("a text");
        store.add(&article).expect("an article");
    }
    store
}

/// What `annotator` says of the sentences of the article `id`, a word each: the first two letters of topics
/// (`pv`, `pt`, `ps`), `0` that none applies, `.` nothing.
pub(crate) fn decide(store: &Store, annotator: &str, id: &str, said: &str) {
    let now = Circumstances {
        at: "2026-11-24T08:15:30Z".parse().expect("a time"),
        seconds: Some(2.5),
        guideline: store.guideline().into(),
    };
    let scheme = ["prevention", "protection", "prosecution"];
    let article = store.article(id).expect("an article");
    let mut annotations = store.annotations(annotator, &article).expect("annotations");
    for (sentence, word) in said.split(' ').enumerate() {
        let mut decision = annotations.sentences[sentence].decision.clone();
        for topic in word.split('+') {
            decision = match topic {
                "." => continue,
                "0" => decision.toggle_none(&now),
                "pv" => decision.toggle(scheme[0], scheme.into_iter(), &now),
                "pt" => decision.toggle(scheme[1], scheme.into_iter(), &now),
                "ps" => decision.toggle(scheme[2], scheme.into_iter(), &now),
                other => panic!("{other} is no topic"),
            };
        }
        let n = annotations.history.len() as u64 + 1;
        annotations.decide(Edit { sentence, decision }, n, now.at, None, None);
    }
    write(store, &annotations);
}

fn write(store: &Store, annotations: &hashiya::model::annotation::Annotations) {
    let folder = store
        .root()
        .join("annotations")
        .join(&annotations.annotator);
    fs::create_dir_all(&folder).expect("a folder");
    let json = serde_json::to_vec(annotations).expect("JSON");
    fs::write(folder.join(format!("{}.json", annotations.article)), json).expect("a file");
}

fn lines(bytes: &[u8]) -> Vec<Value> {
    let text = String::from_utf8(bytes.to_vec()).expect("UTF-8");
    text.lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect()
}

fn export(root: &Path, arguments: &[&str]) -> (Vec<u8>, String, Option<i32>) {
    let output = hashiya(root, &[&["export"], arguments].concat());
    (output.stdout, text(&output.stderr), output.status.code())
}

/// A project with a hard text, on which sara and omar differ, and with words that a topic rests on.
fn hard(root: &Path) -> Store {
    let store = make(
        root,
        &[("hard", HARD), ("open", "Nothing is decided here.\n")],
    );
    decide(&store, "sara", "hard", "pv pv+pt ps 0");
    decide(&store, "omar", "hard", "pv pt ps .");
    let article = store.article("hard").expect("an article");
    let mut annotations = store.annotations("sara", &article).expect("annotations");
    let start = article.text.find("حملة").expect("the word");
    let start = article.text[..start].chars().count();
    let words: String = article.text.chars().skip(start).take(6).collect();
    let evidence = Evidence {
        topic: "prevention".into(),
        start,
        end: start + 6,
        text: words,
        unknown: Unknown::new(),
    };
    annotations.sentences[0].decision.evidence = vec![evidence];
    write(&store, &annotations);
    store
}

#[test]
fn what_goes_along_and_what_does_not_is_said() {
    let desk = project();
    let (out, said, code) = export(desk.root(), &["jsonl", "--who", "sara"]);
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(lines(&out).len(), 3, "{said}");
    assert!(said.contains("3 sentences of 2 articles."), "{said}");
    assert!(
        said.contains("Left out: 2 sentences are not decided (--undecided takes them along)."),
        "{said}"
    );
    let (out, _, _) = export(desk.root(), &["jsonl", "--undecided"]);
    assert_eq!(lines(&out).len(), 5);
    let (out, said, _) = export(desk.root(), &["spacy", "--undecided", "--article", "a"]);
    assert_eq!(lines(&out).len(), 2, "{said}");
    assert!(said.contains("cannot tell them from those"), "{said}");
}

#[test]
fn offsets_of_every_kind_find_the_sentence_and_its_words() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = hard(folder.path());
    let article = store.article("hard").expect("an article");
    let (out, said, code) = export(folder.path(), &["jsonl", "--who", "all"]);
    assert_eq!(code, Some(0), "{said}");
    let units: Vec<u16> = article.text.encode_utf16().collect();
    let find = |value: &Value, text: &Value| {
        let range = |kind: &str| {
            let at = |end: usize| value[kind][end].as_u64().expect("a number") as usize;
            at(0)..at(1)
        };
        let points = range("code_points");
        let found: String = article
            .text
            .chars()
            .skip(points.start)
            .take(points.len())
            .collect();
        let text = text.as_str().expect("a text");
        assert_eq!(found, text);
        assert_eq!(&article.text[range("bytes")], text);
        assert_eq!(String::from_utf16_lossy(&units[range("utf16")]), text);
    };
    let lines = lines(&out);
    assert_eq!(lines.len(), 7);
    for line in &lines {
        find(&line["offsets"], &line["text"]);
        for words in line["decision"]["evidence"].as_array().expect("a list") {
            find(&words["offsets"], &words["text"]);
        }
    }
    assert_eq!(lines[0]["decision"]["annotator"], "omar");
    assert_eq!(lines[1]["decision"]["evidence"][0]["text"], "حملةً.");
}

#[test]
fn people_who_differ_make_a_majority_and_soft_labels() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = hard(folder.path());
    let (out, _, _) = export(folder.path(), &["jsonl"]);
    let second = &lines(&out)[1];
    assert_eq!(
        second["decision"]["topics"],
        serde_json::json!(["protection"])
    );
    assert_eq!(second["soft"]["topics"]["prevention"], 0.5);
    assert_eq!(second["gold"], Value::Null);
    assert_eq!(second["annotators"].as_array().map(Vec::len), Some(2));
    let (_, said, code) = export(folder.path(), &["jsonl", "--who", "gold"]);
    assert_eq!(code, Some(2));
    assert!(
        said.contains("no sentence has an adjudicated decision: adjudicate first"),
        "{said}"
    );
    decide(&store, "gold", "hard", "pv pv+pt ps 0");
    let (out, _, _) = export(folder.path(), &["jsonl", "--who", "gold"]);
    let second = &lines(&out)[1];
    let both = serde_json::json!(["prevention", "protection"]);
    assert_eq!(
        (&second["decision"]["topics"], &second["gold"]["topics"]),
        (&both, &both)
    );
    // It is nobody's vote.
    assert_eq!(second["annotators"].as_array().map(Vec::len), Some(2));
}

/// What comes back when `format` is exported and brought in again as another annotator: a line for each
/// sentence that is decided then, with the id and the place that it has.
fn round(format: &str, file: &str, tool: &str, arguments: &[&str]) -> Vec<String> {
    let folder = tempfile::tempdir().expect("a folder");
    hard(folder.path());
    let output = folder.path().join(file);
    let path = output.to_str().expect("a name");
    let (_, said, code) = export(folder.path(), &[format, "--who", "sara", "-o", path]);
    assert_eq!(code, Some(0), "{said}");
    let back = folder.path().join("back");
    Store::create(&back).expect("a project");
    let import = [
        &["import", path, "--labels", tool, "--annotator", "back"],
        arguments,
    ]
    .concat();
    let imported = hashiya(&back, &import);
    let said = text(&imported.stderr);
    assert_eq!(imported.status.code(), Some(0), "{said}");
    assert_eq!(said, "", "every label is known");
    let store = Store::open(&back).expect("a project");
    let mut found = Vec::new();
    for id in store.ids() {
        let article = store.article(id).expect("an article");
        let annotations = store.annotations("back", &article).expect("annotations");
        for it in annotations.sentences {
            if !it.decision.is_decided() {
                continue;
            }
            let words = it.decision.evidence.iter();
            let words = words.map(|it| format!(" ({}: {})", it.topic, it.text));
            let decision = match it.decision.state {
                State::None => "none".to_owned(),
                _ => it.decision.topics.join("+"),
            };
            // The end of an id that was made of another one.
            let id = id.rsplit_once('-').map_or(&**id, |(name, _)| name);
            let words: String = words.collect();
            let (start, end) = (it.start, it.end);
            found.push(format!("{id} {start}..{end} {} {decision}{words}", it.text));
        }
    }
    found.sort();
    found
}

#[test]
fn texts_and_decisions_come_back_through_our_own_importers() {
    let check = |found: Vec<String>, expected: &[&str]| assert_eq!(found, expected);
    // Everything of an article, where a form has it whole: ids and places, too.
    check(
        round(
            "label-studio",
            "a.json",
            "label-studio",
            &["--text", "data.text", "--id", "data.article"],
        ),
        &[
            "hard 0..29 😀 أَطْلَقَتِ الوِزارةُ حملةً. prevention (prevention: حملةً.)",
            "hard 30..50 می\u{200c}خواهیم 🇪🇬 بدانیم. prevention+protection",
            "hard 51..70 حُكِمَ عليه بالسجن. prosecution",
            "hard 71..81 بقي الأمر. none",
        ],
    );
    // A sentence by itself is an article that is named after it.
    let lines = [
        "hard-s1 0..29 😀 أَطْلَقَتِ الوِزارةُ حملةً. prevention (prevention: حملةً.)",
        "hard-s2 0..20 می\u{200c}خواهیم 🇪🇬 بدانیم. prevention+protection",
        "hard-s3 0..19 حُكِمَ عليه بالسجن. prosecution",
        "hard-s4 0..10 بقي الأمر. none",
    ];
    check(round("jsonl", "a.jsonl", "hashiya", &[]), &lines);
    let id = ["--id", "meta.id"];
    check(round("prodigy", "a.jsonl", "prodigy", &id), &lines);
    let bare = lines.map(|line| line.split(" (").next().unwrap_or_default());
    check(round("spacy", "a.jsonl", "spacy", &id), &bare);
    // No label may also mean there that nobody has looked yet.
    check(round("doccano", "a.jsonl", "doccano", &[]), &bare[..3]);
    // The title of the article comes along, and the sentence stands behind it.
    check(
        round("csv", "a.csv", "hashiya", &[]),
        &[
            bare[0],
            "hard-s2 30..50 می\u{200c}خواهیم 🇪🇬 بدانیم. prevention+protection",
            "hard-s3 30..49 حُكِمَ عليه بالسجن. prosecution",
            "hard-s4 30..40 بقي الأمر. none",
        ],
    );
}

/// The history is most of a file, and no dataset has it.
#[test]
fn what_is_read_without_the_history_is_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = hard(folder.path());
    let article = store.article("hard").expect("an article");
    for name in ["sara", "omar", "nobody"] {
        let mut read = store.annotations(name, &article).expect("annotations");
        assert_eq!(read.history.is_empty(), name == "nobody");
        read.history.clear();
        assert_eq!(store.said(name, &article).expect("annotations"), read);
    }
    // What does not fit is carried over, and what is wrong is refused with its line.
    let path = folder.path().join("annotations/sara/hard.json");
    let json = fs::read_to_string(&path).expect("a file");
    let mut cut_anew = article.clone();
    cut_anew.segmentation += 1;
    let carried = store.said("sara", &cut_anew).expect("annotations");
    let longer = store.annotations("sara", &cut_anew);
    assert_eq!(carried, longer.expect("annotations"));
    assert!(!carried.history.is_empty());
    for (old, new) in [("\"format\":1", "\"format\":9"), ("\"s1\"", "1")] {
        assert!(json.contains(old), "{json}");
        fs::write(&path, json.replacen(old, new, 1)).expect("a file");
        assert!(store.said("sara", &article).is_err(), "{new}");
    }
}

/// In Label Studio, a sentence without a topic is one to which none applies.
#[test]
fn a_form_that_cannot_tell_undecided_from_none_takes_no_undecided_sentence() {
    let folder = tempfile::tempdir().expect("a folder");
    hard(folder.path());
    let (out, said, code) = export(
        folder.path(),
        &["label-studio", "--who", "omar", "--undecided"],
    );
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("cannot tell them from those"), "{said}");
    let tasks: Value = serde_json::from_slice(&out).expect("JSON");
    let regions = tasks[0]["annotations"][0]["result"].as_array();
    let regions = regions.expect("a list").iter();
    let regions = regions.filter(|it| it["from_name"] == "sent");
    assert_eq!(regions.count(), 3);
}

#[test]
fn an_output_is_whole_or_not_there() {
    let folder = tempfile::tempdir().expect("a folder");
    hard(folder.path());
    let path = folder.path().join("out.jsonl");
    let output = path.to_str().expect("a name");
    fs::write(&path, "old").expect("a file");
    let (_, said, code) = export(folder.path(), &["jsonl", "-o", output]);
    assert_eq!(code, Some(2));
    assert!(
        said.contains("is there already, and was not touched"),
        "{said}"
    );
    let (_, said, code) = export(
        folder.path(),
        &["jsonl", "-o", output, "--who", "nobody", "--force"],
    );
    assert_eq!(code, Some(2));
    assert!(
        said.contains(
            "nobody called nobody annotates here: --who takes omar, sara, majority, gold or all"
        ),
        "{said}"
    );
    // A limit on the size of a file is as good as a disk that is full, and needs no rights.
    let limited = Command::new("bash")
        .arg("-c")
        .arg(format!(
            "trap '' XFSZ; ulimit -f 1; exec {} export jsonl --project {} --force -o {output}",
            env!("CARGO_BIN_EXE_hashiya"),
            folder.path().display()
        ))
        .output()
        .expect("the program");
    assert_eq!(limited.status.code(), Some(2));
    let said = text(&limited.stderr);
    assert!(
        said.contains("make room, and run it again; what was there before is untouched"),
        "{said}"
    );
    assert_eq!(fs::read(&path).expect("a file"), b"old");
    let stray = fs::read_dir(folder.path()).expect("a folder").flatten();
    let stray = stray.filter(|it| it.file_name().to_string_lossy().starts_with(".hashiya-"));
    assert_eq!(stray.count(), 0);
    let (_, said, code) = export(folder.path(), &["jsonl", "-o", output, "--force"]);
    assert_eq!(code, Some(0), "{said}");
    assert_eq!(lines(&fs::read(&path).expect("a file")).len(), 4);
}

#[test]
fn a_reader_that_closes_the_pipe_has_read_enough() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "The raid freed them. ".repeat(2000);
    let store = make(folder.path(), &[("a", text.as_str())]);
    decide(&store, "sara", "a", vec!["pv"; 2000].join(" ").as_str());
    let mut child = Command::new(env!("CARGO_BIN_EXE_hashiya"))
        .args(["export", "jsonl", "--project"])
        .arg(folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("its end");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(super::check::text(&output.stderr), "");
    let full = Command::new(env!("CARGO_BIN_EXE_hashiya"))
        .args(["export", "jsonl", "--project"])
        .arg(folder.path())
        .stdout(
            File::options()
                .write(true)
                .open("/dev/full")
                .expect("a device"),
        )
        .output()
        .expect("the program");
    assert_eq!(full.status.code(), Some(2));
    assert!(super::check::text(&full.stderr).contains("make room"));
}

/// Also one that reads a line first, in every form that goes to standard output.
#[test]
fn no_form_minds_a_reader_that_goes() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = "The raid freed them. ".repeat(2000);
    let store = make(folder.path(), &[("a", text.as_str())]);
    decide(&store, "sara", "a", vec!["pv"; 2000].join(" ").as_str());
    let forms = [
        "export jsonl",
        "export csv",
        "export spacy",
        "export prodigy",
        "export doccano",
        "export label-studio",
        "schema",
    ];
    for form in forms {
        let project = match form {
            "schema" => String::new(),
            _ => format!("--project {}", folder.path().display()),
        };
        // The status of the first in the line is what counts.
        let script = format!(
            "set -o pipefail; {} {form} {project} | head -c 1 >/dev/null",
            env!("CARGO_BIN_EXE_hashiya")
        );
        let output = Command::new("bash").args(["-c", &script]).output();
        let output = output.expect("the program");
        let said = super::check::text(&output.stderr);
        assert_eq!(
            (output.status.code(), said.as_str()),
            (Some(0), ""),
            "{form}"
        );
    }
}

#[test]
fn a_topic_that_no_sentence_has_is_said() {
    let folder = tempfile::tempdir().expect("a folder");
    let store = make(folder.path(), &[("a", "The raid freed them. It rained.\n")]);
    decide(&store, "sara", "a", "pv+pt 0");
    let (out, said, code) = export(folder.path(), &["spacy"]);
    assert_eq!((lines(&out).len(), code), (2, Some(0)));
    assert!(
        said.contains(
            "No sentence has the topic prosecution: a classifier cannot learn it. Annotate some, or take it out of project.toml."
        ),
        "{said}"
    );
    assert_eq!(said.matches("No sentence has").count(), 1, "{said}");
}

#[test]
fn a_project_without_decisions_says_what_to_do() {
    let folder = tempfile::tempdir().expect("a folder");
    make(folder.path(), &[("a", "Nothing is decided here.\n")]);
    let (out, said, code) = export(folder.path(), &["csv"]);
    assert_eq!((out.len(), code), (0, Some(2)));
    assert!(
        said.contains("nothing is decided yet: annotate first"),
        "{said}"
    );
}

#[test]
fn a_folder_for_the_hub_has_a_card_and_lines() {
    let folder = tempfile::tempdir().expect("a folder");
    hard(folder.path());
    let (_, said, code) = export(folder.path(), &["huggingface"]);
    assert_eq!(code, Some(2));
    assert!(
        said.contains("huggingface is a folder: name it with --output FOLDER"),
        "{said}"
    );
    let path = folder.path().join("hub");
    let output = path.to_str().expect("a name");
    let (_, said, code) = export(
        folder.path(),
        &["huggingface", "-o", output, "--who", "sara"],
    );
    assert_eq!(code, Some(0), "{said}");
    let card = fs::read_to_string(path.join("README.md")).expect("a card");
    assert!(card.starts_with("---\npretty_name: "), "{card}");
    assert!(
        card.contains("'1': \"protection\"") && card.contains("**Missing**: `limitations`"),
        "{card}"
    );
    let rows = lines(&fs::read(path.join("data/train.jsonl")).expect("lines"));
    assert_eq!(rows[1]["labels"], serde_json::json!([0, 1]));
    assert_eq!(rows[1]["soft"], serde_json::json!([0.5, 1.0, 0.0]));
    let (_, said, code) = export(folder.path(), &["huggingface", "-o", output]);
    assert_eq!(code, Some(2), "{said}");
    fs::create_dir(folder.path().join("mine")).expect("a folder");
    fs::write(folder.path().join("mine/thesis.txt"), "x").expect("a file");
    let mine = folder.path().join("mine");
    let mine = mine.to_str().expect("a name");
    let (_, said, code) = export(folder.path(), &["huggingface", "-o", mine, "--force"]);
    assert_eq!(code, Some(2));
    assert!(
        said.contains("holds no dataset of Hashiya, and is not replaced"),
        "{said}"
    );
    // Nothing of the old one stays.
    fs::write(path.join("data/dev.jsonl"), "{}").expect("a file");
    let (_, said, code) = export(folder.path(), &["huggingface", "-o", output, "--force"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(path.join("data/train.jsonl").exists() && !path.join("data/dev.jsonl").exists());
}
