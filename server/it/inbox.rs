//! 核对收件箱 and 矛盾核对: a clerk's morning over what the phones sent.

use std::collections::BTreeMap;

use serde_json::json;
use server::view::{
    AcceptOne, AcceptRequest, AcceptedMany, Inbox, InboxRow, IssueView, RecordReviewRequest, Recorded,
    SettleRequest, WithdrawRequest, Workbench,
};
use shared::case::{IssueKind, ReviewWord};
use shared::code::Role;
use shared::event::{Amend, Body, Choice};
use shared::id::EventId;
use shared::inbox::InboxClass;
use shared::preview::Consequence;
use shared::problem::ProblemCode;

use crate::bench::Browser;
use crate::phone::{Field, Phone, id_of};
use crate::sample;

async fn inbox(field: &Field, browser: &Browser, query: &str) -> Inbox {
    field.bench.get(&format!("/api/inbox{query}"), Some(browser)).await.json()
}

fn row_of(inbox: &Inbox, event: EventId) -> Option<&InboxRow> {
    inbox
        .rows
        .iter()
        .find(|row| row.issue.is_none() && row.records.iter().any(|record| record.event == event))
}

fn rows_of(inbox: &Inbox, class: InboxClass) -> u32 {
    inbox.counts.iter().find(|count| count.class == class).unwrap().rows
}

fn word(row: &InboxRow, verdict: ReviewWord, note: &str) -> RecordReviewRequest {
    let record = &row.records[0];
    let (target, seen) = (record.event, record.seen.clone());
    RecordReviewRequest { target, verdict, note: note.to_owned(), fields: Vec::new(), seen }
}

/// The worker mends a record on the phone.
async fn mend(field: &mut Field, target: EventId, notes: &str) -> EventId {
    let body = Amend {
        target,
        basis: Vec::new(),
        fields: BTreeMap::from([("notes".to_owned(), json!(notes))]),
        reason: "补正".to_owned(),
        attachments: Vec::new(),
    };
    let (case, now, from) = (field.case, field.bench.now(), field.phone.seq + 1);
    let bytes = field.phone.record(case, now, Body::Amend(body));
    field.phone.push(&field.bench, from, std::slice::from_ref(&bytes)).await;
    id_of(&bytes)
}

async fn visited(field: &mut Field, notes: &str) -> EventId {
    let from = field.phone.seq + 1;
    let visit = field.visit(notes);
    field.phone.push(&field.bench, from, std::slice::from_ref(&visit)).await;
    field.bench.advance_seconds(60);
    id_of(&visit)
}

#[tokio::test]
async fn a_visit_waits_until_the_office_accepts_it_as_it_was_shown() {
    let mut field = Field::new().await;
    let browser = field.bench.login(&field.clerk).await;
    let visit = visited(&mut field, "睡得好").await;
    let shown = inbox(&field, &browser, "").await;
    let row = row_of(&shown, visit).unwrap().clone();
    assert_eq!((row.name.as_str(), row.findings.len()), ("演示·柳叶", 0));
    let record = &row.records[0];
    assert_eq!(
        (record.author.as_ref().unwrap().name.as_str(), record.device_name.as_str()),
        ("试例甲", "演示机")
    );
    assert_eq!(
        (shown.waiting, rows_of(&shown, InboxClass::Plain)),
        (1, 1),
        "the clerk's own acts wait for others"
    );
    let bench: Workbench = field.bench.get("/api/workbench", Some(&browser)).await.json();
    assert_eq!(bench.inbox, shown.counts, "the workbench says the same");

    let path = format!("/api/cases/{}/review", field.case);
    let accept = word(&row, ReviewWord::Accepted, "");
    let _: Recorded = field.bench.post(&path, Some(&browser), &accept).await.json();
    assert_eq!(inbox(&field, &browser, "").await.waiting, 0);
    let again = field.bench.post(&path, Some(&browser), &word(&row, ReviewWord::Returned, "补写")).await;
    assert_eq!(again.code(), ProblemCode::RecordChanged, "somebody read it since this page was loaded");
}

