//! 绑定.

use std::sync::Arc;

use client::door::Request;
use client::view::Gate;
use shared::code::Role;
use shared::problem::ProblemCode;
use shared::protocol::route;

use crate::office::{ADDRESS, Fault, Office};
use crate::phone::{PIN, Phone};

fn pair(link: &str) -> Request {
    Request::Pair { link: link.to_owned() }
}

#[test]
fn a_code_and_a_pin_open_the_phone() {
    let office = Arc::new(Office::new());
    let phone = Phone::new(&office);
    assert_eq!(phone.state().gate, Gate::Unpaired);
    phone.ask(pair(&format!("guihang://pair?s={ADDRESS}&c=CODE2345")));
    assert_eq!(phone.state().gate, Gate::NeedsPin);
    phone.ask(Request::SetPin { pin: PIN.to_owned() });
    let state = phone.state();
    assert_eq!(state.gate, Gate::Open);
    assert_eq!(
        (state.user_name.as_deref(), state.role, state.township_name.as_deref()),
        (Some("甲工"), Some(Role::Worker), Some("演示镇"))
    );
}

#[test]
fn wrong_used_and_expired_codes_are_told_apart() {
    let office = Arc::new(Office::new());
    let phone = Phone::new(&office);
    assert_eq!(phone.refused(pair("hello")).code, ProblemCode::PairingLinkMalformed);
    assert_eq!(phone.refused(pair("127.0.0.1:8080 WRONG234")).code, ProblemCode::PairingCodeUnknown);
    office.state().used_codes.insert("USED2345".to_owned(), "another key".to_owned());
    assert_eq!(phone.refused(pair("127.0.0.1:8080 USED2345")).code, ProblemCode::PairingCodeUsed);
    office.state().problem = Some((route::PAIR, ProblemCode::PairingCodeExpired));
    assert_eq!(phone.refused(pair("127.0.0.1:8080 CODE2345")).code, ProblemCode::PairingCodeExpired);
    office.state().problem = None;
    office.state().online = false;
    assert_eq!(phone.refused(pair("127.0.0.1:8080 CODE2345")).code, ProblemCode::Offline);
    assert_eq!(phone.state().gate, Gate::Unpaired);
}

#[test]
fn nothing_is_sent_in_the_clear_to_another_machine() {
    shared::asserts!("R-PRIV-4");
    let office = Arc::new(Office::new());
    let phone = Phone::new(&office);
    assert_eq!(phone.refused(pair("http://192.0.2.1:8080 CODE2345")).code, ProblemCode::InsecureAddress);
    assert_eq!(phone.refused(pair("office.example CODE2345")).code, ProblemCode::PairingCheckMissing);
    assert!(office.state().asked.is_empty());
}

#[test]
fn a_lost_answer_to_pairing_costs_no_second_code() {
    let office = Arc::new(Office::new());
    let mut phone = Phone::new(&office);
    office.state().faults.push_back((route::PAIR, Fault::ReplyLost));
    assert_eq!(phone.refused(pair("127.0.0.1:8080 CODE2345")).code, ProblemCode::Offline);
    phone.start().unwrap();
    phone.ask(pair("127.0.0.1:8080 CODE2345"));
    assert_eq!(phone.state().gate, Gate::NeedsPin);
}

#[test]
fn a_phone_killed_between_pairing_and_pin_goes_on_where_it_was() {
    let office = Arc::new(Office::new());
    let mut phone = Phone::new(&office);
    phone.ask(pair("127.0.0.1:8080 CODE2345"));
    phone.start().unwrap();
    assert_eq!(phone.state().gate, Gate::NeedsPin);
    phone.ask(Request::SetPin { pin: PIN.to_owned() });
    assert_eq!(phone.sync().problem, None, "the key made before the restart signs");
}

#[test]
fn a_paired_phone_is_not_paired_twice() {
    let office = Arc::new(Office::new());
    let phone = Phone::paired(&office);
    assert_eq!(phone.refused(pair("127.0.0.1:8080 CODE2345")).code, ProblemCode::AlreadyPaired);
    phone.ask(Request::Lock);
    assert_eq!(phone.refused(pair("127.0.0.1:8080 CODE2345")).code, ProblemCode::AlreadyPaired);
}

#[test]
fn before_pairing_every_other_act_says_so() {
    let office = Arc::new(Office::new());
    let phone = Phone::new(&office);
    for request in [
        Request::Today,
        Request::Uploads,
        Request::SyncNow,
        Request::SetPin { pin: PIN.to_owned() },
        Request::Unlock { pin: PIN.to_owned() },
    ] {
        assert_eq!(phone.refused(request).code, ProblemCode::NotPaired);
    }
    assert!(phone.door().background_exchange() > 0);
    assert!(office.state().asked.is_empty());
}
