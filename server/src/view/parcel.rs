//! 移交卷: a whole file sealed for another installation, and what comes from one.

use serde::{Deserialize, Serialize};
use shared::document::Trace;
use shared::hash::Hash;
use shared::id::CaseId;
use shared::moment::Moment;

use crate::store::parcel::Direction;

/// 移交卷页.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Parcels {
    /// 接收码 of this office, to be given to one that hands over.
    pub card: String,
    /// Eight digits over it, read out to each other on the telephone.
    pub check: String,
    pub rows: Vec<ParcelRow>,
}

/// One parcel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ParcelRow {
    pub case: CaseId,
    /// Empty once the file left (R-FILE-6).
    pub name: String,
    pub hash: Hash,
    pub direction: Direction,
    pub peer_name: String,
    pub records: u32,
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub made_at: Moment,
    #[cfg_attr(feature = "ts", ts(type = "string | null"))]
    pub settled_at: Option<Moment>,
    /// 回执 as it was given.
    pub receipt: String,
    pub trace: Option<Trace>,
}

/// 制作移交卷.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct ParcelRequest {
    /// 接收码 of the office that gets it.
    pub card: String,
    pub purpose: String,
}

/// What was taken over.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ParcelTaken {
    pub case: CaseId,
    pub name: String,
    pub from_name: String,
    /// Eight digits over the card of the office it came from: compared on the telephone.
    pub check: String,
    pub records: u32,
    pub attachments: u32,
    /// 回执, countersigned: goes back to the office it came from.
    pub receipt: String,
}

/// 登记回执.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct ParcelReceiptRequest {
    pub receipt: String,
}

super::hidden! { Parcels ParcelRequest ParcelTaken ParcelReceiptRequest }
