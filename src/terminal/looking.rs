//! Looking over the project: which articles a filter lets through, what was done and how it was
//! before.

use std::collections::HashMap;

use super::progress::progress;
use super::told::told;
use super::work::Work;
use crate::app::list::{Content, Filter};
use crate::app::reader::Reader;
use crate::lang::say;
use crate::model::annotation::{Annotations, Decision, State, Status};
use crate::model::article::Id;
use crate::model::consistency::disagreements;
use crate::model::flag::Flag;
use crate::model::history::Past;
use crate::model::pace::today;
use crate::model::progress::Period;
use crate::model::question::{Answer, Question};
use crate::model::{Time, Unknown, day_begins, same_day};
use crate::text::fold::fold;

impl Work {
    /// Begins to look for `text` in the whole project.
    pub(super) fn search(&mut self, text: &str, now: Time) {
        if self.begin_search(text, false) {
            self.app.show_places(now);
        }
    }

    /// Shows the articles that `filter` lets through. It reads what the annotator has written; for a
    /// text it begins a search.
    pub(super) fn filter(&mut self, filter: Filter) {
        self.search = None;
        let mut ids = Vec::new();
        match &filter {
            Filter::All => {}
            Filter::Text(text) => {
                self.begin_search(text, true);
            }
            Filter::New => {
                let mut begun = Vec::new();
                self.look_over(|id, annotations| {
                    if annotations
                        .sentences
                        .iter()
                        .any(|it| it.decision.is_decided())
                    {
                        begun.push(id.to_owned());
                    }
                });
                let all = self.store.ids().iter().map(Id::to_string);
                let new = all.filter(|id| begun.binary_search(id).is_err());
                ids.extend(new.map(|id| (id, None)));
            }
            Filter::Mine => ids.extend(self.own_articles().into_iter().map(|id| (id, None))),
            Filter::Disagreement => {
                let mut all = Vec::new();
                self.look_over(|id, annotations| all.push((id.to_owned(), annotations)));
                let folded = |text: &str| fold(text).text;
                let groups = disagreements(all, folded);
                let mut places: Vec<_> = groups.into_iter().flatten().collect();
                places.sort();
                places.dedup_by(|a, b| a.0 == b.0);
                ids.extend(places.into_iter().map(|(id, index)| (id, Some(index))));
            }
            filter => self.look_over(|id, annotations| {
                if let Some(sentence) = lets_through(filter, &annotations) {
                    ids.push((id.to_owned(), sentence));
                }
            }),
        }
        self.app.show_articles(filter, &ids);
    }

    /// Shows the articles that are for the annotator, where the project says so.
    pub(super) fn show_own(&mut self) {
        let project = self.store.project();
        let is_one_of = project
            .people
            .annotators
            .contains(&self.app.desk().annotator);
        if project.assignment.is_some() && is_one_of {
            self.filter(Filter::Mine);
        }
    }

    /// The ids of the articles that are for the annotator, in her order.
    fn own_articles(&self) -> Vec<String> {
        let annotator = &self.app.desk().annotator;
        let begun = self.begun();
        let assignment = self.store.project().assignment();
        let ids = self.store.ids().iter().map(Id::as_str);
        let is_hers = |id: &&str| {
            let begun_by = begun.get(*id).map_or(&[] as &[&str], Vec::as_slice);
            assignment
                .assigned(id, begun_by)
                .contains(&annotator.as_str())
        };
        let hers = assignment.order(annotator, ids.filter(is_hers));
        hers.into_iter().map(str::to_owned).collect()
    }

    /// Who has begun each article that anybody has begun.
    fn begun(&self) -> HashMap<Id, Vec<&str>> {
        let people = &self.store.project().people.annotators;
        let mut begun: HashMap<Id, Vec<&str>> = HashMap::new();
        for person in people {
            for id in self.store.annotated(person) {
                begun.entry(id).or_default().push(person);
            }
        }
        begun
    }

    /// Opens the article that the annotator is to take up next; whether there is one.
    pub(super) fn next_article(&mut self, now: Time) -> bool {
        if !self.save_everything() {
            return false;
        }
        let here = self.app.reader().map(|reader| reader.article().id.clone());
        let ids = if self.store.project().assignment.is_some() {
            self.own_articles()
        } else {
            self.store.ids().iter().map(Id::to_string).collect()
        };
        // From the one that is open on, and then from the beginning.
        let from = ids.iter().position(|id| Some(id) == here.as_ref());
        let (before, after) = ids.split_at(from.map_or(0, |at| at + 1));
        let is_open = |id: &&String| Some(*id) != here.as_ref() && !self.is_finished(id);
        match after.iter().chain(before).find(is_open).cloned() {
            Some(id) => self.open(&id, None, now),
            None => {
                self.tell_of("no-next-article");
                true
            }
        }
    }

