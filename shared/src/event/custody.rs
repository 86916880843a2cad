//! 中止与结束: detention, release, endings (R-SUSP, R-TERM).

use serde::{Deserialize, Serialize};

use crate::code::{DetentionKind, EndingKind};

/// 羁押. `happened_at` = first day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Detained {
    pub detention: DetentionKind,
    /// For [`DetentionKind::Other`]: whether the office decided that it suspends (R-SUSP-6).
    pub suspends: bool,
    pub site: String,
    pub paper: Option<String>,
}

/// 释放. `happened_at` = day of release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Released {
    pub paper: Option<String>,
}

/// 终止或其他结束 (X09).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Ended {
    pub ending: EndingKind,
    pub paper: Option<String>,
}
