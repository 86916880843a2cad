//! What went wrong elsewhere, tried here: places that decide nothing, roles that reach phones, directories, accounts nobody
//! confirmed, and whatever outlives its credentials.

use server::admin;
use server::routes::table;
use server::seed::{About, Seed, SeedFact, seed};
use server::store::user::UserState;
use server::view::{OpenUrgentlyRequest, PersonList, StaffRow, UserStepRequest};
use shared::access::UserStep;
use shared::code::Role;
use shared::event::Body;
use shared::id::{CaseId, UserId};
use shared::problem::ProblemCode;

use crate::bench::{Bench, at};
use crate::phone::{Field, Phone};
use crate::sample;

/// A case whose papers name other places than the one it lies in.
fn case_naming(bench: &Bench, clerk: UserId, serial: u16, place: &str, workers: &[UserId]) -> CaseId {
    let mut order = sample::order("演示·柳叶", serial);
    order.authority = format!("{place}公安局");
    order.person.village = place.to_owned();
    order.person.residence = format!("{place}例组{serial}号");
    order.person.phone = Some(format!("1380000{serial:04}"));
    let day = at("2026-03-01T10:00:00+08:00");
    let fact = SeedFact {
        about: About::Case(0),
        author: clerk,
        happened_at: day,
        recorded_at: day,
        body: Body::Order(order),
    };
    seed(&bench.office, &bench.township, Seed { cases: vec![workers.to_vec()], facts: vec![fact] })
        .unwrap()
        .cases[0]
}

#[tokio::test]
async fn p06_no_place_but_the_one_of_execution_decides_who_sees_a_case() {
    let mut bench = Bench::new();
    let clerk = bench.add_user("neiqin", "例内勤", Role::Office);
    let worker = bench.add_user("zhuangan", "试例甲", Role::Worker);
    let officer = bench.add_user("minjing", "例警甲", Role::Police);
    let mut mine = Vec::new();
    for (n, place) in (0..30).zip(["演示乡", "例乡", "外省例市", "柳叶村", "430421998"].into_iter().cycle())
    {
        let workers: &[UserId] = if n % 3 == 0 { &[worker.made.user] } else { &[] };
        let case = case_naming(&bench, clerk.made.user, 300 + n, place, workers);
        if n % 3 == 0 {
            mine.push(case);
        }
    }
    let here = bench.township.clone();
    bench.township = admin::add_township(&bench.office, "430421998", "例乡").unwrap();
    let there = bench.add_user("neiqin-2", "例内勤乙", Role::Office);
    for n in 0..10 {
        case_naming(&bench, there.made.user, 400 + n, "演示乡", &[]);
    }
    bench.township = here;
    let browser = bench.login(&worker).await;
    let list: PersonList = bench.get("/api/persons", Some(&browser)).await.json();
    let mut seen: Vec<CaseId> = list.rows.iter().map(|row| row.head.case).collect();
    seen.sort();
    mine.sort();
    assert_eq!(seen, mine, "assignment alone, whatever the papers say");
    let browser = bench.login(&officer).await;
    for query in ["", "?q=", "?q=&filter=all", "?q=%25", "?q=*"] {
        let list: PersonList = bench.get(&format!("/api/persons{query}"), Some(&browser)).await.json();
        assert!(list.total == 30 && list.rows.len() <= 30, "{query}");
    }
    let mut phone = Phone::paired(&bench, &officer, 9).await;
    assert_eq!(phone.pull_all(&bench).await.len(), 30);
}

#[tokio::test]
async fn p07_a_changed_role_reaches_the_phone_at_its_next_hello_with_what_it_may_read() {
    let mut field = Field::new().await;
    let system = field.bench.add_user("xitong", "例系统", Role::System);
    let security = field.bench.add_user("anquan", "例安全", Role::Security);
    sample::case(&field.bench, field.clerk.made.user, "例丙", 2, &[]);
    let before = field.phone.hello(&field.bench).await;
    assert_eq!((before.role, field.phone.pull_all(&field.bench).await.len()), (Role::Worker, 2));
    let (one, two) = (field.bench.login(&system).await, field.bench.login(&security).await);
    let path = format!("/api/staff/{}/step", field.worker.made.user);
    let change = UserStepRequest { step: UserStep::ChangeRole, role: Some(Role::Police), reason: None };
    assert!(field.bench.post(&path, Some(&one), &change).await.status.is_success());
    let ask = field.phone.hello_request(&field.bench);
    let waiting = field.phone.send(&field.bench, shared::protocol::route::HELLO, &ask).await;
    assert_eq!(waiting.code(), ProblemCode::DeviceUnconfirmed, "nobody acts in a role that nobody confirmed");
    let confirm = UserStepRequest { step: UserStep::Confirm, role: None, reason: None };
    assert!(field.bench.post(&path, Some(&two), &confirm).await.status.is_success());
    admin::confirm_device(&field.bench.office, field.phone.paired.series).unwrap();
    let after = field.phone.hello(&field.bench).await;
    assert_eq!(after.role, Role::Police);
    assert!(after.scope_version > before.scope_version, "it pulls anew");
    assert_eq!(field.phone.pull_all(&field.bench).await.len(), 4);
}