#[tokio::test]
async fn a_record_mended_while_the_page_was_open_is_not_accepted_and_waits_as_it_is_now() {
    let mut field = Field::new().await;
    let browser = field.bench.login(&field.clerk).await;
    let visit = visited(&mut field, "睡得好").await;
    let row = row_of(&inbox(&field, &browser, "").await, visit).unwrap().clone();
    let amend = mend(&mut field, visit, "睡得不好").await;
    let path = format!("/api/cases/{}/review", field.case);
    let refused = field.bench.post(&path, Some(&browser), &word(&row, ReviewWord::Accepted, "")).await;
    assert_eq!(refused.code(), ProblemCode::RecordChanged);
    let now = row_of(&inbox(&field, &browser, "").await, visit).unwrap().clone();
    assert_eq!(now.records[0].seen.basis, [amend], "nothing is lost, and the next look is of what stands");
    let _: Recorded =
        field.bench.post(&path, Some(&browser), &word(&now, ReviewWord::Accepted, "")).await.json();
}

#[tokio::test]
async fn a_held_record_stays_under_its_own_class_with_its_note_and_is_accepted_later() {
    let mut field = Field::new().await;
    let browser = field.bench.login(&field.clerk).await;
    let visit = visited(&mut field, "睡得好").await;
    let row = row_of(&inbox(&field, &browser, "").await, visit).unwrap().clone();
    let path = format!("/api/cases/{}/review", field.case);
    let refused = field.bench.post(&path, Some(&browser), &word(&row, ReviewWord::Held, " ")).await;
    assert_eq!(
        (refused.code(), refused.problem().field.as_deref()),
        (ProblemCode::FieldMissing, Some("note"))
    );
    let _: Recorded =
        field.bench.post(&path, Some(&browser), &word(&row, ReviewWord::Held, "等回电")).await.json();
    let held = inbox(&field, &browser, "?class=held").await;
    let row = row_of(&held, visit).unwrap().clone();
    assert_eq!((rows_of(&held, InboxClass::Plain), held.total), (0, 1), "not among what many accept at once");
    let file: server::view::PersonView =
        field.bench.get(&format!("/api/persons/{}", field.case), Some(&browser)).await.json();
    let entry = file.page.timeline.into_iter().find(|entry| entry.event == visit).unwrap();
    assert_eq!(
        entry.review.map(|review| (review.verdict, review.note)),
        Some((ReviewWord::Held, "等回电".to_owned()))
    );
    field.bench.advance_seconds(60);
    let _: Recorded =
        field.bench.post(&path, Some(&browser), &word(&row, ReviewWord::Accepted, "")).await.json();
    assert_eq!(inbox(&field, &browser, "").await.waiting, 0);
}

#[tokio::test]
async fn many_are_accepted_at_once_each_by_its_own_event_and_what_changed_is_left() {
    let mut field = Field::new().await;
    let browser = field.bench.login(&field.clerk).await;
    let first = visited(&mut field, "一").await;
    let second = visited(&mut field, "二").await;
    let shown = inbox(&field, &browser, "?class=plain").await;
    assert_eq!(shown.total, 2);
    let records = shown
        .rows
        .iter()
        .map(|row| AcceptOne {
            case: row.case,
            target: row.records[0].event,
            seen: row.records[0].seen.clone(),
        })
        .collect();
    mend(&mut field, second, "二，补正").await;
    let log = server::admin::verify_audit(&field.bench.office, &field.bench.township).unwrap().unwrap();
    let ask = AcceptRequest { records };
    let done: AcceptedMany = field.bench.post("/api/inbox/accept", Some(&browser), &ask).await.json();
    assert_eq!((done.accepted, done.left.len()), (1, 1));
    assert_eq!((done.left[0].target, done.left[0].problem.code), (second, ProblemCode::RecordChanged));
    let after = server::admin::verify_audit(&field.bench.office, &field.bench.township).unwrap().unwrap();
    assert_eq!(after, log + 1, "one accepted record, one line");
    let left = inbox(&field, &browser, "").await;
    assert!(row_of(&left, first).is_none() && row_of(&left, second).is_some());
}

