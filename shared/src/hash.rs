//! Hashes and the chain of a series. Every hash carries its algorithm (R-PRIV-16).

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A tagged digest, `sha256:<64 hex digits>`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(transparent)]
pub struct Hash(pub String);

impl Hash {
    /// The digest of the given bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(format!("sha256:{}", hex::encode(Sha256::digest(bytes))))
    }

    /// What the first event of a series names as the one before it.
    #[must_use]
    pub fn none() -> Self {
        Self("none".to_owned())
    }
}

impl std::fmt::Display for Hash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}
