//! What is done at the office is done there: a phone that sends it is heard, and it never counts.

use std::path::Path;

use server::view::{DecisionRequest, HeldRow};
use shared::access::{Door, comes_through};
use shared::case::State;
use shared::code::EndingKind;
use shared::event::{Amend, Body, Ended, RawEvent, Stream, Void};
use shared::hash::Hash;
use shared::page::{kind, summary};
use shared::problem::ProblemCode;
use shared::protocol::{Fate, Verdict};

use crate::phone::{Field, Phone, id_of};
use crate::sample;

/// One body of every kind, as it is frozen.
fn bodies() -> Vec<Body> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/tests/golden/event");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let read =
        |path: &std::path::PathBuf| RawEvent::read(std::fs::read(path).unwrap().trim_ascii_end().to_vec());
    paths.iter().map(|path| read(path).unwrap().into_event().body).collect()
}

async fn of_clerk() -> (Field, Phone) {
    let field = Field::new().await;
    let phone = Phone::paired(&field.bench, &field.clerk, 9).await;
    (field, phone)
}

fn problem(fate: &Fate) -> Option<ProblemCode> {
    if let Fate::Quarantined { problem } = fate { Some(problem.code) } else { None }
}

#[tokio::test]
async fn no_phone_brings_what_takes_two_or_the_office_and_none_of_it_is_lost() {
    shared::asserts!("R-BREACH-10", "R-ORG-6");
    let (field, mut phone) = of_clerk().await;
    let (case, now, bench) = (field.case, field.bench.now(), &field.bench);
    let barred: Vec<Body> = bodies().into_iter().filter(|body| !comes_through(body, Door::Phone)).collect();
    assert!(barred.len() > 30, "{}", barred.len());
    let of_office = |body: &Body| shared::access::act_of(body) == shared::access::Act::KeepOffice;
    let mut events = Vec::new();
    for body in &barred {
        let mut event = phone.draft(case, now, body.clone());
        if of_office(body) {
            event.stream = Stream::Office(bench.township.clone());
        }
        events.push(phone.keep(event));
    }
    let pushed = phone.push(bench, 1, &events).await;
    for (body, fate) in barred.iter().zip(&pushed.fates) {
        assert_eq!(problem(fate), Some(ProblemCode::EventNotByPhone), "{}", kind(body));
    }
    let receipt = pushed.receipt.unwrap().receipt;
    assert_eq!(receipt.up_to_seq as usize, barred.len(), "all are held");
    assert_eq!(receipt.chain, Hash::of(events.last().unwrap()));

    // The office sees each with its kind, and can make none of them count.
    let browser = bench.login(&field.clerk).await;
    let rows: Vec<HeldRow> = bench.get("/api/quarantine", Some(&browser)).await.json();
    assert_eq!(rows.len(), barred.len());
    assert!(rows.iter().all(|row| !row.countable && row.kind.is_some()), "{rows:?}");
    for row in &rows {
        let ask = DecisionRequest {
            series: row.series,
            seq: row.seq,
            hash: row.hash.clone(),
            verdict: Verdict::Accepted,
            reason: "试采纳".to_owned(),
        };
        let answer = bench.post("/api/quarantine/decide", Some(&browser), &ask).await;
        assert_eq!(answer.code(), ProblemCode::QuarantineNotCountable);
    }
    let page: server::view::PersonView =
        bench.get(&format!("/api/persons/{case}"), Some(&browser)).await.json();
    assert_eq!(
        (page.page.head.state, page.page.timeline.len()),
        (State::Active, 2),
        "{:?}",
        page.page.timeline
    );
}

#[tokio::test]
async fn what_a_phone_may_bring_is_judged_by_rights_as_before() {
    let (field, mut phone) = of_clerk().await;
    let (case, now) = (field.case, field.bench.now());
    let own: Vec<Body> = bodies().into_iter().filter(|body| comes_through(body, Door::Phone)).collect();
    let events: Vec<_> = own.iter().map(|body| phone.record(case, now, body.clone())).collect();
    let fates = phone.push(&field.bench, 1, &events).await.fates;
    for (body, fate) in own.iter().zip(&fates) {
        assert_ne!(problem(fate), Some(ProblemCode::EventNotByPhone), "{}", summary(body));
    }
    assert!(fates.contains(&Fate::Accepted));
}

#[tokio::test]
async fn a_phone_takes_nothing_back_that_it_could_not_have_written() {
    let (field, mut phone) = of_clerk().await;
    let (case, now) = (field.case, field.bench.now());
    let order = phone.pull_all(&field.bench).await[0];
    let visit = phone.record(case, now, sample::visit("自己的"));
    let void = |target| Body::Void(Void { target, reason: "试撤".to_owned() });
    let amend = Amend {
        target: order,
        basis: Vec::new(),
        fields: std::collections::BTreeMap::from([("term_months".to_owned(), 1.into())]),
        reason: "试改".to_owned(),
        attachments: Vec::new(),
    };
    let undone = phone.record(case, now, void(id_of(&visit)));
    let voided = phone.record(case, now, void(order));
    let amended = phone.record(case, now, Body::Amend(amend));
    let of_void = phone.record(case, now, void(id_of(&undone)));
    let of_barred = phone.record(case, now, void(id_of(&voided)));
    let fates =
        phone.push(&field.bench, 1, &[visit, undone, voided, amended, of_void, of_barred]).await.fates;
    let barred = Some(ProblemCode::EventNotByPhone);
    assert_eq!(fates.iter().map(problem).collect::<Vec<_>>(), [None, None, barred, barred, None, barred]);
}

#[tokio::test]
async fn an_ending_that_a_worker_sends_is_not_let_count_by_one_person_of_the_office() {
    let mut field = Field::new().await;
    let (case, now) = (field.case, field.bench.now());
    let ended = Ended { ending: EndingKind::Prison, paper: None };
    let ended = field.phone.record(case, now, Body::Ended(ended));
    let fates = field.phone.push(&field.bench, 1, std::slice::from_ref(&ended)).await.fates;
    assert_eq!(problem(&fates[0]), Some(ProblemCode::EventNotByPhone), "told what it is, whatever the role");
}
