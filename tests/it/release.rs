//! `hashiya release`: the same bytes again, nothing of anybody that should not be there, and what changed.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use hashiya::store::{Store, sha256};
use serde_json::Value;

use super::check::{hashiya, text};
use super::export::{decide, make};

fn project(root: &Path) -> Store {
    let texts = [
        (
            "a",
            "😀 The raid freed them. می\u{200c}خواهیم بدانیم. They left.\n",
        ),
        ("b", "أُدين المتهم. ثم رفعت الجلسة.\n"),
        ("c", "A shelter was opened. It rained.\n"),
    ];
    let store = make(root, &texts);
    decide(&store, "sara", "a", "pt pv 0");
    decide(&store, "omar", "a", "pt pv+ps .");
    decide(&store, "sara", "b", "ps 0");
    decide(&store, "omar", "c", "pt 0");
    decide(&store, "gold", "a", "pt pv 0");
    store
}

fn release(root: &Path, arguments: &[&str]) -> Output {
    hashiya(root, &[&["release"], arguments].concat())
}

/// The files below `folder`, by their paths.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).expect("a folder").flatten() {
            match entry.path().is_dir() {
                true => folders.push(entry.path()),
                false => {
                    let name = entry
                        .path()
                        .strip_prefix(folder)
                        .expect("a file")
                        .to_owned();
                    found.insert(name, fs::read(entry.path()).expect("a file"));
                }
            }
        }
    }
    found
}

#[test]
fn the_same_project_gives_the_same_bytes() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    project(root);
    let made = release(root, &["one", "--split", "70/30"]);
    assert_eq!(made.status.code(), Some(0), "{}", text(&made.stderr));
    let one = files(&root.join("releases/one"));
    let names: Vec<String> = one.keys().map(|it| it.display().to_string()).collect();
    assert_eq!(
        names,
        [
            "README.md",
            "articles.jsonl",
            "data/test.jsonl",
            "data/train.jsonl",
            "gold.jsonl",
            "manifest.json",
            "raw.jsonl",
            "soft.jsonl",
            "splits.json"
        ]
    );
    // Elsewhere: another place, day, language and order of files, and without the key.
    let other = tempfile::tempdir().expect("a folder");
    let copy = other.path().join("elsewhere");
    let copied = Command::new("cp")
        .arg("-r")
        .arg(root)
        .arg(&copy)
        .status()
        .expect("cp");
    assert!(copied.success());
    fs::remove_file(copy.join("pseudonyms.json")).expect("the key");
    fs::remove_dir_all(copy.join("releases")).expect("the releases");
    let output = Command::new(env!("CARGO_BIN_EXE_hashiya"))
        .args(["release", "one"])
        .current_dir(&copy)
        .env("TZ", "Asia/Kathmandu")
        .env("LC_ALL", "ar_EG.UTF-8")
        .output()
        .expect("the program");
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(files(&copy.join("releases/one")) == one);
    let manifest: Value = serde_json::from_slice(&one[Path::new("manifest.json")]).expect("JSON");
    let listed = manifest["files"].as_array().expect("a list");
    assert_eq!(listed.len(), one.len() - 1);
    for file in listed {
        let bytes = &one[Path::new(file["path"].as_str().expect("a path"))];
        assert_eq!(file["sha256"], sha256(bytes));
        assert_eq!(file["bytes"], bytes.len());
    }
}

#[test]
fn nobodys_name_and_no_note_is_in_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    let store = project(root);
    let article = store.article("a").expect("an article");
    let mut annotations = store.annotations("sara", &article).expect("annotations");
    annotations.sentences[0].decision.note = "SECRET".into();
    annotations.overall.note = "SECRET".into();
    annotations.overall.topics = vec!["protection".into()];
    let json = serde_json::to_vec(&annotations).expect("JSON");
    fs::write(root.join("annotations/sara/a.json"), json).expect("a file");
    assert_eq!(release(root, &["one"]).status.code(), Some(0));
    let all = |name: &str| {
        let files = files(&root.join("releases").join(name));
        files.values().map(|it| text(it)).collect::<String>()
    };
    let one = all("one");
    for name in ["sara", "omar", "SECRET"] {
        assert!(!one.contains(name), "{name} in {one}");
    }
    assert!(one.contains("annotator-1") && one.contains("annotator-2"));
    let key = root.join("pseudonyms.json");
    let mode = fs::metadata(&key).expect("the key").permissions().mode() & 0o777;
    assert_eq!(mode, 0o600);
    assert!(text(&fs::read(&key).expect("the key")).contains("sara"));
    assert_eq!(release(root, &["two", "--notes"]).status.code(), Some(0));
    assert_eq!(all("two").matches("SECRET").count(), 2);
    assert_eq!(
        release(root, &["three", "--who", "sara", "--notes"])
            .status
            .code(),
        Some(0)
    );
    assert!(!all("three").contains("sara"));
}

