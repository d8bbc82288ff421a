//! What a project does not give away: which words and numbers are masked in its datasets.

use std::ops::Range;

use super::project::Language;

/// What `[privacy]` of `project.toml` says; nothing is masked where it is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Privacy {
    /// What is masked, beside the project's own patterns.
    pub mask: Vec<Kind>,
    /// Names, and whatever else is masked as a name, however it is spelled.
    pub names: Vec<String>,
    /// Regular expressions of the project.
    pub patterns: Vec<Pattern>,
    /// What is nobody's secret, though it looks so: a hotline, an office.
    pub keep: Vec<String>,
    /// Whether the placeholder of a name says which one of the list it was.
    pub numbered: bool,
    /// The language of placeholders; that of the project where there is none.
    pub language: Option<Language>,
}

/// A regular expression, and where it stands in `project.toml`: line and column, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// As it is written.
    pub regex: String,
    /// Its place.
    pub place: (usize, usize),
}

/// What is personal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A name of the project's list; in a search for what looks personal, any that looks like one.
    Name,
    /// A telephone number.
    Phone,
    /// An address of e-mail.
    Email,
    /// The number of a person, a passport, an account or a card.
    Id,
    /// Somebody's page or handle on a social network.
    Profile,
    /// What a pattern of the project finds.
    Pattern,
}

/// Something personal in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Where it is.
    pub bytes: Range<usize>,
    /// What it is.
    pub kind: Kind,
    /// What takes its place.
    pub with: String,
}

impl Kind {
    /// All that can be asked for.
    pub const LISTED: [Self; 5] = [
        Self::Name,
        Self::Phone,
        Self::Email,
        Self::Id,
        Self::Profile,
    ];

    /// As it stands in `project.toml`.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Name => "names",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Id => "id",
            Self::Profile => "profile",
            Self::Pattern => "patterns",
        }
    }

    /// What is put in its place.
    pub const fn placeholder(self, language: Language) -> &'static str {
        match (self, language) {
            (Self::Name, Language::Arabic) => "اسم",
            (Self::Phone, Language::Arabic) => "هاتف",
            (Self::Email, Language::Arabic) => "بريد",
            (Self::Id, Language::Arabic) => "رقم",
            (Self::Profile, Language::Arabic) => "حساب",
            (Self::Pattern, Language::Arabic) => "محجوب",
            (Self::Name, Language::English) => "NAME",
            (Self::Phone, Language::English) => "PHONE",
            (Self::Email, Language::English) => "EMAIL",
            (Self::Id, Language::English) => "ID",
            (Self::Profile, Language::English) => "PROFILE",
            (Self::Pattern, Language::English) => "MASKED",
        }
    }
}

impl Privacy {
    /// Whether nothing is masked.
    pub fn is_empty(&self) -> bool {
        self.mask.is_empty() && self.patterns.is_empty()
    }
}
