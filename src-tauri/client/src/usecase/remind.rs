//! 提醒: the days ahead on which something is due. Says how much, never who or what: it is shown over a locked screen.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use shared::moment::{Moment, civil_date};

use super::today::pages;
use crate::phone::Open;

/// Days ahead: as long as a phone may go without being opened before its user hears of it by other ways.
pub const DAYS_AHEAD: u64 = 30;

/// How much is due on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DueDay {
    pub day: NaiveDate,
    /// Above 0.
    pub count: u32,
}

/// Of all listed cases, from today on, in order of days; what is overdue counts for today.
pub fn due_days(open: &Open, now: Moment) -> Vec<DueDay> {
    let today = civil_date(now);
    let last = today.checked_add_days(Days::new(DAYS_AHEAD)).unwrap_or(today);
    let mut counts: BTreeMap<NaiveDate, u32> = BTreeMap::new();
    for duty in pages(open, now).flat_map(|page| page.duties) {
        let day = duty.due.max(today);
        if day <= last {
            *counts.entry(day).or_default() += 1;
        }
    }
    counts.into_iter().map(|(day, count)| DueDay { day, count }).collect()
}
