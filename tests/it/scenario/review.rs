//! 核对: the office reads what the phones sent, sends one record back, and its author mends it.

use chrono::TimeDelta;
use client::door::{Reply, Request};
use client::fact::Fact;
use client::view::RecordState;
use e2e::world::{Console, Phone, World};
use server::view::{RecordReviewRequest, Recorded};
use shared::case::ReviewWord;
use shared::event::Visit;
use shared::id::{CaseId, EventId};
use shared::inbox::Seen;
use shared::problem::ProblemCode;

/// What the file shows of a record now.
fn seen(console: &Console, case: CaseId, target: EventId) -> Seen {
    let entries = console.person(case).unwrap().page.timeline;
    let entry = entries.into_iter().find(|entry| entry.event == target);
    entry.map_or(Seen { basis: Vec::new(), review: None }, |entry| Seen {
        basis: entry.amended,
        review: entry.review.map(|review| review.event),
    })
}

pub(super) fn say(
    console: &Console,
    case: CaseId,
    target: EventId,
    verdict: ReviewWord,
    note: &str,
) -> anyhow::Result<Recorded> {
    let fields = vec!["notes".to_owned()];
    let seen = seen(console, case, target);
    let request = RecordReviewRequest { target, verdict, note: note.to_owned(), fields, seen };
    console.post(&format!("/api/cases/{case}/review"), &request)
}

/// Opens the record in its form again, writes more, saves.
fn mend(phone: &Phone, case: CaseId, event: EventId, notes: &str) {
    let Reply::Opened(opened) = phone.ask(Request::OpenRecord { case, event }).unwrap() else {
        panic!("not opened")
    };
    assert_eq!(opened.marked, ["notes"], "the field to look at is marked");
    let Fact::Visit(visit) = opened.fact else { panic!("no visit") };
    let fact = Fact::Visit(Visit { notes: notes.to_owned(), ..visit });
    let reason = "按退回补正".to_owned();
    phone.ask(Request::Mend { case, event, happened_at: opened.happened_at, fact, reason }).unwrap();
}

#[test]
fn a_record_sent_back_reaches_its_author_with_the_reason_and_is_theirs_until_it_is_accepted() {
    let world = World::peopled();
    let case = world.case("赵例一");
    let worker = world.phone_of("miao");
    let visit = worker.record_visit(case, world.clock.now(), "谈近况。").unwrap().event;
    worker.sync();
    let office = world.console("wen");
    assert!(say(&office, case, visit, ReviewWord::Returned, " ").is_err(), "not without a word");
    say(&office, case, visit, ReviewWord::Returned, "没写邻居意见").unwrap();

    let strip = worker.sync().sync.unwrap();
    assert_eq!(strip.returned, 1, "the strip says so");
    let row = worker.uploads().rows.into_iter().find(|row| row.event == visit).unwrap();
    assert_eq!((row.state, row.mend), (RecordState::Returned, Some(client::door::Form::Visit)));
    let review = row.review.unwrap();
    assert_eq!((review.note.as_str(), review.fields), ("没写邻居意见", vec!["notes".to_owned()]));
    let entry = |office: &Console| {
        let timeline = office.person(case).unwrap().page.timeline;
        timeline.into_iter().find(|entry| entry.event == visit && !entry.voided).expect("it counts")
    };
    assert!(entry(&office).review.unwrap().is_returned(), "both sides say so");

    mend(&worker, case, visit, "谈近况。邻居说他近来安稳。");
    let strip = worker.sync().sync.unwrap();
    assert_eq!((strip.returned, strip.unsent), (0, 0));
    assert_eq!(worker.state_of(visit), RecordState::Uploaded, "it waits to be read again");
    let waiting = entry(&office);
    assert!(waiting.review.unwrap().waits_again);
    assert!(waiting.lines.iter().any(|line| line.text.contains("邻居说他近来安稳")));

    world.clock.pass(TimeDelta::minutes(1));
    say(&office, case, visit, ReviewWord::Accepted, "").unwrap();
    let strip = worker.sync().sync.unwrap();
    assert_eq!((strip.returned, strip.quarantined), (0, 0));
    assert_eq!(worker.state_of(visit), RecordState::Accepted);
    assert_eq!(worker.undo(visit).unwrap_err().code, ProblemCode::RecordAccepted);
}

#[test]
fn only_the_office_judges_records_and_only_records() {
    let world = World::peopled();
    let case = world.case("赵例一");
    let worker = world.phone_of("miao");
    let visit = worker.record_visit(case, world.clock.now(), "谈近况。").unwrap().event;
    worker.sync();
    let office = world.console("wen");
    let said = say(&office, case, visit, ReviewWord::Returned, "补写").unwrap().event;
    assert!(say(&office, case, said, ReviewWord::Accepted, "").is_err(), "a review is no record");
    let leader = world.console("gao");
    assert!(say(&leader, case, visit, ReviewWord::Accepted, "").is_err());
}
