//! Who may name whom: the layers of `src/lib.rs`, kept by reading the code.

use std::fs;
use std::path::{Path, PathBuf};

/// A layer, the layers it may name, and the crates beside `std` it may name.
const LAYERS: &[(&str, &[&str], &[&str])] = &[
    (
        "text",
        &[],
        &[
            "compact_str",
            "unicode_bidi",
            "unicode_joining_type",
            "unicode_linebreak",
            "unicode_segmentation",
            "unicode_width",
        ],
    ),
    (
        "model",
        &[],
        &[
            "compact_str",
            "jiff",
            "serde",
            "serde_json",
            "similar",
            "unicode_segmentation",
        ],
    ),
    (
        "store",
        &["model"],
        &[
            "jiff",
            "rustix",
            "serde",
            "serde_json",
            "sha2",
            "tempfile",
            "thiserror",
            "toml",
            "toml_edit",
        ],
    ),
    (
        "import",
        &["text", "model"],
        &[
            "chardetng",
            "csv",
            "dom_smoothie",
            "encoding_rs",
            "pulldown_cmark",
            "serde_json",
            "thiserror",
        ],
    ),
    ("privacy", &["text", "model"], &["regex"]),
    (
        "export",
        &["model"],
        &["csv", "serde", "serde_json", "sha2", "toml"],
    ),
    (
        "settings",
        &[],
        &[
            "directories",
            "serde",
            "serde_json",
            "tempfile",
            "thiserror",
            "toml",
        ],
    ),
    ("keys", &[], &["toml"]),
    (
        "lang",
        &["model", "keys"],
        &["fluent_bundle", "unic_langid"],
    ),
    ("app", &["text", "model", "keys", "lang"], &[]),
    (
        "ui",
        &["text", "model", "keys", "lang", "app"],
        &["compact_str", "ratatui"],
    ),
    (
        "terminal",
        &[
            "text", "model", "store", "settings", "keys", "lang", "app", "ui",
        ],
        &[
            "base64",
            "crossterm",
            "nix",
            "ratatui",
            "rustix",
            "serde",
            "signal_hook",
            "unicode_width",
        ],
    ),
    (
        "cli",
        &[
            "text", "model", "store", "import", "privacy", "export", "settings", "keys", "lang",
            "ui", "terminal",
        ],
        &[
            "anyhow",
            "clap",
            "indicatif",
            "rayon",
            "rustix",
            "serde",
            "serde_json",
            "signal_hook",
            "tempfile",
            "whoami",
        ],
    ),
];

/// Layers that read no file, no clock and no terminal, and what they would do it with.
const PURE: &[&str] = &["text", "model", "privacy", "keys", "lang", "app", "ui"];
const WORLD: &[&str] = &[
    "std::fs",
    "std::io",
    "std::env",
    "std::net",
    "std::process",
    "std::thread",
    "Instant::",
    "SystemTime",
    "::now()",
];

/// Every crate of the manifest, as the code names it.
fn crates() -> Vec<String> {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).expect("a manifest");
    let dependencies = manifest
        .split("[dependencies]")
        .nth(1)
        .expect("dependencies");
    let dependencies = dependencies.split("\n[").next().unwrap_or_default();
    let names = dependencies
        .lines()
        .filter_map(|line| line.split_once(" = "));
    names.map(|(name, _)| name.replace('-', "_")).collect()
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The code files below `folder` that are no tests, each with what comes before its tests.
fn files(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
    let map = fs::read_to_string(folder.join("mod.rs")).unwrap_or_default();
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        if map.contains(&format!("#[cfg(test)]\nmod {name};")) {
            continue;
        }
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let code = fs::read_to_string(&path).expect("code");
            let code = code
                .split("#[cfg(test)]\nmod tests")
                .next()
                .unwrap_or_default();
            let lines = code
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"));
            found.push((path, lines.collect::<Vec<_>>().join("\n")));
        }
    }
}

/// Whether `code` names the path `name::…`, and not another one that ends like it.
fn names(code: &str, name: &str) -> bool {
    code.match_indices(&format!("{name}::")).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':')
    })
}

fn check(mut complain: impl FnMut(String)) {
    for &(layer, layers, allowed) in LAYERS {
        let mut code = Vec::new();
        files(&root().join("src").join(layer), &mut code);
        assert!(!code.is_empty(), "the layer {layer} has no code");
        for (path, code) in code {
            let path = path.display();
            for &(other, ..) in LAYERS {
                if other != layer
                    && !layers.contains(&other)
                    && names(&code, &format!("crate::{other}"))
                {
                    complain(format!("{path}: {layer} must not name {other}"));
                }
            }
            for name in crates() {
                if !allowed.contains(&name.as_str()) && names(&code, &name) {
                    complain(format!("{path}: {layer} must not name the crate {name}"));
                }
            }
            for world in WORLD {
                if PURE.contains(&layer) && code.contains(world) {
                    complain(format!("{path}: {layer} must not name {world}"));
                }
            }
            // They measure and order Arabic wrongly, and send control characters as they are.
            for widget in [
                "ratatui::text",
                "ratatui::widgets",
                "set_string",
                "set_line",
                "set_span",
            ] {
                if code.contains(widget) {
                    complain(format!(
                        "{path}: text is drawn by text::Layout, not by {widget}"
                    ));
                }
            }
        }
    }
}

#[test]
fn a_layer_names_only_what_it_may() {
    let mut complaints = Vec::new();
    check(|complaint| complaints.push(complaint));
    assert!(complaints.is_empty(), "{complaints:#?}");
}

#[test]
fn every_folder_of_the_source_is_a_layer() {
    for entry in fs::read_dir(root().join("src"))
        .expect("the source")
        .flatten()
    {
        let name = entry.file_name().into_string().expect("a name");
        let known = LAYERS.iter().any(|&(layer, ..)| layer == name);
        assert!(
            known || ["lib.rs", "main.rs"].contains(&name.as_str()),
            "{name} is no layer"
        );
    }
}

#[test]
fn the_reader_of_names_can_find_one() {
    assert!(names("use crate::store::Store;", "crate::store"));
    assert!(names("x = ratatui::style::Style::reset()", "ratatui"));
    assert!(!names("use crate::storeroom::Shelf;", "crate::store"));
    assert!(!names("use my_ratatui::x;", "ratatui"));
}
