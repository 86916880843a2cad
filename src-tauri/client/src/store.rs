//! 本机库: the encrypted store of one pairing. Own facts are only ever added; others' facts
//! leave with their case. One durable transaction an act.
//!
//! - [`events`]: facts, own and pulled; `compare`: against the office's; `told`: what it says beside them.
//! - [`drafts`]: what is begun. - [`line`]: where the phone stands with the office.
//! - [`notices`]: what merges changed for the user.
//! - [`attachment`]: photos in pieces. Own records are sealed to the office beside the store before they are committed.
//! - [`Book`]: what the facts add up to, in memory, caught up by what changed.

mod attachment;
mod book;
mod compare;
mod drafts;
mod events;
mod lease;
mod line;
mod notices;
pub mod orphan;
mod told;
mod witness;

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use db::{DbError, Json, Key};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior};
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::event::EventError;
use shared::id::SeriesId;
use thiserror::Error;

pub use attachment::{Arrived, Outgoing};
pub use book::{Book, Folded, Glance};
pub use drafts::DraftRow;
pub use events::{NewAct, NewEvent, OwnMark, OwnRecord, Taken};
pub use line::{Kept, Line};
pub use notices::{KeptNotice, Unsettled};

use crate::capsule::Sealer;
use crate::pairing::{DeviceKey, Pairing};
use crate::reserve;

/// Schema steps, oldest first.
const STEPS: &[&str] = &[
    include_str!("../migrations/0001_first.sql"),
    include_str!("../migrations/0002_scope_told.sql"),
    include_str!("../migrations/0003_witness.sql"),
    include_str!("../migrations/0004_attachment.sql"),
    include_str!("../migrations/0005_orphan.sql"),
    include_str!("../migrations/0006_notice.sql"),
    include_str!("../migrations/0007_whole.sql"),
    include_str!("../migrations/0008_draft_rules.sql"),
    include_str!("../migrations/0009_act.sql"),
    include_str!("../migrations/0010_give_back_lease.sql"),
    include_str!("../migrations/0011_floor.sql"),
];

/// Why the store did not do it. Nothing of the act was kept.
#[derive(Debug, Error)]
pub enum StoreError {
    #[error(transparent)]
    Db(#[from] DbError),
    #[error(transparent)]
    Event(#[from] EventError),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Db(error.into())
    }
}

/// What is kept by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    /// The open test session and the day it was opened.
    TestSession,
    /// The session before, to start from.
    LastTestSession,
    /// Cards that were wetted and wait to be read.
    Strips,
    /// When attachments go over the line.
    SendAttachments,
    /// Minutes untouched until the phone locks.
    IdleMinutes,
    /// Which versions of the app the office named last.
    AppVersions,
}

impl Setting {
    const fn name(self) -> &'static str {
        match self {
            Self::TestSession => "test_session",
            Self::LastTestSession => "last_test_session",
            Self::Strips => "strips",
            Self::SendAttachments => "send_attachments",
            Self::IdleMinutes => "idle_minutes",
            Self::AppVersions => "app_versions",
        }
    }
}

/// The open store.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
    path: PathBuf,
    /// To look again where the cipher says damage.
    key: Key,
    /// What is written is sealed to the office as well; `None` before it gave a key.
    sealer: Option<Arc<Sealer>>,
    /// What is held of each case, as it was last weighed.
    held: RefCell<Option<compare::Weighed>>,
}

impl Store {
    /// Steps of the schema of this app.
    pub const SCHEMA: u32 = {
        assert!(STEPS.len() < 1_000);
        #[expect(clippy::cast_possible_truncation, reason = "asserted")]
        let steps = STEPS.len() as u32;
        steps
    };

    /// Path of the store in a folder.
    #[must_use]
    pub fn path_in(folder: &Path) -> PathBuf {
        folder.join("store.db")
    }

    /// Opens or creates the store and brings it to the newest schema.
    ///
    /// # Errors
    /// [`DbError::Corrupt`], [`DbError::Newer`], [`DbError::DiskFull`].
    pub fn open(folder: &Path, key: &Key) -> Result<Self, StoreError> {
        let path = Self::path_in(folder);
        let mut connection = db::open(&path, key)?;
        db::migrate(&mut connection, STEPS)?;
        connection.execute_batch(include_str!("../sql/watch_held.sql"))?;
        Ok(Self { connection, path, key: key.clone(), sealer: None, held: RefCell::default() })
    }

    /// Opens the file anew and reads every page: a disk that failed for a moment looks like damage to the cipher, and
    /// the connection that met it says so for ever.
    ///
    /// # Errors
    /// [`DbError::Corrupt`] where it is damaged, anything else where that cannot be told now.
    pub fn look_again(self) -> Result<Self, StoreError> {
        let Self { connection, path, key, sealer, held: _ } = self;
        drop(connection);
        let folder = path.parent().unwrap_or(Path::new("."));
        let again = Self { sealer, ..Self::open(folder, &key)? };
        if db::check_integrity(&again.connection)?.is_empty() {
            Ok(again)
        } else {
            Err(DbError::Corrupt.into())
        }
    }