#[tokio::test]
async fn nobody_reviews_an_own_record_and_another_clerk_does() {
    let field = Field::new().await;
    let own = field.bench.login(&field.clerk).await;
    assert_eq!(inbox(&field, &own, "").await.waiting, 0);
    let other = field.bench.add_user("neiqin2", "例内勤乙", Role::Office);
    let other = field.bench.login(&other).await;
    let theirs = inbox(&field, &other, "").await;
    assert_eq!(theirs.waiting, 2, "the order and the report-in");
    let path = format!("/api/cases/{}/review", field.case);
    let ask = word(&theirs.rows[0], ReviewWord::Accepted, "");
    assert_eq!(field.bench.post(&path, Some(&own), &ask).await.code(), ProblemCode::OwnAct);
    let _: Recorded = field.bench.post(&path, Some(&other), &ask).await.json();
}

/// A second phone of the township records the same visit ten minutes later.
async fn seen_by_two(field: &mut Field) -> (EventId, EventId) {
    let police = field.bench.add_user("minjing", "例警甲", Role::Police);
    let mut phone = Phone::paired(&field.bench, &police, 9).await;
    let mine = visited(field, "睡得好").await;
    field.bench.advance_seconds(600);
    let theirs = phone.record(field.case, field.bench.now(), sample::visit("睡得好，胃口差"));
    phone.push(&field.bench, 1, std::slice::from_ref(&theirs)).await;
    (mine, id_of(&theirs))
}

async fn sheet(field: &Field, browser: &Browser, events: &str) -> IssueView {
    let path = format!("/api/cases/{}/issue?kind=same_visit_twice&events={events}", field.case);
    field.bench.get(&path, Some(browser)).await.json()
}

#[tokio::test]
async fn a_visit_on_two_phones_is_made_one_with_its_consequence_shown_and_made_two_again() {
    let mut field = Field::new().await;
    let browser = field.bench.login(&field.clerk).await;
    let (mine, theirs) = seen_by_two(&mut field).await;
    let shown = inbox(&field, &browser, "").await;
    let row = &shown.rows[0];
    let issue = row.issue.clone().expect("contradictions come first");
    assert_eq!((issue.kind, row.records.len()), (IssueKind::SameVisitTwice, 2));
    assert!(row_of(&shown, mine).is_none(), "its records are decided on together");
    assert_eq!(rows_of(&shown, InboxClass::SameVisit), 1);

    let events = format!("{mine},{theirs}");
    let view = sheet(&field, &browser, &events).await;
    let labels: Vec<_> = view.sheet.fields.iter().map(|field| field.label.as_str()).collect();
    assert_eq!(labels, ["发生时间", "谈话内容"], "only what differs");
    assert_eq!(view.marks.len(), 2);
    assert_eq!(view.sheet.options.len(), 3);
    let decision = view.sheet.options[1].decision.clone();
    assert_eq!(decision.choice, Choice::Same { keep: theirs });
    let ask = SettleRequest { issue, decision, note: "同去".to_owned(), basis: view.basis };
    let path = format!("/api/cases/{}/issue", field.case);
    let told: Consequence = field.bench.post(&format!("{path}/preview"), Some(&browser), &ask).await.json();
    assert_eq!(told, view.sheet.options[1].consequence, "what is asked for again is what was laid out");

    let silent = SettleRequest { note: " ".to_owned(), ..ask.clone() };
    let refused = field.bench.post(&format!("{path}/settle"), Some(&browser), &silent).await;
    assert_eq!(refused.code(), ProblemCode::FieldMissing);
    let settled: Recorded = field.bench.post(&format!("{path}/settle"), Some(&browser), &ask).await.json();
    let twice = field.bench.post(&format!("{path}/settle"), Some(&browser), &ask).await;
    assert_eq!(twice.code(), ProblemCode::RecordChanged, "it is decided already");

    let shown = inbox(&field, &browser, "").await;
    assert_eq!(rows_of(&shown, InboxClass::SameVisit), 0);
    assert!(
        row_of(&shown, theirs).is_some() && row_of(&shown, mine).is_none(),
        "one of them counts, and waits"
    );
    let [decided] = shown.decided.as_slice() else { panic!("{:?}", shown.decided) };
    assert_eq!((decided.settled, decided.note.as_str()), (settled.event, "同去"));
    assert_eq!(sheet(&field, &browser, &events).await.decided.as_ref(), Some(decided));

    let ask = WithdrawRequest { settled: settled.event, reason: "各去了一次".to_owned() };
    let _: Recorded = field.bench.post(&format!("{path}/withdraw"), Some(&browser), &ask).await.json();
    let open = inbox(&field, &browser, "").await;
    assert_eq!((rows_of(&open, InboxClass::SameVisit), open.decided.len()), (1, 0));
    let gone = field.bench.post(&format!("{path}/withdraw"), Some(&browser), &ask).await;
    assert_eq!(gone.code(), ProblemCode::UnknownRecord);
}

