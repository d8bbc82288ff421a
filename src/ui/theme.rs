//! Colours: the sixteen that every terminal has, on its own ground, or none at all.
//!
//! Nothing is said by colour alone: a chip has a letter, an undecided sentence an empty margin.
//! Yellow is unreadable on a light ground, and bold alone is invisible in some terminals, so
//! neither carries text.

use ratatui::style::{Color, Modifier, Style};

use crate::model::project::Colour;

/// How things look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// The terminal's sixteen colours.
    Sixteen,
    /// No colour, as `NO_COLOR` asks for.
    Plain,
}

impl Theme {
    /// What is read.
    pub fn text(self) -> Style {
        // Not `Style::new()`, which would leave the colours of whatever was there before.
        Style::reset()
    }

    /// What stands beside it.
    pub fn dim(self) -> Style {
        self.colour(Color::DarkGray)
    }

    /// The number of an undecided sentence: rubric, as in a manuscript.
    pub fn rubric(self) -> Style {
        self.colour(Color::Red)
    }

    /// What went wrong.
    pub fn alarm(self) -> Style {
        self.colour(Color::Red)
    }

    /// A topic's chip.
    pub fn chip(self, colour: Colour) -> Style {
        self.block(match colour {
            Colour::Green => Color::Green,
            Colour::Cyan => Color::Cyan,
            Colour::Magenta => Color::Magenta,
            Colour::Yellow => Color::Yellow,
            Colour::Blue => Color::LightBlue,
            Colour::Red => Color::LightRed,
        })
    }

    /// The chip of "none applies", in the legend.
    pub fn none_chip(self) -> Style {
        self.block(Color::Gray)
    }

    fn colour(self, colour: Color) -> Style {
        match self {
            Self::Sixteen => Style::reset().fg(colour),
            Self::Plain => Style::reset(),
        }
    }

    fn block(self, ground: Color) -> Style {
        match self {
            Self::Sixteen => Style::reset().fg(Color::Black).bg(ground),
            Self::Plain => Style::reset().add_modifier(Modifier::REVERSED),
        }
    }
}
