//! 到达标记: what the office notes beside a record it took.

use db::Text;
use rusqlite::{OptionalExtension, params};
use shared::protocol::ArrivalMark;

use super::event::Place;
use super::{StoreError, Work};

pub(crate) fn put(work: Work<'_>, place: &Place, mark: ArrivalMark) -> Result<(), StoreError> {
    work.sql.prepare_cached(include_str!("sql/mark_put.sql"))?.execute(params![
        Text(&place.township),
        Text(place.series),
        place.seq,
        mark.code()
    ])?;
    Ok(())
}

/// The mark of a record, if it has one.
pub(crate) fn of(work: Work<'_>, place: &Place) -> Result<Option<ArrivalMark>, StoreError> {
    let sql = "SELECT mark FROM event_mark WHERE township = ?1 AND series = ?2 AND seq = ?3";
    let row = params![Text(&place.township), Text(place.series), place.seq];
    let found: Option<String> = work.sql.prepare_cached(sql)?.query_row(row, |row| row.get(0)).optional()?;
    Ok(found.as_deref().and_then(read))
}

/// The mark of a code; none for the empty one.
pub(crate) fn read(code: &str) -> Option<ArrivalMark> {
    ArrivalMark::ALL.iter().copied().find(|mark| mark.code() == code)
}
