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
use e2e::old_client::OldClient;
use e2e::old_client::wire::{PROTOCOL, PUSH, PushAsk};
use e2e::raw_device::pack;
use e2e::sim::dice::Dice;
use e2e::sim::files;
use e2e::sim::forms;
use e2e::sim::office::{ADDRESS, OfficeSide, SimClock};
use e2e::sim::town::{self, Towns};
use serde_json::value::RawValue;
use server::admin;
use shared::event::{Body, Stream};
use shared::id::{CaseId, EventId, UserId};
use shared::moment::Moment;
use shared::problem::{Problem, ProblemCode};
use tempfile::TempDir;

const PIN: &str = "204917";
const SECRET: [u8; 32] = [9; 32];

fn now() -> Moment {
    Moment::parse_from_rfc3339("2026-11-24T10:00:00+08:00").unwrap()
}

/// The frozen stores of one kind, oldest first.
fn frozen(of: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/stores");
    (1..).map(|schema| folder.join(format!("{of}-{schema}"))).take_while(|path| path.is_dir()).collect()
}

/// Stores frozen in one go belong together: the phone was paired with that office. The last schemas of phone and office in
/// each go.
const GOES: [(usize, usize); 5] = [(4, 4), (9, 7), (10, 12), (11, 13), (11, 14)];

