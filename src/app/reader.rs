//! An open article: its page, the focus, and how both move.
//!
//! Sentences are blocks with a blank row between them. A page is turned rather than scrolled: on a
//! slow line a page costs as much as sixty moves. Paragraphs are laid out when they come into view,
//! so that a long article opens as fast as a short one.

use std::cell::Cell;
use std::ops::Range;

use super::frame::Area;
use super::library::outside;
use super::settling::Heard;
use crate::model::Time;
use crate::model::adjudication::Standing;
use crate::model::annotation::{ARTICLE, Annotations, Decision, Edit};
use crate::model::article::Article;
use crate::model::flag::Flag;
use crate::model::pace::Stopwatch;
use crate::model::project::Project;
use crate::model::question::Answer;
use crate::text::fold::Query;
use crate::text::paragraph::paragraphs;
use crate::text::{Direction, Display, Layout, Line, direction};

/// An open article.
#[derive(Debug)]
pub struct Reader {
    article: Article,
    annotations: Annotations,
    direction: Direction,
    paragraphs: Vec<Range<usize>>,
    /// For each paragraph its layout at the present width, once it was needed.
    layouts: Vec<Option<Layout>>,
    focus: usize,
    /// How long she worked since the focus came to where it is.
    watch: Stopwatch,
    /// The first row of the page: a sentence, and a row of its block.
    top: (usize, usize),
    page: Vec<Row>,
    /// Columns and rows of the text column.
    room: (u16, usize),
    display: Display,
    /// For each sentence, whether it is taken for what a web page left.
    outside: Vec<bool>,
    /// What is looked for, as typed, and where it is found in the text.
    found: (String, Vec<Range<usize>>),
    /// Where the focus was before it leapt.
    left: Option<usize>,
    chosen: Chosen,
    /// The ids of articles that are the same text.
    also: Vec<String>,
    /// What leads answered about sentences of it.
    answers: Vec<Answer>,
    /// What annotators say of each sentence, where that is settled; else nothing.
    heard: Vec<Heard>,
    /// Everybody who could have said something, where that is settled.
    people: Vec<String>,
    /// The progress, once it was counted.
    counted: Cell<Option<(usize, usize)>>,
}

/// Which sentences the next decision is about, instead of the one in focus.
#[derive(Debug, Default)]
enum Chosen {
    #[default]
    Nothing,
    /// From this one to the focus.
    From(usize),
    /// These, in order.
    These(Vec<usize>),
}

/// A sentence in the rows of its paragraph.
pub(super) struct Laid<'a> {
    /// The paragraph.
    pub(super) text: &'a str,
    /// Its rows.
    pub(super) layout: &'a Layout,
    /// The sentence, as bytes of the paragraph.
    pub(super) sentence: Range<usize>,
}

/// A row of the page that shows text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// From the top of the text column.
    pub y: u16,
    /// Index of the sentence.
    pub sentence: usize,
    /// Whether it is the first row of the sentence.
    pub first: bool,
    paragraph: usize,
    line: usize,
}

impl Reader {
    /// Opens `article` at the sentence with the index `focus`. It runs as most of its letters do, if `way`
    /// does not say otherwise.
    pub fn new(
        article: Article,
        annotations: Annotations,
        way: Option<Direction>,
        focus: usize,
        now: Time,
    ) -> Self {
        let paragraphs: Vec<_> = paragraphs(&article.text).collect();
        Self {
            direction: way.unwrap_or_else(|| direction(&article.text)),
            layouts: vec![None; paragraphs.len()],
            paragraphs,
            focus: focus.min(article.sentences.len().saturating_sub(1)),
            watch: Stopwatch::new(now),
            top: (0, 0),
            page: Vec::new(),
            room: (0, 0),
            display: Display::default(),
            outside: outside(&article),
            found: (String::new(), Vec::new()),
            left: None,
            chosen: Chosen::default(),
            also: Vec::new(),
            answers: Vec::new(),
            heard: Vec::new(),
            people: Vec::new(),
            counted: Cell::new(None),
            article,
            annotations,
        }
    }

    /// The article.
    pub fn article(&self) -> &Article {
        &self.article
    }

    /// The ids of articles that are the same text, as far as that was looked for.
    pub fn also(&self) -> &[String] {
        &self.also
    }

    /// What was last answered about the sentence in focus.
    pub(super) fn answer_here(&self) -> Option<&Answer> {
        let mut answers = self.answers.iter().rev();
        answers.find(|it| it.sentence == self.focus_id())
    }

