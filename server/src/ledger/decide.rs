//! 核查: the office decides on a record that was set aside: it counts from now on, or it is kept aside for good.

use shared::event::{Body, RawEvent};
use shared::hash::Hash;
use shared::id::{EventId, UserId};
use shared::problem::ProblemCode;
use shared::protocol::{ArrivalMark, Verdict};

use super::{Author, number};
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
    let (bytes, _) = event::bytes_at(work, place)?.ok_or(ProblemCode::NotFound)?;
    // A second record for a place that is taken has no place in any chain.
    if Hash::of(&bytes) != *hash {
        return Err(ProblemCode::NotFound.into());
    }
    let raw = RawEvent::read(bytes).map_err(|_| ProblemCode::EventMalformed)?;
    let read = raw.event();
    if event::author_of(work, &place.township, read.id)?.is_some() {
        return Err(ProblemCode::EventForked.into());
    }
    let found = device::find(work, place.series)?.ok_or(ProblemCode::NotFound)?;
    let owner = user::find(work, &place.township, found.user)?.ok_or(ProblemCode::NotFound)?;
    let author =
        Author { township: place.township.clone(), series: place.series, user: owner.user, role: owner.role };
    let row = EventRow {
        place: place.clone(),
        event: Some(read.id),
        stream: stream_name(&read.stream),
        author: owner.user,
        bytes: raw.bytes(),
    };
    event::release(work, &row)?;
    blob::move_to(work, place, &row.stream)?;
    mark::put(work, place, ArrivalMark::Released)?;
    number(work, &author, place, &raw)?;
    Ok(read.id)
}

/// Whether the record at a place corrects another.
fn corrects(work: Work<'_>, place: &Place, target: EventId) -> Result<bool, StoreError> {
    let raw = event::bytes_at(work, place)?.and_then(|(bytes, _)| RawEvent::read(bytes).ok());
    let aim = raw.and_then(|raw| target_of(&raw.event().body));
    Ok(aim == Some(target))
}

/// What a correction corrects.
fn target_of(body: &Body) -> Option<EventId> {
    if let Body::Amend(amend) = body {
        Some(amend.target)
    } else if let Body::Void(void) = body {
        Some(void.target)
    } else if let Body::LateEntry(late) = body {
        Some(late.target)
    } else {
        None
    }
}
