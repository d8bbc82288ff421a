//! The list of articles. Rows are filled in when they come into view, so that a project opens as
//! fast with a hundred thousand articles as with ten.

use std::collections::HashMap;
use std::sync::Arc;

use super::list::Filter;
use crate::model::annotation::Annotations;
use crate::model::article::{Article, Id, Summary};
use crate::model::project::Project;
use crate::text::boilerplate::boilerplate;

/// The list of articles.
#[derive(Debug)]
pub struct Library {
    /// Of all articles, in order.
    ids: Arc<Vec<Id>>,
    /// What is known of those that were in view, or why they cannot be read.
    known: HashMap<usize, Result<Summary, String>>,
    /// Those that are shown, if not all are.
    shown: Option<Shown>,
    selected: usize,
    top: usize,
    height: usize,
}

/// Some of the articles.
#[derive(Debug)]
struct Shown {
    filter: Filter,
    /// Which rows, and the sentence for which each is shown, if it is for one.
    rows: Vec<(usize, Option<usize>)>,
}

/// A row of the library.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    /// The article's id.
    pub id: &'a str,
    /// What is known of it: nothing before it was in view, or why it cannot be read.
    pub summary: Option<&'a Result<Summary, String>>,
}

/// What the library shows of `article`.
pub fn summary(article: &Article, annotations: &Annotations, project: &Project) -> Summary {
    let outside = outside(article);
    let (finished, sentences) = annotations.progress(
        |decision| project.is_finished(decision),
        |index| outside[index],
    );
    Summary {
        title: article.title.clone(),
        sentences,
        finished,
        status: annotations.status.clone(),
        also: Vec::new(),
    }
}

/// For each sentence of `article`, whether it is taken for what a web page left in it.
pub fn outside(article: &Article) -> Vec<bool> {
    let left = boilerplate(&article.text);
    let is_outside = |start: usize| {
        let next = left.partition_point(|bytes| bytes.end <= start);
        left.get(next).is_some_and(|bytes| bytes.contains(&start))
    };
    let sentences = article.sentences.iter();
    sentences.map(|it| is_outside(it.bytes.start)).collect()
}

impl Library {
    /// A list of `ids`, which are in order.
    pub(super) fn new(ids: Arc<Vec<Id>>) -> Self {
        Self {
            ids,
            known: HashMap::new(),
            shown: None,
            selected: 0,
            top: 0,
            height: 0,
        }
    }

    /// The rows in view, and the index of the first.
    pub fn page(&self) -> (usize, Vec<Row<'_>>) {
        let end = (self.top + self.height).min(self.len());
        let page = (self.top..end).filter_map(|index| self.row(index));
        (self.top, page.collect())
    }

    /// Index of the selected row.
    pub fn selected(&self) -> usize {
        self.selected
    }

    /// How many articles are shown.
    pub fn len(&self) -> usize {
        self.shown
            .as_ref()
            .map_or(self.ids.len(), |shown| shown.rows.len())
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many there are.
    pub fn all(&self) -> usize {
        self.ids.len()
    }

    /// Which are shown, if not all are.
    pub fn filter(&self) -> Option<&Filter> {
        self.shown.as_ref().map(|shown| &shown.filter)
    }

    /// Shows the articles that `filter` lets through: their ids, each with the sentence for which it
    /// is shown.
    pub(super) fn show(&mut self, filter: Filter, ids: &[(String, Option<usize>)]) {
        let before = self.selected_id().map(str::to_owned);
        let rows = ids.iter();
        let rows = rows.filter_map(|(id, sentence)| Some((self.position(id)?, *sentence)));
        let rows = rows.collect();
        self.shown = (filter != Filter::All).then_some(Shown { filter, rows });
        self.first();
        if let Some(id) = before {
            self.select(&id);
        }
    }

    /// Shows another article behind those that are shown.
    pub(super) fn show_too(&mut self, id: &str, sentence: Option<usize>) {
        let position = self.position(id);
        if let (Some(row), Some(shown)) = (position, &mut self.shown) {
            shown.rows.push((row, sentence));
        }
    }

    /// The id of the selected article.
    pub fn selected_id(&self) -> Option<&str> {
        self.row(self.selected).map(|row| row.id)
    }

    /// The ids of articles that are the same text as the selected one.
    pub(super) fn selected_also(&self) -> &[String] {
        match self.row(self.selected).map(|row| row.summary) {
            Some(Some(Ok(summary))) => &summary.also,
            _ => &[],
        }
    }

    /// The sentence for which the selected article is shown, if it is for one.
    pub(super) fn selected_sentence(&self) -> Option<usize> {
        let shown = self.shown.as_ref()?;
        shown.rows.get(self.selected)?.1
    }

    /// The ids of the rows in view of which nothing is known yet.
    pub fn unread(&self) -> Vec<String> {
        let (_, page) = self.page();
        page.iter()
            .filter(|row| row.summary.is_none())
            .map(|row| row.id.to_owned())
            .collect()
    }

    /// Fills in what is known of an article.
    pub fn fill(&mut self, id: &str, summary: Result<Summary, String>) {
        if let Some(index) = self.position(id) {
            self.known.insert(index, summary);
        }
    }

    pub(super) fn select(&mut self, id: &str) {
        let position = self.position(id);
        let among = |shown: &Shown| shown.rows.iter().position(|&(it, _)| Some(it) == position);
        if let Some(index) = self.shown.as_ref().map_or(position, among) {
            self.selected = index;
        }
        self.scroll();
    }

    fn row(&self, index: usize) -> Option<Row<'_>> {
        let index = match &self.shown {
            Some(shown) => shown.rows.get(index)?.0,
            None => index,
        };
        Some(Row {
            id: self.ids.get(index)?,
            summary: self.known.get(&index),
        })
    }

    /// The ids are in order.
    fn position(&self, id: &str) -> Option<usize> {
        self.ids.binary_search_by(|it| it.as_str().cmp(id)).ok()
    }

    pub(super) fn arrange(&mut self, height: u16) {
        self.height = usize::from(height);
        self.scroll();
    }

    pub(super) fn move_by(&mut self, rows: isize) {
        let last = self.len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(rows).min(last);
        self.scroll();
    }

    pub(super) fn page_by(&mut self, pages: isize) {
        self.move_by(pages * self.height.max(1).cast_signed());
    }

    pub(super) fn first(&mut self) {
        self.selected = 0;
        self.scroll();
    }

    pub(super) fn last(&mut self) {
        self.selected = self.len().saturating_sub(1);
        self.scroll();
    }

    fn scroll(&mut self) {
        // A page at a time, as in the reader.
        let height = self.height.max(1);
        if self.selected < self.top || self.selected >= self.top + height {
            self.top = self.selected / height * height;
        }
    }
}
