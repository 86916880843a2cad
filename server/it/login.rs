//! Logging in, staying logged in, and not being tricked into it.

use axum::body::Body;
use axum::http::{Request, header};
use server::admin;
use server::store::user::UserState;
use server::view::Me;
use shared::code::Role;
use shared::problem::ProblemCode;

use crate::bench::{Bench, PASSWORD, Person};

fn bench() -> (Bench, Person) {
    let bench = Bench::new();
    let clerk = bench.add_user("neiqin", "例内勤", Role::Office);
    (bench, clerk)
}

#[tokio::test]
async fn password_and_code_open_a_session_and_logout_ends_it() {
    shared::asserts!("R-PRIV-15");
    let (bench, clerk) = bench();
    let browser = bench.login(&clerk).await;
    let me: Me = bench.get("/api/me", Some(&browser)).await.json();
    assert_eq!((me.name.as_str(), me.role, me.township_name.as_str()), ("例内勤", Role::Office, "演示乡"));
    assert_eq!(bench.post("/api/logout", Some(&browser), &()).await.status.as_u16(), 204);
    assert_eq!(bench.get("/api/me", Some(&browser)).await.code(), ProblemCode::NotLoggedIn);
}

#[tokio::test]
async fn the_cookie_is_out_of_reach_of_scripts_and_other_sites() {
    let (bench, clerk) = bench();
    let answer = bench.try_login(&clerk, PASSWORD, &bench.totp(&clerk)).await;
    let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
    assert!(!answer.headers.contains_key(header::STRICT_TRANSPORT_SECURITY), "plain and local");
}

#[tokio::test]
async fn behind_tls_the_cookie_is_bound_to_the_host_and_the_browser_told_to_stay() {
    let (mut bench, clerk) = bench();
    bench.address = "https://guihang.example";
    let answer = bench.try_login(&clerk, PASSWORD, &bench.totp(&clerk)).await;
    let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap();
    assert!(cookie.starts_with("__Host-guihang=") && cookie.ends_with("; Secure"), "{cookie}");
    assert!(answer.headers.contains_key(header::STRICT_TRANSPORT_SECURITY));
    let elsewhere = Request::post("/api/login")
        .header(header::HOST, "guihang.example")
        .header("origin", "http://guihang.example");
    let answer = bench.send(elsewhere.body(Body::from("{}")).unwrap()).await;
    assert_eq!(answer.code(), ProblemCode::CsrfFailed, "the same host without TLS is another origin");
}

#[tokio::test]
async fn a_code_works_once() {
    let (bench, clerk) = bench();
    let code = bench.totp(&clerk);
    assert!(bench.try_login(&clerk, PASSWORD, &code).await.status.is_success());
    assert_eq!(bench.try_login(&clerk, PASSWORD, &code).await.code(), ProblemCode::LoginFailed);
}

#[tokio::test]
async fn whatever_part_is_wrong_the_answer_is_the_same() {
    let (bench, clerk) = bench();
    let nobody = Person { login: "wuren".to_owned(), role: clerk.role, made: clerk.made.clone() };
    let code = bench.totp(&clerk);
    let mut answers = Vec::new();
    for (person, password, code) in [
        (&clerk, "wrong-plain-words", code.as_str()),
        (&clerk, PASSWORD, "000000"),
        (&nobody, PASSWORD, &code),
    ] {
        answers.push(bench.try_login(person, password, code).await.body);
    }
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0], answers[2]);
}

#[tokio::test]
async fn failures_delay_the_next_try_also_after_a_restart() {
    let (mut bench, clerk) = bench();
    for _ in 0..3 {
        let answer = bench.try_login(&clerk, "wrong-plain-words", "000000").await;
        assert_eq!(answer.code(), ProblemCode::LoginFailed);
    }
    bench.restart();
    let delayed = bench.try_login(&clerk, PASSWORD, &bench.totp(&clerk)).await.problem();
    assert_eq!((delayed.code, delayed.wait_seconds), (ProblemCode::LoginDelayed, Some(5)));
    bench.advance_seconds(5);
    assert!(bench.try_login(&clerk, PASSWORD, &bench.totp(&clerk)).await.status.is_success());
    bench.advance_seconds(60);
    let fresh = bench.try_login(&clerk, "wrong-plain-words", "000000").await;
    assert_eq!(fresh.code(), ProblemCode::LoginFailed, "a success begins the count anew");
}

