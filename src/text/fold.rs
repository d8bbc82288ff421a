//! Search that reads as people do: what is typed is found however the article spells it.
//!
//! [`fold()`] takes out of a text what readers overlook: harakat, the seat of a hamza, the tail of a
//! TATWEEL, which of two keyboards a YEH came from. [`Query`] compares folded with folded, and
//! answers with bytes of the text as it is written.
//!
//! # What folds
//!
//! `meaning` is the table. Forms of one letter become one; so do the digits of the three series,
//! the quotes, the dashes, and the Arabic and Latin comma, semicolon, question mark, full stop,
//! decimal point and percent sign; Latin becomes small; a run of white space becomes one blank.
//! Marks (of any script), TATWEEL and what is never drawn, as joiners and direction marks, are left
//! out. Presentation forms become their letters and ligatures of words their words; the ligatures
//! of two or three letters (U+FC00–FD3D, FD50–FDC7) are not taken apart.
//!
//! # What matches
//!
//! - The query may begin and end within a word: `عمل` is in «والعمل», «عملنا» and «معمل».
//! - A later word of the query may have a clitic (`HEADS`) in front of it in the text:
//!   `مكافحة اتجار` is in «مكافحة الاتجار».
//! - A word of the query that begins with the article and has three letters more is found without
//!   it, too, and with «لل» in its place: `الضحايا` is in «للضحايا» and «بضحايا». Without the
//!   article it has to begin the word but for a clitic: `العمل` is not in «معمل».
//! - `"…"` in straight quotes is exact: whole words, nothing in front of them.
//!
//! # What it costs
//!
//! The text is folded as it is read and never kept. The first word of the query (all of it, if it
//! is exact) is found as Knuth, Morris and Pratt do, in time linear in the text. Only where that
//! word stands the others are compared, each at most once: a text that is one word over and over
//! costs as many times more as the query has words.

use std::collections::VecDeque;
use std::ops::Range;
use std::str::Chars;
use std::sync::LazyLock;

use super::cluster::{Glyph, glyph};
use super::{joining, spelled};

/// What Arabic writes in front of a word as part of it: a conjunction, a preposition, the article.
pub const HEADS: &str = "\
    و ف ب ك ل ال لل وب وك ول فب فك فل وال فال بال كال ولل فلل وبال وكال فبال فكال";

/// How many letters before a word tell whether one of the `HEADS` is all there is: one more than
/// the longest of them has.
const LOOK_BACK: usize = 5;

/// The article.
const THE: &str = "ال";

/// The article after a LAM, "to the".
const TO_THE: &str = "لل";

/// How many letters a word must have beside the article, so that the article is one: «الله» and
/// «التي» have two.
const STEM: usize = 3;

/// A text as it is compared, and the way back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folded {
    /// The folded characters.
    pub text: String,
    /// For each of them the bytes it stands for, with the marks after it. Characters that come
    /// from one ligature have the same.
    pub sources: Vec<Range<usize>>,
}

/// Folds the whole of `text`.
pub fn fold(text: &str) -> Folded {
    let mut folded = Folded::default();
    for letter in Letters::new(text) {
        folded.text.push(letter.folded);
        folded.sources.push(letter.source);
    }
    folded
}

/// What somebody looks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// The first word without its article; all words, if the query is exact.
    key: Vec<char>,
    /// For each beginning of the key, how long a shorter beginning it also ends in.
    falls: Vec<usize>,
    /// Whether the first word was typed with the article.
    has_article: bool,
    /// The words after the first, without their articles.
    others: Vec<String>,
    /// Whether only whole words match.
    is_exact: bool,
}

impl Query {
    /// The query that was typed; none, if nothing but marks and blanks was.
    pub fn new(typed: &str) -> Option<Self> {
        let is_nothing = |c| matches!(meaning(c), Meaning::Blank | Meaning::Silent);
        let typed = typed.trim_matches(is_nothing);
        let quoted = typed.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
        let folded = fold(quoted.unwrap_or(typed)).text;
        let folded = folded.trim_matches(' ');
        if folded.is_empty() {
            return None;
        }
        let (first, others) = match quoted {
            Some(_) => (folded, None),
            None => (folded.split_once(' ')).map_or((folded, None), |(it, rest)| (it, Some(rest))),
        };
        let stem = if quoted.is_some() { None } else { stem(first) };
        let mut key: Vec<char> = stem.unwrap_or(first).chars().collect();
        // More words follow: the first one has to end here.
        key.extend(others.map(|_| ' '));
        let others = others.unwrap_or_default().split_whitespace();
        Some(Self {
            falls: falls(&key),
            key,
            has_article: stem.is_some(),
            others: others.map(|it| stem_or_all(it).to_owned()).collect(),
            is_exact: quoted.is_some(),
        })
    }

