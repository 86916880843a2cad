//! 放假安排通知: what a clerk typed or pasted of the State Council's yearly notice, read row by row (R-TIME-9).
//!
//! A row is `日期,放假|调休上班,名称`; the day may be a span (`2027-02-06至2027-02-12`), commas may be Chinese or tabs.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use super::{Calendar, DayKind, plus_days};
use crate::problem::{Problem, ProblemCode};

/// Days one row may span; the longest holiday has nine.
const SPAN_DAYS_MAX: i64 = 20;
/// Characters of a row that are said again where it is bad.
const TEXT_CHARACTERS_MAX: usize = 40;

/// A day that is not like its weekday.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct NoticeDay {
    pub day: NaiveDate,
    pub kind: DayKind,
    pub name: String,
}

/// A row that cannot be used, and why. `figure` of the problem is its line, from 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct BadRow {
    pub line: u32,
    pub text: String,
    pub problem: Problem,
}

/// Reads the notice of a year.
///
/// # Errors
/// Every bad row; an empty notice is one bad row of line 0.
pub fn read_notice(year: i32, text: &str) -> Result<Vec<NoticeDay>, Vec<BadRow>> {
    let (mut days, mut bad, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    for (line, row) in text.lines().enumerate().map(|(at, row)| (at + 1, plain(row))) {
        if row.is_empty() || row.starts_with("date,") || row.starts_with("日期,") {
            continue;
        }
        match read_row(year, &row, &mut seen) {
            Ok(read) => days.extend(read),
            Err(code) => bad.push(bad_row(line, &row, code)),
        }
    }
    if days.is_empty() && bad.is_empty() {
        bad.push(bad_row(0, "", ProblemCode::CalendarEmpty));
    }
    days.sort_by_key(|day: &NoticeDay| day.day);
    if bad.is_empty() { Ok(days) } else { Err(bad) }
}

fn plain(row: &str) -> String {
    row.trim().trim_start_matches('\u{feff}').replace(['，', '\t', '、'], ",")
}

fn bad_row(line: usize, row: &str, code: ProblemCode) -> BadRow {
    let figure = Some(line.to_string());
    BadRow {
        line: u32::try_from(line).unwrap_or(u32::MAX),
        text: row.chars().take(TEXT_CHARACTERS_MAX).collect(),
        problem: Problem { figure, ..Problem::of_field(code, "csv") },
    }
}

fn read_row(year: i32, row: &str, seen: &mut BTreeSet<NaiveDate>) -> Result<Vec<NoticeDay>, ProblemCode> {
    let parts: Vec<&str> = row.splitn(3, ',').map(str::trim).collect();
    let [days, kind, name] = parts.as_slice() else { return Err(ProblemCode::CalendarRowMalformed) };
    if name.is_empty() {
        return Err(ProblemCode::CalendarRowMalformed);
    }
    let kind = match *kind {
        "holiday" | "放假" | "休" => DayKind::Holiday,
        "workday" | "调休上班" | "上班" | "班" => DayKind::Workday,
        _ => return Err(ProblemCode::CalendarKindUnknown),
    };
    let (first, last) = span(days)?;
    let length = (last - first).num_days();
    if !(0..=SPAN_DAYS_MAX).contains(&length) {
        return Err(ProblemCode::CalendarDayUnknown);
    }
    let mut read = Vec::new();
    for day in (0..=length).map(|days| plus_days(first, days)) {
        if day.year() != year {
            return Err(ProblemCode::CalendarOtherYear);
        }
        if kind == DayKind::Workday && !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
            return Err(ProblemCode::CalendarWorkdayOnWeekday);
        }
        if !seen.insert(day) {
            return Err(ProblemCode::CalendarDayTwice);
        }
        read.push(NoticeDay { day, kind, name: (*name).to_owned() });
    }
    Ok(read)
}

fn span(days: &str) -> Result<(NaiveDate, NaiveDate), ProblemCode> {
    let date = |text: &str| {
        let text = text.trim().replace(['/', '.', '年', '月'], "-").replace('日', "");
        NaiveDate::parse_from_str(&text, "%Y-%m-%d").map_err(|_| ProblemCode::CalendarDayUnknown)
    };
    match days.split_once(['至', '~', '～']) {
        Some((first, last)) => Ok((date(first)?, date(last)?)),
        None => date(days).map(|day| (day, day)),
    }
}

/// The rows as they stand in a fact: what [`Calendar::load`] reads.
#[must_use]
pub fn notice_csv(days: &[NoticeDay]) -> String {
    let row = |NoticeDay { day, kind, name }: &NoticeDay| {
        let kind = match kind {
            DayKind::Holiday => "holiday",
            DayKind::Workday => "workday",
        };
        format!("{day},{kind},{name}\n")
    };
    days.iter().map(row).collect()
}

impl Calendar {
    /// What a year's notice says, by day.
    #[must_use]
    pub fn days_of(&self, year: i32) -> Vec<NoticeDay> {
        let days = self.rows.iter().filter(|(day, _)| day.year() == year);
        days.map(|(day, row)| NoticeDay { day: *day, kind: row.kind, name: row.name.clone() }).collect()
    }

    /// Whether the whole notice of a year is loaded.
    #[must_use]
    pub fn is_published(&self, year: i32) -> bool {
        self.complete.contains(&year)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pasted_notice_becomes_rows_the_calendar_loads() {
        crate::asserts!("R-TIME-9");
        let text =
            "日期，安排，名称\n2027-02-06至2027-02-12，放假，试排春节\n2027/2/13\t调休上班\t试排春节调休\n";
        let days = read_notice(2027, text).unwrap();
        assert_eq!(days.len(), 8);
        let mut calendar = Calendar::built_in();
        assert!(!calendar.is_published(2027));
        calendar.load(&notice_csv(&days)).unwrap();
        assert!(calendar.is_published(2027));
        assert_eq!(calendar.days_of(2027), days);
    }

    #[test]
    fn every_bad_row_is_named_with_its_line_and_what_is_wrong() {
        use ProblemCode as P;
        let text = "2027-02-06,放假,甲\n2027-02-30,放假,乙\n2027-02-06,放假,丙\n2028-01-01,放假,丁\n\
                    2027-02-08,上班,戊\n2027-02-09,休息,己\n2027-02-10\n";
        let bad = read_notice(2027, text).unwrap_err();
        let found: Vec<(u32, P)> = bad.iter().map(|row| (row.line, row.problem.code)).collect();
        let wanted = [
            (2, P::CalendarDayUnknown),
            (3, P::CalendarDayTwice),
            (4, P::CalendarOtherYear),
            (5, P::CalendarWorkdayOnWeekday),
            (6, P::CalendarKindUnknown),
            (7, P::CalendarRowMalformed),
        ];
        assert_eq!(found, wanted);
        assert_eq!(read_notice(2027, " \n").unwrap_err()[0].problem.code, P::CalendarEmpty);
    }
}
