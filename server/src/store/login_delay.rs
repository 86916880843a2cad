//! Failed logins: how many in a row, and until when no further try is looked at. Survives a restart.

use rusqlite::{OptionalExtension, params};

use super::{StoreError, Work};

/// Failures in a row and the end of the delay.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Delay {
    pub failures: u32,
    pub until_ms: i64,
}

/// `township` is `-` for names nobody has.
pub(crate) fn find(work: Work<'_>, township: &str, name_hash: &str) -> Result<Delay, StoreError> {
    let sql = "SELECT failures, until_ms FROM login_delay WHERE township = ?1 AND name_hash = ?2";
    let mut query = work.sql.prepare_cached(sql)?;
    let found = query
        .query_row([township, name_hash], |row| Ok(Delay { failures: row.get(0)?, until_ms: row.get(1)? }));
    Ok(found.optional()?.unwrap_or_default())
}

pub(crate) fn put(work: Work<'_>, township: &str, name_hash: &str, delay: Delay) -> Result<(), StoreError> {
    work.sql.execute(
        include_str!("sql/login_delay_put.sql"),
        params![township, name_hash, delay.failures, delay.until_ms],
    )?;
    Ok(())
}

pub(crate) fn clear(work: Work<'_>, township: &str, name_hash: &str) -> Result<(), StoreError> {
    let sql = "DELETE FROM login_delay WHERE township = ?1 AND name_hash = ?2";
    work.sql.execute(sql, [township, name_hash])?;
    Ok(())
}
