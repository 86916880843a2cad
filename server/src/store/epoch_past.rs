//! 旧世代: epochs that ended with a restore, and how far the backup went.

use db::Text;
use rusqlite::{OptionalExtension, params};
use shared::id::{SeriesId, TownshipCode};
use shared::moment::Moment;

use super::township::Township;
use super::{StoreError, Work, all, moment};

/// Keeps the epoch that ends now, with what the store holds of it.
pub(crate) fn insert(work: Work<'_>, township: &Township) -> Result<(), StoreError> {
    let row = params![Text(&township.code), work.now_ms()];
    work.sql.prepare_cached(include_str!("sql/epoch_past_insert.sql"))?.execute(row)?;
    Ok(())
}

/// The last entry of the audit chain that was put back when an epoch ended; `None` for one that is none of ours.
pub(crate) fn audit_last(
    work: Work<'_>,
    township: &TownshipCode,
    epoch: &str,
) -> Result<Option<i64>, StoreError> {
    let sql = "SELECT audit_last FROM epoch_past WHERE township = ?1 AND epoch = ?2";
    let mut query = work.sql.prepare_cached(sql)?;
    Ok(query.query_row(params![Text(township), epoch], |row| row.get(0)).optional()?)
}

/// When a backup was last put back; `None` where none ever was.
pub(crate) fn last_end(work: Work<'_>, township: &TownshipCode) -> Result<Option<Moment>, StoreError> {
    let sql = "SELECT max(ended_ms) FROM epoch_past WHERE township = ?1";
    let mut query = work.sql.prepare_cached(sql)?;
    let last: Option<i64> = query.query_row([Text(township)], |row| row.get(0))?;
    Ok(last.map(moment))
}

/// The office's own series of the epochs that ended, oldest first.
pub(crate) fn console_series(work: Work<'_>, township: &TownshipCode) -> Result<Vec<SeriesId>, StoreError> {
    let sql = "SELECT console_series FROM epoch_past WHERE township = ?1 ORDER BY ended_ms, epoch";
    let mut query = work.sql.prepare_cached(sql)?;
    all(query.query_map([Text(township)], |row| row.get::<_, Text<SeriesId>>(0).map(|series| series.0))?)
}
