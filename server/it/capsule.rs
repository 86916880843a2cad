//! 胶囊: what came in by hand of a phone that nobody had confirmed yet.

use std::io::Write as _;

use axum::body::Body;
use axum::http::Request;
use serde_json::value::RawValue;
use server::view::{DecisionRequest, HandIn, HeldRow, PersonView};
use server::{admin, signature};
use shared::hash::Hash;
use shared::problem::ProblemCode;
use shared::protocol::capsule::{SealedEvent, What, write_bundle};
use shared::protocol::{Fate, PullRequest, Verdict, route};

use crate::bench::{Answer, Bench, Browser};
use crate::phone::{Field, Phone, id_of};
use crate::sample;

/// What a phone leaves beside its locked store: the record, signed, sealed to the office's key of its pairing.
fn sealed(phone: &Phone, seq: u32, event: &[u8]) -> Vec<u8> {
    let text = SealedEvent {
        series: phone.paired.series,
        seq,
        event: RawValue::from_string(String::from_utf8(event.to_vec()).unwrap()).unwrap(),
        signature: signature::sign(&phone.seed, Hash::of(event).0.as_bytes()).unwrap(),
    };
    let key: age::x25519::Recipient = phone.paired.office_key.as_ref().unwrap().key.parse().unwrap();
    let recipients = std::iter::once(&key as &dyn age::Recipient);
    let encryptor = age::Encryptor::with_recipients(recipients).unwrap();
    let mut sealed = Vec::new();
    let mut writer = encryptor.wrap_output(&mut sealed).unwrap();
    writer.write_all(&serde_json::to_vec(&text).unwrap()).unwrap();
    writer.finish().unwrap();
    write_bundle(&[(phone.paired.series, What::Event { seq }, sealed)])
}

async fn hand_in(bench: &Bench, browser: &Browser, bundle: Vec<u8>) -> Answer {
    let request = Request::post("/api/capsules")
        .header("cookie", &browser.cookie)
        .header("origin", bench.address)
        .header("guihang-csrf", &browser.me.csrf);
    bench.send(request.body(Body::from(bundle)).unwrap()).await
}

#[tokio::test]
async fn a_capsule_of_a_phone_nobody_confirmed_is_set_aside_and_counts_once_somebody_confirms_and_decides() {
    let field = Field::new().await;
    let bench = &field.bench;
    let mut phone = Phone::unconfirmed(bench, &field.worker, 77).await;
    let visit = phone.record(field.case, bench.now(), sample::visit("没有人确认这台手机时记的"));
    let bundle = sealed(&phone, 1, &visit);
    let clerk = bench.login(&field.clerk).await;
    let done: HandIn = hand_in(bench, &clerk, bundle.clone()).await.json();
    assert_eq!((done.counted, done.set_aside, done.refused.len()), (0, 1, 0), "{done:?}");

    let list = async || bench.get("/api/quarantine", Some(&clerk)).await.json::<Vec<HeldRow>>();
    let rows = list().await;
    let [row] = rows.as_slice() else { panic!("{rows:?}") };
    assert_eq!((row.problem.code, row.countable), (ProblemCode::DeviceUnconfirmed, true));
    let file = format!("/api/persons/{}", field.case);
    let on_file = async || {
        let view: PersonView = bench.get(&file, Some(&clerk)).await.json();
        view.page.timeline.iter().any(|entry| entry.event == id_of(&visit))
    };
    assert!(!on_file().await, "it does not count yet");

    admin::confirm_device(&bench.office, phone.paired.series).unwrap();
    assert_eq!(list().await.len(), 1, "that the phone is sound says nothing yet of what came before");
    let again: HandIn = hand_in(bench, &clerk, bundle).await.json();
    assert_eq!((again.counted, again.set_aside), (0, 1), "handed in again it waits as before");
    assert_eq!(list().await.len(), 1, "once");
    let decision = DecisionRequest {
        series: row.series,
        seq: row.seq,
        hash: row.hash.clone(),
        verdict: Verdict::Accepted,
        reason: "已核对是本人的手机，家访属实。".to_owned(),
    };
    assert!(bench.post("/api/quarantine/decide", Some(&clerk), &decision).await.status.is_success());
    assert!(on_file().await, "now it counts");
    assert!(list().await.is_empty());

    // The phone itself hears of it, and goes on after its first record.
    phone.hello(bench).await;
    let pull = PullRequest { lists: Some(shared::protocol::Lists::Whole), ..PullRequest::plain(0, 100) };
    let page: shared::protocol::PullReply = phone.send(bench, route::PULL, &pull).await.unpacked();
    assert_eq!(page.decisions.iter().map(|told| told.verdict).collect::<Vec<_>>(), [Verdict::Accepted]);
    assert_eq!(phone.push(bench, 1, std::slice::from_ref(&visit)).await.fates, [Fate::Duplicate]);
    let next = phone.record(field.case, bench.now(), sample::visit("确认以后记的"));
    assert_eq!(phone.push(bench, 2, &[next]).await.fates, [Fate::Accepted]);
}
