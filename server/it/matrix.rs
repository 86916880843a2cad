//! Every route against every role and every way a case, a device or an account can lie to it. What is to be expected is
//! asked of `shared::access` alone.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use server::routes::{Access, Row, router, table};
use server::web::Web;
use server::{admin, people};
use shared::access::{Act, DeviceMay, DeviceTrust, Relation, UserState, UserStep, device_may, may};
use shared::code::Role;
use shared::hash::Hash;
use shared::id::{CaseId, SeriesId, UserId};
use shared::problem::{Problem, ProblemCode};
use shared::protocol::{PullRequest, route, signing_text};
use tower::ServiceExt;

use crate::bench::{Bench, Browser, Person};
use crate::phone::{Phone, pack};
use crate::sample;

/// One router for a whole test: making it anew for each cell is most of the time.
struct Desk {
    bench: Bench,
    router: Router,
}

impl Desk {
    fn of(bench: Bench) -> Self {
        let router = router(&Web::new(bench.office.clone(), bench.address));
        Self { bench, router }
    }

    async fn ask(&self, request: Request<Body>) -> (StatusCode, HeaderMap, Vec<u8>) {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        (status, headers, to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec())
    }

    async fn call(
        &self,
        row: &Row,
        path: &str,
        browser: Option<&Browser>,
        body: &str,
    ) -> (StatusCode, Vec<u8>) {
        let mut request =
            Request::builder().method(row.method).uri(path).header(header::CONTENT_TYPE, "application/json");
        if let Some(browser) = browser {
            request =
                request.header(header::COOKIE, &browser.cookie).header("guihang-csrf", &browser.me.csrf);
        }
        let (status, _, answer) = self.ask(request.body(Body::from(body.to_owned())).unwrap()).await;
        (status, answer)
    }
}

/// How a case lies to whoever asks, and which case it is.
struct Lie {
    name: &'static str,
    relation: Relation,
    case: CaseId,
    canary: String,
}

const DEAD: [&str; 6] =
    ["anonymous", "expired session", "logged out", "suspended", "left", "unconfirmed user"];

fn filled(path: &str, case: CaseId, series: SeriesId, user: UserId) -> String {
    path.replace("{case}", &case.to_string())
        .replace("{series}", &series.to_string())
        .replace("{user}", &user.to_string())
        .replace("{opening}", &uuid::Uuid::nil().to_string())
        .replace(['{', '}'], "")
}

fn body_of(row: &Row, worker: UserId) -> String {
    match row.path {
        path if path.ends_with("/transfer") => "{\"to\":\"430421998\"}".to_owned(),
        path if path.ends_with("/workers") => format!("{{\"workers\":[\"{worker}\"]}}"),
        path if path.ends_with("/report-in") => {
            "{\"happened_at\":\"2026-03-06T10:00:00+08:00\",\"brought_by\":\"self\"}".to_owned()
        }
        path if path.ends_with("/agreement") => {
            "{\"happened_at\":\"2026-03-06T11:00:00+08:00\",\"told_at\":null}".to_owned()
        }
        _ => "{}".to_owned(),
    }
}

/// The cases of one role: its own, its township's, one elsewhere, one that moved away, one opened urgently, nobody's.
async fn lies(desk: &mut Desk, person: &Person, serial: &mut u16, elsewhere: &Person) -> Vec<Lie> {
    let clerk = elsewhere.made.user;
    let mut made = Vec::new();
    for (name, relation) in [
        ("assigned", Relation::Assigned),
        ("same township", Relation::SameTownship),
        ("moved out", Relation::Other),
    ] {
        *serial += 1;
        let canary = format!("演示·甲{serial}");
        let workers: &[UserId] = if name == "assigned" { &[person.made.user] } else { &[] };
        let here = desk.bench.add_user(&format!("n{serial}"), "例内勤", Role::Office);
        let case = sample::case(&desk.bench, here.made.user, &canary, *serial, workers);
        made.push(Lie { name, relation, case, canary });
    }
    let moved = made[2].case;
    move_out(&desk.bench, moved);
    let here = std::mem::replace(&mut desk.bench.township, shared::id::TownshipCode("430421998".to_owned()));
    for name in ["sibling township", "opened urgently"] {
        *serial += 1;
        let canary = format!("演示·乙{serial}");
        let case = sample::case(&desk.bench, clerk, &canary, *serial, &[]);
        made.push(Lie { name, relation: Relation::Other, case, canary });
    }
    desk.bench.township = here;
    made.push(Lie {
        name: "nobody's",
        relation: Relation::Other,
        case: CaseId::make(desk.bench.now(), [9; 10]),
        canary: "没有这个人".to_owned(),
    });
    made
}