    /// Whether the annotator is done with an article, has put it aside, or cannot read it.
    fn is_finished(&self, id: &str) -> bool {
        let annotator = &self.app.desk().annotator;
        match self.store.own(annotator, id) {
            Ok(None) => false,
            Ok(Some(own)) if own.status != Status::InProgress => true,
            Ok(Some(_)) => {
                let summary = self.summary(id);
                summary.is_ok_and(|it| it.finished == it.sentences)
            }
            Err(_) => true,
        }
    }

    /// Shows a lead what is asked, and an annotator what was answered.
    pub(super) fn questions(&mut self, now: Time) {
        self.save_everything();
        let annotator = self.app.desk().annotator.clone();
        if self.store.project().is_led_by(&annotator) {
            let open = self.store.open_questions();
            self.app
                .show_list(Content::Questions(open), "no-questions", now);
            return;
        }
        let mut answers = self.answers_to_me();
        let seen = self.store.seen_answers(&annotator);
        let new = answers
            .iter()
            .filter(|it| seen.is_none_or(|seen| it.at > seen));
        let new = new.count();
        if let (Some(claim), Some(last)) = (&self.claim, answers.last()) {
            self.store.see_answers(claim, last.at);
        }
        answers.reverse();
        self.app
            .show_list(Content::Answers(answers, new), "no-answers", now);
    }

    /// Keeps what a lead answers, and shows what is left.
    pub(super) fn answer(&mut self, question: Question, answer: String, now: Time) {
        let Some(claim) = &self.claim else { return };
        let answer = Answer {
            annotator: question.annotator,
            article: question.article,
            sentence: question.sentence,
            question: question.note,
            answer,
            by: self.app.desk().annotator.clone(),
            at: Time::from_second(now.as_second()).unwrap_or(now),
            unknown: Unknown::new(),
        };
        match self.store.answer(claim, answer) {
            Ok(()) => {
                self.questions(now);
                self.tell_of("answer-kept");
            }
            Err(error) => {
                let why = told(self.app.words(), &error);
                self.app.tell(why);
            }
        }
    }

    /// Tells an annotator at the start that there are answers she has not seen.
    pub(super) fn tell_of_answers(&mut self) {
        let seen = self.store.seen_answers(&self.app.desk().annotator);
        let answers = self.answers_to_me();
        let new = answers
            .iter()
            .filter(|it| seen.is_none_or(|seen| it.at > seen));
        let count = new.count();
        if count > 0 {
            let told = say!(self.app.words(), "new-answers", count = count);
            self.tell_too(&told);
        }
    }

    /// What was answered to the annotator about the article called `id`.
    pub(super) fn answers_on(&self, id: &str) -> Vec<Answer> {
        let mut answers = self.answers_to_me();
        answers.retain(|answer| answer.article == id);
        answers
    }

    fn answers_to_me(&self) -> Vec<Answer> {
        let mut answers = self.store.answers();
        answers.retain(|answer| answer.annotator == self.app.desk().annotator);
        answers
    }

    /// Opens an article at the sentence with an id, and says so if it has none with that any more.
    pub(super) fn go_to(&mut self, id: &str, sentence: &str, now: Time) -> bool {
        let is_open = |reader: &Reader| reader.article().id == id;
        let opened = self.app.reader().is_some_and(is_open) || self.open(id, None, now);
        if opened {
            match self.app.reader().and_then(|it| it.sentence(sentence)) {
                Some(index) => self.app.go_to(index, None, now),
                None => self.tell_of("sentence-gone"),
            }
        }
        opened
    }

    /// Shows what was done.
    pub(super) fn timeline(&mut self, now: Time) {
        self.save_everything();
        let annotator = &self.app.desk().annotator;
        let steps = self.store.timeline(annotator).steps;
        self.app
            .show_list(Content::Timeline(steps), "no-steps", now);
    }

    /// Shows a lead how far people are; to others it is nobody's business.
    pub(super) fn show_progress(&mut self, now: Time) {
        self.save_everything();
        let (annotator, zone) = (&self.app.desk().annotator, &self.app.desk().zone);
        if !self.store.project().is_led_by(annotator) {
            self.tell_of("progress-is-the-leads");
            return;
        }
        let period = Period {
            since: None,
            today: day_begins(now, zone),
        };
        let progress = progress(&self.store, &period);
        self.app.show_progress(progress);
    }

