//! 账号: staff of a township. Names and secrets are sealed.

use db::Text;
use rusqlite::{OptionalExtension, params};
pub use shared::access::UserState;
use shared::code::Role;
use shared::id::{TownshipCode, UserId};
use shared::moment::Moment;
use shared::protocol::{ScopeReason, StaffName};

use super::{StoreError, Work};

/// A member of staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    pub township: TownshipCode,
    pub user: UserId,
    pub login: String,
    pub role: Role,
    pub state: UserState,
    pub name: String,
    pub scope_version: u32,
    /// Who invited or last changed it; `None` = somebody at the machine.
    pub changed_by: Option<UserId>,
    /// When the password was chosen.
    pub password_at: Moment,
}

impl User {
    /// As others name them.
    #[must_use]
    pub fn staff_name(&self) -> StaffName {
        StaffName { user: self.user, name: self.name.clone(), role: self.role }
    }
}

/// What a login is checked against.
#[derive(Debug)]
pub struct Secrets {
    pub password_hash: String,
    /// 20 bytes, in hex.
    pub totp_hex: zeroize::Zeroizing<String>,
    /// Last time step used.
    pub totp_step: i64,
}

type Row = (Text<TownshipCode>, Text<UserId>, String, Text<Role>, Text<UserState>, Vec<u8>, u32, String, i64);

const COLUMNS: &str = include_str!("sql/user_select.sql");

fn of_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Row> {
    Ok((
        row.get(0)?,
        row.get(1)?,
        row.get(2)?,
        row.get(3)?,
        row.get(4)?,
        row.get(5)?,
        row.get(6)?,
        row.get(7)?,
        row.get(8)?,
    ))
}

fn open(work: Work<'_>, row: Row) -> Result<User, StoreError> {
    let (township, user, login, role, state, name, scope_version, changed_by, password_ms) = row;
    let name = work.open(&name_place(&township.0, user.0), &name)?;
    Ok(User {
        township: township.0,
        user: user.0,
        login,
        role: role.0,
        state: state.0,
        name,
        scope_version,
        changed_by: changed_by.parse().ok(),
        password_at: super::moment(password_ms),
    })
}

fn name_place(township: &TownshipCode, user: UserId) -> String {
    format!("user-name/{township}/{user}")
}

fn totp_place(township: &TownshipCode, user: UserId) -> String {
    format!("user-totp/{township}/{user}")
}

/// Adds an account.
pub(crate) fn insert(work: Work<'_>, user: &User, secrets: &Secrets) -> Result<(), StoreError> {
    work.sql.execute(
        include_str!("sql/user_insert.sql"),
        params![
            Text(&user.township),
            Text(user.user),
            user.login,
            Text(user.role),
            Text(user.state),
            work.seal(&name_place(&user.township, user.user), &user.name)?,
            secrets.password_hash,
            work.seal(&totp_place(&user.township, user.user), &secrets.totp_hex)?,
            secrets.totp_step,
            user.scope_version,
            work.now_ms(),
            user.password_at.timestamp_millis(),
            written(user.changed_by),
        ],
    )?;
    Ok(())
}

pub(crate) fn find(
    work: Work<'_>,
    township: &TownshipCode,
    user: UserId,
) -> Result<Option<User>, StoreError> {
    let mut query = work.sql.prepare_cached(&format!("{COLUMNS} WHERE township = ?1 AND user_id = ?2"))?;
    let row = query.query_row(params![Text(township), Text(user)], of_row).optional()?;
    row.map(|row| open(work, row)).transpose()
}

/// An account by its id, in whichever township it is.
pub(crate) fn anywhere(work: Work<'_>, user: UserId) -> Result<Option<User>, StoreError> {
    let sql = format!("{COLUMNS} WHERE township IN (SELECT township FROM township) AND user_id = ?1");
    let row = work.sql.prepare_cached(&sql)?.query_row([Text(user)], of_row).optional()?;
    row.map(|row| open(work, row)).transpose()
}

/// The account of a login name: `name`, or `name@<township code>` where two townships have the same name.
pub(crate) fn by_login(work: Work<'_>, login: &str) -> Result<Option<User>, StoreError> {
    let (name, township) = match login.split_once('@') {
        Some((name, township)) => (name, Some(township)),
        None => (login, None),
    };
    let sql = format!("{COLUMNS} WHERE township IN (SELECT township FROM township) AND login = ?1");
    let mut query = work.sql.prepare_cached(&sql)?;
    let rows = super::all(query.query_map([name], of_row)?)?;
    let mut found = rows.into_iter().filter(|row| township.is_none_or(|code| row.0.0.0 == code));
    match (found.next(), found.next()) {
        (Some(row), None) => open(work, row).map(Some),
        (None, _) | (Some(_), Some(_)) => Ok(None),
    }
}

/// All accounts of a township, by login name.
pub(crate) fn list(work: Work<'_>, township: &TownshipCode) -> Result<Vec<User>, StoreError> {
    let mut query = work.sql.prepare_cached(&format!("{COLUMNS} WHERE township = ?1 ORDER BY login"))?;
    let rows = super::all(query.query_map([Text(township)], of_row)?)?;
    rows.into_iter().map(|row| open(work, row)).collect()
}

