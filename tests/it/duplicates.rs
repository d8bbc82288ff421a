//! `hashiya duplicates`: what it takes for the same text, what it says, and what it keeps.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use hashiya::import::plain;
use hashiya::store::{Store, sha256};

const BODY: &str = "\
أنقذت وحدة مكافحة الاتجار بالأشخاص، فجر الثلاثاء، تسع عاملات كنّ محتجزات في مشغل خياطة سري بضاحية وادي السدر، وقبضت على 5 أشخاص يُشتبه في إدارتهم له.
وجاءت المداهمة بعد أسبوعين من المراقبة والتحريات، وبإذن من النيابة العامة.
";

/// Of the same topic, in other words.
const OTHER: &str = "\
داهمت الشرطة مساء الخميس مزرعة في ضواحي المدينة وأنقذت ستة عمال أُجبروا على العمل بلا أجر، وأوقفت صاحب المزرعة ووسيطا جلبهم من الخارج.
وأمرت النيابة العامة بحبس المتهمين على ذمة التحقيق بتهمة الاتجار بالأشخاص.
";

fn project(folder: &Path, articles: &[(&str, &str)]) {
    Store::create(folder).expect("a project");
    let mut store = Store::open(folder).expect("a project");
    for (id, text) in articles {
        let bytes = text.as_bytes();
        let article =
            plain::article(id, &format!("{id}.txt"), bytes, sha256(bytes)).expect("a text");
        store.add(&article).expect("an article");
    }
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_hashiya"))
        .arg("duplicates")
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("the program")
}

/// What it said, and its exit code.
fn said(output: &Output) -> (String, String, Option<i32>) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (
        text(&output.stdout),
        text(&output.stderr),
        output.status.code(),
    )
}

/// The clusters among the articles `a`, `b`, …, by their letters.
fn check(texts: &[&str], expected: &[&str]) {
    let folder = tempfile::tempdir().expect("a folder");
    let ids = ["a", "b", "c", "d"];
    let articles: Vec<_> = ids.into_iter().zip(texts.iter().copied()).collect();
    project(folder.path(), &articles);
    let (out, err, code) = said(&run(folder.path(), &[]));
    assert_eq!((err.as_str(), code), ("", Some(0)));
    let kept = Store::open(folder.path()).expect("a project").duplicates();
    let letters = kept.clusters().iter().map(|cluster| {
        let ids = cluster.articles.iter().map(|member| member.id.as_str());
        ids.collect::<String>()
    });
    assert_eq!(letters.collect::<Vec<_>>(), expected, "{out}");
}

fn with_headline(headline: &str, body: &str) -> String {
    format!("{headline}\n{body}")
}

#[test]
fn copies_are_duplicates_and_articles_of_one_topic_are_not() {
    let [one, other] = [BODY, OTHER].map(|body| with_headline("إنقاذ ضحايا اتجار بالأشخاص", body));
    check(&[&one, &other, &one], &["ac"]);
    check(&[&one, &other], &[]);
}

#[test]
fn another_headline_makes_no_other_article() {
    let one = with_headline("إنقاذ تسع عاملات من مشغل سري", BODY);
    let other = with_headline("القبض على خمسة بتهمة الاتجار بالبشر في وادي السدر", BODY);
    check(&[&one, &other, BODY], &["abc"]);
    let long = format!("{BODY}{OTHER}{BODY}{OTHER}");
    check(
        &[
            &with_headline("خبر", &long),
            &with_headline("عاجل: حدث آخر", &long),
            &long,
        ],
        &["abc"],
    );
}

#[test]
fn spelling_makes_no_other_article() {
    let one = with_headline("عنوان", BODY);
    let bare = one.replace(['\u{64F}', '\u{651}'], "").replace('5', "٥");
    let hamzas = one
        .replace(['أ', 'إ'], "ا")
        .replace('ة', "ه")
        .replace('ى', "ي");
    let stretched = one
        .replace("وحدة", "وحــــدة")
        .replace('،', ",")
        .replace(' ', "  ");
    assert!(bare != one && hamzas != one && stretched != one);
    check(&[&one, &bare, &hamzas, &stretched], &["abcd"]);
}

