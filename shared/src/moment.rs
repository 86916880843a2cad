//! The one time type. Rules work on civil dates in Asia/Shanghai (R-TIME-1).

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime};

/// A point in time with its offset, as it was written down.
pub type Moment = DateTime<FixedOffset>;

/// UTC+08:00, the zone of every rule.
pub const BEIJING: FixedOffset = FixedOffset::east_opt(8 * 3600).unwrap();

/// The civil date in Beijing of a point in time (R-TIME-1).
#[must_use]
pub fn civil_date(at: Moment) -> NaiveDate {
    in_beijing(at).date()
}

/// A point in time as it is printed: `2026-03-02 16:20`, in Beijing.
#[must_use]
pub fn minute(at: Moment) -> String {
    in_beijing(at).format("%Y-%m-%d %H:%M").to_string()
}

/// A point in time in a Chinese sentence: `2026年3月9日16:20`, in Beijing.
#[must_use]
pub fn chinese_minute(at: Moment) -> String {
    format!("{}{}", crate::calendar::chinese(civil_date(at)), in_beijing(at).format("%H:%M"))
}

/// Clock and date in Beijing; at the ends of time, where there is none, those of UTC.
fn in_beijing(at: Moment) -> NaiveDateTime {
    let utc = at.naive_utc();
    utc.checked_add_offset(BEIJING).unwrap_or(utc)
}
