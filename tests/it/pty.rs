//! The program in a pseudo-terminal: what is sent, what is restored, what partial frames leave.

use std::fs;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::thread;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use hashiya::text::Line;
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use rustix::process::Signal;
use tempfile::TempDir;

use super::screen::{Screen, command_in};

const ARTICLE: &str = include_str!("../../samples/texts/court-verdict-numbers.txt");

/// A folder with an article.
struct Place {
    folder: TempDir,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("verdict.txt"), ARTICLE).expect("an article");
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn command(&self, arguments: &[&str]) -> CommandBuilder {
        command_in(self.folder.path(), arguments)
    }

    /// The article, open.
    fn open(&self, columns: u16, rows: u16) -> Screen {
        let mut screen = Screen::start(self.command(&["@verdict.txt"]), columns, rows);
        screen.wait_for("of 18");
        screen.settle();
        screen
    }

    fn saved(&self) -> String {
        let path = self.path("hashiya/annotations/sara/verdict.json");
        fs::read_to_string(path).unwrap_or_default()
    }
}

/// `program` as a shell runs it by `"$@"` in `script`.
fn under_shell(program: CommandBuilder, script: &str) -> CommandBuilder {
    let mut shell = program.clone();
    let argv = shell.get_argv_mut();
    argv.splice(0..0, ["sh", "-c", script, "sh"].map(Into::into));
    shell
}

/// `text` as it stands on a screen.
fn shown(text: &str) -> String {
    Line::new(text, usize::MAX, hashiya::text::Display::default())
        .cells
        .iter()
        .map(|cell| cell.symbol.to_string())
        .collect()
}

fn find(raw: &[u8], wanted: &str) -> Option<usize> {
    raw.windows(wanted.len())
        .position(|window| window == wanted.as_bytes())
}

#[test]
fn a_text_is_opened_without_any_set_up_and_stays_as_it_is() {
    let place = Place::new();
    let mut screen = place.open(80, 24);
    assert!(
        screen.text().contains("The project is kept in"),
        "{}",
        screen.text()
    );
    assert!(
        screen.text().contains(&shown("حكم ابتدائي")),
        "{}",
        screen.text()
    );
    screen.type_until("1", " 1 of 18");
    screen.send("q");
    assert!(screen.end().success());
    assert_eq!(
        fs::read_to_string(place.path("verdict.txt")).expect("the text"),
        ARTICLE
    );
    assert!(place.saved().contains("\"topics\": [\"prevention\"]"));
    // Nothing but the project was made, and what is remembered of the terminal at home.
    let mut names: Vec<_> = fs::read_dir(place.folder.path())
        .expect("a folder")
        .flatten()
        .map(|entry| entry.file_name().into_string().expect("a name"))
        .collect();
    names.sort();
    assert_eq!(names, [".config", "hashiya", "verdict.txt"]);
}

#[test]
fn the_terminals_own_bidi_is_off_before_the_clear_and_on_again_at_the_end() {
    let place = Place::new();
    let mut screen = place.open(80, 24);
    let alternate = find(&screen.raw, "\x1b[?1049h").expect("the other screen");
    let enter = find(&screen.raw, "\x1b[8l\x1b[2J").expect("the enter sequence");
    assert!(alternate < enter && enter < find(&screen.raw, "of 18").expect("the screen"));
    assert!(screen.is_alternate() && screen.hides_cursor() && !screen.is_cooked());
    screen.send("q");
    assert!(screen.end().success());
    assert!(
        screen.raw.ends_with(b"\x1b[8h\x1b[?1049l"),
        "{:?}",
        String::from_utf8_lossy(&screen.raw)
    );
    assert!(!screen.is_alternate() && !screen.hides_cursor() && screen.is_cooked());
}

