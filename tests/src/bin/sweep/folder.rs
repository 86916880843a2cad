//! A folder's files in memory, to lay them down again for each trial.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use faulty_disk::Image;

/// Files by their path inside the folder. The index of a write-ahead log is not among them: it is memory.
pub type Files = BTreeMap<PathBuf, Vec<u8>>;

/// Reads a folder, its owner running or not.
pub fn read(folder: &Path) -> Files {
    let mut files = Files::new();
    read_into(folder, folder, &mut files);
    files
}

fn read_into(root: &Path, folder: &Path, files: &mut Files) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read_into(root, &path, files);
        } else if !path.to_string_lossy().ends_with("-shm") {
            files.insert(path.strip_prefix(root).unwrap().to_owned(), fs::read(&path).unwrap());
        }
    }
}

/// Empties a folder and lays the files down in it; `folders` are there even where they are empty.
pub fn lay(files: &Files, folders: &[&str], folder: &Path) {
    if folder.exists() {
        fs::remove_dir_all(folder).unwrap();
    }
    fs::create_dir_all(folder).unwrap();
    for name in folders {
        fs::create_dir_all(folder.join(name)).unwrap();
    }
    for (name, bytes) in files {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}

/// What a power cut left, by path inside the folder.
pub fn of_image(image: Image, root: &Path) -> Files {
    let root = root.canonicalize().unwrap();
    image.into_iter().map(|(path, bytes)| (path.strip_prefix(&root).unwrap().to_owned(), bytes)).collect()
}
