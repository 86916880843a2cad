//! One binary: scenarios, tidy checks, configuration checks.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

mod bindings;
mod conformance;
mod scenario;
mod tidy;
