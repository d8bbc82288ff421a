//! `hashiya privacy`: what looks personal in a project, and what its rules would mask.

use std::ops::Range;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;
use clap::Args;
use serde_json::json;

use super::masking::rules;
use super::{isolated, print, project_folder, say, visible};
use crate::model::adjudication::GOLD;
use crate::model::annotation::Annotations;
use crate::model::article::Article;
use crate::model::mask::Masks;
use crate::model::privacy::Kind;
use crate::privacy::Rules;
use crate::store::Store;

/// What to look through.
#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub(super) struct Options {
    /// The project's folder, instead of the one here.
    #[arg(long, value_name = "FOLDER")]
    project: Option<PathBuf>,

    /// Only this article, by its id; may be given several times.
    #[arg(long, value_name = "ID")]
    article: Vec<String>,

    /// List what the rules of the project mask, instead of what they leave.
    #[arg(long)]
    masked: bool,

    /// Print a JSON array of objects with path, sentence, field, kind and text.
    #[arg(long)]
    json: bool,
}

const AFTER_HELP: &str = "\
A line for each thing that looks personal and that [privacy] in project.toml does not mask: where it stands, \
what it looks like, and what to add there. Telephones, mail, numbers of persons, passports and accounts, pages \
on social networks; names behind titles (السيدة, Mrs), behind «المدعو» or \"named\", and given names behind words \
such as «الطفلة», «الضحية». In articles, their titles, and everybody's notes and answers.

It can only guess: names that stand elsewhere are not found, and some of what is found is nobody's secret. Put \
that under keep. The exit code is 0 where nothing is left, 1 where something is, 2 where it cannot look.";

/// Where something stands, and what it is.
struct Line {
    path: String,
    sentence: Option<String>,
    field: &'static str,
    kind: Kind,
    text: String,
}

/// What is looked for, and what was found of it.
struct Look<'a> {
    rules: &'a Rules,
    /// Whether it is what the rules mask, instead of what they leave.
    masked: bool,
    lines: Vec<Line>,
}

/// Looks through the project.
pub(super) fn run(options: &Options) -> anyhow::Result<ExitCode> {
    let store = Store::open(&project_folder(options.project.as_deref())?)?;
    let rules = rules(&store)?;
    if let Some(unknown) = options.article.iter().find(|id| !store.has(id)) {
        bail!("there is no article {}", isolated(unknown));
    }
    let is_asked =
        |id: &str| options.article.is_empty() || options.article.iter().any(|it| it == id);
    let mut look = Look {
        rules: &rules,
        masked: options.masked,
        lines: Vec::new(),
    };
    let mut unread = 0;
    for id in store.ids().iter().filter(|id| is_asked(id)) {
        match store.article(id) {
            Ok(article) => look.at_article(&article),
            Err(error) => {
                unread += 1;
                say(&format!("hashiya: {error}"));
            }
        }
    }
    let people = store.annotators().into_iter();
    for name in people.chain([GOLD.to_owned()]) {
        for id in store.annotated(&name).iter().filter(|id| is_asked(id)) {
            match store.own_said(&name, id) {
                Ok(Some(own)) => look.at_notes(&own),
                Ok(None) => {}
                Err(error) => {
                    unread += 1;
                    say(&format!("hashiya: {error}"));
                }
            }
        }
    }
    for answer in store.answers().iter().filter(|it| is_asked(&it.article)) {
        let path = format!("answers/{}.json", answer.by);
        for (field, text) in [("question", &answer.question), ("answer", &answer.answer)] {
            look.at_text(text, &path, Some(&answer.sentence), field);
        }
    }
    let lines = look.lines;
    if options.json {
        let all: Vec<_> = lines.iter().map(object).collect();
        print(&serde_json::to_string_pretty(&all)?);
    } else {
        lines
            .iter()
            .for_each(|line| print(&told(line, options.masked)));
        say(&summary(lines.len(), store.ids().len(), options.masked));
    }
    if unread > 0 {
        bail!("not everything could be read: see hashiya check");
    }
    let is_left = !options.masked && !lines.is_empty();
    Ok(ExitCode::from(u8::from(is_left)))
}

