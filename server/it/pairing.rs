//! From a code on the console to a phone that may speak, and to one that may no more.

use server::admin;
use server::store::user::UserState;
use server::view::{DeviceRow, PairingCode, PairingCodeRequest};
use shared::code::Role;
use shared::problem::ProblemCode;
use shared::protocol::{PAIRING_CODE_MINUTES, PAIRING_REPEAT_HOURS, PairReply, PairingLink, route};

use crate::bench::Bench;
use crate::phone::{Field, Phone, pair_request, send_pair};

#[tokio::test]
async fn a_code_from_the_console_pairs_one_phone_once() {
    let bench = Bench::new();
    let clerk = bench.add_user("neiqin", "例内勤", Role::Office);
    let worker = bench.add_user("zhuangan", "试例甲", Role::Worker);
    let browser = bench.login(&clerk).await;
    let ask = PairingCodeRequest { user: worker.made.user };
    let code: PairingCode = bench.post("/api/devices/pairing-codes", Some(&browser), &ask).await.json();
    let link = PairingLink::parse(&code.link).unwrap();
    assert_eq!((link.code.as_str(), link.server.as_str()), (code.code.as_str(), "http://127.0.0.1:7080"));
    assert!(code.qr_svg.starts_with("<svg"), "{}", &code.qr_svg[..40]);

    // As somebody types it: small letters, no dashes.
    let typed = code.code.replace('-', "").to_lowercase();
    let reply: PairReply = send_pair(&bench, &pair_request(&[5; 32], &typed)).await.unpacked();
    assert_eq!((reply.user, reply.role), (worker.made.user, Role::Worker));
    assert_eq!((reply.user_name.as_str(), reply.township_name.as_str()), ("试例甲", "演示乡"));

    let again = send_pair(&bench, &pair_request(&[6; 32], &code.code)).await;
    assert_eq!(again.code(), ProblemCode::PairingCodeUsed);
    let devices: Vec<DeviceRow> = bench.get("/api/devices", Some(&browser)).await.json();
    assert_eq!(devices.len(), 1);
    assert_eq!((devices[0].series, devices[0].device_name.as_str()), (reply.series, "演示机"));
}

#[tokio::test]
async fn a_phone_whose_answer_was_lost_hears_it_again_and_is_one_device() {
    let bench = Bench::new();
    let worker = bench.add_user("zhuangan", "试例甲", Role::Worker);
    let code = admin::make_pairing_code(&bench.office, &bench.township, worker.made.user).unwrap().code;
    let ask = pair_request(&[5; 32], &code);
    let lost: PairReply = send_pair(&bench, &ask).await.unpacked();
    bench.advance_seconds(PAIRING_CODE_MINUTES * 60);
    let again: PairReply = send_pair(&bench, &ask).await.unpacked();
    assert_eq!(again, lost, "the code has run out meanwhile, the phone has not");
    assert_eq!(admin::devices(&bench.office, &bench.township).unwrap().len(), 1);
    let other = send_pair(&bench, &pair_request(&[6; 32], &code)).await;
    assert_eq!(other.code(), ProblemCode::PairingCodeUsed, "another key proves nothing");

    bench.advance_seconds(PAIRING_REPEAT_HOURS * 3600);
    assert_eq!(send_pair(&bench, &ask).await.code(), ProblemCode::PairingCodeUsed, "not for ever");
}

#[tokio::test]
async fn a_device_that_has_spoken_or_was_revoked_is_not_told_again_by_its_code() {
    let bench = Bench::new();
    let worker = bench.add_user("zhuangan", "试例甲", Role::Worker);
    let code = || admin::make_pairing_code(&bench.office, &bench.township, worker.made.user).unwrap().code;
    let (first, second) = (pair_request(&[5; 32], &code()), pair_request(&[6; 32], &code()));
    let paired: PairReply = send_pair(&bench, &first).await.unpacked();
    Phone::of(paired, 5).hello(&bench).await;
    assert_eq!(send_pair(&bench, &first).await.code(), ProblemCode::PairingCodeUsed, "a copy of the phone");
    let paired: PairReply = send_pair(&bench, &second).await.unpacked();
    assert!(admin::revoke_device(&bench.office, paired.series).unwrap());
    assert_eq!(send_pair(&bench, &second).await.code(), ProblemCode::PairingCodeUsed);
}

