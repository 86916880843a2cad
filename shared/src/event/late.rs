//! 补录: why a record was written long after what it tells, and what it was written from (R-TIME-10).

use serde::{Deserialize, Serialize};

use crate::attachment::Attachment;
use crate::id::EventId;

crate::codes! {
    /// 补录依据: what a late record was written from.
    pub enum LateSource {
        Paper = "paper" "纸质记录", Notebook = "notebook" "工作笔记", Photo = "photo" "照片、截图", Call = "call" "通话、短信",
        Told = "told" "他人转告", Recall = "recall" "事后回忆",
    }
}

impl LateSource {
    /// Whether it can be photographed, and so has to be.
    #[must_use]
    pub const fn is_on_paper(self) -> bool {
        matches!(self, Self::Paper | Self::Photo)
    }
}

/// 补录说明, beside the record it is about: the record itself tells when things happened, and counts by that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct LateEntry {
    pub target: EventId,
    pub reason: String,
    pub source: LateSource,
    /// Photos, scans of what it was written from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
}
