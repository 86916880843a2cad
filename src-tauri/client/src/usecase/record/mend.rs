//! 更正自己的记录: until the office has looked at it, its author says what was meant. The record stays; what differs is
//! recorded beside it (design 3).

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use shared::case::IssueKind;
use shared::event::{Amend, Body, Event};
use shared::id::{CaseId, EventId};
use shared::moment::Moment;
use shared::problem::{Problem, ProblemCode};

use super::check::{LINE_TEXT_MAX, required, visible};
use super::{late, save, whole};
use crate::deps::Deps;
use crate::fact::Fact;
use crate::form::Form;
use crate::phone::Open;
use crate::store::Folded;
use crate::view::{OpenedRecord, Saved};

/// The name the time has among the fields of an amendment.
const HAPPENED_AT: &str = "happened_at";

/// An own record as it now stands, with the fields to look at.
pub fn open_record(open: &Open, case: CaseId, event: EventId) -> Result<OpenedRecord, Problem> {
    let folded = visible(open, case)?;
    let stands = mendable(open, folded, event)?;
    let fact = Fact::of(&stands.body).ok_or(ProblemCode::UnknownRecord)?;
    let form = Form::of(&stands.body).ok_or(ProblemCode::UnknownRecord)?;
    let marked = marked(folded, event);
    Ok(OpenedRecord { event, case, form, happened_at: stands.happened_at, fact, marked })
}

/// Appends what differs.
pub fn mend(
    open: &mut Open,
    deps: &Deps,
    (case, event): (CaseId, EventId),
    happened_at: Moment,
    fact: Fact,
    reason: &str,
) -> Result<Saved, Problem> {
    let reason = required("reason", reason, LINE_TEXT_MAX)?;
    let new = whole(open, deps.now(), case, happened_at, fact)?;
    let folded = visible(open, case)?;
    let stands = mendable(open, folded, event)?;
    // Moved far back, it would be a late record without its note.
    if happened_at < stands.happened_at {
        let is_noted = folded.file.late_entries.iter().any(|note| note.body.target == event);
        if !is_noted {
            late::checked(open, happened_at, stands.recorded_at, None)?;
        }
    }
    let mut fields = differing(&stands.body, &new)?;
    if happened_at != stands.happened_at {
        let at = serde_json::to_value(happened_at).map_err(|_| ProblemCode::RequestMalformed)?;
        fields.insert(HAPPENED_AT.to_owned(), at);
    }
    if fields.is_empty() {
        return Err(ProblemCode::NothingToMend.into());
    }
    let attachments =
        if fields.contains_key("attachments") { new.attachments().to_vec() } else { Vec::new() };
    let basis = folded.file.amended.get(&event).cloned().unwrap_or_default();
    let amend = Amend { target: event, basis, fields, reason, attachments };
    save(open, deps, case, deps.now(), Body::Amend(amend), None)?;
    Ok(Saved { event, state: crate::view::RecordState::Saved })
}

/// Whether the user may still mend it: an own record that counts and that the office has not accepted.
pub fn is_mendable(open: &Open, folded: &Folded, event: EventId) -> bool {
    mendable(open, folded, event).is_ok_and(|stands| Fact::of(&stands.body).is_some())
}

fn mendable<'a>(open: &Open, folded: &'a Folded, event: EventId) -> Result<&'a Event, Problem> {
    let file = &folded.file;
    let stands = file.event(event).filter(|stands| stands.author == open.pairing.user);
    let stands = stands.ok_or(ProblemCode::UnknownRecord)?;
    if file.is_voided(event) {
        return Err(ProblemCode::NothingToMend.into());
    }
    if file.may_mend(event) { Ok(stands) } else { Err(ProblemCode::RecordAccepted.into()) }
}

/// What the office sent back for, and what two amendments fill differently.
fn marked(folded: &Folded, event: EventId) -> Vec<String> {
    let review = folded.file.reviews.get(&event).filter(|review| review.is_returned());
    let mut fields = review.map(|review| review.fields.clone()).unwrap_or_default();
    fields.extend(contested(folded, event));
    fields.sort();
    fields.dedup();
    fields
}

/// Fields that two amendments of one basis fill with other values.
fn contested(folded: &Folded, event: EventId) -> Vec<String> {
    let edits = folded
        .issues
        .iter()
        .filter(|issue| issue.kind == IssueKind::ConcurrentEdit && issue.events.first() == Some(&event));
    let amends = edits.flat_map(|issue| &issue.events).filter_map(|id| folded.file.event(*id));
    amends
        .filter_map(
            |event| if let Body::Amend(amend) = &event.body { Some(amend.fields.keys()) } else { None },
        )
        .flatten()
        .cloned()
        .collect()
}

/// Paths of a body whose values differ from those of another of the same kind.
fn differing(before: &Body, after: &Body) -> Result<BTreeMap<String, Value>, Problem> {
    let read = |body| serde_json::to_value(body).map_err(|_| Problem::new(ProblemCode::RequestMalformed));
    let (Value::Object(before), Value::Object(after)) = (read(before)?, read(after)?) else {
        return Err(ProblemCode::RequestMalformed.into());
    };
    if before.get("kind") != after.get("kind") {
        return Err(ProblemCode::RequestMalformed.into());
    }
    let mut fields = BTreeMap::new();
    compare("", &before, &after, &mut fields);
    Ok(fields)
}

fn compare(
    path: &str,
    before: &Map<String, Value>,
    after: &Map<String, Value>,
    fields: &mut BTreeMap<String, Value>,
) {
    for (key, value) in after {
        let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
        match (before.get(key), value) {
            (Some(old), new) if old == new => {}
            // Where a key is gone, only the object as a whole can say so.
            (Some(Value::Object(old)), Value::Object(new)) if old.keys().all(|key| new.contains_key(key)) => {
                compare(&path, old, new, fields);
            }
            (Some(_) | None, new) => {
                fields.insert(path, new.clone());
            }
        }
    }
    // A body leaves out what is empty.
    for (key, old) in before.iter().filter(|(key, _)| !after.contains_key(*key)) {
        let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
        fields.insert(path, if old.is_array() { Value::Array(Vec::new()) } else { Value::Null });
    }
}
