//! 附件, 待核查, 胶囊 as the console asks and is answered.

use serde::{Deserialize, Serialize};
use shared::attachment::Attachment;
use shared::hash::Hash;
use shared::id::{CaseId, EventId, SeriesId};
use shared::moment::Moment;
use shared::page::{EntryKind, Line};
use shared::problem::Problem;
use shared::protocol::{StaffName, Verdict};

/// An attachment of a record in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct FileAttachment {
    pub event: EventId,
    pub attachment: Attachment,
    /// The 64 digits of its address under `/api/persons/{case}/attachments/`.
    pub digest: String,
    pub arrived: bool,
}

/// 缺附件: a counted record that is not complete.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct MissingRow {
    pub case: CaseId,
    pub name: String,
    pub event: EventId,
    pub author: Option<StaffName>,
    pub device_name: String,
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub received_at: Moment,
    /// Attachments that have not arrived.
    pub missing: u32,
}

/// 待核查: a record that was set aside, as far as this user may read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct HeldRow {
    pub series: SeriesId,
    pub seq: u32,
    pub hash: Hash,
    pub device_name: String,
    pub user: Option<StaffName>,
    pub problem: Problem,
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub received_at: Moment,
    #[cfg_attr(feature = "ts", ts(type = "string | null"))]
    pub happened_at: Option<Moment>,
    pub case: Option<CaseId>,
    pub name: Option<String>,
    pub kind: Option<EntryKind>,
    /// What it says, for those who may correct the file: what can count nowhere is recorded anew from here.
    pub lines: Vec<Line>,
    /// Whether it can still be made to count.
    pub countable: bool,
}

/// 采纳 or 不采纳 of one record, with the reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct DecisionRequest {
    pub series: SeriesId,
    pub seq: u32,
    pub hash: Hash,
    /// Spelt out, since the screens' `Verdict` is the one on an urgent opening.
    #[cfg_attr(feature = "ts", ts(type = "\"accepted\" | \"kept_aside\""))]
    pub verdict: Verdict,
    /// At most 300 characters.
    pub reason: String,
}

/// A part of a capsule that was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct HandInPart {
    pub series: SeriesId,
    /// The place in the series, or the first digits of an attachment.
    pub place: String,
    pub problem: Problem,
}

/// What became of a capsule, part by part.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct HandIn {
    /// Records that count now.
    pub counted: u32,
    /// Records that wait for a decision.
    pub set_aside: u32,
    /// Parts the office had already.
    pub held_already: u32,
    pub attachments: u32,
    pub refused: Vec<HandInPart>,
}
