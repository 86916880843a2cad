//! A cheap phone after a flat battery: its clock is years off.

use chrono::TimeDelta;
use client::view::RecordState;
use e2e::world::World;
use server::view::DeviceRow;
use shared::case::IssueKind;

#[test]
fn a_clock_three_years_slow_locks_nobody_out_and_is_seen_by_the_office() {
    let world = World::peopled();
    let case = world.case("赵例一");
    let off = TimeDelta::days(-3 * 365);
    let phone = world.new_phone_with_clock_off("slow", off);
    world.pair(&phone, "miao");
    assert_eq!(
        phone.state().sync.unwrap().problem,
        None,
        "hello, push and pull do not ask the device's clock"
    );
    let refused = phone.record_visit(case, world.clock.now() + off, "时钟慢了三年。").unwrap_err();
    assert_eq!(refused.code.code(), "happened_before_report_in", "the date it shows cannot be right");

    let devices: Vec<DeviceRow> = world.console("wen").get("/api/devices").unwrap();
    let device = devices.iter().find(|device| device.user.name == "苗专干").unwrap();
    let offset = i64::from(device.clock_offset_seconds.unwrap());
    assert!((offset - off.num_seconds()).abs() < 120, "the office sees the offset: {offset}");
}

#[test]
fn a_clock_a_week_fast_marks_the_record_and_loses_nothing() {
    let world = World::peopled();
    let case = world.case("赵例一");
    let off = TimeDelta::days(7);
    let phone = world.new_phone_with_clock_off("fast", off);
    world.pair(&phone, "miao");
    let visit = phone.record_visit(case, world.clock.now() + off, "时钟快了一周。").unwrap();
    phone.sync();
    assert_eq!(phone.state_of(visit.event), RecordState::Uploaded, "accepted, not refused");
    let file = world.console("wen").person(case).unwrap();
    assert!(file.page.timeline.iter().any(|entry| entry.event == visit.event));
    let doubted = file
        .page
        .issues
        .iter()
        .any(|issue| issue.kind == IssueKind::TimeInDoubt && issue.events.contains(&visit.event));
    assert!(doubted, "its time is in doubt: {:?}", file.page.issues);
}
