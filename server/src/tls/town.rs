//! 镇证书: the CA a town makes for itself, the certificate it signs for this server, and the CA that comes after it.
//!
//! All of it lies in one sealed file of the data folder, exchanged whole: a reader finds the old state or the new one.
//! A backup holds it; lost, it costs every phone a new pairing.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::sign::CertifiedKey;
use serde::{Deserialize, Serialize};
use sha2::Digest;
use shared::protocol::Pin;

use super::bytes::{Der, certificate_pem};
use super::{TlsError, Told, pin_of};
use crate::backup::{PART_ENDING, make_private_folder};
use crate::office::Office;
use crate::store::audit::{Actor, AuditAct};
use crate::store::{StoreError, audit, device, township};

mod make;

use make::{make_authority, make_shown};

/// In the data folder; a backup holds it.
pub(crate) const FOLDER: &str = "tls";
const FILE: &str = "town.sealed";
const LOCK: &str = "tls.lock";
const PLACE: &str = "tls/town/1";
/// The server's own certificate is made anew when it has so long left.
const RENEW_BEFORE: TimeDelta = TimeDelta::days(30);
/// The next CA is prepared so long before the end of this one: phones and office PCs have as long to hear of it.
const NEXT_BEFORE: TimeDelta = TimeDelta::days(2 * 365);
/// A clock may be a little behind the one that made the certificate.
const CLOCK_SLACK: TimeDelta = TimeDelta::days(1);
/// No certificate of ours was made before this program was written (2026-01-01 UTC): such a clock was never set.
const CLOCK_FIRST: DateTime<Utc> = DateTime::from_timestamp(1_767_225_600, 0).unwrap();

/// One CA.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Authority {
    /// In its subject; tells it from the one before.
    pub name: String,
    pub made: DateTime<Utc>,
    pub until: DateTime<Utc>,
    certificate: Der,
    key: Der,
}

/// The server's own certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    pub names: Vec<String>,
    pub until: DateTime<Utc>,
    /// Name of the CA that signed it.
    by: String,
    certificate: Der,
    key: Der,
}

/// What the file holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Town {
    pub authority: Authority,
    pub next: Option<Authority>,
    pub shown: Option<Shown>,
}

impl Authority {
    /// # Errors
    /// [`TlsError::Malformed`].
    pub fn pin(&self) -> Result<Pin, TlsError> {
        pin_of(&CertificateDer::from(self.certificate.bytes()))
    }

    /// As browsers print it: SHA-256 of the certificate, in pairs of digits.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        let digest = sha2::Sha256::digest(self.certificate.bytes());
        digest.iter().map(|byte| format!("{byte:02X}")).collect::<Vec<_>>().join(":")
    }

    /// For office PCs.
    #[must_use]
    pub fn pem(&self) -> String {
        certificate_pem(self.certificate.bytes())
    }
}

impl Town {
    /// What others are told.
    ///
    /// # Errors
    /// [`TlsError::Malformed`].
    pub fn told(&self) -> Result<Told, TlsError> {
        let pins = [Some(&self.authority), self.next.as_ref()];
        let pins = pins.into_iter().flatten().map(Authority::pin).collect::<Result<_, _>>()?;
        Ok(Told { pins, ca: Some(self.authority.pem()) })
    }

    /// The certificate with its CA and key, as rustls shows it; none before the first start.
    ///
    /// # Errors
    /// [`TlsError::Making`].
    pub fn chain(&self, provider: &CryptoProvider) -> Result<Option<Arc<CertifiedKey>>, TlsError> {
        let Some(shown) = &self.shown else { return Ok(None) };
        let der = |der: &Der| CertificateDer::from(der.bytes().to_vec());
        let chain = vec![der(&shown.certificate), der(&self.authority.certificate)];
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(shown.key.bytes().to_vec()));
        let chain = CertifiedKey::from_der(chain, key, provider);
        Ok(Some(Arc::new(chain.map_err(|error| TlsError::Making(error.to_string()))?)))
    }

    fn switch(&mut self) -> Result<(), TlsError> {
        self.authority = self.next.take().ok_or(TlsError::NoNext)?;
        Ok(())
    }
}

/// Where a town's certificates lie.
#[derive(Debug, Clone)]
pub struct Keep {
    office: Office,
}

impl Keep {
    /// In the folder of this office.
    #[must_use]
    pub const fn new(office: Office) -> Self {
        Self { office }
    }

    /// What there is.
    ///
    /// # Errors
    /// [`TlsError::NoTownCa`]; where the file does not open.
    pub fn look(&self) -> Result<Town, TlsError> {
        self.read()?.ok_or(TlsError::NoTownCa)
    }

