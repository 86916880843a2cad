//! 移交卷: a whole file on its way to an office of another installation, sealed to that office alone. Ids, bytes and hashes
//! stay as they were first written; the manifest over them is signed by the office it leaves, countersigned by the office
//! that takes it. The old office keeps a trace without the person (R-FILE-6, R-TRANSFER-8).
//!
//! What holds: a parcel is taken whole or not at all; taking it again changes nothing; a file leaves only on a receipt over
//! everything it holds.

mod wire;

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use shared::access::{Act, Giving, may};
use shared::case::TransferStep;
use shared::document::trace;
use shared::duty::Reckoning;
use shared::event::{Body, DossierHandedOver, RawEvent, Stream};
use shared::hash::Hash;
use shared::id::{CaseId, SeriesId, TownshipCode};
use shared::problem::{Problem, ProblemCode};

use crate::auth::Session;
use crate::capsule::unseal;
use crate::desk::{Draft, not_sealed, record_act, relation_to};
use crate::office::Office;
use crate::papers::released;
use crate::roster::staff_by_id;
use crate::sealed::name_outside;
use crate::store::audit::AuditAct;
use crate::store::event::{EventRow, Place, stream_name};
use crate::store::parcel::{self as store, Direction, Kept, Parcel};
use crate::store::{Refusal, Work, audit, capsule, event, log, placement, township};
use crate::view::{ParcelReceiptRequest, ParcelRequest, ParcelRow, ParcelTaken, Parcels};
use crate::{blob, signature, transfer};
pub(crate) use wire::signing_text;
use wire::{Card, Line, Manifest, Receipt, Sealed, TEXT_BYTES_MAX};

/// 移交卷页.
///
/// # Errors
/// `RoleMayNot`; of the store.
pub fn list(office: &Office, session: &Session) -> Result<Parcels, Refusal> {
    let code = &session.township.code;
    office.write_with_book(code, |work, book| {
        let card = card(work, session)?;
        let here: BTreeSet<CaseId> = placement::cases(work, code)?.into_iter().collect();
        let row = |one: Parcel| ParcelRow {
            name: if here.contains(&one.case) { name_outside(work, book, one.case) } else { String::new() },
            case: one.case,
            hash: one.hash,
            direction: one.direction,
            peer_name: one.kept.peer_name,
            records: one.kept.records,
            made_at: one.made_at,
            settled_at: one.settled_at,
            receipt: one.kept.receipt,
            trace: one.kept.trace,
        };
        let rows: Vec<ParcelRow> = store::list(work, code)?.into_iter().map(row).collect();
        audit::write(work, code, session.actor(), AuditAct::SeeParcels, &rows.len().to_string())?;
        Ok(Parcels { check: card.check(), card: card.text(), rows })
    })
}

fn card(work: Work<'_>, session: &Session) -> Result<Card, Refusal> {
    let here = township::get(work, &session.township.code)?;
    let seal = capsule::public_key(work, &here.code)?;
    Ok(Card { v: wire::VERSION, township: here.code, name: here.name, seal, key: here.receipt_key })
}

