//! A client of the version before this one: it knows version 2 of the protocol and nothing later, keeps what it holds in
//! memory, and does by hand what that version did: push until the receipt covers all, pull to the end, let go of what
//! the office names no more.

pub mod wire;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use client::sync::{Link, WireRequest};
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use shared::event::{Body, Event, RawEvent, RuleVersion, Stream};
use shared::hash::Hash;
use shared::id::{CaseId, EventId, SeriesId};
use shared::moment::Moment;
use shared::problem::{Problem, ProblemCode};

use crate::raw_device::pack;
use wire::{
    Fate, HEADERS, HELLO, HelloAsk, HelloSaid, PAIR, PROTOCOL, PULL, PUSH, PairAsk, PairSaid, PullAsk,
    PullSaid, PushAsk, PushSaid, SignedReceipt,
};

const BATCH: usize = 500;
const PAGE: u32 = 2000;
/// Times an exchange begins again before it is given up.
const DETOURS_MAX: u8 = 4;

/// An event it holds.
#[derive(Debug, Clone)]
pub struct Held {
    pub id: EventId,
    pub hash: Hash,
    pub stream: Stream,
    pub text: String,
}

/// See the module.
pub struct OldClient {
    link: Arc<dyn Link>,
    server: String,
    key: Ed25519KeyPair,
    pub paired: PairSaid,
    pub events: BTreeMap<(SeriesId, u32), Held>,
    pub set_aside: BTreeSet<u32>,
    /// Own records a receipt covers.
    pub covered: u32,
    /// The cases the office last named.
    pub scope: BTreeSet<CaseId>,
    nonce: String,
    counter: u64,
    epoch: String,
    scope_version: u32,
    cursor: u64,
}

impl std::fmt::Debug for OldClient {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OldClient").field("series", &self.paired.series).finish_non_exhaustive()
    }
}

/// The office's problem, or that nothing came.
type Outcome<T> = Result<T, Problem>;

impl OldClient {
    /// Pairs with a one-time code, under a key made of `seed`.
    ///
    /// # Errors
    /// The office's problem.
    ///
    /// # Panics
    /// Where the seed is no key.
    pub fn pair(
        link: Arc<dyn Link>,
        server: &str,
        seed: &[u8; 32],
        code: &str,
        protocol: u16,
    ) -> Outcome<Self> {
        let key = Ed25519KeyPair::from_seed_unchecked(seed).unwrap();
        let device_key = format!("ed25519:{}", STANDARD.encode(key.public_key()));
        let proof = sign_with(&key, &format!("guihang-pair-1\n{code}\n{device_key}"));
        let ask = PairAsk {
            protocol,
            code: code.to_owned(),
            device_key,
            proof,
            device_name: "旧版演示机".to_owned(),
            app_version: "0.0.0".to_owned(),
        };
        let request = WireRequest {
            server: server.to_owned(),
            pins: Vec::new(),
            path: PAIR,
            headers: Vec::new(),
            body: pack(&ask).unwrap(),
        };
        let paired = answered(&*link, &request)?;
        Ok(Self {
            link,
            server: server.to_owned(),
            key,
            paired,
            events: BTreeMap::new(),
            set_aside: BTreeSet::new(),
            covered: 0,
            scope: BTreeSet::new(),
            nonce: String::new(),
            counter: 0,
            epoch: String::new(),
            scope_version: 0,
            cursor: 0,
        })
    }

    /// The last own record.
    #[must_use]
    pub fn head(&self) -> u32 {
        let own = self.events.keys().filter(|(series, _)| *series == self.paired.series);
        own.map(|(_, seq)| *seq).max().unwrap_or(0)
    }

    #[must_use]
    pub fn unsent(&self) -> u32 {
        self.head().saturating_sub(self.covered)
    }

