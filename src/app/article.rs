//! What is known of the article as a whole and what the annotator says of it: where it came from, its
//! topics and fields where the project has some, a note.

use super::change::change;
use super::prompt::Kind;
use super::{App, Dialog, Effect};
use crate::keys::Action;
use crate::lang::say;
use crate::model::Time;
use crate::model::annotation::Overall;

/// A row of what is known and said of an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What it is about.
    pub label: String,
    /// What is known or said of it.
    pub text: String,
    /// What Enter does here, if it does anything.
    pub entry: Option<Entry>,
}

/// Something that can be said of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// That the topic with this index of the project applies.
    Topic(usize),
    /// The field with this index of the article's scheme.
    Field(usize),
    /// A note.
    Note,
}

impl App {
    /// What is known of the open article, then what can be said of it.
    pub fn article_rows(&self) -> Vec<Row> {
        let Some(reader) = &self.reader else {
            return Vec::new();
        };
        let (words, project) = (&self.words, &self.desk.project);
        let mut rows = Vec::new();
        let mut known = |name: &str, text: &str| {
            if !text.is_empty() {
                rows.push(Row {
                    label: words.get(name).into_owned(),
                    text: text.to_owned(),
                    entry: None,
                });
            }
        };
        let article = reader.article();
        let metadata = &article.metadata;
        known("article-title", &article.title);
        for (name, text) in [
            ("article-source", &metadata.source),
            ("article-author", &metadata.author),
            ("article-date", &metadata.date),
            ("article-url", &metadata.url),
            ("article-licence", &metadata.licence),
        ] {
            known(name, text.as_deref().unwrap_or_default());
        }
        known("article-file", &article.source.file);
        known("article-also", &reader.also().join(" · "));
        let overall = &reader.annotations().overall;
        for (index, topic) in project.topics.iter().enumerate() {
            if project.article.topics.contains(&topic.id) {
                let says = overall.topics.contains(&topic.id);
                let key = words.digits(&topic.key.to_string());
                let name = topic.name.get(words.language());
                rows.push(Row {
                    label: if says { "✓" } else { "" }.to_owned(),
                    text: say!(words, "topic-key", topic = name, key = &key),
                    entry: Some(Entry::Topic(index)),
                });
            }
        }
        for (index, field) in project.article.fields.iter().enumerate() {
            let value = overall.fields.get(&field.id);
            rows.push(Row {
                label: field.name.get(words.language()).to_owned(),
                text: value.cloned().unwrap_or_default(),
                entry: Some(Entry::Field(index)),
            });
        }
        rows.push(Row {
            label: words.get("article-note").into_owned(),
            text: overall.note.clone(),
            entry: Some(Entry::Note),
        });
        rows
    }

    /// Shows what is known and said of the open article, with the bar on what can be said first.
    pub(super) fn open_article_page(&mut self) {
        let first = self
            .article_rows()
            .iter()
            .position(|row| row.entry.is_some());
        self.dialog = Some(Dialog::Article(first.unwrap_or_default()));
    }

    /// Does `action` on the row `selected` of the article's page.
    pub(super) fn act_on_article(
        &mut self,
        selected: usize,
        action: Action,
        now: Time,
    ) -> Option<Effect> {
        let rows = self.article_rows();
        let can_be_said = |row: &Row| row.entry.is_some();
        let to = match action {
            Action::Next => rows
                .iter()
                .skip(selected + 1)
                .position(can_be_said)
                .map(|it| selected + 1 + it),
            Action::Back => rows.iter().take(selected).rposition(can_be_said),
            Action::Open => return self.say_of_article(rows.get(selected)?.entry?, now),
            Action::Note => return self.say_of_article(Entry::Note, now),
            _ => None,
        };
        self.dialog = Some(Dialog::Article(to.unwrap_or(selected)));
        None
    }

    /// Says something of the article: a topic that applies, or no longer; the next choice of a field;
    /// what is typed elsewhere is asked for.
    pub(super) fn say_of_article(&mut self, entry: Entry, now: Time) -> Option<Effect> {
        if self.refuses_to_write() {
            return None;
        }
        let project = &self.desk.project;
        let overall = &self.reader.as_ref()?.annotations().overall;
        let overall = match entry {
            Entry::Topic(index) => {
                let id = &project.topics.get(index)?.id;
                if !project.article.topics.contains(id) {
                    return None;
                }
                overall.toggle(id, project.article.topics.iter().map(String::as_str))
            }
            Entry::Field(index) => {
                let field = project.article.fields.get(index)?;
                let value = overall.fields.get(&field.id);
                if field.choices.is_empty() {
                    let value = value.cloned().unwrap_or_default();
                    self.open_prompt(Kind::Field(index), &value);
                    return None;
                }
                // One after the other, and then nothing again.
                let at = value.and_then(|value| field.choices.iter().position(|it| it == value));
                let next = field.choices.get(at.map_or(0, |at| at + 1));
                overall.set_field(&field.id, next.map_or("", String::as_str))
            }
            Entry::Note => {
                let note = overall.note.clone();
                self.open_prompt(Kind::ArticleNote, &note);
                return None;
            }
        };
        self.set_overall(overall, now)
    }

    /// Takes what was typed of the article, and shows its page again.
    pub(super) fn typed_of_article(&mut self, kind: Kind, text: &str, now: Time) -> Option<Effect> {
        let overall = &self.reader.as_ref()?.annotations().overall;
        let (entry, overall) = match kind {
            Kind::Field(index) => {
                let field = self.desk.project.article.fields.get(index)?;
                (Entry::Field(index), overall.set_field(&field.id, text))
            }
            _ => (Entry::Note, overall.with_note(text)),
        };
        let rows = self.article_rows();
        let row = rows.iter().position(|row| row.entry == Some(entry));
        self.dialog = Some(Dialog::Article(row.unwrap_or_default()));
        self.set_overall(overall, now)
    }

    fn set_overall(&mut self, overall: Overall, now: Time) -> Option<Effect> {
        let before = &self.reader.as_ref()?.annotations().overall;
        if *before == overall {
            return None;
        }
        let (from, to) = (before.as_decision(), overall.as_decision());
        let change = change(&self.words, &self.desk.project, &from, &to);
        let effect = self.write_overall(overall, now, None, None);
        self.tell(say!(self.words, "article-changed", change = &change));
        Some(effect)
    }
}
