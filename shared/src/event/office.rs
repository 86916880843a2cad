//! Facts of an office.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::id::UserId;

/// 检测资质 (R-TEST-1): valid on both ends of the period, inclusive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct OfficerQualified {
    pub officer: UserId,
    pub name: String,
    pub police_no: String,
    pub certificate_no: String,
    pub valid_from: NaiveDate,
    pub valid_until: NaiveDate,
}
