//! What an annotations file is held to, and what of it can be mended without guessing.
//!
//! The history is what happened, so it is never mended: where it is whole, the sentences are made
//! from it again. Where an article has the same sentences, ranges and quotes are taken from it.

use std::collections::HashMap;

use super::annotation::{ARTICLE, Annotations, Decision, Overall, State};
use super::article::Article;
use super::flag::Flag;
use super::history::Entry;
use super::topic_change::TopicChanges;

/// Something that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where it is.
    pub at: At,
    /// Of which kind it is.
    pub kind: Kind,
    /// What it is, without what to do.
    pub what: String,
}

/// A place in an annotations file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    /// The file.
    File,
    /// The sentence with this index.
    Sentence(usize),
    /// The entry of the history with this index.
    Entry(usize),
}

/// Of which kind a fault is, by what can be done about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The history does not follow from itself: only a good copy helps.
    History,
    /// A sentence is not what its history adds up to.
    State,
    /// Sentences have one id, or no extent: only a good copy helps.
    Sentence,
    /// It says that it is about another text, but has the same sentences; or a range or a quote is
    /// not the article's, but everything else is.
    Quote,
    /// It is about another text than the article has.
    Text,
    /// The words that a topic rests on are not those of the text.
    Evidence,
    /// A decision contradicts itself.
    Decision,
    /// A topic is not in the scheme.
    Topic,
    /// A flag is not known.
    Flag,
}

impl Kind {
    /// Its name, as it is printed.
    pub const fn name(self) -> &'static str {
        match self {
            Self::History => "history",
            Self::State => "state",
            Self::Sentence => "sentence",
            Self::Quote => "quote",
            Self::Text => "text",
            Self::Evidence => "evidence",
            Self::Decision => "decision",
            Self::Topic => "topic",
            Self::Flag => "flag",
        }
    }

    /// Whether the file as a whole cannot be trusted.
    pub const fn is_broken(self) -> bool {
        matches!(self, Self::History | Self::Sentence | Self::Decision)
    }
}

/// Every fault of `annotations`, as they were written, in the order of the file. `article` is the one
/// that they are about, where that can be read.
pub fn faults(
    annotations: &Annotations,
    article: Option<&Article>,
    changes: &TopicChanges,
) -> Vec<Fault> {
    let mut faults = Vec::new();
    if let Some(article) = article {
        faults.extend(against(annotations, article));
    }
    let mut seen = HashMap::new();
    for (index, sentence) in annotations.sentences.iter().enumerate() {
        let mut add = |kind, what: String| {
            let at = At::Sentence(index);
            faults.push(Fault { at, kind, what });
        };
        let id = &sentence.id;
        if seen.insert(id.as_str(), index).is_some() {
            add(
                Kind::Sentence,
                format!("a sentence {id} stands above already"),
            );
        }
        if sentence.start >= sentence.end {
            add(
                Kind::Sentence,
                format!("the sentence {id} ends before it begins"),
            );
        }
        if let Some(what) = contradiction(&sentence.decision) {
            add(Kind::Decision, format!("the sentence {id} {what}"));
        }
        unknown(&sentence.decision.topics, changes, |topic| {
            add(
                Kind::Topic,
                format!("no topic of the scheme has the id \"{topic}\""),
            );
        });
        for flag in &sentence.decision.flags {
            if Flag::with_id(flag).is_none() {
                add(Kind::Flag, format!("\"{flag}\" is no flag"));
            }
        }
    }
    unknown(&annotations.overall.topics, changes, |topic| {
        let what = format!("no topic of the scheme has the id \"{topic}\" of the whole article");
        let (at, kind) = (At::File, Kind::Topic);
        faults.push(Fault { at, kind, what });
    });
    fold(annotations, &seen, changes, &mut faults);
    faults
}

