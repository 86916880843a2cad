//! 家访、谈话 (D07).

use serde::{Deserialize, Serialize};

use crate::attachment::Attachment;
use crate::code::{Cooperation, LivingStatus, Mood, Relation, VisitManner, VisitTarget};

/// 被访人, where it is not the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Met {
    pub name: String,
    pub relation: Relation,
    pub phone: Option<String>,
}

/// 见面访谈/家访记录. `happened_at` = 走访时间.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Visit {
    pub manner: VisitManner,
    pub target: VisitTarget,
    /// 已找到: whether the target was met.
    pub found: bool,
    pub place: String,
    pub met: Option<Met>,
    pub cooperation: Option<Cooperation>,
    pub living: Option<LivingStatus>,
    pub mood: Option<Mood>,
    /// 谈话内容: family, work, rehabilitation, difficulties, in the worker's words.
    pub notes: String,
    /// 突出困难.
    pub difficulty: Option<String>,
    /// 同行人员 beside the author, by name.
    pub companions: Vec<String>,
    /// Photos, signatures, scans.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
}