    /// Writes a fact of a case.
    ///
    /// # Panics
    /// Where it is too long.
    pub fn record(
        &mut self,
        id: EventId,
        case: CaseId,
        happened_at: Moment,
        now: Moment,
        body: Body,
    ) -> EventId {
        let (series, seq) = (self.paired.series, self.head() + 1);
        let prev = self.events.get(&(series, seq - 1)).map_or_else(Hash::none, |held| held.hash.clone());
        let event = Event {
            id,
            series,
            seq,
            prev,
            stream: Stream::Case(case),
            happened_at,
            recorded_at: now,
            author: self.paired.user,
            rule_version: RuleVersion("2026-01".to_owned()),
            body,
        };
        let raw = RawEvent::write(event).unwrap();
        self.hold(String::from_utf8(raw.bytes().to_vec()).unwrap());
        id
    }

    fn hold(&mut self, text: String) {
        let raw = RawEvent::read(text.clone().into_bytes()).unwrap();
        let (event, hash) = (raw.event(), raw.hash());
        let held = Held { id: event.id, hash, stream: event.stream.clone(), text };
        self.events.insert((event.series, event.seq), held);
    }

    /// One whole exchange.
    ///
    /// # Errors
    /// The office's problem, or `Offline`.
    pub fn sync(&mut self, now: Moment) -> Outcome<()> {
        self.sync_as(PROTOCOL, now)
    }

    /// The same, in the words of another version.
    ///
    /// # Errors
    /// As [`OldClient::sync`].
    pub fn sync_as(&mut self, protocol: u16, now: Moment) -> Outcome<()> {
        for _ in 0..DETOURS_MAX {
            match self.exchange(protocol, now) {
                Err(problem) if problem.code == ProblemCode::NonceStale => {}
                outcome => return outcome,
            }
        }
        Err(ProblemCode::NonceStale.into())
    }