fn unknown(topics: &[String], changes: &TopicChanges, mut tell: impl FnMut(&str)) {
    if changes.scheme.is_empty() {
        return;
    }
    for topic in topics {
        // One that was split is known, though it is nothing now.
        let is_known = |now: &str| changes.scheme.iter().any(|id| id == now);
        if !changes.now(topic).is_none_or(is_known) {
            tell(topic);
        }
    }
}

/// Why `decision` contradicts itself, if it does.
fn contradiction(decision: &Decision) -> Option<String> {
    let Decision { state, topics, .. } = decision;
    let is_decided = decision.is_decided();
    if (*state == State::Tagged) == topics.is_empty() {
        return Some("is tagged and has no topic, or has one and is not tagged".to_owned());
    }
    if let Some((index, topic)) = topics.iter().enumerate().find(|(index, topic)| {
        let before = topics.iter().take(*index);
        before.clone().any(|other| other == *topic)
    }) {
        return Some(format!("has \"{topic}\" twice (topic {})", index + 1));
    }
    if is_decided && (decision.decided.is_none() || decision.guideline.is_none()) {
        return Some("is decided, but not when or under which wording".to_owned());
    }
    let said = decision.decided.is_some() || decision.seconds.is_some();
    if !is_decided && (said || decision.guideline.is_some()) {
        return Some("is undecided, but says when, how long or under which wording".to_owned());
    }
    if decision
        .seconds
        .is_some_and(|it| !it.is_finite() || it < 0.0)
    {
        return Some("took less than no time".to_owned());
    }
    None
}

/// What contradicts the article.
fn against(annotations: &Annotations, article: &Article) -> Vec<Fault> {
    let fault = |at, kind, what: String| Fault { at, kind, what };
    let of_file = |kind, what: &str| vec![fault(At::File, kind, what.to_owned())];
    let same_text = annotations.text_sha256 == article.text_sha256
        && annotations.segmentation == article.segmentation;
    let quotes: Vec<Fault> = (annotations.sentences.iter().zip(&article.sentences))
        .enumerate()
        .filter_map(|(index, (sentence, of))| {
            let id = &sentence.id;
            let at = At::Sentence(index);
            let what = if (sentence.start, sentence.end) != (of.start, of.end) {
                let (start, end) = (of.start, of.end);
                format!("the sentence {id} goes from {start} to {end} in the article")
            } else if sentence.text != article.quote(index) {
                format!("the quote of the sentence {id} is not what the article says there")
            } else {
                return None;
            };
            Some(fault(at, Kind::Quote, what))
        })
        .collect();
    let mut faults = match (same_text, has_same_ids(annotations, article)) {
        (_, false) => return of_file(Kind::Text, "its sentences are not those of the article"),
        (false, true) if !quotes.is_empty() => {
            return of_file(Kind::Text, "it was made on another text of its article");
        }
        (false, true) => of_file(
            Kind::Quote,
            "it says that it was made on another text, but has just the article's sentences",
        ),
        (true, true) => quotes,
    };
    let starts = code_points(&article.text);
    for (index, (sentence, of)) in
        (annotations.sentences.iter().zip(&article.sentences)).enumerate()
    {
        for words in &sentence.decision.evidence {
            let inside = of.start <= words.start && words.start < words.end && words.end <= of.end;
            let quote = slice(&article.text, &starts, words.start, words.end);
            let topic = &words.topic;
            let what = if !inside {
                format!(
                    "the words for \"{topic}\" are not in the sentence {}",
                    of.id
                )
            } else if quote != Some(words.text.as_str()) {
                format!("the words for \"{topic}\" are not what the article says there")
            } else if !sentence.decision.topics.contains(topic) {
                format!(
                    "there are words for \"{topic}\", which the sentence {} has not",
                    of.id
                )
            } else {
                continue;
            };
            faults.push(fault(At::Sentence(index), Kind::Evidence, what));
        }
    }
    faults
}