fn go(schema: usize, last: impl Fn(&(usize, usize)) -> usize) -> usize {
    GOES.iter().position(|go| schema <= last(go)).expect("freeze the new schema and note it in GOES")
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

/// Own records of a frozen store that no receipt covers.
fn unsent_in(store: &Path, key: &Key) -> u32 {
    let sql = db::open(store, key).unwrap();
    let pairing: String = sql.query_row("SELECT pairing FROM identity", [], |row| row.get(0)).unwrap();
    let pairing: serde_json::Value = serde_json::from_str(&pairing).unwrap();
    let query = "SELECT count(*) FROM event WHERE series = ?1 AND seq > (SELECT covered FROM line)";
    sql.query_row(query, [pairing["series"].as_str().unwrap()], |row| row.get(0)).unwrap()
}

fn key_of(phone: &Path) -> Key {
    Vault::open(phone, SECRET, now()).unwrap().unlock(PIN, now()).unwrap().key
}

fn unsent(door: &Door) -> u32 {
    let reply = door.handle(Request::State).unwrap();
    let Reply::State(state) = reply else { panic!("{reply:?}") };
    state.sync.unwrap().unsent
}

#[test]
fn every_schema_there_is_has_a_store_of_its_day() {
    for (of, migrations) in
        [("phone", "../src-tauri/client/migrations"), ("office", "../server/src/store/migrations")]
    {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(migrations);
        let schemas = std::fs::read_dir(folder).unwrap().count();
        assert_eq!(
            frozen(of).len(),
            schemas,
            "{of}: `cargo run -p e2e --bin sweep -- --freeze tests/fixtures/stores`"
        );
    }
    assert_eq!(server::store::schema_version(), frozen("office").len());
}

#[test]
fn a_phone_of_every_schema_keeps_its_unsent_records_and_drafts() {
    for phone in frozen("phone") {
        let scratch = TempDir::new().unwrap();
        files::copy(&phone, scratch.path());
        let key = key_of(scratch.path());
        let store = scratch.path().join("store.db");
        let waiting = unsent_in(&store, &key);
        assert!(waiting >= 5, "{}", phone.display());
        let before = records(&store, &key);
        let door = open(scratch.path(), Arc::new(Off));
        assert_eq!(unsent(&door), waiting, "{}", phone.display());
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
    let all = phones
        .iter()
        .enumerate()
        .flat_map(|phone| offices.iter().enumerate().map(move |office| (phone, office)));
    let together = |((p, _), (o, _)): &((usize, _), (usize, _))| go(p + 1, |go| go.0) == go(o + 1, |go| go.1);
    for ((_, phone), (_, office)) in all.filter(together) {
        let scratch = files::scratch();
        let at_phone = scratch.path().join("phone");
        files::copy(phone, &at_phone);
        let waiting = unsent_in(&at_phone.join("store.db"), &key_of(&at_phone));
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
        assert_eq!(
            after.len(),
            before.len() + usize::try_from(waiting).unwrap(),
            "{} at {}",
            phone.display(),
            office.display()
        );
        pairs += 1;
    }
    println!("R7 phone_schemas={} office_schemas={} pairs={pairs} lost=0", phones.len(), offices.len());
}

/// An office of this build, and a phone of the version before in the hands of a worker.
struct Before {
    office: Arc<OfficeSide>,
    towns: Towns,
    client: OldClient,
    dice: Dice,
    _folder: TempDir,
}

struct Line(Arc<OfficeSide>);

impl Link for Line {
    fn send(&self, request: &WireRequest) -> Result<WireReply, LinkError> {
        let (status, body) = self.0.answer(request);
        Ok(WireReply { status, body })
    }
}

fn old_phone(office: &Arc<OfficeSide>, towns: &Towns, worker: UserId, seed: u8) -> OldClient {
    let code = office.with(|office| admin::make_pairing_code(office, &towns.codes[0], worker).unwrap().code);
    let line = || Arc::new(Line(Arc::clone(office)));
    let refused = OldClient::pair(line(), ADDRESS, &[seed; 32], &code, 0).unwrap_err();
    assert_eq!(refused.code, ProblemCode::ProtocolTooOld, "and the code is not used up");
    let client = OldClient::pair(line(), ADDRESS, &[seed; 32], &code, PROTOCOL).unwrap();
    office.with(|office| admin::confirm_device(office, client.paired.series).unwrap());
    client
}

impl Before {
    fn new() -> Self {
        let folder = files::scratch();
        let towns = town::settle(folder.path());
        let office = Arc::new(OfficeSide::open(folder.path(), &SimClock::at(now()), Dice::new(41)));
        let client = old_phone(&office, &towns, towns.staff[0][0].user, 7);
        Self { office, towns, client, dice: Dice::new(42), _folder: folder }
    }

    fn visit(&mut self, case: CaseId) -> EventId {
        let (_, visit) = forms::visited(&mut self.dice, now(), Vec::new());
        let mut chance = shared::id::Entropy::default();
        self.dice.fill(&mut chance);
        self.client.record(EventId::make(now(), chance), case, now(), now(), Body::Visit(visit))
    }

    /// Events, numbers in logs, and what was set aside.
    fn held(&self) -> [i64; 3] {
        ["event", "log", "quarantine"].map(|table| {
            let query = format!("SELECT count(*) FROM {table}");
            self.office.look(|sql| sql.query_row(&query, [], |row| row.get(0)))
        })
    }

    /// A batch by hand; the office's answer to it.
    fn refused(&mut self, body: Vec<u8>, bytes: usize) -> Problem {
        let mut request = self.client.request(PUSH, body);
        request.body.truncate(bytes);
        let (status, body) = self.office.answer(&request);
        assert!((400..500).contains(&status), "{status}");
        serde_json::from_slice(&body).unwrap()
    }
}

#[test]
fn a_phone_of_the_version_before_is_spoken_to_in_its_own_words_from_end_to_end() {
    let mut before = Before::new();
    before.client.sync(now()).unwrap();
    let cases: Vec<CaseId> = before.client.scope.iter().copied().collect();
    assert!(!cases.is_empty());
    let told =
        |client: &OldClient, case| client.events.values().any(|held| held.stream == Stream::Case(case));
    assert!(cases.iter().all(|case| told(&before.client, *case)), "it pulls its files");

    let theirs = before.towns.cases.iter().find(|placed| placed.lies[0].township == 1).unwrap().case;
    let first = before.visit(cases[0]);
    before.visit(theirs);
    let last = before.visit(cases[0]);
    before.client.sync(now()).unwrap();
    assert_eq!((before.client.unsent(), before.client.covered), (0, 3), "a receipt it can check covers all");
    assert_eq!(before.client.set_aside, [2].into(), "a fate for each, in its place");

    // A colleague's phone of before and one of today both have them.
    let mut other = old_phone(&before.office, &before.towns, before.towns.staff[0][0].user, 8);
    other.sync(now()).unwrap();
    for event in [first, last] {
        assert!(other.events.values().any(|held| held.id == event));
    }
    assert!(other.events.values().all(|held| held.stream != Stream::Case(theirs)));

    // A case that goes to somebody else leaves it as it always did.
    let colleague = before.towns.staff[0][1].user;
    let code = before.towns.codes[0].clone();
    before.office.with(|office| admin::assign(office, &code, cases[0], &[colleague]).unwrap());
    before.client.sync(now()).unwrap();
    assert!(!before.client.scope.contains(&cases[0]));
    let own = before.client.paired.series;
    let kept = before.client.events.iter().filter(|(_, held)| held.stream == Stream::Case(cases[0]));
    assert!(kept.clone().count() == 2 && kept.clone().all(|((series, _), _)| *series == own));
    println!("R7 old_client=protocol_2 pushed=3 set_aside=1 lost=0");
}

#[test]
fn what_an_old_or_broken_phone_sends_is_taken_whole_or_not_at_all_and_answered_plainly() {
    let mut before = Before::new();
    before.client.sync(now()).unwrap();
    let case = *before.client.scope.first().unwrap();
    let held = before.held();
    before.visit(case);
    before.visit(case);
    let own = before.client.paired.series;
    let text = |seq| RawValue::from_string(before.client.events[&(own, seq)].text.clone()).unwrap();
    let batch =
        PushAsk { from_seq: 1, events: vec![text(1), text(2)], head_signature: "ed25519:AA==".to_owned() };
    let whole = pack(&batch).unwrap();
    let json = serde_json::to_vec(&batch).unwrap();
    let cut = zstd::bulk::compress(&json[..json.len() / 2], 3).unwrap();
    let bytes = whole.len();
    for half in [1, bytes / 2, bytes - 1] {
        assert_eq!(before.refused(whole.clone(), half).code, ProblemCode::SignatureWrong);
    }
    assert_eq!(before.refused(cut.clone(), cut.len()).code, ProblemCode::RequestMalformed);
    assert_eq!(
        before.refused(whole, bytes).code,
        ProblemCode::SignatureWrong,
        "nobody signed for this batch"
    );
    assert_eq!(before.held(), held, "nothing of any of them was taken");

    let refused = before.client.sync_as(0, now()).unwrap_err();
    assert_eq!(refused.code, ProblemCode::ProtocolTooOld);
    assert_eq!((before.held(), before.client.unsent()), (held, 2), "what it has stays with it");

    before.client.sync(now()).unwrap();
    assert_eq!((before.client.unsent(), before.client.set_aside.len()), (0, 0));
    let [events, log, set_aside] = before.held();
    assert_eq!([events - held[0], log - held[1], set_aside - held[2]], [2, 2, 0]);
}
