//! 台账: the registers an office keeps of all its cases. What stands in them is computed here, case by case, from the
//! file and its reckoning; screens, papers and tables of others only lay it out.
//!
//! Nothing here looks at another case, at a clock or at who asks.

mod assessments;
mod breaches;
mod endings;
mod intake;
mod lateness;
mod leave;
mod support;
mod tests;
mod transfers;
mod uploads;
mod visits;

pub use intake::opening_missing;
pub use uploads::{ToUpload, to_upload};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::case::CaseFile;
use crate::duty::deadline::{Deadline, DeadlineStatus, Due};
use crate::duty::{DutyKey, DutyKind, Reckoning};
use crate::event::Event;
use crate::id::EventId;
use crate::moment::{Moment, civil_date, minute};
use crate::page::WindowStatus;

crate::codes! {
    /// 台账.
    pub enum Register {
        Intake = "intake" "建档·报到", PickUps = "pick_ups" "出所接回", Lateness = "lateness" "逾期报到", Uploads = "uploads" "公安上传",
        Tests = "tests" "检测", Visits = "visits" "家访·报告·帮教", Assessments = "assessments" "评估", Leave = "leave" "请假",
        Breaches = "breaches" "违规·告诫", Support = "support" "帮扶", Transfers = "transfers" "变更执行地", Endings = "endings" "中止·终止·解除",
    }
}

crate::codes! {
    /// How a row stands.
    pub enum RowStatus {
        Overdue = "overdue" "逾期", Due = "due" "待办", Running = "running" "进行中", Makeup = "makeup" "待补检",
        Done = "done" "已办", Late = "late" "逾期办结", MadeUp = "made_up" "已补检", Missed = "missed" "未完成",
        Closed = "closed" "已了结", Suspended = "suspended" "中止", Cancelled = "cancelled" "取消",
    }
}

crate::codes! {
    /// 栏目.
    pub enum Column {
        What = "what" "项目", Period = "period" "期间", Day = "day" "办理日期", Manner = "manner" "方式", Result = "result" "结果",
        MakeupUntil = "makeup_until" "补检到", Remark = "remark" "说明", Ordinal = "ordinal" "第几次", Paper = "paper" "告诫书",
        Limit = "limit" "时限", Place = "place" "去向", Reason = "reason" "事由", ReturnDue = "return_due" "应返回",
        Returned = "returned" "销假", Content = "content" "内容", Department = "department" "主管部门", Partner = "partner" "转介单位",
        Outcome = "outcome" "结果", Asked = "asked" "申请", Notified = "notified" "通知办公室", Form = "form" "审批表",
        Decided = "decided" "审批", Arrived = "arrived" "新地报到", Dossier = "dossier" "档案移交", Began = "began" "起",
        OrderNo = "order_no" "决定书", From = "from" "起算", BroughtBy = "brought_by" "送/接到人", ReportInDue = "report_in_due" "报到到期",
        Notice = "notice" "通知书", Reported = "reported" "报告", Uploaded = "uploaded" "上传·查控", Found = "found" "查获", Next = "next" "下一步",
        Released = "released" "出所日期", Fetched = "fetched" "报到日期", CalledBy = "called_by" "依据", UploadedOn = "uploaded_on" "上传日期", Reference = "reference" "编号",
        Over = "over" "止", Site = "site" "场所、文书",
    }
}

/// One row of a register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RegisterRow {
    pub status: RowStatus,
    /// The day it is listed under: when it was done, or by when it is due.
    pub day: NaiveDate,
    /// Clause of the norm it stands on.
    pub clause: String,
    /// What `explain` knows the date by, where it does.
    pub duty: Option<DutyKey>,
    /// The record, where there is one.
    pub event: Option<EventId>,
    /// A clock of hours that runs: when it runs out.
    #[cfg_attr(feature = "ts", ts(type = "string | null"))]
    pub clock: Option<Moment>,
    /// One for each of [`Register::columns`]; empty where there is nothing to say.
    pub cells: Vec<String>,
}

