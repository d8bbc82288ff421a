//! What was decided on a record in another tool: labels of its whole text, and of places in it.

use serde_json::{Map, Value};

use super::clean;
use crate::model::Unknown;
use crate::model::annotation::{Annotations, Circumstances, Decision, Edit, Evidence, Overall};
use crate::model::article::Article;

/// What separates topics in a table of ours.
const SEPARATOR: char = '|';

/// A tool whose exports are understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tool {
    /// JSONL with `label`, or `entities`.
    Doccano,
    /// JSON, full or short (`JSON_MIN`), with `choices`.
    LabelStudio,
    /// JSONL with `accept`, `spans` and `answer`.
    Prodigy,
    /// JSONL with `cats`.
    Spacy,
    /// Hashiya's own `jsonl` and `csv`.
    Hashiya,
}

/// The labels of a record.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Labels {
    /// Labels of the whole text.
    pub whole: Vec<String>,
    /// What may be a label of the whole text, or something else: it counts only if it is known.
    pub perhaps: Vec<String>,
    /// Labels of places.
    pub places: Vec<Labelled>,
    /// Places that were looked at, first code point and one past the last; where nothing is said of them,
    /// no label applies.
    pub seen: Vec<(usize, usize)>,
    /// Whether it was looked at and none applies.
    pub none: bool,
    /// How many code points the record's text has, as an article has it.
    length: usize,
}

/// A label of a place in the record's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labelled {
    /// First code point of the record's text; of its UTF-16, in Label Studio.
    pub start: usize,
    /// One past the last one.
    pub end: usize,
    /// The label.
    pub label: String,
    /// Whether the place was chosen for the label, and is the reason for it; else it is the sentence.
    pub is_reason: bool,
}

/// The labels that `tool` wrote into `record`; none if it was not decided there.
pub(super) fn labels(tool: Tool, record: &Map<String, Value>) -> Option<Labels> {
    let mut labels = Labels::default();
    match tool {
        Tool::Doccano => {
            for name in ["label", "labels", "cats", "entities"] {
                let found = record.get(name);
                for value in found.and_then(Value::as_array).into_iter().flatten() {
                    labels.take(value, "start_offset", "end_offset");
                }
                labels.whole.extend(text(found));
            }
        }
        Tool::Prodigy => {
            if record.get("answer").and_then(Value::as_str) != Some("accept") {
                return None;
            }
            for name in ["accept", "spans"] {
                for value in list(record.get(name)) {
                    labels.take(value, "start", "end");
                }
            }
            labels.whole.extend(text(record.get("label")));
            let is_choice = record.get("accept").is_some_and(Value::is_array);
            labels.none = is_choice && labels.whole.is_empty() && labels.places.is_empty();
        }
        Tool::Spacy => {
            let cats = record.get("cats")?.as_object()?;
            let holds =
                |value: &Value| value.as_bool().unwrap_or_default() || value.as_f64() >= Some(0.5);
            let held = cats.iter().filter(|(_, value)| holds(value));
            labels.whole = held.map(|(name, _)| name.clone()).collect();
            labels.none = labels.whole.is_empty() && !cats.is_empty();
        }
        Tool::LabelStudio => {
            let is_kept = |it: &&Value| it.get("was_cancelled") != Some(&Value::Bool(true));
            let annotation = list(record.get("annotations")).iter().find(is_kept);
            for result in list(annotation.and_then(|it| it.get("result"))) {
                let value = result.get("value");
                // As we export it, a region says only that a sentence was decided on.
                let is_ours = result.get("from_name").and_then(Value::as_str) == Some("sent")
                    && value.is_some_and(|it| it["labels"][0] == "Sentence");
                match is_ours {
                    true => labels.seen.extend(place(value)),
                    false => labels.take_value(value),
                }
            }
            for place in &mut labels.places {
                place.is_reason |= !labels.seen.contains(&(place.start, place.end));
            }
            if record.contains_key("annotation_id") {
                for value in record.values() {
                    labels.take_value(Some(value));
                    labels.perhaps.extend(text(Some(value)));
                }
            }
        }
        Tool::Hashiya => {
            // A line has the decision by itself, a row of a table among everything else.
            let decision = record.get("decision").and_then(Value::as_object);
            let decision = decision.unwrap_or(record);
            for topic in list(decision.get("topics")) {
                labels.whole.extend(text(Some(topic)));
            }
            if let Some(joined) = text(decision.get("topics")) {
                let topics = joined.split(SEPARATOR).filter(|it| !it.is_empty());
                labels.whole.extend(topics.map(str::to_owned));
            }
            labels.none = text(decision.get("state")).as_deref() == Some("none");
            let place = |value: &Value| {
                let points = list(value.get("offsets")?.get("code_points"));
                Some((number(points.first())?, number(points.last())?))
            };
            let first = record
                .get("offsets")
                .and_then(|it| number(it.get("code_points")?.get(0)));
            let first = first.unwrap_or_default();
            for words in list(decision.get("evidence")) {
                if let (Some((start, end)), Some(label)) = (place(words), text(words.get("topic")))
                {
                    labels.places.push(Labelled {
                        start: start.saturating_sub(first),
                        end: end.saturating_sub(first),
                        label,
                        is_reason: true,
                    });
                }
            }
        }
    }
    (labels != Labels::default()).then_some(labels)
}

