//! 附件: what phones send beside their records, piece by piece, and who may look at it. Plain functions over one
//! transaction; nothing here knows HTTP.
//!
//! What holds: only what an event of the very series names is taken; a piece lies sealed on the disk before its offset
//! is kept; an object counts when its hash was found right; the same bytes of one case are taken once.

pub mod object;

use std::ops::Range;

use shared::access::{Act, may};
use shared::attachment::{ATTACHMENT_BYTES_MAX, Attachment};
use shared::hash::Hash;
use shared::id::{CaseId, SeriesId, TownshipCode};
use shared::problem::{Problem, ProblemCode};
use shared::protocol::blob::{CHUNK_BYTES_MAX, receipt_text};

use crate::admit::Caller;
use crate::auth::Session;
use crate::desk::reads;
use crate::office::Office;
use crate::store::audit::{Actor, AuditAct};
use crate::store::blob::{Held, Named};
use crate::store::event::Place;
use crate::store::{Refusal, StoreError, Work, audit, blob, case_key, device, township, user};
use crate::view::MissingRow;
use crate::{openings, roster, scope, sealed, signature};
use object::Object;

/// Where an upload stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    pub bytes: u32,
    pub held: u32,
    /// The office's signed word, once it has the whole.
    pub receipt: Option<String>,
}

/// Bytes of an attachment and what they are.
#[derive(Debug)]
pub struct Slice {
    pub attachment: Attachment,
    pub range: Range<u32>,
    pub bytes: Vec<u8>,
}

/// Announces an upload. Where the case has the bytes already, nothing is left to send.
///
/// # Errors
/// `AttachmentUnknown` where no record of the series names it; of the store.
pub fn create(work: Work<'_>, caller: &Caller, hash: &Hash) -> Result<Standing, Refusal> {
    let named = blob::named_by(work, &caller.device.township, caller.device.series, hash)?;
    if named.is_empty() {
        return Err(ProblemCode::AttachmentUnknown.into());
    }
    share(work, &named)?;
    for want in &named {
        if held(work, want)?.is_none() {
            put(work, want, Held { bytes: want.attachment.bytes, ..Held::default() })?;
        }
    }
    standing(work, caller.device.series, &named)
}

/// Where an upload stands; `None` before it was announced.
///
/// # Errors
/// `AttachmentUnknown` where no record of the series names it; of the store.
pub fn offset(work: Work<'_>, caller: &Caller, hash: &Hash) -> Result<Option<Standing>, Refusal> {
    let named = blob::named_by(work, &caller.device.township, caller.device.series, hash)?;
    let Some(want) = open_one(work, &named)? else { return Err(ProblemCode::AttachmentUnknown.into()) };
    match held(work, want)? {
        Some(_) => standing(work, caller.device.series, &named).map(Some),
        None => Ok(None),
    }
}

/// Takes a piece.
///
/// # Errors
/// `AttachmentUnknown`, `UploadOffsetWrong` with where it stands, `RequestTooLarge` past the announced length,
/// `AttachmentHashWrong` after the last piece (the upload then begins anew), `DiskFull`; of the store.
pub fn append(
    work: Work<'_>,
    caller: &Caller,
    hash: &Hash,
    at: u32,
    piece: &[u8],
) -> Result<Result<Standing, Problem>, Refusal> {
    let named = blob::named_by(work, &caller.device.township, caller.device.series, hash)?;
    let want = open_one(work, &named)?.ok_or(ProblemCode::AttachmentUnknown)?;
    let now = held(work, want)?.ok_or(ProblemCode::AttachmentUnknown)?;
    if at != now.held || now.whole {
        let figure = Some(now.held.to_string());
        return Err(Problem { figure, ..Problem::new(ProblemCode::UploadOffsetWrong) }.into());
    }
    let length = u32::try_from(piece.len()).map_err(|_| ProblemCode::RequestTooLarge)?;
    if piece.len() > CHUNK_BYTES_MAX || length > now.bytes - now.held {
        return Err(ProblemCode::RequestTooLarge.into());
    }
    if let Err(wrong) = take(work, want, now, piece)? {
        // Kept: the upload begins anew, and the device is told.
        return Ok(Err(wrong.into()));
    }
    share(work, &named)?;
    let stands = standing(work, caller.device.series, &named)?;
    if stands.receipt.is_some() {
        note(work, want, Actor::Device(caller.device.series))?;
    }
    Ok(Ok(stands))
}

