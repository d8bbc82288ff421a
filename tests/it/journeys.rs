//! What an annotator does, in keys, and what she then sees and has.

use hashiya::model::adjudication::{Reason, Settlement};
use hashiya::model::annotation::Status;
use hashiya::model::project::Language;
use hashiya::terminal::{Ending, Request};
use hashiya::text::{Display, Letters, Line, Profile, Rendition};
use hashiya::ui::theme::Theme;
use insta::assert_snapshot;

use super::desk::Desk;

/// Five sentences, a headline among them.
const RAID: &str = "مداهمة تنقذ تسع عاملات\nداهمت الشرطة مصنعا في الميناء. أُنقذت تسع عاملات. \
                    وقال الضابط إن التحقيق مستمر.\nتعمل اللجنة على خطة جديدة.";
const BRIEF: &str = "خبر قصير\nجملة واحدة.";

/// `text` as it stands on a screen.
fn shown(text: &str) -> String {
    let line = Line::new(text, usize::MAX, Display::default());
    line.cells.iter().map(|cell| cell.symbol.as_str()).collect()
}

fn desk() -> Desk {
    Desk::with(&[("a-raid", RAID), ("b-brief", BRIEF)])
}

#[test]
fn the_library_lists_the_articles_with_their_progress() {
    assert_snapshot!(Desk::sample().screen());
}

#[test]
fn the_reader_at_80_columns() {
    let mut desk = Desk::sample();
    desk.keys("end enter 1 j 2 3 j 0 j");
    assert_snapshot!(desk.screen());
}

#[test]
fn the_reader_at_120_columns_has_a_panel() {
    let mut desk = Desk::sample();
    desk.resize(120, 36).keys("end enter 1 j 2 3 j 0 j");
    assert_snapshot!(desk.screen());
}

#[test]
fn the_reader_at_200_columns_has_a_guideline_card() {
    let mut desk = Desk::sample();
    desk.resize(200, 50).keys("end enter 1 j 2 3 j 0 j");
    assert_snapshot!(desk.screen());
}

#[test]
fn an_english_article_starts_at_the_left() {
    let mut desk = Desk::sample();
    desk.keys("j j enter");
    assert_snapshot!(desk.screen());
}

/// The samples, in the Arabic interface.
fn arabic(columns: u16, rows: u16) -> Desk {
    let mut desk = Desk::sample();
    desk.language = Language::Arabic;
    desk.resize(columns, rows).restart();
    desk
}

#[test]
fn the_arabic_interface_is_mirrored() {
    let mut desk = arabic(80, 24);
    assert_snapshot!("arabic_library_80", desk.screen());
    desk.keys("end enter 1 j 2 3 j 0 j");
    assert_snapshot!("arabic_reader_80", desk.screen());
    desk.keys("?");
    assert_snapshot!("arabic_help_80", desk.screen());
    desk.keys("esc tab");
    assert_snapshot!("arabic_menu_80", desk.screen());
    let mut desk = arabic(200, 50);
    desk.keys("end enter 1 j 2 3 j 0 j");
    assert_snapshot!("arabic_reader_200", desk.screen());
}

#[test]
fn the_language_is_switched_by_a_key_without_a_restart() {
    let mut desk = desk();
    desk.keys("enter 1 tab l");
    assert!(desk.screen().contains(&shown("محفوظ")), "{}", desk.screen());
    desk.keys("u");
    let undone = shown("تراجع، الجملة ١: − الوقاية");
    assert_eq!(desk.last_line(), undone);
    // By the Arabic layout, back again.
    desk.keys("tab م j");
    assert!(desk.screen().contains("✓ saved"), "{}", desk.screen());
}

#[test]
fn help_shows_every_key_with_its_arabic_twin() {
    let mut desk = desk();
    desk.resize(80, 40).keys("enter ?");
    assert_snapshot!(desk.screen());
    desk.keys("esc j");
    assert_eq!(desk.focus(), 2);
}

#[test]
fn a_guideline_card_is_one_key_away_and_topic_keys_turn_to_the_others() {
    let mut desk = desk();
    desk.keys("enter h");
    assert_snapshot!(desk.screen());
    desk.keys("2");
    assert!(desk.screen().contains("Victim protection"), "its card");
    // Nothing was decided by that.
    desk.keys("esc j 1");
    assert_eq!(desk.decisions("a-raid"), ". 1 . . .");
}

#[test]
fn topics_are_toggled_and_only_zero_says_none() {
    let mut desk = desk();
    desk.keys("enter 1 3 j 0 j 2 2 j 1 0 j 0 0");
    assert_eq!(desk.decisions("a-raid"), "13 0 . 0 .");
    desk.keys("enter enter enter");
    assert_eq!(
        desk.decisions("a-raid"),
        "13 0 . 0 .",
        "Enter never decides"
    );
}

#[test]
fn the_arabic_layout_does_the_same() {
    let mut desk = desk();
    desk.keys("enter ١ ٣ ت ٠ ت ۲ ۲ ت ١ ٠ ت ۰ ۰");
    assert_eq!(desk.decisions("a-raid"), "13 0 . 0 .");
    desk.keys("ع ن");
    assert_eq!(desk.decisions("a-raid"), "13 0 . 0 0");
    assert_eq!(desk.focus(), 4);
    desk.keys("ق م");
    assert_eq!(desk.decisions("a-raid"), "13 0 . 0 .");
    assert!(desk.work().app().reader().is_none());
    desk.keys("ض");
    assert_eq!(desk.request(), Some(Request::End(Ending::Saved)));
}

#[test]
fn every_way_to_move_moves() {
    let mut desk = desk();
    desk.keys("enter");
    for (keys, focus) in [
        ("j", 2),
        ("down", 3),
        ("k", 2),
        ("up", 1),
        ("up", 1),
        ("end", 5),
        ("j", 5),
        ("home", 1),
        ("pagedown", 5),
        ("pageup", 1),
    ] {
        desk.keys(keys);
        assert_eq!(desk.focus(), focus, "after {keys}");
    }
}

#[test]
fn enter_goes_to_the_next_undecided_sentence_and_round() {
    let mut desk = desk();
    desk.keys("enter j 1 j 0");
    let mut way = Vec::new();
    for _ in 0..4 {
        desk.keys("enter");
        way.push(desk.focus());
    }
    assert_eq!(way, [4, 5, 1, 4]);
    desk.keys("0 enter 0 enter 0 enter");
    assert_eq!(
        desk.last_line(),
        "Every sentence of this article is decided; d says that it is done."
    );
}

#[test]
fn undo_and_redo_say_what_they_did() {
    let mut desk = desk();
    desk.keys("enter 1 j 0 home u");
    assert_eq!(desk.last_line(), "Undone, sentence 2: − none applies");
    assert_eq!(desk.focus(), 2, "the focus goes where the change is");
    desk.keys("u");
    assert_eq!(desk.last_line(), "Undone, sentence 1: − Prevention");
    desk.keys("u");
    assert_eq!(desk.last_line(), "Nothing to undo.");
    desk.keys("r r r");
    assert_eq!(desk.last_line(), "Nothing to redo.");
    assert_eq!(desk.decisions("a-raid"), "1 0 . . .");
}

#[test]
fn undo_and_redo_reach_across_articles_and_restarts() {
    let mut desk = desk();
    desk.keys("enter 1 l j enter j 3");
    assert_eq!(
        (desk.decisions("a-raid"), desk.decisions("b-brief")),
        ("1 . . . .".into(), ". 3".into())
    );
    desk.restart().keys("u u");
    assert_eq!(
        (desk.decisions("a-raid"), desk.decisions("b-brief")),
        (". . . . .".into(), ". .".into())
    );
    assert_eq!(
        desk.work()
            .app()
            .reader()
            .map(|reader| reader.article().id.clone()),
        Some("a-raid".into())
    );
    desk.restart().keys("r r");
    assert_eq!(
        (desk.decisions("a-raid"), desk.decisions("b-brief")),
        ("1 . . . .".into(), ". 3".into())
    );
    // A new decision ends what could be redone.
    desk.keys("u home 2 r");
    assert_eq!(desk.last_line(), "Nothing to redo.");
    assert_eq!(desk.decisions("b-brief"), "2 .");
}

#[test]
fn a_file_that_cannot_be_read_stands_in_nobodys_way() {
    let mut desk = desk();
    desk.keys("enter 1 l j enter 2 3");
    let torn = std::fs::read_to_string(desk.path("b-brief")).expect("a file");
    let torn = &torn[..torn.len() - 20];
    std::fs::write(desk.path("b-brief"), torn).expect("a file");
    // While the program runs: undo says why not, then reaches what came before.
    desk.keys("l k enter u u u");
    assert_eq!(desk.decisions("a-raid"), ". . . . .");
    // After a restart: the numbers in it are not given again.
    desk.restart().keys("k enter j 1");
    let numbers: Vec<u64> = desk
        .saved("a-raid")
        .history
        .iter()
        .map(|entry| entry.n)
        .collect();
    assert_eq!(numbers, [1, 4, 5]);
    assert_eq!(
        std::fs::read_to_string(desk.path("b-brief")).expect("a file"),
        torn
    );
}

#[test]
fn the_history_numbers_go_on_over_articles_and_restarts() {
    let mut desk = desk();
    desk.keys("enter 1 j 2 l j enter 0").restart();
    desk.keys("k enter j 3");
    let numbers = |desk: &Desk, id| {
        desk.saved(id)
            .history
            .iter()
            .map(|entry| entry.n)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        (numbers(&desk, "a-raid"), numbers(&desk, "b-brief")),
        (vec![1, 2, 4], vec![3])
    );
}

#[test]
fn work_goes_on_where_it_stopped() {
    let mut desk = desk();
    desk.keys("j enter l k enter 1 j j").restart();
    assert_eq!(desk.work().app().library().selected_id(), Some("a-raid"));
    desk.keys("enter");
    assert_eq!(desk.focus(), 3, "the focus of the last moment");
    // Without that note, the last decision tells.
    std::fs::remove_dir_all(desk.root().join(".cache")).expect("a cache");
    desk.restart().keys("enter");
    assert_eq!(desk.focus(), 1);
}

