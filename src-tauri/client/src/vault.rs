//! 保险箱: the way from a PIN to the key of the store, and what must be kept before there is a PIN.
//!
//! `store key` = random, wrapped by HKDF(argon2id(PIN) ‖ key store's secret). Changing a PIN rewraps; the store is not
//! rewritten. Between pairing and the first PIN the device key and the pairing lie in the vault file, sealed under the
//! key store's secret alone, so that a phone that dies in between does not need a second code.

mod kdf;
mod office;
mod pin;
mod quick;
mod seal;
mod tries;

use std::io;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use db::Key;
use serde::{Deserialize, Serialize};
use shared::id::SeriesId;
use shared::moment::Moment;
use thiserror::Error;
use zeroize::Zeroizing;

pub use kdf::KdfCost;
pub use pin::PIN_LENGTH_MIN;
pub use quick::PlatformSecret;
pub use seal::Dice;

use crate::durable::{read_if_there, write_durably};
use crate::pairing::{DeviceKey, Pairing};
use crate::view::Gate;
use seal::{Kek, Sealed};
use tries::Tries;

/// The newest layout of the vault file.
const FORMAT: u16 = 1;

/// Why the vault stays shut.
#[derive(Debug, Error)]
pub enum VaultError {
    #[error("fewer than {} characters", pin::PIN_LENGTH_MIN)]
    PinTooShort,
    #[error("a PIN anybody would try")]
    PinWeak,
    /// The new PIN is the old one.
    #[error("the PIN it has already")]
    PinSame,
    #[error("wrong PIN")]
    PinWrong { tries_left: u32, wait_seconds: u32 },
    #[error("too many wrong PINs")]
    PinDelayed { wait_seconds: u32 },
    /// Only a code of the office gives tries again; the number is what it asks for.
    #[error("too many wrong PINs: the office's code is needed")]
    OfficeCodeNeeded { number: String },
    #[error("a digit of the office's code is wrong")]
    OfficeCodeMistyped,
    #[error("not the office's code for this lock-out")]
    OfficeCodeWrong { wait_seconds: u32 },
    /// Called in the wrong order: no pairing, or a PIN already.
    #[error("not the state for it")]
    WrongState,
    #[error("the vault file is damaged")]
    Corrupt,
    #[error("the vault file was written by a newer version")]
    Newer,
    #[error("a cipher or the memory for the key derivation is missing")]
    Broken,
    #[error("vault file: {0}")]
    File(#[from] io::Error),
}

/// The file.
#[derive(Debug, Serialize, Deserialize)]
struct VaultFile {
    format: u16,
    /// Before the first PIN.
    pending: Option<Sealed>,
    lock: Option<PinLock>,
    /// By the platform's own check of the user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    quick: Option<quick::QuickLock>,
    /// What the office makes unlock codes under.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    office: Option<Sealed>,
}

#[derive(Debug, Serialize, Deserialize)]
struct PinLock {
    kdf: String,
    cost: KdfCost,
    salt: String,
    series: SeriesId,
    key: Sealed,
}

/// What is sealed before the first PIN.
#[derive(Serialize, Deserialize)]
struct PendingText {
    seed: String,
    pairing: Option<Pairing>,
}

/// Made at pairing; goes into the store once there is one.
#[derive(Debug)]
pub struct Pending {
    pub device: DeviceKey,
    pub pairing: Option<Pairing>,
}

/// The store's key, and what still has to be put into the store.
#[derive(Debug)]
pub struct Unlocked {
    pub key: Key,
    pub pending: Option<Pending>,
}

/// The vault of one folder.
pub struct Vault {
    path: PathBuf,
    secret: Zeroizing<[u8; 32]>,
    file: VaultFile,
    pending: Option<Pending>,
    tries: Tries,
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Vault").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Vault {
    /// Path of the vault file in a folder.
    #[must_use]
    pub fn path_in(folder: &Path) -> PathBuf {
        folder.join("vault.json")
    }

    /// # Errors
    /// [`VaultError::Corrupt`], [`VaultError::Newer`], [`VaultError::File`].
    pub fn open(folder: &Path, secret: [u8; 32], now: Moment) -> Result<Self, VaultError> {
        let path = Self::path_in(folder);
        let file = match read_if_there(&path)? {
            None => VaultFile { format: FORMAT, pending: None, lock: None, quick: None, office: None },
            Some(bytes) => read_file(&bytes)?,
        };
        let mut vault = Self {
            path,
            secret: Zeroizing::new(secret),
            file,
            pending: None,
            tries: Tries::open(folder, now)?,
        };
        vault.pending = vault.unseal_pending()?;
        Ok(vault)
    }

    /// What the app may show while the store is shut.
    #[must_use]
    pub fn gate(&self) -> Gate {
        let paired = self.pending.as_ref().is_some_and(|p| p.pairing.is_some());
        match (&self.file.lock, paired) {
            (Some(_), _) => Gate::Locked,
            (None, true) => Gate::NeedsPin,
            (None, false) => Gate::Unpaired,
        }
    }

