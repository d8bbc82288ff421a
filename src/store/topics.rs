//! Topics that are renamed, merged or split in `project.toml`: the tables are edited where they
//! stand, with everything that people wrote around them, and the change is noted at the end.

use std::fs;
use std::ops::Range;
use std::path::PathBuf;

use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, TableLike, Value};

use super::atomic::{self, Durability};
use super::format::place;
use super::names::is_id;
use super::{Store, StoreError, ids_in, project, read_annotations};
use crate::model::topic_change::{TopicChange, TopicChanges};

/// What is to be done with topics, which are named by their ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SchemeChange {
    /// One gets another id.
    Rename {
        /// What it is called.
        old: String,
        /// What it is to be called.
        new: String,
    },
    /// Some become one that there is.
    Merge {
        /// Those that are no more. The scheme need not have them any longer.
        from: Vec<String>,
        /// What they become.
        into: String,
    },
    /// One becomes several.
    Split {
        /// The one.
        old: String,
        /// The several.
        new: Vec<String>,
    },
}

/// What a change would do; nothing is done yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopicPlan {
    before: String,
    after: String,
    /// Whose decisions would be read otherwise, in the order of names; nobody who has none.
    pub otherwise: Vec<Otherwise>,
    /// The lines of the changed `project.toml` where topics begin that have to be edited by hand.
    pub to_edit: Vec<usize>,
}

/// How much of what somebody decided would be read otherwise.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Otherwise {
    /// Who.
    pub annotator: String,
    /// How many sentences.
    pub decisions: usize,
    /// How many of them would be undecided.
    pub undecided: usize,
    /// In how many articles.
    pub articles: usize,
    /// How many files could not be read, and count for nothing here.
    pub unreadable: usize,
}

impl SchemeChange {
    fn noted(&self, date: &str) -> TopicChange {
        let (from, to) = match self {
            Self::Rename { old, new } => (vec![old.clone()], vec![new.clone()]),
            Self::Merge { from, into } => (from.clone(), vec![into.clone()]),
            Self::Split { old, new } => (vec![old.clone()], new.clone()),
        };
        let date = date.to_owned();
        TopicChange { from, to, date }
    }
}

impl Store {
    /// What `change` would do on the day `date`, as in `2026-11-24`. A new topic gets a key that
    /// `is_free` lets it have.
    pub fn plan_topics(
        &self,
        change: &SchemeChange,
        date: &str,
        is_free: impl Fn(char) -> bool,
    ) -> Result<TopicPlan, StoreError> {
        let path = self.scheme_path();
        let before = fs::read_to_string(&path).map_err(|error| StoreError::read(&path, &error))?;
        let refused = |(byte, what): Refusal| {
            let (line, column) = byte.map_or((0, 0), |byte| place(&before, byte));
            let path = path.clone();
            StoreError::Flawed {
                path,
                line,
                column,
                what,
            }
        };
        // It may have been edited since the project was opened.
        project::read(&before).map_err(|flaw| StoreError::flawed(&path, flaw))?;
        let mut change = change.clone();
        if let SchemeChange::Merge { from, into } = &mut change {
            from.retain(|id| id != into);
        }
        let noted = change.noted(date);
        let after = edit(&before, &change, &noted, is_free).map_err(refused)?;
        let (_, changes) = project::read(&after).map_err(|flaw| {
            let (line, what) = (flaw.line, flaw.what);
            let what =
                format!("changed so, line {line} of it would be wrong: {what}; change that first");
            refused((None, what))
        })?;
        let split = match &change {
            SchemeChange::Split { new, .. } => new.as_slice(),
            SchemeChange::Rename { .. } | SchemeChange::Merge { .. } => &[],
        };
        let to_edit = lines_of(&after, split);
        let otherwise = self.otherwise(&changes);
        Ok(TopicPlan {
            before,
            after,
            otherwise,
            to_edit,
        })
    }

