//! Cuts an article into sentences, the units an annotator labels.
//!
//! A paragraph end always cuts. Inside a paragraph a terminator cuts unless one of `HOLDS` says
//! that the sentence goes on. The Unicode rules (UAX #29) know no abbreviations and, as Arabic has
//! no capitals, cut after every «د.» and «ق.م.»; what they lack here is mostly words, so a new trap
//! is a line in a table below. Every look around a terminator is bounded by `REACH` or by the
//! white space and the marks next to it, which keeps the whole linear in the text.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::OnceLock;

use compact_str::CompactString;

/// Sentences of `text` as byte ranges: in order, without the white space around them, and together
/// covering everything that is not white space. A line is a paragraph, and no sentence spans two.
#[must_use]
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for paragraph in text.split('\n') {
        let within = cut(paragraph).into_iter();
        found.extend(within.map(|r| start + r.start..start + r.end));
        start += paragraph.len() + 1;
    }
    found
}

/// How many characters a rule may look back or ahead, and how long a bracketed aside may be.
const REACH: usize = 200;

/// Marks that may end a sentence. Comma, semicolon, colon and dash never do.
const TERMINATORS: &[char] = &[
    '.', '…', '!', '?', '‼', '⁇', '⁈', '⁉', '\u{FF01}', // FULLWIDTH EXCLAMATION MARK
    '\u{061F}', // ARABIC QUESTION MARK
    '\u{06D4}', // ARABIC FULL STOP (Urdu)
    '\u{2E2E}', // REVERSED QUESTION MARK
];

/// Marks that belong to the sentence whose terminator they follow.
const CLOSERS: &[char] = &[
    '»', '”', '’', '›', '>', ')', ']', '}',
    '\u{FD3E}', // ORNATE LEFT PARENTHESIS, after a verse
];

/// Quotes that open as often as they close: they close when no word follows them directly.
const TWO_FACED: &[char] = &['"', '\'', '“', '‘', '«', '‹', '„'];

/// Marks that open the next sentence.
const OPENERS: &[char] = &[
    '«', '“', '‘', '‹', '„', '<', '(', '[', '"', '\'', '\u{FD3F}', // ORNATE RIGHT PARENTHESIS
];

/// Brackets that may hold nothing but a mark: "[...]", "(!)".
const BRACKETS: &[char] = &['(', '['];

/// Dashes that may part a quote from who said it.
const DASHES: &[char] = &['-', '–', '—'];

/// Marks after which the sentence that seemed to end goes on.
const COMMAS: &[char] = &[
    ',', ';', ':', '\u{060C}', // ARABIC COMMA
    '\u{061B}', // ARABIC SEMICOLON
];

/// Abbreviations that stand before what they belong to, so their stop never ends a sentence.
static TITLES: Words = Words::new(
    "\
    أد مج تح بروف وبروف ود وم وأ وأد وأ.د وأ.م.د Mr Mrs Ms Mx Dr Prof Mt Gen Col Maj Sgt Capt Cpt \
    Lt Cmdr Adm Rev Hon Sen Rep Gov Pres Amb Messrs Mme vs cf e.g i.e E.g I.e viz",
);

/// Abbreviations only before a number, else words of their own ("No.").
static BEFORE_NUMBER: Words = Words::new(
    "\
    No no Nos nos Fig fig Figs vol Vol Ch Art Sec Eq pp para ca Jan Feb Mar Apr Jun Jul Aug Sep \
    Sept Oct Nov Dec",
);

/// Abbreviations that may end a sentence: they do when one of `STARTERS` follows.
static TAILS: Words = Words::new(
    "\
    Inc Ltd Corp Co Pty Pvt Intl Bros Jr Sr etc al approx est Dept Univ St Ave Blvd Rd",
);

/// The Latin letters as Arabic spells them, which abbreviate a name («جيه. كيه.») unless they spell
/// a word together («سي إن إن»).
const SPELLED: &str = "\
    إيه سي دي إي إف جي جيه إتش آي كيه إل إم إن أو كيو آر إس تي يو في دبليو إكس زد";

/// The one that is a word of its own ("with me"), so its stop is a full stop.
const WITH_ME: &str = "بي";

/// Names that are written with a "!" of their own.
static CRYING: Words = Words::new("Yahoo Kahoot Jeopardy ياهو");

/// English words whose capital means a sentence start, not a name.
static STARTERS: Words = Words::new(
    "\
    The A An This That These Those There Here He She It They We You I His Her Its Their Our My But \
    And Or So Yet If In On At As By For From With To When While Where What Who Why How After \
    Before Since Until Then Now Also However Although Because Despite Is Are Was Were Do Does Did \
    Has Have Had Can Could Would Should Many Some Most All No Not One Both Each Such According \
    Meanwhile",
);

/// Eras and halves of the day, which after a number look like initials.
static ERAS: Words = Words::new("م ه ش ق.م ب.م ق.ه ه.ش ه.ق ص");

/// Words that go on with a date, also when the era is written on to the year ("2025م").
static DATE_GOES_ON: Words = Words::new("الموافق تقريبا إلى حتى");

/// Words after which a single letter is a name ("vitamin D"), so its stop is a full stop.
static LETTERED: Words = Words::new(
    "\
    فيتامين حرف الحرف الفئة فئة المجموعة مجموعة النوع الخطة خطة الكبد vitamin Vitamin grade Grade \
    group Group plan Plan type Type",
);

/// Heads of a clause in a law or a report: with its number it is a heading, "Article 5."
static CLAUSES: Words = Words::new(
    "\
    المادة مادة البند بند الفصل الباب القسم الفقرة الملحق الجدول الشكل ماده Article Section \
    Chapter Clause Table Figure Annex",
);

/// Words that may stand between the head of a clause and its number.
static NUMBER_WORDS: Words = Words::new("رقم مكرر مكررا number No");

/// Numbers of a clause in words, in one word or two («الحادية عشرة»).
static ORDINALS: Words = Words::new(
    "\
    الأول الأولى الثاني الثانية الثالث الثالثة الرابع الرابعة الخامس الخامسة السادس السادسة السابع \
    السابعة الثامن الثامنة التاسع التاسعة العاشر العاشرة الحادي الحادية عشر عشرة العشرون والعشرون \
    الثلاثون والثلاثون الأربعون والأربعون الخمسون والخمسون التمهيدي الأخير الأخيرة",
);

/// What counts the items of a list in words.
static COUNTED: Words = Words::new("أولا ثانيا ثالثا رابعا خامسا سادسا سابعا ثامنا تاسعا عاشرا");

