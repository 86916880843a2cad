//! Every clause is asserted by a test.

use e2e::clauses::{FILE, mentions, table};
use shared::norm::CLAUSES;

#[test]
fn every_clause_is_asserted_by_a_test() {
    let tested = mentions().unwrap().tests;
    let bare: Vec<&str> =
        CLAUSES.iter().map(|clause| clause.id).filter(|id| !tested.contains_key(*id)).collect();
    assert!(bare.is_empty(), "no test asserts {}", bare.join(", "));
}

#[test]
fn the_committed_table_of_clauses_is_that_of_the_sources() {
    let committed = std::fs::read_to_string(FILE).unwrap();
    assert!(committed == table().unwrap(), "stale, run `cargo run -p e2e --bin clauses`");
}