#[test]
fn a_stand_off_release_has_no_word_of_the_texts() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    let store = project(root);
    let made = release(root, &["bare", "--stand-off", "--notes"]);
    assert_eq!(made.status.code(), Some(0), "{}", text(&made.stderr));
    let files = files(&root.join("releases/bare"));
    let article = store.article("a").expect("an article");
    for (name, bytes) in &files {
        let all = text(bytes);
        for word in [
            "raid",
            "freed",
            "خواهیم",
            "المتهم",
            "shelter",
            &article.text_sha256,
            &article.source.sha256,
        ] {
            assert!(!all.contains(word), "{word} in {}", name.display());
        }
        if name.extension().is_some_and(|it| it == "jsonl") {
            for key in [
                "\"text\"",
                "\"note\"",
                "\"evidence\"",
                "\"title\"",
                "\"file\"",
            ] {
                assert!(!all.contains(key), "{key} in {}", name.display());
            }
        }
    }
    // An id, offsets and topics are enough for who has the article.
    let raw = text(&files[Path::new("raw.jsonl")]);
    let first: Value = serde_json::from_str(raw.lines().next().expect("a line")).expect("JSON");
    let points = &first["offsets"]["code_points"];
    let at = |end: usize| points[end].as_u64().expect("a number") as usize;
    let found: String = article
        .text
        .chars()
        .skip(at(0))
        .take(at(1) - at(0))
        .collect();
    assert_eq!(found, "😀 The raid freed them.");
    let card = text(&files[Path::new("README.md")]);
    assert!(
        card.contains("No word of the articles is here") && !card.contains("name: text"),
        "{card}"
    );
}

#[test]
fn what_changed_between_two_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    let store = project(root);
    assert_eq!(release(root, &["one"]).status.code(), Some(0));
    decide(&store, "sara", "b", "ps+pt .");
    decide(&store, "omar", "a", ". . 0");
    assert_eq!(release(root, &["two"]).status.code(), Some(0));
    let diff = release(root, &["diff", "one", "two"]);
    assert_eq!(diff.status.code(), Some(0), "{}", text(&diff.stderr));
    let said = text(&diff.stdout);
    assert!(
        said.contains(": prosecution → protection, 2026-11-24T08:15:30Z"),
        "{said}"
    );
    assert!(said.contains("a/s3 annotator-"), "{said}");
    assert!(said.contains(": nothing → none applies"), "{said}");
    assert!(
        said.ends_with(
            "1 decisions changed, 1 are new, 0 are gone; 0 articles are in another part.\n"
        ),
        "{said}"
    );
    let same = release(root, &["diff", "two", "two", "--json"]);
    let json: Value = serde_json::from_slice(&same.stdout).expect("JSON");
    assert_eq!(json["decisions"], Value::Array(vec![]));
    let wrong = release(root, &["diff", "one", "nine"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(text(&wrong.stderr).contains("nine is no release (it has no manifest.json)"));
}

#[test]
fn a_release_that_does_not_work_out_leaves_the_old_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    project(root);
    assert_eq!(release(root, &["one"]).status.code(), Some(0));
    let before = files(&root.join("releases/one"));
    let again = release(root, &["one"]);
    assert_eq!(again.status.code(), Some(2));
    assert!(text(&again.stderr).contains("is there already, and was not touched"));
    // A limit on the size of a file is as good as a disk that is full, and needs no rights.
    let limited = Command::new("bash")
        .arg("-c")
        .arg(format!(
            "trap '' XFSZ; ulimit -f 1; exec {} release one --force --project {}",
            env!("CARGO_BIN_EXE_hashiya"),
            root.display()
        ))
        .output()
        .expect("the program");
    assert_eq!(limited.status.code(), Some(2));
    assert!(
        text(&limited.stderr).contains("make room, and run it again"),
        "{}",
        text(&limited.stderr)
    );
    assert!(files(&root.join("releases")).len() == before.len());
    assert!(files(&root.join("releases/one")) == before);
    assert_eq!(release(root, &["one", "--force"]).status.code(), Some(0));
    assert!(files(&root.join("releases")).len() == before.len());
    let wrong = release(root, &["../x"]);
    assert!(text(&wrong.stderr).contains("a release cannot be called ../x"));
}

