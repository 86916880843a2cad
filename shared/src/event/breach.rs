//! 违规处理: admonitions, determinations, reports (R-TEST-11 to R-TEST-15, R-BREACH).

use chrono::NaiveDate;
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
    /// To whom the withdrawal is sent: those who had the report (R-BREACH-10). Not told by earlier builds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub addressees: Vec<Addressee>,
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

crate::codes! {
    /// 上传事由: what the police upload to the national register (R-REPORTIN-6, R-BREACH-7, R-DISCH-4).
    pub enum UploadMatter {
        Overdue = "overdue" "逾期未报到", Breach = "breach" "严重违反协议", Discharge = "discharge" "解除",
        Changes = "changes" "信息变更",
    }
}

/// The police told the office of its upload (R-REPORTIN-6, R-TEST-14, R-BREACH-7, R-DISCH-4). `happened_at` = when it
/// was uploaded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PoliceUploaded {
    pub told_by: String,
    /// Not told by earlier builds: such a record answers whatever was sent before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matter: Option<UploadMatter>,
    /// 上传编号, as the police name it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// 查控: its first day, where the person is looked for (R-REPORTIN-6).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub control_from: Option<NaiveDate>,
}

impl PoliceUploaded {
    /// Whether it may be the upload of a matter.
    #[must_use]
    pub fn is_of(&self, matter: UploadMatter) -> bool {
        self.matter.is_none_or(|own| own == matter)
    }
}
