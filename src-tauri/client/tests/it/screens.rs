//! What screens get: tasks, people, uploads.

use std::sync::Arc;

use client::door::{Language, Look, Reply, Request, TextSize, Theme};
use client::view::{Gate, RecordState, Today};
use shared::duty::DutyKind;
use shared::page::EntryKind;
use shared::problem::ProblemCode;

use crate::office::Office;
use crate::phone::{PIN, Phone, case, open_case};

fn today(phone: &Phone) -> Today {
    let Reply::Today(today) = phone.ask(Request::Today) else { panic!("not today") };
    today
}

fn found(phone: &Phone, query: &str) -> Vec<String> {
    let Reply::People(rows) = phone.ask(Request::People { query: query.to_owned() }) else {
        panic!("not people")
    };
    rows.into_iter().map(|row| row.person.name).collect()
}

#[test]
fn a_visit_the_office_set_aside_is_shown_and_ends_no_task() {
    let office = Arc::new(Office::new());
    let mut phone = Phone::in_service(&office, 1);
    let visits =
        |phone: &Phone| today(phone).rows.iter().filter(|row| row.duty.key.kind == DutyKind::Visit).count();
    let owed = visits(&phone);
    let visit = phone.visit(case(1));
    assert_eq!(visits(&phone), owed - 1, "it counts from the moment it is recorded");
    office.state().quarantine = Some(ProblemCode::EventOutOfScope);
    phone.sync();
    for _ in 0..2 {
        assert_eq!(visits(&phone), owed, "the office counts it no more, so neither does the phone");
        let person = phone.person(case(1));
        let newest = &person.page.timeline[0];
        assert_eq!((newest.event, newest.kind), (visit, EntryKind::Visit));
        let mark = person.records.iter().find(|mark| mark.event == visit).unwrap();
        assert_eq!(mark.state, RecordState::Quarantined);
        assert_eq!(phone.refused(Request::Undo { event: visit }).code, ProblemCode::NothingToUndo);
        let row = phone.uploads().rows[0].clone();
        assert_eq!((row.event, &row.summary), (visit, &newest.summary));
        phone.restart();
    }
    // The office was restored from before that and takes it now.
    office.state().set_aside.clear();
    office.restore(phone.series(), 0);
    phone.sync();
    assert_eq!(visits(&phone), owed - 1);
}

#[test]
fn a_visit_ends_the_task_it_fulfils() {
    let phone = Phone::in_service(&Arc::new(Office::new()), 1);
    let visits = |today: &Today| today.rows.iter().filter(|row| row.duty.key.kind == DutyKind::Visit).count();
    let before = today(&phone);
    assert!(visits(&before) > 0);
    assert!(before.rows.is_sorted_by_key(|row| row.duty.due), "overdue first, then by date");
    assert!(before.rows.iter().all(|row| row.duty.clause.starts_with("R-")));
    phone.visit(case(1));
    assert!(visits(&today(&phone)) < visits(&before));
}

#[test]
fn every_task_can_say_why_it_is_due_on_its_day() {
    let phone = Phone::in_service(&Arc::new(Office::new()), 1);
    let rows = today(&phone).rows;
    assert!(!rows.is_empty());
    for row in rows {
        let request = Request::Explain { case: case(1), duty: row.duty.key };
        let Reply::Explanation(explanation) = phone.ask(request) else { panic!("not an explanation") };
        assert_eq!(explanation.duty, row.duty);
    }
}

#[test]
fn people_are_found_by_character_pinyin_and_initials() {
    let phone = Phone::in_service(&Arc::new(Office::new()), 3);
    assert_eq!(found(&phone, "").len(), 3);
    for query in ["试例甲二", "shilijiaer", "sljer", "甲二"] {
        assert_eq!(found(&phone, query), ["试例甲二"], "{query}");
    }
    assert!(found(&phone, "zz").is_empty());
    assert!(found(&phone, "村").is_empty(), "one character begins a name, not a village");
}

#[test]
fn a_person_the_office_registered_appears_after_the_next_exchange() {
    let office = Arc::new(Office::new());
    let phone = Phone::in_service(&office, 1);
    assert_eq!(phone.refused(Request::Person { case: case(2) }).code, ProblemCode::UnknownCase);
    open_case(&office, 2);
    phone.sync();
    let person = phone.person(case(2));
    assert!(person.page.duties.iter().any(|duty| duty.key.kind == DutyKind::Agreement));
    assert_eq!(person.records[0].author_name, "乙内勤");
    assert_eq!(person.records[0].state, RecordState::Uploaded);
    assert!(!person.records[0].own);
}

