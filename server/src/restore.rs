//! 恢复: a backup becomes an office again, in a new epoch.
//!
//! Everything is unpacked, checked and made durable beside the data folder, then put in its place by one rename: when
//! the power goes, the folder holds the old or the whole new. What was there is set aside, never destroyed.

mod place;
mod unpack;

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use db::{DbError, Key};
use thiserror::Error;
use zeroize::Zeroizing;

use crate::backup::{self, Header, Identities, STORE_NAME, Unopened};
use crate::deps::Deps;
use crate::epoch::{self, Begun};
use crate::keyfile::{self, ServerKeys};
use crate::store::{self, Store, StoreError};

/// Why a restore did not end well. Each sentence carries its remedy. But for [`RestoreError::InPlaceUnsure`] and
/// [`RestoreError::OldBeside`], the data folder is as it was.
#[derive(Debug, Error)]
pub enum RestoreError {
    #[error("{0} 不是归航的备份文件。请核对文件。没有恢复任何内容。（backup_foreign）")]
    Foreign(PathBuf),
    #[error("{0} 由更新版本的程序生成。请先升级程序再恢复。没有恢复任何内容。（backup_newer）")]
    Newer(PathBuf),
    #[error(
        "这把恢复密钥打不开 {0}：备份是用别的公钥加密的。请换另一位保管人的密钥。没有恢复任何内容。（backup_wrong_key）"
    )]
    OtherKey(PathBuf),
    #[error("备份文件 {0} 不完整或已损坏。请换一份备份。没有恢复任何内容。（backup_damaged）")]
    Damaged(PathBuf),
    #[error(
        "数据目录 {0} 里已有内容。确要恢复请加 --set-aside：原有内容会整体移到旁边，不会删除。（restore_target_not_empty）"
    )]
    NotEmpty(PathBuf),
    #[error("数据目录 {0} 正在使用。请先停止服务再恢复。（restore_target_in_use）")]
    InUse(PathBuf),
    #[error(
        "密钥文件 {0} 已存在，但不是这份备份的密钥。请用 --key-file 指定另一个位置。没有恢复任何内容。（restore_other_server_key）"
    )]
    OtherServerKey(PathBuf),
    #[error(
        "密钥文件不能放在数据目录里。请用 --key-file 指定数据目录以外的位置。（restore_key_inside_data）"
    )]
    KeyInsideData,
    #[error(
        "这里的文件系统不能一步交换目录。请把 {0} 移到别处，再恢复到空目录。没有恢复任何内容。（restore_no_exchange）"
    )]
    NoExchange(PathBuf),
    #[error("磁盘空间不足，没有恢复任何内容。请清理磁盘后重试。（disk_full）")]
    DiskFull,
    #[error(
        "{path} 无法读写：{source}。请检查目录是否存在、权限是否允许。没有恢复任何内容。（restore_file_failed）"
    )]
    File { path: PathBuf, source: io::Error },
    #[error("恢复出的数据库无法打开：{0}。没有恢复任何内容。（store_failed）")]
    Store(StoreError),
    /// The exchange was made, and the disk did not say that it keeps it.
    #[error(
        "恢复出的数据已经放到 {path}，但磁盘没有确认已写牢（{source}）；现在断电，可能回到恢复之前。不要再恢复一次：请检查磁盘，用 guihang doctor 看过再启动服务。（restore_in_place_unsure）"
    )]
    InPlaceUnsure { path: PathBuf, source: io::Error },
    /// The restored office is in place for good; what was there before still bears the name of an unfinished restore.
    #[error(
        "恢复已完成，数据在 {path}，可以启动服务。但原有数据没能改名，仍在 {old}（{source}）；它没有丢，请不要删除，并自行改名保管。（restore_old_beside）"
    )]
    OldBeside { path: PathBuf, old: PathBuf, source: io::Error },
}

impl From<StoreError> for RestoreError {
    fn from(error: StoreError) -> Self {
        if matches!(error, StoreError::Db(DbError::DiskFull)) { Self::DiskFull } else { Self::Store(error) }
    }
}

/// A step that is about to be taken; between any two the power may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    Open,
    Unpack,
    Check,
    BeginEpoch,
    MakeDurable,
    PutKey,
    PutInPlace,
    SetAside,
}

/// What to restore to where.
#[derive(Debug)]
pub struct Restore<'a> {
    /// The backup, and the secret key of one recovery officer.
    pub file: &'a Path,
    pub identities: &'a Identities,
    /// The data folder, and the server's key file outside of it; the key comes with the backup.
    pub into: &'a Path,
    pub key_file: &'a Path,
    /// Sets aside what lies in the data folder, instead of refusing.
    pub set_aside: bool,
}

