//! The merge depends on nothing but the set of facts.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::json;
use uuid::Uuid;

use super::make::{event, moment, order, report_in, test, user, visit};
use super::story;
use crate::calendar::Calendar;
use crate::case::{IssueKind, fold, standing};
use crate::code::{Measure, TestResult, VisitTarget};
use crate::duty::Reckoning;
use crate::event::{Amend, Body, Event, Settle, Void};
use crate::id::EventId;
use crate::office::OfficeFile;
use crate::policy::Policy;

fn id(number: u128) -> EventId {
    EventId(Uuid::from_u128(number))
}

fn void(number: u128, target: u128) -> Event {
    event(number, moment("2026-04-01"), Body::Void(Void { target: id(target), reason: "录错".to_owned() }))
}

fn amend(number: u128, target: u128, basis: &[u128], field: &str, value: serde_json::Value) -> Event {
    let fields = BTreeMap::from([(field.to_owned(), value)]);
    let basis = basis.iter().copied().map(id).collect();
    let body = Body::Amend(Amend {
        attachments: Vec::new(),
        target: id(target),
        basis,
        fields,
        reason: "补正".to_owned(),
    });
    event(number, moment("2026-04-01"), body)
}

fn opened() -> Vec<Event> {
    let received = super::make::day("2026-03-02");
    vec![
        event(1, moment("2026-03-02"), Body::Order(order(Measure::Rehab, 36, received))),
        event(2, moment("2026-03-05"), report_in()),
    ]
}

fn kinds(events: &[Event]) -> Vec<IssueKind> {
    fold(events).1.into_iter().map(|issue| issue.kind).collect()
}

#[test]
fn a_voided_visit_does_not_count_and_a_voided_void_does_nothing() {
    crate::asserts!("R-TEST-7", "R-PRIV-9");
    let mut events = opened();
    events.push(event(3, moment("2026-03-09"), Body::Visit(visit(VisitTarget::Self_))));
    events.push(void(4, 3));
    assert!(fold(&events).0.visits.is_empty());
    events.push(void(5, 4));
    assert_eq!(fold(&events).0.visits.len(), 1);
    events.push(void(6, 5));
    assert!(fold(&events).0.visits.is_empty());
    assert_eq!(kinds(&events), vec![]);
}

#[test]
fn voids_that_point_at_each_other_count_for_nothing() {
    let mut events = opened();
    events.push(event(3, moment("2026-03-09"), Body::Visit(visit(VisitTarget::Self_))));
    events.push(void(4, 5));
    events.push(void(5, 4));
    events.push(void(6, 6));
    assert_eq!(fold(&events).0.visits.len(), 1);
}

#[test]
fn a_correction_of_something_unknown_is_an_issue() {
    let mut events = opened();
    events.push(amend(3, 99, &[], "notes", json!("改")));
    events.push(void(4, 98));
    assert_eq!(kinds(&events), vec![IssueKind::TargetUnknown, IssueKind::TargetUnknown]);
}

#[test]
fn the_later_amendment_that_knew_the_earlier_one_stands_whatever_its_clock_says() {
    let mut events = opened();
    events.push(amend(8, 1, &[], "person.phone", json!("13900000001")));
    let mut second = amend(9, 1, &[8], "person.phone", json!("13900000002"));
    second.happened_at = moment("2020-01-01");
    events.push(second);
    let (file, issues) = fold(&events);
    assert_eq!(file.order.unwrap().body.person.phone.as_deref(), Some("13900000002"));
    assert!(issues.is_empty());
    assert_eq!(file.amended[&id(1)].len(), 2);
}

#[test]
fn two_amendments_of_one_field_that_did_not_know_of_each_other_are_an_issue() {
    let mut events = opened();
    events.push(amend(8, 1, &[], "person.phone", json!("13900000001")));
    events.push(amend(9, 1, &[], "person.phone", json!("13900000002")));
    let (file, issues) = fold(&events);
    assert_eq!(file.order.unwrap().body.person.phone.as_deref(), Some("13900000001"), "the first stands");
    assert_eq!(issues.len(), 1);
    assert_eq!((issues[0].kind, issues[0].events.len()), (IssueKind::ConcurrentEdit, 3));
    events.push(amend(10, 1, &[8, 9], "person.phone", json!("13900000002")));
    let (file, issues) = fold(&events);
    assert_eq!(file.order.unwrap().body.person.phone.as_deref(), Some("13900000002"));
    assert_eq!(issues, vec![], "an amendment that knew both settles it");
}

