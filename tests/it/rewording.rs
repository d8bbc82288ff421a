//! The guideline changes while people work: a gap becomes an example on a card, who decided before is told,
//! sees what changed, and says whether it stays.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use hashiya::app::Dialog;
use hashiya::model::adjudication::{Reason, Settlement};
use hashiya::model::project::Language;
use insta::assert_snapshot;

use super::desk::Desk;

/// Five sentences, a headline among them.
const RAID: &str = "مداهمة تنقذ تسع عاملات\nداهمت الشرطة مصنعا في الميناء. أُنقذت تسع عاملات. \
                    وقال الضابط إن التحقيق مستمر.\nتعمل اللجنة على خطة جديدة.";
const BRIEF: &str = "خبر قصير\nجملة واحدة.";

/// Three annotators have decided; on the third sentence of the first article they differ.
fn decided() -> Desk {
    let mut desk = Desk::with(&[("a-raid", RAID), ("b-brief", BRIEF)]);
    for (annotator, keys) in [
        ("lina", "enter 1 j 3 j 0"),
        ("omar", "enter 1 j 3 j 1"),
        ("sara", "enter 1 j 3 j 0 l j enter 1"),
    ] {
        desk.annotator = annotator;
        desk.restart().keys(keys);
    }
    desk
}

/// The lead at the third sentence, which was just settled as prevention.
fn settling() -> Desk {
    let mut desk = decided();
    settle(&mut desk);
    desk.keys("enter tab w enter 1");
    assert_eq!(desk.focus(), 3);
    desk
}

fn settle(desk: &mut Desk) {
    desk.annotator = "gold";
    desk.settler = Some("huda");
    desk.restart();
}

fn annotate(desk: &mut Desk, annotator: &'static str) {
    desk.annotator = annotator;
    desk.settler = None;
    desk.restart();
}

fn scheme(desk: &Desk) -> String {
    fs::read_to_string(desk.root().join("project.toml")).expect("a project")
}

fn write_scheme(desk: &Desk, text: &str) {
    fs::write(desk.root().join("project.toml"), text).expect("a project");
}

/// The lines of `old` that are not in `new`, and those of `new` that are not in `old`.
fn difference(old: &str, new: &str) -> Vec<String> {
    let only = |of: &str, other: &str, sign: char| {
        let lines = of
            .lines()
            .filter(|it| !other.lines().any(|line| line == *it));
        lines
            .map(|it| format!("{sign}{}", it.trim()))
            .collect::<Vec<_>>()
    };
    [only(old, new, '-'), only(new, old, '+')].concat()
}

fn typed(desk: &mut Desk) -> String {
    match desk.work().app().dialog() {
        Some(Dialog::Prompt(prompt)) => prompt.edit().text().to_owned(),
        other => panic!("no line to type in: {other:?}"),
    }
}

