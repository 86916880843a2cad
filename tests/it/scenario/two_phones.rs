//! A worker and a policeman were there together; both wrote it down.

use chrono::TimeDelta;
use client::view::RecordState;
use e2e::world::World;
use shared::case::IssueKind;

#[test]
fn the_same_visit_on_two_phones_is_an_issue_for_the_office_and_both_records_stand() {
    let world = World::peopled();
    let case = world.case("赵例一");
    let (worker, police) = (world.phone_of("miao"), world.phone_of("shi"));
    let at = world.clock.now() - TimeDelta::minutes(40);
    let first = worker.record_visit(case, at, "和民警一起上门。").unwrap();
    let second = police.record_visit(case, at + TimeDelta::minutes(5), "和专干一起上门。").unwrap();
    worker.sync();
    police.sync();
    worker.sync();

    let file = world.console("wen").person(case).unwrap();
    let issue =
        file.page.issues.iter().find(|issue| issue.kind == IssueKind::SameVisitTwice).expect("an issue");
    assert!(issue.events.contains(&first.event) && issue.events.contains(&second.event));
    for event in [first.event, second.event] {
        assert!(
            file.page.timeline.iter().any(|entry| entry.event == event && !entry.voided),
            "nothing was merged away"
        );
    }
    assert_eq!(
        worker.state_of(first.event),
        RecordState::Contradicted,
        "the phone that wrote it hears of it"
    );
}
