//! Folders that become projects, and what comes into them from other files: the real binary, all it
//! says, its exit code, and what is on the disk afterwards.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use hashiya::model::annotation::State;
use hashiya::store::Store;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

use super::screen::{Screen, command_in};

/// A folder with a project `p` in it, and the program to be run there.
struct Bench {
    folder: tempfile::TempDir,
}

/// What a run said: standard output, standard error, exit code.
type Said = (String, String, Option<i32>);

impl Bench {
    fn new() -> Self {
        let bench = Self::without_project();
        let (_, stderr, code) = bench.run(&["init", "p"]);
        assert_eq!((stderr.as_str(), code), ("", Some(0)));
        bench
    }

    fn without_project() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_hashiya"));
        command.args(arguments).current_dir(self.folder.path());
        command
    }

    fn run(&self, arguments: &[&str]) -> Said {
        said(
            self.command(arguments)
                .stdin(Stdio::null())
                .output()
                .expect("the program"),
        )
    }

    /// `hashiya import --project p` with these arguments.
    fn import(&self, arguments: &[&str]) -> Said {
        self.run(&[&["import", "--project", "p"], arguments].concat())
    }

    fn start(&self, arguments: &[&str]) -> Child {
        let mut command = self.command(&[&["import", "--project", "p"], arguments].concat());
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command.spawn().expect("the program")
    }

    /// The same, with `input` on standard input.
    fn pipe(&self, arguments: &[&str], input: &[u8]) -> Said {
        let mut child = self.start(arguments);
        let mut stdin = child.stdin.take().expect("standard input");
        // It may end before all is read.
        let _ = stdin.write_all(input);
        drop(stdin);
        said(child.wait_with_output().expect("the program"))
    }

    fn store(&self) -> Store {
        Store::open(&self.path("p")).expect("the project")
    }

    fn ids(&self) -> Vec<String> {
        self.store().ids().iter().map(ToString::to_string).collect()
    }

    fn text(&self, id: &str) -> String {
        self.store().article(id).expect("an article").text
    }

    /// Every path below the folder.
    fn tree(&self) -> Vec<String> {
        fn walk(folder: &Path, paths: &mut Vec<String>) {
            for entry in fs::read_dir(folder).expect("a folder").flatten() {
                paths.push(entry.path().display().to_string());
                if entry.file_type().expect("a type").is_dir() {
                    walk(&entry.path(), paths);
                }
            }
        }
        let mut paths = Vec::new();
        walk(self.folder.path(), &mut paths);
        paths.sort();
        paths
    }
}

fn said(output: Output) -> Said {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (
        text(output.stdout),
        text(output.stderr),
        output.status.code(),
    )
}

fn expect(said: Said, stdout: &str, stderr: &str, code: i32) {
    assert_eq!(said, (stdout.to_owned(), stderr.to_owned(), Some(code)));
}

fn samples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/raw")
}

fn raw(name: &str) -> String {
    samples().join(name).display().to_string()
}

#[test]
fn a_folder_becomes_a_project_once() {
    let bench = Bench::without_project();
    expect(
        bench.run(&[
            "init",
            "news",
            "--name",
            "أخبار \"اليوم\"",
            "--language",
            "en",
        ]),
        "Made news/project.toml and news/articles\n\
         Its topics are prevention, protection, prosecution; change them in news/project.toml.\n\
         Next: hashiya import --project news TEXTS\n",
        "",
        0,
    );
    let store = Store::open(&bench.path("news")).expect("a project");
    assert_eq!(store.project().name, "أخبار \"اليوم\"");
    let before = fs::read(bench.path("news/project.toml")).expect("a file");
    expect(
        bench.run(&["init", "news", "--empty"]),
        "",
        "hashiya: news is a project already, and was not touched: open it with hashiya news\n",
        2,
    );
    assert_eq!(
        fs::read(bench.path("news/project.toml")).expect("a file"),
        before
    );
    let (_, stderr, code) = bench.run(&["init", "other", "--language", "fr"]);
    assert!(stderr.contains("'fr'") && code == Some(2), "{stderr}");
    let (_, stderr, code) = bench.run(&["init", "other", "--name", " "]);
    assert_eq!(
        (stderr.as_str(), code),
        (
            "hashiya: the name is empty: leave --name out, or give it a name\n",
            Some(2)
        )
    );
    assert!(!bench.path("other").exists());
}

