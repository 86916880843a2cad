//! 违规行为告诫书 (D11, R-TEST-11, R-BREACH-2), issued or served.

use shared::event::AdmonitionIssued;
use shared::norm;
use shared::problem::{Problem, ProblemCode};

use super::attached;
use super::check::known;
use crate::phone::Open;
use crate::store::Folded;

/// A paper of the ladder that names the facts it answers.
pub fn checked(open: &Open, folded: &Folded, paper: AdmonitionIssued) -> Result<AdmonitionIssued, Problem> {
    if !(1..=norm::ADMONITIONS).contains(&usize::from(paper.ordinal)) {
        return Err(Problem::of_field(ProblemCode::FieldMalformed, "ordinal"));
    }
    if paper.events.is_empty() {
        return Err(Problem::of_field(ProblemCode::FieldMissing, "events"));
    }
    for event in &paper.events {
        known(folded, "events", *event)?;
    }
    Ok(AdmonitionIssued { attachments: attached(open, &paper.attachments)?, ..paper })
}
