//! Opening a store: key first, then the settings, each with its reason.

use std::path::Path;
use std::sync::Once;

use rusqlite::{Connection, OpenFlags};

use crate::{DbError, Key};

/// Opens (or creates) the encrypted store at `path`.
///
/// # Errors
/// [`DbError::Corrupt`] for a damaged file or another key, [`DbError::DiskFull`], [`DbError::Other`].
pub fn open(path: &Path, key: &Key) -> Result<Connection, DbError> {
    start_cipher();
    // No URI names: a path is only ever a path. No shared cache.
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_EXRESCODE;
    let connection = Connection::open_with_flags(path, flags)?;
    // A wrong key must not print lines to stderr: nothing of a store goes to a log.
    connection.execute_batch("PRAGMA cipher_log_level = NONE")?;
    connection.execute_batch(&key.pragma())?;
    // SQLCipher does not judge the key before the first page is read.
    connection.query_row("SELECT count(*) FROM sqlite_master", [], |_| Ok(()))?;
    apply_pragmas(&connection)?;
    Ok(connection)
}

/// SQLite calls itself ready before SQLCipher is: a second thread that opens its first store in that moment is told
/// that its key is wrong. So the first opening happens alone.
fn start_cipher() {
    static STARTED: Once = Once::new();
    // Only the starting matters; whatever is wrong shows at the opening itself.
    STARTED.call_once(|| drop(Connection::open_in_memory()));
}

/// Every setting of a connection.
fn apply_pragmas(connection: &Connection) -> Result<(), DbError> {
    // Readers go on while one writes, and a commit is one sequential write.
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // With NORMAL a power cut lost rows whose commit had returned; with FULL none.
    connection.pragma_update(None, "synchronous", "FULL")?;
    // What is deleted (drafts) is overwritten, also inside the ciphertext.
    connection.pragma_update(None, "secure_delete", "ON")?;
    connection.pragma_update(None, "foreign_keys", "ON")?;
    // Sorting never spills readable rows to a file.
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    // Pages are wiped before their memory is given back.
    connection.pragma_update(None, "cipher_memory_security", "ON")?;
    // Another process (a backup, a doctor) may hold the write lock for a moment. Milliseconds.
    connection.pragma_update(None, "busy_timeout", 5000)?;
    // A tampered schema must not call functions with side effects.
    connection.pragma_update(None, "trusted_schema", "OFF")?;
    // 8 MiB, in KiB: a phone's whole store stays in memory between two screens.
    connection.pragma_update(None, "cache_size", -8192)?;
    Ok(())
}

/// Reads every page and checks its signature; lists what is damaged. Empty = sound.
///
/// # Errors
/// [`DbError::Corrupt`] where the damage stops the check itself.
pub fn check_integrity(connection: &Connection) -> Result<Vec<String>, DbError> {
    // The check reads the main file only: what still lies in the WAL would count as damage.
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    let mut found = Vec::new();
    for pragma in ["PRAGMA cipher_integrity_check", "PRAGMA quick_check"] {
        let mut statement = connection.prepare(pragma)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let line: String = row.get(0)?;
            if line != "ok" {
                found.push(line);
            }
        }
        // Reading on through a page whose signature is wrong fails with an error that says nothing.
        if !found.is_empty() {
            break;
        }
    }
    Ok(found)
}
