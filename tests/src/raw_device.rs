//! A device spoken by hand, request by request: for what a sound phone never sends.

use anyhow::{Context, Result, anyhow};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use client::sync::HttpLink;
use client::sync::{Link, WireReply, WireRequest};
use ring::rand::SystemRandom;
use ring::signature::{Ed25519KeyPair, KeyPair};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use shared::event::{Body, Event, RawEvent, RuleVersion, Stream};
use shared::hash::Hash;
use shared::id::EventId;
use shared::moment::Moment;
use shared::problem::Problem;
use shared::protocol::{
    HelloReply, HelloRequest, PairReply, PairRequest, PullReply, PullRequest, PushReply, PushRequest,
    SIGNATURE_HEADERS, SignedReceipt, route, signing_text, version,
};

/// A paired device without a store.
pub struct RawDevice {
    server: String,
    key: Ed25519KeyPair,
    link: HttpLink,
    pub paired: PairReply,
    pub nonce: String,
    pub counter: u64,
    /// Last record written with [`RawDevice::write`], and its hash.
    head: (u32, Hash),
}

impl std::fmt::Debug for RawDevice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RawDevice").field("series", &self.paired.series).finish_non_exhaustive()
    }
}

impl RawDevice {
    /// Pairs with a one-time code.
    ///
    /// # Errors
    /// The office's problem.
    pub fn pair(server: &str, code: &str) -> Result<Self> {
        let document = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).map_err(|_| anyhow!("no key"))?;
        let key = Ed25519KeyPair::from_pkcs8(document.as_ref()).map_err(|_| anyhow!("no key"))?;
        let link = HttpLink::new()?;
        let device_key = format!("ed25519:{}", STANDARD.encode(key.public_key()));
        let proof = sign_with(&key, &format!("guihang-pair-1\n{code}\n{device_key}"));
        let request = PairRequest {
            protocol: version::CURRENT,
            code: code.to_owned(),
            device_key,
            proof,
            device_name: "手工设备".to_owned(),
            app_version: "0.0.0".to_owned(),
        };
        let wire = WireRequest {
            server: server.to_owned(),
            pins: Vec::new(),
            path: route::PAIR,
            headers: Vec::new(),
            body: pack(&request)?,
        };
        let paired = read(&link.send(&wire)?)?;
        Ok(Self {
            server: server.to_owned(),
            key,
            link,
            paired,
            nonce: String::new(),
            counter: 0,
            head: (0, Hash::none()),
        })
    }

    /// Says hello and takes the nonce.
    ///
    /// # Errors
    /// The office's problem.
    pub fn hello(&mut self, device_time: Moment) -> Result<HelloReply> {
        self.nonce.clear();
        let request = HelloRequest {
            protocol: version::CURRENT,
            app_version: "0.0.0".to_owned(),
            device_time,
            unsent: 0,
            witness: None,
            storage_free_mib: None,
        };
        let reply: HelloReply = self.ask(route::HELLO, &request)?;
        self.nonce.clone_from(&reply.nonce);
        Ok(reply)
    }

    /// Writes the next record of the series, as a phone would without a signal.
    ///
    /// # Panics
    /// Where the record is none.
    pub fn write(&mut self, at: Moment, stream: Stream, body: Body) -> (EventId, Box<RawValue>) {
        let mut entropy = [0; 10];
        crate::phone::dice(&mut entropy);
        let (last, prev) = self.head.clone();
        let event = Event {
            id: EventId::make(at, entropy),
            series: self.paired.series,
            seq: last + 1,
            prev,
            stream,
            happened_at: at,
            recorded_at: at,
            author: self.paired.user,
            rule_version: RuleVersion("2026-01".to_owned()),
            body,
        };
        let id = event.id;
        let raw = RawEvent::write(event).unwrap();
        self.head = (last + 1, raw.hash());
        (id, RawValue::from_string(String::from_utf8(raw.bytes().to_vec()).unwrap()).unwrap())
    }

    /// Pushes bytes as they are.
    ///
    /// # Errors
    /// The office's problem.
    pub fn push(&mut self, from_seq: u32, events: Vec<Box<RawValue>>) -> Result<PushReply> {
        self.push_behind(from_seq, events, None)
    }

    /// The same, behind places that it says it has lost.
    ///
    /// # Errors
    /// The office's problem.
    pub fn push_behind(
        &mut self,
        from_seq: u32,
        events: Vec<Box<RawValue>>,
        gap: Option<SignedReceipt>,
    ) -> Result<PushReply> {
        let head = events.last().map(|event| Hash::of(event.get().as_bytes())).context("an event")?;
        let head_signature = sign_with(&self.key, &head.0);
        self.ask(route::PUSH, &PushRequest { from_seq, events, head_signature, gap })
    }

    /// A page of the log.
    ///
    /// # Errors
    /// The office's problem.
    pub fn pull(&mut self, after: u64) -> Result<PullReply> {
        self.ask(route::PULL, &PullRequest::plain(after, 2000))
    }

    fn ask<T: DeserializeOwned>(&mut self, path: &'static str, body: &impl Serialize) -> Result<T> {
        let request = self.request(path, pack(body)?);
        read(&self.send(&request)?)
    }

    /// A signed request with the next counter.
    pub fn request(&mut self, path: &'static str, body: Vec<u8>) -> WireRequest {
        self.counter += 1;
        let signature = sign_with(&self.key, &signing_text("POST", path, &body, &self.nonce, self.counter));
        let values =
            [self.paired.series.to_string(), self.nonce.clone(), self.counter.to_string(), signature];
        WireRequest {
            server: self.server.clone(),
            pins: Vec::new(),
            path,
            headers: SIGNATURE_HEADERS.into_iter().zip(values).collect(),
            body,
        }
    }

    /// Sends a request as it is.
    ///
    /// # Errors
    /// Where no answer comes.
    pub fn send(&self, request: &WireRequest) -> Result<WireReply> {
        Ok(self.link.send(request)?)
    }
}

fn sign_with(key: &Ed25519KeyPair, text: &str) -> String {
    format!("ed25519:{}", STANDARD.encode(key.sign(text.as_bytes())))
}

/// JSON under zstd.
///
/// # Errors
/// Where JSON cannot hold it.
pub fn pack(body: &impl Serialize) -> Result<Vec<u8>> {
    Ok(zstd::bulk::compress(&serde_json::to_vec(body)?, 3)?)
}

/// An answer, or the office's problem as the error.
///
/// # Errors
/// The [`Problem`].
pub fn read<T: DeserializeOwned>(reply: &WireReply) -> Result<T> {
    if reply.status == 200 {
        return Ok(serde_json::from_slice(&reply.body)?);
    }
    Err(serde_json::from_slice::<Problem>(&reply.body).context("neither an answer nor a problem")?.into())
}
