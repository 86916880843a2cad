//! What happens beside the routine: somebody who does not report in, a sample that is with another police.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use client::door::{Fact, Part, Parts, Reply, Request};
use e2e::world::{Console, Phone, World};
use shared::attachment::{Attachment, Media, Purpose};
use shared::case::State;
use shared::code::{Serve, TestMethod, TestResult, TestSetting};
use shared::duty::DutyKind;
use shared::event::{DrugTest, ForcedTestApproved, LatenessJustified, OverdueNoticeServed};
use shared::id::{CaseId, EventId};
use shared::page::{EntryKind, TimelineEntry};
use shared::problem::{Problem, ProblemCode};

fn photo(phone: &Phone) -> Attachment {
    let data = STANDARD.encode([&[0xFF, 0xD8, 0xFF][..], &[7; 60]].concat());
    let kept = phone.ask(Request::AddAttachment { media: Media::Jpeg, purpose: Purpose::Photo, data });
    let Ok(Reply::Attachment(kept)) = kept else { panic!("not kept") };
    kept
}

fn saved(reply: Result<Reply, Problem>) -> EventId {
    let Ok(Reply::Saved(saved)) = reply else { panic!("{reply:?}") };
    saved.event
}

fn at_the_office(console: &Console, case: CaseId, event: EventId) -> TimelineEntry {
    let timeline = console.person(case).unwrap().page.timeline;
    timeline.into_iter().find(|entry| entry.event == event).unwrap()
}

#[test]
fn a_notice_to_somebody_overdue_and_the_reason_they_had_are_read_at_the_office() {
    shared::asserts!("R-REPORTIN-8", "R-REPORTIN-9");
    let world = World::peopled();
    let office = world.phone_of("wen");
    let overdue = office.people("").into_iter().find(|row| row.person.state == State::Overdue).unwrap();
    let case = overdue.person.case;
    let record = |fact| {
        let happened_at = world.clock.now();
        saved(office.ask(Request::Record { case, happened_at, fact, draft: None, late: None }))
    };
    let notice = record(Fact::OverdueNoticeServed(OverdueNoticeServed {
        receiver: "母亲".to_owned(),
        manner: Serve::ByFamily,
        attachments: vec![photo(&office)],
    }));
    world.clock.pass(chrono::TimeDelta::minutes(5));
    let reason = record(Fact::LatenessJustified(LatenessJustified {
        reason: "住院手术，出院小结附后。".to_owned(),
        proof: Some("出院小结".to_owned()),
        new_date: Some(world.today() + chrono::Days::new(7)),
        attachments: vec![photo(&office)],
    }));
    let strip = office.sync().sync.unwrap();
    assert_eq!((strip.unsent, strip.quarantined, strip.attachments), (0, 0, 0));

    let console = world.console("gao");
    let entry = at_the_office(&console, case, notice);
    assert_eq!(entry.kind, EntryKind::Lateness);
    assert!(entry.lines.iter().any(|line| line.text == "母亲"), "{:?}", entry.lines);
    let entry = at_the_office(&console, case, reason);
    assert!(entry.lines.iter().any(|line| line.text.starts_with("住院手术")), "{:?}", entry.lines);
    let page = console.person(case).unwrap().page;
    assert_eq!(page.head.state, State::Registered, "a reason that was accepted ends the overdue state");
    assert!(!page.duties.iter().any(|duty| duty.key.kind == DutyKind::OverdueReport));
}

fn sent_away(world: &World, tester: &Phone) -> DrugTest {
    DrugTest {
        setting: TestSetting::Entrusted,
        method: TestMethod::Urine,
        result: TestResult::Pending,
        place: "例市公安局".to_owned(),
        tester: tester.roster().testers[0].user,
        second_staff: "例警".to_owned(),
        kit: None,
        sample_no: None,
        covers: Vec::new(),
        remarks: Some(format!("{}委托", world.today())),
        panel: Vec::new(),
        told: None,
        attachments: Vec::new(),
    }
}

#[test]
fn the_result_of_a_sample_sent_away_by_one_officer_is_brought_in_by_another() {
    shared::asserts!("R-TEST-7", "R-TEST-9");
    let world = World::peopled();
    let case = world.case("赵例一");
    let (sender, colleague) = (world.phone_of("shi"), world.phone_of("yue"));
    let sent = Fact::DrugTest(sent_away(&world, &sender));
    let happened_at = world.clock.now();
    let event = saved(sender.ask(Request::Record { case, happened_at, fact: sent, draft: None, late: None }));
    sender.sync();
    world.clock.pass(chrono::TimeDelta::days(2));
    colleague.sync();
    let awaited = colleague.person(case).unwrap().awaited;
    assert_eq!(awaited.iter().map(|test| test.event).collect::<Vec<_>>(), [event]);
    let bring = |phone: &Phone| {
        let attachments = vec![photo(phone)];
        let result = TestResult::Negative;
        phone.ask(Request::RecordResult { case, event, result, attachments, draft: None })
    };
    let worker = world.phone_of("miao");
    assert_eq!(bring(&worker).unwrap_err().code, ProblemCode::RoleMayNot);
    assert_eq!(saved(bring(&colleague)), event);
    let strip = colleague.sync().sync.unwrap();
    assert_eq!((strip.unsent, strip.quarantined), (0, 0), "the office takes it from whoever may test");

    let console = world.console("wen");
    let entry = at_the_office(&console, case, event);
    assert!(entry.summary.contains("阴性"), "{}", entry.summary);
    let duties = console.person(case).unwrap().page.duties;
    assert!(!duties.iter().any(|duty| duty.key.kind == DutyKind::EntrustedFeedback));
    sender.sync();
    assert!(sender.person(case).unwrap().awaited.is_empty());
}

#[test]
fn an_approval_and_its_test_reach_the_office_together_and_one_tap_takes_both_back() {
    shared::asserts!("R-TEST-10");
    let world = World::peopled();
    let case = world.case("赵例一");
    let police = world.phone_of("shi");
    let at = world.clock.now();
    let part = |fact| Part { happened_at: at, fact, late: None, about_it: false };
    let approval = ForcedTestApproved {
        approver: "例局长".to_owned(),
        reason: "两次拒绝检测".to_owned(),
        attachments: Vec::new(),
    };
    let test =
        DrugTest { setting: TestSetting::Forced, result: TestResult::Negative, ..sent_away(&world, &police) };
    let parts = Parts {
        before: vec![part(Fact::ForcedTestApproved(approval))],
        it: part(Fact::DrugTest(test)),
        after: Vec::new(),
    };
    let event = saved(police.ask(Request::RecordAct { case, parts, draft: None }));
    police.sync();
    let of_today = |console: &Console| -> Vec<TimelineEntry> {
        let timeline = console.person(case).unwrap().page.timeline;
        timeline.into_iter().filter(|entry| entry.happened_at == at).collect()
    };
    let entries = of_today(&world.console("wen"));
    assert_eq!(entries.len(), 2, "{entries:?}");
    assert!(entries.iter().any(|entry| entry.summary == "批准强制检测 · 例局长"), "{entries:?}");
    police.ask(Request::Undo { event }).unwrap();
    police.sync();
    assert!(of_today(&world.console("wen")).iter().all(|entry| entry.voided));
}