fn has_same_ids(annotations: &Annotations, article: &Article) -> bool {
    let ids = annotations.sentences.iter().map(|it| &it.id);
    ids.eq(article.sentences.iter().map(|it| &it.id))
}

/// The byte of each code point of `text`, and its end.
fn code_points(text: &str) -> Vec<usize> {
    let starts = text.char_indices().map(|(byte, _)| byte);
    starts.chain([text.len()]).collect()
}

fn slice<'a>(text: &'a str, starts: &[usize], start: usize, end: usize) -> Option<&'a str> {
    text.get(*starts.get(start)?..*starts.get(end)?)
}

/// Follows the history: whether each entry begins where the one before it ended, and whether the
/// sentences are what it adds up to.
fn fold(
    annotations: &Annotations,
    sentences: &HashMap<&str, usize>,
    changes: &TopicChanges,
    faults: &mut Vec<Fault>,
) {
    // Sentences of an article that was cut anew are gone, or have inherited what they begin with.
    let was_cut_anew = annotations.segmentation > 1;
    let mut state: HashMap<&str, &Decision> = HashMap::new();
    let mut last = None;
    let mut is_whole = true;
    for (index, entry) in annotations.history.iter().enumerate() {
        let Entry { n, sentence, .. } = entry;
        let mut add = |what: String| {
            is_whole = false;
            let (at, kind) = (At::Entry(index), Kind::History);
            faults.push(Fault { at, kind, what });
        };
        if last.is_some_and(|last| *n <= last) {
            add(format!("the entry {n} stands behind a later one"));
        }
        last = Some(last.map_or(*n, |last: u64| last.max(*n)));
        let of_article = sentence == ARTICLE;
        if !of_article && !sentences.contains_key(sentence.as_str()) && !was_cut_anew {
            add(format!(
                "the entry {n} is about a sentence {sentence}, which is not there"
            ));
        }
        let before = state.insert(sentence, &entry.to);
        let begins = |before: &Decision| {
            // Who decided after topics were changed began with what was read then.
            *before == entry.from || changes.decision(before) == changes.decision(&entry.from)
        };
        let follows = match before {
            Some(before) => begins(before),
            // What an import says of an article has no entry.
            None => of_article || was_cut_anew || entry.from == Decision::default(),
        };
        if !follows {
            add(format!(
                "the entry {n} does not begin where the one before it on {sentence} ended"
            ));
        }
        if let Some(what) = contradiction(&entry.to).filter(|_| !of_article) {
            add(format!("what the entry {n} decides {what}"));
        }
    }
    if !is_whole {
        return;
    }
    if let Some(to) = state.get(ARTICLE)
        && Overall::of_decision(to) != annotations.overall
    {
        let what = "what is said of the article is not what its history adds up to".to_owned();
        let (at, kind) = (At::File, Kind::State);
        faults.push(Fault { at, kind, what });
    }
    for (index, sentence) in annotations.sentences.iter().enumerate() {
        let is_fold = match state.get(sentence.id.as_str()) {
            Some(&to) => *to == sentence.decision,
            None => was_cut_anew || sentence.decision == Decision::default(),
        };
        if !is_fold {
            let id = &sentence.id;
            let what = format!("the sentence {id} is not what its history adds up to");
            let (at, kind) = (At::Sentence(index), Kind::State);
            faults.push(Fault { at, kind, what });
        }
    }
}

