//! 卷包: a whole case in one sealed piece, for the first download and for cases that come into scope.
//!
//! The bytes are JSON of `Vec<PulledEvent>` under zstd with [`DICTIONARY`]. They are made once for a set of records and
//! the same for everybody, so the office's signature is over the bytes and names no device.

use serde::{Deserialize, Serialize};

use super::SetDigest;
use crate::hash::Hash;
use crate::id::CaseId;

/// Trained on invented records (`cargo run -p e2e --bin bundles -- train FILE`). Bundles name its version: a newer one gets a new
/// file beside it.
pub const DICTIONARY: &[u8] = include_bytes!("records-1.zdict");
/// Of [`DICTIONARY`].
pub const DICTIONARY_VERSION: u16 = 1;
/// Cases asked for at once at most.
pub const BUNDLE_CASES_MAX: usize = 500;
/// Bytes of one answer, give or take its head: half a minute on the slowest line that is any use. One lost connection
/// costs at most so much.
pub const BUNDLE_BYTES_MAX: usize = 512 * 1024;
/// A bundle has at most this many bytes after decompression: ten times the largest case of thirty years.
pub const BUNDLE_PLAIN_MAX: usize = 64 * 1024 * 1024;

/// `POST /sync/bundle`: these cases, the first one from where it broke off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BundleRequest {
    pub cases: Vec<CaseId>,
    /// Dictionaries this device has.
    pub dictionary: u16,
    /// What is held of the first case already.
    pub from: Option<BundleFrom>,
}

/// A bundle that broke off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BundleFrom {
    pub etag: Hash,
    /// Bytes held.
    pub offset: u64,
}

/// One bundle or a piece of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BundlePart {
    pub head: BundleHead,
    /// `ed25519:<base64>` over [`BundleHead::signing_text`].
    pub signature: String,
    pub offset: u64,
    /// Bytes of this piece, after the head of the answer and the pieces before it.
    pub length: u64,
}

/// What a bundle is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BundleHead {
    pub case: CaseId,
    /// Changes with the set of records.
    pub etag: Hash,
    pub events: u32,
    pub digest: SetDigest,
    pub dictionary: u16,
    /// Bytes of the whole.
    pub total: u64,
    /// Hash of the whole.
    pub hash: Hash,
}

impl BundleHead {
    /// The text that is signed.
    #[must_use]
    pub fn signing_text(&self) -> String {
        let Self { case, etag, events, digest, dictionary, total, hash } = self;
        format!("guihang-bundle-1\n{case}\n{etag}\n{events}\n{digest}\n{dictionary}\n{total}\n{hash}")
    }

    /// The etag of a set of records under a dictionary.
    #[must_use]
    pub fn etag_of(case: CaseId, events: u32, digest: SetDigest) -> Hash {
        Hash::of(format!("guihang-etag-1\n{case}\n{events}\n{digest}\n{DICTIONARY_VERSION}").as_bytes())
    }
}

/// The head of the answer: length of it in four bytes, little-endian, then JSON of this, then the pieces.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BundleReply {
    /// In the order asked; the last may be a piece. Cases out of scope or without a record are left out.
    pub parts: Vec<BundlePart>,
    /// Asked for and not in this answer, nor out of scope: ask again.
    pub left: Vec<CaseId>,
}

/// Splits an answer into head and bytes; `None` for what is none.
#[must_use]
pub fn split_reply(body: &[u8]) -> Option<(BundleReply, &[u8])> {
    let (length, rest) = body.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
    let (head, bytes) = rest.split_at_checked(length)?;
    Some((serde_json::from_slice(head).ok()?, bytes))
}

/// Joins head and bytes to an answer.
///
/// # Errors
/// Where the head cannot be written (none of ours).
pub fn join_reply(head: &BundleReply, bytes: &[u8]) -> Result<Vec<u8>, serde_json::Error> {
    let head = serde_json::to_vec(head)?;
    let length = u32::try_from(head.len()).unwrap_or(u32::MAX);
    Ok([&length.to_le_bytes()[..], &head, bytes].concat())
}
