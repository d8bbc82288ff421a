//! Privacy: what is masked in all that is given away, what is found to look personal, and what is
//! forgotten everywhere.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use hashiya::model::annotation::{Circumstances, Edit, Evidence};
use hashiya::model::question::Answer;
use hashiya::model::{Time, Unknown};
use hashiya::store::{Access, Claim, FORGOTTEN, Holder, Store};
use hashiya::text::fold::fold;
use serde_json::Value;

use super::check::{hashiya, text};
use super::export::make;

/// With an emoji of two units of UTF-16, harakat, a line's end of Windows and a ZWNJ; a name in four
/// spellings, one of them over the end of a line, and a number in digits of two series.
const HARD: &str = "😀 أَطْلَقَتْ لَيْلَى حَسَن حملةً. می\u{200c}خواهیم با لیلی حسن 🇪🇬 بدانیم.\r\nقالت ذلك ليلي\r\n\
    حـسـن، وهاتفها +٩٦٣ ٩٤٤ ١٢٣ ٤٥٦. بقي الأمر لليلى حسن و+963944123456.\r\n";

/// No spelling of what is not to be there is in `bytes`.
#[track_caller]
fn is_absent(what: &str, bytes: &[u8]) {
    let folded = fold(&text(bytes)).text;
    for name in ["ليلي", "حسن", "layla"] {
        let words = folded.split(|c: char| !c.is_alphanumeric());
        let has_it =
            |word: &str| word.strip_prefix(['و', 'ل']).unwrap_or(word) == name || word == name;
        let found: Vec<&str> = words.filter(|it| has_it(it)).collect();
        assert!(found.is_empty(), "{found:?} in {what}: {}", text(bytes));
    }
    let digits: String = folded.chars().filter(|c| c.is_ascii_digit()).collect();
    assert!(!digits.contains("963944123456"), "a number in {what}");
}

fn me() -> Holder {
    Holder {
        host: "desk".into(),
        pid: 1,
        since: Time::UNIX_EPOCH,
    }
}

fn claim(store: &Store, name: &str) -> Claim {
    match store.claim(name, &me()).expect("a claim") {
        Access::Write(claim) => claim,
        other => panic!("{other:?}"),
    }
}

/// What `name` decides in the article `id`: of each sentence that it rests on its first `words` code
/// points, with a note.
fn decide(store: &Store, name: &str, id: &str, words: usize, note: &str) {
    let mut claim = claim(store, name);
    let article = store.article(id).expect("an article");
    for sentence in 0..article.sentences.len() {
        store.watch(&mut claim, id);
        let mut annotations = store.annotations(name, &article).expect("annotations");
        let now = Circumstances {
            at: "2026-11-24T08:15:30Z".parse().expect("a time"),
            seconds: Some(2.5),
            guideline: store.guideline().into(),
        };
        let scheme = ["prevention", "protection", "prosecution"];
        let before = &annotations.sentences[sentence];
        let mut decision = before
            .decision
            .toggle(scheme[sentence % 3], scheme.into_iter(), &now);
        let end = (before.start + words).min(before.end);
        decision.note = note.into();
        decision.evidence = vec![Evidence {
            topic: scheme[sentence % 3].into(),
            start: before.start,
            end,
            text: article
                .text
                .chars()
                .skip(before.start)
                .take(end - before.start)
                .collect(),
            unknown: Unknown::new(),
        }];
        let n = store.journal(name).next_number();
        annotations.decide(Edit { sentence, decision }, n, now.at, None, None);
        store.save(&mut claim, &annotations).expect("a save");
    }
}

fn set_privacy(root: &Path, section: &str) {
    let path = root.join("project.toml");
    let toml = fs::read_to_string(&path).expect("a project");
    let toml = toml.split("\n[privacy]").next().unwrap_or_default();
    fs::write(path, format!("{toml}\n[privacy]\n{section}\n")).expect("a project");
}

