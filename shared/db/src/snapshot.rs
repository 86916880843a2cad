//! A copy of an open store as it stands at one moment.

use std::io;
use std::path::Path;

use rusqlite::Connection;

use crate::DbError;

/// Writes a whole copy of the store to a new file, under the same key. Others go on reading and writing meanwhile.
///
/// # Errors
/// [`DbError::DiskFull`], [`DbError::Corrupt`], [`DbError::Other`] where the file is there already.
pub fn snapshot(connection: &Connection, path: &Path) -> Result<(), DbError> {
    let name = path.to_str().ok_or_else(|| DbError::File(io::ErrorKind::InvalidFilename.into()))?;
    // Inside, the copy is attached without a key of its own, which to SQLCipher means: under the key of this one.
    connection.execute("VACUUM INTO ?1", [name])?;
    Ok(())
}
