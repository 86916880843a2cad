//! 定期报告 (X03).

use serde::{Deserialize, Serialize};

use crate::attachment::Attachment;

/// What the person reported to the office (R-REPORT-2). `happened_at` = the day of the report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SelfReport {
    /// Kept in writing: only such a report counts (R-REPORT-3).
    pub written: bool,
    /// Made in person: then it counts as the visit, too (RD-24).
    pub face_to_face: bool,
    pub rehabilitation: String,
    pub livelihood: String,
    pub mental: String,
    pub family: String,
    /// Photos, signatures, scans.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
}
