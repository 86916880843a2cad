//! 单人的检测: make-ups by hair, forced tests, results from elsewhere, notices and admonitions served.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::TimeDelta;
use client::door::{Fact, LateNote, Part, Parts, Reply, Request};
use client::view::{Breaches, TestNotices};
use shared::attachment::Attachment;
use shared::code::{BreachSeries, RefusalManner, Role, Serve, TestMethod, TestResult, TestSetting};
use shared::document::Paper;
use shared::duty::DutyKind;
use shared::event::{
    AdmonitionIssued, Body, DrugTest, ForcedTestApproved, LateSource, PaperFilled, SampleNumbers, Stream,
    TestNoticeServed,
};
use shared::id::{EventId, UserId};
use shared::problem::{Problem, ProblemCode};

use crate::office::Office;
use crate::phone::{Phone, TESTER, case, id};

fn of(role: Role) -> Phone {
    let office = Arc::new(Office::new());
    office.state().role = Some(role);
    Phone::in_service(&office, 1)
}

fn test(setting: TestSetting, result: TestResult) -> DrugTest {
    DrugTest {
        setting,
        method: TestMethod::Urine,
        result,
        place: "演示派出所".to_owned(),
        tester: UserId(id(TESTER)),
        second_staff: "庚七".to_owned(),
        kit: None,
        sample_no: None,
        covers: Vec::new(),
        remarks: None,
        panel: Vec::new(),
        told: None,
        attachments: Vec::new(),
    }
}

fn record(phone: &Phone, fact: Fact) -> Result<EventId, Problem> {
    let happened_at = phone.now();
    let request = Request::Record { case: case(1), happened_at, fact, draft: None, late: None };
    let Reply::Saved(saved) = phone.door().handle(request)? else { panic!("not saved") };
    Ok(saved.event)
}

fn field(problem: Result<EventId, Problem>) -> Option<String> {
    problem.unwrap_err().field
}

fn breaches(phone: &Phone) -> Breaches {
    let Reply::Breaches(breaches) = phone.ask(Request::Breaches { case: case(1) }) else {
        panic!("not breaches")
    };
    breaches
}

fn owed(phone: &Phone, kind: DutyKind) -> Vec<u8> {
    let duties = phone.person(case(1)).page.duties;
    duties.iter().filter(|duty| duty.key.kind == kind).filter_map(|duty| duty.key.window).collect()
}

#[test]
fn a_make_up_by_hair_names_its_windows_and_its_two_samples_and_ends_their_duties() {
    shared::asserts!("R-TEST-8", "R-TEST-17");
    let phone = of(Role::Police);
    let missed = owed(&phone, DutyKind::MakeupTest);
    assert_eq!(missed, [1, 2], "two months went by without a test");
    let hair = |covers: Vec<u8>, sealed: bool, result| DrugTest {
        method: TestMethod::Hair,
        covers,
        sample_no: sealed.then(|| SampleNumbers { a: "A".to_owned(), b: "B".to_owned() }),
        ..test(TestSetting::Makeup, result)
    };
    let put = |test: DrugTest| record(&phone, Fact::DrugTest(test));
    assert_eq!(field(put(hair(vec![], true, TestResult::Negative))).as_deref(), Some("covers"));
    assert_eq!(field(put(hair(vec![1], false, TestResult::Negative))).as_deref(), Some("sample_no"));
    let urine = DrugTest { method: TestMethod::Urine, ..hair(vec![1], true, TestResult::Negative) };
    assert_eq!(field(put(urine)).as_deref(), Some("method"));

    // The laboratory takes its time: the windows wait until the result is in.
    let pending = put(hair(missed.clone(), true, TestResult::Pending)).unwrap();
    assert_eq!(owed(&phone, DutyKind::MakeupTest), missed);
    phone.wait(TimeDelta::days(2));
    let mend = Request::Mend {
        case: case(1),
        event: pending,
        happened_at: phone.now() - TimeDelta::days(2),
        fact: Fact::DrugTest(hair(missed, true, TestResult::Negative)),
        reason: "收到检测结果".to_owned(),
    };
    phone.ask(mend);
    assert_eq!(owed(&phone, DutyKind::MakeupTest), Vec::<u8>::new());
}

#[test]
fn nobody_is_tested_by_force_before_somebody_approved_and_one_approval_is_for_one_test() {
    shared::asserts!("R-TEST-10", "R-TEST-12");
    let phone = of(Role::Police);
    let forced = || Fact::DrugTest(test(TestSetting::Forced, TestResult::Negative));
    assert_eq!(field(record(&phone, forced())).as_deref(), Some("approval"));
    let approval = ForcedTestApproved {
        approver: "演示局长".to_owned(),
        reason: "拒绝检测".to_owned(),
        attachments: Vec::new(),
    };
    record(&phone, Fact::ForcedTestApproved(approval)).unwrap();
    phone.wait(TimeDelta::minutes(1));
    assert!(breaches(&phone).forced_approved);
    record(&phone, forced()).unwrap();
    phone.wait(TimeDelta::minutes(1));
    assert!(!breaches(&phone).forced_approved);
    assert_eq!(field(record(&phone, forced())).as_deref(), Some("approval"));
}

