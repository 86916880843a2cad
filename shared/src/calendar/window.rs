//! 检测期: the term and its windows, laid from the report-in day (RD-06, RD-09).
//!
//! Windows are never moved by rest days.

use chrono::{Datelike, Months, NaiveDate};

/// Months from a term's beginning, first included, second not: `(0, 1)` is the first month.
pub type MonthSpan = (u8, u8);

/// The day in month `start + months` with the day number of `start`; where that month has none, the first of the month
/// after it. Clamping instead would end the first window of 31 January on 27 February.
#[must_use]
pub fn anchor(start: NaiveDate, months: u8) -> NaiveDate {
    let clamped = add_months(start, months);
    if clamped.day() == start.day() { clamped } else { clamped.succ_opt().unwrap_or(clamped) }
}

/// The corresponding day, clamped to the end of its month (R-TIME-5).
#[must_use]
pub fn add_months(day: NaiveDate, months: u8) -> NaiveDate {
    day.checked_add_months(Months::new(u32::from(months))).unwrap_or(day)
}

/// First and last day of a span of months: `[anchor(a), anchor(b) - 1]`.
#[must_use]
pub fn window(start: NaiveDate, span: MonthSpan) -> (NaiveDate, NaiveDate) {
    let end = anchor(start, span.1);
    (anchor(start, span.0), end.pred_opt().unwrap_or(end))
}

/// The same span laid by calendar months, as an alternative of RD-09 has it: the first window runs from the report-in day
/// to the end of its month, the last one to the last day of the term.
#[must_use]
pub fn calendar_window(start: NaiveDate, span: MonthSpan, term_months: u8) -> (NaiveDate, NaiveDate) {
    let edge = |months: u8| match months {
        0 => start,
        months if months >= term_months => anchor(start, term_months),
        months => add_months(start.with_day(1).unwrap_or(start), months),
    };
    let end = edge(span.1);
    (edge(span.0), end.pred_opt().unwrap_or(end))
}

/// Spans that tile a term: `steps` = until which month, how many months each. Cut off at the end of the term (RD-08).
#[must_use]
pub fn spans(steps: &[(u8, u8)], term_months: u8) -> Vec<MonthSpan> {
    let mut spans = Vec::new();
    let mut from = 0;
    for (until, step) in steps {
        while *step > 0 && from < (*until).min(term_months) {
            let to = from.saturating_add(*step).min(term_months);
            spans.push((from, to));
            from = to;
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_month_without_the_day_ends_its_window_on_its_last_day() {
        crate::asserts!("R-TIME-5", "R-TEST-4");
        let start = day("2026-08-31");
        assert_eq!(window(start, (0, 1)), (day("2026-08-31"), day("2026-09-30")));
        assert_eq!(window(start, (1, 2)), (day("2026-10-01"), day("2026-10-30")));
        assert_eq!(window(start, (5, 6)), (day("2027-01-31"), day("2027-02-28")));
        assert_eq!(window(start, (6, 7)), (day("2027-03-01"), day("2027-03-30")));
    }

    #[test]
    fn three_months_on_from_the_last_of_november_is_the_last_of_february() {
        assert_eq!(add_months(day("2026-11-30"), 3), day("2027-02-28"));
    }

    #[test]
    fn spans_are_cut_off_at_the_end_of_a_short_term() {
        assert_eq!(
            spans(&[(12, 2), (24, 3), (36, 6)], 17),
            vec![(0, 2), (2, 4), (4, 6), (6, 8), (8, 10), (10, 12), (12, 15), (15, 17)]
        );
        assert_eq!(spans(&[(12, 0)], 17), vec![]);
    }

    #[test]
    fn windows_by_calendar_months_begin_with_the_report_in_day_and_end_with_the_term() {
        let start = day("2026-03-10");
        assert_eq!(calendar_window(start, (0, 1), 36), (day("2026-03-10"), day("2026-03-31")));
        assert_eq!(calendar_window(start, (1, 2), 36), (day("2026-04-01"), day("2026-04-30")));
        assert_eq!(calendar_window(start, (33, 36), 36), (day("2028-12-01"), day("2029-03-09")));
    }

    /// Every report-in day from 2018 to 2035, every term, both ways of laying; nothing is drawn by lot.
    #[test]
    fn windows_tile_the_term_for_every_report_in_day() {
        crate::asserts!("R-TEST-4", "R-VISIT-2", "R-REPORT-1");
        const STEPS: [&[(u8, u8)]; 4] =
            [&[(12, 1), (24, 2), (36, 3)], &[(12, 2), (24, 3), (36, 6)], &[(36, 1)], &[(36, 2)]];
        let (mut start, end) = (day("2018-01-01"), day("2035-12-31"));
        while start <= end {
            for (steps, term) in STEPS.iter().flat_map(|steps| [1, 12, 17, 24, 36].map(|term| (*steps, term)))
            {
                let spans = spans(steps, term);
                let by_term: Vec<_> = spans.iter().map(|span| window(start, *span)).collect();
                let by_month: Vec<_> = spans.iter().map(|span| calendar_window(start, *span, term)).collect();
                for windows in [by_term, by_month] {
                    assert_eq!(windows[0].0, start);
                    for pair in windows.windows(2) {
                        assert_eq!(pair[0].1.succ_opt(), Some(pair[1].0), "{start} {term}");
                        assert!(pair[0].0 <= pair[0].1, "{start} {term}");
                    }
                    assert_eq!(windows.last().unwrap().1.succ_opt(), Some(anchor(start, term)));
                }
            }
            start = start.succ_opt().unwrap();
        }
    }

    proptest! {
        #[test]
        fn windows_tile_any_term_from_any_report_in_day(offset in 0_u64..6600, term in 1_u8..=36) {
            let start = day("2018-01-01") + chrono::Days::new(offset);
            for steps in [&[(12_u8, 1_u8), (24, 2), (36, 3)][..], &[(12, 2), (24, 3), (36, 6)], &[(36, 1)], &[(36, 2)]] {
                let windows: Vec<_> = spans(steps, term).into_iter().map(|span| window(start, span)).collect();
                prop_assert_eq!(windows[0].0, start);
                for pair in windows.windows(2) {
                    prop_assert_eq!(pair[0].1.succ_opt(), Some(pair[1].0));
                }
                prop_assert_eq!(windows.last().unwrap().1.succ_opt(), Some(anchor(start, term)));
            }
        }
    }
}