const MASK: &str = "mask = [\"names\", \"phone\", \"email\"]\nnames = [\"ليلى حسن\", \"Layla\"]\nlanguage = \"en\"";

/// A project in which Layla is everywhere.
fn project(root: &Path) -> Store {
    let store = make(
        root,
        &[
            ("hard", HARD),
            (
                "story-of-layla",
                "Mrs. Layla left. They met LAYLA's sister.\n",
            ),
            ("plain", "The raid freed them. It rained.\n"),
        ],
    );
    let path = root.join("articles/hard.json");
    let mut json: Value = serde_json::from_slice(&fs::read(&path).expect("a file")).expect("JSON");
    json["metadata"] = serde_json::json!({ "author": "ليلى حسن", "source": "x", "url": "https://x.org/%D9%84%D9%8A%D9%84%D9%89-%D8%AD%D8%B3%D9%86" });
    json["source"]["file"] = "layla.txt".into();
    fs::write(&path, serde_json::to_vec(&json).expect("JSON")).expect("a file");
    for (id, words) in [("hard", 14), ("story-of-layla", 7), ("plain", 5)] {
        decide(&store, "sara", id, words, "عن ليلى حسن");
        decide(&store, "omar", id, words + 1, "?");
    }
    decide(&store, "gold", "hard", 20, "");
    store
}

fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).expect("a folder").flatten() {
            match entry.path().is_dir() {
                true => folders.push(entry.path()),
                // It says which process had it last.
                false if entry.file_name() == ".lock" => {}
                false => {
                    // One that was written aside has its own name by now.
                    if let Ok(bytes) = fs::read(entry.path()) {
                        found.insert(entry.path(), bytes);
                    }
                }
            }
        }
    }
    found
}

fn lines(bytes: &[u8]) -> Vec<Value> {
    let read = |line: &str| serde_json::from_str(line).expect("JSON");
    text(bytes).lines().map(read).collect()
}

/// The text that `offsets` have in `article`, which is the same in all three units.
#[track_caller]
fn find(article: &str, offsets: &Value) -> String {
    let range = |kind: &str| {
        let at = |end: usize| offsets[kind][end].as_u64().expect("a number") as usize;
        at(0)..at(1)
    };
    let points = range("code_points");
    let found: String = article
        .chars()
        .skip(points.start)
        .take(points.len())
        .collect();
    assert_eq!(&article[range("bytes")], found);
    let units: Vec<u16> = article.encode_utf16().collect();
    assert_eq!(String::from_utf16_lossy(&units[range("utf16")]), found);
    found
}

#[test]
fn every_form_is_masked_and_says_how_often() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    project(root);
    let open = hashiya(root, &["export", "jsonl", "--notes"]);
    assert!(
        text(&open.stdout).contains("لَيْلَى"),
        "without rules nothing is masked"
    );
    assert!(!text(&open.stderr).contains("Masked"));
    set_privacy(root, MASK);
    for form in [
        "jsonl",
        "csv",
        "spacy",
        "prodigy",
        "doccano",
        "label-studio",
    ] {
        let made = hashiya(root, &["export", form, "--who", "all", "--notes"]);
        assert_eq!(made.status.code(), Some(0), "{}", text(&made.stderr));
        is_absent(form, &made.stdout);
        assert!(text(&made.stdout).contains("[NAME]"), "{form}");
        let said = "Masked in the articles: email 0, names 7, phone 2.";
        assert!(
            text(&made.stderr).contains(said),
            "{form}: {}",
            text(&made.stderr)
        );
        let again = hashiya(root, &["export", form, "--who", "all", "--notes"]);
        assert_eq!(made.stdout, again.stdout, "{form}");
    }
    let hub = root.join("hub");
    let output = hub.to_str().expect("a name");
    let made = hashiya(root, &["export", "huggingface", "-o", output]);
    assert_eq!(made.status.code(), Some(0), "{}", text(&made.stderr));
    for (name, bytes) in files(&hub) {
        is_absent(&name.display().to_string(), &bytes);
    }
    let open = hashiya(root, &["export", "jsonl", "--no-mask"]);
    assert!(text(&open.stdout).contains("لَيْلَى"));
    assert!(text(&open.stderr).contains("Nothing is masked, as --no-mask says."));
}

