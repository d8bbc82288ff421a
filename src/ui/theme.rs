//! Colours, on the terminal's own ground: as many as it has, or none at all.
//!
//! Nothing is said by colour alone: a chip has a letter, an undecided sentence an empty margin.
//! Yellow is unreadable on a light ground, and bold alone is invisible in some terminals, so
//! neither carries text. Shades are chosen only where the ground is known; elsewhere the terminal's
//! sixteen colours, which its owner has seen, are safer.

use ratatui::style::{Color, Modifier, Style};

use crate::model::project::Colour;

/// How things look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    /// How many colours there are.
    pub depth: Depth,
    /// What they stand on.
    pub ground: Ground,
}

/// How many colours a terminal has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// None, as `NO_COLOR` asks for.
    Plain,
    /// The sixteen that every terminal has.
    #[default]
    Sixteen,
    /// A palette of 256.
    Indexed,
    /// 24 bits.
    Truecolor,
}

impl Depth {
    const NAMES: [(Self, &'static str); 4] = [
        (Self::Plain, "none"),
        (Self::Sixteen, "16"),
        (Self::Indexed, "256"),
        (Self::Truecolor, "truecolor"),
    ];

    /// As it is written in a file.
    pub fn name(self) -> &'static str {
        let named = Self::NAMES.iter().find(|(depth, _)| *depth == self);
        named.map_or("16", |(_, name)| name)
    }

    /// The one with this name.
    pub fn named(name: &str) -> Option<Self> {
        let named = Self::NAMES.iter().find(|(_, it)| *it == name);
        named.map(|&(depth, _)| depth)
    }
}

/// What letters stand on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Ground {
    /// Nobody said.
    #[default]
    Unknown,
    /// A dark one.
    Dark,
    /// A light one.
    Light,
}

impl Ground {
    const NAMES: [(Self, &'static str); 3] = [
        (Self::Unknown, "unknown"),
        (Self::Dark, "dark"),
        (Self::Light, "light"),
    ];

    /// As it is written in a file.
    pub fn name(self) -> &'static str {
        let named = Self::NAMES.iter().find(|(ground, _)| *ground == self);
        named.map_or("unknown", |(_, name)| name)
    }

    /// The one with this name.
    pub fn named(name: &str) -> Option<Self> {
        let named = Self::NAMES.iter().find(|(_, it)| *it == name);
        named.map(|&(ground, _)| ground)
    }
}

/// A colour for each depth: one of the sixteen, then on a dark and on a light ground the nearest of
/// 256, and the shade itself.
struct Shade {
    sixteen: Color,
    dark: (u8, u32),
    light: (u8, u32),
}

const DIM: Shade = shade(Color::DarkGray, (245, 0x8A_8475), (242, 0x74_6D5E));
const RUBRIC: Shade = shade(Color::Red, (173, 0xD9_795D), (124, 0xA6_3C22));
const GREEN: Shade = shade(Color::Green, (107, 0x8F_B573), (151, 0xBF_D8A8));
const CYAN: Shade = shade(Color::Cyan, (110, 0x7F_B0D6), (153, 0xB4_D3EC));
const MAGENTA: Shade = shade(Color::Magenta, (175, 0xD3_9AC0), (182, 0xE8_C2DC));
const YELLOW: Shade = shade(Color::Yellow, (179, 0xD8_B45A), (223, 0xEC_D9A0));
const BLUE: Shade = shade(Color::LightBlue, (104, 0x8F_9BE0), (147, 0xC3_C8F2));
const RED: Shade = shade(Color::LightRed, (174, 0xD9_8B84), (217, 0xF0_BCB4));
const GRAY: Shade = shade(Color::Gray, (248, 0xA8_A296), (252, 0xD5_D0C4));
/// Letters on a chip.
const INK: Shade = shade(Color::Black, (234, 0x1B_1A17), (235, 0x26_241F));

const fn shade(sixteen: Color, dark: (u8, u32), light: (u8, u32)) -> Shade {
    Shade {
        sixteen,
        dark,
        light,
    }
}

impl Theme {
    /// No colour.
    pub const PLAIN: Self = Self {
        depth: Depth::Plain,
        ground: Ground::Unknown,
    };

    /// The terminal's sixteen colours.
    pub const SIXTEEN: Self = Self {
        depth: Depth::Sixteen,
        ground: Ground::Unknown,
    };

