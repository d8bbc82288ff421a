//! Topics that were renamed, merged or split after people had decided with them.
//!
//! No history is rewritten for that: what was decided stays on the disk as it was, and is read as
//! the changes have it. A topic that was renamed or merged is read as the new one. Of one that was
//! split it is not certain which part was meant, so it is read as none, and its sentence is flagged
//! for review.

use super::annotation::{Annotations, Decision, Overall, State};
use super::flag::Flag;

/// One change of the scheme. Topics stand in it by their ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopicChange {
    /// What there was. One topic where it was renamed or split.
    pub from: Vec<String>,
    /// What there is instead. One topic where they were renamed or merged, more where it was split.
    pub to: Vec<String>,
    /// The day, as in `2026-11-24`.
    pub date: String,
}

/// The changes of a project's topics, the oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TopicChanges {
    /// The changes.
    pub changes: Vec<TopicChange>,
    /// The ids of the scheme, in the order in which topics stand on a sentence.
    pub scheme: Vec<String>,
}

impl TopicChanges {
    /// Whether nothing was changed.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// What the topic `id` is now; none if it was split.
    pub fn now<'a>(&'a self, id: &'a str) -> Option<&'a str> {
        let mut id = id;
        for change in &self.changes {
            if change.from.iter().any(|from| from == id) {
                let [to] = change.to.as_slice() else {
                    return None;
                };
                id = to;
            }
        }
        Some(id)
    }

    /// An id in the changes or the scheme that would not stay what it is now: what is decided with it
    /// from here on would be read as another topic.
    pub fn unstable(&self) -> Option<&str> {
        let mentioned = self
            .changes
            .iter()
            .flat_map(|it| it.from.iter().chain(&it.to));
        let ids = self.scheme.iter().chain(mentioned);
        let mut ids = ids.map(String::as_str);
        ids.find(|id| match self.now(id) {
            Some(now) if self.scheme.iter().any(|topic| topic == id) => now != *id,
            Some(now) => self.now(now) != Some(now),
            None => self.scheme.iter().any(|topic| topic == id),
        })
    }

    /// `decision` as it is read now.
    pub fn decision(&self, decision: &Decision) -> Decision {
        let is_changed = |id: &str| self.now(id) != Some(id);
        let evidence = &decision.evidence;
        if !decision.topics.iter().any(|id| is_changed(id))
            && !evidence.iter().any(|words| is_changed(&words.topic))
        {
            return decision.clone();
        }
        let was_split = decision.topics.iter().any(|id| self.now(id).is_none());
        let mut new = decision.clone();
        new.topics = self.topics(&decision.topics);
        new.evidence.clear();
        for words in evidence {
            let Some(topic) = self.now(&words.topic) else {
                continue;
            };
            let mut words = words.clone();
            words.topic = topic.to_owned();
            let same = |it: &super::annotation::Evidence| {
                (&it.topic, it.start, it.end) == (&words.topic, words.start, words.end)
            };
            if !new.evidence.iter().any(same) {
                new.evidence.push(words);
            }
        }
        let place = |it: &super::annotation::Evidence| (self.place(&it.topic), it.start, it.end);
        new.evidence.sort_by_key(place);
        if was_split && !new.has(Flag::Review) {
            new = new.toggle_flag(Flag::Review);
        }
        if new.topics.is_empty() && new.state == State::Tagged {
            new.state = State::Undecided;
            (new.decided, new.seconds, new.guideline) = (None, None, None);
        }
        new
    }

    /// `topics` as they are read now: none of them twice, in the order of the scheme.
    fn topics(&self, topics: &[String]) -> Vec<String> {
        let mut new: Vec<String> = Vec::new();
        for topic in topics.iter().filter_map(|id| self.now(id)) {
            if !new.iter().any(|id| id == topic) {
                new.push(topic.to_owned());
            }
        }
        new.sort_by_key(|id| self.place(id));
        new
    }

    /// Where `id` stands in the scheme; what is not in it stands behind.
    fn place(&self, id: &str) -> usize {
        let place = self.scheme.iter().position(|topic| topic == id);
        place.unwrap_or(self.scheme.len())
    }

    fn overall(&self, overall: &Overall) -> Overall {
        let mut new = overall.clone();
        if overall.topics.iter().any(|id| self.now(id) != Some(id)) {
            new.topics = self.topics(&overall.topics);
        }
        new
    }

