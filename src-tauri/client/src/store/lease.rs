//! 离线期 on this phone: kept as the office signed it, measured so that a clock that is wrong neither shortens nor a clock
//! that is set back lengthens it.

use shared::moment::Moment;
use shared::problem::ProblemCode;
use shared::protocol::Lease;

use super::{Store, StoreError};

/// In the place of the last moment of a lease: the office revoked this device.
const REVOKED: i64 = 0;

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

    /// Nothing is shown from now on, until the office gives a lease again. The caller verified that it said so.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn end_lease(&self) -> Result<(), StoreError> {
        self.connection.execute("UPDATE line SET lease_until_ms = ?1", [REVOKED])?;
        Ok(())
    }

    /// Why nothing is shown, if so: the office was last heard too long ago, or it revoked this device. The latest of all
    /// moments seen counts.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn closed(&self, now: Moment) -> Result<Option<ProblemCode>, StoreError> {
        let sql = "SELECT lease_until_ms, clock_ahead_ms, seen_ms FROM line";
        let (until, ahead, seen): (Option<i64>, i64, i64) = self
            .connection
            .prepare_cached(sql)?
            .query_row([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let until = match until {
            None => return Ok(None),
            Some(REVOKED) => return Ok(Some(ProblemCode::DeviceRevoked)),
            Some(until) => until,
        };
        let latest = now.timestamp_millis().saturating_sub(ahead).max(seen);
        if latest - seen >= NOTE_EVERY_MS {
            // A full disk cannot write it; what was seen before still counts.
            let _ = self.connection.execute("UPDATE line SET seen_ms = ?1", [latest]);
        }
        Ok((latest > until).then_some(ProblemCode::LeaseLapsed))
    }
}
