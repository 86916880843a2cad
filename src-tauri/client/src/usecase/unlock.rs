//! 设置口令、解锁、修改口令、门口模式.

use std::io::ErrorKind;

use shared::problem::{Problem, ProblemCode};
use zeroize::Zeroizing;

use crate::deps::Deps;
use crate::phone::Phone;
use crate::reserve;
use crate::vault::VaultError;
use crate::view::Gate;

/// The first PIN: makes the store.
pub fn set_pin(phone: &mut Phone, deps: &Deps, pin: String) -> Result<(), Problem> {
    let pin = Zeroizing::new(pin);
    match phone.gate() {
        Gate::NeedsPin => {}
        Gate::Unpaired => return Err(ProblemCode::NotPaired.into()),
        Gate::Locked | Gate::Open => return Err(ProblemCode::AlreadyPaired.into()),
    }
    let unlocked = phone.vault.set_pin(&pin, deps.kdf, &*deps.entropy)?;
    phone.note_pin(deps, &pin);
    phone.enter(unlocked, deps)
}

/// Every try counts before it is checked; an open phone stays open only with the right PIN's silence: it is not asked.
pub fn unlock(phone: &mut Phone, deps: &Deps, pin: String) -> Result<(), Problem> {
    let pin = Zeroizing::new(pin);
    match phone.gate() {
        Gate::Locked => {}
        Gate::Unpaired | Gate::NeedsPin => return Err(ProblemCode::NotPaired.into()),
        Gate::Open => return Ok(()),
    }
    let unlocked = match phone.vault.unlock(&pin, deps.now()) {
        Err(error) if is_full(&error) && reserve::give_up(&deps.data_dir) => {
            phone.vault.unlock(&pin, deps.now())?
        }
        other => other?,
    };
    phone.enter(unlocked, deps)?;
    phone.doorstep = None;
    Ok(())
}

/// 解锁码: the office's code for the number this phone shows. The PIN may be tried again, and the phone stays locked.
pub fn take_office_code(phone: &mut Phone, deps: &Deps, code: &str) -> Result<(), Problem> {
    match phone.gate() {
        Gate::Locked => {}
        Gate::Unpaired | Gate::NeedsPin => return Err(ProblemCode::NotPaired.into()),
        Gate::Open => return Ok(()),
    }
    match phone.vault.take_office_code(code, deps.now()) {
        Err(error) if is_full(&error) && reserve::give_up(&deps.data_dir) => {
            Ok(phone.vault.take_office_code(code, deps.now())?)
        }
        other => Ok(other?),
    }
}

/// A try is counted before it is checked, and even that needs room.
fn is_full(error: &VaultError) -> bool {
    matches!(error, VaultError::File(error) if error.kind() == ErrorKind::StorageFull)
}

/// 修改口令, on an open phone. Whoever tries until a delay begins finds it locked.
pub fn change_pin(phone: &mut Phone, deps: &Deps, old: String, new: String) -> Result<(), Problem> {
    let (old, new) = (Zeroizing::new(old), Zeroizing::new(new));
    phone.opened()?;
    let changed = phone.vault.change_pin(&old, &new, deps.now(), deps.kdf, &*deps.entropy);
    if changed.is_ok() {
        phone.note_pin(deps, &new);
    }
    lock_when_delayed(phone, changed)
}

/// 门口模式 ends with the PIN alone.
pub fn leave_doorstep(phone: &mut Phone, deps: &Deps, pin: String) -> Result<(), Problem> {
    let pin = Zeroizing::new(pin);
    phone.opened()?;
    let checked = phone.vault.check(&pin, deps.now());
    lock_when_delayed(phone, checked)?;
    phone.doorstep = None;
    Ok(())
}

pub(super) fn lock_when_delayed(phone: &mut Phone, outcome: Result<(), VaultError>) -> Result<(), Problem> {
    let shut = matches!(
        outcome,
        Err(VaultError::PinWrong { tries_left: 0, .. }
            | VaultError::PinDelayed { .. }
            | VaultError::OfficeCodeNeeded { .. })
    );
    if shut {
        phone.lock();
    }
    Ok(outcome?)
}
