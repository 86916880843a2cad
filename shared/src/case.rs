//! 档案: what a person's facts add up to.
//!
//! [`fold`] only merges: corrections resolve by target and basis, never by time; then facts sort by the effective time
//! they happened, by when they were recorded, by id. [`standing`] judges what the file means at a moment.

mod check;
mod collect;
mod correct;
pub mod course;
pub mod ladder;
mod leave;
mod listing;
mod notice;
mod other_measure;
mod review;
mod standing;
mod twice;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::code::{TestMethod, TestResult, TestSetting, VisitManner, VisitTarget};
use crate::event::{
    Absence, AdmonitionIssued, AgreementSigned, Assessment, BreachReportSent, DeterminationWithdrawn, Ended,
    Event, FileLinked, ForcedTestApproved, FoundByPolice, GroupSet, GuidanceGiven, LateEntry,
    LatenessJustified, LatenessRefused, LeaveApproved, LeaveDenied, LeaveRequested, LeaveReturned, Order,
    OtherMeasureTaken, OverdueNoticeServed, OverdueReportSent, PaperFilled, PaperIssued, PaperServed,
    PaperWithdrawn, PlanMade, PoliceUploaded, RelapseReportSent, ReportIn, SeriousDetermined, Snoozed,
    SupportGiven, TestNoticeServed, TestRefused,
};
use crate::id::{CaseId, EventId, UserId};
use crate::moment::{Moment, civil_date};

pub(crate) use check::misfits;
pub(crate) use correct::with_field;
pub use leave::{Leave, leaves, under_way};
pub use listing::{Listing, is_minor, listing, sealed_since};
pub use notice::{Notice, NoticeChange, notices};
pub use other_measure::unreported;
pub use review::{RecordReview, ReviewWord};
pub use standing::{Flag, Standing, standing};
pub(crate) use standing::{judged, relapse_unreported};

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
        SameRefusalTwice = "same_refusal_twice" "同一次拒检可能登记了两次",
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

impl IssueKind {
    /// Whether a person must settle it; 补录 and the like are only remarks.
    #[must_use]
    pub const fn is_to_settle(self) -> bool {
        !matches!(self, Self::EnteredLate | Self::UnknownKind | Self::ParallelEdit)
    }
}

/// 状态: from the order to the end (R-REPORTIN, R-SUSP, R-TERM, R-DISCH).
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

impl<T> Fact<T> {
    /// The civil day it happened (R-TIME-1).
    #[must_use]
    pub fn day(&self) -> NaiveDate {
        civil_date(self.happened_at)
    }
}

/// What the rules look at in a visit; its words stay in the event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VisitFact {
    pub manner: VisitManner,
    pub target: VisitTarget,
    pub found: bool,
}

/// What the rules look at in a test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestFact {
    pub setting: TestSetting,
    pub method: TestMethod,
    pub result: TestResult,
    pub tester: UserId,
    pub kit_expires: Option<NaiveDate>,
    pub covers: Vec<u8>,
}

/// What the rules look at in a report of the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReportFact {
    pub written: bool,
    pub face_to_face: bool,
}

/// 羁押 and 释放, in one series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Custody {
    In {
        /// Whether this kind of detention suspends the measure (R-SUSP-1, R-SUSP-6).
        suspends: bool,
    },
    Out,
}

/// Steps of 变更执行地, in one series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TransferStep {
    Requested,
    OrgNotified,
    FormSubmitted,
    Approved { notice_received: Option<NaiveDate> },
    Denied,
    DossierHandedOver,
    ReportedIn,
}

/// Steps of 解除, in one series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DischargeStep {
    Proposed,
    NoticeIssued,
    NoticeReceived,
}

/// 请假 and 擅自离开, in one series: they are read in the order they were recorded as having happened (RD-18).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Away {
    Absence(Absence),
    Requested(LeaveRequested),
    Approved(LeaveApproved),
    Returned(LeaveReturned),
}

