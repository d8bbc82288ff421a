//! What changed from a wording of the guideline to the one in force: topic by topic, field by field, what
//! was taken away and what was added, with the words that differ.
//!
//! A wording that was kept is read as JSON, whichever version of the program kept it: what it says that
//! is not known here is passed over.

use std::ops::Range;

use serde_json::Value;
use similar::{Algorithm, DiffOp, DiffTag, capture_diff_slices, group_diff_ops};
use unicode_segmentation::UnicodeSegmentation;

use super::project::{Bilingual, Language, Project};

/// What changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rewording {
    /// The revisions of the one and of the other.
    pub revisions: (u64, u64),
    /// In the order of the guideline.
    pub changes: Vec<Changed>,
}

/// A part of the guideline that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// What it is about.
    pub about: About,
    /// Which part of that.
    pub field: Field,
    /// In which language; nothing where it is in none.
    pub language: Option<Language>,
    /// What was taken away, and what was added.
    pub rows: Vec<Row>,
}

/// What a part of the guideline is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// Every topic.
    Always,
    /// The topic with this name.
    Topic(Bilingual),
    /// Which topics may stand together.
    Rules,
    /// The article as a whole.
    Article,
}

/// A part of what is said of a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Field {
    Text,
    Name,
    Definition,
    Belongs,
    Excludes,
    Examples,
    Borderlines,
}

/// Some words that were taken away, or added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Whether they were added.
    pub added: bool,
    /// The words with some of what stands around them.
    pub text: String,
    /// Which of them differ, in bytes.
    pub words: Vec<Range<usize>>,
}

/// So many words and blanks are shown before and behind what differs.
const AROUND: usize = 10;

const LANGUAGES: [(Language, &str); 2] = [(Language::Arabic, "ar"), (Language::English, "en")];

/// What changed from the wording `old` to that of `project`; none if `old` is no wording.
pub fn compare(old: &Value, project: &Project) -> Option<Rewording> {
    let new = serde_json::to_value(project.wording()).ok()?;
    let (old_topics, new_topics) = (topics(old)?, topics(&new)?);
    let mut changes = Vec::new();
    let mut texts = |about: &About, field, path: &[&str], old: &Value, new: &Value| {
        for (language, key) in LANGUAGES {
            let path = place(path, key);
            let (old, new) = (at(old, &path), at(new, &path));
            let rows = match field {
                Field::Examples | Field::Borderlines => lists(&strings(old), &strings(new)),
                _ => paragraphs(text(old), text(new)),
            };
            add(&mut changes, about.clone(), field, Some(language), rows);
        }
    };
    texts(&About::Always, Field::Text, &["guideline"], old, &new);
    let nothing = Value::Null;
    let gone = old_topics
        .iter()
        .filter(|(id, _)| !new_topics.iter().any(|(it, _)| it == id));
    for (id, topic) in new_topics.iter().chain(gone) {
        let of = |topics: &[(&str, &'_ Value)]| topics.iter().position(|(it, _)| it == id);
        let old = of(&old_topics).map_or(&nothing, |nth| old_topics[nth].1);
        let new = of(&new_topics).map_or(&nothing, |nth| new_topics[nth].1);
        let name = |key| text(at(topic, &["name", key])).to_owned();
        let about = About::Topic(Bilingual {
            ar: name("ar"),
            en: name("en"),
        });
        texts(&about, Field::Name, &["name"], old, new);
        for (field, key) in [
            (Field::Definition, "definition"),
            (Field::Belongs, "belongs"),
            (Field::Excludes, "excludes"),
            (Field::Examples, "examples"),
            (Field::Borderlines, "borderlines"),
        ] {
            texts(&about, field, &["card", key], old, new);
        }
    }
    let rules = lists(
        &as_lines(at(old, &["rules"])),
        &as_lines(at(&new, &["rules"])),
    );
    add(&mut changes, About::Rules, Field::Text, None, rules);
    let article = |it: &Value| {
        let mut lines = as_lines(at(it, &["article", "topics"]));
        lines.extend(as_lines(at(it, &["article", "fields"])));
        lines
    };
    let rows = lists(&article(old), &article(&new));
    add(&mut changes, About::Article, Field::Text, None, rows);
    let revision = old.get("revision").and_then(Value::as_u64);
    Some(Rewording {
        revisions: (revision.unwrap_or_default(), project.revision),
        changes,
    })
}

fn add(
    changes: &mut Vec<Changed>,
    about: About,
    field: Field,
    language: Option<Language>,
    rows: Vec<Row>,
) {
    if !rows.is_empty() {
        changes.push(Changed {
            about,
            field,
            language,
            rows,
        });
    }
}

/// `["card", "belongs"]` in the language called `key`: `["card", "ar", "belongs"]`.
fn place<'a>(path: &[&'a str], key: &'a str) -> Vec<&'a str> {
    let mut path = path.to_vec();
    path.insert(1, key);
    path
}

/// The topics of a wording with their ids; none if it is no wording.
fn topics(wording: &Value) -> Option<Vec<(&str, &Value)>> {
    let topics = wording.get("topics")?.as_array()?.iter();
    topics
        .map(|topic| Some((topic.get("id")?.as_str()?, topic)))
        .collect()
}

fn at<'a>(value: &'a Value, path: &[&str]) -> &'a Value {
    let mut steps = path.iter();
    let found = steps.try_fold(value, |value, step| value.get(step));
    found.unwrap_or(&Value::Null)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn strings(value: &Value) -> Vec<String> {
    let all = value.as_array().into_iter().flatten();
    all.map(|it| text(it).to_owned()).collect()
}

