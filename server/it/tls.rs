//! Certificates: made, renewed, exchanged, given; and what is said where one cannot be used.

use std::fs;
use std::path::{Path, PathBuf};

use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use rcgen::{CertificateParams, KeyPair, date_time_ymd};
use server::tls::town::Keep;
use server::tls::{Protection, TlsError, Trust};
use server::web::Web;
use server::{Config, StartError, routes, serve};
use shared::problem::{Problem, ProblemCode};
use tower::ServiceExt;

use crate::bench::{Bench, ms};

const DAY: i64 = 24 * 3600;

fn names() -> Vec<String> {
    vec!["192.0.2.7".to_owned(), "guihang.example".to_owned()]
}

fn keep(bench: &Bench) -> Keep {
    Keep::new(bench.office.clone())
}

fn set_clock(bench: &Bench, text: &str) {
    bench.clock.store(ms(text), std::sync::atomic::Ordering::SeqCst);
}

#[test]
fn the_first_start_makes_a_ca_and_a_certificate_and_the_next_keeps_them() {
    let bench = Bench::new();
    let made = keep(&bench).keep_current(&names()).unwrap();
    let shown = made.shown.clone().unwrap();
    assert_eq!((made.authority.until - made.authority.made).num_days(), 3651, "ten years, to a midnight");
    assert_eq!(shown.names, names());
    assert_eq!(keep(&bench).keep_current(&names()).unwrap(), made);
    let more = vec!["192.0.2.8".to_owned()];
    let renamed = keep(&bench).keep_current(&more).unwrap();
    assert_eq!(renamed.authority, made.authority, "another address is not another office");
    assert_eq!(renamed.shown.unwrap().names, more);
}

#[test]
fn the_certificate_is_renewed_before_its_end_and_the_ca_makes_room_for_its_successor() {
    let bench = Bench::new();
    let made = keep(&bench).keep_current(&names()).unwrap();
    bench.advance_seconds(334 * DAY);
    assert_eq!(keep(&bench).keep_current(&names()).unwrap(), made, "more than a month is left");
    bench.advance_seconds(2 * DAY);
    let renewed = keep(&bench).keep_current(&names()).unwrap();
    assert!(renewed.shown.unwrap().until > made.shown.unwrap().until);
    assert_eq!((renewed.authority, renewed.next), (made.authority.clone(), None));
    set_clock(&bench, "2034-06-01T09:00:00+08:00");
    let preparing = keep(&bench).keep_current(&names()).unwrap();
    let next = preparing.next.clone().unwrap();
    assert_eq!(preparing.authority, made.authority);
    assert_eq!(preparing.told().unwrap().pins, [made.authority.pin().unwrap(), next.pin().unwrap()]);
    set_clock(&bench, "2036-02-25T09:00:00+08:00");
    let changed = keep(&bench).keep_current(&names()).unwrap();
    assert_eq!(changed.authority, next, "the last month has begun");
    assert!(changed.shown.unwrap().until > changed.authority.made);
}

#[test]
fn a_clock_off_by_years_is_named_and_nothing_is_made_or_thrown_away_by_it() {
    let bench = Bench::new();
    set_clock(&bench, "1970-01-01T08:00:10+08:00");
    let unset = keep(&bench).keep_current(&names()).unwrap_err();
    assert!(unset.to_string().contains("校正") && unset.to_string().contains("1970"), "{unset}");
    assert!(matches!(keep(&bench).look().unwrap_err(), TlsError::NoTownCa));
    set_clock(&bench, "2026-03-10T09:00:00+08:00");
    let made = keep(&bench).keep_current(&names()).unwrap();
    set_clock(&bench, "2016-03-10T09:00:00+08:00");
    let behind = keep(&bench).keep_current(&names()).unwrap_err();
    assert!(behind.to_string().contains("2016-03-10") && behind.to_string().contains("不要删除"), "{behind}");
    set_clock(&bench, "2046-03-10T09:00:00+08:00");
    let ended = keep(&bench).keep_current(&names()).unwrap_err();
    assert!(ended.to_string().contains("guihang tls new-ca"), "{ended}");
    set_clock(&bench, "2026-03-11T09:00:00+08:00");
    assert_eq!(keep(&bench).keep_current(&names()).unwrap(), made);
}

#[test]
fn the_ca_lies_sealed_and_a_damaged_file_is_not_replaced() {
    let bench = Bench::new();
    keep(&bench).keep_current(&names()).unwrap();
    let file = bench.data().join("tls/town.sealed");
    let sealed = fs::read(&file).unwrap();
    for word in ["192.0.2.7", "guihang.example", "certificate", "归航"] {
        assert!(!sealed.windows(word.len()).any(|window| window == word.as_bytes()), "{word}");
    }
    let mut damaged = sealed.clone();
    damaged[sealed.len() / 2] ^= 1;
    fs::write(&file, &damaged).unwrap();
    let error = keep(&bench).keep_current(&names()).unwrap_err();
    assert!(error.to_string().contains("备份"), "{error}");
    assert_eq!(fs::read(&file).unwrap(), damaged);
}

