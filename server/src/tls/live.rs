//! What the running server shows: the certificate of the moment, exchanged without a stop.

use std::sync::{Arc, PoisonError, RwLock};

use chrono::Utc;
use rustls::ServerConfig;
use rustls::crypto::CryptoProvider;
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use rustls::version::TLS13;

use super::town::Keep;
use super::{Protection, TlsError, Told, Trust, given};
use crate::office::Office;

/// The certificate shown to whoever asks, by whatever name: phones and browsers check the name themselves.
#[derive(Debug)]
struct OfTheMoment(RwLock<Arc<CertifiedKey>>);

impl ResolvesServerCert for OfTheMoment {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.0.read().unwrap_or_else(PoisonError::into_inner).clone())
    }
}

/// A protected line.
#[derive(Debug, Clone)]
pub struct Live {
    office: Office,
    keep: Keep,
    protection: Protection,
    provider: Arc<CryptoProvider>,
    shown: Arc<OfTheMoment>,
    trust: Trust,
}

impl Live {
    /// Makes, reads or renews the certificates; `None` for a line that is not protected.
    ///
    /// # Errors
    /// [`TlsError`].
    pub fn open(office: &Office, protection: Protection) -> Result<Option<Self>, TlsError> {
        if protection == Protection::Plain {
            return Ok(None);
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let keep = Keep::new(office.clone());
        let (first, told) = current(office, &keep, &protection, &provider)?;
        let trust = Trust::of(told);
        let shown = Arc::new(OfTheMoment(RwLock::new(first)));
        Ok(Some(Self { office: office.clone(), keep, protection, provider, shown, trust }))
    }

    /// What phones and office PCs are told.
    #[must_use]
    pub fn trust(&self) -> Trust {
        self.trust.clone()
    }

    /// TLS 1.3 and nothing older.
    ///
    /// # Errors
    /// [`TlsError::Making`] where the ciphers do not fit together.
    pub fn config(&self) -> Result<ServerConfig, TlsError> {
        let builder = ServerConfig::builder_with_provider(self.provider.clone());
        let builder = builder.with_protocol_versions(&[&TLS13]);
        let builder = builder.map_err(|error| TlsError::Making(error.to_string()))?;
        let mut config = builder.with_no_client_auth().with_cert_resolver(self.shown.clone());
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(config)
    }

    /// Renews what runs out and takes up what was changed beside the running server. Connections that stand are left
    /// alone. Blocking.
    ///
    /// # Errors
    /// [`TlsError`]; what was shown goes on being shown.
    pub fn refresh(&self) -> Result<(), TlsError> {
        let (shown, told) = current(&self.office, &self.keep, &self.protection, &self.provider)?;
        *self.shown.0.write().unwrap_or_else(PoisonError::into_inner) = shown;
        self.trust.set(told);
        Ok(())
    }
}

fn current(
    office: &Office,
    keep: &Keep,
    protection: &Protection,
    provider: &CryptoProvider,
) -> Result<(Arc<CertifiedKey>, Told), TlsError> {
    match protection {
        // Never asked for one.
        Protection::Plain => Err(TlsError::NoTownCa),
        Protection::TownCa { names } => {
            let town = keep.keep_current(names)?;
            let chain = town.chain(provider)?.ok_or(TlsError::NoTownCa)?;
            Ok((chain, town.told()?))
        }
        Protection::Given { cert, key, names } => {
            if names.is_empty() {
                return Err(TlsError::NameMissing);
            }
            let now = office.now().with_timezone(&Utc);
            let given = given::load(cert, key, names, now, provider)?;
            Ok((given.shown, Told { pins: vec![given.pin], ca: None }))
        }
    }
}
