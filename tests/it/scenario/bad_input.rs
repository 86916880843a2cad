//! What people and machines get wrong: each ends in a stable code, and nothing is lost.

use chrono::TimeDelta;
use client::view::Gate;
use e2e::raw_device::{RawDevice, pack, read};
use e2e::world::{World, phone::PIN};
use serde_json::value::RawValue;
use shared::code::TestResult;
use shared::event::EVENT_BYTES_MAX;
use shared::hash::Hash;
use shared::problem::{Problem, ProblemCode};
use shared::protocol::{Fate, PairingLink, PullReply, PullRequest, route};

use super::story::session;

fn code_of(error: &anyhow::Error) -> ProblemCode {
    error.downcast_ref::<Problem>().unwrap_or_else(|| panic!("a problem: {error:?}")).code
}

#[test]
fn a_pairing_code_that_is_wrong_used_or_expired_pairs_nothing() {
    let world = World::empty();
    let link = |code: &str| {
        PairingLink { server: world.address(), code: code.to_owned(), pins: Vec::new() }.to_text()
    };
    let phone = world.new_phone("a");
    assert_eq!(phone.pair("垃圾").unwrap_err().code, ProblemCode::PairingLinkMalformed);
    assert_eq!(phone.pair(&link("0000-0000-0000-0000")).unwrap_err().code, ProblemCode::PairingCodeUnknown);
    let code = world.pairing_code("miao");
    phone.pair(&link(&code)).unwrap();
    assert_eq!(world.new_phone("b").pair(&link(&code)).unwrap_err().code, ProblemCode::PairingCodeUsed);
    let late = world.pairing_code("miao");
    world.clock.pass(TimeDelta::minutes(11));
    assert_eq!(world.new_phone("c").pair(&link(&late)).unwrap_err().code, ProblemCode::PairingCodeExpired);
    assert_eq!(world.new_phone("d").state().gate, Gate::Unpaired);
}

#[test]
fn wrong_pins_cost_time_that_a_restart_does_not_give_back_and_never_data() {
    let world = World::peopled();
    let phone = world.phone_of("miao");
    let visit = phone.record_visit(world.case("赵例一"), world.clock.now(), "锁机之前的家访。").unwrap();
    let mut phone = phone.restarted();
    let mut last = None;
    for _ in 0..6 {
        last = phone.unlock("935186").err();
    }
    assert_eq!(last.map(|problem| problem.code), Some(ProblemCode::PinDelayed));
    phone = phone.restarted();
    assert_eq!(phone.unlock(PIN).unwrap_err().code, ProblemCode::PinDelayed, "a restart gives nothing back");
    world.clock.pass(TimeDelta::minutes(2));
    phone.unlock(PIN).unwrap();
    assert!(phone.uploads().rows.iter().any(|row| row.event == visit.event), "nothing was wiped");
}

#[test]
fn a_visit_before_report_in_or_in_the_future_and_a_test_without_a_qualified_officer_are_refused() {
    let world = World::peopled();
    let case = world.case("赵例一");
    let phone = world.phone_of("shi");
    let early = world.clock.now() - TimeDelta::days(40);
    assert_eq!(
        phone.record_visit(case, early, "太早").unwrap_err().code,
        ProblemCode::HappenedBeforeReportIn
    );
    let future = world.clock.now() + TimeDelta::days(1);
    assert_eq!(phone.record_visit(case, future, "太晚").unwrap_err().code, ProblemCode::HappenedInFuture);
    let mut former = session(&world);
    former.tester = world.account("yue").user;
    assert_eq!(phone.open_session(former).unwrap_err().code, ProblemCode::TesterNotQualified);
    let mut stale = session(&world);
    stale.kit.expires = world.today() - chrono::Days::new(1);
    assert_eq!(phone.open_session(stale).unwrap_err().code, ProblemCode::KitExpired);
    let worker = world.phone_of("miao");
    assert_eq!(worker.record_test(case, TestResult::Negative).unwrap_err().code, ProblemCode::RoleMayNot);
}

