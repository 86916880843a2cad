//! 文书.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use shared::document::{PaperRow, Sheet};

/// The papers of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Papers {
    pub person_name: String,
    pub today: NaiveDate,
    pub rows: Vec<PaperRow>,
}

/// One paper as it would be printed now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PaperView {
    pub person_name: String,
    pub today: NaiveDate,
    pub row: PaperRow,
    pub sheet: Sheet,
}
