//! The office's sealing key, and which records came sealed to it.

use std::collections::BTreeSet;
use std::str::FromStr;

use age::x25519::Identity;
use db::Text;
use rusqlite::{OptionalExtension, params};
use shared::id::{SeriesId, TownshipCode};

use super::{StoreError, Work, all};

fn key_place(township: &TownshipCode) -> String {
    format!("office-key/{township}")
}

/// The public half; the first phone that asks makes the pair. `age` takes its randomness from the system itself.
pub(crate) fn public_key(work: Work<'_>, township: &TownshipCode) -> Result<String, StoreError> {
    let mut query = work.sql.prepare_cached("SELECT key_public FROM office_key WHERE township = ?1")?;
    let found: Option<String> = query.query_row([Text(township)], |row| row.get(0)).optional()?;
    if let Some(found) = found {
        return Ok(found);
    }
    let identity = Identity::generate();
    let public = identity.to_public().to_string();
    let secret = identity.to_string();
    let secret = zeroize::Zeroizing::new(age::secrecy::ExposeSecret::expose_secret(&secret).to_owned());
    let sealed = work.seal(&key_place(township), &secret)?;
    let sql = "INSERT INTO office_key (township, key_public, key_sealed, made_ms) VALUES (?1, ?2, ?3, ?4)";
    work.sql.execute(sql, params![Text(township), public, sealed, work.now_ms()])?;
    Ok(public)
}

/// The secret half; `None` before any phone was given the public one.
pub(crate) fn identity(work: Work<'_>, township: &TownshipCode) -> Result<Option<Identity>, StoreError> {
    let mut query = work.sql.prepare_cached("SELECT key_sealed FROM office_key WHERE township = ?1")?;
    let sealed: Option<Vec<u8>> = query.query_row([Text(township)], |row| row.get(0)).optional()?;
    let Some(sealed) = sealed else { return Ok(None) };
    let text = zeroize::Zeroizing::new(work.open(&key_place(township), &sealed)?);
    Ok(Some(Identity::from_str(&text).map_err(|_| StoreError::Damaged("office key"))?))
}

/// Notes that a record came by capsule.
pub(crate) fn came(
    work: Work<'_>,
    township: &TownshipCode,
    series: SeriesId,
    seq: u32,
) -> Result<(), StoreError> {
    let known = "SELECT 1 FROM capsule_event WHERE township = ?1 AND series = ?2 AND seq = ?3";
    let row = params![Text(township), Text(series), seq];
    if work.sql.prepare_cached(known)?.exists(row)? {
        return Ok(());
    }
    let sql = "INSERT INTO capsule_event (township, series, seq) VALUES (?1, ?2, ?3)";
    work.sql.prepare_cached(sql)?.execute(row)?;
    Ok(())
}

/// Places of a township's records that came by capsule.
pub(crate) fn places(
    work: Work<'_>,
    township: &TownshipCode,
) -> Result<BTreeSet<(SeriesId, u32)>, StoreError> {
    let mut query = work.sql.prepare_cached("SELECT series, seq FROM capsule_event WHERE township = ?1")?;
    let rows =
        query.query_map([Text(township)], |row| Ok((row.get::<_, Text<SeriesId>>(0)?.0, row.get(1)?)))?;
    Ok(all(rows)?.into_iter().collect())
}
