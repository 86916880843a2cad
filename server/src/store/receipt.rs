//! The last receipt of each series, and the batch heads that devices signed.

use db::Text;
use rusqlite::{OptionalExtension, params};
use shared::hash::Hash;
use shared::id::{SeriesId, TownshipCode};
use shared::protocol::{Receipt, SignedReceipt};

use super::{StoreError, Work, moment};

pub(crate) fn put(work: Work<'_>, township: &TownshipCode, signed: &SignedReceipt) -> Result<(), StoreError> {
    let receipt = &signed.receipt;
    work.sql.prepare_cached(include_str!("sql/receipt_put.sql"))?.execute(params![
        Text(township),
        Text(receipt.series),
        receipt.up_to_seq,
        receipt.chain.0,
        receipt.server_time.timestamp_millis(),
        receipt.epoch,
        signed.signature,
        receipt.backed_up_to,
        signed.backup_signature,
    ])?;
    Ok(())
}

pub(crate) fn last(
    work: Work<'_>,
    township: &TownshipCode,
    series: SeriesId,
) -> Result<Option<SignedReceipt>, StoreError> {
    let mut query = work.sql.prepare_cached(include_str!("sql/receipt_last.sql"))?;
    let found = query.query_row(params![Text(township), Text(series)], |row| {
        let receipt = Receipt {
            epoch: row.get(3)?,
            series,
            up_to_seq: row.get(0)?,
            chain: Hash(row.get(1)?),
            server_time: moment(row.get(2)?),
            backed_up_to: row.get(5)?,
        };
        Ok(SignedReceipt { receipt, signature: row.get(4)?, backup_signature: row.get(6)? })
    });
    Ok(found.optional()?)
}

/// Keeps what the device signed over the head of a batch.
pub(crate) fn put_head(
    work: Work<'_>,
    township: &TownshipCode,
    series: SeriesId,
    seq: u32,
    signature: &str,
) -> Result<(), StoreError> {
    let row = params![Text(township), Text(series), seq, signature];
    work.sql.prepare_cached(include_str!("sql/head_put.sql"))?.execute(row)?;
    Ok(())
}
