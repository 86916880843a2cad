//! What the console asks and what it is answered: one JSON type for each route under `/api`.
//!
//! Routes (all JSON; a refusal is a [`shared::problem::Problem`] with the status of its code):
//!
//! | route | asks | answers |
//! |---|---|---|
//! | `POST /api/login` | [`LoginRequest`] | [`Me`] |
//! | `POST /api/logout` | – | – (204) |
//! | `GET /api/me` | – | [`Me`] |
//! | `GET /api/workbench` | – | [`Workbench`] |
//! | `GET /api/persons?q=&filter=&state=&village=&worker=&as_of=&page=` | [`PersonsQuery`] | [`PersonList`] |
//! | `GET /api/persons/{case}` | – | [`PersonView`] |
//! | `POST /api/persons/{case}/id-number` | – | [`shared::page::MasterField`] |
//! | `GET /api/persons/{case}/explain?kind=&window=` | [`ExplainQuery`] | [`shared::duty::Explanation`] |
//! | `GET /api/registers` | – | [`RegisterCount`]s |
//! | `GET /api/registers/{register}?q=&status=&village=&worker=&from=&until=&as_of=&page=` | [`RegisterQuery`] | [`RegisterPage`] |
//! | `GET /api/deadlines?month=&village=&worker=` | [`DeadlinesQuery`] | [`DeadlineMonth`] |
//! | `GET /api/views`; `POST /api/views` | –; [`SavedView`]s, all of them | [`SavedView`]s; – (204) |
//! | `GET /api/clocks?pace=&page=` | [`ClocksQuery`] | [`ClockPage`] |
//! | `GET /api/drafts`; `POST /api/drafts` | –; [`KeepDraftRequest`] | [`DeskDraft`]s; [`DeskDraft`] |
//! | `POST /api/drafts/{draft}/drop` | – | – (204) |
//! | `POST /api/cases` | [`OpenCaseRequest`] | [`Recorded`] |
//! | `POST /api/cases/{case}/report-in` | [`ReportInRequest`] | [`Recorded`] |
//! | `POST /api/cases/{case}/agreement` | [`AgreementRequest`] | [`Recorded`] |
//! | `GET /api/cases/{case}/blanks?paper=` | [`BlanksQuery`] | [`BlanksView`] |
//! | `POST /api/cases/{case}/steps` | [`StepRequest`] | [`Recorded`] |
//! | `GET /api/cases/{case}/upload?paper=` | [`UploadQuery`] | [`shared::page::UploadSheet`] |
//! | `GET /api/uploads/changed` | – | [`ChangedSinceUpload`] |
//! | `POST /api/cases/{case}/review` | [`RecordReviewRequest`] | [`Recorded`] |
//! | `GET /api/inbox?class=&page=` | [`InboxQuery`] | [`Inbox`] |
//! | `POST /api/inbox/accept` | [`AcceptRequest`] | [`AcceptedMany`] |
//! | `GET /api/cases/{case}/issue?kind=&events=` | [`IssueQuery`] | [`IssueView`] |
//! | `POST /api/cases/{case}/issue/preview` | [`SettleRequest`] | [`shared::preview::Consequence`] |
//! | `POST /api/cases/{case}/issue/settle` | [`SettleRequest`] | [`Recorded`] |
//! | `POST /api/cases/{case}/issue/withdraw` | [`WithdrawRequest`] | [`Recorded`] |
//! | `GET /api/decisions` | – | [`Decisions`] |
//! | `GET /api/cases/{case}/decisions`; `POST …` | –; [`DecideRequest`] | [`DecisionSheet`]; [`DecisionTaken`] |
//! | `POST /api/cases/{case}/decisions/preview` | [`DecideRequest`] | [`shared::preview::WhatIfAnswer`] |
//! | `POST /api/proposals/{proposal}/settle` | [`ProposalAnswerRequest`] | [`DecisionTaken`] |
//! | `GET /api/handovers`; `POST /api/handovers` | –; [`HandoverRequest`] | [`Handovers`]; its id |
//! | `GET /api/handovers/of/{user}` | – | [`Caseload`] |
//! | `POST /api/handovers/{handover}/step` | [`HandoverStepRequest`] | – (204) |
//! | `POST /api/cases/{case}/master` | [`MasterRequest`] | [`Recorded`] |
//! | `POST /api/cases/{case}/workers` | [`WorkersRequest`] | – (204) |
//! | `POST /api/qualifications` | [`QualificationRequest`] | [`Recorded`] |
//! | `GET /api/devices` | – | [`DeviceRow`]s |
//! | `POST /api/devices/pairing-codes` | [`PairingCodeRequest`] | [`PairingCode`] |
//! | `POST /api/devices/{series}/revoke` | – | – (204) |
//! | `POST /api/audit/alerts/answer` | [`AlertAnswer`] | – (204) |
//! | `POST /api/devices/{series}/confirm` | – | – (204) |
//! | `POST /api/devices/{series}/unlock-code` | [`UnlockCodeRequest`] | [`UnlockCode`] |
//! | `GET /api/staff` | – | [`StaffRow`]s |
//! | `GET /api/persons/{case}/attachments/{digest}` | – | the bytes |
//! | `POST /api/cases/{case}/records/{event}/scans` | the bytes | [`Recorded`] |
//! | `GET /api/attachments/missing` | – | [`MissingRow`]s |
//! | `POST /api/capsules` | the bytes | [`HandIn`] |
//! | `GET /api/quarantine`; `POST …/decide` | –; [`DecisionRequest`] | [`HeldRow`]s; – (204) |
//! | `POST /api/staff` | [`InviteRequest`] | [`SetupLinkShown`] |
//! | `POST /api/staff/{user}/step` | [`UserStepRequest`] | [`SetupLinkShown`] or null |
//! | `POST /api/setup` | [`SetUpLook`] | [`SetUpView`] |
//! | `POST /api/setup/finish` | [`SetUpRequest`] | [`SetUpDone`] |
//! | `POST /api/me/password` | [`PasswordRequest`] | – (204) |
//! | `POST /api/openings` | [`OpenUrgentlyRequest`] | [`OpenedUrgently`] |
//! | `GET /api/openings` | – | [`OpeningRow`]s |
//! | `POST /api/openings/{opening}/review` | [`ReviewRequest`] | – (204) |
//! | `GET /api/sealed?year=&page=` | [`SealedQuery`] | [`SealedPage`] |
//! | `POST /api/sealed/find` | [`SealedFind`] | [`SealedRow`] |
//! | `POST /api/cases/{case}/unsealing` | [`UnsealingRequest`] | its id |
//! | `POST /api/unsealings/{opening}/settle` | [`UnsealingAnswerRequest`] | – (204) |
//! | `GET /api/persons/{case}/reads` | – | [`ReadRow`]s |
//! | `GET /api/audit?day=&user=&act=&before=` | [`AuditQuery`] | [`AuditPage`] |
//! | `GET /api/audit/alerts` | – | [`AuditAlert`]s |
//! | `GET /api/app-floor`; `POST /api/app-floor` | –; [`AppFloorRequest`] | [`AppFloorView`]; – (204) |
//! | `GET /api/cases/{case}/papers` | – | [`PapersView`] |
//! | `POST /api/cases/{case}/papers/draft` | [`PaperRequest`] | [`PaperDraft`] |
//! | `POST /api/cases/{case}/papers/issue` | [`IssueRequest`] | [`PaperNumbered`] |
//! | `POST /api/cases/{case}/papers/serve` | [`ServeRequest`] | [`Recorded`] |
//! | `POST /api/cases/{case}/papers/withdraw` | [`WithdrawPaperRequest`] | [`Recorded`] |
//! | `POST /api/cases/{case}/papers/print` | [`PrintRequest`] | the bytes; pages as [`PrintedPages`] |
//! | `GET /api/cases/{case}/dossier` | – | [`DossierView`] |
//! | `POST /api/cases/{case}/dossier/pack` | [`PackRequest`] | the PDF |
//! | `GET /api/layouts` | – | [`LayoutRow`]s |
//! | `POST /api/layouts/{paper}`, `…/drop` | the .docx, – | – (204) |
//! | `GET /api/parcels`; `POST …` | –; the bytes | [`Parcels`]; [`ParcelTaken`] |
//! | `POST /api/cases/{case}/parcel` | [`ParcelRequest`] | the bytes |
//! | `POST /api/cases/{case}/parcel/receipt` | [`ParcelReceiptRequest`] | – (204) |
//! | `GET /api/transfers` | – | [`Transfers`] |
//! | `POST /api/cases/{case}/transfer` | [`TransferRequest`] | – (204) |
//! | `POST /api/cases/{case}/transfer/accept`, `…/cancel` | – | – (204) |
//!
//! Every POST but login carries the header `guihang-csrf` with [`Me::csrf`].

