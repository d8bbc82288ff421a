//! What may differ from one terminal, or one annotator, to another in how a text is drawn.
//!
//! Nothing here changes a position: a byte of the text stays the byte that it is.

/// How text is to be drawn: what the terminal and its font can show, and what the annotator asked
/// for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Display {
    /// Whether letters are drawn in their presentation forms.
    pub letters: Letters,
    /// Whether combining marks, harakat above all, are drawn. No cell moves without them.
    pub harakat: bool,
    /// Whether ZWNJ and ZWJ stay in the cell of the right-to-left letter before them, for a
    /// terminal that joins letters again by itself.
    pub joiners: bool,
    /// Whether format characters, which show nothing and change the order or the joining of what
    /// is around them, are shown as pictures.
    pub controls: bool,
    /// Where a blank is put in that the text has not.
    pub gap: Gap,
}

/// The characters that stand for letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Letters {
    /// Presentation forms, so that letters are seen joined in a terminal that does not join; LAM
    /// and ALEF share a cell.
    #[default]
    Forms,
    /// The letters of the text, for a font without presentation forms; LAM and ALEF are two cells.
    Base,
}

/// Where a blank cell is put in, because the terminal cannot show what touches there.
///
/// The blank belongs to the character that it stands before or after, and at the end of a line it
/// hangs as any other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Gap {
    /// Nowhere.
    #[default]
    Nowhere,
    /// Before the first right-to-left letter after a number that begins a word (`1445هـ`), for a
    /// terminal that reorders each word by itself: whatever is sent, it shows the two the other
    /// way round.
    Numbers,
    /// In words that cannot be sent to a terminal that turns around each word, unless it begins with
    /// a left-to-right script: between right-to-left letters and stretches with a two-cell
    /// character, where it loses a letter, and between the scripts of a word that would begin with
    /// one and end with the other.
    Runs,
}

impl Default for Display {
    /// For a terminal that shows what it is sent, and an annotator who wants to read.
    fn default() -> Self {
        Self {
            letters: Letters::Forms,
            harakat: true,
            joiners: false,
            controls: false,
            gap: Gap::Nowhere,
        }
    }
}
