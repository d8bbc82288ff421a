//! Hashiya (حاشية, the gloss in the margin of a manuscript): annotators read an article in a
//! terminal, usually over SSH, and tag each sentence by topic; out comes a labelled dataset.
//!
//! # Map
//!
//! Layers, each naming only what its line lists (`tests/it/architecture.rs` reads the `use` lines):
//!
//! | layer | what it is | may name |
//! |---|---|---|
//! | [`text`] | Arabic text on a grid of cells: sentences, joining, wrapping, bidi | Unicode crates, `compact_str` |
//! | [`model`] | project, article, decision, history | `compact_str`, `serde`, `serde_json`, `jiff`, `similar`, `unicode_segmentation` |
//! | [`store`] | the project's folder | `model`, `jiff`, `serde_json`, `toml`, `toml_edit`, `sha2`, `tempfile`, `rustix` |
//! | [`import`] | foreign files to articles | `text`, `model`, a crate for each format and for encodings |
//! | [`privacy`] | what is personal in a text: names of a list, numbers, what looks like a name | `text`, `model`, `regex` |
//! | [`export`] | decisions to datasets | `model`, `serde`, `serde_json`, `csv`, `toml`, `sha2` |
//! | [`settings`] | the user's own files: `config.toml`, `terminals.json` | `serde`, `serde_json`, `toml`, `directories` |
//! | [`keys`] | keys, actions, `keymap.toml` | `toml` |
//! | [`lang`] | the program's words, Arabic and English | `model`, `keys`, `fluent_bundle` |
//! | [`app`] | what is on the screen, as state | `text`, `model`, `keys`, `lang` |
//! | [`ui`] | state to cells | `text`, `model`, `keys`, `lang`, `app`, `ratatui` |
//! | [`terminal`] | raw mode, detection, input, bytes out, the loop | everything below `cli`, `crossterm` |
//! | [`cli`] | the command line | everything |
//!
//! One key press: `terminal::input` → `terminal::Work::press` → [`app::App::press`] → keymap →
//! action → state, then what the state asks for outside ([`app::Effect`]), then [`ui::draw`]. No
//! events between parts, no tick, and no threads but those that search the whole project
//! (`terminal::search`) or bring articles in (`store::batch`), and one for what a large folder holds.
//!
//! # Invariants
//!
//! - Text from outside (articles, titles, names, paths, messages) reaches the screen only as cells
//!   of [`text::Layout`] or [`text::Line`]. A cell is one spacing character with its marks; no
//!   control and no format character is in any, but ZWNJ and ZWJ for a terminal that joins again. Nothing is ever measured in another way.
//! - A position is a byte of the original text; on disk it is a code point. Nothing stores a
//!   position in shaped or reordered text.
//! - `text`, `model`, `privacy` and `app` read no file, no clock and no terminal.
//! - Nobody's annotations are written but by who holds their [`store::Claim`]: `Store::save` cannot
//!   be called without one.
//! - Nothing is written through a symbolic link that leads out of the project, nor into an annotator's
//!   folder that is not the one whose lock was claimed.
//! - An annotations file is only ever replaced whole, after it was synced, and never when another
//!   hand wrote it in between.
//! - Articles come in by batches: written aside, synced at once, then renamed to names that are free.
//!   An import that ends at any moment leaves whole articles only.
//! - The sentences of an annotations file are the fold of its history. Nothing is removed from a
//!   history, and no entry is rewritten, but by `hashiya forget`, which does it to state and history
//!   alike, under everybody's claim: where topics were renamed, merged or split, entries are
//!   mapped as they are read ([`model::topic_change`]) and put back as they were when they are saved.
//! - `check --repair` deletes nothing that anybody wrote.
//! - What is given away is masked as a whole article, before any form is made of it: no form knows an
//!   unmasked text.
//! - A terminal that takes nothing any more keeps nobody from saving and leaving: once the program is
//!   asked to end, it is waited for no longer than a moment.
//! - The saved mark is drawn after the disk has answered, never before.
//! - The screen is laid out once, in visual order; only [`ui::encode`], the last step of a drawing,
//!   knows that some terminals reorder what they are sent.
//! - What a terminal answers is never a key, however late it comes and wherever the line cuts it.
//! - Drawing changes no state.

pub mod app;
pub mod cli;
pub mod export;
pub mod import;
pub mod keys;
pub mod lang;
pub mod model;
pub mod privacy;
pub mod settings;
pub mod store;
pub mod terminal;
pub mod text;
pub mod ui;
