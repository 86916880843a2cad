//! The office's answer is lost on the way; the phone sends again.

use chrono::TimeDelta;
use client::view::{Gate, RecordState};
use e2e::world::World;
use shared::page::EntryKind;
use shared::problem::ProblemCode;
use shared::protocol::{PairingLink, route};

#[test]
fn a_lost_answer_makes_one_record_not_two() {
    let world = World::peopled();
    let case = world.case("赵例一");
    let phone = world.phone_of("miao");
    world.clock.pass(TimeDelta::minutes(5));
    let visit = phone.record_visit(case, world.clock.now(), "回执丢在半路的家访。").unwrap();

    phone.link.lose_push_replies(1);
    phone.sync();
    assert_eq!(phone.state_of(visit.event), RecordState::Saved, "the office has it, the phone does not know");
    phone.sync();
    assert_eq!(phone.state_of(visit.event), RecordState::Uploaded);

    let pushes = phone.link.sent().iter().filter(|request| request.path == route::PUSH).count();
    let file = world.console("wen").person(case).unwrap();
    let visits = file
        .page
        .timeline
        .iter()
        .filter(|entry| entry.event == visit.event && entry.kind == EntryKind::Visit);
    assert_eq!(visits.count(), 1);
    assert!(pushes <= 2, "a hello that shows the receipt needs no second push, at most one: {pushes}");
}

#[test]
fn a_server_that_starts_again_still_has_everything_and_still_knows_the_phone() {
    let mut world = World::peopled();
    let case = world.case("赵例一");
    let phone = world.phone_of("miao");
    let visit = phone.record_visit(case, world.clock.now(), "重启之前的家访。").unwrap();
    phone.sync();
    assert_eq!(phone.state_of(visit.event), RecordState::Uploaded);
    world.restart_server();
    let file = world.console("wen").person(case).unwrap();
    assert!(file.page.timeline.iter().any(|entry| entry.event == visit.event));
}

#[test]
fn a_lost_answer_to_pairing_costs_no_second_code_and_makes_no_second_device() {
    let world = World::peopled();
    let link =
        PairingLink { server: world.address(), code: world.pairing_code("miao"), pins: Vec::new() }.to_text();
    let phone = world.new_phone("miao");
    phone.link.lose_pair_reply();
    assert_eq!(phone.pair(&link).unwrap_err().code, ProblemCode::Offline);
    let phone = phone.restarted();
    assert_eq!(phone.pair(&link).unwrap().gate, Gate::NeedsPin, "the same code, the same phone");
    world.confirm_devices();
    phone.set_pin().unwrap();
    assert_eq!(phone.sync().sync.unwrap().problem, None);
    assert!(!phone.people("").is_empty());

    let devices = server::admin::devices(world.office(), &world.township.code).unwrap();
    let of_miao = devices.iter().filter(|device| device.user.user == world.account("miao").user);
    assert_eq!(of_miao.count(), 1);
    let other = world.new_phone("other");
    assert_eq!(other.pair(&link).unwrap_err().code, ProblemCode::PairingCodeUsed);
}
