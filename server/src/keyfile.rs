//! The server key: a file outside the data folder, made 0600 at the first start.
//!
//! From its 32 random bytes come the key of the store and the key that wraps all others. A copy of the data folder
//! without this file is worth nothing; a lost file cannot be replaced.

use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use ring::hkdf;
use thiserror::Error;
use zeroize::Zeroizing;

use crate::deps::Entropy;
use crate::seal::{KEY_BYTES, SealingKey};

const HEADER: &str = "guihang-server-key-1 ";

/// Why there is no key.
#[derive(Debug, Error)]
pub enum KeyFileError {
    #[error(
        "密钥文件不能放在数据目录里。请用 --key-file 指定数据目录以外的位置，例如 /etc/guihang/server.key。"
    )]
    InsideData,
    #[error("已有数据，但找不到密钥文件 {0}。请把原来的密钥文件放回这个位置；没有它，数据无法打开。")]
    Missing(PathBuf),
    #[error("密钥文件 {0} 的内容不完整或不是本系统的密钥。请用备份的密钥文件替换。")]
    Malformed(PathBuf),
    #[error("密钥文件 {path} 无法读写：{source}。请检查目录是否存在、权限是否允许。")]
    Unreadable { path: PathBuf, source: io::Error },
}

/// The keys of the server.
#[derive(Debug)]
pub struct ServerKeys {
    store: Zeroizing<[u8; KEY_BYTES]>,
    mark: String,
    /// Wraps case keys, seals names and secrets.
    pub wrap: SealingKey,
}

impl ServerKeys {
    /// The key of the encrypted store.
    #[must_use]
    pub fn store(&self) -> &[u8; KEY_BYTES] {
        &self.store
    }

    /// Tells one key from another; says nothing of it.
    #[must_use]
    pub fn mark(&self) -> &str {
        &self.mark
    }

    fn of(root: &[u8; KEY_BYTES]) -> Self {
        Self {
            store: derive_key(root, b"guihang/store/1"),
            mark: hex::encode(derive_key(root, b"guihang/mark/1").as_slice()),
            wrap: SealingKey::new(derive_key(root, b"guihang/wrap/1")),
        }
    }
}

/// Reads the key file; makes it where there is neither file nor data.
///
/// # Errors
/// [`KeyFileError`], each with its remedy.
pub fn open_or_make(
    path: &Path,
    data: &Path,
    has_data: bool,
    entropy: &Entropy,
) -> Result<ServerKeys, KeyFileError> {
    if lies_inside(path, data) {
        return Err(KeyFileError::InsideData);
    }
    let unreadable = |source| KeyFileError::Unreadable { path: path.to_owned(), source };
    match fs::read_to_string(path) {
        Ok(text) => parse(&Zeroizing::new(text)).ok_or_else(|| KeyFileError::Malformed(path.to_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            if has_data {
                return Err(KeyFileError::Missing(path.to_owned()));
            }
            make(path, entropy).map_err(unreadable)
        }
        Err(error) => Err(unreadable(error)),
    }
}

/// The text of a key file, for a sealed backup.
///
/// # Errors
/// [`KeyFileError`].
pub(crate) fn text_of(path: &Path) -> Result<Zeroizing<String>, KeyFileError> {
    let unreadable = |source| KeyFileError::Unreadable { path: path.to_owned(), source };
    let text = Zeroizing::new(fs::read_to_string(path).map_err(unreadable)?);
    parse(&text).map(|_| ()).ok_or_else(|| KeyFileError::Malformed(path.to_owned()))?;
    Ok(text)
}

/// Reads the text of a key file; `None` where it is none.
pub(crate) fn parse(text: &str) -> Option<ServerKeys> {
    let mut root = Zeroizing::new([0; KEY_BYTES]);
    hex::decode_to_slice(text.trim_end().strip_prefix(HEADER)?, root.as_mut_slice()).ok()?;
    Some(ServerKeys::of(&root))
}

/// Puts a key file where there is none.
///
/// # Errors
/// `AlreadyExists`, and whatever the disk says.
pub(crate) fn put(path: &Path, text: &str) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if let Some(folder) = folder {
        fs::create_dir_all(folder)?;
    }
    if path.exists() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    write_durably(path, text.as_bytes())
}

/// Whether the key file would lie in the data folder, where a thief of the folder finds both.
pub(crate) fn lies_inside(path: &Path, data: &Path) -> bool {
    let absolute = |p: &Path| std::path::absolute(p).unwrap_or_else(|_| p.to_owned());
    let folder = absolute(path).parent().map(Path::to_owned).unwrap_or_default();
    let real = |p: PathBuf| fs::canonicalize(&p).unwrap_or(p);
    real(folder).starts_with(real(absolute(data)))
}

fn make(path: &Path, entropy: &Entropy) -> io::Result<ServerKeys> {
    let mut root = Zeroizing::new([0; KEY_BYTES]);
    entropy(root.as_mut_slice());
    let text = Zeroizing::new(format!("{HEADER}{}\n", hex::encode(root.as_slice())));
    put(path, &text)?;
    Ok(ServerKeys::of(&root))
}

/// Writes a private file whole or not at all: a power cut at the first start must not leave half a key, which the next
/// start would refuse.
pub(crate) fn write_durably(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = path.with_extension("new");
    let mut file =
        fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&beside, path)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    fs::File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

fn derive_key(root: &[u8; KEY_BYTES], purpose: &'static [u8]) -> Zeroizing<[u8; KEY_BYTES]> {
    let mut key = Zeroizing::new([0; KEY_BYTES]);
    let purposes = [purpose];
    // Both fail only for lengths past 255 hashes; ours is one hash long.
    let filled = hkdf::Salt::new(hkdf::HKDF_SHA256, b"guihang")
        .extract(root)
        .expand(&purposes, hkdf::HKDF_SHA256)
        .and_then(|okm| okm.fill(key.as_mut_slice()));
    debug_assert!(filled.is_ok(), "HKDF of one block");
    key
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;
    use std::sync::Arc;

    use super::*;

    fn entropy() -> Entropy {
        Arc::new(|bytes: &mut [u8]| bytes.fill(7))
    }

    #[test]
    fn the_first_start_makes_a_private_file_and_the_next_reads_it() {
        let folder = tempfile::tempdir().unwrap();
        let (path, data) = (folder.path().join("keys/server.key"), folder.path().join("data"));
        let made = open_or_make(&path, &data, false, &entropy()).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        let read = open_or_make(&path, &data, true, &entropy()).unwrap();
        assert_eq!(made.store(), read.store());
        assert_ne!(made.store(), &[0; KEY_BYTES]);
    }

    #[test]
    fn a_key_inside_the_data_folder_or_lost_beside_data_is_refused_with_a_remedy() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let inside = open_or_make(&data.join("server.key"), &data, false, &entropy()).unwrap_err();
        assert!(inside.to_string().contains("--key-file"), "{inside}");
        let lost = open_or_make(&folder.path().join("k"), &data, true, &entropy()).unwrap_err();
        assert!(lost.to_string().contains("放回"), "{lost}");
        assert!(!folder.path().join("k").exists(), "no new key beside old data");
    }

    #[test]
    fn a_cut_key_file_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("k");
        fs::write(&path, "guihang-server-key-1 00ff").unwrap();
        let error = open_or_make(&path, &folder.path().join("data"), true, &entropy()).unwrap_err();
        assert!(matches!(error, KeyFileError::Malformed(_)));
    }
}
