//! Files of many articles: JSON, JSONL, CSV and TSV, read record by record.

use std::io::{self, BufRead, Read};

use serde_json::{Map, Value};
use thiserror::Error;

use super::Draft;
use super::decode::Decoding;
use super::json::{Piece, Pieces};
use super::labels::{Labels, Tool, labels};
use crate::model::article::Metadata;

/// The longest record, in bytes.
const LONGEST: usize = 64 << 20;

/// Which fields of a record say what. A name may lead into a record: `data.text`.
#[derive(Debug, Clone, Default)]
pub struct Fields {
    /// The text; one of the usual names if none is given.
    pub text: Option<String>,
    /// The title; one of the usual names if none is given.
    pub title: Option<String>,
    /// The record's own id.
    pub id: Option<String>,
    /// What is kept of the publication: field and name. The usual ones if there is none.
    pub meta: Vec<(String, String)>,
    /// Which tool's labels are to be read.
    pub labels: Option<Tool>,
}

/// The form of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// An array of objects, one object, or several.
    Json,
    /// An object a line.
    Lines,
    /// Fields between these, with their names in the first row.
    Table(u8),
}

/// An article as it stands in a file of many.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Where it begins, from 1.
    pub line: u64,
    /// Its own id.
    pub id: Option<String>,
    /// What it has to say.
    pub draft: Draft,
    /// What was decided on it in another tool.
    pub labels: Option<Labels>,
    /// The bytes that it was read from; of a table, its fields.
    pub source: Vec<u8>,
}

/// Why there is no record.
#[derive(Debug, Error)]
pub enum RecordError {
    /// This one is wrong, and the next one can be read.
    #[error("{what}")]
    Record {
        /// Where it begins, from 1.
        line: u64,
        /// The mistake, and what to do.
        what: String,
    },
    /// What follows cannot be read.
    #[error("{what}")]
    File {
        /// From 1.
        line: u64,
        /// The mistake, and what to do.
        what: String,
    },
    /// The system refused to read.
    #[error(transparent)]
    Read(#[from] io::Error),
}

/// The records of a file, in order.
#[derive(Debug)]
pub struct Records<'a, R> {
    fields: &'a Fields,
    reader: Reader<R>,
    ended: bool,
}

#[derive(Debug)]
enum Reader<R> {
    Json(Decoding<R>, Pieces),
    Lines(Decoding<R>, u64),
    Table {
        reader: Box<csv::Reader<Decoding<R>>>,
        names: Vec<String>,
        row: csv::ByteRecord,
        /// The crate counts a row's line before the `\n` of the `\r\n` before it.
        behind: u64,
    },
}

/// Bytes of a record, or a value that was one already.
type Found = (u64, Vec<u8>, Map<String, Value>);

impl<'a, R: Read> Records<'a, R> {
    /// Reads `input`, a file of this form.
    pub fn new(
        mut input: Decoding<R>,
        form: Form,
        fields: &'a Fields,
    ) -> Result<Self, RecordError> {
        let reader = match form {
            Form::Json => Reader::Json(input, Pieces::new(LONGEST)),
            Form::Lines => Reader::Lines(input, 0),
            Form::Table(between) => {
                let (has_semicolons, has_crlf) = first_row(&mut input)?;
                let between = if between == b',' && has_semicolons {
                    b';'
                } else {
                    between
                };
                input.allow(LONGEST);
                let mut reader = csv::ReaderBuilder::new()
                    .delimiter(between)
                    .from_reader(input);
                let names = reader
                    .byte_headers()
                    .map_err(|error| table_error(error, 1, 0))?;
                let names: Vec<String> = names
                    .iter()
                    .map(|name| String::from_utf8_lossy(name).trim().to_owned())
                    .collect();
                check_names(&names, fields)?;
                Reader::Table {
                    reader: Box::new(reader),
                    names,
                    row: csv::ByteRecord::new(),
                    behind: u64::from(has_crlf),
                }
            }
        };
        Ok(Self {
            fields,
            reader,
            ended: false,
        })
    }

    /// How many places could not be decoded so far.
    pub fn replaced(&self) -> usize {
        match &self.reader {
            Reader::Json(input, _) | Reader::Lines(input, _) => input.replaced(),
            Reader::Table { reader, .. } => reader.get_ref().replaced(),
        }
    }

