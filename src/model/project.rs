//! The project: its name, its topics and their guideline cards, and what is asked of an article as a
//! whole.

use serde::{Deserialize, Serialize};

use super::flag::Flag;

use super::assignment::Rule as AssignmentRule;
use super::privacy::Privacy;
use super::rules::Rule;

/// What `project.toml` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    /// Shown in the library.
    pub name: String,
    /// The language of chip letters and cards.
    pub language: Language,
    /// What holds for every topic.
    pub guideline: Bilingual,
    /// Which revision of the guideline this is: a lead raises it where a change asks for another look
    /// at what was decided. 0 where nobody ever did.
    pub revision: u64,
    /// In the order in which they are shown and stored.
    pub topics: Vec<Topic>,
    /// Which topics may stand together on a sentence, in the order in which they are checked.
    pub rules: Vec<Rule>,
    /// What can be said of an article as a whole.
    pub article: ArticleScheme,
    /// Who works in it.
    pub people: People,
    /// Who splits and merges sentences.
    pub cutters: Cutters,
    /// What texts are cut into when they come in.
    pub unit: Unit,
    /// Which way texts run, where most of their letters are not to say so.
    pub direction: Option<Way>,
    /// The flags that can be chosen, in the order of their digits.
    pub flags: Vec<Flag>,
    /// Who gets what; everybody everything where it is none.
    pub assignment: Option<AssignmentRule>,
    /// What is masked in datasets.
    pub privacy: Privacy,
}

/// Who works in a project; nobody is named where it is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct People {
    /// Who prepares the work and decides in the end.
    pub leads: Vec<String>,
    /// Who annotates.
    pub annotators: Vec<String>,
}

impl Project {
    /// With topics that are called by their keys, for tests.
    #[cfg(test)]
    pub(super) fn with_topics(keys: std::ops::RangeInclusive<char>) -> Self {
        let topic = |key: char| Topic {
            id: key.to_string(),
            key,
            key_place: (1, 1),
            colour: Colour::Green,
            name: Bilingual::default(),
            letter: Bilingual::default(),
            card: Cards::default(),
        };
        Self {
            name: String::new(),
            language: Language::Arabic,
            guideline: Bilingual::default(),
            revision: 0,
            topics: keys.map(topic).collect(),
            rules: Vec::new(),
            article: ArticleScheme::default(),
            people: People::default(),
            cutters: Cutters::default(),
            unit: Unit::default(),
            direction: None,
            flags: Flag::LISTED.to_vec(),
            assignment: None,
            privacy: Privacy::default(),
        }
    }

    /// Whether `person` leads the project.
    pub fn is_led_by(&self, person: &str) -> bool {
        self.people.leads.iter().any(|it| it == person)
    }

    /// Whether `person` may change the guideline from within the program: a lead, or where none is named
    /// whoever settles what others disagree on.
    pub fn may_reword(&self, person: &str) -> bool {
        self.people.leads.is_empty() || self.is_led_by(person)
    }

    /// Whether `annotator` may split and merge sentences.
    pub fn may_cut(&self, annotator: &str) -> bool {
        self.cutters == Cutters::Everybody || self.is_led_by(annotator)
    }
}

/// What is decided on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// A sentence.
    #[default]
    Sentence,
    /// A whole paragraph.
    Paragraph,
}

/// Which way texts run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Way {
    /// From right to left.
    #[serde(rename = "rtl")]
    Rtl,
    /// From left to right.
    #[serde(rename = "ltr")]
    Ltr,
}

/// Who splits and merges sentences.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cutters {
    /// Whoever works on the article.
    #[default]
    Everybody,
    /// The leads alone: others flag the sentence.
    Leads,
}

/// What can be said of an article as a whole; nothing where it is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ArticleScheme {
    /// Ids of topics, in the order in which they are shown and stored.
    pub topics: Vec<String>,
    /// What is to be filled in, in the order in which it is shown.
    pub fields: Vec<Field>,
}

/// Something to be filled in for an article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Field {
    /// Stands in the data; never changes.
    pub id: String,
    /// Its name.
    pub name: Bilingual,
    /// What can be chosen; any text where it is empty.
    pub choices: Vec<String>,
}