#[test]
fn what_is_saved_is_the_whole_decision() {
    let mut desk = desk();
    desk.keys("enter j 1 3");
    let json = std::fs::read_to_string(desk.path("a-raid")).expect("a file");
    let lines: Vec<&str> = json.lines().collect();
    assert_eq!(
        lines[..7],
        [
            "{",
            "  \"format\": 1,",
            "  \"revision\": 2,",
            "  \"article\": \"a-raid\",",
            lines[4],
            "  \"segmentation\": 1,",
            "  \"annotator\": \"sara\",",
        ]
    );
    let guideline = desk.saved("a-raid").sentences[1]
        .decision
        .guideline
        .clone()
        .expect("a hash");
    assert_eq!(
        lines[8],
        "  \"overall\": { \"topics\": [], \"fields\": {}, \"note\": \"\" },"
    );
    assert_eq!(
        lines[11].trim_end_matches(','),
        format!(
            "    {{ \"id\": \"s2\", \"start\": 23, \"end\": 53, \"text\": \"داهمت الشرطة مصنعا في الميناء.\", \
             \"state\": \"tagged\", \"topics\": [\"prevention\", \"prosecution\"], \"flags\": [], \"note\": \"\", \
             \"evidence\": [], \"decided\": \"2026-11-24T08:00:04Z\", \"seconds\": 2.0, \
             \"guideline\": \"{guideline}\" }}"
        ),
    );
    assert!(
        desk.root()
            .join("guidelines")
            .join(format!("{guideline}.json"))
            .exists()
    );
    assert!(json.contains("\"state\": \"undecided\", \"topics\": [], \"flags\": [], \"note\": \"\", \"evidence\": [], \"decided\": null, \"seconds\": null, \"guideline\": null }"));
}

#[test]
fn a_failed_save_stays_visible_is_tried_again_and_leaving_asks() {
    let mut desk = desk();
    desk.keys("enter");
    desk.block("a-raid", true);
    desk.keys("1");
    assert!(desk.screen().contains("✗ not saved"), "{}", desk.screen());
    desk.keys("q");
    assert_eq!(desk.request(), None);
    assert_eq!(
        desk.last_line(),
        "Not saved. y leaves and loses the last decisions, esc stays."
    );
    desk.keys("esc j");
    assert!(desk.screen().contains("✗ not saved"));
    desk.block("a-raid", false);
    desk.keys("2");
    assert!(desk.screen().contains("✓ saved"), "{}", desk.screen());
    assert_eq!(desk.decisions("a-raid"), "1 2 . . .");
    desk.keys("q");
    assert_eq!(desk.request(), Some(Request::End(Ending::Saved)));
}

#[test]
fn leaving_without_saving_is_a_choice() {
    let mut desk = desk();
    desk.keys("enter");
    desk.block("a-raid", true);
    desk.keys("1 q y");
    assert_eq!(desk.request(), Some(Request::End(Ending::Unsaved)));
}

#[test]
fn an_article_with_unsaved_work_is_not_left_behind() {
    let mut desk = desk();
    desk.keys("enter");
    desk.block("a-raid", true);
    desk.keys("1 l");
    assert!(desk.screen().contains("✗ not saved"));
    desk.keys("j enter");
    desk.block("a-raid", false);
    desk.keys("2");
    let id = desk
        .work()
        .app()
        .reader()
        .map(|reader| reader.article().id.clone());
    assert_eq!(
        id.as_deref(),
        Some("a-raid"),
        "the unsaved article stays open"
    );
}

#[test]
fn keys_that_come_at_once_lose_nothing() {
    for keys in ["1 l", "1 l j enter 3", "1 q", "1 2 u l j enter 3 j 0 l"] {
        let mut desk = desk();
        desk.keys("enter").at_once(keys);
        assert_eq!(desk.decisions("a-raid"), "1 . . . .", "{keys}");
        if keys.contains('3') {
            let second = if keys.contains('0') { "3 0" } else { "3 ." };
            assert_eq!(desk.decisions("b-brief"), second, "{keys}");
        }
    }
}

#[test]
fn keys_for_a_screen_that_does_not_come_are_dropped() {
    let mut desk = desk();
    desk.keys("enter 1");
    std::fs::remove_file(desk.path("a-raid")).expect("a file");
    desk.block("a-raid", true);
    desk.at_once("2 l j enter 3");
    assert_eq!(desk.focus(), 1);
    assert!(
        desk.screen().contains("was changed by another program"),
        "{}",
        desk.screen()
    );
    desk.block("a-raid", false);
}

#[test]
fn esc_and_a_key_in_one_read_are_two_keys() {
    let mut desk = desk();
    desk.keys("enter h alt-1");
    assert_eq!(desk.decisions("a-raid"), "1 . . . .");
    desk.keys("? alt-j");
    assert_eq!(desk.focus(), 2);
}

#[test]
fn a_sentence_that_goes_on_from_the_page_before_shows_its_decision() {
    let long = format!("{}النهاية.", "كلمة ".repeat(400));
    let mut desk = Desk::with(&[("long", &format!("عنوان\n{long}\nبعدها."))]);
    desk.keys("enter j j");
    let third_row = |desk: &mut Desk| desk.screen().lines().nth(2).unwrap_or_default().to_owned();
    assert!(third_row(&mut desk).ends_with("▐  2"), "{}", desk.screen());
    desk.keys("1");
    assert!(
        third_row(&mut desk).ends_with("▐  2  P"),
        "{}",
        desk.screen()
    );
}

#[test]
fn what_a_newer_version_wrote_is_kept() {
    let mut desk = desk();
    desk.keys("enter 1 l");
    let path = desk.path("a-raid");
    let json = std::fs::read_to_string(&path).expect("a file");
    let json = json
        .replace("\"format\": 1", "\"format\": 1, \"x-top\": 1")
        .replace("\"note\": \"\"", "\"note\": \"\", \"x-decision\": [2]")
        .replace("\"undoes\": null", "\"undoes\": null, \"x-entry\": 3");
    std::fs::write(&path, &json).expect("a file");
    desk.keys("enter j 2");
    let saved = std::fs::read_to_string(&path).expect("a file");
    assert!(
        saved.contains("\"x-top\": 1") && saved.contains("\"x-entry\": 3"),
        "{saved}"
    );
    assert!(
        saved.matches("\"x-decision\": [2]").count() > json.matches("x-decision").count(),
        "{saved}"
    );
}

#[test]
fn a_file_that_is_somebody_elses_is_not_written() {
    let mut desk = desk();
    desk.keys("enter 1 l");
    for (right, wrong) in [
        ("\"annotator\": \"sara\"", "\"annotator\": \"omar\""),
        ("\"article\": \"a-raid\"", "\"article\": \"b-brief\""),
    ] {
        let json = std::fs::read_to_string(desk.path("a-raid")).expect("a file");
        std::fs::write(desk.path("a-raid"), json.replace(right, wrong)).expect("a file");
        desk.keys("enter");
        assert!(
            desk.work().app().reader().is_none() && desk.screen().contains("it says that it is"),
            "{}",
            desk.screen()
        );
        std::fs::write(desk.path("a-raid"), json).expect("a file");
    }
}

#[test]
fn a_page_of_help_keeps_its_place_when_the_window_changes() {
    let mut desk = desk();
    desk.resize(80, 16).keys("enter ? j j j");
    let second = |desk: &mut Desk| desk.screen().lines().nth(3).unwrap_or_default().to_owned();
    let before = second(&mut desk);
    desk.resize(82, 16);
    assert_eq!(
        second(&mut desk).split_whitespace().nth(1),
        before.split_whitespace().nth(1)
    );
}

#[test]
fn many_topics_keep_their_chips_and_keys_on_the_screen() {
    let mut desk = desk();
    let path = desk.root().join("project.toml");
    let mut toml = std::fs::read_to_string(&path).expect("a project");
    for n in 4..=9 {
        toml.push_str(&format!(
            "[[topic]]\nid = \"t{n}\"\nkey = \"{n}\"\ncolour = \"red\"\nname = {{ ar = \"موضوع {n}\", en = \"Topic {n}\" }}\nletter = {{ ar = \"{n}\", en = \"{n}\" }}\n"
        ));
    }
    std::fs::write(path, toml).expect("a project");
    desk.restart().keys("enter 1 2 3 4 5 6 j 7 8 9 j 9");
    assert_snapshot!("many_topics_80", desk.screen());
    desk.resize(120, 20);
    assert_snapshot!("many_topics_120", desk.screen());
}

#[test]
fn a_second_program_reads_and_says_who_writes() {
    let mut desk = desk();
    desk.keys("enter 1").restart_held();
    assert!(
        desk.screen()
            .contains("process 4711 on nile, since 2026-11-24T08:00:02Z, works as")
    );
    assert_eq!(
        desk.last_line(),
        "sara; tab u takes over.",
        "a long message takes as many lines as it needs"
    );
    desk.keys("enter 2 u 0");
    assert!(desk.screen().contains("read-only"));
    assert_eq!(desk.decisions("a-raid"), "1 . . . .");
}

#[test]
fn too_small_a_window_says_so_and_recovers() {
    let mut desk = desk();
    desk.keys("enter j").resize(30, 8);
    assert!(
        desk.screen()
            .starts_with("Hashiya needs 40×10;\nthis window is 30×8.")
    );
    // Nothing is decided on what cannot be seen.
    desk.keys("1 j");
    desk.resize(1, 1).screen();
    desk.resize(80, 24);
    assert_eq!(desk.focus(), 2);
    assert!(!desk.path("a-raid").exists());
    desk.resize(40, 10).keys("1");
    assert_eq!(desk.decisions("a-raid"), ". 1 . . .");
}