    /// Does what `plan` says, unless `project.toml` was changed since.
    pub fn change_topics(&self, plan: &TopicPlan) -> Result<(), StoreError> {
        let path = self.scheme_path();
        let now = fs::read_to_string(&path).map_err(|error| StoreError::read(&path, &error))?;
        if now != plan.before {
            return Err(StoreError::Conflict { path });
        }
        atomic::replace(&path, plan.after.as_bytes(), Durability::Disk, |_| {})
            .map_err(|error| StoreError::write(&path, &error))
    }

    /// Whose decisions are read otherwise with `changes` than with those in force.
    fn otherwise(&self, changes: &TopicChanges) -> Vec<Otherwise> {
        let mut all = Vec::new();
        for annotator in self.writers() {
            let folder = self.annotator_folder(&annotator);
            let mut one = Otherwise {
                annotator,
                ..Otherwise::default()
            };
            for id in ids_in(&folder).unwrap_or_default() {
                let annotations = match read_annotations(&folder.join(format!("{id}.json"))) {
                    Ok(Some(annotations)) => annotations,
                    Ok(None) => continue,
                    Err(_) => {
                        one.unreadable += 1;
                        continue;
                    }
                };
                let before = one.decisions;
                for sentence in &annotations.sentences {
                    let old = self.topic_changes().decision(&sentence.decision);
                    let new = changes.decision(&sentence.decision);
                    if !old.decides_like(&new) {
                        one.decisions += 1;
                        one.undecided += usize::from(old.is_decided() && !new.is_decided());
                    }
                }
                one.articles += usize::from(one.decisions > before);
            }
            if one.decisions > 0 || one.unreadable > 0 {
                all.push(one);
            }
        }
        all
    }

    pub(super) fn scheme_path(&self) -> PathBuf {
        self.root().join("project.toml")
    }
}

/// Why a change cannot be made, and the byte where that is seen, if there is one.
type Refusal = (Option<usize>, String);

/// The text of `project.toml` after `change`, which is noted at its end.
fn edit(
    text: &str,
    change: &SchemeChange,
    noted: &TopicChange,
    is_free: impl Fn(char) -> bool,
) -> Result<String, Refusal> {
    let mut document = editable(text).map_err(|what| (None, what))?;
    check(text, &document, change)?;
    match change {
        SchemeChange::Rename { old, new } => {
            for table in topics(&mut document) {
                if id_of(table) == Some(old) {
                    set(table, "id", new);
                }
            }
            replace_everywhere(&mut document, old, &[new]);
        }
        SchemeChange::Merge { from, into } => {
            if let Some(tables) = tables(&mut document) {
                tables.retain(|table| !from.iter().any(|id| id_of(table) == Some(id)));
            }
            for old in from {
                replace_everywhere(&mut document, old, &[into]);
            }
        }
        SchemeChange::Split { old, new } => {
            split(&mut document, old, new, is_free)?;
            let new: Vec<&String> = new.iter().collect();
            replace_everywhere(&mut document, old, &new);
        }
    }
    let mut after = document.to_string();
    if !after.ends_with('\n') {
        after.push('\n');
    }
    let list = |ids: &[String]| {
        let ids: Vec<String> = ids.iter().map(|id| format!("\"{id}\"")).collect();
        ids.join(", ")
    };
    let TopicChange { from, to, date } = noted;
    let (from, to) = (list(from), list(to));
    after += &format!("\n[[topic-change]]\nfrom = [{from}]\nto = [{to}]\ndate = {date}\n");
    Ok(with_line_ends_of(text, &after))
}

/// `text` to be edited where it stands, its lines ending as in Unix; or why it cannot be.
pub(super) fn editable(text: &str) -> Result<DocumentMut, String> {
    let parsed = text.replace("\r\n", "\n").parse::<DocumentMut>();
    let is_same = |it: &DocumentMut| with_line_ends_of(text, &it.to_string()) == text;
    parsed.ok().filter(is_same).ok_or_else(|| {
        "its line ends are of two kinds, or it begins with a mark (BOM): save it as UTF-8 with line ends of \
         one kind, so that nothing else in it has to be changed"
            .to_owned()
    })
}

