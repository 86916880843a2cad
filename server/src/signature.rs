//! Ed25519 with the algorithm in front: `ed25519:<base64>` for keys and signatures (R-PRIV-16).

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};

use crate::seal::SealError;

const TAG: &str = "ed25519:";

fn write(bytes: &[u8]) -> String {
    format!("{TAG}{}", STANDARD.encode(bytes))
}

fn read(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text.strip_prefix(TAG)?).ok()
}

/// Whether a key has the shape of one.
#[must_use]
pub fn is_key(text: &str) -> bool {
    read(text).is_some_and(|bytes| bytes.len() == 32)
}

/// Whether `signature` is that of `key` over `text`.
#[must_use]
pub fn holds(key: &str, text: &[u8], signature: &str) -> bool {
    let (Some(key), Some(signature)) = (read(key), read(signature)) else {
        return false;
    };
    UnparsedPublicKey::new(&ED25519, key).verify(text, &signature).is_ok()
}

/// The public key of a seed.
///
/// # Errors
/// [`SealError`] for a seed that is not 32 bytes.
pub fn public_key(seed: &[u8]) -> Result<String, SealError> {
    Ok(write(pair(seed)?.public_key().as_ref()))
}

/// Signs a text.
///
/// # Errors
/// [`SealError`] for a seed that is not 32 bytes.
pub fn sign(seed: &[u8], text: &[u8]) -> Result<String, SealError> {
    Ok(write(pair(seed)?.sign(text).as_ref()))
}

fn pair(seed: &[u8]) -> Result<Ed25519KeyPair, SealError> {
    Ed25519KeyPair::from_seed_unchecked(seed).map_err(|_| SealError)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_holds_for_its_key_and_text_only() {
        let (one, other) = ([1; 32], [2; 32]);
        let key = public_key(&one).unwrap();
        let signature = sign(&one, b"text").unwrap();
        assert!(is_key(&key) && holds(&key, b"text", &signature));
        assert!(!holds(&key, b"other", &signature));
        assert!(!holds(&public_key(&other).unwrap(), b"text", &signature));
        assert!(!holds("rsa:AAAA", b"text", &signature) && !holds(&key, b"text", "ed25519:%%"));
    }
}
