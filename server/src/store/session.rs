//! Console sessions, by the hash of their token.

use db::Text;
use rusqlite::{OptionalExtension, params};
use shared::hash::Hash;
use shared::id::{TownshipCode, UserId};

use super::{StoreError, Work};

/// A session as it lies there.
#[derive(Debug)]
pub struct SessionRow {
    pub township: TownshipCode,
    pub user: UserId,
    pub created_ms: i64,
    pub used_ms: i64,
}

pub(crate) fn insert(
    work: Work<'_>,
    township: &TownshipCode,
    token: &Hash,
    user: UserId,
) -> Result<(), StoreError> {
    work.sql.execute(
        include_str!("sql/session_insert.sql"),
        params![Text(township), token.0, Text(user), work.now_ms()],
    )?;
    Ok(())
}

pub(crate) fn find(work: Work<'_>, token: &Hash) -> Result<Option<SessionRow>, StoreError> {
    let mut query = work.sql.prepare_cached(include_str!("sql/session_find.sql"))?;
    let found = query.query_row([&token.0], |row| {
        let (township, user): (Text<TownshipCode>, Text<UserId>) = (row.get(0)?, row.get(1)?);
        Ok(SessionRow { township: township.0, user: user.0, created_ms: row.get(2)?, used_ms: row.get(3)? })
    });
    Ok(found.optional()?)
}

pub(crate) fn set_used(work: Work<'_>, township: &TownshipCode, token: &Hash) -> Result<(), StoreError> {
    let sql = "UPDATE session SET used_ms = ?3 WHERE township = ?1 AND token_hash = ?2";
    work.sql.prepare_cached(sql)?.execute(params![Text(township), token.0, work.now_ms()])?;
    Ok(())
}

pub(crate) fn end(work: Work<'_>, township: &TownshipCode, token: &Hash) -> Result<(), StoreError> {
    let sql = "DELETE FROM session WHERE township = ?1 AND token_hash = ?2";
    work.sql.execute(sql, params![Text(township), token.0])?;
    Ok(())
}

/// Every change of a password, second factor, role or state ends all sessions of the user.
pub(crate) fn end_all(work: Work<'_>, township: &TownshipCode, user: UserId) -> Result<(), StoreError> {
    let sql = "DELETE FROM session WHERE township = ?1 AND user_id = ?2";
    work.sql.execute(sql, params![Text(township), Text(user)])?;
    Ok(())
}

/// Ends every session of a township: what lay in a backup may long be over.
pub(crate) fn end_of_township(work: Work<'_>, township: &TownshipCode) -> Result<(), StoreError> {
    work.sql.execute("DELETE FROM session WHERE township = ?1", params![Text(township)])?;
    Ok(())
}
