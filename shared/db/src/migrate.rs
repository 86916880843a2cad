//! Schema steps. Forward only, additive, never edited once released.

use rusqlite::Connection;
use rusqlite_migration::{Error, M, Migrations};

use crate::DbError;

/// Brings a store to the newest schema: `steps` are the caller's SQL files, oldest first; all missing ones run in
/// one transaction each.
///
/// # Errors
/// [`DbError::Newer`] for a store that knows more steps than the caller.
pub fn migrate(connection: &mut Connection, steps: &[&'static str]) -> Result<(), DbError> {
    let version: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let known = i64::try_from(steps.len()).unwrap_or(i64::MAX);
    if version > known {
        return Err(DbError::Newer);
    }
    let steps = Migrations::new(steps.iter().map(|sql| M::up(sql)).collect());
    steps.to_latest(connection).map_err(sort_error)
}

fn sort_error(error: Error) -> DbError {
    if let Error::RusqliteError { err, .. } = error {
        err.into()
    } else {
        DbError::Other(rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
    }
}
