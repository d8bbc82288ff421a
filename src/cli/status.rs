//! `hashiya status`: how far the work on a project is.

use std::io::{BufWriter, Write as _, stdout};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use super::{isolated, print, project_folder};
use crate::model::Time;
use crate::model::annotation::Status;

use crate::model::flag::Flag;
use crate::model::progress::{Pace, Period, Person, Progress, Share};
use crate::store::Store;
use crate::terminal::progress;

/// How to look at the work.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Options {
    /// The project's folder, instead of the one here.
    #[arg(long, value_name = "FOLDER")]
    project: Option<PathBuf>,

    /// Print JSON.
    #[arg(long)]
    json: bool,

    /// Count only what was decided on this day or later, as in 2026-11-24. How far articles are stays
    /// what it is.
    #[arg(long, value_name = "DATE", value_parser = day)]
    since: Option<Time>,
}

const AFTER_HELP: &str = "\
Sentences that are not part of an article, such as what a web page left in it, are not counted. Days \
begin at midnight UTC. Decisions in an hour are those of active time: of how long sentences had the \
focus. Adjudicated decisions are not counted.

In JSON: project; since, or null; articles and sentences, how many there are; people, each with \
annotator, done, in_progress and later (articles), finished and of (sentences), decisions and today, each \
with count and per_hour (null where no time is known), and unreadable (files); topics, each with id, ar, \
en, count and share (of what is decided); none, the same for \"none applies\"; decided; flags, a count by \
id; begun, each with article and people, each with annotator, finished, of and status. Everything is \
counted once for each annotator who says so.";

/// How many articles are listed in the table.
const LISTED: usize = 20;

/// The beginning of a day in UTC.
fn day(text: &str) -> Result<Time, String> {
    let wrong = |_| "a day is needed, such as 2026-11-24".to_owned();
    format!("{text}T00:00:00Z").parse().map_err(wrong)
}

/// Counts, and says what was counted.
pub(super) fn run(options: Options) -> anyhow::Result<ExitCode> {
    let root = project_folder(options.project.as_deref())?;
    let store = Store::open(&root)?;
    let now = Time::now();
    let period = Period {
        since: options.since,
        today: day(&now.strftime("%Y-%m-%d").to_string()).unwrap_or(now),
    };
    let progress = progress(&store, &period);
    if options.json {
        let answer = Answer {
            counted: object(&store, &progress, &period),
            begun: Begun(&progress),
        };
        let mut out = BufWriter::new(stdout().lock());
        // Whoever closed standard output does not want to read it.
        let _ = serde_json::to_writer_pretty(&mut out, &answer);
        let _ = writeln!(out);
    } else {
        lines(&store, &progress, &period)
            .iter()
            .for_each(|line| print(line));
    }
    Ok(ExitCode::SUCCESS)
}

fn share(part: usize, of: usize) -> f64 {
    if of == 0 {
        0.0
    } else {
        part as f64 / of as f64
    }
}

/// What is printed as JSON.
#[derive(Serialize)]
struct Answer<'a> {
    #[serde(flatten)]
    counted: Value,
    begun: Begun<'a>,
}

/// The articles that somebody has begun, one after the other: there may be very many.
struct Begun<'a>(&'a Progress);

#[derive(Serialize)]
struct Row<'a> {
    article: &'a str,
    people: Vec<Cell<'a>>,
}

#[derive(Serialize)]
struct Cell<'a> {
    annotator: &'a str,
    finished: usize,
    of: usize,
    status: &'a Status,
}

impl Serialize for Begun<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.begun.iter().map(|(article, shares)| Row {
            article,
            people: shares.iter().map(Cell::from).collect(),
        }))
    }
}

impl<'a> From<&'a Share> for Cell<'a> {
    fn from(share: &'a Share) -> Self {
        Self {
            annotator: &share.annotator,
            finished: share.finished,
            of: share.all,
            status: &share.status,
        }
    }
}

