//! 补齐: cases that differ are compared record by record, and only what differs is sent again.

use serde::{Deserialize, Serialize};

use super::PulledEvent;
use crate::hash::Hash;
use crate::id::{CaseId, SeriesId};
use crate::moment::Moment;

/// Marks in one request at most.
pub const COMPARE_MARKS_MAX: usize = 20_000;

/// `POST /sync/compare`: what a device holds of cases that differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CompareRequest {
    pub cases: Vec<CaseMarks>,
}

/// [`super::mark`]s of every record of a case that the office has received.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseMarks {
    pub case: CaseId,
    pub marks: Vec<String>,
}

/// What the office counts and the device did not name. A case out of scope has none.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CompareReply {
    pub events: Vec<PulledEvent>,
    /// More is to be sent: ask again.
    pub more: bool,
    /// `ed25519:<base64>` over [`page_text`] with both cursors 0.
    pub signature: String,
    /// Marks the device named of records that do not count here: lost by a restore, or set aside since.
    #[serde(default)]
    pub not_counted: Vec<String>,
    /// `ed25519:<base64>` over [`not_counted_text`]; an older office says nothing of them.
    #[serde(default)]
    pub not_counted_signature: Option<String>,
}

/// What the office signs of records it does not count: which, for which exchange of which device.
#[must_use]
pub fn not_counted_text(series: SeriesId, nonce: &str, marks: &[String]) -> String {
    format!("guihang-not-counted-1\n{series}\n{nonce}\n{}", marks.join("\n"))
}

/// What the office signs of a page: which records, when received, for which exchange of which device.
#[must_use]
pub fn page_text<'a>(
    series: SeriesId,
    nonce: &str,
    cursors: (u64, u64),
    events: impl IntoIterator<Item = (&'a Hash, Moment)>,
) -> String {
    use std::fmt::Write as _;
    let mut text = format!("guihang-page-1\n{series}\n{nonce}\n{}\n{}", cursors.0, cursors.1);
    for (hash, received_at) in events {
        // Writing to a String does not fail.
        let _ = write!(text, "\n{hash} {}", received_at.timestamp_millis());
    }
    text
}
