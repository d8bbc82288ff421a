//! `hashiya split`: which articles are trained on and which are tested with; and what of one part is
//! in another all the same.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;
use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use super::dataset::{self, Parts, People, Wanted};
use super::{isolated, print, project_folder, say};
use crate::export::{self, Choice, Counts};
use crate::model::annotation::FORMAT;
use crate::model::split::{self, By, Member, Part, Refused, Splits};
use crate::store::{self, Store};
use crate::text::fold::fold;

/// How articles get their parts.
#[derive(Debug, Clone, Args)]
pub(super) struct Asked {
    /// Decides the order in which articles of one size are looked at.
    #[arg(long, value_name = "NUMBER")]
    seed: Option<u64>,

    /// Keep all articles of a source in one part; or have the oldest in the first part and the newest
    /// in the last, which needs dates as 2026-11-24.
    #[arg(long, value_name = "WHAT")]
    by: Option<Together>,

    /// Begin anew: articles may move to another part.
    #[arg(long)]
    resplit: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Together {
    Article,
    Source,
    Date,
}

/// How to split.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Options {
    /// The parts: 80/10/10 (train, validation, test), train=90/test=10, or rest/500/500 for numbers of
    /// sentences. Without it, new articles are added to the parts that there are.
    #[arg(value_name = "PARTS")]
    parts: Option<String>,

    /// The project's folder, instead of the one here.
    #[arg(long, value_name = "FOLDER")]
    project: Option<PathBuf>,

    #[command(flatten)]
    asked: Asked,

    #[command(flatten)]
    wanted: Wanted,

    /// Print JSON.
    #[arg(long)]
    json: bool,

    /// Write nothing.
    #[arg(long)]
    dry_run: bool,
}

const AFTER_HELP: &str = "\
An article is in one part with all of its sentences, and so is a cluster of duplicates (run hashiya \
duplicates first). The topics have the same shares in all parts as far as that can be (iterative stratification). \
The parts are kept in splits.json of the project: new articles never move old ones, unless --resplit says so.

What is said at the end: sentences that are in several parts, however they are spelled; articles that \
are nearly the same in several parts; publishers in several parts.";

impl Asked {
    /// Whether anything is asked for.
    pub(super) fn is_any(&self) -> bool {
        self.seed.is_some() || self.by.is_some() || self.resplit
    }
}

/// How many of a kind are listed.
const LISTED: usize = 5;

/// What of one part is in another.
#[derive(Debug, Default)]
struct Leaks {
    /// Sentences of four words or more, folded, in several parts: how many, and some of them.
    sentences: usize,
    examples: Vec<String>,
    /// Articles that are nearly the same, in several parts.
    duplicates: Vec<Vec<String>>,
    /// Publishers with articles in several parts.
    sources: BTreeSet<String>,
}

/// Splits, and says how.
pub(super) fn run(options: &Options) -> anyhow::Result<ExitCode> {
    let store = Store::open(&project_folder(options.project.as_deref())?)?;
    let people = People::of(&store);
    let choice = options.wanted.choice(&people)?;
    let ids = options.wanted.articles(&store)?;
    let made = make(
        &store,
        &people,
        &choice,
        &ids,
        options.parts.as_deref(),
        &options.asked,
        options.dry_run,
    )?;
    let Some(made) = made else {
        bail!("there are no parts yet: say which, as in hashiya split 80/10/10");
    };
    if options.json {
        print(&serde_json::to_string_pretty(&made.json())?);
    } else {
        made.lines(&store).iter().for_each(|line| print(line));
    }
    Ok(ExitCode::SUCCESS)
}

/// Parts, and what there is to say of them.
pub(super) struct Made {
    pub(super) splits: Splits,
    members: Vec<Member>,
    leaks: Leaks,
    new: usize,
}

