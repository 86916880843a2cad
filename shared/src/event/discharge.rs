//! 解除 (R-DISCH).

use serde::{Deserialize, Serialize};

/// 解除建议 (X06) sent to the police.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DischargeProposed {
    pub summary: String,
}

/// 解除通知书 (D18) issued by the police.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DischargeNoticeIssued {
    pub notice_no: String,
}

/// The notice reached the township.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DischargeNoticeReceived {}