    fn find(&mut self) -> Option<Result<Found, RecordError>> {
        match &mut self.reader {
            Reader::Json(input, pieces) => match pieces.next(input) {
                Err(error) => Some(Err(error.into())),
                Ok(None) => None,
                Ok(Some(Piece {
                    line,
                    value: Err(what),
                })) => Some(Err(record(line, what))),
                Ok(Some(Piece {
                    line,
                    value: Ok(bytes),
                })) => Some(object(line, bytes)),
            },
            Reader::Lines(input, line) => loop {
                *line += 1;
                match next_line(input) {
                    Err(error) => return Some(Err(error.into())),
                    Ok(None) => return None,
                    Ok(Some(None)) => {
                        let what = "the line is longer than 64 MB: give a line for each article";
                        return Some(Err(record(*line, what)));
                    }
                    Ok(Some(Some(bytes))) if bytes.trim_ascii().is_empty() => {}
                    Ok(Some(Some(bytes))) => return Some(object(*line, bytes)),
                }
            },
            Reader::Table {
                reader,
                names,
                row,
                behind,
            } => {
                reader.get_mut().allow(LONGEST);
                let begins = reader.position().line();
                match reader.read_byte_record(row) {
                    Err(error) => Some(Err(table_error(error, begins, *behind))),
                    Ok(false) => None,
                    Ok(true) => Some(fields_of(names, row, *behind)),
                }
            }
        }
    }
}

impl<R: Read> Iterator for Records<'_, R> {
    type Item = Result<Record, RecordError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let found = self.find()?;
        let record = found.and_then(|(line, source, object)| {
            let wrong = |what: String| RecordError::Record { line, what };
            let mut labels = self.fields.labels.and_then(|tool| labels(tool, &object));
            let (id, draft) = self.fields.draft(object).map_err(wrong)?;
            if let (Some(tool), Some(labels)) = (self.fields.labels, &mut labels) {
                labels.locate(tool, &draft.text);
            }
            Ok(Record {
                line,
                id,
                draft,
                labels,
                source,
            })
        });
        self.ended = matches!(record, Err(RecordError::File { .. } | RecordError::Read(_)));
        Some(record)
    }
}

fn record(line: u64, what: &str) -> RecordError {
    RecordError::Record {
        line,
        what: what.to_owned(),
    }
}

/// The next line without its end; nothing inside if it is too long, and nothing at the end.
fn next_line(input: &mut impl BufRead) -> io::Result<Option<Option<Vec<u8>>>> {
    let mut line = Vec::new();
    let most = u64::try_from(LONGEST).unwrap_or(u64::MAX).saturating_add(1);
    let count = input.by_ref().take(most).read_until(b'\n', &mut line)?;
    if count == 0 {
        return Ok(None);
    }
    if line.last() == Some(&b'\n') {
        line.pop();
    } else if line.len() > LONGEST {
        // Freed before more is read.
        drop(line);
        skip_line(input)?;
        return Ok(Some(None));
    }
    Ok(Some(Some(line)))
}

fn skip_line(input: &mut impl BufRead) -> io::Result<()> {
    loop {
        let buffer = input.fill_buf()?;
        if buffer.is_empty() {
            return Ok(());
        }
        let end = buffer.iter().position(|&byte| byte == b'\n');
        let count = end.map_or(buffer.len(), |end| end + 1);
        input.consume(count);
        if end.is_some() {
            return Ok(());
        }
    }
}

/// The object in `bytes`, which begin in `line`.
fn object(line: u64, bytes: Vec<u8>) -> Result<Found, RecordError> {
    if let Err(error) = std::str::from_utf8(&bytes) {
        let at = error.valid_up_to();
        let byte = bytes.get(at).copied().unwrap_or_default();
        let before = bytes.get(..at).unwrap_or_default();
        let line = line + lines_in(before);
        let what = format!(
            "byte {at} of the record (0x{byte:02X}) is not UTF-8: mend it, or give the file's --encoding"
        );
        return Err(RecordError::Record { line, what });
    }
    match serde_json::from_slice(&bytes) {
        Ok(Value::Object(object)) => Ok((line, bytes, object)),
        Ok(_) => Err(record(
            line,
            "it is no JSON object: a record is as {\"text\": \"…\"}",
        )),
        Err(error) => {
            let line = line + u64::try_from(error.line()).unwrap_or(1).saturating_sub(1);
            let (what, column) = (error.to_string(), error.column());
            let what = what.split(" at line ").next().unwrap_or(&what);
            let what = if what.starts_with("recursion limit") {
                "it is nested more than 128 deep: such a record is no article".to_owned()
            } else {
                format!("it is no JSON, column {column}: {what}")
            };
            Err(RecordError::Record { line, what })
        }
    }
}

