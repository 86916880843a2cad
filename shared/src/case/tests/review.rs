//! 核对: what the office says of a record marks it and takes nothing from it.

use std::collections::BTreeMap;

use serde_json::json;
use uuid::Uuid;

use super::make::{day, event, moment, order, report_in, user, visit};
use crate::calendar::Calendar;
use crate::case::{CaseFile, fold};
use crate::code::{Measure, VisitTarget};
use crate::duty::{DutyKey, DutyKind, duties, snooze_last, snoozed};
use crate::event::{Amend, Body, Event, ReviewVerdict, Reviewed, Snoozed, Void};
use crate::id::EventId;
use crate::office::OfficeFile;
use crate::policy::Policy;

const VISIT: EventId = EventId(Uuid::from_u128(3));

/// Said of the record with these amendments in sight.
fn said_of(basis: &[u128], number: u128, at: &str, verdict: ReviewVerdict) -> Event {
    let body = Reviewed {
        target: VISIT,
        verdict,
        note: "没写邻居意见".to_owned(),
        fields: vec!["notes".to_owned()],
        basis: basis.iter().map(|amend| EventId(Uuid::from_u128(*amend))).collect(),
    };
    Event { author: user(8), ..event(number, moment(at), Body::Reviewed(body)) }
}

fn said(number: u128, at: &str, verdict: ReviewVerdict) -> Event {
    said_of(&[], number, at, verdict)
}

fn mended(number: u128, at: &str, by: u128) -> Event {
    let fields = BTreeMap::from([("notes".to_owned(), json!("邻居说近来安稳"))]);
    let body = Amend {
        attachments: Vec::new(),
        target: VISIT,
        basis: Vec::new(),
        fields,
        reason: "按退回补正".to_owned(),
    };
    Event { author: user(by), ..event(number, moment(at), Body::Amend(body)) }
}

fn visited() -> Vec<Event> {
    vec![
        event(1, moment("2026-03-02"), Body::Order(order(Measure::Rehab, 36, day("2026-03-02")))),
        event(2, moment("2026-03-05"), report_in()),
        event(3, moment("2026-03-10"), Body::Visit(visit(VisitTarget::Self_))),
    ]
}

fn file(more: Vec<Event>) -> CaseFile {
    let mut events = visited();
    events.extend(more);
    let (file, issues) = fold(&events);
    assert_eq!(issues, []);
    file
}

#[test]
fn a_returned_visit_still_counts_and_waits_again_once_its_author_mended_it() {
    let returned = said(4, "2026-03-11", ReviewVerdict::Returned);
    let file_then = file(vec![returned.clone()]);
    assert_eq!(file_then.visits.len(), 1, "only a void stops it");
    assert!(file_then.reviews[&VISIT].is_returned() && file_then.may_mend(VISIT));
    let file_then = file(vec![returned.clone(), mended(5, "2026-03-12", 1)]);
    assert!(!file_then.reviews[&VISIT].is_returned() && file_then.reviews[&VISIT].waits_again);
    let by_a_slow_clock = file(vec![returned.clone(), mended(5, "2026-03-10", 1)]);
    assert!(by_a_slow_clock.reviews[&VISIT].waits_again, "what the reviewer saw decides, and no clock");
    let accepted = said_of(&[5], 6, "2026-03-13", ReviewVerdict::Accepted);
    let file_then = file(vec![accepted, mended(5, "2026-03-12", 1), returned]);
    assert!(file_then.reviews[&VISIT].is_accepted() && !file_then.may_mend(VISIT));
}

#[test]
fn what_the_office_itself_amends_leaves_its_word_standing() {
    let accepted = said(4, "2026-03-11", ReviewVerdict::Accepted);
    assert!(file(vec![accepted.clone(), mended(5, "2026-03-12", 8)]).reviews[&VISIT].is_accepted());
    let by_author = file(vec![accepted, mended(5, "2026-03-12", 1)]);
    assert!(!by_author.reviews[&VISIT].is_accepted(), "it is no longer what was accepted");
}

#[test]
fn a_review_that_was_voided_was_never_said() {
    let void = Void { target: EventId(Uuid::from_u128(4)), reason: "点错了".to_owned() };
    let events = vec![
        said(4, "2026-03-11", ReviewVerdict::Returned),
        event(5, moment("2026-03-12"), Body::Void(void)),
    ];
    assert!(file(events).reviews.is_empty());
}

#[test]
fn a_task_is_put_off_three_days_at_most_and_never_past_its_day() {
    let at = moment("2026-03-20");
    let today = at.date_naive();
    let owed = duties(&file(vec![]), &OfficeFile::default(), &Calendar::default(), &Policy::default(), at);
    let visit = owed.iter().find(|duty| duty.key.kind == DutyKind::Report).unwrap().clone();
    assert_eq!(snooze_last(&visit, today), Some(day("2026-03-23")));
    assert_eq!(snooze_last(&visit, visit.due.pred_opt().unwrap()), Some(visit.due));
    assert_eq!(snooze_last(&visit, visit.due), None, "what is due today is done today");

    let key: DutyKey = visit.key;
    let off = |until| Body::Snoozed(Snoozed { duty: key, until, reason: "本人住院".to_owned() });
    let known = file(vec![event(9, at, off(day("2026-03-23")))]);
    assert_eq!(snoozed(&known, &visit, today).unwrap().reason, "本人住院");
    assert_eq!(snoozed(&known, &visit, day("2026-03-23")), None, "it stands in the list again");
    assert_eq!(snoozed(&known, &visit, visit.due), None);
}
