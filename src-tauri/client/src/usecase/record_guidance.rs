//! 帮教、心理疏导 (R-ORG-6): by workers, and blind by members of the group who see no file.

use shared::access::{Act, may, reads_cards};
use shared::event::{Body, GuidanceGiven};
use shared::id::CaseId;
use shared::moment::Moment;
use shared::problem::{Problem, ProblemCode};

use super::record::{LONG_TEXT_MAX, check_case, check_not_ahead, check_time, required, save};
use crate::deps::Deps;
use crate::phone::Open;
use crate::view::Saved;

pub fn record(
    open: &mut Open,
    deps: &Deps,
    case: CaseId,
    happened_at: Moment,
    guidance: GuidanceGiven,
) -> Result<Saved, Problem> {
    if reads_cards(open.pairing.role) {
        check_not_ahead(happened_at, deps.now())?;
        if !may(open.pairing.role, Act::RecordGuidance, open.relation()) {
            return Err(ProblemCode::RoleMayNot.into());
        }
        if !open.book.cards().iter().any(|card| card.case == case) {
            return Err(ProblemCode::UnknownCase.into());
        }
    } else {
        let folded = check_case(open, Act::RecordGuidance, case, deps.now())?;
        check_time(folded, happened_at, deps.now())?;
    }
    let guidance =
        GuidanceGiven { content: required("content", &guidance.content, LONG_TEXT_MAX)?, ..guidance };
    save(open, deps, case, happened_at, Body::GuidanceGiven(guidance), None)
}
