//! 待批准: what one of the office wrote and another has to approve. What is written is sealed.

use db::Text;
use rusqlite::{OptionalExtension, params};
use shared::id::{CaseId, ProposalId, TownshipCode, UserId};
use shared::moment::Moment;

use super::user::written;
use super::{StoreError, Work, all, moment, moment_or_never};

shared::codes! {
    /// Where a proposal stands.
    pub enum ProposalState {
        Open = "open" "待批准", Approved = "approved" "已批准", Refused = "refused" "不批准", TakenBack = "taken_back" "已收回",
    }
}

/// One proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    pub proposal: ProposalId,
    pub case: CaseId,
    /// JSON of the form.
    pub written: String,
    pub made_at: Moment,
    pub made_by: UserId,
    pub state: ProposalState,
    pub settled_at: Option<Moment>,
    pub settled_by: Option<UserId>,
    pub note: String,
}

fn place(township: &TownshipCode, proposal: ProposalId, what: &str) -> String {
    format!("proposal-{what}/{township}/{proposal}")
}

pub(crate) fn insert(
    work: Work<'_>,
    township: &TownshipCode,
    proposal: ProposalId,
    case: CaseId,
    text: &str,
    by: UserId,
) -> Result<(), StoreError> {
    work.sql.execute(
        include_str!("sql/proposal_insert.sql"),
        params![
            Text(township),
            Text(proposal),
            Text(case),
            work.seal(&place(township, proposal, "form"), text)?,
            work.now_ms(),
            Text(by),
            ProposalState::Open.code(),
            work.seal(&place(township, proposal, "note"), "")?,
        ],
    )?;
    Ok(())
}

pub(crate) fn settle(
    work: Work<'_>,
    township: &TownshipCode,
    proposal: ProposalId,
    state: ProposalState,
    by: UserId,
    note: &str,
) -> Result<(), StoreError> {
    let note = work.seal(&place(township, proposal, "note"), note)?;
    let row = params![Text(township), Text(proposal), state.code(), work.now_ms(), written(Some(by)), note];
    work.sql.execute(include_str!("sql/proposal_settle.sql"), row)?;
    Ok(())
}

pub(crate) fn find(
    work: Work<'_>,
    township: &TownshipCode,
    proposal: ProposalId,
) -> Result<Option<Proposal>, StoreError> {
    let sql = format!("{SELECT} WHERE township = ?1 AND proposal_id = ?2");
    let mut query = work.sql.prepare_cached(&sql)?;
    let row = query.query_row(params![Text(township), Text(proposal)], of_row).optional()?;
    row.map(|row| opened(work, township, row)).transpose()
}

/// Every open proposal of the township, the oldest first.
pub(crate) fn open(work: Work<'_>, township: &TownshipCode) -> Result<Vec<Proposal>, StoreError> {
    let sql = format!("{SELECT} WHERE township = ?1 AND state = 'open' ORDER BY made_ms, proposal_id");
    let rows = all(work.sql.prepare_cached(&sql)?.query_map([Text(township)], of_row)?)?;
    rows.into_iter().map(|row| opened(work, township, row)).collect()
}

/// Every proposal of a case, the newest first.
pub(crate) fn of_case(
    work: Work<'_>,
    township: &TownshipCode,
    case: CaseId,
) -> Result<Vec<Proposal>, StoreError> {
    let sql = format!("{SELECT} WHERE township = ?1 AND case_id = ?2 ORDER BY made_ms DESC, proposal_id");
    let rows = all(work.sql.prepare_cached(&sql)?.query_map(params![Text(township), Text(case)], of_row)?)?;
    rows.into_iter().map(|row| opened(work, township, row)).collect()
}

const SELECT: &str = include_str!("sql/proposal_select.sql");

/// As it lies there: what is sealed comes last.
struct Row {
    proposal: Proposal,
    form: Vec<u8>,
    note: Vec<u8>,
    settled_by: String,
}

fn of_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Row> {
    let (proposal, case): (Text<ProposalId>, Text<CaseId>) = (row.get(0)?, row.get(1)?);
    let (made_by, state): (Text<UserId>, Text<ProposalState>) = (row.get(4)?, row.get(5)?);
    Ok(Row {
        proposal: Proposal {
            proposal: proposal.0,
            case: case.0,
            written: String::new(),
            made_at: moment(row.get(3)?),
            made_by: made_by.0,
            state: state.0,
            settled_at: moment_or_never(row.get(6)?),
            settled_by: None,
            note: String::new(),
        },
        form: row.get(2)?,
        settled_by: row.get(7)?,
        note: row.get(8)?,
    })
}

fn opened(work: Work<'_>, township: &TownshipCode, row: Row) -> Result<Proposal, StoreError> {
    let id = row.proposal.proposal;
    Ok(Proposal {
        written: work.open(&place(township, id, "form"), &row.form)?,
        note: work.open(&place(township, id, "note"), &row.note)?,
        settled_by: row.settled_by.parse().ok(),
        ..row.proposal
    })
}
