//! Which terminal this is: what it is asked, what it answers, and what follows from that.
//!
//! Over SSH nothing but TERM arrives, and half of all terminals call themselves xterm: only the
//! answers tell. All questions go out in one write, and the last one (DA1) is a fence: every
//! terminal answers it, and answers come in order.

use std::ffi::OsString;

use serde::Serialize;

use crate::text::Profile;
use crate::ui::theme::{Depth, Ground};

/// XTVERSION, DA3, DECRQM of BDSM, of mlterm's "use_ctl" and of synchronized output, the colour of
/// the ground, DA2, and DA1 as the fence.
pub(super) const QUESTIONS: &str =
    "\x1b[>0q\x1b[=c\x1b[8$p\x1b[?8428$p\x1b[?2026$p\x1b]11;?\x1b\\\x1b[>c\x1b[c";

/// A program between this one and the terminal, which hands on only what it is told to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Multiplexer {
    /// tmux, from 3.3 on where `allow-passthrough` is on.
    Tmux,
    /// GNU screen.
    Screen,
}

impl Multiplexer {
    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Tmux => "tmux",
            Self::Screen => "GNU screen",
        }
    }

    /// `sequence` as it hands it on to the terminal.
    pub(super) fn wrap(self, sequence: &str) -> String {
        match self {
            Self::Tmux => format!("\x1bPtmux;{}\x1b\\", sequence.replace('\x1b', "\x1b\x1b")),
            // The first ST would end what is handed on.
            Self::Screen => format!("\x1bP{}\x1b\\", sequence.replace("\x1b\\", "\x07")),
        }
    }
}

/// What the environment says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Environment {
    /// TERM.
    pub term: String,
    /// Where the terminal is: the address it came from by SSH, or what is known of it here.
    pub client: String,
    /// What stands between here and the terminal.
    pub multiplexer: Option<Multiplexer>,
    /// Whether COLORTERM says that there are 24 bits of colour.
    pub truecolor: bool,
    /// The ground by COLORFGBG.
    pub ground: Ground,
    /// The terminal by a variable of its own, which may be left from another one that the
    /// multiplexer was started in.
    pub hint: Option<Hint>,
}

/// A terminal that reorders, and sets a variable of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Hint {
    Vte,
    Konsole,
    Kitty,
}

impl Environment {
    /// Reads it by `get`.
    pub fn read(get: impl Fn(&str) -> Option<OsString>) -> Self {
        let text = |name: &str| get(name).map(|value| value.to_string_lossy().into_owned());
        let is_set = |name: &str| get(name).is_some_and(|value| !value.is_empty());
        let ssh = text("SSH_CONNECTION");
        let client = match ssh.as_deref().and_then(|ssh| ssh.split(' ').next()) {
            Some(address) => address.to_owned(),
            None => {
                let hints = [
                    "TERM_PROGRAM",
                    "VTE_VERSION",
                    "KONSOLE_VERSION",
                    "XTERM_VERSION",
                    "COLORFGBG",
                ];
                let known = hints
                    .iter()
                    .filter_map(|hint| Some(format!("{hint}={}", text(hint)?)));
                known.collect::<Vec<_>>().join(" ")
            }
        };
        let colorterm = text("COLORTERM").unwrap_or_default();
        // "15;0" is white letters on black; a third number may stand between them.
        let index = text("COLORFGBG").and_then(|it| it.rsplit(';').next()?.parse::<u8>().ok());
        Self {
            term: text("TERM").unwrap_or_default(),
            client,
            multiplexer: if is_set("TMUX") {
                Some(Multiplexer::Tmux)
            } else {
                is_set("STY").then_some(Multiplexer::Screen)
            },
            truecolor: colorterm == "truecolor" || colorterm == "24bit",
            ground: match index {
                Some(7 | 9..=15) => Ground::Light,
                Some(0..=6 | 8) => Ground::Dark,
                _ => Ground::Unknown,
            },
            hint: [
                ("VTE_VERSION", Hint::Vte),
                ("KONSOLE_VERSION", Hint::Konsole),
                ("KITTY_WINDOW_ID", Hint::Kitty),
            ]
            .into_iter()
            .find_map(|(name, hint)| is_set(name).then_some(hint)),
        }
    }