fn lines_in(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.iter().filter(|&&byte| byte == b'\n').count()).unwrap_or_default()
}

/// The record that `row` is.
fn fields_of(names: &[String], row: &csv::ByteRecord, behind: u64) -> Result<Found, RecordError> {
    let line = row.position().map_or(0, csv::Position::line) + behind;
    let mut source = Vec::new();
    let mut object = Map::new();
    for (name, field) in names.iter().zip(row) {
        let Ok(text) = std::str::from_utf8(field) else {
            let what =
                format!("the field {name} is not UTF-8: mend it, or give the file's --encoding");
            return Err(RecordError::Record { line, what });
        };
        // The length keeps "ab","c" from "a","bc".
        source.extend_from_slice(format!("{}:", field.len()).as_bytes());
        source.extend_from_slice(field);
        // The first column of a name counts.
        object
            .entry(name)
            .or_insert_with(|| Value::String(text.to_owned()));
    }
    Ok((line, source, object))
}

fn table_error(error: csv::Error, begins: u64, behind: u64) -> RecordError {
    let line = error.position().map_or(begins, csv::Position::line) + behind;
    match error.into_kind() {
        csv::ErrorKind::Io(error) if error.to_string() == "too long" => RecordError::File {
            line,
            what: "the row that begins here is longer than 64 MB: is the end of a quoted field (\") missing?".to_owned(),
        },
        csv::ErrorKind::Io(error) => RecordError::Read(error),
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => RecordError::Record {
            line,
            what: format!("it has {len} field(s) where the first row has {expected_len}: put \"…\" around a field with the mark between fields in it"),
        },
        kind => record(line, &format!("{kind:?}")),
    }
}

/// Whether the first row has semicolons between its fields, as spreadsheets write it in some
/// countries, and whether it ends with `\r\n`.
fn first_row(input: &mut impl BufRead) -> io::Result<(bool, bool)> {
    let head = input.fill_buf()?;
    let row = head.split(|&byte| byte == b'\n').next().unwrap_or_default();
    let has_semicolons = row.contains(&b';') && !row.contains(&b',');
    Ok((has_semicolons, row.ends_with(b"\r")))
}

/// Names the columns that there are where those that are asked for are not among them.
fn check_names(names: &[String], fields: &Fields) -> Result<(), RecordError> {
    let there: Map<String, Value> = names
        .iter()
        .map(|name| (name.clone(), Value::Null))
        .collect();
    let wrong = |what: String| Err(RecordError::File { line: 1, what });
    let list = names.join(", ");
    let given = [&fields.text, &fields.title, &fields.id]
        .into_iter()
        .flatten();
    let given = given.chain(fields.meta.iter().map(|(field, _)| field));
    if let Some(name) = given.clone().find(|name| get(&there, name).is_none()) {
        return wrong(format!("there is no field {name}: there are {list}"));
    }
    if fields.text.is_none() && usual(&there, TEXT).is_none() {
        return wrong(format!(
            "no field is called text, content, body or article: say with --text which of these is the text: {list}"
        ));
    }
    Ok(())
}

const TEXT: &[&str] = &["text", "content", "body", "article", "النص", "نص"];
const TITLE: &[&str] = &["title", "headline", "العنوان", "عنوان"];
const ID: &[&str] = &["id"];

/// The usual names of what [`Metadata`] knows.
const META: &[(&str, &[&str])] = &[
    ("source", &["source", "publisher", "site", "المصدر"]),
    ("author", &["author", "byline", "الكاتب"]),
    ("date", &["date", "published", "published_at", "التاريخ"]),
    ("url", &["url", "link", "الرابط"]),
    ("licence", &["licence", "license", "الرخصة"]),
];

/// The value of the field `name`: as it is called, else whatever the case, else inside of others
/// (`data.text`).
fn get<'a>(object: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    if let Some(value) = object.get(name) {
        return Some(value);
    }
    if let Some((_, value)) = object.iter().find(|(key, _)| lower(key).eq(lower(name))) {
        return Some(value);
    }
    let (outer, inner) = name.split_once('.')?;
    get(object.get(outer)?.as_object()?, inner)
}

fn lower(name: &str) -> impl Iterator<Item = char> {
    name.chars().flat_map(char::to_lowercase)
}

fn usual<'a>(object: &'a Map<String, Value>, names: &[&str]) -> Option<&'a Value> {
    names.iter().find_map(|name| get(object, name))
}

