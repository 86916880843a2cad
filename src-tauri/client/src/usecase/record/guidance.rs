//! 帮教、劝诫 (R-ORG-6, R-EDU-2): by workers, and blind by members of the group who see no file.

use shared::event::GuidanceGiven;
use shared::problem::{Problem, ProblemCode};

use super::attached;
use super::check::{LONG_TEXT_MAX, required};
use crate::phone::Open;

/// Persons at one gathering at most; more is a slip of the keys.
const ATTENDEES_MAX: u32 = 9999;

/// The form, trimmed.
pub fn checked(open: &Open, guidance: GuidanceGiven) -> Result<GuidanceGiven, Problem> {
    if !(1..=ATTENDEES_MAX).contains(&guidance.attendees) {
        return Err(Problem::of_field(ProblemCode::FieldMalformed, "attendees"));
    }
    Ok(GuidanceGiven {
        content: required("content", &guidance.content, LONG_TEXT_MAX)?,
        attachments: attached(open, &guidance.attachments)?,
        ..guidance
    })
}