    /// What a terminal is remembered by before it has answered.
    pub fn key(&self) -> String {
        format!("{} {}", self.term, self.client)
            .trim_end()
            .to_owned()
    }
}

/// What one terminal answered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Answers {
    /// XTVERSION: its name and version.
    pub version: Option<String>,
    /// DA1: what it can do.
    pub da1: Option<String>,
    /// DA2: its kind and version.
    pub da2: Option<String>,
    /// DA3: its unit id.
    pub da3: Option<String>,
    /// DECRQM of mode 8 (BDSM).
    pub bdsm: Option<u8>,
    /// DECRQM of mode ?8428, which only mlterm knows.
    pub ctl: Option<u8>,
    /// DECRQM of mode ?2026, synchronized output.
    pub sync: Option<u8>,
    /// OSC 11: the colour of the ground.
    pub ground: Option<String>,
}

impl Answers {
    /// Takes one answer; whether it was one.
    pub(super) fn take(&mut self, reply: &[u8]) -> bool {
        let Ok(reply) = std::str::from_utf8(reply) else {
            return false;
        };
        let between = |start: &str, end: &str| {
            let inner = reply.strip_prefix(start)?.strip_suffix(end)?;
            Some(inner.to_owned())
        };
        let mode = |start: &str| between(start, "$y").and_then(|it| it.parse().ok());
        let string = |start: &str| between(start, "\x1b\\").or_else(|| between(start, "\x07"));
        if let Some(da1) = between("\x1b[?", "c") {
            self.da1 = Some(da1);
        } else if let Some(da2) = between("\x1b[>", "c") {
            self.da2 = Some(da2);
        } else if let Some(da3) = string("\x1bP!|") {
            self.da3 = Some(da3);
        } else if let Some(version) = string("\x1bP>|") {
            self.version = Some(version);
        } else if let Some(bdsm) = mode("\x1b[8;") {
            self.bdsm = Some(bdsm);
        } else if let Some(ctl) = mode("\x1b[?8428;") {
            self.ctl = Some(ctl);
        } else if let Some(sync) = mode("\x1b[?2026;") {
            self.sync = Some(sync);
        } else if let Some(ground) = string("\x1b]11;") {
            self.ground = Some(ground);
        } else {
            return false;
        }
        true
    }

    /// Whether the fence has come.
    pub fn is_complete(&self) -> bool {
        self.da1.is_some()
    }

    fn says(&self, name: &str) -> bool {
        self.version
            .as_ref()
            .is_some_and(|version| version.to_lowercase().starts_with(name))
    }

    fn multiplexer(&self) -> Option<Multiplexer> {
        let da2 = self.da2.as_deref().unwrap_or_default();
        if self.says("tmux") {
            Some(Multiplexer::Tmux)
        } else {
            da2.starts_with("83;").then_some(Multiplexer::Screen)
        }
    }

    fn knows(mode: Option<u8>) -> bool {
        // 0: not known, 1: set, 2: reset, 3 and 4: never to be changed.
        matches!(mode, Some(1 | 2))
    }

    /// By the relative luminance of Rec. 709.
    fn ground(&self) -> Ground {
        let colour = self
            .ground
            .as_deref()
            .and_then(|it| it.strip_prefix("rgb:"));
        let Some(colour) = colour else {
            return Ground::Unknown;
        };
        let mut parts = colour.split('/').map(|part| {
            let highest = 16_u32.checked_pow(u32::try_from(part.len()).ok()?)? - 1;
            let part = u32::from_str_radix(part, 16).ok()?;
            Some(f64::from(part) / f64::from(highest.max(1)))
        });
        let mut part = || parts.next().flatten();
        match (part(), part(), part()) {
            (Some(red), Some(green), Some(blue)) => {
                if 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.5 {
                    Ground::Light
                } else {
                    Ground::Dark
                }
            }
            _ => Ground::Unknown,
        }
    }
}

