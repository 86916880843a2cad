//! 登记: what may be recorded, by whom and when; and that what was said to be saved is.

use std::sync::Arc;

use chrono::TimeDelta;
use client::door::{Fact, Form, Reply, Request, Taken};
use client::view::{Roster, TestSession};
use shared::code::{RefusalManner, Role, TestResult, VisitManner};
use shared::event::{Body, Kit, Met, PlaceStamp, RawEvent, Visit};
use shared::id::{EventId, UserId};
use shared::problem::{Problem, ProblemCode};

use crate::office::Office;
use crate::phone::{Phone, case, id, moment, register, session, visit};

fn police(persons: u32) -> (Arc<Office>, Phone) {
    let office = Arc::new(Office::new());
    office.state().role = Some(Role::Police);
    let phone = Phone::in_service(&office, persons);
    (office, phone)
}

fn worker(persons: u32) -> (Arc<Office>, Phone) {
    let office = Arc::new(Office::new());
    let phone = Phone::in_service(&office, persons);
    (office, phone)
}

fn record(phone: &Phone, visit: Visit) -> Result<Reply, Problem> {
    phone.door().handle(record_of(phone, Fact::Visit(visit)))
}

fn record_of(phone: &Phone, fact: Fact) -> Request {
    Request::Record { case: case(1), happened_at: phone.now(), fact, draft: None, late: None }
}

fn refuse(manner: RefusalManner, notice_proof: Option<&str>) -> Request {
    Request::RecordRefusal {
        case: case(1),
        manner,
        place: "演示卫生院".to_owned(),
        facts: "当场拒绝".to_owned(),
        notice_proof: notice_proof.map(str::to_owned),
        attachments: Vec::new(),
    }
}

fn test(result: TestResult) -> Request {
    Request::RecordTest { case: case(1), taken: Taken::plain(result), draft: None }
}

fn open(session: TestSession) -> Request {
    Request::OpenTestSession { session }
}

fn roster(reply: Reply) -> Roster {
    let Reply::Roster(roster) = reply else { panic!("not a roster") };
    roster
}

#[test]
fn a_visit_before_the_report_in_or_in_the_future_is_refused() {
    let (_, phone) = worker(1);
    let at = |text| phone.try_visit(case(1), moment(text)).map_err(|problem| (problem.code, problem.field));
    let field = || Some("happened_at".to_owned());
    assert_eq!(at("2026-01-04T23:59:00+08:00"), Err((ProblemCode::HappenedBeforeReportIn, field())));
    assert_eq!(at("2026-03-10T09:06:00+08:00"), Err((ProblemCode::HappenedInFuture, field())));
    assert!(at("2026-01-05T08:00:00+08:00").is_ok(), "the day of the report-in counts whole");
    assert!(at("2026-03-10T09:05:00+08:00").is_ok(), "clocks differ by minutes");
}

#[test]
fn nothing_is_recorded_of_somebody_who_never_reported_in() {
    let (office, phone) = worker(1);
    register(&office, 2);
    phone.sync();
    assert_eq!(phone.try_visit(case(2), phone.now()).unwrap_err().code, ProblemCode::NotReportedIn);
    let person = phone.person(case(2));
    assert_eq!(person.may, [Form::Telling, Form::OverdueNotice, Form::Paper]);
    assert_eq!(phone.try_visit(case(9), phone.now()).unwrap_err().code, ProblemCode::UnknownCase);
}

/// A visit whose worker wished its place to be kept.
fn stamped() -> Visit {
    let place = PlaceStamp { latitude_e4: 261_234, longitude_e4: 1_125_678, accuracy_m: 30 };
    Visit { place_stamp: Some(place), ..visit() }
}

