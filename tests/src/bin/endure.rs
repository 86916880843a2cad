//! `endure restores|flips|log-edits|log-time [--times N] [--seed S]`: what must hold many times over. Ends with a line of
//! figures, and with an error where something was lost or missed.

#![allow(clippy::print_stdout, reason = "its result is what it prints")]

use clap::{Parser, ValueEnum};
use e2e::endure::{flips, log_edits, restores};

#[derive(Debug, Clone, Copy, ValueEnum)]
enum What {
    /// R6: restores at random moments.
    Restores,
    /// R10: flipped bits.
    Flips,
    /// S10: edits of the audit log.
    LogEdits,
    /// S10: how long a log of so many entries takes to verify.
    LogTime,
}

#[derive(Debug, Parser)]
struct Options {
    what: What,
    #[arg(long, default_value_t = 100)]
    times: usize,
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

fn main() -> std::process::ExitCode {
    let Options { what, times, seed } = Options::parse();
    let (line, holds) = match what {
        What::Restores => {
            let tally = restores::run(times, seed);
            (tally.to_string(), tally.lost + tally.diverged == 0 && tally.noticed == tally.contacts)
        }
        What::Flips => {
            let tally = flips::run(times, seed);
            for missed in &tally.missed {
                println!("missed: {missed}");
            }
            (tally.to_string(), tally.detected == tally.flips)
        }
        What::LogEdits => {
            let tally = log_edits::run(times, seed);
            (tally.to_string(), tally.found == tally.edits)
        }
        What::LogTime => {
            let wanted = i64::try_from(times).unwrap_or(i64::MAX);
            let (entries, taken) = log_edits::time_to_verify(wanted);
            (format!("S10 entries={entries} seconds={:.2}", taken.as_secs_f64()), entries == wanted)
        }
    };
    println!("{line}");
    if holds { std::process::ExitCode::SUCCESS } else { std::process::ExitCode::FAILURE }
}