#[test]
fn offsets_of_a_masked_release_find_its_masked_texts() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    let store = project(root);
    set_privacy(root, MASK);
    let made = hashiya(root, &["release", "one", "--notes", "--split", "70/30"]);
    assert_eq!(made.status.code(), Some(0), "{}", text(&made.stderr));
    let release = root.join("releases/one");
    let old = store.article("hard").expect("an article");
    for (name, bytes) in files(&release) {
        is_absent(&name.display().to_string(), &bytes);
        for hash in [&old.text_sha256, &old.source.sha256] {
            assert!(!text(&bytes).contains(hash.as_str()), "{}", name.display());
        }
    }
    let articles = lines(&fs::read(release.join("articles.jsonl")).expect("a file"));
    let texts: BTreeMap<String, String> = articles
        .iter()
        .map(|it| {
            (
                it["id"].as_str().unwrap().into(),
                it["text"].as_str().unwrap().into(),
            )
        })
        .collect();
    assert_eq!(
        texts.keys().collect::<Vec<_>>(),
        ["hard", "plain", "story-of-x"]
    );
    assert_eq!(
        texts["story-of-x"],
        "Mrs. [NAME] left. They met [NAME]'s sister.\n"
    );
    assert_eq!(
        texts["hard"],
        "😀 أَطْلَقَتْ [NAME] حملةً. می\u{200c}خواهیم با [NAME] 🇪🇬 بدانیم.\nقالت ذلك [NAME]\n[NAME]، وهاتفها [PHONE]. بقي الأمر \
         ل[NAME] و[PHONE].\n"
    );
    let mut widened = 0;
    for name in ["raw.jsonl", "gold.jsonl"] {
        for row in lines(&fs::read(release.join(name)).expect("a file")) {
            let article = &texts[row["article"].as_str().expect("an id")];
            assert_eq!(find(article, &row["offsets"]), row["text"]);
            for words in row["evidence"].as_array().expect("a list") {
                let found = find(article, &words["offsets"]);
                assert_eq!(found, words["text"]);
                widened += usize::from(found.ends_with("[NAME]"));
            }
        }
    }
    assert!(widened > 0, "no reason touched a mask");
    let splits: Value =
        serde_json::from_slice(&fs::read(release.join("splits.json")).expect("a file"))
            .expect("JSON");
    assert_eq!(splits["articles"].as_object().expect("parts").len(), 3);
    let manifest: Value =
        serde_json::from_slice(&fs::read(release.join("manifest.json")).expect("a file"))
            .expect("JSON");
    assert_eq!(
        manifest["masked"],
        serde_json::json!({ "counts": { "email": 0, "names": 7, "phone": 2 } })
    );
    let card = fs::read_to_string(release.join("README.md")).expect("a card");
    assert!(
        card.contains("- `names`: 7") && card.contains("## Masking"),
        "{card}"
    );
    let again = hashiya(root, &["release", "two", "--notes", "--split", "70/30"]);
    assert_eq!(again.status.code(), Some(0));
    let names = |release: &str| {
        let all = files(&root.join("releases").join(release)).into_iter();
        let all = all.filter(|(name, _)| !name.ends_with("manifest.json"));
        all.map(|(_, bytes)| bytes).collect::<Vec<_>>()
    };
    assert_eq!(names("one"), names("two"));
    // Offsets of a text that does not go along are those of the text as it was published.
    let bare = hashiya(root, &["release", "bare", "--stand-off"]);
    assert_eq!(bare.status.code(), Some(0), "{}", text(&bare.stderr));
    let raw = lines(&fs::read(root.join("releases/bare/raw.jsonl")).expect("a file"));
    let row = raw
        .iter()
        .find(|it| it["article"] == "hard" && it["sentence"] == "s2")
        .expect("a row");
    assert!(find(&old.text, &row["offsets"]).contains("لیلی حسن"));
    for (name, bytes) in files(&root.join("releases/bare")) {
        is_absent(&name.display().to_string(), &bytes);
    }
}

