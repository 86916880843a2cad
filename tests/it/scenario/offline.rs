//! A month in flight mode: everything works from a cold start, and all of it is one with the office afterwards.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use client::door::{Form, Request};
use client::view::{Gate, RecordState, UploadRow};
use e2e::world::phone::PIN;
use e2e::world::{Phone, World};
use shared::id::{CaseId, EventId};
use shared::problem::ProblemCode;
use shared::protocol::route;

use server::view::HandIn;

use super::attachments::{photo, take, visit_with};
use super::lost_phone::{handed, series_of};

const DAYS: u64 = 30;
const RECORDS: usize = 200;
/// One record in so many has a photo.
const PHOTO_EVERY: usize = 10;
const PHOTO_BYTES: usize = 120_000;

/// The battery is taken out in a valley: no signal before, none after.
fn cold_start(phone: Phone) -> Phone {
    let phone = phone.restarted();
    phone.link.set_cut(true);
    assert_eq!(phone.state().gate, Gate::Locked);
    phone.unlock(PIN).unwrap();
    phone
}

#[test]
fn thirty_days_in_flight_mode_lose_nothing_and_end_in_step_with_the_office() {
    let world = World::peopled();
    let mut phone = world.phone_of("miao");
    let reported_in = |phone: &Phone, case: CaseId| phone.person(case).unwrap().may.contains(&Form::Visit);
    let cases: Vec<CaseId> = phone.people("").into_iter().map(|row| row.person.case).collect();
    let cases: Vec<CaseId> = cases.into_iter().filter(|case| reported_in(&phone, *case)).collect();
    assert!(cases.len() >= 5, "{}", cases.len());
    phone.link.set_cut(true);

    let mut written: Vec<(CaseId, EventId)> = Vec::new();
    for day in 0..DAYS {
        world.clock.pass(TimeDelta::days(1));
        if day % 7 == 3 {
            phone = cold_start(phone);
        }
        let today = phone.today();
        assert!(!today.rows.is_empty(), "what is owed is told without the office, day {day}");
        while written.len() < RECORDS * (usize::try_from(day).unwrap() + 1) / usize::try_from(DAYS).unwrap() {
            let at = written.len();
            let case = cases[at % cases.len()];
            world.clock.pass(TimeDelta::seconds(90));
            let saved = if at.is_multiple_of(PHOTO_EVERY) {
                let attachment = take(&phone, &photo(at as u64 + 1, PHOTO_BYTES));
                visit_with(&world, &phone, case, vec![attachment])
            } else if at.is_multiple_of(3) {
                phone.record_guidance(case, world.clock.now(), "在村委会谈了一次。").unwrap()
            } else {
                phone.record_visit(case, world.clock.now(), &format!("第 {at} 次登记。")).unwrap()
            };
            assert_eq!(saved.state, RecordState::Saved);
            written.push((case, saved.event));
        }
        phone.sync();
    }
    assert_eq!(written.len(), RECORDS);
    let sync = phone.state().sync.unwrap();
    assert_eq!((sync.unsent, sync.online), (u32::try_from(RECORDS).unwrap(), Some(false)));

    // back in the office, and the battery once more on the way
    phone = cold_start(phone);
    phone.link.set_cut(false);
    let sync = phone.sync().sync.unwrap();
    assert_eq!((sync.unsent, sync.quarantined, sync.problem), (0, 0, None), "every record goes at once");
    assert_eq!(phone.sync().sync.unwrap().attachments, 0, "photos go some at a time");
    for (case, event) in &written {
        assert_eq!(phone.state_of(*event), RecordState::Uploaded, "{case}");
    }

    // the office has every one of them, with its photo, and both sides hold the same
    let console = world.console("wen");
    for case in &cases {
        let file = console.person(*case).unwrap();
        let there: BTreeSet<EventId> = file.page.timeline.iter().map(|entry| entry.event).collect();
        assert!(written.iter().filter(|(of, _)| of == case).all(|(_, event)| there.contains(event)));
        assert!(file.attachments.iter().all(|attachment| attachment.arrived));
        assert_eq!(file.page.duties, phone.person(*case).unwrap().page.duties, "and both reckon the same");
    }
    phone.link.clear_sent();
    phone.sync();
    let asked: Vec<&str> = phone.link.sent().iter().map(|request| request.path).collect();
    assert_eq!(asked, [route::HELLO], "one digest of all says that nothing differs");
}

