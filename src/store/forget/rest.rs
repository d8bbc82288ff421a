//! What people write by hand, what was given away, and whatever else lies in the project's folder: read
//! line by line, named where the word is in it, and not changed.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::Path;

use super::super::atomic;
use super::words::Words;

/// Folders in which other programs keep what was: out of reach, and told of elsewhere.
const HISTORIES: [&str; 4] = [".git", ".hg", ".jj", ".svn"];

impl Words<'_> {
    /// Names everything that still has the word.
    pub(super) fn name_the_rest(&mut self) {
        let root = self.pass.store.root().to_owned();
        for path in self.pass.entries(&root) {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let is_link = path.is_symlink();
            if HISTORIES.contains(&name.as_ref()) || name == "releases" || is_link {
                continue;
            }
            let files = match path.is_dir() {
                true => self.pass.files_below(&path),
                false => vec![path.clone()],
            };
            for file in files {
                self.name_file(&root, &file);
            }
        }
        for release in self.pass.entries(&root.join("releases")) {
            let files = self.pass.files_below(&release);
            let files = files
                .iter()
                .filter(|path| !self.lines_with(path, 1).is_empty());
            let files = files
                .filter_map(|path| Some(path.strip_prefix(&release).ok()?.display().to_string()));
            let files: Vec<String> = files.collect();
            if !files.is_empty() {
                let what = format!(
                    "it has it ({}): delete it, or make it anew with --force",
                    files.join(", ")
                );
                self.pass.leave(&release, what);
            }
        }
        for name in self.pass.store.writers() {
            if self.is_in(&name) {
                let folder = self.pass.store.annotator_folder(&name);
                let what = "it is the name of an annotator, and stays";
                self.pass.leave(&folder, what);
            }
        }
    }

    fn name_file(&mut self, root: &Path, file: &Path) {
        let Ok(inside) = file.strip_prefix(root) else {
            return;
        };
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        if is_state(inside) || atomic::is_leftover(&name) {
            return;
        }
        if self.is_in(&name) {
            self.pass.leave(file, "its name has it: rename it");
        }
        if ["project.toml", "card.toml"]
            .map(Path::new)
            .contains(&inside)
        {
            for line in self.lines_with(file, usize::MAX) {
                let what = "it has it: take it out by hand, and run this again";
                self.pass.leave_at(file, line, what);
            }
        } else if let Some(line) = self.lines_with(file, 1).first() {
            let what = "it has it, and is no file of Hashiya's: delete it, or take it out by hand";
            self.pass.leave_at(file, *line, what);
        }
    }

    /// The numbers of the first lines of a file that have the word, so `many` at most.
    fn lines_with(&self, path: &Path, many: usize) -> Vec<usize> {
        let mut found = Vec::new();
        let Ok(file) = File::open(path) else {
            return found;
        };
        let mut file = BufReader::new(file);
        let mut line = Vec::new();
        let mut number = 0;
        while found.len() < many && file.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
            number += 1;
            if self.is_in(&String::from_utf8_lossy(&line)) {
                found.push(number);
            }
            line.clear();
        }
        found
    }
}

/// Whether a file of the project was looked into by its form: what it has of the word beside its texts,
/// such as the name of an annotator, stays.
fn is_state(inside: &Path) -> bool {
    let mut parts = inside
        .components()
        .map(|it| it.as_os_str().to_string_lossy());
    let (first, name) = (parts.next().unwrap_or_default(), parts.next_back());
    let is_json = |name: &str| name.ends_with(".json");
    match (first.as_ref(), name.as_deref(), parts.count()) {
        ("articles" | "guidelines" | "answers" | ".cache", Some(name), 0) => {
            is_json(name) || name == ".lock"
        }
        ("annotations", Some(name), 1) => is_json(name) || name == ".lock",
        (".set-aside", _, _) => true,
        ("splits.json" | "duplicates.json" | "pseudonyms.json", None, _) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_the_state_are_told_from_others() {
        for state in [
            "articles/a.json",
            "annotations/sara/a.json",
            "annotations/sara/.lock",
            "splits.json",
            ".set-aside/x/y/z",
        ] {
            assert!(is_state(Path::new(state)), "{state}");
        }
        for other in [
            "project.toml",
            "articles/a.json~",
            "articles/old/a.json",
            "annotations/a.json",
            "notes.json",
            "hub/data/train.jsonl",
        ] {
            assert!(!is_state(Path::new(other)), "{other}");
        }
    }
}
