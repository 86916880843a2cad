//! 应办事项: what is owed, by when, and why.
//!
//! [`schedule`]: recurring windows with their status. [`deadline`]: single deadlines, one table. [`explain`]: why a
//! date is what it is. [`Reckoning`] holds all of it for one case at one moment.

pub mod deadline;
mod explain;
mod pace;
mod revision;
pub mod schedule;
mod snooze;
pub mod transfer;
mod worklist;

pub use pace::{Pace, length_label, pace};
pub use revision::Revision;
pub use snooze::{SNOOZE_DAYS_MAX, Snooze, snooze_last, snoozed};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::calendar::Calendar;
use crate::case::CaseFile;
use crate::case::course::Course;
use crate::case::ladder::Ladder;
use crate::id::EventId;
use crate::moment::Moment;
use crate::office::OfficeFile;
use crate::policy::Policy;
use crate::rules::{RuleBook, Rules};

crate::codes! {
    /// Kinds of duties: recurring windows first, then single deadlines.
    pub enum DutyKind {
        Test = "test" "定期检测",
        MakeupTest = "makeup_test" "补检",
        Visit = "visit" "家访谈话",
        Report = "report" "定期报告",
        Assessment = "assessment" "季度评估",
        AnnualAssessment = "annual_assessment" "年度评估",
        FinalAssessment = "final_assessment" "期满评估",
        PickUp = "pick_up" "出所接回报到",
        ReportIn = "report_in" "报到",
        OverdueReport = "overdue_report" "逾期未报到报告",
        Agreement = "agreement" "签订协议",
        EntrustedFeedback = "entrusted_feedback" "委托检测结果反馈",
        Determination = "determination" "严重违反协议认定",
        BreachReport = "breach_report" "严重违反协议报告",
        RelapseReport = "relapse_report" "复吸报告",
        PoliceUpload = "police_upload" "公安上传",
        ReleaseContact = "release_contact" "释放后联系",
        LeaveRequest = "leave_request" "请假申请",
        TransferNotifyOrg = "transfer_notify_org" "变更申请通知办公室",
        TransferForm = "transfer_form" "提交变更审批表",
        TransferDecision = "transfer_decision" "变更审批",
        TransferReportIn = "transfer_report_in" "到新执行地报到",
        DossierHandover = "dossier_handover" "档案移交",
        DischargeProposal = "discharge_proposal" "解除建议",
        DischargeNotice = "discharge_notice_to_township" "解除通知送乡镇",
    }
}

/// Which duty of a case: its kind, and the window where it recurs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DutyKey {
    pub kind: DutyKind,
    /// Number of the window, from 1.
    pub window: Option<u8>,
}

crate::codes! {
    /// 提醒: of tasks, never of persons.
    pub enum Alert { Red = "red" "逾期", Yellow = "yellow" "临近", Green = "green" "按期", }
}

/// 应办事项: something owed now or soon.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Duty {
    pub key: DutyKey,
    /// Clause of the norm, e.g. `R-VISIT-2`.
    pub clause: String,
    /// First day it can be done.
    pub opens: NaiveDate,
    /// Last day it is in time.
    pub due: NaiveDate,
    /// To the minute, where it runs by hours (R-TIME-6).
    #[serde(default)]
    #[cfg_attr(feature = "ts", ts(type = "string | null"))]
    pub due_at: Option<Moment>,
    /// Days from today to `due`; negative when overdue.
    pub days_left: i32,
    pub alert: Alert,
    /// The date rests on a calendar year that is not yet published (R-TIME-9).
    pub provisional: bool,
    /// 暂缓, while it holds.
    #[serde(default)]
    pub snooze: Option<Snooze>,
}

/// A case reckoned up at a moment: where it stands in time, and all windows and deadlines.
#[derive(Debug, Clone, PartialEq)]
pub struct Reckoning {
    pub course: Course,
    pub ladder: Ladder,
    pub schedule: schedule::Schedule,
    pub deadlines: Vec<deadline::Deadline>,
}