#[test]
fn a_sentence_longer_than_the_page_can_be_read_to_its_end() {
    let long = format!("{}النهاية.", "كلمة ".repeat(400));
    let mut desk = Desk::with(&[("long", &format!("عنوان\n{long}\nبعدها."))]);
    desk.keys("enter j");
    let mut seen = String::new();
    for _ in 0..20 {
        seen.push_str(&desk.screen());
        desk.keys("j");
    }
    let end: String = hashiya::text::Line::new("النهاية.", 20, hashiya::text::Display::default())
        .cells
        .iter()
        .map(|cell| cell.symbol.to_string())
        .collect();
    assert!(seen.contains(&end));
    assert_eq!(desk.focus(), 3);
    for _ in 0..20 {
        desk.keys("k");
    }
    assert_eq!(desk.focus(), 1);
    for key in ["pagedown", "pageup"] {
        for _ in 0..20 {
            desk.keys(key);
        }
        assert_eq!(desk.focus(), if key == "pagedown" { 3 } else { 1 }, "{key}");
    }
}

/// Wherever keys lead, the sentence in focus is on the screen.
#[test]
fn the_focus_is_always_in_view() {
    let mut desk = Desk::sample();
    desk.keys("home enter");
    let keys = [
        "j", "pagedown", "k", "tab", "pageup", "end", "k", "k", "pageup", "0", "tab", "home",
        "pagedown", "k",
    ];
    for (step, key) in keys.iter().cycle().take(140).enumerate() {
        if step % 10 == 9 {
            desk.resize([40, 80, 120, 200][step % 4], [10, 24, 36, 50][step % 4]);
        }
        desk.keys(key);
        let bar = desk.screen().lines().skip(2).any(|line| line.contains('▐'));
        assert!(
            bar,
            "no focus in view after {key} at step {step}\n{}",
            desk.screen()
        );
    }
}

#[test]
fn control_characters_are_visible_and_harmless() {
    let mut desk = Desk::with(&[(
        "evil",
        "\u{1B}]0;pwned\u{7} عنوان \u{202E}abc\nنص\u{9B}31m \u{1B}[2J هنا.",
    )]);
    for screen in [desk.screen(), desk.keys("enter").screen()] {
        assert!(
            !screen.contains(|c: char| c.is_control() && c != '\n'),
            "{screen:?}"
        );
        assert!(!screen.contains('\u{202E}'));
    }
    assert!(desk.screen().contains("␛"));
}

#[test]
fn the_question_which_line_reads_right_is_one_key_away() {
    let mut desk = desk();
    desk.keys("enter t");
    assert_snapshot!(desk.screen());
    // The smallest window has room for the lines.
    desk.resize(40, 10);
    assert_snapshot!("which_line_reads_right_40", desk.screen());
}

#[test]
fn a_line_that_reads_right_is_chosen_by_its_digit_and_decides_nothing() {
    let mut desk = desk();
    desk.keys("enter t ٢");
    let chosen = Rendition {
        profile: Profile::Words,
        ..Rendition::default()
    };
    assert_eq!(desk.request(), Some(Request::Adopt(chosen)));
    desk.keys("s h");
    let chosen = Rendition {
        letters: Letters::Base,
        harakat: false,
        ..chosen
    };
    assert_eq!(desk.request(), Some(Request::Adopt(chosen)));
    assert_eq!(desk.work().app().rendition(), chosen);
    desk.keys("esc j 1");
    assert_eq!(desk.decisions("a-raid"), ". 1 . . .");
}

#[test]
fn letters_and_harakat_are_drawn_as_chosen() {
    let mut desk = Desk::with(&[("a", "قَالَ لَا.")]);
    desk.keys("enter");
    assert!(desk.screen().contains(".ﻻَ ﻝَﺎﻗَ"), "{}", desk.screen());
    desk.keys("t h esc");
    assert!(desk.screen().contains(".ﻻ ﻝﺎﻗ"), "{}", desk.screen());
    desk.keys("t s esc");
    assert!(desk.screen().contains(".ال لاق"), "{}", desk.screen());
}

#[test]
fn what_is_invisible_is_shown_on_request() {
    let mut desk = Desk::with(&[("a", "اب\u{202E}جد\u{202C} می\u{200C}توان \u{200F}نعم.")]);
    desk.keys("enter");
    let before = desk.screen();
    desk.keys("i");
    for picture in ["⇐", "↧", "┆", "↼"] {
        assert!(!before.contains(picture));
        assert!(
            desk.screen().contains(picture),
            "{picture} in\n{}",
            desk.screen()
        );
    }
    assert_eq!(desk.keys("i").screen(), before);
}

#[test]
fn a_sentence_is_copied_as_it_stands_in_the_text() {
    let mut desk = desk();
    desk.keys("enter j y");
    let text = "داهمت الشرطة مصنعا في الميناء.".to_owned();
    assert_eq!(desk.request(), Some(Request::Copy(text)));
    assert!(
        desk.last_line()
            .starts_with("Sentence 2 is in the clipboard")
    );
}

#[test]
fn a_click_chooses_an_article_and_a_second_one_opens_it() {
    let mut desk = desk();
    let row = |desk: &mut Desk, text: &str| {
        let screen = desk.screen();
        let row = screen.lines().position(|line| line.contains(text));
        u16::try_from(row.expect("a row")).expect("a row")
    };
    let y = row(&mut desk, "2 new");
    let now = "2026-11-24T08:00:00Z".parse().expect("a time");
    assert_eq!(desk.work().click(30, y, now), None);
    assert!(desk.work().app().reader().is_none());
    desk.work().click(30, y, now);
    assert_eq!(desk.focus(), 1);
    // Beside the page and on the header nothing is clicked.
    desk.work().click(0, 3, now);
    desk.work().click(30, 0, now);
    assert_eq!(desk.focus(), 1);
    // A dialog covers what is behind it.
    desk.keys("?");
    desk.work().click(30, 4, now);
    desk.keys("esc");
    assert_eq!(desk.focus(), 1);
    desk.work().click(30, 4, now);
    assert_eq!(desk.focus(), 2);
}

#[test]
fn flags_are_two_keys_and_decide_nothing() {
    let mut desk = desk();
    desk.keys("enter j f");
    assert!(
        desk.last_line().starts_with("1 ? unsure  2 ! for review"),
        "{}",
        desk.last_line()
    );
    desk.keys("1 f ٢ j f 4 esc j f esc j 1 f 1");
    let flags = |desk: &Desk| {
        let sentences = desk.saved("a-raid").sentences.into_iter();
        sentences
            .map(|it| it.decision.flags.join(" "))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        flags(&desk),
        ["", "unsure review", "segmentation", "", "unsure"]
    );
    assert_eq!(desk.decisions("a-raid"), ". . . . 1");
    // Several have a mark of their own.
    let screen = desk.screen();
    for marked in ["2+", "3÷", "5?"] {
        assert!(screen.contains(marked), "{marked} in\n{screen}");
    }
    desk.keys("u");
    assert_eq!(desk.last_line(), "Undone, sentence 5: − unsure");
    desk.keys("u u");
    assert_eq!(flags(&desk), ["", "unsure review", "", "", ""]);
}

#[test]
fn what_is_passed_on_is_finished_and_not_decided() {
    let mut desk = desk();
    desk.keys("enter f 5 enter");
    assert_eq!(desk.focus(), 2);
    assert!(desk.screen().contains("1 of 5"), "{}", desk.screen());
    assert_eq!(desk.decisions("a-raid"), ". . . . .");
    desk.keys("l");
    assert!(desk.screen().contains("1 of 5"), "{}", desk.screen());
    desk.restart();
    assert!(desk.screen().contains("1 of 5"), "{}", desk.screen());
}

#[test]
fn the_last_decision_is_repeated_in_one_key() {
    let mut desk = desk();
    desk.keys("enter e");
    assert_eq!(desk.last_line(), "There is no decision to repeat yet.");
    desk.keys("1 3 j e");
    assert_eq!(desk.last_line(), "Sentence 2: + Prevention, + Prosecution");
    desk.keys("e");
    assert_eq!(desk.last_line(), "Sentence 2 is decided like that already.");
    // A flag on another sentence is no decision.
    desk.keys("j 0 k f 1 j j ث");
    assert_eq!(desk.decisions("a-raid"), "13 13 0 0 .");
    desk.keys("u");
    assert_eq!(desk.decisions("a-raid"), "13 13 0 . .");
    // After a restart: what was decided last in the article.
    desk.restart().keys("enter end e");
    assert_eq!(desk.decisions("a-raid"), "13 13 0 . 0");
}

#[test]
fn a_key_that_decides_goes_on_where_that_is_wanted() {
    let mut desk = desk();
    desk.advance = true;
    desk.restart().keys("enter 1 0 2");
    assert_eq!(
        (desk.decisions("a-raid").as_str(), desk.focus()),
        ("1 0 2 . .", 4)
    );
    // A topic that is taken away leaves the sentence undecided, and the focus where it is.
    desk.keys("k 2");
    assert_eq!(
        (desk.decisions("a-raid").as_str(), desk.focus()),
        ("1 0 . . .", 3)
    );
    desk.keys("e");
    assert_eq!(
        (desk.decisions("a-raid").as_str(), desk.focus()),
        ("1 0 2 . .", 4)
    );
}

#[test]
fn done_asks_only_if_sentences_are_undecided_and_is_reopened_at_will() {
    let mut desk = desk();
    desk.keys("enter 1 j 0 d");
    assert_eq!(
        desk.last_line(),
        "3 sentences are undecided. y marks it done all the same, esc does not."
    );
    let status = |desk: &Desk| desk.saved("a-raid").status;
    desk.keys("esc");
    assert_eq!(status(&desk), Status::InProgress);
    desk.keys("d غ");
    assert_eq!(
        (status(&desk), desk.last_line()),
        (Status::Done, "The article is done.".to_owned())
    );
    assert!(desk.screen().contains("2 of 5, done"), "{}", desk.screen());
    desk.keys("d");
    assert_eq!(status(&desk), Status::InProgress);
    desk.keys("j 0 j 0 j f 5 d");
    assert_eq!(status(&desk), Status::Done);
    desk.keys("l");
    assert!(desk.screen().contains("✓ 5 done"), "{}", desk.screen());
    desk.restart();
    assert!(desk.screen().contains("✓ 5 done"), "{}", desk.screen());
}

