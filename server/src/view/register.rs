//! 台账, 到期日历 and 常用视图.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use shared::code::GroupMember;
use shared::id::{CaseId, UserId};
use shared::protocol::StaffName;
use shared::register::{Column, Register, RegisterRow, RowStatus};

use super::{ClauseText, WorkItem};

/// What of a register is asked for; nothing = all of it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RegisterQuery {
    /// As in the list of persons.
    #[serde(default)]
    pub q: String,
    #[serde(default)]
    pub status: Option<RowStatus>,
    #[serde(default)]
    pub village: Option<String>,
    #[serde(default)]
    pub worker: Option<UserId>,
    /// Rows of these days alone, both inclusive.
    #[serde(default)]
    pub from: Option<NaiveDate>,
    #[serde(default)]
    pub until: Option<NaiveDate>,
    /// 当时所知: as it was known at the end of this day.
    #[serde(default)]
    pub as_of: Option<NaiveDate>,
    /// From 1.
    #[serde(default)]
    pub page: Option<u32>,
}

/// One page of a register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RegisterPage {
    pub register: Register,
    /// The day it is of: today, or the past day that was asked for.
    pub today: NaiveDate,
    pub columns: Vec<ColumnTitle>,
    /// Newest first.
    pub rows: Vec<RegisterLine>,
    /// Rows that match, on all pages, and their persons.
    pub matching: u32,
    pub persons: u32,
    pub page: u32,
    pub pages: u32,
    /// What each status would show under the same search; those with nothing are left out.
    pub counts: Vec<StatusRows>,
    pub villages: Vec<String>,
    pub workers: Vec<StaffName>,
    /// The words of the clauses that rows of this page name.
    pub clauses: Vec<ClauseText>,
}

/// A column with its title.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ColumnTitle {
    pub column: Column,
    pub title: String,
}

/// A row with its person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RegisterLine {
    pub case: CaseId,
    pub name: String,
    pub village: String,
    /// 未成年人, marked (R-PRIV-11).
    pub minor: bool,
    pub workers: Vec<StaffName>,
    pub row: RegisterRow,
}

/// Rows of a status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct StatusRows {
    pub status: RowStatus,
    pub rows: u32,
}

/// What waits in each register: the numbers of its tab.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RegisterCount {
    pub register: Register,
    pub overdue: u32,
    /// 待办, 待补检 and 进行中.
    pub open: u32,
}

/// A month of deadlines; `month` is any day of it, today's where it is left out.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DeadlinesQuery {
    #[serde(default)]
    pub month: Option<NaiveDate>,
    #[serde(default)]
    pub village: Option<String>,
    #[serde(default)]
    pub worker: Option<UserId>,
}

/// 到期日历.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DeadlineMonth {
    pub today: NaiveDate,
    /// First day of the month shown.
    pub month: NaiveDate,
    /// Due in the month, by date; in the month of today what is overdue from before stands first.
    pub items: Vec<WorkItem>,
    pub loads: Vec<Workload>,
    /// Persons one worker may have (R-ORG-4).
    pub load_max: u32,
    /// 工作小组 that lack somebody (R-ORG-5).
    pub groups: Vec<GroupGap>,
    pub villages: Vec<String>,
    pub workers: Vec<StaffName>,
}

/// What one worker carries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Workload {
    /// `None` = persons nobody is assigned to.
    pub worker: Option<StaffName>,
    /// Whose measure is not over.
    pub persons: u32,
    pub overdue: u32,
    /// Due in the month shown.
    pub due: u32,
}

/// A person whose group is not complete.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct GroupGap {
    pub case: CaseId,
    pub name: String,
    pub village: String,
    pub missing: Vec<GroupMember>,
}

/// 常用视图: a list as somebody looks at it, under a name of their own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct SavedView {
    /// At most 20 characters.
    pub name: String,
    /// Address of the page with its filters, e.g. `/persons?filter=overdue`; at most 500 characters.
    pub address: String,
}