    pub(super) fn set_answers(&mut self, answers: Vec<Answer>) {
        self.answers = answers;
    }

    /// What annotators say of the sentence with the index `sentence`, where that is settled.
    pub(super) fn heard(&self, sentence: usize) -> Option<&Heard> {
        self.heard.get(sentence)
    }

    pub(super) fn set_heard(&mut self, people: Vec<String>, heard: Vec<Heard>) {
        self.counted.set(None);
        (self.people, self.heard) = (people, heard);
    }

    /// Everybody who could have said something of it, where that is settled.
    pub(super) fn people(&self) -> &[String] {
        &self.people
    }

    /// How many people said something of the sentence of which most did, where that is settled.
    pub(super) fn most_heard(&self) -> usize {
        let heard = self.heard.iter();
        heard
            .map(|it| it.said.len() + it.beside.len())
            .max()
            .unwrap_or(0)
    }

    /// Whether nothing is left to be done with the sentence with the index `sentence`: it is finished by
    /// the rules of `project`; or where it is settled what annotators say, that is, or they are too few.
    pub fn is_finished(&self, sentence: usize, project: &Project) -> bool {
        let Some(decision) = self.decision(sentence) else {
            return true;
        };
        match self.heard.get(sentence) {
            Some(heard) => heard.standing == Standing::Open || heard.is_settled(decision),
            None => project.is_finished(decision),
        }
    }

    pub(super) fn set_also(&mut self, also: Vec<String>) {
        self.also = also;
    }

    /// Which way it runs.
    pub fn direction(&self) -> Direction {
        self.direction
    }

    /// What the annotator says of it.
    pub fn annotations(&self) -> &Annotations {
        &self.annotations
    }

    pub(super) fn annotations_mut(&mut self) -> &mut Annotations {
        self.counted.set(None);
        &mut self.annotations
    }

    /// Index of the sentence in focus.
    pub fn focus(&self) -> usize {
        self.focus
    }

    /// The id of the sentence in focus.
    pub fn focus_id(&self) -> &str {
        self.article
            .sentences
            .get(self.focus)
            .map_or("", |sentence| &sentence.id)
    }

    /// Index of the sentence called `id`.
    pub fn sentence(&self, id: &str) -> Option<usize> {
        self.article
            .sentences
            .iter()
            .position(|sentence| sentence.id == id)
    }

    /// Whether something can be said of what is called `id`: a sentence, or the article.
    pub(super) fn has(&self, id: &str) -> bool {
        id == ARTICLE || self.sentence(id).is_some()
    }

    /// The decision on the sentence with the index `sentence`, if there is such a sentence.
    pub fn decision(&self, sentence: usize) -> Option<&Decision> {
        self.annotations
            .sentences
            .get(sentence)
            .map(|annotated| &annotated.decision)
    }

    /// Whether the sentence with the index `sentence` is taken for what a web page left.
    pub(super) fn is_taken_for_outside(&self, sentence: usize) -> bool {
        self.outside.get(sentence).is_some_and(|&it| it)
    }

    /// Whether that sentence is not part of the article, as far as is known and was said.
    pub fn is_outside(&self, sentence: usize) -> bool {
        let taken = self.is_taken_for_outside(sentence);
        let decision = self.decision(sentence);
        decision.is_some_and(|decision| decision.is_outside(taken))
    }

    /// How many sentences are done with by the rules of `project`, and of how many. It is asked for with
    /// every key, so it is counted once for each change.
    pub fn progress(&self, project: &Project) -> (usize, usize) {
        let counted = self.counted.get().unwrap_or_else(|| self.count(project));
        self.counted.set(Some(counted));
        counted
    }

    /// Counts the progress again when it is asked for: the rules changed.
    pub(super) fn count_anew(&mut self) {
        self.counted.set(None);
    }

    fn count(&self, project: &Project) -> (usize, usize) {
        let shares = (0..self.len()).map(|index| self.share(index, project));
        shares.fold((0, 0), |(finished, all), share| {
            (finished + share.0, all + share.1)
        })
    }

