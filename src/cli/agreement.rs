//! `hashiya agreement`: how far annotators agree, and on which sentences they do not.

use std::fmt::Write as _;
use std::io::{BufWriter, Write as _, stdout};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;
use clap::Args;
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use super::{isolated, print, project_folder, say};
use crate::lang::agreement::{self as told, decimal};
use crate::lang::{Digits, Words};
use crate::model::agreement::bootstrap::{Interval, Sampling};
use crate::model::agreement::coefficient::{Figure, Tally, Undefined};
use crate::model::agreement::confusion::{Choice, Confusion};
use crate::model::agreement::labels::Labels;
use crate::model::agreement::notes::{Nothing, notes};
use crate::model::agreement::{Agreement, Cost, Estimate, Ratings, TopicFigures};
use crate::model::project::Language;
use crate::store::{self, Store};
use crate::terminal::{self, Gathering};

/// What to compare.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Options {
    /// The project's folder, instead of the one here.
    #[arg(long, value_name = "FOLDER")]
    project: Option<PathBuf>,

    /// Print JSON.
    #[arg(long)]
    json: bool,

    /// Compare only this topic; may be given several times.
    #[arg(long = "topic", value_name = "ID")]
    topics: Vec<String>,

    /// Compare only this annotator with the others who are named; may be given several times.
    #[arg(long = "annotator", value_name = "NAME")]
    annotators: Vec<String>,

    /// End with 1 unless alpha of topic sets (MASI) and of every topic is at least this; a topic that
    /// does not vary is left out.
    #[arg(long, value_name = "ALPHA", value_parser = at_least, allow_negative_numbers = true)]
    at_least: Option<f64>,

    /// Which topics are taken for which, for each two people.
    #[arg(long)]
    confusion: bool,

    /// How many samples of articles an interval is made of; 0 for no interval.
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(..=1_000_000))]
    rounds: u32,

    /// Another seed draws other samples.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
}

const AFTER_HELP: &str = "\
A sentence is compared where two annotators decided on it. Undecided, passed on and not part of the article \
are missing; \"none applies\" is a decision. Adjudicated decisions (gold) are nobody's.

Alpha is Krippendorff's: 1 is full agreement, 0 what chance makes of it. He takes 0.800 for reliable and 0.667 \
for the least from which one may conclude anything; below that, look at the sentences and mend the guideline. \
MASI and Jaccard count how much of two topic sets is common. An interval is that of samples of articles: it is \
wide where there are few. A topic that is rare may have a low alpha beside a high observed agreement: of two \
tables with 85% agreement, 40 9 6 45 has a kappa of 0.70, and 80 10 5 5 of 0.32 (Feinstein and Cicchetti 1990). \
Fleiss' and Cohen's kappa are given for comparison with others.

The exit code is 0, 1 where --at-least is not reached, 2 where nothing can be compared.";

/// How many sentences, and articles, are listed in the table.
const LISTED: usize = 5;

fn at_least(text: &str) -> Result<f64, String> {
    let value = text.parse().ok().filter(|it| (-1.0..=1.0).contains(it));
    value.ok_or_else(|| "a number from -1 to 1 is needed, such as 0.67".to_owned())
}

/// Compares, and says what was found.
pub(super) fn run(options: Options) -> anyhow::Result<ExitCode> {
    let root = project_folder(options.project.as_deref())?;
    let store = Store::open(&root)?;
    let words = Words::new(Language::English, Digits::European);
    let people = people(&store, &options.annotators, &words)?;
    let gathered = gather(&store, &people, &options.topics)?;
    gathered
        .unreadable
        .iter()
        .for_each(|why| say(&format!("hashiya: left out: {why}")));
    if let Some(why) = Nothing::of(&gathered.ratings) {
        bail!(plain(&told::nothing(&words, &why)));
    }
    let sampling = Sampling {
        rounds: options.rounds,
        seed: options.seed,
    };
    let agreement = Agreement::of(&gathered.ratings, sampling);
    let confusions = if options.confusion {
        gathered.ratings.confusions()
    } else {
        Vec::new()
    };
    let answer = Answer {
        store: &store,
        gathered: &gathered,
        ratings: &gathered.ratings,
        agreement: &agreement,
        confusions: &confusions,
        sampling,
        words,
    };
    if options.json {
        answer.print(options.confusion);
    } else {
        let lines = if options.confusion {
            answer.confusion_lines()
        } else {
            answer.lines()
        };
        lines.iter().for_each(|line| print(line));
    }
    let Some(least) = options.at_least else {
        return Ok(ExitCode::SUCCESS);
    };
    let lacking = answer.lacking(least);
    lacking
        .iter()
        .for_each(|what| say(&format!("hashiya: {what}")));
    Ok(ExitCode::from(u8::from(!lacking.is_empty())))
}