/// Verbs of saying: after a quoted question or cry they tell who said it.
static SAYING: Words = Words::new(
    "\
    قال يقول تقول قلت قلنا سأل يسأل تسأل تساءل يتساءل تتساءل أضاف يضيف تضيف أجاب يجيب تجيب رد يرد \
    ترد ردد يردد تردد علق يعلق تعلق عقب صاح يصيح تصيح صرخ يصرخ تصرخ هتف يهتف تهتف نادى همس أردف \
    تابع أوضح صرح أكد كتب ختم استدرك استطرد گفت پرسید افزود میگوید میپرسد وتی گوتی said says asked \
    asks replied answered added wrote shouted cried whispered",
);

/// Endings of those verbs, Persian ones too, for who speaks and who is spoken to.
const PERSONS: &str = "ت ا وا ون ه ها هم ني نا ته تها تهم تني تنا م ند";

/// What a quoted question or cry is called: the sentence goes on to tell of it.
static QUOTES_ARE: Words = Words::new("سؤال عبارة كلمة كلمات جملة صرخة شعار هكذا");

/// What has a title, which in quotes may be a question or a cry.
static TITLED: Words = Words::new(
    "\
    سؤال السؤال كتاب كتابه كتابها رواية فيلم مسلسل مسرحية أغنية قصيدة مقال تقرير برنامج حملة \
    مبادرة ندوة معرض عنوان بعنوان شعار عبارة كلمة",
);

/// Words that go on after a name: after a name in quotes too, be it a question or a cry.
static LINKS: Words = Words::new(
    "\
    في من على إلى عن مع بين ضمن خلال لدى عبر حتى التي الذي الذين را در از به که کے کی کا میں",
);

/// The conjunctions that Arabic writes as part of the next word.
const CONJUNCTIONS: &str = "وفك";

/// The one that opens a sentence even after an ellipsis.
const AND: &str = "و";

/// The one that says what came of it.
const SO: &str = "ف";

/// The conjunction that is a word of its own.
static THEN: Words = Words::new("ثم");

/// Words that join nothing though they begin with the letter of a conjunction.
static ROOT_LETTER: Words = Words::new(
    "\
    وزارة وزارات وزير وزيرة وزراء وزيرا وكالة وكالات وكيل وكلاء وفد وفود وفاة والد والدة والدي وطن \
    وطني وطنية وحدة وحدات وحده وحدها وحيد وثيقة وثائق ورشة ورش ورقة وقت وقف وقوع وقائع وصول وصل \
    وضع ولي ولاية وسط وسائل وسيلة وسيط وجه وجود وجهة وعد وعي وباء وظيفة وظائف وقع واحد واحدة \
    واشنطن واصل وافق وفق وفقا ولادة في فيه فيها فيما فوق فقط فترة فريق فرع فرنسا فلسطين فعلا فاز \
    فازت فتح فتحت فشل فهم فكر فحص فصل فتاة فتيات فوز فرد فاطمة كل كلا كم كي كيلومتر كبير كثير \
    كانون كتاب كندا",
);

/// Words that only carry a sentence on: even after «؟» they add to what was asked.
const CARRIERS: &str = "أو إلخ الخ";

/// The reasons for which a terminator does not end its sentence; a new rule is a line here.
const HOLDS: &[fn(&Stop) -> bool] = &[
    nothing_said_yet,
    inside_brackets,
    alone_in_brackets,
    comma_follows,
    carrier_follows,
    source_follows,
    list_marker,
    list_goes_on,
    abbreviation,
    spelled_initial,
    name_cries,
    era_goes_on,
    pause_goes_on,
    speech_is_attributed,
    quote_goes_on,
    lower_case_follows,
];

fn cut(paragraph: &str) -> Vec<Range<usize>> {
    let asides = asides(paragraph);
    let headline = is_headline(paragraph);
    let mut found = Vec::new();
    let mut start = blanks(paragraph);
    let mut from = start;
    while let Some(ahead) = paragraph[from..].find(TERMINATORS) {
        let at = from + ahead;
        let aside = aside_around(&asides, at);
        // A stop after the bracket is not the aside's but the sentence's: «(م. ن.).».
        let limit = aside.map_or(paragraph.len(), |aside| aside.end);
        let end = at + closing_marks(&paragraph[at..limit]);
        let next = end + blanks(&paragraph[end..]);
        let stop = Stop {
            paragraph,
            start,
            at,
            end,
            next,
            aside,
            headline,
        };
        if stop.ends_sentence() {
            found.push(start..end);
            start = next;
        }
        from = end;
    }
    let end = paragraph.trim_end_matches(is_blank).len();
    if start < end {
        found.push(start..end);
    }
    found
}

/// The bracketed asides of at most [`REACH`] characters, outermost only. A closer that nothing
/// opened ends the search: in a text typed with swapped brackets the pairs mean nothing.
fn asides(paragraph: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut open = Vec::new();
    for (nth, (at, c)) in paragraph.char_indices().enumerate() {
        match c {
            '(' => open.push((nth, at)),
            ')' => {
                let Some((opened, start)) = open.pop() else {
                    break;
                };
                if nth - opened <= REACH {
                    while found.pop_if(|inner| inner.start > start).is_some() {}
                    found.push(start..at + 1);
                }
            }
            _ => {}
        }
    }
    found
}

fn aside_around(asides: &[Range<usize>], at: usize) -> Option<&Range<usize>> {
    let nearest = asides.partition_point(|aside| aside.end <= at);
    asides.get(nearest).filter(|aside| aside.start < at)
}

/// Whether the paragraph is short and has no stop at its end, as headlines and captions do.
fn is_headline(paragraph: &str) -> bool {
    let bare = bare_end(paragraph);
    !bare.ends_with(TERMINATORS) && bare.chars().nth(REACH).is_none()
}

/// Whether a terminator is the last of `paragraph` but for what closes after it.
pub(super) fn has_final_stop(paragraph: &str) -> bool {
    bare_end(paragraph).ends_with(TERMINATORS)
}

fn bare_end(paragraph: &str) -> &str {
    paragraph.trim_end_matches(|c| is_blank(c) || is_format(c) || is_closing(c))
}

