//! Hands that try PINs and pull the battery around the check.

use std::time::Instant;

use client::door::{Door, Reply, Request};
use e2e::sim::dice::Dice;
use serde_json::Value;
use server::admin;

use crate::child::{PIN, shipped_door, still_door};
use crate::pair::{beside, held, key_of_phone, series_of_phone, stage};
use crate::process::Process;

const MINUTE_MILLIS: i64 = 60_000;
/// Minutes to wait after the fifth wrong PIN, the sixth, …: written here a second time on purpose.
const DELAY_MINUTES: [i64; 4] = [1, 5, 15, 60];
const FREE_TRIES: usize = 5;
/// Wrong PINs after which only the office's code helps.
const TRIES_MAX: usize = 10;
const LIFE_MICROS: i64 = 4000;

/// What became of it.
#[derive(Debug, Default)]
pub struct Tried {
    pub tries: usize,
    /// Tries that were checked although a delay ran.
    pub inside_a_delay: usize,
    /// Wrong PINs that the next start does not know of.
    pub uncounted: usize,
    pub lost: usize,
}

fn number_of(door: &Door) -> Option<String> {
    match door.handle(Request::State) {
        Ok(Reply::State(state)) => state.lockout_number,
        other => panic!("{other:?}"),
    }
}

fn delay_millis(failed: usize) -> i64 {
    let past = failed.checked_sub(FREE_TRIES);
    past.map_or(0, |past| DELAY_MINUTES[past.min(DELAY_MINUTES.len() - 1)] * MINUTE_MILLIS)
}

pub fn kill(times: u32, seed: u64) -> Tried {
    let mut dice = Dice::new(seed);
    let (mut stage, office, _) = stage();
    drop(office);
    let key = key_of_phone(&stage.phone(), stage.now);
    let series = series_of_phone(&stage.phone(), &key);
    let before = held(&stage.phone(), &key);
    let (mut tried, mut failed, mut last_wrong) = (Tried::default(), 0_usize, stage.now);
    for round in 1..=times {
        stage.now += dice.between(0, 20) * MINUTE_MILLIS;
        let hands = Process::start("pin", &stage.phone(), stage.now, 0);
        assert_eq!(hands.line(), "ready");
        let life = u64::try_from(dice.between(0, LIFE_MICROS)).unwrap_or(0);
        for said in hands.kill_after(life) {
            match said.as_str() {
                "PinWrong" | "OfficeCodeNeeded" if failed < TRIES_MAX => {
                    tried.tries += 1;
                    tried.inside_a_delay += usize::from(stage.now - last_wrong < delay_millis(failed));
                    failed += 1;
                    last_wrong = stage.now;
                }
                // After the tenth nothing is checked any more.
                "OfficeCodeNeeded" if failed >= TRIES_MAX => {}
                "PinDelayed" | "try" => {}
                other => panic!("{other}"),
            }
        }
        let count = std::fs::read_to_string(stage.phone().join("tries.json")).unwrap_or_default();
        let count: Value = serde_json::from_str(&count).unwrap_or_default();
        let counted = usize::try_from(count["failed"].as_u64().unwrap_or(0)).unwrap_or(0);
        tried.uncounted += failed.saturating_sub(counted);
        if counted > failed {
            // The one that was on its way when the battery went.
            (failed, last_wrong) = (counted, stage.now);
        }
        if round % 8 == 0 {
            stage.now += 61 * MINUTE_MILLIS;
            let door = still_door(&stage.phone(), stage.now);
            if let Some(number) = number_of(&door) {
                let code = admin::unlock_code(&beside(&stage), series, &number).unwrap();
                door.handle(Request::TakeOfficeCode { code }).expect("the office's code gives tries again");
            }
            door.handle(Request::Unlock { pin: PIN.to_owned() })
                .expect("the right PIN opens after the delay");
            drop(door);
            tried.lost += before.difference(&held(&stage.phone(), &key)).count();
            failed = 0;
        }
    }
    tried
}

/// Milliseconds of one unlocking at the cost that phones get: the quickest of three.
#[allow(clippy::disallowed_methods, reason = "how long it takes is a figure of this command")]
pub fn unlock_millis() -> u128 {
    const NEW: &str = "731846";
    let (stage, office, _) = stage();
    drop(office);
    let door = shipped_door(&stage.phone(), stage.now);
    door.handle(Request::Unlock { pin: PIN.to_owned() }).unwrap();
    door.handle(Request::ChangePin { old: PIN.to_owned(), new: NEW.to_owned() }).unwrap();
    drop(door);
    let once = || {
        let door = shipped_door(&stage.phone(), stage.now);
        let begun = Instant::now();
        door.handle(Request::Unlock { pin: NEW.to_owned() }).unwrap();
        begun.elapsed().as_millis()
    };
    (0..3).map(|_| once()).min().unwrap_or_default()
}
