//! 家访、谈话 (R-VISIT-5).

use shared::event::{Met, Visit};
use shared::problem::{Problem, ProblemCode};

use super::attached;
use super::check::{LINE_TEXT_MAX, LONG_TEXT_MAX, SHORT_TEXT_MAX, names, optional, required};
use crate::phone::Open;

/// The form, trimmed. A visit that found nobody may be without words; a talk may not.
pub fn checked(open: &Open, visit: Visit) -> Result<Visit, Problem> {
    let notes = match optional("notes", Some(&visit.notes), LONG_TEXT_MAX)? {
        None if visit.found => return Err(Problem::of_field(ProblemCode::FieldMissing, "notes")),
        notes => notes.unwrap_or_default(),
    };
    if visit.place_stamp.is_some_and(|stamp| !visit.is_in_person() || !stamp.is_sound()) {
        return Err(Problem::of_field(ProblemCode::FieldMalformed, "place_stamp"));
    }
    Ok(Visit {
        place: required("place", &visit.place, LINE_TEXT_MAX)?,
        met: visit.met.map(checked_met).transpose()?,
        notes,
        difficulty: optional("difficulty", visit.difficulty.as_deref(), LINE_TEXT_MAX)?,
        companions: names("companions", &visit.companions, 0)?,
        attachments: attached(open, &visit.attachments)?,
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