/// What is known of the terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// A name for people.
    pub name: String,
    /// What it is recognised by.
    pub fingerprint: String,
    /// What it does with Arabic.
    pub profile: Profile,
    /// How that was found out.
    pub why: &'static str,
    /// What stands between here and it.
    pub multiplexer: Option<Multiplexer>,
    /// Whether it can draw a frame at once (mode ?2026).
    pub sync: bool,
    /// How many colours it has.
    pub depth: Depth,
    /// What its letters stand on.
    pub ground: Ground,
    /// Whether it draws harakat where they belong.
    pub harakat: bool,
}

/// A family of terminals.
struct Family {
    name: &'static str,
    profile: Profile,
    why: &'static str,
    harakat: bool,
}

const fn family(name: &'static str, profile: Profile, why: &'static str) -> Family {
    Family {
        name,
        profile,
        why,
        harakat: true,
    }
}

/// Who answers like this, the first that matches: as measured, see the tests below.
fn recognise(answers: &Answers, term: &str) -> Option<Family> {
    let da2 = answers.da2.as_deref().unwrap_or_default();
    let da3 = answers.da3.as_deref().unwrap_or_default();
    let loses_harakat = |family: Family| Family {
        harakat: false,
        ..family
    };
    Some(if Answers::knows(answers.bdsm) {
        let name = if da2.starts_with("77;") {
            "mintty"
        } else {
            "VTE"
        };
        family(name, Profile::Bdsm, "it knows BDSM (DECRQM 8)")
    } else if answers.says("kitty") || term == "xterm-kitty" {
        loses_harakat(family("kitty", Profile::Runs, "its name (XTVERSION, TERM)"))
    } else if answers.says("konsole") || da3 == "7E4B4445" {
        family("Konsole", Profile::Words, "its name (XTVERSION, DA3)")
    } else if da2 == "0;136;0" {
        family("PuTTY", Profile::Words, "its kind (DA2 0;136;0)")
    } else if term == "mlterm" || da2.starts_with("24;") && Answers::knows(answers.ctl) {
        family("mlterm", Profile::CtlOff, "it knows mode ?8428, or TERM")
    } else if da2 == "0;115;0" && answers.version.is_none() {
        family("QTerminal", Profile::Cells, "its kind (DA2 0;115;0)")
    } else if answers.says("foot") || term == "foot" || da3.eq_ignore_ascii_case("464f4f54") {
        loses_harakat(family("foot", Profile::Visual, "its name (XTVERSION, DA3)"))
    } else if term == "alacritty" {
        loses_harakat(family("alacritty", Profile::Visual, "TERM"))
    } else if answers.says("xterm") {
        family("xterm", Profile::Visual, "its name (XTVERSION)")
    } else if da2.starts_with("85;") {
        family("urxvt", Profile::Visual, "its kind (DA2 85)")
    } else if term.starts_with("st-") {
        family("st", Profile::Visual, "TERM")
    } else if da2 == "64;0;0" {
        family("zutty", Profile::Visual, "its kind (DA2 64)")
    } else {
        return None;
    })
}

/// The terminal that a tmux is attached to, as it says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Client {
    /// TERM there.
    pub term: String,
    /// What it answered to XTVERSION.
    pub version: String,
    /// What tmux takes it to be able to do, separated by commas.
    pub features: String,
}

impl Client {
    /// How many colours tmux can show there. To more than these it gives the nearest of what it has,
    /// which may make a letter like its ground.
    fn depth(&self) -> Depth {
        let has = |feature| self.features.split(',').any(|it| it == feature);
        let many = ["256color", "kitty", "alacritty", "foot", "ghostty"];
        if has("RGB") {
            Depth::Truecolor
        } else if has("256") || many.iter().any(|name| self.term.contains(name)) {
            Depth::Indexed
        } else {
            Depth::Sixteen
        }
    }
}

/// What to ask now.
#[derive(Debug, Default)]
pub(super) struct Questions {
    /// To be handed on to the terminal by what stands in front of it. tmux hands nothing on while it
    /// has a pane to draw anew, as after a change of screens: these come first.
    pub(super) behind: String,
    /// To whatever reads this.
    pub(super) near: String,
}

