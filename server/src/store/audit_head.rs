//! Signed heads of the audit chain: one a day, and the last that each device held up.

use db::Text;
use rusqlite::params;
use shared::hash::Hash;
use shared::id::{SeriesId, TownshipCode, UserId};
use shared::moment::{Moment, civil_date};
use shared::protocol::{AuditHead, Witness};

use super::{StoreError, Work, all, moment};

/// A head a device held up that the chain does not contain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Denied {
    pub series: SeriesId,
    pub entry: i64,
    /// When the head was signed.
    pub signed_at: Moment,
    pub seen_at: Moment,
    pub word: Option<Word>,
}

/// What the audit officer said of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    pub by: UserId,
    pub at: Moment,
    pub text: String,
}

fn word_place(township: &TownshipCode, series: SeriesId, entry: i64) -> String {
    format!("alert-word/{township}/{series}/{entry}")
}

/// Puts a word beside a head that was denied. The first stays.
pub(crate) fn put_word(
    work: Work<'_>,
    township: &TownshipCode,
    denied: &Denied,
    by: UserId,
    word: &str,
) -> Result<(), StoreError> {
    let sealed = work.seal(&word_place(township, denied.series, denied.entry), word)?;
    let sql = "INSERT INTO alert_word (township, series, entry, said_by, said_ms, word_sealed)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let (series, now) = (Text(denied.series), work.now_ms());
    work.sql.execute(sql, params![Text(township), series, denied.entry, Text(by), now, sealed])?;
    Ok(())
}

/// Keeps the first head of a day.
pub(crate) fn put_daily(
    work: Work<'_>,
    township: &TownshipCode,
    witness: &Witness,
) -> Result<(), StoreError> {
    let sql = "SELECT max(at_ms) FROM audit_head WHERE township = ?1";
    let mut query = work.sql.prepare_cached(sql)?;
    let last: Option<i64> = query.query_row([Text(township)], |row| row.get(0))?;
    if last.is_some_and(|last| civil_date(moment(last)) >= civil_date(witness.head.at)) {
        return Ok(());
    }
    let head = &witness.head;
    work.sql.prepare_cached(include_str!("sql/audit_head_insert.sql"))?.execute(params![
        Text(township),
        head.entry,
        head.hash.0,
        head.epoch,
        head.at.timestamp_millis(),
        witness.signature,
    ])?;
    Ok(())
}

/// The heads of the days, oldest first.
pub(crate) fn daily(work: Work<'_>, township: &TownshipCode) -> Result<Vec<Witness>, StoreError> {
    let mut query = work.sql.prepare(include_str!("sql/audit_head_list.sql"))?;
    all(query.query_map([Text(township)], witness_of_row)?)
}

/// Keeps the last head a device held up, and every one that was denied; says whether it was not there before.
pub(crate) fn put_seen(
    work: Work<'_>,
    township: &TownshipCode,
    series: SeriesId,
    witness: &Witness,
    denied: bool,
) -> Result<bool, StoreError> {
    let head = &witness.head;
    let is_new = work.sql.prepare_cached(include_str!("sql/witness_insert.sql"))?.execute(params![
        Text(township),
        Text(series),
        head.entry,
        head.hash.0,
        head.epoch,
        head.at.timestamp_millis(),
        witness.signature,
        work.now_ms(),
        denied,
    ])? > 0;
    let sql = "DELETE FROM witness WHERE township = ?1 AND series = ?2 AND denied = 0 AND entry < ?3";
    work.sql.prepare_cached(sql)?.execute(params![Text(township), Text(series), head.entry])?;
    Ok(is_new)
}

/// Every head that devices held up and that is still kept.
pub(crate) fn seen(work: Work<'_>, township: &TownshipCode) -> Result<Vec<(SeriesId, Witness)>, StoreError> {
    let mut query = work.sql.prepare(include_str!("sql/witness_list.sql"))?;
    let rows = query
        .query_map([Text(township)], |row| Ok((row.get::<_, Text<SeriesId>>(5)?.0, witness_of_row(row)?)))?;
    all(rows)
}

/// Heads that were denied, newest first.
pub(crate) fn denied(work: Work<'_>, township: &TownshipCode) -> Result<Vec<Denied>, StoreError> {
    type Said = (Option<String>, Option<i64>, Option<Vec<u8>>);
    let mut query = work.sql.prepare_cached(include_str!("sql/witness_denied.sql"))?;
    let rows = query.query_map([Text(township)], |row| {
        let said: Said = (row.get(4)?, row.get(5)?, row.get(6)?);
        let denied = Denied {
            series: row.get::<_, Text<SeriesId>>(0)?.0,
            entry: row.get(1)?,
            signed_at: moment(row.get(2)?),
            seen_at: moment(row.get(3)?),
            word: None,
        };
        Ok((denied, said))
    })?;
    let with_word = |(denied, said): (Denied, Said)| {
        let word = match said {
            (Some(by), Some(at), Some(sealed)) => Some(Word {
                by: by.parse().map_err(|_| StoreError::Damaged("alert word"))?,
                at: moment(at),
                text: work.open(&word_place(township, denied.series, denied.entry), &sealed)?,
            }),
            (_, _, _) => None,
        };
        Ok(Denied { word, ..denied })
    };
    all(rows)?.into_iter().map(with_word).collect()
}

fn witness_of_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Witness> {
    let head = AuditHead {
        epoch: row.get(0)?,
        entry: row.get(1)?,
        hash: Hash(row.get(2)?),
        at: moment(row.get(3)?),
    };
    Ok(Witness { head, signature: row.get(4)? })
}