/// `annotations` with everything mended that needs no guess: decisions as the history has them, where
/// it is whole; hashes, ranges and quotes, those of evidence too, as the article has them, where it
/// has the same sentences.
pub fn mend(
    annotations: &Annotations,
    article: Option<&Article>,
    changes: &TopicChanges,
) -> Annotations {
    let mut mended = annotations.clone();
    let found = faults(annotations, article, changes);
    let has = |found: &[Fault], kind| found.iter().any(|fault| fault.kind == kind);
    if has(&found, Kind::Sentence) {
        return mended;
    }
    if let Some(article) = article.filter(|_| !has(&found, Kind::Text)) {
        mended.text_sha256.clone_from(&article.text_sha256);
        mended.segmentation = article.segmentation;
        let of = article.sentences.iter().enumerate();
        for (sentence, (index, of)) in mended.sentences.iter_mut().zip(of) {
            (sentence.start, sentence.end) = (of.start, of.end);
            sentence.text = article.quote(index).to_owned();
        }
    }
    // What the history is held to depends on the segmentation.
    if !has(&faults(&mended, article, changes), Kind::History) {
        let was_cut_anew = mended.segmentation > 1;
        let mut state: HashMap<&str, &Decision> = HashMap::new();
        for entry in &annotations.history {
            state.insert(&entry.sentence, &entry.to);
        }
        if let Some(to) = state.get(ARTICLE) {
            mended.overall = Overall::of_decision(to);
        }
        for sentence in &mut mended.sentences {
            match state.get(sentence.id.as_str()) {
                Some(&to) => sentence.decision = to.clone(),
                None if was_cut_anew => {}
                None => sentence.decision = Decision::default(),
            }
        }
    }
    mended
}

#[cfg(test)]
mod tests {
    use super::super::annotation::{Circumstances, Edit, Evidence, FORMAT};
    use super::super::article::{Metadata, Source, number_sentences};
    use super::super::{Time, Unknown};
    use super::*;

    fn article() -> Article {
        let parts = ["داهمت الشرطة المصنع.", "😀 ok.", "سنرى."];
        let text = parts.join(" ");
        let cuts = parts.map(|part| {
            let start = text.find(part).unwrap();
            start..start + part.len()
        });
        Article {
            format: FORMAT,
            id: "a".into(),
            title: "t".into(),
            source: Source {
                file: "a.txt".into(),
                sha256: String::new(),
            },
            metadata: Metadata::default(),
            segmentation: 1,
            sentences: number_sentences(&text, &cuts),
            retired: Vec::new(),
            text,
            unknown: Unknown::new(),
            text_sha256: "0".into(),
        }
    }

    fn scheme() -> TopicChanges {
        TopicChanges {
            changes: Vec::new(),
            scheme: vec!["p".into(), "q".into()],
        }
    }

    /// The first sentence has p and words for it, the second none, the third was taken back.
    fn annotations() -> Annotations {
        let mut annotations = Annotations::new(&article(), "sara");
        let now = Circumstances {
            at: Time::UNIX_EPOCH,
            seconds: Some(1.0),
            guideline: "g".into(),
        };
        let scheme = || ["p", "q"].into_iter();
        let words = Evidence {
            topic: "p".into(),
            start: 0,
            end: 5,
            text: "داهمت".into(),
            unknown: Unknown::new(),
        };
        let tagged = Decision::default().toggle("p", scheme(), &now);
        let decisions = [
            (0, tagged.clone()),
            (1, Decision::default().toggle_none(&now)),
            (2, tagged.clone()),
            (2, Decision::default()),
            (0, tagged.toggle_evidence(words, scheme())),
        ];
        for (n, (sentence, decision)) in (1..).zip(decisions) {
            annotations.decide(Edit { sentence, decision }, n, now.at, None, None);
        }
        annotations
    }

    /// The kinds of faults after `damage`, and after mending.
    fn check(damage: impl Fn(&mut Annotations), found: &[Kind], left: &[Kind]) {
        let (article, scheme) = (article(), scheme());
        let mut broken = annotations();
        damage(&mut broken);
        let kinds = |annotations: &Annotations| {
            let faults = faults(annotations, Some(&article), &scheme);
            faults.iter().map(|it| it.kind).collect::<Vec<_>>()
        };
        assert_eq!(kinds(&broken), found);
        let mended = mend(&broken, Some(&article), &scheme);
        assert_eq!(kinds(&mended), left);
        assert_eq!(mended.history, broken.history, "the history is what it was");
        if left.is_empty() {
            assert_eq!(mended, annotations(), "it is as it was before the damage");
        }
    }

