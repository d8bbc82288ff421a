//! Where things stand on the screen: the measures of the page, from the size of the window.
//!
//! The text column is what the measures serve: 62 cells wide in 80 columns, 72 at most. The margin
//! with the numbers and chips is at its right, where an Arabic reader's eye starts.

/// Part of the screen, in cells.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Area {
    pub x: u16,
    pub y: u16,
    pub width: u16,
    pub height: u16,
}

impl Area {
    /// The column right of it.
    pub fn right(self) -> u16 {
        self.x + self.width
    }

    /// What of it is above the row `y`.
    pub fn above(self, y: u16) -> Self {
        let height = y.saturating_sub(self.y).min(self.height);
        Self { height, ..self }
    }

    /// Its columns in the row `y`.
    pub fn row(self, y: u16) -> Self {
        Self {
            y,
            height: 1,
            ..self
        }
    }

    /// The row below it.
    pub fn bottom(self) -> u16 {
        self.y + self.height
    }
}

/// A window's columns and rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Size {
    pub columns: u16,
    pub rows: u16,
}

impl Size {
    /// Less than this is too small to work in.
    pub const LEAST: Self = Self {
        columns: 40,
        rows: 10,
    };

    /// Whether a screen fits.
    pub fn is_enough(self) -> bool {
        self.columns >= Self::LEAST.columns && self.rows >= Self::LEAST.rows
    }
}

/// The text column is never wider: longer lines are harder to follow.
const MEASURE: u16 = 72;
/// From this many columns the topics have a panel at the left; below, a strip at the bottom.
const PANEL_FROM: u16 = 104;
/// From this many columns the panel has a guideline card below the topics.
const CARD_FROM: u16 = 160;
/// From this many rows there is a blank one below the header.
const AIRY_FROM: u16 = 30;
/// More topics than this share their slots.
const SLOTS: u16 = 5;
const SLOT: u16 = 3;
const HEADER: u16 = 2;
/// This many rows are for text, whatever is said of it.
const LEAST_TEXT: u16 = 8;

/// The reader's page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReaderFrame {
    /// Header, rule and last line.
    pub group: Area,
    /// The text column.
    pub text: Area,
    /// The column of the focus bar.
    pub bar: u16,
    /// The columns of the sentence number.
    pub number: Area,
    /// The first chip slot.
    pub chips: u16,
    /// How many slots there are.
    pub slots: u16,
    /// The topics at the left.
    pub panel: Option<Area>,
    /// Whether the panel has room for a card.
    pub card: bool,
    /// Who said what of the sentence in focus, below a rule of its own: as wide as text and margin.
    pub said: Option<Area>,
    /// The row of the rule above the topics at the bottom.
    pub strip: Option<u16>,
    /// The row of the keys of the moment.
    pub hints: u16,
}

/// Less than this and a text over the article takes the margin too.
const ENOUGH_TO_READ: u16 = 50;

impl ReaderFrame {
    /// What a text over the article covers: the text column, so that no word is cut in half.
    pub fn overlay(&self) -> Area {
        // Nor who said what is seen below it.
        let height = self.text.height + self.said.map_or(0, |it| it.height + 1);
        if self.text.width >= ENOUGH_TO_READ {
            return Area {
                height,
                ..self.text
            };
        }
        Area {
            x: self.group.x,
            width: self.group.width,
            height,
            ..self.text
        }
    }
}

/// How many rows there are for what `people` said of a sentence, where the text would have `height` rows
/// without them. They are the same for every sentence of an article: the text stays where it is.
fn said_rows(people: usize, height: u16) -> u16 {
    let most = if height < 3 * LEAST_TEXT { 4 } else { 6 };
    let room = height.saturating_sub(LEAST_TEXT + 1);
    u16::try_from(people.min(most)).unwrap_or(0).min(room)
}

