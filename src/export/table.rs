//! A table for pandas and spreadsheets: a row a sentence, a column of 0 and 1 and one of shares for
//! each topic. Text stands as it is, quoted where it must be.

use std::io;

use super::Row;
use crate::model::annotation::State;
use crate::model::project::Project;

/// The columns before those of the topics.
const FIRST: [&str; 9] = [
    "id",
    "article",
    "sentence",
    "text",
    "annotator",
    "state",
    "topics",
    "flags",
    "annotators",
];

/// The columns behind those of the topics.
const LAST: [&str; 16] = [
    "note",
    "decided",
    "seconds",
    "guideline",
    "start",
    "end",
    "start_byte",
    "end_byte",
    "start_utf16",
    "end_utf16",
    "title",
    "source",
    "date",
    "url",
    "licence",
    "split",
];

/// What separates topics and flags in one field; no id has it.
const SEPARATOR: &str = "|";

/// The names of the columns.
pub(super) fn header(project: &Project) -> io::Result<Vec<u8>> {
    let mut names: Vec<String> = FIRST.iter().map(|it| (*it).to_owned()).collect();
    let topics = project.topics.iter();
    names.extend(topics.clone().map(|topic| format!("topic_{}", topic.id)));
    names.extend(topics.map(|topic| format!("soft_{}", topic.id)));
    names.extend(LAST.iter().map(|it| (*it).to_owned()));
    let mut out = Vec::new();
    csv::Writer::from_writer(&mut out).write_record(names)?;
    Ok(out)
}

/// Writes `rows`.
pub(super) fn write(
    out: &mut Vec<u8>,
    project: &Project,
    rows: &[Row<'_>],
    notes: bool,
) -> io::Result<()> {
    let mut table = csv::Writer::from_writer(out);
    for row in rows {
        let (article, decision) = (&row.said.article, &row.decision);
        let state = match decision.state {
            State::Undecided => "undecided",
            State::None => "none",
            State::Tagged => "tagged",
        };
        let mut fields = vec![
            row.id(),
            article.id.clone(),
            row.sentence().to_owned(),
            row.text().to_owned(),
            row.by.to_owned(),
            state.to_owned(),
            decision.topics.join(SEPARATOR),
            decision.flags.join(SEPARATOR),
            row.votes.of.to_string(),
        ];
        for topic in &project.topics {
            // An empty field: pandas reads it as not known.
            let holds = u8::from(decision.topics.contains(&topic.id));
            fields.push(match decision.state {
                State::Undecided => String::new(),
                _ => holds.to_string(),
            });
        }
        for topic in &project.topics {
            fields.push(match row.votes.of {
                0 => String::new(),
                _ => row.votes.share(&topic.id).to_string(),
            });
        }
        let places = [
            row.offsets.code_points,
            row.offsets.bytes,
            row.offsets.utf16,
        ];
        let metadata = &article.metadata;
        let note = if notes { &*decision.note } else { "" };
        fields.push(note.to_owned());
        fields.push(
            decision
                .decided
                .map(|it| it.to_string())
                .unwrap_or_default(),
        );
        fields.push(
            decision
                .seconds
                .map(|it| it.to_string())
                .unwrap_or_default(),
        );
        fields.push(decision.guideline.clone().unwrap_or_default());
        fields.extend(
            places
                .iter()
                .flat_map(|it| [it.0.to_string(), it.1.to_string()]),
        );
        fields.push(article.title.clone());
        for known in [
            &metadata.source,
            &metadata.date,
            &metadata.url,
            &metadata.licence,
        ] {
            fields.push(known.clone().unwrap_or_default());
        }
        fields.push(row.said.part.clone().unwrap_or_default());
        table.write_record(fields)?;
    }
    table.flush()
}
