//! 工作交接: what a worker has goes to others. One of the office writes the list, each receiver signs for theirs, the lead
//! approves; only then does a case change hands, every one of them at once, and the office's log says so.

use std::collections::{BTreeMap, BTreeSet};

use shared::access::{Act, Relation, UserState, may, may_approve, may_list};
use shared::case::Listing;
use shared::code::Role;
use shared::event::{Body, CaseloadHandedOver, HandedCase};
use shared::id::{CaseId, HandoverId, UserId};
use shared::moment::civil_date;
use shared::problem::{Problem, ProblemCode, words};
use shared::protocol::StaffName;

use crate::auth::Session;
use crate::book::Book;
use crate::desk::{Draft, record_act};
use crate::office::Office;
use crate::review::NOTE_MAX;
use crate::roster::{Person, count, is_overdue, listing_now, name_in, staff_by_id, unsealed};
use crate::store::audit::AuditAct;
use crate::store::handover::{self, Handover, HandoverState, Kept, Signature};
use crate::store::{Refusal, StoreError, Work, assignment, audit, user};
use crate::view::{
    Carrier, Caseload, CaseloadDevice, CaseloadRow, HandoverRequest, HandoverRow, HandoverStep,
    HandoverStepRequest, Handovers, Receiver,
};
use crate::{devices, scope};

/// 交接页.
///
/// # Errors
/// Of the store.
pub fn list(office: &Office, session: &Session) -> Result<Handovers, Refusal> {
    let code = &session.township.code;
    office.write_with_book(code, |work, book| {
        let staff = staff_by_id(work, code)?;
        let mut loads: BTreeMap<UserId, u32> = BTreeMap::new();
        for (case, worker) in assignment::list(work, code)? {
            if is_sealed(work, book, case) {
                continue;
            }
            *loads.entry(worker).or_insert(0) += 1;
        }
        let workers = user::list(work, code)?;
        let active = workers.iter().filter(|user| is_worker(user));
        let role = session.user.role;
        let lists = may(role, Act::AssignWorkers, Relation::SameTownship);
        let approves = may(role, Act::ApproveDecision, Relation::SameTownship);
        let mut all = handover::list(work, code)?;
        all.retain(|one| lists || approves || concerns(one, session.user.user));
        audit::write(work, code, session.actor(), AuditAct::SeeHandovers, &all.len().to_string())?;
        let rows = all.iter().map(|one| row(work, book, session, one, &staff));
        Ok(Handovers {
            rows: rows.collect::<Result<_, StoreError>>()?,
            workers: active
                .map(|user| Carrier {
                    worker: user.staff_name(),
                    persons: loads.get(&user.user).copied().unwrap_or(0),
                })
                .collect(),
            load_max: book.rules.policy.on(civil_date(work.now)).users_per_worker,
            may_list: lists,
        })
    })
}

fn is_worker(user: &user::User) -> bool {
    user.role == Role::Worker && user.state == UserState::Active
}

/// A sealed file is nobody's work any more: it is in no list, and does not keep anybody here (R-PRIV-10).
fn is_sealed(work: Work<'_>, book: &Book, case: CaseId) -> bool {
    listing_now(work, book, case) == Some(Listing::Sealed)
}

fn concerns(one: &Handover, user: UserId) -> bool {
    one.from == user || one.kept.cases.iter().any(|case| case.to == user)
}

fn row(
    work: Work<'_>,
    book: &Book,
    session: &Session,
    one: &Handover,
    staff: &BTreeMap<UserId, StaffName>,
) -> Result<HandoverRow, StoreError> {
    let name = |user: UserId| staff.get(&user).cloned();
    let tells = is_told(session, one);
    let signed = |user: UserId| one.kept.signed.iter().find(|by| by.by == user).map(|by| by.at);
    let mut receivers: BTreeMap<UserId, Receiver> = BTreeMap::new();
    for case in &one.kept.cases {
        let receiver = receivers.entry(case.to).or_insert_with(|| Receiver {
            to: name(case.to),
            persons: Vec::new(),
            count: 0,
            signed_at: signed(case.to),
        });
        receiver.count += 1;
        if is_named(work, book, session, one, case)? {
            receiver.persons.push(name_in(book, case.case));
        }
    }
    Ok(HandoverRow {
        handover: one.handover,
        from: name(one.from),
        state: one.state,
        made_at: one.made_at,
        listed_by: name(one.kept.listed_by),
        reason: if tells { one.kept.reason.clone() } else { String::new() },
        remarks: if tells { one.kept.remarks.clone() } else { Vec::new() },
        may_sign: may_step(session, one, HandoverStep::Sign).is_ok(),
        may_approve: may_step(session, one, HandoverStep::Approve).is_ok(),
        may_withdraw: may_step(session, one, HandoverStep::Withdraw).is_ok(),
        ended_by: one.kept.ended.as_ref().and_then(|ended| name(ended.by)),
        ended_at: one.kept.ended.as_ref().map(|ended| ended.at),
        receivers: receivers.into_values().collect(),
    })
}