#[test]
fn the_next_ca_is_prepared_once_and_taken_once() {
    let bench = Bench::new();
    assert!(matches!(keep(&bench).prepare_next().unwrap_err(), TlsError::NoTownCa));
    let made = keep(&bench).keep_current(&names()).unwrap();
    assert!(matches!(keep(&bench).switch(true).unwrap_err(), TlsError::NoNext));
    let prepared = keep(&bench).prepare_next().unwrap();
    assert_eq!(prepared.authority, made.authority);
    assert!(matches!(keep(&bench).prepare_next().unwrap_err(), TlsError::NextExists));
    let switched = keep(&bench).switch(false).unwrap();
    assert_eq!((Some(switched.authority), switched.next), (prepared.next, None));
}

#[tokio::test]
async fn the_ca_is_there_for_office_pcs_and_only_where_there_is_one() {
    let bench = Bench::new();
    assert_eq!(bench.get("/ca.crt", None).await.code(), ProblemCode::NotFound);
}

/// Files of a certificate for one name, valid between two years; with the key of another where asked.
fn given(folder: &Path, name: &str, years: (i32, i32), foreign_key: bool) -> (PathBuf, PathBuf) {
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
    params.not_before = date_time_ymd(years.0, 1, 1);
    params.not_after = date_time_ymd(years.1, 1, 1);
    let certificate = params.self_signed(&key).unwrap();
    let kept = if foreign_key { KeyPair::generate().unwrap() } else { key };
    let (cert, key) = (folder.join("given.crt"), folder.join("given.key"));
    fs::write(&cert, pem("CERTIFICATE", certificate.der())).unwrap();
    fs::write(&key, pem("PRIVATE KEY", kept.serialized_der())).unwrap();
    (cert, key)
}

fn pem(kind: &str, der: &[u8]) -> String {
    use base64::Engine as _;
    let text = base64::engine::general_purpose::STANDARD.encode(der);
    format!("-----BEGIN {kind}-----\n{text}\n-----END {kind}-----\n")
}

async fn started_with(
    bench: &Bench,
    files: (PathBuf, PathBuf),
    name: Option<&str>,
) -> Result<(), StartError> {
    let config = Config {
        data: bench.folder.path().join("given-data"),
        key_file: bench.folder.path().join("given-server.key"),
        listen: ([127, 0, 0, 1], 0).into(),
        backups: None,
        public_url: None,
        tls: Protection::Given {
            cert: files.0,
            key: files.1,
            names: name.map(str::to_owned).into_iter().collect(),
        },
    };
    let running = serve(config, bench.office.deps().clone()).await?;
    running.shutdown().await;
    Ok(())
}

#[tokio::test]
async fn a_given_certificate_is_used_or_refused_with_the_remedy() {
    let bench = Bench::new();
    let folder = bench.folder.path();
    let name = Some("guihang.example");
    started_with(&bench, given(folder, "guihang.example", (2025, 2028), false), name).await.unwrap();
    let ours = "guihang.example";
    let expect = async |files, name, code: &str, remedy: &str| {
        let said = started_with(&bench, files, name).await.unwrap_err().to_string();
        assert!(said.ends_with(&format!("（{code}）")) && said.contains(remedy), "{code}: {said}");
    };
    expect(given(folder, ours, (2020, 2025), false), name, "tls_expired", "换上新的证书").await;
    expect(given(folder, ours, (2030, 2031), false), name, "tls_not_yet_valid", "校正本机").await;
    expect(given(folder, ours, (2025, 2028), true), name, "tls_key_mismatch", "--key").await;
    expect(given(folder, "other.example", (2025, 2028), false), name, "tls_name", "--name").await;
    let (cert, key) = given(folder, ours, (2025, 2028), false);
    expect((cert.clone(), key.clone()), None, "tls_name_missing", "--name").await;
    expect((folder.join("none.crt"), key.clone()), name, "tls_unreadable", "是否存在").await;
    expect((key.clone(), key), name, "tls_no_certificate", "PEM").await;
    expect((cert.clone(), cert), name, "tls_no_key", "PEM").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_may_come_by_any_name_of_the_server_and_from_no_other_page() {
    let mut bench = Bench::new();
    bench.address = "https://192.0.2.7:7443";
    let town = keep(&bench).keep_current(&names()).unwrap();
    let login = async |origin: &str, host: &str| {
        let request = Request::post("/api/login")
            .header(header::ORIGIN, origin)
            .header(header::HOST, host)
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(r#"{"login":"niemand","password":"three-plain-words","totp":"000000"}"#));
        let web = Web::new(bench.office.clone(), bench.address).trusted_by(Trust::of(town.told().unwrap()));
        let response = routes::router(&web).oneshot(request.unwrap()).await.unwrap();
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        serde_json::from_slice::<Problem>(&body).unwrap().code
    };
    let names = [
        ("https://192.0.2.7:7443", "192.0.2.7:7443"),
        ("https://guihang.example:7443", "guihang.example:7443"),
    ];
    for (origin, host) in names {
        assert_eq!(login(origin, host).await, ProblemCode::LoginFailed, "{origin}");
    }
    for origin in ["http://guihang.example:7443", "https://evil.example", "null"] {
        assert_eq!(login(origin, "guihang.example:7443").await, ProblemCode::CsrfFailed, "{origin}");
    }
}