/// A label of the scheme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// Stands in the data; never changes.
    pub id: String,
    /// The key that toggles it.
    pub key: char,
    /// Where the key stands in `project.toml`: line and column, from 1.
    pub key_place: (usize, usize),
    /// Its colour beside its letter.
    pub colour: Colour,
    /// Its name.
    pub name: Bilingual,
    /// One letter that is enough without a colour.
    pub letter: Bilingual,
    /// What the annotator is to understand by it.
    pub card: Cards,
}

/// A text in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bilingual {
    /// Arabic.
    pub ar: String,
    /// English.
    pub en: String,
}

/// The guideline card of a topic in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Cards {
    /// Arabic.
    pub ar: Card,
    /// English.
    pub en: Card,
}

/// The guideline card of a topic.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Card {
    /// One sentence.
    pub definition: String,
    /// What belongs to the topic.
    pub belongs: String,
    /// What does not, though it may seem to.
    pub excludes: String,
    /// Sentences with their decision.
    pub examples: Vec<String>,
    /// Hard cases with their decision.
    pub borderlines: Vec<String>,
}

/// A language of the program and of a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Language {
    /// Arabic.
    #[serde(rename = "ar")]
    Arabic,
    /// English.
    #[serde(rename = "en")]
    English,
}

/// A colour that can be told from the others on a light and on a dark ground.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Colour {
    Green,
    Cyan,
    Magenta,
    Yellow,
    Blue,
    Red,
}

impl Bilingual {
    /// The text in `language`, empty where that has none.
    pub fn get_only(&self, language: Language) -> &str {
        match language {
            Language::Arabic => &self.ar,
            Language::English => &self.en,
        }
    }

    /// The text in `language`; in the other one where that is empty.
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::Arabic if !self.ar.is_empty() => &self.ar,
            Language::English if self.en.is_empty() => &self.ar,
            _ => &self.en,
        }
    }
}

impl ArticleScheme {
    /// Whether nothing is asked of an article as a whole.
    pub fn is_empty(&self) -> bool {
        self.topics.is_empty() && self.fields.is_empty()
    }
}

impl Cards {
    /// The card in `language`, empty where that has none.
    pub fn get_only(&self, language: Language) -> &Card {
        match language {
            Language::Arabic => &self.ar,
            Language::English => &self.en,
        }
    }

    /// The card in `language`; in the other one where that has no definition.
    pub fn get(&self, language: Language) -> &Card {
        match language {
            Language::Arabic if !self.ar.definition.is_empty() => &self.ar,
            Language::English if self.en.definition.is_empty() => &self.ar,
            _ => &self.en,
        }
    }
}

/// The wording that decisions are made under: what changes it may change a decision, so colours,
/// keys and letters are left out.
#[derive(Debug, Serialize)]
pub struct Wording<'a> {
    guideline: &'a Bilingual,
    topics: Vec<TopicWording<'a>>,
    // Absent where there is nothing, so that projects from before keep their hash.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    rules: &'a [Rule],
    #[serde(skip_serializing_if = "ArticleScheme::is_empty")]
    article: &'a ArticleScheme,
    // So that it is known of which revision a wording is, and that raising it alone makes another one.
    #[serde(skip_serializing_if = "is_never_raised")]
    revision: u64,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn is_never_raised(revision: &u64) -> bool {
    *revision == 0
}

#[derive(Debug, Serialize)]
struct TopicWording<'a> {
    id: &'a str,
    name: &'a Bilingual,
    card: &'a Cards,
}

impl Project {
    /// What the guideline hash of a decision covers.
    pub fn wording(&self) -> Wording<'_> {
        fn topic(topic: &Topic) -> TopicWording<'_> {
            TopicWording {
                id: &topic.id,
                name: &topic.name,
                card: &topic.card,
            }
        }
        Wording {
            guideline: &self.guideline,
            topics: self.topics.iter().map(topic).collect(),
            rules: &self.rules,
            article: &self.article,
            revision: self.revision,
        }
    }
}