/// The case was here until now; what it is elsewhere does not matter.
fn move_out(bench: &Bench, case: CaseId) {
    let sql = format!(
        "UPDATE placement SET until_ms = {} WHERE case_id = '{case}'",
        bench.now().timestamp_millis()
    );
    bench.office.write(|work| Ok::<_, server::store::StoreError>(work.sql.execute_batch(&sql)?)).unwrap();
}

/// Whether a role gets through the door of a route at all.
fn through(row: &Row, role: Role) -> bool {
    match row.access {
        Access::Open | Access::SameOrigin | Access::Device => true,
        Access::Session(acts) => {
            acts.is_empty() || acts.iter().any(|act| may(role, *act, Relation::Assigned))
        }
    }
}

/// Whether the answer may tell that the case exists.
fn sees(row: &Row, role: Role, relation: Relation) -> bool {
    let act = if row.path.ends_with("/reads") { Act::SeeReads } else { Act::SeeFile };
    may(role, act, relation)
}

#[tokio::test]
async fn s01_every_route_answers_every_role_in_every_relation_as_access_says() {
    let bench = Bench::new();
    let other = admin::add_township(&bench.office, "430421998", "例乡").unwrap();
    let mut bench = bench;
    let here = std::mem::replace(&mut bench.township, other);
    let elsewhere = bench.add_user("neiqin-2", "例内勤乙", Role::Office);
    let foreign = Phone::paired(&bench, &elsewhere, 90).await.paired.series;
    bench.township = here;
    let worker = bench.add_user("zhuangan", "试例甲", Role::Worker);
    let mut desk = Desk::of(bench);
    let (mut cells, mut leaks, mut wrong, mut serial) = (0_u32, 0_u32, Vec::new(), 100_u16);
    for role in Role::ALL {
        let person = desk.bench.add_user(role.code(), "例某", *role);
        let lies = lies(&mut desk, &person, &mut serial, &elsewhere).await;
        let mut browser = desk.bench.login(&person).await;
        for lie in &lies {
            let opened = lie.name == "opened urgently" && open_urgently(&desk, &browser, serial, *role).await;
            let relation = if opened { Relation::Opened } else { lie.relation };
            for row in table() {
                cells += 1;
                let path = fit(&filled(row.path, lie.case, foreign, elsewhere.made.user));
                let (status, answer) =
                    desk.call(&row, &path, Some(&browser), &body_of(&row, worker.made.user)).await;
                if row.path == "/api/logout" {
                    browser = desk.bench.login(&person).await;
                }
                let text = String::from_utf8_lossy(&answer);
                let shut = !through(&row, *role);
                let hidden = row.path.contains("{case}") && !shut && !sees(&row, *role, relation);
                let told = lies.iter().any(|l| {
                    let relation = if l.case == lie.case { relation } else { l.relation };
                    text.contains(&l.canary) && !may(*role, Act::SeeFile, relation)
                });
                // A file opened urgently is for reading: its reader is told that they may not change it.
                let reading_only = opened && row.method == "POST" && status == StatusCode::FORBIDDEN;
                let fits = if reading_only {
                    true
                } else if shut {
                    status == StatusCode::FORBIDDEN
                } else if hidden {
                    // What is malformed is told before anything is looked up.
                    status == StatusCode::NOT_FOUND || status == StatusCode::BAD_REQUEST
                } else if row.path.contains("{series}")
                    || row.path.contains("{user}")
                    || row.path.contains("{opening}")
                {
                    status == StatusCode::NOT_FOUND || status == StatusCode::BAD_REQUEST
                } else {
                    status != StatusCode::FORBIDDEN && status != StatusCode::UNAUTHORIZED
                };
                leaks += u32::from(told || ((shut || hidden) && status.is_success()));
                if !fits {
                    wrong.push(format!("{role:?} {} {} {} → {status}", lie.name, row.method, row.path));
                }
            }
        }
        for dead in DEAD {
            let browser = dead_session(&desk, &person, dead).await;
            for row in table() {
                cells += 1;
                let path = filled(row.path, lies[0].case, foreign, elsewhere.made.user);
                let (status, answer) = desk.call(&row, &path, browser.as_ref(), "{}").await;
                let shut = matches!(row.access, Access::Session(_));
                if shut != (status == StatusCode::UNAUTHORIZED) {
                    wrong.push(format!("{role:?} {dead} {} {} → {status}", row.method, row.path));
                }
                leaks += u32::from(shut && status.is_success());
                leaks += u32::from(String::from_utf8_lossy(&answer).contains(&lies[0].canary));
            }
            desk.bench.advance_seconds(60);
        }
    }
    println!("S1 cells={cells} leaks={leaks}");
    assert_eq!(wrong, Vec::<String>::new());
    assert!(leaks == 0 && cells >= 3000, "{cells} cells, {leaks} leaks");
}

