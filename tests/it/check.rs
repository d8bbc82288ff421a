//! `hashiya check`: each fault by breaking a real file of a real project, and what mending leaves.

use std::fs::{self, File, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, SystemTime};

use hashiya::model::Time;
use hashiya::model::annotation::Annotations;
use hashiya::store::{Asked, Holder, Store, check};
use proptest::prelude::*;
use serde_json::Value;

use super::desk::Desk;

/// Runs the program with `arguments` for the project at `root`.
pub(crate) fn hashiya(root: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hashiya"));
    command.args(arguments).arg("--project").arg(root);
    command
        .env_clear()
        .env("HOME", root)
        .env("LANG", "en_US.UTF-8");
    command.output().expect("the program")
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A project in which sara decided in two articles and took one decision back. Nobody works there.
pub(crate) fn project() -> Desk {
    let mut desk = Desk::with(&[
        ("a", "The raid freed them. We shall see. They left.\n"),
        ("b", "المحكمة أدانته. ثم رفعت الجلسة.\n"),
    ]);
    desk.keys("enter 1 j 0 j 2 u l j enter 3 1");
    // It gives the claim away.
    desk.restart_held();
    desk
}

/// What `check` says of the project: for each problem its file, line, kind and what was done.
fn found(root: &Path, arguments: &[&str]) -> (Vec<String>, Option<i32>) {
    let arguments = [&["check", "--json"], arguments].concat();
    let output = hashiya(root, &arguments);
    let json: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let problem = |it: &Value| {
        let path = Path::new(it["path"].as_str().expect("a path"));
        let path = path.strip_prefix(root).expect("a path in the project");
        let keys: Vec<&String> = it.as_object().expect("an object").keys().collect();
        assert_eq!(keys, ["column", "kind", "line", "path", "repaired", "what"]);
        assert!(
            it["what"].as_str().is_some_and(|what| what.len() > 20),
            "{it}"
        );
        let line = it["line"]
            .as_u64()
            .map_or(String::new(), |it| format!(":{it}"));
        let (kind, done) = (it["kind"].as_str(), it["repaired"].as_str());
        let done = done.map_or(String::new(), |it| format!(" {it}"));
        format!("{}{line} {}{done}", path.display(), kind.expect("a kind"))
    };
    let problems = json.as_array().expect("an array").iter().map(problem);
    (problems.collect(), output.status.code())
}

const A: &str = "annotations/sara/a.json";
const B: &str = "annotations/sara/b.json";

fn change(path: &Path, from: &str, to: &str) {
    let before = fs::read_to_string(path).expect("a file");
    let after = before.replacen(from, to, 1);
    assert_ne!(after, before, "{from:?} is not in\n{before}");
    fs::write(path, after).expect("a file");
}

/// What is found after `damage`, what `--repair` says, and what is found after that.
fn broken(damage: impl Fn(&Path), before: &[&str], during: &[&str], after: &[&str]) {
    let desk = project();
    let root = desk.root();
    assert_eq!(found(root, &[]), (vec![], Some(0)), "nothing is wrong");
    let whole = fs::read(root.join(A)).expect("a file");
    damage(root);
    let all = |expected: &[&str], code| {
        let expected: Vec<String> = expected.iter().map(|it| (*it).to_owned()).collect();
        (expected, Some(code))
    };
    assert_eq!(found(root, &[]), all(before, 1), "without --repair");
    let is_well = |it: &&str| it.ends_with(" mended") || it.ends_with(" removed");
    let code = i32::from(!during.iter().all(is_well));
    assert_eq!(
        found(root, &["--repair"]),
        all(during, code),
        "with --repair"
    );
    assert_eq!(
        found(root, &[]),
        all(after, i32::from(!after.is_empty())),
        "after it"
    );
    // Whatever was mended is as it was; nothing is lost.
    let mended = during
        .iter()
        .any(|it| it.starts_with(A) && it.ends_with(" mended"));
    if mended && !during.iter().any(|it| it.contains("permissions")) {
        assert_eq!(text(&fs::read(root.join(A)).expect("a file")), text(&whole));
        assert_eq!(aside(root).len(), 2, "a copy, and a note");
    }
}

/// The files that were set aside.
fn aside(root: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![root.join(".set-aside")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            if entry.path().is_dir() {
                folders.push(entry.path());
            } else {
                found.push(entry.path());
            }
        }
    }
    found.sort();
    found
}