    /// Shows what this day came to.
    pub(super) fn pace(&mut self, now: Time) {
        self.save_everything();
        let (annotator, zone) = (&self.app.desk().annotator, &self.app.desk().zone);
        let steps = self.store.timeline(annotator).steps;
        let steps = steps.iter().map(|it| (it.article.as_str(), &it.entry));
        let today = today(steps, |at| same_day(at, now, zone));
        self.app.show_pace(today);
    }

    /// Opens an article at a sentence, if it can be opened, and looks for `text` in it.
    pub(super) fn go(&mut self, id: &str, sentence: usize, text: Option<&str>, now: Time) -> bool {
        let is_open = |reader: &Reader| reader.article().id == id;
        let opened = self.app.reader().is_some_and(is_open) || self.open(id, None, now);
        if opened {
            self.app.go_to(sentence, text, now);
        }
        opened
    }

    /// Makes everything as it was after the step with the number `n`, as one group of steps.
    pub(super) fn back_to(&mut self, n: u64, now: Time) {
        if !self.save_everything() {
            return;
        }
        let here = self
            .app
            .reader()
            .map(|it| (it.article().id.clone(), it.focus()));
        let steps = self.store.timeline(&self.app.desk().annotator).steps;
        let articles = before(&steps, n);
        let count: usize = articles.iter().map(|(_, decisions)| decisions.len()).sum();
        let batch = (count > 1).then(|| self.app.desk().journal.next_number());
        for (id, decisions) in articles {
            let is_open = self.app.reader().is_some_and(|it| it.article().id == id);
            if !is_open && !self.open(&id, None, now) {
                return;
            }
            self.app.restore(decisions, batch, now);
            if !self.save_everything() {
                return;
            }
        }
        match here {
            Some((id, focus)) => drop(self.go(&id, focus, None, now)),
            None => self.app.to_library(),
        }
        let told = say!(self.app.words(), "back-there", count = count);
        self.app.tell(told);
    }

    /// Hands over all that the annotator says of each article, in order; what cannot be read is left
    /// out.
    fn look_over(&self, mut take: impl FnMut(&str, Annotations)) {
        let annotator = &self.app.desk().annotator;
        for id in self.store.annotated(annotator) {
            if let Ok(Some(annotations)) = self.store.own(annotator, &id) {
                take(&id, annotations);
            }
        }
    }
}

/// Whether `filter` lets an article through of which `annotations` say this; then the first sentence
/// for which it does, if it is for one.
fn lets_through(filter: &Filter, annotations: &Annotations) -> Option<Option<usize>> {
    let sentence = |is_such: &dyn Fn(&Decision) -> bool| {
        let mut sentences = annotations.sentences.iter();
        sentences.position(|it| is_such(&it.decision)).map(Some)
    };
    match filter {
        Filter::Begun => {
            let in_progress = annotations.status == Status::InProgress;
            sentence(&Decision::is_decided)
                .filter(|_| in_progress)
                .map(|_| None)
        }
        Filter::Done => (annotations.status == Status::Done).then_some(None),
        Filter::Later => (annotations.status == Status::Later).then_some(None),
        Filter::Note => {
            let of_article = (!annotations.overall.note.is_empty()).then_some(None);
            sentence(&|it| !it.note.is_empty()).or(of_article)
        }
        Filter::Flag(flag) => sentence(&|it| Flag::ALL.contains(flag) && it.has(*flag)),
        Filter::Topic(id) => sentence(&|it| it.state == State::Tagged && it.topics.contains(id)),
        Filter::All | Filter::Mine | Filter::New | Filter::Disagreement | Filter::Text(_) => None,
    }
}

/// What was said after the step with the number `n` of all that was said otherwise since: articles
/// in order, and in each what is called so.
fn before(steps: &[Past], n: u64) -> Vec<(String, Vec<(String, Decision)>)> {
    let mut articles: Vec<(String, Vec<(String, Decision)>)> = Vec::new();
    // The first change after the step has it as what was before.
    for past in steps.iter().filter(|it| it.entry.n > n) {
        let at = match articles.iter().position(|(id, _)| *id == past.article) {
            Some(at) => at,
            None => {
                articles.push((past.article.clone(), Vec::new()));
                articles.len() - 1
            }
        };
        let decisions = &mut articles[at].1;
        if !decisions.iter().any(|(id, _)| *id == past.entry.sentence) {
            decisions.push((past.entry.sentence.clone(), past.entry.from.clone()));
        }
    }
    // Last of all what each was left with: what is the same again needs no step.
    for (article, decisions) in &mut articles {
        let now = |id: &str| {
            let mut steps = steps.iter().rev();
            steps.find(|it| it.article == *article && it.entry.sentence == id)
        };
        decisions.retain(|(id, before)| now(id).is_none_or(|it| it.entry.to != *before));
    }
    articles.retain(|(_, decisions)| !decisions.is_empty());
    articles
}
