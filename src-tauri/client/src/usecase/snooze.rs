//! 暂缓: a task put off within its time, with a reason the office reads.

use chrono::NaiveDate;
use shared::access::act_of_duty;
use shared::duty::{DutyKey, snooze_last};
use shared::event::{Body, Snoozed};
use shared::id::CaseId;
use shared::moment::civil_date;
use shared::problem::{Problem, ProblemCode};

use super::record::{SHORT_TEXT_MAX, check_case, required, save};
use crate::deps::Deps;
use crate::phone::Open;
use crate::view::Saved;

pub fn snooze(
    open: &mut Open,
    deps: &Deps,
    case: CaseId,
    duty: DutyKey,
    until: NaiveDate,
    reason: &str,
) -> Result<Saved, Problem> {
    let now = deps.now();
    let today = civil_date(now);
    let folded = check_case(open, act_of_duty(duty.kind), case, now)?;
    let page = open.book.page(folded, now).ok_or(ProblemCode::UnknownCase)?;
    let owed = page.duties.iter().find(|owed| owed.key == duty).ok_or(ProblemCode::UnknownRecord)?;
    let last = snooze_last(owed, today);
    if !last.is_some_and(|last| until > today && until <= last) {
        let figure = last.map(|last| last.to_string());
        return Err(Problem { figure, ..Problem::of_field(ProblemCode::SnoozeTooLong, "until") });
    }
    let reason = required("reason", reason, SHORT_TEXT_MAX)?;
    save(open, deps, case, now, Body::Snoozed(Snoozed { duty, until, reason }), None)
}
