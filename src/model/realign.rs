//! Carrying what an annotator said over to another segmentation of the same text.
//!
//! | a sentence of the new segmentation | gets |
//! |---|---|
//! | has the range and the words of an old one | its decision, whole, even under another id |
//! | is made of others, of which none says anything | nothing, as they |
//! | is made of others that decide alike | their decision, and the flag for review |
//! | is made of others that are all tagged | the topics of all, and the flag for review |
//! | is made of others that differ otherwise | no decision, and the flag for review |
//!
//! What a sentence is made of is told by the ranges: they overlap. That is what its parents say, and
//! reaches over any number of splits and merges that the annotator has not seen.
//!
//! Flags and notes are united. Evidence stays where all of it lies in the new sentence, and its topic
//! is there. An inherited decision is as old as the oldest that it was made of, under the wording of
//! that one, and took no time.
//!
//! What an inherited decision says may break a rule of the project, which is then told at the
//! sentence as after any change of rules.

use super::annotation::{Annotated, Annotations, Decision, Edit, Evidence, State};
use super::article::{Article, Sentence};
use super::flag::Flag;
use super::history::{Journal, Step};
use super::{Time, Unknown};

/// Annotations after they were carried over.
#[derive(Debug, Clone, PartialEq)]
pub struct Realigned {
    /// On the new segmentation. Their history has an entry more for each sentence that has something
    /// of others, all in one group.
    pub annotations: Annotations,
    /// Ids of sentences that stand as they stood.
    pub kept: Vec<String>,
    /// Ids of sentences that have something of those they were made of, and wait for review.
    pub inherited: Vec<String>,
    /// Ids of old sentences of whose decision nothing is left but what the history says.
    pub lost: Vec<String>,
}

impl Annotations {
    /// Whether they are about the text of `article` and have its sentences.
    pub fn fits(&self, article: &Article) -> bool {
        let same = |(annotated, sentence): (&Annotated, &Sentence)| {
            let ranges = (annotated.start, annotated.end) == (sentence.start, sentence.end);
            ranges && annotated.id == sentence.id
        };
        self.text_sha256 == article.text_sha256
            && self.segmentation == article.segmentation
            && self.sentences.len() == article.sentences.len()
            && self.sentences.iter().zip(&article.sentences).all(same)
    }

    /// Whether they are about `article` as it was before it was split, merged or brought up to date to
    /// what it is.
    pub fn precede(&self, article: &Article) -> bool {
        self.segmentation < article.segmentation
    }

    /// The same about the text of `article`, if that has another one: each sentence where its text is
    /// there, under its own id if it can be. One whose text is gone is nowhere.
    fn moved_to(&self, article: &Article) -> Self {
        let mut moved = self.clone();
        if self.text_sha256 == article.text_sha256 {
            return moved;
        }
        moved.text_sha256.clone_from(&article.text_sha256);
        let mut taken = vec![false; article.sentences.len()];
        let mut places: Vec<Option<&Sentence>> = vec![None; self.sentences.len()];
        // Those that kept their ids first: the same words may stand there twice.
        for by_id in [true, false] {
            for (old, place) in self.sentences.iter().zip(&mut places) {
                let is_it = |at: &usize| {
                    let sentence = &article.sentences[*at];
                    let same_id = !by_id || sentence.id == old.id;
                    !taken[*at] && same_id && article.quote(*at) == old.text
                };
                if place.is_none()
                    && let Some(at) = (0..taken.len()).find(is_it)
                {
                    taken[at] = true;
                    *place = article.sentences.get(at);
                }
            }
        }
        for (old, place) in moved.sentences.iter_mut().zip(places) {
            let before = old.start;
            (old.start, old.end) = match place {
                Some(sentence) => (sentence.start, sentence.end),
                None => (usize::MAX, usize::MAX),
            };
            let start = old.start;
            for words in &mut old.decision.evidence {
                let length = words.end.saturating_sub(words.start);
                words.start = start.saturating_add(words.start.saturating_sub(before));
                words.end = words.start.saturating_add(length);
            }
        }
        moved
    }
}

