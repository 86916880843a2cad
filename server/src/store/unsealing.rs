//! 调阅封存档案: who asked for a shut file, who allowed it, until when. The words are sealed.

use db::Text;
use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};
use shared::id::{CaseId, OpeningId, TownshipCode, UserId};
use shared::moment::Moment;

use super::user::written;
use super::{StoreError, Work, all, moment, moment_or_never, versioned};

/// Of [`Words`] as they are sealed.
const VERSION: u32 = 1;

shared::codes! {
    /// Where a wish stands.
    pub enum UnsealingState {
        Open = "open" "待批准", Approved = "approved" "已批准", Refused = "refused" "不批准", TakenBack = "taken_back" "已收回",
    }
}

/// What is said of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Words {
    pub reason: String,
    pub purpose: String,
    /// Asked for.
    pub hours: u32,
    /// Of who answered.
    pub note: String,
}

/// One wish to open a shut file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unsealing {
    pub opening: OpeningId,
    pub case: CaseId,
    pub user: UserId,
    pub asked_at: Moment,
    pub state: UnsealingState,
    pub settled_by: Option<UserId>,
    pub settled_at: Option<Moment>,
    /// The end of an approved one.
    pub until: Option<Moment>,
    pub words: Words,
}

impl Unsealing {
    /// Whether its asker has the file open at a moment.
    pub(crate) fn runs(&self, at: Moment) -> bool {
        self.state == UnsealingState::Approved
            && self.settled_at.is_some_and(|from| from <= at)
            && self.until.is_some_and(|until| at < until)
    }
}

fn place(township: &TownshipCode, opening: OpeningId) -> String {
    format!("unsealing/{township}/{opening}")
}

fn sealed(
    work: Work<'_>,
    township: &TownshipCode,
    opening: OpeningId,
    words: &Words,
) -> Result<Vec<u8>, StoreError> {
    work.seal(&place(township, opening), &versioned::write(words, VERSION, "unsealing")?)
}

pub(crate) fn insert(work: Work<'_>, township: &TownshipCode, one: &Unsealing) -> Result<(), StoreError> {
    work.sql.execute(
        include_str!("sql/unsealing_insert.sql"),
        params![
            Text(township),
            Text(one.opening),
            Text(one.case),
            Text(one.user),
            one.asked_at.timestamp_millis(),
            one.state.code(),
            sealed(work, township, one.opening, &one.words)?,
        ],
    )?;
    Ok(())
}

/// Writes the answer down, of one that is open.
pub(crate) fn settle(work: Work<'_>, township: &TownshipCode, one: &Unsealing) -> Result<(), StoreError> {
    work.sql.execute(
        include_str!("sql/unsealing_settle.sql"),
        params![
            Text(township),
            Text(one.opening),
            one.state.code(),
            written(one.settled_by),
            work.now_ms(),
            one.until.map_or(0, |until| until.timestamp_millis()),
            sealed(work, township, one.opening, &one.words)?,
        ],
    )?;
    Ok(())
}

/// What this user has open ends now.
pub(crate) fn end_all(work: Work<'_>, user: UserId) -> Result<(), StoreError> {
    work.sql.execute(include_str!("sql/unsealing_end.sql"), params![Text(user), work.now_ms()])?;
    Ok(())
}

pub(crate) fn find(
    work: Work<'_>,
    township: &TownshipCode,
    opening: OpeningId,
) -> Result<Option<Unsealing>, StoreError> {
    let sql = format!("{SELECT} WHERE township = ?1 AND opening_id = ?2");
    let mut query = work.sql.prepare_cached(&sql)?;
    let row = query.query_row(params![Text(township), Text(opening)], of_row).optional()?;
    row.map(|row| opened(work, township, row)).transpose()
}

/// Every wish of the township, the newest first.
pub(crate) fn list(work: Work<'_>, township: &TownshipCode) -> Result<Vec<Unsealing>, StoreError> {
    let sql = format!("{SELECT} WHERE township = ?1 ORDER BY asked_ms DESC, opening_id");
    let rows = all(work.sql.prepare_cached(&sql)?.query_map([Text(township)], of_row)?)?;
    rows.into_iter().map(|row| opened(work, township, row)).collect()
}

/// Every wish for a case, the newest first.
pub(crate) fn of_case(
    work: Work<'_>,
    township: &TownshipCode,
    case: CaseId,
) -> Result<Vec<Unsealing>, StoreError> {
    let sql = format!("{SELECT} WHERE township = ?1 AND case_id = ?2 ORDER BY asked_ms DESC, opening_id");
    let rows = all(work.sql.prepare_cached(&sql)?.query_map(params![Text(township), Text(case)], of_row)?)?;
    rows.into_iter().map(|row| opened(work, township, row)).collect()
}

/// The one by which a user has the case open now.
pub(crate) fn running(
    work: Work<'_>,
    township: &TownshipCode,
    user: UserId,
    case: CaseId,
) -> Result<Option<Unsealing>, StoreError> {
    let found = of_case(work, township, case)?;
    Ok(found.into_iter().find(|one| one.user == user && one.runs(work.now)))
}

const SELECT: &str = include_str!("sql/unsealing_select.sql");

fn of_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<(Unsealing, Vec<u8>)> {
    let (opening, case): (Text<OpeningId>, Text<CaseId>) = (row.get(0)?, row.get(1)?);
    let (user, state): (Text<UserId>, Text<UnsealingState>) = (row.get(2)?, row.get(4)?);
    let by: String = row.get(5)?;
    let one = Unsealing {
        opening: opening.0,
        case: case.0,
        user: user.0,
        asked_at: moment(row.get(3)?),
        state: state.0,
        settled_by: by.parse().ok(),
        settled_at: moment_or_never(row.get(6)?),
        until: moment_or_never(row.get(7)?),
        words: Words { reason: String::new(), purpose: String::new(), hours: 0, note: String::new() },
    };
    Ok((one, row.get(8)?))
}

fn opened(
    work: Work<'_>,
    township: &TownshipCode,
    (one, words): (Unsealing, Vec<u8>),
) -> Result<Unsealing, StoreError> {
    let words = work.open(&place(township, one.opening), &words)?;
    Ok(Unsealing { words: versioned::read(&words, VERSION, "unsealing")?, ..one })
}
