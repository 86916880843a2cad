//! 待决定: what waits in the files, each with its clause and clock; taken by one of the office, or written by one and
//! approved by another where two are asked for. What may be taken is decided by `shared::decision`, by whom by
//! `shared::access`; what follows is reckoned by `shared::preview` before it is kept.

mod proposal;

use std::collections::BTreeSet;

use chrono::{NaiveDate, NaiveTime};
use shared::access::{Act, act_of, may, may_answer, takes_two};
use shared::case::{CaseFile, Leave, leaves, under_way};
use shared::decision::{At, DecisionForm, DecisionKind, OpenDecision, fact, open_decisions, report_went_to};
use shared::duty::Reckoning;
use shared::event::{Body, LeaveApproved, Stream};
use shared::id::{CaseId, EventId, UserId};
use shared::moment::{BEIJING, Moment, civil_date};
use shared::page::{Listed, summary};
use shared::preview::{WhatIfAnswer, would_follow};
use shared::problem::{Problem, ProblemCode};

pub use proposal::settle;

use crate::auth::Session;
use crate::book::{Book, CaseBook};
use crate::desk::{Draft, reads, record_act, relation_to, start_of_day, writes};
use crate::office::Office;
use crate::roster::{Person, count, name_in, persons};
use crate::store::audit::AuditAct;
use crate::store::{Refusal, Work, audit};
use crate::view::{DecideRequest, DecisionRow, DecisionSheet, DecisionTaken, Decisions};
use crate::{sealed, transfer};

/// Everything that waits in files the session reads.
///
/// # Errors
/// Of the store.
pub fn list(office: &Office, session: &Session) -> Result<Decisions, Refusal> {
    let code = &session.township.code;
    office.write_with_book(code, |work, book| {
        let proposals = proposal::waiting(work, book, session)?;
        let proposed: BTreeSet<(CaseId, DecisionKind)> =
            proposals.iter().map(|row| (row.case, row.kind)).collect();
        let mut rows: Vec<DecisionRow> = Vec::new();
        for person in persons(work, book, session)? {
            let head = &person.page.head;
            rows.extend(person.page.decisions.iter().map(|open| DecisionRow {
                case: person.case,
                name: head.name.clone(),
                village: head.village.clone(),
                open: open.clone(),
                proposed: proposed.contains(&(person.case, open.kind)),
            }));
        }
        rows.sort_by(|a, b| urgency(a).cmp(&urgency(b)));
        audit::write(work, code, session.actor(), AuditAct::SeeDecisions, &rows.len().to_string())?;
        let transfers = transfer::open_rows(work, book, session)?;
        let unsealings = sealed::waiting(work, book, session)?;
        Ok(Decisions { now: work.now, proposals, rows, transfers, unsealings })
    })
}

/// How many rows [`list`] has: what waits, and proposals of what no file waits for, cases that come from another township, and wishes to
/// open sealed files.
pub(crate) fn count_waiting(
    work: Work<'_>,
    book: &Book,
    session: &Session,
    persons: &[Person],
) -> Result<u32, Refusal> {
    let waiting = persons.iter().flat_map(|one| one.page.decisions.iter().map(|open| (one.case, open.kind)));
    let waiting: Vec<(CaseId, DecisionKind)> = waiting.collect();
    let proposed = proposal::waiting(work, book, session)?;
    let beside = proposed.iter().filter(|row| !waiting.contains(&(row.case, row.kind)));
    // What comes to this township waits for it; what goes waits for the other.
    let here = &session.township.code;
    let coming = transfer::open_rows(work, book, session)?;
    let coming = count(coming.iter().filter(|row| row.to == *here));
    let unsealings = sealed::waiting(work, book, session)?;
    Ok(count(waiting.iter()) + count(beside) + coming + count(unsealings.iter()))
}

fn urgency(row: &DecisionRow) -> impl Ord + '_ {
    let open = &row.open;
    (open.alert, open.due_at.is_none(), open.due_at, open.due.is_none(), open.due, &row.name, row.case)
}

