//! The open office: store, keys and books. Cheap to clone; everything else works on it.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use db::{DbError, Key};
use shared::id::TownshipCode;
use shared::moment::Moment;
use thiserror::Error;

use crate::backup;
use crate::book::{Book, Books};
use crate::deps::Deps;
use crate::keyfile::{self, KeyFileError, ServerKeys};
use crate::store::{self, Refusal, Store, StoreError, Work};

/// Why an office does not open. Each sentence carries its remedy: it is printed as it is.
#[derive(Debug, Error)]
pub enum OpenError {
    #[error(transparent)]
    KeyFile(#[from] KeyFileError),
    #[error(
        "密钥文件与数据目录不匹配：这些数据是用另一把密钥加密的。请指定原来的密钥文件。数据未作任何改动。"
    )]
    OtherKey,
    #[error(
        "数据库已损坏，已原样移到 {0}，没有覆盖任何内容。请用最近的备份恢复到数据目录后再启动，并保留该文件以便技术人员提取。"
    )]
    SetAside(PathBuf),
    #[error(
        "数据目录里有一个移开的损坏数据库 {0}，但没有可用的数据库。请先用备份恢复；确要从空库重新开始，请先把该文件移到别处。"
    )]
    SetAsideEarlier(PathBuf),
    #[error("数据库已损坏，但另有 guihang 正在使用它，因此没有移动。请先停止服务，再重新启动，按提示恢复。")]
    DamagedInUse,
    #[error("数据由更新版本的程序写成，本版本不能打开。请升级程序。数据未作任何改动。")]
    Newer,
    #[error("磁盘空间不足，无法打开数据库。请清理磁盘后重试。")]
    DiskFull,
    #[error("数据目录 {path} 无法使用：{source}。请检查目录是否存在、权限是否允许。")]
    Folder { path: PathBuf, source: std::io::Error },
    #[error("数据库无法打开：{0}。数据未作任何改动。")]
    Store(StoreError),
}

#[derive(Debug)]
struct Inner {
    data: PathBuf,
    key_file: PathBuf,
    store: Store,
    keys: ServerKeys,
    deps: Deps,
    books: Mutex<Books>,
    /// Held while the office is open, so that nobody checks or moves the store under it.
    _lock: File,
}

/// An open office.
#[derive(Debug, Clone)]
pub struct Office(Arc<Inner>);

impl Office {
    /// Opens the office in a data folder, or makes a new one there.
    ///
    /// # Errors
    /// [`OpenError`]; a damaged store is moved aside, never written over.
    pub fn open(data: &Path, key_file: &Path, deps: Deps) -> Result<Self, OpenError> {
        let folder = |source| OpenError::Folder { path: data.to_owned(), source };
        make_private_folder(data).map_err(folder)?;
        // Before anything is made: two first starts at once must not make two keys.
        let (lock, alone) = lock(data).map_err(folder)?;
        let file = store::file_in(data);
        let key_mark = data.join(KEY_MARK_FILE);
        let known = fs::read_to_string(&key_mark).ok();
        if !file.exists()
            && let Some(aside) = set_aside_earlier(data).map_err(folder)?
        {
            return Err(OpenError::SetAsideEarlier(aside));
        }
        let keys = keyfile::open_or_make(key_file, data, file.exists() || known.is_some(), &deps.entropy)?;
        // A wrong key and a damaged store look the same to the cipher; this tells them apart.
        match known {
            Some(mark) if mark.trim() != keys.mark() => return Err(OpenError::OtherKey),
            Some(_) => {}
            None => keyfile::write_durably(&key_mark, keys.mark().as_bytes()).map_err(folder)?,
        }
        let key = Key::new(*keys.store());
        if alone && file.exists() {
            backup::before_migration(data, &key).map_err(|error| match error {
                StoreError::Db(DbError::DiskFull) => OpenError::DiskFull,
                error @ (StoreError::Db(_) | StoreError::Seal(_) | StoreError::Damaged(_)) => {
                    OpenError::Store(error)
                }
            })?;
        }
        let store = open_store(&file, &key, alone)?;
        // From here on others may use the store as well: the command line beside a running server.
        lock.lock_shared().map_err(folder)?;
        let (data, key_file) = (data.to_owned(), key_file.to_owned());
        let inner = Inner { data, key_file, store, keys, deps, books: Mutex::default(), _lock: lock };
        Ok(Self(Arc::new(inner)))
    }

