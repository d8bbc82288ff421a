//! What is said of agreement: on the screen in either language, and by `hashiya agreement` in English.

use super::{Words, say};
use crate::model::agreement::coefficient::Undefined;
use crate::model::agreement::labels::Labels;
use crate::model::agreement::notes::{Note, Nothing};

/// Why the figure of a topic has no value.
pub fn why_topic(words: &Words, why: Undefined) -> String {
    let name = match why {
        Undefined::NoPairs => "no-pairs",
        Undefined::NoVariation(0) => "never-varies-unsaid",
        Undefined::NoVariation(_) => "never-varies-said",
    };
    words.get(name).into_owned()
}

/// Why a figure of topic sets has no value, where all that was said is called `only`.
pub fn why_sets(words: &Words, why: Undefined, only: Option<&str>) -> String {
    match (why, only) {
        (Undefined::NoPairs, _) | (_, None) => words.get("no-pairs").into_owned(),
        (Undefined::NoVariation(_), Some(only)) => say!(words, "never-varies", said = only),
    }
}

/// Why a figure of two people has no value.
pub fn why_pair(words: &Words, why: Undefined, only: Option<&str>) -> String {
    match (why, only) {
        (Undefined::NoPairs, _) | (_, None) => words.get("no-pairs-both").into_owned(),
        (Undefined::NoVariation(_), Some(only)) => say!(words, "never-varies-both", said = only),
    }
}

/// A coefficient with three decimals; 1 only where it is.
pub fn decimal(value: f64) -> String {
    let text = format!("{value:.3}");
    match text.as_str() {
        "1.000" if value < 1.0 => "0.999".to_owned(),
        "-0.000" => "0.000".to_owned(),
        "0.000" if value > 0.0 => "<0.001".to_owned(),
        _ => text,
    }
}

/// A part of 1 in hundredths; none and all of them only where it is.
pub fn percent(part: f64) -> String {
    let percent = (part * 100.0).round();
    if percent >= 100.0 && part < 1.0 {
        "99".to_owned()
    } else if percent == 0.0 && part > 0.0 {
        "<1".to_owned()
    } else {
        format!("{percent:.0}")
    }
}

/// A number with its sign: in Arabic that stands at its right.
pub fn number(words: &Words, text: &str) -> String {
    let mark = if words.is_rtl() { "\u{061C}" } else { "" };
    mark.to_owned() + &words.digits(text)
}

/// Why nothing can be compared, and what to do.
pub fn nothing(words: &Words, why: &Nothing) -> String {
    match why {
        Nothing::Nobody => words.get("compare-nobody").into_owned(),
        Nothing::One(name) => say!(words, "compare-one", name = name),
        Nothing::Undecided(people) => {
            say!(words, "compare-undecided", people = &listed(words, people))
        }
        Nothing::CutOtherwise(articles) => {
            say!(words, "compare-cut", articles = &some(words, articles))
        }
        Nothing::Apart(people) => say!(words, "compare-apart", people = &listed(words, people)),
    }
}

/// What is to be known, with what to do; `name` has the name of a topic by its id.
pub fn note(words: &Words, note: &Note, name: impl Fn(&str) -> String) -> String {
    match note {
        Note::NeverChosen(topic) => say!(words, "note-never-chosen", topic = &name(topic)),
        Note::RarelyChosen(topic, times, of) => {
            let topic = name(topic);
            say!(
                words,
                "note-rarely-chosen",
                topic = &topic,
                times = *times,
                all = *of
            )
        }
        Note::RarelyLeftOut(topic, times, of) => {
            let topic = name(topic);
            say!(
                words,
                "note-rarely-left",
                topic = &topic,
                times = *times,
                all = *of
            )
        }
        Note::OneArticle => words.get("note-one-article").into_owned(),
        Note::FewArticles(count) => say!(words, "note-few-articles", count = *count),
        Note::ByOne(ids) => {
            let articles = some(words, ids);
            say!(
                words,
                "note-by-one",
                count = ids.len(),
                articles = &articles
            )
        }
        Note::CutOtherwise(count, ids) => {
            let articles = some(words, ids);
            say!(words, "note-cut", count = *count, articles = &articles)
        }
        Note::OtherText(who, ids) => {
            say!(
                words,
                "note-other-text",
                name = who,
                articles = &some(words, ids)
            )
        }
        Note::MixedWordings(count) => say!(words, "note-mixed-wordings", count = *count),
        Note::OtherWording(count) => say!(words, "note-other-wording", count = *count),
        Note::TooManyTopics(ids) => {
            let topics = some(words, ids);
            say!(
                words,
                "note-too-many",
                most = Labels::MOST,
                topics = &topics
            )
        }
        Note::Unreadable(count) => say!(words, "note-unreadable", count = *count),
    }
}

fn listed(words: &Words, all: &[String]) -> String {
    all.join(&format!("{} ", words.get("list-comma")))
}

/// The first ones of many.
fn some(words: &Words, all: &[String]) -> String {
    let (first, rest) = all.split_at(all.len().min(3));
    let first = listed(words, first);
    match rest.len() {
        0 => first,
        more => say!(words, "some-and-more", some = &first, more = more),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_is_1_only_where_it_is() {
        assert_eq!(decimal(1.0), "1.000");
        assert_eq!(decimal(0.999_9), "0.999");
        assert_eq!(decimal(-0.000_01), "0.000");
        assert_eq!(decimal(0.000_01), "<0.001");
        assert_eq!((percent(0.001), percent(0.999)), ("<1".into(), "99".into()));
        assert_eq!((percent(0.0), percent(1.0)), ("0".into(), "100".into()));
    }
}