    /// Makes of what was written what is read now: the history, and so the sentences too, which stay
    /// its fold.
    pub fn apply(&self, annotations: &mut Annotations) {
        if self.is_empty() {
            return;
        }
        annotations.overall = self.overall(&annotations.overall);
        for sentence in &mut annotations.sentences {
            sentence.decision = self.decision(&sentence.decision);
        }
        for entry in &mut annotations.history {
            entry.from = self.decision(&entry.from);
            entry.to = self.decision(&entry.to);
        }
    }

    /// `annotations` as they are to be written where `written` stands: what is only read otherwise
    /// stays as it was written, entry by entry and sentence by sentence.
    pub fn restore(&self, annotations: &Annotations, written: &Annotations) -> Annotations {
        let mut restored = annotations.clone();
        if self.overall(&written.overall) == annotations.overall {
            restored.overall = written.overall.clone();
        }
        for (entry, old) in restored.history.iter_mut().zip(&written.history) {
            if (entry.n, &entry.sentence) != (old.n, &old.sentence) {
                break;
            }
            if self.decision(&old.from) == entry.from && self.decision(&old.to) == entry.to {
                entry.from = old.from.clone();
                entry.to = old.to.clone();
            }
        }
        let mut last = std::collections::HashMap::new();
        for entry in &restored.history {
            last.insert(entry.sentence.as_str(), &entry.to);
        }
        for sentence in &mut restored.sentences {
            if let Some(&to) = last.get(sentence.id.as_str())
                && self.decision(to) == sentence.decision
            {
                sentence.decision = to.clone();
            }
        }
        restored
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::annotation::{Annotated, Circumstances, Edit, Evidence, FORMAT, Status};
    use super::super::{Time, Unknown};
    use super::*;

    fn ids(letters: &str) -> Vec<String> {
        letters.chars().map(String::from).collect()
    }

    /// Changes such as `a>b ab>c a>bc`, in a scheme of these letters.
    fn changes(told: &str, scheme: &str) -> TopicChanges {
        let change = |told: &str| {
            let (from, to) = told.split_once('>').unwrap();
            TopicChange {
                from: ids(from),
                to: ids(to),
                date: "2026-11-24".into(),
            }
        };
        TopicChanges {
            changes: told.split_whitespace().map(change).collect(),
            scheme: ids(scheme),
        }
    }

    fn now() -> Circumstances {
        Circumstances {
            at: Time::UNIX_EPOCH,
            seconds: Some(2.0),
            guideline: "g".into(),
        }
    }

    fn tagged(letters: &str) -> Decision {
        let topics = ids(letters);
        let order = topics.iter().map(String::as_str);
        let mut decision = Decision::default();
        for id in &topics {
            decision = decision.toggle(id, order.clone(), &now());
        }
        decision
    }

    /// What a decision with the topics `before` is read as: its topics, its flags, whether it is one.
    fn check(told: &str, scheme: &str, before: &str, after: &str, flags: &[&str]) {
        let changes = changes(told, scheme);
        let read = changes.decision(&tagged(before));
        assert_eq!(
            (read.topics.concat(), read.flags.concat()),
            (after.to_owned(), flags.concat()),
            "{told}: {before}"
        );
        assert_eq!(read.is_decided(), !after.is_empty(), "{told}: {before}");
        assert_eq!(read.decided.is_some(), !after.is_empty());
        assert_eq!(changes.decision(&read), read, "once is enough");
    }

    #[test]
    fn a_renamed_topic_is_read_by_its_new_name() {
        check("a>x", "xbc", "ab", "xb", &[]);
        check("a>x", "bcx", "ab", "bx", &[]);
        check("a>x", "xbc", "bc", "bc", &[]);
        check("a>x x>y", "ybc", "a", "y", &[]);
        check("a>x x>a", "abc", "ab", "ab", &[]);
    }

    #[test]
    fn merged_topics_are_one_and_stand_there_once() {
        check("ab>x", "xc", "abc", "xc", &[]);
        check("b>a", "ac", "ab", "a", &[]);
        check("ab>x x>y", "yc", "ba", "y", &[]);
    }

    #[test]
    fn a_split_topic_is_nothing_certain() {
        check("a>xy", "xybc", "ab", "b", &["review"]);
        check("a>xy", "xybc", "a", "", &["review"]);
        check("a>xy", "xybc", "b", "b", &[]);
        check("a>b b>xy", "xyc", "ac", "c", &["review"]);
        check("a>xy x>z", "zyc", "ac", "c", &["review"]);
    }

    #[test]
    fn none_applies_and_nothing_yet_stay_what_they_are() {
        let changes = changes("a>xy b>z", "xyz");
        let none = Decision::default().toggle_none(&now());
        assert_eq!(changes.decision(&none), none);
        assert_eq!(changes.decision(&Decision::default()), Decision::default());
    }

    #[test]
    fn words_follow_their_topic_and_none_stands_there_twice() {
        let words = |topic: &str, start| Evidence {
            topic: topic.into(),
            start,
            end: start + 1,
            text: "x".into(),
            unknown: Unknown::new(),
        };
        let mut decision = tagged("abc");
        decision.evidence = vec![words("a", 0), words("b", 0), words("b", 3), words("c", 1)];
        let merged = changes("ab>x", "cx").decision(&decision);
        let places = |decision: &Decision| {
            let words = decision.evidence.iter();
            words
                .map(|it| format!("{}{}", it.topic, it.start))
                .collect::<Vec<_>>()
        };
        assert_eq!(places(&merged), ["c1", "x0", "x3"]);
        let split = changes("b>xy", "axyc").decision(&decision);
        assert_eq!(places(&split), ["a0", "c1"]);
    }

    #[test]
    fn an_id_that_would_be_read_as_another_is_found() {
        assert_eq!(changes("a>x", "xbc").unstable(), None);
        assert_eq!(changes("a>x", "axb").unstable(), Some("a"));
        assert_eq!(changes("a>x x>a", "ab").unstable(), None);
        assert_eq!(changes("a>ab", "ab").unstable(), Some("a"));
        assert_eq!(changes("a>b c>a", "b").unstable(), Some("c"));
        assert_eq!(changes("a>xy x>z", "zy").unstable(), None);
    }

    /// Three sentences, decided by `keys`: a sentence and its topics each.
    fn annotations(keys: &[(usize, String)]) -> Annotations {
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
            article: "a".into(),
            text_sha256: String::new(),
            segmentation: 1,
            annotator: "sara".into(),
            status: Status::InProgress,
            overall: Overall::default(),
            sentences: (0..3).map(sentence).collect(),
            history: Vec::new(),
            unknown: Unknown::new(),
        };
        decide(&mut annotations, keys);
        annotations
    }

