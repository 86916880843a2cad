//! 撤销: the author's own `Void`. Nothing is taken back; the record stays and no longer counts.

use shared::event::{Body, Stream, Void};
use shared::id::EventId;
use shared::problem::{Problem, ProblemCode};

use super::record::save;
use crate::deps::Deps;
use crate::form::Form;
use crate::phone::Open;

/// What the office reads as the reason.
const REASON: &str = "本人撤销";

pub fn undo(open: &mut Open, deps: &Deps, event: EventId) -> Result<(), Problem> {
    let target = open.store.own_event(open.pairing.series, event)?.ok_or(ProblemCode::UnknownRecord)?;
    let Stream::Case(case) = target.stream else {
        return Err(ProblemCode::NothingToUndo.into());
    };
    let is_record = Form::of(&target.body).is_some() || matches!(target.body, Body::Snoozed(_));
    let mark = open.store.own_marks(open.pairing.series, case)?.remove(&event);
    // What the office set aside counts for nothing: there is nothing to take back.
    let is_set_aside = mark.is_some_and(|mark| mark.quarantined.is_some());
    let is_voided = open.book.any_case(case).is_some_and(|folded| folded.file.voided.contains(&event));
    if !is_record || is_voided || is_set_aside {
        return Err(ProblemCode::NothingToUndo.into());
    }
    let accepted = open.book.any_case(case).is_some_and(|folded| !folded.file.may_mend(event));
    if accepted {
        return Err(ProblemCode::RecordAccepted.into());
    }
    let void = Void { target: event, reason: REASON.to_owned() };
    save(open, deps, case, deps.now(), Body::Void(void), None)?;
    Ok(())
}
