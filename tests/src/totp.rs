//! The six digits an authenticator would show.

use anyhow::{Result, anyhow};
use shared::moment::Moment;
use totp_rs::{Builder, Secret};

/// The code of a secret, as typed into an authenticator, at a moment.
///
/// # Errors
/// When the secret is not base32.
pub fn code(secret_base32: &str, at: Moment) -> Result<String> {
    let secret = Secret::try_from_base32(secret_base32).map_err(|error| anyhow!("{error:?}"))?;
    let totp = Builder::new().with_secret(secret).build().map_err(|error| anyhow!("{error:?}"))?;
    Ok(totp.generate(u64::try_from(at.timestamp())?).to_string())
}