impl Register {
    /// What its rows tell, from left to right.
    #[must_use]
    pub const fn columns(self) -> &'static [Column] {
        use Column as C;
        match self {
            Self::Intake => &[C::What, C::OrderNo, C::From, C::Limit, C::BroughtBy, C::Remark],
            Self::PickUps => &[C::Released, C::OrderNo, C::Reason, C::Fetched, C::BroughtBy],
            Self::Lateness => &[C::ReportInDue, C::Notice, C::Reported, C::Uploaded, C::Found, C::Next],
            Self::Uploads => &[C::What, C::CalledBy, C::Limit, C::UploadedOn, C::Reference, C::Remark],
            Self::Tests => &[C::What, C::Period, C::Day, C::Manner, C::Result, C::MakeupUntil, C::Remark],
            Self::Visits => &[C::What, C::Period, C::Day, C::Manner, C::Remark],
            Self::Assessments => &[C::What, C::Period, C::Day, C::Result, C::Remark],
            Self::Leave => &[C::Asked, C::Period, C::Place, C::Reason, C::ReturnDue, C::Returned, C::Remark],
            Self::Breaches => &[C::What, C::Day, C::Ordinal, C::Paper, C::Limit, C::Remark],
            Self::Support => &[C::What, C::Content, C::Department, C::Partner, C::Day, C::Outcome],
            Self::Transfers => {
                &[C::Asked, C::Reason, C::Place, C::Notified, C::Form, C::Decided, C::Arrived, C::Dossier]
            }
            Self::Endings => &[C::What, C::Began, C::Over, C::Reason, C::Site, C::Remark],
        }
    }

    /// What of a case stands in it.
    #[must_use]
    pub fn rows(self, file: &CaseFile, reckoning: &Reckoning) -> Vec<RegisterRow> {
        match self {
            Self::Intake => intake::rows(file, reckoning),
            Self::PickUps => intake::pick_ups(file, reckoning),
            Self::Lateness => lateness::rows(file, reckoning),
            Self::Uploads => uploads::rows(file, reckoning),
            Self::Tests => tests::rows(file, reckoning),
            Self::Visits => visits::rows(file, reckoning),
            Self::Assessments => assessments::rows(file, reckoning),
            Self::Leave => leave::rows(file, reckoning),
            Self::Breaches => breaches::rows(file, reckoning),
            Self::Support => support::rows(file, reckoning),
            Self::Transfers => transfers::rows(file, reckoning),
            Self::Endings => endings::rows(file, reckoning),
        }
    }

    /// Whether what is to be done stands first, the soonest on top; others show the newest first.
    #[must_use]
    pub const fn is_soonest_first(self) -> bool {
        matches!(self, Self::Intake | Self::PickUps | Self::Lateness | Self::Uploads)
    }

    /// Whether what is over stands in it: a sealed file is in no list but that of the closed ones (R-PRIV-10) and of what
    /// the police upload of them (R-DISCH-4).
    #[must_use]
    pub const fn lists_sealed(self) -> bool {
        match self {
            Self::Endings | Self::Uploads => true,
            Self::Intake
            | Self::PickUps
            | Self::Lateness
            | Self::Tests
            | Self::Visits
            | Self::Assessments
            | Self::Leave
            | Self::Breaches
            | Self::Support
            | Self::Transfers => false,
        }
    }
}

/// Status of a window that cannot be made up.
const fn of_window(status: WindowStatus) -> RowStatus {
    match status {
        WindowStatus::Satisfied => RowStatus::Done,
        WindowStatus::MadeUp => RowStatus::MadeUp,
        WindowStatus::Open | WindowStatus::Future => RowStatus::Due,
        WindowStatus::Missed | WindowStatus::Lapsed => RowStatus::Missed,
        WindowStatus::Suspended => RowStatus::Suspended,
        WindowStatus::Cancelled => RowStatus::Cancelled,
    }
}

const fn of_deadline(status: DeadlineStatus) -> RowStatus {
    match status {
        DeadlineStatus::Open => RowStatus::Due,
        DeadlineStatus::Met => RowStatus::Done,
        DeadlineStatus::Late => RowStatus::Late,
        DeadlineStatus::Missed => RowStatus::Overdue,
        DeadlineStatus::Ended => RowStatus::Closed,
    }
}

/// The deadline of a kind that runs from a fact.
fn deadline_from(reckoning: &Reckoning, kind: DutyKind, source: EventId) -> Option<&Deadline> {
    reckoning.deadlines.iter().rev().find(|found| found.rule.kind == kind && found.source == Some(source))
}

/// What `explain` knows a deadline by: of several of a kind it knows the last.
fn key_of(reckoning: &Reckoning, deadline: &Deadline) -> Option<DutyKey> {
    let kind = deadline.rule.kind;
    reckoning.deadline(kind).filter(|last| *last == deadline).map(|_| DutyKey { kind, window: None })
}

/// When a deadline is due, as it is written down.
fn due_text(due: Due) -> String {
    match due {
        Due::Day(day) => day.to_string(),
        Due::Instant(at) => minute(at),
    }
}

/// The instant a clock of hours runs out, while it runs.
const fn clock_of(deadline: &Deadline) -> Option<Moment> {
    match (deadline.status, deadline.due) {
        (DeadlineStatus::Open | DeadlineStatus::Missed, Due::Instant(at)) => Some(at),
        (DeadlineStatus::Open | DeadlineStatus::Missed, Due::Day(_))
        | (DeadlineStatus::Met | DeadlineStatus::Late | DeadlineStatus::Ended, _) => None,
    }
}

fn span(first: Option<NaiveDate>, last: Option<NaiveDate>) -> String {
    match (first, last) {
        (Some(first), Some(last)) => format!("{first} 至 {last}"),
        (Some(first), None) => format!("{first} 起"),
        (None, Some(_) | None) => String::new(),
    }
}

fn day_of(event: &Event) -> NaiveDate {
    civil_date(event.happened_at)
}

fn text(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}
