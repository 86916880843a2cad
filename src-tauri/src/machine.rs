//! The one clock and the one source of chance of this process; everything else is given them.

use std::time::{SystemTime, UNIX_EPOCH};

use chrono::{DateTime, Utc};
use ring::rand::{SecureRandom, SystemRandom};

/// The device's clock, right or wrong, to the millisecond; a clock before 1970 reads as 1970.
#[allow(clippy::disallowed_methods, reason = "the one clock of this process")]
pub fn clock() -> DateTime<Utc> {
    let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since_1970.as_millis()).ok().and_then(DateTime::from_timestamp_millis).unwrap_or_default()
}

/// The system gave no random bytes: nothing secret can be made now.
#[derive(Debug, thiserror::Error)]
#[error("the system gives no random bytes")]
pub struct NoEntropy;

/// Random bytes of the system, for keys and ids.
pub fn fill(bytes: &mut [u8]) -> Result<(), NoEntropy> {
    SystemRandom::new().fill(bytes).map_err(|_| NoEntropy)
}
