//! 设置口令与解锁.

use shared::problem::{Problem, ProblemCode};
use zeroize::Zeroizing;

use crate::deps::Deps;
use crate::phone::Phone;
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
    let unlocked = phone.vault.unlock(&pin, deps.now())?;
    phone.enter(unlocked, deps)
}
