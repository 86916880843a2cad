//! The harness of everything that is tried end to end, and the tools that judge or show it.
//!
//! - [`bindings`]: TypeScript types of the door, the console's answers and the code lists.
//! - [`conformance`]: worked examples through the rules alone.
//! - [`count_link`]: a line that counts what travels.
//! - [`sim`]: seeded histories with faults, and the checkers of them.
//! - [`township`]: the invented people.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::string_slice,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a harness: a broken assumption must stop the run, and its shells own the clock"
)]

pub mod bindings;
pub mod clauses;
pub mod conformance;
pub mod count_link;
pub mod endure;
pub mod link;
pub mod moving_clock;
pub mod mutants;
pub mod old_client;
pub mod phone;
pub mod phone_page;
pub mod raw_device;
pub mod seed;
pub mod sim;
pub mod totp;
pub mod township;
pub mod world;