#[test]
fn amendments_of_different_fields_by_two_people_both_apply_and_are_told() {
    let mut events = opened();
    events.push(amend(8, 1, &[], "person.phone", json!("13900000001")));
    let mut other = amend(9, 1, &[], "person.residence", json!("试例村2组"));
    other.author = user(5);
    events.push(other);
    let (file, issues) = fold(&events);
    let person = file.order.unwrap().body.person;
    assert_eq!((person.phone.as_deref(), person.residence.as_str()), (Some("13900000001"), "试例村2组"));
    assert_eq!(issues[0].kind, IssueKind::ParallelEdit);
}

#[test]
fn an_amended_time_moves_the_fact() {
    let mut events = opened();
    events.push(event(3, moment("2026-05-09"), Body::Visit(visit(VisitTarget::Self_))));
    events.push(amend(4, 3, &[], "happened_at", json!("2026-03-09T10:00:00+08:00")));
    let (file, _) = fold(&events);
    assert_eq!(file.visits[0].day(), super::make::day("2026-03-09"));
}

#[test]
fn an_amendment_that_makes_no_sense_is_an_issue_and_changes_nothing() {
    let mut events = opened();
    events.push(amend(3, 1, &[], "measure", json!("holiday")));
    events.push(amend(4, 1, &[], "no.such.field", json!(1)));
    events.push(amend(5, 1, &[], "kind", json!("visit/1")));
    let (file, issues) = fold(&events);
    assert_eq!(file.order.unwrap().body.measure, Measure::Rehab);
    assert!(issues.iter().all(|issue| issue.kind == IssueKind::AmendUnreadable));
    assert_eq!(issues.len(), 3);
}

#[test]
fn one_visit_recorded_by_two_people_is_an_issue_until_somebody_settles_it() {
    let mut events = opened();
    events.push(event(3, moment("2026-03-09 09:00"), Body::Visit(visit(VisitTarget::Self_))));
    let mut second = event(4, moment("2026-03-09 09:40"), Body::Visit(visit(VisitTarget::Self_)));
    second.author = user(5);
    events.push(second);
    assert_eq!(kinds(&events), vec![IssueKind::SameVisitTwice]);
    let settle =
        Settle { issue: IssueKind::SameVisitTwice, events: vec![id(3), id(4)], note: "两次".to_owned() };
    events.push(event(6, moment("2026-03-10"), Body::Settle(settle)));
    assert_eq!(kinds(&events), vec![]);
}

#[test]
fn two_visits_by_one_worker_or_hours_apart_are_two_visits() {
    let mut events = opened();
    events.push(event(3, moment("2026-03-09 09:00"), Body::Visit(visit(VisitTarget::Self_))));
    events.push(event(4, moment("2026-03-09 09:40"), Body::Visit(visit(VisitTarget::Self_))));
    let mut later = event(5, moment("2026-03-09 15:00"), Body::Visit(visit(VisitTarget::Self_)));
    later.author = user(5);
    events.push(later);
    assert_eq!(kinds(&events), vec![]);
}

#[test]
fn a_second_order_and_a_second_report_in_are_issues_and_the_first_stands() {
    let mut events = opened();
    events.push(event(3, moment("2026-03-20"), report_in()));
    let received = super::make::day("2026-03-04");
    events.push(event(4, moment("2026-03-04"), Body::Order(order(Measure::Recovery, 36, received))));
    let (file, issues) = fold(&events);
    assert_eq!(file.order.unwrap().body.measure, Measure::Rehab);
    assert_eq!(file.report_in.unwrap().event, id(2));
    let kinds: Vec<_> = issues.iter().map(|issue| issue.kind).collect();
    assert_eq!(kinds, vec![IssueKind::TwoOrders, IssueKind::TwoReportIns]);
}

#[test]
fn a_record_of_a_newer_build_is_kept_and_told() {
    let mut events = opened();
    let unknown = json!({"kind": "iris_scan/1", "quality": 7});
    events.push(event(3, moment("2026-03-09"), Body::Unknown(unknown)));
    let (file, issues) = fold(&events);
    assert_eq!(file.events.len(), 3);
    assert_eq!(issues[0].kind, IssueKind::UnknownKind);
}

