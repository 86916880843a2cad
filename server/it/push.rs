//! What happens to records on their way in.

use axum::body::Body;
use axum::http::Request;
use serde_json::json;
use server::signature;
use server::view::{DecisionRequest, HeldRow};
use shared::code::LeaveReason;
use shared::event::{Body as FactBody, LeaveApproved, LeaveRequested};
use shared::id::{CaseId, UserId};
use shared::problem::ProblemCode;
use shared::protocol::{BODY_BYTES_MAX, Fate, PUSH_EVENTS_MAX, PushReply, SignedReceipt, Verdict, route};
use uuid::Uuid;

use crate::phone::{Field, Phone, id_of, pack};
use crate::sample;

fn problems(reply: &PushReply) -> Vec<Option<ProblemCode>> {
    reply
        .fates
        .iter()
        .map(|fate| match fate {
            Fate::Accepted | Fate::Duplicate => None,
            Fate::Quarantined { problem } => Some(problem.code),
        })
        .collect()
}

fn holds(receipt: &SignedReceipt, phone: &Phone) -> bool {
    let text = receipt.receipt.signing_text();
    signature::holds(&phone.paired.server_key, text.as_bytes(), &receipt.signature)
}

#[tokio::test]
async fn a_reply_that_was_lost_is_given_again_and_the_record_is_there_once() {
    let mut field = Field::new().await;
    let visit = field.visit("第一次");
    let lost = field.phone.push(&field.bench, 1, std::slice::from_ref(&visit)).await;
    assert_eq!(lost.fates, [Fate::Accepted]);
    let again = field.phone.push(&field.bench, 1, std::slice::from_ref(&visit)).await;
    assert_eq!(again.fates, [Fate::Duplicate]);
    let receipt = again.receipt.unwrap();
    assert_eq!((receipt.receipt.up_to_seq, holds(&receipt, &field.phone)), (1, true));
    let pulled = field.phone.pull_all(&field.bench).await;
    assert_eq!(pulled.iter().filter(|id| **id == id_of(&visit)).count(), 1);
}

#[tokio::test]
async fn a_receipt_is_signed_by_the_key_of_the_pairing_and_comes_again_with_hello() {
    let mut field = Field::new().await;
    let events = [field.visit("一"), field.visit("二")];
    let receipt = field.phone.push(&field.bench, 1, &events).await.receipt.unwrap();
    assert_eq!(receipt.receipt.series, field.phone.paired.series);
    assert_eq!(receipt.receipt.chain, shared::hash::Hash::of(&events[1]));
    assert!(holds(&receipt, &field.phone));
    let mut forged = receipt.clone();
    forged.receipt.up_to_seq = 3;
    assert!(!holds(&forged, &field.phone));
    assert_eq!(field.phone.hello(&field.bench).await.receipt, Some(receipt));
}

#[tokio::test]
async fn a_batch_past_a_gap_is_not_taken_at_all() {
    let mut field = Field::new().await;
    let events = [field.visit("一"), field.visit("二"), field.visit("三")];
    let reply = field.phone.push(&field.bench, 3, &events[2..]).await;
    assert_eq!((reply.missing_from, reply.fates, reply.receipt), (Some(1), vec![], None));
    let reply = field.phone.push(&field.bench, 1, &events).await;
    assert_eq!(reply.fates, [Fate::Accepted, Fate::Accepted, Fate::Accepted]);
    assert_eq!(reply.missing_from, None);
}

#[tokio::test]
async fn a_second_record_for_a_taken_place_is_set_aside_and_the_first_stays() {
    let mut field = Field::new().await;
    let first = field.visit("本机");
    field.phone.push(&field.bench, 1, std::slice::from_ref(&first)).await;
    field.phone.seq = 0;
    let (case, now) = (field.case, field.bench.now());
    let mut event = field.phone.draft(case, now, sample::visit("克隆机"));
    event.prev = shared::hash::Hash::none();
    let second = field.phone.keep(event);
    for _ in 0..2 {
        let reply = field.phone.push(&field.bench, 1, std::slice::from_ref(&second)).await;
        assert_eq!(problems(&reply), [Some(ProblemCode::EventForked)]);
        assert_eq!(reply.receipt.unwrap().receipt.chain, shared::hash::Hash::of(&first));
    }
    let browser = field.bench.login(&field.clerk).await;
    let workbench: server::view::Workbench = field.bench.get("/api/workbench", Some(&browser)).await.json();
    assert_eq!(workbench.quarantine.len(), 1, "one alert, however often it is pushed");
    assert_eq!(workbench.quarantine[0].problem.code, ProblemCode::EventForked);
}

