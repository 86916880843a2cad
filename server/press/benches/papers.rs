//! How long a page takes, and a month's papers of 300 people.
#![allow(clippy::expect_used, clippy::panic, missing_docs, reason = "a bench that cannot go on has failed")]

use std::time::Duration;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use press::{Job, Part, Press};
use shared::document::Paper;

#[path = "../it/sheets.rs"]
#[allow(dead_code, reason = "made for the tests")]
mod sheets;

use sheets::{Filled, issued, job, sheet};

/// People of a large township.
const PEOPLE: usize = 300;

fn one(paper: Paper) -> Job {
    job(vec![Part::Paper(issued(sheet(paper, Filled::Every)))])
}

fn pages(criterion: &mut Criterion) {
    let press = Press::system().expect("fonts-noto-cjk is installed");
    let mut group = criterion.benchmark_group("papers");
    group.sample_size(20);
    for (name, paper) in [
        ("form_of_one_page", Paper::X02),
        ("letter_of_one_page", Paper::D14),
        ("register_of_two_pages", Paper::D02),
    ] {
        let job = one(paper);
        group.bench_function(name, |bencher| bencher.iter(|| press.pdf(&job).expect("printed")));
    }
    let notice = one(Paper::D14);
    group.bench_function("picture_of_a_page_at_96_dpi", |bencher| {
        bencher.iter(|| press.pictures(&notice, 96).expect("drawn"));
    });
    let leaf = issued(sheet(Paper::D14, Filled::Every));
    group.bench_function("word_file", |bencher| bencher.iter(|| press::docx::write(&leaf).expect("written")));
    group.finish();
}

fn month(criterion: &mut Criterion) {
    let press = Press::system().expect("fonts-noto-cjk is installed");
    let mut group = criterion.benchmark_group("month");
    group
        .sample_size(10)
        .measurement_time(Duration::from_secs(30))
        .throughput(Throughput::Elements(PEOPLE as u64));
    let each: Vec<Job> = (0..PEOPLE).map(|_| one(Paper::D08)).collect();
    group.bench_function("300_notices_each_a_file", |bencher| {
        bencher.iter(|| each.iter().map(|job| press.pdf(job).expect("printed").pages).sum::<usize>());
    });
    let all = job((0..PEOPLE).map(|_| Part::Paper(issued(sheet(Paper::D08, Filled::Every)))).collect());
    group.bench_function("300_notices_in_one_file", |bencher| {
        bencher.iter(|| press.pdf(&all).expect("printed").pages);
    });
    group.finish();
}

criterion_group!(benches, pages, month);
criterion_main!(benches);
