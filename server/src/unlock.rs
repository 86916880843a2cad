//! 解锁码: what the office reads out to somebody whose phone saw too many wrong PINs. It gives tries again and opens
//! nothing.
//!
//! Each installation's secret is derived from the office's sealing key, so that it needs no place of its own, is sealed as
//! that key is, and comes back with every backup. A second sealing key would have to leave the first one readable, as
//! capsules sealed to it need it too.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ring::hmac;
use shared::access::DeviceTrust;
use shared::id::{SeriesId, TownshipCode};
use shared::problem::{Problem, ProblemCode};
use shared::protocol::office_code::{LockoutNumber, code_of, code_text};

use crate::auth::Session;
use crate::office::Office;
use crate::store::audit::{Actor, AuditAct};
use crate::store::device::Device;
use crate::store::{Refusal, StoreError, Work, audit, capsule, device};

/// What an installation gets when it is paired, base64.
///
/// # Errors
/// Of the store.
pub fn secret_of(work: Work<'_>, code: &TownshipCode, series: SeriesId) -> Result<String, StoreError> {
    Ok(STANDARD.encode(derived(work, code, series)?))
}

fn derived(work: Work<'_>, code: &TownshipCode, series: SeriesId) -> Result<hmac::Tag, StoreError> {
    capsule::public_key(work, code)?;
    let identity = capsule::identity(work, code)?.ok_or(StoreError::Damaged("office key"))?;
    let identity = identity.to_string();
    let key = age::secrecy::ExposeSecret::expose_secret(&identity);
    let key = hmac::Key::new(hmac::HMAC_SHA256, key.as_bytes());
    Ok(hmac::sign(&key, format!("guihang-unlock-secret-1\n{code}\n{series}").as_bytes()))
}

/// 给出解锁码.
///
/// # Errors
/// `NotFound` for a device the township does not have or that is revoked, `OfficeCodeMistyped`,
/// `LockoutNumberForeign`; of the store.
pub fn code(office: &Office, session: &Session, series: SeriesId, number: &str) -> Result<String, Refusal> {
    office.write(|work| {
        let found = device::find(work, series)?.filter(|device| device.township == session.township.code);
        code_as(work, session.actor(), &found.ok_or(ProblemCode::NotFound)?, number)
    })
}

pub(crate) fn code_as(
    work: Work<'_>,
    actor: Actor,
    device: &Device,
    number: &str,
) -> Result<String, Refusal> {
    if device.trust() == DeviceTrust::Revoked {
        return Err(ProblemCode::NotFound.into());
    }
    let number = LockoutNumber::parse(number)
        .ok_or_else(|| Problem::of_field(ProblemCode::OfficeCodeMistyped, "number"))?;
    if !number.fits(device.series) {
        return Err(Problem::of_field(ProblemCode::LockoutNumberForeign, "number").into());
    }
    let secret = derived(work, &device.township, device.series)?;
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_ref());
    let mac = hmac::sign(&key, code_text(device.series, number.lockout).as_bytes());
    audit::write(work, &device.township, actor, AuditAct::GiveUnlockCode, &device.series.to_string())?;
    Ok(code_of(mac.as_ref()))
}
