//! Kills, second programs, other hands: nothing that was called saved is lost, nothing that
//! somebody else wrote is overwritten.

use std::ffi::OsStr;
use std::fs;
use std::path::PathBuf;

use hashiya::model::annotation::{Annotations, Decision};
use rustix::process::Signal;
use tempfile::TempDir;

use super::screen::{Screen, command};

struct Place {
    folder: TempDir,
}

impl Place {
    /// A text of `sentences` sentences.
    fn new(sentences: usize) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let text: String = (0..sentences)
            .map(|_| "داهمت الشرطة مصنعا في الميناء.\n")
            .collect();
        fs::write(folder.path().join("news.txt"), text).expect("an article");
        Self { folder }
    }

    fn start(&self) -> Screen {
        let path = self.folder.path().join("news.txt");
        let mut screen = Screen::start(command(&[path.as_os_str()], self.folder.path()), 80, 24);
        screen.wait_for(" of ");
        screen
    }

    fn library(&self) -> Screen {
        let root = self.folder.path().join("hashiya");
        let mut screen = Screen::start(command(&[root.as_os_str()], self.folder.path()), 80, 24);
        screen.wait_for("1 article");
        screen
    }

    fn file(&self) -> PathBuf {
        self.folder
            .path()
            .join("hashiya/annotations/sara/news.json")
    }

    fn saved(&self) -> Annotations {
        serde_json::from_slice(&fs::read(self.file()).expect("a file")).expect("annotations")
    }
}

#[test]
fn every_decision_that_was_called_saved_survives_a_kill() {
    for decisions in [1, 2, 5, 20, 50] {
        let place = Place::new(60);
        let mut screen = place.start();
        for decided in 1..=decisions {
            // The count on the screen is drawn together with the saved mark.
            screen.type_until("1", &format!("✓ saved  {decided:>2} of 60"));
            if decided < decisions {
                screen.send("j");
            }
        }
        screen.signal(Signal::KILL);
        screen.end();
        assert_eq!(
            place.saved().progress(Decision::is_finished, |_| false).0,
            decisions
        );
        // And the work goes on where it stopped.
        let mut screen = place.library();
        screen.type_until("\r", &format!("{decisions:>2} of 60"));
        screen.type_until("\r2", &format!("✓ saved  {:>2} of 60", decisions + 1));
        assert_eq!(
            place.saved().sentences[decisions].decision.topics,
            ["protection"]
        );
    }
}

