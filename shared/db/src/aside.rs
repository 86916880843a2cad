//! A damaged store is moved out of the way with all its files and kept: it may be the only copy of something.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use crate::DbError;

/// Tries before giving up: a folder with so many damaged stores needs a person.
const ASIDE_MAX: u32 = 1000;

/// Renames `path`, its `-wal` and `-shm` to `<path>.corrupt-<n>`, with the first `n` that is free. Returns the new
/// name. Nothing is ever written over.
///
/// # Errors
/// [`DbError::File`] where the folder does not let itself be written.
pub fn set_aside(path: &Path) -> Result<PathBuf, DbError> {
    for n in 1..=ASIDE_MAX {
        let target = with_suffix(path, &format!(".corrupt-{n}"));
        // `create_new` claims the name, so that two processes cannot take the same one.
        match File::create_new(&target) {
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
            Err(error) => return Err(error.into()),
        }
        fs::rename(path, &target)?;
        for part in ["-wal", "-shm"] {
            let from = with_suffix(path, part);
            if from.exists() {
                fs::rename(from, with_suffix(&target, part))?;
            }
        }
        if let Some(folder) = path.parent() {
            File::open(folder)?.sync_all()?;
        }
        return Ok(target);
    }
    Err(DbError::File(io::ErrorKind::AlreadyExists.into()))
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}