#[tokio::test]
async fn p08_the_directory_of_staff_is_for_those_who_keep_it_and_names_this_township_alone() {
    let mut bench = Bench::new();
    let clerk = bench.add_user("neiqin", "例内勤", Role::Office);
    let worker = bench.add_user("zhuangan", "试例甲", Role::Worker);
    let here = bench.township.clone();
    bench.township = admin::add_township(&bench.office, "430421998", "例乡").unwrap();
    let foreign = bench.add_user("linjing", "例邻警", Role::Police);
    bench.township = here;
    let browser = bench.login(&clerk).await;
    let rows: Vec<StaffRow> = bench.get("/api/staff", Some(&browser)).await.json();
    assert_eq!(rows.len(), 2);
    assert!(rows.iter().all(|row| row.user != foreign.made.user && row.steps.is_empty()));
    for query in ["?township=430421998", "?user=*", &format!("?user={}", foreign.made.user)] {
        let again: Vec<StaffRow> = bench.get(&format!("/api/staff{query}"), Some(&browser)).await.json();
        assert_eq!(again, rows, "{query}");
    }
    let own = bench.login(&worker).await;
    assert_eq!(bench.get("/api/staff", Some(&own)).await.code(), ProblemCode::RoleMayNot);
}

#[tokio::test]
async fn p12_a_write_with_a_foreign_id_changes_nothing_and_answers_nothing_of_it() {
    let mut field = Field::new().await;
    let here = field.bench.township.clone();
    field.bench.township = admin::add_township(&field.bench.office, "430421998", "例乡").unwrap();
    let other = field.bench.add_user("neiqin-2", "例内勤乙", Role::Office);
    let browser = field.bench.login(&other).await;
    let entries = admin::verify_audit(&field.bench.office, &here).unwrap();
    let (case, user, series) = (field.case, field.worker.made.user, field.phone.paired.series);
    for (path, body) in [
        (format!("/api/cases/{case}/workers"), serde_json::json!({"workers": []})),
        (
            format!("/api/cases/{case}/report-in"),
            serde_json::json!({"happened_at": field.bench.now(), "brought_by": "self"}),
        ),
        (
            format!("/api/cases/{case}/agreement"),
            serde_json::json!({"happened_at": field.bench.now(), "told_at": null}),
        ),
        (
            format!("/api/cases/{case}/review"),
            serde_json::json!({"target": user, "verdict": "accepted", "note": "", "fields": [], "seen": {"basis": [], "review": null}}),
        ),
        (format!("/api/devices/{series}/revoke"), serde_json::json!({})),
        (format!("/api/devices/{series}/confirm"), serde_json::json!({})),
        ("/api/devices/pairing-codes".to_owned(), serde_json::json!({"user": user})),
    ] {
        let answer = field.bench.post(&path, Some(&browser), &body).await;
        let text = String::from_utf8_lossy(&answer.body).into_owned();
        assert_eq!(answer.status.as_u16(), 404, "{path}");
        assert!(
            !text.contains("柳叶") && !text.contains(&case.to_string()) && !text.contains(&user.to_string())
        );
    }
    assert_eq!(
        admin::verify_audit(&field.bench.office, &here).unwrap(),
        entries,
        "nothing was written there"
    );
    assert_eq!(field.phone.pull_all(&field.bench).await.len(), 2, "still theirs, still in use");
}

#[tokio::test]
async fn p13_an_account_nobody_confirmed_does_nothing_and_nothing_here_deletes() {
    let bench = Bench::new();
    let system = bench.add_user("xitong", "例系统", Role::System);
    let browser = bench.login(&system).await;
    for state in [UserState::Invited, UserState::Unconfirmed, UserState::Suspended, UserState::Left] {
        admin::set_user_state(&bench.office, &system.login, state).unwrap();
        assert_eq!(bench.get("/api/staff", Some(&browser)).await.code(), ProblemCode::NotLoggedIn, "{state}");
        bench.advance_seconds(3600);
        let login = bench.try_login(&system, crate::bench::PASSWORD, &bench.totp(&system)).await;
        assert_eq!(login.code(), ProblemCode::LoginFailed, "{state}");
        assert!(
            admin::make_pairing_code(&bench.office, &bench.township, system.made.user).is_err(),
            "{state}"
        );
    }
    assert!(
        table().iter().all(|row| matches!(row.method, "GET" | "POST" | "HEAD" | "PATCH" | "OPTIONS")),
        "no DELETE"
    );
}

#[tokio::test]
async fn p14_a_file_opened_urgently_is_shut_when_its_openers_credentials_change() {
    let field = Field::new().await;
    let bench = &field.bench;
    let other = bench.add_user("zhuangan2", "试例乙", Role::Worker);
    let browser = bench.login(&other).await;
    let ask = OpenUrgentlyRequest {
        number: sample::id_number(1),
        reason: "同事不在，本人上门求助".to_owned(),
        hours: 4,
    };
    let path = format!("/api/persons/{}", field.case);
    assert!(bench.post("/api/openings", Some(&browser), &ask).await.status.is_success());
    assert!(bench.get(&path, Some(&browser)).await.status.is_success());
    admin::reset_password(&bench.office, &other.login, crate::bench::PASSWORD).unwrap();
    assert_eq!(bench.get(&path, Some(&browser)).await.code(), ProblemCode::NotLoggedIn);
    let again = bench.login(&other).await;
    assert_eq!(
        bench.get(&path, Some(&again)).await.code(),
        ProblemCode::UnknownCase,
        "no less than a new reason"
    );
}
