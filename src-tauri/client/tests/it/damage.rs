//! A damaged, foreign or newer store: set aside or left alone, never written over.

use std::fs;
use std::sync::Arc;

use client::door::Request;
use client::view::Gate;
use shared::problem::ProblemCode;

use crate::office::Office;
use crate::phone::{PIN, Phone, case, files_in};

fn unlock() -> Request {
    Request::Unlock { pin: PIN.to_owned() }
}

#[test]
fn a_damaged_store_is_set_aside_with_the_key_to_it() {
    let mut phone = Phone::paired(&Arc::new(Office::new()));
    phone.close();
    let mut bytes = fs::read(phone.store_path()).unwrap();
    for byte in bytes.iter_mut().skip(100).step_by(64) {
        *byte ^= 0x55;
    }
    fs::write(phone.store_path(), &bytes).unwrap();
    phone.start().unwrap();
    assert_eq!(phone.refused(unlock()).code, ProblemCode::StoreCorrupt);
    assert_eq!(phone.state().gate, Gate::Unpaired);
    let folder = phone.folder.path().join("phone");
    let kept = files_in(&folder);
    assert!(kept.contains(&"store.db.corrupt-1".to_owned()), "{kept:?}");
    assert!(kept.contains(&"vault.json.corrupt-1".to_owned()), "{kept:?}");
    assert_eq!(fs::read(folder.join("store.db.corrupt-1")).unwrap(), bytes);
    phone.office.state().codes.insert("CODE6789".to_owned());
    phone.ask(Request::Pair { link: "127.0.0.1:8080 CODE6789".to_owned() });
    phone.ask(Request::SetPin { pin: PIN.to_owned() });
    assert_eq!(fs::read(folder.join("store.db.corrupt-1")).unwrap(), bytes, "still as it was found");
}

#[test]
fn damage_that_shows_only_later_is_met_and_set_aside_too() {
    let office = Arc::new(Office::new());
    let mut phone = Phone::in_service(&office, 9);
    for _ in 0..50 {
        phone.visit(case(1));
    }
    phone.close();
    let mut bytes = fs::read(phone.store_path()).unwrap();
    let last_page = bytes.len() - 2000;
    bytes[last_page] ^= 1;
    fs::write(phone.store_path(), &bytes).unwrap();
    phone.start().unwrap();
    assert_eq!(phone.refused(unlock()).code, ProblemCode::StoreCorrupt);
    assert!(files_in(&phone.folder.path().join("phone")).contains(&"store.db.corrupt-1".to_owned()));
}

#[test]
fn a_damaged_vault_is_set_aside_and_the_phone_starts_anew() {
    let mut phone = Phone::paired(&Arc::new(Office::new()));
    phone.close();
    let folder = phone.folder.path().join("phone");
    fs::write(folder.join("vault.json"), "{").unwrap();
    assert_eq!(phone.start().unwrap_err().code, ProblemCode::StoreCorrupt);
    phone.start().unwrap();
    assert_eq!(phone.state().gate, Gate::Unpaired);
    let kept = files_in(&folder);
    assert!(
        kept.contains(&"vault.json.corrupt-1".to_owned()) && kept.contains(&"store.db.corrupt-1".to_owned())
    );
}

#[test]
fn a_vault_of_a_newer_version_is_left_alone() {
    let mut phone = Phone::paired(&Arc::new(Office::new()));
    phone.close();
    let path = phone.folder.path().join("phone/vault.json");
    fs::write(&path, r#"{"format":2,"new":true}"#).unwrap();
    assert_eq!(phone.start().unwrap_err().code, ProblemCode::StoreNewer);
    assert_eq!(fs::read_to_string(&path).unwrap(), r#"{"format":2,"new":true}"#);
}