#[tokio::test]
async fn names_nobody_has_are_delayed_as_well() {
    let (bench, clerk) = bench();
    let nobody = Person { login: "wuren".to_owned(), role: clerk.role, made: clerk.made.clone() };
    for _ in 0..3 {
        bench.try_login(&nobody, PASSWORD, "000000").await;
    }
    assert_eq!(bench.try_login(&nobody, PASSWORD, "000000").await.code(), ProblemCode::LoginDelayed);
}

#[tokio::test]
async fn a_session_ends_idle_and_in_any_case_after_eight_hours() {
    let (bench, clerk) = bench();
    let browser = bench.login(&clerk).await;
    bench.advance_seconds(15 * 60);
    assert_eq!(bench.get("/api/me", Some(&browser)).await.code(), ProblemCode::NotLoggedIn);
    let browser = bench.login(&clerk).await;
    for _ in 0..47 {
        bench.advance_seconds(10 * 60);
        assert!(bench.get("/api/me", Some(&browser)).await.status.is_success());
    }
    bench.advance_seconds(10 * 60);
    assert_eq!(bench.get("/api/me", Some(&browser)).await.code(), ProblemCode::NotLoggedIn);
}

#[tokio::test]
async fn a_new_password_a_new_second_factor_or_a_suspension_ends_every_session() {
    let (bench, clerk) = bench();
    let dead = |bench: &Bench| {
        let (office, login) = (bench.office.clone(), clerk.login.clone());
        move |what: u8| match what {
            0 => admin::reset_password(&office, &login, PASSWORD).map(drop),
            1 => admin::set_user_state(&office, &login, UserState::Suspended),
            _ => admin::reset_totp(&office, &login).map(drop),
        }
    };
    for what in 0..3 {
        let browser = bench.login(&clerk).await;
        dead(&bench)(what).unwrap();
        assert_eq!(bench.get("/api/me", Some(&browser)).await.code(), ProblemCode::NotLoggedIn, "{what}");
        admin::set_user_state(&bench.office, &clerk.login, UserState::Active).unwrap();
    }
}

#[tokio::test]
async fn a_change_without_the_token_of_the_session_is_refused() {
    let (bench, clerk) = bench();
    let mut browser = bench.login(&clerk).await;
    browser.me.csrf = "sha256:0000".to_owned();
    assert_eq!(bench.post("/api/logout", Some(&browser), &()).await.code(), ProblemCode::CsrfFailed);
    let bare = Request::post("/api/logout").header(header::COOKIE, &browser.cookie);
    assert_eq!(bench.send(bare.body(Body::empty()).unwrap()).await.code(), ProblemCode::CsrfFailed);
    assert!(bench.get("/api/me", Some(&browser)).await.status.is_success(), "still logged in");
}

#[tokio::test]
async fn a_change_asked_for_by_another_site_is_refused() {
    let (bench, clerk) = bench();
    let browser = bench.login(&clerk).await;
    for (name, value, refused) in [
        ("origin", "http://elsewhere.example", true),
        ("origin", "null", true),
        ("sec-fetch-site", "cross-site", true),
        ("origin", "http://127.0.0.1:7080", false),
    ] {
        let request = Request::post("/api/logout")
            .header(header::HOST, "127.0.0.1:7080")
            .header(header::COOKIE, &browser.cookie)
            .header("guihang-csrf", &browser.me.csrf)
            .header(name, value);
        let answer = bench.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status.as_u16() == 403, refused, "{name}: {value}");
    }
    let login = Request::post("/api/login")
        .header("origin", "http://elsewhere.example")
        .header(header::CONTENT_TYPE, "application/json");
    assert_eq!(bench.send(login.body(Body::from("{}")).unwrap()).await.code(), ProblemCode::CsrfFailed);
}
