//! What a worker waits for, on a phone with five hundred people: a save until it is on the disk, a keystroke of the
//! search until the rows are there, the list of the day. Real encrypted files, synchronous=FULL.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    dead_code,
    missing_docs,
    reason = "a bench: a broken assumption must stop it; it borrows the office and the phone of the tests"
)]

#[path = "../tests/it/office.rs"]
mod office;
#[path = "../tests/it/phone.rs"]
mod phone;

use std::hint::black_box;
use std::sync::Arc;

use client::door::Request;
use criterion::{Criterion, criterion_group, criterion_main};
use office::Office;
use phone::{Phone, case};

/// More than one worker has: a clerk's phone of a whole township.
const PEOPLE: u32 = 500;

fn waits(criterion: &mut Criterion) {
    let phone = Phone::in_service(&Arc::new(Office::new()), PEOPLE);
    let mut number = 0;
    criterion.bench_function("a visit is saved on the disk, 500 people", |bench| {
        bench.iter(|| {
            number = number % PEOPLE + 1;
            phone.visit(case(number))
        });
    });
    for (name, query) in
        [("a letter", "s"), ("two initials", "sl"), ("a character", "试"), ("nothing found", "zz")]
    {
        criterion.bench_function(&format!("search by {name}, 500 people"), |bench| {
            bench.iter(|| black_box(phone.ask(Request::People { query: query.to_owned() })));
        });
    }
    criterion
        .bench_function("today, 500 people", |bench| bench.iter(|| black_box(phone.ask(Request::Today))));
    criterion.bench_function("a person's page, 500 people", |bench| {
        bench.iter(|| black_box(phone.ask(Request::Person { case: case(7) })));
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20);
    targets = waits
}
criterion_main!(benches);
