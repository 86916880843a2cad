//! What a clerk waits for at the office: lists, search, filters and registers of a township of 300 and of a county of
//! 5,000 cases, each with two years of records. Whole answers: over the router, from an encrypted store, with their
//! audit entries committed.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    clippy::disallowed_methods,
    dead_code,
    missing_docs,
    reason = "a bench: a broken assumption must stop it, it has a clock, it borrows the office of the tests"
)]

#[path = "../it/bench.rs"]
mod bench;
#[path = "../it/sample.rs"]
mod sample;

use std::hint::black_box;
use std::time::Duration;

use bench::{Bench, Browser};
use chrono::{Days, TimeDelta};
use criterion::{Criterion, criterion_group, criterion_main};
use server::seed::{About, Seed, SeedFact, seed};
use shared::code::{BroughtBy, Role};
use shared::event::{Body, ReportIn};

const SURNAMES: [&str; 8] = ["柳", "芦", "菖", "蒲", "荻", "蒿", "艾", "葛"];
const GIVEN: [&str; 10] = ["试一", "试二", "例三", "例四", "演五", "演六", "样七", "样八", "拟九", "拟十"];
/// Cases written in one commit.
const STEP: usize = 250;

/// Two years of records of so many persons, with a worker for each thirty.
fn county(cases: usize) -> (Bench, bench::Person) {
    let bench = Bench::new();
    let clerk = bench.add_user("neiqin", "例内勤", Role::Office);
    let police = bench.add_user("minjing", "例警甲", Role::Police);
    let workers: Vec<_> = (0..cases.div_ceil(30))
        .map(|n| bench.add_user(&format!("zhuangan{n}"), &format!("试例{n}"), Role::Worker).made.user)
        .collect();
    for first in (0..cases).step_by(STEP) {
        let numbers = first..(first + STEP).min(cases);
        let mut facts = Vec::new();
        for (place, number) in numbers.clone().enumerate() {
            let name = format!("{}{}", SURNAMES[number % 8], GIVEN[number / 8 % 10]);
            let mut order = sample::order(&name, u16::try_from(number % 1000).unwrap());
            order.order_no = format!("演决〔2024〕{number}号");
            order.person.village = format!("{}叶村", SURNAMES[number % 8]);
            let begun = bench.now() - Days::new(20 + u64::try_from(number % 700).unwrap());
            order.received_by_person = Some(begun.date_naive());
            let mut push = |after: i64, author, body| {
                let at = begun + TimeDelta::days(after);
                if at <= bench.now() {
                    facts.push(SeedFact {
                        about: About::Case(place),
                        author,
                        happened_at: at,
                        recorded_at: at,
                        body,
                    });
                }
            };
            push(0, clerk.made.user, Body::Order(order));
            push(3, clerk.made.user, Body::ReportIn(ReportIn { brought_by: BroughtBy::Self_ }));
            for month in 0..24 {
                push(10 + month * 30, clerk.made.user, sample::visit("睡得好"));
                push(12 + month * 30, police.made.user, sample::drug_test(police.made.user));
            }
        }
        let own = numbers.map(|number| vec![workers[number / 30]]).collect();
        seed(&bench.office, &bench.township, Seed { cases: own, facts }).unwrap();
    }
    (bench, clerk)
}

/// Resident memory of this process, in MiB.
fn resident() -> u64 {
    let pages = std::fs::read_to_string("/proc/self/statm").unwrap();
    pages.split(' ').nth(1).unwrap().parse::<u64>().unwrap() * 4096 / 1024 / 1024
}

fn lists(criterion: &mut Criterion) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    for cases in [300, 5_000] {
        let (bench, clerk) = county(cases);
        let mut browser: Browser = runtime.block_on(bench.login(&clerk));
        let get = |path: &str, browser: &Browser| {
            let answer = runtime.block_on(bench.get(path, Some(browser)));
            assert!(answer.status.is_success(), "{path} {}", answer.status);
            answer.body.len()
        };
        let before = resident();
        let cold = std::time::Instant::now();
        get("/api/persons", &browser);
        println!("the first list of the day, {cases} cases: {:?}", cold.elapsed());
        println!(
            "memory for what lists keep, {cases} cases: {} MiB of {} MiB",
            resident() - before,
            resident()
        );
        for (name, path) in PATHS {
            get(path, &browser);
            criterion.bench_function(&format!("{name}, {cases} cases"), |b| {
                b.iter(|| black_box(get(path, &browser)));
            });
        }
        // The next morning everything is reckoned anew, once.
        bench.advance_seconds(24 * 3600);
        browser = runtime.block_on(bench.login(&clerk));
        let morning = std::time::Instant::now();
        get("/api/persons", &browser);
        println!("the first list of the next day, {cases} cases: {:?}", morning.elapsed());
        as_of(&runtime, &bench, &clerk, cases, criterion);
    }
}

/// The township as it was known twenty days before: what came in on the day the bench began.
fn as_of(
    runtime: &tokio::runtime::Runtime,
    bench: &Bench,
    clerk: &bench::Person,
    cases: usize,
    criterion: &mut Criterion,
) {
    let known_on = bench.now().date_naive();
    bench.advance_seconds(20 * 24 * 3600);
    let browser: Browser = runtime.block_on(bench.login(clerk));
    // What a clerk has on the screen before a day of the past is asked for.
    let today = runtime.block_on(bench.get("/api/persons", Some(&browser)));
    assert!(today.status.is_success(), "{}", today.status);
    let path = format!("/api/persons?as_of={known_on}");
    let get = || {
        let answer = runtime.block_on(bench.get(&path, Some(&browser)));
        assert!(answer.status.is_success(), "{path} {}", answer.status);
        assert!(answer.body.len() > 1000, "somebody was known");
        answer.body.len()
    };
    let first = std::time::Instant::now();
    get();
    println!("the first list as of a past day, {cases} cases: {:?}", first.elapsed());
    criterion.bench_function(&format!("the list as of that day again, {cases} cases"), |b| {
        b.iter(|| black_box(get()))
    });
}

const PATHS: &[(&str, &str)] = &[
    ("the list of persons", "/api/persons"),
    ("the last page of it", "/api/persons?page=100"),
    ("a search by initials", "/api/persons?q=ly"),
    ("a search by a character", "/api/persons?q=%E6%9F%B3"),
    ("a search that finds nothing", "/api/persons?q=zzzz"),
    ("a filter", "/api/persons?filter=overdue"),
    ("a filter and a village", "/api/persons?filter=week&village=%E6%9F%B3%E5%8F%B6%E6%9D%91"),
    ("the register of tests", "/api/registers/tests"),
    ("a search in it", "/api/registers/tests?q=ly&status=makeup"),
    ("the register of visits, its last page", "/api/registers/visits?page=9999"),
    ("the numbers of all registers", "/api/registers"),
    ("the deadlines of the month", "/api/deadlines"),
    ("the inbox", "/api/inbox"),
    ("what waits for a decision", "/api/decisions"),
];

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10).measurement_time(Duration::from_secs(2));
    targets = lists
}
criterion_main!(benches);
