//! 请假、准假、销假 (R-LEAVE).

use shared::case::Away;
use shared::event::{LeaveApproved, LeaveRequested, LeaveReturned};
use shared::problem::{Problem, ProblemCode};

use super::attached;
use super::check::{LINE_TEXT_MAX, SHORT_TEXT_MAX, optional, required};
use crate::phone::Open;
use crate::store::Folded;

/// 请假 or 续假.
pub fn requested(open: &Open, leave: LeaveRequested) -> Result<LeaveRequested, Problem> {
    if leave.until < leave.from {
        return Err(Problem::of_field(ProblemCode::DateOutOfRange, "until"));
    }
    Ok(LeaveRequested {
        destination: required("destination", &leave.destination, LINE_TEXT_MAX)?,
        contact: optional("contact", leave.contact.as_deref(), SHORT_TEXT_MAX)?,
        attachments: attached(open, &leave.attachments)?,
        ..leave
    })
}

/// 准假: of what was asked for (R-LEAVE-3, R-LEAVE-4).
pub fn approved(folded: &Folded, leave: LeaveApproved) -> Result<LeaveApproved, Problem> {
    if leave.until < leave.from {
        return Err(Problem::of_field(ProblemCode::DateOutOfRange, "until"));
    }
    if !folded.file.away.iter().any(|fact| matches!(fact.body, Away::Requested(_))) {
        return Err(ProblemCode::StateForbids.into());
    }
    Ok(leave)
}

/// 销假 (R-LEAVE-5).
pub fn returned(open: &Open, leave: LeaveReturned) -> Result<LeaveReturned, Problem> {
    Ok(LeaveReturned {
        note: optional("note", leave.note.as_deref(), LINE_TEXT_MAX)?,
        attachments: attached(open, &leave.attachments)?,
    })
}
