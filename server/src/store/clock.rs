//! 设备时钟: how far each device's clock was off, as its greetings showed.

use db::Text;
use rusqlite::params;
use shared::id::{SeriesId, TownshipCode};
use shared::moment::Moment;

use super::{StoreError, Work, all, moment};

/// Seconds by which a clock may differ from what was seen last and still count as the same: a line has its delays.
const SAME_SECONDS: u32 = 2;

/// Offsets of one device, oldest first.
#[derive(Debug, Default)]
pub struct Offsets(Vec<(Moment, i32)>);

impl Offsets {
    /// The offset in seconds as it was last seen up to a moment of the server's clock.
    #[must_use]
    pub fn at(&self, moment: Moment) -> Option<i32> {
        self.0.iter().rev().find(|(seen, _)| *seen <= moment).map(|(_, offset)| *offset)
    }
}

/// Keeps an offset where it is not the one seen last.
pub(crate) fn saw(
    work: Work<'_>,
    township: &TownshipCode,
    series: SeriesId,
    offset: i32,
) -> Result<(), StoreError> {
    let last = of(work, township, series)?.0.last().map(|(_, offset)| *offset);
    if last.is_some_and(|last| last.abs_diff(offset) <= SAME_SECONDS) {
        return Ok(());
    }
    let sql = include_str!("sql/device_clock_put.sql");
    let row = params![Text(township), Text(series), work.now_ms(), offset];
    work.sql.prepare_cached(sql)?.execute(row)?;
    Ok(())
}

pub(crate) fn of(work: Work<'_>, township: &TownshipCode, series: SeriesId) -> Result<Offsets, StoreError> {
    let sql =
        "SELECT seen_ms, offset_s FROM device_clock WHERE township = ?1 AND series = ?2 ORDER BY seen_ms";
    let mut query = work.sql.prepare_cached(sql)?;
    let rows = query
        .query_map(params![Text(township), Text(series)], |row| Ok((moment(row.get(0)?), row.get(1)?)))?;
    Ok(Offsets(all(rows)?))
}
