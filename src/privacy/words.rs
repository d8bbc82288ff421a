//! Names of a list, found in a text however it spells them.
//!
//! - Hamzas, harakat, TATWEEL, digits, presentation forms, joiners and case count as little as in a
//!   search ([`crate::text::fold`]).
//! - A name begins and ends with a word, but for what Arabic writes in front of one (`HEADS`) and the
//!   ALEF of an indefinite accusative: `محمد` is in «ومحمدًا», and not in «محمدية».
//! - Between two of its words stands a blank, a hyphen, an underscore, a dot or an `@`; the second may
//!   have the article. «عبد الله» and «عبدالله» are one name.
//! - One that is a number is found however its digits are grouped.
//! - It is also found in the `%D9%84…` of an address, which then is masked as a whole.

use std::collections::HashMap;
use std::ops::Range;

use super::page::Page;
use crate::text::fold::HEADS;

/// Words to look for, each one or several in a row.
#[derive(Debug, Default)]
pub struct Words {
    /// By the first word: the words that follow, and which entry it is.
    by_first: HashMap<String, Vec<(Vec<String>, usize)>>,
    /// Numbers, as their digits.
    numbers: HashMap<String, usize>,
    longest_number: usize,
}

/// The article.
const THE: &str = "ال";
/// It, after a LAM.
const TO_THE: &str = "لل";
/// What may stand between the words of a name by itself.
const JOINTS: [char; 8] = ['-', '_', '.', '@', '\'', '+', '/', ':'];
/// What may stand between the digits of a number, one of them, or a bracket and a blank.
const BETWEEN_DIGITS: [char; 6] = [' ', '-', '.', '/', '(', ')'];
/// What is one word with the next in some spellings.
const SERVANT: &str = "عبد";

impl Words {
    /// Those of `list`.
    pub fn new(list: &[String]) -> Self {
        let mut words = Self::default();
        for (entry, name) in list.iter().enumerate() {
            let page = Page::new(name);
            let parts = page.words.iter().map(|it| page.str(it.clone()).to_owned());
            let parts: Vec<String> = parts.collect();
            let digits: String = parts.concat();
            if digits.chars().all(|c| c.is_ascii_digit()) && !digits.is_empty() {
                words.longest_number = words.longest_number.max(digits.len());
                words.numbers.entry(digits).or_insert(entry);
                continue;
            }
            for parts in spellings(&parts) {
                if let Some((first, rest)) = parts.split_first() {
                    let same_first = words.by_first.entry(first.clone()).or_default();
                    same_first.push((rest.to_vec(), entry));
                }
            }
        }
        for same_first in words.by_first.values_mut() {
            // The longest first.
            same_first.sort_by_key(|(rest, entry)| (std::cmp::Reverse(rest.len()), *entry));
        }
        words
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.by_first.is_empty() && self.numbers.is_empty()
    }

    /// Where they are in `text`, and which entry each is.
    pub fn find(&self, text: &str) -> Vec<(Range<usize>, usize)> {
        self.find_in(&Page::new(text))
    }

    pub(super) fn find_in(&self, page: &Page<'_>) -> Vec<(Range<usize>, usize)> {
        let mut found = Vec::new();
        if !self.by_first.is_empty() {
            for nth in 0..page.words.len() {
                found.extend(self.name_at(page, nth));
            }
        }
        if !self.numbers.is_empty() {
            self.add_numbers(page, &mut found);
        }
        if !self.is_empty() && page.text.contains('%') {
            self.add_encoded(page.text, &mut found);
        }
        found
    }

    /// The longest name that begins with the word `nth`.
    fn name_at(&self, page: &Page<'_>, nth: usize) -> Option<(Range<usize>, usize)> {
        let word = page.words.get(nth)?;
        let text = page.str(word.clone());
        let mut best: Option<(Range<usize>, usize)> = None;
        for head in std::iter::once("").chain(HEADS.split_whitespace()) {
            let Some(rest) = text.strip_prefix(head).filter(|it| !it.is_empty()) else {
                continue;
            };
            let start = word.start + head.chars().count();
            let mut forms = vec![(rest.to_owned(), start)];
            if head.ends_with(TO_THE) {
                // The ALEF of the article is not written after a LAM.
                forms.push((format!("{THE}{rest}"), start - 1));
            }
            for (form, start) in forms {
                for shown in [Some(form.as_str()), without_alef(&form)]
                    .into_iter()
                    .flatten()
                {
                    for (others, entry) in self.by_first.get(shown).into_iter().flatten() {
                        let is_last = others.is_empty();
                        // The ALEF stands at the end of the last word only.
                        if !is_last && shown.len() != form.len() {
                            continue;
                        }
                        let Some(end) = followed(page, nth, others) else {
                            continue;
                        };
                        let is_longer = best
                            .as_ref()
                            .is_none_or(|(it, _)| end - start > it.end - it.start);
                        if is_longer {
                            best = Some((start..end, *entry));
                        }
                    }
                }
            }
        }
        best.map(|(letters, entry)| (page.bytes(letters), entry))
    }

