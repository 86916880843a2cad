//! 审计 as the console asks and is answered.

use serde::{Deserialize, Serialize};
use shared::id::SeriesId;
use shared::moment::Moment;

/// 审计告警: a device holds up a signed head of the audit chain that the chain no longer contains.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AuditAlert {
    pub series: SeriesId,
    pub device_name: String,
    /// The entry the head was of.
    pub entry: i64,
    /// When the office signed it.
    pub signed_at: Moment,
    /// When the device held it up.
    pub seen_at: Moment,
}