    /// From now on own records are sealed as they are written; what is not sealed yet and has no receipt is sealed now,
    /// and what a crash left of records that were never saved goes.
    ///
    /// # Errors
    /// [`StoreError::Db`]; the records themselves are as they were.
    pub fn seal_to(&mut self, sealer: Sealer, series: SeriesId) -> Result<(), StoreError> {
        let file = |error: std::io::Error| StoreError::Db(error.into());
        sealer.drop_beyond(self.head(series)?).map_err(file)?;
        let line = self.line()?;
        for (seq, bytes, attachments) in self.sealable(series, line.covered)? {
            for (id, bytes) in attachments {
                sealer.seal_attachment(&id, &bytes).map_err(file)?;
            }
            if !sealer.has_event(seq) {
                sealer.seal_event(seq, &bytes).map_err(file)?;
            }
        }
        sealer.note_covered(line.covered).map_err(file)?;
        self.sealer = Some(Arc::new(sealer));
        Ok(())
    }

    /// What seals, if anything does.
    #[must_use]
    pub fn sealer(&self) -> Option<&Sealer> {
        self.sealer.as_deref()
    }

    /// Keeps whose store this is; the first word stands.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn keep_identity(&self, pairing: &Pairing, device: &DeviceKey) -> Result<(), StoreError> {
        let sql = "INSERT INTO identity (one, pairing, seed) VALUES (1, ?1, ?2) ON CONFLICT DO NOTHING";
        self.connection.execute(sql, (Json(pairing), device.seed().as_slice()))?;
        Ok(())
    }

    /// # Errors
    /// [`DbError::Corrupt`] where the store has no identity.
    pub fn identity(&self) -> Result<(Pairing, DeviceKey), StoreError> {
        let sql = "SELECT pairing, seed FROM identity";
        let found: Option<(Json<Pairing>, [u8; 32])> =
            self.connection.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        found
            .and_then(|(pairing, seed)| Some((pairing.0, DeviceKey::from_seed(seed)?)))
            .ok_or(StoreError::Db(DbError::Corrupt))
    }

    /// # Errors
    /// [`StoreError::Db`].
    pub fn update_pairing(&self, pairing: &Pairing) -> Result<(), StoreError> {
        self.connection.execute("UPDATE identity SET pairing = ?1", [Json(pairing)])?;
        Ok(())
    }

    /// # Errors
    /// [`StoreError::Db`].
    pub fn setting<T: DeserializeOwned>(&self, setting: Setting) -> Result<Option<T>, StoreError> {
        let sql = "SELECT value FROM setting WHERE name = ?1";
        let found: Option<Json<T>> =
            self.connection.query_row(sql, [setting.name()], |row| row.get(0)).optional()?;
        Ok(found.map(|json| json.0))
    }

    /// `None` forgets it.
    ///
    /// # Errors
    /// [`StoreError::Db`].
    pub fn keep_setting<T: Serialize>(&self, setting: Setting, value: Option<&T>) -> Result<(), StoreError> {
        match value {
            Some(value) => self.connection.execute(
                "INSERT INTO setting (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2",
                (setting.name(), Json(value)),
            )?,
            None => self.connection.execute("DELETE FROM setting WHERE name = ?1", [setting.name()])?,
        };
        Ok(())
    }

    /// Bytes of the store on the disk, its log with it.
    #[must_use]
    pub fn bytes_on_disk(&self) -> u64 {
        let mut log = self.path.as_os_str().to_owned();
        log.push("-wal");
        [self.path.clone(), PathBuf::from(log)]
            .iter()
            .filter_map(|path| std::fs::metadata(path).ok())
            .map(|metadata| metadata.len())
            .sum()
    }

    /// Before anything new is taken: there is room to send it.
    fn keep_reserve(&self) -> Result<(), StoreError> {
        let folder = self.path.parent().unwrap_or(Path::new("."));
        reserve::keep(folder).map_err(|error| StoreError::Db(error.into()))
    }

    /// Room for what has to be written to send what is here: the log of the store goes into the store, and the reserve
    /// is given up. Whether anything came of it.
    pub fn make_room(&self) -> bool {
        let folded =
            self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0));
        let folder = self.path.parent().unwrap_or(Path::new("."));
        reserve::give_up(folder) || folded.is_ok_and(|busy| busy == 0)
    }

    /// A transaction that has the write lock from its start.
    fn transaction(&mut self) -> Result<Transaction<'_>, StoreError> {
        Ok(self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?)
    }
}
