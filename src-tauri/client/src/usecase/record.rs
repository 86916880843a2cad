//! 登记: one way in for every fact a form of the phone can write. May this user, does the case stand so, is the form whole;
//! then the facts of the act, each with its 补录说明 where it tells of something long ago, in one durable transaction.

mod absence;
mod admonition;
mod assessment;
pub mod awaited;
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
use shared::event::{Body, PaperFilled, RuleVersion, Stream};
use shared::id::{CaseId, DraftId, EventId, SeriesId, UserId};
use shared::moment::Moment;
use shared::problem::{Problem, ProblemCode};
use shared::protocol::Update;

pub use check::{
    LINE_TEXT_MAX, LONG_TEXT_MAX, SHORT_TEXT_MAX, check_card, check_case, check_phase, check_time, optional,
    required, visible,
};

pub use late::late_after_days;

use crate::attachment;
use crate::deps::Deps;
use crate::fact::{Fact, LateNote, Part, Parts};
use crate::form::{Form, Phase};
use crate::phone::Open;
use crate::store::{Folded, NewAct, NewEvent};
use crate::view::{RecordState, Saved};

/// Facts of one act at most: a paper and what was done with it.
const PARTS_MAX: usize = 6;

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
    let part = Part { happened_at, fact, late, about_it: false };
    record_act(open, deps, case, Parts { before: Vec::new(), it: part, after: Vec::new() }, draft)
}

/// Records what one act makes: all of it or nothing. Each fact is checked against the case as those before it leave it.
pub fn record_act(
    open: &mut Open,
    deps: &Deps,
    case: CaseId,
    parts: Parts,
    draft: Option<DraftId>,
) -> Result<Saved, Problem> {
    let now = deps.now();
    let main_at = parts.before.len();
    if main_at + parts.after.len() >= PARTS_MAX {
        return Err(ProblemCode::RequestMalformed.into());
    }
    let main = EventId::make(now, deps.dice());
    let pen = Pen::take(open, now, case, draft)?;
    let mut facts: Vec<NewEvent> = Vec::new();
    for (at, part) in parts.before.into_iter().chain([parts.it]).chain(parts.after).enumerate() {
        let id = if at == main_at { main } else { EventId::make(now, deps.dice()) };
        let fact = if part.about_it { about(part.fact, main)? } else { part.fact };
        let body = whole_after(open, now, case, part.happened_at, fact, &facts)?;
        let late = late::checked(open, part.happened_at, now, part.late)?;
        facts.push(pen.write(id, part.happened_at, body));
        if let Some(late) = late {
            facts.push(pen.write(EventId::make(now, deps.dice()), now, late::body(id, late)));
        }
    }
    append(open, now, case, NewAct { facts, main, draft })
}

/// A paper that speaks of the fact made with it.
fn about(fact: Fact, main: EventId) -> Result<Fact, Problem> {
    let Fact::PaperFilled(filled) = fact else { return Err(ProblemCode::RequestMalformed.into()) };
    Ok(Fact::PaperFilled(PaperFilled { about: Some(main), ..filled }))
}

/// Right, state, time and form; the body as it is to be kept.
fn whole(open: &Open, now: Moment, case: CaseId, happened_at: Moment, fact: Fact) -> Result<Body, Problem> {
    whole_after(open, now, case, happened_at, fact, &[])
}

/// The same, where other facts of the act come before it.
fn whole_after(
    open: &Open,
    now: Moment,
    case: CaseId,
    happened_at: Moment,
    fact: Fact,
    before: &[NewEvent],
) -> Result<Body, Problem> {
    let body = Body::from(fact.clone());
    let form = Form::of(&body).ok_or(ProblemCode::RequestMalformed)?;
    // 准假 and the like are asked for by what the fact is, however the form is called.
    let act = shared::access::act_of(&body);
    if let Some(blind) = check_card(open, act, case) {
        blind?;
        check::check_not_ahead(happened_at, now)?;
        return checked(open, None, happened_at, fact).map(Body::from);
    }
    let folded = check_phase(open, act, form.phase(), case, now)?;
    match form.phase() {
        Phase::Term => check_time(folded, happened_at, now)?,
        Phase::Case => check::check_since_order(folded, happened_at, now)?,
    }
    let after = if before.is_empty() { None } else { Some(open.book.imagine(&open.store, case, before)?) };
    checked(open, after.as_ref().or(Some(folded)), happened_at, fact).map(Body::from)
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
    save_all(open, deps, case, vec![(happened_at, body)], draft)
}

/// Appends several, all or none; the first is the one that is named.
pub fn save_all(
    open: &mut Open,
    deps: &Deps,
    case: CaseId,
    bodies: Vec<(Moment, Body)>,
    draft: Option<DraftId>,
) -> Result<Saved, Problem> {
    let now = deps.now();
    let pen = Pen::take(open, now, case, draft)?;
    let facts: Vec<NewEvent> =
        bodies.into_iter().map(|(at, body)| pen.write(EventId::make(now, deps.dice()), at, body)).collect();
    let main = facts.first().map(|fact| fact.id).ok_or(ProblemCode::RequestMalformed)?;
    append(open, now, case, NewAct { facts, main, draft })
}

/// Who writes, when, in which case and by which rules: the same for all facts of an act.
struct Pen {
    series: SeriesId,
    author: UserId,
    case: CaseId,
    now: Moment,
    rules: RuleVersion,
}

impl Pen {
    /// What is recorded is still sent; nothing new is recorded by an app the office no longer wants.
    fn take(open: &Open, now: Moment, case: CaseId, draft: Option<DraftId>) -> Result<Self, Problem> {
        if open.store.told()?.0 == Update::Required {
            return Err(ProblemCode::AppTooOld.into());
        }
        // A form that was begun under other rules counts under those, unless its author moved it up.
        let begun_under = draft.map(|draft| open.store.draft(draft)).transpose()?.flatten();
        let rules = begun_under.and_then(|draft| draft.rule_version);
        let rules = rules.unwrap_or_else(|| open.rules_now(now).clone());
        Ok(Self { series: open.pairing.series, author: open.pairing.user, case, now, rules })
    }

    fn write(&self, id: EventId, happened_at: Moment, body: Body) -> NewEvent {
        NewEvent {
            id,
            series: self.series,
            stream: Stream::Case(self.case),
            happened_at,
            recorded_at: self.now,
            author: self.author,
            rule_version: self.rules.clone(),
            body,
        }
    }
}

/// One durable transaction.
fn append(open: &mut Open, now: Moment, case: CaseId, act: NewAct) -> Result<Saved, Problem> {
    let event = open.store.append(act)?;
    // The fact is durable: a store that cannot be read now must not turn 已保存 into an error. The next act meets it.
    let read = open.book.refresh(&open.store, &[Stream::Case(case)].into());
    open.is_doubtful |= read.and_then(|()| super::notices::settle(open, now)).is_err();
    Ok(Saved { event, state: RecordState::Saved })
}
