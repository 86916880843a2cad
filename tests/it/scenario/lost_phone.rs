//! 丢机不丢证: what a phone wrote comes back, whatever became of the phone, its PIN or its user.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::TimeDelta;
use client::door::{Reply, Request};
use client::view::{CapsuleFile, Gate, RecordState};
use e2e::world::phone::PIN;
use e2e::world::{Console, Phone, World};
use server::view::{DecisionRequest, HandIn, HeldRow, Workbench};
use shared::id::SeriesId;
use shared::page::EntryKind;
use shared::problem::{Problem, ProblemCode};
use shared::protocol::Verdict;

use super::attachments::{photo, take, visit_with};

pub(super) fn handed(phone: &Phone) -> (CapsuleFile, Vec<u8>) {
    capsule(phone, Request::HandIn)
}

fn capsule(phone: &Phone, request: Request) -> (CapsuleFile, Vec<u8>) {
    let Reply::Capsule(file) = phone.ask(request).unwrap() else { panic!("not a capsule") };
    let bytes = STANDARD.decode(&file.data).unwrap();
    (file, bytes)
}

fn refused(console: &Console, bytes: Vec<u8>) -> Problem {
    console.post_bytes::<HandIn>("/api/capsules", bytes).unwrap_err().downcast::<Problem>().unwrap()
}

pub(super) fn series_of(world: &World, login: &str) -> SeriesId {
    let devices = server::admin::devices(world.office(), &world.township.code).unwrap();
    let user = world.account(login).user;
    devices.iter().find(|device| device.user.user == user && device.revoked_at.is_none()).unwrap().series
}

fn lock_out(phone: &Phone) {
    while phone.state().pin_wait_seconds == 0 {
        phone.unlock("135790").unwrap_err();
    }
}

pub(super) fn decide(
    console: &Console,
    row: &HeldRow,
    verdict: Verdict,
    reason: &str,
) -> Result<(), Problem> {
    let ask = DecisionRequest {
        series: row.series,
        seq: row.seq,
        hash: row.hash.clone(),
        verdict,
        reason: reason.to_owned(),
    };
    let done = console.post_plain("/api/quarantine/decide", &ask);
    done.map_err(|error| error.downcast::<Problem>().unwrap())
}

#[test]
fn a_file_saved_from_a_locked_phone_is_what_is_handed_in_and_the_office_takes_it() {
    let world = World::peopled();
    let case = world.case("赵例一");
    let phone = world.phone_of("miao");
    assert_eq!(phone.ask(Request::SaveCapsule).unwrap_err().code, ProblemCode::CapsuleEmpty);
    phone.link.set_cut(true);
    let visit = phone.record_visit(case, world.clock.now(), "没有信号时的家访。").unwrap();
    phone.ask(Request::Lock).unwrap();
    let (file, bytes) = capsule(&phone, Request::SaveCapsule);
    assert_eq!((file.records, file.saved_as.as_deref()), (1, None), "only the shell says where it lies");
    assert_eq!(file.file_name, format!("归航记录-{}.guihang", world.today()), "no name of anybody");
    assert_eq!(bytes, handed(&phone).1, "saved or handed over, it is one file");
    let console = world.console("wen");
    let done: HandIn = console.post_bytes("/api/capsules", bytes).unwrap();
    assert_eq!(done.counted, 1);
    let timeline = console.person(case).unwrap().page.timeline;
    assert!(timeline.iter().any(|entry| entry.event == visit.event), "and the visit is in the file");
}

