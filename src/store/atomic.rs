//! Replacing a file so that every reader, and every crash, finds either the old or the new one.

use std::fs::{self, File, Metadata, OpenOptions, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt, fchown};
use std::path::Path;

use rustix::fs::OFlags;
use tempfile::{Builder, NamedTempFile};

const PREFIX: &str = ".hashiya-";
const SUFFIX: &str = ".tmp";

/// Whether a replacement outlives a power failure, or only the end of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Durability {
    /// On the disk when the call returns.
    Disk,
    /// With the operating system when the call returns: for what can be made again.
    System,
}

/// Puts `contents` in the place of the file at `path`, keeping its mode and group. `note` gets the
/// metadata of the new file as soon as it is there, even if making that durable fails.
pub(super) fn replace(
    path: &Path,
    contents: &[u8],
    durability: Durability,
    note: impl FnOnce(&Metadata),
) -> io::Result<()> {
    let file = write_aside(path, contents, durability, |file| keep(path, file))?;
    let file = file.persist(path)?;
    // Of the file that was written, whatever stands at its path by now.
    note(&file.metadata()?);
    match durability {
        Durability::Disk => sync_folder(folder_of(path)),
        Durability::System => Ok(()),
    }
}

/// Makes a new file at `path`; an error if there is one already.
pub(super) fn create(path: &Path, contents: &[u8]) -> io::Result<()> {
    write_aside(path, contents, Durability::Disk, |_| Ok(()))?.persist_noclobber(path)?;
    sync_folder(folder_of(path))
}

/// Makes `folder` and what is missing above it, all of it durable.
pub(super) fn create_folder(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let above = folder_of(folder);
    create_folder(above)?;
    match fs::create_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        result => result.and_then(|()| sync_folder(above)),
    }
}

/// Gives `file` the mode and the group of what it is to replace at `path`, if there is anything.
fn keep(path: &Path, file: &File) -> io::Result<()> {
    let Ok(old) = fs::metadata(path) else {
        return Ok(());
    };
    let new = file.metadata()?;
    if new.gid() != old.gid() {
        // A member of the group may write here without being allowed to give files to it.
        let _ = fchown(file, None, Some(old.gid()));
    }
    // Also where only the group was changed: that may have taken bits of the mode away.
    if (new.mode(), new.gid()) != (old.mode(), old.gid()) {
        file.set_permissions(old.permissions())?;
    }
    Ok(())
}

/// Writes `contents` beside `path`. What is done by `finish` is as durable as they are: once the file
/// is synced nothing is left for the sync of its folder but the name.
fn write_aside(
    path: &Path,
    contents: &[u8],
    durability: Durability,
    finish: impl FnOnce(&File) -> io::Result<()>,
) -> io::Result<NamedTempFile> {
    let mut file = Builder::new()
        .prefix(PREFIX)
        .suffix(SUFFIX)
        // What an ordinary new file gets: the umask takes its share.
        .permissions(Permissions::from_mode(0o666))
        .tempfile_in(folder_of(path))?;
    file.write_all(contents)?;
    finish(file.as_file())?;
    if durability == Durability::Disk {
        file.as_file().sync_all()?;
    }
    Ok(file)
}

/// Refuses `folder` where a symbolic link in it leads out of the project at `root`: what is written
/// there would be written somewhere else. One that is not there yet leads nowhere.
pub(super) fn check_inside(root: &Path, folder: &Path) -> io::Result<()> {
    match (root.canonicalize(), folder.canonicalize()) {
        (Ok(root), Ok(real)) if !real.starts_with(&root) => Err(leads_out()),
        (Ok(_), Err(_)) if folder.is_symlink() => Err(leads_out()),
        _ => Ok(()),
    }
}

/// Why nothing is written through a link.
pub(super) fn leads_out() -> io::Error {
    let what = "it is a symbolic link, or in one: put the file or folder itself there";
    io::Error::new(io::ErrorKind::PermissionDenied, what)
}

/// Opens the lock file at `path`, which is made if need be, and is no link.
pub(super) fn open_lock(path: &Path) -> io::Result<File> {
    let no_link = OFlags::NOFOLLOW.bits().cast_signed();
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    match options.custom_flags(no_link).open(path) {
        Err(_) if path.is_symlink() => Err(leads_out()),
        opened => opened,
    }
}

/// Opens the lock file at `path` of which it is only to be found out who holds it.
pub(super) fn open_lock_to_read(path: &Path) -> io::Result<File> {
    // Whatever another account put there, it is not waited for.
    let flags = (OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed();
    OpenOptions::new().read(true).custom_flags(flags).open(path)
}

pub(super) fn folder_of(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Whether a file called `name` was written aside by a program that was killed, or is being so now.
pub(super) fn is_leftover(name: &str) -> bool {
    name.starts_with(PREFIX) && name.ends_with(SUFFIX)
}

/// Removes what a killed program left behind in `folder`. Only for who holds its lock.
pub(super) fn sweep(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        if is_leftover(&name.to_string_lossy()) {
            // What cannot be removed is a stray file and no loss.
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// Makes the rename itself durable. Some file systems (NFS, FUSE) cannot sync a folder, and say so.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    match File::open(folder).and_then(|folder| folder.sync_all()) {
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported
            ) =>
        {
            Ok(())
        }
        result => result,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_replaced_file_keeps_its_mode_and_leaves_nothing_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.json");
        fs::write(&path, "old").unwrap();
        fs::set_permissions(&path, Permissions::from_mode(0o640)).unwrap();
        let mut length = 0;
        replace(&path, b"new", Durability::Disk, |metadata| {
            length = metadata.len()
        })
        .unwrap();
        assert_eq!(length, 3);
        assert_eq!(fs::read(&path).unwrap(), b"new");
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o640
        );
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_new_file_takes_nobodys_place() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a/b/c.json");
        create_folder(path.parent().unwrap()).unwrap();
        create(&path, b"first").unwrap();
        assert_eq!(
            create(&path, b"second").unwrap_err().kind(),
            io::ErrorKind::AlreadyExists
        );
        assert_eq!(fs::read(&path).unwrap(), b"first");
    }

    #[test]
    fn what_a_killed_program_left_is_swept() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(".hashiya-x1.tmp"), "torn").unwrap();
        fs::write(folder.path().join("a.json"), "whole").unwrap();
        sweep(folder.path());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
