//! The JSON of a project's files: how it is written, and what is refused with its line.

use std::io;

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::ser::Formatter;

use crate::model::annotation::FORMAT;

/// What is wrong in a file, and where: line and column from 1, or 0 where there is no place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Flaw {
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) what: String,
}

/// The JSON of a project's file: a line for each entry of its top-level lists, so that people and
/// `git diff` can follow it.
pub(super) fn to_json(value: &impl Serialize) -> serde_json::Result<Vec<u8>> {
    let mut json = Vec::new();
    value.serialize(&mut serde_json::Serializer::with_formatter(
        &mut json,
        Lines::default(),
    ))?;
    json.push(b'\n');
    Ok(json)
}

/// Reads JSON of a format that this program knows.
pub(super) fn from_json<T: DeserializeOwned>(json: &[u8]) -> Result<T, Flaw> {
    serde_json::from_slice(json).map_err(|error| {
        // What a newer program wrote may well look wrong to this one.
        if let Ok(Versioned { format }) = serde_json::from_slice(json)
            && let Err(flaw) = check_format(format, json)
        {
            return flaw;
        }
        let what = error.to_string();
        // serde_json repeats the place at the end of its message.
        let what = what.split(" at line ").next().unwrap_or(&what);
        Flaw::at((error.line(), error.column().max(1)), what)
    })
}

#[derive(Deserialize)]
struct Versioned {
    format: u32,
}

/// Refuses `json` of a newer format.
pub(super) fn check_format(format: u32, json: &[u8]) -> Result<(), Flaw> {
    if format <= FORMAT {
        return Ok(());
    }
    let text = String::from_utf8_lossy(json);
    Err(Flaw::newer(
        place(&text, text.find("\"format\"").unwrap_or_default()),
        format,
    ))
}

impl Flaw {
    /// A mistake at a line and column, or `(0, 0)` for one of the whole file.
    pub(super) fn at((line, column): (usize, usize), what: &str) -> Self {
        let what = format!("{what}; mend the file or put back a good copy");
        Self { line, column, what }
    }

    /// A file of a format that only a newer program knows.
    pub(super) fn newer((line, column): (usize, usize), format: u32) -> Self {
        let what =
            format!("it has format {format} and this Hashiya reads up to {FORMAT}: update Hashiya");
        Self { line, column, what }
    }
}

/// The line and column, in characters from 1, of `byte` in `text`.
pub(super) fn place(text: &str, byte: usize) -> (usize, usize) {
    let before = text.get(..byte).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before
        .rsplit('\n')
        .next()
        .unwrap_or_default()
        .chars()
        .count()
        + 1;
    (line, column)
}

/// Breaks the lines of the outermost object and of the lists in it; everything deeper is one line.
#[derive(Default)]
struct Lines {
    depth: usize,
    empty: bool,
}

impl Lines {
    fn open<W: ?Sized + io::Write>(&mut self, writer: &mut W, bracket: &[u8]) -> io::Result<()> {
        self.depth += 1;
        self.empty = true;
        writer.write_all(bracket)
    }

    fn close<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        bracket: &[u8],
        broken: bool,
    ) -> io::Result<()> {
        self.depth -= 1;
        if !self.empty {
            match self.depth {
                0 => writer.write_all(b"\n")?,
                1 if broken => writer.write_all(b"\n  ")?,
                _ if bracket == b"}" => writer.write_all(b" ")?,
                _ => {}
            }
        }
        self.empty = false;
        writer.write_all(bracket)
    }
}

impl Formatter for Lines {
    fn begin_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.open(writer, b"{")
    }

    fn end_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.close(writer, b"}", false)
    }

    fn begin_object_key<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.empty = false;
        let (opening, next): (&[u8], &[u8]) = if self.depth == 1 {
            (b"\n  ", b",\n  ")
        } else {
            (b" ", b", ")
        };
        writer.write_all(if first { opening } else { next })
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        writer.write_all(b": ")
    }

    fn begin_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.open(writer, b"[")
    }

    fn end_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.close(writer, b"]", true)
    }

    fn begin_array_value<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        first: bool,
    ) -> io::Result<()> {
        self.empty = false;
        let (opening, next): (&[u8], &[u8]) = if self.depth == 2 {
            (b"\n    ", b",\n    ")
        } else {
            (b"", b", ")
        };
        writer.write_all(if first { opening } else { next })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_have_a_line_for_each_entry() {
        let value = serde_json::json!({
            "format": 1, "history": [], "sentences": [{ "id": "s1", "topics": ["a", "b"] }, { "id": "s2", "x": {} }],
        });
        let json = String::from_utf8(to_json(&value).unwrap()).unwrap();
        assert_eq!(
            json,
            "{\n  \"format\": 1,\n  \"history\": [],\n  \"sentences\": [\n    \
             { \"id\": \"s1\", \"topics\": [\"a\", \"b\"] },\n    { \"id\": \"s2\", \"x\": {} }\n  ]\n}\n"
        );
    }
}
