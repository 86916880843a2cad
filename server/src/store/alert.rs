//! 设备提醒: what somebody at the office should look at, one open row for each device and kind.

use db::Text;
use rusqlite::params;
use shared::id::{SeriesId, TownshipCode};
use shared::moment::Moment;

use super::{StoreError, Work, all, moment};

shared::codes! {
    /// What happened to a device.
    pub enum AlertKind {
        /// Two records came for one place: there are two copies of this phone, or it was put back from an old one.
        Forked = "forked" "同一序号出现两份记录",
        /// Its counter went back: it was put back from an old copy.
        Rewound = "rewound" "手机数据疑似由旧副本恢复",
        /// Records that a restore took from the office are not on this phone either.
        SeriesGap = "series_gap" "恢复备份后有记录缺号",
    }
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alert {
    pub series: SeriesId,
    pub kind: AlertKind,
    pub first_at: Moment,
    pub last_at: Moment,
    pub times: u32,
}

/// It happened (again). Says whether it is the first time.
pub(crate) fn raise(
    work: Work<'_>,
    code: &TownshipCode,
    series: SeriesId,
    kind: AlertKind,
) -> Result<bool, StoreError> {
    let key = params![Text(code), Text(series), kind.code(), work.now_ms()];
    let again = work.sql.prepare_cached(include_str!("sql/alert_again.sql"))?.execute(key)?;
    if again == 0 {
        let key = params![Text(code), Text(series), kind.code(), work.now_ms()];
        work.sql.prepare_cached(include_str!("sql/alert_insert.sql"))?.execute(key)?;
    }
    Ok(again == 0)
}

/// All of a township, by device.
pub(crate) fn list(work: Work<'_>, code: &TownshipCode) -> Result<Vec<Alert>, StoreError> {
    let sql =
        "SELECT series, kind, first_ms, last_ms, times FROM alert WHERE township = ?1 ORDER BY series, kind";
    let mut query = work.sql.prepare_cached(sql)?;
    let rows = query.query_map([Text(code)], |row| {
        let (series, kind): (Text<SeriesId>, String) = (row.get(0)?, row.get(1)?);
        Ok((series.0, kind, row.get(2)?, row.get(3)?, row.get(4)?))
    })?;
    let alert = |(series, kind, first, last, times): (SeriesId, String, i64, i64, u32)| {
        let kind = AlertKind::ALL.iter().copied().find(|known| known.code() == kind)?;
        Some(Alert { series, kind, first_at: moment(first), last_at: moment(last), times })
    };
    Ok(all(rows)?.into_iter().filter_map(alert).collect())
}
