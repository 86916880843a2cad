//! 最低版本: which version of the app phones of a township should and must have.

use shared::problem::{Problem, ProblemCode};
use shared::protocol::Update;

use crate::auth::Session;
use crate::office::Office;
use crate::store::audit::AuditAct;
use crate::store::{Refusal, audit, device};
use crate::view::{AppFloorRequest, AppFloorView, AppVersionCount};

/// Characters of a version.
const VERSION_CHARACTERS_MAX: usize = 20;

/// Whether the office wants a newer app than this one. A version that cannot be read is older than any.
#[must_use]
pub fn update((wanted, required): &(String, String), has: &str) -> Update {
    if number(has) < number(required) {
        Update::Required
    } else if number(has) < number(wanted) {
        Update::Wanted
    } else {
        Update::None
    }
}

fn number(text: &str) -> Vec<u32> {
    text.split('.').map(|part| part.parse().unwrap_or(0)).collect()
}

/// The versions set, and those phones in use have.
///
/// # Errors
/// Of the store.
pub fn view(office: &Office, session: &Session) -> Result<AppFloorView, Refusal> {
    let code = &session.township.code;
    office.read(|work| {
        let (wanted, required) = device::app_floor(work, code)?;
        let mut versions: Vec<AppVersionCount> = Vec::new();
        for used in device::list(work, code)?.into_iter().filter(|device| device.revoked_at.is_none()) {
            match versions.iter_mut().find(|known| known.version == used.app_version) {
                Some(known) => known.devices += 1,
                None => versions.push(AppVersionCount { version: used.app_version, devices: 1 }),
            }
        }
        versions.sort_by_key(|version| std::cmp::Reverse(number(&version.version)));
        Ok(AppFloorView { wanted, required, versions })
    })
}

/// Sets both. A phone below `required` still sends what it has and records nothing new.
///
/// # Errors
/// `RequestMalformed` of a field that is no version, and where more is required than is wanted; of the store.
pub fn set(office: &Office, session: &Session, ask: &AppFloorRequest) -> Result<(), Refusal> {
    let (wanted, required) = (version("wanted", &ask.wanted)?, version("required", &ask.required)?);
    if number(wanted) < number(required) {
        return Err(Problem::of_field(ProblemCode::RequestMalformed, "wanted").into());
    }
    let code = &session.township.code;
    office.write(|work| {
        audit::write(work, code, session.actor(), AuditAct::SetAppFloor, &format!("{wanted} {required}"))?;
        Ok(device::set_app_floor(work, code, wanted, required)?)
    })
}

/// Numbers with points between them, or nothing.
fn version<'a>(field: &str, text: &'a str) -> Result<&'a str, Problem> {
    let text = text.trim();
    let is_version = text.len() <= VERSION_CHARACTERS_MAX
        && (text.is_empty() || text.split('.').all(|part| part.parse::<u32>().is_ok()));
    if is_version { Ok(text) } else { Err(Problem::of_field(ProblemCode::RequestMalformed, field)) }
}
