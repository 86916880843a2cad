//! 草稿 of the console, sealed: what a clerk has typed of a person is as confidential as what is recorded.

use db::Text;
use rusqlite::params;
use shared::id::{DraftId, TownshipCode, UserId};
use shared::moment::Moment;

use super::{StoreError, Work, all, moment};

fn place(township: &TownshipCode, user: UserId, draft: DraftId) -> String {
    format!("desk_draft/{township}/{user}/{draft}")
}

/// The user's own, the latest first: id, when it was kept, what was typed.
pub(crate) fn list(
    work: Work<'_>,
    township: &TownshipCode,
    user: UserId,
) -> Result<Vec<(DraftId, Moment, String)>, StoreError> {
    let sql = "SELECT draft_id, saved_ms, content FROM desk_draft WHERE township = ?1 AND user_id = ?2
               ORDER BY saved_ms DESC, draft_id";
    let mut query = work.sql.prepare_cached(sql)?;
    let rows = all(query.query_map(params![Text(township), Text(user)], |row| {
        let Text(draft) = row.get(0)?;
        Ok((draft, row.get(1)?, row.get(2)?))
    })?)?;
    let open = |(draft, saved, sealed): (DraftId, i64, Vec<u8>)| {
        Ok((draft, moment(saved), work.open(&place(township, user, draft), &sealed)?))
    };
    rows.into_iter().map(open).collect()
}

pub(crate) fn put(
    work: Work<'_>,
    township: &TownshipCode,
    user: UserId,
    draft: DraftId,
    content: &str,
) -> Result<(), StoreError> {
    let sealed = work.seal(&place(township, user, draft), content)?;
    drop(work, township, user, draft)?;
    let sql = "INSERT INTO desk_draft (township, user_id, draft_id, saved_ms, content)
               VALUES (?1, ?2, ?3, ?4, ?5)";
    let saved = work.now.timestamp_millis();
    work.sql.execute(sql, params![Text(township), Text(user), Text(draft), saved, sealed])?;
    Ok(())
}

/// One that is not there is gone already.
pub(crate) fn drop(
    work: Work<'_>,
    township: &TownshipCode,
    user: UserId,
    draft: DraftId,
) -> Result<(), StoreError> {
    let sql = "DELETE FROM desk_draft WHERE township = ?1 AND user_id = ?2 AND draft_id = ?3";
    work.sql.execute(sql, params![Text(township), Text(user), Text(draft)])?;
    Ok(())
}

/// Of every township and user: those kept before a moment go.
pub(crate) fn sweep(work: Work<'_>, before: Moment) -> Result<Vec<(TownshipCode, DraftId)>, StoreError> {
    let before = before.timestamp_millis();
    let mut query = work
        .sql
        .prepare_cached("SELECT township, draft_id FROM desk_draft WHERE saved_ms < ?1 ORDER BY saved_ms")?;
    let gone = all(query.query_map(params![before], |row| {
        let (Text(township), Text(draft)) = (row.get(0)?, row.get(1)?);
        Ok((township, draft))
    })?)?;
    work.sql.execute("DELETE FROM desk_draft WHERE saved_ms < ?1", params![before])?;
    Ok(gone)
}