#[test]
fn a_test_asked_for_elsewhere_runs_five_working_days_until_its_result_is_in() {
    shared::asserts!("R-TEST-9");
    let phone = of(Role::Police);
    let put = |result| record(&phone, Fact::DrugTest(test(TestSetting::Entrusted, result)));
    assert_eq!(
        field(put(TestResult::Negative)).as_deref(),
        Some("attachments"),
        "a result has its certificate"
    );
    let sampled_at = phone.now();
    let event = put(TestResult::Pending).unwrap();
    let clock = || {
        let duties = phone.person(case(1)).page.duties;
        duties.into_iter().find(|duty| duty.key.kind == DutyKind::EntrustedFeedback)
    };
    // 2026-03-10 is a Tuesday.
    assert_eq!(clock().unwrap().due.to_string(), "2026-03-17");
    let bytes = [&[0xFF, 0xD8, 0xFF][..], b"certificate"].concat();
    let data = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, &bytes);
    let add = Request::AddAttachment {
        media: shared::attachment::Media::Jpeg,
        purpose: shared::attachment::Purpose::Photo,
        data,
    };
    let Reply::Attachment(photo) = phone.ask(add) else { panic!("not an attachment") };
    phone.wait(TimeDelta::days(3));
    let result = DrugTest { attachments: vec![photo], ..test(TestSetting::Entrusted, TestResult::Negative) };
    phone.ask(Request::Mend {
        case: case(1),
        event,
        happened_at: sampled_at,
        fact: Fact::DrugTest(result),
        reason: "收到检测结果".to_owned(),
    });
    assert_eq!(clock(), None);
}

#[test]
fn a_result_is_brought_in_by_any_tester_and_not_only_by_who_sent_the_sample_away() {
    shared::asserts!("R-TEST-7", "R-TEST-9");
    let phone = of(Role::Police);
    let pending =
        DrugTest { tester: UserId(id(TESTER)), ..test(TestSetting::Entrusted, TestResult::Pending) };
    let at = phone.now() - TimeDelta::days(2);
    let event = phone.office.record(Stream::Case(case(1)), at, Body::DrugTest(pending));
    phone.sync();
    let awaited = phone.person(case(1)).awaited;
    assert_eq!(awaited.iter().map(|test| test.event).collect::<Vec<_>>(), [event]);
    let photo = certificate(&phone);
    let bring = |event, result, attachments| Request::RecordResult {
        case: case(1),
        event,
        result,
        attachments,
        draft: None,
    };
    let bare = phone.refused(bring(event, TestResult::Negative, Vec::new()));
    assert_eq!(bare.field.as_deref(), Some("attachments"));
    phone.ask(bring(event, TestResult::Negative, vec![photo.clone()]));
    let person = phone.person(case(1));
    assert!(person.awaited.is_empty());
    assert!(!person.page.duties.iter().any(|duty| duty.key.kind == DutyKind::EntrustedFeedback));
    let again = phone.refused(bring(event, TestResult::Positive, vec![photo]));
    assert_eq!(again.code, ProblemCode::UnknownRecord, "what is in is not brought in twice");
}

fn certificate(phone: &Phone) -> Attachment {
    let bytes = [&[0xFF, 0xD8, 0xFF][..], b"certificate"].concat();
    let data = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, &bytes);
    let (media, purpose) = (shared::attachment::Media::Jpeg, shared::attachment::Purpose::Photo);
    let Reply::Attachment(photo) = phone.ask(Request::AddAttachment { media, purpose, data }) else {
        panic!("not an attachment")
    };
    photo
}

