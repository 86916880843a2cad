//! What a phone lacks or has otherwise is found at the next exchange and mended, whatever broke it off.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use client::view::RecordState;
use e2e::world::phone::PIN;
use e2e::world::{Phone, World};
use rusqlite::Connection;
use shared::problem::ProblemCode;
use shared::protocol::{Update, route};

/// What is asked of the office, by route.
fn asked(phone: &Phone) -> BTreeMap<&'static str, usize> {
    let mut count = BTreeMap::new();
    for request in phone.link.sent() {
        *count.entry(request.path).or_default() += 1;
    }
    phone.link.clear_sent();
    count
}

/// Every record of others, by place and hash.
fn held(phone: &Phone) -> BTreeMap<(String, u32), String> {
    phone.meddle(|sql| {
        let mut query = sql.prepare("SELECT series, seq, hash FROM event")?;
        let rows = query.query_map([], |row| Ok(((row.get(0)?, row.get(1)?), row.get(2)?)))?;
        rows.collect()
    })
}

/// Spoils one record: it is gone, it is another one, or its bytes alone are others.
fn spoil(sql: &Connection, place: usize, kind: usize) -> rusqlite::Result<()> {
    let (series, seq, bytes): (String, u32, Vec<u8>) = sql.query_row(
        "SELECT series, seq, bytes FROM event WHERE stream LIKE 'case:%' ORDER BY series, seq LIMIT 1 OFFSET ?1",
        [i64::try_from(place).unwrap()],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    // One figure, so that it is still a record.
    let text = String::from_utf8(bytes).unwrap();
    let other = text.replacen("\"rule_version\":\"2026-01\"", "\"rule_version\":\"2026-91\"", 1);
    assert_ne!(other, text);
    let changed = match kind {
        0 => sql.execute("DELETE FROM event WHERE series = ?1 AND seq = ?2", (&series, seq))?,
        1 => sql.execute(
            "UPDATE event SET bytes = ?3, hash = ?4 WHERE series = ?1 AND seq = ?2",
            (&series, seq, other.as_bytes(), shared::hash::Hash::of(other.as_bytes()).0),
        )?,
        _ => sql.execute(
            "UPDATE event SET bytes = ?3 WHERE series = ?1 AND seq = ?2",
            (&series, seq, other.as_bytes()),
        )?,
    };
    assert_eq!(changed, 1);
    Ok(())
}

/// R9, P18. `GUIHANG_R9=1000` plants as many.
#[test]
#[allow(clippy::disallowed_methods, reason = "the soak asks for more in its environment")]
#[allow(clippy::print_stdout, reason = "the figure is the point")]
fn r9_p18_a_single_record_that_differs_is_found_at_the_next_sync_and_mended_without_sending_the_rest_again() {
    let planted: usize = std::env::var("GUIHANG_R9").map_or(100, |text| text.parse().unwrap());
    let world = World::peopled();
    let mut phone = world.phone_of("shi");
    let whole = held(&phone);
    let cases = phone.meddle(|sql| {
        sql.query_row("SELECT count(*) FROM event WHERE stream LIKE 'case:%'", [], |row| row.get::<_, i64>(0))
    });
    let cases = usize::try_from(cases).unwrap();
    let (mut found, mut worst) = (0, 0.0_f64);
    for number in 0..planted {
        let kind = number % 3;
        let place = number.wrapping_mul(7919) % cases;
        phone.meddle(|sql| spoil(sql, place, kind));
        if kind == 2 {
            // Bytes alone are looked at when the phone is opened.
            phone = phone.restarted();
            phone.unlock(PIN).unwrap();
        }
        phone.link.take_records();
        world.clock.pass(TimeDelta::seconds(20));
        assert_eq!(phone.sync().sync.unwrap().problem, None);
        let came = phone.link.take_records();
        assert!(came > 0, "{number}: nothing was noticed");
        assert!(held(&phone) == whole, "{number}: not mended");
        found += 1;
        worst = worst.max(100.0 * came as f64 / whole.len() as f64);
    }
    println!("R9 planted={planted} found={found} resent_percent_max={worst:.3} rows={}", whole.len());
    assert_eq!(found, planted);
    assert!(worst <= 2.0, "{worst}");
    phone.link.clear_sent();
    phone.sync();
    assert_eq!(asked(&phone), [(route::HELLO, 1)].into(), "in step, one request says so");
}

#[test]
fn a_difference_that_stays_is_told_once_and_fetched_once() {
    let world = World::peopled();
    let phone = world.phone_of("shi");
    // A record nobody else has ever had: only the office could say that it is none, and it does not know it.
    phone.meddle(|sql| {
        sql.execute(
            "INSERT INTO event (series, seq, id, stream, hash, bytes) \
             SELECT '00000000-0000-7000-8000-000000000001', 1, id, stream, 'sha256:00', bytes FROM event \
             WHERE stream LIKE 'case:%' LIMIT 1",
            [],
        )
    });
    let phone = phone.restarted();
    phone.unlock(PIN).unwrap();
    let sync = phone.sync().sync.unwrap();
    assert_eq!(sync.problem.unwrap().code, ProblemCode::CaseDiffers);
    assert_eq!(asked(&phone).get(route::COMPARE), Some(&1));
    assert_eq!(phone.sync().sync.unwrap().problem, None, "told once");
    assert_eq!(asked(&phone).get(route::COMPARE), None, "and not asked for ever");
}

/// P4, I10, a19.
#[test]
fn p04_a_first_download_that_breaks_off_after_every_case_goes_on_where_it_was_and_shows_what_is_here() {
    let world = World::peopled();
    let mut phone = world.new_phone("miao");
    phone.link.make_narrow();
    let link = shared::protocol::PairingLink {
        server: world.address(),
        code: world.pairing_code("miao"),
        pins: Vec::new(),
    };
    phone.pair(&link.to_text()).unwrap();
    phone.set_pin().unwrap();
    world.confirm_devices();
    let (mut here, mut rounds) = (0, 0);
    loop {
        // The answer to the second bundle of each round is lost, and with it the phone's battery.
        phone.link.lose_replies_after(route::BUNDLE, 1);
        let problem = phone.sync().sync.unwrap().problem;
        phone = phone.restarted();
        phone.link.make_narrow();
        phone.unlock(PIN).unwrap();
        let people = phone.people("").len();
        assert!(people >= here, "{people} after {here}");
        if problem.is_none() {
            break;
        }
        assert!(people > here, "each round brings somebody");
        here = people;
        rounds += 1;
        assert!(rounds < 100);
    }
    assert!(rounds > 5, "it broke off: {rounds}");
    assert_eq!(phone.sync().sync.unwrap().problem, None);
    assert_eq!(phone.people("").len(), 18, "half of the township is this worker's");
}

/// P4: push comes before a re-scope; P3: and nothing leaves that was not told.
#[test]
fn p04_what_is_unsent_goes_up_before_the_scope_changes_and_the_rest_stays() {
    let world = World::peopled();
    let phone = world.phone_of("miao");
    let mine: Vec<_> = phone.people("").into_iter().map(|row| row.person.case).collect();
    phone.link.set_cut(true);
    let visit = phone.record_visit(mine[0], world.clock.now(), "改派前的家访。").unwrap();
    world.clock.pass(TimeDelta::hours(2));
    let other = world.account("tian").user;
    for case in &mine[..9] {
        server::admin::assign(world.office(), &world.township.code, *case, &[other]).unwrap();
    }
    phone.link.set_cut(false);
    phone.link.clear_sent();
    assert_eq!(phone.sync().sync.unwrap().problem, None);
    let paths: Vec<_> = phone.link.sent().iter().map(|request| request.path).collect();
    assert_eq!(paths, [route::HELLO, route::PUSH, route::PULL], "nothing is downloaded again");
    assert_eq!(phone.state_of(visit.event), RecordState::Uploaded);
    assert_eq!(phone.people("").len(), mine.len() - 9);
    let left: i64 = phone.meddle(|sql| {
        sql.query_row("SELECT count(DISTINCT stream) FROM event WHERE stream LIKE 'case:%'", [], |row| {
            row.get(0)
        })
    });
    assert_eq!(left, i64::try_from(mine.len() - 8).unwrap(), "gone but for the own record");
}

/// P5, a08, I6.
#[test]
fn p05_a08_a_clock_ten_years_off_hides_nothing_and_stops_nothing() {
    let world = World::peopled();
    let phone = world.new_phone_with_clock_off("miao", TimeDelta::days(3650));
    world.pair(&phone, "miao");
    let case = phone.people("").remove(0).person.case;
    let at = world.clock.now() + TimeDelta::days(3650);
    let visit = phone.record_visit(case, at, "手机时间错了十年。").unwrap();
    assert_eq!(phone.sync().sync.unwrap().unsent, 0);
    // It is taken; that its time is doubtful is for a person to settle.
    assert_eq!(phone.state_of(visit.event), RecordState::Contradicted);
    let second = world.phone_of("shi");
    assert!(second.person(case).unwrap().page.timeline.iter().any(|entry| entry.event == visit.event));
    phone.link.clear_sent();
    phone.sync();
    assert_eq!(asked(&phone), [(route::HELLO, 1)].into(), "cursors are the office's numbers");
}

/// I7, P2, a03.
#[test]
fn p02_a03_every_record_pushed_is_accounted_for_on_the_phone_and_at_the_office() {
    let world = World::peopled();
    let phone = world.phone_of("miao");
    let case = phone.people("").remove(0).person.case;
    for number in 0..5 {
        phone.record_visit(case, world.clock.now(), &format!("第{number}次。")).unwrap();
        world.clock.pass(TimeDelta::minutes(7));
    }
    phone.link.lose_push_replies(1);
    phone.sync();
    assert!(phone.uploads().rows.iter().all(|row| row.state == RecordState::Saved), "no answer, no green");
    phone.sync();
    let tally = phone.uploads().tally.unwrap();
    assert_eq!((tally.pushed, tally.accepted, tally.duplicate, tally.quarantined), (10, 5, 5, 0));
    assert!(tally.is_whole());
    let devices = server::admin::devices(world.office(), &world.township.code).unwrap();
    assert_eq!(devices[0].tally, tally, "the office's list says the same");
}

/// CODE of MASVS: may still send, may not edit.
#[test]
fn a_phone_below_the_lowest_version_sends_what_it_has_and_records_nothing_new() {
    let world = World::peopled();
    let phone = world.phone_of("miao");
    let case = phone.people("").remove(0).person.case;
    phone.link.set_cut(true);
    let visit = phone.record_visit(case, world.clock.now(), "升级之前。").unwrap();
    server::admin::set_app_floor(world.office(), &world.township.code, "99.0.0", "99.0.0").unwrap();
    phone.link.set_cut(false);
    let sync = phone.sync().sync.unwrap();
    assert_eq!((sync.update, sync.unsent, sync.problem), (Update::Required, 0, None));
    assert_eq!(phone.state_of(visit.event), RecordState::Uploaded);
    let refused = phone.record_visit(case, world.clock.now(), "太旧了。").unwrap_err();
    assert_eq!(refused.code, ProblemCode::AppTooOld);
    server::admin::set_app_floor(world.office(), &world.township.code, "99.0.0", "").unwrap();
    assert_eq!(phone.sync().sync.unwrap().update, Update::Wanted);
    assert!(phone.record_visit(case, world.clock.now(), "又能记了。").is_ok());
}