/// Takes an attachment that came whole, with a capsule. `false` where it was held already.
///
/// # Errors
/// `AttachmentUnknown` where no record of the series names it, `AttachmentHashWrong`; of the store.
pub(crate) fn put_whole(
    work: Work<'_>,
    code: &TownshipCode,
    series: SeriesId,
    actor: Actor,
    hash: &Hash,
    bytes: &[u8],
) -> Result<bool, Refusal> {
    let Some(want) = lay(work, (code, series), hash, bytes)? else { return Ok(false) };
    note(work, &want, actor)?;
    Ok(true)
}

/// Lays a whole attachment to the records of a series that name it; what it was laid to, `None` where it was held already.
///
/// # Errors
/// As [`put_whole`].
pub(crate) fn lay(
    work: Work<'_>,
    (code, series): (&TownshipCode, SeriesId),
    hash: &Hash,
    bytes: &[u8],
) -> Result<Option<Named>, Refusal> {
    let named = blob::named_by(work, code, series, hash)?;
    let want = open_one(work, &named)?.ok_or(ProblemCode::AttachmentUnknown)?;
    let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    if Hash::of(bytes) != *hash || length != want.attachment.bytes {
        return Err(ProblemCode::AttachmentHashWrong.into());
    }
    if held(work, want)?.is_some_and(|held| held.whole) {
        return Ok(None);
    }
    take(work, want, Held { bytes: length, ..Held::default() }, bytes)?.map_err(Problem::from)?;
    share(work, &named)?;
    Ok(Some(want.clone()))
}

/// A record that was set aside counts now: its attachments go with it, under the key of its case.
///
/// # Errors
/// Of the store.
pub fn move_to(work: Work<'_>, place: &Place, stream: &str) -> Result<(), StoreError> {
    let before = blob::named_at(work, place)?;
    blob::rename(work, place, stream)?;
    for named in before {
        let after = Named { stream: stream.to_owned(), ..named.clone() };
        copy(work, &named, &after)?;
    }
    Ok(())
}

/// What a device may read of an attachment: only of a case in its user's scope.
///
/// # Errors
/// `NotFound` also for what exists elsewhere; of the store.
pub fn read_for_device(
    work: Work<'_>,
    caller: &Caller,
    hash: &Hash,
    range: Option<(Option<u32>, Option<u32>)>,
) -> Result<Slice, Refusal> {
    let (code, user) = (&caller.device.township, &caller.user);
    for named in blob::named(work, hash)? {
        let Some(case) = case_of(&named.stream) else { continue };
        let relation = scope::relation(work, code, user.user, case)?;
        if may(user.role, Act::SeeFile, relation) && held(work, &named)?.is_some_and(|held| held.whole) {
            let subject = format!("{case} {hash}");
            audit::write(work, code, Actor::Device(caller.device.series), AuditAct::SeeBlob, &subject)?;
            return read(work, &named, range);
        }
    }
    Err(ProblemCode::NotFound.into())
}

/// 附件 of a case at the console.
///
/// # Errors
/// `UnknownCase`, `NotFound`; of the store.
pub fn read_for_session(
    office: &Office,
    session: &Session,
    case: CaseId,
    hash: &Hash,
) -> Result<Slice, Refusal> {
    let owner = &office.read(|work| openings::place_of(work, session, case))?;
    office.write_with_book(owner, |work, book| {
        reads(work, book, session, case)?;
        let of_case = blob::of_case(work, case)?;
        for named in of_case.iter().filter(|named| named.attachment.id == *hash) {
            if held(work, named)?.is_some_and(|held| held.whole) {
                let subject = format!("{case} {hash}");
                audit::write(work, owner, session.actor(), AuditAct::SeeBlob, &subject)?;
                return read(work, named, None);
            }
        }
        Err(ProblemCode::NotFound.into())
    })
}

