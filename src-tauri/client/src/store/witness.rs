//! 见证: heads of the office's audit chain, kept so that nobody rewrites it unseen.

use db::Json;
use rusqlite::OptionalExtension;
use shared::protocol::Witness;

use super::{Store, StoreError};

/// Heads that are kept: those of the last hundred exchanges, which is weeks of field work.
const KEPT: u32 = 100;

impl Store {
    /// Keeps a head whose signature was verified. What is there of the same entry stays.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn keep_witness(&mut self, witness: &Witness) -> Result<(), StoreError> {
        let transaction = self.transaction()?;
        let sql = "INSERT INTO witness (epoch, entry, witness) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
        transaction.execute(sql, (&witness.head.epoch, witness.head.entry, Json(witness)))?;
        let sql = "DELETE FROM witness WHERE rowid <= (SELECT max(rowid) FROM witness) - ?1";
        transaction.execute(sql, [KEPT])?;
        transaction.commit()?;
        Ok(())
    }

    /// The head that was handed over last.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn last_witness(&self) -> Result<Option<Witness>, StoreError> {
        let sql = "SELECT witness FROM witness ORDER BY rowid DESC LIMIT 1";
        let found: Option<Json<Witness>> = self.connection.query_row(sql, [], |row| row.get(0)).optional()?;
        Ok(found.map(|json| json.0))
    }

    /// Every head that is kept, oldest first.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn witnesses(&self) -> Result<Vec<Witness>, StoreError> {
        let mut statement = self.connection.prepare("SELECT witness FROM witness ORDER BY rowid")?;
        let rows = statement.query_map([], |row| Ok(row.get::<_, Json<Witness>>(0)?.0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