/// What one case is open to.
///
/// # Errors
/// `UnknownCase`; of the store.
pub fn sheet(office: &Office, session: &Session, case: CaseId) -> Result<DecisionSheet, Refusal> {
    let code = &session.township.code;
    office.write_with_book(code, |work, book| {
        let (known, now) = (known(work, book, session, case)?, Now::of(work, book, session, case)?);
        let running = leaves(&known.file, now.reckoning.course.today);
        let asked = running.iter().rev().find(|leave| leave.is_asked());
        let runs = under_way(&running, now.reckoning.course.today).and_then(|leave| leave.approved);
        let members = known.file.groups.last().map(|group| &group.body.members);
        audit::write(work, code, session.actor(), AuditAct::SeeDecisions, &case.to_string())?;
        Ok(DecisionSheet {
            case,
            name: name_in(book, case),
            state: now.listed.head.state,
            term_first: now.listed.head.term_first,
            term_last: now.listed.head.term_last,
            proposals: proposal::of_case(work, book, session, case)?,
            leave_asked: asked
                .map(|leave| LeaveApproved { from: leave.request.from, until: leave.request.until }),
            leave_running: runs.map(|(from, until)| LeaveApproved { from, until }),
            evidence: evidence(known, &now.reckoning),
            summary: done_in_term(known, &now.reckoning),
            report_went_to: now
                .open
                .iter()
                .find(|one| one.kind == DecisionKind::Withdrawal)
                .and_then(|one| one.event)
                .map(|event| report_went_to(&known.file, event))
                .unwrap_or_default(),
            members: members.into_iter().flatten().map(|member| member.name.clone()).collect(),
            may_take: may(session.user.role, Act::OpenCase, relation_to(work, session, case)?),
            open: now.open,
        })
    })
}

/// What would follow if it were recorded; nothing is kept.
///
/// # Errors
/// As [`take`].
pub fn preview(
    office: &Office,
    session: &Session,
    case: CaseId,
    ask: &DecideRequest,
) -> Result<WhatIfAnswer, Refusal> {
    let code = &session.township.code;
    office.write_with_book(code, |work, book| {
        let known = known(work, book, session, case)?;
        let at = moment_of(ask, work.now)?;
        let body = body_of(work, book, session, case, (&ask.form, at), &session.user.name)?;
        audit::write(work, code, session.actor(), AuditAct::WhatIf, &case.to_string())?;
        Ok(would_follow(known.events(), (at, body), &book.rules, work.now)?)
    })
}

/// Takes a decision: the fact itself, or a proposal of it where it takes two.
///
/// # Errors
/// `UnknownCase`, `RoleMayNot`, `OwnAct` for who asked for it, `AlreadyDecided` where it is proposed already, those of
/// [`fact`]; of the store.
pub fn take(
    office: &Office,
    session: &Session,
    case: CaseId,
    ask: &DecideRequest,
) -> Result<DecisionTaken, Refusal> {
    office.write_with_book(&session.township.code, |work, book| {
        let at = moment_of(ask, work.now)?;
        let body = body_of(work, book, session, case, (&ask.form, at), &session.user.name)?;
        let kind = ask.form.kind();
        may_write(work, book, session, case, &ask.form, &body)?;
        if takes_two(kind) {
            let proposal = proposal::propose(work, session, case, (ask, &body))?;
            return Ok(DecisionTaken { event: None, proposal: Some(proposal) });
        }
        let act = act_of(&body);
        let event = write(work, book, session, case, act, (at, body))?;
        Ok(DecisionTaken { event: Some(event), proposal: None })
    })
}

/// What a case is open to at this moment.
struct Now {
    listed: std::sync::Arc<Listed>,
    reckoning: Reckoning,
    open: Vec<OpenDecision>,
}

impl Now {
    fn of(work: Work<'_>, book: &Book, session: &Session, case: CaseId) -> Result<Self, Refusal> {
        let known = known(work, book, session, case)?;
        let listed = book.listed(known, work.now).ok_or(ProblemCode::UnknownCase)?;
        let rules = &book.rules;
        let reckoning = Reckoning::of(&known.file, &rules.calendar, &rules.policy, work.now);
        let open = open_decisions(&known.file, &reckoning, &listed.duties);
        Ok(Self { listed, reckoning, open })
    }
}

fn known<'a>(
    work: Work<'_>,
    book: &'a Book,
    session: &Session,
    case: CaseId,
) -> Result<&'a CaseBook, Refusal> {
    reads(work, book, session, case)?;
    Ok(book.case(case).ok_or(ProblemCode::UnknownCase)?)
}

