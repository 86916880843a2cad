//! The processes that are killed: the shipped phone, the shipped server, and hands that try PINs.

use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use client::door::{Deps, Door, KdfCost, Reply, Request};
use client::sync::{HttpLink, Link};
use e2e::sim::dice::Dice;
use e2e::sim::forms;
use ring::rand::{SecureRandom, SystemRandom};
use server::{Config, serve};
use shared::moment::{BEIJING, Moment};

pub const PIN: &str = "204917";
const SECRET: [u8; 32] = [9; 32];
/// Cheap on purpose: what is tried here is not the cost of a guess.
const KDF: KdfCost = KdfCost { memory_kib: 64, passes: 1, lanes: 1 };

/// Says something at once: what stays in a buffer dies with the process.
fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").and_then(|()| out.flush()).unwrap();
}

pub fn at(millis: i64) -> Moment {
    chrono::DateTime::from_timestamp_millis(millis).unwrap_or_default().with_timezone(&BEIJING)
}

#[allow(clippy::disallowed_methods, reason = "the clock of this process, started at a given time")]
fn clock(from: i64) -> Arc<dyn Fn() -> Moment + Send + Sync> {
    let started = Instant::now();
    Arc::new(move || at(from + i64::try_from(started.elapsed().as_millis()).unwrap_or(0)))
}

/// So long the open phone's memory is looked into, to see that what is looked for can be found.
const LOOKED_INTO: Duration = Duration::from_secs(3);

/// Keys drawn by this process.
static DRAWN: Mutex<Vec<[u8; 32]>> = Mutex::new(Vec::new());

pub fn chance(bytes: &mut [u8]) {
    SystemRandom::new().fill(bytes).unwrap();
    if let Ok(key) = <[u8; 32]>::try_from(&*bytes) {
        DRAWN.lock().unwrap().push(key);
    }
}

/// Every 32 bytes drawn so far: the key of a phone's store is among them.
pub fn drawn() -> Vec<[u8; 32]> {
    DRAWN.lock().unwrap().clone()
}

pub fn door(folder: &Path, clock: Arc<dyn Fn() -> Moment + Send + Sync>, link: Arc<dyn Link>) -> Door {
    door_at_cost(folder, clock, link, KDF)
}

fn door_at_cost(
    folder: &Path,
    clock: Arc<dyn Fn() -> Moment + Send + Sync>,
    link: Arc<dyn Link>,
    kdf: KdfCost,
) -> Door {
    let deps = Deps {
        data_dir: folder.to_owned(),
        clock,
        entropy: Arc::new(chance),
        keystore_secret: SECRET,
        link,
        network: Arc::new(|| client::door::Network::Unmetered),
        device_name: "演示机".to_owned(),
        app_version: "0.0.0".to_owned(),
        demo_device: true,
        biometric: None,
        kdf,
    };
    Door::open(deps).unwrap()
}

/// A phone as the parent looks at it, at a time that stands still.
pub fn still_door(folder: &Path, millis: i64) -> Door {
    door(folder, Arc::new(move || at(millis)), Arc::new(HttpLink::new().unwrap()))
}

/// The same, whose next PIN costs what phones get.
pub fn shipped_door(folder: &Path, millis: i64) -> Door {
    door_at_cost(folder, Arc::new(move || at(millis)), Arc::new(HttpLink::new().unwrap()), KdfCost::SHIPPED)
}

/// Records visits and sends them, and says each time what it was told.
pub fn phone(folder: &Path, now: i64) {
    let door = door(folder, clock(now), Arc::new(HttpLink::new().unwrap()));
    door.handle(Request::Unlock { pin: PIN.to_owned() }).unwrap();
    say("open");
    let mut dice = Dice::new(now.unsigned_abs());
    loop {
        for _ in 0..dice.between(1, 5) {
            let Ok(Reply::People(rows)) = door.handle(Request::People { query: String::new() }) else {
                return;
            };
            let Some(row) = rows.first() else {
                break;
            };
            let visit = forms::visit(&mut dice, at(now), row.person.case, None);
            match door.handle(visit) {
                Ok(Reply::Saved(saved)) => say(&format!("saved {}", saved.event)),
                other => panic!("{other:?}"),
            }
        }
        let Ok(Reply::State(state)) = door.handle(Request::SyncNow) else { return };
        if let Some(sync) = state.sync.filter(|sync| sync.problem.is_none()) {
            say(&format!("unsent {}", sync.unsent));
        }
    }
}

/// Shows everything it holds, writes a record, and is locked.
pub fn memory(folder: &Path, now: i64) {
    let door = still_door(folder, now);
    door.handle(Request::Unlock { pin: PIN.to_owned() }).unwrap();
    say("open");
    let Ok(Reply::People(rows)) = door.handle(Request::People { query: String::new() }) else {
        panic!("no list");
    };
    for row in &rows {
        door.handle(Request::Person { case: row.person.case }).unwrap();
    }
    let mut dice = Dice::new(1);
    if let Some(row) = rows.first() {
        door.handle(forms::visit(&mut dice, at(now), row.person.case, None)).unwrap();
    }
    drop(rows);
    door.handle(Request::SyncNow).unwrap();
    say("shown");
    std::thread::park_timeout(LOOKED_INTO);
    door.handle(Request::Lock).unwrap();
    say("locked");
    std::thread::park();
}

/// The server, as `guihang serve` runs it.
pub fn server(folder: &Path, now: i64, port: u16) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let config = Config {
            data: folder.join("data"),
            key_file: folder.join("server.key"),
            listen: format!("127.0.0.1:{port}").parse().unwrap(),
            public_url: None,
            tls: server::tls::Protection::Plain,
            backups: None,
        };
        let deps = server::Deps { clock: clock(now), entropy: Arc::new(chance) };
        let running = serve(config, deps).await.unwrap();
        say(&format!("listening {}", running.addr.port()));
        std::future::pending::<()>().await;
    });
}

/// Tries wrong PINs, saying so before and after.
pub fn pin(folder: &Path, now: i64) {
    let door = still_door(folder, now);
    say("ready");
    loop {
        say("try");
        match door.handle(Request::Unlock { pin: "731846".to_owned() }) {
            Err(problem) => say(&format!("{:?}", problem.code)),
            Ok(_) => say("Opened"),
        }
    }
}
