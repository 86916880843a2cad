//! Moving what is in the store to the office and back. The engine is sans-I/O; only `http` knows the wire.

mod blob;
mod engine;
mod http;
mod offer;
pub mod pause;
mod pin;
mod sign;

use shared::protocol::Pin;
use thiserror::Error;

pub use blob::BlobEngine;
pub use engine::{Changed, Engine};
pub(crate) use http::check_address;
pub use http::{HttpLink, HttpLinkError};
pub(crate) use sign::{pack, read};

/// One request of the protocol on its way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WireRequest {
    /// `http://…` or `https://…` of the office, without a trailing slash.
    pub server: String,
    /// By which the office is known where the address is `https://…`.
    pub pins: Vec<Pin>,
    /// One of [`shared::protocol::route`].
    pub path: &'static str,
    pub headers: Vec<(&'static str, String)>,
    /// zstd over JSON.
    pub body: Vec<u8>,
}

/// The answer: status and decompressed JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WireReply {
    pub status: u16,
    pub body: Vec<u8>,
}

/// What tus asks with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlobMethod {
    Post,
    Head,
    Patch,
}

impl BlobMethod {
    /// As it is signed and sent.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Post => "POST",
            Self::Head => "HEAD",
            Self::Patch => "PATCH",
        }
    }
}

/// One request about an attachment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlobRequest {
    /// As in [`WireRequest`].
    pub server: String,
    pub pins: Vec<Pin>,
    pub method: BlobMethod,
    pub path: String,
    pub headers: Vec<(&'static str, String)>,
    /// The bytes of a piece as they are.
    pub body: Vec<u8>,
}

/// The answer: status and headers, names in small letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlobReply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
}

impl BlobReply {
    /// The value of a header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// Nothing came back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum LinkError {
    #[error("no answer from the server")]
    Unreachable,
    #[error("the address is neither under TLS nor on this machine")]
    Insecure,
    #[error("nothing says by what the server is to be known")]
    NoPin,
    #[error("the server is not the one that was paired with")]
    NotTrusted,
}

/// The wire: real HTTP in the app; with faults in the simulator and a switch in the demo.
pub trait Link: Send + Sync {
    /// Sends one request and waits for its answer.
    ///
    /// # Errors
    /// [`LinkError`]; `Unreachable` for whatever else kept the answer away.
    fn send(&self, request: &WireRequest) -> Result<WireReply, LinkError>;

    /// Sends one request about an attachment; a line that carries none gives no answer, and they wait.
    ///
    /// # Errors
    /// [`LinkError::Unreachable`] for whatever kept the answer away.
    fn send_blob(&self, _: &BlobRequest) -> Result<BlobReply, LinkError> {
        Err(LinkError::Unreachable)
    }
}