/// The length of the terminator `text` begins with and of all that belongs to it: repetitions
/// ("?!", "! !"), closers, direction marks, footnote numbers (`[12]`).
fn closing_marks(text: &str) -> usize {
    let mut end = 0;
    loop {
        let rest = &text[end..];
        let gap = blanks(rest);
        let mut chars = rest[gap..].chars();
        let Some(mark) = chars.next() else { return end };
        let word_follows = chars.next().is_some_and(char::is_alphanumeric);
        let closes = TERMINATORS.contains(&mark) || CLOSERS.contains(&mark);
        let length = if gap > 0 {
            usize::from(closes && !word_follows) * mark.len_utf8()
        } else if closes || is_format(mark) || TWO_FACED.contains(&mark) && !word_follows {
            mark.len_utf8()
        } else {
            footnote(rest)
        };
        if length == 0 {
            return end;
        }
        end += gap + length;
    }
}

/// The length of the reference `[12]`, `[a]`, `(12)` or `¹` that `text` begins with, else 0.
fn footnote(text: &str) -> usize {
    const LONGEST: usize = 7;
    const LARGEST: usize = 3;
    let raised = lead(text, LARGEST, |c| "⁰¹²³⁴⁵⁶⁷⁸⁹".contains(c));
    let square = enclosed(text, ['[', ']'], LONGEST)
        .filter(|inside| inside.starts_with(char::is_alphanumeric) && !inside.contains(is_blank));
    let round = enclosed(text, ['(', ')'], LARGEST)
        .filter(|inside| !inside.is_empty() && inside.chars().all(char::is_numeric));
    (square.or(round)).map_or(raised.len(), |inside| inside.len() + 2)
}

/// What the brackets hold that `text` begins with, if it is at most `count` characters.
fn enclosed(text: &str, [opener, closer]: [char; 2], count: usize) -> Option<&str> {
    let inside = lead(text.strip_prefix(opener)?, count, |c| c != closer);
    let rest = &text[opener.len_utf8() + inside.len()..];
    rest.starts_with(closer).then_some(inside)
}

/// A terminator with its closing marks, and what a rule may ask about its surroundings.
struct Stop<'p> {
    paragraph: &'p str,
    /// Where the sentence began.
    start: usize,
    /// Where the terminator stands.
    at: usize,
    /// Where its closing marks end.
    end: usize,
    /// Where the text goes on after white space.
    next: usize,
    /// The short bracketed aside that the terminator stands in.
    aside: Option<&'p Range<usize>>,
    headline: bool,
}

impl<'p> Stop<'p> {
    fn ends_sentence(&self) -> bool {
        let parted = self.next > self.end || self.space_is_missing();
        parted && !HOLDS.iter().any(|holds| holds(self))
    }

    fn before(&self) -> &'p str {
        &self.paragraph[self.start..self.at]
    }

    fn marks(&self) -> &'p str {
        &self.paragraph[self.at..self.end]
    }

    fn after(&self) -> &'p str {
        &self.paragraph[self.next..]
    }

    fn word(&self) -> &'p str {
        last_word(self.before())
    }

    fn next_word(&self) -> &'p str {
        first_word(self.after())
    }

    /// How many dots the terminator has: one may abbreviate, three pause, a question has none.
    fn dots(&self) -> usize {
        let weight = |c| match c {
            '.' | '\u{06D4}' => Some(1), // ARABIC FULL STOP
            '…' => Some(3),
            asks_or_cries if TERMINATORS.contains(&asks_or_cries) => None,
            _ => Some(0),
        };
        self.marks()
            .chars()
            .map(weight)
            .sum::<Option<usize>>()
            .unwrap_or(0)
    }

    fn is_full_stop(&self) -> bool {
        self.dots() == 1
    }

    fn is_ellipsis(&self) -> bool {
        self.dots() > 2
    }

    /// Whether a quote closes here that asks or cries, which says nothing about the sentence.
    /// A stop after the quote would be the sentence's own.
    fn is_quoted_cry(&self) -> bool {
        self.dots() == 0 && last_written(self.marks()).is_some_and(is_closing)
    }

    /// What stands before the quote that closes here, if that is in reach.
    fn before_quote(&self) -> &'p str {
        let before = self.before();
        let quoted = tail(before, |c| !TWO_FACED.contains(&c));
        let opened = &before[..before.len() - quoted.len()];
        let outside = opened.trim_end_matches(TWO_FACED);
        if outside.len() < opened.len() {
            outside
        } else {
            ""
        }
    }

    /// Whether two Arabic words meet at the terminator, as no abbreviation, address or number does,
    /// or an «and» follows what needs no point.
    /// An ellipsis without a space joins, and a straight quote might belong to either side.
    fn space_is_missing(&self) -> bool {
        let before = self.before();
        let before = before.trim_end_matches(|c| is_blank(c) || is_closing(c));
        let last = last_word(before).rsplit('.').next().unwrap_or_default();
        !self.after().starts_with(['"', '\''])
            && (is_arabic_word(last) || is_whole(before, last) && joins(self.next_word(), AND))
            && is_arabic_word(self.next_word())
            && !self.is_ellipsis()
            && !ends_in_address(before)
    }
}

/// Marks before the first word, an opening "..." or a bullet, are no sentence.
fn nothing_said_yet(stop: &Stop) -> bool {
    !stop.before().chars().take(REACH).any(char::is_alphanumeric)
}

/// An aside is part of the sentence around it, unless capitals say it is one of its own.
fn inside_brackets(stop: &Stop) -> bool {
    let alone = |aside: &Range<usize>| {
        aside.start == stop.start && aside.end <= stop.end && has_capital(stop.next_word())
    };
    stop.aside.is_some_and(|aside| !alone(aside))
}

/// "[...]" and "[!]" are notes about the sentence around them.
fn alone_in_brackets(stop: &Stop) -> bool {
    let closed = last_written(stop.marks()).is_some_and(|c| CLOSERS.contains(&c));
    closed && last_written(stop.before()).is_some_and(|c| BRACKETS.contains(&c))
}

fn comma_follows(stop: &Stop) -> bool {
    stop.after().starts_with(COMMAS)
}

fn carrier_follows(stop: &Stop) -> bool {
    // To the letter: without its hamza «أو» is Persian for "he" or "she".
    spelt(CARRIERS, stop.next_word())
}

/// "(Reuters)" after the last stop of a paragraph says where its text is from.
fn source_follows(stop: &Stop) -> bool {
    const LONGEST: usize = 32;
    let Some(source) = enclosed(stop.after(), ['(', ')'], LONGEST) else {
        return false;
    };
    let rest = &stop.after()[source.len() + 2..];
    let rest = &rest[closing_marks(rest)..];
    let sentence = source.ends_with(TERMINATORS) && source.contains(is_blank);
    source.starts_with(char::is_alphabetic) && !sentence && blanks(rest) == rest.len()
}