/// 制作移交卷: everything the office has of a case, sealed to the office of the card.
///
/// # Errors
/// `UnknownCase`, `RoleMayNot`, `CardMalformed`, `StateForbids` before the police approved the change, `AttachmentUnknown`
/// while a scan or photo has not come, those of [`released`]; of the store.
pub fn make(
    office: &Office,
    session: &Session,
    case: CaseId,
    ask: &ParcelRequest,
) -> Result<Vec<u8>, Refusal> {
    let code = &session.township.code;
    let to = Card::read(&ask.card)?;
    office.write_with_book(code, |work, book| {
        let purpose = released(work, book, session, case, (Giving::One, &ask.purpose))?;
        may_move(work, session, case)?;
        let known = book.case(case).ok_or(ProblemCode::UnknownCase)?;
        not_sealed(work, book, known)?;
        let approved =
            |step: &shared::case::Fact<TransferStep>| matches!(step.body, TransferStep::Approved { .. });
        if to.township == *code || !known.file.transfers.iter().any(approved) {
            return Err(ProblemCode::StateForbids.into());
        }
        let entries = log::of_case(work, code, case)?;
        let line = |entry: &log::LogEntry| {
            let raw = RawEvent::read(entry.bytes.clone()).map_err(|_| ProblemCode::StoreCorrupt)?;
            Ok(Line {
                township: entry.place.township.clone(),
                series: entry.place.series,
                seq: entry.place.seq,
                event: raw.event().id,
                hash: entry.hash.clone(),
                bytes: entry.bytes.len(),
            })
        };
        let lines = entries.iter().map(line).collect::<Result<Vec<_>, Refusal>>()?;
        let attachments = attachments(work, case)?;
        let authors: BTreeSet<_> = known.known.iter().map(|one| one.author).collect();
        let staff = staff_by_id(work, code)?.into_values().filter(|user| authors.contains(&user.user));
        let manifest = Manifest {
            v: wire::VERSION,
            case,
            from: card(work, session)?,
            to: to.township.clone(),
            made_at: work.now,
            made_by: session.user.name.clone(),
            lines,
            attachments: attachments.iter().map(|(hash, bytes)| (hash.clone(), bytes.len())).collect(),
            staff: staff.map(|user| (user.user, user.name)).collect(),
        };
        let text = wire::json(&manifest)?;
        let hash = Hash::of(text.as_bytes());
        let seed = township::receipt_key(work, code)?;
        let signed = signature::sign(&seed, signing_text(&hash).as_bytes())?;
        let records = u32::try_from(entries.len()).unwrap_or(u32::MAX);
        let contents = entries.into_iter().map(|entry| entry.bytes).chain(attachments.into_values());
        let sealed = Sealed { manifest: text.clone(), signature: signed.clone() };
        let bytes = wire::seal(&to.seal, &sealed, contents)?;
        let kept = Kept {
            peer: to.township.clone(),
            peer_name: to.name.clone(),
            peer_key: to.key.clone(),
            manifest: text,
            signature: signed,
            records,
            receipt: String::new(),
            trace: None,
        };
        let one = Parcel { case, hash, direction: Direction::Out, made_at: work.now, settled_at: None, kept };
        store::put(work, code, &one)?;
        let subject = format!("{case} {} {purpose}", to.township);
        audit::write(work, code, session.actor(), AuditAct::MakeParcel, &subject)?;
        Ok(bytes)
    })
}

fn may_move(work: Work<'_>, session: &Session, case: CaseId) -> Result<(), Refusal> {
    let relation = relation_to(work, session, case)?;
    if may(session.user.role, Act::TransferCase, relation) {
        Ok(())
    } else {
        Err(ProblemCode::RoleMayNot.into())
    }
}

/// The bytes of every attachment that counted records name, each once.
fn attachments(work: Work<'_>, case: CaseId) -> Result<BTreeMap<Hash, Vec<u8>>, Refusal> {
    let mut all = BTreeMap::new();
    for named in crate::store::blob::of_case(work, case)? {
        let hash = named.attachment.id;
        if let Entry::Vacant(place) = all.entry(hash) {
            let bytes = blob::whole(work, case, place.key())?.ok_or(ProblemCode::AttachmentUnknown)?;
            place.insert(bytes);
        }
    }
    Ok(all)
}

/// 接收移交卷: checks all of it, then takes all of it. The same parcel again gives the same receipt.
///
/// # Errors
/// `RoleMayNot`, `ParcelMalformed`, `ParcelForeign`, `ParcelTampered`; of the store.
pub fn take(office: &Office, session: &Session, bytes: &[u8]) -> Result<ParcelTaken, Refusal> {
    let code = &session.township.code;
    let (manifest, opened) = office.write(|work| open(work, session, bytes))?;
    office.write_with_book(code, |work, book| -> Result<ParcelTaken, Refusal> {
        let case = manifest.case;
        if let Some(before) = store::list(work, code)?.into_iter().find(|one| one.hash == opened.hash) {
            let name = name_outside(work, book, case);
            return Ok(taken(&manifest, name, before.kept.receipt));
        }
        import(work, session, &manifest, &opened)?;
        let seed = township::receipt_key(work, code)?;
        let records = u32::try_from(manifest.lines.len()).unwrap_or(u32::MAX);
        let mut receipt = Receipt {
            v: wire::VERSION,
            case,
            hash: opened.hash.clone(),
            records,
            received_at: work.now,
            received_by: session.user.name.clone(),
            township: code.clone(),
            signature: String::new(),
        };
        receipt.signature = signature::sign(&seed, receipt.signing_text().as_bytes())?;
        let receipt = receipt.text();
        let kept = Kept {
            peer: manifest.from.township.clone(),
            peer_name: manifest.from.name.clone(),
            peer_key: manifest.from.key.clone(),
            manifest: opened.sealed.manifest.clone(),
            signature: opened.sealed.signature.clone(),
            records,
            receipt: receipt.clone(),
            trace: None,
        };
        let one = Parcel {
            case,
            hash: opened.hash.clone(),
            direction: Direction::In,
            made_at: manifest.made_at,
            settled_at: Some(work.now),
            kept,
        };
        store::put(work, code, &one)?;
        // What completes a file that is here already hands nothing over anew.
        if !transfer::lies_in(work, code, case)? {
            placement::insert(work, code, case)?;
            let receipt = Some(opened.hash.0.clone());
            let body = Body::DossierHandedOver(DossierHandedOver { receipt });
            let draft = Draft { stream: Stream::Case(case), happened_at: work.now, body };
            record_act(work, &book.rules, &session.user, &session.township, Act::OpenCase, draft)?;
        }
        transfer::tell(work, code, case)?;
        let subject = format!("{case} {}", manifest.from.township);
        audit::write(work, code, session.actor(), AuditAct::TakeParcel, &subject)?;
        Ok(taken(&manifest, opened.name.clone(), receipt))
    })
}