/// Who is hinted at, where no answer tells.
fn hinted(hint: Hint) -> Family {
    const WHY: &str = "a variable of the environment";
    match hint {
        Hint::Vte => family("VTE", Profile::Bdsm, WHY),
        Hint::Konsole => family("Konsole", Profile::Words, WHY),
        Hint::Kitty => family("kitty", Profile::Runs, WHY),
    }
}

/// The terminal that is being found out, and perhaps a multiplexer in front of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Detection {
    environment: Environment,
    /// What answered first: the terminal itself, or the multiplexer.
    near: Answers,
    /// What answered through the multiplexer.
    outer: Answers,
    /// Whether what is near was asked, and the terminal behind it.
    asked: (bool, bool),
    /// What tmux says of its client.
    client: Option<Client>,
}

impl Detection {
    pub(super) fn new(environment: Environment) -> Self {
        Self {
            environment,
            ..Self::default()
        }
    }

    /// Forgets the answers, to ask again.
    pub(super) fn again(&mut self) {
        (self.near, self.outer) = (Answers::default(), Answers::default());
        self.asked = (false, false);
    }

    /// What to ask now, if anything: what is known to stand in between is asked to hand the
    /// questions on, once it is known.
    pub(super) fn questions(&mut self) -> Questions {
        let mut questions = Questions::default();
        if !self.asked.0 {
            self.asked.0 = true;
            questions.near.push_str(QUESTIONS);
        }
        if let Some(multiplexer) = self.multiplexer()
            && !self.asked.1
        {
            self.asked.1 = true;
            questions.behind = multiplexer.wrap(QUESTIONS);
        }
        questions
    }

    /// Takes what tmux says of its client.
    pub(super) fn client(&mut self, client: Client) {
        self.client = Some(client);
    }

    /// Takes one answer; whether it was one.
    pub(super) fn take(&mut self, reply: &[u8]) -> bool {
        // It answers by itself before it hands on what is wrapped.
        if self.near.is_complete() && self.multiplexer().is_some() {
            self.outer.take(reply)
        } else {
            self.near.take(reply)
        }
    }

    fn multiplexer(&self) -> Option<Multiplexer> {
        self.environment
            .multiplexer
            .or_else(|| self.near.multiplexer())
    }

    /// Whether everything that was asked has been answered.
    pub(super) fn is_complete(&self) -> bool {
        self.near.is_complete() && (self.multiplexer().is_none() || self.outer.is_complete())
    }

    /// What the terminal remembers itself by, before any answer.
    pub(super) fn key(&self) -> String {
        match &self.client {
            Some(Client { term, version, .. }) => {
                format!("tmux {term} {version}").trim_end().to_owned()
            }
            None => self.environment.key(),
        }
    }

    /// The answers of what is near, and those of the terminal behind it.
    pub(super) fn answers(&self) -> (&Answers, Option<&Answers>) {
        (&self.near, self.multiplexer().map(|_| &self.outer))
    }

