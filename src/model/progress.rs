//! How far the work on a project is: of people, of articles, and what it says so far.
//!
//! Files are handed over one after the other, so that no more than one is in memory; what is kept of
//! each is a few numbers.

use std::collections::BTreeMap;

use super::Time;
use super::annotation::{Annotations, Status};

/// How far the work is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Progress {
    /// How many articles there are.
    pub articles: usize,
    /// How many sentences they have, without those that are not part of them.
    pub sentences: usize,
    /// How far each is, by name.
    pub people: BTreeMap<String, Person>,
    /// How far each article is that somebody has begun, by id: who, and how far.
    pub begun: BTreeMap<String, Vec<Share>>,
    /// How many sentences have each topic, by id, counted once for each who says so.
    pub topics: BTreeMap<String, usize>,
    /// How many sentences are decided, counted in the same way.
    pub decided: usize,
    /// On how many of them nothing applies.
    pub none: usize,
    /// How many sentences have each flag, by id.
    pub flags: BTreeMap<String, usize>,
}

/// How far somebody is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Person {
    /// How many articles she is done with.
    pub done: usize,
    /// How many she works on: something is decided, or said of it.
    pub in_progress: usize,
    /// How many she put aside.
    pub later: usize,
    /// How many sentences she is done with.
    pub finished: usize,
    /// What she decided in the whole time that is asked about.
    pub all: Pace,
    /// What she decided today.
    pub today: Pace,
    /// How many of her files could not be read.
    pub unreadable: usize,
}

/// How much was decided, and how fast.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Pace {
    /// How many sentences.
    pub decisions: usize,
    /// How many of them it is known of how long they took.
    pub timed: usize,
    /// How long these had the focus, in seconds.
    pub seconds: f64,
}

/// How far somebody is with an article.
#[derive(Debug, Clone, PartialEq)]
pub struct Share {
    /// Who.
    pub annotator: String,
    /// How many sentences she is done with.
    pub finished: usize,
    /// How many there are for her.
    pub all: usize,
    /// How far she says she is.
    pub status: Status,
}

/// The time that is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// Decisions from before do not count; all do where there is none.
    pub since: Option<Time>,
    /// When today began.
    pub today: Time,
}

impl Pace {
    /// How many sentences in an hour of active time; none where no time is known.
    pub fn per_hour(&self) -> Option<f64> {
        (self.seconds > 0.0).then(|| self.timed as f64 * 3600.0 / self.seconds)
    }

    fn add(&mut self, seconds: Option<f64>) {
        self.decisions += 1;
        if let Some(seconds) = seconds.filter(|it| it.is_finite() && *it >= 0.0) {
            self.timed += 1;
            self.seconds += seconds;
        }
    }
}

impl Progress {
    /// Counts an article of so many sentences.
    pub fn add_article(&mut self, sentences: usize) {
        self.articles += 1;
        self.sentences += sentences;
    }

    /// Counts what somebody says of an article, of which she is done with `finished` sentences of
    /// `all`, as [`Annotations::progress`] has it.
    pub fn add(
        &mut self,
        annotations: &Annotations,
        (finished, all): (usize, usize),
        period: &Period,
    ) {
        let person = self
            .people
            .entry(annotations.annotator.clone())
            .or_default();
        person.finished += finished;
        for sentence in &annotations.sentences {
            let decision = &sentence.decision;
            for flag in &decision.flags {
                *self.flags.entry(flag.clone()).or_default() += 1;
            }
            // What is decided has a time; where a hand took it away, it counts for all times.
            let is_after = |start: Time| decision.decided.is_none_or(|at| at >= start);
            if !decision.is_decided() || !period.since.is_none_or(is_after) {
                continue;
            }
            person.all.add(decision.seconds);
            if is_after(period.today) {
                person.today.add(decision.seconds);
            }
            self.decided += 1;
            self.none += usize::from(decision.topics.is_empty());
            for topic in &decision.topics {
                *self.topics.entry(topic.clone()).or_default() += 1;
            }
        }
        let status = annotations.status.clone();
        let is_touched = !annotations.history.is_empty() || annotations.revision > 0;
        match status {
            Status::Done => person.done += 1,
            Status::Later => person.later += 1,
            Status::InProgress | Status::Other(_) if is_touched => person.in_progress += 1,
            // As good as not there.
            Status::InProgress | Status::Other(_) => return,
        }
        let shares = self.begun.entry(annotations.article.clone()).or_default();
        shares.push(Share {
            annotator: annotations.annotator.clone(),
            finished,
            all,
            status,
        });
    }

