//! One binary: scenarios, tidy checks, configuration checks.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests: a broken assumption must stop the run"
)]

mod bindings;
mod clauses;
mod conformance;
mod endure;
mod mutants;
mod phone_config;
mod scenario;
mod simulation;
mod sweep;
mod tidy;
#[cfg(feature = "window")]
mod window;