#[test]
fn a_wording_with_a_name_is_masked_under_another_hash() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    let toml = root.join("project.toml");
    Store::create(root).expect("a project");
    let before = fs::read_to_string(&toml).expect("a project");
    let with = before.replace("خُدع العمال", "خُدعت ليلى حسن");
    assert_ne!(with, before);
    fs::write(&toml, with).expect("a project");
    project(root);
    set_privacy(root, MASK);
    let made = hashiya(root, &["release", "one"]);
    assert_eq!(made.status.code(), Some(0), "{}", text(&made.stderr));
    let release = root.join("releases/one");
    for (name, bytes) in files(&release) {
        is_absent(&name.display().to_string(), &bytes);
    }
    let row = &lines(&fs::read(release.join("raw.jsonl")).expect("a file"))[0];
    let hash = row["guideline"].as_str().expect("a hash");
    let wording = fs::read(release.join(format!("guidelines/{hash}.json"))).expect("the wording");
    assert!(hashiya::store::sha256(&wording).starts_with(hash));
    assert!(text(&wording).contains("خُدعت [NAME]"));
}

#[test]
fn a_mistake_in_the_rules_has_its_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    project(root);
    for (section, said) in [
        (
            "mask = [\"nmaes\"]",
            "\"nmaes\" is nothing that can be masked",
        ),
        ("names = [\"x\"]", "mask has no \"names\""),
        (
            "mask = [\"names\"]\nnames = [\"...\"]",
            "neither a letter nor a digit",
        ),
        (
            "patterns = [\"a(\"]",
            "the pattern cannot be used: unclosed group",
        ),
        (
            "patterns = [\"a*\"]",
            "the pattern cannot be used: it is found in nothing",
        ),
    ] {
        set_privacy(root, section);
        let made = hashiya(root, &["export", "jsonl"]);
        assert_eq!(made.status.code(), Some(2));
        let told = text(&made.stderr);
        assert!(
            told.contains(said) && told.contains("project.toml:"),
            "{told}"
        );
    }
}

#[test]
fn what_looks_personal_is_listed_with_its_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    project(root);
    let found = hashiya(root, &["privacy"]);
    assert_eq!(found.status.code(), Some(1));
    let said = text(&found.stdout);
    let number = "articles/hard.json: s4: \u{2068}+٩٦٣ ٩٤٤ ١٢٣ ٤٥٦\u{2069}: looks like a phone number: add \"phone\" to mask";
    assert!(said.contains(number), "{said}");
    let name = "articles/story-of-layla.json: s1: Layla: looks like a name: add it to names";
    assert!(said.contains(name), "{said}");
    set_privacy(root, MASK);
    let found = hashiya(root, &["privacy"]);
    assert_eq!(found.status.code(), Some(0), "{}", text(&found.stdout));
    assert!(text(&found.stderr).contains("3 articles: nothing looks personal that is not masked"));
    let masked = hashiya(root, &["privacy", "--masked", "--json"]);
    let all: Vec<Value> = serde_json::from_slice(&masked.stdout).expect("JSON");
    let of = |field: &str| all.iter().filter(|it| it["field"] == field).count();
    assert_eq!((of("text"), of("note")), (9, 9), "{all:?}");
    set_privacy(root, "keep = [\"+963944123456\", \"Layla\"]");
    let found = hashiya(root, &["privacy"]);
    assert_eq!(found.status.code(), Some(0), "{}", text(&found.stdout));
    // A release says how many there are.
    set_privacy(root, "");
    let made = hashiya(root, &["release", "one"]);
    let said = text(&made.stderr);
    assert!(
        said.contains(
            "3 things in the texts look personal and are not masked: hashiya privacy lists them."
        ),
        "{said}"
    );
    let made = hashiya(root, &["release", "two", "--strict"]);
    assert_eq!(made.status.code(), Some(2));
    assert!(text(&made.stderr).contains("no release was made, as --strict says"));
    assert!(!root.join("releases/two").exists());
}