/// `unix` with its lines ending as those of `text`.
pub(super) fn with_line_ends_of(text: &str, unix: &str) -> String {
    if text.contains("\r\n") {
        unix.replace('\n', "\r\n")
    } else {
        unix.to_owned()
    }
}

/// Whether `change` can be made of the topics in `document`, which was read from `text`.
fn check(text: &str, document: &DocumentMut, change: &SchemeChange) -> Result<(), Refusal> {
    let Some(tables) = document.get("topic").and_then(Item::as_array_of_tables) else {
        let what = "its topics are not [[topic]] tables: write them so first";
        return Err((None, what.to_owned()));
    };
    let known: Vec<&str> = tables.iter().filter_map(id_of).collect();
    let has = |id: &String| known.contains(&id.as_str());
    let refuse = |what: String| Err((None, what));
    let there = |id: &String| {
        if has(id) {
            return Ok(());
        }
        let known = known.join(", ");
        refuse(format!("no topic has the id \"{id}\": there are {known}"))
    };
    let is_new = |id: &String| {
        if !is_id(id) {
            return refuse(format!(
                "the id \"{id}\" may have only a-z, 0-9, '.', '_' and '-'"
            ));
        }
        if has(id) {
            return refuse(format!(
                "there is a topic with the id \"{id}\": choose another id"
            ));
        }
        Ok(())
    };
    match change {
        SchemeChange::Rename { old, new } => there(old).and_then(|()| is_new(new)),
        SchemeChange::Merge { from, into } => {
            there(into)?;
            if from.is_empty() {
                return refuse(format!(
                    "nothing is left to become a part of \"{into}\": name another topic"
                ));
            }
            match from.iter().find(|id| !is_id(id)) {
                Some(id) => refuse(format!("\"{id}\" was never the id of a topic")),
                None => Ok(()),
            }
        }
        SchemeChange::Split { old, new } => {
            there(old)?;
            new.iter().try_for_each(is_new)?;
            if new.len() < 2
                || new
                    .iter()
                    .enumerate()
                    .any(|(nth, id)| new.iter().take(nth).any(|it| it == id))
            {
                return refuse(
                    "a topic is split into two or more, each with an id of its own".to_owned(),
                );
            }
            // Which of the parts a rule would mean is for people to say.
            let Some(rule) = rule_about(text, old) else {
                return Ok(());
            };
            let what = format!(
                "this rule is about \"{old}\", and which part of it is meant cannot be known: take it out, split, \
                 and write it anew"
            );
            Err((Some(rule.start), what))
        }
    }
}

/// Where the first rule stands that names the topic `id`.
fn rule_about(text: &str, id: &str) -> Option<Range<usize>> {
    // Only what is not to be edited has places.
    let document = toml_edit::Document::parse(text).ok()?;
    let rules = document.get("rule")?.as_array_of_tables()?;
    let mut rules = rules.iter();
    let rule = rules.find(|rule| {
        let mut values = rule.iter().map(|(_, item)| item);
        values.any(|item| match item.as_array() {
            Some(list) => list.iter().any(|it| it.as_str() == Some(id)),
            None => item.as_str() == Some(id),
        })
    });
    rule?.span()
}

fn tables(document: &mut DocumentMut) -> Option<&mut ArrayOfTables> {
    document.get_mut("topic")?.as_array_of_tables_mut()
}

pub(super) fn topics(document: &mut DocumentMut) -> impl Iterator<Item = &mut Table> {
    tables(document)
        .into_iter()
        .flat_map(ArrayOfTables::iter_mut)
}

pub(super) fn id_of(table: &Table) -> Option<&str> {
    table.get("id")?.as_str()
}

/// Puts `text` in the place of the value of `key`; what is written around it stays.
fn set(table: &mut dyn TableLike, key: &str, text: &str) {
    if let Some(value) = table.get_mut(key).and_then(Item::as_value_mut) {
        replace(value, text);
    }
}

