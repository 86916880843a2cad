//! 矛盾核对: an issue laid open with what follows from each choice, decided by one event, and taken back by another.

use shared::access::{Act, may};
use shared::case::Issue;
use shared::event::{Body, Event, Settled, Stream, Void};
use shared::id::{CaseId, EventId};
use shared::preview::{Consequence, acts, consequence, lay_open};
use shared::problem::{ProblemCode, words};

use crate::auth::Session;
use crate::book::{Book, CaseBook};
use crate::desk::{Draft, reads, record_act};
use crate::inbox::{decided_row, issues};
use crate::office::Office;
use crate::review::NOTE_MAX;
use crate::roster::{marks, name_in, staff_by_id};
use crate::store::audit::AuditAct;
use crate::store::{Refusal, Work, audit};
use crate::view::{IssueQuery, IssueView, Recorded, SettleRequest, WithdrawRequest};

/// The sheet of an issue, open or decided.
///
/// # Errors
/// `UnknownCase`, `RecordChanged` where there is no such issue any more; of the store.
pub fn sheet(
    office: &Office,
    session: &Session,
    case: CaseId,
    ask: &IssueQuery,
) -> Result<IssueView, Refusal> {
    let events = ask.events.split(',').map(str::parse).collect::<Result<Vec<EventId>, _>>();
    let issue = Issue { kind: ask.kind, events: events.map_err(|_| ProblemCode::RequestMalformed)? };
    let code = &session.township.code;
    office.write_with_book(code, |work, book| {
        let known = correctable(work, book, session, case)?;
        let staff = staff_by_id(work, code)?;
        let decided = standing_decision(known, &issue);
        if decided.is_none() && !issues(book, known, work.now).contains(&issue) {
            return Err(ProblemCode::RecordChanged.into());
        }
        let before = undecided_events(known, decided);
        let sheet = lay_open(&before, &issue, &book.rules, work.now)?;
        let mut marks = marks(work, code, known, &staff)?;
        marks.retain(|mark| issue.events.contains(&mark.event));
        audit::write(work, code, session.actor(), AuditAct::SeeIssue, &case.to_string())?;
        Ok(IssueView {
            case,
            name: name_in(book, case),
            sheet,
            marks,
            basis: basis(known, &issue),
            decided: decided.and_then(|event| decided_row(book, case, event, &staff)),
            sealed: is_sealed(book, known, work),
            issue,
        })
    })
}

/// What would follow from a decision; nothing is kept.
///
/// # Errors
/// As [`settle`].
pub fn preview(
    office: &Office,
    session: &Session,
    case: CaseId,
    ask: &SettleRequest,
) -> Result<Consequence, Refusal> {
    let code = &session.township.code;
    office.write_with_book(code, |work, book| {
        let known = open_issue(work, book, session, case, ask)?;
        audit::write(work, code, session.actor(), AuditAct::WhatIf, &case.to_string())?;
        Ok(consequence(known.events(), &ask.issue, &ask.decision, &book.rules, work.now)?)
    })
}

/// 裁决: the corrections it takes, and the decision that names them, in one transaction.
///
/// # Errors
/// `UnknownCase`, `RecordChanged` where it is settled or changed meanwhile, `FieldMissing` for the reason or a disputed
/// field, `FieldTooLong`, `StateForbids` in a sealed file, `RoleMayNot`; of the store.
pub fn settle(
    office: &Office,
    session: &Session,
    case: CaseId,
    ask: &SettleRequest,
) -> Result<Recorded, Refusal> {
    let note = &words(&ask.note, "note", NOTE_MAX)?;
    office.write_with_book(&session.township.code, |work, book| {
        let known = open_issue(work, book, session, case, ask)?;
        let bodies = acts(known.events(), &ask.issue, &ask.decision, note)?;
        let mut written = Vec::new();
        for body in bodies {
            written.push(write(work, book, session, case, body)?);
        }
        let settled = Settled {
            issue: ask.issue.kind,
            events: ask.issue.events.clone(),
            choice: ask.decision.choice,
            note: note.to_owned(),
            acts: written,
        };
        let event = write(work, book, session, case, Body::Settled(settled))?;
        Ok(Recorded { case: Some(case), event })
    })
}