#[tokio::test]
async fn each_bad_record_is_set_aside_in_its_place_and_the_good_ones_go_on() {
    let mut field = Field::new().await;
    let (case, now) = (field.case, field.bench.now());
    let first = field.visit("好一");
    let mut foreign_author = field.phone.draft(case, now, sample::visit("冒名"));
    foreign_author.author = UserId(Uuid::nil());
    let foreign_author = field.phone.keep(foreign_author);
    let nobodys_case = field.phone.record(CaseId(Uuid::nil()), now, sample::visit("别处"));
    let malformed = field.phone.keep_bytes(br#"{"kind":"nothing"}"#.to_vec());
    let large = field.phone.keep_bytes(format!("\"{}\"", "x".repeat(70_000)).into_bytes());
    let tester = field.worker.made.user;
    let not_his = field.phone.record(case, now, sample::drug_test(tester));
    let mut broken = field.phone.draft(case, now, sample::visit("断链"));
    broken.prev = shared::hash::Hash::none();
    let broken = field.phone.keep(broken);
    let last = field.visit("好二");
    let events =
        [first.clone(), foreign_author, nobodys_case, malformed, large, not_his, broken, last.clone()];
    let expected = [
        None,
        Some(ProblemCode::EventWrongAuthor),
        Some(ProblemCode::EventOutOfScope),
        Some(ProblemCode::EventMalformed),
        Some(ProblemCode::EventTooLarge),
        Some(ProblemCode::RoleMayNot),
        Some(ProblemCode::EventChainBroken),
        None,
    ];
    let reply = field.phone.push(&field.bench, 1, &events).await;
    assert_eq!(problems(&reply), expected);
    assert_eq!(reply.receipt.unwrap().receipt.up_to_seq, 8, "kept, whatever became of it");
    let again = field.phone.push(&field.bench, 1, &events).await;
    assert_eq!(problems(&again), expected, "the phone hears it again if the first answer was lost");
    let pulled = field.phone.pull_all(&field.bench).await;
    assert!(pulled.contains(&id_of(&first)) && pulled.contains(&id_of(&last)));
    assert_eq!(pulled.len(), 4, "two of the seed and two good visits");
}

#[tokio::test]
async fn a_kind_of_a_newer_build_is_kept_and_passed_on_byte_for_byte() {
    let mut field = Field::new().await;
    let (case, now) = (field.case, field.bench.now());
    let newer = json!({"kind": "drone_visit/3", "altitude": 12.50, "z": 1, "a": 2});
    let bytes = field.phone.record(case, now, FactBody::Unknown(newer));
    let reply = field.phone.push(&field.bench, 1, std::slice::from_ref(&bytes)).await;
    assert_eq!(reply.fates, [Fate::Accepted]);
    let page = field.phone.pull(&field.bench, 0, 100).await;
    assert_eq!(page.events.last().unwrap().event.get().as_bytes(), bytes);
}

#[tokio::test]
async fn a_worker_may_undo_an_own_record_but_not_that_of_others() {
    let mut field = Field::new().await;
    let own = field.visit("写错了");
    let seeded = field.phone.pull_all(&field.bench).await;
    let void = |target| FactBody::Void(shared::event::Void { target, reason: "登记错误".to_owned() });
    let (case, now) = (field.case, field.bench.now());
    let undo = field.phone.record(case, now, void(id_of(&own)));
    let others = field.phone.record(case, now, void(seeded[0]));
    let reply = field.phone.push(&field.bench, 1, &[own, undo, others]).await;
    assert_eq!(problems(&reply), [None, None, Some(ProblemCode::RoleMayNot)]);
}

#[tokio::test]
async fn an_id_that_is_taken_cannot_be_taken_again() {
    let mut field = Field::new().await;
    let seeded = field.phone.pull_all(&field.bench).await;
    let (case, now) = (field.case, field.bench.now());
    let mut event = field.phone.draft(case, now, sample::visit("同号"));
    event.id = seeded[0];
    let bytes = field.phone.keep(event);
    let reply = field.phone.push(&field.bench, 1, &[bytes]).await;
    assert_eq!(problems(&reply), [Some(ProblemCode::EventForked)]);
}

#[tokio::test]
async fn a_request_that_was_taken_cannot_be_played_again() {
    let mut field = Field::new().await;
    let body = pack(&field.phone.push_request(1, &[]));
    field.phone.counter += 1;
    let (nonce, counter) = (field.phone.nonce.clone(), field.phone.counter);
    let send = |counter| field.phone.request(route::PUSH, &nonce, counter, body.clone());
    assert!(field.bench.send(send(counter)).await.status.is_success());
    assert_eq!(field.bench.send(send(counter)).await.code(), ProblemCode::RequestReplayed);
    assert_eq!(field.bench.send(send(counter - 1)).await.code(), ProblemCode::RequestReplayed);
}

#[tokio::test]
async fn another_hello_makes_the_old_nonce_stale() {
    let mut field = Field::new().await;
    let old = field.phone.nonce.clone();
    field.phone.hello(&field.bench).await;
    field.phone.nonce = old;
    let ask = field.phone.push_request(1, &[]);
    let answer = field.phone.send(&field.bench, route::PUSH, &ask).await;
    assert_eq!(answer.code(), ProblemCode::NonceStale);
}

#[tokio::test]
async fn a_request_or_batch_signed_by_another_key_is_refused() {
    shared::asserts!("R-PRIV-4");
    let mut field = Field::new().await;
    let visit = field.visit("一");
    let own_seed = field.phone.seed;
    field.phone.seed = [99; 32];
    let ask = field.phone.push_request(1, std::slice::from_ref(&visit));
    let answer = field.phone.send(&field.bench, route::PUSH, &ask).await;
    assert_eq!(answer.code(), ProblemCode::SignatureWrong, "the request");
    field.phone.seed = own_seed;
    let answer = field.phone.send(&field.bench, route::PUSH, &ask).await;
    assert_eq!(answer.code(), ProblemCode::SignatureWrong, "the head of the batch");
    let own_series = field.phone.paired.series;
    field.phone.paired.series = shared::id::SeriesId(Uuid::nil());
    let answer = field.phone.send(&field.bench, route::PUSH, &ask).await;
    assert_eq!(answer.code(), ProblemCode::SignatureWrong, "a series nobody has");
    field.phone.paired.series = own_series;
    let reply = field.phone.push(&field.bench, 1, &[visit]).await;
    assert_eq!(reply.fates, [Fate::Accepted], "nothing of it was taken before");
}

#[tokio::test]
async fn a_body_changed_on_the_way_is_refused() {
    let mut field = Field::new().await;
    let visit = field.visit("一");
    field.phone.counter += 1;
    let ask = pack(&field.phone.push_request(1, &[visit]));
    let request = field.phone.request(route::PUSH, &field.phone.nonce, field.phone.counter, ask);
    let (parts, _) = request.into_parts();
    let changed = Request::from_parts(parts, Body::from(pack(&field.phone.push_request(1, &[]))));
    assert_eq!(field.bench.send(changed).await.code(), ProblemCode::SignatureWrong);
}

#[tokio::test]
async fn oversized_and_malformed_requests_are_refused_and_change_nothing() {
    let mut field = Field::new().await;
    let events: Vec<Vec<u8>> = (0..=PUSH_EVENTS_MAX).map(|_| b"{}".to_vec()).collect();
    let many = field.phone.push_request(1, &events);
    let answer = field.phone.send(&field.bench, route::PUSH, &many).await;
    assert_eq!(answer.code(), ProblemCode::RequestTooLarge, "too many events");

    let bomb = zstd::encode_all(vec![b' '; BODY_BYTES_MAX + 1].as_slice(), 3).unwrap();
    let plain = b"{}".to_vec();
    let nonce = field.phone.nonce.clone();
    for (body, code) in [
        (vec![0; BODY_BYTES_MAX + 1], ProblemCode::RequestTooLarge),
        (bomb, ProblemCode::RequestTooLarge),
        (plain, ProblemCode::RequestMalformed),
        (pack(&json!({"from_seq": "one"})), ProblemCode::RequestMalformed),
        (pack(&field.phone.push_request(0, &[])), ProblemCode::RequestMalformed),
    ] {
        field.phone.counter += 1;
        let request = field.phone.request(route::PUSH, &nonce, field.phone.counter, body);
        assert_eq!(field.bench.send(request).await.code(), code);
    }
    let bare = Request::post(route::PUSH).body(Body::from(pack(&json!({})))).unwrap();
    assert_eq!(field.bench.send(bare).await.code(), ProblemCode::RequestMalformed, "no signature headers");
    assert_eq!(field.phone.hello(&field.bench).await.receipt, None);
}

#[tokio::test]
async fn a_phone_too_old_is_told_so() {
    let mut field = Field::new().await;
    let mut ask = field.phone.hello_request(&field.bench);
    ask.protocol = 0;
    let answer = field.phone.send(&field.bench, route::HELLO, &ask).await;
    assert_eq!(answer.code(), ProblemCode::ProtocolTooOld);
}

#[tokio::test]
async fn everything_received_is_there_after_a_restart() {
    let mut field = Field::new().await;
    let events = [field.visit("一"), field.visit("二")];
    field.phone.push(&field.bench, 1, &events).await;
    let before = field.phone.pull_all(&field.bench).await;
    field.bench.restart();
    assert_eq!(field.phone.pull_all(&field.bench).await, before);
    let reply = field.phone.push(&field.bench, 1, &events).await;
    assert_eq!(reply.fates, [Fate::Duplicate, Fate::Duplicate]);
    let third = field.visit("三");
    assert_eq!(field.phone.push(&field.bench, 3, &[third]).await.fates, [Fate::Accepted]);
}

#[tokio::test]
async fn nobody_grants_by_phone_a_leave_they_asked_for_in_whichever_order_and_nothing_is_lost() {
    shared::asserts!("R-LEAVE-3");
    let mut field = Field::new().await;
    let case = field.case;
    let mut clerk = Phone::paired(&field.bench, &field.clerk, 9).await;
    let leave = |from: &str, until: &str| {
        let (from, until) = (sample::day(from), sample::day(until));
        let requested = LeaveRequested {
            from,
            until,
            destination: "演示市".to_owned(),
            reason: LeaveReason::Work,
            contact: None,
            attachments: Vec::new(),
        };
        (FactBody::LeaveRequested(requested), FactBody::LeaveApproved(LeaveApproved { from, until }))
    };
    // What a worker asked for, the office grants.
    let (asked, granted) = leave("2026-03-12", "2026-03-16");
    let asked = field.phone.record(case, field.bench.now(), asked);
    let fates = field.phone.push(&field.bench, 1, std::slice::from_ref(&asked)).await;
    assert_eq!(problems(&fates), [None]);
    field.bench.advance_seconds(60);
    let granted = clerk.record(case, field.bench.now(), granted);
    assert_eq!(problems(&clerk.push(&field.bench, 1, std::slice::from_ref(&granted)).await), [None]);
    // What one asked for oneself, in one batch or the grant before the request.
    let (asked, granted) = leave("2026-04-02", "2026-04-08");
    let (now, later) = (field.bench.now(), field.bench.now() + chrono::TimeDelta::minutes(1));
    field.bench.advance_seconds(120);
    let batch = [clerk.record(case, now, asked), clerk.record(case, later, granted)];
    assert_eq!(problems(&clerk.push(&field.bench, 2, &batch).await), [None, Some(ProblemCode::OwnAct)]);
    let browser = field.bench.login(&field.clerk).await;
    let rows: Vec<HeldRow> = field.bench.get("/api/quarantine", Some(&browser)).await.json();
    let [row] = rows.as_slice() else { panic!("kept, and seen: {rows:?}") };
    let ask = DecisionRequest {
        series: row.series,
        seq: row.seq,
        hash: row.hash.clone(),
        verdict: Verdict::Accepted,
        reason: "自己核过".to_owned(),
    };
    let own = field.bench.post("/api/quarantine/decide", Some(&browser), &ask).await;
    assert_eq!(own.code(), ProblemCode::OwnAct, "nor does one make it count oneself");
    let other = field.bench.add_user("neiqin-2", "例内勤乙", shared::code::Role::Office);
    let other = field.bench.login(&other).await;
    let done = field.bench.post("/api/quarantine/decide", Some(&other), &ask).await;
    assert!(done.status.is_success(), "another one of the office may");
}
