//! Colours, on the terminal's own ground: as many as it has, or none at all.
//!
//! Nothing is said by colour alone: a chip has a letter, an undecided sentence an empty margin.
//! Yellow is unreadable on a light ground, and bold alone is invisible in some terminals, so
//! neither carries text. Shades are chosen only where the ground is known; elsewhere the terminal's
//! sixteen colours, which its owner has seen, are safer.
//!
//! The shades of topics are told apart by people with protanopia, deuteranopia and tritanopia too.
//! Such eyes keep lightness, so neighbours in hue differ in it: a search chose the shades, and the
//! tests hold the distances it found.

use ratatui::style::{Color, Modifier, Style};

use crate::model::project::Colour;

/// How things look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    /// How many colours there are.
    pub depth: Depth,
    /// What they stand on.
    pub ground: Ground,
    /// How strongly they stand out from it.
    pub contrast: Contrast,
}

/// How strongly things stand out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Contrast {
    /// What is secondary is dim, chips are quiet.
    #[default]
    Usual,
    /// Nothing is dim, letters have a contrast of 7 to 1, chips one of 3 to 1 with the ground.
    High,
}

/// A choice of how things look, apart from how many colours there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Look {
    /// On the ground that the terminal says it has.
    #[default]
    Auto,
    /// On a dark ground.
    Dark,
    /// On a light ground.
    Light,
    /// Nothing faint.
    HighContrast,
    /// Without colour.
    Plain,
}

impl Look {
    const NAMES: [(Self, &'static str); 5] = [
        (Self::Auto, "auto"),
        (Self::Dark, "dark"),
        (Self::Light, "light"),
        (Self::HighContrast, "high-contrast"),
        (Self::Plain, "none"),
    ];

    /// As it is written in a file; "auto" is what is not written.
    pub fn name(self) -> &'static str {
        let named = Self::NAMES.iter().find(|(look, _)| *look == self);
        named.map_or("auto", |(_, name)| name)
    }

    /// The one after it, and after the last one the first.
    pub fn next(self) -> Self {
        let mut looks = Self::NAMES.iter().cycle().map(|&(look, _)| look);
        looks.find(|&look| look == self);
        looks.next().unwrap_or_default()
    }

