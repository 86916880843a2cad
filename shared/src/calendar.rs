//! 日历: working days in China, and how periods end on them (RD-02, RD-03, RD-04).
//!
//! The calendar is data: `calendar/workdays.csv` ships with the release, later notices are laid over it with
//! [`Calendar::load`]. Windows and terms are laid in [`window`]; what detention does to them in [`shift`].

pub mod notice;
pub mod shift;
pub mod window;

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::policy::Policy;

/// Days a search for a working day goes at most, so that no calendar can make it endless.
const SEARCH_DAYS_MAX: usize = 400;
/// Marks rows of a year whose notice is not yet out.
const UNPUBLISHED: &str = "待公布";

/// What a row of the calendar makes of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum DayKind {
    /// 放假.
    Holiday,
    /// 调休上班.
    Workday,
}

/// A row of the work calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayRow {
    pub kind: DayKind,
    /// e.g. `春节调休上班`.
    pub name: String,
}

/// The work calendar: which days are rest days, and where it is not yet published.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    rows: BTreeMap<NaiveDate, DayRow>,
    /// Years whose yearly notice is loaded.
    complete: BTreeSet<i32>,
}

/// Why a notice cannot be loaded.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CalendarError {
    #[error("line {0} of the calendar is not `date,holiday|workday,name`")]
    Line(usize),
}

/// How a period runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    /// 当日.
    SameDay,
    /// 日: forward, the last day rolls to a working day (R-TIME-2, R-TIME-3).
    Days(u32),
    /// 工作日 (R-TIME-4).
    Workdays(u32),
    /// 小时, to the minute, never rolled (R-TIME-6).
    Hours(u32),
    /// 日 backwards, never moved later (R-TIME-7).
    DaysBefore(u32),
}

impl Calendar {
    /// The calendar built into this release (2018–2027, 2027 provisional).
    #[must_use]
    pub fn built_in() -> Self {
        let mut calendar = Self::default();
        let (rows, _) = parse(include_str!("calendar/workdays.csv"));
        calendar.lay(rows);
        calendar
    }

    /// Lays a notice over the calendar: every year it names is replaced as a whole (R-TIME-9).
    ///
    /// # Errors
    /// [`CalendarError::Line`] with the first bad line; then nothing changes.
    pub fn load(&mut self, csv: &str) -> Result<(), CalendarError> {
        let (rows, bad) = parse(csv);
        match bad {
            Some(line) => Err(CalendarError::Line(line)),
            None => {
                self.lay(rows);
                Ok(())
            }
        }
    }

    fn lay(&mut self, rows: Vec<(NaiveDate, DayRow)>) {
        let years: BTreeSet<i32> = rows.iter().map(|(day, _)| day.year()).collect();
        self.rows.retain(|day, _| !years.contains(&day.year()));
        for year in years {
            let of_year = |(day, _): &&(NaiveDate, DayRow)| day.year() == year;
            if rows.iter().filter(of_year).any(|(_, row)| row.name.contains(UNPUBLISHED)) {
                self.complete.remove(&year);
            } else {
                self.complete.insert(year);
            }
        }
        self.rows.extend(rows);
    }

    /// The row of a day that is not like its weekday.
    #[must_use]
    pub fn row(&self, day: NaiveDate) -> Option<&DayRow> {
        self.rows.get(&day)
    }