/// "1.", "1-2.", "a.", "iv.", «أولا.» or "Article 5." at the start is the number of what follows.
fn list_marker(stop: &Stop) -> bool {
    const LONGEST: usize = 64;
    if !stop.is_full_stop() || stop.before().len() > LONGEST {
        return false;
    }
    let parts = |c: char| is_format(c) || !(is_word(c) || c == '.');
    let words = stop.before().split(parts);
    let mut words = words.filter(|word| !word.is_empty() && !NUMBER_WORDS.has(word));
    let figure = |word: &str| is_item_number(word) || word.chars().all(char::is_numeric);
    let number = |word: &str| figure(word) || ORDINALS.has(word);
    match (words.next(), words.next(), words.next()) {
        (Some(marker), None, None) => {
            let roman = marker.chars().all(|c| "ivxIVX".contains(c));
            roman || is_letter(marker) || is_item_number(marker) || COUNTED.has(marker)
        }
        (Some(head), Some(next), None) if is_item_number(head) => is_item_number(next),
        (Some(head), Some(next), None) => CLAUSES.has(head) && number(next),
        (Some(head), Some(next), Some(tens)) => {
            CLAUSES.has(head) && number(next) && ORDINALS.has(tens)
        }
        _ => false,
    }
}

/// ": 1." begins a list within its sentence, and a "2." in reach of it is the next item.
fn list_goes_on(stop: &Stop) -> bool {
    let (word, next) = (stop.word(), stop.next_word());
    let Some(item) = item_number(word) else {
        return false;
    };
    let near = tail(stop.before(), |_| true).trim_end_matches(is_blank);
    let earlier = near.strip_suffix(word).unwrap_or_default();
    let items = earlier.split(is_blank).filter_map(|w| w.strip_suffix('.'));
    let first = item == 1 && last_written(earlier) == Some(':');
    let counted = first || items.filter_map(item_number).any(|other| other + 1 == item);
    let amount = joins(next, AND) || next.starts_with(char::is_numeric);
    stop.is_full_stop() && counted && !amount
}

/// Initials, titles, "U.S." and their like; a capital that no name has can end the sentence yet.
fn abbreviation(stop: &Stop) -> bool {
    let (word, next) = (stop.word(), stop.next_word());
    if !stop.is_full_stop() || is_era(stop.before()) {
        false
    } else if TITLES.has(word) {
        true
    } else if BEFORE_NUMBER.has(word) {
        next.starts_with(char::is_numeric)
    } else if TAILS.has(word) || is_dotted(word) {
        let lettered = is_letter(word) && LETTERED.has(word_before(stop.before(), word));
        let rest = stop.after().strip_prefix(next);
        let next_is_initial = rest.is_some_and(|rest| rest.starts_with('.'));
        let reported = joins(next, AND) && is_saying(next);
        let ends = lettered || reported || is_joined(stop.before(), word);
        !ends && (next_is_initial || !STARTERS.has(next))
    } else {
        false
    }
}

/// «جيه. كيه. رولينغ» is J. K. Rowling, but «بي بي سي.» is the BBC at the end of a sentence.
fn spelled_initial(stop: &Stop) -> bool {
    let word = stop.word();
    if !stop.is_full_stop() || !spelt(SPELLED, word) {
        return false;
    }
    let before = word_before(stop.before(), word);
    !spelt(SPELLED, before) && !spelt(WITH_ME, before) && !LETTERED.has(before)
}

/// "Yahoo!" is a name: an Arabic sentence may go on after it, where no conjunction opens the next.
fn name_cries(stop: &Stop) -> bool {
    let next = stop.next_word();
    stop.dots() == 0 && CRYING.has(stop.word()) && !has_capital(next) && !joins(next, AND)
}

/// After "1990 م." only a conjunction or a quote says that the stop is more than the era's own.
/// Who writes "1990م" writes it without a stop.
fn era_goes_on(stop: &Stop) -> bool {
    if !stop.is_full_stop() || !is_era(stop.before()) {
        return false;
    }
    let next = stop.next_word();
    let opens = has_year(stop.word()) && !DATE_GOES_ON.has(next)
        || stop.after().starts_with(TWO_FACED)
        || joins(next, CONJUNCTIONS)
        || THEN.has(next)
        || has_capital(next);
    !opens
}

/// An ellipsis ends a sentence only where a conjunction or a capital opens the next. A headline is
/// one sentence, whose ".." is also a pause.
fn pause_goes_on(stop: &Stop) -> bool {
    if !stop.is_ellipsis() {
        return stop.headline && stop.dots() > 1;
    }
    let next = stop.next_word();
    let capital = has_capital(next) && next != "I"; // which is a capital anywhere
    let opens = capital || joins(next, AND) && !folded(stop.word()).eq(AND.chars());
    stop.headline || !opens
}

/// «…؟» سأل: the question is the quote's, the sentence goes on to who asked it.
fn speech_is_attributed(stop: &Stop) -> bool {
    const NAME_AND_VERB: usize = 5;
    if !stop.is_quoted_cry() {
        return false;
    }
    let after = stop
        .after()
        .trim_start_matches(|c| DASHES.contains(&c) || is_blank(c));
    let next = lead(after, REACH, is_word);
    let named = has_capital(next) && !STARTERS.has(next);
    let near = lead(after, REACH, |_| true);
    let mut words = near.split(|c| !is_word(c)).filter(|word| !THEN.has(word));
    words.next().is_some_and(is_saying) || named && words.take(NAME_AND_VERB - 1).any(is_saying)
}

/// «…؟» في: a question that only names something, or of which the sentence tells what came.
fn quote_goes_on(stop: &Stop) -> bool {
    if !stop.is_quoted_cry() {
        return false;
    }
    let (next, before) = (stop.next_word(), stop.before_quote());
    let tells = QUOTES_ARE.has(next) || THEN.has(next) || joins(next, SO);
    // Not after a colon, which says that the quote is speech.
    let named = last_written(before).is_some_and(char::is_alphanumeric);
    let titled = named && TITLED.has(last_word(before)) && !joins(next, AND);
    tells || stop.headline || titled || named && LINKS.has(next)
}

/// A script with capitals opens sentences with one; a name like "iPhone" has it further in.
fn lower_case_follows(stop: &Stop) -> bool {
    let next = stop.next_word();
    let mut before = stop.before().chars().rev().take(REACH);
    let last = before.find(|c| c.is_alphanumeric());
    last.is_some_and(|c| c.is_numeric() || c.is_lowercase() || c.is_uppercase())
        && next.starts_with(char::is_lowercase)
        && !next.contains(char::is_uppercase)
}

