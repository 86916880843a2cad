//! 抽检抽签: committed to, drawn by a public word, done again by whoever doubts it.

use chrono::TimeDelta;
use client::view::TestSession;
use e2e::world::{Console, World};
use serde_json::json;
use server::view::{DrawList, DrawRow, Draws, Recorded};
use shared::code::{TestResult, TestSetting};
use shared::draw::{commitment, drawn};
use shared::problem::{Problem, ProblemCode};

use super::story::session;

const WORD: &str = "彩票第2026327期：5 0 2";

fn draws(console: &Console) -> Draws {
    console.get("/api/draws").unwrap()
}

fn only(console: &Console) -> DrawRow {
    draws(console).rows.remove(0)
}

fn commit(console: &Console, count: u16) -> Recorded {
    console.post("/api/draws/commit", &json!({ "count": count })).unwrap()
}

fn draw(console: &Console, committed: &Recorded) -> anyhow::Result<Recorded> {
    console.post("/api/draws/draw", &json!({ "committed": committed.event, "public": WORD }))
}

fn code(refused: anyhow::Result<Recorded>) -> ProblemCode {
    refused.unwrap_err().downcast::<Problem>().unwrap().code
}

#[test]
fn whom_a_spot_check_falls_on_is_drawn_by_what_nobody_could_choose_and_done_again_by_anybody() {
    shared::asserts!("R-TEST-6");
    let world = World::peopled();
    let console = world.console("wen");
    let before = draws(&console);
    assert!(before.rows.is_empty() && before.candidates > 5, "{}", before.candidates);
    let committed = commit(&console, 3);
    let waiting = only(&console);
    assert_eq!((waiting.event, waiting.count, waiting.made), (committed.event, 3, None), "no seed yet");

    world.clock.pass(TimeDelta::hours(11));
    let console = world.console("wen");
    draw(&console, &committed).unwrap();
    let row = only(&console);
    let made = row.made.unwrap();
    assert_eq!(row.fault, None);
    assert_eq!(made.candidates, before.candidates);
    let list: DrawList = console.get(&format!("/api/draws/{}/candidates", committed.event)).unwrap();
    assert_eq!((made.drawn.len(), made.persons.len()), (3, 3));
    // What an auditor does with the figures on the page and no program of ours but these two functions.
    assert_eq!(commitment(&made.seed), waiting.commitment);
    assert_eq!(drawn(&made.seed, WORD, &list.candidates, 3), made.drawn);
    assert_eq!(code(draw(&console, &committed)), ProblemCode::StateForbids, "once for each commitment");
    assert!(world.verify().is_sound(), "guihang verify does it again as well");

    // Who was tested in this window is not drawn again in it: the year's number stays.
    let police = world.phone_of("shi");
    police.open_session(TestSession { setting: TestSetting::Spot, ..session(&world) }).unwrap();
    police.record_test(made.drawn[0], TestResult::Negative).unwrap();
    police.sync();
    assert_eq!(draws(&console).candidates, before.candidates - 1);
    commit(&console, 1);
    assert_eq!(draws(&console).rows.len(), 2, "a commitment that is never drawn by stays in sight");
}
