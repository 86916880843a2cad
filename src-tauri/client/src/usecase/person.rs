//! 人员主页: the shared page, and what this phone knows of each record.

use std::collections::{BTreeMap, BTreeSet};

use shared::case::{Issue, RecordReview};
use shared::id::{CaseId, EventId};
use shared::moment::{Moment, civil_date};
use shared::page::TimelineEntry;
use shared::problem::{Problem, ProblemCode};

use super::record::{awaited, check_phase, late_after_days, mend, visible};
use super::{draft, notices};
use crate::form::Form;
use crate::phone::Open;
use crate::store::{Arrived, OwnMark};
use crate::view::{AwayNow, Person, RecordMark, RecordState};

pub fn person(open: &Open, now: Moment, case: CaseId) -> Result<Person, Problem> {
    let folded = visible(open, case)?;
    let page = open.book.page(folded, now).ok_or(ProblemCode::UnknownCase)?;
    let own = open.store.own_marks(open.pairing.series, case)?;
    let covered = open.store.line()?.covered;
    let arrived = open.store.arrived()?;
    let contradicted = contradicted(&page.issues);
    let acts = open.store.acts()?;
    // What came of one act is taken back together.
    let is_open = |event: EventId| {
        acts.get(&event).is_none_or(|act| act.iter().all(|event| folded.file.may_mend(*event)))
            && folded.file.may_mend(event)
    };
    let form = |event| folded.file.event(event).and_then(|event| Form::of(&event.body));
    let records = page
        .timeline
        .iter()
        .map(|entry| RecordMark {
            event: entry.event,
            state: {
                let own = own.get(&entry.event);
                let parts = own.and_then(|mark| arrived.get(&mark.seq)).copied().unwrap_or_default();
                state(own, covered, parts, contradicted.contains(&entry.event), entry.review.as_ref())
            },
            author_name: author_name(open, entry),
            own: own.contains_key(&entry.event),
            mend: form(entry.event).filter(|_| mend::is_mendable(open, folded, entry.event)),
            may_undo: own.get(&entry.event).is_some_and(|mark| mark.quarantined.is_none())
                && !entry.voided
                && is_open(entry.event)
                && form(entry.event).is_some(),
            problem: own.get(&entry.event).and_then(|mark| mark.quarantined.clone()),
        })
        .collect();
    let may = |form: &Form| check_phase(open, form.act(), form.phase(), case, now).is_ok();
    Ok(Person {
        records,
        drafts: draft::list(open, now, Some(case))?,
        notices: notices::list(open, now, Some(case), false)?,
        may: Form::ALL.iter().copied().filter(may).collect(),
        late_after_days: late_after_days(open, now),
        away: AwayNow::of(&folded.file, civil_date(now)),
        awaited: if may(&Form::Test) { awaited::list(open, folded) } else { Vec::new() },
        page,
    })
}

/// Green only where a receipt covers it; what came from the office is there by nature.
pub fn state(
    own: Option<&OwnMark>,
    covered: u32,
    arrived: Arrived,
    contradicted: bool,
    review: Option<&RecordReview>,
) -> RecordState {
    match own {
        Some(mark) if mark.quarantined.is_some() => RecordState::Quarantined,
        Some(mark) if mark.seq > covered => RecordState::Saved,
        Some(_) | None if contradicted => RecordState::Contradicted,
        Some(_) | None if review.is_some_and(RecordReview::is_returned) => RecordState::Returned,
        Some(_) if arrived.received < arrived.named => RecordState::Incomplete,
        Some(_) | None if review.is_some_and(RecordReview::is_accepted) => RecordState::Accepted,
        Some(_) | None => RecordState::Uploaded,
    }
}

/// Records that an issue names which a person must settle; 补录 and the like are only remarks.
pub fn contradicted(issues: &[Issue]) -> BTreeSet<EventId> {
    let to_settle = issues.iter().filter(|issue| issue.kind.is_to_settle());
    to_settle.flat_map(|issue| issue.events.iter().copied()).collect()
}

/// Timeline entries by their event.
pub fn by_event(timeline: Vec<TimelineEntry>) -> BTreeMap<EventId, TimelineEntry> {
    timeline.into_iter().map(|entry| (entry.event, entry)).collect()
}

fn author_name(open: &Open, entry: &TimelineEntry) -> String {
    if entry.author == open.pairing.user {
        return open.pairing.user_name.clone();
    }
    open.book.staff_name(entry.author).unwrap_or("（不在名单）").to_owned()
}
