//! The phone from outside: its door, real encrypted files, and an office that answers as the protocol says.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by them, in its helpers too"
)]

mod about;
mod damage;
mod exchange;
mod forms;
mod http;
mod month;
mod office;
mod other_tests;
mod pairing;
mod papers;
mod phone;
mod pin;
mod recording;
mod scope;
mod screens;
mod testing;