#[test]
fn s08_after_the_lease_a_phone_records_and_sends_and_shows_nothing_whatever_its_clock_says() {
    let world = World::peopled();
    let case = world.case("赵例一");
    let phone = world.phone_of("miao");
    phone.link.set_cut(true);
    world.clock.pass(TimeDelta::days(34));
    assert!(!phone.today().rows.is_empty(), "a month and more without signal shows everything");
    world.clock.pass(TimeDelta::days(2));
    assert!(phone.state().lapsed);

    let refused = |request| phone.ask(request).unwrap_err().code;
    assert_eq!(refused(Request::Today), ProblemCode::LeaseLapsed);
    assert_eq!(refused(Request::Papers { case }), ProblemCode::LeaseLapsed);
    assert!(phone.people("").is_empty() && phone.people("赵").is_empty(), "no list, no part of a name");
    let found = phone.people("赵例一");
    assert_eq!(found.iter().map(|row| row.person.case).collect::<Vec<_>>(), [case], "who is known by name");
    assert!(found[0].person.phone.is_none() && found[0].person.id_masked.is_empty(), "and no more of them");
    let person = phone.person(case).unwrap();
    assert!(
        person.page.timeline.is_empty() && person.page.duties.is_empty() && person.page.head.phone.is_none()
    );
    assert!(person.may.contains(&Form::Visit), "and may be written about");
    let visit = phone.record_visit(case, world.clock.now(), "离线很久以后的家访。").unwrap();
    assert_eq!(visit.state, RecordState::Saved);
    let waits = phone.uploads().rows;
    let told = |row: &UploadRow| row.person_name.is_empty() && row.summary.is_empty() && row.case.is_none();
    assert!(!waits.is_empty() && waits.iter().all(told), "that it waits, and not about whom: {waits:?}");

    // Set back, the clock opens nothing; over a start neither.
    world.clock.pass(TimeDelta::days(-30));
    assert_eq!(refused(Request::Today), ProblemCode::LeaseLapsed);
    let phone = cold_start(phone);
    assert_eq!(phone.ask(Request::Today).unwrap_err().code, ProblemCode::LeaseLapsed);
    world.clock.pass(TimeDelta::days(30));

    phone.link.set_cut(false);
    let state = phone.sync();
    assert!(!state.lapsed, "the office was heard");
    assert_eq!(phone.state_of(visit.event), RecordState::Uploaded);
    assert!(!phone.today().rows.is_empty() && !phone.person(case).unwrap().page.timeline.is_empty());
}

#[test]
fn a_clock_that_is_years_off_neither_shortens_nor_ends_the_lease() {
    let world = World::peopled();
    for off in [TimeDelta::days(3650), TimeDelta::days(-3650)] {
        let phone = world.new_phone_with_clock_off(&format!("偏钟 {}", off.num_days()), off);
        world.pair(&phone, "miao");
        phone.sync();
        assert!(!phone.state().lapsed, "{off}");
        world.clock.pass(TimeDelta::days(36));
        assert!(phone.state().lapsed, "{off}");
        phone.sync();
        assert!(!phone.state().lapsed);
    }
}

#[test]
fn s08_a_revoked_phone_shows_nothing_from_its_next_contact_on_and_what_it_wrote_comes_back_in_the_capsule() {
    let world = World::peopled();
    let case = world.case("赵例一");
    let phone = world.phone_of("miao");
    phone.link.set_cut(true);
    phone.record_visit(case, world.clock.now(), "吊销之前写的。").unwrap();
    let console = world.console("wen");
    let () = console.post_empty(&format!("/api/devices/{}/revoke", series_of(&world, "miao"))).unwrap();
    assert!(!phone.today().rows.is_empty(), "nobody has told it yet");

    phone.link.set_cut(false);
    let state = phone.sync();
    assert_eq!(state.sync.unwrap().problem.unwrap().code, ProblemCode::DeviceRevoked);
    let refused = |phone: &Phone, request| phone.ask(request).unwrap_err().code;
    for request in [Request::Today, Request::Papers { case }] {
        assert_eq!(refused(&phone, request), ProblemCode::DeviceRevoked);
    }
    let person = phone.person(case).unwrap();
    assert!(
        person.page.timeline.is_empty() && person.page.head.phone.is_none() && phone.people("").is_empty()
    );
    let phone = cold_start(phone);
    assert_eq!(
        refused(&phone, Request::Today),
        ProblemCode::DeviceRevoked,
        "over a start, and without a line"
    );

    let late = phone.record_visit(case, world.clock.now(), "吊销之后写的。").unwrap();
    assert_eq!(late.state, RecordState::Saved);
    let (file, bytes) = handed(&phone);
    assert_eq!(file.records, 2);
    let done: HandIn = console.post_bytes("/api/capsules", bytes).unwrap();
    assert_eq!((done.counted, done.set_aside, done.refused.len()), (0, 2, 0), "{done:?}");
}
