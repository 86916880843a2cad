//! 限流: so many requests for one device or user, whatever address they come from: a township office sits behind one.
//! Only what proved who it is counts, so that nobody can use up the share of somebody else.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use shared::moment::Moment;
use shared::problem::{Problem, ProblemCode};

/// A first download asks for every case of a township at once.
const BURST: i64 = 1200;
const PER_SECOND: i64 = 10;
/// Full buckets are forgotten when there are more than so many.
const KEPT_MAX: usize = 10_000;

/// Requests left, in thousandths, and when that was reckoned.
#[derive(Debug, Clone, Copy)]
struct Bucket {
    milli: i64,
    at_ms: i64,
}

/// One bucket for each device and each user.
#[derive(Debug, Default)]
pub struct Limits(Mutex<BTreeMap<String, Bucket>>);

impl Limits {
    /// Takes one request out of the bucket of `who`.
    ///
    /// # Errors
    /// `TooManyRequests` with the seconds until the next.
    pub fn take(&self, who: &str, now: Moment) -> Result<(), Problem> {
        let now_ms = now.timestamp_millis();
        let mut buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() > KEPT_MAX {
            buckets.retain(|_, bucket| filled(*bucket, now_ms) < BURST * 1000);
        }
        let bucket = buckets.entry(who.to_owned()).or_insert(Bucket { milli: BURST * 1000, at_ms: now_ms });
        let milli = filled(*bucket, now_ms);
        if milli < 1000 {
            *bucket = Bucket { milli, at_ms: now_ms };
            return Err(Problem::wait(ProblemCode::TooManyRequests, 1));
        }
        *bucket = Bucket { milli: milli - 1000, at_ms: now_ms };
        Ok(())
    }
}

/// A clock that was put back gives nothing.
fn filled(bucket: Bucket, now_ms: i64) -> i64 {
    let passed_ms = (now_ms - bucket.at_ms).max(0);
    bucket.milli.saturating_add(passed_ms.saturating_mul(PER_SECOND)).min(BURST * 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_goes_through_then_ten_a_second_and_others_notice_nothing() {
        let (limits, at) = (Limits::default(), |ms| crate::store::moment(ms));
        let through = |who: &str, ms, tries| (0..tries).filter(|_| limits.take(who, at(ms)).is_ok()).count();
        assert_eq!(through("a", 1000, 1300), 1200);
        assert_eq!(through("b", 1000, 5), 5);
        assert_eq!(through("a", 2000, 50), 10);
        assert_eq!(through("a", 0, 50), 0, "a clock put back gives nothing");
    }
}
