//! 常用视图 of each user, sealed: what somebody searches for is nobody else's business.

use db::Text;
use rusqlite::{OptionalExtension, params};
use shared::id::{TownshipCode, UserId};

use super::{StoreError, Work};

fn place(township: &TownshipCode, user: UserId) -> String {
    format!("saved_view/{township}/{user}")
}

pub(crate) fn find(
    work: Work<'_>,
    township: &TownshipCode,
    user: UserId,
) -> Result<Option<String>, StoreError> {
    let sql = "SELECT views FROM saved_view WHERE township = ?1 AND user_id = ?2";
    let mut query = work.sql.prepare_cached(sql)?;
    let sealed: Option<Vec<u8>> =
        query.query_row(params![Text(township), Text(user)], |row| row.get(0)).optional()?;
    sealed.map(|sealed| work.open(&place(township, user), &sealed)).transpose()
}

pub(crate) fn put(
    work: Work<'_>,
    township: &TownshipCode,
    user: UserId,
    views: &str,
) -> Result<(), StoreError> {
    let sealed = work.seal(&place(township, user), views)?;
    let key = params![Text(township), Text(user)];
    work.sql.execute("DELETE FROM saved_view WHERE township = ?1 AND user_id = ?2", key)?;
    let sql = "INSERT INTO saved_view (township, user_id, views) VALUES (?1, ?2, ?3)";
    work.sql.execute(sql, params![Text(township), Text(user), sealed])?;
    Ok(())
}