/// Opens the last case made elsewhere, where the role may.
async fn open_urgently(desk: &Desk, browser: &Browser, serial: u16, role: Role) -> bool {
    let ask = serde_json::json!({
        "number": sample::id_number(serial), "reason": "核实执行情况，事后补手续", "hours": 4
    });
    let status = desk.bench.post("/api/openings", Some(browser), &ask).await.status;
    assert_eq!(status.is_success(), may(role, Act::OpenUrgently, Relation::Other), "{role:?} {status}");
    status.is_success()
}

/// A session that was good until something happened to its account.
async fn dead_session(desk: &Desk, person: &Person, how: &str) -> Option<Browser> {
    if how == "anonymous" {
        return None;
    }
    let office = &desk.bench.office;
    admin::set_user_state(office, &person.login, UserState::Active).unwrap();
    let browser = desk.bench.login(person).await;
    match how {
        "expired session" => desk.bench.advance_seconds(9 * 3600),
        "logged out" => {
            desk.bench.post("/api/logout", Some(&browser), &()).await;
        }
        "suspended" => admin::set_user_state(office, &person.login, UserState::Suspended).unwrap(),
        "left" => admin::set_user_state(office, &person.login, UserState::Left).unwrap(),
        _ => admin::set_user_state(office, &person.login, UserState::Unconfirmed).unwrap(),
    }
    Some(browser)
}

#[tokio::test]
async fn every_state_of_a_device_and_its_user_is_answered_as_access_says_on_every_route_of_the_protocol() {
    let bench = Bench::new();
    let mut cells = 0;
    for (n, state) in UserState::ALL.iter().enumerate() {
        for (m, trust) in
            [DeviceTrust::Unconfirmed, DeviceTrust::Confirmed, DeviceTrust::Revoked].into_iter().enumerate()
        {
            let seed = u8::try_from(20 + n * 3 + m).unwrap();
            let person = bench.add_user(&format!("m{seed}"), "例警", Role::Police);
            let mut phone = Phone::unconfirmed(&bench, &person, seed).await;
            let series = phone.paired.series;
            admin::set_user_state(&bench.office, &person.login, *state).unwrap();
            match trust {
                DeviceTrust::Unconfirmed => {}
                DeviceTrust::Confirmed => admin::confirm_device(&bench.office, series).unwrap(),
                DeviceTrust::Revoked => assert!(admin::revoke_device(&bench.office, series).unwrap()),
            }
            for row in table().into_iter().filter(|row| row.access == Access::Device) {
                cells += 1;
                let path = row.path.replace("{digest}", &"0".repeat(64)).replace(['{', '}'], "");
                phone.counter += 1;
                let body = pack(&serde_json::json!({}));
                let text = signing_text(row.method, &path, &body, "", phone.counter);
                let signature = server::signature::sign(&phone.seed, text.as_bytes()).unwrap();
                let values = [series.to_string(), String::new(), phone.counter.to_string(), signature];
                let mut request = Request::builder().method(row.method).uri(&path);
                for (name, value) in shared::protocol::SIGNATURE_HEADERS.into_iter().zip(values) {
                    request = request.header(name, value);
                }
                let answer = bench.send(request.body(Body::from(body)).unwrap()).await;
                let code = serde_json::from_slice::<Problem>(&answer.body).ok().map(|problem| problem.code);
                if code == Some(ProblemCode::RequestMalformed) {
                    // Not a request at all without its further headers; nothing was looked up.
                    continue;
                }
                let expected = match device_may(trust, *state, row.method, &path) {
                    DeviceMay::Go => None,
                    DeviceMay::Wait => Some(ProblemCode::DeviceUnconfirmed),
                    DeviceMay::Never => Some(ProblemCode::DeviceRevoked),
                };
                let told =
                    code.filter(|c| matches!(c, ProblemCode::DeviceUnconfirmed | ProblemCode::DeviceRevoked));
                if row.method == "HEAD" {
                    // No body to name the code: whoever is refused learns nothing of an upload.
                    assert!(
                        expected.is_none() || !answer.status.is_success(),
                        "{trust:?} {state} HEAD {path}"
                    );
                    continue;
                }
                assert_eq!(told, expected, "{trust:?} {state} {} {path}: {code:?}", row.method);
            }
        }
    }
    println!("S1 device cells={cells} leaks=0");
    assert!(cells >= 45);
}

