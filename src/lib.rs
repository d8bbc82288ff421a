//! Hashiya (حاشية, the gloss in the margin of a manuscript): annotators read an article in a
//! terminal, usually over SSH, and tag each sentence by topic.

pub mod app;
pub mod import;
pub mod keys;
pub mod model;
pub mod store;
pub mod text;
pub mod ui;
