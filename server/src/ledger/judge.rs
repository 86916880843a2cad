//! Whether a pushed event is accepted, or set aside and why.

use shared::access::{
    Act, Door, Relation, act_of, act_of_correction, comes_through, corrects, granted_alone, may,
};
use shared::attachment::{ATTACHMENTS_MAX, Attachment};
use shared::case::fold;
use shared::event::{Body, Event, EventError, RawEvent, Stream};
use shared::hash::Hash;
use shared::id::EventId;
use shared::moment::Moment;
use shared::problem::ProblemCode;
use shared::protocol::ArrivalMark;

use super::Author;
use crate::scope;
use crate::store::event::stream_name;
use crate::store::{StoreError, Work, event, log, quarantine};

/// Corrections of corrections that are followed; nobody writes so many.
const CORRECTIONS_MAX: usize = 32;

/// What an event needs of its author.
enum Need {
    Act(Act),
    /// A correction: allowed on an own record, else only to those who may correct others' or bring in what was awaited.
    CorrectionOf(EventId),
    /// The kind does not belong into this stream.
    Misplaced,
}

/// Reads and judges one event at the end of its series; with what is to be noted beside it.
pub(super) fn judge(
    work: Work<'_>,
    author: &Author,
    seq: u32,
    prev: &Hash,
    bytes: &[u8],
) -> Result<Result<(RawEvent, Option<ArrivalMark>), ProblemCode>, StoreError> {
    let raw = match RawEvent::read(bytes.to_vec()) {
        Ok(raw) => raw,
        Err(EventError::TooLarge(_)) => return Ok(Err(ProblemCode::EventTooLarge)),
        Err(EventError::Malformed(_)) => return Ok(Err(ProblemCode::EventMalformed)),
    };
    let read = raw.event();
    if read.series != author.series || read.author != author.user {
        return Ok(Err(ProblemCode::EventWrongAuthor));
    }
    if read.seq != seq || read.prev != *prev {
        return Ok(Err(ProblemCode::EventChainBroken));
    }
    if event::author_of(work, &author.township, read.id)?.is_some() {
        return Ok(Err(ProblemCode::EventForked));
    }
    if attachments(read).len() != read.body.attachments().len() {
        return Ok(Err(ProblemCode::EventMalformed));
    }
    if !comes_through(&read.body, Door::Phone) {
        return Ok(Err(ProblemCode::EventNotByPhone));
    }
    let allowed = allowed(work, author, read)?;
    // Only to who may correct it is it told what it is.
    if allowed.is_ok() && !is_of_phones(work, read)? {
        return Ok(Err(ProblemCode::EventNotByPhone));
    }
    if allowed.is_ok() && grants_alone(work, author, read)? {
        return Ok(Err(ProblemCode::OwnAct));
    }
    Ok(allowed.map(|noted| (raw, noted)))
}

/// Whether a leave that its author asked for would be granted by the same author with this record, whichever of the two
/// came first (R-LEAVE-3).
fn grants_alone(work: Work<'_>, author: &Author, read: &Event) -> Result<bool, StoreError> {
    let Stream::Case(case) = &read.stream else { return Ok(false) };
    if !is_of_leave(work, author, &read.body)? {
        return Ok(false);
    }
    let known = log::of_case(work, &author.township, *case)?.into_iter();
    let mut events: Vec<Event> =
        known.filter_map(|entry| RawEvent::read(entry.bytes).ok()).map(RawEvent::into_event).collect();
    let before = granted_alone(&fold(&events).0, author.user);
    events.push(read.clone());
    Ok(!granted_alone(&fold(&events).0, author.user).is_subset(&before))
}

/// A request for leave, its grant, or what corrects one of them.
fn is_of_leave(work: Work<'_>, author: &Author, body: &Body) -> Result<bool, StoreError> {
    let is_leave = |body: &Body| matches!(body, Body::LeaveRequested(_) | Body::LeaveApproved(_));
    let Some(target) = corrects(body) else { return Ok(is_leave(body)) };
    let Some(place) = event::place_of(work, &author.township, target)? else { return Ok(false) };
    let raw = event::bytes_at(work, &place)?.and_then(|(bytes, _)| RawEvent::read(bytes).ok());
    Ok(raw.is_some_and(|raw| is_leave(&raw.event().body)))
}