/// The page for an article of `sentences` in a scheme of `topics`, of which `people` are heard.
pub fn reader(size: Size, sentences: usize, topics: usize, people: usize) -> ReaderFrame {
    let digits = u16::try_from(sentences.max(10).ilog10() + 1).unwrap_or(2);
    let slots = u16::try_from(topics).unwrap_or(SLOTS).min(SLOTS);
    let margin = 1 + 1 + 1 + digits + 1 + slots * SLOT;
    let (panel, gap) = match size.columns {
        ..PANEL_FROM => (0, 0),
        PANEL_FROM..CARD_FROM => (27, 3),
        CARD_FROM.. => (40, 5),
    };
    let text = MEASURE.min(size.columns.saturating_sub(3 + margin + panel + gap));
    let width = panel + gap + text + margin;
    let x = size.columns.saturating_sub(width).div_ceil(2);
    let y = HEADER + u16::from(size.rows >= AIRY_FROM);
    // A strip is a rule and a line above the last line; a panel leaves a blank row there.
    let below = if panel == 0 { 3 } else { 2 };
    let all = size.rows.saturating_sub(y + below);
    let said = said_rows(people, all);
    let height = all - if said > 0 { said + 1 } else { 0 };
    let text = Area {
        x: x + panel + gap,
        y,
        width: text,
        height,
    };
    ReaderFrame {
        group: Area {
            x,
            y: 0,
            width,
            height: size.rows,
        },
        text,
        bar: text.right() + 1,
        number: Area {
            x: text.right() + 3,
            y,
            width: digits,
            height,
        },
        chips: text.right() + 3 + digits + 1,
        slots,
        panel: (panel > 0).then_some(Area {
            x,
            y,
            width: panel,
            height: all,
        }),
        said: (said > 0).then_some(Area {
            x: text.x,
            y: text.bottom() + 1,
            width: text.width + margin,
            height: said,
        }),
        card: size.columns >= CARD_FROM,
        strip: (panel == 0).then(|| size.rows.saturating_sub(3)),
        hints: size.rows.saturating_sub(1),
    }
}

/// The library's page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LibraryFrame {
    /// Header, rule and last line.
    pub group: Area,
    /// One row an article: progress at the left, the title at the right.
    pub list: Area,
    /// The column of the selection bar.
    pub bar: u16,
    /// The row of the keys of the moment.
    pub hints: u16,
}

/// The library's page.
pub fn library(size: Size) -> LibraryFrame {
    let width = size.columns.saturating_sub(3).min(MEASURE + 40);
    let x = size.columns.saturating_sub(width).div_ceil(2);
    let y = HEADER + 1;
    let list = Area {
        x,
        y,
        width: width.saturating_sub(2),
        height: size.rows.saturating_sub(y + 2),
    };
    LibraryFrame {
        group: Area {
            x,
            y: 0,
            width,
            height: size.rows,
        },
        list,
        bar: list.right() + 1,
        hints: size.rows.saturating_sub(1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(columns: u16, rows: u16) -> ReaderFrame {
        reader(Size { columns, rows }, 14, 3, 0)
    }

    #[test]
    fn the_measures_that_were_looked_at_in_real_terminals() {
        let small = at(80, 24);
        assert_eq!((small.group.x, small.group.width), (2, 77));
        assert_eq!(
            small.text,
            Area {
                x: 2,
                y: 2,
                width: 62,
                height: 19
            }
        );
        assert_eq!((small.bar, small.number.x, small.chips), (65, 67, 70));
        assert_eq!(
            (small.strip, small.hints, small.panel),
            (Some(21), 23, None)
        );
        let large = at(200, 50);
        assert_eq!((large.group.width, large.text.width), (132, 72));
        assert_eq!(
            (large.panel.map(|panel| panel.width), large.card),
            (Some(40), true)
        );
        assert_eq!(at(120, 36).panel.map(|panel| panel.width), Some(27));
    }

    #[test]
    fn nothing_leaves_the_window() {
        for columns in Size::LEAST.columns..=250 {
            for (sentences, topics) in [(1, 1), (14, 3), (300, 5), (10_000, 40)] {
                let frame = reader(Size { columns, rows: 10 }, sentences, topics, 3);
                assert!(
                    frame.chips + frame.slots * SLOT <= columns,
                    "{columns} {frame:?}"
                );
                assert!(
                    frame.text.width >= 10 && frame.text.height >= 3,
                    "{columns} {frame:?}"
                );
            }
        }
    }
}
