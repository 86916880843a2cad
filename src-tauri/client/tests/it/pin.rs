//! 口令.

use std::sync::Arc;

use chrono::TimeDelta;
use client::door::{Fact, Form, Look, Request};
use client::vault::Vault;
use client::view::{BiometricState, Gate};
use shared::code::GuidanceKind;
use shared::event::GuidanceGiven;
use shared::problem::ProblemCode;

use crate::office::{ADDRESS, Office};
use crate::phone::{Finger, KEYSTORE_SECRET, PIN, Phone, case, files_in};

fn unlock(pin: &str) -> Request {
    Request::Unlock { pin: pin.to_owned() }
}

fn locked() -> Phone {
    let phone = Phone::paired(&Arc::new(Office::new()));
    phone.ask(Request::Lock);
    phone
}

#[test]
fn short_and_weak_pins_are_refused_and_the_phone_waits_for_a_better_one() {
    let phone = Phone::new(&Arc::new(Office::new()));
    phone.ask(Request::Pair { link: format!("{ADDRESS} CODE2345") });
    let problem = phone.refused(Request::SetPin { pin: "27495".to_owned() });
    assert_eq!((problem.code, problem.figure.as_deref()), (ProblemCode::PinTooShort, Some("6")));
    assert_eq!(phone.refused(Request::SetPin { pin: "123456".to_owned() }).code, ProblemCode::PinWeak);
    assert_eq!(phone.state().gate, Gate::NeedsPin);
    phone.ask(Request::SetPin { pin: PIN.to_owned() });
}

#[test]
fn a_pin_of_more_digits_gets_the_pad_that_waits_and_the_vault_keeps_no_length() {
    let mut phone = locked();
    assert!(!phone.state().look.long_pin, "six digits: the sixth submits");
    phone.ask(unlock(PIN));
    let vault = |phone: &Phone| std::fs::read(Vault::path_in(&phone.folder.path().join("phone"))).unwrap();
    let before = vault(&phone).len();
    phone.ask(Request::ChangePin { old: PIN.to_owned(), new: "290471863052".to_owned() });
    assert_eq!(vault(&phone).len(), before, "nothing of the PIN's length");
    phone.ask(Request::SetLook { look: Look::default() });
    phone.start().unwrap();
    assert!(phone.state().look.long_pin, "known before anybody unlocks; the page cannot unsay it");
    assert_eq!(phone.refused(unlock("290471")).code, ProblemCode::PinWrong);
    phone.ask(unlock("290471863052"));
}

#[test]
fn a_locked_phone_answers_nothing_but_its_state() {
    let phone = locked();
    for request in [Request::Today, Request::Roster, Request::Uploads, Request::SyncNow] {
        assert_eq!(phone.refused(request).code, ProblemCode::Locked);
    }
    let state = phone.state();
    assert_eq!((state.gate, state.user_name, state.pin_tries_left), (Gate::Locked, None, 5));
    phone.ask(unlock(PIN));
    assert_eq!(phone.state().gate, Gate::Open);
}

#[test]
fn wrong_pins_cost_growing_delays_that_survive_a_restart() {
    let mut phone = locked();
    for left in [4, 3, 2, 1] {
        let problem = phone.refused(unlock("806317"));
        assert_eq!((problem.code, problem.figure), (ProblemCode::PinWrong, Some(left.to_string())));
        phone.start().unwrap();
    }
    for (minutes, tries_left) in [(1, 0), (5, 0), (15, 0), (60, 0), (60, 0)] {
        let problem = phone.refused(unlock("806317"));
        assert_eq!((problem.code, problem.wait_seconds), (ProblemCode::PinWrong, Some(minutes * 60)));
        phone.start().unwrap();
        let state = phone.state();
        assert_eq!((state.pin_wait_seconds, state.pin_tries_left), (minutes * 60, tries_left));
        assert_eq!(phone.refused(unlock(PIN)).code, ProblemCode::PinDelayed, "even the right one waits");
        phone.wait(TimeDelta::minutes(i64::from(minutes)));
    }
    phone.ask(unlock(PIN));
    phone.ask(Request::Lock);
    assert_eq!(phone.state().pin_tries_left, 5, "the right PIN forgives");
}

#[test]
fn a_clock_turned_back_shortens_no_delay_and_stretches_none() {
    let mut phone = locked();
    for _ in 0..5 {
        phone.refused(unlock("806317"));
    }
    phone.wait(TimeDelta::days(-3650));
    assert_eq!(phone.refused(unlock(PIN)).wait_seconds, Some(60));
    phone.wait(TimeDelta::seconds(59));
    phone.start().unwrap();
    assert_eq!(phone.refused(unlock(PIN)).wait_seconds, Some(1));
    phone.wait(TimeDelta::seconds(1));
    phone.ask(unlock(PIN));
}

