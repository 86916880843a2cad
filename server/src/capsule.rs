//! 胶囊: the office's sealing key, and what comes back sealed to it. Anyone may carry a capsule; who wrote what is proved
//! by the devices' signatures inside.
//!
//! What holds: every part gets its own word; what is held already changes nothing; records of a device that was revoked
//! are set aside until a person decides; nothing of a bundle is lost because another part of it is bad.

use std::collections::BTreeMap;
use std::io::Read;

use age::x25519::Identity;
use age::{DecryptError, Decryptor};
use shared::access::DeviceTrust;
use shared::attachment::ATTACHMENT_BYTES_MAX;
use shared::event::EVENT_BYTES_MAX;
use shared::hash::Hash;
use shared::id::{SeriesId, TownshipCode};
use shared::problem::{Problem, ProblemCode};
use shared::protocol::capsule::{
    BadPart, CapsuleReply, CapsuleRequest, NoBundle, OfferedFate, OfficeKey, Part, SealedEvent, What, frame,
    office_key_text, read_bundle,
};
use shared::protocol::{Fate, PUSH_EVENTS_MAX, SignedReceipt};

use crate::admit::Caller;
use crate::auth::Session;
use crate::ledger::{self, Appended, Author, Batch, Trust};
use crate::office::Office;
use crate::store::audit::{Actor, AuditAct};
use crate::store::device::Device;
use crate::store::user::UserState;
use crate::store::{Refusal, StoreError, Work, audit, capsule, device, township, user};
use crate::view::{HandIn, HandInPart};
use crate::{blob, signature};

/// Around an event lie its series, place and signature.
const SEALED_BYTES_MAX: usize = EVENT_BYTES_MAX + 4096;
/// What a device may send in one request: its answer must come on a slow line.
const FIRST_LETTERS: &[u8] = b"GH1/";

/// The public key phones of a township seal to, signed.
///
/// # Errors
/// Of the store.
pub fn office_key(work: Work<'_>, code: &TownshipCode) -> Result<OfficeKey, StoreError> {
    let key = capsule::public_key(work, code)?;
    let seed = township::receipt_key(work, code)?;
    let signature = signature::sign(&seed, office_key_text(code, &key).as_bytes())?;
    Ok(OfficeKey { key, signature })
}

/// 交入胶囊 at the console: a bundle, or the frames of a run of QR codes as text.
///
/// # Errors
/// `CapsuleMalformed`, `CapsuleIncomplete`, `CapsuleForeign`, `CapsuleTampered` where nothing of it can be taken; of
/// the store.
pub fn hand_in(office: &Office, session: &Session, bytes: &[u8]) -> Result<HandIn, Refusal> {
    let joined = if bytes.starts_with(FIRST_LETTERS) { Some(join(bytes)?) } else { None };
    let bundle = joined.as_deref().unwrap_or(bytes);
    office
        .write(|work| take(work, &session.township.code, session.actor(), bundle, None).map(|(done, _)| done))
}

/// A device offers again what it let go of: sealed copies it cannot open itself.
///
/// # Errors
/// As [`hand_in`]; `CapsuleForeign` for parts of another device.
pub fn offered(work: Work<'_>, caller: &Caller, ask: &CapsuleRequest) -> Result<CapsuleReply, Refusal> {
    use base64::Engine as _;
    let bundle = base64::engine::general_purpose::STANDARD.decode(&ask.bundle);
    let bundle = bundle.map_err(|_| ProblemCode::CapsuleMalformed)?;
    let (code, series) = (&caller.device.township, caller.device.series);
    let foreign = read(&bundle)?.iter().any(|(part, _)| part.series != series);
    if foreign {
        return Err(ProblemCode::CapsuleForeign.into());
    }
    let (done, fates) = take(work, code, Actor::Device(series), &bundle, ask.gap.as_ref())?;
    let receipt = ledger::issue_receipt(work, code, series)?;
    Ok(CapsuleReply { receipt, refused: u32::try_from(done.refused.len()).unwrap_or(u32::MAX), fates })
}

/// An event with what its device signed over it.
struct Signed {
    event: Vec<u8>,
    signature: String,
}

/// What was opened of a bundle.
#[derive(Default)]
struct Opened {
    events: BTreeMap<SeriesId, BTreeMap<u32, Signed>>,
    attachments: Vec<(SeriesId, Hash, Vec<u8>)>,
    devices: BTreeMap<SeriesId, Device>,
    refused: Vec<HandInPart>,
}

/// What the console shows, and what became of each record.
type Done = (HandIn, Vec<OfferedFate>);

