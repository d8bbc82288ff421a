//! Who said what of the sentence in focus, where that is settled: a row each below the text, its topics in
//! the same columns as those of the sentences above.

use super::App;
use super::reader::Reader;
use crate::lang::say;
use crate::model::annotation::{Decision, State};
use crate::model::flag::Flag;
use crate::text::Line;

/// A name takes this much of a row.
pub const NAME: u16 = 12;

/// What one annotator said.
#[derive(Debug, Clone, PartialEq)]
pub struct Said<'a> {
    /// Who: a name, or a letter where names are hidden.
    pub name: String,
    /// What.
    pub decision: &'a Decision,
    /// Flags, the note and the words that are the reason, in words.
    pub beside: String,
}

impl App {
    /// Who said what of the sentence in focus, if that is settled here.
    pub fn said(&self) -> Vec<Said<'_>> {
        let heard = self.reader.as_ref().and_then(|it| it.heard(it.focus()));
        let said = heard
            .into_iter()
            .flat_map(|it| it.said.iter().chain(&it.beside));
        let said = said.map(|(name, decision)| Said {
            name: self.called(self.nth_of(name), name),
            decision,
            beside: self.beside(decision),
        });
        said.collect()
    }

    /// What has no room in the rows of who said what, in full.
    pub(super) fn told_said(&self) -> Option<String> {
        let reader = self.reader.as_ref()?;
        let frame = self.reader_frame(reader);
        let width = |text: &str| Line::new(text, usize::MAX, self.display()).width();
        let said = self.said();
        let Some(area) = frame.said else {
            // Nor is there any for the rows.
            let told = said.iter().map(|it| {
                let topics = self.topics_of(it.decision);
                let parts: Vec<&str> = [&*topics, &*it.beside]
                    .into_iter()
                    .filter(|it| !it.is_empty())
                    .collect();
                say!(
                    self.words,
                    "said",
                    name = &it.name,
                    change = &parts.join(" · ")
                )
            });
            let told: Vec<String> = told.collect();
            return (!told.is_empty()).then(|| told.join(" · "));
        };
        let room = usize::from(frame.text.width.saturating_sub(NAME + 2));
        let (rows, people) = (usize::from(area.height), said.len());
        let shown = if people > rows { rows - 1 } else { rows };
        let lacking = said.iter().enumerate().filter_map(|(nth, it)| {
            if nth >= shown {
                let topics = self.topics_of(it.decision);
                return Some(say!(self.words, "said", name = &it.name, change = &topics));
            }
            (width(&it.beside) > room)
                .then(|| say!(self.words, "said", name = &it.name, change = &it.beside))
        });
        let lacking: Vec<String> = lacking.collect();
        (!lacking.is_empty()).then(|| lacking.join(" · "))
    }

    /// The topics of a decision in words.
    fn topics_of(&self, decision: &Decision) -> String {
        if decision.state == State::None {
            return self.words.get("none-applies").into_owned();
        }
        let names: Vec<String> = decision
            .topics
            .iter()
            .map(|id| self.topic_name(id))
            .collect();
        names.join(" + ")
    }

    /// Which one of the annotators of the article is called `name`: hidden, each keeps her letter from
    /// sentence to sentence.
    fn nth_of(&self, name: &str) -> usize {
        let people = self
            .reader
            .as_ref()
            .map_or(&[] as &[String], Reader::people);
        people.iter().position(|it| it == name).unwrap_or_default()
    }

    fn beside(&self, decision: &Decision) -> String {
        let words = &self.words;
        let flags = decision.flags.iter().map(|id| {
            let flag = Flag::with_id(id);
            flag.map_or_else(|| id.clone(), |flag| words.flag(flag).into_owned())
        });
        let note =
            (!decision.note.is_empty()).then(|| say!(words, "quoted", text = &decision.note));
        let evidence = decision.evidence.iter().map(|it| {
            let topic = self.topic_name(&it.topic);
            say!(words, "evidence-of", words = &it.text, topic = &topic)
        });
        let parts: Vec<String> = note.into_iter().chain(flags).chain(evidence).collect();
        parts.join(" · ")
    }
}