/// Who is compared.
fn people(store: &Store, asked: &[String], words: &Words) -> anyhow::Result<Vec<String>> {
    let known = terminal::people(store);
    let list = |names: &[String]| match names {
        [] => "nobody".to_owned(),
        names => names.join(", "),
    };
    let mut people: Vec<String> = Vec::new();
    for name in asked {
        store::check_annotator(name)?;
        if !known.contains(name) {
            bail!(
                "there are no decisions by {name}: there are some by {}",
                list(&known)
            );
        }
        if !people.contains(name) {
            people.push(name.clone());
        }
    }
    if asked.is_empty() {
        people.clone_from(&known);
    }
    match (Nothing::among(&people), people.as_slice()) {
        (Some(_), [one]) if !asked.is_empty() => bail!(
            "agreement of {one} with whom? Name another one with --annotator, or nobody, to compare all: {}",
            list(&known)
        ),
        (Some(why), _) => bail!(plain(&told::nothing(words, &why))),
        (None, _) => Ok(people),
    }
}

/// Reads what `people` say of every article.
fn gather(store: &Store, people: &[String], topics: &[String]) -> anyhow::Result<Gathering> {
    let scheme: Vec<&str> = store.project().topics.iter().map(|it| &*it.id).collect();
    let mut only: Vec<String> = Vec::new();
    for id in topics {
        if !scheme.contains(&id.as_str()) {
            bail!(
                "no topic has the id \"{id}\": there are {}",
                scheme.join(", ")
            );
        }
        if !only.contains(id) {
            only.push(id.clone());
        }
    }
    let only = (!only.is_empty()).then_some(only.as_slice());
    let mut gathered = Gathering::new(store, people, only);
    while gathered.go_on(store) {}
    Ok(gathered)
}

/// A message in English, as it is printed: without the marks that a screen has about what comes in as a
/// variable.
fn plain(told: &str) -> String {
    told.replace(['\u{2068}', '\u{2069}'], "")
}

/// What is said of the agreement.
struct Answer<'a> {
    store: &'a Store,
    gathered: &'a Gathering,
    ratings: &'a Ratings,
    agreement: &'a Agreement,
    confusions: &'a [Confusion],
    sampling: Sampling,
    words: Words,
}

