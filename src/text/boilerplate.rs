//! What a web page left in an article: comments closed, the cookie notice, "Powered by".
//!
//! It is recognised by the article's own text and only pointed out: who reads decides. What is
//! pointed out gets skipped, so news taken for boilerplate costs more than boilerplate taken for
//! news, and every doubt is decided for the news.
//!
//! # The score
//!
//! A paragraph with text is boilerplate from a score of `THRESHOLD` on. The tail is what comes after the
//! last paragraph that reads as news.
//!
//! | what | score |
//! |---|---|
//! | the second of the article, or in its last quarter | 1 |
//! | all of it in `LABELS`; in the tail also fewer than `SHORT` words, no final stop, no list item | 1 |
//! | one of `PHRASES` in it; in a sentence of `LONG` words in the tail only: news may speak of cookies | 2 |
//! | one of `CALLS` at its beginning, or at its end without a final stop, if it is no sentence | 2 |
//! | mostly Latin in a right-to-left article | 1 |
//! | in the tail, after one that is boilerplate | 1 |
//!
//! A sentence has `SHORT` words and a final stop, or `VERY_LONG` words without one; without a phrase
//! it reads as news. Such a paragraph never is boilerplate, nor is the first, the title. At most half
//! of the paragraphs are: where more would be, only those with a phrase count, and of them the last.
//!
//! A verb would tell a headline from a menu, but telling a verb takes a dictionary.

use std::cell::OnceCell;
use std::ops::Range;
use std::sync::LazyLock;

use super::bidi::{Direction, direction};
use super::fold::fold;
use super::is_visible;
use super::paragraph::paragraphs;
use super::sentence::has_final_stop;

/// Phrases of web pages, wherever they stand in a paragraph. They are compared folded.
const PHRASES: &[&str] = &[
    // Comments
    "تعليقات مغلقة",
    "إغلاق التعليقات",
    "أضف تعليق",
    "اترك تعليق",
    "لن يتم نشر عنوان بريدك",
    "دیدگاه‌ها بسته",
    "نظرات بسته",
    "Comments are closed",
    "Comments are off",
    "Leave a comment",
    "Leave a reply",
    // Cookies and consent
    "ملفات تعريف الارتباط",
    "ملفات الارتباط",
    "الكوكيز",
    "سياسة الخصوصية",
    "شروط الاستخدام",
    "سياست حفظ حریم خصوصی",
    "uses cookies",
    "use cookies",
    "use of cookies",
    "accept cookies",
    "accept all cookies",
    "cookie policy",
    "cookie settings",
    "privacy policy",
    "terms of use",
    "terms of service",
    // Rights
    "جميع الحقوق محفوظة",
    "كل الحقوق محفوظة",
    "حقوق النشر محفوظة",
    "کلیه حقوق",
    "تمامی حقوق",
    "All rights reserved",
    // What to read next
    "اقرأ أيضا",
    "إقرأ المزيد",
    "اقرأ كذلك",
    "طالع أيضا",
    "شاهد أيضا",
    "بیشتر بخوانید",
    "Read also",
    "Related articles",
    "Related posts",
    // Letters and apps
    "إلغاء الاشتراك",
    "النشرة البريدية",
    "نشرتنا البريدية",
    "حمّل التطبيق",
    "حمل تطبيقنا",
    "اشتراک در خبرنامه",
    "our newsletter",
    "unsubscribe",
    // What made the page
    "Powered by",
    "Auto Publish",
    "قدرت گرفته از",
];

/// Phrases that news has too («اشترك في الهجوم», «الكتب الأكثر قراءة»): only where a paragraph that
/// is not news begins with one, or ends with one and no stop.
const CALLS: &[&str] = &[
    "تابعنا",
    "تابعونا",
    "اشترك في",
    "اشترك الآن",
    "شارك على",
    "شارك عبر",
    "شارك الخبر",
    "شارك المقال",
    "شارك هذا",
    "قراءة المزيد",
    "مواضيع ذات صلة",
    "أخبار ذات صلة",
    "مقالات ذات صلة",
    "موضوعات متعلقة",
    "الأكثر قراءة",
    "الأكثر مشاهدة",
    "كلمات مفتاحية",
    "الكلمات الدلالية",
    "ما را دنبال کنید",
    "مطالب مرتبط",
    "اخبار مرتبط",
    "برچسب‌ها",
    "Cookie",
    "Cookies",
    "Follow us",
    "Share on",
    "Share this",
    "Subscribe to",
    "Sign up for",
    "Read more",
    "Most read",
    "Tags",
];