#[test]
fn an_article_is_put_aside_until_something_in_it_is_decided() {
    let mut desk = desk();
    desk.keys("enter p l");
    assert!(desk.screen().contains(" later "), "{}", desk.screen());
    desk.restart().keys("enter");
    assert!(desk.screen().contains("0 of 5, later"), "{}", desk.screen());
    desk.keys("p");
    assert_eq!(desk.last_line(), "The article is in progress again.");
    desk.keys("p 1");
    assert!(desk.screen().contains("1 of 5   "), "{}", desk.screen());
    assert_eq!(desk.saved("a-raid").status, Status::InProgress);
}

/// Types `text` where text is typed.
fn type_in(desk: &mut Desk, text: &str) {
    let keys: Vec<String> = text
        .chars()
        .map(|c| {
            if c == ' ' {
                "space".to_owned()
            } else {
                c.to_string()
            }
        })
        .collect();
    desk.keys(&keys.join(" "));
}

#[test]
fn a_note_is_typed_joined_as_it_is_typed_and_marked() {
    let mut desk = desk();
    desk.keys("enter j a");
    type_in(&mut desk, "راجع AI 12");
    let line = desk.last_line();
    assert!(
        line.starts_with("Note on 2") && line.ends_with("AI 12 ﻊﺟﺍﺭ"),
        "{line}"
    );
    // A digit is typed and decides nothing; q does not leave.
    assert_eq!(desk.request(), None);
    desk.keys("enter");
    assert_eq!(
        desk.saved("a-raid").sentences[1].decision.note,
        "راجع AI 12"
    );
    assert_eq!(desk.decisions("a-raid"), ". . . . .");
    let screen = desk.screen();
    assert!(screen.contains("2*"), "{screen}");
    assert!(
        desk.last_line().ends_with("AI 12 ﻊﺟﺍﺭ"),
        "the note of the sentence in focus"
    );
    // Again: it is changed, given up, taken away, and all of that undone.
    desk.keys("a backspace backspace 3 enter");
    assert_eq!(desk.saved("a-raid").sentences[1].decision.note, "راجع AI 3");
    desk.keys("a x esc");
    assert_eq!(desk.saved("a-raid").sentences[1].decision.note, "راجع AI 3");
    desk.keys("a ctrl-u enter");
    assert_eq!(desk.saved("a-raid").sentences[1].decision.note, "");
    desk.keys("u");
    assert_eq!(desk.last_line(), "Undone, sentence 2: + note");
    desk.keys("u u");
    assert_eq!(desk.saved("a-raid").sentences[1].decision.note, "");
    // What was typed before is there again.
    desk.keys("j a up up enter");
    assert_eq!(
        desk.saved("a-raid").sentences[2].decision.note,
        "راجع AI 12"
    );
}

#[test]
fn the_caret_goes_where_the_eye_does() {
    let mut desk = desk();
    desk.keys("enter a");
    type_in(&mut desk, "اب AI جد");
    // Three to the right: over the two letters and the blank, to the end of AI.
    desk.keys("right right right X enter");
    assert_eq!(desk.saved("a-raid").sentences[0].decision.note, "اب AIX جد");
    desk.keys("a home ctrl-right left left Y enter");
    let note = desk.saved("a-raid").sentences[0].decision.note.clone();
    assert!(
        note.contains('Y') && note.len() == "اب AIXY جد".len(),
        "{note}"
    );
}

#[test]
fn a_pasted_text_is_typed_where_text_is_typed_and_nowhere_else() {
    let mut desk = desk();
    desk.keys("enter");
    desk.work().paste("1 2 3 0");
    assert!(!desk.path("a-raid").exists());
    desk.keys("a");
    desk.work().paste("سطر\nآخر\u{202E}\u{1B}[2J");
    desk.keys("enter");
    assert_eq!(
        desk.saved("a-raid").sentences[0].decision.note,
        "سطر آخر[2J"
    );
}

#[test]
fn a_text_is_found_however_it_is_spelled() {
    let mut desk = Desk::with(&[(
        "a",
        "عنوان\nأنقذت الشُّرطة تسع ضحايا. ثم عادت.\nوصلت المساعدة إلى الضحايا ٢٥ مرة.\nللضحايا حقوق.",
    )]);
    desk.keys("enter /");
    type_in(&mut desk, "الشرطه");
    desk.keys("enter");
    assert_eq!(
        (desk.focus(), desk.last_line().as_str()),
        (2, "1 of 1 found.")
    );
    desk.keys("/");
    type_in(&mut desk, "الضحايا");
    desk.keys("enter");
    assert_eq!(
        (desk.focus(), desk.last_line().as_str()),
        (4, "2 of 3 found.")
    );
    desk.keys("s");
    assert_eq!(
        (desk.focus(), desk.last_line().as_str()),
        (5, "3 of 3 found.")
    );
    // Round, and back to where the search began.
    desk.keys("س");
    assert_eq!(
        (desk.focus(), desk.last_line().as_str()),
        (2, "1 of 3 found.")
    );
    desk.keys("w");
    assert_eq!(desk.focus(), 5);
    // Found letters are marked, and others not.
    let marked = |desk: &mut Desk| {
        let buffer = desk.buffer();
        let marked = buffer
            .content()
            .iter()
            .filter(|cell| cell.modifier.contains(ratatui::style::Modifier::REVERSED));
        marked.count()
    };
    assert_eq!(
        marked(&mut desk),
        "ضحايا".chars().count() + "الضحايا".chars().count() + "للضحايا".chars().count()
    );
    desk.keys("/");
    type_in(&mut desk, "25");
    assert_eq!(marked(&mut desk), 2 + 1, "as it is typed, and the caret");
    desk.keys("esc");
    assert_eq!(marked(&mut desk), 0);
    desk.keys("ظ");
    type_in(&mut desk, "سفينة");
    desk.keys("enter");
    assert_eq!(desk.last_line(), "Nothing is found.");
}

#[test]
fn a_sentence_is_gone_to_by_its_number_and_back() {
    let mut desk = desk();
    desk.keys("enter g ٤ enter");
    assert_eq!(desk.focus(), 4);
    desk.keys("w");
    assert_eq!(desk.focus(), 1);
    desk.keys("w");
    assert_eq!(desk.focus(), 4);
    desk.keys("g 9 enter");
    assert_eq!(desk.last_line(), "There is no sentence 9: they end at 5.");
    desk.keys("g enter g x esc");
    assert_eq!(desk.focus(), 4);
}

/// News with what its page left at the end.
const PAGE: &str = "شرطة الميناء تنقذ تسع عاملات\nداهمت الشرطة مصنعا في الميناء فجر أمس الأحد. وقال الضابط إن التحقيق في القضية مستمر.\nوتعمل اللجنة الوطنية على خطة جديدة لمنع تكرار ما حدث.\nالتعليقات مغلقة.\nPowered by: Example CMS";

#[test]
fn what_the_web_page_left_is_dimmed_skipped_and_not_counted() {
    let mut desk = Desk::with(&[("a", PAGE)]);
    assert!(desk.screen().contains("4 new"), "{}", desk.screen());
    desk.keys("enter 0 enter 0 enter 0 enter");
    assert!(desk.screen().contains("3 of 4"), "{}", desk.screen());
    desk.keys("0 enter");
    assert_eq!(
        desk.last_line(),
        "Every sentence of this article is decided; d says that it is done."
    );
    assert!(desk.screen().contains("4 of 4"), "{}", desk.screen());
    desk.keys("d");
    assert_eq!(desk.last_line(), "The article is done.");
    let dim = |desk: &mut Desk, y: u16| {
        let style = Theme::SIXTEEN.dim().fg;
        let buffer = desk.buffer();
        let row = (2..60)
            .map(|x| &buffer[(x, y)])
            .filter(|cell| cell.symbol() != " ");
        row.clone().count() > 0 && row.into_iter().all(|cell| Some(cell.fg) == style)
    };
    let rows: Vec<u16> = (2..20).filter(|&y| dim(&mut desk, y)).collect();
    assert_eq!(rows.len(), 2, "{}", desk.screen());
    // One key overrules it, and the same key takes that back.
    desk.keys("end k o");
    assert!(desk.screen().contains("4 of 5"), "{}", desk.screen());
    assert_eq!(desk.saved("a").sentences[4].decision.flags, ["content"]);
    desk.keys("home enter");
    assert_eq!(desk.focus(), 5);
    desk.keys("o");
    assert!(desk.screen().contains("4 of 4"), "{}", desk.screen());
    // And what was not taken for it can be.
    desk.keys("home 0 خ l");
    assert!(desk.screen().contains("✓ 3 done"), "{}", desk.screen());
    assert_eq!(desk.saved("a").sentences[0].decision.flags, ["boilerplate"]);
    desk.keys("u");
    assert_eq!(
        desk.last_line(),
        "Undone, sentence 1: − not part of the article"
    );
}

#[test]
fn a_line_that_cannot_be_seen_takes_no_letters() {
    let mut desk = desk();
    desk.keys("enter a x").resize(20, 5);
    desk.keys("q y enter");
    assert_eq!(desk.request(), None);
    desk.resize(80, 24);
    assert!(
        desk.last_line().starts_with("Note on 1"),
        "{}",
        desk.last_line()
    );
    desk.keys("enter");
    assert_eq!(desk.saved("a-raid").sentences[0].decision.note, "x");
    desk.keys("a").resize(20, 5);
    desk.keys("esc q");
    assert_eq!(desk.request(), Some(Request::End(Ending::Saved)));
}

#[test]
fn every_action_is_found_by_its_name() {
    let mut desk = desk();
    desk.keys("enter :");
    assert_snapshot!(desk.screen());
    type_in(&mut desk, "aside");
    assert!(
        desk.screen().contains("put the article aside"),
        "{}",
        desk.screen()
    );
    desk.keys("enter");
    assert_eq!(desk.last_line(), "The article is put aside.");
    // The second of those that are left; what fits nothing does nothing.
    desk.keys(":");
    type_in(&mut desk, "undecided");
    desk.keys("down enter");
    assert_eq!(desk.focus(), 2);
    desk.keys(": z z z enter");
    assert_eq!(desk.focus(), 2);
    desk.keys("l :");
    assert!(
        !desk.screen().contains("a note on the sentence"),
        "{}",
        desk.screen()
    );
    assert!(
        desk.screen().contains("open the article"),
        "{}",
        desk.screen()
    );
    desk.keys("esc");
}

