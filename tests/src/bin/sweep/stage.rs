//! What every trial finds the same: the time, the dice, a phone's deps, an office, and what was said on the line.

use std::fmt::Write;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use axum::Router;
use axum::body::{Body, to_bytes};
use client::door::{Deps as PhoneDeps, Door, KdfCost, Reply, Request};
use client::sync::{Link, LinkError, WireReply, WireRequest};
use db::Key;
use e2e::sim::dice::Dice;
use e2e::sim::office::ADDRESS;
use rusqlite::types::ValueRef;
use server::Deps as OfficeDeps;
use server::office::Office;
use server::routes;
use server::web::Web;
use shared::moment::Moment;
use shared::protocol::route;
use tower::ServiceExt;

use crate::folder::{self, Files};

pub const PIN: &str = "204917";
/// Cheap on purpose: what is tried here is not the cost of a guess.
const KDF: KdfCost = KdfCost { memory_kib: 64, passes: 1, lanes: 1 };
pub const SECRET: [u8; 32] = [9; 32];

#[allow(clippy::disallowed_methods, reason = "how long it took is told to the person who waits")]
pub fn wall_clock() -> Instant {
    Instant::now()
}

/// The moment of every trial.
pub fn now() -> Moment {
    Moment::parse_from_rfc3339("2026-11-24T09:00:00+08:00").unwrap()
}

/// A phone that rolls the same dice at each start.
pub fn door(folder: &Path, seed: u64, link: Arc<dyn Link>) -> Result<Door, String> {
    let dice = Mutex::new(Dice::new(seed));
    let deps = PhoneDeps {
        data_dir: folder.to_owned(),
        clock: Arc::new(now),
        entropy: Arc::new(move |bytes: &mut [u8]| dice.lock().unwrap().fill(bytes)),
        keystore_secret: SECRET,
        link,
        network: Arc::new(|| client::door::Network::Unmetered),
        device_name: "演示机".to_owned(),
        app_version: "0.0.0".to_owned(),
        demo_device: true,
        biometric: None,
        kdf: KDF,
    };
    Door::open(deps).map_err(|problem| format!("{:?}", problem.code))
}

/// Asks a phone.
pub fn ask(door: &Door, request: Request) -> Result<Reply, String> {
    door.handle(request).map_err(|problem| format!("{:?}", problem.code))
}

pub fn unlock(door: &Door) -> Result<(), String> {
    ask(door, Request::Unlock { pin: PIN.to_owned() }).map(drop)
}

/// An office's clock and dice.
pub fn office_deps(seed: u64) -> OfficeDeps {
    let dice = Mutex::new(Dice::new(seed));
    let entropy = Arc::new(move |bytes: &mut [u8]| dice.lock().unwrap().fill(bytes));
    OfficeDeps { clock: Arc::new(now), entropy }
}

/// The key of the office's store in a folder.
pub fn office_key(folder: &Path) -> [u8; 32] {
    let (data, key_file) = (folder.join("data"), folder.join("server.key"));
    *server::keyfile::open_or_make(&key_file, &data, true, &office_deps(77).entropy).unwrap().store()
}

/// As [`office_key`], of files in memory.
pub fn office_key_of(files: &Files) -> [u8; 32] {
    let scratch = e2e::sim::files::scratch();
    folder::lay(files, &[], scratch.path());
    office_key(scratch.path())
}

/// The office in a folder, with its pages.
pub struct OfficeUp {
    pub office: Office,
    router: Router,
    runtime: tokio::runtime::Runtime,
}

impl OfficeUp {
    pub fn open(folder: &Path, seed: u64) -> Result<Self, String> {
        let opened = Office::open(&folder.join("data"), &folder.join("server.key"), office_deps(seed));
        let office = opened.map_err(|error| format!("{error:?}"))?;
        let router = routes::router(&Web::new(office.clone(), ADDRESS));
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        Ok(Self { office, router, runtime })
    }

