//! The line to the terminal: what is remembered of it, what it answers, what was chosen for it, and
//! how it is therefore drawn on.

use std::path::PathBuf;

use super::detect::{Detection, Environment, Identity, Multiplexer, Questions};
use super::tmux::Tmux;
use crate::settings::{
    Choice, Colours, Config, Ground as OwnGround, Seen, Terminals, TerminalsError,
    Theme as OwnTheme,
};
use crate::text::{Letters, Profile, Rendition};
use crate::ui::theme::{Depth, Ground, Look, Theme};

/// What is known and wanted before the terminal is asked.
#[derive(Debug, Clone, Default)]
pub struct Preferences {
    /// What the environment says.
    pub environment: Environment,
    /// The user's settings.
    pub config: Config,
    /// A profile that is asked for and not found out.
    pub profile: Option<Profile>,
    /// Whether colours are unwanted, as `NO_COLOR` says.
    pub plain: bool,
    /// Where terminals are remembered.
    pub terminals: Option<PathBuf>,
}

/// What is known of the terminal by now.
#[derive(Debug)]
pub(super) struct Link {
    preferences: Preferences,
    terminals: Terminals,
    detection: Detection,
    identity: Identity,
    look: Look,
    known: bool,
    tmux: Option<Tmux>,
}

impl Link {
    /// What can be known before the terminal answers, and what is wrong with the file that says so.
    pub(super) fn new(preferences: Preferences) -> (Self, Option<TerminalsError>) {
        let read = preferences.terminals.as_deref().map(Terminals::read);
        let (terminals, problem) = match read {
            Some(Ok(terminals)) => (terminals, None),
            Some(Err(problem)) => (Terminals::default(), Some(problem)),
            None => (Terminals::default(), None),
        };
        let mut detection = Detection::new(preferences.environment.clone());
        let is_tmux = preferences.environment.multiplexer == Some(Multiplexer::Tmux);
        let tmux = is_tmux.then(Tmux::enter).flatten();
        if let Some(tmux) = &tmux {
            detection.client(tmux.client.clone());
        }
        let seen = terminals.seen(&detection.key());
        let remembered = seen.and_then(|seen| remembered(seen, detection.identity()));
        let known = remembered.is_some();
        let link = Self {
            identity: remembered.unwrap_or_else(|| detection.identity()),
            look: match preferences.config.theme {
                None => Look::Auto,
                Some(OwnTheme::Dark) => Look::Dark,
                Some(OwnTheme::Light) => Look::Light,
                Some(OwnTheme::HighContrast) => Look::HighContrast,
                Some(OwnTheme::Plain) => Look::Plain,
            },
            preferences,
            terminals,
            detection,
            known,
            tmux,
        };
        (link, problem)
    }

    /// Whether this terminal was seen before, so that the first frame need not wait.
    pub(super) fn is_known(&self) -> bool {
        self.known || self.preferences.profile.is_some()
    }

    /// What to ask it now, if anything.
    pub(super) fn questions(&mut self) -> Questions {
        self.detection.questions()
    }

    /// Asks again from the start.
    pub(super) fn again(&mut self) {
        self.detection.again();
        if let Some(tmux) = &mut self.tmux {
            tmux.ask_again();
            self.detection.client(tmux.client.clone());
        }
    }

    /// Takes an answer; whether it was the last one.
    pub(super) fn take(&mut self, reply: &[u8]) -> bool {
        let before = self.detection.is_complete();
        self.detection.take(reply) && !before && self.detection.is_complete()
    }

    /// Takes what the answers so far say as the truth.
    pub(super) fn find_out(&mut self) {
        self.identity = self.detection.identity();
    }

    /// The same, and remembers it for the next start.
    pub(super) fn settle(&mut self) -> Result<(), TerminalsError> {
        self.find_out();
        let news = self
            .terminals
            .see(seen(self.detection.key(), &self.identity));
        if news { self.remember() } else { Ok(()) }
    }

    /// Remembers what was chosen for this terminal.
    pub(super) fn choose(&mut self, rendition: Rendition) -> Result<(), TerminalsError> {
        self.preferences.profile = None;
        let choice = Choice {
            profile: rendition.profile.name().to_owned(),
            joined: rendition.letters == Letters::Forms,
            harakat: rendition.harakat,
        };
        let fingerprint = self.identity.fingerprint.clone();
        self.terminals.choose(fingerprint, choice);
        self.remember()
    }

    fn remember(&mut self) -> Result<(), TerminalsError> {
        match &self.preferences.terminals {
            Some(path) => self.terminals.write(path),
            None => Ok(()),
        }
    }

    /// What it is.
    pub(super) fn identity(&self) -> &Identity {
        &self.identity
    }

    /// What it answered.
    pub(super) fn detection(&self) -> &Detection {
        &self.detection
    }

    /// What was chosen for it, if anything.
    pub(super) fn chosen(&self) -> Option<Rendition> {
        let choice = self.terminals.chosen(&self.identity.fingerprint)?;
        Some(Rendition {
            profile: choice.profile.parse().ok()?,
            letters: if choice.joined {
                Letters::Forms
            } else {
                Letters::Base
            },
            harakat: choice.harakat,
        })
    }

    /// How Arabic is rendered on it: as asked for, or as chosen, or as found out.
    pub(super) fn rendition(&self) -> Rendition {
        let found = Rendition {
            profile: self.identity.profile,
            letters: Letters::Forms,
            harakat: self.identity.harakat,
        };
        let rendition = self.chosen().unwrap_or(found);
        Rendition {
            profile: self.preferences.profile.unwrap_or(rendition.profile),
            ..rendition
        }
    }