#[test]
fn decisions_on_sentences_that_were_cut_anew_follow_too() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    let store = project(root);
    let article = store.article("story-of-layla").expect("an article");
    let split = article.split("s1", 5).expect("a split");
    store.resegment(&split).expect("a new cut");
    let before = store.annotations("sara", &split).expect("annotations");
    let (_, told, code) = forget(root, &["--yes"]);
    assert_eq!(code, Some(0), "{told}");
    let article = store.article("story-of-x").expect("an article");
    assert_eq!(article.segmentation, 2);
    let own = store.annotations("sara", &article).expect("annotations");
    is_absent("them", &serde_json::to_vec(&own).expect("JSON"));
    let topics = |own: &hashiya::model::annotation::Annotations| {
        let sentences = own.sentences.iter();
        sentences
            .map(|it| it.decision.topics.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(topics(&own), topics(&before));
    for (index, sentence) in own.sentences.iter().enumerate() {
        assert_eq!(sentence.text, article.quote(index));
    }
}

/// A project that has Layla wherever she can be.
fn remembered(root: &Path) -> Store {
    let store = project(root);
    // An old wording with her; project.toml no longer has her.
    let toml = root.join("project.toml");
    let plain = fs::read_to_string(&toml).expect("a project");
    fs::write(&toml, plain.replace("خُدع العمال", "خُدعت ليلى حسن")).expect("a project");
    let old = Store::open(root).expect("a project");
    decide(&old, "lina", "hard", 12, "؟ ليلى حسن");
    fs::write(&toml, plain).expect("a project");
    let answer = Answer {
        annotator: "lina".into(),
        article: "hard".into(),
        sentence: "s1".into(),
        question: "؟ ليلى حسن".into(),
        answer: "نعم، Layla".into(),
        by: "sara".into(),
        at: Time::UNIX_EPOCH,
        unknown: Unknown::new(),
    };
    store
        .answer(&claim(&store, "sara"), answer)
        .expect("an answer");
    let aside = root.join(".set-aside/2026-11-24T081530Z");
    fs::create_dir_all(aside.join("annotations/sara")).expect("a folder");
    fs::write(
        aside.join("NOTE.txt"),
        "annotations/sara/x.json: ليلى حسن\n",
    )
    .expect("a file");
    fs::write(
        aside.join("annotations/sara/x.json"),
        "{ \"note\": \"\\u0644يلى حسن, \"n\": 3 ",
    )
    .expect("a file");
    store
}

const WORDS: [&str; 3] = ["ليلى حسن", "Layla", "+963 944 123 456"];

fn forget(root: &Path, more: &[&str]) -> (String, String, Option<i32>) {
    let arguments: Vec<&str> = ["forget"]
        .iter()
        .chain(&WORDS)
        .chain(more)
        .copied()
        .collect();
    let done = hashiya(root, &arguments);
    (text(&done.stdout), text(&done.stderr), done.status.code())
}

/// Nothing in the project has it, and all is as it should be.
#[track_caller]
fn is_forgotten(root: &Path) {
    for (name, bytes) in files(root) {
        is_absent(&name.display().to_string(), &bytes);
        let inside = name
            .strip_prefix(root)
            .expect("a file")
            .display()
            .to_string();
        is_absent("a name", inside.as_bytes());
    }
    let checked = hashiya(root, &["check"]);
    assert_eq!(checked.status.code(), Some(0), "{}", text(&checked.stdout));
}

#[test]
fn a_word_is_forgotten_everywhere() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    let store = remembered(root);
    let checked = hashiya(root, &["check"]);
    assert_eq!(checked.status.code(), Some(0), "{}", text(&checked.stdout));
    let before = files(root);
    let numbers: Vec<u64> = ["sara", "omar"]
        .map(|it| store.journal(it).next_number())
        .to_vec();
    let (said, _, _) = forget(root, &["--dry-run"]);
    assert!(
        said.contains("articles/hard.json: would be changed: ")
            && said.ends_with("Nothing was changed.\n"),
        "{said}"
    );
    assert!(files(root) == before, "a rehearsal changes nothing");
    let (_, told, code) = forget(root, &[]);
    assert_eq!(code, Some(2));
    assert!(
        told.contains("it cannot ask here, and nothing was changed: say --yes"),
        "{told}"
    );
    assert!(files(root) == before);

    let (said, told, code) = forget(root, &["--yes"]);
    assert!(
        said.contains("annotations/sara/hard.json: ") && said.contains("history included"),
        "{said}"
    );
    assert!(
        said.contains("answers/sara.json: 2 places are masked"),
        "{said}"
    );
    assert!(
        said.contains("articles/story-of-layla.json: is called story-of-x.json now"),
        "{said}"
    );
    assert_eq!(code, Some(0), "{told}");
    is_forgotten(root);
    let store = Store::open(root).expect("a project");
    let hard = store.article("hard").expect("an article");
    assert!(
        hard.text
            .contains("قالت ذلك [***]\n[***]، وهاتفها [***]. بقي الأمر ل[***] و[***]."),
        "{}",
        hard.text
    );
    assert_eq!(hard.source.sha256, "");
    for name in ["sara", "omar", "lina", "gold"] {
        let own = store.annotations(name, &hard).expect("annotations");
        assert_eq!(own.sentences.len(), hard.sentences.len());
        assert_eq!(own.text_sha256, hard.text_sha256);
        let decided = own.sentences.iter().filter(|it| it.decision.is_decided());
        assert_eq!(
            decided.count(),
            hard.sentences.len(),
            "{name} decided what she decided"
        );
    }
    let after: Vec<u64> = ["sara", "omar"]
        .map(|it| store.journal(it).next_number())
        .to_vec();
    assert_eq!(after, numbers);
    let untouched = root.join("annotations/omar/plain.json");
    assert!(
        files(root)[&untouched] == before[&untouched],
        "nothing of it was there"
    );

    let renamed = store.article("story-of-x").expect("an article");
    assert_eq!(renamed.text, "Mrs. [***] left. They met [***]'s sister.\n");
    let own = store.annotations("sara", &renamed).expect("annotations");
    assert_eq!(own.history.len(), 2);
    let done = files(root);
    let (said, _, _) = forget(root, &["--yes"]);
    assert!(said.contains("Nothing was there to be changed."), "{said}");
    assert!(files(root) == done);
}