#[test]
fn what_a_web_page_left_makes_no_other_article() {
    let one = with_headline("عنوان", BODY);
    let page = format!(
        "{one}التعليقات مغلقة على هذا الخبر.\nاقرأ أيضا: مواعيد الحافلات الجديدة في الضاحية\n\
         جميع الحقوق محفوظة © صحيفة الضاحية الإلكترونية\n"
    );
    check(&[&one, &page], &["ab"]);
}

#[test]
fn it_says_which_and_how_similar_and_keeps_that() {
    let folder = tempfile::tempdir().expect("a folder");
    let one = with_headline("عنوان", BODY);
    let changed = one.replace("النيابة العامة", "القضاء");
    project(
        folder.path(),
        &[("b", &changed), ("a", &one), ("c", OTHER), ("d", &one)],
    );
    let path = folder.path().join("duplicates.json");
    let (out, err, code) = said(&run(folder.path(), &["--dry-run"]));
    assert_eq!(
        out,
        "a: b (0.92), d (1.00)\n1 cluster: 3 of 4 articles; nothing was written.\n"
    );
    assert_eq!((err.as_str(), code, path.exists()), ("", Some(0), false));
    let (out, ..) = said(&run(folder.path(), &["--threshold", "0.95"]));
    assert_eq!(
        out,
        "a: d (1.00)\n1 cluster: 2 of 4 articles; kept in duplicates.json.\n"
    );
    let above = folder.path().parent().expect("a folder");
    let name = folder.path().display().to_string();
    let (out, ..) = said(&run(above, &["--project", &name, "--json"]));
    let printed: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    let kept: serde_json::Value =
        serde_json::from_slice(&fs::read(&path).expect("a file")).expect("JSON");
    assert_eq!(printed, kept);
    assert_eq!(kept["clusters"][0]["articles"][1]["id"], "b");
    assert_eq!(
        (&kept["format"], &kept["made_by"]["articles"]),
        (&1.into(), &4.into())
    );
    let first = fs::read(&path).expect("a file");
    run(folder.path(), &[]);
    assert_eq!(
        fs::read(&path).expect("a file"),
        first,
        "the same again, to the byte"
    );
}

#[test]
fn the_samples_have_no_duplicates() {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let (out, err, code) = said(&run(&samples, &["--dry-run"]));
    assert_eq!(
        out,
        "No duplicates among 9 articles; nothing was written.\n"
    );
    assert_eq!((err.as_str(), code), ("", Some(0)));
}

#[test]
fn what_is_wrong_is_said_in_a_sentence() {
    let folder = tempfile::tempdir().expect("a folder");
    let refused = |arguments: &[&str], expected: &str| {
        let (out, err, code) = said(&run(folder.path(), arguments));
        assert_eq!((out.as_str(), code), ("", Some(2)), "{arguments:?}");
        assert!(
            err.starts_with("hashiya: ") && err.contains(expected),
            "{err}"
        );
        assert_eq!(err.lines().count(), 1, "{err}");
    };
    refused(&[], "no project.toml here");
    refused(&["--project", "nowhere"], "nowhere has no project.toml");
    project(folder.path(), &[("a", BODY), ("b", BODY)]);
    refused(
        &["--threshold", "1.5"],
        "--threshold 1.5 is none: give a number from 0.3 to 1",
    );
    refused(&["--threshold", "nan"], "--threshold NaN");
    let path = folder.path().join("duplicates.json");
    fs::write(&path, "mine").expect("a file");
    refused(&[], "duplicates.json:1:1");
    assert_eq!(fs::read_to_string(&path).expect("a file"), "mine");
}

#[test]
fn an_article_that_cannot_be_read_is_named_and_left_out() {
    let folder = tempfile::tempdir().expect("a folder");
    project(folder.path(), &[("a", BODY), ("b", BODY), ("c", BODY)]);
    fs::write(folder.path().join("articles/b.json"), "{ torn").expect("a file");
    let (out, err, code) = said(&run(folder.path(), &[]));
    assert_eq!(
        out,
        "a: c (1.00)\n1 cluster: 2 of 2 articles; kept in duplicates.json.\n"
    );
    assert!(
        err.contains("articles/b.json:1:") && err.contains("left out"),
        "{err}"
    );
    assert_eq!((err.lines().count(), code), (1, Some(0)));
}