/// The word at the end of `text`, with the dots, quotes and apostrophes between its letters
/// ("ق.م", "U.S", Hebrew gershayim).
fn last_word(text: &str) -> &str {
    let word = tail(text.trim_end_matches(is_blank), |c| {
        is_word(c) || ".\"'’״׳".contains(c)
    });
    word.trim_start_matches(|c: char| !c.is_alphanumeric())
}

fn word_before<'t>(text: &'t str, word: &str) -> &'t str {
    let before = text.trim_end_matches(is_blank).strip_suffix(word);
    before.map_or("", last_word)
}

fn first_word(text: &str) -> &str {
    let text = text.trim_start_matches(|c| OPENERS.contains(&c) || is_format(c));
    lead(text, REACH, is_word)
}

/// A number of at most three digits, or several joined by dots.
fn is_item_number(word: &str) -> bool {
    let digits = |part: &str| part.chars().all(char::is_numeric) && part.chars().count() <= 3;
    word.starts_with(char::is_numeric) && word.split('.').all(digits)
}

/// The value of a number of at most three digits.
fn item_number(word: &str) -> Option<u32> {
    if !is_item_number(word) || word.contains('.') {
        return None;
    }
    word.chars().try_fold(0, |value, c| {
        let digit = match c {
            // The digits of either Arabic series begin at a multiple of sixteen.
            '\u{0660}'..='\u{0669}' | '\u{06F0}'..='\u{06F9}' => u32::from(c) % 16,
            _ => c.to_digit(10)?,
        };
        Some(10 * value + digit)
    })
}

fn is_letter(word: &str) -> bool {
    folded(word).count() == 1 && word.starts_with(char::is_alphabetic)
}

/// Single letters with dots between them, or in Latin also pairs ("Ph.D", but not "u.ae").
fn is_dotted(word: &str) -> bool {
    let short =
        |part: &str| is_letter(part) || part.len() == 2 && has_capital(part) && part.is_ascii();
    is_letter(word) || word.contains('.') && word.split('.').all(short)
}

/// Whether `word` at the end of `text` is the end of a longer one: "USB-C", «كم/س». A dash before
/// an Arabic letter stands between words, and «أ/د.» are two titles.
fn is_joined(text: &str, word: &str) -> bool {
    let joints: &[char] = if word.is_ascii() { &['-', '/'] } else { &['/'] };
    let head = text.trim_end_matches(is_blank).strip_suffix(word);
    let head = head.and_then(|head| head.strip_suffix(joints));
    let joined = head.map_or("", |head| tail(head, is_word));
    folded(joined).nth(1).is_some() && !TITLES.has(joined)
}

/// Whether `text` ends in what needs no point: a percentage, a year, a Latin `word`.
fn is_whole(text: &str, word: &str) -> bool {
    let latin = word.len() > 1 && word.chars().all(|c| c.is_ascii_alphabetic());
    has_year(word) || latin || text.ends_with(['%', '٪'])
}

/// Whether `word` is a year, with or without its era, or a longer number.
fn has_year(word: &str) -> bool {
    const DIGITS: usize = 4;
    let digits = word.chars().take_while(|c| c.is_numeric());
    digits.count() >= DIGITS && !word.contains('.')
}

/// Whether `text` ends in an era after its number: "1445هـ", "539 ق. م".
fn is_era(text: &str) -> bool {
    const LONGEST: usize = 16;
    let of_era = |c: char| c == '.' || CLOSERS.contains(&c) || is_blank(c) || is_unwritten(c);
    let era = last_word(text).trim_start_matches(char::is_numeric);
    ERAS.has(era)
        && (text.chars().rev().take(LONGEST))
            .find(|&c| !of_era(c) && !ERAS.spelt.contains(c))
            .is_some_and(char::is_numeric)
}

/// Whether `word` begins with one of `conjunctions`, which Arabic writes without a space.
fn joins(word: &str, conjunctions: &str) -> bool {
    let prefixed = word.starts_with(|c| conjunctions.contains(c));
    prefixed && folded(word).nth(2).is_some() && !ROOT_LETTER.has(word)
}

/// A verb of saying, also with a conjunction before it and a person after it.
fn is_saying(word: &str) -> bool {
    let word: String = folded(word).collect();
    let verb = word.trim_start_matches(|c| CONJUNCTIONS.contains(c));
    let persons = PERSONS.split_whitespace();
    let mut stems = persons
        .filter_map(|person| verb.strip_suffix(person))
        .chain([verb, &word]);
    stems.any(|stem| SAYING.has(stem))
}

fn ends_in_address(text: &str) -> bool {
    let chunk = tail(text, |c| !is_blank(c));
    chunk.contains("://") || chunk.starts_with("www.") || chunk.contains('@')
}

fn is_arabic_word(word: &str) -> bool {
    folded(word).all(is_arabic_letter) && folded(word).nth(1).is_some()
}

fn last_written(text: &str) -> Option<char> {
    text.trim_end_matches(|c| is_blank(c) || is_format(c))
        .chars()
        .next_back()
}

fn has_capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

/// Words that a rule looks for, however they are written.
struct Words {
    spelt: &'static str,
    /// As they are compared. A text has many stops, and each asks for most of the tables.
    folded: OnceLock<HashSet<CompactString>>,
}

impl Words {
    const fn new(spelt: &'static str) -> Self {
        Self {
            spelt,
            folded: OnceLock::new(),
        }
    }

    fn has(&self, word: &str) -> bool {
        let fold = |word| folded(word).collect::<CompactString>();
        let words = || self.spelt.split_whitespace().map(fold).collect();
        self.folded.get_or_init(words).contains(&fold(word))
    }
}

/// Whether `table` lists `word` to the letter: «إن» is not the Persian «آن».
fn spelt(table: &str, word: &str) -> bool {
    let mut entries = table.split_whitespace();
    entries.any(|entry| written(entry).eq(written(word)))
}

/// The letters of `word` as the tables are compared: without marks, all forms of alef alike.
fn folded(word: &str) -> impl Iterator<Item = char> {
    written(word).map(|c| match c {
        // ALEF WITH MADDA ABOVE, HAMZA ABOVE, HAMZA BELOW, and ALEF WASLA, to ALEF
        '\u{0622}' | '\u{0623}' | '\u{0625}' | '\u{0671}' => '\u{0627}',
        other => other,
    })
}