#[test]
fn a_lost_phones_records_come_back_by_a_colleagues_hand_and_count_once_the_office_says_so() {
    let world = World::peopled();
    let case = world.case("赵例一");
    let phone = world.phone_of("miao");
    phone.link.set_cut(true);
    let attachment = take(&phone, &photo(1, 150_000));
    let visit = visit_with(&world, &phone, case, vec![attachment.clone()]);
    let second = phone.record_visit(case, world.clock.now(), "没有信号时的第二次家访。").unwrap();
    let phone = phone.restarted();
    lock_out(&phone);
    assert_eq!(phone.state().gate, Gate::Locked);
    let console = world.console("wen");
    let () = console.post_empty(&format!("/api/devices/{}/revoke", series_of(&world, "miao"))).unwrap();

    let (file, bytes) = handed(&phone);
    assert_eq!(file.records, 2, "said on the lock screen, without a PIN");
    assert!(!String::from_utf8_lossy(&bytes).contains("家访"), "nothing in it can be read on the way");
    let done: HandIn = console.post_bytes("/api/capsules", bytes.clone()).unwrap();
    assert_eq!((done.counted, done.set_aside, done.attachments), (0, 2, 1), "{done:?}");
    assert!(done.refused.is_empty());
    let page = console.person(case).unwrap();
    assert!(
        page.page.timeline.iter().all(|entry| entry.event != visit.event),
        "a revoked device decides nothing"
    );
    let bench: Workbench = console.get("/api/workbench").unwrap();
    assert_eq!(bench.quarantine.len(), 2);
    assert!(bench.quarantine.iter().all(|row| row.problem.code == ProblemCode::DeviceRevoked));

    let again: HandIn = console.post_bytes("/api/capsules", bytes).unwrap();
    assert_eq!((again.counted, again.attachments), (0, 0), "handed in again, nothing happens twice");
    let bench: Workbench = console.get("/api/workbench").unwrap();
    assert_eq!(bench.quarantine.len(), 2);

    // The office looks at each, and lets them count one by one.
    let held: Vec<HeldRow> = console.get("/api/quarantine").unwrap();
    assert_eq!(held.len(), 2);
    assert!(held.iter().all(|row| row.countable && row.case == Some(case)), "{held:?}");
    assert!(
        held.iter().all(|row| row.name.as_deref() == Some("赵例一") && row.kind == Some(EntryKind::Visit))
    );
    let (first, other) = (held.iter().min_by_key(|row| row.seq), held.iter().max_by_key(|row| row.seq));
    let (first, other) = (first.unwrap(), other.unwrap());
    let unreasoned = decide(&console, first, Verdict::Accepted, "  ").unwrap_err();
    assert_eq!((unreasoned.code, unreasoned.field.as_deref()), (ProblemCode::FieldMissing, Some("reason")));
    decide(&console, first, Verdict::Accepted, "已向本人核实，手机丢失前所写。").unwrap();
    let view = console.person(case).unwrap();
    assert!(view.page.timeline.iter().any(|entry| entry.event == visit.event), "it counts now");
    assert!(view.page.timeline.iter().all(|entry| entry.event != second.event), "the other one still waits");
    assert!(
        view.attachments.iter().any(|named| named.event == visit.event && named.arrived),
        "its photo too"
    );
    let twice = decide(&console, first, Verdict::KeptAside, "改主意").unwrap_err();
    assert_eq!(twice.code, ProblemCode::AlreadyDecided);
    let held: Vec<HeldRow> = console.get("/api/quarantine").unwrap();
    assert_eq!(held.iter().map(|row| row.seq).collect::<Vec<_>>(), [other.seq]);
    decide(&console, other, Verdict::Accepted, "同上。").unwrap();
    let held: Vec<HeldRow> = console.get("/api/quarantine").unwrap();
    assert!(held.is_empty(), "both are decided");
    let page = console.person(case).unwrap().page;
    assert!(page.timeline.iter().any(|entry| entry.event == second.event));
    assert!(world.verify().is_sound(), "{:?}", world.verify().findings);
}