/// Swaps each id of a path or body for one that exists elsewhere and one that nobody has.
#[tokio::test]
async fn s02_an_id_of_elsewhere_is_answered_byte_for_byte_like_one_that_nobody_has() {
    const FOREIGN: u16 = 110;
    let mut bench = Bench::new();
    let other = admin::add_township(&bench.office, "430421998", "例乡").unwrap();
    let here = std::mem::replace(&mut bench.township, other);
    let clerk = bench.add_user("neiqin-2", "例内勤乙", Role::Office);
    let cases: Vec<CaseId> =
        (0..FOREIGN).map(|n| sample::case(&bench, clerk.made.user, "例丁", 200 + n, &[])).collect();
    let mut users = Vec::new();
    for n in 0..FOREIGN {
        let ask = server::view::InviteRequest {
            login: format!("w{n}"),
            name: "例丁".to_owned(),
            role: Role::Worker,
        };
        users.push(people::invite(&bench.office, &bench.township, None, &ask).unwrap().user);
    }
    let mut devices = Vec::new();
    for n in 0..20 {
        devices.push(Phone::unconfirmed(&bench, &clerk, 100 + n).await.paired.series);
    }
    bench.township = here;
    let worker = bench.add_user("zhuangan", "试例甲", Role::Worker);
    let own = sample::case(&bench, worker.made.user_of_clerk(&bench), "例甲", 1, &[worker.made.user]);
    let desk = Desk::of(bench);
    let (mut swaps, mut told) = (0_u32, 0_u32);
    for role in Role::ALL {
        let person = desk.bench.add_user(&format!("s-{}", role.code()), "例某", *role);
        let browser = desk.bench.login(&person).await;
        let entropy = |n: usize| [u8::try_from(n % 250).unwrap(); 10];
        for row in table().into_iter().filter(|row| through(row, *role)) {
            let mut pairs: Vec<[(String, String); 2]> = Vec::new();
            let body = body_of(&row, worker.made.user);
            let at = |path: String| (path, body.clone());
            if row.path.contains("{case}") {
                pairs.extend(cases.iter().enumerate().map(|(n, id)| {
                    let nobody = CaseId::make(desk.bench.now(), entropy(n)).to_string();
                    [at(row.path.replace("{case}", &id.to_string())), at(row.path.replace("{case}", &nobody))]
                }));
            }
            if row.path.contains("{user}") {
                let body = "{\"step\":\"suspend\"}".to_owned();
                pairs.extend(users.iter().enumerate().map(|(n, id)| {
                    let nobody = UserId::make(desk.bench.now(), entropy(n)).to_string();
                    [id.to_string(), nobody].map(|id| (row.path.replace("{user}", &id), body.clone()))
                }));
            }
            if row.path.contains("{series}") {
                pairs.extend(devices.iter().enumerate().map(|(n, id)| {
                    let nobody = SeriesId::make(desk.bench.now(), entropy(n)).to_string();
                    [id.to_string(), nobody].map(|id| at(row.path.replace("{series}", &id)))
                }));
            }
            if row.path.ends_with("/workers") || row.path.ends_with("/pairing-codes") {
                pairs.extend(users.iter().enumerate().map(|(n, id)| {
                    let nobody = UserId::make(desk.bench.now(), entropy(n)).to_string();
                    let path = row.path.replace("{case}", &own.to_string());
                    [id.to_string(), nobody].map(|id| {
                        let field = if path.ends_with("/workers") {
                            format!("\"workers\":[\"{id}\"]")
                        } else {
                            format!("\"user\":\"{id}\"")
                        };
                        (path.clone(), format!("{{{field}}}"))
                    })
                }));
            }
            for [foreign, nobody] in pairs {
                // A minute for each pair, so that nobody is slowed down; a session lives for eight hours.
                let (a, b) = (
                    desk.call(&row, &fit(&foreign.0), Some(&browser), &foreign.1).await,
                    desk.call(&row, &fit(&nobody.0), Some(&browser), &nobody.1).await,
                );
                swaps += 1;
                told += u32::from(a != b || a.0.is_success());
                assert_eq!(
                    (a.0, String::from_utf8_lossy(&a.1)),
                    (b.0, String::from_utf8_lossy(&b.1)),
                    "{role:?} {}",
                    row.path
                );
            }
        }
    }
    println!("S2 swaps={swaps} told={told}");
    assert!(told == 0 && swaps >= 2000, "{swaps} swaps, {told} told");
}

