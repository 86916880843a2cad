//! 待核查: records that were set aside, and why. None is ever thrown away; a copy that another phone gave back ends when its
//! author's device sends the record itself.

use db::Text;
use rusqlite::{OptionalExtension, params};
use shared::event::{Event, RawEvent, Stream};
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
    let sealed = seal_beside(work, place, bytes)?;
    put(work, place, &Hash::of(bytes), ProblemCode::EventForked, &sealed, None)
}

/// Keeps aside a record that another phone gave back, with its bytes: its place stays free for its author's device.
pub(crate) fn insert_given_back(work: Work<'_>, place: &Place, raw: &RawEvent) -> Result<(), StoreError> {
    let sealed = seal_beside(work, place, raw.bytes())?;
    put(work, place, &raw.hash(), ProblemCode::EventGivenBack, &sealed, Some(raw.event()))
}

fn seal_beside(work: Work<'_>, place: &Place, bytes: &[u8]) -> Result<Vec<u8>, StoreError> {
    let key = case_key::find_or_make(work, &place.township, &unread_stream(place.series))?;
    Ok(key.seal(&work.deps.entropy, &place.seal_place(), bytes)?)
}

/// The bytes of a record that lies beside the events; `None` for one that keeps its place among them.
pub(crate) fn bytes_beside(
    work: Work<'_>,
    place: &Place,
    hash: &Hash,
) -> Result<Option<Vec<u8>>, StoreError> {
    let sql = "SELECT fork_sealed FROM quarantine
        WHERE township = ?1 AND series = ?2 AND seq = ?3 AND hash = ?4 AND fork_sealed <> x''";
    let row = params![Text(&place.township), Text(place.series), place.seq, hash.0];
    let sealed: Option<Vec<u8>> =
        work.sql.prepare_cached(sql)?.query_row(row, |row| row.get(0)).optional()?;
    let Some(sealed) = sealed else { return Ok(None) };
    let key = case_key::find(work, &place.township, &unread_stream(place.series))?;
    let key = key.ok_or(StoreError::Damaged("record set aside without key"))?;
    Ok(Some(key.open(&place.seal_place(), &sealed)?.to_vec()))
}

/// Whether this record is or was set aside, whatever was decided.
pub(crate) fn is_kept(work: Work<'_>, place: &Place, hash: &Hash) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM quarantine WHERE township = ?1 AND series = ?2 AND seq = ?3 AND hash = ?4";
    let row = params![Text(&place.township), Text(place.series), place.seq, hash.0];
    Ok(work.sql.prepare_cached(sql)?.exists(row)?)
}

/// Whether the record at a place was given back by another phone and a person let it count.
pub(crate) fn was_let_count(
    work: Work<'_>,
    township: &TownshipCode,
    series: SeriesId,
    seq: u32,
) -> Result<bool, StoreError> {
    let row = params![Text(township), Text(series), seq, ProblemCode::EventGivenBack.code()];
    Ok(work.sql.prepare_cached(include_str!("sql/quarantine_let_count.sql"))?.exists(row)?)
}

/// The author's device sent what another had given back: the copy waits no longer, for the bytes lie among the events
/// from now on. Says whether there was one.
pub(crate) fn end_given_back(work: Work<'_>, place: &Place, hash: &Hash) -> Result<bool, StoreError> {
    let sql = "DELETE FROM quarantine
        WHERE township = ?1 AND series = ?2 AND seq = ?3 AND hash = ?4 AND problem = ?5";
    let problem = ProblemCode::EventGivenBack.code();
    let row = params![Text(&place.township), Text(place.series), place.seq, hash.0, problem];
    Ok(work.sql.prepare_cached(sql)?.execute(row)? > 0)
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
    let mut query = work.sql.prepare_cached(include_str!("sql/quarantine_problem.sql"))?;
    let row = params![Text(&place.township), Text(place.series), place.seq, hash.0];
    let found: Option<Text<ProblemCode>> = query.query_row(row, |row| row.get(0)).optional()?;
    Ok(found.map(|problem| problem.0))
}
