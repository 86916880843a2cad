//! 补录: what happened long ago is recorded with why it comes now and what it is written from (R-TIME-10).

use shared::event::{Body, LateEntry};
use shared::id::EventId;
use shared::moment::{Moment, civil_date};
use shared::problem::{Problem, ProblemCode};

use super::check::{LINE_TEXT_MAX, required};
use crate::attachment;
use crate::fact::LateNote;
use crate::phone::Open;

/// Days after which a record is late, exclusive, by the reading of the day it is written on.
pub fn late_after_days(open: &Open, now: Moment) -> i64 {
    open.book.rules.policy.on(civil_date(now)).entered_late_days
}

/// The note, where one is needed; one that is not needed is dropped.
pub fn checked(
    open: &Open,
    happened_at: Moment,
    now: Moment,
    late: Option<LateNote>,
) -> Result<Option<LateNote>, Problem> {
    let days = late_after_days(open, now);
    if (civil_date(now) - civil_date(happened_at)).num_days() <= days {
        return Ok(None);
    }
    let figure = Some(days.to_string());
    let missing = Problem { figure, ..Problem::of_field(ProblemCode::LateEntryMissing, "late") };
    let late = late.ok_or(missing)?;
    let attachments = attachment::checked(open, &late.attachments)?;
    if late.source.is_on_paper() && attachments.is_empty() {
        return Err(Problem::of_field(ProblemCode::FieldMissing, "late.attachments"));
    }
    Ok(Some(LateNote {
        reason: required("late.reason", &late.reason, LINE_TEXT_MAX)?,
        source: late.source,
        attachments,
    }))
}

/// The note as a fact of its own.
pub fn body(target: EventId, late: LateNote) -> Body {
    let LateNote { reason, source, attachments } = late;
    Body::LateEntry(LateEntry { target, reason, source, attachments })
}
