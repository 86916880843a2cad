//! 更正与作废: facts about facts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::attachment::Attachment;
use crate::case::IssueKind;
use crate::id::EventId;

/// 更正: fields of an earlier fact, by their path in its body (`person.phone`) or `happened_at`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Amend {
    pub target: EventId,
    /// The amendments already applied to the target in the editor's fold.
    pub basis: Vec<EventId>,
    pub fields: BTreeMap<String, Value>,
    pub reason: String,
    /// Photos, signatures, scans that the new values name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
}

/// 作废 by the office, or 撤销 by the author.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Void {
    pub target: EventId,
    pub reason: String,
}

/// 核对: a person looked at an issue and settled it; amendments and voids beside it say how.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Settle {
    pub issue: IssueKind,
    pub events: Vec<EventId>,
    pub note: String,
}