    /// Where it is in `text`: bytes, in order, none in two matches. Each begins with a letter and
    /// ends with one and its marks, so that no cell is cut but that of a LAM with its ALEF.
    pub fn find_all(&self, text: &str) -> Vec<Range<usize>> {
        if !self.may_be_in(text) {
            return Vec::new();
        }
        Matches::new(self, text).collect()
    }

    /// Whether it is in `text`; reads no further than the first match.
    pub fn is_in(&self, text: &str) -> bool {
        self.may_be_in(text) && Matches::new(self, text).next().is_some()
    }

    /// Whether its key is in `text`, whatever is around it. What is not is found out by this at a
    /// fraction of the cost: most articles of a project are such.
    fn may_be_in(&self, text: &str) -> bool {
        let mut read = 0;
        // White space is one blank, with the marks and TATWEELs in it.
        let mut in_blank = false;
        let common = &*COMMON;
        for c in text.chars() {
            let known = common.get(c as usize).copied();
            let letter = match known.unwrap_or_else(|| meaning(c)) {
                Meaning::Letter(folded) => folded,
                Meaning::Blank if in_blank => continue,
                Meaning::Blank => ' ',
                Meaning::Mark | Meaning::Stretch | Meaning::Silent => continue,
                Meaning::Word(letters) => {
                    in_blank = false;
                    for letter in letters.chars() {
                        read = self.step(read, plain(letter));
                        if read == self.key.len() {
                            return true;
                        }
                    }
                    continue;
                }
            };
            in_blank = letter == ' ';
            read = self.step(read, letter);
            if read == self.key.len() {
                return true;
            }
        }
        false
    }

    /// How much of the key is read after `letter`, if `read` was before.
    fn step(&self, mut read: usize, letter: char) -> usize {
        while read == self.key.len() || self.key[read] != letter {
            if read == 0 {
                return 0;
            }
            read = self.falls[read - 1];
        }
        read + 1
    }
}

/// `word` without its article, if that leaves a word.
fn stem(word: &str) -> Option<&str> {
    let stem = word.strip_prefix(THE)?;
    (stem.chars().filter(|c| c.is_alphabetic()).count() >= STEM).then_some(stem)
}

fn stem_or_all(word: &str) -> &str {
    stem(word).unwrap_or(word)
}

/// The failure function of Knuth, Morris and Pratt.
fn falls(key: &[char]) -> Vec<usize> {
    let mut falls = vec![0; key.len()];
    let mut border = 0;
    for end in 1..key.len() {
        while border > 0 && key[border] != key[end] {
            border = falls[border - 1];
        }
        border += usize::from(key[border] == key[end]);
        falls[end] = border;
    }
    falls
}

/// The matches of a query, as the text is read.
struct Matches<'q, 't> {
    query: &'q Query,
    letters: Letters<'t>,
    /// The last letters that were read: the key, and what tells whether a clitic is before it.
    recent: VecDeque<Letter>,
    /// How much of the key they end in.
    read: usize,
    /// Where the last match ended.
    end: usize,
}

impl<'q, 't> Matches<'q, 't> {
    fn new(query: &'q Query, text: &'t str) -> Self {
        Self {
            query,
            letters: Letters::new(text),
            recent: VecDeque::with_capacity(query.key.len() + LOOK_BACK + 1),
            read: 0,
            end: 0,
        }
    }

    /// The match whose key was just read.
    fn here(&self) -> Option<Range<usize>> {
        let start = self.start()?;
        let end = self.end_of_others()?;
        let parted = !self.query.is_exact || self.is_parted();
        parted.then_some(start..end)
    }

