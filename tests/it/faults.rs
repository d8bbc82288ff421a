//! What a day may bring: kills at random moments, full disks, folders that vanish, dropped lines, many
//! programs, clocks that jump, files that anybody may have written. Nothing is lost that the saved
//! mark confirmed, and nothing outside the project is touched.
//!
//! `HASHIYA_KILLS=1000 cargo test --test it kills` kills as often as that; without it, a few times.

use std::ffi::{OsStr, OsString};
use std::fmt::Write as _;
use std::fs;
use std::io::{Read, Write};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use hashiya::import::{html, markdown};
use hashiya::keys::Keymap;
use hashiya::model::Time;
use hashiya::model::annotation::{Annotations, Decision};
use hashiya::model::article::Source;
use hashiya::model::duplicates::Duplicates;
use hashiya::settings::{Config, Terminals};
use hashiya::store::{Access, Claim, Holder, NotTaken, Store};
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use proptest::prelude::*;
use rustix::process::Signal;
use tempfile::TempDir;

use super::check::{project, text};
use super::desk::Desk;
use super::screen::{Screen, command};

/// A project with one article of many sentences.
struct Place {
    folder: TempDir,
}

impl Place {
    fn new(sentences: usize) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        fill(folder.path(), sentences);
        Self { folder }
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("p")
    }

    fn path(&self, name: &str) -> PathBuf {
        self.root().join(name)
    }

    fn command(&self, annotator: &str) -> CommandBuilder {
        let root = self.root();
        let arguments = [
            root.as_os_str(),
            OsStr::new("--annotator"),
            OsStr::new(annotator),
        ];
        command(&arguments, self.folder.path())
    }

    fn library(&self, annotator: &str) -> Screen {
        let mut screen = Screen::start(self.command(annotator), 160, 24);
        screen.wait_for("1 article");
        screen
    }

    /// With the article open.
    fn start(&self, annotator: &str) -> Screen {
        let mut screen = self.library(annotator);
        screen.type_until("\r", " of ");
        screen
    }

    fn file(&self, annotator: &str) -> PathBuf {
        self.path(&format!("annotations/{annotator}/news.json"))
    }

    fn saved(&self, annotator: &str) -> Annotations {
        read(&self.file(annotator))
    }
}

/// Makes a project in the folder `p` of `home`, of one article.
fn fill(home: &Path, sentences: usize) {
    let mut text = String::new();
    for number in 0..sentences {
        writeln!(text, "داهمت الشرطة مصنعا في الميناء رقم {number}.").expect("a string");
    }
    fs::write(home.join("news.txt"), text).expect("a text");
    let root = home.join("p");
    Store::create(&root).expect("a project");
    assert!(
        hashiya(&["import", "--project", "p", "news.txt"], home)
            .status()
            .expect("the program")
            .success()
    );
}

