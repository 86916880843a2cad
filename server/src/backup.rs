//! 备份: a whole, consistent copy of the office in one sealed file, made while the office works.
//!
//! - [`write`]: the store as of one moment, the attachments and the server key, sealed by `age` to the recovery
//!   officers; any one of them opens it. - [`Recipients`], [`Identities`]: their keys.
//! - [`schedule`]: when one is due, and which old ones go. - `container`: the bytes of the file.
//!
//! What holds: nothing readable ever lies on the disk; a file that bears the name of a backup is whole, checked and
//! durable; only then are phones told that their records are backed up ([`crate::store::backed_up`]).

mod container;
mod header;
mod recovery;
pub mod schedule;

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use db::{DbError, Key};
use thiserror::Error;

pub(crate) use container::{Container, Opened, Unopened, is_of_the_seal};
pub use header::{Header, SeriesHead, TownshipHead};
pub use recovery::{Identities, Recipients, RecoveryKeyError, make_recovery_key};

use crate::keyfile::{self, KeyFileError};
use crate::office::{KEY_MARK_FILE, Office};
use crate::store::audit::{Actor, AuditAct};
use crate::store::{self, StoreError, audit, backed_up};
use crate::tls;
use container::{Content, Source};

/// How the file of a backup ends.
pub const ENDING: &str = ".guihang-backup";
/// A file that is being written; never taken for a backup.
pub(crate) const PART_ENDING: &str = ".part";
/// Where in a data folder backups lie, if nowhere else is said.
const FOLDER: &str = "backup";
/// The store in a backup, and the server key.
pub(crate) const STORE_NAME: &str = "office.db";
pub(crate) const SERVER_KEY_NAME: &str = "server.key";
/// Folders of the data folder that a backup holds: attachments lie there by their hash, sealed, and never change; and
/// the town's certificates, sealed in one file, by which phones know the office.
const FOLDERS: &[&str] = &["blobs", tls::town::FOLDER];

/// Why there is no backup. Each sentence carries its remedy; nothing of an earlier backup is touched.
#[derive(Debug, Error)]
pub enum BackupError {
    #[error(
        "还没有恢复公钥，无法加密备份。请由两位保管人各执行一次 guihang recovery-key new。（backup_no_recipient）"
    )]
    NoRecipient,
    #[error(transparent)]
    Recovery(#[from] RecoveryKeyError),
    #[error("另一个备份正在进行。请等它完成后再试。（backup_in_progress）")]
    InProgress,
    #[error("磁盘空间不足，备份没有完成，原有备份未受影响。请清理磁盘或用 --to 换一个位置。（disk_full）")]
    DiskFull,
    #[error("数据库有损坏，没有生成备份，原有备份未受影响。请停止服务，用最近的备份恢复。（store_corrupt）")]
    Damaged,
    #[error(transparent)]
    KeyFile(#[from] KeyFileError),
    #[error("备份位置 {path} 无法读写：{source}。请检查目录是否存在、权限是否允许。（backup_file_failed）")]
    File { path: PathBuf, source: io::Error },
    #[error("数据库无法读取：{0}。没有生成备份。（store_failed）")]
    Store(StoreError),
}

impl From<StoreError> for BackupError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Db(DbError::DiskFull) => Self::DiskFull,
            StoreError::Db(DbError::Corrupt) | StoreError::Seal(_) | StoreError::Damaged(_) => Self::Damaged,
            StoreError::Db(DbError::Newer | DbError::Other(_) | DbError::File(_)) => Self::Store(error),
        }
    }
}

impl From<DbError> for BackupError {
    fn from(error: DbError) -> Self {
        StoreError::from(error).into()
    }
}

/// A finished backup.
#[derive(Debug)]
pub struct Written {
    pub path: PathBuf,
    pub bytes: u64,
    pub header: Header,
}

/// The folder of the backups of a data folder, if nowhere else is said.
#[must_use]
pub fn folder_in(data: &Path) -> PathBuf {
    data.join(FOLDER)
}

/// Writes a backup of an open office into a folder, sealed to the recovery keys of its data folder, and then notes
/// how far it covers each series.
///
/// # Errors
/// [`BackupError`]; then nothing bears the name of a backup that was not there before.
pub fn write(office: &Office, to: &Path) -> Result<Written, BackupError> {
    let recipients = Recipients::of(office.data())?;
    let _lock = lock(office.data())?;
    let work = Folder::make(&office.data().join("backup-work"))?;
    let snapshot = work.0.join(STORE_NAME);
    let key = Key::new(*office.keys().store());
    take_snapshot(&store::file_in(office.data()), &snapshot, &key)?;
    let header = header::read(office, &snapshot, &key)?;
    let sources = sources(office.data(), office.key_file(), &snapshot)?;
    let (path, bytes) = seal(to, office, &recipients, &header, &sources)?;
    note(office, &header)?;
    Ok(Written { path, bytes, header })
}

/// A copy of the store that is sound: what cannot be read back is no backup.
fn take_snapshot(from: &Path, to: &Path, key: &Key) -> Result<(), BackupError> {
    db::snapshot(&db::open(from, key)?, to)?;
    let copy = db::open(to, key)?;
    if db::check_integrity(&copy)?.is_empty() { Ok(()) } else { Err(BackupError::Damaged) }
}

