//! The agreement screen: a figure is a row, and Enter leads from it to the sentences behind it.

use super::list::Bar;
use super::page::inside;
use super::queue::Queue;
use super::{App, Dialog, own_direction};
use crate::keys::Action;
use crate::lang::agreement::{self as told, note, nothing, why_pair, why_sets, why_topic};
use crate::lang::say;
use crate::model::adjudication::Stand;
use crate::model::agreement::behind::Behind;
use crate::model::agreement::bootstrap::Interval;
use crate::model::agreement::coefficient::{Figure, Undefined};
use crate::model::agreement::confusion::Choice;
use crate::model::agreement::labels::Labels;
use crate::model::agreement::notes::{Nothing, notes};
use crate::model::agreement::{Agreement, Ratings};
use crate::text::{Layout, Line};

/// What annotators decided, compared.
#[derive(Debug)]
pub struct Comparison {
    compared: Compared,
    /// The rows of figures, which no window changes.
    figures: Vec<Row>,
    /// All rows, as wide as the window.
    rows: Vec<Row>,
    bar: Bar,
    pub(super) queue: Option<Queue>,
}

/// What was read and counted.
#[derive(Debug)]
pub struct Compared {
    /// What annotators decided.
    pub ratings: Ratings,
    /// Every figure of it.
    pub agreement: Agreement,
    /// For each sentence how what is settled stands.
    pub stands: Vec<Stand>,
    /// Why files were left out, a sentence each.
    pub unreadable: Vec<String>,
}

/// What a queue of sentences is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// What a figure is lower for.
    Figure(Behind),
    /// What was settled, on decisions that have changed since.
    Returned,
}

/// A row, before it is put into words: there may be one for each of many thousand articles.
#[derive(Debug, Clone)]
enum Row {
    Blank,
    Text(Line),
    Heading(Section),
    /// A figure, and in how many sentences it is so where that is what is counted.
    Figure(About, usize),
}

/// What a group of rows is about.
#[derive(Debug, Clone, Copy)]
enum Section {
    Topics,
    Returned,
    Pairs,
    Articles,
    Taken,
    TakenBy([usize; 2]),
}

/// A row in words.
#[derive(Debug)]
pub enum Shown<'a> {
    /// Nothing.
    Blank,
    /// Running text.
    Text(&'a Line),
    /// What the rows below are about, and what stands in their columns.
    Heading(String, [String; 3]),
    /// A figure: of what, how much of a bar, and its columns.
    Figure(String, f64, [String; 3]),
    /// A figure that has no value, and why.
    Undefined(String, String),
}

/// How many topic pairs, of all and of each two people, are listed at most.
const MOST_TAKEN: usize = 50;
const NONE: &str = "–";

impl Comparison {
    /// What was read and counted.
    pub fn compared(&self) -> &Compared {
        &self.compared
    }

    /// The sentences that were gone to from a figure.
    pub fn queue(&self) -> Option<&Queue> {
        self.queue.as_ref()
    }

    /// Which of the rows in view the bar is on.
    pub fn selected(&self) -> usize {
        self.bar.selected() - self.bar.page(self.rows.len()).start
    }

    /// Moves the bar over what has sentences behind it, and over what is to be read.
    fn act(&mut self, action: Action) {
        self.bar.act(action, self.rows.len());
        let is_passed =
            |row: usize| matches!(self.rows.get(row), Some(Row::Blank | Row::Heading(_)));
        let goes_back = matches!(action, Action::Back | Action::PageUp);
        while is_passed(self.bar.selected()) {
            let before = self.bar.selected();
            let on = if goes_back {
                Action::Back
            } else {
                Action::Next
            };
            self.bar.act(on, self.rows.len());
            if self.bar.selected() == before {
                return;
            }
        }
    }

    fn chosen(&self) -> Option<About> {
        match self.rows.get(self.bar.selected())? {
            Row::Figure(about, _) => Some(*about),
            _ => None,
        }
    }

