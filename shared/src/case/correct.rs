//! 更正与作废: resolved by target and basis, never by time.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::{Issue, IssueKind};
use crate::event::{Amend, Body, Choice, Event};
use crate::id::EventId;
use crate::moment::Moment;

/// Events after corrections.
pub(super) struct Corrected {
    /// In canonical order, facts as amended.
    pub events: Vec<Event>,
    /// Sorted.
    pub voided: Vec<EventId>,
    pub amended: BTreeMap<EventId, Vec<EventId>>,
    pub settled: Vec<Issue>,
    /// Records another one counts for.
    pub same: BTreeMap<EventId, EventId>,
    pub issues: Vec<Issue>,
}

/// Events by id, each id once.
struct Known<'a>(Vec<&'a Event>);

impl<'a> Known<'a> {
    fn get(&self, id: EventId) -> Option<&'a Event> {
        let at = self.0.binary_search_by_key(&id, |event| event.id).ok()?;
        self.0.get(at).copied()
    }
}

pub(super) fn correct(events: &[Event]) -> Corrected {
    let known = deduplicate(events);
    let mut issues = Vec::new();
    let mut corrections: Vec<&Event> = known
        .0
        .iter()
        .copied()
        .filter(|event| {
            matches!(event.body, Body::Amend(_) | Body::Void(_) | Body::Settle(_) | Body::Settled(_))
        })
        .collect();
    corrections.sort_by_key(|event| canonical(event));
    let voided = voided(&corrections, &known, &mut issues);
    let standing = |event: &&Event| voided.binary_search(&event.id).is_err();
    let mut amends: BTreeMap<EventId, Vec<(&Event, &Amend)>> = BTreeMap::new();
    let mut settled = Vec::new();
    let mut same = BTreeMap::new();
    for event in corrections.into_iter().filter(standing) {
        if let Body::Settle(settle) = &event.body {
            settled.push(Issue { kind: settle.issue, events: settle.events.clone() });
        } else if let Body::Settled(decided) = &event.body {
            settled.push(Issue { kind: decided.issue, events: decided.events.clone() });
            if let Choice::Same { keep } = decided.choice
                && standing_fact(keep, &known, &voided)
            {
                unite(&mut same, keep, &decided.events);
            }
        } else if let Body::Amend(amend) = &event.body {
            if is_fact(&known, amend.target) {
                amends.entry(amend.target).or_default().push((event, amend));
            } else {
                issues.push(Issue { kind: IssueKind::TargetUnknown, events: vec![event.id] });
            }
        }
    }
    let mut amended = BTreeMap::new();
    let mut events: Vec<Event> = known
        .0
        .into_iter()
        .map(|event| match amends.get(&event.id) {
            None => event.clone(),
            Some(of_event) => {
                amended.insert(event.id, of_event.iter().map(|(amend, _)| amend.id).collect());
                amend_event(event, of_event, &mut issues)
            }
        })
        .collect();
    events.sort_by_key(canonical);
    Corrected { events, voided, amended, settled, same, issues }
}

fn standing_fact(id: EventId, known: &Known<'_>, voided: &[EventId]) -> bool {
    is_fact(known, id) && voided.binary_search(&id).is_err()
}

/// One record counts for the others, unless an earlier decision made another one count for it.
fn unite(same: &mut BTreeMap<EventId, EventId>, keep: EventId, events: &[EventId]) {
    if same.contains_key(&keep) || !events.contains(&keep) {
        return;
    }
    for other in events.iter().filter(|other| **other != keep) {
        // Who counts for others counts.
        if !same.values().any(|kept| kept == other) {
            same.entry(*other).or_insert(keep);
        }
    }
}

fn canonical(event: &Event) -> (Moment, Moment, EventId) {
    (event.happened_at, event.recorded_at, event.id)
}

/// One event for each id; of two that claim one id, the one whose text sorts first.
fn deduplicate(events: &[Event]) -> Known<'_> {
    let mut known: Vec<&Event> = events.iter().collect();
    known.sort_by_key(|event| event.id);
    known.dedup_by(|event, stands| {
        let twice = event.id == stands.id;
        if twice && event != stands && text(event) < text(stands) {
            *stands = event;
        }
        twice
    });
    Known(known)
}

fn text(event: &Event) -> String {
    serde_json::to_string(event).unwrap_or_default()
}

fn is_fact(known: &Known<'_>, target: EventId) -> bool {
    known.get(target).is_some_and(|event| !event.body.is_about_facts())
}