/// The screen, its rows behind each other.
fn told(desk: &mut Desk) -> String {
    let screen = desk.screen().replace('│', "");
    screen.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn hash(desk: &Desk, index: usize) -> String {
    let decision = &desk.saved("a-raid").sentences[index].decision;
    decision.guideline.clone().expect("a wording")
}

#[test]
fn from_a_gap_to_the_card_and_everybody_looks_again() {
    let mut desk = settling();
    let before = scheme(&desk);
    let old = hash(&desk, 2);
    desk.keys("enter 2");
    assert_snapshot!("which_part_of_the_card", desk.screen());
    // Another card, and back to that of what was decided.
    desk.keys("3 j 1 k enter");
    assert_eq!(typed(&mut desk), "✓ «أُنقذت تسع عاملات.» ← الوقاية");
    desk.keys("enter");
    assert_eq!(typed(&mut desk), "");
    desk.keys("N i n e enter");
    assert_snapshot!("the_card_as_it_will_be", desk.screen());
    assert_eq!(scheme(&desk), before, "nothing was written yet");
    desk.keys("2");
    assert!(told(&mut desk).contains("Revision 1"), "{}", desk.screen());
    assert_eq!(
        difference(&before, &scheme(&desk)),
        [
            "+revision = 1",
            "+\"✓ «أُنقذت تسع عاملات.» ← الوقاية\",",
            "+\"Nine\","
        ],
        "comments and all else are as they were"
    );
    // It was decided with the new wording, which is kept as all others are.
    let new = hash(&desk, 2);
    assert_ne!(new, old);
    for hash in [&old, &new] {
        let path = desk.root().join(format!("guidelines/{hash}.json"));
        assert!(path.exists(), "{hash}");
    }
    let decision = desk.saved("a-raid").sentences[2].decision.clone();
    let settlement = Settlement::of(&decision).expect("a settlement");
    assert_eq!(settlement.why, Some(Reason::GuidelineGap));
    // The program works by it at once.
    desk.keys("h pagedown");
    let shown = desk.screen();
    assert!(shown.contains("Nine"), "{shown}");

    annotate(&mut desk, "sara");
    assert_snapshot!("there_is_something_to_look_at_again", desk.screen());
    desk.keys("tab o");
    assert_snapshot!("what_is_to_be_looked_at_again", desk.screen());
    desk.keys("h");
    assert_snapshot!("what_changed_in_the_wording", desk.screen());
    desk.keys("esc enter");
    assert_snapshot!("does_it_stay", desk.screen());
    desk.keys("h esc");
    assert_eq!(desk.focus(), 1);
    // One key each; another topic's key decides otherwise; enter leaves one for later.
    desk.keys("y 3");
    assert!(
        told(&mut desk).contains("Undecided now:"),
        "{}",
        desk.screen()
    );
    desk.keys("3 1");
    assert!(
        told(&mut desk).contains("Now: + Prevention, + Prosecution. enter goes on"),
        "{}",
        desk.screen()
    );
    desk.keys("enter");
    assert_eq!(desk.focus(), 3);
    assert_eq!(desk.decisions("a-raid"), "1 13 0 . .");
    desk.keys("enter y");
    // The last one was in the other article; what was passed over is listed again.
    assert_eq!(desk.decisions("b-brief"), "1 .");
    let screen = desk.screen();
    assert_eq!(screen.matches("none applies").count(), 1, "{screen}");
    desk.keys("enter y");
    assert!(
        told(&mut desk).contains("No decision asks for another"),
        "{}",
        desk.screen()
    );
    assert_eq!(hash(&desk, 2), new);
    let history = desk.saved("a-raid").history;
    let last = history.last().expect("an entry");
    assert!(last.from.decides_like(&last.to) && last.from.guideline != last.to.guideline);
    desk.restart();
    assert!(!desk.screen().contains("tab o"), "{}", desk.screen());
    // That it stays is taken back as everything is.
    desk.keys("u");
    assert_eq!(
        desk.last_line(),
        "Undone, sentence 3: − looked at again",
        "{}",
        desk.screen()
    );
    assert_eq!(hash(&desk, 2), old);
    desk.keys("k j");
    assert!(
        told(&mut desk).contains("Decided under an older"),
        "{}",
        desk.screen()
    );
    desk.restart();
    assert!(
        told(&mut desk).contains("1 decision asks"),
        "{}",
        desk.screen()
    );
    desk.keys("r tab o");
    assert!(told(&mut desk).contains("No decision"));
}

#[test]
fn nothing_is_written_before_the_last_answer() {
    let mut desk = settling();
    let before = scheme(&desk);
    desk.keys("enter 2");
    for keys in [
        "esc",
        "enter esc",
        "enter ctrl-u enter",
        "enter enter esc",
        "enter enter enter esc",
        "enter enter enter q",
    ] {
        desk.keys(keys);
        assert_eq!(desk.focus(), 3);
        assert!(desk.work().app().dialog().is_none(), "{keys}");
        assert_eq!(scheme(&desk), before, "{keys}");
        assert_eq!(desk.decisions("a-raid"), "1 3 1 . .", "the decision stays");
        // The way back to it: from the card of any topic.
        desk.keys("h 1 e");
    }
    // A hard case without English, and nobody has to look again.
    desk.keys("j enter enter enter 1");
    assert!(
        told(&mut desk).contains("English is still missing"),
        "{}",
        desk.screen()
    );
    assert_eq!(
        difference(&before, &scheme(&desk)),
        ["+\"«أُنقذت تسع عاملات.»: الوقاية.\","]
    );
    // The queue goes on.
    desk.keys("enter");
    assert!(told(&mut desk).contains("Every sentence"));
    annotate(&mut desk, "lina");
    assert!(!desk.screen().contains("tab o"), "{}", desk.screen());
    // Where nobody ever raised the revision, all that was decided under another wording is listed.
    desk.keys("tab o");
    let screen = desk.screen();
    assert_eq!(screen.matches("Prevention").count(), 1, "{screen}");
    assert_eq!(screen.matches("none applies").count(), 1, "{screen}");
}

#[test]
fn cards_are_for_leads_and_for_what_is_settled() {
    let mut desk = decided();
    desk.keys("enter h e");
    assert!(
        told(&mut desk).contains("hashiya adjudicate"),
        "{}",
        desk.screen()
    );
    settle(&mut desk);
    desk.keys("enter home j j h e");
    assert!(
        told(&mut desk).contains("Decide the sentence first"),
        "{}",
        desk.screen()
    );
    desk.scheme("[people]\nleads = [\"nour\"]\n");
    desk.keys("enter home j j 1 enter 2");
    assert!(
        told(&mut desk).contains("Only the leads"),
        "{}",
        desk.screen()
    );
    let decision = desk.saved("a-raid").sentences[2].decision.clone();
    let settlement = Settlement::of(&decision).expect("a settlement");
    assert_eq!(settlement.why, Some(Reason::GuidelineGap));
}

#[test]
fn what_others_write_into_the_project_meanwhile_is_not_lost() {
    let mut desk = settling();
    let path = desk.root().join("project.toml");
    let before = scheme(&desk);
    desk.keys("enter 2 enter enter enter");
    // Somebody rewords another card, and this one.
    let theirs = before
        .replacen("Acts for people who", "Acts for those who", 1)
        .replacen("Acts that reduce", "All that reduces", 1)
        + "# theirs\n";
    write_scheme(&desk, &theirs);
    desk.keys("1");
    assert!(
        told(&mut desk).contains("changed meanwhile"),
        "{}",
        desk.screen()
    );
    assert_eq!(scheme(&desk), theirs);
    // A mistake in it.
    let flawed = theirs.replacen("key = \"2\"", "key = \"22\"", 1);
    write_scheme(&desk, &flawed);
    desk.keys("1");
    let screen = told(&mut desk);
    assert!(screen.contains("Not written: "), "{screen}");
    assert!(screen.contains("project.toml:"), "{screen}");
    assert_eq!(scheme(&desk), flawed);
    // It may not be written.
    write_scheme(&desk, &theirs);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).expect("a mode");
    desk.wait(3).keys("1");
    let screen = told(&mut desk);
    assert!(screen.contains("Not written: cannot write"), "{screen}");
    assert_eq!(scheme(&desk), theirs);
    // What was typed is still there, and the file keeps its mode.
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("a mode");
    desk.keys("1");
    assert_eq!(
        difference(&theirs, &scheme(&desk)),
        ["+\"✓ «أُنقذت تسع عاملات.» ← الوقاية\","]
    );
    let mode = fs::metadata(&path).expect("a project").permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
    // The topic goes while it is asked.
    desk.keys("h 3 e enter enter enter");
    let gone = scheme(&desk).replacen("id = \"prosecution\"", "id = \"trial\"", 1);
    write_scheme(&desk, &gone);
    desk.keys("1");
    assert!(
        told(&mut desk).contains("that topic is gone"),
        "{}",
        desk.screen()
    );
    assert_eq!(scheme(&desk), gone);
    desk.keys("1");
    assert!(
        told(&mut desk).contains("no such topic"),
        "{}",
        desk.screen()
    );
    desk.keys("esc");
    assert_eq!(scheme(&desk), gone);
    assert_eq!(
        desk.decisions("a-raid"),
        "1 3 1 . .",
        "no key meant anything else"
    );
}