    /// Where it starts: with the article, if there is one.
    fn start(&self) -> Option<usize> {
        let key = self.recent.len() - self.query.key.len();
        let place = self.recent[key].source.start;
        if place < self.end {
            return None;
        }
        if !self.query.has_article {
            return Some(place);
        }
        let head = self.head(key);
        let (the, to_the) = (head.ends_with(THE), head.ends_with(TO_THE));
        if !the && !head.is_empty() && !HEADS.split(' ').any(|it| it == head) {
            return None;
        }
        if !the && !to_the {
            return Some(place);
        }
        let article = self.recent[key - THE.chars().count()].source.start;
        (article >= self.end).then_some(article)
    }

    /// What is before the letter `nth` in its word, as far as it was kept.
    fn head(&self, nth: usize) -> String {
        let before = self.recent.range(..nth).map(|letter| letter.folded);
        let length = (before.clone().rev())
            .take_while(|c| c.is_alphanumeric())
            .count();
        before.skip(nth - length).collect()
    }

    /// Where the other words end, if they follow.
    fn end_of_others(&self) -> Option<usize> {
        let mut end = self.recent.back()?.source.end;
        let mut letters = self.letters.clone();
        for (nth, word) in self.query.others.iter().enumerate() {
            let is_last = nth + 1 == self.query.others.len();
            let next = letters.clone().next()?.folded;
            let heads = HEADS.split(' ').filter(|head| head.starts_with(next));
            (letters, end) = std::iter::once("")
                .chain(heads)
                .filter_map(|head| letters.clone().after(head, word))
                .find_map(|(mut rest, end)| {
                    (is_last || rest.next()?.folded == ' ').then_some((rest, end))
                })?;
        }
        Some(end)
    }

    /// Whether the key stands between other characters than letters and digits.
    fn is_parted(&self) -> bool {
        let key = self.recent.len() - self.query.key.len();
        let before = key.checked_sub(1).map(|nth| self.recent[nth].folded);
        let after = self.letters.clone().next().map(|letter| letter.folded);
        let ends = [self.query.key.first(), self.query.key.last()];
        let splits = |(inside, outside): (Option<&char>, Option<char>)| {
            inside.is_some_and(|c| c.is_alphanumeric())
                && outside.is_some_and(char::is_alphanumeric)
        };
        !ends.into_iter().zip([before, after]).any(splits)
    }
}

impl Iterator for Matches<'_, '_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let kept = self.query.key.len() + LOOK_BACK;
        while let Some(letter) = self.letters.next() {
            self.read = self.query.step(self.read, letter.folded);
            if self.recent.len() == kept {
                self.recent.pop_front();
            }
            self.recent.push_back(letter);
            // What overlaps a match is read as well and refused, so that every match is seen that
            // begins after it.
            if self.read == self.query.key.len()
                && let Some(found) = self.here()
            {
                self.end = found.end;
                return Some(found);
            }
        }
        None
    }
}

/// A folded character and the bytes it stands for.
#[derive(Debug, Clone)]
struct Letter {
    folded: char,
    source: Range<usize>,
}

/// The folded characters of a text, one by one.
#[derive(Clone)]
struct Letters<'t> {
    rest: Chars<'t>,
    /// The length of the text.
    length: usize,
    /// What is still to come of a character that is several letters.
    spelled: Chars<'static>,
    /// The bytes of that character.
    source: Range<usize>,
}

impl<'t> Letters<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            rest: text.chars(),
            length: text.len(),
            spelled: "".chars(),
            source: 0..0,
        }
    }

    /// What is left after `head` and `word`, and where they end, if they come next.
    fn after(mut self, head: &str, word: &str) -> Option<(Self, usize)> {
        let mut end = 0;
        for c in head.chars().chain(word.chars()) {
            let letter = self.next()?;
            if letter.folded != c {
                return None;
            }
            end = letter.source.end;
        }
        Some((self, end))
    }

    /// Where the character ends of which the base was just read: after its marks, and after more
    /// white space if it `is_blank`.
    fn end(&mut self, is_blank: bool) -> usize {
        let mut end = self.length - self.rest.as_str().len();
        let mut ahead = self.rest.clone();
        while let Some(c) = ahead.next() {
            match meaning(c) {
                Meaning::Mark => end = self.length - ahead.as_str().len(),
                Meaning::Blank if is_blank => end = self.length - ahead.as_str().len(),
                Meaning::Stretch if is_blank => {}
                Meaning::Silent => {}
                _ => break,
            }
            self.rest = ahead.clone();
        }
        end
    }
}