pub(crate) fn secrets(work: Work<'_>, user: &User) -> Result<Secrets, StoreError> {
    let sql = "SELECT password_hash, totp_sealed, totp_step FROM user WHERE township = ?1 AND user_id = ?2";
    let mut query = work.sql.prepare_cached(sql)?;
    let (password_hash, totp, totp_step): (String, Vec<u8>, i64) = query
        .query_row(params![Text(&user.township), Text(user.user)], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?;
    let totp_hex = work.open(&totp_place(&user.township, user.user), &totp)?.into();
    Ok(Secrets { password_hash, totp_hex, totp_step })
}

/// A time step was used; its code works no more.
pub(crate) fn set_totp_step(work: Work<'_>, user: &User, step: i64) -> Result<(), StoreError> {
    let sql = "UPDATE user SET totp_step = ?3 WHERE township = ?1 AND user_id = ?2";
    work.sql.execute(sql, params![Text(&user.township), Text(user.user), step])?;
    Ok(())
}

pub(crate) fn set_totp(work: Work<'_>, user: &User, totp_hex: &str) -> Result<(), StoreError> {
    let sealed = work.seal(&totp_place(&user.township, user.user), totp_hex)?;
    let sql = "UPDATE user SET totp_sealed = ?3, totp_step = 0 WHERE township = ?1 AND user_id = ?2";
    work.sql.execute(sql, params![Text(&user.township), Text(user.user), sealed])?;
    Ok(())
}

pub(crate) fn set_password(work: Work<'_>, user: &User, password_hash: &str) -> Result<(), StoreError> {
    let sql = "UPDATE user SET password_hash = ?3, password_ms = ?4 WHERE township = ?1 AND user_id = ?2";
    work.sql.execute(sql, params![Text(&user.township), Text(user.user), password_hash, work.now_ms()])?;
    Ok(())
}

pub(crate) fn set_state(work: Work<'_>, user: &User, state: UserState) -> Result<(), StoreError> {
    let sql = "UPDATE user SET state = ?3 WHERE township = ?1 AND user_id = ?2";
    work.sql.execute(sql, params![Text(&user.township), Text(user.user), Text(state)])?;
    Ok(())
}

/// Role and state after a step, and who took it.
pub(crate) fn set_step(
    work: Work<'_>,
    user: &User,
    role: Role,
    state: UserState,
    by: Option<UserId>,
) -> Result<(), StoreError> {
    let sql = "UPDATE user SET role = ?3, state = ?4, changed_by = ?5 WHERE township = ?1 AND user_id = ?2";
    let row = params![Text(&user.township), Text(user.user), Text(role), Text(state), written(by)];
    work.sql.execute(sql, row)?;
    Ok(())
}

/// An id as a column keeps it; empty for nobody.
pub(crate) fn written(user: Option<UserId>) -> String {
    user.map_or_else(String::new, |user| user.to_string())
}

/// What the user may see changed, and why: their phones are told, and let go of many cases for no less.
pub(crate) fn bump_scope(
    work: Work<'_>,
    township: &TownshipCode,
    user: UserId,
    reason: ScopeReason,
) -> Result<(), StoreError> {
    let sql = "UPDATE user SET scope_version = scope_version + 1 WHERE township = ?1 AND user_id = ?2";
    work.sql.execute(sql, params![Text(township), Text(user)])?;
    let row = params![Text(township), Text(user), reason.code(), work.now_ms()];
    work.sql.execute(include_str!("sql/scope_change.sql"), row)?;
    Ok(())
}

/// What everybody may see may have changed with the restore of a backup. Versions told before it may come again: a phone
/// holds the list of none of them in a new epoch.
pub(crate) fn bump_scopes_restored(work: Work<'_>, township: &TownshipCode) -> Result<(), StoreError> {
    let sql = "UPDATE user SET scope_version = scope_version + 1 WHERE township = ?1";
    work.sql.execute(sql, params![Text(township)])?;
    let row = params![Text(township), ScopeReason::Restored.code(), work.now_ms()];
    work.sql.execute(include_str!("sql/scope_changes_restored.sql"), row)?;
    Ok(())
}

/// Why the scope of a user changed after a version.
pub(crate) fn scope_reasons(
    work: Work<'_>,
    township: &TownshipCode,
    user: UserId,
    after: u32,
) -> Result<Vec<ScopeReason>, StoreError> {
    let sql = "SELECT DISTINCT reason FROM scope_change \
               WHERE township = ?1 AND user_id = ?2 AND version > ?3 ORDER BY reason";
    let mut query = work.sql.prepare_cached(sql)?;
    let rows = query.query_map(params![Text(township), Text(user), after], |row| row.get::<_, String>(0))?;
    let read = |code: String| ScopeReason::ALL.iter().copied().find(|reason| reason.code() == code);
    Ok(super::all(rows)?.into_iter().filter_map(read).collect())
}
