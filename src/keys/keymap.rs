//! Which key does what, and where: the built-in keymap with the user's lines in place of its own.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Action, Code, Key};

/// The keymap of the program: a file of the same form as a user's own.
const BUILT_IN: &str = include_str!("../../keymap.toml");

/// A place where keys have a meaning of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Context {
    /// Where no closer context says otherwise.
    Anywhere,
    /// The list of articles.
    Library,
    /// An article.
    Reader,
    /// What else there is, by a letter.
    Menu,
    /// A text to read: help, guideline cards.
    Page,
    /// A question to answer.
    Question,
    /// Which line reads right?
    Terminal,
    /// What is known and said of the article.
    Article,
    /// A list to choose from.
    List,
    /// Which flag?
    Flags,
    /// Which words are the reason for a topic?
    Evidence,
    /// Does what was decided under an older wording stay?
    Again,
    /// A line to type in.
    Prompt,
}

impl Context {
    const ALL: [(Self, &'static str); 13] = [
        (Self::Anywhere, "anywhere"),
        (Self::Library, "library"),
        (Self::Reader, "reader"),
        (Self::Menu, "menu"),
        (Self::Page, "page"),
        (Self::Question, "question"),
        (Self::Terminal, "terminal"),
        (Self::Article, "article"),
        (Self::List, "list"),
        (Self::Flags, "flags"),
        (Self::Evidence, "evidence"),
        (Self::Again, "again"),
        (Self::Prompt, "prompt"),
    ];
}

/// Which key does what.
#[derive(Debug, Clone)]
pub struct Keymap {
    lines: Vec<Line>,
    /// What another layout types, and the key in its place.
    twins: Vec<(char, char)>,
    /// Keys that topics have, and so no action can take.
    reserved: Vec<Key>,
}

#[derive(Debug, Clone, PartialEq)]
struct Line {
    context: Context,
    action: Action,
    keys: Vec<Key>,
}

/// Whether an action is for a context.
type Meaning<'a> = &'a dyn Fn(Context, Action) -> bool;

/// A line of a keymap that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// From 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
    /// What is wrong with it.
    pub what: String,
}

impl Keymap {
    /// The built-in keymap.
    pub fn built_in() -> Self {
        let mut keymap = Self {
            lines: Vec::new(),
            twins: Vec::new(),
            reserved: Vec::new(),
        };
        let problems = keymap.merge(BUILT_IN, &|_, _| true);
        debug_assert!(problems.is_empty(), "{problems:?}");
        keymap
    }

    /// Keeps `keys` for topics: no line that is read from now on can have them.
    pub fn reserve(&mut self, keys: impl IntoIterator<Item = Key>) {
        self.reserved.extend(keys);
    }

    /// Puts the lines of a user's file in the place of those that are there. A line that is wrong
    /// is left out and named; the others count.
    pub fn read(&mut self, text: &str) -> Vec<Problem> {
        // The built-in keymap has a line for each action in each context that it is for.
        let known: Vec<(Context, Action)> = self
            .lines
            .iter()
            .map(|line| (line.context, line.action))
            .collect();
        self.merge(text, &|context, action| known.contains(&(context, action)))
    }

    fn merge(&mut self, text: &str, means_something: Meaning<'_>) -> Vec<Problem> {
        let mut problems = Vec::new();
        let mended;
        let text = match DeTable::parse(text) {
            Ok(_) => text,
            Err(_) => {
                (mended, problems) = without_broken_lines(text);
                &mended
            }
        };
        let (table, errors) = DeTable::parse_recoverable(text);
        problems.extend(errors.iter().map(|error| {
            problem(
                text,
                error.span().map_or(0, |span| span.start),
                error.message(),
            )
        }));
        for (name, section) in table.get_ref() {
            let Some(section) = section.get_ref().as_table() else {
                problems.push(problem(
                    text,
                    name.span().start,
                    "a key belongs below a [section]",
                ));
                continue;
            };
            let context = Context::ALL
                .iter()
                .find(|(_, known)| known == name.get_ref());
            match context {
                _ if name.get_ref() == "arabic" => self.read_twins(text, section, &mut problems),
                Some(&(context, _)) => {
                    self.read_section(text, context, section, means_something, &mut problems);
                }
                None => {
                    let known = Context::ALL.map(|(_, name)| name).join(", ");
                    let what = format!(
                        "there is no section \"{}\": {known} or arabic",
                        name.get_ref()
                    );
                    problems.push(problem(text, name.span().start, &what));
                }
            }
        }
        problems.sort_by_key(|problem| (problem.line, problem.column));
        problems.dedup();
        problems
    }

