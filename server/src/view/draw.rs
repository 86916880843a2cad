//! 抽检抽签 as the console asks and is answered.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use shared::draw::DrawFault;
use shared::hash::Hash;
use shared::id::{CaseId, EventId};
use shared::moment::Moment;

/// 承诺.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct CommitDrawRequest {
    /// 1 to 200.
    pub count: u16,
}

/// 抽签.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct DrawRequest {
    pub committed: EventId,
    /// What nobody knew at the commitment, up to 60 characters.
    pub public: String,
}

/// 抽检抽签.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Draws {
    pub today: NaiveDate,
    /// How many could be drawn now.
    pub candidates: u32,
    /// Latest first.
    pub rows: Vec<DrawRow>,
}

/// A commitment, and the draw by it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DrawRow {
    pub event: EventId,
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub committed_at: Moment,
    pub commitment: Hash,
    pub count: u16,
    pub made: Option<MadeDraw>,
    /// Where the server, doing it again, comes to something else.
    pub fault: Option<DrawFault>,
}

/// Everybody who might have been drawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DrawList {
    pub candidates: Vec<CaseId>,
}

/// What was drawn. With [`DrawList`] it is everything it takes to do it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct MadeDraw {
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub at: Moment,
    pub seed: String,
    pub public: String,
    /// How many could have been drawn; who they were is a question of its own.
    pub candidates: u32,
    pub drawn: Vec<CaseId>,
    /// Those drawn who are read here now.
    pub persons: Vec<DrawPerson>,
}

/// Somebody who was drawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DrawPerson {
    pub case: CaseId,
    pub name: String,
    pub village: String,
}
