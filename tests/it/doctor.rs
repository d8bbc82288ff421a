//! `hashiya doctor`: what it says of a terminal and of the user's settings, and what it leaves.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use portable_pty::CommandBuilder;

use super::double::{Double, double};
use super::screen::{Screen, command_in};

fn doctor(home: &Path, double: Double, arguments: &[&str]) -> CommandBuilder {
    let mut command = command_in(home, &["doctor"]);
    command.get_argv_mut().truncate(2);
    command.args(arguments);
    command.env("TERM", double.term);
    command
}

/// What is said at `double`, on the screen that it leaves.
fn said(home: &Path, double: Double, arguments: &[&str]) -> String {
    let command = doctor(home, double, arguments);
    let mut screen = Screen::start_at(command, 100, 40, double.answers, Duration::ZERO);
    assert!(screen.end().success(), "{}", screen.text());
    assert!(screen.is_cooked() && !screen.is_alternate() && !screen.hides_cursor());
    screen.text()
}

#[test]
fn it_says_what_the_terminal_is_and_why_arabic_is_drawn_so() {
    let home = tempfile::tempdir().expect("a folder");
    let text = said(home.path(), double("Konsole"), &[]);
    for words in [
        "terminal    Konsole\n",
        "answers     XTVERSION Konsole 22.12.3, DA1 62;1;4, DA2 1;115;0, DA3 7E4B4445",
        "Arabic      profile words, joined letters, with harakat: its name (XTVERSION, DA3)",
        "colours     truecolor, on a ground that is light",
        "widths      18 of 18 samples are as wide as Hashiya counts",
        "keymap.toml (not there, and needs not be)",
        "unicode-bidi 16.0.0",
    ] {
        assert!(text.contains(words), "{words:?} in\n{text}");
    }
    let text = said(home.path(), double("VTE behind a tmux by SSH"), &[]);
    assert!(text.contains("terminal    VTE in tmux"), "{text}");
    assert!(
        text.contains("behind it DA1 65;1;9, DA2 65;7006;1, DA3 7E565445"),
        "{text}"
    );
    let text = said(home.path(), double("PuTTY"), &[]);
    assert!(text.contains("“Disable Arabic text shaping”"), "{text}");
    let text = said(home.path(), double("kitty"), &[]);
    assert!(
        text.contains("force_ltr yes") && text.contains("without harakat"),
        "{text}"
    );
}

#[test]
fn it_names_what_is_wrong_with_the_settings() {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join(".config/hashiya");
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("keymap.toml"), "[reader]\nnxt = [\"j\"]\n").expect("a file");
    fs::write(folder.join("config.toml"), "ground = \"grey\"\n").expect("a file");
    fs::write(folder.join("terminals.json"), "{\n\"format\": }").expect("a file");
    let text = said(home.path(), double("xterm"), &[]);
    for words in [
        "keymap.toml:2:1: there is no action \"nxt\"",
        "config.toml:1: unknown variant `grey`",
        "terminals.json:2 is not what",
    ] {
        let squeezed = |text: &str| text.split_whitespace().collect::<String>();
        assert!(
            squeezed(&text).contains(&squeezed(words)),
            "{words:?} in\n{text}"
        );
    }
}

#[test]
fn json_goes_where_standard_output_goes_and_the_terminal_is_asked_all_the_same() {
    let home = tempfile::tempdir().expect("a folder");
    let mut command = doctor(home.path(), double("mlterm"), &["--json"]);
    let argv = command.get_argv_mut();
    argv.splice(
        0..0,
        ["sh", "-c", "\"$@\" > \"$HOME/report\"", "sh"].map(Into::into),
    );
    let mlterm = double("mlterm");
    let mut screen = Screen::start_at(command, 80, 24, mlterm.answers, Duration::ZERO);
    assert!(screen.end().success(), "{}", screen.text());
    assert_eq!(screen.text().trim(), "", "nothing is left on the screen");
    let report = fs::read(home.path().join("report")).expect("a report");
    let report: serde_json::Value = serde_json::from_slice(&report).expect("JSON");
    assert_eq!(report["terminal"]["name"], "mlterm");
    assert_eq!(report["terminal"]["profile"], "ctl-off");
    assert_eq!(report["terminal"]["answers"]["ctl"], 1);
    let widths = report["terminal"]["widths"].as_array().expect("widths");
    assert!(
        widths.iter().all(|width| width["ours"] == width["theirs"]),
        "{widths:?}"
    );
}

#[test]
fn without_a_terminal_it_says_so_and_the_rest() {
    let home = tempfile::tempdir().expect("a folder");
    let run = |arguments: &[&str], term: &str| {
        let output = Command::new(env!("CARGO_BIN_EXE_hashiya"))
            .args(arguments)
            .env("HOME", home.path())
            .env("TERM", term)
            .stdin(Stdio::null())
            .output()
            .expect("the program");
        (
            output.status.code(),
            String::from_utf8(output.stdout).expect("UTF-8"),
        )
    };
    let (code, text) = run(&["doctor"], "xterm");
    assert_eq!(code, Some(0));
    assert!(text.contains("terminal    none to ask"), "{text}");
    assert!(text.contains("unicode-width"), "{text}");
    let (code, text) = run(&["doctor", "--json"], "dumb");
    let report: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(
        (code, &report["terminal"]),
        (Some(0), &serde_json::Value::Null)
    );
    let (code, _) = run(&["doctor", "--calibrate"], "xterm");
    assert_eq!(code, Some(2));
}

#[test]
fn a_calibration_without_a_project_is_remembered() {
    let home = tempfile::tempdir().expect("a folder");
    let konsole = double("Konsole");
    let command = doctor(home.path(), konsole, &["--calibrate"]);
    let mut screen = Screen::start_at(command, 80, 24, konsole.answers, Duration::ZERO);
    screen.wait_for("Which line reads right");
    screen.send("١h");
    screen.settle();
    screen.resize(60, 20);
    screen.settle();
    screen.send("q");
    assert!(screen.end().success());
    let text = screen.text();
    assert!(
        text.contains("profile visual, joined letters, without harakat"),
        "{text}"
    );
    let text = said(home.path(), konsole, &[]);
    let words = "profile visual, joined letters, without harakat: chosen by eye";
    assert!(text.contains(words), "{text}");
}
