//! A web page: its article, and not what stands around it.
//!
//! Formatted text with a threshold of 150 letters is what found one-paragraph news and kept
//! paragraphs apart when it was measured; the default of 500 takes the menu for the article.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use dom_smoothie::{Config, Readability, TextMode};
use thiserror::Error;

use super::Draft;
use crate::model::article::Metadata;

/// How deep elements may lie in each other. Pages of newspapers stay below 60, and the crates that
/// read them call themselves once a level.
const DEEPEST: usize = 1000;

/// Room for the calls of [`DEEPEST`] levels many times over; taken only as far as it is used.
const STACK: usize = 256 << 20;

/// How long a page may take; one of a newspaper takes some milliseconds.
const LONGEST: Duration = Duration::from_secs(30);

/// Why a page is no article.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum HtmlError {
    /// Elements in elements in elements.
    #[error("its elements are nested more than {DEEPEST} deep: it is no page that a person wrote")]
    Deep,
    /// It would have taken very long.
    #[error("its article was not found within 30 seconds: save its text as a .txt file")]
    Slow,
    /// Nothing that looks like one.
    #[error("no article was found on the page: save its text as a .txt file")]
    Nothing,
}

/// What the article of `page` has to say.
pub fn draft(page: &str) -> Result<Draft, HtmlError> {
    if depth(page) > DEEPEST {
        return Err(HtmlError::Deep);
    }
    // What has NUL bytes is no page, and the crates below need not see them.
    let page = page.replace('\0', " ");
    let read = move || {
        let config = Config {
            text_mode: TextMode::Formatted,
            char_threshold: 150,
            ..Config::default()
        };
        let mut page = Readability::new(page, None, Some(config)).ok()?;
        let url = address(&page);
        let mut article = page.parse().ok()?;
        article.url = url.or(article.url);
        Some((article.title.clone(), draft_of(article)))
    };
    let (result, results) = mpsc::channel();
    // Nobody may be waiting any more.
    let work = move || drop(result.send(read()));
    if thread::Builder::new()
        .stack_size(STACK)
        .spawn(work)
        .is_err()
    {
        return Err(HtmlError::Nothing);
    }
    let read = match results.recv_timeout(LONGEST) {
        Ok(read) => read,
        Err(RecvTimeoutError::Timeout) => return Err(HtmlError::Slow),
        Err(RecvTimeoutError::Disconnected) => None,
    };
    let (title, mut draft) = read.ok_or(HtmlError::Nothing)?;
    if draft.text.trim().is_empty() {
        return Err(HtmlError::Nothing);
    }
    draft.title = Some(title).filter(|title| !title.trim().is_empty());
    Ok(draft)
}

/// Where the page says that it was published.
fn address(page: &Readability) -> Option<String> {
    let places = [
        ("link[rel=\"canonical\"]", "href"),
        ("meta[property=\"og:url\"]", "content"),
    ];
    let found = places
        .iter()
        .find_map(|(element, attribute)| page.doc.select(element).attr(attribute));
    found.map(|address| address.to_string())
}

fn draft_of(article: dom_smoothie::Article) -> Draft {
    let filled = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    Draft {
        title: None,
        text: paragraphs(&article.text_content),
        metadata: Metadata {
            source: filled(article.site_name),
            author: filled(article.byline),
            date: filled(article.published_time),
            url: filled(article.url),
            ..Metadata::default()
        },
    }
}

/// The lines of `text` that are not blank, without blanks around them.
fn paragraphs(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

/// Elements that have no end, or that end where the next one of their kind begins: a page may have
/// thousands of them without an end tag, side by side.
const SHALLOW: &[&str] = &[
    "!doctype", "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li",
    "link", "meta", "option", "p", "param", "source", "tbody", "td", "tfoot", "th", "thead", "tr",
    "track", "wbr",
];

/// Shapes of a drawing, which end in themselves (`<path/>`) there and nowhere else.
const SHAPES: &[&str] = &[
    "svg", "g", "defs", "path", "circle", "rect", "line", "polyline", "polygon", "ellipse", "use",
    "stop",
];

/// Elements whose inside is no markup.
const RAW: &[&str] = &[
    "script", "style", "textarea", "title", "xmp", "noframes", "iframe",
];

/// How deep elements may be nested in `page`, told from its tags alone: never less than they are, but
/// for an end tag that stands where it ends nothing.
fn depth(page: &str) -> usize {
    let mut open: std::collections::HashMap<String, usize> = std::collections::HashMap::new();
    let (mut depth, mut deepest) = (0_usize, 0);
    // Whether nothing but shapes came since a drawing began.
    let mut in_drawing = false;
    let mut last_item = "";
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        rest = rest.get(at + 1..).unwrap_or_default();
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment
                .find("-->")
                .and_then(|end| comment.get(end + 3..))
                .unwrap_or_default();
            continue;
        }
        let (is_end, tag) = match rest.strip_prefix('/') {
            Some(tag) => (true, tag),
            None => (false, rest),
        };
        let end = tag
            .find(|c: char| c.is_ascii_whitespace() || c == '>' || c == '/')
            .unwrap_or(tag.len());
        // A longer name is told from others of its length by nobody; it counts all the same.
        let name: String = tag
            .get(..end)
            .unwrap_or_default()
            .chars()
            .take(32)
            .collect();
        let name = name.to_ascii_lowercase();
        let is_shape = SHAPES.contains(&name.as_str());
        in_drawing = match name.as_str() {
            "svg" => !is_end,
            _ => is_shape && in_drawing,
        };
        // An item ends where the next one of its list begins, but not where one of the other kind does.
        let item = match name.as_str() {
            "li" => "li",
            "dd" | "dt" => "dd",
            _ => "",
        };
        if !item.is_empty() && !is_end {
            if !last_item.is_empty() && last_item != item {
                depth += 1;
                deepest = deepest.max(depth);
            }
            last_item = item;
        }
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || SHALLOW.contains(&name.as_str())
        {
            continue;
        }
        if is_end {
            if let Some(count @ 1..) = open.get_mut(&name) {
                *count -= 1;
                depth -= 1;
            }
            continue;
        }
        // In a drawing these are elements as any.
        let is_open = |name: &str| open.get(name).is_some_and(|&count| count > 0);
        if RAW.contains(&name.as_str()) && !is_open("svg") && !is_open("math") {
            rest = after_raw(tag, &name);
            continue;
        }
        let ends_in_itself = || {
            tag.find('>')
                .is_some_and(|end| tag.get(..end).unwrap_or_default().ends_with('/'))
        };
        if in_drawing && ends_in_itself() {
            continue;
        }
        *open.entry(name).or_default() += 1;
        depth += 1;
        deepest = deepest.max(depth);
    }
    deepest
}