#[test]
fn a01_logout_another_user_a_set_aside_store_and_wrong_pins_leave_the_capsule() {
    let world = World::peopled();
    let case = world.case("赵例一");
    let phone = world.phone_of("miao");
    phone.link.set_cut(true);
    phone.record_visit(case, world.clock.now(), "还没传上去的家访。").unwrap();
    phone.ask(Request::Lock).unwrap();
    assert_eq!(handed(&phone).0.records, 1, "locked");
    lock_out(&phone);
    assert_eq!(handed(&phone).0.records, 1, "after wrong PINs");

    // The store is damaged and set aside: the phone is as before pairing, and another user takes it over.
    let folder = phone.folder().join("store");
    let phone = phone.restarted();
    world.clock.pass(TimeDelta::days(1));
    drop(phone.state());
    std::fs::write(folder.join("store.db"), b"no store any more, by some misfortune").unwrap();
    let refused = phone.unlock(PIN).unwrap_err();
    assert_eq!(refused.code, ProblemCode::StoreCorrupt);
    assert_eq!(phone.state().gate, Gate::Unpaired);
    assert_eq!((phone.state().capsule, handed(&phone).0.records), (1, 1), "after the store is gone");
    phone.link.set_cut(false);
    world.pair(&phone, "tian");
    assert_eq!(handed(&phone).0.records, 1, "after another user took the phone over");

    let done: HandIn = world.console("wen").post_bytes("/api/capsules", handed(&phone).1).unwrap();
    assert_eq!(done.counted, 1, "the device was never revoked: its record counts as if it had been pushed");
    let timeline = world.console("wen").person(case).unwrap().page.timeline;
    assert!(timeline.iter().any(|entry| format!("{entry:?}").contains("还没传上去")));
}

#[test]
fn a12_a_record_is_complete_only_when_all_its_photos_have_arrived() {
    let world = World::peopled();
    let case = world.case("赵例一");
    let phone = world.phone_of("miao");
    let two = vec![take(&phone, &photo(1, 50_000)), take(&phone, &photo(2, 60_000))];
    let visit = visit_with(&world, &phone, case, two.clone());
    phone.link.set_metered(true);
    phone.sync();
    assert_eq!(phone.state_of(visit.event), RecordState::Incomplete);
    phone.link.set_metered(false);
    phone.sync();
    let row = phone.uploads().rows[0].clone();
    assert_eq!((row.state, row.attachments_received, row.attachments), (RecordState::Uploaded, 2, 2));
    let view = world.console("wen").person(case).unwrap();
    assert!(view.attachments.iter().all(|named| named.arrived) && view.attachments.len() == 2);
}

#[test]
fn a_run_of_qr_codes_brings_the_same_and_a_missing_one_is_named() {
    let world = World::peopled();
    let case = world.case("赵例一");
    let phone = world.phone_of("miao");
    phone.link.set_cut(true);
    phone.record_visit(case, world.clock.now(), "用二维码带走的家访。").unwrap();
    phone.ask(Request::Lock).unwrap();
    let total = handed(&phone).0.frames;
    let frame = |index| {
        let Reply::Frame(frame) = phone.ask(Request::HandInFrame { index }).unwrap() else {
            panic!("no frame")
        };
        assert!(frame.qr_svg.starts_with("<svg"));
        assert_eq!(frame.total, total);
        frame.text
    };
    let texts: Vec<String> = (0..total).map(frame).collect();
    let console = world.console("wen");
    let missing = refused(&console, texts[1..].join("\n").into_bytes());
    assert_eq!((missing.code, missing.figure.as_deref()), (ProblemCode::CapsuleIncomplete, Some("1")));
    let mut backwards = texts;
    backwards.reverse();
    let done: HandIn = console.post_bytes("/api/capsules", backwards.join(" ").into_bytes()).unwrap();
    assert_eq!(done.counted, 1);
    phone.link.set_cut(false);
    phone.unlock(PIN).unwrap();
    let sync = phone.sync().sync.unwrap();
    assert_eq!(
        (sync.unsent, sync.problem),
        (0, None),
        "the phone turns up again: it is told, nothing is doubled"
    );
}

