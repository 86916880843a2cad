//! Identifiers. Made from a given time and given entropy, so that this crate stays without clock and dice.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::moment::Moment;

/// Ten random bytes for one id; the caller owns the source.
pub type Entropy = [u8; 10];

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident;)+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "ts", derive(ts_rs::TS))]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A time-ordered id (UUID version 7) from the given moment and entropy.
            #[must_use]
            pub fn make(at: Moment, entropy: Entropy) -> Self {
                let millis = u64::try_from(at.timestamp_millis()).unwrap_or(0);
                Self(uuid::Builder::from_unix_timestamp_millis(millis, &entropy).into_uuid())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    )+};
}

ids! {
    /// One fact.
    EventId;
    /// 档案: one person under one measure (R-FILE-1).
    CaseId;
    /// A person who works with the system.
    UserId;
    /// One pairing of one user with one installation: own key, own store, own chain.
    SeriesId;
    /// 紧急查阅: a file opened out of reach, once.
    OpeningId;
    /// 待批准: a decision one wrote and another has to approve.
    ProposalId;
    /// 工作交接: the list of what a worker hands over.
    HandoverId;
    /// 草稿: something begun on a phone and not yet recorded.
    DraftId;
}

/// 乡镇: the executing township, by its nine-digit division code.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(transparent)]
pub struct TownshipCode(pub String);

impl EventId {
    /// The id of a place in a series: of two written in one millisecond the later place has the greater id.
    #[must_use]
    pub fn make_in_series(at: Moment, seq: u32, entropy: Entropy) -> Self {
        // The twelve bits before the variant and the fourteen after it; what is over repeats after 67 million.
        let high = u16::try_from((seq >> 14) & 0x0fff).unwrap_or(0).to_be_bytes();
        let low = u16::try_from(seq & 0x3fff).unwrap_or(0).to_be_bytes();
        let [_, _, _, _, a, b, c, d, e, f] = entropy;
        let [[h0, h1], [l0, l1]] = [high, low];
        Self::make(at, [h0, h1, l0, l1, a, b, c, d, e, f])
    }
}

impl std::fmt::Display for TownshipCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_facts_of_one_millisecond_the_later_written_has_the_greater_id() {
        let at = Moment::parse_from_rfc3339("2026-03-02T10:00:00+08:00").unwrap();
        for seq in [1, 255, 256, 4095, 4096, 16_383, 16_384, 65_535, 65_536, 1 << 20] {
            let (first, second) =
                (EventId::make_in_series(at, seq, [0xff; 10]), EventId::make_in_series(at, seq + 1, [0; 10]));
            assert!(first < second, "{seq}");
            assert_eq!(first.0.get_version_num(), 7);
        }
    }
}