/// The place that a value of Label Studio has.
fn place(value: Option<&Value>) -> Option<(usize, usize)> {
    let value = value?;
    Some((number(value.get("start"))?, number(value.get("end"))?))
}

fn list(value: Option<&Value>) -> &[Value] {
    value
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default()
}

fn text(value: Option<&Value>) -> Option<String> {
    value.and_then(Value::as_str).map(str::to_owned)
}

fn number(value: Option<&Value>) -> Option<usize> {
    usize::try_from(value?.as_u64()?).ok()
}

impl Labels {
    /// Takes `"label"`, `[0, 5, "label"]`, or an object with these names.
    fn take(&mut self, value: &Value, start: &str, end: &str) {
        let place = match value {
            Value::String(label) => return self.whole.push(label.clone()),
            Value::Array(list) => (number(list.first()), number(list.get(1)), text(list.get(2))),
            value => (
                number(value.get(start)),
                number(value.get(end)),
                text(value.get("label")),
            ),
        };
        if let (Some(start), Some(end), Some(label)) = place {
            self.places.push(Labelled {
                start,
                end,
                label,
                is_reason: true,
            });
        }
    }

    /// Takes a value of Label Studio: choices or labels, of a place if it has one.
    fn take_value(&mut self, value: Option<&Value>) {
        let Some(value) = value else { return };
        let place = place(Some(value));
        for name in ["choices", "labels"] {
            let found = value.get(name);
            for label in list(found)
                .iter()
                .filter_map(Value::as_str)
                .chain(found.and_then(Value::as_str))
            {
                let label = label.to_owned();
                match place {
                    Some((start, end)) => self.places.push(Labelled {
                        start,
                        end,
                        label,
                        // Choices may be of a region that was there.
                        is_reason: name == "labels",
                    }),
                    None => self.whole.push(label),
                }
            }
        }
    }

    /// Makes the places code points of the clean text, from what `tool` counts in `raw`.
    pub(super) fn locate(&mut self, tool: Tool, raw: &str) {
        let byte = |at: usize| match tool {
            Tool::LabelStudio => {
                let mut units = 0;
                let mut starts = raw.char_indices().map(|(byte, c)| {
                    let before = units;
                    units += c.len_utf16();
                    (byte, before)
                });
                starts
                    .find(|&(_, before)| before >= at)
                    .map_or(raw.len(), |(byte, _)| byte)
            }
            _ => raw
                .char_indices()
                .nth(at)
                .map_or(raw.len(), |(byte, _)| byte),
        };
        let point = |at: usize| {
            clean(raw.get(..byte(at)).unwrap_or_default())
                .chars()
                .count()
        };
        for place in &mut self.places {
            (place.start, place.end) = (point(place.start), point(place.end));
        }
        for (start, end) in &mut self.seen {
            (*start, *end) = (point(*start), point(*end));
        }
        self.length = clean(raw).chars().count();
    }

