//! What a lead does with what annotators disagree on: from a figure to its sentences, through a queue of
//! them, and what is then settled.

use std::fs;

use hashiya::model::adjudication::{Reason, Settlement};
use hashiya::model::project::Language;
use hashiya::store::Store;
use insta::assert_snapshot;
use ratatui::style::Modifier;

use super::agreement::decide;
use super::desk::Desk;

const FIRST: &str = "The raid freed them. We shall see. They left. Nobody spoke.\n";
const SECOND: &str = "المحكمة أدانته. ثم رفعت الجلسة. وعادوا. وانتهى اليوم.\n";

/// Three annotators over two articles; they disagree on two sentences of each. Where `huda` leads.
fn three() -> Desk {
    let mut desk = Desk::with(&[("a", FIRST), ("b", SECOND)]);
    desk.restart_held()
        .scheme("[people]\nleads = [\"huda\"]\n")
        .restart_held();
    for (name, first, second) in [
        ("lina", "1 2 0 3", "1 2 0 3"),
        ("omar", "1 3 0 3", "2 2 0 3"),
        ("sara", "1 2 0 1", "1 3 0 3"),
    ] {
        decide(desk.root(), name, "a", first);
        decide(desk.root(), name, "b", second);
    }
    desk
}

/// Settles as `huda`.
fn settle(desk: &mut Desk) -> &mut Desk {
    (desk.annotator, desk.settler) = ("gold", Some("huda"));
    desk.restart()
}

/// Moves the bar down to the row with `text`.
fn choose(desk: &mut Desk, text: &str) {
    for _ in 0..60 {
        let screen = desk.screen();
        let is_chosen = |row: &str| row.contains('▐') && row.contains(text);
        if screen.lines().any(is_chosen) {
            return;
        }
        desk.keys("j");
    }
    panic!("{text} is not in\n{}", desk.screen());
}

fn told(desk: &mut Desk, text: &str) {
    let screen = desk.screen();
    let words = screen
        .split_whitespace()
        .filter(|it| *it != "│" && *it != "▐");
    let joined = words.collect::<Vec<_>>().join(" ");
    assert!(joined.contains(text), "{text} is not in\n{screen}");
}

/// Everything that the open list has, as one line.
fn all_pages(desk: &mut Desk) -> String {
    desk.keys("home");
    let mut all = String::new();
    for _ in 0..9 {
        all += &desk.screen();
        desk.keys("pagedown");
    }
    let words = all.split_whitespace().filter(|it| *it != "│" && *it != "▐");
    words.collect::<Vec<_>>().join(" ")
}

fn open_article(desk: &mut Desk) -> String {
    let reader = desk.work().app().reader().expect("an article");
    reader.article().id.clone()
}

#[test]
fn the_figures_are_a_screen_and_each_leads_to_its_sentences() {
    for (columns, rows) in [(80, 24), (200, 50)] {
        let mut desk = three();
        settle(&mut desk).resize(columns, rows).keys("tab y");
        assert_snapshot!(format!("agreement_{columns}"), desk.screen());
        choose(&mut desk, "Victim protection ↔ Prosecution");
        desk.keys("enter");
        assert_snapshot!(format!("queue_{columns}"), desk.screen());
        let mut desk = three();
        desk.language = Language::Arabic;
        settle(&mut desk).resize(columns, rows).keys("tab y");
        assert_snapshot!(format!("arabic_agreement_{columns}"), desk.screen());
        desk.keys("enter");
        assert_snapshot!(format!("arabic_queue_{columns}"), desk.screen());
        desk.keys("enter");
        assert_snapshot!(format!("arabic_settling_{columns}"), desk.screen());
    }
}

#[test]
fn a_queue_is_settled_across_articles_and_then_the_article_goes_on() {
    let mut desk = three();
    settle(&mut desk).keys("tab y enter");
    told(&mut desk, "Topic sets (MASI): 4 of 4 to settle");
    desk.keys("enter");
    told(&mut desk, "Queue: 4 of 4 left.");
    assert_eq!((open_article(&mut desk).as_str(), desk.focus()), ("a", 2));
    desk.keys("k j");
    told(&mut desk, "enter next of the queue esc leave it");
    // Why is asked first; then it goes on, in the other article when it is there that something is left.
    desk.keys("2 enter 1");
    told(&mut desk, "Queue: 3 of 4 left.");
    assert_eq!((open_article(&mut desk).as_str(), desk.focus()), ("a", 4));
    desk.keys("3 enter 1");
    told(&mut desk, "Queue: 2 of 4 left.");
    assert_eq!((open_article(&mut desk).as_str(), desk.focus()), ("b", 1));
    // What is passed over comes again at the end.
    desk.keys("enter");
    assert_eq!(desk.focus(), 2);
    desk.keys("2 enter 2 esc enter");
    told(&mut desk, "Queue: 1 of 4 left.");
    assert_eq!(desk.focus(), 1);
    desk.keys("1 enter 3");
    told(&mut desk, "The queue is done: all 4 sentences are settled.");
    // What all agree on was in no queue, and is what is next in the article.
    assert_eq!((open_article(&mut desk).as_str(), desk.focus()), ("b", 3));
    desk.keys("enter");
    assert_eq!(desk.focus(), 4);
    assert_eq!(desk.decisions("a"), ". 2 . 3");
    assert_eq!(desk.decisions("b"), "1 2 . .");
    let decision = desk.saved("b").sentences[1].decision.clone();
    let settlement = Settlement::of(&decision).expect("a settlement");
    assert_eq!(
        (settlement.why, &*settlement.by),
        (Some(Reason::GuidelineGap), "huda")
    );
}

