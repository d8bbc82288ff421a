//! What annotators ask their leads, and what these answer.
//!
//! A sentence asks if it has the flag `review`, or a note that begins with a question mark. An answer
//! stands in the file of the lead who gave it, as nobody's file but one's own is written.

use serde::{Deserialize, Serialize};

use super::annotation::{Annotations, Decision};
use super::flag::Flag;
use super::{Time, Unknown};

/// A sentence about which somebody asks.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Who asks.
    pub annotator: String,
    /// The article's id.
    pub article: String,
    /// The sentence's id.
    pub sentence: String,
    /// The index of the sentence in the article.
    pub index: usize,
    /// Its text.
    pub text: String,
    /// What is asked, in the annotator's words; empty where the flag alone asks.
    pub note: String,
    /// When that was last said.
    pub at: Time,
}

/// What a lead answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// Who asked.
    pub annotator: String,
    /// The article's id.
    pub article: String,
    /// The sentence's id.
    pub sentence: String,
    /// What was asked.
    pub question: String,
    /// In the lead's words.
    pub answer: String,
    /// Who answers.
    pub by: String,
    /// When.
    pub at: Time,
    /// What a newer version wrote.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// All answers of one lead, the oldest first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answers {
    /// Version of the file format.
    pub format: u32,
    /// The answers.
    pub answers: Vec<Answer>,
    /// What a newer version wrote.
    #[serde(flatten)]
    pub unknown: Unknown,
}

impl Decision {
    /// Whether its sentence asks something.
    pub fn asks(&self) -> bool {
        self.has(Flag::Review) || self.note.starts_with(['?', '؟'])
    }
}

/// What `annotations` ask.
pub fn questions(annotations: &Annotations) -> Vec<Question> {
    let asking = annotations.sentences.iter().enumerate();
    let asking = asking.filter(|(_, sentence)| sentence.decision.asks());
    let question = |(index, sentence): (usize, &super::annotation::Annotated)| {
        let mut history = annotations.history.iter().rev();
        let last = history.find(|entry| entry.sentence == sentence.id);
        Question {
            annotator: annotations.annotator.clone(),
            article: annotations.article.clone(),
            sentence: sentence.id.clone(),
            index,
            text: sentence.text.clone(),
            note: sentence.decision.note.clone(),
            at: last.map_or(Time::UNIX_EPOCH, |entry| entry.at),
        }
    };
    asking.map(question).collect()
}

impl Question {
    /// Whether `answers` have nothing on it that is newer than what is asked.
    pub fn is_open(&self, answers: &[Answer]) -> bool {
        !answers.iter().any(|it| {
            let same = (&it.annotator, &it.article, &it.sentence);
            same == (&self.annotator, &self.article, &self.sentence) && it.at >= self.at
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flag_or_a_note_with_a_question_mark_asks() {
        let note = |note: &str| Decision {
            note: note.into(),
            ..Decision::default()
        };
        assert!(Decision::default().toggle_flag(Flag::Review).asks());
        assert!(note("? both").asks() && note("؟ كلاهما").asks());
        assert!(!note("both?").asks() && !Decision::default().asks());
    }

    #[test]
    fn an_answer_closes_a_question_until_something_is_said_again() {
        let question = |at: i64| Question {
            annotator: "sara".into(),
            article: "a".into(),
            sentence: "s1".into(),
            index: 0,
            text: String::new(),
            note: "?".into(),
            at: Time::from_second(at).unwrap(),
        };
        let answer = Answer {
            annotator: "sara".into(),
            article: "a".into(),
            sentence: "s1".into(),
            question: "?".into(),
            answer: "yes".into(),
            by: "huda".into(),
            at: Time::from_second(10).unwrap(),
            unknown: Unknown::new(),
        };
        let answers = [answer];
        assert!(!question(5).is_open(&answers) && !question(10).is_open(&answers));
        assert!(question(11).is_open(&answers) && question(5).is_open(&[]));
    }
}
