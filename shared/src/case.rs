//! 档案: what a person's facts add up to.

use serde::{Deserialize, Serialize};

use crate::calendar::Calendar;
use crate::event::{AgreementSigned, DrugTest, Event, Order, ReportIn, TestRefused, Visit};
use crate::id::{CaseId, EventId};
use crate::moment::Moment;
use crate::office::OfficeFile;
use crate::policy::Policy;

/// 矛盾: something the merge cannot settle and a person must look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Issue {
    pub kind: IssueKind,
    /// The facts it speaks of, in canonical order.
    pub events: Vec<EventId>,
}

crate::codes! {
    /// Classes of issues.
    pub enum IssueKind {
        ConcurrentEdit = "concurrent_edit" "同一字段有两个值",
        SameVisitTwice = "same_visit_twice" "同一次走访重复登记",
        SameTestTwice = "same_test_twice" "同一次检测重复登记",
        TwoOrders = "two_orders" "一份档案有两份决定书",
        TwoReportIns = "two_report_ins" "报到登记了两次",
        BeforeReportIn = "before_report_in" "发生时间早于报到",
        TimeInDoubt = "time_in_doubt" "时间可疑",
        EnteredLate = "entered_late" "补录",
        TesterNotQualified = "tester_not_qualified" "检测民警当日无有效资质",
        TargetUnknown = "target_unknown" "更正或作废的对象不存在",
        ParallelEdit = "parallel_edit" "两人同时更正了不同字段",
        AmendUnreadable = "amend_unreadable" "更正的内容无法采用",
        TermOutOfRange = "term_out_of_range" "期限超出三十六个月",
        AfterEnding = "after_ending" "发生在措施结束之后",
        DuringDetention = "during_detention" "发生在羁押期间",
        ReleaseWithoutDetention = "release_without_detention" "没有羁押记录的释放",
        DeterminationWithoutGround = "determination_without_ground" "认定与现有记录不符",
        PaperDoesNotFit = "paper_does_not_fit" "已出具的文书与现有记录不符",
        KitExpired = "kit_expired" "试剂已过期",
        UnknownKind = "unknown_kind" "新版本的记录，本机暂不能显示",
    }
}

/// 状态 (rules.md 5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum State {
    Registered,
    Overdue,
    Active,
    Suspended,
    Expired,
    Discharged,
    Terminated,
    ClosedOther,
}

/// A fact after its amendments, with the event it came from.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact<T> {
    pub event: EventId,
    pub happened_at: Moment,
    pub body: T,
}

/// The file: facts after corrections, in canonical order (happened, recorded, id).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CaseFile {
    pub case: Option<CaseId>,
    pub order: Option<Fact<Order>>,
    pub report_in: Option<Fact<ReportIn>>,
    pub agreements: Vec<Fact<AgreementSigned>>,
    pub visits: Vec<Fact<Visit>>,
    pub tests: Vec<Fact<DrugTest>>,
    pub refusals: Vec<Fact<TestRefused>>,
    /// All events, corrections and unknown kinds with them, in canonical order.
    pub events: Vec<Event>,
    /// Targets that were voided.
    pub voided: Vec<EventId>,
}

/// Merges the facts of one case. Total; depends on nothing but the set of events.
#[must_use]
pub fn fold(events: &[Event]) -> (CaseFile, Vec<Issue>) {
    let _ = events;
    (CaseFile::default(), Vec::new())
}

/// What the file means at a moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    pub state: State,
    pub issues: Vec<Issue>,
}

/// Judges state and rule issues.
#[must_use]
pub fn standing(
    file: &CaseFile,
    office: &OfficeFile,
    calendar: &Calendar,
    policy: &Policy,
    at: Moment,
) -> Standing {
    let _ = (file, office, calendar, policy, at);
    Standing { state: State::Registered, issues: Vec::new() }
}
