//! Names that stand where names of people do: behind a title, behind *called*, behind a word for a
//! victim. Nobody can say of a word that it is a name; what is found is for people to look at.
//!
//! Behind a title («السيدة», `Mrs`) or «المدعو» any word counts that is none of those that often
//! follow. Behind a word for a person («الطفلة», «الضحية») only a given name that is known counts:
//! «الضحية الأولى» is none.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::page::Page;
use crate::text::fold::fold;

/// Behind these, any name.
const TITLES: &str = "السيد السيده الانسه المدعو المدعوه المدعوين اسمها اسمه واسمها واسمه يدعي تدعي ويدعي وتدعي \
    المسمي المسماه الملقب الملقبه المكني";

/// Behind these, a given name that is known.
const PERSONS: &str = "الطفل الطفله الضحيه ضحيه الناجيه الناجي الفتاه فتاه الشاب الشابه القاصر القاصره المواطن \
    المواطنه العامل العامله الخادمه خادمه المتهم المتهمه اللاجئ اللاجئه المهاجر المهاجره الشاهد \
    الشاهده زوجته زوجها شقيقته شقيقه ابنته ابنها والدته والدتها طفلتها طفلته المجني الام ام والده والدها";

/// Names that often are given.
const GIVEN: &str = "محمد احمد محمود مصطفي علي حسن حسين عمر عثمان ابراهيم اسماعيل يوسف يعقوب موسي عيسي داود \
    سليمان زكريا يحيي ادم نوح صالح خالد وليد سعد سعيد مسعود ناصر منصور فهد فيصل تركي سلطان بندر عبدالله عبدالرحمن \
    عبدالعزيز عبدالكريم عبدالرحيم عبداللطيف طارق زياد ياسر عمار بلال حمزه انس اسامه ايمن هشام هاني سامي رامي \
    كريم شريف جمال كمال جلال رشيد رشاد فاروق فواد نبيل عادل ماجد مازن باسم بسام غسان قصي لوي مهند مروان رضا جعفر \
    عباس مهدي كاظم جواد حيدر بكر معاذ معتز منذر نزار نضال وائل وسيم يزن يزيد زيد حاتم حازم حسام خليل ربيع سمير \
    صلاح ضياء عدنان عصام عماد فادي فراس قاسم لطفي مالك مجدي محسن مراد معن ميشال جورج الياس ايلي طوني بطرس بولس \
    فاطمه عائشه عايشه خديجه زينب مريم مريام ساره سارا ليلي لیلا نور نورا نوره هدي هند هناء منال مني مها ريم رنا رنيم \
    رشا رانيا ربي رغد سلمي سلوي سميره سميه سعاد سناء سوسن شيماء شيرين صفاء صفيه ضحي عبير عفاف غاده فرح فريده \
    كوثر لمي لينا لميس مروه منيره ميساء ميسون نادين ناديا ناديه نجلاء نجوي نهي نسرين نوال هاله هبه هيام وفاء ولاء \
    ياسمين يسرا يمني زهراء زهره حليمه حنان حياه دعاء دنيا دينا رحمه رقيه روان روضه سحر سهام سهير امنه امينه \
    اسماء اسراء الاء اماني امل اميره ايمان اية ايات انتصار ابتسام بسمه بشري تغريد ثريا جميله جيهان جوليا ماريا";

/// What follows a title and is no name.
const NO_NAMES: &str = "من في علي الي عن مع عند حتي ان انها انه انهم اني لم لن لا ما قد كان كانت هي هو هم وهي وهو التي الذي \
    الذين اللذين اللواتي وكانت وكان ثم او و بعد قبل بين هذا هذه ذلك تلك حيث عندما الذي اي كل بعض غير حين لدي \
    رئيس رئيسه وزير وزيره وكيل وكيله مدير مديره نائب نائبه امين امينه عضو قاض قاضي حاكم محافظ سفير سفيره \
    ممثل ممثله مساعد مستشار عميد عقيد لواء مندوب مفوض المسيح العام العامه الاول الاولي باسم بان بانه فيها فيه \
    للاتجار ضحيه ضحايا طبيب مدعي به بها كامله كامل بحرف بالكامل مستعار حقيقي رسمي علنا ايضا فقط عبر احد احدي باسمه باسمها حاليا هنا هناك امس منذ خلال دون نحو حول \
    ضد عليه عليها له لها منه منها اليه اليها واحد واحده كذلك نفسه نفسها اسم شخص رجل امراه جميع هؤلاء اولئك";

