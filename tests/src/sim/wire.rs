//! The line between one phone and the office, with everything that can happen to a request on it.

use std::collections::{BTreeSet, VecDeque};
use std::sync::{Arc, Mutex};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use client::sync::{BlobReply, BlobRequest, Link, LinkError, WireReply, WireRequest};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use shared::event::{Body, RawEvent, Stream};
use shared::hash::Hash;
use shared::id::{CaseId, EventId, SeriesId, TownshipCode};
use shared::protocol::blob::header;
use shared::protocol::{
    ArrivalMark, CapsuleReply, CapsuleRequest, CompareReply, Fate, HelloReply, PairReply, PullReply,
    PushReply, PushRequest, SIGNATURE_HEADERS, SignedReceipt, capsule, route, split_reply,
};

use super::inventory;
use super::office::OfficeSide;
use super::sabotage::{Sabotage, Saboteur};
use super::tape::{Entry, Fault, Item, Said, Tape};

/// What happens to one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mishap {
    RequestDropped,
    ReplyLost,
    /// Twice; the first answer comes back.
    DuplicatedFirst,
    /// Twice; the second answer comes back.
    DuplicatedSecond,
    /// An old one comes before it, so many requests old.
    Replayed(usize),
    Garbled,
    PhoneDiesBefore,
    PhoneDiesAfter,
    OfficeCrashesBefore,
    OfficeCrashesAfter,
    /// The server dies at this throw of its dice.
    OfficeDiesInside(i64),
}

/// What happens to one request about an attachment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BlobMishap {
    /// The line breaks after so many of a thousand parts of its body.
    CutAt(usize),
    ReplyLost,
    Twice,
    OfficeCrashes,
    PhoneDies,
}

#[derive(Debug, Default)]
struct State {
    is_cut: bool,
    is_dead: bool,
    /// For the next requests, one each.
    mishaps: VecDeque<Option<Mishap>>,
    blob_mishaps: VecDeque<Option<BlobMishap>>,
    sent: Vec<WireRequest>,
    paired: Option<PairReply>,
    /// Records that came with pulls since it was last asked.
    news: usize,
}

/// See the module.
#[derive(Debug)]
pub struct SimLink {
    device: usize,
    township: TownshipCode,
    office: Arc<OfficeSide>,
    saboteur: Arc<Saboteur>,
    tape: Tape,
    state: Mutex<State>,
}

impl SimLink {
    #[must_use]
    pub fn new(
        device: usize,
        township: TownshipCode,
        office: Arc<OfficeSide>,
        saboteur: Arc<Saboteur>,
        tape: Tape,
    ) -> Self {
        Self { device, township, office, saboteur, tape, state: Mutex::default() }
    }

    /// # Panics
    /// When another holder panicked.
    pub fn set_cut(&self, is_cut: bool) {
        self.state.lock().unwrap().is_cut = is_cut;
    }

    /// # Panics
    /// When another holder panicked.
    #[must_use]
    pub fn is_cut(&self) -> bool {
        self.state.lock().unwrap().is_cut
    }

    /// What happens to the next requests.
    ///
    /// # Panics
    /// When another holder panicked.
    pub fn plan(&self, mishaps: Vec<Option<Mishap>>) {
        self.state.lock().unwrap().mishaps = mishaps.into();
    }

    /// What happens to the next requests about attachments.
    ///
    /// # Panics
    /// When another holder panicked.
    pub fn plan_blobs(&self, mishaps: Vec<Option<BlobMishap>>) {
        self.state.lock().unwrap().blob_mishaps = mishaps.into();
    }

    /// Whether the phone died on a request; it is asked once.
    ///
    /// # Panics
    /// When another holder panicked.
    #[must_use]
    pub fn take_death(&self) -> bool {
        std::mem::take(&mut self.state.lock().unwrap().is_dead)
    }

    /// # Panics
    /// When another holder panicked.
    #[must_use]
    pub fn take_news(&self) -> usize {
        std::mem::take(&mut self.state.lock().unwrap().news)
    }

    /// What the phone was told at pairing.
    ///
    /// # Panics
    /// When another holder panicked.
    #[must_use]
    pub fn paired(&self) -> Option<PairReply> {
        self.state.lock().unwrap().paired.clone()
    }

    /// A request about an attachment, of which the server gets so many bytes.
    fn deliver_blob(&self, request: &BlobRequest, bytes: usize, answered: bool) -> BlobReply {
        let body = request.body[..bytes].to_vec();
        let answer = self.office.call(request.method.name(), &request.path, &request.headers, body);
        let reply = BlobReply { status: answer.status, headers: answer.headers };
        let signed = request.headers.iter().flat_map(|(_, value)| value.bytes());
        self.tape.write(&Entry::Blob {
            device: self.device,
            method: request.method.name(),
            request: Hash::of(&signed.collect::<Vec<u8>>()),
            status: reply.status,
            offset: reply.header(header::OFFSET).and_then(|offset| offset.parse().ok()),
            answered,
        });
        reply
    }

