//! 为什么是这天.

use shared::duty::{DutyKey, Explanation, explain_known};
use shared::id::CaseId;
use shared::moment::Moment;
use shared::problem::{Problem, ProblemCode};

use super::record::visible;
use crate::phone::Open;

pub fn explain_duty(open: &Open, now: Moment, case: CaseId, key: DutyKey) -> Result<Explanation, Problem> {
    let folded = visible(open, case)?;
    let book = &open.book;
    explain_known(&folded.file, &book.office, &book.rules, now, key)
        .ok_or_else(|| ProblemCode::UnknownRecord.into())
}