#[test]
fn an_empty_project_says_what_it_needs() {
    let bench = Bench::without_project();
    expect(
        bench.run(&["init", "--empty"]),
        "Made ./project.toml and ./articles\n\
         It opens once it has a topic: take \"#> \" away from the example in ./project.toml, and put in your own.\n\
         Next: hashiya import TEXTS\n",
        "",
        0,
    );
    bench.write("a.txt", "One.");
    let (_, stderr, code) = bench.run(&["import", "a.txt"]);
    assert!(
        stderr.contains("./project.toml: it has no [[topic]]"),
        "{stderr}"
    );
    assert_eq!(code, Some(2));
    let file = bench.path("project.toml");
    let text = fs::read_to_string(&file)
        .expect("a file")
        .replace("\n#> ", "\n");
    fs::write(&file, text).expect("a file");
    expect(bench.run(&["import", "a.txt"]), "1 article added.\n", "", 0);
}

#[test]
fn every_format_and_encoding_comes_in() {
    let bench = Bench::new();
    let raw = samples().display().to_string();
    let read_as =
        |name: &str, encoding: &str| format!("hashiya: {raw}/{name}: read as {encoding}\n");
    let notes = [
        read_as("campaign-utf-16.txt", "UTF-16LE"),
        read_as("campaign-utf-16be-without-mark.txt", "UTF-16BE"),
        read_as("hotline-iso-8859-6.txt", "ISO-8859-6"),
        read_as("news-windows-1256.tsv", "windows-1256"),
        read_as("raid-windows-1256.txt", "windows-1256"),
    ]
    .concat();
    expect(bench.import(&[&raw]), "25 articles added.\n", &notes, 0);
    let store = bench.store();
    let mut all = String::new();
    for id in store.ids() {
        let article = store.article(id).expect("an article");
        let metadata = serde_json::to_string(&article.metadata).expect("JSON");
        let file = article
            .source
            .file
            .rsplit('/')
            .next()
            .unwrap_or_default()
            .to_owned();
        writeln!(
            all,
            "{id} ({file}) {metadata}\n{}\n",
            article.text.trim_end()
        )
        .expect("a string");
    }
    insta::assert_snapshot!(all);
    // Again, there is nothing new.
    expect(
        bench.import(&[&raw]),
        "0 articles added, 25 there already.\n",
        &notes,
        0,
    );
    assert_eq!(bench.ids(), store.ids());
}

#[test]
fn an_encoding_can_be_given() {
    let bench = Bench::new();
    // Too short to tell.
    bench.write("a.txt", b"\xE3\xD1\xCD\xC8\xC7.");
    expect(
        bench.import(&["--encoding", "cp1256", "a.txt"]),
        "1 article added.\n",
        "hashiya: a.txt: read as windows-1256\n",
        0,
    );
    assert_eq!(bench.text("a"), "مرحبا.");
    expect(
        bench.import(&["--encoding", "arabic7", "a.txt"]),
        "",
        "hashiya: there is no encoding arabic7: try windows-1256, ISO-8859-6, UTF-16LE or UTF-8\n",
        2,
    );
    bench.write("b.txt", b"a\xA1b");
    expect(
        bench.import(&["--encoding", "iso-8859-6", "b.txt"]),
        "1 article added.\n",
        "hashiya: b.txt: read as ISO-8859-6; 1 place could not be decoded, and has U+FFFD\n",
        0,
    );
}

#[test]
fn a_file_that_begins_with_pages_of_ascii_is_told_by_what_comes_behind() {
    let bench = Bench::new();
    let mut lines = "{\"text\": \"plain\", \"note\": \"nothing but ascii\"}\n"
        .repeat(3000)
        .into_bytes();
    lines.extend_from_slice(b"{\"text\": \"\xE3\xD1\xCD\xC8\xC7 \xC8\xDF\xE3 \xDD\xED \xE3\xD5\xD1\", \"id\": \"last\"}\n");
    bench.write("a.jsonl", lines);
    let (stdout, stderr, code) = bench.import(&["a.jsonl"]);
    assert_eq!((stdout.as_str(), code), ("3001 articles added.\n", Some(0)));
    assert_eq!(stderr, "hashiya: a.jsonl: read as windows-1256\n");
    assert_eq!(bench.text("last"), "مرحبا بكم في مصر");
}

#[test]
fn standard_input_needs_a_format() {
    let bench = Bench::new();
    expect(
        bench.pipe(&["-"], b"x"),
        "",
        "hashiya: say with --format what standard input is: txt, html, md, json, jsonl, csv or tsv\n",
        2,
    );
    expect(
        bench.pipe(&["--format", "txt", "-"], b"One. Two."),
        "1 article added.\n",
        "",
        0,
    );
    expect(
        bench.pipe(&["--format", "json", "-"], b"{\"id\":\"x\",\"text\":\"a\"}"),
        "1 article added.\n",
        "",
        0,
    );
    assert_eq!(bench.ids(), ["stdin", "x"]);
    let (_, stderr, code) = bench.import(&["--format", "txt", "-", "-"]);
    assert!(
        stderr.contains("given twice") && code == Some(2),
        "{stderr}"
    );
}