    fn pass_blob(&self, request: &BlobRequest, mishap: BlobMishap) -> Result<BlobReply, LinkError> {
        let all = request.body.len();
        match mishap {
            BlobMishap::CutAt(part) => {
                if all > 0 {
                    self.fault(Fault::UploadCut);
                    self.deliver_blob(request, all * part / 1000, false);
                }
            }
            BlobMishap::ReplyLost => {
                self.fault(Fault::ReplyLost);
                self.deliver_blob(request, all, false);
            }
            BlobMishap::Twice => {
                self.fault(Fault::Duplicated);
                self.deliver_blob(request, all, false);
                return Ok(self.deliver_blob(request, all, true));
            }
            BlobMishap::OfficeCrashes => {
                self.fault(Fault::OfficeCrashed);
                self.deliver_blob(request, all, false);
                self.office.crash();
                self.look_at_office();
            }
            BlobMishap::PhoneDies => {
                self.fault(Fault::PhoneDiedInExchange);
                self.deliver_blob(request, all, false);
                self.state.lock().unwrap().is_dead = true;
            }
        }
        Err(LinkError::Unreachable)
    }

    fn fault(&self, fault: Fault) {
        self.tape.fault(fault, Some(self.device));
    }

    fn pass(&self, request: &WireRequest, mishap: Mishap) -> Result<WireReply, LinkError> {
        match mishap {
            Mishap::RequestDropped => self.fault(Fault::RequestDropped),
            Mishap::ReplyLost => {
                self.fault(Fault::ReplyLost);
                self.deliver(request, false);
            }
            Mishap::DuplicatedFirst => {
                self.fault(Fault::Duplicated);
                let first = self.deliver(request, true);
                self.deliver(request, false);
                return Ok(first);
            }
            Mishap::DuplicatedSecond => {
                self.fault(Fault::Duplicated);
                self.deliver(request, false);
                return Ok(self.deliver(request, true));
            }
            Mishap::Replayed(age) => {
                if let Some(old) = self.old(age) {
                    self.fault(Fault::Replayed);
                    self.deliver(&old, false);
                }
                return Ok(self.deliver(request, true));
            }
            Mishap::Garbled => {
                self.fault(Fault::Garbled);
                self.deliver(request, false);
                return Ok(WireReply { status: 200, body: b"<html>login</html>".to_vec() });
            }
            Mishap::PhoneDiesBefore | Mishap::PhoneDiesAfter => {
                self.fault(Fault::PhoneDiedInExchange);
                if mishap == Mishap::PhoneDiesAfter {
                    self.deliver(request, false);
                }
                self.state.lock().unwrap().is_dead = true;
            }
            Mishap::OfficeCrashesBefore | Mishap::OfficeCrashesAfter => {
                self.fault(Fault::OfficeCrashed);
                if mishap == Mishap::OfficeCrashesAfter {
                    self.deliver(request, false);
                }
                self.office.crash();
                self.look_at_office();
            }
            Mishap::OfficeDiesInside(throws) => {
                let Some((status, body)) = self.office.answer_or_die(request, throws) else {
                    self.fault(Fault::OfficeDiedInside);
                    self.look_at_office();
                    return Err(LinkError::Unreachable);
                };
                return Ok(self.note(request, status, body, true));
            }
        }
        Err(LinkError::Unreachable)
    }

    fn look_at_office(&self) {
        let has = self.office.look(inventory::of_office);
        self.tape.write(&Entry::OfficeHas(has));
    }

    fn old(&self, age: usize) -> Option<WireRequest> {
        let state = self.state.lock().unwrap();
        // The newest is the one on its way.
        state.sent.iter().rev().nth(age + 1).cloned()
    }

    fn deliver(&self, request: &WireRequest, answered: bool) -> WireReply {
        if let Some(reply) = self.instead(request) {
            return self.note(request, 200, reply, answered);
        }
        self.saboteur.before_request(&self.office);
        let (status, body) = self.office.answer(request);
        self.note(request, status, body, answered)
    }

    fn instead(&self, request: &WireRequest) -> Option<Vec<u8>> {
        if request.path != route::PUSH || !self.saboteur.is(Sabotage::ReceiptBeforeStoring) {
            return None;
        }
        let ask: PushRequest = unpacked(&request.body);
        let reply = self.saboteur.instead_of_push(&self.office, &self.township, series_of(request)?, &ask)?;
        Some(json(&reply))
    }