/// Keeps a copy of a store that is about to be brought to a newer schema, under the same key, once for each schema.
///
/// # Errors
/// Of the store, but for damage: that is judged where the store is opened.
pub(crate) fn before_migration(data: &Path, key: &Key) -> Result<(), StoreError> {
    let sql = match db::open(&store::file_in(data), key) {
        Err(DbError::Corrupt) => return Ok(()),
        opened => opened?,
    };
    let version: u32 = sql.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let known = u32::try_from(store::schema_version()).unwrap_or(u32::MAX);
    let path = folder_in(data).join(format!("office-before-schema-{}.db", version + 1));
    if version == 0 || version >= known || path.exists() {
        return Ok(());
    }
    let file = |error: io::Error| StoreError::from(DbError::from(error));
    make_private_folder(&folder_in(data)).map_err(file)?;
    let part = with_ending(&path, PART_ENDING);
    if part.exists() {
        fs::remove_file(&part).map_err(file)?;
    }
    db::snapshot(&sql, &part)?;
    File::open(&part).and_then(|part| part.sync_all()).map_err(file)?;
    fs::rename(&part, &path).and_then(|()| sync_folder(&folder_in(data))).map_err(file)
}

/// Everything that goes in beside the header.
fn sources(data: &Path, key_file: &Path, snapshot: &Path) -> Result<Vec<Source>, BackupError> {
    let key = keyfile::text_of(key_file)?;
    let mut sources = vec![
        Source { name: SERVER_KEY_NAME.to_owned(), content: Content::Secret(key) },
        Source { name: STORE_NAME.to_owned(), content: Content::File(snapshot.to_owned()) },
    ];
    for name in [KEY_MARK_FILE, recovery::FILE] {
        sources.push(Source { name: name.to_owned(), content: Content::File(data.join(name)) });
    }
    for folder in FOLDERS {
        let failed = |source| failed(&data.join(folder), source);
        add_folder(data, Path::new(folder), &mut sources).map_err(failed)?;
    }
    Ok(sources)
}

fn add_folder(data: &Path, folder: &Path, sources: &mut Vec<Source>) -> io::Result<()> {
    let entries = match fs::read_dir(data.join(folder)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    let mut entries = entries.collect::<io::Result<Vec<_>>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let name = folder.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            add_folder(data, &name, sources)?;
        } else if let Some(name) = name.to_str() {
            // What is not finished has no place in the store yet.
            if !name.ends_with(PART_ENDING) {
                sources.push(Source { name: name.to_owned(), content: Content::File(data.join(name)) });
            }
        }
    }
    Ok(())
}

/// Seals under a name nobody takes for a backup; the name comes last, when every byte is durable.
fn seal(
    to: &Path,
    office: &Office,
    recipients: &Recipients,
    header: &Header,
    sources: &[Source],
) -> Result<(PathBuf, u64), BackupError> {
    let at_folder = |source| failed(to, source);
    make_private_folder(to).map_err(at_folder)?;
    let path = free_name(to, &schedule::name_of(office.now())).map_err(at_folder)?;
    let part = with_ending(&path, PART_ENDING);
    let done = Container::seal(&part, recipients, header, sources);
    if done.is_err() {
        let _ = fs::remove_file(&part);
    }
    let bytes = done.map_err(|source| failed(&part, source))?;
    fs::rename(&part, &path).and_then(|()| sync_folder(to)).map_err(at_folder)?;
    Ok((path, bytes))
}

/// From now on receipts say what the backup covers.
fn note(office: &Office, header: &Header) -> Result<(), BackupError> {
    office.write(|work| {
        for head in &header.townships {
            for series in &head.series {
                backed_up::put(work, &head.township, series.series, series.complete_to)?;
            }
            let subject = format!("log {} audit {}", head.log_last, head.audit_last);
            audit::write(work, &head.township, Actor::Machine, AuditAct::Backup, &subject)?;
        }
        Ok::<_, StoreError>(())
    })?;
    Ok(())
}

fn lock(data: &Path) -> Result<File, BackupError> {
    let path = data.join("backup.lock");
    let failed = |source| failed(&path, source);
    let lock = File::options().create(true).truncate(false).write(true).open(&path).map_err(failed)?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(BackupError::InProgress),
        Err(TryLockError::Error(error)) => Err(failed(error)),
    }
}

/// A folder for the work of one backup; what an earlier one left when the power went is cleared away first.
struct Folder(PathBuf);

impl Folder {
    fn make(path: &Path) -> Result<Self, BackupError> {
        let folder = Self(path.to_owned());
        folder.clear().and_then(|()| make_private_folder(path)).map_err(|source| failed(path, source))?;
        Ok(folder)
    }

    fn clear(&self) -> io::Result<()> {
        match fs::remove_dir_all(&self.0) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            Ok(()) | Err(_) => Ok(()),
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What stays is as encrypted as the store, and the next backup clears it.
        let _ = self.clear();
    }
}

fn failed(path: &Path, source: io::Error) -> BackupError {
    if is_no_room(&source) {
        BackupError::DiskFull
    } else {
        BackupError::File { path: path.to_owned(), source }
    }
}

/// A full disk, a quota, or the limit of a file's size.
pub(crate) fn is_no_room(error: &io::Error) -> bool {
    use io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
    matches!(error.kind(), StorageFull | QuotaExceeded | FileTooLarge)
}

pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

pub(crate) fn make_private_folder(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(path)
}

fn free_name(folder: &Path, stem: &str) -> io::Result<PathBuf> {
    let names = (1..=1000).map(|number| match number {
        1 => folder.join(format!("{stem}{ENDING}")),
        number => folder.join(format!("{stem}-{number}{ENDING}")),
    });
    names.into_iter().find(|path| !path.exists()).ok_or_else(|| io::ErrorKind::AlreadyExists.into())
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}