impl Journal {
    /// Takes note of the entries of `annotations` that it does not know yet: those by which they were
    /// carried over when they were read.
    pub fn catch_up(&mut self, annotations: &Annotations) {
        let next = self.next_number();
        let new = annotations.history.iter().filter(|entry| entry.n >= next);
        for entry in new {
            self.record(Step {
                n: entry.n,
                article: annotations.article.clone(),
                sentence: entry.sentence.clone(),
                undoes: entry.undoes,
                batch: entry.batch,
            });
        }
    }
}

/// Carries `annotations` over to the sentences of `article`, by their ranges, and where that has another
/// text by their words. The entries
/// of the history are numbered from `n` on and made at `at`; `scheme` gives the order of topics.
/// Annotations that fit stay as they are.
///
/// Costs as much as the number of its sentences times that of the old ones.
pub fn realign<'a>(
    annotations: &Annotations,
    article: &Article,
    scheme: impl Iterator<Item = &'a str>,
    n: u64,
    at: Time,
) -> Realigned {
    let moved = annotations.moved_to(article);
    let old = &moved.sentences;
    if annotations.fits(article) {
        return Realigned {
            kept: old.iter().map(|sentence| sentence.id.clone()).collect(),
            annotations: annotations.clone(),
            inherited: Vec::new(),
            lost: Vec::new(),
        };
    }
    let scheme: Vec<&str> = scheme.collect();
    let mut realigned = annotations.clone();
    realigned.text_sha256.clone_from(&article.text_sha256);
    // Nothing said yet of any sentence but those that have their ids still: so the history folds.
    realigned.sentences = Annotations::new(article, &annotations.annotator).sentences;
    for sentence in &mut realigned.sentences {
        sentence.decision = last_said(annotations, &sentence.id);
    }
    let (mut kept, mut inherited) = (Vec::new(), Vec::new());
    let mut survives = vec![false; old.len()];
    let mut edits = Vec::new();
    for (index, sentence) in realigned.sentences.iter().enumerate() {
        let range = |it: &Annotated| (it.start, it.end);
        let equal = |it: &&Annotated| range(it) == range(sentence) && it.text == sentence.text;
        let decision = match old.iter().find(equal) {
            Some(equal) => {
                kept.push(sentence.id.clone());
                equal.decision.clone()
            }
            None => {
                let made_of = old.iter().filter(|it| overlap(it, sentence));
                let made_of: Vec<&Decision> = made_of.map(|it| &it.decision).collect();
                let decision = inherit(&made_of, sentence, &scheme);
                if says_something(&decision) {
                    inherited.push(sentence.id.clone());
                }
                decision
            }
        };
        for (survives, it) in survives.iter_mut().zip(old) {
            let whole = equal(&it) || decision.is_decided() || !it.decision.is_decided();
            *survives |= overlap(it, sentence) && whole;
        }
        if decision != sentence.decision {
            let sentence = index;
            edits.push(Edit { sentence, decision });
        }
    }
    let batch = (edits.len() > 1).then_some(n);
    for (more, edit) in (0..).zip(edits) {
        realigned.decide(edit, n.saturating_add(more), at, None, batch);
    }
    if realigned.revision == annotations.revision {
        realigned.revision += 1;
    }
    realigned.segmentation = article.segmentation;
    let gone = old.iter().zip(survives);
    let gone = gone.filter(|(it, survives)| !survives && says_something(&it.decision));
    Realigned {
        annotations: realigned,
        kept,
        inherited,
        lost: gone.map(|(it, _)| it.id.clone()).collect(),
    }
}

/// What the history says of the sentence called `id`.
fn last_said(annotations: &Annotations, id: &str) -> Decision {
    let mut history = annotations.history.iter().rev();
    let last = history.find(|entry| entry.sentence == id);
    last.map(|entry| entry.to.clone()).unwrap_or_default()
}

