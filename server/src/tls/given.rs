//! 给定证书: a chain and a key that somebody else made, as PEM files; read again while the server runs, so that a
//! renewed one is taken up.

use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use rustls::Error;
use rustls::client::verify_server_name;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::{self, PemObject};
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::server::ParsedCertificate;
use rustls::sign::CertifiedKey;
use shared::protocol::Pin;

use super::{TlsError, dates, pin_of};

/// What the files hold.
#[derive(Debug, Clone)]
pub struct Given {
    pub shown: Arc<CertifiedKey>,
    /// Of the last certificate of the chain.
    pub pin: Pin,
    pub until: DateTime<Utc>,
}

/// Reads and checks the files.
///
/// # Errors
/// [`TlsError`]: unreadable, not a pair, expired, not yet valid, without one of the names.
pub fn load(
    cert: &Path,
    key: &Path,
    names: &[String],
    now: DateTime<Utc>,
    provider: &CryptoProvider,
) -> Result<Given, TlsError> {
    let chain = chain(cert)?;
    let (Some(leaf), Some(last)) = (chain.first(), chain.last()) else {
        return Err(TlsError::NoCertificate(cert.to_owned()));
    };
    let pin = pin_of(last)?;
    let validity = dates::of(leaf)?;
    if now < validity.from {
        return Err(TlsError::NotYetValid { path: cert.to_owned(), from: validity.from });
    }
    if now > validity.until {
        return Err(TlsError::Expired { path: cert.to_owned(), until: validity.until });
    }
    let parsed = ParsedCertificate::try_from(leaf).map_err(|_| TlsError::Malformed)?;
    for name in names {
        let wanted = ServerName::try_from(name.as_str()).map_err(|_| TlsError::BadName(name.clone()))?;
        verify_server_name(&parsed, &wanted)
            .map_err(|_| TlsError::NotForName { path: cert.to_owned(), name: name.clone() })?;
    }
    let secret = secret(key)?;
    let shown = CertifiedKey::from_der(chain, secret, provider).map_err(|error| {
        if matches!(error, Error::InconsistentKeys(_)) {
            TlsError::KeyMismatch { cert: cert.to_owned(), key: key.to_owned() }
        } else {
            TlsError::NoKey(key.to_owned())
        }
    })?;
    Ok(Given { shown: Arc::new(shown), pin, until: validity.until })
}

fn chain(path: &Path) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    let none = |error| unreadable(path, error, TlsError::NoCertificate);
    CertificateDer::pem_file_iter(path).map_err(none)?.collect::<Result<_, _>>().map_err(none)
}

fn secret(path: &Path) -> Result<PrivateKeyDer<'static>, TlsError> {
    PrivateKeyDer::from_pem_file(path).map_err(|error| unreadable(path, error, TlsError::NoKey))
}

/// A file that is not there, or one that holds something else.
fn unreadable(
    path: &Path,
    error: pem::Error,
    otherwise: impl FnOnce(std::path::PathBuf) -> TlsError,
) -> TlsError {
    if let pem::Error::Io(source) = error {
        TlsError::Unreadable { path: path.to_owned(), source }
    } else {
        otherwise(path.to_owned())
    }
}
