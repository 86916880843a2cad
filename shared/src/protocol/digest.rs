//! 对账: what two sides compare to find out whether they hold the same, without sending what they hold.
//!
//! Three steps, each a fraction of the one before: one [`Summary`] for everything a device may hold, one
//! [`CaseCount`] for each case where the summary differs, one [`mark`] for each record of a case that differs. What is
//! sent again is then exactly the records that are missing or other.

use std::fmt::Write as _;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{CaseCount, StaffName};
use crate::hash::Hash;

/// Hex digits of a [`mark`]: 64 bits; a case would need four thousand million records for two to meet by chance.
const MARK_DIGITS: usize = 16;

/// 摘要 of a set of records, whatever their order: the sum of the first 128 bits of their hashes.
///
/// A sum and not a tree: one addition keeps it up to date when a record arrives, and unlike XOR it sees a record that
/// is there twice. Whoever may choose records could, with much work, make two sets of one sum; the sum vouches for
/// nothing, it only finds where two honest sides differ. What is held is vouched for by hashes, chains and signatures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SetDigest(u128);

impl SetDigest {
    /// With one more record.
    pub fn add(&mut self, hash: &Hash) {
        self.0 = self.0.wrapping_add(head_of(hash));
    }

    /// Of these records.
    pub fn of<'a>(hashes: impl IntoIterator<Item = &'a Hash>) -> Self {
        let mut digest = Self::default();
        hashes.into_iter().for_each(|hash| digest.add(hash));
        digest
    }
}

/// The first 128 bits of a hash.
fn head_of(hash: &Hash) -> u128 {
    let digits = hash.0.split_once(':').and_then(|(_, digits)| digits.get(..32));
    // What is no hash of ours still counts as what it is.
    digits.and_then(|digits| u128::from_str_radix(digits, 16).ok()).unwrap_or(u128::MAX)
}

impl std::fmt::Display for SetDigest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "sum128:{:032x}", self.0)
    }
}

impl std::str::FromStr for SetDigest {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let digits = text.strip_prefix("sum128:").ok_or(())?;
        u128::from_str_radix(digits, 16).map(Self).map_err(|_| ())
    }
}

impl Serialize for SetDigest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for SetDigest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|()| serde::de::Error::custom("no digest of a set"))
    }
}

/// A record in the list of a case: enough of its hash to tell it from every other of the case.
#[must_use]
pub fn mark(hash: &Hash) -> String {
    let digits = hash.0.split_once(':').map_or(hash.0.as_str(), |(_, digits)| digits);
    digits.chars().take(MARK_DIGITS).collect()
}

/// What a device would hold if nothing had gone wrong, in one hash; both sides work it out alike.
#[derive(Debug, Default)]
pub struct Summing<'a> {
    pub scope_version: u32,
    /// Every case in scope by id, also those without a record.
    pub cases: &'a [CaseCount],
    pub staff: &'a [StaffName],
    /// The last decision on a record of this series that was set aside.
    pub decided: u32,
    /// The cards of a role that reads no files.
    pub cards: Option<&'a Hash>,
}

impl Summing<'_> {
    /// The hash.
    #[must_use]
    pub fn hash(&self) -> Hash {
        let mut lines: Vec<String> = self
            .cases
            .iter()
            .map(|count| {
                let digest = count.digest.unwrap_or_default();
                format!("case {} {} {digest}", count.case, count.events)
            })
            .collect();
        lines.extend(
            self.staff
                .iter()
                .map(|staff| format!("staff {} {} {}", staff.user, staff.role.code(), staff.name)),
        );
        lines.sort();
        let mut text = format!("guihang-summary-1\n{}\n{}", self.scope_version, self.decided);
        if let Some(cards) = self.cards {
            // Writing to a String does not fail.
            let _ = write!(text, "\ncards {cards}");
        }
        for line in lines {
            let _ = write!(text, "\n{line}");
        }
        Hash::of(text.as_bytes())
    }
}

/// The office's summary for one device. Not signed: it takes nothing away, and what differs is then asked for in
/// lists that are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// The last number of the township's log: a device whose cursor is there has nothing to pull.
    pub log_last: u64,
    /// [`Summing::hash`].
    pub hash: Hash,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_knows_what_is_there_and_not_in_which_order() {
        let (a, b, c) = (Hash::of(b"a"), Hash::of(b"b"), Hash::of(b"c"));
        assert_eq!(SetDigest::of([&a, &b, &c]), SetDigest::of([&c, &a, &b]));
        assert_ne!(SetDigest::of([&a, &b]), SetDigest::of([&a, &c]), "another record");
        assert_ne!(SetDigest::of([&a]), SetDigest::of([&a, &a, &a]), "one that is there three times");
        assert_ne!(SetDigest::of([&a]), SetDigest::default(), "a missing record");
        let digest = SetDigest::of([&a, &b]);
        assert_eq!(digest.to_string().parse(), Ok(digest));
        assert_eq!("sha256:00".parse::<SetDigest>(), Err(()));
    }
}