    /// What comes of it on a terminal with so many colours that stands on `ground`.
    pub fn theme(self, depth: Depth, ground: Ground) -> Theme {
        Theme {
            depth: match self {
                Self::Plain => Depth::Plain,
                _ => depth,
            },
            ground: match self {
                Self::Dark => Ground::Dark,
                Self::Light => Ground::Light,
                _ => ground,
            },
            contrast: match self {
                Self::HighContrast => Contrast::High,
                _ => Contrast::Usual,
            },
        }
    }
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

/// A colour for each depth: one of the sixteen, then on a dark and on a light ground one of 256, near
/// enough and far enough from the others, and the shade itself.
struct Shade {
    sixteen: Color,
    dark: (u8, u32),
    light: (u8, u32),
    strong: Strong,
}

/// The ones of high contrast.
struct Strong {
    dark: (u8, u32),
    light: (u8, u32),
}

// In high contrast it is the text's own, by `Theme::dim`.
const DIM: Shade = Shade {
    sixteen: Color::DarkGray,
    dark: (245, 0x8A_8475),
    light: (242, 0x74_6D5E),
    strong: Strong {
        dark: (231, 0xFF_FFFF),
        light: (16, 0x00_0000),
    },
};
const RUBRIC: Shade = Shade {
    sixteen: Color::Red,
    dark: (173, 0xD9_795D),
    light: (124, 0xA6_3C22),
    strong: Strong {
        dark: (217, 0xFF_B8A8),
        light: (88, 0x8A_1500),
    },
};
const GREEN: Shade = Shade {
    sixteen: Color::Green,
    dark: (107, 0x67_924B),
    light: (107, 0x79_9559),
    strong: Strong {
        dark: (71, 0x89_A643),
        light: (22, 0x04_3200),
    },
};
const CYAN: Shade = Shade {
    sixteen: Color::Cyan,
    dark: (116, 0x85_E7E6),
    light: (116, 0x96_F2F6),
    strong: Strong {
        dark: (123, 0xA9_FFFF),
        light: (24, 0x04_5F79),
    },
};
const MAGENTA: Shade = Shade {
    sixteen: Color::Magenta,
    dark: (139, 0x9D_79A2),
    light: (139, 0xA9_80A4),
    strong: Strong {
        dark: (205, 0xE2_70A8),
        light: (53, 0x5F_093C),
    },
};
const YELLOW: Shade = Shade {
    sixteen: Color::Yellow,
    dark: (186, 0xE5_D985),
    light: (186, 0xF6_E48D),
    strong: Strong {
        dark: (228, 0xFD_EE86),
        light: (58, 0x60_5801),
    },
};
const BLUE: Shade = Shade {
    sixteen: Color::LightBlue,
    dark: (147, 0xA2_A7FE),
    light: (147, 0xA0_ABFE),
    strong: Strong {
        dark: (147, 0x9D_B2F3),
        light: (19, 0x09_2487),
    },
};
const RED: Shade = Shade {
    sixteen: Color::LightRed,
    dark: (217, 0xDE_9A9B),
    light: (217, 0xF2_A3A6),
    strong: Strong {
        dark: (217, 0xFE_B9B6),
        light: (52, 0x84_464A),
    },
};
const GRAY: Shade = Shade {
    sixteen: Color::Gray,
    dark: (248, 0xA8_A296),
    light: (252, 0xD5_D0C4),
    strong: Strong {
        dark: (252, 0xD0_D0D0),
        light: (239, 0x4A_4A4A),
    },
};
/// Letters on a chip.
const INK: Shade = Shade {
    sixteen: Color::Black,
    dark: (234, 0x1B_1A17),
    light: (235, 0x26_241F),
    strong: Strong {
        dark: (16, 0x00_0000),
        light: (231, 0xFF_FFFF),
    },
};

impl Theme {
    /// No colour.
    pub const PLAIN: Self = Self {
        depth: Depth::Plain,
        ground: Ground::Unknown,
        contrast: Contrast::Usual,
    };

    /// The terminal's sixteen colours.
    pub const SIXTEEN: Self = Self {
        depth: Depth::Sixteen,
        ground: Ground::Unknown,
        contrast: Contrast::Usual,
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
        match self.contrast {
            Contrast::Usual => self.letters(&DIM),
            Contrast::High => self.text(),
        }
    }

    /// The number of an undecided sentence: rubric, as in a manuscript.
    pub fn rubric(self) -> Style {
        self.letters(&RUBRIC)
    }

    /// What went wrong.
    pub fn alarm(self) -> Style {
        self.letters(&RUBRIC)
    }

    /// What was taken away, or added.
    pub fn change(self, added: bool) -> Style {
        match (added, self.contrast) {
            (true, _) => self.text(),
            (false, Contrast::Usual) => self.letters(&RUBRIC),
            (false, Contrast::High) => self.text(),
        }
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
        match (self.colour(shade), self.contrast) {
            (Some(colour), _) => Style::reset().fg(colour),
            (None, Contrast::Usual) => Style::reset(),
            (None, Contrast::High) => Style::reset().add_modifier(Modifier::REVERSED),
        }
    }

    fn block(self, ground: &Shade) -> Style {
        match (self.colour(&INK), self.colour(ground)) {
            (Some(ink), Some(ground)) => Style::reset().fg(ink).bg(ground),
            _ => Style::reset().add_modifier(Modifier::REVERSED),
        }
    }

