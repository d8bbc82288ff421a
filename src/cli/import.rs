//! `hashiya import`: foreign files become articles of a project.

use std::collections::{BTreeMap, HashMap};
use std::io::{IsTerminal as _, Read as _, Write as _, stderr};
use std::path::PathBuf;

use anyhow::{Context as _, anyhow, bail};
use clap::{Args, ValueEnum};
use indicatif::{ProgressBar, ProgressStyle};

use super::sources::{self, Format, Given, Stop};
use super::{me, open, say, visible};
use crate::import::decode::{self, Encoding};
use crate::import::labels::{Labels, Tool};
use crate::import::records::{Fields, Record, RecordError, Records};
use crate::import::{Draft, LONGEST, by_paragraphs, html, markdown, plain, realigned};
use crate::model::Time;
use crate::model::annotation::Circumstances;
use crate::model::article::{Article, Source};
use crate::model::project::Unit;
use crate::store::{
    self, Access, Brought, Claim, Intake, Standing, Store, StoreError, distinct_id, id_for, reason,
    sha256,
};

/// What to import, and how.
#[derive(Debug, Args)]
#[command(after_help = "\
A text in another encoding than UTF-8 is found out (UTF-16, windows-1256, ISO-8859-6 and others), and
said. Importing again adds only what is new; a text that was changed since is named.")]
pub(super) struct Options {
    /// Files, or folders of them; - is standard input, and needs --format.
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,

    /// The project to import into.
    #[arg(long, value_name = "FOLDER", default_value = ".")]
    project: PathBuf,

    /// The format of all files, whatever their names say.
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,

    /// The field that is the text; else text, content, body or article. A name may lead into a
    /// record, as data.text does.
    #[arg(long, value_name = "FIELD")]
    text: Option<String>,

    /// The field that is the title; else title or headline. A title becomes the first paragraph.
    #[arg(long, value_name = "FIELD")]
    title: Option<String>,

    /// The field that is a record's id; else id.
    #[arg(long, value_name = "FIELD")]
    id: Option<String>,

    /// A field to keep, under this name: source, author, date, url, licence or any other. Without
    /// this option, the fields that are called so are kept.
    #[arg(long, value_name = "FIELD[=NAME]")]
    meta: Vec<String>,

    /// The encoding of all files, such as windows-1256, instead of what is found out.
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,

    /// Write nothing, and say all that would be left out.
    #[arg(long)]
    dry_run: bool,

    /// Take the new text of an article that was changed; sentences that stayed keep their ids.
    /// Annotations stay as they are.
    #[arg(long)]
    update: bool,

    /// Bring in what was decided in this tool.
    #[arg(long, value_name = "TOOL", requires = "annotator")]
    labels: Option<Exporter>,

    /// The annotator that those decisions become.
    #[arg(long, value_name = "NAME", requires = "labels")]
    annotator: Option<String>,
}

/// A tool, as it is written on the command line.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Exporter {
    Doccano,
    LabelStudio,
    Prodigy,
    Spacy,
    /// Hashiya's own jsonl and csv.
    Hashiya,
}

/// How an import ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ended {
    /// Everything is in.
    Whole,
    /// Something was left out, and said.
    LeftOut,
    /// This signal asked for it.
    Signal(i32),
}

/// Imports, and says what became of it.
pub(super) fn run(options: Options) -> anyhow::Result<Ended> {
    let root = &options.project;
    if !Store::is_project(root) {
        let root = root.display();
        bail!(
            "{root} is no project (it has no project.toml): make it one with hashiya init {root}"
        );
    }
    let encoding = match &options.encoding {
        Some(name) => Some(decode::named(name).ok_or_else(|| {
            anyhow!("there is no encoding {name}: try windows-1256, ISO-8859-6, UTF-16LE or UTF-8")
        })?),
        None => None,
    };
    let fields = options.fields();
    let files = sources::find(&options.paths, options.format)?;
    let stop = Stop::listen().context("cannot listen to signals")?;
    let store = Store::open(root)?;
    let labelling = match &options.annotator {
        Some(name) => Some(Labelling::begin(&store, name, options.dry_run)?),
        None => None,
    };
    let intake = store.intake(options.dry_run)?;
    let mut import = Import {
        options: &options,
        store: &store,
        fields: &fields,
        encoding,
        intake,
        labelling,
        bar: bar(&files),
        told: 0,
        stop,
        tally: Tally::default(),
    };
    let done = import.all(&files);
    import.bar.finish_and_clear();
    let Import {
        intake,
        tally,
        stop,
        ..
    } = import;
    let brought = intake.close();
    // What else was found of articles that did not come in is not told.
    let tally = if done.is_ok() {
        tally
    } else {
        Tally::default()
    };
    tally.tell(brought, options.dry_run, root);
    done?;
    Ok(match stop.signal() {
        Some(signal) => {
            say("hashiya: stopped; import again for the rest");
            Ended::Signal(signal)
        }
        None if tally.left_out > 0 => Ended::LeftOut,
        None => Ended::Whole,
    })
}

