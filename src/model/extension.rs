//! A guideline card that takes a case: what was settled because the guideline did not say becomes an
//! example of it, so that the next one is decided by it.

use super::project::{Bilingual, Card, Language, Project};

/// A case for the card of a topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extension {
    /// The topic's id.
    pub topic: String,
    /// As what.
    pub part: Part,
    /// The words, in each language whose card takes it; empty for one that does not.
    pub texts: Bilingual,
    /// Whether the revision of the guideline is raised, so that everybody looks again.
    pub raises: bool,
}

/// A part of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// A sentence with its decision.
    Example,
    /// A hard case with its decision.
    Borderline,
    /// What belongs to the topic.
    Belongs,
    /// What does not.
    Excludes,
}

impl Part {
    /// In the order in which they are offered.
    pub const ALL: [Self; 4] = [
        Self::Example,
        Self::Borderline,
        Self::Belongs,
        Self::Excludes,
    ];

    /// Its key in `project.toml`.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Example => "examples",
            Self::Borderline => "borderlines",
            Self::Belongs => "belongs",
            Self::Excludes => "excludes",
        }
    }
}

impl Extension {
    /// `project` with the case in it; none where it has no such topic.
    pub fn of(&self, project: &Project) -> Option<Project> {
        let mut project = project.clone();
        project.revision += u64::from(self.raises);
        let mut topics = project.topics.iter_mut();
        let card = &mut topics.find(|it| it.id == self.topic)?.card;
        self.add_to(&mut card.ar, &self.texts.ar);
        self.add_to(&mut card.en, &self.texts.en);
        Some(project)
    }

    fn add_to(&self, card: &mut Card, text: &str) {
        if text.is_empty() {
            return;
        }
        match self.part {
            Part::Example => card.examples.push(text.to_owned()),
            Part::Borderline => card.borderlines.push(text.to_owned()),
            Part::Belongs => card.belongs = longer(&card.belongs, text),
            Part::Excludes => card.excludes = longer(&card.excludes, text),
        }
    }
}

/// `text` behind what stands there already.
pub fn longer(there: &str, text: &str) -> String {
    match there.trim_end() {
        "" => text.to_owned(),
        there => format!("{there} {text}"),
    }
}

impl Card {
    /// Whether nothing is written on it.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Bilingual {
    /// The text in `language`, to be written.
    pub fn in_language(&mut self, language: Language) -> &mut String {
        match language {
            Language::Arabic => &mut self.ar,
            Language::English => &mut self.en,
        }
    }
}

impl Language {
    /// The other one.
    pub fn other(self) -> Self {
        match self {
            Self::Arabic => Self::English,
            Self::English => Self::Arabic,
        }
    }
}
