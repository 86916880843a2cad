//! One binary: scenarios, tidy checks, configuration checks.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests: a broken assumption must stop the run"
)]

// For its `mlock`, which does nothing: the cipher pins memory at every allocation, a quarter of the time of a history.
use faulty_disk as _;

mod bindings;
mod clauses;
mod conformance;
mod endure;
mod figures;
mod kill;
mod mutants;
mod phone_config;
mod scenario;
mod simulation;
mod sweep;
mod tidy;
mod upgrade;
#[cfg(feature = "window")]
mod window;
