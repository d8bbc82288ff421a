//! What terminals do with Arabic: six families, and what each has to get instead of a row in
//! visual order so that it shows that row.

use super::display::{Display, Gap, Letters};

/// What a terminal does with Arabic, measured in twelve of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Profile {
    /// Nothing: a row is shown as it is sent (xterm, urxvt, st, alacritty, foot, zutty).
    #[default]
    Visual,
    /// It reorders a row unless told not to by `CSI 8 l` (BDSM), which is always sent (VTE, mintty).
    Bdsm,
    /// It applies UAX #9 to a row, and nothing turns that off (Konsole, PuTTY; VTE in tmux): each
    /// word is sent in logical order, between blanks that are strong left-to-right characters.
    Words,
    /// It shows each run of cells without a blank back to front, if the first letter or Arabic digit
    /// in it is one of a right-to-left script (kitty).
    Runs,
    /// It reorders a row unless told not to by `OSC 5379` (mlterm).
    CtlOff,
    /// It reorders each stretch of cells of one colour (QTerminal): neighbours get two colours that
    /// look the same.
    Cells,
}

impl Profile {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Visual,
        Self::Bdsm,
        Self::Words,
        Self::Runs,
        Self::CtlOff,
        Self::Cells,
    ];

    /// As it is written in a file or given as an argument.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Visual => "visual",
            Self::Bdsm => "bdsm",
            Self::Words => "words",
            Self::Runs => "runs",
            Self::CtlOff => "ctl-off",
            Self::Cells => "cells",
        }
    }
}

/// How Arabic is rendered at a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rendition {
    /// What the terminal does with it.
    pub profile: Profile,
    /// What its font has.
    pub letters: Letters,
    /// Whether harakat are drawn.
    pub harakat: bool,
}

impl Default for Rendition {
    fn default() -> Self {
        Self {
            profile: Profile::Visual,
            letters: Letters::Forms,
            harakat: true,
        }
    }
}

impl Rendition {
    /// How text has to be laid out for it, format characters drawn or not: what the profile's
    /// encoding cannot express is spaced apart.
    pub fn display(self, controls: bool) -> Display {
        let (joiners, gap) = match self.profile {
            Profile::Words => (true, Gap::Numbers),
            Profile::Runs => (false, Gap::Runs),
            _ => (false, Gap::Nowhere),
        };
        Display {
            letters: self.letters,
            harakat: self.harakat,
            joiners,
            controls,
            gap,
        }
    }
}

impl std::str::FromStr for Profile {
    type Err = UnknownProfile;

    fn from_str(name: &str) -> Result<Self, UnknownProfile> {
        let named = |profile: &&Self| profile.name() == name;
        Self::ALL.iter().find(named).copied().ok_or(UnknownProfile)
    }
}

/// A name that no profile has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownProfile;

impl std::fmt::Display for UnknownProfile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names = Profile::ALL.map(Profile::name).join(", ");
        write!(f, "there is no such profile; there are {names}")
    }
}

impl std::error::Error for UnknownProfile {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_is_found_by_its_name() {
        for profile in Profile::ALL {
            assert_eq!(profile.name().parse(), Ok(profile));
        }
        assert_eq!("Visual".parse::<Profile>(), Err(UnknownProfile));
    }
}
