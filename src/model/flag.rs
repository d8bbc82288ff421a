//! Remarks on a sentence that are no topics.

/// A remark. Its id stands in the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flag {
    /// The annotator is not sure of her decision.
    Unsure,
    /// Somebody else should look at it.
    Review,
    /// The text is damaged: letters are missing, or it is no text.
    Broken,
    /// It is no sentence, or more than one.
    Segmentation,
    /// She does not want to work on what it tells: finished for her, missing in agreement, absent
    /// from exports.
    PassOn,
}

impl Flag {
    /// All of them, in the order of their digits.
    pub const ALL: [Self; 5] = [
        Self::Unsure,
        Self::Review,
        Self::Broken,
        Self::Segmentation,
        Self::PassOn,
    ];

    /// As it stands in the data.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Unsure => "unsure",
            Self::Review => "review",
            Self::Broken => "broken",
            Self::Segmentation => "segmentation",
            Self::PassOn => "pass-on",
        }
    }

    /// For people.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unsure => "unsure",
            Self::Review => "for review",
            Self::Broken => "broken text",
            Self::Segmentation => "wrong cut",
            Self::PassOn => "pass on",
        }
    }

    /// What marks a sentence that has it.
    pub const fn mark(self) -> char {
        match self {
            Self::Unsure => '?',
            Self::Review => '!',
            Self::Broken => '×',
            Self::Segmentation => '÷',
            Self::PassOn => '»',
        }
    }

    /// The flag with this id.
    pub fn with_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|flag| flag.id() == id)
    }
}
