//! An article is forgotten: everything that was said of it goes, and it itself last.

use std::fs;
use std::path::Path;

use super::super::{
    Holder, Store, StoreError, check, format, is_id, last_number, read_article, read_if_there,
};
use super::{ForgetError, Forgotten, Pass, atomic};
use crate::model::duplicates::{Cluster, Duplicates};
use crate::model::question::Answers;
use crate::model::split::Splits;

/// Where the last numbers are kept that annotators gave to entries that are forgotten.
const NUMBERS: &str = ".set-aside/forgotten/annotations";

impl Store {
    /// Forgets the article `id`, everywhere; in a rehearsal it is only said what that would be. `me` is
    /// who holds everybody's claim meanwhile.
    pub fn forget_article(
        &self,
        id: &str,
        me: &Holder,
        is_rehearsal: bool,
    ) -> Result<Forgotten, ForgetError> {
        let held = match is_rehearsal || !is_id(id) {
            true => None,
            false => Some(self.hold(me)?),
        };
        let mut pass = Pass {
            store: self,
            is_rehearsal,
            told: Forgotten::default(),
        };
        if is_id(id) {
            pass.everything_of(id)?;
        }
        drop(held);
        Ok(pass.told)
    }
}

impl Pass<'_> {
    fn everything_of(&mut self, id: &str) -> Result<(), StoreError> {
        let store = self.store;
        let path = store.article_path(id);
        let source = read_article(&path, id).ok().map(|it| it.source.file);
        let mut waits = false;
        for name in store.writers() {
            let own = store.annotations_path(&name, id);
            if let Some(json) = read_if_there(&own)? {
                self.keep_number(&name, last_number(&json));
                waits |= !self.remove(&own, "gone, with its history");
            }
        }
        self.without_answers(id)?;
        self.without_split(id);
        self.without_duplicate(id)?;
        self.without_places(id);
        for path in self.files_below(&self.path(".set-aside")) {
            if path
                .file_name()
                .is_some_and(|it| *it == *format!("{id}.json"))
            {
                self.remove(&path, "gone");
            }
        }
        self.leftovers(|bytes| {
            let text = String::from_utf8_lossy(bytes);
            text.contains(&format!("\"article\": \"{id}\""))
                || text.contains(&format!("\"id\": \"{id}\""))
        });
        if waits {
            let what = "it waits for annotations that could not be taken away: see there, and run this again";
            self.leave(&path, what);
        } else if path.exists() && self.remove(&path, "gone") {
            self.told.sources.extend(source);
        }
        self.name_releases(id);
        Ok(())
    }

    /// Numbers of a history are never given again, also where nobody can see them any more.
    fn keep_number(&mut self, name: &str, last: u64) {
        if self.is_rehearsal || last <= check::last_number_aside(self.store.root(), name) {
            return;
        }
        let folder = self.path(NUMBERS).join(name);
        let path = folder.join("numbers.json");
        let json = format!("{{ \"n\": {last} }}\n");
        let written = atomic::check_inside(self.store.root(), &folder)
            .and_then(|()| atomic::create_folder(&folder))
            .and_then(|()| {
                atomic::replace(&path, json.as_bytes(), atomic::Durability::Disk, |_| {})
            });
        if let Err(error) = written {
            self.unwritten(&path, &error);
        }
    }

    fn without_answers(&mut self, id: &str) -> Result<(), StoreError> {
        for lead in self.store.answered_by()? {
            let path = self.path("answers").join(format!("{lead}.json"));
            let Some(json) = read_if_there(&path)? else {
                continue;
            };
            let read: Result<Answers, _> = format::from_json(&json);
            let Ok(mut answers) = read else {
                if String::from_utf8_lossy(&json).contains(id) {
                    self.leave(&path, "it cannot be read: mend it, and run this again");
                }
                continue;
            };
            let before = answers.answers.len();
            answers.answers.retain(|it| it.article != id);
            let gone = before - answers.answers.len();
            if let Ok(json) = format::to_json(&answers)
                && gone > 0
            {
                self.replace(
                    &path,
                    &json,
                    format!("answers about it that are gone: {gone}"),
                );
            }
        }
        Ok(())
    }

    fn without_split(&mut self, id: &str) {
        let path = self.path("splits.json");
        let Ok(json) = fs::read(&path) else { return };
        let Ok(mut splits) = serde_json::from_slice::<Splits>(&json) else {
            return self.leave(
                &path,
                "it cannot be read: put back a good copy, and run this again",
            );
        };
        if splits.articles.remove(id).is_some()
            && let Ok(mut json) = serde_json::to_vec_pretty(&splits)
        {
            json.push(b'\n');
            self.replace(&path, &json, "it is in no part any more");
        }
    }

    fn without_duplicate(&mut self, id: &str) -> Result<(), StoreError> {
        let path = self.path("duplicates.json");
        let duplicates = match self.store.duplicates() {
            read if read.problem.is_some() => {
                self.leave(
                    &path,
                    "it cannot be read: delete it, and run hashiya duplicates",
                );
                return Ok(());
            }
            read => read,
        };
        if duplicates.cluster_of(id).is_none() {
            return Ok(());
        }
        let clusters = duplicates.clusters().iter().filter_map(|cluster| {
            let mut cluster: Cluster = cluster.clone();
            cluster.articles.retain(|it| it.id != id);
            (cluster.articles.len() > 1).then_some(cluster)
        });
        let mut new = Duplicates::new(duplicates.made_by.clone(), clusters.collect());
        new.unknown = duplicates.unknown.clone();
        if let Ok(json) = format::to_json(&new) {
            self.replace(&path, &json, "it is in no cluster any more");
        }
        Ok(())
    }

    /// Where somebody was last.
    fn without_places(&mut self, id: &str) {
        for path in self.entries(&self.path(".cache")) {
            let place = fs::read(&path).ok();
            let place =
                place.and_then(|it| serde_json::from_slice::<super::super::Place>(&it).ok());
            if place.is_some_and(|it| it.article == id) {
                self.remove(&path, "gone: somebody was there last");
            }
        }
    }

    fn name_releases(&mut self, id: &str) {
        let marks = [format!("\"{id}\""), format!("\"{id}/"), format!("\n{id}/")];
        let holds = |path: &Path| {
            fs::read(path).is_ok_and(|it| {
                let text = String::from_utf8_lossy(&it).into_owned();
                marks.iter().any(|mark| text.contains(mark))
            })
        };
        for release in self.entries(&self.path("releases")) {
            if self.files_below(&release).iter().any(|path| holds(path)) {
                self.leave(
                    &release,
                    "it has the article: delete it, or make it anew with --force",
                );
            }
        }
        let others = self.entries(self.store.root()).into_iter();
        for path in others.filter(|it| it.is_file()) {
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            let is_ours = [
                "project.toml",
                "splits.json",
                "duplicates.json",
                "pseudonyms.json",
            ];
            if !is_ours.contains(&name.as_str()) && !atomic::is_leftover(&name) && holds(&path) {
                let what = "it has the article, and is no file of Hashiya's: delete it, or take it out by hand";
                self.leave(&path, what);
            }
        }
    }
}
