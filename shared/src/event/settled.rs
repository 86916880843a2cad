//! 裁决: what the office made of a contradiction, with its reason; and 搁置 of one record.

use serde::{Deserialize, Serialize};

use crate::case::IssueKind;
use crate::id::EventId;

/// What was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "as", rename_all = "snake_case")]
pub enum Choice {
    /// 按所选的值: the amendment beside it holds them.
    Values,
    /// 同一次: one of the records counts for all; every one of them stands in the file.
    Same { keep: EventId },
    /// 各是一次: each counts.
    Apart,
    /// 照现有记录: somebody looked, and it is as it is written.
    AsIs,
    /// 作废: one of the records is void by the void beside it.
    Voided { record: EventId },
}

/// 裁决 of an issue. It is taken back by a [`super::Void`] of it and of what was written beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Settled {
    pub issue: IssueKind,
    /// As the issue names them.
    pub events: Vec<EventId>,
    pub choice: Choice,
    /// Why; the authors of the records hear it.
    pub note: String,
    /// Amendments and voids written beside it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub acts: Vec<EventId>,
}

/// 搁置: the office read a record and waits for something before it accepts or returns it. The record counts all the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewHeld {
    pub target: EventId,
    /// What is waited for.
    pub note: String,
    /// The amendments already applied to the target as the reviewer saw it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub basis: Vec<EventId>,
}
