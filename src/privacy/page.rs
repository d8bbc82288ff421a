//! A text as it is searched: folded, with its lines apart, and its words.

use std::ops::Range;

use crate::text::fold::fold;

/// A folded text, its words, and the way back to the text as it is written.
#[derive(Debug)]
pub(super) struct Page<'t> {
    /// As it is written.
    pub(super) text: &'t str,
    /// Folded; the end of a line is one, every other white space is a blank.
    pub(super) folded: String,
    /// The folded characters.
    pub(super) letters: Vec<char>,
    /// For each of them the bytes of `text`.
    sources: Vec<Range<usize>>,
    /// For each of them, and the end, its byte in `folded`.
    starts: Vec<usize>,
    /// Runs of letters and digits, in order: indices of letters. A ZWNJ parts two.
    pub(super) words: Vec<Range<usize>>,
}

const ZWNJ: char = '\u{200C}';

impl<'t> Page<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let all = fold(text);
        let mut page = Self {
            text,
            folded: String::with_capacity(all.text.len()),
            letters: Vec::with_capacity(all.sources.len()),
            starts: Vec::with_capacity(all.sources.len() + 1),
            sources: all.sources,
            words: Vec::new(),
        };
        let mut first = None;
        for (index, letter) in all.text.chars().enumerate() {
            let source = page.sources.get(index).cloned().unwrap_or_default();
            let is_end =
                letter == ' ' && text.get(source.clone()).is_some_and(|it| it.contains('\n'));
            let letter = if is_end { '\n' } else { letter };
            page.starts.push(page.folded.len());
            page.folded.push(letter);
            page.letters.push(letter);
            let is_parted = first.is_some() && page.is_parted_before(index);
            if let Some(start) = first.filter(|_| is_parted || !letter.is_alphanumeric()) {
                page.words.push(start..index);
                first = None;
            }
            if first.is_none() && letter.is_alphanumeric() {
                first = Some(index);
            }
        }
        page.words
            .extend(first.map(|start| start..page.letters.len()));
        page.starts.push(page.folded.len());
        page
    }

    /// Whether a ZWNJ stands before the letter `index`.
    fn is_parted_before(&self, index: usize) -> bool {
        let before = index.checked_sub(1).and_then(|it| self.sources.get(it));
        let (Some(before), Some(this)) = (before, self.sources.get(index)) else {
            return false;
        };
        let between = self.text.get(before.end..this.start);
        between.is_some_and(|it| it.contains(ZWNJ))
    }

    /// The bytes of the text for letters.
    pub(super) fn bytes(&self, letters: Range<usize>) -> Range<usize> {
        let first = self.sources.get(letters.start);
        let last = letters
            .end
            .checked_sub(1)
            .and_then(|it| self.sources.get(it));
        match (first, last) {
            (Some(first), Some(last)) => first.start..last.end,
            _ => 0..0,
        }
    }

    /// Letters as they are written.
    pub(super) fn raw(&self, letters: Range<usize>) -> &'t str {
        self.text.get(self.bytes(letters)).unwrap_or_default()
    }

    /// The letters of bytes of the folded text.
    pub(super) fn letters_of(&self, folded: Range<usize>) -> Range<usize> {
        let index = |byte: usize| self.starts.partition_point(|start| *start < byte);
        index(folded.start)..index(folded.end)
    }

    /// The folded text of letters.
    pub(super) fn str(&self, letters: Range<usize>) -> &str {
        let byte = |index: usize| self.starts.get(index).copied().unwrap_or_default();
        let bytes = byte(letters.start)..byte(letters.end);
        self.folded.get(bytes).unwrap_or_default()
    }
}