/// Who hears why somebody goes and how the whole caseload stands: those who list and approve, and the one who goes. Who
/// receives a part hears of that part.
fn is_told(session: &Session, one: &Handover) -> bool {
    let me = &session.user;
    let may_here = |act| may(me.role, act, Relation::SameTownship);
    may_here(Act::AssignWorkers) || may_here(Act::ApproveDecision) || me.user == one.from
}

/// Whose name a list tells who looks: of files they read as it stands now, and of persons they are asked to sign for.
/// A sealed file is named to nobody (R-PRIV-10).
fn is_named(
    work: Work<'_>,
    book: &Book,
    session: &Session,
    one: &Handover,
    case: &HandedCase,
) -> Result<bool, StoreError> {
    let me = &session.user;
    let Some(listing) = listing_now(work, book, case.case).filter(|listing| *listing != Listing::Sealed)
    else {
        return Ok(false);
    };
    if case.to == me.user && may_step(session, one, HandoverStep::Sign).is_ok() {
        return Ok(true);
    }
    let relation = scope::relation(work, &session.township.code, me.user, case.case)?;
    Ok(may_list(me.role, relation, listing))
}

/// What a worker has, and what their devices hold.
///
/// # Errors
/// `NotFound` for nobody who works here; of the store.
pub fn caseload(office: &Office, session: &Session, worker: UserId) -> Result<Caseload, Refusal> {
    let code = &session.township.code;
    office.write_with_book(code, |work, book| {
        let found = user::find(work, code, worker)?.filter(|user| user.role == Role::Worker);
        let found = found.ok_or(ProblemCode::NotFound)?;
        audit::write(work, code, session.actor(), AuditAct::SeeHandovers, &worker.to_string())?;
        let rows = of_worker(work, book, session, worker)?;
        Ok(Caseload {
            worker: found.staff_name(),
            today: civil_date(work.now),
            cases: rows.iter().map(|person| caseload_row(person, worker)).collect(),
            devices: devices_of(work, session, worker)?,
        })
    })
}

fn of_worker(
    work: Work<'_>,
    book: &Book,
    session: &Session,
    worker: UserId,
) -> Result<Vec<Person>, StoreError> {
    let mut rows = unsealed(work, book, session)?;
    rows.retain(|person| person.workers.iter().any(|one| one.user == worker));
    Ok(rows)
}

fn caseload_row(person: &Person, worker: UserId) -> CaseloadRow {
    let (head, duties) = (&person.page.head, &person.page.duties);
    let next = duties.first();
    CaseloadRow {
        case: person.case,
        name: head.name.clone(),
        village: head.village.clone(),
        overdue: count(duties.iter().filter(|duty| is_overdue(duty))),
        next: next.map(|duty| duty.key.kind.to_string()).unwrap_or_default(),
        next_due: next.map(|duty| duty.due),
        deciding: count(person.page.decisions.iter()),
        others: person.workers.iter().filter(|one| one.user != worker).cloned().collect(),
    }
}

fn devices_of(work: Work<'_>, session: &Session, worker: UserId) -> Result<Vec<CaseloadDevice>, StoreError> {
    let rows = devices::rows(work, &session.township.code, None)?;
    let own = rows.into_iter().filter(|row| row.user.user == worker && row.revoked_at.is_none());
    let told = own.map(|row| CaseloadDevice {
        device_name: row.device_name,
        unsent: row.unsent,
        silent: row.silent,
        last_seen_at: row.last_seen_at,
    });
    Ok(told.collect())
}

/// Cases a worker has now, whatever the session may read of them: none is left behind. Sealed files are no work.
pub(crate) fn running(
    work: Work<'_>,
    book: &Book,
    session: &Session,
    worker: UserId,
) -> Result<BTreeSet<CaseId>, StoreError> {
    let mut cases = assigned(work, session, worker)?;
    cases.retain(|case| !is_sealed(work, book, *case));
    Ok(cases)
}

fn assigned(work: Work<'_>, session: &Session, worker: UserId) -> Result<BTreeSet<CaseId>, StoreError> {
    let all = assignment::list(work, &session.township.code)?;
    Ok(all.into_iter().filter(|(_, user)| *user == worker).map(|(case, _)| case).collect())
}

