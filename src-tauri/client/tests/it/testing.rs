//! 检测: cards that wait to be read, positives, evasions and what follows from each.

use std::sync::Arc;

use chrono::TimeDelta;
use client::door::{Form, Reply, Request, Taken};
use client::view::{Breaches, Follows, Roster};
use shared::attachment::{Attachment, Media, Purpose};
use shared::case::ladder::BreachLevel;
use shared::code::{BreachSeries, RefusalManner, Role, Signing, TestResult};
use shared::document::Paper;
use shared::event::{Body, SampleNumbers, Stream};
use shared::id::EventId;
use shared::page::EntryKind;
use shared::problem::ProblemCode;

use crate::office::Office;
use crate::phone::{Phone, case, session};

fn police(persons: u32) -> Phone {
    let office = Arc::new(Office::new());
    office.state().role = Some(Role::Police);
    let phone = Phone::in_service(&office, persons);
    phone.ask(Request::OpenTestSession { session: session() });
    phone
}

fn roster(phone: &Phone, request: Request) -> Roster {
    let Reply::Roster(roster) = phone.ask(request) else { panic!("not a roster") };
    roster
}

fn saved(reply: Reply) -> EventId {
    let Reply::Saved(saved) = reply else { panic!("not saved") };
    saved.event
}

fn breaches(phone: &Phone) -> Breaches {
    let Reply::Breaches(breaches) = phone.ask(Request::Breaches { case: case(1) }) else {
        panic!("not breaches")
    };
    breaches
}

fn follows(phone: &Phone, event: EventId) -> Follows {
    let Reply::Follows(follows) = phone.ask(Request::Follows { case: case(1), event }) else {
        panic!("not follows")
    };
    *follows
}

/// A positive, whole.
fn positive() -> Taken {
    Taken {
        result: TestResult::Positive,
        sample_no: Some(SampleNumbers { a: "01A".to_owned(), b: "01B".to_owned() }),
        remarks: Some("相机打不开，没有照片。".to_owned()),
        positive: vec!["MET".to_owned()],
        second_confirmed: true,
        signing: Some(Signing::Refused),
        attachments: Vec::new(),
    }
}

fn record(number: u32, taken: Taken) -> Request {
    Request::RecordTest { case: case(number), taken, draft: None }
}

fn negative(number: u32) -> Request {
    record(number, Taken::plain(TestResult::Negative))
}

fn refuse(manner: RefusalManner) -> Request {
    Request::RecordRefusal {
        case: case(1),
        manner,
        place: "演示派出所".to_owned(),
        facts: "当面说不做".to_owned(),
        notice_proof: None,
        attachments: Vec::new(),
    }
}

#[test]
fn several_cards_run_at_once_through_lock_and_restart_and_each_test_was_sampled_when_its_card_was_wetted() {
    shared::asserts!("R-TEST-7");
    let mut phone = police(3);
    roster(&phone, Request::StartStrip { case: case(1) });
    phone.wait(TimeDelta::minutes(2));
    let both = roster(&phone, Request::StartStrip { case: case(2) });
    let running = |roster: &Roster| roster.rows.iter().filter(|row| row.strip.is_some()).count();
    assert_eq!(running(&both), 2);
    let ready = phone.state().strips;
    assert_eq!(ready, [180, 300], "each has its own time");

    phone.ask(Request::Lock);
    assert!(phone.state().strips.is_empty(), "a locked phone says nothing of them");
    phone.restart();
    assert_eq!(phone.state().strips, ready, "and forgets none");

    phone.wait(TimeDelta::minutes(4));
    let now = phone.now();
    let event = saved(phone.ask(negative(1)));
    let entry = phone.person(case(1)).page.timeline.into_iter().find(|entry| entry.event == event).unwrap();
    assert_eq!(entry.happened_at, now - TimeDelta::minutes(6), "sampled then, read now");
    assert!(entry.lines.iter().any(|line| line.label == "各项结果" && line.text.contains("甲基苯丙胺 阴性")));
    let left = roster(&phone, Request::Roster);
    assert_eq!(running(&left), 1, "the card that was read is out of the list");
    assert_eq!(running(&roster(&phone, Request::DropStrip { case: case(2) })), 0);
    phone.ask(Request::StartStrip { case: case(3) });
    phone.wait(TimeDelta::days(1));
    assert!(phone.state().strips.is_empty(), "a card of yesterday says nothing");
}

#[test]
fn a_card_needs_a_session_and_an_officer() {
    let phone = police(1);
    phone.ask(Request::CloseTestSession);
    assert_eq!(phone.refused(Request::StartStrip { case: case(1) }).field.as_deref(), Some("session"));
    let worker = Phone::in_service(&Arc::new(Office::new()), 1);
    assert_eq!(worker.refused(Request::StartStrip { case: case(1) }).code, ProblemCode::RoleMayNot);
}

