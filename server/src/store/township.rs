//! 乡镇: its name, its server epoch, its receipt key, and the counters that only its row lock moves.

use db::Text;
use rusqlite::{OptionalExtension, params};
use shared::id::{SeriesId, TownshipCode};

use super::{StoreError, Work, all};
use crate::auth::Profile;

/// A township this server keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Township {
    pub code: TownshipCode,
    pub name: String,
    pub epoch: String,
    /// `ed25519:<base64>`.
    pub receipt_key: String,
    pub console_series: SeriesId,
}

const COLUMNS: &str = "SELECT township, name, epoch, receipt_key_public, console_series FROM township";

fn of_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Township> {
    let (code, series): (Text<TownshipCode>, Text<SeriesId>) = (row.get(0)?, row.get(4)?);
    Ok(Township {
        code: code.0,
        name: row.get(1)?,
        epoch: row.get(2)?,
        receipt_key: row.get(3)?,
        console_series: series.0,
    })
}

fn key_place(code: &TownshipCode) -> String {
    format!("receipt-key/{code}")
}

/// Adds a township with its receipt key.
pub(crate) fn insert(work: Work<'_>, township: &Township, receipt_key: &[u8]) -> Result<(), StoreError> {
    let sealed = work.wrap.seal(&work.deps.entropy, &key_place(&township.code), receipt_key)?;
    work.sql.execute(
        include_str!("sql/township_insert.sql"),
        params![
            Text(&township.code),
            township.name,
            township.epoch,
            sealed,
            township.receipt_key,
            Text(&township.console_series),
            shared::hash::Hash::none().0,
            work.now_ms(),
        ],
    )?;
    Ok(())
}

pub(crate) fn find(work: Work<'_>, code: &TownshipCode) -> Result<Option<Township>, StoreError> {
    let mut query = work.sql.prepare_cached(&format!("{COLUMNS} WHERE township = ?1"))?;
    Ok(query.query_row([Text(code)], of_row).optional()?)
}

/// A township that must be there.
pub(crate) fn get(work: Work<'_>, code: &TownshipCode) -> Result<Township, StoreError> {
    find(work, code)?.ok_or(StoreError::Damaged("township"))
}

/// All townships.
pub(crate) fn list(work: Work<'_>) -> Result<Vec<Township>, StoreError> {
    let mut query = work.sql.prepare_cached(&format!("{COLUMNS} ORDER BY township"))?;
    all(query.query_map([], of_row)?)
}

/// The seed of the private receipt key.
pub(crate) fn receipt_key(
    work: Work<'_>,
    code: &TownshipCode,
) -> Result<zeroize::Zeroizing<Vec<u8>>, StoreError> {
    let mut query = work.sql.prepare_cached("SELECT receipt_key_sealed FROM township WHERE township = ?1")?;
    let sealed: Vec<u8> = query.query_row([Text(code)], |row| row.get(0))?;
    Ok(work.wrap.open(&key_place(code), &sealed)?)
}

/// The next number of the township's log. The row stays locked until the commit, so no reader can skip a number.
pub(crate) fn next_log_number(work: Work<'_>, code: &TownshipCode) -> Result<i64, StoreError> {
    let sql = "UPDATE township SET log_last = log_last + 1 WHERE township = ?1 RETURNING log_last";
    Ok(work.sql.prepare_cached(sql)?.query_row([Text(code)], |row| row.get(0))?)
}

/// The last number of the log.
pub(crate) fn log_last(work: Work<'_>, code: &TownshipCode) -> Result<i64, StoreError> {
    let mut query = work.sql.prepare_cached("SELECT log_last FROM township WHERE township = ?1")?;
    Ok(query.query_row([Text(code)], |row| row.get(0))?)
}

/// From now on the township is in another epoch, and its own acts go on in another series.
pub(crate) fn begin_epoch(
    work: Work<'_>,
    code: &TownshipCode,
    epoch: &str,
    console_series: SeriesId,
) -> Result<(), StoreError> {
    let sql = "UPDATE township SET epoch = ?2, console_series = ?3 WHERE township = ?1";
    work.sql.execute(sql, params![Text(code), epoch, Text(console_series)])?;
    Ok(())
}

/// Which rules passwords of the township follow.
pub(crate) fn password_profile(work: Work<'_>, code: &TownshipCode) -> Result<Profile, StoreError> {
    let mut query = work.sql.prepare_cached("SELECT password_profile FROM township WHERE township = ?1")?;
    let profile: Text<Profile> = query.query_row([Text(code)], |row| row.get(0))?;
    Ok(profile.0)
}

pub(crate) fn set_password_profile(
    work: Work<'_>,
    code: &TownshipCode,
    profile: Profile,
) -> Result<(), StoreError> {
    let sql = "UPDATE township SET password_profile = ?2 WHERE township = ?1";
    work.sql.execute(sql, params![Text(code), Text(profile)])?;
    Ok(())
}
