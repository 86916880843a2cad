//! 移交卷: what was sealed for an office elsewhere and what was taken over from one; and those offices' townships.

use db::Text;
use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};
use shared::document::Trace;
use shared::hash::Hash;
use shared::id::{CaseId, TownshipCode};
use shared::moment::Moment;

use super::{StoreError, Work, all, moment, moment_or_never, versioned};

/// Of [`Kept`] as it is sealed.
const VERSION: u32 = 1;

shared::codes! {
    /// Which way it went.
    pub enum Direction { Out = "out" "移出", In = "in" "移入", }
}

/// What is kept of one beside its row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// The other office: its township and name.
    pub peer: TownshipCode,
    pub peer_name: String,
    /// What the other office signs with.
    pub peer_key: String,
    /// The signed words, byte for byte.
    pub manifest: String,
    pub signature: String,
    pub records: u32,
    /// As the receiving office gave it; empty before.
    pub receipt: String,
    /// 移交痕迹, once the file left (R-FILE-6).
    pub trace: Option<Trace>,
}

/// One parcel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parcel {
    pub case: CaseId,
    pub hash: Hash,
    pub direction: Direction,
    pub made_at: Moment,
    pub settled_at: Option<Moment>,
    pub kept: Kept,
}

fn place(township: &TownshipCode, case: CaseId, hash: &Hash) -> String {
    format!("parcel/{township}/{case}/{hash}")
}

/// Keeps one, in place of what was known of it.
pub(crate) fn put(work: Work<'_>, township: &TownshipCode, one: &Parcel) -> Result<(), StoreError> {
    let text = versioned::write(&one.kept, VERSION, "parcel")?;
    let sealed = work.seal(&place(township, one.case, &one.hash), &text)?;
    let settled = one.settled_at.map_or(0, |at| at.timestamp_millis());
    let sql = "INSERT INTO parcel (township, case_id, hash, direction, made_ms, settled_ms, kept)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
               ON CONFLICT (township, case_id, hash) DO UPDATE SET settled_ms = excluded.settled_ms, kept = excluded.kept";
    work.sql.execute(
        sql,
        params![
            Text(township),
            Text(one.case),
            one.hash.0,
            one.direction.code(),
            one.made_at.timestamp_millis(),
            settled,
            sealed,
        ],
    )?;
    Ok(())
}

/// Every one of a township, the newest first.
pub(crate) fn list(work: Work<'_>, township: &TownshipCode) -> Result<Vec<Parcel>, StoreError> {
    let sql = "SELECT case_id, hash, direction, made_ms, settled_ms, kept FROM parcel WHERE township = ?1
               ORDER BY made_ms DESC, case_id, hash";
    let mut query = work.sql.prepare_cached(sql)?;
    let rows = all(query.query_map([Text(township)], |row| {
        let (case, direction): (Text<CaseId>, Text<Direction>) = (row.get(0)?, row.get(2)?);
        let at = (moment(row.get(3)?), moment_or_never(row.get(4)?));
        Ok((case.0, Hash(row.get(1)?), direction.0, at, row.get::<_, Vec<u8>>(5)?))
    })?)?;
    let open = |(case, hash, direction, (made_at, settled_at), sealed): (CaseId, Hash, _, _, Vec<u8>)| {
        let text = work.open(&place(township, case, &hash), &sealed)?;
        let kept = versioned::read(&text, VERSION, "parcel")?;
        Ok(Parcel { case, hash, direction, made_at, settled_at, kept })
    };
    rows.into_iter().map(open).collect()
}

/// Notes the township of another installation; one that is known keeps its name and key.
pub(crate) fn know_peer(
    work: Work<'_>,
    township: &TownshipCode,
    name: &str,
    key: &str,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO peer_township (township, name, key) VALUES (?1, ?2, ?3)
               ON CONFLICT (township) DO UPDATE SET name = excluded.name, key = excluded.key
               WHERE peer_township.key = ''";
    work.sql.execute(sql, params![Text(township), name, key])?;
    Ok(())
}

/// The key a township of another installation signs with; empty where only its records are known.
pub(crate) fn peer_key(work: Work<'_>, township: &TownshipCode) -> Result<Option<String>, StoreError> {
    let mut query = work.sql.prepare_cached("SELECT key FROM peer_township WHERE township = ?1")?;
    Ok(query.query_row([Text(township)], |row| row.get(0)).optional()?)
}