/// Each entry of a list in one line, with the keys that it has.
fn as_lines(value: &Value) -> Vec<String> {
    fn line(value: &Value) -> String {
        match value {
            Value::String(text) => text.clone(),
            Value::Array(all) => all.iter().map(line).collect::<Vec<_>>().join(", "),
            Value::Object(keys) => {
                let keys = keys.iter().filter(|(_, it)| !line(it).is_empty());
                let keys = keys.map(|(key, value)| format!("{key}: {}", line(value)));
                keys.collect::<Vec<_>>().join("; ")
            }
            Value::Null => String::new(),
            other => other.to_string(),
        }
    }
    value.as_array().into_iter().flatten().map(line).collect()
}

/// What differs in a list: whole entries, and in those that stand in the place of others the words.
fn lists(old: &[String], new: &[String]) -> Vec<Row> {
    let mut rows = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, old, new) {
        let (taken, added) = (&old[op.old_range()], &new[op.new_range()]);
        match op.tag() {
            DiffTag::Equal => {}
            DiffTag::Replace if taken.len() == added.len() => {
                for (taken, added) in taken.iter().zip(added) {
                    rows.extend(changed(taken, added, usize::MAX));
                }
            }
            _ => {
                rows.extend(taken.iter().map(|it| whole(it, false)));
                rows.extend(added.iter().map(|it| whole(it, true)));
            }
        }
    }
    rows
}

/// What differs in a running text.
fn paragraphs(old: &str, new: &str) -> Vec<Row> {
    match (old, new) {
        _ if old == new => Vec::new(),
        ("", new) => vec![whole(new, true)],
        (old, "") => vec![whole(old, false)],
        _ => changed(old, new, AROUND),
    }
}

fn whole(text: &str, added: bool) -> Row {
    let (text, all) = (text.to_owned(), 0..text.len());
    let words = vec![all];
    Row { added, text, words }
}

/// The words of `old` and of `new` that differ, with so many `around` them.
fn changed(old: &str, new: &str, around: usize) -> Vec<Row> {
    let (old, new) = (Words::of(old), Words::of(new));
    let ops = capture_diff_slices(Algorithm::Myers, &old.words, &new.words);
    // Without limits there is one group: all of it.
    let groups = group_diff_ops(ops, around.min(old.words.len() + new.words.len()));
    let mut rows = Vec::new();
    for group in groups {
        rows.push(old.row(&group, false, DiffOp::old_range));
        rows.push(new.row(&group, true, DiffOp::new_range));
    }
    rows
}

/// A text cut into words, blanks and marks.
struct Words<'a> {
    text: &'a str,
    words: Vec<&'a str>,
    /// Where each begins; at last where the text ends.
    starts: Vec<usize>,
}

impl<'a> Words<'a> {
    fn of(text: &'a str) -> Self {
        let (mut starts, words): (Vec<_>, Vec<_>) = text.split_word_bound_indices().unzip();
        starts.push(text.len());
        Self {
            text,
            words,
            starts,
        }
    }