#[test]
fn a_try_counts_even_if_the_process_dies_while_it_is_checked() {
    let phone = locked();
    phone.refused(unlock("806317"));
    let after_one = std::fs::read(phone.folder.path().join("phone/tries.json")).unwrap();
    phone.ask(unlock(PIN));
    phone.ask(Request::Lock);
    // What the disk holds while a try is checked is what it holds after a wrong one.
    std::fs::write(phone.folder.path().join("phone/tries.json"), after_one).unwrap();
    let mut phone = phone;
    phone.start().unwrap();
    assert_eq!(phone.state().pin_tries_left, 4);
}

#[test]
fn neither_pin_nor_names_lie_on_the_disk() {
    shared::asserts!("R-PRIV-3");
    let phone = locked();
    phone.refused(unlock("806317"));
    let folder = phone.folder.path().join("phone");
    assert_eq!(files_in(&folder), ["reserve", "store.db", "tries.json", "vault.json"]);
    for file in files_in(&folder) {
        let bytes = std::fs::read(folder.join(&file)).unwrap();
        for secret in [PIN, "806317", "甲工", "演示镇", ADDRESS] {
            assert!(!bytes.windows(secret.len()).any(|part| part == secret.as_bytes()), "{secret} in {file}");
        }
    }
}

#[test]
fn the_pin_is_worth_nothing_without_the_secret_of_the_device() {
    shared::asserts!("R-PRIV-3");
    let phone = locked();
    let vault = std::fs::read_to_string(phone.folder.path().join("phone/vault.json")).unwrap();
    let text: serde_json::Value = serde_json::from_str(&vault).unwrap();
    assert_eq!(text["lock"]["kdf"], "argon2id");
    assert_eq!(text["lock"]["key"]["algorithm"], "aes-256-gcm");
    assert!(text["pending"].is_null(), "the copy sealed without a PIN is gone once the store holds it");
    let folder = phone.folder.path().join("phone");
    let opens = |secret: [u8; 32]| {
        let mut vault = Vault::open(&folder, secret, phone.now()).ok()?;
        vault.unlock(PIN, phone.now()).ok()
    };
    assert!(opens([6; 32]).is_none(), "the right PIN on another device");
    assert!(opens(KEYSTORE_SECRET).is_some(), "and on this one");
}

#[test]
fn a_phone_killed_while_its_store_is_made_is_whole_at_the_next_start() {
    let mut phone = Phone::new(&Arc::new(Office::new()));
    phone.ask(Request::Pair { link: format!("{ADDRESS} CODE2345") });
    // A folder in the place of the store: the PIN is set, and there it ends.
    std::fs::create_dir(phone.store_path()).unwrap();
    assert_eq!(phone.refused(Request::SetPin { pin: PIN.to_owned() }).code, ProblemCode::StoreFailed);
    std::fs::remove_dir(phone.store_path()).unwrap();
    phone.start().unwrap();
    assert_eq!(phone.state().gate, Gate::Locked);
    phone.ask(unlock(PIN));
    assert_eq!(phone.sync().problem, None);
}

fn change(old: &str, new: &str) -> Request {
    Request::ChangePin { old: old.to_owned(), new: new.to_owned() }
}

#[test]
fn a_changed_pin_opens_the_same_records_and_the_old_one_opens_nothing() {
    shared::asserts!("R-PRIV-3");
    let office = Arc::new(Office::new());
    let mut phone = Phone::in_service(&office, 1);
    let visit = phone.visit(case(1));
    phone.ask(change(PIN, "806317"));
    assert_eq!(phone.state().gate, Gate::Open);
    phone.start().unwrap();
    assert_eq!(phone.refused(unlock(PIN)).code, ProblemCode::PinWrong);
    phone.ask(unlock("806317"));
    assert_eq!(phone.uploads().rows[0].event, visit);
}

#[test]
fn a_weak_or_unchanged_new_pin_costs_no_try_of_the_old_one() {
    let phone = Phone::paired(&Arc::new(Office::new()));
    for new in ["27495", "123456"] {
        let of_any_old = [PIN, "806317"].map(|old| phone.refused(change(old, new)).code);
        let code = if new.len() < 6 { ProblemCode::PinTooShort } else { ProblemCode::PinWeak };
        assert_eq!(of_any_old, [code, code]);
    }
    assert_eq!(phone.refused(change(PIN, PIN)).code, ProblemCode::PinSame);
    assert_eq!(phone.state().pin_tries_left, 5);
}

#[test]
fn whoever_guesses_the_old_pin_of_an_open_phone_finds_it_locked() {
    let phone = Phone::paired(&Arc::new(Office::new()));
    for _ in 0..5 {
        assert_eq!(phone.state().gate, Gate::Open);
        assert_eq!(phone.refused(change("806317", "594026")).code, ProblemCode::PinWrong);
    }
    assert_eq!((phone.state().gate, phone.state().pin_wait_seconds), (Gate::Locked, 60));
}

/// Something else about the same person.
fn guidance() -> Request {
    let given = GuidanceGiven {
        guidance: GuidanceKind::Individual,
        content: "演示".to_owned(),
        attendees: 1,
        place: String::new(),
        speakers: Vec::new(),
        attachments: Vec::new(),
    };
    Request::Record {
        case: case(1),
        happened_at: crate::phone::moment("2026-03-10T09:00:00+08:00"),
        fact: Fact::GuidanceGiven(given),
        draft: None,
        late: None,
    }
}