    /// What follows from all that is known by now.
    pub(super) fn identity(&self) -> Identity {
        let multiplexer = self.multiplexer();
        let mut answers = match multiplexer {
            Some(_) => self.outer.clone(),
            None => self.near.clone(),
        };
        let mut term = self.environment.term.as_str();
        if multiplexer.is_some() {
            // The TERM that this program sees is the multiplexer's own.
            term = "";
            if let Some(client) = &self.client {
                term = &client.term;
                if answers.version.is_none() && !client.version.is_empty() {
                    answers.version = Some(client.version.clone());
                }
            }
        }
        let family = recognise(&answers, term).or_else(|| Some(hinted(self.environment.hint?)));
        let in_between = match multiplexer {
            Some(multiplexer) => Some(multiplexer.name()),
            None if self.near.says("zellij") => Some("zellij"),
            None => None,
        };
        let (name, mut profile, why, harakat) = match &family {
            Some(it) => (it.name, it.profile, it.why, it.harakat),
            None if answers.is_complete() => {
                ("unknown", Profile::Visual, "no answer names it", true)
            }
            None => ("unknown", Profile::Visual, "it does not answer", true),
        };
        if in_between.is_some() && profile == Profile::Bdsm {
            // BDSM would have to be handed on for each new row.
            profile = Profile::Words;
        }
        let known = family.is_some();
        let depth = if multiplexer == Some(Multiplexer::Screen) {
            // It knows nothing of more than 256.
            Depth::Indexed
        } else if let Some(client) = &self.client {
            client.depth()
        } else if multiplexer.is_none() && (self.environment.truecolor || known) {
            Depth::Truecolor
        } else if self.environment.term.contains("256color") {
            Depth::Indexed
        } else if self.environment.term.starts_with("vt") {
            Depth::Plain
        } else {
            Depth::Sixteen
        };
        let ground = match answers.ground() {
            Ground::Unknown => self.near.ground(),
            ground => ground,
        };
        let ground = match ground {
            // QTerminal says dark, whatever its ground is.
            Ground::Unknown if profile != Profile::Cells => self.environment.ground,
            ground => ground,
        };
        let name = match in_between {
            Some(in_between) => format!("{name} in {in_between}"),
            None => name.to_owned(),
        };
        let parts = [
            answers.version.as_deref(),
            answers.da2.as_deref(),
            answers.da3.as_deref(),
            Some(term),
            in_between,
        ];
        Identity {
            name,
            fingerprint: parts.map(Option::unwrap_or_default).join("|"),
            profile,
            why,
            multiplexer,
            sync: Answers::knows(self.near.sync),
            depth,
            ground,
            harakat,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::decode::{Decoder, Event};
    use super::*;

    /// What twelve terminals answer to [`QUESTIONS`], with their TERM, as measured.
    const MEASURED: [(&str, &str, &str, Profile); 12] = [
        (
            "xterm",
            "xterm",
            "\x1bP>|XTerm(379)\x1b\\\x1bP!|00000000\x1b\\\x1b[8;0$y\x1b[?8428;0$y\x1b[?2026;0$y\x1b]11;rgb:ffff/ffff/ffff\x1b\\\x1b[>41;379;0c\x1b[?64;1;2;6;9;15;16;17;18;21;22;28c",
            Profile::Visual,
        ),
        (
            "urxvt",
            "rxvt-unicode-256color",
            "\x1b[?8428;0$y\x1b[?2026;0$y\x1b[>85;95;0c\x1b[?1;2c",
            Profile::Visual,
        ),
        (
            "st",
            "st-256color",
            "\x1b]11;rgb:0000/0000/0000\x07\x1b[?6c",
            Profile::Visual,
        ),
        (
            "alacritty",
            "alacritty",
            "\x1b]11;rgb:ffff/ffff/ffff\x1b\\\x1b[>0;1700;1c\x1b[?6c",
            Profile::Visual,
        ),
        (
            "foot",
            "foot",
            "\x1bP>|foot(1.13.1)\x1b\\\x1bP!|464f4f54\x1b\\\x1b[?8428;0$y\x1b[?2026;2$y\x1b]11;rgb:ffff/ffff/ffff\x1b\\\x1b[>1;011301;0c\x1b[?62;4;22c",
            Profile::Visual,
        ),
        (
            "zutty",
            "xterm-256color",
            "\x1b]11;rgb:ffff/ffff/ffff\x1b\\\x1b[>64;0;0c\x1b[?64;1;9;15;21;22c",
            Profile::Visual,
        ),
        (
            "VTE",
            "xterm-256color",
            "\x1bP!|7E565445\x1b\\\x1b[8;1$y\x1b[?8428;4$y\x1b[?2026;4$y\x1b]11;rgb:ffff/ffff/ffff\x1b\\\x1b[>65;7006;1c\x1b[?65;1;9c",
            Profile::Bdsm,
        ),
        (
            "Konsole",
            "xterm-256color",
            "\x1bP>|Konsole 22.12.3\x1b\\\x1bP!|7E4B4445\x1b\\\x1b]11;rgb:ffff/ffff/ffff\x1b\\\x1b[>1;115;0c\x1b[?62;1;4c",
            Profile::Words,
        ),
        ("PuTTY", "xterm", "\x1b[>0;136;0c\x1b[?6c", Profile::Words),
        (
            "kitty",
            "xterm-kitty",
            "\x1bP>|kitty(0.26.5)\x1b\\\x1b[8;0$y\x1b[?8428;0$y\x1b[?2026;2$y\x1b]11;rgb:ffff/ffff/ffff\x1b\\\x1b[>1;4000;26c\x1b[?62;c",
            Profile::Runs,
        ),
        (
            "mlterm",
            "mlterm",
            "\x1bP!|000000\x1b\\\x1b[8;0$y\x1b[?8428;1$y\x1b[?2026;0$y\x1b]11;rgb:ffff/ffff/ffff\x1b\\\x1b[>24;279;0c\x1b[?63;1;2;3;4;6;7;15;18;22;29c",
            Profile::CtlOff,
        ),
        (
            "QTerminal",
            "xterm-256color",
            "\x1b[>0;115;0c\x1b[?1;2c",
            Profile::Cells,
        ),
    ];

    const TMUX: &str = "\x1bP>|tmux 3.3a\x1b\\\x1b[>84;0;0c\x1b[?1;2c";
    const SCREEN: &str = "\x1b[>83;40900;0c\x1b[?1;2c\x1b]11;rgb:ffff/ffff/ffff\x1b\\";

    /// What is found out where TERM is `term` and this is answered.
    fn detected(environment: Environment, answers: &[&str]) -> Detection {
        let mut detection = Detection::new(environment);
        detection.questions();
        for answers in answers {
            for event in Decoder::default().feed(answers.as_bytes()) {
                match event {
                    Event::Reply(reply) => assert!(detection.take(&reply), "{reply:?}"),
                    other => panic!("{other:?} is no answer"),
                }
            }
            detection.questions();
        }
        assert!(detection.is_complete());
        detection
    }

    fn environment(term: &str) -> Environment {
        Environment {
            term: term.to_owned(),
            ..Environment::default()
        }
    }

    #[test]
    fn twelve_terminals_are_told_apart() {
        for (name, term, answers, profile) in MEASURED {
            let identity = detected(environment(term), &[answers]).identity();
            assert_eq!((identity.name.as_str(), identity.profile), (name, profile));
            let harakat = !["alacritty", "foot", "kitty"].contains(&name);
            assert_eq!(identity.harakat, harakat, "{name}");
            assert_eq!(identity.sync, ["foot", "kitty"].contains(&name), "{name}");
        }
    }

    #[test]
    fn a_multiplexer_hands_the_questions_on() {
        for (name, term, answers, profile) in MEASURED {
            // BDSM is for rows that the multiplexer makes.
            let profile = match profile {
                Profile::Bdsm => Profile::Words,
                other => other,
            };
            let tmux = Environment {
                multiplexer: Some(Multiplexer::Tmux),
                ..environment("tmux-256color")
            };
            let mut detection = detected(tmux, &[TMUX, answers]);
            detection.client(Client {
                term: term.to_owned(),
                ..Client::default()
            });
            let identity = detection.identity();
            assert_eq!(identity.name, format!("{name} in tmux"));
            assert_eq!(identity.profile, profile, "{name}");
            // From inside of a tmux by SSH, where only the answers tell.
            let detection = detected(environment("tmux-256color"), &[TMUX, answers]);
            assert_eq!(detection.identity().profile, profile, "{name}");
            let detection = detected(environment("screen"), &[SCREEN, answers]);
            assert_eq!(detection.identity().profile, profile, "{name}");
        }
    }

    #[test]
    fn where_no_answer_tells_the_environment_may() {
        let hinted = |hint, answers: &str| {
            let environment = Environment {
                hint: Some(hint),
                ..environment("xterm-256color")
            };
            let identity = detected(environment, &[answers]).identity();
            (identity.name, identity.profile)
        };
        let zellij = "\x1bP>|Zellij(0.43.1)\x1b\\\x1b[?1;2c";
        let words = |name: &str| (name.to_owned(), Profile::Words);
        assert_eq!(hinted(Hint::Vte, zellij), words("VTE in zellij"));
        assert_eq!(hinted(Hint::Konsole, "\x1b[?1;2c"), words("Konsole"));
        let (name, _, answers, _) = MEASURED[0];
        let xterm = (name.to_owned(), Profile::Visual);
        assert_eq!(
            hinted(Hint::Kitty, answers),
            xterm,
            "what it answers counts"
        );
    }

    #[test]
    fn tmux_shows_as_many_colours_as_it_says() {
        let depth = |term: &str, features: &str| {
            let client = Client {
                term: term.to_owned(),
                features: features.to_owned(),
                ..Client::default()
            };
            client.depth()
        };
        assert_eq!(depth("xterm-256color", "bpaste,title"), Depth::Indexed);
        assert_eq!(depth("foot", "256,RGB,title"), Depth::Truecolor);
        assert_eq!(depth("mlterm", "bpaste,focus,title"), Depth::Sixteen);
    }

    #[test]
    fn who_does_not_answer_is_drawn_on_as_on_paper() {
        let identity = Detection::new(environment("vt220")).identity();
        assert_eq!(identity.profile, Profile::Visual);
        assert_eq!(
            (identity.depth, identity.why),
            (Depth::Plain, "it does not answer")
        );
        let identity = Detection::new(environment("new-256color")).identity();
        assert_eq!(identity.depth, Depth::Indexed);
    }

    #[test]
    fn what_is_no_answer_is_none() {
        let mut answers = Answers::default();
        for reply in [
            "\x1b[15~",
            "\x1b[1;2R",
            "\x1bPrubbish\x1b\\",
            "\x1b]4;1;x\x07",
        ] {
            assert!(!answers.take(reply.as_bytes()), "{reply:?}");
        }
        assert!(!answers.take(b"\xFF"));
        assert_eq!(answers, Answers::default());
    }

    #[test]
    fn the_ground_is_light_or_dark() {
        let ground = |colour: &str| {
            let mut answers = Answers::default();
            answers.take(format!("\x1b]11;{colour}\x1b\\").as_bytes());
            answers.ground()
        };
        assert_eq!(ground("rgb:ffff/ffff/ffff"), Ground::Light);
        assert_eq!(ground("rgb:00/2b/36"), Ground::Dark);
        assert_eq!(ground("rgb:f/f/e"), Ground::Light);
        for rubbish in [
            "rgb:",
            "rgb:1/2",
            "rgb:x/y/z",
            "rgb:////",
            "white",
            "rgb:fffffffff/0/0",
        ] {
            assert_eq!(ground(rubbish), Ground::Unknown, "{rubbish}");
        }
    }

    #[test]
    fn the_environment_is_a_hint() {
        let read = |pairs: &[(&str, &str)]| {
            let get = |name: &str| {
                let pair = pairs.iter().find(|(it, _)| *it == name);
                pair.map(|(_, value)| OsString::from(value))
            };
            Environment::read(get)
        };
        let ssh = read(&[
            ("TERM", "xterm"),
            ("SSH_CONNECTION", "10.0.0.5 4711 10.0.0.1 22"),
            ("COLORFGBG", "0;15"),
        ]);
        assert_eq!(
            (ssh.key().as_str(), ssh.ground),
            ("xterm 10.0.0.5", Ground::Light)
        );
        let here = read(&[("TERM", "xterm-256color"), ("VTE_VERSION", "7006")]);
        assert_eq!(here.key(), "xterm-256color VTE_VERSION=7006");
        assert_eq!(read(&[("TMUX", "")]).multiplexer, None);
        assert_eq!(here.hint, Some(Hint::Vte));
        let tmux = read(&[("TMUX", "/tmp/x,1,0"), ("STY", "y")]);
        assert_eq!(tmux.multiplexer, Some(Multiplexer::Tmux));
    }

    #[test]
    fn a_multiplexer_gets_a_sequence_that_does_not_end_it() {
        assert_eq!(
            Multiplexer::Tmux.wrap("\x1b]11;?\x1b\\"),
            "\x1bPtmux;\x1b\x1b]11;?\x1b\x1b\\\x1b\\"
        );
        assert_eq!(
            Multiplexer::Screen.wrap("\x1b]11;?\x1b\\\x1b[c"),
            "\x1bP\x1b]11;?\x07\x1b[c\x1b\\"
        );
    }
}
