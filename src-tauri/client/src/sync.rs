//! Moving what is in the store to the office and back. The engine is sans-I/O; only `http` knows the wire.

mod engine;
mod http;
mod pin;
mod sign;

use shared::protocol::Pin;
use thiserror::Error;

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
}
