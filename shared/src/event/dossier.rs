//! 档案材料: plan, group, notices (D04, D05, D08, X11).

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::attachment::Attachment;
use crate::code::{GroupMember, Serve};
use crate::document::Paper;
use crate::id::{CaseId, EventId};

/// 社区戒毒(康复)计划 (D04).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PlanMade {
    pub drug_history: String,
    pub treatment: String,
    pub counselling_plan: String,
    pub support_plan: String,
    pub maintenance_advised: bool,
}

/// One member of a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Member {
    pub member: GroupMember,
    pub name: String,
    pub phone: Option<String>,
}

/// 工作小组成员名单 (D05): the latest list stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct GroupSet {
    pub members: Vec<Member>,
}

/// 吸毒检测通知书 (D08) served.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TestNoticeServed {
    /// Number of the test window.
    pub window: u8,
    pub test_day: NaiveDate,
    pub place: String,
    pub manner: Serve,
    /// Photos, signatures, scans.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
}

/// 文书补录: fields of a paper that no other fact carries (`document::field`). The latest value of a key stands. For some
/// papers it is also what says that they are there: the letter to the new office (D16), a report of a result (X04), a
/// certificate from elsewhere (X05).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PaperFilled {
    pub paper: Paper,
    /// The fact the paper is about, where there may be several of its kind.
    pub about: Option<EventId>,
    pub fields: BTreeMap<String, String>,
    /// Photos, signatures, scans.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
}

/// 前档相连 (R-FILE-1): the file of an earlier measure of the same person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct FileLinked {
    pub earlier: CaseId,
}

/// 强制检测批准 (X11, R-TEST-10).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ForcedTestApproved {
    pub approver: String,
    pub reason: String,
    /// Photos, signatures, scans.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
}
