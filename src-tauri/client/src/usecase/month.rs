//! 我的这个月: what ends in it and what of that is done, and how much was recorded on this phone.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use shared::duty::DutyKind;
use shared::moment::{Moment, civil_date};
use shared::page::WindowStatus;
use shared::problem::Problem;

use super::today::pages;
use crate::phone::Open;
use crate::view::{Month, MonthRow};

/// Records looked through: more than anybody writes in a month.
const RECORDS_MAX: u32 = 2000;

pub fn month(open: &Open, now: Moment) -> Result<Month, Problem> {
    let today = civil_date(now);
    let is_of_month = |day: NaiveDate| (day.year(), day.month()) == (today.year(), today.month());
    let mut kinds: BTreeMap<DutyKind, (u32, u32)> = BTreeMap::new();
    for row in pages(open, now).flat_map(|page| page.ribbon.rows) {
        for cell in row.cells.iter().filter(|cell| is_of_month(cell.last)) {
            let (owed, done) = match cell.status {
                WindowStatus::Satisfied | WindowStatus::MadeUp => (1, 1),
                WindowStatus::Open | WindowStatus::Future | WindowStatus::Missed | WindowStatus::Lapsed => {
                    (1, 0)
                }
                WindowStatus::Suspended | WindowStatus::Cancelled => (0, 0),
            };
            let of_kind = kinds.entry(row.kind).or_default();
            *of_kind = (of_kind.0 + owed, of_kind.1 + done);
        }
    }
    let own = open.store.own_records(open.pairing.series, RECORDS_MAX)?;
    let written = own.iter().filter(|record| is_of_month(civil_date(record.event.recorded_at))).count();
    let rows = kinds.into_iter().filter(|(_, (owed, _))| *owed > 0);
    Ok(Month {
        first: today.with_day(1).unwrap_or(today),
        rows: rows.map(|(kind, (owed, done))| MonthRow { kind, owed, done }).collect(),
        records: u32::try_from(written).unwrap_or(u32::MAX),
    })
}
