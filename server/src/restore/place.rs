//! Putting a finished folder where the data lies, by one rename.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, RenameFlags, renameat_with};

use super::{RestoreError, Step, failed, sync_all};
use crate::backup::{make_private_folder, sync_folder};
use crate::office::LOCK_FILE;

/// Names to try beside the data folder before giving up.
const NAMES_MAX: u32 = 1000;

/// A folder beside the data folder that is still being filled.
pub(super) struct Fresh {
    path: PathBuf,
    placed: bool,
}

impl Fresh {
    /// A new one; what an interrupted restore left is not touched.
    pub(super) fn beside(target: &Path) -> Result<Self, RestoreError> {
        let folder = parent(target);
        fs::create_dir_all(&folder).map_err(|source| failed(&folder, source))?;
        let path = free_name(target, "restoring").map_err(|source| failed(target, source))?;
        make_private_folder(&path).map_err(|source| failed(&path, source))?;
        Ok(Self { path, placed: false })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Every file and folder in it is on the disk when this returns.
    pub(super) fn make_durable(&self) -> Result<(), RestoreError> {
        sync_tree(&self.path).map_err(|source| failed(&self.path, source))
    }
}

impl Drop for Fresh {
    fn drop(&mut self) {
        if !self.placed {
            // Ours, unfinished, and never the data of anybody.
            let _ = fs::remove_dir_all(&self.path);
        }
    }
}

/// Where the data is to lie.
pub(super) struct Target {
    path: PathBuf,
    /// Of the data that lies there; held so that no server starts on it meanwhile.
    occupied: Option<File>,
}

impl Target {
    pub(super) fn of(path: &Path, set_aside: bool) -> Result<Self, RestoreError> {
        let is_empty = match fs::read_dir(path) {
            Ok(mut entries) => entries.next().is_none(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => true,
            Err(source) => return Err(failed(path, source)),
        };
        if is_empty {
            return Ok(Self { path: path.to_owned(), occupied: None });
        }
        if !set_aside {
            return Err(RestoreError::NotEmpty(path.to_owned()));
        }
        Ok(Self { path: path.to_owned(), occupied: Some(lock(path)?) })
    }

    /// Puts the fresh folder in its place; gives where the old one lies now.
    pub(super) fn take(self, mut fresh: Fresh, tell: &dyn Fn(Step)) -> Result<Option<PathBuf>, RestoreError> {
        let Self { path, occupied } = self;
        let at_path = |source| failed(&path, source);
        if occupied.is_none() {
            // Over a folder that is empty or not there: still one step.
            fs::rename(&fresh.path, &path).map_err(at_path)?;
            fresh.placed = true;
            sync_folder(&parent(&path)).map_err(|source| unsure(&path, source))?;
            return Ok(None);
        }
        renameat_with(CWD, &fresh.path, CWD, &path, RenameFlags::EXCHANGE).map_err(|error| {
            if matches!(error, rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS | rustix::io::Errno::XDEV)
            {
                RestoreError::NoExchange(path.clone())
            } else {
                at_path(error.into())
            }
        })?;
        // From here on `fresh.path` holds the old data.
        fresh.placed = true;
        sync_folder(&parent(&path)).map_err(|source| unsure(&path, source))?;
        tell(Step::SetAside);
        // The restore is done: what goes wrong now is told, and undoes nothing.
        let beside =
            |old: &Path, source| RestoreError::OldBeside { path: path.clone(), old: old.to_owned(), source };
        let old = &fresh.path;
        let aside = free_name(&path, "before-restore").map_err(|source| beside(old, source))?;
        fs::rename(old, &aside).map_err(|source| beside(old, source))?;
        sync_folder(&parent(&path)).map_err(|source| beside(&aside, source))?;
        Ok(Some(aside))
    }
}

fn unsure(path: &Path, source: io::Error) -> RestoreError {
    RestoreError::InPlaceUnsure { path: path.to_owned(), source }
}

fn lock(path: &Path) -> Result<File, RestoreError> {
    let file = path.join(LOCK_FILE);
    let at_file = |source| failed(&file, source);
    let lock = File::options().create(true).truncate(false).write(true).open(&file).map_err(at_file)?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(RestoreError::InUse(path.to_owned())),
        Err(TryLockError::Error(error)) => Err(at_file(error)),
    }
}

fn parent(path: &Path) -> PathBuf {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    parent.unwrap_or(Path::new(".")).to_owned()
}

fn free_name(target: &Path, word: &str) -> io::Result<PathBuf> {
    let name = |number| {
        let mut name = target.as_os_str().to_owned();
        name.push(format!(".{word}-{number}"));
        PathBuf::from(name)
    };
    let free = (1..=NAMES_MAX).map(name).find(|path| !path.exists());
    free.ok_or_else(|| io::ErrorKind::AlreadyExists.into())
}

fn sync_tree(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() { sync_tree(&entry.path())? } else { sync_all(&entry.path())? }
    }
    sync_all(folder)
}