impl Answer<'_> {
    /// What lacks to `least`, a sentence each.
    fn lacking(&self, least: f64) -> Vec<String> {
        let mut lacking = Vec::new();
        let mut is_any = false;
        let mut compare = |what: &str, figure: Figure| {
            if let Ok(value) = figure {
                is_any = true;
                if value < least {
                    lacking.push(format!(
                        "alpha of {what} is {}, less than {least}",
                        decimal(value)
                    ));
                }
            }
        };
        if self.ratings.topics.len() > 1 {
            compare("topic sets (MASI)", self.agreement.sets.masi.alpha.value());
        }
        for (id, topic) in self.ratings.topics.iter().zip(&self.agreement.topics) {
            compare(id, topic.alpha.alpha.value());
        }
        if !is_any {
            lacking.push(
                "no alpha is defined, as everybody always says the same: nothing is reached"
                    .to_owned(),
            );
        }
        lacking
    }

    /// Why a figure of topic sets has no value.
    fn why_sets(&self, why: Undefined) -> String {
        let only = self.agreement.sets.only.map(|set| self.ids(set));
        plain(&told::why_sets(&self.words, why, only.as_deref()))
    }

    /// The one set that was said where that is why there is no value.
    fn only(&self, why: Undefined) -> Option<String> {
        match why {
            Undefined::NoPairs => None,
            Undefined::NoVariation(value) => {
                let value = u32::try_from(value).unwrap_or(u32::MAX);
                Some(self.ids(self.ratings.set(value)))
            }
        }
    }

    fn why_topic(&self, why: Undefined) -> String {
        told::why_topic(&self.words, why)
    }

    fn ids(&self, set: Labels) -> String {
        if set.is_empty() {
            return "none".to_owned();
        }
        let topics = set.iter().filter_map(|at| self.ratings.topics.get(at));
        topics.map(String::as_str).collect::<Vec<_>>().join("+")
    }

    /// The name of a topic in the project's language, or its id.
    fn name<'b>(&'b self, id: &'b str) -> &'b str {
        let project = self.store.project();
        let name = project.topic(id).map(|it| it.name.get(project.language));
        name.filter(|it| !it.is_empty()).unwrap_or(id)
    }

    fn who(&self, nth: usize) -> &str {
        self.ratings.annotators.get(nth).map_or("", String::as_str)
    }

    /// The sentences that cost most, and how many more cost as much as the last of them.
    fn worst(&self) -> (&[Cost], usize) {
        let costs = &self.agreement.costs;
        let worst = costs.get(..LISTED.min(costs.len())).unwrap_or_default();
        let Some(last) = worst.last() else {
            return (worst, 0);
        };
        let rest = costs.iter().skip(worst.len());
        (worst, rest.take_while(|it| it.alpha == last.alpha).count())
    }

    /// The text of a sentence, if it can be read.
    fn text(&self, article: &str, sentence: &str) -> Option<String> {
        self.ratings.annotators.iter().find_map(|name| {
            let annotations = self.store.own(name, article).ok().flatten()?;
            let mut sentences = annotations.sentences.into_iter();
            sentences.find(|it| it.id == sentence).map(|it| it.text)
        })
    }

    /// What to know and to do, a sentence each.
    fn notes(&self) -> Vec<String> {
        let notes = notes(
            self.ratings,
            self.agreement,
            self.sampling.rounds > 0,
            self.store.guideline(),
            self.gathered.unreadable.len(),
        );
        let told = |note| plain(&told::note(&self.words, note, str::to_owned));
        notes.iter().map(told).collect()
    }

    /// The table, in rows of 80 columns. What may be written from the right stands at the end of a row.
    fn lines(&self) -> Vec<String> {
        let (ratings, agreement) = (self.ratings, self.agreement);
        let mut lines = vec![isolated(&short(&self.store.project().name, 78))];
        lines.push(format!(
            "{} annotators; {} decided on by two or more, in {}",
            ratings.annotators.len(),
            counted(agreement.units, "sentence", "sentences"),
            counted(agreement.articles_compared, "article", "articles")
        ));
        lines.push(String::new());
        lines.push(format!(
            "{:>6}  {:<16}{:>7} {:>8} {:>7}",
            "alpha", "95% interval", "kappa", "observed", "share"
        ));
        if ratings.topics.len() > 1 {
            let sets = &agreement.sets;
            let kappa = sets.tally.fleiss();
            let named = [
                ("topic sets, by MASI", &sets.masi),
                ("topic sets, by Jaccard", &sets.jaccard),
            ];
            for (name, estimate) in named {
                lines.push(match estimate.alpha.value() {
                    Ok(value) => row(
                        value,
                        estimate.interval,
                        kappa,
                        sets.tally.observed(),
                        "",
                        name,
                    ),
                    Err(why) => undefined(&self.why_sets(why), name),
                });
            }
        }
        for (id, topic) in ratings.topics.iter().zip(&agreement.topics) {
            let name = isolated(&short(self.name(id), 28));
            let (said, of) = topic.said();
            lines.push(match topic.alpha.alpha.value() {
                Ok(value) => {
                    let share = percent(said as f64 / of.max(1) as f64);
                    let share = share + if topic.is_rare() { "!" } else { " " };
                    row(
                        value,
                        topic.alpha.interval,
                        topic.tally.fleiss(),
                        topic.tally.observed(),
                        &share,
                        &name,
                    )
                }
                Err(why) => undefined(&self.why_topic(why), &name),
            });
        }
        lines.push(String::new());
        lines.push(format!(
            "{:>9} {:>8} {:>6} {:>6}  pairs",
            "sentences", "observed", "kappa", "MASI"
        ));
        for pair in &agreement.pairs {
            let names = pair.who.map(|nth| isolated(&short(self.who(nth), 16)));
            lines.push(format!(
                "{:>9} {:>8} {:>6} {:>6}  {}",
                pair.sets.units,
                pair.sets.observed().map_or(NONE.to_owned(), percent),
                or_none(pair.sets.cohen()),
                or_none(pair.masi.cohen()),
                names.join(" "),
            ));
        }
        lines.extend(self.article_lines());
        lines.extend(self.worst_lines());
        let notes = self.notes();
        if !notes.is_empty() {
            lines.push(String::new());
            notes.iter().for_each(|note| lines.extend(wrapped(note)));
        }
        lines
    }

    fn article_lines(&self) -> Vec<String> {
        let mut articles: Vec<_> = self.agreement.articles.iter().collect();
        articles.sort_by(|one, other| other.cost.total_cmp(&one.cost));
        let mut lines = vec![
            String::new(),
            format!(
                "{:>9} {:>8} {:>6} {:>6}  articles, by their part of the disagreement",
                "sentences", "observed", "MASI", "part"
            ),
        ];
        let more = articles.len().saturating_sub(LISTED);
        for article in articles.into_iter().take(LISTED) {
            let id = self
                .ratings
                .articles
                .get(article.article)
                .map_or("", |it| it.id.as_str());
            lines.push(format!(
                "{:>9} {:>8} {:>6} {:>6}  {}",
                article.units,
                article.observed.map_or(NONE.to_owned(), percent),
                or_none(article.masi.value()),
                percent(article.cost),
                short(id, 46),
            ));
        }
        if more > 0 {
            lines.push(format!("{:>9} more: --json has all of them", more));
        }
        lines
    }

    fn worst_lines(&self) -> Vec<String> {
        let (worst, equal) = self.worst();
        if worst.is_empty() {
            return vec![
                String::new(),
                "All say the same of every sentence.".to_owned(),
            ];
        }
        let mut lines = vec![
            String::new(),
            "sentences that cost most agreement, in alpha by MASI".to_owned(),
        ];
        for cost in worst {
            let Some((article, sentence)) = self.ratings.place(cost.unit) else {
                continue;
            };
            lines.push(format!(
                "{:>6}  {} {}",
                decimal(cost.alpha),
                short(article, 50),
                isolated(&short(sentence, 20))
            ));
            for (name, value) in self
                .ratings
                .annotators
                .iter()
                .zip(self.ratings.unit(cost.unit))
            {
                if let Some(value) = value {
                    let said = short(&self.ids(self.ratings.set(*value)), 48);
                    let [said, name] = [said, short(name, 16)].map(|it| isolated(&it));
                    lines.push(format!("        {said:<48}  {name}"));
                }
            }
            if let Some(text) = self.text(article, sentence) {
                lines.push(format!("        {}", isolated(&short(&text, 70))));
            }
        }
        if equal > 0 {
            lines.push(format!(
                "        and {equal} more that cost as much as the last: --json has all of them"
            ));
        }
        lines
    }

    /// For each two people what they took for what, with a column for each topic.
    fn confusion_lines(&self) -> Vec<String> {
        let topics = &self.ratings.topics;
        let mut lines = vec![isolated(&short(&self.store.project().name, 78))];
        for confusion in self.confusions {
            let [one, other] = confusion.who.map(|nth| isolated(&short(self.who(nth), 20)));
            lines.push(String::new());
            lines.push(format!(
                "rows: what {one} chose; columns: what {other} chose in its place"
            ));
            let choices: Vec<Choice> = (0..topics.len()).map(Some).chain([None]).collect();
            if topics.len() <= MOST_COLUMNS {
                let head = choices.iter().map(|it| {
                    format!(
                        "{:>6}",
                        it.map_or("-".to_owned(), |at| (at + 1).to_string())
                    )
                });
                lines.push(format!("   {}", head.collect::<String>()));
                for row in &choices {
                    let mut line = row.map_or("  -".to_owned(), |at| format!("{:>3}", at + 1));
                    for column in &choices {
                        let count = confusion.count([*row, *column]);
                        let count = if count == 0 {
                            "·".to_owned()
                        } else {
                            count.to_string()
                        };
                        let _ = write!(line, "{count:>6}");
                    }
                    let name = row
                        .and_then(|at| topics.get(at))
                        .map_or("(nothing)", |id| self.name(id));
                    let room = 77_usize.saturating_sub(line.chars().count());
                    lines.push(format!("{line}  {}", isolated(&short(name, room))));
                }
            }
            for ([first, second], units) in confusion.worst().into_iter().take(LISTED) {
                let [first, second] =
                    [first, second].map(|it| isolated(&short(self.choice(it), 14)));
                let count = units.len();
                lines.push(format!("{count:>6}  {one}: {first}; {other}: {second}"));
                let places = units
                    .iter()
                    .take(3)
                    .filter_map(|unit| self.ratings.place(*unit));
                for (article, sentence) in places {
                    let sentence = isolated(&short(sentence, 20));
                    lines.push(format!("        {} {sentence}", short(article, 50)));
                }
                if units.len() > 3 {
                    lines.push(format!(
                        "        and {} more: --json has all of them",
                        units.len() - 3
                    ));
                }
            }
        }
        lines
    }

    fn choice(&self, choice: Choice) -> &str {
        let id = choice.and_then(|at| self.ratings.topics.get(at));
        id.map_or("nothing", String::as_str)
    }

    /// Prints everything as JSON.
    fn print(&self, confusion: bool) {
        let printed = Printed {
            counted: self.object(),
            articles: List(self, Which::Articles),
            costs: List(self, Which::Costs),
            confusion: confusion.then_some(List(self, Which::Confusion)),
        };
        let mut out = BufWriter::new(stdout().lock());
        // Whoever closed standard output does not want to read it.
        let _ = serde_json::to_writer_pretty(&mut out, &printed);
        let _ = writeln!(out);
    }

    fn object(&self) -> Value {
        let (ratings, agreement) = (self.ratings, self.agreement);
        let of_sets = |figure: Figure| figure_or(figure, |why| self.why_sets(why));
        let of_topic = |figure: Figure| figure_or(figure, |why| self.why_topic(why));
        let topic = |(id, topic): (&String, &TopicFigures)| {
            let (said, of) = topic.said();
            let mut object = figures(&topic.tally, &of_topic);
            object["id"] = json!(id);
            object["said"] = json!(said);
            object["decisions"] = json!(of);
            object["rare"] = json!(topic.is_rare());
            object["alpha"] = estimate(&topic.alpha, &of_topic);
            object
        };
        let mut sets = figures(&agreement.sets.tally, &of_sets);
        sets["alpha"] = json!({
            "masi": estimate(&agreement.sets.masi, &of_sets),
            "jaccard": estimate(&agreement.sets.jaccard, &of_sets),
            "nominal": { "value": of_sets(agreement.sets.tally.alpha().value()) },
        });
        let pairs = agreement.pairs.iter().map(|pair| {
            let topics = ratings.topics.iter().zip(&pair.topics).map(|(id, pair)| {
                json!({
                    "id": id,
                    "observed": of_topic(pair.observed()),
                    "kappa": of_topic(pair.cohen()),
                    "error": of_topic(pair.error()),
                })
            });
            // Two of several may have no variation where all have some.
            let constant = |why| {
                let only = self.only(why);
                plain(&told::why_pair(&self.words, why, only.as_deref()))
            };
            json!({
                "annotators": pair.who.map(|nth| self.who(nth)),
                "sentences": pair.sets.units,
                "observed": figure_or(pair.sets.observed(), constant),
                "kappa": figure_or(pair.sets.cohen(), constant),
                "error": figure_or(pair.sets.error(), constant),
                "kappa_masi": figure_or(pair.masi.cohen(), constant),
                "topics": topics.collect::<Vec<_>>(),
            })
        });
        let people = ratings
            .annotators
            .iter()
            .zip(&ratings.missing)
            .map(|(name, missing)| {
                json!({
                    "annotator": name,
                    "undecided": missing.undecided,
                    "passed_on": missing.passed_on,
                    "outside": missing.outside,
                    "cut_otherwise": missing.cut_otherwise,
                    "other_text": missing.other_text,
                })
            });
        json!({
            "project": self.store.project().name,
            "sentences": agreement.units,
            "decisions": agreement.values,
            "rounds": self.sampling.rounds,
            "seed": self.sampling.seed,
            "people": people.collect::<Vec<_>>(),
            "sets": sets,
            "topics": ratings.topics.iter().zip(&agreement.topics).map(topic).collect::<Vec<_>>(),
            "pairs": pairs.collect::<Vec<_>>(),
            "by_one": ratings.by_one().map(|it| &it.id).collect::<Vec<_>>(),
            "cut_otherwise": ratings.cut_otherwise,
            "wordings": ratings.wordings,
            "mixed_wordings": ratings.mixed_wordings,
            "unreadable": self.gathered.unreadable.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "notes": self.notes(),
        })
    }

    fn articles(&self) -> impl Iterator<Item = Value> {
        let ratings = self.ratings;
        self.agreement.articles.iter().map(|article| {
            let why = |why| {
                let only = self.only(why);
                plain(&told::why_sets(&self.words, why, only.as_deref()))
            };
            json!({
                "article": ratings.articles.get(article.article).map(|it| &it.id),
                "sentences": article.units,
                "observed": figure_or(article.observed, why),
                "alpha_masi": figure_or(article.masi.value(), why),
                "part": article.cost,
            })
        })
    }

    fn costs(&self) -> impl Iterator<Item = Value> {
        let ratings = self.ratings;
        self.agreement.costs.iter().filter_map(|cost| {
            let (article, sentence) = ratings.place(cost.unit)?;
            let said = ratings.annotators.iter().zip(ratings.unit(cost.unit));
            let said = said.filter_map(|(name, value)| {
                let set = ratings.set((*value)?);
                let topics = set.iter().filter_map(|at| ratings.topics.get(at));
                Some(json!({ "annotator": name, "topics": topics.collect::<Vec<_>>() }))
            });
            Some(json!({
                "article": article,
                "sentence": sentence,
                "alpha": cost.alpha,
                "said": said.collect::<Vec<_>>(),
            }))
        })
    }

    fn confusion(&self) -> impl Iterator<Item = Value> {
        let id = |choice: Choice| choice.and_then(|at| self.ratings.topics.get(at));
        self.confusions.iter().map(move |confusion| {
            let cells = confusion.cells.iter().map(|([one, other], units)| {
                let places = units.iter().filter_map(|unit| self.ratings.place(*unit));
                let places = places.map(|(article, sentence)| json!([article, sentence]));
                // Where they agree, the number is enough.
                let places: Vec<Value> = places.filter(|_| one != other).collect();
                json!({ "chose": [id(*one), id(*other)], "count": units.len(), "sentences": places })
            });
            json!({
                "annotators": confusion.who.map(|nth| self.who(nth)),
                "cells": cells.collect::<Vec<_>>(),
            })
        })
    }
}