    /// Puts the bar on the row of `about`, or on the first one that has sentences behind it. On what is
    /// to be read it stays.
    fn choose(&mut self, about: Option<About>) {
        if about.is_none() && self.bar.selected() > 0 {
            self.bar
                .put(self.bar.selected().min(self.rows.len().saturating_sub(1)));
            return;
        }
        let is_it = |row: &Row| matches!(row, Row::Figure(it, _) if Some(*it) == about);
        let is_any = |row: &Row| matches!(row, Row::Figure(..));
        let found = self.rows.iter().position(is_it);
        let row = found.or_else(|| self.rows.iter().position(is_any));
        self.bar.put(row.unwrap_or_default());
    }
}

impl Compared {
    /// The sentences that `about` leads to, the worst first.
    fn units(&self, about: About) -> Vec<usize> {
        match about {
            About::Figure(figure) => self.agreement.behind(&self.ratings, figure),
            About::Returned => self.returned().collect(),
        }
    }

    fn returned(&self) -> impl Iterator<Item = usize> {
        let stands = self.stands.iter().enumerate();
        stands.filter_map(|(unit, stand)| (*stand == Stand::Returned).then_some(unit))
    }

    /// Every figure that leads to sentences.
    fn figures(&self) -> Vec<Row> {
        let figure = |figure| Row::Figure(About::Figure(figure), 0);
        let (ratings, agreement) = (&self.ratings, &self.agreement);
        let mut rows = vec![Row::Heading(Section::Topics)];
        if ratings.topics.len() > 1 {
            rows.push(figure(Behind::Sets));
        }
        rows.extend((0..ratings.topics.len()).map(|at| figure(Behind::Topic(at))));
        let returned = self.returned().count();
        if returned > 0 {
            rows.extend([Row::Blank, Row::Heading(Section::Returned)]);
            rows.push(Row::Figure(About::Returned, returned));
        }
        rows.extend([Row::Blank, Row::Heading(Section::Pairs)]);
        rows.extend(
            agreement
                .pairs
                .iter()
                .map(|it| figure(Behind::Pair(it.who))),
        );
        rows.extend([Row::Blank, Row::Heading(Section::Articles)]);
        let mut articles: Vec<_> = agreement.articles.iter().collect();
        articles.sort_by(|one, other| other.cost.total_cmp(&one.cost));
        rows.extend(
            articles
                .iter()
                .map(|it| figure(Behind::Article(it.article))),
        );
        let taken = ratings.taken_for_each_other(agreement);
        if taken.is_empty() {
            return rows;
        }
        rows.extend([Row::Blank, Row::Heading(Section::Taken)]);
        let row = |about, count| Row::Figure(About::Figure(about), count);
        let taken = taken.into_iter().take(MOST_TAKEN);
        rows.extend(taken.map(|(taken, count)| row(Behind::Taken(taken), count)));
        // Of two people it would be the same again.
        for confusion in ratings.confusions() {
            let who = confusion.who;
            let worst = confusion.worst();
            if worst.is_empty() {
                continue;
            }
            rows.extend([Row::Blank, Row::Heading(Section::TakenBy(who))]);
            let worst = worst.into_iter().take(MOST_TAKEN);
            rows.extend(worst.map(|(taken, units)| row(Behind::TakenBy(who, taken), units.len())));
        }
        rows
    }
}

impl App {
    /// What annotators decided, compared, if it was.
    pub fn comparison(&self) -> Option<&Comparison> {
        self.comparison.as_ref()
    }

    /// Whether what is compared still has a place on the screen.
    pub fn awaits_agreement(&self) -> bool {
        matches!(self.dialog, Some(Dialog::Agreement))
    }

    /// Opens the screen for figures that will come; what was there before stays until then.
    pub fn expect_agreement(&mut self) {
        self.dialog = Some(Dialog::Agreement);
    }

    /// Says how many articles were read for it.
    pub fn tell_compared(&mut self, seen: usize, all: usize) {
        self.tell(say!(self.words, "comparing", seen = seen, all = all));
    }

    /// Says why nothing can be compared.
    pub fn cannot_compare(&mut self, why: &Nothing) {
        (self.comparison, self.dialog) = (None, None);
        self.tell(nothing(&self.words, why));
    }

    /// Shows figures, with the bar where it was.
    pub fn show_agreement(&mut self, compared: Compared) {
        let about = self.comparison.as_ref().and_then(Comparison::chosen);
        self.message = None;
        self.comparison = Some(Comparison {
            figures: compared.figures(),
            compared,
            rows: Vec::new(),
            bar: Bar::new(self.list_height().into()),
            queue: None,
        });
        self.lay_agreement(about);
    }

