//! How a parcel, the card of an office and a receipt are written.

use std::collections::BTreeMap;
use std::io::{Read, Write};

use age::x25519::Recipient;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use shared::hash::Hash;
use shared::id::{CaseId, EventId, SeriesId, TownshipCode, UserId};
use shared::moment::{Moment, minute};
use shared::problem::{Problem, ProblemCode};

/// Of every form here.
pub(super) const VERSION: u32 = 1;
/// What a parcel may hold, unpacked.
pub(super) const TEXT_BYTES_MAX: usize = 512 * 1024 * 1024;
/// Photos are compressed already; records are small.
const ZSTD_LEVEL: i32 = 3;
const CARD_LETTERS: &str = "GHK1.";
const RECEIPT_LETTERS: &str = "GHR1.";
/// Digits that two people read out to each other.
const CHECK_DIGITS: usize = 8;

/// 接收码: how an office is sealed to and known by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Card {
    pub v: u32,
    pub township: TownshipCode,
    pub name: String,
    /// `age1…`.
    pub seal: String,
    /// `ed25519:<base64>`.
    pub key: String,
}

impl Card {
    pub(super) fn text(&self) -> String {
        lettered(CARD_LETTERS, self)
    }

    /// # Errors
    /// `CardMalformed`.
    pub(super) fn read(text: &str) -> Result<Self, Problem> {
        let card: Self = unlettered(CARD_LETTERS, text).ok_or(ProblemCode::CardMalformed)?;
        let sound = card.v == VERSION
            && card.seal.parse::<Recipient>().is_ok()
            && crate::signature::is_key(&card.key)
            && !card.name.is_empty();
        if sound { Ok(card) } else { Err(ProblemCode::CardMalformed.into()) }
    }

    /// Eight digits over township and keys.
    pub(super) fn check(&self) -> String {
        let mut over = Sha256::new();
        for part in [&self.township.0, &self.seal, &self.key] {
            over.update(part.as_bytes());
            over.update([0]);
        }
        let digits = over.finalize();
        let digits: String =
            digits.iter().take(CHECK_DIGITS).map(|byte| char::from(b'0' + byte % 10)).collect();
        let (first, second) = digits.split_at_checked(CHECK_DIGITS / 2).unwrap_or((&digits, ""));
        format!("{first} {second}")
    }
}

/// One record of a parcel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Line {
    /// Where it was written.
    pub township: TownshipCode,
    pub series: SeriesId,
    pub seq: u32,
    pub event: EventId,
    pub hash: Hash,
    pub bytes: usize,
}

/// What the office vouches for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    pub v: u32,
    pub case: CaseId,
    pub from: Card,
    pub to: TownshipCode,
    pub made_at: Moment,
    pub made_by: String,
    /// In the order of the log.
    pub lines: Vec<Line>,
    /// With their lengths, in this order.
    pub attachments: Vec<(Hash, usize)>,
    /// Who wrote what is in it.
    pub staff: BTreeMap<UserId, String>,
}

/// The words that are signed over a manifest.
pub(crate) fn signing_text(hash: &Hash) -> String {
    format!("guihang-parcel-1\n{hash}")
}

/// The manifest with its signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Sealed {
    pub manifest: String,
    pub signature: String,
}

/// 回执.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Receipt {
    pub v: u32,
    pub case: CaseId,
    pub hash: Hash,
    pub records: u32,
    pub received_at: Moment,
    pub received_by: String,
    pub township: TownshipCode,
    pub signature: String,
}

impl Receipt {
    pub(super) fn signing_text(&self) -> String {
        let Self { case, hash, records, received_at, received_by, township, .. } = self;
        let at = received_at.to_rfc3339();
        format!("guihang-parcel-receipt-1\n{case}\n{hash}\n{records}\n{at}\n{received_by}\n{township}")
    }

    pub(super) fn text(&self) -> String {
        lettered(RECEIPT_LETTERS, self)
    }

    /// # Errors
    /// `ParcelReceiptWrong`.
    pub(super) fn read(text: &str) -> Result<Self, Problem> {
        unlettered(RECEIPT_LETTERS, text).ok_or_else(|| ProblemCode::ParcelReceiptWrong.into())
    }

    /// As it stands in the file.
    pub(super) fn words(&self) -> String {
        format!(
            "{} 收{}条，{}签收，校验 {}",
            minute(self.received_at),
            self.records,
            self.received_by,
            self.hash
        )
    }
}