#[test]
fn fields_are_named_and_metadata_is_kept() {
    let bench = Bench::new();
    let record = json!({ "doc": { "body_ar": "نص." }, "h": "عنوان", "key": "K 1", "when": 2026, "tags": ["a", "b"], "url": "u" });
    bench.write("a.jsonl", format!("{record}\n"));
    let fields = [
        "--text",
        "doc.body_ar",
        "--title",
        "h",
        "--id",
        "key",
        "--meta",
        "when=date",
        "--meta",
        "tags",
    ];
    expect(
        bench.import(&[&fields[..], &["a.jsonl"]].concat()),
        "1 article added.\n",
        "",
        0,
    );
    let store = bench.store();
    let article = store.article(&store.ids()[0]).expect("an article");
    assert!(article.id.starts_with("k-1-"), "{}", article.id);
    assert_eq!(article.text, "عنوان\nنص.");
    let metadata = serde_json::to_value(&article.metadata).expect("JSON");
    assert_eq!(metadata, json!({ "date": "2026", "tags": ["a", "b"] }));
    bench.write("b.csv", "name;words\nx;\"a; b\"\n");
    expect(
        bench.import(&["b.csv"]),
        "0 articles added, 1 left out.\n",
        "hashiya: left out: b.csv:1: no field is called text, content, body or article: say with --text which of these \
         is the text: name, words; the rest of the file was not read\n",
        1,
    );
    expect(
        bench.import(&["--text", "words", "b.csv"]),
        "1 article added.\n",
        "",
        0,
    );
    assert_eq!(bench.text("b-000001"), "a; b");
    let (_, stderr, code) = bench.import(&["--text", "word", "b.csv"]);
    assert_eq!(code, Some(1));
    assert!(
        stderr.contains("b.csv:1: there is no field word: there are name, words"),
        "{stderr}"
    );
}