    #[test]
    fn what_was_decided_by_the_program_is_as_it_should_be() {
        check(|_| {}, &[], &[]);
    }

    #[test]
    fn a_state_that_is_not_the_fold_is_made_from_the_history() {
        check(
            |it| it.sentences[1].decision = Decision::default(),
            &[Kind::State],
            &[],
        );
        check(
            |it| it.sentences[0].decision.note = "n".into(),
            &[Kind::State],
            &[],
        );
        check(
            |it| it.sentences[0].decision.state = State::None,
            &[Kind::Decision, Kind::State],
            &[],
        );
        check(
            |it| it.sentences[0].decision.guideline = None,
            &[Kind::Decision, Kind::State],
            &[],
        );
        check(
            |it| it.sentences[2].decision.seconds = Some(1.0),
            &[Kind::Decision, Kind::State],
            &[],
        );
    }

    #[test]
    fn a_history_is_never_made_from_the_state() {
        let history: &[Kind] = &[Kind::History];
        check(
            |it| it.history[4].from = Decision::default(),
            history,
            history,
        );
        check(|it| it.history[1].n = 1, history, history);
        check(|it| drop(it.history.remove(2)), history, history);
        check(|it| it.history[1].sentence = "s9".into(), history, history);
        check(|it| it.history[1].to.decided = None, history, history);
    }

    #[test]
    fn ranges_quotes_and_hashes_come_from_the_same_sentences() {
        check(|it| it.sentences[1].text = "no".into(), &[Kind::Quote], &[]);
        check(|it| it.sentences[1].start += 1, &[Kind::Quote], &[]);
        check(|it| it.text_sha256 = "1".into(), &[Kind::Quote], &[]);
        check(|it| it.segmentation = 9, &[Kind::Quote], &[]);
        check(
            |it| {
                it.segmentation = 9;
                it.sentences[2].decision.note = "n".into();
            },
            &[Kind::Quote, Kind::State],
            &[],
        );
    }

    #[test]
    fn another_text_is_not_guessed_at() {
        let text: &[Kind] = &[Kind::Text];
        check(
            |it| {
                it.text_sha256 = "1".into();
                it.sentences[1].text = "no".into();
            },
            text,
            text,
        );
    }

    #[test]
    fn sentences_with_one_id_are_not_told_apart() {
        check(
            |it| it.sentences[2].id = "s2".into(),
            &[Kind::Text, Kind::Sentence, Kind::History, Kind::History],
            &[Kind::Text, Kind::Sentence, Kind::History, Kind::History],
        );
    }

    #[test]
    fn evidence_is_words_of_its_sentence_for_one_of_its_topics() {
        let both = |damage: &dyn Fn(&mut Evidence)| {
            check(
                |it| {
                    damage(&mut it.sentences[0].decision.evidence[0]);
                    damage(&mut it.history[4].to.evidence[0]);
                },
                &[Kind::Evidence],
                &[Kind::Evidence],
            );
        };
        both(&|it| it.text = "x".into());
        both(&|it| it.end = usize::MAX);
        both(&|it| it.start = it.end);
        both(&|it| it.topic = "q".into());
    }

    #[test]
    fn topics_and_flags_are_known() {
        let both = |damage: &dyn Fn(&mut Decision), kind| {
            check(
                |it| {
                    damage(&mut it.sentences[1].decision);
                    damage(&mut it.history[1].to);
                },
                &[kind],
                &[kind],
            );
        };
        both(&|it| it.flags = vec!["odd".into()], Kind::Flag);
        both(
            &|it| (it.state, it.topics) = (State::Tagged, vec!["z".into()]),
            Kind::Topic,
        );
        check(
            |it| it.overall.topics = vec!["z".into()],
            &[Kind::Topic],
            &[Kind::Topic],
        );
    }
}
