//! 家访、谈话 (R-VISIT-5).

use shared::access::Act;
use shared::event::{Body, Met, Visit};
use shared::id::{CaseId, DraftId};
use shared::moment::Moment;
use shared::problem::{Problem, ProblemCode};

use super::record::{
    LINE_TEXT_MAX, LONG_TEXT_MAX, SHORT_TEXT_MAX, check_case, check_time, optional, required, save,
};
use crate::attachment;
use crate::deps::Deps;
use crate::phone::Open;
use crate::view::Saved;

/// Companions at most; more is a slip of the form.
const COMPANIONS_MAX: usize = 20;

pub fn record(
    open: &mut Open,
    deps: &Deps,
    case: CaseId,
    happened_at: Moment,
    visit: Visit,
    draft: Option<DraftId>,
) -> Result<Saved, Problem> {
    let folded = check_case(open, Act::RecordVisit, case, deps.now())?;
    check_time(folded, happened_at, deps.now())?;
    let attachments = attachment::checked(open, &visit.attachments)?;
    let visit = Visit { attachments, ..checked(visit)? };
    save(open, deps, case, happened_at, Body::Visit(visit), draft)
}

/// The form, trimmed. A visit that found nobody may be without words; a talk may not.
fn checked(visit: Visit) -> Result<Visit, Problem> {
    let notes = match optional("notes", Some(&visit.notes), LONG_TEXT_MAX)? {
        None if visit.found => return Err(Problem::of_field(ProblemCode::FieldMissing, "notes")),
        notes => notes.unwrap_or_default(),
    };
    if visit.companions.len() > COMPANIONS_MAX {
        return Err(Problem::of_field(ProblemCode::FieldTooLong, "companions"));
    }
    let companions = visit.companions.iter().map(|name| optional("companions", Some(name), SHORT_TEXT_MAX));
    let companions: Vec<Option<String>> = companions.collect::<Result<_, _>>()?;
    Ok(Visit {
        place: required("place", &visit.place, LINE_TEXT_MAX)?,
        met: visit.met.map(checked_met).transpose()?,
        notes,
        difficulty: optional("difficulty", visit.difficulty.as_deref(), LINE_TEXT_MAX)?,
        companions: companions.into_iter().flatten().collect(),
        ..visit
    })
}

fn checked_met(met: Met) -> Result<Met, Problem> {
    Ok(Met {
        name: required("met.name", &met.name, SHORT_TEXT_MAX)?,
        phone: optional("met.phone", met.phone.as_deref(), SHORT_TEXT_MAX)?,
        ..met
    })
}
