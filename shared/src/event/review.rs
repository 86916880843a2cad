//! 核对一条记录 and 暂缓一项任务: what people say of records and tasks; no rule judges by either.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::duty::DutyKey;
use crate::id::EventId;

crate::codes! {
    /// What the office said of a record.
    pub enum ReviewVerdict { Accepted = "accepted" "已核对", Returned = "returned" "退回", }
}

/// 核对: the office read a record. It counted before and counts after; only a [`super::Void`] stops it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reviewed {
    pub target: EventId,
    pub verdict: ReviewVerdict,
    /// What is to be mended; may be empty where it is accepted.
    pub note: String,
    /// Paths of the fields in the record's body that are to be looked at, or `happened_at`.
    pub fields: Vec<String>,
    /// The amendments already applied to the target as the reviewer saw it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub basis: Vec<EventId>,
}

/// 暂缓: somebody puts a task off within its time, and says why. The date by the norm stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snoozed {
    pub duty: DutyKey,
    /// The civil day on which it stands in the list again.
    pub until: NaiveDate,
    pub reason: String,
}
