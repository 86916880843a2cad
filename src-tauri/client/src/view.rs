//! What screens get.

mod about;
mod awaited;
mod away;
mod breaches;
mod month;
mod papers;
mod roster;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use shared::attachment::Attachment;
use shared::case::RecordReview;
use shared::code::Role;
use shared::duty::Duty;
use shared::id::{CaseId, DraftId, EventId};
use shared::moment::Moment;
use shared::page::{EntryKind, PersonHead, PersonPage};
use shared::problem::Problem;
use shared::protocol::{ArrivalMark, Tally, Update};

pub use about::{About, Storage};
pub use awaited::AwaitedTest;
pub use away::{AwayNow, LeaveNow};
pub use month::{Month, MonthRow};

use crate::attachment::SendWhen;
use crate::fact::Fact;
use crate::form::Form;
use crate::look::Look;

pub use breaches::{Breaches, Follows};
pub use papers::{Fillable, PaperView, Papers};
pub use roster::{
    NoticeOnFile, Roster, RosterRow, Strip, TestNoticeRow, TestNotices, TestSession, wait_minutes,
};

/// Which screen the app may show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Gate {
    /// No pairing yet.
    Unpaired,
    /// Paired; a PIN must be set.
    NeedsPin,
    Locked,
    Open,
}

/// Whether a finger or a face opens the app.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum BiometricState {
    /// This machine has none that a key is bound to.
    Absent,
    Off,
    On,
}

/// The state of the app, always answerable, locked or not. Says nothing of any person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AppState {
    pub gate: Gate,
    pub user_name: Option<String>,
    pub role: Option<Role>,
    pub township_name: Option<String>,
    /// Seconds until the next PIN try is allowed; 0 = now.
    pub pin_wait_seconds: u32,
    pub pin_tries_left: u32,
    /// 解锁号: only the office's code for it gives tries of the PIN again.
    pub lockout_number: Option<String>,
    /// `None` until the store was opened once since the app started: a locked phone claims nothing of its records.
    pub sync: Option<SyncState>,
    pub biometric: BiometricState,
    /// Records without a receipt that can be handed in sealed, locked or not, of every pairing this phone had.
    pub capsule: u32,
    pub look: Look,
    /// 自动锁定: minutes untouched after which the screens lock.
    pub idle_minutes: u32,
    /// 门口模式: one visit is open, and only the PIN leads back.
    pub doorstep: bool,
    /// 离线期 is over: recorded and sent as before, nothing shown until the office is heard again.
    pub lapsed: bool,
    pub app_version: String,
    /// Seconds until each card that was wetted can be read, soonest first, 0 = now; of whom it does not say. Empty while
    /// locked.
    pub strips: Vec<u32>,
    /// A machine without a hardware key store.
    pub demo_device: bool,
    /// Forms of the user's role, whoever they are for; empty until the store is open.
    pub forms: Vec<Form>,
    /// 核对码 of this installation, once it is open: the office compares it before it lets the phone read.
    pub fingerprint: Option<String>,
}

/// The strip on every screen. There is no "unknown".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SyncState {
    /// Records no receipt covers yet.
    pub unsent: u32,
    /// Records the office set aside.
    pub quarantined: u32,
    /// Own records the office sent back and nobody mended yet.
    pub returned: u32,
    /// Attachments the office has not signed for.
    pub attachments: u32,
    /// Whether the last try reached the server; `None` before the first.
    pub online: Option<bool>,
    /// End of the last exchange that went through whole.
    #[cfg_attr(feature = "ts", ts(type = "string | null"))]
    pub last_success: Option<Moment>,
    /// Why the last try failed.
    pub problem: Option<Problem>,
    pub running: bool,
    /// Whether the office wants a newer app.
    pub update: Update,
}

/// 草稿 · 存本机 · 已上传 …
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum RecordState {
    /// 存本机: on this phone, not covered by a receipt.
    Saved,
    /// 附件未传完: a receipt covers the record, and the office has not signed for all its attachments.
    Incomplete,
    /// 已上传: covered by the server's signed receipt with all its attachments, or it came from the server.
    Uploaded,
    /// 已核对: the office read and accepted it.
    Accepted,
    /// 退回: the office sent it back to be mended. It counts all the same.
    Returned,
    /// 待核查: the office set it aside, with a reason; it does not count.
    Quarantined,
    /// 矛盾: an issue names it.
    Contradicted,
}

/// A row of 今日任务.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TaskRow {
    pub person: PersonHead,
    pub duty: Duty,
    /// The last day to which it may be put off; `None` where it may not.
    pub snooze_last: Option<NaiveDate>,
}

