//! Every action by name: what is typed narrows the list, Enter does what is chosen.

use crate::keys::{Action, Context, Keymap};
use crate::lang::Words;
use crate::text::Direction;
use crate::text::edit::Edit;
use crate::text::fold::Query;

/// The actions of a screen, and what was typed to find one.
#[derive(Debug)]
pub struct Palette {
    edit: Edit,
    actions: Vec<Action>,
    /// Those that what was typed leaves.
    found: Vec<Action>,
    selected: usize,
}

impl Palette {
    /// All that can be done in `context`; `rtl` says which way a line runs that has no letter yet.
    pub(super) fn new(keymap: &Keymap, context: Context, rtl: bool) -> Self {
        let direction = if rtl { Direction::Rtl } else { Direction::Ltr };
        let is_there = |action: &&Action| {
            let contexts = [context, Context::Anywhere, Context::Menu];
            **action != Action::Palette
                && (context == Context::Reader || !action.needs_article())
                && contexts.iter().any(|&it| keymap.has(it, **action))
        };
        let actions: Vec<Action> = Action::ALL.iter().filter(is_there).copied().collect();
        Self {
            edit: Edit::new(direction, Vec::new()),
            found: actions.clone(),
            actions,
            selected: 0,
        }
    }

    /// What was typed.
    pub fn edit(&self) -> &Edit {
        &self.edit
    }

    pub(super) fn edit_mut(&mut self) -> &mut Edit {
        &mut self.edit
    }

    /// The actions that are left, those from `rows` of which one is chosen, and which of these.
    pub fn page(&self, rows: usize) -> (&[Action], usize) {
        let top = self.selected / rows.max(1) * rows;
        let end = (top + rows).min(self.found.len());
        (&self.found[top..end], self.selected - top)
    }

    /// The action that is chosen.
    pub(super) fn chosen(&self) -> Option<Action> {
        self.found.get(self.selected).copied()
    }

    /// Narrows the list to what was typed, in the name of an action or in what is said of it in
    /// either language.
    pub(super) fn narrow(&mut self, words: &Words) {
        let query = Query::new(self.edit.text());
        let other = words.other();
        let fits = |action: &&Action| {
            let names = [
                action.name().into(),
                words.action(**action),
                other.action(**action),
            ];
            let is_in = |query: &Query| names.iter().any(|name| query.is_in(name));
            query.as_ref().is_none_or(is_in)
        };
        self.found = self.actions.iter().filter(fits).copied().collect();
        self.selected = 0;
    }

    /// Chooses the next action, or the one before.
    pub(super) fn move_by(&mut self, rows: isize) {
        let last = self.found.len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(rows).min(last);
    }
}
