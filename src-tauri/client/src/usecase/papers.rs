//! 文书: what the facts call for and the sheets as the office would print them, read from the store alone.

use shared::document::{PaperKey, find, rows};
use shared::duty::Reckoning;
use shared::id::CaseId;
use shared::moment::{Moment, civil_date};
use shared::problem::{Problem, ProblemCode};

use super::record::visible;
use crate::phone::Open;
use crate::store::{Book, Folded};
use crate::view::{PaperView, Papers};

pub fn papers(open: &Open, now: Moment, case: CaseId) -> Result<Papers, Problem> {
    let folded = visible(open, case)?;
    Ok(Papers {
        person_name: open.book.person_name(case),
        today: civil_date(now),
        rows: rows(&folded.file, &open.book.office, &reckoned(&open.book, folded, now)),
    })
}

pub fn paper(open: &Open, now: Moment, case: CaseId, key: &PaperKey) -> Result<PaperView, Problem> {
    let folded = visible(open, case)?;
    let reckoning = reckoned(&open.book, folded, now);
    let (row, sheet) =
        find(&folded.file, &open.book.office, &reckoning, key).ok_or(ProblemCode::UnknownRecord)?;
    Ok(PaperView { person_name: open.book.person_name(case), today: civil_date(now), row, sheet })
}

/// The case reckoned up as the office does it.
pub fn reckoned(book: &Book, folded: &Folded, now: Moment) -> Reckoning {
    Reckoning::of(&folded.file, &book.rules.calendar, &book.rules.policy, now)
}