/// In English the original spelling tells names: they are capitalised.
/// Only where ASCII words end is asked: where any word ends, no fast search through other letters can tell.
static ENGLISH: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let name = r"(\p{Lu}[\p{L}'’\-]*\p{Ll}[\p{L}'’\-]*(?:[ ]\p{Lu}[\p{L}'’\-]*\.?)*)";
    let titles = r"(?-u:\b)(?:Mr|Mrs|Ms|Miss|Mme|Mlle)(?-u:\b)\.?";
    let called = r"(?-u:\b)(?i:victim|survivor|girl|boy|woman|man|child|teenager|teen|maid|worker|migrant|student|daughter|son|sister|brother)(?-u:\b),?(?: (?i:identified (?:only )?as|named|called|known as))";
    let named = r"(?-u:\b)(?i:(?:her|his) (?:real |full )?name (?:is|was)|identified (?:only )?as|whose name (?:is|was))";
    Regex::new(&format!(r"(?:{titles}|{called}|{named}) {name}")).ok()
});

/// Capitalised after a title, and no name.
const OFFICES: [&str; 16] = [
    "President",
    "Prime",
    "Minister",
    "Speaker",
    "Chairman",
    "Chairperson",
    "Chair",
    "Secretary",
    "Ambassador",
    "Justice",
    "Judge",
    "Deputy",
    "Universe",
    "World",
    "Moderator",
    "Vice",
];

/// The lists, folded as the text is.
struct Lists {
    titles: HashSet<String>,
    persons: HashSet<String>,
    given: HashSet<String>,
    no_names: HashSet<String>,
}

static LISTS: LazyLock<Lists> = LazyLock::new(|| {
    let list = |words: &str| {
        let folded = fold(words).text;
        folded.split_whitespace().map(str::to_owned).collect()
    };
    Lists {
        titles: list(TITLES),
        persons: list(PERSONS),
        given: list(GIVEN),
        no_names: list(NO_NAMES),
    }
});

/// Where names seem to be, in order.
pub(super) fn find(page: &Page<'_>) -> Vec<Range<usize>> {
    let mut found = arabic(page);
    if let Some(english) = ENGLISH.as_ref() {
        for it in english.captures_iter(page.text).filter_map(|it| it.get(1)) {
            let first = it.as_str().split(' ').next().unwrap_or_default();
            if !OFFICES.contains(&first) {
                let name = it.as_str().trim_end_matches(['\'', '’', '-']);
                let name = name
                    .strip_suffix("'s")
                    .or(name.strip_suffix("’s"))
                    .unwrap_or(name);
                found.push(it.start()..it.start() + name.len());
            }
        }
    }
    found.sort_by_key(|it| it.start);
    found
}

fn arabic(page: &Page<'_>) -> Vec<Range<usize>> {
    let lists = &*LISTS;
    let mut found: Vec<Range<usize>> = Vec::new();
    let word = |nth: usize| page.words.get(nth).map(|it| page.str(it.clone()));
    // A clitic in front of a title is no part of it.
    let is_in = |list: &HashSet<String>, word: &str| {
        let bare = word.strip_prefix(['و', 'ف', 'ب', 'ك']);
        // «للسيدة».
        let to_the = word.strip_prefix("لل").map(|rest| format!("ال{rest}"));
        list.contains(word)
            || bare.is_some_and(|it| list.contains(it))
            || to_the.is_some_and(|it| list.contains(&it))
    };
    let follows = |nth: usize| is_beside(page, nth);
    let mut nth = 0;
    while let Some(this) = word(nth) {
        let next = word(nth + 1).filter(|_| follows(nth));
        let Some(next) = next else {
            nth += 1;
            continue;
        };
        let is_given = is_given(lists, page, nth + 1);
        let is_title = is_in(&lists.titles, this);
        let is_person = is_in(&lists.persons, this);
        let is_child = matches!(this, "بنت" | "ابن" | "بن");
        let is_name = if is_title {
            let is_adjective =
                next.starts_with("ال") || next.starts_with("لل") || next.starts_with("بال");
            let is_word = next.chars().all(char::is_alphabetic) && next.chars().count() >= 2;
            // An adverb: «يدعى سابقًا».
            let next_range = page.words.get(nth + 1).cloned().unwrap_or_default();
            let is_adverb = page.raw(next_range).contains('\u{064B}');
            is_given || (is_word && !is_adjective && !is_adverb && !lists.no_names.contains(next))
        } else if is_person {
            is_given
        } else if is_child {
            // «فاطمة بنت علي»: both are names.
            is_given
                && nth
                    .checked_sub(1)
                    .is_some_and(|it| follows(it) && self::is_given(lists, page, it))
        } else {
            false
        };
        if !is_name {
            nth += 1;
            continue;
        }
        let first = if is_child { nth - 1 } else { nth + 1 };
        let last = last_of_name(lists, page, nth + 1);
        let range = |at: usize| page.words.get(at).cloned().unwrap_or_default();
        let bytes = page.bytes(range(first).start..range(last).end);
        match found.last_mut() {
            Some(before) if bytes.start < before.end => before.end = before.end.max(bytes.end),
            _ => found.push(bytes),
        }
        nth = last;
    }
    found
}

