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
    /// It is the web page's and not the article's, though it was not taken for that.
    Outside,
    /// It is the article's, though it was taken for the web page's.
    Inside,
}

impl Flag {
    /// All of them, in the order in which they are stored.
    pub const ALL: [Self; 7] = [
        Self::Unsure,
        Self::Review,
        Self::Broken,
        Self::Segmentation,
        Self::PassOn,
        Self::Outside,
        Self::Inside,
    ];

    /// Those that are chosen from a list, in the order of their digits. The others have a key.
    pub const LISTED: [Self; 5] = [
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
            Self::Outside => "boilerplate",
            Self::Inside => "content",
        }
    }

    /// What marks a sentence that has it, if it is not seen otherwise.
    pub const fn mark(self) -> Option<char> {
        match self {
            Self::Unsure => Some('?'),
            Self::Review => Some('!'),
            Self::Broken => Some('×'),
            Self::Segmentation => Some('÷'),
            Self::PassOn => Some('»'),
            Self::Outside | Self::Inside => None,
        }
    }

    /// The flag with this id.
    pub fn with_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|flag| flag.id() == id)
    }
}
