//! 时限的长短: by what a single date runs, for lists of what runs out first.

use super::DutyKind;
use super::deadline::rule;
use crate::calendar::Length;

crate::codes! {
    /// How a date runs: by hours, working days, days, on the day itself, or until somebody decides.
    pub enum Pace {
        Hours = "hours" "24小时", Workdays = "workdays" "工作日", Days = "days" "日", SameDay = "same_day" "当日", Decision = "decision" "待决定",
    }
}

/// How a single date runs; `None` for what recurs with windows.
#[must_use]
pub fn pace(kind: DutyKind) -> Option<Pace> {
    // Nothing runs out: a person must say yes or no (RD-15).
    if kind == DutyKind::Determination {
        return Some(Pace::Decision);
    }
    Some(match rule(kind)?.length {
        Length::Hours(_) => Pace::Hours,
        Length::Workdays(_) => Pace::Workdays,
        Length::Days(_) | Length::DaysBefore(_) => Pace::Days,
        Length::SameDay => Pace::SameDay,
    })
}

/// The length of a single date by the norm, as people say it; empty for what recurs.
#[must_use]
pub fn length_label(kind: DutyKind) -> String {
    if kind == DutyKind::Determination {
        return "待决定".to_owned();
    }
    rule(kind).map_or_else(String::new, |rule| match rule.length {
        Length::Hours(hours) => format!("{hours}小时"),
        Length::Workdays(days) => format!("{days}个工作日"),
        Length::Days(days) => format!("{days}日"),
        Length::DaysBefore(days) => format!("提前{days}日"),
        Length::SameDay => "当日".to_owned(),
    })
}
