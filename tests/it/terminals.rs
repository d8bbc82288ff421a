//! The real program at doubles of real terminals: what an annotator sees is what was laid out, on
//! the first frame and on every one after it.

use std::fs;
use std::path::Path;
use std::time::Duration;

use hashiya::text::{Letters, Profile, Rendition};
use hashiya::ui::theme::{Contrast, Depth, Ground, Theme};
use ratatui::buffer::Buffer;
use ratatui::style::{Color, Modifier};
use rayon::prelude::*;
use unicode_width::UnicodeWidthStr as _;

use super::desk::Desk;
use super::double::{DOUBLES, Double, Seen, Shows, double};
use super::screen::{Screen, command_in};

/// What terminals trip over: numbers at letters, brackets at the edge of words, wide characters,
/// quotation marks, joiners, marks, signs that are spelled out, format characters.
const TRAPS: &str = "\
أخبار (عاجل) 1445هـ: «Apple» تعلن [خطة]
صدر القانون رقم (15) لسنة 2024م، والقرار 3/أبريل، بنسبة 12.5% إلى 15%.
می\u{200C}توان گفت که این «نمونه» است؛ شماره ۱۲۳۴ (تهران) و ٢٠٢٤–٢٠٢٦.
وصل 😀 الوفد漢字إلى المدينة، ثم شاهد 3D Max؟ نعم! (حسنًا) ...
قَالَ الوَزِيرُ: «سَنَعْمَلُ مَعًا.» لَا إِلٰهَ، محمد ﷺ في مكة.
The word سلام means peace (السلام), and 12 كتب cost $15 in 1445هـ.
ئەم هەواڵە لە ڕۆژنامەی «ئازادی» بڵاوکراوەتەوە، ساڵی ٢٠٢٥.
נשלח ב-12 במאי ל\"משרד\" (ירושלים) עם 3 קופסאות.
ابت\u{202E}جحخ\u{202C} و\u{2067}abc\u{2069} ثم \u{200F}(نهاية)\u{200E} 1.";

/// Keys as they are typed, and by name.
const DAY: &[(&str, &str)] = &[
    ("\r", "enter"),
    ("j", "j"),
    ("1", "1"),
    ("3", "3"),
    ("\x1b[6~", "pagedown"),
    ("2", "2"),
    ("h", "h"),
    ("\x1b", "esc"),
    ("\x1b[5~", "pageup"),
    ("\r", "enter"),
    ("0", "0"),
    ("i", "i"),
    ("i", "i"),
    ("/", "/"),
    ("ال", "ا ل"),
    ("\r", "enter"),
    ("s", "s"),
    ("f2", "f 2"),
    ("a", "a"),
    ("نص 😀 (12) AI", "ن ص space 😀 space ( 1 2 ) space A I"),
    ("\x1b[D", "left"),
    ("\x1b[D\x1b[D\x1b[D", "left left left"),
    ("\x1b[H", "home"),
    ("\x1b[D\x1b[D\x1b[D", "left left left"),
    ("\r", "enter"),
    ("/", "/"),
    ("\x1b", "esc"),
    (":", ":"),
    ("\x1b[B", "down"),
    ("\x1b", "esc"),
    ("t", "t"),
    ("\x1b", "esc"),
    ("\t", "tab"),
    ("l", "l"),
    ("=", "="),
    ("\x1b[D", "left"),
    ("\x1b", "esc"),
    ("\t", "tab"),
    ("l", "l"),
    ("\x1b[F", "end"),
    ("u", "u"),
    ("k", "k"),
    ("?", "?"),
    ("\x1b", "esc"),
    ("l", "l"),
];

impl Double {
    fn rendition(self) -> Rendition {
        Rendition {
            profile: self.profile,
            letters: Letters::Forms,
            harakat: self.harakat,
        }
    }

    fn theme(self) -> Theme {
        // tmux does not say how many colours there are behind it, but TERM says how many it takes.
        let is_tmux = self.term == "tmux-256color";
        Theme {
            depth: if is_tmux {
                Depth::Indexed
            } else {
                Depth::Truecolor
            },
            ground: if self.is_light {
                Ground::Light
            } else {
                Ground::Unknown
            },
            contrast: Contrast::Usual,
        }
    }