#[test]
fn a_queue_is_left_and_found_again_where_it_was() {
    let mut desk = three();
    settle(&mut desk).keys("tab y enter enter 2 enter 1");
    told(&mut desk, "Queue: 3 of 4 left.");
    desk.keys("esc");
    told(&mut desk, "The queue is left; tab y shows it again.");
    // What goes on now goes on in the article.
    desk.keys("home enter");
    assert_eq!((open_article(&mut desk).as_str(), desk.focus()), ("a", 3));
    desk.keys("0 tab y");
    told(&mut desk, "Topic sets (MASI): 3 of 4 to settle");
    let screen = desk.screen();
    let mut chosen = screen.lines().filter(|row| row.starts_with("  │ ▐"));
    let row = chosen.next().unwrap_or_default();
    assert!(row.contains("Nobody spoke."), "{screen}");
    assert!(
        screen.contains("✓ lina"),
        "what is settled is marked in\n{screen}"
    );
    desk.keys("enter");
    assert_eq!((open_article(&mut desk).as_str(), desk.focus()), ("a", 4));
    // The list of articles leaves it, too.
    desk.keys("l home enter enter");
    assert_eq!((open_article(&mut desk).as_str(), desk.focus()), ("a", 1));
    // From the list back to the figures, and out.
    desk.keys("tab y esc");
    told(&mut desk, "Articles, worst first");
    desk.keys("esc esc");
    assert_eq!(desk.focus(), 1);
    // Then the figures come first again.
    desk.keys("tab y");
    told(
        &mut desk,
        "3 annotators; 8 sentences decided on by two or more, in 2 articles.",
    );
}

#[test]
fn every_figure_leads_to_the_sentences_it_is_lower_for() {
    let mut desk = three();
    settle(&mut desk).keys("tab y");
    for (row, title) in [
        ("Prevention  ", "Prevention: 2 of 2"),
        ("Victim protection  ", "Victim protection: 3 of 3"),
        ("lina ↔ omar", "lina ↔ omar: 2 of 2"),
        (
            "Prevention ↔ Victim",
            "Prevention ↔ Victim protection: 1 of 1",
        ),
        (
            "Victim protection ↔",
            "Victim protection ↔ Prosecution: 2 of 2",
        ),
    ] {
        desk.keys("home");
        choose(&mut desk, row);
        desk.keys("enter");
        told(&mut desk, title);
        desk.keys("esc");
    }
    // An article by its id, and what two people took for what.
    desk.keys("home");
    choose(&mut desk, " b ");
    desk.keys("enter");
    told(&mut desk, "b: 2 of 2 to settle");
    desk.keys("esc");
    choose(&mut desk, "Prosecution ↔ Victim protection");
    desk.keys("enter");
    told(
        &mut desk,
        "omar: Prosecution ↔ sara: Victim protection: 1 of 1",
    );
    // Read anew, the bar is where it was; so it is in a window of another size, also on what is read.
    desk.keys("esc esc");
    assert!(!desk.screen().contains('↔'), "{}", desk.screen());
    desk.keys("tab y");
    let is_there = |row: &str| row.starts_with("  │ ▐ Prosecution ↔ Victim protection");
    assert!(desk.screen().lines().any(is_there), "{}", desk.screen());
    desk.keys("end").resize(100, 30);
    told(&mut desk, "make them trustworthy.");
}

#[test]
fn what_was_settled_comes_back_as_a_queue_when_somebody_changes_her_mind() {
    let mut desk = three();
    settle(&mut desk).keys("enter tab w enter 2 enter 1 enter 3 enter 1");
    assert_eq!(desk.decisions("a"), "1 2 0 3");
    assert!(!desk.screen().contains("changed since"));
    decide(desk.root(), "omar", "a", ". 23 . .");
    settle(&mut desk).keys("tab y");
    choose(&mut desk, "Settled before, changed since");
    desk.keys("enter");
    told(&mut desk, "Settled before, changed since: 1 of 1 to settle");
    desk.keys("enter");
    // Now they agree on it: nobody needs to be asked why.
    assert_eq!((open_article(&mut desk).as_str(), desk.focus()), ("a", 2));
    desk.keys("2 2 enter");
    told(&mut desk, "The queue is done: its sentence is settled.");
}

