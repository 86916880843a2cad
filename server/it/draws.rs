//! 抽检抽签 as the console shows it.

use server::seed::{About, Seed, SeedFact, seed};
use server::view::Draws;
use shared::draw::commitment;
use shared::event::{Body, DrawCommitted, DrawMade};
use shared::id::EventId;

use crate::bench::at;
use crate::phone::Field;
use crate::sample;

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
    let made = DrawMade { committed, seed: word, public, candidates, drawn };
    office("2026-03-07T10:00:00+08:00", Body::DrawMade(made));

    let browser = field.bench.login(&field.clerk).await;
    let draws: Draws = field.bench.get("/api/draws", Some(&browser)).await.json();
    let made = draws.rows[0].made.as_ref().unwrap();
    assert_eq!(made.drawn.len(), 2, "the draw stands as it was made");
    assert_eq!(made.persons.iter().map(|one| one.case).collect::<Vec<_>>(), [field.case]);
}