    fn read_section(
        &mut self,
        text: &str,
        context: Context,
        section: &DeTable<'_>,
        means_something: Meaning<'_>,
        problems: &mut Vec<Problem>,
    ) {
        let mut read = Vec::new();
        for (name, value) in section {
            let action = Action::ALL
                .iter()
                .find(|action| action.name() == name.get_ref());
            let Some(&action) = action else {
                let what = format!("there is no action \"{}\"", name.get_ref());
                problems.push(problem(text, name.span().start, &what));
                continue;
            };
            if !means_something(context, action) {
                let what = format!("\"{}\" does nothing in this section", action.name());
                problems.push(problem(text, name.span().start, &what));
                continue;
            }
            match keys(value) {
                Ok(keys) => read.push((
                    value.span().start,
                    Line {
                        context,
                        action,
                        keys,
                    },
                )),
                Err((byte, what)) => problems.push(problem(text, byte, what)),
            }
        }
        // Lines that change an action make room for each other before they are compared.
        let replaced = |line: &Line| {
            line.context == context && read.iter().any(|(_, new)| new.action == line.action)
        };
        let (before, kept): (Vec<Line>, Vec<Line>) = std::mem::take(&mut self.lines)
            .into_iter()
            .partition(replaced);
        self.lines = kept;
        read.sort_by_key(|&(byte, _)| byte);
        for (byte, mut line) in read {
            let clash = line.keys.iter().find_map(|&key| {
                let topic = self.reserved.contains(&key).then(|| "a topic".to_owned());
                let action = || {
                    self.bound(context, key)
                        .map(|it| format!("\"{}\"", it.name()))
                };
                Some((key, topic.or_else(action)?))
            });
            if let Some((key, other)) = clash {
                problems.push(problem(text, byte, &format!("{key} means {other} already")));
                let old = before.iter().find(|old| old.action == line.action);
                line.keys = old.map_or_else(Vec::new, |old| old.keys.clone());
                line.keys.retain(|&key| self.bound(context, key).is_none());
            }
            self.lines.push(line);
        }
    }

    fn read_twins(&mut self, text: &str, section: &DeTable<'_>, problems: &mut Vec<Problem>) {
        for (typed, value) in section {
            let pair = (
                single(typed.get_ref()),
                value.get_ref().as_str().and_then(single),
            );
            let (Some(typed), Some(key)) = pair else {
                let what = "here a line is one character, as in \"ت\" = \"j\"";
                problems.push(problem(text, typed.span().start, what));
                continue;
            };
            self.twins.retain(|&(known, _)| known != typed);
            self.twins.push((typed, key));
        }
    }

    /// What `key` does in `context`: as it was pressed, then as its Latin twin.
    pub fn action(&self, context: Context, key: Key) -> Option<Action> {
        self.pressed(context, key)
            .or_else(|| self.pressed(context, self.twin(key)?))
    }

    /// What `key` does in `context`, just as it was pressed.
    pub fn pressed(&self, context: Context, key: Key) -> Option<Action> {
        self.bound(context, key)
            .or_else(|| self.bound(Context::Anywhere, key))
    }

    /// The key in whose place `key` is, on a layout with Latin letters.
    pub fn twin(&self, key: Key) -> Option<Key> {
        let Code::Char(typed) = key.code else {
            return None;
        };
        let (_, latin) = self.twins.iter().find(|&&(known, _)| known == typed)?;
        Some(Key {
            code: Code::Char(*latin),
            ..key
        })
    }

    /// Whether `action` is for `context`, with a key or without.
    pub fn has(&self, context: Context, action: Action) -> bool {
        let mut lines = self.lines.iter();
        lines.any(|line| line.context == context && line.action == action)
    }

