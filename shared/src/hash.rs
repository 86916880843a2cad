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

    /// The 64 hex digits alone; `None` for what is no such digest.
    #[must_use]
    pub fn digest(&self) -> Option<&str> {
        let digits = self.0.strip_prefix("sha256:")?;
        let sound =
            digits.len() == 64 && digits.bytes().all(|c| c.is_ascii_digit() || (b'a'..=b'f').contains(&c));
        sound.then_some(digits)
    }

    /// The hash of these 64 hex digits.
    #[must_use]
    pub fn of_digest(digits: &str) -> Option<Self> {
        let hash = Self(format!("sha256:{digits}"));
        hash.digest().is_some().then_some(hash)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_says_by_which_algorithm_it_was_made() {
        crate::asserts!("R-PRIV-16");
        let (algorithm, digest) =
            Hash::of(b"x").0.split_once(':').map(|(a, d)| (a.to_owned(), d.to_owned())).unwrap();
        assert_eq!((algorithm.as_str(), digest.len()), ("sha256", 64));
        assert_ne!(Hash::of(b"x"), Hash(format!("sm3:{digest}")), "another algorithm is another hash");
    }
}