    /// Writes down what was asked and answered.
    fn note(&self, request: &WireRequest, status: u16, body: Vec<u8>, answered: bool) -> WireReply {
        let body = match (status, series_of(request)) {
            (200, Some(series)) => self.note_inside(request, series, body),
            (200, None) if answered && request.path == route::PAIR => {
                self.state.lock().unwrap().paired = Some(read(&body));
                body
            }
            (_, _) => body,
        };
        self.tape.write(&Entry::Wire {
            device: self.device,
            path: request.path,
            request: hash_of(request),
            status,
            reply: told(&body),
            answered,
        });
        WireReply { status, body }
    }

    fn note_inside(&self, request: &WireRequest, series: SeriesId, body: Vec<u8>) -> Vec<u8> {
        match request.path {
            route::HELLO => {
                let mut reply: HelloReply = read(&body);
                self.saboteur.after_hello(series, &self.township, &mut reply);
                self.note_receipt(series, reply.receipt.clone());
                json(&reply)
            }
            route::PUSH => self.note_push(series, &unpacked(&request.body), read(&body)),
            capsule::ROUTE => {
                let reply: CapsuleReply = read(&body);
                let said: Vec<_> = reply.fates.iter().map(|told| (told.seq, said(&told.fate))).collect();
                let mut rows = self.office.look(|sql| inventory::series(sql, series));
                rows.retain(|place, _| said.iter().any(|(seq, _)| seq == place));
                self.tape.write(&Entry::Offered { series, said, rows });
                self.note_receipt(series, reply.receipt);
                body
            }
            route::PULL => self.note_pull(series, read(&body)),
            route::COMPARE => {
                let reply: CompareReply = read(&body);
                let streams = reply.events.iter().map(|pulled| item(0, pulled.event.get()).stream).collect();
                self.note_fetched(series, reply.events.len(), streams);
                body
            }
            route::BUNDLE => {
                let (head, _) = split_reply(&body).expect("an answer with bundles");
                let streams = head.parts.iter().map(|part| Stream::Case(part.head.case)).collect();
                self.note_fetched(series, head.parts.len(), streams);
                body
            }
            _ => body,
        }
    }

    fn note_push(&self, series: SeriesId, ask: &PushRequest, mut reply: PushReply) -> Vec<u8> {
        self.saboteur.after_push(&self.office, &self.township, series, ask, &mut reply);
        let said: Vec<Said> = reply.fates.iter().map(said).collect();
        let items = (ask.from_seq..).zip(&ask.events).map(|(seq, event)| item(seq, event.get())).collect();
        for _ in said.iter().filter(|said| matches!(said, Said::SetAside(_))) {
            self.fault(Fault::SetAside);
        }
        for _ in reply.marks.iter().filter(|noted| noted.mark == ArrivalMark::AfterTransfer) {
            self.fault(Fault::LateTaken);
        }
        // What is new at the office is news to whoever synced before in this round.
        self.state.lock().unwrap().news += said.iter().filter(|said| matches!(said, Said::Accepted)).count();
        let missing_from = reply.missing_from;
        self.tape.write(&Entry::Pushed { series, from: ask.from_seq, items, said, missing_from });
        self.note_receipt(series, reply.receipt.clone());
        json(&reply)
    }

    fn note_pull(&self, series: SeriesId, mut reply: PullReply) -> Vec<u8> {
        let own = |case: CaseId| {
            let query = "SELECT count(*) FROM placement WHERE township = ?1 AND case_id = ?2";
            let count: u32 = self.office.look(|sql| {
                sql.query_row(query, [self.township.0.clone(), case.to_string()], |row| row.get(0))
            });
            count > 0
        };
        self.saboteur.after_pull(series, own, &mut reply);
        let streams: BTreeSet<Stream> =
            reply.events.iter().map(|pulled| item(0, pulled.event.get()).stream).collect();
        let scope = reply.scope.iter().flat_map(|signed| signed.scope.cases.iter().copied());
        let told = reply.counts.iter().map(|count| count.case).chain(scope).collect();
        let cards = reply.cards.iter().flat_map(|signed| signed.cards.iter().map(|card| card.case)).collect();
        self.tape.write(&Entry::Pulled { series, streams, told, cards });
        self.state.lock().unwrap().news += reply.events.len();
        json(&reply)
    }

    /// Cases that came by comparison or bundle.
    fn note_fetched(&self, series: SeriesId, news: usize, streams: BTreeSet<Stream>) {
        self.tape.write(&Entry::Pulled { series, streams, told: BTreeSet::new(), cards: BTreeSet::new() });
        self.state.lock().unwrap().news += news;
    }

