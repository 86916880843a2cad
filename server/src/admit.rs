//! Which device a signed request comes from, and whether it is taken.

use shared::access::{DeviceMay, device_may, reads_cards};
use shared::id::{SeriesId, TownshipCode};
use shared::problem::{Problem, ProblemCode};
use shared::protocol::{revoked_text, signing_text};

use crate::ledger::Author;
use crate::office::Office;
use crate::signature;
use crate::store::alert::AlertKind;
use crate::store::audit::{Actor, AuditAct};
use crate::store::device::Device;
use crate::store::user::User;
use crate::store::{Refusal, StoreError, Work, alert, audit, device, township, user};

/// A request with its signature headers, before anything of it is believed.
#[derive(Debug)]
pub struct SignedRequest {
    pub series: SeriesId,
    pub nonce: String,
    pub counter: u64,
    pub signature: String,
    pub method: String,
    pub path: String,
    /// As it came over the line.
    pub body: Vec<u8>,
}

/// Which nonce a request must carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NonceRule {
    /// None: hello asks for one.
    Empty,
    /// That of the last hello.
    OfLastHello,
}

/// A device that was recognised, with its user as they are now.
#[derive(Debug)]
pub struct Caller {
    pub device: Device,
    pub user: User,
}

impl Caller {
    /// As an author of events.
    #[must_use]
    pub fn author(&self) -> Author {
        Author {
            township: self.device.township.clone(),
            series: self.device.series,
            user: self.user.user,
            role: self.user.role,
        }
    }
}

/// Recognises the device. The counter is used up with the caller's transaction: a request that did anything cannot
/// be played again.
///
/// # Errors
/// `SignatureWrong` (also for a series nobody has), `DeviceRevoked`, `DeviceUnconfirmed`, `RequestReplayed`, `NonceStale`; of the store.
pub fn admit(work: Work<'_>, request: &SignedRequest, rule: NonceRule) -> Result<Caller, Refusal> {
    let device = device::find(work, request.series)?.ok_or(ProblemCode::SignatureWrong)?;
    let text = signing_text(&request.method, &request.path, &request.body, &request.nonce, request.counter);
    if !signature::holds(&device.key, text.as_bytes(), &request.signature) {
        return Err(ProblemCode::SignatureWrong.into());
    }
    let user =
        user::find(work, &device.township, device.user)?.ok_or(StoreError::Damaged("device without user"))?;
    let path = request.path.split('?').next().unwrap_or_default();
    match device_may(device.trust(), user.state, &request.method, path) {
        DeviceMay::Go => {}
        DeviceMay::Wait => return Err(ProblemCode::DeviceUnconfirmed.into()),
        DeviceMay::Never => return Err(revoked(work, &device, request)?.into()),
    }
    if request.counter <= device.counter {
        // Only somebody with the device's key hears where its counter stands: a phone put back from an old copy goes on
        // from there.
        let figure = Some(device.counter.to_string());
        return Err(Problem { figure, ..Problem::new(ProblemCode::RequestReplayed) }.into());
    }
    let fresh = match rule {
        NonceRule::Empty => request.nonce.is_empty(),
        NonceRule::OfLastHello => !device.nonce.is_empty() && request.nonce == device.nonce,
    };
    if !fresh {
        return Err(ProblemCode::NonceStale.into());
    }
    device::set_counter(work, &device, request.counter)?;
    Ok(Caller { device, user })
}

/// The refusal of a revoked device, which proves to it who refuses: it then shows no file any more.
fn revoked(work: Work<'_>, device: &Device, request: &SignedRequest) -> Result<Problem, Refusal> {
    let text = revoked_text(device.series, &request.signature);
    let figure = Some(signature::sign(&township::receipt_key(work, &device.township)?, text.as_bytes())?);
    Ok(Problem { figure, ..Problem::new(ProblemCode::DeviceRevoked) })
}

/// The township of a device whose role gets cards; `None` for every other.
///
/// # Errors
/// Of the store.
pub fn township_of_cards(work: Work<'_>, series: SeriesId) -> Result<Option<TownshipCode>, StoreError> {
    let Some(found) = device::find(work, series)? else { return Ok(None) };
    let owner = user::find(work, &found.township, found.user)?;
    Ok(owner.filter(|user| reads_cards(user.role)).map(|_| found.township))
}

/// Writes down a request whose counter lay behind: its transaction did nothing. One that is just the last one again is
/// an answer that was lost; older ones come from a phone put back from an old copy, or from somebody on the line.
///
/// # Errors
/// Of the store.
pub fn note<T>(office: &Office, request: &SignedRequest, done: &Result<T, Refusal>) -> Result<(), Refusal> {
    let replayed =
        matches!(done, Err(Refusal::Problem(problem)) if problem.code == ProblemCode::RequestReplayed);
    if !replayed {
        return Ok(());
    }
    office.write(|work| {
        let Some(found) = device::find(work, request.series)? else { return Ok(()) };
        if request.counter >= found.counter {
            return Ok(());
        }
        if alert::raise(work, &found.township, found.series, AlertKind::Rewound)? {
            let subject = found.series.to_string();
            audit::write(work, &found.township, Actor::Device(found.series), AuditAct::Rewound, &subject)?;
        }
        Ok(())
    })
}
