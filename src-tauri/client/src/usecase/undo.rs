//! 撤销: the author's own `Void`. Nothing is taken back; the record stays and no longer counts.

use shared::event::{Body, Stream, Void};
use shared::id::EventId;
use shared::problem::{Problem, ProblemCode};

use super::record::save_all;
use crate::deps::Deps;
use crate::form::Form;
use crate::phone::Open;

/// What the office reads as the reason.
const REASON: &str = "本人撤销";

/// Takes back the record and what its act made beside it: all of it, or nothing where the office accepted a part.
pub fn undo(open: &mut Open, deps: &Deps, event: EventId) -> Result<(), Problem> {
    let target = open.store.own_event(open.pairing.series, event)?.ok_or(ProblemCode::UnknownRecord)?;
    let Stream::Case(case) = target.stream else {
        return Err(ProblemCode::NothingToUndo.into());
    };
    let own = open.store.own_marks(open.pairing.series, case)?;
    // What the office set aside counts for nothing: there is nothing to take back.
    let counts = |event: &EventId| own.get(event).is_some_and(|mark| mark.quarantined.is_none());
    let folded = open.book.any_case(case).ok_or(ProblemCode::UnknownCase)?;
    let stands = |event: &EventId| counts(event) && !folded.file.voided.contains(event);
    if !is_record(&target.body) || !stands(&event) {
        return Err(ProblemCode::NothingToUndo.into());
    }
    let together = open.store.acts()?.remove(&event).unwrap_or_else(|| vec![event]);
    let is_kept = |event: &EventId| folded.file.event(*event).is_some_and(|event| is_record(&event.body));
    let back: Vec<EventId> =
        together.into_iter().filter(|other| *other == event || stands(other) && is_kept(other)).collect();
    if back.iter().any(|event| !folded.file.may_mend(*event)) {
        return Err(ProblemCode::RecordAccepted.into());
    }
    let void = |target| Body::Void(Void { target, reason: REASON.to_owned() });
    let now = deps.now();
    save_all(open, deps, case, back.into_iter().map(|target| (now, void(target))).collect(), None)?;
    Ok(())
}

/// What a form or a button of the phone made; notes beside a record and takings-back are none.
fn is_record(body: &Body) -> bool {
    Form::of(body).is_some() || matches!(body, Body::Snoozed(_))
}