/// The file: facts after corrections, in canonical order (happened, recorded, id).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CaseFile {
    pub case: Option<CaseId>,
    pub order: Option<Fact<Order>>,
    pub report_in: Option<Fact<ReportIn>>,
    pub agreements: Vec<Fact<AgreementSigned>>,
    pub visits: Vec<Fact<VisitFact>>,
    pub tests: Vec<Fact<TestFact>>,
    pub refusals: Vec<Fact<TestRefused>>,
    pub reports: Vec<Fact<ReportFact>>,
    pub assessments: Vec<Fact<Assessment>>,
    pub away: Vec<Fact<Away>>,
    pub leave_denials: Vec<Fact<LeaveDenied>>,
    pub lateness_justified: Vec<Fact<LatenessJustified>>,
    pub lateness_refused: Vec<Fact<LatenessRefused>>,
    pub overdue_notices: Vec<Fact<OverdueNoticeServed>>,
    pub overdue_reports: Vec<Fact<OverdueReportSent>>,
    /// 查获, by the police of another place.
    pub found: Vec<Fact<FoundByPolice>>,
    pub admonitions: Vec<Fact<AdmonitionIssued>>,
    pub determinations: Vec<Fact<SeriousDetermined>>,
    pub withdrawals: Vec<Fact<DeterminationWithdrawn>>,
    pub breach_reports: Vec<Fact<BreachReportSent>>,
    pub relapse_reports: Vec<Fact<RelapseReportSent>>,
    pub uploads: Vec<Fact<PoliceUploaded>>,
    pub custody: Vec<Fact<Custody>>,
    pub endings: Vec<Fact<Ended>>,
    pub transfers: Vec<Fact<TransferStep>>,
    pub discharge: Vec<Fact<DischargeStep>>,
    pub support: Vec<Fact<SupportGiven>>,
    pub other_measures: Vec<Fact<OtherMeasureTaken>>,
    pub guidance: Vec<Fact<GuidanceGiven>>,
    pub plans: Vec<Fact<PlanMade>>,
    pub groups: Vec<Fact<GroupSet>>,
    pub test_notices: Vec<Fact<TestNoticeServed>>,
    pub forced_approvals: Vec<Fact<ForcedTestApproved>>,
    pub papers: Vec<Fact<PaperFilled>>,
    /// 签发的文书.
    pub issued: Vec<Fact<PaperIssued>>,
    pub served: Vec<Fact<PaperServed>>,
    pub withdrawn: Vec<Fact<PaperWithdrawn>>,
    /// 补录说明, by the record they are about.
    pub late_entries: Vec<Fact<LateEntry>>,
    /// Files of earlier measures (R-FILE-1).
    pub earlier: Vec<Fact<FileLinked>>,
    /// All events as amended, corrections and unknown kinds with them, in canonical order.
    pub events: Vec<Event>,
    /// Targets that were voided.
    pub voided: Vec<EventId>,
    /// 同一次: records that another one counts for, by record.
    pub same: BTreeMap<EventId, EventId>,
    /// Issues that somebody settled.
    pub settled: Vec<Issue>,
    /// Amendments that were applied, by target: the `basis` of the next one.
    pub amended: BTreeMap<EventId, Vec<EventId>>,
    /// What the office said of records, by record.
    pub reviews: BTreeMap<EventId, RecordReview>,
    /// 暂缓, by whom.
    pub snoozes: Vec<(UserId, Fact<Snoozed>)>,
}

/// Merges the facts of one case. Total; depends on nothing but the set of events.
#[must_use]
pub fn fold(events: &[Event]) -> (CaseFile, Vec<Issue>) {
    let corrected = correct::correct(events);
    let mut issues = corrected.issues;
    let mut file = collect::collect(corrected.events, corrected.voided, corrected.same, &mut issues);
    file.amended = corrected.amended;
    file.reviews = review::reviews(&file);
    twice::find(&file, &mut issues);
    file.settled = corrected.settled;
    issues.retain(|issue| !file.settled.contains(issue));
    issues.dedup();
    (file, issues)
}

/// Events of any stream after corrections, voided ones left out, in canonical order.
pub(crate) fn corrected(events: &[Event]) -> Vec<Event> {
    let correct::Corrected { mut events, voided, .. } = correct::correct(events);
    events.retain(|event| voided.binary_search(&event.id).is_err());
    events
}

impl CaseFile {
    /// Whether an event was voided.
    #[must_use]
    pub fn is_voided(&self, event: EventId) -> bool {
        self.voided.binary_search(&event).is_ok()
    }

    /// Whether a fact counts: neither void nor counted by another record.
    #[must_use]
    pub fn counts(&self, event: EventId) -> bool {
        !self.is_voided(event) && !self.same.contains_key(&event)
    }

    /// Whether its author may still mend or take back a record: until the office accepted it.
    #[must_use]
    pub fn may_mend(&self, event: EventId) -> bool {
        !self.reviews.get(&event).is_some_and(RecordReview::is_accepted)
    }

    /// The event with an id, as amended.
    #[must_use]
    pub fn event(&self, id: EventId) -> Option<&Event> {
        self.events.iter().find(|event| event.id == id)
    }
}
