//! The one clock and the one source of chance of this process; everything else is given them.

use std::time::{SystemTime, UNIX_EPOCH};

use chrono::DateTime;
use ring::rand::{SecureRandom, SystemRandom};
use shared::moment::{BEIJING, Moment};

/// The device's clock, right or wrong, to the millisecond, told in Beijing's offset; before 1970 it reads as 1970.
#[allow(clippy::disallowed_methods, reason = "the one clock of this process")]
pub fn clock() -> Moment {
    let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let utc = i64::try_from(since_1970.as_millis()).ok().and_then(DateTime::from_timestamp_millis);
    utc.unwrap_or_default().with_timezone(&BEIJING)
}

/// Random bytes of the system, for keys and ids. A process whose system has none ends here: a guessable key is worse
/// than none, and what is recorded is already on the disk.
pub fn fill(bytes: &mut [u8]) {
    if SystemRandom::new().fill(bytes).is_err() {
        eprintln!("the system gives no random bytes");
        std::process::abort();
    }
}
