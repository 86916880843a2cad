//! 变更执行地: a person moves to another township of the same server while phones are out of reach.

use chrono::TimeDelta;
use client::view::RecordState;
use e2e::world::World;
use server::view::{TransferRequest, Transfers};
use shared::problem::ProblemCode;
use shared::protocol::{ArrivalMark, Verdict};

/// P1, P6, a07, I9.
#[test]
fn p01_a07_a_transfer_during_offline_work_loses_nothing_and_each_phone_ends_with_what_is_its_own() {
    let world = World::peopled();
    let there = world.second_township();
    let case = world.case("赵例一");
    let phone = world.phone_of("miao");
    let theirs = world.phone_for(&there.code, there.police.user, "he");
    assert!(theirs.people("").is_empty());
    phone.link.set_cut(true);
    let before = phone.record_visit(case, world.clock.now(), "移交之前、没有信号时。").unwrap();
    world.clock.pass(TimeDelta::hours(1));

    let begin = format!("/api/cases/{case}/transfer");
    let ask = TransferRequest { to: there.code.clone() };
    let (here, other) = (world.console("wen"), world.console_of(&there.office));
    here.post::<()>(&begin, &ask).ok();
    let listed: Transfers = other.get("/api/transfers").unwrap();
    assert_eq!((listed.rows.len(), listed.rows[0].name.as_str()), (1, "赵例一"));
    theirs.sync();
    assert_eq!(theirs.people("赵例一").len(), 1, "both have it while it is under way");
    assert!(here.person(case).is_ok() && other.person(case).is_ok());
    assert!(
        here.post::<()>(&format!("{begin}/accept"), &()).is_err(),
        "the sender cannot accept for the other"
    );
    other.post::<()>(&format!("{begin}/accept"), &()).ok();
    assert!(here.person(case).is_err(), "here it lies no longer");

    world.clock.pass(TimeDelta::hours(1));
    let after = phone.record_visit(case, world.clock.now(), "不知道已经移交。").unwrap();
    phone.link.set_cut(false);
    let sync = phone.sync().sync.unwrap();
    assert_eq!((sync.unsent, sync.quarantined, sync.problem), (0, 1, None));
    let rows = phone.uploads().rows;
    let row = |event| rows.iter().find(|row| row.event == event).unwrap();
    assert_eq!(row(before.event).state, RecordState::Uploaded);
    assert_eq!(row(before.event).arrival, Some(ArrivalMark::AfterTransfer), "its author hears of it");
    assert_eq!(row(after.event).state, RecordState::Quarantined);
    assert_eq!(row(after.event).problem.as_ref().unwrap().code, ProblemCode::EventOutOfScope);
    assert!(phone.people("赵例一").is_empty(), "it left the phone by itself");
    let plain: i64 = phone.meddle(|sql| {
        let stream = format!("case:{case}");
        sql.query_row("SELECT count(*) FROM event WHERE stream = ?1", [stream], |row| row.get(0))
    });
    assert_eq!(plain, 2, "own records alone");
    assert!(phone.uploads().tally.unwrap().is_whole());

    theirs.sync();
    let page = theirs.person(case).unwrap().page;
    let office = world.console_of(&there.office).person(case).unwrap();
    assert_eq!(page.timeline, office.page.timeline, "the phone's totals are the office's accepted set");
    assert!(page.timeline.iter().any(|entry| entry.event == before.event));
    assert!(page.timeline.iter().all(|entry| entry.event != after.event));
    let mark = office.marks.iter().find(|mark| mark.event == before.event).unwrap();
    assert_eq!(mark.arrival, Some(ArrivalMark::AfterTransfer), "the new office sees that it came late");

    let seen = server::admin::set_aside(world.office(), &there.code).unwrap();
    assert_eq!(seen.len(), 1, "both offices see what was set aside");

    // The old office looks at the one that was set aside, and lets it count.
    let held = server::admin::set_aside(world.office(), &world.township.code).unwrap().remove(0);
    assert_eq!(held.event, Some(after.event));
    let clerk = world.account("wen").user;
    server::admin::decide(world.office(), &held, Verdict::Accepted, clerk).unwrap();
    let sync = phone.sync().sync.unwrap();
    assert_eq!((sync.quarantined, sync.problem), (0, None));
    assert_eq!(phone.state_of(after.event), RecordState::Uploaded, "and its author hears of it");
    theirs.sync();
    assert!(theirs.person(case).unwrap().page.timeline.iter().any(|entry| entry.event == after.event));
}

