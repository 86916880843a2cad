//! A visit and a test recorded without signal reach the office.

use chrono::{Days, TimeDelta};
use client::view::{Gate, RecordState, TestSession};
use e2e::township;
use e2e::world::{World, phone::PIN};
use server::view::{OpenCaseRequest, Recorded, ReportInRequest};
use shared::code::{BroughtBy, TestMethod, TestResult, TestSetting};
use shared::duty::{Alert, DutyKind};
use shared::event::Kit;
use shared::page::EntryKind;

/// Has missed visits, so that one is owed; assigned to the second worker.
const PERSON: &str = "钱例二";

#[test]
fn today_shows_what_is_owed_overdue_first_each_with_its_clause() {
    let world = World::peopled();
    let today = world.phone_of("miao").today();
    assert!(today.overdue > 0, "somebody is overdue");
    let first_not_red =
        today.rows.iter().position(|row| row.duty.alert != Alert::Red).unwrap_or(today.rows.len());
    assert!(
        today.rows[first_not_red..].iter().all(|row| row.duty.alert != Alert::Red),
        "red rows come first"
    );
    assert!(today.rows.iter().all(|row| row.duty.clause.starts_with("R-")), "each names its clause");
}

#[test]
fn a_visit_recorded_without_signal_survives_the_battery_and_reaches_the_office() {
    let world = World::peopled();
    let case = world.case(PERSON);
    let phone = world.phone_of("tian");
    let owed = |phone: &e2e::world::Phone| {
        let rows = phone.today().rows;
        rows.iter().any(|row| row.person.case == case && row.duty.key.kind == DutyKind::Visit)
    };
    assert!(owed(&phone), "a visit is owed before");

    phone.link.set_cut(true);
    world.clock.pass(TimeDelta::minutes(30));
    let draft = phone.save_draft(case, r#"{"notes":"写了一半"}"#).unwrap();
    let visit = phone.record_visit(case, world.clock.now(), "断网时登记的家访。").unwrap();
    assert_eq!(visit.state, RecordState::Saved);
    phone.sync();
    assert_eq!(phone.state_of(visit.event), RecordState::Saved, "no receipt without a network");
    assert_eq!(phone.state().sync.unwrap().unsent, 1);

    let phone = phone.restarted();
    phone.link.set_cut(true);
    assert_eq!(phone.state().gate, Gate::Locked);
    phone.unlock(PIN).unwrap();
    assert_eq!(phone.state_of(visit.event), RecordState::Saved, "still there after the battery");
    assert_eq!(phone.today().drafts, vec![draft], "and the draft too");

    phone.link.set_cut(false);
    let sync = phone.sync().sync.unwrap();
    assert_eq!((sync.unsent, sync.problem), (0, None));
    assert_eq!(phone.state_of(visit.event), RecordState::Uploaded);
    assert!(!owed(&phone), "nothing is owed after");

    let file = world.console("wen").person(case).unwrap();
    let entry = file.page.timeline.iter().find(|entry| entry.event == visit.event).unwrap();
    assert_eq!(entry.kind, EntryKind::Visit);
    let mark = file.marks.iter().find(|mark| mark.event == visit.event).unwrap();
    assert!(mark.receipt_seq >= mark.seq, "the receipt covers it");
    assert!(
        !file.page.duties.iter().any(|duty| duty.key.kind == DutyKind::Visit),
        "the duty is done at the office too"
    );
}

#[test]
fn a_test_recorded_in_a_session_without_signal_fulfils_its_window_at_the_office() {
    let world = World::peopled();
    let case = world.case("李例四");
    let phone = world.phone_of("shi");
    phone.link.set_cut(true);
    phone.open_session(session(&world)).unwrap();
    let row = phone.roster().rows.into_iter().find(|row| row.person.case == case).unwrap();
    assert_eq!(row.duty.map(|duty| duty.key.kind), Some(DutyKind::Test), "a test is owed");
    let test = phone.record_test(case, TestResult::Negative).unwrap();
    assert_eq!(test.state, RecordState::Saved);
    assert!(phone.roster().rows.iter().any(|row| row.person.case == case && row.done.is_some()));

    phone.link.set_cut(false);
    phone.sync();
    assert_eq!(phone.state_of(test.event), RecordState::Uploaded);
    let file = world.console("wen").person(case).unwrap();
    assert!(file.page.timeline.iter().any(|entry| entry.event == test.event));
    assert!(!file.page.duties.iter().any(|duty| duty.key.kind == DutyKind::Test));
}

#[test]
fn a_person_who_reports_in_at_the_office_appears_on_the_workers_phone_with_first_duties() {
    let world = World::peopled();
    let phone = world.phone_of("miao");
    let before = phone.people("").len();
    let console = world.console("wen");
    let mut order = township::residents(world.today())[0].order.clone();
    order.order_no = "例公(禁)社字〔2026〕第901号".to_owned();
    order.person.name = "新例甲".to_owned();
    let birth = "1999-09-09".parse().unwrap();
    order.person.birth = Some(birth);
    order.person.id.number = township::id_number(birth, 250, order.person.sex);
    order.received_by_person = Some(world.today() - Days::new(3));
    order.received_by_family = order.received_by_person;
    let request = OpenCaseRequest {
        decided_on: world.today() - Days::new(5),
        order,
        workers: vec![world.account("miao").user],
        confirm_duplicate: false,
        fields: Default::default(),
        report_in: None,
        draft: None,
    };
    let opened: Recorded = console.post("/api/cases", &request).unwrap();
    let case = opened.case.unwrap();
    let report_in = ReportInRequest { happened_at: world.clock.now(), brought_by: BroughtBy::Self_ };
    let _: Recorded = console.post(&format!("/api/cases/{case}/report-in"), &report_in).unwrap();

    phone.sync();
    assert_eq!(phone.people("").len(), before + 1);
    let page = phone.person(case).unwrap().page;
    let kinds: Vec<_> = page.duties.iter().map(|duty| duty.key.kind).collect();
    for kind in [DutyKind::Agreement, DutyKind::Test, DutyKind::Visit] {
        assert!(kinds.contains(&kind), "{kind} is among the first duties: {kinds:?}");
    }
    assert!(page.duties.iter().all(|duty| duty.opens <= world.today()));
}

/// A session of the qualified officer, today.
pub(super) fn session(world: &World) -> TestSession {
    TestSession {
        place: "柳例派出所".to_owned(),
        setting: TestSetting::Regular,
        method: TestMethod::Urine,
        kit: Kit {
            name: "五联尿检板".to_owned(),
            lot: "例批0009".to_owned(),
            expires: world.today() + Days::new(90),
        },
        tester: world.account("shi").user,
        panel: vec!["MOP".to_owned(), "MET".to_owned()],
        wait_minutes: 5,
        second_staff: "苗专干".to_owned(),
    }
}
