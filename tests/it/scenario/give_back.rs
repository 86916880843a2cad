//! What a restore took from the office comes back by whoever still holds it, and counts once a person says so.

use client::view::RecordState;
use e2e::world::{Console, Phone, World};
use server::verify::Wrong;
use server::view::HeldRow;
use shared::case::ReviewWord;
use shared::id::{CaseId, EventId};
use shared::page::EntryKind;
use shared::problem::ProblemCode;
use shared::protocol::Verdict;

use super::lost_phone::{decide, series_of};
use super::review::say;

fn waiting(console: &Console) -> Vec<HeldRow> {
    console.get("/api/quarantine").unwrap()
}

fn office_shows(console: &Console, case: CaseId, event: EventId) -> bool {
    console.person(case).unwrap().page.timeline.iter().any(|entry| entry.event == event)
}

fn phone_shows(phone: &Phone, case: CaseId, event: EventId) -> bool {
    phone.person(case).unwrap().page.timeline.iter().any(|entry| entry.event == event)
}

#[test]
fn what_a_lost_phone_wrote_after_the_backup_is_given_back_by_a_colleagues_phone() {
    let mut world = World::peopled();
    let case = world.case("赵例一");
    let officer = world.recovery_officer();
    let (lost, colleague) = (world.phone_of("miao"), world.phone_of("shi"));
    lost.sync();
    let backup = world.back_up();
    let record = |notes: &str| lost.record_visit(case, world.clock.now(), notes).unwrap().event;
    let visits = [record("备份后的第一次家访。"), record("备份后的第二次家访。")];
    lost.sync();
    let console = world.console("wen");
    say(&console, case, visits[0], ReviewWord::Accepted, "").unwrap();
    colleague.sync();
    assert!(phone_shows(&colleague, case, visits[1]));

    world.restore(&backup, &officer);
    let console = world.console("wen");
    let () = console.post_empty(&format!("/api/devices/{}/revoke", series_of(&world, "miao"))).unwrap();
    assert!(!office_shows(&console, case, visits[0]), "the restore took it");
    let state = colleague.sync();
    assert_eq!(state.sync.unwrap().problem, None);
    assert!(!phone_shows(&colleague, case, visits[0]), "what the office lacks counts nowhere");

    let mut rows = waiting(&console);
    rows.sort_by_key(|row| (row.kind != Some(EntryKind::Visit), row.seq));
    let (visit_rows, act) = (&rows[..2], &rows[2]);
    assert_eq!(rows.len(), 3, "two visits and the word of the office: {rows:?}");
    assert!(rows.iter().all(|row| row.problem.code == ProblemCode::EventGivenBack));
    assert!(rows.iter().all(|row| row.name.as_deref() == Some("赵例一")), "who it is about: {rows:?}");
    assert_eq!(visit_rows.iter().map(|row| row.countable).collect::<Vec<_>>(), [true, false], "in order");
    assert!(!act.countable, "what the office did itself is done again, not taken over");
    let says = |row: &HeldRow, words: &str| row.lines.iter().any(|line| line.text.contains(words));
    assert!(says(&visit_rows[1], "第二次家访"), "what waits can be read, and recorded anew: {rows:?}");
    assert_eq!(act.user.as_ref().map(|user| &user.name), Some(&world.account("wen").name));

    let early = decide(&console, &visit_rows[1], Verdict::Accepted, "先采后一条").unwrap_err();
    assert_eq!(early.code, ProblemCode::QuarantineNotCountable);
    decide(&console, &visit_rows[0], Verdict::Accepted, "已向苗本人核实。").unwrap();
    decide(&console, &visit_rows[1], Verdict::Accepted, "已向苗本人核实。").unwrap();
    decide(&console, act, Verdict::KeptAside, "已重新核对。").unwrap();
    assert!(waiting(&console).is_empty());
    colleague.sync();
    for visit in visits {
        assert!(office_shows(&console, case, visit) && phone_shows(&colleague, case, visit));
    }
    assert!(world.verify().is_sound(), "{:?}", world.verify().findings);
}

#[test]
fn what_was_given_back_counts_by_itself_once_its_authors_phone_sends_it() {
    let mut world = World::peopled();
    let case = world.case("赵例一");
    let officer = world.recovery_officer();
    let (author, colleague) = (world.phone_of("miao"), world.phone_of("shi"));
    author.sync();
    let backup = world.back_up();
    let visit = author.record_visit(case, world.clock.now(), "备份后的家访。").unwrap().event;
    author.sync();
    colleague.sync();

    world.restore(&backup, &officer);
    colleague.sync();
    let console = world.console("wen");
    assert_eq!(waiting(&console).len(), 1);
    colleague.sync();
    assert_eq!(waiting(&console).len(), 1, "given back once");
    decide(&console, &waiting(&console)[0], Verdict::KeptAside, "等本人上传。").unwrap();

    // Put back once more, the office has lost that as well.
    world.restore(&backup, &officer);
    let console = world.console("wen");
    assert!(waiting(&console).is_empty());
    colleague.sync();
    assert_eq!(waiting(&console).len(), 1, "given back again");
    decide(&console, &waiting(&console)[0], Verdict::KeptAside, "等本人上传。").unwrap();
    author.sync();
    assert!(waiting(&console).is_empty(), "its author sent it: nobody need decide");
    assert_eq!(author.state_of(visit), RecordState::Uploaded);
    colleague.sync();
    assert!(office_shows(&console, case, visit) && phone_shows(&colleague, case, visit));
    // The log of the time between the two restores is gone, and the phones that were told of it say so.
    let found = world.verify().findings;
    assert!(found.iter().all(|finding| finding.wrong == Wrong::WitnessDenied), "{found:?}");
}