/// 撤回裁决: voids of the decision and of the corrections written with it.
///
/// # Errors
/// `UnknownCase`, `UnknownRecord` for no standing decision, `FieldMissing` for the reason, `StateForbids` in a sealed
/// file, `RoleMayNot`; of the store.
pub fn withdraw(
    office: &Office,
    session: &Session,
    case: CaseId,
    ask: &WithdrawRequest,
) -> Result<Recorded, Refusal> {
    let reason = &words(&ask.reason, "reason", NOTE_MAX)?;
    office.write_with_book(&session.township.code, |work, book| {
        let known = correctable(work, book, session, case)?;
        if is_sealed(book, known, work) {
            return Err(ProblemCode::StateForbids.into());
        }
        let stands = known.file.event(ask.settled).filter(|event| !known.file.is_voided(event.id));
        let Some(Body::Settled(settled)) = stands.map(|event| &event.body) else {
            return Err(ProblemCode::UnknownRecord.into());
        };
        let void = |target| Body::Void(Void { target, reason: reason.to_owned() });
        for act in settled.acts.iter().filter(|act| !known.file.is_voided(**act)) {
            write(work, book, session, case, void(*act))?;
        }
        let event = write(work, book, session, case, void(ask.settled))?;
        Ok(Recorded { case: Some(case), event })
    })
}

fn write(
    work: Work<'_>,
    book: &Book,
    session: &Session,
    case: CaseId,
    body: Body,
) -> Result<EventId, Refusal> {
    let record = Draft { stream: Stream::Case(case), happened_at: work.now, body };
    record_act(work, &book.rules, &session.user, &session.township, Act::Correct, record)
}

fn correctable<'a>(
    work: Work<'_>,
    book: &'a Book,
    session: &Session,
    case: CaseId,
) -> Result<&'a CaseBook, Refusal> {
    let relation = reads(work, book, session, case)?;
    if !may(session.user.role, Act::Correct, relation) {
        return Err(ProblemCode::RoleMayNot.into());
    }
    Ok(book.case(case).ok_or(ProblemCode::UnknownCase)?)
}

/// The case, if the issue is open and its records are as the page showed them.
fn open_issue<'a>(
    work: Work<'_>,
    book: &'a Book,
    session: &Session,
    case: CaseId,
    ask: &SettleRequest,
) -> Result<&'a CaseBook, Refusal> {
    let known = correctable(work, book, session, case)?;
    if is_sealed(book, known, work) {
        return Err(ProblemCode::StateForbids.into());
    }
    let is_open = ask.issue.kind.is_to_settle() && issues(book, known, work.now).contains(&ask.issue);
    if !is_open || basis(known, &ask.issue) != ask.basis {
        return Err(ProblemCode::RecordChanged.into());
    }
    Ok(known)
}

/// Amendments of all records of an issue, in their order.
fn basis(known: &CaseBook, issue: &Issue) -> Vec<EventId> {
    issue.events.iter().filter_map(|event| known.file.amended.get(event)).flatten().copied().collect()
}

fn is_sealed(book: &Book, known: &CaseBook, work: Work<'_>) -> bool {
    book.listed(known, work.now).is_some_and(|listed| listed.head.state.is_sealed())
}

fn standing_decision<'a>(known: &'a CaseBook, issue: &Issue) -> Option<&'a Event> {
    let stands = known.file.events.iter().rev().filter(|event| !known.file.is_voided(event.id));
    let mut of_issue = stands.filter(|event| {
        matches!(&event.body, Body::Settled(it) if it.issue == issue.kind && it.events == issue.events)
    });
    of_issue.next()
}

/// The facts as they stood before a decision.
fn undecided_events(known: &CaseBook, decided: Option<&Event>) -> Vec<Event> {
    let written = |event: &Event| match decided.map(|decided| (&decided.body, decided.id)) {
        Some((Body::Settled(settled), id)) => event.id == id || settled.acts.contains(&event.id),
        Some(_) | None => false,
    };
    known.events().iter().filter(|event| !written(event)).cloned().collect()
}
