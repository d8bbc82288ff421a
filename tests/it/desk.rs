//! A day's work without a terminal: the real state, a real project in a temporary folder, and a
//! clock that moves a second with each key.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use hashiya::app::frame::Size;
use hashiya::import::plain;
use hashiya::keys::Keymap;
use hashiya::lang::{Digits, Words};
use hashiya::model::annotation::Annotations;
use hashiya::model::project::Language;
use hashiya::model::{Span, Time, Zone};
use hashiya::store::{Access, Holder, Store, sha256};
use hashiya::terminal::{Request, Start, Work};
use hashiya::text::{Profile, Rendition};
use hashiya::ui::theme::Theme;
use hashiya::ui::{draw, lay};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use tempfile::TempDir;

/// An annotator at work.
pub(crate) struct Desk {
    root: PathBuf,
    folder: Option<TempDir>,
    work: Option<Work>,
    size: Size,
    now: Time,
    request: Option<Request>,
    /// Whether a key that decides goes on.
    pub(crate) advance: bool,
    /// What the program speaks when it starts.
    pub(crate) language: Language,
    /// Who works.
    pub(crate) annotator: &'static str,
    /// Who settles what others disagree on.
    pub(crate) settler: Option<&'static str>,
    /// After how much work a break is suggested.
    pub(crate) break_after: Option<Span>,
}

pub(crate) const ANNOTATOR: &str = "sara";

impl Desk {
    /// In the library of a project with `articles`: ids and texts.
    pub(crate) fn with(articles: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().to_owned();
        Store::create(&root).expect("a project");
        let mut store = Store::open(&root).expect("a project");
        for (id, text) in articles {
            let bytes = text.as_bytes();
            let article =
                plain::article(id, &format!("{id}.txt"), bytes, sha256(bytes)).expect("a text");
            store.add(&article).expect("an article");
        }
        let now = "2026-11-24T08:00:00Z".parse().expect("a time");
        let size = Size {
            columns: 80,
            rows: 24,
        };
        let mut desk = Self {
            root,
            folder: Some(folder),
            work: None,
            size,
            now,
            request: None,
            advance: false,
            language: Language::English,
            annotator: ANNOTATOR,
            settler: None,
            break_after: None,
        };
        desk.restart();
        desk
    }

    /// In the library of the samples.
    pub(crate) fn sample() -> Self {
        let texts = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/texts");
        let mut articles = Vec::new();
        for entry in fs::read_dir(texts).expect("the samples").flatten() {
            let path = entry.path();
            if let (Some(stem), Ok(text)) = (path.file_stem(), fs::read_to_string(&path)) {
                articles.push((stem.to_string_lossy().into_owned(), text));
            }
        }
        let articles: Vec<_> = articles
            .iter()
            .map(|(id, text)| (id.as_str(), text.as_str()))
            .collect();
        Self::with(&articles)
    }

    /// Adds lines to the project's file, and starts anew.
    pub(crate) fn scheme(&mut self, lines: &str) -> &mut Self {
        let path = self.root.join("project.toml");
        let text = fs::read_to_string(&path).expect("a project") + "\n" + lines;
        fs::write(path, text).expect("a project");
        self.restart()
    }

    /// Ends the program and starts it again, in a window of the same size.
    pub(crate) fn restart(&mut self) -> &mut Self {
        self.work = None;
        let store = Store::open(&self.root).expect("a project");
        let me = Holder {
            host: "desk".to_owned(),
            pid: 1,
            since: self.now,
        };
        let access = claim(&store, self.annotator, &me);
        self.start(store, access)
    }

    /// Ends the program and starts it again while another one holds the claim.
    pub(crate) fn restart_held(&mut self) -> &mut Self {
        self.work = None;
        let store = Store::open(&self.root).expect("a project");
        let holder = Holder {
            host: "nile".to_owned(),
            pid: 4711,
            since: self.now,
        };
        self.start(store, Access::Held(Some(holder)))
    }

    fn start(&mut self, store: Store, access: Access) -> &mut Self {
        let start = Start {
            store,
            annotator: self.annotator.to_owned(),
            settler: self.settler.map(str::to_owned),
            me: Holder {
                host: "desk".to_owned(),
                pid: 1,
                since: self.now,
            },
            access,
            keymap: Keymap::built_in(),
            words: Words::new(self.language, Digits::default()),
            open: None,
            message: None,
            advance: self.advance,
            zone: LazyLock::new(|| Zone::UTC),
            break_after: self.break_after,
        };
        let mut work = Work::new(start, self.size, self.now);
        work.fill();
        self.work = Some(work);
        self
    }

    /// Gives the window another size.
    pub(crate) fn resize(&mut self, columns: u16, rows: u16) -> &mut Self {
        self.size = Size { columns, rows };
        let size = self.size;
        self.work().resize(size);
        self
    }

    /// Presses keys, named as in a keymap, with a blank between them.
    pub(crate) fn keys(&mut self, keys: &str) -> &mut Self {
        for key in keys.split_whitespace() {
            self.now += jiff::SignedDuration::from_secs(1);
            let (key, now) = (key.parse().expect("a key"), self.now);
            let work = self.work();
            let request = work.press(key, now);
            self.request = request.or(self.request.take());
            self.settle();
        }
        self.settle()
    }