/// What is printed as JSON.
#[derive(Serialize)]
struct Printed<'a> {
    #[serde(flatten)]
    counted: Value,
    articles: List<'a>,
    costs: List<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    confusion: Option<List<'a>>,
}

/// Objects that are made one after the other: there may be very many.
struct List<'a>(&'a Answer<'a>, Which);

enum Which {
    Articles,
    Costs,
    Confusion,
}

impl Serialize for List<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(answer, which) = self;
        match which {
            Which::Articles => serializer.collect_seq(answer.articles()),
            Which::Costs => serializer.collect_seq(answer.costs()),
            Which::Confusion => serializer.collect_seq(answer.confusion()),
        }
    }
}

/// How many topics have a column in the table of confusion.
const MOST_COLUMNS: usize = 9;

const NONE: &str = "–";

/// A figure, or why there is none, in words.
fn figure_or(figure: Figure, why: impl Fn(Undefined) -> String) -> Value {
    match figure {
        Ok(value) => json!(value),
        Err(undefined) => json!({ "undefined": why(undefined) }),
    }
}

fn figures(tally: &Tally, told: &impl Fn(Figure) -> Value) -> Value {
    json!({
        "sentences": tally.units(),
        "observed": told(tally.observed()),
        "fleiss": told(tally.fleiss()),
        "ac1": told(tally.gwet()),
        "s": told(tally.bennett()),
    })
}