    /// Counts a file of `annotator`'s that could not be read.
    pub fn add_unreadable(&mut self, annotator: &str) {
        let person = self.people.entry(annotator.to_owned()).or_default();
        person.unreadable += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::super::Unknown;
    use super::super::annotation::{Annotated, Circumstances, Decision, Edit, FORMAT, Overall};
    use super::super::flag::Flag;
    use super::*;

    /// Decisions on an article, each `0` or letters of topics, the hour and the seconds.
    fn annotations(
        article: &str,
        annotator: &str,
        decisions: &[(&str, i64, Option<f64>)],
    ) -> Annotations {
        let sentence = |index: usize| Annotated {
            id: format!("s{index}"),
            start: index * 2,
            end: index * 2 + 1,
            text: "x".into(),
            decision: Decision::default(),
        };
        let mut annotations = Annotations {
            format: FORMAT,
            revision: 0,
            article: article.into(),
            text_sha256: String::new(),
            segmentation: 1,
            annotator: annotator.into(),
            status: Status::InProgress,
            overall: Overall::default(),
            sentences: (0..4).map(sentence).collect(),
            history: Vec::new(),
            unknown: Unknown::new(),
        };
        for (sentence, &(topics, hour, seconds)) in decisions.iter().enumerate() {
            let now = Circumstances {
                at: hour_of(hour),
                seconds,
                guideline: "g".into(),
            };
            let order = || ["a", "b"].into_iter();
            let mut decision = Decision::default();
            for topic in topics.chars() {
                decision = match topic {
                    '0' => decision.toggle_none(&now),
                    topic => decision.toggle(&topic.to_string(), order(), &now),
                };
            }
            annotations.decide(Edit { sentence, decision }, 1, now.at, None, None);
        }
        annotations
    }

    fn hour_of(hour: i64) -> Time {
        Time::from_second(hour * 3600).unwrap()
    }

    fn add(progress: &mut Progress, annotations: &Annotations, since: Option<i64>) {
        let counted = annotations.progress(Decision::is_finished, |index| index == 3);
        let period = Period {
            since: since.map(hour_of),
            today: hour_of(48),
        };
        progress.add(annotations, counted, &period);
    }

    #[test]
    fn people_articles_and_topics_are_counted() {
        let mut progress = Progress::default();
        let mut first = annotations(
            "x",
            "sara",
            &[
                ("a", 1, Some(10.0)),
                ("ab", 49, Some(20.0)),
                ("0", 49, None),
            ],
        );
        first.set_status(Status::Done);
        add(&mut progress, &first, None);
        add(&mut progress, &annotations("y", "sara", &[]), None);
        add(
            &mut progress,
            &annotations("y", "laila", &[("b", 1, Some(6.0))]),
            None,
        );
        let sara = &progress.people["sara"];
        assert_eq!((sara.done, sara.in_progress, sara.finished), (1, 0, 3));
        assert_eq!((sara.all.decisions, sara.today.decisions), (3, 2));
        assert_eq!(sara.all.per_hour(), Some(240.0));
        assert_eq!(sara.today.per_hour(), Some(180.0));
        assert_eq!((progress.decided, progress.none), (4, 1));
        assert_eq!((progress.topics["a"], progress.topics["b"]), (2, 2));
        let laila = Share {
            annotator: "laila".into(),
            finished: 1,
            all: 3,
            status: Status::InProgress,
        };
        assert_eq!(
            progress.begun["y"],
            [laila],
            "who said nothing has not begun"
        );
    }

    #[test]
    fn only_what_was_decided_in_the_time_asked_about_counts() {
        let mut progress = Progress::default();
        let decisions = [("a", 1, Some(10.0)), ("b", 30, Some(20.0))];
        add(
            &mut progress,
            &annotations("x", "sara", &decisions),
            Some(30),
        );
        let sara = &progress.people["sara"];
        assert_eq!(
            (sara.all.decisions, sara.finished),
            (1, 2),
            "progress is what it is"
        );
        assert_eq!(progress.topics.get("a"), None);
        assert_eq!(sara.today.per_hour(), None);
    }

    #[test]
    fn flags_are_counted_decided_or_not() {
        let mut progress = Progress::default();
        let mut flagged = annotations("x", "sara", &[("a", 1, None)]);
        let decision = flagged.sentences[1].decision.toggle_flag(Flag::Review);
        flagged.decide(
            Edit {
                sentence: 1,
                decision,
            },
            2,
            hour_of(2),
            None,
            None,
        );
        add(&mut progress, &flagged, None);
        assert_eq!(progress.flags["review"], 1);
        assert_eq!(progress.people["sara"].in_progress, 1);
    }
}
