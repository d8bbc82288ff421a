//! The values of a JSON file one by one: those of its outermost array, or those that stand one
//! behind the other. A value is only told from the next one here; `serde_json` reads it.

use std::io::{self, BufRead};

/// A value as it stands in the file, or why it was passed over.
pub(super) struct Piece {
    /// Where it begins, from 1.
    pub(super) line: u64,
    pub(super) value: Result<Vec<u8>, &'static str>,
}

/// Reads pieces, none of them longer than `longest`.
#[derive(Debug)]
pub(super) struct Pieces {
    line: u64,
    place: Place,
    longest: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Before an array or a value of its own.
    Outside,
    /// Before a value of the array, or its end.
    Inside,
    /// Behind a value of the array.
    Behind,
    End,
}

impl Pieces {
    pub(super) fn new(longest: usize) -> Self {
        Self {
            line: 1,
            place: Place::Outside,
            longest,
        }
    }

    /// The next value, if there is one.
    pub(super) fn next(&mut self, input: &mut impl BufRead) -> io::Result<Option<Piece>> {
        loop {
            let Some(byte) = peek(input)? else {
                let in_array = matches!(self.place, Place::Inside | Place::Behind);
                self.place = Place::End;
                let cut = "the file ends before its array does: it was cut off";
                return Ok(in_array.then(|| self.wrong(cut)));
            };
            let place = match (self.place, byte) {
                (Place::End, _) => return Ok(None),
                (place, b'\n') => {
                    self.line += 1;
                    place
                }
                (place, b' ' | b'\t' | b'\r') => place,
                (Place::Outside, b'[') | (Place::Behind, b',') => Place::Inside,
                (Place::Inside | Place::Behind, b']') => Place::Outside,
                (Place::Behind, _) => {
                    // It goes on as if there were one.
                    self.place = Place::Inside;
                    return Ok(Some(self.wrong("a comma is missing before this record")));
                }
                (Place::Outside, _) => return self.piece(input).map(Some),
                (Place::Inside, _) => {
                    self.place = Place::Behind;
                    return self.piece(input).map(Some);
                }
            };
            self.place = place;
            input.consume(1);
        }
    }

    fn wrong(&self, what: &'static str) -> Piece {
        Piece {
            line: self.line,
            value: Err(what),
        }
    }

    /// The value that begins here, up to its last bracket; a value without brackets up to what
    /// cannot belong to it.
    fn piece(&mut self, input: &mut impl BufRead) -> io::Result<Piece> {
        let line = self.line;
        let mut value = Vec::new();
        let mut too_long = false;
        let mut depth = 0_usize;
        let (mut in_string, mut escaped, mut begun) = (false, false, false);
        let is_whole = 'value: loop {
            let buffer = input.fill_buf()?;
            if buffer.is_empty() {
                break begun && depth == 0 && !in_string;
            }
            let mut count = 0;
            let mut is_over = false;
            for &byte in buffer {
                if in_string {
                    in_string = escaped || byte != b'"';
                    escaped = !escaped && byte == b'\\';
                } else {
                    match byte {
                        b'"' => in_string = true,
                        b'{' | b'[' => depth += 1,
                        b'}' | b']' if depth > 0 => depth -= 1,
                        b'}' | b']' | b',' | b' ' | b'\t' | b'\r' | b'\n'
                            if depth == 0 && begun =>
                        {
                            is_over = true;
                            break;
                        }
                        _ => {}
                    }
                }
                self.line += u64::from(byte == b'\n');
                count += 1;
                // A bracket ends it, and so does the end of a string that is all of it.
                let is_end = depth == 0 && !in_string && matches!(byte, b'}' | b']' | b'"');
                if is_end && (begun || byte != b'"') {
                    is_over = true;
                    break;
                }
                begun = true;
            }
            if value.len() + count > self.longest {
                too_long = true;
                value = Vec::new();
            } else if !too_long {
                value.extend_from_slice(buffer.get(..count).unwrap_or_default());
            }
            input.consume(count);
            if is_over {
                break 'value true;
            }
        };
        let value = if too_long {
            Err("the record is longer than 64 MB: give records of a single article each")
        } else if is_whole {
            Ok(value)
        } else {
            Err("the file ends in the middle of this record: it was cut off")
        };
        if !is_whole {
            self.place = Place::End;
        }
        Ok(Piece { line, value })
    }
}

fn peek(input: &mut impl BufRead) -> io::Result<Option<u8>> {
    Ok(input.fill_buf()?.first().copied())
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::*;

    fn pieces(text: &str, capacity: usize) -> Vec<(u64, Result<String, &'static str>)> {
        let mut input = BufReader::with_capacity(capacity, text.as_bytes());
        let mut pieces = Pieces::new(64);
        let mut found = Vec::new();
        while let Some(Piece { line, value }) = pieces.next(&mut input).unwrap() {
            found.push((line, value.map(|value| String::from_utf8(value).unwrap())));
        }
        found
    }

    fn check(text: &str, expected: &[(u64, &str)]) {
        for capacity in [1, 2, 3, 1000] {
            let found = pieces(text, capacity);
            let found: Vec<(u64, &str)> = found
                .iter()
                .map(|(line, value)| (*line, value.as_deref().unwrap_or_else(|what| what)))
                .collect();
            assert_eq!(found, expected, "{capacity}");
        }
    }

    #[test]
    fn values_are_told_from_each_other() {
        check("", &[]);
        check("[]", &[]);
        check(
            "[\n {\"a\": \"}]\\\"\"},\n\n{}]\n",
            &[(2, "{\"a\": \"}]\\\"\"}"), (4, "{}")],
        );
        check("{\"a\":[1,{}]}", &[(1, "{\"a\":[1,{}]}")]);
        check("{}{}\n{}", &[(1, "{}"), (1, "{}"), (2, "{}")]);
        check(
            "[1, \"a,b\",true]",
            &[(1, "1"), (1, "\"a,b\""), (1, "true")],
        );
        check("[[1]]", &[(1, "[1]")]);
    }

    #[test]
    fn what_is_wrong_between_values_is_named_with_its_line() {
        let array = "the file ends before its array does: it was cut off";
        check("[{}", &[(1, "{}"), (1, array)]);
        check(
            "[{}\n{}]",
            &[
                (1, "{}"),
                (2, "a comma is missing before this record"),
                (2, "{}"),
            ],
        );
        let record = "the file ends in the middle of this record: it was cut off";
        check("[{},\n{\"a\":\n", &[(1, "{}"), (2, record)]);
        check("\"abc", &[(1, record)]);
        let long = "the record is longer than 64 MB: give records of a single article each";
        let text = format!("[{{\"a\":\"{}\"}},{{}}]", "x".repeat(100));
        check(&text, &[(1, long), (1, "{}")]);
        check("}", &[(1, "}")]);
    }
}