    fn add_numbers(&self, page: &Page<'_>, found: &mut Vec<(Range<usize>, usize)>) {
        let letters = &page.letters;
        let mut at = 0;
        while at < letters.len() {
            let is_digit = |at: usize| letters.get(at).is_some_and(char::is_ascii_digit);
            let is_start = is_digit(at) && !at.checked_sub(1).is_some_and(is_digit);
            if !is_start {
                at += 1;
                continue;
            }
            let mut digits = String::new();
            let mut end = at;
            let mut best = None;
            let mut next = at;
            while digits.len() <= self.longest_number {
                if let Some(digit) = letters.get(next).filter(|it| it.is_ascii_digit()) {
                    digits.push(*digit);
                    next += 1;
                    end = next;
                    if !is_digit(end)
                        && let Some(entry) = self.numbers.get(&digits)
                    {
                        best = Some((end, *entry));
                    }
                    continue;
                }
                let between = letters.get(next..).unwrap_or_default().iter();
                let between = between.take_while(|it| BETWEEN_DIGITS.contains(it)).count();
                if !(1..=2).contains(&between) || !is_digit(next + between) {
                    break;
                }
                next += between;
            }
            match best {
                Some((end, entry)) => {
                    let plus = at
                        .checked_sub(1)
                        .filter(|it| letters.get(*it) == Some(&'+'));
                    found.push((page.bytes(plus.unwrap_or(at)..end), entry));
                    at = end;
                }
                // The number may begin behind this group of digits.
                None => {
                    at = letters.get(at..end).map_or(at + 1, |run| {
                        at + run
                            .iter()
                            .take_while(|it| it.is_ascii_digit())
                            .count()
                            .max(1)
                    })
                }
            }
        }
    }

    /// Addresses in which they are written as bytes.
    fn add_encoded(&self, text: &str, found: &mut Vec<(Range<usize>, usize)>) {
        let mut start = 0;
        for part in text.split_inclusive(char::is_whitespace) {
            let token = part.trim_end();
            if let Some(decoded) = decoded(token)
                && let Some((_, entry)) = self.find(&decoded).first()
            {
                found.push((start..start + token.len(), *entry));
            }
            start += part.len();
        }
    }
}

/// The word lists that `parts` may be written as.
fn spellings(parts: &[String]) -> Vec<Vec<String>> {
    let mut all = vec![parts.to_vec()];
    let apart: Vec<String> = parts
        .iter()
        .flat_map(|part| match part.strip_prefix(SERVANT) {
            Some(rest) if rest.starts_with(THE) => vec![SERVANT.to_owned(), rest.to_owned()],
            _ => vec![part.clone()],
        })
        .collect();
    let mut together: Vec<String> = Vec::new();
    for part in &apart {
        match together.last_mut() {
            Some(last) if last == SERVANT => *last += part,
            _ => together.push(part.clone()),
        }
    }
    for spelling in [apart, together] {
        if !all.contains(&spelling) {
            all.push(spelling);
        }
    }
    all
}

/// `word` without the ALEF of an indefinite accusative, if it may be one.
fn without_alef(word: &str) -> Option<&str> {
    let rest = word.strip_suffix('ا')?;
    let is_long = rest.chars().count() >= 3;
    (is_long && !rest.ends_with(['ا', 'ي', 'ه', 'و'])).then_some(rest)
}

/// Where `others` end, if they follow the word `nth`.
fn followed(page: &Page<'_>, nth: usize, others: &[String]) -> Option<usize> {
    let mut end = page.words.get(nth)?.end;
    for (last, (index, other)) in (nth..).zip(others.iter().enumerate()) {
        let next = page.words.get(last + 1)?;
        if !is_joint(page, page.words.get(last)?, next) {
            return None;
        }
        let text = page.str(next.clone());
        let is_last = index + 1 == others.len();
        let plain = text.strip_prefix(THE).unwrap_or(text);
        let is_same = |it: &str| {
            let bare = if is_last { without_alef(it) } else { None };
            it == other || bare == Some(other.as_str())
        };
        if !is_same(text) && !is_same(plain) {
            return None;
        }
        end = next.end;
    }
    Some(end)
}

/// Whether what stands between two words may stand within a name.
fn is_joint(page: &Page<'_>, before: &Range<usize>, after: &Range<usize>) -> bool {
    let between = page
        .letters
        .get(before.end..after.start)
        .unwrap_or_default();
    match between {
        // A ZWNJ.
        [] => true,
        [' ' | '\n'] => true,
        [joint] => JOINTS.contains(joint),
        // An initial.
        ['.', ' '] => before.len() <= 2,
        _ => false,
    }
}