#[test]
fn a_positive_is_sealed_in_two_seen_by_two_and_pictured_or_it_is_said_why_not() {
    shared::asserts!("R-TEST-15", "R-TEST-16");
    let phone = police(1);
    let without = |what: &str| match what {
        "sample_no" => Taken { sample_no: None, ..positive() },
        "second_confirmed" => Taken { second_confirmed: false, ..positive() },
        "attachments" => Taken { remarks: None, ..positive() },
        other => panic!("{other}"),
    };
    for field in ["sample_no", "second_confirmed", "attachments"] {
        assert_eq!(phone.refused(record(1, without(field))).field.as_deref(), Some(field));
    }
    let event = saved(phone.ask(record(1, positive())));
    let entry = phone.person(case(1)).page.timeline.into_iter().find(|entry| entry.event == event).unwrap();
    let line =
        |label: &str| entry.lines.iter().find(|line| line.label == label).map(|line| line.text.clone());
    assert_eq!(line("各项结果").as_deref(), Some("吗啡/海洛因 阴性、甲基苯丙胺 阳性"));
    assert!(line("当场告知").is_some());
    let follows = follows(&phone, event);
    assert!(follows.summary.contains("阳性"));
    assert!(
        follows.answer.papers.iter().any(|paper| paper.name == Paper::X04.label()),
        "{:?}",
        follows.answer
    );
    assert!(
        follows.answer.changes.iter().any(|change| change.what.contains("复吸报告")),
        "{:?}",
        follows.answer
    );
}

#[test]
fn a_picture_of_the_card_is_enough_by_itself() {
    let phone = police(1);
    let bytes = [&[0xFF, 0xD8, 0xFF][..], b"a card"].concat();
    let photo = Attachment::of(&bytes, Media::Jpeg, Purpose::Photo).unwrap();
    let data = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, &bytes);
    phone.ask(Request::AddAttachment { media: Media::Jpeg, purpose: Purpose::Photo, data });
    phone.ask(record(1, Taken { remarks: None, attachments: vec![photo], ..positive() }));
}

#[test]
fn the_second_refusal_says_at_once_that_an_admonition_is_due_and_the_third_that_a_person_decides() {
    shared::asserts!("R-TEST-11", "R-TEST-12");
    let phone = police(1);
    let row = |breaches: &Breaches| {
        breaches.rows.iter().find(|row| row.series == BreachSeries::Test).unwrap().clone()
    };
    assert_eq!(row(&breaches(&phone)).level, BreachLevel::None);
    phone.ask(refuse(RefusalManner::Refuse));
    let second = saved(phone.ask(refuse(RefusalManner::Refuse)));
    let after = follows(&phone, second);
    assert_eq!(row(&after.breaches).level, BreachLevel::Admonition2);
    let step = row(&after.breaches).steps.into_iter().find(|step| step.event == second).unwrap();
    assert_eq!((step.ordinal, step.issued_at, step.served), (2, None, None));
    let key = step.paper.unwrap();
    assert_eq!(key.paper, Paper::D11);
    assert!(after.answer.papers.iter().any(|paper| paper.name == Paper::D11.label()));
    let third = saved(phone.ask(refuse(RefusalManner::Refuse)));
    let proposed = row(&follows(&phone, third).breaches);
    assert_eq!(proposed.level, BreachLevel::SeriousCandidate, "proposed, not determined");
    assert_eq!(proposed.proposed.len(), 1);
    assert_eq!(proposed.steps[2].paper, None, "the third calls for no admonition");
    assert!(phone.person(case(1)).page.timeline.iter().all(|entry| entry.kind != EntryKind::Breach));
}

#[test]
fn a_served_notice_on_file_is_proof_of_an_evasion_by_itself() {
    shared::asserts!("R-TEST-11", "R-TEST-18");
    let office = Arc::new(Office::new());
    office.state().role = Some(Role::Police);
    let phone = Phone::in_service(&office, 1);
    assert_eq!(breaches(&phone).notice, None);
    assert_eq!(phone.refused(refuse(RefusalManner::Evade)).code, ProblemCode::EvasionWithoutNotice);
    let window = phone
        .person(case(1))
        .page
        .duties
        .iter()
        .find(|duty| duty.key.kind == shared::duty::DutyKind::Test && duty.days_left >= 0)
        .and_then(|duty| duty.key.window)
        .unwrap();
    office.record(
        Stream::Case(case(1)),
        phone.now() - TimeDelta::hours(1),
        Body::TestNoticeServed(shared::event::TestNoticeServed {
            window,
            test_day: phone.now().date_naive(),
            place: "演示派出所".to_owned(),
            manner: shared::code::Serve::InPerson,
            attachments: Vec::new(),
        }),
    );
    phone.sync();
    assert_eq!(breaches(&phone).notice.map(|notice| notice.window), Some(window));
    let event = saved(phone.ask(refuse(RefusalManner::Evade)));
    let entry = phone.person(case(1)).page.timeline.into_iter().find(|entry| entry.event == event).unwrap();
    assert!(entry.lines.iter().any(|line| line.text.contains("检测通知书")), "{:?}", entry.lines);
}

#[test]
fn a_test_ends_the_draft_of_its_sheet_in_the_same_transaction_or_leaves_both() {
    let phone = police(1);
    let form = "{}".to_owned();
    let Reply::Draft(draft) =
        phone.ask(Request::SaveDraft { draft: None, kind: Form::Test, case: case(1), form })
    else {
        panic!("not a draft")
    };
    let of = |taken| Request::RecordTest { case: case(1), taken, draft: Some(draft.id) };
    phone.refused(of(Taken { second_confirmed: false, ..positive() }));
    assert_eq!(phone.person(case(1)).drafts.len(), 1);
    phone.ask(of(positive()));
    assert!(phone.person(case(1)).drafts.is_empty());
}