#[test]
fn signals_leave_the_terminal_restored_and_the_work_saved() {
    for signal in [Signal::TERM, Signal::HUP, Signal::INT, Signal::QUIT] {
        let place = Place::new();
        let mut screen = place.open(80, 24);
        screen.type_until("3", " 1 of 18");
        screen.signal(signal);
        let status = screen.end();
        assert!(status.signal().is_some(), "{signal:?}: {status:?}");
        assert!(
            !screen.is_alternate() && !screen.hides_cursor() && screen.is_cooked(),
            "{signal:?}"
        );
        assert!(place.saved().contains("prosecution"), "{signal:?}");
    }
}

#[test]
fn a_stopped_program_gives_the_terminal_back_and_comes_back_whole() {
    let place = Place::new();
    // A shell with job control, which continues the program at each line that is typed.
    let script = "set -m; \"$@\"; for i in 1 2; do read line; fg; done";
    let mut screen = Screen::start(
        under_shell(place.command(&["@verdict.txt"]), script),
        80,
        24,
    );
    screen.wait_for("of 18");
    screen.type_until("j1", " 1 of 18");
    screen.settle();
    let before = screen.cells();
    for round in 0..2 {
        if round == 0 {
            screen.send("\x1a");
        } else {
            screen.signal_below_shell(Signal::TSTP);
        }
        screen.wait_until("the shell's screen", |screen| {
            !screen.is_alternate() && screen.is_cooked()
        });
        assert!(!screen.hides_cursor());
        screen.settle();
        screen.send("\n");
        screen.wait_until("the program's screen", |screen| screen.is_alternate());
        screen.wait_for(" 1 of 18");
        screen.settle();
        assert_eq!(screen.cells(), before);
        assert!(!screen.is_cooked());
    }
    screen.send("q");
    screen.end();
    assert!(!screen.is_alternate() && screen.is_cooked());
}

#[test]
fn without_a_shell_above_the_program_does_not_stop() {
    let place = Place::new();
    let mut screen = place.open(80, 24);
    screen.type_until("\x1a", "There is no shell to go back to.");
    screen.type_until("1", " 1 of 18");
    screen.send("q");
    assert!(screen.end().success());
}

#[test]
fn half_a_sequence_makes_the_program_deaf_to_nothing() {
    for half in ["\x1b[", "\x1bO", "\x1bP", "\x1b[1;"] {
        let place = Place::new();
        let mut screen = place.open(80, 24);
        screen.send(half);
        screen.settle();
        screen.type_until("1", " 1 of 18");
        screen.send(half);
        screen.signal(Signal::TERM);
        assert!(screen.end().signal().is_some(), "{half:?}");
    }
}

#[test]
fn an_arrow_key_in_two_parts_is_an_arrow_key() {
    let place = Place::new();
    let mut screen = place.open(80, 24);
    screen.type_until("?", "next undecided");
    screen.send("\x1b");
    thread::sleep(Duration::from_millis(5));
    screen.send("[B");
    screen.settle();
    assert!(
        screen.says("next undecided"),
        "the page of help is still open:\n{}",
        screen.text()
    );
    screen.send("\x1b");
    screen.settle();
    screen.type_until("1", " 1 of 18");
}

