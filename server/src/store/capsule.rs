//! The office's sealing key.

use std::str::FromStr;

use age::x25519::Identity;
use db::Text;
use rusqlite::{OptionalExtension, params};
use shared::id::TownshipCode;

use super::{StoreError, Work};

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
