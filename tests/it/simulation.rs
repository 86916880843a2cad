//! Seeded histories with faults: nothing is lost, nothing differs, nobody is sent what is not theirs, everything is counted
//! once. `sim --seeds 1000` plays more of them.

#![allow(clippy::print_stdout, reason = "the rates of the faults are worth reading")]

use e2e::sim::sabotage::Sabotage;
use e2e::sim::tape::Fault;
use e2e::sim::{self, Outcome, Totals};

const HISTORIES: u64 = 60;

#[test]
fn sixty_histories_with_faults_lose_nothing_and_come_to_rest() {
    let mut totals = Totals::default();
    let outcomes = sim::run_all(1..1 + HISTORIES, None);
    for outcome in &outcomes {
        totals.add(outcome);
    }
    let broken: Vec<&Outcome> = outcomes.iter().filter(|outcome| !outcome.findings.is_clean()).collect();
    assert!(broken.is_empty(), "{totals}\n{broken:#?}");
    let rates = Fault::ALL.iter().map(|fault| format!("{} {} %", fault.code(), totals.percent_with(*fault)));
    println!("{totals}\n{}", rates.collect::<Vec<_>>().join(", "));
    let rare: Vec<_> = Fault::ALL.iter().filter(|fault| totals.percent_with(**fault) < 5).collect();
    assert!(rare.is_empty(), "each kind of fault must occur in one history of twenty: {rare:?}");
    assert!(totals.records >= 80 * HISTORIES, "{totals}: a history must carry eighty records");
}

#[test]
fn a_seed_replays_with_the_same_event_log() {
    for seed in [3, 14, 15] {
        let (first, second) = (sim::run(seed, None, false), sim::run(seed, None, false));
        assert_eq!(first.hash, second.hash, "seed {seed}");
    }
    assert_ne!(sim::run(3, None, false).hash, sim::run(4, None, false).hash, "another seed, another history");
}

#[test]
fn every_planted_bug_is_caught() {
    let is_caught = |bug: Sabotage| {
        let caught = (1..=20).find(|seed| !sim::run(*seed, Some(bug), false).findings.is_clean());
        println!("{}: seed {caught:?}", bug.code());
        caught.is_some()
    };
    let missed: Vec<_> = Sabotage::ALL.iter().copied().filter(|bug| !is_caught(*bug)).collect();
    assert!(missed.is_empty(), "not caught: {missed:?}");
}
