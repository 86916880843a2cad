//! Event rows: the sealed bytes of every event, at its place in its series.

use db::Text;
use rusqlite::{OptionalExtension, params};
use shared::event::Stream;
use shared::hash::Hash;
use shared::id::{EventId, SeriesId, TownshipCode, UserId};

use super::{StoreError, Work, case_key};

/// The place of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub township: TownshipCode,
    pub series: SeriesId,
    pub seq: u32,
}

impl Place {
    pub(crate) fn seal_place(&self) -> String {
        format!("event/{}/{}/{}", self.township, self.series, self.seq)
    }
}

/// What a row says beside the bytes.
#[derive(Debug)]
pub struct EventRow<'a> {
    pub place: Place,
    /// `None` where the bytes could not be read.
    pub event: Option<EventId>,
    pub stream: String,
    pub author: UserId,
    pub bytes: &'a [u8],
}

/// The stream as rows name it.
#[must_use]
pub fn stream_name(stream: &Stream) -> String {
    match stream {
        Stream::Case(case) => format!("case/{case}"),
        Stream::Office(township) => format!("office/{township}"),
    }
}

/// Where events lie whose bytes could not be read.
#[must_use]
pub fn unread_stream(series: SeriesId) -> String {
    format!("unread/{series}")
}

/// Seals and stores an event.
pub(crate) fn insert(work: Work<'_>, row: &EventRow<'_>) -> Result<(), StoreError> {
    let key = case_key::find_or_make(work, &row.place.township, &row.stream)?;
    let sealed = key.seal(&work.deps.entropy, &row.place.seal_place(), row.bytes)?;
    work.sql.prepare_cached(include_str!("sql/event_insert.sql"))?.execute(params![
        Text(&row.place.township),
        Text(row.place.series),
        row.place.seq,
        row.event.map(|event| event.to_string()).unwrap_or_default(),
        row.stream,
        Text(row.author),
        Hash::of(row.bytes).0,
        work.now_ms(),
        sealed,
    ])?;
    Ok(())
}

/// The last event of a series; its hash is the next one's `prev`.
pub(crate) fn last(
    work: Work<'_>,
    township: &TownshipCode,
    series: SeriesId,
) -> Result<Option<(u32, Hash)>, StoreError> {
    let found = work
        .sql
        .prepare_cached(include_str!("sql/event_last.sql"))?
        .query_row(params![Text(township), Text(series)], |row| Ok((row.get(0)?, Hash(row.get(1)?))));
    Ok(found.optional()?)
}

/// The hash of the event at a place.
pub(crate) fn hash_at(work: Work<'_>, place: &Place) -> Result<Option<Hash>, StoreError> {
    let sql = "SELECT hash FROM event WHERE township = ?1 AND series = ?2 AND seq = ?3";
    let row = params![Text(&place.township), Text(place.series), place.seq];
    Ok(work.sql.prepare_cached(sql)?.query_row(row, |row| row.get(0).map(Hash)).optional()?)
}

/// The bytes of the event at a place, with the stream they lie under.
pub(crate) fn bytes_at(work: Work<'_>, place: &Place) -> Result<Option<(Vec<u8>, String)>, StoreError> {
    let sql = "SELECT stream, sealed FROM event WHERE township = ?1 AND series = ?2 AND seq = ?3";
    let row = params![Text(&place.township), Text(place.series), place.seq];
    let found: Option<(String, Vec<u8>)> =
        work.sql.prepare_cached(sql)?.query_row(row, |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let Some((stream, sealed)) = found else { return Ok(None) };
    let key =
        case_key::find(work, &place.township, &stream)?.ok_or(StoreError::Damaged("event without key"))?;
    Ok(Some((key.open(&place.seal_place(), &sealed)?.to_vec(), stream)))
}

/// The place of an event by its id; `None` where the township has none of this id.
pub(crate) fn place_of(
    work: Work<'_>,
    township: &TownshipCode,
    event: EventId,
) -> Result<Option<Place>, StoreError> {
    let sql = "SELECT series, seq FROM event WHERE township = ?1 AND event_id = ?2";
    let found = work.sql.prepare_cached(sql)?.query_row(params![Text(township), event.to_string()], |row| {
        let series: Text<SeriesId> = row.get(0)?;
        Ok(Place { township: township.clone(), series: series.0, seq: row.get(1)? })
    });
    Ok(found.optional()?)
}

/// The place of an event in a stream, whichever township recorded it.
pub(crate) fn place_in(work: Work<'_>, stream: &str, event: EventId) -> Result<Option<Place>, StoreError> {
    let sql = "SELECT township, series, seq FROM event \
               WHERE township IN (SELECT township FROM township UNION SELECT township FROM peer_township) \
               AND event_id = ?2 AND stream = ?1";
    let found = work.sql.prepare_cached(sql)?.query_row(params![stream, event.to_string()], |row| {
        let (township, series): (Text<TownshipCode>, Text<SeriesId>) = (row.get(0)?, row.get(1)?);
        Ok(Place { township: township.0, series: series.0, seq: row.get(2)? })
    });
    Ok(found.optional()?)
}

/// A record that had been set aside counts from now on: it gets its id and stream, and its bytes move under the key
/// of the stream.
pub(crate) fn release(work: Work<'_>, row: &EventRow<'_>) -> Result<(), StoreError> {
    let key = case_key::find_or_make(work, &row.place.township, &row.stream)?;
    let sealed = key.seal(&work.deps.entropy, &row.place.seal_place(), row.bytes)?;
    work.sql.prepare_cached(include_str!("sql/event_release.sql"))?.execute(params![
        Text(&row.place.township),
        Text(row.place.series),
        row.place.seq,
        row.event.map(|event| event.to_string()).unwrap_or_default(),
        row.stream,
        sealed,
    ])?;
    Ok(())
}

/// Who recorded an event; `None` where the township has none of this id.
pub(crate) fn author_of(
    work: Work<'_>,
    township: &TownshipCode,
    event: EventId,
) -> Result<Option<UserId>, StoreError> {
    let sql = "SELECT author FROM event WHERE township = ?1 AND event_id = ?2";
    let mut query = work.sql.prepare_cached(sql)?;
    let found: Option<Text<UserId>> =
        query.query_row(params![Text(township), event.to_string()], |row| row.get(0)).optional()?;
    Ok(found.map(|author| author.0))
}
