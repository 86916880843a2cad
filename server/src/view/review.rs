//! 核对, 核对收件箱, 矛盾核对.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use shared::case::{Issue, IssueKind, ReviewWord};
use shared::event::Choice;
use shared::id::{CaseId, EventId};
use shared::inbox::{InboxClass, InboxFinding, Seen};
use shared::moment::Moment;
use shared::page::EntryKind;
use shared::preview::{Decision, IssueSheet};
use shared::problem::Problem;
use shared::protocol::StaffName;

use super::Mark;

/// 核对一条记录.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct RecordReviewRequest {
    pub target: EventId,
    pub verdict: ReviewWord,
    /// What is to be mended or waited for; needed for 退回 and 搁置.
    pub note: String,
    /// Paths of fields of the record to be looked at.
    pub fields: Vec<String>,
    /// What the page showed when it was loaded.
    pub seen: Seen,
}

/// Which class, which page (from 0); all classes where none is named.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct InboxQuery {
    #[serde(default)]
    pub class: Option<InboxClass>,
    #[serde(default)]
    pub page: Option<u32>,
}

/// 核对收件箱, one page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Inbox {
    pub today: NaiveDate,
    /// All that wait.
    pub waiting: u32,
    /// In the order of the classes, each row under every class it has.
    pub counts: Vec<ClassCount>,
    /// Contradictions first, then what came last.
    pub rows: Vec<InboxRow>,
    /// Rows of the class, on all pages.
    pub total: u32,
    pub page: u32,
    pub page_rows: u32,
    /// 已裁决 of files that are not sealed, newest first: they can be taken back.
    pub decided: Vec<DecidedRow>,
}

/// Rows of a class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ClassCount {
    pub class: InboxClass,
    pub rows: u32,
}

/// One thing to look at: a record, or a contradiction with all its records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct InboxRow {
    pub case: CaseId,
    pub name: String,
    /// Empty where nothing stands out.
    pub findings: Vec<InboxFinding>,
    pub issue: Option<Issue>,
    pub records: Vec<InboxRecord>,
}

/// A record in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct InboxRecord {
    pub event: EventId,
    pub kind: EntryKind,
    pub summary: String,
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub happened_at: Moment,
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub recorded_at: Moment,
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub received_at: Moment,
    pub author: Option<StaffName>,
    pub device_name: String,
    pub seen: Seen,
}

/// 一次采纳多条.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct AcceptRequest {
    pub records: Vec<AcceptOne>,
}

/// One of them, as the page showed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct AcceptOne {
    pub case: CaseId,
    pub target: EventId,
    pub seen: Seen,
}

/// What became of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AcceptedMany {
    pub accepted: u32,
    /// Not accepted, each with the reason; they wait as before.
    pub left: Vec<LeftOne>,
}

/// A record that was not accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct LeftOne {
    pub target: EventId,
    pub problem: Problem,
}

/// Which issue: its kind, and its records joined by commas.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct IssueQuery {
    pub kind: IssueKind,
    pub events: String,
}

/// 矛盾核对: the sheet, and how each side came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct IssueView {
    pub case: CaseId,
    pub name: String,
    pub issue: Issue,
    pub sheet: IssueSheet,
    /// Of the sides and of the record they speak of.
    pub marks: Vec<Mark>,
    /// The amendments all its records are shown with.
    pub basis: Vec<EventId>,
    pub decided: Option<DecidedRow>,
    /// 已封存: nothing can be decided or taken back any more.
    pub sealed: bool,
}

/// 裁决一处矛盾.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct SettleRequest {
    pub issue: Issue,
    pub decision: Decision,
    /// Both authors hear it; not looked at by a preview.
    pub note: String,
    /// As the page showed it.
    pub basis: Vec<EventId>,
}

/// 撤回一次裁决.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct WithdrawRequest {
    pub settled: EventId,
    pub reason: String,
}

/// 已裁决.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DecidedRow {
    pub case: CaseId,
    pub name: String,
    pub settled: EventId,
    pub issue: Issue,
    pub choice: Choice,
    /// In Chinese.
    pub outcome: String,
    pub note: String,
    pub by: Option<StaffName>,
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub at: Moment,
}
