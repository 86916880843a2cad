//! 违规处理: admonitions, determinations, reports (R-TEST-11 to R-TEST-15, R-BREACH).

use serde::{Deserialize, Serialize};

use crate::attachment::Attachment;
use crate::code::{Addressee, BreachGround, BreachSeries, Serve};
use crate::id::EventId;

/// 违规行为告诫书 (D11) issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AdmonitionIssued {
    pub series: BreachSeries,
    /// 1 or 2.
    pub ordinal: u8,
    /// The facts it answers.
    pub events: Vec<EventId>,
    pub served: Option<Serve>,
    /// Photos, signatures, scans.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
}

/// 严重违反协议认定 (X12, R-BREACH-10). `happened_at`, to the minute, starts the 24 hours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SeriousDetermined {
    pub ground: BreachGround,
    pub facts: String,
    pub evidence: Vec<String>,
    /// 认定人: office head or named deputy.
    pub decided_by: String,
}

/// A determination taken back, with the reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DeterminationWithdrawn {
    pub determination: EventId,
    pub reason: String,
}

/// 违法/违规行为报告 (D12) on a serious breach, sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct BreachReportSent {
    pub addressees: Vec<Addressee>,
}

/// 复吸报告 sent to the local police (R-TEST-15).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RelapseReportSent {
    pub test: Option<EventId>,
}

/// The police told the office of its upload (R-REPORTIN-6, R-TEST-14, R-BREACH-7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PoliceUploaded {
    pub told_by: String,
}