impl Look<'_> {
    fn at_article(&mut self, article: &Article) {
        let path = format!("articles/{}.json", article.id);
        let sentences = &article.sentences;
        let cuts = sentences
            .iter()
            .flat_map(|it| [it.bytes.start, it.bytes.end]);
        for (bytes, kind) in self.found(&article.text, cuts) {
            let sentence = sentences.iter().find(|it| it.bytes.end > bytes.start);
            self.lines.push(Line {
                path: path.clone(),
                sentence: sentence.map(|it| it.id.clone()),
                field: "text",
                kind,
                text: article.text.get(bytes).unwrap_or_default().to_owned(),
            });
        }
        // A title that is the first sentence was looked at.
        if !article.text.starts_with(article.title.trim()) {
            self.at_text(&article.title, &path, None, "title");
        }
    }

    fn at_notes(&mut self, own: &Annotations) {
        let path = format!("annotations/{}/{}.json", own.annotator, own.article);
        for sentence in &own.sentences {
            self.at_text(&sentence.decision.note, &path, Some(&sentence.id), "note");
        }
        let overall = own.overall.fields.values().map(|it| ("field", it));
        for (field, text) in overall.chain([("note", &own.overall.note)]) {
            self.at_text(text, &path, None, field);
        }
    }

    fn at_text(&mut self, text: &str, path: &str, sentence: Option<&str>, field: &'static str) {
        for (bytes, kind) in self.found(text, []) {
            self.lines.push(Line {
                path: path.to_owned(),
                sentence: sentence.map(str::to_owned),
                field,
                kind,
                text: text.get(bytes).unwrap_or_default().to_owned(),
            });
        }
    }

    /// What is found in `text`, of which no piece goes over one of `cuts`.
    fn found(
        &self,
        text: &str,
        cuts: impl IntoIterator<Item = usize>,
    ) -> Vec<(Range<usize>, Kind)> {
        if self.masked {
            Masks::new(text, self.rules.find(text), cuts)
                .places()
                .collect()
        } else {
            self.rules.left(text)
        }
    }
}

fn object(line: &Line) -> serde_json::Value {
    json!({
        "path": line.path,
        "sentence": line.sentence,
        "field": line.field,
        "kind": line.kind.id(),
        "text": line.text,
    })
}

fn told(line: &Line, masked: bool) -> String {
    let path = isolated(&line.path);
    let sentence = line.sentence.as_ref();
    let sentence = sentence
        .map(|it| format!(": {}", visible(it)))
        .unwrap_or_default();
    let field = match line.field {
        "text" => String::new(),
        field => format!(": {field}"),
    };
    let text = isolated(&line.text.replace('\n', " "));
    let what = match line.kind {
        Kind::Name => "a name",
        Kind::Phone => "a phone number",
        Kind::Email => "an address of e-mail",
        Kind::Id => "the number of a person, passport, account or card",
        Kind::Profile => "somebody's page on a social network",
        Kind::Pattern => "what a pattern of the project finds",
    };
    if masked {
        return format!("{path}{sentence}{field}: {text}: {what}, masked");
    }
    let advice = match line.kind {
        Kind::Name => "add it to names of [privacy] in project.toml, or to keep",
        kind => {
            return format!(
                "{path}{sentence}{field}: {text}: looks like {what}: add \"{}\" to mask of [privacy] in project.toml, or this to keep",
                kind.id()
            );
        }
    };
    format!("{path}{sentence}{field}: {text}: looks like {what}: {advice}")
}

fn summary(count: usize, articles: usize, masked: bool) -> String {
    let articles = match articles {
        1 => "1 article".to_owned(),
        count => format!("{count} articles"),
    };
    match (count, masked) {
        (count, true) => format!("{articles}: the rules mask {count} things"),
        (0, _) => format!("{articles}: nothing looks personal that is not masked"),
        (1, _) => format!("{articles}: 1 thing looks personal"),
        (count, _) => format!("{articles}: {count} things look personal"),
    }
}
