//! What the rules of a project say of a decision, in words.

use crate::lang::{Words, say};
use crate::model::annotation::Decision;
use crate::model::project::{Project, Topic};
use crate::model::rules::{Broken, Rule};

/// What is missing in `decision`, if anything is.
pub(super) fn lack(words: &Words, project: &Project, decision: &Decision) -> Option<String> {
    let broken = project.lack(&decision.topics)?;
    Some(told(words, project, &broken))
}

/// The rule by which the topics that `to` has more than `from` are too many, if there is one. Who
/// takes one away is never refused.
pub(super) fn broken<'a>(
    project: &'a Project,
    from: &Decision,
    to: &Decision,
) -> Option<Broken<'a>> {
    let adds = to.topics.iter().any(|id| !from.topics.contains(id));
    adds.then(|| project.excess_with_implied(&to.topics))?
}

/// How a rule is not kept, and what to do now.
pub(super) fn told(words: &Words, project: &Project, broken: &Broken<'_>) -> String {
    let topics = listed(words, &broken.topics);
    match broken.rule {
        Rule::Exclusive(_) => say!(words, "rule-exclusive", topics = &topics),
        Rule::AtMost { count, .. } => {
            say!(words, "rule-at-most", count = *count, topics = &topics)
        }
        Rule::Required(_) => say!(words, "rule-required", topics = &topics),
        Rule::Implies { topic, .. } => {
            let topic = project.topic(topic);
            let topic = topic.map_or("", |topic| topic.name.get(words.language()));
            say!(words, "rule-implies", topic = topic, topics = &topics)
        }
    }
}

/// Topics by name, each with its key.
fn listed(words: &Words, topics: &[&Topic]) -> String {
    let topics = topics.iter().map(|topic| {
        let key = words.digits(&topic.key.to_string());
        let name = topic.name.get(words.language());
        say!(words, "topic-key", topic = name, key = &key)
    });
    let comma = words.get("list-comma");
    topics.collect::<Vec<_>>().join(&format!("{comma} "))
}
