//! What only phones still have of an office that was put back from a backup: set aside, never thrown away.

use std::collections::BTreeSet;

use db::Text;
use rusqlite::Transaction;
use shared::event::Stream;
use shared::id::SeriesId;
use shared::protocol::OfficeSeries;

use super::events::read_event;
use super::{Store, StoreError};

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

    /// How many facts are set aside so.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn orphans(&self) -> Result<u32, StoreError> {
        Ok(self.connection.query_row("SELECT count(*) FROM orphan", [], |row| row.get(0))?)
    }
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
