//! 帮扶、帮教、辅导 (D10, X02).

use serde::{Deserialize, Serialize};

use crate::attachment::Attachment;
use crate::code::{GuidanceKind, OtherMeasure, OtherStep, SupportKind, SupportOutcome};

/// 学习、帮扶、医疗、就业记录 (D10): support, counselling and other measures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SupportGiven {
    pub support: SupportKind,
    pub content: String,
    /// 部门、单位.
    pub partner: Option<String>,
    pub outcome: Option<SupportOutcome>,
    /// Photos, signatures, scans.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
}

/// 其他戒毒措施 (R-OTHER): one step, from the first word to the report to the police. None of them suspends any duty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct OtherMeasureTaken {
    pub measure: OtherMeasure,
    pub step: OtherStep,
    /// 机构、门诊、场所.
    pub place: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// 帮教记录 (X02): of one person, or of a community in the office's stream (R-EDU-1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct GuidanceGiven {
    pub guidance: GuidanceKind,
    pub content: String,
    /// 参加人数.
    pub attendees: u32,
    /// 地点, of a gathering.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub place: String,
    /// 主讲人、工作人员, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub speakers: Vec<String>,
    /// Photos, signatures, scans.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
}
