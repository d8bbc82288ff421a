//! The card of a dataset: a data statement (Bender and Friedman, 2018) filled from the project, in the
//! form that the Hugging Face hub reads. What only people know is in `card.toml` beside
//! `project.toml`; what is not there is visibly missing.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Deserialize;

use super::hugging_face::{FEATURES, TEXTS};
use super::manifest::Masked;
use super::{Choice, Counts, Who};
use crate::model::project::{Language, Project};

/// What only people know.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Facts {
    /// Under which terms the dataset may be used, as the hub names it: `cc-by-4.0`.
    pub license: String,
    /// Codes of the languages, such as `ar`; that of the project where it is empty.
    pub languages: Vec<String>,
    /// What it is, in a paragraph.
    pub summary: String,
    /// Why these texts.
    pub curation_rationale: String,
    /// Which Arabic, which registers.
    pub language_varieties: String,
    /// Who wrote the texts.
    pub language_user_demographic: String,
    /// Who annotated: training, age, languages, pay.
    pub annotator_demographic: String,
    /// When, where and for whom the texts were written.
    pub text_characteristics: String,
    /// What it must not be taken for.
    pub limitations: String,
    /// Victims' privacy, review, funding.
    pub ethics: String,
    /// How it is kept up, and by whom.
    pub maintenance: String,
    /// How to cite it.
    pub citation: String,
}

/// What a card is filled with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled<'a> {
    /// The project.
    pub project: &'a Project,
    /// What people say of it.
    pub facts: &'a Facts,
    /// What went along.
    pub counts: &'a Counts,
    /// Which sentences those are.
    pub choice: &'a Choice,
    /// The names of the parts, in order; empty where there are none.
    pub parts: &'a [String],
    /// How many articles each publisher has; those of nobody under an empty name.
    pub sources: &'a BTreeMap<String, usize>,
    /// How many decisions each annotator made, by the name that stands in the dataset.
    pub people: &'a BTreeMap<String, usize>,
    /// Hashes of the wordings that are decided under.
    pub wordings: &'a [String],
    /// More tables, by their name and file.
    pub tables: &'a [(&'a str, &'a str)],
    /// Whether no word of the texts goes along.
    pub stand_off: bool,
    /// How the parts were made, in words.
    pub split: &'a str,
    /// What was masked, if anything is.
    pub masked: Option<&'a Masked>,
}

impl Facts {
    /// All that people wrote.
    pub fn texts_mut(&mut self) -> [&mut String; 11] {
        [
            &mut self.license,
            &mut self.summary,
            &mut self.curation_rationale,
            &mut self.language_varieties,
            &mut self.language_user_demographic,
            &mut self.annotator_demographic,
            &mut self.text_characteristics,
            &mut self.limitations,
            &mut self.ethics,
            &mut self.maintenance,
            &mut self.citation,
        ]
    }

    /// Reads `card.toml`; what is wrong with it, in words, with its line.
    pub fn read(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|error| {
            let start = error.span().map_or(0, |span| span.start);
            let before = text.get(..start).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            format!("{line}: {}", error.message().replace('\n', " "))
        })
    }
}

/// The name of a part's file, where all is one part too.
pub fn part_file(part: &str) -> String {
    let part = if part.is_empty() { "train" } else { part };
    format!("data/{part}.jsonl")
}

/// The card.
pub fn card(filled: &Filled<'_>) -> String {
    let mut card = String::new();
    // Writing to a string cannot fail.
    let _ = front_matter(&mut card, filled).and_then(|()| statement(&mut card, filled));
    card
}