/// The letters of `word` without marks.
fn written(word: &str) -> impl Iterator<Item = char> + Clone {
    word.chars().filter(|&c| !is_unwritten(c))
}

/// The characters `text` begins with, at most `count` of them, for as long as they are `wanted`.
fn lead(text: &str, count: usize, wanted: impl Fn(char) -> bool) -> &str {
    let near = text.chars().take(count).take_while(|&c| wanted(c));
    &text[..near.map(char::len_utf8).sum()]
}

/// The characters within reach that `text` ends with, for as long as they are `wanted`.
fn tail(text: &str, wanted: impl Fn(char) -> bool) -> &str {
    let near = text.chars().rev().take(REACH).take_while(|&c| wanted(c));
    &text[text.len() - near.map(char::len_utf8).sum::<usize>()..]
}

fn blanks(text: &str) -> usize {
    text.len() - text.trim_start_matches(is_blank).len()
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || c == '\u{FEFF}' // ZERO WIDTH NO-BREAK SPACE
}

fn is_closing(c: char) -> bool {
    TWO_FACED.contains(&c) || CLOSERS.contains(&c)
}

fn is_word(c: char) -> bool {
    // Most of what is asked for, and far into the tables of all letters.
    matches!(c, '\u{0621}'..='\u{063A}' | '\u{0641}'..='\u{064A}') // HAMZA to YEH
        || c.is_alphanumeric()
        || is_unwritten(c)
}

fn is_arabic_letter(c: char) -> bool {
    c.is_alphabetic() && matches!(c, '\u{0620}'..='\u{08C9}' | '\u{FB50}'..='\u{FEFC}')
}

/// What may stand in a word without being one of its letters: vowel marks, points, tatweel.
fn is_unwritten(c: char) -> bool {
    is_format(c)
        || matches!(c,
            '\u{0300}'..='\u{036F}' // combining diacritical marks
            | '\u{0591}'..='\u{05C7}' // Hebrew accents and points
            | '\u{0610}'..='\u{061A}' | '\u{064B}'..='\u{065F}' | '\u{0670}' // Arabic marks
            | '\u{06D6}'..='\u{06ED}' | '\u{08CA}'..='\u{08FF}' // Koranic marks
            | '\u{0640}') // TATWEEL
}