#[test]
fn a_tampered_a_foreign_and_half_a_capsule_are_told_apart_and_the_sound_part_is_taken() {
    let world = World::peopled();
    let case = world.case("赵例一");
    let phone = world.phone_of("miao");
    phone.link.set_cut(true);
    phone.record_visit(case, world.clock.now(), "第一条。").unwrap();
    phone.record_visit(case, world.clock.now(), "第二条。").unwrap();
    let (_, bytes) = handed(&phone);
    let console = world.console("wen");
    assert_eq!(refused(&console, b"no capsule at all".to_vec()).code, ProblemCode::CapsuleMalformed);
    assert_eq!(refused(&console, Vec::new()).code, ProblemCode::CapsuleMalformed);
    assert_eq!(refused(&console, bytes[..30].to_vec()).code, ProblemCode::CapsuleIncomplete);

    let other = World::peopled();
    let elsewhere = other.phone_of("miao");
    elsewhere.link.set_cut(true);
    elsewhere.record_visit(other.case("赵例一"), other.clock.now(), "别处的。").unwrap();
    assert_eq!(refused(&console, handed(&elsewhere).1).code, ProblemCode::CapsuleForeign);

    let mut tampered = bytes.clone();
    let last = tampered.len() - 1;
    tampered[last] ^= 1;
    let done: HandIn = console.post_bytes("/api/capsules", tampered).unwrap();
    assert_eq!((done.counted, done.refused.len()), (1, 1), "{done:?}");
    assert_eq!(done.refused[0].problem.code, ProblemCode::CapsuleTampered);
    let done: HandIn = console.post_bytes("/api/capsules", bytes[..last].to_vec()).unwrap();
    assert_eq!((done.held_already, done.refused[0].problem.code), (1, ProblemCode::CapsuleIncomplete));
    let done: HandIn = console.post_bytes("/api/capsules", bytes).unwrap();
    assert_eq!((done.counted, done.held_already), (1, 1));
}

#[test]
fn what_left_with_its_case_is_gone_from_the_phone_but_for_the_sealed_copy() {
    let world = World::peopled();
    let (case, stays) = (world.case("赵例一"), world.case("钱例二"));
    let phone = world.phone_of("miao");
    let visit = visit_with(&world, &phone, case, vec![take(&phone, &photo(9, 20_000))]);
    phone.sync();
    let _ = stays;
    let worker = world.account("tian").user;
    server::admin::assign(world.office(), &world.township.code, case, &[worker]).unwrap();
    phone.sync();
    let row = phone.uploads().rows[0].clone();
    assert_eq!(
        (row.event, row.state, row.person_name.as_str()),
        (visit.event, RecordState::Uploaded, "（已不在名下）")
    );
    assert!(row.summary == shared::page::EntryKind::Visit.label());
    let sealed = phone.folder().join("store/capsule");
    let copies = std::fs::read_dir(sealed).unwrap().flatten().flat_map(|series| {
        std::fs::read_dir(series.path()).unwrap().flatten().map(|entry| entry.file_name())
    });
    assert_eq!(copies.filter(|name| name.to_string_lossy().ends_with(".age")).count(), 2, "record and photo");

    // Given back, it is whole again.
    let worker = world.account("miao").user;
    server::admin::assign(world.office(), &world.township.code, case, &[worker]).unwrap();
    phone.sync();
    let timeline = phone.person(case).unwrap().page.timeline;
    assert!(timeline.iter().any(|entry| entry.event == visit.event));
}

#[test]
fn a_record_that_left_with_its_case_comes_back_from_its_sealed_copy_after_a_restore() {
    let mut world = World::peopled();
    let case = world.case("赵例一");
    let phone = world.phone_of("miao");
    let officer = world.recovery_officer();
    let backup = world.back_up();
    let attachment = take(&phone, &photo(7, 30_000));
    let visit = visit_with(&world, &phone, case, vec![attachment.clone()]);
    phone.sync();
    let worker = world.account("tian").user;
    server::admin::assign(world.office(), &world.township.code, case, &[worker]).unwrap();
    phone.sync();
    assert_eq!(
        phone.ask(Request::Picture { id: attachment.id }).unwrap_err().code,
        ProblemCode::AttachmentUnknown,
        "gone from the phone"
    );

    world.restore(&backup, &officer);
    let sync = phone.sync().sync.unwrap();
    assert_eq!((sync.unsent, sync.problem), (0, None), "offered from what the phone itself cannot read");
    let view = world.console("wen").person(case).unwrap();
    assert!(view.page.timeline.iter().any(|entry| entry.event == visit.event));
    assert!(view.attachments[0].arrived, "the photo with it");
    assert!(world.verify().is_sound(), "{:?}", world.verify().findings);
    assert_eq!(phone.sync().sync.unwrap().attachments, 0);
    assert_eq!(phone.state_of(visit.event), RecordState::Uploaded);
}
