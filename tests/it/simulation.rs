//! Seeded histories with faults: nothing is lost, nothing differs, nobody is sent what is not theirs, everything is counted
//! once. `make soak` plays more of them.

#![allow(clippy::print_stdout, reason = "the rates of the faults are worth reading")]

use std::process::Command;

use e2e::sim::sabotage::Sabotage;
use e2e::sim::tape::Fault;
use e2e::sim::{self, Outcome, Totals};

const HISTORIES: u64 = 40;

/// Each once found a fault that the first forty do not meet.
const ONCE_BROKEN: [u64; 14] = [55, 177, 477, 541, 584, 607, 648, 2346, 3591, 3760, 4009, 4175, 5603, 6441];

#[test]
fn histories_with_faults_lose_nothing_and_come_to_rest() {
    let mut totals = Totals::default();
    let mut outcomes = sim::run_all(1..1 + HISTORIES, None);
    for outcome in &outcomes {
        totals.add(outcome);
    }
    outcomes.extend(ONCE_BROKEN.iter().map(|seed| sim::run(*seed, None, false)));
    let broken: Vec<&Outcome> = outcomes.iter().filter(|outcome| !outcome.findings.is_clean()).collect();
    assert!(broken.is_empty(), "{totals}\n{broken:#?}");
    let rates = Fault::ALL.iter().map(|fault| format!("{} {} %", fault.code(), totals.percent_with(*fault)));
    println!("R1 {totals}\n{}", rates.collect::<Vec<_>>().join(", "));
    let restored = totals.with_fault.get(&Fault::Restored).copied().unwrap_or(0);
    println!("R6 histories_with_a_restore={restored} lost=0 diverged=0");
    println!("S3 transfers={} leaked=0", totals.transfers);
    println!("R11 histories_by_rounds_to_rest={:?}", totals.rounds);
    let rare: Vec<_> = Fault::ALL.iter().filter(|fault| totals.percent_with(**fault) < 5).collect();
    assert!(rare.is_empty(), "each kind of fault must occur in one history of twenty: {rare:?}");
    assert!(totals.records >= 80 * HISTORIES, "{totals}: a history must carry eighty records");
}

#[test]
fn a_seed_replays_with_the_same_event_log() {
    let same = (1..=4).filter(|seed| sim::run(*seed, None, false).hash == sim::run(*seed, None, false).hash);
    let same = same.count();
    println!("R2 replayed={same}/4");
    assert_eq!(same, 4);
    assert_ne!(sim::run(3, None, false).hash, sim::run(4, None, false).hash, "another seed, another history");
}

#[test]
fn every_planted_bug_is_caught() {
    let is_caught = |bug: Sabotage| {
        let caught = (1..=60).find(|seed| !sim::run(*seed, Some(bug), false).findings.is_clean());
        println!("{}: seed {caught:?}", bug.code());
        caught.is_some()
    };
    // On two threads, every second bug on each.
    let half = |from: usize| -> Vec<Sabotage> {
        let bugs = Sabotage::ALL.iter().copied().skip(from).step_by(2);
        bugs.filter(|bug| !is_caught(*bug)).collect()
    };
    let mut missed: Vec<String> = std::thread::scope(|scope| {
        let other = scope.spawn(|| half(1));
        let mut missed = half(0);
        missed.extend(other.join().unwrap());
        missed.into_iter().map(|bug| bug.code().to_owned()).collect()
    });
    for careless in ["normal", "off"] {
        let arguments = ["--cuts", "2", "--only", "phone_record_visit", "--sabotage", careless];
        let is_content =
            Command::new(env!("CARGO_BIN_EXE_sweep")).args(arguments).output().unwrap().status.success();
        if is_content {
            missed.push(format!("synchronous_{careless}"));
        }
    }
    let planted = Sabotage::ALL.len() + 2;
    println!("R3 planted={planted} caught={}", planted - missed.len());
    assert!(missed.is_empty(), "not caught: {missed:?}");
    assert!(planted >= 25);
}
