//! 变更执行地 between townships of one server: begun by the one that has the case, accepted by the other, or cancelled.
//!
//! Placements are rows of the server, effective at commit. From begin to accept the case lies in both townships: both read
//! it, and what is recorded gets a number in the logs of both. Accepting ends the old placement: phones there let go of the
//! case, phones here get it; a record of the time before that comes late is taken and marked. The papers of the change
//! (申请、审批、移交、报到) are facts like any other and are recorded beside this.

use shared::access::{Act, Relation, may};
use shared::id::{CaseId, TownshipCode, UserId};
use shared::problem::{Problem, ProblemCode};
use shared::protocol::ScopeReason;

use crate::auth::Session;
use crate::book::Book;
use crate::office::Office;
use crate::sealed::name_outside;
use crate::store::audit::{Actor, AuditAct};
use crate::store::transfer::{Transfer, TransferState};
use crate::store::user::User;
use crate::store::{Refusal, StoreError, Work, assignment, audit, log, placement, township, transfer, user};
use crate::view::{TownshipName, TransferRow, Transfers};

/// Who does it: somebody of the office, or the machine itself.
#[derive(Debug, Clone, Copy)]
pub enum By<'a> {
    User(&'a User),
    Machine,
}

impl By<'_> {
    fn actor(self) -> Actor {
        match self {
            Self::User(user) => Actor::User(user.user),
            Self::Machine => Actor::Machine,
        }
    }

    fn user(self) -> Option<UserId> {
        match self {
            Self::User(user) => Some(user.user),
            Self::Machine => None,
        }
    }

    fn may(self) -> Result<(), ProblemCode> {
        match self {
            Self::User(user) if !may(user.role, Act::TransferCase, Relation::SameTownship) => {
                Err(ProblemCode::RoleMayNot)
            }
            Self::User(_) | Self::Machine => Ok(()),
        }
    }
}

/// 发起移交: from now on the case lies in both townships.
///
/// # Errors
/// `RoleMayNot`, `UnknownCase` for a case that does not lie here, `NotFound` for no other township of this server,
/// `TransferOpen`; of the store.
pub fn begin(
    work: Work<'_>,
    by: By<'_>,
    from: &TownshipCode,
    case: CaseId,
    to: &TownshipCode,
) -> Result<(), Refusal> {
    by.may()?;
    if !lies_in(work, from, case)? {
        return Err(ProblemCode::UnknownCase.into());
    }
    if to == from || township::find(work, to)?.is_none() {
        return Err(Problem::of_field(ProblemCode::NotFound, "to").into());
    }
    if transfer::open(work, case)?.is_some() {
        return Err(ProblemCode::TransferOpen.into());
    }
    transfer::insert(work, from, case, to, by.user())?;
    placement::insert(work, to, case)?;
    log::copy_case(work, from, to, case)?;
    for code in [from, to] {
        audit::write(work, code, by.actor(), AuditAct::BeginTransfer, &format!("{case} {from} {to}"))?;
    }
    tell(work, to, case)?;
    Ok(())
}

/// 接收移交: the case lies in the receiving township alone.
///
/// # Errors
/// `RoleMayNot`, `UnknownCase`, `NoTransfer` where none to this township is open; of the store.
pub fn accept(work: Work<'_>, by: By<'_>, to: &TownshipCode, case: CaseId) -> Result<(), Refusal> {
    by.may()?;
    if !lies_in(work, to, case)? {
        return Err(ProblemCode::UnknownCase.into());
    }
    let open = transfer::open(work, case)?.filter(|open| open.to == *to).ok_or(ProblemCode::NoTransfer)?;
    leave(work, &open.from, case)?;
    transfer::end(work, &open, TransferState::Accepted, by.user())?;
    note_end(work, by, &open, AuditAct::AcceptTransfer)
}

