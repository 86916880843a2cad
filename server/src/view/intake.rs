//! 建档·报到: drafts, the forms of the report-in day, the chain of a late report-in, uploads.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use shared::code::{Addressee, BreachSeries, RefusalManner, Serve};
use shared::document::Paper;
use shared::duty::{Duty, Pace};
use shared::event::{FoundOutcome, GroupSet, Member, PlanMade, UploadMatter};
use shared::id::{CaseId, DraftId, EventId};
use shared::moment::Moment;
use shared::page::UploadChanges;
use shared::protocol::StaffName;

/// One step of a case, recorded at the counter.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct StepRequest {
    /// When it happened; not in the future.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub happened_at: Moment,
    pub step: Step,
}

hidden! { StepRequest Step }

/// Which step. `fields` are those of the paper that no other fact carries, by key.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Step {
    /// 基本情况登记表 (D02).
    Details { fields: BTreeMap<String, String> },
    /// 计划 (D04).
    Plan { plan: PlanMade, fields: BTreeMap<String, String> },
    /// 工作小组 (D05): the whole list.
    Group { members: Vec<Member>, fields: BTreeMap<String, String> },
    /// 逃避、拒绝检测 (R-TEST-11), as a paper tells it.
    Refused {
        manner: RefusalManner,
        place: String,
        facts: String,
        notice_proof: Option<String>,
        witness: Option<String>,
    },
    /// 告诫书 (D11) of the next fact of a series that has none.
    Admonition { series: BreachSeries, served: Option<Serve> },
    /// 正当理由 accepted (R-REPORTIN-8).
    Justified { reason: String, proof: Option<String>, new_date: Option<NaiveDate> },
    /// 正当理由 not accepted, and why (R-REPORTIN-8).
    Unjustified { reason: String, proof: Option<String>, why: String },
    /// 逾期报到通知书 (D06) served.
    Notice { receiver: String, manner: Serve },
    /// 逾期未报到报告 (D12) sent to both police.
    Report { addressees: Vec<Addressee> },
    /// The police told of an upload, and of the control it began.
    Upload {
        matter: UploadMatter,
        told_by: String,
        reference: Option<String>,
        control_from: Option<NaiveDate>,
    },
    /// 解除通知书 served on the person and the family (R-DISCH-6), also in a file that is sealed.
    DischargeServed { person: Option<NaiveDate>, family: Option<NaiveDate> },
    /// 查获 and what was done (R-REPORTIN-7).
    Found { organ: String, place: String, outcome: FoundOutcome, paper: Option<String> },
}

/// Which paper's blanks: D02, D04 or D05.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct BlanksQuery {
    pub paper: Paper,
}

/// What a form asks for, and what is known.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct BlanksView {
    pub fields: Vec<Blank>,
    /// With D04.
    pub plan: Option<PlanMade>,
    /// With D05.
    pub group: Option<GroupSet>,
}

/// One field of a form.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Blank {
    pub key: String,
    pub label: String,
    pub kind: BlankKind,
    /// Of a code list.
    pub options: Vec<BlankOption>,
    /// ● of the form; it may be recorded without, and the paper says what is missing.
    pub required: bool,
    pub value: Option<String>,
}

hidden! { BlanksView Blank }

/// One of a code list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct BlankOption {
    pub code: String,
    pub label: String,
}

shared::codes! {
    /// What a field of a form holds.
    pub enum BlankKind {
        Text = "text" "文字", Date = "date" "日期", Time = "time" "时间", Int = "int" "数字", Flag = "flag" "是否",
        Code = "code" "单选", Codes = "codes" "多选",
    }
}

/// 草稿: a form as it was left.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DeskDraft {
    pub draft: DraftId,
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub saved_at: Moment,
    pub content: DraftContent,
}

/// What was typed, field by field; lists are joined by commas.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct DraftContent {
    pub form: DraftForm,
    pub fields: BTreeMap<String, String>,
}

/// Keeps a form; without an id a new draft begins.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct KeepDraftRequest {
    #[serde(default)]
    pub draft: Option<DraftId>,
    pub content: DraftContent,
}

hidden! { DeskDraft DraftContent KeepDraftRequest }

shared::codes! {
    /// Which form a draft is of.
    pub enum DraftForm { Order = "order" "登记决定书", Step = "step" "登记一步", Decision = "decision" "办理决定", }
}

/// Which clocks; nothing = all.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ClocksQuery {
    #[serde(default)]
    pub pace: Option<Pace>,
    /// From 1.
    #[serde(default)]
    pub page: Option<u32>,
}

/// 时限, what runs out first on top.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ClockPage {
    pub today: NaiveDate,
    pub rows: Vec<ClockRow>,
    /// On all pages.
    pub matching: u32,
    pub page: u32,
    pub pages: u32,
    /// Of all, by pace; those with nothing are left out.
    pub counts: Vec<PaceCount>,
}

/// One clock of one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ClockRow {
    pub case: CaseId,
    pub name: String,
    pub village: String,
    pub duty: Duty,
    pub pace: Pace,
    /// `24小时`, `3个工作日`, `15日`.
    pub length: String,
    pub workers: Vec<StaffName>,
}

/// How many of a pace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PaceCount {
    pub pace: Pace,
    pub rows: u32,
}

/// How many there are of what the workbench shows the first of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct WorkbenchTotals {
    pub clocks: u32,
    pub overdue: u32,
    pub due_this_week: u32,
    pub issues: u32,
    pub remarks: u32,
    pub rechecks: u32,
    /// Persons with windows that went by, and those windows.
    pub missed: u32,
    pub missed_windows: u32,
    /// 待决定: what waits in files, and what one wrote for another to approve.
    pub deciding: u32,
}

/// 上次上传后的变化, of everybody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ChangedSinceUpload {
    pub today: NaiveDate,
    pub rows: Vec<ChangedPerson>,
}

/// One person of whom something changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ChangedPerson {
    pub case: CaseId,
    pub name: String,
    pub village: String,
    pub changes: UploadChanges,
}

/// Which report or notice.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct UploadQuery {
    pub paper: EventId,
}