    /// Waits until the terminal shows what is to be seen at `desk`.
    fn check(self, screen: &mut Screen, desk: &mut Desk, after: &str) {
        let (wanted, exceptions) = desk.seen_at(self.rendition(), self.theme());
        let other = |y: usize| {
            let own = exceptions.iter().find(|&&(row, _)| usize::from(row) == y);
            own.is_some_and(|&(_, profile)| profile != self.profile)
        };
        let wanted: Vec<Vec<Seen>> = rows(&wanted)
            .into_iter()
            .map(|row| {
                row.into_iter()
                    .map(|seen| self.apart_from_colour(seen))
                    .collect()
            })
            .collect();
        let mut last = Vec::new();
        let matches = |screen: &Screen, last: &mut Vec<(usize, String, String)>| {
            last.clear();
            for (y, (shown, wanted)) in self.rows(screen).into_iter().zip(&wanted).enumerate() {
                let shown: Vec<Seen> = shown
                    .into_iter()
                    .map(|seen| self.apart_from_colour(seen))
                    .collect();
                let shown = Seen::trimmed(&shown);
                if shown != Seen::trimmed(wanted) && !other(y) {
                    last.push((y, text(shown), text(wanted)));
                }
            }
            last.is_empty()
        };
        let done = screen.waits(|screen| matches(screen, &mut last));
        if !done {
            let rows: Vec<String> = last
                .iter()
                .map(|(y, shown, wanted)| format!("row {y}\n  shown  {shown}\n  wanted {wanted}"))
                .collect();
            panic!("{} after {after}:\n{}", self.name, rows.join("\n"));
        }
    }

    /// Two colours that look the same are one.
    fn apart_from_colour(self, mut seen: Seen) -> Seen {
        if self.profile == Profile::Cells {
            seen.fg = Color::Reset;
        }
        seen
    }
}

impl Seen {
    fn trimmed(row: &[Self]) -> &[Self] {
        let end = row
            .iter()
            .rposition(|seen| *seen != Self::new(" ", Color::Reset, Color::Reset, false));
        &row[..end.map_or(0, |end| end + 1)]
    }
}

fn text(row: &[Seen]) -> String {
    row.iter().map(|seen| seen.text.as_str()).collect()
}

/// The rows of a drawing, a wide character as one place.
fn rows(buffer: &Buffer) -> Vec<Vec<Seen>> {
    let row = |y| {
        let mut places = Vec::new();
        let mut x = 0;
        while x < buffer.area.width {
            let cell = &buffer[(x, y)];
            let symbol = cell.symbol().trim_end_matches(['\u{200C}', '\u{200D}']);
            let inverse = cell.modifier.contains(Modifier::REVERSED);
            let width = u16::try_from(symbol.width()).expect("a width").max(1);
            places.push(
                Seen::new(symbol, indexed(cell.fg), indexed(cell.bg), inverse)
                    .of_width(width.into()),
            );
            x += width;
        }
        places
    };
    (0..buffer.area.height).map(row).collect()
}

/// A colour as it is stored.
fn indexed(colour: Color) -> Color {
    let index = match colour {
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
        other => return other,
    };
    Color::Indexed(index)
}

/// A copy of the desk's project for a program of its own.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else if entry.file_name() != ".lock" {
            fs::copy(entry.path(), target).expect("a copy");
        }
    }
}

/// The program at `double` and a desk with the same project.
fn start(double: Double, articles: &[(&str, &str)], home: &Path) -> (Screen, Desk) {
    let desk = Desk::with(articles);
    copy(desk.root(), &home.join("project"));
    (start_again(double, home, Duration::ZERO), desk)
}

/// The program at `double`, which answers after `delay`, on the project that is there.
fn start_again(double: Double, home: &Path, delay: Duration) -> Screen {
    let mut command = command_in(home, &["@project"]);
    command.env("TERM", double.term);
    Screen::start_at(command, 80, 24, double.answers, delay)
}

/// The decisions that were made in the only article of the project at `home`.
fn decisions(home: &Path) -> usize {
    let file = home.join("project/annotations/sara/a.json");
    let json = fs::read_to_string(file).unwrap_or_default();
    json.matches("\"n\": ").count()
}

