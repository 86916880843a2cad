//! 办公室序列: in which series the office writes its own acts, and where those of before a restore end. What a phone
//! holds of one past its end, or of one the office no longer knows, is of a history that was lost with the restore.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use crate::id::SeriesId;

/// A series that goes on no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndedSeries {
    pub series: SeriesId,
    /// The last `seq` the office holds; 0 = none.
    pub up_to_seq: u32,
}

/// Every series of the office itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeSeries {
    /// The epoch in which this holds.
    pub epoch: String,
    /// The one that goes on.
    pub current: SeriesId,
    pub ended: Vec<EndedSeries>,
}

impl OfficeSeries {
    /// The text that is signed.
    #[must_use]
    pub fn signing_text(&self) -> String {
        let mut text = format!("guihang-office-series-1\n{}\n{}", self.epoch, self.current);
        for ended in &self.ended {
            // Writing to a String does not fail.
            let _ = write!(text, "\n{} {}", ended.series, ended.up_to_seq);
        }
        text
    }
}

/// The list with the server's signature over [`OfficeSeries::signing_text`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedOfficeSeries {
    pub series: OfficeSeries,
    /// `ed25519:<base64>`.
    pub signature: String,
}
