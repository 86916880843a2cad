//! 核对收件箱: which records wait for the office, in which class each stands, and why.
//!
//! A class is a reason to look; nothing here accepts, returns or settles anything.

use serde::{Deserialize, Serialize};

use crate::case::{CaseFile, IssueKind};
use crate::event::Event;
use crate::id::EventId;
use crate::moment::civil_date;
use crate::protocol::ArrivalMark;
use crate::rules::RuleBook;

/// A device's clock that was off by more seconds than this when a record came is told; our own choice.
const CLOCK_SECONDS: u32 = 10 * 60;

crate::codes! {
    /// 收件箱分类, in the order of the list.
    pub enum InboxClass {
        Plain = "plain" "无异常记录",
        SameField = "same_field" "同字段不同值",
        SameTest = "same_test" "同窗口两次检测",
        SameVisit = "same_visit" "同次走访重复",
        LadderCount = "ladder_count" "阶梯计数不符",
        StateOverlap = "state_overlap" "状态重叠",
        TimeInDoubt = "time_in_doubt" "时间可疑",
        OutOfScope = "out_of_scope" "越权或已移交",
        MissingAttachment = "missing_attachment" "缺附件",
        OtherRules = "other_rules" "规则版本不同",
        EnteredLate = "entered_late" "迟到补录",
        Capsule = "capsule" "丢机胶囊",
        Mended = "mended" "已补正，待再核",
        Other = "other" "其他情况",
        Held = "held" "搁置",
        Quarantine = "quarantine" "待核查",
    }
}

/// The class of an issue.
#[must_use]
pub const fn class_of(kind: IssueKind) -> InboxClass {
    match kind {
        IssueKind::ConcurrentEdit | IssueKind::ParallelEdit | IssueKind::AmendUnreadable => {
            InboxClass::SameField
        }
        IssueKind::SameTestTwice => InboxClass::SameTest,
        IssueKind::SameVisitTwice => InboxClass::SameVisit,
        IssueKind::SameRefusalTwice | IssueKind::PaperDoesNotFit | IssueKind::DeterminationWithoutGround => {
            InboxClass::LadderCount
        }
        IssueKind::DuringDetention
        | IssueKind::BeforeReportIn
        | IssueKind::AfterEnding
        | IssueKind::ReleaseWithoutDetention => InboxClass::StateOverlap,
        IssueKind::TimeInDoubt => InboxClass::TimeInDoubt,
        IssueKind::EnteredLate => InboxClass::EnteredLate,
        IssueKind::TwoOrders
        | IssueKind::TwoReportIns
        | IssueKind::TesterNotQualified
        | IssueKind::TargetUnknown
        | IssueKind::TermOutOfRange
        | IssueKind::KitExpired
        | IssueKind::UnknownKind => InboxClass::Other,
    }
}

/// What the office knows of how a record came, beside its content.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Arrival {
    /// Attachments it names that have not come.
    pub missing: u32,
    pub by_capsule: bool,
    /// The device's clock minus the server's, in seconds.
    pub clock_offset_seconds: Option<i32>,
}

/// One reason to look at a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct InboxFinding {
    pub class: InboxClass,
    /// One Chinese phrase.
    pub text: String,
}

/// How a record waits for the office.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waits {
    /// Nobody read it yet.
    Unread,
    /// Returned or held or accepted, and its author mended it since.
    Again,
    /// 搁置.
    Held,
}

/// Whether and how a record waits; what does not count waits for nothing, what was returned waits for its author.
#[must_use]
pub fn waits(file: &CaseFile, event: &Event) -> Option<Waits> {
    if !event.body.is_record() || !file.counts(event.id) {
        return None;
    }
    match file.reviews.get(&event.id) {
        None => Some(Waits::Unread),
        Some(review) if review.waits_again => Some(Waits::Again),
        Some(review) if review.is_held() => Some(Waits::Held),
        Some(_) => None,
    }
}

/// Why a record is to be looked at, as far as it lies in the record and its case. With [`came`] it is all there is: empty
/// = nothing stands out, and it may be accepted with many others.
#[must_use]
pub fn findings(
    event: &Event,
    waits: Waits,
    issues: &[IssueKind],
    mark: Option<ArrivalMark>,
    rules: &RuleBook,
) -> Vec<InboxFinding> {
    let mut found: Vec<InboxFinding> = issues.iter().map(|kind| finding_of(*kind)).collect();
    match waits {
        Waits::Unread => {}
        Waits::Again => found.push(finding(InboxClass::Mended, "退回或核对后作者又更正过")),
        Waits::Held => found.push(finding(InboxClass::Held, "上次核对时搁置")),
    }
    match mark {
        None => {}
        Some(mark @ (ArrivalMark::AfterTransfer | ArrivalMark::Released)) => {
            found.push(finding(InboxClass::OutOfScope, mark.label()));
        }
    }
    if event.rule_version != *rules.version_on(civil_date(event.recorded_at)) {
        let text = format!("按规则{}记录", event.rule_version.0);
        found.push(finding(InboxClass::OtherRules, &text));
    }
    found
}

/// Why a record is to be looked at for how it came.
#[must_use]
pub fn came(arrival: &Arrival) -> Vec<InboxFinding> {
    let mut found = Vec::new();
    if arrival.missing > 0 {
        found.push(finding(InboxClass::MissingAttachment, &format!("缺{}个附件", arrival.missing)));
    }
    if arrival.by_capsule {
        found.push(finding(InboxClass::Capsule, "由丢失或停用手机的胶囊交入"));
    }
    let off = arrival.clock_offset_seconds.filter(|seconds| seconds.unsigned_abs() > CLOCK_SECONDS);
    if let Some(seconds) = off {
        let way = if seconds > 0 { "快" } else { "慢" };
        let text = format!("手机时钟{way}{}分钟", seconds.unsigned_abs() / 60);
        found.push(finding(InboxClass::TimeInDoubt, &text));
    }
    found
}

/// An issue as a reason to look.
#[must_use]
pub fn finding_of(kind: IssueKind) -> InboxFinding {
    finding(class_of(kind), kind.label())
}

fn finding(class: InboxClass, text: &str) -> InboxFinding {
    InboxFinding { class, text: text.to_owned() }
}

/// What a reviewer saw of a record when the page was loaded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Seen {
    /// Amendments it was shown with.
    pub basis: Vec<EventId>,
    /// The review it was shown with.
    pub review: Option<EventId>,
}

impl Seen {
    /// What there is to see of a record now.
    #[must_use]
    pub fn of(file: &CaseFile, record: EventId) -> Self {
        Self {
            basis: file.amended.get(&record).cloned().unwrap_or_default(),
            review: file.reviews.get(&record).map(|review| review.event),
        }
    }
}
