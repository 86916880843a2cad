//! 核查结果: decisions on records that were set aside; the phone of the series hears each once.

use db::Text;
use rusqlite::params;
use shared::hash::Hash;
use shared::id::{SeriesId, TownshipCode};
use shared::protocol::{Decision, Verdict};

use super::event::Place;
use super::{StoreError, Work, all};

/// Writes one down; `by` names an id, and `reason` words only as the caller sealed them.
pub(crate) fn insert(
    work: Work<'_>,
    place: &Place,
    hash: &Hash,
    verdict: Verdict,
    by: &str,
    reason: &str,
) -> Result<Decision, StoreError> {
    let number = last(work, &place.township, place.series)? + 1;
    work.sql.prepare_cached(include_str!("sql/decision_insert.sql"))?.execute(params![
        Text(&place.township),
        Text(place.series),
        number,
        place.seq,
        hash.0,
        verdict.code(),
        reason,
        by,
        work.now_ms()
    ])?;
    Ok(Decision { number, seq: place.seq, hash: hash.clone(), verdict })
}

/// The number of the last decision of a series; 0 before the first.
pub(crate) fn last(work: Work<'_>, code: &TownshipCode, series: SeriesId) -> Result<u32, StoreError> {
    let sql = "SELECT coalesce(max(number), 0) FROM decision WHERE township = ?1 AND series = ?2";
    Ok(work.sql.prepare_cached(sql)?.query_row(params![Text(code), Text(series)], |row| row.get(0))?)
}

/// The decisions of a series after a number.
pub(crate) fn after(
    work: Work<'_>,
    code: &TownshipCode,
    series: SeriesId,
    number: u32,
) -> Result<Vec<Decision>, StoreError> {
    let mut query = work.sql.prepare_cached(include_str!("sql/decision_after.sql"))?;
    let rows = query.query_map(params![Text(code), Text(series), number], |row| {
        let verdict: Text<Verdict> = row.get(3)?;
        Ok(Decision { number: row.get(0)?, seq: row.get(1)?, hash: Hash(row.get(2)?), verdict: verdict.0 })
    })?;
    all(rows)
}

/// The last word on a record, if there is one.
pub(crate) fn on(work: Work<'_>, place: &Place, hash: &Hash) -> Result<Option<Verdict>, StoreError> {
    use rusqlite::OptionalExtension;
    let mut query = work.sql.prepare_cached(include_str!("sql/decision_on.sql"))?;
    let row = params![Text(&place.township), Text(place.series), place.seq, hash.0];
    let found: Option<Text<Verdict>> = query.query_row(row, |row| row.get(0)).optional()?;
    Ok(found.map(|verdict| verdict.0))
}
