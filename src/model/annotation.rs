//! What one annotator says of one article.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::article::Article;
use super::flag::Flag;
use super::history::Entry;
use super::{Time, Unknown};

/// The version of the file formats that this program writes.
pub const FORMAT: u32 = 1;

/// The decisions of one annotator on one article, and how they came about.
///
/// One truth: `sentences` is the fold of `history`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Annotations {
    /// Version of the file format.
    pub format: u32,
    /// Counts changes.
    pub revision: u64,
    /// The article's id.
    pub article: String,
    /// The text that the decisions are about.
    pub text_sha256: String,
    /// The segmentation that the decisions are about.
    pub segmentation: u32,
    /// Who decides.
    pub annotator: String,
    /// How far the annotator says she is.
    pub status: Status,
    /// What she says of the article as a whole.
    #[serde(default)]
    pub overall: Overall,
    /// One for each sentence of the article, in order.
    pub sentences: Vec<Annotated>,
    /// Everything that was decided, in order.
    pub history: Vec<Entry>,
    /// What a newer version wrote.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// What one annotator says of an article as a whole.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Overall {
    /// Ids of topics, in the order of the article's scheme.
    pub topics: Vec<String>,
    /// What she filled in, by the id of the field; a field that is not filled in is not there.
    pub fields: BTreeMap<String, String>,
    /// In her words.
    pub note: String,
    /// What a newer version wrote.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// A sentence with its decision. The quote stands beside the offsets, so that a reader can check.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Annotated {
    /// The sentence's id.
    pub id: String,
    /// First code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// The text between them.
    pub text: String,
    /// What was decided.
    #[serde(flatten)]
    pub decision: Decision,
}

/// What one annotator says of one sentence. *No decision yet* is something else than *none
/// applies*.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// Whether there is a decision, and of which kind.
    pub state: State,
    /// Ids of topics, in the order of the scheme; not empty just where `state` is tagged.
    pub topics: Vec<String>,
    /// Remarks on the sentence that are no topics.
    pub flags: Vec<String>,
    /// In the annotator's words.
    pub note: String,
    /// The words that a topic rests on.
    pub evidence: Vec<Evidence>,
    /// When it was decided.
    pub decided: Option<Time>,
    /// How long the sentence had the focus before.
    pub seconds: Option<f64>,
    /// Hash of the wording of the guideline that was in force.
    pub guideline: Option<String>,
    /// What a newer version wrote.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// How far the annotator says she is with an article.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// She works on it, or has not begun.
    #[default]
    InProgress,
    /// She is done with it.
    Done,
    /// She has put it aside.
    Later,
    /// What a newer version wrote.
    #[serde(untagged)]
    Other(String),
}

/// Where a decision stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Not decided yet.
    #[default]
    Undecided,
    /// Looked at: no topic applies.
    None,
    /// One topic applies, or several.
    Tagged,
}

/// Words of a sentence that a topic rests on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// The topic's id.
    pub topic: String,
    /// First code point, in the article's text.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// The text between them.
    pub text: String,
    /// What a newer version wrote.
    #[serde(flatten)]
    pub unknown: Unknown,
}

/// When and under which wording a decision is made.
#[derive(Debug, Clone, PartialEq)]
pub struct Circumstances {
    /// The moment.
    pub at: Time,
    /// How long the sentence had the focus; nothing where several were decided at once.
    pub seconds: Option<f64>,
    /// Hash of the guideline's wording.
    pub guideline: String,
}

/// A change of one sentence's decision.
#[derive(Debug, Clone, PartialEq)]
pub struct Edit {
    /// Index of the sentence.
    pub sentence: usize,
    /// What is to stand there.
    pub decision: Decision,
}

