//! `project.toml`: what people write, and each mistake in it with its line and column.

use std::collections::BTreeSet;

use serde::Deserialize;
use toml::Spanned;

use super::format::{Flaw, place};
use super::names::{check_annotator, is_id};
use crate::model::annotation::FORMAT;
use crate::model::assignment::{self, COPIES, Order, Share};
use crate::model::flag::Flag;
use crate::model::privacy::{Kind, Pattern, Privacy};
use crate::model::project::{
    ArticleScheme, Bilingual, Cards, Colour, Cutters, Field, Language, People, Project, Topic,
    Unit, Way,
};
use crate::model::rules::Rule;
use crate::model::topic_change::{TopicChange, TopicChanges};

#[derive(Deserialize)]
struct VersionedToml {
    format: Spanned<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProjectFile {
    format: Spanned<u32>,
    name: String,
    language: Language,
    direction: Option<Way>,
    flags: Option<Spanned<List>>,
    #[serde(default)]
    guideline: GuidelineEntry,
    #[serde(rename = "topic", default)]
    topics: Vec<TopicEntry>,
    #[serde(rename = "rule", default)]
    rules: Vec<Spanned<RuleEntry>>,
    #[serde(default)]
    article: ArticleEntry,
    #[serde(default)]
    people: PeopleEntry,
    #[serde(default)]
    segmentation: SegmentationEntry,
    assignment: Option<Spanned<AssignmentEntry>>,
    #[serde(default)]
    privacy: PrivacyEntry,
    #[serde(rename = "topic-change", default)]
    changes: Vec<Spanned<ChangeEntry>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct GuidelineEntry {
    ar: String,
    en: String,
    revision: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TopicEntry {
    id: Spanned<String>,
    key: Spanned<String>,
    colour: Colour,
    name: Bilingual,
    letter: Spanned<Bilingual>,
    #[serde(default)]
    card: Cards,
}

/// A list whose entries have their places.
type List = Vec<Spanned<String>>;

/// One of four forms, told by the keys that are there.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RuleEntry {
    exclusive: Option<Spanned<List>>,
    at_most: Option<Spanned<usize>>,
    of: Option<Spanned<List>>,
    required: Option<Spanned<List>>,
    topic: Option<Spanned<String>>,
    implies: Option<Spanned<List>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct ArticleEntry {
    #[serde(default)]
    topics: List,
    #[serde(rename = "field", default)]
    fields: Vec<FieldEntry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FieldEntry {
    id: Spanned<String>,
    name: Bilingual,
    choices: Option<Spanned<List>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct PeopleEntry {
    #[serde(default)]
    leads: List,
    #[serde(default)]
    annotators: List,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct SegmentationEntry {
    #[serde(default)]
    by: Cutters,
    #[serde(default)]
    unit: Unit,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AssignmentEntry {
    overlap: Option<Spanned<f64>>,
    copies: Option<Spanned<usize>>,
    #[serde(default)]
    seed: u64,
    order: Option<Spanned<String>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct PrivacyEntry {
    #[serde(default)]
    mask: List,
    #[serde(default)]
    names: List,
    #[serde(default)]
    patterns: List,
    #[serde(default)]
    keep: List,
    #[serde(default)]
    numbered: bool,
    language: Option<Language>,
}

/// Written by `hashiya topic`, and never changed after that.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ChangeEntry {
    from: Spanned<List>,
    to: Spanned<List>,
    date: Spanned<toml::value::Datetime>,
}

/// Reads `project.toml`: the project, and how its topics were changed.
pub(super) fn read(text: &str) -> Result<(Project, TopicChanges), Flaw> {
    // The version first: a newer file may well have keys that this program does not know.
    if let Ok(VersionedToml { format }) = toml::from_str(text)
        && *format.get_ref() > FORMAT
    {
        return Err(Flaw::newer(
            place(text, format.span().start),
            format.into_inner(),
        ));
    }
    let file: ProjectFile = toml::from_str(text).map_err(|error| {
        let at = error.span().map_or((0, 0), |span| place(text, span.start));
        Flaw::at(at, error.message())
    })?;
    let wrong = |byte: usize, what: &str| Err(Flaw::at(place(text, byte), what));
    if *file.format.get_ref() == 0 {
        return wrong(file.format.span().start, "format starts at 1");
    }
    let mut ids = BTreeSet::new();
    let mut keys = BTreeSet::new();
    let mut topics = Vec::new();
    for entry in file.topics {
        let (id, id_at) = (entry.id.get_ref(), entry.id.span().start);
        if !is_id(id) {
            let what = format!("the id \"{id}\" may have only a-z, 0-9, '.', '_' and '-'");
            return wrong(id_at, &what);
        }
        if !ids.insert(id.clone()) {
            return wrong(
                id_at,
                &format!("a topic with the id \"{id}\" stands above already"),
            );
        }
        let key_at = entry.key.span().start;
        let Some(key) = single(entry.key.get_ref()) else {
            return wrong(key_at, "the key is one letter or digit, such as \"1\"");
        };
        if key == '0' {
            return wrong(key_at, "0 says that no topic applies: choose another key");
        }
        if !keys.insert(key) {
            return wrong(
                key_at,
                &format!("the key \"{key}\" belongs to a topic above already"),
            );
        }
        let letter = entry.letter.get_ref();
        if single(&letter.ar).is_none() || single(&letter.en).is_none() {
            return wrong(
                entry.letter.span().start,
                "the chip has one letter or digit",
            );
        }
        topics.push(Topic {
            key,
            key_place: place(text, key_at),
            colour: entry.colour,
            name: entry.name,
            letter: entry.letter.into_inner(),
            card: entry.card,
            id: entry.id.into_inner(),
        });
    }
    if topics.is_empty() {
        return Err(Flaw::at((0, 0), "it has no [[topic]]"));
    }
    let mut rules = Vec::new();
    let mut places = Vec::new();
    for entry in file.rules {
        places.push(entry.span().start);
        rules.push(rule(text, entry, &topics)?);
    }
    let article = article(text, file.article, &topics)?;
    let people = People {
        leads: names(text, file.people.leads)?,
        annotators: names(text, file.people.annotators)?,
    };
    let assignment = file
        .assignment
        .map(|entry| assignment(text, entry, &people));
    let assignment = assignment.transpose()?;
    let flags = flags(text, file.flags)?;
    let (name, language) = (file.name, file.language);
    let GuidelineEntry { ar, en, revision } = file.guideline;
    let privacy = privacy(text, file.privacy)?;
    let project = Project {
        name,
        language,
        guideline: Bilingual { ar, en },
        revision,
        topics,
        rules,
        article,
        people,
        cutters: file.segmentation.by,
        unit: file.segmentation.unit,
        direction: file.direction,
        flags,
        assignment,
        privacy,
    };
    if let Some((index, what)) = contradiction(&project) {
        return wrong(places.get(index).copied().unwrap_or_default(), &what);
    }
    let changes = topic_changes(text, file.changes, &project.topics)?;
    Ok((project, changes))
}

/// The flags that a project offers; all, if it does not say.
fn flags(text: &str, ids: Option<Spanned<List>>) -> Result<Vec<Flag>, Flaw> {
    let Some(ids) = ids else {
        return Ok(Flag::LISTED.to_vec());
    };
    let mut flags = Vec::new();
    for id in ids.into_inner() {
        let at = place(text, id.span().start);
        let flag = Flag::with_id(id.get_ref()).filter(|flag| Flag::LISTED.contains(flag));
        match flag {
            Some(flag) if !flags.contains(&flag) => flags.push(flag),
            _ => {
                let known = Flag::LISTED.map(Flag::id).join(", ");
                let what = format!(
                    "\"{}\" is no flag, or stands here already: there are {known}",
                    id.get_ref()
                );
                return Err(Flaw::at(at, &what));
            }
        }
    }
    Ok(flags)
}

/// How topics were changed, in the order of the file.
fn topic_changes(
    text: &str,
    entries: Vec<Spanned<ChangeEntry>>,
    topics: &[Topic],
) -> Result<TopicChanges, Flaw> {
    let flaw = |byte: usize, what: &str| Flaw::at(place(text, byte), what);
    let mut changes = TopicChanges {
        changes: Vec::new(),
        scheme: topics.iter().map(|topic| topic.id.clone()).collect(),
    };
    for entry in entries {
        let start = entry.span().start;
        let ChangeEntry { from, to, date } = entry.into_inner();
        let list = |list: Spanned<List>| -> Result<Vec<String>, Flaw> {
            if list.get_ref().is_empty() {
                return Err(flaw(
                    list.span().start,
                    "it needs the id of a topic or more",
                ));
            }
            let mut ids: Vec<String> = Vec::new();
            for id in list.into_inner() {
                let (at, id) = (id.span().start, id.into_inner());
                if !is_id(&id) || ids.contains(&id) {
                    let what = format!("\"{id}\" is no id of a topic, or stands here already");
                    return Err(flaw(at, &what));
                }
                ids.push(id);
            }
            Ok(ids)
        };
        let to_at = to.span().start;
        let (from, to) = (list(from)?, list(to)?);
        if from.len() > 1 && to.len() > 1 {
            let what = "several topics become one, or one becomes several: take some out";
            return Err(flaw(to_at, what));
        }
        let (date_at, date) = (date.span().start, date.get_ref().to_string());
        if date.parse::<jiff::civil::Date>().is_err() {
            return Err(flaw(date_at, "the date is a day, such as 2026-11-24"));
        }
        changes.changes.push(TopicChange { from, to, date });
        if let Some(id) = changes.unstable() {
            let what = format!(
                "with this change, what is decided for \"{id}\" from now on would be read as another \
                 topic: give the topic another id"
            );
            return Err(flaw(start, &what));
        }
    }
    Ok(changes)
}

/// The rule that `entry` is.
fn rule(text: &str, entry: Spanned<RuleEntry>, topics: &[Topic]) -> Result<Rule, Flaw> {
    let wrong = |byte: usize, what: &str| Err(Flaw::at(place(text, byte), what));
    let start = entry.span().start;
    let entry = entry.into_inner();
    let implying = start_of(&entry.implies).or(start_of(&entry.topic));
    let mut forms: Vec<usize> = [
        start_of(&entry.exclusive),
        start_of(&entry.required),
        implying,
    ]
    .into_iter()
    .chain([start_of(&entry.at_most)])
    .flatten()
    .collect();
    forms.sort_unstable();
    if let Some(&second) = forms.get(1) {
        return wrong(
            second,
            "a rule says one thing (exclusive, at-most, required, or topic and implies): give this one \
             a [[rule]] of its own",
        );
    }
    if let (Some(of), None) = (start_of(&entry.of), &entry.at_most) {
        return wrong(
            of,
            "\"of\" says which topics at-most counts, and there is no at-most here",
        );
    }
    let ids = |list: Spanned<List>, least: usize, short: &str| {
        if list.get_ref().len() < least {
            return Err(Flaw::at(place(text, list.span().start), short));
        }
        topic_ids(text, list.into_inner(), topics)
    };
    if let Some(list) = entry.exclusive {
        let short = "exclusive needs two topics or more, of which a sentence has at most one";
        return Ok(Rule::Exclusive(ids(list, 2, short)?));
    }
    if let Some(list) = entry.required {
        let short = "required needs a topic or more, of which a sentence has at least one";
        return Ok(Rule::Required(ids(list, 1, short)?));
    }
    if let Some(count) = entry.at_most {
        if *count.get_ref() == 0 {
            let what = "at-most starts at 1: a topic that no sentence may have is no topic";
            return wrong(count.span().start, what);
        }
        let short = "\"of\" needs a topic or more: leave it out to count all topics";
        let of = entry
            .of
            .map_or(Ok(Vec::new()), |list| ids(list, 1, short))?;
        let count = count.into_inner();
        return Ok(Rule::AtMost { count, of });
    }
    match (entry.topic, entry.implies) {
        (Some(topic), Some(list)) => {
            let id = topic.get_ref().clone();
            if let Some(same) = list.get_ref().iter().find(|other| *other.get_ref() == id) {
                let what = format!("\"{id}\" implies itself: take it out of this list");
                return wrong(same.span().start, &what);
            }
            let short = "implies needs a topic or more, which a sentence with the other has too";
            topic_ids(text, vec![topic], topics)?;
            let (topic, also) = (id, ids(list, 1, short)?);
            Ok(Rule::Implies { topic, also })
        }
        (None, Some(list)) => wrong(
            list.span().start,
            "implies needs topic = \"…\" beside it: the topic that has these with it",
        ),
        (Some(topic), None) => wrong(
            topic.span().start,
            "a rule with a topic needs implies = [\"…\"]: the topics that this one has with it",
        ),
        (None, None) => wrong(
            start,
            "this rule says nothing: give it exclusive, at-most, required, or topic and implies",
        ),
    }
}

/// What can be said of an article as a whole.
fn article(text: &str, entry: ArticleEntry, topics: &[Topic]) -> Result<ArticleScheme, Flaw> {
    let wrong = |byte: usize, what: &str| Err(Flaw::at(place(text, byte), what));
    let topics = topic_ids(text, entry.topics, topics)?;
    let mut fields: Vec<Field> = Vec::new();
    for FieldEntry { id, name, choices } in entry.fields {
        let (at, id) = (id.span().start, id.into_inner());
        if !is_id(&id) {
            let what = format!("the id \"{id}\" may have only a-z, 0-9, '.', '_' and '-'");
            return wrong(at, &what);
        }
        if fields.iter().any(|field| field.id == id) {
            let what = format!("a field with the id \"{id}\" stands above already");
            return wrong(at, &what);
        }
        if let Some(none) = choices.as_ref().filter(|list| list.get_ref().is_empty()) {
            let what = "choices needs an entry or more: leave it out for a text of any kind";
            return wrong(none.span().start, what);
        }
        let mut distinct: Vec<String> = Vec::new();
        for choice in choices.map(Spanned::into_inner).unwrap_or_default() {
            let (at, choice) = (choice.span().start, choice.into_inner());
            // Blanks around it would be seen by nobody.
            let choice = choice.trim();
            if choice.is_empty() {
                return wrong(at, "a choice is empty: take it out of the list");
            }
            if distinct.iter().any(|other| other == choice) {
                let what = format!("\"{choice}\" stands in this list already: take one out");
                return wrong(at, &what);
            }
            distinct.push(choice.to_owned());
        }
        let choices = distinct;
        fields.push(Field { id, name, choices });
    }
    Ok(ArticleScheme { topics, fields })
}

/// The names in `list`, each that of an annotator and none there twice.
fn names(text: &str, list: List) -> Result<Vec<String>, Flaw> {
    let mut names: Vec<String> = Vec::new();
    for entry in list {
        let (at, name) = (entry.span().start, entry.into_inner());
        let wrong = |what: &str| Err(Flaw::at(place(text, at), what));
        if let Err(error) = check_annotator(&name) {
            return wrong(&error.to_string());
        }
        if names.contains(&name) {
            return wrong(&format!(
                "\"{name}\" stands in this list already: take one out"
            ));
        }
        names.push(name);
    }
    Ok(names)
}

/// What is masked.
fn privacy(text: &str, entry: PrivacyEntry) -> Result<Privacy, Flaw> {
    let wrong = |byte: usize, what: &str| Err(Flaw::at(place(text, byte), what));
    let mut mask = Vec::new();
    for id in entry.mask {
        let kind = Kind::LISTED
            .into_iter()
            .find(|kind| kind.id() == id.get_ref());
        match kind {
            Some(kind) if !mask.contains(&kind) => mask.push(kind),
            _ => {
                let known = Kind::LISTED.map(Kind::id).join(", ");
                let what = format!(
                    "\"{}\" is nothing that can be masked, or stands here already: there are {known}",
                    id.get_ref()
                );
                return wrong(id.span().start, &what);
            }
        }
    }
    if let Some(name) = entry.names.first().filter(|_| !mask.contains(&Kind::Name)) {
        let what = "names are listed here, and mask has no \"names\": add it there";
        return wrong(name.span().start, what);
    }
    let words = |list: List| {
        let mut words = Vec::new();
        for word in list {
            if !word.get_ref().chars().any(char::is_alphanumeric) {
                let what = "this has neither a letter nor a digit: take it out of the list";
                return Err(Flaw::at(place(text, word.span().start), what));
            }
            words.push(word.into_inner());
        }
        Ok(words)
    };
    let patterns = entry.patterns.into_iter().map(|it| Pattern {
        place: place(text, it.span().start),
        regex: it.into_inner(),
    });
    Ok(Privacy {
        mask,
        patterns: patterns.collect(),
        names: words(entry.names)?,
        keep: words(entry.keep)?,
        numbered: entry.numbered,
        language: entry.language,
    })
}

/// Who gets what.
fn assignment(
    text: &str,
    entry: Spanned<AssignmentEntry>,
    people: &People,
) -> Result<assignment::Rule, Flaw> {
    let wrong = |byte: usize, what: &str| Err(Flaw::at(place(text, byte), what));
    let (start, entry) = (entry.span().start, entry.into_inner());
    if people.annotators.is_empty() {
        return wrong(
            start,
            "there is nobody to assign to: name the annotators, as in [people] annotators = [\"sara\"]",
        );
    }
    let overlap = match &entry.overlap {
        None => Share::default(),
        Some(part) => match Share::new(*part.get_ref()) {
            Some(share) => share,
            None => {
                let what = "overlap is a share, from 0.0 (no article twice) to 1.0 (every article)";
                return wrong(part.span().start, what);
            }
        },
    };
    if let Some(few) = entry.copies.as_ref().filter(|it| *it.get_ref() < 2) {
        let what = "copies starts at 2: for no article twice, leave it out and set overlap = 0.0";
        return wrong(few.span().start, what);
    }
    let order = match &entry.order {
        None => Order::default(),
        Some(order) => match order.get_ref().as_str() {
            "shuffled" => Order::Shuffled,
            "as-is" => Order::AsIs,
            other => {
                let what = format!("order is \"shuffled\" or \"as-is\", not \"{other}\"");
                return wrong(order.span().start, &what);
            }
        },
    };
    Ok(assignment::Rule {
        overlap,
        copies: entry.copies.map_or(COPIES, Spanned::into_inner),
        seed: entry.seed,
        order,
    })
}

/// The ids in `list`, each of one of `topics` and none there twice.
fn topic_ids(text: &str, list: List, topics: &[Topic]) -> Result<Vec<String>, Flaw> {
    let wrong = |byte: usize, what: &str| Err(Flaw::at(place(text, byte), what));
    let mut ids = Vec::new();
    for entry in list {
        let (at, id) = (entry.span().start, entry.into_inner());
        if !topics.iter().any(|topic| topic.id == id) {
            let known: Vec<&str> = topics.iter().map(|topic| topic.id.as_str()).collect();
            let known = known.join(", ");
            return wrong(
                at,
                &format!("no topic has the id \"{id}\": there are {known}"),
            );
        }
        if ids.contains(&id) {
            let what = format!("\"{id}\" stands in this list already: take one out");
            return wrong(at, &what);
        }
        ids.push(id);
    }
    Ok(ids)
}

/// A topic that the rules let stand on no sentence, or on none that is ever finished: the index of
/// the rule that is in the way, and what to say.
fn contradiction(project: &Project) -> Option<(usize, String)> {
    let index = |rule: &Rule| {
        project
            .rules
            .iter()
            .position(|it| it == rule)
            .unwrap_or_default()
    };
    let list = |ids: &[String]| ids.join(", ");
    for topic in &project.topics {
        let all = project.implied(&topic.id);
        let id = &topic.id;
        if let Some(broken) = project.excess(&all) {
            let together: Vec<String> = broken.topics.iter().map(|it| it.id.clone()).collect();
            let together = list(&together);
            let what = format!(
                "no sentence could have \"{id}\": by what it implies, {together} stand together, and \
                 this rule forbids that; change this rule or what is implied"
            );
            return Some((index(broken.rule), what));
        }
        for rule in &project.rules {
            let Rule::Required(any) = rule else { continue };
            let fits = |other: &String| {
                let both = [all.clone(), project.implied(other)].concat();
                project.excess(&both).is_none()
            };
            if !any.iter().any(fits) {
                let any = list(any);
                let what = format!(
                    "no sentence with \"{id}\" could ever be finished: it needs one of {any}, and \
                     other rules let none of these stand beside it; add \"{id}\" here or change them"
                );
                return Some((index(rule), what));
            }
        }
    }
    None
}

/// The byte where `entry` starts, if it is there.
fn start_of<T>(entry: &Option<Spanned<T>>) -> Option<usize> {
    entry.as_ref().map(|entry| entry.span().start)
}

/// The letter or digit that `text` consists of.
fn single(text: &str) -> Option<char> {
    let mut characters = text.chars();
    characters
        .next()
        .filter(|c| c.is_alphanumeric() && characters.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The project in `text`, without the changes of its topics.
    fn read(text: &str) -> Result<Project, Flaw> {
        super::read(text).map(|(project, _)| project)
    }

    const TOPIC: &str = "\n[[topic]]\nid = \"a\"\nkey = \"1\"\ncolour = \"green\"\n\
        name = { ar = \"\", en = \"A\" }\nletter = { ar = \"و\", en = \"A\" }\n";

    fn check(text: &str, line: usize, column: usize, what: &str) {
        let flaw = read(text).unwrap_err();
        assert_eq!((flaw.line, flaw.column), (line, column), "{flaw:?}");
        assert!(flaw.what.contains(what), "{flaw:?}");
    }

    #[test]
    fn every_mistake_in_project_toml_has_its_place() {
        let head = "format = 1\nname = \"n\"\nlanguage = \"ar\"\n";
        assert!(read(&format!("{head}{TOPIC}")).is_ok());
        check(head, 0, 0, "no [[topic]]");
        check("format = 2\nfuture = true\n", 1, 10, "format 2");
        check("format = 1\nname = \n", 2, 8, "");
        check(
            &format!("{head}flags = [\"unsure\", \"x\"]\n{TOPIC}"),
            4,
            20,
            "no flag",
        );
        check(&format!("{head}direction = \"up\"\n{TOPIC}"), 4, 13, "rtl");
        check(
            &format!("{head}nmae = 3\n{TOPIC}"),
            4,
            1,
            "unknown field `nmae`",
        );
        check(&format!("{head}{TOPIC}{TOPIC}"), 13, 6, "id \"a\"");
        check(
            &format!("{head}{}", TOPIC.replace("\"1\"", "\"12\"")),
            7,
            7,
            "one letter",
        );
        check(
            &format!("{head}{}", TOPIC.replace("\"1\"", "\"0\"")),
            7,
            7,
            "no topic applies",
        );
        check(
            &format!("{head}{}", TOPIC.replace("\"a\"", "\"../a\"")),
            6,
            6,
            "may have only",
        );
        check(
            &format!("{head}{}", TOPIC.replace("green", "mauve")),
            8,
            10,
            "mauve",
        );
    }

    const HEAD: &str = "format = 1\nname = \"n\"\nlanguage = \"ar\"\n";

    /// A project of three topics, a, b and c; `more` begins on line 25.
    fn with(more: &str) -> String {
        let topic = |id: &str, key: &str| {
            TOPIC
                .replace("\"a\"", &format!("\"{id}\""))
                .replace("\"1\"", &format!("\"{key}\""))
        };
        let topics = [topic("a", "1"), topic("b", "2"), topic("c", "3")].concat();
        let text = format!("{HEAD}{topics}");
        assert_eq!(text.lines().count(), 24);
        format!("{text}{more}\n")
    }

    fn ids(letters: &str) -> Vec<String> {
        letters.chars().map(String::from).collect()
    }

    #[test]
    fn rules_are_read_in_their_order() {
        let text = "[[rule]]\nexclusive = [\"b\", \"a\"]\n[[rule]]\nat-most = 2\n\
            [[rule]]\nat-most = 1\nof = [\"b\", \"c\"]\n[[rule]]\nrequired = [\"a\", \"b\"]\n\
            [[rule]]\ntopic = \"c\"\nimplies = [\"a\"]";
        let project = read(&with(text)).unwrap();
        let (topic, also) = ("c".to_owned(), ids("a"));
        let rules = [
            Rule::Exclusive(ids("ba")),
            Rule::AtMost {
                count: 2,
                of: ids(""),
            },
            Rule::AtMost {
                count: 1,
                of: ids("bc"),
            },
            Rule::Required(ids("ab")),
            Rule::Implies { topic, also },
        ];
        assert_eq!(project.rules, rules);
        let json = serde_json::to_string(&project.wording()).unwrap();
        let written = "\"rules\":[{\"exclusive\":[\"b\",\"a\"]},{\"at-most\":{\"count\":2,\"of\":[]}},\
            {\"at-most\":{\"count\":1,\"of\":[\"b\",\"c\"]}},{\"required\":[\"a\",\"b\"]},\
            {\"implies\":{\"topic\":\"c\",\"also\":[\"a\"]}}]}";
        assert!(json.ends_with(written), "{json}");
    }

    #[test]
    fn every_mistake_in_a_rule_has_its_place() {
        let rule = |keys: &str, line, column, what: &str| {
            check(&with(&format!("[[rule]]\n{keys}")), line, column, what);
        };
        rule("", 25, 1, "says nothing");
        rule("exclusive = [\"a\", \"x\"]", 26, 19, "there are a, b, c");
        rule("exclusive = [\"a\"]", 26, 13, "two topics or more");
        rule("exclusive = [\"a\", \"a\"]", 26, 19, "already");
        rule("at-most = 0", 26, 11, "starts at 1");
        rule("at-most = -1", 26, 11, "-1");
        rule("at-most = 1\nof = []", 27, 6, "leave it out");
        rule("at-most = 1\nof = [\"x\"]", 27, 7, "\"x\"");
        rule("required = []", 26, 12, "a topic or more");
        rule("required = [\"x\"]", 26, 13, "\"x\"");
        rule("topic = \"a\"", 26, 9, "needs implies");
        rule("implies = [\"a\"]", 26, 11, "needs topic");
        rule("topic = \"x\"\nimplies = [\"a\"]", 26, 9, "\"x\"");
        rule("topic = \"a\"\nimplies = []", 27, 11, "a topic or more");
        rule(
            "topic = \"a\"\nimplies = [\"b\", \"a\"]",
            27,
            17,
            "implies itself",
        );
        rule("required = [\"a\"]\nat-most = 1", 27, 11, "one thing");
        rule("at-most = 1\ntopic = \"a\"", 27, 9, "one thing");
        rule("required = [\"a\"]\nof = [\"a\"]", 27, 6, "at-most counts");
        rule("exclude = [\"a\"]", 26, 1, "unknown field `exclude`");
    }

    #[test]
    fn rules_that_leave_no_place_for_a_topic_are_refused() {
        let implies = |topic: &str, other: &str| {
            format!("[[rule]]\ntopic = \"{topic}\"\nimplies = [\"{other}\"]\n")
        };
        let chain = implies("a", "b") + &implies("b", "c");
        assert!(read(&with(&chain)).is_ok());
        assert!(read(&with(&(implies("a", "b") + &implies("b", "a")))).is_ok());
        let exclusive = |list: &str| format!("[[rule]]\nexclusive = {list}\n");
        let with_chain = |more: &str| with(&format!("{chain}{more}"));
        check(
            &with_chain(&exclusive("[\"c\", \"a\"]")),
            31,
            1,
            "a, c stand together",
        );
        check(
            &with(&(exclusive("[\"c\", \"a\"]") + &chain)),
            25,
            1,
            "\"a\"",
        );
        check(
            &with_chain("[[rule]]\nat-most = 2"),
            31,
            1,
            "a, b, c stand together",
        );
        assert!(read(&with_chain("[[rule]]\nat-most = 3")).is_ok());
        assert!(read(&with_chain("[[rule]]\nat-most = 1\nof = [\"a\", \"c\"]")).is_err());
        let required = "[[rule]]\nrequired = [\"a\", \"b\"]\n";
        let apart = exclusive("[\"c\", \"a\"]") + required;
        assert!(read(&with(&apart)).is_ok(), "c stands beside b");
        let apart = exclusive("[\"c\", \"a\"]") + &exclusive("[\"c\", \"b\"]") + required;
        check(&with(&apart), 29, 1, "with \"c\" could ever be finished");
    }

    #[test]
    fn what_is_asked_of_the_whole_article_is_read() {
        let text = "[article]\ntopics = [\"c\", \"a\"]\n[[article.field]]\nid = \"country\"\n\
            name = { ar = \"البلد\", en = \"Country\" }\nchoices = [\"مصر\", \"السودان\"]\n\
            [[article.field]]\nid = \"period\"\nname = { ar = \"\", en = \"Period\" }";
        let project = read(&with(text)).unwrap();
        assert_eq!(project.article.topics, ids("ca"));
        let [country, period] = project.article.fields.as_slice() else {
            panic!("two fields");
        };
        assert_eq!(
            (country.id.as_str(), period.id.as_str()),
            ("country", "period")
        );
        assert_eq!(country.choices, ["مصر", "السودان"]);
        assert!(period.choices.is_empty());
        let json = serde_json::to_string(&project.wording()).unwrap();
        assert!(
            json.contains("\"article\":{\"topics\":[\"c\",\"a\"],\"fields\":[{\"id\":\"country\"")
        );
        let none = read(&with("[article]")).unwrap();
        assert!(none.article.is_empty());
        assert!(
            !serde_json::to_string(&none.wording())
                .unwrap()
                .contains("\"article\"")
        );
    }

    #[test]
    fn every_mistake_in_what_is_asked_of_the_article_has_its_place() {
        let field = |id: &str, more: &str| {
            let name = "name = { ar = \"\", en = \"F\" }";
            format!("[[article.field]]\nid = \"{id}\"\n{name}\n{more}\n")
        };
        let choices = |list: &str| with(&field("f", &format!("choices = {list}")));
        check(&with("[article]\ntopics = [\"x\"]"), 26, 11, "\"x\"");
        check(
            &with("[article]\ntopics = [\"a\", \"a\"]"),
            26,
            16,
            "already",
        );
        check(&with("[article]\ntopic = \"a\""), 26, 1, "unknown field");
        check(&with(&field("F 1", "")), 26, 6, "may have only");
        check(
            &with(&(field("f", "") + &field("f", ""))),
            30,
            6,
            "stands above already",
        );
        check(&with("[[article.field]]\nid = \"f\""), 25, 1, "name");
        check(&choices("[]"), 28, 11, "leave it out");
        check(&choices("[\"x\", \" \"]"), 28, 17, "empty");
        check(&choices("[\"x\", \"x \"]"), 28, 17, "already");
    }

    #[test]
    fn people_and_who_gets_what_are_read() {
        let people = "[people]\nleads = [\"huda\"]\nannotators = [\"سارة\", \"huda\", \"omar\"]\n";
        let all = "[assignment]\noverlap = 0.2\ncopies = 3\nseed = 7\norder = \"as-is\"\n";
        let project = read(&with(&format!("{people}{all}"))).unwrap();
        assert_eq!(project.people.leads, ["huda"]);
        assert_eq!(project.people.annotators, ["سارة", "huda", "omar"]);
        let rule = assignment::Rule {
            overlap: Share::new(0.2).unwrap(),
            copies: 3,
            seed: 7,
            order: Order::AsIs,
        };
        assert_eq!(project.assignment, Some(rule));
        let rule = |keys: &str| {
            let text = format!("{people}[assignment]\n{keys}");
            read(&with(&text)).unwrap().assignment.unwrap()
        };
        let (none, pilot) = (rule(""), rule("overlap = 1"));
        assert_eq!(
            (none.overlap, none.copies, none.seed),
            (Share::default(), 2, 0)
        );
        assert_eq!(
            (none.order, pilot.overlap),
            (Order::Shuffled, Share::new(1.0).unwrap())
        );
        let nobody = read(&with("")).unwrap();
        assert_eq!(
            (nobody.people, nobody.assignment),
            (People::default(), None)
        );
        let wording = serde_json::to_string(&project.wording()).unwrap();
        assert!(!wording.contains("huda"), "it is no part of the guideline");
    }

    #[test]
    fn every_mistake_in_people_and_who_gets_what_has_its_place() {
        let people = |list: &str, line, column, what: &str| {
            check(
                &with(&format!("[people]\nannotators = {list}")),
                line,
                column,
                what,
            );
        };
        people("[\"sara\", \"a b\"]", 26, 23, "letters, digits");
        people("[\"gold\"]", 26, 15, "reserved");
        people("[\"\"]", 26, 15, "1 to 64");
        people("[\"../x\"]", 26, 15, "dot");
        people("[\"sara\", \"omar\", \"sara\"]", 26, 31, "already");
        people("\"sara\"", 26, 14, "sequence");
        check(&with("[people]\nleads = [\"-x\"]"), 26, 10, "hyphen");
        check(&with("[people]\nlead = []"), 26, 1, "unknown field `lead`");
        check(
            &with("[assignment]\noverlap = 0.2"),
            25,
            1,
            "nobody to assign to",
        );
        check(
            &with("[people]\nleads = [\"huda\"]\n[assignment]"),
            27,
            1,
            "nobody to assign to",
        );
        let rule = |keys: &str, line, column, what: &str| {
            let people = "[people]\nannotators = [\"sara\"]\n";
            check(
                &with(&format!("{people}[assignment]\n{keys}")),
                line,
                column,
                what,
            );
        };
        rule("overlap = 1.5", 28, 11, "from 0.0");
        rule("overlap = -1", 28, 11, "from 0.0");
        rule("overlap = nan", 28, 11, "from 0.0");
        rule("overlap = \"half\"", 28, 11, "half");
        rule("copies = 1", 28, 10, "starts at 2");
        rule("overlap = 1\ncopies = 0", 29, 10, "starts at 2");
        rule("copies = -2", 28, 10, "-2");
        rule("seed = -1", 28, 8, "-1");
        rule(
            "order = \"random\"",
            28,
            9,
            "\"shuffled\" or \"as-is\", not \"random\"",
        );
        rule("share = 0.2", 28, 1, "unknown field `share`");
    }

    #[test]
    fn the_examples_that_the_sample_leaves_out_are_right() {
        let sample = include_str!("../../samples/project.toml");
        let uncommented = sample
            .split("\n\n")
            .map(|block| match block.strip_prefix("# [") {
                Some(example) => format!("[{}", example.replace("\n# ", "\n")),
                None => block.to_owned(),
            });
        let project = read(&uncommented.collect::<Vec<_>>().join("\n\n")).unwrap();
        assert_eq!((project.rules.len(), project.article.fields.len()), (4, 2));
        assert!(!project.article.topics.is_empty());
        let project = read(sample).unwrap();
        assert!(project.rules.is_empty() && project.article.is_empty());
    }

    #[test]
    fn the_wording_of_a_project_without_rules_is_what_it_always_was() {
        let head = "format = 1\nname = \"n\"\nlanguage = \"ar\"\n\
            [guideline]\nar = \"ق\"\nen = \"g\"\n";
        let project = read(&format!("{head}{TOPIC}")).unwrap();
        let json = super::super::format::to_json(&project.wording()).unwrap();
        assert_eq!(
            String::from_utf8(json).unwrap(),
            "{\n  \"guideline\": { \"ar\": \"ق\", \"en\": \"g\" },\n  \"topics\": [\n    \
             { \"id\": \"a\", \"name\": { \"ar\": \"\", \"en\": \"A\" }, \"card\": { \
             \"ar\": { \"definition\": \"\", \"belongs\": \"\", \"excludes\": \"\", \"examples\": [], \"borderlines\": [] }, \
             \"en\": { \"definition\": \"\", \"belongs\": \"\", \"excludes\": \"\", \"examples\": [], \"borderlines\": [] } } }\n  ]\n}\n"
        );
    }

    #[test]
    fn changes_of_topics_are_read_in_their_order() {
        let change = |from: &str, to: &str| {
            format!("[[topic-change]]\nfrom = {from}\nto = {to}\ndate = 2026-11-24\n")
        };
        let text = change("[\"x\", \"y\"]", "[\"z\"]") + &change("[\"z\"]", "[\"a\", \"w\"]");
        let (_, changes) = super::read(&with(&text)).unwrap();
        assert_eq!(changes.scheme, ids("abc"));
        let change_of = |from: &str, to: &str| TopicChange {
            from: ids(from),
            to: ids(to),
            date: "2026-11-24".into(),
        };
        assert_eq!(
            changes.changes,
            [change_of("xy", "z"), change_of("z", "aw")]
        );
    }

    #[test]
    fn every_mistake_in_a_change_of_topics_has_its_place() {
        let change = |keys: &str, line, column, what: &str| {
            check(
                &with(&format!("[[topic-change]]\n{keys}")),
                line,
                column,
                what,
            );
        };
        let day = "date = 2026-11-24";
        change(
            &format!("from = []\nto = [\"a\"]\n{day}"),
            26,
            8,
            "needs the id",
        );
        change(
            &format!("from = [\"X\"]\nto = [\"a\"]\n{day}"),
            26,
            9,
            "no id",
        );
        change(
            &format!("from = [\"x\", \"y\"]\nto = [\"a\", \"b\"]\n{day}"),
            27,
            6,
            "become one",
        );
        change(
            &format!("from = [\"a\"]\nto = [\"b\"]\n{day}"),
            25,
            1,
            "\"a\" from now on",
        );
        change(
            "from = [\"x\"]\nto = [\"a\"]\ndate = 10:00:00",
            28,
            8,
            "a day",
        );
        change("from = [\"x\"]\nto = [\"a\"]", 25, 1, "date");
    }
}