impl Options {
    fn fields(&self) -> Fields {
        let meta = self.meta.iter().map(|it| match it.split_once('=') {
            Some((field, name)) => (field.to_owned(), name.to_owned()),
            None => (it.clone(), it.to_lowercase()),
        });
        Fields {
            text: self.text.clone(),
            title: self.title.clone(),
            id: self.id.clone(),
            meta: meta.collect(),
            labels: self.labels.map(|tool| match tool {
                Exporter::Doccano => Tool::Doccano,
                Exporter::LabelStudio => Tool::LabelStudio,
                Exporter::Prodigy => Tool::Prodigy,
                Exporter::Spacy => Tool::Spacy,
                Exporter::Hashiya => Tool::Hashiya,
            }),
        }
    }
}

/// A bar on a terminal; nothing anywhere else.
fn bar(files: &[Given]) -> ProgressBar {
    if !stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let (bar, template) = match sources::length(files) {
        Some(length) => (
            ProgressBar::new(length),
            "{wide_bar} {percent:>3} %  {msg}  {eta}",
        ),
        None => (ProgressBar::new_spinner(), "{spinner} {bytes}  {msg}"),
    };
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}

/// What became of all that was not brought in.
#[derive(Debug, Default)]
struct Tally {
    known: usize,
    changed: usize,
    left_out: usize,
    /// Labels that mean no topic, and how often they came.
    unknown: BTreeMap<String, usize>,
}

impl Tally {
    fn tell(&self, brought: Brought, is_rehearsal: bool, root: &std::path::Path) {
        let articles = |count: usize| match count {
            1 => "1 article".to_owned(),
            count => format!("{count} articles"),
        };
        let would = if is_rehearsal {
            "would be added"
        } else {
            "added"
        };
        let mut said = vec![format!("{} {would}", articles(brought.added))];
        let mut more = |count: usize, what: &str| {
            if count > 0 {
                said.push(format!("{count} {what}"));
            }
        };
        more(
            brought.updated,
            if is_rehearsal {
                "would be updated"
            } else {
                "updated"
            },
        );
        more(self.known, "there already");
        more(self.changed, "changed and left as they were");
        more(self.left_out, "left out");
        more(
            brought.annotated,
            if is_rehearsal {
                "with decisions"
            } else {
                "with decisions brought in"
            },
        );
        let mut text = said.join(", ") + ".";
        if brought.updated > 0 && !is_rehearsal {
            text += "\nAnnotations of the texts as they were are kept, and not changed.";
        }
        if !self.unknown.is_empty() {
            let labels = self
                .unknown
                .iter()
                .map(|(label, count)| format!("{label} ({count})"));
            let labels: Vec<String> = labels.collect();
            let file = root.join("project.toml");
            text += &format!(
                "\nLabels that are no topic of {}, and were left out: {}.",
                file.display(),
                labels.join(", ")
            );
        }
        for line in text.lines() {
            // Whoever closed standard output does not want to read it.
            let _ = writeln!(std::io::stdout(), "{}", visible(line));
        }
    }
}

/// An annotator in whose name the decisions of another tool come in.
struct Labelling {
    annotator: String,
    /// None in a rehearsal.
    claim: Option<Claim>,
    /// Ids of topics, by all that they may be called.
    topics: HashMap<String, String>,
    now: Circumstances,
    /// The number of the next entry.
    n: u64,
}

impl Labelling {
    fn begin(store: &Store, annotator: &str, is_rehearsal: bool) -> anyhow::Result<Self> {
        store::check_annotator(annotator)?;
        let claim = if is_rehearsal {
            None
        } else {
            match store.claim(annotator, &me()?)? {
                Access::Write(claim) => Some(claim),
                Access::Held(_) => {
                    bail!("another program works as {annotator}: wait for it to end")
                }
                Access::ReadOnly(why) => bail!("{}", why.replace(['\u{2068}', '\u{2069}'], "")),
            }
        };
        let mut topics = HashMap::new();
        for topic in &store.project().topics {
            for name in [&topic.id, &topic.name.ar, &topic.name.en] {
                let name = named(name);
                if !name.is_empty() {
                    topics.entry(name).or_insert_with(|| topic.id.clone());
                }
            }
        }
        Ok(Self {
            annotator: annotator.to_owned(),
            claim,
            topics,
            now: Circumstances {
                at: Time::from_second(Time::now().as_second())?,
                seconds: None,
                guideline: store.guideline().to_owned(),
            },
            n: store.journal(annotator).next_number(),
        })
    }
}