fn overlap(one: &Annotated, other: &Annotated) -> bool {
    one.start < other.end && other.start < one.end
}

fn says_something(decision: &Decision) -> bool {
    *decision != Decision::default()
}

/// What a sentence has of those that it is `made_of`.
fn inherit(made_of: &[&Decision], sentence: &Annotated, scheme: &[&str]) -> Decision {
    let Some((first, others)) = made_of.split_first() else {
        return Decision::default();
    };
    if !made_of.iter().any(|decision| says_something(decision)) {
        return Decision::default();
    }
    let are_alike = others.iter().all(|other| other.decides_like(first));
    let are_tagged = made_of.iter().all(|it| it.state == State::Tagged);
    let place = |id: &str| {
        let place = scheme.iter().position(|it| *it == id);
        place.unwrap_or(scheme.len())
    };
    let mut decision = Decision::default();
    if are_alike || are_tagged {
        decision.state = first.state;
        decision.topics = union(made_of.iter().flat_map(|it| &it.topics));
        decision.topics.sort_by_key(|id| place(id));
    }
    if decision.is_decided() {
        let oldest = made_of
            .iter()
            .min_by_key(|it| (it.decided.is_none(), it.decided));
        decision.decided = oldest.and_then(|it| it.decided);
        decision.guideline = oldest.and_then(|it| it.guideline.clone());
    }
    let review = Flag::Review.id().to_owned();
    decision.flags = union(made_of.iter().flat_map(|it| &it.flags).chain([&review]));
    // What a newer version knows stays, behind the others.
    let flag = |id: &String| Flag::ALL.iter().position(|flag| flag.id() == id);
    decision
        .flags
        .sort_by_key(|id| flag(id).unwrap_or(Flag::ALL.len()));
    let notes = made_of.iter().map(|it| &it.note);
    decision.note = union(notes.filter(|note| !note.trim().is_empty())).join(" / ");
    let is_here = |it: &&Evidence| {
        sentence.start <= it.start && it.end <= sentence.end && decision.topics.contains(&it.topic)
    };
    let evidence = made_of.iter().flat_map(|it| &it.evidence).filter(is_here);
    decision.evidence = union(evidence);
    decision
        .evidence
        .sort_by_key(|it| (place(&it.topic), it.start, it.end));
    // Of two that say different things, what the first one says.
    let unknown = made_of.iter().rev().flat_map(|it| it.unknown.clone());
    decision.unknown = unknown.collect::<Unknown>();
    decision
}