    fn exchange(&mut self, protocol: u16, now: Moment) -> Outcome<()> {
        let from = self.hello(protocol, now)?;
        self.push_all(from)?;
        for may_repair in [true, false] {
            if self.pull_all(may_repair)? {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Gives the first record to push.
    fn hello(&mut self, protocol: u16, now: Moment) -> Outcome<u32> {
        self.nonce.clear();
        let unsent = self.unsent();
        let ask = HelloAsk { protocol, app_version: "0.0.0".to_owned(), device_time: now, unsent };
        let said: HelloSaid = self.ask(HELLO, &ask)?;
        assert_eq!(said.protocol, PROTOCOL, "an office answers in the words it was asked in");
        let proven = match &said.receipt {
            Some(signed) if signed.receipt.epoch == said.epoch => self.check(signed)?,
            Some(_) | None => 0,
        };
        if said.epoch != self.epoch {
            (self.cursor, self.covered) = (0, proven);
            self.epoch.clone_from(&said.epoch);
        }
        if said.scope_version != self.scope_version {
            (self.cursor, self.scope_version) = (0, said.scope_version);
        }
        self.nonce = said.nonce;
        Ok(proven.min(self.covered) + 1)
    }

    fn push_all(&mut self, mut from: u32) -> Outcome<()> {
        while from <= self.head() {
            let series = self.paired.series;
            let own = (from..=self.head()).take(BATCH).filter_map(|seq| self.events.get(&(series, seq)));
            let own: Vec<Held> = own.cloned().collect();
            let Some(last) = own.last() else { return Ok(()) };
            let head_signature = sign_with(&self.key, &last.hash.0);
            let events = own.iter().map(|held| RawValue::from_string(held.text.clone()).unwrap()).collect();
            let said: PushSaid = self.ask(PUSH, &PushAsk { from_seq: from, events, head_signature })?;
            if let Some(missing) = said.missing_from {
                from = missing;
                continue;
            }
            let covered = self.check(&said.receipt.ok_or(ProblemCode::ServerNotTrusted)?)?;
            assert_eq!(said.fates.len(), own.len(), "a fate for each");
            for (seq, fate) in (from..).zip(&said.fates) {
                match fate {
                    Fate::Quarantined { .. } => self.set_aside.insert(seq),
                    Fate::Accepted | Fate::Duplicate => self.set_aside.remove(&seq),
                };
            }
            self.covered = self.covered.max(covered);
            from += u32::try_from(own.len()).unwrap();
        }
        Ok(())
    }

    /// Whether what is held is what the office counts.
    fn pull_all(&mut self, may_repair: bool) -> Outcome<bool> {
        loop {
            let said: PullSaid = self.ask(PULL, &PullAsk { after: self.cursor, limit: PAGE })?;
            for pulled in &said.events {
                self.hold(pulled.event.get().to_owned());
            }
            self.cursor = said.next;
            if said.more {
                continue;
            }
            let agrees = said.counts.iter().all(|count| self.counting(count.case) == count.events);
            if !agrees && may_repair {
                self.cursor = 0;
                return Ok(false);
            }
            if let Some(signed) = said.scope {
                let text = signed.scope.signing_text(self.paired.series, &self.nonce);
                self.is_signed(&text, &signed.signature)?;
                if signed.scope.scope_version == self.scope_version {
                    self.keep_scope(signed.scope.cases.into_iter().collect());
                }
            }
            return Ok(true);
        }
    }

    fn counting(&self, case: CaseId) -> u32 {
        let own = self.paired.series;
        let counts = |series: SeriesId, seq: u32| {
            series != own || (seq <= self.covered && !self.set_aside.contains(&seq))
        };
        let held = self
            .events
            .iter()
            .filter(|((series, seq), held)| held.stream == Stream::Case(case) && counts(*series, *seq));
        u32::try_from(held.count()).unwrap()
    }

    fn keep_scope(&mut self, scope: BTreeSet<CaseId>) {
        let own = self.paired.series;
        if !scope.is_empty() {
            self.events.retain(|(series, _), held| match &held.stream {
                Stream::Case(case) => *series == own || scope.contains(case),
                Stream::Office(_) => true,
            });
        }
        self.scope = scope;
    }

    /// Up to where a receipt covers what was written here.
    fn check(&self, signed: &SignedReceipt) -> Outcome<u32> {
        let receipt = &signed.receipt;
        self.is_signed(&receipt.signing_text(), &signed.signature)?;
        let own = (self.paired.series, receipt.up_to_seq);
        let chain = self.events.get(&own).map_or_else(Hash::none, |held| held.hash.clone());
        let sound = receipt.series == self.paired.series && receipt.chain == chain;
        if sound { Ok(receipt.up_to_seq) } else { Err(ProblemCode::EventForked.into()) }
    }

    fn is_signed(&self, text: &str, signature: &str) -> Outcome<()> {
        let bytes = |text: &str| STANDARD.decode(text.trim_start_matches("ed25519:")).unwrap_or_default();
        let key = UnparsedPublicKey::new(&ED25519, bytes(&self.paired.server_key));
        key.verify(text.as_bytes(), &bytes(signature)).map_err(|_| ProblemCode::ServerNotTrusted.into())
    }

    fn ask<T: DeserializeOwned>(&mut self, path: &'static str, body: &impl Serialize) -> Outcome<T> {
        let request = self.request(path, pack(body).unwrap());
        answered(&*self.link, &request)
    }

    /// A signed request with the next counter.
    pub fn request(&mut self, path: &'static str, body: Vec<u8>) -> WireRequest {
        self.counter += 1;
        let text =
            format!("guihang-request-1\nPOST\n{path}\n{}\n{}\n{}", Hash::of(&body), self.nonce, self.counter);
        let signature = sign_with(&self.key, &text);
        let values =
            [self.paired.series.to_string(), self.nonce.clone(), self.counter.to_string(), signature];
        let headers = HEADERS.into_iter().zip(values).collect();
        WireRequest { server: self.server.clone(), pins: Vec::new(), path, headers, body }
    }
}

fn answered<T: DeserializeOwned>(link: &dyn Link, request: &WireRequest) -> Outcome<T> {
    let reply = link.send(request).map_err(|_| Problem::new(ProblemCode::Offline))?;
    let read = || serde_json::from_slice(&reply.body).map_err(|_| Problem::new(ProblemCode::Offline));
    if reply.status == 200 {
        return read();
    }
    Err(serde_json::from_slice(&reply.body).unwrap_or_else(|_| Problem::new(ProblemCode::Offline)))
}

fn sign_with(key: &Ed25519KeyPair, text: &str) -> String {
    format!("ed25519:{}", STANDARD.encode(key.sign(text.as_bytes())))
}
