//! The program's words, in Arabic and in English, by [Fluent](https://projectfluent.org): a message
//! has a name, variables, and the plural forms of its language.
//!
//! What comes in as a variable is set between isolates, so that a name cannot turn around the
//! sentence it stands in. The text engine draws none of them.

pub mod agreement;

use std::borrow::Cow;
use std::fmt;

use fluent_bundle::types::FluentNumber;
use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::keys::Action;
use crate::model::flag::Flag;
use crate::model::project::Language;

const ARABIC: &str = include_str!("ar.ftl");
const ENGLISH: &str = include_str!("en.ftl");

/// The words of one language.
pub struct Words {
    bundle: FluentBundle<FluentResource>,
    language: Language,
    digits: Digits,
}

/// Which digits numbers have in the Arabic interface. In English they are European.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Digits {
    /// `١٢٣`, as from Egypt to Iraq.
    #[default]
    Arabic,
    /// `123`, as from Morocco to Libya.
    European,
}

/// What a variable of a message stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value<'a> {
    /// A text, which may come from outside.
    Text(&'a str),
    /// A number, by which a plural form is chosen.
    Number(usize),
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

impl From<usize> for Value<'_> {
    fn from(number: usize) -> Self {
        Self::Number(number)
    }
}

/// The language, and the digits, that the name of a locale asks for (`ar_MA.UTF-8`); none for one
/// that names no language, as `C`. Which Arabic countries write European digits is CLDR's word.
pub fn of_locale(name: &str) -> Option<(Language, Digits)> {
    let name = name.split(['.', '@']).next().unwrap_or_default();
    let mut parts = name.split(['_', '-']);
    match parts.next().unwrap_or_default() {
        "" | "C" | "POSIX" => None,
        "ar" => {
            let european = ["AE", "DZ", "EH", "LY", "MA", "TN"];
            let digits = match parts.next() {
                Some(country) if european.contains(&country) => Digits::European,
                _ => Digits::Arabic,
            };
            Some((Language::Arabic, digits))
        }
        _ => Some((Language::English, Digits::default())),
    }
}

impl Words {
    /// The words of `language`.
    pub fn new(language: Language, digits: Digits) -> Self {
        let (text, locale) = match language {
            Language::Arabic => (ARABIC, "ar"),
            Language::English => (ENGLISH, "en"),
        };
        // A mistake in a message leaves out that message alone, and a test finds it.
        let resource = match FluentResource::try_new(text.to_owned()) {
            Ok(resource) | Err((resource, _)) => resource,
        };
        let locale: LanguageIdentifier = locale.parse().unwrap_or_default();
        let mut bundle = FluentBundle::new(vec![locale]);
        bundle.add_resource_overriding(resource);
        let mut words = Self {
            bundle,
            language,
            digits,
        };
        words
            .bundle
            .set_formatter(Some(if words.has_arabic_digits() {
                arabic_number
            } else {
                european_number
            }));
        words
    }

    /// Which language it is.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The other one.
    pub fn other_language(&self) -> Language {
        match self.language {
            Language::Arabic => Language::English,
            Language::English => Language::Arabic,
        }
    }

    /// Whether it is written from right to left.
    pub fn is_rtl(&self) -> bool {
        self.language == Language::Arabic
    }

    /// The same in the other language.
    pub fn other(&self) -> Self {
        Self::new(self.other_language(), self.digits)
    }

    /// The message called `name`, which has no variables.
    pub fn get(&self, name: &str) -> Cow<'_, str> {
        self.format(name, None)
    }

    /// The message called `name` with its variables.
    pub fn with(&self, name: &str, variables: &[(&'static str, Value<'_>)]) -> String {
        let mut arguments = FluentArgs::with_capacity(variables.len());
        for &(variable, value) in variables {
            match value {
                Value::Text(text) => arguments.set(variable, text),
                Value::Number(number) => arguments.set(variable, number),
            }
        }
        self.format(name, Some(&arguments)).into_owned()
    }

    /// What `action` does.
    pub fn action(&self, action: Action) -> Cow<'_, str> {
        self.get(&format!("action-{}", action.name()))
    }

    /// The name of `flag`.
    pub fn flag(&self, flag: Flag) -> Cow<'_, str> {
        self.get(&format!("flag-{}", flag.id()))
    }

    /// `number` in the digits of the interface.
    pub fn number(&self, number: usize) -> String {
        self.digits(&number.to_string())
    }

    /// `text` with its European digits in those of the interface.
    pub fn digits(&self, text: &str) -> String {
        if self.has_arabic_digits() {
            text.chars().map(arabic_digit).collect()
        } else {
            text.to_owned()
        }
    }

    fn has_arabic_digits(&self) -> bool {
        self.language == Language::Arabic && self.digits == Digits::Arabic
    }

    fn format<'a>(&'a self, name: &str, arguments: Option<&'a FluentArgs<'a>>) -> Cow<'a, str> {
        let message = self.bundle.get_message(name);
        let Some(pattern) = message.and_then(|message| message.value()) else {
            debug_assert!(false, "there is no message {name}");
            return Cow::Owned(name.to_owned());
        };
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, arguments, &mut errors);
        debug_assert!(errors.is_empty(), "{name}: {errors:?}");
        Cow::Owned(text.into_owned())
    }
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            language, digits, ..
        } = self;
        write!(f, "Words({language:?}, {digits:?})")
    }
}

fn arabic_number<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    whole(value).map(|number| number.chars().map(arabic_digit).collect())
}

fn european_number<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    whole(value)
}

