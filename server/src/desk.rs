//! 办公室登记: acts of the console. Each is one event of the township's own series, authored by the session's user.

mod checked;

pub(crate) use checked::{not_in_future, order as checked_order, start_of_day};

use shared::access::{Act, Door, Relation, comes_through, may};
use shared::code::Role;
use shared::document::Paper;
use shared::event::{AgreementSigned, Body, Event, FileLinked, RawEvent, ReportIn, Stream};
use shared::id::{CaseId, EventId, UserId};
use shared::moment::{BEIJING, Moment, civil_date};
use shared::problem::{Problem, ProblemCode};
use shared::rules::RuleBook;

use crate::auth::Session;
use crate::book::{Book, CaseBook};
use crate::intake::paper;
use crate::ledger::{self, Author};
use crate::office::Office;
use crate::store::audit::AuditAct;
use crate::store::township::Township;
use crate::store::user::{User, UserState};
use crate::store::{Refusal, Work, assignment, audit, desk_draft, placement, user};
use crate::view::{
    AgreementRequest, OpenCaseRequest, QualificationRequest, Recorded, ReportInRequest, WorkersRequest,
};
use crate::{openings, scope, sealed};

/// 登记决定书: opens a case in the session's township.
///
/// # Errors
/// Problems of single fields, `DuplicateIdNumber` unless confirmed, `RoleMayNot`; of the store.
pub fn open_case(office: &Office, session: &Session, ask: OpenCaseRequest) -> Result<Recorded, Refusal> {
    let code = &session.township.code;
    office.write_with_book(code, |work, book| {
        let today = shared::moment::civil_date(work.now);
        let order = checked::order(ask.order, ask.decided_on, today)?;
        let number = &order.person.id.number;
        let earlier = earlier_file(work, book, session, number)?;
        if !ask.confirm_duplicate
            && let Some(known) = earlier
        {
            // Named, for a look at it.
            let problem = Problem::of_field(ProblemCode::DuplicateIdNumber, "person.id");
            return Err(Problem { figure: Some(known.to_string()), ..problem }.into());
        }
        check_workers(work, session, &ask.workers)?;
        let case = CaseId::make(work.now, work.deps.id_entropy());
        placement::insert(work, code, case)?;
        let happened_at = checked::start_of_day(ask.decided_on);
        let record = Draft { stream: Stream::Case(case), happened_at, body: Body::Order(order) };
        let event = record_act(work, &book.rules, &session.user, &session.township, Act::OpenCase, record)?;
        if let Some(earlier) = earlier {
            let body = Body::FileLinked(FileLinked { earlier });
            let link = Draft { stream: Stream::Case(case), happened_at: work.now, body };
            record_act(work, &book.rules, &session.user, &session.township, Act::OpenCase, link)?;
        }
        if let Some(filled) = paper(Paper::D01, &ask.fields)? {
            let draft = Draft { stream: Stream::Case(case), happened_at: work.now, body: filled };
            record_act(work, &book.rules, &session.user, &session.township, Act::OpenCase, draft)?;
        }
        if let Some(report_in) = &ask.report_in {
            report_with_order(work, book, session, case, (ask.decided_on, report_in))?;
        }
        assignment::set(work, code, case, &ask.workers)?;
        if let Some(draft) = ask.draft {
            desk_draft::drop(work, code, session.user.user, draft)?;
        }
        Ok(Recorded { case: Some(case), event })
    })
}

/// The person came with the paper.
fn report_with_order(
    work: Work<'_>,
    book: &Book,
    session: &Session,
    case: CaseId,
    (decided_on, ask): (chrono::NaiveDate, &ReportInRequest),
) -> Result<(), Refusal> {
    let of_report = |problem: Problem| Problem { field: Some("report_in.happened_at".to_owned()), ..problem };
    checked::not_in_future(work, ask.happened_at).map_err(of_report)?;
    if civil_date(ask.happened_at) < decided_on {
        return Err(of_report(ProblemCode::DateOutOfRange.into()).into());
    }
    let body = Body::ReportIn(ReportIn { brought_by: ask.brought_by });
    let draft = Draft { stream: Stream::Case(case), happened_at: ask.happened_at, body };
    record_act(work, &book.rules, &session.user, &session.township, Act::OpenCase, draft)?;
    Ok(())
}

/// The latest case that lies here now with the id number on its order; none for an unknown number.
fn earlier_file(
    work: Work<'_>,
    book: &Book,
    session: &Session,
    number: &str,
) -> Result<Option<CaseId>, Refusal> {
    if number.is_empty() {
        return Ok(None);
    }
    let here = placement::cases(work, &session.township.code)?;
    let same = |case: &CaseId| {
        let order = book.case(*case).and_then(|known| known.file.order.as_ref());
        order.is_some_and(|order| order.body.person.id.number.eq_ignore_ascii_case(number))
    };
    Ok(here.into_iter().filter(same).max())
}

