//! 工作交接: lists of what is handed over, with their signatures. What is on them is sealed.

use db::Text;
use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};
use shared::event::HandedCase;
use shared::id::{HandoverId, TownshipCode, UserId};
use shared::moment::Moment;

use super::{StoreError, Work, all, moment, versioned};

/// Of [`Kept`] as it is sealed.
const VERSION: u32 = 1;

shared::codes! {
    /// Where a handover stands.
    pub enum HandoverState {
        Listed = "listed" "待签收", Signed = "signed" "待批准", Done = "done" "已交接", Withdrawn = "withdrawn" "已撤回",
    }
}

/// Who signed for what they took over, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    pub by: UserId,
    pub at: Moment,
}

/// What is on a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    pub reason: String,
    pub cases: Vec<HandedCase>,
    pub listed_by: UserId,
    pub remarks: Vec<String>,
    pub signed: Vec<Signature>,
    /// Who approved or withdrew it.
    pub ended: Option<Signature>,
}

/// One handover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handover {
    pub handover: HandoverId,
    pub from: UserId,
    pub state: HandoverState,
    pub made_at: Moment,
    pub kept: Kept,
}

fn place(township: &TownshipCode, handover: HandoverId) -> String {
    format!("handover/{township}/{handover}")
}

/// Writes a list anew, or for the first time.
pub(crate) fn put(work: Work<'_>, township: &TownshipCode, one: &Handover) -> Result<(), StoreError> {
    let text = versioned::write(&one.kept, VERSION, "handover")?;
    let kept = work.seal(&place(township, one.handover), &text)?;
    let sql = "DELETE FROM handover WHERE township = ?1 AND handover_id = ?2";
    work.sql.execute(sql, params![Text(township), Text(one.handover)])?;
    work.sql.execute(
        include_str!("sql/handover_insert.sql"),
        params![
            Text(township),
            Text(one.handover),
            Text(one.from),
            one.state.code(),
            one.made_at.timestamp_millis(),
            kept
        ],
    )?;
    Ok(())
}

pub(crate) fn find(
    work: Work<'_>,
    township: &TownshipCode,
    handover: HandoverId,
) -> Result<Option<Handover>, StoreError> {
    let sql = format!("{SELECT} WHERE township = ?1 AND handover_id = ?2");
    let mut query = work.sql.prepare_cached(&sql)?;
    let row = query.query_row(params![Text(township), Text(handover)], of_row).optional()?;
    row.map(|row| opened(work, township, row)).transpose()
}

/// Every handover of the township, the newest first.
pub(crate) fn list(work: Work<'_>, township: &TownshipCode) -> Result<Vec<Handover>, StoreError> {
    let sql = format!("{SELECT} WHERE township = ?1 ORDER BY made_ms DESC, handover_id");
    let rows = all(work.sql.prepare_cached(&sql)?.query_map([Text(township)], of_row)?)?;
    rows.into_iter().map(|row| opened(work, township, row)).collect()
}

const SELECT: &str = "SELECT handover_id, from_user, state, made_ms, kept FROM handover";

type Row = (HandoverId, UserId, HandoverState, i64, Vec<u8>);

fn of_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Row> {
    let (handover, from): (Text<HandoverId>, Text<UserId>) = (row.get(0)?, row.get(1)?);
    let state: Text<HandoverState> = row.get(2)?;
    Ok((handover.0, from.0, state.0, row.get(3)?, row.get(4)?))
}

fn opened(work: Work<'_>, township: &TownshipCode, row: Row) -> Result<Handover, StoreError> {
    let (handover, from, state, made_ms, kept) = row;
    let text = work.open(&place(township, handover), &kept)?;
    let kept = versioned::read(&text, VERSION, "handover")?;
    Ok(Handover { handover, from, state, made_at: moment(made_ms), kept })
}