/// A label as it is compared.
fn named(label: &str) -> String {
    label.trim().to_lowercase()
}

/// What an article is to be called.
enum Naming<'a> {
    /// By its file.
    File,
    /// By an id of its own.
    Own(&'a str),
    /// By its number in its file.
    Number(String),
}

/// What becomes of an article that comes in.
enum Fate {
    New,
    Known,
    Changed,
}

struct Import<'a> {
    options: &'a Options,
    store: &'a Store,
    fields: &'a Fields,
    encoding: Option<&'static Encoding>,
    intake: Intake,
    labelling: Option<Labelling>,
    bar: ProgressBar,
    /// How many articles the bar says are in.
    told: usize,
    stop: Stop,
    tally: Tally,
}

/// A file while it is imported.
struct Place<'a> {
    given: &'a Given,
    shown: String,
    stem: String,
    /// Its name in the project.
    file: String,
    /// The ids of what comes from it: the first, but where another file of the same name has it.
    stems: [String; 2],
    /// The ids of what came from it before, by their hashes; read when they are needed.
    before: Option<HashMap<String, String>>,
}

impl Import<'_> {
    fn all(&mut self, files: &[Given]) -> anyhow::Result<()> {
        for given in files {
            if self.stop.signal().is_some() {
                break;
            }
            let stem = given.stem();
            let file = match &given.path {
                Some(path) => open::name(path, self.store.root()),
                None => "standard input".to_owned(),
            };
            let mut place = Place {
                given,
                shown: given.shown(),
                stems: [id_for(&stem), distinct_id(&stem, &file)],
                stem,
                file,
                before: None,
            };
            match given.format.records() {
                Some(form) => self.records(&mut place, form)?,
                None => self.text(&mut place)?,
            }
        }
        // Also after a signal: what was read is kept.
        self.intake.commit()?;
        self.tell_progress();
        Ok(())
    }

    /// Says what is left out, and why.
    fn leave_out(&mut self, place: &str, why: &str) {
        self.tally.left_out += 1;
        self.bar
            .suspend(|| say(&format!("hashiya: left out: {place}: {why}")));
    }

    fn note(&self, text: &str) {
        self.bar.suspend(|| say(&format!("hashiya: {text}")));
    }

    fn tell_progress(&mut self) {
        let added = self.intake.brought().added;
        if added > self.told {
            self.told = added;
            self.bar.set_message(format!("{added} articles"));
        }
    }

    /// Says in what encoding a file was read, where that is worth saying.
    fn tell_encoding(&self, shown: &str, encoding: &'static Encoding, replaced: usize) {
        let places = match replaced {
            0 => String::new(),
            1 => "1 place could not be decoded, and has U+FFFD".to_owned(),
            count => format!("{count} places could not be decoded, and have U+FFFD"),
        };
        let is_plain = encoding.name() == "UTF-8";
        match (is_plain, replaced) {
            (true, 0) => {}
            (true, _) => self.note(&format!("{shown}: {places}")),
            (false, 0) => self.note(&format!("{shown}: read as {}", encoding.name())),
            (false, _) => self.note(&format!("{shown}: read as {}; {places}", encoding.name())),
        }
    }

    /// Imports a file that is one article.
    fn text(&mut self, place: &mut Place<'_>) -> anyhow::Result<()> {
        // Twice as long: UTF-16 takes so much for what is short in UTF-8.
        let most = 2 * LONGEST;
        let read = || {
            let (rest, encoding) =
                sources::open(place.given, self.encoding, &self.bar, &self.stop)?;
            let mut bytes = Vec::new();
            rest.take(most as u64 + 1).read_to_end(&mut bytes)?;
            Ok((bytes, encoding))
        };
        let read: std::io::Result<_> = read();
        let (bytes, encoding) = match read {
            Ok(read) => read,
            // A signal ended the wait for standard input.
            Err(_) if self.stop.signal().is_some() => return Ok(()),
            Err(error) => {
                self.leave_out(
                    &place.shown.clone(),
                    &format!("cannot be read: {}", reason(&error)),
                );
                return Ok(());
            }
        };
        if bytes.len() > most {
            let why = "it has more than 20 MB, and an article has at most 10: cut it into several";
            self.leave_out(&place.shown.clone(), why);
            return Ok(());
        }
        let is_wide = encoding.name().starts_with("UTF-16");
        let nul = bytes.iter().position(|&byte| byte == 0);
        let (text, replaced) = decode::decode(&bytes, encoding);
        let draft = match (place.given.format, nul) {
            // Where it is in the file, and not in the text.
            (Format::Txt, Some(nul)) if !is_wide => Err(plain::PlainError::Binary(nul).to_string()),
            (Format::Html, _) => html::draft(&text).map_err(|error| error.to_string()),
            (Format::Md, _) => Ok(markdown::draft(&text)),
            _ => plain::draft(text).map_err(|error| error.to_string()),
        };
        match draft {
            Err(why) => self.leave_out(&place.shown.clone(), &why),
            Ok(draft) => {
                self.tell_encoding(&place.shown, encoding, replaced);
                let (shown, file) = (place.shown.clone(), place.file.clone());
                self.add(
                    place,
                    &shown,
                    file,
                    Naming::File,
                    draft,
                    &sha256(&bytes),
                    None,
                )?;
            }
        }
        Ok(())
    }

    /// Imports a file of many articles.
    fn records(
        &mut self,
        place: &mut Place<'_>,
        form: crate::import::records::Form,
    ) -> anyhow::Result<()> {
        let opened = sources::open(place.given, self.encoding, &self.bar, &self.stop);
        let (rest, encoding) = match opened {
            Ok(opened) => opened,
            Err(_) if self.stop.signal().is_some() => return Ok(()),
            Err(error) => {
                self.leave_out(
                    &place.shown.clone(),
                    &format!("cannot be read: {}", reason(&error)),
                );
                return Ok(());
            }
        };
        let records = Records::new(sources::decoding(rest, encoding), form, self.fields);
        let mut records = match records {
            Ok(records) => records,
            Err(error) => {
                self.leave_out_record(&place.shown, error);
                return Ok(());
            }
        };
        let mut number = 0_usize;
        for record in records.by_ref() {
            if self.stop.signal().is_some() {
                break;
            }
            number += 1;
            match record {
                Err(error) => self.leave_out_record(&place.shown, error),
                Ok(record) => self.record(place, record, number)?,
            }
        }
        if number == 0 && self.stop.signal().is_none() {
            self.leave_out(&place.shown, "it holds no records");
        }
        self.tell_encoding(&place.shown, encoding, records.replaced());
        Ok(())
    }

    fn leave_out_record(&mut self, shown: &str, error: RecordError) {
        match error {
            RecordError::Record { line, what } => self.leave_out(&format!("{shown}:{line}"), &what),
            RecordError::File { line, what } => {
                self.leave_out(
                    &format!("{shown}:{line}"),
                    &format!("{what}; the rest of the file was not read"),
                );
            }
            // A signal ended the wait for standard input.
            RecordError::Read(_) if self.stop.signal().is_some() => {}
            RecordError::Read(error) => {
                self.leave_out(
                    shown,
                    &format!("cannot be read further: {}", reason(&error)),
                );
            }
        }
    }

    fn record(
        &mut self,
        place: &mut Place<'_>,
        record: Record,
        number: usize,
    ) -> anyhow::Result<()> {
        let Record {
            line,
            id,
            draft,
            labels,
            source,
        } = record;
        let shown = format!("{}:{line}", place.shown);
        let file = format!("{}:{line}", place.file);
        let naming = match &id {
            // Numbers that nobody chose as ids count records of one file.
            Some(id)
                if self.fields.id.is_none() && id.bytes().all(|byte| byte.is_ascii_digit()) =>
            {
                Naming::Number(id.clone())
            }
            Some(id) => Naming::Own(id),
            None => Naming::Number(number.to_string()),
        };
        self.add(place, &shown, file, naming, draft, &sha256(&source), labels)
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "what is known of an article is no thing of its own"
    )]
    fn add(
        &mut self,
        place: &mut Place<'_>,
        shown: &str,
        file: String,
        naming: Naming<'_>,
        draft: Draft,
        sha256: &str,
        labels: Option<Labels>,
    ) -> anyhow::Result<()> {
        let (id, fate) = match self.fate(place, naming, sha256) {
            Ok(fate) => fate,
            // One file of the project is in the way; the others are not.
            Err(
                error @ (StoreError::Taken { .. }
                | StoreError::Flawed { .. }
                | StoreError::Read { .. }),
            ) => {
                self.leave_out(shown, &error.to_string());
                return Ok(());
            }
            Err(error) => return Err(error.into()),
        };
        if let (Fate::Known, None) = (&fate, &labels) {
            self.tally.known += 1;
            return Ok(());
        }
        if matches!(fate, Fate::Changed) && !self.options.update {
            self.tally.changed += 1;
            self.note(&format!(
                "{shown}: {id} is there with another text, and was left as it was (--update takes the new one)"
            ));
            return Ok(());
        }
        let source = Source {
            file,
            sha256: sha256.to_owned(),
        };
        let mut article = match draft.article(&id, source) {
            Ok(article) if self.store.project().unit == Unit::Paragraph => by_paragraphs(article),
            Ok(article) => article,
            Err(why) => {
                self.leave_out(shown, &why.to_string());
                return Ok(());
            }
        };
        match fate {
            Fate::Known => {
                self.tally.known += 1;
                // Its sentences may have been cut anew. One of this batch is as it was made here.
                if let Ok(there) = self.store.article(&id) {
                    article = there;
                }
            }
            Fate::New => self.intake.put(&article)?,
            Fate::Changed => {
                self.intake.await_article(&id)?;
                article = realigned(&self.store.article(&id)?, article);
                self.intake.replace(&article)?;
            }
        }
        if let Some(labels) = labels {
            self.label(article, &labels)?;
        }
        self.tell_progress();
        Ok(())
    }

    /// The id of what comes in, and what becomes of it.
    fn fate(
        &self,
        place: &mut Place<'_>,
        naming: Naming<'_>,
        sha256: &str,
    ) -> Result<(String, Fate), StoreError> {
        match naming {
            Naming::Own(own) => {
                let id = id_for(own);
                let fate = match self.intake.standing(&id, sha256)? {
                    Standing::New => Fate::New,
                    Standing::Same => Fate::Known,
                    Standing::Other(_) => Fate::Changed,
                };
                Ok((id, fate))
            }
            Naming::File => {
                let last = distinct_id(&place.stem, sha256);
                for id in place.stems.iter().chain([&last]) {
                    match self.intake.standing(id, sha256)? {
                        Standing::New => return Ok((id.clone(), Fate::New)),
                        Standing::Same => return Ok((id.clone(), Fate::Known)),
                        Standing::Other(Some(file)) if file == place.file => {
                            return Ok((id.clone(), Fate::Changed));
                        }
                        // Another file of the same name has the id.
                        Standing::Other(_) => {}
                    }
                }
                Ok((last, Fate::Known))
            }
            Naming::Number(number) => {
                let mut changed = String::new();
                for stem in &place.stems {
                    let id = id_for(&format!("{stem}-{number:0>6}"));
                    match self.intake.standing(&id, sha256)? {
                        Standing::New => return Ok((id, Fate::New)),
                        Standing::Same => return Ok((id, Fate::Known)),
                        Standing::Other(file) => {
                            let is_own = file.is_none_or(|file| {
                                file.rsplit_once(':')
                                    .is_some_and(|(file, _)| file == place.file)
                            });
                            if !is_own {
                                continue;
                            }
                            // Records may have moved to other numbers.
                            let before = match &mut place.before {
                                Some(before) => before,
                                empty => empty.insert(self.intake.sources_of(&format!("{stem}-"))?),
                            };
                            if let Some(id) = before.get(sha256) {
                                return Ok((id.clone(), Fate::Known));
                            }
                            changed = id;
                            break;
                        }
                    }
                }
                Ok((changed, Fate::Changed))
            }
        }
    }

    /// Brings in what was decided on `article` elsewhere.
    fn label(&mut self, mut article: Article, labels: &Labels) -> anyhow::Result<()> {
        let Some(labelling) = &mut self.labelling else {
            return Ok(());
        };
        let all = labels
            .whole
            .iter()
            .chain(labels.places.iter().map(|it| &it.label));
        for label in all {
            if !labelling.topics.contains_key(&named(label)) {
                *self.tally.unknown.entry(label.clone()).or_default() += 1;
            }
        }
        article.text_sha256 = sha256(article.text.as_bytes());
        let scheme: Vec<&str> = self
            .store
            .project()
            .topics
            .iter()
            .map(|it| it.id.as_str())
            .collect();
        let topics = &labelling.topics;
        let mut n = labelling.n;
        let annotations = labels.annotations(
            &article,
            &labelling.annotator,
            |label| topics.get(&named(label)).cloned(),
            &scheme,
            &labelling.now,
            &mut n,
        );
        let Some(annotations) = annotations else {
            return Ok(());
        };
        let claim = labelling.claim.as_ref();
        if self.intake.annotate(self.store, claim, &annotations)? {
            labelling.n = n;
        }
        Ok(())
    }
}
