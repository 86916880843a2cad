//! The store of the office: one encrypted SQLite file, plain functions over it.
//!
//! Every function takes a [`Work`]: one transaction at one moment. Nothing here decides anything; rules live in
//! `shared`, rights in `shared::access`. SQL lies in `store/sql`, the schema in `store/migrations`.
//! Absent on purpose: triggers, sequences, a personal column in clear, a key that does not begin with the township.

pub mod alert;
pub mod assignment;
pub mod audit;
pub mod audit_head;
pub mod backed_up;
pub mod blob;
pub mod bundle;
pub mod capsule;
pub mod case_key;
pub mod clock;
pub mod decision;
pub mod desk_draft;
pub mod device;
pub mod digest;
pub mod epoch_past;
pub mod event;
pub mod handover;
pub mod log;
pub mod login_delay;
pub mod mark;
pub mod opening;
pub mod pairing;
pub mod paper;
pub mod paper_layout;
pub mod parcel;
pub mod placement;
pub mod proposal;
pub mod quarantine;
pub mod receipt;
pub mod saved_view;
pub mod series_gap;
pub mod session;
pub mod setup_link;
pub mod tally;
pub mod township;
pub mod transfer;
pub mod unsealing;
pub mod user;
pub(crate) mod versioned;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use chrono::DateTime;
use db::{DbError, Key};
use rusqlite::{Connection, TransactionBehavior};
use shared::moment::{BEIJING, Moment};
use shared::problem::{Problem, ProblemCode};
use thiserror::Error;

use crate::deps::Deps;
use crate::seal::{SealError, SealingKey};

const MIGRATIONS: &[&str] = &[
    include_str!("store/migrations/0001_first.sql"),
    include_str!("store/migrations/0002_backup.sql"),
    include_str!("store/migrations/0003_people.sql"),
    include_str!("store/migrations/0004_blob.sql"),
    include_str!("store/migrations/0005_sync.sql"),
    include_str!("store/migrations/0006_clock.sql"),
    include_str!("store/migrations/0007_alert_word.sql"),
    include_str!("store/migrations/0008_saved_view.sql"),
    include_str!("store/migrations/0009_capsule_event.sql"),
    include_str!("store/migrations/0010_desk_draft.sql"),
    include_str!("store/migrations/0011_proposal.sql"),
    include_str!("store/migrations/0012_handover.sql"),
    include_str!("store/migrations/0013_series_gap.sql"),
    include_str!("store/migrations/0014_papers.sql"),
];

