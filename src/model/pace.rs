//! The annotator's own pace: how long a sentence took, since when she works, what a day came to.
//!
//! It is for her alone. The time is given, never asked for; a clock that goes back takes nothing
//! away and adds nothing.

use std::collections::BTreeSet;

use jiff::SignedDuration;

use super::Time;
use super::history::Entry;

/// The longest time between two keys that is still spent on the text.
pub const IDLE: SignedDuration = SignedDuration::from_secs(120);

/// The shortest time between two keys that is a break.
pub const BREAK: SignedDuration = SignedDuration::from_mins(5);

/// Counts the time that a sentence is worked on.
///
/// A gap of more than [`IDLE`] between two keys is time away, and none of it counts: how much of it
/// was reading nobody knows, and two minutes for each would be a number that nobody measured, in
/// the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stopwatch {
    active: SignedDuration,
    last: Time,
}

impl Stopwatch {
    /// Starts at `now`.
    pub fn new(now: Time) -> Self {
        Self {
            active: SignedDuration::ZERO,
            last: now,
        }
    }

    /// A key was pressed.
    pub fn press(&mut self, now: Time) {
        let gap = now.duration_since(self.last);
        if gap.is_positive() && gap <= IDLE {
            self.active = self.active.saturating_add(gap);
        }
        self.last = now;
    }

    /// Another sentence has the focus.
    pub fn restart(&mut self, now: Time) {
        *self = Self::new(now);
    }

    /// What was counted since the last start, in seconds to the tenth.
    pub fn seconds(&self) -> f64 {
        (self.active.as_secs_f64() * 10.0).round() / 10.0
    }
}

/// Since when there was no break.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Session {
    worked: SignedDuration,
    /// Since the last break or the last reminder.
    unreminded: SignedDuration,
    last: Time,
}

impl Session {
    /// Starts at `now`.
    pub fn new(now: Time) -> Self {
        Self {
            worked: SignedDuration::ZERO,
            unreminded: SignedDuration::ZERO,
            last: now,
        }
    }

    /// A key was pressed: the first one after a [`BREAK`] starts anew.
    pub fn press(&mut self, now: Time) {
        let gap = now.duration_since(self.last);
        if gap >= BREAK {
            *self = Self::new(now);
            return;
        }
        if gap.is_positive() {
            self.worked = self.worked.saturating_add(gap);
            self.unreminded = self.unreminded.saturating_add(gap);
        }
        self.last = now;
    }

    /// The work since the last break, up to the last key.
    pub fn worked(&self) -> SignedDuration {
        self.worked
    }

    /// Whether it is time to say that a break would be good: once each time that `every` was worked
    /// since the last break or since this was last said.
    pub fn due(&mut self, every: SignedDuration) -> bool {
        let due = every.is_positive() && self.unreminded >= every;
        if due {
            self.unreminded = SignedDuration::ZERO;
        }
        due
    }
}

/// What a day came to.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Today {
    /// How many sentences were decided, each counted once.
    pub decided: usize,
    /// How long that took.
    pub seconds: f64,
    /// How long a decision took that is in the middle of all; none without one.
    pub median: Option<f64>,
}

/// What the entries of which `day` is true came to. Each comes with its article's id, and those of
/// an article in order.
///
/// Only an entry that decides counts: no undoing, no note and no flag. Entries without a time say
/// nothing. What was decided and taken back counts: it was work.
pub fn today<'a>(
    entries: impl IntoIterator<Item = (&'a str, &'a Entry)>,
    day: impl Fn(Time) -> bool,
) -> Today {
    let mut sentences = BTreeSet::new();
    let mut times: Vec<f64> = Vec::new();
    let mut before = None;
    for (article, entry) in entries {
        let time = entry.to.seconds.filter(|it| it.is_finite() && *it >= 0.0);
        let Some(seconds) = time.filter(|_| decides(entry) && day(entry.at)) else {
            continue;
        };
        let place = (article, entry.sentence.as_str());
        sentences.insert(place);
        // Two topics on one sentence are two entries, each with the time since the focus came: as
        // long as that grows they are one decision.
        match times.last_mut() {
            Some(last) if before == Some(place) && seconds >= *last => *last = seconds,
            _ => times.push(seconds),
        }
        before = Some(place);
    }
    Today {
        decided: sentences.len(),
        seconds: times.iter().sum(),
        median: median(times),
    }
}

fn decides(entry: &Entry) -> bool {
    let Entry { from, to, .. } = entry;
    // A note leaves the moment of the decision as it was; two decisions may be made in one second.
    let is_new = to.decided != from.decided || !to.decides_like(from);
    entry.undoes.is_none() && to.is_decided() && is_new
}