/// How often the screen was cleared.
fn clears(screen: &Screen) -> usize {
    let clear = b"\x1b[2J";
    screen
        .raw
        .windows(clear.len())
        .filter(|it| it == clear)
        .count()
}

fn article(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/texts");
    fs::read_to_string(path.join(name)).expect("a sample")
}

#[test]
fn every_frame_is_seen_as_it_was_laid_out() {
    let texts = [
        ("a-traps", TRAPS.to_owned()),
        ("b-numbers", article("court-verdict-numbers.txt")),
        ("c-vocalised", article("shelter-story-vocalised.txt")),
        ("d-persian", article("persian-hotline.txt")),
    ];
    let texts: Vec<(&str, &str)> = texts
        .iter()
        .map(|(id, text)| (*id, text.as_str()))
        .collect();
    DOUBLES.into_par_iter().for_each(|double| {
        let home = tempfile::tempdir().expect("a folder");
        let (mut screen, mut desk) = start(double, &texts, home.path());
        double.check(&mut screen, &mut desk, "the start");
        for (article, _) in &texts {
            for (typed, name) in DAY {
                screen.send(typed);
                desk.keys(name);
                double.check(&mut screen, &mut desk, &format!("{name} in {article}"));
            }
            screen.send("j");
            desk.keys("j");
        }
        for (columns, rows) in [(120, 36), (200, 50), (60, 15), (80, 24)] {
            screen.send("\r");
            desk.keys("enter");
            screen.resize(columns, rows);
            desk.resize(columns, rows);
            double.check(&mut screen, &mut desk, &format!("{columns}×{rows}"));
            screen.send("l");
            desk.keys("l");
            double.check(&mut screen, &mut desk, "l");
        }
        screen.send("q");
        assert!(screen.end().success());
    });
}

/// However late the answers come, and whatever is typed meanwhile: the rows are right in the end, no
/// answer is a key and no key is lost.
#[test]
fn answers_that_come_late_change_the_profile_and_are_no_keys() {
    let names = ["Konsole", "PuTTY", "VTE behind a tmux by SSH"];
    names.into_par_iter().for_each(|name| {
        for delay in [5, 100, 1300] {
            let home = tempfile::tempdir().expect("a folder");
            let mut desk = Desk::with(&[("a", TRAPS)]);
            copy(desk.root(), &home.path().join("project"));
            let delay = Duration::from_millis(delay);
            let double = double(name);
            let mut screen = start_again(double, home.path(), delay);
            screen.send("\r1j3j");
            desk.keys("enter 1 j 3 j");
            double.check(&mut screen, &mut desk, &format!("answers after {delay:?}"));
            let cleared = clears(&screen);
            screen.send("2");
            desk.keys("2");
            double.check(&mut screen, &mut desk, "2");
            assert_eq!(
                clears(&screen),
                cleared,
                "what is known by now is not drawn anew"
            );
            assert_eq!(decisions(home.path()), 3, "{name} after {delay:?}");
            screen.send("q");
            assert!(screen.end().success());
        }
    });
}

/// A terminal that was seen before is drawn on at once, and asked all the same.
#[test]
fn a_terminal_that_was_seen_before_is_not_waited_for() {
    let home = tempfile::tempdir().expect("a folder");
    let konsole = double("Konsole");
    let (mut screen, mut desk) = start(konsole, &[("a", TRAPS)], home.path());
    konsole.check(&mut screen, &mut desk, "the first start");
    screen.send("q");
    assert!(screen.end().success());
    // Silent from now on, it is still drawn on as what it was.
    let mut silent = Double {
        answers: &[],
        ..konsole
    };
    let mut screen = start_again(silent, home.path(), Duration::ZERO);
    silent.check(&mut screen, &mut desk, "a silent start");
    assert_eq!(clears(&screen), 2, "once to enter, once for its profile");
    screen.send("q");
    assert!(screen.end().success());
    // Another one of the same name and from the same place: what it answers counts.
    silent = Double {
        term: konsole.term,
        ..double("VTE")
    };
    let mut screen = start_again(silent, home.path(), Duration::from_millis(100));
    silent.check(&mut screen, &mut desk, "another terminal");
    screen.send("q");
    assert!(screen.end().success());
}