    /// The keys of `action` in `context`, in the order of the keymap.
    pub fn keys(&self, context: Context, action: Action) -> &[Key] {
        let mut lines = self.lines.iter();
        let line = lines.find(|line| line.context == context && line.action == action);
        line.map_or(&[], |line| &line.keys)
    }

    /// What is typed under the Arabic layout in the place of `key`, if that is another character.
    pub fn arabic(&self, key: Key) -> Option<char> {
        let Code::Char(latin) = key.code else {
            return None;
        };
        // A chord is no character on any layout.
        let is_chord = key.ctrl || key.alt;
        self.twins
            .iter()
            .find(|&&(_, known)| known == latin && !is_chord)
            .map(|&(typed, _)| typed)
    }

    fn bound(&self, context: Context, key: Key) -> Option<Action> {
        let mut lines = self.lines.iter();
        let line = lines.find(|line| line.context == context && line.keys.contains(&key));
        line.map(|line| line.action)
    }
}

/// `text` with blanks in the place of every entry that is not TOML by itself, and those entries:
/// one bracket left open would take all that follows with it.
fn without_broken_lines(text: &str) -> (String, Vec<Problem>) {
    let mut mended = String::with_capacity(text.len());
    let mut problems = Vec::new();
    for entry in entries(text) {
        match DeTable::parse(entry) {
            Ok(_) => mended.push_str(entry),
            Err(error) => {
                let start = mended.len() + error.span().map_or(0, |span| span.start);
                problems.push(problem(text, start, error.message()));
                // As many bytes, so that the places of what follows stay right.
                mended.extend(
                    entry
                        .bytes()
                        .map(|byte| if byte == b'\n' { '\n' } else { ' ' }),
                );
            }
        }
    }
    (mended, problems)
}

/// The entries of a keymap: a section's head, or an action with its list, which may go over several
/// lines.
fn entries(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let mut end = 0;
        for line in rest.split_inclusive('\n') {
            let begins = line.trim_start().starts_with('[') || line.contains('=');
            if begins && end > 0 {
                break;
            }
            end += line.len();
        }
        let (entry, after) = rest.split_at_checked(end).filter(|_| end > 0)?;
        rest = after;
        Some(entry)
    })
}

fn keys(value: &Spanned<DeValue<'_>>) -> Result<Vec<Key>, (usize, &'static str)> {
    const FORM: &str = "here the keys are a list, as in [\"j\", \"down\"]";
    let key = |value: &Spanned<DeValue<'_>>| {
        let name = value.get_ref().as_str().ok_or((value.span().start, FORM))?;
        name.parse()
            .map_err(|()| (value.span().start, "there is no such key"))
    };
    let list = value
        .get_ref()
        .as_array()
        .ok_or((value.span().start, FORM))?;
    list.iter().map(key).collect()
}

fn single(text: &str) -> Option<char> {
    let mut characters = text.chars();
    characters.next().filter(|_| characters.next().is_none())
}