impl Annotations {
    /// Nothing decided yet.
    pub fn new(article: &Article, annotator: &str) -> Self {
        let sentence = |(index, sentence): (usize, &super::article::Sentence)| Annotated {
            id: sentence.id.clone(),
            start: sentence.start,
            end: sentence.end,
            text: article.quote(index).to_owned(),
            decision: Decision::default(),
        };
        Self {
            format: FORMAT,
            revision: 0,
            article: article.id.clone(),
            text_sha256: article.text_sha256.clone(),
            segmentation: article.segmentation,
            annotator: annotator.to_owned(),
            status: Status::InProgress,
            overall: Overall::default(),
            sentences: article.sentences.iter().enumerate().map(sentence).collect(),
            history: Vec::new(),
            unknown: Unknown::new(),
        }
    }

    /// Puts `edit` in place and returns the edit that takes it back. An edit of a sentence that
    /// does not exist changes nothing.
    pub fn apply(&mut self, mut edit: Edit) -> Edit {
        if let Some(sentence) = self.sentences.get_mut(edit.sentence) {
            std::mem::swap(&mut sentence.decision, &mut edit.decision);
        }
        edit
    }

    /// Puts `edit` in place and writes it into the history as number `n`; `undoes` is the number
    /// of the entry that it takes back, `batch` that of the first entry of its group.
    pub fn decide(
        &mut self,
        edit: Edit,
        n: u64,
        at: Time,
        undoes: Option<u64>,
        batch: Option<u64>,
    ) {
        let Some(sentence) = self.sentences.get(edit.sentence) else {
            return;
        };
        let (sentence, to) = (sentence.id.clone(), edit.decision.clone());
        let from = self.apply(edit).decision;
        self.revision += 1;
        self.history.push(Entry {
            n,
            at,
            sentence,
            undoes,
            batch,
            from,
            to,
            unknown: Unknown::new(),
        });
    }

    /// Says how far the annotator is.
    pub fn set_status(&mut self, status: Status) {
        self.status = status;
        self.revision += 1;
    }

    /// Says something of the article as a whole.
    pub fn set_overall(&mut self, overall: Overall) {
        self.overall = overall;
        self.revision += 1;
    }

    /// Puts `overall` in place and writes it into the history, as [`Annotations::decide`] does a
    /// decision on a sentence.
    pub fn decide_overall(
        &mut self,
        overall: Overall,
        n: u64,
        at: Time,
        undoes: Option<u64>,
        batch: Option<u64>,
    ) {
        let (from, to) = (self.overall.as_decision(), overall.as_decision());
        self.set_overall(overall);
        self.history.push(Entry {
            n,
            at,
            sentence: ARTICLE.to_owned(),
            undoes,
            batch,
            from,
            to,
            unknown: Unknown::new(),
        });
    }

    /// How far the annotator is: how many sentences she is done with, as `is_finished` has it, and how
    /// many there are, without those that are not part of the article. Which these are by themselves,
    /// `outside` says.
    pub fn progress(
        &self,
        is_finished: impl Fn(&Decision) -> bool,
        outside: impl Fn(usize) -> bool,
    ) -> (usize, usize) {
        let decisions = self.sentences.iter().map(|sentence| &sentence.decision);
        let inside = (0..)
            .zip(decisions)
            .filter(|&(index, decision)| !decision.is_outside(outside(index)));
        inside.fold((0, 0), |(finished, all), (_, decision)| {
            (finished + usize::from(is_finished(decision)), all + 1)
        })
    }
}

/// What stands in the place of a sentence's id in the history of what is said of the article.
pub const ARTICLE: &str = "article";

/// The key of a history's decision that has the fields of the article.
const FIELDS: &str = "fields";

impl Overall {
    /// The same as it stands in a history: a decision with the fields beside it.
    pub fn as_decision(&self) -> Decision {
        let mut unknown = self.unknown.clone();
        unknown.insert(FIELDS.to_owned(), self.fields.clone().into_iter().collect());
        let state = if self.topics.is_empty() {
            State::Undecided
        } else {
            State::Tagged
        };
        Decision {
            state,
            topics: self.topics.clone(),
            note: self.note.clone(),
            unknown,
            ..Decision::default()
        }
    }

