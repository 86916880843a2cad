//! 移交 as the console asks and is answered.

use serde::{Deserialize, Serialize};
use shared::id::{CaseId, TownshipCode};
use shared::moment::Moment;

use crate::store::transfer::TransferState;

/// 发起移交: to a township of this server, by its code.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct TransferRequest {
    pub to: TownshipCode,
}

/// 移交: a case on its way from or to the township.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TransferRow {
    pub case: CaseId,
    pub name: String,
    pub from: TownshipCode,
    pub from_name: String,
    pub to: TownshipCode,
    pub to_name: String,
    pub state: TransferState,
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub begun_at: Moment,
    #[cfg_attr(feature = "ts", ts(type = "string | null"))]
    pub ended_at: Option<Moment>,
}

/// 移交页: what is on its way, and where a case can go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Transfers {
    pub rows: Vec<TransferRow>,
    pub townships: Vec<TownshipName>,
}

/// A township of this server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TownshipName {
    pub code: TownshipCode,
    pub name: String,
}
