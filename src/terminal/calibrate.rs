//! "Which line reads right?" without a project, for `hashiya doctor --calibrate`.

use std::io;

use ratatui::Terminal;

use super::backend::Bytes;
use super::input::Input;
use super::link::Preferences;
use super::out::Out;
use super::session;
use super::window;
use super::wire::Wire;
use crate::app::calibration::Calibration;
use crate::app::frame;
use crate::keys::{Action, Context, Key, Keymap};
use crate::lang::Words;
use crate::text::Rendition;
use crate::ui;

/// How a calibration ended.
#[derive(Debug)]
pub enum Calibrated {
    /// Arabic is rendered like this from now on; in words, what could not be remembered of that.
    Chosen(Rendition, Option<String>),
    /// Nothing was chosen.
    Nothing,
    /// This signal asked for the end.
    Signal(i32),
}

/// Asks which line reads right, and remembers the answer for this terminal.
pub fn calibrate(
    preferences: Preferences,
    keymap: &Keymap,
    words: &Words,
) -> io::Result<Calibrated> {
    let (mut wire, _) = Wire::open(preferences)?;
    let mut inputs = wire.wait_for_answers()?;
    wire.find_out();
    let mut screen = Terminal::new(Bytes::new(Out, session::window))?;
    let question = |rendition| Calibration::new(rendition, frame::library(window()).group.width);
    let mut calibration = question(wire.link.rendition());
    let mut ended = Calibrated::Nothing;
    loop {
        for input in inputs {
            let changed = match input {
                Input::Key(key) => match press(key, &mut calibration, keymap) {
                    Pressed::Close => return Ok(ended),
                    Pressed::Changed => true,
                    Pressed::Nothing => false,
                },
                Input::Resized => {
                    calibration = question(calibration.rendition());
                    false
                }
                Input::End(signal) => return Ok(Calibrated::Signal(signal)),
                Input::Continued => {
                    wire.session.give_back();
                    wire.take_again()?;
                    screen.clear()?;
                    false
                }
                Input::Reply(reply) => {
                    if wire.take(&reply)? {
                        wire.find_out();
                    }
                    false
                }
                Input::Mouse(_) | Input::Paste(_) | Input::Suspend => false,
            };
            if changed {
                let chosen = calibration.rendition();
                let problem = wire.link.choose(chosen).err().map(|it| it.to_string());
                ended = Calibrated::Chosen(chosen, problem);
            }
        }
        let theme = wire.link.theme();
        screen.draw(|frame| {
            ui::draw_calibration(&calibration, keymap, words, theme, frame.buffer_mut());
        })?;
        inputs = wire.inputs.wait()?;
    }
}

enum Pressed {
    Changed,
    Close,
    Nothing,
}

fn press(key: Key, calibration: &mut Calibration, keymap: &Keymap) -> Pressed {
    let keys = [Some(key), keymap.twin(key)];
    if keys
        .into_iter()
        .flatten()
        .any(|key| calibration.choose(key))
    {
        return Pressed::Changed;
    }
    match keymap.action(Context::Terminal, key) {
        Some(Action::Close | Action::Quit) => Pressed::Close,
        Some(action) if calibration.act(action) => Pressed::Changed,
        _ => Pressed::Nothing,
    }
}
