//! An office in a temporary folder, with a clock that tests move and entropy that counts.

use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use chrono::DateTime;
use serde::Serialize;
use serde::de::DeserializeOwned;
use server::admin::{self, MadeUser, NewUser};
use server::view::{LoginRequest, Me};
use server::web::Web;
use server::{Deps, Office, routes};
use shared::code::Role;
use shared::id::TownshipCode;
use shared::moment::{BEIJING, Moment};
use shared::problem::{Problem, ProblemCode};
use tempfile::TempDir;
use tower::ServiceExt;

pub const PASSWORD: &str = "three-plain-words";
pub const CODE: &str = "430421999";

/// An answer, read to its end.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn json<T: DeserializeOwned>(&self) -> T {
        assert!(self.status.is_success(), "{} {}", self.status, String::from_utf8_lossy(&self.body));
        serde_json::from_slice(&self.body).expect("the answer is JSON of this type")
    }

    pub fn unpacked<T: DeserializeOwned>(&self) -> T {
        assert!(self.status.is_success(), "{} {}", self.status, String::from_utf8_lossy(&self.body));
        server::wire::unpack(&self.body).expect("the answer is packed JSON of this type")
    }

    /// The problem; its status must be that of its code.
    pub fn problem(&self) -> Problem {
        let problem: Problem = serde_json::from_slice(&self.body).unwrap_or_else(|_| {
            panic!("{} is no problem: {}", self.status, String::from_utf8_lossy(&self.body))
        });
        assert_eq!(self.status.as_u16(), problem.code.status(), "{problem:?}");
        problem
    }

    pub fn code(&self) -> ProblemCode {
        self.problem().code
    }
}

/// One process at a time: a child that was just forked holds every lock of its parent until it has become another
/// program, so who looks at locks waits for those who start programs.
pub fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The office under test.
pub struct Bench {
    pub folder: TempDir,
    pub clock: Arc<AtomicI64>,
    pub office: Office,
    pub township: TownshipCode,
    /// What browsers call the server.
    pub address: &'static str,
}

/// A member of staff with what a login needs.
pub struct Person {
    pub login: String,
    pub role: Role,
    pub made: MadeUser,
}

/// A logged-in browser.
pub struct Browser {
    pub cookie: String,
    pub me: Me,
}

impl Bench {
    /// An office with one township, on a working day in 2026.
    pub fn new() -> Self {
        Self::of(CODE, "演示乡")
    }

    /// An installation of its own, with another township.
    pub fn of(code: &str, name: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(AtomicI64::new(ms("2026-03-10T09:00:00+08:00")));
        let office = open(&folder, &clock);
        let township = admin::add_township(&office, code, name).unwrap();
        Self { folder, clock, office, township, address: "http://127.0.0.1:7080" }
    }

    /// Closes the office and opens it again from its folder.
    pub fn restart(&mut self) {
        self.office = open(&self.folder, &self.clock);
    }

    /// Another process on the same folder, with nothing in its memory yet.
    pub fn open_again(&self) -> Office {
        open(&self.folder, &self.clock)
    }

    pub fn now(&self) -> Moment {
        self.office.now()
    }

    pub fn advance_seconds(&self, seconds: i64) {
        self.clock.fetch_add(seconds * 1000, Ordering::SeqCst);
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub fn add_user(&self, login: &str, name: &str, role: Role) -> Person {
        let new = NewUser {
            township: self.township.clone(),
            login: login.to_owned(),
            name: name.to_owned(),
            role,
            password: PASSWORD.to_owned(),
        };
        Person { login: login.to_owned(), role, made: admin::add_user(&self.office, &new).unwrap() }
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let router = routes::router(&Web::new(self.office.clone(), self.address));
        let response = router.oneshot(request).await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec();
        Answer { status, headers, body }
    }

    pub async fn get(&self, path: &str, browser: Option<&Browser>) -> Answer {
        let request = Request::get(path).header(header::COOKIE, browser.map_or("", |b| b.cookie.as_str()));
        self.send(request.body(Body::empty()).unwrap()).await
    }

    pub async fn post<T: Serialize>(&self, path: &str, browser: Option<&Browser>, ask: &T) -> Answer {
        let mut request = Request::post(path).header(header::CONTENT_TYPE, "application/json");
        if let Some(browser) = browser {
            request =
                request.header(header::COOKIE, &browser.cookie).header("guihang-csrf", &browser.me.csrf);
        }
        self.send(request.body(Body::from(serde_json::to_vec(ask).unwrap())).unwrap()).await
    }

    /// Hands in a file.
    pub async fn file(&self, path: &str, browser: &Browser, bytes: Vec<u8>) -> Answer {
        let request = Request::post(path)
            .header(header::COOKIE, &browser.cookie)
            .header("origin", self.address)
            .header("guihang-csrf", &browser.me.csrf);
        self.send(request.body(Body::from(bytes)).unwrap()).await
    }

    pub async fn try_login(&self, person: &Person, password: &str, totp: &str) -> Answer {
        let ask = LoginRequest {
            login: person.login.clone(),
            password: password.to_owned(),
            totp: totp.to_owned(),
            new_password: None,
        };
        self.post("/api/login", None, &ask).await
    }

    /// The six digits an authenticator shows now.
    pub fn totp(&self, person: &Person) -> String {
        let secret = hex::decode(&person.made.totp_hex).unwrap();
        let totp = totp_rs::Builder::new().with_secret(secret).build().unwrap();
        totp.generate(u64::try_from(self.now().timestamp()).unwrap()).to_string()
    }

    /// Logs in half a minute later, so that the second factor is a new one.
    pub async fn login(&self, person: &Person) -> Browser {
        self.advance_seconds(30);
        let answer = self.try_login(person, PASSWORD, &self.totp(person)).await;
        let me = answer.json();
        let cookie = answer.headers[header::SET_COOKIE].to_str().unwrap();
        Browser { cookie: cookie.split(';').next().unwrap().to_owned(), me }
    }
}

fn open(folder: &TempDir, clock: &Arc<AtomicI64>) -> Office {
    let (clock, count) = (clock.clone(), AtomicU64::new(u64::from(std::process::id()) << 32));
    let deps = Deps {
        clock: Arc::new(move || server::store::moment(clock.load(Ordering::SeqCst))),
        // Different bytes at each call; nothing here needs to be secret.
        entropy: Arc::new(move |bytes: &mut [u8]| {
            let call = count.fetch_add(1, Ordering::SeqCst);
            for (place, chunk) in bytes.chunks_mut(32).enumerate() {
                let text = format!("{call}/{place}");
                let hash =
                    hex::decode(&shared::hash::Hash::of(text.as_bytes()).0["sha256:".len()..]).unwrap();
                chunk.copy_from_slice(&hash[..chunk.len()]);
            }
        }),
    };
    Office::open(&folder.path().join("data"), &folder.path().join("server.key"), deps).unwrap()
}

pub fn at(text: &str) -> Moment {
    DateTime::parse_from_rfc3339(text).unwrap().with_timezone(&BEIJING)
}

pub fn ms(text: &str) -> i64 {
    at(text).timestamp_millis()
}
