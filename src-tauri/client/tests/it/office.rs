//! An office as far as a phone can tell: it checks every signature and signs what it promises.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Mutex, MutexGuard};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use client::sync::{Link, LinkError, WireReply, WireRequest};
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use shared::code::Role;
use shared::event::{Body, Event, RawEvent, RuleVersion, Stream};
use shared::hash::Hash;
use shared::id::{CaseId, EventId, SeriesId, TownshipCode, UserId};
use shared::moment::Moment;
use shared::problem::{Problem, ProblemCode};
use shared::protocol::{
    AppVersions, CaseCount, EndedSeries, Fate, HelloReply, HelloRequest, OfficeSeries, PairReply,
    PairRequest, Pin, PullReply, PullRequest, PulledEvent, PushReply, PushRequest, Receipt, Scope,
    SignedOfficeSeries, SignedReceipt, SignedScope, StaffName, route, signing_text,
};

use crate::phone::{id, moment};

pub const ADDRESS: &str = "http://127.0.0.1:8080";

/// What the line does with the next requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Never arrives.
    RequestLost,
    /// Arrives and is obeyed; the answer does not come back.
    ReplyLost,
    /// A page of a hotel network.
    Portal,
}

pub struct Office {
    key: Ed25519KeyPair,
    state: Mutex<State>,
}