#[test]
fn a_lead_steps_through_a_queue_in_her_own_view_and_others_are_not_shown_who_says_what() {
    let mut desk = three();
    (desk.annotator, desk.settler) = ("huda", None);
    desk.restart().keys("tab y enter");
    told(&mut desk, "Topic sets (MASI): 4 sentences");
    // Her own folder makes nobody of her who decided.
    desk.keys("esc");
    told(&mut desk, "3 annotators; 8 sentences");
    desk.keys("enter");
    desk.keys("enter");
    told(
        &mut desk,
        "Queue: 1 of 4 · lina: Victim protection · omar: Prosecution · sara: Victim protection",
    );
    desk.keys("enter enter enter");
    assert_eq!((open_article(&mut desk).as_str(), desk.focus()), ("b", 2));
    desk.keys("enter");
    told(
        &mut desk,
        "That was the last of 4 sentences of the queue; tab y shows them.",
    );
    assert!(!desk.path("a").exists(), "nothing was decided");
    desk.annotator = "sara";
    desk.restart().keys("tab y");
    told(&mut desk, "Who says what is for the leads");
    assert!(!desk.screen().contains("alpha"), "{}", desk.screen());
}

#[test]
fn hidden_names_are_letters_wherever_it_says_who_said_what() {
    let mut desk = three();
    settle(&mut desk).keys("enter tab i tab y");
    let names = |screen: &str| {
        ["lina", "omar", "sara"]
            .iter()
            .any(|it| screen.contains(it))
    };
    told(&mut desk, "A ↔ B");
    assert!(!names(&desk.screen()), "{}", desk.screen());
    desk.keys("enter");
    assert!(!names(&desk.screen()), "{}", desk.screen());
    desk.keys("enter");
    told(&mut desk, "C ");
    assert!(!names(&desk.screen()), "{}", desk.screen());
}

#[test]
fn what_cannot_be_compared_says_what_to_do_on_the_screen() {
    let mut desk = Desk::with(&[("a", FIRST), ("b", SECOND)]);
    let _ = fs::remove_dir_all(desk.root().join("annotations"));
    settle(&mut desk).keys("tab y");
    told(
        &mut desk,
        "nobody has decided anything: start hashiya --annotator NAME",
    );
    decide(desk.root(), "sara", "a", "1 2 . .");
    settle(&mut desk).keys("tab y");
    told(
        &mut desk,
        "only sara has decided anything, and agreement needs two people",
    );
    decide(desk.root(), "omar", "b", "1 2 . .");
    settle(&mut desk).keys("tab y");
    told(
        &mut desk,
        "no sentence was decided on by two of omar, sara: give them the same articles",
    );
    // Said again, it is taken back.
    decide(desk.root(), "sara", "a", "1 2 . .");
    decide(desk.root(), "omar", "b", "1 2 p .");
    settle(&mut desk).keys("tab y");
    told(&mut desk, "nobody of omar, sara has decided anything yet");
    // Where sentences are cut otherwise, equal ranges alone are compared.
    let store = Store::open(desk.root()).expect("a project");
    decide(desk.root(), "sara", "a", ". 2 . .");
    let article = store.article("a").expect("an article");
    let split = article
        .split("s2", article.sentences[1].start + 3)
        .expect("a split");
    store.resegment(&split).expect("a segmentation");
    decide(desk.root(), "omar", "a", ". 2 2 . .");
    settle(&mut desk).keys("tab y");
    told(
        &mut desk,
        "no sentence was decided on by two people as it is cut now: let each open these articles once",
    );
    decide(desk.root(), "sara", "b", "1 . . .");
    decide(desk.root(), "omar", "b", "1 . . .");
    settle(&mut desk).keys("tab y end");
    told(
        &mut desk,
        "on sentences that the others have cut differently, in a:",
    );
}