#[test]
fn a_caret_before_a_wide_character_is_seen() {
    use ratatui::style::Modifier;
    let mut desk = desk();
    desk.keys("enter a ن 😀 م");
    let mut carets = Vec::new();
    for _ in 0..4 {
        let buffer = desk.buffer();
        let reversed = buffer.content().iter();
        let reversed = reversed.filter(|cell| cell.modifier == Modifier::REVERSED);
        carets.extend(reversed.map(|cell| cell.symbol().to_owned()));
        desk.keys("right");
    }
    assert_eq!(carets, [" ", "ﻡ", "😀", "ﻥ"]);
}

#[test]
fn rules_are_kept_by_a_sentence_and_no_choice_is_changed() {
    let mut desk = desk();
    desk.scheme(
        "[[rule]]\nexclusive = [\"prevention\", \"prosecution\"]\n\
         [[rule]]\ntopic = \"protection\"\nimplies = [\"prosecution\"]\n",
    );
    desk.keys("enter 1 3");
    assert_eq!(
        desk.last_line(),
        "Not together: Prevention (1), Prosecution (3). Take one away first."
    );
    assert_eq!(desk.decisions("a-raid"), "1 . . . .");
    // What follows from a topic counts too.
    desk.keys("2");
    assert_eq!(desk.decisions("a-raid"), "1 . . . .");
    // Something missing is let stand, said as long as the focus is there, and not finished.
    desk.keys("j 2");
    assert_eq!(desk.decisions("a-raid"), "1 2 . . .");
    let missing = "With Victim protection goes, still missing: Prosecution (3).";
    assert_eq!(desk.last_line(), missing);
    assert!(desk.screen().contains(" 1 of 5"), "{}", desk.screen());
    desk.keys("k enter");
    assert_eq!((desk.focus(), desk.last_line()), (2, missing.to_owned()));
    desk.keys("3 enter");
    assert_eq!(desk.focus(), 3);
    assert!(desk.screen().contains(" 2 of 5"), "{}", desk.screen());
    // Repeating asks the rules as well.
    desk.keys("home e");
    assert_eq!(desk.decisions("a-raid"), "23 23 . . .");
    desk.keys("u j j 1 home 0 0 1 k e");
    assert_eq!(desk.decisions("a-raid"), "1 23 1 . .");
}

#[test]
fn a_range_is_decided_at_once_after_it_was_shown_and_undone_as_one() {
    let mut desk = desk();
    desk.keys("enter j 2 k -");
    assert!(desk.last_line().starts_with("1 sentence is chosen."));
    desk.keys("j j j 1");
    // Nothing is decided before it is confirmed.
    assert_eq!(desk.decisions("a-raid"), ". 2 . . .");
    assert_snapshot!("a_range_is_shown_before_it_is_decided", desk.screen());
    desk.keys("esc");
    assert_eq!(desk.decisions("a-raid"), ". 2 . . .");
    desk.keys("1 y");
    assert_eq!(desk.decisions("a-raid"), "1 12 1 1 .");
    desk.keys("u");
    assert_eq!(desk.last_line(), "Undone, 4 sentences: − Prevention");
    assert_eq!(desk.decisions("a-raid"), ". 2 . . .");
    desk.restart().keys("enter r");
    assert_eq!(desk.decisions("a-raid"), "1 12 1 1 .");
    // The time that the focus was on one of them says nothing of the others.
    assert_eq!(desk.saved("a-raid").sentences[2].decision.seconds, None);
    // Where all have it, it is taken back.
    desk.keys("home - j j j 1 y");
    assert_eq!(desk.decisions("a-raid"), ". 2 . . .");
    desk.keys("u home - j 0 y");
    assert_eq!(desk.decisions("a-raid"), "0 0 1 1 .");
    desk.keys("home - j esc 3");
    assert_eq!(desk.decisions("a-raid"), "0 3 1 1 .", "esc lets go");
}

#[test]
fn all_that_is_found_is_decided_at_once() {
    let mut desk = desk();
    desk.keys("enter / ت س ع enter tab g");
    assert_eq!(
        desk.last_line(),
        "2 sentences are chosen. A topic, 0, e or f decides on all; esc lets go."
    );
    desk.keys("f 5 y");
    let flags =
        |desk: &Desk, index: usize| desk.saved("a-raid").sentences[index].decision.flags.clone();
    assert_eq!(
        (flags(&desk, 0), flags(&desk, 2)),
        (vec!["pass-on".to_owned()], vec!["pass-on".to_owned()])
    );
    // Who passed on a sentence is not asked about it again.
    desk.keys("tab g 2");
    assert_eq!(
        desk.last_line(),
        "Nothing would change. 2 stay as they are."
    );
    desk.keys("esc u");
    assert!(flags(&desk, 0).is_empty() && flags(&desk, 2).is_empty());
    desk.keys("tab g 3 y");
    assert_eq!(desk.decisions("a-raid"), "3 . 3 . .");
}

#[test]
fn a_rule_leaves_sentences_of_a_range_alone() {
    let mut desk = desk();
    desk.scheme("[[rule]]\nexclusive = [\"prevention\", \"prosecution\"]\n");
    desk.keys("enter 1 - j j 3");
    assert!(
        desk.screen().contains("2 sentences change. 1 left alone"),
        "{}",
        desk.screen()
    );
    desk.keys("y");
    assert_eq!(desk.decisions("a-raid"), "1 3 3 . .");
}

/// The evidence of a sentence on the disk: topic, code points, words.
fn evidence(desk: &Desk, article: &str, sentence: usize) -> Vec<(String, usize, usize, String)> {
    let saved = desk.saved(article);
    let evidence = saved.sentences[sentence].decision.evidence.iter();
    evidence
        .map(|it| (it.topic.clone(), it.start, it.end, it.text.clone()))
        .collect()
}

#[test]
fn words_are_chosen_as_the_eye_goes_and_kept_as_the_reason_for_a_topic() {
    let mut desk = desk();
    // «داهمت الشرطة مصنعا في الميناء.»: it begins at the right, so left goes on.
    desk.keys("enter j 3 = left");
    assert_snapshot!("words_are_chosen", desk.screen());
    desk.keys("3");
    assert_eq!(
        desk.last_line(),
        "Sentence 2: + “ﺔﻃﺮﺸﻟﺍ” for Prosecution".to_owned()
    );
    let police = ("prosecution".to_owned(), 29, 35, "الشرطة".to_owned());
    assert_eq!(evidence(&desk, "a-raid", 1), std::slice::from_ref(&police));
    // The quote is what its offsets say.
    let text: Vec<char> = RAID.chars().collect();
    assert_eq!(text[29..35].iter().collect::<String>(), police.3);
    // From there on to the left; a topic that is not there yet is added with its reason.
    desk.keys("space left left 1");
    let raided = (
        "prevention".to_owned(),
        29,
        44,
        "الشرطة مصنعا في".to_owned(),
    );
    assert_eq!(evidence(&desk, "a-raid", 1), [raided, police.clone()]);
    assert_eq!(desk.decisions("a-raid"), ". 13 . . .");
    // Without the topic there is nothing to be a reason for, and undo brings both back.
    desk.keys("esc 1");
    assert_eq!(evidence(&desk, "a-raid", 1), std::slice::from_ref(&police));
    desk.keys("u");
    assert_eq!(evidence(&desk, "a-raid", 1).len(), 2);
    // The same again takes it away.
    desk.keys("= left 3");
    assert_eq!(evidence(&desk, "a-raid", 1).len(), 1);
}

#[test]
fn words_are_chosen_by_letters_and_enter_means_the_only_topic() {
    let mut desk = Desk::with(&[("latin", "عنوان\nقالت OpenAI أمس: لا.")]);
    desk.keys("enter j = enter");
    assert_eq!(
        desk.last_line(),
        "The reason for which topic? Press its key."
    );
    // Inside the Latin word the arrows follow the eye as well: it is left of the word before.
    desk.keys("left enter");
    desk.keys("2 esc = left s shift-left enter");
    let open: Vec<String> = evidence(&desk, "latin", 1)
        .into_iter()
        .map(|it| it.3)
        .collect();
    assert_eq!(open, ["OpenA", "OpenAI"]);
    // What is chosen is marked, and what was chosen underlined, at its cells.
    desk.keys("esc");
    let buffer = desk.buffer();
    let underlined: String = buffer
        .content
        .iter()
        .filter(|cell| cell.modifier.contains(ratatui::style::Modifier::UNDERLINED))
        .map(|cell| cell.symbol())
        .collect();
    assert_eq!(underlined, "OpenAI");
}

#[test]
fn the_timeline_names_each_step_and_goes_back_to_a_point() {
    let mut desk = desk();
    desk.keys("enter 1 j 2 f 1 l j enter 3 j 0 tab t");
    let rows: Vec<String> = desk
        .screen()
        .lines()
        .filter(|line| line.contains("08:00"))
        .map(|line| line.rsplit_once('│').map_or(line, |(row, _)| row))
        .map(|line| line.trim_matches([' ', '│', '▐']).to_owned())
        .collect();
    assert_eq!(
        rows,
        [
            "08:00  Sentence 2: + none applies · b-brief",
            "08:00  Sentence 1: + Prosecution · b-brief",
            "08:00  Sentence 2: + unsure · a-raid",
            "08:00  Sentence 2: + Victim protection · a-raid",
            "08:00  Sentence 1: + Prevention · a-raid",
        ]
    );
    assert_snapshot!("the_timeline", desk.screen());
    // Back to after the first step: three sentences in two articles, after a question.
    desk.keys("end enter");
    assert_eq!(
        desk.last_line(),
        "3 sentences were changed after this step. y goes back to it, esc does not."
    );
    assert_eq!(desk.decisions("b-brief"), "3 0");
    desk.keys("y");
    assert_eq!(
        desk.last_line(),
        "3 sentences are as they were then; one undo takes that back."
    );
    assert_eq!(desk.decisions("a-raid"), "1 . . . .");
    assert_eq!(desk.decisions("b-brief"), ". .");
    // One undo for all of it, also after a restart, and across articles.
    desk.restart().keys("u");
    assert_eq!(desk.decisions("a-raid"), "1 2 . . .");
    assert_eq!(desk.decisions("b-brief"), "3 0");
    assert_eq!(desk.saved("a-raid").sentences[1].decision.flags, ["unsure"]);
    desk.keys("r");
    assert_eq!(desk.decisions("a-raid"), "1 . . . .");
    assert_eq!(desk.decisions("b-brief"), ". .");
}

