//! 离线期: how long a phone shows what it holds without hearing from its office. After it the phone records and sends as
//! before, and reads nothing out.

use serde::{Deserialize, Serialize};

use crate::id::SeriesId;
use crate::moment::Moment;

/// Days from one hello to the end of the lease.
pub const LEASE_DAYS: i64 = 35;

/// Given with every hello, for one device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lease {
    pub series: SeriesId,
    /// The office's clock.
    pub issued_at: Moment,
    /// Inclusive.
    pub until: Moment,
}

impl Lease {
    #[must_use]
    pub fn from(series: SeriesId, issued_at: Moment) -> Self {
        Self { series, issued_at, until: issued_at + chrono::TimeDelta::days(LEASE_DAYS) }
    }

    /// The text that is signed.
    #[must_use]
    pub fn signing_text(&self) -> String {
        let (issued, until) = (self.issued_at.timestamp_millis(), self.until.timestamp_millis());
        format!("guihang-lease-1\n{}\n{issued}\n{until}", self.series)
    }
}

/// What the office signs when it refuses a revoked device: over the signature of the very request, so that no other
/// request is refused with it. The signature travels as the `figure` of `DeviceRevoked`.
#[must_use]
pub fn revoked_text(series: SeriesId, request_signature: &str) -> String {
    format!("guihang-revoked-1\n{series}\n{request_signature}")
}

/// A lease with the server's signature over [`Lease::signing_text`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedLease {
    pub lease: Lease,
    /// `ed25519:<base64>`.
    pub signature: String,
}
