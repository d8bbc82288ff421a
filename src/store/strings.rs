//! The strings of a JSON file, each changed where it stands: everything else stays as it is, byte for
//! byte, also where the file is torn or of a form that nobody knows.

/// What stands under these in a wording of the guideline is no text: ids, and rules that name them.
pub const NO_TEXTS: &[&str] = &[
    "id",
    "topics",
    "topic",
    "exclusive",
    "required",
    "implies",
    "of",
    "also",
];

/// `json` with each string through `change`, but for names of values and what is under one of the names
/// `but`.
pub fn change_strings(json: &[u8], but: &[&str], change: impl Fn(&str) -> String) -> Vec<u8> {
    let mut changed = Vec::with_capacity(json.len());
    // The name of the value in each object that is open; lists have that of their object.
    let mut names: Vec<String> = vec![String::new()];
    let mut at = 0;
    while let Some(&byte) = json.get(at) {
        if byte != b'"' {
            match byte {
                b'{' | b'[' => names.push(names.last().cloned().unwrap_or_default()),
                b'}' | b']' if names.len() > 1 => drop(names.pop()),
                _ => {}
            }
            changed.push(byte);
            at += 1;
            continue;
        }
        let end = end_of_string(json, at);
        let literal = json.get(at..end).unwrap_or_default();
        at = end;
        let Ok(text) = serde_json::from_slice::<String>(literal) else {
            // It is torn: what is left of it is text all the same.
            let text = String::from_utf8_lossy(literal.get(1..).unwrap_or_default());
            changed.push(b'"');
            changed.extend(change(&text).into_bytes());
            continue;
        };
        let rest = json.get(at..).unwrap_or_default();
        let next = rest.iter().find(|it| !it.is_ascii_whitespace());
        if next == Some(&b':') {
            changed.extend(literal);
            if let Some(name) = names.last_mut() {
                *name = text;
            }
            continue;
        }
        let is_left = names
            .last()
            .is_some_and(|name| but.contains(&name.as_str()));
        let new = if is_left { text.clone() } else { change(&text) };
        match (new == text, serde_json::to_vec(&new)) {
            (false, Ok(new)) => changed.extend(new),
            _ => changed.extend(literal),
        }
    }
    changed
}

/// Where the string that begins at `start` ends, behind its mark or at the end of everything.
fn end_of_string(json: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(&byte) = json.get(at) {
        match byte {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    json.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(json: &str, expected: &str) {
        let changed = change_strings(json.as_bytes(), &["id", "of"], |it| {
            it.replace("Layla", "X")
        });
        assert_eq!(String::from_utf8(changed).unwrap(), expected);
    }

    #[test]
    fn strings_are_changed_where_they_stand() {
        check(
            r#"{ "Layla": "Layla", "n": [1, "a \"Layla\"", "\u004cayla\n"],  "x": null }"#,
            r#"{ "Layla": "X", "n": [1, "a \"X\"", "X\n"],  "x": null }"#,
        );
        check(
            r#"{"id": "Layla", "of": ["Layla", {"text": "Layla"}], "y": "Layla"}"#,
            r#"{"id": "Layla", "of": ["Layla", {"text": "X"}], "y": "X"}"#,
        );
    }

    #[test]
    fn what_is_torn_is_changed_to_its_end() {
        check(r#"{"a": ["Layla", "of Layla"#, r#"{"a": ["X", "of X"#);
        check(r#"}]"Layla\"#, r#"}]"X\"#);
        check("", "");
    }
}
