//! The office of a history: the shipped server without sockets, over its real encrypted files, and its deaths.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use client::sync::WireRequest;
use db::Key;
use rusqlite::Connection;
use server::backup::{self, Identities};
use server::keyfile::{self, ServerKeys};
use server::office::Office;
use server::restore::{self, Restore};
use server::web::Web;
use server::{Deps, routes, store};
use shared::moment::{BEIJING, Moment};
use tokio::runtime::Runtime;
use tower::ServiceExt;

use super::dice::Dice;
use super::files;

/// What phones call it; nothing listens there.
pub const ADDRESS: &str = "http://127.0.0.1:7080";

/// The clock of a history, in milliseconds.
#[derive(Debug, Clone)]
pub struct SimClock(Arc<AtomicI64>);

impl SimClock {
    #[must_use]
    pub fn at(moment: Moment) -> Self {
        Self(Arc::new(AtomicI64::new(moment.timestamp_millis())))
    }

    pub fn pass_minutes(&self, minutes: i64) {
        self.0.fetch_add(minutes * 60_000, Ordering::SeqCst);
    }

    /// The time on a clock that is off by so many milliseconds.
    #[must_use]
    pub fn off_by(&self, millis: i64) -> Moment {
        let millis = self.0.load(Ordering::SeqCst) + millis;
        chrono::DateTime::from_timestamp_millis(millis).unwrap_or_default().with_timezone(&BEIJING)
    }
}

/// Kills the server inside a transaction: at a throw of its dice the files are copied and the thread dies.
#[derive(Debug, Default)]
struct Trap {
    /// Throws left; negative = not set.
    left: AtomicI64,
    sprung: AtomicBool,
}

impl Trap {
    fn tread(&self, data: &Path) {
        if self.left.load(Ordering::SeqCst) >= 0 && self.left.fetch_sub(1, Ordering::SeqCst) == 0 {
            files::copy(data, &files::beside(data, ".dying"));
            self.sprung.store(true, Ordering::SeqCst);
            // Not a panic: nobody is to be told.
            std::panic::resume_unwind(Box::new("the machine died"));
        }
    }
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    /// Names in small letters.
    pub headers: Vec<(String, String)>,
    /// Decompressed.
    pub body: Vec<u8>,
}

impl Answer {
    /// The value of a header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

struct Up {
    office: Office,
    router: Router,
    /// Looks at the files past the server's own code.
    reader: Connection,
}

/// See the module.
pub struct OfficeSide {
    data: PathBuf,
    key_file: PathBuf,
    deps: Deps,
    trap: Arc<Trap>,
    runtime: Runtime,
    up: Mutex<Option<Up>>,
}

impl std::fmt::Debug for OfficeSide {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OfficeSide").field("data", &self.data).finish_non_exhaustive()
    }
}

impl OfficeSide {
    /// Opens or makes the office of a folder.
    ///
    /// # Panics
    /// Where it does not open.
    #[must_use]
    pub fn open(folder: &Path, clock: &SimClock, dice: Dice) -> Self {
        let (clock, dice) = (clock.clone(), Mutex::new(dice));
        let trap = Arc::new(Trap { left: AtomicI64::new(-1), sprung: AtomicBool::new(false) });
        let (data, lurking) = (folder.join("data"), Arc::clone(&trap));
        let deps = Deps {
            clock: Arc::new(move || clock.off_by(0)),
            entropy: Arc::new({
                let data = data.clone();
                move |bytes: &mut [u8]| {
                    lurking.tread(&data);
                    dice.lock().unwrap().fill(bytes);
                }
            }),
        };
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let key_file = folder.join("server.key");
        let side = Self { data, key_file, deps, trap, runtime, up: Mutex::new(None) };
        side.start();
        side
    }

    fn start(&self) {
        let office = Office::open(&self.data, &self.key_file, self.deps.clone()).unwrap();
        let router = routes::router(&Web::new(office.clone(), ADDRESS));
        let reader = db::open(&store::file_in(&self.data), &Key::new(*self.keys().store())).unwrap();
        *self.up.lock().unwrap() = Some(Up { office, router, reader });
    }

    /// # Panics
    /// Where the key file is gone.
    #[must_use]
    pub fn keys(&self) -> ServerKeys {
        keyfile::open_or_make(&self.key_file, &self.data, true, &self.deps.entropy).unwrap()
    }

    /// Stops it as one stops a server.
    ///
    /// # Panics
    /// When another holder panicked.
    pub fn stop(&self) {
        self.up.lock().unwrap().take();
    }

