//! 绑定码: one-time codes, kept as hashes.

use db::Text;
use rusqlite::{OptionalExtension, params};
use shared::hash::Hash;
use shared::id::{TownshipCode, UserId};

use super::user::written;
use super::{StoreError, Work};

/// A code somebody made for a user.
#[derive(Debug)]
pub struct PairingRow {
    pub township: TownshipCode,
    pub user: UserId,
    pub expires_ms: i64,
    /// 0 = not used.
    pub used_ms: i64,
    /// `None` = made at the machine.
    pub made_by: Option<UserId>,
}

pub(crate) fn insert(work: Work<'_>, code: &Hash, row: &PairingRow) -> Result<(), StoreError> {
    work.sql.execute(
        include_str!("sql/pairing_insert.sql"),
        params![
            Text(&row.township),
            code.0,
            Text(row.user),
            written(row.made_by),
            row.expires_ms,
            row.used_ms,
        ],
    )?;
    Ok(())
}

pub(crate) fn find(work: Work<'_>, code: &Hash) -> Result<Option<PairingRow>, StoreError> {
    let found = work.sql.prepare_cached(include_str!("sql/pairing_find.sql"))?.query_row([&code.0], |row| {
        let (township, user): (Text<TownshipCode>, Text<UserId>) = (row.get(0)?, row.get(1)?);
        let made_by: String = row.get(4)?;
        Ok(PairingRow {
            township: township.0,
            user: user.0,
            expires_ms: row.get(2)?,
            used_ms: row.get(3)?,
            made_by: made_by.parse().ok(),
        })
    });
    Ok(found.optional()?)
}

pub(crate) fn set_used(work: Work<'_>, township: &TownshipCode, code: &Hash) -> Result<(), StoreError> {
    let sql = "UPDATE pairing_code SET used_ms = ?3 WHERE township = ?1 AND code_hash = ?2";
    work.sql.execute(sql, params![Text(township), code.0, work.now_ms()])?;
    Ok(())
}

/// Lets every unused code of a township expire: what lay in a backup may have been used since.
pub(crate) fn expire_all(work: Work<'_>, township: &TownshipCode) -> Result<(), StoreError> {
    let sql = "UPDATE pairing_code SET expires_ms = 0 WHERE township = ?1 AND used_ms = 0";
    work.sql.execute(sql, params![Text(township)])?;
    Ok(())
}

/// No code of this user that was not used yet can be used any more.
pub(crate) fn end_all(work: Work<'_>, township: &TownshipCode, user: UserId) -> Result<(), StoreError> {
    let sql = "UPDATE pairing_code SET expires_ms = 0 WHERE township = ?1 AND user_id = ?2 AND used_ms = 0";
    work.sql.execute(sql, params![Text(township), Text(user)])?;
    Ok(())
}