#[tokio::test]
async fn a_sheet_that_was_loaded_before_a_correction_decides_nothing() {
    let mut field = Field::new().await;
    let browser = field.bench.login(&field.clerk).await;
    let (mine, theirs) = seen_by_two(&mut field).await;
    let view = sheet(&field, &browser, &format!("{mine},{theirs}")).await;
    mend(&mut field, mine, "睡得不好").await;
    let decision = view.sheet.options[0].decision.clone();
    let ask = SettleRequest { issue: view.issue, decision, note: "同去".to_owned(), basis: view.basis };
    let path = format!("/api/cases/{}/issue/settle", field.case);
    assert_eq!(field.bench.post(&path, Some(&browser), &ask).await.code(), ProblemCode::RecordChanged);
    let unknown = format!("/api/cases/{}/issue?kind=same_visit_twice&events={mine}", field.case);
    assert_eq!(field.bench.get(&unknown, Some(&browser)).await.code(), ProblemCode::RecordChanged);
}

#[tokio::test]
async fn a_late_entry_is_a_finding_and_is_not_accepted_with_the_rest() {
    let mut field = Field::new().await;
    let browser = field.bench.login(&field.clerk).await;
    visited(&mut field, "睡得好").await;
    let old =
        field.phone.draft(field.case, crate::bench::at("2026-03-06T09:00:00+08:00"), sample::visit("补记"));
    let old = field.phone.keep(shared::event::Event { recorded_at: field.bench.now(), ..old });
    field.phone.push(&field.bench, 2, std::slice::from_ref(&old)).await;
    let row = row_of(&inbox(&field, &browser, "").await, id_of(&old)).unwrap().clone();
    let one = AcceptOne { case: row.case, target: row.records[0].event, seen: row.records[0].seen.clone() };
    let ask = AcceptRequest { records: vec![one] };
    let done: AcceptedMany = field.bench.post("/api/inbox/accept", Some(&browser), &ask).await.json();
    assert_eq!((done.accepted, done.left.len()), (0, 1), "it has to be looked at by itself");
    let shown = inbox(&field, &browser, "?class=entered_late").await;
    let row = row_of(&shown, id_of(&old)).unwrap();
    assert_eq!(row.findings.iter().map(|found| found.class).collect::<Vec<_>>(), [InboxClass::EnteredLate]);
    let plain = inbox(&field, &browser, "?class=plain").await;
    assert_eq!(plain.total, 1, "{plain:?}");
    let wrong = field.bench.get("/api/inbox?class=everything", Some(&browser)).await;
    assert_eq!(wrong.code(), ProblemCode::RequestMalformed);
}