fn problem(text: &str, byte: usize, what: &str) -> Problem {
    let before = text.get(..byte).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before
        .rsplit('\n')
        .next()
        .unwrap_or_default()
        .chars()
        .count()
        + 1;
    Problem {
        line,
        column,
        what: what.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn action(keymap: &Keymap, context: Context, key: &str) -> Option<&'static str> {
        keymap
            .action(context, key.parse().unwrap())
            .map(Action::name)
    }

    /// Reads `text` over the built-in keymap; its problems as `line:column what`.
    fn check(text: &str, expected: &[&str]) -> Keymap {
        let mut keymap = Keymap::built_in();
        let problems: Vec<String> = keymap
            .read(text)
            .iter()
            .map(|problem| format!("{}:{} {}", problem.line, problem.column, problem.what))
            .collect();
        assert_eq!(problems, expected, "{text}");
        keymap
    }

    #[test]
    fn the_built_in_keymap_has_no_mistake() {
        let mut keymap = Keymap {
            lines: Vec::new(),
            twins: Vec::new(),
            reserved: Vec::new(),
        };
        assert_eq!(keymap.merge(BUILT_IN, &|_, _| true), []);
    }

    #[test]
    fn every_action_has_a_key() {
        let keymap = Keymap::built_in();
        for action in Action::ALL {
            let has_key = |&(context, _): &(Context, _)| !keymap.keys(context, *action).is_empty();
            assert!(Context::ALL.iter().any(has_key), "{}", action.name());
        }
    }

    #[test]
    fn the_closer_context_comes_first() {
        let keymap = Keymap::built_in();
        assert_eq!(action(&keymap, Context::Reader, "q"), Some("quit"));
        assert_eq!(action(&keymap, Context::Page, "q"), Some("close"));
        assert_eq!(action(&keymap, Context::Library, "0"), None);
    }

    #[test]
    fn the_arabic_layout_acts_as_the_key_in_its_place() {
        let keymap = Keymap::built_in();
        for (arabic, name) in [
            ("ت", "next"),
            ("ن", "back"),
            ("ع", "undo"),
            ("ق", "redo"),
            ("ا", "guideline"),
            ("م", "library"),
            ("؟", "help"),
            ("ض", "quit"),
            ("٠", "none-applies"),
            ("۰", "none-applies"),
        ] {
            assert_eq!(
                action(&keymap, Context::Reader, arabic),
                Some(name),
                "{arabic}"
            );
        }
        assert_eq!(keymap.twin('١'.into()), Some('1'.into()));
        assert_eq!(keymap.arabic('j'.into()), Some('ت'));
    }

    #[test]
    fn a_users_line_replaces_a_line() {
        let keymap = check("[reader]\nnext = [\"z\"]\nundo = []\n", &[]);
        assert_eq!(action(&keymap, Context::Reader, "z"), Some("next"));
        assert_eq!(action(&keymap, Context::Reader, "j"), None);
        assert_eq!(action(&keymap, Context::Reader, "u"), None);
        assert_eq!(action(&keymap, Context::Library, "j"), Some("next"));
    }

    #[test]
    fn two_lines_may_swap_their_keys() {
        let keymap = check("[reader]\nnext = [\"k\"]\nback = [\"j\"]\n", &[]);
        assert_eq!(action(&keymap, Context::Reader, "k"), Some("next"));
    }

    #[test]
    fn a_bad_line_is_named_and_the_rest_works() {
        let keymap = check(
            "[reader]\nnxt = [\"z\"]\nback = \"x\"\nfirst = [\"nokey\"]\nlast = [\"b\"]\nredo = [\"u\"]\nopen = [\"o\"]\n[redaer]\n",
            &[
                "2:1 there is no action \"nxt\"",
                "3:8 here the keys are a list, as in [\"j\", \"down\"]",
                "4:10 there is no such key",
                "6:8 u means \"undo\" already",
                "7:1 \"open\" does nothing in this section",
                "8:2 there is no section \"redaer\": anywhere, library, reader, menu, page, question, terminal, article, list, flags, evidence, again, prompt or arabic",
            ],
        );
        assert_eq!(action(&keymap, Context::Reader, "b"), Some("last"));
        assert_eq!(action(&keymap, Context::Reader, "k"), Some("back"));
        assert_eq!(action(&keymap, Context::Reader, "u"), Some("undo"));
        assert_eq!(action(&keymap, Context::Reader, "r"), Some("redo"));
    }

    #[test]
    fn a_line_that_is_not_toml_is_named_and_the_rest_works() {
        let mut keymap = Keymap::built_in();
        let problems = keymap
            .read("[reader]\nnext = [\"z\"\nlast = [\"b\"]\nfirst = w\nback = [\n  \"x\",\n]\n");
        let places: Vec<_> = problems
            .iter()
            .map(|problem| (problem.line, problem.column))
            .collect();
        assert_eq!(places, [(2, 12), (4, 9)], "{problems:?}");
        assert_eq!(action(&keymap, Context::Reader, "b"), Some("last"));
        assert_eq!(action(&keymap, Context::Reader, "j"), Some("next"));
        assert_eq!(action(&keymap, Context::Reader, "x"), Some("back"));
    }
}
