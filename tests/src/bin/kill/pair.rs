//! Phone and server at work together; now the one is killed, now the other.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Instant;

use client::door::{Reply, Request};
use client::store::Store;
use client::vault::Vault;
use db::Key;
use e2e::sim::dice::Dice;
use e2e::sim::files;
use e2e::sim::town;
use e2e::township;
use e2e::world::TODAY;
use server::admin;
use server::office::Office;
use shared::id::SeriesId;
use shared::protocol::PairingLink;

use crate::child::{self, PIN, at, still_door};
use crate::process::Process;

const SECRET: [u8; 32] = [9; 32];
/// Of a history's clock between two kills.
const STEP_MILLIS: i64 = 60_000;
/// Longest life of a process after the words that are waited for, in microseconds.
const LIFE_MICROS: i64 = 20_000;
/// Fewer words than this are waited for before the phone is killed.
const WORDS_MAX: usize = 16;

/// What became of it.
#[derive(Debug, Default)]
pub struct Killed {
    pub saved: usize,
    pub received: usize,
    pub lost: usize,
    pub slowest_ms: u128,
}

/// A paired phone and the office it belongs to, and the time.
pub struct Stage {
    pub scratch: tempfile::TempDir,
    pub now: i64,
}

impl Stage {
    pub fn phone(&self) -> std::path::PathBuf {
        self.scratch.path().join("phone")
    }
}

fn server(stage: &Stage, port: u16) -> (Process, u16) {
    let process = Process::start("server", stage.scratch.path(), stage.now, port);
    let line = process.line();
    let port = line.strip_prefix("listening ").and_then(|port| port.parse().ok()).expect("a port");
    (process, port)
}

/// The office as its command line opens it beside the running server.
pub fn beside(stage: &Stage) -> Office {
    let now = stage.now;
    let deps = server::Deps {
        clock: std::sync::Arc::new(move || at(now)),
        entropy: std::sync::Arc::new(child::chance),
    };
    Office::open(&stage.scratch.path().join("data"), &stage.scratch.path().join("server.key"), deps).unwrap()
}

pub fn series_of_phone(folder: &Path, key: &Key) -> SeriesId {
    let sql = db::open(&Store::path_in(folder), key).unwrap();
    let text: String = sql.query_row("SELECT pairing FROM identity", [], |row| row.get(0)).unwrap();
    let pairing: serde_json::Value = serde_json::from_str(&text).unwrap();
    pairing["series"].as_str().unwrap().parse().unwrap()
}

/// Sets the stage; the phone is paired with a server on this port.
pub fn stage() -> (Stage, Process, u16) {
    let scratch = files::scratch();
    let towns = town::settle(scratch.path());
    let start = township::at(TODAY.parse().unwrap(), 9, 0).timestamp_millis();
    let stage = Stage { scratch, now: start };
    let worker = towns.staff[0][0].user;
    let code = admin::make_pairing_code(&beside(&stage), &towns.codes[0], worker).unwrap().code;
    let (process, port) = server(&stage, 0);
    std::fs::create_dir_all(stage.phone()).unwrap();
    let door = still_door(&stage.phone(), start);
    let link = PairingLink { server: format!("http://127.0.0.1:{port}"), code, pins: Vec::new() };
    door.handle(Request::Pair { link: link.to_text() }).unwrap();
    door.handle(Request::SetPin { pin: PIN.to_owned() }).unwrap();
    let series = series_of_phone(&stage.phone(), &key_of_phone(&stage.phone(), start));
    admin::confirm_device(&beside(&stage), series).unwrap();
    match door.handle(Request::SyncNow).unwrap() {
        Reply::State(state) => {
            let problem = state.sync.and_then(|sync| sync.problem);
            assert!(problem.is_none(), "{problem:?}");
        }
        other => panic!("{other:?}"),
    }
    (stage, process, port)
}

