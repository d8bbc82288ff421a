//! What the program says when it does not start: one sentence, exit 2, nothing written.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use super::screen::{Screen, command, command_in};

fn run(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hashiya"));
    command
        .args(arguments)
        .env("TERM", "xterm")
        .output()
        .expect("the program")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn version_and_help_go_to_standard_output() {
    let version = run(&["--version"]);
    assert_eq!(
        text(&version.stdout),
        format!("hashiya {}\n", env!("CARGO_PKG_VERSION"))
    );
    let help = run(&["--help"]);
    assert!(help.status.success());
    for promise in [
        "--project",
        "--annotator",
        "Usage: hashiya",
        "NO_COLOR",
        "annotations/NAME/ARTICLE.json",
    ] {
        assert!(text(&help.stdout).contains(promise), "{promise}");
    }
}

#[test]
fn without_a_terminal_it_says_so() {
    let output = run(&["samples"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(text(&output.stdout), "");
    assert_eq!(
        text(&output.stderr),
        "hashiya: it needs a terminal for its input and output: start it without redirecting them\n"
    );
}

#[test]
fn an_unknown_option_is_named() {
    let output = run(&["--frobnicate"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("--frobnicate"));
}

/// Runs the program in a terminal, where it ends at once; what it said, and its exit code.
fn in_terminal(folder: &Path, arguments: &[&str], term: Option<&str>) -> (String, u32) {
    let mut command = command_in(folder, arguments);
    match term {
        Some(term) => command.env("TERM", term),
        None => command.env_remove("TERM"),
    }
    let mut screen = Screen::start(command, 400, 24);
    let status = screen.end();
    let said = text(&screen.raw)
        .replace("\r\n", "\n")
        .replace(&folder.display().to_string(), "@");
    (said, status.exit_code())
}

fn check(folder: &Path, arguments: &[&str], expected: &str) {
    let (said, code) = in_terminal(folder, arguments, Some("xterm"));
    assert_eq!((said.trim_end(), code), (expected, 2), "{arguments:?}");
    assert!(
        !folder.join("hashiya").exists(),
        "{arguments:?} wrote something"
    );
}

#[test]
fn a_terminal_without_a_screen_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let (said, code) = in_terminal(folder.path(), &["samples"], Some("dumb"));
    assert!(
        said.starts_with("hashiya: TERM is \"dumb\"") && said.lines().count() == 1,
        "{said}"
    );
    assert_eq!(code, 2);
    let (said, code) = in_terminal(folder.path(), &["samples"], None);
    assert!(
        said.starts_with("hashiya: TERM is not set") && said.lines().count() == 1,
        "{said}"
    );
    assert_eq!(code, 2);
}

#[test]
fn what_is_no_article_is_named_with_what_to_do() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path();
    fs::create_dir(path.join("empty-folder")).expect("a folder");
    for (name, bytes) in [
        ("empty.txt", &b""[..]),
        ("blank.txt", b" \n\t\n"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\0\0"),
        ("cp1256.txt", b"ab\n\xc7\xe1"),
        ("good.txt", b"ok."),
    ] {
        fs::write(path.join(name), bytes).expect("a file");
    }
    check(
        path,
        &["@nowhere.txt"],
        "hashiya: there is no file or folder @/nowhere.txt",
    );
    check(
        path,
        &["@empty-folder"],
        "hashiya: @/empty-folder has no project.toml and no text files (*.txt): give a project, or texts",
    );
    check(
        path,
        &["@empty.txt"],
        "hashiya: @/empty.txt: it holds no text",
    );
    check(
        path,
        &["@blank.txt"],
        "hashiya: @/blank.txt: it holds no text",
    );
    check(
        path,
        &["@picture.txt"],
        "hashiya: @/picture.txt: byte 8 is NUL: it is not a text file",
    );
    check(
        path,
        &["@cp1256.txt"],
        "hashiya: @/cp1256.txt: byte 3 (0xC7) is not UTF-8: convert the file to UTF-8",
    );
    check(
        path,
        &["@empty.txt", "@picture.txt"],
        "hashiya: @/empty.txt: it holds no text\nhashiya: @/picture.txt: byte 8 is NUL: it is not a text file",
    );
    check(
        path,
        &["@good.txt", "--annotator", "../x"],
        "hashiya: \"../x\" cannot be an annotator's name: it cannot start with a dot or a hyphen",
    );
    check(
        path,
        &["@good.txt", "--annotator", "Gold"],
        "hashiya: \"Gold\" cannot be an annotator's name: gold is reserved for adjudicated decisions",
    );
    check(
        path,
        &["--project", "@empty-folder"],
        "hashiya: @/empty-folder is no project (it has no project.toml): give the texts to put there",
    );
}

#[test]
fn a_project_file_that_is_wrong_is_named_with_its_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path();
    fs::create_dir(path.join("project")).expect("a folder");
    let good = include_str!("../../samples/project.toml");
    let kept = "(nothing was overwritten)";
    for (toml, expected) in [
        (
            "format = 1\nname = \n".to_owned(),
            "@/project/project.toml:2:8: ",
        ),
        (
            "format = 7\nnew = 1\n".to_owned(),
            "@/project/project.toml:1:10: it has format 7 and this Hashiya reads up to 1: update Hashiya",
        ),
        (
            good.replace("colour = \"green\"", "colour = \"mauve\""),
            "@/project/project.toml:21:10: unknown variant `mauve`",
        ),
    ] {
        fs::write(path.join("project/project.toml"), &toml).expect("a file");
        let (said, code) = in_terminal(path, &["@project"], Some("xterm"));
        assert!(
            said.starts_with(&format!("hashiya: {expected}")) && said.trim_end().ends_with(kept),
            "{said}"
        );
        assert_eq!(code, 2);
        assert_eq!(
            fs::read_to_string(path.join("project/project.toml")).expect("a file"),
            toml
        );
    }
    fs::write(
        path.join("project/project.toml"),
        good.replacen("key = \"1\"", "key = \"j\"", 1),
    )
    .expect("a file");
    let (said, code) = in_terminal(path, &["@project"], Some("xterm"));
    assert_eq!(
        (said.trim_end(), code),
        (
            "hashiya: @/project/project.toml:20:7: the key \"j\" of the topic prevention means \"next\" already: \
             choose another, such as a digit",
            2
        )
    );
}

#[test]
fn a_keymap_with_a_bad_line_works_without_it_and_says_where() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path();
    let configuration = path.join(".config/hashiya");
    fs::create_dir_all(&configuration).expect("a folder");
    fs::write(
        configuration.join("keymap.toml"),
        "[reader]\nnxt = [\"z\"]\nlast = [\"b\"]\n",
    )
    .expect("a keymap");
    fs::write(path.join("a.txt"), "One.\nTwo.\nThree.\n").expect("a text");
    let mut screen = Screen::start(command(&[path.join("a.txt").as_os_str()], path), 200, 24);
    screen.wait_for("keymap.toml:2:1: there is no action \"nxt\"; the line is left out.");
    screen.type_until("b1", "1 of 3");
    screen.send("q");
    assert!(screen.end().success());
    let saved = fs::read_to_string(path.join("hashiya/annotations/sara/a.json")).expect("a file");
    assert!(
        saved.contains("\"sentence\": \"s3\""),
        "the user's own key went to the last sentence"
    );
}

/// Runs the program as somebody who may not write. Root may write anywhere, so root becomes nobody.
fn start_without_rights(folder: &Path, arguments: &[&OsStr]) -> Screen {
    let program = folder.join("program");
    // By another process: a program that is open for writing here, and so in whatever another test
    // starts at this moment, cannot be run.
    let mut copy = Command::new("cp");
    copy.args([Path::new(env!("CARGO_BIN_EXE_hashiya")), &program]);
    assert!(copy.status().expect("cp").success());
    let is_root = rustix::process::getuid().is_root();
    let mut command = command(&[], folder);
    let mut argv = command.get_argv().clone();
    argv.clear();
    if is_root {
        argv.extend(
            [
                "setpriv",
                "--reuid=65534",
                "--regid=65534",
                "--clear-groups",
            ]
            .map(Into::into),
        );
    }
    argv.push(program.into_os_string());
    argv.extend(arguments.iter().map(|&argument| argument.to_owned()));
    *command.get_argv_mut() = argv;
    Screen::start(command, 200, 24)
}

#[test]
fn a_folder_that_cannot_be_written_is_opened_for_reading() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path();
    let shelf = path.join("shelf");
    fs::create_dir(&shelf).expect("a folder");
    fs::write(shelf.join("a.txt"), "One.\nTwo.\nThree.\n").expect("a text");
    let allow = |path: &Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("a mode")
    };
    allow(path, 0o755);
    allow(&shelf, 0o555);
    // A text beside which nothing can be kept.
    let mut screen = start_without_rights(path, &[shelf.join("a.txt").as_os_str()]);
    screen.wait_for("Nothing will be saved:");
    screen.wait_for("--project says where to keep the project.");
    screen.type_until("1", "read-only");
    screen.settle();
    assert!(screen.text().contains("0 of 3"));
    screen.send("q");
    assert!(screen.end().success());
    assert_eq!(fs::read_dir(&shelf).expect("a folder").count(), 1);
    // A project that somebody else owns.
    allow(&shelf, 0o755);
    let mut screen = Screen::start(command(&[shelf.join("a.txt").as_os_str()], path), 80, 24);
    screen.type_until("1", "1 of 3");
    screen.send("q");
    screen.end();
    for folder in [
        "hashiya/annotations",
        "hashiya/annotations/sara",
        "hashiya/articles",
        "hashiya",
        ".",
    ] {
        allow(&shelf.join(folder), 0o555);
    }
    let mut screen = start_without_rights(path, &[shelf.join("hashiya").as_os_str()]);
    screen.wait_for("For reading only:");
    screen.type_until("\r", "One.");
    screen.type_until("2", "cannot be written (permission denied)");
    screen.send("q");
    assert!(screen.end().success());
    for folder in [
        ".",
        "hashiya",
        "hashiya/annotations",
        "hashiya/annotations/sara",
        "hashiya/articles",
    ] {
        allow(&shelf.join(folder), 0o755);
    }
}

