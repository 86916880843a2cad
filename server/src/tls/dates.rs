//! From when to when a certificate holds.

use std::time::Duration;

use chrono::{DateTime, Utc};
use rustls::client::verify_server_cert_signed_by_trust_anchor;
use rustls::pki_types::{CertificateDer, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, Error, RootCertStore};

use super::TlsError;

/// Past any certificate, within what dates can hold: the year 9999 and some.
const FAR_SECONDS: u64 = 253_500_000_000;

/// Both ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Validity {
    pub from: DateTime<Utc>,
    pub until: DateTime<Utc>,
}

/// Reads them. rustls keeps the dates of a certificate to itself, but names the one that it refuses a certificate for;
/// dates are the first thing it looks at, so nothing needs to be trusted here.
///
/// # Errors
/// [`TlsError::Malformed`].
pub(crate) fn of(certificate: &CertificateDer<'_>) -> Result<Validity, TlsError> {
    let parsed = ParsedCertificate::try_from(certificate).map_err(|_| TlsError::Malformed)?;
    let refused_at = |seconds| {
        let at = UnixTime::since_unix_epoch(Duration::from_secs(seconds));
        verify_server_cert_signed_by_trust_anchor(&parsed, &RootCertStore::empty(), &[], at, &[]).err()
    };
    let time = |at: UnixTime| DateTime::from_timestamp(i64::try_from(at.as_secs()).ok()?, 0);
    let from = match refused_at(0) {
        Some(Error::InvalidCertificate(CertificateError::NotValidYetContext { not_before, .. })) => {
            time(not_before)
        }
        // Valid since 1970 or before.
        Some(_) | None => DateTime::from_timestamp(0, 0),
    };
    let until = match refused_at(FAR_SECONDS) {
        Some(Error::InvalidCertificate(CertificateError::ExpiredContext { not_after, .. })) => {
            time(not_after)
        }
        Some(_) | None => None,
    };
    match (from, until) {
        (Some(from), Some(until)) => Ok(Validity { from, until }),
        (None, _) | (_, None) => Err(TlsError::Malformed),
    }
}
