//! A colleague's phone is newer than the office and than this phone.

use client::view::RecordState;
use e2e::raw_device::RawDevice;
use e2e::world::World;
use serde_json::value::RawValue;
use shared::hash::Hash;
use shared::page::EntryKind;
use shared::protocol::Fate;

#[test]
fn a_kind_of_event_nobody_here_knows_survives_the_round_trip_byte_for_byte() {
    let world = World::peopled();
    let case = world.case("赵例一");
    let mut newer = RawDevice::pair(&world.address(), &world.pairing_code("miao")).unwrap();
    newer.hello(world.clock.now()).unwrap();
    // Odd spacing and order on purpose: these bytes must come back as they are.
    let bytes = format!(
        r#"{{"body":{{"kind":"drone_visit/7","height_m": 12.50,"note":"新版本的记录"}}, "id":"019a0000-0000-7000-8000-00000000d00d","series":"{}","seq":1,"prev":"{}","stream":{{"case":"{case}"}},"happened_at":"{at}","recorded_at":"{at}","author":"{}","rule_version":"2031-01"}}"#,
        newer.paired.series,
        Hash::none(),
        newer.paired.user,
        at = world.clock.now().to_rfc3339(),
    );
    let pushed = newer.push(1, vec![RawValue::from_string(bytes.clone()).unwrap()]).unwrap();
    assert_eq!(pushed.fates, vec![Fate::Accepted]);
    assert_eq!(
        pushed.receipt.unwrap().receipt.chain,
        Hash::of(bytes.as_bytes()),
        "the receipt is over the very bytes"
    );

    let phone = world.phone_of("shi");
    let page = phone.person(case).unwrap().page;
    assert!(
        page.timeline.iter().any(|entry| entry.kind == EntryKind::Unknown),
        "kept and counted on the old phone"
    );
    assert_eq!(phone.state().sync.unwrap().problem, None);

    let mut other = RawDevice::pair(&world.address(), &world.pairing_code("shi")).unwrap();
    world.confirm_devices();
    other.hello(world.clock.now()).unwrap();
    let (mut after, mut found) = (0, false);
    loop {
        let pulled = other.pull(after).unwrap();
        found |= pulled.events.iter().any(|event| event.event.get() == bytes);
        after = pulled.next;
        if !pulled.more {
            break;
        }
    }
    assert!(found, "passed on byte for byte");
    let mine = phone.record_visit(case, world.clock.now(), "在新记录之后的家访。").unwrap();
    phone.sync();
    assert_eq!(phone.state_of(mine.event), RecordState::Uploaded, "and nothing behind it is blocked");
}
