//! 逾期报到: reasons, notices and reports (R-REPORTIN-5 to R-REPORTIN-9), and the person found.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::attachment::Attachment;
use crate::code::{Addressee, Serve};

/// 正当理由 accepted by the office (RD-05). The author is who accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct LatenessJustified {
    pub reason: String,
    pub proof: Option<String>,
    /// A new last day set by hand.
    pub new_date: Option<NaiveDate>,
    /// Photos, signatures, scans.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
}

/// A reason for lateness that the office did not accept (R-REPORTIN-8). The author is who decided; nothing else changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct LatenessRefused {
    /// As the person gave it.
    pub reason: String,
    /// What was shown for it.
    pub proof: Option<String>,
    /// Why it is none.
    pub why: String,
    /// Photos, signatures, scans.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
}

/// 逾期报到通知书 (D06) served.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct OverdueNoticeServed {
    pub receiver: String,
    pub manner: Serve,
    /// Photos, signatures, scans.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
}

/// 违法/违规行为报告 (D12) on an overdue person, sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct OverdueReportSent {
    pub addressees: Vec<Addressee>,
}

crate::codes! {
    /// 查获后的处理 (R-REPORTIN-7).
    pub enum FoundOutcome {
        SentToReportIn = "sent_to_report_in" "送回执行地报到", CompulsoryIsolation = "compulsory_isolation" "决定强制隔离戒毒",
        DealtWith = "dealt_with" "依法作其他处理", Pending = "pending" "尚未处理",
    }
}

/// 查获: the police of another place found somebody who was looked for (R-REPORTIN-7). `happened_at` = when. That the
/// measure ends by compulsory isolation is a fact of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct FoundByPolice {
    /// 查获地公安机关.
    pub organ: String,
    pub place: String,
    pub outcome: FoundOutcome,
    /// Number of the incoming paper.
    pub paper: Option<String>,
    /// Photos, scans.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
}
