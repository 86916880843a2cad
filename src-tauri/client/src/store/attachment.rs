//! Attachments in the store: bytes in pieces, encrypted like everything here, and how far each has come.

use std::collections::BTreeMap;

use db::Text;
use rusqlite::{Connection, OptionalExtension, Row, Transaction};
use shared::attachment::{Attachment, Media, Purpose};
use shared::hash::Hash;
use shared::moment::Moment;

use super::{Store, StoreError};
use crate::capsule::SEALED_ATTACHMENT_BYTES_MAX;

/// Bytes of a piece: what one request sends at most, so that a resumed upload reads little.
const PIECE_BYTES: usize = 256 * 1024;
/// Hours after which a photo that neither a record nor a draft names is forgotten.
const ORPHAN_HOURS: i64 = 24 * 30;

/// One to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    pub attachment: Attachment,
    /// The office was told of it before.
    pub announced: bool,
}

/// How many attachments a record has, and how many of them the office has signed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Arrived {
    pub named: u32,
    pub received: u32,
}

fn of_row(row: &Row<'_>) -> rusqlite::Result<Attachment> {
    let (media, purpose): (Text<Media>, Text<Purpose>) = (row.get(2)?, row.get(3)?);
    Ok(Attachment { id: Hash(row.get(0)?), bytes: row.get(1)?, media: media.0, purpose: purpose.0 })
}

impl Store {
    /// Keeps the bytes; the same photo twice is one.
    ///
    /// # Errors
    /// [`StoreError::Db`]; nothing is kept then.
    pub fn keep_attachment(
        &mut self,
        attachment: &Attachment,
        bytes: &[u8],
        now: Moment,
    ) -> Result<(), StoreError> {
        self.keep_reserve()?;
        let transaction = self.transaction()?;
        forget_orphans(&transaction, now)?;
        let added = transaction.execute(
            include_str!("../../sql/keep_attachment.sql"),
            (
                &attachment.id.0,
                attachment.bytes,
                attachment.media.code(),
                attachment.purpose.code(),
                now.timestamp(),
            ),
        )?;
        if added == 1 {
            for (number, piece) in bytes.chunks(PIECE_BYTES).enumerate() {
                let sql = "INSERT INTO attachment_piece (hash, number, piece) VALUES (?1, ?2, ?3)";
                let number = i64::try_from(number).unwrap_or(i64::MAX);
                transaction.prepare_cached(sql)?.execute((&attachment.id.0, number, piece))?;
            }
        }
        transaction.commit()?;
        Ok(())
    }

    /// # Errors
    /// [`StoreError::Db`].
    pub fn attachment(&self, id: &Hash) -> Result<Option<Attachment>, StoreError> {
        let sql = "SELECT hash, bytes, media, purpose FROM attachment WHERE hash = ?1";
        Ok(self.connection.prepare_cached(sql)?.query_row([&id.0], of_row).optional()?)
    }

