//! Malformed anything, at every route there is: a coded answer, never a 5xx, and nothing half applied (S4, S5).

#![allow(clippy::print_stdout, reason = "the figure is worth reading")]

use axum::body::Body;
use axum::http::{Method, Request, header};
use rusqlite::types::ValueRef;
use server::routes::{Access, Row, table};
use shared::code::Role;
use shared::hash::Hash;
use shared::problem::Problem;
use shared::protocol::route;

use crate::bench::{Answer, Bench, Browser};
use crate::phone::Field;

/// Seeded, so that what fails once fails again.
struct Dice(u64);

impl Dice {
    fn draw(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn bytes(&mut self, length: usize) -> Vec<u8> {
        (0..length).map(|_| u8::try_from(self.draw() % 256).unwrap()).collect()
    }
}

/// Every row of what the office holds. What only says that somebody asked is left out.
fn digest(bench: &Bench) -> Hash {
    let asked = [
        "audit",
        "audit_head",
        "witness",
        "session",
        "device",
        "device_clock",
        "login_delay",
        "township",
        "bundle",
        "case_digest",
        "user",
        "tally",
        "receipt",
    ];
    let text = bench.office.read(|work| {
        let names = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name";
        let names: Vec<String> =
            work.sql.prepare(names)?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        let mut text = String::new();
        for name in names.iter().filter(|name| !asked.contains(&name.as_str())) {
            let mut statement = work.sql.prepare(&format!("SELECT * FROM {name}"))?;
            let columns = statement.column_count();
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                for column in 0..columns {
                    text.push_str(&match row.get_ref(column)? {
                        ValueRef::Blob(bytes) => Hash::of(bytes).0,
                        ValueRef::Text(bytes) => String::from_utf8_lossy(bytes).into_owned(),
                        other @ (ValueRef::Null | ValueRef::Integer(_) | ValueRef::Real(_)) => {
                            format!("{other:?}")
                        }
                    });
                }
            }
        }
        Ok::<_, server::store::StoreError>(text)
    });
    Hash::of(text.unwrap().as_bytes())
}

