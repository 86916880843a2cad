//! 胶囊: what leaves a dying phone. Each part was sealed to the office's key when it was written; nobody on the way can
//! read it, and the device's signature inside says who wrote it.
//!
//! A bundle is `guihang-capsule-1\n`, the length of its header (four bytes, little endian), the header as JSON, then the
//! parts one after the other. The header names series, places, lengths and hashes: nothing of any person.

pub mod frame;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use thiserror::Error;

use crate::hash::Hash;
use crate::id::{SeriesId, TownshipCode};

const MAGIC: &[u8] = b"guihang-capsule-1\n";
/// Bytes of a header at most: tens of thousands of parts.
const HEADER_BYTES_MAX: usize = 4 * 1024 * 1024;
/// Bytes of a bundle at most that a console takes.
pub const BUNDLE_BYTES_MAX: usize = 64 * 1024 * 1024;
/// Where a device hands in what it cannot open itself.
pub const ROUTE: &str = "/sync/capsule";

/// The office's public key that parts are sealed to, signed by the office so that nobody can slip in another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeKey {
    /// `age1…`
    pub key: String,
    /// `ed25519:<base64>` over [`office_key_text`].
    pub signature: String,
}

/// What an office signs over its sealing key.
#[must_use]
pub fn office_key_text(township: &TownshipCode, key: &str) -> String {
    format!("guihang-office-key-1\n{township}\n{key}")
}

/// What lies inside the seal of an event.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SealedEvent {
    pub series: SeriesId,
    pub seq: u32,
    /// The bytes first written.
    pub event: Box<RawValue>,
    /// `ed25519:<base64>` of the device over the hash of the event, as over the head of a batch.
    pub signature: String,
}

/// What a part is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    Event { seq: u32 },
    Attachment { id: Hash },
}

/// One part in the header.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    pub series: SeriesId,
    pub what: What,
    pub bytes: u32,
    /// Of the sealed bytes.
    pub hash: Hash,
}

#[derive(Serialize, Deserialize)]
struct Header {
    parts: Vec<Part>,
}

/// Why bytes are no bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NoBundle {
    #[error("not a capsule")]
    Foreign,
    /// Ends before its header does: nothing of it can be taken.
    #[error("cut off")]
    Cut,
}

/// Why one part cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum BadPart {
    #[error("cut off")]
    Cut,
    #[error("changed on the way")]
    Changed,
}

/// A part with its sealed bytes, or why there are none.
pub type ReadPart<'a> = (Part, Result<&'a [u8], BadPart>);

/// `POST /sync/capsule`: sealed copies of own records that the phone has let go of itself, as a bundle in
/// base64. The device cannot open them; the office takes them as if they had been pushed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CapsuleRequest {
    pub bundle: String,
    /// As in [`super::PushRequest::gap`], before the first event of the bundle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gap: Option<super::SignedReceipt>,
}

/// What became of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CapsuleReply {
    /// A receipt for all that is held now without a gap.
    pub receipt: Option<super::SignedReceipt>,
    /// Parts that could not be taken.
    pub refused: u32,
    /// What became of each record that was taken, as with a push: one that was set aside before may count by now. An older
    /// office says nothing here.
    #[serde(default)]
    pub fates: Vec<OfferedFate>,
}

/// What became of one record that was offered sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferedFate {
    pub seq: u32,
    pub fate: super::Fate,
}

/// Writes a bundle of sealed parts.
#[must_use]
pub fn write_bundle(sealed: &[(SeriesId, What, Vec<u8>)]) -> Vec<u8> {
    let part = |(series, what, bytes): &(SeriesId, What, Vec<u8>)| Part {
        series: *series,
        what: what.clone(),
        bytes: u32::try_from(bytes.len()).unwrap_or(u32::MAX),
        hash: Hash::of(bytes),
    };
    // A header of plain names cannot fail to be JSON.
    let header = serde_json::to_vec(&Header { parts: sealed.iter().map(part).collect() }).unwrap_or_default();
    let length = u32::try_from(header.len()).unwrap_or(u32::MAX).to_le_bytes();
    let mut bundle = [MAGIC, &length, &header].concat();
    for (_, _, bytes) in sealed {
        bundle.extend_from_slice(bytes);
    }
    bundle
}

/// Reads a bundle as far as it is there: what is cut off or was changed is told part by part, the rest is taken.
///
/// # Errors
/// [`NoBundle`].
pub fn read_bundle(bytes: &[u8]) -> Result<Vec<ReadPart<'_>>, NoBundle> {
    let rest = bytes.strip_prefix(MAGIC).ok_or(NoBundle::Foreign)?;
    let (length, rest) = rest.split_first_chunk::<4>().ok_or(NoBundle::Cut)?;
    let length = usize::try_from(u32::from_le_bytes(*length)).unwrap_or(usize::MAX);
    if length > HEADER_BYTES_MAX {
        return Err(NoBundle::Foreign);
    }
    let (header, mut rest) = rest.split_at_checked(length).ok_or(NoBundle::Cut)?;
    let header: Header = serde_json::from_slice(header).map_err(|_| NoBundle::Foreign)?;
    let mut parts = Vec::with_capacity(header.parts.len());
    for part in header.parts {
        let length = usize::try_from(part.bytes).unwrap_or(usize::MAX);
        let read = match rest.split_at_checked(length) {
            Some((sealed, after)) => {
                rest = after;
                if Hash::of(sealed) == part.hash { Ok(sealed) } else { Err(BadPart::Changed) }
            }
            None => {
                rest = &[];
                Err(BadPart::Cut)
            }
        };
        parts.push((part, read));
    }
    Ok(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series() -> SeriesId {
        "00000000-0000-7000-8000-000000000002".parse().unwrap()
    }

    fn bundle() -> Vec<u8> {
        write_bundle(&[
            (series(), What::Event { seq: 7 }, b"first".to_vec()),
            (series(), What::Attachment { id: Hash::of(b"photo") }, b"second part".to_vec()),
        ])
    }

    #[test]
    fn a_bundle_reads_as_it_was_written() {
        let bundle = bundle();
        let parts = read_bundle(&bundle).unwrap();
        assert_eq!(parts[0].0.what, What::Event { seq: 7 });
        assert_eq!((parts[0].1, parts[1].1), (Ok(&b"first"[..]), Ok(&b"second part"[..])));
    }

    #[test]
    fn half_a_bundle_gives_its_first_half_and_says_what_is_missing() {
        let whole = bundle();
        for cut in 0..whole.len() {
            match read_bundle(&whole[..cut]) {
                Ok(parts) => assert_eq!(parts[1].1, Err(BadPart::Cut), "{cut}"),
                Err(NoBundle::Cut) => assert!(cut < whole.len() - 16, "{cut}"),
                Err(NoBundle::Foreign) => assert!(cut < MAGIC.len(), "{cut}"),
            }
        }
        assert_eq!(read_bundle(&whole[..whole.len() - 1]).unwrap()[0].1, Ok(&b"first"[..]));
    }

    #[test]
    fn no_changed_byte_passes_as_a_whole_part() {
        let whole = bundle();
        for at in 0..whole.len() {
            let mut changed = whole.clone();
            changed[at] ^= 1;
            let sound = |parts: Vec<ReadPart<'_>>| {
                parts.iter().all(|(part, read)| {
                    read.is_ok()
                        && part.series == series()
                        && (part.what == What::Event { seq: 7 }
                            || part.what == What::Attachment { id: Hash::of(b"photo") })
                })
            };
            assert!(!read_bundle(&changed).is_ok_and(sound), "byte {at}");
        }
    }
}