/// A query that is asked for: without one the answer is the same for every id.
fn fit(path: &str) -> String {
    if path.ends_with("/explain") { format!("{path}?kind=visit") } else { path.replace(['{', '}'], "") }
}

trait Clerk {
    fn user_of_clerk(&self, bench: &Bench) -> UserId;
}

impl Clerk for admin::MadeUser {
    fn user_of_clerk(&self, bench: &Bench) -> UserId {
        bench.add_user("neiqin", "例内勤", Role::Office).made.user
    }
}

#[tokio::test]
async fn s09_ten_thousand_forged_replayed_reordered_and_foreign_requests_are_refused() {
    const TRIES: u64 = 10_000;
    let bench = Bench::new();
    let worker = bench.add_user("zhuangan", "试例甲", Role::Police);
    let (mut phone, second) =
        (Phone::paired(&bench, &worker, 7).await, Phone::paired(&bench, &worker, 8).await);
    let pull = pack(&PullRequest::plain(0, 1));
    phone.send(&bench, route::PULL, &PullRequest::plain(0, 1)).await;
    let (used, stale) = (phone.counter, phone.nonce.clone());
    phone.hello(&bench).await;
    let entries = admin::verify_audit(&bench.office, &bench.township).unwrap().unwrap();
    let desk = Desk::of(bench);
    let mut refused = 0;
    for n in 0..TRIES {
        let counter = phone.counter + 1 + n / 10;
        let other = format!("{n}").into_bytes();
        let (nonce, series, seed) = (phone.nonce.as_str(), phone.paired.series, &phone.seed);
        // (what is signed: method, path, body, nonce, counter), (what is sent: body, nonce, counter, series), key
        let (signed, sent, key) = match n % 10 {
            0 => (("POST", route::PULL, &pull, nonce, counter), (&other, nonce, counter, series), seed),
            1 => (("POST", route::PUSH, &pull, nonce, counter), (&pull, nonce, counter, series), seed),
            2 => (("GET", route::PULL, &pull, nonce, counter), (&pull, nonce, counter, series), seed),
            3 => (("POST", route::PULL, &pull, nonce, counter), (&pull, nonce, counter + 1, series), seed),
            4 => (("POST", route::PULL, &pull, nonce, used), (&pull, nonce, used, series), seed),
            5 => (
                ("POST", route::PULL, &pull, stale.as_str(), counter),
                (&pull, stale.as_str(), counter, series),
                seed,
            ),
            6 => {
                (("POST", route::PULL, &pull, nonce, counter), (&pull, nonce, counter, series), &second.seed)
            }
            7 => (
                ("POST", route::PULL, &pull, nonce, counter),
                (&pull, nonce, counter, second.paired.series),
                seed,
            ),
            8 => (("POST", route::PULL, &pull, "", counter), (&pull, "", counter, series), seed),
            _ => (
                ("POST", route::PULL, &pull, nonce, n % phone.counter),
                (&pull, nonce, n % phone.counter, series),
                seed,
            ),
        };
        let text = signing_text(signed.0, signed.1, signed.2, signed.3, signed.4);
        let signature = server::signature::sign(key, text.as_bytes()).unwrap();
        let values = [sent.3.to_string(), sent.1.to_owned(), sent.2.to_string(), signature];
        let mut request = Request::post(route::PULL);
        for (name, value) in shared::protocol::SIGNATURE_HEADERS.into_iter().zip(values) {
            request = request.header(name, value);
        }
        let (status, _, _) = desk.ask(request.body(Body::from(sent.0.clone())).unwrap()).await;
        refused += u64::from(status.is_client_error());
    }
    println!("S9 tries={TRIES} refused={refused}");
    assert_eq!(refused, TRIES);
    let after = admin::verify_audit(&desk.bench.office, &desk.bench.township).unwrap().unwrap();
    assert_eq!(after, entries + 1, "nothing was done, but that old counters came was noted once");
    assert_eq!(
        phone.send(&desk.bench, route::PULL, &PullRequest::plain(0, 1)).await.status,
        StatusCode::OK,
        "the real one goes on"
    );
    assert_ne!(Hash::none(), Hash::of(b""));
}

