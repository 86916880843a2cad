//! 待结果: what a phone shows of a test whose result is not in.

use serde::{Deserialize, Serialize};
use shared::code::{TestMethod, TestSetting};
use shared::id::EventId;
use shared::moment::Moment;

/// A sample that is with others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AwaitedTest {
    pub event: EventId,
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub sampled_at: Moment,
    pub setting: TestSetting,
    pub method: TestMethod,
    pub place: String,
    /// Who sent it away.
    pub author_name: String,
}