/// Bodies nobody means, each with what it is.
fn bodies(dice: &mut Dice) -> Vec<(&'static str, Vec<u8>)> {
    let length = usize::try_from(dice.draw() % 700).unwrap();
    let deep = format!("{}1{}", "[".repeat(20_000), "]".repeat(20_000));
    let nested = format!("{}1{}", "{\"a\":".repeat(5_000), "}".repeat(5_000));
    vec![
        ("nothing", Vec::new()),
        ("random bytes", dice.bytes(length)),
        ("cut off", br#"{"happened_at":"2026-03-0"#.to_vec()),
        ("a list", b"[1,2,3]".to_vec()),
        ("a number", b"-1e999".to_vec()),
        ("null", b"null".to_vec()),
        ("a text", "\"甲\"".as_bytes().to_vec()),
        ("wrong types", br#"{"to":7,"workers":"x","order":[],"happened_at":false,"csv":{},"reason":null,"code":[],"login":{},"password":1,"totp":[],"wanted":3,"required":{},"series":"","seq":-1,"hash":0,"verdict":9}"#.to_vec()),
        ("no UTF-8", vec![b'"', 0xFF, 0xFE, b'"']),
        ("lone surrogates", br#"{"reason":"\ud800","note":"\udc00","name":"\u0000"}"#.to_vec()),
        ("deep lists", deep.into_bytes()),
        ("deep objects", nested.into_bytes()),
        ("too large", vec![b' '; 300 * 1024]),
    ]
}

fn filled(dice: &mut Dice, path: &str) -> String {
    let ids = ["00000000-0000-0000-0000-000000000000", "..%2f..%2fetc", "%00", "'", "null", "%F0%9F%90%A2"];
    let id = ids[usize::try_from(dice.draw()).unwrap_or(usize::MAX) % ids.len()];
    ["{case}", "{series}", "{user}", "{opening}", "{digest}", "{hash}", "{id}"]
        .iter()
        .fold(path.to_owned(), |path, name| path.replace(name, id))
        .replace(['{', '}'], "")
}

/// A code on everything that is refused, and nothing above 499.
fn check(what: &str, method: &str, answer: &Answer) {
    let status = answer.status.as_u16();
    assert!(status < 500, "{what}: {status} {}", String::from_utf8_lossy(&answer.body));
    let is_refusal = status >= 400 && method != "HEAD" && method != "OPTIONS";
    if is_refusal {
        let told: Result<Problem, _> = serde_json::from_slice(&answer.body);
        assert!(told.is_ok(), "{what}: {status} {}", String::from_utf8_lossy(&answer.body));
    }
}

fn request(row: &Row, path: &str, kind: &str, browser: Option<&Browser>, body: Vec<u8>) -> Request<Body> {
    let mut request = Request::builder().method(row.method).uri(path).header(header::CONTENT_TYPE, kind);
    if let Some(browser) = browser {
        request = request.header(header::COOKIE, &browser.cookie).header("guihang-csrf", &browser.me.csrf);
    }
    request.body(Body::from(body)).unwrap()
}

#[tokio::test]
async fn s05_malformed_anything_at_every_route_gets_a_coded_answer_and_changes_nothing() {
    let mut field = Field::new().await;
    field.phone.hello(&field.bench).await;
    let mut browsers = Vec::new();
    for (number, role) in
        [Role::Office, Role::System, Role::Security, Role::Audit, Role::Leader].iter().enumerate()
    {
        let person = field.bench.add_user(&format!("m{number}"), "例某", *role);
        browsers.push(field.bench.login(&person).await);
    }
    let before = digest(&field.bench);
    let mut dice = Dice(0x5eed_0005);
    let mut tried = 0_u32;
    let rows = table();
    for row in &rows {
        let kinds =
            ["application/json", "text/plain", "application/offset+octet-stream", "multipart/form-data"];
        for (name, body) in bodies(&mut dice) {
            let path = filled(&mut dice, row.path);
            let what = format!("{} {path}: {name}", row.method);
            let is_session = matches!(row.access, Access::Session(_));
            let asking: Vec<Option<&Browser>> = if is_session && row.path != "/api/logout" {
                browsers.iter().map(Some).collect()
            } else {
                vec![None]
            };
            for browser in asking {
                let kind = kinds[usize::try_from(dice.draw() % 8).unwrap().saturating_sub(4)];
                let answer = field.bench.send(request(row, &path, kind, browser, body.clone())).await;
                check(&what, row.method, &answer);
                tried += 1;
            }
        }
        for method in ["PUT", "DELETE", "TRACE", "PATCH", "QUERY"] {
            if rows.iter().any(|other| other.path == row.path && other.method == method) {
                continue;
            }
            let path = filled(&mut dice, row.path);
            let asked = Request::builder().method(Method::from_bytes(method.as_bytes()).unwrap()).uri(&path);
            let answer = field.bench.send(asked.body(Body::from("{}")).unwrap()).await;
            check(&format!("{method} {path}"), method, &answer);
            tried += 1;
        }
    }
    // The same from a device whose signature is right: what it signs is still nothing.
    for path in [
        route::HELLO,
        route::PUSH,
        route::PULL,
        route::COMPARE,
        route::BUNDLE,
        route::GIVE_BACK,
        route::CAPSULE,
    ] {
        for (name, body) in bodies(&mut dice) {
            for packed in [body.clone(), zstd::encode_all(body.as_slice(), 3).unwrap()] {
                field.phone.counter += 1;
                let (nonce, counter) = (field.phone.nonce.clone(), field.phone.counter);
                let asked = field.phone.request(path, &nonce, counter, packed);
                let answer = field.bench.send(asked).await;
                check(&format!("a device at {path}: {name}"), "POST", &answer);
                tried += 1;
            }
        }
    }
    assert_eq!(digest(&field.bench), before, "nothing of it is kept");
    println!("S5 routes={} malformed={tried} server_errors=0 half_applied=0", rows.len());
    assert!(tried > 1500, "{tried}");
}