/// Killed in the middle of a storm of keys, the file is whole, and older than nothing that was shown.
#[test]
fn a_kill_at_any_moment_leaves_a_whole_file() {
    let place = Place::new(60);
    for round in 0..200 {
        // However slow the machine is, some storms are to get through.
        if round >= 12 && place.file().exists() {
            break;
        }
        let mut screen = place.start();
        screen.settle();
        screen.send(&"1jj2jk0j".repeat(1 + round % 12));
        std::thread::sleep(std::time::Duration::from_millis(3 * round as u64));
        screen.signal(Signal::KILL);
        screen.end();
        if !place.file().exists() {
            continue;
        }
        let saved = place.saved();
        let mut states: Vec<_> = vec![Default::default(); saved.sentences.len()];
        for entry in &saved.history {
            let index = saved
                .sentences
                .iter()
                .position(|it| it.id == entry.sentence)
                .expect("a sentence");
            assert_eq!(states[index], entry.from);
            states[index] = entry.to.clone();
        }
        let folded = saved.sentences.iter().map(|sentence| &sentence.decision);
        assert!(
            folded.eq(states.iter()),
            "the sentences are the fold of the history"
        );
        let numbers: Vec<u64> = saved.history.iter().map(|entry| entry.n).collect();
        assert!(numbers.is_sorted_by(|a, b| a < b), "{numbers:?}");
    }
    assert!(place.file().exists(), "not one storm was saved");
    // What the kills left behind is swept away at the next start.
    let mut screen = place.start();
    screen.send("q");
    screen.end();
    let left: Vec<_> = fs::read_dir(place.file().parent().expect("a folder"))
        .expect("a folder")
        .flatten()
        .map(|entry| entry.file_name())
        .filter(|name| name.to_string_lossy().ends_with(".tmp"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn a_second_program_opens_for_reading_and_says_who_holds_the_first() {
    let place = Place::new(5);
    let mut first = place.start();
    first.type_until("1", "✓ saved 1 of 5");
    let pid = first.pid();
    let mut second = place.start();
    second.wait_for("read-only");
    second.wait_for(&format!("process {pid} on "));
    second.send("j2");
    second.settle();
    assert!(second.text().contains("1 of 5"));
    first.type_until("j3", "✓ saved 2 of 5");
    assert_eq!(place.saved().history.len(), 2);
    // The lock dies with its program, however that ends.
    first.signal(Signal::KILL);
    first.end();
    second.send("q");
    assert!(second.end().success());
    let mut third = place.start();
    third.type_until("j0", "✓ saved 3 of 5");
}

#[test]
fn what_another_hand_wrote_is_not_overwritten() {
    let place = Place::new(5);
    let mut screen = place.start();
    screen.type_until("1", "✓ saved 1 of 5");
    let other = fs::read_to_string(place.file())
        .expect("a file")
        .replace("\"note\": \"\"", "\"note\": \"by hand\"");
    fs::write(place.file(), &other).expect("a file");
    screen.type_until("j2", "✗ not saved");
    assert!(
        screen.says("was changed by another program"),
        "{}",
        screen.text()
    );
    assert_eq!(fs::read_to_string(place.file()).expect("a file"), other);
    screen.type_until("q", "Not saved.");
    screen.send("y");
    let status = screen.end();
    assert_eq!(status.exit_code(), 1);
    assert!(String::from_utf8_lossy(&screen.raw).contains("the last decisions were not saved"));
    assert_eq!(fs::read_to_string(place.file()).expect("a file"), other);
}

/// A file of annotations that is torn, newer or about another text: named, left as it is, and the
/// other articles still open.
#[test]
fn foreign_files_are_refused_and_left_alone() {
    for (damage, words) in [
        ("{ \"format\": 1,\n  \"revision\": }", "news.json:2:"),
        ("{ \"format\": 2, \"new\": [] }", "format 2"),
        ("", "news.json:1:"),
    ] {
        let place = Place::new(5);
        let mut screen = place.start();
        screen.type_until("1", "✓ saved 1 of 5");
        screen.send("q");
        screen.end();
        fs::write(place.file(), damage).expect("a file");
        let mut screen = Screen::start(
            command(
                &[OsStr::new(&place.folder.path().join("hashiya"))],
                place.folder.path(),
            ),
            200,
            24,
        );
        screen.wait_for("cannot be read");
        screen.type_until("\r", words);
        screen.send("q");
        assert!(screen.end().success());
        assert_eq!(fs::read_to_string(place.file()).expect("a file"), damage);
    }
}

#[test]
fn annotations_of_another_text_are_refused() {
    let place = Place::new(5);
    let mut screen = place.start();
    screen.type_until("1", "✓ saved 1 of 5");
    screen.send("q");
    screen.end();
    let article = place.folder.path().join("hashiya/articles/news.json");
    let text = fs::read_to_string(&article).expect("an article");
    fs::write(&article, text.replace("داهمت الشرطة", "داهمت الشرطه")).expect("an article");
    let before = fs::read(place.file()).expect("a file");
    let mut screen = Screen::start(
        command(
            &[OsStr::new(&place.folder.path().join("hashiya"))],
            place.folder.path(),
        ),
        300,
        24,
    );
    screen.wait_for("cannot be read");
    screen.type_until("\r", "was made on another text of its article");
    screen.send("q");
    assert!(screen.end().success());
    assert_eq!(fs::read(place.file()).expect("a file"), before);
}