fn estimate(estimate: &Estimate, told: &impl Fn(Figure) -> Value) -> Value {
    let exact = estimate.alpha.exact();
    json!({
        "value": told(estimate.alpha.value()),
        "exact": exact.map(|it| format!("{}/{}", it.numerator, it.denominator)),
        "interval": estimate.interval.map(|it| json!([it.low, it.high])),
        "undefined_rounds": estimate.interval.map(|it| it.undefined),
    })
}

fn row(
    alpha: f64,
    interval: Option<Interval>,
    kappa: Figure,
    observed: Figure,
    share: &str,
    name: &str,
) -> String {
    let interval = interval.map_or(NONE.to_owned(), |it| {
        // Where many samples have no value, the others say little.
        let mark = if it.undefined > 0 { "*" } else { "" };
        format!("{} to {}{mark}", decimal(it.low), decimal(it.high))
    });
    let observed = observed.map_or(NONE.to_owned(), percent);
    let row = format!(
        "{:>6}  {interval:<16}{:>7} {observed:>8} {share:>7}  {name}",
        decimal(alpha),
        or_none(kappa)
    );
    row.trim_end().to_owned()
}

/// In place of the figures.
fn undefined(why: &str, name: &str) -> String {
    format!(
        "{:<48}  {name}",
        format!("{NONE:>6}  {}", isolated(&short(why, 40)))
    )
}