fn front_matter(card: &mut String, filled: &Filled<'_>) -> std::fmt::Result {
    let facts = filled.facts;
    let own = match filled.project.language {
        Language::Arabic => "ar",
        Language::English => "en",
    };
    let languages = match facts.languages.is_empty() {
        true => own.to_owned(),
        false => facts.languages.join(", "),
    };
    writeln!(card, "---\npretty_name: {}", quoted(&filled.project.name))?;
    writeln!(card, "language: [{languages}]")?;
    if !facts.license.is_empty() {
        writeln!(card, "license: {}", quoted(&facts.license))?;
    }
    let several = facts.languages.len() > 1;
    writeln!(
        card,
        "multilinguality: {}",
        if several {
            "multilingual"
        } else {
            "monolingual"
        }
    )?;
    writeln!(
        card,
        "annotations_creators: [expert-generated]\nlanguage_creators: [found]"
    )?;
    writeln!(
        card,
        "task_categories: [text-classification]\ntask_ids: [multi-label-classification]"
    )?;
    writeln!(card, "size_categories: [{}]", size(filled.counts.rows))?;
    writeln!(card, "configs:\n- config_name: default\n  data_files:")?;
    for (part, file) in files(filled) {
        writeln!(card, "  - split: {part}\n    path: {file}")?;
    }
    for (name, file) in filled.tables {
        writeln!(card, "- config_name: {name}\n  data_files: {file}")?;
    }
    writeln!(card, "dataset_info:\n- config_name: default\n  features:")?;
    for (name, kind) in FEATURES {
        if filled.stand_off && TEXTS.contains(&name) {
            continue;
        }
        match kind.split_once(": ") {
            Some((list, kind)) => writeln!(card, "  - name: {name}\n    {list}: {kind}")?,
            None => writeln!(card, "  - name: {name}\n    dtype: {kind}")?,
        }
        // Where it stands in a line, behind `text`, which a release without texts does not have.
        if name == "text" || (name == "sentence" && filled.stand_off) {
            writeln!(
                card,
                "  - name: labels\n    list:\n      class_label:\n        names:"
            )?;
            for (number, topic) in filled.project.topics.iter().enumerate() {
                writeln!(card, "          '{number}': {}", quoted(&topic.id))?;
            }
        }
    }
    writeln!(card, "---\n")
}

/// The file of each part, or that of all.
fn files(filled: &Filled<'_>) -> Vec<(String, String)> {
    let filled_parts = filled.parts.iter();
    let has_rows = |part: &&String| filled.counts.parts.contains_key(*part);
    let files: Vec<_> = filled_parts
        .filter(has_rows)
        .map(|part| (part.clone(), part_file(part)))
        .collect();
    match files.is_empty() {
        true => vec![("train".to_owned(), part_file(""))],
        false => files,
    }
}

fn statement(card: &mut String, filled: &Filled<'_>) -> std::fmt::Result {
    let (project, facts, counts) = (filled.project, filled.facts, filled.counts);
    writeln!(card, "# {}\n", one_line(&project.name))?;
    section(card, "Summary", "summary", &facts.summary)?;
    let whose = match &filled.choice.who {
        Who::One(_) => "the decisions of one annotator",
        Who::Majority => "what more than half of those say who decided on a sentence",
        Who::Gold => "adjudicated decisions",
        Who::All => "the decisions of every annotator, each by itself",
    };
    writeln!(
        card,
        "{} sentences of {} articles: {whose}. {} of them say that no topic applies.",
        counts.rows, counts.articles, counts.none
    )?;
    let left_out = [
        ("no decision", counts.undecided),
        ("no majority", counts.divided),
        ("a flag that asks for another look", counts.flagged),
        ("passed on by an annotator", counts.passed_on),
        ("not part of the article", counts.boilerplate),
    ];
    let left_out: Vec<String> = left_out
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(why, count)| format!("{why} {count}"))
        .collect();
    if !left_out.is_empty() {
        writeln!(card, "Left out: {}.", left_out.join("; "))?;
    }
    if filled.stand_off {
        writeln!(
            card,
            "\n**No word of the articles is here.** Offsets are of the text of each article, its title the first \
             paragraph; get the articles where `url` says."
        )?;
    }
    writeln!(card, "\n## Topics\n")?;
    writeln!(
        card,
        "| label | name | sentences | definition |\n|---|---|---|---|"
    )?;
    for topic in &project.topics {
        let definition = topic.card.get(project.language).definition.as_str();
        let count = counts.topics.get(&topic.id).copied().unwrap_or_default();
        writeln!(
            card,
            "| `{}` | {} / {} | {count} | {} |",
            topic.id,
            cell(&topic.name.ar),
            cell(&topic.name.en),
            cell(definition)
        )?;
    }
    let wordings = filled
        .wordings
        .iter()
        .map(|it| format!("`guidelines/{it}.json`"));
    let wordings: Vec<String> = wordings.collect();
    if !wordings.is_empty() {
        writeln!(
            card,
            "\nThe whole wording that a decision was made under is in the file that its `guideline` names: {}.",
            wordings.join(", ")
        )?;
    }
    writeln!(card, "\n## Parts\n")?;
    for (part, file) in files(filled) {
        let key = if filled.parts.is_empty() { "" } else { &part };
        let rows = counts.parts.get(key).copied().unwrap_or_default();
        writeln!(card, "- `{part}` (`{file}`): {rows}")?;
    }
    writeln!(card, "\n{}\n", filled.split)?;
    section(
        card,
        "Curation rationale",
        "curation-rationale",
        &facts.curation_rationale,
    )?;
    writeln!(card, "## Sources\n")?;
    for (source, count) in filled.sources {
        match source.is_empty() {
            true => writeln!(card, "- **Missing**: the publisher of {count} articles")?,
            false => writeln!(card, "- {}: {count}", one_line(source))?,
        }
    }
    writeln!(card)?;
    section(
        card,
        "Language varieties",
        "language-varieties",
        &facts.language_varieties,
    )?;
    let users = &facts.language_user_demographic;
    section(
        card,
        "Language user demographic",
        "language-user-demographic",
        users,
    )?;
    let annotators = &facts.annotator_demographic;
    section(
        card,
        "Annotator demographic",
        "annotator-demographic",
        annotators,
    )?;
    for (name, count) in filled.people {
        writeln!(card, "- {}: {count} decisions", one_line(name))?;
    }
    writeln!(card, "\n## Agreement\n")?;
    writeln!(
        card,
        "**Missing**: this version of Hashiya measures none for a card. Soft labels (`soft`) say how many agree on each sentence.\n"
    )?;
    let characteristics = &facts.text_characteristics;
    section(
        card,
        "Text characteristics",
        "text-characteristics",
        characteristics,
    )?;
    writeln!(
        card,
        "## Preprocessing\n\nArticles were decoded, line ends made `\\n` and control characters blanks, and cut into \
         sentences by rules; people may have split or merged some. Offsets count code points (`start`, `end`), bytes of UTF-8 and \
         units of UTF-16 of that text, end exclusive.\n"
    )?;
    masking(card, filled)?;
    section(card, "Limitations", "limitations", &facts.limitations)?;
    section(card, "Ethics", "ethics", &facts.ethics)?;
    section(card, "License", "license", &facts.license)?;
    section(card, "Maintenance", "maintenance", &facts.maintenance)?;
    section(card, "Citation", "citation", &facts.citation)
}