/// The store could not do it.
#[derive(Debug, Error)]
pub enum StoreError {
    #[error(transparent)]
    Db(#[from] DbError),
    #[error(transparent)]
    Seal(#[from] SealError),
    /// A row says something it cannot say.
    #[error("damaged row: {0}")]
    Damaged(&'static str),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Db(error.into())
    }
}

impl StoreError {
    /// What to tell others of it.
    #[must_use]
    pub const fn code(&self) -> ProblemCode {
        match self {
            Self::Db(DbError::DiskFull) => ProblemCode::DiskFull,
            Self::Db(DbError::Corrupt) | Self::Seal(_) | Self::Damaged(_) => ProblemCode::StoreCorrupt,
            Self::Db(DbError::Newer) => ProblemCode::StoreNewer,
            Self::Db(DbError::Other(_) | DbError::File(_)) => ProblemCode::StoreFailed,
        }
    }
}

/// Why something was not done: refused by us, or failed below us.
#[derive(Debug, Error)]
pub enum Refusal {
    #[error(transparent)]
    Problem(#[from] Problem),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<ProblemCode> for Refusal {
    fn from(code: ProblemCode) -> Self {
        Self::Problem(code.into())
    }
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}

impl From<SealError> for Refusal {
    fn from(error: SealError) -> Self {
        Self::Store(error.into())
    }
}

/// One transaction at one moment, with the keys that its rows need.
#[derive(Debug, Clone, Copy)]
pub struct Work<'a> {
    pub sql: &'a Connection,
    pub wrap: &'a SealingKey,
    pub deps: &'a Deps,
    pub now: Moment,
    /// The folder of attachments beside the store.
    pub objects: &'a Path,
}

impl Work<'_> {
    /// The moment of this work, as rows keep it.
    #[must_use]
    pub const fn now_ms(&self) -> i64 {
        self.now.timestamp_millis()
    }

    /// Seals a short text under the server's key, bound to its place.
    pub(crate) fn seal(&self, place: &str, text: &str) -> Result<Vec<u8>, StoreError> {
        Ok(self.wrap.seal(&self.deps.entropy, place, text.as_bytes())?)
    }

    /// Opens such a text.
    pub(crate) fn open(&self, place: &str, sealed: &[u8]) -> Result<String, StoreError> {
        let text = self.wrap.open(place, sealed)?;
        String::from_utf8(text.to_vec()).map_err(|_| StoreError::Damaged("sealed text"))
    }
}

/// The open store.
#[derive(Debug)]
pub struct Store {
    connection: Mutex<Connection>,
    objects: PathBuf,
}

impl Store {
    /// Opens or makes the store and brings its schema up to date. `alone` = no other process has it open: only then
    /// can every page be checked, as a page that another one is writing looks damaged.
    ///
    /// # Errors
    /// [`StoreError`]; a damaged store is left as it is.
    pub fn open(path: &Path, key: &Key, alone: bool) -> Result<Self, StoreError> {
        let mut connection = db::open(path, key)?;
        if alone && !db::check_integrity(&connection)?.is_empty() {
            return Err(DbError::Corrupt.into());
        }
        db::migrate(&mut connection, MIGRATIONS)?;
        Ok(Self {
            connection: Mutex::new(connection),
            objects: folder_in(path.parent().unwrap_or(Path::new("."))),
        })
    }

