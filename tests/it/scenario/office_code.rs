//! 解锁码: a forgotten PIN costs a call to the office, and never a record.

use chrono::TimeDelta;
use client::door::Request;
use e2e::world::phone::PIN;
use e2e::world::{Console, Phone, World};
use server::view::{AuditPage, UnlockCode, UnlockCodeRequest};
use shared::id::SeriesId;
use shared::problem::{Problem, ProblemCode};

use super::lost_phone::series_of;

/// Ten wrong PINs, each after its delay; the number the phone then shows.
fn forget(world: &World, phone: &Phone) -> String {
    for _ in 0..10 {
        let wait = phone.state().pin_wait_seconds;
        world.clock.pass(TimeDelta::seconds(i64::from(wait)));
        phone.unlock("135790").unwrap_err();
    }
    phone.state().lockout_number.expect("a number to tell the office")
}

fn ask(console: &Console, series: SeriesId, number: &str) -> Result<String, ProblemCode> {
    let ask = UnlockCodeRequest { number: number.to_owned() };
    let answer = console.post::<UnlockCode>(&format!("/api/devices/{series}/unlock-code"), &ask);
    answer.map(|answer| answer.code).map_err(|error| error.downcast::<Problem>().unwrap().code)
}

fn type_in(phone: &Phone, code: &str) -> Result<(), ProblemCode> {
    let done = phone.ask(Request::TakeOfficeCode { code: code.to_owned() });
    done.map(drop).map_err(|problem| problem.code)
}

#[test]
fn ten_wrong_pins_ask_for_the_offices_code_which_works_once_and_nothing_is_destroyed() {
    let world = World::peopled();
    let phone = world.phone_of("miao");
    let visit = phone.record_visit(world.case("赵例一"), world.clock.now(), "忘记密码之前的家访。").unwrap();
    phone.link.set_cut(true);
    let phone = phone.restarted();
    assert_eq!(type_in(&phone, "000 000 001"), Err(ProblemCode::NotPaired), "no code is waited for yet");

    let number = forget(&world, &phone);
    world.clock.pass(TimeDelta::days(30));
    let refused = phone.unlock(PIN).unwrap_err();
    assert_eq!((refused.code, refused.figure.as_ref()), (ProblemCode::OfficeCodeNeeded, Some(&number)));
    let phone = phone.restarted();
    assert_eq!(phone.state().lockout_number.as_ref(), Some(&number), "a restart gives nothing back");

    // The phone has no signal: two people and a telephone are enough.
    let series = series_of(&world, "miao");
    let console = world.console("wen");
    let code = ask(&console, series, &number.replace(' ', "")).unwrap();
    assert_eq!(type_in(&phone, "12345"), Err(ProblemCode::OfficeCodeMistyped));
    type_in(&phone, &code).unwrap();
    let state = phone.state();
    assert_eq!((state.lockout_number, state.pin_tries_left, state.pin_wait_seconds), (None, 5, 0));
    phone.unlock(PIN).unwrap();
    assert!(phone.uploads().rows.iter().any(|row| row.event == visit.event), "nothing was destroyed");

    let phone = phone.restarted();
    let next = forget(&world, &phone);
    assert_ne!(next, number);
    assert_eq!(type_in(&phone, &code), Err(ProblemCode::OfficeCodeWrong), "a code opens one lock-out");
    type_in(&phone, &ask(&world.console("wen"), series, &next).unwrap()).unwrap();
    phone.unlock(PIN).unwrap();
    let log: AuditPage = world.console("ji").get("/api/audit?act=give_unlock_code").unwrap();
    assert_eq!(log.rows.len(), 2, "each code that was given is in the log");
}

#[test]
fn a_code_is_given_for_the_phone_that_asks_and_for_no_revoked_one() {
    let world = World::peopled();
    let (one, other) = (world.phone_of("miao"), world.phone_of("shi"));
    let (one, other) = (one.restarted(), other.restarted());
    let (first, second) = (forget(&world, &one), forget(&world, &other));
    let console = world.console("wen");
    let series = series_of(&world, "miao");
    assert_eq!(ask(&console, series, &second), Err(ProblemCode::LockoutNumberForeign));
    let slip = if first.starts_with('1') { "2" } else { "1" };
    let misheard = format!("{slip}{}", first.get(1..).unwrap());
    assert_eq!(ask(&console, series, &misheard), Err(ProblemCode::OfficeCodeMistyped));
    let code = ask(&console, series, &first).unwrap();
    assert_eq!(type_in(&other, &code), Err(ProblemCode::OfficeCodeWrong), "it is the other phone's");
    assert!(server::admin::revoke_device(world.office(), series).unwrap());
    assert_eq!(ask(&console, series, &first), Err(ProblemCode::NotFound));
}

#[test]
fn guessing_codes_costs_hours_and_still_destroys_nothing() {
    let world = World::peopled();
    let phone = world.phone_of("miao").restarted();
    let number = forget(&world, &phone);
    let code = ask(&world.console("wen"), series_of(&world, "miao"), &number).unwrap();
    for guess in ["000 000 001", "000 000 195", "000 000 292", "000 000 389", "000 000 486"] {
        assert_eq!(type_in(&phone, guess), Err(ProblemCode::OfficeCodeWrong), "{guess}");
    }
    let phone = phone.restarted();
    assert_eq!(phone.state().pin_wait_seconds, 3600);
    assert_eq!(type_in(&phone, &code), Err(ProblemCode::PinDelayed), "even the right one waits");
    world.clock.pass(TimeDelta::hours(1));
    type_in(&phone, &code).unwrap();
    phone.unlock(PIN).unwrap();
}