fn whole(value: &FluentValue<'_>) -> Option<String> {
    match value {
        FluentValue::Number(FluentNumber { value, .. }) => Some(format!("{value:.0}")),
        _ => None,
    }
}

fn arabic_digit(c: char) -> char {
    let digit = c
        .to_digit(10)
        .and_then(|digit| char::from_u32('٠' as u32 + digit));
    digit.unwrap_or(c)
}

/// The message called `$name` of `$words`, with its variables.
macro_rules! say {
    ($words:expr, $name:literal $(, $variable:ident = $value:expr)+ $(,)?) => {
        $words.with($name, &[$((stringify!($variable), $crate::lang::Value::from($value))),+])
    };
}

pub(crate) use say;

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    const LANGUAGES: [Language; 2] = [Language::Arabic, Language::English];

    /// The messages of a file, each with its variables.
    fn messages(text: &str) -> BTreeMap<String, BTreeSet<String>> {
        let mut messages: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut name = String::new();
        for line in text.lines() {
            if let Some((before, _)) = line.split_once(" =")
                && before.chars().all(|c| c.is_ascii_lowercase() || c == '-')
            {
                before.clone_into(&mut name);
                assert!(!messages.contains_key(&name), "{name} stands there twice");
            }
            if line.starts_with('#') || line.is_empty() {
                continue;
            }
            let variables = line.split('$').skip(1).map(|rest| {
                let end = rest.find(|c: char| !c.is_ascii_alphanumeric());
                rest[..end.unwrap_or(rest.len())].to_owned()
            });
            messages.entry(name.clone()).or_default().extend(variables);
        }
        messages
    }

    /// The names of messages that stand in the code, as literals.
    fn literals() -> String {
        fn read(folder: &std::path::Path, all: &mut String) {
            for entry in std::fs::read_dir(folder).unwrap().flatten() {
                if entry.path().is_dir() {
                    read(&entry.path(), all);
                } else if entry.path().extension().is_some_and(|it| it == "rs") {
                    *all += &std::fs::read_to_string(entry.path()).unwrap();
                }
            }
        }
        let mut all = String::new();
        let sources = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        read(&sources, &mut all);
        all
    }

    #[test]
    fn both_languages_say_the_same() {
        assert_eq!(messages(ARABIC), messages(ENGLISH));
        for (text, language) in [(ARABIC, Language::Arabic), (ENGLISH, Language::English)] {
            let words = Words::new(language, Digits::Arabic);
            for (name, variables) in messages(text) {
                // A plural form, and a text.
                for number in [0, 1, 2, 3, 11, 100] {
                    let mut arguments = FluentArgs::new();
                    for variable in &variables {
                        arguments.set(variable.clone(), number);
                    }
                    assert!(!words.format(&name, Some(&arguments)).is_empty(), "{name}");
                }
            }
        }
    }

    #[test]
    fn every_message_is_said_somewhere_and_every_action_and_flag_has_one() {
        let literals = literals();
        let named = |name: &str| {
            let in_code = literals.contains(&format!("\"{name}\""));
            let of_action = name
                .strip_prefix("action-")
                .is_some_and(|name| Action::ALL.iter().any(|action| action.name() == name));
            let of_flag = name
                .strip_prefix("flag-")
                .is_some_and(|id| Flag::with_id(id).is_some());
            in_code || of_action || of_flag
        };
        let unused: Vec<_> = messages(ENGLISH)
            .into_keys()
            .filter(|name| !named(name))
            .collect();
        assert!(unused.is_empty(), "{unused:?}");
        for words in LANGUAGES.map(|language| Words::new(language, Digits::Arabic)) {
            for &action in Action::ALL {
                assert!(!words.action(action).is_empty());
            }
            for flag in Flag::ALL {
                assert!(!words.flag(flag).is_empty());
            }
        }
    }

    #[test]
    fn arabic_has_its_plural_forms_and_its_digits() {
        let check = |digits, count: usize, expected: &str| {
            let words = Words::new(Language::Arabic, digits);
            let told = say!(words, "articles", count = count);
            let told = told.replace(['\u{2068}', '\u{2069}'], "");
            assert_eq!(told, expected);
        };
        check(Digits::Arabic, 0, "لا مقالات");
        check(Digits::Arabic, 1, "مقال واحد");
        check(Digits::Arabic, 2, "مقالان");
        check(Digits::Arabic, 7, "٧ مقالات");
        check(Digits::European, 11, "11 مقالا");
        check(Digits::Arabic, 100, "١٠٠ مقال");
    }

    #[test]
    fn a_locale_names_a_language_and_its_digits() {
        let arabic = |digits| Some((Language::Arabic, digits));
        assert_eq!(of_locale("ar_EG.UTF-8"), arabic(Digits::Arabic));
        assert_eq!(of_locale("ar"), arabic(Digits::Arabic));
        assert_eq!(of_locale("ar_MA.utf8@x"), arabic(Digits::European));
        assert_eq!(
            of_locale("fr_MA"),
            Some((Language::English, Digits::Arabic))
        );
        for name in ["C", "POSIX", "C.UTF-8", ""] {
            assert_eq!(of_locale(name), None, "{name}");
        }
    }

    /// What comes from outside does not turn around what stands about it.
    #[test]
    fn a_variable_stands_between_isolates() {
        let words = Words::new(Language::English, Digits::Arabic);
        let told = say!(words, "kept-in", folder = "نص");
        assert!(told.contains("\u{2068}نص\u{2069}"), "{told}");
    }
}