#[test]
fn a_wording_that_is_gone_or_torn_is_said_to_be() {
    let mut desk = decided();
    let old = hash(&desk, 0);
    let text = scheme(&desk);
    let raised = text.replacen("[guideline]", "[guideline]\nrevision = 7", 1);
    write_scheme(&desk, &raised);
    // While the program runs: told, and asked of the sentence in focus.
    desk.keys("l").wait(3).keys("j");
    assert!(
        told(&mut desk).contains("The guideline was revised"),
        "{}",
        desk.screen()
    );
    desk.keys("tab o h");
    let screen = told(&mut desk);
    assert!(screen.contains("From revision 0 to revision 7"), "{screen}");
    assert!(screen.contains("Not a word changed"), "{screen}");
    let path = desk.root().join(format!("guidelines/{old}.json"));
    for (json, expected) in [
        (Some("{ torn"), "cannot be read"),
        (Some("{\"topics\": 5}"), "cannot be read"),
        (None, "is not in guidelines any more"),
    ] {
        match json {
            Some(json) => fs::write(&path, json).expect("a wording"),
            None => fs::remove_file(&path).expect("a wording"),
        }
        desk.keys("esc h");
        assert!(told(&mut desk).contains(expected), "{}", desk.screen());
    }
    // All of it still asks for another look.
    desk.keys("esc");
    assert_eq!(desk.screen().matches("Prevention").count(), 2);
}