    fn decide(annotations: &mut Annotations, keys: &[(usize, String)]) {
        for (sentence, topics) in keys {
            let (sentence, decision) = (*sentence, tagged(topics));
            let n = annotations.history.len() as u64 + 1;
            annotations.decide(Edit { sentence, decision }, n, now().at, None, None);
        }
    }

    fn is_fold(annotations: &Annotations) -> bool {
        annotations.sentences.iter().all(|sentence| {
            let of = |entry: &&super::super::history::Entry| entry.sentence == sentence.id;
            let last = annotations.history.iter().rev().find(of);
            last.map_or_else(Decision::default, |entry| entry.to.clone()) == sentence.decision
        })
    }

    #[test]
    fn what_is_said_of_the_whole_article_follows_and_is_not_forgotten() {
        let mut written = annotations(&[]);
        written.overall.topics = ids("abc");
        let check = |told: &str, topics: &str| {
            let changes = changes(told, "cxy");
            let mut read = written.clone();
            changes.apply(&mut read);
            assert_eq!(read.overall.topics.concat(), topics);
            assert_eq!(changes.restore(&read, &written).overall, written.overall);
        };
        check("ab>x", "cx");
        check("a>xy b>x", "cx");
    }

    fn some_keys() -> impl Strategy<Value = Vec<(usize, String)>> {
        let letters = prop::sample::subsequence(vec!['a', 'b', 'c', 'd'], 0..=4);
        prop::collection::vec(
            (0usize..3, letters.prop_map(|it| it.into_iter().collect())),
            0..12,
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        /// Whatever is decided on after topics were changed, what was written before stays.
        #[test]
        fn no_entry_is_rewritten_and_the_state_stays_the_fold(
            before in some_keys(),
            after in some_keys(),
            told in prop::sample::select(vec!["a>x", "ab>x", "b>a", "a>xy", "a>x x>y", "ab>c c>xy"]),
        ) {
            let changes = changes(told, "abcxyd");
            // A program offers only topics of its scheme.
            let is_offered = |id: &char| changes.now(&id.to_string()) == Some(id.to_string().as_str());
            let offered = |topics: &String| topics.chars().filter(is_offered).collect();
            let after: Vec<_> = after.iter().map(|(at, topics)| (*at, offered(topics))).collect();
            let written = annotations(&before);
            let mut read = written.clone();
            changes.apply(&mut read);
            prop_assert!(is_fold(&read));
            decide(&mut read, &after);
            let saved = changes.restore(&read, &written);
            prop_assert_eq!(&saved.history[..written.history.len()], &written.history[..]);
            prop_assert!(is_fold(&saved));
            let mut again = saved;
            changes.apply(&mut again);
            prop_assert_eq!(again, read);
        }
    }
}
