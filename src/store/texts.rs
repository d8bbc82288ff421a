//! The texts of all articles, to be looked through: by several threads at once, and reading of each
//! article no more than that takes.

use std::borrow::Cow;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use serde::Deserialize;

use super::{Store, StoreError, parse_article};
use crate::model::article::{Article, Id};

/// The articles as they were when this was asked for, without the project: who has one of these
/// needs nothing else of the store.
#[derive(Debug, Clone)]
pub struct Texts {
    folder: PathBuf,
    ids: Arc<Vec<Id>>,
}

/// The part of an article that is looked at. To leave out all the rest is a third of the work.
#[derive(Deserialize)]
struct TextOnly<'a> {
    #[serde(borrow)]
    text: Cow<'a, str>,
}

impl Store {
    /// The texts of all articles.
    pub fn texts(&self) -> Texts {
        Texts {
            folder: self.root.join("articles"),
            ids: self.shared_ids(),
        }
    }
}

impl Texts {
    /// The ids of the articles, in order.
    pub fn ids(&self) -> &[Id] {
        &self.ids
    }

    /// The article called `id` if its text is one that `is_sought`. That it can be read at all is only
    /// found out then.
    pub fn article_if(
        &self,
        id: &str,
        is_sought: impl FnOnce(&str) -> bool,
    ) -> Result<Option<Article>, StoreError> {
        let path = self.folder.join(format!("{id}.json"));
        let json = fs::read(&path).map_err(|error| StoreError::read(&path, &error))?;
        if let Ok(TextOnly { text }) = serde_json::from_slice(&json)
            && !is_sought(&text)
        {
            return Ok(None);
        }
        // What is wrong with one that has no text is said here, too.
        parse_article(&json, &path, id).map(Some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::plain;

    #[test]
    fn an_article_is_read_whole_only_where_it_is_sought() {
        let folder = tempfile::tempdir().unwrap();
        Store::create(folder.path()).unwrap();
        let mut store = Store::open(folder.path()).unwrap();
        let text = "داهمت الشرطة مصنعا.\nثم غادرت.";
        store
            .add(&plain::article("a", "a.txt", text.as_bytes(), String::new()).unwrap())
            .unwrap();
        let texts = store.texts();
        assert_eq!(texts.ids(), ["a"]);
        let asked = |answer: bool| {
            texts.article_if("a", |it| {
                assert_eq!(it, text);
                answer
            })
        };
        assert_eq!(asked(false).unwrap(), None);
        assert_eq!(asked(true).unwrap(), Some(store.article("a").unwrap()));
        // What cannot be read is said as where it is opened.
        let said = |result: Result<_, StoreError>| result.map(|_: Option<Article>| ()).unwrap_err();
        assert!(
            said(texts.article_if("b", |_| true))
                .to_string()
                .contains("b.json")
        );
        let path = folder.path().join("articles/a.json");
        for broken in ["{", "{\n  \"format\": 2 }", "{ \"text\": 5 }", "\u{0}"] {
            fs::write(&path, broken).unwrap();
            let error = said(texts.article_if("a", |_| false)).to_string();
            assert_eq!(error, store.article("a").unwrap_err().to_string());
        }
    }
}