fn object(store: &Store, progress: &Progress, period: &Period) -> Value {
    let pace = |pace: &Pace| json!({ "count": pace.decisions, "per_hour": pace.per_hour() });
    let person = |(name, person): (&String, &Person)| {
        json!({
            "annotator": name,
            "done": person.done,
            "in_progress": person.in_progress,
            "later": person.later,
            "finished": person.finished,
            "of": progress.sentences,
            "decisions": pace(&person.all),
            "today": pace(&person.today),
            "unreadable": person.unreadable,
        })
    };
    let topic = |(id, count): (&str, usize)| {
        let name = store.project().topic(id).map(|topic| &topic.name);
        json!({
            "id": id,
            "ar": name.map(|it| &it.ar),
            "en": name.map(|it| &it.en),
            "count": count,
            "share": share(count, progress.decided),
        })
    };
    let none = progress.none;
    json!({
        "project": store.project().name,
        "since": period.since.map(|it| it.strftime("%Y-%m-%d").to_string()),
        "articles": progress.articles,
        "sentences": progress.sentences,
        "people": progress.people.iter().map(person).collect::<Vec<_>>(),
        "topics": topics(store, progress).into_iter().map(topic).collect::<Vec<_>>(),
        "none": { "count": none, "share": share(none, progress.decided) },
        "decided": progress.decided,
        "flags": progress.flags,
    })
}

/// The topics in the order of the scheme, and behind them those that it no longer has.
fn topics<'a>(store: &'a Store, progress: &'a Progress) -> Vec<(&'a str, usize)> {
    let scheme = &store.project().topics;
    let count = |id: &str| progress.topics.get(id).copied().unwrap_or_default();
    let known = scheme
        .iter()
        .map(|topic| (topic.id.as_str(), count(&topic.id)));
    let gone = progress.topics.iter();
    let gone = gone.filter(|(id, _)| store.project().topic(id).is_none());
    known
        .chain(gone.map(|(id, count)| (id.as_str(), *count)))
        .collect()
}

/// The table, in rows of 80 columns. What may be written from the right stands at the end of a row.
fn lines(store: &Store, progress: &Progress, period: &Period) -> Vec<String> {
    let mut lines = vec![isolated(&short(&store.project().name, 78))];
    lines.push(format!(
        "{} articles, {} of them begun; {} sentences",
        progress.articles,
        progress.begun.len(),
        progress.sentences
    ));
    let since = match period.since {
        Some(since) => since.strftime("%Y-%m-%d").to_string(),
        None => "in all".to_owned(),
    };
    lines.push(String::new());
    lines.push(format!(
        "{:>13}   {:BAR$} {:>10} {:>17} {:>10}",
        "articles", "", "sentences", "decided", "an hour"
    ));
    lines.push(format!(
        "{:>6} {:>6}   {:BAR$} {:>10} {:>6} {since:>10} {:>5} {:>4}  who",
        "done", "open", "", "finished", "today", "today", "all"
    ));
    for (name, person) in &progress.people {
        lines.push(row_of(name, person, progress.sentences));
    }
    if progress.people.is_empty() {
        lines.push("nobody has begun".to_owned());
    }
    let unreadable: usize = progress.people.values().map(|it| it.unreadable).sum();
    if unreadable > 0 {
        lines.push(format!(
            "{unreadable} files could not be read: see hashiya check"
        ));
    }
    lines.push(String::new());
    lines.push("topics".to_owned());
    let counted = |count: usize, name: &str| {
        let part = share(count, progress.decided);
        let percent = percent(part);
        format!(
            "{count:>7} {percent:>4} {} {}",
            bar(part),
            isolated(&short(name, 50))
        )
    };
    for (id, count) in topics(store, progress) {
        let name = store
            .project()
            .topic(id)
            .map(|topic| topic.name.get(store.project().language));
        lines.push(counted(
            count,
            name.filter(|it| !it.is_empty()).unwrap_or(id),
        ));
    }
    lines.push(counted(progress.none, "(none applies)"));
    if !progress.flags.is_empty() {
        lines.push(String::new());
        lines.push("flags".to_owned());
        let known = Flag::ALL.iter().map(|flag| flag.id());
        let gone = progress.flags.keys().map(String::as_str);
        let gone = gone.filter(|id| Flag::with_id(id).is_none());
        for id in known.chain(gone) {
            if let Some(count) = progress.flags.get(id) {
                lines.push(format!("{count:>7} {}", isolated(&short(id, 70))));
            }
        }
    }
    lines.extend(articles(progress));
    lines
}

