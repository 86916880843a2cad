//! When a backup is due, and which old ones are let go.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use chrono::Timelike;
use shared::moment::{BEIJING, Moment, civil_date};

use super::{BackupError, ENDING, Written};
use crate::office::Office;

/// Backups are made from this hour of the night on, in Beijing: nobody works then.
const HOUR: u32 = 2;
/// Backups that are kept: two weeks of nights.
pub const KEPT: usize = 14;
const PREFIX: &str = "guihang-";
/// The moment in a name, and how long it is.
const FORMAT: &str = "%Y%m%d-%H%M%S";
const STAMP: &str = "20261124-020000";

/// The name of a backup of this moment, without its ending.
pub(super) fn name_of(now: Moment) -> String {
    format!("{PREFIX}{}", now.format(FORMAT))
}

/// Whether a night has begun that has no backup yet.
#[must_use]
pub fn is_due(last: Option<Moment>, now: Moment) -> bool {
    now.hour() >= HOUR && last.is_none_or(|last| civil_date(last) < civil_date(now))
}

/// Makes the nightly backup if it is due; `None` where it is not. `last` = when the last one was tried.
///
/// # Errors
/// [`BackupError`].
pub fn run(office: &Office, to: &Path, last: Option<Moment>) -> Option<Result<Written, BackupError>> {
    is_due(last, office.now()).then(|| {
        let written = super::write(office, to)?;
        let gone = |source| super::failed(to, source);
        for old in beyond(names(to).map_err(gone)?) {
            fs::remove_file(&old).map_err(gone)?;
        }
        Ok(written)
    })
}

/// When the last backup of a folder was made, by its name; `None` where there is none.
#[must_use]
pub fn last_in(folder: &Path) -> Option<Moment> {
    let newest = names(folder).ok()?.pop()?;
    let name = newest.file_name()?.to_str()?.strip_prefix(PREFIX)?.get(..STAMP.len())?.to_owned();
    let at = chrono::NaiveDateTime::parse_from_str(&name, FORMAT).ok()?;
    at.and_local_timezone(BEIJING).single()
}

/// The backups of a folder, oldest first. Only files named as ours are looked at.
///
/// # Errors
/// Where the folder cannot be read.
pub fn names(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if name.starts_with(PREFIX) && name.ends_with(ENDING) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn beyond(mut names: Vec<PathBuf>) -> Vec<PathBuf> {
    names.truncate(names.len().saturating_sub(KEPT));
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Moment {
        Moment::parse_from_rfc3339(text).unwrap()
    }

    #[test]
    fn a_backup_is_due_once_a_night_and_after_a_night_without_power_at_the_next_start() {
        let night = at("2026-11-24T02:00:00+08:00");
        assert!(is_due(None, night));
        assert!(!is_due(Some(night), at("2026-11-24T23:59:00+08:00")));
        assert!(!is_due(Some(night), at("2026-11-25T01:59:00+08:00")));
        assert!(is_due(Some(night), at("2026-11-25T02:00:00+08:00")));
        assert!(is_due(Some(night), at("2026-11-27T16:00:00+08:00")));
    }

    #[test]
    fn the_newest_are_kept() {
        let names: Vec<PathBuf> = (0..20).map(|n| PathBuf::from(format!("{n:02}"))).collect();
        assert_eq!(beyond(names.clone()), names[..6]);
        assert!(beyond(names[..KEPT].to_vec()).is_empty());
    }
}