    /// Saturday and Sunday rest unless listed as make-up working days; listed holidays rest (R-TIME-3).
    #[must_use]
    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        match self.rows.get(&day).map(|row| row.kind) {
            Some(DayKind::Holiday) => false,
            Some(DayKind::Workday) => true,
            None => !matches!(day.weekday(), Weekday::Sat | Weekday::Sun),
        }
    }

    /// Whether a day lies in a year whose notice is not loaded (R-TIME-9).
    #[must_use]
    pub fn is_provisional(&self, day: NaiveDate) -> bool {
        !self.complete.contains(&day.year())
    }

    /// Whether a period that touches working days rests on an unpublished year.
    #[must_use]
    pub fn spans_provisional(&self, from: NaiveDate, until: NaiveDate) -> bool {
        (from.year()..=until.year()).take(SEARCH_DAYS_MAX).any(|year| !self.complete.contains(&year))
    }

    /// The day itself or the first working day after it.
    #[must_use]
    pub fn at_or_after(&self, day: NaiveDate) -> NaiveDate {
        days_from(day).find(|day| self.is_working_day(*day)).unwrap_or(day)
    }

    /// The day itself or the last working day before it.
    #[must_use]
    pub fn at_or_before(&self, day: NaiveDate) -> NaiveDate {
        std::iter::successors(Some(day), |day| day.pred_opt())
            .take(SEARCH_DAYS_MAX)
            .find(|day| self.is_working_day(*day))
            .unwrap_or(day)
    }

    /// N 日内: the day of the event does not count; the last day rolls forward to a working day (R-TIME-2, R-TIME-3).
    #[must_use]
    pub fn due_days(&self, event: NaiveDate, days: u32) -> NaiveDate {
        self.at_or_after(plus_days(event, i64::from(days)))
    }

    /// N 个工作日内: the n-th working day after the day of the event (R-TIME-4).
    #[must_use]
    pub fn due_workdays(&self, event: NaiveDate, days: u32) -> NaiveDate {
        self.nth_workday(event, days, |day| self.is_working_day(day))
    }

    fn nth_workday(&self, event: NaiveDate, days: u32, counts: impl Fn(NaiveDate) -> bool) -> NaiveDate {
        let Some(nth) = usize::try_from(days).ok().and_then(|days| days.checked_sub(1)) else { return event };
        days_from(plus_days(event, 1)).filter(|day| counts(*day)).nth(nth).unwrap_or(event)
    }

    /// The working day to aim at before a backward date; given only where it is earlier (R-TIME-7).
    #[must_use]
    pub fn target(&self, day: NaiveDate) -> Option<NaiveDate> {
        Some(self.at_or_before(day)).filter(|target| *target < day)
    }

    /// The last day of a period of whole days; hours are counted by [`plus_hours`].
    ///
    /// `office_own` = a duty of the office itself, which an alternative of RD-03 does not roll.
    #[must_use]
    pub fn due(&self, event: NaiveDate, length: Length, office_own: bool, policy: &Policy) -> NaiveDate {
        let values = policy.on(event);
        let counted = if values.start_day_counts { -1 } else { 0 };
        match length {
            Length::SameDay => event,
            Length::Days(days) if office_own && !values.office_days_roll => {
                plus_days(event, i64::from(days) + counted)
            }
            Length::Days(days) => self.at_or_after(plus_days(event, i64::from(days) + counted)),
            Length::Workdays(days) => self.nth_workday(plus_days(event, counted), days, |day| {
                let made_up = self.rows.get(&day).is_some_and(|row| row.kind == DayKind::Workday);
                self.is_working_day(day) && (values.makeup_days_work || !made_up)
            }),
            Length::Hours(hours) => plus_days(event, i64::from(hours / 24)),
            Length::DaysBefore(days) => plus_days(event, -i64::from(days)),
        }
    }

    /// Rows that mattered between two days, as lines: `2025-02-08 春节调休上班`.
    #[must_use]
    pub fn rows_between(&self, from: NaiveDate, until: NaiveDate) -> Vec<String> {
        if from > until {
            return Vec::new();
        }
        self.rows.range(from..=until).map(|(day, row)| format!("{day} {}", row.name)).collect()
    }
}

/// Days on from a day; stays where it is at the end of time.
#[must_use]
pub fn plus_days(day: NaiveDate, days: i64) -> NaiveDate {
    let moved = if days >= 0 {
        day.checked_add_days(Days::new(days.unsigned_abs()))
    } else {
        day.checked_sub_days(Days::new(days.unsigned_abs()))
    };
    moved.unwrap_or(day)
}

/// A day in a Chinese sentence: `2026年3月9日`.
#[must_use]
pub fn chinese(day: NaiveDate) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// Hours on from an instant, to the minute (R-TIME-6).
#[must_use]
pub fn plus_hours(at: crate::moment::Moment, hours: u32) -> crate::moment::Moment {
    at.checked_add_signed(chrono::TimeDelta::hours(i64::from(hours))).unwrap_or(at)
}

fn days_from(day: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    std::iter::successors(Some(day), |day| day.succ_opt()).take(SEARCH_DAYS_MAX)
}

/// Rows of a calendar file, and the number of the first line that is none.
fn parse(csv: &str) -> (Vec<(NaiveDate, DayRow)>, Option<usize>) {
    let mut rows = Vec::new();
    let mut bad = None;
    for (at, line) in csv.lines().enumerate() {
        let line = line.trim().trim_start_matches('\u{feff}');
        if line.is_empty() || line.starts_with("date,") {
            continue;
        }
        match parse_line(line) {
            Some(row) => rows.push(row),
            None => bad = bad.or(Some(at + 1)),
        }
    }
    (rows, bad)
}