/// The parts of the articles `ids`: those that are kept, and new articles added as `parts` says, or as
/// they were asked for before. None where no parts are asked for and there are none.
pub(super) fn make(
    store: &Store,
    people: &People,
    choice: &Choice,
    ids: &[String],
    parts: Option<&str>,
    asked: &Asked,
    dry_run: bool,
) -> anyhow::Result<Option<Made>> {
    let kept = read(store)?;
    let parts = parts.map(split::parts).transpose();
    let parts = parts.map_err(|why| anyhow::anyhow!("cannot split so: {why}"))?;
    let by = asked.by.map(|by| match by {
        Together::Article => By::Article,
        Together::Source => By::Source,
        Together::Date => By::Date,
    });
    let mut splits = match (kept, parts) {
        (None, None) => return Ok(None),
        (Some(kept), parts) if !asked.resplit => {
            check_same(&kept, parts.as_deref(), asked.seed, by)?;
            kept
        }
        (Some(kept), None) => Splits::new(
            kept.parts,
            asked.seed.unwrap_or(kept.seed),
            by.unwrap_or(kept.by),
        ),
        (_, Some(parts)) => Splits::new(
            parts,
            asked.seed.unwrap_or_default(),
            by.unwrap_or_default(),
        ),
    };
    let (members, sentences) = members(store, people, choice, ids)?;
    let duplicates = store.duplicates();
    if let Some(problem) = &duplicates.problem {
        say(&format!(
            "hashiya: {problem}; duplicates are not kept together"
        ));
    } else if duplicates.made_by.articles < store.ids().len() {
        say(
            "Duplicates were not looked for among all articles: run hashiya duplicates first, so that the same text is not in two parts.",
        );
    }
    let clusters: Vec<Vec<String>> = duplicates
        .clusters()
        .iter()
        .map(|cluster| cluster.articles.iter().map(|it| it.id.clone()).collect())
        .collect();
    let new = splits
        .add(&members, &clusters)
        .map_err(|why| refused(&why, &splits))?;
    // An article that is gone, or not decided any more, keeps its part for when it comes back.
    let leaks = leaks(&splits.articles, &members, &clusters, &sentences);
    if new > 0 && !dry_run {
        write(store, &splits)?;
    }
    Ok(Some(Made {
        splits,
        members,
        leaks,
        new,
    }))
}

fn check_same(
    kept: &Splits,
    parts: Option<&[Part]>,
    seed: Option<u64>,
    by: Option<By>,
) -> anyhow::Result<()> {
    let is_same = parts.is_none_or(|it| it == kept.parts)
        && seed.is_none_or(|it| it == kept.seed)
        && by.is_none_or(|it| it == kept.by);
    if !is_same {
        let parts = kept.parts.iter().map(|part| match part.share {
            Some(share) => format!("{}={share}", part.name),
            None => format!("{}=rest", part.name),
        });
        let parts: Vec<String> = parts.collect();
        bail!(
            "splits.json has other parts ({}, seed {}): leave out what differs, or begin anew with --resplit, which may move articles",
            parts.join("/"),
            kept.seed
        );
    }
    Ok(())
}

fn refused(why: &Refused, splits: &Splits) -> anyhow::Error {
    let parts = splits.parts.len();
    match why {
        Refused::Few(units) => anyhow::anyhow!(
            "there are {units} articles or clusters of duplicates with decisions that can go along, and {parts} parts: annotate more articles, or ask for fewer parts"
        ),
        Refused::Scarce(size) => anyhow::anyhow!(
            "there are {size} sentences in all, and the parts are to have as many or more without the rest: ask for fewer"
        ),
        Refused::Undated(count, first) => anyhow::anyhow!(
            "{count} articles have no date as 2026-11-24 (the first is {first}): put \"date\" into their \"metadata\", or leave out --by date"
        ),
    }
}

/// Folded sentences with the articles that have them.
type Sentences = HashMap<u64, (String, BTreeSet<usize>)>;