/// What a value says in words; nothing for one that is empty, an object or a list of those.
fn words(value: &Value) -> Option<String> {
    let words = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Bool(it) => it.to_string(),
        Value::Array(list) => {
            let words: Option<Vec<String>> = list.iter().map(words).collect();
            words?.join(", ")
        }
        Value::Null | Value::Object(_) => return None,
    };
    (!words.is_empty()).then_some(words)
}

/// Puts `value` under `name`.
fn keep(metadata: &mut Metadata, name: &str, value: &Value) {
    let known = match name {
        "source" => &mut metadata.source,
        "author" => &mut metadata.author,
        "date" => &mut metadata.date,
        "url" => &mut metadata.url,
        "licence" | "license" => &mut metadata.licence,
        _ => {
            if !value.is_null() {
                metadata.unknown.insert(name.to_owned(), value.clone());
            }
            return;
        }
    };
    *known = words(value);
}

/// Whether a front matter's `name` is known, and then puts `value` there.
pub(super) fn keep_usual(metadata: &mut Metadata, name: &str, value: &str) {
    let same = |(_, names): &&(&str, &[&str])| names.contains(&name);
    if let Some((known, _)) = META.iter().find(same) {
        keep(metadata, known, &Value::String(value.to_owned()));
    }
}

impl Fields {
    /// The id and the draft that are in `object`.
    fn draft(&self, object: Map<String, Value>) -> Result<(Option<String>, Draft), String> {
        // Label Studio has what was annotated in an object of its own.
        let inner = match (object.get("data"), usual(&object, TEXT)) {
            (Some(Value::Object(inner)), None) if self.text.is_none() => Some(inner),
            _ => None,
        };
        let base = inner.unwrap_or(&object);
        let find = |given: &Option<String>, names| match given {
            Some(name) => get(&object, name),
            None => usual(base, names).or_else(|| usual(&object, names)),
        };
        let text = match find(&self.text, TEXT) {
            Some(Value::String(text)) => text.clone(),
            Some(_) => return Err("its text is no string".to_owned()),
            None => {
                let keys: Vec<&str> = object.keys().take(20).map(String::as_str).collect();
                let keys = keys.join(", ");
                return Err(match &self.text {
                    Some(name) => format!("it has no field {name}: there are {keys}"),
                    None => format!(
                        "it has no field text, content, body or article: say with --text which of these is the text: {keys}"
                    ),
                });
            }
        };
        let title = find(&self.title, TITLE).and_then(words);
        let id = find(&self.id, ID).and_then(words);
        let mut metadata = Metadata::default();
        for (field, name) in &self.meta {
            if let Some(value) = get(&object, field) {
                keep(&mut metadata, name, value);
            }
        }
        if self.meta.is_empty() {
            for (name, names) in META {
                if let Some(value) = usual(base, names) {
                    keep(&mut metadata, name, value);
                }
            }
        }
        let draft = Draft {
            title,
            text,
            metadata,
        };
        Ok((id, draft))
    }
}

#[cfg(test)]
mod tests {
    use encoding_rs::{UTF_8, WINDOWS_1256};
    use proptest::prelude::*;

    use super::super::decode::Encoding;
    use super::super::tests::check_draft;
    use super::*;
    use crate::model::Time;
    use crate::model::annotation::Circumstances;
    use crate::model::article::Source;

    fn read(
        bytes: &[u8],
        encoding: &'static Encoding,
        form: Form,
        fields: &Fields,
    ) -> Vec<Result<Record, RecordError>> {
        match Records::new(Decoding::new(bytes, encoding), form, fields) {
            Ok(records) => records.collect(),
            Err(error) => vec![Err(error)],
        }
    }