/// 撤回移交, by either side: the case lies where it lay.
///
/// # Errors
/// `RoleMayNot`, `UnknownCase`, `NoTransfer` where none of this township is open; of the store.
pub fn cancel(work: Work<'_>, by: By<'_>, code: &TownshipCode, case: CaseId) -> Result<(), Refusal> {
    by.may()?;
    if !lies_in(work, code, case)? {
        return Err(ProblemCode::UnknownCase.into());
    }
    let ours = |open: &Transfer| open.from == *code || open.to == *code;
    let open = transfer::open(work, case)?.filter(ours).ok_or(ProblemCode::NoTransfer)?;
    leave(work, &open.to, case)?;
    transfer::end(work, &open, TransferState::Cancelled, by.user())?;
    note_end(work, by, &open, AuditAct::CancelTransfer)
}

/// 移交页 of the session's township.
///
/// # Errors
/// Of the store.
pub fn list(office: &Office, session: &Session) -> Result<Transfers, Refusal> {
    let code = &session.township.code;
    office.write_with_book(code, |work, book| {
        audit::write(work, code, session.actor(), AuditAct::SeeTransfers, "")?;
        let others = township::list(work)?.into_iter().filter(|town| town.code != *code);
        let townships = others.map(|town| TownshipName { code: town.code, name: town.name }).collect();
        Ok(Transfers { rows: rows(work, book, code)?, townships })
    })
}

/// What is on its way from or to a township, for whoever handles it.
///
/// # Errors
/// Of the store.
pub(crate) fn open_rows(
    work: Work<'_>,
    book: &Book,
    session: &Session,
) -> Result<Vec<TransferRow>, StoreError> {
    if !may(session.user.role, Act::TransferCase, Relation::SameTownship) {
        return Ok(Vec::new());
    }
    let mut rows = rows(work, book, &session.township.code)?;
    rows.retain(|row| row.state == TransferState::Begun);
    Ok(rows)
}

/// A file that is shut stands here without its name (R-PRIV-10).
fn rows(work: Work<'_>, book: &Book, code: &TownshipCode) -> Result<Vec<TransferRow>, StoreError> {
    let towns = township::list(work)?;
    let name = |wanted: &TownshipCode| {
        let found = towns.iter().find(|town| town.code == *wanted);
        found.map(|town| town.name.clone()).unwrap_or_default()
    };
    let row = |open: Transfer| TransferRow {
        case: open.case,
        name: name_outside(work, book, open.case),
        from_name: name(&open.from),
        to_name: name(&open.to),
        from: open.from,
        to: open.to,
        state: open.state,
        begun_at: open.begun_at,
        ended_at: open.ended_at,
    };
    Ok(transfer::list(work, code)?.into_iter().map(row).collect())
}

fn note_end(work: Work<'_>, by: By<'_>, open: &Transfer, act: AuditAct) -> Result<(), Refusal> {
    let Transfer { case, from, to, .. } = open;
    for code in [from, to] {
        audit::write(work, code, by.actor(), act, &format!("{case} {from} {to}"))?;
    }
    Ok(())
}

pub(crate) fn lies_in(work: Work<'_>, code: &TownshipCode, case: CaseId) -> Result<bool, StoreError> {
    Ok(placement::spans(work, code, case)?.iter().any(|span| span.runs()))
}

/// Ends placement and assignments, and says why.
pub(crate) fn leave(work: Work<'_>, code: &TownshipCode, case: CaseId) -> Result<(), StoreError> {
    tell(work, code, case)?;
    assignment::set(work, code, case, &[])?;
    placement::end(work, code, case)
}

/// Those whose phones may hold the case, or will: everybody of a township-wide reach, and who has it.
pub(crate) fn tell(work: Work<'_>, code: &TownshipCode, case: CaseId) -> Result<(), StoreError> {
    let assigned = assignment::of_case(work, code, case)?;
    for member in user::list(work, code)? {
        let everywhere =
            [Act::SeeFile, Act::SeeCard].iter().any(|act| may(member.role, *act, Relation::SameTownship));
        if everywhere || assigned.contains(&member.user) {
            user::bump_scope(work, code, member.user, ScopeReason::Transferred)?;
        }
    }
    Ok(())
}
