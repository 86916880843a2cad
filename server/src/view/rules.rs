//! What the console asks and is told of readings, the calendar, the office itself, and of cases under other rules.
//!
//! | route | asks | answers |
//! |---|---|---|
//! | `GET /api/readings` | – | [`Readings`] |
//! | `POST /api/readings/preview` | [`ReadingRequest`] | [`RulePreview`] |
//! | `POST /api/readings` | [`ReadingRequest`] | [`super::Recorded`] |
//! | `GET /api/calendar` | – | [`CalendarView`] |
//! | `POST /api/calendar/preview` | [`NoticeRequest`] | [`NoticePreview`] |
//! | `POST /api/calendar` | [`NoticeRequest`] | [`super::Recorded`] |
//! | `GET /api/office` | – | [`OfficeView`] |
//! | `POST /api/office/posts` | [`PostRequest`] | [`super::Recorded`] |
//! | `POST /api/office/users` | [`UsersRequest`] | [`super::Recorded`] |
//! | `POST /api/office/education` | [`EducationRequest`] | [`super::Recorded`] |
//! | `POST /api/persons/{case}/what-if` | [`shared::preview::Imagined`] | [`shared::preview::WhatIfAnswer`] |
//! | `GET /api/persons/{case}/as-of?at=` | [`AsOfQuery`] | [`AsOfView`] |

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use shared::calendar::notice::{BadRow, NoticeDay};
use shared::event::{OfficerQualified, PostHeld, UsersCounted};
use shared::id::CaseId;
use shared::moment::Moment;
use shared::office::OfficeDuty;
use shared::page::{PersonPage, TimelineEntry};
use shared::policy::Setting;
use shared::preview::Change;
use shared::protocol::StaffName;

use super::TownshipName;

/// 解读: all of them, with what this office chose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Readings {
    pub today: NaiveDate,
    /// What a record of today is written under.
    pub version: String,
    pub rows: Vec<ReadingRow>,
}

/// One reading, as it would stand on paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ReadingRow {
    /// `RD-06`; empty for values of our own that are no reading of the norm.
    pub id: String,
    /// How it is read by default.
    pub text: String,
    /// What the norm leaves open.
    pub question: String,
    /// What else may be chosen, or why nothing else may.
    pub choice: String,
    pub clauses: Vec<ClauseText>,
    /// None where there is nothing to choose.
    pub values: Vec<ReadingValue>,
}

/// A clause with its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ClauseText {
    pub id: String,
    pub text: String,
}

/// What may be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ReadingValue {
    pub name: String,
    pub label: String,
    pub default: Setting,
    /// As it judges what happens today.
    pub current: Setting,
    /// In force since; `None` = from the beginning.
    pub since: Option<NaiveDate>,
    /// Bounds of a number.
    pub least: i32,
    pub most: i32,
    /// What a word may be.
    pub options: Vec<ReadingOption>,
    /// Oldest first.
    pub history: Vec<ReadingChange>,
}

/// A word that may be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ReadingOption {
    pub code: String,
    pub label: String,
}

/// One change of a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ReadingChange {
    pub version: String,
    pub published_on: NaiveDate,
    pub valid_from: NaiveDate,
    pub value: Setting,
    pub reason: String,
}

/// 变更解读. A preview asks the same and stores nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct ReadingRequest {
    pub name: String,
    pub value: Setting,
    pub valid_from: NaiveDate,
    pub reason: String,
    /// Of the preview: cases to leave out at the beginning.
    #[serde(default)]
    pub skip: u32,
}

/// 预演: which cases would change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RulePreview {
    /// Cases that were looked at.
    pub looked_at: u32,
    /// Cases that would change.
    pub changing: u32,
    /// At most fifty, from `skip` on.
    pub cases: Vec<PreviewCase>,
}

/// What would change for one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PreviewCase {
    pub case: CaseId,
    pub name: String,
    pub village: String,
    pub changes: Vec<Change>,
}

/// 放假安排.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CalendarView {
    pub today: NaiveDate,
    /// Last year and on, one beyond the last that is known.
    pub years: Vec<CalendarYear>,
}

/// One year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CalendarYear {
    pub year: i32,
    /// Its notice is loaded; otherwise dates of the year are provisional.
    pub published: bool,
    /// Of the notice an office loaded; `None` = shipped with the program.
    pub source: Option<String>,
    pub loaded_on: Option<NaiveDate>,
    pub days: Vec<NoticeDay>,
}

/// 载入放假安排. A preview asks the same and stores nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct NoticeRequest {
    pub year: i32,
    /// Number of the notice.
    pub source: String,
    pub csv: String,
    #[serde(default)]
    pub skip: u32,
}

/// What a notice would do; with bad rows, nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct NoticePreview {
    pub days: Vec<NoticeDay>,
    pub bad: Vec<BadRow>,
    pub preview: Option<RulePreview>,
}

/// 机构: what the office owes, and its own facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct OfficeView {
    pub today: NaiveDate,
    pub duties: Vec<OfficeDuty>,
    /// Who holds or held which post, latest first.
    pub posts: Vec<PostHeld>,
    /// Counts of drug users, latest first.
    pub users: Vec<UsersOn>,
    /// Gatherings, latest first.
    pub education: Vec<EducationOn>,
    pub qualifications: Vec<OfficerQualified>,
    /// Police of the township, for a qualification.
    pub officers: Vec<StaffName>,
    /// A qualification that ends up to this day is called near.
    pub qualification_near: NaiveDate,
    pub staffing: Staffing,
    /// The executing bodies this server serves (R-ORG-1), this one among them.
    pub bodies: Vec<TownshipName>,
    /// Files whose term runs, and those of them whose group is not complete (R-ORG-5).
    pub groups: u32,
    pub groups_lacking: u32,
}

/// 配备: by the count that was entered (R-ORG-4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Staffing {
    /// The latest count; `None` where none was entered.
    pub users: Option<u32>,
    /// Drug users for each worker.
    pub per_worker: u32,
    pub needed: Option<u32>,
    pub have: u32,
    pub full_time: u32,
}

/// A count with its day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct UsersOn {
    pub on: NaiveDate,
    pub counted: UsersCounted,
}

/// 社区宣传教育 with its day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct EducationOn {
    pub on: NaiveDate,
    pub content: String,
    pub attendees: u32,
    pub place: String,
    pub speakers: Vec<String>,
}

/// 任职登记.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct PostRequest {
    pub post: PostHeld,
}

/// 吸毒人员数登记.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct UsersRequest {
    pub on: NaiveDate,
    pub users: u32,
}

/// 社区宣传教育登记.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct EducationRequest {
    pub on: NaiveDate,
    pub content: String,
    pub attendees: u32,
    pub place: String,
    pub speakers: Vec<String>,
}

/// A past moment.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AsOfQuery {
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub at: Moment,
}

/// 当时所知: the case as the office could know it then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AsOfView {
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub at: Moment,
    /// By the facts received by then, judged then; `None` where the office knew of no order.
    pub then: Option<PersonPage>,
    /// By all facts received since, judged at that same moment: what was not yet known makes the difference.
    pub changes: Vec<Change>,
    /// Records of then or before that had not arrived, latest first.
    pub unknown: Vec<LateRecord>,
}

/// A record that came later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct LateRecord {
    pub entry: TimelineEntry,
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub received_at: Moment,
}
