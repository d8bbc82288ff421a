//! `project.toml`: what people write, and each mistake in it with its line and column.

use std::collections::BTreeSet;

use serde::Deserialize;
use toml::Spanned;

use super::format::{Flaw, place};
use super::names::is_id;
use crate::model::annotation::FORMAT;
use crate::model::project::{Bilingual, Cards, Colour, Language, Project, Topic};

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
    #[serde(default)]
    guideline: Bilingual,
    #[serde(rename = "topic", default)]
    topics: Vec<TopicEntry>,
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

/// Reads `project.toml`.
pub(super) fn read(text: &str) -> Result<Project, Flaw> {
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
    let (name, language, guideline) = (file.name, file.language, file.guideline);
    Ok(Project {
        name,
        language,
        guideline,
        topics,
    })
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
}
