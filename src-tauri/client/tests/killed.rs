//! The process dies (SIGKILL), or finds no room, in the middle of appending. Runs itself again as that process.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "a test fails by them, in its helpers too"
)]

#[path = "it/office.rs"]
#[allow(dead_code, reason = "shared with the other tests")]
mod office;
#[path = "it/phone.rs"]
#[allow(dead_code, reason = "shared with the other tests")]
mod phone;

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use client::door::Request;
use client::store::{NewEvent, Store, StoreError};
use db::{DbError, Key};
use shared::code::{VisitManner, VisitTarget};
use shared::event::{Body, RuleVersion, Stream, Visit};
use shared::hash::Hash;
use shared::id::{CaseId, EventId, SeriesId, UserId};
use shared::moment::Moment;
use shared::problem::ProblemCode;
use tempfile::TempDir;
use uuid::Uuid;

const SERIES: SeriesId = SeriesId(Uuid::from_u128(1));

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [_, "append", folder] => append_for_ever(Path::new(folder)),
        [_, "record", _] => record_until_refused(),
        _ => {
            every_acknowledged_record_survives_a_kill();
            println!("test every_acknowledged_record_survives_a_kill ... ok");
            a_full_disk_is_told_before_anything_is_said_to_be_saved();
            println!("test a_full_disk_is_told_before_anything_is_said_to_be_saved ... ok");
            a_worker_is_told_of_the_full_disk_and_keeps_what_was_saved();
            println!("test a_worker_is_told_of_the_full_disk_and_keeps_what_was_saved ... ok");
        }
    }
}

fn every_acknowledged_record_survives_a_kill() {
    let folder = TempDir::new().unwrap();
    let mut acknowledged = 0;
    for round in 0..12 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["append".as_ref(), folder.path().as_os_str()])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        for line in lines.by_ref().take(5 + round * 7) {
            acknowledged = line.unwrap().parse().unwrap();
        }
        child.kill().unwrap();
        // What it still said before it died counts too; a line cut short was not said.
        for line in lines.map_while(Result::ok) {
            acknowledged = line.parse().unwrap_or(acknowledged).max(acknowledged);
        }
        child.wait().unwrap();
        let held = check_chain(folder.path());
        assert!(held >= acknowledged, "{held} held, {acknowledged} acknowledged");
        assert!(held <= acknowledged + 1, "at most the one on its way is not acknowledged");
        acknowledged = held;
    }
    assert!(acknowledged >= 12 * 5);
}

fn a_full_disk_is_told_before_anything_is_said_to_be_saved() {
    let folder = TempDir::new().unwrap();
    let said = on_a_small_disk("append", folder.path());
    let lines: Vec<&str> = said.lines().collect();
    let (last, saved) = lines.split_last().unwrap();
    assert_eq!(*last, "disk full");
    let acknowledged: u32 = saved.last().unwrap().parse().unwrap();
    assert_eq!(check_chain(folder.path()), acknowledged, "all that was said to be saved, and nothing else");
}

fn a_worker_is_told_of_the_full_disk_and_keeps_what_was_saved() {
    assert_eq!(on_a_small_disk("record", Path::new("-")).lines().last(), Some("kept"));
}

/// What this program says as `role` where a file can have 1000 KiB at most, room for the reserve. Writes past that fail as on a full disk.
fn on_a_small_disk(role: &str, folder: &Path) -> String {
    let script = "trap '' XFSZ; ulimit -f 2000; exec \"$0\" \"$1\" \"$2\"";
    let output = Command::new("sh")
        .args(["-c", script])
        .args([std::env::current_exe().unwrap().as_os_str(), role.as_ref(), folder.as_os_str()])
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// A whole phone: visits are recorded until one is refused; all before it are there, also after a restart.
fn record_until_refused() {
    let office = Arc::new(office::Office::new());
    let mut phone = phone::Phone::in_service(&office, 9);
    let mut saved = 0;
    let problem = loop {
        phone.wait(chrono::TimeDelta::hours(3));
        match phone.try_visit(phone::case(saved % 9 + 1), phone.now()) {
            Ok(_) => saved += 1,
            Err(problem) => break problem,
        }
    };
    assert_eq!(problem.code, ProblemCode::DiskFull);
    assert_eq!(phone.state().sync.unwrap().unsent, saved);
    phone.start().unwrap();
    phone.ask(Request::Unlock { pin: phone::PIN.to_owned() });
    assert_eq!(phone.uploads().rows.len(), usize::try_from(saved).unwrap());
    println!("kept");
}

/// Opens the store as the next start of the app would; returns how many records it holds, in one unbroken chain.
fn check_chain(folder: &Path) -> u32 {
    let store = Store::open(folder, &Key::new([4; 32])).unwrap();
    let records = store.own_records(SERIES, u32::MAX).unwrap();
    let by_seq: BTreeMap<u32, _> = records.iter().map(|record| (record.event.seq, &record.event)).collect();
    let mut prev = Hash::none();
    for (seq, expected) in by_seq.keys().zip(1..) {
        assert_eq!(*seq, expected, "a gap");
        assert_eq!(by_seq[seq].prev, prev, "a broken chain");
        prev = store.hash_at(SERIES, *seq).unwrap().unwrap();
    }
    u32::try_from(by_seq.len()).unwrap()
}

fn append_for_ever(folder: &Path) {
    let mut store = Store::open(folder, &Key::new([4; 32])).unwrap();
    let mut said = std::io::stdout();
    loop {
        let number = store.head(SERIES).unwrap() + 1;
        match store.append(record(number).into()) {
            Ok(_) => writeln!(said, "{number}").unwrap(),
            Err(StoreError::Db(DbError::DiskFull)) => return writeln!(said, "disk full").unwrap(),
            Err(error) => panic!("{error}"),
        }
        said.flush().unwrap();
    }
}

fn record(number: u32) -> NewEvent {
    let at = Moment::parse_from_rfc3339("2026-03-10T09:00:00+08:00").unwrap();
    let visit = Visit {
        manner: VisitManner::HomeVisit,
        target: VisitTarget::Self_,
        found: true,
        place: "演示村".to_owned(),
        met: None,
        cooperation: None,
        living: None,
        mood: None,
        notes: "谈近况".repeat(50),
        difficulty: None,
        companions: Vec::new(),
        place_stamp: None,
        attachments: Vec::new(),
    };
    NewEvent {
        id: EventId(Uuid::from_u128(u128::from(number) + 1000)),
        series: SERIES,
        stream: Stream::Case(CaseId(Uuid::from_u128(2))),
        happened_at: at,
        recorded_at: at,
        author: UserId(Uuid::from_u128(3)),
        rule_version: RuleVersion("2026-01".to_owned()),
        body: Body::Visit(visit),
    }
}