    /// At most `length` bytes of an attachment from an offset on; empty where they are gone.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn attachment_bytes(&self, id: &Hash, from: usize, length: usize) -> Result<Vec<u8>, StoreError> {
        read_bytes(&self.connection, id, from, length)
    }

    /// Attachments of records that a receipt covers, and that the office of this epoch has not signed for; of some only
    /// sealed copies are left here.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn outgoing(&self) -> Result<Vec<Outgoing>, StoreError> {
        let mut statement = self.connection.prepare_cached(include_str!("../../sql/outgoing.sql"))?;
        let rows = statement
            .query_map([], |row| Ok(Outgoing { attachment: of_row(row)?, announced: row.get(4)? }))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The office knows that it will come.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn note_announced(&self, id: &Hash, announced: bool) -> Result<(), StoreError> {
        let sql = "UPDATE attachment SET announced = ?2 WHERE hash = ?1";
        self.connection.execute(sql, (&id.0, announced))?;
        Ok(())
    }

    /// The office signed that it has the whole.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn note_arrived(&self, id: &Hash, epoch: &str) -> Result<(), StoreError> {
        let sql = "UPDATE attachment SET received_epoch = ?2 WHERE hash = ?1";
        self.connection.execute(sql, (&id.0, epoch))?;
        Ok(())
    }

    /// What of each own record has arrived, by its place; records without attachments are not in it.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn arrived(&self) -> Result<BTreeMap<u32, Arrived>, StoreError> {
        let mut statement = self.connection.prepare_cached(include_str!("../../sql/arrived.sql"))?;
        let rows = statement
            .query_map([], |row| Ok((row.get(0)?, Arrived { named: row.get(1)?, received: row.get(2)? })))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Attachments on their way, and their bytes.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn attachments_waiting(&self) -> Result<(u32, u64), StoreError> {
        let sql = include_str!("../../sql/attachments_waiting.sql");
        let (count, bytes): (u32, i64) =
            self.connection.prepare_cached(sql)?.query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok((count, bytes.unsigned_abs()))
    }

    /// Bytes of all that lie here, and of those among them that the office of this epoch has signed for.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn attachments_held(&self) -> Result<(u64, u64), StoreError> {
        let sql = include_str!("../../sql/attachments_held.sql");
        let (all, received): (i64, i64) =
            self.connection.prepare_cached(sql)?.query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok((all.unsigned_abs(), received.unsigned_abs()))
    }

    /// Those that only records up to `seq` name: with a backup that covers them, their sealed copies may go.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn attachments_up_to(&self, seq: u32) -> Result<Vec<Hash>, StoreError> {
        let sql = "SELECT hash FROM attachment_of GROUP BY hash HAVING max(seq) <= ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let rows = statement.query_map([seq], |row| row.get(0).map(Hash))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Those without bytes here that the office of this epoch has not signed for: only sealed copies are left of them.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn attachments_sealed_only(&self) -> Result<Vec<Hash>, StoreError> {
        let mut statement = self.connection.prepare_cached(include_str!("../../sql/sealed_only.sql"))?;
        let rows = statement.query_map([], |row| row.get(0).map(Hash))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

/// Notes that an own record names them. What the office has already is announced once more: it keeps attachments case by
/// case, and gives this record's case its copy then; no byte is sent twice.
pub(super) fn name(
    transaction: &Transaction<'_>,
    seq: u32,
    attachments: &[Attachment],
) -> Result<(), StoreError> {
    for attachment in attachments {
        let sql = "INSERT INTO attachment_of (seq, hash) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
        transaction.prepare_cached(sql)?.execute((seq, &attachment.id.0))?;
        let again = "UPDATE attachment SET received_epoch = NULL, announced = 0 WHERE hash = ?1 AND received_epoch IS NOT NULL";
        transaction.prepare_cached(again)?.execute([&attachment.id.0])?;
    }
    Ok(())
}

/// The bytes, where they are few enough to be sealed beside the record.
pub(super) fn small_bytes(
    connection: &Connection,
    attachment: &Attachment,
) -> Result<Option<Vec<u8>>, StoreError> {
    let length = usize::try_from(attachment.bytes).unwrap_or(usize::MAX);
    if length > SEALED_ATTACHMENT_BYTES_MAX {
        return Ok(None);
    }
    let bytes = read_bytes(connection, &attachment.id, 0, length)?;
    Ok((bytes.len() == length).then_some(bytes))
}

fn read_bytes(connection: &Connection, id: &Hash, from: usize, length: usize) -> Result<Vec<u8>, StoreError> {
    let first = from / PIECE_BYTES;
    let sql = "SELECT piece FROM attachment_piece WHERE hash = ?1 AND number >= ?2 ORDER BY number";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query((&id.0, i64::try_from(first).unwrap_or(i64::MAX)))?;
    let mut skip = from % PIECE_BYTES;
    let mut bytes = Vec::with_capacity(length.min(PIECE_BYTES));
    while bytes.len() < length
        && let Some(row) = rows.next()?
    {
        let piece: &[u8] = row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?;
        let rest = piece.get(skip..).unwrap_or_default();
        let wanted = rest.len().min(length - bytes.len());
        bytes.extend_from_slice(rest.get(..wanted).unwrap_or_default());
        skip = 0;
    }
    Ok(bytes)
}

/// Photos that were taken and then left out of every record and draft.
fn forget_orphans(transaction: &Transaction<'_>, now: Moment) -> Result<(), StoreError> {
    let before = (now - chrono::TimeDelta::hours(ORPHAN_HOURS)).timestamp();
    for table in ["attachment_piece", "attachment"] {
        let sql = format!("DELETE FROM {table} {}", include_str!("../../sql/orphans.sql"));
        transaction.execute(&sql, [before])?;
    }
    Ok(())
}
