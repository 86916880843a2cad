//! Bytes written once are read for ever: one file for each kind and version of event.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test: a broken file must stop it"
)]

use std::collections::BTreeSet;
use std::path::Path;

use shared::event::{Body, EVENT_BYTES_MAX, EventError, PlaceStamp, RawEvent};

fn golden() -> Vec<(String, Vec<u8>)> {
    golden_in("event")
}

fn golden_in(folder: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(folder);
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let mut bytes = std::fs::read(&path).unwrap();
            assert_eq!(bytes.pop(), Some(b'\n'), "{path:?} ends with one newline that is not of the event");
            (path.file_stem().unwrap().to_string_lossy().into_owned(), bytes)
        })
        .collect();
    files.sort();
    files
}

fn kind(raw: &RawEvent) -> String {
    serde_json::to_value(&raw.event().body).unwrap()["kind"].as_str().unwrap().to_owned()
}

#[test]
fn old_bytes_still_decode_and_encode_to_themselves() {
    for (name, bytes) in golden() {
        let raw = RawEvent::read(bytes.clone()).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(raw.bytes(), bytes, "{name}");
        let again = RawEvent::write(raw.event().clone()).unwrap();
        if name != "unknown" {
            let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
            assert_eq!(text(again.bytes()), text(&bytes), "{name}");
            assert!(!matches!(raw.event().body, Body::Unknown(_)), "{name}");
        }
    }
}

#[test]
fn every_kind_has_a_golden() {
    let held: BTreeSet<String> =
        golden().into_iter().map(|(_, bytes)| kind(&RawEvent::read(bytes).unwrap())).collect();
    let missing: Vec<_> = Body::KINDS.iter().filter(|kind| !held.contains(**kind)).collect();
    assert!(missing.is_empty(), "no golden for {missing:?}");
}

#[test]
fn a_golden_is_named_after_its_kind_and_version() {
    for (name, bytes) in golden().into_iter().filter(|(name, _)| name != "unknown") {
        assert_eq!(kind(&RawEvent::read(bytes).unwrap()).replace('/', "-"), name);
    }
}

#[test]
fn an_unknown_kind_survives_byte_for_byte() {
    let (_, bytes) = golden().into_iter().find(|(name, _)| name == "unknown").unwrap();
    let raw = RawEvent::read(bytes.clone()).unwrap();
    assert!(matches!(raw.event().body, Body::Unknown(_)));
    assert_eq!(raw.bytes(), bytes);
    assert_eq!(raw.hash(), shared::hash::Hash::of(&bytes));
}

#[test]
fn a_known_kind_with_a_missing_field_is_malformed_and_a_huge_event_is_refused() {
    let (_, bytes) = golden().into_iter().find(|(name, _)| name == "visit-1").unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let broken = text.replace("\"found\":true,", "");
    assert!(matches!(RawEvent::read(broken.into_bytes()), Err(EventError::Malformed(_))));
    let without_kind = text.replace("\"kind\":\"visit/1\",", "");
    assert!(matches!(RawEvent::read(without_kind.into_bytes()), Err(EventError::Malformed(_))));
    let huge = text.replace("务工正常", &"长".repeat(EVENT_BYTES_MAX));
    assert!(matches!(RawEvent::read(huge.into_bytes()), Err(EventError::TooLarge(_))));
}

#[test]
fn records_with_attachments_encode_to_themselves_and_name_what_they_wait_for() {
    let held = golden_in("attachment");
    assert_eq!(held.len(), 7, "one for each kind that takes attachments");
    for (name, bytes) in held {
        let raw = RawEvent::read(bytes.clone()).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(RawEvent::write(raw.event().clone()).unwrap().bytes(), bytes, "{name}");
        let attachments = raw.event().body.attachments();
        assert_eq!(attachments.len(), 1, "{name}");
        assert!(attachments[0].is_sound(), "{name}");
    }
    assert!(
        golden().iter().all(|(_, bytes)| {
            RawEvent::read(bytes.clone()).unwrap().event().body.attachments().is_empty()
        })
    );
}

#[test]
fn a_visit_with_its_place_encodes_to_itself_and_one_without_names_none() {
    let place = |bytes: &[u8]| {
        let raw = RawEvent::read(bytes.to_vec()).unwrap();
        assert_eq!(RawEvent::write(raw.event().clone()).unwrap().bytes(), bytes);
        let Body::Visit(visit) = &raw.event().body else { panic!("not a visit") };
        visit.place_stamp
    };
    let held = golden_in("place");
    let [(_, with)] = held.as_slice() else { panic!("one golden") };
    assert_eq!(
        place(with),
        Some(PlaceStamp { latitude_e4: 261_234, longitude_e4: 1_125_678, accuracy_m: 30 })
    );
    let (_, without) = golden().into_iter().find(|(name, _)| name == "visit-1").unwrap();
    assert_eq!(place(&without), None);
}
