//! 变更执行地 between townships of one server: who began it, whether the other took it.

use db::Text;
use rusqlite::{OptionalExtension, params};
use shared::id::{CaseId, TownshipCode, UserId};
use shared::moment::Moment;

use super::{StoreError, Work, all, moment, moment_or_never};

shared::codes! {
    /// Where a transfer stands.
    pub enum TransferState {
        Begun = "begun" "移交中", Accepted = "accepted" "已接收", Cancelled = "cancelled" "已撤回",
    }
}

/// One transfer of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transfer {
    pub case: CaseId,
    pub from: TownshipCode,
    pub to: TownshipCode,
    pub state: TransferState,
    pub begun_at: Moment,
    pub ended_at: Option<Moment>,
}

/// Begins one. `by` is empty for what is done at the machine itself.
pub(crate) fn insert(
    work: Work<'_>,
    from: &TownshipCode,
    case: CaseId,
    to: &TownshipCode,
    by: Option<UserId>,
) -> Result<(), StoreError> {
    let by = by.map(|user| user.to_string()).unwrap_or_default();
    let row = params![Text(from), Text(case), work.now_ms(), Text(to), TransferState::Begun.code(), by];
    work.sql.execute(include_str!("sql/transfer_insert.sql"), row)?;
    Ok(())
}

/// The open transfer of a case, in whichever township it began.
pub(crate) fn open(work: Work<'_>, case: CaseId) -> Result<Option<Transfer>, StoreError> {
    let sql = format!(
        "{} WHERE township IN (SELECT township FROM township) AND case_id = ?1 AND state = 'begun'",
        SELECT.trim()
    );
    Ok(work.sql.prepare_cached(&sql)?.query_row([Text(case)], of_row).optional()?)
}

/// Every transfer into or out of a township, newest first.
pub(crate) fn list(work: Work<'_>, code: &TownshipCode) -> Result<Vec<Transfer>, StoreError> {
    let sql = format!(
        "{} WHERE township IN (SELECT township FROM township) AND (township = ?1 OR to_township = ?1) \
         ORDER BY begun_ms DESC, case_id",
        SELECT.trim()
    );
    all(work.sql.prepare_cached(&sql)?.query_map([Text(code)], of_row)?)
}

/// Ends the open transfer.
pub(crate) fn end(
    work: Work<'_>,
    transfer: &Transfer,
    state: TransferState,
    by: Option<UserId>,
) -> Result<(), StoreError> {
    let by = by.map(|user| user.to_string()).unwrap_or_default();
    let row = params![Text(&transfer.from), Text(transfer.case), state.code(), by, work.now_ms()];
    work.sql.execute(include_str!("sql/transfer_end.sql"), row)?;
    Ok(())
}

const SELECT: &str = include_str!("sql/transfer_select.sql");

fn of_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Transfer> {
    let (from, case, to): (Text<TownshipCode>, Text<CaseId>, Text<TownshipCode>) =
        (row.get(0)?, row.get(1)?, row.get(3)?);
    let state: Text<TransferState> = row.get(4)?;
    Ok(Transfer {
        case: case.0,
        from: from.0,
        to: to.0,
        state: state.0,
        begun_at: moment(row.get(2)?),
        ended_at: moment_or_never(row.get(5)?),
    })
}