    /// Says something of a sentence, as [`Annotations::decide`] does. The progress is counted on, not anew:
    /// an article may have ten thousand sentences.
    pub(super) fn decide(
        &mut self,
        edit: Edit,
        entry: (u64, Time, Option<u64>, Option<u64>),
        project: &Project,
    ) {
        let (n, at, undoes, batch) = entry;
        let sentence = edit.sentence;
        let counted = self.counted.get();
        let before = self.share(sentence, project);
        self.annotations.decide(edit, n, at, undoes, batch);
        let after = self.share(sentence, project);
        self.counted.set(counted.map(|(finished, all)| {
            let finished = finished + after.0 - before.0;
            (finished, all + after.1 - before.1)
        }));
        debug_assert!(
            self.counted
                .get()
                .is_none_or(|it| it == self.count(project))
        );
    }

    /// What a sentence has in the progress: whether it is done with, and whether it counts.
    fn share(&self, sentence: usize, project: &Project) -> (usize, usize) {
        let too_few = |heard: &Heard| heard.standing == Standing::Open;
        let counts = !self.is_outside(sentence) && !self.heard(sentence).is_some_and(too_few);
        let counts = counts && self.decision(sentence).is_some();
        let finished = counts && self.is_finished(sentence, project);
        (usize::from(finished), usize::from(counts))
    }

    /// The rows of the page that show text, from the top.
    pub fn page(&self) -> &[Row] {
        &self.page
    }

    /// Whether `row` is the last of its sentence.
    pub fn ends_at(&self, row: Row) -> bool {
        let place = || {
            let paragraph = self.paragraphs.get(row.paragraph)?;
            let bytes = &self.article.sentences.get(row.sentence)?.bytes;
            let layout = self.layouts.get(row.paragraph)?.as_ref()?;
            Some(layout.rows(bytes.start - paragraph.start..bytes.end - paragraph.start))
        };
        place().is_some_and(|rows| row.line + 1 == rows.end)
    }

    /// The line that `row` shows.
    pub fn line(&self, row: Row) -> Option<&Line> {
        self.layouts
            .get(row.paragraph)?
            .as_ref()?
            .lines()
            .get(row.line)
    }

    /// Whether the character at `byte` of the line that `row` shows is found.
    pub fn is_found(&self, row: Row, byte: usize) -> bool {
        let Some(paragraph) = self.paragraphs.get(row.paragraph) else {
            return false;
        };
        let byte = paragraph.start + byte;
        let places = &self.found.1;
        let next = places.partition_point(|place| place.end <= byte);
        places.get(next).is_some_and(|place| place.contains(&byte))
    }

