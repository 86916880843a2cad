//! 恢复密钥: the X25519 keys of the recovery officers. The public halves lie beside the data, the secret ones with the
//! officers, on paper or a stick; any one of them opens every backup.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use age::secrecy::ExposeSecret;
use age::x25519::{Identity, Recipient};
use thiserror::Error;
use zeroize::Zeroizing;

use super::BackupError;

/// Public keys, a line each, in the data folder.
pub(super) const FILE: &str = "recovery.keys";

/// A key that is none.
#[derive(Debug, Error)]
pub enum RecoveryKeyError {
    #[error(
        "{path} 第 {line} 行不是恢复公钥（应以 age1 开头）。请更正或删除这一行。（recovery_key_malformed）"
    )]
    Malformed { path: PathBuf, line: usize },
    #[error("{0} 里没有恢复密钥（应有一行以 AGE-SECRET-KEY-1 开头）。请检查文件。（recovery_key_malformed）")]
    NoIdentity(PathBuf),
    #[error(
        "恢复密钥文件 {path} 无法读写：{source}。请检查文件是否存在、权限是否允许。（recovery_key_unreadable）"
    )]
    File { path: PathBuf, source: io::Error },
}

/// To whom backups are sealed; never empty.
#[derive(Debug)]
pub struct Recipients(Vec<Recipient>);

impl Recipients {
    /// The recovery keys of a data folder.
    ///
    /// # Errors
    /// [`BackupError::NoRecipient`], [`RecoveryKeyError`].
    pub fn of(data: &Path) -> Result<Self, BackupError> {
        let keys = read(&data.join(FILE))?;
        if keys.is_empty() { Err(BackupError::NoRecipient) } else { Ok(Self(keys)) }
    }

    pub(super) fn each(&self) -> impl Iterator<Item = &dyn age::Recipient> {
        self.0.iter().map(|key| key as &dyn age::Recipient)
    }
}

fn read(path: &Path) -> Result<Vec<Recipient>, RecoveryKeyError> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(source) => return Err(RecoveryKeyError::File { path: path.to_owned(), source }),
    };
    let malformed = |line| RecoveryKeyError::Malformed { path: path.to_owned(), line };
    let lines = text.lines().enumerate().filter(|(_, line)| !is_remark(line));
    lines.map(|(at, line)| line.trim().parse().map_err(|_| malformed(at + 1))).collect()
}

fn is_remark(line: &str) -> bool {
    line.trim().is_empty() || line.trim().starts_with('#')
}

/// Makes a recovery key, keeps its public half in the data folder and gives the secret one, to be shown once.
///
/// # Errors
/// [`RecoveryKeyError`].
pub fn make_recovery_key(data: &Path) -> Result<(Zeroizing<String>, String), RecoveryKeyError> {
    let path = data.join(FILE);
    // A file that cannot be read is not added to.
    read(&path)?;
    let identity = Identity::generate();
    let public = identity.to_public().to_string();
    add_line(data, &path, &public).map_err(|source| RecoveryKeyError::File { path, source })?;
    Ok((Zeroizing::new(identity.to_string().expose_secret().to_owned()), public))
}

fn add_line(data: &Path, path: &Path, public: &str) -> io::Result<()> {
    super::make_private_folder(data)?;
    let mut file = fs::OpenOptions::new().create(true).append(true).open(path)?;
    file.write_all(format!("{public}\n").as_bytes())?;
    file.sync_all()?;
    super::sync_folder(data)
}

/// The secret key of one officer, or of several.
pub struct Identities(Vec<Identity>);

impl std::fmt::Debug for Identities {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Identities(***)")
    }
}

impl Identities {
    /// The keys of a text: lines that begin with `AGE-SECRET-KEY-1`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let lines = text.lines().filter(|line| !is_remark(line));
        let keys = lines.map(|line| line.trim().parse().ok()).collect::<Option<Vec<Identity>>>()?;
        (!keys.is_empty()).then_some(Self(keys))
    }

    /// The keys of a file.
    ///
    /// # Errors
    /// [`RecoveryKeyError`].
    pub fn read(path: &Path) -> Result<Self, RecoveryKeyError> {
        let file = |source| RecoveryKeyError::File { path: path.to_owned(), source };
        let text = Zeroizing::new(fs::read_to_string(path).map_err(file)?);
        Self::parse(&text).ok_or_else(|| RecoveryKeyError::NoIdentity(path.to_owned()))
    }

    pub(super) fn each(&self) -> impl Iterator<Item = &dyn age::Identity> {
        self.0.iter().map(|key| key as &dyn age::Identity)
    }
}
