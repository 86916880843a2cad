//! 中止: what detention does to dates (RD-26). Days in detention are not counted into the measure.

use chrono::NaiveDate;

use super::plus_days;

/// One detention: from its first day up to, not including, the day of release.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Suspension {
    pub from: NaiveDate,
    /// Day of release; `None` while it lasts.
    pub until: Option<NaiveDate>,
    /// Whether its days move what is not yet over (RD-26).
    pub shifts: bool,
}

impl Suspension {
    /// Days not counted, once they are known.
    #[must_use]
    pub fn days(&self) -> Option<i64> {
        let counted = |until: NaiveDate| if self.shifts { (until - self.from).num_days().max(0) } else { 0 };
        self.until.map(counted)
    }

    /// Whether a day lies in the detention.
    #[must_use]
    pub fn contains(&self, day: NaiveDate) -> bool {
        day >= self.from && self.until.is_none_or(|until| day < until)
    }
}

/// Where a day of the undisturbed term comes to lie; `None` where an open detention hides it.
#[must_use]
pub fn shift(day: NaiveDate, suspensions: &[Suspension]) -> Option<NaiveDate> {
    suspensions.iter().try_fold(day, |day, suspension| {
        if day < suspension.from { Some(day) } else { suspension.days().map(|days| plus_days(day, days)) }
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::calendar::window::{spans, window};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn detained(from: &str, until: Option<&str>) -> Suspension {
        Suspension { from: day(from), until: until.map(day), shifts: true }
    }

    #[test]
    fn days_before_a_detention_stay_and_days_from_it_on_move() {
        let ten = [detained("2026-03-05", Some("2026-03-15"))];
        assert_eq!(shift(day("2026-03-04"), &ten), Some(day("2026-03-04")));
        assert_eq!(shift(day("2026-03-05"), &ten), Some(day("2026-03-15")));
    }

    #[test]
    fn a_second_detention_is_measured_on_the_shifted_day() {
        crate::asserts!("R-SUSP-5");
        let two = [detained("2026-03-05", Some("2026-03-15")), detained("2026-04-20", Some("2026-04-25"))];
        assert_eq!(shift(day("2026-04-12"), &two), Some(day("2026-04-27")));
        assert_eq!(shift(day("2026-04-09"), &two), Some(day("2026-04-19")));
    }

    #[test]
    fn an_open_detention_hides_what_is_not_yet_over() {
        let open = [detained("2026-03-05", None)];
        assert_eq!(shift(day("2026-03-04"), &open), Some(day("2026-03-04")));
        assert_eq!(shift(day("2026-03-05"), &open), None);
    }

    proptest! {
        #[test]
        fn shifted_windows_tile_the_term_but_for_days_of_detention(
            start in 0_i64..6000, gaps in prop::collection::vec((0_i64..300, 0_i64..120), 0..4),
        ) {
            let first = plus_days(day("2018-01-01"), start);
            let mut from = first;
            let mut all = Vec::new();
            for (free, held) in gaps {
                from = plus_days(from, free);
                let until = plus_days(from, held);
                all.push(Suspension { from, until: Some(until), shifts: true });
                from = plus_days(until, 1);
            }
            let windows: Vec<_> = spans(&[(12, 1), (24, 2), (36, 3)], 36)
                .into_iter()
                .map(|span| window(first, span))
                .map(|(first, last)| (shift(first, &all).unwrap(), shift(last, &all).unwrap()))
                .collect();
            for pair in windows.windows(2) {
                let mut between = pair[0].1.succ_opt().unwrap();
                prop_assert!(between <= pair[1].0);
                while between < pair[1].0 {
                    prop_assert!(all.iter().any(|suspension| suspension.contains(between)));
                    between = between.succ_opt().unwrap();
                }
            }
        }
    }
}