/// What follows the end tag of the raw element `name` in `text`; all of `text` where it has none,
/// so that nothing hides there.
fn after_raw<'a>(text: &'a str, name: &str) -> &'a str {
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|rest| rest.find("</")) {
        from += at + 2;
        let tag = text.as_bytes().get(from..from + name.len());
        if tag.is_some_and(|tag| tag.eq_ignore_ascii_case(name.as_bytes())) {
            return text.get(from..).unwrap_or_default();
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::check_draft;
    use super::*;

    const PAGE: &str = include_str!("../../samples/raw/shelter.html");

    #[test]
    fn the_article_is_taken_and_the_page_left() {
        let draft = draft(PAGE).unwrap();
        assert_eq!(
            draft.title.as_deref(),
            Some("افتتاح دار إيواء جديدة لضحايا الاتجار بالأشخاص")
        );
        assert!(
            draft.text.contains("افتتحت وزارة الشؤون الاجتماعية"),
            "{}",
            draft.text
        );
        assert!(draft.text.lines().count() >= 4, "{}", draft.text);
        for other in ["الرئيسية", "تابعنا", "ملفات تعريف الارتباط"]
        {
            assert!(!draft.text.contains(other), "{other} in {}", draft.text);
        }
        let metadata = draft.metadata;
        assert_eq!(metadata.source.as_deref(), Some("جريدة النهر"));
        assert_eq!(metadata.author.as_deref(), Some("هدى سالم"));
        assert_eq!(metadata.date.as_deref(), Some("2026-03-14T09:30:00+02:00"));
        assert_eq!(
            metadata.url.as_deref(),
            Some("https://nahr.example/news/4711")
        );
    }

    #[test]
    fn a_page_of_elements_in_elements_is_refused() {
        for (open, close) in [
            ("<div>", ""),
            ("<b>", ""),
            ("<div></x>", ""),
            ("<table><tr><td>", ""),
            ("<i>", "</i>"),
            ("<svg><g>", ""),
            ("<dd><li>", ""),
            ("<svg></p><path/>", ""),
            ("<svg></svg><path/>", ""),
        ] {
            let page = open.repeat(100_000) + "text" + &close.repeat(100_000);
            assert_eq!(draft(&page), Err(HtmlError::Deep), "{open}");
        }
        let hidden = format!("<script>{}", "<div>".repeat(100_000));
        assert_eq!(draft(&hidden), Err(HtmlError::Deep));
        let hidden = format!("<svg><title>{}</title>", "<div>".repeat(100_000));
        assert_eq!(draft(&hidden), Err(HtmlError::Deep));
    }

    #[test]
    fn tags_without_an_end_lie_side_by_side() {
        let page = format!(
            "<html><body>{}",
            "<p>text<br><li>more<td>x<img src=a>".repeat(5000)
        );
        assert_eq!(depth(&page), 2);
        let drawings =
            "<svg viewBox='0 0 1 1'><g><path d='M0'/><circle r=1 /></g></svg>".repeat(5000);
        assert_eq!(depth(&drawings), 2);
        assert_eq!(depth(&"<dl><dt>a<dd>b</dl>".repeat(5000)), 1);
        assert_eq!(
            depth("<script>'<b><b><b>'</script><b></b><b></b><!-- <i><i> -->"),
            1
        );
    }

    #[test]
    fn a_page_that_says_nothing_is_named() {
        assert_eq!(draft(""), Err(HtmlError::Nothing));
        assert_eq!(draft("<html><body></body></html>"), Err(HtmlError::Nothing));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

        #[test]
        fn any_page_makes_a_sound_article_or_none(
            parts in prop::collection::vec(prop::sample::select(vec![
                "<p>", "</p>", "<div class=article>", "</div>", "<table><tr><td>", "</table>", "<b>", "<!--", "-->",
                "<script>", "</script>", "<title>", "</title>", "&#0;", "&#x1b;", "&amp;", "<", ">", "\0", "\u{1b}",
                "قالت الوزارة إن الحملة بدأت اليوم في مصر، وإن الخط الساخن يعمل. ", "<h1>", "</h1>", "<br>", "<svg>", "<template>",
            ]), 0..60),
            any in any::<String>(),
        ) {
            let page = parts.concat() + &any;
            if let Ok(draft) = draft(&page) {
                check_draft(draft);
            }
        }
    }
}