pub(super) fn replace(value: &mut Value, text: &str) {
    let decor = value.decor().clone();
    *value = text.into();
    *value.decor_mut() = decor;
}

/// Puts the ids `new` in the place of `old` in rules, and in what is asked of an article.
fn replace_everywhere(document: &mut DocumentMut, old: &str, new: &[&String]) {
    let rules = document
        .get_mut("rule")
        .and_then(Item::as_array_of_tables_mut);
    for rule in rules.into_iter().flat_map(ArrayOfTables::iter_mut) {
        for (_, item) in rule.iter_mut() {
            match (item.as_value_mut(), new) {
                (Some(Value::Array(list)), _) => replace_in(list, old, new),
                (Some(value), [new]) if value.as_str() == Some(old) => replace(value, new),
                _ => {}
            }
        }
    }
    let article = document
        .get_mut("article")
        .and_then(Item::as_table_like_mut);
    let list = article.and_then(|it| it.get_mut("topics")?.as_array_mut());
    if let Some(list) = list {
        replace_in(list, old, new);
    }
}

/// Puts the ids `new` in the place of `old` in `list`, where they are not there already.
fn replace_in(list: &mut Array, old: &str, new: &[&String]) {
    let Some(at) = list.iter().position(|it| it.as_str() == Some(old)) else {
        return;
    };
    let is_there = |list: &Array, id: &str| list.iter().any(|it| it.as_str() == Some(id));
    let mut new = new
        .iter()
        .filter(|id| !is_there(list, id))
        .collect::<Vec<_>>()
        .into_iter();
    match (new.next(), list.get_mut(at)) {
        (Some(first), Some(value)) => replace(value, first),
        _ => drop(list.remove(at)),
    }
    for (nth, id) in (at + 1..).zip(new) {
        list.insert(nth, id.as_str());
    }
}

/// Puts copies of the topic `old` in its place, one for each id of `new`. The first keeps its key and
/// its letters.
fn split(
    document: &mut DocumentMut,
    old: &str,
    new: &[String],
    is_free: impl Fn(char) -> bool,
) -> Result<(), Refusal> {
    let mut keys: Vec<char> = Vec::new();
    let mut letters: [Vec<char>; 2] = Default::default();
    for table in topics(document) {
        keys.extend(table.get("key").and_then(first));
        if let Some(letter) = table.get("letter").and_then(Item::as_table_like) {
            for (language, letters) in LANGUAGES.iter().zip(&mut letters) {
                letters.extend(letter.get(language).and_then(first));
            }
        }
    }
    let Some(tables) = tables(document) else {
        return Ok(());
    };
    let mut all = ArrayOfTables::new();
    for table in tables.iter() {
        if id_of(table) != Some(old) {
            all.push(table.clone());
            continue;
        }
        for (nth, id) in new.iter().enumerate() {
            let mut copy = table.clone();
            set(&mut copy, "id", id);
            if nth > 0 {
                forget_place(&mut copy);
                copy.decor_mut().set_prefix("\n");
                let Some(key) = KEYS.chars().find(|it| !keys.contains(it) && is_free(*it)) else {
                    let what =
                        "no key is left for another topic: take a topic out or merge two first";
                    return Err((None, what.to_owned()));
                };
                keys.push(key);
                set(&mut copy, "key", &key.to_string());
                let letter = copy.get_mut("letter").and_then(Item::as_table_like_mut);
                if let Some(letter) = letter {
                    let wanted = [ARABIC.to_owned(), id.to_uppercase() + LATIN];
                    for ((language, taken), wanted) in
                        LANGUAGES.iter().zip(&mut letters).zip(wanted)
                    {
                        let mut wanted = wanted.chars().filter(|it| it.is_alphabetic());
                        if let Some(free) = wanted.find(|it| !taken.contains(it)) {
                            taken.push(free);
                            set(letter, language, &free.to_string());
                        }
                    }
                }
            }
            all.push(copy);
        }
    }
    *tables = all;
    Ok(())
}