    /// Makes what is missing and renews what runs out: the CA at the first start, the server's certificate for these
    /// names, the next CA long before the end of this one, and the change to it.
    ///
    /// # Errors
    /// [`TlsError`], above all for a clock that cannot be right.
    pub fn keep_current(&self, names: &[String]) -> Result<Town, TlsError> {
        let _lock = self.lock()?;
        let (before, now) = (self.read()?, self.now());
        let mut town = match before.clone() {
            Some(town) => town,
            None => Town { authority: make_authority(now)?, next: None, shown: None },
        };
        if now + CLOCK_SLACK < town.authority.made {
            return Err(TlsError::ClockBehind { now, made: town.authority.made });
        }
        if now + RENEW_BEFORE > town.authority.until && town.next.is_some() {
            town.switch()?;
        }
        if now > town.authority.until {
            return Err(TlsError::CaExpired { until: town.authority.until });
        }
        if now + NEXT_BEFORE > town.authority.until && town.next.is_none() {
            town.next = Some(make_authority(now)?);
        }
        let fits = town.shown.as_ref().is_some_and(|shown| {
            let signed = shown.by == town.authority.name;
            // One that ends with its CA cannot be had any longer.
            let lasts = now + RENEW_BEFORE < shown.until || shown.until == town.authority.until;
            signed && lasts && shown.names == names
        });
        if !fits {
            town.shown = Some(make_shown(&town.authority, names, now)?);
        }
        if before.as_ref() != Some(&town) {
            self.write(&town)?;
        }
        Ok(town)
    }

    /// Prepares the next CA: from now on both pins are handed out.
    ///
    /// # Errors
    /// [`TlsError::NextExists`], [`TlsError::NoTownCa`]; where the file does not open or cannot be written.
    pub fn prepare_next(&self) -> Result<Town, TlsError> {
        let _lock = self.lock()?;
        let mut town = self.look()?;
        if town.next.is_some() {
            return Err(TlsError::NextExists);
        }
        let next = make_authority(self.now())?;
        let pin = next.pin()?;
        town.next = Some(next);
        self.write(&town)?;
        self.note(AuditAct::PrepareCertificate, &pin)?;
        Ok(town)
    }

    /// The next CA takes the place of this one. `anyway` = also where phones have not heard of it: they must be paired
    /// anew.
    ///
    /// # Errors
    /// [`TlsError::NoNext`], [`TlsError::PhonesBehind`]; where the file does not open or cannot be written.
    pub fn switch(&self, anyway: bool) -> Result<Town, TlsError> {
        let _lock = self.lock()?;
        let mut town = self.look()?;
        let next = town.next.as_ref().ok_or(TlsError::NoNext)?;
        let behind = self.phones_not_seen_since(next.made)?;
        if behind > 0 && !anyway {
            return Err(TlsError::PhonesBehind(behind));
        }
        town.switch()?;
        self.write(&town)?;
        self.note(AuditAct::ChangeCertificate, &town.authority.pin()?)?;
        Ok(town)
    }

    fn phones_not_seen_since(&self, at: DateTime<Utc>) -> Result<usize, TlsError> {
        let behind = self.office.read(|work| {
            let mut behind = 0;
            for township in township::list(work)? {
                let devices = device::list(work, &township.code)?;
                let heard = |device: &device::Device| device.seen_at.unwrap_or(device.paired_at) > at;
                behind += devices.iter().filter(|d| d.revoked_at.is_none() && !heard(d)).count();
            }
            Ok::<_, StoreError>(behind)
        })?;
        Ok(behind)
    }

    fn note(&self, act: AuditAct, pin: &Pin) -> Result<(), TlsError> {
        let subject = pin.to_string();
        self.office.write(|work| {
            for township in township::list(work)? {
                audit::write(work, &township.code, Actor::Machine, act, &subject)?;
            }
            Ok::<_, StoreError>(())
        })?;
        Ok(())
    }

    fn now(&self) -> DateTime<Utc> {
        self.office.now().with_timezone(&Utc)
    }

    fn folder(&self) -> PathBuf {
        self.office.data().join(FOLDER)
    }

    fn file(&self) -> PathBuf {
        self.folder().join(FILE)
    }

    /// Held while something changes: the command line works beside the running server.
    fn lock(&self) -> Result<File, TlsError> {
        let path = self.office.data().join(LOCK);
        let taken = || {
            let file = File::options().create(true).truncate(false).write(true).open(&path)?;
            file.lock()?;
            Ok(file)
        };
        taken().map_err(|source| TlsError::Unwritable { path: path.clone(), source })
    }

    fn read(&self) -> Result<Option<Town>, TlsError> {
        let path = self.file();
        let sealed = match fs::read(&path) {
            Ok(sealed) => sealed,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(TlsError::Unreadable { path, source }),
        };
        let opened = self.office.read(|work| Ok::<_, StoreError>(work.wrap.open(PLACE, &sealed)?));
        let text = opened.map_err(|_| TlsError::Damaged(path.clone()))?;
        serde_json::from_slice(&text).map(Some).map_err(|_| TlsError::Damaged(path))
    }

    fn write(&self, town: &Town) -> Result<(), TlsError> {
        let text = zeroize::Zeroizing::new(
            serde_json::to_vec(town).map_err(|error| TlsError::Making(error.to_string()))?,
        );
        let sealed = self.office.read(|work| {
            Ok::<_, StoreError>(work.wrap.seal(&work.deps.entropy, PLACE, text.as_slice())?)
        })?;
        let (path, folder) = (self.file(), self.folder());
        let beside = folder.join(format!("{FILE}{PART_ENDING}"));
        let exchange = || {
            make_private_folder(&folder)?;
            let mut file =
                OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&beside)?;
            file.write_all(&sealed)?;
            file.sync_all()?;
            fs::rename(&beside, &path)?;
            File::open(&folder)?.sync_all()
        };
        exchange().map_err(|source| TlsError::Unwritable { path: path.clone(), source })
    }
}