#[tokio::test]
async fn a_wrong_or_expired_code_pairs_nothing() {
    let bench = Bench::new();
    let worker = bench.add_user("zhuangan", "试例甲", Role::Worker);
    let wrong = send_pair(&bench, &pair_request(&[5; 32], "AAAA-AAAA-AAAA-AAAA")).await;
    assert_eq!(wrong.code(), ProblemCode::PairingCodeUnknown);
    let code = admin::make_pairing_code(&bench.office, &bench.township, worker.made.user).unwrap().code;
    bench.advance_seconds(PAIRING_CODE_MINUTES * 60);
    let late = send_pair(&bench, &pair_request(&[5; 32], &code)).await;
    assert_eq!(late.code(), ProblemCode::PairingCodeExpired);
    assert!(admin::devices(&bench.office, &bench.township).unwrap().is_empty());
}

#[tokio::test]
async fn a_code_stolen_from_the_line_is_worth_nothing_without_the_key_that_proved_it() {
    let bench = Bench::new();
    let worker = bench.add_user("zhuangan", "试例甲", Role::Worker);
    let code = admin::make_pairing_code(&bench.office, &bench.township, worker.made.user).unwrap().code;
    let mut ask = pair_request(&[5; 32], &code);
    ask.device_key = server::signature::public_key(&[6; 32]).unwrap();
    assert_eq!(send_pair(&bench, &ask).await.code(), ProblemCode::SignatureWrong);
    ask.device_key = "ed25519:AAAA".to_owned();
    assert_eq!(send_pair(&bench, &ask).await.code(), ProblemCode::RequestMalformed);
}

#[tokio::test]
async fn a_revoked_device_is_refused_at_its_next_request() {
    shared::asserts!("R-PRIV-13");
    let mut field = Field::new().await;
    let visit = field.visit("一");
    field.phone.push(&field.bench, 1, &[visit]).await;
    let browser = field.bench.login(&field.clerk).await;
    let path = format!("/api/devices/{}/revoke", field.phone.paired.series);
    assert_eq!(field.bench.post(&path, Some(&browser), &()).await.status.as_u16(), 204);
    let ask = field.phone.push_request(2, &[]);
    assert_eq!(field.phone.send(&field.bench, route::PUSH, &ask).await.code(), ProblemCode::DeviceRevoked);
    let ask = field.phone.hello_request(&field.bench);
    assert_eq!(field.phone.send(&field.bench, route::HELLO, &ask).await.code(), ProblemCode::DeviceRevoked);
    let twice = field.bench.post(&path, Some(&browser), &()).await;
    assert_eq!(twice.code(), ProblemCode::NotFound);
}

#[tokio::test]
async fn a_suspended_user_has_neither_phone_nor_new_code() {
    let mut field = Field::new().await;
    admin::set_user_state(&field.bench.office, &field.worker.login, UserState::Suspended).unwrap();
    let ask = field.phone.hello_request(&field.bench);
    assert_eq!(field.phone.send(&field.bench, route::HELLO, &ask).await.code(), ProblemCode::DeviceRevoked);
    let user = field.worker.made.user;
    assert!(admin::make_pairing_code(&field.bench.office, &field.bench.township, user).is_err());
}

#[tokio::test]
async fn pairing_again_begins_a_new_series() {
    let mut field = Field::new().await;
    let visit = field.visit("旧机");
    field.phone.push(&field.bench, 1, &[visit]).await;
    let second = Phone::paired(&field.bench, &field.worker, 8).await;
    assert_ne!(second.paired.series, field.phone.paired.series);
    assert_eq!(second.paired.server_key, field.phone.paired.server_key);
}