    /// The folder everything lies in.
    #[must_use]
    pub fn data(&self) -> &Path {
        &self.0.data
    }

    /// The file of the server's key, outside of [`Office::data`].
    #[must_use]
    pub fn key_file(&self) -> &Path {
        &self.0.key_file
    }

    /// The server's keys.
    pub(crate) fn keys(&self) -> &ServerKeys {
        &self.0.keys
    }

    /// Reads at one moment.
    ///
    /// # Errors
    /// What `body` refuses, or the store.
    pub fn read<T, E: From<StoreError>>(&self, body: impl FnOnce(Work<'_>) -> Result<T, E>) -> Result<T, E> {
        self.0.store.read(&self.0.keys.wrap, &self.0.deps, body)
    }

    /// Changes at one moment, durably or not at all.
    ///
    /// # Errors
    /// What `body` refuses, or the store.
    pub fn write<T, E: From<StoreError>>(&self, body: impl FnOnce(Work<'_>) -> Result<T, E>) -> Result<T, E> {
        self.0.store.write(&self.0.keys.wrap, &self.0.deps, body)
    }

    /// Like [`Office::write`], with the township's book as it stands at the beginning.
    ///
    /// # Errors
    /// What `body` refuses, or the store.
    pub fn write_with_book<T>(
        &self,
        township: &TownshipCode,
        body: impl FnOnce(Work<'_>, &Book) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let mut books = self.0.books.lock().unwrap_or_else(PoisonError::into_inner);
        let book = books.of(township);
        self.write(|work| {
            book.catch_up(work, township)?;
            body(work, book)
        })
    }

    /// Clock and entropy.
    #[must_use]
    pub fn deps(&self) -> &Deps {
        &self.0.deps
    }

    /// The time now.
    #[must_use]
    pub fn now(&self) -> Moment {
        self.0.deps.now()
    }
}

fn make_private_folder(data: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(data)
}

fn set_aside_earlier(data: &Path) -> std::io::Result<Option<PathBuf>> {
    for entry in fs::read_dir(data)? {
        let path = entry?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let number = name.strip_prefix("office.db.corrupt-");
        if number.is_some_and(|number| number.bytes().all(|digit| digit.is_ascii_digit())) {
            return Ok(Some(path));
        }
    }
    Ok(None)
}

/// Tells which key the data belongs to.
pub(crate) const KEY_MARK_FILE: &str = "key.id";
/// The lock of a data folder.
pub(crate) const LOCK_FILE: &str = "office.lock";

/// The lock of the data folder, and whether nobody else has it.
fn lock(data: &Path) -> std::io::Result<(File, bool)> {
    let lock = File::options().create(true).truncate(false).write(true).open(data.join(LOCK_FILE))?;
    match lock.try_lock() {
        Ok(()) => Ok((lock, true)),
        Err(TryLockError::WouldBlock) => {
            // Waits where somebody is just checking the store.
            lock.lock_shared()?;
            Ok((lock, false))
        }
        Err(TryLockError::Error(error)) => Err(error),
    }
}

fn open_store(file: &Path, key: &Key, alone: bool) -> Result<Store, OpenError> {
    // Asked twice before anything is moved: a disk that failed for a moment looks like damage.
    let opened = match Store::open(file, key, alone) {
        Err(StoreError::Db(DbError::Corrupt)) if alone => Store::open(file, key, alone),
        other => other,
    };
    match opened {
        Ok(store) => Ok(store),
        Err(StoreError::Db(DbError::Corrupt)) if !alone => Err(OpenError::DamagedInUse),
        Err(StoreError::Db(DbError::Corrupt)) => {
            let aside = db::set_aside(file).map_err(|error| OpenError::Store(error.into()))?;
            Err(OpenError::SetAside(aside))
        }
        Err(StoreError::Db(DbError::Newer)) => Err(OpenError::Newer),
        Err(StoreError::Db(DbError::DiskFull)) => Err(OpenError::DiskFull),
        Err(error) => Err(OpenError::Store(error)),
    }
}