fn take(
    work: Work<'_>,
    code: &TownshipCode,
    actor: Actor,
    bundle: &[u8],
    gap: Option<&SignedReceipt>,
) -> Result<Done, Refusal> {
    let parts = read(bundle)?;
    let identity = capsule::identity(work, code)?.ok_or(ProblemCode::CapsuleForeign)?;
    if parts.is_empty() {
        return Err(ProblemCode::CapsuleEmpty.into());
    }
    let mut opened = Opened::default();
    for (part, sealed) in parts {
        if let Err(code) = open(work, code, &identity, &part, sealed, &mut opened)? {
            opened.refused.push(HandInPart {
                series: part.series,
                place: place_of(&part.what),
                problem: code.into(),
            });
        }
    }
    let mut done = HandIn { refused: opened.refused, ..HandIn::default() };
    let mut fates = Vec::new();
    for (series, events) in opened.events {
        let device = opened.devices.get(&series).ok_or(ProblemCode::CapsuleForeign)?;
        fates.extend(append(work, device, events, gap, &mut done)?);
    }
    for (series, id, bytes) in opened.attachments {
        match blob::put_whole(work, code, series, actor, &id, &bytes) {
            Ok(true) => done.attachments += 1,
            Ok(false) => done.held_already += 1,
            Err(Refusal::Problem(problem)) => {
                let place = place_of(&What::Attachment { id });
                done.refused.push(HandInPart { series, place, problem });
            }
            Err(error) => return Err(error),
        }
    }
    let took = done.counted + done.set_aside + done.held_already + done.attachments;
    match done.refused.first() {
        Some(first) if took == 0 => return Err(first.problem.clone().into()),
        _ => {}
    }
    let subject = format!("{} {} {}", done.counted, done.set_aside, done.held_already);
    audit::write(work, code, actor, AuditAct::HandIn, &subject)?;
    Ok((done, fates))
}

fn read(bundle: &[u8]) -> Result<Vec<shared::protocol::capsule::ReadPart<'_>>, ProblemCode> {
    read_bundle(bundle).map_err(|error| match error {
        NoBundle::Foreign => ProblemCode::CapsuleMalformed,
        NoBundle::Cut => ProblemCode::CapsuleIncomplete,
    })
}

fn join(text: &[u8]) -> Result<Vec<u8>, Problem> {
    let text = std::str::from_utf8(text).map_err(|_| ProblemCode::CapsuleMalformed)?;
    frame::join(text.split_ascii_whitespace()).map_err(|error| match error {
        frame::FrameError::Malformed | frame::FrameError::Mixed => ProblemCode::CapsuleMalformed.into(),
        frame::FrameError::Missing(frame) => {
            Problem { figure: Some(frame.to_string()), ..Problem::new(ProblemCode::CapsuleIncomplete) }
        }
        frame::FrameError::Changed => ProblemCode::CapsuleTampered.into(),
    })
}

fn place_of(what: &What) -> String {
    match what {
        What::Event { seq } => seq.to_string(),
        What::Attachment { id } => id.digest().unwrap_or_default().chars().take(8).collect(),
    }
}

/// Opens one part and sees that its device wrote it.
fn open(
    work: Work<'_>,
    code: &TownshipCode,
    identity: &Identity,
    part: &Part,
    sealed: Result<&[u8], BadPart>,
    opened: &mut Opened,
) -> Result<Result<(), ProblemCode>, StoreError> {
    let sealed = match sealed {
        Ok(sealed) => sealed,
        Err(BadPart::Cut) => return Ok(Err(ProblemCode::CapsuleIncomplete)),
        Err(BadPart::Changed) => return Ok(Err(ProblemCode::CapsuleTampered)),
    };
    let device = device::find(work, part.series)?.filter(|device| device.township == *code);
    let Some(device) = device else { return Ok(Err(ProblemCode::CapsuleForeign)) };
    match &part.what {
        What::Event { seq } => {
            let text = match unseal(identity, sealed, SEALED_BYTES_MAX) {
                Ok(text) => text,
                Err(code) => return Ok(Err(code)),
            };
            let Some(event) = proven(&device, part.series, *seq, &text) else {
                return Ok(Err(ProblemCode::CapsuleTampered));
            };
            opened.events.entry(part.series).or_default().insert(*seq, event);
        }
        What::Attachment { id } => {
            let limit = usize::try_from(ATTACHMENT_BYTES_MAX).unwrap_or(usize::MAX);
            match unseal(identity, sealed, limit) {
                Ok(bytes) if Hash::of(&bytes) == *id => {
                    opened.attachments.push((part.series, id.clone(), bytes));
                }
                Ok(_) => return Ok(Err(ProblemCode::CapsuleTampered)),
                Err(code) => return Ok(Err(code)),
            }
        }
    }
    opened.devices.insert(part.series, device);
    Ok(Ok(()))
}