/// Secrets and names: never in a log.
macro_rules! hidden {
    ($($name:ident)+) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(***)"))
            }
        }
    )+};
}
pub(crate) use hidden;

mod audit;
mod decision;
mod device;
mod draw;
mod evidence;
mod handover;
mod intake;
mod opening;
mod paper;
mod parcel;
mod people;
mod register;
mod review;
mod rules;
mod sealed;
mod transfer;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use shared::case::{Issue, State};
use shared::code::{BroughtBy, Measure, Role};
use shared::duty::{Duty, DutyKind};
use shared::event::{OfficerQualified, Order, PlaceStamp};
use shared::id::{CaseId, DraftId, EventId, SeriesId, TownshipCode, UserId};
use shared::moment::Moment;
use shared::office::OfficeDuty;
use shared::page::{Finding, MasterField, PersonHead, PersonPage};
use shared::problem::Problem;
use shared::protocol::{ArrivalMark, StaffName};

pub use audit::*;
pub use decision::*;
pub use device::*;
pub use draw::*;
pub use evidence::*;
pub use handover::*;
pub use intake::*;
pub use opening::*;
pub use paper::*;
pub use parcel::*;
pub use people::*;
pub use register::*;
pub use review::*;
pub use rules::{
    AsOfQuery, AsOfView, CalendarView, CalendarYear, ClauseText, EducationOn, EducationRequest, LateRecord,
    NoticePreview, NoticeRequest, OfficeView, PostRequest, PreviewCase, ReadingChange, ReadingOption,
    ReadingRequest, ReadingRow, ReadingValue, Readings, RulePreview, Staffing, UsersOn, UsersRequest,
};
pub use sealed::*;
pub use transfer::*;