const STORY: &str = "2026-03-05 报到 社区戒毒 / 2026-03-05 协议 / 2026-03-20 检测 阴性 / 2026-04-10 走访 本人 \
    / 2026-04-12 拒检 / 2026-05-02 擅离 2026-05-01 2026-05-09 / 2026-06-01 羁押 / 2026-06-11 释放 \
    / 2026-06-20 检测 毛发 补检 阴性 2 / 2026-07-01 变更申请 / 2026-07-03 变更通知 / 2026-08-01 评估 季度 \
    / 2026-09-01 结束 死亡 / 2026-10-01 今天";

/// The story with corrections of all kinds strewn in.
fn strewn() -> impl Strategy<Value = Vec<Event>> {
    let (told, _) = story(STORY);
    let count = told.len();
    let targets: Vec<u128> = told.iter().map(|event| event.id.0.as_u128()).collect();
    let correction = (0..count + 6, any::<bool>(), 0_u8..4, 0_usize..3);
    prop::collection::vec(correction, 0..6).prop_map(move |corrections| {
        let mut events = told.clone();
        let mut targets = targets.clone();
        for (at, is_void, pick, with_basis) in corrections {
            let number = 1000 + targets.len() as u128;
            let target = targets.get(at).copied().unwrap_or(5000);
            let basis: Vec<u128> = targets.iter().rev().take(with_basis).copied().collect();
            let field = ["happened_at", "covers", "person.phone", "found"][usize::from(pick)];
            let value = [
                json!("2026-05-20T10:00:00+08:00"),
                json!([1, 2]),
                json!(format!("1390000000{at}")),
                json!(false),
            ][usize::from(pick)]
            .clone();
            let made =
                if is_void { void(number, target) } else { amend(number, target, &basis, field, value) };
            events.push(made);
            targets.push(number);
        }
        events
    })
}

fn everything(events: &[Event]) -> String {
    let (file, issues) = fold(events);
    let (calendar, policy) = (Calendar::built_in(), Policy::default());
    let at = moment("2026-08-15");
    let standing = standing(&file, &OfficeFile::default(), &calendar, &policy, at);
    let reckoning = Reckoning::of(&file, &calendar, &policy, at);
    format!("{file:?}{issues:?}{standing:?}{reckoning:?}")
}

proptest! {
    #[test]
    fn order_of_arrival_and_duplicates_never_matter(
        events in strewn(),
        seed in prop::collection::vec(any::<prop::sample::Index>(), 0..60),
    ) {
        let mut shuffled = events.clone();
        for index in &seed {
            let at = index.index(shuffled.len());
            let moved = shuffled.remove(at);
            shuffled.push(moved);
        }
        for index in seed.iter().take(5) {
            shuffled.push(events[index.index(events.len())].clone());
        }
        prop_assert_eq!(everything(&events), everything(&shuffled));
    }

    #[test]
    fn what_is_done_stays_done_when_an_unrelated_fact_comes_in(
        events in strewn(), day in 0_i64..300, which in 0_usize..3,
    ) {
        let before = Reckoning::of(&fold(&events).0, &Calendar::built_in(), &Policy::default(), moment("2026-12-01"));
        let at = moment("2026-03-05") + chrono::TimeDelta::days(day);
        let mut more = events;
        let body = [
            Body::Visit(visit(VisitTarget::Neighbor)),
            Body::DrugTest(test(TestResult::Negative)),
            Body::Visit(visit(VisitTarget::Self_)),
        ][which].clone();
        more.push(event(7777, at, body));
        let after = Reckoning::of(&fold(&more).0, &Calendar::built_in(), &Policy::default(), moment("2026-12-01"));
        for (one, other) in before.schedule.tests.iter().zip(&after.schedule.tests) {
            if one.by.is_some() {
                prop_assert!(other.by.is_some());
            }
        }
        for (one, other) in before.schedule.visits.iter().zip(&after.schedule.visits) {
            if one.by.is_some() {
                prop_assert!(other.by.is_some());
            }
        }
        prop_assert_eq!(before.overdue(), after.overdue());
    }
}
