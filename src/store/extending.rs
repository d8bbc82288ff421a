//! A case that is written onto a guideline card of `project.toml`: where the card stands, with everything
//! that people wrote around it.

use std::fs;
use std::path::Path;

use toml_edit::{Array, DocumentMut, Item, Table, TableLike, Value, value};

use super::atomic::{self, Durability};
use super::claim::Stamp;
use super::topics::{editable, id_of, replace, topics, with_line_ends_of};
use super::{Store, StoreError, format, hash_of, project};
use crate::model::extension::{Extension, Part, longer};

impl Store {
    /// Writes a case onto the card of a topic, unless `project.toml` was changed since it was last read.
    /// [`Self::refresh_project`] then takes what it says.
    pub fn extend_card(&self, extension: &Extension) -> Result<(), StoreError> {
        let path = self.scheme_path();
        let flawed = |what: &str| StoreError::flawed(&path, format::Flaw::at((0, 0), what));
        let stamp = Stamp::of(&path);
        let before = fs::read_to_string(&path).map_err(|error| StoreError::read(&path, &error))?;
        project::read(&before).map_err(|flaw| StoreError::flawed(&path, flaw))?;
        if stamp != self.stamp {
            return Err(StoreError::Conflict { path });
        }
        let expected = extension.of(self.project());
        let expected = expected.ok_or_else(|| flawed("it has no such topic any longer"))?;
        let after = edit(&before, extension).map_err(|what| flawed(&what))?;
        let read = project::read(&after).ok();
        if read.is_none_or(|(it, _)| hash_of(&it) != hash_of(&expected)) {
            let what = "the card is written in a way that cannot be added to: write the case onto it by hand";
            return Err(flawed(what));
        }
        check_writable(&path)?;
        if Stamp::of(&path) != stamp {
            return Err(StoreError::Conflict { path });
        }
        atomic::replace(&path, after.as_bytes(), Durability::Disk, |_| {})
            .map_err(|error| StoreError::write(&path, &error))
    }
}

/// A file that nobody may write is meant to stay as it is, though its folder lets it be replaced.
fn check_writable(path: &Path) -> Result<(), StoreError> {
    let opened = fs::OpenOptions::new().write(true).open(path);
    let error = match opened.and_then(|file| file.metadata()) {
        Ok(metadata) if metadata.permissions().readonly() => {
            std::io::ErrorKind::PermissionDenied.into()
        }
        Ok(_) => return Ok(()),
        Err(error) => error,
    };
    Err(StoreError::write(path, &error))
}

/// The text of `project.toml` with the case in it; or why it cannot be put there.
fn edit(text: &str, extension: &Extension) -> Result<String, String> {
    let mut document = editable(text)?;
    let mut tables = topics(&mut document);
    let topic = tables.find(|it| id_of(it) == Some(&extension.topic));
    let topic = topic.ok_or("its topics are not [[topic]] tables: write them so first")?;
    for (language, text) in [("ar", &extension.texts.ar), ("en", &extension.texts.en)] {
        if text.is_empty() {
            continue;
        }
        let card = table_in(topic, "card").and_then(|it| table_in(it, language));
        let card = card.ok_or("a card in it is no table: write it as [topic.card.ar] first")?;
        write(card, extension.part, text);
    }
    drop(tables);
    if extension.raises {
        raise(&mut document)?;
    }
    Ok(with_line_ends_of(text, &document.to_string()))
}

/// The table called `key` in `table`, which is made if need be.
fn table_in<'a>(table: &'a mut dyn TableLike, key: &str) -> Option<&'a mut dyn TableLike> {
    if !table.contains_key(key) {
        let mut made = Table::new();
        made.set_implicit(true);
        table.insert(key, Item::Table(made));
    }
    table.get_mut(key)?.as_table_like_mut()
}

fn write(card: &mut dyn TableLike, part: Part, text: &str) {
    let key = part.key();
    match part {
        Part::Example | Part::Borderline => {
            if let Some(list) = card.get_mut(key).and_then(Item::as_array_mut) {
                push(list, text);
            } else {
                card.insert(key, value(Array::from_iter([text])));
            }
        }
        Part::Belongs | Part::Excludes => {
            if let Some(there) = card.get_mut(key).and_then(Item::as_value_mut) {
                let longer = longer(there.as_str().unwrap_or_default(), text);
                replace(there, &longer);
            } else {
                card.insert(key, value(text));
            }
        }
    }
}

/// Puts `text` at the end of `list`, on a line of its own where the others are. A comment behind the last
/// entry stays behind that.
fn push(list: &mut Array, text: &str) {
    let indent = list.iter().last().map(|last| decor(last).0);
    let indent = indent.as_deref().unwrap_or_default();
    // What an entry stands behind may begin with a comment on the one before.
    let indent = indent.rfind('\n').map_or(indent, |at| &indent[at..]);
    let mut behind = String::new();
    if !list.trailing_comma()
        && let Some(last) = list.iter_mut().last()
    {
        behind = decor(last).1;
        last.decor_mut().set_suffix("");
    }
    let trailing = list.trailing().as_str().unwrap_or_default().to_owned();
    let (comment, end) = match (behind + &trailing).rsplit_once('\n') {
        Some((comment, end)) => (comment.trim_end().to_owned(), format!("\n{end}")),
        None => (String::new(), trailing),
    };
    let indent = match indent {
        _ if comment.is_empty() || indent.starts_with('\n') => indent,
        _ => "\n  ",
    };
    let mut value = Value::from(text);
    value.decor_mut().set_prefix(format!("{comment}{indent}"));
    list.push_formatted(value);
    list.set_trailing(end);
}

