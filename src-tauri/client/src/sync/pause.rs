//! 重试: how long to wait for the next try while nobody looks. A pure schedule; chance comes in.

/// Seconds after the first failure; doubled for each further one.
const FIRST_SECONDS: u32 = 60;
/// However long the line was away.
const SECONDS_MAX: u32 = 30 * 60;

/// Seconds to wait after so many failures in a row: 1, 2, 4 … 30 minutes, a fifth more or less by `chance`, so that the
/// phones of a township do not all come back in the same second. 0 without a failure. An act of the user and a change
/// of the network begin anew: the caller then counts from 0.
#[must_use]
pub fn seconds(failures: u32, chance: u8) -> u32 {
    let Some(doublings) = failures.checked_sub(1) else { return 0 };
    let base = FIRST_SECONDS.saturating_mul(1 << doublings.min(8)).min(SECONDS_MAX);
    // From 80 % to 120 %, never past the most.
    let percent = 80 + u32::from(chance) * 40 / 255;
    (base / 100 * percent + base % 100 * percent / 100).min(SECONDS_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_from_a_minute_to_half_an_hour_and_no_further() {
        let middle: Vec<u32> = (0..9).map(|failures| seconds(failures, 128) / 60).collect();
        assert_eq!(middle, [0, 1, 2, 4, 8, 16, 30, 30, 30]);
        assert_eq!(seconds(u32::MAX, 255), SECONDS_MAX);
    }

    #[test]
    fn chance_spreads_a_pause_by_a_fifth_to_each_side() {
        assert_eq!((seconds(1, 0), seconds(1, 255)), (48, 72));
        assert_eq!((seconds(3, 0), seconds(3, 255)), (192, 288));
        for chance in 0..=255 {
            assert!((48..=72).contains(&seconds(1, chance)));
        }
    }
}