#[test]
fn requests_that_are_malformed_oversized_replayed_or_signed_by_another_are_refused() {
    let world = World::peopled();
    let mut device = RawDevice::pair(&world.address(), &world.pairing_code("miao")).unwrap();
    let mut other = RawDevice::pair(&world.address(), &world.pairing_code("tian")).unwrap();
    world.confirm_devices();
    device.hello(world.clock.now()).unwrap();
    other.hello(world.clock.now()).unwrap();
    let ask = || pack(&PullRequest::plain(0, 10)).unwrap();
    let outcome = |reply: client::sync::WireReply| {
        read::<PullReply>(&reply).map(|_| ()).map_err(|error| code_of(&error))
    };

    let good = device.request(route::PULL, ask());
    assert_eq!(outcome(device.send(&good).unwrap()), Ok(()));
    assert_eq!(outcome(device.send(&good).unwrap()), Err(ProblemCode::RequestReplayed));

    let mut forged = other.request(route::PULL, ask());
    forged.headers[0].1 = device.paired.series.to_string();
    forged.headers[1].1.clone_from(&device.nonce);
    assert_eq!(outcome(device.send(&forged).unwrap()), Err(ProblemCode::SignatureWrong));

    let mut tampered = device.request(route::PULL, ask());
    tampered.body = pack(&PullRequest::plain(1, 10)).unwrap();
    assert_eq!(outcome(device.send(&tampered).unwrap()), Err(ProblemCode::SignatureWrong));

    let malformed = device.request(route::PULL, b"not zstd".to_vec());
    assert_eq!(outcome(device.send(&malformed).unwrap()), Err(ProblemCode::RequestMalformed));

    let bomb = device.request(route::PULL, zstd::bulk::compress(&vec![b' '; 64 * 1024 * 1024], 3).unwrap());
    assert_eq!(outcome(device.send(&bomb).unwrap()), Err(ProblemCode::RequestTooLarge));
}

#[test]
fn events_that_are_out_of_scope_foreign_or_too_large_are_set_aside_and_the_rest_go_on() {
    let world = World::peopled();
    let mut device = RawDevice::pair(&world.address(), &world.pairing_code("miao")).unwrap();
    device.hello(world.clock.now()).unwrap();
    let (mine, not_mine) = (world.case("赵例一"), world.case("钱例二"));
    let mut prev = Hash::none();
    let mut events = Vec::new();
    let mut add = |case, author: String, notes: String| {
        let at = world.clock.now().to_rfc3339();
        let seq = events.len() + 1;
        let text = format!(
            r#"{{"id":"019a0000-0000-7000-8000-0000000000{seq:02}","series":"{}","seq":{seq},"prev":"{prev}","stream":{{"case":"{case}"}},"happened_at":"{at}","recorded_at":"{at}","author":"{author}","rule_version":"2026-01","body":{{"kind":"visit/1","manner":"home_visit","target":"self","found":true,"place":"东塘村","met":null,"cooperation":null,"living":null,"mood":null,"notes":"{notes}","difficulty":null,"companions":[]}}}}"#,
            device.paired.series
        );
        prev = Hash::of(text.as_bytes());
        events.push(RawValue::from_string(text).unwrap());
    };
    let me = device.paired.user.to_string();
    add(mine, me.clone(), "第一条".to_owned());
    add(not_mine, me.clone(), "别人的人员".to_owned());
    add(mine, world.account("tian").user.to_string(), "冒名".to_owned());
    add(mine, me.clone(), "长".repeat(EVENT_BYTES_MAX));
    add(mine, me, "最后一条".to_owned());
    let pushed = device.push(1, events).unwrap();
    let codes: Vec<_> = pushed
        .fates
        .iter()
        .map(|fate| match fate {
            Fate::Accepted => "accepted",
            Fate::Duplicate => "duplicate",
            Fate::Quarantined { problem } => problem.code.code(),
        })
        .collect();
    assert_eq!(
        codes,
        ["accepted", "event_out_of_scope", "event_wrong_author", "event_too_large", "accepted"]
    );
    assert_eq!(pushed.receipt.unwrap().receipt.up_to_seq, 5, "each keeps its place, none blocks the next");
    let workbench: server::view::Workbench = world.console("wen").get("/api/workbench").unwrap();
    assert_eq!(workbench.quarantine.len(), 3, "the office sees what was set aside");
}

#[test]
fn a_damaged_store_is_set_aside_and_said_never_written_over() {
    let world = World::peopled();
    let phone = world.phone_of("miao");
    let folder = phone.folder().join("store");
    drop(phone);
    let database = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "db"))
        .max_by_key(|path| path.metadata().unwrap().len())
        .expect("a database");
    let mut bytes = std::fs::read(&database).unwrap();
    let middle = bytes.len() / 2;
    bytes[..middle].iter_mut().for_each(|byte| *byte ^= 0x5a);
    std::fs::write(&database, &bytes).unwrap();
    let phone = world.new_phone("miao");
    let said = phone.unlock(PIN).unwrap_err();
    assert_eq!(said.code, ProblemCode::StoreCorrupt);
    let kept = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    let kept: Vec<_> = kept.filter(|path| std::fs::read(path).is_ok_and(|found| found == bytes)).collect();
    assert_eq!(kept.len(), 1, "the damaged file is still there, byte for byte");
    assert_ne!(kept[0], database, "and set aside");
}
