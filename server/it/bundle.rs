//! Whole cases in one sealed piece, and what is compared record by record.

use server::signature;
use shared::code::Role;
use shared::hash::Hash;
use shared::problem::ProblemCode;
use shared::protocol::{
    BUNDLE_CASES_MAX, BundleFrom, BundlePart, BundleReply, BundleRequest, COMPARE_MARKS_MAX, CaseMarks,
    CompareReply, CompareRequest, DICTIONARY, DICTIONARY_VERSION, Lists, PullReply, PullRequest, PulledEvent,
    SetDigest, mark, page_text, route, split_reply,
};

use crate::phone::{Field, Phone, id_of};
use crate::sample;

async fn fetch(field: &mut Field, ask: &BundleRequest) -> (BundleReply, Vec<u8>) {
    let answer = field.phone.send(&field.bench, route::BUNDLE, ask).await;
    assert!(answer.status.is_success(), "{answer:?}");
    let (head, bytes) = split_reply(&answer.body).unwrap();
    (head, bytes.to_vec())
}

fn open(part: &BundlePart, bytes: &[u8]) -> Vec<PulledEvent> {
    assert_eq!(Hash::of(bytes), part.head.hash);
    let mut opener = zstd::bulk::Decompressor::with_dictionary(DICTIONARY).unwrap();
    serde_json::from_slice(&opener.decompress(bytes, 1 << 26).unwrap()).unwrap()
}

#[tokio::test]
async fn a_bundle_holds_all_of_a_case_under_the_offices_signature_and_changes_its_etag_with_it() {
    let mut field = Field::new().await;
    let ask = BundleRequest { cases: vec![field.case], dictionary: DICTIONARY_VERSION, from: None };
    let (first, bytes) = fetch(&mut field, &ask).await;
    let part = &first.parts[0];
    assert!(first.left.is_empty());
    let text = part.head.signing_text();
    assert!(signature::holds(&field.phone.paired.server_key, text.as_bytes(), &part.signature));
    let events = open(part, &bytes);
    let hashes: Vec<Hash> = events.iter().map(|pulled| Hash::of(pulled.event.get().as_bytes())).collect();
    assert_eq!((events.len(), SetDigest::of(&hashes)), (2, part.head.digest));

    let (again, same) = fetch(&mut field, &ask).await;
    assert_eq!((again, same), (first.clone(), bytes), "made once");
    let visit = field.visit("新的一次");
    field.phone.push(&field.bench, 1, std::slice::from_ref(&visit)).await;
    let (next, bytes) = fetch(&mut field, &ask).await;
    assert_ne!(next.parts[0].head.etag, first.parts[0].head.etag);
    let ids: Vec<_> =
        open(&next.parts[0], &bytes).iter().map(|pulled| id_of(pulled.event.get().as_bytes())).collect();
    assert!(ids.contains(&id_of(&visit)));
}

#[tokio::test]
async fn a_bundle_goes_on_from_the_byte_where_it_broke_off_unless_it_changed() {
    let mut field = Field::new().await;
    let mut ask = BundleRequest { cases: vec![field.case], dictionary: DICTIONARY_VERSION, from: None };
    let (whole, bytes) = fetch(&mut field, &ask).await;
    let etag = whole.parts[0].head.etag.clone();
    for cut in [1, bytes.len() / 2, bytes.len() - 1] {
        ask.from = Some(BundleFrom { etag: etag.clone(), offset: u64::try_from(cut).unwrap() });
        let (rest, tail) = fetch(&mut field, &ask).await;
        assert_eq!(rest.parts[0].offset, u64::try_from(cut).unwrap());
        assert_eq!([&bytes[..cut], &tail].concat(), bytes, "not a byte twice");
    }
    for (etag, offset) in [(Hash::of(b"another"), 1), (etag, u64::MAX)] {
        ask.from = Some(BundleFrom { etag, offset });
        assert_eq!(fetch(&mut field, &ask).await.0.parts[0].offset, 0, "from the start");
    }
}

/// P10, P12, S3: what is not one's own is answered like what is not there.
#[tokio::test]
async fn p10_no_bundle_and_no_record_of_a_case_out_of_scope() {
    let mut field = Field::new().await;
    let other = field.bench.add_user("zhuangan2", "试例乙", Role::Worker);
    let theirs = sample::case(&field.bench, field.clerk.made.user, "例丙", 2, &[other.made.user]);
    let nobodys = shared::id::CaseId::make(field.bench.now(), [9; 10]);
    let cases = vec![theirs, nobodys, field.case];
    let ask = BundleRequest { cases: cases.clone(), dictionary: DICTIONARY_VERSION, from: None };
    let (reply, _) = fetch(&mut field, &ask).await;
    assert_eq!(reply.parts.iter().map(|part| part.head.case).collect::<Vec<_>>(), [field.case]);
    assert!(reply.left.is_empty());
    let marks = |case| CaseMarks { case, marks: Vec::new() };
    let ask = CompareRequest { cases: cases.into_iter().map(marks).collect() };
    let reply: CompareReply = field.phone.send(&field.bench, route::COMPARE, &ask).await.unpacked();
    assert_eq!(reply.events.len(), 2, "of the own case alone");
    let medical = field.bench.add_user("yiwu", "例医", Role::Medical);
    let mut blind = Phone::paired(&field.bench, &medical, 11).await;
    let reply: CompareReply = blind.send(&field.bench, route::COMPARE, &ask).await.unpacked();
    assert!(reply.events.is_empty(), "no file, no record");
}

