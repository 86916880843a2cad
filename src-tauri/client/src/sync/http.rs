//! Real HTTP. In this version only to this machine itself: other addresses wait for certificates pinned at pairing.

use std::io::Read;
use std::net::IpAddr;
use std::time::Duration;

use reqwest::blocking::{Client, Response};
use reqwest::header::{CONTENT_ENCODING, CONTENT_TYPE};
use reqwest::redirect::Policy;
use reqwest::{StatusCode, Url};
use rustls::{ClientConfig, RootCertStore};
use shared::protocol::BODY_BYTES_MAX;
use thiserror::Error;

use super::{Link, LinkError, WireReply, WireRequest};

/// A line without an answer for so long has none.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// A whole page on a slow line.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(30);
/// First bytes of every zstd frame.
const ZSTD_MAGIC: [u8; 4] = [0x28, 0xB5, 0x2F, 0xFD];

/// The HTTP client could not be built.
#[derive(Debug, Error)]
#[error("no HTTP client: {0}")]
pub struct HttpLinkError(String);

/// The wire. Blocking: never to be made, used or dropped on a thread of an async runtime.
#[derive(Debug)]
pub struct HttpLink {
    client: Client,
}

impl HttpLink {
    /// # Errors
    /// [`HttpLinkError`] where the platform gives no sockets.
    pub fn new() -> Result<Self, HttpLinkError> {
        // No root certificate is trusted: pins come with pairing, and until then nothing leaves over TLS.
        let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
        let tls = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| HttpLinkError(error.to_string()))?
            .with_root_certificates(RootCertStore::empty())
            .with_no_client_auth();
        let client = Client::builder()
            .tls_backend_preconfigured(tls)
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(ANSWER_TIMEOUT)
            // An answer comes from the address of the pairing or not at all.
            .redirect(Policy::none())
            .no_proxy()
            .referer(false)
            .build()
            .map_err(|error| HttpLinkError(error.to_string()))?;
        Ok(Self { client })
    }
}

impl Link for HttpLink {
    fn send(&self, request: &WireRequest) -> Result<WireReply, LinkError> {
        let url = check_address(&request.server)?.join(request.path).map_err(|_| LinkError::Insecure)?;
        let mut post = self
            .client
            .post(url)
            .header(CONTENT_TYPE, "application/json")
            .header(CONTENT_ENCODING, "zstd")
            .body(request.body.clone());
        for (name, value) in &request.headers {
            post = post.header(*name, value);
        }
        let response = post.send().map_err(|_| LinkError::Unreachable)?;
        let status = response.status();
        Ok(WireReply { status: status.as_u16(), body: read_body(response, status)? })
    }
}

/// The address, if it may be spoken to: plain HTTP and only on this machine.
pub(crate) fn check_address(server: &str) -> Result<Url, LinkError> {
    let url = Url::parse(server).map_err(|_| LinkError::Insecure)?;
    let here = url.host_str().is_some_and(|host| {
        let host = host.trim_start_matches('[').trim_end_matches(']');
        host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
    });
    if url.scheme() == "http" && here && url.username().is_empty() {
        Ok(url)
    } else {
        Err(LinkError::Insecure)
    }
}

/// At most [`BODY_BYTES_MAX`] bytes, before and after decompression; a longer answer is no answer.
fn read_body(response: Response, status: StatusCode) -> Result<Vec<u8>, LinkError> {
    if status.is_redirection() {
        return Ok(Vec::new());
    }
    let packed = read_limited(response)?;
    if packed.starts_with(&ZSTD_MAGIC) {
        let stream =
            zstd::stream::read::Decoder::new(packed.as_slice()).map_err(|_| LinkError::Unreachable)?;
        read_limited(stream)
    } else {
        Ok(packed)
    }
}

fn read_limited(source: impl Read) -> Result<Vec<u8>, LinkError> {
    let limit = u64::try_from(BODY_BYTES_MAX).unwrap_or(u64::MAX);
    let mut bytes = Vec::new();
    source.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(|_| LinkError::Unreachable)?;
    if bytes.len() > BODY_BYTES_MAX { Err(LinkError::Unreachable) } else { Ok(bytes) }
}

#[cfg(test)]
mod tests {
    use super::check_address;

    #[test]
    fn plain_http_goes_to_this_machine_only() {
        for here in ["http://127.0.0.1:8080", "http://localhost:1", "http://[::1]:80"] {
            assert!(check_address(here).is_ok(), "{here}");
        }
        for elsewhere in [
            "http://192.168.1.5:8080",
            "http://localhost.example.com",
            "http://127.0.0.1@example.com",
            "https://127.0.0.1",
            "ftp://127.0.0.1",
            "127.0.0.1:80",
            "",
        ] {
            assert!(check_address(elsewhere).is_err(), "{elsewhere}");
        }
    }
}