/// The articles with sentences that go along, and these sentences.
fn members(
    store: &Store,
    people: &People,
    choice: &Choice,
    ids: &[String],
) -> anyhow::Result<(Vec<Member>, Sentences)> {
    let project = store.project();
    let (mut members, mut sentences) = (Vec::new(), Sentences::new());
    let mut all = Counts::default();
    let make = |said: export::Said| {
        let mut counts = Counts::default();
        let rows = export::rows(&said, project, choice, &mut counts);
        let count = |topic: &crate::model::project::Topic| {
            counts.topics.get(&topic.id).copied().unwrap_or_default() as u64
        };
        let member = Member {
            id: said.article.id.clone(),
            size: rows.len() as u64,
            labels: project.topics.iter().map(count).collect(),
            source: said.article.metadata.source.clone(),
            date: said.article.metadata.date.clone(),
        };
        let folded = rows.iter().filter_map(|row| {
            let folded = fold(row.text()).text;
            // A short one says the same of nothing.
            (folded.split_whitespace().count() >= 4).then(|| {
                let mut hasher = DefaultHasher::new();
                folded.hash(&mut hasher);
                (hasher.finish(), row.text().to_owned())
            })
        });
        let folded: Vec<(u64, String)> = folded.collect();
        Ok((member, folded, counts))
    };
    dataset::each(
        store,
        people,
        &Parts::new(),
        ids,
        make,
        |(member, folded, counts)| {
            all += counts;
            if member.size > 0 {
                for (hash, text) in folded {
                    let (_, articles) = sentences
                        .entry(hash)
                        .or_insert_with(|| (text, BTreeSet::new()));
                    articles.insert(members.len());
                }
                members.push(member);
            }
            Ok(())
        },
    )?;
    dataset::check_any(&all, choice)?;
    Ok((members, sentences))
}

fn leaks(
    parts: &Parts,
    members: &[Member],
    clusters: &[Vec<String>],
    sentences: &Sentences,
) -> Leaks {
    let differ = |ids: &mut dyn Iterator<Item = &str>| {
        let parts: BTreeSet<&String> = ids.filter_map(|id| parts.get(id)).collect();
        parts.len() > 1
    };
    let id = |at: &usize| members.get(*at).map_or("", |member| &*member.id);
    let mut leaks = Leaks::default();
    for (text, articles) in sentences.values() {
        if articles.len() > 1 && differ(&mut articles.iter().map(id)) {
            leaks.sentences += 1;
            leaks.examples.push(text.clone());
        }
    }
    leaks.examples.sort_unstable();
    leaks.examples.truncate(LISTED);
    let apart = clusters.iter();
    let apart = apart.filter(|ids| differ(&mut ids.iter().map(String::as_str)));
    leaks.duplicates = apart.cloned().collect();
    let mut sources: BTreeMap<&String, Vec<&str>> = BTreeMap::new();
    for member in members {
        if let Some(source) = &member.source {
            sources.entry(source).or_default().push(&member.id);
        }
    }
    let several = sources.iter();
    let several = several.filter(|(_, ids)| differ(&mut ids.iter().copied()));
    leaks.sources = several.map(|(source, _)| (*source).clone()).collect();
    leaks
}