#[test]
fn a_result_of_weeks_ago_from_elsewhere_comes_with_its_certificate_and_why_it_comes_now() {
    let phone = of(Role::Police);
    let bytes = [&[0xFF, 0xD8, 0xFF][..], b"certificate"].concat();
    let data = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, &bytes);
    let add = Request::AddAttachment {
        media: shared::attachment::Media::Jpeg,
        purpose: shared::attachment::Purpose::Photo,
        data,
    };
    let Reply::Attachment(photo) = phone.ask(add) else { panic!("not an attachment") };
    let out = |late| Request::Record {
        case: case(1),
        happened_at: phone.now() - TimeDelta::days(14),
        fact: Fact::DrugTest(DrugTest {
            attachments: vec![photo.clone()],
            ..test(TestSetting::OutOfArea, TestResult::Negative)
        }),
        draft: None,
        late,
    };
    assert_eq!(phone.refused(out(None)).code, ProblemCode::LateEntryMissing);
    let late = LateNote {
        reason: "证明寄到后登记".to_owned(),
        source: LateSource::Paper,
        attachments: vec![photo.clone()],
    };
    let Reply::Saved(saved) = phone.ask(out(Some(late))) else { panic!("not saved") };
    let fields = [
        ("officer".to_owned(), "外地警".to_owned()),
        ("arrived_at".to_owned(), "2026-03-10".to_owned()),
        ("scan".to_owned(), photo.id.0.clone()),
    ];
    let about = Some(saved.event);
    let paper = PaperFilled {
        paper: Paper::X05,
        about,
        fields: BTreeMap::from(fields),
        attachments: vec![photo.clone()],
    };
    record(&phone, Fact::PaperFilled(paper)).unwrap();
    let Reply::Papers(papers) = phone.ask(Request::Papers { case: case(1) }) else { panic!("not papers") };
    let certificate = papers.rows.iter().find(|row| row.key.paper == Paper::X05).unwrap();
    assert!(certificate.made && certificate.missing.is_empty(), "{:?}", certificate.missing);
}

#[test]
fn a_notice_served_takes_the_person_out_of_the_list_of_those_to_be_told() {
    shared::asserts!("R-TEST-18");
    let phone = of(Role::Worker);
    let list = || {
        let Reply::TestNotices(list) = phone.ask(Request::TestNotices) else { panic!("not notices") };
        list
    };
    let TestNotices { rows, .. } = list();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].served, None);
    let notice = TestNoticeServed {
        window: rows[0].window,
        test_day: phone.now().date_naive(),
        place: "演示派出所".to_owned(),
        manner: Serve::InPerson,
        attachments: Vec::new(),
    };
    let event = record(&phone, Fact::TestNoticeServed(notice)).unwrap();
    let receiver = BTreeMap::from([("receiver".to_owned(), "试例甲一本人签收".to_owned())]);
    let filled =
        PaperFilled { paper: Paper::D08, about: Some(event), fields: receiver, attachments: Vec::new() };
    record(&phone, Fact::PaperFilled(filled)).unwrap();
    let served = list().rows.remove(0).served.unwrap();
    assert_eq!((served.manner, served.test_day), (Serve::InPerson, phone.now().date_naive()));
}

fn refuse(phone: &Phone) -> EventId {
    let reply = phone.ask(Request::RecordRefusal {
        case: case(1),
        manner: RefusalManner::Refuse,
        place: "演示派出所".to_owned(),
        facts: "当面说不做".to_owned(),
        notice_proof: None,
        attachments: Vec::new(),
    });
    let Reply::Saved(saved) = reply else { panic!("not saved") };
    saved.event
}

fn service(about: EventId) -> Fact {
    let fields = [
        ("serve_manner".to_owned(), Serve::LeftWithWitness.code().to_owned()),
        ("receiver".to_owned(), "留置，见证人：证一、证二".to_owned()),
    ];
    Fact::PaperFilled(PaperFilled {
        paper: Paper::D11,
        about: Some(about),
        fields: BTreeMap::from(fields),
        attachments: Vec::new(),
    })
}

fn part(phone: &Phone, fact: Fact) -> Part {
    Part { happened_at: phone.now(), fact, late: None, about_it: false }
}

fn act(phone: &Phone, parts: Parts) -> Result<EventId, Problem> {
    let Reply::Saved(saved) =
        phone.door().handle(Request::RecordAct { case: case(1), parts, draft: None })?
    else {
        panic!("not saved")
    };
    Ok(saved.event)
}

/// Entries of the timeline that count.
fn standing(phone: &Phone) -> usize {
    phone.person(case(1)).page.timeline.iter().filter(|entry| !entry.voided).count()
}

fn notice_with(phone: &Phone, receiver: &str) -> Parts {
    let served = TestNoticeServed {
        window: 3,
        test_day: phone.now().date_naive(),
        place: "演示派出所".to_owned(),
        manner: Serve::InPerson,
        attachments: Vec::new(),
    };
    let fields = BTreeMap::from([("receiver".to_owned(), receiver.to_owned())]);
    let filled = PaperFilled { paper: Paper::D08, about: None, fields, attachments: Vec::new() };
    let receipt = Part { about_it: true, ..part(phone, Fact::PaperFilled(filled)) };
    Parts { before: Vec::new(), it: part(phone, Fact::TestNoticeServed(served)), after: vec![receipt] }
}