/// Writes a list. Nothing changes hands yet.
///
/// # Errors
/// `NotFound` for nobody who works here, `FieldMissing` of `cases` with the number that is left behind, of `to` where a
/// receiver is not a worker at work or is the one who goes, of `reason`, of `seen_unsent` where devices still hold
/// records; `AlreadyDecided` where a list of this worker is open, `RoleMayNot`; of the store.
pub fn begin(office: &Office, session: &Session, ask: &HandoverRequest) -> Result<HandoverId, Refusal> {
    let code = &session.township.code;
    let reason = words(&ask.reason, "reason", NOTE_MAX)?;
    office.write_with_book(code, |work, book| {
        if !may(session.user.role, Act::AssignWorkers, Relation::SameTownship) {
            return Err(ProblemCode::RoleMayNot.into());
        }
        let found = user::find(work, code, ask.from)?.filter(|user| user.role == Role::Worker);
        found.ok_or_else(|| Problem::of_field(ProblemCode::NotFound, "from"))?;
        let open = |one: &Handover| matches!(one.state, HandoverState::Listed | HandoverState::Signed);
        if handover::list(work, code)?.iter().any(|one| one.from == ask.from && open(one)) {
            return Err(ProblemCode::AlreadyDecided.into());
        }
        complete(work, book, session, ask.from, &ask.cases)?;
        receivable(work, session, ask.from, &ask.cases)?;
        let devices = devices_of(work, session, ask.from)?;
        let unsent: u32 = devices.iter().map(|device| device.unsent).sum();
        if unsent > 0 && !ask.seen_unsent {
            let figure = Some(unsent.to_string());
            let problem = Problem::of_field(ProblemCode::UnsentOnDevice, "seen_unsent");
            return Err(Problem { figure, ..problem }.into());
        }
        let kept = Kept {
            reason: reason.clone(),
            cases: ask.cases.clone(),
            listed_by: session.user.user,
            remarks: remarks(&of_worker(work, book, session, ask.from)?, unsent),
            signed: Vec::new(),
            ended: None,
        };
        let id = HandoverId::make(work.now, work.deps.id_entropy());
        let one =
            Handover { handover: id, from: ask.from, state: HandoverState::Listed, made_at: work.now, kept };
        handover::put(work, code, &one)?;
        let subject = format!("{} {}", ask.from, ask.cases.len());
        audit::write(work, code, session.actor(), AuditAct::BeginHandover, &subject)?;
        Ok(id)
    })
}

/// Whoever takes over is a worker at work, and not who goes. `figure` names who is not.
fn receivable(work: Work<'_>, session: &Session, from: UserId, cases: &[HandedCase]) -> Result<(), Refusal> {
    for case in cases {
        let to = user::find(work, &session.township.code, case.to)?;
        if case.to == from || !to.as_ref().is_some_and(is_worker) {
            let figure = to.map(|user| user.name);
            return Err(Problem { figure, ..Problem::of_field(ProblemCode::NotFound, "to") }.into());
        }
    }
    Ok(())
}

/// Every case of the worker, each once, and no other. Sealed files need not be named.
fn complete(
    work: Work<'_>,
    book: &Book,
    session: &Session,
    from: UserId,
    cases: &[HandedCase],
) -> Result<(), Refusal> {
    let running = running(work, book, session, from)?;
    let listed: BTreeSet<CaseId> = cases.iter().map(|case| case.case).collect();
    let left = running.difference(&listed).count();
    if left > 0 || cases.is_empty() {
        let figure = Some(left.to_string());
        return Err(Problem { figure, ..Problem::of_field(ProblemCode::FieldMissing, "cases") }.into());
    }
    if listed.len() != cases.len() || !listed.is_subset(&assigned(work, session, from)?) {
        return Err(ProblemCode::RecordChanged.into());
    }
    Ok(())
}

/// What is open when it is written down.
fn remarks(rows: &[Person], unsent: u32) -> Vec<String> {
    let overdue: u32 =
        rows.iter().map(|person| count(person.page.duties.iter().filter(|duty| is_overdue(duty)))).sum();
    let deciding: u32 = rows.iter().map(|person| count(person.page.decisions.iter())).sum();
    let lines = [(overdue, "项逾期"), (deciding, "项待决定"), (unsent, "条手机上未上传")];
    lines.into_iter().filter(|(n, _)| *n > 0).map(|(n, text)| format!("{n}{text}")).collect()
}

