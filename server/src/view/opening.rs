//! 紧急查阅 and 谁看过 as the console asks and is answered.

use serde::{Deserialize, Serialize};
use shared::id::{CaseId, OpeningId};
use shared::moment::Moment;
use shared::protocol::StaffName;

use crate::store::opening::Verdict;

/// 紧急查阅: by the whole id or order number.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct OpenUrgentlyRequest {
    pub number: String,
    /// Ten characters or more.
    pub reason: String,
    /// 1 to 4.
    pub hours: u32,
}

/// The file is open until then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct OpenedUrgently {
    pub case: CaseId,
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub until: Moment,
}

/// An opening as a reviewer sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct OpeningRow {
    pub opening: OpeningId,
    pub case: CaseId,
    pub user: StaffName,
    /// Where the one who opened it works.
    pub township_name: String,
    pub reason: String,
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub opened_at: Moment,
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub until: Moment,
    pub running: bool,
    pub may_review: bool,
    pub verdict: Option<Verdict>,
    pub reviewer: Option<String>,
    pub note: Option<String>,
}

/// 复核.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct ReviewRequest {
    pub verdict: Verdict,
    pub note: String,
}

/// 谁看过: somebody did something that named the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ReadRow {
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub at: Moment,
    pub who: String,
    pub act: String,
    pub by_device: bool,
    /// 为什么: by which right or reason, in Chinese.
    pub why: String,
}

super::hidden! { OpenUrgentlyRequest }
