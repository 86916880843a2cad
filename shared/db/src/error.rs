//! What went wrong with a store, sorted by what a caller can do about it.

use rusqlite::ErrorCode;
use thiserror::Error;

/// `SQLITE_IOERR_WRITE`: a full disk or a file size limit on some file systems.
const IO_ERROR_WRITE: i32 = 778;
/// `SQLITE_IOERR_FSYNC`: file systems that allot space late notice a full disk here.
const IO_ERROR_FSYNC: i32 = 1034;
/// `SQLITE_IOERR_TRUNCATE`.
const IO_ERROR_TRUNCATE: i32 = 1546;
/// `SQLITE_IOERR_SHMSIZE`: no room for the index of the log.
const IO_ERROR_SHM_SIZE: i32 = 4874;

/// A store that could not do what was asked.
#[derive(Debug, Error)]
pub enum DbError {
    /// Nothing of the transaction was kept.
    #[error("no room to write")]
    DiskFull,
    /// Damaged, or not a store of this key.
    #[error("the store is damaged or has another key")]
    Corrupt,
    /// Written by a newer build; left untouched.
    #[error("the store was written by a newer version")]
    Newer,
    #[error("store: {0}")]
    Other(rusqlite::Error),
    #[error("store file: {0}")]
    File(std::io::Error),
}

impl From<rusqlite::Error> for DbError {
    fn from(error: rusqlite::Error) -> Self {
        let Some(failure) = error.sqlite_error() else {
            return Self::Other(error);
        };
        let no_room = [IO_ERROR_WRITE, IO_ERROR_FSYNC, IO_ERROR_TRUNCATE, IO_ERROR_SHM_SIZE];
        if no_room.contains(&failure.extended_code) {
            return Self::DiskFull;
        }
        if failure.code == ErrorCode::DiskFull {
            Self::DiskFull
        } else if matches!(failure.code, ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) {
            Self::Corrupt
        } else {
            Self::Other(error)
        }
    }
}

impl From<std::io::Error> for DbError {
    fn from(error: std::io::Error) -> Self {
        if matches!(error.kind(), std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded) {
            Self::DiskFull
        } else {
            Self::File(error)
        }
    }
}
