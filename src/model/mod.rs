//! What a project, an article and a decision are, and what may happen to them.
//!
//! Plain values: nothing here reads a file, asks for the time or knows a screen. Offsets in
//! [`annotation`] and in the stored form of an [`article`] count Unicode code points of the
//! article's text, end exclusive, which is what slicing a Python string takes.

pub mod adjudication;
pub mod agreement;
pub mod annotation;
pub mod article;
pub mod assignment;
pub mod check;
pub mod consistency;
pub mod duplicates;
pub mod extension;
pub mod flag;
mod hash;
pub mod history;
pub mod mask;
pub mod pace;
pub mod privacy;
pub mod progress;
pub mod project;
pub mod pseudonym;
pub mod question;
pub mod realign;
pub mod rules;
pub mod segmentation;
pub mod split;
pub mod topic_change;
pub mod votes;
pub mod wording_diff;

/// A moment, in UTC, to the second where it is stored.
pub type Time = jiff::Timestamp;

/// How long something took.
pub type Span = jiff::SignedDuration;

/// Where a moment has an hour and a day.
pub type Zone = jiff::tz::TimeZone;

/// The hour of `at` in `zone`, as `14:03`; before it the day, as `2026-11-24`, if that is not the day of
/// `now`.
pub fn hour(at: Time, now: Time, zone: &Zone) -> String {
    let at = zone.to_datetime(at);
    let form = if at.date() == zone.to_datetime(now).date() {
        "%H:%M"
    } else {
        "%Y-%m-%d %H:%M"
    };
    at.strftime(form).to_string()
}

/// When the day of `now` began in `zone`; `now`, where the calendar has no such moment.
pub fn day_begins(now: Time, zone: &Zone) -> Time {
    let midnight = zone
        .to_datetime(now)
        .date()
        .to_datetime(jiff::civil::Time::midnight());
    zone.to_timestamp(midnight).unwrap_or(now)
}

/// Whether `at` and `other` are on one day in `zone`.
pub fn same_day(at: Time, other: Time, zone: &Zone) -> bool {
    zone.to_datetime(at).date() == zone.to_datetime(other).date()
}

/// Fields that a newer version wrote: kept and written back.
pub type Unknown = std::collections::BTreeMap<String, serde_json::Value>;