/// Of an even number, the mean of the two in the middle.
fn median(mut times: Vec<f64>) -> Option<f64> {
    times.sort_by(f64::total_cmp);
    let upper = *times.get(times.len() / 2)?;
    let lower = *times.get((times.len() - 1) / 2)?;
    Some(f64::midpoint(lower, upper))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Unknown;
    use crate::model::annotation::{Decision, State};

    fn at(milliseconds: i64) -> Time {
        Time::from_millisecond(milliseconds).unwrap()
    }

    /// Keys at these milliseconds after the focus came.
    fn check(presses: &[i64], expected: f64) {
        let mut stopwatch = Stopwatch::new(at(0));
        for &press in presses {
            stopwatch.press(at(press));
        }
        assert!(
            (stopwatch.seconds() - expected).abs() < 1e-9,
            "{presses:?}: {stopwatch:?}"
        );
    }

    #[test]
    fn time_is_counted_from_key_to_key_to_the_tenth() {
        check(&[], 0.0);
        check(&[1_000, 3_460], 3.5);
        check(&[120_000], 120.0);
    }

    #[test]
    fn time_away_counts_as_nothing() {
        check(&[120_001], 0.0);
        check(&[5_000, 3_600_000, 3_602_000], 7.0);
    }

    #[test]
    fn a_clock_that_goes_back_takes_nothing_away() {
        check(&[5_000, -60_000, -58_000], 7.0);
        check(&[-1], 0.0);
    }

    #[test]
    fn another_sentence_starts_at_nothing() {
        let mut stopwatch = Stopwatch::new(at(0));
        stopwatch.press(at(9_000));
        stopwatch.restart(at(10_000));
        assert_eq!(stopwatch, Stopwatch::new(at(10_000)));
        stopwatch.press(at(10_400));
        assert!((stopwatch.seconds() - 0.4).abs() < 1e-9);
    }

    #[test]
    fn a_break_starts_anew_and_a_pause_does_not() {
        let mut session = Session::new(at(0));
        session.press(at(299_999));
        assert_eq!(session.worked(), SignedDuration::from_millis(299_999));
        session.press(at(0));
        session.press(at(1));
        assert_eq!(session.worked(), SignedDuration::from_millis(300_000));
        session.press(at(300_001));
        assert_eq!(session.worked(), SignedDuration::ZERO);
    }

    #[test]
    fn a_reminder_comes_once_each_time_and_not_after_a_break() {
        let every = SignedDuration::from_mins(10);
        let mut session = Session::new(at(0));
        let due: Vec<i64> = (1..=30)
            .filter(|minute| {
                session.press(at(minute * 60_000));
                session.due(every) || session.due(every)
            })
            .collect();
        assert_eq!(due, [10, 20, 30]);
        session.press(at(39 * 60_000));
        assert!(!session.due(every) && !session.due(SignedDuration::ZERO));
    }

    fn decision(topic: &str, decided: i64, seconds: Option<f64>) -> Decision {
        Decision {
            state: State::Tagged,
            topics: vec![topic.to_owned()],
            decided: Some(at(decided * 1000)),
            seconds,
            ..Decision::default()
        }
    }

    fn entry(sentence: &str, to: &Decision) -> Entry {
        Entry {
            n: 0,
            at: to.decided.unwrap_or_default(),
            sentence: sentence.to_owned(),
            undoes: None,
            batch: None,
            from: Decision::default(),
            to: to.clone(),
            unknown: Unknown::new(),
        }
    }

    fn check_today(entries: &[(&str, Entry)], expected: (usize, f64, Option<f64>)) {
        let entries = entries.iter().map(|(article, entry)| (*article, entry));
        let today = today(entries, |time| time >= at(0));
        assert_eq!((today.decided, today.seconds, today.median), expected);
    }

    #[test]
    fn a_day_without_a_decision_has_no_median() {
        check_today(&[], (0, 0.0, None));
        let yesterday = entry("s1", &decision("a", -1, Some(4.0)));
        let untimed = entry("s2", &decision("a", 1, None));
        let mangled = entry("s3", &decision("a", 1, Some(-1.0)));
        check_today(
            &[("x", yesterday), ("x", untimed), ("x", mangled)],
            (0, 0.0, None),
        );
    }

    #[test]
    fn each_sentence_counts_once_and_its_visits_all() {
        let decide = |sentence, topic, at, seconds| {
            ("x", entry(sentence, &decision(topic, at, Some(seconds))))
        };
        let mut entries = vec![
            decide("s1", "a", 1, 4.0),
            decide("s1", "b", 2, 5.0),
            decide("s2", "a", 3, 2.0),
            decide("s1", "a", 9, 3.0),
        ];
        check_today(&entries, (2, 10.0, Some(3.0)));
        entries.push(("y", entry("s1", &decision("a", 20, Some(6.0)))));
        check_today(&entries, (3, 16.0, Some(4.0)));
    }

    #[test]
    fn undoing_and_notes_are_no_decisions() {
        let decided = decision("a", 1, Some(4.0));
        let first = entry("s1", &decided);
        let noted = Entry {
            from: decided.clone(),
            to: Decision {
                note: "why".to_owned(),
                ..decided.clone()
            },
            at: at(5_000),
            ..first.clone()
        };
        let redone = Entry {
            undoes: Some(2),
            ..entry("s2", &decided)
        };
        let unmade = entry(
            "s3",
            &Decision {
                seconds: Some(3.0),
                ..Decision::default()
            },
        );
        let entries = [("x", first), ("x", noted), ("x", redone), ("x", unmade)];
        check_today(&entries, (1, 4.0, Some(4.0)));
    }
}