    /// Seconds until the next try of the PIN, or of the office's code where that is asked for, and wrong PINs before the
    /// next delay.
    #[must_use]
    pub fn tries(&self, now: Moment) -> (u32, u32) {
        (self.tries.wait_seconds(now), if self.waits_for_office() { 0 } else { self.tries.left(now) })
    }

    /// The key to pair with: kept before the code is used, so that a lost answer can be asked for again.
    ///
    /// # Errors
    /// [`VaultError::WrongState`] once paired, [`VaultError::File`].
    pub fn device_for_pairing(&mut self, dice: Dice<'_>) -> Result<&DeviceKey, VaultError> {
        if self.gate() != Gate::Unpaired {
            return Err(VaultError::WrongState);
        }
        if self.pending.is_none() {
            let mut seed = Zeroizing::new([0; 32]);
            dice(seed.as_mut_slice());
            let device = DeviceKey::from_seed(*seed).ok_or(VaultError::Broken)?;
            self.keep_pending(Pending { device, pairing: None }, dice)?;
        }
        self.pending.as_ref().map(|pending| &pending.device).ok_or(VaultError::Broken)
    }

    /// `unlock_secret` = what the office makes unlock codes under, as it came.
    ///
    /// # Errors
    /// [`VaultError::WrongState`], [`VaultError::File`].
    pub fn keep_pairing(
        &mut self,
        pairing: Pairing,
        unlock_secret: Option<&str>,
        dice: Dice<'_>,
    ) -> Result<(), VaultError> {
        let Some(pending) = self.pending.take() else { return Err(VaultError::WrongState) };
        self.file.office = unlock_secret.map(|secret| self.seal_office(secret, dice)).transpose()?;
        self.keep_pending(Pending { pairing: Some(pairing), ..pending }, dice)
    }

    /// Makes the store's key and wraps it. The pairing stays sealed here until [`Vault::finish`].
    ///
    /// # Errors
    /// [`VaultError::PinTooShort`], [`VaultError::PinWeak`], [`VaultError::WrongState`], [`VaultError::File`].
    pub fn set_pin(&mut self, pin: &str, cost: KdfCost, dice: Dice<'_>) -> Result<Unlocked, VaultError> {
        let series = match (&self.file.lock, self.pending.as_ref().and_then(|p| p.pairing.as_ref())) {
            (None, Some(pairing)) => pairing.series,
            _ => return Err(VaultError::WrongState),
        };
        pin::check_pin(pin)?;
        let mut key = Zeroizing::new([0; 32]);
        dice(key.as_mut_slice());
        let lock = self.wrap(key.as_slice(), series, pin, cost, dice)?;
        self.keep_lock(lock)?;
        Ok(Unlocked { key: Key::new(*key), pending: self.unseal_pending()? })
    }

    /// 修改口令: wraps the store's key anew; the store itself is not touched. A power cut leaves the old PIN or the new
    /// one, never none and never both. The new one is looked at first, so that a weak one costs no try of the old.
    ///
    /// # Errors
    /// [`VaultError::PinTooShort`], [`VaultError::PinWeak`], [`VaultError::PinSame`], those of [`Vault::unlock`].
    pub fn change_pin(
        &mut self,
        old: &str,
        new: &str,
        now: Moment,
        cost: KdfCost,
        dice: Dice<'_>,
    ) -> Result<(), VaultError> {
        pin::check_pin(new)?;
        if old == new {
            return Err(VaultError::PinSame);
        }
        let (series, key) = self.open_lock(old, now)?;
        let lock = self.wrap(key.as_slice(), series, new, cost, dice)?;
        self.keep_lock(lock)
    }

    /// Whether this is the PIN; a wrong one counts as everywhere.
    ///
    /// # Errors
    /// Those of [`Vault::unlock`].
    pub fn check(&mut self, pin: &str, now: Moment) -> Result<(), VaultError> {
        self.open_lock(pin, now).map(drop)
    }

    /// # Errors
    /// [`VaultError::PinDelayed`] and [`VaultError::OfficeCodeNeeded`] without a check, [`VaultError::PinWrong`],
    /// [`VaultError::WrongState`].
    pub fn unlock(&mut self, pin: &str, now: Moment) -> Result<Unlocked, VaultError> {
        let (_, key) = self.open_lock(pin, now)?;
        Ok(Unlocked { key: Key::new(*key), pending: self.unseal_pending()? })
    }

    /// The store holds device key and pairing: the copy here goes.
    ///
    /// # Errors
    /// [`VaultError::File`].
    pub fn finish(&mut self) -> Result<(), VaultError> {
        if self.file.pending.is_some() {
            self.file.pending = None;
            self.write()?;
            self.pending = None;
        }
        Ok(())
    }

