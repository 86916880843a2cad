//! A person is given to another worker while the first one is out of reach.

use chrono::TimeDelta;
use client::view::RecordState;
use e2e::world::World;
use e2e::world::phone::PIN;
use shared::problem::ProblemCode;

#[test]
fn a_visit_made_before_a_reassignment_is_taken_and_the_person_leaves_the_first_phone_for_the_second() {
    let world = World::peopled();
    let case = world.case("赵例一");
    let (first, second) = (world.phone_of("miao"), world.phone_of("tian"));
    assert!(second.people("赵例一").is_empty());
    first.link.set_cut(true);
    let visit = first.record_visit(case, world.clock.now(), "改派之前、没有信号时的家访。").unwrap();
    world.clock.pass(TimeDelta::hours(1));
    let assign = |login: &str| {
        let worker = world.account(login).user;
        server::admin::assign(world.office(), &world.township.code, case, &[worker]).unwrap();
    };
    assign("tian");
    assert_eq!(first.people("赵例一").len(), 1, "not told yet");

    first.link.set_cut(false);
    assert_eq!(first.sync().sync.unwrap().unsent, 0);
    assert_eq!(first.state_of(visit.event), RecordState::Uploaded, "it happened while the person was theirs");
    let first = first.restarted();
    first.unlock(PIN).unwrap();
    assert!(first.people("赵例一").is_empty());
    assert!(first.today().rows.iter().all(|row| row.person.case != case));
    assert_eq!(first.person(case).unwrap_err().code, ProblemCode::UnknownCase);
    let now = world.clock.now();
    assert_eq!(first.record_visit(case, now, "已不归我管。").unwrap_err().code, ProblemCode::UnknownCase);
    let uploads = first.uploads();
    assert_eq!(uploads.rows[0].event, visit.event);
    assert!(!format!("{uploads:?}").contains("赵例一"), "own records stay, without the name");

    second.sync();
    let page = second.person(case).unwrap().page;
    assert!(page.timeline.iter().any(|entry| entry.event == visit.event && !entry.voided));

    assign("miao");
    first.sync();
    assert_eq!(first.person(case).unwrap().page.timeline, page.timeline, "given back, it is whole again");
}

#[test]
fn a_visit_made_after_a_reassignment_is_kept_by_the_office_and_its_author_is_told_even_if_the_answer_is_lost()
{
    let world = World::peopled();
    let case = world.case("赵例一");
    let (first, second) = (world.phone_of("miao"), world.phone_of("tian"));
    first.link.set_cut(true);
    world.clock.pass(TimeDelta::hours(1));
    let worker = world.account("tian").user;
    server::admin::assign(world.office(), &world.township.code, case, &[worker]).unwrap();
    world.clock.pass(TimeDelta::hours(1));
    let visit = first.record_visit(case, world.clock.now(), "不知道已经改派时的家访。").unwrap();

    first.link.set_cut(false);
    first.link.lose_push_replies(1);
    first.sync();
    assert_eq!(first.state_of(visit.event), RecordState::Saved);
    let sync = first.sync().sync.unwrap();
    assert_eq!((sync.unsent, sync.quarantined), (0, 1));
    let row = first.uploads().rows[0].clone();
    assert_eq!((row.event, row.state), (visit.event, RecordState::Quarantined));
    assert_eq!(row.problem.unwrap().code, ProblemCode::EventOutOfScope);
    assert!(first.people("赵例一").is_empty());

    second.sync();
    let timeline = second.person(case).unwrap().page.timeline;
    assert!(timeline.iter().all(|entry| entry.event != visit.event), "the office decides about it first");
    let workbench: server::view::Workbench = world.console("wen").get("/api/workbench").unwrap();
    assert_eq!(workbench.quarantine.len(), 1);
}