const LANGUAGES: [&str; 2] = ["ar", "en"];
const KEYS: &str = "123456789qwertyuiopasdfghkl";
const LATIN: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
/// The letters of the Arabic alphabet that stand for themselves in a chip.
const ARABIC: &str = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي";

fn first(item: &Item) -> Option<char> {
    item.as_str()?.chars().next()
}

/// A copy of a table stands behind it, and what is in the copy behind that.
fn forget_place(table: &mut Table) {
    table.set_position(None);
    for (_, item) in table.iter_mut() {
        match item {
            Item::Table(table) => forget_place(table),
            Item::ArrayOfTables(tables) => tables.iter_mut().for_each(forget_place),
            _ => {}
        }
    }
}

/// The lines of `text` where the topics `ids` begin.
fn lines_of(text: &str, ids: &[String]) -> Vec<usize> {
    let Ok(document) = toml_edit::Document::parse(text) else {
        return Vec::new();
    };
    let tables = document.get("topic").and_then(Item::as_array_of_tables);
    let tables = tables.into_iter().flat_map(ArrayOfTables::iter);
    let meant = tables.filter(|table| id_of(table).is_some_and(|id| ids.iter().any(|it| it == id)));
    meant
        .filter_map(|table| Some(place(text, table.span()?.start).0))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = include_str!("../../samples/project.toml");

    fn rename(old: &str, new: &str) -> SchemeChange {
        let (old, new) = (old.to_owned(), new.to_owned());
        SchemeChange::Rename { old, new }
    }

    fn ids(ids: &str) -> Vec<String> {
        ids.split_whitespace().map(str::to_owned).collect()
    }

    fn merge(from: &str, into: &str) -> SchemeChange {
        let (from, into) = (ids(from), into.to_owned());
        SchemeChange::Merge { from, into }
    }

    fn split_into(old: &str, new: &str) -> SchemeChange {
        let (old, new) = (old.to_owned(), ids(new));
        SchemeChange::Split { old, new }
    }

    fn after(text: &str, change: &SchemeChange) -> Result<String, Refusal> {
        edit(text, change, &change.noted("2026-11-24"), |key| key != '4')
    }

    #[test]
    fn a_topic_is_renamed_where_it_stands() {
        let change = rename("prevention", "awareness");
        let new = after(SAMPLE, &change).unwrap();
        let tail = "\n[[topic-change]]\nfrom = [\"prevention\"]\nto = [\"awareness\"]\ndate = 2026-11-24\n";
        let expected = SAMPLE.replacen("id = \"prevention\"", "id = \"awareness\"", 1) + tail;
        assert_eq!(new, expected, "and nothing else is touched");
        let (project, changes) = project::read(&new).unwrap();
        assert_eq!(project.topics[0].id, "awareness");
        assert_eq!(changes.now("prevention"), Some("awareness"));
    }

    #[test]
    fn rules_follow_their_topics() {
        let rules = "[[rule]] # a\nexclusive = [ \"prevention\",  \"prosecution\" ] # b\n\
            [[rule]]\ntopic = 'prevention' # c\nimplies = [\"protection\"]\n\
            [article]\ntopics = [\"prosecution\", # d\n  \"prevention\"]\n";
        let text = format!("{SAMPLE}\n{rules}");
        let new = after(&text, &rename("prevention", "x")).unwrap();
        let renamed = rules
            .replace("\"prevention\"", "\"x\"")
            .replace("'prevention'", "\"x\"");
        assert!(new.contains(&renamed), "{new}");
        let merged = after(&text, &merge("protection", "prosecution")).unwrap();
        let expected = rules.replace("\"protection\"", "\"prosecution\"");
        assert!(merged.contains(&expected), "{merged}");
        let refused = after(&text, &split_into("prevention", "x y")).unwrap_err();
        assert_eq!(
            refused.0.map(|byte| &text[byte..byte + 12]),
            Some("[[rule]] # a")
        );
        let new = after(&text, &merge("prosecution", "prevention")).unwrap();
        assert!(
            project::read(&new).is_err(),
            "a rule of one topic is for people to mend"
        );
    }

    #[test]
    fn merged_topics_are_taken_out_with_their_cards() {
        let new = after(SAMPLE, &merge("protection prosecution gone", "prevention")).unwrap();
        let (project, changes) = project::read(&new).unwrap();
        assert_eq!(project.topics.len(), 1);
        assert_eq!(changes.now("gone"), Some("prevention"));
        let cut = SAMPLE
            .find("# ---------------------------------------------------------------- protection");
        let kept = &SAMPLE[..cut.unwrap()];
        assert!(new.starts_with(kept));
        let rules = SAMPLE
            .find("# --------------------------------------------------------------------- rules");
        assert!(new.contains(&SAMPLE[rules.unwrap()..]));
    }

    #[test]
    fn a_split_topic_has_copies_behind_it_with_keys_and_letters_of_their_own() {
        let new = after(SAMPLE, &split_into("protection", "shelter rescue return")).unwrap();
        let (project, changes) = project::read(&new).unwrap();
        let old = project::read(SAMPLE).unwrap().0;
        let told = project
            .topics
            .iter()
            .map(|it| format!("{} {} {} {}", it.id, it.key, it.letter.ar, it.letter.en));
        assert_eq!(
            told.collect::<Vec<_>>(),
            [
                "prevention 1 و P",
                "shelter 2 ح V",
                "rescue 5 ا R",
                "return 6 ب E",
                "prosecution 3 م S"
            ]
        );
        assert!(
            project.topics[1..4]
                .iter()
                .all(|it| it.card == old.topics[1].card)
        );
        assert_eq!(project.topics[4].card, old.topics[2].card);
        assert_eq!(changes.now("protection"), None);
        let before = SAMPLE
            .find("\"protection\"       #")
            .or(SAMPLE.find("id = \"protection\""));
        assert!(
            new.starts_with(&SAMPLE[..before.unwrap()]),
            "what is before stays"
        );
        let behind = SAMPLE
            .find("# --------------------------------------------------------------- prosecution");
        assert!(
            new.contains(&SAMPLE[behind.unwrap()..]),
            "and what is behind"
        );
        let lines = lines_of(&new, &ids("shelter rescue return"));
        let lines = lines.iter().map(|line| new.lines().nth(line - 1).unwrap());
        assert_eq!(lines.collect::<Vec<_>>(), ["[[topic]]"; 3]);
    }

    #[test]
    fn line_ends_stay_what_they_are() {
        let text = SAMPLE.replace('\n', "\r\n");
        let new = after(&text, &rename("prevention", "x")).unwrap();
        assert_eq!(
            new.replace("\r\n", "\n"),
            after(SAMPLE, &rename("prevention", "x")).unwrap()
        );
        assert!(!new.replace("\r\n", "").contains('\n'));
        let mixed = SAMPLE.replacen('\n', "\r\n", 1);
        assert!(after(&mixed, &rename("prevention", "x")).is_err());
    }

    #[test]
    fn what_makes_no_sense_is_refused_with_what_to_do() {
        let check = |change: SchemeChange, what: &str| {
            let (_, said) = after(SAMPLE, &change).unwrap_err();
            assert!(said.contains(what), "{said}");
        };
        check(
            rename("x", "y"),
            "there are prevention, protection, prosecution",
        );
        check(rename("prevention", "X"), "may have only");
        check(rename("prevention", "protection"), "choose another id");
        check(merge("prevention", "x"), "no topic has the id \"x\"");
        check(merge("", "prevention"), "nothing is left");
        check(merge("../x", "prevention"), "never the id");
        check(split_into("prevention", "x"), "two or more");
        check(split_into("prevention", "x x"), "two or more");
        check(
            split_into("prevention", "x protection"),
            "choose another id",
        );
    }
}