#[test]
fn what_is_to_be_known_of_the_figures_stands_below_them() {
    let mut desk = three();
    fs::write(desk.root().join("annotations/omar/b.json"), "{ torn").expect("a file");
    let project = desk.root().join("project.toml");
    let toml = fs::read_to_string(&project).expect("a file");
    let [first, second] = ["definition = \"", "definition = \"Otherwise: "];
    fs::write(&project, toml.replacen(first, second, 1)).expect("a file");
    decide(desk.root(), "lina", "a", "2 . . .");
    settle(&mut desk).keys("tab y");
    for note in [
        "Low prevalence: Prevention was chosen in ",
        "Only 2 articles are compared, and intervals are rough",
        "1 sentence was decided on under different wordings of the guideline",
        "1 file could not be read and left out: see hashiya check.",
        "omar/b.json:1:3",
    ] {
        assert!(all_pages(&mut desk).contains(note), "{note}");
    }
    // There is nothing behind a note, nor behind what all agree on.
    desk.keys("enter");
    told(&mut desk, "No sentences are behind this row.");
    let mut desk = Desk::with(&[("a", FIRST)]);
    for name in ["lina", "omar"] {
        decide(desk.root(), name, "a", "0 0 0 0");
    }
    settle(&mut desk).keys("tab y");
    let pages = all_pages(&mut desk);
    for note in [
        "All say the same of every sentence.",
        "no variation: everyone always said None applies",
        "no variation: nobody ever chose it",
        "no variation: both always said None applies",
        "Nobody chose Prosecution: take it out of the scheme",
        "There is no interval, as only one article is compared",
    ] {
        assert!(pages.contains(note), "{note} in\n{pages}");
    }
    desk.keys("home");
    choose(&mut desk, "no variation");
    desk.keys("enter");
    told(&mut desk, "Nobody disagrees there.");
}

#[test]
fn who_said_what_stands_below_the_text_with_notes_flags_and_evidence() {
    let mut desk = three();
    for (name, keys) in [
        ("lina", "home enter home j f 1 a w h y ? enter"),
        ("omar", "home enter home j = 3 esc"),
    ] {
        (desk.annotator, desk.settler) = (name, None);
        desk.restart().keys(keys);
    }
    settle(&mut desk).keys("home enter j");
    assert_snapshot!("who_said_what_80", desk.screen());
    // The words that one of them gave as a reason are underlined in the sentence.
    let buffer = desk.buffer();
    let underlined = (0..24)
        .flat_map(|y| (0..80).map(move |x| (x, y)))
        .filter(|&at| buffer[at].modifier.contains(Modifier::UNDERLINED));
    let underlined: String = underlined
        .map(|at| buffer[at].symbol().to_owned())
        .collect();
    assert_eq!(underlined, "We");
    let mut wide = desk;
    wide.resize(120, 36);
    assert_snapshot!("who_said_what_120", wide.screen());
}

#[test]
fn more_annotators_than_rows_are_counted_and_a_note_without_room_is_told_in_full() {
    let mut desk = Desk::with(&[("a", FIRST)]);
    for name in ["amal", "basma", "dana", "farah", "ghada", "hind", "lina"] {
        decide(desk.root(), name, "a", "1 2 0 3");
    }
    (desk.annotator, desk.settler) = ("amal", None);
    desk.restart().keys("enter home a");
    for _ in 0..30 {
        desk.keys("w o r d space");
    }
    desk.keys("e n d enter");
    settle(&mut desk).keys("enter home");
    told(
        &mut desk,
        "word word end” · farah: Prevention · ghada: Prevention",
    );
    desk.keys("j");
    told(&mut desk, "dana");
    told(&mut desk, "+4");
    // Where there is more room, so is for more of them; in the least window there is for none.
    desk.resize(80, 40).keys("j");
    told(&mut desk, "ghada");
    told(&mut desk, "+2");
    desk.resize(40, 10).keys("k");
    told(
        &mut desk,
        "amal: Victim protection · basma: Victim protection",
    );
}

#[test]
fn what_changes_meanwhile_stands_in_nobodys_way() {
    let mut desk = three();
    // Who closes the screen before everything is read does not get it later.
    settle(&mut desk).at_once("tab y esc");
    assert!(!desk.screen().contains("alpha"), "{}", desk.screen());
    desk.keys("tab y enter");
    // A sentence of the queue is cut in two, and an article can no longer be read.
    let store = Store::open(desk.root()).expect("a project");
    let article = store.article("a").expect("an article");
    let start = article.sentences[1].start;
    let split = article.split("s2", start + 3).expect("a split");
    store.resegment(&split).expect("a segmentation");
    let path = desk.root().join("articles/b.json");
    fs::write(&path, "{ torn").expect("a file");
    desk.keys("esc end home");
    choose(&mut desk, "Topic sets (MASI)");
    desk.keys("enter");
    told(&mut desk, "b.json:1:3");
    desk.keys("enter");
    told(&mut desk, "no longer in this article: it was cut anew");
    assert_eq!(open_article(&mut desk), "a");
    desk.keys("enter");
    assert_eq!((open_article(&mut desk).as_str(), desk.focus()), ("a", 5));
    desk.keys("enter");
    told(&mut desk, "b.json:1:3");
    assert_eq!(open_article(&mut desk), "a");
    // Neither is gone to again.
    desk.keys("3 enter 1");
    told(&mut desk, "The queue is done: its sentence is settled.");
}