    /// How things look for now: as the settings say, or as was chosen since.
    pub(super) fn look(&self) -> Look {
        self.look
    }

    /// Has things look otherwise from the next drawing on.
    pub(super) fn set_look(&mut self, look: Look) {
        self.look = look;
    }

    /// The colours to draw with: no look has more of them than the terminal and the settings.
    pub(super) fn theme(&self) -> Theme {
        let Preferences { config, plain, .. } = &self.preferences;
        let depth = match config.colours {
            _ if *plain => Depth::Plain,
            Some(Colours::None) => Depth::Plain,
            Some(Colours::Sixteen) => Depth::Sixteen,
            Some(Colours::Indexed) => Depth::Indexed,
            Some(Colours::Truecolor) => Depth::Truecolor,
            None => self.identity.depth,
        };
        // The shades of 24 bits that would tell letters apart are one in a multiplexer.
        let depth = match self.rendition().profile {
            Profile::Cells => depth.min(Depth::Indexed),
            _ => depth,
        };
        let ground = match config.ground {
            Some(OwnGround::Dark) => Ground::Dark,
            Some(OwnGround::Light) => Ground::Light,
            None => self.identity.ground,
        };
        self.look.theme(depth, ground)
    }

    /// Whether it takes a frame at once.
    pub(super) fn sync(&self) -> bool {
        self.identity.sync
    }

    /// Whether clicks are wanted.
    pub(super) fn mouse(&self) -> bool {
        self.preferences.config.mouse
    }

    /// `sequence` as the terminal itself has to get it, also behind a multiplexer.
    pub(super) fn to_terminal(&self, sequence: &str) -> String {
        match self.identity.multiplexer {
            Some(multiplexer) => multiplexer.wrap(sequence),
            None => sequence.to_owned(),
        }
    }

    /// What turns the terminal's own bidi off, and on again, beside BDSM.
    pub(super) fn own_bidi(&self) -> Option<[String; 2]> {
        (self.identity.profile == Profile::CtlOff).then(|| {
            ["false", "true"]
                .map(|use_ctl| self.to_terminal(&format!("\x1b]5379;use_ctl={use_ctl}\x1b\\")))
        })
    }
}

fn seen(client: String, identity: &Identity) -> Seen {
    let Identity {
        name,
        fingerprint,
        profile,
        sync,
        depth,
        ground,
        harakat,
        ..
    } = identity;
    Seen {
        client,
        fingerprint: fingerprint.clone(),
        name: name.clone(),
        profile: profile.name().to_owned(),
        harakat: *harakat,
        sync: *sync,
        colours: depth.name().to_owned(),
        ground: ground.name().to_owned(),
    }
}

/// The terminal that was `seen`, if the file says nothing that is unknown here.
fn remembered(seen: &Seen, unasked: Identity) -> Option<Identity> {
    Some(Identity {
        name: seen.name.clone(),
        fingerprint: seen.fingerprint.clone(),
        profile: seen.profile.parse().ok()?,
        why: "seen before",
        harakat: seen.harakat,
        sync: seen.sync,
        depth: Depth::named(&seen.colours)?,
        ground: Ground::named(&seen.ground)?,
        ..unasked
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::theme::Contrast;

    fn link(config: &str, plain: bool) -> Link {
        let (link, problem) = Link::new(Preferences {
            config: Config::read(config).unwrap(),
            plain,
            ..Preferences::default()
        });
        assert!(problem.is_none());
        link
    }

    /// What is drawn with as soon as `look` is chosen.
    fn check(config: &str, look: Look, depth: Depth, ground: Ground) {
        let mut link = link(config, false);
        link.set_look(look);
        assert_eq!(link.look(), look);
        let theme = link.theme();
        assert_eq!((theme.depth, theme.ground), (depth, ground), "{config}");
    }

    #[test]
    fn a_session_looks_as_the_settings_say_until_another_look_is_chosen() {
        let config = "theme = \"high-contrast\"\ncolours = \"256\"\nground = \"light\"";
        let mut link = link(config, false);
        assert_eq!(link.theme().contrast, Contrast::High);
        assert_eq!(link.theme().ground, Ground::Light);
        link.set_look(link.look().next());
        assert_eq!(
            (link.look(), link.theme().depth),
            (Look::Plain, Depth::Plain)
        );
        link.set_look(link.look().next());
        assert_eq!(
            (link.look(), link.theme().depth),
            (Look::Auto, Depth::Indexed)
        );
    }

    #[test]
    fn a_look_is_stronger_than_the_ground_and_not_than_the_colours() {
        let light = "ground = \"light\"\ncolours = \"truecolor\"";
        check(light, Look::Dark, Depth::Truecolor, Ground::Dark);
        check(light, Look::HighContrast, Depth::Truecolor, Ground::Light);
        check(light, Look::Plain, Depth::Plain, Ground::Light);
        check(
            "colours = \"none\"",
            Look::Light,
            Depth::Plain,
            Ground::Light,
        );
    }

    #[test]
    fn without_colour_every_look_is_without() {
        let mut link = link("theme = \"dark\"\ncolours = \"truecolor\"", true);
        for _ in 0..5 {
            assert_eq!(link.theme().depth, Depth::Plain);
            link.set_look(link.look().next());
        }
        assert_eq!(link.look(), Look::Dark);
    }
}