/// What a button or a heading of a page says, and nothing else.
const LABELS: &[&str] = &[
    "شارك",
    "مشاركة",
    "طباعة",
    "تعليق",
    "تعليقات",
    "التعليقات",
    "إعلان",
    "إعلانات",
    "الرئيسية",
    "السابق",
    "التالي",
    "المزيد",
    "موافق",
    "قبول",
    "فيسبوك",
    "تويتر",
    "واتساب",
    "تيليجرام",
    "نسخ الرابط",
    "أرسل لصديق",
    "اشتراک‌گذاری",
    "چاپ",
    "آگهی",
    "نظرات",
    "Share",
    "Print",
    "Tweet",
    "Email",
    "Facebook",
    "Twitter",
    "WhatsApp",
    "Telegram",
    "Copy link",
    "Comments",
    "Advertisement",
    "Loading",
    "Accept",
    "Home",
    "Next",
    "Previous",
];

/// From which score on a paragraph is boilerplate.
const THRESHOLD: u32 = 2;

/// How many words a sentence has at least.
const SHORT: usize = 6;

/// From how many words on a sentence that has a phrase may yet be news.
const LONG: usize = 12;

/// From how many words on a paragraph is news without a final stop.
const VERY_LONG: usize = 25;

/// The paragraphs of `text` that are boilerplate, as byte ranges in order.
pub fn boilerplate(text: &str) -> Vec<Range<usize>> {
    let article = Article::new(text);
    let mut found = article.flagged();
    let most = article.paragraphs.len() / 2;
    if found.len() > most {
        found.retain(|paragraph| paragraph.reading().phrase);
        found.drain(..found.len().saturating_sub(most));
    }
    found
        .into_iter()
        .map(|paragraph| paragraph.bytes.clone())
        .collect()
}

struct Article<'t> {
    /// Those with text.
    paragraphs: Vec<Paragraph<'t>>,
    /// Where the tail begins, if there is news before it.
    tail: Option<usize>,
    text: &'t str,
}

impl<'t> Article<'t> {
    fn new(text: &'t str) -> Self {
        let visible = paragraphs(text).filter(|bytes| is_visible(&text[bytes.clone()]));
        let paragraphs: Vec<Paragraph<'_>> =
            visible.map(|bytes| Paragraph::new(text, bytes)).collect();
        // The title is news by its place, and says nothing about the others.
        let news = paragraphs.iter().skip(1).rposition(Paragraph::is_news);
        Self {
            tail: news.map(|nth| nth + 2),
            paragraphs,
            text,
        }
    }

    fn is_rtl(&self) -> bool {
        direction(self.text) == Direction::Rtl
    }

    fn flagged(&self) -> Vec<&Paragraph<'t>> {
        let mut found = Vec::new();
        let mut is_after_flagged = false;
        for (nth, paragraph) in self.paragraphs.iter().enumerate().skip(1) {
            let is_tail = self.tail.is_some_and(|tail| nth >= tail);
            // Of a long sentence before the tail only its place and its script count.
            let is_read = is_tail || !paragraph.may_be_news();
            let label = is_read && paragraph.reading().label;
            let score = [
                u32::from(nth == 1 || self.is_in_last_quarter(nth)),
                u32::from(label || is_tail && paragraph.is_scrap()),
                2 * u32::from(is_read && paragraph.reading().phrase),
                u32::from(is_tail && is_after_flagged),
            ];
            let score = score.iter().sum::<u32>();
            // The script is looked at where it decides: that takes all of the article.
            let is_enough = score >= THRESHOLD
                || score + 1 == THRESHOLD && paragraph.is_latin() && self.is_rtl();
            if is_enough && !paragraph.is_news() {
                found.push(paragraph);
                is_after_flagged |= is_tail;
            }
        }
        found
    }

    fn is_in_last_quarter(&self, nth: usize) -> bool {
        self.paragraphs.len() - nth <= self.paragraphs.len().div_ceil(4)
    }
}