    /// Takes the same figures with their intervals.
    pub fn take_intervals(&mut self, agreement: Agreement) {
        if let Some(comparison) = &mut self.comparison {
            let about = comparison.chosen();
            comparison.compared.agreement = agreement;
            self.lay_agreement(about);
        }
    }

    /// Lays the rows out for the window as it is.
    pub(super) fn lay_agreement(&mut self, about: Option<About>) {
        let Some(mut comparison) = self.comparison.take() else {
            return;
        };
        let Compared {
            ratings,
            agreement,
            unreadable,
            ..
        } = &comparison.compared;
        let width = inside(self.overlay()).width;
        let mut rows = Vec::new();
        let base = own_direction(&self.words);
        let text = |rows: &mut Vec<Row>, text: &str, start: u16| {
            let layout = Layout::new(text, width.saturating_sub(start), base, &[], self.display());
            rows.extend(layout.lines().iter().cloned().map(Row::Text));
        };
        let head = say!(
            self.words,
            "agreement-of",
            people = ratings.annotators.len(),
            sentences = agreement.units,
            articles = agreement.articles_compared
        );
        text(&mut rows, &head, 2);
        if agreement.costs.is_empty() {
            text(&mut rows, &self.words.get("all-alike"), 2);
        }
        rows.push(Row::Blank);
        rows.extend(comparison.figures.iter().cloned());
        let guideline = &self.desk.guideline;
        let notes = notes(ratings, agreement, true, guideline, unreadable.len());
        for it in &notes {
            rows.push(Row::Blank);
            text(
                &mut rows,
                &note(&self.words, it, |id| self.topic_name(id)),
                2,
            );
        }
        for why in unreadable.iter().take(MOST_UNREADABLE) {
            text(
                &mut rows,
                &say!(self.words, "left-out-because", why = why),
                2,
            );
        }
        comparison.rows = rows;
        comparison.bar.resize(inside(self.overlay()).height.into());
        comparison.choose(about);
        self.comparison = Some(comparison);
    }

    /// Lays the screen out anew for the window, as it is.
    pub(super) fn resize_agreement(&mut self) {
        let about = self.comparison.as_ref().and_then(Comparison::chosen);
        self.lay_agreement(about);
        let height = self.queue_height();
        if let Some(queue) = self.queue_mut() {
            queue.resize(height);
        }
    }

    pub(super) fn act_on_agreement(&mut self, action: Action) {
        let Some(comparison) = &mut self.comparison else {
            return;
        };
        if action != Action::Open {
            comparison.act(action);
            return;
        }
        let Some(about) = comparison.chosen() else {
            self.tell_of("no-sentences");
            return;
        };
        let units = comparison.compared.units(about);
        if units.is_empty() {
            self.tell_of("no-disagreement");
            return;
        }
        let Compared {
            ratings, stands, ..
        } = &comparison.compared;
        let mut queue = Queue::new(about, &units, ratings, stands);
        queue.resize(self.queue_height());
        if let Some(comparison) = &mut self.comparison {
            comparison.queue = Some(queue);
        }
        self.dialog = Some(Dialog::Queue);
    }

