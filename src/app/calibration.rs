//! "Which line reads right?": the same sentence as each family of terminals has to get it, for
//! whoever knows better than the answers of the terminal. Users can switch bidi off in VTE, Konsole
//! and PuTTY, and no question tells.

use crate::keys::{Action, Code, Key};
use crate::text::{Letters, Line, Profile, Rendition};

/// The question, and what was chosen so far.
#[derive(Debug)]
pub struct Calibration {
    rendition: Rendition,
    width: u16,
    samples: Vec<Sample>,
}

/// A line to judge.
#[derive(Debug)]
pub struct Sample {
    /// How it has to be sent.
    pub profile: Profile,
    /// What it shows where that is right.
    pub line: Line,
}

/// What is asked about. `Visual` stands for all that get rows as they are drawn: what turns a
/// terminal's own bidi off is sent to each that knows it, whatever is chosen.
const ASKED: [Profile; 4] = [
    Profile::Visual,
    Profile::Words,
    Profile::Runs,
    Profile::Cells,
];

/// Letters of every kind of joining, Latin, a range of years, brackets, lam-alef, harakat.
const SENTENCE: &str = "زار فريقُ OpenAI الرياضَ (2024–2026): لا إله";

impl Calibration {
    /// The question, `width` cells wide.
    pub fn new(rendition: Rendition, width: u16) -> Self {
        let mut calibration = Self {
            rendition,
            width,
            samples: Vec::new(),
        };
        calibration.lay();
        calibration
    }

    /// What was chosen so far.
    pub fn rendition(&self) -> Rendition {
        self.rendition
    }

    /// The lines to judge, in the order of their digits.
    pub fn samples(&self) -> &[Sample] {
        &self.samples
    }

    /// Whether the line is the one that was chosen.
    pub fn is_chosen(&self, sample: &Sample) -> bool {
        sample.profile == asked(self.rendition.profile)
    }

    /// Takes a digit; whether it chose anything.
    pub fn choose(&mut self, key: Key) -> bool {
        let Code::Char(digit) = key.code else {
            return false;
        };
        let index = digit
            .to_digit(10)
            .and_then(|it| (it as usize).checked_sub(1));
        let Some(&profile) = index.and_then(|index| ASKED.get(index)) else {
            return false;
        };
        if profile != asked(self.rendition.profile) {
            self.rendition.profile = profile;
        }
        true
    }

    /// Does `action`; whether it changed anything.
    pub fn act(&mut self, action: Action) -> bool {
        match action {
            Action::Joined => {
                self.rendition.letters = match self.rendition.letters {
                    Letters::Forms => Letters::Base,
                    Letters::Base => Letters::Forms,
                }
            }
            Action::Harakat => self.rendition.harakat = !self.rendition.harakat,
            _ => return false,
        }
        self.lay();
        true
    }

    fn lay(&mut self) {
        let Self {
            rendition, width, ..
        } = *self;
        self.samples = ASKED
            .into_iter()
            .map(|profile| {
                let display = Rendition {
                    profile,
                    ..rendition
                }
                .display(false);
                let line = Line::new(SENTENCE, usize::from(sample_width(width)), display);
                Sample { profile, line }
            })
            .collect();
    }
}

/// What `profile` is asked as.
fn asked(profile: Profile) -> Profile {
    match profile {
        Profile::Bdsm | Profile::CtlOff => Profile::Visual,
        other => other,
    }
}

/// How wide the text of a line is in `width` cells: its digit and its frame take the rest.
pub fn sample_width(width: u16) -> u16 {
    width.saturating_sub(SAMPLE_MARGIN).min(SAMPLE_WIDTH)
}

/// `▐ 1 │ … │ 12 │`, without the text.
const SAMPLE_MARGIN: u16 = 13;
const SAMPLE_WIDTH: u16 = 46;
