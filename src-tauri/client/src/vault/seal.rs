//! Sealing a secret under another: AES-256-GCM with a fresh nonce; what it is for is part of what is authenticated.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ring::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use ring::hkdf::{HKDF_SHA256, KeyType, Salt};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// Fills bytes with chance.
pub type Dice<'a> = &'a dyn Fn(&mut [u8]);

/// The one algorithm so far; the id travels with every ciphertext.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Algorithm {
    #[serde(rename = "aes-256-gcm")]
    Aes256Gcm,
}

/// A sealed secret as it lies in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed {
    algorithm: Algorithm,
    nonce: String,
    sealed: String,
}

/// A key made for one purpose, wiped when dropped.
pub struct Kek(Zeroizing<[u8; 32]>);

struct Bytes32;

impl KeyType for Bytes32 {
    fn len(&self) -> usize {
        32
    }
}

impl Kek {
    /// HKDF-SHA256 of the given material; `purpose` separates the keys made from the same material.
    pub fn derive(salt: &[u8], material: &[&[u8]], purpose: &str) -> Option<Self> {
        let joined = Zeroizing::new(material.concat());
        let extracted = Salt::new(HKDF_SHA256, salt).extract(&joined);
        let mut key = Zeroizing::new([0; 32]);
        extracted.expand(&[purpose.as_bytes()], Bytes32).ok()?.fill(key.as_mut_slice()).ok()?;
        Some(Self(key))
    }

    pub fn seal(&self, secret: &[u8], aad: &str, dice: Dice<'_>) -> Option<Sealed> {
        let mut nonce = [0; 12];
        dice(&mut nonce);
        let mut bytes = secret.to_vec();
        self.cipher()?
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(aad.as_bytes()),
                &mut bytes,
            )
            .ok()?;
        Some(Sealed {
            algorithm: Algorithm::Aes256Gcm,
            nonce: STANDARD.encode(nonce),
            sealed: STANDARD.encode(bytes),
        })
    }

    /// `None` for another key, another purpose or a changed byte.
    pub fn unseal(&self, sealed: &Sealed, aad: &str) -> Option<Zeroizing<Vec<u8>>> {
        let Algorithm::Aes256Gcm = sealed.algorithm;
        let nonce: [u8; 12] = STANDARD.decode(&sealed.nonce).ok()?.try_into().ok()?;
        let mut bytes = Zeroizing::new(STANDARD.decode(&sealed.sealed).ok()?);
        let length = self
            .cipher()?
            .open_in_place(Nonce::assume_unique_for_key(nonce), Aad::from(aad.as_bytes()), &mut bytes)
            .ok()?
            .len();
        bytes.truncate(length);
        Some(bytes)
    }

    fn cipher(&self) -> Option<LessSafeKey> {
        UnboundKey::new(&AES_256_GCM, self.0.as_slice()).ok().map(LessSafeKey::new)
    }
}