#[test]
fn uploads_show_own_records_newest_first() {
    let phone = Phone::in_service(&Arc::new(Office::new()), 1);
    let event = phone.visit(case(1));
    phone.ask(Request::Undo { event });
    let uploads = phone.uploads();
    let kinds: Vec<EntryKind> = uploads.rows.iter().map(|row| row.kind).collect();
    assert_eq!(kinds, [EntryKind::Void, EntryKind::Visit]);
    assert!(uploads.rows.iter().all(|row| row.person_name == "试例甲一" && !row.summary.is_empty()));
    assert!(uploads.store_bytes > 0);
}

#[test]
fn the_look_is_known_before_unlocking_and_survives_a_restart() {
    let office = Arc::new(Office::new());
    let mut phone = Phone::paired(&office);
    assert_eq!(phone.state().look, Look::default());
    assert!(!phone.state().look.place_stamp, "no place is taken until its user wishes so");
    let look = Look {
        theme: Theme::Dark,
        text_size: TextSize::Elder,
        language: Language::English,
        long_pin: false,
        place_stamp: true,
    };
    phone.ask(Request::SetLook { look });
    phone.start().unwrap();
    let state = phone.state();
    assert_eq!((state.gate, state.look), (Gate::Locked, look));
    phone.ask(Request::SetLook { look: Look::default() });
    assert_eq!(phone.state().look, Look::default(), "a locked phone may be made readable, too");
    std::fs::write(Look::path_in(&phone.folder.path().join("phone")), "{").unwrap();
    phone.restart();
    assert_eq!(phone.state().look, Look::default(), "a damaged look keeps nobody out");
}

#[test]
fn a_phone_locked_since_its_start_claims_nothing_of_its_records() {
    let office = Arc::new(Office::new());
    let mut phone = Phone::in_service(&office, 1);
    office.state().online = false;
    phone.visit(case(1));
    phone.ask(Request::Lock);
    assert_eq!(phone.state().sync.unwrap().unsent, 1, "counted when it was locked");
    phone.start().unwrap();
    assert_eq!(phone.state().sync, None);
    phone.ask(Request::Unlock { pin: PIN.to_owned() });
    assert_eq!(phone.state().sync.unwrap().unsent, 1);
}

#[test]
fn reminders_say_how_much_is_due_on_which_day_and_nothing_of_whom() {
    let mut phone = Phone::in_service(&Arc::new(Office::new()), 2);
    let owed = today(&phone);
    let days = phone.due_days();
    assert!(days.is_sorted_by(|a, b| a.day < b.day) && days.iter().all(|day| day.count > 0));
    let now = days.iter().find(|day| day.day == owed.today).map_or(0, |day| day.count);
    assert_eq!(now, owed.overdue + owed.due_today, "what is overdue is told with today's");
    phone.visit(case(1));
    let fewer: u32 = phone.due_days().iter().map(|day| day.count).sum();
    assert_eq!(
        fewer,
        days.iter().map(|day| day.count).sum::<u32>() - 1,
        "what is done is reminded of no more"
    );
    phone.ask(Request::Lock);
    assert!(phone.due_days().is_empty(), "a locked store tells the system nothing");
    phone.restart();
    assert!(!phone.due_days().is_empty());
}

#[test]
fn a_task_is_put_off_within_its_time_with_a_reason_and_undone() {
    let office = Arc::new(Office::new());
    let phone = Phone::in_service(&office, 1);
    let row = |phone: &Phone| {
        let rows = today(phone).rows.into_iter();
        rows.clone().find(|row| row.duty.key.kind == DutyKind::Report).unwrap()
    };
    let owed = row(&phone);
    let last = owed.snooze_last.unwrap();
    let put_off = |until, reason: &str| Request::Snooze {
        case: case(1),
        duty: owed.duty.key,
        until,
        reason: reason.to_owned(),
    };
    let too_long = phone.refused(put_off(last.succ_opt().unwrap(), "本人住院"));
    assert_eq!((too_long.code, too_long.figure), (ProblemCode::SnoozeTooLong, Some(last.to_string())));
    assert_eq!(phone.refused(put_off(last, " ")).code, ProblemCode::FieldMissing);
    let Reply::Saved(saved) = phone.ask(put_off(last, "本人住院")) else { panic!("not saved") };
    let said = row(&phone).duty.snooze.unwrap();
    assert_eq!((said.until, said.reason.as_str()), (last, "本人住院"));
    assert_eq!(row(&phone).duty.due, owed.duty.due, "the date by the norm stays");
    phone.ask(Request::Undo { event: saved.event });
    assert_eq!(row(&phone).duty.snooze, None);
}