/// 报到登记.
///
/// # Errors
/// `UnknownCase`, `AlreadyReportedIn`, `HappenedInFuture`, `RoleMayNot`; of the store.
pub fn report_in(
    office: &Office,
    session: &Session,
    case: CaseId,
    ask: &ReportInRequest,
) -> Result<Recorded, Refusal> {
    on_case(office, session, case, |work, file| {
        checked::not_in_future(work, ask.happened_at)?;
        if file.file.report_in.is_some() {
            return Err(ProblemCode::AlreadyReportedIn.into());
        }
        Ok((ask.happened_at, vec![Body::ReportIn(ReportIn { brought_by: ask.brought_by })]))
    })
}

/// 签订协议登记.
///
/// # Errors
/// `UnknownCase`, `NotReportedIn`, `HappenedBeforeReportIn`, `HappenedInFuture`, `FieldMalformed`, `RoleMayNot`; of the
/// store.
pub fn sign_agreement(
    office: &Office,
    session: &Session,
    case: CaseId,
    ask: &AgreementRequest,
) -> Result<Recorded, Refusal> {
    on_case(office, session, case, |work, file| {
        checked::not_in_future(work, ask.happened_at)?;
        let report_in = file.file.report_in.as_ref().ok_or(ProblemCode::NotReportedIn)?;
        let day = shared::moment::civil_date;
        if day(ask.happened_at) < day(report_in.happened_at) {
            return Err(Problem::of_field(ProblemCode::HappenedBeforeReportIn, "happened_at").into());
        }
        let signed = Body::AgreementSigned(AgreementSigned { told_at: ask.told_at });
        Ok((ask.happened_at, [Some(signed), paper(Paper::D03, &ask.fields)?].into_iter().flatten().collect()))
    })
}