/// 与您的记录有关: what a merge changed for this user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct NoticeRow {
    pub id: u32,
    pub case: CaseId,
    pub person_name: String,
    /// One Chinese sentence.
    pub text: String,
    /// The record it is about, where one can be shown.
    pub record: Option<EventId>,
    /// The paper it is about or that names the record.
    pub paper: Option<EventId>,
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub told_at: Moment,
    /// 知道了.
    #[cfg_attr(feature = "ts", ts(type = "string | null"))]
    pub read_at: Option<Moment>,
}

/// 今日任务: overdue first, then by date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Today {
    pub today: NaiveDate,
    pub rows: Vec<TaskRow>,
    pub drafts: Vec<Draft>,
    /// Not yet read.
    pub notices: Vec<NoticeRow>,
    pub overdue: u32,
    pub due_today: u32,
    pub due_this_week: u32,
}

/// A row of 人员.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PersonRow {
    pub person: PersonHead,
    pub next: Option<Duty>,
    pub overdue: u32,
}

/// 人员主页: the shared page, with what this phone knows of each record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Person {
    pub page: PersonPage,
    pub records: Vec<RecordMark>,
    pub drafts: Vec<Draft>,
    /// Unread first, then newest first.
    pub notices: Vec<NoticeRow>,
    /// Forms this user may fill in for the person now.
    pub may: Vec<Form>,
    /// Days after which a record asks for a 补录说明, exclusive.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub late_after_days: i64,
    /// 外出、请假 that are open.
    pub away: AwayNow,
    /// Tests whose result is not in, for whoever may test.
    pub awaited: Vec<AwaitedTest>,
}

/// State and author's name of one record in the timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RecordMark {
    pub event: EventId,
    pub state: RecordState,
    pub author_name: String,
    /// Written on this phone.
    pub own: bool,
    /// The form its author may still mend it with.
    pub mend: Option<Form>,
    /// Whether its author may take it back.
    pub may_undo: bool,
    pub problem: Option<Problem>,
}

/// 草稿: whatever the form holds, as the form's own JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Draft {
    pub id: DraftId,
    pub kind: Form,
    pub case: CaseId,
    pub person_name: String,
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub saved_at: Moment,
    /// JSON text of the form.
    pub form: String,
    /// The version of the rules it was begun under, or knowingly moved up to; a record made of it counts under it.
    pub rule_version: String,
    /// 规则已更新: another version is in force now.
    pub rules_changed: bool,
}

/// A row of 上传中心: own records, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct UploadRow {
    pub event: EventId,
    pub case: Option<CaseId>,
    pub person_name: String,
    pub kind: EntryKind,
    pub summary: String,
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub recorded_at: Moment,
    pub state: RecordState,
    pub problem: Option<Problem>,
    /// What the office said of it last.
    pub review: Option<RecordReview>,
    /// Whether it can still be mended: own, counted, not yet accepted.
    pub mend: Option<Form>,
    /// What the office noted beside it: 移交后到达, 核查后采纳.
    pub arrival: Option<ArrivalMark>,
    /// Attachments of the record, and how many of them the office has signed for.
    pub attachments: u32,
    pub attachments_received: u32,
}

/// An attachment to be looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Picture {
    pub attachment: Attachment,
    /// Base64.
    pub data: String,
}

/// What attachments wait for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum AttachmentsWait {
    /// Nothing waits.
    Nothing,
    /// They go with the next exchange.
    Next,
    /// For Wi-Fi: the line costs money, or the phone cannot tell.
    Wifi,
}

/// 交出未上传记录: a sealed file anybody may carry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CapsuleFile {
    pub file_name: String,
    /// Base64.
    pub data: String,
    /// Records in it without a receipt.
    pub records: u32,
    /// Frames of the run of QR codes; 0 where it would be too long.
    pub frames: u32,
    /// Name under which the shell put it where the user keeps files; `None` where the page has to.
    #[serde(default)]
    pub saved_as: Option<String>,
}

/// One picture of a run of QR codes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CapsuleFrame {
    /// From 0.
    pub index: u32,
    pub total: u32,
    /// The text of the frame, for whoever reads it without a camera.
    pub text: String,
    pub qr_svg: String,
}

/// 上传中心.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Uploads {
    pub sync: SyncState,
    pub rows: Vec<UploadRow>,
    /// Bytes of the store on disk.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub store_bytes: u64,
    pub attachments_wait: AttachmentsWait,
    /// Bytes of attachments on their way.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub attachment_bytes: u64,
    pub send_attachments: SendWhen,
    /// What the office counted: every record pushed was accepted, was there already, or was set aside.
    pub tally: Option<Tally>,
}

/// What a screen needs after saving.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Saved {
    pub event: EventId,
    pub state: RecordState,
}

/// An own record as it now stands, as its form reads it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct OpenedRecord {
    pub event: EventId,
    pub case: CaseId,
    pub form: Form,
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub happened_at: Moment,
    pub fact: Fact,
    /// Fields to look at, by their path in the fact: two amendments disagree on them.
    pub marked: Vec<String>,
}