/// 登录. Names are those of the township's accounts; `totp` is the six digits of the moment.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct LoginRequest {
    pub login: String,
    pub password: String,
    pub totp: String,
    /// Only where the password was too old.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub new_password: Option<String>,
}

impl std::fmt::Debug for LoginRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("LoginRequest(***)")
    }
}

shared::codes! {
    /// What the screens may offer this user; the server decides again at each request.
    pub enum Right {
        SeePersons = "see_persons" "查看人员档案",
        SeeIdNumber = "see_id_number" "查看完整证件号码",
        OpenCase = "open_case" "登记决定书、报到和协议",
        ManageDevices = "manage_devices" "管理设备",
        KeepOffice = "keep_office" "登记工作机构资料",
        SeeDevices = "see_devices" "查看设备",
        KeepPeople = "keep_people" "查看人员账号",
        InviteUsers = "invite_users" "邀请人员",
        OpenUrgently = "open_urgently" "紧急查阅",
        ReviewOpenings = "review_openings" "复核紧急查阅",
        SeeReads = "see_reads" "查看谁看过",
        Review = "review" "核对记录",
        RecordUpload = "record_upload" "登记公安上传",
        ApproveDecisions = "approve_decisions" "批准拟办",
        SeeAudit = "see_audit" "查看审计",
        TransferCase = "transfer_case" "办理移交",
        KeepAppFloor = "keep_app_floor" "设置手机最低版本",
    }
}

/// The user of the session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Me {
    pub user: UserId,
    pub name: String,
    pub role: Role,
    pub township: TownshipCode,
    pub township_name: String,
    /// To be sent as `guihang-csrf` with every change.
    pub csrf: String,
    /// The session ends here at the latest.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub session_until: Moment,
    /// Minutes without a request after which it ends earlier.
    pub idle_minutes: u32,
    pub rights: Vec<Right>,
    /// Today in Beijing, by the server's clock.
    pub today: NaiveDate,
}