/// Each of `values` once, in order.
fn union<'a, T: Clone + PartialEq + 'a>(values: impl Iterator<Item = &'a T>) -> Vec<T> {
    let mut each: Vec<T> = Vec::new();
    for value in values {
        if !each.contains(value) {
            each.push(value.clone());
        }
    }
    each
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::annotation::Circumstances;
    use super::super::segmentation::tests::{article, change};
    use super::*;

    const SCHEME: [&str; 3] = ["a", "b", "c"];

    /// The annotations of `article` after keys were pressed, each at a sentence: a, b and c a topic,
    /// 0 none applies, u unsure, n a note that names the sentence, e its first two code points as
    /// evidence for each of its topics.
    fn annotate(article: &Article, keys: &[(usize, char)]) -> Annotations {
        let mut annotations = Annotations::new(article, "sara");
        for (n, &(nth, key)) in (1..).zip(keys) {
            let index = nth % annotations.sentences.len();
            let sentence = annotations.sentences[index].clone();
            let now = Circumstances {
                at: Time::from_second(n).unwrap(),
                seconds: Some(2.0),
                guideline: format!("g{n}"),
            };
            let before = &sentence.decision;
            let mut decision = match key {
                '0' => before.toggle_none(&now),
                'u' => before.toggle_flag(Flag::Unsure),
                'n' => Decision {
                    note: format!("on {}", sentence.id),
                    ..before.clone()
                },
                'e' => before.clone(),
                topic => before.toggle(&topic.to_string(), SCHEME.into_iter(), &now),
            };
            if key == 'e' {
                for topic in &before.topics {
                    decision = decision.toggle_evidence(
                        Evidence {
                            topic: topic.clone(),
                            start: sentence.start,
                            end: (sentence.start + 2).min(sentence.end),
                            text: sentence.text.chars().take(2).collect(),
                            unknown: Unknown::new(),
                        },
                        SCHEME.into_iter(),
                    );
                }
            }
            let edit = Edit {
                sentence: index,
                decision,
            };
            annotations.decide(edit, n.try_into().unwrap(), now.at, None, None);
        }
        annotations
    }

    fn carry(annotations: &Annotations, article: &Article) -> Realigned {
        let at = Time::from_second(1000).unwrap();
        realign(annotations, article, SCHEME.into_iter(), 500, at)
    }

    /// What is said, a sentence a word: its topics, 0 for none applies, ? for undecided, and ! where
    /// it is flagged for review.
    fn said(annotations: &Annotations) -> String {
        let said = annotations.sentences.iter().map(|sentence| {
            let decision = &sentence.decision;
            let review = if decision.has(Flag::Review) { "!" } else { "" };
            match decision.state {
                State::Undecided => format!("?{review}"),
                State::None => format!("0{review}"),
                State::Tagged => format!("{}{review}", decision.topics.concat()),
            }
        });
        said.collect::<Vec<_>>().join(" ")
    }

    fn keys(keys: &str) -> Vec<(usize, char)> {
        let key = |key: &str| {
            let (nth, key) = key.split_at(1);
            (nth.parse().unwrap(), key.chars().next().unwrap())
        };
        keys.split_whitespace().map(key).collect()
    }

    /// What is said, and what is lost, after the second sentence of four was split or the second and
    /// third were merged.
    fn check(pressed: &str, split: &str, merged: &str, lost: &str) {
        let article = article("t|ab cd|ef|gh");
        let annotations = annotate(&article, &keys(pressed));
        let after_split = carry(&annotations, &article.split("s2", 4).unwrap());
        assert_eq!(
            (
                said(&after_split.annotations).as_str(),
                after_split.lost.len()
            ),
            (split, 0),
            "{pressed}"
        );
        let after_merge = carry(&annotations, &article.merge("s2", "s3").unwrap());
        let gone = after_merge.lost.join(" ");
        assert_eq!(
            (said(&after_merge.annotations).as_str(), gone.as_str()),
            (merged, lost),
            "{pressed}"
        );
    }

    #[test]
    fn decisions_are_inherited_and_flagged() {
        check("", "? ? ? ? ?", "? ? ?", "");
        check("1a", "? a! a! ? ?", "? ?! ?", "s2");
        check("10", "? 0! 0! ? ?", "? ?! ?", "s2");
        check("1a 2a", "? a! a! a ?", "? a! ?", "");
        check("1c 2a", "? c! c! a ?", "? ac! ?", "");
        check("10 20", "? 0! 0! 0 ?", "? 0! ?", "");
        check("1a 20", "? a! a! 0 ?", "? ?! ?", "s2 s3");
        check("0b 1u 3c", "b ?! ?! ? c", "b ?! c", "");
    }

    #[test]
    fn what_is_inherited_is_as_old_as_the_oldest_and_took_no_time() {
        let article = article("t|ab cd|ef");
        let annotations = annotate(&article, &keys("2a 1b"));
        let merged = carry(&annotations, &article.merge("s2", "s3").unwrap()).annotations;
        let decision = &merged.sentences[1].decision;
        assert_eq!(decision.decided, Some(Time::from_second(1).unwrap()));
        assert_eq!(
            (decision.guideline.as_deref(), decision.seconds),
            (Some("g1"), None)
        );
    }

    #[test]
    fn flags_and_notes_are_united_and_evidence_stays_where_it_lies() {
        let article = article("t|ab cd|ef");
        let annotations = annotate(&article, &keys("1a 1e 1u 1n 2b 2e 2n"));
        let merged = carry(&annotations, &article.merge("s2", "s3").unwrap()).annotations;
        let decision = &merged.sentences[1].decision;
        assert_eq!(
            (decision.flags.join(" ").as_str(), decision.note.as_str()),
            ("unsure review", "on s2 / on s3")
        );
        let evidence = |decision: &Decision| {
            let words = decision
                .evidence
                .iter()
                .map(|it| format!("{}:{}", it.topic, it.text));
            words.collect::<Vec<_>>().join(" ")
        };
        assert_eq!(evidence(decision), "a:ab b:ef");
        let split = carry(&annotations, &article.split("s2", 4).unwrap()).annotations;
        let decisions: Vec<_> = split
            .sentences
            .iter()
            .map(|it| evidence(&it.decision))
            .collect();
        assert_eq!(decisions, ["", "a:ab", "", "b:ef"]);
        assert_eq!(split.sentences[2].decision.note, "on s2");
        let through = carry(&annotations, &article.split("s2", 3).unwrap()).annotations;
        assert_eq!(
            evidence(&through.sentences[1].decision),
            "",
            "it lies in both parts"
        );
    }

    #[test]
    fn the_history_stays_and_gets_one_group_more() {
        let article = article("t|ab cd|ef");
        let annotations = annotate(&article, &keys("1a 2b"));
        let split = carry(&annotations, &article.split("s2", 4).unwrap());
        let history = &split.annotations.history;
        assert_eq!(history[..2], annotations.history);
        let new = history[2..]
            .iter()
            .map(|it| (it.n, it.sentence.as_str(), it.batch, it.undoes));
        assert_eq!(
            new.collect::<Vec<_>>(),
            [(500, "s4", Some(500), None), (501, "s5", Some(500), None)]
        );
        assert_eq!(
            (split.annotations.revision, split.annotations.segmentation),
            (4, 2)
        );
        assert_eq!(
            (split.kept.join(" "), split.inherited.join(" ")),
            ("s1 s3".into(), "s4 s5".into())
        );
        let nothing = carry(
            &Annotations::new(&article, "sara"),
            &article.split("s2", 4).unwrap(),
        );
        assert_eq!(
            (
                nothing.annotations.history.len(),
                nothing.annotations.revision
            ),
            (0, 1)
        );
    }

    #[test]
    fn a_sentence_that_is_whole_again_has_its_decision_under_its_new_id() {
        let first = article("t|ab cd|ef");
        let annotations = annotate(&first, &keys("1a 1e 1n"));
        let back = first.split("s2", 4).unwrap().merge("s4", "s5").unwrap();
        let realigned = carry(&annotations, &back);
        assert_eq!(realigned.annotations.sentences[1].id, "s6");
        assert_eq!(
            realigned.annotations.sentences[1].decision,
            annotations.sentences[1].decision
        );
        assert_eq!((realigned.kept.len(), realigned.inherited.len()), (3, 0));
        let added = &realigned.annotations.history[3..];
        assert_eq!(
            (added.len(), added[0].batch, added[0].sentence.as_str()),
            (1, None, "s6")
        );
    }

    #[test]
    fn who_was_away_for_several_changes_inherits_over_all_of_them() {
        let first = article("t|ab cd|ef");
        let annotations = annotate(&first, &keys("1a 2a"));
        // The second half of s2 with s3: its parents are s5, which she never saw, and s3.
        let last = first.split("s2", 4).unwrap().merge("s5", "s3").unwrap();
        assert_eq!(last.sentences[2].parents, ["s5", "s3"]);
        assert_eq!(said(&carry(&annotations, &last).annotations), "? a! a!");
    }

    #[test]
    fn a_journal_catches_up_with_what_was_carried_over() {
        let first = article("t|ab cd|ef");
        let annotations = annotate(&first, &keys("1a"));
        let mut journal = Journal::default();
        journal.catch_up(&annotations);
        let realigned = carry(&annotations, &first.split("s2", 4).unwrap()).annotations;
        for _ in 0..2 {
            journal.catch_up(&realigned);
            assert_eq!(journal.next_number(), 502);
            let undoable = journal.undoable_batch();
            assert_eq!(
                undoable.iter().map(|it| it.n).collect::<Vec<_>>(),
                [501, 500]
            );
        }
    }

    #[test]
    fn annotations_of_a_later_segmentation_do_not_precede_it() {
        let first = article("t|ab cd");
        let second = first.split("s2", 4).unwrap();
        let (early, late) = (
            Annotations::new(&first, "sara"),
            Annotations::new(&second, "sara"),
        );
        assert!(early.precede(&second) && !late.precede(&first) && !late.precede(&second));
        assert!(late.fits(&second) && !early.fits(&second));
        let other = Article {
            text_sha256: "1".into(),
            ..second
        };
        assert!(early.precede(&other) && !late.fits(&other) && !late.precede(&other));
    }

    #[test]
    fn a_text_that_was_brought_up_to_date_keeps_what_is_said_of_the_words_that_are_still_there() {
        let before = article("t|ab cd|ef gh|ij kl");
        let annotations = annotate(&before, &[(0, '0'), (1, 'a'), (1, 'e'), (2, 'b'), (3, 'c')]);
        // A paragraph more in front, the third one changed, the last one as it was.
        let mut after = article("t|new one|ab cd|ef xx|ij kl");
        after.segmentation = 2;
        after.text_sha256 = "2".into();
        let realigned = realign(
            &annotations,
            &after,
            SCHEME.into_iter(),
            100,
            Time::UNIX_EPOCH,
        );
        let said = |index: usize| {
            let Annotated { decision, text, .. } = &realigned.annotations.sentences[index];
            (text.as_str(), decision.topics.join(" "), decision.state)
        };
        assert_eq!(said(1), ("new one", String::new(), State::Undecided));
        assert_eq!(said(2), ("ab cd", "a".to_owned(), State::Tagged));
        assert_eq!(said(3), ("ef xx", String::new(), State::Undecided));
        assert_eq!(said(4), ("ij kl", "c".to_owned(), State::Tagged));
        let evidence = &realigned.annotations.sentences[2].decision.evidence[0];
        let text: Vec<char> = after.text.chars().collect();
        let there: String = text[evidence.start..evidence.end].iter().collect();
        assert_eq!(there, evidence.text);
        assert_eq!(realigned.lost.len(), 1, "what was said of the changed one");
        check_fold(&realigned.annotations).unwrap();
    }

    /// The sentences are what the history adds up to, and each entry starts where the one before it
    /// ended.
    fn check_fold(annotations: &Annotations) -> Result<(), TestCaseError> {
        let mut fold: std::collections::BTreeMap<&str, Decision> =
            std::collections::BTreeMap::new();
        for entry in &annotations.history {
            let decision = fold.entry(&entry.sentence).or_default();
            prop_assert_eq!(&*decision, &entry.from);
            *decision = entry.to.clone();
        }
        for sentence in &annotations.sentences {
            let folded = fold.get(sentence.id.as_str()).cloned().unwrap_or_default();
            prop_assert_eq!(&folded, &sentence.decision);
        }
        Ok(())
    }

    fn some_article() -> impl Strategy<Value = Article> {
        "[ab]{1,4}([|\n][سab]{1,4}( [سل]{1,3}){0,2}){0,6}".prop_map(|text| article(&text))
    }

    fn some_keys() -> impl Strategy<Value = Vec<(usize, char)>> {
        let key = prop::sample::select(vec!['a', 'b', 'c', '0', 'u', 'n', 'e']);
        prop::collection::vec((0usize..9, key), 0..15)
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn realigning_to_the_same_segmentation_changes_nothing(article in some_article(), keys in some_keys()) {
            let annotations = annotate(&article, &keys);
            let realigned = carry(&annotations, &article);
            prop_assert_eq!(&realigned.annotations, &annotations);
            prop_assert_eq!((realigned.inherited.len(), realigned.lost.len()), (0, 0));
            prop_assert_eq!(realigned.kept.len(), article.sentences.len());
        }

        #[test]
        fn the_history_adds_up_to_the_sentences_and_begins_as_it_was(
            article in some_article(),
            keys in some_keys(),
            steps in prop::collection::vec(prop::collection::vec((0usize..9, 0usize..9), 0..4), 1..4),
        ) {
            let mut current = article;
            let mut annotations = annotate(&current, &keys);
            let mut n = 500;
            // She comes back now and then.
            for changes in steps {
                current = change(current, &changes);
                let at = Time::from_second(1000).unwrap();
                let realigned = realign(&annotations, &current, SCHEME.into_iter(), n, at).annotations;
                check_fold(&realigned)?;
                prop_assert!(realigned.fits(&current));
                prop_assert!(realigned.history.starts_with(&annotations.history));
                prop_assert!(realigned.history.is_sorted_by(|one, other| one.n < other.n));
                prop_assert_eq!(&carry(&realigned, &current).annotations, &realigned);
                n += 100;
                annotations = realigned;
            }
        }

        #[test]
        fn a_split_and_a_merge_keep_what_they_do_not_touch(
            article in some_article(),
            keys in some_keys(),
            nth in 0usize..9,
            at in 1usize..9,
        ) {
            let index = nth % article.sentences.len();
            let sentence = article.sentences[index].clone();
            let Ok(split) = article.split(&sentence.id, sentence.start + at) else { return Ok(()) };
            let parts = [&split.sentences[index].id, &split.sentences[index + 1].id];
            let back = split.merge(parts[0], parts[1]).unwrap();
            let ranges = |article: &Article| {
                article.sentences.iter().map(|it| (it.start, it.end)).collect::<Vec<_>>()
            };
            prop_assert_eq!(ranges(&back), ranges(&article));
            let annotations = annotate(&article, &keys);
            // Whether she looked in between or not.
            let between = carry(&annotations, &split).annotations;
            let at = Time::from_second(2000).unwrap();
            let after = realign(&between, &back, SCHEME.into_iter(), 900, at).annotations;
            let away = carry(&annotations, &back).annotations;
            for (other, before) in annotations.sentences.iter().enumerate() {
                if other != index {
                    prop_assert_eq!(&after.sentences[other], before);
                }
                prop_assert_eq!(&away.sentences[other].decision, &before.decision);
            }
            let (before, after) = (&annotations.sentences[index].decision, &after.sentences[index].decision);
            prop_assert!(before.decides_like(after), "both parts had it");
            prop_assert_eq!(after.has(Flag::Review), says_something(before));
        }

        #[test]
        fn what_is_decided_is_kept_inherited_or_told_as_lost(
            article in some_article(),
            keys in some_keys(),
            changes in prop::collection::vec((0usize..9, 0usize..9), 0..6),
        ) {
            let annotations = annotate(&article, &keys);
            let current = change(article, &changes);
            let Realigned { annotations: after, kept, inherited, lost } = carry(&annotations, &current);
            for sentence in &annotations.sentences {
                let found = after.sentences.iter().any(|it| overlap(it, sentence) && it.decision.is_decided());
                prop_assert_eq!(sentence.decision.is_decided() && !found, lost.contains(&sentence.id));
            }
            for sentence in &after.sentences {
                let (kept, inherited) = (kept.contains(&sentence.id), inherited.contains(&sentence.id));
                prop_assert!(!(kept && inherited));
                prop_assert!(kept || inherited || !says_something(&sentence.decision));
                prop_assert_eq!(inherited, sentence.decision.has(Flag::Review));
            }
        }
    }
}
