//! The list of wrong rules stays in step with the sources; planting them is `cargo run -p e2e --bin mutants`.

use std::collections::BTreeSet;

use e2e::mutants::{list, occurrences};
use shared::norm::is_clause;

#[test]
fn every_wrong_rule_can_be_planted_in_exactly_one_place() {
    for mutant in list().unwrap() {
        assert!(is_clause(&mutant.clause), "{}", mutant.clause);
        assert_eq!(occurrences(&mutant).unwrap(), 1, "{} {}: {}", mutant.clause, mutant.what, mutant.from);
        assert_ne!(mutant.from, mutant.to);
    }
}

#[test]
fn wrong_rules_lie_in_at_least_thirty_clauses() {
    let clauses: BTreeSet<String> = list().unwrap().into_iter().map(|mutant| mutant.clause).collect();
    assert!(clauses.len() >= 30, "{}", clauses.len());
}