/// A row for each article that somebody works on and each who does, and then those that are done.
fn articles(progress: &Progress) -> Vec<String> {
    let mut rows: Vec<(bool, String)> = Vec::new();
    for (article, shares) in &progress.begun {
        for share_of in shares {
            let part = share(share_of.finished, share_of.all);
            let (status, is_done) = match &share_of.status {
                Status::Done => ("done", true),
                Status::Later => ("later", false),
                Status::InProgress | Status::Other(_) => ("", false),
            };
            let who = isolated(&short(&share_of.annotator, 16));
            let of = format!("{}/{}", share_of.finished, share_of.all);
            let article = short(article, 30);
            let row = format!("{of:>11} {} {status:<5} {article:<30} {who}", bar(part));
            rows.push((is_done, row));
        }
    }
    if rows.is_empty() {
        return Vec::new();
    }
    rows.sort_by_key(|(is_done, _)| *is_done);
    let more = rows.len().saturating_sub(LISTED);
    let heads = [String::new(), "articles".to_owned()];
    let rows = rows.into_iter().take(LISTED).map(|(_, row)| row);
    let more = (more > 0).then(|| format!("        and {more} more: --json has all of them"));
    heads.into_iter().chain(rows).chain(more).collect()
}

fn row_of(name: &str, person: &Person, sentences: usize) -> String {
    let open = person.in_progress + person.later;
    let part = share(person.finished, sentences);
    let rate = |pace: &Pace| {
        pace.per_hour()
            .map_or("–".to_owned(), |it| format!("{it:.0}"))
    };
    format!(
        "{:>6} {open:>6}   {} {:>5} {:>4} {:>6} {:>10} {:>5} {:>4}  {}",
        person.done,
        bar(part),
        person.finished,
        percent(part),
        person.today.decisions,
        person.all.decisions,
        rate(&person.today),
        rate(&person.all),
        isolated(&short(name, 10)),
    )
}

const BAR: usize = 10;

/// A bar for a part of one.
fn bar(part: f64) -> String {
    let full = (part.clamp(0.0, 1.0) * BAR as f64).round() as usize;
    // Something is never nothing, and not all is never all.
    let full = match full {
        0 if part > 0.0 => 1,
        BAR if part < 1.0 => BAR - 1,
        full => full,
    };
    "█".repeat(full) + &"░".repeat(BAR - full)
}

fn percent(part: f64) -> String {
    let percent = (part * 100.0).round();
    if percent >= 100.0 && part < 1.0 {
        return "99%".to_owned();
    }
    format!("{percent:.0}%")
}

/// `text`, cut to at most `characters`.
fn short(text: &str, characters: usize) -> String {
    if text.chars().count() <= characters {
        return text.to_owned();
    }
    let kept: String = text.chars().take(characters.saturating_sub(1)).collect();
    kept + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_full_only_when_everything_is_done() {
        assert_eq!(bar(0.0), "░░░░░░░░░░");
        assert_eq!(bar(0.001), "█░░░░░░░░░");
        assert_eq!(bar(0.5), "█████░░░░░");
        assert_eq!(bar(0.999), "█████████░");
        assert_eq!(bar(1.0), "██████████");
        assert_eq!(percent(0.999), "99%");
        assert_eq!(percent(1.0), "100%");
    }

    #[test]
    fn a_day_begins_at_midnight() {
        assert_eq!(day("1970-01-02").map(|it| it.as_second()), Ok(86_400));
        assert!(day("yesterday").is_err() && day("2026-13-01").is_err());
    }
}
