//! The files of a backup, written out and compared with what the header says of them.

use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Component, Path};

use zeroize::Zeroizing;

use super::{RestoreError, failed};
use crate::backup::{self, Header, Opened, SERVER_KEY_NAME, STORE_NAME};

/// Reads everything, and writes all but the server key to `folder`, if there is one; gives the header and the key.
pub(super) fn unpack(
    file: &Path,
    mut opened: Opened,
    folder: Option<&Path>,
) -> Result<(Header, Zeroizing<String>), RestoreError> {
    let damaged = || RestoreError::Damaged(file.to_owned());
    // Errors of the sealed bytes are the backup's; errors of the disk are the disk's.
    let sort = |path: &Path, error: io::Error| {
        if backup::is_of_the_seal(&error) { damaged() } else { failed(path, error) }
    };
    let mut key = None;
    let files = opened.header.files.clone();
    for head in &files {
        let whole = if head.name == SERVER_KEY_NAME {
            let mut text = Zeroizing::new(Vec::new());
            let whole = opened.next_into(head, &mut *text).map_err(|error| sort(file, error))?;
            key = std::str::from_utf8(&text).ok().map(|text| Zeroizing::new(text.to_owned()));
            whole
        } else {
            let name = Path::new(&head.name);
            if !name.components().all(|part| matches!(part, Component::Normal(_))) {
                return Err(damaged());
            }
            match folder.map(|folder| folder.join(name)) {
                Some(path) => {
                    write_out(&path, |out| opened.next_into(head, out)).map_err(|error| sort(&path, error))?
                }
                None => opened.next_into(head, &mut io::sink()).map_err(|error| sort(file, error))?,
            }
        };
        if !whole {
            return Err(damaged());
        }
    }
    let ended = opened.is_at_end().map_err(|error| sort(file, error))?;
    let has_store = files.iter().any(|head| head.name == STORE_NAME);
    let key = key.filter(|_| ended && has_store).ok_or_else(damaged)?;
    Ok((opened.header, key))
}

fn write_out(path: &Path, fill: impl FnOnce(&mut dyn Write) -> io::Result<bool>) -> io::Result<bool> {
    if let Some(folder) = path.parent() {
        backup::make_private_folder(folder)?;
    }
    let mut out = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    let whole = fill(&mut out)?;
    out.sync_all()?;
    Ok(whole)
}