/// 工作台: what to look at first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Workbench {
    pub today: NaiveDate,
    pub counts: Vec<StateCount>,
    /// How many there are in all of what the lists below show the first thirty of.
    pub totals: WorkbenchTotals,
    /// 时限, what runs out first on top.
    pub clocks: Vec<ClockRow>,
    /// 逾期, longest first.
    pub overdue: Vec<WorkItem>,
    /// Due within the next seven days, by date.
    pub due_this_week: Vec<WorkItem>,
    /// Devices that have not been heard of for three days or more.
    pub silent_devices: Vec<DeviceRow>,
    /// 待核查: records set aside.
    pub quarantine: Vec<QuarantineRow>,
    /// 矛盾 in the files that a person must settle.
    pub issues: Vec<IssueRow>,
    /// 补录 and other remarks: nothing to settle.
    #[serde(default)]
    pub remarks: Vec<IssueRow>,
    /// What the office owes apart from any person.
    #[serde(default)]
    pub office: Vec<OfficeDuty>,
    /// 合并后须重看的文书, the newest merge first.
    pub rechecks: Vec<RecheckRow>,
    /// 未完成的各期 that cannot be made up, the most first.
    pub missed: Vec<MissedRow>,
    /// 紧急查阅 of files of this township that run or wait to be judged; for those who judge them.
    #[serde(default)]
    pub openings: Vec<OpeningRow>,
    /// What waits in the inbox by class; for those who review.
    #[serde(default)]
    pub inbox: Vec<ClassCount>,
    /// Devices in use with an alert; for those who see devices.
    #[serde(default)]
    pub device_alerts: u32,
}

/// 合并后须重看的文书 of one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RecheckRow {
    pub case: CaseId,
    pub name: String,
    /// When the records came that changed it.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub since: Moment,
    /// What each author hears.
    pub told: Vec<RecheckTold>,
    /// Issued, and no longer fitting.
    pub papers: Vec<RecheckPaper>,
    /// Called for, and not issued.
    pub missing: Vec<String>,
}

/// What one author hears of a merge.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RecheckTold {
    /// `None` for somebody no longer on the list of staff.
    pub to: Option<StaffName>,
    pub about: EventId,
    pub text: String,
}

/// A paper that no longer fits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RecheckPaper {
    pub event: EventId,
    pub title: String,
    pub issued_on: Option<NaiveDate>,
}

/// 未完成的各期 of one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct MissedRow {
    pub case: CaseId,
    pub name: String,
    /// Newest first.
    pub findings: Vec<Finding>,
    pub workers: Vec<StaffName>,
}

/// Persons of one measure in one state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct StateCount {
    pub measure: Measure,
    pub state: State,
    pub persons: u32,
}

/// One duty of one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct WorkItem {
    pub case: CaseId,
    pub name: String,
    pub village: String,
    pub measure: Measure,
    pub duty: Duty,
    pub workers: Vec<StaffName>,
}

/// A record that was set aside, and why. Its content is not shown here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct QuarantineRow {
    pub series: SeriesId,
    pub seq: u32,
    pub device_name: String,
    pub user: Option<StaffName>,
    pub problem: Problem,
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub received_at: Moment,
}

/// An issue with the person it is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct IssueRow {
    pub case: CaseId,
    pub name: String,
    pub issue: Issue,
}

shared::codes! {
    /// Filters of the list of persons.
    pub enum PersonFilter {
        All = "all" "全部",
        Overdue = "overdue" "有逾期事项",
        Week = "week" "七日内到期",
        Registered = "registered" "待报到",
        Active = "active" "执行中",
        Closed = "closed" "已结束",
        Rehab = "rehab" "社区戒毒",
        Recovery = "recovery" "社区康复",
        Unassigned = "unassigned" "未指派工作人员",
        Issues = "issues" "有矛盾待核对",
        Remarks = "remarks" "有补录",
        Missed = "missed" "有未完成的各期",
        Minor = "minor" "未成年人",
    }
}

/// `q` matches characters of name, village and order number, or the name's pinyin and initials in any reading.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PersonsQuery {
    #[serde(default)]
    pub q: String,
    #[serde(default)]
    pub filter: Option<PersonFilter>,
    #[serde(default)]
    pub state: Option<State>,
    #[serde(default)]
    pub village: Option<String>,
    /// Only those of this worker.
    #[serde(default)]
    pub worker: Option<UserId>,
    /// 当时所知: as it was known at the end of this day.
    #[serde(default)]
    pub as_of: Option<NaiveDate>,
    /// From 1.
    #[serde(default)]
    pub page: Option<u32>,
}