    fn colour(self, shade: &Shade) -> Option<Color> {
        let known = self.depth >= Depth::Indexed && self.ground != Ground::Unknown;
        let (index, rgb) = match (self.contrast, self.ground) {
            _ if self.depth == Depth::Plain => return None,
            (Contrast::Usual, _) if !known => return Some(shade.sixteen),
            // Nobody knows how the sixteen look, nor what a shade stands on; the terminal's own
            // letters, turned around, have all the contrast that its owner gave them.
            (Contrast::High, _) if !known => return None,
            (Contrast::Usual, Ground::Light) => shade.light,
            (Contrast::Usual, _) => shade.dark,
            (Contrast::High, Ground::Light) => shade.strong.light,
            (Contrast::High, _) => shade.strong.dark,
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
        let style = Look::Auto.theme(depth, ground).dim();
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
    fn looks_follow_each_other_around() {
        let mut look = Look::default();
        let names = [(); 6].map(|()| {
            let name = look.name();
            look = look.next();
            name
        });
        let expected = ["auto", "dark", "light", "high-contrast", "none", "auto"];
        assert_eq!(names, expected);
    }

    #[test]
    fn a_look_overrules_the_ground_and_never_adds_colours() {
        for depth in [Depth::Plain, Depth::Sixteen, Depth::Truecolor] {
            let theme = |look: Look| look.theme(depth, Ground::Light);
            assert_eq!(theme(Look::Dark).ground, Ground::Dark);
            assert_eq!(theme(Look::HighContrast).ground, Ground::Light);
            assert_eq!(theme(Look::Plain).depth, Depth::Plain);
            assert!(Look::NAMES.iter().all(|&(it, _)| theme(it).depth <= depth));
        }
    }

    #[test]
    fn in_high_contrast_nothing_is_dim_and_what_has_no_shade_is_turned_around() {
        let depths = [
            Depth::Plain,
            Depth::Sixteen,
            Depth::Indexed,
            Depth::Truecolor,
        ];
        for depth in depths {
            for ground in [Ground::Unknown, Ground::Dark, Ground::Light] {
                let theme = Look::HighContrast.theme(depth, ground);
                let turned = Style::reset().add_modifier(Modifier::REVERSED);
                let has_shades = depth >= Depth::Indexed && ground != Ground::Unknown;
                assert_eq!(theme.dim(), theme.text());
                assert_eq!(theme.rubric() == turned, !has_shades);
                assert_eq!(theme.alarm(), theme.rubric());
                for colour in TOPICS {
                    assert_eq!(theme.chip(colour) == turned, !has_shades);
                }
            }
        }
    }

    /// The topics' colours; those of the default scheme first.
    const TOPICS: [Colour; 6] = [
        Colour::Green,
        Colour::Cyan,
        Colour::Magenta,
        Colour::Yellow,
        Colour::Blue,
        Colour::Red,
    ];

    /// Pure and the usual ones: One Dark, Solarized, Nord, Gruvbox.
    const DARK: [u32; 5] = [0x00_0000, 0x1E_1E1E, 0x28_2C34, 0x00_2B36, 0x2E_3440];
    const LIGHT: [u32; 3] = [0xFF_FFFF, 0xFD_F6E3, 0xFB_F1C7];

    /// The themes with shades of their own, and the grounds they stand on.
    fn shaded() -> impl Iterator<Item = (Theme, &'static [u32])> {
        [Look::Auto, Look::HighContrast]
            .into_iter()
            .flat_map(|look| {
                [Depth::Truecolor, Depth::Indexed]
                    .into_iter()
                    .flat_map(move |depth| {
                        let dark = (look.theme(depth, Ground::Dark), &DARK[..]);
                        [dark, (look.theme(depth, Ground::Light), &LIGHT[..])]
                    })
            })
    }

    /// Red, green and blue as light, each from 0 to 1.
    type Light = [f64; 3];

    /// What sRGB (IEC 61966-2-1) says a colour is.
    fn light(rgb: u32) -> Light {
        let [_, parts @ ..] = rgb.to_be_bytes();
        parts.map(|part| match f64::from(part) / 255.0 {
            part if part <= 0.040_45 => part / 12.92,
            part => ((part + 0.055) / 1.055).powf(2.4),
        })
    }

    /// The colour of an index from 16, as xterm has it.
    fn drawn(colour: Option<Color>) -> Light {
        let grey = |step: u32| step << 16 | step << 8 | step;
        light(match colour {
            Some(Color::Rgb(red, green, blue)) => u32::from_be_bytes([0, red, green, blue]),
            Some(Color::Indexed(index @ 232..)) => grey(8 + 10 * (u32::from(index) - 232)),
            Some(Color::Indexed(index @ 16..)) => {
                let part =
                    |weight| [0, 95, 135, 175, 215, 255][usize::from((index - 16) / weight % 6)];
                u32::from_be_bytes([0, part(36), part(6), part(1)])
            }
            other => panic!("{other:?} is no shade"),
        })
    }

    fn times(matrix: &[[f64; 3]; 3], light: Light) -> Light {
        matrix.map(|row| {
            row.iter()
                .zip(light)
                .map(|(weight, part)| weight * part)
                .sum()
        })
    }

    /// As WCAG 2.1 defines it.
    fn contrast(one: Light, other: Light) -> f64 {
        let [one, other] =
            [one, other].map(|light| times(&[[0.2126, 0.7152, 0.0722]; 3], light)[0] + 0.05);
        one.max(other) / one.min(other)
    }

    /// Eyes as they usually are, and without one kind of cone, in linear light. G. M. Machado,
    /// M. M. Oliveira, L. A. F. Fernandes: A Physiologically-based Model for Simulation of Color
    /// Vision Deficiency, IEEE TVCG 15(6), 2009, severity 1.0.
    const EYES: [(&str, [[f64; 3]; 3]); 4] = [
        ("usual", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
        (
            "protanopia",
            [
                [0.152_286, 1.052_583, -0.204_868],
                [0.114_503, 0.786_281, 0.099_216],
                [-0.003_882, -0.048_116, 1.051_998],
            ],
        ),
        (
            "deuteranopia",
            [
                [0.367_322, 0.860_646, -0.227_968],
                [0.280_085, 0.672_501, 0.047_413],
                [-0.011_820, 0.042_940, 0.968_881],
            ],
        ),
        (
            "tritanopia",
            [
                [1.255_528, -0.076_749, -0.178_779],
                [-0.078_411, 0.930_809, 0.147_602],
                [0.004_733, 0.691_367, 0.303_900],
            ],
        ),
    ];

    /// CIELAB under D65.
    fn lab(light: Light) -> [f64; 3] {
        let to_xyz = [
            [0.412_456_4, 0.357_576_1, 0.180_437_5],
            [0.212_672_9, 0.715_152_2, 0.072_175_0],
            [0.019_333_9, 0.119_192_0, 0.950_304_1],
        ];
        let xyz = times(&to_xyz, light.map(|part| part.clamp(0.0, 1.0)));
        let [x, y, z] = [xyz[0] / 0.950_47, xyz[1], xyz[2] / 1.088_83].map(|part| {
            if part > 216.0 / 24_389.0 {
                part.cbrt()
            } else {
                (24_389.0 / 27.0 * part + 16.0) / 116.0
            }
        });
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    }

    /// The difference CIEDE2000, named as in G. Sharma, W. Wu, E. N. Dalal: The CIEDE2000
    /// Color-Difference Formula, Color Research and Application 30(1), 2005.
    fn difference([l1, a1, b1]: [f64; 3], [l2, a2, b2]: [f64; 3]) -> f64 {
        let g = {
            let mean = f64::midpoint(a1.hypot(b1), a2.hypot(b2)).powi(7);
            0.5 * (1.0 - (mean / (mean + 25_f64.powi(7))).sqrt())
        };
        let (a1, a2) = ((1.0 + g) * a1, (1.0 + g) * a2);
        let (c1, c2) = (a1.hypot(b1), a2.hypot(b2));
        let hue = |a: f64, b: f64| b.atan2(a).to_degrees().rem_euclid(360.0);
        let (h1, h2) = (hue(a1, b1), hue(a2, b2));
        let turn = (h2 - h1 + 180.0).rem_euclid(360.0) - 180.0;
        let cos = |degrees: f64| degrees.to_radians().cos();
        let (l, c, h) = (
            f64::midpoint(l1, l2),
            f64::midpoint(c1, c2),
            h1 + turn / 2.0,
        );
        let t = 1.0 - 0.17 * cos(h - 30.0) + 0.24 * cos(2.0 * h) + 0.32 * cos(3.0 * h + 6.0)
            - 0.20 * cos(4.0 * h - 63.0);
        let off = (l - 50.0).powi(2);
        let dl = (l2 - l1) / (1.0 + 0.015 * off / (20.0 + off).sqrt());
        let dc = (c2 - c1) / (1.0 + 0.045 * c);
        let dh = 2.0 * (c1 * c2).sqrt() * (turn / 2.0).to_radians().sin() / (1.0 + 0.015 * c * t);
        let theta = 30.0 * (-((h.rem_euclid(360.0) - 275.0) / 25.0).powi(2)).exp();
        let rc = 2.0 * (c.powi(7) / (c.powi(7) + 25_f64.powi(7))).sqrt();
        let rt = -(2.0 * theta).to_radians().sin() * rc;
        (dl * dl + dc * dc + dh * dh + rt * dc * dh).sqrt()
    }

    #[test]
    fn differences_are_those_that_were_published() {
        for (one, other, expected) in [
            ([50.0, 2.6772, -79.7751], [50.0, 0.0, -82.7485], 2.0425),
            ([50.0, 2.5, 0.0], [50.0, 0.0, -2.5], 4.3065),
            ([50.0, 2.5, 0.0], [73.0, 25.0, -18.0], 27.1492),
            (
                [2.0776, 0.0795, -1.1350],
                [0.9033, -0.0636, -0.5514],
                0.9082,
            ),
        ] {
            let found = difference(one, other);
            assert!((found - expected).abs() < 5e-5, "{found}, not {expected}");
        }
    }

    #[test]
    fn topics_are_told_apart_by_eyes_that_lack_a_kind_of_cone() {
        for (theme, _) in shaded() {
            // Of all six, and of the default three.
            let (all, default) = match (theme.depth, theme.contrast, theme.ground) {
                (Depth::Truecolor, Contrast::Usual, _) => (16.0, 21.0),
                (Depth::Truecolor, _, Ground::Dark) => (15.0, 20.0),
                (Depth::Truecolor, ..) => (13.0, 16.0),
                (_, Contrast::Usual, _) => (10.0, 13.0),
                (_, _, Ground::Dark) => (14.0, 17.0),
                _ => (5.0, 8.5),
            };
            let chips = TOPICS.map(|colour| drawn(theme.chip(colour).bg));
            for (eyes, matrix) in &EYES {
                let seen = chips.map(|chip| lab(times(matrix, chip)));
                for (at, &one) in seen.iter().enumerate() {
                    for (before, &other) in seen[..at].iter().enumerate() {
                        let found = difference(one, other);
                        let pair = (TOPICS[before], TOPICS[at]);
                        let wanted = match pair {
                            _ if at < 3 => default,
                            // The only dark green and the only dark yellow of 256: here the letter
                            // has to do.
                            (Colour::Green, Colour::Yellow) if all < 6.0 => 2.0,
                            _ => all,
                        };
                        assert!(found >= wanted, "{theme:?}, {eyes}, {pair:?}: {found}");
                    }
                }
            }
        }
    }

    #[test]
    fn letters_are_told_from_their_chip_and_strong_chips_from_the_ground() {
        for (theme, grounds) in shaded() {
            for (chip, name) in TOPICS
                .map(|colour| (theme.chip(colour), format!("{colour:?}")))
                .into_iter()
                .chain([(theme.none_chip(), "none".to_owned())])
            {
                let (ink, fill) = (drawn(chip.fg), drawn(chip.bg));
                let is_high = theme.contrast == Contrast::High;
                let wanted = match chip.bg {
                    // The only dark yellow of 256.
                    Some(Color::Indexed(58)) => 6.7,
                    _ if is_high => 7.0,
                    _ => 4.5,
                };
                let found = contrast(ink, fill);
                assert!(found >= wanted, "{theme:?}, {name}: {found}");
                for &ground in grounds.iter().filter(|_| is_high) {
                    let found = contrast(fill, light(ground));
                    assert!(found >= 3.0, "{theme:?}, {name} on {ground:06X}: {found}");
                }
            }
        }
    }

    #[test]
    fn in_high_contrast_the_rubric_is_read_on_every_ground() {
        for (theme, grounds) in shaded().filter(|(it, _)| it.contrast == Contrast::High) {
            for &ground in grounds {
                let found = contrast(drawn(theme.rubric().fg), light(ground));
                assert!(found >= 7.0, "{theme:?} on {ground:06X}: {found}");
            }
        }
    }
}