    /// Reads at one moment.
    ///
    /// # Errors
    /// What `body` refuses, or the store.
    pub fn read<T, E: From<StoreError>>(
        &self,
        wrap: &SealingKey,
        deps: &Deps,
        body: impl FnOnce(Work<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.run(TransactionBehavior::Deferred, wrap, deps, body)
    }

    /// Changes at one moment: all of it is durable when this returns, or nothing happened.
    ///
    /// # Errors
    /// What `body` refuses, or the store.
    pub fn write<T, E: From<StoreError>>(
        &self,
        wrap: &SealingKey,
        deps: &Deps,
        body: impl FnOnce(Work<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.run(TransactionBehavior::Immediate, wrap, deps, body)
    }

    fn run<T, E: From<StoreError>>(
        &self,
        behavior: TransactionBehavior,
        wrap: &SealingKey,
        deps: &Deps,
        body: impl FnOnce(Work<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        // A panic inside `body` rolled its transaction back; the connection is sound.
        let mut connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        let transaction = connection.transaction_with_behavior(behavior).map_err(StoreError::from)?;
        let done = body(Work { sql: &transaction, wrap, deps, now: deps.now(), objects: &self.objects })?;
        transaction.commit().map_err(StoreError::from)?;
        Ok(done)
    }
}

/// How many migrations this build knows.
#[must_use]
pub const fn schema_version() -> usize {
    MIGRATIONS.len()
}

/// The file of the store in a data folder.
#[must_use]
pub fn file_in(data: &Path) -> PathBuf {
    data.join("office.db")
}

/// The folder of attachments in a data folder.
#[must_use]
pub fn folder_in(data: &Path) -> PathBuf {
    data.join("blobs")
}

/// The moment of a millisecond count; `0` stands for the epoch.
#[must_use]
pub fn moment(ms: i64) -> Moment {
    DateTime::from_timestamp_millis(ms).unwrap_or_default().with_timezone(&BEIJING)
}

/// The moment of a millisecond count, where `0` stands for never.
#[must_use]
pub fn moment_or_never(ms: i64) -> Option<Moment> {
    (ms != 0).then(|| moment(ms))
}

/// Collects rows.
pub(crate) fn all<T>(
    rows: rusqlite::MappedRows<'_, impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<T>>,
) -> Result<Vec<T>, StoreError> {
    rows.collect::<Result<Vec<_>, _>>().map_err(StoreError::from)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn a_full_disk_refuses_the_new_and_keeps_the_old() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&file_in(folder.path()), &Key::new([1; 32]), true).unwrap();
        let deps = Deps { clock: Arc::new(|| moment(1)), entropy: Arc::new(|bytes| bytes.fill(2)) };
        let wrap = SealingKey::make(&deps.entropy);
        let delay = |failures| login_delay::Delay { failures, until_ms: 0 };
        store.write(&wrap, &deps, |work| login_delay::put(work, "-", "kept", delay(1))).unwrap();
        // The store may not grow any further: what SQLite says then is what it says on a full disk.
        store
            .read(&wrap, &deps, |work| {
                let pages: i64 = work.sql.query_row("PRAGMA page_count", [], |row| row.get(0))?;
                Ok::<_, StoreError>(work.sql.pragma_update(None, "max_page_count", pages)?)
            })
            .unwrap();
        let refused = store.write(&wrap, &deps, |work| {
            (0..10_000).try_for_each(|n| login_delay::put(work, "-", &format!("{n:0100}"), delay(1)))
        });
        assert_eq!(refused.unwrap_err().code(), ProblemCode::DiskFull);
        let kept = store.read(&wrap, &deps, |work| login_delay::find(work, "-", "kept")).unwrap();
        let new =
            store.read(&wrap, &deps, |work| login_delay::find(work, "-", &format!("{:0100}", 0))).unwrap();
        assert_eq!((kept, new), (delay(1), delay(0)), "nothing of the refused work");
    }

    #[test]
    fn an_edited_removed_or_reordered_audit_entry_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&file_in(folder.path()), &Key::new([1; 32]), true).unwrap();
        let deps = Deps { clock: Arc::new(|| moment(1)), entropy: Arc::new(|bytes| bytes.fill(2)) };
        let wrap = SealingKey::make(&deps.entropy);
        let code = shared::id::TownshipCode("430421999".to_owned());
        let series = shared::id::SeriesId::make(moment(1), [0; 10]);
        let township = township::Township {
            code: code.clone(),
            name: String::new(),
            epoch: String::new(),
            receipt_key: String::new(),
            console_series: series,
        };
        store
            .write(&wrap, &deps, |work| {
                township::insert(work, &township, &[0; 32])?;
                for subject in ["a", "b", "c"] {
                    audit::write(work, &code, audit::Actor::Machine, audit::AuditAct::SeeFile, subject)?;
                }
                Ok::<_, StoreError>(())
            })
            .unwrap();
        let verify = |work: Work<'_>| audit::verify(work, &code);
        assert_eq!(store.read(&wrap, &deps, verify).unwrap(), Ok(3));
        for (edit, entry) in [
            ("UPDATE audit SET subject = 'x' WHERE entry = 2", 2),
            ("UPDATE audit SET at_ms = 0 WHERE entry = 1", 1),
            ("DELETE FROM audit WHERE entry = 2", 2),
            ("DELETE FROM audit WHERE entry = 3", 3),
            ("UPDATE audit SET entry = entry + 10", 1),
        ] {
            let found = store.write(&wrap, &deps, |work| {
                work.sql.execute_batch(&format!("SAVEPOINT edit; {edit}"))?;
                let found = verify(work)?;
                work.sql.execute_batch("ROLLBACK TO edit; RELEASE edit")?;
                Ok::<_, StoreError>(found)
            });
            assert_eq!(found.unwrap(), Err(audit::BrokenAt(entry)), "{edit}");
        }
    }
}
