//! What became of records: marks of those that were taken, decisions on those that were set aside, and the count of all.

use serde::{Deserialize, Serialize};

crate::codes! {
    /// What the office notes beside a record it took.
    pub enum ArrivalMark {
        /// It happened while the case was the author's and came when it no longer was.
        AfterTransfer = "after_transfer" "移交后到达",
        /// The office looked at it and let it count.
        Released = "released" "核查后采纳",
    }
}
crate::codes! {
    /// 核查结果: what the office decided on a record that was set aside.
    pub enum Verdict { Accepted = "accepted" "采纳", KeptAside = "kept_aside" "不采纳，留存备查", }
}
crate::codes! {
    /// Why the cases of a user became other ones.
    pub enum ScopeReason {
        Reassigned = "reassigned" "改派", RoleChanged = "role_changed" "岗位变更",
        Transferred = "transferred" "变更执行地", Revoked = "revoked" "账号停用或恢复",
        Restored = "restored" "办公室从备份恢复",
    }
}
crate::codes! {
    /// Whether the office wants a newer app. A phone that must be updated still sends what it has.
    #[derive(Default)]
    pub enum Update {
        #[default]
        None = "none" "不需要",
        Wanted = "wanted" "有新版本",
        Required = "required" "须更新后才能登记",
    }
}

/// 手机版本: which app the office would like and which it asks for; numbers with dots, empty where none was set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AppVersions {
    pub wanted: String,
    /// Below it nothing new is recorded; what is there is still sent.
    pub required: String,
}

/// A decision on an own record that had been set aside. Numbered from 1 within the series.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    pub number: u32,
    pub seq: u32,
    pub hash: crate::hash::Hash,
    pub verdict: Verdict,
}

/// A mark on a pushed record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeqMark {
    pub seq: u32,
    pub mark: ArrivalMark,
}

/// 上传守恒: how many records of a series were ever pushed and what became of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Tally {
    /// Every record of every batch that was taken, also those sent again.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub pushed: u64,
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub accepted: u64,
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub duplicate: u64,
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub quarantined: u64,
}

impl Tally {
    /// Nothing was dropped: pushed = accepted + duplicate + quarantined.
    #[must_use]
    pub const fn is_whole(&self) -> bool {
        self.pushed == self.accepted + self.duplicate + self.quarantined
    }
}