#[test]
fn decisions_under_an_older_wording_are_listed() {
    let mut desk = desk();
    desk.keys("enter 1 tab o");
    assert_eq!(
        desk.last_line(),
        "No decision asks for another look: all were made under the present wording."
    );
    desk.scheme("[[rule]]\nat-most = 2\n");
    desk.keys("enter j j 2 home tab o");
    let screen = desk.screen();
    assert!(screen.contains("+ Prevention"), "{screen}");
    assert!(!screen.contains("+ Victim protection"), "{screen}");
    desk.keys("l");
    desk.keys("esc l j enter tab o enter");
    let reader = desk.work().app().reader().expect("an article");
    assert_eq!(reader.article().id, "a-raid");
    assert_eq!(desk.focus(), 1);
}

#[test]
fn a_text_is_found_in_the_whole_project() {
    let mut desk = desk();
    // «خبر» is in the other article; the hamza of «أمس» and the like do not count.
    desk.keys("enter tab s ق ص ي ر enter");
    assert_eq!(desk.last_line(), "1 found in 2 articles.");
    assert_snapshot!("found_in_the_project", desk.screen());
    desk.keys("enter");
    let reader = desk.work().app().reader().expect("an article");
    assert_eq!(reader.article().id, "b-brief");
    // What was looked for is highlighted there.
    let found: String = desk
        .buffer()
        .content
        .iter()
        .filter(|cell| cell.modifier.contains(ratatui::style::Modifier::REVERSED))
        .map(|cell| cell.symbol().to_owned())
        .collect();
    assert_eq!(found, "ﺮﻴﺼﻗ");
    desk.keys("tab s x y z enter");
    assert_eq!(desk.last_line(), "0 found in 2 articles.");
}

/// It may be the one that was looked for.
#[test]
fn an_article_that_cannot_be_searched_is_named_and_hides_no_other() {
    let mut desk = desk();
    desk.resize(160, 30);
    let path = desk.root().join("articles/a-raid.json");
    std::fs::write(&path, "{\n  \"format\": }").expect("an article");
    let told = |desk: &mut Desk| {
        let told = desk.work().app().message().unwrap_or_default();
        // Without the isolates around what was put in.
        told.replace(['\u{2068}', '\u{2069}'], "")
    };
    desk.keys("tab s ق ص ي ر enter");
    let said = told(&mut desk);
    assert!(
        said.starts_with("1 found in 2 articles. One article was left out: "),
        "{said}"
    );
    assert!(said.contains("a-raid.json:2:"), "{said}");
    // Where it is looked for in the library, too.
    desk.keys("esc / ق ص ي ر enter");
    assert_eq!(desk.work().app().library().len(), 1);
    let said = told(&mut desk);
    assert!(
        said.contains("left out") && said.contains("a-raid.json:2:"),
        "{said}"
    );
}

#[test]
fn the_library_shows_what_a_filter_lets_through() {
    let repeated = "عنوان أول\nقال الضابط إن التحقيق مستمر في الميناء.";
    let mut desk = Desk::with(&[
        ("a-raid", RAID),
        ("b-brief", BRIEF),
        ("c-one", repeated),
        ("d-two", &repeated.replace("أول", "ثان")),
        ("e-new", "عنوان جديد\nلا شيء."),
    ]);
    desk.keys("enter 1 j f 2 a n o enter d y l");
    desk.keys("j enter 2 p l j enter j 1 l j enter j 3 l");
    let shown = |desk: &mut Desk, downs: &str| {
        desk.keys("f").keys(downs).keys("enter");
        let library = desk.work().app().library();
        let (_, rows) = library.page();
        rows.iter()
            .map(|row| row.id.to_owned())
            .collect::<Vec<_>>()
            .join(" ")
    };
    let check = |desk: &mut Desk, rows: usize, expected: &str| {
        let downs = "j ".repeat(rows);
        assert_eq!(shown(desk, &downs), expected, "{rows}: {}", desk.screen());
    };
    check(&mut desk, 1, "e-new");
    check(&mut desk, 2, "c-one d-two");
    check(&mut desk, 3, "a-raid");
    check(&mut desk, 4, "b-brief");
    check(&mut desk, 5, "a-raid");
    check(&mut desk, 7, "a-raid");
    check(&mut desk, 11, "a-raid c-one");
    // The same sentence, decided otherwise in another article: Enter opens it there.
    check(&mut desk, 14, "c-one d-two");
    assert!(
        desk.screen().contains("2 of 5: the same sentence decided"),
        "{}",
        desk.screen()
    );
    desk.keys("enter");
    assert_eq!(desk.focus(), 2);
    desk.keys("l esc");
    assert_eq!(desk.work().app().library().len(), 5);
    // By text, as it is spelled or not.
    desk.keys("/ ا ل م ي ن ا ء enter");
    let rows = desk.work().app().library().len();
    assert_eq!(
        (rows, desk.last_line()),
        (3, "3 found in 5 articles.".to_owned())
    );
    desk.keys("enter s");
    assert!(
        desk.last_line().contains("of 1 found"),
        "{}",
        desk.last_line()
    );
}

#[test]
fn the_next_flagged_sentence_is_two_keys_away() {
    let mut desk = desk();
    desk.keys("enter tab f");
    assert_eq!(desk.last_line(), "No sentence of this article has a flag.");
    desk.keys("j f 1 j j f 3 home tab f");
    assert_eq!(desk.focus(), 2);
    desk.keys("tab f");
    assert_eq!(desk.focus(), 4);
    desk.keys("w");
    assert_eq!(desk.focus(), 2, "back to where she was");
}

#[test]
fn the_article_as_a_whole_has_its_topics_fields_and_note() {
    let mut desk = desk();
    desk.scheme(
        "[article]\ntopics = [\"prevention\", \"prosecution\"]\n\
         [[article.field]]\nid = \"country\"\nname = { ar = \"البلد\", en = \"Country\" }\n\
         choices = [\"مصر\", \"السودان\"]\n\
         [[article.field]]\nid = \"place\"\nname = { ar = \"المكان\", en = \"Place\" }\n",
    );
    let path = desk.root().join("articles/a-raid.json");
    let json = std::fs::read_to_string(&path).expect("an article");
    let metadata = "\"metadata\": { \"source\": \"وكالة الأنباء\", \"date\": \"2024-10-07\", \
                    \"url\": \"https://example.org/7\" },\n  \"segmentation\"";
    std::fs::write(&path, json.replace("\"segmentation\"", metadata)).expect("an article");
    desk.keys("enter");
    let byline = shown(
        "\u{2068}وكالة الأنباء\u{2069} · \u{2068}2024-10-07\u{2069} · \u{2068}https://example.org/7\u{2069}",
    );
    assert!(desk.screen().contains(&byline), "{}", desk.screen());
    // Topics by their keys and by Enter, a choice by Enter, a text and a note as they are typed.
    desk.keys("tab a 3 enter j j enter enter j enter");
    desk.keys("ط ن ط ا enter j enter x y enter");
    assert_snapshot!("the_article_as_a_whole", desk.screen());
    let overall = desk.saved("a-raid").overall;
    assert_eq!(overall.topics, ["prevention", "prosecution"]);
    assert_eq!(overall.fields["country"], "السودان");
    assert_eq!(overall.fields["place"], "طنطا");
    assert_eq!(overall.note, "xy");
    // A topic that is none of the article's says nothing.
    desk.keys("2");
    assert_eq!(desk.saved("a-raid").overall, overall);
    // The timeline has each step, and undo takes them back one by one, also after a restart.
    desk.keys("esc tab t");
    assert!(
        desk.screen().contains("The article: + Place: "),
        "{}",
        desk.screen()
    );
    desk.restart().keys("u");
    assert_eq!(desk.last_line(), "Undone, the article: − note");
    assert_eq!(desk.saved("a-raid").overall.note, "");
    desk.keys("u u");
    let fields = desk.saved("a-raid").overall.fields;
    assert_eq!((fields.len(), &*fields["country"]), (1, "مصر"));
    desk.keys("r r r");
    assert_eq!(desk.saved("a-raid").overall, overall);
    assert_eq!(
        desk.decisions("a-raid"),
        ". . . . .",
        "no sentence was touched"
    );
}

#[test]
fn the_own_pace_counts_no_time_away_and_a_break_is_suggested_where_wanted() {
    let mut desk = desk();
    desk.break_after = Some(hashiya::model::Span::from_mins(50));
    desk.restart();
    desk.keys("enter").wait(9).keys("1 j").wait(29).keys("2 j");
    // Away for half an hour: nothing of it is the sentence's.
    desk.wait(1800).keys("k j").wait(4).keys("0");
    let saved = desk.saved("a-raid");
    let seconds: Vec<_> = saved.sentences[..3]
        .iter()
        .map(|it| it.decision.seconds)
        .collect();
    assert_eq!(seconds, [Some(10.0), Some(30.0), Some(5.0)]);
    desk.keys("tab p");
    assert_snapshot!("the_own_pace", desk.screen());
    desk.keys("esc");
    // A key a minute, for fifty minutes.
    for minute in 1..50 {
        desk.wait(59).keys(if minute % 2 == 0 { "j" } else { "k" });
        assert!(
            !desk.screen().contains("break"),
            "{minute}: {}",
            desk.screen()
        );
    }
    desk.wait(59).keys("j");
    let told = desk.last_line();
    let due = told.starts_with("50 minutes without a break") || told.contains("well spent");
    assert!(due, "{}", desk.screen());
    desk.keys("k");
    assert!(!desk.screen().contains("break"), "once");
}