#[test]
fn what_people_write_by_hand_and_what_was_given_away_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    remembered(root);
    assert_eq!(hashiya(root, &["release", "one"]).status.code(), Some(0));
    let made = hashiya(
        root,
        &[
            "export",
            "jsonl",
            "-o",
            root.join("all.jsonl").to_str().expect("a name"),
        ],
    );
    assert_eq!(made.status.code(), Some(0));
    set_privacy(root, MASK);
    fs::write(root.join("card.toml"), "summary = \"of Layla\"\n").expect("a card");
    fs::create_dir(root.join(".git")).expect("a folder");
    let before = files(&root.join("releases"));
    let toml = fs::read_to_string(root.join("project.toml")).expect("a project");
    let line = 1 + toml
        .lines()
        .position(|it| it.contains("ليلى حسن"))
        .expect("a line");
    let (_, told, code) = forget(root, &["--yes"]);
    assert_eq!(code, Some(1));
    for said in [
        format!("project.toml:{line}: it has it: take it out by hand"),
        "card.toml:1: it has it".to_owned(),
        "all.jsonl:1: it has it, and is no file of Hashiya's".to_owned(),
        "releases/one: it has it (README.md".replace("README.md", ""),
        "git still has it in its history".to_owned(),
        "layla.txt".to_owned(),
    ] {
        assert!(told.contains(&said), "{said} in {told}");
    }
    assert!(files(&root.join("releases")) == before);
}