#[test]
fn a_terminal_that_says_nothing_or_rubbish_is_worked_at() {
    let rubbish: [&[&'static str]; 5] = [
        &[],
        &["\x1bP>|rub", "\x1b\\"],
        &["\x1b[8;", "1$"],
        &["\x1b]11;rgb:zz/zz\x07\x1b[>c\x1b[?c\x1b[0;0;0R"],
        &["\x1b[>0;136;0", "c"],
    ];
    rubbish.into_par_iter().for_each(|answers| {
        let home = tempfile::tempdir().expect("a folder");
        let xterm = Double {
            answers,
            term: "made-up",
            ..double("xterm")
        };
        let (mut screen, _) = start(xterm, &[("a", TRAPS)], home.path());
        screen.wait_for("1 article");
        screen.type_until("\r", "0 of 11");
        screen.type_until("1", "✓ saved   1 of 11");
        screen.type_until("j0", "✓ saved   2 of 11");
        assert_eq!(decisions(home.path()), 2, "{answers:?}");
        screen.send("q");
        assert!(screen.end().success());
    });
}

/// What a slow terminal still has to say does not go to the shell.
#[test]
fn answers_do_not_come_after_the_end() {
    let home = tempfile::tempdir().expect("a folder");
    let konsole = double("Konsole");
    let (mut screen, mut desk) = start(konsole, &[("a", TRAPS)], home.path());
    konsole.check(&mut screen, &mut desk, "the first start");
    screen.send("q");
    assert!(screen.end().success());
    let mut shell = command_in(home.path(), &["@project"]);
    shell.env("TERM", konsole.term);
    let argv = shell.get_argv_mut();
    argv.splice(
        0..0,
        ["sh", "-c", "\"$@\"; sleep 0.7", "sh"].map(Into::into),
    );
    let delay = Duration::from_millis(400);
    let mut screen = Screen::start_at(shell, 80, 24, konsole.answers, delay);
    screen.send("q");
    screen.end();
    let raw = String::from_utf8_lossy(&screen.raw);
    let (_, after) = raw.rsplit_once("\x1b[?1049l").expect("the end");
    assert_eq!(after.trim(), "", "the shell gets {after:?}");
}

/// Wherever the terminal put the text, a click on a sentence is a click on it.
#[test]
fn a_click_focuses_the_sentence_that_is_seen_there() {
    for double in DOUBLES {
        let home = tempfile::tempdir().expect("a folder");
        let (mut screen, mut desk) = start(double, &[("a", TRAPS)], home.path());
        screen.send("\r");
        desk.keys("enter");
        double.check(&mut screen, &mut desk, "enter");
        let reader = desk.work().app().reader().expect("an article");
        let row = reader
            .page()
            .iter()
            .find(|row| row.sentence == 4)
            .expect("a sentence")
            .y;
        // From 1, and below the header.
        screen.send(&format!("\x1b[<0;60;{}M\x1b[<0;60;{}m", row + 3, row + 3));
        desk.keys("j j j j");
        double.check(&mut screen, &mut desk, "a click");
        screen.send("\x1b[<65;60;9M");
        desk.keys("j");
        double.check(&mut screen, &mut desk, "the wheel");
        screen.send("q");
        assert!(screen.end().success());
    }
}

/// What the annotator chose by eye counts, and is remembered.
#[test]
fn a_chosen_profile_is_kept_for_this_terminal() {
    let home = tempfile::tempdir().expect("a folder");
    // Somebody turned bidi off in it, which no question tells.
    let konsole = double("Konsole");
    let (mut screen, mut desk) = start(konsole, &[("a", TRAPS)], home.path());
    konsole.check(&mut screen, &mut desk, "the start");
    let off = Double {
        profile: Profile::Visual,
        shows: Shows::AsStored,
        ..konsole
    };
    screen.type_until("t", "Which line reads right");
    screen.send("1\x1b");
    off.check(&mut screen, &mut desk, "1");
    screen.send("q");
    assert!(screen.end().success());
    let mut screen = start_again(off, home.path(), Duration::ZERO);
    off.check(&mut screen, &mut desk, "the next start");
    screen.send("q");
    assert!(screen.end().success());
}