/// A folder for texts, and what the program says when it is started there.
struct Shelf {
    folder: tempfile::TempDir,
}

impl Shelf {
    fn new(texts: &[(&str, &[u8])]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, bytes) in texts {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, bytes).expect("a text");
        }
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Starts the program, waits for `text`, leaves it.
    fn says(&self, arguments: &[&str], text: &str) {
        let command = command_in(self.folder.path(), arguments);
        let mut screen = Screen::start(command, 100, 24);
        screen.wait_for(text);
        screen.send("q");
        assert!(screen.end().success());
    }

    fn articles(&self, project: &str) -> Vec<String> {
        let folder = fs::read_dir(self.path(project).join("articles")).expect("articles");
        let names = folder.flatten().map(|entry| entry.file_name());
        let mut names: Vec<String> = names
            .map(|name| name.to_string_lossy().trim_end_matches(".json").to_owned())
            .collect();
        names.sort();
        names
    }
}

#[test]
fn a_bad_file_in_a_folder_does_not_keep_the_others_out() {
    let shelf = Shelf::new(&[
        ("a.txt", b"One."),
        ("b.txt", b"ab\n\xc7"),
        ("c.txt", b"Two."),
        ("d.md", b"No."),
    ]);
    shelf.says(&["@."], "2 articles added. Left out:");
    assert_eq!(shelf.articles("hashiya"), ["a", "c"]);
    shelf.says(
        &["@."],
        "b.txt: byte 3 (0xC7) is not UTF-8: convert the file to UTF-8.",
    );
}

