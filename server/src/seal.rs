//! Sealing: AES-256-GCM over everything personal, each text bound to the place it belongs to.
//!
//! A sealed text is `[algorithm 1 byte][nonce 12][ciphertext and tag]`. The place (`aad`) is not stored: bytes moved
//! to another row do not open.

use ring::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use thiserror::Error;
use zeroize::Zeroizing;

use crate::deps::Entropy;

/// AES-256-GCM with a random nonce.
const ALGORITHM_AES_256_GCM: u8 = 1;
/// Bytes of a key.
pub const KEY_BYTES: usize = 32;

/// A text does not open: another key, another place, or damaged.
#[derive(Debug, Error)]
#[error("sealed bytes do not open")]
pub struct SealError;

/// A key that seals and opens.
pub struct SealingKey(Zeroizing<[u8; KEY_BYTES]>);

impl std::fmt::Debug for SealingKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SealingKey(***)")
    }
}

impl SealingKey {
    /// The key of these bytes.
    #[must_use]
    pub const fn new(bytes: Zeroizing<[u8; KEY_BYTES]>) -> Self {
        Self(bytes)
    }

    /// A random key.
    #[must_use]
    pub fn make(entropy: &Entropy) -> Self {
        let mut bytes = Zeroizing::new([0; KEY_BYTES]);
        entropy(bytes.as_mut_slice());
        Self(bytes)
    }

    /// Seals a text for a place.
    ///
    /// # Errors
    /// [`SealError`] where the cipher refuses (it does not for texts of our sizes).
    pub fn seal(&self, entropy: &Entropy, place: &str, text: &[u8]) -> Result<Vec<u8>, SealError> {
        let mut nonce = [0; NONCE_LEN];
        entropy(&mut nonce);
        let mut body = text.to_vec();
        self.cipher()?
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(place.as_bytes()),
                &mut body,
            )
            .map_err(|_| SealError)?;
        let mut sealed = Vec::with_capacity(1 + NONCE_LEN + body.len());
        sealed.push(ALGORITHM_AES_256_GCM);
        sealed.extend_from_slice(&nonce);
        sealed.append(&mut body);
        Ok(sealed)
    }

    /// Opens a text sealed for a place.
    ///
    /// # Errors
    /// [`SealError`].
    pub fn open(&self, place: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let (&algorithm, rest) = sealed.split_first().ok_or(SealError)?;
        if algorithm != ALGORITHM_AES_256_GCM {
            return Err(SealError);
        }
        let (nonce, body) = rest.split_at_checked(NONCE_LEN).ok_or(SealError)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| SealError)?;
        let mut text = Zeroizing::new(body.to_vec());
        let length = self
            .cipher()?
            .open_in_place(nonce, Aad::from(place.as_bytes()), &mut text)
            .map_err(|_| SealError)?
            .len();
        text.truncate(length);
        Ok(text)
    }

    /// Seals another key under this one.
    ///
    /// # Errors
    /// [`SealError`].
    pub fn wrap(&self, entropy: &Entropy, place: &str, key: &Self) -> Result<Vec<u8>, SealError> {
        self.seal(entropy, place, key.0.as_slice())
    }

    /// Opens a key sealed under this one.
    ///
    /// # Errors
    /// [`SealError`].
    pub fn unwrap_key(&self, place: &str, sealed: &[u8]) -> Result<Self, SealError> {
        let text = self.open(place, sealed)?;
        let bytes: [u8; KEY_BYTES] = text.as_slice().try_into().map_err(|_| SealError)?;
        Ok(Self(Zeroizing::new(bytes)))
    }

    fn cipher(&self) -> Result<LessSafeKey, SealError> {
        let key = UnboundKey::new(&AES_256_GCM, self.0.as_slice()).map_err(|_| SealError)?;
        Ok(LessSafeKey::new(key))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn key(seed: u8) -> (Entropy, SealingKey) {
        let entropy: Entropy = Arc::new(move |bytes: &mut [u8]| bytes.fill(seed));
        let key = SealingKey::make(&entropy);
        (entropy, key)
    }

    #[test]
    fn a_text_opens_only_with_its_key_and_in_its_place() {
        let (entropy, ours) = key(1);
        let (_, other) = key(2);
        let sealed = ours.seal(&entropy, "case/a", "甲一".as_bytes()).unwrap();
        assert_eq!(ours.open("case/a", &sealed).unwrap().as_slice(), "甲一".as_bytes());
        assert!(ours.open("case/b", &sealed).is_err(), "moved to another row");
        assert!(other.open("case/a", &sealed).is_err(), "another key");
    }

    #[test]
    fn every_damaged_byte_is_found() {
        let (entropy, ours) = key(1);
        let sealed = ours.seal(&entropy, "p", b"text").unwrap();
        for place in 0..sealed.len() {
            let mut damaged = sealed.clone();
            damaged[place] ^= 1;
            assert!(ours.open("p", &damaged).is_err(), "byte {place}");
        }
        assert!(ours.open("p", &[]).is_err());
    }
}
