//! What a click and a turn of the wheel mean.

use super::change::Change;
use super::{App, Effect};
use crate::keys::Action;
use crate::model::Time;

impl App {
    /// Does what a click on the cell at `x` and `y` means: on the text it moves the focus, and on a topic
    /// of the legend it does what the topic's key does.
    pub fn click(&mut self, x: u16, y: u16, now: Time) -> Option<Effect> {
        if !self.size.is_enough() || self.dialog.is_some() {
            return None;
        }
        self.message = None;
        self.is_worked_on(now);
        if let Some(mut reader) = self.reader.take() {
            let frame = self.reader_frame(&reader);
            if (frame.text.x..frame.group.right()).contains(&x)
                && let Some(row) = y.checked_sub(frame.text.y)
                && let Some(sentence) = reader.sentence_at(row)
            {
                reader.go_to(sentence, now);
            }
            self.reader = Some(reader);
            return match self.topic_at(&frame, x, y)? {
                Some(topic) => self.toggle(topic, now),
                None => self.say(Change::None, now),
            };
        }
        let list = self.library_frame().list;
        let row = usize::from(y.checked_sub(list.y)?);
        let (first, rows) = self.library.page();
        if !(list.x..list.right()).contains(&x) || row >= rows.len() {
            return None;
        }
        // As with the keys: choosing is one thing, opening another.
        if first + row == self.library.selected() {
            return self.act(Action::Open, now);
        }
        let id = rows[row].id.to_owned();
        self.library.select(&id);
        None
    }

    /// Does what a turn of the wheel means: one further, or one back.
    pub fn wheel(&mut self, action: Action, now: Time) -> Option<Effect> {
        if !self.size.is_enough() {
            return None;
        }
        self.message = None;
        self.act(action, now)
    }
}
