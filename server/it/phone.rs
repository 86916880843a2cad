//! A phone as the protocol knows it: a key, a chain, a counter.

use axum::body::Body;
use axum::http::Request;
use serde::Serialize;
use serde_json::value::RawValue;
use server::admin;
use server::signature;
use shared::event::{Body as FactBody, Event, RawEvent, RuleVersion, Stream};
use shared::hash::Hash;
use shared::id::{CaseId, EventId, UserId};
use shared::moment::Moment;
use shared::protocol::{
    HelloReply, HelloRequest, Lists, PairReply, PairRequest, PullReply, PullRequest, PushReply, PushRequest,
    SIGNATURE_HEADERS, Witness, route, signing_text, version,
};

use crate::bench::{Answer, Bench, Person};

pub struct Phone {
    pub seed: [u8; 32],
    pub paired: PairReply,
    pub counter: u64,
    pub nonce: String,
    /// Held up at the next hello.
    pub witness: Option<Witness>,
    head: Hash,
    pub seq: u32,
    ids: u8,
}

pub fn pack<T: Serialize>(ask: &T) -> Vec<u8> {
    zstd::encode_all(serde_json::to_vec(ask).unwrap().as_slice(), 3).unwrap()
}

pub fn pair_request(seed: &[u8; 32], code: &str) -> PairRequest {
    let device_key = signature::public_key(seed).unwrap();
    let text = format!("guihang-pair-1\n{code}\n{device_key}");
    PairRequest {
        protocol: version::CURRENT,
        code: code.to_owned(),
        proof: signature::sign(seed, text.as_bytes()).unwrap(),
        device_key,
        device_name: "演示机".to_owned(),
        app_version: "0.1.0".to_owned(),
    }
}

pub async fn send_pair(bench: &Bench, ask: &PairRequest) -> Answer {
    bench.send(Request::post(route::PAIR).body(Body::from(pack(ask))).unwrap()).await
}

impl Phone {
    /// Pairs a phone of this user, has it confirmed and says hello.
    pub async fn paired(bench: &Bench, person: &Person, seed: u8) -> Self {
        let phone = Self::unconfirmed(bench, person, seed).await;
        admin::confirm_device(&bench.office, phone.paired.series).unwrap();
        phone
    }

    /// Pairs a phone of this user and says hello; nobody has confirmed it.
    pub async fn unconfirmed(bench: &Bench, person: &Person, seed: u8) -> Self {
        let code = admin::make_pairing_code(&bench.office, &bench.township, person.made.user).unwrap().code;
        let mut phone = Self::of(send_pair(bench, &pair_request(&[seed; 32], &code)).await.unpacked(), seed);
        phone.hello(bench).await;
        phone
    }

    /// What was agreed, and nothing said yet.
    pub fn of(paired: PairReply, seed: u8) -> Self {
        let (head, nonce) = (Hash::none(), String::new());
        Self { seed: [seed; 32], paired, counter: 0, nonce, witness: None, head, seq: 0, ids: 0 }
    }

    pub fn request(&self, path: &str, nonce: &str, counter: u64, body: Vec<u8>) -> Request<Body> {
        let text = signing_text("POST", path, &body, nonce, counter);
        let signature = signature::sign(&self.seed, text.as_bytes()).unwrap();
        let values = [self.paired.series.to_string(), nonce.to_owned(), counter.to_string(), signature];
        let mut request = Request::post(path);
        for (name, value) in SIGNATURE_HEADERS.into_iter().zip(values) {
            request = request.header(name, value);
        }
        request.body(Body::from(body)).unwrap()
    }

    pub async fn send<T: Serialize>(&mut self, bench: &Bench, path: &str, ask: &T) -> Answer {
        self.counter += 1;
        let nonce = if path == route::HELLO { String::new() } else { self.nonce.clone() };
        bench.send(self.request(path, &nonce, self.counter, pack(ask))).await
    }

    pub fn hello_request(&self, bench: &Bench) -> HelloRequest {
        HelloRequest {
            protocol: version::CURRENT,
            app_version: "0.1.0".to_owned(),
            device_time: bench.now(),
            unsent: 0,
            witness: self.witness.clone(),
            storage_free_mib: None,
        }
    }