struct Paragraph<'t> {
    bytes: Range<usize>,
    source: &'t str,
    /// How many words it has, of as many as matter.
    words: usize,
    has_stop: bool,
    /// Whether it is as long as a sentence and ends like one, or is very long.
    is_sentence: bool,
    /// Folded and compared with the tables only where that matters: most of an article is long
    /// sentences, of which nothing can be said.
    reading: OnceCell<Reading>,
}

/// What the tables say of a paragraph.
#[derive(Clone, Copy)]
struct Reading {
    /// Whether it has one of the `PHRASES`, or of the `CALLS` where they count.
    phrase: bool,
    /// Whether it is one of the `LABELS`.
    label: bool,
}

impl<'t> Paragraph<'t> {
    fn new(text: &'t str, bytes: Range<usize>) -> Self {
        let source = text[bytes.clone()].trim();
        let words = source.split_whitespace();
        let words = words
            .filter(|it| it.contains(char::is_alphanumeric))
            .take(VERY_LONG)
            .count();
        let has_stop = has_final_stop(source);
        Self {
            bytes,
            source,
            words,
            has_stop,
            is_sentence: has_stop && words >= SHORT || words >= VERY_LONG,
            reading: OnceCell::new(),
        }
    }

    fn reading(&self) -> Reading {
        *self.reading.get_or_init(|| {
            let [phrases, calls, labels] = &*TABLES;
            let folded = fold(self.source).text;
            let bare = folded.trim_matches(|c: char| !c.is_alphanumeric());
            let called = |call: &String| begins(bare, call) || !self.has_stop && ends(bare, call);
            Reading {
                phrase: phrases.iter().any(|it| folded.contains(it))
                    || !self.is_sentence && calls.iter().any(called),
                label: labels.iter().any(|label| label == bare),
            }
        })
    }

    fn is_latin(&self) -> bool {
        self.source.contains(char::is_alphabetic) && direction(self.source) == Direction::Ltr
    }

    fn is_news(&self) -> bool {
        self.is_sentence && !self.reading().phrase
    }

    /// Whether it is too short to say anything; what is at the end of a list may be.
    fn is_scrap(&self) -> bool {
        self.words < SHORT && !self.has_stop && !is_item(self.source)
    }

    /// Whether it has the length and the end of a sentence that only speaks of web pages.
    fn may_be_news(&self) -> bool {
        self.has_stop && self.words >= LONG
    }
}

/// The tables, folded: phrases, calls, labels.
static TABLES: LazyLock<[Vec<String>; 3]> = LazyLock::new(|| {
    let folded = |table: &[&str]| table.iter().map(|entry| fold(entry).text).collect();
    [PHRASES, CALLS, LABELS].map(folded)
});

