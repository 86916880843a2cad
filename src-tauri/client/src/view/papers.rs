//! 文书.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use shared::document::{Issued, Paper, PaperRow, Sheet};

/// The papers of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Papers {
    pub person_name: String,
    pub today: NaiveDate,
    pub rows: Vec<PaperRow>,
    /// 文书补录: the papers this user may say are there on paper.
    pub fill: Vec<Fillable>,
}

/// A paper somebody may fill in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Fillable {
    pub paper: Paper,
    /// The fields of it that no other fact carries.
    pub keys: Vec<String>,
}

/// One paper: as it was issued where it was, else as it would be printed now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PaperView {
    pub person_name: String,
    pub today: NaiveDate,
    pub row: PaperRow,
    pub sheet: Sheet,
    /// The issue that stands, whose very words [`Self::sheet`] has.
    pub issued: Option<Issued>,
}