    /// The rows in view, in words.
    pub fn agreement_rows(&self) -> Vec<Shown<'_>> {
        let Some(comparison) = &self.comparison else {
            return Vec::new();
        };
        let page = comparison.bar.page(comparison.rows.len());
        let rows = comparison.rows.get(page).unwrap_or_default();
        let shown = |row| self.shown(&comparison.compared, row);
        rows.iter().map(shown).collect()
    }

    fn shown<'a>(&self, compared: &Compared, row: &'a Row) -> Shown<'a> {
        let words = &self.words;
        match row {
            Row::Blank => Shown::Blank,
            Row::Text(line) => Shown::Text(line),
            Row::Heading(section) => {
                let get = |name: &str| words.get(name).into_owned();
                let columns = |names: [&str; 3]| {
                    names.map(|name| {
                        if name.is_empty() {
                            String::new()
                        } else {
                            get(name)
                        }
                    })
                };
                match *section {
                    Section::Topics => Shown::Heading(
                        get("topics"),
                        columns(["column-alpha", "column-interval", "column-observed"]),
                    ),
                    Section::Returned => {
                        Shown::Heading(get("returned"), columns(["column-count", "", ""]))
                    }
                    Section::Pairs => Shown::Heading(
                        get("pairs"),
                        columns(["column-kappa", "column-sentences", "column-observed"]),
                    ),
                    Section::Articles => Shown::Heading(
                        get("articles-worst"),
                        columns(["column-part", "column-sentences", "column-observed"]),
                    ),
                    Section::Taken => {
                        Shown::Heading(get("confused"), columns(["column-count", "", ""]))
                    }
                    Section::TakenBy(who) => {
                        let [one, other] = who.map(|nth| self.name_of(&compared.ratings, nth));
                        let name = say!(words, "taken-by", one = &one, other = &other);
                        Shown::Heading(name, columns(["column-count", "", ""]))
                    }
                }
            }
            Row::Figure(about, count) => self.shown_figure(compared, *about, *count),
        }
    }

    fn shown_figure(&self, compared: &Compared, about: About, count: usize) -> Shown<'static> {
        let Compared {
            ratings, agreement, ..
        } = compared;
        let words = &self.words;
        let name = self.name_about(compared, about);
        let none = || NONE.to_owned();
        let of =
            |figure: Figure, told: &dyn Fn(f64) -> String| figure.map_or_else(|_| none(), told);
        let decimal = |it: f64| told::number(words, &told::decimal(it));
        let percent = |it: f64| {
            let number = told::number(words, &told::percent(it));
            say!(words, "percent", number = &number)
        };
        let number = |it: u64| words.number(usize::try_from(it).unwrap_or(usize::MAX));
        let counted = |most: usize| {
            let part = count as f64 / most.max(1) as f64;
            Shown::Figure(
                name.clone(),
                part,
                [words.number(count), String::new(), String::new()],
            )
        };
        let estimated = |alpha: Figure,
                         interval: Option<Interval>,
                         observed: String,
                         why: &dyn Fn(Undefined) -> String| {
            match alpha {
                Ok(value) => {
                    let interval = interval.map_or_else(none, |it| {
                        let [low, high] = [it.low, it.high].map(|it| self.two_places(it));
                        let told = say!(words, "interval", low = &low, high = &high);
                        // Where many samples have no value, the others say little.
                        told + if it.undefined > 0 { "*" } else { "" }
                    });
                    Shown::Figure(name.clone(), value, [decimal(value), interval, observed])
                }
                Err(it) => Shown::Undefined(name.clone(), why(it)),
            }
        };
        match about {
            About::Returned => counted(
                compared
                    .stands
                    .iter()
                    .filter(|it| **it != Stand::Open)
                    .count(),
            ),
            About::Figure(Behind::Sets) => {
                let sets = &agreement.sets;
                let observed = of(sets.tally.observed(), &percent);
                let why = |why| {
                    let only = sets.only.map(|set| self.set_name(ratings, set));
                    why_sets(words, why, only.as_deref())
                };
                estimated(sets.masi.alpha.value(), sets.masi.interval, observed, &why)
            }
            About::Figure(Behind::Topic(at)) => match agreement.topics.get(at) {
                Some(topic) => {
                    let observed = of(topic.tally.observed(), &percent);
                    // The mark leads to what is said of it below.
                    let rare = if topic.is_rare() { "! " } else { "" };
                    let (alpha, interval) = (topic.alpha.alpha.value(), topic.alpha.interval);
                    estimated(alpha, interval, format!("{rare}{observed}"), &|why| {
                        why_topic(words, why)
                    })
                }
                None => Shown::Blank,
            },
            About::Figure(Behind::Pair(who)) => match agreement
                .pairs
                .iter()
                .find(|it| it.who == who)
            {
                Some(pair) => {
                    let kappa = match pair.masi.cohen() {
                        Ok(kappa) => kappa,
                        Err(why) => {
                            let only = match why {
                                Undefined::NoPairs => None,
                                Undefined::NoVariation(value) => u32::try_from(value).ok(),
                            };
                            let only = only.map(|it| self.set_name(ratings, ratings.set(it)));
                            return Shown::Undefined(name, why_pair(words, why, only.as_deref()));
                        }
                    };
                    let observed = of(pair.sets.observed(), &percent);
                    let columns = [decimal(kappa), number(pair.sets.units), observed];
                    Shown::Figure(name, kappa, columns)
                }
                None => Shown::Blank,
            },
            About::Figure(Behind::Article(article)) => {
                match agreement.articles.iter().find(|it| it.article == article) {
                    Some(it) => {
                        let columns = [
                            percent(it.cost),
                            number(it.units),
                            of(it.observed, &percent),
                        ];
                        Shown::Figure(name, it.cost, columns)
                    }
                    None => Shown::Blank,
                }
            }
            About::Figure(Behind::Taken(_) | Behind::TakenBy(..)) => counted(agreement.costs.len()),
        }
    }

    /// With two decimals, for what is rough anyway.
    fn two_places(&self, value: f64) -> String {
        let text = format!("{value:.2}");
        let text = if text == "-0.00" { "0.00" } else { &text };
        told::number(&self.words, text)
    }

    /// What a row, or a queue, is about.
    pub(super) fn name_about(&self, compared: &Compared, about: About) -> String {
        let ratings = &compared.ratings;
        let words = &self.words;
        let taken = |[one, other]: [Choice; 2]| {
            let [one, other] = [one, other].map(|it| self.choice_name(ratings, it));
            say!(words, "one-for-other", one = &one, other = &other)
        };
        match about {
            About::Returned => words.get("returned").into_owned(),
            About::Figure(Behind::Sets) => words.get("topic-sets").into_owned(),
            About::Figure(Behind::Topic(at)) => self.choice_name(ratings, Some(at)),
            About::Figure(Behind::Article(at)) => ratings
                .articles
                .get(at)
                .map_or_else(String::new, |it| it.id.clone()),
            About::Figure(Behind::Pair(who)) => {
                let [one, other] = who.map(|nth| self.name_of(ratings, nth));
                say!(words, "one-for-other", one = &one, other = &other)
            }
            About::Figure(Behind::Taken(it) | Behind::TakenBy(_, it)) => taken(it),
        }
    }

    /// The same where no heading says whom it is about.
    pub(super) fn name_in_full(&self, compared: &Compared, about: About) -> String {
        let ratings = &compared.ratings;
        let About::Figure(Behind::TakenBy(who, taken)) = about else {
            return self.name_about(compared, about);
        };
        let each = |nth: usize, choice| {
            let (name, topic) = (
                self.name_of(ratings, nth),
                self.choice_name(ratings, choice),
            );
            say!(self.words, "said", name = &name, change = &topic)
        };
        let ([one, other], [first, second]) = (who, taken);
        let (one, other) = (each(one, first), each(other, second));
        say!(self.words, "one-for-other", one = &one, other = &other)
    }

    /// The name of an annotator, or a letter where names are hidden.
    pub fn name_of(&self, ratings: &Ratings, nth: usize) -> String {
        let name = ratings.annotators.get(nth).map_or("", String::as_str);
        self.called(nth, name)
    }

    /// The same of the annotator called `name`, who is the one at `nth`.
    pub(super) fn called(&self, nth: usize, name: &str) -> String {
        match ('A'..='Z').nth(nth).filter(|_| self.hides_names) {
            Some(letter) => letter.to_string(),
            None if self.hides_names => self.words.number(nth + 1),
            None => name.to_owned(),
        }
    }

    fn choice_name(&self, ratings: &Ratings, choice: Choice) -> String {
        match choice.and_then(|at| ratings.topics.get(at)) {
            Some(id) => self.topic_name(id),
            // Or fewer topics: there is nothing in its place.
            None => self.words.get("none").into_owned(),
        }
    }

    pub(super) fn topic_name(&self, id: &str) -> String {
        let topic = self.desk.project.topic(id);
        let name = topic.map(|it| it.name.get(self.words.language()));
        name.filter(|it| !it.is_empty()).unwrap_or(id).to_owned()
    }

    /// The topics of a set in words.
    pub(super) fn set_name(&self, ratings: &Ratings, set: Labels) -> String {
        let names: Vec<String> = set
            .iter()
            .map(|at| self.choice_name(ratings, Some(at)))
            .collect();
        if names.is_empty() {
            return self.words.get("none-applies").into_owned();
        }
        names.join(" + ")
    }
}

/// How many files that could not be read are named.
const MOST_UNREADABLE: usize = 5;
