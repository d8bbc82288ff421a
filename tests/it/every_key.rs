//! Every key of the keymap, where it works: that it does something, that all keys of an action do the
//! same, on either layout, and what that is, as a table to read.

use hashiya::app::Dialog;
use hashiya::keys::{Action, Context, Key, Keymap};
use insta::assert_snapshot;

use super::desk::Desk;

const LONG: &str = "مداهمة تنقذ تسع عاملات\nداهمت الشرطة مصنعا في الميناء القديم صباح الأحد \
                    بعد بلاغ من عاملة هربت منه قبل يومين. أُنقذت تسع عاملات. \
                    وقال الضابط إن التحقيق مستمر.\nتعمل اللجنة على خطة جديدة.";

/// Where each context is reached: in a library of many, or an article of five sentences in which
/// something was decided, undone, looked for and left.
const PLACES: [(Context, &str, &str); 13] = [
    (Context::Library, "library", "j j enter 1 j 2 u l"),
    (Context::Reader, "reader", ""),
    (Context::Menu, "menu", "tab"),
    (Context::Page, "page", "h pagedown"),
    (Context::Question, "question", "home - end 0"),
    (Context::Terminal, "terminal", "t"),
    (Context::Article, "article", "tab a"),
    (Context::List, "list", "tab t j"),
    (Context::Flags, "flags", "f"),
    (Context::Evidence, "evidence", "3 = left"),
    (Context::Again, "again", "tab o enter"),
    (
        Context::Prompt,
        "prompt",
        "a x enter a ctrl-u a b space c d left left ctrl-left right",
    ),
    (Context::Anywhere, "anywhere", ""),
];

/// An article of five sentences in which much was done, at the third of them.
const IN_ARTICLE: &str = "j j j enter j 2 f 1 j 3 u / ق ا ل enter home w k";

/// What an action needs beside that to be of use.
fn also(context: Context, action: Action) -> &'static str {
    match (context, action) {
        (Context::Library, Action::Close) => "f j enter",
        (Context::Library, Action::Back | Action::First | Action::PageUp) => "end",
        (Context::Library, Action::Redo) => "u l",
        (Context::Reader, Action::Close) => "-",
        (Context::Reader, Action::PageUp) => "end",
        (Context::Page, Action::Next | Action::PageDown | Action::Last) => "home",
        (Context::Question, Action::Back | Action::PageUp) => "pagedown",
        (Context::Article, Action::Back) => "j",
        (Context::List, Action::PageDown) => "home",
        (Context::List, Action::Back) => "end",
        (Context::List, Action::PageUp | Action::First) => "end",
        (Context::Evidence, Action::Up) => "down",
        (Context::Prompt, Action::Newer) => "up up",
        _ => "",
    }
}

fn desk(place: Context, keys: &str) -> Desk {
    let count = if place == Context::Library { 25 } else { 4 };
    let articles: Vec<(String, String)> = (1..=count)
        .map(|n| (format!("a{n:02}"), format!("{LONG}\n{n}.")))
        .collect();
    let articles: Vec<_> = articles.iter().map(|(id, text)| (&**id, &**text)).collect();
    let mut desk = Desk::with(&articles);
    desk.scheme("[article]\ntopics = [\"prevention\"]\n");
    if place != Context::Library {
        desk.keys(IN_ARTICLE);
    }
    if place == Context::Again {
        // What was decided is of an older wording from here on.
        desk.scheme("[[rule]]\nat-most = 3\n");
    }
    desk.keys(keys);
    desk
}

/// What can be seen of a state in one line.
fn seen(desk: &mut Desk) -> String {
    let request = desk.request();
    let line = desk.last_line();
    let app = desk.work().app();
    let context = format!("{:?}", app.context());
    let place = match app.reader() {
        Some(reader) => {
            let id = reader.article().id.clone();
            format!("{id} sentence {}", reader.focus() + 1)
        }
        None => format!("article {}", app.library().selected() + 1),
    };
    let prompt = match app.dialog() {
        Some(Dialog::Prompt(prompt)) => {
            format!(" “{}” at {}", prompt.edit().text(), prompt.edit().caret())
        }
        Some(Dialog::List(list)) => format!(" row {}", list.selected() + 1),
        Some(Dialog::Article(row)) => format!(" row {}", row + 1),
        Some(Dialog::Evidence(words)) => format!(" bytes {:?}", words.bytes()),
        _ => String::new(),
    };
    let request = request.map_or_else(String::new, |it| format!(" {it:?}"));
    // The keys of the moment say nothing that the context does not.
    let told = match app.message().or(app.remark().as_deref()) {
        Some(_) => format!(" | {line}"),
        None => String::new(),
    };
    format!("{context} {place}{prompt}{request}{told}")
}

#[test]
fn every_key_of_the_keymap_does_what_it_says() {
    let keymap = Keymap::built_in();
    let mut table = String::new();
    let mut pressed = 0;
    for (context, name, setup) in PLACES {
        table += &format!("\n[{name}] {}\n", seen(&mut desk(context, setup)));
        for &action in Action::ALL {
            let keys = keymap.keys(context, action);
            let twins = keys.iter().filter_map(|&key| keymap.arabic(key));
            let typed = context == Context::Prompt;
            let twins = twins.filter(|_| !typed).map(Key::from);
            let mut done: Option<(String, String)> = None;
            for key in keys.iter().copied().chain(twins) {
                let mut desk = desk(context, &format!("{setup} {}", also(context, action)));
                let before = (desk.buffer(), desk.request());
                desk.keys(&key.to_string());
                let what = (seen(&mut desk), desk.screen());
                // Not `assert_ne`, which would print two screens, cell by cell.
                assert!(
                    before != (desk.buffer(), desk.request()),
                    "{key} in {name} does nothing"
                );
                match &done {
                    Some(first) => assert_eq!(*first, what, "{key} in {name}"),
                    None => done = Some(what),
                }
                pressed += 1;
            }
            if let Some((what, _)) = done {
                let keys: Vec<String> = keys.iter().map(ToString::to_string).collect();
                table += &format!("{:<15} {:<22} {what}\n", action.name(), keys.join(" "));
            }
        }
    }
    assert!(pressed > 200, "{pressed}");
    assert_snapshot!(table);
}
