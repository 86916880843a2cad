//! 告诫、违规.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use shared::moment::Moment;
use shared::page::BreachRow;
use shared::preview::WhatIfAnswer;

use super::NoticeOnFile;

/// Both ladders of a person, and what this user may do about them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Breaches {
    pub person_name: String,
    /// The phone's time.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub now: Moment,
    pub today: NaiveDate,
    pub rows: Vec<BreachRow>,
    /// 出具: the office's (R-ORG-6).
    pub may_issue: bool,
    /// 送达: whoever carries the paper to the person.
    pub may_serve: bool,
    /// The served notice an evasion of today would rest on (R-TEST-11).
    pub notice: Option<NoticeOnFile>,
    /// Whether a forced test of now would have its approval on file (R-TEST-10): one later than the last forced test.
    pub forced_approved: bool,
}

/// What one record brought with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Follows {
    pub person_name: String,
    /// One Chinese line of the record.
    pub summary: String,
    pub answer: WhatIfAnswer,
    pub breaches: Breaches,
}
