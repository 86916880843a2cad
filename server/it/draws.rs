//! 抽检抽签 as the console shows it.

use server::seed::{About, Seed, SeedFact, seed};
use server::view::{CommitDrawRequest, DrawList, DrawRequest, Draws, Recorded};
use shared::code::BroughtBy;
use shared::draw::{LIST_CASES_MAX, commitment, drawn};
use shared::event::{Body, DrawCommitted, DrawMade, ReportIn};
use shared::id::EventId;
use shared::problem::ProblemCode;

use crate::bench::at;
use crate::phone::Field;
use crate::sample;
use crate::verify::report;

#[tokio::test]
async fn a_draw_of_the_past_names_nobody_whose_file_is_sealed_by_now() {
    shared::asserts!("R-PRIV-10");
    let field = Field::new().await;
    let clerk = field.clerk.made.user;
    let sealed = sample::sealed_case(&field.bench, clerk, "演示·柳封", 2, &[]);
    let office = |when: &str, body: Body| -> EventId {
        let (about, author, happened_at) = (About::Office, clerk, at(when));
        let fact = SeedFact { about, author, happened_at, recorded_at: happened_at, body };
        let history = Seed { cases: Vec::new(), facts: vec![fact] };
        seed(&field.bench.office, &field.bench.township, history).unwrap().events[0]
    };
    let word = "ab".repeat(32);
    let promise = DrawCommitted { commitment: commitment(&word), sealed: String::new(), count: 2 };
    let committed = office("2026-03-06T10:00:00+08:00", Body::DrawCommitted(promise));
    let both = vec![field.case, sealed];
    let (candidates, drawn, public) = (both.clone(), both, "试例号".to_owned());
    let made = DrawMade { committed, seed: word, public, candidates, lists: Vec::new(), drawn };
    office("2026-03-07T10:00:00+08:00", Body::DrawMade(made));

    let browser = field.bench.login(&field.clerk).await;
    let draws: Draws = field.bench.get("/api/draws", Some(&browser)).await.json();
    let made = draws.rows[0].made.as_ref().unwrap();
    assert_eq!(made.drawn.len(), 2, "the draw stands as it was made");
    assert_eq!(made.persons.iter().map(|one| one.case).collect::<Vec<_>>(), [field.case]);
}

/// A county's list does not fit into one event; it is drawn from all the same, and done again by `verify` and by anybody.
#[tokio::test]
async fn a_draw_of_more_than_one_event_holds_is_made_and_comes_to_the_same_again() {
    shared::asserts!("R-TEST-6");
    let field = Field::new().await;
    let clerk = field.clerk.made.user;
    let many = LIST_CASES_MAX + 50;
    let mut facts = Vec::new();
    for place in 0..many {
        let mut push = |when: &str, body: Body| {
            let (about, happened_at) = (About::Case(place), at(when));
            facts.push(SeedFact { about, author: clerk, happened_at, recorded_at: happened_at, body });
        };
        let order = sample::order("演示·众", u16::try_from(place % 900).unwrap() + 10);
        push("2026-03-01T09:00:00+08:00", Body::Order(order));
        push("2026-03-02T09:00:00+08:00", Body::ReportIn(ReportIn { brought_by: BroughtBy::Self_ }));
    }
    let history = Seed { cases: vec![Vec::new(); many], facts };
    seed(&field.bench.office, &field.bench.township, history).unwrap();

    let browser = field.bench.login(&field.clerk).await;
    let count = CommitDrawRequest { count: 5 };
    let committed: Recorded = field.bench.post("/api/draws/commit", Some(&browser), &count).await.json();
    field.bench.advance_seconds(60);
    let ask = DrawRequest { committed: committed.event, public: "试例号 5 0 2".to_owned() };
    let _: Recorded = field.bench.post("/api/draws/draw", Some(&browser), &ask).await.json();

    let draws: Draws = field.bench.get("/api/draws", Some(&browser)).await.json();
    let made = draws.rows[0].made.as_ref().unwrap();
    assert!(usize::try_from(made.candidates).unwrap() >= many, "{}", made.candidates);
    assert_eq!((draws.rows[0].fault, made.drawn.len()), (None, 5));
    let path = format!("/api/draws/{}/candidates", committed.event);
    let list: DrawList = field.bench.get(&path, Some(&browser)).await.json();
    assert_eq!(list.candidates.len(), usize::try_from(made.candidates).unwrap());
    assert_eq!(drawn(&made.seed, &made.public, &list.candidates, 5), made.drawn);
    let told = report(&field, &[]);
    assert_eq!((told.counts.draws, told.findings), (1, vec![]));
    let none = field
        .bench
        .get(&format!("/api/draws/{}/candidates", EventId(uuid::Uuid::nil())), Some(&browser))
        .await;
    assert_eq!(none.code(), ProblemCode::UnknownRecord);
}
