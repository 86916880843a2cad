//! A morning of tests at the station: cards timed, a positive, a second refusal, a notice; all of it read back at the office.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use client::door::{Fact, Reply, Request, Taken};
use e2e::world::{Console, Phone, World};
use shared::code::{RefusalManner, Serve, TestResult};
use shared::document::{Paper, PaperKey};
use shared::event::{PaperFilled, SampleNumbers};
use shared::id::{CaseId, EventId};
use shared::page::TimelineEntry;

use super::story::session;

fn saved(reply: Result<Reply, shared::problem::Problem>) -> EventId {
    match reply {
        Ok(Reply::Saved(saved)) => saved.event,
        other => panic!("{other:?}"),
    }
}

fn test(case: CaseId, result: TestResult) -> Request {
    let positive = result == TestResult::Positive;
    let taken = Taken {
        sample_no: positive.then(|| SampleNumbers { a: "例01A".to_owned(), b: "例01B".to_owned() }),
        remarks: positive.then(|| "相机打不开，没有照片。".to_owned()),
        positive: if positive { vec!["MET".to_owned()] } else { Vec::new() },
        second_confirmed: positive,
        ..Taken::plain(result)
    };
    Request::RecordTest { case, taken, draft: None }
}

fn refuse(case: CaseId) -> Request {
    Request::RecordRefusal {
        case,
        manner: RefusalManner::Refuse,
        place: "柳例派出所".to_owned(),
        facts: "当面说明后仍不配合。".to_owned(),
        notice_proof: None,
        attachments: Vec::new(),
    }
}

fn at_the_office(console: &Console, case: CaseId, event: EventId) -> TimelineEntry {
    let timeline = console.person(case).unwrap().page.timeline;
    timeline.into_iter().find(|entry| entry.event == event).unwrap()
}

fn two_people(police: &Phone) -> (CaseId, CaseId) {
    let rows = police.roster().rows;
    let fresh: Vec<CaseId> =
        rows.iter().filter(|row| row.refusals == 0).map(|row| row.person.case).take(2).collect();
    let [one, other] = fresh.as_slice() else { panic!("two people without a refusal") };
    (*one, *other)
}

#[test]
fn a_morning_of_tests_reaches_the_office_with_the_time_each_card_was_wetted() {
    shared::asserts!("R-TEST-7", "R-TEST-15");
    let world = World::peopled();
    let police = world.phone_of("shi");
    police.open_session(session(&world)).unwrap();
    let (one, other) = two_people(&police);
    let sampled = world.clock.now();
    police.ask(Request::StartStrip { case: one }).unwrap();
    world.clock.pass(TimeDelta::minutes(1));
    police.ask(Request::StartStrip { case: other }).unwrap();
    // The phone dies in between; both cards run on.
    let police = police.restarted();
    police.unlock(e2e::world::phone::PIN).unwrap();
    assert_eq!(police.roster().rows.iter().filter(|row| row.strip.is_some()).count(), 2);
    world.clock.pass(TimeDelta::minutes(6));
    let negative = saved(police.ask(test(one, TestResult::Negative)));
    let positive = saved(police.ask(test(other, TestResult::Positive)));
    police.sync();

    let console = world.console("wen");
    let entry = at_the_office(&console, one, negative);
    assert_eq!(entry.happened_at, sampled);
    let entry = at_the_office(&console, other, positive);
    let line = |label: &str| entry.lines.iter().find(|line| line.label == label).unwrap().text.clone();
    assert!(line("各项结果").contains("甲基苯丙胺 阳性"), "{}", line("各项结果"));
    assert_eq!(line("样本编号"), "A 例01A / B 例01B");
    let duties = console.person(other).unwrap().page.duties;
    let relapse = shared::duty::DutyKind::RelapseReport;
    assert!(duties.iter().any(|duty| duty.key.kind == relapse), "the office owes the report");
}

#[test]
fn a_second_refusal_is_answered_by_its_admonition_which_the_worker_serves_and_the_office_reads() {
    shared::asserts!("R-TEST-11");
    let world = World::peopled();
    let case = world.case("赵例一");
    let (police, worker) = (world.phone_of("shi"), world.phone_of("miao"));
    saved(police.ask(refuse(case)));
    world.clock.pass(TimeDelta::days(1));
    let second = saved(police.ask(refuse(case)));
    police.sync();
    worker.sync();

    let Ok(Reply::Breaches(breaches)) = worker.ask(Request::Breaches { case }) else {
        panic!("not breaches")
    };
    let step = breaches.rows[0].steps.iter().find(|step| step.event == second).unwrap();
    assert_eq!(step.ordinal, 2);
    let key: PaperKey = step.paper.clone().unwrap();
    let Ok(Reply::Paper(paper)) = worker.ask(Request::Paper { case, paper: key }) else {
        panic!("not a paper")
    };
    assert!(paper.sheet.missing.iter().any(|label| label == "送达方式"));

    let served = Fact::PaperFilled(PaperFilled {
        paper: Paper::D11,
        about: Some(second),
        fields: BTreeMap::from([
            ("serve_manner".to_owned(), Serve::InPerson.code().to_owned()),
            ("receiver".to_owned(), "本人拒签，见证人：证一、证二".to_owned()),
        ]),
        attachments: Vec::new(),
    });
    let request =
        Request::Record { case, happened_at: world.clock.now(), fact: served, draft: None, late: None };
    let filled = saved(worker.ask(request));
    worker.sync();
    let entry = at_the_office(&world.console("wen"), case, filled);
    assert!(
        entry.lines.iter().any(|line| line.text.contains("拒签，见证人：证一、证二")),
        "{:?}",
        entry.lines
    );
}
