//! 回执: the server's signed word that it holds a series up to a place. Green on a phone means this, nothing else.

use serde::{Deserialize, Serialize};

use crate::hash::Hash;
use crate::id::SeriesId;
use crate::moment::Moment;

/// What the server vouches for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    pub epoch: String,
    pub series: SeriesId,
    /// Every event up to and with this `seq` is stored, accepted or quarantined.
    pub up_to_seq: u32,
    /// Hash of the event at `up_to_seq`.
    pub chain: Hash,
    pub server_time: Moment,
}

impl Receipt {
    /// The text that is signed.
    #[must_use]
    pub fn signing_text(&self) -> String {
        format!(
            "guihang-receipt-1\n{}\n{}\n{}\n{}\n{}",
            self.epoch,
            self.series,
            self.up_to_seq,
            self.chain,
            self.server_time.to_rfc3339()
        )
    }
}

/// A receipt with the server's signature over [`Receipt::signing_text`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedReceipt {
    pub receipt: Receipt,
    /// `ed25519:<base64>`.
    pub signature: String,
}