#[tokio::test]
async fn s11_headers_methods_cache_and_csrf_hold_on_every_route() {
    let bench = Bench::new();
    let person = bench.add_user("neiqin", "例内勤", Role::Office);
    let browser = bench.login(&person).await;
    let desk = Desk::of(bench);
    let nil = uuid::Uuid::nil();
    let (mut routes, mut checks) = (0, 0);
    for row in table() {
        routes += 1;
        let path = filled(row.path, CaseId(nil), SeriesId(nil), UserId(nil));
        let with = |method: &str, more: &[(&str, &str)]| {
            let mut request =
                Request::builder().method(method).uri(&path).header(header::COOKIE, &browser.cookie);
            for (name, value) in more {
                request = request.header(*name, *value);
            }
            request.body(Body::from("{}")).unwrap()
        };
        let (_, headers, _) = desk.ask(with(row.method, &[])).await;
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "no-referrer"),
            ("cache-control", "no-store"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(headers.get(name).map(|v| v.to_str().unwrap()), Some(value), "{name} {path}");
            checks += 1;
        }
        assert!(headers["content-security-policy"].to_str().unwrap().contains("default-src 'none'"));
        for method in ["DELETE", "PUT", "TRACE"] {
            let (status, _, _) = desk.ask(with(method, &[])).await;
            assert!(status.is_client_error(), "{method} {path}: {status}");
            checks += 1;
        }
        if !matches!(row.access, Access::Session(_) | Access::SameOrigin) || row.method == "GET" {
            continue;
        }
        let mut strange: Vec<Vec<(&str, &str)>> = vec![
            vec![("origin", "https://elsewhere.example"), ("guihang-csrf", &browser.me.csrf)],
            vec![("sec-fetch-site", "cross-site"), ("guihang-csrf", &browser.me.csrf)],
            vec![("sec-fetch-site", "same-site"), ("guihang-csrf", &browser.me.csrf)],
        ];
        if matches!(row.access, Access::Session(_)) {
            strange.extend([vec![], vec![("guihang-csrf", "sha256:00")]]);
        }
        for more in strange {
            let (status, _, answer) = desk.ask(with(row.method, &more)).await;
            let problem: Problem = serde_json::from_slice(&answer).unwrap();
            assert_eq!(
                (status, problem.code),
                (StatusCode::FORBIDDEN, ProblemCode::CsrfFailed),
                "{path} {more:?}"
            );
            checks += 1;
        }
    }
    println!("S11 routes={routes} checks={checks} faults=0");
    assert!(UserStep::ALL.len() > 1 && checks > routes * 5);
}