#[test]
fn the_start_reads_what_is_left_once_for_each_revision() {
    let mut desk = decided();
    let raised = scheme(&desk).replacen("[guideline]", "[guideline]\nrevision = 1", 1);
    write_scheme(&desk, &raised);
    desk.restart();
    assert!(told(&mut desk).contains("4 decisions ask"));
    let cache = desk.root().join(".cache/looked-sara.json");
    let kept = fs::read_to_string(&cache).expect("what is left");
    assert_eq!(kept, "{\"revision\":1,\"left\":4}");
    // What is kept is believed: the start reads nothing for it.
    fs::write(&cache, "{\"revision\":1,\"left\":0}").expect("what is left");
    desk.restart();
    assert!(!desk.screen().contains("tab o"), "{}", desk.screen());
    // It is counted anew where it is torn, or of another revision, and when the list is asked for.
    for other in ["{ torn", "{\"revision\":0,\"left\":0}"] {
        fs::write(&cache, other).expect("what is left");
        desk.restart();
        assert!(told(&mut desk).contains("4 decisions ask"));
    }
    // It is counted on with each decision, in whichever way that is made.
    desk.keys("tab o enter y");
    let kept = || fs::read_to_string(&cache).expect("what is left");
    assert_eq!(kept(), "{\"revision\":1,\"left\":3}");
    desk.keys("3 3 esc home 1 1 u u u");
    assert_eq!(kept(), "{\"revision\":1,\"left\":2}", "one is undecided");
    desk.keys("u u");
    assert_eq!(kept(), "{\"revision\":1,\"left\":4}");
    desk.keys("r");
    desk.keys("tab o esc");
    assert_eq!(kept(), "{\"revision\":1,\"left\":3}", "as counted anew");
}

#[test]
fn a_card_and_what_changed_on_it_in_arabic() {
    let mut desk = settling();
    desk.language = Language::Arabic;
    settle(&mut desk);
    desk.keys("enter home j j enter 2 2 j");
    assert_snapshot!("which_part_of_the_card_arabic", desk.screen());
    desk.keys("enter");
    assert_snapshot!("the_words_for_the_card_arabic", desk.screen());
    desk.keys("enter enter");
    assert_snapshot!("the_card_as_it_will_be_arabic", desk.screen());
    desk.keys("2");
    let reworded = scheme(&desk)
        .replacen("دور الإيواء، الرعاية", "بيوت الإيواء، الرعاية", 1)
        .replacen("Acts for people who", "Acts for those who", 1);
    write_scheme(&desk, &reworded);
    annotate(&mut desk, "sara");
    assert_snapshot!("something_to_look_at_again_arabic", desk.screen());
    desk.keys("tab o enter");
    assert_snapshot!("does_it_stay_arabic", desk.screen());
    desk.keys("h");
    assert_snapshot!("what_changed_in_the_wording_arabic", desk.screen());
}