#[test]
fn the_place_of_a_visit_is_kept_as_it_was_taken_goes_to_the_office_and_stays_when_words_are_mended() {
    let (office, phone) = worker(1);
    let plain = phone.visit(case(1));
    let Reply::Saved(saved) = record(&phone, stamped()).unwrap() else { panic!("not saved") };
    let opened = |event| {
        let reply = phone.ask(Request::OpenRecord { case: case(1), event });
        let Reply::Opened(opened) = reply else { panic!("{reply:?}") };
        opened
    };
    assert_eq!(opened(saved.event).fact, Fact::Visit(stamped()));
    let Fact::Visit(without) = opened(plain).fact else { panic!("not a visit") };
    assert_eq!(without.place_stamp, None);

    let fact = Fact::Visit(Visit { notes: "只谈近况".to_owned(), ..stamped() });
    let happened_at = opened(saved.event).happened_at;
    let reason = "记错了".to_owned();
    phone.ask(Request::Mend { case: case(1), event: saved.event, happened_at, fact: fact.clone(), reason });
    assert_eq!(opened(saved.event).fact, fact);
    let page = serde_json::to_string(&phone.person(case(1)).page).unwrap();
    assert!(!page.contains("place_stamp") && !page.contains("261234"), "no page of a phone shows it");

    phone.sync();
    let held: Vec<_> = office.state().held[&phone.series()]
        .iter()
        .filter_map(|bytes| {
            let event = RawEvent::read(bytes.clone().into_bytes()).unwrap().into_event();
            if let Body::Visit(visit) = event.body { visit.place_stamp } else { None }
        })
        .collect();
    assert_eq!(held, [stamped().place_stamp.unwrap()]);
}

#[test]
fn a_form_with_holes_or_floods_is_refused_by_its_field() {
    let (_, phone) = worker(1);
    let met = |name: &str| {
        Some(Met { name: name.to_owned(), relation: shared::code::Relation::Spouse, phone: None })
    };
    let nowhere = PlaceStamp { latitude_e4: 900_001, longitude_e4: 0, accuracy_m: 30 };
    let cases = [
        (Visit { place: " ".to_owned(), ..visit() }, ProblemCode::FieldMissing, "place"),
        (Visit { notes: String::new(), ..visit() }, ProblemCode::FieldMissing, "notes"),
        (Visit { notes: "长".repeat(5001), ..visit() }, ProblemCode::FieldTooLong, "notes"),
        (Visit { place: "长".repeat(301), ..visit() }, ProblemCode::FieldTooLong, "place"),
        (Visit { met: met(""), ..visit() }, ProblemCode::FieldMissing, "met.name"),
        (Visit { companions: vec!["甲".to_owned(); 21], ..visit() }, ProblemCode::FieldTooLong, "companions"),
        (Visit { place_stamp: Some(nowhere), ..visit() }, ProblemCode::FieldMalformed, "place_stamp"),
        (Visit { manner: VisitManner::Phone, ..stamped() }, ProblemCode::FieldMalformed, "place_stamp"),
    ];
    for (visit, code, field) in cases {
        let problem = record(&phone, visit).unwrap_err();
        assert_eq!((problem.code, problem.field.as_deref()), (code, Some(field)));
    }
    assert!(record(&phone, Visit { found: false, notes: String::new(), ..visit() }).is_ok());
    assert!(record(&phone, Visit { notes: "长".repeat(5000), ..visit() }).is_ok());
}

#[test]
fn a_test_needs_a_session_an_officer_a_fresh_kit_and_a_second_pair_of_eyes() {
    shared::asserts!("R-TEST-1", "R-TEST-16");
    let (_, phone) = police(1);
    let problem = phone.refused(test(TestResult::Negative));
    assert_eq!((problem.code, problem.field.as_deref()), (ProblemCode::FieldMissing, Some("session")));
    let kit = Kit { expires: moment("2026-03-09T00:00:00+08:00").date_naive(), ..session().kit };
    let cases = [
        (TestSession { tester: UserId(id(301)), ..session() }, ProblemCode::TesterNotQualified),
        (TestSession { kit, ..session() }, ProblemCode::KitExpired),
        (TestSession { second_staff: " ".to_owned(), ..session() }, ProblemCode::SecondStaffMissing),
        (TestSession { place: String::new(), ..session() }, ProblemCode::FieldMissing),
    ];
    for (session, code) in cases {
        assert_eq!(phone.refused(open(session)).code, code);
    }
    phone.ask(open(session()));
    phone.ask(test(TestResult::Negative));
    let rows = roster(phone.ask(Request::Roster)).rows;
    assert_eq!(rows[0].done.as_deref(), Some("阴性"));
}

#[test]
fn a_session_lasts_a_day_over_a_restart_and_starts_the_next_one() {
    let (_, mut phone) = police(1);
    phone.ask(open(session()));
    phone.restart();
    assert_eq!(roster(phone.ask(Request::Roster)).session, Some(session()));
    phone.wait(TimeDelta::days(1));
    let next = roster(phone.ask(Request::Roster));
    assert_eq!((next.session, next.suggestion), (None, Some(session())));
    phone.ask(open(session()));
    assert_eq!(roster(phone.ask(Request::CloseTestSession)).session, None);
    phone.wait(TimeDelta::days(30));
    assert_eq!(
        phone.refused(open(session())).code,
        ProblemCode::TesterNotQualified,
        "the certificate has ended"
    );
    assert!(roster(phone.ask(Request::Roster)).testers.is_empty());
}