    /// The row of a group of differences; `range` says which words one is about here.
    fn row(&self, group: &[DiffOp], added: bool, range: impl Fn(&DiffOp) -> Range<usize>) -> Row {
        let byte = |word: usize| self.starts.get(word).copied().unwrap_or(self.text.len());
        let first = group.first().map_or(0, |op| byte(range(op).start));
        let last = group.last().map_or(0, |op| byte(range(op).end));
        let mut text = String::new();
        if first > 0 {
            text += "… ";
        }
        let before = text.len();
        text += self.text.get(first..last).unwrap_or_default().trim_end();
        if last < self.text.len() {
            text += " …";
        }
        let mut words: Vec<Range<usize>> = Vec::new();
        for op in group.iter().filter(|op| op.tag() != DiffTag::Equal) {
            let range = range(op);
            let place = byte(range.start) + before - first..byte(range.end) + before - first;
            match words.last_mut() {
                // A blank between two words that differ is no reason to set them apart.
                Some(last)
                    if text
                        .get(last.end..place.start)
                        .is_some_and(|it| it.trim().is_empty()) =>
                {
                    last.end = place.end;
                }
                _ if place.is_empty() => {}
                _ => words.push(place),
            }
        }
        words.retain(|it| !it.is_empty());
        Row { added, text, words }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn project() -> Project {
        Project::with_topics('a'..='b')
    }

    /// The rows of what changed from `old` to `new`: a sign, and the words that differ in brackets.
    fn check(rows: Vec<Row>, expected: &[&str]) {
        let row = |row: &Row| {
            let mut text = row.text.clone();
            for words in row.words.iter().rev() {
                text.insert(words.end, ']');
                text.insert(words.start, '[');
            }
            format!("{}{text}", if row.added { '+' } else { '-' })
        };
        assert_eq!(rows.iter().map(row).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn words_that_differ_are_marked_with_some_of_what_stands_around_them() {
        check(paragraphs("a b c", "a b c"), &[]);
        check(paragraphs("a b c", "a x c"), &["-a [b] c", "+a [x] c"]);
        check(
            paragraphs("a b c d", "a x y d"),
            &["-a [b c] d", "+a [x y] d"],
        );
        check(paragraphs("a c", "a b c"), &["-a c", "+a [b ]c"]);
        check(paragraphs("", "a b"), &["+[a b]"]);
        check(paragraphs("a b", ""), &["-[a b]"]);
        let long = "كلمة ".repeat(20);
        check(
            paragraphs(
                &format!("{long}القبض {long}"),
                &format!("{long}العقاب {long}"),
            ),
            &[
                "-… كلمة كلمة كلمة كلمة كلمة [القبض] كلمة كلمة كلمة كلمة كلمة …",
                "+… كلمة كلمة كلمة كلمة كلمة [العقاب] كلمة كلمة كلمة كلمة كلمة …",
            ],
        );
        // Far from each other: two places.
        let rows = paragraphs(&format!("a {long}b"), &format!("x {long}y"));
        assert_eq!(rows.len(), 4);
    }

    #[test]
    fn entries_of_a_list_come_and_go_whole() {
        let list = |text: &str| text.split('/').map(str::to_owned).collect::<Vec<_>>();
        check(lists(&list("a/b"), &list("a/b")), &[]);
        check(lists(&list("a/b"), &list("a/b/c d")), &["+[c d]"]);
        check(lists(&list("a/b/c"), &list("a/c")), &["-[b]"]);
        check(lists(&list("a/b d"), &list("a/b c")), &["-b [d]", "+b [c]"]);
    }

    #[test]
    fn what_is_no_wording_has_no_differences() {
        let project = project();
        for no in [
            "[]",
            "{}",
            "{\"topics\": 5}",
            "{\"topics\": [{\"name\": \"x\"}]}",
            "null",
        ] {
            let value: Value = serde_json::from_str(no).unwrap();
            assert_eq!(compare(&value, &project), None, "{no}");
        }
    }

    #[test]
    fn every_part_of_a_wording_is_compared() {
        let mut project = project();
        project.topics[0].card.ar.belongs = "حملات".to_owned();
        project.topics[1].name.en = "Gone".to_owned();
        let old = serde_json::to_value(project.wording()).unwrap();
        assert_eq!(compare(&old, &project), Some(Rewording::default()));
        let gone = project.topics.remove(1);
        project.revision = 3;
        project.guideline.en = "Label this sentence.".to_owned();
        let topic = &mut project.topics[0];
        topic.name.en = "Awareness".to_owned();
        topic.card.ar.belongs = "حملات ودروس".to_owned();
        topic.card.en.examples.push("An example.".to_owned());
        let all = vec![topic.id.clone(), gone.id.clone()];
        project
            .rules
            .push(crate::model::rules::Rule::Exclusive(all.clone()));
        project.article.topics = vec![all[0].clone()];
        let rewording = compare(&old, &project).unwrap();
        assert_eq!(rewording.revisions, (0, 3));
        let parts = rewording
            .changes
            .iter()
            .map(|it| (it.field, it.language, it.rows.len()));
        let (ar, en) = (Some(Language::Arabic), Some(Language::English));
        let mut parts: Vec<_> = parts.collect();
        // The topic that is gone had a name.
        let last = parts.split_off(4);
        assert_eq!(last[0], (Field::Name, en, 1));
        assert_eq!(
            parts,
            [
                (Field::Text, en, 1),
                (Field::Name, en, 1),
                (Field::Belongs, ar, 2),
                (Field::Examples, en, 1),
            ]
        );
        let [rules, article] = &rewording.changes[rewording.changes.len() - 2..] else {
            panic!("{last:?}");
        };
        assert_eq!(
            (&rules.about, &article.about),
            (&About::Rules, &About::Article)
        );
        check(
            rules.rows.clone(),
            &[&format!("+[exclusive: {}]", all.join(", "))],
        );
    }
}