/// Whether the session may take a step with a list as it stands.
fn may_step(session: &Session, one: &Handover, step: HandoverStep) -> Result<(), ProblemCode> {
    let me = &session.user;
    let kept = &one.kept;
    match step {
        HandoverStep::Sign => {
            let receives = kept.cases.iter().any(|case| case.to == me.user);
            let signed = kept.signed.iter().any(|by| by.by == me.user);
            if !receives {
                return Err(ProblemCode::RoleMayNot);
            }
            if one.state == HandoverState::Listed && !signed {
                Ok(())
            } else {
                Err(ProblemCode::AlreadyDecided)
            }
        }
        HandoverStep::Approve => {
            if !may(me.role, Act::ApproveDecision, Relation::SameTownship) {
                return Err(ProblemCode::RoleMayNot);
            }
            if !may_approve(me.user, Some(kept.listed_by), one.from) {
                return Err(ProblemCode::OwnAct);
            }
            if one.state == HandoverState::Signed { Ok(()) } else { Err(ProblemCode::StateForbids) }
        }
        HandoverStep::Withdraw => {
            // Not only who wrote it: one who is away would keep the worker here.
            let may_here = |act| may(me.role, act, Relation::SameTownship);
            if !may_here(Act::AssignWorkers) && !may_here(Act::ApproveDecision) {
                return Err(ProblemCode::RoleMayNot);
            }
            let open = matches!(one.state, HandoverState::Listed | HandoverState::Signed);
            if open { Ok(()) } else { Err(ProblemCode::AlreadyDecided) }
        }
    }
}

/// 签收, 批准交接, 撤回.
///
/// # Errors
/// `NotFound`, `RoleMayNot`, `OwnAct`, `AlreadyDecided`, `StateForbids` while a signature is missing, `FieldMissing` of
/// `cases` where the worker was given another case meanwhile, `NotFound` of `to` with the name of a receiver who is no
/// worker at work any more; of the store.
pub fn step(
    office: &Office,
    session: &Session,
    id: HandoverId,
    ask: &HandoverStepRequest,
) -> Result<(), Refusal> {
    let code = &session.township.code;
    office.write_with_book(code, |work, book| {
        let mut one = handover::find(work, code, id)?.ok_or(ProblemCode::NotFound)?;
        may_step(session, &one, ask.step)?;
        let mine = Signature { by: session.user.user, at: work.now };
        match ask.step {
            HandoverStep::Sign => {
                one.kept.signed.push(mine);
                let signed: BTreeSet<UserId> = one.kept.signed.iter().map(|by| by.by).collect();
                let all = one.kept.cases.iter().all(|case| signed.contains(&case.to));
                one.state = if all { HandoverState::Signed } else { HandoverState::Listed };
            }
            HandoverStep::Approve => {
                complete(work, book, session, one.from, &one.kept.cases)?;
                receivable(work, session, one.from, &one.kept.cases)?;
                change_hands(work, book, session, &one)?;
                (one.kept.ended, one.state) = (Some(mine), HandoverState::Done);
            }
            HandoverStep::Withdraw => {
                (one.kept.ended, one.state) = (Some(mine), HandoverState::Withdrawn);
            }
        }
        handover::put(work, code, &one)?;
        let subject = format!("{} {}", one.from, one.state.code());
        Ok(audit::write(work, code, session.actor(), AuditAct::StepHandover, &subject)?)
    })
}

/// Each case is the receiver's, beside others who had it as well. A sealed file that is in no list leaves who goes, and
/// comes to nobody.
fn change_hands(work: Work<'_>, book: &Book, session: &Session, one: &Handover) -> Result<(), Refusal> {
    let code = &session.township.code;
    for case in &one.kept.cases {
        let mut workers = assignment::of_case(work, code, case.case)?;
        workers.retain(|worker| *worker != one.from && *worker != case.to);
        workers.push(case.to);
        assignment::set(work, code, case.case, &workers)?;
    }
    for sealed in assigned(work, session, one.from)? {
        let mut workers = assignment::of_case(work, code, sealed)?;
        workers.retain(|worker| *worker != one.from);
        assignment::set(work, code, sealed, &workers)?;
    }
    let body = Body::CaseloadHandedOver(CaseloadHandedOver {
        from: one.from,
        reason: one.kept.reason.clone(),
        cases: one.kept.cases.clone(),
        listed_by: one.kept.listed_by,
        remarks: one.kept.remarks.clone(),
    });
    let draft = Draft::of_office(session, work.now, body);
    record_act(work, &book.rules, &session.user, &session.township, Act::ApproveDecision, draft)?;
    Ok(())
}
