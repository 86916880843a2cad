//! 核对.

use serde::{Deserialize, Serialize};
use shared::event::ReviewVerdict;
use shared::id::EventId;

/// 核对一条记录.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct RecordReviewRequest {
    pub target: EventId,
    pub verdict: ReviewVerdict,
    /// What is to be mended; needed for 退回.
    pub note: String,
    /// Paths of fields of the record to be looked at.
    pub fields: Vec<String>,
}
