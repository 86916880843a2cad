//! 指纹、人脸: a second wrap of the store's key, under a secret that the platform gives only after its own check of the
//! user. Beside the PIN, never in place of it: a delay for wrong PINs holds here too, a new PIN ends it, and where the
//! platform lost its secret (a new fingerprint was added) the PIN still opens.

use db::Key;
use serde::{Deserialize, Serialize};
use shared::id::SeriesId;
use shared::moment::Moment;
use zeroize::Zeroizing;

use super::seal::{Dice, Kek, Sealed};
use super::{Unlocked, Vault, VaultError};

/// The platform's secret; 32 bytes, wiped when dropped.
pub type PlatformSecret = Zeroizing<[u8; 32]>;

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct QuickLock {
    series: SeriesId,
    key: Sealed,
}

impl Vault {
    /// Whether the store can be opened without the PIN.
    #[must_use]
    pub fn has_quick(&self) -> bool {
        self.file.quick.is_some()
    }

    /// Wraps the store's key under the platform's secret as well. The PIN is asked first, and counts as everywhere.
    ///
    /// # Errors
    /// Those of [`Vault::unlock`]; [`VaultError::File`], after which it is as it was.
    pub fn set_quick(
        &mut self,
        pin: &str,
        secret: &PlatformSecret,
        now: Moment,
        dice: Dice<'_>,
    ) -> Result<(), VaultError> {
        let (series, key) = self.open_lock(pin, now)?;
        let key = self.quick_kek(secret)?.seal(key.as_slice(), &purpose(series), dice);
        self.keep_quick(Some(QuickLock { series, key: key.ok_or(VaultError::Broken)? }))
    }

    /// # Errors
    /// [`VaultError::PinDelayed`] and [`VaultError::OfficeCodeNeeded`] as for the PIN, [`VaultError::WrongState`] where none is set or the
    /// secret is another: the PIN opens.
    pub fn unlock_quick(&mut self, secret: &PlatformSecret, now: Moment) -> Result<Unlocked, VaultError> {
        if let Some(number) = self.lockout_number() {
            return Err(VaultError::OfficeCodeNeeded { number });
        }
        let (wait_seconds, _) = self.tries(now);
        if wait_seconds > 0 {
            return Err(VaultError::PinDelayed { wait_seconds });
        }
        let Some(lock) = &self.file.quick else { return Err(VaultError::WrongState) };
        let opened = self.quick_kek(secret)?.unseal(&lock.key, &purpose(lock.series));
        let bytes = opened.ok_or(VaultError::WrongState)?;
        let key: [u8; 32] = bytes.as_slice().try_into().map_err(|_| VaultError::Corrupt)?;
        Ok(Unlocked { key: Key::new(key), pending: self.unseal_pending()? })
    }

    /// # Errors
    /// [`VaultError::File`], after which it is as it was.
    pub fn drop_quick(&mut self) -> Result<(), VaultError> {
        if self.file.quick.is_some() { self.keep_quick(None) } else { Ok(()) }
    }

    fn keep_quick(&mut self, quick: Option<QuickLock>) -> Result<(), VaultError> {
        let before = std::mem::replace(&mut self.file.quick, quick);
        self.write().inspect_err(|_| self.file.quick = before)
    }

    fn quick_kek(&self, secret: &PlatformSecret) -> Result<Kek, VaultError> {
        Kek::derive(b"guihang/quick", &[secret.as_slice(), self.secret.as_slice()], "guihang/quick/1")
            .ok_or(VaultError::Broken)
    }
}

fn purpose(series: SeriesId) -> String {
    format!("guihang-vault-1\nstore-key-quick\n{series}")
}
