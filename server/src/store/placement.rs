//! 执行地: in which township a case lies, from when until when by the server's clock.

use db::Text;
use rusqlite::params;
use shared::id::{CaseId, TownshipCode};

use super::assignment::Span;
use super::{StoreError, Work, all};

/// The case lies in the township from now on.
pub(crate) fn insert(work: Work<'_>, township: &TownshipCode, case: CaseId) -> Result<(), StoreError> {
    // A case that comes back within the millisecond of its leaving was never away.
    let sql = "INSERT INTO placement (township, case_id, from_ms, until_ms) VALUES (?1, ?2, ?3, 0) \
               ON CONFLICT (township, case_id, from_ms) DO UPDATE SET until_ms = 0";
    work.sql.execute(sql, params![Text(township), Text(case), work.now_ms()])?;
    Ok(())
}

/// The case lies in the township no longer. Those who had it have it no longer.
pub(crate) fn end(work: Work<'_>, township: &TownshipCode, case: CaseId) -> Result<(), StoreError> {
    let row = params![Text(township), Text(case), work.now_ms()];
    let sql = "UPDATE placement SET until_ms = ?3 WHERE township = ?1 AND case_id = ?2 AND until_ms = 0";
    work.sql.execute(sql, row)?;
    Ok(())
}

/// When the case lay in the township.
pub(crate) fn spans(work: Work<'_>, township: &TownshipCode, case: CaseId) -> Result<Vec<Span>, StoreError> {
    let sql = "SELECT from_ms, until_ms FROM placement WHERE township = ?1 AND case_id = ?2";
    let mut query = work.sql.prepare_cached(sql)?;
    all(query.query_map(params![Text(township), Text(case)], Span::of_row)?)
}

/// The townships where the case lies now: its events get a number in the log of each.
pub(crate) fn townships_of(work: Work<'_>, case: CaseId) -> Result<Vec<TownshipCode>, StoreError> {
    let mut query = work.sql.prepare_cached(include_str!("sql/placement_townships.sql"))?;
    let rows = query.query_map([Text(case)], |row| row.get::<_, Text<TownshipCode>>(0).map(|code| code.0))?;
    all(rows)
}

/// The cases that lie in the township now.
pub(crate) fn cases(work: Work<'_>, township: &TownshipCode) -> Result<Vec<CaseId>, StoreError> {
    let sql = "SELECT case_id FROM placement WHERE township = ?1 AND until_ms = 0 ORDER BY case_id";
    let mut query = work.sql.prepare_cached(sql)?;
    all(query.query_map([Text(township)], |row| row.get::<_, Text<CaseId>>(0).map(|case| case.0))?)
}
