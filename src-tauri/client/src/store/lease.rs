//! 离线期 on this phone: kept as the office signed it, measured so that a clock that is wrong neither shortens nor a clock
//! that is set back lengthens it.

use shared::moment::Moment;
use shared::protocol::Lease;

use super::{Store, StoreError};

/// The latest moment seen is written again after so much time has gone by.
const NOTE_EVERY_MS: i64 = 10 * 60 * 1000;

impl Store {
    /// Keeps a lease the caller verified. `now` = this device's clock, which the office's is compared with.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn keep_lease(&self, lease: &Lease, now: Moment) -> Result<(), StoreError> {
        let (issued, until) = (lease.issued_at.timestamp_millis(), lease.until.timestamp_millis());
        let ahead = now.timestamp_millis() - issued;
        let sql = "UPDATE line SET lease_until_ms = ?1, clock_ahead_ms = ?2, seen_ms = ?3";
        self.connection.execute(sql, (until, ahead, issued))?;
        Ok(())
    }

    /// Whether the office was last heard too long ago for anything to be shown. The latest of all moments seen counts.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn is_lapsed(&self, now: Moment) -> Result<bool, StoreError> {
        let sql = "SELECT lease_until_ms, clock_ahead_ms, seen_ms FROM line";
        let (until, ahead, seen): (Option<i64>, i64, i64) = self
            .connection
            .prepare_cached(sql)?
            .query_row([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let Some(until) = until else { return Ok(false) };
        let latest = now.timestamp_millis().saturating_sub(ahead).max(seen);
        if latest - seen >= NOTE_EVERY_MS {
            // A full disk cannot write it; what was seen before still counts.
            let _ = self.connection.execute("UPDATE line SET seen_ms = ?1", [latest]);
        }
        Ok(latest > until)
    }
}