    /// What is read.
    pub fn text(self) -> Style {
        // Not `Style::new()`, which would leave the colours of whatever was there before.
        Style::reset()
    }

    /// What was looked for.
    pub fn found(self) -> Style {
        Style::reset().add_modifier(Modifier::REVERSED)
    }

    /// What stands beside it.
    pub fn dim(self) -> Style {
        self.letters(&DIM)
    }

    /// The number of an undecided sentence: rubric, as in a manuscript.
    pub fn rubric(self) -> Style {
        self.letters(&RUBRIC)
    }

    /// What went wrong.
    pub fn alarm(self) -> Style {
        self.letters(&RUBRIC)
    }

    /// A topic's chip.
    pub fn chip(self, colour: Colour) -> Style {
        self.block(match colour {
            Colour::Green => &GREEN,
            Colour::Cyan => &CYAN,
            Colour::Magenta => &MAGENTA,
            Colour::Yellow => &YELLOW,
            Colour::Blue => &BLUE,
            Colour::Red => &RED,
        })
    }

    /// The chip of "none applies", in the legend.
    pub fn none_chip(self) -> Style {
        self.block(&GRAY)
    }

    fn letters(self, shade: &Shade) -> Style {
        self.colour(shade)
            .map_or_else(Style::reset, |colour| Style::reset().fg(colour))
    }

    fn block(self, ground: &Shade) -> Style {
        match (self.colour(&INK), self.colour(ground)) {
            (Some(ink), Some(ground)) => Style::reset().fg(ink).bg(ground),
            _ => Style::reset().add_modifier(Modifier::REVERSED),
        }
    }

    fn colour(self, shade: &Shade) -> Option<Color> {
        let (index, rgb) = match (self.depth, self.ground) {
            (Depth::Plain, _) => return None,
            (Depth::Sixteen, _) | (_, Ground::Unknown) => return Some(shade.sixteen),
            (_, Ground::Dark) => shade.dark,
            (_, Ground::Light) => shade.light,
        };
        Some(match self.depth {
            Depth::Truecolor => Color::from_u32(rgb),
            _ => Color::Indexed(index),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The colour of what is dim.
    fn check(depth: Depth, ground: Ground, expected: Option<Color>) {
        let style = Theme { depth, ground }.dim();
        assert_eq!(style.fg.filter(|&it| it != Color::Reset), expected);
    }

    #[test]
    fn what_has_a_name_is_found_by_it() {
        for (depth, name) in Depth::NAMES {
            assert_eq!((depth.name(), Depth::named(name)), (name, Some(depth)));
        }
        for (ground, name) in Ground::NAMES {
            assert_eq!((ground.name(), Ground::named(name)), (name, Some(ground)));
        }
        assert_eq!((Depth::named("8"), Ground::named("")), (None, None));
    }

    #[test]
    fn shades_are_chosen_only_on_a_known_ground() {
        check(Depth::Plain, Ground::Dark, None);
        check(Depth::Sixteen, Ground::Dark, Some(Color::DarkGray));
        check(Depth::Truecolor, Ground::Unknown, Some(Color::DarkGray));
        check(Depth::Indexed, Ground::Dark, Some(Color::Indexed(245)));
        check(
            Depth::Truecolor,
            Ground::Light,
            Some(Color::Rgb(0x74, 0x6D, 0x5E)),
        );
    }

    #[test]
    fn letters_are_told_from_their_chip_on_either_ground() {
        // Relative luminance and contrast as WCAG 2.1 defines them, its curve taken as a power.
        let luminance = |rgb: u32| -> f64 {
            let [_, red, green, blue] = rgb.to_be_bytes();
            [(red, 0.2126), (green, 0.7152), (blue, 0.0722)]
                .map(|(part, weight)| weight * (f64::from(part) / 255.0).powf(2.2))
                .iter()
                .sum()
        };
        for chip in [&GREEN, &CYAN, &MAGENTA, &YELLOW, &BLUE, &RED, &GRAY] {
            for (chip, ink) in [(chip.dark, INK.dark), (chip.light, INK.light)] {
                let contrast = (luminance(chip.1) + 0.05) / (luminance(ink.1) + 0.05);
                assert!(contrast > 5.0, "{chip:?}: {contrast}");
            }
        }
    }
}
