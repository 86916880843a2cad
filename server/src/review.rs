//! 核对记录: the office reads a record and accepts it, or sends it back to its author with what is to be mended.

use shared::access::{Act, may};
use shared::event::{Body, ReviewVerdict, Reviewed, Stream};
use shared::id::CaseId;
use shared::problem::{Problem, ProblemCode};

use crate::auth::Session;
use crate::book::CaseBook;
use crate::desk::{Draft, record_act, relation_to};
use crate::office::Office;
use crate::store::Refusal;
use crate::view::{RecordReviewRequest, Recorded};

/// Characters of a note: what fits on a phone.
const NOTE_MAX: usize = 300;
/// Fields that can be marked at once.
const FIELDS_MAX: usize = 20;

/// 采纳 / 退回.
///
/// # Errors
/// `UnknownCase`, `UnknownRecord` for what is no standing record of the case, `FieldMissing` for a return without a
/// word, `FieldTooLong`, `RoleMayNot`; of the store.
pub fn review(
    office: &Office,
    session: &Session,
    case: CaseId,
    ask: RecordReviewRequest,
) -> Result<Recorded, Refusal> {
    office.write_with_book(&session.township.code, |work, book| {
        let relation = relation_to(work, session, case)?;
        if !may(session.user.role, Act::Review, relation) {
            return Err(ProblemCode::RoleMayNot.into());
        }
        let known = book.case(case).ok_or(ProblemCode::UnknownCase)?;
        let body = Body::Reviewed(checked(known, ask)?);
        let record = Draft { stream: Stream::Case(case), happened_at: work.now, body };
        let event = record_act(work, &book.rules, &session.user, &session.township, Act::Review, record)?;
        Ok(Recorded { case: Some(case), event })
    })
}

fn checked(known: &CaseBook, ask: RecordReviewRequest) -> Result<Reviewed, Refusal> {
    let RecordReviewRequest { target, verdict, note, fields } = ask;
    let stands = known.file.event(target).filter(|_| !known.file.is_voided(target));
    let is_record = stands.is_some_and(|event| event.body.is_record());
    if !is_record {
        return Err(Problem::of_field(ProblemCode::UnknownRecord, "target").into());
    }
    let note = note.trim().to_owned();
    if verdict == ReviewVerdict::Returned && note.is_empty() {
        return Err(Problem::of_field(ProblemCode::FieldMissing, "note").into());
    }
    if note.chars().count() > NOTE_MAX || fields.len() > FIELDS_MAX {
        let figure = Some(NOTE_MAX.to_string());
        return Err(Problem { figure, ..Problem::of_field(ProblemCode::FieldTooLong, "note") }.into());
    }
    let basis = known.file.amended.get(&target).cloned().unwrap_or_default();
    Ok(Reviewed { target, verdict, note, fields, basis })
}
