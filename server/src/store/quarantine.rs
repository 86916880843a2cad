//! 待核查: records that were set aside, and why. None is ever thrown away.

use db::Text;
use rusqlite::params;
use shared::event::{Event, Stream};
use shared::hash::Hash;
use shared::id::{CaseId, EventId, SeriesId, TownshipCode};
use shared::moment::Moment;
use shared::problem::ProblemCode;
use shared::protocol::Verdict;

use super::event::{Place, unread_stream};
use super::{StoreError, Work, all, case_key, moment};

/// A record that was set aside.
#[derive(Debug)]
pub struct Quarantined {
    pub series: SeriesId,
    pub seq: u32,
    pub problem: ProblemCode,
    pub received_at: Moment,
    pub hash: Hash,
    /// `None` where the bytes could not be read.
    pub event: Option<EventId>,
    /// The office's last word on it.
    pub verdict: Option<Verdict>,
    /// Of its author, who decides about it.
    pub township: TownshipCode,
    pub case: Option<CaseId>,
}

/// A record set aside that waits for a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    pub seq: u32,
    pub hash: Hash,
    pub problem: ProblemCode,
}

/// Sets aside a record that keeps its place among the events. `known` = what could be read of it.
pub(crate) fn insert(
    work: Work<'_>,
    place: &Place,
    hash: &Hash,
    problem: ProblemCode,
    known: Option<&Event>,
) -> Result<(), StoreError> {
    put(work, place, hash, problem, &[], known)
}

/// Sets aside a second record for a place that is taken, with its bytes.
pub(crate) fn insert_fork(work: Work<'_>, place: &Place, bytes: &[u8]) -> Result<(), StoreError> {
    let key = case_key::find_or_make(work, &place.township, &unread_stream(place.series))?;
    let sealed = key.seal(&work.deps.entropy, &place.seal_place(), bytes)?;
    put(work, place, &Hash::of(bytes), ProblemCode::EventForked, &sealed, None)
}

fn put(
    work: Work<'_>,
    place: &Place,
    hash: &Hash,
    problem: ProblemCode,
    fork: &[u8],
    known: Option<&Event>,
) -> Result<(), StoreError> {
    let case = known.and_then(|event| match &event.stream {
        Stream::Case(case) => Some(case.to_string()),
        Stream::Office(_) => None,
    });
    work.sql.execute(
        include_str!("sql/quarantine_put.sql"),
        params![
            Text(&place.township),
            Text(place.series),
            place.seq,
            hash.0,
            problem.code(),
            work.now_ms(),
            fork,
            known.map(|event| event.id.to_string()).unwrap_or_default(),
            case.unwrap_or_default()
        ],
    )?;
    Ok(())
}

/// All records set aside in a township, and those of others about cases that lie here now; newest first.
pub(crate) fn list(work: Work<'_>, township: &TownshipCode) -> Result<Vec<Quarantined>, StoreError> {
    let mut query = work.sql.prepare_cached(include_str!("sql/quarantine_list.sql"))?;
    let rows = query.query_map([Text(township)], |row| {
        let (series, problem): (Text<SeriesId>, Text<ProblemCode>) = (row.get(0)?, row.get(2)?);
        let (event, verdict, case): (String, String, String) = (row.get(5)?, row.get(6)?, row.get(8)?);
        let township: Text<TownshipCode> = row.get(7)?;
        Ok(Quarantined {
            series: series.0,
            seq: row.get(1)?,
            problem: problem.0,
            received_at: moment(row.get(3)?),
            hash: Hash(row.get(4)?),
            event: event.parse().ok(),
            verdict: Verdict::ALL.iter().copied().find(|known| known.code() == verdict),
            township: township.0,
            case: case.parse().ok(),
        })
    })?;
    all(rows)
}

/// The record of this id that a series has set aside and nobody released.
pub(crate) fn of_event(
    work: Work<'_>,
    township: &TownshipCode,
    series: SeriesId,
    event: EventId,
) -> Result<Option<Waiting>, StoreError> {
    use rusqlite::OptionalExtension;
    let mut query = work.sql.prepare_cached(include_str!("sql/quarantine_of_event.sql"))?;
    let row = params![Text(township), Text(series), event.to_string()];
    Ok(query.query_row(row, waiting).optional()?)
}

/// The records of a series after a place that wait for a decision.
pub(crate) fn after(work: Work<'_>, place: &Place) -> Result<Vec<Waiting>, StoreError> {
    let mut query = work.sql.prepare_cached(include_str!("sql/quarantine_after.sql"))?;
    all(query.query_map(params![Text(&place.township), Text(place.series), place.seq], waiting)?)
}

fn waiting(row: &rusqlite::Row<'_>) -> rusqlite::Result<Waiting> {
    let problem: Text<ProblemCode> = row.get(2)?;
    Ok(Waiting { seq: row.get(0)?, hash: Hash(row.get(1)?), problem: problem.0 })
}

/// Why the record at a place with this hash is set aside, if it is; one that was released no longer is.
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
