//! 审计 and 最低版本 as the console asks and is answered.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use shared::id::{SeriesId, UserId};
use shared::moment::Moment;
use shared::protocol::StaffName;

use crate::store::audit::AuditAct;

/// 审计告警: a device holds up a signed head of the audit chain that the chain no longer contains.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AuditAlert {
    pub series: SeriesId,
    pub device_name: String,
    /// The entry the head was of.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub entry: i64,
    /// When the office signed it.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub signed_at: Moment,
    /// When the device held it up.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub seen_at: Moment,
    pub word: Option<AlertWord>,
}

/// 处置: what the audit officer made of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AlertWord {
    pub who: String,
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub at: Moment,
    pub word: String,
}

/// A word on an alert; at most 300 characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct AlertAnswer {
    pub series: SeriesId,
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub entry: i64,
    pub word: String,
}

/// Which entries of the log; what is left out asks for all.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AuditQuery {
    /// In Beijing.
    #[serde(default)]
    pub day: Option<NaiveDate>,
    /// What this user did, by console or phone.
    #[serde(default)]
    pub user: Option<UserId>,
    #[serde(default)]
    pub act: Option<AuditAct>,
    /// Entries before this one: the next page.
    #[serde(default)]
    #[cfg_attr(feature = "ts", ts(type = "number | null"))]
    pub before: Option<i64>,
}

/// 审计: a page of the log, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AuditPage {
    pub rows: Vec<AuditRow>,
    /// What to ask as `before` for the next page; `None` at the end.
    #[cfg_attr(feature = "ts", ts(type = "number | null"))]
    pub next: Option<i64>,
    /// With the first page alone.
    pub chain: Option<AuditChain>,
    /// Whom to filter by.
    pub users: Vec<StaffName>,
}

/// How far the chain was computed again and holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AuditChain {
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub verified_up_to: i64,
    /// The first entry that was changed, removed or put in.
    #[cfg_attr(feature = "ts", ts(type = "number | null"))]
    pub broken_at: Option<i64>,
}

/// An entry of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AuditRow {
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub entry: i64,
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub at: Moment,
    pub who: String,
    pub by_device: bool,
    pub act: AuditAct,
    /// Ids and codes only.
    pub subject: String,
}

/// 最低版本 as it is set, and what phones have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AppFloorView {
    /// Phones below it are asked to move up; empty = none.
    pub wanted: String,
    /// Phones below it send what they have and record nothing new; empty = none.
    pub required: String,
    /// Newest first.
    pub versions: Vec<AppVersionCount>,
}

/// Phones in use that have a version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AppVersionCount {
    pub version: String,
    pub devices: u32,
}

/// Versions like `1.2.0`, or empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct AppFloorRequest {
    pub wanted: String,
    pub required: String,
}