    fn note_receipt(&self, series: SeriesId, signed: Option<SignedReceipt>) {
        let Some(SignedReceipt { receipt, .. }) = signed else { return };
        let look = |sql: &_| inventory::under_receipt(sql, series, receipt.up_to_seq, receipt.chain);
        let receipt = self.office.look(look);
        self.tape.write(&Entry::Receipt { series, receipt });
    }
}

impl Link for SimLink {
    fn send(&self, request: &WireRequest) -> Result<WireReply, LinkError> {
        let mishap = {
            let mut state = self.state.lock().unwrap();
            if state.is_cut || state.is_dead {
                return Err(LinkError::Unreachable);
            }
            state.sent.push(request.clone());
            state.mishaps.pop_front().flatten()
        };
        match mishap {
            Some(mishap) => self.pass(request, mishap),
            None => Ok(self.deliver(request, true)),
        }
    }

    fn send_blob(&self, request: &BlobRequest) -> Result<BlobReply, LinkError> {
        let mishap = {
            let mut state = self.state.lock().unwrap();
            if state.is_cut || state.is_dead {
                return Err(LinkError::Unreachable);
            }
            state.blob_mishaps.pop_front().flatten()
        };
        match mishap {
            Some(mishap) => self.pass_blob(request, mishap),
            None => Ok(self.deliver_blob(request, request.body.len(), true)),
        }
    }
}

/// Of an answer, but for the office's key of capsules and what is made from it: `age` takes its chance from the system,
/// not from the seed.
fn told(body: &[u8]) -> Hash {
    let Ok(Value::Object(mut fields)) = serde_json::from_slice(body) else { return Hash::of(body) };
    let chances = ["office_key", "unlock_secret"];
    if chances.iter().filter(|name| fields.remove(**name).is_some()).count() == 0 {
        return Hash::of(body);
    }
    Hash::of(Value::Object(fields).to_string().as_bytes())
}

/// Of body and signature: the counter is under the signature, so no two requests have the same. Sealed copies are the
/// exception: `age` draws their key from the system, so of a bundle it is what it names. What lay under the seals is
/// written from the office's rows ([`Entry::Offered`]).
fn hash_of(request: &WireRequest) -> Hash {
    if request.path == capsule::ROUTE
        && let Some(named) = named_in(request)
    {
        return Hash::of(&named);
    }
    let signed = request.headers.iter().flat_map(|(_, value)| value.bytes());
    Hash::of(&signed.chain(request.body.iter().copied()).collect::<Vec<u8>>())
}

/// Places and attachments of offered sealed copies, the gap before them, and the headers but the signature over them all.
fn named_in(request: &WireRequest) -> Option<Vec<u8>> {
    let body = zstd::decode_all(&request.body[..]).ok()?;
    let ask: CapsuleRequest = serde_json::from_slice(&body).ok()?;
    let bundle = STANDARD.decode(&ask.bundle).ok()?;
    let parts = capsule::read_bundle(&bundle).ok()?;
    let parts: Vec<_> = parts.iter().map(|(part, read)| (part.series, &part.what, read.is_ok())).collect();
    let [.., signature] = SIGNATURE_HEADERS;
    let headers: Vec<_> = request.headers.iter().filter(|(name, _)| *name != signature).collect();
    Some(json(&(headers, parts, ask.gap)))
}

fn series_of(request: &WireRequest) -> Option<SeriesId> {
    let header = request.headers.iter().find(|(name, _)| *name == SIGNATURE_HEADERS[0]);
    header.and_then(|(_, series)| series.parse().ok())
}

fn said(fate: &Fate) -> Said {
    match fate {
        Fate::Accepted => Said::Accepted,
        Fate::Duplicate => Said::Duplicate,
        Fate::Quarantined { problem } => Said::SetAside(problem.code.code()),
    }
}

/// What the log says of an event.
///
/// # Panics
/// Where it is none.
#[must_use]
pub fn item(seq: u32, text: &str) -> Item {
    let raw = RawEvent::read(text.as_bytes().to_vec()).unwrap();
    let value: Value = serde_json::from_str(text).unwrap();
    let voids: Option<EventId> = match &raw.event().body {
        Body::Void(void) => Some(void.target),
        _ => None,
    };
    let event = raw.event();
    Item {
        seq,
        hash: raw.hash(),
        id: event.id,
        stream: event.stream.clone(),
        kind: value["body"]["kind"].as_str().unwrap_or_default().to_owned(),
        voids,
        happened_ms: event.happened_at.timestamp_millis(),
        attachments: event.body.attachments().iter().map(|named| named.id.clone()).collect(),
    }
}

fn read<T: DeserializeOwned>(body: &[u8]) -> T {
    serde_json::from_slice(body).unwrap()
}

fn unpacked<T: DeserializeOwned>(body: &[u8]) -> T {
    read(&zstd::decode_all(body).unwrap())
}

fn json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).unwrap()
}