#[test]
fn what_cannot_be_released_says_what_to_do_and_leaves_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    let store = make(
        root,
        &[
            ("a", "The raid freed them. It rained.\n"),
            ("b", "A shelter was opened. They left.\n"),
        ],
    );
    let left = || files(&root.join("releases")).len();
    let made = release(root, &["one"]);
    assert_eq!((made.status.code(), left()), (Some(2), 0));
    let said = text(&made.stderr);
    assert!(
        said.contains("nothing is decided yet: annotate first, with hashiya in this folder"),
        "{said}"
    );
    decide(&store, "sara", "a", "pv+pt 0");
    decide(&store, "sara", "b", "pt 0");
    let made = release(root, &["one", "--split", "80/10/10"]);
    assert_eq!((made.status.code(), left()), (Some(2), 0));
    let said = text(&made.stderr);
    assert!(
        said.contains("there are 2 articles or clusters of duplicates with decisions that can go along, and 3 parts: annotate more articles, or ask for fewer parts"),
        "{said}"
    );
    let made = release(root, &["one"]);
    assert_eq!(made.status.code(), Some(0));
    let said = text(&made.stderr);
    assert!(
        said.contains("No sentence has the topic prosecution: a classifier cannot learn it"),
        "{said}"
    );
    let stray = root.join("releases/one/data/dev.jsonl");
    fs::write(&stray, "{}").expect("a file");
    assert_eq!(release(root, &["one", "--force"]).status.code(), Some(0));
    assert!(!stray.exists(), "something of the old one stayed");
}

/// A file system of half a megabyte that is full. It needs the right to mount one, which the kernel
/// may give to everybody, or not.
#[test]
fn on_a_full_disk_the_old_release_stays() {
    let folder = tempfile::tempdir().expect("a folder");
    let project_root = folder.path().join("p");
    fs::create_dir(&project_root).expect("a folder");
    project(&project_root);
    fs::create_dir(folder.path().join("disk")).expect("a folder");
    let mount = "mount -t tmpfs -o size=512k tmpfs disk";
    let run = |script: &str| {
        let mut unshare = Command::new("unshare");
        unshare.args(["-rm", "bash", "-c", script]);
        unshare.current_dir(folder.path()).output()
    };
    if !run(mount).is_ok_and(|it| it.status.success()) {
        return;
    }
    // The second one has room for its first files only: writing fails in the middle.
    let script = format!(
        "{mount} && cp -r p disk/ && cd disk/p || exit 9
        told() {{ (cd releases; find . | sort; find . -type f | sort | xargs sha256sum); }}
        {program} release one 2>/dev/null
        told >../../before
        head -c 1M /dev/zero >../ballast 2>/dev/null
        truncate -s -8K ../ballast
        {program} release one --force
        code=$?
        told >../../after
        exit $code",
        program = env!("CARGO_BIN_EXE_hashiya")
    );
    let output = run(&script).expect("the program");
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{said}");
    let told = |name: &str| fs::read_to_string(folder.path().join(name)).expect("a list");
    assert!(told("before").contains("./one/manifest.json"));
    assert_eq!(told("before"), told("after"));
    assert!(
        said.contains("no space left on device")
            && said.contains("make room, and run it again; what was there before is untouched"),
        "{said}"
    );
}
