//! 评估 (R-ASSESS-4, R-ASSESS-5): the group's grades and words.

use shared::event::Assessment;
use shared::problem::Problem;

use super::attached;
use super::check::{LONG_TEXT_MAX, names, optional, required};
use crate::phone::Open;

/// Members who sign, at least: the form asks for two.
const MEMBERS_MIN: usize = 2;

/// The form, trimmed.
pub fn checked(open: &Open, assessment: Assessment) -> Result<Assessment, Problem> {
    Ok(Assessment {
        violations: optional("violations", assessment.violations.as_deref(), LONG_TEXT_MAX)?,
        advice: required("advice", &assessment.advice, LONG_TEXT_MAX)?,
        members: names("members", &assessment.members, MEMBERS_MIN)?,
        attachments: attached(open, &assessment.attachments)?,
        ..assessment
    })
}
