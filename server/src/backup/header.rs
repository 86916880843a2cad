//! What a backup says of itself, inside the seal.

use std::path::Path;

use db::{Key, Text};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use shared::hash::Hash;
use shared::id::{SeriesId, TownshipCode};
use shared::moment::Moment;

use super::BackupError;
use crate::office::Office;
use crate::store::StoreError;

/// The first thing under the seal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// Version of the program that wrote it.
    pub program: String,
    /// Migrations the store has been through.
    pub schema: u32,
    /// By the server's clock.
    pub made_at: Moment,
    pub townships: Vec<TownshipHead>,
    /// Every file in the order it follows, with its hash.
    #[serde(default)]
    pub files: Vec<FileHead>,
}

/// How far a township had come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TownshipHead {
    pub township: TownshipCode,
    pub epoch: String,
    /// Last number of its log.
    pub log_last: i64,
    /// Last entry of its audit chain, and its hash.
    pub audit_last: i64,
    pub audit_head: Hash,
    pub series: Vec<SeriesHead>,
}

/// How far a series had come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeriesHead {
    pub series: SeriesId,
    pub up_to_seq: u32,
    /// Up to here every attachment that a record names is in the backup, too: only this far may phones let go.
    #[serde(default)]
    pub complete_to: u32,
}

/// A file of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileHead {
    /// Relative, with `/`.
    pub name: String,
    pub bytes: u64,
    pub hash: Hash,
}

/// Reads how far a snapshot goes.
pub(super) fn read(office: &Office, snapshot: &Path, key: &Key) -> Result<Header, BackupError> {
    let sql = db::open(snapshot, key)?;
    let townships = townships(&sql).map_err(StoreError::from)?;
    let schema = sql.query_row("PRAGMA user_version", [], |row| row.get(0)).map_err(StoreError::from)?;
    Ok(Header {
        program: env!("CARGO_PKG_VERSION").to_owned(),
        schema,
        made_at: office.now(),
        townships,
        files: Vec::new(),
    })
}

fn townships(sql: &Connection) -> rusqlite::Result<Vec<TownshipHead>> {
    let mut query = sql.prepare(
        "SELECT township, epoch, log_last, audit_last, audit_head FROM township ORDER BY township",
    )?;
    let heads = query.query_map([], |row| {
        Ok(TownshipHead {
            township: row.get::<_, Text<_>>(0)?.0,
            epoch: row.get(1)?,
            log_last: row.get(2)?,
            audit_last: row.get(3)?,
            audit_head: Hash(row.get(4)?),
            series: Vec::new(),
        })
    })?;
    let mut heads = heads.collect::<Result<Vec<_>, _>>()?;
    let mut query = sql.prepare(include_str!("../store/sql/series_heads.sql"))?;
    for head in &mut heads {
        let series = query.query_map([Text(&head.township)], |row| {
            let series = row.get::<_, Text<_>>(0)?.0;
            Ok(SeriesHead { series, up_to_seq: row.get(1)?, complete_to: row.get(2)? })
        })?;
        head.series = series.collect::<Result<_, _>>()?;
    }
    Ok(heads)
}
