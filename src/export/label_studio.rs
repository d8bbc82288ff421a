//! Tasks for Label Studio, an article each: a sentence is a region, its topics are choices of that
//! region. Places are units of UTF-16, which is what a browser counts.
//!
//! The regions are `sent` (`<Labels>` with `Sentence`) and `evidence` (`<Labels>` with the topics), the
//! choices `topic` (`<Choices perRegion="true" choice="multiple">`), all of the text `text`.

use std::collections::BTreeMap;
use std::io;

use serde_json::{Value, json};

use super::Row;

/// Writes the task of `rows`, which are all of one article; nothing where there are none.
pub(super) fn write(out: &mut Vec<u8>, rows: &[Row<'_>]) -> io::Result<()> {
    let Some(first) = rows.first() else {
        return Ok(());
    };
    let mut people: BTreeMap<&str, Vec<&Row<'_>>> = BTreeMap::new();
    for row in rows {
        people.entry(row.by).or_default().push(row);
    }
    let article = &first.said.article;
    let task = json!({
        "data": {
            "text": article.text,
            "article": article.id,
            "title": article.title,
            "metadata": article.metadata,
            "annotators": people.keys().collect::<Vec<_>>(),
            "split": first.said.part,
        },
        "annotations": people.values().map(|rows| annotation(rows)).collect::<Vec<_>>(),
    });
    serde_json::to_writer(&mut *out, &task)?;
    Ok(())
}

fn annotation(rows: &[&Row<'_>]) -> Value {
    let mut result = Vec::new();
    for row in rows {
        let (start, end) = row.offsets.utf16;
        let (id, text) = (row.sentence(), row.text());
        let region = |kind: &str, from: &str, id: &str, value: Value| json!({ "id": id, "from_name": from, "to_name": "text", "type": kind, "value": value });
        result.push(region(
            "labels",
            "sent",
            id,
            json!({ "start": start, "end": end, "text": text, "labels": ["Sentence"] }),
        ));
        if !row.decision.topics.is_empty() {
            let choices =
                json!({ "start": start, "end": end, "text": text, "choices": row.decision.topics });
            result.push(region("choices", "topic", id, choices));
        }
        for (index, words) in row.decision.evidence.iter().enumerate() {
            let (start, end) = row.offsets_of(words).utf16;
            let value =
                json!({ "start": start, "end": end, "text": words.text, "labels": [words.topic] });
            result.push(region(
                "labels",
                "evidence",
                &format!("{id}-{}", index + 1),
                value,
            ));
        }
    }
    let times = rows.iter().filter_map(|row| row.decision.decided);
    let seconds: f64 = rows.iter().filter_map(|row| row.decision.seconds).sum();
    json!({
        "was_cancelled": false,
        "ground_truth": rows.iter().all(|row| row.by == super::GOLD),
        "created_at": times.clone().min(),
        "updated_at": times.max(),
        "lead_time": (seconds > 0.0).then_some(seconds),
        "result": result,
    })
}
