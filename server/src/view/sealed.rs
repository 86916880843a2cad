//! 已封存档案 and 调阅 as the console asks and is answered.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use shared::code::Measure;
use shared::id::{CaseId, OpeningId};
use shared::moment::Moment;
use shared::page::ClosingStep;
use shared::protocol::StaffName;

use crate::store::unsealing::UnsealingState;

/// Which of the sealed files.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SealedQuery {
    /// Sealed in this year.
    pub year: Option<i32>,
    /// From 1 on.
    pub page: Option<u32>,
}

/// 已封存档案: just enough of each file to ask for it (R-PRIV-10).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SealedPage {
    pub rows: Vec<SealedRow>,
    pub matching: u32,
    pub page: u32,
    pub pages: u32,
    /// Years in which files were sealed, the newest first.
    pub years: Vec<i32>,
    /// What the user asked for, and what waits for or runs by others where the user may answer.
    pub wishes: Vec<UnsealingRow>,
}

/// One sealed file, without the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SealedRow {
    pub case: CaseId,
    /// The end of the case's id.
    pub code: String,
    /// The end of the order's number.
    pub order_tail: String,
    pub measure: Measure,
    /// Of the order.
    pub year: i32,
    /// Why it was closed, in Chinese.
    pub why: String,
    pub since: NaiveDate,
    /// What closing it still owes: until then it is read as before.
    pub owed: Vec<ClosingStep>,
    /// The day on which it is shut at the latest.
    pub last_open: NaiveDate,
    pub shut: bool,
    /// The user's own wish for it that waits or runs.
    pub wish: Option<OpeningId>,
}

/// The whole number of an id paper or an order.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct SealedFind {
    pub number: String,
}

/// 申请调阅.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct UnsealingRequest {
    /// Ten characters or more.
    pub reason: String,
    pub purpose: String,
    /// 1 to 4.
    pub hours: u32,
}

shared::codes! {
    /// What is said to a wish.
    pub enum UnsealingAnswer {
        Approve = "approve" "批准", Refuse = "refuse" "不批准", TakeBack = "take_back" "收回",
    }
}

/// 批准, 不批准, 收回.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct UnsealingAnswerRequest {
    pub answer: UnsealingAnswer,
    /// Needed where it is refused.
    pub note: String,
}

/// A wish to open a shut file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct UnsealingRow {
    pub opening: OpeningId,
    pub case: CaseId,
    /// Which file: the ends of its ids.
    pub code: String,
    pub order_tail: String,
    pub user: Option<StaffName>,
    pub reason: String,
    pub purpose: String,
    pub hours: u32,
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub asked_at: Moment,
    pub state: UnsealingState,
    pub settled_by: Option<StaffName>,
    #[cfg_attr(feature = "ts", ts(type = "string | null"))]
    pub settled_at: Option<Moment>,
    /// Of who answered.
    pub note: String,
    #[cfg_attr(feature = "ts", ts(type = "string | null"))]
    pub until: Option<Moment>,
    pub running: bool,
    pub may_settle: bool,
    pub may_take_back: bool,
}

super::hidden! { SealedFind UnsealingRequest UnsealingAnswerRequest }
