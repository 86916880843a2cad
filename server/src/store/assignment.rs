//! 指派: which worker has which case, from when until when by the server's clock.

use db::Text;
use rusqlite::params;
use shared::id::{CaseId, TownshipCode, UserId};
use shared::protocol::ScopeReason;

use super::{StoreError, Work, all, user};

/// A stretch of time by the server's clock; still running where `until_ms` is 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub from_ms: i64,
    pub until_ms: i64,
}

impl Span {
    pub(crate) fn of_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self { from_ms: row.get(0)?, until_ms: row.get(1)? })
    }

    /// Still running.
    #[must_use]
    pub const fn runs(self) -> bool {
        self.until_ms == 0
    }

    /// Running at a millisecond.
    #[must_use]
    pub const fn covers(self, ms: i64) -> bool {
        self.from_ms <= ms && (self.until_ms == 0 || ms < self.until_ms)
    }
}

/// Sets who has a case from now on. Those who gain or lose it pull anew.
pub(crate) fn set(
    work: Work<'_>,
    township: &TownshipCode,
    case: CaseId,
    workers: &[UserId],
) -> Result<(), StoreError> {
    let before: Vec<UserId> = of_case(work, township, case)?;
    for gone in before.iter().filter(|worker| !workers.contains(worker)) {
        work.sql.execute(
            include_str!("sql/assignment_end.sql"),
            params![Text(township), Text(case), Text(gone), work.now_ms()],
        )?;
        user::bump_scope(work, township, *gone, ScopeReason::Reassigned)?;
    }
    for (place, new) in workers.iter().enumerate() {
        if before.contains(new) || workers.iter().take(place).any(|earlier| earlier == new) {
            continue;
        }
        work.sql.execute(
            include_str!("sql/assignment_begin.sql"),
            params![Text(township), Text(case), Text(new), work.now_ms()],
        )?;
        user::bump_scope(work, township, *new, ScopeReason::Reassigned)?;
    }
    Ok(())
}

/// Who has the case now.
pub(crate) fn of_case(
    work: Work<'_>,
    township: &TownshipCode,
    case: CaseId,
) -> Result<Vec<UserId>, StoreError> {
    let sql = "SELECT user_id FROM assignment WHERE township = ?1 AND case_id = ?2 AND until_ms = 0";
    let mut query = work.sql.prepare_cached(sql)?;
    let rows = query
        .query_map(params![Text(township), Text(case)], |row| row.get::<_, Text<UserId>>(0).map(|id| id.0))?;
    all(rows)
}

/// Every running assignment of the township.
pub(crate) fn list(work: Work<'_>, township: &TownshipCode) -> Result<Vec<(CaseId, UserId)>, StoreError> {
    let sql = "SELECT case_id, user_id FROM assignment WHERE township = ?1 AND until_ms = 0";
    let mut query = work.sql.prepare_cached(sql)?;
    let rows = query.query_map([Text(township)], |row| {
        let (case, user): (Text<CaseId>, Text<UserId>) = (row.get(0)?, row.get(1)?);
        Ok((case.0, user.0))
    })?;
    all(rows)
}

/// When the user had the case.
pub(crate) fn spans(
    work: Work<'_>,
    township: &TownshipCode,
    case: CaseId,
    user: UserId,
) -> Result<Vec<Span>, StoreError> {
    let mut query = work.sql.prepare_cached(include_str!("sql/assignment_spans.sql"))?;
    all(query.query_map(params![Text(township), Text(case), Text(user)], Span::of_row)?)
}

/// Somebody is gone: what they had is theirs no more.
pub(crate) fn end_all(work: Work<'_>, township: &TownshipCode, user: UserId) -> Result<(), StoreError> {
    let sql = "UPDATE assignment SET until_ms = ?3 WHERE township = ?1 AND user_id = ?2 AND until_ms = 0";
    work.sql.execute(sql, params![Text(township), Text(user), work.now_ms()])?;
    Ok(())
}
