//! Names that become files and folders: ids of articles and topics, annotators. Whatever a name
//! holds, it never leads out of the project's folder.

use super::{StoreError, sha256};
use crate::model::adjudication::GOLD;

/// Whether `id` can name an article, a topic or a file: `[a-z0-9._-]{1,64}`, no dot in front.
pub fn is_id(id: &str) -> bool {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "._-".contains(c);
    (1..=64).contains(&id.len()) && !id.starts_with('.') && id.chars().all(allowed)
}

/// The id for a file called `stem`: the stem itself where it can be one, else what is left of it
/// and eight digits of its hash.
pub fn id_for(stem: &str) -> String {
    if is_id(stem) && !is_device(stem) {
        return stem.to_owned();
    }
    distinct_id(stem, stem)
}

/// Whether a file called `stem` would be a device on Windows, where the project may be copied to.
fn is_device(stem: &str) -> bool {
    let name = stem.split('.').next().unwrap_or_default();
    let numbered = |kind| {
        let number = name.strip_prefix(kind);
        number.is_some_and(|it| it.len() == 1 && it.starts_with(|c: char| c.is_ascii_digit()))
    };
    ["con", "prn", "aux", "nul"].contains(&name) || numbered("com") || numbered("lpt")
}

/// An id made from `stem` that `seed` tells apart from others of the same stem.
pub fn distinct_id(stem: &str, seed: &str) -> String {
    let mut slug = String::new();
    for c in stem.to_lowercase().chars() {
        match c {
            'a'..='z' | '0'..='9' => slug.push(c),
            _ if !slug.ends_with('-') && !slug.is_empty() => slug.push('-'),
            _ => {}
        }
        if slug.len() == 48 {
            break;
        }
    }
    if !slug.is_empty() && !slug.ends_with('-') {
        slug.push('-');
    }
    slug + &sha256(seed.as_bytes())[..8]
}

/// Checks that `name` can be an annotator's: the name of a folder, in any script.
pub fn check_annotator(name: &str) -> Result<(), StoreError> {
    let why = if name.is_empty() || name.chars().count() > 64 {
        "it must have 1 to 64 characters"
    } else if name.to_lowercase() == GOLD {
        "gold is reserved for adjudicated decisions"
    } else if name.starts_with('.') || name.starts_with('-') {
        "it cannot start with a dot or a hyphen"
    } else if !name
        .chars()
        .all(|c| c.is_alphanumeric() || "._-".contains(c))
    {
        "it may have letters, digits, dots, hyphens and underscores"
    } else {
        return Ok(());
    };
    Err(StoreError::Name {
        name: name.to_owned(),
        why,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_never_leave_the_folder() {
        assert!(is_id("gulf-training-course") && is_id("2024_10.v2"));
        for id in [
            "",
            ".",
            "..",
            ".hidden",
            "a/b",
            "..\\x",
            "Caps",
            "خبر",
            "a\u{0}",
            &"x".repeat(65),
        ] {
            assert!(!is_id(id), "{id:?}");
        }
        assert_eq!(id_for("news-1"), "news-1");
        for stem in [
            "../../etc/passwd",
            "خبر عاجل",
            "News 1",
            "",
            &"x".repeat(300),
        ] {
            assert!(is_id(&id_for(stem)), "{stem:?} as {:?}", id_for(stem));
        }
        assert_ne!(id_for("خبر"), id_for("حدث"));
        for device in ["con", "nul.v2", "lpt1"] {
            let id = id_for(device);
            assert!(is_id(&id) && !is_device(&id), "{device} as {id}");
        }
        assert_eq!(id_for("context"), "context");
    }

    #[test]
    fn annotators_have_names_that_are_folders() {
        for name in ["sara", "a.saleh", "سارة", "annotator-1"] {
            assert!(check_annotator(name).is_ok(), "{name}");
        }
        for name in [
            "",
            "..",
            "a/b",
            "Gold",
            "gold",
            "a b",
            "-x",
            "\u{202E}a",
            &"x".repeat(65),
        ] {
            assert!(check_annotator(name).is_err(), "{name:?}");
        }
    }
}
