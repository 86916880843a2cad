//! Who is at the other end of a TLS line: whoever shows a certificate for the wanted name, signed by the key that the
//! pairing named. The dates of certificates are not read: a phone whose clock is wrong is locked out by nobody, and a
//! key that the office no longer wants is taken off the pins, not waited for to run out.

use std::time::Duration;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{verify_server_cert_signed_by_trust_anchor, verify_server_name};
use rustls::crypto::{
    CryptoProvider, WebPkiSupportedAlgorithms, verify_tls12_signature, verify_tls13_signature,
};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};
use shared::protocol::Pin;

/// Certificates of one chain whose dates can be asked for: more than any chain has.
const DATES_MAX: usize = 8;

/// Decides by pin and name.
#[derive(Debug)]
pub struct ByPin {
    pins: Vec<Pin>,
    algorithms: WebPkiSupportedAlgorithms,
}

impl ByPin {
    /// Without a pin nobody is trusted.
    #[must_use]
    pub fn new(pins: &[Pin], provider: &CryptoProvider) -> Self {
        Self { pins: pins.to_vec(), algorithms: provider.signature_verification_algorithms }
    }

    fn knows(&self, certificate: &ParsedCertificate<'_>) -> bool {
        let key = certificate.subject_public_key_info();
        self.pins.iter().any(|pin| pin.fits(key.as_ref()))
    }

    /// Whether the chain leads to this CA. It is judged at the youngest moment any of its certificates names: when the
    /// judge says that one of them is not valid yet, he is asked again at the moment from which it is.
    fn leads_to(
        &self,
        authority: &CertificateDer<'_>,
        shown: &ParsedCertificate<'_>,
        others: &[CertificateDer<'_>],
    ) -> Result<(), Error> {
        let mut roots = RootCertStore::empty();
        roots.add(authority.clone().into_owned())?;
        let mut at = UnixTime::since_unix_epoch(Duration::ZERO);
        let mut refused = Error::InvalidCertificate(CertificateError::UnknownIssuer);
        for _ in 0..DATES_MAX {
            let judged =
                verify_server_cert_signed_by_trust_anchor(shown, &roots, others, at, self.algorithms.all);
            match judged {
                Ok(()) => return Ok(()),
                Err(Error::InvalidCertificate(CertificateError::NotValidYetContext {
                    not_before, ..
                })) => at = not_before,
                Err(error) => {
                    refused = error;
                    break;
                }
            }
        }
        Err(refused)
    }
}

impl ServerCertVerifier for ByPin {
    fn verify_server_cert(
        &self,
        shown: &CertificateDer<'_>,
        others: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        _ocsp: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let shown = ParsedCertificate::try_from(shown)?;
        verify_server_name(&shown, name)?;
        if self.knows(&shown) {
            return Ok(ServerCertVerified::assertion());
        }
        let mut refused = Error::InvalidCertificate(CertificateError::UnknownIssuer);
        for authority in others {
            let known = ParsedCertificate::try_from(authority).is_ok_and(|parsed| self.knows(&parsed));
            if known {
                match self.leads_to(authority, &shown, others) {
                    Ok(()) => return Ok(ServerCertVerified::assertion()),
                    Err(error) => refused = error,
                }
            }
        }
        Err(refused)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, certificate, signed, &self.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, certificate, signed, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}