    /// The sentence with the index `sentence` in the rows of its paragraph.
    pub(super) fn laid_out(&mut self, sentence: usize) -> Option<Laid<'_>> {
        let (paragraph, _) = self.block(sentence);
        let range = self.paragraphs.get(paragraph)?;
        let bytes = &self.article.sentences.get(sentence)?.bytes;
        Some(Laid {
            text: self.article.text.get(range.clone())?,
            layout: self.layouts.get(paragraph)?.as_ref()?,
            sentence: bytes.start - range.start..bytes.end - range.start,
        })
    }

    /// The code point of the article's text at which `bytes` of the paragraph of `sentence` start, and
    /// what they are.
    pub(super) fn quote_of(
        &mut self,
        sentence: usize,
        bytes: Range<usize>,
    ) -> Option<(usize, String)> {
        let laid = self.laid_out(sentence)?;
        let before = laid.text.get(laid.sentence.start..bytes.start)?;
        let (before, text) = (before.chars().count(), laid.text.get(bytes)?.to_owned());
        Some((self.article.sentences.get(sentence)?.start + before, text))
    }

    /// The code point of the article's text at `byte` of the paragraph of `sentence`.
    pub(super) fn point_of(&mut self, sentence: usize, byte: usize) -> Option<usize> {
        self.quote_of(sentence, byte..byte).map(|(start, _)| start)
    }

    /// Turns the page so that the row with the first of `bytes` of the paragraph of `sentence` is on it.
    pub(super) fn show(&mut self, sentence: usize, bytes: Range<usize>) {
        let Some(row) = self.laid_out(sentence).map(|laid| {
            let first = laid.layout.rows(laid.sentence).start;
            laid.layout.rows(bytes).start.saturating_sub(first)
        }) else {
            return;
        };
        let shown = self.shown(sentence);
        if shown.is_empty() || !shown.contains(&row) {
            let whole = self.height(sentence) <= self.room.1;
            self.top = (sentence, if whole { 0 } else { row });
            self.lay_page();
        }
    }

    /// The words of `sentence` that its topics rest on, as bytes of its paragraph; where it is settled what
    /// annotators say, theirs too.
    pub fn evidence(&self, row: Row) -> Vec<Range<usize>> {
        let place = || {
            let paragraph = self.paragraphs.get(row.paragraph)?;
            let sentence = self.article.sentences.get(row.sentence)?;
            Some((paragraph.start, sentence))
        };
        let Some((paragraph, sentence)) = place() else {
            return Vec::new();
        };
        let said = self.heard(row.sentence).map(|it| it.said.as_slice());
        let said = said
            .unwrap_or_default()
            .iter()
            .map(|(_, decision)| decision);
        let own = self.decision(row.sentence).into_iter();
        let evidence = own.chain(said).flat_map(|it| &it.evidence);
        let quote = self.article.quote(row.sentence);
        let byte = |point: usize| {
            let nth = point.saturating_sub(sentence.start);
            let found = quote.char_indices().nth(nth).map(|(byte, _)| byte);
            sentence.bytes.start - paragraph + found.unwrap_or(quote.len())
        };
        evidence.map(|it| byte(it.start)..byte(it.end)).collect()
    }

    /// Looks for `typed` in the article.
    pub(super) fn look_for(&mut self, typed: &str) {
        if typed != self.found.0 {
            let query = Query::new(typed);
            let places = query.map(|query| query.find_all(&self.article.text));
            self.found = (typed.to_owned(), places.unwrap_or_default());
        }
    }

    /// Moves the focus to the next sentence with a flag, from the end on to the beginning; whether there
    /// was one.
    pub(super) fn next_flagged(&mut self, now: Time) -> bool {
        let is_flagged = |&index: &usize| {
            let decision = self.decision(index);
            decision.is_some_and(|it| Flag::LISTED.into_iter().any(|flag| it.has(flag)))
        };
        let found = (self.focus + 1..self.len())
            .chain(0..=self.focus)
            .find(is_flagged);
        if let Some(index) = found {
            self.leap_to(index, now);
        }
        found.is_some()
    }

    /// Moves the focus to the next sentence in which something is found, from the end on to the
    /// beginning; the number of its first place, and of how many.
    pub(super) fn next_found(&mut self, now: Time) -> Option<(usize, usize)> {
        let places = &self.found.1;
        let behind = self.article.sentences.get(self.focus)?.bytes.end;
        let next = places.partition_point(|place| place.start < behind);
        let index = if next < places.len() { next } else { 0 };
        let start = places.get(index)?.start;
        let all = places.len();
        let sentences = &self.article.sentences;
        let sentence = sentences.partition_point(|it| it.bytes.end <= start);
        self.leap_to(sentence.min(sentences.len().saturating_sub(1)), now);
        Some((index + 1, all))
    }

    /// The sentences that the next decision is about, if it is not about the one in focus alone.
    pub fn chosen(&self) -> Vec<usize> {
        match &self.chosen {
            Chosen::Nothing => Vec::new(),
            Chosen::From(from) => (*from.min(&self.focus)..=*from.max(&self.focus)).collect(),
            Chosen::These(these) => these.clone(),
        }
    }

    /// Whether that sentence is among them.
    pub fn is_chosen(&self, sentence: usize) -> bool {
        match &self.chosen {
            Chosen::Nothing => false,
            Chosen::From(from) => {
                (*from.min(&self.focus)..=*from.max(&self.focus)).contains(&sentence)
            }
            Chosen::These(these) => these.binary_search(&sentence).is_ok(),
        }
    }

    /// Chooses from the focus on, to where it will be; or nothing, if something is chosen.
    pub(super) fn mark(&mut self) {
        self.chosen = match self.chosen {
            Chosen::Nothing => Chosen::From(self.focus),
            _ => Chosen::Nothing,
        };
    }

    /// Chooses every sentence in which something is found; whether there is any.
    pub(super) fn choose_found(&mut self) -> bool {
        let sentences = &self.article.sentences;
        let places = self.found.1.iter();
        let mut found: Vec<usize> = places
            .map(|place| sentences.partition_point(|it| it.bytes.end <= place.start))
            .filter(|&index| index < sentences.len())
            .collect();
        found.dedup();
        let is_any = !found.is_empty();
        if is_any {
            self.chosen = Chosen::These(found);
        }
        is_any
    }

    pub(super) fn choose_nothing(&mut self) {
        self.chosen = Chosen::Nothing;
    }

    /// Moves the focus far away, from where it can go back.
    pub(super) fn leap_to(&mut self, sentence: usize, now: Time) {
        if sentence != self.focus {
            self.left = Some(self.focus);
            self.go_to(sentence, now);
        }
    }

    /// Moves the focus to where it was before it leapt, and can go back from there; whether it ever
    /// leapt.
    pub(super) fn go_back(&mut self, now: Time) -> bool {
        let left = self.left;
        if let Some(sentence) = left {
            self.leap_to(sentence, now);
        }
        left.is_some()
    }

    /// Takes note that she is there.
    pub(super) fn is_worked_on(&mut self, now: Time) {
        self.watch.press(now);
    }

    /// Seconds of work since the focus came to where it is.
    pub(super) fn seconds(&self) -> f64 {
        self.watch.seconds()
    }

    /// Index of the sentence that has the row `y` of the text column.
    pub(super) fn sentence_at(&self, y: u16) -> Option<usize> {
        let row = self.page.iter().find(|row| row.y == y);
        row.map(|row| row.sentence)
    }

    /// Lays the page out for the text column `area`, with the focus in view.
    pub(super) fn arrange(&mut self, area: Area, display: Display) {
        let room = (area.width, usize::from(area.height));
        if (room, display) == (self.room, self.display) {
            return;
        }
        if (room.0, display) != (self.room.0, self.display) {
            self.display = display;
            self.layouts = vec![None; self.paragraphs.len()];
        }
        self.room = room;
        self.show_with_context();
    }

    pub(super) fn next(&mut self, now: Time) {
        let below = self
            .height(self.focus)
            .saturating_sub(self.shown(self.focus).end);
        if below > 0 && self.top.0 == self.focus {
            // The sentence is longer than the page, and goes on.
            self.top.1 += self.step().min(below);
            self.lay_page();
        } else if self.focus + 1 < self.len() {
            self.set_focus(self.focus + 1, now);
            self.turn_to_focus();
        }
    }

    pub(super) fn back(&mut self, now: Time) {
        if self.top.0 == self.focus && self.top.1 > 0 {
            self.top.1 = self.top.1.saturating_sub(self.step());
            self.lay_page();
        } else if self.focus > 0 {
            self.set_focus(self.focus - 1, now);
            if !self.shows_whole(self.focus) {
                self.end_page_with(self.focus);
            }
        }
    }

    pub(super) fn page_down(&mut self, now: Time) {
        let Some(last) = self.page.last().map(|row| row.sentence) else {
            return;
        };
        if !self.shows_end(last) && self.top.0 == last {
            // One sentence fills the page, and goes on.
            let below = self.height(last).saturating_sub(self.top.1 + self.room.1);
            self.top.1 += self.step().min(below);
            self.set_focus(last, now);
            self.lay_page();
            return;
        }
        let first = if self.shows_end(last) { last + 1 } else { last };
        if first < self.len() {
            self.set_focus(first, now);
            self.top = (first, 0);
            self.lay_page();
        } else {
            self.set_focus(self.len().saturating_sub(1), now);
        }
    }

    pub(super) fn page_up(&mut self, now: Time) {
        match self.top {
            (0, 0) => self.set_focus(0, now),
            (sentence, 0) => {
                self.end_page_with(sentence - 1);
                let first = self.first_begun().unwrap_or(sentence - 1);
                self.set_focus(first, now);
            }
            (sentence, row) => {
                self.top.1 = row.saturating_sub(self.step());
                self.set_focus(sentence, now);
                self.lay_page();
            }
        }
    }

    pub(super) fn first(&mut self, now: Time) {
        self.go_to(0, now);
    }

    pub(super) fn last(&mut self, now: Time) {
        self.set_focus(self.len().saturating_sub(1), now);
        if !self.shows_whole(self.focus) {
            self.end_page_with(self.focus);
        }
    }

    /// Moves the focus to the next undecided sentence, from the end on to the beginning; whether
    /// there was one.
    pub(super) fn next_undecided(&mut self, project: &Project, now: Time) -> bool {
        let is_open = |index| !self.is_finished(index, project);
        let undecided = |&index: &usize| is_open(index) && !self.is_outside(index);
        let found = (self.focus + 1..self.len())
            .chain(0..=self.focus)
            .find(undecided);
        if let Some(index) = found {
            self.leap_to(index, now);
        }
        found.is_some()
    }

    pub(super) fn go_to(&mut self, sentence: usize, now: Time) {
        self.set_focus(sentence, now);
        self.turn_to_focus();
    }

    fn set_focus(&mut self, sentence: usize, now: Time) {
        if sentence != self.focus {
            self.focus = sentence;
            self.watch.restart(now);
        }
    }

    fn len(&self) -> usize {
        self.article.sentences.len()
    }

    /// How far a page moves inside a sentence that is longer than it: one row stays in view.
    fn step(&self) -> usize {
        self.room.1.saturating_sub(1).max(1)
    }

    /// Makes the focus the first of a new page if it is not on this one.
    fn turn_to_focus(&mut self) {
        if !self.shows_whole(self.focus) {
            self.top = (self.focus, 0);
            self.lay_page();
        }
    }

    /// A page with the focus in its upper third, so that what comes before it is in view too.
    fn show_with_context(&mut self) {
        self.top = (self.focus, 0);
        let mut above = 0;
        while self.top.0 > 0 {
            above += self.height(self.top.0 - 1) + 1;
            if above > self.room.1 / 3 || above + self.height(self.focus) > self.room.1 {
                break;
            }
            self.top.0 -= 1;
        }
        self.lay_page();
    }

    /// A page that ends with `sentence`.
    fn end_page_with(&mut self, sentence: usize) {
        let mut rows = self.height(sentence);
        self.top = (sentence, rows.saturating_sub(self.room.1));
        while self.top.0 > 0 {
            rows += self.height(self.top.0 - 1) + 1;
            if rows > self.room.1 {
                break;
            }
            self.top.0 -= 1;
        }
        self.lay_page();
    }

    /// The first sentence that begins on the page.
    fn first_begun(&self) -> Option<usize> {
        self.page
            .iter()
            .find(|row| row.first)
            .map(|row| row.sentence)
    }

    /// Which rows of its block are on the page.
    fn shown(&self, sentence: usize) -> Range<usize> {
        let skipped = if self.top.0 == sentence {
            self.top.1
        } else {
            0
        };
        let rows = self
            .page
            .iter()
            .filter(|row| row.sentence == sentence)
            .count();
        skipped..skipped + rows
    }

    fn shows_whole(&mut self, sentence: usize) -> bool {
        let shown = self.shown(sentence);
        !shown.is_empty() && shown == (0..self.height(sentence))
    }

    fn shows_end(&mut self, sentence: usize) -> bool {
        let shown = self.shown(sentence);
        !shown.is_empty() && shown.end >= self.height(sentence)
    }

    fn lay_page(&mut self) {
        let mut page = Vec::with_capacity(self.room.1);
        let (mut sentence, mut skip) = self.top;
        let mut y = 0;
        while sentence < self.len() && y < self.room.1 {
            let (paragraph, lines) = self.block(sentence);
            for line in lines.clone().skip(skip).take(self.room.1 - y) {
                let first = line == lines.start;
                let row = u16::try_from(y).unwrap_or(u16::MAX);
                page.push(Row {
                    y: row,
                    sentence,
                    first,
                    paragraph,
                    line,
                });
                y += 1;
            }
            y += 1;
            skip = 0;
            sentence += 1;
        }
        self.page = page;
    }

    /// How many rows the block of `sentence` has.
    fn height(&mut self, sentence: usize) -> usize {
        self.block(sentence).1.len()
    }

    /// The paragraph of `sentence`, and its lines in there.
    fn block(&mut self, sentence: usize) -> (usize, Range<usize>) {
        let Some(bytes) = self
            .article
            .sentences
            .get(sentence)
            .map(|it| it.bytes.clone())
        else {
            return (0, 0..0);
        };
        let paragraph = self
            .paragraphs
            .partition_point(|range| range.end <= bytes.start);
        let Some(range) = self.paragraphs.get(paragraph).cloned() else {
            return (0, 0..0);
        };
        let layout = self.layouts[paragraph].get_or_insert_with(|| {
            let sentences = &self.article.sentences;
            let first = sentences.partition_point(|it| it.bytes.start < range.start);
            let cuts: Vec<usize> = sentences[first..]
                .iter()
                .take_while(|it| it.bytes.start < range.end)
                .map(|it| it.bytes.start - range.start)
                .collect();
            let text = self.article.text.get(range.clone()).unwrap_or_default();
            Layout::new(text, self.room.0, self.direction, &cuts, self.display)
        });
        (
            paragraph,
            layout.rows(bytes.start - range.start..bytes.end - range.start),
        )
    }
}
