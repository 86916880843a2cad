//! 设备: one row for each pairing of one user with one installation.

use db::Text;
use rusqlite::{OptionalExtension, params};
use shared::access::DeviceTrust;
use shared::id::{SeriesId, TownshipCode, UserId};
use shared::moment::Moment;

use super::user::written;
use super::{StoreError, Work, all, moment, moment_or_never};

/// A paired device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    pub township: TownshipCode,
    pub series: SeriesId,
    pub user: UserId,
    /// `ed25519:<base64>`.
    pub key: String,
    pub name: String,
    pub app_version: String,
    pub paired_at: Moment,
    pub seen_at: Option<Moment>,
    pub clock_offset_seconds: i32,
    pub unsent: u32,
    /// Of the last hello; empty before the first.
    pub nonce: String,
    pub counter: u64,
    pub revoked_at: Option<Moment>,
    pub confirmed_at: Option<Moment>,
    /// Who gave out its pairing code; `None` = somebody at the machine.
    pub made_by: Option<UserId>,
    /// `None` where the device does not tell.
    pub storage_free_mib: Option<u32>,
    /// Hours since 1970 of the running count of contacts, and the count.
    pub contact_hour: i64,
    pub contact_count: i64,
}

impl Device {
    /// How far it is trusted.
    #[must_use]
    pub const fn trust(&self) -> DeviceTrust {
        match (self.revoked_at, self.confirmed_at) {
            (Some(_), _) => DeviceTrust::Revoked,
            (None, Some(_)) => DeviceTrust::Confirmed,
            (None, None) => DeviceTrust::Unconfirmed,
        }
    }
}

/// What a hello leaves behind.
#[derive(Debug)]
pub struct Hello<'a> {
    pub app_version: &'a str,
    pub clock_offset_seconds: i32,
    pub unsent: u32,
    pub nonce: &'a str,
    pub storage_free_mib: Option<u32>,
}

struct Row {
    device: Device,
    name_sealed: Vec<u8>,
}

const SELECT: &str = include_str!("sql/device_select.sql");

fn of_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Row> {
    let (township, series, user): (Text<TownshipCode>, Text<SeriesId>, Text<UserId>) =
        (row.get(0)?, row.get(1)?, row.get(2)?);
    let counter: i64 = row.get(11)?;
    let (made_by, storage): (String, i64) = (row.get(14)?, row.get(15)?);
    let device = Device {
        township: township.0,
        series: series.0,
        user: user.0,
        key: row.get(3)?,
        name: String::new(),
        app_version: row.get(5)?,
        paired_at: moment(row.get(6)?),
        seen_at: moment_or_never(row.get(7)?),
        clock_offset_seconds: row.get(8)?,
        unsent: row.get(9)?,
        nonce: row.get(10)?,
        counter: u64::try_from(counter).unwrap_or(0),
        revoked_at: moment_or_never(row.get(12)?),
        confirmed_at: moment_or_never(row.get(13)?),
        made_by: made_by.parse().ok(),
        storage_free_mib: u32::try_from(storage).ok(),
        contact_hour: row.get(16)?,
        contact_count: row.get(17)?,
    };
    Ok(Row { device, name_sealed: row.get(4)? })
}

fn open(work: Work<'_>, row: Row) -> Result<Device, StoreError> {
    let place = name_place(&row.device.township, row.device.series);
    Ok(Device { name: work.open(&place, &row.name_sealed)?, ..row.device })
}

fn name_place(township: &TownshipCode, series: SeriesId) -> String {
    format!("device-name/{township}/{series}")
}

pub(crate) fn insert(work: Work<'_>, device: &Device) -> Result<(), StoreError> {
    work.sql.execute(
        include_str!("sql/device_insert.sql"),
        params![
            Text(&device.township),
            Text(device.series),
            Text(device.user),
            device.key,
            work.seal(&name_place(&device.township, device.series), &device.name)?,
            device.app_version,
            work.now_ms(),
            written(device.made_by),
        ],
    )?;
    Ok(())
}

/// The device of a series, in whichever township it is.
pub(crate) fn find(work: Work<'_>, series: SeriesId) -> Result<Option<Device>, StoreError> {
    let sql = format!("{SELECT} WHERE township IN (SELECT township FROM township) AND series = ?1");
    let row = work.sql.prepare_cached(&sql)?.query_row([Text(series)], of_row).optional()?;
    row.map(|row| open(work, row)).transpose()
}

/// The device that a code was used for at that millisecond, by its key.
pub(crate) fn find_paired(
    work: Work<'_>,
    township: &TownshipCode,
    key: &str,
    paired_ms: i64,
) -> Result<Option<Device>, StoreError> {
    let sql = format!("{SELECT} WHERE township = ?1 AND device_key = ?2 AND paired_ms = ?3");
    let mut query = work.sql.prepare_cached(&sql)?;
    let row = query.query_row(params![Text(township), key, paired_ms], of_row).optional()?;
    row.map(|row| open(work, row)).transpose()
}