/// A restored office.
#[derive(Debug)]
pub struct Restored {
    pub header: Header,
    pub epochs: Vec<Begun>,
    /// Where the folder that was there lies now.
    pub set_aside: Option<PathBuf>,
}

/// Restores a backup. `tell` hears of each step before it is taken.
///
/// # Errors
/// [`RestoreError`]; it says whether the data folder is as it was.
pub fn into(restore: &Restore<'_>, deps: &Deps, tell: &dyn Fn(Step)) -> Result<Restored, RestoreError> {
    let Restore { file, identities, into, key_file, set_aside } = *restore;
    if keyfile::lies_inside(key_file, into) {
        return Err(RestoreError::KeyInsideData);
    }
    let target = place::Target::of(into, set_aside)?;
    tell(Step::Open);
    let opened = backup::Container::open(file, identities).map_err(|why| unopened(file, why))?;
    if usize::try_from(opened.header.schema).unwrap_or(usize::MAX) > store::schema_version() {
        return Err(RestoreError::Newer(file.to_owned()));
    }
    let fresh = place::Fresh::beside(into)?;
    tell(Step::Unpack);
    let (header, key_text) = unpack::unpack(file, opened, Some(fresh.path()))?;
    let keys = keyfile::parse(&key_text).ok_or_else(|| RestoreError::Damaged(file.to_owned()))?;
    let put_key = must_put_key(key_file, &keys)?;
    tell(Step::Check);
    let store = open_store(file, fresh.path(), &keys)?;
    tell(Step::BeginEpoch);
    let epochs = store.write(&keys.wrap, deps, |work| epoch::begin(work, &header))?;
    drop(store);
    tell(Step::MakeDurable);
    fresh.make_durable()?;
    tell(Step::PutKey);
    if put_key {
        put_key_file(key_file, &key_text)?;
    }
    tell(Step::PutInPlace);
    let set_aside = target.take(fresh, tell)?;
    Ok(Restored { header, epochs, set_aside })
}

/// Reads a backup from its first byte to its last and restores nothing: whether it is whole, and how far it goes.
///
/// # Errors
/// [`RestoreError`].
pub fn check(file: &Path, identities: &Identities) -> Result<Header, RestoreError> {
    let opened = backup::Container::open(file, identities).map_err(|why| unopened(file, why))?;
    Ok(unpack::unpack(file, opened, None)?.0)
}

fn unopened(file: &Path, why: Unopened) -> RestoreError {
    let file = file.to_owned();
    match why {
        Unopened::Foreign => RestoreError::Foreign(file),
        Unopened::Newer => RestoreError::Newer(file),
        Unopened::OtherKey => RestoreError::OtherKey(file),
        Unopened::Damaged => RestoreError::Damaged(file),
        Unopened::File(source) => failed(&file, source),
    }
}

/// Every page read, every signature checked, the schema of this build.
fn open_store(file: &Path, folder: &Path, keys: &ServerKeys) -> Result<Store, RestoreError> {
    Store::open(&folder.join(STORE_NAME), &Key::new(*keys.store()), true).map_err(|error| {
        if matches!(error, StoreError::Db(DbError::Corrupt)) {
            RestoreError::Damaged(file.to_owned())
        } else if matches!(error, StoreError::Db(DbError::Newer)) {
            RestoreError::Newer(file.to_owned())
        } else {
            error.into()
        }
    })
}

/// Whether the key file is still to be written. It must be there before the data, which is worth nothing without it.
fn must_put_key(key_file: &Path, keys: &ServerKeys) -> Result<bool, RestoreError> {
    match fs::read_to_string(key_file).map(Zeroizing::new) {
        Ok(text) if keyfile::parse(&text).is_some_and(|there| there.mark() == keys.mark()) => Ok(false),
        Ok(_) => Err(RestoreError::OtherServerKey(key_file.to_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(source) => Err(failed(key_file, source)),
    }
}

fn put_key_file(key_file: &Path, text: &str) -> Result<(), RestoreError> {
    keyfile::put(key_file, text).map_err(|source| failed(key_file, source))
}

fn failed(path: &Path, source: io::Error) -> RestoreError {
    if backup::is_no_room(&source) {
        RestoreError::DiskFull
    } else {
        RestoreError::File { path: path.to_owned(), source }
    }
}

fn sync_all(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}
