//! Keys, what they can do, and which does what: `keymap.toml`.

mod action;
mod key;
mod keymap;

pub use action::Action;
pub use key::{Code, Key};
pub use keymap::{Context, Keymap, Problem};