/// 缺附件: what counted records name and nobody has sent yet.
///
/// # Errors
/// Of the store.
pub fn missing(office: &Office, session: &Session) -> Result<Vec<MissingRow>, Refusal> {
    let code = &session.township.code;
    office.write_with_book(code, |work, book| {
        audit::write(work, code, session.actor(), AuditAct::SeeMissing, "")?;
        let cases = scope::cases(work, code, session.user.role, session.user.user)?;
        let staff = user::list(work, code)?;
        let mut rows: Vec<MissingRow> = Vec::new();
        for named in blob::missing(work, code)? {
            let Some(case) = case_of(&named.stream).filter(|case| cases.contains(case)) else { continue };
            if sealed::is_shut(work, book, case) {
                continue;
            }
            let Some((known, name)) = roster::known_record(book, case, &named.place) else { continue };
            match rows.iter_mut().find(|row| row.event == known.event) {
                Some(row) => row.missing += 1,
                None => rows.push(MissingRow {
                    case,
                    name,
                    event: known.event,
                    author: staff.iter().find(|u| u.user == known.author).map(user::User::staff_name),
                    device_name: device::find(work, named.place.series)?
                        .map(|device| device.name)
                        .unwrap_or_default(),
                    received_at: known.received_at,
                    missing: 1,
                }),
            }
        }
        Ok(rows)
    })
}

/// The case of a stream.
pub(crate) fn case_of(stream: &str) -> Option<CaseId> {
    stream.strip_prefix("case/")?.parse().ok()
}

/// Whether an attachment of a case has arrived.
pub(crate) fn has_arrived(work: Work<'_>, named: &Named) -> Result<bool, StoreError> {
    Ok(held(work, named)?.is_some_and(|held| held.whole))
}

/// The bytes of an attachment of a case, once they came whole.
///
/// # Errors
/// Of the store; a file that is not there or does not open is `Damaged`.
pub(crate) fn whole(work: Work<'_>, case: CaseId, hash: &Hash) -> Result<Option<Vec<u8>>, StoreError> {
    for named in blob::of_case(work, case)?.iter().filter(|named| named.attachment.id == *hash) {
        if has_arrived(work, named)? {
            return object(work, named)?.read(0..named.attachment.bytes).map(Some).map_err(of_file);
        }
    }
    Ok(None)
}

/// The hash of a whole object as it lies on the disk, for `verify`.
///
/// # Errors
/// Of the store; a file that is not there or does not open is `Damaged`.
pub fn hash_on_disk(
    work: Work<'_>,
    code: &TownshipCode,
    stream: &str,
    hash: &Hash,
) -> Result<Hash, StoreError> {
    let key = case_key::find(work, code, stream)?.ok_or(StoreError::Damaged("object without key"))?;
    let object = Object::at(work.objects, code, stream, hash, key).ok_or(StoreError::Damaged("hash"))?;
    object.hash(true).map_err(of_file)
}

fn held(work: Work<'_>, named: &Named) -> Result<Option<Held>, StoreError> {
    blob::held(work, &named.place.township, &named.stream, &named.attachment.id)
}

fn put(work: Work<'_>, named: &Named, held: Held) -> Result<(), StoreError> {
    blob::put(work, &named.place.township, &named.stream, &named.attachment.id, held)
}

/// The stream the next piece goes to: the first that is not whole.
fn open_one<'a>(work: Work<'_>, named: &'a [Named]) -> Result<Option<&'a Named>, StoreError> {
    for want in named {
        if !has_arrived(work, want)? {
            return Ok(Some(want));
        }
    }
    Ok(named.first())
}

/// One author named the same bytes in several cases: what one has, all have.
fn share(work: Work<'_>, named: &[Named]) -> Result<(), StoreError> {
    for from in named {
        if has_arrived(work, from)? {
            for to in named {
                copy(work, from, to)?;
            }
            break;
        }
    }
    Ok(())
}

fn copy(work: Work<'_>, from: &Named, to: &Named) -> Result<(), StoreError> {
    let same = from.stream == to.stream && from.place.township == to.place.township;
    if same || has_arrived(work, to)? || !has_arrived(work, from)? {
        return Ok(());
    }
    let bytes = object(work, from)?.read(0..from.attachment.bytes).map_err(of_file)?;
    let fresh = Held { bytes: to.attachment.bytes, ..Held::default() };
    take(work, to, fresh, &bytes)?.map_err(|_| StoreError::Damaged("object"))
}

