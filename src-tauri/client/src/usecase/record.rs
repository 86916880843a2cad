//! 登记: one way in for every fact a form of the phone can write. May this user, does the case stand so, is the form whole;
//! then one fact, with its 补录说明 where it tells of something long ago, in one durable transaction.

mod absence;
mod admonition;
mod assessment;
mod check;
mod guidance;
mod late;
mod lateness;
mod leave;
pub mod mend;
mod notice;
mod paper;
mod report;
mod support;
mod test;
mod visit;

use shared::attachment::Attachment;
use shared::event::{Body, Stream};
use shared::id::{CaseId, DraftId, EventId};
use shared::moment::Moment;
use shared::problem::{Problem, ProblemCode};
use shared::protocol::Update;

pub use check::{
    LINE_TEXT_MAX, LONG_TEXT_MAX, SHORT_TEXT_MAX, check_case, check_phase, check_time, optional, required,
    visible,
};

pub use late::late_after_days;

use crate::attachment;
use crate::deps::Deps;
use crate::fact::{Fact, LateNote};
use crate::form::{Form, Phase};
use crate::phone::Open;
use crate::store::{Folded, NewEvent};
use crate::view::{RecordState, Saved};

/// Records a fact of a form.
pub fn record(
    open: &mut Open,
    deps: &Deps,
    case: CaseId,
    happened_at: Moment,
    fact: Fact,
    draft: Option<DraftId>,
    late: Option<LateNote>,
) -> Result<Saved, Problem> {
    let body = whole(open, deps.now(), case, happened_at, fact)?;
    let late = late::checked(open, happened_at, deps.now(), late)?;
    save_with(open, deps, case, happened_at, body, draft, late)
}

/// Right, state, time and form; the body as it is to be kept.
fn whole(open: &Open, now: Moment, case: CaseId, happened_at: Moment, fact: Fact) -> Result<Body, Problem> {
    let body = Body::from(fact.clone());
    let form = Form::of(&body).ok_or(ProblemCode::RequestMalformed)?;
    // 准假 and the like are asked for by what the fact is, however the form is called.
    let act = shared::access::act_of(&body);
    let folded = if let Some(blind) = check::check_card(open, act, case) {
        blind?;
        check::check_not_ahead(happened_at, now)?;
        None
    } else {
        let folded = check_phase(open, act, form.phase(), case, now)?;
        match form.phase() {
            Phase::Term => check_time(folded, happened_at, now)?,
            Phase::Case => check::check_since_order(folded, happened_at, now)?,
        }
        Some(folded)
    };
    checked(open, folded, happened_at, fact).map(Body::from)
}

/// The form, trimmed, with what it names looked up. A record made blind has no file to look into.
fn checked(open: &Open, folded: Option<&Folded>, at: Moment, fact: Fact) -> Result<Fact, Problem> {
    let file = || folded.ok_or_else(|| Problem::new(ProblemCode::RoleMayNot));
    Ok(match fact {
        Fact::Visit(visit) => Fact::Visit(visit::checked(open, visit)?),
        Fact::SelfReport(report) => Fact::SelfReport(report::checked(open, report)?),
        Fact::Assessment(assessment) => Fact::Assessment(assessment::checked(open, assessment)?),
        Fact::SupportGiven(support) => Fact::SupportGiven(support::checked(open, support)?),
        Fact::GuidanceGiven(guidance) => Fact::GuidanceGiven(guidance::checked(open, guidance)?),
        Fact::Absence(absence) => Fact::Absence(absence::checked(open, file()?, at, absence)?),
        Fact::LeaveRequested(leave) => Fact::LeaveRequested(leave::requested(open, leave)?),
        Fact::LeaveApproved(leave) => Fact::LeaveApproved(leave::approved(file()?, leave)?),
        Fact::LeaveReturned(leave) => Fact::LeaveReturned(leave::returned(open, leave)?),
        Fact::LatenessJustified(reason) => Fact::LatenessJustified(lateness::justified(open, reason)?),
        Fact::OverdueNoticeServed(notice) => Fact::OverdueNoticeServed(lateness::served(open, notice)?),
        Fact::TestNoticeServed(notice) => Fact::TestNoticeServed(notice::served(open, file()?, at, notice)?),
        Fact::ForcedTestApproved(approval) => Fact::ForcedTestApproved(notice::forced(open, approval)?),
        Fact::AdmonitionIssued(paper) => Fact::AdmonitionIssued(admonition::checked(open, file()?, paper)?),
        Fact::PaperFilled(filled) => Fact::PaperFilled(paper::checked(open, file()?, filled)?),
        Fact::DrugTest(taken) => Fact::DrugTest(test::checked(open, file()?, at, taken)?),
        Fact::GroupSet(group) => Fact::GroupSet(paper::group(group)?),
    })
}

/// The attachments a form names, as the store has them.
fn attached(open: &Open, named: &[Attachment]) -> Result<Vec<Attachment>, Problem> {
    attachment::checked(open, named)
}

/// Appends the fact. When this returns, it is on the disk.
pub fn save(
    open: &mut Open,
    deps: &Deps,
    case: CaseId,
    happened_at: Moment,
    body: Body,
    draft: Option<DraftId>,
) -> Result<Saved, Problem> {
    save_with(open, deps, case, happened_at, body, draft, None)
}

/// The same, with the note that says why it comes late.
fn save_with(
    open: &mut Open,
    deps: &Deps,
    case: CaseId,
    happened_at: Moment,
    body: Body,
    draft: Option<DraftId>,
    late: Option<LateNote>,
) -> Result<Saved, Problem> {
    // What is recorded is still sent; nothing new is recorded by an app the office no longer wants.
    if open.store.told()?.0 == Update::Required {
        return Err(ProblemCode::AppTooOld.into());
    }
    let now = deps.now();
    // A form that was begun under other rules counts under those, unless its author moved it up.
    let begun_under = draft.map(|draft| open.store.draft(draft)).transpose()?.flatten();
    let rule_version =
        begun_under.and_then(|draft| draft.rule_version).unwrap_or_else(|| open.rules_now(now).clone());
    let new = |happened_at, body| NewEvent {
        id: EventId::make(now, deps.dice()),
        series: open.pairing.series,
        stream: Stream::Case(case),
        happened_at,
        recorded_at: now,
        author: open.pairing.user,
        rule_version: rule_version.clone(),
        body,
    };
    let fact = new(happened_at, body);
    let note = late.map(|late| new(now, late::body(fact.id, late)));
    let event = open.store.append(fact, note, draft)?;
    // The fact is durable: a store that cannot be read now must not turn 已保存 into an error. The next act meets it.
    let read = open.book.refresh(&open.store, &[Stream::Case(case)].into());
    open.is_doubtful |= read.and_then(|()| super::notices::settle(open, now)).is_err();
    Ok(Saved { event, state: RecordState::Saved })
}
