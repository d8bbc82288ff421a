//! Telephones, mail, ids and pages on social networks, told by their form alone.
//!
//! A year, an amount, a date, the number of a law or of an article is none of them: a number counts
//! as a telephone if it is written as one (`+963…`, `00963…`, the national forms of Arab states and
//! Iran), or if a word such as «هاتف» stands before it; and as an id if its form proves it (a check
//! digit, a date of birth), or if a word such as «جواز السفر» stands before it.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::page::Page;
use crate::model::privacy::Kind;

/// What a search finds by its form.
struct Forms {
    email: Regex,
    profile: Regex,
    handle: Regex,
    link: Regex,
    number: Regex,
    told_phone: Regex,
    told_id: Regex,
    account: Regex,
}

/// Compiled once: they are the same for every text. The text is folded: digits are European, letters
/// small, «ة» is «ه», «أ» is «ا», «ى» is «ي».
static FORMS: LazyLock<Option<Forms>> = LazyLock::new(|| {
    let regex = |pattern: &str| Regex::new(pattern).ok();
    Some(Forms {
        email: regex(
            r"[\p{L}\p{N}._%+\-]+(?:@| ?[\[(]at[\])] ?)[\p{L}\p{N}\-]+(?:\.[\p{L}\p{N}\-]+)*\.\p{L}{2,}",
        )?,
        profile: regex(
            r"(?:https?://)?(?:[a-z\-]{1,10}\.)?(?:facebook\.com|fb\.com|instagram\.com|twitter\.com|x\.com|tiktok\.com|snapchat\.com|linkedin\.com|t\.me|wa\.me|vk\.com)/[^\s<>\x22),;]+",
        )?,
        handle: regex(r"(?:^|[\s(\x22:])(@[a-z0-9_][a-z0-9_.]{2,30})")?,
        link: regex(r"https?://\S+|www\.\S+")?,
        number: regex(r"[+(]{0,2}\d[\d \-./()]*\d\+?")?,
        told_phone: regex(
            r"(?:هاتف|الهاتف|هاتفه|هاتفها|جوال|الجوال|جواله|جوالها|موبايل|الموبايل|محمول|المحمول|تلفون|تليفون|التلفون|واتساب|واتس اب|تلفن|تماس|شماره|(?-u:\b)tel|(?-u:\b)phone|(?-u:\b)telephone|(?-u:\b)mobile|(?-u:\b)cell|(?-u:\b)whatsapp|(?-u:\b)call)(?: number| no| رقم|ي)?[ .:()]{0,4}(?:على |علي |at |on |رقم )?[ :]{0,2}(\+?\d[\d \-./()]{5,}\d)",
        )?,
        told_id: regex(
            r"(?:الرقم القومي|رقم قومي|رقمها القومي|رقمه القومي|الرقم الوطني|رقم وطني|رقم الهويه|هويه رقم|بطاقه الهويه|رقم الاقامه|اقامه رقم|جواز سفر|جواز السفر|جواز سفرها|جواز سفره|رقم الجواز|بجواز|كد ملي|کد ملی|passport|national id|id card|identity card|identity number|id number|iqama|ssn|social security number)(?: number| no\.?| رقم| برقم| يحمل الرقم| الرقم)?[ .:()#]{0,4}([a-z]{0,3} ?\d[\d\-]{4,18})",
        )?,
        account: regex(
            r"(?-u:\b)([a-z]{2}\d{2}(?: ?[a-z0-9]{4}){2,7}(?: ?[a-z0-9]{1,3})?)(?-u:\b)",
        )?,
    })
});