fn parse_line(line: &str) -> Option<(NaiveDate, DayRow)> {
    let (day, rest) = line.split_once(',')?;
    let (kind, name) = rest.split_once(',')?;
    let kind = match kind {
        "holiday" => DayKind::Holiday,
        "workday" => DayKind::Workday,
        _ => return None,
    };
    Some((day.parse().ok()?, DayRow { kind, name: name.to_owned() }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn the_shipped_calendar_has_no_bad_line_and_knows_ten_years() {
        crate::asserts!("R-TIME-9");
        let (rows, bad) = parse(include_str!("calendar/workdays.csv"));
        assert_eq!(bad, None);
        assert!(rows.len() > 300);
        let calendar = Calendar::built_in();
        assert_eq!(calendar.complete, (2018..=2026).collect());
        assert!(calendar.is_provisional(day("2027-03-01")), "2027 holds only the statutory days");
        assert!(calendar.is_provisional(day("2029-03-01")));
    }

    #[test]
    fn a_make_up_saturday_is_a_working_day_and_a_holiday_monday_is_not() {
        crate::asserts!("R-TIME-3");
        let calendar = Calendar::built_in();
        assert!(calendar.is_working_day(day("2026-10-10")));
        assert!(!calendar.is_working_day(day("2026-10-05")));
        assert!(!calendar.is_working_day(day("2026-11-28")));
        assert!(calendar.is_working_day(day("2026-11-27")));
    }

    #[test]
    fn a_period_of_days_skips_its_first_day_and_rolls_over_a_holiday() {
        crate::asserts!("R-TIME-2", "R-TIME-3");
        let calendar = Calendar::built_in();
        assert_eq!(calendar.due_days(day("2026-11-02"), 15), day("2026-11-17"));
        assert_eq!(
            calendar.due_days(day("2026-09-18"), 15),
            day("2026-10-08"),
            "3 October lies in the holiday"
        );
        assert_eq!(
            calendar.due_days(day("2026-09-25"), 15),
            day("2026-10-10"),
            "a make-up Saturday does not roll"
        );
    }

    #[test]
    fn working_days_count_make_up_days_and_skip_holidays() {
        crate::asserts!("R-TIME-4");
        let calendar = Calendar::built_in();
        assert_eq!(calendar.due_workdays(day("2026-09-30"), 3), day("2026-10-10"));
        assert_eq!(calendar.due_workdays(day("2026-11-06"), 5), day("2026-11-13"));
        assert_eq!(calendar.due_workdays(day("2026-11-06"), 0), day("2026-11-06"));
    }

    #[test]
    fn a_backward_date_shows_the_working_day_before_it_only_where_that_is_earlier() {
        crate::asserts!("R-TIME-7");
        let calendar = Calendar::built_in();
        assert_eq!(calendar.target(day("2026-10-03")), Some(day("2026-09-30")));
        assert_eq!(calendar.target(day("2026-10-10")), None);
    }

    #[test]
    fn a_later_notice_replaces_its_whole_year_and_moves_an_open_date() {
        crate::asserts!("R-TIME-9");
        let mut calendar = Calendar::built_in();
        let before = calendar.due_days(day("2027-01-28"), 15);
        calendar
            .load("date,kind,name\n2027-02-12,holiday,试排春节\n2027-02-13,workday,试排调休上班\n")
            .unwrap();
        assert!(!calendar.is_provisional(day("2027-02-12")));
        assert_eq!(before, day("2027-02-12"));
        assert_eq!(calendar.due_days(day("2027-01-28"), 15), day("2027-02-13"));
        assert!(calendar.is_working_day(day("2027-02-05")), "the statutory rows of the year are gone");
    }

    #[test]
    fn a_broken_notice_changes_nothing_and_names_its_line() {
        let mut calendar = Calendar::built_in();
        let bad = calendar.load("2027-02-12,holiday,试排\n2027-13-01,holiday,试排\n");
        assert_eq!(bad, Err(CalendarError::Line(2)));
        assert_eq!(calendar, Calendar::built_in());
    }

    #[test]
    fn a_calendar_of_nothing_but_holidays_does_not_hang() {
        let mut calendar = Calendar::default();
        let all: String = days_from(day("2030-01-01")).map(|day| format!("{day},holiday,试排\n")).collect();
        calendar.load(&all).unwrap();
        assert_eq!(calendar.at_or_after(day("2030-01-01")), day("2030-01-01"));
    }

    #[test]
    fn the_end_of_time_is_no_panic() {
        let calendar = Calendar::built_in();
        assert_eq!(plus_days(NaiveDate::MAX, 1), NaiveDate::MAX);
        let _ = calendar.due_days(NaiveDate::MAX, 15);
        let _ = calendar.due_workdays(NaiveDate::MAX, 3);
        let _ = calendar.target(NaiveDate::MIN);
    }
}