impl Made {
    /// For each part: articles, sentences, and how many of them have each topic.
    fn table(&self) -> Vec<(&str, usize, u64, Vec<u64>)> {
        let part = |part: &'_ Part| {
            let is_in = |member: &&Member| self.splits.articles.get(&member.id) == Some(&part.name);
            let members = self.members.iter().filter(is_in);
            let mut labels: Vec<u64> = Vec::new();
            for member in members.clone() {
                labels.resize(member.labels.len(), 0);
                for (all, more) in labels.iter_mut().zip(&member.labels) {
                    *all += more;
                }
            }
            (
                members.clone().count(),
                members.map(|it| it.size).sum(),
                labels,
            )
        };
        self.splits
            .parts
            .iter()
            .map(|it| {
                let (articles, sentences, labels) = part(it);
                (it.name.as_str(), articles, sentences, labels)
            })
            .collect()
    }

    fn json(&self) -> Value {
        let parts: Vec<Value> = self
            .table()
            .into_iter()
            .map(|(part, articles, sentences, topics)| json!({ "part": part, "articles": articles, "sentences": sentences, "topics": topics }))
            .collect();
        json!({
            "parts": parts,
            "new": self.new,
            "leaks": {
                "sentences": self.leaks.sentences,
                "examples": self.leaks.examples,
                "duplicates": self.leaks.duplicates,
                "sources": self.leaks.sources,
            },
        })
    }

    /// How the parts were made, in a sentence for a card.
    pub(super) fn method(splits: &Splits) -> String {
        let by = match splits.by {
            By::Article => "",
            By::Source => " All articles of a source are in one part.",
            By::Date => " The oldest articles are in the first part, the newest in the last.",
        };
        format!(
            "By article and cluster of duplicates, never by sentence; iterative stratification over topics, seed {}.{by}",
            splits.seed
        )
    }

    /// What is said of the parts.
    fn lines(&self, store: &Store) -> Vec<String> {
        let topics = &store.project().topics;
        let all: u64 = self.members.iter().map(|it| it.size).sum();
        let mut lines = Vec::new();
        for (part, articles, sentences, labels) in self.table() {
            let share = 100.0 * sentences as f64 / all.max(1) as f64;
            let counts = topics.iter().zip(&labels);
            let counts: Vec<String> = counts
                .map(|(topic, count)| format!("{} {count}", topic.id))
                .collect();
            lines.push(format!(
                "{part}: {articles} articles, {sentences} sentences ({share:.1} %); {}",
                counts.join(", ")
            ));
        }
        lines.push(format!("{} articles are new in splits.json.", self.new));
        lines.extend(self.warnings(store));
        let leaks = &self.leaks;
        lines.push(format!(
            "{} sentences are in several parts.",
            leaks.sentences
        ));
        lines.extend(
            leaks
                .examples
                .iter()
                .map(|it| format!("  {}", isolated(it))),
        );
        lines.push(format!(
            "{} clusters of duplicates are in several parts.",
            leaks.duplicates.len()
        ));
        let clusters = leaks.duplicates.iter().take(LISTED);
        lines.extend(clusters.map(|ids| format!("  {}", ids.join(", "))));
        lines.push(format!(
            "{} sources are in several parts.",
            leaks.sources.len()
        ));
        let sources = leaks.sources.iter().take(LISTED);
        lines.extend(sources.map(|it| format!("  {}", isolated(it))));
        lines
    }

    /// What is wrong with the parts, and what to do.
    pub(super) fn warnings(&self, store: &Store) -> Vec<String> {
        let mut lines = Vec::new();
        let table = self.table();
        for (at, topic) in store.project().topics.iter().enumerate() {
            let count = |labels: &Vec<u64>| labels.get(at).copied().unwrap_or_default();
            let has_any = table.iter().any(|(.., labels)| count(labels) > 0);
            if !has_any {
                lines.push(format!(
                    "No sentence has the topic {}: annotate some, or take it out of project.toml.",
                    topic.id
                ));
                continue;
            }
            for (part, .., labels) in &table {
                if count(labels) == 0 {
                    lines.push(format!(
                        "{part} has no sentence with the topic {}: too few articles have it; annotate more of them, or ask for fewer parts.",
                        topic.id
                    ));
                }
            }
        }
        let all: u64 = self.members.iter().map(|it| it.size).sum();
        let asked: u64 = self.splits.parts.iter().filter_map(|it| it.share).sum();
        let is_share = self.splits.parts.iter().all(|it| it.share.is_some());
        for (part, (name, _, sentences, _)) in self.splits.parts.iter().zip(&table) {
            let wanted = match part.share {
                Some(share) if is_share => all as f64 * share as f64 / asked.max(1) as f64,
                Some(share) => share as f64,
                None => continue,
            };
            // Half as much, or twice.
            let ratio = *sentences as f64 / wanted.max(1.0);
            if !(0.5..=2.0).contains(&ratio) {
                lines.push(format!(
                    "{name} has {sentences} sentences where {wanted:.0} were asked for: a long article or a large cluster of duplicates stays in one part; take some of it out with --article, or annotate more."
                ));
            }
        }
        lines
    }
}

fn path(store: &Store) -> PathBuf {
    store.root().join("splits.json")
}

/// The parts that are kept; none where there are none yet.
pub(super) fn read(store: &Store) -> anyhow::Result<Option<Splits>> {
    let path = path(store);
    let json = match fs::read(&path) {
        Ok(json) => json,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => bail!("cannot read {}: {}", path.display(), store::reason(&error)),
    };
    match serde_json::from_slice::<Splits>(&json) {
        Ok(splits) if splits.format <= FORMAT => Ok(Some(splits)),
        Ok(splits) => bail!(
            "{} has format {} and this Hashiya reads up to {FORMAT}: update Hashiya",
            path.display(),
            splits.format
        ),
        Err(error) => bail!(
            "{}: {error}; put back a good copy (to delete it is to move articles to other parts)",
            path.display()
        ),
    }
}

fn write(store: &Store, splits: &Splits) -> anyhow::Result<()> {
    let mut json = serde_json::to_vec_pretty(splits)?;
    json.push(b'\n');
    dataset::replace(&path(store), &json, None)
}
