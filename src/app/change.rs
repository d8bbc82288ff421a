//! What a key says of a sentence, or of several at once: those between two places, or all in which
//! something was found. Of several it is shown first, done when it is confirmed, and undone as one.

use super::deciding::whole_second;
use super::page::{Entry, Page};
use super::{App, Dialog, Effect, page, rules};
use crate::keys::{Code, Key};
use crate::lang::{Words, say};
use crate::model::Time;
use crate::model::annotation::{Circumstances, Decision, Edit, Overall, State};
use crate::model::flag::Flag;
use crate::model::project::Project;
use crate::text::Line;

/// What a key says of a sentence. Said again, it is taken back.
#[derive(Debug, Clone)]
pub(super) enum Change {
    /// That the topic with this id applies.
    Topic(String),
    /// That no topic applies.
    None,
    /// The same as was decided before.
    Like(Decision),
    /// That it has this flag.
    Flag(Flag),
}

/// What is proposed for several sentences.
#[derive(Debug)]
pub struct Proposal {
    edits: Vec<Edit>,
    /// What would be done, in words.
    told: String,
    /// Each sentence with what would change.
    page: Page,
}

impl Proposal {
    /// What would be done, and that it is asked.
    pub fn told(&self) -> &str {
        &self.told
    }

    /// Each sentence with what would change.
    pub fn page(&self) -> &Page {
        &self.page
    }

    pub(super) fn page_mut(&mut self) -> &mut Page {
        &mut self.page
    }
}

impl Change {
    fn is_in(&self, decision: &Decision) -> bool {
        match self {
            Self::Topic(id) => decision.topics.contains(id),
            Self::None => decision.state == State::None,
            Self::Like(other) => decision.decides_like(other),
            Self::Flag(flag) => decision.has(*flag),
        }
    }

    fn toggle(&self, decision: &Decision, project: &Project, now: &Circumstances) -> Decision {
        match self {
            Self::Topic(id) => {
                let scheme = project.topics.iter().map(|topic| topic.id.as_str());
                decision.toggle(id, scheme, now)
            }
            Self::None => decision.toggle_none(now),
            Self::Like(other) => decision.repeat(other, now),
            Self::Flag(flag) => decision.toggle_flag(*flag),
        }
    }
}

impl App {
    pub(super) fn toggle(&mut self, topic: usize, now: Time) -> Option<Effect> {
        let id = self.desk.project.topics.get(topic)?.id.clone();
        self.say(Change::Topic(id), now)
    }

    /// Decides as the last time, in whichever article that was.
    pub(super) fn repeat(&mut self, now: Time) -> Option<Effect> {
        let reader = self.reader.as_ref()?;
        let here = || {
            let mut history = reader.annotations().history.iter().rev();
            history.find(|entry| entry.undoes.is_none() && entry.to.is_decided())
        };
        let last = self.last.clone();
        let Some(last) = last.or_else(|| here().map(|entry| entry.to.clone())) else {
            self.tell_of("nothing-to-repeat");
            return None;
        };
        let (number, before) = (reader.focus() + 1, reader.decision(reader.focus())?.clone());
        if reader.chosen().is_empty() && before.decides_like(&last) {
            self.tell(say!(self.words, "decided-alike", sentence = number));
            return None;
        }
        let told = change(
            &self.words,
            &self.desk.project,
            &before,
            &before.like(&last),
        );
        let effect = self.say(Change::Like(last), now)?;
        self.tell(say!(
            self.words,
            "sentence-changed",
            sentence = number,
            change = &told
        ));
        Some(effect)
    }

