//! What the office says of calendar and readings reaches both sides, and every date remembers what it was.

use chrono::{Days, NaiveDate, TimeDelta};
use client::door::{Reply, Request};
use e2e::township;
use e2e::world::{Console, Phone, World};
use server::view::{
    AsOfView, CalendarView, NoticePreview, NoticeRequest, OfficeView, OpenCaseRequest, PersonFilter,
    PersonList, ReadingRequest, Readings, Recorded, RulePreview, UsersRequest, Workbench,
};
use shared::calendar::DayKind;
use shared::duty::{DutyKey, DutyKind, Explanation};
use shared::id::CaseId;
use shared::office::OfficeDutyKind;
use shared::policy::Setting;
use shared::preview::{Imagined, WhatIfAnswer};
use shared::problem::{Problem, ProblemCode};

const KEY: DutyKey = DutyKey { kind: DutyKind::ReportIn, window: None };

/// Somebody who received the order today and has fifteen days to report in: until 9 December.
fn waiting(world: &World, console: &Console) -> CaseId {
    let opened: Recorded = console.post("/api/cases", &request(world)).unwrap();
    opened.case.unwrap()
}

fn request(world: &World) -> OpenCaseRequest {
    let mut order = township::residents(world.today())[0].order.clone();
    order.order_no = "例公(禁)社字〔2026〕第902号".to_owned();
    order.person.name = "新例乙".to_owned();
    let birth = "1998-08-08".parse().unwrap();
    order.person.birth = Some(birth);
    order.person.id.number = township::id_number(birth, 251, order.person.sex);
    order.received_by_person = Some(world.today());
    order.received_by_family = None;
    let workers = vec![world.account("miao").user];
    OpenCaseRequest {
        decided_on: world.today(),
        order,
        workers,
        confirm_duplicate: false,
        fields: Default::default(),
        report_in: None,
        draft: None,
    }
}

fn at_office(console: &Console, case: CaseId) -> Explanation {
    console.get(&format!("/api/persons/{case}/explain?kind=report_in")).unwrap()
}

fn on_phone(phone: &Phone, case: CaseId) -> Explanation {
    phone.sync();
    let Reply::Explanation(told) = phone.ask(Request::Explain { case, duty: KEY }).unwrap() else {
        panic!("another answer than an explanation")
    };
    *told
}

/// The same date with the same reason on both sides.
fn due(console: &Console, phone: &Phone, case: CaseId) -> NaiveDate {
    let told = at_office(console, case);
    assert_eq!(on_phone(phone, case), told);
    let duties = phone.person(case).unwrap().page.duties;
    assert_eq!(duties, console.person(case).unwrap().page.duties);
    let shown = duties.iter().find(|duty| duty.key == KEY).unwrap();
    assert_eq!(shown.due, told.duty.due, "the list shows what the explanation explains");
    told.duty.due
}

/// The year's calendar as it is, and one more holiday.
fn notice(console: &Console, extra: &str) -> NoticeRequest {
    let view: CalendarView = console.get("/api/calendar").unwrap();
    let year = view.years.iter().find(|year| year.year == 2026).unwrap();
    let row = |day: &shared::calendar::notice::NoticeDay| {
        let kind = if day.kind == DayKind::Holiday { "放假" } else { "调休上班" };
        format!("{},{kind},{}\n", day.day, day.name)
    };
    let csv = year.days.iter().map(row).collect::<String>() + extra;
    NoticeRequest { year: 2026, source: "试发〔2026〕9号".to_owned(), csv, skip: 0 }
}

fn code(refused: anyhow::Error) -> ProblemCode {
    refused.downcast::<Problem>().unwrap().code
}