impl Reckoning {
    /// Reckons a file up.
    #[must_use]
    pub fn of(file: &CaseFile, calendar: &Calendar, policy: &Policy, at: Moment) -> Self {
        let course = Course::read(file, calendar, policy, at);
        let ladder = Ladder::count(file, &course, policy);
        let schedule = schedule::Schedule::of(file, &course, policy);
        let deadlines = deadline::deadlines(file, &course, &ladder, calendar, policy);
        Self { course, ladder, schedule, deadlines }
    }

    /// The deadline of a kind; of several the latest.
    #[must_use]
    pub fn deadline(&self, kind: DutyKind) -> Option<&deadline::Deadline> {
        self.deadlines.iter().rev().find(|deadline| deadline.rule.kind == kind)
    }

    /// The worklist: overdue first, then by date.
    #[must_use]
    pub fn duties(&self, calendar: &Calendar, policy: &Policy) -> Vec<Duty> {
        worklist::duties(self, calendar, policy)
    }

    /// Kinds of deadlines that were or are missed; done late stays.
    #[must_use]
    pub fn overdue(&self) -> Vec<DutyKind> {
        let mut kinds: Vec<DutyKind> = self
            .deadlines
            .iter()
            .filter(|deadline| deadline.is_overdue())
            .map(|deadline| deadline.rule.kind)
            .collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds
    }
}

/// What is owed at a moment: overdue first, then by date. Closed windows that can no longer be mended are not duties.
#[must_use]
pub fn duties(
    file: &CaseFile,
    office: &OfficeFile,
    calendar: &Calendar,
    policy: &Policy,
    at: Moment,
) -> Vec<Duty> {
    let rules = Rules::of(office, calendar, policy, at);
    Reckoning::of(file, &rules.calendar, &rules.policy, at).duties(&rules.calendar, &rules.policy)
}

/// Something a date was computed from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Input {
    pub label: String,
    pub value: String,
    pub event: Option<EventId>,
}

/// 为什么是这天: clause, reading, inputs, arithmetic, calendar rows, rule version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Explanation {
    pub duty: Duty,
    pub clause_text: String,
    /// Ids and sentences of the readings used.
    pub readings: Vec<Input>,
    /// What the norm leaves open, a sentence for each reading, in their order.
    #[serde(default)]
    pub questions: Vec<String>,
    pub inputs: Vec<Input>,
    /// The arithmetic, a line a step.
    pub steps: Vec<String>,
    /// Rows of the work calendar that mattered, e.g. `2025-02-08 调休上班`.
    pub calendar_rows: Vec<String>,
    pub rule_version: String,
    /// What later notices and readings made of the date; the dates before stay here.
    #[serde(default)]
    pub revisions: Vec<Revision>,
    /// All of it as one Chinese paragraph.
    pub paragraph: String,
}

/// Explains the date of one duty; `None` where the case has no such duty.
#[must_use]
pub fn explain(
    file: &CaseFile,
    office: &OfficeFile,
    calendar: &Calendar,
    policy: &Policy,
    at: Moment,
    key: DutyKey,
) -> Option<Explanation> {
    let Rules { calendar, policy } = Rules::of(office, calendar, policy, at);
    explain::explain(file, &Reckoning::of(file, &calendar, &policy, at), &calendar, &policy, key)
}

/// Explains the date of one duty by everything known of the office, with what its notices and changed readings made
/// of it since it began to run.
#[must_use]
pub fn explain_known(
    file: &CaseFile,
    office: &OfficeFile,
    rules: &RuleBook,
    at: Moment,
    key: DutyKey,
) -> Option<Explanation> {
    let RuleBook { calendar, policy, .. } = rules;
    let mut told = explain::explain(file, &Reckoning::of(file, calendar, policy, at), calendar, policy, key)?;
    told.revisions = revision::revisions(file, office, rules, at, key);
    for revision in &told.revisions {
        told.paragraph.push_str(&revision.sentence());
        told.paragraph.push('。');
    }
    Some(told)
}
