//! 擅自离开与请假: absence and leave (R-BREACH-1, R-LEAVE).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::attachment::Attachment;
use crate::code::{Area, LeaveReason};

/// 擅自离开 found out. The same `from` is the same absence: the later record replaces the earlier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Absence {
    /// Day left without leave.
    pub from: NaiveDate,
    /// Day back; `None` while still away.
    pub until: Option<NaiveDate>,
    pub facts: String,
    /// The area that was left, where that is less than the county (RD-18).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left: Option<Area>,
    /// Photos, signatures, scans.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
}

/// 外出请假申请 (D13). `happened_at` = when it was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct LeaveRequested {
    pub from: NaiveDate,
    pub until: NaiveDate,
    pub destination: String,
    pub reason: LeaveReason,
    pub contact: Option<String>,
    /// Photos, signatures, scans.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
}

/// 准假 (D14). `until` = approved day of return.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct LeaveApproved {
    pub from: NaiveDate,
    pub until: NaiveDate,
}

/// 不准假: a request answered with no (R-LEAVE-3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct LeaveDenied {
    /// First day of the leave that was asked for.
    pub from: NaiveDate,
    pub reason: String,
}

/// 销假. `happened_at` = day of return.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct LeaveReturned {
    pub note: Option<String>,
    /// Photos, signatures, scans.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
}