    /// Stops and starts it.
    pub fn restart(&self) {
        self.stop();
        self.start();
    }

    /// Power cut between two requests: it starts again from the files as they lay there, or from those kept earlier.
    pub fn crash(&self) {
        let kept = files::beside(&self.data, ".kept");
        if kept.exists() {
            return self.wake_from(&kept);
        }
        let dying = files::beside(&self.data, ".dying");
        files::copy(&self.data, &dying);
        self.wake_from(&dying);
    }

    fn wake_from(&self, files_kept: &Path) {
        self.stop();
        files::replace(&self.data, files_kept);
        self.start();
    }

    /// Backs it up while it runs; the file.
    ///
    /// # Panics
    /// Where there is no backup.
    #[must_use]
    pub fn back_up(&self) -> PathBuf {
        let to = files::beside(&self.data, ".backups");
        self.with(|office| backup::write(office, &to).unwrap().path)
    }

    /// Puts it back from a backup, in a new epoch.
    ///
    /// # Panics
    /// Where the backup does not open.
    pub fn put_back(&self, file: &Path, recovery: &str) {
        self.stop();
        let identities = Identities::parse(recovery).unwrap();
        let what = Restore {
            file,
            identities: &identities,
            into: &self.data,
            key_file: &self.key_file,
            set_aside: true,
        };
        let restored = restore::into(&what, &self.deps, &|_| ()).unwrap();
        if let Some(aside) = restored.set_aside {
            std::fs::remove_dir_all(aside).unwrap();
        }
        self.start();
    }

    /// Keeps the files as they are now for the next crash: a disk that lies about what comes after.
    ///
    /// # Panics
    /// Where they cannot be copied.
    pub fn keep_files(&self) {
        let kept = files::beside(&self.data, ".kept");
        if kept.exists() {
            std::fs::remove_dir_all(&kept).unwrap();
        }
        files::copy(&self.data, &kept);
    }

    /// One request of the protocol; status and decompressed body.
    ///
    /// # Panics
    /// Where the request cannot be written or the server is down.
    #[must_use]
    pub fn answer(&self, request: &WireRequest) -> (u16, Vec<u8>) {
        let answer = self.call("POST", request.path, &request.headers, request.body.clone());
        (answer.status, answer.body)
    }

    /// Any request.
    ///
    /// # Panics
    /// Where the request cannot be written or the server is down.
    #[must_use]
    pub fn call(
        &self,
        method: &str,
        path: &str,
        headers: &[(&'static str, String)],
        body: Vec<u8>,
    ) -> Answer {
        let router = self.up.lock().unwrap().as_ref().expect("the server runs").router.clone();
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, value);
        }
        let request = request.body(Body::from(body)).unwrap();
        self.runtime.block_on(async move {
            let response = router.oneshot(request).await.unwrap();
            let status = response.status().as_u16();
            let said = response.headers().iter();
            let headers =
                said.filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.to_owned())));
            let headers = headers.collect();
            let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
            Answer { status, headers, body: unpacked(&body) }
        })
    }

    /// Like [`OfficeSide::answer`], but the machine dies at the given throw of its dice; `None` where it did.
    #[must_use]
    pub fn answer_or_die(&self, request: &WireRequest, throws: i64) -> Option<(u16, Vec<u8>)> {
        self.trap.sprung.store(false, Ordering::SeqCst);
        self.trap.left.store(throws, Ordering::SeqCst);
        let answer = self.answer(request);
        self.trap.left.store(-1, Ordering::SeqCst);
        if self.trap.sprung.load(Ordering::SeqCst) {
            self.wake_from(&files::beside(&self.data, ".dying"));
            return None;
        }
        Some(answer)
    }

    /// What is done at the machine itself.
    ///
    /// # Panics
    /// Where the server is down.
    pub fn with<T>(&self, act: impl FnOnce(&Office) -> T) -> T {
        let office = self.up.lock().unwrap().as_ref().expect("the server runs").office.clone();
        act(&office)
    }

    /// Looks at the files past the server's code.
    ///
    /// # Panics
    /// Where the server is down or the file does not say it.
    pub fn look<T>(&self, look: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> T {
        look(&self.up.lock().unwrap().as_ref().expect("the server runs").reader).unwrap()
    }
}

fn unpacked(body: &[u8]) -> Vec<u8> {
    if body.starts_with(&[0x28, 0xB5, 0x2F, 0xFD]) {
        return zstd::decode_all(body).unwrap();
    }
    body.to_vec()
}