fn hashiya(arguments: &[&str], home: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hashiya"));
    command.args(arguments).current_dir(home).env_clear();
    command.env("HOME", home).env("LANG", "en_US.UTF-8");
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

fn read(path: &Path) -> Annotations {
    serde_json::from_slice(&fs::read(path).expect("a file")).expect("whole annotations")
}

fn decided(annotations: &Annotations) -> usize {
    annotations.progress(Decision::is_finished, |_| false).0
}

/// How many decisions the screen calls saved.
fn confirmed(screen: &Screen) -> Option<usize> {
    let text = screen.text();
    let (_, rest) = text.split_once("✓ saved")?;
    rest.split_whitespace().next()?.parse().ok()
}

/// How often this run kills.
fn kills() -> usize {
    let asked = std::env::var("HASHIYA_KILLS").ok();
    asked.and_then(|it| it.parse().ok()).unwrap_or(30)
}

/// Knuth's MMIX generator: a number below `limit`.
fn random(seed: &mut u64, limit: u64) -> u64 {
    *seed = seed
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    (*seed >> 33) % limit
}

fn check_fold(annotations: &Annotations) {
    let mut folded = vec![Decision::default(); annotations.sentences.len()];
    for entry in &annotations.history {
        let mut sentences = annotations.sentences.iter();
        let index = sentences.position(|it| it.id == entry.sentence);
        let state = &mut folded[index.expect("a sentence")];
        assert_eq!(*state, entry.from);
        *state = entry.to.clone();
    }
    let sentences = annotations.sentences.iter().map(|it| &it.decision);
    assert!(
        sentences.eq(&folded),
        "sentences are the fold of their history"
    );
}

/// Every second time by SIGHUP, as a dropped line does.
#[test]
fn kills_at_random_moments_of_a_stream_of_decisions_lose_nothing_that_was_called_saved() {
    let mut seed = 7;
    let (mut before, mut kept) = (0, 0);
    let mut place = Place::new(400);
    for round in 0..kills() {
        if before > 300 {
            (place, before) = (Place::new(400), 0);
        }
        let mut screen = place.start("sara");
        let end = Instant::now() + Duration::from_micros(random(&mut seed, 120_000));
        let mut seen = before;
        while Instant::now() < end {
            // A decision, and on to the next sentence without one.
            screen.send(["1\r", "2\r", "0\r"][round % 3]);
            screen.take(Duration::from_micros(random(&mut seed, 4_000)));
            seen = seen.max(confirmed(&screen).unwrap_or_default());
        }
        let signal = [Signal::KILL, Signal::HUP][round % 2];
        screen.signal(signal);
        assert!(screen.end().signal().is_some());
        seen = seen.max(confirmed(&screen).unwrap_or_default());
        if !place.file("sara").exists() {
            assert_eq!(seen, 0, "round {round}");
            continue;
        }
        let saved = place.saved("sara");
        check_fold(&saved);
        assert!(
            decided(&saved) >= seen,
            "round {round}: {seen} were called saved, and {} are there",
            decided(&saved)
        );
        kept += decided(&saved) - before;
        before = decided(&saved);
    }
    assert!(kept > kills(), "{kept} decisions were made");
}

#[test]
fn kills_at_random_moments_of_imports_leave_whole_articles() {
    let mut seed = 11;
    let folder = tempfile::tempdir().expect("a folder");
    let mut lines = String::new();
    for number in 0..1500 {
        writeln!(
            lines,
            "{{\"id\":\"r-{number}\",\"text\":\"Record {number}. It has two.\"}}"
        )
        .expect("a string");
    }
    fs::write(folder.path().join("a.jsonl"), lines).expect("a file");
    let root = folder.path().join("p");
    let mut count = 0;
    for round in 0..kills() {
        if count == 1500 || round == 0 {
            let _ = fs::remove_dir_all(&root);
            Store::create(&root).expect("a project");
            count = 0;
        }
        let mut child = hashiya(&["import", "--project", "p", "a.jsonl"], folder.path())
            .spawn()
            .expect("the program");
        std::thread::sleep(Duration::from_micros(random(&mut seed, 400_000)));
        child.kill().expect("a process");
        child.wait().expect("an end");
        let store = Store::open(&root).expect("a project");
        for id in store.ids() {
            store.article(id).expect("a whole article");
        }
        assert!(store.ids().len() >= count, "articles were lost");
        count = store.ids().len();
    }
}

#[test]
fn kills_at_random_moments_of_repairs_lose_nothing_that_anybody_wrote() {
    let mut seed = 13;
    let desk = project();
    let root = desk.root();
    let path = root.join("annotations/sara/a.json");
    let whole = fs::read_to_string(&path).expect("a file");
    for round in 0..kills() {
        let _ = fs::remove_dir_all(root.join(".set-aside"));
        let json = match round % 3 {
            0 => whole.replacen("We shall see", "We shall not see", 1),
            1 => whole.split_at(whole.len() / 3).0.to_owned(),
            _ => String::new(),
        };
        fs::write(&path, &json).expect("a file");
        let mut child = hashiya(&["check", "--repair"], root)
            .spawn()
            .expect("the program");
        std::thread::sleep(Duration::from_micros(random(&mut seed, 12_000)));
        child.kill().expect("a process");
        child.wait().expect("an end");
        let there = fs::read_to_string(&path).is_ok_and(|it| it == json);
        let aside = root.join(".set-aside");
        let mut copies = aside
            .read_dir()
            .into_iter()
            .flatten()
            .flatten()
            .filter_map(|time| {
                fs::read_to_string(time.path().join("annotations/sara/a.json")).ok()
            });
        assert!(there || copies.any(|it| it == json), "round {round}");
        hashiya(&["check", "--repair"], root)
            .status()
            .expect("the program");
        let well = hashiya(&["check"], root).status().expect("the program");
        assert!(well.success(), "round {round}");
    }
}

/// A limit on the size of a file is as good as a disk that is full, and needs no rights.
#[test]
fn a_quota_in_the_middle_of_a_save_is_said_and_leaves_what_was_saved() {
    let place = Place::new(40);
    let mut limited = place.command("sara");
    // Half kilobytes; the file has some before anything is decided.
    let script = "trap '' XFSZ; ulimit -f 40; exec \"$@\"";
    limited
        .get_argv_mut()
        .splice(0..0, ["sh", "-c", script, "sh"].map(Into::into));
    let mut screen = Screen::start(limited, 160, 24);
    screen.wait_for("1 article");
    screen.type_until("\r", " of 40");
    let mut seen = 0;
    while !screen.says("✗ not saved") {
        screen.send(if seen == 0 { "1" } else { "\r1" });
        screen.wait_until("the mark of a save", |screen| {
            screen.says("✗ not saved") || confirmed(screen) > Some(seen)
        });
        seen = confirmed(&screen).unwrap_or(seen);
    }
    assert!(screen.says("file too large"), "{}", screen.text());
    let saved = place.saved("sara");
    check_fold(&saved);
    assert!((1..40).contains(&seen) && decided(&saved) == seen, "{seen}");
    screen.type_until("q", "Not saved.");
    screen.send("y");
    assert_eq!(screen.end().exit_code(), 1);
    assert_eq!(decided(&place.saved("sara")), seen);
}

/// A file system of half a megabyte that fills up and is emptied again. It needs the right to mount one,
/// which the kernel may give to everybody, or not.
#[test]
fn a_full_disk_is_said_and_what_was_decided_is_saved_when_there_is_room() {
    let folder = tempfile::tempdir().expect("a folder");
    let disk = folder.path().join("disk");
    fs::create_dir(&disk).expect("a folder");
    let mount = "mount -t tmpfs -o size=512k tmpfs disk";
    let mut unshare = Command::new("unshare");
    unshare
        .args(["-rm", "sh", "-c", mount])
        .current_dir(folder.path());
    if !unshare.output().is_ok_and(|it| it.status.success()) {
        return;
    }
    fill(folder.path(), 60);
    let script = format!("{mount} && cp -r p disk/ && cd disk && exec \"$@\"");
    let mut limited = command(&[OsStr::new("p")], folder.path());
    limited.cwd(folder.path());
    let argv = ["unshare", "-rm", "sh", "-c", &script, "sh"].map(Into::into);
    limited.get_argv_mut().splice(0..0, argv);
    let mut screen = Screen::start(limited, 160, 24);
    screen.wait_for("1 article");
    screen.type_until("\r1", "✓ saved  1 of 60");
    // Only the program sees its disk.
    let inside = PathBuf::from(format!("/proc/{}/root", screen.pid()))
        .join(disk.strip_prefix("/").expect("a whole path"));
    let ballast = inside.join("ballast");
    let _ = fs::write(&ballast, vec![0; 1 << 20]);
    screen.type_until("j2", "✗ not saved");
    screen.wait_for("no space left on device");
    let file = inside.join("p/annotations/sara/news.json");
    assert_eq!(decided(&read(&file)), 1);
    fs::remove_file(&ballast).expect("a file");
    screen.type_until("j3", "✓ saved  3 of 60");
    assert_eq!(decided(&read(&file)), 3);
    screen.send("q");
    assert!(screen.end().success());
}

#[test]
fn a_folder_that_becomes_read_only_is_said_and_saved_to_when_it_can_be_written_again() {
    let place = Place::new(9);
    let mut screen = place.start("sara");
    screen.type_until("1", "✓ saved 1 of 9");
    let folder = place.path("annotations/sara");
    let rights = |mode| fs::set_permissions(&folder, fs::Permissions::from_mode(mode));
    rights(0o555).expect("rights");
    // The superuser may write all the same.
    let refuses = fs::write(folder.join("probe"), "").is_err();
    if refuses {
        screen.type_until("j2", "✗ not saved");
        screen.wait_for("permission denied");
        assert_eq!(decided(&place.saved("sara")), 1);
    } else {
        screen.type_until("j2", "✓ saved 2 of 9");
    }
    rights(0o755).expect("rights");
    screen.type_until("j3", "✓ saved 3 of 9");
    assert_eq!(decided(&place.saved("sara")), 3);
    screen.send("q");
    assert!(screen.end().success());
}

/// In the folder that is there now, another program may be at work.
#[test]
fn nothing_is_written_into_a_folder_that_took_the_place_of_the_one_that_was_opened() {
    let place = Place::new(9);
    let (folder, moved) = (place.path("annotations/sara"), place.path("moved"));
    for replacement in ["none", "empty", "copy", "link"] {
        let mut screen = place.start("sara");
        // In an article that has no file yet, nothing else would tell.
        if replacement == "copy" {
            screen.type_until("1", "✓ saved 1 of 9");
        }
        fs::rename(&folder, &moved).expect("a folder");
        match replacement {
            "none" => {}
            "link" => symlink(place.folder.path(), &folder).expect("a link"),
            _ => fs::create_dir(&folder).expect("a folder"),
        }
        if replacement == "copy" {
            fs::copy(moved.join("news.json"), folder.join("news.json")).expect("a file");
        }
        let before = fs::read_dir(&folder).into_iter().flatten().count();
        screen.type_until("j2", "✗ not saved");
        assert!(
            screen.says("deleted, moved or replaced"),
            "{}",
            screen.text()
        );
        assert_eq!(fs::read_dir(&folder).into_iter().flatten().count(), before);
        match replacement {
            "none" => {}
            "link" => fs::remove_file(&folder).expect("a link"),
            _ => fs::remove_dir_all(&folder).expect("a folder"),
        }
        fs::rename(&moved, &folder).expect("a folder");
        screen.type_until("j3", "✓ saved");
        screen.send("q");
        assert!(screen.end().success());
        let saved = place.saved("sara");
        assert!(decided(&saved) >= 2, "it is all there");
        check_fold(&saved);
        fs::remove_file(place.file("sara")).expect("a file");
    }
}

#[test]
fn a_project_that_is_deleted_while_one_works_in_it_is_said_and_not_made_again() {
    let place = Place::new(9);
    let mut screen = place.start("sara");
    screen.type_until("1", "✓ saved 1 of 9");
    // Where the program stands is written after the mark: a file may come while the folder goes.
    screen.wait_until("a deleted project", |_| {
        fs::remove_dir_all(place.root()).is_ok()
    });
    screen.type_until("j2", "✗ not saved");
    screen.type_until("q", "Not saved.");
    screen.send("y");
    assert_eq!(screen.end().exit_code(), 1);
    assert!(!place.root().exists());
}

/// `script` has the other end of the program's terminal, as sshd has it; it is killed.
#[test]
fn a_dropped_line_saves_and_ends_the_program_and_gives_its_place_free() {
    let place = Place::new(40);
    let mut inner = place.command("sara");
    let line: Vec<String> = inner
        .get_argv()
        .iter()
        .map(|it| format!("'{}'", text(it.as_encoded_bytes())))
        .collect();
    let argv = inner.get_argv_mut();
    argv.clear();
    argv.extend(["script", "-qec", &line.join(" "), "/dev/null"].map(Into::into));
    let mut screen = Screen::start(inner, 160, 24);
    screen.wait_for("1 article");
    screen.type_until("\r", " of 40");
    screen.send(&"1\r".repeat(20));
    screen.wait_until("a saved decision", |screen| confirmed(screen) > Some(0));
    let seen = confirmed(&screen).unwrap_or_default();
    screen.signal(Signal::KILL);
    screen.end();
    let store = Store::open(&place.root()).expect("a project");
    let me = me();
    let started = Instant::now();
    let _claim: Claim = loop {
        match store.claim("sara", &me).expect("a claim") {
            Access::Write(claim) => break claim,
            _ => assert!(
                started.elapsed() < Duration::from_secs(10),
                "the program is still there"
            ),
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    let saved = place.saved("sara");
    check_fold(&saved);
    assert!(decided(&saved) >= seen.max(1));
}

fn me() -> Holder {
    Holder {
        host: whoami_host(),
        pid: std::process::id(),
        since: Time::UNIX_EPOCH,
    }
}

/// As the program calls this machine in its lock.
fn whoami_host() -> String {
    let name = fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    name.trim().to_owned()
}

#[test]
fn ones_own_program_at_the_other_end_of_a_dropped_line_is_taken_over() {
    let place = Place::new(40);
    let mut old = place.start("sara");
    old.send("1\r2\r");
    old.wait_for("✓ saved  2 of 40");
    // A second one may only read, and stays where it is.
    let mut reader = place.start("sara");
    reader.wait_for("read-only");
    let store = Store::open(&place.root()).expect("a project");
    old.send("0\r");
    let Ok(Access::Write(claim)) = store.take_over("sara", &me()) else {
        panic!("it is ours");
    };
    assert_eq!(old.end().signal().map(str::to_owned).map(|_| ()), Some(()));
    assert!(decided(&place.saved("sara")) >= 2);
    reader.send("q");
    assert!(reader.end().success());
    // And whoever comes next finds who holds it now.
    let mut third = place.library("sara");
    third.wait_for(&format!("process {} on", std::process::id()));
    drop(claim);
    third.send("q");
    assert!(third.end().success());
}

#[test]
fn a_stopped_program_is_taken_over_too_and_one_that_does_not_leave_stays() {
    let place = Place::new(9);
    let mut old = place.start("sara");
    old.type_until("1", "✓ saved 1 of 9");
    old.signal(Signal::STOP);
    let store = Store::open(&place.root()).expect("a project");
    let taken = store.take_over("sara", &me());
    let Ok(Access::Write(claim)) = taken else {
        panic!("{taken:?}");
    };
    drop(claim);
    old.end();
    assert_eq!(decided(&place.saved("sara")), 1);
    // This one has the lock, and hears nothing.
    let lock = place.path("annotations/sara/.lock");
    let script = "trap '' HUP; exec 9<>\"$0\"; flock 9; \
                  echo \"{\\\"host\\\":\\\"$1\\\",\\\"pid\\\":$$,\\\"since\\\":\\\"2026-11-24T08:00:00Z\\\"}\" > \"$0\"; \
                  echo held; read line";
    let mut deaf = Command::new("sh")
        .args(["-c", script])
        .arg(&lock)
        .arg(whoami_host())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("a shell");
    let mut said = [0; 5];
    std::io::Read::read_exact(deaf.stdout.as_mut().expect("a pipe"), &mut said).expect("a line");
    let started = Instant::now();
    let taken = store.take_over("sara", &me());
    assert!(
        matches!(&taken, Err(NotTaken::Stays(it)) if it.pid == deaf.id()),
        "{taken:?}"
    );
    assert!(started.elapsed() < Duration::from_secs(5));
    deaf.kill().expect("a process");
    deaf.wait().expect("an end");
}

/// The program below waits until a terminal takes what it draws, and that never comes: the line was
/// dropped, and what had its other end still has it and reads no more.
#[test]
fn a_program_whose_terminal_takes_nothing_any_more_saves_and_leaves_when_it_is_asked_to() {
    // So long an article is drawn before it is saved.
    let place = Place::new(600);
    let size = PtySize {
        rows: 50,
        cols: 200,
        ..PtySize::default()
    };
    let pair = native_pty_system().openpty(size).expect("a terminal");
    let mut child = (pair.slave.spawn_command(place.command("sara"))).expect("the program");
    drop(pair.slave);
    let mut reader = pair.master.try_clone_reader().expect("a reader");
    let mut writer = pair.master.take_writer().expect("a writer");
    // It is read until the program has asked what the terminal is, answered, and never again.
    let mut said = Vec::new();
    let mut buffer = [0; 4096];
    while !said.windows(3).any(|it| it == b"\x1b[c") {
        let count = reader.read(&mut buffer).expect("a terminal");
        said.extend_from_slice(&buffer[..count]);
    }
    writer.write_all(b"\x1b[?6c\r").expect("a terminal");
    let count = || {
        let there = place.file("sara").exists();
        if there {
            decided(&place.saved("sara"))
        } else {
            0
        }
    };
    writer.write_all(b"1\r").expect("a terminal");
    let started = Instant::now();
    while count() == 0 {
        assert!(started.elapsed() < Duration::from_secs(60), "nothing saved");
        std::thread::sleep(Duration::from_millis(10));
    }
    let mut before = count();
    // Whole screens fill what the system keeps for the other end. Then a decision is no longer saved.
    loop {
        for _ in 0..20 {
            writer.write_all(b"\x0c").expect("a terminal");
            std::thread::sleep(Duration::from_millis(2));
        }
        writer.write_all(b"1\r").expect("a terminal");
        let asked = Instant::now();
        while count() == before && asked.elapsed() < Duration::from_secs(2) {
            std::thread::sleep(Duration::from_millis(10));
        }
        if count() == before {
            break;
        }
        before = count();
        assert!(
            started.elapsed() < Duration::from_secs(60),
            "it is not blocked"
        );
    }
    let store = Store::open(&place.root()).expect("a project");
    let taken = store.take_over("sara", &me());
    let Ok(Access::Write(_claim)) = taken else {
        panic!("{taken:?}");
    };
    let status = child.wait().expect("an end");
    assert!(status.signal().is_some(), "{status:?}");
    let saved = place.saved("sara");
    check_fold(&saved);
    assert!(decided(&saved) >= before);
}

/// Nobody but the superuser can be two accounts; for all others there is nothing to see here.
#[test]
fn a_program_of_another_account_is_named_and_neither_asked_to_leave_nor_in_the_way_of_reading() {
    if !rustix::process::geteuid().is_root() {
        return;
    }
    for nobody_is_first in [false, true] {
        let place = Place::new(5);
        let open_to_all = "chmod -R a+rwX . && cp \"$0\" program";
        let mut shell = Command::new("sh");
        shell.args(["-c", open_to_all, env!("CARGO_BIN_EXE_hashiya")]);
        let status = shell.current_dir(place.folder.path()).status();
        assert!(status.expect("a shell").success());
        let ours = place.command("sara");
        let mut theirs = ours.clone();
        let becomes = [
            "setpriv",
            "--reuid=65534",
            "--regid=65534",
            "--clear-groups",
        ];
        let mut argv: Vec<OsString> = becomes.map(Into::into).to_vec();
        argv.push(place.folder.path().join("program").into_os_string());
        argv.extend(ours.get_argv().iter().skip(1).cloned());
        *theirs.get_argv_mut() = argv;
        let (first, second) = if nobody_is_first {
            (theirs, ours)
        } else {
            (ours, theirs)
        };
        let mut first = Screen::start(first, 160, 24);
        first.wait_for("1 article");
        first.type_until("\r1", "✓ saved 1 of 5");
        let pid = first.pid();
        let mut second = Screen::start(second, 160, 24);
        second.wait_for(&format!("process {pid} on "));
        second.type_until("\r", " of 5");
        let refusal = format!("Process {pid} is another account's: only they can end it.");
        second.type_until("\tu", &refusal);
        // It was not asked to.
        first.type_until("j2", "✓ saved 2 of 5");
        first.send("q");
        assert!(first.end().success());
        second.send("q");
        assert!(second.end().success());
    }
}

/// The lock file says whatever somebody wrote there; only who has it open is asked to leave.
#[test]
fn only_the_program_that_has_the_lock_open_is_asked_to_leave() {
    let place = Place::new(3);
    let store = Store::open(&place.root()).expect("a project");
    let Ok(Access::Write(_claim)) = store.take_over("sara", &me()) else {
        panic!("nobody holds it");
    };
    let lock = place.path("annotations/sara/.lock");
    let mut other = Command::new("sleep").arg("60").spawn().expect("a process");
    let said = |pid: u32, host: &str| {
        let host = host.to_owned();
        let holder = Holder { host, pid, ..me() };
        fs::write(&lock, serde_json::to_string(&holder).expect("a line")).expect("a file");
        store.take_over("sara", &me()).expect_err("it is held")
    };
    for host in [whoami_host().as_str(), "nile"] {
        for pid in [other.id(), 0, u32::MAX, std::process::id()] {
            let error = said(pid, host);
            assert!(matches!(error, NotTaken::Elsewhere(_)), "{pid}: {error}");
        }
    }
    fs::write(&lock, "").expect("a file");
    let unknown = store.take_over("sara", &me());
    assert!(matches!(unknown, Err(NotTaken::Unknown)), "{unknown:?}");
    assert_eq!(
        other.try_wait().expect("a process"),
        None,
        "it was not asked"
    );
    other.kill().expect("a process");
    other.wait().expect("an end");
}

#[test]
fn twenty_annotators_work_in_one_project_at_once() {
    let place = Place::new(30);
    let names: Vec<String> = (0..20).map(|number| format!("a{number}")).collect();
    let mut screens: Vec<Screen> = names.iter().map(|name| place.start(name)).collect();
    for _ in 0..10 {
        for (number, screen) in screens.iter_mut().enumerate() {
            screen.send(["1\r", "2\r", "3\r", "0\r"][number % 4]);
        }
    }
    for (number, (name, screen)) in names.iter().zip(&mut screens).enumerate() {
        screen.wait_for("✓ saved 10 of 30");
        let saved = place.saved(name);
        check_fold(&saved);
        assert_eq!(
            (decided(&saved), saved.annotator.as_str()),
            (10, name.as_str())
        );
        let topics = &saved.sentences[3].decision.topics;
        let topic = ["prevention", "protection", "prosecution"].get(number % 4);
        assert_eq!(topics.first().map(String::as_str), topic.copied(), "{name}");
        screen.send("q");
    }
    for screen in &mut screens {
        assert!(screen.end().success());
    }
}

#[test]
fn a_clock_that_jumps_back_changes_no_order() {
    let mut desk = Desk::with(&[("a", "One is here. Two is here. Three is here.\n")]);
    desk.keys("enter 1 j 2").wait(-90_000).keys("j 3");
    let history = desk.saved("a").history;
    assert!(history.is_sorted_by(|a, b| a.n < b.n));
    assert!(history[1].at > history[2].at, "the clock did jump");
    desk.restart().keys("enter");
    // The last one that was made is the first that is taken back.
    desk.keys("u");
    assert_eq!(desk.decisions("a"), "1 2 .");
    desk.wait(-90_000).keys("u u r");
    assert_eq!(desk.decisions("a"), "1 . .");
    let saved = desk.saved("a");
    check_fold(&saved);
    assert!(saved.history.is_sorted_by(|a, b| a.n < b.n));
    let store = Store::open(desk.root()).expect("a project");
    let steps = store.timeline("sara").steps;
    assert!(steps.is_sorted_by_key(|step| step.entry.n));
}

#[test]
fn nothing_is_written_through_a_link_that_leads_out_of_the_project() {
    for link in [
        "annotations",
        "annotations/sara",
        "annotations/sara/.lock",
        "guidelines",
        ".cache",
    ] {
        let place = Place::new(9);
        let outside = place.folder.path().join("outside");
        fs::create_dir(&outside).expect("a folder");
        let path = place.path(link);
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        let target = match link.ends_with(".lock") {
            true => outside.join("lock"),
            false => outside.clone(),
        };
        symlink(target, &path).expect("a link");
        let mut screen = place.library("sara");
        match link {
            // The wording cannot be kept, so that nothing would say what was decided under.
            "guidelines" => {
                screen.type_until("\r", "of 9");
                screen.type_until("1", "✗ not saved");
                screen.wait_for("symbolic link");
            }
            // Only where one was is kept there.
            ".cache" => {
                screen.type_until("\r", "of 9");
                screen.type_until("1", "✓ saved 1 of 9");
            }
            _ => {
                screen.wait_for("symbolic link");
                screen.type_until("\r", "read-only");
            }
        }
        screen.send("2jqy");
        screen.end();
        assert_eq!(
            fs::read_dir(&outside).expect("a folder").count(),
            0,
            "{link}"
        );
    }
    // Neither is another annotator's folder taken for one's own.
    let place = Place::new(9);
    fs::create_dir_all(place.path("annotations/omar")).expect("a folder");
    symlink("omar", place.path("annotations/sara")).expect("a link");
    let mut screen = place.library("sara");
    screen.type_until("\r", "read-only");
    screen.send("1q");
    screen.end();
    assert_eq!(
        fs::read_dir(place.path("annotations/omar"))
            .expect("a folder")
            .count(),
        0
    );
}

/// Ids come from file names, but files say them too.
#[test]
fn an_id_in_a_file_never_leads_out_of_the_project() {
    let place = Place::new(3);
    fs::write(place.folder.path().join("x.json"), "secret").expect("a file");
    let article = fs::read_to_string(place.path("articles/news.json")).expect("an article");
    let long = "x".repeat(300);
    for id in [
        "../../x",
        "../x",
        "con",
        &long,
        "خبر",
        "a\u{1b}[2Jb",
        ".",
        "/etc/passwd",
    ] {
        let told = serde_json::to_string(id).expect("a string");
        let renamed = article.replacen("\"id\": \"news\"", &format!("\"id\": {told}"), 1);
        fs::write(place.path("articles/evil.json"), renamed).expect("a file");
        let place_file = format!("{{\"article\": {told}, \"sentence\": \"s1\", \"next\": 1}}");
        fs::create_dir_all(place.path(".cache")).expect("a folder");
        fs::write(place.path(".cache/place-sara.json"), place_file).expect("a file");
        let mut screen = Screen::start(place.command("sara"), 160, 24);
        screen.wait_for("2 articles");
        screen.wait_for("cannot be read");
        assert!(!screen.says("secret"));
        screen.send("q");
        assert!(screen.end().success(), "{id:?}");
        let store = Store::open(&place.root()).expect("a project");
        assert_eq!(store.ids(), ["evil", "news"]);
        assert!(
            store.article(id).is_err() && store.article("evil").is_err(),
            "{id:?}"
        );
    }
    // What is no id is no article.
    for name in ["..json", "CON.json", "خبر.json", "a b.json", "a\nb.json"] {
        fs::write(place.path("articles").join(name), &article).expect("a file");
    }
    let store = Store::open(&place.root()).expect("a project");
    assert_eq!(store.ids(), ["evil", "news"]);
}

#[test]
fn an_article_over_ten_megabytes_is_refused_by_name() {
    let place = Place::new(3);
    let large = place.folder.path().join("large.txt");
    fs::write(&large, "كلمة ".repeat(1_200_000)).expect("a text");
    let root = place.root();
    let arguments = [large.as_os_str(), OsStr::new("--project"), root.as_os_str()];
    let mut screen = Screen::start(command(&arguments, place.folder.path()), 160, 24);
    screen.end();
    let said = text(&screen.raw);
    assert!(said.contains("large.txt") && said.contains("MB"), "{said}");
    assert_eq!(Store::open(&root).expect("a project").ids(), ["news"]);
}

/// A file as it may be found in a project or beside it: its path, and what it holds when it is whole.
fn files(root: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let keep = |name: &str, contents: &str| {
        let path = root.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(&path, contents).expect("a file");
    };
    let store = Store::open(root).expect("a project");
    store
        .keep_duplicates(&Duplicates::default())
        .expect("duplicates");
    keep("home/keymap.toml", include_str!("../../keymap.toml"));
    keep(
        "home/config.toml",
        "mouse = false\nlanguage = \"ar\"\ncolours = \"16\"\nbreak-after = 50\n",
    );
    keep(
        "home/terminals.json",
        r#"{"format":1,"seen":[{"client":"xterm","fingerprint":"x","name":"xterm","profile":"visual","harakat":true,"sync":false,"colours":"16","ground":"dark"}],"chosen":{"x":{"profile":"words","joined":true,"harakat":false}}}"#,
    );
    keep(
        ".cache/place-sara.json",
        r#"{"article":"a","sentence":"s1","next":3}"#,
    );
    let scheme = fs::read_to_string(root.join("project.toml")).expect("a project");
    keep(
        "project.toml",
        &(scheme
            + "\n[people]\nleads = [\"huda\"]\nannotators = [\"sara\", \"omar\"]\n[assignment]\noverlap = 0.2\n\
               [[rule]]\nat-most = 2\n[[topic-change]]\nfrom = [\"protection\"]\nto = [\"prosecution\"]\ndate = 2026-11-24\n"),
    );
    let guideline = format!("guidelines/{}.json", store.guideline());
    let names = [
        "project.toml",
        "articles/a.json",
        "annotations/sara/a.json",
        "annotations/sara/.lock",
        "duplicates.json",
        guideline.as_str(),
        ".cache/place-sara.json",
        "home/keymap.toml",
        "home/config.toml",
        "home/terminals.json",
    ];
    let names = names.iter().map(|name| root.join(name));
    names
        .map(|path| (path.clone(), fs::read(&path).unwrap_or_default()))
        .collect()
}

/// Reads all that can be read.
fn read_everything(root: &Path) {
    if let Ok(keymap) = fs::read_to_string(root.join("home/keymap.toml")) {
        Keymap::built_in().read(&keymap);
    }
    if let Ok(config) = fs::read_to_string(root.join("home/config.toml")) {
        let _ = Config::read(&config);
    }
    let _ = Terminals::read(&root.join("home/terminals.json"));
    let Ok(mut store) = Store::open(root) else {
        return;
    };
    store.refresh_project();
    store.duplicates();
    store.place("sara");
    store.journal("sara");
    store.timeline("sara");
    store.under_older_wording("sara");
    let _ = store.wording(store.guideline());
    for id in store.ids() {
        if let Ok(article) = store.article(id) {
            let _ = store.annotations("sara", &article);
        }
    }
    let _ = store.claim("sara", &me());
}

#[derive(Debug, Clone)]
enum Damage {
    Truncated(prop::sample::Index),
    Flipped(prop::sample::Index, u8),
    Repeated(prop::sample::Index, prop::sample::Index),
    Inserted(prop::sample::Index, Vec<u8>),
    Replaced(Vec<u8>),
    Nested(prop::sample::Index, u8),
}

fn damage() -> impl Strategy<Value = Damage> {
    let index = any::<prop::sample::Index>;
    let odd = prop::sample::select(vec![
        "-1",
        "1e999",
        "18446744073709551616",
        "null",
        "\"\\ud800\"",
        "[]",
        "{}",
        "\u{202E}",
        "\u{0}",
        "\"\"",
        "9999-99-99",
        "[[topic]]\n",
        "\"format\": 99,",
        "nan",
        "'''",
        "\u{FEFF}",
    ]);
    let odd = odd.prop_map(|it| it.as_bytes().to_vec());
    prop_oneof![
        index().prop_map(Damage::Truncated),
        (index(), any::<u8>()).prop_map(|(at, bits)| Damage::Flipped(at, bits)),
        (index(), index()).prop_map(|(from, to)| Damage::Repeated(from, to)),
        (index(), odd).prop_map(|(at, what)| Damage::Inserted(at, what)),
        prop::collection::vec(any::<u8>(), 0..200).prop_map(Damage::Replaced),
        (index(), any::<u8>()).prop_map(|(at, kind)| Damage::Nested(at, kind)),
    ]
}

fn damaged(mut bytes: Vec<u8>, damage: &Damage) -> Vec<u8> {
    let place = |at: &prop::sample::Index| at.index(bytes.len() + 1);
    match damage {
        Damage::Truncated(at) => bytes.truncate(place(at)),
        Damage::Flipped(at, bits) => {
            let at = place(at);
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= bits;
            }
        }
        Damage::Repeated(from, to) => {
            let (from, to) = (place(from), place(to));
            let part = bytes[from.min(to)..from.max(to)].to_vec();
            bytes.splice(from..from, part);
        }
        Damage::Inserted(at, what) => {
            let at = place(at);
            bytes.splice(at..at, what.iter().copied());
        }
        Damage::Replaced(with) => bytes.clone_from(with),
        Damage::Nested(at, kind) => {
            let at = place(at);
            let what = ["[", "{\"a\":", "a.", "[a."][usize::from(*kind) % 4].repeat(100_000);
            bytes.splice(at..at, what.into_bytes());
        }
    }
    bytes
}

#[test]
fn whatever_a_file_holds_reading_it_ends_soon_and_changes_nothing() {
    let desk = project();
    let root = desk.root().to_owned();
    let files = files(&root);
    read_everything(&root);
    let config = ProptestConfig {
        failure_persistence: None,
        cases: 400,
        ..ProptestConfig::default()
    };
    let which = 0..files.len();
    proptest!(config, |(which in which, damages in prop::collection::vec(damage(), 1..3))| {
        let (path, whole) = &files[which];
        let bytes = damages.iter().fold(whole.clone(), damaged_by);
        fs::write(path, &bytes).expect("a file");
        let started = Instant::now();
        read_everything(&root);
        let took = started.elapsed();
        let after = fs::read(path).expect("a file");
        fs::write(path, whole).expect("a file");
        // The lock says who has it.
        prop_assert!(after == bytes || path.ends_with(".lock"), "{} was written", path.display());
        prop_assert!(took < Duration::from_secs(5), "{}: {took:?}", path.display());
    });
}

#[test]
fn whatever_a_page_holds_reading_it_ends_soon() {
    let page = include_bytes!("../../samples/raw/shelter.html").to_vec();
    let note = include_bytes!("../../samples/raw/inspection.md").to_vec();
    let config = ProptestConfig {
        failure_persistence: None,
        cases: 60,
        ..ProptestConfig::default()
    };
    proptest!(config, |(is_page: bool, damages in prop::collection::vec(damage(), 1..4))| {
        let whole = if is_page { page.clone() } else { note.clone() };
        let bytes = damages.iter().fold(whole, damaged_by);
        let text = String::from_utf8_lossy(&bytes);
        let started = Instant::now();
        let draft = if is_page { html::draft(&text).ok() } else { Some(markdown::draft(&text)) };
        let source = Source { file: "a".into(), sha256: String::new() };
        let article = draft.and_then(|draft| draft.article("a", source).ok());
        if let Some(article) = article {
            let is_sound = |c: char| !c.is_control() || c == '\n';
            prop_assert!(article.text.chars().all(is_sound));
            prop_assert!(!article.sentences.is_empty());
        }
        let took = started.elapsed();
        prop_assert!(took < Duration::from_secs(20), "{took:?}");
    });
}

fn damaged_by(bytes: Vec<u8>, damage: &Damage) -> Vec<u8> {
    damaged(bytes, damage)
}
