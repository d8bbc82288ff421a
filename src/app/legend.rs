//! Where the topics stand that can be chosen: in a strip below the article, or in a panel beside it.

use super::App;
use super::frame::{Area, ReaderFrame};
use crate::keys::{Action, Context, Key, Keymap};
use crate::lang::Words;
use crate::text::Line;

/// A topic that can be chosen, or "none applies".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Index of the topic; nothing for "none applies".
    pub topic: Option<usize>,
    /// Where it stands.
    pub area: Area,
    /// Its name.
    pub name: String,
    /// How much of the row the name may take; nothing where only the chip has room.
    pub width: u16,
    /// Its key.
    pub key: String,
}

/// A chip, and the blank behind it.
const CHIP: u16 = 4;
/// Between two topics of the strip.
const GAP: u16 = 2;
/// A name of fewer letters says nothing: the chip alone says more.
const LEAST: u16 = 4;
/// The rows of a topic in the panel, where there is room for its other name and a blank row.
const AIRY: u16 = 3;
/// What the keys at the end of a row of the panel take.
const KEYS: u16 = 6;

impl App {
    /// The topics that can be chosen on the page `frame`, as far as there is room, "none applies" last.
    pub fn legend(&self, frame: &ReaderFrame) -> Vec<Item> {
        match (frame.panel, frame.strip) {
            (Some(area), _) => self.panel(area),
            (None, Some(y)) => self.strip(frame.group.row(y + 1)),
            (None, None) => Vec::new(),
        }
    }

    /// Whether the panel has three rows for a topic, or one where there are too many.
    pub fn is_airy(&self, panel: Area) -> bool {
        let topics = u16::try_from(self.desk.project.topics.len()).unwrap_or(u16::MAX);
        2 + AIRY.saturating_mul(topics) < panel.height
    }

    fn items(&self, none: &str) -> Vec<Item> {
        let words = &self.words;
        let topics = self.desk.project.topics.iter().enumerate();
        let mut items: Vec<Item> = topics
            .map(|(index, topic)| Item {
                topic: Some(index),
                area: Area::default(),
                name: topic.name.get(words.language()).to_owned(),
                width: 0,
                key: key_name(&self.keymap, words, topic.key.into()),
            })
            .collect();
        let keys = self.keymap.keys(Context::Reader, Action::NoneApplies);
        let name = |&key| key_name(&self.keymap, words, key);
        items.push(Item {
            topic: None,
            area: Area::default(),
            name: words.get(none).into_owned(),
            width: 0,
            key: keys.first().map_or_else(String::new, name),
        });
        items
    }

    fn strip(&self, row: Area) -> Vec<Item> {
        let mut items = self.items("none");
        let width = |text: &str| {
            let line = Line::new(text, usize::from(row.width), self.display());
            u16::try_from(line.width()).unwrap_or(u16::MAX)
        };
        let last = items.len() - 1;
        let topics = u16::try_from(last).unwrap_or(u16::MAX).max(1);
        let longest: u16 = items[..last].iter().map(|it| width(&it.name)).sum();
        let none = width(&items[last].name);
        // Chip, name, blank, key and gap of each; "none applies" is always whole.
        let around = (CHIP + 2 + GAP).saturating_mul(topics) + CHIP + none + 2;
        let room = row.width.saturating_sub(around);
        let each = if longest <= room {
            row.width
        } else {
            room / topics
        };
        let each = if each < LEAST { 0 } else { each };
        let mut used = 0;
        for (index, item) in items.iter_mut().enumerate() {
            item.width = if index == last { none } else { each };
            let name = width(&item.name).min(item.width);
            let name = if name > 0 { name + 1 } else { 0 };
            let taken = CHIP + name + width(&item.key);
            let x = if self.words.is_rtl() {
                row.right().saturating_sub(used + taken)
            } else {
                row.x + used
            };
            item.area = Area {
                x,
                width: taken,
                ..row
            };
            used = used.saturating_add(taken + GAP);
        }
        items
    }

    fn panel(&self, area: Area) -> Vec<Item> {
        let mut items = self.items("none-applies");
        let step = if self.is_airy(area) { AIRY } else { 1 };
        let mut y = area.y + 2;
        for item in &mut items {
            item.width = area.width.saturating_sub(CHIP + KEYS);
            item.area = Area {
                height: step.min(2),
                y,
                ..area
            };
            y += step;
        }
        // The last row says that there are more.
        items.retain(|it| it.topic.is_none() || it.area.y + 1 < area.bottom());
        items
    }

    /// The topic that stands at a place on the screen; the inner nothing is "none applies".
    pub(super) fn topic_at(&self, frame: &ReaderFrame, x: u16, y: u16) -> Option<Option<usize>> {
        let legend = self.legend(frame);
        let item = legend.iter().find(|it| {
            let rows = it.area.y..it.area.bottom();
            (it.area.x..it.area.right()).contains(&x) && rows.contains(&y)
        });
        item.map(|item| item.topic)
    }
}

/// A key as it is named where only one name of it has room: in Arabic by its Arabic twin.
pub fn key_name(keymap: &Keymap, words: &Words, key: Key) -> String {
    let arabic = keymap
        .arabic(key)
        .filter(|it| it.is_alphabetic() || *it == '؟');
    match arabic.filter(|_| words.is_rtl()) {
        Some(arabic) => arabic.to_string(),
        None => words.digits(&key.sign()),
    }
}