fn taken(manifest: &Manifest, name: String, receipt: String) -> ParcelTaken {
    ParcelTaken {
        case: manifest.case,
        name,
        from_name: manifest.from.name.clone(),
        check: manifest.from.check(),
        records: u32::try_from(manifest.lines.len()).unwrap_or(u32::MAX),
        attachments: u32::try_from(manifest.attachments.len()).unwrap_or(u32::MAX),
        receipt,
    }
}

/// What was opened and found as it was signed.
struct Opened {
    sealed: Sealed,
    hash: Hash,
    events: Vec<RawEvent>,
    attachments: Vec<(Hash, Vec<u8>)>,
    name: String,
}

fn open(work: Work<'_>, session: &Session, bytes: &[u8]) -> Result<(Manifest, Opened), Refusal> {
    let code = &session.township.code;
    if !may(session.user.role, Act::TransferCase, shared::access::Relation::SameTownship) {
        return Err(ProblemCode::RoleMayNot.into());
    }
    let identity = capsule::identity(work, code)?.ok_or(ProblemCode::ParcelForeign)?;
    let packed = unseal(&identity, bytes, TEXT_BYTES_MAX).map_err(|code| {
        if code == ProblemCode::CapsuleForeign {
            ProblemCode::ParcelForeign
        } else {
            ProblemCode::ParcelMalformed
        }
    })?;
    let text = wire::unpack(&packed)?;
    let (sealed, rest) = wire::split(&text)?;
    let manifest: Manifest =
        serde_json::from_str(&sealed.manifest).map_err(|_| ProblemCode::ParcelMalformed)?;
    let hash = Hash::of(sealed.manifest.as_bytes());
    // The key that a township was first known by is the one it signs with.
    let known = store::peer_key(work, &manifest.from.township)?.filter(|key| !key.is_empty());
    let key = known.unwrap_or_else(|| manifest.from.key.clone());
    if !signature::holds(&key, signing_text(&hash).as_bytes(), &sealed.signature) {
        return Err(ProblemCode::ParcelTampered.into());
    }
    if manifest.to != *code {
        return Err(ProblemCode::ParcelForeign.into());
    }
    let (events, attachments) = contents(&manifest, rest)?;
    let name = events.iter().find_map(|raw| {
        if let Body::Order(order) = &raw.event().body { Some(order.person.name.clone()) } else { None }
    });
    let name = name.ok_or(ProblemCode::ParcelTampered)?;
    Ok((manifest, Opened { sealed, hash, events, attachments, name }))
}

type Contents = (Vec<RawEvent>, Vec<(Hash, Vec<u8>)>);

/// Every piece, as the manifest names it.
fn contents(manifest: &Manifest, mut rest: &[u8]) -> Result<Contents, Problem> {
    let tampered = || Problem::new(ProblemCode::ParcelTampered);
    let mut next = |length: usize| {
        let (piece, after) = rest.split_at_checked(length)?;
        rest = after;
        Some(piece.to_vec())
    };
    let mut events = Vec::with_capacity(manifest.lines.len());
    for line in &manifest.lines {
        let bytes = next(line.bytes).ok_or_else(tampered)?;
        let raw = RawEvent::read(bytes).map_err(|_| tampered())?;
        let event = raw.event();
        let same = raw.hash() == line.hash
            && (event.id, event.series, event.seq) == (line.event, line.series, line.seq)
            && event.stream == Stream::Case(manifest.case);
        if !same {
            return Err(tampered());
        }
        events.push(raw);
    }
    let mut attachments = Vec::with_capacity(manifest.attachments.len());
    for (hash, length) in &manifest.attachments {
        let bytes = next(*length).filter(|bytes| Hash::of(bytes) == *hash).ok_or_else(tampered)?;
        attachments.push((hash.clone(), bytes));
    }
    Ok((events, attachments))
}

