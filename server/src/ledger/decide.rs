//! 核查: the office decides on a record that was set aside: it counts from now on, or it is kept aside for good.

use shared::access;
use shared::event::RawEvent;
use shared::hash::Hash;
use shared::id::{EventId, UserId};
use shared::problem::ProblemCode;
use shared::protocol::{ArrivalMark, Verdict};

use super::{Author, judge, number};
use crate::blob;
use crate::store::audit::{Actor, AuditAct};
use crate::store::event::{EventRow, Place, stream_name};
use crate::store::{Refusal, StoreError, Work, audit, decision, device, event, mark, quarantine, user};

/// Decides on the record at a place. One that is let count gets its number in the logs now, marked; corrections of it by
/// the same phone that were set aside with it follow it. The phone of the series hears of each.
///
/// # Errors
/// `NotFound` for a record that is not set aside, or is a second one for a place that is taken; `EventMalformed` for
/// one that cannot be read; `AlreadyDecided`; of the store. The caller has decided that `by` may do it.
pub fn decide(
    work: Work<'_>,
    place: &Place,
    hash: &Hash,
    verdict: Verdict,
    by: UserId,
    reason: &str,
) -> Result<(), Refusal> {
    let problem = quarantine::problem_of(work, place, hash)?.ok_or(ProblemCode::NotFound)?;
    if decision::on(work, place, hash)? == Some(verdict) {
        return Err(ProblemCode::AlreadyDecided.into());
    }
    let decided = match verdict {
        Verdict::KeptAside => None,
        Verdict::Accepted => Some(release(work, place, hash)?),
    };
    note(work, place, hash, verdict, by, reason)?;
    let Some(target) = decided else { return Ok(()) };
    for waiting in quarantine::after(work, place)? {
        let follower = Place { seq: waiting.seq, ..place.clone() };
        if waiting.problem == problem && corrects(work, &follower, target)? {
            release(work, &follower, &waiting.hash)?;
            note(work, &follower, &waiting.hash, verdict, by, reason)?;
        }
    }
    Ok(())
}

fn note(
    work: Work<'_>,
    place: &Place,
    hash: &Hash,
    verdict: Verdict,
    by: UserId,
    reason: &str,
) -> Result<(), StoreError> {
    decision::insert(work, place, hash, verdict, &by.to_string(), reason)?;
    let subject = format!("{}/{} {}", place.series, place.seq, verdict.code());
    audit::write(work, &place.township, Actor::User(by), AuditAct::Decide, &subject)
}

/// Lets a record count.
fn release(work: Work<'_>, place: &Place, hash: &Hash) -> Result<EventId, Refusal> {
    let in_place = event::bytes_at(work, place)?.map(|(bytes, _)| bytes);
    // A second record for a place that is taken has no place in any chain.
    let in_place = in_place.filter(|bytes| Hash::of(bytes) == *hash);
    let is_in_place = in_place.is_some();
    let bytes = match in_place {
        Some(bytes) => bytes,
        None => quarantine::bytes_beside(work, place, hash)?.ok_or(ProblemCode::NotFound)?,
    };
    let raw = RawEvent::read(bytes).map_err(|_| ProblemCode::EventMalformed)?;
    let read = raw.event();
    if event::author_of(work, &place.township, read.id)?.is_some() {
        return Err(ProblemCode::EventForked.into());
    }
    if !judge::is_of_phones(work, read)? {
        return Err(ProblemCode::QuarantineNotCountable.into());
    }
    let found = device::find(work, place.series)?.ok_or(ProblemCode::NotFound)?;
    let owner = user::find(work, &place.township, found.user)?.ok_or(ProblemCode::NotFound)?;
    let author =
        Author { township: place.township.clone(), series: place.series, user: owner.user, role: owner.role };
    if !is_in_place && !follows(work, &author, &raw)? {
        return Err(ProblemCode::QuarantineNotCountable.into());
    }
    let row = EventRow {
        place: place.clone(),
        event: Some(read.id),
        stream: stream_name(&read.stream),
        author: owner.user,
        bytes: raw.bytes(),
    };
    if is_in_place {
        event::release(work, &row)?;
        blob::move_to(work, place, &row.stream)?;
    } else {
        event::insert(work, &row)?;
        crate::store::blob::name(work, place, &row.stream, judge::attachments(read))?;
    }
    mark::put(work, place, ArrivalMark::Released)?;
    number(work, &author, place, &raw)?;
    Ok(read.id)
}

/// Whether a record that another phone gave back fits its open place, as its author would have written it.
fn follows(work: Work<'_>, author: &Author, raw: &RawEvent) -> Result<bool, StoreError> {
    let seq = raw.event().seq;
    let place = author.place(seq);
    let Some(head) = super::open_to(work, &place, &raw.hash())? else { return Ok(false) };
    let judged = judge::judge(work, author, seq, &head, raw.bytes())?;
    Ok(match judged {
        // Rights are what the person decides about.
        Ok(_) | Err(ProblemCode::EventOutOfScope | ProblemCode::RoleMayNot | ProblemCode::OwnAct) => true,
        Err(_) => false,
    })
}

/// Whether the record at a place corrects another.
fn corrects(work: Work<'_>, place: &Place, target: EventId) -> Result<bool, StoreError> {
    let raw = event::bytes_at(work, place)?.and_then(|(bytes, _)| RawEvent::read(bytes).ok());
    let aim = raw.and_then(|raw| access::corrects(&raw.event().body));
    Ok(aim == Some(target))
}
