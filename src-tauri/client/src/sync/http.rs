//! Real HTTP: under TLS to the office that the pins name, plain to this machine itself and to nobody else.

use std::error::Error as StdError;
use std::io::{self, Read};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use reqwest::blocking::{Client, Response};
use reqwest::header::{CONTENT_ENCODING, CONTENT_TYPE, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Method, StatusCode, Url};
use rustls::ClientConfig;
use rustls::version::TLS13;
use shared::protocol::{BODY_BYTES_MAX, Pin};
use thiserror::Error;

use super::pin::ByPin;
use super::{BlobMethod, BlobReply, BlobRequest, Link, LinkError, WireReply, WireRequest};

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
    /// For the pins it was last used with: a line opened under other pins is not gone on with.
    client: Mutex<(Vec<Pin>, Client)>,
}

impl HttpLink {
    /// # Errors
    /// [`HttpLinkError`] where the platform gives no sockets.
    pub fn new() -> Result<Self, HttpLinkError> {
        Ok(Self { client: Mutex::new((Vec::new(), client(&[])?)) })
    }

    fn client(&self, pins: &[Pin]) -> Result<Client, HttpLinkError> {
        let mut kept = self.client.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.0 != pins {
            *kept = (pins.to_vec(), client(pins)?);
        }
        Ok(kept.1.clone())
    }
}

fn client(pins: &[Pin]) -> Result<Client, HttpLinkError> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let by_pin = Arc::new(ByPin::new(pins, &provider));
    let tls = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&TLS13])
        .map_err(|error| HttpLinkError(error.to_string()))?
        .dangerous()
        .with_custom_certificate_verifier(by_pin)
        .with_no_client_auth();
    Client::builder()
        .tls_backend_preconfigured(tls)
        .connect_timeout(CONNECT_TIMEOUT)
        .timeout(ANSWER_TIMEOUT)
        // An answer comes from the address of the pairing or not at all.
        .redirect(Policy::none())
        .no_proxy()
        .referer(false)
        .build()
        .map_err(|error| HttpLinkError(error.to_string()))
}

impl Link for HttpLink {
    fn send(&self, request: &WireRequest) -> Result<WireReply, LinkError> {
        let url = check_address(&request.server, &request.pins)?;
        let url = url.join(request.path).map_err(|_| LinkError::Insecure)?;
        let mut post = self
            .client(&request.pins)
            .map_err(|_| LinkError::Unreachable)?
            .post(url)
            .header(CONTENT_TYPE, "application/json")
            .header(CONTENT_ENCODING, "zstd")
            .body(request.body.clone());
        for (name, value) in &request.headers {
            post = post.header(*name, value);
        }
        let response = post.send().map_err(refused)?;
        let status = response.status();
        Ok(WireReply { status: status.as_u16(), body: read_body(response, status)? })
    }

    fn send_blob(&self, request: &BlobRequest) -> Result<BlobReply, LinkError> {
        let url = check_address(&request.server, &request.pins)?;
        let url = url.join(&request.path).map_err(|_| LinkError::Insecure)?;
        let method = match request.method {
            BlobMethod::Post => Method::POST,
            BlobMethod::Head => Method::HEAD,
            BlobMethod::Patch => Method::PATCH,
        };
        let client = self.client(&request.pins).map_err(|_| LinkError::Unreachable)?;
        let mut asked = client.request(method, url).body(request.body.clone());
        for (name, value) in &request.headers {
            asked = asked.header(*name, value);
        }
        let response = asked.send().map_err(refused)?;
        let text = |value: &HeaderValue| value.to_str().map(str::to_owned).ok();
        let headers = response.headers().iter();
        let headers = headers.filter_map(|(name, value)| Some((name.as_str().to_owned(), text(value)?)));
        Ok(BlobReply { status: response.status().as_u16(), headers: headers.collect() })
    }
}

#[allow(clippy::needless_pass_by_value, reason = "the shape map_err wants")]
fn refused(error: reqwest::Error) -> LinkError {
    if is_of_certificate(&error) { LinkError::NotTrusted } else { LinkError::Unreachable }
}

/// Whether the other end showed a certificate that is not the office's.
fn is_of_certificate(error: &reqwest::Error) -> bool {
    let mut next: Option<&(dyn StdError + 'static)> = Some(error);
    while let Some(error) = next {
        if let Some(rustls::Error::InvalidCertificate(_)) = error.downcast_ref() {
            return true;
        }
        // An I/O error leaves the one it was made of out of its sources, and some are made of another of them.
        let within = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        next = within.map(|within| within as &(dyn StdError + 'static)).or_else(|| error.source());
    }
    false
}

/// The address, if it may be spoken to: under TLS with a pin, or plain and only on this machine.
pub(crate) fn check_address(server: &str, pins: &[Pin]) -> Result<Url, LinkError> {
    let url = Url::parse(server).map_err(|_| LinkError::Insecure)?;
    let here = url.host_str().is_some_and(|host| {
        let host = host.trim_start_matches('[').trim_end_matches(']');
        host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
    });
    let nobody = url.username().is_empty() && url.password().is_none();
    match url.scheme() {
        "http" if here && nobody => Ok(url),
        "https" if nobody && pins.is_empty() => Err(LinkError::NoPin),
        "https" if nobody => Ok(url),
        _ => Err(LinkError::Insecure),
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
    use shared::protocol::Pin;

    use super::{LinkError, check_address};

    #[test]
    fn plain_http_goes_to_this_machine_only() {
        for here in ["http://127.0.0.1:8080", "http://localhost:1", "http://[::1]:80"] {
            assert!(check_address(here, &[]).is_ok(), "{here}");
        }
        for elsewhere in [
            "http://192.168.1.5:8080",
            "http://localhost.example.com",
            "http://127.0.0.1@example.com",
            "https://somebody@127.0.0.1",
            "ftp://127.0.0.1",
            "127.0.0.1:80",
            "",
        ] {
            let pins = [Pin::of(b"a town")];
            assert_eq!(check_address(elsewhere, &pins), Err(LinkError::Insecure), "{elsewhere}");
        }
    }

    #[test]
    fn nobody_is_spoken_to_under_tls_without_a_pin() {
        let office = "https://192.168.1.5:7443";
        assert_eq!(check_address(office, &[]), Err(LinkError::NoPin));
        assert!(check_address(office, &[Pin::of(b"a town")]).is_ok());
    }
}