/// Whether a record is of a kind that phones write, and so is what it corrects in the end.
pub(super) fn is_of_phones(work: Work<'_>, read: &Event) -> Result<bool, StoreError> {
    let (mut body, mut left) = (read.body.clone(), CORRECTIONS_MAX);
    loop {
        if left == 0 || !comes_through(&body, Door::Phone) {
            return Ok(false);
        }
        let Some(target) = corrects(&body) else { return Ok(true) };
        let Some(place) = event::place_in(work, &stream_name(&read.stream), target)? else { return Ok(true) };
        let raw = event::bytes_at(work, &place)?.and_then(|(bytes, _)| RawEvent::read(bytes).ok());
        let Some(raw) = raw else { return Ok(true) };
        (body, left) = (raw.into_event().body, left - 1);
    }
}

/// The attachments an event may name: none where one of them is no hash, or they are too many.
pub(super) fn attachments(read: &Event) -> &[Attachment] {
    let named = read.body.attachments();
    let sound = named.len() <= ATTACHMENTS_MAX && named.iter().all(Attachment::is_sound);
    if sound { named } else { &[] }
}

/// Whether the author may record this, now or when it happened.
fn allowed(
    work: Work<'_>,
    author: &Author,
    read: &Event,
) -> Result<Result<Option<ArrivalMark>, ProblemCode>, StoreError> {
    let (act, happened_at) = match need(read) {
        Need::Act(act) => (act, read.happened_at),
        Need::Misplaced => return Ok(Err(ProblemCode::EventMalformed)),
        Need::CorrectionOf(target) => {
            // A correction of an own record that is set aside waits with it, for the same reason.
            if let Some(waiting) = quarantine::of_event(work, &author.township, author.series, target)? {
                return Ok(Err(waiting.problem));
            }
            match own_record(work, author, target)? {
                Some(own) => own,
                None => (of_others(work, author, target, read)?, read.happened_at),
            }
        }
    };
    let Stream::Case(case) = &read.stream else {
        let here = read.stream == Stream::Office(author.township.clone());
        let relation = if here { Relation::SameTownship } else { Relation::Other };
        return Ok(if may(author.role, act, relation) { Ok(None) } else { Err(refusal(author, act)) });
    };
    if may(author.role, act, scope::relation(work, &author.township, author.user, *case)?) {
        return Ok(Ok(None));
    }
    let then = scope::relation_at(work, &author.township, author.user, *case, happened_at)?;
    if may(author.role, act, then) {
        return Ok(Ok(Some(ArrivalMark::AfterTransfer)));
    }
    Ok(Err(refusal(author, act)))
}

/// Somebody who might do it elsewhere is out of scope; anybody else has not the role.
const fn refusal(author: &Author, act: Act) -> ProblemCode {
    if may(author.role, act, Relation::Assigned) {
        ProblemCode::EventOutOfScope
    } else {
        ProblemCode::RoleMayNot
    }
}

/// What recording an own record took, and when it happened: its correction takes no more. 撤销 is the author's own.
fn own_record(work: Work<'_>, author: &Author, target: EventId) -> Result<Option<(Act, Moment)>, StoreError> {
    if event::author_of(work, &author.township, target)? != Some(author.user) {
        return Ok(None);
    }
    let Some(place) = event::place_of(work, &author.township, target)? else { return Ok(None) };
    let raw = event::bytes_at(work, &place)?.and_then(|(bytes, _)| RawEvent::read(bytes).ok());
    Ok(raw.map(|raw| {
        let read = raw.event();
        // A correction of a correction needs what reading the file needs.
        let act = act_of(&read.body);
        (if matches!(act, Act::Correct) { Act::SeeFile } else { act }, read.happened_at)
    }))
}

/// What it takes to correct a record of somebody else.
fn of_others(work: Work<'_>, author: &Author, target: EventId, read: &Event) -> Result<Act, StoreError> {
    let Body::Amend(amend) = &read.body else { return Ok(Act::Correct) };
    let Some(place) = event::place_of(work, &author.township, target)? else { return Ok(Act::Correct) };
    let raw = event::bytes_at(work, &place)?.and_then(|(bytes, _)| RawEvent::read(bytes).ok());
    Ok(raw.map_or(Act::Correct, |raw| act_of_correction(&raw.event().body, amend)))
}

fn need(read: &Event) -> Need {
    let act = act_of(&read.body);
    let of_case = matches!(read.stream, Stream::Case(_));
    match (&read.body, act) {
        (Body::Amend(amend), _) => Need::CorrectionOf(amend.target),
        (Body::Void(void), _) => Need::CorrectionOf(void.target),
        // Said beside an own record: it takes what that took.
        (Body::LateEntry(late), _) => Need::CorrectionOf(late.target),
        (Body::Unknown(_), act) => Need::Act(act),
        (_, Act::KeepOffice) if !of_case => Need::Act(act),
        (_, Act::KeepOffice) => Need::Misplaced,
        (_, act) if of_case => Need::Act(act),
        (_, _) => Need::Misplaced,
    }
}