fn lettered<T: Serialize>(letters: &str, what: &T) -> String {
    let json = serde_json::to_vec(what).unwrap_or_default();
    format!("{letters}{}", URL_SAFE_NO_PAD.encode(json))
}

fn unlettered<T: DeserializeOwned>(letters: &str, text: &str) -> Option<T> {
    // Pasted through a chat, it comes in lines.
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let json = URL_SAFE_NO_PAD.decode(text.strip_prefix(letters)?).ok()?;
    serde_json::from_slice(&json).ok()
}

pub(super) fn json<T: Serialize>(what: &T) -> Result<String, Problem> {
    serde_json::to_string(what).map_err(|_| ProblemCode::StoreFailed.into())
}

/// `[length of the head, 4 bytes][head][pieces]`, under zstd, under `age`.
pub(super) fn seal(
    to: &str,
    sealed: &Sealed,
    pieces: impl Iterator<Item = Vec<u8>>,
) -> Result<Vec<u8>, Problem> {
    let failed = |_| Problem::new(ProblemCode::StoreFailed);
    let recipient: Recipient = to.parse().map_err(|_| Problem::new(ProblemCode::CardMalformed))?;
    let head = json(sealed)?;
    let length = u32::try_from(head.len()).map_err(|_| Problem::new(ProblemCode::RequestTooLarge))?;
    let mut text = length.to_le_bytes().to_vec();
    text.extend_from_slice(head.as_bytes());
    pieces.for_each(|piece| text.extend_from_slice(&piece));
    let packed = zstd::encode_all(text.as_slice(), ZSTD_LEVEL).map_err(failed)?;
    let recipients = std::iter::once(&recipient as &dyn age::Recipient);
    let encryptor =
        age::Encryptor::with_recipients(recipients).map_err(|_| Problem::new(ProblemCode::StoreFailed))?;
    let mut bytes = Vec::new();
    let mut out = encryptor.wrap_output(&mut bytes).map_err(failed)?;
    out.write_all(&packed).map_err(failed)?;
    out.finish().map_err(failed)?;
    Ok(bytes)
}

/// # Errors
/// `ParcelMalformed`, also past [`TEXT_BYTES_MAX`].
pub(super) fn unpack(packed: &[u8]) -> Result<Vec<u8>, Problem> {
    let malformed = |_| Problem::new(ProblemCode::ParcelMalformed);
    let decoder = zstd::stream::read::Decoder::new(packed).map_err(malformed)?;
    let most = u64::try_from(TEXT_BYTES_MAX).unwrap_or(u64::MAX);
    let mut text = Vec::new();
    decoder.take(most.saturating_add(1)).read_to_end(&mut text).map_err(malformed)?;
    if text.len() > TEXT_BYTES_MAX { Err(ProblemCode::ParcelMalformed.into()) } else { Ok(text) }
}

/// The head, and what follows it.
///
/// # Errors
/// `ParcelMalformed`.
pub(super) fn split(text: &[u8]) -> Result<(Sealed, &[u8]), Problem> {
    let read = || {
        let (length, rest) = text.split_first_chunk::<4>()?;
        let (head, rest) = rest.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)?;
        Some((serde_json::from_slice(head).ok()?, rest))
    };
    read().ok_or_else(|| ProblemCode::ParcelMalformed.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cards_and_receipts_are_read_as_pasted_and_refused_when_mistyped() {
        let card = Card {
            v: VERSION,
            township: TownshipCode("430422102".to_owned()),
            name: "试例镇".to_owned(),
            seal: age::x25519::Identity::generate().to_public().to_string(),
            key: crate::signature::public_key(&[1; 32]).unwrap(),
        };
        let text = card.text();
        let broken: String = text.chars().flat_map(|c| [c, '\n']).collect();
        assert_eq!(Card::read(&broken).unwrap(), card);
        assert_eq!(card.check().len(), CHECK_DIGITS + 1);
        let other = Card { seal: "age1no".to_owned(), ..card.clone() };
        for wrong in
            [text.replace("GHK1.", "GHR1."), text.chars().take(40).collect(), String::new(), other.text()]
        {
            assert_eq!(Card::read(&wrong).unwrap_err().code, ProblemCode::CardMalformed);
        }
    }

    #[test]
    fn what_is_cut_off_or_no_parcel_is_told() {
        for wrong in [&b""[..], b"\x05\0\0\0{}", b"\xff\xff\xff\xff"] {
            assert_eq!(split(wrong).unwrap_err().code, ProblemCode::ParcelMalformed);
        }
        assert_eq!(unpack(b"no zstd").unwrap_err().code, ProblemCode::ParcelMalformed);
    }
}
