//! What happens beside the routine: somebody who does not report in, a sample that is with another police.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::TimeDelta;
use client::door::{Fact, Part, Parts, Reply, Request};
use e2e::world::{Console, Phone, World};
use shared::attachment::{Attachment, Media, Purpose};
use shared::case::State;
use shared::code::{BreachSeries, GroupMember, RefusalManner, Serve, TestMethod, TestResult, TestSetting};
use shared::duty::DutyKind;
use shared::event::{
    AdmonitionIssued, DrugTest, ForcedTestApproved, GroupSet, LatenessJustified, Member, OverdueNoticeServed,
    SampleNumbers, TestNoticeServed,
};
use shared::id::{CaseId, EventId};
use shared::page::{EntryKind, PersonPage, TimelineEntry};
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
    world.clock.pass(TimeDelta::minutes(5));
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

fn recorded(world: &World, phone: &Phone, case: CaseId, fact: Fact) -> EventId {
    phone.record(case, world.clock.now(), fact, None).unwrap().event
}

fn says(entry: &TimelineEntry, text: &str) -> bool {
    entry.summary.contains(text) || entry.lines.iter().any(|line| line.text.contains(text))
}

#[test]
fn a_group_a_notice_of_a_test_and_an_admonition_made_on_the_move_are_read_at_the_office() {
    shared::asserts!("R-ORG-5", "R-TEST-11", "R-TEST-18");
    let world = World::peopled();
    let (clerk, worker) = (world.phone_of("wen"), world.phone_of("miao"));
    let Ok(Reply::TestNotices(due)) = worker.ask(Request::TestNotices) else { panic!("not notices") };
    let row = due.rows.into_iter().next().unwrap();
    let case = row.person.case;
    let member = Member {
        member: GroupMember::CommunityPolice,
        name: "石民警".to_owned(),
        phone: Some("19900000001".to_owned()),
    };
    let group = recorded(&world, &clerk, case, Fact::GroupSet(GroupSet { members: vec![member] }));
    let notice = TestNoticeServed {
        window: row.window,
        test_day: world.today(),
        place: "柳例派出所".to_owned(),
        manner: Serve::InPerson,
        attachments: vec![photo(&worker)],
    };
    let notice = recorded(&world, &worker, case, Fact::TestNoticeServed(notice));
    worker.sync();
    world.clock.pass(TimeDelta::hours(1));
    let refusal = saved(clerk.ask(Request::RecordRefusal {
        case,
        manner: RefusalManner::Evade,
        place: "柳例派出所".to_owned(),
        facts: "通知了没来。".to_owned(),
        notice_proof: Some("检测通知书当面送达".to_owned()),
        attachments: Vec::new(),
    }));
    let admonition = AdmonitionIssued {
        series: BreachSeries::Test,
        ordinal: 1,
        events: vec![refusal],
        served: None,
        attachments: Vec::new(),
    };
    let admonition = recorded(&world, &clerk, case, Fact::AdmonitionIssued(admonition));
    let strip = clerk.sync().sync.unwrap();
    assert_eq!((strip.unsent, strip.quarantined), (0, 0));
    let console = world.console("gao");
    for (event, text) in [(group, "石民警"), (notice, "柳例派出所"), (admonition, "第1次")] {
        let entry = at_the_office(&console, case, event);
        assert!(says(&entry, text), "{entry:?}");
    }
    let ladders = console.person(case).unwrap().page.ladders;
    assert!(ladders.iter().any(|row| row.series == BreachSeries::Test && row.events == [refusal]));
}

#[test]
fn a_make_up_by_hair_and_a_certificate_from_elsewhere_are_read_at_the_office() {
    shared::asserts!("R-TEST-8");
    let world = World::peopled();
    // Her last window went by without a test.
    let case = world.case("李例四");
    let police = world.phone_of("shi");
    let missed = |page: PersonPage| -> Vec<u8> {
        let duties = page.duties.into_iter().filter(|duty| duty.key.kind == DutyKind::MakeupTest);
        duties.filter_map(|duty| duty.key.window).collect()
    };
    let windows = missed(police.person(case).unwrap().page);
    assert!(!windows.is_empty());
    let hair = DrugTest {
        setting: TestSetting::Makeup,
        method: TestMethod::Hair,
        result: TestResult::Negative,
        sample_no: Some(SampleNumbers { a: "例02A".to_owned(), b: "例02B".to_owned() }),
        covers: windows,
        ..sent_away(&world, &police)
    };
    let hair = recorded(&world, &police, case, Fact::DrugTest(hair));
    world.clock.pass(TimeDelta::minutes(5));
    let elsewhere = DrugTest {
        setting: TestSetting::OutOfArea,
        result: TestResult::Negative,
        attachments: vec![photo(&police)],
        ..sent_away(&world, &police)
    };
    let elsewhere = recorded(&world, &police, case, Fact::DrugTest(elsewhere));
    let strip = police.sync().sync.unwrap();
    assert_eq!((strip.unsent, strip.quarantined, strip.attachments), (0, 0, 0));
    let console = world.console("wen");
    let entry = at_the_office(&console, case, hair);
    assert!(says(&entry, "毛发") && says(&entry, "例02A"), "{entry:?}");
    let entry = at_the_office(&console, case, elsewhere);
    assert!(says(&entry, "例市公安局"), "{entry:?}");
    let file = console.person(case).unwrap();
    assert!(file.attachments.iter().any(|kept| kept.event == elsewhere && kept.arrived));
    assert_eq!(missed(file.page), Vec::<u8>::new(), "made up for");
}

#[test]
fn a_task_put_off_in_the_field_is_seen_by_the_office_with_its_reason_and_its_day_stays() {
    let world = World::peopled();
    let phone = world.phone_of("miao");
    let row = phone.today().rows.into_iter().find(|row| row.snooze_last.is_some()).unwrap();
    let (case, key, until) = (row.person.case, row.duty.key, row.snooze_last.unwrap());
    saved(phone.ask(Request::Snooze { case, duty: key, until, reason: "本人住院".to_owned() }));
    let strip = phone.sync().sync.unwrap();
    assert_eq!((strip.unsent, strip.quarantined), (0, 0));
    let duties = world.console("wen").person(case).unwrap().page.duties;
    let duty = duties.into_iter().find(|duty| duty.key == key).unwrap();
    assert_eq!(duty.due, row.duty.due);
    let seen = duty.snooze.expect("the office sees that it was put off");
    assert_eq!((seen.until, seen.reason.as_str()), (until, "本人住院"));
}
