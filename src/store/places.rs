//! Where something stands in a project's file: JSON is read without places, and a person who mends a
//! file needs them.

/// The bytes where the entries of the outermost list `key` of `json` begin. What is no JSON has as
/// many as can be told.
pub(super) fn entries(json: &[u8], key: &str) -> Vec<usize> {
    let mut places = Vec::new();
    let mut depth = 0_usize;
    // The last string of the outermost object, and whether its list has begun.
    let mut name: &[u8] = &[];
    let mut inside = false;
    let mut awaited = false;
    let mut at = 0;
    while let Some(&byte) = json.get(at) {
        let start = at;
        at += 1;
        if byte.is_ascii_whitespace() {
            continue;
        }
        if awaited && byte != b']' {
            places.push(start);
            awaited = false;
        }
        match byte {
            b'"' => {
                while let Some(&byte) = json.get(at) {
                    at += 1;
                    match byte {
                        b'\\' => at += 1,
                        b'"' => break,
                        _ => {}
                    }
                }
                if depth == 1 {
                    name = json
                        .get(start + 1..at.saturating_sub(1))
                        .unwrap_or_default();
                }
            }
            b'[' | b'{' => {
                depth += 1;
                if depth == 2 && byte == b'[' && name == key.as_bytes() {
                    (inside, awaited) = (true, true);
                }
            }
            b']' | b'}' => {
                depth = depth.saturating_sub(1);
                if depth == 1 {
                    (inside, awaited) = (false, false);
                }
            }
            b',' if inside && depth == 2 => awaited = true,
            _ => {}
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(json: &str, expected: &[&str]) {
        let places = entries(json.as_bytes(), "list");
        let begins: Vec<&str> = places.iter().map(|&at| &json[at..at + 3]).collect();
        assert_eq!(begins, expected, "{json}");
    }

    #[test]
    fn the_entries_of_a_list_are_found_whatever_is_in_them() {
        check(r#"{"list": []}"#, &[]);
        check(
            r#"{"a": "list", "list": [ {"list": [1, 2]}, 345, "]\",", [{}] ], "b": [9, 9]}"#,
            &["{\"l", "345", "\"]\\", "[{}"],
        );
        check(r#"{"b": {"list": [1, 2]}, "list": [123]}"#, &["123"]);
        check(r#"[{"list": [1, 2]}]"#, &[]);
    }

    #[test]
    fn what_is_no_json_is_read_to_its_end() {
        check(r#"{"list": [{"a": 1}, {"b": "#, &["{\"a", "{\"b"]);
        check(r#"}}]]{"list": [{"x"#, &["{\"x"]);
        check("{\"list\": [\"a\\", &["\"a\\"]);
    }
}