    pub fn answer(&self, request: &WireRequest) -> WireReply {
        let mut post = axum::http::Request::post(request.path);
        for (name, value) in &request.headers {
            post = post.header(*name, value);
        }
        let post = post.body(Body::from(request.body.clone())).unwrap();
        self.runtime.block_on(async {
            let response = self.router.clone().oneshot(post).await.unwrap();
            let status = response.status().as_u16();
            let body = to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec();
            let packed = body.starts_with(&[0x28, 0xB5, 0x2F, 0xFD]);
            let body = if packed { zstd::decode_all(body.as_slice()).unwrap() } else { body };
            WireReply { status, body }
        })
    }
}

/// One request: the office's files before it, what was asked, and what was answered.
#[derive(Clone)]
pub struct Said {
    pub before: Files,
    pub request: WireRequest,
    pub reply: WireReply,
}

/// The line to a real office, which writes down everything.
pub struct Listening {
    pub folder: std::path::PathBuf,
    pub office: OfficeUp,
    pub said: Mutex<Vec<Said>>,
}

impl Listening {
    /// What was said since it was last asked.
    pub fn take(&self) -> Vec<Said> {
        std::mem::take(&mut self.said.lock().unwrap())
    }
}

impl Link for Listening {
    fn send(&self, request: &WireRequest) -> Result<WireReply, LinkError> {
        let before = folder::read(&self.folder);
        let reply = self.office.answer(request);
        self.said.lock().unwrap().push(Said { before, request: request.clone(), reply: reply.clone() });
        Ok(reply)
    }
}

/// Says again what the office said, in the same order, from the start at each new exchange.
pub struct Again {
    replies: Vec<WireReply>,
    next: Mutex<usize>,
}

impl Again {
    pub fn of(said: &[Said]) -> Arc<Self> {
        let replies = said.iter().map(|said| said.reply.clone()).collect();
        Arc::new(Self { replies, next: Mutex::default() })
    }
}

impl Link for Again {
    fn send(&self, request: &WireRequest) -> Result<WireReply, LinkError> {
        let mut next = self.next.lock().unwrap();
        if request.path == route::HELLO {
            *next = 0;
        }
        *next += 1;
        self.replies.get(*next - 1).cloned().ok_or(LinkError::Unreachable)
    }
}

/// Every row of every table of a sound store.
pub fn dump(path: &Path, key: [u8; 32]) -> Result<String, String> {
    let text = |error: db::DbError| error.to_string();
    let sql = db::open(path, &Key::new(key)).map_err(text)?;
    let damaged = db::check_integrity(&sql).map_err(text)?;
    if !damaged.is_empty() {
        return Err(damaged.join("; "));
    }
    rows(&sql).map_err(|error| error.to_string())
}

fn rows(sql: &rusqlite::Connection) -> rusqlite::Result<String> {
    let mut text = String::new();
    let version: i64 = sql.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let _ = writeln!(text, "schema {version}");
    // What was already weighed for notices is no record: weighed late, it is weighed at the next exchange.
    let names = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' \
                 AND name <> 'weighed' ORDER BY name";
    let names: Vec<String> =
        sql.prepare(names)?.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    for name in names {
        // The counter of signed requests only grows, by as many as were tried; which of them went through is told by the
        // rest of its row.
        let query = if name == "line" {
            "SELECT cursor, scope_version, epoch, covered, receipt, last_success FROM line".to_owned()
        } else {
            format!("SELECT * FROM {name}")
        };
        let mut statement = sql.prepare(&query)?;
        let columns = statement.column_count();
        let mut rows = statement.query([])?;
        let mut lines = Vec::new();
        while let Some(row) = rows.next()? {
            let mut line = format!("{name}:");
            for column in 0..columns {
                let _ = match row.get_ref(column)? {
                    ValueRef::Blob(bytes) => write!(line, " |{}", shared::hash::Hash::of(bytes).0),
                    ValueRef::Text(bytes) => write!(line, " |{}", String::from_utf8_lossy(bytes)),
                    ValueRef::Integer(number) => write!(line, " |{number}"),
                    ValueRef::Real(number) => write!(line, " |{number}"),
                    ValueRef::Null => write!(line, " |"),
                };
            }
            lines.push(line);
        }
        lines.sort();
        lines.iter().for_each(|line| text.push_str(&format!("{line}\n")));
    }
    Ok(text)
}