/// What was masked: which rules, and how often; no name and no pattern.
fn masking(card: &mut String, filled: &Filled<'_>) -> std::fmt::Result {
    let Some(masked) = filled.masked else {
        return writeln!(
            card,
            "## Masking\n\nNothing was masked: names and numbers of people stand in the texts as they were published.\n"
        );
    };
    writeln!(card, "## Masking\n")?;
    if filled.stand_off {
        let rules: Vec<&str> = masked.counts.keys().map(String::as_str).collect();
        return writeln!(
            card,
            "No text is here, and offsets are those of the texts as they were published. In what is said of them these \
             were masked: {}.\n",
            rules.join(", ")
        );
    }
    writeln!(
        card,
        "In the texts, titles, notes and sources these were replaced by words in square brackets, by rules and a list of the \
         project. Offsets, quotes and hashes are those of the masked texts. So often in the texts:\n"
    )?;
    for (rule, count) in &masked.counts {
        writeln!(card, "- `{rule}`: {count}")?;
    }
    writeln!(card, "\nWhat no rule and no list knows is not masked.\n")
}

/// What people say under `key` of `card.toml`; or that it is missing.
fn section(card: &mut String, title: &str, key: &str, text: &str) -> std::fmt::Result {
    let text = text.trim();
    match text.is_empty() {
        true => writeln!(
            card,
            "## {title}\n\n**Missing**: `{key}` in `card.toml` of the project.\n"
        ),
        false => writeln!(card, "## {title}\n\n{text}\n"),
    }
}

/// The hub's names for sizes.
fn size(rows: usize) -> &'static str {
    match rows {
        0..1_000 => "n<1K",
        1_000..10_000 => "1K<n<10K",
        10_000..100_000 => "10K<n<100K",
        100_000..1_000_000 => "100K<n<1M",
        _ => "1M<n<10M",
    }
}

/// A string of YAML: JSON's are such.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn cell(text: &str) -> String {
    one_line(text).replace('|', "\\|")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistake_in_the_facts_has_its_line() {
        assert_eq!(
            Facts::read("license = \"cc0-1.0\"").unwrap().license,
            "cc0-1.0"
        );
        let wrong = Facts::read("license = \"x\"\nlisence = \"y\"").unwrap_err();
        assert!(wrong.starts_with("2: unknown field `lisence`"), "{wrong}");
    }

    #[test]
    fn sizes_are_those_of_the_hub() {
        assert_eq!(size(999), "n<1K");
        assert_eq!(size(100_000), "100K<n<1M");
    }
}
