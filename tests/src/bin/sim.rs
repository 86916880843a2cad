//! `sim --seeds N [--from S]` plays seeds; `sim --seed S` replays one, prints its event log's hash, and with `--tell` the log.

#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a command that prints and times itself")]

use std::process::ExitCode;
use std::time::Instant;

use clap::Parser;
// For its `mlock`, which does nothing: the cipher pins memory at every allocation, a quarter of the time of a history.
use e2e::sim::sabotage::Sabotage;
use e2e::sim::tape::Fault;
use e2e::sim::{self, Outcome, Totals};
use faulty_disk as _;

#[derive(Debug, Parser)]
struct Options {
    /// How many seeds to play.
    #[arg(long, default_value_t = 100)]
    seeds: u64,
    /// The first of them.
    #[arg(long, default_value_t = 1)]
    from: u64,
    /// Plays this one only.
    #[arg(long)]
    seed: Option<u64>,
    /// Prints the event log.
    #[arg(long)]
    tell: bool,
    /// Plays each seed twice and compares the hashes of their event logs.
    #[arg(long)]
    twice: bool,
    /// Plants a bug, by its code.
    #[arg(long, value_parser = planted)]
    sabotage: Option<Sabotage>,
}

fn planted(code: &str) -> Result<Sabotage, String> {
    let codes = || Sabotage::ALL.iter().map(|bug| bug.code()).collect::<Vec<_>>().join(", ");
    Sabotage::ALL.iter().copied().find(|bug| bug.code() == code).ok_or_else(|| format!("one of: {}", codes()))
}

fn main() -> ExitCode {
    let options = Options::parse();
    let (from, until) = match options.seed {
        Some(seed) => (seed, seed + 1),
        None => (options.from, options.from + options.seeds),
    };
    let (mut totals, started, mut same) = (Totals::default(), Instant::now(), 0);
    // In steps, so that what is found is seen while others are still played.
    for from in (from..until).step_by(20) {
        let seeds = from..until.min(from + 20);
        let outcomes = match options.seed {
            Some(seed) => vec![sim::run(seed, options.sabotage, options.tell)],
            None => sim::run_all(seeds.clone(), options.sabotage),
        };
        let again = if options.twice { sim::run_all(seeds, options.sabotage) } else { Vec::new() };
        for outcome in &outcomes {
            report(outcome, options.seed.is_some());
            totals.add(outcome);
        }
        for (first, second) in outcomes.iter().zip(&again) {
            if first.hash == second.hash {
                same += 1;
            } else {
                println!("seed {} does not replay: {} and {}", first.seed, first.hash, second.hash);
            }
        }
    }
    let replays = !options.twice || same == totals.histories;
    if options.twice {
        println!("replayed={same}/{}", totals.histories);
    }
    rates(&totals, started.elapsed().as_secs_f64());
    println!("{totals}");
    if totals.is_clean() && replays { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn report(outcome: &Outcome, always: bool) {
    let Outcome { seed, hash, findings, records, requests, rounds, .. } = outcome;
    if always || !findings.is_clean() {
        println!("seed={seed} log={hash} records={records} requests={requests} rounds={rounds}");
    }
    let kinds = [
        ("acknowledged_lost", &findings.acknowledged_lost),
        ("diverged", &findings.diverged),
        ("leaked", &findings.leaked),
        ("unconserved", &findings.unconserved),
    ];
    for (kind, found) in kinds {
        found.iter().for_each(|sentence| println!("  {kind}: {sentence}"));
    }
}

fn rates(totals: &Totals, seconds: f64) {
    for fault in Fault::ALL {
        println!("{:>3} % {} ({})", totals.percent_with(*fault), fault.code(), fault.label());
    }
    let histories = totals.histories.max(1);
    let (records, requests) = (totals.records / histories, totals.requests / histories);
    println!("{} persons moved", totals.transfers);
    println!("per history: {records} records, {requests} requests; rounds to rest: {:?}", totals.rounds);
    println!("{seconds:.1} s");
}