/// Seals a piece, and after the last one looks whether the whole is what was announced.
fn take(
    work: Work<'_>,
    want: &Named,
    now: Held,
    piece: &[u8],
) -> Result<Result<(), ProblemCode>, StoreError> {
    let object = object(work, want)?;
    let file_bytes = match object.append(&work.deps.entropy, now.file_bytes, now.held, piece) {
        Ok(file_bytes) => file_bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            put(work, want, Held { bytes: now.bytes, ..Held::default() })?;
            return Ok(Err(ProblemCode::UploadOffsetWrong));
        }
        Err(error) => return Err(of_file(error)),
    };
    let length = u32::try_from(piece.len()).unwrap_or(u32::MAX);
    let mut after = Held { held: now.held.saturating_add(length), file_bytes, ..now };
    if after.held == after.bytes {
        if object.hash(false).map_err(of_file)? != want.attachment.id {
            object.begin_anew().map_err(of_file)?;
            put(work, want, Held { bytes: now.bytes, ..Held::default() })?;
            return Ok(Err(ProblemCode::AttachmentHashWrong));
        }
        object.finish().map_err(of_file)?;
        after.whole = true;
    }
    put(work, want, after)?;
    Ok(Ok(()))
}

fn note(work: Work<'_>, want: &Named, actor: Actor) -> Result<(), StoreError> {
    let subject = format!("{}/{} {}", want.place.series, want.place.seq, want.attachment.id);
    audit::write(work, &want.place.township, actor, AuditAct::ReceiveBlob, &subject)
}

fn standing(work: Work<'_>, series: SeriesId, named: &[Named]) -> Result<Standing, Refusal> {
    let want = open_one(work, named)?.ok_or(ProblemCode::AttachmentUnknown)?;
    let now = held(work, want)?.unwrap_or_default();
    let receipt = if now.whole { Some(receipt(work, series, want)?) } else { None };
    Ok(Standing { bytes: want.attachment.bytes, held: now.held, receipt })
}

fn receipt(work: Work<'_>, series: SeriesId, named: &Named) -> Result<String, StoreError> {
    let code = &named.place.township;
    let epoch = township::get(work, code)?.epoch;
    let text = receipt_text(&epoch, series, &named.attachment.id, named.attachment.bytes);
    let seed = township::receipt_key(work, code)?;
    Ok(signature::sign(&seed, text.as_bytes())?)
}

fn read(work: Work<'_>, named: &Named, range: Option<(Option<u32>, Option<u32>)>) -> Result<Slice, Refusal> {
    let bytes = named.attachment.bytes;
    let range = match range {
        None => 0..bytes,
        Some((Some(from), last)) => from..last.map_or(bytes, |last| last.saturating_add(1).min(bytes)),
        // The last so many bytes.
        Some((None, Some(tail))) => bytes.saturating_sub(tail)..bytes,
        Some((None, None)) => return Err(ProblemCode::RequestMalformed.into()),
    };
    if range.start >= range.end || bytes > ATTACHMENT_BYTES_MAX {
        return Err(ProblemCode::RequestMalformed.into());
    }
    let slice = object(work, named)?.read(range.clone()).map_err(of_file)?;
    Ok(Slice { attachment: named.attachment.clone(), range, bytes: slice })
}

fn object(work: Work<'_>, named: &Named) -> Result<Object, StoreError> {
    open_object(work, &named.place.township, &named.stream, &named.attachment.id)
}

fn open_object(work: Work<'_>, code: &TownshipCode, stream: &str, hash: &Hash) -> Result<Object, StoreError> {
    let key = case_key::find_or_make(work, code, stream)?;
    Object::at(work.objects, code, stream, hash, key).ok_or(StoreError::Damaged("hash"))
}

/// A full disk is told as such; a file that does not open, as damage.
fn of_file(error: std::io::Error) -> StoreError {
    use std::io::ErrorKind;
    let damage = [ErrorKind::NotFound, ErrorKind::InvalidData, ErrorKind::UnexpectedEof];
    if damage.contains(&error.kind()) {
        StoreError::Damaged("object")
    } else {
        StoreError::Db(db::DbError::from(error))
    }
}