/// The numbers and addresses in `page`, in order, none in two.
pub(super) fn find(page: &Page<'_>) -> Vec<(Range<usize>, Kind)> {
    let Some(forms) = FORMS.as_ref() else {
        // A test holds every pattern to be one.
        return Vec::new();
    };
    let text = page.folded.as_str();
    let has_digits = text.bytes().any(|byte| byte.is_ascii_digit());
    let mut found: Vec<(Range<usize>, Kind)> = Vec::new();
    let mut add = |bytes: Range<usize>, kind: Kind| {
        let overlaps =
            |(other, _): &(Range<usize>, Kind)| other.start < bytes.end && bytes.start < other.end;
        if !found.iter().any(overlaps) {
            found.push((bytes, kind));
        }
    };
    if text.contains('@') || text.contains("at]") || text.contains("at)") {
        let mails = forms.email.find_iter(text);
        mails.for_each(|it| add(it.range(), Kind::Email));
        let handles = forms.handle.captures_iter(text).filter_map(|it| it.get(1));
        for it in handles {
            let handle = it.as_str().trim_end_matches('.');
            add(it.start()..it.start() + handle.len(), Kind::Profile);
        }
    }
    if text.contains('/') || text.contains("www.") {
        for it in forms.profile.find_iter(text) {
            let end = it
                .as_str()
                .trim_end_matches(['.', '\'', '!', '?', ':', '/'])
                .len();
            let it = it.start()..it.start() + end;
            let begins = text.get(..it.start).and_then(|it| it.chars().next_back());
            let is_whole = begins.is_none_or(|c| !c.is_alphanumeric() && c != '.');
            if is_whole && is_somebody(text.get(it.clone()).unwrap_or_default()) {
                add(it, Kind::Profile);
            }
        }
    }
    if has_digits {
        let links: Vec<Range<usize>> = forms.link.find_iter(text).map(|it| it.range()).collect();
        let in_link = |at: usize| links.iter().any(|it| it.contains(&at));
        for it in forms.account.captures_iter(text).filter_map(|it| it.get(1)) {
            if is_iban(it.as_str()) && !in_link(it.start()) {
                add(it.range(), Kind::Id);
            }
        }
        for it in forms.told_id.captures_iter(text).filter_map(|it| it.get(1)) {
            let id = it.as_str().trim_end_matches('-');
            add(it.start()..it.start() + id.len(), Kind::Id);
        }
        for it in forms
            .number
            .find_iter(text)
            .filter(|it| !in_link(it.start()))
        {
            for (bytes, kind) in in_number(text, it.range()) {
                add(bytes, kind);
            }
        }
        for it in forms
            .told_phone
            .captures_iter(text)
            .filter_map(|it| it.get(1))
        {
            let number = it.as_str().trim_end_matches(['(', '-', '.', ' ', '/']);
            let count = digits(number).len();
            if (7..=15).contains(&count) && !is_date(number) {
                add(it.start()..it.start() + number.len(), Kind::Phone);
            }
        }
    }
    found.sort_by_key(|(bytes, kind)| (bytes.start, *kind));
    let found = found.into_iter();
    found
        .map(|(bytes, kind)| (page.bytes(page.letters_of(bytes)), kind))
        .collect()
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// What is personal in a run of digits and what stands between them: all of it, or groups of it.
fn in_number(text: &str, run: Range<usize>) -> Vec<(Range<usize>, Kind)> {
    let touches = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '%' || c == '$');
    let before = text.get(..run.start).and_then(|it| it.chars().next_back());
    let after = text.get(run.end..).and_then(|it| it.chars().next());
    if touches(before) && !is_clitic(text, run.start)
        || after.is_some_and(|c| c.is_alphabetic() || c == '%')
    {
        return Vec::new();
    }
    let whole = text.get(run.clone()).unwrap_or_default();
    if let Some(kind) = number(whole) {
        return vec![(run, kind)];
    }
    // Two numbers in a row: from a group on, as many as make one.
    let mut groups = Vec::new();
    let mut start = None;
    for (at, c) in whole.char_indices().chain([(whole.len(), ' ')]) {
        let is_part = c.is_ascii_digit() || c == '+';
        match (is_part, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                groups.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    let mut first = 0;
    // A number has six groups at most.
    while first < groups.len() {
        let last = (first..groups.len().min(first + 6)).rev().find_map(|last| {
            let bytes = groups.get(first)?.start..groups.get(last)?.end;
            let kind = number(whole.get(bytes.clone())?)?;
            Some((last, bytes, kind))
        });
        match last {
            Some((last, bytes, kind)) => {
                found.push((run.start + bytes.start..run.start + bytes.end, kind));
                first = last + 1;
            }
            None => first += 1,
        }
    }
    found
}

/// Whether a WAW, BEH or LAM that belongs to the word before the number is all that touches it.
fn is_clitic(text: &str, at: usize) -> bool {
    let mut before = text.get(..at).unwrap_or_default().chars().rev();
    let is_one = before.next().is_some_and(|c| matches!(c, 'و' | 'ب' | 'ل'));
    is_one && !before.next().is_some_and(char::is_alphanumeric)
}

/// What `text`, digits and what stands between them, is.
fn number(text: &str) -> Option<Kind> {
    let all = digits(text);
    if is_date(text) {
        return None;
    }
    let is_together = |sizes: &[usize]| {
        let groups = text.split(|c: char| !c.is_ascii_digit());
        let groups: Vec<usize> = groups.map(str::len).filter(|it| *it > 0).collect();
        groups.len() == 1 || groups == sizes
    };
    let is_id = match all.len() {
        14 => is_together(&[]) && is_egyptian_id(&all),
        15 => is_together(&[3, 4, 7, 1]) && all.starts_with("784"),
        16 => is_together(&[4, 4, 4, 4]) && has_check_digit(&all),
        _ => false,
    };
    if is_id {
        return Some(Kind::Id);
    }
    let has_plus = text.starts_with('+') || text.starts_with("(+");
    if (has_plus || text.ends_with('+')) && (8..=15).contains(&all.len()) && !all.starts_with('0') {
        return Some(Kind::Phone);
    }
    let international = all.strip_prefix("00");
    if international.is_some_and(|it| {
        (8..=13).contains(&it.len()) && COUNTRIES.iter().any(|code| it.starts_with(code))
    }) {
        return Some(Kind::Phone);
    }
    let marks: Vec<char> = text.chars().filter(|c| !c.is_ascii_digit()).collect();
    let is_plain = !text.contains('+') && !text.contains('/') && marks != ['.'];
    (is_plain && is_national(&all)).then_some(Kind::Phone)
}

/// Codes of Arab states, their neighbours and where their migrants are.
const COUNTRIES: [&str; 44] = [
    "20", "212", "213", "216", "218", "249", "252", "253", "269", "222", "961", "962", "963",
    "964", "965", "966", "967", "968", "970", "971", "972", "973", "974", "98", "90", "93", "92",
    "91", "880", "977", "94", "63", "62", "251", "254", "256", "234", "1", "33", "44", "49", "39",
    "34", "46",
];

/// National numbers begin with a 0: of mobiles in Arab states and Iran, and of fixed lines with the code
/// of a region.
fn is_national(digits: &str) -> bool {
    let begins = |starts: &[&str]| starts.iter().any(|it| digits.starts_with(it));
    match digits.len() {
        // Saudi Arabia, Emirates, Jordan, Palestine, Syria, Libya, Sudan, Morocco, Algeria; fixed lines.
        10 => begins(&["05", "07", "09", "06", "01", "02", "03", "04", "08"]),
        // Egypt, Iraq, Iran.
        11 => begins(&["010", "011", "012", "015", "07", "09"]),
        // Fixed lines of Egypt, Saudi Arabia, Emirates, Jordan, Syria, Algeria.
        9 => begins(&[
            "02", "03", "04", "06", "07", "011", "013", "021", "031", "041",
        ]),
        _ => false,
    }
}

/// A day, or two years.
fn is_date(text: &str) -> bool {
    let text = text.trim_matches(['+', '(', ')', ' ']);
    let groups: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).collect();
    let is_year = |it: &str| it.len() == 4 && (it.starts_with("1") || it.starts_with("20"));
    match groups.as_slice() {
        [one, other] => is_year(one) && (is_year(other) || other.len() <= 2),
        [day, month, year] => {
            let is_short = |it: &str| (1..=2).contains(&it.len());
            (is_short(day) && is_short(month) && (is_year(year) || is_short(year)))
                || (is_year(day) && is_short(month) && is_short(year))
        }
        _ => false,
    }
}

/// Fourteen digits: the century, the day of birth, a governorate, and a number.
fn is_egyptian_id(digits: &str) -> bool {
    let number = |range: Range<usize>| digits.get(range).and_then(|it| it.parse::<u32>().ok());
    digits.starts_with(['2', '3'])
        && number(3..5).is_some_and(|month| (1..=12).contains(&month))
        && number(5..7).is_some_and(|day| (1..=31).contains(&day))
        && number(7..9).is_some_and(|place| (1..=35).contains(&place) || place == 88)
}

/// The check digit of cards (Luhn).
fn has_check_digit(digits: &str) -> bool {
    let sum: u32 = (digits
        .chars()
        .rev()
        .filter_map(|c| c.to_digit(10))
        .enumerate())
    .map(|(nth, digit)| match (nth % 2, digit * 2) {
        (0, _) => digit,
        (_, double) if double > 9 => double - 9,
        (_, double) => double,
    })
    .sum();
    sum.is_multiple_of(10) && digits.chars().any(|c| c != '0')
}

/// The check of ISO 13616: letters are numbers from 10, and the remainder by 97 is 1.
fn is_iban(text: &str) -> bool {
    let plain: String = text.chars().filter(|c| *c != ' ').collect();
    let Some((head, tail)) = plain.split_at_checked(4) else {
        return false;
    };
    let mut rest = 0_u32;
    for c in tail.chars().chain(head.chars()) {
        let Some(value) = c.to_digit(36) else {
            return false;
        };
        let base = if value > 9 { 100 } else { 10 };
        rest = (rest * base + value) % 97;
    }
    (15..=34).contains(&plain.len()) && rest == 1
}

/// Whether an address on a social network is somebody's page.
fn is_somebody(link: &str) -> bool {
    const NOBODY: [&str; 20] = [
        "share",
        "sharer",
        "sharer.php",
        "intent",
        "hashtag",
        "search",
        "watch",
        "events",
        "groups",
        "policies",
        "help",
        "home",
        "login",
        "about",
        "explore",
        "legal",
        "dialog",
        "plugins",
        "pages",
        "company",
    ];
    let path = link.split_once("://").map_or(link, |(_, rest)| rest);
    let first = path.split('/').nth(1).unwrap_or_default();
    let first = first.split(['?', '#']).next().unwrap_or_default();
    !first.is_empty() && !NOBODY.contains(&first)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is found in `text`, each with its kind.
    #[track_caller]
    fn check(text: &str, expected: &[(&str, Kind)]) {
        let found = find(&Page::new(text)).into_iter();
        let found: Vec<(&str, Kind)> = found.map(|(bytes, kind)| (&text[bytes], kind)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[track_caller]
    fn phone(text: &str) {
        let inside = format!("قال: {text}، ثم");
        check(&inside, &[(text, Kind::Phone)]);
    }

    #[test]
    fn every_form_is_one() {
        assert!(FORMS.is_some());
    }

    #[test]
    fn telephones_are_found_in_their_international_and_national_forms() {
        for text in [
            "+963 944 123 456",
            "+963944123456",
            "00963 944 123456",
            "+٩٦٣ ٩٤٤ ١٢٣ ٤٥٦",
            "٠١٠٠١٢٣٤٥٦٧",
            "010-0123-4567",
            "0501234567",
            "050 123 4567",
            "(02) 2795 1234",
            "۰۹۱۲۳۴۵۶۷۸۹",
            "0790123456",
            "07901234567",
            "201001234567+",
            "+1 (202) 555-0143",
            "00961 3 123456",
        ] {
            phone(text);
        }
        check("هاتف: 55123456", &[("55123456", Kind::Phone)]);
        check("call 555-0143 now", &[("555-0143", Kind::Phone)]);
        check(
            "ورقمه 0501234567 و0501234568",
            &[("0501234567", Kind::Phone), ("0501234568", Kind::Phone)],
        );
        check(
            "0501234567 0501234568",
            &[("0501234567", Kind::Phone), ("0501234568", Kind::Phone)],
        );
        check("5 0501234567", &[("0501234567", Kind::Phone)]);
    }

    #[test]
    fn years_amounts_dates_and_laws_are_no_telephones() {
        for text in [
            "القانون رقم ١٠ لسنة ٢٠١٠",
            "القانون رقم 64 لسنة 2010 والمادة 25",
            "في ٣٠/٠٧/٢٠٢٤ و2024-11-24 و01.02.2010",
            "بين 2010-2015 و2016/2017",
            "15,000,000 ريال و1500000 دولار و١٬٠٠٠٬٠٠٠",
            "القضية رقم 12345 لسنة 2019 جنايات",
            "3.1415926535 و0.123456789",
            "الساعة 08:30 - 10:45",
            "قرار مجلس الأمن 2388 (2017)",
            "A0123456789 و12345678%",
            "https://news.example/0501234567/00963944123456",
            "2388 1325 2331 2195",
            "الخط الساخن 15508",
            "من 100 000 إلى 1 000 000 شخص",
            "ISBN 978-3-16-148410-0",
        ] {
            check(text, &[]);
        }
    }

    #[test]
    fn mail_and_pages_are_found() {
        check(
            "layla.h@example.org.",
            &[("layla.h@example.org", Kind::Email)],
        );
        check(
            "بريد ليلى@مثال.موقع هنا",
            &[("ليلى@مثال.موقع", Kind::Email)],
        );
        check(
            "layla (at) example.com",
            &[("layla (at) example.com", Kind::Email)],
        );
        check(
            "https://www.facebook.com/layla.h, x.com/layla_1",
            &[
                ("https://www.facebook.com/layla.h", Kind::Profile),
                ("x.com/layla_1", Kind::Profile),
            ],
        );
        check("by @layla_h.", &[("@layla_h", Kind::Profile)]);
        for text in [
            "https://www.facebook.com/sharer/x",
            "https://example.org/layla",
            "netflix.com/layla",
            "5 @ 3",
            "facebook.com",
        ] {
            check(text, &[]);
        }
    }

    #[test]
    fn ids_are_told_by_their_check_or_the_word_before_them() {
        check("29001011234567", &[("29001011234567", Kind::Id)]);
        check("29013011234567", &[]);
        check("784-1990-1234567-1", &[("784-1990-1234567-1", Kind::Id)]);
        check("4111 1111 1111 1111", &[("4111 1111 1111 1111", Kind::Id)]);
        check("4111 1111 1111 1112", &[]);
        check(
            "SA03 8000 0000 6080 1016 7519",
            &[("SA03 8000 0000 6080 1016 7519", Kind::Id)],
        );
        check("SA03 8000 0000 6080 1016 7518", &[]);
        check("جواز سفر رقم A1234567", &[("A1234567", Kind::Id)]);
        check("الرقم القومي: ١٢٣٤٥٦٧٨٩", &[("١٢٣٤٥٦٧٨٩", Kind::Id)]);
        check("passport no. N1234567", &[("N1234567", Kind::Id)]);
        check("صودرت 150 جواز سفر", &[]);
    }
}
