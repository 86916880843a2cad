//! What every form has in common: may this user, does the case stand so, is the time possible, is the text bearable.

use shared::access::{Act, may, reads_cards};
use shared::case::{State, standing};
use shared::id::{CaseId, EventId};
use shared::moment::{Moment, civil_date};
use shared::problem::{Problem, ProblemCode};
use shared::rules::RuleBook;

use crate::form::Phase;
use crate::phone::Open;
use crate::store::Folded;

/// Minutes a record may lie ahead of the device's clock: two clocks in one room differ.
const MINUTES_AHEAD_MAX: i64 = 5;
/// Names of one field at most; more is a slip of the form.
const NAMES_MAX: usize = 20;
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
    check_phase(open, act, Phase::Term, case, now)
}

/// The same, for what may be recorded before the report-in, too.
pub fn check_phase(
    open: &Open,
    act: Act,
    phase: Phase,
    case: CaseId,
    now: Moment,
) -> Result<&Folded, Problem> {
    let folded = visible(open, case)?;
    if !may(open.pairing.role, act, open.relation()) {
        return Err(ProblemCode::RoleMayNot.into());
    }
    if phase == Phase::Term && folded.file.report_in.is_none() {
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

/// Not before the order, not in the future: of what may come before the report-in.
pub fn check_since_order(folded: &Folded, happened_at: Moment, now: Moment) -> Result<(), Problem> {
    check_not_ahead(happened_at, now)?;
    let ordered = folded.file.order.as_ref().map(|fact| civil_date(fact.happened_at));
    if ordered.is_some_and(|date| civil_date(happened_at) < date) {
        return Err(Problem::of_field(ProblemCode::DateOutOfRange, "happened_at"));
    }
    Ok(())
}

/// A member of the group who reads no file records blind: of a person of the cards (R-ORG-6).
pub fn check_card(open: &Open, act: Act, case: CaseId) -> Option<Result<(), Problem>> {
    if !reads_cards(open.pairing.role) {
        return None;
    }
    let known = || open.book.cards().iter().any(|card| card.case == case);
    Some(match may(open.pairing.role, act, open.relation()) {
        false => Err(ProblemCode::RoleMayNot.into()),
        true if !known() => Err(ProblemCode::UnknownCase.into()),
        true => Ok(()),
    })
}

/// The record a form speaks of, in the same case.
pub fn known(folded: &Folded, field: &str, event: EventId) -> Result<EventId, Problem> {
    let is_known = folded.file.event(event).is_some();
    if is_known { Ok(event) } else { Err(Problem::of_field(ProblemCode::UnknownRecord, field)) }
}

/// Names without margins, at least so many.
pub fn names(field: &str, given: &[String], least: usize) -> Result<Vec<String>, Problem> {
    if given.len() > NAMES_MAX {
        return Err(Problem::of_field(ProblemCode::FieldTooLong, field));
    }
    let read: Vec<Option<String>> =
        given.iter().map(|name| optional(field, Some(name), SHORT_TEXT_MAX)).collect::<Result<_, _>>()?;
    let read: Vec<String> = read.into_iter().flatten().collect();
    if read.len() < least {
        let figure = Some(least.to_string());
        return Err(Problem { figure, ..Problem::of_field(ProblemCode::FieldMissing, field) });
    }
    Ok(read)
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