fn begins(text: &str, words: &str) -> bool {
    let rest = text.strip_prefix(words);
    rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

fn ends(text: &str, words: &str) -> bool {
    let rest = text.strip_suffix(words);
    rest.is_some_and(|rest| !rest.ends_with(char::is_alphanumeric))
}

/// Whether `paragraph` begins with a bullet, a dash or the number of an item.
fn is_item(paragraph: &str) -> bool {
    let after_number = paragraph.trim_start_matches(char::is_numeric);
    let is_numbered = after_number.len() < paragraph.len()
        && after_number.starts_with(['.', ')', '-', '–', '\u{640}']);
    is_numbered || paragraph.starts_with(['•', '·', '▪', '●', '◦', '*', '-', '–', '—'])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const RAID: &str = include_str!("../../samples/texts/raid-with-boilerplate.txt");

    /// Checks the paragraphs of `marked`, of which those that are boilerplate begin with `#`.
    #[track_caller]
    fn check(marked: &str) {
        let text = marked.replace('#', "");
        let found = boilerplate(&text);
        let lines = paragraphs(&text).map(|bytes| {
            let mark = if found.contains(&bytes) { "#" } else { "" };
            format!("{mark}{}", &text[bytes])
        });
        assert_eq!(lines.collect::<Vec<_>>().join("\n"), marked);
    }

    /// News before what is under test, so that there is a tail.
    const NEWS: &str = "\
        الشرطة تحرر عمالا من مصنع\n\
        أعلنت الشرطة يوم الأحد تحرير أحد عشر عاملا من مصنع في المدينة.\n\
        وقالت النيابة العامة إن التحقيق مستمر مع صاحب المصنع.\n\
        ونُقل العمال إلى دار إيواء تقدم لهم الرعاية.\n";

    #[track_caller]
    fn check_after_news(marked: &str) {
        check(&format!("{NEWS}{marked}"));
    }

    #[test]
    fn the_tail_of_a_page_is_boilerplate_and_the_article_is_not() {
        let found = boilerplate(RAID);
        let first: Vec<&str> = (found.iter())
            .filter_map(|bytes| RAID[bytes.clone()].split(' ').next())
            .collect();
        assert_eq!(
            first,
            ["التعليقات", "اقرأ", "تابعنا", "نعتمد", "جميع", "Powered"]
        );
        assert_eq!(
            found.last().map(|bytes| bytes.end),
            Some(RAID.trim_end().len())
        );
    }

    #[test]
    fn articles_without_any_have_none() {
        for text in [
            include_str!("../../samples/texts/annual-report-long.txt"),
            include_str!("../../samples/texts/court-verdict-numbers.txt"),
            include_str!("../../samples/texts/english-supply-chains.txt"),
            include_str!("../../samples/texts/kurdish-awareness.txt"),
            include_str!("../../samples/texts/labour-inspection-brief.txt"),
            include_str!("../../samples/texts/persian-hotline.txt"),
            include_str!("../../samples/texts/shelter-story-vocalised.txt"),
            include_str!("../../samples/texts/workers-contracts-campaign.txt"),
        ] {
            check(text);
        }
    }

    #[test]
    fn a_phrase_is_enough_anywhere_and_however_it_is_spelled() {
        check("عنوان\n#التعليقات مغلقة.\nوصل الوفد إلى المدينة صباح يوم الأحد.\nثم غادر.");
        check_after_news("#جَمِيعُ الحُقُوقِ محفوظــة");
        check_after_news("#إقرأ ايضاً: أسعار الخبز في الأسواق");
    }

    #[test]
    fn empty_paragraphs_do_not_count() {
        check("\n\nالتعليقات مغلقة\n\n\u{200F}\n#Powered by: Press\n\n");
    }

    #[test]
    fn news_that_speaks_of_cookies_is_news() {
        check(
            "قانون جديد للمواقع\n\
             أقر المجلس قانونا يلزم المواقع بطلب الموافقة قبل حفظ ملفات تعريف الارتباط في الحواسيب.\n\
             ويبدأ العمل به في مطلع العام المقبل.\n\
             وقالت الوزارة إنها ستراقب التنفيذ.\n\
             ورحبت جمعيات المستهلكين بالقانون الجديد.\n\
             #يستخدم موقعنا ملفات تعريف الارتباط",
        );
    }

    #[test]
    fn what_news_says_too_counts_at_the_edge_of_a_scrap_only() {
        check_after_news("#اشترك في نشرتنا اليومية");
        check_after_news("اشترك في المداهمة ضباط من ثلاث وحدات.");
        check_after_news("#موافق | الإعدادات | قراءة المزيد");
        check_after_news("وبحث الجانبان مواضيع ذات صلة.");
        check_after_news("تابعناهم من بيت إلى بيت حتى المساء");
    }

    #[test]
    fn a_label_or_a_scrap_needs_the_tail() {
        check_after_news("#طباعة\n#فيسبوك");
        check_after_news("#مواعيد الحافلات الجديدة");
        check("عنوان\n#طباعة\nوقال الوزير إن القانون الجديد يحمي العمال.\nوشكر الحضور.");
        // A heading stands over news.
        check_after_news("كلمة الوزير\nوقال الوزير إن القانون الجديد يحمي العمال.");
        // So may the second paragraph, and a list may end the article.
        check("عنوان\nكلمة أولى\nوقال الوزير إن القانون الجديد يحمي العمال.\nوشكر الحضور.");
        check_after_news("وتشمل الرعاية كل ما يحتاج إليه من نجا، وهو:\n- السكن\n٢. العلاج");
    }

    #[test]
    fn the_latin_line_under_an_arabic_article_is_boilerplate() {
        check_after_news("#WP Share Buttons Plugin by the Example Theme Company");
        check_after_news(
            "#اقرأ أيضا: أسعار الخبز\n#Theme of the Example Company for newspapers and magazines",
        );
    }

    #[test]
    fn a_latin_sentence_is_no_boilerplate_nor_is_any_in_a_latin_article() {
        check_after_news("The court will sit again on the third of March.");
        check(
            "New hotline opens\n\
             The committee opened a free hotline on Saturday in the capital.\n\
             Its staff answer in seven languages at any hour.\n\
             The hotline room in the old harbour office",
        );
    }

    #[test]
    fn what_comes_after_boilerplate_is_boilerplate_unless_it_reads_as_news() {
        check_after_news("#التعليقات مغلقة.\n#سنفترض أنك موافق على كل ذلك ، ولكن يمكنك الرفض");
        check_after_news("#اقرأ أيضا: أسعار الخبز\nوانتهت الجلسة من دون أن يصدر أي قرار.");
        // Long enough to be news without a stop, and not.
        let [long, short] = [5, 4].map(|times| ["قال الوزير إن العمل مستمر"; 5][..times].join(" "));
        check_after_news(&format!("#اقرأ أيضا: أسعار الخبز\n{long}"));
        check_after_news(&format!("#اقرأ أيضا: أسعار الخبز\n#{short}"));
    }

    #[test]
    fn persian_and_english_pages_have_their_own_phrases() {
        check(
            "خط تلفن تازه\n\
             کمیته روز شنبه خط تلفن رایگانی را راه‌اندازی کرد.\n\
             کارشناسان آن به هفت زبان پاسخ می‌دهند.\n\
             #بیشتر بخوانید: مدرسه‌های تازه\n\
             #تمامی حقوق این سایت محفوظ است.",
        );
        check(
            "New hotline opens\n\
             The committee opened a free hotline on Saturday in the capital.\n\
             Its staff answer in seven languages, and readers can follow us there.\n\
             Callers rarely read more than the number on the poster.\n\
             #Read more: schools get new books\n\
             #This site uses cookies to improve your experience.\n\
             #© 2025 The Example. All Rights Reserved",
        );
    }

    #[test]
    fn no_more_than_half_of_an_article_is_boilerplate() {
        check("Powered by Press");
        check("عنوان\nجميع الحقوق محفوظة\n#Powered by Press");
        check("عنوان\nسطر في الخبر من دون نقطة في آخره\nسطر آخر");
        // Three are too many: the label goes, the phrases stay.
        check(
            "عنوان\n\
             أعلنت الشرطة يوم الأحد تحرير أحد عشر عاملا.\n\
             #التعليقات مغلقة\n\
             #جميع الحقوق محفوظة\n\
             طباعة",
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn whole_paragraphs_never_the_title_never_most(
            lines in prop::collection::vec(
                prop_oneof![
                    Just("التعليقات مغلقة".to_owned()),
                    Just("Powered by Press".to_owned()),
                    Just("طباعة".to_owned()),
                    Just("أعلنت الشرطة يوم الأحد تحرير أحد عشر عاملا.".to_owned()),
                    "[a-cاب .؟:\u{200F}\u{64E}\u{1B}-]{0,40}",
                ],
                0..12,
            )
        ) {
            let text = lines.join("\n");
            let found = boilerplate(&text);
            let visible = paragraphs(&text).filter(|bytes| is_visible(&text[bytes.clone()]));
            let visible: Vec<Range<usize>> = visible.collect();
            prop_assert!(found.is_sorted_by(|one, next| one.end < next.start));
            prop_assert!(found.iter().all(|bytes| visible[1..].contains(bytes)));
            prop_assert!(2 * found.len() <= visible.len());
            let news = "أعلنت الشرطة يوم الأحد تحرير أحد عشر عاملا.";
            prop_assert!(found.iter().all(|bytes| &text[bytes.clone()] != news));
        }
    }
}
