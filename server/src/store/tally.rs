//! 上传守恒: what was ever pushed of a series and what became of it.

use db::Text;
use rusqlite::{OptionalExtension, params};
use shared::id::{SeriesId, TownshipCode};
use shared::protocol::{Fate, Tally};

use super::{StoreError, Work};

/// Counts the fates of a batch of `pushed` records.
pub(crate) fn add(
    work: Work<'_>,
    code: &TownshipCode,
    series: SeriesId,
    pushed: usize,
    fates: &[Fate],
) -> Result<Tally, StoreError> {
    let mut tally = of(work, code, series)?;
    tally.pushed += u64::try_from(pushed).unwrap_or(0);
    for fate in fates {
        match fate {
            Fate::Accepted => tally.accepted += 1,
            Fate::Duplicate => tally.duplicate += 1,
            Fate::Quarantined { .. } => tally.quarantined += 1,
        }
    }
    let figure = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
    work.sql.prepare_cached(include_str!("sql/tally_put.sql"))?.execute(params![
        Text(code),
        Text(series),
        figure(tally.pushed),
        figure(tally.accepted),
        figure(tally.duplicate),
        figure(tally.quarantined)
    ])?;
    Ok(tally)
}

pub(crate) fn of(work: Work<'_>, code: &TownshipCode, series: SeriesId) -> Result<Tally, StoreError> {
    let sql =
        "SELECT pushed, accepted, duplicate, quarantined FROM tally WHERE township = ?1 AND series = ?2";
    let found = work.sql.prepare_cached(sql)?.query_row(params![Text(code), Text(series)], |row| {
        let figure = |column: usize| row.get::<_, i64>(column).map(i64::unsigned_abs);
        Ok(Tally { pushed: figure(0)?, accepted: figure(1)?, duplicate: figure(2)?, quarantined: figure(3)? })
    });
    Ok(found.optional()?.unwrap_or_default())
}
