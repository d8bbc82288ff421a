//! The terminal and the loop: what comes in goes to the work, and what it makes of it is drawn.
//!
//! No tick: the program sleeps until a key or a signal comes. One thread, but while the whole project is
//! searched.

mod backend;
mod calibrate;
mod comparing;
mod decode;
pub mod detect;
mod doctor;
mod input;
mod link;
mod looking;
mod others;
mod out;
mod progress;
mod rewording;
mod search;
mod session;
mod tmux;
mod told;
mod wire;
mod work;

use std::io;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ratatui::Terminal;
use signal_hook::consts::SIGTSTP;
use signal_hook::low_level::emulate_default_handler;

use backend::Bytes;
pub use calibrate::{Calibrated, calibrate};
pub use comparing::{Gathering, people};
use decode::Mouse;
pub use doctor::{Examination, Width, examine};
use input::Input;
pub use link::Preferences;
use out::Out;
pub use progress::progress;
use wire::Wire;
pub use work::{Ending, Request, Start, Work};

use crate::app::frame::Size;
use crate::keys::Action;
use crate::model::Time;
use crate::settings::TerminalsError;
use crate::ui;
use crate::ui::encode::Order;
use crate::ui::theme::Look;

/// Works until the annotator leaves, or a signal asks for the end.
pub fn run(start: Start, preferences: Preferences) -> io::Result<Finish> {
    let mut work = Work::new(start, window(), Time::now());
    let (wire, problem) = Wire::open(preferences)?;
    let screen = Terminal::new(Bytes::new(Out, session::window))?;
    let mut sitting = Sitting {
        work: &mut work,
        wire,
        screen,
        order: Order::default(),
        early: Vec::new(),
    };
    sitting.tell_if_wrong(problem.map_or(Ok(()), Err));
    let finish = sitting.get_to_know().and_then(|()| sitting.run());
    // A terminal that is gone, or takes nothing any more, mostly has said so by a signal.
    let finish = finish.or_else(|error| {
        let asked = end_in(&sitting.wire.inputs.signals());
        asked.map(Finish::Signal).ok_or(error)
    });
    if matches!(finish, Ok(Finish::Left(_))) {
        // Whoever has the terminal next shall not get its answers.
        sitting.wire.wait_for_answers()?;
    }
    finish
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finish {
    /// The annotator left.
    Left(Ending),
    /// This signal asked for it. What could be saved is saved.
    Signal(i32),
}

/// Ends the program as `signal` does when nobody listens, so that whoever sent it can tell.
pub fn end_by(signal: i32) {
    // It fails only for what is no signal.
    let _ = emulate_default_handler(signal);
}

/// How often is looked at what a search has found, while it goes on and no key comes.
const GLANCE: Duration = Duration::from_millis(15);

/// After how long without a key is remembered where the annotator is. What is written between two keys
/// makes the next save wait: the disk has it to do first.
const REST: Duration = Duration::from_secs(1);

/// The work, and the terminal it is done at.
struct Sitting<'a> {
    work: &'a mut Work,
    wire: Wire,
    screen: Terminal<Bytes<Out>>,
    /// Where on the screen is what was drawn.
    order: Order,
    /// What came in while the terminal was waited for.
    early: Vec<Input>,
}