#[test]
fn nothing_is_forgotten_while_somebody_works() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    let store = remembered(root);
    let held = claim(&store, "omar");
    let before = files(root);
    let (_, told, code) = forget(root, &["--yes"]);
    assert_eq!(code, Some(2));
    assert!(
        told.contains("somebody works as omar (on desk, process 1, since"),
        "{told}"
    );
    let after = files(root);
    let changed = after
        .iter()
        .filter(|(name, bytes)| !name.ends_with(".lock") && before.get(*name) != Some(bytes));
    assert_eq!(changed.count(), 0);
    drop(held);
    let (said, _, code) = forget(root, &["--yes"]);
    assert_eq!(code, Some(0), "{said}");
    is_forgotten(root);
}

#[test]
fn killed_at_any_moment_it_is_finished_by_running_it_again() {
    let mut killed = 0;
    for round in 0..14_u64 {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path();
        remembered(root);
        let mut child = Command::new(env!("CARGO_BIN_EXE_hashiya"))
            .arg("forget")
            .args(WORDS)
            .args(["--yes", "--project"])
            .arg(root)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program");
        // As soon as so many files are changed, or the program has ended.
        let start = Instant::now();
        let masked = || {
            let all = files(root).into_iter();
            all.filter(|(name, bytes)| {
                name.extension().is_some_and(|it| it == "json") && text(bytes).contains(FORGOTTEN)
            })
            .count() as u64
        };
        while masked() < round && child.try_wait().expect("its state").is_none() {
            assert!(start.elapsed() < Duration::from_secs(60), "it hangs");
        }
        child.kill().expect("a kill");
        let ended = child.wait().expect("its end");
        killed += usize::from(ended.code().is_none());
        // What it wrote aside when it was killed is its own: in a project of its own it is old soon.
        let (said, told, code) = forget(root, &["--yes"]);
        assert_eq!(code, Some(0), "round {round}: {said}{told}");
        assert!(!told.contains("run this again"), "round {round}: {told}");
        is_forgotten(root);
    }
    assert!(killed > 3, "only {killed} were killed in time");
}

#[test]
fn an_article_is_forgotten_everywhere() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    let store = remembered(root);
    let id = "hard";
    assert_eq!(hashiya(root, &["split", "60/40"]).status.code(), Some(0));
    fs::create_dir_all(root.join(".cache")).expect("a folder");
    fs::write(
        root.join(".cache/place-sara.json"),
        "{\"article\":\"hard\",\"sentence\":\"s1\",\"next\":1}",
    )
    .expect("a file");
    let next = store.journal("lina").next_number();
    let wrong = hashiya(root, &["forget", "--article", "../plain", "--yes"]);
    assert!(
        text(&wrong.stdout).contains("Nothing was there"),
        "{}",
        text(&wrong.stderr)
    );
    let done = hashiya(root, &["forget", "--article", id, "--yes"]);
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    assert!(text(&done.stdout).contains("articles/hard.json: gone"));
    assert!(
        text(&done.stderr).contains("layla.txt"),
        "{}",
        text(&done.stderr)
    );
    for (name, bytes) in files(root) {
        assert!(!name.ends_with("hard.json"), "{}", name.display());
        let all = text(&bytes);
        assert!(!all.contains("\"hard\""), "{}: {all}", name.display());
    }
    let checked = hashiya(root, &["check"]);
    assert_eq!(checked.status.code(), Some(0), "{}", text(&checked.stdout));
    let store = Store::open(root).expect("a project");
    assert_eq!(
        store.journal("lina").next_number(),
        next,
        "a number is given once"
    );
    assert_eq!(store.ids(), ["plain", "story-of-layla"]);
    let again = hashiya(root, &["forget", "--article", id, "--yes"]);
    assert!(text(&again.stdout).contains("Nothing was there to be changed."));
}