    pub async fn hello(&mut self, bench: &Bench) -> HelloReply {
        let ask = self.hello_request(bench);
        let reply: HelloReply = self.send(bench, route::HELLO, &ask).await.unpacked();
        self.nonce.clone_from(&reply.nonce);
        reply
    }

    /// The next event of this phone, as an event that can still be changed.
    pub fn draft(&mut self, case: CaseId, happened_at: Moment, body: FactBody) -> Event {
        self.ids += 1;
        Event {
            id: EventId::make(happened_at, [self.ids ^ self.seed[0]; 10]),
            series: self.paired.series,
            seq: self.seq + 1,
            prev: self.head.clone(),
            stream: Stream::Case(case),
            happened_at,
            recorded_at: happened_at,
            author: self.paired.user,
            rule_version: RuleVersion("2026-01".to_owned()),
            body,
        }
    }

    /// Writes an event to the end of the phone's chain.
    pub fn keep(&mut self, event: Event) -> Vec<u8> {
        self.keep_bytes(RawEvent::write(event).unwrap().bytes().to_vec())
    }

    pub fn keep_bytes(&mut self, bytes: Vec<u8>) -> Vec<u8> {
        self.head = Hash::of(&bytes);
        self.seq += 1;
        bytes
    }

    pub fn record(&mut self, case: CaseId, happened_at: Moment, body: FactBody) -> Vec<u8> {
        let event = self.draft(case, happened_at, body);
        self.keep(event)
    }

    pub fn push_request(&self, from_seq: u32, events: &[Vec<u8>]) -> PushRequest {
        let head = events.last().map(|last| Hash::of(last).0).unwrap_or_default();
        PushRequest {
            from_seq,
            events: events
                .iter()
                .map(|event| RawValue::from_string(String::from_utf8(event.clone()).unwrap()).unwrap())
                .collect(),
            head_signature: signature::sign(&self.seed, head.as_bytes()).unwrap(),
            gap: None,
        }
    }

    pub async fn push(&mut self, bench: &Bench, from_seq: u32, events: &[Vec<u8>]) -> PushReply {
        let ask = self.push_request(from_seq, events);
        self.send(bench, route::PUSH, &ask).await.unpacked()
    }

    pub async fn pull(&mut self, bench: &Bench, after: u64, limit: u32) -> PullReply {
        let ask = PullRequest { lists: Some(Lists::Whole), ..PullRequest::plain(after, limit) };
        self.send(bench, route::PULL, &ask).await.unpacked()
    }

    /// The ids of everything this phone may read.
    pub async fn pull_all(&mut self, bench: &Bench) -> Vec<EventId> {
        let mut ids = Vec::new();
        let mut after = 0;
        loop {
            let page = self.pull(bench, after, 2).await;
            ids.extend(page.events.iter().map(|pulled| id_of(pulled.event.get().as_bytes())));
            after = page.next;
            if !page.more {
                return ids;
            }
        }
    }
}

pub fn id_of(bytes: &[u8]) -> EventId {
    RawEvent::read(bytes.to_vec()).unwrap().event().id
}

/// A township with a clerk, a worker with a phone, and one case of theirs.
pub struct Field {
    pub bench: Bench,
    pub clerk: Person,
    pub worker: Person,
    pub phone: Phone,
    pub case: CaseId,
}

impl Field {
    pub async fn new() -> Self {
        let bench = Bench::new();
        let clerk = bench.add_user("neiqin", "例内勤", shared::code::Role::Office);
        let worker = bench.add_user("zhuangan", "试例甲", shared::code::Role::Worker);
        let workers: [UserId; 1] = [worker.made.user];
        let case = crate::sample::case(&bench, clerk.made.user, "演示·柳叶", 1, &workers);
        let phone = Phone::paired(&bench, &worker, 7).await;
        Self { bench, clerk, worker, phone, case }
    }

    pub fn visit(&mut self, notes: &str) -> Vec<u8> {
        let (case, now) = (self.case, self.bench.now());
        self.phone.record(case, now, crate::sample::visit(notes))
    }
}
