//! What every act of recording has in common: may this user, does the case stand so, is the form whole; then one fact.

use shared::access::{Act, may};
use shared::case::{State, standing};
use shared::event::{Body, Stream};
use shared::id::{CaseId, DraftId, EventId};
use shared::moment::{Moment, civil_date};
use shared::problem::{Problem, ProblemCode};
use shared::protocol::Update;
use shared::rules::RuleBook;

use crate::deps::Deps;
use crate::phone::Open;
use crate::store::{Folded, NewEvent};
use crate::view::{RecordState, Saved};

/// Minutes a record may lie ahead of the device's clock: two clocks in one room differ.
const MINUTES_AHEAD_MAX: i64 = 5;
/// Characters of a name, a number, a lot.
pub const SHORT_TEXT_MAX: usize = 60;
/// Characters of a place or a remark.
pub const LINE_TEXT_MAX: usize = 300;
/// Characters of a talk; four of its bytes each stay far below the size of an event.
pub const LONG_TEXT_MAX: usize = 5000;

/// The case, if this user may see it.
pub fn visible(open: &Open, case: CaseId) -> Result<&Folded, Problem> {
    let folded = open.book.case(case).filter(|folded| folded.file.order.is_some());
    let folded = folded.ok_or(ProblemCode::UnknownCase)?;
    if may(open.pairing.role, Act::SeeFile, open.relation()) {
        Ok(folded)
    } else {
        Err(ProblemCode::RoleMayNot.into())
    }
}

/// Whether the user may do the act in this case now: for buttons, and first of all checks.
pub fn check_case(open: &Open, act: Act, case: CaseId, now: Moment) -> Result<&Folded, Problem> {
    let folded = visible(open, case)?;
    if !may(open.pairing.role, act, open.relation()) {
        return Err(ProblemCode::RoleMayNot.into());
    }
    if folded.file.report_in.is_none() {
        return Err(ProblemCode::NotReportedIn.into());
    }
    let RuleBook { office, calendar, policy } = &open.book.rules;
    match standing(&folded.file, office, calendar, policy, now).state {
        State::Discharged | State::Terminated | State::ClosedOther => Err(ProblemCode::CaseEnded.into()),
        State::Registered | State::Overdue | State::Active | State::Suspended | State::Expired => Ok(folded),
    }
}

/// Not in the future.
pub fn check_not_ahead(happened_at: Moment, now: Moment) -> Result<(), Problem> {
    if happened_at > now + chrono::TimeDelta::minutes(MINUTES_AHEAD_MAX) {
        return Err(Problem::of_field(ProblemCode::HappenedInFuture, "happened_at"));
    }
    Ok(())
}

/// Not before the report-in, not in the future.
pub fn check_time(folded: &Folded, happened_at: Moment, now: Moment) -> Result<(), Problem> {
    check_not_ahead(happened_at, now)?;
    let reported_in = folded.file.report_in.as_ref().map(|fact| civil_date(fact.happened_at));
    if reported_in.is_some_and(|date| civil_date(happened_at) < date) {
        return Err(Problem::of_field(ProblemCode::HappenedBeforeReportIn, "happened_at"));
    }
    Ok(())
}

/// The text without its margins, if there is one of a bearable length.
pub fn required(field: &str, text: &str, characters_max: usize) -> Result<String, Problem> {
    optional(field, Some(text), characters_max)?
        .ok_or_else(|| Problem::of_field(ProblemCode::FieldMissing, field))
}

/// The text without its margins; `None` for an empty one.
pub fn optional(field: &str, text: Option<&str>, characters_max: usize) -> Result<Option<String>, Problem> {
    let text = text.map(str::trim).filter(|text| !text.is_empty());
    if text.is_some_and(|text| text.chars().count() > characters_max) {
        let figure = Some(characters_max.to_string());
        return Err(Problem { figure, ..Problem::of_field(ProblemCode::FieldTooLong, field) });
    }
    Ok(text.map(str::to_owned))
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
    // What is recorded is still sent; nothing new is recorded by an app the office no longer wants.
    if open.store.told()?.0 == Update::Required {
        return Err(ProblemCode::AppTooOld.into());
    }
    let now = deps.now();
    // A form that was begun under other rules counts under those, unless its author moved it up.
    let begun_under = draft.map(|draft| open.store.draft(draft)).transpose()?.flatten();
    let rule_version =
        begun_under.and_then(|draft| draft.rule_version).unwrap_or_else(|| open.rules_now(now).clone());
    let new = NewEvent {
        id: EventId::make(now, deps.dice()),
        series: open.pairing.series,
        stream: Stream::Case(case),
        happened_at,
        recorded_at: now,
        author: open.pairing.user,
        rule_version,
        body,
    };
    let event = open.store.append(new, draft)?;
    // The fact is durable: a store that cannot be read now must not turn 已保存 into an error. The next act meets it.
    let _ = open.book.refresh(&open.store, &[Stream::Case(case)].into());
    let _ = super::notices::settle(open, now);
    Ok(Saved { event, state: RecordState::Saved })
}
