//! 加密传输: how phones and office PCs know this server, and that nobody reads along.
//!
//! [`town`]: the CA a town makes for itself, the certificates it signs, its successor. [`given`]: certificates somebody
//! else made. [`names`]: what this machine is called. [`live`]: what the running server shows, exchanged without a stop.
//!
//! Phones go by the pin of the CA's key and the name, office PCs by the CA itself once it is installed there.

mod bytes;
mod dates;
mod error;
pub mod given;
pub mod live;
pub mod names;
pub mod town;

use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use rustls::pki_types::CertificateDer;
use rustls::server::ParsedCertificate;
use shared::protocol::Pin;

pub use error::TlsError;

/// How the line to this server is protected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Protection {
    /// Not at all: for this machine only, or for a proxy on it that speaks TLS.
    Plain,
    /// By a CA made here. The first name goes into the address that phones get.
    TownCa { names: Vec<String> },
    /// By a certificate chain and its key, both PEM; the chain ends with the CA that phones shall know.
    Given { cert: PathBuf, key: PathBuf, names: Vec<String> },
}

impl Protection {
    /// What the certificate must be good for.
    #[must_use]
    pub fn names(&self) -> &[String] {
        match self {
            Self::Plain => &[],
            Self::TownCa { names } | Self::Given { names, .. } => names,
        }
    }
}

/// What phones and office PCs are told to know this server by; changes while it runs.
#[derive(Debug, Clone, Default)]
pub struct Trust(Arc<RwLock<Told>>);

/// See [`Trust`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// Of the CA, and of the next one where it is prepared.
    pub pins: Vec<Pin>,
    /// The town's CA for office PCs, as PEM.
    pub ca: Option<String>,
}

impl Trust {
    /// Telling this.
    #[must_use]
    pub fn of(told: Told) -> Self {
        Self(Arc::new(RwLock::new(told)))
    }

    /// As it stands.
    #[must_use]
    pub fn told(&self) -> Told {
        self.0.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn set(&self, told: Told) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = told;
    }
}

/// The pin of the key in a certificate.
///
/// # Errors
/// [`TlsError::Malformed`].
pub(crate) fn pin_of(certificate: &CertificateDer<'_>) -> Result<Pin, TlsError> {
    let parsed = ParsedCertificate::try_from(certificate).map_err(|_| TlsError::Malformed)?;
    Ok(Pin::of(parsed.subject_public_key_info().as_ref()))
}
