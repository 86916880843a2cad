//! 文书: what the facts call for and the sheets as the office would print them, read from the store alone.

use std::collections::BTreeMap;

use shared::access::{act_of, may};
use shared::document::field::FIELDS;
use shared::document::{Issued, Paper, PaperKey, Sheet, find, frozen, issued, rows};
use shared::duty::Reckoning;
use shared::event::{Body, PaperFilled};
use shared::id::CaseId;
use shared::moment::{Moment, civil_date};
use shared::problem::{Problem, ProblemCode};

use super::record::visible;
use crate::phone::Open;
use crate::store::{Book, Folded};
use crate::view::{Fillable, PaperView, Papers};

pub fn papers(open: &Open, now: Moment, case: CaseId) -> Result<Papers, Problem> {
    let folded = visible(open, case)?;
    Ok(Papers {
        person_name: open.book.person_name(case),
        today: civil_date(now),
        rows: rows(&folded.file, &open.book.office, &reckoned(&open.book, folded, now)),
        fill: fillable(open),
    })
}

/// What a paper takes to be filled in is for `access` to say, paper by paper.
fn fillable(open: &Open) -> Vec<Fillable> {
    let may_fill = |paper: Paper| {
        let filled = PaperFilled { paper, about: None, fields: BTreeMap::new(), attachments: Vec::new() };
        may(open.pairing.role, act_of(&Body::PaperFilled(filled)), open.relation())
    };
    let keys = |paper| {
        let of_paper = FIELDS.iter().filter(|field| field.paper == paper);
        of_paper.map(|field| field.key.to_owned()).collect()
    };
    let papers = Paper::ALL.iter().copied().filter(|paper| may_fill(*paper));
    papers.map(|paper| Fillable { paper, keys: keys(paper) }).collect()
}

pub fn paper(open: &Open, now: Moment, case: CaseId, key: &PaperKey) -> Result<PaperView, Problem> {
    let folded = visible(open, case)?;
    let reckoning = reckoned(&open.book, folded, now);
    let (row, sheet) =
        find(&folded.file, &open.book.office, &reckoning, key).ok_or(ProblemCode::UnknownRecord)?;
    let issued = standing(open, folded, key);
    let sheet = issued.as_ref().map_or(sheet, |(_, frozen)| frozen.clone());
    let (person_name, today) = (open.book.person_name(case), civil_date(now));
    Ok(PaperView { person_name, today, row, sheet, issued: issued.map(|(one, _)| one) })
}

/// The issue of a paper that stands, with its frozen content: what the person is shown is what was signed and sealed.
fn standing(open: &Open, folded: &Folded, key: &PaperKey) -> Option<(Issued, Sheet)> {
    let all = issued(&folded.file, &open.book.office, &open.book.rules);
    let one = all.into_iter().find(|one| one.state.stands() && one.key == *key)?;
    let fact = folded.file.issued.iter().find(|fact| fact.event == one.event)?;
    let sheet = frozen(&fact.body)?;
    Some((one, sheet))
}

/// The case reckoned up as the office does it.
pub fn reckoned(book: &Book, folded: &Folded, now: Moment) -> Reckoning {
    Reckoning::of(&folded.file, &book.rules.calendar, &book.rules.policy, now)
}
