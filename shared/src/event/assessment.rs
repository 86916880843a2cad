//! 评估 (D17).

use serde::{Deserialize, Serialize};

use crate::attachment::Attachment;
use crate::code::{AssessPeriod, Grade};

/// An assessment by the group (R-ASSESS-4). `happened_at` = its day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Assessment {
    pub period: AssessPeriod,
    pub cooperation: Grade,
    pub conduct: Grade,
    pub recovery: Grade,
    /// 违反规定的情况.
    pub violations: Option<String>,
    pub conclusion: Grade,
    pub advice: String,
    /// 评估人, by name.
    pub members: Vec<String>,
    /// Photos, signatures, scans.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
}
