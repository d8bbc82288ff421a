//! `answers/<lead>.json`: what leads answer to annotators' questions. One writer each, as with
//! annotations: who holds the lead's claim.

use std::fs;
use std::path::PathBuf;

use super::atomic::{self, Durability};
use super::{Claim, Store, StoreError, check_annotator, format, read_if_there};
use crate::model::annotation::FORMAT;
use crate::model::question::{Answer, Answers, Question, questions};
use crate::model::{Time, Unknown};

impl Store {
    /// What all annotators ask and nobody has answered, the oldest first. A file that cannot be read is
    /// left out: opening it says why.
    pub fn open_questions(&self) -> Vec<Question> {
        let answers = self.answers();
        let mut open = Vec::new();
        for annotator in self.annotators() {
            for id in self.annotated(&annotator) {
                if let Ok(Some(own)) = self.own(&annotator, &id) {
                    let asked = questions(&own).into_iter();
                    open.extend(asked.filter(|it| it.is_open(&answers)));
                }
            }
        }
        open.sort_by_key(|question| question.at);
        open
    }

    /// What all leads answered, the oldest first; a file that cannot be read is left out.
    pub fn answers(&self) -> Vec<Answer> {
        let entries = fs::read_dir(self.root().join("answers"));
        let files = entries.into_iter().flatten().flatten();
        let names = files.filter_map(|file| file.file_name().into_string().ok());
        let leads = names.filter_map(|name| Some(name.strip_suffix(".json")?.to_owned()));
        let mut answers: Vec<Answer> = leads
            .filter_map(|lead| self.answers_of(&lead).ok())
            .flat_map(|file| file.answers)
            .collect();
        answers.sort_by_key(|answer| answer.at);
        answers
    }

    /// Adds `answer` to those of the lead who holds `claim`.
    pub fn answer(&self, claim: &Claim, answer: Answer) -> Result<(), StoreError> {
        let path = self.answers_path(&claim.annotator);
        let mut file = self.answers_of(&claim.annotator)?;
        file.answers.push(answer);
        let json = format::to_json(&file).map_err(std::io::Error::from);
        json.and_then(|json| {
            atomic::create_folder(&self.root().join("answers"))?;
            atomic::replace(&path, &json, Durability::Disk, |_| {})
        })
        .map_err(|error| StoreError::write(&path, &error))
    }

    /// When `annotator` last looked at her answers.
    pub fn seen_answers(&self, annotator: &str) -> Option<Time> {
        let json = fs::read(self.seen_path(annotator)).ok()?;
        serde_json::from_slice(&json).ok()
    }

    /// Remembers that the annotator has seen her answers up to `at`. Best effort, as it is a convenience.
    pub fn see_answers(&self, claim: &Claim, at: Time) {
        let write = || {
            let json = serde_json::to_vec(&at)?;
            atomic::create_folder(&self.root().join(".cache"))?;
            let path = self.seen_path(&claim.annotator);
            atomic::replace(&path, &json, Durability::System, |_| {})
        };
        let _: std::io::Result<()> = write();
    }

    fn answers_of(&self, lead: &str) -> Result<Answers, StoreError> {
        check_annotator(lead)?;
        let path = self.answers_path(lead);
        let flawed = |flaw| StoreError::flawed(&path, flaw);
        let Some(json) = read_if_there(&path)? else {
            return Ok(Answers {
                format: FORMAT,
                answers: Vec::new(),
                unknown: Unknown::new(),
            });
        };
        let file: Answers = format::from_json(&json).map_err(flawed)?;
        format::check_format(file.format, &json).map_err(flawed)?;
        Ok(file)
    }

    fn answers_path(&self, lead: &str) -> PathBuf {
        self.root().join("answers").join(format!("{lead}.json"))
    }

    fn seen_path(&self, annotator: &str) -> PathBuf {
        self.root()
            .join(".cache")
            .join(format!("seen-{annotator}.json"))
    }
}