#[derive(Default)]
pub struct State {
    pub online: bool,
    /// For the next requests of a route.
    pub faults: VecDeque<(&'static str, Fault)>,
    pub epoch: String,
    pub scope_version: u32,
    pub role: Option<Role>,
    /// By which phones know it.
    pub pins: Vec<Pin>,
    /// Someone else signs the receipts.
    pub forging: bool,
    /// What it says of its own series.
    pub office_series: Option<SignedOfficeSeries>,
    /// A backup of the office covers so many records of each series.
    pub backed_up_to: u32,
    /// Says that a backup covers one more than was signed.
    pub forging_backup: bool,
    /// Sets the next pushed events aside.
    pub quarantine: Option<ProblemCode>,
    /// Answers hello with this receipt, whatever it holds.
    pub stale_receipt: Option<SignedReceipt>,
    pub problem: Option<(&'static str, ProblemCode)>,
    /// Codes not used yet.
    pub codes: BTreeSet<String>,
    pub used_codes: BTreeMap<String, String>,
    pub devices: BTreeMap<SeriesId, String>,
    pub counters: BTreeMap<SeriesId, u64>,
    /// Pushed bytes by series, without gaps.
    pub held: BTreeMap<SeriesId, Vec<String>>,
    /// The log: bytes in the order of arrival.
    pub log: Vec<String>,
    /// Records the office set aside, and why.
    pub set_aside: BTreeMap<(SeriesId, u32), ProblemCode>,
    /// The cases it names; `None` = every case of the log.
    pub scope: Option<Vec<CaseId>>,
    /// Says nothing of the scope, as older offices do.
    pub silent_on_scope: bool,
    /// Someone else signs the scope.
    pub forging_scope: bool,
    /// Names the scope under another version than hello did.
    pub scope_ahead: u32,
    /// Added to what the office says it counts.
    pub miscount: u32,
    pub pages_of: Option<usize>,
    nonce: u32,
    /// Routes asked, in order.
    pub asked: Vec<&'static str>,
    /// `from_seq` and length of each push.
    pub pushes: Vec<(u32, usize)>,
    /// `after` of each pull.
    pub pulls: Vec<u64>,
}

impl Office {
    pub fn new() -> Self {
        let state = State {
            online: true,
            epoch: "epoch-1".to_owned(),
            scope_version: 1,
            codes: ["CODE2345".to_owned()].into(),
            ..State::default()
        };
        Self { key: Ed25519KeyPair::from_seed_unchecked(&[9; 32]).unwrap(), state: Mutex::new(state) }
    }

    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    pub fn township(&self) -> TownshipCode {
        TownshipCode("430421999".to_owned())
    }

    /// A fact of the console.
    pub fn record(&self, stream: Stream, happened_at: Moment, body: Body) -> EventId {
        let bytes = self.draw_up(stream, happened_at, body);
        let id = serde_json::from_str::<Event>(&bytes).unwrap().id;
        self.state().log.push(bytes);
        id
    }

    pub fn draw_up(&self, stream: Stream, happened_at: Moment, body: Body) -> String {
        let number = u32::try_from(self.state().log.len()).unwrap() + 1;
        let event = Event {
            id: EventId(id(1000 + number)),
            series: SeriesId(id(1)),
            seq: number,
            prev: Hash::none(),
            stream,
            happened_at,
            recorded_at: happened_at,
            author: UserId(id(2)),
            rule_version: RuleVersion("2026-01".to_owned()),
            body,
        };
        String::from_utf8(RawEvent::write(event).unwrap().bytes().to_vec()).unwrap()
    }

    pub fn sign_receipt(&self, series: SeriesId) -> Option<SignedReceipt> {
        let state = self.state();
        let last = state.held.get(&series)?.last()?;
        let receipt = Receipt {
            epoch: state.epoch.clone(),
            series,
            up_to_seq: u32::try_from(state.held[&series].len()).unwrap(),
            chain: Hash::of(last.as_bytes()),
            server_time: moment("2026-03-10T09:00:00+08:00"),
            backed_up_to: state.backed_up_to,
        };
        let other = Ed25519KeyPair::from_seed_unchecked(&[3; 32]).unwrap();
        let key = if state.forging { &other } else { &self.key };
        let sign = |text: &str| Ok::<_, Problem>(tagged(key.sign(text.as_bytes()).as_ref()));
        let mut signed = SignedReceipt::sign(receipt, sign).unwrap();
        if state.forging_backup {
            signed.receipt.backed_up_to += 1;
        }
        Some(signed)
    }

    /// Restored from an old backup: only the first `kept` records of the series are left.
    pub fn restore(&self, series: SeriesId, kept: usize) {
        let mut state = self.state();
        state.epoch = "epoch-2".to_owned();
        let lost: Vec<String> = state.held.get_mut(&series).unwrap().drain(kept..).collect();
        state.log.retain(|bytes| !lost.contains(bytes));
    }

    /// Says in which series the console writes, and which have ended where.
    pub fn tell_series(&self, current: SeriesId, ended: &[(SeriesId, u32)]) {
        let mut state = self.state();
        let ended =
            ended.iter().map(|(series, up_to_seq)| EndedSeries { series: *series, up_to_seq: *up_to_seq });
        let series = OfficeSeries { epoch: state.epoch.clone(), current, ended: ended.collect() };
        let other = Ed25519KeyPair::from_seed_unchecked(&[3; 32]).unwrap();
        let key = if state.forging { &other } else { &self.key };
        let signature = tagged(key.sign(series.signing_text().as_bytes()).as_ref());
        state.office_series = Some(SignedOfficeSeries { series, signature });
    }

    fn answer(&self, request: &WireRequest) -> Result<Vec<u8>, Problem> {
        if request.path == route::PAIR {
            return self.pair(unpack(request)).map(|reply| json(&reply));
        }
        let series = self.check_signature(request)?;
        match request.path {
            route::HELLO => Ok(json(&self.hello(series, unpack(request)))),
            route::PUSH => Ok(json(&self.push(series, &unpack(request)))),
            route::PULL => Ok(json(&self.pull(series, &unpack(request)))),
            _ => Err(ProblemCode::NotFound.into()),
        }
    }

    fn pair(&self, request: PairRequest) -> Result<PairReply, Problem> {
        let PairRequest { code, device_key, proof, .. } = request;
        let proven = format!("guihang-pair-1\n{code}\n{device_key}");
        assert!(verify(&device_key, &proven, &proof), "proof of the device key");
        let mut state = self.state();
        if !state.codes.remove(&code) {
            return match state.used_codes.get(&code) {
                // The same device asks again: the answer was lost.
                Some(key) if *key == device_key => Ok(self.agreed(&mut state, device_key)),
                Some(_) => Err(ProblemCode::PairingCodeUsed.into()),
                None => Err(ProblemCode::PairingCodeUnknown.into()),
            };
        }
        state.used_codes.insert(code, device_key.clone());
        Ok(self.agreed(&mut state, device_key))
    }

    fn agreed(&self, state: &mut State, device_key: String) -> PairReply {
        let series = SeriesId(id(100));
        state.devices.insert(series, device_key);
        PairReply {
            series,
            user: UserId(id(200)),
            user_name: "甲工".to_owned(),
            role: state.role.unwrap_or(Role::Worker),
            township: self.township(),
            township_name: "演示镇".to_owned(),
            server_key: tagged(self.key.public_key().as_ref()),
            pins: state.pins.clone(),
            office_key: None,
            unlock_secret: None,
        }
    }

    fn check_signature(&self, request: &WireRequest) -> Result<SeriesId, Problem> {
        let header = |name: &str| request.headers.iter().find(|(n, _)| *n == name).unwrap().1.clone();
        let series: SeriesId = header("guihang-series").parse().unwrap();
        let counter: u64 = header("guihang-counter").parse().unwrap();
        let nonce = header("guihang-nonce");
        let mut state = self.state();
        let text = signing_text("POST", request.path, &request.body, &nonce, counter);
        assert!(verify(&state.devices[&series], &text, &header("guihang-signature")), "request signature");
        let before = state.counters.insert(series, counter).unwrap_or(0);
        assert!(counter > before, "a counter only grows: {before} → {counter}");
        if request.path != route::HELLO && nonce != format!("nonce-{}", state.nonce) {
            return Err(ProblemCode::NonceStale.into());
        }
        Ok(series)
    }

    fn hello(&self, series: SeriesId, _: HelloRequest) -> HelloReply {
        let receipt = self.sign_receipt(series);
        let mut state = self.state();
        state.nonce += 1;
        HelloReply {
            takes_back: false,
            lease: None,
            protocol: 1,
            epoch: state.epoch.clone(),
            nonce: format!("nonce-{}", state.nonce),
            server_time: moment("2026-03-10T09:00:00+08:00"),
            receipt: state.stale_receipt.clone().or(receipt),
            summary: None,
            update: shared::protocol::Update::None,
            tally: None,
            app_versions: Some(AppVersions { wanted: "0.2.0".to_owned(), required: String::new() }),
            scope_version: state.scope_version,
            user_name: "甲工".to_owned(),
            role: state.role.unwrap_or(Role::Worker),
            witness: None,
            office_series: state.office_series.clone(),
            pins: state.pins.clone(),
            office_key: None,
        }
    }

    fn push(&self, series: SeriesId, request: &PushRequest) -> PushReply {
        let texts: Vec<String> = request.events.iter().map(|event| event.get().to_owned()).collect();
        let fates = {
            let mut state = self.state();
            let head = Hash::of(texts.last().unwrap().as_bytes());
            assert!(verify(&state.devices[&series], &head.0, &request.head_signature), "head of the batch");
            state.pushes.push((request.from_seq, texts.len()));
            let held = u32::try_from(state.held.entry(series).or_default().len()).unwrap();
            if request.from_seq > held + 1 {
                return PushReply {
                    fates: Vec::new(),
                    receipt: None,
                    missing_from: Some(held + 1),
                    marks: Vec::new(),
                    tally: None,
                };
            }
            let quarantine = state.quarantine.take();
            let mut fates = Vec::new();
            for (text, seq) in texts.into_iter().zip(request.from_seq..) {
                if seq <= held {
                    let set_aside = state.set_aside.get(&(series, seq)).copied();
                    fates.push(
                        set_aside.map_or(Fate::Duplicate, |code| Fate::Quarantined { problem: code.into() }),
                    );
                    continue;
                }
                state.held.get_mut(&series).unwrap().push(text.clone());
                if let Some(code) = quarantine {
                    state.set_aside.insert((series, seq), code);
                    fates.push(Fate::Quarantined { problem: code.into() });
                } else {
                    state.log.push(text);
                    fates.push(Fate::Accepted);
                }
            }
            fates
        };
        let receipt = self.sign_receipt(series);
        PushReply { fates, receipt, missing_from: None, marks: Vec::new(), tally: None }
    }

    fn pull(&self, series: SeriesId, request: &PullRequest) -> PullReply {
        self.state().pulls.push(request.after);
        let state = self.state();
        let after = usize::try_from(request.after).unwrap();
        let page = state.pages_of.unwrap_or(usize::try_from(request.limit).unwrap());
        let end = state.log.len().min(after + page);
        let in_scope = |text: &&String| match (&state.scope, case_of(text)) {
            (Some(scope), Some(case)) => scope.contains(&case),
            _ => true,
        };
        let events =
            state.log.get(after..end).unwrap_or_default().iter().filter(in_scope).map(|text| PulledEvent {
                event: RawValue::from_string(text.clone()).unwrap(),
                received_at: moment("2026-03-10T09:00:00+08:00"),
                mark: None,
            });
        let events = events.collect();
        let more = end < state.log.len();
        let mut counts: BTreeMap<CaseId, u32> = BTreeMap::new();
        for case in state.log.iter().filter(in_scope).filter_map(|text| case_of(text)) {
            *counts.entry(case).or_insert(state.miscount) += 1;
        }
        let cases = state.scope.clone().unwrap_or_else(|| counts.keys().copied().collect());
        let scope =
            Scope { scope_version: state.scope_version + state.scope_ahead, cases, reasons: Vec::new() };
        let text = scope.signing_text(series, &format!("nonce-{}", state.nonce));
        let other = Ed25519KeyPair::from_seed_unchecked(&[3; 32]).unwrap();
        let key = if state.forging_scope { &other } else { &self.key };
        let signature = tagged(key.sign(text.as_bytes()).as_ref());
        let told = !more && !state.silent_on_scope;
        let counts = counts.into_iter().map(|(case, events)| CaseCount { case, events, digest: None });
        PullReply {
            events,
            next: u64::try_from(end.max(after)).unwrap(),
            more,
            staff: vec![StaffName { user: UserId(id(2)), name: "乙内勤".to_owned(), role: Role::Office }],
            counts: if more { Vec::new() } else { counts.collect() },
            scope: told.then_some(SignedScope { scope, signature }),
            summary: None,
            decisions: Vec::new(),
            cards: None,
            signature: None,
        }
    }
}

impl Link for Office {
    fn send(&self, request: &WireRequest) -> Result<WireReply, LinkError> {
        assert_eq!(request.server, ADDRESS);
        let fault = {
            let mut state = self.state();
            state.asked.push(request.path);
            if !state.online {
                return Err(LinkError::Unreachable);
            }
            if let Some((path, code)) = state.problem
                && path == request.path
            {
                return Ok(refusal(&code.into()));
            }
            let at = state.faults.iter().position(|(path, _)| *path == request.path);
            at.and_then(|at| state.faults.remove(at)).map(|(_, fault)| fault)
        };
        if fault == Some(Fault::RequestLost) {
            return Err(LinkError::Unreachable);
        }
        let reply = match self.answer(request) {
            Ok(body) => WireReply { status: 200, body },
            Err(problem) => refusal(&problem),
        };
        match fault {
            Some(Fault::ReplyLost) => Err(LinkError::Unreachable),
            Some(Fault::Portal) => Ok(WireReply { status: 200, body: b"<html>".to_vec() }),
            Some(Fault::RequestLost) | None => Ok(reply),
        }
    }
}

fn refusal(problem: &Problem) -> WireReply {
    WireReply { status: problem.code.status(), body: json(problem) }
}

fn case_of(text: &str) -> Option<CaseId> {
    let value: serde_json::Value = serde_json::from_str(text).unwrap();
    match serde_json::from_value(value["stream"].clone()) {
        Ok(Stream::Case(case)) => Some(case),
        Ok(Stream::Office(_)) | Err(_) => None,
    }
}

fn json<T: Serialize>(value: &T) -> Vec<u8> {
    serde_json::to_vec(value).unwrap()
}

fn unpack<T: DeserializeOwned>(request: &WireRequest) -> T {
    serde_json::from_slice(&zstd::decode_all(request.body.as_slice()).unwrap()).unwrap()
}

fn tagged(bytes: &[u8]) -> String {
    format!("ed25519:{}", STANDARD.encode(bytes))
}

fn verify(key: &str, text: &str, signature: &str) -> bool {
    let bytes = |tagged: &str| STANDARD.decode(tagged.strip_prefix("ed25519:").unwrap()).unwrap();
    UnparsedPublicKey::new(&ED25519, bytes(key)).verify(text.as_bytes(), &bytes(signature)).is_ok()
}
