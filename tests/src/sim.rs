//! Seeded histories of the shipped phone and the shipped office in one process, without sockets: a driver thread, one
//! generator, real encrypted stores. The same seed gives the same event log.
//!
//! - [`history`]: what people and machines do. [`wire`]: what can happen to a request.
//! - [`office`], [`phone`]: both sides, and how they die. [`town`]: who is there. [`forms`]: what they type.
//! - [`tape`]: the event log. [`check`]: four readers of it. [`inventory`]: what lies in the files, by SQL of our own.
//! - [`sabotage`]: planted bugs, so that one sees the readers find something.

#![allow(clippy::wildcard_enum_match_arm, reason = "each reader of the log looks only at what it needs")]

/// A closed list with a code and a sentence for each.
macro_rules! named {
    ($(#[$meta:meta])* pub enum $name:ident { $($variant:ident = $code:literal $label:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name { $($variant,)+ }

        impl $name {
            /// Every one, in the order of the list.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)+ }
            }

            #[must_use]
            pub const fn label(self) -> &'static str {
                match self { $(Self::$variant => $label,)+ }
            }
        }
    };
}
use named;

pub mod check;
mod compare;
pub mod dice;
pub mod files;
pub mod forms;
mod history;
mod inventory;
pub mod office;
pub mod phone;
pub mod sabotage;
pub mod tape;
pub mod town;
pub mod wire;

use std::collections::BTreeMap;

use check::Findings;
use history::History;
use sabotage::Sabotage;
use tape::{Fault, Tape};

/// What became of one seed.
#[derive(Debug)]
pub struct Outcome {
    pub seed: u64,
    pub hash: String,
    pub findings: Findings,
    pub records: u64,
    pub requests: u64,
    /// Until everything was at rest.
    pub rounds: u32,
    pub faults: BTreeMap<Fault, u32>,
}

/// Plays the history of a seed; `tell` prints each entry of its log.
#[must_use]
pub fn run(seed: u64, sabotage: Option<Sabotage>, tell: bool) -> Outcome {
    let tape = Tape::new(tell);
    let rounds = History::new(seed, sabotage, &tape).play();
    let log = tape.read();
    Outcome {
        seed,
        hash: log.hash(),
        findings: log.checkers.findings(),
        records: log.records,
        requests: log.requests,
        rounds,
        faults: log.faults.clone(),
    }
}

/// Plays many seeds on two threads, each history on one of them; in the order of the seeds.
///
/// # Panics
/// Where a history panics.
#[must_use]
pub fn run_all(seeds: std::ops::Range<u64>, sabotage: Option<Sabotage>) -> Vec<Outcome> {
    let play = |seeds: std::iter::StepBy<std::ops::Range<u64>>| -> Vec<Outcome> {
        seeds.map(|seed| run(seed, sabotage, false)).collect()
    };
    let (even, odd) = (seeds.clone().step_by(2), (seeds.start + 1..seeds.end).step_by(2));
    let mut all = std::thread::scope(|scope| {
        let other = scope.spawn(|| play(odd));
        let mut all = play(even);
        all.extend(other.join().expect("the other thread"));
        all
    });
    all.sort_by_key(|outcome| outcome.seed);
    all
}

/// The sums of many histories.
#[derive(Debug, Default)]
pub struct Totals {
    pub histories: u64,
    pub records: u64,
    pub requests: u64,
    pub acknowledged_lost: u64,
    pub diverged: u64,
    pub leaked: u64,
    pub unconserved: u64,
    /// Persons who moved to the other township.
    pub transfers: u64,
    /// Histories in which a fault occurred.
    pub with_fault: BTreeMap<Fault, u64>,
    /// Histories by the rounds they took to come to rest.
    pub rounds: BTreeMap<u32, u64>,
}

impl Totals {
    pub fn add(&mut self, outcome: &Outcome) {
        let count = |found: &Vec<String>| u64::try_from(found.len()).unwrap_or(u64::MAX);
        self.histories += 1;
        self.records += outcome.records;
        self.requests += outcome.requests;
        self.acknowledged_lost += count(&outcome.findings.acknowledged_lost);
        self.diverged += count(&outcome.findings.diverged);
        self.leaked += count(&outcome.findings.leaked);
        self.unconserved += count(&outcome.findings.unconserved);
        self.transfers += u64::from(outcome.faults.get(&Fault::Transferred).copied().unwrap_or(0));
        for fault in outcome.faults.keys() {
            *self.with_fault.entry(*fault).or_default() += 1;
        }
        *self.rounds.entry(outcome.rounds).or_default() += 1;
    }

    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.acknowledged_lost + self.diverged + self.leaked + self.unconserved == 0
    }

    /// Of a hundred histories, those in which the fault occurred.
    #[must_use]
    pub fn percent_with(&self, fault: Fault) -> u64 {
        self.with_fault.get(&fault).copied().unwrap_or(0) * 100 / self.histories.max(1)
    }
}

impl std::fmt::Display for Totals {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { histories, records, acknowledged_lost, diverged, leaked, unconserved, .. } = self;
        write!(
            f,
            "histories={histories} records={records} acknowledged_lost={acknowledged_lost} diverged={diverged} leaked={leaked} unconserved={unconserved}"
        )
    }
}
