//! 备份到: up to which `seq` a finished backup holds each series.

use db::Text;
use rusqlite::{OptionalExtension, params};
use shared::id::{SeriesId, TownshipCode};

use super::{StoreError, Work};

/// The `seq` up to which a finished backup holds the series; 0 = none does.
pub(crate) fn up_to(work: Work<'_>, township: &TownshipCode, series: SeriesId) -> Result<u32, StoreError> {
    let sql = "SELECT up_to_seq FROM backed_up WHERE township = ?1 AND series = ?2";
    let mut query = work.sql.prepare_cached(sql)?;
    let found = query.query_row(params![Text(township), Text(series)], |row| row.get(0)).optional()?;
    Ok(found.unwrap_or(0))
}

/// Keeps that a finished backup holds the series up to there. A later one never covers less.
pub fn put(
    work: Work<'_>,
    township: &TownshipCode,
    series: SeriesId,
    up_to_seq: u32,
) -> Result<(), StoreError> {
    work.sql.prepare_cached(include_str!("sql/backed_up_put.sql"))?.execute(params![
        Text(township),
        Text(series),
        up_to_seq,
        work.now_ms()
    ])?;
    Ok(())
}