impl Sitting<'_> {
    /// Waits for the answers of a terminal that was not seen before. What is typed meanwhile is
    /// kept, and what is answered later is taken then.
    fn get_to_know(&mut self) -> io::Result<()> {
        if !self.wire.link.is_known() {
            self.early = self.wire.wait_for_answers()?;
            let remembered = self.wire.link.settle();
            self.tell_if_wrong(remembered);
        }
        self.adopt()
    }

    fn run(&mut self) -> io::Result<Finish> {
        loop {
            if self.work.saves_slowly() {
                self.draw()?;
            }
            self.work.save();
            self.work.compare_on();
            self.work.fill();
            self.draw()?;
            let inputs = if !self.early.is_empty() {
                std::mem::take(&mut self.early)
            } else {
                self.wait()?
            };
            if let Some(finish) = self.take(inputs)? {
                return Ok(finish);
            }
        }
    }

    /// Waits until something comes in; where a search goes on, also until there is more of it to show,
    /// and not at all where something is compared.
    fn wait(&mut self) -> io::Result<Vec<Input>> {
        while self.work.searches() {
            let inputs = self.wire.inputs.wait_until(Instant::now() + GLANCE)?;
            if self.work.search_on() || !inputs.is_empty() {
                return Ok(inputs);
            }
        }
        if self.work.compares() {
            return self.wire.inputs.wait_until(Instant::now());
        }
        if self.work.has_moved() {
            let inputs = self.wire.inputs.wait_until(Instant::now() + REST)?;
            if !inputs.is_empty() {
                return Ok(inputs);
            }
            self.work.remember_place();
        }
        self.wire.inputs.wait()
    }

    /// Takes what came in; how the run ended, if it did.
    fn take(&mut self, inputs: Vec<Input>) -> io::Result<Option<Finish>> {
        let mut keys_count = true;
        for input in inputs {
            let now = Time::now();
            let request = match input {
                Input::Key(key) if keys_count => self.work.press(key, now),
                Input::Mouse(mouse) if keys_count => self.point(mouse, now),
                Input::Reply(reply) => {
                    if self.wire.take(&reply)? {
                        let remembered = self.wire.link.settle();
                        self.tell_if_wrong(remembered);
                        self.adopt()?;
                    }
                    None
                }
                Input::Paste(text) if keys_count => {
                    self.work.paste(&text);
                    None
                }
                // Every frame asks for the size.
                Input::Key(_) | Input::Mouse(_) | Input::Paste(_) | Input::Resized => None,
                Input::Suspend => Some(Request::Suspend),
                Input::Continued => {
                    // Whoever stopped the program may have left the terminal in any state.
                    self.wire.session.give_back();
                    self.come_back()?;
                    None
                }
                Input::End(signal) => return Ok(Some(Finish::Signal(signal))),
            };
            match request {
                None => {}
                // The keys that came with it were meant for another screen.
                Some(Request::Stay) => keys_count = false,
                Some(Request::End(ending)) => return Ok(Some(Finish::Left(ending))),
                Some(Request::Suspend) => {
                    if let Some(signal) = self.suspend()? {
                        return Ok(Some(Finish::Signal(signal)));
                    }
                }
                Some(Request::Copy(text)) => self.copy(&text)?,
                Some(Request::Adopt(rendition)) => {
                    let remembered = self.wire.link.choose(rendition);
                    self.tell_if_wrong(remembered);
                    self.adopt()?;
                }
                Some(Request::Mouse) => {
                    let on = self.wire.session.toggle_mouse()?;
                    self.work.tell_of(if on { "mouse-on" } else { "mouse-off" });
                }
                Some(Request::Look) => {
                    let look = self.wire.link.look().next();
                    self.wire.link.set_look(look);
                    self.work.tell_of(match look {
                        Look::Auto => "look-auto",
                        Look::Dark => "look-dark",
                        Look::Light => "look-light",
                        Look::HighContrast => "look-high-contrast",
                        Look::Plain => "look-plain",
                    });
                }
                Some(Request::Redraw) => {
                    self.wire.ask_again()?;
                    self.screen.clear()?;
                }
            }
        }
        Ok(None)
    }

    /// Draws from now on as the terminal needs it, as far as that is known.
    fn adopt(&mut self) -> io::Result<()> {
        let changes_rows = self.work.adapt(self.wire.link.rendition());
        self.screen.backend_mut().set_sync(self.wire.link.sync());
        let changes_bidi = self.wire.session.own_bidi(self.wire.link.own_bidi())?;
        if changes_rows || changes_bidi {
            self.screen.clear()?;
        }
        Ok(())
    }

    fn point(&mut self, mouse: Mouse, now: Time) -> Option<Request> {
        match mouse {
            Mouse::Click(column, row) => {
                let column = self.order.drawn_at(column, row);
                self.work.click(column, row, now)
            }
            Mouse::WheelUp => self.work.wheel(Action::Back, now),
            Mouse::WheelDown => self.work.wheel(Action::Next, now),
        }
    }

    /// Puts `text` into the terminal's clipboard by OSC 52. A multiplexer may keep that to itself,
    /// but hands it on where it is asked to.
    fn copy(&mut self, text: &str) -> io::Result<()> {
        let sequence = format!("\x1b]52;c;{}\x1b\\", BASE64.encode(text));
        self.wire.session.send(&sequence)?;
        if self.wire.link.identity().multiplexer.is_some() {
            self.wire
                .session
                .send(&self.wire.link.to_terminal(&sequence))?;
        }
        Ok(())
    }

    fn tell_if_wrong(&mut self, result: Result<(), TerminalsError>) {
        if let Err(error) = result {
            self.work.tell_too(&format!("{error}."));
        }
    }

    /// Stops until somebody continues the program; the signal that it was continued to be ended
    /// by, if so.
    fn suspend(&mut self) -> io::Result<Option<i32>> {
        if !has_job_control() {
            self.work.tell_of("no-shell");
            return Ok(None);
        }
        self.work.save_everything();
        if let Some(signal) = end_in(&self.wire.wait_for_answers()?) {
            return Ok(Some(signal));
        }
        self.wire.session.give_back();
        end_by(SIGTSTP);
        // The terminal belongs to somebody else by now.
        let ended = end_in(&self.wire.inputs.signals());
        if ended.is_none() {
            self.come_back()?;
        }
        Ok(ended)
    }

    fn come_back(&mut self) -> io::Result<()> {
        self.wire.take_again()?;
        self.screen.clear()
    }

    fn draw(&mut self) -> io::Result<()> {
        if window() != self.work.app().size() {
            self.work.resize(window());
        }
        let (app, theme, order) = (self.work.app(), self.wire.link.theme(), &mut self.order);
        self.screen
            .draw(|frame| *order = ui::draw(app, theme, frame.buffer_mut()))
            .map(drop)
    }
}

