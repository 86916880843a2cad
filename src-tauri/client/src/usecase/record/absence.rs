//! 外出、失联 (R-BREACH-1): found out, and later the day the person is back.

use shared::event::Absence;
use shared::moment::{Moment, civil_date};
use shared::problem::{Problem, ProblemCode};

use super::attached;
use super::check::{LONG_TEXT_MAX, required};
use crate::phone::Open;
use crate::store::Folded;

/// The form, trimmed. Nobody leaves before the term, and nobody is back before leaving or later than this was found.
pub fn checked(open: &Open, folded: &Folded, at: Moment, absence: Absence) -> Result<Absence, Problem> {
    let found = civil_date(at);
    let reported_in = folded.file.report_in.as_ref().map(|fact| civil_date(fact.happened_at));
    if absence.from > found || reported_in.is_some_and(|day| absence.from < day) {
        return Err(Problem::of_field(ProblemCode::DateOutOfRange, "from"));
    }
    if absence.until.is_some_and(|until| until < absence.from || until > found) {
        return Err(Problem::of_field(ProblemCode::DateOutOfRange, "until"));
    }
    Ok(Absence {
        facts: required("facts", &absence.facts, LONG_TEXT_MAX)?,
        attachments: attached(open, &absence.attachments)?,
        ..absence
    })
}