/// P18: what is named is not sent again, and the page is signed for this exchange.
#[tokio::test]
async fn p18_a_comparison_sends_exactly_what_was_not_named() {
    let mut field = Field::new().await;
    let events: Vec<_> = (0..10).map(|n| field.visit(&format!("第{n}次"))).collect();
    field.phone.push(&field.bench, 1, &events).await;
    let named: Vec<String> = events[1..].iter().map(|bytes| mark(&Hash::of(bytes))).collect();
    let ask = CompareRequest { cases: vec![CaseMarks { case: field.case, marks: named }] };
    let reply: CompareReply = field.phone.send(&field.bench, route::COMPARE, &ask).await.unpacked();
    let ids: Vec<_> = reply.events.iter().map(|pulled| id_of(pulled.event.get().as_bytes())).collect();
    assert_eq!(ids.len(), 3, "order, report-in and the one visit");
    assert!(ids.contains(&id_of(&events[0])));
    let hashes: Vec<Hash> =
        reply.events.iter().map(|pulled| Hash::of(pulled.event.get().as_bytes())).collect();
    let records = || hashes.iter().zip(&reply.events).map(|(hash, pulled)| (hash, pulled.received_at));
    let key = &field.phone.paired.server_key;
    let series = field.phone.paired.series;
    let text = page_text(series, &field.phone.nonce, (0, 0), records());
    assert!(signature::holds(key, text.as_bytes(), &reply.signature));
    let yesterday = page_text(series, "another nonce", (0, 0), records());
    assert!(!signature::holds(key, yesterday.as_bytes(), &reply.signature));
}

#[tokio::test]
async fn a_poll_with_nothing_new_says_so_in_one_hash_and_lists_come_only_when_asked_for() {
    let mut field = Field::new().await;
    let first = field.phone.hello(&field.bench).await.summary.unwrap();
    assert_eq!(field.phone.hello(&field.bench).await.summary.unwrap(), first, "nothing happened");
    let ask = |lists| PullRequest { lists: Some(lists), ..PullRequest::plain(0, 2000) };
    let short: PullReply = field.phone.send(&field.bench, route::PULL, &ask(Lists::Summary)).await.unpacked();
    assert!(short.scope.is_none() && short.counts.is_empty() && short.staff.is_empty());
    assert_eq!((short.summary.as_ref(), short.events.len()), (Some(&first), 2));
    let office: PullReply =
        field.phone.send(&field.bench, route::PULL, &ask(Lists::OfficeOnly)).await.unpacked();
    assert_eq!((office.events.len(), office.next), (0, short.next), "the office's own facts alone");
    assert_eq!((office.counts.len(), office.scope.unwrap().scope.cases), (1, vec![field.case]));
    let visit = field.visit("新的");
    field.phone.push(&field.bench, 1, &[visit]).await;
    let next = field.phone.hello(&field.bench).await.summary.unwrap();
    assert!(next.log_last > first.log_last && next.hash != first.hash);
}

#[tokio::test]
async fn too_much_at_once_is_refused_with_a_code() {
    let mut field = Field::new().await;
    let cases = vec![field.case; BUNDLE_CASES_MAX + 1];
    let ask = BundleRequest { cases, dictionary: DICTIONARY_VERSION, from: None };
    let answer = field.phone.send(&field.bench, route::BUNDLE, &ask).await;
    assert_eq!(answer.code(), ProblemCode::RequestTooLarge);
    let marks = vec!["0000000000000000".to_owned(); COMPARE_MARKS_MAX + 1];
    let ask = CompareRequest { cases: vec![CaseMarks { case: field.case, marks }] };
    let answer = field.phone.send(&field.bench, route::COMPARE, &ask).await;
    assert_eq!(answer.code(), ProblemCode::RequestTooLarge);
    for path in [route::BUNDLE, route::COMPARE] {
        let answer = field.phone.send(&field.bench, path, &serde_json::json!({"cases": "all"})).await;
        assert_eq!(answer.code(), ProblemCode::RequestMalformed, "{path}");
    }
}

/// I3, I7, a05: ten times the same batch is one record, and every one of them is accounted for.
#[tokio::test]
async fn a05_p16_ten_times_the_same_batch_is_counted_ten_times_and_kept_once() {
    let mut field = Field::new().await;
    let events = [field.visit("一"), field.visit("二"), b"{}".to_vec()];
    for _ in 0..10 {
        let reply = field.phone.push(&field.bench, 1, &events).await;
        assert!(reply.tally.unwrap().is_whole());
    }
    let tally = field.phone.hello(&field.bench).await.tally.unwrap();
    assert_eq!((tally.pushed, tally.accepted, tally.duplicate, tally.quarantined), (30, 2, 18, 10));
    assert!(tally.is_whole());
    assert_eq!(field.phone.pull_all(&field.bench).await.len(), 4);
}

#[tokio::test]
async fn a_replayed_request_is_told_where_the_counter_stands_and_only_under_the_devices_key() {
    let mut field = Field::new().await;
    field.phone.hello(&field.bench).await;
    let ask = field.phone.hello_request(&field.bench);
    let stands = field.phone.counter;
    field.phone.counter = 0;
    let answer = field.phone.send(&field.bench, route::HELLO, &ask).await;
    assert_eq!(answer.code(), ProblemCode::RequestReplayed);
    assert_eq!(answer.problem().figure, Some(stands.to_string()));
    field.phone.seed = [99; 32];
    let answer = field.phone.send(&field.bench, route::HELLO, &ask).await;
    assert_eq!((answer.code(), answer.problem().figure), (ProblemCode::SignatureWrong, None));
    let alerts = server::admin::alerts(&field.bench.office, &field.bench.township).unwrap();
    assert_eq!(alerts.len(), 1, "the office hears of the first");
}
