//! 指纹、人脸解锁. The phone is never held while the user is asked: that may take a minute.

use std::sync::Mutex;

use shared::problem::{Problem, ProblemCode};
use zeroize::Zeroizing;

use crate::deps::{Biometric, Deps};
use crate::exchange::lock;
use crate::phone::Phone;
use crate::view::Gate;

/// On an open phone, after its PIN: from now on the platform's check opens it too.
pub fn start(phone: &Mutex<Phone>, deps: &Deps, pin: String) -> Result<(), Problem> {
    let pin = Zeroizing::new(pin);
    {
        let mut phone = lock(phone);
        phone.opened()?;
        let checked = phone.vault.check(&pin, deps.now());
        super::unlock::lock_when_delayed(&mut phone, checked)?;
    }
    let secret = (platform(deps)?.make)().ok_or(ProblemCode::BiometricRefused)?;
    let mut phone = lock(phone);
    phone.opened()?;
    Ok(phone.vault.set_quick(&pin, &secret, deps.now(), &*deps.entropy)?)
}

/// A secret the platform has lost, or another than the one set, opens nothing; the way by finger ends then, and the PIN
/// stays.
pub fn unlock(phone: &Mutex<Phone>, deps: &Deps) -> Result<(), Problem> {
    {
        let phone = lock(phone);
        match phone.gate() {
            Gate::Open => return Ok(()),
            Gate::Locked if phone.vault.has_quick() => {}
            Gate::Locked | Gate::Unpaired | Gate::NeedsPin => {
                return Err(ProblemCode::BiometricRefused.into());
            }
        }
    }
    let secret = (platform(deps)?.open)().ok_or(ProblemCode::BiometricRefused)?;
    let mut phone = lock(phone);
    if phone.gate() != Gate::Locked {
        return Ok(());
    }
    let unlocked = match phone.vault.unlock_quick(&secret, deps.now()) {
        Err(crate::vault::VaultError::WrongState) => {
            phone.vault.drop_quick()?;
            return Err(ProblemCode::BiometricRefused.into());
        }
        outcome => outcome?,
    };
    phone.enter(unlocked, deps)?;
    phone.doorstep = None;
    Ok(())
}

fn platform(deps: &Deps) -> Result<&Biometric, Problem> {
    deps.biometric.as_ref().ok_or_else(|| ProblemCode::BiometricRefused.into())
}
