//! 旧世代: epochs that ended with a restore, and how far the backup went.

use db::Text;
use rusqlite::params;

use super::township::Township;
use super::{StoreError, Work};

/// Keeps the epoch that ends now, with what the store holds of it.
pub(crate) fn insert(work: Work<'_>, township: &Township) -> Result<(), StoreError> {
    let row = params![Text(&township.code), work.now_ms()];
    work.sql.prepare_cached(include_str!("sql/epoch_past_insert.sql"))?.execute(row)?;
    Ok(())
}
