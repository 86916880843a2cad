//! Every clause is asserted by a test, or it is said why not.

use std::collections::BTreeMap;

use e2e::clauses::{FILE, UNTESTED, mentions, table};
use shared::norm::{CLAUSES, is_clause};

#[test]
fn every_clause_is_asserted_by_a_test_or_listed_with_a_reason() {
    let text = std::fs::read_to_string(UNTESTED).unwrap();
    let listed: BTreeMap<&str, &str> = text.lines().filter_map(|line| line.split_once(' ')).collect();
    let tested = mentions().unwrap().tests;
    for clause in CLAUSES {
        let has_test = tested.contains_key(clause.id);
        let is_listed = listed.contains_key(clause.id);
        assert!(has_test || is_listed, "{}: no test asserts it", clause.id);
        assert!(!(has_test && is_listed), "{}: tested now, strike it from the list", clause.id);
    }
    for (id, reason) in listed {
        assert!(is_clause(id) && reason.len() > 10, "{id}: no such clause, or no reason");
    }
}

#[test]
fn the_committed_table_of_clauses_is_that_of_the_sources() {
    let committed = std::fs::read_to_string(FILE).unwrap();
    assert!(committed == table().unwrap(), "stale, run `cargo run -p e2e --bin clauses`");
}
