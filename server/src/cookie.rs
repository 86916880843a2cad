//! The session cookie.

use axum::http::{HeaderMap, header};

const PLAIN: &str = "guihang";
/// Browsers bind this name to host, path and TLS.
const HOST_BOUND: &str = "__Host-guihang";
/// As long as a session lives at most, in seconds.
const AGE_MAX: u32 = 8 * 3600;

const fn name(https: bool) -> &'static str {
    if https { HOST_BOUND } else { PLAIN }
}

/// The header that sets the cookie.
#[must_use]
pub fn set(token: &str, https: bool) -> String {
    let secure = if https { "; Secure" } else { "" };
    format!("{}={token}; Path=/; HttpOnly; SameSite=Strict; Max-Age={AGE_MAX}{secure}", name(https))
}

/// The header that takes it away.
#[must_use]
pub fn clear(https: bool) -> String {
    let secure = if https { "; Secure" } else { "" };
    format!("{}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0{secure}", name(https))
}

/// The token a request brought.
#[must_use]
pub fn token(headers: &HeaderMap, https: bool) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(found, _)| *found == name(https))
        .map(|(_, token)| token.to_owned())
}
