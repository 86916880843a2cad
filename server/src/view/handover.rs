//! 工作交接.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use shared::event::HandedCase;
use shared::id::{CaseId, HandoverId, UserId};
use shared::moment::Moment;
use shared::protocol::StaffName;

use crate::store::handover::HandoverState;

/// Who carries how much, and every handover of the township.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Handovers {
    /// Newest first.
    pub rows: Vec<HandoverRow>,
    /// Workers who may receive, with what they carry.
    pub workers: Vec<Carrier>,
    /// 30 for each worker.
    pub load_max: u32,
    /// Whether who looks may write a list.
    pub may_list: bool,
}

/// A worker and how many persons they carry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Carrier {
    pub worker: StaffName,
    pub persons: u32,
}

/// One handover.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct HandoverRow {
    pub handover: HandoverId,
    pub from: Option<StaffName>,
    pub state: HandoverState,
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub made_at: Moment,
    pub listed_by: Option<StaffName>,
    /// Why, and what was open; empty for who only receives.
    pub reason: String,
    pub remarks: Vec<String>,
    pub receivers: Vec<Receiver>,
    pub ended_by: Option<StaffName>,
    #[cfg_attr(feature = "ts", ts(type = "string | null"))]
    pub ended_at: Option<Moment>,
    /// What who looks may do.
    pub may_sign: bool,
    pub may_approve: bool,
    pub may_withdraw: bool,
}

/// Who takes over whom, and whether they signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Receiver {
    pub to: Option<StaffName>,
    /// By name, of files that who looks may read.
    pub persons: Vec<String>,
    pub count: u32,
    #[cfg_attr(feature = "ts", ts(type = "string | null"))]
    pub signed_at: Option<Moment>,
}

/// What a worker has: open duties and what their devices hold are seen before anything is handed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Caseload {
    pub worker: StaffName,
    pub today: NaiveDate,
    pub cases: Vec<CaseloadRow>,
    pub devices: Vec<CaseloadDevice>,
}

/// One case of a caseload.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CaseloadRow {
    pub case: CaseId,
    pub name: String,
    pub village: String,
    pub overdue: u32,
    /// The next thing that is due, in Chinese.
    pub next: String,
    pub next_due: Option<NaiveDate>,
    /// 待决定 in the file.
    pub deciding: u32,
    /// Others who have it as well.
    pub others: Vec<StaffName>,
}

/// What is known of a device of theirs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CaseloadDevice {
    pub device_name: String,
    /// Records it said it had not sent when it was last heard of.
    pub unsent: u32,
    pub silent: bool,
    #[cfg_attr(feature = "ts", ts(type = "string | null"))]
    pub last_seen_at: Option<Moment>,
}

/// A list: every case of the worker, each with who takes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct HandoverRequest {
    pub from: UserId,
    pub cases: Vec<HandedCase>,
    pub reason: String,
    /// What devices still hold was seen; asked for where there is any.
    #[serde(default)]
    pub seen_unsent: bool,
}

shared::codes! {
    /// What is done to a list.
    pub enum HandoverStep { Sign = "sign" "签收", Approve = "approve" "批准交接", Withdraw = "withdraw" "撤回", }
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct HandoverStepRequest {
    pub step: HandoverStep,
}