#[test]
fn a_notice_and_a_reading_move_a_date_on_both_sides_and_the_old_dates_stay() {
    let world = World::peopled();
    let (console, phone) = (world.console("wen"), world.phone_of("miao"));
    let case = waiting(&world, &console);
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    assert_eq!(due(&console, &phone, case), day("2026-12-09"));

    world.clock.pass(TimeDelta::minutes(5));
    let ask = notice(&console, "2026-12-09,放假,试排假日\n");
    let seen: NoticePreview = console.post("/api/calendar/preview", &ask).unwrap();
    let would = seen.preview.unwrap();
    let changed = would.cases.iter().find(|person| person.case == case).unwrap();
    assert!(changed.changes.iter().any(|change| change.after.starts_with("2026-12-10")), "{changed:?}");
    assert_eq!(due(&console, &phone, case), day("2026-12-09"), "a preview changes nothing");
    let _: Recorded = console.post("/api/calendar", &ask).unwrap();
    assert_eq!(due(&console, &phone, case), day("2026-12-10"));

    world.clock.pass(TimeDelta::minutes(5));
    let ask = ReadingRequest {
        name: "start_day_counts".to_owned(),
        value: Setting::Yes(true),
        valid_from: world.today(),
        reason: "试行".to_owned(),
        skip: 0,
    };
    let would: RulePreview = console.post("/api/readings/preview", &ask).unwrap();
    assert!(would.looked_at > 30 && would.changing >= 1, "{would:?}");
    let changed = would.cases.iter().find(|person| person.case == case).unwrap();
    assert!(changed.changes.iter().any(|change| change.after.starts_with("2026-12-08")), "{changed:?}");
    let _: Recorded = console.post("/api/readings", &ask).unwrap();
    assert_eq!(due(&console, &phone, case), day("2026-12-08"));

    let told = at_office(&console, case);
    let moved: Vec<_> = told.revisions.iter().map(|change| (change.before, change.after)).collect();
    assert_eq!(moved, [(day("2026-12-09"), day("2026-12-10")), (day("2026-12-10"), day("2026-12-08"))]);
    assert!(
        told.readings.iter().any(|reading| reading.value.contains("本办公室另取")),
        "{:?}",
        told.readings
    );
    let readings: Readings = console.get("/api/readings").unwrap();
    assert_eq!(readings.version, world.today().to_string());
    let row = readings.rows.iter().find(|row| row.id == "RD-02").unwrap();
    assert_eq!(
        (row.values[0].current.clone(), row.values[0].since),
        (Setting::Yes(true), Some(world.today()))
    );
    assert_eq!(readings.rows.len(), 34, "33 readings, and the values of our own");

    let phone = phone.restarted();
    phone.unlock(e2e::world::phone::PIN).unwrap();
    assert_eq!(on_phone(&phone, case), told, "also after the battery");
}

#[test]
fn a_bad_row_of_a_notice_is_named_and_nothing_is_published() {
    let world = World::peopled();
    let console = world.console("wen");
    let ask = notice(&console, "2026-12-32,放假,试排\n2026-12-09,休息,试排\n");
    let seen: NoticePreview = console.post("/api/calendar/preview", &ask).unwrap();
    let lines: Vec<_> = seen.bad.iter().map(|row| row.problem.code).collect();
    assert_eq!(lines, [ProblemCode::CalendarDayUnknown, ProblemCode::CalendarKindUnknown]);
    assert!(seen.preview.is_none());
    let refused = console.post::<Recorded>("/api/calendar", &ask).unwrap_err();
    assert_eq!(code(refused), ProblemCode::CalendarDayUnknown);
    let view: CalendarView = console.get("/api/calendar").unwrap();
    assert!(view.years.iter().all(|year| year.source.is_none()));
    assert!(view.years.iter().any(|year| year.year == 2027 && !year.published), "said plainly");
}

#[test]
fn a_reading_that_cannot_be_or_changes_nothing_is_refused_and_others_may_not() {
    let world = World::peopled();
    let console = world.console("wen");
    let ask = |name: &str, value: Setting, from: NaiveDate| ReadingRequest {
        name: name.to_owned(),
        value,
        valid_from: from,
        reason: "试行".to_owned(),
        skip: 0,
    };
    let today = world.today();
    let refused = |ask: &ReadingRequest| code(console.post::<Recorded>("/api/readings", ask).unwrap_err());
    assert_eq!(refused(&ask("absence_days_min", Setting::Number(99), today)), ProblemCode::ReadingOutOfRange);
    assert_eq!(refused(&ask("absence_days_min", Setting::Number(3), today)), ProblemCode::ReadingUnchanged);
    let yesterday = today - Days::new(1);
    assert_eq!(refused(&ask("absence_days_min", Setting::Number(2), yesterday)), ProblemCode::DateOutOfRange);
    assert_eq!(refused(&ask("weather", Setting::Number(2), today)), ProblemCode::NotFound);
    let leader = world.console("gao");
    let refused = leader.get::<Readings>("/api/readings").unwrap_err();
    assert_eq!(code(refused), ProblemCode::RoleMayNot);
}