#[test]
fn at_the_door_only_this_visit_is_open_until_the_pin_is_given() {
    shared::asserts!("R-PRIV-3");
    let office = Arc::new(Office::new());
    let phone = Phone::in_service(&office, 2);
    let door = |form| Request::EnterDoorstep { case: case(1), form };
    assert_eq!(phone.refused(door(Form::Assessment)).code, ProblemCode::StateForbids, "not done at a door");
    phone.ask(door(Form::Visit));
    assert!(phone.state().doorstep);
    for request in [
        Request::Today,
        Request::People { query: String::new() },
        Request::Person { case: case(2) },
        Request::Papers { case: case(1) },
        Request::Breaches { case: case(1) },
        door(Form::Guidance),
        guidance(),
        Request::Uploads,
        Request::Roster,
        change(PIN, "806317"),
    ] {
        assert_eq!(phone.refused(request).code, ProblemCode::Locked);
    }
    phone.visit(case(1));
    assert_eq!(phone.try_visit(case(2), phone.now()).unwrap_err().code, ProblemCode::Locked);
    assert_eq!(
        phone.refused(Request::LeaveDoorstep { pin: "806317".to_owned() }).code,
        ProblemCode::PinWrong
    );
    assert_eq!(phone.refused(Request::Today).code, ProblemCode::Locked);
    phone.ask(Request::LeaveDoorstep { pin: PIN.to_owned() });
    phone.ask(Request::Person { case: case(2) });
}

#[test]
fn the_minutes_until_it_locks_by_itself_are_kept_and_have_a_limit() {
    let mut phone = Phone::paired(&Arc::new(Office::new()));
    assert_eq!(phone.state().idle_minutes, 5);
    phone.ask(Request::SetIdle { minutes: 2 });
    phone.restart();
    assert_eq!(phone.state().idle_minutes, 2);
    phone.ask(Request::SetIdle { minutes: 600 });
    assert_eq!(phone.state().idle_minutes, 15);
}

/// An open phone with a finger of its owner on it.
fn with_finger() -> (Phone, Arc<Finger>) {
    let mut phone = Phone::paired(&Arc::new(Office::new()));
    assert_eq!(phone.state().biometric, BiometricState::Absent);
    let finger = Arc::new(Finger { taken: true.into(), ..Finger::default() });
    phone.finger = Some(Arc::clone(&finger));
    phone.restart();
    (phone, finger)
}

fn use_finger(pin: &str) -> Request {
    Request::UseBiometric { pin: pin.to_owned() }
}

#[test]
fn a_finger_opens_what_the_pin_opens_and_only_after_the_pin_said_so() {
    let (mut phone, finger) = with_finger();
    assert_eq!(phone.state().biometric, BiometricState::Off);
    assert_eq!(phone.refused(use_finger("806317")).code, ProblemCode::PinWrong);
    *finger.taken.lock().unwrap() = false;
    assert_eq!(phone.refused(use_finger(PIN)).code, ProblemCode::BiometricRefused);
    assert_eq!(phone.state().biometric, BiometricState::Off);
    *finger.taken.lock().unwrap() = true;
    phone.ask(use_finger(PIN));
    assert_eq!(phone.state().biometric, BiometricState::On);

    phone.start().unwrap();
    *finger.taken.lock().unwrap() = false;
    assert_eq!(phone.refused(Request::UnlockByBiometric).code, ProblemCode::BiometricRefused);
    assert_eq!(phone.state().gate, Gate::Locked);
    *finger.taken.lock().unwrap() = true;
    phone.ask(Request::UnlockByBiometric);
    assert_eq!(phone.state().gate, Gate::Open);

    phone.ask(Request::DropBiometric);
    phone.ask(Request::Lock);
    assert_eq!(phone.refused(Request::UnlockByBiometric).code, ProblemCode::BiometricRefused);
    phone.ask(unlock(PIN));
}

#[test]
fn a_finger_shortens_no_delay_and_a_new_pin_or_a_lost_secret_ends_it() {
    let (phone, finger) = with_finger();
    phone.ask(use_finger(PIN));
    phone.ask(Request::Lock);
    for _ in 0..5 {
        phone.refused(unlock("806317"));
    }
    assert_eq!(phone.refused(Request::UnlockByBiometric).code, ProblemCode::PinDelayed);
    phone.wait(TimeDelta::minutes(1));
    phone.ask(Request::UnlockByBiometric);

    phone.ask(Request::ChangePin { old: PIN.to_owned(), new: "806317".to_owned() });
    assert_eq!(phone.state().biometric, BiometricState::Off, "who knew the old PIN opens nothing");
    phone.ask(use_finger("806317"));
    phone.ask(Request::Lock);
    *finger.secret.lock().unwrap() = Some([1; 32]);
    assert_eq!(phone.refused(Request::UnlockByBiometric).code, ProblemCode::BiometricRefused);
    assert_eq!(phone.state().biometric, BiometricState::Off);
    phone.ask(unlock("806317"));
}