    /// What a history's decision says of the article.
    pub fn of_decision(decision: &Decision) -> Self {
        let mut unknown = decision.unknown.clone();
        let fields = unknown.remove(FIELDS);
        let fields = fields.and_then(|it| serde_json::from_value(it).ok());
        Self {
            topics: decision.topics.clone(),
            fields: fields.unwrap_or_default(),
            note: decision.note.clone(),
            unknown,
        }
    }

    /// What is said after the topic `id` was toggled; `scheme` gives the order of topics.
    pub fn toggle<'a>(&self, id: &str, scheme: impl Iterator<Item = &'a str>) -> Self {
        Self {
            topics: toggle(&self.topics, id, scheme),
            ..self.clone()
        }
    }

    /// What is said after the field `id` was filled in with `value`, or emptied where that is blank.
    pub fn set_field(&self, id: &str, value: &str) -> Self {
        let mut fields = self.fields.clone();
        if value.trim().is_empty() {
            fields.remove(id);
        } else {
            fields.insert(id.to_owned(), value.to_owned());
        }
        Self {
            fields,
            ..self.clone()
        }
    }

    /// What is said with this note.
    pub fn with_note(&self, note: &str) -> Self {
        Self {
            note: note.to_owned(),
            ..self.clone()
        }
    }
}

/// `topics` after `id` was toggled, in the order of `scheme`.
fn toggle<'a>(topics: &[String], id: &str, scheme: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut topics = topics.to_vec();
    match topics.iter().position(|topic| topic == id) {
        Some(index) => drop(topics.remove(index)),
        None => topics.push(id.to_owned()),
    }
    let order: Vec<&str> = scheme.collect();
    // A topic that the scheme no longer has stays, behind the others.
    topics.sort_by_key(|topic| {
        order
            .iter()
            .position(|id| id == topic)
            .unwrap_or(order.len())
    });
    topics
}

impl Decision {
    /// Whether there is one.
    pub fn is_decided(&self) -> bool {
        self.state != State::Undecided
    }

    /// Whether it says the same of the topics as `other`.
    pub fn decides_like(&self, other: &Self) -> bool {
        (self.state, &self.topics) == (other.state, &other.topics)
    }

    /// Whether the annotator is done with the sentence: it is decided, or passed on.
    pub fn is_finished(&self) -> bool {
        self.is_decided() || self.has(Flag::PassOn)
    }

    /// Whether its sentence is not part of the article, where it was `taken` for that or not: the
    /// annotator's word counts, and who decides on a sentence says that it is part of it.
    pub fn is_outside(&self, taken: bool) -> bool {
        let said = taken || self.has(Flag::Outside);
        said && !self.has(Flag::Inside) && !self.is_decided()
    }

    /// Whether it has this flag.
    pub fn has(&self, flag: Flag) -> bool {
        self.flags.iter().any(|id| id == flag.id())
    }

    /// The decision after `flag` was toggled. A flag decides nothing and unmakes no decision.
    pub fn toggle_flag(&self, flag: Flag) -> Self {
        let mut flags = self.flags.clone();
        match flags.iter().position(|id| id == flag.id()) {
            Some(index) => drop(flags.remove(index)),
            None => flags.push(flag.id().to_owned()),
        }
        // What a newer version knows stays, behind the others.
        let place = |id: &String| Flag::ALL.iter().position(|flag| flag.id() == id);
        flags.sort_by_key(|id| place(id).unwrap_or(Flag::ALL.len()));
        Self {
            flags,
            ..self.clone()
        }
    }

    /// The decision with the topics, or the "none applies", of `other`: what words they rested on
    /// there says nothing here.
    pub fn repeat(&self, other: &Self, now: &Circumstances) -> Self {
        self.like(other).made(now)
    }

