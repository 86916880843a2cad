//! 事实: the event, its envelope and its bytes.
//!
//! An event is written once, by the installation it happened on. The bytes first written are kept, hashed, signed
//! and forwarded unchanged ([`RawEvent`]); [`Event`] is what this build understands of them. A kind or version this
//! build does not know becomes [`Body::Unknown`]: kept, counted, passed on.

mod absence;
mod assessment;
mod breach;
mod correction;
mod custody;
mod discharge;
mod dossier;
mod late;
mod lateness;
mod office;
mod opening;
mod paper;
mod report;
mod review;
mod settled;
mod support;
mod test;
mod transfer;
mod visit;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use thiserror::Error;

pub use absence::{Absence, LeaveApproved, LeaveDenied, LeaveRequested, LeaveReturned};
pub use assessment::Assessment;
pub use breach::{
    AdmonitionIssued, BreachReportSent, DeterminationWithdrawn, PoliceUploaded, RelapseReportSent,
    SeriousDetermined, UploadMatter,
};
pub use correction::{Amend, Settle, Void};
pub use custody::{Detained, Ended, Released};
pub use discharge::{DischargeNoticeIssued, DischargeNoticeReceived, DischargeProposed};
pub use dossier::{
    FileLinked, ForcedTestApproved, GroupSet, Member, PaperFilled, PlanMade, TestNoticeServed,
};
pub use late::{LateEntry, LateSource};
pub use lateness::{
    FoundByPolice, FoundOutcome, LatenessJustified, LatenessRefused, OverdueNoticeServed, OverdueReportSent,
};
pub use office::{
    CalendarNotice, CaseloadHandedOver, DrawCommitted, DrawListed, DrawMade, HandedCase, OfficerQualified,
    PostHeld, ReadingsSet, UsersCounted,
};
pub use opening::{AgreementSigned, IdDocument, Order, PersonDetails, ReportIn};
pub use paper::{PaperIssued, PaperServed, PaperWithdrawn};
pub use report::SelfReport;
pub use review::{ReviewVerdict, Reviewed, Snoozed};
pub use settled::{Choice, ReviewHeld, Settled};
pub use support::{GuidanceGiven, OtherMeasureTaken, SupportGiven};
pub use test::{DrugTest, Kit, PanelResult, SampleNumbers, TestRefused, Told};
pub use transfer::{
    DossierHandedOver, TransferApproved, TransferDenied, TransferFormSubmitted, TransferOrgNotified,
    TransferReportedIn, TransferRequested,
};
pub use visit::{ACCURACY_M_MAX, Met, PlaceStamp, Visit};

use crate::hash::Hash;
use crate::id::{CaseId, EventId, SeriesId, TownshipCode, UserId};
use crate::moment::Moment;

/// An event may have at most this many bytes; more belongs into an attachment.
pub const EVENT_BYTES_MAX: usize = 64 * 1024;

/// The version of rules an author judged under, e.g. `2026-01`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(transparent)]
pub struct RuleVersion(pub String);

/// What a fact belongs to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stream {
    /// One person's file.
    Case(CaseId),
    /// An office: staff, qualifications, calendar, readings.
    Office(TownshipCode),
}

/// One fact, as this build understands it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    pub id: EventId,
    pub series: SeriesId,
    /// Place in the series, from 1, without gaps.
    pub seq: u32,
    /// Hash of the bytes of the event before it in the series.
    pub prev: Hash,
    pub stream: Stream,
    /// 发生时间: claimed by the author; the only time rules use.
    pub happened_at: Moment,
    /// 记录时间: the device's clock when it was written.
    pub recorded_at: Moment,
    pub author: UserId,
    pub rule_version: RuleVersion,
    pub body: Body,
}