/// All devices of a township, newest first.
pub(crate) fn list(work: Work<'_>, township: &TownshipCode) -> Result<Vec<Device>, StoreError> {
    let sql = format!("{SELECT} WHERE township = ?1 ORDER BY paired_ms DESC, series");
    let rows = all(work.sql.prepare_cached(&sql)?.query_map([Text(township)], of_row)?)?;
    rows.into_iter().map(|row| open(work, row)).collect()
}

/// A signed request was taken: its counter can never be used again.
pub(crate) fn set_counter(work: Work<'_>, device: &Device, counter: u64) -> Result<(), StoreError> {
    let sql = "UPDATE device SET counter = ?3, seen_ms = ?4 WHERE township = ?1 AND series = ?2";
    let counter = i64::try_from(counter).unwrap_or(i64::MAX);
    let row = params![Text(&device.township), Text(device.series), counter, work.now_ms()];
    work.sql.prepare_cached(sql)?.execute(row)?;
    Ok(())
}

pub(crate) fn set_hello(work: Work<'_>, device: &Device, hello: &Hello<'_>) -> Result<(), StoreError> {
    work.sql.prepare_cached(include_str!("sql/device_hello.sql"))?.execute(params![
        Text(&device.township),
        Text(device.series),
        hello.app_version,
        hello.clock_offset_seconds,
        hello.unsent,
        hello.nonce,
        hello.storage_free_mib.map_or(-1, i64::from),
    ])?;
    Ok(())
}

/// The app versions phones of a township should and must have; empty = any.
pub(crate) fn app_floor(work: Work<'_>, township: &TownshipCode) -> Result<(String, String), StoreError> {
    let sql = "SELECT wanted, required FROM app_floor WHERE township = ?1";
    let mut query = work.sql.prepare_cached(sql)?;
    let found = query.query_row([Text(township)], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    Ok(found.unwrap_or_default())
}

pub(crate) fn set_app_floor(
    work: Work<'_>,
    township: &TownshipCode,
    wanted: &str,
    required: &str,
) -> Result<(), StoreError> {
    let row = params![Text(township), wanted, required];
    work.sql.execute(include_str!("sql/app_floor_put.sql"), row)?;
    Ok(())
}

/// Revokes a device of a township; says whether there was one to revoke.
pub(crate) fn revoke(work: Work<'_>, township: &TownshipCode, series: SeriesId) -> Result<bool, StoreError> {
    let sql = "UPDATE device SET revoked_ms = ?3 WHERE township = ?1 AND series = ?2 AND revoked_ms = 0";
    Ok(work.sql.execute(sql, params![Text(township), Text(series), work.now_ms()])? == 1)
}

/// Takes every device's nonce away: the next thing it may say is hello.
pub(crate) fn forget_nonces(work: Work<'_>, township: &TownshipCode) -> Result<(), StoreError> {
    let sql = "UPDATE device SET nonce = '' WHERE township = ?1";
    work.sql.execute(sql, params![Text(township)])?;
    Ok(())
}

/// Lets a device read; says whether there was one waiting.
pub(crate) fn confirm(work: Work<'_>, township: &TownshipCode, series: SeriesId) -> Result<bool, StoreError> {
    let sql = include_str!("sql/device_confirm.sql");
    Ok(work.sql.execute(sql, params![Text(township), Text(series), work.now_ms()])? == 1)
}

/// The credentials of its user changed: its devices read nothing until somebody confirms them again, and what was signed
/// for the last hello is worth nothing.
pub(crate) fn unconfirm_all(work: Work<'_>, township: &TownshipCode, user: UserId) -> Result<(), StoreError> {
    let sql = "UPDATE device SET confirmed_ms = 0, nonce = '' WHERE township = ?1 AND user_id = ?2";
    work.sql.execute(sql, params![Text(township), Text(user)])?;
    Ok(())
}

/// Its user is gone for good.
pub(crate) fn revoke_all(work: Work<'_>, township: &TownshipCode, user: UserId) -> Result<(), StoreError> {
    let sql = "UPDATE device SET revoked_ms = ?3 WHERE township = ?1 AND user_id = ?2 AND revoked_ms = 0";
    work.sql.execute(sql, params![Text(township), Text(user), work.now_ms()])?;
    Ok(())
}

/// Counts one contact. Gives the hour and count that ended with it, where a new hour began.
pub(crate) fn count_contact(work: Work<'_>, device: &Device) -> Result<Option<(i64, i64)>, StoreError> {
    let hour = work.now_ms().div_euclid(3_600_000);
    let turned = hour != device.contact_hour;
    let count = if turned { 1 } else { device.contact_count + 1 };
    let sql = "UPDATE device SET contact_hour = ?3, contact_count = ?4 WHERE township = ?1 AND series = ?2";
    work.sql.prepare_cached(sql)?.execute(params![
        Text(&device.township),
        Text(device.series),
        hour,
        count
    ])?;
    Ok(turned.then_some((device.contact_hour, device.contact_count)))
}
