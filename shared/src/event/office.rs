//! Facts of an office.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::code::Post;
use crate::hash::Hash;
use crate::id::{CaseId, EventId, UserId};

/// 检测资质 (R-TEST-1): valid on both ends of the period, inclusive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct OfficerQualified {
    pub officer: UserId,
    pub name: String,
    pub police_no: String,
    pub certificate_no: String,
    pub valid_from: NaiveDate,
    pub valid_until: NaiveDate,
}

/// 辖区实有吸毒人员数 (R-ORG-4): a figure the office enters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct UsersCounted {
    pub users: u32,
}

/// 任职 (R-ORG-2, R-ORG-3). `phone` is the number at which the post is reached on duty, not a private one. Phones of
/// roles that read files hold it, since the posts must find each other where there is no signal to ask the office
/// (R-ORG-2: a contact list with these posts); those of roles that read cards are never sent it (R-PRIV-5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PostHeld {
    pub post: Post,
    pub name: String,
    pub phone: Option<String>,
    pub from: NaiveDate,
    pub until: Option<NaiveDate>,
}

/// 工作交接: what a worker had is others' now. Each receiver signed, the lead of the office approved; the author of the
/// event is who approved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CaseloadHandedOver {
    pub from: UserId,
    pub reason: String,
    pub cases: Vec<HandedCase>,
    /// Who wrote the list.
    pub listed_by: UserId,
    /// What was open and unsent when it was handed over, in Chinese.
    pub remarks: Vec<String>,
}

/// A case and who has it now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct HandedCase {
    pub case: CaseId,
    pub to: UserId,
}

/// 放假安排: a notice of the State Council, as rows `date,holiday|workday,name` (R-TIME-9).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CalendarNotice {
    pub source: String,
    pub csv: String,
}

/// 解读变更: values of readings, in force from a day on; facts are judged by the day they happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReadingsSet {
    pub version: String,
    pub valid_from: NaiveDate,
    /// Names of policy values and what they become.
    pub values: BTreeMap<String, Value>,
    pub reason: String,
}

/// 抽检承诺 (R-TEST-6): the hash of a seed nobody reads before the draw, and how many will be drawn by it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DrawCommitted {
    /// By [`crate::draw::commitment`].
    pub commitment: Hash,
    /// The seed, sealed under the key of the office's server, in hex.
    pub sealed: String,
    pub count: u16,
}

/// 抽检名单 (R-TEST-6): a part of those who may be drawn, where one event does not hold them all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DrawListed {
    /// The commitment.
    pub committed: EventId,
    /// Up to [`crate::draw::LIST_CASES_MAX`].
    pub candidates: Vec<CaseId>,
}

/// 抽检抽签 (R-TEST-6): everything it takes to do it again by [`crate::draw::replay`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DrawMade {
    /// The commitment.
    pub committed: EventId,
    /// 64 hex digits.
    pub seed: String,
    /// What nobody knew at the commitment.
    pub public: String,
    pub candidates: Vec<CaseId>,
    /// 抽检名单 with more candidates, where they are too many for one event.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lists: Vec<EventId>,
    pub drawn: Vec<CaseId>,
}
