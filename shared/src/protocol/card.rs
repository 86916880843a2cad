//! 卡片: what a role that reads no files gets of a person, made and signed by the office.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::duty::Duty;
use crate::hash::Hash;
use crate::id::{CaseId, SeriesId};

/// One person as such a role may know them: name, contact, own tasks. No fact of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Card {
    pub case: CaseId,
    pub name: String,
    pub village: String,
    pub residence: String,
    pub phone: Option<String>,
    /// What this role owes the person.
    pub tasks: Vec<Duty>,
    /// The day the tasks were worked out for.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub day: NaiveDate,
}

/// All cards of a device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedCards {
    pub cards: Vec<Card>,
    /// `ed25519:<base64>` over [`cards_text`].
    pub signature: String,
}

/// The text that is signed: the cards are for this exchange of this device.
#[must_use]
pub fn cards_text(series: SeriesId, nonce: &str, cards: &[Card]) -> String {
    format!("guihang-cards-1\n{series}\n{nonce}\n{}", cards_hash(cards))
}

/// One hash of all cards, for the summary.
#[must_use]
pub fn cards_hash(cards: &[Card]) -> Hash {
    // Our own types are always written.
    Hash::of(&serde_json::to_vec(cards).unwrap_or_default())
}