macro_rules! bodies {
    ($($(#[$meta:meta])* $variant:ident($body:ty) = $kind:literal,)+) => {
        /// What happened. The tag carries the version of the shape: `visit/1`.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[serde(remote = "Self", tag = "kind")]
        pub enum Body {
            $($(#[$meta])* #[serde(rename = $kind)] $variant($body),)+
            /// A kind or version of a newer build.
            #[serde(skip)]
            Unknown(Value),
        }

        impl Body {
            /// Every kind this build understands.
            pub const KINDS: &'static [&'static str] = &[$($kind,)+];
        }
    };
}

bodies! {
    /// 决定书登记 (R-DEC-1): opens the case.
    Order(Order) = "order/1",
    /// 报到 (R-REPORTIN-3).
    ReportIn(ReportIn) = "report_in/1",
    /// 签订协议 (R-AGREE-1).
    AgreementSigned(AgreementSigned) = "agreement_signed/1",
    /// 家访、谈话 (R-VISIT-5).
    Visit(Visit) = "visit/1",
    /// 检测 (R-TEST-7).
    DrugTest(DrugTest) = "drug_test/1",
    /// 逃避、拒绝检测 (R-TEST-11).
    TestRefused(TestRefused) = "test_refused/1",
    /// 正当理由 (R-REPORTIN-8).
    LatenessJustified(LatenessJustified) = "lateness_justified/1",
    /// 正当理由不予认可 (R-REPORTIN-8).
    LatenessRefused(LatenessRefused) = "lateness_refused/1",
    /// 逾期报到通知书 (R-REPORTIN-9).
    OverdueNoticeServed(OverdueNoticeServed) = "overdue_notice_served/1",
    /// 逾期未报到报告 (R-REPORTIN-5).
    OverdueReportSent(OverdueReportSent) = "overdue_report_sent/1",
    /// 查获 (R-REPORTIN-7).
    FoundByPolice(FoundByPolice) = "found_by_police/1",
    /// 定期报告 (R-REPORT-1).
    SelfReport(SelfReport) = "self_report/1",
    /// 评估 (R-ASSESS-5).
    Assessment(Assessment) = "assessment/1",
    /// 擅自离开 (R-BREACH-1).
    Absence(Absence) = "absence/1",
    /// 请假申请 (R-LEAVE-2).
    LeaveRequested(LeaveRequested) = "leave_requested/1",
    /// 准假 (R-LEAVE-4).
    LeaveApproved(LeaveApproved) = "leave_approved/1",
    /// 不准假 (R-LEAVE-3).
    LeaveDenied(LeaveDenied) = "leave_denied/1",
    /// 销假 (R-LEAVE-5).
    LeaveReturned(LeaveReturned) = "leave_returned/1",
    /// 告诫 (R-TEST-11, R-BREACH-2).
    AdmonitionIssued(AdmonitionIssued) = "admonition_issued/1",
    /// 严重违反协议认定 (R-BREACH-10).
    SeriousDetermined(SeriousDetermined) = "serious_determined/1",
    /// 撤回认定 (R-BREACH-10).
    DeterminationWithdrawn(DeterminationWithdrawn) = "determination_withdrawn/1",
    /// 严重违反协议报告 (R-TEST-13, R-BREACH-6).
    BreachReportSent(BreachReportSent) = "breach_report_sent/1",
    /// 复吸报告 (R-TEST-15).
    RelapseReportSent(RelapseReportSent) = "relapse_report_sent/1",
    /// 公安上传 (R-BREACH-7).
    PoliceUploaded(PoliceUploaded) = "police_uploaded/1",
    /// 羁押 (R-SUSP-1).
    Detained(Detained) = "detained/1",
    /// 释放 (R-SUSP-3).
    Released(Released) = "released/1",
    /// 结束 (R-TERM-1, R-TERM-4).
    Ended(Ended) = "ended/1",
    /// 变更申请 (R-TRANSFER-1).
    TransferRequested(TransferRequested) = "transfer_requested/1",
    /// 通知办公室 (R-TRANSFER-2).
    TransferOrgNotified(TransferOrgNotified) = "transfer_org_notified/1",
    /// 提交审批表 (R-TRANSFER-3).
    TransferFormSubmitted(TransferFormSubmitted) = "transfer_form_submitted/1",
    /// 批准变更 (R-TRANSFER-5).
    TransferApproved(TransferApproved) = "transfer_approved/1",
    /// 不予批准 (R-TRANSFER-6).
    TransferDenied(TransferDenied) = "transfer_denied/1",
    /// 档案移交 (R-TRANSFER-8).
    DossierHandedOver(DossierHandedOver) = "dossier_handed_over/1",
    /// 到新执行地报到 (R-TRANSFER-9).
    TransferReportedIn(TransferReportedIn) = "transfer_reported_in/1",
    /// 解除建议 (R-DISCH-1).
    DischargeProposed(DischargeProposed) = "discharge_proposed/1",
    /// 解除通知书 (R-DISCH-2).
    DischargeNoticeIssued(DischargeNoticeIssued) = "discharge_notice_issued/1",
    /// 乡镇收到解除通知书 (R-DISCH-3).
    DischargeNoticeReceived(DischargeNoticeReceived) = "discharge_notice_received/1",
    /// 帮扶 (R-SUPPORT-1).
    SupportGiven(SupportGiven) = "support_given/1",
    /// 其他戒毒措施 (R-OTHER-1 to R-OTHER-3).
    OtherMeasureTaken(OtherMeasureTaken) = "other_measure_taken/1",
    /// 帮教 (R-EDU-4).
    GuidanceGiven(GuidanceGiven) = "guidance_given/1",
    /// 计划 (R-AGREE-4).
    PlanMade(PlanMade) = "plan_made/1",
    /// 工作小组 (R-ORG-5).
    GroupSet(GroupSet) = "group_set/1",
    /// 检测通知 (R-TEST-18).
    TestNoticeServed(TestNoticeServed) = "test_notice_served/1",
    /// 强制检测批准 (R-TEST-10).
    ForcedTestApproved(ForcedTestApproved) = "forced_test_approved/1",
    /// 文书补录 (R-FILE-5).
    PaperFilled(PaperFilled) = "paper_filled/1",
    /// 签发文书 (R-FILE-2).
    PaperIssued(PaperIssued) = "paper_issued/1",
    /// 送达文书 (R-FILE-2).
    PaperServed(PaperServed) = "paper_served/1",
    /// 撤回文书 (R-FILE-2).
    PaperWithdrawn(PaperWithdrawn) = "paper_withdrawn/1",
    /// 前档相连 (R-FILE-1).
    FileLinked(FileLinked) = "file_linked/1",
    /// 检测资质 (R-TEST-1): in the office's stream, as the eight after it.
    OfficerQualified(OfficerQualified) = "officer_qualified/1",
    /// 吸毒人员数 (R-ORG-4).
    UsersCounted(UsersCounted) = "users_counted/1",
    /// 任职 (R-ORG-2).
    PostHeld(PostHeld) = "post_held/1",
    /// 工作交接.
    CaseloadHandedOver(CaseloadHandedOver) = "caseload_handed_over/1",
    /// 放假安排 (R-TIME-9).
    CalendarNotice(CalendarNotice) = "calendar_notice/1",
    /// 解读变更.
    ReadingsSet(ReadingsSet) = "readings_set/1",
    /// 抽检承诺 (R-TEST-6).
    DrawCommitted(DrawCommitted) = "draw_committed/1",
    /// 抽检名单 (R-TEST-6).
    DrawListed(DrawListed) = "draw_listed/1",
    /// 抽检抽签 (R-TEST-6).
    DrawMade(DrawMade) = "draw_made/1",
    /// 更正.
    Amend(Amend) = "amend/1",
    /// 作废 / 撤销.
    Void(Void) = "void/1",
    /// 核对.
    Settle(Settle) = "settle/1",
    /// 核对一条记录.
    Reviewed(Reviewed) = "reviewed/1",
    /// 搁置一条记录.
    ReviewHeld(ReviewHeld) = "review_held/1",
    /// 裁决一处矛盾.
    Settled(Settled) = "settled/1",
    /// 暂缓一项任务.
    Snoozed(Snoozed) = "snoozed/1",
    /// 补录说明 (R-TIME-10).
    LateEntry(LateEntry) = "late_entry/1",
}

impl Body {
    /// Corrections, and what people say of records and tasks: they say nothing of the person.
    #[must_use]
    pub const fn is_about_facts(&self) -> bool {
        matches!(
            self,
            Self::Amend(_)
                | Self::Void(_)
                | Self::Settle(_)
                | Self::Reviewed(_)
                | Self::ReviewHeld(_)
                | Self::Settled(_)
                | Self::Snoozed(_)
                | Self::LateEntry(_)
        )
    }

    /// What the office can accept or send back.
    #[must_use]
    pub const fn is_record(&self) -> bool {
        let of_office = matches!(self, Self::FileLinked(_) | Self::PaperIssued(_) | Self::PaperWithdrawn(_));
        !self.is_about_facts() && !of_office && !matches!(self, Self::Unknown(_))
    }
}

impl Serialize for Body {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let Self::Unknown(value) = self {
            value.serialize(serializer)
        } else {
            Self::serialize(self, serializer)
        }
    }
}

impl<'de> Deserialize<'de> for Body {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let kind = value.get("kind").and_then(Value::as_str).unwrap_or_default();
        if kind.is_empty() {
            return Err(serde::de::Error::missing_field("kind"));
        }
        if Self::KINDS.contains(&kind) {
            Self::deserialize(value).map_err(serde::de::Error::custom)
        } else {
            Ok(Self::Unknown(value))
        }
    }
}

/// Why bytes are not an event.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum EventError {
    #[error("event has {0} bytes, more than {EVENT_BYTES_MAX}")]
    TooLarge(usize),
    #[error("event is malformed: {0}")]
    Malformed(String),
}

