//! A phone that was copied, or put back from an old copy.

use std::path::Path;

use client::view::RecordState;
use e2e::world::phone::PIN;
use e2e::world::{Phone, World};
use server::store::alert::AlertKind;
use shared::problem::ProblemCode;

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
