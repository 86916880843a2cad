//! 逃避、拒绝检测 (R-TEST-11): an evasion only with proof that notice was given.

use shared::access::Act;
use shared::code::RefusalManner;
use shared::event::{Body, TestRefused};
use shared::id::CaseId;
use shared::moment::{Moment, minute};
use shared::problem::{Problem, ProblemCode};

use super::breaches::notice;
use super::record::{LINE_TEXT_MAX, LONG_TEXT_MAX, check_case, check_time, optional, required, save};
use crate::attachment;
use crate::deps::Deps;
use crate::phone::Open;
use crate::store::{Book, Folded};
use crate::view::Saved;

/// A served notice on file is proof by itself.
fn proof_on_file(book: &Book, folded: &Folded, now: Moment) -> Option<String> {
    let notice = notice(book, folded, now)?;
    let served = minute(notice.served_at);
    Some(format!("第{}期检测通知书，{served}{}送达", notice.window, notice.manner))
}

pub fn record(open: &mut Open, deps: &Deps, case: CaseId, refused: TestRefused) -> Result<Saved, Problem> {
    let now = deps.now();
    let folded = check_case(open, Act::RecordRefusal, case, now)?;
    check_time(folded, now, now)?;
    let told = optional("notice_proof", refused.notice_proof.as_deref(), LINE_TEXT_MAX)?;
    let notice_proof = match refused.manner {
        RefusalManner::Evade => told.or_else(|| proof_on_file(&open.book, folded, now)),
        RefusalManner::Refuse => told,
    };
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
