//! What lies in the files of both sides, read by SQL of our own.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use rusqlite::Connection;
use shared::hash::Hash;
use shared::id::{SeriesId, TownshipCode};

use super::tape::{OfficeHas, PhoneHas, Receipted, Row};

fn read<T: FromStr>(row: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<T> {
    let text: String = row.get(column)?;
    text.parse().map_err(|_| rusqlite::Error::InvalidColumnName(text))
}

fn rows<T>(
    sql: &Connection,
    query: &str,
    read: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<Vec<T>> {
    sql.prepare_cached(query)?.query_map([], read)?.collect()
}

fn events(sql: &Connection) -> rusqlite::Result<BTreeMap<(SeriesId, u32), Row>> {
    let all = rows(sql, "SELECT series, seq, hash, stream FROM event", |row| {
        Ok(Row { series: read(row, 0)?, seq: row.get(1)?, hash: Hash(row.get(2)?), stream: row.get(3)? })
    })?;
    Ok(all.into_iter().map(|row| ((row.series, row.seq), row)).collect())
}

/// # Errors
/// Of the store.
pub fn of_office(sql: &Connection) -> rusqlite::Result<OfficeHas> {
    let log = "SELECT township, series, seq, stream FROM log ORDER BY township, number";
    let set_aside = "SELECT series, seq, hash, problem FROM quarantine";
    Ok(OfficeHas {
        events: events(sql)?,
        log: rows(sql, log, |row| Ok((TownshipCode(row.get(0)?), read(row, 1)?, row.get(2)?, row.get(3)?)))?,
        set_aside: rows(sql, set_aside, |row| {
            Ok(((read(row, 0)?, row.get(1)?, Hash(row.get(2)?)), row.get(3)?))
        })?
        .into_iter()
        .collect(),
        missing: missing(sql)?,
    })
}

fn missing(sql: &Connection) -> rusqlite::Result<BTreeSet<(SeriesId, u32)>> {
    let gaps = rows(sql, "SELECT series, first_seq, last_seq FROM series_gap", |row| {
        Ok((read::<SeriesId>(row, 0)?, row.get::<_, u32>(1)?, row.get::<_, u32>(2)?))
    })?;
    Ok(gaps
        .into_iter()
        .flat_map(|(series, first, last)| (first..=last).map(move |seq| (series, seq)))
        .collect())
}

/// What the office was warned of.
///
/// # Errors
/// Of the store.
pub fn alerts(sql: &Connection) -> rusqlite::Result<BTreeSet<(SeriesId, String)>> {
    Ok(rows(sql, "SELECT series, kind FROM alert", |row| Ok((read(row, 0)?, row.get(1)?)))?
        .into_iter()
        .collect())
}

/// What the server's files hold under a receipt.
///
/// # Errors
/// Of the store.
pub fn under_receipt(
    sql: &Connection,
    series: SeriesId,
    up_to: u32,
    chain: Hash,
) -> rusqlite::Result<Receipted> {
    let query =
        "SELECT count(*), max(CASE seq WHEN ?2 THEN hash END) FROM event WHERE series = ?1 AND seq <= ?2";
    let (rows, head): (u32, Option<String>) =
        sql.query_row(query, (series.to_string(), up_to), |row| Ok((row.get(0)?, row.get(1)?)))?;
    let mut missing = missing(sql)?;
    missing.retain(|(of, seq)| *of == series && *seq <= up_to);
    if !missing.is_empty() {
        let held = events(sql)?;
        missing.retain(|place| !held.contains_key(place));
    }
    let missing = u32::try_from(missing.len()).unwrap_or(u32::MAX);
    Ok(Receipted { up_to, chain, rows, missing, head: head.map(Hash) })
}

/// What lies in the places of a series.
///
/// # Errors
/// Of the store.
pub fn series(sql: &Connection, series: SeriesId) -> rusqlite::Result<BTreeMap<u32, Hash>> {
    let mut query = sql.prepare_cached("SELECT seq, hash FROM event WHERE series = ?1")?;
    query.query_map([series.to_string()], |row| Ok((row.get(0)?, Hash(row.get(1)?))))?.collect()
}

/// The own records of a phone that it can still read, by place.
///
/// # Errors
/// Of the store.
pub fn own_bytes(sql: &Connection, series: SeriesId) -> rusqlite::Result<BTreeMap<u32, Vec<u8>>> {
    let query = "SELECT seq, bytes FROM event WHERE series = ?1 AND length(bytes) > 0";
    let mut query = sql.prepare_cached(query)?;
    query.query_map([series.to_string()], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}

/// # Errors
/// Of the store.
pub fn of_phone(sql: &Connection) -> rusqlite::Result<PhoneHas> {
    Ok(PhoneHas {
        events: events(sql)?,
        ids: rows(sql, "SELECT id FROM event", |row| read(row, 0))?.into_iter().collect(),
        covered: sql.query_row("SELECT covered FROM line", [], |row| row.get(0))?,
        set_aside: rows(sql, "SELECT seq FROM quarantine", |row| row.get(0))?.into_iter().collect(),
        drafts: rows(sql, "SELECT id FROM draft", |row| read(row, 0))?.into_iter().collect(),
    })
}
