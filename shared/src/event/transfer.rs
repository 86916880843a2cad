//! 变更执行地 (R-TRANSFER): one fact for each step.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::code::TransferGround;

/// 书面申请 (X07) received by the police of the old place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TransferRequested {
    pub ground: TransferGround,
    pub new_place: String,
}

/// The police told the office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TransferOrgNotified {}

/// 变更执行地审批表 (D15) submitted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TransferFormSubmitted {
    pub opinion: String,
}

/// The police approved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TransferApproved {
    /// Day the person got the notice (X01).
    pub notice_received: Option<NaiveDate>,
}

/// The police did not approve.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TransferDenied {
    pub reasons: String,
}

/// 档案移交 (X10).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DossierHandedOver {
    pub receipt: Option<String>,
}

/// 到新执行地报到: calls for a new agreement; term and windows go on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TransferReportedIn {
    pub new_place: String,
}