#[test]
fn the_look_is_switched_by_a_key() {
    let mut desk = desk();
    desk.keys("enter tab d");
    assert_eq!(desk.request(), Some(Request::Look));
}

#[test]
fn a_click_on_a_topic_does_what_its_key_does() {
    // Wherever its name is drawn: in the strip, in the panel, and mirrored.
    for (language, columns, rows) in [
        (Language::English, 80, 24),
        (Language::Arabic, 80, 24),
        (Language::English, 120, 36),
        (Language::Arabic, 120, 36),
    ] {
        let mut desk = desk();
        desk.language = language;
        desk.resize(columns, rows).restart().keys("enter j");
        let names = match language {
            Language::English => ["Prosecution".to_owned(), "None".to_owned()],
            Language::Arabic => [shown("الملاحقة القضائية"), shown("لا شيء")],
        };
        for (name, decisions) in names.iter().zip([". 3 . . .", ". 0 . . ."]) {
            let screen = desk.screen();
            let at = |(y, line): (usize, &str)| {
                let before = line.find(name.as_str())?;
                Some((line[..before].chars().count(), y))
            };
            let (x, y) = screen
                .lines()
                .enumerate()
                .filter_map(at)
                .last()
                .expect("a name");
            desk.click(x as u16, y as u16);
            assert_eq!(desk.decisions("a-raid"), decisions, "{screen}");
        }
        assert_eq!(desk.focus(), 2);
    }
}

#[test]
fn a_whole_article_takes_less_than_three_keys_a_sentence_in_arabic() {
    let mut desk = arabic(80, 24);
    // The last article, with the Arabic layout on: a topic or two, Enter, and at the end ي.
    let keys = "end enter ١ enter ١ ٢ enter ٠ enter ث enter ٢ enter ١ enter ٠ enter ث enter ٣ enter ١ \
                ٣ enter ٢ enter ٢ enter ١ enter ٠ enter ث enter ٢ enter ي";
    desk.keys(keys);
    let saved = desk.saved("workers-contracts-campaign");
    assert_eq!(saved.status, Status::Done);
    let decided = saved.sentences.iter().filter(|it| it.decision.is_decided());
    let sentences = decided.count();
    assert_eq!(sentences, saved.sentences.len());
    let pressed = keys.split_whitespace().count() - 2;
    assert!(pressed < 3 * sentences, "{pressed} for {sentences}");
    assert_snapshot!("an_article_done_in_arabic", desk.screen());
}

#[test]
fn the_library_shows_what_is_assigned_and_the_next_article_follows_it() {
    let articles: Vec<(String, String)> = (1..=12)
        .map(|n| (format!("a{n:02}"), format!("خبر رقم {n}\nجملة واحدة.")))
        .collect();
    let articles: Vec<_> = articles.iter().map(|(id, text)| (&**id, &**text)).collect();
    let mut desk = Desk::with(&articles);
    desk.keys("e").keys("enter tab e");
    let open = |desk: &mut Desk| {
        let reader = desk.work().app().reader().expect("an article");
        reader.article().id.clone()
    };
    assert_eq!(
        open(&mut desk),
        "a02",
        "without a rule, as the library has them"
    );
    desk.scheme(
        "[people]\nannotators = [\"sara\", \"omar\"]\n\
         [assignment]\noverlap = 0.0\ncopies = 2\n",
    );
    let mine = |desk: &mut Desk| {
        let (_, rows) = desk.work().app().library().page();
        rows.iter().map(|row| row.id.to_owned()).collect::<Vec<_>>()
    };
    let hers = mine(&mut desk);
    assert!((1..12).contains(&hers.len()), "{hers:?}");
    assert!(desk.screen().contains(": yours"), "{}", desk.screen());
    desk.keys("home enter");
    assert_eq!(open(&mut desk), hers[0]);
    // One that is done is passed over, and the last is followed by the first that is not.
    desk.keys("1 j 1 d tab e");
    assert_eq!(open(&mut desk), hers[1]);
    desk.keys("l end enter tab e");
    assert_eq!(open(&mut desk), hers[1]);
    desk.keys("l esc");
    assert_eq!(mine(&mut desk).len(), 12, "who wants to can see all");
}

#[test]
fn a_sentence_is_cut_in_two_and_joined_again_and_nothing_said_is_lost() {
    let mut desk = desk();
    desk.keys("enter 1 j 3 a x enter j 2 k tab k left left enter");
    assert!(
        desk.last_line().contains("u takes it back"),
        "{}",
        desk.screen()
    );
    assert_eq!(desk.focus(), 2);
    // «داهمت الشرطة | مصنعا في الميناء.»: both halves have what was said of the whole, for review.
    assert_eq!(desk.decisions("a-raid"), "1 3 3 2 . .");
    let saved = desk.saved("a-raid");
    let quotes: Vec<&str> = saved.sentences.iter().map(|it| it.text.as_str()).collect();
    assert_eq!(&quotes[1..3], ["داهمت الشرطة", "مصنعا في الميناء."]);
    assert_eq!(saved.sentences[1].decision.flags, ["review"]);
    assert_eq!(
        (saved.segmentation, saved.sentences[3].id.as_str()),
        (2, "s3")
    );
    assert_snapshot!("a_sentence_cut_in_two", desk.screen());
    // Undo is a new segmentation.
    desk.keys("u");
    let saved = desk.saved("a-raid");
    assert_eq!((saved.segmentation, saved.sentences.len()), (3, 5));
    assert_eq!(desk.decisions("a-raid"), "1 3 2 . .");
    assert_eq!(saved.sentences[1].decision.note, "x");
    // Neighbours of one paragraph are joined, others not.
    // What only one of them was decided as says nothing of both.
    desk.keys("j tab j");
    assert_eq!(desk.decisions("a-raid"), "1 3 . .");
    desk.keys("tab j");
    assert_eq!(
        desk.last_line(),
        "Not done: the next sentence is in another paragraph."
    );
    // After a restart all of it is there, and every entry has a number of its own.
    desk.restart().keys("enter 1");
    let saved = desk.saved("a-raid");
    let numbers: Vec<u64> = saved.history.iter().map(|entry| entry.n).collect();
    let sorted: std::collections::BTreeSet<u64> = numbers.iter().copied().collect();
    assert_eq!(numbers, sorted.into_iter().collect::<Vec<_>>());
}

#[test]
fn where_the_leads_cut_others_are_told_to_flag() {
    let mut desk = desk();
    desk.scheme("[people]\nleads = [\"huda\"]\n[segmentation]\nby = \"leads\"\n");
    desk.keys("enter j tab k");
    assert_eq!(
        desk.last_line(),
        "In this project the leads cut sentences: flag it as a wrong cut."
    );
    desk.keys("tab j");
    assert!(
        desk.last_line().contains("the leads cut"),
        "{}",
        desk.last_line()
    );
}

#[test]
fn the_library_says_which_articles_are_the_same_text() {
    let copy = RAID.replace("تنقذ", "أنقذت").replace("أُنقذت", "انقذت");
    let mut desk = Desk::with(&[("a-raid", RAID), ("b-brief", BRIEF), ("c-copy", &copy)]);
    let status = std::process::Command::new(env!("CARGO_BIN_EXE_hashiya"))
        .args(["duplicates", "--threshold", "0.5", "--project"])
        .arg(desk.root())
        .output()
        .expect("a run");
    assert!(status.status.success(), "{status:?}");
    desk.restart().keys("j");
    assert!(!desk.last_line().contains("Also"), "{}", desk.screen());
    desk.keys("j");
    assert_eq!(desk.last_line(), "Also published as a-raid.");
    assert_eq!(desk.screen().matches('≈').count(), 2, "{}", desk.screen());
    desk.keys("enter tab a");
    assert!(desk.screen().contains("Also as"), "{}", desk.screen());
}

#[test]
fn a_question_is_answered_by_the_lead_and_seen_at_its_sentence() {
    let mut desk = desk();
    desk.scheme("[people]\nleads = [\"huda\"]\nannotators = [\"sara\"]\n");
    // A flag asks, and a note that begins with a question mark; another note does not.
    desk.keys("enter j f 2 j a ؟ ا ب enter j a x enter tab h");
    assert_eq!(desk.last_line(), "Nobody has answered you anything yet.");
    desk.annotator = "huda";
    desk.restart().keys("tab h");
    assert_snapshot!("questions_for_the_lead", desk.screen());
    desk.keys("j enter ن ع م enter");
    assert_eq!(
        desk.screen().matches("sara  ").count(),
        1,
        "{}",
        desk.screen()
    );
    desk.keys("esc");
    // The annotator is told, sees it at the sentence, and in a list, where it is new just once.
    desk.annotator = "sara";
    desk.restart();
    assert!(
        desk.last_line().contains("1 new answer"),
        "{}",
        desk.screen()
    );
    desk.keys("tab h enter");
    assert_eq!(desk.focus(), 3);
    assert_eq!(desk.last_line(), format!("huda: {}", shown("نعم")));
    desk.restart();
    assert!(!desk.last_line().contains("new"), "{}", desk.screen());
    // What is asked again comes back to the lead.
    desk.keys("enter a ! enter");
    desk.annotator = "huda";
    desk.restart().keys("tab h");
    assert_eq!(
        desk.screen().matches("sara  ").count(),
        2,
        "{}",
        desk.screen()
    );
    // Nobody's file but one's own was written.
    assert!(!desk.root().join("annotations/huda/a-raid.json").exists());
}

#[test]
fn a_project_says_which_flags_there_are_and_which_way_texts_run() {
    let mut desk = desk();
    let path = desk.root().join("project.toml");
    let text = std::fs::read_to_string(&path).expect("a project");
    let head = "format = 1\nflags = [\"broken\", \"unsure\"]\ndirection = \"ltr\"\n";
    std::fs::write(&path, text.replacen("format = 1", head, 1)).expect("a project");
    desk.restart().keys("enter f");
    assert!(
        desk.last_line().starts_with("1 × broken text  2 ? unsure"),
        "{}",
        desk.screen()
    );
    desk.keys("2");
    assert_eq!(desk.saved("a-raid").sentences[0].decision.flags, ["unsure"]);
    let reader = desk.work().app().reader().expect("an article");
    assert_eq!(reader.direction(), hashiya::text::Direction::Ltr);
}