/// Whether the word after `nth` stands beside it, in the same line.
fn is_beside(page: &Page<'_>, nth: usize) -> bool {
    let (Some(this), Some(next)) = (page.words.get(nth), page.words.get(nth + 1)) else {
        return false;
    };
    matches!(
        page.letters.get(this.end..next.start),
        Some([' '] | [' ', '"'] | [':', ' '])
    )
}

/// Whether the word `nth` is a given name; «عبد» and what follows is.
fn is_given(lists: &Lists, page: &Page<'_>, nth: usize) -> bool {
    let Some(range) = page.words.get(nth) else {
        return false;
    };
    let word = page.str(range.clone());
    if word == "عبد" {
        let next = page.words.get(nth + 1).map(|it| page.str(it.clone()));
        return next.is_some_and(|it| it.starts_with("ال"));
    }
    // The preposition is written so everywhere but in Egypt, where the name is, too.
    let is_on = word == "علي" && page.raw(range.clone()).ends_with('\u{0649}');
    !is_on && (lists.given.contains(word) || word.starts_with("عبدال"))
}

/// The last word of the name that begins with the word `nth`: given names, «بن», and a family name
/// with the article.
fn last_of_name(lists: &Lists, page: &Page<'_>, nth: usize) -> usize {
    let mut last = nth;
    while last < nth + 4 && is_beside(page, last) {
        let next = page.words.get(last + 1).map(|it| page.str(it.clone()));
        let next = next.unwrap_or_default();
        let before = page.words.get(last).map(|it| page.str(it.clone()));
        let links = matches!(next, "بن" | "بنت" | "ابن" | "ال" | "ابو") || before == Some("عبد");
        let after_link = matches!(before, Some("بن" | "بنت" | "ابن" | "ابو"));
        if links || after_link || is_given(lists, page, last + 1) {
            last += 1;
        } else {
            break;
        }
    }
    last
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found = find(&Page::new(text)).into_iter();
        let found: Vec<&str> = found.map(|bytes| &text[bytes]).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn the_form_of_english_names_is_one() {
        assert!(ENGLISH.is_some());
    }

    #[test]
    fn a_name_behind_a_title_is_found() {
        check("قالت السيدة نوارة إنها", &["نوارة"]);
        check("للسيدة ليلى محمد وابنها", &["ليلى محمد"]);
        check("المدعو س. ع. هرب", &[]);
        check("المدعوة شهد، وعمرها", &["شهد"]);
        check("واسمها فاطمة بنت علي من", &["فاطمة بنت علي"]);
        check("السيد عبد الله بن سالم", &["عبد الله بن سالم"]);
    }

    #[test]
    fn a_given_name_behind_a_word_for_a_person_is_found() {
        check("أُنقذت الطفلة مريم من", &["مريم"]);
        check("الضحية الأولى والضحية التي هربت", &[]);
        check("الفتاة القاصر هربت من الشابة", &[]);
        check(
            "حضرت فاطمة بنت علي، وبنت صغيرة وابن عمه",
            &["فاطمة بنت علي"],
        );
    }

    #[test]
    fn what_follows_a_title_and_is_no_name_is_left_alone() {
        for text in [
            "السيد رئيس الجمهورية",
            "السيدة الأولى",
            "وقال السيد إن",
            "السيد. محمد",
            "تدعي أن زوجها",
            "كان يدعى سابقًا",
            "يدعى على أنه",
            "ويدعي أنه",
            "الطفلة\nمريم",
        ] {
            check(text, &[]);
        }
    }

    #[test]
    fn english_names_behind_titles_are_found() {
        check("Mrs. Huda Saleh said", &["Huda Saleh"]);
        check("said Mr O'Brien's lawyer", &["O'Brien"]);
        check("a girl named Layla, 14,", &["Layla"]);
        check("identified only as Sara by police", &["Sara"]);
        check(
            "the victim, identified as Maria Lopez, fled",
            &["Maria Lopez"],
        );
        for text in [
            "Mr President",
            "Miss Universe",
            "Mr. and Mrs.",
            "a girl named in the report",
            "the worker called for help",
        ] {
            check(text, &[]);
        }
    }
}