    /// What these labels say of `article` in the name of `annotator`, or nothing. `topic` gives the id
    /// of the topic that a label means, `scheme` the order of topics; `n` is the number of the next
    /// entry, and counted on.
    ///
    /// A label of the whole text decides its sentence if it has just one, a title before it not
    /// counted; else it is said of the article as a whole. A label of a place decides each sentence it
    /// reaches into, and the place is kept as the words it rests on.
    pub fn annotations(
        &self,
        article: &Article,
        annotator: &str,
        topic: impl Fn(&str) -> Option<String>,
        scheme: &[&str],
        now: &Circumstances,
        n: &mut u64,
    ) -> Option<Annotations> {
        let mut annotations = Annotations::new(article, annotator);
        // The title may stand before the record's text.
        let shift = article.text.chars().count().saturating_sub(self.length);
        let whole = self.whole.iter().chain(&self.perhaps);
        let mut whole: Vec<String> = whole.filter_map(|label| topic(label)).collect();
        whole.sort_unstable();
        whole.dedup();
        let mut decisions: Vec<Decision> = vec![Decision::default(); article.sentences.len()];
        let add = |decision: &mut Decision, id: &str| {
            if !decision.topics.iter().any(|topic| topic == id) {
                *decision = decision.toggle(id, scheme.iter().copied(), now);
            }
        };
        let first = article.sentences.partition_point(|it| it.start < shift);
        let own = match decisions.len() {
            1 => decisions.as_mut_slice(),
            _ => decisions.get_mut(first..).unwrap_or_default(),
        };
        if let [decision] = own {
            whole.iter().for_each(|id| add(decision, id));
            if self.none && whole.is_empty() {
                *decision = decision.toggle_none(now);
            }
        } else if !whole.is_empty() {
            let mut overall = Overall::default();
            for id in &whole {
                overall = overall.toggle(id, scheme.iter().copied());
            }
            annotations.set_overall(overall);
        }
        for place in &self.places {
            let Some(id) = topic(&place.label) else {
                continue;
            };
            let (start, end) = (place.start + shift, place.end + shift);
            for (sentence, decision) in article.sentences.iter().zip(&mut decisions) {
                let (start, end) = (start.max(sentence.start), end.min(sentence.end));
                if start >= end {
                    continue;
                }
                add(decision, &id);
                if !place.is_reason {
                    continue;
                }
                let text = article.text.chars().skip(start).take(end - start).collect();
                let words = Evidence {
                    topic: id.clone(),
                    start,
                    end,
                    text,
                    unknown: Unknown::new(),
                };
                if !decision.evidence.contains(&words) {
                    *decision = decision.toggle_evidence(words, scheme.iter().copied());
                }
            }
        }
        for (start, end) in &self.seen {
            let (start, end) = (start + shift, end + shift);
            for (sentence, decision) in article.sentences.iter().zip(&mut decisions) {
                if start.max(sentence.start) < end.min(sentence.end) && !decision.is_decided() {
                    *decision = decision.toggle_none(now);
                }
            }
        }
        for (sentence, decision) in decisions.into_iter().enumerate() {
            if decision.is_decided() {
                annotations.decide(Edit { sentence, decision }, *n, now.at, None, None);
                *n += 1;
            }
        }
        (annotations.revision > 0).then_some(annotations)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::Draft;
    use crate::model::Time;
    use crate::model::annotation::State;
    use crate::model::article::Source;

    fn check(tool: Tool, json: &str, whole: &[&str], places: &[(usize, usize, &str)]) {
        let record: Value = serde_json::from_str(json).unwrap();
        let labels = labels(tool, record.as_object().unwrap()).unwrap_or_default();
        assert_eq!(labels.whole, whole, "{json}");
        let found: Vec<_> = labels
            .places
            .iter()
            .map(|it| (it.start, it.end, it.label.as_str()))
            .collect();
        assert_eq!(found, places, "{json}");
    }

    #[test]
    fn the_labels_of_each_tool_are_read() {
        check(Tool::Doccano, r#"{"label":["a","b"]}"#, &["a", "b"], &[]);
        check(
            Tool::Doccano,
            r#"{"label":[[0,2,"a"],[3,9,"b"]]}"#,
            &[],
            &[(0, 2, "a"), (3, 9, "b")],
        );
        check(
            Tool::Doccano,
            r#"{"entities":[{"id":0,"label":"a","start_offset":0,"end_offset":6}]}"#,
            &[],
            &[(0, 6, "a")],
        );
        check(
            Tool::Prodigy,
            r#"{"accept":["a"],"answer":"accept"}"#,
            &["a"],
            &[],
        );
        check(
            Tool::Prodigy,
            r#"{"accept":["a"],"answer":"reject"}"#,
            &[],
            &[],
        );
        check(
            Tool::Prodigy,
            r#"{"spans":[{"start":0,"end":5,"label":"a"}],"answer":"accept"}"#,
            &[],
            &[(0, 5, "a")],
        );
        check(Tool::Spacy, r#"{"cats":{"a":1.0,"b":0.0}}"#, &["a"], &[]);
        let full = r#"{"annotations":[{"was_cancelled":true,"result":[{"value":{"choices":["x"]}}]},
            {"was_cancelled":false,"result":[{"type":"choices","value":{"choices":["a"]}},{"value":{"start":0,"end":4,"choices":["b"]}}]}]}"#;
        check(Tool::LabelStudio, full, &["a"], &[(0, 4, "b")]);
        check(
            Tool::LabelStudio,
            r#"{"text":"t","annotation_id":3,"topic":{"choices":["a","b"]}}"#,
            &["a", "b"],
            &[],
        );
    }

    fn said(text: &str, json: &str, tool: Tool) -> Option<Annotations> {
        let record: Value = serde_json::from_str(json).unwrap();
        let mut labels = labels(tool, record.as_object().unwrap())?;
        labels.locate(tool, text);
        let draft = Draft {
            title: Some("عنوان".into()),
            text: text.into(),
            ..Draft::default()
        };
        let source = Source {
            file: String::new(),
            sha256: String::new(),
        };
        let is_single = text.is_empty();
        let article = draft.article("a", source).unwrap();
        let now = Circumstances {
            at: Time::UNIX_EPOCH,
            seconds: None,
            guideline: "g".into(),
        };
        let known = |label: &str| ["x", "y"].contains(&label).then(|| label.to_owned());
        assert_eq!(article.sentences.len() == 1, is_single);
        labels.annotations(&article, "old", known, &["y", "x"], &now, &mut 7)
    }

    #[test]
    fn a_label_of_the_whole_decides_a_single_sentence_and_else_the_article() {
        let one = said("", r#"{"label":["x","zz","y"]}"#, Tool::Doccano).unwrap();
        assert_eq!(one.sentences[0].decision.topics, ["y", "x"]);
        assert_eq!((one.history.len(), one.history[0].n), (1, 7));
        let many = said("واحد. اثنان.", r#"{"label":["x"]}"#, Tool::Doccano).unwrap();
        assert_eq!(many.overall.topics, ["x"]);
        assert!(many.history.is_empty());
        assert_eq!(said("", r#"{"label":["zz"]}"#, Tool::Doccano), None);
        let none = said("", r#"{"cats":{"x":0}}"#, Tool::Spacy).unwrap();
        assert_eq!(none.sentences[0].decision.state, State::None);
    }

    #[test]
    fn a_label_of_a_place_decides_its_sentence_and_is_kept_as_the_reason() {
        let text = "😀 واحد.\r\nاثنان.";
        for (tool, json) in [
            (Tool::Doccano, r#"{"label":[[9,14,"x"]]}"#),
            (
                Tool::LabelStudio,
                r#"{"annotations":[{"result":[{"value":{"start":10,"end":15,"labels":["x"]}}]}]}"#,
            ),
        ] {
            let said = said(text, json, tool).unwrap();
            let last = said.sentences.last().unwrap();
            assert_eq!(last.decision.topics, ["x"]);
            assert_eq!(last.decision.evidence[0].text, "اثنان");
            assert_eq!(said.history.len(), 1);
        }
    }
}
