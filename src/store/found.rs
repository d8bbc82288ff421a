//! Making a folder a project, as somebody asked for.

use std::io;
use std::path::Path;

use super::{DEFAULT_PROJECT, IntakeError, StoreError, atomic};
use crate::model::project::Language;

/// A project without topics: it opens once one is put in.
const EMPTY_PROJECT: &str = include_str!("empty.toml");

/// What a new project is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Founding {
    /// Its topics.
    pub scheme: Scheme,
    /// Its language; Arabic if nothing is said.
    pub language: Option<Language>,
    /// Its name; that of the scheme if nothing is said.
    pub name: Option<String>,
}

/// The topics of a new project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    /// Those of the samples, on combating trafficking in persons.
    Trafficking,
    /// None, and an example to begin with.
    Empty,
}

impl Founding {
    /// Makes `folder` a project. What is there is not touched: an error if it is a project already.
    pub fn found(&self, folder: &Path) -> Result<(), IntakeError> {
        let path = folder.join("project.toml");
        let made = atomic::create_folder(&folder.join("articles"))
            .and_then(|()| atomic::create(&path, self.text().as_bytes()));
        made.map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => IntakeError::Project {
                folder: folder.to_owned(),
            },
            _ => StoreError::write(folder, &error).into(),
        })
    }

    /// What `project.toml` is to say.
    fn text(&self) -> String {
        let text = match self.scheme {
            Scheme::Trafficking => DEFAULT_PROJECT,
            Scheme::Empty => EMPTY_PROJECT,
        };
        let name = match (&self.name, self.scheme, self.language) {
            (Some(name), ..) => Some(name.as_str()),
            (None, Scheme::Trafficking, Some(Language::English)) => {
                Some("News on combating trafficking in persons")
            }
            _ => None,
        };
        let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
        let mut lines = Vec::new();
        for line in text.lines() {
            let put = |value: String, key: &str| match line.split_once('#') {
                Some((_, comment)) => format!("{key} = {value}   #{comment}"),
                None => format!("{key} = {value}"),
            };
            lines.push(match (name, self.language) {
                // One line, whatever is in it: TOML would write a line end as it is.
                (Some(name), _) if line.starts_with("name = \"") => {
                    let name: String = name.chars().filter(|c| !c.is_control()).collect();
                    put(quoted(&name), "name")
                }
                (_, Some(language)) if line.starts_with("language = ") => {
                    let code = match language {
                        Language::Arabic => "ar",
                        Language::English => "en",
                    };
                    put(quoted(code), "language")
                }
                _ => line.to_owned(),
            });
        }
        lines.join("\n") + "\n"
    }
}

#[cfg(test)]
mod tests {
    use super::super::project;
    use super::*;

    fn text(scheme: Scheme, language: Option<Language>, name: Option<&str>) -> String {
        let name = name.map(str::to_owned);
        Founding {
            scheme,
            language,
            name,
        }
        .text()
    }

    #[test]
    fn the_default_is_the_scheme_of_the_samples() {
        assert_eq!(text(Scheme::Trafficking, None, None), DEFAULT_PROJECT);
        let name = "a \"quoted\" \\ # name\nof 'two' lines";
        let made = text(Scheme::Trafficking, Some(Language::English), Some(name));
        let (made, _) = project::read(&made).unwrap();
        let (mut before, _) = project::read(DEFAULT_PROJECT).unwrap();
        assert_eq!(made.name, name.replace('\n', ""));
        assert_eq!(made.language, Language::English);
        (before.name, before.language) = (made.name.clone(), made.language);
        // Only the two lines differ.
        assert_eq!(made, before);
    }

    #[test]
    fn an_empty_scheme_opens_once_its_example_is_put_in() {
        let made = text(Scheme::Empty, Some(Language::English), Some("Floods"));
        assert!(
            project::read(&made)
                .unwrap_err()
                .what
                .contains("no [[topic]]")
        );
        let with_example: Vec<&str> = made
            .lines()
            .map(|line| match line.strip_prefix("#> ") {
                Some(example) => example,
                None => line,
            })
            .collect();
        let (project, _) = project::read(&with_example.join("\n")).unwrap();
        assert_eq!((project.name.as_str(), project.topics.len()), ("Floods", 1));
    }
}
