//! 核对记录: the office reads a record and accepts it, holds it, or sends it back with what is to be mended.

use shared::access::{Act, may, may_approve};
use shared::case::ReviewWord;
use shared::event::{Body, ReviewHeld, ReviewVerdict, Reviewed, Stream};
use shared::id::{CaseId, EventId};
use shared::inbox::Seen;
use shared::problem::{Problem, ProblemCode, words};

use crate::auth::Session;
use crate::book::{Book, CaseBook};
use crate::desk::{Draft, record_act, writes};
use crate::inbox;
use crate::office::Office;
use crate::store::{Refusal, Work};
use crate::view::{AcceptRequest, AcceptedMany, LeftOne, RecordReviewRequest, Recorded};

/// Characters of a note: what fits on a phone.
pub(crate) const NOTE_MAX: usize = 300;
/// Fields that can be marked at once.
const FIELDS_MAX: usize = 20;
/// Records that can be accepted at once.
const RECORDS_MAX: usize = 500;

/// 采纳, 搁置, 退回.
///
/// # Errors
/// `UnknownCase`, `UnknownRecord` for what is no standing record of the case, `OwnAct` for a record of the reviewer,
/// `RecordChanged` where the page showed something else, `FieldMissing` for a return or hold without a word,
/// `FieldTooLong`, `RoleMayNot`; of the store.
pub fn review(
    office: &Office,
    session: &Session,
    case: CaseId,
    ask: RecordReviewRequest,
) -> Result<Recorded, Refusal> {
    office.write_with_book(&session.township.code, |work, book| {
        let known = readable(work, book, session, case)?;
        let RecordReviewRequest { target, verdict, note, fields, seen } = ask;
        check_record(session, known, target, &seen)?;
        let may_be_empty = verdict == ReviewWord::Accepted && note.trim().is_empty();
        let note = if may_be_empty { String::new() } else { words(&note, "note", NOTE_MAX)? };
        if fields.len() > FIELDS_MAX {
            let figure = Some(FIELDS_MAX.to_string());
            return Err(Problem { figure, ..Problem::of_field(ProblemCode::FieldTooLong, "fields") }.into());
        }
        let basis = seen.basis;
        let of = |verdict, note, fields| {
            Body::Reviewed(Reviewed { target, verdict, note, fields, basis: basis.clone() })
        };
        let body = match verdict {
            ReviewWord::Accepted => of(ReviewVerdict::Accepted, note, fields),
            ReviewWord::Returned => of(ReviewVerdict::Returned, note, fields),
            ReviewWord::Held => Body::ReviewHeld(ReviewHeld { target, note, basis: basis.clone() }),
        };
        let record = Draft { stream: Stream::Case(case), happened_at: work.now, body };
        let event = record_act(work, &book.rules, &session.user, &session.township, Act::Review, record)?;
        Ok(Recorded { case: Some(case), event })
    })
}

/// 一次采纳多条: those in which nothing stands out, each by its own event, all in one transaction. What changed since
/// the page was loaded, or now has a finding, is left as it was and named.
///
/// # Errors
/// `FieldTooLong` for too many, `UnknownCase`, `RoleMayNot`; of the store.
pub fn accept_many(office: &Office, session: &Session, ask: &AcceptRequest) -> Result<AcceptedMany, Refusal> {
    if ask.records.len() > RECORDS_MAX {
        let figure = Some(RECORDS_MAX.to_string());
        return Err(Problem { figure, ..Problem::of_field(ProblemCode::FieldTooLong, "records") }.into());
    }
    office.write_with_book(&session.township.code, |work, book| {
        let cases = ask.records.iter().map(|one| one.case).collect();
        let plain = inbox::plain(work, book, session, &cases)?;
        let mut done = AcceptedMany { accepted: 0, left: Vec::new() };
        for one in &ask.records {
            let known = readable(work, book, session, one.case)?;
            let fits = check_record(session, known, one.target, &one.seen).and_then(|()| {
                let is_plain = plain.contains(&one.target);
                is_plain.then_some(()).ok_or_else(|| ProblemCode::RecordChanged.into())
            });
            if let Err(problem) = fits {
                done.left.push(LeftOne { target: one.target, problem });
                continue;
            }
            let body = Body::Reviewed(Reviewed {
                target: one.target,
                verdict: ReviewVerdict::Accepted,
                note: String::new(),
                fields: Vec::new(),
                basis: one.seen.basis.clone(),
            });
            let record = Draft { stream: Stream::Case(one.case), happened_at: work.now, body };
            record_act(work, &book.rules, &session.user, &session.township, Act::Review, record)?;
            done.accepted += 1;
        }
        Ok(done)
    })
}

fn readable<'a>(
    work: Work<'_>,
    book: &'a Book,
    session: &Session,
    case: CaseId,
) -> Result<&'a CaseBook, Refusal> {
    let relation = writes(work, book, session, case)?;
    if !may(session.user.role, Act::Review, relation) {
        return Err(ProblemCode::RoleMayNot.into());
    }
    Ok(book.case(case).ok_or(ProblemCode::UnknownCase)?)
}

/// A standing record of somebody else, as the page showed it.
fn check_record(session: &Session, known: &CaseBook, target: EventId, seen: &Seen) -> Result<(), Problem> {
    let stands = known.file.event(target).filter(|_| !known.file.is_voided(target));
    let Some(event) = stands.filter(|event| event.body.is_record()) else {
        return Err(Problem::of_field(ProblemCode::UnknownRecord, "target"));
    };
    if !may_approve(session.user.user, Some(event.author), event.author) {
        return Err(ProblemCode::OwnAct.into());
    }
    if Seen::of(&known.file, target) != *seen {
        return Err(ProblemCode::RecordChanged.into());
    }
    Ok(())
}