/// Characters that only join or steer the direction of others.
fn is_format(c: char) -> bool {
    matches!(c, '\u{061C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cuts `input`, in which `|` stands for the space that parts two sentences and `¦` for a
    /// boundary where the text has none.
    #[track_caller]
    fn check(input: &str) {
        let text = input.replace('|', " ").replace('¦', "");
        let found = sentences(&text);
        assert_law(&text, &found);
        let mut cut = String::new();
        let mut end = None;
        for range in found {
            match end {
                None => {}
                Some(end) if end == range.start => cut.push('¦'),
                Some(end) if text[end..range.start].contains('\n') => cut.push('\n'),
                Some(_) => cut.push('|'),
            }
            cut.push_str(&text[range.clone()]);
            end = Some(range.end);
        }
        assert_eq!(cut, input);
    }

    /// Sorted, disjoint, trimmed, not empty, within a paragraph, and nothing written left out.
    #[track_caller]
    fn assert_law(text: &str, found: &[Range<usize>]) {
        let mut end = 0;
        for range in found {
            let sentence = &text[range.clone()];
            assert!(
                text[end..range.start].chars().all(is_blank),
                "left out of {text:.99?}"
            );
            assert!(
                !sentence.is_empty() && !sentence.contains('\n'),
                "{sentence:?}"
            );
            assert_eq!(sentence.trim_matches(is_blank), sentence);
            end = range.end;
        }
        assert!(text[end..].chars().all(is_blank), "left out of {text:.99?}");
    }

    #[test]
    fn terminator_and_space_cut() {
        check("أحيلت القضية إلى النيابة.|باشرت النيابة التحقيق.|من يحمي الضحايا؟|القانون!");
        check("The shelter opened in May.|Who runs it?|Volunteers do!|It is full.");
        check("مزدوروں کے پاسپورٹ ضبط تھے۔|عدالت نے فیصلہ سنایا۔");
        check("قاچاق انسان جرم است.|مجازات آن چیست؟|زندان!");
        check("הקורבנות קיבלו סיוע.|המשפט נמשך.");
    }

    #[test]
    fn paragraph_end_always_cuts() {
        check("اللجنة الوطنية\nعقدت اللجنة اجتماعها.|وحضره الخبراء.\nالتعليقات مغلقة.");
        check("بيان صحفي صادر عن د.\nأحمد سالم");
        assert_eq!(sentences(" \n\n\u{FEFF} أ \n\t\n ب\n").len(), 2);
    }

    #[test]
    fn commas_colons_and_dashes_never_cut() {
        check("حضر الوفد؛ ثم وقع الاتفاق: بنوده، ومدته — وهي سنة — واضحة.|انتهى.");
        check("نوافق على الشروط ، ولكن بحذر.|متابعة القراءة");
        check("مدعوم من : Example.com");
    }

    #[test]
    fn repeated_terminators_are_one_end() {
        check("أين الضحايا؟!|لا أحد يعلم !!!|حقا ؟ !|نعم . .|انتهى التحقيق..|وصدر الحكم.");
        check("Really?!|Yes!! !|Good.");
    }

    #[test]
    fn closers_belong_to_the_sentence_before() {
        check("قال القاضي: «ثبتت التهمة.»|ورفعت الجلسة.");
        check("قال القاضي: “ثبتت التهمة”.|ورفعت الجلسة.");
        check("قال: \"ثبتت التهمة.\"|ورفعت الجلسة.|\"لا تعليق\" هو رد الدفاع.");
        check("ثبتت التهمة. »|ورفعت الجلسة.");
        check("He said, \"It is closed.\"|\"It is not,\" she said.|(See the annex.)|It is long.");
        check("تلا الآية: ﴿ولقد كرمنا بني آدم.﴾|ثم فسرها.|قال: <<ثبتت التهمة.>>|ورفعت الجلسة.");
    }

    #[test]
    fn footnotes_and_direction_marks_belong_to_the_sentence_before() {
        check("صدر القانون عام 2011.[1]|وعدل لاحقا.[12][ب]|ثم نشر.\u{200F}|\u{200F}وطبق.");
        check("صدر القانون عام 2011.(1)|وعدل لاحقا.¹²|ثم نشر.[1-3]|انتهى النص.|(2) التطبيق.");
    }

    #[test]
    fn dotted_letters_abbreviate() {
        check("التقت أ.د. مريم سالم و م. ناصر بالوفد.|وغادرا.");
        check("كتب ع. م. الهاشمي عن ص. ب 77 في ج.م.ع. سابقا.|ثم سكت.");
        check("وقعت شركة البناء ش.م.م. عقدا (انظر ج. 3، ص. 12).|وبدأت العمل.");
        check("التقى أد. سالم العمال.|وشكرهم.");
        check("حضر د. سالم، ود. مريم وأ.د. علي وم. ناصر وبروف. هدى اللقاء.|ثم غادروا.");
        check("حضر د . سالم وأ/د. علي ود.\u{200F} مريم وأ.\u{200C}د. هدى اللقاء.|ثم غادروا.");
    }

    #[test]
    fn a_letter_may_be_a_name() {
        check("نقص لديهم فيتامين د.|وتلقوا العلاج.|هم من الفئة ب.|ولهم حقوق.");
        check("They lacked vitamin D.|Doctors helped them.");
        check(
            "ننتقل إلى الخطة ب.|وهي أصعب.|بلغت السرعة 90 كم/س.|ثم هبطت.|له منفذ USB-C.|وهو سريع.",
        );
        check("كتب J.-P. Durand تقريره.|ثم نشره على u.ae.|وقرأه كثيرون.");
    }

    #[test]
    fn abbreviation_ends_where_a_report_goes_on() {
        check("نقلت الخبر وكالة أ.ف.ب.|وقالت إن الوسيط فر من شركة Blue Gate Ltd.|وأكدت فراره.");
    }

    #[test]
    fn spelled_letters_are_initials_or_a_word() {
        check("كتب إف. جيه. كارتر وجون دبليو. هيل التقرير.|ثم نشراه.");
        check("ظهر على شاشة بي بي سي.|بثته سي إن إن.|نقص لديه فيتامين دي.|لم يهتم أحد بي.");
        check("پس از آن.|این خانهٔ او.|پایان.");
    }

    #[test]
    fn a_name_may_cry() {
        check("أغلقت صفحة Yahoo! العربية.|زار مقر Yahoo!|وعاد.|They left Yahoo!|Nobody knew.");
    }

    #[test]
    fn era_ends_a_sentence_only_before_a_conjunction_or_quote() {
        check("ألغي الرق عام 1847 م.|وصدر قرار آخر سنة 1263 هـ.|ثم طبق.");
        check("يعود النص إلى عام 1750 ق.م. تقريبا في بابل.|وهو قديم.");
        check("كتب سنة 450 ق. م. في اليونان.|كتب سنة 300 ق. م.|\"ونشر\" لاحقا.");
        check("صدر في 2024م.|وبدأ العمل به الساعة 10 ص.|فاستجاب الناس.");
        check("صدر في 12 مايو 2011م.|ينص على السجن.|عدل في 1 رجب 1432هـ.|نشرته الجريدة.");
        check("يبدأ في 5 رجب 1447هـ. الموافق 25 ديسمبر 2025م.|عاش نحو 1850م. تقريبا.|ثم مات.");
        check("قانون سال ۱۴۰۲ ش. تصویب شد.|پایان.");
    }

    #[test]
    fn ellipsis_pauses_unless_a_conjunction_or_capital_follows() {
        check("صادروا الجوازات والأجور... إلخ من الحقوق.|ثم فروا.");
        check("كنت خائفة… ربما لن ينقذني أحد.|لكنهم جاؤوا.");
        check("انتهت الرحلة...|وفي المساء عادوا إلى بيوتهم.");
        check("زار المركز… وزير العمل ومن معه.|وانصرف.");
        check("کارگران و… و دیگران آمدند.|پایان.");
        check("She waited... and I waited.|She waited...|Nobody came.");
        check("... ثم عادت إلى أهلها.");
    }

    #[test]
    fn marks_alone_in_brackets_do_not_cut() {
        check("يحمي القانون العمال [...] وأسرهم.|دفع ألف ريال [!] ثمنا لجوازه.|ثم هرب.");
    }

    #[test]
    fn headline_is_one_sentence() {
        check("الدوحة.. وتستمر جهود حماية العمال\nانتهت الدورة..|وبدأت الورشة.");
        check("معا ضد الاتجار بالبشر… وتبقى الكرامة أولا");
        check("«من يحمي العمال؟» ندوة في الدوحة\n«معا!»|الحملة تنطلق.|وتستمر شهرا.");
    }

    #[test]
    fn quoted_question_goes_on_to_who_asked() {
        check("«من دفع لك؟» سألت المحققة.|صمت الشاهد.");
        check("\"النجدة!\" صاح العامل.|«انتبه!»، وهرب السائق.|«حقا؟» وأضاف القاضي سؤالا.");
        check("\"Who paid you?\" she asked.|\"Nobody!\" Dr. Salem replied.|\"Who?\"|They left.");
        check("«أين جوازي؟» سألني العامل.|«من أنتم؟» قلت لهم.|«كفى!» – تصرخ الناجية.|ثم صمتوا.");
        check("«کجا بودی؟» پرسیدم.|«چرا؟» می\u{200C}پرسد.|«تۆ کێیت؟» وتی.|پایان.");
        check("«لا أحد!».|قال القاضي إنه سيعود.|قال: «لا أحد هنا!».|ثم عاد.");
    }

    #[test]
    fn quoted_question_goes_on_to_what_came_of_it() {
        check("سأله القاضي «أين كنت؟» فلم يجب.|قالت: «صاح بي: \"اهربي!\" ثم اختفى».|وبكت.");
        check("«إلى متى؟» سؤال يردده العمال.|«أين أجري؟» هكذا بدأ رسالته.|ثم سكت.");
        check("سأل: «من فاز؟»|فاز فريقنا.|قال: «من ينكر؟»|في الصباح عاد.");
    }

    #[test]
    fn quoted_question_may_be_a_name() {
        check("وقع كتاب «من يدفع؟» في المعرض.|وأطلق حملة «بلغ الآن!» التي تستمر شهرا.|ثم عاد.");
        check("صار سؤال «من المستفيد؟» لا يفارقه.|عرض فيلم «أين أنت؟»|وغادر.");
    }

    #[test]
    fn alternative_belongs_to_its_question() {
        check("هل دفع له أحد؟ أو وعده بعمل؟|لا نعلم.");
    }

    #[test]
    fn list_marker_begins_its_sentence() {
        check("1. حماية الضحايا.|2. ملاحقة الجناة.|أ. التوعية.|٣. التعاون.|2.1. التدريب.");
        check("- أ. التدريب أولا.|بلغ عددهم 20.|منهم ثلاث نساء.");
        check("iv. Training.|1. Prevention comes first.|There were 20.|Three were women.");
        check("\u{200F}1. التوعية.|\u{200F}٢. التدريب.|1-2. التعاون.|أولا. الحماية.|ثانياً. الردع.");
        check("الأهداف: 1. الحماية.|2. الملاحقة.|وهي: ١. التوعية ٢. التدريب ٣. التعاون.|ثم سكت.");
        check("1. بلغ عدد المتهمين 2.|وأفرج عن واحد.|عدد الضحايا: 1.|والباقون بخير.");
    }

    #[test]
    fn numbered_clause_begins_its_sentence() {
        check("المادة 7. يعاقب بالسجن كل من خالف.|المادة رقم (8). تلغى الأحكام.");
        check("Article 4. No one shall be held in slavery.|See Article 4.|It is short.");
        check("المادة الأولى. تنشأ لجنة.|المادة الحادية عشرة. تجتمع شهريا.|الفصل الثاني. العقوبات.");
        check("المادة 5 مكررا. يغرم الوسيط.|المادة 1150. ينشر القانون.|قرأ الفصل الأول.|ثم نام.");
    }

    #[test]
    fn numbers_keep_their_dots() {
        check("ارتفعت النسبة 2.7% في 01.02.2024 عند 9.45 مساء.|بلغت ٤٫٥ ثم ٣.٢ مليون.|انتهى.");
        check("It rose by 2.5 points to $4.50.|It fell later.");
        check(&format!("رقمه {0}.|ثم {0}.", "9".repeat(REACH)));
    }

    #[test]
    fn addresses_keep_their_dots() {
        check("بلغوا عبر www.example.org/a?b=1.c أو help@example.org.|الخط مجاني.");
        check("الموقع https://مثال.وزارة/صفحة.أولى يعمل.|زوروه.");
    }

    #[test]
    fn missing_space_is_supplied() {
        check("انتهت الدورة.¦وبدأ التدريب؟¦نعم».¦شكرا..¦انصرفوا.");
        check("حضر م.خالد وأ.د.سالم الحفل.¦وغادرا.");
        check("كلمة...وكلمة ثم كلمة.");
        check("صدر عام 2011.¦وعدل لاحقا.|بلغت 25%.¦وقال إنها مقلقة.|أغلق WhatsApp.¦وغادر.");
        check("الإصدار 2.10.وثائق على example.com.وزارة");
    }

    #[test]
    fn aside_in_brackets_is_not_cut() {
        check("روى قصته (خدعوه! ثم حبسوه.) أمام المحكمة.|وبكى.");
        check("(راجع الملحق 1. والملحق 2.) هذه أرقام مؤكدة.");
        check("The law (it is new. It is strict.) works.|(It is new.)|Courts use it.");
        check("أوقفت الشرطة (م. ن.) و(س. ع.).|ثم أفرجت عنهما.|غرمته 500 دولار (1820 ر.ق.).|انتهى.");
    }

    #[test]
    fn source_in_brackets_belongs_to_the_last_sentence() {
        check("اختتمت الدورة أمس.|ونال الجميع شهادات. (وكالة الأنباء)\nانتهى اللقاء. (أ.ف.ب.)");
        check("انتهى اللقاء.|(انظر الملحق.)");
    }

    #[test]
    fn unmatched_or_long_brackets_hold_nothing() {
        check("روى قصته )خدعوه( أمام المحكمة.|وبكى (طويلا.|ثم) سكت.");
        check(&format!(
            "قال ({}كلمة.|ثم سكت) ومضى.",
            "كلمة ".repeat(REACH / 4)
        ));
    }

    #[test]
    fn latin_abbreviations_do_not_cut() {
        check("نقل Mr. Brown رسالة J. R. Green إلى U.S. Steel في U.K. أمس.|ثم عاد.");
        check("Prof. Lee of the U.S. Senate saw No. 5, e.g. Fig. 2, at 5 p.m. on Jan. 3.|Yes.");
    }

    #[test]
    fn latin_abbreviations_may_end_a_sentence() {
        check(
            "He lives in the U.S.|The firm is Acme Inc.|She has a Ph.D.|Is it so?|No.|It is not.",
        );
    }

    #[test]
    fn lower_case_goes_on() {
        check("The firm Wow! sells phones.|The iPhone was his.|iPhone sales rose.");
    }

    #[test]
    fn gershayim_is_part_of_the_word() {
        check("הקורבן הגיע לארה\"ב.|הוא קיבל מקלט.");
    }

    #[test]
    fn vowel_marks_hide_no_word() {
        check("قَابَلَ دَ. سَالِمٌ الضَّحِيَّةَ.|ثُمَّ كَتَبَ.");
        check("«مَنْ أَنْتَ؟» قَالَ الشُّرْطِيُّ.|سَكَتَ.");
        check("سَنَةَ 1263 هِـ.|وَبَعْدَهَا تَغَيَّرَ الْقَانُونُ.");
    }

    #[test]
    fn any_text_is_covered() {
        for part in [
            ".", "(", ")", " ", "\n", "\u{64E}", "\u{200F}", "ب", "\"", "؟!",
        ] {
            let text = part.repeat(100_000);
            assert_law(&text, &sentences(&text));
        }
        let parts = [
            ".",
            "…",
            "؟ ",
            "(",
            ")",
            "()",
            ". (",
            "\"",
            ".\"",
            " ",
            "\n",
            "\u{FEFF}",
            "\u{64E}",
            ".\u{200F}",
            "[",
            ".[",
            ".[1]",
            "ب",
            "ب.",
            "1.",
            "و… ",
            "م. ",
            "!،",
            "! , ",
            "»",
            "a. B. ",
            "😀. ",
            "\r",
            "قال ",
            "«!» في ",
            ": 1. ",
            ". (قنا)",
            "(م. ن.). ",
            "2011م.و",
            "سي. ",
        ];
        for part in parts {
            let text = part.repeat(2_000);
            assert_law(&text, &sentences(&text));
        }
        let mut seed: usize = 1;
        for _ in 0..2_000 {
            let mut text = String::new();
            for _ in 0..40 {
                seed = seed.wrapping_mul(1_103_515_245).wrapping_add(12_345) % (1 << 31);
                text.push_str(parts[(seed >> 8) % parts.len()]);
            }
            assert_law(&text, &sentences(&text));
        }
        assert!(sentences("").is_empty());
    }
}