    /// The store's key by a PIN; the try is on the disk before it is checked.
    fn open_lock(&mut self, pin: &str, now: Moment) -> Result<(SeriesId, Zeroizing<[u8; 32]>), VaultError> {
        let Some(lock) = &self.file.lock else { return Err(VaultError::WrongState) };
        if let Some(number) = self.lockout_number() {
            return Err(VaultError::OfficeCodeNeeded { number });
        }
        self.tries.begin(now)?;
        let salt = STANDARD.decode(&lock.salt).map_err(|_| VaultError::Corrupt)?;
        let kek = self.pin_kek(pin, lock.cost, &salt)?;
        let Some(bytes) = kek.unseal(&lock.key, &key_purpose(lock.series)) else {
            if let Some(number) = self.lockout_number() {
                return Err(VaultError::OfficeCodeNeeded { number });
            }
            let (wait_seconds, tries_left) = self.tries(now);
            return Err(VaultError::PinWrong { tries_left, wait_seconds });
        };
        let key: [u8; 32] = bytes.as_slice().try_into().map_err(|_| VaultError::Corrupt)?;
        let series = lock.series;
        self.tries.succeed()?;
        Ok((series, Zeroizing::new(key)))
    }

    fn wrap(
        &self,
        key: &[u8],
        series: SeriesId,
        pin: &str,
        cost: KdfCost,
        dice: Dice<'_>,
    ) -> Result<PinLock, VaultError> {
        let mut salt = [0; 16];
        dice(&mut salt);
        let kek = self.pin_kek(pin, cost, &salt)?;
        let key = kek.seal(key, &key_purpose(series), dice).ok_or(VaultError::Broken)?;
        Ok(PinLock { kdf: "argon2id".to_owned(), cost, salt: STANDARD.encode(salt), series, key })
    }

    /// Puts the lock into the file; what opened without the old PIN ends with it. Where that fails the memory follows the disk, which may have either.
    fn keep_lock(&mut self, lock: PinLock) -> Result<(), VaultError> {
        let before = (self.file.lock.replace(lock), self.file.quick.take());
        if let Err(error) = self.write() {
            let on_disk = read_if_there(&self.path).ok().flatten().and_then(|bytes| read_file(&bytes).ok());
            (self.file.lock, self.file.quick) = on_disk.map_or(before, |file| (file.lock, file.quick));
            return Err(error);
        }
        Ok(())
    }

    fn pin_kek(&self, pin: &str, cost: KdfCost, salt: &[u8]) -> Result<Kek, VaultError> {
        let stretched = cost.stretch(pin, salt).ok_or(VaultError::Broken)?;
        Kek::derive(salt, &[stretched.as_slice(), self.secret.as_slice()], "guihang/kek/1")
            .ok_or(VaultError::Broken)
    }

    fn pending_kek(&self) -> Result<Kek, VaultError> {
        Kek::derive(b"guihang/pending", &[self.secret.as_slice()], "guihang/pending/1")
            .ok_or(VaultError::Broken)
    }

    fn keep_pending(&mut self, pending: Pending, dice: Dice<'_>) -> Result<(), VaultError> {
        let text =
            PendingText { seed: STANDARD.encode(pending.device.seed()), pairing: pending.pairing.clone() };
        let text = Zeroizing::new(serde_json::to_vec(&text).map_err(|_| VaultError::Broken)?);
        let sealed = self.pending_kek()?.seal(&text, PENDING_PURPOSE, dice).ok_or(VaultError::Broken)?;
        let before = self.file.pending.replace(sealed);
        if let Err(error) = self.write() {
            self.file.pending = before;
            self.pending = self.unseal_pending()?;
            return Err(error);
        }
        self.pending = Some(pending);
        Ok(())
    }

    fn unseal_pending(&self) -> Result<Option<Pending>, VaultError> {
        let Some(sealed) = &self.file.pending else { return Ok(None) };
        let bytes = self.pending_kek()?.unseal(sealed, PENDING_PURPOSE).ok_or(VaultError::Corrupt)?;
        let text: PendingText = serde_json::from_slice(&bytes).map_err(|_| VaultError::Corrupt)?;
        let seed: [u8; 32] = STANDARD
            .decode(Zeroizing::new(text.seed).as_str())
            .ok()
            .and_then(|bytes| bytes.try_into().ok())
            .ok_or(VaultError::Corrupt)?;
        let device = DeviceKey::from_seed(seed).ok_or(VaultError::Broken)?;
        Ok(Some(Pending { device, pairing: text.pairing }))
    }

    fn write(&self) -> Result<(), VaultError> {
        let bytes = serde_json::to_vec_pretty(&self.file).map_err(|_| VaultError::Broken)?;
        Ok(write_durably(&self.path, &bytes)?)
    }
}

const PENDING_PURPOSE: &str = "guihang-vault-1\npending";

fn key_purpose(series: SeriesId) -> String {
    format!("guihang-vault-1\nstore-key\n{series}")
}

fn read_file(bytes: &[u8]) -> Result<VaultFile, VaultError> {
    #[derive(Deserialize)]
    struct Head {
        format: u16,
    }
    let head: Head = serde_json::from_slice(bytes).map_err(|_| VaultError::Corrupt)?;
    if head.format > FORMAT {
        return Err(VaultError::Newer);
    }
    serde_json::from_slice(bytes).map_err(|_| VaultError::Corrupt)
}