/// What the bytes in `%D9%84…` of an address say; none if there are none.
fn decoded(token: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(token.len());
    let mut rest = token.as_bytes();
    let mut is_encoded = false;
    while let Some((&first, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|it| std::str::from_utf8(it).ok());
        let byte = hex.filter(|it| it.bytes().all(|b| b.is_ascii_hexdigit()));
        match byte.and_then(|it| u8::from_str_radix(it, 16).ok()) {
            Some(byte) if first == b'%' => {
                is_encoded = true;
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    is_encoded.then(|| String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, text: &str, expected: &[&str]) {
        let words = Words::new(&[name.to_owned()]);
        let found = words.find(text);
        let found: Vec<&str> = found
            .iter()
            .map(|(bytes, _)| &text[bytes.clone()])
            .collect();
        assert_eq!(found, expected, "{name} in {text}");
    }

    #[test]
    fn a_name_is_found_in_any_spelling() {
        check(
            "إيمان",
            "ايمان إِيمَان أيـمـان",
            &["ايمان", "إِيمَان", "أيـمـان"],
        );
        check("ليلى", "ليلي لیلی ﻟﻴﻠﻰ", &["ليلي", "لیلی", "ﻟﻴﻠﻰ"]);
        check("فاطمة", "فاطمه، فاطمةُ", &["فاطمه", "فاطمةُ"]);
        check("Layla", "LAYLA's layla_x Laylas", &["LAYLA", "layla"]);
        check("علیرضا", "علی\u{200C}رضا", &[]);
        check(
            "علی\u{200C}رضا",
            "علی\u{200C}رضا و علی رضا",
            &["علی\u{200C}رضا", "علی رضا"],
        );
        check("سارا", "سارا\u{200C}ام", &["سارا"]);
        check("مريم", "م\u{200F}ري\u{200D}م", &["م\u{200F}ري\u{200D}م"]);
    }

    #[test]
    fn what_stands_in_front_of_a_word_is_no_part_of_the_name() {
        check("ليلى", "وليلى بليلى لليلى فلليلى", &["ليلى"; 4]);
        check("محمد", "محمداً ومحمدا محمدية", &["محمداً", "محمدا"]);
        check(
            "الحسن",
            "للحسن وللحسن والحسن بالحسن",
            &["لحسن", "لحسن", "الحسن", "الحسن"],
        );
        check("أمل", "عمل أملاك مأمل", &[]);
        // It may be «like Amal»: that a name is left is worse than that a word is masked.
        check("أمل", "كامل", &["امل"]);
        check("سارة", "أسارة مسارة", &[]);
    }

    #[test]
    fn several_words_are_one_name() {
        check(
            "ليلى حسن",
            "ليلى حسن، ليلى\nالحسن، ليلى، حسن، ليلى حسنة",
            &["ليلى حسن", "ليلى\nالحسن"],
        );
        check(
            "Layla Hassan",
            "layla-hassan layla.hassan@x Layla. Hassan",
            &["layla-hassan", "layla.hassan"],
        );
        check(
            "J. Smith",
            "J. Smith, J Smith; j.smith",
            &["J. Smith", "J Smith", "j.smith"],
        );
        check(
            "عبد الله سالم",
            "عبدالله سالم وعبد الله سالم",
            &["عبدالله سالم", "عبد الله سالم"],
        );
        check("عبدالرحمن", "عبد الرحمن عبد", &["عبد الرحمن"]);
        let words = Words::new(&["ليلى".to_owned(), "ليلى حسن".to_owned()]);
        let text = "ليلى حسن";
        assert_eq!(words.find(text), [(0..text.len(), 1)], "the longest");
    }

    #[test]
    fn a_number_is_found_however_it_is_grouped() {
        check(
            "+963 944 123 456",
            "٩٦٣٩٤٤١٢٣٤٥٦، 963-944-123456; +963 (944) 123.456",
            &["٩٦٣٩٤٤١٢٣٤٥٦", "963-944-123456", "+963 (944) 123.456"],
        );
        check("12345", "123456 12345 3 12345", &["12345", "12345"]);
        check("12345", "99 12345", &["12345"]);
    }

    #[test]
    fn an_address_is_decoded() {
        let text = "see https://x.org/%D9%84%D9%8A%D9%84%D9%89-2 and 50% of x";
        check("ليلى", text, &["https://x.org/%D9%84%D9%8A%D9%84%D9%89-2"]);
    }

    #[test]
    fn nothing_is_found_for_nothing() {
        check("...", "... a", &[]);
        check("", "a", &[]);
    }
}
