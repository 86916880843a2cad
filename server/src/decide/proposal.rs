//! 拟办与批准: written by one, approved or refused by another. A proposal is no fact; the approval makes it one, judged
//! anew by what stands in the file then.

use serde::{Deserialize, Serialize};
use shared::access::{Act, may_settle_proposal};
use shared::decision::DecisionKind;
use shared::event::Body;
use shared::id::{CaseId, ProposalId, UserId};
use shared::moment::Moment;
use shared::page::{Line, detail_of};
use shared::problem::{ProblemCode, words};
use shared::protocol::StaffName;

use super::{body_of, moment_of, write};
use crate::auth::Session;
use crate::book::Book;
use crate::desk::{reads, writes};
use crate::office::Office;
use crate::review::NOTE_MAX;
use crate::roster::{name_in, staff_by_id};
use crate::store::audit::AuditAct;
use crate::store::proposal::{self, Proposal, ProposalState};
use crate::store::{Refusal, StoreError, Work, audit, versioned};
use crate::view::{DecideRequest, DecisionTaken, ProposalAnswer, ProposalAnswerRequest, ProposalRow};

/// Of [`Written`] as it is sealed.
const VERSION: u32 = 1;

/// A proposal as it is sealed: the form, and what its fact would say.
#[derive(Serialize, Deserialize)]
struct Written {
    ask: DecideRequest,
    summary: String,
    lines: Vec<Line>,
}

/// Writes a proposal down.
///
/// # Errors
/// `AlreadyDecided` where one of its kind is open; of the store.
pub(super) fn propose(
    work: Work<'_>,
    session: &Session,
    case: CaseId,
    (ask, body): (&DecideRequest, &Body),
) -> Result<ProposalId, Refusal> {
    let code = &session.township.code;
    let kind = ask.form.kind();
    let open = proposal::of_case(work, code, case)?;
    let same = |known: &Proposal| {
        known.state == ProposalState::Open && read(known).is_ok_and(|known| known.ask.form.kind() == kind)
    };
    if open.iter().any(same) {
        return Err(ProblemCode::AlreadyDecided.into());
    }
    let (summary, lines) = detail_of(body);
    let written = Written { ask: ask.clone(), summary, lines };
    let written = versioned::write(&written, VERSION, "proposal")?;
    let id = ProposalId::make(work.now, work.deps.id_entropy());
    proposal::insert(work, code, id, case, &written, session.user.user)?;
    audit::write(work, code, session.actor(), AuditAct::Propose, &format!("{case} {}", kind.code()))?;
    Ok(id)
}

/// 批准, 不批准, 收回.
///
/// # Errors
/// `NotFound`, `AlreadyDecided`, `OwnAct` and `RoleMayNot` for who may not, `FieldMissing` for a refusal without a word,
/// those of the fact itself where the file no longer bears it; of the store.
pub fn settle(
    office: &Office,
    session: &Session,
    id: ProposalId,
    ask: &ProposalAnswerRequest,
) -> Result<DecisionTaken, Refusal> {
    let code = &session.township.code;
    office.write_with_book(code, |work, book| {
        let found = proposal::find(work, code, id)?.ok_or(ProblemCode::NotFound)?;
        writes(work, book, session, found.case)?;
        if found.state != ProposalState::Open {
            return Err(ProblemCode::AlreadyDecided.into());
        }
        let user = &session.user;
        let own = user.user == found.made_by;
        let may = match ask.answer {
            ProposalAnswer::TakeBack => own,
            ProposalAnswer::Approve | ProposalAnswer::Refuse => {
                may_settle_proposal(user.role, user.user, found.made_by)
            }
        };
        if !may {
            return Err(if own { ProblemCode::OwnAct } else { ProblemCode::RoleMayNot }.into());
        }
        let (state, note) = match ask.answer {
            ProposalAnswer::Approve => (ProposalState::Approved, ask.note.trim().to_owned()),
            ProposalAnswer::Refuse => (ProposalState::Refused, words(&ask.note, "note", NOTE_MAX)?),
            ProposalAnswer::TakeBack => (ProposalState::TakenBack, ask.note.trim().to_owned()),
        };
        let event = match ask.answer {
            ProposalAnswer::Approve => {
                let written = read(&found)?.ask;
                let at = approved_at(&written, found.made_at, work.now)?;
                let body = body_of(work, book, session, found.case, (&written.form, at), &user.name)?;
                Some(write(work, book, session, found.case, Act::ApproveDecision, (at, body))?)
            }
            ProposalAnswer::Refuse | ProposalAnswer::TakeBack => None,
        };
        proposal::settle(work, code, id, state, user.user, &note)?;
        let subject = format!("{} {}", found.case, state.code());
        audit::write(work, code, session.actor(), AuditAct::SettleProposal, &subject)?;
        Ok(DecisionTaken { event, proposal: Some(id) })
    })
}

/// A determination and its withdrawal happen when the one who may makes them (R-BREACH-10); all else when it was said to
/// as it was written: a day that was today then keeps its minute, however late the approval comes.
fn approved_at(written: &DecideRequest, made_at: Moment, now: Moment) -> Result<Moment, Refusal> {
    if matches!(written.form.kind(), DecisionKind::Determination | DecisionKind::Withdrawal) {
        return Ok(now);
    }
    Ok(moment_of(written, made_at)?)
}

/// What waits for an approval, in files the session reads.
pub(super) fn waiting(work: Work<'_>, book: &Book, session: &Session) -> Result<Vec<ProposalRow>, Refusal> {
    let all = proposal::open(work, &session.township.code)?;
    let read = |one: &Proposal| reads(work, book, session, one.case).is_ok();
    rows(work, book, session, all.into_iter().filter(read))
}

pub(super) fn of_case(
    work: Work<'_>,
    book: &Book,
    session: &Session,
    case: CaseId,
) -> Result<Vec<ProposalRow>, Refusal> {
    let all = proposal::of_case(work, &session.township.code, case)?;
    rows(work, book, session, all.into_iter())
}

fn rows(
    work: Work<'_>,
    book: &Book,
    session: &Session,
    all: impl Iterator<Item = Proposal>,
) -> Result<Vec<ProposalRow>, Refusal> {
    let staff = staff_by_id(work, &session.township.code)?;
    let name = |user: UserId| -> Option<StaffName> { staff.get(&user).cloned() };
    let user = &session.user;
    let row = |one: Proposal| {
        let written = read(&one)?;
        let kind = written.ask.form.kind();
        let open = one.state == ProposalState::Open;
        Ok(ProposalRow {
            name: name_in(book, one.case),
            kind,
            clause: kind.clause().to_owned(),
            summary: written.summary,
            lines: written.lines,
            made_by: name(one.made_by),
            made_at: one.made_at,
            state: one.state,
            settled_by: one.settled_by.and_then(name),
            settled_at: one.settled_at,
            may_settle: open && may_settle_proposal(user.role, user.user, one.made_by),
            may_take_back: open && user.user == one.made_by,
            proposal: one.proposal,
            case: one.case,
            note: one.note,
        })
    };
    all.map(row).collect()
}

fn read(one: &Proposal) -> Result<Written, StoreError> {
    versioned::read(&one.written, VERSION, "proposal")
}
