//! 暂缓: a task put off within its time, seen by the office. The date by the norm is not touched.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{Duty, DutyKey};
use crate::case::CaseFile;
use crate::id::UserId;

/// Days a task may be put off at once: our own choice, short enough that nobody forgets it.
pub const SNOOZE_DAYS_MAX: u64 = 3;

/// What stands of it on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Snooze {
    /// The day on which the task stands in the list again.
    pub until: NaiveDate,
    pub reason: String,
    pub by: UserId,
}

/// The last day to which a task may be put off; `None` for one that is due today or overdue.
#[must_use]
pub fn snooze_last(duty: &Duty, today: NaiveDate) -> Option<NaiveDate> {
    let last = today.checked_add_days(Days::new(SNOOZE_DAYS_MAX))?.min(duty.due);
    (last > today).then_some(last)
}

/// What was said last of a task, while it holds: never on the last day it is in time, nor after.
#[must_use]
pub fn snoozed(file: &CaseFile, duty: &Duty, today: NaiveDate) -> Option<Snooze> {
    let of_task = |key: DutyKey| file.snoozes.iter().rev().find(move |(_, fact)| fact.body.duty == key);
    let (by, fact) = of_task(duty.key)?;
    (today < fact.body.until && today < duty.due).then(|| Snooze {
        until: fact.body.until.min(duty.due),
        reason: fact.body.reason.clone(),
        by: *by,
    })
}
