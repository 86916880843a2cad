//! 见证: the head of the office's audit chain, signed and handed to every phone. A phone keeps what it was handed and
//! holds it up again: an office whose log was rewritten meanwhile cannot show the entry any more.

use serde::{Deserialize, Serialize};

use crate::hash::Hash;
use crate::id::TownshipCode;
use crate::moment::Moment;

/// The last entry of a township's audit chain at a moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditHead {
    /// A restored backup may end before this entry: its epoch is another one.
    pub epoch: String,
    /// From 1, without gaps.
    pub entry: i64,
    /// Covers every entry before it.
    pub hash: Hash,
    /// By the server's clock.
    pub at: Moment,
}

impl AuditHead {
    /// The text that is signed.
    #[must_use]
    pub fn signing_text(&self, township: &TownshipCode) -> String {
        format!(
            "guihang-audit-head-1\n{township}\n{}\n{}\n{}\n{}",
            self.epoch,
            self.entry,
            self.hash,
            self.at.to_rfc3339()
        )
    }
}

/// A head with the server's signature over [`AuditHead::signing_text`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Witness {
    pub head: AuditHead,
    /// `ed25519:<base64>`.
    pub signature: String,
}