#[test]
fn adding_again_adds_only_what_is_new() {
    let shelf = Shelf::new(&[("a.txt", b"One.")]);
    shelf.says(&["@a.txt"], "1 article added.");
    fs::write(shelf.path("b.txt"), "Two.").expect("a text");
    shelf.says(&["@."], "1 article added.");
    shelf.says(&["@."], "2 articles");
    assert_eq!(shelf.articles("hashiya"), ["a", "b"]);
    // The folder that only holds the project is the project.
    fs::remove_file(shelf.path("a.txt")).expect("a text");
    fs::remove_file(shelf.path("b.txt")).expect("a text");
    shelf.says(&["@."], "2 articles");
}

#[test]
fn a_text_that_was_changed_keeps_its_decisions_and_says_so() {
    let shelf = Shelf::new(&[("a.txt", b"One. Two.")]);
    shelf.says(&["@a.txt"], "of 2");
    fs::write(shelf.path("a.txt"), "One. Two. Three.").expect("a text");
    shelf.says(
        &["@a.txt"],
        "a.txt was changed since it was added: decisions stay with the text as it was.",
    );
    shelf.says(&["@a.txt", "--project", "@hashiya"], "of 2");
    assert_eq!(shelf.articles("hashiya"), ["a"]);
}

#[test]
fn texts_of_one_name_from_two_folders_are_two_articles() {
    let shelf = Shelf::new(&[("x/news.txt", b"One."), ("y/news.txt", b"Two.")]);
    let (said, code) = in_terminal(
        shelf.folder.path(),
        &["@x/news.txt", "@y/news.txt"],
        Some("xterm"),
    );
    assert_eq!(
        (said.trim_end(), code),
        (
            "hashiya: the files are in several folders (@/x and @/y): say with --project where to keep the project",
            2
        )
    );
    for _ in 0..2 {
        shelf.says(
            &["@x/news.txt", "@y/news.txt", "--project", "@p"],
            "2 articles",
        );
        let articles = shelf.articles("p");
        assert_eq!((articles.len(), articles[0].as_str()), (2, "news"));
    }
    // A project may be named together with what is to be added.
    fs::write(shelf.path("z.txt"), "Three.").expect("a text");
    shelf.says(&["@p", "@z.txt"], "of 1");
    assert_eq!(shelf.articles("p").len(), 3);
}

#[test]
fn what_a_name_holds_is_not_sent_to_the_terminal() {
    let shelf = Shelf::new(&[]);
    for name in ["@\u{1b}[31m\u{202E}\nx.txt", "--\u{1b}[31mfoo"] {
        let (said, code) = in_terminal(shelf.folder.path(), &[name], Some("xterm"));
        assert_eq!(code, 2);
        assert!(!said.contains(['\u{1b}', '\u{202E}']), "{said:?}");
    }
}

#[test]
fn a_key_that_the_keymap_takes_from_a_topic_stays_the_topics() {
    let shelf = Shelf::new(&[
        ("a.txt", b"One. Two."),
        (".config/hashiya/keymap.toml", b"[reader]\nlast = [\"1\"]\n"),
    ]);
    shelf.says(
        &["@a.txt"],
        "keymap.toml:2:8: 1 means a topic already; the line is left out.",
    );
}