pub(crate) fn unseal(identity: &Identity, sealed: &[u8], limit: usize) -> Result<Vec<u8>, ProblemCode> {
    let decryptor = Decryptor::new(sealed).map_err(|_| ProblemCode::CapsuleTampered)?;
    let keys = std::iter::once(identity as &dyn age::Identity);
    let reader = decryptor.decrypt(keys).map_err(|error| {
        if matches!(error, DecryptError::NoMatchingKeys) {
            ProblemCode::CapsuleForeign
        } else {
            ProblemCode::CapsuleTampered
        }
    })?;
    let mut text = Vec::new();
    let most = u64::try_from(limit).unwrap_or(u64::MAX);
    let read = reader.take(most.saturating_add(1)).read_to_end(&mut text);
    read.map_err(|_| ProblemCode::CapsuleTampered)?;
    if text.len() > limit { Err(ProblemCode::EventTooLarge) } else { Ok(text) }
}

/// The bytes of the event, if the device of the series signed them for this place.
fn proven(device: &Device, series: SeriesId, seq: u32, text: &[u8]) -> Option<Signed> {
    let sealed: SealedEvent = serde_json::from_slice(text).ok()?;
    let event = sealed.event.get().as_bytes();
    let signed = Hash::of(event).0;
    let ours = sealed.series == series
        && sealed.seq == seq
        && signature::holds(&device.key, signed.as_bytes(), &sealed.signature);
    ours.then(|| Signed { event: event.to_vec(), signature: sealed.signature.clone() })
}

/// Appends what is there of a series, run by run; a gap is told, not guessed.
fn append(
    work: Work<'_>,
    device: &Device,
    events: BTreeMap<u32, Signed>,
    gap: Option<&SignedReceipt>,
    done: &mut HandIn,
) -> Result<Vec<OfferedFate>, Refusal> {
    let user =
        user::find(work, &device.township, device.user)?.ok_or(StoreError::Damaged("device without user"))?;
    let trust = match (device.trust(), user.state) {
        (DeviceTrust::Confirmed, UserState::Active) => Trust::Full,
        (DeviceTrust::Unconfirmed, UserState::Active) => Trust::Unconfirmed,
        (DeviceTrust::Revoked, _)
        | (_, UserState::Invited | UserState::Unconfirmed | UserState::Suspended | UserState::Left) => {
            Trust::Barred
        }
    };
    let author =
        Author { township: device.township.clone(), series: device.series, user: user.user, role: user.role };
    let mut told = Vec::new();
    let mut rest: Vec<(u32, Signed)> = events.into_iter().collect();
    while let Some((first, _)) = rest.first() {
        let from = *first;
        let run = (from..).zip(&rest).take_while(|(seq, (at, _))| seq == at).count().min(PUSH_EVENTS_MAX);
        let batch: Vec<(u32, Signed)> = rest.drain(..run.max(1)).collect();
        let bytes: Vec<&[u8]> = batch.iter().map(|(_, signed)| signed.event.as_slice()).collect();
        match ledger::append(work, &author, &Batch { from_seq: from, events: &bytes, gap, trust })? {
            Appended::Taken(fates, _) => {
                if let Some((last, signed)) = batch.last() {
                    ledger::keep_head(work, &author, *last, &signed.event, &signed.signature)?;
                }
                count(&fates, done);
                for (seq, fate) in (from..).zip(&fates) {
                    if !matches!(fate, Fate::Duplicate) {
                        capsule::came(work, &device.township, device.series, seq)?;
                    }
                }
                told.extend((from..).zip(fates).map(|(seq, fate)| OfferedFate { seq, fate }));
            }
            Appended::MissingFrom(missing) => {
                let figure = Some(missing.to_string());
                let problem = Problem { figure, ..Problem::new(ProblemCode::CapsuleIncomplete) };
                done.refused.extend(batch.iter().chain(&rest).map(|(seq, _)| HandInPart {
                    series: device.series,
                    place: seq.to_string(),
                    problem: problem.clone(),
                }));
                break;
            }
        }
    }
    ledger::issue_receipt(work, &device.township, device.series)?;
    Ok(told)
}

fn count(fates: &[Fate], done: &mut HandIn) {
    for fate in fates {
        match fate {
            Fate::Accepted => done.counted += 1,
            Fate::Duplicate => done.held_already += 1,
            Fate::Quarantined { .. } => done.set_aside += 1,
        }
    }
}
