//! 交回: what phones still hold of an office that was put back from a backup. Only the author's device can prove what
//! it wrote; what another phone gives back is kept aside until a person decides.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::EndedSeries;
use crate::id::SeriesId;

/// Records in one request at most.
pub const GIVE_BACK_RECORDS_MAX: usize = 200;
/// Series in one request at most; what a phone holds of more than these is not asked for.
pub const GIVE_BACK_SERIES_MAX: usize = 2000;

/// `POST /sync/give-back`: first the series of others that a phone holds records of, once in an epoch; then what the
/// office lacks of them, as the bytes first written.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GiveBackRequest {
    pub held: Vec<SeriesId>,
    pub records: Vec<Box<RawValue>>,
}

/// Where each series that was asked for ends at the office.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GiveBackReply {
    /// In the order of the question; `up_to_seq` 0 = nothing of it is held.
    pub ends: Vec<EndedSeries>,
    /// Of the records sent: held already, kept aside from now on, or no records at all. Each is one of them.
    pub held_already: u32,
    pub kept: u32,
    pub unread: u32,
    /// `ed25519:<base64>` over [`ends_text`].
    pub signature: String,
}

/// What the office signs of the ends: for which exchange of which device, in which epoch.
#[must_use]
pub fn ends_text(epoch: &str, series: SeriesId, nonce: &str, ends: &[EndedSeries]) -> String {
    let mut text = format!("guihang-ends-1\n{epoch}\n{series}\n{nonce}");
    for end in ends {
        // Writing to a String does not fail.
        let _ = write!(text, "\n{} {}", end.series, end.up_to_seq);
    }
    text
}