    /// What the program does before it waits for the next key.
    fn settle(&mut self) -> &mut Self {
        let work = self.work();
        work.save();
        while work.searches() || work.compares() {
            work.search_on();
            work.compare_on();
            std::thread::yield_now();
        }
        work.fill();
        work.remember_place();
        self
    }

    /// Clicks on a cell.
    pub(crate) fn click(&mut self, x: u16, y: u16) -> &mut Self {
        let now = self.now;
        let request = self.work().click(x, y, now);
        self.request = request.or(self.request.take());
        self.settle()
    }

    /// Lets time pass without a key.
    pub(crate) fn wait(&mut self, seconds: i64) -> &mut Self {
        self.now += Span::from_secs(seconds);
        self
    }

    /// Presses keys that came in one read: nothing is saved or drawn in between.
    pub(crate) fn at_once(&mut self, keys: &str) -> &mut Self {
        for key in keys.split_whitespace() {
            let (key, now) = (key.parse().expect("a key"), self.now);
            let request = self.work().press(key, now);
            let stays = request == Some(Request::Stay);
            self.request = request.or(self.request.take());
            if stays {
                break;
            }
        }
        self.keys("")
    }

    /// What only a terminal can do, if a key asked for it.
    pub(crate) fn request(&self) -> Option<Request> {
        self.request.clone()
    }

    pub(crate) fn work(&mut self) -> &mut Work {
        self.work.as_mut().expect("a running program")
    }

    /// What is on the screen, a line a row, without the blanks at their ends.
    pub(crate) fn screen(&mut self) -> String {
        let Size { columns, rows } = self.size;
        let buffer = self.buffer();
        let row = |y| {
            let symbols = (0..columns).map(|x| buffer[(x, y)].symbol());
            symbols.collect::<String>().trim_end().to_owned()
        };
        (0..rows).map(row).collect::<Vec<_>>().join("\n")
    }

    /// What an annotator at a terminal with this rendition is to see, in these colours, and the rows
    /// that are encoded for a profile of their own.
    pub(crate) fn seen_at(
        &mut self,
        rendition: Rendition,
        theme: Theme,
    ) -> (Buffer, Vec<(u16, Profile)>) {
        let mut buffer = Buffer::empty(Rect::new(0, 0, self.size.columns, self.size.rows));
        self.work().adapt(rendition);
        let exceptions = lay(self.work().app(), theme, &mut buffer);
        (buffer, exceptions)
    }

    /// What is on the screen, as cells.
    pub(crate) fn buffer(&mut self) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, self.size.columns, self.size.rows));
        draw(self.work().app(), Theme::SIXTEEN, &mut buffer);
        buffer
    }

    /// The last line.
    pub(crate) fn last_line(&mut self) -> String {
        let screen = self.screen();
        screen.lines().last().unwrap_or_default().trim().to_owned()
    }

    /// The number of the sentence in focus, from 1, by the bar on the screen.
    pub(crate) fn focus(&mut self) -> usize {
        let reader = self.work().app().reader().expect("an open article");
        reader.focus() + 1
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn path(&self, article: &str) -> PathBuf {
        self.root
            .join("annotations")
            .join(self.annotator)
            .join(format!("{article}.json"))
    }

    /// The annotations of `article` on the disk.
    pub(crate) fn saved(&self, article: &str) -> Annotations {
        let json = fs::read(self.path(article)).expect("saved annotations");
        serde_json::from_slice(&json).expect("annotations")
    }

    /// The decisions on the disk: `.` undecided, `0` none, else the first letters of the topics'
    /// keys, a word a sentence.
    pub(crate) fn decisions(&self, article: &str) -> String {
        use hashiya::model::annotation::State;
        let word = |sentence: &hashiya::model::annotation::Annotated| match sentence.decision.state
        {
            State::Undecided => ".".to_owned(),
            State::None => "0".to_owned(),
            State::Tagged => {
                let digit = |topic: &String| match topic.as_str() {
                    "prevention" => '1',
                    "protection" => '2',
                    "prosecution" => '3',
                    _ => '?',
                };
                sentence.decision.topics.iter().map(digit).collect()
            }
        };
        self.saved(article)
            .sentences
            .iter()
            .map(word)
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// Makes what is written fail or succeed.
    pub(crate) fn block(&self, article: &str, blocked: bool) {
        // A folder in the place of the file cannot be replaced by a file, even by root.
        let path = self.path(article);
        if blocked {
            let _ = fs::remove_file(&path);
            fs::create_dir_all(path.join("in-the-way")).expect("a folder");
        } else {
            fs::remove_dir_all(&path).expect("a folder");
        }
    }
}

/// A program that another test starts at this moment holds for an instant what is open here.
fn claim(store: &Store, annotator: &str, me: &Holder) -> Access {
    for _ in 0..100 {
        match store.claim(annotator, me).expect("a claim") {
            Access::Held(_) => std::thread::sleep(std::time::Duration::from_millis(20)),
            access => return access,
        }
    }
    panic!("somebody else works here");
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.work = None;
        self.folder = None;
    }
}
