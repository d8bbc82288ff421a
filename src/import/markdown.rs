//! Markdown: its text without its marks, a paragraph a line; headings are paragraphs.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::Draft;
use super::records::keep_usual;

/// What `text` has to say. Of a front matter (`---`) the title and the usual fields are kept.
pub fn draft(text: &str) -> Draft {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut draft = Draft::default();
    let mut is_front_matter = false;
    let mut images = 0_usize;
    for event in Parser::new_ext(text, options) {
        match event {
            Event::Start(Tag::MetadataBlock(_)) => is_front_matter = true,
            Event::End(TagEnd::MetadataBlock(_)) => is_front_matter = false,
            Event::Text(text) if is_front_matter => read_front_matter(&mut draft, &text),
            // The words of an image are not of the text.
            Event::Start(Tag::Image { .. }) => images += 1,
            Event::End(TagEnd::Image) => images = images.saturating_sub(1),
            Event::Text(text) | Event::Code(text) if images == 0 => draft.text.push_str(&text),
            Event::SoftBreak if images == 0 => draft.text.push(' '),
            Event::End(TagEnd::TableCell) => draft.text.push(' '),
            Event::HardBreak
            | Event::Rule
            | Event::Start(Tag::Item | Tag::List(_) | Tag::Paragraph)
            | Event::End(
                TagEnd::Paragraph
                | TagEnd::Heading(_)
                | TagEnd::Item
                | TagEnd::CodeBlock
                | TagEnd::TableHead
                | TagEnd::TableRow
                | TagEnd::FootnoteDefinition,
            ) => end_line(&mut draft.text),
            _ => {}
        }
    }
    draft
}

fn end_line(text: &mut String) {
    text.truncate(text.trim_end_matches(' ').len());
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
}

/// Reads lines as `date: 2026-03-14`; what is more than that is left out.
fn read_front_matter(draft: &mut Draft, text: &str) {
    for line in text.lines() {
        let Some((name, value)) = line.split_once(':') else {
            continue;
        };
        let (name, value) = (
            name.trim().to_lowercase(),
            value.trim().trim_matches(['"', '\'']),
        );
        if value.is_empty() {
            continue;
        }
        if name == "title" {
            draft.title = Some(value.to_owned());
        } else {
            keep_usual(&mut draft.metadata, &name, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tests::check_draft;
    use super::*;

    fn check(markdown: &str, text: &str) {
        assert_eq!(draft(markdown).text, text, "{markdown:?}");
    }

    #[test]
    fn marks_are_left_out_and_paragraphs_are_lines() {
        check(
            "# عنوان\n\nفقرة *مهمة* فيها [رابط](https://a.b)\nوسطر ثان.\n",
            "عنوان\nفقرة مهمة فيها رابط وسطر ثان.\n",
        );
        check(
            "- one\n- two\n  - three\n\n> said\n\n1. first\n",
            "one\ntwo\nthree\nsaid\nfirst\n",
        );
        check(
            "a  \nb\n\n---\n\n`code` ![alt](x.png) <b>bold</b>\n",
            "a\nb\ncode  bold\n",
        );
        check("| a | b |\n|---|---|\n| c | d |\n", "a b\nc d\n");
        check("```\nlet x;\n```\n\n<div>\nraw\n</div>\n", "let x;\n");
    }

    #[test]
    fn a_front_matter_is_known_and_no_text() {
        let draft = draft(
            "---\ntitle: \"خبر: عاجل\"\ndate: 2026-03-14\nsource: النهر\nlayout: post\ntags:\n  - a\n---\nنص.\n",
        );
        assert_eq!(draft.text, "نص.\n");
        assert_eq!(draft.title.as_deref(), Some("خبر: عاجل"));
        assert_eq!(draft.metadata.date.as_deref(), Some("2026-03-14"));
        assert_eq!(draft.metadata.source.as_deref(), Some("النهر"));
    }

    #[test]
    fn quotes_in_quotes_do_not_fill_the_stack() {
        draft(&(">".repeat(100_000) + "x"));
        draft(&("*".repeat(100_000) + "x"));
        draft(&("[".repeat(100_000) + "x"));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_text_makes_a_sound_article_or_none(
            parts in prop::collection::vec(prop::sample::select(vec![
                "#", " ", "\n", "- ", "> ", "|", "---\n", "```", "[", "](", ")", "*", "_", "<b>", "&#0;", "&#27;", "1. ", "a", "ب", "\0",
            ]), 0..60),
            any in any::<String>(),
        ) {
            check_draft(draft(&(parts.concat() + &any)));
        }
    }
}
