//! 待决定, 拟办, 批准.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use shared::case::State;
use shared::code::Addressee;
use shared::decision::{DecisionForm, DecisionKind, OpenDecision};
use shared::event::LeaveApproved;
use shared::id::{CaseId, EventId, ProposalId};
use shared::moment::Moment;
use shared::page::Line;
use shared::protocol::StaffName;

use super::{TransferRow, UnsealingRow};
use crate::store::proposal::ProposalState;

/// 待决定.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Decisions {
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub now: Moment,
    /// What waits for an approval, the oldest first.
    pub proposals: Vec<ProposalRow>,
    /// What waits in files, the most urgent first.
    pub rows: Vec<DecisionRow>,
    /// 移交 between townships that is open, at either end.
    pub transfers: Vec<TransferRow>,
    /// 调阅封存档案 that waits for an answer.
    pub unsealings: Vec<UnsealingRow>,
}

/// One thing that waits in one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DecisionRow {
    pub case: CaseId,
    pub name: String,
    pub village: String,
    pub open: OpenDecision,
    /// Written, and waiting for an approval.
    pub proposed: bool,
}

/// 拟办: what one wrote and another approves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ProposalRow {
    pub proposal: ProposalId,
    pub case: CaseId,
    pub name: String,
    pub kind: DecisionKind,
    pub clause: String,
    /// What is written, as it will stand in the file.
    pub summary: String,
    pub lines: Vec<Line>,
    pub made_by: Option<StaffName>,
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub made_at: Moment,
    pub state: ProposalState,
    pub settled_by: Option<StaffName>,
    #[cfg_attr(feature = "ts", ts(type = "string | null"))]
    pub settled_at: Option<Moment>,
    pub note: String,
    /// Whether who looks may approve or refuse it; whether they may take it back.
    pub may_settle: bool,
    pub may_take_back: bool,
}

/// What a case is open to, with what helps to fill in the forms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DecisionSheet {
    pub case: CaseId,
    pub name: String,
    pub state: State,
    pub term_first: Option<NaiveDate>,
    pub term_last: Option<NaiveDate>,
    /// What waits first.
    pub open: Vec<OpenDecision>,
    /// Newest first.
    pub proposals: Vec<ProposalRow>,
    /// Asked for and not answered: its days.
    pub leave_asked: Option<LeaveApproved>,
    /// Running: its days.
    pub leave_running: Option<LeaveApproved>,
    /// Records a determination rests on, as lines of evidence.
    pub evidence: Vec<String>,
    /// What was done in the term, as a summary to begin from.
    pub summary: String,
    /// Who had the report on the determination that may be withdrawn, and hears of it (R-BREACH-10).
    pub report_went_to: Vec<Addressee>,
    pub members: Vec<String>,
    /// Whether who looks may write one.
    pub may_take: bool,
}

/// A filled-in form; `on` the day it happened, `time` as `HH:MM` in Beijing where that is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct DecideRequest {
    pub form: DecisionForm,
    pub on: NaiveDate,
    #[serde(default)]
    pub time: Option<String>,
}

/// A fact, or a proposal of one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DecisionTaken {
    pub event: Option<EventId>,
    pub proposal: Option<ProposalId>,
}

shared::codes! {
    /// What is said of a proposal.
    pub enum ProposalAnswer { Approve = "approve" "批准", Refuse = "refuse" "不批准", TakeBack = "take_back" "收回", }
}

/// The answer; a reason where it is no.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct ProposalAnswerRequest {
    pub answer: ProposalAnswer,
    #[serde(default)]
    pub note: String,
}