    /// Says `what` of the sentence in focus, or proposes it for those that are chosen.
    pub(super) fn say(&mut self, what: Change, now: Time) -> Option<Effect> {
        if self.refuses_to_write() {
            return None;
        }
        let reader = self.reader.as_ref()?;
        let chosen = reader.chosen();
        if !chosen.is_empty() {
            self.propose(&what, &chosen, now);
            return None;
        }
        let sentence = reader.focus();
        let circumstances = self.circumstances(now, Some(reader.seconds()));
        let before = reader.decision(sentence)?;
        let decision = match self.after(sentence, before, &what, &circumstances) {
            Ok(decision) => decision,
            Err(told) => {
                self.tell(told);
                return None;
            }
        };
        // A flag on a decided sentence is no decision.
        let decides = !before.decides_like(&decision);
        if decides && decision.is_decided() {
            self.last = Some(decision.clone());
        }
        let effect = self.write(Edit { sentence, decision }, now, None, None);
        let on = decides.then(|| self.advance(now)).flatten();
        Some(on.unwrap_or(effect))
    }

    /// The decision on `sentence`, which was `before`, after `what` was said of it; or which rule stands
    /// against that, in words: which topic is to go is the annotator's choice.
    pub(super) fn after(
        &self,
        sentence: usize,
        before: &Decision,
        what: &Change,
        now: &Circumstances,
    ) -> Result<Decision, String> {
        let project = &self.desk.project;
        let decision = what.toggle(before, project, now);
        if let Some(broken) = rules::broken(project, before, &decision) {
            return Err(rules::told(&self.words, project, &broken));
        }
        if before.decides_like(&decision) {
            return Ok(decision);
        }
        Ok(self.settled(sentence, decision))
    }

    pub(super) fn circumstances(&self, now: Time, seconds: Option<f64>) -> Circumstances {
        Circumstances {
            at: whole_second(now),
            seconds,
            guideline: self.desk.guideline.clone(),
        }
    }

    /// Shows what saying `what` would change in the sentences `chosen`. What is not part of the article
    /// or passed on is left alone, unless it is flagged; so is what a rule stands against.
    fn propose(&mut self, what: &Change, chosen: &[usize], now: Time) {
        let Some(reader) = &self.reader else { return };
        let project = &self.desk.project;
        let is_flag = matches!(what, Change::Flag(_));
        let can_be_decided = |&&sentence: &&usize| {
            let decision = reader.decision(sentence);
            let passed_on = decision.is_none_or(|it| it.has(Flag::PassOn));
            is_flag || !(passed_on || reader.is_outside(sentence))
        };
        let decisions: Vec<(usize, &Decision)> = chosen
            .iter()
            .filter(can_be_decided)
            .filter_map(|&sentence| Some((sentence, reader.decision(sentence)?)))
            .collect();
        // It is taken back only where all have it: else it is added to those that have not.
        let is_everywhere = decisions.iter().all(|(_, decision)| what.is_in(decision));
        let now = self.circumstances(now, None);
        let inside = page::inside(self.overlay());
        let (mut edits, mut rows, mut against) = (Vec::new(), Vec::new(), 0);
        for (sentence, before) in decisions {
            if what.is_in(before) && !is_everywhere {
                continue;
            }
            let Ok(decision) = self.after(sentence, before, what, &now) else {
                against += 1;
                continue;
            };
            let line = |text: &str| Line::new(text, usize::from(inside.width), self.display());
            let number = self.words.number(sentence + 1);
            let told = change(&self.words, project, before, &decision);
            let told = Line::new(
                &told,
                usize::from(inside.width - page::keys_width(inside.width)),
                self.display(),
            );
            rows.push(Entry::Keys(line(&number), told));
            rows.push(Entry::Text(line(reader.article().quote(sentence))));
            rows.push(Entry::Blank);
            edits.push(Edit { sentence, decision });
        }
        let told = say!(
            self.words,
            "proposed",
            count = edits.len(),
            others = chosen.len() - edits.len() - against,
            against = against
        );
        if edits.is_empty() {
            self.tell(told);
            return;
        }
        let page = Page::new(page::Kind::Preview, rows, inside.height, 0);
        self.dialog = Some(Dialog::Proposal(Proposal { edits, told, page }));
    }

