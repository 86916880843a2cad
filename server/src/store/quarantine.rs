//! 待核查: records that were set aside, and why. None is ever thrown away.

use db::Text;
use rusqlite::params;
use shared::hash::Hash;
use shared::id::{SeriesId, TownshipCode};
use shared::moment::Moment;
use shared::problem::ProblemCode;

use super::event::{Place, unread_stream};
use super::{StoreError, Work, all, case_key, moment};

/// A record that was set aside.
#[derive(Debug)]
pub struct Quarantined {
    pub series: SeriesId,
    pub seq: u32,
    pub problem: ProblemCode,
    pub received_at: Moment,
}

/// Sets aside a record that keeps its place among the events.
pub(crate) fn insert(
    work: Work<'_>,
    place: &Place,
    hash: &Hash,
    problem: ProblemCode,
) -> Result<(), StoreError> {
    put(work, place, hash, problem, &[])
}

/// Sets aside a second record for a place that is taken, with its bytes.
pub(crate) fn insert_fork(work: Work<'_>, place: &Place, bytes: &[u8]) -> Result<(), StoreError> {
    let key = case_key::find_or_make(work, &place.township, &unread_stream(place.series))?;
    let sealed = key.seal(&work.deps.entropy, &place.seal_place(), bytes)?;
    put(work, place, &Hash::of(bytes), ProblemCode::EventForked, &sealed)
}

fn put(
    work: Work<'_>,
    place: &Place,
    hash: &Hash,
    problem: ProblemCode,
    fork: &[u8],
) -> Result<(), StoreError> {
    work.sql.execute(
        include_str!("sql/quarantine_put.sql"),
        params![
            Text(&place.township),
            Text(place.series),
            place.seq,
            hash.0,
            problem.code(),
            work.now_ms(),
            fork
        ],
    )?;
    Ok(())
}

/// All records set aside in a township, newest first.
pub(crate) fn list(work: Work<'_>, township: &TownshipCode) -> Result<Vec<Quarantined>, StoreError> {
    let mut query = work.sql.prepare_cached(include_str!("sql/quarantine_list.sql"))?;
    let rows = query.query_map([Text(township)], |row| {
        let (series, problem): (Text<SeriesId>, Text<ProblemCode>) = (row.get(0)?, row.get(2)?);
        Ok(Quarantined {
            series: series.0,
            seq: row.get(1)?,
            problem: problem.0,
            received_at: moment(row.get(3)?),
        })
    })?;
    all(rows)
}

/// Why the record at a place with this hash was set aside, if it was.
pub(crate) fn problem_of(
    work: Work<'_>,
    place: &Place,
    hash: &Hash,
) -> Result<Option<ProblemCode>, StoreError> {
    use rusqlite::OptionalExtension;
    let mut query = work.sql.prepare_cached(include_str!("sql/quarantine_problem.sql"))?;
    let row = params![Text(&place.township), Text(place.series), place.seq, hash.0];
    let found: Option<Text<ProblemCode>> = query.query_row(row, |row| row.get(0)).optional()?;
    Ok(found.map(|problem| problem.0))
}