#[test]
fn a_dry_run_names_every_problem_by_its_line_and_writes_nothing() {
    let bench = Bench::new();
    let mut lines =
        b"{\"text\":\"ok.\"}\n{\"text\": \"a\", }\n\n[1]\n{\"txt\":\"a\"}\n{\"text\":\" \"}\n"
            .to_vec();
    lines.extend_from_slice("{\"text\":\"عربي عربي.\"}\n".as_bytes());
    lines.extend_from_slice(
        b"{\"text\":\"\xC7\xE1\"}\n{\"text\":7}\n{\"text\":\"\\ud800\"}\n{\"text\":\"last.\"}\n",
    );
    bench.write("a.jsonl", &lines);
    bench.write(
        "b.json",
        "[\n{\"text\":\"a\"}\n{\"text\":\n\"b\",}, {\"text\": \"c\"}",
    );
    bench.write("c.csv", "id,text\n1,a\n2,b,c\n3,\"two\nlines\"\n4\n");
    bench.write("d.txt", " \n");
    bench.write("e.txt", b"\x89PNG\r\n\x1a\n\0\0");
    bench.write("f.html", "<html></html>");
    bench.write("g.json", "");
    let before = bench.tree();
    let stderr = "\
hashiya: left out: a.jsonl:2: it is no JSON, column 15: trailing comma
hashiya: left out: a.jsonl:4: it is no JSON object: a record is as {\"text\": \"…\"}
hashiya: left out: a.jsonl:5: it has no field text, content, body or article: say with --text which of these is the text: txt
hashiya: left out: a.jsonl:6: it holds no text
hashiya: left out: a.jsonl:8: byte 9 of the record (0xC7) is not UTF-8: mend it, or give the file's --encoding
hashiya: left out: a.jsonl:9: its text is no string
hashiya: left out: a.jsonl:10: it is no JSON, column 16: unexpected end of hex escape
hashiya: left out: b.json:3: a comma is missing before this record
hashiya: left out: b.json:4: it is no JSON, column 5: trailing comma
hashiya: left out: b.json:4: the file ends before its array does: it was cut off
hashiya: left out: c.csv:3: it has 3 field(s) where the first row has 2: put \"…\" around a field with the mark between fields in it
hashiya: left out: c.csv:6: it has 1 field(s) where the first row has 2: put \"…\" around a field with the mark between fields in it
hashiya: left out: d.txt: it holds no text
hashiya: left out: e.txt: byte 8 is NUL: it is not a text file
hashiya: left out: f.html: no article was found on the page: save its text as a .txt file
hashiya: left out: g.json: it holds no records
";
    let files = [
        "a.jsonl", "b.json", "c.csv", "d.txt", "e.txt", "f.html", "g.json",
    ];
    let dry = [&["--dry-run"], &files[..]].concat();
    expect(
        bench.import(&dry),
        "7 articles would be added, 16 left out.\n",
        stderr,
        1,
    );
    assert_eq!(bench.tree(), before);
    expect(
        bench.import(&files),
        "7 articles added, 16 left out.\n",
        stderr,
        1,
    );
    assert_eq!(bench.ids().len(), 7);
}

#[test]
fn importing_again_adds_only_what_is_new() {
    let bench = Bench::new();
    let lines = |texts: &[&str]| -> String {
        let line = |text: &&str| json!({ "text": text }).to_string() + "\n";
        texts.iter().map(line).collect()
    };
    bench.write("a.jsonl", lines(&["one.", "two.", "three."]));
    bench.write("t.txt", "One. Two.");
    bench.write("o.jsonl", "{\"id\":\"own\",\"text\":\"mine.\"}\n");
    let files = ["a.jsonl", "t.txt", "o.jsonl"];
    expect(bench.import(&files), "5 articles added.\n", "", 0);
    // A record came in before the others, which moved to other numbers; one was added behind.
    bench.write("a.jsonl", lines(&["two.", "one.", "three.", "four."]));
    expect(
        bench.import(&files),
        "1 article added, 5 there already.\n",
        "",
        0,
    );
    bench.write("a.jsonl", lines(&["one.", "TWO.", "three.", "four."]));
    bench.write("t.txt", "Zero. Two.");
    bench.write("o.jsonl", "{\"id\":\"own\",\"text\":\"yours.\"}\n");
    expect(
        bench.import(&files),
        "0 articles added, 3 there already, 3 changed and left as they were.\n",
        "hashiya: a.jsonl:2: a-000002 is there with another text, and was left as it was (--update takes the new one)\n\
         hashiya: t.txt: t is there with another text, and was left as it was (--update takes the new one)\n\
         hashiya: o.jsonl:1: own is there with another text, and was left as it was (--update takes the new one)\n",
        0,
    );
    assert_eq!(bench.text("t"), "One. Two.");
    expect(
        bench.import(&[&["--update"], &files[..]].concat()),
        "0 articles added, 3 updated, 3 there already.\nAnnotations of the texts as they were are kept, and not changed.\n",
        "",
        0,
    );
    let article = bench.store().article("t").expect("an article");
    let ids: Vec<&str> = article.sentences.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(
        (article.text.as_str(), article.segmentation),
        ("Zero. Two.", 2)
    );
    assert_eq!(ids, ["r2s1", "s2"]);
    expect(
        bench.import(&files),
        "0 articles added, 6 there already.\n",
        "",
        0,
    );
}

#[test]
fn records_of_one_id_in_one_file_follow_each_other() {
    let bench = Bench::new();
    bench.write(
        "a.jsonl",
        "{\"id\":\"a\",\"text\":\"One. Two.\"}\n{\"id\":\"a\",\"text\":\"One. Three.\"}\n",
    );
    expect(
        bench.import(&["--update", "a.jsonl"]),
        "1 article added, 1 updated.\nAnnotations of the texts as they were are kept, and not changed.\n",
        "",
        0,
    );
    assert_eq!(bench.text("a"), "One. Three.");
    let record = "{\"id\":\"b\",\"text\":\"One.\",\"label\":[\"prevention\"]}\n";
    bench.write("b.jsonl", record.repeat(2));
    let labels = ["--labels", "doccano", "--annotator", "x", "b.jsonl"];
    let said = "1 article added, 1 there already, 1 with decisions brought in.\n";
    expect(bench.import(&labels), said, "", 0);
}

#[test]
fn files_of_one_name_do_not_take_each_others_place() {
    let bench = Bench::new();
    bench.write("x/news.txt", "One.");
    bench.write("y/news.txt", "Two.");
    bench.write("x/list.jsonl", "{\"id\": 1, \"text\":\"a\"}\n");
    bench.write("y/list.jsonl", "{\"id\": 1, \"text\":\"b\"}\n");
    bench.write("y/.hidden.txt", "no");
    bench.write("y/picture.png", "no");
    expect(
        bench.run(&["init", "y/other"]),
        "Made y/other/project.toml and y/other/articles\n\
        Its topics are prevention, protection, prosecution; change them in y/other/project.toml.\n\
        Next: hashiya import --project y/other TEXTS\n",
        "",
        0,
    );
    bench.write("y/other/a.txt", "of another project");
    expect(bench.import(&["x", "y"]), "4 articles added.\n", "", 0);
    expect(
        bench.import(&["y", "x"]),
        "0 articles added, 4 there already.\n",
        "",
        0,
    );
    assert_eq!(bench.ids().len(), 4);
}

#[test]
fn what_cannot_be_imported_is_named_before_anything_is_written() {
    let bench = Bench::new();
    bench.write("a.txt", "One.");
    bench.write("b.xyz", "Two.");
    fs::create_dir(bench.path("empty")).expect("a folder");
    let check = |arguments: &[&str], stderr: &str| {
        expect(
            bench.import(arguments),
            "",
            &format!("hashiya: {stderr}\n"),
            2,
        )
    };
    check(&["a.txt", "nowhere"], "there is no file or folder nowhere");
    check(
        &["a.txt", "b.xyz"],
        "b.xyz: its name does not say what it is: give --format",
    );
    check(
        &["empty"],
        "empty has no files to import (*.txt, *.html, *.md, *.json, *.jsonl, *.csv, *.tsv)",
    );
    assert!(bench.ids().is_empty());
    expect(
        bench.run(&["import", "a.txt"]),
        "",
        "hashiya: . is no project (it has no project.toml): make it one with hashiya init .\n",
        2,
    );
    expect(
        bench.import(&["--format", "txt", "b.xyz"]),
        "1 article added.\n",
        "",
        0,
    );
    let (_, stderr, code) = bench.import(&["--labels", "doccano", "a.txt"]);
    assert!(
        stderr.contains("--annotator") && code == Some(2),
        "{stderr}"
    );
}

#[test]
fn a_name_never_leads_out_of_the_project_nor_acts_on_a_terminal() {
    let bench = Bench::new();
    let long = "x".repeat(300);
    let names = [
        "../../x",
        "/etc/passwd",
        "con",
        "خبر عاجل",
        "a\u{0}b",
        "\u{1b}[31m\n",
        "..",
        ".lock",
        long.as_str(),
        "Caps",
        "caps",
    ];
    let line = |id: &&str| {
        json!({ "id": id, "text": format!("of {id}"), "bad\u{1b}[31m": 1 }).to_string() + "\n"
    };
    let lines: String = names.iter().map(line).collect();
    bench.write("a.jsonl", lines);
    bench.write("\u{1b}[31m.txt", "One.");
    let before = bench.tree();
    let (stdout, stderr, code) = bench.import(&["a.jsonl", "\u{1b}[31m.txt"]);
    assert_eq!(
        (stdout.as_str(), stderr.as_str(), code),
        ("12 articles added.\n", "", Some(0))
    );
    let articles = bench.path("p/articles").display().to_string();
    for path in bench.tree() {
        let stem = Path::new(&path)
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        assert!(
            before.contains(&path) || path.starts_with(&articles),
            "{path}"
        );
        assert!(stem.len() <= 69 && stem != "con.json", "{path}");
    }
    let text = bench
        .store()
        .ids()
        .iter()
        .map(|id| bench.text(id))
        .collect::<String>();
    assert!(!text.contains(|c: char| c.is_control() && c != '\n'));
    bench.write("b.jsonl", "{\"bad\u{202e}\\u001b[31m\": 1}\n");
    let (_, stderr, code) = bench.import(&["b.jsonl"]);
    assert_eq!(code, Some(1));
    assert!(!stderr.contains(['\u{1b}', '\u{202e}']), "{stderr:?}");
}

#[test]
fn nothing_is_written_through_a_link_that_leads_out() {
    let bench = Bench::new();
    bench.write("outside/target.json", "precious");
    symlink(
        bench.path("outside/target.json"),
        bench.path("p/articles/a.json"),
    )
    .expect("a link");
    symlink(
        bench.path("outside/new.json"),
        bench.path("p/articles/b.json"),
    )
    .expect("a link");
    for name in ["a.txt", "b.txt", "c.txt"] {
        bench.write(name, format!("Text of {name}."));
    }
    let (stdout, stderr, code) = bench.import(&["a.txt", "b.txt", "c.txt"]);
    assert_eq!(
        (stdout.as_str(), code),
        ("1 article added, 2 left out.\n", Some(1)),
        "{stderr}"
    );
    assert!(
        stderr.contains("a.txt: p/articles/a.json") && stderr.contains("b.txt: p/articles/b.json"),
        "{stderr}"
    );
    assert_eq!(
        fs::read_to_string(bench.path("outside/target.json")).expect("a file"),
        "precious"
    );
    assert_eq!(
        fs::read_dir(bench.path("outside"))
            .expect("a folder")
            .count(),
        1
    );
    // The folder itself.
    fs::remove_dir_all(bench.path("p/articles")).expect("the articles");
    symlink(bench.path("outside"), bench.path("p/articles")).expect("a link");
    expect(
        bench.import(&["c.txt"]),
        "",
        "hashiya: p/articles is a link that leads out of the project: put a folder in its place\n",
        2,
    );
    assert_eq!(
        fs::read_dir(bench.path("outside"))
            .expect("a folder")
            .count(),
        1
    );
}

#[test]
fn what_is_nested_100_000_deep_is_refused_and_the_rest_comes_in() {
    let bench = Bench::new();
    let deep = 100_000;
    let (open, close) = ("[".repeat(deep), "]".repeat(deep));
    bench.write(
        "a.json",
        format!("[{{\"text\":{open}{close}}},\n{{\"text\":\"ok.\"}}]"),
    );
    bench.write(
        "b.jsonl",
        format!(
            "{{\"text\":{}\n{{\"text\":\"ok.\"}}\n",
            "{\"a\":".repeat(deep)
        ),
    );
    bench.write("c.html", "<div>".repeat(deep) + "text");
    bench.write("d.md", ">".repeat(deep) + " quoted");
    bench.write("e.json", &open);
    let nested = "it is nested more than 128 deep: such a record is no article";
    expect(
        bench.import(&["a.json", "b.jsonl", "c.html", "d.md", "e.json"]),
        "3 articles added, 4 left out.\n",
        &format!(
            "hashiya: left out: a.json:1: {nested}\n\
             hashiya: left out: b.jsonl:1: {nested}\n\
             hashiya: left out: c.html: its elements are nested more than 1000 deep: it is no page that a person wrote\n\
             hashiya: left out: e.json:1: the file ends in the middle of this record: it was cut off\n"
        ),
        1,
    );
}

#[test]
fn what_is_too_long_is_refused_by_name() {
    let bench = Bench::new();
    let long = "word ".repeat(2_000_001);
    bench.write("long.txt", &long);
    bench.write("longer.txt", long.repeat(3));
    let mut lines = vec![b'x'; 100_000_000];
    lines.extend_from_slice(b"\n{\"text\":\"ok.\"}\n");
    lines.extend_from_slice(json!({ "text": long }).to_string().as_bytes());
    bench.write("lines.jsonl", &lines);
    let mut table = b"text\nok\n\"".to_vec();
    table.extend_from_slice(&vec![b'y'; 70_000_000]);
    bench.write("table.csv", &table);
    let mut array = b"[\"".to_vec();
    array.extend_from_slice(&vec![b'z'; 70_000_000]);
    array.extend_from_slice(b"\",\n{\"text\":\"ok.\"}]");
    bench.write("array.json", &array);
    expect(
        bench.import(&[
            "long.txt",
            "longer.txt",
            "lines.jsonl",
            "table.csv",
            "array.json",
        ]),
        "3 articles added, 6 left out.\n",
        "hashiya: left out: long.txt: its text has 11 MB, and an article has at most 10: cut it into several\n\
         hashiya: left out: longer.txt: it has more than 20 MB, and an article has at most 10: cut it into several\n\
         hashiya: left out: lines.jsonl:1: the line is longer than 64 MB: give a line for each article\n\
         hashiya: left out: lines.jsonl:3: its text has 11 MB, and an article has at most 10: cut it into several\n\
         hashiya: left out: table.csv:3: the row that begins here is longer than 64 MB: is the end of a quoted field (\") missing?; the rest of the file was not read\n\
         hashiya: left out: array.json:1: the record is longer than 64 MB: give records of a single article each\n",
        1,
    );
}

/// So many records, each with an id of its own.
fn many(count: usize) -> String {
    let mut lines = String::new();
    for number in 0..count {
        writeln!(
            lines,
            "{{\"id\":\"r-{number}\",\"text\":\"Record {number}. It has two sentences.\"}}"
        )
        .expect("a string");
    }
    lines
}

/// Every article is whole, and nothing else lies beside them.
fn check_whole(bench: &Bench) -> usize {
    let store = bench.store();
    for id in store.ids() {
        store.article(id).expect("a whole article");
    }
    let mut others = fs::read_dir(bench.path("p/articles"))
        .expect("a folder")
        .flatten();
    let other = others.find(|it| {
        let name = it.file_name().to_string_lossy().into_owned();
        name != ".lock" && !name.ends_with(".json")
    });
    assert!(other.is_none(), "{other:?}");
    store.ids().len()
}

#[test]
fn ctrl_c_leaves_a_whole_project_and_says_how_many_are_in() {
    for (signal, number) in [(Signal::INT, 2), (Signal::TERM, 15)] {
        let bench = Bench::new();
        let mut child = bench.start(&["--format", "jsonl", "-"]);
        let mut stdin = child.stdin.take().expect("standard input");
        // The pipe holds 64 kB: most of it was read when this returns, and more is awaited.
        stdin.write_all(many(3000).as_bytes()).expect("a reader");
        kill_process(Pid::from_child(&child), signal).expect("a process");
        let output = child.wait_with_output().expect("the program");
        drop(stdin);
        assert_eq!(output.status.signal(), Some(number), "{output:?}");
        let stdout = String::from_utf8(output.stdout).expect("UTF-8");
        let stderr = String::from_utf8(output.stderr).expect("UTF-8");
        let count = check_whole(&bench);
        assert!(count > 1000, "{count}");
        assert_eq!(stdout, format!("{count} articles added.\n"));
        assert_eq!(stderr, "hashiya: stopped; import again for the rest\n");
        let (stdout, ..) = bench.pipe(&["--format", "jsonl", "-"], many(3000).as_bytes());
        assert_eq!(
            stdout,
            format!("{} articles added, {count} there already.\n", 3000 - count)
        );
    }
}

#[test]
fn the_shell_sees_130_after_ctrl_c() {
    let bench = Bench::new();
    let script = format!(
        "( sleep 0.5; kill -INT $(cat pid) ) & sleep 5 | sh -c 'echo $$ > pid; exec {} import --project p --format jsonl -'; echo code $?",
        env!("CARGO_BIN_EXE_hashiya")
    );
    let mut shell = Command::new("bash");
    let output = shell
        .args(["-c", &script])
        .current_dir(bench.folder.path())
        .output()
        .expect("a shell");
    let stdout = String::from_utf8_lossy(&output.stdout);
    assert!(stdout.ends_with("code 130\n"), "{output:?}");
}

#[test]
fn a_killed_import_leaves_whole_articles_and_goes_on_later() {
    let count = 2600;
    let whole = Bench::new();
    whole.write("a.jsonl", many(count));
    let begun = Instant::now();
    whole.import(&["a.jsonl"]);
    let time = begun.elapsed();
    let bench = Bench::new();
    bench.write("a.jsonl", many(count));
    let mut found = Vec::new();
    // The batch of 2048 is renamed towards the end.
    for hundredths in [1, 30, 60, 70, 75, 80, 85, 90, 95] {
        let mut child = bench.start(&["a.jsonl"]);
        std::thread::sleep(time * hundredths / 100);
        child.kill().expect("a process");
        child.wait().expect("the program");
        let store = bench.store();
        for id in store.ids() {
            store.article(id).expect("a whole article");
        }
        found.push(store.ids().len());
    }
    assert!(found.is_sorted(), "{found:?}");
    let before = bench.ids().len();
    let known = match before {
        0 => String::new(),
        before => format!(", {before} there already"),
    };
    expect(
        bench.import(&["a.jsonl"]),
        &format!("{} articles added{known}.\n", count - before),
        "",
        0,
    );
    assert_eq!(check_whole(&bench), count);
}

#[test]
fn a_full_disk_is_said_and_leaves_a_whole_project() {
    let bench = Bench::new();
    let mut lines = many(2600);
    writeln!(
        lines,
        "{}",
        json!({ "id": "large", "text": "word ".repeat(100_000) })
    )
    .expect("a string");
    bench.write("a.jsonl", lines + &many(2610));
    // A limit on the size of a file is as good as a disk that is full, and needs no rights.
    let script = format!(
        "trap '' XFSZ; ulimit -f 64; exec {} import --project p a.jsonl",
        env!("CARGO_BIN_EXE_hashiya")
    );
    let mut shell = Command::new("sh");
    let output = shell
        .args(["-c", &script])
        .current_dir(bench.folder.path())
        .output()
        .expect("a shell");
    expect(
        said(output),
        "2048 articles added.\n",
        "hashiya: cannot write p/articles/large.json: file too large\n",
        2,
    );
    assert_eq!(check_whole(&bench), 2048);
    expect(
        bench.import(&["a.jsonl"]),
        "563 articles added, 4648 there already.\n",
        "",
        0,
    );
    assert_eq!(check_whole(&bench), 2611);
}

#[test]
fn a_second_import_waits_its_turn() {
    let bench = Bench::new();
    let mut first = bench.start(&["--format", "txt", "-"]);
    while !bench.path("p/articles/.lock").exists() {
        std::thread::sleep(Duration::from_millis(5));
    }
    std::thread::sleep(Duration::from_millis(100));
    bench.write("a.txt", "One.");
    expect(
        bench.import(&["a.txt"]),
        "",
        "hashiya: another program is importing into p: wait for it to end\n",
        2,
    );
    // Validating disturbs nobody.
    expect(
        bench.import(&["--dry-run", "a.txt"]),
        "1 article would be added.\n",
        "",
        0,
    );
    first.stdin.take();
    assert_eq!(first.wait().expect("the program").code(), Some(1));
    expect(bench.import(&["a.txt"]), "1 article added.\n", "", 0);
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let bench = Bench::new();
    bench.write("a.txt", "One.");
    let articles = bench.path("p/articles");
    fs::set_permissions(&articles, fs::Permissions::from_mode(0o555)).expect("rights");
    let (_, stderr, code) = bench.import(&["a.txt"]);
    fs::set_permissions(&articles, fs::Permissions::from_mode(0o755)).expect("rights");
    // The superuser may write anyway.
    if code != Some(0) {
        assert_eq!(
            (stderr.as_str(), code),
            (
                "hashiya: cannot write p/articles/.lock: permission denied\n",
                Some(2)
            )
        );
    }
}

#[test]
fn on_a_terminal_a_bar_says_how_far_it_is() {
    let bench = Bench::new();
    bench.write("a.jsonl", many(8000));
    // `command_in` names an annotator.
    let arguments = [
        "import",
        "--project",
        "@p",
        "--labels",
        "doccano",
        "@a.jsonl",
    ];
    let mut screen = Screen::start(command_in(bench.folder.path(), &arguments), 100, 24);
    let code = screen.end().exit_code();
    let raw = String::from_utf8_lossy(&screen.raw).into_owned();
    assert_eq!(code, 0, "{raw:?}");
    let on_the_way = [2048, 4096, 6144].map(|count| format!(" %  {count} articles"));
    assert!(on_the_way.iter().any(|it| raw.contains(it)), "{raw:?}");
    assert!(raw.contains("8000 articles added."), "{raw:?}");
}

#[test]
fn decisions_of_other_tools_come_in_as_another_annotator() {
    let bench = Bench::new();
    let labels = |tool: &str, name: &str, file: &str, more: &[&str]| {
        bench.import(
            &[
                &["--labels", tool, "--annotator", name],
                more,
                &[raw(file).as_str()],
            ]
            .concat(),
        )
    };
    let unknown = "Labels that are no topic of p/project.toml, and were left out: crime (1).\n";
    expect(
        labels("doccano", "old", "doccano.jsonl", &["--dry-run"]),
        &format!("3 articles would be added, 2 with decisions.\n{unknown}"),
        "",
        0,
    );
    assert!(!bench.path("p/annotations").exists());
    // The texts may be there before the decisions.
    expect(
        bench.import(&[&raw("doccano.jsonl")]),
        "3 articles added.\n",
        "",
        0,
    );
    expect(
        labels("doccano", "old", "doccano.jsonl", &[]),
        &format!("0 articles added, 3 there already, 2 with decisions brought in.\n{unknown}"),
        "",
        0,
    );
    let said = |annotator: &str, id: &str| {
        let store = bench.store();
        store
            .annotations(annotator, &store.article(id).expect("an article"))
            .expect("annotations")
    };
    assert_eq!(
        said("old", "doccano-000001").sentences[0].decision.topics,
        ["prosecution"]
    );
    assert_eq!(
        said("old", "doccano-000002").overall.topics,
        ["protection", "prosecution"]
    );
    assert_eq!(said("old", "doccano-000003").revision, 0);
    expect(
        labels("prodigy", "ada", "prodigy.jsonl", &[]),
        "3 articles added, 2 with decisions brought in.\n",
        "",
        0,
    );
    assert_eq!(
        said("ada", "prodigy-000002").sentences[0].decision.state,
        State::None
    );
    assert_eq!(said("ada", "prodigy-000003").revision, 0);
    expect(
        labels("label-studio", "lea", "label-studio.json", &[]),
        "1 article added, 1 with decisions brought in.\n",
        "",
        0,
    );
    let decision = said("lea", "label-studio-000001").sentences[1]
        .decision
        .clone();
    assert_eq!(decision.evidence[0].text, "وقُبض على رجلين.");
    // What is there is not decided anew.
    let (stdout, ..) = labels("prodigy", "ada", "prodigy.jsonl", &[]);
    assert_eq!(stdout, "0 articles added, 3 there already.\n");
    // The numbers of the history go on.
    let numbers: Vec<u64> = bench
        .store()
        .timeline("ada")
        .steps
        .iter()
        .map(|past| past.entry.n)
        .collect();
    assert_eq!(numbers, [1, 2]);
    let (_, stderr, code) = labels("doccano", "gold", "doccano.jsonl", &[]);
    assert!(stderr.contains("reserved") && code == Some(2), "{stderr}");
    let kept: Value = serde_json::from_slice(
        &fs::read(bench.path("p/annotations/ada/prodigy-000001.json")).expect("a file"),
    )
    .expect("JSON");
    assert_eq!(kept["sentences"][0]["guideline"], bench.store().guideline());
}

#[test]
fn a_project_of_paragraphs_has_texts_cut_into_these() {
    let bench = Bench::new();
    let scheme = bench.path("p/project.toml");
    let text = fs::read_to_string(&scheme).expect("a project");
    fs::write(&scheme, text + "\n[segmentation]\nunit = \"paragraph\"\n").expect("a project");
    bench.write("a.txt", "عنوان\n\n  أولى. ثانية؟ \nثالثة.\n");
    let (_, stderr, code) = bench.import(&["a.txt"]);
    assert_eq!(code, Some(0), "{stderr}");
    let article = bench.store().article("a").expect("an article");
    let quotes: Vec<&str> = (0..article.sentences.len())
        .map(|it| article.quote(it))
        .collect();
    assert_eq!(quotes, ["عنوان", "أولى. ثانية؟", "ثالثة."]);
}
