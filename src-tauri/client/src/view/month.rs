//! 我的这个月: one's own work, for oneself. No ranking, no comparison with anybody.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use shared::duty::DutyKind;

/// One kind of recurring work in this month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct MonthRow {
    pub kind: DutyKind,
    /// Windows that end in this month.
    pub owed: u32,
    /// Of these, fulfilled.
    pub done: u32,
}

/// The month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Month {
    /// Its first day.
    pub first: NaiveDate,
    pub rows: Vec<MonthRow>,
    /// Own records written in it.
    pub records: u32,
}