#[test]
fn a_notice_and_who_took_it_are_saved_together_or_not_at_all_and_taken_back_together() {
    let phone = of(Role::Worker);
    let before = standing(&phone);
    let refused = act(&phone, notice_with(&phone, &"字".repeat(5001))).unwrap_err();
    assert_eq!(refused.field.as_deref(), Some("fields.receiver"));
    assert_eq!(standing(&phone), before, "the notice alone was kept");
    let Reply::Uploads(uploads) = phone.ask(Request::Uploads) else { panic!("not uploads") };
    assert!(uploads.rows.is_empty());

    let event = act(&phone, notice_with(&phone, "试例甲一本人签收")).unwrap();
    assert_eq!(standing(&phone), before + 2);
    let Reply::Papers(papers) = phone.ask(Request::Papers { case: case(1) }) else { panic!("not papers") };
    let paper = papers.rows.iter().find(|row| row.key.paper == Paper::D08 && row.made).unwrap();
    assert!(!paper.missing.iter().any(|field| field.contains("签收")), "{:?}", paper.missing);
    let entries = phone.person(case(1)).records;
    let receipt = entries.iter().find(|mark| mark.own && mark.event != event).unwrap();
    assert!(receipt.may_undo);
    // From either end.
    assert_eq!(phone.ask(Request::Undo { event: receipt.event }), Reply::Done);
    assert_eq!(standing(&phone), before + 2, "two takings-back stand for two records");
    let voided = phone.person(case(1)).page.timeline.iter().filter(|entry| entry.voided).count();
    assert_eq!(voided, 2);
    assert_eq!(phone.refused(Request::Undo { event }).code, ProblemCode::NothingToUndo);
}

#[test]
fn an_approval_and_the_test_it_allows_are_one_act() {
    shared::asserts!("R-TEST-10");
    let phone = of(Role::Police);
    let before = standing(&phone);
    let approval = |reason: &str| {
        let approval = ForcedTestApproved {
            approver: "演示局长".to_owned(),
            reason: reason.to_owned(),
            attachments: Vec::new(),
        };
        part(&phone, Fact::ForcedTestApproved(approval))
    };
    let forced = |approvals: Vec<Part>, result| {
        let it = part(&phone, Fact::DrugTest(test(TestSetting::Forced, result)));
        act(&phone, Parts { before: approvals, it, after: Vec::new() })
    };
    let unnumbered = forced(vec![approval("拒绝检测")], TestResult::Positive);
    assert_eq!(field(unnumbered).as_deref(), Some("sample_no"));
    assert_eq!(standing(&phone), before, "the approval alone was kept");
    assert!(!breaches(&phone).forced_approved);
    assert_eq!(field(forced(vec![approval(" ")], TestResult::Negative)).as_deref(), Some("reason"));
    let event = forced(vec![approval("拒绝检测")], TestResult::Negative).unwrap();
    let page = phone.person(case(1)).page;
    assert!(page.timeline.iter().any(|entry| entry.event == event && entry.summary.contains("强制")));
    phone.wait(TimeDelta::minutes(1));
    assert_eq!(
        field(record(&phone, Fact::DrugTest(test(TestSetting::Forced, TestResult::Negative)))).as_deref(),
        Some("approval")
    );
}

#[test]
fn only_a_paper_can_speak_of_the_fact_it_is_saved_with() {
    let phone = of(Role::Worker);
    let mut parts = notice_with(&phone, "试例甲一本人签收");
    parts.it.about_it = true;
    assert_eq!(act(&phone, parts).unwrap_err().code, ProblemCode::RequestMalformed);
}

#[test]
fn the_office_issues_an_admonition_and_a_worker_who_carries_it_records_how_it_was_served() {
    shared::asserts!("R-ORG-6", "R-TEST-11");
    let issue = |event| {
        Fact::AdmonitionIssued(AdmonitionIssued {
            series: BreachSeries::Test,
            ordinal: 1,
            events: vec![event],
            served: None,
            attachments: Vec::new(),
        })
    };
    let worker = of(Role::Worker);
    let refused = refuse(&worker);
    assert_eq!(record(&worker, issue(refused)).unwrap_err().code, ProblemCode::RoleMayNot);
    assert!(!breaches(&worker).may_issue && breaches(&worker).may_serve);
    record(&worker, service(refused)).unwrap();
    let step = breaches(&worker).rows[0].steps[0].clone();
    assert_eq!((step.served.as_deref(), step.issued_at), (Some("见证留置"), None));

    let office = of(Role::Office);
    let refused = refuse(&office);
    record(&office, issue(refused)).unwrap();
    assert_eq!(breaches(&office).rows[0].steps[0].served, None, "issued and not yet served");
    record(&office, service(refused)).unwrap();
    let step = breaches(&office).rows[0].steps[0].clone();
    assert!(step.issued_at.is_some() && step.served.is_some());
}
