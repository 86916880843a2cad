//! 逃避、拒绝检测 (R-TEST-11): an evasion only with proof that notice was given.

use shared::access::Act;
use shared::code::RefusalManner;
use shared::event::{Body, TestRefused};
use shared::id::CaseId;
use shared::problem::{Problem, ProblemCode};

use super::record::{LINE_TEXT_MAX, LONG_TEXT_MAX, check_case, check_time, optional, required, save};
use crate::attachment;
use crate::deps::Deps;
use crate::phone::Open;
use crate::view::Saved;

pub fn record(open: &mut Open, deps: &Deps, case: CaseId, refused: TestRefused) -> Result<Saved, Problem> {
    let now = deps.now();
    let folded = check_case(open, Act::RecordRefusal, case, now)?;
    check_time(folded, now, now)?;
    let notice_proof = optional("notice_proof", refused.notice_proof.as_deref(), LINE_TEXT_MAX)?;
    if refused.manner == RefusalManner::Evade && notice_proof.is_none() {
        return Err(Problem::of_field(ProblemCode::EvasionWithoutNotice, "notice_proof"));
    }
    let refused = TestRefused {
        place: required("place", &refused.place, LINE_TEXT_MAX)?,
        facts: required("facts", &refused.facts, LONG_TEXT_MAX)?,
        notice_proof,
        attachments: attachment::checked(open, &refused.attachments)?,
        ..refused
    };
    save(open, deps, case, now, Body::TestRefused(refused), None)
}
