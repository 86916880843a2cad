//! 摘要: how many records of each case a township's log counts, and their digest; kept up to date by every append.

use std::collections::BTreeMap;

use db::Text;
use rusqlite::{OptionalExtension, params};
use shared::hash::Hash;
use shared::id::{CaseId, TownshipCode};
use shared::protocol::{CaseCount, SetDigest};

use super::{StoreError, Work, all};

fn damaged() -> StoreError {
    StoreError::Damaged("digest of a case")
}

/// One more record of a case has just been given its number.
pub(crate) fn add(work: Work<'_>, code: &TownshipCode, case: &str, hash: &Hash) -> Result<(), StoreError> {
    let Some((events, mut digest)) = row(work, code, case)? else {
        // Worked out from the log, which has the new record.
        return work_out(work, code, case).map(|_| ());
    };
    digest.add(hash);
    put(work, code, case, events.saturating_add(1), digest)
}

/// Every case of these, in their order.
pub(crate) fn of_cases(
    work: Work<'_>,
    code: &TownshipCode,
    cases: &[CaseId],
) -> Result<Vec<CaseCount>, StoreError> {
    let sql = "SELECT case_id, events, digest FROM case_digest WHERE township = ?1";
    let mut query = work.sql.prepare_cached(sql)?;
    let rows = query.query_map([Text(code)], |row| {
        let (case, events, digest): (Text<CaseId>, u32, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok((case.0, (events, digest)))
    })?;
    let mut known: BTreeMap<CaseId, (u32, String)> = all(rows)?.into_iter().collect();
    let count = |case: &CaseId| {
        let (events, digest) = match known.remove(case) {
            Some((events, digest)) => (events, digest.parse().map_err(|()| damaged())?),
            None => work_out(work, code, &case.to_string())?,
        };
        Ok(CaseCount { case: *case, events, digest: Some(digest) })
    };
    cases.iter().map(count).collect()
}

/// One case.
pub(crate) fn of_case(work: Work<'_>, code: &TownshipCode, case: CaseId) -> Result<CaseCount, StoreError> {
    let name = case.to_string();
    let (events, digest) = match row(work, code, &name)? {
        Some(found) => found,
        None => work_out(work, code, &name)?,
    };
    Ok(CaseCount { case, events, digest: Some(digest) })
}

/// The log of a case was filled otherwise than by [`super::log::append`].
pub(crate) fn forget(work: Work<'_>, code: &TownshipCode, case: CaseId) -> Result<(), StoreError> {
    let sql = "DELETE FROM case_digest WHERE township = ?1 AND case_id = ?2";
    work.sql.prepare_cached(sql)?.execute(params![Text(code), Text(case)])?;
    Ok(())
}

fn row(work: Work<'_>, code: &TownshipCode, case: &str) -> Result<Option<(u32, SetDigest)>, StoreError> {
    let sql = "SELECT events, digest FROM case_digest WHERE township = ?1 AND case_id = ?2";
    let found: Option<(u32, String)> = work
        .sql
        .prepare_cached(sql)?
        .query_row(params![Text(code), case], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    found.map(|(events, digest)| Ok((events, digest.parse().map_err(|()| damaged())?))).transpose()
}

fn work_out(work: Work<'_>, code: &TownshipCode, case: &str) -> Result<(u32, SetDigest), StoreError> {
    let mut query = work.sql.prepare_cached(include_str!("sql/log_hashes.sql"))?;
    let stream = format!("case/{case}");
    let hashes: Vec<Hash> = all(query.query_map(params![Text(code), stream], |row| row.get(0).map(Hash))?)?;
    let (events, digest) = (u32::try_from(hashes.len()).unwrap_or(u32::MAX), SetDigest::of(&hashes));
    put(work, code, case, events, digest)?;
    Ok((events, digest))
}

fn put(
    work: Work<'_>,
    code: &TownshipCode,
    case: &str,
    events: u32,
    digest: SetDigest,
) -> Result<(), StoreError> {
    work.sql.prepare_cached(include_str!("sql/digest_put.sql"))?.execute(params![
        Text(code),
        case,
        events,
        digest.to_string()
    ])?;
    Ok(())
}
