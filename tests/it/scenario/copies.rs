//! A phone that was copied, or put back from an old copy.

use std::path::Path;

use client::view::RecordState;
use e2e::raw_device::RawDevice;
use e2e::sim::dice::Dice;
use e2e::sim::forms;
use e2e::world::phone::PIN;
use e2e::world::{Phone, World};
use server::store::alert::AlertKind;
use shared::event::{Body, Stream};
use shared::problem::ProblemCode;
use shared::protocol::{Verdict, route};

use super::lost_phone::decide;

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// The phone with the files of a copy.
fn put_back(phone: Phone, kept: &Path) -> Phone {
    let folder = phone.folder().to_owned();
    let phone = phone.restarted_with(|| {
        std::fs::remove_dir_all(&folder).unwrap();
        copy(kept, &folder);
    });
    phone.unlock(PIN).unwrap();
    phone
}

/// I13: nothing was written since; the phone goes on from what the office has.
#[test]
fn a_phone_put_back_from_an_old_copy_goes_on_from_where_the_office_is_and_the_office_is_told() {
    let world = World::peopled();
    let phone = world.phone_of("miao");
    let case = world.case("赵例一");
    let kept = tempfile::tempdir().unwrap();
    copy(phone.folder(), kept.path());
    let first = phone.record_visit(case, world.clock.now(), "旧副本之后的第一条。").unwrap();
    phone.sync();
    phone.sync();

    let phone = put_back(phone, kept.path());
    let sync = phone.sync().sync.unwrap();
    assert_eq!((sync.unsent, sync.problem), (0, None), "its counter catches up within the exchange");
    assert_eq!(phone.state_of(first.event), RecordState::Uploaded, "what it had lost is back");
    let second = phone.record_visit(case, world.clock.now(), "恢复之后。").unwrap();
    let sync = phone.sync().sync.unwrap();
    assert_eq!((sync.unsent, sync.quarantined, sync.problem), (0, 0, None));
    assert_eq!(phone.state_of(second.event), RecordState::Uploaded);
    let alerts = server::admin::alerts(world.office(), &world.township.code).unwrap();
    assert_eq!(alerts.iter().map(|alert| alert.kind).collect::<Vec<_>>(), [AlertKind::Rewound]);
}

/// I13: two phones write the same series.
#[test]
fn two_copies_of_a_phone_that_both_record_are_found_out_and_neither_record_is_lost() {
    let world = World::peopled();
    let phone = world.phone_of("miao");
    let case = world.case("赵例一");
    let kept = tempfile::tempdir().unwrap();
    copy(phone.folder(), kept.path());
    phone.record_visit(case, world.clock.now(), "原机的记录。").unwrap();
    phone.sync();

    let copied = put_back(phone, kept.path());
    let other = copied.record_visit(case, world.clock.now(), "副本的记录。").unwrap();
    for _ in 0..2 {
        let sync = copied.sync().sync.unwrap();
        assert_eq!(sync.problem.unwrap().code, ProblemCode::EventForked, "told plainly");
        assert_eq!(copied.state_of(other.event), RecordState::Quarantined, "the office has it, and says why");
    }
    let held = server::admin::set_aside(world.office(), &world.township.code).unwrap();
    assert_eq!(held.len(), 1, "kept once, however often it is sent");
    assert_eq!(held[0].problem, ProblemCode::EventForked);
    let devices = server::admin::devices(world.office(), &world.township.code).unwrap();
    assert!(devices[0].alerts.contains(&AlertKind::Forked), "flagged in the list of devices");
    assert!(server::admin::verify_audit(world.office(), &world.township.code).unwrap().is_ok());
}

/// I13 with a restore: what the phone lost with its copy, the office lost with its backup. What was written since goes on
/// behind the office's own old receipt; the missing place stays open, and a colleague's phone still has its record.
#[test]
fn what_neither_an_old_copy_nor_a_restored_office_has_is_noted_as_missing_and_may_be_given_back() {
    let mut world = World::peopled();
    let (case, officer) = (world.case("赵例一"), world.recovery_officer());
    let (phone, colleague) = (world.phone_of("miao"), world.phone_of("shi"));
    let kept = tempfile::tempdir().unwrap();
    copy(phone.folder(), kept.path());
    let backup = world.back_up();
    let gone = phone.record_visit(case, world.clock.now(), "副本与备份都没有的一条。").unwrap().event;
    phone.sync();
    colleague.sync();

    let phone = put_back(phone, kept.path());
    phone.link.lose_replies(route::PULL, 1);
    assert_eq!(phone.sync().sync.unwrap().problem.unwrap().code, ProblemCode::Offline);
    let since = phone.record_visit(case, world.clock.now(), "从旧副本恢复之后。").unwrap().event;
    world.restore(&backup, &officer);
    let sync = phone.sync().sync.unwrap();
    assert_eq!((sync.unsent, sync.quarantined, sync.problem), (0, 0, None), "it goes on");
    assert_eq!(phone.state_of(since), RecordState::Uploaded);
    let alerts = server::admin::alerts(world.office(), &world.township.code).unwrap();
    assert!(
        alerts.iter().any(|alert| alert.kind == AlertKind::SeriesGap),
        "and the office is told: {alerts:?}"
    );
    assert!(world.verify().is_sound(), "a gap that is explained: {:?}", world.verify().findings);

    // The comparison finds it, and the next exchange gives it back.
    colleague.sync();
    colleague.sync();
    let console = world.console("wen");
    let shown = |event| console.person(case).unwrap().page.timeline.iter().any(|entry| entry.event == event);
    assert_eq!((shown(gone), shown(since)), (false, true));
    let rows: Vec<server::view::HeldRow> = console.get("/api/quarantine").unwrap();
    assert_eq!((rows.len(), rows[0].countable), (1, true), "its place is open: {rows:?}");
    decide(&console, &rows[0], Verdict::Accepted, "已向本人核实。").unwrap();
    assert!(shown(gone) && shown(since));
    phone.sync();
    assert!(phone.person(case).unwrap().page.timeline.iter().any(|entry| entry.event == gone), "it is back");
    assert!(world.verify().is_sound(), "{:?}", world.verify().findings);
}

/// The receipt is what opens the gap: without one of this office over the place, nothing past it is taken.
#[test]
fn a_gap_without_a_receipt_of_this_office_is_not_stepped_over() {
    let mut world = World::peopled();
    let (case, officer) = (world.case("赵例一"), world.recovery_officer());
    let mut device = RawDevice::pair(&world.address(), &world.pairing_code("miao")).unwrap();
    world.confirm_devices();
    let backup = world.back_up();
    device.hello(world.clock.now()).unwrap();
    let stream = Stream::Case(case);
    let mut write = || {
        let (_, visit) = forms::visited(&mut Dice::new(1), world.clock.now(), Vec::new());
        device.write(world.clock.now(), stream.clone(), Body::Visit(visit)).1
    };
    let (first, second) = (write(), write());
    let signed = device.push(1, vec![first]).unwrap().receipt.unwrap();
    world.restore(&backup, &officer);
    device.hello(world.clock.now()).unwrap();
    let mut push = |gap| device.push_behind(2, vec![second.clone()], gap).unwrap().missing_from;
    let mut other = signed.clone();
    other.receipt.up_to_seq = 7;
    assert_eq!(push(None), Some(1));
    assert_eq!(push(Some(other)), Some(1), "one that nobody signed");
    assert_eq!(push(Some(signed)), None, "the office's own word");
}
