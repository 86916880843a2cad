//! 备用空间: a file that is there only to be given up. Where the disk is full nothing new is recorded, but what was recorded
//! must still get out: unlocking and sending write a little themselves.
//!
//! While it cannot be made again nothing new is taken: a record must not use up the room its own sending needs.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

const FILE: &str = "reserve";
/// An exchange writes some ten pages to the store's log; a receipt, a counter and a try of the PIN a small file each.
const BYTES: usize = 512 * 1024;

/// Makes it where it is not.
///
/// # Errors
/// Of the file system: `StorageFull` where there is no room; nothing of it is left then.
pub fn keep(data_dir: &Path) -> io::Result<()> {
    let path = data_dir.join(FILE);
    let wanted = u64::try_from(BYTES).unwrap_or(u64::MAX);
    if fs::metadata(&path).is_ok_and(|known| known.len() == wanted) {
        return Ok(());
    }
    let made = File::create(&path).and_then(|mut file| {
        // Not zeros: a file system may keep those without any room.
        file.write_all(&[0xA5; BYTES])?;
        file.sync_all()
    });
    if made.is_err() {
        let _ = fs::remove_file(&path);
    }
    made
}

/// Gives it up; whether there was one.
#[must_use]
pub fn give_up(data_dir: &Path) -> bool {
    fs::remove_file(data_dir.join(FILE)).is_ok()
}
