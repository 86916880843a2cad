//! A month in flight mode: everything works from a cold start, and all of it is one with the office afterwards.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use client::door::Form;
use client::view::{Gate, RecordState};
use e2e::world::phone::PIN;
use e2e::world::{Phone, World};
use shared::id::{CaseId, EventId};
use shared::protocol::route;

use super::attachments::{photo, take, visit_with};

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