#[test]
fn an_action_is_found_by_its_name_in_either_language() {
    let mut desk = desk();
    // «تراجع» is what undo is called in the other language.
    desk.keys("enter 1 : ت ر ا ج ع enter");
    assert_eq!(desk.last_line(), "Undone, sentence 1: − Prevention");
    desk.language = Language::Arabic;
    desk.restart().keys("enter 1 : u n d o enter");
    assert_eq!(desk.decisions("a-raid"), ". . . . .");
}

#[test]
fn a_lead_sees_how_far_people_are_and_others_do_not() {
    let mut desk = desk();
    desk.scheme("[people]\nleads = [\"huda\"]\nannotators = [\"sara\"]\n");
    desk.keys("enter 1 j 2 f 1 j 0 tab r");
    assert!(
        desk.last_line().contains("for the leads"),
        "{}",
        desk.screen()
    );
    desk.annotator = "huda";
    desk.restart().keys("tab r");
    assert_snapshot!("how_far_people_are", desk.screen());
}

#[test]
fn what_others_change_is_taken_while_the_program_runs() {
    let mut desk = desk();
    desk.keys("enter 1 j");
    // A mistake in project.toml: said, and the last good version stays in force.
    let path = desk.root().join("project.toml");
    let good = std::fs::read_to_string(&path).expect("a project");
    std::fs::write(&path, good.replacen("key = \"2\"", "key = \"22\"", 1)).expect("a project");
    desk.wait(3).keys("2");
    assert!(
        desk.screen().contains("stays in force"),
        "{}",
        desk.screen()
    );
    assert!(desk.screen().contains("project.toml:"), "{}", desk.screen());
    assert_eq!(desk.decisions("a-raid"), "1 2 . . .");
    // Mended, with another key for a topic and a rule.
    let mended = good.replacen("key = \"2\"", "key = \"5\"", 1)
        + "\n[[rule]]\nexclusive = [\"prevention\", \"protection\"]\n";
    std::fs::write(&path, mended).expect("a project");
    desk.wait(3).keys("j 5 1");
    assert_eq!(
        desk.decisions("a-raid"),
        "1 2 2 . .",
        "the rule holds at once"
    );
    assert!(
        desk.last_line().starts_with("Not together"),
        "{}",
        desk.screen()
    );
    // Somebody cuts a sentence of the open article: it is read again, and what is said comes along.
    let store = hashiya::store::Store::open(desk.root()).expect("a project");
    let article = store.article("a-raid").expect("an article");
    let cut = article
        .split("s4", article.sentences[3].start + 9)
        .expect("a cut");
    store.resegment(&cut).expect("a segmentation");
    desk.wait(3).keys("k");
    assert!(desk.screen().contains("read again"), "{}", desk.screen());
    assert_eq!(desk.decisions("a-raid").split(' ').count(), 5);
    desk.keys("j j 1");
    assert_eq!(desk.decisions("a-raid"), "1 2 2 1 . .");
}

#[test]
fn three_annotators_disagree_and_it_is_settled_until_one_of_them_changes_her_mind() {
    let mut desk = desk();
    for (annotator, keys) in [
        ("lina", "enter 1 j 3 j 0 j 2"),
        ("omar", "enter 1 j 3 j 1 j 0"),
        ("sara", "enter 1 j 3 j 0 j 2"),
    ] {
        desk.annotator = annotator;
        desk.restart().keys(keys);
    }
    desk.annotator = "gold";
    desk.settler = Some("huda");
    desk.restart().keys("enter");
    // Of four sentences that several decided, two are agreed on; the fifth is nobody's.
    assert!(desk.screen().contains(" 0 of 4"), "{}", desk.screen());
    let said = |desk: &mut Desk, name: &str| {
        let screen = desk.screen();
        let mut rows = screen.lines().filter(|row| row.contains(name));
        let row = rows.next().unwrap_or_default().trim();
        row.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    for name in ["lina", "omar", "sara"] {
        assert_eq!(said(&mut desk, name), format!("{name} P"));
    }
    desk.keys("tab w");
    assert_eq!(
        desk.last_line(),
        "2 sentences are settled as all say; one undo takes all back."
    );
    assert_eq!(desk.decisions("a-raid"), "1 3 . . .");
    // The queue: what they disagree on, with a reason for each decision.
    desk.keys("enter");
    assert_eq!(desk.focus(), 3);
    assert_snapshot!("what_they_disagree_on", desk.screen());
    desk.keys("tab i");
    assert_eq!(said(&mut desk, "  A  "), "A —");
    assert!(!desk.screen().contains("lina"), "{}", desk.screen());
    // From a gap straight to the card, which is not extended here.
    desk.keys("0 enter 2 esc enter");
    assert_eq!(desk.focus(), 4);
    desk.keys("2 enter 1");
    assert!(desk.screen().contains(" 4 of 4"), "{}", desk.screen());
    let settlement = |desk: &Desk, index: usize| {
        let decision = desk.saved("a-raid").sentences[index].decision.clone();
        Settlement::of(&decision).expect("a settlement")
    };
    assert_eq!(settlement(&desk, 2).why, Some(Reason::GuidelineGap));
    assert_eq!(
        (settlement(&desk, 0).why, &*settlement(&desk, 0).by),
        (Some(Reason::Unanimous), "huda")
    );
    // One of them changes her mind: that sentence comes back, and no other.
    desk.annotator = "omar";
    desk.settler = None;
    desk.restart().keys("enter home j j 0 0 1 3");
    desk.annotator = "gold";
    desk.settler = Some("huda");
    desk.restart().keys("enter home");
    assert!(desk.screen().contains(" 3 of 4"), "{}", desk.screen());
    desk.keys("enter");
    assert_eq!(desk.focus(), 3);
    // Gold is undone as everything is.
    desk.keys("1 u");
    assert_eq!(desk.decisions("a-raid"), "1 3 0 2 .");
}

#[test]
fn however_a_sentence_is_settled_it_is_said_by_whom_and_why() {
    let mut desk = desk();
    for (annotator, keys) in [
        ("lina", "enter 1 j 3 j 0 j 2"),
        ("omar", "enter 1 j 2 j 1 a u n c l e a r enter j 2"),
    ] {
        desk.annotator = annotator;
        desk.restart().keys(keys);
    }
    desk.annotator = "gold";
    desk.settler = Some("huda");
    desk.restart().keys("enter home j j");
    // What they wrote beside it is shown.
    let screen = desk.screen();
    let row = screen.lines().find(|row| row.contains("omar"));
    assert!(row.is_some_and(|row| row.contains("“unclear”")), "{screen}");
    let settlement = |desk: &Desk, index: usize| {
        let decision = desk.saved("a-raid").sentences[index].decision.clone();
        Settlement::of(&decision).map(|it| it.why)
    };
    // Two at once: on one all said so, on the other they are not agreed, so it is asked why.
    desk.keys("home - j 1 y");
    assert_eq!(settlement(&desk, 0), Some(Some(Reason::Unanimous)));
    assert_eq!(settlement(&desk, 1), Some(None));
    assert!(desk.screen().contains(" 1 of 4"), "{}", desk.screen());
    desk.keys("home enter");
    assert_eq!(desk.focus(), 2);
    desk.keys("enter 1");
    assert_eq!(settlement(&desk, 1), Some(Some(Reason::Slip)));
    assert!(desk.screen().contains(" 2 of 4"), "{}", desk.screen());
    // A flag settles nothing anew.
    desk.keys("home j f 2");
    assert_eq!(settlement(&desk, 1), Some(Some(Reason::Slip)));
    // Words as the reason for another topic do; and who decides otherwise than all others says why.
    desk.keys("home j j j = 3 esc");
    assert_eq!(settlement(&desk, 3), Some(None));
    desk.keys("enter 1");
    assert_eq!(settlement(&desk, 3), Some(Some(Reason::Slip)));
    // What is no longer decided is not settled.
    desk.keys("home 1");
    assert_eq!(settlement(&desk, 0), None);
}

#[test]
fn the_menu_offers_what_is_for_who_works_here() {
    let mut desk = desk();
    let names = [
        "settle all on which they agr",
        "hide who said what, or show ",
        "how far they agree, and on w",
        "your own pace today",
    ];
    let offers = |desk: &mut Desk| {
        let screen = desk.keys("enter tab").screen();
        names.map(|name| screen.contains(name))
    };
    assert_eq!(offers(&mut desk), [false, false, false, true]);
    desk.annotator = "gold";
    desk.settler = Some("huda");
    desk.restart();
    assert_eq!(offers(&mut desk), [true, true, true, true]);
}

#[test]
fn whatever_is_done_in_the_program_check_finds_nothing_wrong() {
    let mut desk = desk();
    desk.scheme("[people]\nleads = [\"huda\"]\n[article]\ntopics = [\"prevention\"]\n");
    desk.keys("enter 1 3 j 2 = left 2 esc f 2 a ؟ enter j 0 e");
    desk.keys("home - j j 3 y u r tab a 1 a x enter esc u u r");
    desk.keys("home j tab k left left enter j 1 u home tab t end enter y u p d y");
    desk.keys("l j enter 2 o a z enter l");
    desk.annotator = "huda";
    desk.restart()
        .keys("tab h enter n o enter esc k enter 1 j 2");
    desk.annotator = "gold";
    desk.settler = Some("huda");
    desk.restart()
        .keys("enter tab w enter 1 enter 1 enter 2 enter 2 enter enter x enter 2 enter 3 u");
    desk.annotator = "sara";
    desk.settler = None;
    desk.restart().keys("tab o enter y y 1 enter y u u");
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_hashiya"))
        .args(["check", "--project"])
        .arg(desk.root())
        .output()
        .expect("a run");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}");
}