/// What is written before a value, and what behind it.
fn decor(value: &Value) -> (String, String) {
    let text = |raw: Option<&toml_edit::RawString>| {
        let text = raw.and_then(|it| it.as_str());
        text.unwrap_or_default().to_owned()
    };
    (text(value.decor().prefix()), text(value.decor().suffix()))
}

/// Raises the revision of the guideline by one.
fn raise(document: &mut DocumentMut) -> Result<(), String> {
    if !document.contains_key("guideline") {
        document.insert("guideline", Item::Table(Table::new()));
    }
    let table = document.get_mut("guideline");
    let table = table.and_then(Item::as_table_like_mut);
    let table = table.ok_or("its guideline is no table: write it as [guideline] first")?;
    match table.get_mut("revision").and_then(Item::as_value_mut) {
        Some(there) => {
            let decor = there.decor().clone();
            *there = (there.as_integer().unwrap_or_default() + 1).into();
            *there.decor_mut() = decor;
        }
        None => drop(table.insert("revision", value(1))),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::project::Bilingual;

    const SAMPLE: &str = include_str!("../../samples/project.toml");

    fn extension(topic: &str, part: Part, ar: &str, en: &str, raises: bool) -> Extension {
        let (ar, en) = (ar.to_owned(), en.to_owned());
        Extension {
            topic: topic.to_owned(),
            part,
            texts: Bilingual { ar, en },
            raises,
        }
    }

    /// Writes `x` as an example onto the Arabic card of a topic with these lines for it.
    fn check(card: &str, expected: &str) {
        let head = "[[topic]]\nid = \"a\"\n";
        let after = edit(
            &format!("{head}{card}"),
            &extension("a", Part::Example, "x", "", false),
        );
        assert_eq!(after.unwrap(), format!("{head}{expected}"), "{card}");
    }

    #[test]
    fn an_example_comes_behind_the_others_as_they_are_written() {
        check(
            "[topic.card.ar]\nexamples = [\n  \"a\", # one\n  \"b\", # two\n]\n",
            "[topic.card.ar]\nexamples = [\n  \"a\", # one\n  \"b\", # two\n  \"x\",\n]\n",
        );
        check(
            "[topic.card.ar]\nexamples = [\n  \"a\",\n  \"b\" # two\n]\n# end\n",
            "[topic.card.ar]\nexamples = [\n  \"a\",\n  \"b\", # two\n  \"x\"\n]\n# end\n",
        );
        check(
            "[topic.card.ar]\nexamples = [\"a\", \"b\"] # all\n",
            "[topic.card.ar]\nexamples = [\"a\", \"b\", \"x\"] # all\n",
        );
        check(
            "[topic.card.ar]\nexamples = []\n",
            "[topic.card.ar]\nexamples = [\"x\"]\n",
        );
        check(
            "[topic.card.ar]\nexamples = [\n  # none yet\n]\n",
            "[topic.card.ar]\nexamples = [\n  # none yet\n  \"x\"\n]\n",
        );
        check(
            "[topic.card.ar]\ndefinition = \"d\" # what\n",
            "[topic.card.ar]\ndefinition = \"d\" # what\nexamples = [\"x\"]\n",
        );
        check(
            "card = { ar = { definition = \"d\" } } # short\n",
            "card = { ar = { definition = \"d\" , examples = [\"x\"] } } # short\n",
        );
        check(
            "[topic.card.en]\ndefinition = \"d\"\n",
            "[topic.card.en]\ndefinition = \"d\"\n\n[topic.card.ar]\nexamples = [\"x\"]\n",
        );
        check(
            "\n# end\n",
            "\n[topic.card.ar]\nexamples = [\"x\"]\n\n# end\n",
        );
    }

    /// The lines that `extension` takes from the sample, and those that it adds.
    fn difference(text: &str, extension: &Extension) -> Vec<String> {
        let after = edit(text, extension).unwrap();
        let differs = |of: &str, other: &str, sign: char| {
            let lines = of
                .lines()
                .filter(|it| !other.lines().any(|line| line == *it));
            lines.map(|it| format!("{sign}{it}")).collect::<Vec<_>>()
        };
        let mut all = differs(text, &after, '-');
        all.extend(differs(&after, text, '+'));
        assert_eq!(project::read(text).is_ok(), project::read(&after).is_ok());
        all
    }

    #[test]
    fn nothing_else_in_the_file_changes() {
        let both = extension("protection", Part::Borderline, "قضية.", "A case.", true);
        let changed = ["+revision = 1", "+  \"قضية.\",", "+  \"A case.\","];
        assert_eq!(difference(SAMPLE, &both), changed);
        let text = SAMPLE.replacen("[guideline]\n", "[guideline]\nrevision = 4 # so far\n", 1);
        let excludes = extension("prevention", Part::Excludes, "", "Not that.", true);
        let difference = difference(&text, &excludes);
        assert_eq!(difference[0], "-revision = 4 # so far");
        assert_eq!(difference[2], "+revision = 5 # so far");
        assert!(
            difference[3].ends_with("(victim protection). Not that.\""),
            "{difference:?}"
        );
        assert_eq!(difference.len(), 4);
        // Line ends stay what they are, and what has two kinds of them is left alone.
        let dos = SAMPLE.replace('\n', "\r\n");
        let after = edit(&dos, &both).unwrap();
        assert_eq!(after.matches('\n').count(), after.matches("\r\n").count());
        assert!(edit(&(dos + "# x\n"), &both).is_err());
    }
}