    /// Does what was proposed.
    pub(super) fn accept_proposal(&mut self, now: Time) -> Option<Effect> {
        let Some(Dialog::Proposal(Proposal { edits, .. })) = self.dialog.take() else {
            return None;
        };
        let count = edits.len();
        let effect = self.write_all(edits, now);
        self.reader.as_mut()?.choose_nothing();
        self.tell(say!(self.words, "decided-several", count = count));
        Some(effect)
    }
}

/// The flag that has the digit `key`.
pub(super) fn flag(project: &Project, key: Key) -> Option<Flag> {
    let Code::Char(digit) = key.code else {
        return None;
    };
    let index = digit.to_digit(10)?.checked_sub(1)?;
    project.flags.get(usize::try_from(index).ok()?).copied()
}

/// What changes from one decision to another, in words.
pub(super) fn change(words: &Words, project: &Project, from: &Decision, to: &Decision) -> String {
    let topic = |id: &String| {
        project.topic(id).map_or_else(
            || id.clone(),
            |topic| topic.name.get(words.language()).to_owned(),
        )
    };
    let flag = |id: &String| {
        let flag = Flag::with_id(id);
        flag.map_or_else(|| id.clone(), |flag| words.flag(flag).into_owned())
    };
    let none = |decision: &Decision| {
        let says = decision.state == State::None;
        Vec::from_iter(says.then(|| words.get("change-none").into_owned()))
    };
    let mut changes = Changes::new(words);
    changes.compare(&from.topics, &to.topics, topic);
    changes.compare(&from.flags, &to.flags, flag);
    changes.compare(&none(from), &none(to), String::clone);
    let both = from.is_decided() && from.decides_like(to);
    if both && from.guideline.is_some() && from.guideline != to.guideline {
        let again = words.get("looked-again");
        if from.decided <= to.decided {
            changes.add(&again);
        } else {
            changes.take(&again);
        }
    }
    let evidence = |decision: &Decision| -> Vec<(String, String)> {
        let words = decision.evidence.iter();
        words
            .map(|it| (it.topic.clone(), it.text.clone()))
            .collect()
    };
    let because = |(id, text): &(String, String)| {
        say!(words, "evidence-of", words = text, topic = &topic(id))
    };
    changes.compare(&evidence(from), &evidence(to), because);
    let fields = |decision: &Decision| -> Vec<(String, String)> {
        Overall::of_decision(decision).fields.into_iter().collect()
    };
    let filled = |(id, value): &(String, String)| {
        let field = project.article.fields.iter().find(|it| it.id == *id);
        let name = field.map_or(id.as_str(), |it| it.name.get(words.language()));
        say!(words, "field-is", field = name, value = value)
    };
    changes.compare(&fields(from), &fields(to), filled);
    let note = words.get("note");
    match (from.note.is_empty(), to.note.is_empty()) {
        (true, false) => changes.add(&note),
        (false, true) => changes.take(&note),
        _ if from.note != to.note => changes.all.push(words.get("another-note").into_owned()),
        _ => {}
    }
    changes.listed()
}

/// What is added and what is taken away, in words.
struct Changes<'a> {
    words: &'a Words,
    all: Vec<String>,
}

impl<'a> Changes<'a> {
    fn new(words: &'a Words) -> Self {
        let all = Vec::new();
        Self { words, all }
    }

    fn add(&mut self, what: &str) {
        self.all.push(say!(self.words, "added", what = what));
    }

    fn take(&mut self, what: &str) {
        self.all.push(say!(self.words, "taken", what = what));
    }

    fn compare<T: PartialEq>(&mut self, from: &[T], to: &[T], name: impl Fn(&T) -> String) {
        to.iter()
            .filter(|it| !from.contains(it))
            .for_each(|it| self.add(&name(it)));
        from.iter()
            .filter(|it| !to.contains(it))
            .for_each(|it| self.take(&name(it)));
    }

    fn listed(self) -> String {
        if self.all.is_empty() {
            return self.words.get("no-change").into_owned();
        }
        let comma = self.words.get("list-comma");
        self.all.join(&format!("{comma} "))
    }
}