/// Lays every record under the name of the township it was written in, and numbers it here. What is here already stays.
fn import(work: Work<'_>, session: &Session, manifest: &Manifest, opened: &Opened) -> Result<(), Refusal> {
    let code = &session.township.code;
    let ours: BTreeSet<TownshipCode> = township::list(work)?.into_iter().map(|one| one.code).collect();
    let numbered: BTreeSet<(TownshipCode, SeriesId, u32)> = log::of_case(work, code, manifest.case)?
        .into_iter()
        .map(|entry| (entry.place.township, entry.place.series, entry.place.seq))
        .collect();
    let stream = stream_name(&Stream::Case(manifest.case));
    for (line, raw) in manifest.lines.iter().zip(&opened.events) {
        let place = Place { township: line.township.clone(), series: line.series, seq: line.seq };
        match event::hash_at(work, &place)? {
            Some(held) if held == line.hash => {}
            Some(_) => return Err(ProblemCode::ParcelTampered.into()),
            // What is said to be our own and is not here, nobody of ours wrote.
            None if ours.contains(&line.township) => return Err(ProblemCode::ParcelTampered.into()),
            None => {
                let read = raw.event();
                let row = EventRow {
                    place: place.clone(),
                    event: Some(read.id),
                    stream: stream.clone(),
                    author: read.author,
                    bytes: raw.bytes(),
                };
                event::insert(work, &row)?;
                crate::store::blob::name(work, &place, &stream, read.body.attachments())?;
            }
        }
        if !ours.contains(&line.township) {
            store::know_peer(work, &line.township, "", "")?;
        }
        if !numbered.contains(&(line.township.clone(), line.series, line.seq)) {
            log::append(work, code, &stream, &place, &line.hash)?;
        }
    }
    store::know_peer(work, &manifest.from.township, &manifest.from.name, &manifest.from.key)?;
    for (hash, bytes) in &opened.attachments {
        for (line, raw) in manifest.lines.iter().zip(&opened.events) {
            if raw.event().body.attachments().iter().any(|one| one.id == *hash) {
                blob::lay(work, (&line.township, line.series), hash, bytes)?;
            }
        }
    }
    Ok(())
}

/// 登记回执: the file leaves, and a trace without the person stays.
///
/// # Errors
/// `UnknownCase`, `RoleMayNot`, `ParcelReceiptWrong`, `ParcelStale` where records came after the parcel was made; of the
/// store.
pub fn settle(
    office: &Office,
    session: &Session,
    case: CaseId,
    ask: &ParcelReceiptRequest,
) -> Result<(), Refusal> {
    let code = &session.township.code;
    let receipt = Receipt::read(&ask.receipt)?;
    office.write_with_book(code, |work, book| {
        may_move(work, session, case)?;
        let known = book.case(case).ok_or(ProblemCode::UnknownCase)?;
        let of =
            |one: &Parcel| one.case == case && one.hash == receipt.hash && one.direction == Direction::Out;
        let mut one = store::list(work, code)?.into_iter().find(of).ok_or(ProblemCode::ParcelReceiptWrong)?;
        let text = receipt.signing_text();
        let by_them = receipt.township == one.kept.peer
            && receipt.case == case
            && signature::holds(&one.kept.peer_key, text.as_bytes(), &receipt.signature);
        if !by_them {
            return Err(ProblemCode::ParcelReceiptWrong.into());
        }
        if log::of_case(work, code, case)?.len() != usize::try_from(one.kept.records).unwrap_or(usize::MAX) {
            return Err(ProblemCode::ParcelStale.into());
        }
        let body = Body::DossierHandedOver(DossierHandedOver { receipt: Some(receipt.words()) });
        let draft = Draft { stream: Stream::Case(case), happened_at: work.now, body };
        record_act(work, &book.rules, &session.user, &session.township, Act::OpenCase, draft)?;
        let rules = &book.rules;
        let reckoning = Reckoning::of(&known.file, &rules.calendar, &rules.policy, work.now);
        one.kept.trace = Some(trace(&known.file, &reckoning));
        one.kept.receipt = receipt.text();
        one.settled_at = Some(work.now);
        store::put(work, code, &one)?;
        transfer::leave(work, code, case)?;
        let subject = format!("{case} {}", one.kept.peer);
        audit::write(work, code, session.actor(), AuditAct::SettleParcel, &subject)?;
        Ok(())
    })
}

/// Where the records of a manifest lie, with their hashes; `None` where it is none.
pub(crate) fn places(manifest: &str) -> Option<Vec<(Place, Hash)>> {
    let manifest: Manifest = serde_json::from_str(manifest).ok()?;
    let place =
        |line: Line| (Place { township: line.township, series: line.series, seq: line.seq }, line.hash);
    Some(manifest.lines.into_iter().map(place).collect())
}
