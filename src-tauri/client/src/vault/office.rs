//! 解锁码: after so many wrong PINs only a code of the office gives tries again. Office and installation agreed on a
//! secret when they were paired; it lies sealed under the key store's secret, outside the locked store. A phone paired
//! before there was one keeps the longest delay. Whatever happens here, nothing is wiped.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ring::hmac;
use shared::id::SeriesId;
use shared::moment::Moment;
use shared::protocol::office_code::{LockoutNumber, code_of, code_text, read_code};
use zeroize::Zeroizing;

use super::seal::{Dice, Kek, Sealed};
use super::{Vault, VaultError};

const PURPOSE: &str = "guihang-vault-1\noffice-code";

impl Vault {
    /// 解锁号: what the user tells the office. `None` while the PIN may still be tried.
    #[must_use]
    pub fn lockout_number(&self) -> Option<String> {
        let series = self.file.lock.as_ref()?.series;
        self.waits_for_office().then(|| LockoutNumber::of(series, self.tries.lockouts()).to_text())
    }

    /// Takes the office's code, as it was typed: the PIN may be tried again. The store stays shut.
    ///
    /// # Errors
    /// [`VaultError::OfficeCodeMistyped`], which costs nothing; [`VaultError::OfficeCodeWrong`],
    /// [`VaultError::PinDelayed`]; [`VaultError::WrongState`] where no code is waited for; [`VaultError::File`].
    pub fn take_office_code(&mut self, typed: &str, now: Moment) -> Result<(), VaultError> {
        let (Some(lock), true) = (&self.file.lock, self.waits_for_office()) else {
            return Err(VaultError::WrongState);
        };
        let series = lock.series;
        let typed = read_code(typed).ok_or(VaultError::OfficeCodeMistyped)?;
        self.tries.begin_code(now)?;
        if self.office_code(series)? != typed {
            let wait_seconds = self.tries.wait_seconds(now);
            return Err(VaultError::OfficeCodeWrong { wait_seconds });
        }
        self.tries.forgive()
    }

    /// Whether there is a secret to make codes under, and so many PINs were wrong.
    pub(super) fn waits_for_office(&self) -> bool {
        self.file.office.is_some() && self.tries.is_spent()
    }

    pub(super) fn seal_office(&self, secret: &str, dice: Dice<'_>) -> Result<Sealed, VaultError> {
        self.office_kek()?.seal(secret.as_bytes(), PURPOSE, dice).ok_or(VaultError::Broken)
    }

    fn office_code(&self, series: SeriesId) -> Result<String, VaultError> {
        let sealed = self.file.office.as_ref().ok_or(VaultError::WrongState)?;
        let secret = self.office_kek()?.unseal(sealed, PURPOSE).ok_or(VaultError::Corrupt)?;
        let secret = Zeroizing::new(STANDARD.decode(secret.as_slice()).map_err(|_| VaultError::Corrupt)?);
        let key = hmac::Key::new(hmac::HMAC_SHA256, &secret);
        Ok(code_of(hmac::sign(&key, code_text(series, self.tries.lockouts()).as_bytes()).as_ref()))
    }

    fn office_kek(&self) -> Result<Kek, VaultError> {
        Kek::derive(b"guihang/office", &[self.secret.as_slice()], "guihang/office/1")
            .ok_or(VaultError::Broken)
    }
}