#[test]
fn an_evasion_needs_proof_of_notice_and_a_refusal_does_not() {
    shared::asserts!("R-TEST-11");
    let (_, phone) = worker(1);
    assert_eq!(phone.refused(refuse(RefusalManner::Evade, None)).code, ProblemCode::EvasionWithoutNotice);
    assert_eq!(
        phone.refused(refuse(RefusalManner::Evade, Some(" "))).code,
        ProblemCode::EvasionWithoutNotice
    );
    phone.ask(refuse(RefusalManner::Evade, Some("通知书送达回证")));
    phone.ask(refuse(RefusalManner::Refuse, None));
}

#[test]
fn a_worker_records_no_test_and_an_auditor_nothing() {
    let (office, phone) = worker(1);
    assert_eq!(phone.refused(open(session())).code, ProblemCode::RoleMayNot);
    assert_eq!(phone.refused(test(TestResult::Negative)).code, ProblemCode::RoleMayNot);
    assert!(roster(phone.ask(Request::Roster)).rows.is_empty());
    office.state().role = Some(Role::Audit);
    phone.sync();
    assert_eq!(phone.try_visit(case(1), phone.now()).unwrap_err().code, ProblemCode::RoleMayNot);
    assert_eq!(phone.refused(Request::Person { case: case(1) }).code, ProblemCode::RoleMayNot);
    assert_eq!(phone.ask(Request::People { query: String::new() }), Reply::People(Vec::new()));
}

#[test]
fn an_own_record_is_undone_once_and_others_never() {
    let (office, phone) = worker(1);
    let event = phone.visit(case(1));
    phone.ask(Request::Undo { event });
    let entry = phone.person(case(1)).page.timeline.into_iter().find(|entry| entry.event == event).unwrap();
    assert!(entry.voided);
    assert_eq!(phone.refused(Request::Undo { event }).code, ProblemCode::NothingToUndo);
    let order = phone.person(case(1)).page.timeline.last().unwrap().event;
    assert_eq!(phone.refused(Request::Undo { event: order }).code, ProblemCode::UnknownRecord);
    assert_eq!(phone.refused(Request::Undo { event: EventId(id(77)) }).code, ProblemCode::UnknownRecord);
    phone.sync();
    assert_eq!(
        office.state().held[&phone.series()].len(),
        2,
        "the record and its undoing both reach the office"
    );
}

#[test]
fn a_second_tap_on_save_makes_no_second_record() {
    let (_, phone) = worker(1);
    let save = |draft| Request::SaveDraft { draft, kind: Form::Visit, case: case(1), form: "{}".to_owned() };
    let Reply::Draft(draft) = phone.ask(save(None)) else { panic!("not a draft") };
    let request = Request::Record {
        case: case(1),
        happened_at: phone.now(),
        fact: Fact::Visit(visit()),
        draft: Some(draft.id),
        late: None,
    };
    let first = phone.ask(request.clone());
    assert_eq!(phone.ask(request), first);
    assert_eq!(phone.state().sync.unwrap().unsent, 1);
    assert_eq!(
        phone.refused(save(Some(draft.id))).code,
        ProblemCode::UnknownRecord,
        "a late save brings nothing back"
    );
    assert!(phone.person(case(1)).drafts.is_empty());
}

#[test]
fn drafts_and_records_are_there_after_a_restart() {
    let (office, mut phone) = worker(1);
    office.state().online = false;
    let form = r#"{"notes":"写到一半"}"#.to_owned();
    let request = Request::SaveDraft { draft: None, kind: Form::Visit, case: case(1), form: form.clone() };
    let Reply::Draft(draft) = phone.ask(request) else { panic!("not a draft") };
    let event = phone.visit(case(1));
    phone.restart();
    let person = phone.person(case(1));
    assert_eq!((person.drafts[0].id, &person.drafts[0].form), (draft.id, &form));
    assert!(person.records.iter().any(|mark| mark.event == event));
    assert_eq!(phone.state().sync.unwrap().unsent, 1);
    phone.ask(Request::DropDraft { draft: draft.id });
    assert!(phone.person(case(1)).drafts.is_empty());
}
