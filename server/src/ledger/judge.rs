//! Whether a pushed event is accepted, or set aside and why.

use shared::access::{Act, Relation, act_of, may};
use shared::attachment::{ATTACHMENTS_MAX, Attachment};
use shared::event::{Body, Event, EventError, RawEvent, Stream};
use shared::hash::Hash;
use shared::id::EventId;
use shared::problem::ProblemCode;

use super::Author;
use crate::scope;
use crate::store::{StoreError, Work, event};

/// What an event needs of its author.
enum Need {
    Act(Act),
    /// A correction: allowed on an own record, else only to those who may correct others'.
    CorrectionOf(EventId),
    /// The kind does not belong into this stream.
    Misplaced,
}

/// Reads and judges one event at the end of its series.
pub(super) fn judge(
    work: Work<'_>,
    author: &Author,
    seq: u32,
    prev: &Hash,
    bytes: &[u8],
) -> Result<Result<RawEvent, ProblemCode>, StoreError> {
    let raw = match RawEvent::read(bytes.to_vec()) {
        Ok(raw) => raw,
        Err(EventError::TooLarge(_)) => return Ok(Err(ProblemCode::EventTooLarge)),
        Err(EventError::Malformed(_)) => return Ok(Err(ProblemCode::EventMalformed)),
    };
    let read = raw.event();
    let problem = if read.series != author.series || read.author != author.user {
        Some(ProblemCode::EventWrongAuthor)
    } else if read.seq != seq || read.prev != *prev {
        Some(ProblemCode::EventChainBroken)
    } else if event::author_of(work, &author.township, read.id)?.is_some() {
        Some(ProblemCode::EventForked)
    } else if attachments(read).len() != read.body.attachments().len() {
        Some(ProblemCode::EventMalformed)
    } else {
        refused(work, author, read)?
    };
    Ok(problem.map_or(Ok(raw), Err))
}

/// The attachments an event may name: none where one of them is no hash, or they are too many.
pub(super) fn attachments(read: &Event) -> &[Attachment] {
    let named = read.body.attachments();
    let sound = named.len() <= ATTACHMENTS_MAX && named.iter().all(Attachment::is_sound);
    if sound { named } else { &[] }
}

fn refused(work: Work<'_>, author: &Author, read: &Event) -> Result<Option<ProblemCode>, StoreError> {
    let relation = match &read.stream {
        Stream::Case(case) => {
            scope::relation_of_record(work, &author.township, author.user, *case, read.happened_at)?
        }
        Stream::Office(code) if *code == author.township => Relation::SameTownship,
        Stream::Office(_) => Relation::Other,
    };
    let act = match need(read) {
        Need::Act(act) => act,
        Need::Misplaced => return Ok(Some(ProblemCode::EventMalformed)),
        Need::CorrectionOf(target) => {
            let own = event::author_of(work, &author.township, target)? == Some(author.user);
            if own { Act::SeeFile } else { Act::Correct }
        }
    };
    if may(author.role, act, relation) {
        return Ok(None);
    }
    let elsewhere = may(author.role, act, Relation::Assigned);
    Ok(Some(if elsewhere { ProblemCode::EventOutOfScope } else { ProblemCode::RoleMayNot }))
}

fn need(read: &Event) -> Need {
    let act = act_of(&read.body);
    let of_case = matches!(read.stream, Stream::Case(_));
    match (&read.body, act) {
        (Body::Amend(amend), _) => Need::CorrectionOf(amend.target),
        (Body::Void(void), _) => Need::CorrectionOf(void.target),
        (Body::Unknown(_), act) => Need::Act(act),
        (_, Act::KeepOffice) if !of_case => Need::Act(act),
        (_, Act::KeepOffice) => Need::Misplaced,
        (_, act) if of_case => Need::Act(act),
        (_, _) => Need::Misplaced,
    }
}
