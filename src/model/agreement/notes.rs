//! What is to be known of figures of agreement, and to be done about it.

use super::{Agreement, Ratings};

/// Something to know, about which something can be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// Nobody chose this topic.
    NeverChosen(String),
    /// So few of so many decisions chose this topic that its alpha hangs on them.
    RarelyChosen(String, usize, usize),
    /// So few of so many decisions left it out.
    RarelyLeftOut(String, usize, usize),
    /// There is no interval, as there is one article.
    OneArticle,
    /// Intervals are rough, as there are so few articles.
    FewArticles(usize),
    /// These articles were decided on by one person.
    ByOne(Vec<String>),
    /// So many decisions are on sentences of these articles that others have cut differently.
    CutOtherwise(usize, Vec<String>),
    /// This annotator decided on another text of these articles.
    OtherText(String, Vec<String>),
    /// So many sentences were decided on under different wordings.
    MixedWordings(usize),
    /// So many decisions were made under another wording than the one in force.
    OtherWording(usize),
    /// There are more topics than can be told apart, and these were left out.
    TooManyTopics(Vec<String>),
    /// So many files could not be read.
    Unreadable(usize),
}

/// Articles from which on an interval is no longer called rough.
const ENOUGH: usize = 10;

/// What is to be known of `agreement` in `ratings`, where the guideline has the hash `guideline` now;
/// of intervals, if there are to be any.
pub fn notes(
    ratings: &Ratings,
    agreement: &Agreement,
    has_intervals: bool,
    guideline: &str,
    unreadable: usize,
) -> Vec<Note> {
    let mut notes = Vec::new();
    let count = |it: u64| usize::try_from(it).unwrap_or(usize::MAX);
    for (id, topic) in ratings.topics.iter().zip(&agreement.topics) {
        let (said, of) = topic.said();
        let rare = topic.is_rare();
        notes.extend(match said {
            0 => Some(Note::NeverChosen(id.clone())),
            _ if rare && said * 2 > of => {
                Some(Note::RarelyLeftOut(id.clone(), count(of - said), count(of)))
            }
            _ if rare => Some(Note::RarelyChosen(id.clone(), count(said), count(of))),
            _ => None,
        });
    }
    notes.extend(match agreement.articles_compared {
        1 if has_intervals => Some(Note::OneArticle),
        articles if has_intervals && articles < ENOUGH => Some(Note::FewArticles(articles)),
        _ => None,
    });
    let by_one: Vec<String> = ratings.by_one().map(|it| it.id.clone()).collect();
    if !by_one.is_empty() {
        notes.push(Note::ByOne(by_one));
    }
    let cut = ratings.cut_otherwise();
    if cut > 0 {
        notes.push(Note::CutOtherwise(cut, ratings.cut_otherwise.clone()));
    }
    for (name, missing) in ratings.annotators.iter().zip(&ratings.missing) {
        if !missing.other_text.is_empty() {
            notes.push(Note::OtherText(name.clone(), missing.other_text.clone()));
        }
    }
    let others = ratings.wordings.iter().filter(|it| it.0 != guideline);
    let others: usize = others.map(|it| it.1).sum();
    if ratings.mixed_wordings > 0 {
        notes.push(Note::MixedWordings(ratings.mixed_wordings));
    } else if others > 0 {
        notes.push(Note::OtherWording(others));
    }
    if !ratings.too_many.is_empty() {
        notes.push(Note::TooManyTopics(ratings.too_many.clone()));
    }
    if unreadable > 0 {
        notes.push(Note::Unreadable(unreadable));
    }
    notes
}

/// Why nothing can be compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Nothing {
    /// Nobody has decided anything.
    Nobody,
    /// This one alone has.
    One(String),
    /// These have, and none of them anything.
    Undecided(Vec<String>),
    /// What they decided on is cut differently, in these articles.
    CutOtherwise(Vec<String>),
    /// No two of these decided on the same sentence.
    Apart(Vec<String>),
}

impl Nothing {
    /// Why these people cannot be compared, whatever they have decided.
    pub fn among(people: &[String]) -> Option<Self> {
        match people {
            [] => Some(Self::Nobody),
            [one] => Some(Self::One(one.clone())),
            _ => None,
        }
    }

    /// Why there is nothing to compare in `ratings`, if so.
    pub fn of(ratings: &Ratings) -> Option<Self> {
        if ratings.units().len() == 0 {
            return Some(Self::Undecided(ratings.annotators.clone()));
        }
        if ratings.compared() > 0 {
            return None;
        }
        Some(if ratings.cut_otherwise() > 0 {
            Self::CutOtherwise(ratings.cut_otherwise.clone())
        } else {
            Self::Apart(ratings.annotators.clone())
        })
    }
}
