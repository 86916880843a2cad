//! The key of a stream: event bytes lie under it, it lies wrapped under the server's key.

use db::Text;
use rusqlite::{OptionalExtension, params};
use shared::id::TownshipCode;

use super::{StoreError, Work};
use crate::seal::SealingKey;

fn place(township: &TownshipCode, stream: &str) -> String {
    format!("case-key/{township}/{stream}")
}

/// The key of a stream, if it has one.
pub(crate) fn find(
    work: Work<'_>,
    township: &TownshipCode,
    stream: &str,
) -> Result<Option<SealingKey>, StoreError> {
    let sql = "SELECT key_sealed FROM case_key WHERE township = ?1 AND stream = ?2";
    let mut query = work.sql.prepare_cached(sql)?;
    let sealed: Option<Vec<u8>> =
        query.query_row(params![Text(township), stream], |row| row.get(0)).optional()?;
    Ok(sealed.map(|sealed| work.wrap.unwrap_key(&place(township, stream), &sealed)).transpose()?)
}

/// The key of a stream; its first event makes it.
pub(crate) fn find_or_make(
    work: Work<'_>,
    township: &TownshipCode,
    stream: &str,
) -> Result<SealingKey, StoreError> {
    if let Some(key) = find(work, township, stream)? {
        return Ok(key);
    }
    let key = SealingKey::make(&work.deps.entropy);
    let sealed = work.wrap.wrap(&work.deps.entropy, &place(township, stream), &key)?;
    let sql = "INSERT INTO case_key (township, stream, key_sealed) VALUES (?1, ?2, ?3)";
    work.sql.execute(sql, params![Text(township), stream, sealed])?;
    Ok(key)
}
