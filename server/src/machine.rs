//! The one clock and the one source of randomness of the process.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use ring::rand::{SecureRandom, SystemRandom};
use server::Deps;
use server::store::moment;

/// The real ones.
pub fn deps() -> Deps {
    let random = SystemRandom::new();
    Deps {
        clock: Arc::new(|| moment(now_ms())),
        entropy: Arc::new(move |bytes: &mut [u8]| {
            if random.fill(bytes).is_err() {
                // Nothing may go on with guessable keys.
                std::process::abort();
            }
        }),
    }
}

#[expect(clippy::disallowed_methods, reason = "the one clock of this process")]
fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