fn percent(part: f64) -> String {
    told::percent(part) + "%"
}

fn or_none(figure: Figure) -> String {
    figure.map_or(NONE.to_owned(), decimal)
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// `note` in lines of 80 columns, the later ones set in.
fn wrapped(note: &str) -> Vec<String> {
    let mut lines = vec![String::from("!")];
    for word in note.split_whitespace() {
        let word = isolated(word);
        let room = 79_usize.saturating_sub(word.chars().count());
        match lines.last_mut().filter(|line| line.chars().count() <= room) {
            Some(line) => {
                line.push(' ');
                line.push_str(&word);
            }
            None => lines.push(format!("  {word}")),
        }
    }
    lines
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
    fn a_limit_is_a_number_that_alpha_can_reach() {
        assert_eq!(at_least("0.67"), Ok(0.67));
        assert!(at_least("67").is_err() && at_least("high").is_err() && at_least("NaN").is_err());
    }

    #[test]
    fn a_note_fits_and_cannot_turn_a_line_around() {
        let lines = wrapped(&"سارة decided \u{202E} on ".repeat(20));
        assert!(lines.iter().all(|line| line.chars().count() <= 80));
        assert!(lines.concat().contains("\u{2068}سارة\u{2069}"));
        assert!(!lines.concat().contains('\u{202E}'));
    }
}
