//! Files as a dying machine leaves them.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// A folder in memory where there is one: what is tried here is order and atomicity, not the speed of a disk.
///
/// # Panics
/// Where no folder can be made.
#[must_use]
pub fn scratch() -> TempDir {
    let memory = Path::new("/dev/shm");
    let made = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
    made.or_else(|_| tempfile::tempdir()).unwrap()
}

/// Copies a folder while its owner still runs. The index of a write-ahead log stays behind: it is lost with the machine.
///
/// # Panics
/// Where a file cannot be copied.
pub fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name();
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to.join(name));
        } else if !name.to_string_lossy().ends_with("-shm") {
            std::fs::copy(entry.path(), to.join(name)).unwrap();
        }
    }
}

/// Puts a copy in the place of a folder.
///
/// # Panics
/// Where the folder cannot be moved.
pub fn replace(place: &Path, by: &Path) {
    std::fs::remove_dir_all(place).unwrap();
    std::fs::rename(by, place).unwrap();
}

/// The folder's name with an ending.
#[must_use]
pub fn beside(folder: &Path, ending: &str) -> PathBuf {
    let mut name = folder.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}
