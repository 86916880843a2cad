//! Stores as builds of every schema left them (`tests/fixtures/stores`), with unsent records and a draft, opened by this
//! build (R7, I16).

#![allow(clippy::print_stdout, reason = "the figures are worth reading")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use client::door::{Deps, Door, KdfCost, Network, Reply, Request};
use client::sync::{Link, LinkError, WireReply, WireRequest};
use client::vault::Vault;
use db::Key;
use e2e::sim::dice::Dice;
use e2e::sim::files;
use e2e::sim::office::{OfficeSide, SimClock};
use shared::moment::Moment;
use tempfile::TempDir;

const PIN: &str = "204917";
const SECRET: [u8; 32] = [9; 32];
const UNSENT: u32 = 5;

fn now() -> Moment {
    Moment::parse_from_rfc3339("2026-11-24T10:00:00+08:00").unwrap()
}

/// The frozen stores of one kind, oldest first.
fn frozen(of: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/stores");
    (1..).map(|schema| folder.join(format!("{of}-{schema}"))).take_while(|path| path.is_dir()).collect()
}

struct Wire(OfficeSide);

impl Link for Wire {
    fn send(&self, request: &WireRequest) -> Result<WireReply, LinkError> {
        let (status, body) = self.0.answer(request);
        Ok(WireReply { status, body })
    }
}

struct Off;

impl Link for Off {
    fn send(&self, _: &WireRequest) -> Result<WireReply, LinkError> {
        Err(LinkError::Unreachable)
    }
}

fn open(folder: &Path, link: Arc<dyn Link>) -> Door {
    let dice = Mutex::new(Dice::new(31));
    let deps = Deps {
        data_dir: folder.to_owned(),
        clock: Arc::new(now),
        entropy: Arc::new(move |bytes: &mut [u8]| dice.lock().unwrap().fill(bytes)),
        keystore_secret: SECRET,
        link,
        network: Arc::new(|| Network::Unmetered),
        device_name: "演示机".to_owned(),
        app_version: "0.0.0".to_owned(),
        demo_device: true,
        biometric: None,
        kdf: KdfCost::SHIPPED,
    };
    let door = Door::open(deps).unwrap();
    door.handle(Request::Unlock { pin: PIN.to_owned() }).unwrap();
    door
}

/// Series, place and hash of every record of a store.
fn records(store: &Path, key: &Key) -> BTreeSet<(String, i64, String)> {
    let sql = db::open(store, key).unwrap();
    let mut statement = sql.prepare("SELECT series, seq, hash FROM event").unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
    rows.map(Result::unwrap).collect()
}

fn unsent(door: &Door) -> u32 {
    let reply = door.handle(Request::State).unwrap();
    let Reply::State(state) = reply else { panic!("{reply:?}") };
    state.sync.unwrap().unsent
}

#[test]
fn a_phone_of_every_schema_keeps_its_unsent_records_and_drafts() {
    for phone in frozen("phone") {
        let scratch = TempDir::new().unwrap();
        files::copy(&phone, scratch.path());
        let key = Vault::open(scratch.path(), SECRET, now()).unwrap().unlock(PIN, now()).unwrap().key;
        let store = scratch.path().join("store.db");
        let before = records(&store, &key);
        let door = open(scratch.path(), Arc::new(Off));
        assert_eq!(unsent(&door), UNSENT, "{}", phone.display());
        drop(door);
        assert_eq!(records(&store, &key), before, "{}", phone.display());
        let drafts: i64 = db::open(&store, &key)
            .unwrap()
            .query_row("SELECT count(*) FROM draft", [], |row| row.get(0))
            .unwrap();
        assert_eq!(drafts, 1, "{}", phone.display());
    }
}

#[test]
fn every_phone_hands_its_records_to_every_office_after_both_moved_up() {
    let (phones, offices) = (frozen("phone"), frozen("office"));
    assert!(phones.len() >= 4 && offices.len() >= 4, "{phones:?} {offices:?}");
    let mut pairs = 0;
    for (phone, office) in phones.iter().flat_map(|phone| offices.iter().map(move |office| (phone, office))) {
        let scratch = files::scratch();
        files::copy(phone, &scratch.path().join("phone"));
        files::copy(office, scratch.path());
        let side = OfficeSide::open(scratch.path(), &SimClock::at(now()), Dice::new(32));
        let key = Key::new(*side.keys().store());
        let file = server::store::file_in(&scratch.path().join("data"));
        let before = records(&file, &key);
        let door = open(&scratch.path().join("phone"), Arc::new(Wire(side)));
        let reply = door.handle(Request::SyncNow).unwrap();
        let Reply::State(state) = reply else { panic!("{reply:?}") };
        let sync = state.sync.unwrap();
        assert!(sync.problem.is_none(), "{} at {}: {:?}", phone.display(), office.display(), sync.problem);
        assert_eq!(sync.unsent, 0, "{} at {}", phone.display(), office.display());
        let after = records(&file, &key);
        assert!(after.is_superset(&before), "{}", office.display());
        assert_eq!(after.len(), before.len() + 5, "{} at {}", phone.display(), office.display());
        pairs += 1;
    }
    println!("R7 phone_schemas={} office_schemas={} pairs={pairs} lost=0", phones.len(), offices.len());
}