/// An event as its bytes: what is stored, hashed, signed and forwarded.
#[derive(Debug, Clone, PartialEq)]
pub struct RawEvent {
    bytes: Vec<u8>,
    event: Event,
}

impl RawEvent {
    /// Writes an event for the first time.
    ///
    /// # Errors
    /// [`EventError::TooLarge`] past [`EVENT_BYTES_MAX`].
    pub fn write(event: Event) -> Result<Self, EventError> {
        let bytes = serde_json::to_vec(&event).map_err(|error| EventError::Malformed(error.to_string()))?;
        Self::check_size(&bytes)?;
        Ok(Self { bytes, event })
    }

    /// Reads an event from the bytes somebody wrote, keeping them.
    ///
    /// # Errors
    /// [`EventError::TooLarge`], [`EventError::Malformed`].
    pub fn read(bytes: Vec<u8>) -> Result<Self, EventError> {
        Self::check_size(&bytes)?;
        let event =
            serde_json::from_slice(&bytes).map_err(|error| EventError::Malformed(error.to_string()))?;
        Ok(Self { bytes, event })
    }

    fn check_size(bytes: &[u8]) -> Result<(), EventError> {
        if bytes.len() > EVENT_BYTES_MAX { Err(EventError::TooLarge(bytes.len())) } else { Ok(()) }
    }

    /// The bytes first written.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// What this build understands of them.
    #[must_use]
    pub fn event(&self) -> &Event {
        &self.event
    }

    /// The hash that the next event of the series names as `prev`.
    #[must_use]
    pub fn hash(&self) -> Hash {
        Hash::of(&self.bytes)
    }

    /// Gives up the bytes.
    #[must_use]
    pub fn into_event(self) -> Event {
        self.event
    }
}
