//! 绑定: what this installation agreed with the office, and the key it signs with.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use serde::{Deserialize, Serialize};
use shared::code::Role;
use shared::id::{SeriesId, TownshipCode, UserId};
use shared::protocol::{OfficeKey, PairReply, PairingLink, Pin};
use zeroize::Zeroizing;

/// Algorithm id before every key and signature.
const ED25519_TAG: &str = "ed25519:";

/// One user on one installation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pairing {
    /// Address of the office, without a trailing slash.
    pub server: String,
    pub series: SeriesId,
    pub user: UserId,
    pub user_name: String,
    pub role: Role,
    pub township: TownshipCode,
    pub township_name: String,
    /// `ed25519:<base64>`: what receipts are checked against.
    pub server_key: String,
    /// By which the office is known on the line: its CA now and the next one. None where it is this machine itself.
    #[serde(default)]
    pub pins: Vec<Pin>,
    /// What own records are sealed to; `None` before the office gave one.
    #[serde(default)]
    pub office_key: Option<OfficeKey>,
}

impl Pairing {
    /// `link` is what brought the phone here; the office's own word of its pins was heard through it.
    #[must_use]
    pub fn new(link: PairingLink, reply: PairReply) -> Self {
        Self {
            server: link.server,
            office_key: reply.office_key,
            pins: if reply.pins.is_empty() { link.pins } else { reply.pins },
            series: reply.series,
            user: reply.user,
            user_name: reply.user_name,
            role: reply.role,
            township: reply.township,
            township_name: reply.township_name,
            server_key: reply.server_key,
        }
    }
}

/// The device's Ed25519 key. Lives only in memory and inside sealed places.
pub struct DeviceKey {
    seed: Zeroizing<[u8; 32]>,
    pair: Ed25519KeyPair,
}

impl std::fmt::Debug for DeviceKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DeviceKey(…)")
    }
}

impl DeviceKey {
    /// `None` only if the seed is refused, which 32 bytes never are.
    #[must_use]
    pub fn from_seed(seed: [u8; 32]) -> Option<Self> {
        let pair = Ed25519KeyPair::from_seed_unchecked(&seed).ok()?;
        Some(Self { seed: Zeroizing::new(seed), pair })
    }

    /// For the sealed places only.
    #[must_use]
    pub fn seed(&self) -> &[u8; 32] {
        &self.seed
    }

    /// `ed25519:<base64>` of the public half.
    #[must_use]
    pub fn public(&self) -> String {
        format!("{ED25519_TAG}{}", STANDARD.encode(self.pair.public_key().as_ref()))
    }

    /// `ed25519:<base64>` over the text.
    #[must_use]
    pub fn sign(&self, text: &str) -> String {
        format!("{ED25519_TAG}{}", STANDARD.encode(self.pair.sign(text.as_bytes()).as_ref()))
    }
}

/// Whether `signature` over `text` was made by the private half of `key`; both `ed25519:<base64>`.
#[must_use]
pub fn is_signed_by(key: &str, text: &str, signature: &str) -> bool {
    let decode = |tagged: &str| STANDARD.decode(tagged.strip_prefix(ED25519_TAG)?).ok();
    match (decode(key), decode(signature)) {
        (Some(key), Some(signature)) => {
            UnparsedPublicKey::new(&ED25519, key).verify(text.as_bytes(), &signature).is_ok()
        }
        _ => false,
    }
}