fn body_of(
    work: Work<'_>,
    book: &Book,
    session: &Session,
    case: CaseId,
    (form, at): (&DecisionForm, Moment),
    decided_by: &str,
) -> Result<Body, Refusal> {
    let now = Now::of(work, book, session, case)?;
    let file = &known(work, book, session, case)?.file;
    let place = At { file, reckoning: &now.reckoning, open: &now.open, at };
    Ok(fact(place, form, decided_by)?)
}

/// The unanswered requests a form may answer: those with the first day it names.
fn requests(file: &CaseFile, form: &DecisionForm, today: NaiveDate) -> Vec<EventId> {
    let (DecisionForm::LeaveApproval { from, .. } | DecisionForm::LeaveDenial { from, .. }) = form else {
        return Vec::new();
    };
    let named = |leave: &Leave<'_>| leave.is_asked() && leave.request.from == *from;
    leaves(file, today).iter().filter(|leave| named(leave)).map(|leave| leave.event).collect()
}

/// Whether the session may write it: by its role, and where it answers what somebody asked for, not as that somebody.
fn may_write(
    work: Work<'_>,
    book: &Book,
    session: &Session,
    case: CaseId,
    form: &DecisionForm,
    body: &Body,
) -> Result<(), Refusal> {
    let relation = writes(work, book, session, case)?;
    if !may(session.user.role, Act::OpenCase, relation) || !may(session.user.role, act_of(body), relation) {
        return Err(ProblemCode::RoleMayNot.into());
    }
    let file = &known(work, book, session, case)?.file;
    let own = |request: EventId| {
        let asked_by: Option<UserId> = file.event(request).map(|event| event.author);
        !may_answer(form.kind(), session.user.user, asked_by)
    };
    if requests(file, form, civil_date(work.now)).into_iter().any(own) {
        return Err(ProblemCode::OwnAct.into());
    }
    Ok(())
}

fn write(
    work: Work<'_>,
    book: &Book,
    session: &Session,
    case: CaseId,
    act: Act,
    (happened_at, body): (Moment, Body),
) -> Result<EventId, Refusal> {
    let record = Draft { stream: Stream::Case(case), happened_at, body };
    record_act(work, &book.rules, &session.user, &session.township, act, record)
}

/// The day and minute in Beijing; a day without a minute is now where it is today, else its first moment.
fn moment_of(ask: &DecideRequest, now: Moment) -> Result<Moment, Problem> {
    let time = ask.time.as_deref().map(str::trim).filter(|time| !time.is_empty());
    let Some(time) = time else {
        return Ok(if ask.on == civil_date(now) { now } else { start_of_day(ask.on) });
    };
    let malformed = || Problem::of_field(ProblemCode::FieldMalformed, "time");
    let clock = NaiveTime::parse_from_str(time, "%H:%M").map_err(|_| malformed())?;
    ask.on.and_time(clock).and_local_timezone(BEIJING).single().ok_or_else(malformed)
}

/// The records a determination would rest on.
fn evidence(known: &CaseBook, reckoning: &Reckoning) -> Vec<String> {
    let ladder = &reckoning.ladder;
    let records = ladder.undecided().into_iter().flat_map(|series| ladder.series(series));
    let line = |event: EventId| {
        let event = known.file.event(event)?;
        Some(format!("{}{}", civil_date(event.happened_at), summary(&event.body)))
    };
    records.filter_map(line).collect()
}

/// 执行情况 in figures.
fn done_in_term(known: &CaseBook, reckoning: &Reckoning) -> String {
    let schedule = &reckoning.schedule;
    let met = |states: &[shared::duty::schedule::WindowState]| {
        use shared::page::WindowStatus::{MadeUp, Satisfied};
        states.iter().filter(|state| matches!(state.status, Satisfied | MadeUp)).count()
    };
    let of = |name: &str, states: &[shared::duty::schedule::WindowState]| {
        format!("{name}{}/{}期", met(states), states.len())
    };
    let parts = [of("检测", &schedule.tests), of("走访", &schedule.visits), of("报告", &schedule.reports)];
    let breaches = format!("告诫{}次", known.file.admonitions.len());
    format!("{}，评估{}次，{breaches}。", parts.join("，"), known.file.assessments.len())
}
