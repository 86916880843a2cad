//! The six digits an authenticator would show.

use anyhow::{Result, anyhow};
use ring::hmac;
use shared::moment::Moment;

const STEP_SECONDS: i64 = 30;

/// The code of a secret at a moment (RFC 6238, SHA-1, six digits, thirty seconds).
///
/// # Errors
/// When the secret is not hex.
pub fn code(secret_hex: &str, at: Moment) -> Result<String> {
    let secret = unhex(secret_hex).ok_or_else(|| anyhow!("the secret is not hex"))?;
    let step = u64::try_from(at.timestamp() / STEP_SECONDS)?;
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &secret);
    let digest = hmac::sign(&key, &step.to_be_bytes());
    let bytes = digest.as_ref();
    let offset = usize::from(bytes[19] & 0x0f);
    let word = u32::from_be_bytes([bytes[offset], bytes[offset + 1], bytes[offset + 2], bytes[offset + 3]]);
    Ok(format!("{:06}", (word & 0x7fff_ffff) % 1_000_000))
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok()).collect()
}
