//! 设置链接: one-time links to choose a password and a second factor, kept as hashes.

use db::Text;
use rusqlite::{OptionalExtension, params};
use shared::hash::Hash;
use shared::id::{TownshipCode, UserId};

use super::{StoreError, Work};

/// A link somebody was handed.
#[derive(Debug)]
pub struct SetupLink {
    pub township: TownshipCode,
    pub user: UserId,
    /// The second factor it hands out: 20 bytes in hex.
    pub totp_hex: zeroize::Zeroizing<String>,
    pub expires_ms: i64,
    /// 0 = not used.
    pub used_ms: i64,
}

fn place(township: &TownshipCode, code: &Hash) -> String {
    format!("setup-totp/{township}/{code}")
}

pub(crate) fn insert(work: Work<'_>, code: &Hash, link: &SetupLink) -> Result<(), StoreError> {
    work.sql.execute(
        include_str!("sql/setup_link_insert.sql"),
        params![
            Text(&link.township),
            code.0,
            Text(link.user),
            work.seal(&place(&link.township, code), &link.totp_hex)?,
            link.expires_ms,
            link.used_ms,
        ],
    )?;
    Ok(())
}

pub(crate) fn find(work: Work<'_>, code: &Hash) -> Result<Option<SetupLink>, StoreError> {
    let mut query = work.sql.prepare_cached(include_str!("sql/setup_link_find.sql"))?;
    let found = query.query_row([&code.0], |row| {
        let (township, user): (Text<TownshipCode>, Text<UserId>) = (row.get(0)?, row.get(1)?);
        Ok((township.0, user.0, row.get::<_, Vec<u8>>(2)?, row.get(3)?, row.get(4)?))
    });
    let Some((township, user, totp, expires_ms, used_ms)) = found.optional()? else {
        return Ok(None);
    };
    let totp_hex = work.open(&place(&township, code), &totp)?.into();
    Ok(Some(SetupLink { township, user, totp_hex, expires_ms, used_ms }))
}

pub(crate) fn set_used(work: Work<'_>, township: &TownshipCode, code: &Hash) -> Result<(), StoreError> {
    let sql = "UPDATE setup_link SET used_ms = ?3 WHERE township = ?1 AND code_hash = ?2";
    work.sql.execute(sql, params![Text(township), code.0, work.now_ms()])?;
    Ok(())
}

/// No link of this user works any more.
pub(crate) fn end_all(work: Work<'_>, township: &TownshipCode, user: UserId) -> Result<(), StoreError> {
    let sql = "UPDATE setup_link SET expires_ms = 0 WHERE township = ?1 AND user_id = ?2 AND used_ms = 0";
    work.sql.execute(sql, params![Text(township), Text(user)])?;
    Ok(())
}

/// Lets every unused link of a township expire: what lay in a backup may have been used since.
pub(crate) fn expire_all(work: Work<'_>, township: &TownshipCode) -> Result<(), StoreError> {
    let sql = "UPDATE setup_link SET expires_ms = 0 WHERE township = ?1 AND used_ms = 0";
    work.sql.execute(sql, params![Text(township)])?;
    Ok(())
}