#[test]
fn a_transfer_that_is_cancelled_leaves_the_case_where_it_was_and_the_other_phone_without_it() {
    let world = World::peopled();
    let there = world.second_township();
    let case = world.case("钱例二");
    let (phone, theirs) = (world.phone_of("tian"), world.phone_for(&there.code, there.police.user, "he"));
    server::admin::begin_transfer(world.office(), &world.township.code, case, &there.code).unwrap();
    let twice = server::admin::begin_transfer(world.office(), &world.township.code, case, &there.code);
    assert!(twice.is_err(), "one at a time");
    theirs.sync();
    assert_eq!(theirs.people("").len(), 1);
    world.clock.pass(TimeDelta::minutes(5));
    server::admin::cancel_transfer(world.office(), &there.code, case).unwrap();
    assert_eq!(theirs.sync().sync.unwrap().problem, None);
    assert!(theirs.people("").is_empty());
    phone.sync();
    assert_eq!(phone.people("钱例二").len(), 1);
    assert!(
        server::admin::accept_transfer(world.office(), &there.code, case).is_err(),
        "there is none any more"
    );
}

/// P17, and the undo that came back as a second item.
#[test]
fn p17_a_record_that_is_set_aside_and_its_undo_stay_visible_with_one_reason() {
    let world = World::peopled();
    let there = world.second_township();
    let case = world.case("赵例一");
    let phone = world.phone_of("miao");
    phone.link.set_cut(true);
    world.clock.pass(TimeDelta::hours(1));
    server::admin::begin_transfer(world.office(), &world.township.code, case, &there.code).unwrap();
    server::admin::accept_transfer(world.office(), &there.code, case).unwrap();
    world.clock.pass(TimeDelta::hours(1));
    let visit = phone.record_visit(case, world.clock.now(), "移交后，记错了。").unwrap();
    phone.undo(visit.event).unwrap();
    phone.link.set_cut(false);
    phone.sync();
    let rows = phone.uploads().rows;
    let codes: Vec<_> = rows[..2].iter().map(|row| row.problem.as_ref().unwrap().code).collect();
    assert_eq!(codes, [ProblemCode::EventOutOfScope; 2], "the undo waits with its record");
    let held = server::admin::set_aside(world.office(), &world.township.code).unwrap();
    let first = held.iter().find(|record| record.event == Some(visit.event)).unwrap();
    let clerk = world.account("wen").user;
    server::admin::decide(world.office(), first, Verdict::Accepted, clerk).unwrap();
    assert_eq!(phone.sync().sync.unwrap().quarantined, 0, "it follows its record");
    let theirs = world.phone_for(&there.code, there.police.user, "he");
    let page = theirs.person(case).unwrap().page;
    assert!(page.timeline.iter().any(|entry| entry.event == visit.event && entry.voided));

    phone.link.set_cut(true);
    let kept = world.case("孙例三");
    let own = phone.record_visit(kept, world.clock.now(), "还没上传。").unwrap();
    let others = world.phone_of("shi");
    others.record_visit(kept, world.clock.now(), "同事的。").unwrap();
    others.sync();
    phone.link.set_cut(false);
    phone.link.lose_push_replies(1);
    phone.sync();
    let page = phone.person(kept).unwrap().page;
    assert!(
        page.timeline.iter().any(|entry| entry.event == own.event),
        "pending, and not hidden by what came"
    );
}