fn on_case(
    office: &Office,
    session: &Session,
    case: CaseId,
    act: impl FnOnce(Work<'_>, &CaseBook) -> Result<(Moment, Vec<Body>), Refusal>,
) -> Result<Recorded, Refusal> {
    office.write_with_book(&session.township.code, |work, book| {
        let relation = relation_to(work, session, case)?;
        let file = book.case(case).ok_or(ProblemCode::UnknownCase)?;
        if !may(session.user.role, Act::OpenCase, relation) {
            return Err(ProblemCode::RoleMayNot.into());
        }
        not_sealed(work, book, file)?;
        let (happened_at, bodies) = act(work, file)?;
        let mut first = None;
        for body in bodies {
            let record = Draft { stream: Stream::Case(case), happened_at, body };
            let event =
                record_act(work, &book.rules, &session.user, &session.township, Act::OpenCase, record)?;
            first.get_or_insert(event);
        }
        let event = first.ok_or(ProblemCode::FieldMissing)?;
        Ok(Recorded { case: Some(case), event })
    })
}

/// 指派: who has the case from now on.
///
/// # Errors
/// `UnknownCase`, `NotFound` for somebody who is no worker of the township, `RoleMayNot`; of the store.
pub fn assign(office: &Office, session: &Session, case: CaseId, ask: &WorkersRequest) -> Result<(), Refusal> {
    office.write(|work| {
        let relation = relation_to(work, session, case)?;
        if !may(session.user.role, Act::AssignWorkers, relation) {
            return Err(ProblemCode::RoleMayNot.into());
        }
        check_workers(work, session, &ask.workers)?;
        assignment::set(work, &session.township.code, case, &ask.workers)?;
        let subject = format!("{case} {}", ask.workers.len());
        audit::write(work, &session.township.code, session.actor(), AuditAct::Assign, &subject)?;
        Ok(())
    })
}

/// 检测资质登记.
///
/// # Errors
/// `FieldMissing`, `NotFound` for an officer the township does not have, `RoleMayNot`; of the store.
pub fn qualify(office: &Office, session: &Session, ask: QualificationRequest) -> Result<Recorded, Refusal> {
    office.write_with_book(&session.township.code, |work, book| {
        let qualification = checked::qualification(ask.qualification)?;
        user::find(work, &session.township.code, qualification.officer)?
            .filter(|user| user.role == Role::Police)
            .ok_or_else(|| Problem::of_field(ProblemCode::NotFound, "officer"))?;
        let record = Draft {
            stream: Stream::Office(session.township.code.clone()),
            happened_at: work.now,
            body: Body::OfficerQualified(qualification),
        };
        let event = record_act(work, &book.rules, &session.user, &session.township, Act::KeepOffice, record)?;
        Ok(Recorded { case: None, event })
    })
}

/// The relation to a case; one that is out of reach is answered like one that does not exist.
pub(crate) fn relation_to(work: Work<'_>, session: &Session, case: CaseId) -> Result<Relation, Refusal> {
    let relation = scope::relation(work, &session.township.code, session.user.user, case)?;
    if may(session.user.role, Act::SeeFile, relation) {
        return Ok(relation);
    }
    let opened = openings::opened_in(work, session.user.user, case)?.is_some();
    if opened && may(session.user.role, Act::SeeFile, Relation::Opened) {
        return Ok(Relation::Opened);
    }
    Err(ProblemCode::UnknownCase.into())
}

/// The relation to a case whose content is given: [`relation_to`], and of a file that is shut only by a running approval.
///
/// # Errors
/// `UnknownCase`, `FileSealed`; of the store.
pub(crate) fn reads(
    work: Work<'_>,
    book: &Book,
    session: &Session,
    case: CaseId,
) -> Result<Relation, Refusal> {
    let relation = relation_to(work, session, case)?;
    if sealed::is_shut(work, book, case) {
        sealed::opened(work, session, relation, case)?;
    }
    Ok(relation)
}

/// A shut file takes nothing, whoever has it open: it is opened for reading.
///
/// # Errors
/// `UnknownCase`, `FileSealed`; of the store.
pub(crate) fn writes(
    work: Work<'_>,
    book: &Book,
    session: &Session,
    case: CaseId,
) -> Result<Relation, Refusal> {
    let relation = relation_to(work, session, case)?;
    if sealed::is_shut(work, book, case) { Err(ProblemCode::FileSealed.into()) } else { Ok(relation) }
}

/// A sealed file takes nothing more (R-PRIV-10).
///
/// # Errors
/// `StateForbids`.
pub(crate) fn not_sealed(work: Work<'_>, book: &Book, known: &CaseBook) -> Result<(), Problem> {
    let sealed = book.listed(known, work.now).is_some_and(|listed| listed.head.state.is_sealed());
    if sealed { Err(ProblemCode::StateForbids.into()) } else { Ok(()) }
}

fn check_workers(work: Work<'_>, session: &Session, workers: &[UserId]) -> Result<(), Refusal> {
    for worker in workers {
        let found = user::find(work, &session.township.code, *worker)?;
        let fits = found.is_some_and(|user| user.role == Role::Worker && user.state == UserState::Active);
        if !fits {
            return Err(Problem::of_field(ProblemCode::NotFound, "workers").into());
        }
    }
    Ok(())
}

/// A fact about to be written by the office.
#[derive(Debug)]
pub(crate) struct Draft {
    pub stream: Stream,
    pub happened_at: Moment,
    pub body: Body,
}

impl Draft {
    /// A fact of the office itself.
    pub(crate) fn of_office(session: &Session, happened_at: Moment, body: Body) -> Self {
        Self { stream: Stream::Office(session.township.code.clone()), happened_at, body }
    }
}

/// Writes one fact of the office at the end of its series: by one person, or as the second of two who approves.
pub(crate) fn record_act(
    work: Work<'_>,
    rules: &RuleBook,
    author: &User,
    township: &Township,
    act: Act,
    draft: Draft,
) -> Result<EventId, Refusal> {
    let door = if matches!(act, Act::ApproveDecision) { Door::Two } else { Door::Desk };
    if !may(author.role, act, Relation::SameTownship) || !comes_through(&draft.body, door) {
        return Err(ProblemCode::RoleMayNot.into());
    }
    let event = append(work, rules, author, township, work.now, draft)?;
    let actor = audit::Actor::User(author.user);
    audit::write(work, &township.code, actor, AuditAct::Record, &event.to_string())?;
    Ok(event)
}

/// Appends to the office's series with a given time of recording.
pub(crate) fn append(
    work: Work<'_>,
    rules: &RuleBook,
    author: &User,
    township: &Township,
    recorded_at: Moment,
    draft: Draft,
) -> Result<EventId, Refusal> {
    let entropy = work.deps.id_entropy();
    let series = township.console_series;
    let place = Author { township: township.code.clone(), series, user: author.user, role: author.role };
    let Draft { stream, happened_at, body } = draft;
    let raw = ledger::append_own(work, &place, |seq, prev| {
        RawEvent::write(Event {
            id: EventId::make_in_series(recorded_at, seq, entropy),
            series,
            seq,
            prev,
            stream,
            happened_at: happened_at.with_timezone(&BEIJING),
            recorded_at,
            author: author.user,
            rule_version: rules.version_on(civil_date(recorded_at)).clone(),
            body,
        })
    })??;
    Ok(raw.event().id)
}
