//! An article whose own name has the word gets another one, everywhere.
//!
//! The article comes last here, too: as long as it has its old name, to run it again is to go on.

use std::fs;
use std::path::Path;

use super::super::{
    Place, StoreError, atomic, format, is_id, read_annotations, read_article, read_if_there,
};
use super::words::Words;
use crate::model::article::Article;
use crate::model::duplicates::{Cluster, Duplicates};
use crate::model::question::Answers;
use crate::model::split::Splits;

impl Words<'_> {
    /// Gives the article `id` a name without the word.
    pub(super) fn rename(&mut self, id: &str) {
        let store = self.pass.store;
        let path = store.article_path(id);
        let Ok(article) = read_article(&path, id) else {
            return;
        };
        let Some(new) = self.new_id(id, &article) else {
            let what = "its name has it, and no other could be found: forget the article";
            return self.pass.leave(&path, what);
        };
        if self.pass.is_rehearsal {
            return self.pass.done(&path, format!("called {new}, in all files"));
        }
        let mut waits = false;
        for name in store.writers() {
            let own = store.annotations_path(&name, id);
            let Ok(Some(mut annotations)) = read_annotations(&own) else {
                waits |= own.exists();
                continue;
            };
            annotations.article.clone_from(&new);
            let json = format::to_json(&annotations);
            let to = store.annotations_path(&name, &new);
            waits |= !json.is_ok_and(|json| self.pass.rename(&own, &to, &json));
        }
        if waits {
            let what = "its name has it, and it waits for annotations that could not be renamed: run this again";
            return self.pass.leave(&path, what);
        }
        if let Err(error) = self.elsewhere(id, &new) {
            return self.pass.leave(&path, format!("its name has it: {error}"));
        }
        let article = Article {
            id: new.clone(),
            ..article
        };
        if let Ok(json) = format::to_json(&article) {
            self.pass.rename(&path, &store.article_path(&new), &json);
        }
    }

    /// A name that is free, or the one that a run before this began to give.
    fn new_id(&self, id: &str, article: &Article) -> Option<String> {
        let mut base = String::new();
        let mut end = 0;
        for bytes in (self.find)(id) {
            base += id.get(end..bytes.start)?;
            base.push('x');
            end = bytes.end;
        }
        base += id.get(end..)?;
        let numbered = (2..1000).map(|number| format!("{base}-{number}"));
        let mut names = std::iter::once(base.clone()).chain(numbered);
        names.find(|name| {
            let path = self.pass.store.article_path(name);
            let is_begun = || {
                // It may still have the old name in it.
                let json = fs::read(&path).unwrap_or_default();
                let read: Result<Article, _> = format::from_json(&json);
                read.is_ok_and(|it| {
                    (&it.text, &it.title, &it.source)
                        == (&article.text, &article.title, &article.source)
                        && it.segmentation == article.segmentation
                        && (it.id == id || it.id == *name)
                })
            };
            is_id(name) && (!path.exists() || is_begun())
        })
    }

    /// In answers, parts, duplicates, and where somebody was last.
    fn elsewhere(&mut self, id: &str, new: &str) -> Result<(), StoreError> {
        for lead in self.pass.store.answered_by()? {
            let path = self.pass.path("answers").join(format!("{lead}.json"));
            let Some(json) = read_if_there(&path)? else {
                continue;
            };
            let read: Result<Answers, _> = format::from_json(&json);
            let mut answers = read.map_err(|flaw| StoreError::flawed(&path, flaw))?;
            let mut is_there = false;
            for answer in answers.answers.iter_mut().filter(|it| it.article == id) {
                answer.article = new.to_owned();
                is_there = true;
            }
            if let Ok(json) = format::to_json(&answers)
                && is_there
            {
                self.pass
                    .replace(&path, &json, "names the article as it is called now");
            }
        }
        let path = self.pass.path("splits.json");
        if let Ok(json) = fs::read(&path)
            && let Ok(mut splits) = serde_json::from_slice::<Splits>(&json)
            && let Some(part) = splits.articles.remove(id)
        {
            splits.articles.insert(new.to_owned(), part);
            if let Ok(mut json) = serde_json::to_vec_pretty(&splits) {
                json.push(b'\n');
                self.pass
                    .replace(&path, &json, "names the article as it is called now");
            }
        }
        let path = self.pass.path("duplicates.json");
        let duplicates = self.pass.store.duplicates();
        if duplicates.cluster_of(id).is_some() {
            let clusters = duplicates.clusters().iter().map(|cluster| {
                let mut cluster: Cluster = cluster.clone();
                for member in cluster.articles.iter_mut().filter(|it| it.id == id) {
                    member.id = new.to_owned();
                }
                cluster
            });
            let mut renamed = Duplicates::new(duplicates.made_by.clone(), clusters.collect());
            renamed.unknown = duplicates.unknown.clone();
            if let Ok(json) = format::to_json(&renamed) {
                self.pass
                    .replace(&path, &json, "names the article as it is called now");
            }
        }
        for path in self.pass.entries(&self.pass.path(".cache")) {
            let place = fs::read(&path).ok();
            let place = place.and_then(|it| serde_json::from_slice::<Place>(&it).ok());
            if place.is_some_and(|it| it.article == id) {
                self.pass.remove(
                    &path,
                    "gone: it named the article that somebody was in last",
                );
            }
        }
        Ok(())
    }
}

impl super::Pass<'_> {
    /// Puts `json` at `to`, which nobody else has, and takes the file at `from` away; whether that is done.
    fn rename(&mut self, from: &Path, to: &Path, json: &[u8]) -> bool {
        if !self.may_write(from) {
            return false;
        }
        let written =
            atomic::check_inside(self.store.root(), atomic::folder_of(to)).and_then(|()| {
                match fs::symlink_metadata(to) {
                    // A run before this one was killed right here.
                    Ok(_) => Ok(()),
                    // With the mode and owner that the file had, where that can be.
                    Err(_) => fs::hard_link(from, to).or_else(|_| atomic::create(to, json)),
                }
            });
        if let Err(error) = written {
            self.unwritten(to, &error);
            return false;
        }
        let told = self.told.done.len();
        let is_done = self.replace(to, json, "") && self.remove(from, "");
        if is_done {
            self.told.done.truncate(told);
            let name = to.file_name().unwrap_or_default().to_string_lossy();
            self.done(from, format!("is called {name} now"));
        }
        is_done
    }
}
