//! The township's log: accepted events by the number of their commit, and who may read which of them.

use std::collections::BTreeMap;

use db::Text;
use rusqlite::params;
use shared::hash::Hash;
use shared::id::{CaseId, SeriesId, TownshipCode, UserId};
use shared::moment::Moment;
use shared::protocol::ArrivalMark;

use super::event::Place;
use super::{StoreError, Work, all, case_key, digest, mark, moment, township};
use crate::seal::SealingKey;

/// Which cases of a township somebody reads. The office's own stream everybody of the township reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Every case that ever was here: for the township's own book.
    Everything,
    /// Every case placed here now.
    Township,
    /// Cases placed here now and assigned to the user.
    Assigned(UserId),
    /// No case.
    OfficeOnly,
}

impl Reach {
    const fn name(self) -> &'static str {
        match self {
            Self::Everything => "everything",
            Self::Township => "township",
            Self::Assigned(_) => "assigned",
            Self::OfficeOnly => "office_only",
        }
    }

    fn user(self) -> String {
        match self {
            Self::Assigned(user) => user.to_string(),
            Self::Everything | Self::Township | Self::OfficeOnly => String::new(),
        }
    }
}

/// An event read back.
#[derive(Debug)]
pub struct LogEntry {
    pub number: u64,
    /// `case/<id>` or `office/<township>`.
    pub stream: String,
    pub place: Place,
    pub received_at: Moment,
    pub bytes: Vec<u8>,
    /// Of the bytes, as it was when they came.
    pub hash: Hash,
    pub mark: Option<ArrivalMark>,
}

/// Entries after a cursor.
#[derive(Debug)]
pub struct LogPage {
    pub entries: Vec<LogEntry>,
    /// The cursor after this page.
    pub next: u64,
    pub more: bool,
}

/// Gives an accepted event its number in the log of a township.
pub(crate) fn append(
    work: Work<'_>,
    code: &TownshipCode,
    stream: &str,
    place: &Place,
    hash: &Hash,
) -> Result<(), StoreError> {
    put(work, code, stream, place)?;
    match stream.strip_prefix("case/") {
        Some(case) => digest::add(work, code, case, hash),
        None => Ok(()),
    }
}

fn put(work: Work<'_>, code: &TownshipCode, stream: &str, place: &Place) -> Result<(), StoreError> {
    let number = township::next_log_number(work, code)?;
    work.sql.prepare_cached(include_str!("sql/log_append.sql"))?.execute(params![
        Text(code),
        number,
        stream,
        Text(&place.township),
        Text(place.series),
        place.seq,
    ])?;
    Ok(())
}

/// Gives every record of a case that another township counts a number in the log of this one, where it has none yet.
pub(crate) fn copy_case(
    work: Work<'_>,
    from: &TownshipCode,
    to: &TownshipCode,
    case: CaseId,
) -> Result<(), StoreError> {
    let stream = format!("case/{case}");
    let mut query = work.sql.prepare_cached(include_str!("sql/log_copy.sql"))?;
    let rows = query.query_map(params![Text(from), stream, Text(to)], |row| {
        let (township, series): (Text<TownshipCode>, Text<SeriesId>) = (row.get(1)?, row.get(2)?);
        Ok(Place { township: township.0, series: series.0, seq: row.get(3)? })
    })?;
    for place in all(rows)? {
        put(work, to, &stream, &place)?;
    }
    digest::forget(work, to, case)
}

/// Everything a township counts of a case, in the order of its log.
pub(crate) fn of_case(
    work: Work<'_>,
    code: &TownshipCode,
    case: CaseId,
) -> Result<Vec<LogEntry>, StoreError> {
    let mut query = work.sql.prepare_cached(include_str!("sql/log_case.sql"))?;
    let mut rows = query.query(params![Text(code), format!("case/{case}")])?;
    let (mut keys, mut entries) = (BTreeMap::new(), Vec::new());
    while let Some(row) = rows.next()? {
        entries.push(open(work, row, &mut keys)?);
    }
    Ok(entries)
}

/// At most `limit` entries, or fewer where their bytes pass `bytes_max`.
pub(crate) fn page(
    work: Work<'_>,
    code: &TownshipCode,
    reach: Reach,
    after: u64,
    limit: usize,
    bytes_max: usize,
) -> Result<LogPage, StoreError> {
    let last = u64::try_from(township::log_last(work, code)?).unwrap_or(0);
    let after_row = i64::try_from(after).unwrap_or(i64::MAX);
    let mut query = work.sql.prepare_cached(include_str!("sql/log_page.sql"))?;
    let mut rows = query.query(params![Text(code), after_row, reach.name(), reach.user()])?;
    let mut keys = BTreeMap::new();
    let mut page = LogPage { entries: Vec::new(), next: last.max(after), more: false };
    let mut bytes = 0;
    while let Some(row) = rows.next()? {
        if page.entries.len() >= limit || bytes > bytes_max {
            page.more = true;
            page.next = page.entries.last().map_or(after, |entry| entry.number);
            break;
        }
        let entry = open(work, row, &mut keys)?;
        bytes += entry.bytes.len();
        page.entries.push(entry);
    }
    Ok(page)
}

fn open(
    work: Work<'_>,
    row: &rusqlite::Row<'_>,
    keys: &mut BTreeMap<(TownshipCode, String), SealingKey>,
) -> Result<LogEntry, StoreError> {
    let (number, stream, received_ms, sealed): (i64, String, i64, Vec<u8>) =
        (row.get(0)?, row.get(1)?, row.get(5)?, row.get(6)?);
    let (township, series): (Text<TownshipCode>, Text<SeriesId>) = (row.get(2)?, row.get(3)?);
    let place = Place { township: township.0, series: series.0, seq: row.get(4)? };
    let name = (place.township.clone(), stream.clone());
    if !keys.contains_key(&name) {
        let key = case_key::find(work, &name.0, &name.1)?.ok_or(StoreError::Damaged("event without key"))?;
        keys.insert(name.clone(), key);
    }
    let key = keys.get(&name).ok_or(StoreError::Damaged("event without key"))?;
    let bytes = key.open(&place.seal_place(), &sealed)?.to_vec();
    Ok(LogEntry {
        number: u64::try_from(number).unwrap_or(0),
        stream,
        place,
        received_at: moment(received_ms),
        bytes,
        hash: Hash(row.get(7)?),
        mark: mark::read(&row.get::<_, String>(8)?),
    })
}