    /// Each record as `line id title: text`, and each error as `line: what`.
    fn check(text: &str, form: Form, expected: &[&str]) {
        let told = |record: &Result<Record, RecordError>| match record {
            Ok(Record {
                line, id, draft, ..
            }) => {
                let (id, title) = (
                    id.as_deref().unwrap_or("-"),
                    draft.title.as_deref().unwrap_or("-"),
                );
                format!("{line} {id} {title}: {}", draft.text)
            }
            Err(RecordError::Record { line, what } | RecordError::File { line, what }) => {
                format!("{line}: {what}")
            }
            Err(RecordError::Read(error)) => error.to_string(),
        };
        let records = read(text.as_bytes(), UTF_8, form, &Fields::default());
        assert_eq!(records.iter().map(told).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn records_come_with_their_lines() {
        check(
            "\u{FEFF}{\"id\":7,\"text\":\"a\"}\r\n\r\n{\"Content\":\"b\",\"title\":\"t\"}",
            Form::Lines,
            &["1 7 -: a", "3 - t: b"],
        );
        check(
            "[{\"text\":\"a\"},\n{\"body\":\"b\"}]",
            Form::Json,
            &["1 - -: a", "2 - -: b"],
        );
        check(
            "\u{FEFF}id,text\n1,\"a\n\"\"b\"\"\"\n2,c\n",
            Form::Table(b','),
            &["2 1 -: a\n\"b\"", "4 2 -: c"],
        );
        check(
            "id,text\r\n1,\"a\r\nb\"\r\n2,c\r\n3\r\n4,d",
            Form::Table(b','),
            &[
                "2 1 -: a\r\nb",
                "4 2 -: c",
                "5: it has 1 field(s) where the first row has 2: put \"…\" around a field with the mark between fields in it",
                "6 4 -: d",
            ],
        );
        check("العنوان\tالنص\nع\tن\n", Form::Table(b'\t'), &["2 - ع: ن"]);
        check("id;text\n1;\"a;b\"\n", Form::Table(b','), &["2 1 -: a;b"]);
        check(
            r#"{"id":1,"data":{"text":"a","title":"t"}}"#,
            Form::Json,
            &["1 1 t: a"],
        );
    }

    #[test]
    fn the_same_record_has_the_same_source_wherever_it_stands() {
        let fields = Fields::default();
        let source = |text: &str| {
            let records = read(text.as_bytes(), UTF_8, Form::Table(b','), &fields);
            let last = records.into_iter().next_back().unwrap().unwrap();
            last.source
        };
        assert_eq!(source("text,b\nx,\"y\"\n"), source("text,b\nq,r\nx,y"));
        assert_ne!(source("text,b\nab,c\n"), source("text,b\na,bc\n"));
    }

    #[test]
    fn the_usual_metadata_is_kept_and_nothing_else() {
        let json = r#"{"text":"a","link":"u","license":"CC","byline":["x","y"],"published":2026,"site":" ","k":1}"#;
        let records = read(json.as_bytes(), UTF_8, Form::Lines, &Fields::default());
        let metadata = records[0].as_ref().unwrap().draft.metadata.clone();
        let expected = Metadata {
            url: Some("u".into()),
            licence: Some("CC".into()),
            author: Some("x, y".into()),
            date: Some("2026".into()),
            ..Metadata::default()
        };
        assert_eq!(metadata, expected);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_bytes_make_sound_articles_or_errors(
            parts in prop::collection::vec(prop::sample::select(vec![
                &b"{\"text\":\""[..], b"\"}", b"\n", b"[", b"]", b",", b"\"", b"\\", b"{", b"}", b"text", b"id,text\n", b"\t", b"\xD8\xA8",
                b"\xC7", b"\0", b"\\u0007", b"\\u0628. ", b"\r", b":", b"label", b"null", b"1e999", b"{\"text\":\"a. b.\",\"label\":[[0,99,\"x\"]]}\n",
            ]), 0..30),
            form in prop::sample::select(vec![Form::Json, Form::Lines, Form::Table(b','), Form::Table(b'\t')]),
            encoding in prop::sample::select(vec![UTF_8, WINDOWS_1256]),
            tool in prop::sample::select(vec![Tool::Doccano, Tool::LabelStudio, Tool::Prodigy, Tool::Spacy, Tool::Hashiya]),
        ) {
            let fields = Fields { labels: Some(tool), ..Fields::default() };
            let now = Circumstances { at: Time::UNIX_EPOCH, seconds: None, guideline: "g".into() };
            for record in read(&parts.concat(), encoding, form, &fields).into_iter().flatten() {
                check_draft(record.draft.clone());
                let source = Source { file: String::new(), sha256: String::new() };
                let (Ok(article), Some(labels)) = (record.draft.article("a", source), record.labels) else {
                    continue;
                };
                let topic = |label: &str| (label == "x").then(|| label.to_owned());
                let said = labels.annotations(&article, "old", topic, &["x"], &now, &mut 1);
                for decided in said.iter().flat_map(|it| &it.sentences) {
                    for words in &decided.decision.evidence {
                        prop_assert!(decided.start <= words.start && words.end <= decided.end);
                        let text: String = article.text.chars().skip(words.start).take(words.end - words.start).collect();
                        prop_assert_eq!(&text, &words.text);
                    }
                }
            }
        }
    }
}
