//! 紧急查阅: files opened out of reach, in the township that owns them. Reasons are sealed.

use db::Text;
use rusqlite::{OptionalExtension, params};
use shared::id::{CaseId, OpeningId, TownshipCode, UserId};
use shared::moment::Moment;

use super::user::written;
use super::{StoreError, Work, all, moment, moment_or_never};

shared::codes! {
    /// What a reviewer found.
    pub enum Verdict { Justified = "justified" "确有必要", Unjustified = "unjustified" "没有必要", }
}

/// One opening.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    pub township: TownshipCode,
    pub opening: OpeningId,
    pub case: CaseId,
    pub user_township: TownshipCode,
    pub user: UserId,
    pub reason: String,
    pub opened_at: Moment,
    pub until: Moment,
    pub review: Option<Review>,
}

/// What somebody else said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    pub at: Moment,
    pub by: UserId,
    pub verdict: Verdict,
    pub note: String,
}

fn place(township: &TownshipCode, opening: OpeningId, what: &str) -> String {
    format!("opening-{what}/{township}/{opening}")
}

pub(crate) fn insert(work: Work<'_>, opening: &Opening) -> Result<(), StoreError> {
    work.sql.execute(
        include_str!("sql/opening_insert.sql"),
        params![
            Text(&opening.township),
            Text(opening.opening),
            Text(opening.case),
            Text(&opening.user_township),
            Text(opening.user),
            work.seal(&place(&opening.township, opening.opening, "reason"), &opening.reason)?,
            opening.opened_at.timestamp_millis(),
            opening.until.timestamp_millis(),
            work.seal(&place(&opening.township, opening.opening, "note"), "")?,
        ],
    )?;
    Ok(())
}

/// Whether the user has the case open now.
pub(crate) fn runs(
    work: Work<'_>,
    township: &TownshipCode,
    user: UserId,
    case: CaseId,
) -> Result<bool, StoreError> {
    let mut query = work.sql.prepare_cached(include_str!("sql/opening_runs.sql"))?;
    Ok(query.exists(params![Text(township), Text(user), Text(case), work.now_ms()])?)
}

/// No opening of this user runs any more.
pub(crate) fn end_all(work: Work<'_>, user: UserId) -> Result<(), StoreError> {
    work.sql.execute(include_str!("sql/opening_end.sql"), params![Text(user), work.now_ms()])?;
    Ok(())
}

/// Openings of the township, newest first.
pub(crate) fn list(work: Work<'_>, township: &TownshipCode) -> Result<Vec<Opening>, StoreError> {
    let sql = format!("{SELECT} WHERE township = ?1 ORDER BY opened_ms DESC, opening_id");
    let rows = all(work.sql.prepare_cached(&sql)?.query_map([Text(township)], of_row)?)?;
    rows.into_iter().map(|row| open(work, row)).collect()
}

pub(crate) fn find(
    work: Work<'_>,
    township: &TownshipCode,
    opening: OpeningId,
) -> Result<Option<Opening>, StoreError> {
    let sql = format!("{SELECT} WHERE township = ?1 AND opening_id = ?2");
    let mut query = work.sql.prepare_cached(&sql)?;
    let row = query.query_row(params![Text(township), Text(opening)], of_row).optional()?;
    row.map(|row| open(work, row)).transpose()
}

pub(crate) fn set_review(work: Work<'_>, opening: &Opening, review: &Review) -> Result<(), StoreError> {
    let note = work.seal(&place(&opening.township, opening.opening, "note"), &review.note)?;
    work.sql.execute(
        include_str!("sql/opening_review.sql"),
        params![
            Text(&opening.township),
            Text(opening.opening),
            review.at.timestamp_millis(),
            written(Some(review.by)),
            Text(review.verdict),
            note,
        ],
    )?;
    Ok(())
}

const SELECT: &str = include_str!("sql/opening_select.sql");

struct Row {
    opening: Opening,
    reason: Vec<u8>,
    reviewed: Option<(Moment, String, String)>,
    note: Vec<u8>,
}

fn of_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Row> {
    let (township, opening): (Text<TownshipCode>, Text<OpeningId>) = (row.get(0)?, row.get(1)?);
    let case: Text<CaseId> = row.get(2)?;
    let (user_township, user): (Text<TownshipCode>, Text<UserId>) = (row.get(3)?, row.get(4)?);
    let (by, verdict): (String, String) = (row.get(9)?, row.get(10)?);
    Ok(Row {
        opening: Opening {
            township: township.0,
            opening: opening.0,
            case: case.0,
            user_township: user_township.0,
            user: user.0,
            reason: String::new(),
            opened_at: moment(row.get(6)?),
            until: moment(row.get(7)?),
            review: None,
        },
        reason: row.get(5)?,
        reviewed: moment_or_never(row.get(8)?).map(|at| (at, by, verdict)),
        note: row.get(11)?,
    })
}

fn open(work: Work<'_>, row: Row) -> Result<Opening, StoreError> {
    let (township, opening) = (row.opening.township.clone(), row.opening.opening);
    let damaged = || StoreError::Damaged("review of an opening");
    let review = match row.reviewed {
        None => None,
        Some((at, by, verdict)) => Some(Review {
            at,
            by: by.parse().map_err(|_| damaged())?,
            verdict: Verdict::ALL.iter().find(|v| v.code() == verdict).copied().ok_or_else(damaged)?,
            note: work.open(&place(&township, opening, "note"), &row.note)?,
        }),
    };
    let reason = work.open(&place(&township, opening, "reason"), &row.reason)?;
    Ok(Opening { reason, review, ..row.opening })
}
