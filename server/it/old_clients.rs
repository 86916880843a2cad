//! Phones that nobody has updated: requests as they were recorded, answers as they read them.
//!
//! `fixtures/protocol-<n>` holds what a phone of that version sends, byte for byte but for what differs with every phone;
//! the structs here are what it reads. Neither is ever edited: a new version of the protocol gets a new folder.

use serde::Deserialize;
use serde_json::value::RawValue;
use server::signature;
use shared::hash::Hash;
use shared::problem::ProblemCode;
use shared::protocol::route;

use crate::bench::Answer;
use crate::phone::Field;

#[derive(Debug, Deserialize)]
struct OldHello {
    protocol: u16,
    epoch: String,
    nonce: String,
    #[serde(rename = "server_time")]
    _server_time: String,
    receipt: Option<OldReceipt>,
    scope_version: u32,
    user_name: String,
    role: String,
}

#[derive(Debug, Deserialize)]
struct OldReceipt {
    receipt: OldReceiptBody,
    signature: String,
}

#[derive(Debug, Deserialize)]
struct OldReceiptBody {
    epoch: String,
    series: String,
    up_to_seq: u32,
    chain: String,
    server_time: chrono::DateTime<chrono::FixedOffset>,
}

#[derive(Debug, Deserialize)]
struct OldPush {
    fates: Vec<OldFate>,
    receipt: Option<OldReceipt>,
    missing_from: Option<u32>,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case", tag = "fate")]
enum OldFate {
    Accepted,
    Duplicate,
    Quarantined {},
}

#[derive(Debug, Deserialize)]
struct OldPull {
    events: Vec<OldPulled>,
    next: u64,
    more: bool,
    staff: Vec<OldStaff>,
    counts: Vec<OldCount>,
    /// From protocol 2 on.
    #[serde(default)]
    scope: Option<OldScope>,
}

#[derive(Debug, Deserialize)]
struct OldPulled {
    event: Box<RawValue>,
    received_at: String,
}

#[derive(Debug, Deserialize)]
struct OldStaff {
    user: String,
    name: String,
    role: String,
}

#[derive(Debug, Deserialize)]
struct OldCount {
    case: String,
    events: u32,
}

#[derive(Debug, Deserialize)]
struct OldScope {
    scope: OldScopeBody,
    signature: String,
}

#[derive(Debug, Deserialize)]
struct OldScopeBody {
    scope_version: u32,
    cases: Vec<String>,
}

struct Old {
    field: Field,
    version: u16,
}

impl Old {
    fn recorded(&self, name: &str) -> String {
        let file =
            format!("{}/it/fixtures/protocol-{}/{name}.json", env!("CARGO_MANIFEST_DIR"), self.version);
        std::fs::read_to_string(file).unwrap()
    }

    async fn send(&mut self, path: &'static str, json: &str) -> Answer {
        let phone = &mut self.field.phone;
        phone.counter += 1;
        let nonce = if path == route::HELLO { String::new() } else { phone.nonce.clone() };
        let body = zstd::encode_all(json.as_bytes(), 3).unwrap();
        let request = phone.request(path, &nonce, phone.counter, body);
        self.field.bench.send(request).await
    }
}

/// a16, I16, R7.
#[tokio::test]
async fn a16_phones_of_every_earlier_protocol_are_answered_as_they_understand() {
    for version in [1, 2] {
        let mut old = Old { field: Field::new().await, version };
        let hello = old.recorded("hello");
        let hello: OldHello = old.send(route::HELLO, &hello).await.unpacked();
        assert_eq!(hello.protocol, version, "the office speaks as the phone does");
        assert!(hello.receipt.is_none() && hello.scope_version >= 1 && !hello.epoch.is_empty());
        assert_eq!((hello.user_name.as_str(), hello.role.as_str()), ("试例甲", "worker"));
        old.field.phone.nonce = hello.nonce.clone();

        let visit = String::from_utf8(old.field.visit("旧版手机的家访")).unwrap();
        let head = signature::sign(&old.field.phone.seed, Hash::of(visit.as_bytes()).0.as_bytes()).unwrap();
        let push = old.recorded("push").replace("$EVENT", &visit).replace("$SIGNATURE", &head);
        let pushed: OldPush = old.send(route::PUSH, &push).await.unpacked();
        assert_eq!((pushed.fates, pushed.missing_from), (vec![OldFate::Accepted], None));
        let OldReceipt { receipt, signature } = pushed.receipt.unwrap();
        let OldReceiptBody { epoch, series, up_to_seq, chain, server_time } = receipt;
        let text = format!(
            "guihang-receipt-1\n{epoch}\n{series}\n{up_to_seq}\n{chain}\n{}",
            server_time.to_rfc3339()
        );
        let key = old.field.phone.paired.server_key.clone();
        assert!(signature::holds(&key, text.as_bytes(), &signature), "protocol {version}");
        let again: OldPush = old.send(route::PUSH, &push).await.unpacked();
        assert_eq!(again.fates, [OldFate::Duplicate]);

        let pull = old.recorded("pull");
        let pulled: OldPull = old.send(route::PULL, &pull).await.unpacked();
        assert!(!pulled.more && pulled.next == 3);
        assert_eq!(pulled.events.len(), 3);
        assert!(pulled.events.iter().all(|pulled| !pulled.received_at.is_empty()));
        assert_eq!(pulled.events[2].event.get(), visit, "the bytes first written");
        assert_eq!((pulled.counts.len(), pulled.counts[0].events), (1, 3));
        assert_eq!(pulled.counts[0].case, old.field.case.to_string());
        assert!(pulled.staff.iter().any(|staff| staff.name == "例内勤" && staff.role == "office"));
        assert!(pulled.staff.iter().all(|staff| !staff.user.is_empty()));
        let OldScope { scope, signature } = pulled.scope.unwrap();
        let mut text = format!("guihang-scope-1\n{series}\n{}\n{}", hello.nonce, scope.scope_version);
        for case in &scope.cases {
            text.push_str(&format!("\n{case}"));
        }
        assert!(signature::holds(&key, text.as_bytes(), &signature), "an old phone checks the old text");
    }
}

/// a16, I16: told in so many words, and nothing half taken.
#[tokio::test]
async fn a16_a_phone_too_old_is_told_so_and_one_too_new_is_spoken_to_in_the_newest_there_is() {
    let mut old = Old { field: Field::new().await, version: 1 };
    let ancient = old.recorded("hello").replace("\"protocol\":1", "\"protocol\":0");
    assert_eq!(old.send(route::HELLO, &ancient).await.code(), ProblemCode::ProtocolTooOld);
    let future = old
        .recorded("hello")
        .replace("\"protocol\":1", "\"protocol\":99")
        .replace("{\"protocol\"", "{\"hologram\":true,\"protocol\"");
    let hello: OldHello = old.send(route::HELLO, &future).await.unpacked();
    assert_eq!(hello.protocol, shared::protocol::version::CURRENT);
}
