//! What only phones still have of an office that was put back from a backup: set aside, given back to the office, never
//! thrown away.

use std::collections::BTreeSet;

use db::Text;
use rusqlite::Transaction;
use shared::event::Stream;
use shared::hash::Hash;
use shared::id::{CaseId, SeriesId};
use shared::protocol::{EndedSeries, OfficeSeries};

use super::events::{read_event, stream_text};
use super::{Store, StoreError};

/// A record that the office lost with a restore.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Orphan {
    pub series: SeriesId,
    pub seq: u32,
    pub hash: Hash,
    pub bytes: Vec<u8>,
}

impl Store {
    /// Keeps in which series the office writes, and sets aside what is past the end of one that goes on no more, or of
    /// one the office wrote to and no longer knows. Gives the streams that lost something.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn keep_office_series(
        &mut self,
        own: SeriesId,
        told: &OfficeSeries,
    ) -> Result<BTreeSet<Stream>, StoreError> {
        let transaction = self.transaction()?;
        let mut streams = BTreeSet::new();
        for ended in told.ended.iter().filter(|ended| ended.series != own) {
            set_aside(&transaction, ended.series, ended.up_to_seq, &mut streams)?;
        }
        let known: BTreeSet<SeriesId> = transaction
            .prepare_cached("SELECT series FROM office_series")?
            .query_map([], |row| Ok(row.get::<_, Text<SeriesId>>(0)?.0))?
            .collect::<Result<_, _>>()?;
        let named: BTreeSet<SeriesId> =
            told.ended.iter().map(|ended| ended.series).chain([told.current]).collect();
        for series in known.difference(&named) {
            set_aside(&transaction, *series, 0, &mut streams)?;
        }
        for series in named.difference(&known) {
            let sql = "INSERT INTO office_series (series) VALUES (?1)";
            transaction.execute(sql, [Text(*series)])?;
        }
        transaction.commit()?;
        Ok(streams)
    }

    /// How many facts are set aside so and have not come from the office again since.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn orphans(&self) -> Result<u32, StoreError> {
        let sql = "SELECT count(*) FROM orphan WHERE NOT EXISTS (SELECT 1 FROM event \
                   WHERE event.series = orphan.series AND event.seq = orphan.seq AND event.hash = orphan.hash)";
        Ok(self.connection.query_row(sql, [], |row| row.get(0))?)
    }

    /// The series of others of which records are here, counted or set aside.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn series_of_others(&self, own: SeriesId) -> Result<Vec<SeriesId>, StoreError> {
        let sql =
            "SELECT series FROM event WHERE series <> ?1 UNION SELECT series FROM orphan ORDER BY series";
        let mut query = self.connection.prepare(sql)?;
        let rows = query.query_map([Text(own)], |row| Ok(row.get::<_, Text<SeriesId>>(0)?.0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Keeps that the office was asked in this epoch where series of others end, and sets aside what is past that. Gives
    /// the streams that lost something.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn keep_ends(
        &mut self,
        own: SeriesId,
        epoch: &str,
        ends: &[EndedSeries],
    ) -> Result<BTreeSet<Stream>, StoreError> {
        let transaction = self.transaction()?;
        let mut streams = BTreeSet::new();
        for end in ends.iter().filter(|end| end.series != own) {
            set_aside(&transaction, end.series, end.up_to_seq, &mut streams)?;
        }
        // What an earlier epoch took may have gone with it: it is given again.
        transaction.execute("UPDATE orphan SET given = 0", [])?;
        transaction.execute("UPDATE line SET asked_back = ?1", [epoch])?;
        transaction.commit()?;
        Ok(streams)
    }

    /// What is set aside and was not given back yet: at most so many records of so many bytes, and at least one.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn to_give_back(&self, records_max: usize, bytes_max: usize) -> Result<Vec<Orphan>, StoreError> {
        let sql =
            "SELECT series, seq, hash, bytes FROM orphan WHERE given = 0 ORDER BY series, seq, hash LIMIT ?1";
        let mut query = self.connection.prepare(sql)?;
        let mut rows = query.query([i64::try_from(records_max).unwrap_or(i64::MAX)])?;
        let (mut batch, mut bytes) = (Vec::new(), 0);
        while let Some(row) = rows.next()? {
            let orphan = Orphan {
                series: row.get::<_, Text<SeriesId>>(0)?.0,
                seq: row.get(1)?,
                hash: Hash(row.get(2)?),
                bytes: row.get(3)?,
            };
            bytes += orphan.bytes.len();
            if bytes > bytes_max && !batch.is_empty() {
                break;
            }
            batch.push(orphan);
        }
        Ok(batch)
    }

    /// The office has these now. They stay here all the same.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn keep_given_back(&mut self, given: &[Orphan]) -> Result<(), StoreError> {
        let transaction = self.transaction()?;
        for Orphan { series, seq, hash, .. } in given {
            let sql = "UPDATE orphan SET given = 1 WHERE series = ?1 AND seq = ?2 AND hash = ?3";
            transaction.execute(sql, (Text(*series), seq, &hash.0))?;
        }
        Ok(transaction.commit()?)
    }
}

/// Sets aside what others wrote of a case and the office, by its signed word, does not count.
pub(super) fn set_aside_uncounted(
    transaction: &Transaction<'_>,
    own: SeriesId,
    case: CaseId,
    is_counted: impl Fn(&Hash) -> bool,
    streams: &mut BTreeSet<Stream>,
) -> Result<(), StoreError> {
    let stream = Stream::Case(case);
    let sql = "SELECT series, seq, hash FROM event WHERE stream = ?1 AND series <> ?2";
    let mut query = transaction.prepare_cached(sql)?;
    let rows = query.query_map((stream_text(&stream), Text(own)), |row| {
        Ok((row.get::<_, Text<SeriesId>>(0)?.0, row.get::<_, u32>(1)?, Hash(row.get(2)?)))
    })?;
    let uncounted: Vec<_> = rows
        .filter(|row| row.as_ref().map_or(true, |(_, _, hash)| !is_counted(hash)))
        .collect::<Result<_, _>>()?;
    for (series, seq, hash) in uncounted {
        let place = || (Text(series), seq, &hash.0);
        transaction.execute(include_str!("../../sql/keep_orphan.sql"), place())?;
        transaction.execute("DELETE FROM event WHERE series = ?1 AND seq = ?2 AND hash = ?3", place())?;
        streams.insert(stream.clone());
    }
    Ok(())
}

fn set_aside(
    transaction: &Transaction<'_>,
    series: SeriesId,
    up_to_seq: u32,
    streams: &mut BTreeSet<Stream>,
) -> Result<(), StoreError> {
    let sql = "SELECT bytes FROM event WHERE series = ?1 AND seq > ?2";
    let mut query = transaction.prepare_cached(sql)?;
    let mut rows = query.query((Text(series), up_to_seq))?;
    while let Some(row) = rows.next()? {
        let event = read_event(row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?);
        streams.extend(event.map(|event| event.stream));
    }
    transaction.execute(include_str!("../../sql/keep_orphans.sql"), (Text(series), up_to_seq))?;
    transaction.execute("DELETE FROM event WHERE series = ?1 AND seq > ?2", (Text(series), up_to_seq))?;
    Ok(())
}