/// 人员名册.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PersonList {
    /// The day the list is of: today, or the past day that was asked for.
    pub today: NaiveDate,
    /// Overdue first, then by the next due date, then by name; one page of them.
    pub rows: Vec<PersonRow>,
    /// Persons that match, on all pages.
    pub matching: u32,
    pub page: u32,
    pub pages: u32,
    /// Villages and workers there are, to choose from.
    pub villages: Vec<String>,
    pub workers: Vec<StaffName>,
    /// Persons of the township before search and filter.
    pub total: u32,
    /// What each filter would show under the same search, in the order of the filters.
    pub counts: Vec<FilterCount>,
}

/// Persons a filter would show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct FilterCount {
    pub filter: PersonFilter,
    pub persons: u32,
}

/// A row of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PersonRow {
    pub head: PersonHead,
    pub next_duty: Option<Duty>,
    pub overdue: u32,
    pub issues: u32,
    pub workers: Vec<StaffName>,
}

/// 人员档案.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PersonView {
    pub page: PersonPage,
    /// 基本信息 with every value before.
    pub master: Vec<MasterField>,
    /// Corrections of it as they stand: the `basis` of the next one.
    pub master_basis: Vec<EventId>,
    /// Who is named there.
    pub master_authors: Vec<StaffName>,
    /// One for each event of the case, by event id.
    pub marks: Vec<Mark>,
    pub workers: Vec<StaffName>,
    pub attachments: Vec<FileAttachment>,
    /// 调阅: by which approval a shut file is read.
    pub unsealed: Option<UnsealingRow>,
}

/// What the office knows of an event beside its content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Mark {
    pub event: EventId,
    pub author: Option<StaffName>,
    /// Name of the device, or `办公台`.
    pub device_name: String,
    pub series: SeriesId,
    pub seq: u32,
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub received_at: Moment,
    /// The device's clock minus the server's, in seconds, as it stood when the record came: shown, and judged by nothing.
    /// `None` = written at the office, or never told.
    pub clock_offset_seconds: Option<i32>,
    /// 到访地点 of a visit whose worker wished it: on the page of a file, for who may review it; judged by nothing.
    pub place: Option<PlaceStamp>,
    /// The last receipt of the series covers the events up to this one.
    pub receipt_seq: u32,
    /// 移交后到达, 核查后采纳.
    pub arrival: Option<ArrivalMark>,
}

/// `window` is left out for duties that do not recur.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ExplainQuery {
    pub kind: DutyKind,
    #[serde(default)]
    pub window: Option<u8>,
}

/// 登记决定书: opens a case in the township.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct OpenCaseRequest {
    /// 决定日期.
    pub decided_on: NaiveDate,
    pub order: Order,
    /// 指派的专职工作人员; may be empty.
    pub workers: Vec<UserId>,
    /// Set after the user was told that the id number is already on file.
    #[serde(default)]
    pub confirm_duplicate: bool,
    /// Fields of the decision (D01) that no other fact carries, by key: 执行地, 通知执行地日期, 违法事实和法律依据.
    #[serde(default)]
    pub fields: BTreeMap<String, String>,
    /// The person came with the paper: reported in with the same act.
    #[serde(default)]
    pub report_in: Option<ReportInRequest>,
    /// The draft this came from; it is let go.
    #[serde(default)]
    pub draft: Option<DraftId>,
}

/// 报到登记.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ReportInRequest {
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub happened_at: Moment,
    pub brought_by: BroughtBy,
}

/// 签订协议登记.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AgreementRequest {
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub happened_at: Moment,
    #[cfg_attr(feature = "ts", ts(type = "string | null"))]
    pub told_at: Option<Moment>,
    /// Fields of the agreement (D03) that no other fact carries, by key: 已告知事项 with how data are used (R-PRIV-8), 见证.
    #[serde(default)]
    pub fields: BTreeMap<String, String>,
}

/// 更正基本信息: other values of some fields, by their path; empty text is no value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct MasterRequest {
    pub fields: BTreeMap<String, String>,
    pub reason: String,
    /// As the page showed it.
    pub basis: Vec<EventId>,
}

/// 指派: the whole set of workers a case is assigned to from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct WorkersRequest {
    pub workers: Vec<UserId>,
}

/// 检测资质登记: a fact of the office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct QualificationRequest {
    pub qualification: OfficerQualified,
}

/// A fact was recorded by the office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Recorded {
    /// `None` for facts of the office itself.
    pub case: Option<CaseId>,
    pub event: EventId,
}
