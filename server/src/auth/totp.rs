//! The second factor: six digits of thirty seconds (RFC 6238), each accepted once.

use shared::moment::Moment;
use totp_rs::{Builder, Secret, Totp};

const ISSUER: &str = "归航";

fn totp(secret_hex: &str, account: &str) -> Option<Totp> {
    let secret = hex::decode(secret_hex).ok()?;
    Builder::new().with_secret(secret).with_account_name(account).with_issuer(Some(ISSUER)).build().ok()
}

/// The time step whose code was given: the present one, or one before or after it.
pub(crate) fn step_of(secret_hex: &str, code: &str, now: Moment) -> Option<i64> {
    let seconds = u64::try_from(now.timestamp()).ok()?;
    let step = totp(secret_hex, "")?.check(code.trim(), seconds)?;
    i64::try_from(step).ok()
}

/// The secret as people type it into an authenticator.
#[must_use]
pub fn secret_base32(secret_hex: &str) -> String {
    let bytes = hex::decode(secret_hex).unwrap_or_default();
    Secret::new(bytes.into_boxed_slice()).to_base32()
}

/// The `otpauth://` link of an account.
#[must_use]
pub fn otpauth_url(secret_hex: &str, login: &str) -> String {
    totp(secret_hex, login).and_then(|totp| totp.to_url().ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "3132333435363738393031323334353637383930";

    #[test]
    fn the_code_of_the_standard_is_accepted_and_named_by_its_step() {
        // RFC 6238 appendix B: 94287082 at 59 s, of which six digits are used.
        assert_eq!(step_of(SECRET, "287082", crate::store::moment(59_000)), Some(1));
        assert_eq!(step_of(SECRET, "287082", crate::store::moment(200_000)), None);
        assert_eq!(step_of(SECRET, "28708x", crate::store::moment(59_000)), None);
    }

    #[test]
    fn the_link_names_account_and_secret() {
        let url = otpauth_url(SECRET, "neiqin");
        assert!(url.starts_with("otpauth://totp/") && url.contains(&secret_base32(SECRET)), "{url}");
    }
}