#[test]
fn a_state_is_made_from_its_history_again() {
    let state: &[&str] = &[
        "annotations/sara/a.json:11 decision",
        "annotations/sara/a.json:11 state",
    ];
    let mended: &[&str] = &[
        "annotations/sara/a.json:11 decision mended",
        "annotations/sara/a.json:11 state mended",
    ];
    let damage = |root: &Path| {
        change(
            &root.join(A),
            "\"state\": \"tagged\"",
            "\"state\": \"none\"",
        )
    };
    broken(damage, state, mended, &[]);
    let damage = |root: &Path| change(&root.join(A), "\"seconds\": ", "\"seconds\": -");
    broken(damage, state, mended, &[]);
    let damage = |root: &Path| change(&root.join(A), "[\"prevention\"]", "[\"protection\"]");
    let only = |list: &[&'static str]| vec![list[1]];
    broken(damage, &only(state), &only(mended), &[]);
}

#[test]
fn quotes_ranges_and_hashes_come_from_the_article() {
    let quote: &[&str] = &["annotations/sara/a.json:12 quote"];
    let mended: &[&str] = &["annotations/sara/a.json:12 quote mended"];
    let damage = |root: &Path| change(&root.join(A), "We shall see", "We shall not see");
    broken(damage, quote, mended, &[]);
    let damage = |root: &Path| change(&root.join(A), "\"start\": 21", "\"start\": 22");
    broken(damage, quote, mended, &[]);
    let damage = |root: &Path| change(&root.join(A), "\"text_sha256\": \"", "\"text_sha256\": \"0");
    broken(
        damage,
        &["annotations/sara/a.json quote"],
        &["annotations/sara/a.json quote mended"],
        &[],
    );
}

#[test]
fn a_file_that_cannot_be_trusted_is_set_aside() {
    let aside = |damage: &dyn Fn(&Path), found: &str| {
        let done = format!("{found} set-aside");
        broken(damage, &[found], &[done.as_str()], &[]);
    };
    aside(
        &|root| fs::write(root.join(A), "[".repeat(100_000)).expect("a file"),
        &format!("{A}:1 unreadable"),
    );
    aside(
        &|root| fs::write(root.join(A), "").expect("a file"),
        &format!("{A}:1 unreadable"),
    );
    aside(
        &|root| {
            let json = fs::read(root.join(A)).expect("a file");
            fs::write(root.join(A), &json[..json.len() / 2]).expect("a file");
        },
        &format!("{A}:16 unreadable"),
    );
    aside(
        &|root| {
            change(
                &root.join(A),
                "\"annotator\": \"sara\"",
                "\"annotator\": \"laila\"",
            )
        },
        &format!("{A} name"),
    );
    aside(
        &|root| change(&root.join(A), "\"n\": 2,", "\"n\": 1,"),
        &format!("{A}:17 history"),
    );
    aside(
        &|root| {
            change(
                &root.join(A),
                "\"sentence\": \"s2\"",
                "\"sentence\": \"s9\"",
            )
        },
        &format!("{A}:17 history"),
    );
    aside(
        &|root| fs::write(root.join("annotations/sara/notes.txt"), "x").expect("a file"),
        "annotations/sara/notes.txt foreign",
    );
    aside(
        &|root| fs::write(root.join("articles/a.json~"), "x").expect("a file"),
        "articles/a.json~ foreign",
    );
    aside(
        &|root| fs::write(root.join("annotations/a.json"), "x").expect("a file"),
        "annotations/a.json foreign",
    );
}

/// These belong to people, or disagree with what does: they stay where they are.
#[test]
fn what_only_people_can_mend_is_named_and_stays() {
    let stays = |damage: &dyn Fn(&Path), found: &[&str]| broken(damage, found, found, found);
    stays(
        &|root| change(&root.join("project.toml"), "key = \"1\"", "key = \"0\""),
        &["project.toml:20 unreadable"],
    );
    stays(
        &|root| fs::write(root.join("articles/a.json"), "{").expect("a file"),
        &["articles/a.json:1 unreadable"],
    );
    stays(
        &|root| {
            change(
                &root.join("articles/b.json"),
                "\"id\": \"s2\"",
                "\"id\": \"s1\"",
            )
        },
        &["articles/b.json:9 sentence", "annotations/sara/b.json text"],
    );
    stays(
        &|root| change(&root.join("articles/b.json"), "\"end\": 15", "\"end\": 999"),
        &["articles/b.json unreadable"],
    );
    stays(
        &|root| {
            change(
                &root.join("articles/a.json"),
                "freed them. We",
                "froze them. We",
            )
        },
        &["annotations/sara/a.json text"],
    );
    stays(
        &|root| fs::remove_file(root.join("articles/a.json")).expect("a file"),
        &["annotations/sara/a.json orphan"],
    );
    stays(
        &|root| {
            let topics = fs::read_to_string(root.join("project.toml")).expect("a file");
            let topics = topics.replace("id = \"prosecution\"", "id = \"pursuit\"");
            fs::write(root.join("project.toml"), topics).expect("a file");
        },
        &["annotations/sara/b.json:11 topic"],
    );
    // Said of the whole file, in what happened and in what stands there.
    let everywhere = |from: &'static str, to: &'static str| {
        move |root: &Path| {
            let path = root.join(B);
            let json = fs::read_to_string(&path).expect("a file");
            assert!(json.contains(from), "{json}");
            fs::write(path, json.replace(from, to)).expect("a file");
        }
    };
    stays(
        &everywhere("\"prosecution\"]", "\"pursuit\"]"),
        &["annotations/sara/b.json:11 topic"],
    );
    stays(
        &|root| {
            let hash = fs::read_dir(root.join("guidelines"))
                .expect("a folder")
                .flatten()
                .next();
            fs::remove_file(hash.expect("a wording").path()).expect("a file");
        },
        &["annotations/sara/a.json:11 wording"],
    );
    stays(
        &|root| fs::create_dir(root.join("annotations/Gold")).expect("a folder"),
        &["annotations/Gold gold"],
    );
    stays(
        &|root| fs::create_dir(root.join("annotations/old ones")).expect("a folder"),
        &["annotations/old ones foreign"],
    );
    stays(
        &|root| change(&root.join(A), "\"format\": 1", "\"format\": 9"),
        &["annotations/sara/a.json:2 unreadable"],
    );
    stays(
        &everywhere("\"undoes\": null", "\"undoes\": 99"),
        &[
            "annotations/sara/b.json:15 undoes",
            "annotations/sara/b.json:16 undoes",
        ],
    );
    stays(
        &|root| {
            let json = fs::read_to_string(root.join(B)).expect("a file");
            fs::write(root.join(B), json.replace("\"n\": 5", "\"n\": 4")).expect("a file");
        },
        &["annotations/sara/b.json:15 number"],
    );
}

#[test]
fn a_wording_that_was_changed_is_named() {
    let desk = project();
    let folder = fs::read_dir(desk.root().join("guidelines")).expect("a folder");
    let path = folder.flatten().next().expect("a wording").path();
    change(&path, "Prevention", "Prevented");
    let name = path
        .file_name()
        .expect("a name")
        .to_string_lossy()
        .into_owned();
    let expected = vec![format!("guidelines/{name} wording")];
    assert_eq!(found(desk.root(), &[]), (expected, Some(1)));
}

/// Writes a file as a killed program would have left it, an hour ago.
fn leave(path: PathBuf, contents: &[u8]) {
    fs::write(&path, contents).expect("a file");
    let hour = SystemTime::now() - Duration::from_secs(3600);
    let file = File::options().write(true).open(path).expect("a file");
    file.set_modified(hour).expect("a time");
}

#[test]
fn what_a_killed_program_left_goes_only_where_its_file_is_whole() {
    for (folder, whole) in [
        ("annotations/sara", A),
        ("articles", "articles/a.json"),
        ("", "project.toml"),
    ] {
        let path = Path::new(folder)
            .join(".hashiya-x1.tmp")
            .to_string_lossy()
            .into_owned();
        let left = format!("{path} leftover");
        for contents in ["{ torn", "whole"] {
            let damage = |root: &Path| {
                let whole = fs::read(root.join(whole)).expect("a file");
                let contents = if contents == "whole" {
                    &whole
                } else {
                    contents.as_bytes()
                };
                leave(root.join(&path), contents);
            };
            broken(damage, &[&left], &[&format!("{left} removed")], &[]);
        }
    }
    // The better of two may be the one that was left.
    let desk = project();
    let root = desk.root();
    let path = root.join("annotations/sara/.hashiya-x1.tmp");
    leave(path.clone(), &fs::read(root.join(A)).expect("a file"));
    fs::write(root.join(A), "{ torn").expect("a file");
    let (problems, code) = found(root, &["--repair"]);
    let expected = [
        "annotations/sara/a.json:1 unreadable set-aside",
        "annotations/sara/.hashiya-x1.tmp leftover set-aside",
    ];
    assert_eq!(
        (problems, code),
        (expected.map(str::to_owned).to_vec(), Some(1))
    );
    assert_eq!(aside(root).len(), 3);
    assert_eq!(found(root, &[]), (vec![], Some(0)));
}

#[test]
fn what_a_killed_import_left_is_named_and_set_aside_unless_one_goes_on() {
    let left = "articles/.import-x1 leftover";
    let damage = |root: &Path| {
        let folder = root.join("articles/.import-x1/0");
        fs::create_dir_all(&folder).expect("a folder");
        fs::write(folder.join("c.json"), "{ torn").expect("a file");
    };
    broken(damage, &[left], &[&format!("{left} set-aside")], &[]);
    let desk = project();
    damage(desk.root());
    let lock = File::create(desk.root().join("articles/.lock")).expect("a lock");
    lock.lock().expect("a lock");
    assert_eq!(found(desk.root(), &["--repair"]), (vec![], Some(0)));
    assert!(desk.root().join("articles/.import-x1/0/c.json").exists());
}

#[test]
fn what_is_being_written_now_is_no_leftover() {
    let desk = project();
    fs::write(desk.root().join("articles/.hashiya-x1.tmp"), "{").expect("a file");
    assert_eq!(found(desk.root(), &[]), (vec![], Some(0)));
}

#[test]
fn nobody_else_may_write() {
    for path in [
        "project.toml",
        A,
        "articles",
        "annotations/sara",
        "annotations/sara/.lock",
    ] {
        let damage = |root: &Path| {
            let path = root.join(path);
            let mode = fs::metadata(&path).expect("a file").permissions().mode();
            fs::set_permissions(path, Permissions::from_mode(mode | 0o022)).expect("a mode");
        };
        let found = format!("{path} permissions");
        broken(damage, &[&found], &[&format!("{found} mended")], &[]);
    }
}

#[test]
fn a_link_out_of_the_project_is_not_followed() {
    let outside = tempfile::tempdir().expect("a folder");
    let secret = outside.path().join("x.json");
    fs::write(&secret, "{").expect("a file");
    let desk = project();
    let root = desk.root();
    symlink(&secret, root.join("articles/x.json")).expect("a link");
    symlink(outside.path(), root.join("annotations/laila")).expect("a link");
    // One that stays inside is what it leads to.
    symlink(root.join(A), root.join("annotations/sara/c.json")).expect("a link");
    let expected = [
        "articles/x.json link",
        "annotations/laila link",
        "annotations/sara/c.json name",
    ];
    assert_eq!(
        found(root, &[]),
        (expected.map(str::to_owned).to_vec(), Some(1))
    );
    found(root, &["--repair"]);
    assert_eq!(fs::read(secret).expect("a file"), b"{");
    assert_eq!(fs::read_dir(outside.path()).expect("a folder").count(), 1);
    assert!(root.join(A).is_file());
}

#[test]
fn nothing_of_somebody_at_work_is_mended() {
    let mut desk = project();
    desk.restart();
    let root = desk.root();
    change(&root.join(A), "We shall see", "We shall not see");
    let before = fs::read(root.join(A)).expect("a file");
    let output = hashiya(root, &["check", "--repair"]);
    assert_eq!(output.status.code(), Some(1));
    let said = text(&output.stderr);
    assert!(
        said.starts_with("hashiya: somebody works as sara (on desk, process 1, since 2026-11-24T")
            && said.contains("nothing of sara's was mended; try again later"),
        "{said}"
    );
    assert_eq!(fs::read(root.join(A)).expect("a file"), before);
    assert!(aside(root).is_empty());
}

#[test]
fn a_line_names_the_place_and_what_to_do() {
    let desk = project();
    let root = desk.root();
    let output = hashiya(root, &["check"]);
    assert_eq!(
        (
            text(&output.stdout),
            text(&output.stderr),
            output.status.code()
        ),
        (
            String::new(),
            "4 files: nothing is wrong\n".to_owned(),
            Some(0)
        )
    );
    change(&root.join(A), "We shall see", "We shall not see");
    fs::write(root.join("articles/\u{202E}\u{1b}[31m.txt"), "").expect("a file");
    let output = hashiya(root, &["check"]);
    let said = text(&output.stdout).replace(&root.display().to_string(), "@");
    assert_eq!(
        said,
        "\u{2068}@/articles/\u{FFFD}\u{FFFD}[31m.txt\u{2069}: it is no file of Hashiya's: move it out of \
         this folder, or let --repair set it aside\n\
         @/annotations/sara/a.json:12:5: the quote of the sentence s2 is not what the article says there: \
         let --repair mend it\n"
    );
    assert_eq!(text(&output.stderr), "4 files: 2 problems\n");
    // Only what one annotator decided.
    let output = hashiya(root, &["check", "--annotator", "laila"]);
    assert_eq!(
        (text(&output.stdout), output.status.code()),
        (String::new(), Some(0))
    );
    let output = hashiya(root, &["check", "--annotator", "../x"]);
    assert_eq!(output.status.code(), Some(2));
    let output = hashiya(&root.join("articles"), &["check"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("is no project (it has no project.toml)"));
}

#[test]
fn what_was_set_aside_is_put_back_as_the_note_says() {
    let desk = project();
    let root = desk.root();
    let whole = fs::read(root.join(A)).expect("a file");
    let torn = &whole[..whole.len() - 20];
    fs::write(root.join(A), torn).expect("a file");
    let output = hashiya(root, &["check", "--repair"]);
    let said = text(&output.stderr);
    assert!(
        said.contains("is in ") && said.contains(".set-aside"),
        "{said}"
    );
    let [file, note] = aside(root).try_into().expect("a file and a note");
    let (file, note) = if note.ends_with("NOTE.txt") {
        (file, note)
    } else {
        (note, file)
    };
    assert!(file.ends_with(A));
    assert_eq!(fs::read(&file).expect("a file"), torn);
    // Its numbers are not given again.
    fs::remove_file(root.join(B)).expect("a file");
    let store = Store::open(root).expect("a project");
    assert_eq!(store.journal("sara").next_number(), 5);
    let note = fs::read_to_string(note).expect("a note");
    assert!(
        note.contains("Nothing was deleted")
            && note.contains("annotations/sara/a.json: set aside:")
    );
}

/// Whenever it is killed, everything that anybody wrote is in its place or aside, and the next one
/// ends what it began.
#[test]
fn a_repair_that_is_killed_loses_nothing() {
    let desk = project();
    let root = desk.root();
    let whole = fs::read_to_string(root.join(A)).expect("a file");
    for id in 0..40 {
        let name = format!("c{id:02}");
        let article = fs::read_to_string(root.join("articles/a.json")).expect("an article");
        let article = article.replacen("\"id\": \"a\"", &format!("\"id\": \"{name}\""), 1);
        fs::write(root.join(format!("articles/{name}.json")), article).expect("a file");
    }
    for round in 0..15 {
        let mut written = Vec::new();
        let _ = fs::remove_dir_all(root.join(".set-aside"));
        for id in 0..40 {
            let name = format!("c{id:02}");
            let mut json =
                whole.replacen("\"article\": \"a\"", &format!("\"article\": \"{name}\""), 1);
            for n in (1..=4).rev() {
                let new = 100 + 10 * id + n;
                json = json.replace(&format!("\"n\": {n},"), &format!("\"n\": {new},"));
                json = json.replace(&format!("\"undoes\": {n},"), &format!("\"undoes\": {new},"));
            }
            json = match id % 2 {
                0 => json.replacen("We shall see", "We shall not see", 1),
                _ => json.split_at(json.len() / 3).0.to_owned(),
            };
            let path = root.join(format!("annotations/sara/{name}.json"));
            fs::write(&path, &json).expect("a file");
            written.push((path, json));
        }
        let mut command = Command::new(env!("CARGO_BIN_EXE_hashiya"));
        command.args(["check", "--repair", "--project"]).arg(root);
        let (out, error) = (std::process::Stdio::null(), std::process::Stdio::null());
        let mut child = command
            .stdout(out)
            .stderr(error)
            .spawn()
            .expect("the program");
        std::thread::sleep(Duration::from_millis(5 * round));
        child.kill().expect("a kill");
        child.wait().expect("an end");
        let aside = aside(root);
        let aside: Vec<String> = aside
            .iter()
            .map(|path| text(&fs::read(path).expect("a file")))
            .collect();
        for (path, json) in written {
            let there = fs::read_to_string(&path).is_ok_and(|it| it == json);
            assert!(
                there || aside.contains(&json),
                "{} is lost in round {round}",
                path.display()
            );
        }
        found(root, &["--repair"]);
        assert_eq!(found(root, &[]), (vec![], Some(0)), "round {round}");
    }
}

/// What is left after mending is about what people keep, or is in the folder of what was set aside.
const STAYS: [&str; 9] = [
    "evidence",
    "flag",
    "number",
    "orphan",
    "text",
    "topic",
    "undoes",
    "wording",
    "unreadable",
];

fn mutations() -> impl Strategy<Value = Vec<(u8, prop::sample::Index, prop::sample::Index, u8)>> {
    let one = (
        0u8..4,
        any::<prop::sample::Index>(),
        any::<prop::sample::Index>(),
        any::<u8>(),
    );
    prop::collection::vec(one, 1..4)
}

/// Truncates, flips a byte, swaps two values, or puts one digit for another.
fn mutate(
    json: &mut Vec<u8>,
    (how, first, second, byte): &(u8, prop::sample::Index, prop::sample::Index, u8),
) {
    if json.is_empty() {
        return;
    }
    let (a, b) = (first.index(json.len()), second.index(json.len()));
    match how {
        0 if byte % 8 == 0 => json.truncate(a),
        0 | 1 => json[a] ^= byte,
        2 => {
            let text = String::from_utf8_lossy(json).into_owned();
            let mut parts: Vec<&str> = text.split(", ").collect();
            let (a, b) = (first.index(parts.len()), second.index(parts.len()));
            parts.swap(a, b);
            *json = parts.join(", ").into_bytes();
        }
        _ => {
            let digits = (0..json.len()).filter(|&at| json[at].is_ascii_digit());
            let digits: Vec<usize> = digits.collect();
            if !digits.is_empty() {
                json[digits[b % digits.len()]] = b'0' + byte % 10;
            }
        }
    }
}

#[test]
fn whatever_a_file_holds_checking_ends_and_mending_leaves_nothing_broken() {
    let desk = project();
    let root = desk.root().to_owned();
    let whole = fs::read(root.join(A)).expect("a file");
    let config = ProptestConfig {
        failure_persistence: None,
        cases: 300,
        ..ProptestConfig::default()
    };
    proptest!(config, |(mutations in mutations())| {
        let mut json = whole.clone();
        for mutation in &mutations {
            mutate(&mut json, mutation);
        }
        fs::write(root.join(A), &json).expect("a file");
        let _ = fs::remove_dir_all(root.join(".set-aside"));
        let asked = |repair| Asked { annotator: Some("sara"), repair };
        let before = check(&root, &asked(None));
        let me = Holder { host: "desk".into(), pid: 1, since: Time::UNIX_EPOCH };
        let mend = || check(&root, &asked(Some((me.clone(), Time::UNIX_EPOCH))));
        let mut during = mend();
        // A program that another test starts at this moment holds for an instant what is open here.
        for _ in 0..100 {
            if during.skipped.iter().all(|it| !it.starts_with("somebody works")) {
                break;
            }
            std::thread::sleep(Duration::from_millis(20));
            during = mend();
        }
        prop_assert_eq!(before.problems.is_empty(), during.problems.is_empty());
        prop_assert!(during.skipped.is_empty(), "{:?}", during.skipped);
        let after = check(&root, &asked(None));
        for problem in &after.problems {
            prop_assert!(STAYS.contains(&problem.kind), "{:?}", problem);
            let is_newer = problem.kind != "unreadable" || problem.what.contains("update Hashiya");
            prop_assert!(is_newer, "{:?}", problem);
            prop_assert!(problem.path.ends_with(A) || problem.kind == "undoes", "{:?}", problem);
        }
        // What cannot be told from the history is never changed by mending.
        if let (Ok(old), Ok(new)) = (
            serde_json::from_slice::<Annotations>(&json),
            fs::read(root.join(A)).map(|json| serde_json::from_slice::<Annotations>(&json)),
        ) {
            prop_assert_eq!(new.expect("annotations").history, old.history);
        }
        let kept = aside(&root).iter().any(|path| fs::read(path).is_ok_and(|it| it == json));
        let there = fs::read(root.join(A)).is_ok_and(|it| it == json);
        prop_assert!(kept || there, "what was there is somewhere");
    });
}