#[test]
fn what_if_says_the_same_on_phone_and_console_and_keeps_nothing() {
    let world = World::peopled();
    let case = world.case("赵例一");
    let (console, phone) = (world.console("wen"), world.phone_of("miao"));
    let (before, was) = (console.person(case).unwrap(), phone.person(case).unwrap());
    let from = world.today() + Days::new(2);
    let kinds = [
        Imagined::Leave { from, until: from + Days::new(5) },
        Imagined::Away { from, until: from + Days::new(4) },
        Imagined::Detained {
            detention: shared::code::DetentionKind::Administrative,
            from,
            until: Some(from + Days::new(10)),
        },
        Imagined::Refused { manner: shared::code::RefusalManner::Refuse, on: from },
        Imagined::Moved { on: from },
    ];
    for imagined in kinds {
        let there: WhatIfAnswer = console.post(&format!("/api/persons/{case}/what-if"), &imagined).unwrap();
        assert!(!there.changes.is_empty(), "{imagined:?} changes something");
        let Reply::WhatIf(here) = phone.ask(Request::WhatIf { case, imagined }).unwrap() else {
            panic!("another answer than what would be")
        };
        assert_eq!(*here, there);
    }
    let backwards = Imagined::Leave { from, until: from - Days::new(1) };
    let refused = phone.ask(Request::WhatIf { case, imagined: backwards }).unwrap_err();
    assert_eq!((refused.code, refused.field.as_deref()), (ProblemCode::DateOutOfRange, Some("until")));
    assert_eq!(console.person(case).unwrap().page, before.page);
    assert_eq!(phone.person(case).unwrap(), was);
}

#[test]
fn the_office_can_look_back_at_what_it_could_know() {
    let world = World::peopled();
    let case = world.case("赵例一");
    let (console, phone) = (world.console("wen"), world.phone_of("miao"));
    phone.link.set_cut(true);
    let visit = phone.record_visit(case, world.clock.now(), "当时没有信号的家访。").unwrap();
    world.clock.pass(TimeDelta::minutes(5));
    let at = world.clock.now();
    world.clock.pass(TimeDelta::minutes(5));
    phone.link.set_cut(false);
    phone.sync();
    let ask = at.format("%Y-%m-%dT%H:%M:%S%%2B08:00").to_string();
    let view: AsOfView = console.get(&format!("/api/persons/{case}/as-of?at={ask}")).unwrap();
    let then = view.then.unwrap();
    assert!(then.timeline.iter().all(|entry| entry.event != visit.event), "not known then");
    assert_eq!(view.unknown.iter().map(|late| late.entry.event).collect::<Vec<_>>(), [visit.event]);
    assert!(console.person(case).unwrap().page.timeline.iter().any(|entry| entry.event == visit.event));
}

#[test]
fn the_workbench_tells_what_the_office_owes_and_keeps_late_entries_apart_from_contradictions() {
    let world = World::peopled();
    let console = world.console("wen");
    let owes = |kind| {
        let bench: Workbench = console.get("/api/workbench").unwrap();
        bench.office.iter().any(|duty| duty.kind == kind)
    };
    assert!(owes(OfficeDutyKind::FullTimeWorker));
    let users = UsersRequest { on: world.today(), users: 61 };
    let _: Recorded = console.post("/api/office/users", &users).unwrap();
    assert!(owes(OfficeDutyKind::Workers), "61 people need three workers");
    let view: OfficeView = console.get("/api/office").unwrap();
    assert_eq!(view.users[0].counted.users, 61);

    let bench: Workbench = console.get("/api/workbench").unwrap();
    assert!(bench.issues.iter().all(|row| row.issue.kind.is_to_settle()));
    let mut late = request(&world);
    late.decided_on = world.today() - Days::new(20);
    let opened: Recorded = console.post("/api/cases", &late).unwrap();
    let after: Workbench = console.get("/api/workbench").unwrap();
    assert_eq!(after.issues, bench.issues, "entered late is nothing to settle");
    assert!(after.remarks.iter().any(|row| Some(row.case) == opened.case));

    let twice = console.post::<Recorded>("/api/cases", &late).unwrap_err().downcast::<Problem>().unwrap();
    assert_eq!(twice.code, ProblemCode::DuplicateIdNumber);
    assert_eq!(twice.figure, opened.case.map(|case| case.to_string()), "the case to look at is named");
    let number = &late.order.person.id.number;
    let found: PersonList = console.get(&format!("/api/persons?q={number}")).unwrap();
    assert_eq!(found.rows.iter().map(|row| Some(row.head.case)).collect::<Vec<_>>(), [opened.case]);
    assert!(found.counts.iter().any(|count| count.filter == PersonFilter::Remarks));
}
