//! The office over real HTTP requests and a real encrypted store.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a test that cannot go on has failed"
)]

mod access;
mod audit;
mod backup;
mod bench;
mod blob;
mod bundle;
mod capsule;
mod console;
mod decide;
mod doors;
mod draws;
mod filters;
mod handover;
mod inbox;
mod intake;
mod life;
mod lists;
mod login;
mod machine;
mod malformed;
mod matrix;
mod old_clients;
mod pairing;
mod papers;
mod parcel;
mod pdf;
mod peers;
mod people;
mod phone;
mod push;
mod reads;
mod rest;
mod sample;
mod scan;
mod scope;
mod sealed;
mod serve;
mod tls;
mod verify;
