//! What a project, an article and a decision are, and what may happen to them.
//!
//! Plain values: nothing here reads a file, asks for the time or knows a screen. Offsets in
//! [`annotation`] and in the stored form of an [`article`] count Unicode code points of the
//! article's text, end exclusive, which is what slicing a Python string takes.

pub mod annotation;
pub mod article;
pub mod check;
pub mod consistency;
pub mod flag;
pub mod history;
pub mod progress;
pub mod project;
pub mod rules;
pub mod topic_change;

/// A moment, in UTC, to the second where it is stored.
pub type Time = jiff::Timestamp;

/// Fields that a newer version wrote: kept and written back.
pub type Unknown = std::collections::BTreeMap<String, serde_json::Value>;