/// Targets of the voids that stand. A void of a void undoes it; voids that lie on a ring count for nothing.
fn voided(corrections: &[&Event], known: &Known<'_>, issues: &mut Vec<Issue>) -> Vec<EventId> {
    let mut voids: BTreeMap<EventId, EventId> = BTreeMap::new();
    for event in corrections {
        if let Body::Void(void) = &event.body {
            if known.get(void.target).is_some() {
                voids.insert(event.id, void.target);
            } else {
                issues.push(Issue { kind: IssueKind::TargetUnknown, events: vec![event.id] });
            }
        }
    }
    let mut against: BTreeMap<EventId, Vec<EventId>> = BTreeMap::new();
    for (void, target) in &voids {
        against.entry(*target).or_default().push(*void);
    }
    let mut stands: BTreeSet<EventId> = BTreeSet::new();
    let mut falls: BTreeSet<EventId> = BTreeSet::new();
    loop {
        let before = stands.len() + falls.len();
        for void in voids.keys() {
            let attackers = against.get(void).map_or(&[][..], Vec::as_slice);
            if attackers.iter().any(|attacker| stands.contains(attacker)) {
                falls.insert(*void);
            } else if attackers.iter().all(|attacker| falls.contains(attacker)) {
                stands.insert(*void);
            }
        }
        if stands.len() + falls.len() == before {
            break;
        }
    }
    let targets: BTreeSet<EventId> = stands.iter().filter_map(|void| voids.get(void)).copied().collect();
    targets.into_iter().collect()
}

/// Applies what stands of the amendments of one event.
fn amend_event(event: &Event, amends: &[(&Event, &Amend)], issues: &mut Vec<Issue>) -> Event {
    let mut fields: BTreeSet<&str> = BTreeSet::new();
    for (_, amend) in amends {
        fields.extend(amend.fields.keys().map(String::as_str));
    }
    let mut effective = event.clone();
    for field in fields {
        let last = last_words(field, amends);
        let Some((first, value)) =
            last.first().and_then(|(e, a)| a.fields.get(field).map(|value| (e.id, value)))
        else {
            continue;
        };
        if last.iter().any(|(_, amend)| amend.fields.get(field) != Some(value)) {
            let mut events = vec![event.id];
            events.extend(last.iter().map(|(amend, _)| amend.id));
            issues.push(Issue { kind: IssueKind::ConcurrentEdit, events });
        }
        match with_field(&effective, field, value) {
            Some(changed) => effective = changed,
            None => issues.push(Issue { kind: IssueKind::AmendUnreadable, events: vec![event.id, first] }),
        }
    }
    if let Some(events) = parallel(event, amends) {
        issues.push(Issue { kind: IssueKind::ParallelEdit, events });
    }
    effective
}

/// The amendments of a field that no other one builds upon; all of them where they build upon each other in a ring.
fn last_words<'a>(field: &str, amends: &[(&'a Event, &'a Amend)]) -> Vec<(&'a Event, &'a Amend)> {
    let of_field: Vec<_> =
        amends.iter().copied().filter(|(_, amend)| amend.fields.contains_key(field)).collect();
    let last: Vec<_> = of_field
        .iter()
        .copied()
        .filter(|(event, _)| !of_field.iter().any(|(_, other)| other.basis.contains(&event.id)))
        .collect();
    if last.is_empty() { of_field } else { last }
}

/// Two amendments of the same basis that change different fields: both apply, and somebody should know.
fn parallel(event: &Event, amends: &[(&Event, &Amend)]) -> Option<Vec<EventId>> {
    let basis = |amend: &Amend| amend.basis.iter().copied().collect::<BTreeSet<_>>();
    for (at, (first, one)) in amends.iter().enumerate() {
        for (second, other) in amends.iter().skip(at + 1) {
            // A scan that is added changes nothing anybody could have meant otherwise.
            if one.fields.is_empty() || other.fields.is_empty() {
                continue;
            }
            let apart = !one.fields.keys().any(|field| other.fields.contains_key(field));
            if apart && first.author != second.author && basis(one) == basis(other) {
                return Some(vec![event.id, first.id, second.id]);
            }
        }
    }
    None
}

/// The event with one field changed; `None` where it would no longer be such an event.
pub(crate) fn with_field(event: &Event, field: &str, value: &Value) -> Option<Event> {
    let mut changed = event.clone();
    if field == "happened_at" {
        changed.happened_at = serde_json::from_value(value.clone()).ok()?;
        return Some(changed);
    }
    if field == "kind" {
        return None;
    }
    let (path, last) = field.rsplit_once('.').map_or(("", field), |(path, last)| (path, last));
    let mut body = serde_json::to_value(&event.body).ok()?;
    let before = parent(&mut body, path)?.insert(last.to_owned(), value.clone());
    changed.body = serde_json::from_value(body).ok()?;
    // A field that is left out while it is empty comes into being; one that this body does not have does not.
    let is_kept = || {
        let mut again = serde_json::to_value(&changed.body).ok()?;
        parent(&mut again, path)?.get(last).map(|_| ())
    };
    if before.is_none() && is_kept().is_none() {
        return None;
    }
    Some(changed)
}

/// The object at a path; the body itself for an empty one.
fn parent<'a>(body: &'a mut Value, path: &str) -> Option<&'a mut Map<String, Value>> {
    let steps = path.split('.').filter(|step| !step.is_empty());
    let mut place = body;
    for step in steps {
        place = place.as_object_mut()?.get_mut(step)?;
    }
    place.as_object_mut()
}