    /// The same decision, made again now.
    pub fn confirmed(&self, now: &Circumstances) -> Self {
        self.clone().made(now)
    }

    /// The same, as made when it was made.
    pub fn like(&self, other: &Self) -> Self {
        Self {
            state: other.state,
            topics: other.topics.clone(),
            evidence: Vec::new(),
            ..self.clone()
        }
    }

    /// The decision after the topic `id` was toggled; `scheme` gives the order of topics.
    /// Removing the last topic returns to undecided.
    pub fn toggle<'a>(
        &self,
        id: &str,
        scheme: impl Iterator<Item = &'a str>,
        now: &Circumstances,
    ) -> Self {
        let topics = toggle(&self.topics, id, scheme);
        let state = if topics.is_empty() {
            State::Undecided
        } else {
            State::Tagged
        };
        // Words that stood for a topic that was taken away stand for nothing.
        let evidence = self
            .evidence
            .iter()
            .filter(|words| topics.contains(&words.topic));
        let evidence = evidence.cloned().collect();
        Self {
            state,
            topics,
            evidence,
            ..self.clone()
        }
        .made(now)
    }

    /// The decision after `words` were named as what their topic, which it has, rests on; or, if they
    /// were, no longer. `scheme` gives the order of topics.
    pub fn toggle_evidence<'a>(
        &self,
        words: Evidence,
        scheme: impl Iterator<Item = &'a str>,
    ) -> Self {
        let mut evidence = self.evidence.clone();
        let same =
            |it: &Evidence| (&it.topic, it.start, it.end) == (&words.topic, words.start, words.end);
        match evidence.iter().position(same) {
            Some(index) => drop(evidence.remove(index)),
            None => evidence.push(words),
        }
        let order: Vec<&str> = scheme.collect();
        let place = |id: &str| order.iter().position(|it| *it == id);
        evidence.sort_by_key(|it| (place(&it.topic).unwrap_or(order.len()), it.start, it.end));
        Self {
            evidence,
            ..self.clone()
        }
    }

    /// The decision after "none applies" was toggled.
    pub fn toggle_none(&self, now: &Circumstances) -> Self {
        let state = if self.state == State::None {
            State::Undecided
        } else {
            State::None
        };
        Self {
            state,
            topics: Vec::new(),
            evidence: Vec::new(),
            ..self.clone()
        }
        .made(now)
    }

    fn made(mut self, now: &Circumstances) -> Self {
        let decided = self.is_decided();
        self.decided = decided.then_some(now.at);
        self.seconds = now.seconds.filter(|_| decided);
        self.guideline = decided.then(|| now.guideline.clone());
        self
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SCHEME: [&str; 3] = ["prevention", "protection", "prosecution"];

    fn now() -> Circumstances {
        Circumstances {
            at: Time::UNIX_EPOCH,
            seconds: Some(1.5),
            guideline: "9f2c41d07a3e".into(),
        }
    }

    /// The state and topics after toggling each of `keys`: 1, 2, 3 a topic, 0 none applies.
    fn check(keys: &str, state: State, topics: &[&str]) {
        let mut decision = Decision::default();
        for key in keys.chars() {
            decision = press(&decision, key);
        }
        assert_eq!(
            (decision.state, decision.topics),
            (state, topics.iter().map(|&t| t.to_owned()).collect()),
            "{keys}"
        );
    }

    fn press(decision: &Decision, key: char) -> Decision {
        match key.to_digit(10) {
            Some(0) | None => decision.toggle_none(&now()),
            Some(digit) => decision.toggle(SCHEME[digit as usize - 1], SCHEME.into_iter(), &now()),
        }
    }

    #[test]
    fn only_zero_makes_none_and_the_last_topic_removed_is_undecided() {
        check("", State::Undecided, &[]);
        check("0", State::None, &[]);
        check("00", State::Undecided, &[]);
        check("1", State::Tagged, &["prevention"]);
        check("11", State::Undecided, &[]);
        check("10", State::None, &[]);
        check("01", State::Tagged, &["prevention"]);
        check("1001", State::Tagged, &["prevention"]);
    }

    #[test]
    fn topics_stand_in_the_order_of_the_scheme() {
        check("31", State::Tagged, &["prevention", "prosecution"]);
        check("321", State::Tagged, &SCHEME);
    }

    #[test]
    fn a_status_that_is_not_known_is_kept() {
        for (json, status) in [
            ("\"in-progress\"", Status::InProgress),
            ("\"done\"", Status::Done),
            ("\"later\"", Status::Later),
            ("\"disputed\"", Status::Other("disputed".to_owned())),
        ] {
            assert_eq!(serde_json::from_str::<Status>(json).unwrap(), status);
            assert_eq!(serde_json::to_string(&status).unwrap(), json);
        }
    }

    #[test]
    fn a_flag_decides_nothing_and_passing_on_finishes() {
        let unsure = Decision::default().toggle_flag(Flag::Unsure);
        assert_eq!((unsure.state, unsure.decided), (State::Undecided, None));
        assert!(!unsure.is_finished());
        let both = unsure
            .toggle_flag(Flag::PassOn)
            .toggle_flag(Flag::Unsure)
            .toggle_flag(Flag::Unsure);
        assert_eq!(both.flags, ["unsure", "pass-on"]);
        assert!(both.is_finished() && !both.is_decided());
        let tagged = press(&both, '1');
        assert_eq!(
            tagged.flags,
            ["unsure", "pass-on"],
            "a topic leaves flags alone"
        );
        assert_eq!(tagged.toggle_flag(Flag::PassOn).topics, ["prevention"]);
    }

    #[test]
    fn what_is_not_part_of_the_article_counts_for_nothing() {
        let outside = Decision::default().toggle_flag(Flag::Outside);
        assert_eq!(outside.flags, ["boilerplate"]);
        assert!(outside.is_outside(false) && !outside.toggle_flag(Flag::Outside).is_outside(false));
        let inside = Decision::default().toggle_flag(Flag::Inside);
        assert_eq!(inside.flags, ["content"]);
        assert!(!inside.is_outside(true) && inside.toggle_flag(Flag::Inside).is_outside(true));
        assert!(
            !press(&outside, '1').is_outside(false),
            "a decision says otherwise"
        );
        let mut annotations = sample();
        annotations.sentences[0].decision = press(&Decision::default(), '1');
        assert_eq!(
            annotations.progress(Decision::is_finished, |index| index == 2),
            (1, 2)
        );
        assert_eq!(
            annotations.progress(Decision::is_finished, |index| index == 0),
            (1, 3)
        );
    }

    #[test]
    fn a_decision_is_repeated_without_its_note_and_its_words() {
        let mut other = press(&press(&Decision::default(), '1'), '3');
        other.note = "there".to_owned();
        let here = Decision {
            note: "here".to_owned(),
            ..Decision::default()
        };
        let repeated = here.repeat(&other, &now());
        assert_eq!(repeated.topics, ["prevention", "prosecution"]);
        assert_eq!(
            (repeated.note.as_str(), repeated.decided),
            ("here", Some(Time::UNIX_EPOCH))
        );
    }

    #[test]
    fn what_is_undecided_has_no_time() {
        let tagged = press(&Decision::default(), '1');
        assert_eq!(
            (tagged.decided, tagged.seconds),
            (Some(Time::UNIX_EPOCH), Some(1.5))
        );
        assert_eq!(press(&tagged, '1'), Decision::default());
    }

    #[test]
    fn what_is_said_of_the_whole_article_is_counted_and_kept() {
        let mut annotations = sample();
        let said = Overall::default()
            .toggle(SCHEME[2], SCHEME.into_iter())
            .toggle("gone", SCHEME.into_iter())
            .toggle(SCHEME[0], SCHEME.into_iter())
            .set_field("country", "السودان")
            .set_field("period", "2024")
            .set_field("period", "")
            .with_note("reprint");
        assert_eq!(said.topics, ["prevention", "prosecution", "gone"]);
        assert_eq!(said.fields.keys().collect::<Vec<_>>(), ["country"]);
        annotations.set_overall(said.clone());
        assert_eq!(annotations.revision, 1);
        let json = serde_json::to_string(&annotations).unwrap();
        let read: Annotations = serde_json::from_str(&json).unwrap();
        assert_eq!((read.overall, read.history), (said, Vec::new()));
    }

    #[test]
    fn a_file_that_says_nothing_of_the_whole_article_is_read() {
        let mut json = serde_json::to_value(sample()).unwrap();
        let overall = json.as_object_mut().unwrap().remove("overall");
        let written = serde_json::json!({ "topics": [], "fields": {}, "note": "" });
        assert_eq!(overall, Some(written), "it is always written");
        assert_eq!(
            serde_json::from_value::<Annotations>(json).unwrap(),
            sample()
        );
        let newer = r#"{"note":"n","mood":"calm"}"#;
        let overall: Overall = serde_json::from_str(newer).unwrap();
        assert_eq!(overall.unknown["mood"], "calm");
        assert_eq!(
            overall.toggle("a", SCHEME.into_iter()).unknown,
            overall.unknown
        );
    }

    fn sample() -> Annotations {
        let text = "a. b. c.".to_owned();
        let sentences = super::super::article::number_sentences(&text, &[0..2, 3..5, 6..8]);
        let source = super::super::article::Source {
            file: "a.txt".into(),
            sha256: String::new(),
        };
        let article = Article {
            format: FORMAT,
            id: "a".into(),
            title: "a.".into(),
            source,
            metadata: super::super::article::Metadata::default(),
            segmentation: 1,
            sentences,
            retired: Vec::new(),
            text,
            unknown: Unknown::new(),
            text_sha256: "0".into(),
        };
        Annotations::new(&article, "sara")
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn an_edit_and_its_inverse_are_nothing(keys in "[0-3]{0,12}", sentence in 0usize..4) {
            let mut annotations = sample();
            let before = annotations.clone();
            let decision = keys.chars().fold(Decision::default(), |d, key| press(&d, key));
            let inverse = annotations.apply(Edit { sentence, decision });
            annotations.apply(inverse);
            prop_assert_eq!(annotations, before);
        }

        #[test]
        fn a_topic_of_the_whole_article_toggled_twice_is_nothing(keys in prop::collection::vec(0usize..3, 0..8), key in 0usize..3) {
            let toggle = |overall: Overall, key: &usize| overall.toggle(SCHEME[*key], SCHEME.into_iter());
            let overall = keys.iter().fold(Overall::default(), toggle);
            prop_assert_eq!(toggle(toggle(overall.clone(), &key), &key), overall);
        }

        #[test]
        fn the_sentences_are_the_fold_of_the_history(keys in prop::collection::vec((0usize..3, "[0-3]"), 0..20)) {
            let mut annotations = sample();
            for (n, (sentence, key)) in keys.iter().enumerate() {
                let decision = press(&annotations.sentences[*sentence].decision, key.chars().next().unwrap());
                annotations.decide(Edit { sentence: *sentence, decision }, n as u64 + 1, Time::UNIX_EPOCH, None, None);
            }
            let mut fold = sample();
            for entry in &annotations.history {
                let sentence = fold.sentences.iter_mut().find(|s| s.id == entry.sentence).unwrap();
                prop_assert_eq!(&sentence.decision, &entry.from);
                sentence.decision = entry.to.clone();
            }
            prop_assert_eq!(fold.sentences, annotations.sentences);
        }
    }
}