#[test]
fn a_terminal_that_goes_away_ends_the_program() {
    let place = Place::new();
    let pair = native_pty_system()
        .openpty(PtySize::default())
        .expect("a pseudo-terminal");
    let mut child = pair
        .slave
        .spawn_command(place.command(&["@verdict.txt"]))
        .expect("the program");
    let mut reader = pair.master.try_clone_reader().expect("a reader");
    let mut writer = pair.master.take_writer().expect("a writer");
    let mut said = Vec::new();
    while find(&said, "None").is_none() {
        let mut buffer = [0; 4096];
        let count = reader.read(&mut buffer).expect("the program");
        said.extend_from_slice(&buffer[..count]);
    }
    writer.write_all(b"1").expect("the program");
    let started = Instant::now();
    while !place.saved().contains("\"topics\": [\"prevention\"]") {
        assert!(
            started.elapsed() < Duration::from_secs(20),
            "nothing is saved"
        );
        thread::sleep(Duration::from_millis(5));
    }
    // Half a sequence, and the line is gone.
    writer.write_all(b"\x1b[").expect("the program");
    drop((reader, writer, pair.slave, pair.master));
    let started = Instant::now();
    while child.try_wait().expect("a child").is_none() {
        assert!(
            started.elapsed() < Duration::from_secs(20),
            "it goes on without a terminal"
        );
        thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_stopped_program_can_be_ended() {
    let place = Place::new();
    let script = "set -m; \"$@\"; read line; pid=$(jobs -p); kill $pid; kill -CONT $pid; \
                  while kill -0 $pid 2>/dev/null; do wait $pid; done; echo it has ended";
    let mut screen = Screen::start(
        under_shell(place.command(&["@verdict.txt"]), script),
        80,
        24,
    );
    screen.wait_for("of 18");
    screen.settle();
    screen.send("\x1a");
    screen.wait_until("the shell's screen", |screen| !screen.is_alternate());
    screen.settle();
    let before = screen.raw.len();
    screen.send("\n");
    screen.wait_for("it has ended");
    screen.end();
    assert_eq!(
        find(&screen.raw[before..], "\x1b[?1049h"),
        None,
        "the terminal is the shell's by now"
    );
}

#[test]
fn a_window_that_changed_while_the_program_was_stopped_is_used() {
    let place = Place::new();
    let mut screen = place.open(120, 36);
    screen.signal(Signal::STOP);
    screen.resize(80, 24);
    screen.signal(Signal::CONT);
    screen.wait_for("Victim protection 2");
    screen.type_until("1", " 1 of 18");
    screen.send("q");
    assert!(screen.end().success());
}

/// What partial frames leave on the screen is what a whole frame shows.
#[test]
fn partial_frames_are_as_good_as_a_whole_one() {
    for (columns, rows) in [(80, 24), (200, 50)] {
        let place = Place::new();
        let mut screen = place.open(columns, rows);
        for keys in [
            "j", "1", "3", "j0", "\x1b[6~", "2", "h", "j", "\x1b", "\t", "u", "\x1b[5~", "?", "q",
            "\x1b[F", "r",
        ] {
            screen.send(keys);
            screen.settle();
        }
        let partial = screen.cells();
        // The program repaints everything when it is continued.
        screen.signal(Signal::CONT);
        screen.settle();
        assert_eq!(screen.cells(), partial, "{columns}x{rows}");
        screen.send("q");
        assert!(screen.end().success());
    }
}

#[test]
fn a_window_of_any_size_is_survived_and_used() {
    let place = Place::new();
    let mut screen = place.open(80, 24);
    screen.type_until("1", " 1 of 18");
    for (columns, rows) in [(20, 5), (1, 1), (500, 200), (39, 9), (40, 10)] {
        screen.resize(columns, rows);
        screen.settle();
    }
    screen.resize(30, 8);
    screen.wait_for("Hashiya needs 40×10;");
    screen.resize(200, 50);
    screen.wait_for("Victim protection");
    screen.settle();
    assert!(
        screen.text().contains("None applies"),
        "the panel of a large window"
    );
    screen.resize(80, 24);
    screen.wait_for(" 1 of 18");
    screen.send("q");
    assert!(screen.end().success());
}

#[test]
fn escape_sequences_of_an_article_or_its_name_never_reach_the_terminal() {
    let place = Place::new();
    let name = "evil\x1b[31m\u{202E}.txt";
    fs::write(
        place.path(name),
        "عنوان \x1b]0;pwned\x07\nنص \u{9b}31m \x1b[5m هنا\u{85}.",
    )
    .expect("an article");
    let mut screen = Screen::start(place.command(&[&format!("@{name}")]), 80, 24);
    screen.wait_for("of 3");
    screen.settle();
    screen.type_until("1", "1 of 3");
    screen.send("q");
    assert!(screen.end().success());
    for sequence in [
        "\x1b]0;",
        "\x1b[31m\u{202E}",
        "\u{9b}",
        "\x1b[5m",
        "\u{202E}",
        "\x07",
    ] {
        assert_eq!(find(&screen.raw, sequence), None, "{sequence:?}");
    }
}

#[test]
fn what_is_pasted_decides_nothing() {
    let place = Place::new();
    let mut screen = place.open(80, 24);
    assert!(find(&screen.raw, "\x1b[?2004h").is_some());
    screen.send("\x1b[200~1 2 3 0\x1b[201~");
    screen.type_until("j1", "✓ saved 1 of 18");
    assert_eq!(place.saved().matches("\"n\": ").count(), 1);
    screen.send("q");
    assert!(screen.end().success());
}

#[test]
fn keys_typed_before_the_first_frame_are_kept() {
    let place = Place::new();
    let mut screen = Screen::start(place.command(&["@verdict.txt"]), 80, 24);
    screen.send("1j0");
    screen.wait_for(" 2 of 18");
    // One by one and at once, no key waits for the next one.
    for (count, key) in [(3, "j2"), (4, "j3")] {
        screen.type_until(key, &format!("{count:>2} of 18"));
    }
    screen.send("q");
    assert!(screen.end().success());
}

#[test]
fn the_arabic_layout_works_as_bytes() {
    let place = Place::new();
    let mut screen = place.open(80, 24);
    screen.type_until("ت١", " 1 of 18");
    screen.type_until("ت٠", " 2 of 18");
    screen.type_until("ع", " 1 of 18");
    screen.send("ض");
    assert!(screen.end().success());
    assert!(place.saved().contains("\"undoes\": 2"));
}

#[test]
fn without_colours_nothing_is_coloured() {
    let place = Place::new();
    let mut command = place.command(&["@verdict.txt"]);
    command.env("NO_COLOR", "1");
    let mut screen = Screen::start(command, 80, 24);
    screen.wait_for("of 18");
    screen.type_until("1", " 1 of 18");
    screen.settle();
    let coloured = |(_, fg, bg, _): &(String, vt100::Color, vt100::Color, bool)| {
        *fg != vt100::Color::Default || *bg != vt100::Color::Default
    };
    assert!(!screen.cells().iter().any(coloured));
    let is_chip = |(text, _, _, inverse): &(String, vt100::Color, vt100::Color, bool)| {
        *inverse && *text == "P"
    };
    assert_eq!(
        screen.cells().iter().filter(|cell| is_chip(cell)).count(),
        2,
        "in the margin and in the legend"
    );
}

#[test]
fn the_arabic_of_the_article_stands_on_the_screen_as_laid_out() {
    let place = Place::new();
    let screen = place.open(80, 24);
    let title = ARTICLE.lines().next().expect("a title");
    let layout = hashiya::text::Layout::new(
        title,
        62,
        hashiya::text::direction(ARTICLE),
        &[],
        hashiya::text::Display::default(),
    );
    for line in layout.lines() {
        let line: String = line.cells.iter().map(|cell| cell.symbol.as_str()).collect();
        assert!(
            screen.text().contains(&line),
            "{line:?} in\n{}",
            screen.text()
        );
    }
}

#[test]
fn a_copied_sentence_goes_to_the_terminals_clipboard_in_logical_order() {
    let place = Place::new();
    let mut screen = place.open(80, 24);
    screen.type_until("y", "Sentence 1 is in the clipboard");
    let title = ARTICLE.lines().next().expect("a title");
    let wanted = format!("\x1b]52;c;{}\x1b\\", BASE64.encode(title));
    assert!(find(&screen.raw, &wanted).is_some(), "{wanted:?}");
    screen.send("q");
    assert!(screen.end().success());
}

#[test]
fn the_mouse_is_reported_unless_it_is_unwanted() {
    let place = Place::new();
    let mut screen = place.open(80, 24);
    assert!(find(&screen.raw, "\x1b[?1000h\x1b[?1006h").is_some());
    screen.type_until("to", "The mouse is off");
    assert!(find(&screen.raw, "\x1b[?1006l\x1b[?1000l").is_some());
    screen.send("\x1bq");
    assert!(screen.end().success());
    let config = place.path(".config/hashiya/config.toml");
    fs::write(&config, "mouse = false\n").expect("a setting");
    let mut screen = place.open(80, 24);
    assert!(find(&screen.raw, "\x1b[?1000h").is_none());
    screen.send("q");
    assert!(screen.end().success());
    fs::write(&config, "mouse = true\nmouth = 1\n").expect("a setting");
    let mut screen = Screen::start(place.command(&["@verdict.txt"]), 80, 24);
    screen.wait_for("config.toml:2: unknown field");
    screen.send("q");
    assert!(screen.end().success());
}

/// Where the terminal shows a frame at once, a long one is sent as one.
#[test]
fn a_long_frame_is_marked_where_the_terminal_knows_it() {
    let place = Place::new();
    let kitty = "\x1bP>|kitty(0.26.5)\x1b\\\x1b[?2026;2$y\x1b[?62;c";
    for (answer, knows) in [(kitty, true), ("\x1b[?62;c", false)] {
        let command = place.command(&["@verdict.txt"]);
        let mut screen = Screen::start_at(command, 80, 24, &[answer], Duration::ZERO);
        screen.wait_for("of 18");
        screen.settle();
        let before = screen.raw.len();
        screen.send("\x1b[6~");
        screen.settle();
        let page = &screen.raw[before..];
        assert_eq!(page.starts_with(b"\x1b[?2026h"), knows);
        assert_eq!(page.ends_with(b"\x1b[?2026l"), knows);
        screen.send("q");
        assert!(screen.end().success());
    }
}

/// An article that was made to break terminals is readable, and stays inside its columns.
#[test]
fn an_article_made_to_break_terminals_is_worked_on() {
    let overrides = "ا\u{202E}ب\u{2067}ج\u{202D}د\u{2066}".repeat(2000);
    let marks = format!("ب{}ت", "\u{64E}".repeat(10_000));
    let word = "ب".repeat(500_000);
    let text = format!("عنوان\n{overrides}\n{marks}\n{word}\nالنهاية.\n");
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("hard.txt"), text).expect("an article");
    let mut screen = Screen::start(command_in(folder.path(), &["@hard.txt"]), 80, 24);
    screen.wait_for("0 of 5");
    screen.type_until("j1", "1 of 5");
    screen.type_until("\r2", "2 of 5");
    for _ in 0..20 {
        screen.send("\x1b[6~");
    }
    screen.send("\x1b[F");
    screen.wait_for(&shown("النهاية."));
    screen.type_until("3", "3 of 5");
    screen.send("k");
    let lines = |screen: &Screen| {
        let text = screen.text();
        let rows = text.lines().skip(2).take(18);
        rows.filter(|row| row.contains('ﺒ'))
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    screen.wait_until("a page of one word", |screen| lines(screen).len() > 5);
    screen.settle();
    // Right of the number and the chips nothing stands, and no letter has more than eight marks.
    let longest = screen
        .cells()
        .into_iter()
        .map(|(text, ..)| text.chars().count())
        .max();
    assert!(longest <= Some(9), "{longest:?}");
    assert!(
        lines(&screen)
            .iter()
            .all(|row| row.chars().filter(|&c| c == 'ﺒ').count() <= 62)
    );
    screen.resize(500, 200);
    screen.settle();
    screen.resize(1, 1);
    screen.settle();
    screen.resize(80, 24);
    screen.wait_for("3 of 5");
    screen.send("q");
    assert!(screen.end().success());
}

#[test]
fn the_same_account_takes_over_from_its_other_program_with_nothing_lost() {
    let place = Place::new();
    let mut first = place.open(80, 24);
    first.type_until("1", " 1 of 18");
    let mut second = place.open(80, 24);
    second.wait_for("read-only");
    second.send("\tu");
    second.wait_for("has saved and left");
    assert!(first.end().signal().is_some(), "it was asked to leave");
    assert!(place.saved().contains("\"topics\": [\"prevention\"]"));
    second.type_until("j2", " 2 of 18");
    second.send("q");
    assert!(second.end().success());
    assert!(place.saved().contains("\"topics\": [\"protection\"]"));
}