pub fn key_of_phone(folder: &Path, now: i64) -> Key {
    Vault::open(folder, SECRET, at(now)).unwrap().unlock(PIN, at(now)).unwrap().key
}

/// Ids of a phone's own records, with its series.
pub fn held(folder: &Path, key: &Key) -> BTreeSet<String> {
    let sql = db::open(&Store::path_in(folder), key).unwrap();
    let mut statement = sql.prepare("SELECT id FROM event").unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

fn received_at_office(stage: &Stage, series: SeriesId) -> usize {
    let (data, key_file) = (stage.scratch.path().join("data"), stage.scratch.path().join("server.key"));
    let entropy: server::deps::Entropy = std::sync::Arc::new(|_: &mut [u8]| ());
    let key = *server::keyfile::open_or_make(&key_file, &data, true, &entropy).unwrap().store();
    let sql = db::open(&server::store::file_in(&data), &Key::new(key)).unwrap();
    let query = "SELECT count(*), coalesce(max(seq), 0) FROM event WHERE series = ?1";
    let (rows, last): (i64, i64) =
        sql.query_row(query, [series.to_string()], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    assert_eq!(rows, last, "a series has no gap");
    usize::try_from(rows).unwrap()
}

/// What a phone said: saved records, and how many it was told are received.
#[derive(Default)]
struct Heard {
    saved: BTreeSet<String>,
    received: usize,
}

impl Heard {
    fn hear(&mut self, lines: &[String]) {
        for line in lines {
            if let Some(event) = line.strip_prefix("saved ") {
                self.saved.insert(event.to_owned());
            }
            if let Some(unsent) = line.strip_prefix("unsent ").and_then(|count| count.parse::<usize>().ok()) {
                self.received = self.received.max(self.saved.len().saturating_sub(unsent));
            }
        }
    }
}

#[allow(clippy::disallowed_methods, reason = "how long the next start takes is a figure of this command")]
pub fn kill(times: u32, seed: u64) -> Killed {
    let mut dice = Dice::new(seed);
    let (mut stage, mut office, port) = stage();
    let key = key_of_phone(&stage.phone(), stage.now);
    let series = series_of_phone(&stage.phone(), &key);
    let (mut killed, mut heard) = (Killed::default(), Heard::default());
    let start = |stage: &Stage| {
        let phone = Process::start("phone", &stage.phone(), stage.now, 0);
        assert_eq!(phone.line(), "open");
        phone
    };
    let mut phone = start(&stage);
    for _ in 0..times {
        let life = |dice: &mut Dice| u64::try_from(dice.between(0, LIFE_MICROS)).unwrap_or(0);
        stage.now += STEP_MILLIS;
        // So many words first: on a machine that is busy a moment alone is too short for anything.
        let words: Vec<String> = (0..dice.below(WORDS_MAX)).map(|_| phone.line()).collect();
        heard.hear(&words);
        heard.hear(&phone.kill_after(life(&mut dice)));
        let begun = Instant::now();
        drop(
            child::still_door(&stage.phone(), stage.now)
                .handle(Request::Unlock { pin: PIN.to_owned() })
                .unwrap(),
        );
        killed.slowest_ms = killed.slowest_ms.max(begun.elapsed().as_millis());
        let held = held(&stage.phone(), &key);
        killed.lost += heard.saved.difference(&held).count();
        // What was saved and not yet said before the kill counts from now on.
        phone = start(&stage);
        office.kill_after(life(&mut dice));
        heard.hear(&phone.said());
        let rows = received_at_office(&stage, series);
        killed.lost += heard.received.saturating_sub(rows);
        let begun = Instant::now();
        (office, _) = server(&stage, port);
        killed.slowest_ms = killed.slowest_ms.max(begun.elapsed().as_millis());
    }
    heard.hear(&phone.kill_after(0));
    drop(office);
    killed.saved = heard.saved.len();
    killed.received = heard.received;
    killed
}
