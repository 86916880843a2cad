//! Rows of attachments: which events name which, and how much of each has arrived. The bytes lie in `crate::blob`.

use db::Text;
use rusqlite::{OptionalExtension, params};
use shared::attachment::{Attachment, Media, Purpose};
use shared::hash::Hash;
use shared::id::{CaseId, SeriesId, TownshipCode};

use super::event::Place;
use super::{StoreError, Work, all};

/// An attachment as an event names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub place: Place,
    pub stream: String,
    pub attachment: Attachment,
}

/// What of an object has arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Held {
    pub bytes: u32,
    pub held: u32,
    pub file_bytes: u64,
    pub whole: bool,
}

/// Townships whose records lie here: our own, and those of other installations that handed a case over.
const HELD: &str = "(SELECT township FROM township UNION SELECT township FROM peer_township)";

const NAMED: &str = "SELECT series, seq, hash, bytes, media, purpose, stream, township FROM attachment";

fn of_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Named> {
    let (series, media, purpose): (Text<SeriesId>, Text<Media>, Text<Purpose>) =
        (row.get(0)?, row.get(4)?, row.get(5)?);
    let township: Text<TownshipCode> = row.get(7)?;
    Ok(Named {
        place: Place { township: township.0, series: series.0, seq: row.get(1)? },
        stream: row.get(6)?,
        attachment: Attachment {
            id: Hash(row.get(2)?),
            bytes: row.get(3)?,
            media: media.0,
            purpose: purpose.0,
        },
    })
}

/// Notes what an event names.
pub(crate) fn name(
    work: Work<'_>,
    place: &Place,
    stream: &str,
    attachments: &[Attachment],
) -> Result<(), StoreError> {
    for attachment in attachments {
        work.sql.prepare_cached(include_str!("sql/attachment_insert.sql"))?.execute(params![
            Text(&place.township),
            Text(place.series),
            place.seq,
            attachment.id.0,
            attachment.bytes,
            attachment.media.code(),
            attachment.purpose.code(),
            stream,
        ])?;
    }
    Ok(())
}

/// The event now counts in another stream.
pub(crate) fn rename(work: Work<'_>, place: &Place, stream: &str) -> Result<(), StoreError> {
    let sql = "UPDATE attachment SET stream = ?4 WHERE township = ?1 AND series = ?2 AND seq = ?3";
    let row = params![Text(&place.township), Text(place.series), place.seq, stream];
    work.sql.prepare_cached(sql)?.execute(row)?;
    Ok(())
}

/// What the records of a series say of an attachment, one row for each stream.
pub(crate) fn named_by(
    work: Work<'_>,
    township: &TownshipCode,
    series: SeriesId,
    hash: &Hash,
) -> Result<Vec<Named>, StoreError> {
    let sql = format!("{NAMED} WHERE township = ?1 AND series = ?2 AND hash = ?3 ORDER BY seq");
    let mut query = work.sql.prepare_cached(&sql)?;
    all(query.query_map(params![Text(township), Text(series), hash.0], of_row)?)
}

/// What an event names.
pub(crate) fn named_at(work: Work<'_>, place: &Place) -> Result<Vec<Named>, StoreError> {
    let sql = format!("{NAMED} WHERE township = ?1 AND series = ?2 AND seq = ?3 ORDER BY hash");
    let mut query = work.sql.prepare_cached(&sql)?;
    all(query.query_map(params![Text(&place.township), Text(place.series), place.seq], of_row)?)
}

/// Every attachment of a case, in whichever township its events lie.
pub(crate) fn of_case(work: Work<'_>, case: CaseId) -> Result<Vec<Named>, StoreError> {
    let sql =
        format!("{NAMED} WHERE township IN {HELD} AND stream = ?1 ORDER BY township, series, seq, hash");
    let mut query = work.sql.prepare_cached(&sql)?;
    all(query.query_map([format!("case/{case}")], of_row)?)
}

/// Every place where an attachment is named, in whichever township.
pub(crate) fn named(work: Work<'_>, hash: &Hash) -> Result<Vec<Named>, StoreError> {
    let sql = format!("{NAMED} WHERE township IN {HELD} AND hash = ?1 ORDER BY stream");
    let mut query = work.sql.prepare_cached(&sql)?;
    all(query.query_map([&hash.0], of_row)?)
}

/// What counted events of a township name and nobody has sent yet, oldest first.
pub(crate) fn missing(work: Work<'_>, township: &TownshipCode) -> Result<Vec<Named>, StoreError> {
    let sql = format!("{NAMED} {}", include_str!("sql/attachment_missing.sql"));
    let mut query = work.sql.prepare_cached(&sql)?;
    all(query.query_map([Text(township)], of_row)?)
}

/// What of an object has arrived; `None` before its first byte was announced.
pub(crate) fn held(
    work: Work<'_>,
    township: &TownshipCode,
    stream: &str,
    hash: &Hash,
) -> Result<Option<Held>, StoreError> {
    let sql = "SELECT bytes, held, file_bytes, whole_ms FROM blob WHERE township = ?1 AND stream = ?2 AND hash = ?3";
    let mut query = work.sql.prepare_cached(sql)?;
    let found = query.query_row(params![Text(township), stream, hash.0], |row| {
        let (file_bytes, whole_ms): (i64, i64) = (row.get(2)?, row.get(3)?);
        let file_bytes = u64::try_from(file_bytes).unwrap_or(0);
        Ok(Held { bytes: row.get(0)?, held: row.get(1)?, file_bytes, whole: whole_ms != 0 })
    });
    Ok(found.optional()?)
}

/// Every whole object of a township: stream and hash. For `verify` and backups.
///
/// # Errors
/// Of the store.
pub fn whole(work: Work<'_>, township: &TownshipCode) -> Result<Vec<(String, Hash, u32)>, StoreError> {
    let sql =
        "SELECT stream, hash, bytes FROM blob WHERE township = ?1 AND whole_ms <> 0 ORDER BY stream, hash";
    let mut query = work.sql.prepare_cached(sql)?;
    all(query.query_map([Text(township)], |row| Ok((row.get(0)?, Hash(row.get(1)?), row.get(2)?)))?)
}

/// Keeps how much has arrived.
pub(crate) fn put(
    work: Work<'_>,
    township: &TownshipCode,
    stream: &str,
    hash: &Hash,
    held: Held,
) -> Result<(), StoreError> {
    let whole_ms = if held.whole { work.now_ms() } else { 0 };
    let file_bytes = i64::try_from(held.file_bytes).unwrap_or(i64::MAX);
    work.sql.prepare_cached(include_str!("sql/blob_put.sql"))?.execute(params![
        Text(township),
        stream,
        hash.0,
        held.bytes,
        held.held,
        file_bytes,
        whole_ms
    ])?;
    Ok(())
}
