//! What a screen shows of a person: computed once, the same on phone and console.

mod breach;
mod finding;
mod head;
mod listed;
mod master;
mod ribbon;
mod seal;
mod stand;
mod timeline;
mod upload;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::calendar::Calendar;
use crate::case::{CaseFile, Flag, Issue, Listing, RecordReview, State};
use crate::code::{Measure, Sex};
use crate::duty::{Duty, DutyKey, DutyKind, Reckoning};
use crate::id::{CaseId, EventId, UserId};
use crate::moment::Moment;
use crate::office::OfficeFile;
use crate::policy::Policy;
use crate::rules::Rules;

/// Head of a person's page and row of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PersonHead {
    pub case: CaseId,
    pub name: String,
    pub sex: Sex,
    pub birth: Option<NaiveDate>,
    /// With the middle hidden: `430421********0011`.
    pub id_masked: String,
    pub phone: Option<String>,
    pub village: String,
    pub residence: String,
    pub measure: Measure,
    pub state: State,
    /// First and last day of the term, once reported in.
    pub term_first: Option<NaiveDate>,
    pub term_last: Option<NaiveDate>,
    /// Year of term, 1–3, while it runs.
    pub year_of_term: Option<u8>,
    pub order_no: String,
    /// In which list the person stands (R-PRIV-10, R-PRIV-11).
    pub listing: Listing,
}

crate::codes! {
    /// Status of a window.
    pub enum WindowStatus {
        Satisfied = "satisfied" "已完成", MadeUp = "made_up" "已补检", Open = "open" "进行中", Future = "future" "未到",
        Missed = "missed" "未完成", Lapsed = "lapsed" "已过补检期", Suspended = "suspended" "中止", Cancelled = "cancelled" "取消",
    }
}

/// One window of the ribbon.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RibbonCell {
    pub window: u8,
    pub first: NaiveDate,
    pub last: NaiveDate,
    pub status: WindowStatus,
    /// Months of the term it spans, for its width.
    pub months: u8,
}

/// One kind of duty over the term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RibbonRow {
    pub kind: DutyKind,
    pub cells: Vec<RibbonCell>,
    /// Satisfied and made up, of all.
    pub done: u8,
    pub required: u8,
}

/// 三十六个月带: the whole term at a glance. No rows before report-in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Ribbon {
    pub term_months: u8,
    pub first: Option<NaiveDate>,
    pub last: Option<NaiveDate>,
    pub today: NaiveDate,
    pub rows: Vec<RibbonRow>,
}

crate::codes! {
    /// What kind of record a timeline entry is.
    pub enum EntryKind {
        Order = "order" "决定书", ReportIn = "report_in" "报到", Agreement = "agreement" "协议书", Visit = "visit" "家访谈话",
        Test = "test" "检测", Refusal = "refusal" "逃避拒绝检测", Report = "report" "定期报告", Assessment = "assessment" "评估",
        Lateness = "lateness" "逾期报到", Absence = "absence" "擅自离开", Leave = "leave" "请假", Breach = "breach" "违规处理",
        Detention = "detention" "中止", Ending = "ending" "结束", Transfer = "transfer" "变更执行地", Discharge = "discharge" "解除",
        Support = "support" "帮扶", Guidance = "guidance" "帮教辅导", Dossier = "dossier" "档案材料", Office = "office" "办公室",
        Amend = "amend" "更正", Late = "late" "补录", Void = "void" "作废", Unknown = "unknown" "新版记录",
    }
}

/// A labelled line of an entry, both in Chinese.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Line {
    pub label: String,
    pub text: String,
}

/// One record in the timeline, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TimelineEntry {
    pub event: EventId,
    pub kind: EntryKind,
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub happened_at: Moment,
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub recorded_at: Moment,
    pub author: UserId,
    /// One Chinese line, e.g. `入户 · 本人 · 配合`.
    pub summary: String,
    pub lines: Vec<Line>,
    /// What the office said of it; it stands here instead of a line of its own.
    #[serde(default)]
    pub review: Option<RecordReview>,
    /// The amendments it is shown with: the basis of what is said of it.
    #[serde(default)]
    pub amended: Vec<EventId>,
    /// 同一次: the record that counts for this one.
    #[serde(default)]
    pub same_as: Option<EventId>,
    pub voided: bool,
    /// More than three days after it happened (R-TIME-10).
    pub entered_late: bool,
}

/// 未完成: a window that went by unfulfilled and cannot be made up. Nothing is owed for it; it stands in the assessment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Finding {
    /// As `explain` knows it.
    pub key: DutyKey,
    pub clause: String,
    pub first: NaiveDate,
    pub last: NaiveDate,
    /// One Chinese sentence: what is missing and where it counts.
    pub text: String,
}

/// The whole page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PersonPage {
    pub head: PersonHead,
    pub ribbon: Ribbon,
    /// What stands beside the state.
    #[serde(default)]
    pub flags: Vec<Flag>,
    /// 第几次 of each series.
    #[serde(default)]
    pub ladders: Vec<LadderRow>,
    pub group: GroupPage,
    pub duties: Vec<Duty>,
    /// Newest first.
    pub findings: Vec<Finding>,
    pub timeline: Vec<TimelineEntry>,
    pub issues: Vec<Issue>,
}

pub use breach::{BreachRow, BreachStep, breaches};
pub use listed::{Holds, Listed, listed};
pub use master::{ID_NUMBER, MASTER_FIELDS, MasterField, MasterVersion, master, mended};
pub use seal::{CLOSING_DAYS_MAX, ClosingStep, Seal, seal};
pub use stand::{GroupPage, LadderRow, group_missing};
pub use timeline::{choice_label, detail_of, kind, summary};
pub use upload::{UploadChanges, UploadDone, UploadField, UploadSheet, changed_since_upload, upload_sheet};

/// Computes the page; `None` where no order is known (nothing to show of the person yet).
#[must_use]
pub fn person_page(
    file: &CaseFile,
    fold_issues: &[Issue],
    office: &OfficeFile,
    calendar: &Calendar,
    policy: &Policy,
    at: Moment,
) -> Option<PersonPage> {
    let rules = Rules::of(office, calendar, policy, at);
    let reckoning = Reckoning::of(file, &rules.calendar, &rules.policy, at);
    let listed = listed::listed_of(file, fold_issues, office, &rules, &reckoning)?;
    Some(PersonPage {
        head: listed.head,
        findings: listed.findings,
        ribbon: ribbon::ribbon(&reckoning),
        flags: listed.flags,
        ladders: stand::ladders(&reckoning.ladder),
        group: stand::group(file),
        duties: listed.duties,
        timeline: timeline::timeline(file, &rules.policy),
        issues: listed.issues,
    })
}

/// The head alone, for lists; `None` where no order is known.
#[must_use]
pub fn person_head(file: &CaseFile, calendar: &Calendar, policy: &Policy, at: Moment) -> Option<PersonHead> {
    head::head(file, &crate::case::course::Course::read(file, calendar, policy, at))
}
