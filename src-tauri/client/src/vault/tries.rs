//! 试错: wrong PINs cost growing delays. The count is on the disk before a PIN is checked, so that pulling the battery
//! at the right moment wins nothing; a clock turned back wins nothing either. Nothing is ever wiped.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use shared::moment::Moment;

use super::VaultError;
use crate::durable::{read_if_there, write_durably};

/// Wrong PINs without a delay.
pub const FREE_TRIES: u32 = 5;
/// Wrong PINs after which only a code of the office helps, where one was agreed on.
const TRIES_MAX: u32 = 10;
/// Wrong codes without a delay, and the minutes each further one costs: ten million codes are then years.
const FREE_CODES: u32 = 5;
const CODE_DELAY_MINUTES: u64 = 60;
/// Minutes to wait after the fifth wrong PIN, the sixth, …; the last holds for all further ones.
const DELAY_MINUTES: [u64; 4] = [1, 5, 15, 60];

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Count {
    failed: u32,
    /// Left of the delay when the clock was last looked at.
    wait_millis: u64,
    /// The device's clock when it was last looked at, in milliseconds since 1970.
    seen_millis: i64,
    /// Codes of the office taken so far: each is for one lock-out.
    #[serde(default)]
    lockouts: u32,
    /// Wrong codes of this lock-out.
    #[serde(default)]
    failed_codes: u32,
}

/// The count, and the file it lives in.
#[derive(Debug)]
pub struct Tries {
    path: PathBuf,
    count: Count,
}

impl Tries {
    /// A file that cannot be read counts as five wrong tries: whoever damages it gains a delay. Its lock-outs go on from
    /// the minute of the clock, so that no code given before fits again.
    pub fn open(folder: &Path, now: Moment) -> Result<Self, VaultError> {
        let path = folder.join("tries.json");
        let count = match read_if_there(&path)? {
            None => Count::default(),
            Some(bytes) => serde_json::from_slice(&bytes).unwrap_or(Count {
                failed: FREE_TRIES,
                wait_millis: delay_millis(FREE_TRIES),
                seen_millis: now.timestamp_millis(),
                lockouts: u32::try_from(now.timestamp().div_euclid(60).rem_euclid(1000)).unwrap_or(0),
                failed_codes: 0,
            }),
        };
        Ok(Self { path, count })
    }

    /// Seconds until the next try; 0 = now.
    pub fn wait_seconds(&self, now: Moment) -> u32 {
        u32::try_from(self.wait_millis(now).div_ceil(1000)).unwrap_or(u32::MAX)
    }

    /// Wrong PINs before the next delay; 0 while one runs.
    pub fn left(&self, now: Moment) -> u32 {
        if self.wait_millis(now) > 0 { 0 } else { FREE_TRIES.saturating_sub(self.count.failed).max(1) }
    }

    /// Counts a try as failed before anything is checked, or refuses it.
    pub fn begin(&mut self, now: Moment) -> Result<(), VaultError> {
        let wait = self.wait_seconds(now);
        if wait > 0 {
            // What is left is counted from now on: a clock turned back neither shortens nor stretches it.
            let wait_millis = self.wait_millis(now);
            self.keep(Count { wait_millis, seen_millis: now.timestamp_millis(), ..self.count })?;
            return Err(VaultError::PinDelayed { wait_seconds: wait });
        }
        let failed = self.count.failed.saturating_add(1);
        let wait_millis = delay_millis(failed);
        self.keep(Count { failed, wait_millis, seen_millis: now.timestamp_millis(), ..self.count })
    }

    /// The PIN was right.
    pub fn succeed(&mut self) -> Result<(), VaultError> {
        self.keep(Count { lockouts: self.count.lockouts, ..Count::default() })
    }

    /// Whether so many PINs were wrong that only the office helps.
    pub fn is_spent(&self) -> bool {
        self.count.failed >= TRIES_MAX
    }

    pub fn lockouts(&self) -> u32 {
        self.count.lockouts
    }

    /// Counts a code of the office as wrong before it is looked at, or refuses it. The delay of the last PIN is over with
    /// the first code.
    pub fn begin_code(&mut self, now: Moment) -> Result<(), VaultError> {
        if self.count.failed_codes >= FREE_CODES && self.wait_seconds(now) > 0 {
            let wait_seconds = self.wait_seconds(now);
            let wait_millis = self.wait_millis(now);
            self.keep(Count { wait_millis, seen_millis: now.timestamp_millis(), ..self.count })?;
            return Err(VaultError::PinDelayed { wait_seconds });
        }
        let failed_codes = self.count.failed_codes.saturating_add(1);
        let wait_millis = if failed_codes < FREE_CODES { 0 } else { CODE_DELAY_MINUTES * 60_000 };
        self.keep(Count { failed_codes, wait_millis, seen_millis: now.timestamp_millis(), ..self.count })
    }

    /// The code was right: the tries begin anew, and the next lock-out asks for another code.
    pub fn forgive(&mut self) -> Result<(), VaultError> {
        self.keep(Count { lockouts: self.count.lockouts.wrapping_add(1), ..Count::default() })
    }

    fn wait_millis(&self, now: Moment) -> u64 {
        let passed = now.timestamp_millis().saturating_sub(self.count.seen_millis).max(0);
        self.count.wait_millis.saturating_sub(passed.unsigned_abs())
    }

    fn keep(&mut self, count: Count) -> Result<(), VaultError> {
        let bytes = serde_json::to_vec(&count).map_err(|_| VaultError::Broken)?;
        write_durably(&self.path, &bytes)?;
        self.count = count;
        Ok(())
    }
}

fn delay_millis(failed: u32) -> u64 {
    let Some(past) = failed.checked_sub(FREE_TRIES) else { return 0 };
    let index = usize::try_from(past).unwrap_or(usize::MAX).min(DELAY_MINUTES.len() - 1);
    DELAY_MINUTES.get(index).map_or(0, |minutes| minutes * 60_000)
}