impl Iterator for Letters<'_> {
    type Item = Letter;

    fn next(&mut self) -> Option<Letter> {
        if let Some(c) = self.spelled.next() {
            return Some(Letter {
                folded: plain(c),
                source: self.source.clone(),
            });
        }
        loop {
            let start = self.length - self.rest.as_str().len();
            let folded = match meaning(self.rest.next()?) {
                Meaning::Letter(folded) => folded,
                Meaning::Blank => ' ',
                Meaning::Word(letters) => {
                    self.source = start..self.end(false);
                    self.spelled = letters.chars();
                    return self.next();
                }
                Meaning::Mark | Meaning::Stretch | Meaning::Silent => continue,
            };
            return Some(Letter {
                folded,
                source: start..self.end(folded == ' '),
            });
        }
    }
}

/// A letter of a word that is spelled out: none of these is anything but a letter or a blank.
fn plain(c: char) -> char {
    match meaning(c) {
        Meaning::Letter(folded) => folded,
        _ => ' ',
    }
}

/// What a character is to a reader who looks for words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    /// One character, folded.
    Letter(char),
    /// A ligature of several letters, not folded yet.
    Word(&'static str),
    /// White space.
    Blank,
    /// Drawn over the character before it.
    Mark,
    /// Drawn in a cell of its own, and no part of a word.
    Stretch,
    /// Not drawn.
    Silent,
}

/// The meanings of ASCII to Arabic, found out once: nearly all that there is in an article.
static COMMON: LazyLock<Vec<Meaning>> = LazyLock::new(|| ('\0'..='\u{6FF}').map(meaning).collect());

fn meaning(c: char) -> Meaning {
    const ALEF: char = '\u{0627}';
    const HEH: char = '\u{0647}';
    const YEH: char = '\u{064A}';
    Meaning::Letter(match c {
        ' ' | '\t'..='\r' => return Meaning::Blank,
        '\0'..='\u{7F}' => c.to_ascii_lowercase(),
        // ALEF WITH MADDA ABOVE, HAMZA ABOVE, HAMZA BELOW; ALEF WASLA
        '\u{0622}' | '\u{0623}' | '\u{0625}' | '\u{0671}' => ALEF,
        '\u{0624}' => '\u{0648}', // WAW WITH HAMZA ABOVE to WAW
        // YEH WITH HAMZA ABOVE, ALEF MAKSURA, FARSI YEH
        '\u{0626}' | '\u{0649}' | '\u{06CC}' => YEH,
        // TEH MARBUTA, HEH DOACHASHMEE, HEH GOAL, AE; with a hamza or dots on them
        '\u{0629}' | '\u{06BE}' | '\u{06C0}'..='\u{06C3}' | '\u{06D5}' => HEH,
        '\u{06A9}' => '\u{0643}', // KEHEH to KAF
        '\u{06D3}' => '\u{06D2}', // YEH BARREE WITH HAMZA ABOVE to YEH BARREE
        '\u{0621}'..='\u{063A}' | '\u{0641}'..='\u{064A}' => c,
        '\u{064B}'..='\u{065F}' | '\u{0670}' => return Meaning::Mark,
        '\u{0640}' => return Meaning::Stretch, // TATWEEL
        '\u{0660}'..='\u{0669}' => digit(c, '\u{0660}'),
        '\u{06F0}'..='\u{06F9}' => digit(c, '\u{06F0}'),
        '\u{060C}' | '\u{066C}' => ',', // ARABIC COMMA, ARABIC THOUSANDS SEPARATOR
        '\u{061B}' => ';',              // ARABIC SEMICOLON
        '\u{061F}' => '?',              // ARABIC QUESTION MARK
        '\u{066A}' => '%',              // ARABIC PERCENT SIGN
        '\u{066B}' | '\u{06D4}' => '.', // ARABIC DECIMAL SEPARATOR, ARABIC FULL STOP
        '“' | '”' | '„' | '‟' | '«' | '»' | '‹' | '›' => '"',
        '‘' | '’' | '‚' | '‛' => '\'',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-', // hyphens and dashes, MINUS SIGN
        // Signs of the Koran and prepended ones; those that are marks are drawn as such.
        '\u{0610}'..='\u{061A}' | '\u{06D6}'..='\u{06ED}' | '\u{08D3}'..='\u{08FF}' => {
            return drawn(c, Meaning::Stretch);
        }
        '\u{FE70}'..='\u{FE7F}' => return Meaning::Stretch, // marks on a blank or a TATWEEL
        '\u{FEF5}'..='\u{FEFC}' => return Meaning::Word("\u{0644}\u{0627}"), // LAM with an ALEF
        '\u{FB50}'..='\u{FDFF}' | '\u{FE80}'..='\u{FEF4}' => return presented(c),
        c if c.is_whitespace() => return Meaning::Blank,
        c => return drawn(c, Meaning::Letter(small(c))),
    })
}