/// The signal that asks for the end, if one of `inputs` does.
fn end_in(inputs: &[Input]) -> Option<i32> {
    inputs.iter().find_map(|input| match input {
        Input::End(signal) => Some(*signal),
        _ => None,
    })
}

/// Whether a shell waits above that will notice that the program stopped, and can continue it.
/// Without one nobody would, and the terminal would be stuck.
fn has_job_control() -> bool {
    // Not rustix: where the session's leader is outside of the process namespace (a container), its
    // id is 0, which rustix has no value for.
    use nix::unistd::{getpgid, getpgrp, getpid, getppid, getsid};
    let parent = getppid();
    let same_session =
        matches!((getsid(None), getsid(Some(parent))), (Ok(ours), Ok(theirs)) if ours == theirs);
    let own_job = getpgrp() == getpid() && getpgid(Some(parent)).is_ok_and(|it| it != getpgrp());
    same_session && own_job
}

fn window() -> Size {
    let size = session::window();
    Size {
        columns: size.width,
        rows: size.height,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;
    use crate::import::plain;
    use crate::keys::Keymap;
    use crate::lang::{Digits, Words};
    use crate::model::Zone;
    use crate::model::project::Language;
    use crate::store::{Access, Holder, Store};
    use crate::ui::theme::Theme;

    const ARTICLE: &str = include_str!("../../samples/texts/court-verdict-numbers.txt");

    /// The bytes that each of `keys` sends on a window of `columns` and `rows`, the saved mark
    /// included, with the article open.
    fn cost(size: fn() -> ratatui::layout::Size, keys: &str) -> Vec<usize> {
        let folder = tempfile::tempdir().unwrap();
        Store::create(folder.path()).unwrap();
        let mut store = Store::open(folder.path()).unwrap();
        store
            .add(&plain::article("a", "a.txt", ARTICLE.as_bytes(), String::new()).unwrap())
            .unwrap();
        let me = Holder {
            host: "desk".into(),
            pid: 1,
            since: Time::UNIX_EPOCH,
        };
        let access = store.claim("sara", &me).unwrap();
        assert!(matches!(access, Access::Write(_)));
        let start = Start {
            store,
            annotator: "sara".into(),
            settler: None,
            me,
            access,
            keymap: Keymap::built_in(),
            words: Words::new(Language::English, Digits::default()),
            open: Some("a".into()),
            message: None,
            advance: false,
            zone: LazyLock::new(|| Zone::UTC),
            break_after: None,
        };
        let columns_rows = size();
        let window = Size {
            columns: columns_rows.width,
            rows: columns_rows.height,
        };
        let mut work = Work::new(start, window, Time::UNIX_EPOCH);
        let mut screen = Terminal::new(Bytes::new(Vec::new(), size)).unwrap();
        let mut frame = |work: &mut Work| {
            work.save();
            screen
                .draw(|frame| drop(ui::draw(work.app(), Theme::SIXTEEN, frame.buffer_mut())))
                .unwrap();
            screen.backend_mut().take().len()
        };
        frame(&mut work);
        let mut costs = Vec::new();
        for key in keys.split(' ') {
            assert_eq!(work.press(key.parse().unwrap(), Time::UNIX_EPOCH), None);
            costs.push(frame(&mut work));
        }
        costs
    }

    /// The budget of the slow line.
    #[test]
    fn a_key_costs_few_bytes() {
        let small = || ratatui::layout::Size {
            width: 80,
            height: 24,
        };
        let large = || ratatui::layout::Size {
            width: 200,
            height: 50,
        };
        for (size, page) in [(small as fn() -> _, 3200), (large, 4500)] {
            let costs = cost(size, "j k j 1 1 1 j 3 0 j 2");
            assert!(
                costs.iter().all(|bytes| (1..=60).contains(bytes)),
                "{costs:?}"
            );
            let costs = cost(size, "pagedown");
            assert!(costs[0] <= page, "{costs:?}");
        }
    }
}