/// `c` as it is drawn, or `other` if it takes a cell of its own.
fn drawn(c: char, other: Meaning) -> Meaning {
    match glyph(c) {
        Glyph::Mark(_) => Meaning::Mark,
        Glyph::Silent => Meaning::Silent,
        Glyph::Spacing(..) => other,
    }
}

fn presented(form: char) -> Meaning {
    match (joining::letter(form), spelled::letters(form)) {
        (Some(letter), _) => meaning(letter),
        (None, Some(word)) => Meaning::Word(word),
        (None, None) => Meaning::Letter(form),
    }
}

/// The only letter with two in lower case, U+0130, has a mark for the second.
fn small(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

fn digit(c: char, zero: char) -> char {
    char::from_digit(u32::from(c) - u32::from(zero), 10).unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Checks what `typed` finds in `text`, and that it is there if and only if it is found.
    #[track_caller]
    fn check(typed: &str, text: &str, expected: &[&str]) {
        let query = Query::new(typed).expect("a query");
        let found = query.find_all(text).into_iter();
        let found: Vec<&str> = found.map(|bytes| &text[bytes]).collect();
        assert_eq!(found, expected, "{typed:?} in {text:?}");
        assert_eq!(query.is_in(text), !expected.is_empty());
    }

    #[track_caller]
    fn folds(text: &str, expected: &str) {
        assert_eq!(fold(text).text, expected, "{text:?}");
    }

    #[test]
    fn what_is_folded_knows_where_it_was() {
        let folded = fold("أَ\u{640}ﻻ\n\u{200F} ٣");
        assert_eq!(folded.text, "الا 3");
        // The ligature is two letters, the white space one blank, the mark part of its letter.
        assert_eq!(folded.sources, [0..4, 6..9, 6..9, 9..14, 14..16]);
    }

    #[test]
    fn forms_of_a_letter_are_one() {
        folds(
            "أإآٱا ىیي ةهہەھۀۃ ؤو ئي کك ۓ",
            "ااااا ييي ههههههه وو يي كك ے",
        );
        folds("٠١٢٣٤٥٦٧٨٩ ۰۱۲۳۴۵۶۷۸۹", "0123456789 0123456789");
        folds("نعم، لا؛ لم؟ ۲٫۵ ١٬٠٠٠ ٪ ہے۔", "نعم, لا; لم? 2.5 1,000 % هے.");
        folds(
            "«أ» “b” ‹c› workers’ 2024–2026",
            "\"ا\" \"b\" \"c\" workers' 2024-2026",
        );
        folds("WHO İÉ Ж", "who ié ж");
    }

    #[test]
    fn what_readers_overlook_is_left_out() {
        folds(
            "مُـحَـمَّـدٌ \u{202B}ر\u{AD}ق\u{34F}م\u{200D}\u{202C} قُرۡءَان ۝ \u{8F0}",
            "محمد رقم قرءان ",
        );
        folds("e\u{301}\u{FE0F}\u{FEFF}", "e");
        folds("ﹰﹱ\u{FE7F}", "");
        folds(" \t\n\u{A0}\u{64E}\u{640}\u{3000}", " ");
    }

    #[test]
    fn presentation_forms_are_their_letters() {
        folds("ﺍﻟﻌﻤﻞ ﭘﮋﮔﯽ ﻷﻹﻵﻻ", "العمل پژگي لالالالا");
        folds("ﷲ ﷺ ﷼", "الله صلي الله عليه وسلم ريال");
        // A form that is neither stays what it is.
        folds("ﰀ", "ﰀ");
    }

    /// Folding a folded text changes nothing, or two spellings would find different things.
    #[test]
    fn every_character_folds_once() {
        for c in '\0'..=char::MAX {
            let once = fold(c.encode_utf8(&mut [0; 4])).text;
            folds(&once, &once);
        }
    }

    #[test]
    fn marks_belong_to_the_match_and_need_not_be_typed() {
        check("كتاب", "كِتَابٌ جديد", &["كِتَابٌ"]);
        check("كِتَاب", "هذا كتاب", &["كتاب"]);
        check("كت", "كَتَـَب", &["كَتَ"]);
        check("ب", "بٌّ\u{200C}ب", &["بٌّ", "ب"]);
        check("caf", "Cafe\u{301} CAF", &["Caf", "CAF"]);
        check("cafe", "cafe\u{301}", &["cafe\u{301}"]);
    }

    #[test]
    fn letters_are_found_in_any_of_their_forms() {
        check("الاسره", "عن الأُسرة", &["الأُسرة"]);
        check("مسؤول", "مسئول مسوول", &["مسوول"]);
        check("علي", "على علی عليّ", &["على", "علی", "عليّ"]);
        check("کودکان", "كودكان", &["كودكان"]);
        check("ان", "إنّ أنْ آن", &["إنّ", "أنْ", "آن"]);
        check("ضحايا", "ضـحـايـا", &["ضـحـايـا"]);
        check("2025", "٢٠٢٥ و۲۰۲۵", &["٢٠٢٥", "۲۰۲۵"]);
        check("العمل", "ﺍﻟﻌﻤﻞ", &["ﺍﻟﻌﻤﻞ"]);
        check("ﺍﻟﻌﻤﻞ", "العمل", &["العمل"]);
        check("میخواهم", "می‌خواهم", &["می‌خواهم"]);
        check("می‌خواهم", "ميخواهم", &["ميخواهم"]);
        check("who", "منظمة (WHO)", &["WHO"]);
        check("مكافحة   الاتجار", "مكافحة\nالاتجار", &["مكافحة\nالاتجار"]);
    }

    #[test]
    fn a_lam_with_its_alef_is_found_by_either() {
        check("لا", "لَا ﻻ لاَ", &["لَا", "ﻻ", "لاَ"]);
        check("ا", "لَا", &["ا"]);
        check("ل", "لَا", &["لَ"]);
        check("ا", "ﻻ", &["ﻻ"]);
        // The ligature that ends the first match cannot begin the second.
        check("ال", "اﻻل", &["اﻻ"]);
        check("ل", "ﷲل", &["ﷲ", "ل"]);
    }

    #[test]
    fn matches_do_not_overlap() {
        check("اا", "ااااا", &["اا", "اا"]);
        check("ابا", "ابابابا", &["ابا", "ابا"]);
        check("aab", "aaab aabaab", &["aab", "aab", "aab"]);
        check("ababc", "abababc", &["ababc"]);
        check("aabaaac", "aabaaabaaac", &["aabaaac"]);
        check("من من", "من من من من", &["من من", "من من"]);
    }

    #[test]
    fn clitics_may_be_in_front_of_a_word() {
        check(
            "ضحايا",
            "والضحايا بضحايا للضحايا",
            &["ضحايا", "ضحايا", "ضحايا"],
        );
        check("مكافحة اتجار", "لمكافحة الاتجار", &["مكافحة الاتجار"]);
        check("عن ضحايا", "عن وبالضحايا", &["عن وبالضحايا"]);
        check("عن ضحايا", "عن مضحايا", &[]);
        // The last word may go on, those before it may not.
        check("حماية عامل", "حماية العاملات", &["حماية العامل"]);
        check("عامل قديم", "عاملة قديمة", &[]);
        check("حق كل عامل", "حق لكل العاملات", &["حق لكل العامل"]);
        check("حق كل عامل", "حق كلا عامل", &[]);
    }

    #[test]
    fn the_article_is_optional() {
        check(
            "الضحايا",
            "الضحايا للضحايا وللضحايا",
            &["الضحايا", "للضحايا", "للضحايا"],
        );
        check(
            "الضحايا",
            "ضحايا وضحايا ولضحايا",
            &["ضحايا", "ضحايا", "ضحايا"],
        );
        check("الضحايا", "والضَّحَايَا «ضحاياه»", &["الضَّحَايَا", "ضحايا"]);
        check("العمل", "معمل يستعمل خللعمل موللعمل العملي", &["العمل"]);
        check(
            "مكافحة الاتجار",
            "مكافحة اتجار، مكافحة للاتجار",
            &["مكافحة اتجار", "مكافحة للاتجار"],
        );
        // Two letters are no word of their own.
        check("الله", "له لله الله", &["الله"]);
        // An article that ends the match before is not taken twice.
        check("الضحايال", "الضحايالضحايال", &["الضحايال"]);
    }

    #[test]
    fn a_quoted_query_is_exact() {
        check(
            "\"الضحايا\"",
            "للضحايا ضحايا والضحايا «الضّحايا»، الضحاياه",
            &["الضّحايا"],
        );
        check("\"عمل\"", "العمل عملنا عمل", &["عمل"]);
        check(
            "\"مكافحة الاتجار\"",
            "مكافحة اتجار مكافحة الاتجار.",
            &["مكافحة الاتجار"],
        );
        check("\u{200F}\"من من\" ", "من من من", &["من من"]);
        // A mark at an edge is no word to be whole.
        check("\"«عمل\"", "قال«عمل»", &["«عمل"]);
        // A quote that is open yet is looked for.
        check("\"عمل", "«عملنا»", &["«عمل"]);
    }

    #[test]
    fn nothing_is_no_query() {
        for typed in ["", " \u{200F}\n", "َُ", "ـــ", "\"\"", "\" َ \""] {
            assert_eq!(Query::new(typed), None, "{typed:?}");
        }
    }

    /// Made of letters few enough that queries are found.
    const TEXT: &str = "[ابلملوحأإىیةﻻﷲﺏ ab1١«،\"َّ\u{640}\u{200C}\u{200F}\u{301}\n\u{1B}漢]{0,60}";
    const TYPED: &str = "\"?[ابلوأيهa1 َ\u{640}\"]{0,4}\"?";

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_found_is_what_was_typed(text in TEXT, typed in TYPED) {
            let Some(query) = Query::new(&typed) else { return Ok(()) };
            let found = query.find_all(&text);
            prop_assert_eq!(query.is_in(&text), !found.is_empty());
            prop_assert!(found.is_sorted_by(|one, next| one.end <= next.start));
            let key: String = query.key.iter().collect();
            for bytes in found {
                let source = &text[bytes.clone()];
                let folded = fold(source).text;
                let mut rest = folded.as_str();
                for word in std::iter::once(key.trim_end()).chain(query.others.iter().map(String::as_str)) {
                    let at = rest.find(word);
                    prop_assert!(at.is_some(), "{:?} in {:?}", word, folded);
                    rest = &rest[at.unwrap_or(0) + word.len()..];
                }
                // No mark is cut off, neither at its beginning nor after its end.
                let cut = |c| meaning(c) == Meaning::Mark;
                prop_assert!(!source.starts_with(cut));
                prop_assert!(!text[bytes.end..].starts_with(cut));
            }
        }

        /// Against a search that looks at every place of the whole folded text.
        #[test]
        fn a_word_is_found_wherever_it_is(text in TEXT, typed in "[ابلa1َ]{1,4}") {
            let Some(query) = Query::new(&typed) else { return Ok(()) };
            let folded = fold(&text);
            let letters: Vec<char> = folded.text.chars().collect();
            let mut expected: Vec<Range<usize>> = Vec::new();
            for (at, window) in letters.windows(query.key.len()).enumerate() {
                let bytes = folded.sources[at].start..folded.sources[at + window.len() - 1].end;
                let after = expected.last().is_none_or(|last| last.end <= bytes.start);
                if window == query.key && after {
                    expected.push(bytes);
                }
            }
            prop_assert_eq!(query.find_all(&text), expected);
        }

        #[test]
        fn nothing_panics(text in any::<String>(), typed in any::<String>()) {
            let folded = fold(&text);
            prop_assert_eq!(folded.text.chars().count(), folded.sources.len());
            prop_assert!(folded.sources.iter().all(|bytes| text.get(bytes.clone()).is_some()));
            if let Some(query) = Query::new(&typed) {
                prop_assert_eq!(query.is_in(&text), !query.find_all(&text).is_empty());
            }
        }
    }
}
